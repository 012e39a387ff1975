"""Documents and layers in a notebook and on somebody else's folium map."""

from __future__ import annotations

import re
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
    from playwright.sync_api import Browser, Page

ICON = '<link rel="icon" href="data:,">'
HOSTILE = (
    "{{ 7*7 }} {% for %} {# x ${alert(1)} `b` <img src=x onerror=alert(1)> </script> &amp; \\ ' \" "
    "\u2028 \u0645\u064a\u0646\u0627\u0621 \u202e"
)


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


def hostile() -> geo.MapDocument:
    """Return a document with every text in every place where folium would evaluate it."""
    places = {"p": place("9", HOSTILE, "populated_place", 11, 41)}
    paragraph = f"It was in [Port](p) {HOSTILE}."
    document = made(
        [("title", HOSTILE), ("paragraph", paragraph)],
        places,
        source=HOSTILE,
        attributions=(HOSTILE,),
        generator=HOSTILE,
    )
    ids = tuple(t.id for t in document.toponyms)
    layers = tuple(
        geo.ThemeLayer(name, f"{HOSTILE} {name}", "a", colour, "", "circle", ids)
        for name, colour in (("one", "#0072b2"), ("two", "#d55e00"))
    )
    return replace(document, layers=layers)


def words(text: str) -> list[str]:
    """Return what is shown of a text, whose white space a browser folds."""
    return text.split()


def judge(page: Page) -> None:
    """See that the layer control works, and that a popup shows hostile text as text."""
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator(".leaflet-control-layers").hover()
    labels = page.locator(".leaflet-control-layers-overlays label")
    assert [words(label.inner_text()) for label in labels.all()] == [
        words(f"{HOSTILE} {n}") for n in ("one", "two")
    ]
    assert page.locator(".leaflet-interactive").count() == 2
    labels.nth(1).click()
    # "M0 0" is a sign that Leaflet has not drawn yet: it waits until the map stands still.
    page.wait_for_function(
        """() => {
          const signs = [...document.querySelectorAll('.leaflet-interactive')];
          return signs.length === 1 && signs[0].getAttribute('d') !== 'M0 0';
        }"""
    )
    page.locator(".leaflet-interactive").first.click(force=True)
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert popup.locator("b").text_content() == HOSTILE
    assert words(popup.locator("p").text_content() or "") == words(f"It was in Port {HOSTILE}.")
    assert page.locator("img").count() == 0


@pytest.mark.browser
def test_hostile_text_is_text_on_somebody_s_folium_map(browser: Browser, tmp_path: Path) -> None:
    map_ = folium.Map(location=(41, 11), tiles=None)
    for group in geo.folium_layers(hostile()):
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
        judge(page)


@pytest.mark.browser
def test_a_folium_map_opens_from_a_file_without_a_request(browser: Browser, tmp_path: Path) -> None:
    """With hostile text in head, popups, layer control, legend and attribution; anything heard fails."""
    file = tmp_path / "map.html"
    file.write_bytes(geo.export(hostile(), "folium"))
    with opened(browser, file.as_uri(), file.as_uri()) as page:
        assert words(page.title()) == words(HOSTILE)
        rows = page.locator("details.key > div")
        assert [words(row.inner_text()) for row in rows.all()] == [
            words(f"{HOSTILE} {n}") for n in ("one", "two")
        ]
        credits = page.locator(".leaflet-control-attribution").inner_text()
        assert words(credits)[2:] == words(HOSTILE)
        judge(page)


@pytest.mark.browser
def test_a_folium_map_paints_small_over_large_and_frames_the_story(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    geo.folium_map(island_story()).save(str(file))
    with opened(browser, file.as_uri(), file.as_uri()) as page:
        boxes = [
            path.bounding_box() for path in page.locator(".leaflet-overlay-pane .leaflet-interactive").all()
        ]
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 1200 for box in boxes)
        page.locator(".leaflet-control-layers").hover()
        units = page.locator(".leaflet-control-layers-overlays label", has_text="States and provinces")
        for _ in range(2):
            units.click()
        order = """() => {
          const name = Object.keys(window).find((n) => n.startsWith("map_"));
          const shapes = [];
          window[name].eachLayer((layer) => { if (layer.feature?.properties.text) shapes.push(layer); });
          const all = [...document.querySelectorAll(".leaflet-overlay-pane path")];
          shapes.sort((one, other) => all.indexOf(one.getElement()) - all.indexOf(other.getElement()));
          const name_of = (shape) => JSON.parse(shape.feature.properties.text)[0];
          return shapes.filter((shape) => all.includes(shape.getElement())).map(name_of);
        }"""
        assert page.evaluate(order) == [
            "Hill Province",
            "Long Vale",
            "Lake Mere",
            "Ona–Tavia border",
            "Port Ona",
        ]


def test_a_folium_map_is_the_same_each_time_and_may_link_its_files() -> None:
    document = island_story()
    offline, linked = (geo.export(document, "folium", cdn=cdn).decode() for cdn in (False, True))
    for html in (offline, linked):
        assert not re.search(r"[0-9a-f]{32}", re.sub(r"base64,[^)]*", "", html)), (
            "no element is named at random"
        )
    assert geo.export(document, "folium").decode() == offline
    assert geo.folium_map(document).get_root().render() == offline
    assert not re.findall(r"<link[^>]*(?:src|href)=\"(?!data:)|<script[^>]*src", offline)
    assert [url for _, url in folium.Map.default_js + folium.Map.default_css if url not in linked] == []
    with pytest.raises(geo.ExportError, match="csv: links no files"):
        geo.export(document, "csv", cdn=True)


def test_folium_layers_leave_folium_as_it_was() -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    groups = geo.folium_layers(island_story())
    assert [type(g).__name__ for g in groups] == ["FeatureGroup"] * len(groups)
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before
