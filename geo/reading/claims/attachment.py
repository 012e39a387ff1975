"""Attachment: which places, or which movements, a figure is about.

A figure belongs to the places that a preposition connects with it in its own clause; else to those named
before it there; else to the target of the figure before it. Places in a list share it, unless the sentence
says "each" or "respectively". Places that only say who speaks, or where another place lies, get no figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..flows import Movement
from ..grammar import ENTRY, EXIT, GOAL, Group, SentenceReading, stem
from ..quantities import Quantity

_AHEAD = re.compile(r"[,;:]")


@dataclass(frozen=True, slots=True)
class Target:
    """Target of a figure: places, or movements by their number in the sentence; for ``each`` or together."""

    groups: tuple[Group, ...] = ()
    movements: tuple[int, ...] = ()
    each: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places, each once."""
        return tuple(dict.fromkeys(p for g in self.groups for p in g.places))


def attach(
    reading: SentenceReading, quantities: Sequence[Quantity], movements: Sequence[Movement]
) -> list[Target | None]:
    """Return for each quantity of a sentence what it is about, or None."""
    if matched := _respectively(reading, quantities):
        return matched
    share = reading.language.claims.share
    targets: list[Target | None] = []
    for n, quantity in enumerate(quantities):
        rest = [q for q in quantities[n + 1 :] if not share.fullmatch(reading.text, quantity.after, q.start)]
        following = rest[0].start if rest else reading.sentence.end
        before = [t for t in targets if t]
        targets.append(
            _Attacher(reading, movements, quantity, following).target(before[-1] if before else None)
        )
    return targets


class _Attacher:
    def __init__(
        self, reading: SentenceReading, movements: Sequence[Movement], quantity: Quantity, following: int
    ) -> None:
        self.reading = reading
        self.movements = movements
        self.quantity = quantity
        self.following = following
        self.words = reading.language.claims
        self.grammar = reading.grammar
        self.groups = [g for g in reading.groups if not g.spoken and g.role not in self.words.compared]
        self.clause = reading.clause(quantity.number)

    def target(self, last: Target | None) -> Target | None:
        group = self._ahead() or self._behind()
        if group is None:
            if last is not None:
                return last if not last.movements else self._relative() or last
            group = self._elsewhere()
        if group is None:
            return None
        if moved := self._moved(group):
            return Target(movements=moved, each=self._each(group))
        return Target((group,), each=self._each(group))

    def _ahead(self) -> Group | None:
        """Return the first places after the figure with a preposition, up to a comma or the next figure."""
        q = self.quantity
        for g in self.groups:
            if g.start < q.after or g.mentions[0].demonym or self.reading.clause(g.start) != self.clause:
                continue
            between = self.reading.text[q.after : g.at if g.role else g.start]
            if g.at >= self.following and not self.words.shared.fullmatch(between):
                return None
            tokens = self.reading.words(q.after, g.start)
            if _AHEAD.search(between) or any(t.key in self.words.splitting for t in tokens):
                return None
            if g.role in self.grammar.locative | self.words.passing | {GOAL, ENTRY, EXIT}:
                return g
            words = between.lower().split()
            apart = self.grammar.verbs | self.words.joining
            if len(words) <= 3 and apart.isdisjoint(words) and not g.role:
                return g
            return None
        return None

    def _behind(self) -> Group | None:
        """Return the places named before the figure in its clause: the head of the last phrase of place."""
        before = [
            g
            for g in self.groups
            if g.end <= self.quantity.start and self.reading.clause(g.start) == self.clause
        ]
        named = [g for g in before if not g.mentions[0].demonym] or before
        if not named:
            return None
        chosen = len(named) - 1
        while chosen and self._chained(named[chosen - 1], named[chosen]):
            chosen -= 1
        return named[chosen]

    def _chained(self, a: Group, b: Group) -> bool:
        """Whether `b` only describes where `a` is: "in A on the far side of B"."""
        if b.role not in self.words.static | self.words.chained or a.role not in self.grammar.locative:
            return False
        words = self.reading.words(a.end, b.start)
        between = self.reading.text[a.end : b.start]
        return (
            len(words) <= 6
            and "," not in between
            and not any(t.key in self.grammar.verbs or t.key in self.grammar.and_word for t in words)
        )

    def _relative(self) -> Target | None:
        """Return the places right before ", where": the clause after it is about them."""
        start = self.reading.clause_start(self.quantity.number)
        before = [g for g in self.groups if g.end <= start]
        if before and self.reading.text[start : start + 6].strip().startswith(self.grammar.relative):
            return Target((before[-1],), each=False)
        return None

    def _elsewhere(self) -> Group | None:
        """Return the nearest places of another clause: before the figure, else after it."""
        behind = [g for g in self.groups if g.end <= self.quantity.start]
        if behind:
            return behind[-1]
        stop = self.reading.text.find(";", self.quantity.after, self.reading.sentence.end)
        ahead = [g for g in self.groups if g.start >= self.quantity.after and (stop < 0 or g.start < stop)]
        return ahead[0] if ahead else None

    def _moved(self, group: Group) -> tuple[int, ...]:
        """Return the movements that the figure is about: those of its clause with one of these places."""
        ids = {id(m) for m in group.mentions}
        if not any(m.sure and (id(m.origin) in ids or id(m.destination) in ids) for m in self.movements) or (
            group.role in self.words.static and group.outer == "" and self._rests(group)
        ):
            return ()
        return tuple(n for n, m in enumerate(self.movements) if m.sure and self._one_story(m))

    def _rests(self, group: Group) -> bool:
        """Whether places with "in" are not an end of a movement."""
        ids = {id(m) for m in group.mentions}
        return not any(id(m.destination) in ids for m in self.movements)

    def _one_story(self, m: Movement) -> bool:
        """Whether a movement is in the figure's clause, or continues it."""
        far = max(m.origin.start, m.destination.start)
        comma = self.reading.text.find(",", self.quantity.after, far)
        if 0 <= comma < self.following < far:
            return False  # the movement belongs to another figure
        left, right = sorted((self.quantity.number, m.start))
        between = [b for b in self.reading.breaks if left < b <= right]
        return all(self.reading.text.startswith(self.words.joint, b) for b in between) if between else True

    def _each(self, group: Group) -> bool:
        end, each = self.reading.clause_end(self.quantity.number), self.words.each
        return bool(
            each.search(self.reading.text, group.end, max(group.end, self.quantity.start))
            or each.search(self.reading.text, self.quantity.end, min(end, self.quantity.end + 60))
        )


def _respectively(reading: SentenceReading, quantities: Sequence[Quantity]) -> list[Target | None] | None:
    """Return one place for each figure where the sentence says "respectively"."""
    respectively = reading.language.claims.respectively
    if not respectively.search(reading.text, reading.sentence.start, reading.sentence.end):
        return None
    for g in reading.groups:
        if len(g.mentions) == len(quantities) > 1:
            return [Target((Group((m,), g.role, g.outer, g.at),)) for m in g.mentions]
    return None


def each_vessel(reading: SentenceReading, quantity: Quantity) -> str | None:
    """Return the word for what moves if the figure is for each of them ("Each truck carries …"), else None.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> from geo.reading.quantities import find_quantities
    >>> reading = read_plain("Each supply boat carries 20 tons.")
    >>> each_vessel(reading, find_quantities(reading)[0])
    'supply boat'
    """
    start, rules = reading.clause_start(quantity.number), reading.language.quantities
    words = [t for t in reading.words(start, quantity.start) if t.key not in rules.each_opens]
    if not words or words[0].key not in rules.each:
        return None
    for n, t in enumerate(words[1:4], 1):
        if not rules.vessels.isdisjoint((t.key, stem(t.key, reading.grammar))):
            return reading.text[words[1].start : words[n].end].lower()
    return None
