"""A map in somebody else's page: choosing in the host moves the map, choosing in the map tells the host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from hosts import opened, served
from made import island_story
from playwright.sync_api import Browser, Frame, Page

import geo
from geo.cli import main
from geo.embed import embed

pytestmark = pytest.mark.browser

HOST = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,">
<script type="module" src="{script}dateline-map.js"></script>
<dateline-map src="{script}map.html" aria-label="A map" {attributes}></dateline-map>
<script>
const told = [];
document.addEventListener("dateline:select", (event) => told.push(event.detail));
document.addEventListener("dateline:ready", () => document.documentElement.classList.add("ready"));
</script></html>"""


def write(folder: Path, attributes: str = "", script: str = "", allow: tuple[str, ...] = ()) -> None:
    for name, text in embed(island_story(), allow).items():
        (folder / name).write_text(text, "utf-8")
    (folder / "host.html").write_text(HOST.format(attributes=attributes, script=script), "utf-8")


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path) as origin:
        yield origin


def map_in(page: Page) -> Frame:
    page.wait_for_selector("html.ready")
    [frame] = page.main_frame.child_frames
    return frame


def test_the_map_tells_the_host_and_the_host_moves_the_map(
    browser: Browser, tmp_path: Path, origin: str
) -> None:
    write(tmp_path)
    with opened(browser, f"{origin}/host.html", origin) as page:
        frame = map_in(page)
        frame.click("a.mention[href='#place-geonames-3'] >> nth=0")
        page.wait_for_function("told.some((t) => t.place === 'place-geonames-3')")
        assert page.evaluate("told.at(-1)") == {"place": "place-geonames-3", "sentence": "s07"}
        page.evaluate("document.querySelector('dateline-map').focus('place-geonames-5')")
        frame.wait_for_selector("#card:not([hidden])")
        page.wait_for_function("told.at(-1).place === 'place-geonames-5'")
        page.evaluate("document.querySelector('dateline-map').setAttribute('sentence', 's08')")
        page.wait_for_function("told.at(-1).sentence === 's08'")
        assert frame.locator(".sentence.current").first.get_attribute("id") == "s08"
        frame.click("a.mention[href='#place-geonames-3'] >> nth=0")
        frame.click("#card .close")
        page.wait_for_function("told.at(-1).place === null && told.at(-1).sentence === null")


def test_attributes_say_how_it_begins(browser: Browser, tmp_path: Path, origin: str) -> None:
    write(tmp_path, 'place="place-geonames-4" layers="regions water" theme="dark" lang="es"')
    with opened(browser, f"{origin}/host.html", origin) as page:
        frame = map_in(page)
        assert frame.url.startswith(f"{origin}/map.es.html")
        page.wait_for_function("told.some((t) => t.place === 'place-geonames-4')")
        shown = frame.eval_on_selector_all(
            "[data-layer]", "boxes => boxes.filter((b) => b.checked).map((b) => Number(b.dataset.layer))"
        )
        names = list(geo.build_layers(island_story()))
        assert [names[n] for n in shown] == ["regions", "water"]
        assert frame.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is False
        assert frame.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
        page.evaluate("document.querySelector('dateline-map').removeAttribute('layers')")
        frame.wait_for_function("[...document.querySelectorAll('[data-layer]')].every((b) => b.checked)")


def test_the_page_accepts_only_what_it_knows(browser: Browser, tmp_path: Path, origin: str) -> None:
    write(tmp_path)
    with opened(browser, f"{origin}/host.html", origin) as page:
        frame = map_in(page)
        page.evaluate(
            """() => {
              const map = document.querySelector("dateline-map");
              for (const id of ["about", "article", "constructor", "no-place", "x%", ""]) map.focus(id);
              const frame = map.shadowRoot.querySelector("iframe").contentWindow;
              for (const data of [null, 1, "dateline:focus", {}, { type: "constructor" },
                                  { type: "__proto__" },
                                  { type: "dateline:focus", place: { toString: () => "s07" } },
                                  { type: "dateline:layers", layers: "regions" }]) {
                try { frame.postMessage(data, "*"); } catch { /* a function cannot be sent */ }
              }
              map.focus("place-geonames-5");
            }"""
        )
        page.wait_for_function("told.length > 0")
        assert page.evaluate("told") == [{"place": "place-geonames-5", "sentence": "s05"}]
        assert frame.url.endswith("#place-geonames-5")


def test_the_page_hears_only_the_window_around_it(browser: Browser, tmp_path: Path, origin: str) -> None:
    write(tmp_path)
    with opened(browser, f"{origin}/host.html", origin) as page:
        frame = map_in(page)
        frame.evaluate("window.postMessage({ type: 'dateline:focus', place: 'place-geonames-5' }, '*')")
        page.evaluate("window.postMessage({ type: 'dateline:select', place: 'forged' }, '*')")
        page.evaluate("document.querySelector('dateline-map').focus('place-geonames-3')")
        page.wait_for_function("told.length > 0")
        assert [t["place"] for t in page.evaluate("told")] == ["place-geonames-3"]


@pytest.mark.parametrize("allowed", [True, False])
def test_only_allowed_hosts_are_answered(
    allowed: bool, browser: Browser, tmp_path: Path, origin: str
) -> None:
    write(tmp_path, allow=(origin if allowed else "https://example.org",))
    with opened(browser, f"{origin}/host.html", origin) as page:
        [frame] = page.main_frame.child_frames
        frame.wait_for_selector("html.ready")
        page.evaluate("document.querySelector('dateline-map').focus('place-geonames-3')")
        frame.evaluate("new Promise((done) => setTimeout(done, 0))")
        if allowed:
            page.wait_for_selector("html.ready")
            page.wait_for_function("told.length > 0")
        else:
            frame.click("a.mention[href='#place-geonames-5'] >> nth=0")
            frame.wait_for_selector("#card:not([hidden])")
            assert frame.url.endswith("#place-geonames-5")
            assert page.evaluate("[told.length, document.documentElement.className]") == [0, ""]


def test_a_host_from_another_origin(browser: Browser, tmp_path: Path, origin: str) -> None:
    """The page on one site, the host on another, whose script comes from the first."""
    site, other = tmp_path / "site", tmp_path / "other"
    site.mkdir()
    other.mkdir()
    with served(other) as elsewhere:
        write(site, allow=(elsewhere,))
        (other / "dateline-map.js").write_text((site / "dateline-map.js").read_text("utf-8"), "utf-8")
        html = HOST.format(attributes="", script="").replace(
            'src="map.html"', f'src="{origin}/site/map.html"'
        )
        (other / "host.html").write_text(html, "utf-8")
        with opened(browser, f"{elsewhere}/host.html", origin, elsewhere) as page:
            map_in(page)
            page.evaluate("document.querySelector('dateline-map').focus('place-geonames-3')")
            page.wait_for_function("told.at(-1)?.place === 'place-geonames-3'")


def test_the_command_writes_the_folder_again_and_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(island_story(generator="dateline 0.1.0").to_json(), "utf-8")
    argv = [
        "embed",
        str(tmp_path / "a.json"),
        "-o",
        str(tmp_path / "out"),
        "--allow-origin",
        "https://a.example",
    ]
    assert main(argv) == 0
    first = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    assert main(argv) == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == first
    pages = ["map.en.html", "map.es.html", "map.fr.html", "map.html", "map.pt.html"]
    assert sorted(first) == ["dateline-map.js", "element.html", "iframe.html", *pages]
    assert first["map.html"] == first["map.en.html"]
    assert b'content="https://a.example"' in first["map.html"]
    capsys.readouterr()
    assert main([*argv[:-1], "example.org/path"]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line == "geo: example.org/path: not an origin; expected scheme and host alone, https://example.org"


def test_titles_are_text_in_the_markup() -> None:
    hostile = island_story()
    article = geo.article_from_text('"><script>alert(1)</script>\n\nIt rained.')
    files = embed(geo.MapDocument(article, (), (), {}, hostile.provenance))
    for name, tags in (("iframe.html", ["iframe"]), ("element.html", ["script", "dateline-map"])):
        elements = lxml.html.fragments_fromstring(files[name].partition("-->")[2])
        assert [e.tag for e in elements if isinstance(e, lxml.html.HtmlElement)] == tags
        assert elements[-1].get("title", elements[-1].get("aria-label")) == article.title


@pytest.mark.parametrize(
    "origin", ["https://...", "https://a..b", "https://a:99999", "https://a:0", "https://a\n"]
)
def test_what_is_no_origin_is_told_in_one_line(origin: str) -> None:
    with pytest.raises(geo.ExportError, match=r"^https://[^\n]+: not an origin; [^\n]+$"):
        embed(island_story(), [origin])
