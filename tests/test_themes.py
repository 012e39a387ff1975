"""Themes: the table, its faults told, and the layers that an article gets from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geo
from geo.cli import main
from geo.errors import GeoError
from geo.languages import reading_language
from geo.reading.story import SIGNS, read_themes, themes_in
from geo.reading.story.titles import Titles, Topic
from geo.reading.story.words import Story

STORY = """\
Harvest fails in two counties

By A Reporter
May 2, 2019

Farmers in Kenya lost most of their maize harvest to locusts.

Soldiers at the crossing

Rebel fighters attacked an army post near Kisumu, and troops from Nakuru chased them. Army trucks carried
wounded soldiers from Kisumu to Nairobi.

Dry maize fields

In Uganda, growers of maize left their dry maize fields and herders sold cattle. Tororo was mentioned as well.
"""
OWN = """
[[theme]]
name = "insects"
title = "Insects"
colour = "#123456"
dash = "4 4"
symbol = "star"
words = "locust* growers fields herders"
"""


def test_the_table_has_a_dozen_themes_that_never_share_a_look() -> None:
    themes = read_themes().table.values()
    assert 10 <= len(themes) <= 18
    assert len({(t.colour, t.dash, t.symbol) for t in themes}) == len(themes)
    assert {t.symbol for t in themes} <= set(SIGNS)


def test_layers_are_what_the_story_says(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(STORY, gazetteer=gazetteer)
    titles = {layer.title: layer for layer in document.layers}
    assert "Soldiers at the crossing" in titles or "Army trucks" in titles or "Wounded soldiers" in titles
    assert any("maize" in title.lower() for title in titles)
    surface = {t.id: t.surface for t in document.toponyms}
    conflict = next(layer for layer in document.layers if layer.theme == "conflict")
    assert {"Kisumu", "Nakuru"} <= {surface[t] for t in conflict.toponyms}
    assert conflict.flows == tuple(f.id for f in document.flows)
    looks = [(layer.symbol) for layer in document.layers]
    assert len(set(looks)) == len(looks)


SPANISH = """\
Inundaciones dejan dos muertos en Piura

Por Redacción
2 de mayo de 2019

Las lluvias inundaron ayer Piura y Sullana, donde el río arrasó 40 viviendas. Los bomberos
rescataron a 30 vecinos en Sullana.

Cosecha perdida

En Tumbes los agricultores perdieron la cosecha de arroz y de banano. En Chulucanas, el mango
se pudre en los campos.

Sin clases

El gobierno suspendió las elecciones en Lima, y los partidos protestaron en Trujillo.
"""


def test_a_language_has_words_of_its_own_for_every_theme(gazetteer: geo.Gazetteer) -> None:
    themes = read_themes().table
    for code in ("es", "pt"):
        own = themes_in(reading_language(code)).table
        assert list(own) == list(themes)
        assert not {t.title for t in own.values()} & {t.title for t in themes.values()}
        assert all(
            t.words.isdisjoint({"harvest", "flood"}) and len(t.words) + len(t.stems) > 5 for t in own.values()
        )
    layers = {layer.theme: layer.title for layer in geo.geoparse(SPANISH, gazetteer=gazetteer).layers}
    assert layers["agriculture"] == "Cosecha perdida"
    assert layers["disaster"].startswith("Inundaciones")


def test_every_mention_and_flow_is_in_a_layer_and_a_place_once_in_each(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(STORY, gazetteer=gazetteer)
    layered = {t for layer in document.layers for t in layer.toponyms}
    assert layered == {t.id for said in document.mentions().values() for t in said}
    for frame in geo.build_layers(document).values():
        assert len(set(frame.index)) == len(frame)


def test_a_mention_without_a_theme_joins_the_layer_of_its_place(gazetteer: geo.Gazetteer) -> None:
    attacks = "Rebel fighters attacked an army post near Kisumu. Army troops fired at rebels in Kisumu."
    text = f"Word from Kisumu\n\n{attacks} Nobody in Kisumu slept.\n\nThe mayor of Nakuru had left."
    document = geo.geoparse(text, gazetteer=gazetteer)
    surface = {t.id: t.surface for t in document.toponyms}
    found = {layer.theme: [surface[t] for t in layer.toponyms] for layer in document.layers}
    assert found == {"conflict": ["Kisumu"] * 4, "": ["Nakuru"]}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A tanker bound for Mombasa sank. The tanker had left Lagos.", "tanker"),
        ("Rebel drones struck army posts in Nakuru. A drone hit Kisumu; army drones hit Eldoret.", "drones"),
        ("The railway stalled at Nakuru. A new railway to Kisumu stalled as well.", "railway"),
    ],
)
def test_no_title_has_a_verb(text: str, title: str, gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(text, gazetteer=gazetteer)
    language = reading_language("en")
    story = Story(text, document.sentences, document.toponyms, themes_in(language), language)
    topic = Topic(document.layers[0].theme, None, [s.id for s in document.sentences])
    words = Titles(story).title(topic, []).lower().split()
    assert title in words
    assert not {"bound", "struck", "stalled", "sank"} & {*words}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Police in Nakuru held two men. Police in Kisumu searched for a third.", "Main places"),
        (
            "The women of Nakuru sued. A judge heard women from Kisumu; other women came to court.",
            "Main places",
        ),
        ("Wildfires burned near Nakuru. Wildfires reached Kisumu.", "Wildfires"),
    ],
)
def test_without_a_headline_only_an_event_is_a_title(text: str, title: str, gazetteer: geo.Gazetteer) -> None:
    assert geo.geoparse(text, gazetteer=gazetteer).layers[0].title == title


def test_an_article_that_fits_no_theme_has_layers_by_kind(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse("They met in Oslo. Then they were in Bergen.", gazetteer=gazetteer)
    assert document.layers == ()
    assert list(geo.build_layers(document)) == ["cities"]


def test_a_user_gives_another_table(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text(OWN, "utf-8")
    document = geo.geoparse(STORY, gazetteer=gazetteer, themes=table)
    assert {layer.theme for layer in document.layers} <= {"insects", ""}
    assert "mine.toml" in document.provenance.files
    assert "themes.toml" not in document.provenance.files


def test_a_document_gets_its_layers_anew(tmp_path: Path) -> None:
    article, table, parsed, again = (tmp_path / n for n in ("a.txt", "mine.toml", "a.json", "b.json"))
    article.write_text(STORY, "utf-8")
    table.write_text(OWN, "utf-8")
    assert main(["parse", str(article), "-o", str(parsed)]) == 0
    assert main(["parse", str(parsed), "--themes", str(table), "-o", str(again)]) == 0
    first, second = (json.loads(p.read_text("utf-8")) for p in (parsed, again))
    assert first["layers"] != second["layers"]
    assert first["claims"] == second["claims"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no theme"),
        ("theme = 3", "no theme"),
        ("[[theme]", "not TOML"),
        (OWN.replace("#123456", "red"), "theme 1: colour is 'red'"),
        (OWN.replace('"star"', '"fish"'), "theme 1: symbol is 'fish'"),
        (OWN.replace("insects", "In Sects", 1), "theme 1: name is 'In Sects'"),
        (OWN.replace('"4 4"', '"url(x)"'), "theme 1: dash is"),
        (OWN + OWN, "a second theme named 'insects'"),
        ("a=" + "[" * 20_000, "nested too deeply"),
        (".".join(["a"] * 2_000) + "=1", "nested too deeply"),
        ("a=" + "1" * 5_000, "not TOML"),
        ("# " + "a" * 200_000, "larger than 128 KiB"),
    ],
)
def test_a_faulty_table_is_told(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GeoError, match=r"mine\.toml") as caught:
        read_themes(path)
    assert told in str(caught.value)


def test_a_look_is_as_documents_have_it(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    own = OWN.replace("#123456", "#ABCDEF").replace("4 4", "6.5, 0.4")
    path.write_text(own.replace("locust*", "army soldiers trucks rebel* troops locust*"), "utf-8")
    document = geo.geoparse(STORY, gazetteer=gazetteer, themes=path)
    look = {(layer.colour, layer.dash) for layer in document.layers if layer.theme}
    assert ("#abcdef", "7 1") in look
    assert geo.MapDocument.from_json(document.to_json()).layers == document.layers


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match="cannot be read"):
        read_themes(tmp_path / "none.toml")


def test_many_sections_make_no_more_layers_than_a_reader_takes_in(gazetteer: geo.Gazetteer) -> None:
    towns = "Kisumu Nakuru Eldoret Thika Mombasa Nairobi Kampala Kigali Lusaka Harare Lilongwe Maputo".split()
    sections = [
        f"Farmers of the {n} hill\n\nFarmers near {town} lost their harvest, and soldiers shelled {town}."
        for n, town in enumerate(towns)
    ]
    document = geo.geoparse("A year of loss\n\n" + "\n\n".join(sections) + "\n", gazetteer=gazetteer)
    assert 1 <= len(document.layers) <= 9
    assert {layer.theme for layer in document.layers} >= {"agriculture", "conflict"}
