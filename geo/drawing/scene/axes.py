"""The axis of a long area: the line that its name bends with."""

from __future__ import annotations

import numpy as np
import shapely

from ...geodesy import rounded

_KINDS = frozenset({"mountain", "valley", "desert", "strait", "sea", "lake"})
"""Kinds whose names bend with their areas."""

_LONG = 2.5  # times as long as wide
_CUTS = 15  # across the area, whose middles make the axis
_SMOOTH = 2  # neighbours on each side that a point is the mean of


def axis(kind: str, area: shapely.geometry.base.BaseGeometry) -> shapely.LineString | None:
    """Return the axis of the largest part of an area: from end to end through the middles of cuts across it.

    Parameters
    ----------
    kind
        The place's kind.
    area
        Its geometry in a plane, in which angles are true.

    Returns
    -------
    shapely.LineString or None
        None for a kind whose name is not written along it, and for an area that is not long.

    Examples
    --------
    >>> axis("valley", shapely.box(0, 0, 100, 10))
    <LINESTRING (3.333 5, 10 5, 16.667 5, 23.333 5, 30 5, 36.667 5, 43.333 5, 50...>
    >>> axis("valley", shapely.box(0, 0, 100, 90)) is None
    True
    """
    parts = [p for p in shapely.get_parts(area) if p.geom_type == "Polygon" and p.area]
    if kind not in _KINDS or not parts:
        return None
    part = max(parts, key=lambda p: float(p.area))
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(part))[:4]
    first, second = corners[1] - corners[0], corners[3] - corners[0]
    length, width = (float(np.sqrt((side * side).sum())) for side in (first, second))
    if length < width:
        (first, second), (length, width) = (second, first), (width, length)
    if rounded(length) < _LONG * rounded(width):
        return None
    middles = []
    for share in (np.arange(_CUTS) + 0.5) / _CUTS:
        start = corners[0] + share * first
        cut = shapely.intersection(part, shapely.LineString([start - second, start + 2 * second]))
        pieces = [p for p in shapely.get_parts(cut) if p.geom_type == "LineString"]
        if pieces:
            longest = max(pieces, key=lambda p: float(p.length))
            middles.append(shapely.get_coordinates(longest)[[0, -1]].mean(axis=0))
    if len(middles) < 2:
        return None
    reach = [min(_SMOOTH, n, len(middles) - 1 - n) for n in range(len(middles))]  # the ends stay
    even = [np.mean(middles[n - r : n + r + 1], axis=0) for n, r in enumerate(reach)]
    return shapely.LineString(np.round(even, 3))
