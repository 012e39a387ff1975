"""The locator: a small globe, or a part of it, with a frame around what the map shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, radians, sin
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import DIGITS, rounded
from ...model import BBox
from ..basemap import clipped
from ..markup import tag
from .paths import steps

_RADIUS = 105
_MARGIN = 10
_LEAST_HALF = 6.0  # least half of the frame's sides, so that it is seen
_SMALL = 15.0  # degrees; of a smaller map, the locator shows the part of the globe around it
_NEARER = (3.0, 2.0)  # so many times larger, if it has land and sea: their shapes tell where it is
_COAST = 0.1, 0.85  # the least and the largest share of land there
_POLYGON = 3  # shapely's number of the type
_WIDEST = 130.0  # degrees; a map of half the world needs no locator


class Globe(NamedTuple):
    """A drawn globe: the side of its square, its elements, and the radius of all of it, if this is a part."""

    side: int
    parts: list[Element]
    radius: float


def draw_globe(land: Sequence[NDArray[np.float64]], view: BBox) -> Globe | None:
    """Draw the globe's land and the frame of a view, seen from above its middle.

    Parameters
    ----------
    land
        Rings in the unit disk, y to the north, as `scene.orientation` gives them.
    view
        What the map shows: west, south, east, north, degrees, longitudes continuous.

    Returns
    -------
    Globe or None
        None without land, and for a view of about half the world.
    """
    if not len(land) or view.east - view.west > _WIDEST:
        return None
    r, middle = _RADIUS, _RADIUS + _MARGIN
    small = view.east - view.west < _SMALL
    nearer = ((by, _within(land, by)) for by in _NEARER if small)
    by, rings = next((found for found in nearer if _shares(found[1])), (1.0, land))
    path = "".join(steps(np.rint(ring * (r, -r) + middle), closed=True) for ring in rings)
    x = sin(radians((view.east - view.west) / 2)) * cos(radians((view.south + view.north) / 2)) * r * by
    y = sin(radians((view.north - view.south) / 2)) * r * by
    x, y = max(rounded(x), _LEAST_HALF), max(rounded(y), _LEAST_HALF)
    sides = {"x": middle - x, "y": middle - y, "width": 2 * x, "height": 2 * y}
    frame = {side: f"{value:.0f}" for side, value in sides.items()}
    disk = {"cx": str(middle), "cy": str(middle), "r": str(r)}
    red = {"fill": "#c0392b", "fill-opacity": ".15", "stroke": "#a02c20", "stroke-width": "5"}
    return Globe(
        2 * middle,
        [
            tag("circle", {**disk, "fill": "#eef3f6", "stroke": "#fff", "stroke-width": "10"}),
            tag("path", {"d": path, "fill": "#cdc7b8", "fill-rule": "evenodd"}),
            tag("circle", {**disk, "fill": "none", "stroke": "#8d8471", "stroke-width": "2"}),
            tag("rect", {**frame, **red}),
        ],
        r * by,
    )


def _shares(rings: Sequence[NDArray[np.float64]]) -> bool:
    """Return whether the disk is partly land and partly sea."""
    land = sum(shapely.Polygon(ring).area for ring in rings) / pi
    return _COAST[0] < rounded(land) < _COAST[1]


def _within(land: Sequence[NDArray[np.float64]], by: float) -> Sequence[NDArray[np.float64]]:
    """Return the rings of the land in the middle of the disk, so many times larger."""
    areas = clipped([shapely.Polygon(ring * by) for ring in land], (-1, -1, 1, 1))
    areas = areas[~shapely.is_empty(areas)]
    disk = shapely.Point(0, 0).buffer(1, quad_segs=24)
    parts = shapely.get_parts(shapely.get_parts(shapely.intersection(areas, disk)))
    shells = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == _POLYGON])
    return [shapely.get_coordinates(shell).round(DIGITS) for shell in shells]
