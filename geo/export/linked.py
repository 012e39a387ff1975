"""Formats for scholars: Linked Places (gazetteers) and Web Annotations (readings of a text), as JSON-LD.

Sources: Linked Places Format 1.3 (https://github.com/LinkedPasts/linked-places-format), Getty's Art &
Architecture Thesaurus for the types, the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..document import MapDocument, geometry_to_json, json_lines
from ..drawing.layers import Layers
from ..model import Claim, Flow, FlowMention, Place, Toponym
from .features import attribution, features, title

_LPF_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
_ANNO_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_GEOJSON_CONTEXT = "https://geojson.org/geojson-ld/geojson-context.jsonld"
_QUOTE_CONTEXT = 40  # code points before and after a quoted span

# Kind of place → GeoNames feature class (A administrative, H water, L region, P settlement, S site,
# T landform) and the thesaurus's id and term.
_TYPES = {
    "continent": ("L", "300128176", "continents"),
    "country": ("A", "300387506", "countries"),
    "admin1": ("A", "300236157", "political divisions"),
    "admin2": ("A", "300236157", "political divisions"),
    "admin3": ("A", "300236157", "political divisions"),
    "populated_place": ("P", "300008347", "inhabited places"),
    "region": ("L", "300182722", "regions (geographic)"),
    "valley": ("T", "300008761", "valleys (landforms)"),
    "mountain": ("T", "300008795", "mountains"),
    "desert": ("T", "300008916", "deserts"),
    "lake": ("H", "300008680", "lakes"),
    "river": ("H", "300008707", "rivers"),
    "sea": ("H", "300008694", "seas"),
    "ocean": ("H", "300008687", "oceans"),
    "island": ("T", "300008791", "islands"),
    "airport": ("S", "300000681", "airports"),
    "facility": ("S", "300000809", "sites (locations)"),
    "border": ("L", "300387143", "borderlands"),
}


def linked_places(document: MapDocument, layers: Layers) -> bytes:
    """Write a Linked Places FeatureCollection: a place a feature; movements are relations between places."""
    rows = {fid: row for fid, row, _ in features(layers)}
    by_feature = {row["gazetteer_id"] or f: (f, row) for f, row in rows.items() if row["kind"] != "flow"}
    found = []
    for place_id, said in document.mentions().items():
        place = document.places[place_id]
        key = place_id if place_id in by_feature else f"border-{place_id.partition(':')[2]}"
        if key in by_feature:
            flows = [f for f in document.flows if f.origin == place_id and f.id in rows]
            found.append(_place(document, place, said, flows, *by_feature[key]))
    return json_lines(
        {
            "type": "FeatureCollection",
            "generator": document.provenance.generator,
            "@context": _LPF_CONTEXT,
            "title": title(document),
            "attribution": attribution(document),
            "features": found,
        }
    ).encode()


def _place(
    document: MapDocument, place: Place, said: list[Toponym], flows: list[Flow], fid: str, row: dict[str, Any]
) -> dict[str, Any]:
    source = source_iri(document)
    citation = {"label": title(document), "@id": source}
    names = dict.fromkeys([place.name, *(t.surface for t in said if t.kind == "name")])
    letter, number, term = _TYPES[place.kind]
    when = {"timespans": [{"start": {"in": document.article.date}}]} if document.article.date else None
    geometry = {**geometry_to_json(row["geometry"]), "certainty": _certainty(row)}
    if place.extent_method:
        geometry["citations"] = [{"label": place.extent_method, "@id": place_iri(place.id)}]
    out: dict[str, Any] = {
        "@id": place_iri(place.id),
        "type": "Feature",
        "properties": {
            "title": place.name,
            "ccodes": list(place.countries) or ([place.country] if place.country else []),
            "fclasses": [letter],
            "id": fid,
            "layers": row["layers"],
            "confidence": row["confidence"],
            "extent": place.extent,
            "claims": row["claims"],
        },
        "names": [{"toponym": n, "lang": document.article.language, "citations": [citation]} for n in names],
        "types": [
            {
                "identifier": f"aat:{number}",
                "label": term,
                "sourceLabels": [{"label": place.kind.replace("_", " "), "lang": "en"}],
            }
        ],
        "geometry": {"type": "GeometryCollection", "geometries": [geometry]},
        "links": [
            {"type": "exactMatch", "identifier": place_iri(place.id)},
            {"type": "subjectOf", "identifier": source},
        ],
        "relations": [*_parents(document, place), *(_movement(document, f) for f in flows)],
        "descriptions": [
            {
                "@id": f"{source}#char={m['start']},{m['end']}",
                "value": m["sentence"],
                "lang": document.article.language,
            }
            for m in row["mentions"]
        ],
    }
    if not place.id.startswith("geonames:"):
        out["links"] = out["links"][1:]
    if when:
        out["when"] = when
    return out


def _certainty(row: dict[str, Any]) -> str:
    if row["extent"] == "approximate" or row["confidence"] < 0.5:
        return "uncertain" if row["confidence"] < 0.5 else "less-certain"
    return "certain"


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
    """Return the address that stands for a place: GeoNames' own, or a name in the pinned gazetteer.

    Examples
    --------
    >>> place_iri("geonames:3936456"), place_iri("border:bo-pe")
    ('https://sws.geonames.org/3936456/', 'urn:dateline:border:bo-pe')
    """
    source, _, number = place_id.partition(":")
    if source == "geonames" and number.isdigit():
        return f"https://sws.geonames.org/{number}/"
    return f"urn:dateline:{quote(source)}:{quote(number)}"


def source_iri(document: MapDocument) -> str:
    """Return a name for the article, made of its bytes' hash: where it is kept is not known."""
    return f"urn:sha256:{document.article.sha256}"


def web_annotation(document: MapDocument, layers: Layers) -> bytes:
    """Write an annotation a mention, of a place or a movement, and one a claim, in the order of the text.

    Positions count Unicode code points of the article's text, ``end`` exclusive.
    """
    rows = {fid: row for fid, row, _ in features(layers)}
    places = {row["gazetteer_id"]: fid for fid, row in rows.items() if row["gazetteer_id"]}
    found: list[tuple[int, dict[str, Any]]] = []
    for place_id, said in document.mentions().items():
        fid = places.get(place_id, f"border-{place_id.partition(':')[2]}")
        if fid in rows:
            body = _feature_body(place_iri(place_id), fid, rows[fid])
            found += [(t.start, _annotation(document, t.id, t, "identifying", [body])) for t in said]
    for flow in document.flows:
        if flow.id in rows:
            body = _feature_body(f"urn:dateline:{flow.id}", flow.id, rows[flow.id])
            for number, mention in enumerate(flow.mentions, 1):
                key = f"{flow.id}-{number}"
                found.append((mention.start, _annotation(document, key, mention, "identifying", [body])))
    for claim in document.claims:
        bodies = [
            {"type": "TextualBody", "value": _said(claim), "format": "text/plain", "purpose": "describing"}
        ]
        linked = [
            {"type": "SpecificResource", "purpose": "linking", "source": place_iri(p)} for p in claim.places
        ]
        found.append((claim.start, _annotation(document, claim.id, claim, "describing", [*bodies, *linked])))
    items = [annotation for _, annotation in sorted(found, key=lambda pair: (pair[0], pair[1]["id"]))]
    return json_lines(
        {
            "generator": document.provenance.generator,
            "@context": _ANNO_CONTEXT,
            "id": f"{source_iri(document)}#annotations",
            "type": "AnnotationPage",
            "label": title(document),
            "rights": attribution(document),
            "items": items,
        }
    ).encode()


def _annotation(
    document: MapDocument,
    key: str,
    span: Toponym | FlowMention | Claim,
    motivation: str,
    body: list[dict[str, Any]],
) -> dict[str, Any]:
    text = document.article.text
    return {
        "@context": [_ANNO_CONTEXT, _GEOJSON_CONTEXT],
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


def _feature_body(iri: str, fid: str, row: dict[str, Any]) -> dict[str, Any]:
    kept = ("name", "kind", "layers", "country", "confidence", "extent", "extent_method")
    return {
        "id": iri,
        "type": "Feature",
        "purpose": "identifying",
        "properties": {"id": fid, **{key: row[key] for key in kept}},
        "geometry": geometry_to_json(row["geometry"]),
    }


def _said(claim: Claim) -> str:
    """Say a claim in one line, as the article has it.

    Examples
    --------
    >>> words = (9.0, None, "hectare", "day", "about", "crops")
    >>> _said(Claim("c1", "s1", 0, 2, "9", ("x:1",), (), False, *words))
    'about 9 hectare per day: crops'
    """
    amount = f"{claim.quantity:g}" + (f" to {claim.quantity_max:g}" if claim.quantity_max is not None else "")
    words = [claim.qualifier or "", amount, claim.unit, f"per {claim.per}" if claim.per else ""]
    return " ".join(w for w in words if w) + (f": {claim.subject}" if claim.subject else "")
