"""Geometries and arrows as SVG paths of integer steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from numpy.typing import NDArray

from ..markup import tag

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BACK, _ASIDE = -0.985, 0.49  # where an arrow's barbs end, from the tip, as shares of its length


def path(geometries: Iterable[BaseGeometry], look: Mapping[str, str | None]) -> Element:
    """Make one path element of lines and polygons, rounded to whole units."""
    return tag("path", {"d": path_steps(geometries), "fill-rule": "evenodd", **look})


def path_steps(geometries: Iterable[BaseGeometry]) -> str:
    """Write lines and polygons as one SVG path of integer steps, with a space between any two of them.

    Examples
    --------
    >>> path_steps([shapely.box(0, 0, 4, 3), shapely.LineString([(0, 0), (1.2, 2)])])
    'M4 0l0 3-4 0 0-3z M0 0l1 2'
    """
    pieces = []
    for part in shapely.get_parts(list(geometries)):
        closed = part.geom_type == "Polygon"
        rings = shapely.get_rings(part) if closed else [part]
        pieces.append("".join(steps(np.rint(shapely.get_coordinates(ring)), closed=closed) for ring in rings))
    return " ".join(filter(None, pieces))


def steps(xy: NDArray[np.float64], *, closed: bool) -> str:
    """Write a line, shape (n, 2), as an SVG path of integer steps; "" if it is shorter than a step.

    Examples
    --------
    >>> steps(np.array([[0, 0], [4, 0], [4, 3], [0, 0]]), closed=True)
    'M0 0l4 0 0 3z'
    """
    between = np.diff(xy, axis=0)
    moved = between[between.any(axis=1)].astype(int)
    if len(moved) < (2 if closed else 1):
        return ""
    x, y = xy[0].astype(int)
    run = " ".join(map(str, (moved[:-1] if closed else moved).ravel().tolist()))
    # A minus sign also separates numbers.
    return f"M{x} {y}l{run.replace(' -', '-')}" + ("z" if closed else "")


def arrow(tip: shapely.Point, base: shapely.Point) -> str:
    """Return the path of an arrowhead from its tip and the middle of its base."""
    dx, dy = tip.x - base.x, tip.y - base.y
    barbs = ((dx * _BACK - dy * side, dx * side + dy * _BACK) for side in (_ASIDE, -_ASIDE))
    corners = [(tip.x, tip.y), *((tip.x + x, tip.y + y) for x, y in barbs)]
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "z"
