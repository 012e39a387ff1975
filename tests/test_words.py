"""The page's words: every language has every key."""

from __future__ import annotations

import string
import tomllib

import pytest

from geo.drawing.layers import LAYER_KINDS
from geo.drawing.scene import set_scene
from geo.gazetteer import Gazetteer, data_dir
from geo.languages import LANGUAGES, en, es, vocabulary
from geo.model import PLACE_KINDS, BBox
from geo.pipeline import geoparse

MODULES = {"en": en, "es": es}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_countries_and_seas_are_called_as_in_spanish(gazetteer: Gazetteer) -> None:
    say = vocabulary("es")
    names = tomllib.loads((data_dir() / "place-names.toml").read_text("utf-8"))["es"]
    kinds = {k: {c.place.kind for c in gazetteer.candidates(k) if c.place.name == k} for k in names}
    assert [k for k, found in kinds.items() if not found & {"country", "continent", "ocean", "sea"}] == []
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


def test_every_language_is_tested() -> None:
    assert set(MODULES) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    module = MODULES[language]
    assert set(module.TEXT) == set(en.TEXT)
    assert {key for key in en.TEXT if fields(module.TEXT[key]) != fields(en.TEXT[key])} == set()
    assert set(module.COUNTS) == set(en.COUNTS)
    assert set(module.KINDS) == {*PLACE_KINDS, "flow"}
    assert len(module.CONFIDENCE) == 4


def test_spanish_names_every_layer_and_unit() -> None:
    from geo.languages import _UNITS

    assert set(es.LAYERS) == {layer.style.title for layer in LAYER_KINDS}
    assert {unit for units in _UNITS.values() for unit in units} <= set(es.UNITS)


def test_counts() -> None:
    assert vocabulary("es").counted(1000, "sentence") == "1\u202f000 frases"


def test_the_reasons_of_a_choice_are_told_in_every_language() -> None:
    from geo.reading.resolve.words import _SAYS

    for language in set(LANGUAGES) - {"en"}:
        assert vocabulary(language).told(*_SAYS.values())[1] == language
    said = "its sentence names both countries; a region along a border is a band beside it"
    [told], _ = vocabulary("es").told(said)
    assert told.startswith("su frase nombra ambos países; una región fronteriza")
    assert vocabulary("en").told(said) == ([said], "en")


def test_a_reason_that_is_not_known_stays_english() -> None:
    mixed = ["it is well known", "somebody said so"]
    assert vocabulary("es").told(*mixed) == (mixed, "en")


def test_how_the_pinned_extents_were_made_is_told_in_every_language(gazetteer: Gazetteer) -> None:
    kinds = ("country", "admin1", "admin2", "province", "lake", "region")
    methods = {p.extent_method for kind in kinds for p in gazetteer.shapes(BBox(-82, -20, -60, 10), kind)}
    assert len(methods) > 4
    for method in methods:
        assert vocabulary("es").told(method)[1] == "es"
