"""Every format but the page: a document's layers as files that other programs read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .document import MapDocument, geometry_to_json, json_lines
from .errors import ExportError
from .layers import Layers, build_layers


def export(document: MapDocument, format: str = "geojson") -> bytes:
    """Write a document's layers in another format.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    format
        ``geojson`` (RFC 7946: EPSG:4326, longitude first; one feature a place).

    Returns
    -------
    bytes
        The file's content, the same in every run; without features where nothing has a place.

    Raises
    ------
    ExportError
        For a format that is not known.
    """
    if format not in FORMATS:
        raise ExportError(f"{format}: not a format; expected one of {', '.join(FORMATS)}")
    return FORMATS[format](document, build_layers(document))


def _geojson(document: MapDocument, layers: Layers) -> bytes:
    # A feature of several layers is the same row in each.
    rows = {fid: row for frame in layers.values() for fid, row in frame.to_dict("index").items()}
    features = [_feature({**row, "id": fid}) for fid, row in rows.items()]
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "generator": document.provenance.generator,
        "title": document.article.title,
        "attribution": "; ".join(document.provenance.attributions),
    }
    if boxes := [frame.total_bounds for frame in layers.values()]:
        west, south, east, north = zip(*boxes, strict=True)
        collection["bbox"] = [round(float(v), 5) for v in (min(west), min(south), max(east), max(north))]
    return json_lines({**collection, "features": features}).encode()


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    geometry = row.pop("geometry")
    return {
        "type": "Feature",
        "id": row.pop("id"),
        "bbox": [round(float(v), 5) for v in geometry.bounds],
        "geometry": geometry_to_json(geometry),
        "properties": row,
    }


FORMATS: dict[str, Callable[[MapDocument, Layers], bytes]] = {"geojson": _geojson}
"""Format name → what writes it."""
