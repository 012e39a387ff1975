"""Movements: "from A to B", "between A and B", "entered B from A", "A exported … to B", "bound for B".

Two places make a flow only where a word of moving governs them; "talks between A and B" or "shops from A to
B" do not. Stands between the reading of a sentence and attachment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model import Direction
from ..toponyms.tokens import Token
from .lexicon import ARRIVE, JOURNEYS, LEAVE, MOVEMENT, RECEIVE, RETURNING, STILL, TRANSFER, VERBS
from .phrases import closes, noun_phrase, phrase_before, plural
from .sentence import Group, Mention, Reading

_TO = frozenset("to into toward towards onto".split())
_BACK = re.compile(
    r"\bfrom\s+(?:there|(?:those|these|both|the)(?:\s+(?:two|three|four))?\s+(?P<what>\w+)|the latter)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"[^.;]*\b(?:then|onward|onwards|later|before)\b[^.;]*", re.IGNORECASE)
_ROUTE = re.compile(r"\s?(?P<sep>[-–—]|-to-|\s+to\s+)\s?")
_LINK = re.compile(r"\b(?:link|connect)(?:s|ed|ing)?\b")
_WITH = re.compile(r"\s+(?:with|and|to)\s+(?:the\s+)?")
_WORDS = frozenset("message letter signal warning condolences apology appeal note reply delegation".split())
_RUNS = frozenset("run runs ran running lead leads led go goes pass passes flow flows flowed flowing".split())
_LYING = frozenset("river mountain desert valley border".split())  # what runs without moving


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that a sentence tells of: places, direction, what moves, and the words that say so.

    ``sure`` is False for an origin that is only where something was ("seized in A, bound for B").
    """

    origin: Mention
    destination: Mention
    direction: Direction
    subject: str
    start: int
    end: int
    sure: bool = True

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of origin and destination."""
        return self.origin.place.id, self.destination.place.id


def find_movements(reading: Reading) -> list[Movement]:
    """Find the movements of a sentence, each pair of places once, in the order that it tells them."""
    found: dict[tuple[str, str, str], Movement] = {}
    if len(reading.mentions) > 1:
        for movement in _Finder(reading).find():
            a, b = movement.ends
            if a != b:
                found.setdefault((a, b, movement.direction), movement)
    return list(found.values())


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.groups = [g for g in reading.groups if not g.spoken]

    def find(self) -> Iterator[Movement]:
        yield from self._hyphened()
        yield from self._linked()
        arrived: Group | None = None
        reached: set[int] = set()  # destinations, by where they begin
        for i, g in enumerate(self.groups):
            if g.role == "between" and len(g.mentions) == 2:
                yield from self._between(g)
            elif self._is_from(g):
                for movement in self._from(i, g):
                    yield movement
                    arrived = self._group_of(movement.destination) or arrived
                if arrived:
                    reached.add(arrived.start)
            elif g.start in reached:
                continue
            elif self._is_to(g) and arrived and g.start > arrived.end:
                if origins := self._returned(arrived, g):
                    yield from self._pairs(origins, g, self._subject(g.at, g), arrived.start)
                    arrived = g
            elif g.role == "bound":
                yield from self._bound(i, g)
            elif self._is_to(g) and (movements := list(self._transferred(i, g))):
                yield from movements
                arrived = g

    # -- roles -----------------------------------------------------------------------------------------

    @staticmethod
    def _is_from(g: Group) -> bool:
        return g.role in ("from", "leave") or g.outer == "from"

    @staticmethod
    def _is_to(g: Group) -> bool:
        return g.role in _TO or g.outer == "to"

    def _group_of(self, mention: Mention) -> Group | None:
        return next((g for g in self.groups if mention in g.mentions), None)

    # -- patterns --------------------------------------------------------------------------------------

    def _between(self, g: Group) -> Iterator[Movement]:
        words = self.reading.words(self.reading.clause_start(g.at), g.at)[-6:]
        cue = self._last_cue(words)
        if cue is not None and cue.key in MOVEMENT:
            a, b = g.mentions
            yield Movement(a, b, "both ways", self._subject(g.at, g), cue.start, g.end)

    def _from(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "from A to B", "to B from A", "B imported from A"."""
        clause = self.reading.clause(g.start)
        later = self.groups[i + 1 : i + 3]
        for to in later:
            if self._is_from(to) or (self.reading.clause(to.at) != clause and not self._near(g, to)):
                break
            leaving = g.role == "leave" and to.role == "for"
            arriving = to.role in ("in", "at") and self._cue_in(
                ARRIVE, self.reading.clause_start(g.at), to.at
            )
            bound = to.role == "bound" and not self._verb_between(g, to)
            if (self._is_to(to) or bound or leaving or arriving) and (
                g.role == "leave" or bound or self._moves(g, to)
            ):
                yield from self._pairs(g, to, self._subject(g.at, g), g.at)
                return
        if not i or g.role == "leave":
            return
        to = self.groups[i - 1]
        between = self.reading.words(to.end, g.at)
        apart = any(t.key in VERBS - RECEIVE or t.key == "and" for t in between)
        if self.reading.clause(to.start) != clause or apart:
            return
        arrived = to.role == "enter" or (
            to.role in ("in", "at") and self._cue_in(ARRIVE, self.reading.clause_start(to.at), to.at)
        )
        moved = self._is_to(to) and self._cue_in(MOVEMENT, self.reading.clause_start(to.at), to.at)
        if arrived or moved or to.role == "bound":
            yield from self._pairs(g, to, self._subject(to.at, to), to.at)
        elif to.role == "" and self._cue_in(RECEIVE, to.end, g.at):
            yield from self._pairs(g, to, self._subject(g.at, g), to.start)

    def _verb_between(self, a: Group, b: Group) -> bool:
        return any(t.key in VERBS for t in self.reading.words(a.end, b.at))

    def _near(self, a: Group, b: Group) -> bool:
        return len(self.reading.words(a.end, b.at)) <= 3

    def _bound(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "… in A, bound for B" and "B-bound … from A", where no "from" stands before it."""
        if not i or self.reading.clause(self.groups[i - 1].start) != self.reading.clause(g.start):
            return
        before = self.groups[i - 1]
        if before.role in ("in", "at", "off", "near", "leave"):
            yield from self._pairs(before, g, self._subject(g.at, g), before.at, sure=before.role == "leave")

    def _returned(self, arrived: Group, g: Group) -> Group | None:
        """Return the origin of a further leg: "and from there to C", "or from those ports to C"."""
        between = self.text[arrived.end : g.start]
        if (back := _BACK.search(between)) and (not back["what"] or back["what"].lower() in RETURNING):
            return arrived
        return arrived if len(between) < 40 and _THEN.fullmatch(between) else None

    def _transferred(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "A exported … to B" and "A's exports to B"."""
        clause = self.reading.clause(g.at)
        for a in self.groups[:i][::-1]:
            if self.reading.clause(a.start) != clause:
                return
            words = self.reading.words(a.end, g.at)
            if (
                a.role == ""
                and any(t.key in TRANSFER for t in words)
                and not any(t.key in _WORDS for t in words)
            ):
                if a.start - self.reading.clause_start(a.start) < 60:
                    yield from self._pairs(a, g, self._subject(g.at, g, after=a.end), a.start)
                return

    def _hyphened(self) -> Iterator[Movement]:
        """Yield "the A–B train" and "A-to-B flights"."""
        for a, b in zip(self.reading.mentions, self.reading.mentions[1:], strict=False):
            sep = _ROUTE.fullmatch(self.text, a.end, b.start)
            if not sep or sep["sep"].isspace() or a.demonym or (" to " in sep["sep"]):
                continue
            after = self.reading.words(b.end, self.reading.sentence.end)[:2]
            if cue := next((t for t in after if t.key in MOVEMENT), None):
                direction: Direction = "one way" if "to" in sep["sep"] else "both ways"
                yield Movement(a, b, direction, self.text[cue.start : cue.end], a.start, cue.end)

    def _linked(self) -> Iterator[Movement]:
        """Yield "the ferry that links A with B"."""
        for link in _LINK.finditer(self.text, self.reading.sentence.start, self.reading.sentence.end):
            ends = [m for m in self.reading.mentions if m.start >= link.end() and not m.aside][:2]
            words = self.reading.words(self.reading.clause_start(link.start()), link.start())
            cue = next((t for t in words[::-1] if t.key in JOURNEYS), None)
            if cue is None or len(ends) < 2 or ends[0].start - link.end() > 20:
                continue
            if _WITH.fullmatch(self.text, ends[0].end, ends[1].start):
                yield Movement(
                    ends[0], ends[1], "both ways", self.text[cue.start : cue.end], cue.start, ends[1].end
                )

    # -- what moves ------------------------------------------------------------------------------------

    def _pairs(self, a: Group, b: Group, subject: str, start: int, sure: bool = True) -> Iterator[Movement]:
        begin, end = min(start, a.start, b.start), max(a.end, b.end)
        for origin in a.mentions:
            for destination in b.mentions:
                yield Movement(origin, destination, "one way", subject, begin, end, sure)

    def _moves(self, a: Group, b: Group) -> bool:
        """Tell whether a word of moving governs "from A to B"."""
        begin = self.reading.clause_start(a.at)
        words = self.reading.words(begin, a.at)
        cue = self._last_cue(words)
        if cue is not None:
            lying = any(
                m.place.kind in _LYING and begin <= m.start < cue.start for m in self.reading.mentions
            )
            if cue.key in _RUNS and (lying or any(t.key in STILL for t in words)):
                return False
            return cue.key in MOVEMENT
        if any(t.key in MOVEMENT and t.key in VERBS for t in self.reading.words(a.end, b.at)):
            return True
        after = self.reading.words(b.end, self.reading.clause_end(b.end))[:3]
        return len(words) <= 2 and any(t.key in MOVEMENT and t.key in VERBS for t in after)

    def _last_cue(self, words: list[Token]) -> Token | None:
        return next((t for t in words[::-1] if t.key in MOVEMENT or t.key in STILL), None)

    def _cue_in(self, cues: frozenset[str], start: int, end: int) -> bool:
        return any(t.key in cues for t in self.reading.words(start, end))

    def _subject(self, at: int, g: Group, after: int | None = None) -> str:
        """Return what moves, in the article's words: the object of the verb of moving, or its subject."""
        begin = self.reading.clause_start(at) if after is None else after
        cue = next(
            (t for t in self.reading.words(begin, at)[::-1] if t.key in MOVEMENT or t.key in LEAVE), None
        )
        if cue is None:
            return ""
        if self._is_noun(cue):
            before = phrase_before(self.reading, cue.start) if cue.start > begin else ""
            start = self.text.rfind(before, 0, cue.start) if before else cue.start
            if before and self._names_place(start, before):
                start = cue.start
            of = noun_phrase(self.reading, cue.end + 3, at) if self.text.startswith(" of ", cue.end) else ""
            return self.text[start : cue.end] + (f" of {of}" if of else "")
        moved = noun_phrase(self.reading, cue.end, at)
        if moved and moved != "times" and not self._names_place(cue.end, moved):
            return moved
        start = self._verb_start(cue)
        mover = phrase_before(self.reading, start)
        return "" if mover and self._names_place(start - len(mover) - 1, mover) else mover

    def _is_noun(self, cue: Token) -> bool:
        """Tell whether a word of moving is itself what moves: "exports from A"; not so "people travel"."""
        if cue.key not in JOURNEYS:
            return False
        before = [t for t in self.reading.tokens if t.end <= cue.start][-1:]
        if cue.key not in VERBS and plural(cue.key):
            return True
        return not before or closes(before[0]) or not plural(before[0].key)

    def _names_place(self, start: int, phrase: str) -> bool:
        at = self.text.find(phrase, start)
        return any(at <= m.start < at + len(phrase) and not m.demonym for m in self.reading.mentions)

    def _verb_start(self, cue: Token) -> int:
        start = cue.start
        for t in self.reading.words(self.reading.clause_start(cue.start), cue.start)[::-1]:
            if t.key not in VERBS and t.key != "to":
                break
            start = t.start
        return start
