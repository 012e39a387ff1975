"""Formats for scholars: Linked Places (gazetteers) and Web Annotations (readings of a text), as JSON-LD.

Sources: Linked Places Format 1.3 (https://github.com/LinkedPasts/linked-places-format), Getty's Art &
Architecture Thesaurus for the types, the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from ..document import MapDocument, geometry_to_json, json_lines
from ..drawing.features import Feature, Features
from ..kinds import KINDS
from ..languages import said_words
from ..model import Claim, Flow, FlowMention, Place, Toponym
from .shared import attribution, title

_LPF_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
_ANNO_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_GEOJSON_CONTEXT = "https://geojson.org/geojson-ld/geojson-context.jsonld"
_WHEN = "dates of what the article says of it; where it gives none, the article's own"
_QUOTE_CONTEXT = 40  # code points before and after a quoted span


def linked_places(features: Features) -> bytes:
    """Write a Linked Places FeatureCollection: places are features, movements are relations between them."""
    document = features.document
    layered = [f for f in features.by_id.values() if f.layers]
    leaving: dict[str, list[Flow]] = {}
    for f in layered:
        if f.flow:
            leaving.setdefault(f.flow.origin, []).append(f.flow)
    found = [_place(features, f, f.place, leaving.get(f.place.id, ())) for f in layered if f.place]
    return json_lines(
        {
            "type": "FeatureCollection",
            "generator": document.provenance.generator,
            "@context": _LPF_CONTEXT,
            "title": title(document),
            "attribution": attribution(document),
            "features": found,
        }
    )


def _place(features: Features, feature: Feature, place: Place, flows: Sequence[Flow]) -> dict[str, Any]:
    document, members = features.document, feature.members()
    source = source_iri(document)
    citation = {"label": title(document), "@id": source}
    names = dict.fromkeys([place.name, *(m.surface for m in feature.mentions if m.kind == "name")])
    kind = KINDS[place.kind]
    geometry = {**geometry_to_json(feature.geometry), "certainty": _certainty(feature)}
    if place.extent_method:
        how = feature.say.message(place.extent_method)
        geometry["citations"] = [{"label": how, "@id": place_iri(place.id)}]
    match = {"type": "closeMatch" if feature.doubtful else "exactMatch", "identifier": place_iri(place.id)}
    out: dict[str, Any] = {
        "@id": place_iri(place.id),
        "type": "Feature",
        "properties": {
            "title": place.name,
            "ccodes": list(place.in_countries),
            "fclasses": [kind.feature_class],
            "id": feature.id,
            "layers": members["layers"],
            "certainty": feature.certainty,
            "confidence": feature.confidence,
            "rival": members["rival"] and place_iri(members["rival"]),
            "doubt": members["doubt"],
            "extent": place.extent,
            "keys": members["keys"],
            "claims": members["claims"],
        },
        "names": [{"toponym": n, "lang": document.article.language, "citations": [citation]} for n in names],
        "types": [
            {
                "identifier": f"aat:{kind.aat}",
                "label": kind.term,
                "sourceLabels": [{"label": members["kind_label"], "lang": feature.say.language}],
            }
        ],
        "geometry": {"type": "GeometryCollection", "geometries": [geometry]},
        "links": [
            *([match] if place.id.startswith("geonames:") else []),
            *({"type": match["type"], "identifier": iri} for iri in wikidata_iri(place)),
            {"type": "subjectOf", "identifier": source},
        ],
        "relations": [*_parents(document, place), *(_movement(document, f) for f in flows)],
        "descriptions": [
            {
                "@id": f"{source}#char={m.start},{m.end}",
                "value": m.sentence,
                "lang": document.article.language,
            }
            for m in feature.mentions
        ],
    }
    if spans := _said_of(features, feature) or _published(document):
        out["when"] = {"timespans": spans, "label": _WHEN}
    return out


def _said_of(features: Features, feature: Feature) -> list[dict[str, Any]]:
    """List the times of what is said of a place, in order: of its claims, and those in its sentences."""
    sentences = {m.sentence_id for m in feature.mentions}
    named = [t.interval for t in features.document.times if t.sentence_id in sentences]
    said = sorted({*named, *(c.time for c in feature.claims if c.time)})
    return [{"start": {"earliest": a}, "end": {"latest": b}} for a, b in (s.split("/") for s in said)]


def _published(document: MapDocument) -> list[dict[str, Any]]:
    return [{"start": {"in": document.article.date}}] if document.article.date else []


def _certainty(feature: Feature) -> str:
    if feature.doubtful:
        return "uncertain"
    return "less-certain" if feature.extent == "approximate" else "certain"


def _parents(document: MapDocument, place: Place) -> Iterator[dict[str, Any]]:
    for parent in (place.admin2, place.admin1):
        if parent and parent != place.id:
            name = document.places[parent].name if parent in document.places else parent
            yield {
                "relationType": "gvp:broaderPartitive",
                "relationTo": place_iri(parent),
                "label": f"part of {name}",
            }


def _movement(document: MapDocument, flow: Flow) -> dict[str, Any]:
    to = document.places[flow.destination].name
    way = "to and from" if flow.direction == "both ways" else "to"
    return {
        "relationType": "gvp:tgn3000_related_to",
        "relationTo": place_iri(flow.destination),
        "label": f"{flow.subject or 'movement'} {way} {to}",
        "id": flow.id,
    }


def place_iri(place_id: str) -> str:
    """Return the IRI of a place: that of GeoNames, or a URN with its id in the pinned gazetteer.

    Examples
    --------
    >>> place_iri("geonames:3936456"), place_iri("border:bo-pe")
    ('https://sws.geonames.org/3936456/', 'urn:dateline:border:bo-pe')
    """
    source, _, number = place_id.partition(":")
    if source == "geonames" and number.isdigit():
        return f"https://sws.geonames.org/{number}/"
    return f"urn:dateline:{quote(source)}:{quote(number)}"


def wikidata_iri(place: Place) -> list[str]:
    """Return the IRI of a place in Wikidata, if its item is known, else none."""
    item = place.keys.get("wikidata")
    return [f"http://www.wikidata.org/entity/{item}"] if item else []


def source_iri(document: MapDocument) -> str:
    """Return a URN for the article, made from the hash of its bytes, because its address is not known."""
    return f"urn:sha256:{document.article.sha256}"


def web_annotation(features: Features) -> bytes:
    """Write one annotation for each mention of a place, movement or route and for each claim, in text order.

    An annotation refers to its place, which stands once, with its geometry, in the page's ``features``.
    Positions count Unicode code points of the article's text, ``end`` exclusive.
    """
    document, mentions = features.document, features.document.mentions()
    found: list[tuple[int, dict[str, Any]]] = []
    shown = {_iri(f): f for f in features.by_id.values() if f.layers}
    for iri, feature in shown.items():
        spans: list[tuple[str, Toponym | FlowMention]]
        if line := feature.flow or feature.route:
            spans = [(f"{line.id}-{n}", m) for n, m in enumerate(line.mentions, 1)]
        else:
            spans = [(t.id, t) for t in mentions[feature.origin.id]]
        body = {"type": "SpecificResource", "purpose": "identifying", "source": iri}
        tag = {"type": "TextualBody", "purpose": "tagging", "value": feature.name, "format": "text/plain"}
        found += [(m.start, _annotation(document, key, m, "identifying", [body, tag])) for key, m in spans]
    for claim in document.claims:
        words = {"type": "TextualBody", "value": said_words(claim, features.say), "format": "text/plain"}
        linked = [
            {"type": "SpecificResource", "purpose": "linking", "source": place_iri(p)} for p in claim.places
        ]
        said = [words | {"purpose": "describing"}, *linked]
        found.append((claim.start, _annotation(document, claim.id, claim, "describing", said)))
    items = [annotation for _, annotation in sorted(found, key=lambda pair: (pair[0], pair[1]["id"]))]
    return json_lines(
        {
            "generator": document.provenance.generator,
            "@context": [_ANNO_CONTEXT, _GEOJSON_CONTEXT],
            "id": f"{source_iri(document)}#annotations",
            "type": "AnnotationPage",
            "label": title(document),
            "rights": attribution(document),
            "items": items,
            "features": [_described(iri, feature) for iri, feature in shown.items()],
        }
    )


def _annotation(
    document: MapDocument,
    key: str,
    span: Toponym | FlowMention | Claim,
    motivation: str,
    body: list[dict[str, Any]],
) -> dict[str, Any]:
    text = document.article.text
    return {
        "@context": _ANNO_CONTEXT,
        "id": f"{source_iri(document)}#{quote(key)}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": {
            "type": "SpecificResource",
            "source": source_iri(document),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[span.start : span.end],
                    "prefix": text[max(0, span.start - _QUOTE_CONTEXT) : span.start],
                    "suffix": text[span.end : span.end + _QUOTE_CONTEXT],
                },
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
    }


def _iri(feature: Feature) -> str:
    return place_iri(feature.place.id) if feature.place else f"urn:dateline:{feature.id}"


def _described(iri: str, feature: Feature) -> dict[str, Any]:
    members = feature.members()
    kept = (
        "id name kind kind_label keys layers country certainty confidence rival doubt extent extent_method"
    ).split()
    return {
        "id": iri,
        "type": "Feature",
        "properties": {key: members[key] for key in kept},
        "geometry": geometry_to_json(feature.geometry),
    }
