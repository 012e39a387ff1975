"""From the world to the sheet: the part of the world that a still map shows, and its projection."""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import rounded
from ...model import BBox, LngLat
from ..basemap import clipped, mercator, pixel, unmercator
from ..scene import Scene, Shown
from .style import EDGE, MARGIN

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NEAREST = 11  # zoom level
_SIGN = 14  # from the middle of a sign to its edge, units
_LEAST = 3.0  # degrees: the width of a map of a place beyond the map

Floats = NDArray[np.float64]


class View:
    """The part of the world that a still map shows, in Web Mercator.

    Attributes
    ----------
    box
        West, south, east, north, degrees, longitudes continuous.
    scale
        Units of the sheet per degree of longitude.
    top
        The north edge in ``mercator`` degrees.
    width, height
        Of the map, in units.
    edge
        Units from the map's edge to where a movement that leaves the map ends; 0 if it is cut there.
    """

    def __init__(
        self, story: BBox, width: int, height: int, margin: int = MARGIN, aside: tuple[int, int] = (0, 0)
    ) -> None:
        """Fit what is to be shown into a map of a width and height, with some room around it.

        ``aside`` is the width of a column on the left and the height of a row below that are left to panels.
        """
        self.width, self.height, self.edge = width, height, EDGE if margin else 0
        low, high = float(mercator(story.south)), float(mercator(story.north))
        column, row = aside
        self.scale = min(
            (width - column - 6 * margin) / (story.east - story.west),
            (height - row - 4 * margin) / (high - low),
        )
        half_width, half_height = width / 2 / self.scale, height / 2 / self.scale
        x = (story.west + story.east) / 2 - column / 2 / self.scale
        y = (low + high) / 2 - row / 2 / self.scale
        south, north = (float(unmercator(v)) for v in (y - half_height, y + half_height))
        self.box = BBox(rounded(x - half_width), south, rounded(x + half_width), north)
        self.top = y + half_height

    @classmethod
    def around(cls, at: LngLat, width: int, height: int, scene: Scene) -> View:
        """Show the surroundings of a position, no larger than the basemap's outlines there are exact."""
        lng = at.lng + 360 * round((scene.frame.middle - at.lng) / 360)
        zones = scene.frame.zones
        inside = (
            z for z in zones if z.box.west <= lng <= z.box.east and z.box.south <= at.lat <= z.box.north
        )
        whole = scene.frame.box  # beyond it, land would look like sea
        low, high, y = (float(mercator(lat)) for lat in (whole.south, whole.north, at.lat))
        # A unit is half a pixel.
        half = max(_LEAST / 2, width / 4 * pixel(next(inside, zones[-1]).zoom))
        half = min(half, (whole.east - whole.west) / 2, (high - low) / 2 * width / height)
        up = half * height / width
        x, y = (
            min(max(v, a + by), b - by)
            for v, a, b, by in ((lng, whole.west, whole.east, half), (y, low, high, up))
        )
        south, north = (float(unmercator(v)) for v in (y - up, y + up))
        return cls(BBox(x - half, south, x + half, north), width, height, 0)

    @property
    def zoom(self) -> int:
        """The zoom level of Leaflet for which outlines are exact here; a unit is half a pixel."""
        return max(0, min(_NEAREST, ceil(rounded(log2(pixel(0) * self.scale / 2)))))

    def shows(self, at: LngLat) -> bool:
        """Return whether a position is on the map."""
        west, south, east, north = self.box
        return (at.lng - west) % 360 <= east - west and south <= at.lat <= north

    def whole(self, spot: shapely.Point) -> bool:
        """Return whether a sign at a point, in units, is not cut by the map's edge."""
        edge = _SIGN
        return bool(edge < spot.x < self.width - edge and edge < spot.y < self.height - edge)

    def xy(self, lnglat: Floats) -> Floats:
        """Project positions (lng, lat), shape (n, 2), to the map's units, y downwards, shape (n, 2)."""
        x = (lnglat[:, 0] - self.box.west) * self.scale
        return np.column_stack([x, (self.top - mercator(lnglat[:, 1])) * self.scale])

    def flat(self, geometry: BaseGeometry, margin: float = 30) -> BaseGeometry:
        """Clip a geometry, (lng, lat), to the map with a margin, in the map's units, and project it."""
        pad = margin / self.scale
        w, s, e, n = self.box
        box = (w - pad, max(-85.0, s - pad), e + pad, min(85.0, n + pad))
        inside: BaseGeometry = clipped(geometry, box)
        return shapely.transform(inside, self.xy)

    def course(self, feature: Shown) -> tuple[shapely.LineString, bool, bool]:
        """Return the part of a flow's curve that is on the map, and if its start and its end are on it."""
        whole = shapely.transform(feature.geometry, self.xy)
        edge = self.edge
        inside = shapely.box(edge, edge, self.width - edge, self.height - edge)
        parts = shapely.get_parts(shapely.intersection(whole, inside))
        lengths = shapely.length(parts)
        if not len(parts) or not lengths.max():
            return shapely.LineString(), False, False
        first, last = shapely.get_point(whole, [0, -1])
        return parts[int(np.argmax(lengths))], inside.covers(first), inside.covers(last)


def areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a clipped geometry."""
    parts = shapely.get_parts(geometry)
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon"])
