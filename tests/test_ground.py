"""Land has the colour of land and sea that of sea: on the page, on the still map and on the globe."""

from __future__ import annotations

import random
import re
from math import radians

import numpy as np
import pytest
import shapely
from made import made, place
from numpy.typing import NDArray

import geo
from geo.document import Provenance
from geo.drawing.basemap import clipped, mercator
from geo.drawing.page.facts import facts
from geo.drawing.scene import Scene, set_scene
from geo.drawing.scene.orientation import orient
from geo.drawing.sizes import SIZES
from geo.drawing.still.globe import draw_globe
from geo.drawing.still.sheet import draw_still
from geo.drawing.still.style import LAND
from geo.drawing.still.view import View
from geo.languages import vocabulary
from geo.model import BBox

Floats = NDArray[np.float64]
SAY = vocabulary("en")
GLOBES = 80
MAPS = 8


def pinned(gazetteer: geo.Gazetteer) -> str:
    """Return the hash of the pinned backdrop."""
    return gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")


def rings(path: str) -> list[Floats]:
    """Return the rings of a path of relative lines, each a closed line of shape (n, 2)."""
    found = []
    for part in path.split("M")[1:]:
        xy = np.array([float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", part)]).reshape(-1, 2).cumsum(axis=0)
        found.append(np.concatenate([xy, xy[:1]]))
    return found


def holds(path: str, points: Floats) -> NDArray[np.bool_]:
    """Return which points, shape (n, 2), the even-odd rule puts inside a path."""
    inside = np.zeros(len(points), dtype=bool)
    x, y = points.T[..., None]
    for ring in rings(path):
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            met = x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
        inside ^= ((spans & met).sum(axis=1) % 2).astype(bool)
    return inside


def ground(land: Floats, points: Floats, gap: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which points are on land, and which are farther from every outline than the gap, degrees."""
    spots = shapely.points(points)
    dry, near = np.zeros((2, len(spots)), dtype=bool)
    dry[shapely.STRtree(land).query(spots, predicate="within")[0]] = True
    near[shapely.STRtree(shapely.boundary(land)).query(spots, predicate="dwithin", distance=gap)[0]] = True
    return dry, ~near


def test_the_globe_has_land_where_land_is(gazetteer: geo.Gazetteer) -> None:
    chance = random.Random(18)
    provenance = Provenance("dateline 0", "pinned", {}, pinned(gazetteer), ())
    land = shapely.get_parts(shapely.make_valid(gazetteer.globe()))
    wrong, seen = [], 0
    for _ in range(GLOBES):
        width = chance.choice((2.0, 8.0, 30.0, 90.0))
        lng, lat = round(chance.uniform(-180, 180), 2), round(chance.uniform(-75, 80), 2)
        view = BBox(lng - width / 2, lat - 1, lng + width / 2, lat + 1)
        globe = draw_globe(orient(view, provenance).globe, view)
        assert globe is not None
        # Spots of the disk, and where they are on the earth (Snyder 1987, p. 150).
        xy = np.array([(chance.uniform(-0.95, 0.95), chance.uniform(-0.95, 0.95)) for _ in range(40)])
        xy = xy[np.hypot(*xy.T) < 0.95]
        x, y = xy.T * 105 / globe.radius
        depth, north = np.sqrt(1 - x * x - y * y), radians(lat)
        lats = np.degrees(np.arcsin(depth * np.sin(north) + y * np.cos(north)))
        lngs = lng + np.degrees(np.arctan2(x, depth * np.cos(north) - y * np.sin(north)))
        spots = np.column_stack([(lngs + 180) % 360 - 180, lats])
        dry, known = ground(land, spots, 1.5)
        known &= np.abs(spots[:, 0]) < 178
        drawn = holds(globe.parts[1].get("d", ""), xy * (105, -105) + globe.side / 2)
        wrong += [(view, *spots[n]) for n in np.flatnonzero(known & (dry != drawn))]
        seen += int(known.sum())
    assert seen > 20 * GLOBES
    assert wrong == []


def test_page_and_still_map_have_land_where_land_is(gazetteer: geo.Gazetteer) -> None:
    chance = random.Random(6)
    every = gazetteer.shapes(BBox(-180, -90, 180, 90), "country")
    land = shapely.get_parts(shapely.make_valid(np.array([p.geometry for p in every], dtype=object)))
    wrong, seen = [], 0
    for _ in range(MAPS):
        wide = 10 ** chance.uniform(0.3, 1.9)
        lng, lat = chance.uniform(-180, 180), chance.uniform(-60, 70)
        corners = [
            ((lng + x * wide + 180) % 360 - 180, max(-75, min(80, lat + y * wide / 3)))
            for x in (0, 1)
            for y in (0, 1)
        ]
        towns = {f"t{n}": place(f"{n}", f"Town {n}", "populated_place", *at) for n, at in enumerate(corners)}
        words = " and ".join(f"[{town.name}]({key})" for key, town in towns.items())
        scene = set_scene(made([("paragraph", f"From {words}.")], towns, basemap=pinned(gazetteer)))
        west, south, east, north = scene.frame.square
        pairs = [
            (chance.uniform(west, east), chance.uniform(max(south, -80), min(north, 80))) for _ in range(400)
        ]
        spots = np.array(pairs)
        turned = np.column_stack([(spots[:, 0] + 180) % 360 - 180, spots[:, 1]])
        dry, known = ground(land, turned, (east - west) / 60)
        known &= np.abs(turned[:, 0]) < 179.9
        shown = facts(scene, SAY)
        plane = shown["plane"]
        flat = (
            np.column_stack([spots[:, 0] - plane["west"], plane["north"] - mercator(spots[:, 1])])
            * plane["scale"]
        )
        paper, on_paper = still_land(scene, spots)
        for drawn, there in ((holds(shown["backdrop"]["land"], flat), known), (paper, known & on_paper)):
            wrong += [(tuple(scene.frame.square), *spots[n]) for n in np.flatnonzero(there & (dry != drawn))]
        seen += int(known.sum())
    assert seen > 100 * MAPS
    assert wrong == []


def still_land(scene: Scene, spots: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which spots, shape (n, 2), the screen's still map paints as land, and which it shows."""
    size = SIZES["screen"]
    view = View(scene.frame.story, size.width, size.map_height)
    found = draw_still(scene, SAY, size="screen")
    path = next(e for e in found.iter() if e.tag.endswith("path") and e.get("fill") == LAND)
    xy = view.xy(spots)
    shown = ((xy > 0) & (xy < (view.width, view.height))).all(axis=1)
    return holds(path.get("d", ""), xy), shown


def test_a_crossed_outline_is_clipped_to_its_own_part_of_a_box() -> None:
    chance = np.random.default_rng(6)
    turned_over = 0
    for _ in range(60):
        angles = np.sort(chance.uniform(0, 2 * np.pi, 40))
        corners = np.column_stack([np.cos(angles), np.sin(angles)]) * chance.uniform(6, 10, 40)[:, None]
        n = int(chance.integers(1, 38))
        corners[[n, n + 1]] = corners[[n + 1, n]]  # two edges cross, as of a simplified shore
        area, box = shapely.Polygon(corners), (*chance.uniform(-12, 0, 2), *chance.uniform(1, 12, 2))
        true = shapely.intersection(shapely.make_valid(area), shapely.box(*box)).area
        assert shapely.area(clipped(area, box)) == pytest.approx(true, abs=3)
        turned_over += abs(shapely.clip_by_rect(area, *box).area - true) > 3
    assert turned_over
