"""Attachment: which places, or which movements, a figure is about.

A figure belongs to the place that hangs on its own noun (``own``), else to one of its clause, else to one of
the clauses around it (``clauses``). Places that only say who speaks, from where a person is, or with what
something is compared, get no figure (``figure``). ``attacher`` chooses between places and movements.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...flows import Movement
from ...grammar import PlaceGroup, SentenceReading, stem
from ...quantities import Counted, Quantity
from .attacher import Attacher, Target

__all__ = ["Target", "attach", "each_vessel"]


def attach(
    reading: SentenceReading,
    quantities: Sequence[Quantity],
    counted: Sequence[Counted],
    movements: Sequence[Movement],
) -> list[Target | None]:
    """Return for each quantity of a sentence what it is about, or None."""
    if matched := _respectively(reading, quantities):
        return matched
    others = {id(c.group) for c in counted if c.group is not None}
    money = [(q.number, q.end) for q in quantities if q.kind == "money"]
    targets: list[Target | None] = []
    for quantity, count in zip(quantities, counted, strict=True):
        last = next((t for t in reversed(targets) if t), None)
        if count.group is None:
            targets.append(None)
            continue
        attacher = Attacher(reading, movements, quantity, count, count.group, others, money)
        targets.append(attacher.target(last))
    return _shared_out(quantities, targets, movements)


def _shared_out(
    quantities: Sequence[Quantity], targets: Sequence[Target | None], movements: Sequence[Movement]
) -> list[Target | None]:
    """Give each of several figures of the same movements its own: "40 tons to X and 20 tons to Y"."""
    out = _without_others(quantities, targets)
    for numbers in {t.movements for t in targets if t and len(t.movements) > 1}:
        inside = [n for n, t in enumerate(targets) if t and t.movements == numbers]
        if len(inside) > 1 and len({quantities[n].unit for n in inside}) == 1:
            for n, mine in _dealt([(n, quantities[n].start) for n in inside], numbers, movements).items():
                out[n] = Target(movements=tuple(mine), each=len(mine) > 1)
    return out


def _without_others(quantities: Sequence[Quantity], targets: Sequence[Target | None]) -> list[Target | None]:
    """Take from each figure the movements that another of its unit has alone.

    "bought 12 tons from X, and from Y another 48"
    """
    out = [*targets]
    for n, target in enumerate(targets):
        if target is None or len(target.movements) < 2:
            continue
        gone = {
            t.movements[0]
            for t, q in zip(targets, quantities, strict=True)
            if t is not None and len(t.movements) == 1 and q.unit == quantities[n].unit
        }
        if kept := tuple(m for m in target.movements if m not in gone):
            out[n] = Target(target.groups, kept, target.each)
    return out


def _dealt(
    figures: Sequence[tuple[int, int]], numbers: Sequence[int], movements: Sequence[Movement]
) -> dict[int, list[int]]:
    """Return figure → its movements; `figures` are numbers with starts. Empty where one would have none.

    A movement goes with the last figure before its end, or else with the first one behind it.
    """
    moves = [movements[i] for i in numbers]
    one = len({m.origin.start for m in moves}) == 1
    for ahead in (False, True):  # "to X 40 tons and to Y 20"
        own: dict[int, list[int]] = {n: [] for n, _ in figures}
        for i, m in zip(numbers, moves, strict=True):
            end = m.destination if one else m.origin
            if on_side := [n for n, start in figures if (start > end.start) is ahead]:
                own[on_side[0 if ahead else -1]].append(i)
        if all(own.values()) and sum(map(len, own.values())) == len(numbers):
            return own
    return {}


def _respectively(reading: SentenceReading, quantities: Sequence[Quantity]) -> list[Target | None] | None:
    """Return one place for each figure where the sentence says "respectively"."""
    respectively = reading.language.claims.respectively
    if not respectively.search(reading.text, reading.sentence.start, reading.sentence.end):
        return None
    if len(quantities) < 2:
        return None
    for g in reading.groups:
        rows = len(quantities) // len(g.mentions)  # "10 and 20, of a total of 60 and 80"
        if len(g.mentions) > 1 and rows * len(g.mentions) == len(quantities):
            return [Target((PlaceGroup((m,), g.noun),)) for _ in range(rows) for m in g.mentions]
    if len(reading.groups) == len(quantities):
        return [Target((g,)) for g in reading.groups]
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
    group = reading.syntax.group_at(quantity.number)
    subject = group.clause.subject if group else None
    rules = reading.language.quantities
    if subject is None or subject.words[0].key not in rules.each or subject is group:
        return None
    if rules.vessels.isdisjoint((subject.head.key, stem(subject.head.key, reading.grammar))):
        return None
    return reading.text[subject.words[1].start : subject.end].lower() if len(subject.words) > 1 else None
