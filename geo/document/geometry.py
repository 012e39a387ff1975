"""A document's geometries, as GeoJSON: longitude, latitude, five decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..model import GeoJSON, Shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


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
    """Turn a shapely geometry into GeoJSON, (lng, lat), as a document saves it."""
    shape = Shape(geometry)
    return {"type": shape.geojson.type, "coordinates": shape.coordinates}


def shape_from_json(data: GeoJSON) -> Shape:
    """Turn GeoJSON into a shape; GEOSException if it is not GeoJSON."""
    import shapely

    return Shape(shapely.from_geojson(msgspec.json.encode(data)))
