"""Names that are on no map: which, in which order, and where a reader is told of them."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

import geo
from geo.drawing.missing import MOST, missing
from geo.model import PassedName

TEXT = """Ferry aground off Qarbash

By Ann Noone

ACCRA (Tema Post) — The ferry ran aground at Qarbash on Monday. {more}
"""


def read(more: str, gazetteer: geo.Gazetteer) -> geo.MapDocument:
    return geo.geoparse(TEXT.format(more=more), gazetteer=gazetteer)


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ("Boats came from Zembulo.", ["Qarbash", "Zembulo"]),
        ("They passed the Xarqua river on the way to Kumasi.", ["Qarbash", "Xarqua river"]),
        ("The match between Zembulo and Xarqua was moved to Kumasi.", ["Qarbash"]),
        ("At Zembulo Yard 12,400 people waited.", ["Qarbash", "Zembulo Yard"]),
        ("Help came from the Zembulo Institute.", ["Qarbash"]),
        ("Zembulo Vance, a diver, came from Kumasi.", ["Qarbash"]),
        ("The crew drank in Zembulo's.", ["Qarbash"]),
        ("Help came from the Universidad Zembulo.", ["Qarbash"]),
        ("It took the Zembulo-Xarqua road to Kumasi.", ["Qarbash"]),
    ],
)
def test_names_behind_a_word_of_place_that_no_gazetteer_has(
    more: str, names: list[str], gazetteer: geo.Gazetteer
) -> None:
    assert [one.name for one in missing(read(more, gazetteer))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("El barco partió de Lima. En Zembulo esperaban 30 familias.", ["Zembulo"]),
        ("La reunión en Lima cerró con una frase de Zembulo Xarqua.", []),
        ("O barco partiu de Lisboa. A Zembulo, russa, saiu de Luanda.", []),
        ("Em Manaus, o Zembulo ganhou; na rodada seguinte recebe o Xarqua.", []),
    ],
)
def test_a_firm_a_club_or_a_person_is_no_place_that_is_missing(
    text: str, names: list[str], gazetteer: geo.Gazetteer
) -> None:
    assert [one.name for one in missing(geo.geoparse(text, gazetteer=gazetteer))] == names


def test_the_names_of_headline_and_lead_and_beside_figures_come_first(gazetteer: geo.Gazetteer) -> None:
    more = "Nobody lives near Zembulo. In Kumasi 300 people were hurt, and near Xarqua the road is shut."
    document = read(more, gazetteer)
    told = [one.name for one in missing(document)]
    assert told == ["Qarbash", "Xarqua", "Zembulo"]


def test_what_the_map_shows_is_not_missing(gazetteer: geo.Gazetteer) -> None:
    document = read("Boats came from Kumasi.", gazetteer)
    at = document.article.text.index("Kumasi")
    [sentence] = [s.id for s in document.sentences if s.start <= at < s.end]
    again = replace(document, passed=(*document.passed, PassedName(at, at + 6, "Kumasi", sentence)))
    assert [one.name for one in missing(again)] == ["Qarbash"]


def test_legend_list_and_still_map_tell_of_them(gazetteer: geo.Gazetteer) -> None:
    names = ["Zembulo", "Xarqua", "Omdurkaz", "Yelgubo", "Pirquano"]
    document = read(" ".join(f"A boat left for Kumasi from {name}." for name in names), gazetteer)
    found = missing(document)
    assert len(found) == len(names) + 1 > MOST
    page = geo.render(document)
    legend = page[page.index('<p class="missing">') :].split("</p>")[0]
    assert [
        one.name for one in found if f'<a href="#{one.sentence}" dir="auto">{one.name}</a>' in legend
    ] == [one.name for one in found[:MOST]]
    assert '<a href="#missing">and 2 more</a>' in legend
    listed = page[page.index('<p id="missing">') :].split("</p>")[0]
    assert all(f">{one.name}</b>" in listed for one in found)
    still = re.sub(r"</text>\s*<text[^>]*>", " ", geo.export(document, "svg").decode())
    assert f"Not on the map: {', '.join(one.name for one in found[:MOST])}." in still
