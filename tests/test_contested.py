"""Contested places: the table, the words of the card, and both names on the map."""

from __future__ import annotations

import pytest
from made import made, place

import geo
from geo.drawing.contested import _rows, contested
from geo.drawing.features import build_features
from geo.drawing.page import render_page
from geo.model import Place

ROWS = {id(row): row for rows in _rows().values() for row in rows}.values()
AUTHORITIES = {
    "Abkhaz authorities",
    "Hamas",
    "Palestinian Authority",
    "Polisario Front",
    "Somaliland authorities",
    "South Ossetian authorities",
    "Transnistrian authorities",
    "Turkish Cypriot authorities",
}


def test_the_table_has_many_places_each_with_its_source() -> None:
    assert len(ROWS) >= 40
    for row in ROWS:
        assert len(row.source) > 10
        assert bool(row.claimed) == bool(row.control)
        assert row.claimed or row.also
        assert {name for pair in row.also for name in pair} <= set(row.names)
        assert -180 <= row.at[0] <= 180
        assert -90 <= row.at[1] <= 90


def test_claimants_are_countries_of_the_gazetteer_or_listed_here(gazetteer: geo.Gazetteer) -> None:
    named = {name for row in ROWS for name in (*row.claimed, *row.control)}
    countries = {name for name in named if any(c.place.kind == "country" for c in gazetteer.candidates(name))}
    assert named - countries == AUTHORITIES
    assert {n for n in countries if n not in {c.place.name for c in gazetteer.candidates(n)}} == set()


@pytest.mark.parametrize(
    "name",
    "Crimea,Taiwan,Kosovo,Western Sahara,Falkland Islands,Gibraltar,Golan Heights,West Bank,"
    "Jammu and Kashmir,Gilgit-Baltistan,Aksai Chin,Spratly Islands,Paracel Islands,Senkaku Islands,"
    "Abkhazia,Transnistria,Sea of Japan,Persian Gulf,Nagorno-Karabakh,Kuril Islands,Arunachal Pradesh,"
    "Mayotte".split(","),
)
def test_the_gazetteers_place_has_its_row(name: str, gazetteer: geo.Gazetteer) -> None:
    assert any(contested(c.place) for c in gazetteer.candidates(name))


def test_a_namesake_elsewhere_is_not_contested() -> None:
    assert contested(place("1", "Gibraltar", "populated_place", -83.2, 42.1, country="US")) is None
    assert contested(place("2", "Donetsk", "populated_place", 37.8, 48.0, country="UA")) is None


ISLES = place("3", "Falkland Islands", "country", -59, -51.75, country="FK")
SEA = place("4", "Sea of Japan", "sea", 135, 40)


@pytest.mark.parametrize(
    ("where", "surface", "other"),
    [
        (ISLES, "Malvinas", "Falkland Islands"),
        (ISLES, "Falkland Islands", "Malvinas"),
        (SEA, "East Sea", "Sea of Japan"),
    ],
)
def test_the_map_has_the_article_s_name_and_the_card_the_other_one(
    where: Place, surface: str, other: str
) -> None:
    document = made([("paragraph", f"Ships left [{surface}](it).")], {"it": where})
    [feature] = build_features(document).by_id.values()
    assert (feature.label, feature.other_name) == (surface, other)
    assert f"Also called {other}." in render_page(document)


def test_the_card_says_who_claims_and_who_controls() -> None:
    document = made([("paragraph", "Ships left the [Malvinas](it).")], {"it": ISLES})
    assert "Claimed by United Kingdom and Argentina; controlled by United Kingdom." in render_page(document)
    assert "Reclamado por Reino Unido y Argentina; controlado por Reino Unido." in render_page(document, "es")
