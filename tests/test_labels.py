"""Names on the page stand in what they name, as the article writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from frames import misplaced, random_page
from made import made, place
from shapely import box

import geo
from geo.drawing.features import build_features
from geo.drawing.scene import rectangle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

# Every country in turn is the middle of a view: `python benchmarks/labels.py` tries 254 views and more.
SEEDS = range(3, 254, 9)


def test_names_of_countries_and_waters_stand_in_them(
    browser: Browser, tmp_path: Path, gazetteer: geo.Gazetteer
) -> None:
    found = []
    for n, seed in enumerate(SEEDS):
        html = random_page(seed, gazetteer)
        file = tmp_path / f"{seed}.html"
        file.write_text(html, "utf-8")
        size = {"width": 390, "height": 844} if n % 3 == 0 else {"width": 1280, "height": 800}
        page = browser.new_page(viewport=size)
        page.goto(file.as_uri())
        page.wait_for_selector("html.settled", state="attached")
        found += misplaced(page, html, seed, gazetteer)
        page.close()
    assert len(found) > len(SEEDS), "names are shown"
    assert [name for name in found if name] == []


@pytest.mark.parametrize("aspect", [0.5, 3, 12])
def test_a_room_lies_in_its_area(aspect: float) -> None:
    ring = shapely.Polygon([(0, 0), (9, 1), (8, 6), (4, 2), (1, 7)], [[(2, 1), (3, 1), (2, 2)]])
    found = rectangle(ring, aspect)
    assert found
    x, y, height = found
    room = box(x - height * aspect / 2, y - height / 2, x + height * aspect / 2, y + height / 2)
    assert ring.contains(room)
    assert rectangle(shapely.MultiPolygon(), aspect) is None


def test_a_place_is_called_as_the_article_calls_it() -> None:
    kiev = place("1", "Kiev", "populated_place", 30.5, 50.4, country="UA")
    straits = place("2", "Strait of Hormuz", "sea", 56, 26)
    union = place("3", "United Kingdom", "country", -2, 54, country="GB")
    document = made(
        [
            ("title", "[KYIV](kiev) quiet"),
            ("paragraph", "In [Kyiv](kiev), [Hormuz](straits) and the [UK](union) it was quiet."),
            ("paragraph", "[Kyivan](kiev demonym) shops near the [Strait of Hormuz](straits) were open."),
        ],
        {"kiev": kiev, "straits": straits, "union": union},
    )
    made_of = build_features(document)
    assert [f.label for f in made_of.by_id.values()] == ["Kyiv", "Strait of Hormuz", "United Kingdom"]
    assert [f.name for f in made_of.by_id.values()] == ["Kiev", "Strait of Hormuz", "United Kingdom"]
