"""What the formats share: dashes, flat rows, and the credits."""

from __future__ import annotations

import json
from typing import Any

from ..document import COORDINATE_DIGITS, MapDocument
from ..drawing.features import Feature, Features
from ..kinds import LayerStyle
from ..languages import vocabulary

DASH = "5 4"
"""SVG dash array of an approximate extent's edge, for layers that are not dashed themselves."""


def dash_of(style: LayerStyle, extent: str) -> str:
    """Return the SVG dash array of a feature's edge, in pixels: its layer's, or `DASH` if approximate."""
    return style.dash or (DASH if extent == "approximate" else "")


def title(document: MapDocument) -> str:
    """Return a file's title: the article's title, else its source."""
    return document.article.title or document.article.source or "Map of an article"


def credits(document: MapDocument) -> str:
    """Return the file's credits: program, source, and the attributions that a map of it must show."""
    source = f" from {document.article.source}" if document.article.source not in ("", "-") else ""
    return f"Made by {document.provenance.generator}{source}. Map data: {attribution(document)}"


def attribution(document: MapDocument) -> str:
    """Return the attributions as one line."""
    return "; ".join(map(vocabulary("en").message, document.credits()))


def doubt_words(feature: Feature) -> str:
    """Say that a place is doubtful, and which one may be meant instead; "" for one that is sure."""
    say = vocabulary("en")
    return say.in_doubt(feature.place, feature.rival, feature.certainty)


def rows(features: Features) -> list[dict[str, Any]]:
    """List the features that are in a layer, each once, as flat rows for formats that hold no lists.

    Sentence and offsets (code points) are those of the first mention; all mentions and claims are in the row
    as JSON. No column name is a keyword of SQL. The geometry is in EPSG:4326, (longitude, latitude), rounded.
    """
    return [_row(features, feature) for feature in features.layered()]


def _row(features: Features, feature: Feature) -> dict[str, Any]:
    import shapely

    document, members = features.document, feature.members()
    first = members["mentions"][0] if members["mentions"] else {}
    return {
        "id": feature.id,
        "name": feature.name,
        "kind": feature.kind,
        "layer": feature.layer,
        "layers": ", ".join(feature.layers),
        "country": feature.country,
        "countries": ", ".join(feature.countries),
        "gazetteer_id": members["gazetteer_id"],
        "extent": feature.extent,
        "extent_method": feature.extent_method,
        "certainty": feature.certainty,
        "confidence": float(feature.confidence),
        "rival": members["rival"],
        "doubt": members["doubt"],
        "mention_count": len(feature.mentions),
        "sentence_id": first.get("sentence_id"),
        "sentence": first.get("sentence"),
        "surface": first.get("surface"),
        "text_start": first.get("start", 0),
        "text_end": first.get("end", 0),
        "flow_from": members["from"],
        "flow_to": members["to"],
        "flow_direction": members["direction"],
        "flow_subject": members["subject"],
        "colour": features.style(feature).colour,
        "attribution": attribution(document),
        "generator": document.provenance.generator,
        "mentions": json.dumps(members["mentions"], ensure_ascii=False),
        "claims": json.dumps(members["claims"], ensure_ascii=False),
        "geometry": shapely.transform(feature.geometry, lambda xy: xy.round(COORDINATE_DIGITS)),
    }
