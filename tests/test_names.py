"""Names on small maps: none on another or on a sign, no line through either, each in what it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geo.drawing.page import render_page
from geo.pipeline import read_document

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CORPUS = Path(__file__).parent / "corpora" / "english.json"
ARTICLES = (
    "04-two-lagos 07-dengue-islands 08-massacre-bridge 23-three-luxembourgs 25-small-boats "
    "29-oder-crest 32-bar-line 33-nikopol-night 35-corridor-talks 59-wellington-bat"
).split()
FRAMES = {"phone": (390, 844), "short": (600, 300)}
MEASURE = (Path(__file__).parent / "names.js").read_text("utf-8")


def _meet(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _through(line: list[list[float]], box: list[float]) -> bool:
    (x, y), (to_x, to_y) = line
    steps = [(x + (to_x - x) * n / 100, y + (to_y - y) * n / 100) for n in range(101)]
    return any(box[0] < px < box[2] and box[1] < py < box[3] for px, py in steps)


def _cross(one: list[list[float]], other: list[list[float]]) -> bool:
    def side(line: list[list[float]], p: list[float]) -> bool:
        (ax, ay), (bx, by) = line
        return (bx - ax) * (p[1] - ay) > (by - ay) * (p[0] - ax)

    return side(one, other[0]) != side(one, other[1]) and side(other, one[0]) != side(other, one[1])


def faults(seen: dict[str, Any]) -> list[str]:
    """Say of each name what it or its line meets, and whether it is outside what it names."""
    found = []
    names, signs, panels = seen["names"], seen["signs"], seen["panels"]
    for n, one in enumerate(names):
        said = one["name"]
        found += [f"{said} stands outside"] if one.get("outside") else []
        found += [f"{said} stands in another country"] if one.get("abroad") else []
        own = [box for of, box in signs if of == one["of"]]
        for of, box in signs:
            if of != one["of"] and any(_meet(part, box) for part in one["boxes"]):
                found.append(f"{said} lies on the sign of {of}")
            # A sign under the place's own one is met by every line to it.
            beneath = any(_meet(box, mine) for mine in own)
            if one["line"] and of != one["of"] and not beneath and _through(one["line"], box):
                found.append(f"the line of {said} crosses the sign of {of}")
        found += [f"{said} lies on a panel" for p in panels if any(_meet(part, p) for part in one["boxes"])]
        for other in names[n + 1 :]:
            if any(_meet(a, b) for a in one["boxes"] for b in other["boxes"]):
                found.append(f"{said} lies on {other['name']}")
            if one["line"] and other["line"] and _cross(one["line"], other["line"]):
                found.append(f"the lines of {said} and {other['name']} cross")
        for other in names:
            if one["line"] and other is not one and any(_through(one["line"], b) for b in other["boxes"]):
                found.append(f"the line of {said} crosses {other['name']}")
    return found


@pytest.mark.parametrize("article", ARTICLES)
def test_names_on_small_maps_are_clear(article: str, browser: Browser, tmp_path: Path) -> None:
    [text] = [a["text"] for a in json.loads(CORPUS.read_text("utf-8"))["articles"] if a["id"] == article]
    source, file = tmp_path / f"{article}.txt", tmp_path / "page.html"
    source.write_text(text, "utf-8")
    file.write_text(render_page(read_document(source)), "utf-8")
    for frame, (width, height) in FRAMES.items():
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page.goto(file.as_uri())
        page.wait_for_selector("html.settled", state="attached")
        seen = page.evaluate(MEASURE)
        page.close()
        assert len(seen["names"]) > 4, "names are shown"
        assert [f"{frame}: {fault}" for fault in faults(seen)] == []
