"""What the formats share: each feature once, its colours, the flat table, and the credits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from ..document import MapDocument
from ..drawing.layers import Layers, LayerStyle, feature_id

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

DIGITS = 5
"""Decimals of a coordinate: 1e-5 degree is about a metre, finer than any pinned source."""

DASH = "5 4"
"""SVG dash array of an approximate extent's edge, for layers that are not dashed themselves."""


def features(layers: Layers) -> Iterator[tuple[str, dict[str, Any], LayerStyle]]:
    """Yield each feature once: its id, its row, and the style of its main layer."""
    seen = set()
    for frame in layers.values():
        for fid, row in frame.to_dict("index").items():
            if fid not in seen:
                seen.add(fid)
                known = {str(key): _known(value) for key, value in row.items()}
                yield str(fid), known, layers.styles[row["layers"][0]]


def _known(value: Any) -> Any:
    """Return None for NaN, which is pandas's word for a missing text, and no value of JSON."""
    return None if isinstance(value, float) and value != value else value


def dash_of(style: LayerStyle, extent: str) -> str:
    """Return the SVG dash array of a feature's edge: its layer's, or that of approximate extents."""
    return style.dash or (DASH if extent == "approximate" else "")


def title(document: MapDocument) -> str:
    """Return what a file is called: the article's title, or else its source."""
    return document.article.title or document.article.source or "Map of an article"


def credits(document: MapDocument) -> str:
    """Return what made the file, from what, and the attributions that a map of it must show."""
    source = f" from {document.article.source}" if document.article.source not in ("", "-") else ""
    return f"Made by {document.provenance.generator}{source}. Map data: {attribution(document)}"


def attribution(document: MapDocument) -> str:
    """Return the attributions as one line."""
    return "; ".join(document.credits())


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round a geometry's coordinates to `DIGITS` decimals."""
    import shapely

    return shapely.transform(geometry, lambda xy: xy.round(DIGITS))


def spots(document: MapDocument) -> dict[str, tuple[float, float]]:
    """Return the representative point of each place's feature: id → (lng, lat), EPSG:4326."""
    return {feature_id(p): (p.lng, p.lat) for p in document.places.values()}


# Field name → pandas type, in their order. No name is a word of SQL; text_start, text_end count code points.
_FIELDS: dict[str, Literal["string", "float64", "int64"]] = {
    **dict.fromkeys(("id", "name", "kind", "layer", "layers", "country", "countries"), "string"),
    **dict.fromkeys(("gazetteer_id", "extent", "extent_method"), "string"),
    "confidence": "float64",
    "mention_count": "int64",
    **dict.fromkeys(("sentence_id", "sentence", "surface"), "string"),
    **dict.fromkeys(("text_start", "text_end"), "int64"),
    **dict.fromkeys(("flow_from", "flow_to", "flow_direction", "flow_subject"), "string"),
    **dict.fromkeys(("colour", "attribution", "generator", "mentions", "claims"), "string"),
}


def table(document: MapDocument, layers: Layers) -> gpd.GeoDataFrame:
    """Make the flat table of all features, each once, for formats that hold no lists.

    Sentence and offsets are those of the first mention; all mentions and claims are there as JSON.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, coordinates rounded; one row a feature.
    """
    import geopandas as gpd
    import pandas as pd

    found = list(features(layers))
    rows = [_flat(document, fid, row, style) for fid, row, style in found]
    columns = {name: pd.array([row[name] for row in rows], dtype=kind) for name, kind in _FIELDS.items()}
    return gpd.GeoDataFrame(
        columns, geometry=[rounded(row["geometry"]) for _, row, _ in found], crs="EPSG:4326"
    )


def _flat(document: MapDocument, fid: str, row: dict[str, Any], style: LayerStyle) -> dict[str, Any]:
    first = row["mentions"][0] if row["mentions"] else {}
    return {
        **{key: row[key] for key in ("name", "kind", "country", "gazetteer_id", "extent", "extent_method")},
        "id": fid,
        "layer": row["layers"][0],
        "layers": ", ".join(row["layers"]),
        "countries": ", ".join(row["countries"]),
        "confidence": float(row["confidence"]),
        "mention_count": len(row["mentions"]),
        "sentence_id": first.get("sentence_id"),
        "sentence": first.get("sentence"),
        "surface": first.get("surface"),
        "text_start": first.get("start", 0),
        "text_end": first.get("end", 0),
        "flow_from": row["from"],
        "flow_to": row["to"],
        "flow_direction": row["direction"],
        "flow_subject": row["subject"],
        "colour": style.colour,
        "attribution": attribution(document),
        "generator": document.provenance.generator,
        "mentions": json.dumps(row["mentions"], ensure_ascii=False),
        "claims": json.dumps(row["claims"], ensure_ascii=False),
    }
