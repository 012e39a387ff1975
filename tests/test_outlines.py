"""Outlines as the page draws them, beside those of the document: never a pixel apart."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from made import made

import geo
from geo.drawing.basemap import mercator, pixel, shift_near
from geo.drawing.basemap.outlines import Outlines
from geo.drawing.page import render_page
from geo.model import Place

STORIES = [
    ("QA",),
    ("FJ",),
    ("BR", "Manaus"),
    ("NO", "Bergen", "Tromsø"),
    ("CL",),
    ("ID", "Jakarta", "Bandung"),
    ("GR", "Athens"),
    ("CA",),
    ("NZ",),
    ("LS",),
    ("MV",),
    ("KI",),
    ("JP", "Hiroshima", "Osaka", "Kobe"),
    ("Sylhet Division", "Lake Titicaca"),
    ("Nordland", "Bodø"),
]


@pytest.fixture(scope="module")
def pinned(gazetteer: geo.Gazetteer) -> str:
    return gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")


def found(gazetteer: geo.Gazetteer, name: str) -> Place:
    if len(name) == 2:
        return gazetteer.geometry(gazetteer.country(name))
    return gazetteer.geometry(gazetteer.candidates(name)[0].place)


def data_of(places: list[Place], pinned: str) -> Any:
    keys = {f"p{n}": p for n, p in enumerate(places)}
    text = " and ".join(f"[{p.name}]({key})" for key, p in keys.items())
    html = render_page(made([("paragraph", f"News from {text}.")], keys, basemap=pinned))
    match = re.search(r'id="dateline-data">(.*?)</script>', html, re.S)
    assert match
    return json.loads(match[1])


def lines_of(path: str, plane: dict[str, Any]) -> shapely.MultiLineString:
    """Read an SVG path of steps as lines, in degrees of longitude from the plane's corner, y to the north."""
    lines = []
    for part in re.findall(r"M([^M]*)", path):
        steps = np.array([int(n) for n in re.findall(r"-?\d+", part)], dtype=float).reshape(-1, 2)
        lines.append(np.cumsum(np.vstack([steps, -steps[1:].sum(axis=0)]), axis=0))
    corner = np.array([plane["west"], plane["north"]])
    return shapely.MultiLineString([corner + line / plane["scale"] * (1, -1) for line in lines])


def flat(geometry: Any, middle: float) -> Any:
    project = lambda xy: np.column_stack([xy[:, 0], mercator(xy[:, 1])])  # noqa: E731
    return shapely.transform(shift_near(geometry, middle), project)


def farthest(one: Any, other: Any, step: float, view: Any) -> float:
    """Return how far the lines of one in view are from the other, measured at every step."""
    points = shapely.points(
        shapely.get_coordinates(shapely.segmentize(shapely.intersection(one, view), step))
    )
    lines = shapely.get_coordinates(shapely.get_parts(other), return_index=True)
    same = lines[1][1:] == lines[1][:-1]
    segments = shapely.linestrings(np.stack([lines[0][:-1][same], lines[0][1:][same]], axis=1))
    if not len(points):
        return 0.0
    _, distance = shapely.STRtree(segments).query_nearest(points, return_distance=True, all_matches=False)
    return float(distance.max())


@pytest.mark.parametrize("story", STORIES, ids="-".join)
def test_an_outline_is_drawn_within_a_pixel_at_every_zoom(
    story: tuple[str, ...], gazetteer: geo.Gazetteer, pinned: str
) -> None:
    places = [found(gazetteer, name) for name in story]
    data = data_of(places, pinned)
    outlines = {f["name"]: f["outline"] for f in data["features"] if "outline" in f}
    assert outlines
    bounds = data["zones"][-1][0]
    middle = (bounds[0][1] + bounds[1][1]) / 2
    for place in places:
        if place.name not in outlines:
            continue
        drawn = lines_of(outlines[place.name], data["plane"])
        true = flat(place.geometry, middle).boundary
        # A view at a zoom level lies in the largest zone that is exact enough for it.
        for (south, west), (north, east), zoom in ((*box, zoom) for box, zoom in data["zones"]):
            p = pixel(zoom)
            view = shapely.box(west + p, float(mercator(south)) + p, east - p, float(mercator(north)) - p)
            assert farthest(true, drawn, p / 2, view) <= p, (place.name, zoom)
            assert farthest(drawn, true, p / 2, view) <= p, (place.name, zoom)


def test_the_deepest_zoom_follows_from_the_nearest_places(gazetteer: geo.Gazetteer, pinned: str) -> None:
    deepest = [
        data_of([found(gazetteer, name) for name in names], pinned)["zones"][0][1]
        for names in (("Madrid", "Barcelona"), ("Madrid", "Barcelona", "Getafe"))
    ]
    assert deepest[0] < deepest[1]
    one, other = found(gazetteer, "Madrid"), found(gazetteer, "Getafe")
    apart = np.hypot(one.lng - other.lng, mercator(one.lat) - mercator(other.lat))
    assert apart / pixel(deepest[-1]) >= 48


def test_what_is_drawn_is_bounded(gazetteer: geo.Gazetteer, pinned: str) -> None:
    data = data_of([found(gazetteer, name) for name in ("CA", "NO", "CL", "Bergen", "Kobe", "Osaka")], pinned)
    assert len(json.dumps(data)) < 400_000


def test_neighbours_share_their_edges_and_small_parts_are_kept(gazetteer: geo.Gazetteer) -> None:
    shapes = [found(gazetteer, name).geometry for name in ("NO", "SE", "FI", "LS", "ZA")]
    simple = Outlines(shapes, []).simplified([0.1], 1)
    for one, two in ((0, 1), (1, 2), (3, 4)):
        shared = shapely.intersection(simple[one].boundary, simple[two].boundary)
        true = shapely.intersection(shapes[one].boundary, shapes[two].boundary)
        assert shared.length > 0.7 * true.length
        both = shapely.intersection(*map(shapely.make_valid, (simple[one], simple[two])))
        assert both.area < 0.001 * simple[two].area
    assert [len(shapely.get_parts(s)) for s in simple] == [len(shapely.get_parts(s)) for s in shapes]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=12), st.floats(0.01, 4))
def test_any_ring_can_be_simplified(corners: list[tuple[int, int]], tolerance: float) -> None:
    ring = shapely.Polygon(corners)
    [simple] = Outlines([ring], [(0, 0, 4, 4)]).simplified([tolerance, tolerance], 1)
    assert shapely.get_num_coordinates(simple) <= shapely.get_num_coordinates(ring)
    assert shapely.hausdorff_distance(ring.exterior, simple.geoms[0].exterior) <= tolerance + 1e-9


def test_no_areas_give_no_outlines() -> None:
    assert Outlines([], []).simplified([1], 1) == []
    assert Outlines([shapely.Polygon()], []).simplified([1], 1) == [shapely.MultiPolygon()]
