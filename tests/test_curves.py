"""Curves of flows: where they begin and end, that they keep apart, the 180th meridian."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from geo.drawing.curves import Ends, flow_curves
from geo.model import LngLat

A, B, C = LngLat(0, 0), LngLat(10, 4), LngLat(20, 0)


def test_a_curve_is_densified_from_origin_to_destination() -> None:
    curve = flow_curves({"f": Ends(A, B)})["f"]
    assert (curve.coords[0], curve.coords[-1]) == (tuple(A), tuple(B))
    assert len(curve.coords) == 33
    assert curve.length > Point(A).distance(Point(B))


def test_there_and_back_are_apart() -> None:
    curves = flow_curves({"there": Ends(A, B), "back": Ends(B, A), "both": Ends(A, B)})
    middles = [c.interpolate(0.5, normalized=True) for c in curves.values()]
    assert min(a.distance(b) for a, b in pairwise([*middles, middles[0]])) > 0.5


def test_a_curve_gives_way_to_a_place_that_it_does_not_belong_to() -> None:
    plain = flow_curves({"f": Ends(A, C)})["f"]
    node = LngLat(*plain.interpolate(0.5, normalized=True).coords[0])
    given_way = flow_curves({"f": Ends(A, C)}, [node])["f"]
    assert plain.distance(Point(node)) < 0.1
    assert given_way.distance(Point(node)) > 1


def test_over_the_180th_meridian_a_curve_goes_the_short_way_in_two_parts() -> None:
    curve = flow_curves({"f": Ends(LngLat(175, -17), LngLat(-175, -21))})["f"]
    assert isinstance(curve, MultiLineString)
    assert [round(part.coords[i][0]) for part in curve.geoms for i in (0, -1)] == [175, 180, -180, -175]
    assert curve.length < 20


places = st.builds(
    LngLat, st.floats(-180, 180).map(lambda x: round(x, 3)), st.floats(-80, 80).map(lambda y: round(y, 3))
)


@given(st.lists(st.tuples(places, places).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=4))
def test_every_curve_stays_on_earth_and_is_the_same_every_time(pairs: list[tuple[LngLat, LngLat]]) -> None:
    flows = {str(n): Ends(*pair) for n, pair in enumerate(pairs)}
    curves = flow_curves(flows)
    assert [c.wkt for c in curves.values()] == [c.wkt for c in flow_curves(flows).values()]
    for curve in curves.values():
        assert isinstance(curve, LineString | MultiLineString)
        west, south, east, north = curve.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


@pytest.mark.parametrize("flows", [{}])
def test_nothing_gives_nothing(flows: dict[str, Ends]) -> None:
    assert flow_curves(flows) == {}


@pytest.mark.parametrize("half", [1, -1])
def test_what_goes_far_bows_to_the_nearer_pole(half: int) -> None:
    there, back = LngLat(-70, 40 * half), LngLat(10, 50 * half)
    for ends in (Ends(there, back), Ends(back, there)):
        curve = flow_curves({"f": ends}, [LngLat(-30, 60 * half)])["f"]
        assert abs(curve.coords[16][1]) > 45


def test_a_curve_bows_no_more_than_it_must() -> None:
    alone = flow_curves({"f": Ends(A, C)})["f"]
    assert alone.length < 1.02 * Point(A).distance(Point(C))
    fan = {str(n): Ends(A, LngLat(20, 2.5 * n)) for n in range(-3, 4)}
    assert max(c.length / Point(A).distance(Point(c.coords[-1])) for c in flow_curves(fan).values()) < 1.05


def test_a_curve_never_passes_for_another() -> None:
    same = {str(n): Ends(A, C) for n in range(3)} | {"back": Ends(C, A), "part": Ends(A, B)}
    middles = [c.interpolate(0.5, normalized=True) for c in flow_curves(same).values()]
    apart = [a.distance(b) for n, a in enumerate(middles) for b in middles[:n]]
    assert min(apart) > 0.04 * Point(A).distance(Point(C))
