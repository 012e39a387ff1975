"""Where a name has room inside what it names.

A room is a rectangle within an area, in Web Mercator. So a map can tell at any zoom whether a name fits in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import DIGITS
from ...model import BBox, LngLat
from ..basemap import clipped, mercator, unmercator

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SIZES = np.geomspace(1.0, 2.4, 12)
"""Sizes of a rectangle that are tried, in those of the rectangle in the inscribed ellipse."""

_PARTS = 3  # of an area, the largest ones: a name stands in one of them
_SLACK = 40  # the middle of a room is found to this share of the area's width
_DECIMALS = 4


class Room(NamedTuple):
    """A rectangle: its middle, and its sides in degrees of longitude at the equator."""

    middle: LngLat
    width: float
    height: float

    @property
    def box(self) -> shapely.Polygon:
        """The rectangle, (lng, lat)."""
        y = float(mercator(self.middle.lat))
        south, north = (float(unmercator(y + side * self.height / 2)) for side in (-1, 1))
        x = self.middle.lng
        return shapely.box(x - self.width / 2, south, x + self.width / 2, north)


def rectangle(area: BaseGeometry, aspect: float) -> tuple[float, float, float] | None:
    """Find about the largest rectangle of a form within an area of a plane.

    Parameters
    ----------
    area
        Polygons; valid.
    aspect
        Width of the rectangle as a multiple of its height.

    Returns
    -------
    tuple of float, or None
        x and y of its middle, and its height; None without an area.

    Examples
    --------
    >>> x, y, height = rectangle(shapely.box(0, 0, 8, 2), 4.0)
    >>> round(x), round(y), 1.8 < height <= 2
    (4, 1, True)
    """
    squeezed = shapely.transform(area, lambda xy: xy / (aspect, 1.0))
    parts = shapely.get_parts(squeezed)
    parts = parts[shapely.area(parts) > 0]
    sizes = shapely.area(parts)
    best = None
    for part in parts[np.argsort(-sizes, kind="stable")[:_PARTS]]:
        if best and shapely.area(part) < best[2] ** 2:
            continue  # no larger square fits in
        slack = max(1e-6, float(np.sqrt(shapely.area(part))) / _SLACK)
        circle = shapely.maximum_inscribed_circle(part, slack)
        x, y = shapely.get_coordinates(circle)[0].round(DIGITS)
        half = _SIZES * (circle.length / np.sqrt(2.0))
        shapely.prepare(part)
        fits = half[shapely.contains_properly(part, shapely.box(x - half, y - half, x + half, y + half))]
        if len(fits) and (best is None or 2 * fits[-1] > best[2]):
            best = float(x * aspect), float(y), round(float(2 * fits[-1]), DIGITS)
    return best


def room(geometry: BaseGeometry, view: BBox, aspect: float) -> Room | None:
    """Find the room for a name in the part of an area that is in view.

    Parameters
    ----------
    geometry
        Polygons, (lng, lat), EPSG:4326, longitudes continuous.
    view
        What a reader sees at first: west, south, east, north.
    aspect
        Width of the name as a multiple of its height.
    """

    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([xy[:, 0], mercator(xy[:, 1])])

    seen = clipped(geometry, view)
    found = rectangle(shapely.make_valid(shapely.transform(seen, project)), aspect)
    if found is None:
        return None
    x, y, height = found
    # Rounded down, so that the rounded room is not larger than the true one.
    height = int((height - 10.0**-_DECIMALS) * 10**_DECIMALS) / 10**_DECIMALS
    middle = LngLat(round(x, _DECIMALS), round(float(unmercator(y)), _DECIMALS))
    return Room(middle, round(height * aspect, _DECIMALS), height) if height > 0 else None
