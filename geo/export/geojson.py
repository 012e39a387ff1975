"""GeoJSON (RFC 7946) with simplestyle colours, and TopoJSON made from it."""

from __future__ import annotations

import json
from typing import Any

from ..document import COORDINATE_DIGITS, geometry_to_json, json_lines
from ..drawing.features import Feature, Features
from ..kinds import LayerStyle
from .shared import attribution


def geojson(features: Features) -> bytes:
    """Write one FeatureCollection, a feature a line."""
    return json_lines(collection(features))


def collection(features: Features) -> dict[str, Any]:
    """Return the features as a GeoJSON object, (longitude, latitude), with bounding boxes and styles."""
    found = [_feature(f, features.style(f)) for f in features.layered()]
    out: dict[str, Any] = {
        "type": "FeatureCollection",
        "generator": features.document.provenance.generator,
        "title": features.document.article.title,
        "attribution": attribution(features.document),
        "layers": [{"name": name, **style._asdict()} for name, style in features.styles.items()],
    }
    if found:
        west, south, east, north = zip(*(f["bbox"] for f in found), strict=True)
        out["bbox"] = [min(west), min(south), max(east), max(north)]
    return {**out, "features": found}


def _feature(feature: Feature, style: LayerStyle) -> dict[str, Any]:
    """Return one feature with the colours of https://github.com/mapbox/simplestyle-spec."""
    geometry, members = feature.geometry, feature.members()
    look: dict[str, str | float] = {"stroke": style.colour, "stroke-width": 1 if feature.doubtful else 2}
    if geometry.geom_type in ("Point", "MultiPoint"):
        look = {"marker-color": "#ffffff" if feature.doubtful else style.colour}
    elif geometry.geom_type in ("Polygon", "MultiPolygon"):
        look |= {"fill": style.colour, "fill-opacity": 0 if feature.doubtful else 0.3}
    return {
        "type": "Feature",
        "id": members.pop("id"),
        "bbox": [round(float(v), COORDINATE_DIGITS) for v in geometry.bounds],
        "geometry": geometry_to_json(geometry),
        "properties": {**members, **look},
    }


def topojson(features: Features) -> bytes:
    """Write one topology with an object for each layer; an edge that two features share stands in it once.

    Curves of movements share no edge; the library, which compares all lines, is spared them.
    """
    from topojson.core.topology import Topology

    whole = collection(features)
    curves = {f.id for f in features.by_id.values() if f.flow}
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
    out = {**whole, **topology, "type": "Topology", "objects": objects}
    return (json.dumps(out, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def _curve(feature: dict[str, Any], arcs: list[Any]) -> dict[str, Any]:
    """Add the lines of a movement to the arcs; return its geometry."""
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
