"""The way of one subject through dated places: a march, a storm, an outbreak, told over several sentences.

Its stops are places in clauses of one subject whose verbs say that it moves, or is somewhere. An itinerary
has three stops and two dates at least, and its dates do not go back. It becomes one movement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from ...languages import Language
from ...model import Flow, FlowMention, Time, safe_id
from ..grammar import Clause, Mention, Part, SentenceReading, mood_of, stem

_LEAST_STOPS, _LEAST_DATES = 3, 2
_BESIDE = 6  # characters between a place of a list and its date
_BACK = 2  # sentences without a stop, within an itinerary


class _Stop(NamedTuple):
    place: str
    day: str
    sentence: str
    start: int
    end: int
    planned: bool

    def mention(self, text: str) -> FlowMention:
        """Return it as a mention of a movement."""
        return FlowMention(self.sentence, self.start, self.end, text[self.start : self.end])


class _Way(Struct):
    """An itinerary in the making: its subject's word and phrase, its stops, and where it has got to."""

    mover: str
    subject: str
    last: int
    stops: list[_Stop] = field(default_factory=list)
    latest: str = ""

    @property
    def made(self) -> list[_Stop]:
        """The stops that it has made, each place once; not those that are planned."""
        return [*{s.place: s for s in reversed(self.stops) if not s.planned}.values()][::-1]

    @property
    def is_whole(self) -> bool:
        days = {s.day for s in self.made} - {""}
        return len(self.made) >= _LEAST_STOPS and len(days) >= _LEAST_DATES


class Itineraries:
    """Collects the stops of an article's sentences, in order."""

    def __init__(self, language: Language) -> None:
        """Begin without stops."""
        self.language = language
        words = language.flows
        self.verbs = words.going | words.reaching | words.hitting | words.leaving | words.staying
        self.ways: list[_Way] = []
        self.days: dict[str, str] = {}
        self.count = 0

    def read(self, reading: SentenceReading, times: Sequence[Time]) -> None:
        """Add the stops of a sentence."""
        self.count += 1
        stop: _Stop | None = None
        mentions = self._places(reading)
        for n, m in enumerate(mentions):
            after = mentions[n + 1].start if n + 1 < len(mentions) else reading.sentence.end
            clause = reading.syntax.clause_at(m.start)
            time = _time_of(m, None if n else reading.sentence.start, after, times)
            day = time.interval[:10] if time else ""
            beside = time is not None and 0 <= time.start - m.end <= _BESIDE
            if beside:
                self.days[m.place.id] = max(day, self.days.get(m.place.id, ""))
            listed = stop is not None and beside and ";" not in reading.text[stop.end : m.start]
            if not (listed or self._moves(clause, m)):
                continue
            planned = mood_of(clause, self.language.mood, moving=True) is not None
            if listed and stop:
                planned = stop.planned
            way = self.ways[-1] if listed else self._way(reading, clause, times)
            if way is None or (day and day < way.latest):
                continue
            stop = _Stop(m.place.id, day, reading.sentence.id, m.start, m.end, planned)
            way.stops.append(stop)
            way.last, way.latest = self.count, day or way.latest

    def _places(self, reading: SentenceReading) -> list[Mention]:
        """Return the places that may be stops; "on B" in "A on B" only says where A is."""
        found: list[Mention] = []
        before: Mention | None = None
        for m in reading.mentions:
            between: list[str] = reading.text[before.end : m.start].split() if before else []
            where = len(between) == 1 and between[0] in self.language.flows.at
            before = m
            if not (where or m.aside or m.refers or m.demonym or m.relation):
                found.append(m)
        return found

    def _moves(self, clause: Clause, m: Mention) -> bool:
        verb = clause.verb
        if verb is None or verb.negated or m.start < verb.start or m.possessive:
            return False
        return not self.verbs.isdisjoint([verb.base, *verb.bases]) or verb.verb.part is Part.BE

    def _way(self, reading: SentenceReading, clause: Clause, times: Sequence[Time]) -> _Way | None:
        """Return the itinerary that a clause goes on, or a new one for a subject that may begin one."""
        subject = clause.subject
        if subject is None:
            return None
        near = self.ways[-1] if self.ways and self.count - self.ways[-1].last <= _BACK else None
        head = subject.head
        dated = head.key in self.language.flows.moments or any(t.start <= head.start < t.end for t in times)
        if subject.words[0].part is Part.PRONOUN or dated:
            return near
        if head.placed:
            return None
        mover = stem(head.key, self.language.grammar)
        if near is None or near.mover != mover:
            near = _Way(mover, reading.phrase(subject), self.count)
            self.ways.append(near)
        return near

    def joined(self, flows: Mapping[str, Flow], text: str) -> tuple[dict[str, Flow], dict[str, str]]:
        """Return the movements with each itinerary as one of them, in place of those between its stops.

        Also id of a movement that is gone → id of its itinerary.
        """
        found = dict(flows)
        gone: dict[str, str] = {}
        for way in self.ways:
            if way.is_whole:
                found, ids = _with(way, found, self.days, text)
                gone |= ids
        return found, gone


def _with(
    way: _Way, flows: Mapping[str, Flow], days_of: Mapping[str, str], text: str
) -> tuple[dict[str, Flow], dict[str, str]]:
    """Return the movements with an itinerary in place of those between its stops, and the ids replaced."""
    stops = way.made
    order = {s.place: n for n, s in enumerate(stops)}
    within = [
        f
        for f in flows.values()
        if f.direction == "one way" and order.get(f.origin, len(order)) < order.get(f.destination, -1)
    ]
    through, days = [s.place for s in stops], [s.day for s in stops]
    end = next((f for f in flows.values() if f.origin == through[0] and f.destination not in order), None)
    if end is not None and not end.polarity:  # "who set out from A walked into Z", said before the stops
        through, within = [*through, end.destination], [*within, end]
        days = [*days, days_of.get(end.destination, "")]
    mentions = [m for f in within for m in f.mentions] + [s.mention(text) for s in stops]
    whole = Flow(
        _id(through[0], through[-1]),
        through[0],
        through[-1],
        "one way",
        way.subject or next((f.subject for f in within if f.subject), ""),
        tuple(sorted(dict.fromkeys(mentions), key=lambda m: m.start)),
        via=tuple(through[1:-1]),
        days=tuple(days),
    )
    gone = {f.id: whole.id for f in within}
    found = {whole.id: whole, **{i: f for i, f in flows.items() if i not in gone and i != whole.id}}
    ahead = next((s for s in way.stops if s.planned and s.place not in through), None)
    return _planned(whole, ahead, found, gone, text) if ahead is not None else (found, gone)


def _planned(
    whole: Flow, ahead: _Stop, flows: dict[str, Flow], gone: dict[str, str], text: str
) -> tuple[dict[str, Flow], dict[str, str]]:
    """Let the plan to go on to a stop begin where the itinerary ends."""
    new = _id(whole.destination, ahead.place)
    plans = [f for f in flows.values() if f.polarity and f.destination == ahead.place]
    first = Flow(new, "", ahead.place, "one way", "", (ahead.mention(text),), polarity="planned")
    plan = plans[0] if plans else first
    found = {i: f for i, f in flows.items() if f not in plans}
    found[new] = replace(plan, id=new, origin=whole.destination, subject=plan.subject or whole.subject)
    return found, gone | {f.id: new for f in plans}


def _id(origin: str, destination: str) -> str:
    return f"flow-{safe_id(origin)}-{safe_id(destination)}"


def _time_of(m: Mention, start: int | None, after: int, times: Sequence[Time]) -> Time | None:
    """Return the date after a place, before the next one; for the first of a sentence also that before it."""
    later = next((t for t in times if m.end <= t.start < after), None)
    earlier = [t for t in times if start is not None and start <= t.start and t.end <= m.start]
    return later or (earlier[-1] if earlier else None)
