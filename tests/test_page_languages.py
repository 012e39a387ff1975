"""A page in another language: nothing that we say in it is English, and it speaks its article's by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest

import geo
from geo.document.explanation import explain
from geo.drawing.page import render_page
from geo.drawing.still import still_map
from geo.files import language_data
from geo.languages import LANGUAGES
from geo.languages.words import _units

CASES = sorted(p.parent for p in (Path(__file__).parent / "golden").glob("*/article.*"))
OTHERS = [language for language in LANGUAGES if language != "en"]
CODES = {"look", "classes", "shape"}  # of a feature; with the kinds of its mentions
READ_ALOUD = ("aria-label", "alt", "placeholder", "title")


def strings(value: Any) -> Iterator[str]:
    """Yield the texts of data, without the keys of its tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def said(words: str) -> set[str]:
    """Return what stands between the values of some words, as far as it has letters."""
    parts = (part.strip(" .,;:()“”«»/") for part in re.split(r"\{\w+(?::\w+)?\}", words))
    return {part for part in parts if re.search(r"[^\W\d_]{2}", part)}


@cache
def english(language: str) -> frozenset[str]:
    """Return all that we say in English, and would not say in the other language."""
    names = ("page", "messages")
    ours, theirs = (
        {part for name in names for text in strings(language_data(code, name)) for part in said(text)}
        for code in ("en", language)
    )
    levels, others = _units()
    units = {unit for units in (*levels.values(), *others.values()) for unit in units}
    layers = set(language_data(language, "page")["layers"])
    return frozenset((ours | units | layers) - theirs)


def shown(html: str) -> Iterator[str]:
    """Yield the texts of a page outside of its article: markup, what is read aloud, what its script shows."""
    root = lxml.html.document_fromstring(html)
    facts = json.loads(root.get_element_by_id("dateline-data").text)
    for feature in facts["features"]:
        yield from strings({key: feature[key] for key in feature.keys() - CODES - {"mentions"}})
    yield from (layer["title"] for layer in facts["layers"])
    yield from (name for name, _, _ in facts["towns"])  # the third is a code
    yield from strings({key: facts[key] for key in facts.keys() - {"features", "layers", "towns"}})
    for quoted in root.xpath("//script | //style | //article | //h1 | //title | //*[@class='byline']"):
        quoted.drop_tree()
    for element in root.iter(lxml.html.etree.Element):
        yield from (element.get(name, "") for name in READ_ALOUD)
        yield element.text or ""
        yield element.tail or ""


def english_in(html: str, language: str) -> set[str]:
    """Return what a page says in English: several words anywhere, one only where nothing stands beside it."""
    texts = {" ".join(text.split()) for text in shown(html)}
    alone = {part.strip(" .:") for text in texts for part in re.split(r"[(),;]", text)}
    many = re.compile(
        "|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in english(language) if " " in part)
    )
    return (english(language) & alone) | {found for text in texts for found in many.findall(text)}


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_page_says_nothing_in_english(case: Path, gazetteer: geo.Gazetteer) -> None:
    [source] = case.glob("article.*")
    document = geo.geoparse(geo.read_article(source), gazetteer=gazetteer)
    page = render_page(document, "en")
    own = {flow.subject for flow in document.flows}  # the article's words for what moves
    for language in OTHERS:
        assert english_in(render_page(document, language), language) - own == set()
        assert len(english_in(page, language)) > 50


@pytest.mark.parametrize(
    ("language", "disputed", "border", "measured"),
    [
        ("es", "Fronteras disputadas en este mapa", "Frontera", "Medido: 1\u202f[0-9]{3} millas"),
        ("pt", "Fronteiras disputadas neste mapa", "Fronteira", "Medido: 1\u202f[0-9]{3} milhas"),
        ("fr", "Frontières disputées sur cette carte ", "Frontière", "Mesuré : 1\u202f[0-9]{3} milles"),
    ],
)
def test_disputed_borders_and_measured_figures_are_said(
    language: str, disputed: str, border: str, measured: str, gazetteer: geo.Gazetteer
) -> None:
    text = "The border between Pakistan and India is 1,800 miles long. Kashmir and Delhi are near it."
    page = render_page(geo.geoparse(text, gazetteer=gazetteer), language)
    listed = re.search(rf"{disputed}: (.*?)\.<", page)
    assert listed is not None
    assert {name.split()[0] for name in listed[1].split("; ")} == {border}
    assert re.search(measured, page)
    assert english_in(page, language) == set()


@pytest.mark.parametrize(
    ("text", "language", "legend", "city", "because"),
    [
        (
            "El río creció el domingo y los vecinos de Lima dejaron sus casas. Llovió en el Perú.",
            "es", "Leyenda", "Ciudades y localidades", "es muy conocido",
        ),
        (
            "O rio subiu no domingo e os moradores de Recife deixaram as casas. Choveu em todo o Brasil.",
            "pt", "Legenda", "Cidades e localidades", "é muito conhecido",
        ),
        (
            "Le fleuve est monté dimanche et les habitants de Paris ont quitté la ville avec les enfants.",
            "fr", "Légende", "Villes et villages", "il est bien connu",
        ),
        (
            "Der Fluss ist gestiegen, und die Menschen haben Berlin mit den Kindern verlassen.",
            "en", "Legend", "Cities and towns", "it is well known",
        ),
    ],
)  # fmt: skip
def test_a_map_speaks_its_article_s_language_by_itself(
    text: str, language: str, legend: str, city: str, because: str, gazetteer: geo.Gazetteer
) -> None:
    document = geo.geoparse(text, gazetteer=gazetteer)
    page = render_page(document)
    assert page == render_page(document, language)
    assert still_map(document) == still_map(document, language)
    assert explain(document).text == explain(document, language=language).text
    assert because in explain(document).text
    assert f">{legend}<" in page
    assert city in still_map(document)
    exported = json.loads(geo.export(document, "geojson"))
    assert city in exported["description"]
    assert city in geo.export(document, "kml").decode()
    assert city in geo.export(document, "folium").decode()
    for other in {*LANGUAGES} - {language}:
        assert render_page(document, other) != page
