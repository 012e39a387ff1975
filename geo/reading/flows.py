"""Movements: "from A to B", "between A and B", "entered B from A", "A exported … to B", "bound for B".

Two places make a flow only if a word of moving governs them: "talks between A and B" or "shops from A to B"
make no flow. In the flow of modules between ``grammar`` and ``claims``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Direction
from .grammar import (
    ENTRY,
    EXIT,
    FROM,
    GOAL,
    TO,
    Group,
    Mention,
    SentenceReading,
    closes,
    noun_phrase,
    phrase_before,
    plural,
)
from .tokens import Token

_LYING = frozenset("river mountain desert valley border".split())  # these "run" from A to B without moving


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement in a sentence: places, direction, what moves, and the words for it.

    ``sure`` is False if the origin is only where something was ("seized in A, bound for B").
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


def find_movements(reading: SentenceReading) -> list[Movement]:
    """Find the movements of a sentence, each pair of places once, in the order of the text."""
    found: dict[tuple[str, str, str], Movement] = {}
    if len(reading.mentions) > 1:
        for movement in _Finder(reading).find():
            a, b = movement.ends
            if a != b:
                found.setdefault((a, b, movement.direction), movement)
    return list(found.values())


class _Finder:
    def __init__(self, reading: SentenceReading) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.language.flows
        self.verbs = reading.grammar.verbs
        self.groups = [g for g in reading.groups if not g.spoken]

    def find(self) -> Iterator[Movement]:
        yield from self._hyphened()
        yield from self._linked()
        arrived: Group | None = None
        reached: set[int] = set()  # destinations, by where they begin
        for i, g in enumerate(self.groups):
            if g.role in self.words.between and len(g.mentions) == 2:
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
            elif g.role == GOAL:
                yield from self._bound(i, g)
            elif self._is_to(g) and (movements := list(self._transferred(i, g))):
                yield from movements
                arrived = g

    # -- roles -----------------------------------------------------------------------------------------

    def _is_from(self, g: Group) -> bool:
        return g.role in self.words.origin or g.role == EXIT or g.outer == FROM

    def _is_to(self, g: Group) -> bool:
        return g.role in self.words.to or g.outer == TO

    def _group_of(self, mention: Mention) -> Group | None:
        return next((g for g in self.groups if mention in g.mentions), None)

    # -- patterns --------------------------------------------------------------------------------------

    def _between(self, g: Group) -> Iterator[Movement]:
        words = self.reading.words(self.reading.clause_start(g.at), g.at)[-6:]
        cue = self._last_cue(words)
        if cue is not None and cue.key in self.words.movement:
            a, b = g.mentions
            yield Movement(a, b, "both ways", self._subject(g.at, g), cue.start, g.end)

    def _from(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "from A to B", "to B from A", "B imported from A"."""
        clause, arrive = self.reading.clause(g.start), self.reading.grammar.arrive
        later = self.groups[i + 1 : i + 3]
        for to in later:
            if self._is_from(to) or (self.reading.clause(to.at) != clause and not self._are_near(g, to)):
                break
            leaving = g.role == EXIT and to.role in self.words.leaving
            arriving = to.role in self.words.arriving and self._cue_in(
                arrive, self.reading.clause_start(g.at), to.at
            )
            bound = to.role == GOAL and not self._verb_between(g, to)
            if (self._is_to(to) or bound or leaving or arriving) and (
                g.role == EXIT or bound or self._moves(g, to)
            ):
                yield from self._pairs(g, to, self._subject(g.at, g), g.at)
                return
        if not i or g.role == EXIT:
            return
        to = self.groups[i - 1]
        between = self.reading.words(to.end, g.at)
        apart = any(t.key in self.verbs - self.words.receive or t.key in self.words.joining for t in between)
        if self.reading.clause(to.start) != clause or apart:
            return
        arrived = to.role == ENTRY or (
            to.role in self.words.arriving and self._cue_in(arrive, self.reading.clause_start(to.at), to.at)
        )
        moved = self._is_to(to) and self._cue_in(self.words.movement, self.reading.clause_start(to.at), to.at)
        if arrived or moved or to.role == GOAL:
            yield from self._pairs(g, to, self._subject(to.at, to), to.at)
        elif to.role == "" and self._cue_in(self.words.receive, to.end, g.at):
            yield from self._pairs(g, to, self._subject(g.at, g), to.start)

    def _verb_between(self, a: Group, b: Group) -> bool:
        return any(t.key in self.verbs for t in self.reading.words(a.end, b.at))

    def _are_near(self, a: Group, b: Group) -> bool:
        return len(self.reading.words(a.end, b.at)) <= 3

    def _bound(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "… in A, bound for B" and "B-bound … from A", if no "from" comes before it."""
        if not i or self.reading.clause(self.groups[i - 1].start) != self.reading.clause(g.start):
            return
        before = self.groups[i - 1]
        if before.role == EXIT or before.role in self.words.staying:
            yield from self._pairs(before, g, self._subject(g.at, g), before.at, sure=before.role == EXIT)

    def _returned(self, arrived: Group, g: Group) -> Group | None:
        """Return the origin of a further leg: "and from there to C", "or from those ports to C"."""
        between = self.text[arrived.end : g.start]
        if (back := self.words.onward.search(between)) and (
            not back["what"] or back["what"].lower() in self.words.returning
        ):
            return arrived
        return arrived if len(between) < 40 and self.words.then.fullmatch(between) else None

    def _transferred(self, i: int, g: Group) -> Iterator[Movement]:
        """Yield "A exported … to B" and "A's exports to B"."""
        clause = self.reading.clause(g.at)
        for a in self.groups[:i][::-1]:
            if self.reading.clause(a.start) != clause:
                return
            words = self.reading.words(a.end, g.at)
            if (
                a.role == ""
                and any(t.key in self.words.transfer for t in words)
                and not any(t.key in self.words.messages for t in words)
            ):
                if a.start - self.reading.clause_start(a.start) < 60:
                    yield from self._pairs(a, g, self._subject(g.at, g, after=a.end), a.start)
                return

    def _hyphened(self) -> Iterator[Movement]:
        """Yield "the A–B train" and "A-to-B flights"."""
        for a, b in zip(self.reading.mentions, self.reading.mentions[1:], strict=False):
            sep = self.words.route.fullmatch(self.text, a.end, b.start)
            if not sep or a.demonym:
                continue
            after = self.reading.words(b.end, self.reading.sentence.end)[:2]
            if cue := next((t for t in after if t.key in self.words.movement), None):
                direction: Direction = "one way" if sep["one_way"] else "both ways"
                yield Movement(a, b, direction, self.text[cue.start : cue.end], a.start, cue.end)

    def _linked(self) -> Iterator[Movement]:
        """Yield "the ferry that links A with B"."""
        for link in self.words.link.finditer(
            self.text, self.reading.sentence.start, self.reading.sentence.end
        ):
            ends = [m for m in self.reading.mentions if m.start >= link.end() and not m.aside][:2]
            words = self.reading.words(self.reading.clause_start(link.start()), link.start())
            cue = next((t for t in words[::-1] if t.key in self.words.journeys), None)
            if cue is None or len(ends) < 2 or ends[0].start - link.end() > 20:
                continue
            if self.words.link_with.fullmatch(self.text, ends[0].end, ends[1].start):
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
        """Whether a word of moving governs "from A to B"."""
        begin = self.reading.clause_start(a.at)
        words = self.reading.words(begin, a.at)
        cue = self._last_cue(words)
        if cue is not None:
            lying = any(
                m.place.kind in _LYING and begin <= m.start < cue.start for m in self.reading.mentions
            )
            if cue.key in self.words.runs and (lying or any(t.key in self.words.still for t in words)):
                return False
            return cue.key in self.words.movement
        moving = self.words.movement & self.verbs
        if any(t.key in moving for t in self.reading.words(a.end, b.at)):
            return True
        after = self.reading.words(b.end, self.reading.clause_end(b.end))[:3]
        return len(words) <= 2 and any(t.key in moving for t in after)

    def _last_cue(self, words: list[Token]) -> Token | None:
        return next((t for t in words[::-1] if t.key in self.words.movement | self.words.still), None)

    def _cue_in(self, cues: frozenset[str], start: int, end: int) -> bool:
        return any(t.key in cues for t in self.reading.words(start, end))

    def _subject(self, at: int, g: Group, after: int | None = None) -> str:
        """Return what moves, in the article's words: the object of the verb of moving, or its subject."""
        begin = self.reading.clause_start(at) if after is None else after
        moving = self.words.movement | self.reading.grammar.leave
        cue = next((t for t in self.reading.words(begin, at)[::-1] if t.key in moving), None)
        if cue is None:
            return ""
        if self._is_noun(cue):
            before = phrase_before(self.reading, cue.start) if cue.start > begin else ""
            start = self.text.rfind(before, 0, cue.start) if before else cue.start
            if before and self._names_place(start, before):
                start = cue.start
            of = self.words.of
            moved = (
                noun_phrase(self.reading, cue.end + len(of) - 1, at)
                if self.text.startswith(of, cue.end)
                else ""
            )
            return self.text[start : cue.end] + (f"{of}{moved}" if moved else "")
        moved = noun_phrase(self.reading, cue.end, at)
        if moved and moved not in self.words.no_subject and not self._names_place(cue.end, moved):
            return moved
        start = self._verb_start(cue)
        mover = phrase_before(self.reading, start)
        return "" if mover and self._names_place(start - len(mover) - 1, mover) else mover

    def _is_noun(self, cue: Token) -> bool:
        """Whether a word of moving is itself what moves: yes in "exports from A", no in "people travel"."""
        if cue.key not in self.words.journeys:
            return False
        before = [t for t in self.reading.tokens if t.end <= cue.start][-1:]
        grammar = self.reading.grammar
        if cue.key not in self.verbs and plural(cue.key, grammar):
            return True
        return not before or closes(before[0], self.reading.language) or not plural(before[0].key, grammar)

    def _names_place(self, start: int, phrase: str) -> bool:
        at = self.text.find(phrase, start)
        return any(at <= m.start < at + len(phrase) and not m.demonym for m in self.reading.mentions)

    def _verb_start(self, cue: Token) -> int:
        start = cue.start
        for t in self.reading.words(self.reading.clause_start(cue.start), cue.start)[::-1]:
            if t.key not in self.verbs and t.key not in self.words.infinitive:
                break
            start = t.start
        return start
