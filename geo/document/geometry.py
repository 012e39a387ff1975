"""A document's geometries, as GeoJSON: longitude, latitude, five decimals."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..model import GeoJSON

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

COORDINATE_DIGITS = 5
"""Decimals of a coordinate: 1e-5 degree is about a metre, finer than any pinned source."""

_KEPT = 200  # values in memory

_Value = TypeVar("_Value")


def _once(make: Callable[[Any], _Value]) -> Callable[[Any], _Value]:
    """Cache a function of a geometry: the places of a gazetteer are the same in many documents.

    The key is the object's identity, because comparing outlines is slow.
    """
    kept: dict[int, tuple[Any, _Value]] = {}

    @wraps(make)
    def made(geometry: Any) -> _Value:
        known = kept.get(id(geometry))
        if known is None:
            known = geometry, make(geometry)  # the geometry is kept, so that no other object gets its id
            if len(kept) >= _KEPT:
                kept.clear()
            kept[id(geometry)] = known
        return known[1]

    return made


@_once
def saved_geometry(geometry: Any) -> Any:
    """Return a geometry, (lng, lat) in EPSG:4326, as a document saves it: rounded, rings by RFC 7946."""
    import numpy as np
    import shapely

    rounded = shapely.transform(geometry, lambda xy: np.round(xy, COORDINATE_DIGITS) + 0.0)  # + 0.0: no -0.0
    return shapely.orient_polygons(rounded)


def valid_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """Return a valid geometry: itself, or its repaired parts of the highest dimension.

    Areas that overlap are joined; an area that collapses becomes a line or a point.
    This takes minutes where `crosses_much` holds.

    Examples
    --------
    >>> from shapely import LineString, box, union
    >>> valid_geometry(union(box(0, 0, 1, 1), LineString([(1, 1), (2, 2)]))).bounds
    (0.0, 0.0, 1.0, 1.0)
    """
    import shapely

    if geometry.is_valid and geometry.geom_type != "GeometryCollection":
        return geometry
    parts = _parts(shapely.make_valid(geometry, method="structure", keep_collapsed=True))
    dimension = max(map(shapely.get_dimensions, parts), default=0)
    kept = [part for part in parts if shapely.get_dimensions(part) == dimension]
    joined = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension]
    return kept[0] if len(kept) == 1 else joined(kept)


_MOST_CROSSINGS = 3_000_000
_SAMPLE = 1000


def crosses_much(geometry: BaseGeometry) -> bool:
    """Estimate, by the boxes of some of its edges, whether a geometry's lines cross in very many places.

    Examples
    --------
    >>> from shapely import Polygon
    >>> star = Polygon([(n * 7919 % 10007, n * 104729 % 10009) for n in range(5000)])
    >>> crosses_much(star), crosses_much(star.convex_hull)
    (True, False)
    """
    import numpy as np
    import shapely

    xy = shapely.get_coordinates(geometry)
    if len(xy) < _SAMPLE:
        return False
    edges = np.stack([xy[:-1], xy[1:]], axis=1)
    some = [shapely.LineString(edge) for edge in edges[:: len(edges) // _SAMPLE]]
    meet = shapely.STRtree(some).query(some).shape[1] - len(some)  # each meets itself
    much = meet * (len(edges) / len(some)) ** 2 > _MOST_CROSSINGS
    return bool(much) and not geometry.is_valid


def _parts(geometry: BaseGeometry) -> list[Any]:
    """Return the single geometries of a collection, also of nested ones."""
    return [p for g in geometry.geoms for p in _parts(g)] if hasattr(geometry, "geoms") else [geometry]


def geometry_to_json(geometry: BaseGeometry) -> dict[str, Any]:
    """Turn a shapely geometry into GeoJSON, (lng, lat), rounded as in `saved_geometry`."""
    import shapely

    return dict(msgspec.json.decode(shapely.to_geojson(saved_geometry(geometry))))


@_once
def written_geometry(geometry: Any) -> GeoJSON:
    """Write a shapely geometry as GeoJSON for a document, as `geometry_to_json` does."""
    import shapely

    return msgspec.json.decode(shapely.to_geojson(saved_geometry(geometry)), type=GeoJSON)


def geometry_from_json(data: GeoJSON) -> Any:
    """Turn GeoJSON into a shapely geometry; GEOSException if it is not GeoJSON."""
    import shapely

    return shapely.from_geojson(msgspec.json.encode(data))
