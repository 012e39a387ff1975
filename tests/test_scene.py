"""What a map shows, before anyone draws it."""

from __future__ import annotations

import numpy as np
import pytest
from made import island_story, made, place
from made_story import flow_story
from shapely import LineString, box

import geo
from geo.document import Provenance
from geo.model import BBox, LngLat
from geo.scene import look_of, set_scene
from geo.scene.colours import NIGHT, PAPER, contrast, line_colour, shade
from geo.scene.frame import frame_story
from geo.scene.orientation import open_waters, orient, orthographic
from geo.scene.signs import SIGNS, sign_path


def provenance(gazetteer: geo.Gazetteer) -> Provenance:
    pinned = gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")
    return Provenance("dateline 0", "pinned", {}, pinned, ())


def test_countries_are_quiet_beside_other_places() -> None:
    scene = set_scene(island_story())
    assert {f.name for f in scene.features.values() if f.quiet} == {"Ona", "Tavia"}
    assert not scene.alone
    lone = set_scene(made([("paragraph", "[Ona](o)")], {"o": place("1", "Ona", "country", 10, 10)}))
    assert lone.alone
    assert not any(f.quiet for f in lone.features.values())


def test_features_stand_in_reading_order_places_first() -> None:
    scene = set_scene(flow_story())
    assert [f.name for f in scene.features.values()] == [
        *("Aport", "Bport", "Wide Bay", "Far Isle", "Aport → Bport", "Aport ↔ Far Isle")
    ]
    assert {look_of(f) for f in scene.features.values()} == {"town", "area", "flow"}
    assert scene.nodes == {}


def test_the_ends_of_flows_are_framed_if_that_is_near() -> None:
    story = frame_story(flow_story()).story
    assert story.west <= 10 <= 14 <= story.east


def test_a_long_river_does_not_make_a_city_small() -> None:
    places = {
        "a": place("1", "A", "populated_place", 10, 50),
        "b": place("2", "B", "populated_place", 10.4, 50.2),
        "river": place("3", "R", "river", 12, 52, geometry=LineString([(5, 48), (10, 50), (25, 60)])),
    }
    with_river = frame_story(made([("paragraph", "[A](a) [B](b) [R](river)")], places)).story
    assert with_river == frame_story(made([("paragraph", "[A](a) [B](b)")], places)).story


def test_what_is_mentioned_in_passing_and_far_away_is_told_and_not_framed() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    far = {"far": place("9", "Faraway", "populated_place", 100, -30)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    once = set_scene(made([("paragraph", f"{words} {words} [Faraway](far)")], near | far))
    assert once.frame.story.east < 20
    assert [f.name for f in once.beyond] == ["Faraway"]
    assert once.frame.box.east > 100, "it is drawn all the same"
    assert not once.features["place-geonames-9"].geometry.is_empty
    often = set_scene(made([("paragraph", f"{words} {'[Faraway](far) ' * 5}")], near | far))
    assert often.beyond == []
    assert often.frame.story.east >= 100
    few = set_scene(made([("paragraph", "[N1](n1) [N1](n1) [N2](n2) [N3](n3)")], near))
    assert few.beyond == []


def test_units_are_outlined_but_not_over_half_a_world(gazetteer: geo.Gazetteer) -> None:
    pinned = provenance(gazetteer).basemap
    towns = {
        "a": place("1", "A", "populated_place", 9, 50, country="DE"),
        "b": place("2", "B", "populated_place", 12, 52, country="DE"),
        "c": place("3", "C", "populated_place", 139, 36, country="JP"),
    }
    near = set_scene(made([("paragraph", "[A](a) [B](b)")], towns, basemap=pinned))
    assert near.basemap.units.length > 10
    assert set_scene(
        made([("paragraph", "[A](a) [B](b) [C](c)")], towns, basemap=pinned)
    ).basemap.units.is_empty


@pytest.mark.parametrize("colour", ["#56b4e9", "#f0e442", "#000000", "#999999", "#0072b2"])
def test_lines_can_be_read_on_light_and_on_dark(colour: str) -> None:
    assert contrast(line_colour(colour, PAPER), PAPER) >= 4.5
    assert contrast(line_colour(colour, NIGHT), NIGHT) >= 4.5


def test_layers_of_one_colour_get_shades() -> None:
    assert len({shade("#009e73", n) for n in range(4)}) == 4


def test_signs_are_relative_paths_without_arcs() -> None:
    assert not [name for name, path in SIGNS.items() if not path.startswith("m") or "a" in path.lower()]
    assert sign_path("no such sign") == SIGNS["circle"]


def test_orientation_names_capitals_and_disputed_borders(gazetteer: geo.Gazetteer) -> None:
    found = orient(BBox(70, 25, 82, 38), provenance(gazetteer))
    assert "Islamabad" in [t.name for t in found.towns]
    assert found.disputed
    assert all((np.hypot(*ring.T) <= 1.0001).all() for ring in found.globe)


def test_orientation_crosses_the_180th_meridian(gazetteer: geo.Gazetteer) -> None:
    assert "Suva" in [t.name for t in orient(BBox(170, -25, 190, -10), provenance(gazetteer)).towns]


def test_without_its_own_data_a_map_has_no_orientation() -> None:
    found = orient(BBox(0, 40, 10, 50), Provenance("dateline 0", "another", {}, "0" * 64, ()))
    assert (found.towns, found.globe, found.disputed) == ((), (), ())


def test_what_lies_behind_the_globe_is_not_seen() -> None:
    middle = LngLat(0, 0)
    assert orthographic(np.array([[170.0, 0.0], [180.0, 5.0]]), middle) is None
    front = orthographic(np.array([[0.0, 0.0], [90.0, 0.0]]), middle)
    assert front == pytest.approx(np.array([[0, 0], [1, 0]]))


def test_waters_are_named_where_their_name_has_room() -> None:
    waters = [place("1", "Wide Ocean", "ocean", 0, 0), place("2", "North Wide Ocean", "ocean", 0, 20)]
    waters += [place("3", "Narrow Sea", "sea", 20, 0), place("4", "Far Sea", "sea", 0, -20)]
    land = [box(20.5, -5, 40, 5), box(0.1, -20.1, 0.2, -20)]  # a coast, and a speck
    named = open_waters(waters, land, BBox(-32, -32, 32, 32))
    assert [w.name for w in named] == ["Wide Ocean", "Far Sea"]
