"""Make rows of a document: what an article is about, and what it says of places."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from ..document import MapDocument
from ..kinds import KINDS
from ..model import Place, Toponym
from .tables import CLAIM_TEXTS, box, line, point

Row = dict[str, Any]
_IN_TITLE = 3.0
_IN_LEAD = 2.0
_LEAST_SHARE = 0.05
_MOST_PLACES = 5


def rows_of(document: MapDocument, article: int) -> dict[str, list[Row]]:
    """Make the rows of an article's mentions, claims, flows and places; ``article`` is its number."""
    themes: dict[str, list[str]] = defaultdict(list)
    for layer in document.layers:
        for toponym in layer.toponyms:
            if layer.theme not in themes[toponym]:
                themes[toponym].append(layer.theme)
    sentences: dict[str, str] = {}

    def span(sentence: str, start: int, end: int) -> Row:
        if sentence not in sentences:
            sentences[sentence] = document.text_of(sentence)
        return {"start": start, "end": end, "sentence_id": sentence, "sentence": sentences[sentence]}

    made: dict[str, list[Row]] = {"mentions": [], "claims": [], "flows": [], "places": []}
    used: dict[str, Row] = {}

    def row_of(place: Place) -> Row:
        if place.id not in used:
            used[place.id] = _row_of(place)
            made["places"].append(
                used[place.id]
                | {"parents": list(place.parents), "population": place.population, "extent": place.extent}
            )
        return used[place.id]

    for t in document.toponyms:
        if t.is_shown and t.place and t.resolution:
            made["mentions"].append(
                {
                    **row_of(t.place),
                    "article": article,
                    "surface": " ".join(t.surface.split()),
                    "said_as": t.kind,
                    "certainty": t.resolution.certainty,
                    "confidence": t.resolution.confidence,
                    "themes": themes[t.id],
                    **span(t.sentence_id, t.start, t.end),
                }
            )
    for c in document.claims:
        spot = next((document.places[i] for i in c.places if i in document.places), None)
        made["claims"].append(
            {
                "article": article,
                "places": list(c.places),
                "flows": list(c.flows),
                "together": c.together,
                "quantity": c.quantity,
                "quantity_max": c.quantity_max,
                **{name: getattr(c, name) for name in CLAIM_TEXTS},
                **span(c.sentence_id, c.start, c.end),
                **(_at(spot.point) if spot else {}),
            }
        )
    for f in document.flows:
        origin, destination = document.places[f.origin], document.places[f.destination]
        for place in (origin, destination):
            row_of(place)
        ends = (origin.point, destination.point)
        for m in f.mentions:
            made["flows"].append(
                {
                    "article": article,
                    "flow": f.id,
                    "origin": f.origin,
                    "origin_name": origin.name,
                    "destination": f.destination,
                    "destination_name": destination.name,
                    "direction": f.direction,
                    "subject": f.subject,
                    "polarity": f.polarity,
                    "via": list(f.via),
                    "surface": m.surface,
                    **span(m.sentence_id, m.start, m.end),
                    "geometry": line(*ends),
                    "bbox": box(*ends),
                }
            )
    return made


def _at(position: tuple[float, float]) -> Row:
    return {"geometry": point(*position), "bbox": (*position, *position)}


def _row_of(p: Place) -> Row:
    """Make the columns that a place has in every table."""
    return {
        "place": p.id,
        "name": p.name,
        "kind": p.kind,
        "level": KINDS[p.kind].level,
        "country": p.country,
        "admin1": p.in_unit,
        **_at(p.point),
    }


def article_row(document: MapDocument, when: str | None) -> Row:
    """Make the row of an article, without what its record has: number, id, source, outlet."""
    shown = [t for t in document.toponyms if t.is_shown]
    about = focus(document, shown)
    main = next((f for f in reversed(about) if f["level"] == "place"), about[0] if about else None)
    spot = document.places.get(main["id"]) if main else None
    return {
        "date": date.fromisoformat(when) if when else None,
        "title": document.article.title,
        "language": document.article.language,
        "characters": len(document.article.text),
        "mentions": len(shown),
        "focus": about,
        **(_at(spot.point) if spot else {}),
    }


def focus(document: MapDocument, shown: list[Toponym]) -> list[Row]:
    """Say what an article is about: countries, then regions, then places, each the largest share first.

    A mention counts by the probability that it is right; in the title thrice, in the first paragraph and the
    dateline twice. The share of a country or region is that of all mentions that lie in it;
    shares below .05 are left out.
    """
    blocks = {s.id: s for s in document.sentences}
    lead = next((s.block for s in document.sentences if s.kind == "paragraph"), None)
    totals: dict[str, dict[str, float]] = {
        level: defaultdict(float) for level in ("country", "region", "place")
    }
    whole = 0.0
    names: dict[str, Place] = {}
    called: dict[str, str] = {}
    lies: dict[str, str | None] = {}
    for t in shown:
        if t.resolution is None or (place := t.resolution.place) is None:
            continue
        sentence = blocks[t.sentence_id]
        weight = t.resolution.confidence
        weight *= _IN_TITLE if sentence.kind == "title" else _IN_LEAD if sentence.block == lead else 1.0
        whole += weight
        names.setdefault(place.id, place)
        countries, unit = place.in_countries, place.in_unit
        for code in countries:
            totals["country"][code] += weight / len(countries)
            if len(countries) == 1:
                called.setdefault(
                    code, place.name if place.kind == "country" else (place.parents or (code,))[-1]
                )
        if unit:
            totals["region"][unit] += weight
            called.setdefault(unit, _unit_name(place))
            lies.setdefault(unit, place.country)
        if KINDS[place.kind].level not in (0, 1) and not KINDS[place.kind].backdrop:
            totals["place"][place.id] += weight
            lies.setdefault(place.id, place.country)
    found: list[Row] = []
    for level, counted in totals.items():
        best = sorted(counted.items(), key=lambda pair: (-round(pair[1], 6), pair[0]))
        for key, weight in best[:_MOST_PLACES]:
            share = round(weight / whole, 3) if whole else 0.0
            if share < _LEAST_SHARE:
                continue
            found.append(
                {
                    "level": level,
                    "id": key,
                    "name": names[key].name if key in names else called.get(key, key),
                    "country": key if level == "country" else lies[key],
                    "share": share,
                }
            )
    return found


def _unit_name(place: Place) -> str:
    """Return the name of the first-level unit of a place: it stands before the country in its parents."""
    if place.kind == "admin1":
        return place.name
    return place.parents[-2] if len(place.parents) > 1 else place.in_unit or ""
