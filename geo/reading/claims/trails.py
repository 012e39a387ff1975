"""The way of one mover through the sentences of an article: left A, reached B two days later, went on to C.

Reads of each clause who or what moves (``movers``) and where it leaves, passes, arrives or stops. A way is of
one mover; it needs a verb of moving, and each of its legs an end that a verb of moving has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ...languages import Language
from ...model import Flow, Place, safe_id
from ..flows import EndsElsewhere
from ..grammar import Kind, SentenceReading
from .movers import Cast, Mover, Stop, Tie
from .stops import LONG, ClauseStops, Told

_BACK = 2  # sentences in which a person who left is at a stop
_GAP = 3  # sentences between two stops of a way
_NEAR = 2  # sentences after a stop in which all clauses are read, also of those without a place
_SKIPPED = (Kind.SAYING, Kind.INFINITIVE)


class Trails:
    """Collects the stops of an article's cast, sentence by sentence."""

    def __init__(self, language: Language) -> None:
        """Begin with no stops."""
        self.language = language
        self.cast = Cast(language)
        self.latest: Stop | None = None
        self.places: dict[str, Place] = {}
        self.named: dict[str, list[int]] = {}  # place → where it is named

    def read(self, reading: SentenceReading, told: Told) -> None:
        """Add the stops of a sentence."""
        if self.language.is_inflected:
            return  # there the subject is often left out
        self.cast.begin()
        near = self.latest is not None and self.cast.sentence - self.latest.number <= _NEAR
        if not (reading.mentions or near):
            return
        for m in reading.mentions:
            self.places[m.place.id] = m.place
            if not m.refers:
                self.named.setdefault(m.place.id, []).append(m.start)
        ends = EndsElsewhere(reading, ())
        clauses = [(c.verb.start, c) for c in reading.syntax.clauses if c.verb and c.kind not in _SKIPPED]
        for _, clause in sorted(clauses, key=lambda each: each[0]):
            self.latest = ClauseStops(self.cast, ends, clause, told).add(self.latest) or self.latest

    def joined(
        self, flows: Mapping[str, Flow], text: str, unlikely: frozenset[str] = frozenset()
    ) -> tuple[dict[str, Flow], dict[str, str]]:
        """Return the movements with each way as one of them, past `unlikely` places.

        Also id of a movement that is gone → id of its way.
        """
        known = _Known(flows)
        gone: dict[str, str] = {}
        for mover in self.cast.all:
            stops = [s for s in mover.stops if s.place not in unlikely]
            for way in legs_of(stops, mover) if mover.moved else ():
                gone |= self._join(mover, self._ended(way, known), known, text)
                for f in known.near(way):
                    if self._misled(f, way):
                        known.drop(f)
            for stop in (s for s in stops if s.since == LONG):
                for f in known.near([stop]):
                    if f.destination == stop.place and self._is_guessed(f, stop):
                        known.drop(f)
        ordered = sorted(known.flows.values(), key=lambda f: f.mentions[0].start)
        same = known.flows.keys() == flows.keys()
        return (dict(flows) if same and not gone else {f.id: f for f in ordered}), gone

    def _join(self, mover: Mover, way: list[Stop], known: _Known, text: str) -> dict[str, str]:
        """Put a way in place of the movements between its stops; return the ids replaced."""
        path = [s.place for s in way]
        near = known.near(way)
        if any(_leads(f.places, path) for f in near):
            return {}
        within = [
            f
            for f in near
            if f.direction == "one way"
            and f.polarity == way[-1].mood
            and _leads(path, self._narrowed(f.places, way))
        ]
        mentions = [m for f in within for m in f.mentions] + [s.mention(text) for s in way]
        whole = Flow(
            f"flow-{safe_id(path[0])}-{safe_id(path[-1])}",
            path[0],
            path[-1],
            "one way",
            mover.phrase or next((f.subject for f in within if f.subject), ""),
            tuple(sorted(dict.fromkeys(mentions), key=lambda m: m.start)),
            polarity=way[-1].mood,
            via=tuple(path[1:-1]),
            days=tuple(s.day for s in way) if len({s.day for s in way} - {""}) > 1 else (),
            by="sea" if mover.ship else None,
        )
        for f in within:
            known.drop(f)
        known.add(whole)
        return {f.id: whole.id for f in within}

    def _narrowed(self, places: Sequence[str], way: Sequence[Stop]) -> list[str]:
        """Return places, those that contain a stop of a way as this stop."""
        found = []
        for n, place in enumerate(places):
            known = self.places.get(place) if n else None
            inside = (s.place for s in way if known is not None and s.where.lies_in(known))
            found.append(place if any(s.place == place for s in way) else next(inside, place))
        return [p for n, p in enumerate(found) if not n or p != found[n - 1]]

    def _ended(self, way: list[Stop], known: _Known) -> list[Stop]:
        """Return a way with the narrower place to which its last leg is known to lead."""
        last = way[-1]
        for f in known.near(way):
            place = self.places.get(f.destination)
            if f.origin == way[-2].place and place is not None and place.lies_in(last.where):
                return [*way[:-1], last._replace(where=place)]
        return way

    def _misled(self, flow: Flow, way: list[Stop]) -> bool:
        """Whether a movement, told by the words of a stop, begins elsewhere than the way gets there from."""
        ends = [n for n, s in enumerate(way) if n and s.place == flow.destination]
        known = bool(ends) and flow.origin != way[ends[0] - 1].place
        return known and self._is_guessed(flow, way[ends[0]])

    def _is_guessed(self, flow: Flow, stop: Stop) -> bool:
        """Whether a movement that only the words of a stop tell has its origin from another sentence."""
        told = flow.mentions[0]
        if len(flow.mentions) != 1 or flow.via or not told.start <= stop.start < told.end:
            return False
        return not any(told.start <= at < told.end for at in self.named.get(flow.origin, ()))


class _Known:
    """Movements by their places, so that a way meets only those near it."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self.flows: dict[str, Flow] = {}
        self._at: dict[str, dict[str, None]] = {}
        for f in flows.values():
            self.add(f)

    def add(self, flow: Flow) -> None:
        """Add a movement, in place of one with the same id."""
        if (other := self.flows.get(flow.id)) is not None:
            self.drop(other)
        self.flows[flow.id] = flow
        for place in flow.places:
            self._at.setdefault(place, {})[flow.id] = None

    def drop(self, flow: Flow) -> None:
        """Take a movement away."""
        del self.flows[flow.id]
        for place in flow.places:
            self._at[place].pop(flow.id, None)

    def near(self, way: Sequence[Stop]) -> list[Flow]:
        """Return the movements that share a place with a way, in their order."""
        return [self.flows[i] for i in dict.fromkeys(i for s in way for i in self._at.get(s.place, ()))]


def _leads(path: Sequence[str], stops: Sequence[str]) -> bool:
    """Whether a path has all stops, in their order."""
    left = iter(path)
    return all(stop in left for stop in stops)


def legs_of(stops: Sequence[Stop], mover: Mover) -> list[list[Stop]]:
    """Return the ways that stops make: each through different places, made or meant as a whole."""
    ways: list[list[Stop]] = []
    seen: set[str] = set()
    for one, other in pairwise(_each(stops)):
        if not _is_leg(one, other, mover):
            continue
        last = ways[-1][-1] if ways else None
        if last is one and last.mood == other.mood and other.place not in seen:
            ways[-1].append(other)
        else:
            ways.append([one, other])
            seen = {one.place}
        seen.add(other.place)
    return ways


def _is_leg(one: Stop, other: Stop, mover: Mover) -> bool:
    """Whether the words say that something got from a stop to the next, and not long after."""
    late = max(one, other, key=lambda s: s.number).since > _GAP or one.since == LONG
    if late or (one.mood and not other.mood):
        return False
    whoever = mover.person or (mover.named and not mover.ship)  # may have been there by another way
    if other.tie in (Tie.TO, Tie.VIA):
        return one.tie is not Tie.AT or other.since < _BACK or not whoever
    left = one.tie in (Tie.FROM, Tie.VIA) and (other.dated or other.since < _BACK or not whoever)
    dated = bool(one.day and other.day) and one.day != other.day
    back = one.number > other.number  # told later, as what had been before
    meant = bool(other.mood) and other.dated
    return other.tie is Tie.AT and (left or dated or back or meant or one.sentence == other.sentence)


def _each(stops: Sequence[Stop]) -> list[Stop]:
    """Return stops: of those at one place the first, and of a place within another only this."""
    found: list[Stop] = []
    for stop in stops:
        last = found[-1] if found else None
        if last is not None and last.place == stop.place:
            continue
        if last is not None and stop.where.lies_in(last.where):
            found[-1] = stop._replace(tie=last.tie)
        elif last is None or not last.where.lies_in(stop.where):
            found.append(stop)
    return found
