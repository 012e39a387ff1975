"""Everyone: axe-core finds nothing, on every kind of page, in every kind of light."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import OpenPage
from made import island_story
from made_story import far_story

from geo.drawing.page import render_page
from geo.pipeline import read_document

pytestmark = pytest.mark.browser

SEED = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LIGHTS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
    "phone on its side": {**PHONE, "viewport": {"width": 844, "height": 390}},
    "print": {},
    "no scripts": {"java_script_enabled": False},
}


@cache
def story(name: str) -> str:
    if name == "far":
        return render_page(far_story())
    if name == "made":
        return render_page(island_story(language="fr"))
    return render_page(read_document(SEED), "es" if name == "Spanish" else "en")


def faults(page: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("light", [name for name in LIGHTS if name != "no scripts"])
@pytest.mark.parametrize("name", ["first", "Spanish", "made", "far"])
def test_axe_finds_nothing(open_page: OpenPage, light: str, name: str) -> None:
    page = open_page(story(name), **LIGHTS[light])
    if light == "print":
        page.emulate_media(media="print")
    assert faults(page) == []


def test_axe_finds_nothing_with_everything_open(open_page: OpenPage) -> None:
    page = open_page(story("first"))
    for details in page.locator("details").all():
        details.evaluate("d => { d.open = true; }")
    page.locator("#article a.mention").nth(2).evaluate("a => a.click()")
    page.locator("#card details").evaluate("d => { d.open = true; }")
    page.locator("#query").fill("the")
    page.wait_for_selector("#hits li")
    assert faults(page) == []


@pytest.mark.parametrize("light", ["light", "dark", "phone", "phone on its side"])
def test_axe_finds_nothing_with_a_mention_chosen(open_page: OpenPage, light: str) -> None:
    page = open_page(story("first"), **LIGHTS[light])
    for mention in ("border", "Lima", "VRAEM"):
        page.locator("#article a.mention", has_text=mention).first.evaluate("a => a.click()")
        page.locator("#card").wait_for()
        assert faults(page) == []


# A link in running text is as high as its line (WCAG 2.2, 2.5.8, exception "inline").
TARGETS = "a[href], button, select, summary, input:not([type=checkbox]), label, #handle"
INLINE = "#article a.mention, h1 a, #about li a"


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1180, 820)])
def test_targets_under_fingers_are_large(open_page: OpenPage, size: tuple[int, int]) -> None:
    width, height = size
    page = open_page(story("first"), **{**PHONE, "viewport": {"width": width, "height": height}})
    page.locator("#article a.mention").nth(2).evaluate("a => a.click()")
    page.locator("#card").wait_for()
    for details in page.locator("details").all():
        details.evaluate("d => { d.open = true; }")
    small = page.locator(TARGETS).evaluate_all(
        """(all, inline) => all
        .filter(e => e.checkVisibility() && !e.matches(inline) && e.htmlFor !== "scheme")
        .map(e => [e.id || e.className || e.textContent, e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
        .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)""",
        INLINE,
    )
    assert small == []


def test_text_at_200_percent_loses_nothing(open_page: OpenPage) -> None:
    page = open_page(story("first"))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.locator("#headline h1, #story p, #tools button").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert cut == []


def test_forced_colours_keep_lines_and_signs(open_page: OpenPage) -> None:
    page = open_page(story("first"), forced_colors="active")
    strokes = page.locator("path.feature").evaluate_all("all => all.map(e => getComputedStyle(e).stroke)")
    assert "none" not in strokes
    assert page.locator("#legend .swatch").first.is_visible()
