"""What must be read of the first article, told sentence by sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geo

SOURCE = Path(__file__).parent.parent / "seeds" / "000_ebce5f3a08511348.txt"


@pytest.fixture(scope="module")
def document(gazetteer: geo.Gazetteer) -> geo.MapDocument:
    return geo.geoparse(geo.read_article(SOURCE), gazetteer=gazetteer)


def sentences_of(document: geo.MapDocument, place_id: str) -> set[str]:
    """Return the first words of each sentence that mentions a place, repeats left out."""
    mentions = (
        t
        for t in document.toponyms
        if not t.repeats and t.resolution and t.resolution.place and t.resolution.place.id == place_id
    )
    return {" ".join(document.text_of(t.sentence_id).split()[:3]) for t in mentions}


def test_reading() -> None:
    article = geo.read_article(SOURCE)
    assert article.title == "Peru and Bolivia Cooperate to Eradicate and Interdict Drugs"
    assert (article.byline, article.date, article.language) == ("Dialogo", "2014-12-04", "en")
    headings = [
        article.text[b.start : b.end] for b in article.blocks if b.kind == "heading" and not b.repeats
    ]
    assert headings == [
        "Border initiative part of a broad security agreement",
        "Providing legal alternatives",
        "Cracking down on narco-flights",
    ]
    [comments] = [article.text[b.start : b.end] for b in article.blocks if b.kind == "comment"]
    assert comments.startswith("The high ranking officials")
    assert sum(b.repeats is not None for b in article.blocks) == 16


PLACES = {
    "geonames:3929739": ("Sandia", "admin2", {"For example, in"}),
    "geonames:8349572": ("San Antonio de Putina", "admin2", {"For example, in"}),
    "naturalearth:1159113279": ("Lake Titicaca", "lake", {"They’ll also cooperate"}),
    "geonames:3692385": ("San Martín", "admin1", {"These types of"}),
    "dateline:monzon-valley": ("Monzón Valley", "valley", {"These types of"}),
    "dateline:vraem": (
        "VRAEM",
        "valley",
        {"Drug traffickers often", "On a typical", "The high ranking"},
    ),
    "geonames:3936456": ("Lima", "populated_place", {"That agreement was"}),
    "geonames:3932488": (
        "Peru",
        "country",
        {
            "Peru and Bolivia",
            "Peruvian and Bolivian",
            "For example, in",
            "The initiative is",
            "That agreement was",
            "These types of",
            "Drug traffickers often",
            "“These light aircraft",
            "On a typical",
        },
    ),
    "geonames:3923057": (
        "Bolivia",
        "country",
        {
            "Peru and Bolivia",
            "Peruvian and Bolivian",
            "The initiative is",
            "That agreement was",
            "“It seems to",
            "Drug traffickers often",
            "“These light aircraft",
            "On a typical",
            "“In the first",
        },
    ),
    "geonames:3469034": ("Brazil", "country", {"On a typical"}),
    "border:bo-pe": (
        "Bolivia–Peru border",
        "border",
        {
            "Peruvian and Bolivian",
            "They’ll also cooperate",
            "The 1,047-kilometer border",
            "For example, in",
            "Improving public safety",
            "“It seems to",
            "Drug policy authorities",
            "The increased level",
            "Officials are optimistic",
        },
    ),
}


@pytest.mark.parametrize("place_id", PLACES)
def test_a_place_in_every_sentence_that_mentions_it(document: geo.MapDocument, place_id: str) -> None:
    name, kind, sentences = PLACES[place_id]
    place = document.places[place_id]
    assert (place.name, place.kind) == (name, kind)
    assert sentences_of(document, place_id) == sentences


def test_nothing_else_is_placed(document: geo.MapDocument) -> None:
    assert {t.resolution.place.id for t in document.toponyms if t.resolution and t.resolution.place} == set(
        PLACES
    )
    assert document.unplaced() == []


def test_people_bylines_and_organisations_are_no_toponyms(document: geo.MapDocument) -> None:
    surfaces = " ".join(t.surface for t in document.toponyms)
    for name in (
        "Cáceres",
        "Otárola",
        "Felipe",
        "Alberto",
        "Dialogo",
        "DEVIDA",
        "UNODC",
        "IDL",
        "Reporteros",
    ):
        assert name not in surfaces


def test_demonyms_are_marked(document: geo.MapDocument) -> None:
    kinds = {t.surface: t.kind for t in document.toponyms}
    assert kinds["Peruvian"] == kinds["Bolivian"] == "demonym"


def test_extents_say_what_they_are(document: geo.MapDocument) -> None:
    extents = {p.name: p.extent for p in document.places.values() if p.id in PLACES}
    approximate = {name for name, extent in extents.items() if extent == "approximate"}
    assert approximate == {"Sandia", "San Antonio de Putina", "Monzón Valley", "VRAEM"}
    assert extents["Lima"] == "point"
    assert all(document.places[i].extent_method for i in PLACES if document.places[i].extent == "approximate")


def test_geojson_has_one_feature_a_place(document: geo.MapDocument) -> None:
    features = json.loads(geo.export(document))["features"]
    places = [f for f in features if f["properties"]["kind"] != "flow"]
    assert {f["properties"]["gazetteer_id"] or f"border:{f['id'][7:]}" for f in places} == set(PLACES)
    vraem = next(f for f in features if f["id"] == "place-dateline-vraem")
    assert [m["surface"] for m in vraem["properties"]["mentions"]][-1] == "VRAE"
