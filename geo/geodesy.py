"""Lengths, areas and distances on the WGS 84 ellipsoid; the one place where lon/lat order is swapped.

Distances and lengths come from geographiclib, which is there in 3 ms; areas, of which some have many thousand
points, from pyproj, which takes 45 ms to import and is then much faster. Both are Karney's (2013) algorithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .model import LngLat

if TYPE_CHECKING:
    from geographiclib.geodesic import Geodesic
    from shapely.geometry.base import BaseGeometry

DIGITS = 9
"""Decimals of a derived number (degrees, km, scores): equal on every processor, finer than any source."""


@cache
def _wgs84() -> Geodesic:
    from geographiclib.geodesic import Geodesic

    return Geodesic.WGS84


def _metres(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    line = _wgs84()
    return float(line.Inverse(one[1], one[0], other[1], other[0], line.DISTANCE)["s12"])


def rounded(value: float) -> float:
    """Round the result of a sine, a logarithm, a power or the like, as soon as it is made.

    Its last bits differ between processors. Without rounding, a choice such as which of two equal numbers is
    greater would differ too. For arrays, ``values.round(DIGITS)`` does the same.

    Examples
    --------
    >>> rounded(0.1 + 0.2)
    0.3
    """
    return round(value, DIGITS)


def to_latlng(point: LngLat) -> tuple[float, float]:
    """Swap a position into the latitude-first order that Leaflet, folium and geopy take.

    Examples
    --------
    >>> to_latlng(LngLat(-77.0, -12.0))
    (-12.0, -77.0)
    """
    return point.lat, point.lng


def from_latlng(lat: float, lng: float) -> LngLat:
    """Swap a latitude-first pair into a ``LngLat``.

    Examples
    --------
    >>> from_latlng(-12.0, -77.0)
    LngLat(lng=-77.0, lat=-12.0)
    """
    return LngLat(lng, lat)


def geodesic_km(a: LngLat, b: LngLat) -> float:
    """Measure the distance between two positions, km, WGS 84 geodesic (Karney 2013).

    Examples
    --------
    >>> round(geodesic_km(LngLat(0, 0), LngLat(1, 0)), 3)
    111.319
    """
    return rounded(_metres(a, b) / 1000)


def point_at(start: LngLat, bearing: float, km: float) -> LngLat:
    """Return where a WGS 84 geodesic of so many km leads, of a bearing in degrees from north, clockwise.

    Examples
    --------
    >>> point_at(LngLat(0, 0), 90, 111.319491)
    LngLat(lng=1.0, lat=0.0)
    """
    found = _wgs84().Direct(start.lat, start.lng, bearing, km * 1000)
    return LngLat(round(found["lon2"], 6) + 0.0, round(found["lat2"], 6) + 0.0)


def length_km(coordinates: Sequence[Any]) -> float:
    """Measure a line, lines or rings, nested as in GeoJSON, (lng, lat): km, WGS 84 geodesic; 0 for none.

    Examples
    --------
    >>> round(length_km([[[0, 0], [1, 0]], [[5, 0], [6, 0]]]), 3)
    222.639
    """
    if coordinates and isinstance(coordinates[0][0], Sequence):
        return rounded(sum(map(length_km, coordinates)))
    return rounded(sum(_metres(*pair) for pair in pairwise(coordinates)) / 1000)


def area_km2(geometry: BaseGeometry) -> float:
    """Measure a polygon's area, km², on the WGS 84 ellipsoid, whichever way its rings run.

    Returns 0 for an empty or non-polygonal geometry.
    """
    from pyproj import Geod
    from shapely import orient_polygons

    return rounded(
        abs(float(Geod(ellps="WGS84").geometry_area_perimeter(orient_polygons(geometry))[0])) / 1e6
    )
