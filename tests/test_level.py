"""Which place and level the words around a name ask for."""

from __future__ import annotations

import pytest

import geo
from geo.gazetteer import fold
from geo.languages import reading_language
from geo.reading.resolve import Mentions
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import find_toponyms


def mentions(text: str, gazetteer: geo.Gazetteer, *names: str) -> Mentions:
    article = geo.article_from_text(text)
    sentences = split_sentences(article)
    starts = [text.index(name) for name in names]
    spans = [(start, start + len(name)) for start, name in zip(starts, names, strict=True)]
    found = find_toponyms(article, sentences, gazetteer, spans)
    return Mentions(article.text, found, gazetteer, reading_language("en"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rain fell in Puno, a small town.", "populated_place"),
        ("Rain fell in Puno, the southern region.", "admin1"),
        ("Rain fell in Luxembourg, a country of farmers.", "country"),
    ],
)
def test_an_aside_says_the_kind(text: str, kind: str, gazetteer: geo.Gazetteer) -> None:
    [reading] = mentions(text, gazetteer, text.split()[3].rstrip(",")).readings
    assert kind in reading.said


@pytest.mark.parametrize(
    "text",
    [
        "They met in Wellington, a country town of 4,500 in Australia.",
        "They met in Wellington, in western Australia.",
        "They met in Wellington, Australia.",
    ],
)
def test_what_follows_contains_it(text: str, gazetteer: geo.Gazetteer) -> None:
    wellington = mentions(text, gazetteer, "Wellington", "Australia").readings[0]
    assert wellington.containers == {"AU"}
    [first, _] = geo.geoparse(
        text, spans=spans(text, "Wellington", "Australia"), gazetteer=gazetteer
    ).toponyms
    assert first.resolution
    assert first.resolution.place
    assert first.resolution.place.country == "AU"


def spans(text: str, *names: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in names]


def test_a_part_of_a_town_is_near_it_or_nowhere(gazetteer: geo.Gazetteer) -> None:
    part = mentions("He lives in Kilburn, a suburb of London.", gazetteer, "Kilburn", "London").readings[0]
    assert "london" in {fold(place.name) for place in part.towns}
    assert not mentions("He lives in Kilburn and London.", gazetteer, "Kilburn", "London").readings[0].towns


def test_what_contains_the_name_before_is_known(gazetteer: geo.Gazetteer) -> None:
    georgia = mentions("BATUMI, Georgia — They met.", gazetteer, "BATUMI", "Georgia").readings[1]
    held = {c.place.kind for c in georgia.candidates if c.place.id in georgia.holds}
    assert held == {"country"}


@pytest.mark.parametrize(
    ("text", "names", "unit"),
    [
        ("Springfield, Missouri, a town twice as large and the seat of Greene County, voted.", 3, "Missouri"),
        ("He drove to Jackson, which is hot in June and is the seat of Madison County.", 2, "Tennessee"),
        ("Rain fell in Dover, Delaware, a quiet place and the county seat of Kent County.", 3, "Delaware"),
    ],
)
def test_a_unit_holds_its_seat(text: str, names: int, unit: str, gazetteer: geo.Gazetteer) -> None:
    found = [
        "Springfield",
        "Missouri",
        "Greene County",
        "Jackson",
        "Madison County",
        "Dover",
        "Delaware",
        "Kent County",
    ]
    readings = mentions(text, gazetteer, *[name for name in found if name in text]).readings
    assert len(readings) == names
    county = readings[-1]
    held = [c.place for c in county.candidates if c.place.id in county.holds]
    assert unit in {place.parents[0] for place in held}
    assert len(held) < len(county.candidates)


def test_members_of_a_list_are_known(gazetteer: geo.Gazetteer) -> None:
    first, second = mentions("Rain fell in Galway and Kilkenny.", gazetteer, "Galway", "Kilkenny").readings
    assert first.listed == {"kilkenny"}
    assert second.listed == {"galway"}


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Rain fell in Arequipa province, in the south of Peru.", "admin2", "geonames:3947318"),
        ("Rain fell in Arequipa department, in the south of Peru.", "admin1", "geonames:3947319"),
        ("In the north of Peru, the province of Trujillo is dry.", "admin2", None),
        ("Fires burned in Kharkiv district, Ukraine.", "admin2", "geonames:9114284"),
        ("Fires burned in the Kharkiv oblast of Ukraine.", "admin1", "geonames:706482"),
        ("A school opened in Potosi department, Bolivia.", "admin1", None),
        ("Snow fell in Como province, Italy.", "admin2", None),
    ],
)
def test_a_unit_is_what_its_country_calls_so(
    text: str, kind: str, place: str | None, gazetteer: geo.Gazetteer
) -> None:
    [found] = [t.place for t in geo.geoparse(text, gazetteer=gazetteer).toponyms if t.types]
    assert found is not None
    assert (found.kind, found.id) == (kind, place or found.id)


def test_people_are_told_from_the_adjective(gazetteer: geo.Gazetteer) -> None:
    found = mentions("Kenyan police met many Kenyans in Chad.", gazetteer, "Kenyan", "Kenyans", "Chad")
    assert [found.beside(t).people for t in found.toponyms] == [False, True, False]
