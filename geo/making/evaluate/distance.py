"""How far a place of the gazetteer is from the true position, from its point and from its extent.

``judging`` uses it, with one ruler for a whole corpus.
"""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from ...gazetteer import whole_of
from ...geodesy import geodesic_km
from ...model import LngLat, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from ...gazetteer import Gazetteer


class Error(NamedTuple):
    """A distance by both rules, km: from the place's point, and from its extent."""

    point_km: float
    extent_km: float


class Ruler(Struct, frozen=True):
    """Measure from places to true positions, and remember the results.

    The point rule is the WGS 84 geodesic between the two points. The geometry-aware rule is zero where the
    position is inside the place's extent (or on its line), else the geodesic to the extent's nearest point;
    a place without extent is its point. The nearest point is found in a plane, in degrees with longitudes
    scaled as at the position: exact enough up to hundreds of km, and never too short for longer distances.
    A part's extent is that of the whole, by whose middle corpora mark "California" in "northern California".
    """

    gazetteer: Gazetteer
    _extents: dict[str, BaseGeometry | None] = field(default_factory=dict)
    _measured: dict[tuple[str, LngLat], Error] = field(default_factory=dict)

    def measure(self, place: Place, truth: LngLat) -> Error:
        """Measure how far a place is from a position, km."""
        key = place.id, truth
        if key not in self._measured:
            km = geodesic_km(place.point, truth)
            extent = self._extent(place)
            self._measured[key] = Error(km, km if extent is None else _to_extent(extent, truth))
        return self._measured[key]

    def _extent(self, place: Place) -> BaseGeometry | None:
        if place.id not in self._extents:
            whole = whole_of(place.id)
            meant = place if whole == place.id else self.gazetteer.place(whole, geometry=True)
            self._extents[place.id] = meant.geometry or self.gazetteer.geometry(meant).geometry
        return self._extents[place.id]


def _to_extent(extent: BaseGeometry, truth: LngLat) -> float:
    from shapely import Point, prepare, transform
    from shapely.ops import nearest_points

    prepare(extent)
    if extent.intersects(Point(truth)):
        return 0.0
    scale = max(0.01, cos(radians(truth.lat)))
    plane = transform(extent, lambda degrees: degrees * (scale, 1))
    # An extent may be just across the 180th meridian: measure from the other side, too.
    sides = (truth.lng, truth.lng + (360 if truth.lng < 0 else -360))
    nearest = (nearest_points(plane, Point(side * scale, truth.lat))[0] for side in sides)
    return min(geodesic_km(LngLat(p.x / scale, p.y), truth) for p in nearest)
