"""A document's geometries, as GeoJSON: longitude, latitude, five decimals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_DIGITS = 5  # 1e-5 degree is about a metre, finer than any pinned source


def saved_geometry(geometry: Any) -> Any:
    """Return a shapely geometry as a document saves it: five decimals, rings as RFC 7946 orders them."""
    import numpy as np
    import shapely

    rounded = shapely.transform(geometry, lambda xy: np.round(xy, _DIGITS) + 0.0)  # + 0.0: no -0.0
    return shapely.orient_polygons(rounded)


def geometry_to_json(geometry: Any) -> dict[str, Any]:
    """Turn a shapely geometry into GeoJSON: longitude, latitude, as `saved_geometry` has it."""
    import shapely

    return dict(json.loads(shapely.to_geojson(saved_geometry(geometry))))


def geometry_from_json(data: Mapping[str, Any] | None) -> Any:
    """Turn GeoJSON into a shapely geometry, and None into None."""
    from shapely.geometry import shape

    return None if data is None else shape(data)
