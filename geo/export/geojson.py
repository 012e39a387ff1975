"""GeoJSON (RFC 7946) with simplestyle colours, and TopoJSON made from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ..document import geometry_to_json, json_lines
from ..drawing.alt import alt_text
from ..drawing.features import Feature, Features
from ..model import COORDINATE_DIGITS
from .shared import attribution, box_of, dash_of, legend

_STEPS_A_DEGREE = 10**COORDINATE_DIGITS


def geojson(features: Features) -> bytes:
    """Write one FeatureCollection, a feature a line."""
    return json_lines(collection(features))


def collection(features: Features) -> dict[str, Any]:
    """Return the features as a GeoJSON object, (longitude, latitude), with bounding boxes and styles."""
    layered = list(features.layered())
    claims = {layer.name: layer.claims for layer in features.document.layers}
    found = [_feature(features, f) for f in layered]
    out: dict[str, Any] = {
        "type": "FeatureCollection",
        "generator": features.document.provenance.generator,
        "title": features.document.title,
        "note": features.document.map.note,
        "description": alt_text(features, features.say),
        "attribution": attribution(features.document),
        "layers": [
            {"name": name, **style._asdict(), "claims": list(claims.get(name, ()))}
            for name, style in features.styles.items()
        ],
        "legend": legend(features),
    }
    if found:
        out["bbox"] = box_of(f.geometry for f in layered)
    return {**out, "features": found}


def _feature(features: Features, feature: Feature) -> dict[str, Any]:
    """Return one feature with the look of https://github.com/mapbox/simplestyle-spec, and SVG's dashes."""
    geometry, members, style = feature.geometry, feature.members(), features.style(feature)
    look: dict[str, str | float] = {"stroke": style.colour, "stroke-width": 1 if feature.doubtful else 2}
    if geometry.geom_type in ("Point", "MultiPoint"):
        look = {"marker-color": "#ffffff" if feature.doubtful else style.colour}
    elif geometry.geom_type in ("Polygon", "MultiPolygon"):
        look |= {"fill": style.colour, "fill-opacity": 0 if feature.doubtful else 0.3}
    if "stroke" in look and (dash := dash_of(features, feature)):
        look |= {"stroke-dasharray": dash, "stroke-linecap": "round"}
    return {
        "type": "Feature",
        "id": members.pop("id"),
        "bbox": box_of([geometry]),
        "geometry": geometry_to_json(geometry),
        "properties": {**members, **look},
    }


def topojson(features: Features) -> bytes:
    """Write one topology with an object for each layer; an edge that two features share stands in it once.

    It is quantised to the document's own precision, so that nothing is lost. Movements and routes share no
    edge; the library, which compares all lines, is spared them.
    """
    from topojson.core.topology import Topology

    whole = collection(features)
    curves = {f.id for f in features.by_id.values() if not f.place}
    bare = [{**f, "properties": {}} for f in whole["features"] if f["id"] not in curves]
    made = Topology({"type": "FeatureCollection", "features": bare}, object_name="all", prequantize=False)
    topology = _plain(made.to_dict())
    shapes = {g["id"]: g for g in topology["objects"]["all"]["geometries"]}
    for found in whole.pop("features"):
        if found["id"] in curves:
            shapes[found["id"]] = _curve(found, topology["arcs"])
        shapes[found["id"]] |= {"properties": found["properties"], "bbox": found["bbox"]}
    objects = {
        name: {"type": "GeometryCollection", "geometries": [shapes[f.id] for f in features.of(name)]}
        for name in features.layers
    }
    for shape in shapes.values():
        if "coordinates" in shape:
            shape["coordinates"] = _steps(shape["coordinates"])
    topology["arcs"] = [_deltas(arc) for arc in topology["arcs"]]
    grid = {"scale": [1 / _STEPS_A_DEGREE] * 2, "translate": [0, 0]}
    out = {**whole, **topology, "type": "Topology", "transform": grid, "objects": objects}
    return (json.dumps(out, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def _steps(point: Sequence[float]) -> list[int]:
    """Return a position in whole steps of the topology's grid."""
    return [round(degrees * _STEPS_A_DEGREE) for degrees in point]


def _deltas(arc: Iterable[Sequence[float]]) -> list[list[int]]:
    """Return an arc with each position as its difference to the one before, in steps.

    Examples
    --------
    >>> _deltas([(1.0, 2.0), (1.00002, 1.99999)])
    [[100000, 200000], [2, -1]]
    """
    steps = [_steps(point) for point in arc]
    return steps[:1] + [[x - w, y - v] for (w, v), (x, y) in pairwise(steps)]


def _curve(feature: dict[str, Any], arcs: list[Any]) -> dict[str, Any]:
    """Add the lines of a movement or route to the arcs; return its geometry."""
    geometry = feature["geometry"]
    several = geometry["type"] == "MultiLineString"
    lines = geometry["coordinates"] if several else [geometry["coordinates"]]
    first = len(arcs)
    arcs += lines
    own = [*range(first, len(arcs))]
    return {"type": geometry["type"], "id": feature["id"], "arcs": [[n] for n in own] if several else own}


def _plain(value: Any) -> Any:
    """Turn the library's arrays and tuples into values that JSON can write."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value
