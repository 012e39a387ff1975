"""Random views of the world as pages, and where the names of countries and waters stand on them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from made import made, place

import geo
from geo.drawing.basemap import mercator, shift_near
from geo.drawing.page import render_page
from geo.model import BBox, Place

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = """() => {
  const land = document.querySelector("path.land");
  const back = land.getScreenCTM().inverse();
  const at = (x, y) => { const p = new DOMPoint(x, y).matrixTransform(back); return [p.x, p.y]; };
  const numbers = (text) => text.replace("translate3d", "").match(/-?[\\d.]+(?:e-?\\d+)?/g).map(Number);
  return [...document.querySelectorAll(".label.shown:is(.country, .sea)")].map((label) => {
    const box = label.getBoundingClientRect();
    const leader = label.previousElementSibling;
    let end = null;
    if (leader?.matches(".leader.shown")) {
      const [x, y] = numbers(label.style.transform);
      const [left, top, angle] = numbers(leader.style.transform);
      const length = parseFloat(leader.style.inlineSize);
      end = at(box.left - x + left + length * Math.cos(angle), box.top - y + top + length * Math.sin(angle));
    }
    const inset = 2;
    return {
      name: label.textContent, sea: label.matches(".sea"), end,
      box: [...at(box.left + inset, box.bottom - inset), ...at(box.right - inset, box.top + inset)],
      pixel: 1 / land.getScreenCTM().a,
    };
  });
}"""


class Misplaced(NamedTuple):
    """A name that stands outside what it names."""

    seed: int
    name: str


@cache
def countries(gazetteer: geo.Gazetteer) -> dict[str, Place]:
    """Return name → country of the backdrop."""
    return {p.name: p for p in gazetteer.shapes(BBox(-180, -90, 180, 90), "country")}


def random_page(seed: int, gazetteer: geo.Gazetteer) -> str:
    """Make the page of an article about two points, which names the country there and two others."""
    chance = random.Random(seed)
    every = [p for p in countries(gazetteer).values() if -60 < p.lat < 75]
    here = every[seed % len(every)]
    span = 10 ** chance.uniform(-0.3, 1.4)
    x = here.lng + chance.uniform(-0.4, 0.4) * span
    y = max(-58.0, min(72.0, here.lat + chance.uniform(-0.4, 0.4) * span))
    others = sorted(every, key=lambda p: (p.lng - here.lng) ** 2 + (p.lat - here.lat) ** 2)[1:6]
    named = {
        "one": place("user:1", "Onetown", "populated_place", x - span / 2, max(-59.0, y - span / 3)),
        "two": place("user:2", "Twotown", "populated_place", x + span / 2, min(73.0, y + span / 3)),
        "here": here,
        **{f"n{n}": p for n, p in enumerate(chance.sample(others, 2))},
    }
    for key in ("one", "two"):
        p = named[key]
        named[key] = place(p.id, p.name, p.kind, (p.lng + 180) % 360 - 180, p.lat)
    words = " and ".join(f"[{p.name}]({key})" for key, p in named.items())
    sha = gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")
    return render_page(made([("paragraph", f"News from {words}.")], named, basemap=sha))


def misplaced(page: Page, html: str, seed: int, gazetteer: geo.Gazetteer) -> Iterator[Misplaced | None]:
    """Yield None for each name of a country or water that stands or whose line ends in it, else its name."""
    match = re.search(r'id="dateline-data">(.*?)</script>', html, re.S)
    assert match
    data = json.loads(match[1])
    plane, ((_, west), (_, east)) = data["plane"], data["zones"][-1][0]
    middle = (west + east) / 2

    view = shapely.box(west, -90, east, 90)

    def flat(geometry: Any) -> Any:
        turned = shift_near(geometry, middle)
        return shapely.make_valid(
            shapely.transform(turned, lambda xy: np.column_stack([xy[:, 0], mercator(xy[:, 1])]))
        )

    def position(x: float, y: float) -> tuple[float, float]:
        return plane["west"] + x / plane["scale"], plane["north"] - y / plane["scale"]

    for label in page.evaluate(_NAMES):
        reach = 1.5 * label["pixel"] / plane["scale"]
        left, bottom, right, top = label["box"]
        box = shapely.box(*position(left, bottom), *position(right, top))
        if label["sea"]:
            turned = (shift_near(p.geometry, middle) for p in countries(gazetteer).values())
            land = [flat(g) for g in turned if shapely.intersects(shapely.box(*g.bounds), view)]
            speck = (10 * label["pixel"] / plane["scale"]) ** 2
            parts = shapely.get_parts(land)
            right_place = not shapely.intersects(parts[shapely.area(parts) > speck], box).any()
        else:
            area = flat(countries(gazetteer)[label["name"].split(" / ")[0]].geometry).buffer(reach)
            right_place = area.contains(shapely.Point(position(*label["end"])) if label["end"] else box)
        yield None if right_place else Misplaced(seed, label["name"])
