"""The page in a real browser, opened from a file, with every request refused."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import shapely
import shapely.geometry
from conftest import OpenPage
from made import island_story, made, place, said
from made_story import far_story
from msgspec.structs import replace
from playwright.sync_api import Page, expect

import geo
from geo.drawing.colours import ASIDE
from geo.drawing.page import render_page
from geo.model import ThemeLayer

pytestmark = pytest.mark.browser

PORT = "place-geonames-3"
VALE = "place-geonames-4"
MERE = "place-geonames-5"
BORDER = "border-oa-tv"


@cache
def story() -> str:
    return render_page(island_story())


def feature(page: Page, name: str) -> object:
    return page.locator(f'path[data-feature="{name}"]')


def card(page: Page) -> object:
    return page.locator("#card")


def at(anchor: str) -> re.Pattern[str]:
    return re.compile(f"#{anchor}$")


def click_feature(page: Page, name: str) -> None:
    """Click where a reader would: in the middle of what is drawn."""
    box = feature(page, name).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_mention_shows_its_feature(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#s05 a.mention", has_text="Lake Mere").click()
    expect(page).to_have_url(at(MERE))
    expect(feature(page, MERE)).to_have_class(re.compile(r"\bchosen\b"))
    expect(card(page)).to_be_visible()
    expect(card(page).locator("h2")).to_have_text("Lake Mere")
    expect(card(page).locator("mark")).to_have_text("Lake Mere")
    expect(card(page).locator(".number")).to_have_text("1 of 2")


def test_a_feature_shows_its_sentence_and_the_next(open_page: OpenPage) -> None:
    page = open_page(story())
    click_feature(page, PORT)
    expect(page).to_have_url(at(PORT))
    expect(page.locator("#s07")).to_have_class(re.compile(r"\bcurrent\b"))
    expect(page.locator("#s07")).to_be_in_viewport()
    expect(card(page).locator(".number")).to_have_text("1 of 2")
    card(page).get_by_role("button", name="Next mention").click()
    expect(page).to_have_url(at(f"{PORT}/2"))
    expect(page.locator("#s09")).to_have_class(re.compile(r"\bcurrent\b"))
    expect(page.locator(".sentence.current")).to_have_count(1)
    expect(card(page).locator("blockquote")).to_have_text("Nobody in Port Ona asked about Atlantis.")
    card(page).get_by_role("button", name="Next mention").click()
    expect(card(page).locator(".number")).to_have_text("1 of 2")
    card(page).get_by_role("button", name="Previous mention").click()
    expect(card(page).locator(".number")).to_have_text("2 of 2")


def test_thin_features_can_be_hit_beside_their_line(open_page: OpenPage) -> None:
    page = open_page(story())
    box = feature(page, BORDER).bounding_box()
    page.mouse.click(box["x"] + box["width"] + 4, box["y"] + box["height"] * 0.9)
    expect(page).to_have_url(at(BORDER))


def test_a_mention_works_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#s08 a.mention", has_text="Long Vale").focus()
    expect(feature(page, VALE)).to_have_class(re.compile(r"\blit\b"))
    page.keyboard.press("Enter")
    expect(card(page).locator("h2")).to_have_text("Long Vale")
    expect(feature(page, VALE)).to_have_class(re.compile(r"\bchosen\b"))
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    assert "#" not in page.url


def test_features_are_reached_by_tab_in_reading_order(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator('path[data-feature][tabindex="0"]').focus()
    reached = []
    for _ in range(7):
        reached.append(page.evaluate("document.activeElement.dataset.feature"))
        page.keyboard.press("Tab")
    by_mention = page.locator("#article a.mention").evaluate_all("links => links.map(a => a.hash.slice(1))")
    assert reached == list(dict.fromkeys(by_mention))
    assert page.evaluate("document.activeElement.dataset.feature ?? null") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.feature") == reached[-1]


def test_a_feature_works_by_keyboard_and_has_a_name(open_page: OpenPage) -> None:
    page = open_page(story())
    mere = page.get_by_role("button", name="Lake Mere, lake, 2 mentions")
    mere.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(at(MERE))
    expect(page.locator("#s05 a.mention")).to_be_focused()
    expect(page.locator("#s05")).to_have_class(re.compile(r"\bcurrent\b"))


@pytest.mark.parametrize(
    ("anchor", "sentence", "name"),
    [
        (f"#{PORT}", "s07", "Port Ona"),
        (f"#{PORT}/2", "s09", "Port Ona"),
        (f"#{BORDER}", "s04", "Ona–Tavia border"),
    ],
)
def test_a_feature_opens_by_its_address(open_page: OpenPage, anchor: str, sentence: str, name: str) -> None:
    page = open_page(story(), anchor)
    expect(card(page).locator("h2")).to_have_text(name)
    expect(page.locator(f"#{sentence}")).to_have_class(re.compile(r"\bcurrent\b"))
    expect(page.locator(f"#{sentence}")).to_be_in_viewport()


def test_a_sentence_opens_by_its_address(open_page: OpenPage) -> None:
    page = open_page(story(), "#s08", viewport={"width": 1200, "height": 300})
    expect(page.locator("#s08")).to_have_class(re.compile(r"\bcurrent\b"))
    expect(page.locator("#s08")).to_be_in_viewport()
    expect(card(page)).to_be_hidden()


def test_the_address_of_a_repeat_opens_what_it_repeats(open_page: OpenPage) -> None:
    page = open_page(story(), "#s11")
    expect(page.locator("#s05")).to_have_class(re.compile(r"\bcurrent\b"))


def test_a_comment_unfolds_for_its_mention(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{MERE}/2")
    expect(page.locator("#s12")).to_be_in_viewport()


def test_back_and_forward(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#s05 a.mention").click()
    page.locator("#s08 a.mention", has_text="Long Vale").click()
    expect(card(page).locator("h2")).to_have_text("Long Vale")
    page.go_back()
    expect(card(page).locator("h2")).to_have_text("Lake Mere")
    page.go_back()
    expect(card(page)).to_be_hidden()
    expect(page.locator(".chosen")).to_have_count(0)
    page.go_forward()
    expect(card(page).locator("h2")).to_have_text("Lake Mere")


def test_layers_can_be_hidden_and_come_back_when_needed(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#more summary").click()
    water = page.get_by_label("Water")
    water.uncheck()
    expect(feature(page, MERE)).to_have_count(0)
    expect(page.locator(".label.water.shown")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("#s05 a.mention").click()
    expect(water).to_be_checked()
    expect(feature(page, MERE)).to_have_class(re.compile(r"\bchosen\b"))
    assert feature(page, MERE).get_attribute("role") == "button"


def test_the_legend_leads_to_how_extents_were_made(open_page: OpenPage) -> None:
    page = open_page(story())
    page.get_by_role("link", name="how approximate extents were made").click()
    expect(page.locator("#about")).to_contain_text("Disk around the valley's seat")
    expect(page.locator("#about li").first).to_be_visible()


def test_a_place_outside_the_map_says_so(open_page: OpenPage) -> None:
    places = {
        "near": place("1", "Near", "populated_place", 10, 10),
        "far": place("2", "Far", "populated_place", 100, 40),
    }
    page = open_page(
        render_page(made([("paragraph", "In [Near](near)."), ("comment", "And [Far](far).")], places)),
        "#place-geonames-2",
    )
    expect(card(page)).to_contain_text("Not on the map.")
    expect(feature(page, "place-geonames-2")).to_have_count(0)


def test_the_backdrop_lies_below_the_story(open_page: OpenPage, gazetteer: geo.Gazetteer) -> None:
    pinned = gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")
    page = open_page(render_page(island_story(basemap=pinned)))
    expect(page.locator("#no-backdrop")).to_have_count(0)
    expect(page.locator("path.land")).to_have_count(1)
    click_feature(page, MERE)
    expect(page).to_have_url(at(MERE))


def test_an_address_that_names_nothing_is_quiet(open_page: OpenPage) -> None:
    page = open_page(story(), "#%E0%A4%A")
    expect(card(page)).to_be_hidden()


def test_labels_do_not_cover_each_other(open_page: OpenPage) -> None:
    towns = {
        f"t{n}": place(
            str(n), f"A Town With A Long Name {n}", "populated_place", 20 + n % 6 / 16, 10 + n / 80
        )
        for n in range(60)
    }
    text = " ".join(f"[{p.name}]({key})" for key, p in towns.items())
    page = open_page(render_page(made([("title", "Towns"), ("paragraph", text)], towns)))
    boxes = page.locator(".label.shown").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
    )
    assert 3 < len(boxes) < 60
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_the_map_starts_on_the_story(open_page: OpenPage) -> None:
    page = open_page(story())
    canvas = page.locator("#map").bounding_box()
    for name in (PORT, VALE, MERE, BORDER):
        box = feature(page, name).bounding_box()
        assert canvas["x"] <= box["x"]
        assert box["x"] + box["width"] <= canvas["x"] + canvas["width"]
        assert canvas["y"] <= box["y"]
        assert box["y"] + box["height"] <= canvas["y"] + canvas["height"]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (1000, 500)])
def test_no_panel_covers_the_story(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page(story(), viewport={"width": size[0], "height": size[1]})
    panels = page.locator("#legend, #map .leaflet-control, #credits").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
    )
    for name in (PORT, MERE):
        box = feature(page, name).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert not any(left < x < right and top < y < bottom for left, top, right, bottom in panels)


def test_on_a_phone_map_and_text_share_the_screen(open_page: OpenPage) -> None:
    page = open_page(story(), viewport={"width": 390, "height": 700}, is_mobile=True, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#s09 a.mention").tap()
    expect(card(page)).to_be_visible()
    expect(feature(page, PORT)).to_be_in_viewport()
    page.locator("#places-title").scroll_into_view_if_needed()
    canvas = page.locator("#map").bounding_box()
    assert canvas["y"] >= -1
    assert 250 < canvas["height"] < 400


def test_dark_follows_the_reader(open_page: OpenPage) -> None:
    def paper(page: Page) -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert paper(open_page(story())) == "rgb(255, 255, 255)"
    assert paper(open_page(story(), color_scheme="dark")) != "rgb(255, 255, 255)"


def test_without_scripts_article_and_places_are_there(open_page: OpenPage) -> None:
    page = open_page(story(), java_script_enabled=False)
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("#still")).to_be_visible()
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.locator("#s07")).to_be_visible()
    page.locator("#s07 a.mention").click()
    expect(page.locator(f"tr#{PORT}")).to_be_in_viewport()


def test_paper_shows_the_map(open_page: OpenPage) -> None:
    page = open_page(story())
    page.emulate_media(media="print")
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator("#still")).to_contain_text("Map data: Made for a test")
    assert page.locator("#still").bounding_box()["y"] < page.locator("#headline").bounding_box()["y"]
    assert page.locator("#s07 a").evaluate("a => getComputedStyle(a, '::after').content") == '"5"'
    expect(page.locator("td.n").nth(4)).to_have_text("5")
    expect(page.locator("#still .reference").filter(has_text="5")).to_be_visible()


def test_no_global_but_leaflet_s(open_page: OpenPage) -> None:
    page = open_page(story())
    own = """() => {
      const frame = document.createElement("iframe");
      document.body.append(frame);
      const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      return Object.getOwnPropertyNames(window).filter((n) => !usual.has(n) && isNaN(n));
    }"""
    assert set(page.evaluate(own)) <= {"L", "leaflet", "_leaflet_events"}


HOSTILE = (
    "{{ 7*7 }} {% raw %} {# x 50 {% of ${alert(1)} `tick` $(touch x) %} #} "
    "<img src=x onerror=window.flag=1> </script><script>window.flag=2</script> <!-- --> "
    "\u2028\u2029 \u202eevol\u202c &amp; \"q\" 'q' \\u003c \x00\x07 \ud83d\ude00"
)


@pytest.mark.parametrize("anchor", ["", "#place-geonames-1"])
def test_hostile_text_stays_text(open_page: OpenPage, anchor: str) -> None:
    hostile = HOSTILE.encode("utf-16", "surrogatepass").decode("utf-16")
    places = {
        "bad": place(
            "1",
            hostile,
            "region",
            20,
            10,
            parents=(hostile,),
            geometry=place_area(),
            extent="approximate",
            extent_method=said(hostile),
        ),
        "other": place("2", hostile, "populated_place", 21, 11),
    }
    document = made(
        [
            ("title", hostile),
            ("byline", hostile),
            ("paragraph", f"{hostile} [Bad{hostile}](bad) {hostile}", f"[x{hostile}]()"),
            ("comment", hostile),
        ],
        places,
        source=hostile,
        reasons=(hostile,),
        candidates=("other",),
        attributions=(hostile,),
        generator=hostile,
    )
    wide = {"width": 6000, "height": 800}  # the name has room
    page = open_page(render_page(document), anchor, viewport=wide)
    page.locator("a.mention").first.click()
    expect(card(page)).to_be_visible()
    assert page.evaluate("window.flag") is None
    assert page.locator("img, iframe, svg script").count() == 0
    shown = re.sub(r"[\x00\x07]", "\ufffd", hostile)
    for selector in ("h1", "#s03", "#card h2", "#card blockquote", "#credits", ".label"):
        text = page.locator(selector).first.text_content()
        text = text.replace("\n", " ") if selector == ".label" else text  # a name in two lines
        assert shown in re.sub(r"[\x00\x07]", "\ufffd", text), selector
    assert page.title().startswith("{{ 7*7 }} {% raw %}")


def place_area() -> object:
    from shapely import box

    return box(19, 9, 21, 11)


# ---- story layers


def flows() -> str:
    from made_story import flow_story

    return render_page(flow_story())


def test_flows_are_arrows_that_can_be_chosen(open_page: OpenPage) -> None:
    page = open_page(flows())
    expect(feature(page, "flow-a-b")).to_have_count(1)
    assert page.locator("path.head").count() == 3  # one way, and both ways
    page.get_by_role("button", name=re.compile("Aport → Bport, movement, timber")).focus()
    page.keyboard.press("Enter")
    expect(card(page).locator("h2")).to_have_text("Aport → Bport")
    expect(card(page).locator("blockquote")).to_have_text("Boats take timber from Aport to Bport.")


def test_an_arrow_ends_at_the_edge_of_an_area_and_beside_a_sign(open_page: OpenPage) -> None:
    from made_story import flow_story

    story = flow_story()
    first, *others = story.flows
    story = replace(story, flows=(replace(first, destination="geonames:3"), *others))
    page = open_page(render_page(story))

    def sides(selector: str) -> tuple[float, float]:
        box = page.locator(selector).first.bounding_box()
        assert box
        return box["x"], box["x"] + box["width"]

    bay, sign = (f'path[data-feature="place-geonames-{n}"]' for n in (3, 1))
    assert sides("path.head")[1] == pytest.approx(sides(bay)[0], abs=3)
    assert sides(f'path.flow[data-feature="{first.id}"]')[0] > sides(sign)[1]


def test_a_card_tells_claims_and_never_shares_a_sum(open_page: OpenPage) -> None:
    page = open_page(flows(), "#place-geonames-1")
    claims = card(page).locator(".claims li")
    expect(claims).to_have_count(2)
    expect(claims.nth(0)).to_contain_text("about 30 tons: timber (2019)")
    expect(claims.nth(0)).to_contain_text("for Aport and Bport together")
    expect(claims.nth(0)).to_contain_text("according to the harbour office")
    expect(claims.nth(1)).to_contain_text("90 kilometres")
    expect(claims.nth(1)).to_contain_text("Measured: 88.5 km")
    claims.nth(0).get_by_role("link").click()
    expect(page).to_have_url(at("s03"))


def test_mentions_have_the_tint_of_their_own_layer(open_page: OpenPage) -> None:
    page = open_page(flows())
    links = page.locator("#s02 a.mention, #s04 a.mention")
    tints = links.evaluate_all("all => all.map(a => getComputedStyle(a).backgroundColor)")
    assert tints[0] != tints[-1]
    expect(links.first).to_have_class(re.compile(r"\bk0\b.*\bs-square\b"))
    expect(links.last).to_have_class(re.compile(r"\bk1\b.*\bs-diamond\b"))


def test_the_tools_control_the_layers(open_page: OpenPage) -> None:
    page = open_page(flows())
    page.locator("#more summary").click()
    trade = page.get_by_role("checkbox", name=re.compile("Trade <in> timber"))
    trade.uncheck()
    expect(feature(page, "flow-a-b")).to_have_count(0)
    expect(feature(page, "place-geonames-1")).to_have_count(0)  # its sentences are mostly about this
    expect(feature(page, "place-geonames-3")).to_have_count(1)
    trade.check()
    expect(feature(page, "flow-a-b")).to_have_count(1)


def test_the_words_of_a_flow_lead_to_it_and_back(open_page: OpenPage) -> None:
    page = open_page(flows())
    arrow = page.locator("#s02 a.flow")
    expect(arrow).to_have_accessible_name("Aport → Bport")
    words = page.locator("#s02 [data-flows]")
    assert "".join(words.all_text_contents()) == "from Aport to Bport"
    words.first.hover()
    expect(feature(page, "flow-a-b")).to_have_class(re.compile(r"\blit\b"))
    arrow.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("flow-a-b"))
    expect(card(page).locator("mark")).to_have_text(["from ", "Aport", " to ", "Bport"])
    assert page.locator("#s02").text_content() == "Boats take timber from Aport to Bport."


def test_a_flow_that_leaves_says_where_it_goes(open_page: OpenPage) -> None:
    page = open_page(flows())
    box = feature(page, "place-geonames-1").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(3):
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(450)  # Leaflet's own animation
    expect(page.locator(".label.line.shown").filter(has_text=re.compile("^(to|from) "))).not_to_have_count(0)


# ---- tools


def test_search_finds_places_and_text(open_page: OpenPage) -> None:
    page = open_page(story())
    page.get_by_role("searchbox").fill("long vale")
    hits = page.locator("#hits a")
    expect(page.get_by_role("status").filter(has_text="2 found")).to_be_visible()
    expect(hits.nth(0)).to_have_text("Long Vale valley")
    expect(hits.nth(1).locator("mark")).to_have_text("Long Vale")
    hits.nth(1).click()
    expect(page).to_have_url(at("s08"))
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.locator("#found")).to_have_text("Nothing found")


def test_the_view_can_be_reset(open_page: OpenPage) -> None:
    page = open_page(story())
    before = feature(page, PORT).bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)  # Leaflet's own animation
    page.get_by_role("button", name="Show the whole story").click()
    page.wait_for_timeout(800)
    after = feature(page, PORT).bounding_box()
    assert after["x"] == pytest.approx(before["x"], abs=1)


def menu(page: Page, name: str) -> object:
    page.locator("#more summary").click()
    return page.get_by_role("button", name=name)


@pytest.mark.parametrize(
    ("name", "suffix", "begins"),
    [
        ("Places as GeoJSON", "geojson", b"{"),
        ("Map as SVG", "svg", b"<svg"),
        ("Map as PNG", "png", b"\x89PNG"),
    ],
)
def test_files_can_be_saved(open_page: OpenPage, name: str, suffix: str, begins: bytes) -> None:
    page = open_page(flows())
    with page.expect_download() as saved:
        menu(page, name).click()
    assert saved.value.suggested_filename == f"timber-by-sea.{suffix}"
    data = Path(saved.value.path()).read_bytes()
    assert data.startswith(begins)
    if suffix == "geojson":
        features = json.loads(data)["features"]
        assert [f["id"] for f in features][:1] == ["place-geonames-1"]
        assert (
            features[0]["properties"]["mentions"][0]["sentence"] == "Boats take timber from Aport to Bport."
        )
    if suffix == "svg":
        assert b"reference" not in data


def test_saved_areas_keep_their_detail_and_their_holes(open_page: OpenPage) -> None:
    ring = shapely.Point(10.3, 50.2).buffer(0.4, quad_segs=64)
    region = shapely.MultiPolygon(
        [ring.difference(shapely.Point(10.3, 50.2).buffer(0.2)), shapely.box(11, 50, 11.2, 50.3)]
    )
    places = {"r": place("1", "Round", "region", 10.3, 50.4, geometry=region)}
    page = open_page(render_page(made([("paragraph", "In [Round](r).")], places)))
    with page.expect_download() as saved:
        menu(page, "Places as GeoJSON").click()
    [feature] = json.loads(Path(saved.value.path()).read_text("utf-8"))["features"]
    back = shapely.geometry.shape(feature["geometry"])
    assert back.is_valid
    assert shapely.area(shapely.symmetric_difference(back, region)) < 0.01 * region.area
    assert len(shapely.get_rings(shapely.get_parts(back))) == 3


def test_the_link_can_be_copied(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{PORT}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    menu(page, "Copy link").click()
    expect(page.locator("#told")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"#{PORT}")


def test_colours_can_be_chosen(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#more summary").click()
    page.get_by_label("Colours").select_option("dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_the_map_fills_the_screen(open_page: OpenPage) -> None:
    page = open_page(story())
    menu(page, "Full screen").click()
    page.wait_for_function("() => document.fullscreenElement?.id === 'map'")


# ---- reading


def test_the_map_follows_the_reader(open_page: OpenPage) -> None:
    page = open_page(story(), viewport={"width": 1200, "height": 420})
    page.mouse.move(200, 150)
    page.locator("#s05").evaluate(
        """e => {
            const { top, height } = e.getBoundingClientRect();
            scrollTo(0, top + height / 2 + scrollY - innerHeight * 0.4);
        }"""
    )
    expect(feature(page, MERE)).to_have_class(re.compile(r"\bread\b"))
    follow = page.get_by_role("button", name="Map follows the text")
    expect(follow).to_have_attribute("aria-pressed", "true")
    follow.evaluate("b => b.click()")
    expect(page.locator("path.read")).to_have_count(0)


def test_reduced_motion_stills_the_following(open_page: OpenPage) -> None:
    page = open_page(story(), reduced_motion="reduce")
    expect(page.get_by_role("button", name="Map follows the text")).to_have_attribute("aria-pressed", "false")


# ---- the phone's sheet

PHONE = {"viewport": {"width": 390, "height": 700}, "is_mobile": True, "has_touch": True}


def test_the_sheet_moves_by_keys(open_page: OpenPage) -> None:
    page = open_page(story(), **PHONE)
    handle = page.get_by_role("slider", name="Resize map and text")
    before = page.locator("#map").bounding_box()["height"]
    handle.focus()
    page.keyboard.press("ArrowUp")
    expect(handle).to_have_attribute("aria-valuenow", "35")
    assert page.locator("#map").bounding_box()["height"] < before
    page.keyboard.press("End")
    expect(handle).to_have_attribute("aria-valuenow", "85")


def test_the_sheet_can_be_dragged(open_page: OpenPage) -> None:
    page = open_page(story(), **PHONE)
    box = page.locator("#handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 90, steps=4)
    page.mouse.up()
    expect(page.locator("#handle")).to_have_attribute("aria-valuenow", "30")


def test_one_finger_scrolls_also_over_the_map(open_page: OpenPage) -> None:
    page = open_page(story(), **PHONE)
    box = page.locator("#map").bounding_box()
    session = page.context.new_cdp_session(page)
    for step in range(12):
        finger = {"x": 195, "y": round(box["y"] + 200 - 15 * step)}
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [finger]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => scrollY > 60")


# ---- languages


def test_the_page_speaks_spanish(open_page: OpenPage) -> None:
    page = open_page(render_page(island_story(), "es"), f"#{PORT}")
    expect(page.get_by_role("button", name="Mención siguiente")).to_be_visible()
    expect(card(page).locator(".number")).to_have_text("1 de 2")
    expect(page.locator("#legend summary")).to_have_text("Leyenda")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#map").get_attribute("lang") == "es"
    assert page.locator("#card li").first.get_attribute("lang") == "es"


def test_what_lies_beyond_the_view_is_named_and_led_to(open_page: OpenPage) -> None:
    places = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    places["far"] = place("9", "Faraway", "populated_place", 100, -30)
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    page = open_page(render_page(made([("paragraph", f"{words} {words} [Faraway](far)")], places)))
    dot = page.locator('path[data-feature="place-geonames-9"]')
    expect(dot).to_have_attribute("d", "M0 0")
    page.locator("#legend").get_by_role("link", name="Faraway").click()
    expect(page).to_have_url(at("place-geonames-9"))
    expect(card(page).locator("h2")).to_have_text("Faraway")
    expect(dot).not_to_have_attribute("d", "M0 0")


def test_of_many_places_beyond_the_view_the_nearest_are_listed_and_the_others_on_demand(
    open_page: OpenPage,
) -> None:
    places = {f"n{k}": place(str(k), f"N{k}", "populated_place", k / 5, 1) for k in range(1, 6)}
    places |= {f"f{k}": place(str(50 + k), f"F{k}", "populated_place", 60 + 4 * k, 1) for k in range(10)}
    document = made([("paragraph", " ".join(f"[{p.name}]({key})" for key, p in places.items()))], places)
    near, far = (tuple(t.id for t in document.toponyms if t.surface[0] == letter) for letter in "NF")
    layers = (
        ThemeLayer("x", "X", "", "#d55e00", "", "circle", near),
        ThemeLayer("other", "Also mentioned", "", ASIDE, "", "square", far),
    )
    page = open_page(render_page(replace(document, layers=layers)))
    legend = page.locator("#legend .beyond")
    listed = legend.locator("a:visible").all_inner_texts()
    assert [words[2:] for words in listed] == [f"F{k}" for k in range(6)]
    legend.get_by_text("and 4 more").click()
    assert legend.locator("a:visible").count() == 10


# ---- from the text to the card by keys, and what is opened beside it


def test_tab_leads_into_the_card_and_back(open_page: OpenPage) -> None:
    page = open_page(story())
    mention = page.locator("#s07 a.mention").first
    mention.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(mention).to_be_focused()
    page.keyboard.press("Tab")
    while page.evaluate("card.contains(document.activeElement)"):
        page.keyboard.press("Tab")
    after = "e => e.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"
    assert mention.evaluate(after), "the reader goes on from the mention"


def test_a_feature_out_of_view_is_shown_when_it_is_reached_by_tab(open_page: OpenPage) -> None:
    page = open_page(story(), reduced_motion="reduce")
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.locator('path.feature[tabindex="0"]').focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        on_map = """() => {
            const [one, all] = [document.activeElement, map].map((e) => e.getBoundingClientRect());
            return one.right > all.left && one.left < all.right
                && one.bottom > all.top && one.top < all.bottom;
        }"""
        page.wait_for_function(on_map)


def test_search_is_worked_by_keys(open_page: OpenPage) -> None:
    page = open_page(story())
    field = page.get_by_role("searchbox")
    field.fill("port")
    page.wait_for_selector("#hits li")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hits a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hits a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    expect(field).to_be_focused()
    field.fill("port ona")
    page.wait_for_selector("#hits li")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at(PORT))
    expect(page.locator("#hits")).to_be_hidden()


def test_what_was_opened_closes_when_the_reader_turns_elsewhere(open_page: OpenPage) -> None:
    page = open_page(story())
    page.get_by_role("searchbox").fill("port")
    page.wait_for_selector("#hits li")
    page.locator("h1").click(position={"x": 2, "y": 2})
    expect(page.locator("#hits")).to_be_hidden()
    page.locator("#more summary").click()
    page.locator("h1").click(position={"x": 2, "y": 2})
    expect(page.locator("#more .menu")).to_be_hidden()


def test_about_is_led_to_each_time(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{VALE}", reduced_motion="reduce")
    for _ in range(2):
        page.evaluate("scrollTo(0, 0)")
        page.locator("#legend").get_by_role("link", name="how approximate").click()
        expect(page.locator("#about")).to_be_in_viewport()
        expect(page.locator("#about > summary")).to_be_focused()
        expect(card(page)).to_be_hidden()


def test_full_screen_can_be_left_and_leads_to_the_text(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{PORT}")
    menu(page, "Full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    page.get_by_role("button", name="Leave full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")
    menu(page, "Full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    card(page).get_by_role("link", name="Link to sentence").click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_a_row_of_the_legend_lights_its_layer(open_page: OpenPage) -> None:
    page = open_page(flows())
    page.locator("#legend li", has_text="Nature").hover()
    lit = page.locator("path.feature.lit").evaluate_all("all => all.map(e => e.dataset.feature)")
    assert set(lit) - {None} == {"place-geonames-3", "place-geonames-4", "flow-b-far"}


# ---- names of areas


def test_a_line_leads_from_a_name_to_the_area_that_it_stands_beside(open_page: OpenPage) -> None:
    places = {
        f"a{n}": place(
            str(n + 1),
            f"The Very Long Name {n}",
            "admin2",
            20,
            10 + n,
            geometry=shapely.box(19.9, 9.9 + n, 20.1, 10.1 + n),
        )
        for n in range(4)
    }
    places |= {f"t{n}": place(str(n + 11), f"T{n}", "populated_place", 20, 10 + n) for n in range(4)}
    text = " ".join(f"[{p.name}]({key})" for key, p in places.items())
    page = open_page(render_page(made([("paragraph", text)], places)))
    expect(page.locator(".label.area.shown")).to_have_count(4)
    leaders = page.locator(".leader.shown").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
    )
    areas = [feature(page, f"place-geonames-{n + 1}").bounding_box() for n in range(4)]
    assert leaders
    for left, top, right, bottom in leaders:
        led = [
            a
            for a in areas
            if left < a["x"] + a["width"]
            and right > a["x"]
            and top < a["y"] + a["height"]
            and bottom > a["y"]
        ]
        assert len(led) == 1


# ---- screens of every size


def covered(page: Page, one: str, other: str) -> float:
    """Return the share of an element that lies under another one's box."""
    a, b = (page.locator(css).bounding_box() for css in (one, other))
    wide = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
    high = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
    return max(0, wide) * max(0, high) / (a["width"] * a["height"])


@pytest.mark.parametrize("share", ["45", "85"])
def test_a_phones_card_lies_over_the_handle_and_leaves_text(open_page: OpenPage, share: str) -> None:
    page = open_page(story(), **PHONE, reduced_motion="reduce")
    if share == "85":
        page.locator("#handle").focus()
        page.keyboard.press("End")
    page.locator("#s07 a.mention").first.evaluate("a => a.click()")
    expect(card(page)).to_be_visible()
    for control in card(page).locator("button, .anchor").all():
        box = control.bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate("([x, y]) => card.contains(document.elementFromPoint(x, y))", middle)
    handle, top = page.locator("#handle").bounding_box(), card(page).bounding_box()["y"]
    assert handle["y"] + handle["height"] + 40 < top
    expect(page.locator("#s07 a.mention").first).to_be_in_viewport()


def test_a_phone_on_its_side_has_map_and_text_side_by_side(open_page: OpenPage) -> None:
    page = open_page(story(), **{**PHONE, "viewport": {"width": 740, "height": 360}})
    box = page.locator("#map").bounding_box()
    assert box["height"] == 360
    assert box["x"] > 200
    assert page.locator("#legend").get_attribute("open") is None
    assert covered(page, ".leaflet-control-zoom", "#legend") == 0


@pytest.mark.parametrize("size", [(1280, 720), (1100, 600), (900, 700)])
def test_the_card_leaves_the_legend_to_be_used(open_page: OpenPage, size: tuple[int, int]) -> None:
    width, height = size
    page = open_page(story(), f"#{BORDER}", viewport={"width": width, "height": height})
    expect(card(page)).to_be_visible()
    assert covered(page, "#legend", "#card") < 0.35
    assert covered(page, ".leaflet-control-zoom", "#card") == 0


def test_letters_of_twice_the_size_leave_the_map_its_half(open_page: OpenPage) -> None:
    page = open_page(story(), f"#{PORT}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#map").bounding_box()["width"] >= 590
    assert card(page).bounding_box()["width"] > 400


# ---- paper


def test_paper_unfolds_what_is_folded_and_is_light(open_page: OpenPage) -> None:
    page = open_page(story())
    page.locator("#more summary").click()
    page.get_by_label("Colours").select_option("dark")
    page.emulate_media(media="print")
    expect(page.locator("#about > p").first).to_be_visible()
    assert page.locator("#about .making").is_hidden(), "how the map was made is on the page"
    expect(page.locator("details.comments p").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#places td:last-child").first.is_hidden()


def test_a_place_beyond_the_view_has_a_small_map_that_leads_to_it(open_page: OpenPage) -> None:
    page = open_page(render_page(far_story()))
    link = page.locator("#insets").get_by_role("link", name="Far, 6,500 km")
    expect(link).to_be_visible()
    inside = """link => {
        const [box, ...parts] = ["svg", "svg line", "svg path[transform*=scale]"]
            .map((part) => link.querySelector(part).getBoundingClientRect());
        return parts.map((p) => box.left < p.left && p.right < box.right
            && box.top < p.top && p.bottom < box.bottom);
    }"""
    assert link.evaluate(inside) == [True, True]  # the scale and the place's sign
    link.focus()
    page.keyboard.press("Enter")
    expect(card(page).locator("h2")).to_have_text("Far")
    expect(link).to_be_hidden()
    expect(feature(page, "place-geonames-far")).to_be_visible()


def test_on_paper_every_place_of_the_text_has_its_number_on_the_map_or_a_word_why_not() -> None:
    page = render_page(far_story())
    marked = set(re.findall(r'class="reference"[^>]*> ?(\d+)<', page))
    rows = re.findall(r'<tr id="place-[^>]*>.*?</tr>', page)
    numbers = re.findall(r'class="n">(\d+)<', "".join(rows))
    assert numbers == [str(n) for n in range(1, len(rows) + 1)]
    for number, row in zip(numbers, rows, strict=True):
        assert (number in marked) != ('class="away"' in row), row
    assert 'class="away">beyond the map, → 6,500 km<' in page


def test_small_maps_are_left_out_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(render_page(far_story()), viewport={"width": 390, "height": 844})
    expect(page.locator("#insets")).to_be_hidden()
