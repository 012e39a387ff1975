"""A document's geometries, as GeoJSON: longitude, latitude, five decimals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DIGITS = 5  # 1e-5 degree is about a metre, finer than any pinned source


def geometry_to_json(geometry: Any) -> dict[str, Any]:
    """Turn a shapely geometry into GeoJSON: lng, lat, five decimals, rings as RFC 7946 orders them."""
    import shapely
    from shapely.geometry import mapping

    oriented = shapely.orient_polygons(geometry)
    return {"type": oriented.geom_type, "coordinates": _rounded(mapping(oriented)["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, _DIGITS)
    return [_rounded(c) for c in coordinates]


def geometry_from_json(data: Mapping[str, Any] | None) -> Any:
    """Turn GeoJSON into a shapely geometry, and None into None."""
    from shapely.geometry import shape

    return None if data is None else shape(data)
