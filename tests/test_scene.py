"""What a map shows, before anyone draws it."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import lxml.html
import numpy as np
import pytest
from made import island_story, made, place
from made_story import flow_story
from msgspec.structs import replace
from shapely import LineString, MultiPolygon, Polygon, box

import geo
from geo.document import Provenance
from geo.drawing.colours import (
    ASIDE,
    NIGHT,
    PAPER,
    contrast,
    distinct,
    is_watery,
    line_colour,
    mix,
    night_fill,
    shade,
)
from geo.drawing.features import build_features
from geo.drawing.legend import beyond_links, legend_keys
from geo.drawing.moving import moving_titles
from geo.drawing.page import render_page
from geo.drawing.page.drawing import shape_classes
from geo.drawing.scene import label_point, set_scene
from geo.drawing.scene.frame import frame_story
from geo.drawing.scene.orientation import open_waters, orient, orthographic
from geo.drawing.signs import SIGNS, WAVE, sign_path
from geo.drawing.still import still_map
from geo.kinds import LAYERS, LayerStyle
from geo.languages import vocabulary
from geo.model import BBox, Flow, FlowMention, LngLat, ThemeLayer
from geo.reading.story.themes import read_themes

ROOT = Path(__file__).parents[1]


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
    assert {f.look for f in scene.features.values()} == {"town", "area", "flow"}
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


def test_one_place_of_many_that_no_headline_names_is_no_frame() -> None:
    places = {k: place(k, k, "populated_place", 3 * n, 40) for n, k in enumerate("abcdefg")}
    words = " ".join(f"[{k}]({k})" for k in places)
    aside = {k for k in places if k != "a"}
    assert frame_story(layered(made([("paragraph", words)], places), aside)).story.east >= 18
    named = made([("title", "[a](a)"), ("paragraph", words)], places)
    assert frame_story(layered(named, aside)).story.east < 9


def test_a_river_that_the_lead_does_not_name_widens_no_view() -> None:
    places = {
        "a": place("1", "A", "populated_place", 10, 50),
        "b": place("2", "B", "populated_place", 11, 50),
        "river": place("3", "R", "river", 12, 50, geometry=LineString([(10, 50), (12.5, 50)])),
    }
    last = [("paragraph", "[A](a) [B](b)"), ("paragraph", "[R](river)")]
    assert frame_story(made(last, places)).story.east < 12
    first = [("paragraph", "[A](a) [R](river)"), ("paragraph", "[B](b)")]
    assert frame_story(made(first, places)).story.east >= 12.5


def test_an_area_is_framed_around_its_towns_and_whole_without_them() -> None:
    unit = place("1", "Unit", "admin1", 5, 45, geometry=box(0, 40, 10, 50))
    towns = {k: place(k, k, "populated_place", 1 + n, 41) for n, k in enumerate("ab")}
    alone = frame_story(made([("paragraph", "[Unit](u)")], {"u": unit})).story
    assert (alone.west, alone.east) == (0, 10)
    story = frame_story(made([("paragraph", "[Unit](u) [a](a) [b](b)")], {"u": unit} | towns)).story
    assert story.west <= 0.5
    assert 2.5 <= story.east < 4
    assert story.north < 44


def test_what_is_mentioned_in_passing_and_far_away_is_told_and_not_framed() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    far = {"far": place("9", "Faraway", "populated_place", 100, -30)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    once = set_scene(made([("paragraph", f"{words} {words} [Faraway](far)")], near | far))
    assert once.frame.story.east < 20
    assert [f.name for f, _ in once.beyond] == ["Faraway"]
    assert once.frame.box.east > 100, "it is drawn all the same"
    assert not once.features["place-geonames-9"].geometry.is_empty
    often = set_scene(made([("paragraph", f"{words} {'[Faraway](far) ' * 5}")], near | far))
    assert often.beyond == []
    assert often.frame.story.east >= 100
    few = set_scene(made([("paragraph", "[N1](n1) [N1](n1) [N2](n2) [N3](n3)")], near))
    assert few.beyond == []
    around = place("8", "Around", "admin1", 12, 50, geometry=box(-60, -20, 90, 70))
    within = set_scene(made([("paragraph", f"{words} {words} [Around](a)")], near | {"a": around}))
    assert within.frame.story.east < 20
    assert within.beyond == [], "what lies around the view is seen in it"


def doubted(document: geo.MapDocument, surface: str) -> geo.MapDocument:
    """Make the place of a name doubtful."""
    toponyms = (
        replace(t, resolution=replace(t.resolution, confidence=0.2))
        if t.surface == surface and t.resolution
        else t
        for t in document.toponyms
    )
    return replace(document, toponyms=tuple(toponyms))


def test_what_is_likelier_another_place_does_not_widen_the_view() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    document = made(
        [("paragraph", f"{words} [Aside](far)")],
        near | {"far": place("9", "Aside", "populated_place", 16.9, 50)},
    )
    assert frame_story(document).story.east >= 16.9
    frame = frame_story(doubted(document, "Aside"))
    assert frame.story.east < 16
    assert frame.beyond == ("geonames:9",)


def test_one_far_mention_widens_no_view() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    places = near | {"far": place("9", "Far", "populated_place", 17.5, 50)}
    once = made([("title", "[N1](n1)"), ("paragraph", words), ("paragraph", "[Far](far)")], places)
    assert frame_story(once).story.east < 17
    told = made([("title", "[Far](far)"), ("paragraph", words), ("paragraph", "It rained.")], places)
    assert frame_story(told).story.east >= 17.5


def test_what_is_only_mentioned_and_hardly_likely_is_not_drawn() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 4)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 4))
    more = near | {"o": place("9", "Other", "populated_place", 12, 50.5)}
    document = layered(made([("paragraph", f"{words} [Other](o)")], more), {"Other"})
    assert not set_scene(document).features["place-geonames-9"].geometry.is_empty
    assert set_scene(doubted(document, "Other")).features["place-geonames-9"].geometry.is_empty


def test_one_far_place_after_another_is_left_out() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k / 50, 50) for k in range(1, 7)}
    far = {
        "far": place("8", "Far", "populated_place", 12, 51),
        "farther": place("9", "Farther", "populated_place", 100, -30),
    }
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 7))
    scene = set_scene(made([("paragraph", f"{words} [Far](far) [Farther](farther)")], near | far))
    assert [f.name for f, _ in scene.beyond] == ["Far", "Farther"]


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


@pytest.mark.parametrize("colour", ["#56b4e9", "#f0e442", "#000000", "#6b6b6b", "#0072b2"])
def test_lines_can_be_read_on_light_and_on_dark(colour: str) -> None:
    assert contrast(line_colour(colour, PAPER), PAPER) >= 4.5
    assert contrast(line_colour(colour, NIGHT), NIGHT) >= 4.5


def test_every_layer_has_a_colour_of_its_own() -> None:
    def style(colour: str) -> LayerStyle:
        return LayerStyle("Title", "", colour, "", "circle")

    found = distinct({"a": style("#009e73"), "b": style("#009e73"), "c": style("#e69f00")})
    assert [s.colour for s in found.values()] == ["#009e73", "#cc79a7", "#e69f00"]
    many = distinct({str(n): style("#009e73") for n in range(11)})
    assert len({s.colour for s in many.values()}) == 11
    assert len({shade("#009e73", n) for n in range(4)}) == 4


# How colours look to dichromats: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for
# simulation of color vision deficiency", doi:10.1109/TVCG.2009.113, severity 1.0, of linear RGB.
MACHADO = {
    "protanopia": [
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ],
    "deuteranopia": [
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ],
    "tritanopia": [
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ],
}
LEAST = 10.0  # CIELAB distance of two colours that are told apart at a glance: a just noticeable one is 2.3


def seen(colour: str, matrix: list[tuple[float, float, float]]) -> np.ndarray:
    """Return a colour ``#rrggbb`` in CIELAB (D65) as a dichromat sees it."""
    srgb = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    to_xyz = [(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)]
    xyz = np.array(to_xyz) @ np.clip(np.array(matrix) @ linear, 0, 1) / (0.9505, 1.0, 1.089)
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("kind", MACHADO)
@pytest.mark.parametrize("look", ["fill", "fill at night", "line", "line at night"])
def test_layers_are_told_apart_without_red_green_or_blue(kind: str, look: str) -> None:
    ways = {
        "fill": str,
        "fill at night": night_fill,
        "line": line_colour,
        "line at night": lambda colour: line_colour(colour, NIGHT),
    }
    themes = {theme.colour for theme in read_themes().table.values()}
    if look.startswith("fill"):
        for pair in itertools.combinations(themes, 2):
            a, b = (seen(ways[look](colour), MACHADO[kind]) for colour in pair)
            assert np.linalg.norm(a - b) >= LEAST, pair
    told = geo.MapDocument.from_json(next((ROOT / "maps").glob("*.json")).read_text("utf-8"))
    for styles in (distinct(LAYERS), build_features(told).styles):
        for one, other in itertools.combinations(styles.values(), 2):
            a, b = (seen(ways[look](s.colour), MACHADO[kind]) for s in (one, other))
            apart = np.linalg.norm(a - b) >= LEAST
            assert apart or one.symbol != other.symbol, (one.title, other.title)


def test_areas_have_one_tint_and_what_holds_another_has_none() -> None:
    places = {
        "wide": place("1", "Wide", "admin1", 5, 5, geometry=box(0, 0, 10, 10)),
        "small": place("2", "Small", "admin2", 2.5, 2.5, geometry=box(2, 2, 3, 3)),
        "sea": place("3", "Port", "populated_place", 9, 9),
    }
    scene = set_scene(made([("paragraph", "[Wide](wide) [Small](small) [Port](sea)")], places))
    pale = {f.name: scene.paleness(f) for f in scene.features.values()}
    assert pale == {"Wide": "open", "Small": "", "Port": ""}
    places["far"] = place("4", "Far", "populated_place", 30, 30)
    scene = set_scene(made([("paragraph", "[Wide](wide) [Far](far)")], places))
    assert scene.paleness(scene.features["place-geonames-1"]) == "", "one tint, however wide an area is"


def test_a_layer_s_mark_has_its_sign_and_its_tint_where_the_map_has_them() -> None:
    places = {
        "town": place("1", "Town", "populated_place", 1, 1),
        "unit": place("2", "Unit", "admin2", 3, 3, geometry=box(2, 2, 4, 4)),
    }
    for told, signs in (
        ("[Town](town)", {"dot"}),
        ("[Unit](unit)", {"tint"}),
        ("both", {"dot", "tint"}),
    ):
        text = "[Town](town) [Unit](unit)" if told == "both" else told
        scene = set_scene(layered(made([("paragraph", text)], places), set()))
        assert scene.signs("x") == signs, told
        [key] = legend_keys(scene, scene.frame.box, vocabulary("en"))
        assert key.signs == signs, told


def test_a_wave_and_a_question_mark_have_rows_of_the_legend(gazetteer: geo.Gazetteer) -> None:
    places = {
        "town": place("1", "Town", "populated_place", 30, -20),
        "river": place("2", "River", "river", 29.8, -19.8),
        "part": place("3", "Part", "region", 30.2, -20.2),
    }
    document = layered(made([("paragraph", "[Town](town) [River](river) [Part](part)")], places), set())
    unsure = tuple(
        replace(t, resolution=replace(t.resolution, certainty="doubtful"))
        if t.surface == "Part" and t.resolution
        else t
        for t in document.toponyms
    )
    scene = set_scene(replace(document, toponyms=unsure, provenance=provenance(gazetteer)))
    keys = {k.form: k for k in legend_keys(scene, scene.frame.box, vocabulary("en"))}
    assert keys["wave"].title == "River"
    assert not keys["doubtful"].hollow, "a name without a sign has none in the legend"


def test_an_approximate_area_around_the_view_has_no_edge() -> None:
    places = {
        "wide": place("1", "Wide", "region", 5, 5, geometry=box(-20, -20, 30, 30), extent="approximate"),
        "small": place("2", "Small", "region", 3, 3, geometry=box(2, 2, 4, 4), extent="approximate"),
        "a": place("3", "A", "populated_place", 1, 1),
        "b": place("4", "B", "populated_place", 5, 5),
    }
    scene = set_scene(made([("paragraph", "[A](a) [B](b) [Small](small) [Wide](wide)")], places))
    pale = {f.name: scene.paleness(f) for f in scene.features.values() if f.look == "area"}
    assert pale["Wide"] == "unseen"
    assert pale["Small"] != "unseen"


def layered(document: geo.MapDocument, aside: set[str]) -> geo.MapDocument:
    """Give a document two layers: its own places, and those of these names that are only mentioned."""
    own = tuple(t.id for t in document.toponyms if t.surface not in aside)
    rest = tuple(t.id for t in document.toponyms if t.surface in aside)
    layers = (
        ThemeLayer("x", "X", "", "#d55e00", "", "circle", own),
        ThemeLayer("other", "Also mentioned", "", ASIDE, "", "square", rest),
    )
    return replace(document, layers=layers)


def test_a_unit_or_line_named_in_passing_has_no_colour() -> None:
    places = {
        "unit": place("1", "Unit", "admin1", 1, 1, geometry=box(0, 0, 2, 2)),
        "town": place("2", "Town", "populated_place", 3, 1),
        "river": place("3", "River", "river", 4, 4, geometry=LineString([(3, 3), (5, 5)])),
        "sea": place("4", "Sea", "sea", 4, 2, geometry=box(3, 1.5, 5, 2.5)),
    }
    document = made([("paragraph", "[Town](town) [Unit](unit) [River](river) [Sea](sea)")], places)
    for aside, look in ((set(), ""), ({"Unit", "River", "Sea"}, "named")):
        scene = set_scene(layered(document, aside))
        pale = {f.name: scene.paleness(f) for f in scene.features.values()}
        assert (pale["Unit"], pale["River"]) == (look, "named" if aside else "")
        assert (pale["Sea"] == "unseen") == bool(aside)
        assert scene.is_behind(scene.features["place-geonames-1"]) == bool(aside)
        drawn = ElementTree.fromstring(still_map(scene.document)).iter()
        fills = [e.get("fill") for e in drawn if e.get("stroke") and e.get("fill-opacity")]
        assert ("none" in fills) == bool(aside)


def test_what_has_only_a_point_has_no_towns_sign_but_its_name() -> None:
    places = {
        "town": place("1", "Town", "populated_place", 1, 1),
        "other": place("2", "Other", "populated_place", 5, 4),
        "lake": place("3", "Still Lake", "lake", 2, 3),
        "unit": place("4", "Unit", "admin1", 3, 2),
        "seat": place("5", "Seat", "admin2", 4, 1),
        "isle": place("6", "Isle", "island", 4, 3),
    }
    told = " ".join(f"[{p.name}]({key})" for key, p in places.items())
    document = layered(made([("paragraph", told)], places), {"Other"})
    scene = set_scene(document)
    assert {scene.features[i].name: how for i, how in scene.bare.items()} == {
        "Still Lake": "name",
        "Unit": "name",
        "Isle": "isle",
    }
    drawn = ElementTree.fromstring(still_map(document))
    signs = [e for e in drawn.iter() if "scale(1.25)" in e.get("transform", "")]
    assert len(signs) == 2, "of the town and the seat"
    assert {"Still Lake", "Unit", "Isle"} <= {"".join(e.itertext()) for e in drawn.findall(".//{*}text")}


def test_a_lake_or_river_that_the_backdrop_lacks_has_the_sign_of_a_wave(gazetteer: geo.Gazetteer) -> None:
    places = {
        "town": place("1", "Town", "populated_place", 30, -20),
        "lake": place("2", "Still Lake", "lake", 30.4, -20.2),
        "river": place("3", "Slow River", "river", 29.8, -19.8),
        "bay": place("4", "Wide Bay", "sea", 30.2, -20.4),
    }
    document = made([("paragraph", " ".join(f"[{p.name}]({key})" for key, p in places.items()))], places)
    document = replace(document, provenance=provenance(gazetteer))
    scene = set_scene(document)
    ways = {scene.features[i].name: how for i, how in scene.bare.items()}
    assert ways == {"Still Lake": "wave", "Slow River": "wave", "Wide Bay": "name"}
    shapes = {f.name: shape_classes(f, scene) for f in scene.features.values()}
    assert [name for name, classes in shapes.items() if "wave" in classes] == ["Still Lake", "Slow River"]
    drawn = ElementTree.fromstring(still_map(document))
    assert sum(e.get("d") == WAVE for e in drawn.iter()) == 2
    assert not any(scene.has_mark(f) for f in scene.features.values() if f.look == "water"), (
        "no row of a legend"
    )


def test_the_point_of_a_name_is_in_the_largest_part_however_busy() -> None:
    islands = MultiPolygon([box(0, 0, 4, 4), box(10, 0, 13, 3)])
    view = BBox(-5, -5, 20, 20)
    for busy, near in ((box(-1, -1, 3, 5), (3, 4)), (box(-1, -1, 5, 5), (0, 4)), (None, (0, 4))):
        point = label_point(islands, view, busy)
        assert point
        assert near[0] <= point[0] <= near[1]


def test_the_legend_has_the_signs_of_the_view_as_the_map_draws_them() -> None:
    places = {
        "town": place("1", "Town", "populated_place", 1, 1),
        "port": place("2", "Port", "populated_place", 3, 3),
        "other": place("3", "Other", "populated_place", 5, 4),
    }
    document = made(
        [("paragraph", "The boat left [Town](town) for [Port](port), not for [Other](other).")], places
    )
    document = layered(document, {"Other"})
    document = replace(
        document, layers=(replace(document.layers[0], title="Main places"), document.layers[1])
    )
    say = vocabulary("en")

    def keys(document: geo.MapDocument, **box: float) -> list[tuple[str, str, bool]]:
        scene = set_scene(document)
        return [(k.form, k.title, k.hollow) for k in legend_keys(scene, scene.frame.box._replace(**box), say)]

    plain = [("layer", "City or town in the story", False), ("layer", "Other town named", False)]
    assert keys(document) == plain
    assert keys(document, east=4.0) == plain[:1], "every sign has its row"
    assert {style.symbol for style in set_scene(document).styles.values()} == {"circle"}
    titled = (replace(document.layers[0], title="Ports closed"), document.layers[1])
    assert keys(replace(document, layers=titled)) == [("layer", "Ports closed", False), plain[1]]
    assert keys(replace(document, layers=titled), east=4.0) == [("layer", "Ports closed", False)]
    assert keys(replace(document, layers=titled), east=0.5) == [], "the view has none of them"

    def moving(*what: str, polarity: Literal["planned"] | None = None) -> geo.MapDocument:
        words = (FlowMention("s01", 0, 3, "The"),)
        ends = ("geonames:1", "geonames:2")
        flows = tuple(
            Flow(f"flow-{n}", *ends, "one way", subject, words, polarity=polarity)
            for n, subject in enumerate(what)
        )
        layers = (replace(document.layers[0], flows=tuple(f.id for f in flows)), document.layers[1])
        return replace(document, flows=flows, layers=layers)

    way = "from Town to Port"
    for what, titles in (
        (("boat",), [f"Boat {way}"]),
        (("boat", "lorry", "boat"), [f"Boat {way}", f"Lorry {way}"]),
        (("girl",), [f"Girl {way}"]),
        (("", "lorry"), [f"Way {way}", f"Lorry {way}"]),
        (("year-old", "people"), [f"Way {way}", f"People {way}"]),
        (("boat", "lorry", "tents", "mules"), ["Movements"]),
    ):
        assert keys(moving(*what)) == [plain[0], *(("flow", title, False) for title in titles), plain[1]]
    many = moving("boat", "lorry", "tents", "mules")
    closed = replace(many, layers=(replace(many.layers[0], title="Ports closed"), many.layers[1]))
    assert keys(closed) == [("layer", "Ports closed", False), plain[1]], "of the same colour, it says more"
    people = moving("people")
    people = replace(people, layers=(replace(people.layers[0], title="Movements"), people.layers[1]))
    scene = set_scene(people)
    rows = legend_keys(scene, scene.frame.box, say)
    assert [(k.title, k.signs) for k in rows] == [
        ("People from Town to Port", {"dot"}),
        ("Other town named", {"dot"}),
    ]
    told = ("flow", f"Boat {way} (planned)", False)
    assert keys(moving("boat", polarity="planned")) == [plain[0], told, plain[1]]
    assert keys(moving("", polarity="planned"))[1] == ("flow", "Way from Town to Port (planned)", False)
    doubted = replace(
        document,
        toponyms=tuple(
            replace(t, resolution=replace(t.resolution, certainty="doubtful"))
            if t.surface == "Other" and t.resolution
            else t
            for t in document.toponyms
        ),
    )
    assert keys(doubted) == [plain[0], ("doubtful", "? Doubtful place", True)]
    assert keys(doubted, east=4.0) == plain[:1]


@pytest.mark.parametrize(
    ("legs", "title"),
    [
        ("ab bc", "Mules from A to C"),
        ("ab cb", "Mules from A and C to B"),
        ("ab ac", "Mules from A to B and C"),
        ("ab ab", "Mules from A to B"),
        ("ab ba", "Mules"),
        ("ab cd", "Mules"),
        ("ab! ab!", "Mules between A and B"),
    ],
)
def test_movements_of_one_thing_are_titled_by_the_ends_that_they_share(legs: str, title: str) -> None:
    places = {x: place(str(n), x.upper(), "populated_place", n, n % 2) for n, x in enumerate("abcd", 1)}
    document = made([("paragraph", "[A](a), [B](b), [C](c) and [D](d).")], places)
    flows = tuple(
        Flow(
            f"flow-{n}",
            places[leg[0]].id,
            places[leg[1]].id,
            "both ways" if leg.endswith("!") else "one way",
            "mules",
            (FlowMention("s01", 0, 1, "A"),),
        )
        for n, leg in enumerate(legs.split())
    )
    scene = set_scene(replace(document, flows=flows))
    shown = [f for f in scene.features.values() if f.flow]
    assert [words for words, _ in moving_titles(shown, scene, vocabulary("en"))] == [title]


def test_beyond_the_view_the_nearest_of_the_story_are_named_first() -> None:
    places = {f"t{n}": place(str(n), f"Town{n}", "populated_place", n / 5, 1) for n in range(1, 6)}
    far = {f"f{n}": place(str(20 + n), f"Far{n}", "populated_place", 60 - 4 * n, 1) for n in range(1, 10)}
    told = " ".join(f"[{p.name}]({key})" for key, p in (places | far).items())
    document = layered(
        made([("title", "[Town1](t1)"), ("paragraph", told)], places | far),
        {p.name for key, p in far.items() if key != "f2"},
    )
    document = replace(
        document,
        toponyms=tuple(
            replace(t, resolution=replace(t.resolution, certainty="doubtful"))
            if t.surface == "Far9" and t.resolution
            else t
            for t in document.toponyms
        ),
    )
    scene = set_scene(document)
    first, rest = beyond_links(scene)
    assert [f.name for f, _ in first] == ["Far2", "Far8", "Far7", "Far6", "Far5", "Far4"]
    assert [f.name for f, _ in rest] == ["Far3", "Far1"], "nor a doubtful one that is only mentioned"
    page = lxml.html.document_fromstring(render_page(document).encode())
    [more] = page.find_class("beyond")[0].iter("details")
    assert more.find("summary").text_content() == "and 2 more"


def test_what_a_view_narrower_than_the_square_leaves_out_is_listed_as_beyond() -> None:
    towns = {"west": (0, 0), "east": (10, 0), "above": (5, 3)}
    places = {key: place(key, key.title(), "populated_place", *at) for key, at in towns.items()}
    places["above"] = place("above", "Above", "admin2", 5, 3, geometry=box(4.9, 2.9, 5.1, 3.1))
    scene = set_scene(made([("paragraph", "[West](west) [East](east) [Above](above)")], places))
    assert scene.beyond == []
    flat = replace(scene, frame=replace(scene.frame, story=BBox(-1, -1, 11, 1)))
    assert flat.away == {}, "it lies in the square and moves no inset"
    assert [words for _, words in flat.beyond] == ["↑\N{NO-BREAK SPACE}Above"]


def test_a_country_as_small_as_a_town_is_one_of_the_places() -> None:
    isle = place("1", "Isle", "country", 5, 5, geometry=box(4.8, 4.8, 5.2, 5.2))
    large = place("2", "Large", "country", 20, 5, geometry=box(15, 0, 25, 10))
    places = {"isle": isle, "large": large, "a": place("3", "A", "populated_place", 16, 1)}
    words = "[Isle](isle) [Large](large) [A](a) [B](b)"
    places["b"] = place("4", "B", "populated_place", 4, 9)
    scene = set_scene(made([("paragraph", words)], places))
    assert {f.name: (f.quiet, f.look) for f in scene.features.values() if f.look != "town"} == {
        "Isle": (False, "area"),
        "Large": (True, "country"),
    }
    towns = {k: place(k, k, "populated_place", 4.9 + n / 10, 5) for n, k in enumerate("ab")}
    near = set_scene(made([("paragraph", "[Isle](isle) [a](a) [b](b)")], {"isle": isle} | towns))
    assert near.features["place-geonames-1"].quiet


def test_a_doubtful_country_of_the_backdrop_is_land() -> None:
    places = {
        "c": place("1", "C", "country", 5, 5, geometry=box(0, 0, 10, 10)),
        "a": place("2", "A", "populated_place", 4, 4),
    }
    document = made([("paragraph", "[C](c) [A](a)")], places)
    scene = set_scene(doubted(document, "C"))
    country = scene.features["place-geonames-1"]
    assert (country.quiet, country.title, country.label) == (True, "C?", "C")
    assert shape_classes(country, scene) == ["named"]  # without a tint


def test_what_is_hardly_likely_aside_and_beyond_is_not_listed_nor_moves_anything() -> None:
    near = {f"n{k}": place(str(k), f"N{k}", "populated_place", 10 + k, 50) for k in range(1, 6)}
    words = " ".join(f"[N{k}](n{k})" for k in range(1, 6))
    places = near | {"far": place("9", "Far", "populated_place", 100, -30)}
    document = layered(made([("paragraph", f"{words} {words} [Far](far)")], places), {"Far"})
    mention = FlowMention("s01", 0, 4, "From")
    flow = Flow("flow-a", "geonames:9", "geonames:1", "one way", "", (mention,))
    document = replace(
        document, flows=(flow,), layers=(replace(document.layers[0], flows=("flow-a",)), document.layers[1])
    )
    sure = set_scene(document)
    assert [words for _, words in sure.beyond] == ["↘\N{NO-BREAK SPACE}Far"]
    assert not sure.features["flow-a"].geometry.is_empty
    scene = set_scene(doubted(document, "Far"))
    assert scene.frame.beyond == ("geonames:9",)
    assert scene.beyond == []
    assert "flow-a" not in scene.features


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
    assert front is not None
    assert front[[0, -1]] == pytest.approx(np.array([[0, 0], [1, 0]]))


def test_waters_are_named_where_their_name_has_room() -> None:
    waters = [place("1", "Wide Ocean", "ocean", 0, 0), place("2", "North Wide Ocean", "ocean", 0, 20)]
    waters += [place("3", "Narrow Sea", "sea", 20, 0), place("4", "Far Sea", "sea", 0, -20)]
    land = [box(20.5, -5, 40, 5), box(0.1, -20.1, 0.2, -20)]  # a coast, and a speck
    named = list(open_waters(waters, land, BBox(-32, -32, 32, 32)))
    assert [w.place.name for w in named] == ["Wide Ocean", "Far Sea"]
    assert [w.rooms[0].middle for w in named] == [(0, 0), (0, -20)]
    assert len(named[0].rooms) > len(named[1].rooms) == 1


def test_an_ocean_whose_point_is_not_open_is_named_beside_it() -> None:
    [ocean] = open_waters(
        [place("1", "Wide Ocean", "ocean", 0, 0)], [box(-40, -4, 3, 4)], BBox(-32, -32, 32, 32)
    )
    assert ocean.rooms[0].middle in [(0, 5), (0, -5)]


def test_a_coast_that_crosses_itself_still_keeps_names_away() -> None:
    crossed = Polygon([(20, -5), (40, 25), (40, -5), (20, 5), (20, -5)])
    sea = place("1", "Narrow Sea", "sea", 25, 0)
    assert not list(open_waters([sea], [crossed, crossed], BBox(-32, -32, 32, 32)))


def test_harbours_are_named_on_maps_of_their_surroundings() -> None:
    harbour = place("1", "Deep Harbor", "sea", 0, 0)
    assert not list(open_waters([harbour], [], BBox(-32, -32, 32, 32)))
    assert list(open_waters([harbour], [], BBox(-3, -3, 3, 3)))


# ---- land and water


def palette(scheme: int) -> dict[str, str]:
    """Return the page's own colours: 0 for light, 1 for dark."""
    web = Path(geo.__file__).parent / "drawing" / "web"
    css = "".join((web / name).read_text("utf-8") for name in ("base.css", "page.css"))
    found = re.findall(r"--(\w[\w-]*): light-dark\((#\w{3,8}), (#\w{3,8})\)", css)
    return {name: colours[scheme] for name, *colours in found}


def apart(one: str, other: str) -> float:
    """Return the distance of two colours, 0 to 441."""
    channels = ([int(c[n : n + 2], 16) for n in (1, 3, 5)] for c in (one, other))
    return math.dist(*channels)


@pytest.mark.parametrize("scheme", [0, 1])
def test_land_is_never_the_colour_of_water(scheme: int) -> None:
    colours = palette(scheme)
    water = [colours["sea"], colours["lake"]]
    for land in (colours["land"], colours["country"]):
        assert min(apart(land, w) for w in water) > 16
        assert not is_watery(land)
    themes = [theme.colour for theme in read_themes().table.values()]
    styles = {str(n): LayerStyle("", "", colour, "", "") for n, colour in enumerate(themes)}
    for style in distinct(styles, styles).values():
        fill = night_fill(style.colour) if scheme else style.colour
        for share in (0.36, 0.2, 0.62):
            for land in (colours["land"], colours["country"]):
                drawn = mix(land, fill, share)
                assert min(apart(drawn, w) for w in water) > 14, (style.colour, drawn)


def test_an_area_of_land_is_not_blue_but_a_lake_may_be() -> None:
    blue = LayerStyle("Floods", "", "#56b4e9", "", "drop")
    assert is_watery(distinct({"a": blue})["a"].colour)
    assert not is_watery(distinct({"a": blue}, {"a"})["a"].colour)
    land = place("1", "Land", "admin1", 8, 46, geometry=box(7, 45, 9, 47))
    lake = place("2", "Lake", "lake", 8, 46, geometry=box(7, 45, 9, 47))
    for where, watery in ((land, False), (lake, True)):
        document = made([("paragraph", "It rained in [it](it).")], {"it": where})
        document = replace(
            document, layers=(ThemeLayer("a", "Floods", "", "#56b4e9", "", "drop", ("t01",), ()),)
        )
        assert is_watery(build_features(document).styles["a"].colour) == watery


def test_a_part_of_a_country_is_called_as_the_article_does() -> None:
    south = place("1", "South Ona", "region", 5, 5, geometry=box(4, 4, 6, 6), parents=("Ona",))
    for text, label in (
        ("It rained in southern [Ona](it).", "southern Ona"),
        ("[Ona](it) is wet.", "South Ona"),
    ):
        document = made([("paragraph", text)], {"it": south})
        assert [f.label for f in set_scene(document).features.values()] == [label]


def test_a_town_and_the_unit_of_its_name_are_told_apart() -> None:
    unit = place("unit", "Puno", "admin1", -70, -15, country="PE", geometry=box(-71, -16, -69, -14))
    other = {key: place(key, "Hamilton", "populated_place", n, 0) for n, key in enumerate("ab", 1)}
    other["a"] = replace(other["a"], country="AU", parents=("Victoria", "Australia"))
    other["b"] = replace(other["b"], country="NZ", parents=("Waikato", "New Zealand"))
    places = {"unit": unit, "town": place("town", "Puno", "populated_place", -70, -15.5), **other}
    text = "[Puno](unit) [Puno](town) [Hamilton](a) [Hamilton](b)"
    labels = [f.label for f in set_scene(made([("paragraph", text)], places)).features.values()]
    assert labels == ["Puno department", "Puno", "Hamilton (Australia)", "Hamilton (New Zealand)"]


def test_a_name_in_capitals_alone_is_spelled_as_the_article_does() -> None:
    places = {
        "a": place("a", "Saint John’s", "populated_place", 1, 1),
        "b": place("b", "Aruba", "region", 2, 2),
    }
    document = made([("paragraph", "[ST. JOHN'S](a) [ABC](b)")], places)
    assert [f.label for f in set_scene(document).features.values()] == ["St. John's", "Aruba"]


def test_the_name_of_land_stands_on_land_not_on_its_lake() -> None:
    places = {
        "unit": place("1", "Unit", "admin1", 10, 10, geometry=box(0, 0, 10, 10)),
        "lake": place("2", "Lake", "lake", 4, 5, geometry=box(0, 0, 7, 10)),
        "town": place("3", "Town", "populated_place", 8, 2),
    }
    scene = set_scene(made([("paragraph", "[Unit](unit) by [Lake](lake) and [Town](town)")], places))
    unit, lake = (next(f for f in scene.features.values() if f.name == name) for name in ("Unit", "Lake"))
    assert scene.dry(unit.geometry).area == pytest.approx(30, rel=0.02)
    assert scene.dry(lake.geometry).equals(lake.geometry)


def test_a_flow_goes_through_the_towns_on_its_way() -> None:
    places = {
        n: place(n, f"Town {n}", "populated_place", x, y)
        for n, x, y in (("1", 0, 0), ("2", 3, 4), ("3", 9, 0))
    }
    document = made([("paragraph", "[One](1), [Two](2) and [Three](3)")], places)
    mention = FlowMention("s01", 0, 4, "From")
    ends = [f"geonames:{n}" for n in (1, 2, 3)]
    flow = Flow("flow-a", ends[0], ends[2], "one way", "", (mention,), via=(ends[1],))
    line = set_scene(replace(document, flows=(flow,))).features["flow-a"].geometry
    assert line.distance(LineString([(3, 4), (3, 4.001)])) < 0.01


def test_an_extent_drawn_around_places_ends_at_the_coast(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(
        "Farmers in the hills of the Apennines, around Modena, brought a cow.", gazetteer=gazetteer
    )
    scene = set_scene(document)
    range_ = next(f for f in scene.features.values() if f.name == "Apennines")
    whole = document.places[range_.feature.origin.id].geometry  # type: ignore[union-attr]
    assert whole is not None
    assert range_.geometry.area < 0.9 * whole.area


def test_a_lone_town_beyond_a_gap_does_not_make_half_of_the_view_empty() -> None:
    towns = [(0, 50), (2, 52), (3, 51), (4, 53), (1, 53)]
    places = {f"t{n}": place(str(n), f"Town {n}", "populated_place", *at) for n, at in enumerate(towns)}
    places["far"] = place("9", "Far", "populated_place", 11, 52)
    words = " ".join(f"[Town {n}](t{n})" for n in range(len(towns)))
    text = [("paragraph", f"{words} [Far](far)."), ("paragraph", f"{words}.")]
    scene = set_scene(made(text, places))
    assert scene.frame.square.east < 11
    assert [name.split(",")[0] for name, _ in scene.far] == ["Far"]
    assert set_scene(made([("title", "[Far](far)"), *text], places)).frame.square.east >= 11


def test_what_a_narrow_view_misses_is_named_at_its_edge() -> None:
    places = {
        f"t{n}": place(str(n), f"Town {n}", "populated_place", 10 + n / 2, 50 + 4 * n) for n in range(3)
    }
    places["ice"] = place("8", "Ice Cap", "region", 17, 54)
    words = " ".join(f"[Town {n}](t{n})" for n in range(3))
    scene = set_scene(made([("paragraph", f"{words}."), ("paragraph", "[Ice Cap](ice).")], places))
    assert scene.frame.story.east < 17 < scene.frame.square.east
    assert [f.name for f in scene.near] == ["Ice Cap"]
    assert [name.split(",")[0] for name, _ in scene.far] == ["Ice Cap"]
    assert not scene.insets


def test_what_has_a_part_in_the_view_is_not_beyond_it() -> None:
    places = {k: place(k, k, "populated_place", 10 + n / 2, 50) for n, k in enumerate("abc")}
    places |= {
        "river": place("r", "Long", "river", 30, 40, geometry=LineString([(30, 40), (10.4, 50.1)])),
        "away": place("w", "Away", "river", 30, 40, geometry=LineString([(30, 40), (20, 45)])),
        "sea": place("s", "Near Sea", "sea", 11.5, 50),
        "gulf": place("g", "Far Sea", "sea", 25, 50),
        "ocean": place("o", "Ocean", "ocean", -30, 30),
        "land": place("l", "Land", "admin1", 20, 50, geometry=box(12.5, 49, 27, 51)),
    }
    named = " ".join(f"[{k}]({k})" for k in "abc")
    aside = "[Long](river) [Away](away) [Near Sea](sea) [Far Sea](gulf) [Ocean](ocean) [Land](land)"
    document = made([("paragraph", named), ("paragraph", f"{named} {aside}")], places)
    scene = set_scene(layered(document, {"Long", "Away", "Near Sea", "Far Sea", "Ocean", "Land"}))
    assert {f.name for f, _ in scene.beyond} == {"Away", "Far Sea", "Land"}
    told = {f.name: scene.distance(f) for f, _ in scene.beyond}
    assert told["Far Sea"] == "", "nobody knows its edge"
    assert told["Land"] == "110 km", "from the nearest town of the story to its nearest edge"


def crowd() -> geo.MapDocument:
    """Make a story of four towns side by side and two that lie farther away."""
    at = {
        "a": (10, 50),
        "b": (10.02, 50.01),
        "c": (10.05, 50),
        "d": (10.1, 50.03),
        "e": (14, 52),
        "f": (12, 48),
    }
    places = {
        k: place(k, k.upper(), "populated_place", *lnglat, parents=("Shire", "Land"))
        for k, lnglat in at.items()
    }
    words = " ".join(f"[{k.upper()}]({k})" for k in at)
    return made(
        [("title", "[A](a), [E](e) and [F](f) are full"), ("paragraph", words), ("paragraph", words)], places
    )


def test_signs_on_each_other_have_a_close_up_with_their_names() -> None:
    [inset] = set_scene(crowd()).close_ups
    assert inset.title(vocabulary("en")) == "Around A", "no unit, which may be much larger"
    assert inset.leads_to == "place-geonames-a"
    assert {*inset.holds} == {f"place-geonames-{k}" for k in "abcd"}
    still = ElementTree.fromstring(still_map(crowd()))
    [whole, small] = still.findall(".//{*}svg")
    close, everywhere = ([e.text for e in part.findall(".//{*}text")] for part in (small, whole))
    assert {"A", "B", "C", "D"} <= {*close}
    assert [everywhere.count(name) for name in "ABCDEF"] == [1] * 6, "each once"
    assert everywhere.count("Around A") == 2, "above the close-up, and at its frame on the map"
    chosen = replace(crowd(), map=replace(crowd().map, insets=()))
    assert set_scene(chosen).insets == [], "a person wants none"


def test_a_sea_and_a_likely_town_of_the_lead_are_in_the_view() -> None:
    places = {k: place(k, k, "populated_place", 10 + n / 2, 50) for n, k in enumerate("abc")}
    sea = {"sea": place("s", "The Sea", "sea", 18, 50)}
    named = " ".join(f"[{k}](k)".replace("(k)", f"({k})") for k in "abc")
    first = made([("paragraph", f"{named} by [The Sea](sea)"), ("paragraph", named)], places | sea)
    assert set_scene(first).frame.story.east >= 18
    later = made([("paragraph", named), ("paragraph", f"{named} by [The Sea](sea)")], places | sea)
    assert set_scene(later).frame.story.east < 13
