"""GeoJSON (RFC 7946) with simplestyle colours, and TopoJSON made from it."""

from __future__ import annotations

import json
from typing import Any

from ..document import MapDocument, geometry_to_json, json_lines
from ..drawing.layers import Layers, LayerStyle
from .features import DIGITS, attribution, features


def geojson(document: MapDocument, layers: Layers) -> bytes:
    """Write one FeatureCollection, a feature a line."""
    return json_lines(collection(document, layers)).encode()


def collection(document: MapDocument, layers: Layers) -> dict[str, Any]:
    """Return the features as a GeoJSON object, with boxes, stable ids and the layers' styles."""
    found = [feature(fid, row, style) for fid, row, style in features(layers)]
    out: dict[str, Any] = {
        "type": "FeatureCollection",
        "generator": document.provenance.generator,
        "title": document.article.title,
        "attribution": attribution(document),
        "layers": [{"name": name, **layers.styles[name]._asdict()} for name in layers],
    }
    if found:
        west, south, east, north = zip(*(f["bbox"] for f in found), strict=True)
        out["bbox"] = [min(west), min(south), max(east), max(north)]
    return {**out, "features": found}


def feature(fid: str, row: dict[str, Any], style: LayerStyle) -> dict[str, Any]:
    """Return one feature, coloured as https://github.com/mapbox/simplestyle-spec has it."""
    geometry = row["geometry"]
    kept = {key: value for key, value in row.items() if key not in ("id", "geometry")}
    look = {"stroke": style.colour, "stroke-width": 2}
    if geometry.geom_type in ("Point", "MultiPoint"):
        look = {"marker-color": style.colour}
    elif geometry.geom_type in ("Polygon", "MultiPolygon"):
        look |= {"fill": style.colour, "fill-opacity": 0.3}
    return {
        "type": "Feature",
        "id": fid,
        "bbox": [round(float(v), DIGITS) for v in geometry.bounds],
        "geometry": geometry_to_json(geometry),
        "properties": {**kept, **look},
    }


def topojson(document: MapDocument, layers: Layers) -> bytes:
    """Write one topology, an object a layer: an edge that two features share is in it once."""
    from topojson.core.topology import Topology

    whole = collection(document, layers)
    bare = [{**f, "properties": {}} for f in whole["features"]]
    made = Topology({"type": "FeatureCollection", "features": bare}, object_name="all", prequantize=False)
    topology = _plain(made.to_dict())
    shapes = {g["id"]: g for g in topology["objects"]["all"]["geometries"]}
    for found in whole.pop("features"):
        shapes[found["id"]] |= {"properties": found["properties"], "bbox": found["bbox"]}
    objects = {
        name: {"type": "GeometryCollection", "geometries": [shapes[str(fid)] for fid in frame.index]}
        for name, frame in layers.items()
    }
    out = {**whole, **topology, "type": "Topology", "objects": objects}
    return (json.dumps(out, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode()


def _plain(value: Any) -> Any:
    """Turn what the library leaves as arrays and tuples into JSON's own."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value
