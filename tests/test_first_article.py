"""What must be read of the first article, told sentence by sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import names

import geo
from geo.model import Message

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
        },
    ),
    "border:bo-pe-region": (
        "Bolivia–Peru border region",
        "region",
        {"Drug policy authorities", "The increased level", "Officials are optimistic"},
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
    assert approximate == {
        "Sandia",
        "San Antonio de Putina",
        "Monzón Valley",
        "VRAEM",
        "Bolivia–Peru border region",
    }
    assert extents["Lima"] == "point"
    assert all(document.places[i].extent_method for i in PLACES if document.places[i].extent == "approximate")


def test_geojson_has_one_feature_a_place_or_flow(document: geo.MapDocument) -> None:
    features = json.loads(geo.export(document))["features"]
    places = [f for f in features if f["properties"]["kind"] != "flow"]
    assert sorted(f["properties"]["gazetteer_id"] or f"border:{f['id'][7:]}" for f in places) == sorted(
        PLACES
    )
    assert len(features) - len(places) == 5
    vraem = next(f for f in features if f["id"] == "place-dateline-vraem")
    assert [m["surface"] for m in vraem["properties"]["mentions"]][-1] == "VRAE"


def claim(document: geo.MapDocument, quantity: float) -> geo.Claim:
    [found] = [c for c in document.claims if c.quantity == quantity]
    return found


def test_crops_are_claimed_of_two_provinces_together(document: geo.MapDocument) -> None:
    c = claim(document, 3200)
    assert names(document, c.places) == ["Sandia", "San Antonio de Putina"]
    assert (c.together, c.qualifier, c.unit, c.subject) == (
        True,
        "more than",
        "hectare",
        "illegal coca leaf crops",
    )
    assert c.time == "2013-01-01/2013-12-31"
    assert c.source == "the United Nations Office on Drugs and Crime (UNODC)"


def test_the_border_has_the_article_s_length_and_the_measured_one(document: geo.MapDocument) -> None:
    c = claim(document, 1047)
    assert (c.places, c.unit) == (("border:bo-pe",), "kilometre")
    assert c.measured is not None
    assert (c.measured.value, c.measured.unit) == (953.6, "kilometre")
    assert c.measured.resolution == Message("natural_earth_border")


def test_planes_a_day_and_kilograms_a_flight(document: geo.MapDocument) -> None:
    flights = {f.id: (f.origin, f.destination) for f in document.flows}
    planes, load = claim(document, 3), claim(document, 300)
    assert (planes.quantity_max, planes.per, planes.subject) == (6, "day", "narco-planes")
    assert planes.source is not None
    assert planes.source.endswith("IDL Reporteros")
    assert {flights[f] for f in planes.flows} >= {
        ("dateline:vraem", "geonames:3923057"),
        ("dateline:vraem", "geonames:3469034"),
    }
    assert (load.unit, load.subject, load.per) == ("kilogram", "cocaine paste", "narco-flight")
    assert load.qualifier == "an average of about"
    assert load.flows == planes.flows
    assert not load.together


def test_nothing_else_is_claimed(document: geo.MapDocument) -> None:
    assert sorted(c.quantity for c in document.claims) == [3, 300, 1047, 3200]


def test_movements(document: geo.MapDocument) -> None:
    told = {
        (document.places[f.origin].name, f.direction, document.places[f.destination].name)
        for f in document.flows
    }
    assert told == {
        ("VRAEM", "one way", "Bolivia"),
        ("VRAEM", "one way", "Brazil"),
        ("Bolivia", "one way", "Peru"),
        ("Brazil", "one way", "Peru"),
        ("Bolivia", "both ways", "Peru"),
    }


def test_times(document: geo.MapDocument) -> None:
    assert {t.surface: t.interval for t in document.times} == {
        "in 2015": "2015-01-01/2015-12-31",
        "in 2013": "2013-01-01/2013-12-31",
        "November 11": "2014-11-11/2014-11-11",
        "the first three or six months of next year": "2015-01-01/2015-06-30",
    }


@pytest.mark.parametrize("word", ["coca", "alternative", "interdict", "narco-flights", "agreement", "border"])
def test_the_story_is_in_the_titles_of_the_layers(document: geo.MapDocument, word: str) -> None:
    titles = [layer.title.lower() for layer in document.layers]
    assert any(word in title for title in titles)
    assert len(titles) <= 8


def test_its_spanish_translation_gives_the_same_map(
    document: geo.MapDocument, gazetteer: geo.Gazetteer
) -> None:
    """Its places, movements and figures; only the words for them, and how sure it is, may differ."""
    path = Path(__file__).parent / "translations" / "first-article.es.txt"
    spanish = geo.geoparse(geo.read_article(path), gazetteer=gazetteer)
    assert (spanish.article.language, spanish.article.date) == ("es", document.article.date)

    def said(doc: geo.MapDocument) -> tuple[object, ...]:
        places = {t.resolution.place for t in doc.toponyms if t.resolution and t.resolution.place}
        names = {place if isinstance(place, str) else place.id for place in places}
        flows = {(f.origin, f.destination, f.direction) for f in doc.flows}
        figures = [(c.quantity, c.quantity_max, c.unit, c.places, c.flows, c.time) for c in doc.claims]
        return names, flows, figures

    assert said(spanish) == said(document)
    assert [c.measured for c in spanish.claims] == [c.measured for c in document.claims]
