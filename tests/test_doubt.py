"""What is doubtful looks doubtful, and names its rival, in page and formats; what is unplaced is listed."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import geopandas as gpd
import pyogrio
import pytest
from made import doubtful_story, made, place
from made_story import flow_story
from msgspec.structs import replace
from shapely import box

import geo
from geo.cli import main
from geo.document import explain
from geo.drawing.features import build_features
from geo.drawing.scene.frame import WORLD, frame_story
from geo.embed import embed
from geo.languages import LANGUAGES, vocabulary
from geo.model import Toponym
from geo.notebook import show

SURE, DOUBTFUL = "place-geonames-2", "place-geonames-3"
QUESTION = "Santa Rosa in Puno, or in Lima?"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def document() -> geo.MapDocument:
    return doubtful_story()


def all_with(document: geo.MapDocument, but: str = "", **how: Any) -> geo.MapDocument:
    """Change the resolution of every mention that has a place, but not of one name."""

    def changed(t: Toponym) -> Toponym:
        same = t.surface == but or not t.place or not t.resolution
        return t if same else replace(t, resolution=replace(t.resolution, **how))

    return replace(document, toponyms=tuple(map(changed, document.toponyms)))


# -- what is doubtful


def test_a_feature_is_sure_if_one_of_its_mentions_is(document: geo.MapDocument) -> None:
    features = build_features(document).by_id
    assert {f.name: f.certainty for f in features.values()} == {
        "Santa Rosa": "doubtful",
        "Puno": "sure",
        "Juliaca": "sure",
        "High Park": "sure",
        "Brook": "doubtful",
        "Long Vale": "doubtful",
        "Ambo": "doubtful",
    }
    rosa, puno = features[DOUBTFUL], features["place-geonames-1"]
    assert (rosa.title, rosa.label, rosa.name) == ("Santa Rosa?", "Santa Rosa?", "Santa Rosa")
    assert rosa.rival
    assert rosa.rival.id == "geonames:4"
    assert (puno.title, puno.rival, puno.doubt(vocabulary("en"))) == ("Puno", None, "")


def test_a_sure_place_whose_level_is_open_says_so_and_looks_sure(document: geo.MapDocument) -> None:
    say, unit = vocabulary("en"), document.places["geonames:1"]
    sure = {
        t.id: replace(t.resolution, rival=unit)
        for t in document.toponyms
        if t.resolution and t.resolution.certainty == "sure" and t.resolution.place != unit
    }
    toponyms = tuple(replace(t, resolution=sure.get(t.id, t.resolution)) for t in document.toponyms)
    opened = replace(document, toponyms=toponyms)
    features = build_features(opened).by_id
    juliaca = next(f for f in features.values() if f.name == "Juliaca")
    assert (juliaca.title, juliaca.rival, juliaca.certainty) == ("Juliaca", unit, "sure")
    told = say.in_doubt(juliaca.place, unit, "sure")
    assert told.startswith("Left open: Juliaca (")
    assert told in geo.render(opened)
    assert told in geo.export(opened, "kml").decode()
    assert told in explain(opened, place="Juliaca").text
    assert features["place-geonames-1"].rival is None

    first = next(t for t in toponyms if t.place and t.place.name == "Juliaca" and t.resolution)
    again = replace(first, id="t999", resolution=replace(first.resolution, rival=None))
    settled = build_features(replace(opened, toponyms=(*toponyms, again))).by_id
    assert settled[juliaca.id].rival is None


def test_nothing_is_sure_under_a_half_whatever_the_document_says(document: geo.MapDocument) -> None:
    for certainty in ("sure", None):
        said = build_features(all_with(document, certainty=certainty, confidence=0.49, rival=None))
        assert all(f.doubtful for f in said.by_id.values())
        likely = build_features(all_with(document, certainty=certainty, confidence=0.5, rival=None))
        assert not any(f.doubtful for f in likely.by_id.values())


def test_a_movement_from_a_doubtful_place_is_doubtful() -> None:
    story = flow_story()
    port = story.flows[0].origin
    toponyms = tuple(
        replace(t, resolution=replace(t.resolution, certainty="doubtful"))
        if t.place and t.place.id == port and t.resolution
        else t
        for t in story.toponyms
    )
    flows = [f for f in build_features(replace(story, toponyms=toponyms)).by_id.values() if f.flow]
    assert {f.doubtful for f in flows if port in (f.flow.origin, f.flow.destination)} == {True}  # type: ignore[union-attr]
    assert not any(f.doubtful for f in build_features(story).by_id.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_tells_the_two_places_apart(language: str) -> None:
    say = vocabulary(language)
    town = place("1", "Puno", "populated_place", -70, -15, parents=("Puno", "Peru"))
    far = place("2", "Puno", "populated_place", 124, 9, parents=("Caraga", "Philippines"))
    unit = place("3", "Puno", "admin1", -70, -15, parents=("Peru",))
    lone = place("4", "Puno", "populated_place", 0, 0)
    assert all(x in say.doubt(town, far) for x in ("Puno, P", "Caraga, "))
    assert say.doubt(town, far).count("Puno") == 2, "its name once, and where it is"
    for rival in (unit, lone):
        assert say.described(town) in say.doubt(town, rival)
        assert say.described(rival) in say.doubt(town, rival)
    assert say.described(town) in say.doubt(town, None)


# -- the frame


def test_doubtful_places_take_no_part_in_the_frame_unless_nothing_else_does(
    document: geo.MapDocument,
) -> None:
    frame = frame_story(document)
    assert frame.story.west > -70.7, "Santa Rosa and Ambo lie farther west"
    assert {"geonames:3", "geonames:8"} <= {*frame.beyond}
    assert frame.box.west < -76.2, "but the map can be moved to them"
    for name in ("Juliaca", ""):  # one mention of nine is hardly anything
        few = frame_story(all_with(document, name, certainty="doubtful"))
        assert few.story != WORLD
        assert few.story.west < -70.7


def test_a_doubtful_area_that_reaches_into_the_frame_is_not_cut_off() -> None:
    places = {
        "a": place("1", "Aport", "populated_place", 10, 40),
        "b": place("2", "Bport", "populated_place", 14, 43),
        "park": place("3", "Wide Park", "region", 13, 43.5, geometry=box(12.5, 42.9, 13.5, 44)),
    }
    text = [("paragraph", "Boats go from [Aport](a) to [Bport](b).", "[Wide Park](park) is near.")]
    document = made(text, places)
    assert frame_story(document).story.north >= 44
    park = next(t for t in document.toponyms if t.surface == "Wide Park")
    assert park.resolution is not None
    doubted = replace(park, resolution=replace(park.resolution, certainty="doubtful"))
    document = replace(document, toponyms=tuple(doubted if t is park else t for t in document.toponyms))
    assert document.doubtful == {"geonames:3"}
    assert frame_story(document).story.north >= 44


# -- the page


def test_the_page_says_it_in_text_table_legend_and_about(document: geo.MapDocument) -> None:
    from lxml import html

    root = html.document_fromstring(geo.render(document).encode())
    classes = {
        a.text_content(): a.get("class").split()
        for a in root.get_element_by_id("article").find_class("mention")
    }
    assert "doubtful" in classes["Santa Rosa"]
    assert "doubtful" not in classes["Puno"], "though one of its mentions is"
    row = root.get_element_by_id(DOUBTFUL).text_content()
    assert "Santa Rosa?" in row
    assert QUESTION in row
    assert "?" not in root.get_element_by_id(SURE).text_content()
    assert "? Doubtful place" in root.get_element_by_id("legend").text_content()
    assert root.get_element_by_id("doubtful")[0].text_content() == QUESTION
    listed = root.get_element_by_id("about").text_content()
    assert "Atlantis: the gazetteer has no place named “Atlantis”" in listed
    sure = html.document_fromstring(geo.render(all_with(document, certainty="sure", confidence=1.0)).encode())
    assert "oubtful" not in sure.get_element_by_id("legend").text_content()
    assert not sure.find_class("doubtful")
    spanish = geo.render(document, "es")
    assert "¿Santa Rosa en Puno, o en Lima?" in spanish
    assert "? Lugar dudoso" in spanish


@pytest.mark.browser
def test_the_map_draws_it_hollow_and_the_card_asks(open_page: Any, document: geo.MapDocument) -> None:
    page = open_page(geo.render(document), anchor=f"#{DOUBTFUL}")
    fill = "id => getComputedStyle(document.querySelector(`path[data-feature='${id}']`))[%s]"
    hollow, filled = (page.evaluate(fill % "'fill'", f) for f in (DOUBTFUL, SURE))
    assert hollow == "rgb(255, 255, 255)"
    assert filled != hollow
    area, sure_area = (page.evaluate(fill % "'fillOpacity'", f"place-geonames-{n}") for n in (5, 7))
    assert (area, float(sure_area) > 0.1) == ("0", True)
    dashes = [page.evaluate(fill % "'strokeDasharray'", f"place-geonames-{n}") for n in (5, 7)]
    assert dashes == ["none", "0.1px, 4px"], "hollow is doubtful, dotted is approximate"
    assert page.locator(".core").count() == 1, "the doubtful river"
    assert "Santa Rosa?" in page.locator(".label.shown").all_text_contents()
    assert page.locator("#card h2").text_content() == "Santa Rosa?"
    assert page.locator("#card .doubt").text_content() == f"Doubtful: {QUESTION}"
    mark = "a => [getComputedStyle(a, '::after').content, getComputedStyle(a).backgroundColor]"
    [content, tint] = page.locator("#article .mention.doubtful").nth(2).evaluate(mark)
    assert (content, tint) == ('"?"', "rgba(0, 0, 0, 0)")
    assert page.locator("#article .mention:not(.doubtful)").first.evaluate(mark)[0] == "none"
    page.evaluate("location.hash = '#place-geonames-1'")
    page.wait_for_function("document.querySelector('#card h2').textContent === 'Puno'")
    assert page.locator("#card .doubt").count() == 0, "its first mention is sure"


@pytest.mark.browser
def test_the_first_view_shows_what_is_sure(open_page: Any, document: geo.MapDocument) -> None:
    page = open_page(geo.render(document))
    shown = page.locator(".label.shown").all_text_contents()
    assert {"Puno", "Juliaca", "High Park"} <= {*shown}
    assert "Ambo?" not in shown


# -- still map and folium


def test_the_still_map_draws_it_hollow(document: geo.MapDocument) -> None:
    doubted = all_with(document, certainty="doubtful", rival=None)
    for story, fills in ((document, 0), (doubted, 3)):
        root = fromstring(geo.export(story, "svg"))
        words = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
        assert "? Doubtful place" in words
        points = [p for p in root.iter(f"{SVG}path") if "scale(1.25)" in p.get("transform", "")]
        assert sum(p.get("fill") == "#fff" for p in points) == fills
    assert "Santa Rosa?" in words
    assert "Puno?" in words


def test_folium_says_it(document: geo.MapDocument) -> None:
    features = {
        f["id"]: f["properties"]
        for layer in geo.folium_layers(document)
        for child in layer._children.values()
        for f in getattr(child, "data", {}).get("features", ())
    }
    sure, doubtful = features[SURE], features[DOUBTFUL]
    assert json.loads(doubtful["text"])[::2][:1] == ["Santa Rosa?"]
    assert json.loads(doubtful["text"])[2] == f"Doubtful: {QUESTION}"
    assert (doubtful["style"]["fillColor"], sure["style"]["fillColor"] != "#ffffff") == ("#ffffff", True)
    assert features["place-geonames-5"]["style"]["fillOpacity"] == 0
    assert "? Doubtful place" in geo.export(document, "folium").decode()


def test_embed_and_notebook_say_it(document: geo.MapDocument) -> None:
    files = embed(document)
    assert QUESTION in files["map.html"]
    assert "¿Santa Rosa en Puno, o en Lima?" in files["map.es.html"]
    assert QUESTION in show(document)


# -- formats


def check(row: Mapping[str, Any], sure: Mapping[str, Any]) -> None:
    """Check the members of the doubtful town, and of the sure one."""
    assert (row["certainty"], row["rival"], row["doubt"]) == ("doubtful", "geonames:4", QUESTION)
    assert row["name"] == "Santa Rosa"
    assert sure["certainty"] == "sure"
    assert not sure["rival"]
    assert not sure["doubt"]


def plain(frame: gpd.GeoDataFrame) -> dict[str, dict[str, Any]]:
    """Return a frame's rows by their ids, with None for what is missing."""
    flat = frame.drop(columns="geometry").drop_duplicates("id").set_index("id").astype(object)
    rows: dict[str, dict[str, Any]] = flat.where(flat.notna(), None).to_dict("index")
    return rows


def test_geojson_and_what_is_made_of_it(document: geo.MapDocument) -> None:
    data = json.loads(geo.export(document, "geojson"))
    found = {f["id"]: f["properties"] for f in data["features"]}
    check(found[DOUBTFUL], found[SURE])
    assert found["place-geonames-5"]["fill-opacity"] == 0
    assert found[DOUBTFUL]["marker-color"] == "#ffffff"
    topology = json.loads(geo.export(document, "topojson"))
    shapes = {g["id"]: g["properties"] for part in topology["objects"].values() for g in part["geometries"]}
    check(shapes[DOUBTFUL], shapes[SURE])
    style = json.loads(geo.export(document, "maplibre"))
    circle = next(x for x in style["layers"] if x["id"] == "cities-point")
    assert circle["paint"]["circle-color"][:3] == [
        "case",
        ["==", ["get", "certainty"], "doubtful"],
        "#ffffff",
    ]


def test_csv_and_frames(document: geo.MapDocument) -> None:
    rows = {r["id"]: r for r in csv.DictReader(io.StringIO(geo.export(document, "csv").decode("utf-8-sig")))}
    check(rows[DOUBTFUL], rows[SURE])
    towns = geo.build_layers(document)["cities"].to_dict("index")
    check(towns[DOUBTFUL], towns[SURE])


@pytest.mark.parametrize(
    ("name", "suffix"), [("geoparquet", "parquet"), ("flatgeobuf", "fgb"), ("pmtiles", "pmtiles")]
)
def test_tables(name: str, suffix: str, tmp_path: Path, document: geo.MapDocument) -> None:
    path = tmp_path / f"made.{suffix}"
    path.write_bytes(geo.export(document, name))
    frame = gpd.read_parquet(path) if suffix == "parquet" else pyogrio.read_dataframe(path)
    rows = plain(frame)
    check(rows[DOUBTFUL], rows[SURE])


def test_geopackage_has_hollow_symbols(tmp_path: Path, document: geo.MapDocument) -> None:
    path = tmp_path / "made.gpkg"
    path.write_bytes(geo.export(document, "gpkg"))
    rows = plain(pyogrio.read_dataframe(path, layer="cities"))
    check(rows[DOUBTFUL], rows[SURE])
    query = "SELECT styleQML FROM layer_styles WHERE f_table_name = 'cities'"
    with closing(sqlite3.connect(path)) as database:
        [(qml,)] = database.execute(query).fetchall()
    root = fromstring(qml.partition("\n")[2])
    symbols = {s.get("name"): s for s in root.iter("symbol")}
    looks = {c.get("value"): symbols[c.get("symbol")] for c in root.iter("category")}

    def colour(symbol: Element) -> str | None:
        return next(o.get("value") for o in symbol.iter("Option") if o.get("name") == "color")

    assert colour(looks["point doubtful"]) == "255,255,255,255"
    assert colour(looks["point sure"]) != "255,255,255,255"
    [label] = root.iter("text-style")
    assert "'?'" in label.get("fieldName", "")


def test_kml(document: geo.MapDocument) -> None:
    root = fromstring(geo.export(document, "kml"))
    names = {"k": "http://www.opengis.net/kml/2.2"}
    marks = {m.get("id"): m for m in root.iterfind(".//k:Placemark", names)}
    doubtful, sure = marks[DOUBTFUL], marks[SURE]
    assert doubtful.findtext("k:name", "", names) == "Santa Rosa?"
    assert f"Doubtful: {QUESTION}" in doubtful.findtext("k:description", "", names)
    assert doubtful.findtext("k:styleUrl", "", names) == "#hollow-point-cities"
    assert sure.findtext("k:styleUrl", "", names) == "#style-point-cities"
    data = {d.get("name"): d.findtext("k:value", "", names) for d in doubtful.iterfind(".//k:Data", names)}
    assert (data["certainty"], data["rival"], data["doubt"]) == ("doubtful", "geonames:4", QUESTION)
    fill = "k:PolyStyle/k:color"
    styles = {s.get("id"): s.findtext(fill, "", names)[:2] for s in root.iterfind(".//k:Style", names)}
    assert (styles["hollow-point-cities"], styles["style-point-cities"]) == ("00", "4d")


def test_linked_data(document: geo.MapDocument) -> None:
    places = json.loads(geo.export(document, "linked-places"))["features"]
    found = {f["properties"]["id"]: f for f in places}
    doubtful, sure = found[DOUBTFUL], found[SURE]
    assert doubtful["properties"]["rival"] == "https://sws.geonames.org/4/"
    assert doubtful["properties"]["doubt"] == QUESTION
    assert [f["geometry"]["geometries"][0]["certainty"] for f in (doubtful, sure)] == ["uncertain", "certain"]
    assert [f["links"][0]["type"] for f in (doubtful, sure)] == ["closeMatch", "exactMatch"]
    shown = json.loads(geo.export(document, "web-annotation"))["features"]
    bodies = {f["properties"]["id"]: f["properties"] for f in shown}
    check(bodies[DOUBTFUL], bodies[SURE])


# -- the command line


def test_explain_asks(document: geo.MapDocument) -> None:
    told = explain(document, place="Santa Rosa")
    assert f"Doubtful: {QUESTION}" in told.text
    assert {(row["certainty"], row["rival"]) for row in told.data} == {("doubtful", "geonames:4")}
    assert "¿Santa Rosa en Puno, o en Lima?" in explain(document, place="Santa Rosa", language="es").text
    assert "Doubtful" not in explain(document, place="Juliaca").text


def test_parse_says_how_many_are_doubtful_and_what_was_not_placed(
    tmp_path: Path, document: geo.MapDocument, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "made.json"
    file.write_bytes(document.to_bytes())
    assert main(["parse", str(file), "-o", str(tmp_path / "again.json")]) == 0
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.endswith("10 toponyms, 9 placed at 7 places (4 doubtful), 1 unplaced")
    assert rest == ["  not placed: Atlantis (s05): the gazetteer has no place named “Atlantis”"]
