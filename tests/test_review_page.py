"""A review in a real browser: each action, by pointer and by keys, and the file that it leaves."""

from __future__ import annotations

import re
import socket
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hosts import watched_page
from playwright.sync_api import expect

from geo.gazetteer import Gazetteer
from geo.review import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

uvicorn = pytest.importorskip("uvicorn", reason="the extra review is not installed")
from geo.review.server import Review  # noqa: E402

pytestmark = pytest.mark.browser

STORY = """Water for the valley

Farmers from San Martin met in Springfield on Monday. The mayor of Springfield said that 300 families had moved \
from Lima to Cusco.

A second group waited in Victoria, near the Old Mill, and went on to New South Wales. Nobody in Santa Rosa was \
surprised, said Jordan Reading.

The road to Cusco stays closed. Officials in Georgia and in Santa Rosa asked for 20 tonnes of seed.
"""
TOKEN = "a-token-of-the-tests"


class Reviewed:
    """A page of a review, and the files beside its article."""

    def __init__(self, page: Page, folder: Path, origin: str) -> None:
        self.page, self.folder, self.origin = page, folder, origin

    @property
    def panel(self) -> Any:
        return self.page.locator("#review")

    @property
    def told(self) -> Any:
        return self.page.locator("#review-told")

    def entries(self, name: str = "story.corrections.toml") -> dict[str, list[dict[str, Any]]]:
        path = self.folder / name
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

    def key(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def ask(self, surface: str, nth: int = 0) -> None:
        """Look at a mention, by its address."""
        start = [m.start() for m in re.finditer(surface, STORY)][nth]
        self.page.evaluate(f"location.hash = 'm={start}-{start + len(surface)}'")
        expect(self.panel.locator("h2")).to_have_text(surface)

    def saved(self, said: str) -> None:
        """Wait until the program has answered: what is said then ends with what is left."""
        expect(self.told).to_contain_text(said)
        expect(self.told).to_contain_text(re.compile(r"left|Nothing doubtful"))

    def choices(self) -> Any:
        return self.panel.locator(".choice")


Opened = Callable[..., Reviewed]


@pytest.fixture
def review(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Serve the story of these tests and open it; a request elsewhere, a message or an error fails the test."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    gazetteer = Gazetteer.pinned()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = Review([Desk("story", tmp_path / "story.txt", gazetteer)], tmp_path, TOKEN, port, gazetteer).app
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    contexts = []
    heard: list[str] = []
    origin = f"http://127.0.0.1:{port}"

    def opened(anchor: str = "", **options: Any) -> Reviewed:
        context = browser.new_context(
            **{"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(5000)
        contexts.append(context)
        page = watched_page(context, lambda url: url.startswith((origin, "data:")), heard)
        page.goto(f"{origin}/a/story/?token={TOKEN}{anchor}")
        page.wait_for_selector("#review[data-ready]")
        return Reviewed(page, tmp_path, origin)

    yield opened
    for context in contexts:
        context.close()
    server.should_exit = True
    thread.join(5)
    listener.close()
    assert [h for h in heard if "409" not in h] == []  # a browser reports an answer of a conflict


def test_right_is_one_key(review: Opened) -> None:
    it = review()
    left = it.panel.locator(".left")
    expect(left).to_contain_text("9 left")
    surface = it.panel.locator("h2").inner_text()
    it.key("y")
    it.saved(f"{surface}: right.")
    [entry] = it.entries()["correct"]
    assert (entry["surface"], entry["place"]) == ("Springfield", "geonames:4250542")
    assert "sentence" not in entry  # both mentions of one place, at once
    expect(left).to_contain_text("7 left")
    expect(it.panel.locator("h2")).not_to_have_text(surface)


def test_a_number_chooses_another_place(review: Opened) -> None:
    it = review()
    it.ask("Victoria")
    expect(it.choices()).to_have_count(5)
    it.key("2")
    it.saved("Victoria:")
    [entry] = it.entries()["correct"]
    assert entry["surface"] == "Victoria"
    assert entry["place"] not in ("geonames:1680018", "")


def test_places_are_numbered_on_the_map(review: Opened) -> None:
    it = review()
    it.ask("Georgia")
    it.key("w")
    signs = it.page.locator(".review-sign")
    expect(signs.first).to_be_visible()
    assert signs.count() == it.choices().count() > 2
    name = it.choices().nth(1).locator(".what b").inner_text()
    it.page.get_by_role("img", name=f"2: {name}").or_(
        it.page.get_by_role("button", name=f"2: {name}")
    ).or_(signs.nth(1)).first.dispatch_event("click")
    it.saved("Georgia:")
    assert it.entries()["correct"][0]["surface"] == "Georgia"
    expect(signs).to_have_count(0)


def test_a_search_finds_any_place(review: Opened) -> None:
    it = review()
    it.ask("Santa Rosa")
    it.key("/")
    it.page.keyboard.type("Santa Rosa")
    it.panel.get_by_label("Country").select_option("EC")
    it.panel.get_by_label("Kind").select_option("populated_place")
    expect(it.choices().first).to_contain_text("Ecuador")
    it.choices().first.click()
    it.saved("Santa Rosa: Santa Rosa.")
    [entry] = it.entries()["correct"]
    assert entry["surface"] == "Santa Rosa"
    assert "sentence" not in entry


def test_no_place_for_every_one_in_the_article(review: Opened) -> None:
    it = review()
    it.ask("Springfield", 1)
    it.key("s")
    expect(it.panel.get_by_label("from now on")).to_be_checked()
    it.key("s", "s")
    expect(it.panel.get_by_label("every one in this article")).to_be_checked()
    it.key("n")
    it.saved("Springfield: no place.")
    assert it.entries()["correct"] == [{"surface": "Springfield", "not_a_place": True}]
    expect(it.page.locator("#article a.mention", has_text="Springfield")).to_have_count(0)


def test_this_one_alone(review: Opened) -> None:
    it = review()
    it.ask("Springfield", 1)
    it.panel.get_by_label("this one").check()
    it.panel.get_by_role("button", name="No place").click()
    it.saved("Springfield: no place.")
    assert it.entries()["correct"] == [{"surface": "Springfield", "sentence": "s03", "not_a_place": True}]


def test_every_one_from_now_on(review: Opened) -> None:
    it = review()
    it.ask("Georgia")
    it.panel.get_by_label("from now on").check()
    it.key("1")
    it.saved("Georgia:")
    assert it.entries() == {}
    [entry] = it.entries("house.toml")["correct"]
    assert (entry["surface"], entry["place"]) == ("Georgia", "geonames:614540")


def test_a_point_of_ones_own_by_a_click(review: Opened) -> None:
    it = review()
    it.ask("Old Mill")
    it.key("w", "o")
    it.page.locator(".canvas").click(position={"x": 300, "y": 300})
    it.panel.get_by_label("Name").fill("The Old Mill")
    it.panel.get_by_label("Kind").select_option("facility")
    it.panel.get_by_role("button", name="Save").click()
    it.saved("Old Mill: The Old Mill.")
    [entry] = it.entries()["correct"]
    assert (entry["name"], entry["kind"]) == ("The Old Mill", "facility")
    assert {"lng", "lat"} < set(entry)
    expect(it.page.locator("#article a.mention", has_text="Old Mill")).to_have_count(1)


@pytest.mark.parametrize(("key", "shape", "n"), [("l", "LineString", 2), ("g", "Polygon", 4)])
def test_a_line_and_an_area_by_keys_alone(review: Opened, key: str, shape: str, n: int) -> None:
    it = review()
    it.ask("Old Mill")
    it.key("w", key, "Enter", "ArrowRight", "Enter", "ArrowDown")
    if shape == "Polygon":
        it.key("Enter")
    it.key("Space")
    expect(it.panel.get_by_label("Name")).to_be_focused()
    it.key("Enter")
    it.saved("Old Mill: Old Mill.")
    geometry = it.entries()["correct"][0]["geometry"]
    assert geometry["type"] == shape
    assert len(geometry["coordinates"][0] if shape == "Polygon" else geometry["coordinates"]) == n


def select(page: Page, words: str) -> None:
    """Select words of the article with the pointer."""
    box = page.evaluate(
        """words => {
          const all = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
          while (all.nextNode()) {
            const at = all.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(all.currentNode, at);
            range.setEnd(all.currentNode, at + words.length);
            range.startContainer.parentElement.scrollIntoView({block: "start"});
            const {left, right, top, bottom} = range.getBoundingClientRect();
            return [left, right, (top + bottom) / 2];
          }
        }""",
        words,
    )
    page.mouse.move(box[0] + 1, box[2])
    page.mouse.down()
    page.mouse.move(box[1] - 1, box[2], steps=4)
    page.mouse.up()


def test_missed_words_are_marked_with_the_pointer(review: Opened) -> None:
    it = review()
    select(it.page, "valley" if "valley" in STORY.split("\n\n", 1)[1] else "Reading")
    expect(it.panel.locator("h2")).to_have_text("“Reading”")
    it.key("a")
    expect(it.choices().first).to_be_visible()
    it.key("1")
    it.saved("Reading:")
    [entry] = it.entries()["add"]
    assert (entry["surface"], entry["sentence"]) == ("Reading", "s05")
    expect(it.page.locator("#article a.mention", has_text="Reading")).to_have_count(1)


def test_missed_words_are_marked_by_keys(review: Opened) -> None:
    it = review()
    it.ask("Georgia")
    it.key("a", "ArrowRight", "ArrowLeft")
    expect(it.panel.locator("h2")).to_have_text("“and”")
    it.key(*["ArrowRight"] * 7, "Shift+ArrowRight")
    expect(it.panel.locator("h2")).to_have_text("“tonnes of”")
    it.key("]", "ArrowRight", "Enter")
    expect(it.panel.locator("h2")).to_have_text("seed")
    it.key("/")
    it.page.keyboard.type("Lima")
    expect(it.choices().first).to_contain_text("Peru")
    it.key("Enter")
    it.saved("seed: Lima.")
    [entry] = it.entries()["add"]
    assert (entry["surface"], entry["place"]) == ("seed", "geonames:3936456")


def test_a_name_is_widened_by_keys(review: Opened) -> None:
    it = review()
    it.ask("Old Mill")
    it.key("e", "[", "Enter")
    expect(it.panel.locator("h2")).to_have_text("the Old Mill")


def test_a_name_is_cut_and_split_with_the_pointer(review: Opened) -> None:
    it = review()
    select(it.page, "South Wales")
    it.panel.get_by_role("button", name="Split").click()
    it.saved("New South Wales:")
    assert [e["surface"] for e in it.entries()["add"]] == ["New", "South Wales"]


def test_undo_and_redo(review: Opened) -> None:
    it = review()
    it.ask("Victoria")
    it.key("n")
    it.saved("Victoria: no place.")
    it.key("u")
    it.saved("Undone.")
    assert it.entries() == {}
    it.key("r")
    it.saved("Done again.")
    assert it.entries()["correct"][0]["surface"] == "Victoria"
    it.key("Control+z")
    it.saved("Undone.")
    assert it.entries() == {}


def test_each_change_can_be_set_back(review: Opened) -> None:
    it = review()
    for name in ("Victoria", "Georgia"):
        it.ask(name)
        it.key("n")
        it.saved(f"{name}: no place.")
    it.key("c")
    it.panel.get_by_role("button", name="Set back: Victoria").click()
    it.saved("Saved.")
    assert [e["surface"] for e in it.entries()["correct"]] == ["Georgia"]
    it.key("Escape")
    it.ask("Georgia")
    it.key("x")
    it.saved("as the program read it")
    assert it.entries() == {}


def test_a_conflict_shows_both_sides(review: Opened) -> None:
    it = review()
    it.ask("Victoria")
    other = '# by hand\n[[correct]]\nsurface = "Lima"\nnot_a_place = true\n'
    (it.folder / "story.corrections.toml").write_text(other, "utf-8")
    it.key("n")
    expect(it.panel.get_by_role("alert")).to_contain_text("Somebody else")
    expect(it.panel.locator(".side pre").first).to_contain_text("none")
    expect(it.panel.locator(".side pre").last).to_contain_text("Lima")
    assert (it.folder / "story.corrections.toml").read_text("utf-8") == other
    it.panel.get_by_role("button", name="Make my change on top").click()
    it.saved("Victoria: no place.")
    text = (it.folder / "story.corrections.toml").read_text("utf-8")
    assert text.startswith(other)
    assert [e["surface"] for e in tomllib.loads(text)["correct"]] == ["Lima", "Victoria"]


def test_what_fits_nothing_is_shown_and_kept(review: Opened, tmp_path: Path) -> None:
    stale = '[[correct]]\nsurface = "Atlantis"\nnot_a_place = true\n'
    (tmp_path / "story.corrections.toml").write_text(stale, "utf-8")
    it = review()
    it.key("c")
    expect(it.panel.locator(".unmatched")).to_contain_text("Atlantis")
    it.key("Escape")
    it.ask("Victoria")
    it.key("n")
    it.saved("Victoria: no place.")
    assert [e["surface"] for e in it.entries()["correct"]] == ["Atlantis", "Victoria"]


def test_an_address_opens_a_mention(review: Opened) -> None:
    start = STORY.index("Georgia")
    it = review(f"#m={start}-{start + 7}")
    expect(it.panel.locator("h2")).to_have_text("Georgia")
    expect(it.page.locator("#article a.mention.chosen")).to_have_text("Georgia")
    expect(it.page.locator("#article a.mention.chosen")).to_be_in_viewport()


def test_a_click_asks_about_a_mention(review: Opened) -> None:
    it = review()
    it.page.locator("#article a.mention", has_text="Lima").click()
    expect(it.panel.locator("h2")).to_have_text("Lima")
    it.page.locator('path[data-feature="place-geonames-614540"]').dispatch_event("click")
    expect(it.panel.locator("h2")).to_have_text("Georgia")


def test_the_page_is_that_of_the_command_line(review: Opened) -> None:
    """After edits, what is drawn in the open page is what the program would draw from the files."""
    it = review()
    it.ask("Victoria")
    it.key("n")
    it.saved("Victoria: no place.")
    expect(it.page.locator('path[data-feature="place-geonames-1680018"]')).to_have_count(0)
    drawn = "[...document.querySelectorAll('path[data-feature]')].map(e => e.dataset.feature).sort()"
    it.page.wait_for_function("document.querySelectorAll('#article a.mention').length")
    live = it.page.evaluate(drawn)
    fresh = review()
    assert fresh.page.evaluate(drawn) == live
    texts = "[...document.querySelectorAll('#article a.mention')].map(e => e.outerHTML.replace(/ tabindex=\"[^\"]*\"/, ''))"
    assert len(fresh.page.evaluate(texts)) == len(it.page.evaluate(texts))


def test_publish(review: Opened) -> None:
    it = review()
    it.key("p")
    it.panel.get_by_label("geojson", exact=True).check()
    it.panel.locator("[data-id=publish-now]").click()
    expect(it.panel.locator(".body [role=status]")).to_contain_text("story.html")
    assert (it.folder / "story.geojson").exists()
    assert "review.css" not in (it.folder / "story.html").read_text("utf-8")


def test_a_whole_article_by_keys_alone(review: Opened) -> None:
    it = review()
    for _ in range(12):
        left = it.panel.locator(".left").inner_text()
        if left.startswith("Nothing"):
            break
        it.key("y" if it.panel.get_by_role("button", name="Right").count() else "n")
        expect(it.panel.locator(".left")).not_to_have_text(left)
    expect(it.panel.locator(".left")).to_have_text("Nothing doubtful is left.")
    it.saved("Nothing doubtful is left.")
    surfaces = [e["surface"] for e in it.entries()["correct"]]
    assert len(surfaces) == len(set(surfaces)) == 7


def test_keys_can_be_switched_off(review: Opened) -> None:
    it = review()
    it.key("?")
    it.panel.get_by_role("button", name="Keys are on").click()
    it.key("Escape", "n")
    expect(it.panel.locator(".left")).to_contain_text("9 left")
    assert it.entries() == {}


def test_the_tab_key_goes_through_the_panel(review: Opened) -> None:
    it = review()
    it.panel.get_by_role("button", name="Keys").focus()
    reached = []
    for _ in range(4):
        it.key("Tab")
        reached.append(it.page.evaluate("document.activeElement.dataset.id"))
        outline = it.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert reached == ["Right", "Wrong place", "No place", "Next"]


TABLET = {"viewport": {"width": 820, "height": 1180}, "is_mobile": True, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("light", [{}, {"color_scheme": "dark"}, TABLET, {**PHONE, "color_scheme": "dark"}])
def test_axe_finds_nothing(review: Opened, light: dict[str, Any]) -> None:
    it = review(**light)
    it.ask("Georgia")
    expect(it.choices().first).to_be_visible()
    found = []
    for key in ("", "w", "f", "m", "c", "p", "?"):
        if key:
            it.key(key)
        if key == "w":
            expect(it.page.locator(".review-sign").first).to_be_visible()
        answer = Axe().run(it.page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [f"{key}: {v['id']}: {n['target']} {n['failureSummary']}" for v in answer for n in v["nodes"]]
        it.key("Escape")
    assert found == []


def test_fingers_find_every_button(review: Opened) -> None:
    it = review(**TABLET)
    it.ask("Georgia")
    small = it.page.evaluate(
        """() => [...document.querySelectorAll("#review :is(button, select, label)")].map(e => [e.textContent, e.getBoundingClientRect()])
          .filter(([, b]) => b.width && (b.width < 44 || b.height < 44)).map(([text]) => text)"""
    )
    assert small == []
    it.panel.get_by_role("button", name="Right").tap()
    it.saved("Georgia: right.")
    assert it.entries()["correct"][0]["place"] == "geonames:614540"
