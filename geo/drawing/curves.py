"""Curves for flows: from point to point, bent so that they avoid each other and the places between them.

A flow has no route; its curve only shows its start and end. Curves bend to the right of their direction, so a
movement and its return never lie on each other (Jenny et al. 2018). Very long curves bend towards the nearer
pole, as the shortest way does.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..geodesy import rounded
from ..model import COORDINATE_DIGITS, LngLat

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_STEPS = 32
_BOWS = (0.07, 0.125, -0.07, 0.18, -0.125, 0.26, -0.18, 0.36, -0.26, -0.36)
"""Distance of a curve's middle from the straight line, as a share of the line's length, the best first."""

_STRAIGHT, _LEFT = 2.5, 0.3  # cost of a bow, and of one to the left: a curve bows no more than it must
_CLEAR, _APART = 0.055, 0.03  # distance that a curve keeps from nodes, and other curves, in its lengths
_FAR, _TROPICS = 45.0, 15.0  # degrees of longitude and latitude; beyond, the shortest way bends clearly
_AWAY = 2.0
_NEAREST = 24  # other curves and nodes that a curve avoids; a limit, so that large maps are drawn quickly
_Points = list[tuple[float, float]]


class Ends(NamedTuple):
    """Start and end of a flow: (lng, lat) in decimal degrees, EPSG:4326."""

    origin: LngLat
    destination: LngLat


def flow_curves(flows: Mapping[str, Ends], nodes: Sequence[LngLat] = ()) -> dict[str, BaseGeometry]:
    """Draw every flow as a curve.

    Parameters
    ----------
    flows
        Flow id → its ends. Curves are drawn in this order; a later one avoids the earlier ones.
    nodes
        Points that a curve should avoid, unless it begins or ends there; (lng, lat).

    Returns
    -------
    dict
        Flow id → LineString of 33 points from origin to destination, (lng, lat), EPSG:4326, the short way
        around the globe. A curve that crosses the 180th meridian is a MultiLineString; a flow from a point to
        itself has an empty one. Empty for no flows.

    Examples
    --------
    >>> curve = flow_curves({"f": Ends(LngLat(0, 0), LngLat(10, 0))})["f"]
    >>> len(curve.coords), curve.coords[0], curve.coords[-1]
    (33, (0.0, 0.0), (10.0, 0.0))
    >>> curve.coords[16]
    (5.0, -0.7)
    """
    laid: deque[NDArray[np.float64]] = deque(maxlen=_NEAREST)
    curves = {}
    around = _Nodes(nodes)
    for flow, ends in flows.items():
        near = around.nearest(ends)
        turned = np.array([(n.lng + turn, n.lat) for n in near for turn in (-360, 0, 360)])
        others = np.array(laid)
        best: tuple[float, _Points] = (math.inf, [])
        for bow in sorted(_BOWS, key=_strain):
            if _strain(bow) >= best[0]:
                break
            points = _bowed(ends, bow)
            cost = rounded(_cost(points, turned, others) + _detour(points) + _strain(bow))
            if cost < best[0]:
                best = cost, points
        laid.append(np.array(best[1]))
        curves[flow] = _geometry(best[1])
    return curves


def way_through(places: Sequence[LngLat]) -> BaseGeometry:
    """Draw a movement with places on its way: straight from one to the next, the short way around the globe.

    Examples
    --------
    >>> way_through([LngLat(0, 0), LngLat(1, 1), LngLat(3, 1)]).wkt
    'LINESTRING (0 0, 1 1, 3 1)'
    """
    points = [(places[0].lng, places[0].lat)]
    for lng, lat in places[1:]:
        points.append((lng + 360 * round((points[-1][0] - lng) / 360), lat))
    return _geometry([(_saved(x), _saved(y)) for x, y in points])


class _Nodes:
    """Points around which curves bow, found without a look at each of them."""

    def __init__(self, nodes: Sequence[LngLat]) -> None:
        import shapely

        self._nodes = list(dict.fromkeys(nodes))
        turned = [(n.lng + turn, n.lat) for turn in (-360, 0, 360) for n in self._nodes]
        self._tree = shapely.STRtree([shapely.Point(xy) for xy in turned])

    def nearest(self, ends: Ends) -> list[LngLat]:
        """Return the nodes nearest to the middle of a flow that are not its ends, at most ``_NEAREST``."""
        import shapely

        (x0, y0), (x1, y1) = ends
        x, y = x0 + (x1 - x0 - 360 * round((x1 - x0) / 360)) / 2, (y0 + y1) / 2

        def away(node: LngLat) -> float:
            return rounded(math.hypot(node.lng - x - 360 * round((node.lng - x) / 360), node.lat - y))

        reach, count = 1.0, len(self._nodes)
        while True:
            within = self._tree.query(shapely.box(x - reach, y - reach, x + reach, y + reach))
            found = {self._nodes[n % count] for n in within} - {*ends}
            if len(found) >= _NEAREST or reach > 360:
                near = sorted((away(node), node) for node in found)
                # All that lie in the circle within the box are known.
                if reach > 360 or near[_NEAREST - 1][0] < reach:
                    return [node for _, node in near[:_NEAREST]]
            reach *= 2


def _bowed(ends: Ends, bow: float) -> _Points:
    """Return a quadratic Bézier curve; its longitudes may pass ±180° where that is the short way."""
    (x0, y0), (x1, y1) = ends
    x1 += 360 * round((x0 - x1) / 360)
    # The length of a degree of longitude, in degrees of latitude.
    squeeze = max(0.1, rounded(math.cos(math.radians((y0 + y1) / 2))))
    dx, dy = (x1 - x0) * squeeze, y1 - y0
    cx = (x0 + x1) / 2 + 2 * bow * dy / squeeze
    cy = (y0 + y1) / 2 - 2 * bow * dx
    points = []
    for n in range(_STEPS + 1):
        t = n / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        y = a * y0 + b * cy + c * y1
        points.append((_saved(a * x0 + b * cx + c * x1), _saved(max(-89.0, min(89.0, y)))))
    points[0], points[-1] = ((_saved(x), _saved(y)) for x, y in ((x0, y0), (x1, y1)))
    return points


def _saved(degrees: float) -> float:
    """Round degrees as a document saves them."""
    return round(degrees, COORDINATE_DIGITS)


def _strain(bow: float) -> float:
    """Return the cost of a bow by itself."""
    return _STRAIGHT * abs(bow) + (_LEFT if bow < 0 else 0.0)


def _cost(points: _Points, nodes: NDArray[np.float64], laid: NDArray[np.float64]) -> float:
    """Return the cost of a curve: how close it comes to other nodes and curves.

    ``nodes`` has the shape (3n, 2), each node in three turns of the globe; ``laid`` (curves, 33, 2).
    """
    inner = np.array(points[4:-4:2])
    length = math.dist(points[0], points[-1]) or 1.0
    clear = _CLEAR * length
    near = 0.0
    if len(nodes):
        gaps = _gaps(nodes, inner).min(axis=1)
        near += float(np.maximum(0, 1 - gaps / clear).sum())
    if len(laid):
        # Only in the middle: curves from one place are close at its end.
        inner = np.array(points[8:-8:2])
        gaps = _gaps(inner, laid.reshape(-1, 2)).reshape(len(inner), *laid.shape[:2]).min(axis=2)
        near += float(np.maximum(0, 1 - gaps / (_APART * length)).sum()) / len(inner) * 3
    return round(near, 6)


def _gaps(ones: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances, shape (n, m), of points of shape (n, 2) to others of shape (m, 2)."""
    dx, dy = (ones[:, None, axis] - others[None, :, axis] for axis in (0, 1))
    return np.sqrt(dx * dx + dy * dy)


def _detour(points: _Points) -> float:
    """Return the cost of a very long curve that bends away from the nearer pole."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    middle = (y0 + y1) / 2
    outward = (points[_STEPS // 2][1] - middle) * middle
    return _AWAY if abs(x1 - x0) > _FAR and abs(middle) > _TROPICS and outward < 0 else 0.0


def _geometry(points: _Points) -> BaseGeometry:
    """Return the line, cut at the 180th meridian."""
    from shapely import LineString, MultiLineString

    parts: list[_Points] = [[]]
    world = math.floor((points[0][0] + 180) / 360)
    for n, (x, y) in enumerate(points):
        here = math.floor((x + 180) / 360) if n else world
        if here != world:
            px, py = points[n - 1]
            edge = 360 * max(here, world) - 180
            cut = py + (y - py) * ((edge - px) / (x - px))
            parts[-1].append((edge - 360 * world, _saved(cut)))
            parts.append([(edge - 360 * here, _saved(cut))])
            world = here
        parts[-1].append((_saved(x - 360 * world), y))
    lines = [LineString(part) for part in parts if len(part) > 1 and len(set(part)) > 1]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)
