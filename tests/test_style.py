"""A house style in one file, on the page, in the still map and in exports."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from made import island_story

import geo
from geo.cli import main
from geo.document import styled
from geo.drawing.colours import ASIDE, housed
from geo.errors import StyleError
from geo.kinds import LAYERS

HOUSE = """
colours = ["#B3001B", "#255c99", "#2e7d32"]
text_font = "Charter"
map_font = "Franklin Gothic"
credit = "Graphic: The Daily Example"

[names]
"Port Ona" = "Porto Ona"
Ona = "Onalia"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "house.toml"
    path.write_text(HOUSE, "utf-8")
    return path


def test_page_still_and_exports_take_the_style(house: Path) -> None:
    before = island_story()
    document = styled(before, house)
    page, svg = geo.render(document), geo.export(document, "svg").decode()
    data: dict[str, Any] = json.loads(geo.export(document, "geojson"))
    assert ':root{--serif:"Charter",' in page
    assert ':root{--sans:"Franklin Gothic",' in page
    assert 'font-family="Franklin Gothic, ' in svg
    with ZipFile(BytesIO(geo.export(document, "qgis"))) as archive:
        project = archive.read("project.qgs").decode()
        package = archive.read("layers.gpkg").decode("latin-1")
    assert all('fontFamily="Franklin Gothic"' in text for text in (project, package))
    assert 'description="Franklin Gothic,9,' in project
    assert '&lt;font face="Charter"&gt;$[description]' in geo.export(document, "kml").decode()
    assert 'font-family: "Franklin Gothic", sans-serif' in geo.export(document, "folium").decode()
    for text in (page, svg, data["attribution"], geo.export(document, "tei").decode()):
        assert "Graphic: The Daily Example" in text
    for text in (page, svg, json.dumps(data)):
        assert "Porto Ona" in text
    colours = [layer["colour"] for layer in data["layers"] if layer["colour"] != ASIDE]
    assert {*colours[:3]} <= {"#b3001b", "#255c99", "#2e7d32"}
    assert all(colour in page for colour in colours)
    assert before.article == document.article, "the words of the article stay"
    assert [f["id"] for f in data["features"]] == [
        f["id"] for f in json.loads(geo.export(before, "geojson"))["features"]
    ]
    assert geo.MapDocument.from_json(document.to_json()) == document, "the style is in the document"
    assert geo.render(styled(document, house)) == page, "a second time changes nothing"
    assert all("Ona" not in p.parents for p in document.places.values())


def test_a_png_of_a_house_style_is_drawn(house: Path) -> None:
    assert geo.export(styled(island_story(), house), "png")[:4] == b"\x89PNG"


def test_land_gets_no_blue_and_what_is_aside_stays_grey() -> None:
    styles = housed(LAYERS, ["#0072b2", "#b3001b"], {"regions"})
    assert [style.colour for style in styles.values()][:3] == ["#b3001b", "#0072b2", LAYERS["water"].colour]
    assert styles["countries"].colour == ASIDE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colours = "red"', "colours are a list"),
        ('colours = ["#12345g"]', "colours are a list"),
        ('map_font = "A\\";}</style>"', "map_font is the name"),
        ('text_font = "A;b"', "text_font is the name"),
        ('credit = ""', "credit is one line"),
        ('credit = "a\\nb"', "credit is one line"),
        ("names = 1", "names are lines"),
        ("names = {a = 1}", "names are lines"),
        ("color = []", "no member color"),
        ("=", "not TOML"),
        ("\x00", "not TOML"),
    ],
)
def test_a_style_that_is_none_is_a_fault(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(StyleError, match=re.escape(said)):
        styled(island_story(), path)
    with pytest.raises(StyleError, match="cannot be read"):
        styled(island_story(), tmp_path)


def test_commands_that_draw_take_it(house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "story.json"
    source.write_bytes(island_story().to_bytes())
    style = ["--style", str(house)]
    for argv in (
        ["render", str(source), "-o", str(tmp_path / "map.html")],
        ["export", str(source), "-o", str(tmp_path / "map.svg")],
        ["embed", str(source), "-o", str(tmp_path / "web")],
    ):
        assert main([*argv, *style]) == 0
    for made in ("map.html", "map.svg", "web/map.html"):
        assert "The Daily Example" in (tmp_path / made).read_text("utf-8")
    assert main(["export", str(source), "-o", str(house), *style, "--force"]) == 1, (
        "it is read, never replaced"
    )
    assert house.read_text("utf-8") == HOUSE
    house.write_text("a = 1\nb = 2", "utf-8")
    capsys.readouterr()
    assert main(["render", str(source), "-o", "-", *style]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
