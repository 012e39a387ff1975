"""Reading text and map together: by keys, on a phone on its side, back to where one was, and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import OpenPage
from made import island_story
from made_story import flow_story
from playwright.sync_api import expect
from test_access import faults
from test_page import MERE, PORT, VALE, card, covered, feature, story

from geo.drawing.page import render_page
from geo.pipeline import read_document

pytestmark = pytest.mark.browser

SEED = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())


def test_the_article_is_one_stop_and_arrows_go_through_its_mentions(open_page: OpenPage) -> None:
    page = open_page(story())
    links = page.locator("#headline h1 a.mention, #article a.mention")
    assert links.evaluate_all("all => all.filter((a) => a.tabIndex === 0).length") == 1
    names = links.evaluate_all("all => all.filter((a) => !a.closest('details')).map((a) => a.id)")
    page.locator(f"#{names[0]}").focus()
    reached = [names[0]]
    for _ in names[1:]:
        page.keyboard.press("ArrowRight")
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached == names
    page.keyboard.press("ArrowRight")  # the last one stays
    assert page.evaluate("document.activeElement.id") == names[-1]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == names[0]
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.matches('a.mention')"), "one stop, then what follows"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == names[-1], (
        "the reader comes back to the same mention"
    )


def test_links_lead_around_the_map_and_to_the_article(open_page: OpenPage) -> None:
    page = open_page(story())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the article")).to_be_focused()
    around = page.get_by_role("link", name="Skip the map")
    around.focus()
    expect(around).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#article")).to_be_focused()
    landmarks = {role: page.get_by_role(role).count() for role in ("main", "search", "article", "region")}
    assert landmarks["main"] == landmarks["search"] == landmarks["article"] == 1
    assert landmarks["region"] >= 2, "the map and the list of places"


def test_back_brings_view_and_scroll_too(open_page: OpenPage) -> None:
    page = open_page(story(), viewport={"width": 1200, "height": 320}, reduced_motion="reduce")
    state = """() => [Math.round(scrollY), document.querySelector(".leaflet-map-pane").style.transform,
        document.querySelector(".unit-line, .land").getAttribute("transform")]"""
    page.locator("#s05 a.mention").click()
    page.get_by_role("button", name="Zoom in").click()
    page.evaluate("window.scrollBy(0, 60)")
    page.wait_for_timeout(600)
    before = page.evaluate(state)
    page.locator("#s08 a.mention", has_text="Long Vale").evaluate("a => a.click()")
    page.get_by_role("button", name="Zoom out").click()
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    assert page.evaluate(state) != before
    page.go_back()
    expect(card(page).locator("h2")).to_have_text("Lake Mere")
    after = page.evaluate(state)
    assert after[0] == before[0]
    assert after[2].split("scale")[1] == before[2].split("scale")[1]
    page.reload()
    page.wait_for_selector("html.settled")
    assert page.evaluate(state)[0] == before[0]
    expect(card(page).locator("h2")).to_have_text("Lake Mere")


def test_a_turned_phone_keeps_the_place_in_the_story(open_page: OpenPage) -> None:
    page = open_page(
        story(),
        viewport={"width": 390, "height": 700},
        is_mobile=True,
        has_touch=True,
        reduced_motion="reduce",
    )
    page.evaluate("document.querySelector('#s08').scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(300)
    for width, height in ((700, 390), (390, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        expect(page.locator("#s08")).to_be_in_viewport()


def test_the_card_of_a_phone_on_its_side_leaves_the_map_free(open_page: OpenPage) -> None:
    page = open_page(
        story(), f"#{PORT}", viewport={"width": 844, "height": 390}, is_mobile=True, has_touch=True
    )
    expect(card(page)).to_be_visible()
    assert covered(page, "#map", "#card") < 0.01
    on_top = "e => { const b = e.getBoundingClientRect(); return [0.2, 0.5, 0.8].every((y) =>"
    on_top += " [0.2, 0.5, 0.8].every((x) => e.contains("
    on_top += "document.elementFromPoint(b.left + b.width * x, b.top + b.height * y)))); }"
    assert card(page).evaluate(on_top), "no mention lies over the card"
    expect(page.locator("#s07")).to_be_in_viewport()
    assert page.locator("#s07").bounding_box()["y"] < page.locator("#card").bounding_box()["y"]


def test_a_card_never_hides_the_place_that_it_tells_of(open_page: OpenPage) -> None:
    page = open_page(story(), viewport={"width": 700, "height": 500}, reduced_motion="reduce")
    for fid in (PORT, VALE, MERE):
        feature(page, fid).dispatch_event("click")
        expect(card(page)).to_be_visible()
        page.wait_for_timeout(200)
        hit = """(e) => { const [a, b] = [e.getBoundingClientRect(), card.getBoundingClientRect()];
            const [x, y] = [(a.left + a.right) / 2, (a.top + a.bottom) / 2];
            return x > b.left && x < b.right && y > b.top && y < b.bottom; }"""
        assert not feature(page, fid).evaluate(hit), fid


def test_paper_takes_few_pages(open_page: OpenPage) -> None:
    """Two pages, and at most one more for each 600 words: the map, then the text with the numbered places."""
    for document in (read_document(SEED), island_story()):
        page = open_page(render_page(document))
        words = len(document.article.text.split())
        pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
        assert pages <= 2 + words / 600


def test_the_whole_page_is_walked_by_tab(open_page: OpenPage) -> None:
    """The order of docs/keyboard.md; the article is one stop however many mentions it has."""
    page = open_page(story())
    kind = """() => {
        const e = document.activeElement;
        const kinds = [["a.skip", "skip"],
            ["#query", "search"], ["[data-do]", "tool"], ["#more summary", "menu"],
            [".leaflet-container", "map"], ["path.feature", "features"], [".leaflet-bar *", "buttons"],
            ["#legend *", "legend"], ["#article a.mention, h1 a.mention", "article"],
            ["#places *", "places"], ["#about *", "about"]];
        return kinds.find(([selector]) => e.matches(selector))?.[1] ?? e.tagName;
    }"""
    page.keyboard.press("Tab")
    walked: list[str] = []
    for _ in range(120):
        at = page.evaluate(kind)
        if at == "BODY":
            break
        if at == "article" or not walked or walked[-1] != at:
            walked.append(at)
        page.keyboard.press("Tab")
    order = "skip search tool menu skip map features buttons legend article".split()
    assert walked[: len(order)] == order
    assert "places" in walked
    assert walked.count("article") == 1


def test_a_screen_reader_hears_what_is_only_seen(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{PORT}")
    tree = page.locator("#map").aria_snapshot()
    assert 'button "Port Ona, city or town' in tree
    assert 'button "Lake Mere, lake, 2 mentions"' in tree
    expect(page.get_by_role("region", name="Map of the places in this article")).to_be_visible()
    expect(card(page)).to_have_attribute("aria-live", "polite")
    expect(page.locator("#found")).to_have_attribute("role", "status")
    page.locator("#query").fill("ona")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()


def with_stops(html: str, *stops: tuple[str, str]) -> str:
    """Give the first movement of a page these stops."""
    block = re.compile(r'(<script type="application/json" id="dateline-data">)(.*?)(</script>)', re.DOTALL)

    def changed(found: re.Match[str]) -> str:
        facts = json.loads(found[2])
        flow = next(f for f in facts["features"] if f["look"] == "flow")
        flow["stops"] = stops
        return found[1] + json.dumps(facts).replace("<", "\\u003c") + found[3]

    html, n = block.subn(changed, html)
    assert n == 1
    return html


def test_a_stepper_goes_from_stop_to_stop(open_page: OpenPage) -> None:
    stops = [("place-geonames-1", "2026-03-04"), ("place-geonames-2", ""), ("place-geonames-4", "2026-03-09")]
    html = with_stops(render_page(flow_story()), *stops)
    page = open_page(html, reduced_motion="reduce")
    stepper = page.locator("#stepper")
    expect(stepper.get_by_role("status")).to_contain_text("Aport")
    following, back = (stepper.get_by_role("button", name=name) for name in ("Next", "Previous"))
    for said, name in (("1/3 · Aport · ", "Aport"), ("2/3 · Bport", "Bport"), ("3/3 · Far Isle", "Far Isle")):
        following.click()
        expect(stepper.get_by_role("status")).to_contain_text(said)
        expect(card(page).locator("h2")).to_have_text(name)
        expect(page.locator(".sentence.current")).to_be_in_viewport()
    back.click()
    expect(card(page).locator("h2")).to_have_text("Bport")
    assert covered(page, "#stepper", "#card") == 0
    assert faults(page) == []
    assert open_page(render_page(flow_story())).locator("#stepper").count() == 0
