"""The document: through JSON and back unchanged; every fault of a broken one told at once."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made import island_story, made
from made import place as make_place
from msgspec.structs import replace
from shapely import Polygon, box

import geo
from geo.document import MapDocument, explain, looks_like_document
from geo.drawing.page import render_page
from geo.errors import DocumentError
from geo.model import Message, Shape


@pytest.fixture
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(island_story().to_json())
    return loaded


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        MapDocument.from_json(json.dumps(data), "map.json")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("map.json: ") for line in lines)
    return [line.removeprefix("map.json: ") for line in lines]


def test_json_and_back_is_the_same_document() -> None:
    document = island_story()
    again = MapDocument.from_json(document.to_json())
    assert again == document
    assert again.to_json() == document.to_json()
    for place_id, place in document.places.items():
        assert (again.places[place_id].geometry is None) == (place.geometry is None)


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1).filter(lambda s: s.strip()))
def test_any_text_goes_through_json(text: str) -> None:
    document = made([("paragraph", text)])
    again = MapDocument.from_json(document.to_json())
    assert again.article.text == document.article.text
    assert again.to_json() == document.to_json()


def test_it_follows_its_published_schema(data: dict[str, Any]) -> None:
    from importlib.resources import files

    schema = json.loads(files("geo.document").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


def test_the_published_schema_is_what_the_declaration_makes() -> None:
    from geo.document.schema import SCHEMA, schema

    assert SCHEMA.read_text("utf-8") == schema(), "stale; run: python -m geo.document.schema"


def test_what_is_optional_may_be_left_out_and_is_kept_where_it_is_given(data: dict[str, Any]) -> None:
    del data["map"], data["toponyms"][0]["resolution"]["certainty"]
    data["toponyms"][1]["resolution"]["certainty"] = "doubtful"
    data["article"]["head"] = {"title": {"value": "Rain", "source": "read", "where": "b01"}}
    data["article"]["blocks"][0]["language"] = "es"
    read = MapDocument.from_json(json.dumps(data))
    certainties = [t.resolution.certainty for t in read.toponyms[:2] if t.resolution]
    assert certainties == [None, "doubtful"]
    assert (read.article.head.title.where, read.article.blocks[0].language) == ("b01", "es")  # type: ignore[union-attr]
    assert read.map.frame is None
    assert faults(data | {"map": {"frame": [1, 2, 3, 95]}})[0].startswith("$.map.frame")


def test_what_the_program_concluded_is_a_code_with_values(data: dict[str, Any]) -> None:
    reasons = [t["resolution"]["reasons"] for t in data["toponyms"] if t["surface"] == "Atlantis"]
    assert reasons == [[{"code": "not_in_gazetteer", "values": {"name": "Atlantis"}}]]
    data["toponyms"][0]["resolution"]["reasons"] = [{"code": "nonsense", "values": {}}]
    data["places"][0]["extent_method"] = {"code": "drawn", "values": {}}
    assert faults(data) == [
        "place geonames:1: message drawn without file",
        "toponym t01: no message nonsense",
    ]


def test_an_outline_stands_once_in_a_file() -> None:
    data = json.loads(island_story().to_json())
    outlines = [json.dumps(p["geometry"]["coordinates"]) for p in data["places"] if p["geometry"]]
    assert len(outlines) == len(set(outlines))
    assert "coordinates" not in json.dumps({**data, "places": []})


def test_an_unknown_member_is_a_fault(data: dict[str, Any]) -> None:
    data["places"][0]["colour"] = "red"
    [fault] = faults(data)
    assert fault.startswith("$.places[0]: Additional properties are not allowed ('colour'")


OLD = Path(__file__).parent / "documents"


@pytest.mark.parametrize("name", ["island", "article"])
def test_a_document_of_version_1_still_draws_what_it_says(name: str) -> None:
    text = (OLD / f"{name}-v1.json").read_text("utf-8")
    old, read = json.loads(text), MapDocument.from_json(text)
    assert old["version"] == 1
    assert [t.surface for t in read.toponyms] == [t["surface"] for t in old["toponyms"]]
    assert json.loads(read.to_json())["version"] == 2
    assert MapDocument.from_json(read.to_json()) == read
    english, spanish = render_page(read), render_page(read, "es")
    said = {r for t in old["toponyms"] if not t["repeats"] for r in t["resolution"]["reasons"]}
    said |= {p["extent_method"].removeprefix("approximate: ") for p in old["places"] if p["geometry"]}
    said |= {*old["provenance"]["attributions"]}
    assert said
    assert {words for words in said if words in escaped(english)} >= {
        words for words in said if words in escaped(spanish)
    }
    for reason in {r for t in old["toponyms"] if not t["repeats"] for r in t["resolution"]["reasons"]}:
        assert reason in escaped(english)
    assert '"language": "en"' in spanish or '"language":"en"' in spanish


def escaped(page: str) -> str:
    """Return a page with the characters that it escapes."""
    return html.unescape(page).replace("\\u2019", "’").replace('\\"', '"')


def test_mentions_leave_out_repeats_and_embedded_names() -> None:
    document = island_story()
    mentions = document.mentions()
    said = [t for ts in mentions.values() for t in ts]
    assert said
    assert not any(t.repeats or t.kind == "embedded" for t in said)
    assert any(t.repeats for t in document.toponyms)


def test_it_is_known_by_its_content() -> None:
    assert looks_like_document(island_story().to_json())
    assert looks_like_document('\ufeff  {"version": 1, "format": "dateline-map"}')
    assert looks_like_document('{\n "article": {}}'), "an object of JSON is no article, whatever its order"
    for text in ("", "{", "Ona, Tavia", "{{ 7 * 7 }}", '{"Ona", he said.}', '"format" dateline-map'):
        assert not looks_like_document(text)


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2", "[" * 100_000, "null", "[]", '{"format": "geojson"}', "NaN"]
)
def test_what_is_no_document_is_told_in_one_line(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^map\.json: [^\n]+$"):
        MapDocument.from_json(text, "map.json")


def test_a_newer_version_is_not_guessed_at(data: dict[str, Any]) -> None:
    assert faults(data | {"version": 3, "future": True}) == [
        "document version 3 is newer than 2, the newest that this version of dateline reads; "
        "update dateline, or parse the article again"
    ]


def test_every_fault_of_form_is_told(data: dict[str, Any]) -> None:
    del data["article"]["title"]
    data["sentences"][0]["start"] = -1
    data["places"][0]["lat"] = 95
    data["toponyms"][0]["kind"] = "rumour"
    found = faults(data)
    assert len(found) == 4
    assert {f.split(":")[0].split("[")[0] for f in found} == {
        "$.article",
        "$.sentences",
        "$.places",
        "$.toponyms",
    }


def test_every_broken_reference_is_told(data: dict[str, Any]) -> None:
    data["toponyms"][0]["start"] += 1
    data["toponyms"][1]["sentence_id"] = "s99"
    data["toponyms"][2]["resolution"]["place"] = "geonames:0"
    data["sentences"][1]["block"] = "b99"
    data["sentences"][2]["end"] = 10**9
    found = faults(data)
    assert [f.split(":")[0] for f in found] == [
        "sentence s02",
        "sentence s03",
        "toponym t01",
        "toponym t02",
        "toponym t03",
    ]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1000"])
def test_a_coordinate_off_the_earth_is_a_fault(number: str) -> None:
    text = island_story().to_json().replace("[10.0,40.0]", f"[{number},40.0]", 1)
    assert number in text
    with pytest.raises(DocumentError, match=r"^map\.json: [^\n]+$"):
        MapDocument.from_json(text, "map.json")


@pytest.mark.parametrize(
    "coordinates",
    [[], [1], ["a", "b"], [[0, 0]], [[[0, 0], [1, 1]]], [[[0, 0], [1, None], [1, 1], [0, 0]]], [None]],
)
def test_a_broken_geometry_is_a_fault_and_not_a_crash(data: dict[str, Any], coordinates: Any) -> None:
    data["places"][0]["geometry"] = {"type": "Polygon", "coordinates": coordinates}
    error = None
    try:
        MapDocument.from_json(json.dumps(data), "map.json")
    except DocumentError as caught:
        error = str(caught)
    assert error is None or "\n" not in error


@pytest.mark.parametrize("coordinates", [[{"a": 1}], [[{"a": 1}]], [[[[0, 0], [1, 1]]]]])
def test_every_fault_of_a_geometry_is_one_line(data: dict[str, Any], coordinates: Any) -> None:
    data["places"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": coordinates}
    [fault] = faults(data)
    assert fault.startswith("place geonames:1: geometry is not GeoJSON (")


def test_an_integer_has_no_decimal_point(data: dict[str, Any]) -> None:
    data["article"]["blocks"][0]["start"] = 0.0
    data["toponyms"][0]["end"] += 0.0
    assert [f.split(" is not ")[0] for f in faults(data)] == [
        "$.article.blocks[0].start: 0.0",
        f"$.toponyms[0].end: {data['toponyms'][0]['end']}",
    ]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + 400 * "0", 5000 * "1", "NaN"])
def test_a_number_that_no_float_holds_is_told_with_its_place(data: dict[str, Any], number: str) -> None:
    data["places"][0]["population"] = "huge"
    data["toponyms"][0]["resolution"]["candidates"][0]["score"] = "huge"
    text = json.dumps(data).replace('"huge"', number)
    with pytest.raises(DocumentError) as caught:
        MapDocument.from_json(text, "map.json")
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == [
        "$.toponyms[0].resolution.candidates[0].score",
        "$.places[0].population",
    ]


def test_text_that_no_file_can_hold_is_a_fault(data: dict[str, Any]) -> None:
    data["places"][0]["name"] = "O\ud800na"
    data["provenance"]["files"] = {"\udfff": "0" * 64}
    data["article"]["source"] = "\ud83d\ude00"  # as JSON, a whole character
    assert faults(data) == [
        "$.provenance.files: '\\udfff' is half a character; expected text that UTF-8 can write",
        "$.places[0].name: '\\ud800' is half a character; expected text that UTF-8 can write",
    ]


LAYER = {"name": "a", "title": "A", "theme": "", "colour": "#000000", "dash": "6 3", "symbol": "circle"}


def test_no_pattern_takes_a_last_line_feed_or_another_scripts_digits(data: dict[str, Any]) -> None:
    data["layers"] = [
        LAYER | {"name": "a\n", "colour": "#000000\n", "dash": "6 3\n", "toponyms": [], "flows": []}
    ]
    data["places"][0]["id"] += "\n"
    data["sentences"][0]["id"] = "s٠١"
    assert [f.split(":")[0] for f in faults(data)] == [
        "$.layers[0].colour",
        "$.layers[0].dash",
        "$.layers[0].name",
        "$.places[0].id",
        "$.sentences[0].id",
    ]


@pytest.mark.parametrize("date", ["2019-99-99", "2019-02-29", "2019-01-01\n", "20190101"])
def test_a_date_is_one_of_the_calendar(data: dict[str, Any], date: str) -> None:
    data["article"]["date"] = date
    assert faults(data) == [f"$.article.date: {date!r} is not a 'date'"]


@pytest.mark.parametrize("course", [[[0, 0]], [[0, 0], [0, 0]], [[180, 1], [-180, 1], [180, 1.000001]]])
def test_a_course_of_one_point_is_a_fault(data: dict[str, Any], course: Any) -> None:
    t = data["toponyms"][0]
    mention = {key: t[key] for key in ("sentence_id", "start", "end", "surface")}
    flow = {"id": "flow-a", "origin": "geonames:1", "destination": "geonames:3", "direction": "one way"}
    data["flows"] = [flow | {"subject": "", "course": course, "mentions": [mention]}]
    assert faults(data) == ["flow flow-a: its course is a single point; expected two or more, or none"]


def test_what_names_nothing_is_a_fault(data: dict[str, Any]) -> None:
    data["sentences"][0]["heading"] = "s98"
    data["sentences"][1]["end"] = 10**6
    data["toponyms"][0]["sentence_id"] = "s99"
    data["times"] = [
        {
            "id": "d01",
            "sentence_id": "s97",
            "start": 0,
            "end": 3,
            "surface": "2013",
            "interval": "2013-01-01/2013-12-31",
        }
    ]
    found = faults(data)
    assert "sentence s01: heading names no sentence s98" in found
    assert any(f.startswith("sentence s02: ") and f.endswith(" characters)") for f in found)
    assert "toponym t01: no sentence s99" in found
    assert "time d01: no sentence s97" in found
    assert "time d01: its offsets do not give its surface '2013'" in found


def test_what_is_there_twice_is_a_fault(data: dict[str, Any]) -> None:
    for name in ("sentences", "toponyms", "places"):
        data[name].append(data[name][0])
    data["article"]["blocks"].append(data["article"]["blocks"][-1])
    found = faults(data)
    [block] = [b["id"] for b in data["article"]["blocks"][-1:]]
    assert found[:4] == [
        f"block {block}: 2 of this id; expected one",
        "sentence s01: 2 of this id; expected one",
        "toponym t01: 2 of this id; expected one",
        "place geonames:1: 2 of this id; expected one",
    ]


def test_a_block_beyond_the_text_or_over_another_is_a_fault(data: dict[str, Any]) -> None:
    blocks = data["article"]["blocks"]
    blocks[1]["start"] -= 5
    blocks[2]["start"], blocks[2]["end"] = blocks[2]["end"], blocks[2]["start"]
    blocks[3]["repeats"] = "b99"
    blocks[-1]["end"] = 10**9
    assert [f.split(":")[0] for f in faults(data)] == ["block b02", "block b03", "block b09", "block b04"]


def test_a_fault_within_what_may_be_null_is_named(data: dict[str, Any]) -> None:
    data["places"][0]["geometry"] = {"type": "Circle", "coordinates": []}
    assert faults(data) == [
        "$.places[0].geometry.type: 'Circle' is not one of "
        "['LineString', 'MultiLineString', 'MultiPolygon', 'Point', 'Polygon']"
    ]


def test_a_map_credits_only_the_boundaries_that_it_shows() -> None:
    names = Message("credit", {"key": "names", "name": "N", "site": "n.org", "licence": "CC0"})
    counties = Message("credit_counties", {"key": "survey", "name": "Surveyors", "of": "counties"})
    both = (names, counties)
    shape = {"geometry": box(0, 0, 1, 1)}
    drawn = make_place("1", "A", "admin2", 0, 0, sources=("names", "survey"), **shape)
    other = make_place("1", "A", "admin2", 0, 0, sources=("names",), **shape)
    story = [("paragraph", "In [A](a).")]
    assert made(story, {"a": drawn}, attributions=both).credits() == both
    assert made(story, {"a": other}, attributions=both).credits() == both[:1]


def test_a_credit_of_an_unknown_source_is_not_shown() -> None:
    credit = Message("text", {"text": "Somebody", "of": "counties"})
    document = made([("paragraph", "In [A](a).")], {"a": make_place("1", "A", "admin2", 0, 0)})
    document = replace(document, provenance=replace(document.provenance, attributions=(credit,)))
    assert MapDocument.from_json(document.to_json()).credits() == ()


def test_a_figure_of_no_place_is_explained() -> None:
    document = geo.geoparse("About 300 people live in Oslo.")
    [claim] = document.claims
    bare = replace(document, claims=(replace(claim, places=()),))
    assert "300" in explain(MapDocument.from_json(bare.to_json())).text


def test_text_and_bytes_of_a_document_are_the_same() -> None:
    document = island_story()
    assert document.to_bytes().decode() == document.to_json()


def test_what_is_kept_between_documents_gives_the_same_text() -> None:
    whole = island_story()
    text = whole.to_json()
    assert whole.to_json() == text
    assert MapDocument.from_json(text).to_json() == text, "the same, of geometries that nobody wrote before"
    shapes = [p.shape for p in whole.places.values() if p.shape is not None]
    assert len({bytes(shape.geojson.coordinates) for shape in shapes}) == len(shapes) > 1
    assert all(shape.geojson is shape.geojson for shape in shapes), "the text is made once"


def test_a_shape_is_rounded_and_its_rings_turned() -> None:
    shape = Shape(Polygon([(0, 0), (0, 1.123456789), (1, 1), (-0.000001, 0)]))
    assert shape.coordinates == [[[0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.12346], [0.0, 0.0]]]
    assert b"-0.0" not in bytes(shape.geojson.coordinates)
    assert Shape(shape.geojson).geometry.equals_exact(shape.geometry, 0)


@pytest.mark.parametrize("member", ["title", "places", "toponyms"])
def test_an_old_document_nested_without_end_is_faulty(member: str) -> None:
    depth = 300
    nested = '{"a":' * depth + "1" + "}" * depth if member == "title" else "[" * depth + "]" * depth
    text = f'{{"format": "dateline-map", "version": 1, "{member}": {nested}}}'
    with pytest.raises(DocumentError, match=r"^document: \$"):
        MapDocument.from_json(text)


@pytest.mark.parametrize("depth", [100, 400, 800])
def test_what_is_nested_without_end_is_a_fault(data: dict[str, Any], depth: int) -> None:
    data["article"]["blocks"] = json.loads("[" * depth + "]" * depth)
    with pytest.raises(DocumentError) as told:
        MapDocument.from_json(json.dumps(data))
    assert all(line.startswith("document: $") for line in str(told.value).splitlines())
