"""What a document says is text in every output: a hostile marker in each member, read by its parser.

A harmless marker in the same members gives what an output is made of (elements, keys, columns, scripts); the
hostile one must give the same.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import lxml.etree
import lxml.html
import pytest
from made import island_story
from msgspec.structs import replace
from planted import HARMLESS, HOSTILE, MARK, TEXT, Planter, planted, story
from playwright.sync_api import Browser, Page

import geo
from geo.cli import main
from geo.document import explain
from geo.embed import ELEMENT, embed
from geo.export import FORMATS
from geo.files import inert
from geo.model import MapView
from geo.notebook import show
from geo.version import __version__

REFERENCES = {
    *("Candidate.place", "Claim.flows[]", "Claim.places[]", "Claim.sentence_id", "Flow.destination"),
    *(
        "Flow.origin",
        "Flow.via[]",
        "FlowMention.sentence_id",
        "PassedName.sentence_id",
        "Resolution.place",
        "Resolution.rival",
        "Route.places[0]",
        "Route.places[1]",
        "Sentence.heading",
        "Sentence.repeats",
    ),
    *(
        "ThemeLayer.claims[]",
        "ThemeLayer.flows[]",
        "ThemeLayer.toponyms[]",
        "Time.sentence_id",
        "Toponym.sentence_id",
    ),
}
"""Members that name ids of a fixed form; a document in which they are other text is refused."""

LINE = HOSTILE.replace("\n", " ")

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal would obey."""


@pytest.fixture(scope="module")
def hostile() -> geo.MapDocument:
    return planted(HOSTILE)


@pytest.fixture(scope="module")
def harmless() -> geo.MapDocument:
    return planted(HARMLESS)


def test_the_marker_is_in_every_member_that_may_hold_text() -> None:
    planter = Planter(json.loads(story(HOSTILE).to_json()), HOSTILE)
    assert planter.free - planter.done == TEXT | REFERENCES
    assert {"Provenance.generator", "MapView.title", "Message.values", "Place.parents[]"} <= planter.done


# -- markup ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parser(browser: Browser) -> Iterator[Page]:
    page = browser.new_context(java_script_enabled=True).new_page()
    yield page
    page.context.close()


def parsed(parser: Page, markup: str) -> dict[str, Any]:
    """Parse HTML as a browser does, and return what of it is code or could become code."""
    read: dict[str, Any] = parser.evaluate(
        """markup => {
            const all = [...new DOMParser().parseFromString(markup, "text/html").querySelectorAll("*")];
            const comments = [];
            const nodes = new DOMParser().parseFromString(markup, "text/html");
            const walker = nodes.createTreeWalker(nodes, NodeFilter.SHOW_COMMENT);
            while (walker.nextNode()) comments.push(walker.currentNode.data);
            const set = (list) => [...new Set(list)].sort();
            const code = (name) => all.filter((e) => e.localName === name && e.type !== "application/json");
            const links = ["href", "src", "action", "style", "xlink:href", "http-equiv", "sandbox"];
            return {
                comments,
                elements: set(all.map((e) => e.localName)),
                attributes: set(all.flatMap((e) => e.getAttributeNames())),
                links: set(all.flatMap((e) => links.map((a) => e.getAttribute(a)).filter(Boolean))),
                code: [...code("script"), ...code("style")].map((e) => e.textContent),
                told: all.filter((e) => e.type === "application/json").map((e) => e.textContent),
                frames: all.map((e) => e.getAttribute("srcdoc")).filter(Boolean),
            };
        }""",
        markup,
    )
    return read


def check_markup(parser: Page, markup: str, usual: str) -> dict[str, Any]:
    read, expected = parsed(parser, markup), parsed(parser, usual)
    assert set(read["elements"]) <= set(expected["elements"])
    assert set(read["attributes"]) <= set(expected["attributes"])
    assert read["comments"] == expected["comments"]
    assert not [link for link in read["links"] if MARK in link and not link.startswith(HOSTILE[:9])]
    for told in read["told"]:
        assert MARK in json.dumps(json.loads(told))
    return {"read": read, "expected": expected}


@pytest.mark.browser
@pytest.mark.parametrize("language", geo.languages.LANGUAGES)
def test_page(language: str, parser: Page, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    both = check_markup(parser, geo.render(hostile, language), geo.render(harmless, language))
    assert both["read"]["code"] == both["expected"]["code"]
    assert len(both["read"]["told"]) == 1


@pytest.mark.browser
def test_page_runs(open_page: Any, hostile: geo.MapDocument) -> None:
    page = open_page(geo.render(hostile), anchor="#place-geonames-2")
    assert page.evaluate("window.flag") is None


@pytest.mark.browser
def test_embed(parser: Page, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    files, usual = embed(hostile), embed(harmless)
    assert files.keys() == usual.keys()
    for name in files.keys() - {ELEMENT}:
        both = check_markup(parser, files[name], usual[name])
        assert both["read"]["code"] == both["expected"]["code"]
    assert files[ELEMENT] == usual[ELEMENT]
    for name in (ELEMENT, "iframe.html", "element.html"):
        assert files[name].splitlines()[0].strip("/<!-> ") == f"Made by dateline {__version__}"


@pytest.mark.browser
def test_notebook(parser: Page, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    both = check_markup(parser, show(hostile), show(harmless))
    [frame], [usual] = both["read"]["frames"], both["expected"]["frames"]
    check_markup(parser, frame, usual)


@pytest.mark.browser
def test_folium(
    parser: Page, browser: Browser, tmp_path: Path, hostile: geo.MapDocument, harmless: geo.MapDocument
) -> None:
    both = check_markup(
        parser, geo.export(hostile, "folium").decode(), geo.export(harmless, "folium").decode()
    )
    for script, usual in zip(both["read"]["code"], both["expected"]["code"], strict=True):
        assert _bones(script) == _bones(usual)
    file = tmp_path / "map.html"
    file.write_bytes(geo.export(hostile, "folium"))
    heard: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.route(
        "**/*", lambda r: r.continue_() if r.request.url == file.as_uri() else heard.append(r.request.url)
    )
    page.goto(file.as_uri())
    for path in page.locator("path.leaflet-interactive").all():
        path.dispatch_event("click")
    assert page.evaluate("window.flag") is None
    page.close()
    assert heard == []


def _bones(script: str) -> str:
    """Return a script without its strings and numbers: the code alone."""
    bones = re.sub(r'"(?:[^"\\]|\\.)*"|`[^`]*`|\'(?:[^\'\\\n]|\\.)*\'', '""', script)
    return re.sub(r"-?\d+(\.\d+)?(e-?\d+)?", "0", bones)


def check_xml(text: bytes, usual: bytes) -> None:
    read, expected = (
        lxml.etree.fromstring(t, lxml.etree.XMLParser(resolve_entities=False)) for t in (text, usual)
    )
    names = [{(e.tag, *sorted(e.attrib)) for e in root.iter()} for root in (read, expected)]
    assert names[0] <= names[1]
    assert not [e for e in read.iter() if e.tag is lxml.etree.Comment or e.tag is lxml.etree.PI]
    for element in read.iter():
        for key, value in element.attrib.items():
            assert MARK not in value or key in ("aria-label", "name"), (key, value)


def test_svg(hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    check_xml(geo.export(hostile, "svg"), geo.export(harmless, "svg"))


def test_png(hostile: geo.MapDocument) -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(geo.export(hostile, "png")))
    picture.load()
    assert MARK in picture.info["Description"]  # type: ignore[attr-defined]


def test_kml(hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    data = geo.export(hostile, "kml")
    check_xml(data, geo.export(harmless, "kml"))
    root = lxml.etree.fromstring(data)
    for description in root.iterfind(".//{*}description"):
        balloon = lxml.html.fromstring(f"<div>{description.text}</div>")
        assert {e.tag for e in balloon.iter()} <= {"div", "h3", "p"}
        assert "$[" not in description.text
    assert {e.text for e in root.iterfind(".//{*}BalloonStyle/{*}text")} == {"$[description]"}


# -- data --------------------------------------------------------------------------------------------------


def keys(value: Any) -> set[str]:
    found: set[str] = set()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        found |= keys(part)
    return found | (set(value) if isinstance(value, dict) else set())


@pytest.mark.parametrize("name", ["geojson", "topojson", "linked-places", "web-annotation", "maplibre"])
def test_json(name: str, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    read, usual = (json.loads(geo.export(d, name)) for d in (hostile, harmless))
    assert keys(read) == keys(usual)
    if name == "maplibre":  # MapLibre shows it as HTML
        assert "<" not in read["sources"]["dateline"]["attribution"]
        assert MARK not in json.dumps([{**layer, "metadata": None} for layer in read["layers"]])
    if name in ("linked-places", "web-annotation"):
        for iri in re.findall(r'"(?:@id|identifier|relationTo)": "([^"]*)"', json.dumps(read)):
            assert re.fullmatch(r"[\w:/%.~#=,-]*", iri)


def is_formula(cell: str) -> bool:
    """Tell, by another way than the program's, whether a spreadsheet could run a cell."""
    bare = "".join(c for c in cell if c.isprintable() and not c.isspace())
    return cell[:1] in "\t\r\n" or unicodedata.normalize("NFKC", bare)[:1] in ("=", "+", "-", "@", "−")


def test_csv(hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    read, usual = (
        list(csv.reader(io.StringIO(geo.export(d, "csv").decode(), newline=""), strict=True))
        for d in (hostile, harmless)
    )
    assert read[0] == usual[0]
    assert {len(row) for row in read} == {len(read[0])}
    cells = [dict(zip(read[0], row, strict=True)) for row in read[1:]]
    assert len(cells) == len(usual) - 1
    for row in cells:
        assert not [name for name, cell in row.items() if cell and is_formula(cell) and not _is_number(cell)]
        assert _is_number(row["lon"])
        assert MARK in row["name"]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺−")
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\r", "\n", "\xa0", "\u3000", "\ufeff", "\u200b", "\x00", " \x0b"]
)
def test_no_cell_is_a_formula(before: str, sign: str) -> None:
    assert inert(f"{before}{sign}1") == f"'{before}{sign}1"


@pytest.mark.parametrize("text", ["", " ", "Lima", "'=1", "1-1", "(=1)", "…", "\N{EM DASH} Lima", " Oslo"])
def test_other_cells_stay(text: str) -> None:
    assert inert(text) == text


def test_geopackage(tmp_path: Path, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    made = []
    for name, document in (("hostile", hostile), ("harmless", harmless)):
        (tmp_path / name).write_bytes(geo.export(document, "gpkg"))
        with closing(sqlite3.connect(tmp_path / name)) as database:
            schema = database.execute(
                "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            ).fetchall()
            styles = database.execute("SELECT f_table_name, styleName, styleQML FROM layer_styles").fetchall()
            tables = database.execute("SELECT table_name FROM gpkg_contents").fetchall()
            told = database.execute("SELECT identifier, description FROM gpkg_contents").fetchall()
        made.append((schema, styles, tables))
        for *_, qml in styles:
            lxml.etree.fromstring(qml.encode())
    assert made[0] == made[1]
    assert MARK in repr(told) or len(told)
    assert MARK in (tmp_path / "hostile").read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["flatgeobuf", "pmtiles", "geoparquet"])
def test_tables(name: str, tmp_path: Path, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    import geopandas as gpd

    columns = []
    for document in (hostile, harmless):
        file = tmp_path / f"layers{FORMATS[name].suffix}"
        file.write_bytes(geo.export(document, name))
        frame = gpd.read_parquet(file) if name == "geoparquet" else gpd.read_file(file)
        columns.append((list(frame), len(frame)))
        assert {*frame["layer"]} == {"trade", "nature"}
    assert columns[0] == columns[1]
    assert set(FORMATS) == _TESTED


@pytest.mark.parametrize("name", ["qgis", "tei"])
def test_xml(name: str, hostile: geo.MapDocument, harmless: geo.MapDocument) -> None:
    made = []
    for document in (hostile, harmless):
        data = geo.export(document, name)
        if name == "qgis":
            with ZipFile(io.BytesIO(data)) as archive:
                assert archive.namelist() == ["project.qgs", "layers.gpkg"]
                data = archive.read("project.qgs")
            assert b"[%" not in data, "which QGIS would evaluate"
        root = lxml.etree.fromstring(data)
        made.append([(element.tag, sorted(element.attrib)) for element in root.iter()])
    assert made[0] == made[1]


def test_a_title_is_no_expression_of_qgis(harmless: geo.MapDocument) -> None:
    titled = replace(harmless, map=MapView(), article=replace(harmless.article, title="[% env('HOME') %]"))
    with ZipFile(io.BytesIO(geo.export(titled, "qgis"))) as archive:
        project = archive.read("project.qgs").decode()
    assert "[ % env('HOME') %]" in project
    assert "[%" not in project


_TESTED = {
    *("geojson", "topojson", "linked-places", "web-annotation", "maplibre", "csv", "gpkg", "flatgeobuf"),
    *("pmtiles", "geoparquet", "svg", "png", "kml", "folium", "qgis", "tei"),
}
"""Every format, each with its test here."""


# -- terminal ----------------------------------------------------------------------------------------------


def test_explain_tells_nothing_that_a_terminal_obeys(
    tmp_path: Path, hostile: geo.MapDocument, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "story.json"
    file.write_text(hostile.to_json(), "utf-8")
    for more in ([], ["--json"], ["--sentence", "s03"]):
        assert main(["explain", str(file), *more]) == 0
        heard = capsys.readouterr()
        assert MARK in heard.out
        assert not OBEYED.findall(heard.out + heard.err)
    assert json.loads(explain_json(file, capsys))[0]["surface"] == hostile.toponyms[0].surface


def explain_json(file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["explain", str(file), "--json"])
    return capsys.readouterr().out


def test_the_lines_to_paste_are_toml_that_says_one_thing(tmp_path: Path, hostile: geo.MapDocument) -> None:
    for told in explain(hostile).data:
        assert not OBEYED.findall(told["correction"])
        data = tomllib.loads(told["correction"])
        assert list(data) == ["correct"]
        assert data["correct"][0]["surface"] == " ".join(told["surface"].split())
        (tmp_path / "a.toml").write_text(told["correction"], "utf-8")
        assert len(geo.read_corrections(tmp_path / "a.toml").entries) == 1


@pytest.mark.parametrize(
    "argv",
    [
        ["explain", "story.json", "--place", f"no {LINE}"],
        ["explain", "story.json", "--sentence", LINE],
        ["render", f"no{LINE[-70:].replace('/', '')}"],
        ["render", "faulty.json"],
        ["export", "story.json", "--format", LINE],
        ["embed", "story.json", "-o", "out", "--allow-origin", HOSTILE],
        ["gazetteer", "search", "zz\x1b[2Jzz\x9b"],
        ["explain", "story.json", "--overlay\x1b[2J"],
        ["parse", "story.json", "--themes", "themes.toml"],
        ["parse", "story.json", "--corrections", "themes.toml"],
        ["parse", "story.json", "--gazetteer", "themes.toml"],
        ["render", "story.json", "--overlay", "themes.toml", "-o", "x.html"],
    ],
)
def test_errors_tell_nothing_that_a_terminal_obeys(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = json.loads(planted(HOSTILE).to_json())
    Path("story.json").write_text(json.dumps(data), "utf-8")
    Path("faulty.json").write_text(
        json.dumps({**data, HOSTILE: 1, "claims": [{**data["claims"][0], "surface": HOSTILE}]}), "utf-8"
    )
    Path("themes.toml").write_text(f"[[{json.dumps(HOSTILE)}]]\n{json.dumps(HOSTILE)} = 1\n", "utf-8")
    with suppress(SystemExit):  # wrong usage
        assert main(argv) == 1
    heard = capsys.readouterr()
    assert heard.err
    assert not OBEYED.findall(heard.out + heard.err)
    assert all(line.startswith(("geo: ", "usage: ", "0 places ", "geo ")) for line in heard.err.splitlines())


def test_text_on_a_terminal_is_without_what_it_obeys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = island_story()
    file = tmp_path / "story.json"
    file.write_text(replace(document, provenance=replace(document.provenance, gazetteer=HOSTILE)).to_json())
    assert main(["parse", str(file)]) == 0
    assert "\x9b" in capsysbinary.readouterr().out.decode()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["parse", str(file)]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert not OBEYED.findall(shown)
    assert json.loads(shown)["provenance"]["gazetteer"] == HOSTILE
