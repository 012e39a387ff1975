"""The page's words: every language has every key."""

from __future__ import annotations

import string

import pytest

from geo.layers import LAYER_KINDS
from geo.model import PLACE_KINDS
from geo.words import LANGUAGES, en, es, vocabulary

MODULES = {"en": en, "es": es}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


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
    from geo.words import _UNITS

    assert set(es.LAYERS) == {layer.style.title for layer in LAYER_KINDS}
    assert {unit for units in _UNITS.values() for unit in units} <= set(es.UNITS)


def test_counts() -> None:
    assert vocabulary("es").counted(1000, "sentence") == "1\u202f000 frases"
