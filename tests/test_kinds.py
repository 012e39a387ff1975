"""The table of kinds: a row is all that a new kind of place needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import made, place

import geo
from geo.export import FORMATS
from geo.kinds import FLOWS, KINDS, LAYERS, Kind, like
from geo.languages import LANGUAGES, vocabulary


def test_every_kind_of_place_has_a_layer_and_every_layer_a_kind() -> None:
    assert {kind.layer for kind in KINDS.values()} == set(LAYERS) - {FLOWS}


def test_a_row_says_how_its_kind_looks() -> None:
    looks = {name: KINDS[name].look for name in ("country", "admin1", "river", "border", "airport")}
    assert looks == {
        "country": "country",
        "admin1": "area",
        "river": "water",
        "border": "line",
        "airport": "town",
    }
    assert {name for name, kind in KINDS.items() if kind.backdrop} == {"continent", "country"}


def test_a_kind_that_nothing_was_learned_of_is_like_one_that_was() -> None:
    for name, kind in KINDS.items():
        assert not KINDS[like(name)].like, name
        assert not kind.like or KINDS[kind.like].level is None, name


def test_a_new_row_is_all_that_a_new_kind_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each language has its words for it; page, exports and corrections draw it."""
    monkeypatch.setitem(KINDS, "lighthouse", Kind("water", "S", "300007741", "lighthouses", dimension=0))
    for language in LANGUAGES:
        monkeypatch.setitem(vocabulary(language)._words["kinds"], "lighthouse", "faro")
    found = place("9", "Tarn", "lighthouse", 11, 41)
    document = made([("paragraph", "It rained at [Tarn](p).")], {"p": found})
    for language in LANGUAGES:
        assert "faro" in geo.render(document, language)
    for name in FORMATS:
        assert geo.export(document, name), name
    assert list(geo.build_layers(document)) == ["water"]
    assert json.loads(geo.export(document))["features"][0]["properties"]["kind"] == "lighthouse"
    [linked] = json.loads(geo.export(document, "linked-places"))["features"]
    assert linked["properties"]["fclasses"] == ["S"]
    assert linked["types"][0]["identifier"] == "aat:300007741"
    file = tmp_path / "own.corrections.toml"
    file.write_text('[[add]]\nsurface = "x"\nname = "X"\nkind = "lighthouse"\nlng = 1\nlat = 2\n', "utf-8")
    assert geo.read_corrections(file).entries[0].kind == "lighthouse"
