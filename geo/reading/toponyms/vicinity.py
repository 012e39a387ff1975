"""Which names of a text may lie near each other: evidence that each of them is a place's.

A word of a text of local news is more likely a town if other names of the text may be towns near it. Before
any decision: a name counts with all its places, the less the more it has. Used by ``features``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from ...geodesy import rounded
from ...kinds import like
from ...model import DEMONYM, OTHER_NAME, Place

if TYPE_CHECKING:
    from .reading import Reading

_CELL = 0.5  # degrees; two places are near each other if their cells touch
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
_MOST = 12  # a name of more places says nothing
_LEVELS = (0.2, 0.6, 1.2, 2.5)
_LOCAL = frozenset({"populated_place", "admin2", "admin3"})

Cell = tuple[int, int]


class Vicinity:
    """How many names of a text may lie in a cell of half a degree and those around it, and in a unit."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._cells: defaultdict[Cell, float] = defaultdict(float)
        self._units: defaultdict[str, float] = defaultdict(float)
        self._own: dict[str, tuple[float, set[Cell], set[str]]] = {}
        self._found: dict[str, tuple[int, int]] = {}
        for key in self._names():
            self._add(key)

    def around(self, key: str) -> tuple[int, int]:
        """Return how much may lie near a place of a name, and in its unit, from 0 to 4 each."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._around(key)
        return found

    def _names(self) -> dict[str, None]:
        """List the names of towns and districts that are hardly a person's or a plain word."""
        r = self._reading
        names: dict[str, None] = {}
        for chunk in r.chunks:
            for a, b in r.main_names(chunk):
                key = r.key(chunk.line, a, b)
                if b - a > 1 or not (
                    key in r.gazetteer.given_names
                    or key in r.gazetteer.surnames
                    or key in r.people
                    or key in r.words
                    or key in r.language.toponyms.common
                ):
                    names[key] = None
        return names

    def _add(self, key: str) -> None:
        places = [
            c.place
            for c in self._reading.candidates(key)
            if c.rank < OTHER_NAME and like(c.place.kind) in _LOCAL
        ]
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

    def _around(self, key: str) -> tuple[int, int]:
        weight, cells, units = self._own.get(key, (0.0, set(), set()))
        near = inside = 0.0
        for c in self._reading.candidates(key):
            if c.rank == DEMONYM:
                continue
            cell, unit = _cell(c.place), c.place.in_unit
            if like(c.place.kind) in _LOCAL:
                near = max(near, self._cells.get(cell, 0.0) - weight * (cell in cells))
            if unit:
                inside = max(inside, self._units.get(unit, 0.0) - weight * (unit in units))
        return _level(near), _level(inside)


def _level(value: float) -> int:
    return sum(value >= least for least in _LEVELS)


def _cell(place: Place) -> Cell:
    return math.floor(place.lng / _CELL), math.floor(place.lat / _CELL)
