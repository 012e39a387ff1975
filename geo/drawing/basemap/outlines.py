"""Simpler outlines that stay within a distance of the true ones, and that neighbours still share.

Every ring is cut where its neighbours change, and each piece, an arc, is simplified alone and always in the
same direction (Douglas and Peucker 1973). So an edge of two areas is simplified once, and no point of the new
outline is farther from the old one than the tolerance, nor the other way round. Of each ring at least three
corners are kept, so that small islands stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SAME = 1e-6
"""Two vertices that are nearer than about this, in the units of the plane, are one."""


class Outlines:
    """Areas whose rings are cut into arcs.

    Parameters
    ----------
    areas
        Polygons and multipolygons in a plane; two that share an edge have the same vertices along it.
    zones
        Boxes, xmin, ymin, xmax, ymax, each in the next one. No arc leads out of a zone.
    backdrop
        How many of the areas, from the first on, are backdrop: arcs of no other area may be coarser.

    Examples
    --------
    >>> flat = shapely.Polygon([(0, 0), (1, 0.1), (2, 0), (2, 2), (0, 2)])
    >>> [simple] = Outlines([flat], []).simplified([0.2], 1)
    >>> len(simple.geoms[0].exterior.coords)
    5
    """

    def __init__(
        self,
        areas: Sequence[BaseGeometry],
        zones: Sequence[tuple[float, float, float, float]],
        backdrop: int = 0,
    ) -> None:
        """Find the arcs."""
        parts, self._area_of = shapely.get_parts(list(areas), return_index=True)
        there = ~shapely.is_empty(parts)
        parts, self._area_of = parts[there], self._area_of[there]
        rings, self._part_of = shapely.get_rings(parts, return_index=True)
        self._count = len(areas)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        closing = ring != np.append(ring[1:], -1)
        xy, ring = xy[~closing], ring[~closing]
        size = np.bincount(ring, minlength=len(rings))
        start = np.cumsum(size) - size
        east, north = np.rint(xy / _SAME).astype(np.int64).T
        _, vertex = np.unique(east * 2**32 + north, return_inverse=True)
        rows = np.arange(len(xy))
        after = np.where(rows - start[ring] + 1 == size[ring], start[ring], rows + 1)
        before = np.empty_like(after)
        before[after] = rows
        zone = np.full(len(xy), len(zones))
        for n, box in reversed([*enumerate(zones)]):
            zone[((xy >= box[:2]) & (xy <= box[2:])).all(axis=1)] = n
        cuts = _junctions(vertex, vertex[before], vertex[after])
        cuts[vertex[zone != zone[after]]] = cuts[vertex[zone != zone[before]]] = True
        for _ in range(3):
            _cut_again(xy, ring, vertex, cuts)
        few = np.bincount(ring, weights=cuts[vertex]) < 3  # rings without an inside
        cuts[vertex[few[ring]]] = True
        fine = np.zeros(len(cuts), dtype=bool)
        fine[vertex[self._area_of[self._part_of[ring]] >= backdrop]] = True
        self._lay(xy, ring, vertex, after, cuts[vertex], zone, fine)

    def _lay(
        self,
        xy: Floats,
        ring: Integers,
        vertex: Integers,
        after: Integers,
        cut: Flags,
        zone: Integers,
        fine: Flags,
    ) -> None:
        """List the vertices of the arcs, from a cut to the next one in the ring, both with it."""
        size = np.bincount(ring)
        start = np.cumsum(size) - size
        cut_rows = np.flatnonzero(cut)
        first = start.copy()
        first[ring[cut_rows[::-1]]] = cut_rows[::-1]
        # Each ring, turned until it begins with a cut.
        row = np.arange(len(ring)) + (first - start)[ring]
        row = np.where(row >= (start + size)[ring], row - size[ring], row)
        begin = np.flatnonzero(cut[row])
        length = np.diff(np.append(begin, len(row))) + 1
        self._ring_of = ring[row[begin]]
        arc = np.repeat(np.arange(len(begin)), length)
        head = np.cumsum(length) - length
        tail = head + length - 1
        place = np.arange(len(arc)) - head[arc]
        listed = row[np.minimum(begin[arc] + place, len(row) - 1)]
        listed[tail] = after[row[begin + length - 2]]
        name = vertex[listed]
        self._turned = (name[head] > name[tail]) | (
            (name[head] == name[tail]) & (name[head + 1] > name[tail - 1])
        )
        way = np.where(self._turned[arc], tail[arc] - place, head[arc] + place)
        self._arcs = shapely.linestrings(xy[listed[way]], indices=arc)
        self._fine = fine[
            name[head + 1]
        ]  # a vertex within an arc belongs to all areas that the arc belongs to
        self._zone_of = np.minimum(zone[listed[head]], zone[listed[tail]])

    def simplified(self, tolerances: Sequence[float], coarser: float) -> list[BaseGeometry]:
        """Return the areas as multipolygons.

        Parameters
        ----------
        tolerances
            How far an outline may move in each zone, and outside all of them.
        coarser
            How many times farther that of the backdrop may move outside the first zone.
        """
        coarse = ~self._fine & (self._zone_of > 0)
        tolerance = np.array(tolerances)[self._zone_of] * np.where(coarse, coarser, 1.0)
        simple = shapely.simplify(self._arcs, tolerance, preserve_topology=False)
        xy, arc = shapely.get_coordinates(simple, return_index=True)
        length = np.bincount(arc, minlength=len(simple))
        head = np.cumsum(length) - length
        place = np.arange(len(arc)) - head[arc]
        xy = xy[np.where(self._turned[arc], head[arc] + length[arc] - 1 - place, head[arc] + place)]
        whole = place < length[arc] - 1  # the last vertex of an arc is the first of the next one
        rings = np.asarray(shapely.linearrings(xy[whole], indices=self._ring_of[arc[whole]]))
        parts = np.asarray(shapely.polygons(rings, indices=self._part_of))
        areas = np.full(self._count, shapely.MultiPolygon())
        if len(parts):
            shapely.multipolygons(parts, indices=self._area_of, out=areas)
        return [*areas]


def _junctions(vertex: Integers, before: Integers, after: Integers) -> Flags:
    """Return for each vertex whether it has more than two neighbours in all rings together."""
    count = int(vertex.max(initial=-1)) + 1
    low, high = np.minimum(before, after), np.maximum(before, after)
    order = np.argsort(vertex, kind="stable")
    starts = np.searchsorted(vertex[order], np.arange(count))
    cuts = np.zeros(count, dtype=bool)
    if count:
        for sides in (low[order], high[order]):
            cuts |= np.minimum.reduceat(sides, starts) != np.maximum.reduceat(sides, starts)
    return cuts


def _cut_again(xy: Floats, ring: Integers, vertex: Integers, cuts: Flags) -> None:
    """Cut each ring that has fewer than three cuts once more, as far as possible from those that it has."""
    cut = cuts[vertex]
    size = np.bincount(ring)
    few = np.bincount(ring, weights=cut) < 3
    rows = np.flatnonzero(few[ring])
    if not len(rows):
        return
    one, other = np.full((2, len(size)), -1)
    there = rows[cut[rows]]
    other[ring[there]] = there
    one[ring[there[::-1]]] = there[::-1]
    mine = ring[rows]
    to_one, to_other = xy[rows] - xy[one[mine]], xy[rows] - xy[other[mine]]
    away = np.where(
        one[mine] == other[mine],
        (to_one * to_one).sum(axis=1),
        np.abs(to_one[:, 0] * to_other[:, 1] - to_one[:, 1] * to_other[:, 0]),
    )
    away = np.where(one[mine] < 0, -vertex[rows], away)
    farthest = rows[np.lexsort((-vertex[rows], away, mine))]
    cuts[vertex[farthest[np.append(ring[farthest[1:]] != ring[farthest[:-1]], True)]]] = True
