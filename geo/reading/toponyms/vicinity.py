"""Which names of a text may lie near each other: evidence that each of them is a place's.

A word of a text of local news is more likely a town if other names of the text may be towns near it. Before
any decision: a name counts with all its places, the less the more it has. Of a text whose names lie apart it
says nothing. Used by ``reading``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...geodesy import rounded
from ...kinds import like
from ...model import DEMONYM, OTHER_NAME, Candidate, Place

_CELL = 0.5  # degrees; two places are near each other if their cells touch
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
_MOST = 12  # a name of more places says nothing
_LOCAL = 1.5  # so much lies together in a local text: two names of one place each, or more of several
_LEVELS = (0.2, 0.6, 1.2, 2.5)
_SMALL = frozenset({"populated_place", "admin2", "admin3"})

Cell = tuple[int, int]


class Vicinity:
    """How many names of a text may lie in a cell of half a degree and those around it, and in a unit.

    ``names`` are the towns and districts that the text may name, folded, with their candidates.
    """

    def __init__(self, names: Mapping[str, Sequence[Candidate]]) -> None:
        self._cells: defaultdict[Cell, float] = defaultdict(float)
        self._units: defaultdict[str, float] = defaultdict(float)
        self._own: dict[str, tuple[float, set[Cell], set[str]]] = {}
        self._found: dict[str, tuple[int, int] | None] = {}
        for key, candidates in names.items():
            self._add(key, [c.place for c in candidates if c.rank < OTHER_NAME and _is_small(c.place)])
        self._dense = [(cell, value) for cell, value in self._cells.items() if value >= _LOCAL]

    def around(self, key: str, candidates: Iterable[Candidate]) -> tuple[int, int] | None:
        """Return how much may lie near a place of a name, and in its unit, from 0 to 4 each.

        None where the other names of the text lie apart.
        """
        if key not in self._found:
            self._found[key] = self._around(key, candidates)
        return self._found[key]

    def _add(self, key: str, places: Sequence[Place]) -> None:
        if not 0 < len(places) <= _MOST:
            return
        weight = rounded(len(places) ** -0.5)
        cells = {(x + dx, y + dy) for x, y in map(_cell, places) for dx, dy in _AROUND}
        units = {p.in_unit for p in places if p.in_unit}
        self._own[key] = weight, cells, units
        for cell in cells:
            self._cells[cell] += weight
        for unit in units:
            self._units[unit] += weight

    def _around(self, key: str, candidates: Iterable[Candidate]) -> tuple[int, int] | None:
        weight, cells, units = self._own.get(key, (0.0, set(), set()))
        if not any(value - weight * (cell in cells) >= _LOCAL for cell, value in self._dense):
            return None
        near = inside = 0.0
        for c in candidates:
            if c.rank == DEMONYM:
                continue
            cell, unit = _cell(c.place), c.place.in_unit
            if _is_small(c.place):
                near = max(near, self._cells.get(cell, 0.0) - weight * (cell in cells))
            if unit:
                inside = max(inside, self._units.get(unit, 0.0) - weight * (unit in units))
        return _level(near), _level(inside)


def _is_small(place: Place) -> bool:
    return like(place.kind) in _SMALL


def _level(value: float) -> int:
    return sum(value >= least for least in _LEVELS)


def _cell(place: Place) -> Cell:
    return math.floor(place.lng / _CELL), math.floor(place.lat / _CELL)
