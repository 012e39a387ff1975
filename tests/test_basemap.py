"""The backdrop: clipped, continuous across the 180th meridian, and at one with the features."""

from __future__ import annotations

from math import asinh, degrees, radians, tan

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from made import place
from msgspec.structs import replace
from shapely import box

import geo
from geo.drawing.basemap import Basemap, Zone, clip_basemap, mercator, shift_near, unmercator, unrolled
from geo.model import BBox

ALPS = BBox(4, 42, 16, 50)
FIJI = BBox(174, -21, -176, -14)


def drawn(pinned: str, view: BBox, **more: object) -> Basemap:
    return clip_basemap([Zone(view, 7)], sha256=pinned, **more)  # type: ignore[arg-type]


def test_only_what_lies_in_the_box_is_there(pinned: str) -> None:
    basemap = drawn(pinned, ALPS)
    names = {area.name for area in basemap.countries}
    assert {"Switzerland", "Italy", "France", "Austria"} <= names
    assert not {"Peru", "Japan", "Portugal"} & names
    for area in basemap.countries:
        west, south, east, north = area.geometry.bounds
        assert west >= ALPS.west - 1e-6
        assert south >= ALPS.south - 1e-6
        assert east <= ALPS.east + 1e-6
        assert north <= ALPS.north + 1e-6
    assert not basemap.lakes.is_empty
    assert basemap.units.is_empty


def test_of_many_lakes_the_largest_are_drawn_well(pinned: str) -> None:
    lakes = drawn(pinned, BBox(-110, 38, -70, 66)).lakes
    parts = shapely.get_parts(lakes)
    for lng, lat in (
        (-87.5, 47.7),
        (-87, 44),
        (-122, 66),
        (-98, 52),
    ):  # Superior, Michigan, Great Bear, Winnipeg
        assert lakes.intersects(shapely.Point(lng, lat)) == (lng > -110)
    assert len(parts) < 100
    assert np.median(shapely.get_num_coordinates(parts)) >= 8


def test_neighbours_still_share_their_edges(pinned: str) -> None:
    countries = {a.name: a.geometry for a in drawn(pinned, ALPS).countries}
    middle = [countries[n] for n in ("Switzerland", "Liechtenstein", "Austria")]
    overlap = shapely.intersection_all(middle[::2])
    assert shapely.area(overlap) < 1e-6
    assert shapely.get_num_interior_rings(shapely.union_all(shapely.buffer(middle, 1e-6))) == 0


def test_a_mentioned_country_takes_the_place_of_the_backdrop(pinned: str, gazetteer: geo.Gazetteer) -> None:
    switzerland = gazetteer.geometry(gazetteer.country("CH"))
    italy = gazetteer.country("IT")
    basemap = drawn(pinned, ALPS, places=[switzerland])
    assert "Switzerland" not in {a.name for a in basemap.countries}
    feature = basemap.places[switzerland.id]
    backdrop = next(a.geometry for a in basemap.countries if a.id == italy.id)
    assert shapely.length(shapely.intersection(feature.boundary, backdrop.boundary)) > 3


def test_a_border_runs_along_the_countries_as_drawn(pinned: str, gazetteer: geo.Gazetteer) -> None:
    border = gazetteer.border("CH", "IT")
    basemap = drawn(pinned, ALPS, places=[border])
    countries = {a.name: a.geometry for a in basemap.countries}
    line = basemap.places[border.id]
    assert line.length > 0.8 * border.geometry.length
    near = shapely.buffer(countries["Italy"].boundary, 1e-6)
    assert shapely.length(shapely.difference(line, near)) < 1e-3 * line.length


def test_units_are_inner_lines_of_the_countries_asked_for(pinned: str) -> None:
    basemap = drawn(pinned, ALPS, unit_countries=["CH"])
    switzerland = next(a.geometry for a in basemap.countries if a.name == "Switzerland")
    assert basemap.units.length > 5
    assert shapely.buffer(switzerland, 0.05).covers(basemap.units)


def test_the_180th_meridian_does_not_cut(pinned: str, gazetteer: geo.Gazetteer) -> None:
    fiji = gazetteer.geometry(gazetteer.country("FJ"))
    basemap = drawn(pinned, FIJI, places=[fiji])
    west, _, east, _ = basemap.places[fiji.id].bounds
    assert 176 < west < 178
    assert 181 < east < 183


def test_disputed_borders_are_told_apart(pinned: str) -> None:
    assert drawn(pinned, BBox(70, 28, 82, 38)).disputed.length > 3
    assert drawn(pinned, BBox(4, 44, 12, 50)).disputed.is_empty


def test_another_basemap_is_not_drawn(pinned: str) -> None:
    mine = place("1", "Mine", "region", 8, 46, geometry=box(7, 45, 9, 47))
    for other in ("", "0" * 64):
        basemap = drawn(other, ALPS, places=[mine])
        assert not basemap.complete
        assert basemap.countries == ()
        assert basemap.places[mine.id].symmetric_difference(mine.geometry).area < 1e-6
    assert drawn(pinned, ALPS).complete


def test_a_missing_file_leaves_the_features(monkeypatch: pytest.MonkeyPatch, pinned: str) -> None:
    def missing(*_: object) -> object:
        raise geo.GazetteerError("data/datapackage.json: missing")

    monkeypatch.setattr("geo.drawing.basemap.Gazetteer.pinned", missing)
    assert not drawn(pinned, ALPS).complete


def test_a_damaged_file_is_an_error(monkeypatch: pytest.MonkeyPatch, pinned: str) -> None:
    def damaged(*_: object) -> object:
        raise geo.ChecksumError("data/shapes.sqlite: sha256:0; expected sha256:1")

    monkeypatch.setattr("geo.drawing.basemap.Gazetteer.shapes", damaged)
    with pytest.raises(geo.ChecksumError, match=r"shapes\.sqlite"):
        drawn(pinned, BBox(20, 40, 30, 50))


def test_the_whole_world_can_be_drawn(pinned: str) -> None:
    basemap = clip_basemap([Zone(BBox(-180, -80, 180, 84), 3)], sha256=pinned)
    assert len(basemap.countries) > 150


def test_a_place_outside_the_box_is_empty() -> None:
    far = place("1", "Far", "region", 100, 0, geometry=box(99, -1, 101, 1))
    assert clip_basemap([Zone(ALPS, 7)], places=[far]).places[far.id].is_empty


def test_a_small_place_does_not_vanish() -> None:
    small = place("1", "Small", "island", 8, 46, geometry=box(8, 46, 8.0001, 46.0001))
    assert not clip_basemap([Zone(ALPS, 3)], places=[small]).places[small.id].is_empty


def test_same_input_same_geometry(pinned: str, gazetteer: geo.Gazetteer) -> None:
    france = gazetteer.geometry(gazetteer.country("FR"))
    first, second = (drawn(pinned, ALPS, places=[replace(france)]) for _ in range(2))
    assert shapely.to_wkb(first.places[france.id]) == shapely.to_wkb(second.places[france.id])
    assert [a.id for a in first.countries] == [a.id for a in second.countries]


@given(st.floats(-85, 85))
def test_mercator_there_and_back(lat: float) -> None:
    assert unmercator(mercator(lat)) == pytest.approx(lat, abs=1e-9)


@given(st.floats(-85, 85))
def test_mercator_is_that_of_the_textbook(lat: float) -> None:
    assert mercator(lat) == pytest.approx(degrees(asinh(tan(radians(lat)))), abs=1e-9)


def test_a_position_has_the_same_bits_wherever_it_stands_in_an_array() -> None:
    lat = np.linspace(-84, 84, 1001)
    for project, values in ((mercator, lat), (unmercator, mercator(lat))):
        assert [float(project(v)) for v in values] == project(values).tolist()


@given(st.floats(-180, 180), st.floats(0.1, 40), st.floats(-180, 180))
def test_shifted_parts_lie_near_the_middle(west: float, width: float, middle: float) -> None:
    moved = shift_near(box(west, 0, west + width, 1), middle)
    assert abs((moved.bounds[0] + moved.bounds[2]) / 2 - middle) <= 180 + 1e-9
    assert moved.area == pytest.approx(width)


@given(st.floats(-180, 180), st.floats(-180, 180))
def test_unrolled_boxes_run_eastward(west: float, east: float) -> None:
    found = unrolled(BBox(west, 0, east, 1))
    assert 0 <= found.east - found.west <= 360


@pytest.mark.parametrize(
    "ring",
    [
        "01 10 01 11 01 01",
        "21 22 12 22 02 00 21 01 01 20 20 01 21 21 11 20 11 21",
        "00 00 00 00",
    ],
)
def test_a_shape_that_touches_itself_is_drawn(ring: str) -> None:
    shape = shapely.Polygon([(int(x), int(y)) for x, y in ring.split()])
    touching = place("user:a", "A", "region", 0, 0, geometry=shape)
    world = BBox(-5, -5, 5, 5)
    drawn = clip_basemap([Zone(world, 7)], places=[touching]).places["user:a"]
    assert drawn.is_valid
    assert not drawn.is_empty


def test_the_ground_is_clipped_once_for_the_same_places(pinned: str) -> None:
    mine, other = (place("1", "Mine", "region", 8, 46, geometry=box(7, 45, 9, y)) for y in (47, 46))
    first = drawn(pinned, ALPS, places=[mine])
    assert drawn(pinned, ALPS, places=[mine]) is first
    assert drawn(pinned, ALPS, places=[other]).places["geonames:1"].bounds[3] < 46.5, "another shape"
    assert drawn(pinned, FIJI, places=[mine]) is not first
    assert not drawn("0" * 64, ALPS, places=[mine]).complete
