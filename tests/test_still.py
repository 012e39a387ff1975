"""The still map: SVG as parsed structure; how it looks is a golden of test_looks."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import shapely
from made import island_story, made, place
from made_story import flow_story
from msgspec.structs import replace

from geo.document import MapDocument
from geo.drawing.scene import axis, set_scene
from geo.drawing.sizes import PAPER
from geo.drawing.still import draw_still, still_map
from geo.drawing.still.along import along_line
from geo.drawing.still.labels import Label, overlap, place_labels, text_width
from geo.drawing.still.names import Names
from geo.drawing.still.view import View
from geo.languages import vocabulary
from geo.model import BBox

HOSTILE = '{{ 7*7 }} <script>alert(1)</script> ]]> & "q" \x00 \u202e'
SVG = "{http://www.w3.org/2000/svg}"


@cache
def still() -> str:
    return still_map(island_story())


def texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_it_names_the_story_and_its_places() -> None:
    found = texts(still())
    assert "Two countries mend a road" in found
    assert {"Port Ona", "Long Vale", "Hill Province", "Lake", "Mere", "ONA", "TAVIA"} <= set(found)
    assert any(t.startswith("Map data: Made for a test") for t in found)
    assert any(t.endswith(" km") for t in found)


def test_it_refers_to_nothing_outside() -> None:
    root = ElementTree.fromstring(still())
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "rect", "g", "path", "circle", "line", "text", "tspan", "textPath")
        }
        assert not {name for name in element.attrib if name in ("style", "class")}
        links = [value for name, value in element.attrib.items() if name.endswith("href")]
        assert all(link.startswith("#along-") for link in links), "the line that a name follows"
        assert not links or element.tag == f"{SVG}textPath"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Map: Two countries mend a road"


def test_the_legend_names_the_layers_that_are_drawn() -> None:
    found = texts(still())
    assert {"Regions and landforms", "Water", "Borders", "Approximate extent"} <= set(found)
    assert "Countries" not in found
    assert {"Regiones y relieve", "Extensión aproximada"} <= set(texts(still_map(island_story(), "es")))


def test_hostile_text_is_text() -> None:
    places = {"bad": place("1", HOSTILE, "populated_place", 20, 10)}
    svg = still_map(
        made([("title", HOSTILE), ("paragraph", "See [it](bad).")], places, attributions=(HOSTILE,))
    )
    assert any(HOSTILE.split()[0] in t for t in texts(svg))
    assert "<script" not in svg


@pytest.mark.parametrize("where", [(0, 0), (179.9, -17), (-179.9, 65), (20, 83), (0, -80)])
def test_a_single_place_anywhere_is_drawn(where: tuple[float, float]) -> None:
    assert "Here" in texts(
        still_map(made([("paragraph", "[Here](h)")], {"h": place("1", "Here", "island", *where)}))
    )


def test_nothing_gives_the_world() -> None:
    assert ElementTree.fromstring(still_map(made([("paragraph", "It rained.")]))).tag == f"{SVG}svg"


def test_it_has_three_sizes_with_letters_of_one_size() -> None:
    def drawn(size: str) -> tuple[int, int, set[str], dict[str, str]]:
        root = ElementTree.fromstring(still_map(island_story(), size=size))
        sizes = {"".join(e.itertext()): str(e.get("font-size")) for e in root.iter(f"{SVG}text")}
        return int(root.get("width", "")), int(root.get("height", "")), set(sizes), sizes

    column, page, screen = map(drawn, ("column", "page", "screen"))
    assert page == drawn("page")
    assert column[0] < page[0] / 2
    assert column[1] > column[0]
    assert screen[0] / screen[1] == pytest.approx(16 / 9, abs=0.05)
    for size in (column, page, screen):
        assert {"Regions and landforms", "Water", "Port Ona"} <= size[2]
        assert any(text.endswith(" km") for text in size[2])
        assert size[3]["Port Ona"] == page[3]["Port Ona"]


def test_a_wide_legend_stands_below_the_map() -> None:
    def top_of_legend(size: str) -> float:
        root = ElementTree.fromstring(still_map(island_story(), size=size))
        [below] = [g for g in root.findall(f"{SVG}g") if "Water" in "".join(g.itertext())] or [None]
        return float(str(below.get("transform")).split()[1][:-1]) if below is not None else 0.0

    assert top_of_legend("column") > 1080
    assert top_of_legend("page") == 0


def test_the_same_document_gives_the_same_characters() -> None:
    document = island_story()
    assert still_map(replace(document)) == still()


def test_labels_never_overlap() -> None:
    import numpy as np

    spots = tuple((10.0 * n, 20.0) for n in range(1, 30))
    labels = [Label(f"Town {n}", 20, "town", spots) for n in range(9)]
    placed: list[Any] = place_labels(labels, [(0, 0, 60, 60)], np.empty((0, 2)), 500, 100)
    boxes = [(x, y, x + label.width, y + 25) for label, x, y, _ in placed]
    assert 2 < len(boxes) < 9
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def test_an_areas_name_stands_in_it_without_its_figure_rather_than_outside_with_it() -> None:
    import numpy as np

    area = shapely.box(100, 100, 400, 200)
    told = {"at": (250.0, 150.0), "away": ((120.0, 20.0),), "area": area}
    plain = Label("Vale", 20, "area", ((200.0, 130.0),), **told)
    whole = Label("Vale, many voted there", 20, "area", (), plain=plain, **told)
    assert place_labels([whole], [], np.empty((0, 2)), 900, 500) == [(plain, 200.0, 130.0, False)]
    [(label, *_)] = place_labels([whole], [(190, 120, 300, 170)], np.empty((0, 2)), 900, 500)
    assert label == whole, "outside, it keeps its figure"


def test_a_name_is_clearly_nearer_to_its_own_sign_than_to_another() -> None:
    import numpy as np

    here = (100.0, 100.0)
    label = Label(
        "Town", 20, "town", ((120.0, 88.0), (20.0, 88.0)), at=here, area=shapely.Point(here).buffer(30)
    )
    right = 120 + label.width
    for gap, left in ((60.0, 120.0), (23.0, 20.0)):
        signs = np.array([here, (right + gap, 100.0)])
        [(_, x, _, _)] = place_labels([label], [], np.empty((0, 2)), 500, 200, signs=signs)
        assert x == left


def test_towns_close_to_each_other_all_have_their_names() -> None:
    near = {
        k: place(k, f"Longnamed{k}", "populated_place", 10 + n % 3 / 9, 50 + n // 3 / 12)
        for n, k in enumerate("abcdefgh")
    }
    far = {"z": place("z", "Z", "populated_place", 13, 51)}
    words = " ".join(f"[{p.name}]({k})" for k, p in (near | far).items())
    svg = still_map(made([("paragraph", words)], near | far))
    assert {p.name for p in near.values()} <= set(texts(svg))


def test_the_name_of_a_river_bends_with_it_and_covers_nothing() -> None:
    wave = [(n / 10, 0.5 * math.sin(n / 12)) for n in range(100)]
    places = {
        "r": place("1", "Long River", "river", 5, 0, geometry=shapely.LineString(wave)),
        "t": place("2", "Town", "populated_place", 5, 1.5),
    }
    svg = ElementTree.fromstring(still_map(made([("paragraph", "[Long River](r) [Town](t)")], places)))
    [words] = svg.findall(".//{*}textPath")
    assert words.text == "Long River"
    assert "Long River" not in ["".join(e.itertext()) for e in svg.iter(f"{SVG}text") if e.text]
    ids = {e.get("id") for e in svg.iter(f"{SVG}path")}
    assert words.get("{http://www.w3.org/1999/xlink}href", "")[1:] in ids


def test_a_name_along_a_line_is_above_it_reads_to_the_right_and_keeps_off_what_is_taken() -> None:
    wave = shapely.LineString([(1200 - 10 * n, 400 + 60 * math.sin(n / 18)) for n in range(120)])
    found = along_line(wave, 180, 32, lambda _: True)
    assert found is not None
    course, boxes = found
    assert course[0][0] < course[-1][0]
    assert shapely.LineString(course).length >= 180
    for x, y in course:
        [(_, under)] = shapely.get_coordinates(wave.intersection(shapely.LineString([(x, 0), (x, 900)])))
        assert under - 48 < y < under
    left, right = boxes[0][0], boxes[-1][2]
    again = along_line(wave, 180, 32, lambda box: box[2] < left or box[0] > right)
    assert again is not None
    assert all(box[2] < left or box[0] > right for box in again[1])
    assert along_line(wave, 180, 32, lambda _: False) is None
    assert along_line(shapely.LineString([(0, 0), (90, 0)]), 180, 32, lambda _: True) is None


def test_text_width_grows_with_the_text() -> None:
    assert text_width("ii", 10) < text_width("mm", 10) < text_width("mmm", 10)


def test_what_mercator_cannot_show_is_left_out_quietly() -> None:
    pole = place("1", "The Pole", "region", 0, -89)
    assert "The Pole" not in texts(still_map(made([("paragraph", "[It](p)")], {"p": pole})))


def test_the_name_of_a_long_area_bends_with_it() -> None:
    """A crescent's name is on it; a round area's has room in it and stays straight."""
    bow = [(20 + 8 * math.cos(a / 10), 40 + 4 * math.sin(a / 10)) for a in range(4, 28)]
    crescent = shapely.LineString(bow).buffer(0.6)
    places = {
        "r": place("1", "Long Range", "mountain", 20, 44, geometry=crescent),
        "d": place("2", "Round Desert", "desert", 20, 40, geometry=shapely.Point(20, 40.5).buffer(1.5)),
    }
    document = made([("paragraph", "[Long Range](r) [Round Desert](d)")], places)
    bent = ElementTree.fromstring(still_map(document)).findall(f".//{SVG}textPath")
    assert [t.text for t in bent] == ["Long Range"]
    assert axis("mountain", crescent).distance(shapely.LineString(bow)) < 0.3
    assert axis("admin1", crescent) is None


def test_on_paper_a_movement_is_numbered_beside_its_line() -> None:
    scene = set_scene(flow_story())
    view = View(scene.frame.story, PAPER.width, PAPER.map_height)
    root = draw_still(scene, vocabulary("en"), references=True)
    numbers = {f.id: str(n) for n, f in enumerate(scene.features.values(), 1)}
    moving = [f for f in scene.features.values() if f.flow]
    assert moving
    for f in moving:
        [mark] = [e for e in root.iter("text") if "".join(e.itertext()).strip() == numbers[f.id]]
        x, y = (float(mark.get(axis, "")) for axis in "xy")
        box = shapely.box(x, y - 18, x + 14 * len(numbers[f.id]), y)
        line = view.course(f)[0]
        assert 0 < shapely.distance(box, line) < 40


def test_an_arrow_ends_at_the_edge_of_an_area_and_beside_a_sign() -> None:
    story = flow_story()
    first, *others = story.flows
    scene = set_scene(replace(story, flows=(replace(first, destination="geonames:3"), *others)))
    view = View(scene.frame.story, PAPER.width, PAPER.map_height)
    root = draw_still(scene, vocabulary("en"), references=True)
    begin, edge = shapely.get_point(view.course(scene.features[first.id])[0], [0, -1])
    firsts = [
        shapely.Point(float(x), float(y))
        for e in root.iter()
        for x, y in re.findall(r"^M([\d.]+) ([\d.]+)", e.get("d", ""))
    ]
    near = shapely.distance(firsts, edge)
    assert near.min() < 1  # the tip of the head
    shafts = shapely.distance(firsts, begin)
    assert shafts.min() == pytest.approx(20, abs=1)


_KNOT = 0.1


def crowded(names: Sequence[str], kinds: Sequence[str], apart: float) -> MapDocument:
    """Make a story of places with long names that lie close to each other, some of them areas.

    Less than `_KNOT` apart, they are in four knots, for which there are not close-ups enough.
    """
    places = {}
    for n, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        size = (0.5, 1.3)[n % 2]
        lng, lat = 12 + apart * (n * 7 % 6) + n % 3 * apart / 5, 48 + apart * (n * 5 % 7) * 0.7
        if apart < _KNOT:
            lng, lat = 12 + n % 4 + n // 4 % 2 * apart, 48 + n % 4 // 2 + n // 8 * apart
        area = (
            None if kind == "populated_place" else shapely.Point(lng, lat).buffer(size * apart, quad_segs=3)
        )
        places[f"p{n}"] = place(str(n + 1), name, kind, lng, lat, geometry=area)
    far = {"far": place("90", "Farthest", "populated_place", 18, 52)}
    told = " ".join(f"[{name}](p{n})" for n, name in enumerate(names))
    words = [("title", f"[{names[0]}](p0) and [{names[1]}](p1)"), ("paragraph", f"{told} [Farthest](far)")]
    return made(words, places | far)


@pytest.mark.parametrize("apart", [0.04, 0.06, 0.08, 0.2, 0.4])
@pytest.mark.parametrize("step", [1, 3, 4])
def test_on_paper_no_name_number_or_line_covers_another(apart: float, step: int) -> None:
    names = [
        f"{first}{last}"
        for first in ("Upper", "Nether", "Long", "Old")
        for last in ("ton", "bridge", "ford", "vale")
    ]
    kinds = ["admin2" if n % step == step - 1 else "populated_place" for n in range(len(names))]
    scene = set_scene(crowded(names, kinds, apart))
    placed: list[tuple[Names, Label, float, float, bool]] = []

    class Told(Names):
        def _drawn(self, label: Label, left: float, top: float, led: bool, spot: Any) -> Any:
            placed.append((self, label, left, top, led))
            return super()._drawn(label, left, top, led, spot)

    view = View(scene.frame.story, PAPER.width, PAPER.map_height)
    small = [View(inset.of, 640, 420, 0) for inset in scene.close_ups if isinstance(inset.of, BBox)]
    [*Told(scene, view, vocabulary("en"), references=True).draw([])]
    for inset, around in zip(scene.close_ups, small, strict=True):
        [*Told(scene, around, vocabulary("en"), references=True).small(inset.holds)]
    told = {label.number for _, label, *_ in placed if label.text}
    numbers = {f.name: str(n) for n, f in enumerate(scene.features.values(), 1)}
    assert {numbers[names[0]], numbers[names[1]]} <= told, "the headline's have name and number"
    for on in {id(names): names for names, *_ in placed}.values():
        here = [(label, left, top, led) for names, label, left, top, led in placed if names is on]
        spots = {f.id: on.view.flat(f.geometry, 0) for f in scene.features.values()}
        signs = [g for g in spots.values() if g.geom_type == "Point" and on.view.whole(g)]
        for n, (label, left, top, led) in enumerate(here):
            box = shapely.box(left, top, left + label.width, top + label.height)
            others = [
                shapely.box(x, y, x + other.width, y + other.height)
                for m, (other, x, y, _) in enumerate(here)
                if m != n
            ]
            assert not any(shapely.area(shapely.intersection(box, other)) > 1 for other in others), label
            foreign = [g for g in signs if g.distance(shapely.Point(label.at)) > 1]
            assert not any(shapely.dwithin(box, g, 8) for g in foreign), label
            if led:
                line = label.leader(left, top)
                assert not any(shapely.intersects(line, other) for other in others), label
                assert not any(shapely.dwithin(line, g, 5) for g in foreign), label
