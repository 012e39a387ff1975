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

import geo
from geo.gazetteer import Gazetteer
from geo.pipeline import read_document
from geo.review import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

uvicorn = pytest.importorskip("uvicorn", reason="the extra review is not installed")
from geo.review.server import Review  # noqa: E402

pytestmark = pytest.mark.browser

STORY = """Water for the valley

Farmers from San Martin met in Springfield on Monday. The mayor of Springfield said that 300 families had \
moved from Lima to Cusco.

A second group waited in Victoria, near the Old Mill, and wrote to New South Wales. Nobody in Santa Rosa \
was surprised, said Jordan Reading.

The road to Cusco stays closed. Officials in Georgia and in Santa Rosa asked for 20 tonnes of seed.
"""
TOKEN = "a-token-of-the-tests"


DRAWN = "#review:not([data-stale], [data-waiting])"
"""The panel when the page shows what was answered last."""

SLOW = 20_000  # milliseconds that a busy machine may take
expect.set_options(timeout=SLOW)


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
        """Look at a mention, by its address, once the page is drawn again."""
        self.page.wait_for_selector(DRAWN)
        start = [m.start() for m in re.finditer(surface, STORY)][nth]
        self.page.evaluate(f"location.hash = 'm={start}-{start + len(surface)}'")
        expect(self.panel.locator("h2")).to_have_text(surface)
        expect(self.panel.locator(".choice, .choices .empty").first).to_be_visible()

    def saved(self, said: str) -> None:
        """Wait until the program has answered: what is said then ends with what is left."""
        expect(self.told).to_contain_text(said)
        expect(self.told).to_contain_text(re.compile(r"left|Nothing doubtful"))

    def choices(self) -> Any:
        return self.panel.locator(".choice")


Opened = Callable[..., Reviewed]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Review, Desk, str]]:
    """Serve the story of these tests."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "story.txt").write_text(STORY, "utf-8")
    gazetteer = Gazetteer.pinned()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    desk = Desk("story", folder / "story.txt", gazetteer)
    review = Review([desk], folder, TOKEN, port, gazetteer)
    running = uvicorn.Server(uvicorn.Config(review.app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield review, desk, f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(30)
    listener.close()


@pytest.fixture
def folder(server: tuple[Review, Desk, str]) -> Path:
    """Return the folder of the article, with nothing decided."""
    _, desk, _ = server
    for path in desk.source.parent.iterdir():
        if path != desk.source:
            path.unlink()
    desk._done.clear()
    desk._undone.clear()
    return desk.source.parent


@pytest.fixture
def review(browser: Browser, server: tuple[Review, Desk, str], folder: Path) -> Iterator[Opened]:
    """Open the review; a request elsewhere, a message or an error fails the test."""
    origin = server[2]
    contexts = []
    heard: list[str] = []

    def opened(anchor: str = "", **options: Any) -> Reviewed:
        context = browser.new_context(
            **{"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(SLOW)
        contexts.append(context)
        page = watched_page(context, lambda url: url.startswith((origin, "data:")), heard)
        page.goto(f"{origin}/a/story/?token={TOKEN}{anchor}")
        page.wait_for_selector("#review[data-ready]")
        return Reviewed(page, folder, origin)

    yield opened
    for context in contexts:
        context.close()
    assert [h for h in heard if "409" not in h] == []  # a browser reports an answer of a conflict


def test_one_key_for_each_answer(review: Opened) -> None:
    it = review()
    left, asked = it.panel.locator(".left"), it.panel.locator("h2")
    expect(left).to_contain_text("12 left")
    expect(asked).to_be_visible()
    it.ask("Springfield")
    it.key("y")
    it.saved("Springfield: right.")
    [entry] = it.entries()["correct"]
    assert (entry["surface"], entry["place"]) == ("Springfield", "geonames:4250542")
    assert "sentence" not in entry  # both mentions of one place, at once
    expect(left).to_contain_text("10 left")
    expect(asked).not_to_have_text("Springfield")
    it.ask("Victoria")
    expect(it.choices()).to_have_count(9)
    it.key("2")
    it.saved("Victoria:")
    entry = it.entries()["correct"][1]
    assert entry["surface"] == "Victoria"
    assert entry["place"] != "geonames:1680018"
    it.ask("Georgia")
    it.key("n")
    it.saved("Georgia: no place.")
    assert it.entries()["correct"][2] == {"surface": "Georgia", "sentence": "s07", "not_a_place": True}
    expect(it.page.locator("#article a.mention", has_text="Georgia")).to_have_count(0)
    it.key("u")
    it.saved("Undone.")
    assert len(it.entries()["correct"]) == 2
    it.key("r")
    it.saved("Done again.")
    assert len(it.entries()["correct"]) == 3
    it.ask("Georgia")
    it.key("x")
    it.saved("as the program read it")
    assert [e["surface"] for e in it.entries()["correct"]] == ["Springfield", "Victoria"]
    it.key("Control+z", "Control+z")
    it.saved("Undone.")
    expect(left).to_contain_text("9 left")


def test_how_far_an_answer_reaches(review: Opened) -> None:
    it = review()
    it.ask("Springfield", 1)
    expect(it.panel.get_by_label("every one in this article")).to_be_checked()
    it.key("s", "s")
    expect(it.panel.get_by_label("from now on")).to_be_checked()
    it.key("s", "s")
    expect(it.panel.get_by_label("this one")).to_be_checked()
    it.panel.get_by_role("button", name="No place").click()
    it.saved("Springfield: no place.")
    assert it.entries()["correct"] == [{"surface": "Springfield", "sentence": "s03", "not_a_place": True}]
    it.ask("Georgia")
    it.panel.get_by_label("from now on").check()
    it.key("1")
    it.saved("Georgia:")
    assert len(it.entries()["correct"]) == 1
    [entry] = it.entries("house.toml")["correct"]
    assert (entry["surface"], entry["place"]) == ("Georgia", "geonames:614540")


def test_one_answer_for_several_and_for_this_one_only(review: Opened) -> None:
    it = review()
    it.ask("Springfield", 1)
    expect(it.choices()).to_have_count(9)
    it.key("Shift+Digit2")
    it.saved("Springfield:")
    [entry] = it.entries()["correct"]
    assert entry["sentence"] == "s03", "this one only"
    expect(it.panel.get_by_role("group", name="Open")).to_contain_text("Victoria")
    it.ask("Santa Rosa")
    it.key("Shift+N")
    it.saved("Santa Rosa: no place.")
    assert "sentence" in it.entries()["correct"][1]
    open_ = it.panel.locator(".left").inner_text()
    it.key("Shift+Y")
    it.saved("are right.")
    expect(it.panel.locator(".left")).not_to_have_text(open_)
    entries = it.entries()
    assert len(entries["correct"]) > 4
    assert len(entries["claim"]) + len(entries["flow"]) == 3, "figures and movements too"
    expect(it.panel.get_by_role("group", name="Open")).to_have_count(0)
    it.key("u")
    it.saved("Undone.")
    assert len(it.entries()["correct"]) == 2, "one step"
    assert "claim" not in it.entries()


def test_a_click_on_the_map_places_a_name(review: Opened) -> None:
    it = review()
    it.ask("Old Mill")
    it.panel.get_by_label("It is", exact=True).select_option("facility")
    it.page.locator(".canvas").click(position={"x": 300, "y": 300})
    it.saved("Old Mill: Old Mill.")
    [entry] = it.entries()["correct"]
    assert (entry["name"], entry["kind"]) == ("Old Mill", "facility")
    assert {"lng", "lat"} < set(entry)
    it.ask("Georgia")
    it.page.locator(".canvas").click(position={"x": 200, "y": 300}, modifiers=["Shift"])
    it.saved("Georgia: Georgia.")
    assert {"lng", "lat"} < set(it.entries()["correct"][1])
    it.ask("Cusco")
    it.panel.get_by_label("It is", exact=True).select_option("region")
    it.saved("Cusco: Cusco, region.")
    assert it.entries()["correct"][2]["kind"] == "region"


def menu(it: Reviewed, pill: str) -> Any:
    """Open the menu of a name or figure of the panel under the pointer."""
    it.page.wait_for_selector(DRAWN)
    it.page.mouse.move(900, 4)
    it.panel.locator(".pill").filter(has=it.page.locator(f"b:text-is('{pill}')")).hover()
    opened = it.panel.locator(".menu")
    expect(opened).to_contain_text(pill)
    return opened


def test_everything_on_one_panel(review: Opened) -> None:
    it = review()
    it.ask("Victoria")
    other = menu(it, "Springfield").locator("[data-id^='menu-geonames']").first
    place = str(other.get_attribute("data-id")).removeprefix("menu-")
    other.click()
    it.saved("Springfield:")
    assert it.entries()["correct"] == [{"surface": "Springfield", "place": place}]
    expect(it.panel.locator("h2")).to_have_text("Victoria")
    menu(it, "Lima").locator("[data-id=kind-region]").click()
    it.saved("Lima: Lima, region.")
    assert it.entries()["correct"][1] == {"surface": "Lima", "place": "geonames:3936456", "kind": "region"}
    menu(it, "Santa Rosa").locator("[data-id=menu-none]").click()
    it.saved("Santa Rosa: no place.")
    assert it.entries()["correct"][2] == {"surface": "Santa Rosa", "not_a_place": True}
    menu(it, "300 families").get_by_text("Cusco", exact=True).click()
    it.saved("300 families: Cusco.")
    assert it.entries()["claim"] == [{"surface": "300", "sentence": "s03", "places": ["geonames:3941584"]}]
    menu(it, "20 tonnes seed").get_by_text("Georgia", exact=True).click()  # a number that is no figure now
    it.saved("20 tonnes seed: Georgia.")
    added = it.entries()["claim"][1]
    assert (added["add"], added["value"], added["places"]) == (True, 20, ["geonames:614540"])
    menu(it, "Lima → Cusco · families").locator("[data-id=menu-none]").click(modifiers=["Shift"])
    expect(it.panel.locator(".left")).to_have_text("Nothing doubtful is left.")
    it.page.wait_for_selector("#review:not([data-waiting])")
    assert it.entries()["flow"][0]["remove"] is True
    assert {"surface": "Georgia", "sentence": "s07", "place": "geonames:614540"} in it.entries()["correct"]


def test_one_mention_in_the_text_and_a_name_dragged_to_the_map(review: Opened) -> None:
    it = review()
    it.page.wait_for_selector("#review:not([data-stale])")
    link = it.page.locator("#article a.mention", has_text="Springfield").nth(1)
    link.hover()
    expect(it.panel.locator(".menu")).to_contain_text("Springfield")
    it.panel.locator("[data-id=menu-none]").click()
    it.saved("Springfield: no place.")
    assert it.entries()["correct"] == [{"surface": "Springfield", "sentence": "s03", "not_a_place": True}]
    pill = it.panel.locator(".pill", has_text="Old Mill").bounding_box()
    assert pill
    it.page.mouse.move(pill["x"] + 20, pill["y"] + 8)
    it.page.mouse.down()
    it.page.mouse.move(800, 300, steps=3)
    expect(it.page.locator(".review-pin")).to_have_text("Old Mill")
    it.page.mouse.up()
    it.saved("Old Mill: Old Mill.")
    entry = it.entries().get("add", it.entries()["correct"])[-1]
    assert entry["surface"] == "Old Mill"
    assert {"lng", "lat", "kind"} < {*entry}


def test_two_names_are_joined_to_one(review: Opened) -> None:
    it = review()
    select(it.page, "Georgia and in Santa Rosa")
    it.panel.get_by_role("button", name="Join to one name").click()
    it.saved("Georgia and in Santa Rosa")
    [entry] = it.entries()["add"]
    assert (entry["surface"], entry["sentence"]) == ("Georgia and in Santa Rosa", "s07")
    joined = it.page.locator("#article a.mention", has_text="Georgia and in Santa Rosa")
    expect(joined).to_have_count(1)
    it.key("Control+z")
    it.saved("Undone.")
    expect(joined).to_have_count(0)


def test_figures_and_movements_are_asked_with_one_key_each(review: Opened) -> None:
    it = review()
    for _ in range(9):
        if not re.match(r"\d", it.panel.locator("h2").inner_text()):
            it.key("j")
    expect(it.panel.locator("h2")).to_have_text("300 families")
    expect(it.choices().first).to_be_visible()
    it.key(str(1 + it.choices().locator(".what").all_inner_texts().index("Cusco")))
    it.saved("300 families: Cusco.")
    assert it.entries()["claim"] == [{"surface": "300", "sentence": "s03", "places": ["geonames:3941584"]}]
    expect(it.panel.locator("h2")).to_have_text("20 tonnes seed")
    it.key("y")
    it.saved("20 tonnes seed: right.")
    assert it.entries()["claim"][1]["value"] == 20
    expect(it.panel.locator("h2")).to_contain_text("Lima → Cusco")
    it.key("n")
    it.saved("no movement.")
    assert it.entries()["flow"][0]["remove"] is True
    it.page.wait_for_selector(DRAWN)
    select(it.page, "Lima to Cusco")
    expect(it.choices().first).to_have_text("1Movement: Lima → Cusco")
    it.key("2")
    it.saved("Movement: Cusco → Lima")
    added = it.entries()["flow"][-1]
    assert (added["from"], added["to"], added["add"]) == ("geonames:3941584", "geonames:3936456", True)


def test_other_places_in_a_list_on_the_map_and_by_a_search(review: Opened) -> None:
    it = review()
    it.ask("Victoria")
    it.key("w")
    signs = it.page.locator(".review-sign")
    expect(signs.first).to_be_visible()
    assert signs.count() == it.choices().count() > 5
    expect(it.choices().nth(1)).to_contain_text("km from the story")
    signs.nth(1).dispatch_event("click")
    it.saved("Victoria:")
    expect(signs).to_have_count(0)
    second = it.entries()["correct"][0]["place"]
    it.ask("Santa Rosa")
    it.key("/")
    it.page.keyboard.type("Santa Rosa")
    it.panel.get_by_label("Country", exact=True).select_option("EC")
    it.panel.get_by_label("Kind", exact=True).select_option("populated_place")
    expect(it.choices().first).to_contain_text("Ecuador")
    it.choices().first.click()
    it.saved("Santa Rosa: Santa Rosa.")
    entries = it.entries()["correct"]
    assert [e["surface"] for e in entries] == ["Victoria", "Santa Rosa"]
    assert second not in ("geonames:1680018", entries[1]["place"])


def test_a_place_of_ones_own(review: Opened) -> None:
    it = review()
    it.ask("Old Mill")
    it.key("w", "o")
    it.panel.get_by_label("Name", exact=True).fill("The Old Mill")
    it.panel.get_by_label("Kind", exact=True).select_option("facility")
    it.page.locator(".canvas").click(position={"x": 300, "y": 300})
    it.saved("Old Mill: The Old Mill.")
    [entry] = it.entries()["correct"]
    assert (entry["name"], entry["kind"]) == ("The Old Mill", "facility")
    assert {"lng", "lat"} < set(entry)
    expect(it.page.locator("#article a.mention", has_text="Old Mill")).to_have_count(1)
    for key, kind, n in (("l", "LineString", 2), ("g", "Polygon", 4)):
        it.ask("Old Mill")
        it.key("w", key, "Enter", "ArrowRight", "Enter", "ArrowDown")  # by keys alone
        if kind == "Polygon":
            it.key("Enter")
        it.key("Space")
        it.saved("Old Mill: Old Mill.")
        geometry = it.entries()["correct"][0]["geometry"]
        points = geometry["coordinates"]
        assert geometry["type"] == kind
        assert len(points[0] if kind == "Polygon" else points) == n


def select(page: Page, words: str) -> None:
    """Select words of the article with the pointer, when the page is drawn."""
    page.wait_for_selector(DRAWN)
    left, top, right, bottom = page.evaluate(
        """async ([start, end]) => {
          const range = rangeOf(start, end);
          range.startContainer.parentElement.scrollIntoView({block: "start", behavior: "instant"});
          for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame); // until nothing moves
          const boxes = [...range.getClientRects()].filter(({ width }) => width);
          const [a, b] = [boxes[0], boxes[boxes.length - 1]];
          return [a.left + 1, (a.top + a.bottom) / 2, b.right - 1, (b.top + b.bottom) / 2];
        }""",
        [STORY.index(words), STORY.index(words) + len(words)],
    )
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


def test_words_are_marked_and_cut_with_the_pointer(review: Opened) -> None:
    it = review()
    select(it.page, "group")
    expect(it.panel.locator("h2")).to_have_text("“group”")
    it.key("a", "/")
    it.page.keyboard.type("Lima")
    expect(it.choices().first).to_contain_text("Peru")
    it.key("Enter")
    it.saved("group: Lima.")
    [entry] = it.entries()["add"]
    assert (entry["surface"], entry["place"], entry["sentence"]) == ("group", "geonames:3936456", "s04")
    expect(it.page.locator("#article a.mention", has_text="group")).to_have_count(1)
    select(it.page, "Reading")
    expect(it.panel.locator("h2")).to_have_text("“Reading”")
    expect(it.choices().first).to_be_visible()
    it.key("1")
    it.saved("Reading:")
    select(it.page, "South Wales")
    expect(it.panel.locator("h2")).to_have_text("“South Wales”")
    it.key("t")
    it.saved("New South Wales:")
    assert [e["surface"] for e in it.entries()["add"]] == ["group", "Reading", "New", "South Wales"]


def test_words_are_marked_and_widened_by_keys(review: Opened) -> None:
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
    assert it.entries()["add"][0]["surface"] == "seed"
    it.ask("Springfield", 1)
    it.key("e", "ArrowRight", "Enter")
    it.saved("Springfield: Springfield said.")
    assert [e["surface"] for e in it.entries()["add"]] == ["seed", "Springfield said"]


def test_figures_and_movements(review: Opened) -> None:
    it = review()
    it.ask("Lima")
    it.key("f")
    expect(it.panel.locator(".said").first).to_have_text("300")
    it.panel.locator("[data-id=c01-value]").fill("320")
    it.panel.locator("[data-id=c01-save]").click()
    it.saved("Saved.")
    [claim] = it.entries()["claim"]
    assert (claim["sentence"], claim["value"]) == ("s03", 320)
    it.panel.locator(".fact", has_text="Lima").get_by_role("button", name="Take out").last.click()
    expect(it.panel.locator(".body")).to_contain_text("No movement was read")
    it.saved("Saved.")
    assert it.entries()["flow"][0]["remove"] is True
    it.panel.get_by_text("Add a movement").click()
    new = it.panel.locator(".fact").last
    new.get_by_label("From", exact=True).select_option("geonames:3941584")
    new.get_by_label("To", exact=True).select_option("geonames:3936456")
    new.get_by_role("button", name="Add").click()
    expect(it.panel.locator(".said").last).to_contain_text("Cusco")
    it.saved("Saved.")
    assert [f.get("add") for f in it.entries()["flow"]] == [None, True]
    it.key("Escape")
    select(it.page, "300 families")
    expect(it.panel.locator("h2")).to_have_text("“300 families”")
    it.key("f")
    new = it.panel.locator(".fact", has=it.page.locator("[data-id=new-value]"))
    expect(new.get_by_label("Value", exact=True)).to_have_value("300")
    new.get_by_label("Whose", exact=True).select_option("body")
    new.get_by_label("Value", exact=True).press("Enter")
    it.saved("Saved.")
    it.page.wait_for_selector("#review:not([data-waiting])")
    added = it.entries()["claim"][-1]
    assert (added["surface"], added["value"], added["owner"], added["add"]) == (
        "300 families",
        300,
        "body",
        True,
    )
    it.key("Escape")
    it.ask("Georgia")
    it.key("f")
    expect(it.panel.locator(".said").first).to_have_text("20 tonnes")
    it.panel.get_by_role("button", name="Take out").first.click()
    expect(it.panel.locator(".body")).to_contain_text("No figure was read")
    it.saved("Saved.")
    assert it.entries()["claim"][-1]["remove"] is True


def test_the_map(review: Opened) -> None:
    it = review()
    it.key("m")
    it.panel.get_by_label("Title", exact=True).fill("Where the water went")
    it.panel.get_by_label("Note", exact=True).fill("Drawn by hand.")
    it.panel.locator("[data-id='show-geonames:3936456']").select_option("hidden")
    expect(it.page).to_have_title("Where the water went")
    expect(it.page.locator("#map-note")).to_have_text("Drawn by hand.")
    expect(it.page.locator('path[data-feature="place-geonames-3936456"]')).to_have_count(0)
    view = it.entries()["map"]
    assert (view["title"], view["note"]) == ("Where the water went", "Drawn by hand.")
    assert view["hidden"] == ["geonames:3936456"]
    it.key("Escape", "u", "u", "u")
    expect(it.page).to_have_title("Water for the valley")
    assert it.entries() == {}


def test_changes_are_set_back_one_by_one_and_what_fits_nothing_is_kept(review: Opened, folder: Path) -> None:
    stale = '[[correct]]\nsurface = "Atlantis"\nnot_a_place = true\n'
    (folder / "story.corrections.toml").write_text(stale, "utf-8")
    it = review()
    for name in ("Victoria", "Georgia"):
        it.ask(name)
        it.key("n")
        it.saved(f"{name}: no place.")
    it.key("c")
    expect(it.panel.locator(".unmatched")).to_contain_text("Atlantis")
    it.panel.get_by_role("button", name="Set back: Victoria").click()
    it.saved("Saved.")
    assert [e["surface"] for e in it.entries()["correct"]] == ["Atlantis", "Georgia"]
    it.panel.get_by_role("button", name="Take out").click()
    expect(it.panel.locator(".unmatched")).to_have_count(0)
    assert [e["surface"] for e in it.entries()["correct"]] == ["Georgia"]


def test_a_conflict_shows_both_sides(review: Opened, folder: Path) -> None:
    it = review()
    it.ask("Victoria")
    other = '# by hand\n[[correct]]\nsurface = "Lima"\nnot_a_place = true\n'
    (folder / "story.corrections.toml").write_text(other, "utf-8")
    it.key("n")
    expect(it.panel.get_by_role("alert")).to_contain_text("Somebody else")
    expect(it.panel.locator(".side pre").first).to_contain_text("Victoria: no place")
    expect(it.panel.locator(".side pre").last).to_contain_text("Lima: no place")
    assert (folder / "story.corrections.toml").read_text("utf-8") == other
    it.panel.get_by_role("button", name="Make my change on top").click()
    it.saved("Victoria: no place.")
    text = (folder / "story.corrections.toml").read_text("utf-8")
    assert text.startswith(other)
    assert [e["surface"] for e in tomllib.loads(text)["correct"]] == ["Lima", "Victoria"]


LOOK = """[...document.querySelectorAll('path[data-feature], #article a.mention, #places tr')]
  .map(e => e.dataset.feature ?? e.textContent).sort()"""


def test_addresses_clicks_and_the_page_as_it_is_drawn_anew(review: Opened) -> None:
    start = STORY.index("Georgia")
    it = review(f"#m={start}-{start + 7}")
    expect(it.panel.locator("h2")).to_have_text("Georgia")
    expect(it.page.locator("#article a.mention.chosen")).to_have_text("Georgia")
    expect(it.page.locator("#article a.mention.chosen")).to_be_in_viewport()
    it.page.locator("#article a.mention", has_text="Lima").click()
    expect(it.panel.locator("h2")).to_have_text("Lima")
    it.page.locator('path[data-feature="place-geonames-3692385"]').dispatch_event("click")
    expect(it.panel.locator("h2")).to_have_text("San Martin")
    it.ask("Victoria")
    it.key("n")
    expect(it.page.locator('path[data-feature="place-geonames-1680018"]')).to_have_count(0)
    it.saved("Victoria: no place.")
    it.page.wait_for_selector("#review[data-drawn]")
    assert it.page.evaluate(LOOK) == review().page.evaluate(LOOK)


def test_files_are_made_as_the_command_line_makes_them(review: Opened, folder: Path) -> None:
    it = review()
    it.key("p")
    it.panel.get_by_label("geojson", exact=True).check()
    it.panel.locator("[data-id=publish-now]").click()
    expect(it.panel.locator(".body [role=status]")).to_contain_text("story.html")
    assert (folder / "story.geojson").exists()
    page = (folder / "story.html").read_text("utf-8")
    assert page.startswith(geo.render(read_document(folder / "story.txt")))


def test_a_whole_article_by_keys_alone(review: Opened) -> None:
    it = review()
    it.key("?")
    it.panel.get_by_role("button", name="Keys are on").click()
    it.key("Escape", "n")
    expect(it.panel.locator(".left")).to_contain_text("12 left")  # single keys are off
    it.panel.get_by_role("button", name="Keys").click()
    it.panel.get_by_role("button", name="Keys are off").click()
    it.key("Escape")
    it.panel.get_by_role("button", name="Keys").focus()
    reached = []
    for _ in range(4):
        it.key("Tab")
        reached.append(it.page.evaluate("document.activeElement.dataset.id"))
        assert it.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert reached == ["Right", "Wrong place", "No place", "Next"]
    left = it.panel.locator(".left")
    for _ in range(13):
        before = left.inner_text()
        if before.startswith("Nothing"):
            break
        it.key("y" if it.panel.get_by_role("button", name="Right", exact=True).count() else "n")
        expect(left).not_to_have_text(before)
    expect(left).to_have_text("Nothing doubtful is left.")
    it.saved("Nothing doubtful is left.")
    it.page.wait_for_selector("#review:not([data-waiting])")
    surfaces = [e["surface"] for e in it.entries()["correct"]]
    assert len(surfaces) == len(set(surfaces)) == 7


TABLET = {"viewport": {"width": 820, "height": 1180}, "is_mobile": True, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("light", [{}, {**TABLET, "color_scheme": "dark"}])
def test_axe_finds_nothing(review: Opened, light: dict[str, Any]) -> None:
    it = review(**light)
    it.ask("Victoria")
    expect(it.choices().first).to_be_visible()
    found = []
    for key in ("", "w", "f", "m", "b", "c", "p", "?"):
        if key:
            it.key(key)
        if key == "w":
            expect(it.page.locator(".review-sign").first).to_be_visible()
        answer = Axe().run(it.page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [f"{key}: {v['id']}: {n['target']}" for v in answer for n in v["nodes"]]
        it.key("Escape")
    assert found == []


def test_fingers_find_every_button(review: Opened) -> None:
    it = review(**PHONE)
    it.ask("Georgia")
    small = it.page.evaluate(
        """() => [...document.querySelectorAll("#review :is(button, select, label)")]
          .map(e => [e.textContent, e.getBoundingClientRect()])
          .filter(([, b]) => b.width && (b.width < 44 || b.height < 44)).map(([text]) => text)"""
    )
    assert small == []
    it.panel.get_by_role("button", name="Right", exact=True).tap()
    it.saved("Georgia: right.")
    assert it.entries()["correct"][0]["place"] == "geonames:614540"


def test_the_list_says_why_an_article_cannot_be_read(
    server: tuple[Review, Desk, str], folder: Path, review: Opened
) -> None:
    served, _, origin = server
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    served._desks["broken"] = Desk("broken", folder / "broken.pdf", Gazetteer.pinned())
    try:
        page = review().page
        page.goto(f"{origin}/")
        row = page.locator("tbody tr", has_text="broken.pdf")
        expect(row).to_contain_text("PDF")
        expect(row.locator("a")).to_have_count(0)
    finally:
        del served._desks["broken"]
