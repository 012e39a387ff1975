"""What the formats share: how an approximate extent looks, boxes, flat rows, and the credits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..document import MapDocument
from ..drawing.features import Feature, Features, spoken
from ..gazetteer import LOCAL_KEYS
from ..model import COORDINATE_DIGITS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DOTS = "0.1 4"
"""SVG dash array, in pixels, of the edge of an approximate extent: dots, where lines have round ends."""


def dash_of(features: Features, feature: Feature) -> str:
    """Return the SVG dash array of a feature's line, in pixels; "" for a solid one.

    Dots are for approximate extents alone. A layer's own dash is for its movements, which are no edges.
    """
    if feature.flow:
        return features.style(feature).dash
    return DOTS if feature.extent == "approximate" else ""


def legend(features: Features) -> dict[str, str]:
    """Return look → meaning, beside the layers' colours, only of looks that some feature has."""
    say, found = features.say, list(features.layered())
    approximate = any(not f.flow and f.extent == "approximate" for f in found)
    out = {"dotted": say("approximate_key")} if approximate else {}
    return out | ({"hollow": say("doubtful_key")} if any(f.doubtful for f in found) else {})


def box_of(geometries: Iterable[BaseGeometry]) -> list[float]:
    """Return the box of geometries by RFC 7946, 5.2: west, south, east, north, in degrees, five decimals.

    West is more than east where the narrowest box crosses the 180th meridian.

    Examples
    --------
    >>> from shapely import Point
    >>> box_of([Point(177, -20), Point(-178, -16)])
    [177.0, -20.0, -178.0, -16.0]
    """
    import shapely

    bounds = shapely.bounds(shapely.get_parts(list(geometries))).round(COORDINATE_DIGITS) + 0.0
    spans = sorted((float(w), float(e)) for w, _, e, _ in bounds)
    west, east = spans[0][0], max(e for _, e in spans)
    gap, reached = west + 360 - east, spans[0][1]
    for start, end in spans[1:]:
        if start - reached > gap:
            gap, west, east = start - reached, start, reached
        reached = max(reached, end)
    return [west, float(bounds[:, 1].min()), east, float(bounds[:, 3].max())]


def title(document: MapDocument) -> str:
    """Return a file's title: the map's, else the article's, else its source."""
    return document.title or document.article.source or spoken(document)("map_of_article")


def credits(document: MapDocument) -> str:
    """Return the file's credits: program, source, and the attributions that a map of it must show."""
    source = document.article.source
    key = "file_by" if source in ("", "-") else "file_from"
    program = document.provenance.generator
    return spoken(document)(key, program=program, source=source, sources=attribution(document))


def attribution(document: MapDocument) -> str:
    """Return the attributions as one line."""
    return "; ".join(map(spoken(document).message, document.credits()))


def doubt_words(feature: Feature) -> str:
    """Say that a place is doubtful, and which one may be meant instead; "" for one that is sure."""
    return feature.say.in_doubt(feature.place, feature.rival, feature.certainty)


def rows(features: Features) -> list[dict[str, Any]]:
    """List the features that are in a layer, each once, as flat rows for formats that hold no lists.

    Sentence and offsets (code points) are those of the first mention; all mentions and claims are in the row
    as JSON. No column name is a keyword of SQL. The geometry is in EPSG:4326, (longitude, latitude), rounded.
    """
    return [_row(features, feature) for feature in features.layered()]


def _row(features: Features, feature: Feature) -> dict[str, Any]:
    import shapely

    document, members = features.document, feature.members()
    keys = members["keys"]
    first = members["mentions"][0] if members["mentions"] else {}
    return {
        "id": feature.id,
        "name": feature.name,
        "kind": feature.kind,
        "kind_label": members["kind_label"],
        "layer": feature.layer,
        "layers": ", ".join(feature.layers),
        "country": feature.country,
        "countries": ", ".join(feature.countries),
        "gazetteer_id": members["gazetteer_id"],
        **{name: members["keys"].get(name) for name in ("iso_3166_1_alpha_3", "iso_3166_2", "wikidata")},
        "local_code": next((keys[name] for name in LOCAL_KEYS if name in keys), None),
        "extent": feature.extent,
        "extent_method": members["extent_method"],
        "certainty": feature.certainty,
        "confidence": float(feature.confidence),
        "rival": members["rival"],
        "doubt": members["doubt"],
        "mention_count": len(feature.mentions),
        "claim_count": len(feature.claims),
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
