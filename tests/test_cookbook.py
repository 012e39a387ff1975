"""Every snippet of the cookbook is run, in its order, and does what its page says; and so is the notebook."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import create_autospec

import geopandas as gpd
import nbformat
import pytest
from hosts import opened, served
from nbclient import NotebookClient
from playwright.sync_api import Browser, Frame, Page
from xstatic.pkg import leaflet

from geo.cli import main

DOCS = Path(__file__).parent.parent / "docs"
COOKBOOK = DOCS / "cookbook"
PAGES = sorted(p.name for p in COOKBOOK.glob("*.md") if p.name != "README.md")
SNIPPET = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)

# What the pages print.
PRINTED = {
    "cms.md": ["Nairobi: map.html#s02  ", "Kenya: ", "Mombasa: ", "Kisumu: ", "Lake Victoria: ", "Uganda: "],
    "districts.md": ["{'inland': 5, 'coast': 3}"],
    "sql.md": ["[('Mombasa', 3), ('Nairobi', 3), ('Kisumu', 2)]"],
    "scholars.md": ["NAIROBI 33 40"],
    "spreadsheets.md": ["['Nairobi', "],
    "datawrapper.md": ["iso_3166_1_alpha_3,mention_count"],
    "kepler.md": ["True"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(COOKBOOK / "article.txt", tmp_path)
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copy(Path(leaflet.BASE_DIR) / name, tmp_path)
    if modules := os.environ.get("MAPLIBRE"):  # a folder with version 6, as `.ci/run` gives it
        for path in Path(modules).glob("maplibre-gl*[!p]"):
            shutil.copy(path, tmp_path)
    else:  # version 5 of PyPI, as a module
        for name in ("maplibre-gl.js", "maplibre-gl.css"):
            (tmp_path / name).write_bytes((files("maplibre") / "srcjs" / name).read_bytes())
        (tmp_path / "maplibre-gl.mjs").write_text(
            'import "./maplibre-gl.js";\nexport const { Map, Popup } = globalThis.maplibregl;\n'
        )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def postgis(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stand in for a server: geopandas's own signature is what is checked."""
    to_postgis = create_autospec(gpd.GeoDataFrame.to_postgis)
    monkeypatch.setattr(gpd.GeoDataFrame, "to_postgis", to_postgis)
    monkeypatch.setitem(sys.modules, "sqlalchemy", SimpleNamespace(create_engine=lambda url: url))
    return to_postgis


def test_the_list_of_pages_is_whole() -> None:
    assert sorted(re.findall(r"\]\((\w+\.md)\)", (COOKBOOK / "README.md").read_text("utf-8"))) == PAGES


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.browser
def test_every_snippet_runs(
    page: str, folder: Path, postgis: Any, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (COOKBOOK / page).read_text("utf-8")
    snippets = SNIPPET.findall(text)
    assert len(snippets) == text.count("```") / 2
    names: dict[str, Any] = {}
    capsys.readouterr()
    # Commands first: a page may say how a file is made after it is used.
    for language, _, code in sorted(snippets, key=lambda s: s[0] != "bash" or "--overlay" in s[2]):
        if language == "bash":
            for line in code.splitlines():
                command, *argv = shlex.split(line)
                assert (command, main(argv)) == ("geo", 0)
        elif language == "python":
            exec(compile(code, page, "exec"), names)
        elif language == "r" and shutil.which("Rscript"):
            subprocess.run(["Rscript", "-e", code], check=True, capture_output=True)
        else:
            assert language in ("html", "r", "js")
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(PRINTED.get(page, []))
    for line, start in zip(printed, PRINTED.get(page, []), strict=True):
        assert line.startswith(start)
    for language, name, code in snippets:
        if language == "js" and "PLOT" in os.environ:
            observable_snippet(code, folder, browser)
        if language == "html":
            (folder / name).write_text(code, "utf-8")
            with served(folder) as origin, opened(browser, f"{origin}/{name}", origin) as shown:
                SHOWN[name](shown)
    if page in CHECKED:
        CHECKED[page](folder, postgis)


OBSERVABLE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script src="d3.min.js"></script><script src="plot.umd.min.js"></script><script type="module">
const FileAttachment = (name) => ({ json: async () => (await fetch(name)).json() });
const display = (shown) => document.body.append(shown);
%s</script>
"""


def observable_snippet(code: str, folder: Path, browser: Browser) -> None:
    """Run a snippet with Plot, in a page that stands in for Observable Framework."""
    for name in ("d3.min.js", "plot.umd.min.js"):  # of a folder that `.ci/run` gives
        shutil.copy(Path(os.environ["PLOT"]) / name, folder)
    (folder / "data").mkdir()
    shutil.copy(folder / "places.geojson", folder / "data")
    (folder / "plot.html").write_text(OBSERVABLE % code, "utf-8")
    features = json.loads((folder / "places.geojson").read_text("utf-8"))["features"]
    with served(folder) as origin, opened(browser, f"{origin}/plot.html", origin) as shown:
        shown.wait_for_selector("svg path")
        paths = shown.locator("svg [aria-label=geo] path")
        assert paths.count() == len(features)
        drawn = {path.get_attribute("stroke") for path in paths.all()}
        assert drawn == {f["properties"].get("stroke") or f["properties"]["marker-color"] for f in features}
        assert "Mombasa: " in (shown.text_content("svg") or "")


# -- what the web pages show -------------------------------------------------------------------------------


def leaflet_page(page: Page) -> None:
    page.wait_for_selector("path.leaflet-interactive")
    paths = page.locator("path.leaflet-interactive")
    assert paths.count() == 5
    assert paths.first.get_attribute("stroke") == "#56b4e9"
    assert paths.last.get_attribute("stroke") == "#6b6b6b"  # a movement that is only mentioned
    dashes = {path.get_attribute("stroke-dasharray") for path in paths.all()}
    assert "8 3 2 3" in dashes  # the movement of a layer
    paths.last.dispatch_event("click")
    page.wait_for_selector(".leaflet-popup-content p")
    assert page.inner_text(".leaflet-popup-content p").startswith("Ferries took some of them")
    assert "GeoNames" in page.inner_text("body > p")


def maplibre_page(page: Page) -> None:
    page.wait_for_function("globalThis.map.project && map.loaded() && map.areTilesLoaded()")
    found = page.evaluate(
        "[...new Set(map.queryRenderedFeatures().map((f) => [f.layer.id, f.properties.id].join(' ')))].sort()"
    )
    assert "transport-point place-geonames-184745" in found
    assert "other-fill place-naturalearth-1159113191" in found
    assert "transport-flow flow-geonames-186301-geonames-184745" in found
    page.click("#transport")
    page.wait_for_function("!map.queryRenderedFeatures().some((f) => f.layer.id.startsWith('transport'))")
    page.mouse.click(*on_canvas(page, 34.75229, -0.09173))
    page.wait_for_selector(".maplibregl-popup-content")
    assert "Ferries took some of them" in page.inner_text(".maplibregl-popup-content")


def maplibre_add_page(page: Page) -> None:
    page.wait_for_function("globalThis.map.project && map.getSource('dateline') && map.loaded()")
    page.wait_for_function("map.queryRenderedFeatures().some((f) => f.layer.id === 'transport-point')")


def article_in(page: Page) -> Frame:
    [frame] = page.main_frame.child_frames
    frame.wait_for_selector("html.ready")
    return frame


def leaflet_beside_page(page: Page) -> None:
    frame = article_in(page)
    page.wait_for_selector("path.leaflet-interactive")
    page.locator("path.leaflet-interactive[fill-opacity='0.2']").first.dispatch_event("click")
    frame.wait_for_selector("#card:not([hidden])")
    frame.click("a.mention[href='#place-geonames-186301'] >> nth=0")
    page.wait_for_function("mine.getZoom() === 9 && Math.abs(mine.getCenter().lng - 39.664) < 0.01")


def maplibre_beside_page(page: Page) -> None:
    frame = article_in(page)
    page.wait_for_function("globalThis.map?.project && map.loaded() && map.areTilesLoaded()")
    page.mouse.click(*on_canvas(page, 34.75229, -0.09173))
    frame.wait_for_selector("#card:not([hidden])")
    assert frame.inner_text("#card h2").removesuffix("?") == "Kisumu"
    frame.click("a.mention[href='#place-geonames-186301'] >> nth=0")
    page.wait_for_function("map.getZoom() === 9 && Math.abs(map.getCenter().lng - 39.664) < 0.01")


def on_canvas(page: Page, lng: float, lat: float) -> list[float]:
    """Return where on the page a MapLibre map shows a position."""
    at: list[float] = page.evaluate(
        "(at) => { const { x, y } = map.project(at); const box = map.getCanvas().getBoundingClientRect(); "
        "return [x + box.left, y + box.top]; }",
        [lng, lat],
    )
    return at


def embed_page(page: Page) -> None:
    frame = article_in(page)
    page.click("#show")
    page.wait_for_function("document.getElementById('told').textContent === 'place-geonames-191245'")
    assert "Kisumu" in frame.inner_text("#card h2")
    frame.click("a.mention[href='#place-geonames-186301'] >> nth=0")
    page.wait_for_function("document.getElementById('told').textContent === 'place-geonames-186301'")


def static_page(page: Page) -> None:
    assert article_in(page).locator("a.mention").count() > 3


SHOWN: dict[str, Callable[[Page], None]] = {
    "leaflet.html": leaflet_page,
    "leaflet-beside.html": leaflet_beside_page,
    "maplibre.html": maplibre_page,
    "maplibre-add.html": maplibre_add_page,
    "maplibre-beside.html": maplibre_beside_page,
    "embed.html": embed_page,
    "static.html": static_page,
}


# -- what the pages leave behind ---------------------------------------------------------------------------


def qgis_folder(folder: Path, postgis: Any) -> None:
    html = (folder / "map.html").read_text("utf-8")
    assert "changes by edited.gpkg" in html
    assert "removed from the map by edited.gpkg" in html


def sql_folder(folder: Path, postgis: Any) -> None:
    [call] = postgis.call_args_list
    frame, table, engine = call.args
    assert (table, engine, call.kwargs) == (
        "places",
        "postgresql+psycopg://localhost/mine",
        {"if_exists": "replace"},
    )
    assert frame.crs.to_epsg() == 4326
    assert "sentence" in frame


def folium_folder(folder: Path, postgis: Any) -> None:
    assert "feature_group" in (folder / "mine.html").read_text("utf-8")
    assert 'src="http' not in (folder / "map.html").read_text("utf-8")
    assert 'src="http' in (folder / "linked.html").read_text("utf-8")
    assert (folder / "with_a_pin.html").stat().st_size > 10_000


CHECKED: dict[str, Callable[[Path, Any], None]] = {
    "qgis.md": qgis_folder,
    "sql.md": sql_folder,
    "folium.md": folium_folder,
}


def test_the_notebook_runs() -> None:
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    assert not [c for c in notebook.cells if c.cell_type == "code" and c.outputs], "outputs are not kept"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(DOCS)}}).execute()
    shown = [
        output["data"]["text/html"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    assert len(shown) == 4
    assert shown[0].startswith("<iframe ")
    assert shown[1].startswith("<iframe ")
    assert "details&quot;, &quot;key" in shown[3], "the folium map has a legend"
