"""Which of an article's names may be near each other: in one district, around a point, a town in its unit.

Evidence that needs no decision yet: it counts what the names may mean, not what they mean. Used by
``features``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...geodesy import rounded
from ...kinds import KINDS, like
from ...model import OTHER_NAME, Candidate, Place
from .fitting import is_near
from .mentions import Reading

_UNITS = frozenset(name for name, kind in KINDS.items() if kind.level)
_VAST = frozenset(name for name, kind in KINDS.items() if kind.exonyms) | {"region", "desert", "mountain"}
_CELL = 0.5  # degrees; two places are near each other if their cells touch
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))
_MOST = 2.0
_SAME_DEGREES = 0.3  # a unit's point is usually this near to the seat with the same name

Cell = tuple[int, int]


class Nearby:
    """How many of the article's other names may lie in a district, or around a point."""

    def __init__(self, names: Mapping[str, Reading]) -> None:
        self.rest = max(1, len(names) - 1)
        self.districts = {
            key: {c.place.admin2 for c in r.candidates if c.place.admin2} for key, r in names.items()
        }
        self.in_district = Counter(d for found in self.districts.values() for d in found)
        self.named: defaultdict[str, set[str]] = defaultdict(set)
        self.cells: dict[str, set[Cell]] = {}
        self.rarity: dict[str, float] = {}
        self.in_cell: Counter[Cell] = Counter()
        self.rare_in_cell: defaultdict[Cell, float] = defaultdict(float)
        for key, r in names.items():
            for c in r.candidates:
                if c.place.kind == "admin2" and c.rank != OTHER_NAME:
                    self.named[c.place.id].add(key)
            own = {_cell(c.place) for c in r.candidates if c.rank != OTHER_NAME and _has_distance(r, c.place)}
            self.cells[key] = {(x + dx, y + dy) for x, y in own for dx, dy in _AROUND}
            self.rarity[key] = rounded(len(own) ** -0.5) if own else 0.0
            self.in_cell.update(self.cells[key])
            for cell in self.cells[key]:
                self.rare_in_cell[cell] += self.rarity[key]

    def features(self, r: Reading, place: Place) -> Iterator[tuple[str, float]]:
        """List what speaks for a candidate: other names that may lie in its district, or near it."""
        if district := place.id if place.kind == "admin2" else place.admin2:
            if inside := self.in_district[district] - (district in self.districts[r.key]):
                yield "other names may be in its district", 1.0
                yield "other names may be in its district, root", rounded(math.sqrt(inside / self.rest))
                if place.kind == "admin2":
                    yield "other names may be in this district", 1.0
            if self.named[district] - {r.key}:
                yield "its district is named", 1.0
        if not _has_distance(r, place):
            return
        cell = _cell(place)
        own = cell in self.cells[r.key]
        if near := self.in_cell[cell] - own:
            rare = rounded(self.rare_in_cell[cell] - own * self.rarity[r.key])
            yield "other names may be near", rounded(math.sqrt(near / self.rest))
            yield (
                "other names that few places have may be near",
                min(_MOST, rounded(math.sqrt(max(0.0, rare)))),
            )


def of_one_name(candidates: Iterable[Candidate], place: Place) -> Iterator[tuple[str, float]]:
    """List the features of a town in a unit of its name, and of a unit around a town of its name."""
    here = [c for c in candidates if is_near(c.place, place, _SAME_DEGREES)]
    if like(place.kind) == "populated_place":
        units = {c.place.kind for c in here if c.place.kind in _UNITS}
        if units:
            yield "a unit of this name around it", 1.0
        for kind in sorted(units):
            yield f"a unit of this name around it, {kind}", 1.0
    elif place.kind in _UNITS:
        towns = [c.place for c in here if like(c.place.kind) == "populated_place" and c.rank != OTHER_NAME]
        if towns:
            people = max(p.population for p in towns)
            yield "holds a town of its name", 1.0
            yield f"holds a town of its name, {place.kind}", 1.0
            yield "people of the town of its name", rounded(math.log10(people + 1)) / 7
            if place.population:
                yield "people of the town of its name, share", min(1.0, people / place.population)


def _has_distance(r: Reading, place: Place) -> bool:
    return not r.demonym and like(place.kind) not in _VAST


def _cell(place: Place) -> Cell:
    return math.floor(place.lng / _CELL), math.floor(place.lat / _CELL)
