"""The shaded relief: what is a shadow, where it lies on a map, and where none is drawn."""

from __future__ import annotations

import io
import re
import sqlite3
from base64 import b64decode
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from conftest import OpenPage
from made import island_story
from numpy.typing import NDArray
from PIL import Image
from test_gazetteer_build import draft, single

import geo
from geo.drawing.basemap import Relief, Zone, clip_basemap, mercator, spread
from geo.drawing.basemap.relief import _averaged, _read, shade
from geo.drawing.page import render_page
from geo.drawing.still import still_map
from geo.gazetteer.schema import RELIEF_COARSEST, RELIEF_LEVELS, RELIEF_TILE
from geo.making.builder.relief import draw_land, shadows
from geo.making.builder.tables import write_tables
from geo.model import BBox

SIDE = 3  # degrees, of the dark square that is the only mountain of a made world


def made_world(lng: float, lat: float) -> dict[tuple[int, int, int], bytes]:
    """Cut a world into tiles that is flat but for one square with this middle."""
    tiles = {}
    for level in range(RELIEF_LEVELS):
        density = RELIEF_COARSEST * 2**level
        x = np.arange(int(360 * density)) / density - 180
        y = 90 - np.arange(int(180 * density)) / density
        near = [abs((axis - at + 180) % 360 - 180) < SIDE / 2 for axis, at in ((x, lng), (y, lat))]
        world = Image.fromarray(np.where(near[1][:, None] & near[0], 255, 0).astype(np.uint8))
        for column in range(world.width // RELIEF_TILE):
            for row in range(world.height // RELIEF_TILE):
                corner = (column * RELIEF_TILE, row * RELIEF_TILE)
                tile = world.crop((*corner, corner[0] + RELIEF_TILE, corner[1] + RELIEF_TILE))
                if tile.getbbox():
                    written = io.BytesIO()
                    tile.save(written, "JPEG", quality=95)
                    tiles[level, column, row] = written.getvalue()
    return tiles


def picture(relief: Relief) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(relief.jpeg)))


def middle_of_shadow(relief: Relief) -> tuple[float, float]:
    """Return where a picture's shadow lies, (lng, Web Mercator's y in degrees)."""
    dark = np.argwhere(picture(relief) > 128)
    y, x = (dark + 0.5).mean(axis=0)
    top = float(mercator(relief.box.north))
    return relief.box.west + x * relief.grain, top - y * relief.grain


@pytest.mark.parametrize(
    ("lng", "lat", "box", "detail"),
    [
        (12, 46, BBox(-10, 30, 34, 60), BBox(5, 38, 20, 52)),
        (179.5, -17, BBox(150, -40, 210, 10), BBox(170, -25, 190, -8)),
        (-120, 64, BBox(-170, -56, 190, 78), BBox(-170, -56, 190, 78)),
        (-70, -33, BBox(-180, -62, 180, 80), BBox(-110, -50, -30, 10)),
    ],
)
def test_a_mountain_lies_where_it_is(lng: float, lat: float, box: BBox, detail: BBox) -> None:
    world = made_world(lng, lat)
    drawn = shade(lambda *key: world.get(key), box, detail)
    assert [r.box for r in drawn] == ([box] if box == detail else [box, detail])
    low, high = mercator(lat - SIDE / 2), mercator(lat + SIDE / 2)
    for relief in drawn:
        height, width = picture(relief).shape
        assert width == pytest.approx((relief.box.east - relief.box.west) / relief.grain)
        tall = float(mercator(relief.box.north) - mercator(relief.box.south))
        assert height == pytest.approx(tall / relief.grain, abs=0.6)
        assert middle_of_shadow(relief) == pytest.approx((lng, (low + high) / 2), abs=relief.grain)


def test_flat_land_has_no_relief() -> None:
    world = made_world(12, 46)
    assert shade(lambda *key: world.get(key), BBox(60, 40, 90, 60), BBox(70, 45, 80, 55)) == ()


def test_nearer_than_the_source_knows_there_is_none() -> None:
    world = made_world(12, 46)
    assert shade(lambda *key: world.get(key), BBox(10, 44, 14, 48), BBox(11, 45, 13, 47)) == ()


def test_relief_pales_before_its_pixels_are_seen() -> None:
    relief = Relief(BBox(0, 0, 10, 10), 0.05, b"")
    full, gone = relief.pales
    assert 0 < full < gone
    assert [relief.worth(s) for s in (full / 2, full, (full + gone) / 2, gone, 2 * gone)] == [1, 1, 0.5, 0, 0]


def test_shadows_are_what_is_darker_than_the_rough_land_around() -> None:
    """Mountains, a plain whose tint changes, and mountains below the sea."""
    light = np.full((120, 360), 160.0)
    stripes = np.where(np.arange(120) // 3 % 2, 40, -40)
    light[:, :120] += stripes
    light[:, 240:] += stripes
    light -= np.interp(np.arange(360), [150, 210], [0, 60])  # another tint
    colours = np.stack([light + 20, light, light - 20], axis=-1)
    land = Image.fromarray(
        np.broadcast_to(np.where(np.arange(360) < 240, 255, 0), (120, 360)).astype(np.uint8)
    )
    found = shadows(Image.fromarray(colours.clip(0, 255).astype(np.uint8)), land)
    valleys = found[20:100, 20:100]
    assert 0.3 < (valleys > 60).mean() < 0.6
    assert found[20:100, 140:230].max() < 30
    assert found[:, 238:].max() == 0


def test_land_is_drawn_without_its_lakes_and_with_their_islands() -> None:
    ring = shapely.box(-40, -40, 40, 40).difference(shapely.box(-20, -20, 20, 20))
    inner = shapely.box(-20, -20, 20, 20)
    lake = shapely.box(-10, -10, 10, 10).difference(shapely.box(-4, -4, 4, 4))
    land = np.asarray(draw_land([ring, inner], [lake], (360, 180)))
    assert [bool(land[90 - lat, 180]) for lat in (60, 30, 15, 7, 0)] == [False, True, True, False, True]
    assert not land[90 - 60, 180 + 60]


def test_no_edge_is_seen_between_the_two_pictures(gazetteer: geo.Gazetteer) -> None:
    box, detail = BBox(70, 20, 105, 40), BBox(82, 26, 92, 32)
    coarse, fine = (picture(r).astype(float) for r in shade(gazetteer.relief_tile, box, detail))
    low, high = mercator(box.south), mercator(box.north)
    x = ((np.linspace(82.1, 91.9, 50) - box.west) / (box.east - box.west) * coarse.shape[1]).astype(int)
    y = int((high - mercator(detail.south + 0.05)) / (high - low) * coarse.shape[0])
    edge = fine[-4:].mean(axis=0)[np.linspace(4, fine.shape[1] - 5, 50).astype(int)]
    assert np.abs(edge - coarse[y, x]).mean() < 12
    assert fine.std() > 1.1 * coarse.std()


def test_pillow_scales_no_picture(gazetteer: geo.Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its versions do it differently."""
    for name in ("resize", "reduce", "thumbnail", "transform", "rotate"):
        monkeypatch.delattr(Image.Image, name)
    assert len(shade(gazetteer.relief_tile, BBox(70, 20, 105, 40), BBox(82, 26, 92, 32))) == 2


def test_rows_are_averaged_and_read_between_edges() -> None:
    grey = np.array([[0], [100], [200], [40]], np.uint8)
    assert _averaged(grey, np.array([0.0, 2.0, 4.0])).ravel().tolist() == [50, 120]
    assert _averaged(grey, np.array([0.5, 1.5, 3.25])).ravel().tolist() == [50, 149]
    assert _read(grey, np.array([0.0, 1.0, 2.0, 3.0, 4.0])).tolist() == grey.tolist()
    assert _read(grey, np.array([-9.0, -8.0, 2.0, 2.0, 9.0])).ravel().tolist() == [0, 0, 150, 40]


def test_mountains_have_shadows_and_plains_and_seas_have_none(gazetteer: geo.Gazetteer) -> None:
    def depth(box: BBox) -> float:
        drawn = shade(gazetteer.relief_tile, box, box)
        return float(picture(drawn[0]).mean()) if drawn else 0.0

    assert depth(BBox(80, 27.5, 90, 31)) > 40  # the Himalaya
    assert depth(BBox(6, 44, 14, 47.5)) > 25  # the Alps
    assert depth(BBox(60, 55, 75, 62)) < 5  # Western Siberia
    assert depth(BBox(-40, 20, -25, 35)) == 0  # the Atlantic


def test_the_backdrop_has_the_pinned_relief(pinned: str) -> None:
    view = BBox(4, 42, 16, 50)
    assert [r.box for r in clip_basemap([Zone(view, 7)], sha256=pinned).relief] == [view]
    assert clip_basemap([Zone(view, 7)]).relief == ()


def test_tiles_are_written_and_read(tmp_path: Path) -> None:
    made = draft()
    made.relief = {(2, 1, 0): b"one", (0, 0, 0): b"two"}
    file = single(tmp_path, write_tables(made, tmp_path))
    with geo.Gazetteer.open(file) as gazetteer:
        assert [gazetteer.relief_tile(2, 1, 0), gazetteer.relief_tile(2, 1, 1)] == [b"one", None]
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE relief")
        database.execute("VACUUM")
    with geo.Gazetteer.open(file) as gazetteer:
        assert gazetteer.relief_tile(2, 1, 0) is None


def test_page_and_still_map_show_the_same_pictures(open_page: OpenPage, pinned: str) -> None:
    document = island_story(basemap=pinned)  # in Italy, where the real world has mountains
    images = re.findall(r'xlink:href="data:image/jpeg;base64,([^"]+)"', still_map(document))
    assert [Image.open(io.BytesIO(b64decode(i))).format for i in images] == ["JPEG", "JPEG"]
    page = open_page(render_page(document))
    page.wait_for_selector(":root.settled")
    shown = page.locator("#map .relief image").evaluate_all(
        "all => all.map(e => e.getAttribute('xlink:href').split(',')[1])"
    )
    assert shown == images
    pane = page.locator(".leaflet-relief-pane")
    pale = float(pane.evaluate("e => e.style.opacity"))
    closer = page.locator(".leaflet-control-zoom-in")
    while closer.get_attribute("aria-disabled") == "false":
        closer.click()
        page.wait_for_timeout(400)
    assert float(pane.evaluate("e => e.style.opacity")) < pale
    page.emulate_media(forced_colors="active")
    assert page.locator("#map .relief").evaluate("e => getComputedStyle(e).display") == "none"


def test_one_flat_picture_has_the_same_shadows() -> None:
    """The mountain of a made world lies where it is, and nothing is drawn beside the pictures."""
    world = made_world(12, 46)
    box, detail = BBox(-10, 30, 34, 60), BBox(5, 38, 20, 52)
    reliefs = shade(lambda *key: world.get(key), box, detail)
    drawn = spread(reliefs, BBox(-20, 40, 20, 55), (400, 800))
    y, x = (np.argwhere(drawn > 128) + 0.5).mean(axis=0)
    north, south = (float(mercator(lat)) for lat in (55, 40))
    assert -20 + x / 20 == pytest.approx(12, abs=0.1)
    assert north - y * (north - south) / 400 == pytest.approx(float(mercator(46)), abs=0.15)
    assert not drawn[:, :200].any()
    assert not spread((), box, (4, 5)).any()


def test_the_flat_map_has_one_picture_of_its_size(pinned: str) -> None:
    svg = still_map(island_story(basemap=pinned), size="column", flat=True)
    [image] = re.findall(r'<image[^>]*xlink:href="data:image/png;base64,([^"]+)"', svg)
    assert Image.open(io.BytesIO(b64decode(image))).size == (1080, 1080)
    assert "<mask" not in svg


def test_a_map_without_relief_has_no_mask(open_page: OpenPage) -> None:
    assert "<mask" not in still_map(island_story())
    page = open_page(render_page(island_story()))
    page.wait_for_selector(":root.settled")
    assert page.locator(".relief").count() == 0
