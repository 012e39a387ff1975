"""Ways by sea: the line of a ship keeps to the water.

It is the shortest way over a grid of cells of water, and not a route that a ship took.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import DIGITS
from ...model import LngLat
from ..basemap import clipped

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_CELLS = (72, 180)  # along the longer side of the grid; the finer one where straits are closed in the other
_ROOM = 0.35  # of the way's longer side, around it
_HARBOUR = 4  # cells from an end to the nearest water, at most
_SHORE = 2  # how many times as long a step beside land counts
_STEPS = [(dx, dy, 14 if dx and dy else 10) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]
_Cell = tuple[int, int]


def sea_way(
    start: LngLat, end: LngLat, land: Sequence[BaseGeometry], lakes: Sequence[BaseGeometry]
) -> BaseGeometry | None:
    """Find a line between two places that keeps to the water; (lng, lat), longitudes continuous.

    Returns
    -------
    LineString or None
        None where there is no such way, or a place is far from the water.
    """
    (x0, x1), (y0, y1) = sorted((start.lng, end.lng)), sorted((start.lat, end.lat))
    room = max(x1 - x0, y1 - y0) * _ROOM
    if not room:
        return None
    box = (x0 - room, max(-80.0, y0 - room), x1 + room, min(80.0, y1 + room))
    ground = shapely.difference(_within(land, box), _within(lakes, box))
    shapely.prepare(ground)
    return next(filter(None, (_way(start, end, box, ground, cells) for cells in _CELLS)), None)


def _way(
    start: LngLat, end: LngLat, box: tuple[float, float, float, float], ground: BaseGeometry, count: int
) -> BaseGeometry | None:
    """Find the way over a grid of so many cells along the box's longer side."""
    size = max(box[2] - box[0], box[3] - box[1]) / count
    xs, ys = (np.arange(a + size / 2, b, size) for a, b in ((box[0], box[2]), (box[1], box[3])))
    grid_x, grid_y = np.meshgrid(xs, ys, indexing="ij")
    water = np.logical_not(shapely.contains_xy(ground, grid_x, grid_y))
    ends = [_harbour(point, xs, ys, water) for point in (start, end)]
    if ends[0] is None or ends[1] is None:
        return None
    cells = _shortest(ends[0], ends[1], water)
    if cells is None:
        return None
    line = shapely.LineString([start, *((xs[i], ys[j]) for i, j in cells), end])
    simple = shapely.simplify(line, size * 0.9)
    return shapely.LineString(_rounded(shapely.get_coordinates(simple)).round(DIGITS))


def _within(areas: Sequence[BaseGeometry], box: tuple[float, float, float, float]) -> BaseGeometry:
    """Return the parts of areas in a box, as one area."""
    return shapely.union_all(shapely.make_valid(clipped(areas, box)))


def _harbour(
    point: LngLat, xs: NDArray[np.float64], ys: NDArray[np.float64], water: NDArray[np.bool_]
) -> _Cell | None:
    """Return the cell of water nearest to a place."""
    dx, dy = xs[:, None] - point.lng, ys[None, :] - point.lat
    away = np.where(water, dx * dx + dy * dy, np.inf)
    i, j = np.unravel_index(int(away.argmin()), away.shape)
    near = away[i, j] < (_HARBOUR * (xs[1] - xs[0])) ** 2
    return (int(i), int(j)) if near else None


def _shortest(start: _Cell, end: _Cell, water: NDArray[np.bool_]) -> list[_Cell] | None:
    """Return the cells of the shortest way (Dijkstra), with whole costs so that it is the same everywhere."""
    padded = np.pad(water, 1, constant_values=True)
    shore = np.zeros_like(water)
    for dx in range(3):
        for dy in range(3):
            shore |= ~padded[dx : dx + water.shape[0], dy : dy + water.shape[1]]
    best: dict[_Cell, int] = {start: 0}
    before: dict[_Cell, _Cell] = {}
    heap = [(0, start)]
    while heap:
        cost, here = heapq.heappop(heap)
        if here == end:
            way = [here]
            while here in before:
                way.append(here := before[here])
            return way[::-1]
        if cost > best[here]:
            continue
        for dx, dy, step in _STEPS:
            there = here[0] + dx, here[1] + dy
            if not (0 <= there[0] < water.shape[0] and 0 <= there[1] < water.shape[1]) or not water[there]:
                continue
            total = cost + step * (_SHORE if shore[there] else 1)
            if total < best.get(there, total + 1):
                best[there], before[there] = total, here
                heapq.heappush(heap, (total, there))
    return None


def _rounded(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round the corners of a line (Chaikin)."""
    for _ in range(2):
        a, b = xy[:-1], xy[1:]
        cut = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, 2)
        xy = np.concatenate([xy[:1], cut[1:-1], xy[-1:]])
    return xy
