"""The map in a review, in a browser: each control by pointer and by keys, and the file that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_review_page import TABLET, Opened, Reviewed, folder, review, server  # noqa: F401

from geo.cli import main

pytestmark = pytest.mark.browser

LIMA = "geonames:3936456"
SEED = next(p for p in sorted((Path(__file__).parents[1] / "seeds").iterdir()) if p.is_file())


def view(it: Reviewed) -> dict[str, Any]:
    found: Any = it.entries().get("map", {})
    return dict(found)


def drawn(it: Reviewed) -> None:
    """Wait until the page is drawn as the file has it."""
    it.page.wait_for_selector("#review:not([data-stale], [data-waiting])")


def middle(it: Reviewed, name: str) -> tuple[float, float]:
    box = it.page.get_by_label(name, exact=True).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pull(it: Reviewed, name: str, x: float, y: float) -> None:
    """Drag a handle by so many pixels."""
    at = middle(it, name)
    it.page.mouse.move(*at)
    it.page.mouse.down()
    it.page.mouse.move(at[0] + x / 2, at[1] + y / 2)
    it.page.mouse.move(at[0] + x, at[1] + y)
    it.page.mouse.up()


def test_the_frame_is_dragged_and_set_back(review: Opened, tmp_path: Path) -> None:  # noqa: F811
    it = review()
    before = it.page.evaluate("dateline.view")
    it.key("b")
    at = middle(it, "Frame: right edge")
    pull(it, "Frame: right edge", -60, 0)
    assert middle(it, "Frame: right edge")[0] == pytest.approx(at[0] - 60, abs=2)
    assert view(it) == {}, "nothing is written before it is saved"
    it.panel.get_by_role("button", name="Save").click()
    it.saved("Saved.")
    west, south, east, north = view(it)["frame"]
    assert (south, west) == pytest.approx(before[0], abs=0.5)
    assert north == pytest.approx(before[1][0], abs=0.5)
    assert west < east < before[1][1] - 0.3
    drawn(it)
    now = it.page.evaluate("dateline.view")
    assert now[1][1] == pytest.approx(east, abs=0.01)
    assert main(["render", str(it.folder / "story.txt"), "-o", str(tmp_path / "story.html")]) == 0
    assert f'"view":{now}'.replace(" ", "") in (tmp_path / "story.html").read_text("utf-8").replace(" ", "")
    it.panel.get_by_role("button", name="Set back: Frame").click()
    drawn(it)
    assert it.entries() == {}
    assert it.page.evaluate("dateline.view") == before


def test_the_frame_is_moved_by_keys(review: Opened) -> None:  # noqa: F811
    it = review()
    [[south, west], [north, east]] = it.page.evaluate("dateline.view")
    it.key("b")
    expect(it.page.get_by_label("Frame: move")).to_be_focused()
    it.key("Shift+ArrowLeft", "ArrowLeft", "Enter")
    it.saved("Saved.")
    made = view(it)["frame"]
    assert made[0] < west
    assert made[2] - made[0] == pytest.approx(east - west, abs=0.1), "its size stays"
    assert made[1::2] == pytest.approx([south, north], abs=0.1)
    it.key("u")
    it.saved("Undone.")
    assert it.entries() == {}
    drawn(it)
    it.key("b", "Tab", "ArrowUp", "Escape")
    expect(it.page.get_by_label("Frame: move")).to_have_count(0)
    assert it.entries() == {}, "Escape leaves all as it was"


def test_small_maps_are_added_moved_and_taken_out(review: Opened) -> None:  # noqa: F811
    it = review(viewport={"width": 1400, "height": 900})
    it.key("b")
    it.page.wait_for_selector(".review-frame")
    for out in it.panel.get_by_role("button", name="Take out").all()[::-1]:
        out.click()
    it.panel.get_by_label("Add a small map").select_option(LIMA)
    it.key("Enter")
    it.saved("Saved.")
    assert view(it)["insets"] == [LIMA]
    drawn(it)
    expect(it.page.locator("#insets a")).to_contain_text("Lima")
    it.key("b")
    pull(it, "Lima: lower right corner", 30, 30)
    it.key("Enter")
    drawn(it)
    [[west, south, east, north]] = view(it)["insets"]
    assert west < -77.03 < east
    assert south < -12.05 < north
    assert east - west > 3
    it.key("b")
    it.page.get_by_label("Lima: move").focus()
    it.key("Delete", "Enter")
    drawn(it)
    assert view(it) == {"insets": []}
    expect(it.page.locator("#insets")).to_have_count(0)
    it.panel.get_by_role("button", name="Set back: Small maps").click()
    drawn(it)
    assert it.entries() == {}
    it.key("b")
    it.panel.get_by_role("button", name="of a box here").click()
    it.key("ArrowDown", "Enter")
    drawn(it)
    assert [len(box) for box in view(it)["insets"] if isinstance(box, list)] == [4]


def test_names_are_wanted_or_not(review: Opened) -> None:  # noqa: F811
    it = review()
    it.key("m")
    field = it.panel.locator(f"[data-id='show-{LIMA}']")
    for how in ("unlabelled", "labelled", "hidden"):
        field.select_option(how)
        it.saved("Saved.")
        expect(it.panel.get_by_role("button", name="Set back: Lima")).to_be_visible()
        drawn(it)
        assert view(it) == {how: [LIMA]}
        name = it.page.locator('.label.shown[data-of="place-geonames-3936456"]')
        expect(name).to_have_count(int(how == "labelled"))
        count = it.page.locator('path[data-feature="place-geonames-3936456"]')
        expect(count).to_have_count(int(how != "hidden"))
    it.panel.get_by_role("button", name="Set back: Lima").click()
    drawn(it)
    assert it.entries() == {}


@pytest.fixture
def layered(folder: Path) -> Iterator[None]:  # noqa: F811
    """Let the story be one with layers of its own."""
    story = folder / "story.txt"
    text = story.read_bytes()
    story.write_bytes(SEED.read_bytes())
    yield
    story.write_bytes(text)


@pytest.mark.usefixtures("layered")
def test_layers_are_put_in_order_named_and_coloured(review: Opened) -> None:  # noqa: F811
    it = review()
    it.key("m")
    rows = it.panel.locator(".layers li")
    names = [field.input_value() for field in rows.locator("input[type=text]").all()]
    assert len(names) > 2
    before = [field.input_value() for field in rows.locator("input[type=color]").all()]
    it.panel.get_by_role("button", name=f"Down: {names[0]}").focus()
    it.key("Enter")
    it.saved("Saved.")
    ids = view(it)["layers"]
    expect(rows.nth(1).locator("input[type=text]")).to_have_value(names[0])
    expect(it.panel.get_by_role("button", name=f"Down: {names[0]}")).to_be_focused()
    drawn(it)
    grip, first = rows.nth(2).locator(".grip"), rows.nth(0).locator(".grip")
    grip.scroll_into_view_if_needed()
    at, to = grip.bounding_box(), first.bounding_box()
    assert at is not None
    assert to is not None
    it.page.mouse.move(at["x"] + 8, at["y"] + 8)
    it.page.mouse.down()
    it.page.mouse.move(at["x"] + 8, to["y"] + 20)
    it.page.mouse.move(at["x"] + 8, to["y"] + 2)
    it.page.mouse.up()
    expect(rows.nth(0).locator("input[type=text]")).to_have_value(names[2])
    drawn(it)
    assert view(it)["layers"] == [ids[2], ids[0], ids[1], *ids[3:]]
    expect(it.page.locator("#legend .title").first).to_have_text(names[2])
    colours = [field.input_value() for field in rows.locator("input[type=color]").all()]
    assert colours == [before[2], before[1], before[0], *before[3:]], "each layer keeps its colour"
    field = rows.nth(0).locator("input[type=text]")
    field.fill("Where they met")
    field.press("Enter")
    drawn(it)
    expect(it.page.locator("#legend .title").first).to_have_text("Where they met")
    colour = rows.nth(0).locator("input[type=color]")
    colour.fill("#b3001b")
    drawn(it)
    layer = it.entries()["layer"][0]
    assert layer == {"name": ids[2], "title": "Where they met", "colour": "#b3001b"}
    it.panel.get_by_role("button", name="Set back: Title: Where they met").click()
    drawn(it)
    assert it.entries()["layer"] == [{"name": ids[2], "colour": "#b3001b"}]
    expect(rows.nth(0).locator("input[type=text]")).to_have_value(names[2])
    it.panel.get_by_role("button", name=f"Set back: Colour: {names[2]}").click()
    it.panel.get_by_role("button", name="Set back: Order of the layers").click()
    expect(rows.nth(0).locator("input[type=text]")).to_have_value(names[0])
    drawn(it)
    assert it.entries() == {}


def test_each_change_of_the_map_is_set_back_by_itself(review: Opened, folder: Path) -> None:  # noqa: F811
    (folder / "story.corrections.toml").write_text(
        f'# mine\n[map]\ntitle = "Mine"  # a title\nnote = "So."\nunlabelled = ["{LIMA}"]\n', "utf-8"
    )
    it = review()
    it.key("c")
    it.panel.get_by_role("button", name="Set back: Map: Note").click()
    it.saved("Saved.")
    kept = f'# mine\n[map]\ntitle = "Mine"  # a title\nunlabelled = ["{LIMA}"]\n'
    assert (folder / "story.corrections.toml").read_text("utf-8") == kept
    it.panel.get_by_role("button", name="Set back: Map: Places without a name").click()
    it.panel.get_by_role("button", name="Set back: Map: Title").click()
    expect(it.page).to_have_title("Water for the valley")
    drawn(it)
    assert it.entries() == {}


def test_fingers_move_a_frame(review: Opened) -> None:  # noqa: F811
    it = review(**TABLET)
    it.panel.get_by_role("button", name="Map", exact=True).tap()
    it.panel.get_by_role("button", name="Move them on the map").tap()
    small = it.page.evaluate(
        """() => [...document.querySelectorAll("#review :is(button, select), .review-handle")]
          .map(e => [e.textContent, e.getBoundingClientRect()])
          .filter(([, b]) => b.width && (b.width < 44 || b.height < 44)).map(([text]) => text)"""
    )
    assert small == []
    x, y = middle(it, "Frame: left edge")
    touch = it.page.context.new_cdp_session(it.page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 30, "y": y}]),
        ("touchMove", [{"x": x + 60, "y": y}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert middle(it, "Frame: left edge")[0] == pytest.approx(x + 60, abs=3)
    it.panel.get_by_role("button", name="Save").tap()
    it.saved("Saved.")
    assert len(view(it)["frame"]) == 4


def test_a_layer_is_hidden_and_shown_again(review: Opened) -> None:  # noqa: F811
    it = review()
    layer = it.page.evaluate("dateline.layers[0]")
    shown = it.page.locator("path[data-feature]")
    before = shown.count()
    it.key("m")
    it.panel.locator(f"[data-id='hide-{layer['name']}']").click()
    it.saved("Saved.")
    drawn(it)
    assert it.entries()["layer"] == [{"name": layer["name"], "hidden": True}]
    assert 0 < shown.count() < before
    it.panel.get_by_role("button", name="Show:").click()
    it.saved("Saved.")
    drawn(it)
    assert it.entries() == {}
    assert shown.count() == before


def test_a_small_map_has_a_title_of_its_own(review: Opened) -> None:  # noqa: F811
    it = review(viewport={"width": 1400, "height": 900})
    it.key("b")
    for out in it.panel.get_by_role("button", name="Take out").all()[::-1]:
        out.click()
    it.panel.get_by_label("Add a small map").select_option(LIMA)
    it.key("Enter")
    drawn(it)
    title = it.panel.get_by_label("Title of small map 1", exact=True)
    title.fill("The capital")
    title.press("Enter")
    it.saved("Saved.")
    drawn(it)
    assert view(it)["insets"] == [{"of": LIMA, "title": "The capital"}]
    expect(it.page.locator("#insets a > span")).to_have_text("The capital")
    it.panel.get_by_role("button", name="Set back: Title of small map 1").click()
    it.saved("Saved.")
    drawn(it)
    assert view(it)["insets"] == [LIMA]
    expect(it.page.locator("#insets a > span")).to_contain_text("Lima")
