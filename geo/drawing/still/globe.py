"""The locator: a small globe with a frame around what the map shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ...geodesy import rounded
from ...model import BBox
from ..markup import tag
from .paths import steps

_RADIUS = 105
_MARGIN = 10
_LEAST_HALF = 6.0  # least half of the frame's sides, so that it is seen
_WIDEST = 130.0  # degrees; a map of half the world needs no locator


class Globe(NamedTuple):
    """A drawn globe: the side of its square, and its elements."""

    side: int
    parts: list[Element]


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
    path = "".join(steps(np.rint(ring * (r, -r) + middle), closed=True) for ring in land)
    x = sin(radians((view.east - view.west) / 2)) * cos(radians((view.south + view.north) / 2)) * r
    y = sin(radians((view.north - view.south) / 2)) * r
    x, y = max(rounded(x), _LEAST_HALF), max(rounded(y), _LEAST_HALF)
    sides = {"x": middle - x, "y": middle - y, "width": 2 * x, "height": 2 * y}
    frame = {side: f"{value:.0f}" for side, value in sides.items()}
    disk = {"cx": str(middle), "cy": str(middle), "r": str(r)}
    red = {"fill": "#c0392b", "fill-opacity": ".15", "stroke": "#a02c20", "stroke-width": "5"}
    return Globe(
        2 * middle,
        [
            tag("circle", {**disk, "fill": "#eef3f6", "stroke": "#fff", "stroke-width": "10"}),
            tag("path", {"d": path, "fill": "#cdc7b8"}),
            tag("circle", {**disk, "fill": "none", "stroke": "#8d8471", "stroke-width": "2"}),
            tag("rect", {**frame, **red}),
        ],
    )
