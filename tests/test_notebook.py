"""Documents and layers in a notebook and on somebody else's folium map."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import pytest
from hosts import opened, served
from made import island_story, made, place
from msgspec.structs import replace

import geo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ICON = '<link rel="icon" href="data:,">'
HOSTILE = "{{ 7*7 }} {% for %} {# x ${alert(1)} `b` <img src=x onerror=alert(1)> </script> &amp; \\ ' \""


def frame_of(html: str) -> dict[str, str | None]:
    found: list[dict[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag == "iframe"
            found.append(dict(attrs))

    Reader().feed(html)
    [attributes] = found
    return attributes


def test_a_document_and_its_layers_show_the_page_in_a_sandbox() -> None:
    document = island_story()
    geo.MapDocument  # noqa: B018 - the name is what attaches the display
    for shown in (document, geo.build_layers(document)):
        attributes = frame_of(shown._repr_html_())
        assert attributes["srcdoc"] == geo.render(document)
        assert "allow-same-origin" not in (attributes["sandbox"] or "")


def test_a_document_shows_itself_however_it_was_come_by() -> None:
    code = "import geo; print(geo.geoparse('They met in Oslo.')._repr_html_()[:7])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "<iframe"


@pytest.mark.browser
def test_the_page_works_in_the_sandbox(browser: Browser, tmp_path: Path) -> None:
    html = geo.build_layers(island_story())._repr_html_()  # type: ignore[attr-defined]
    (tmp_path / "cell.html").write_text(f'<!DOCTYPE html><meta charset="utf-8">{ICON}{html}', "utf-8")
    with served(tmp_path) as origin, opened(browser, f"{origin}/cell.html", origin) as page:
        [frame] = page.main_frame.child_frames
        frame.wait_for_selector("html.ready")
        frame.click("a.mention[href='#place-geonames-5'] >> nth=0")
        frame.click("#card .anchor")
        frame.wait_for_selector(".sentence.current")
        frame.wait_for_selector("#card[hidden]", state="attached")
        assert page.url == f"{origin}/cell.html"


@pytest.mark.browser
def test_hostile_text_is_text_on_somebody_s_folium_map(browser: Browser, tmp_path: Path) -> None:
    """Every text, in every place where folium would evaluate it, with the layer control at work."""
    places = {"p": place("9", HOSTILE, "populated_place", 11, 41)}
    document = made([("title", HOSTILE), ("paragraph", f"It was in [Port](p) {HOSTILE}.")], places)
    ids = tuple(t.id for t in document.toponyms)
    layers = tuple(
        geo.ThemeLayer(name, f"{HOSTILE} {name}", "a", colour, "", "circle", ids)
        for name, colour in (("one", "#0072b2"), ("two", "#d55e00"))
    )
    document = replace(document, layers=layers)
    map_ = folium.Map(location=(41, 11), tiles=None)
    for group in geo.folium_layers(document):
        group.add_to(map_)
    folium.LayerControl(collapsed=False).add_to(map_)
    # folium's own files come from elsewhere: Leaflet's are taken from the package that the page uses.
    map_.default_js = [("leaflet", "leaflet.js")]
    map_.default_css = [("leaflet_css", "leaflet.css")]
    from xstatic.pkg import leaflet

    for name in ("leaflet.js", "leaflet.css"):
        (tmp_path / name).write_bytes((Path(leaflet.BASE_DIR) / name).read_bytes())
    (tmp_path / "map.html").write_text(map_.get_root().render().replace("<head>", f"<head>{ICON}"), "utf-8")
    with served(tmp_path) as origin, opened(browser, f"{origin}/map.html", origin) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        labels = page.locator(".leaflet-control-layers-overlays label")
        assert labels.count() == 2
        assert labels.nth(0).inner_text().strip() == f"{HOSTILE} one"
        assert page.locator(".leaflet-interactive").count() == 2
        labels.nth(1).click()
        page.wait_for_function("document.querySelectorAll('.leaflet-interactive').length === 1")
        page.locator(".leaflet-interactive").first.click(force=True)
        popup = page.locator(".leaflet-popup-content")
        popup.wait_for()
        assert popup.locator("b").inner_text() == HOSTILE
        assert HOSTILE in popup.locator("p").inner_text()
        assert popup.locator("img").count() == 0


def test_folium_layers_leave_folium_as_it_was() -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    groups = geo.folium_layers(island_story())
    assert [type(g).__name__ for g in groups] == ["FeatureGroup"] * len(groups)
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before
