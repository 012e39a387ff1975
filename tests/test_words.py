"""The page's words: every language has every key."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

import geo
from geo.drawing.scene import set_scene
from geo.files import language_data
from geo.gazetteer import Gazetteer, data_dir
from geo.kinds import KINDS, LAYERS
from geo.languages import LANGUAGES, message_values, reading_language, vocabulary
from geo.languages.words import _messages, _units
from geo.model import BBox, Message, Place, ToponymKind
from geo.pipeline import geoparse
from geo.reading.resolve.reasons import _SAYS
from geo.reading.story import read_themes

PAGES: dict[str, dict[str, Any]] = {language: language_data(language, "page") for language in LANGUAGES}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_names_of_a_language_are_those_of_countries_and_seas(language: str, gazetteer: Gazetteer) -> None:
    names = tomllib.loads((data_dir() / "place-names.toml").read_text("utf-8"))[language]
    kinds = {k: {c.place.kind for c in gazetteer.candidates(k) if c.place.name == k} for k in names}
    assert [k for k, found in kinds.items() if not any(KINDS[kind].exonyms for kind in found)] == []
    assert {k for k, called in names.items() if k == called} == set()


def test_countries_and_seas_are_called_as_in_the_language(gazetteer: Gazetteer) -> None:
    say = vocabulary("es")
    german = gazetteer.candidates("Germany")[0].place
    assert [vocabulary(language).called(german).name for language in LANGUAGES] == [
        "Germany",
        "Alemania",
        "Allemagne",
        "Alemanha",
    ]
    paris = gazetteer.candidates("Paris")[0].place
    assert say.called(paris).parents[-1] == "Francia"
    assert vocabulary("en").called(paris) == paris
    lakes = [
        say.called(gazetteer.candidates(name)[0].place).name for name in ("Lake Victoria", "Great Bear Lake")
    ]
    assert lakes == ["Lago Victoria", "Lago Great Bear"]
    border = say.called(gazetteer.border("FR", "DE"))
    assert (border.name, border.parents) == ("Frontera Francia–Alemania", ("Francia", "Alemania"))
    scene = set_scene(geoparse("Ships left Japan for Brazil.", gazetteer=gazetteer), say)
    assert [f.name for f in scene.features.values()] == ["Japón", "Brasil", "Japón → Brasil"]
    assert "Rusia" in {area.name for area in scene.basemap.countries}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    page, english = PAGES[language], PAGES["en"]
    assert set(page["text"]) == set(english["text"])
    assert {
        key for key, said in english["text"].items() if fields(page["text"][key]) != fields(said)
    } == set()
    assert set(page["counts"]) == set(english["counts"])
    assert set(page["kinds"]) == {*KINDS, "flow"}
    assert len(page["confidence"]) == 4
    quantities = reading_language("en").quantities
    assert set(page["measures"]) == {*quantities.in_kilometres, *quantities.in_square_kilometres}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_explains_the_same_things(language: str) -> None:
    said, english = language_data(language, "explain"), language_data("en", "explain")
    assert {key: fields(words) for key, words in said.items()} == {
        key: fields(words) for key, words in english.items()
    }
    assert set(said) & set(PAGES[language]["text"]) == set()
    assert {f"kind_{kind}" for kind in get_args(ToponymKind)} - {*said} == {"kind_name"}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_another_language_names_every_layer_and_unit(language: str) -> None:
    story = reading_language("en").story
    themes = {theme.title for theme in read_themes().table.values()}
    plain = {*(style.title for style in LAYERS.values()), story.aside, story.main}
    assert set(PAGES[language]["layers"]) == plain | themes
    levels, others = _units()
    words = {unit for units in levels.values() for unit in units} | {
        word for of in others.values() for word in of
    }
    assert words <= set(PAGES[language]["units"])


@pytest.mark.parametrize(
    ("name", "kind", "country", "word"),
    [
        ("Sylhet", "admin2", "BD", "district"),
        ("Ladakh", "admin1", "IN", "union territory"),
        ("Tatarstan", "admin1", "RU", "republic"),
        ("Yukon", "admin1", "CA", "territory"),
        ("Anywhere", "admin2", "ZZ", "district"),
        ("Anywhere", "admin1", None, "state or province"),
    ],
)
def test_a_unit_is_called_as_its_country_calls_it(
    name: str, kind: str, country: str | None, word: str
) -> None:
    assert vocabulary("en").kind(Place("geonames:1", name, kind, 0, 0, country=country)) == word


def test_every_country_with_units_of_two_levels_has_words_for_them(gazetteer: geo.Gazetteer) -> None:
    levels, others = _units()
    assert len(levels) >= 180
    assert all(len(words) == 3 for words in levels.values())
    for country, of in others.items():
        for name in (name for names in of.values() for name in names):
            found = (c.place for c in gazetteer.candidates(name))
            assert any(p.country == country and p.kind.startswith("admin") for p in found), name


def test_counts() -> None:
    assert vocabulary("es").counted(1000, "sentence") == "1\u202f000 frases"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_with_the_same_values_for_every_message(language: str) -> None:
    ours, theirs = _messages("en"), _messages(language)
    assert set(theirs) == set(ours)
    assert {code for code in ours if fields(theirs[code]) != fields(ours[code])} == set()


def test_every_code_that_the_program_makes_has_words() -> None:
    """A code is the first value of a ``Message``, or stands in the table of reasons."""
    made = set(_SAYS.values())
    for path in Path(geo.__file__).parent.rglob("*.py"):
        for call in re.findall(r"\bMessage\(([^)]*)", path.read_text("utf-8")):
            made |= set(re.findall(r'^f?"([a-z_]+)', call))
    assert len(made) > 30
    assert {code for code in made if message_values(code) is None} == set()


def test_a_number_has_its_thousands_apart_as_the_language_has_them() -> None:
    disk = Message("disk", {"district": "Ona", "area_km2": 1521, "within": "Hill"})
    assert "(1,521 km²)" in vocabulary("en").message(disk)
    assert "(1\u202f521 km²)" in vocabulary("es").message(disk)


def test_text_of_an_older_document_stays_english() -> None:
    mixed = [Message("well_known"), Message("text", {"text": "somebody {said} so"})]
    assert vocabulary("es").messages(*mixed) == (["it is well known", "somebody {said} so"], "en")


def test_how_the_pinned_extents_were_made_is_told_in_every_language(gazetteer: Gazetteer) -> None:
    kinds = ("country", "admin1", "admin2", "province", "lake", "region")
    methods = {p.extent_method for kind in kinds for p in gazetteer.shapes(BBox(-82, -20, -60, 10), kind)}
    assert len(methods) > 4
    for method in methods:
        assert method is not None
        assert method.code != "text"
        assert vocabulary("es").message(method) != vocabulary("en").message(method)
