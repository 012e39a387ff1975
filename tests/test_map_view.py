"""What a person wants the map to be: frame, small maps and names, on page, stills and in exports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from made import made, place
from made_story import far_story
from msgspec.structs import replace

import geo
from geo.document import MapDocument
from geo.drawing.page import render_page
from geo.drawing.scene import set_scene
from geo.drawing.still import still_map
from geo.model import BBox, SmallMap

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

A, FAR = "geonames:a", "geonames:far"
TOWNS = BBox(-0.1, -0.1, 0.5, 0.5)


def seen(document: MapDocument | None = None, **members: Any) -> MapDocument:
    document = document or far_story()
    return replace(document, map=replace(document.map, **members))


def titles(document: MapDocument) -> list[str]:
    return [inset.name for inset in set_scene(document).insets]


def words(document: MapDocument) -> list[str]:
    return [t.text or "" for t in ElementTree.fromstring(still_map(document)).findall(".//{*}text")]


def test_small_maps_are_the_program_s_those_that_a_person_chose_or_none() -> None:
    assert titles(far_story()) == ["Far, 6,500 km"]
    assert titles(seen(insets=())) == []
    assert titles(seen(insets=(FAR, A))) == ["Far, 6,500 km", "Town a"]
    assert titles(seen(insets=(TOWNS,))) == ["Town a, Town b"]
    assert titles(seen(insets=(SmallMap(TOWNS, "The coast"), SmallMap(A, "Here")))) == ["The coast", "Here"]
    assert titles(seen(insets=(A, FAR), hidden=(A,))) == ["Far, 6,500 km"]
    assert titles(seen(insets=("geonames:none",))) == []


def test_a_small_map_shows_its_box_with_names_and_leads_to_its_first_place() -> None:
    [inset] = set_scene(seen(insets=(TOWNS,))).insets
    assert inset.leads_to == "place-geonames-a"
    root = ElementTree.fromstring(still_map(seen(insets=(TOWNS,))))
    _, small = root.findall(".//{*}svg")
    assert {"Town a", "Town b"} <= {t.text for t in small.findall(".//{*}text")}
    page = render_page(seen(insets=(TOWNS, BBox(20, 20, 22, 22))))
    links = re.findall(r'<a [^>]*data-inset="\d"[^>]*>', page)
    assert ["href" in link for link in links] == [True, False], "a box without places leads nowhere"


@pytest.mark.parametrize("box", [BBox(100, 10, 101, 11), BBox(179, -20, -179, -18), BBox(0, 0, 0.1, 0.1)])
def test_a_small_map_shows_what_was_chosen_wherever_it_is(box: BBox) -> None:
    found = re.search(r'data-box="([^"]*)"', render_page(seen(insets=(box,))))
    assert found
    west, south, east, north = map(float, found[1].split())
    wide = (box.east - box.west) % 360
    assert west <= box.west + 0.001
    assert box.west + wide <= east + 0.001
    assert south <= box.south + 0.001
    assert box.north <= north + 0.001
    assert east - west < max(1.6 * wide, 1.4 * 0.71), "in a smaller one, the pinned data would look wrong"
    assert set_scene(seen(insets=(box,))).frame == set_scene(far_story()).frame


def test_a_small_map_far_away_has_outlines_of_its_own() -> None:
    document = geo.geoparse("They met in Lima and in Cusco.")
    scene = set_scene(document)
    box = BBox(9.5, 59.5, 11, 60.5)
    close = scene.close(box, 8)
    assert [area.name for area in close.basemap.countries if area.geometry.area] == ["Norway"]
    assert close.frame.box == box
    middle = scene.frame.middle
    assert scene.close(BBox(middle, -12.2, middle + 0.1, -12.1), 3) is scene, "the map's own are exact enough"


@pytest.mark.parametrize(
    ("frame", "wide"),
    [(BBox(-3, -3, 9, 9), 12), (BBox(-170, -50, 170, 70), 340), (BBox(175, -9, -175, 9), 10)],
)
def test_a_frame_of_a_person_is_what_the_map_shows(frame: BBox, wide: float) -> None:
    story = set_scene(seen(frame=frame)).frame.story
    assert story.east - story.west == pytest.approx(wide)
    assert (story.south, story.north) == pytest.approx((frame.south, frame.north))
    lone = made([("paragraph", "Nobody went anywhere.")], {})
    story = set_scene(seen(lone, frame=frame)).frame.story
    assert story.east - story.west == pytest.approx(wide), "also without places"


def test_names_that_a_person_wants_or_does_not_want() -> None:
    assert "Town a" not in words(seen(unlabelled=(A,)))
    near = {
        k: place(k, f"A town with the long name {k}", "populated_place", n / 2000, 0)
        for n, k in enumerate("abcdefghijklmnop")
    }
    near["z"] = place("z", "Z", "populated_place", 40, 30)
    crowd = made([("paragraph", " ".join(f"[{p.name}]({k})" for k, p in near.items()))], near)
    missing = [i for i, p in crowd.places.items() if p.name not in words(crowd)]
    assert missing, "not every name has room"
    wanted = seen(crowd, labelled=(missing[0],))
    assert crowd.places[missing[0]].name in words(wanted)
    features = json.loads(re.search(r'id="dateline-data"[^>]*>(.*?)</script>', render_page(wanted))[1])[
        "features"
    ]  # type: ignore[index]
    assert [f["name"] for f in features if f.get("named") == "always"] == [crowd.places[missing[0]].name]


def test_exports_have_the_frame_and_the_names() -> None:
    document = seen(unlabelled=(A,), frame=BBox(10, 20, 30, 40))
    style = json.loads(geo.export(document, "maplibre"))
    assert style["center"] == [20, 30]
    marks = ElementTree.fromstring(geo.export(document, "kml")).findall(".//{*}Placemark")
    assert [m.findtext("{*}name") for m in marks if m.find("{*}Style") is not None] == ["Town a"]


def test_corrections_set_them_and_say_what_does_not_fit(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "story.corrections.toml"
    story = "They met in Oslo and went to Bergen."
    path.write_text(
        '[map]\nlabelled = ["geonames:3143244"]\nunlabelled = ["geonames:3161732"]\n'
        'insets = ["geonames:3161732", [10, 59, 11, 60.5], { of = [5, 60, 6, 61], title = "West" }]\n',
        "utf-8",
    )
    read = geo.read_corrections(path)
    made_of = geo.geoparse(story, gazetteer=gazetteer, corrections=read)
    assert made_of.map.insets == (
        "geonames:3161732",
        BBox(10, 59, 11, 60.5),
        SmallMap(BBox(5, 60, 6, 61), "West"),
    )
    assert (made_of.map.labelled, made_of.map.unlabelled) == (("geonames:3143244",), ("geonames:3161732",))
    assert MapDocument.from_json(made_of.to_json()) == made_of
    assert geo.correct(geo.geoparse(story, gazetteer=gazetteer), read, gazetteer=gazetteer) == made_of
    path.write_text('[map]\ninsets = ["geonames:9"]\n', "utf-8")
    with pytest.raises(geo.CorrectionsError, match="insets: geonames:9: no place of this article"):
        geo.geoparse(story, gazetteer=gazetteer, corrections=geo.read_corrections(path))
    path.write_text('[map]\nlabelled = ["geonames:3143244"]\nunlabelled = ["geonames:3143244"]\n', "utf-8")
    with pytest.raises(geo.CorrectionsError, match="labelled and unlabelled; expected one"):
        geo.geoparse(story, gazetteer=gazetteer, corrections=geo.read_corrections(path))
    for wrong in (
        "insets = [[1, 2, 3]]",
        "insets = [[1, 2, 3, 1]]",
        "insets = 3",
        "insets = [{ of = 3 }]",
        'labelled = "x"',
    ):
        path.write_text(f"[map]\n{wrong}\n", "utf-8")
        with pytest.raises(geo.CorrectionsError, match="line 2: "):
            geo.read_corrections(path)


@pytest.mark.browser
def test_the_page_has_them(open_page: Callable[..., Page]) -> None:
    page = open_page(render_page(seen(insets=(TOWNS, FAR), unlabelled=(A,), labelled=("geonames:b",))))
    maps = page.locator("#insets a")
    assert page.locator("#insets a > span").all_inner_texts() == ["Town a, Town b", "Far, 6,500 km"]
    assert maps.locator("svg").count() == 2
    shown = page.locator(".label.shown").all_inner_texts()
    assert "Town b" in shown
    assert "Town a" not in shown


def test_layers_by_kind_get_titles_colours_and_order(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "They went from Oslo to Bergen, in Norway, and across the Mjøsa."
    plain = geo.geoparse(story, gazetteer=gazetteer)
    assert plain.layers == ()
    path = tmp_path / "story.corrections.toml"
    path.write_text(
        '[map]\nlayers = ["water"]\n[[layer]]\nname = "cities"\ntitle = "Where they went"\n', "utf-8"
    )
    document = geo.geoparse(story, gazetteer=gazetteer, corrections=geo.read_corrections(path))
    before, after = (set_scene(d) for d in (plain, document))
    assert next(iter(after.styles)) == "water"
    assert {n: (s.colour, s.symbol) for n, s in after.styles.items()} == {
        n: (s.colour, s.symbol) for n, s in before.styles.items()
    }
    assert after.styles["cities"].title == "Where they went"
    assert {f.id: f.layer for f in after.features.values()} == {
        f.id: f.layer for f in before.features.values()
    }
    assert after.frame == before.frame
    again = geo.correct(document, geo.read_corrections(path), gazetteer=gazetteer)
    assert again == document


def test_order_and_colours_of_a_person_change_no_other_colour_and_no_frame() -> None:
    document = far_story()
    [whole] = document.layers
    ids = whole.toponyms
    looks = (("x", "#d55e00", ids[:3]), ("y", "#d55e00", ids[3:6]), ("other", "#6b6b6b", ids[6:]))
    layers = tuple(replace(whole, name=n, title=n, colour=c, toponyms=t) for n, c, t in looks)
    plain = replace(document, layers=layers)
    before = set_scene(plain)
    after = set_scene(seen(plain, layers=("y",), layer_colours={"other": "#b3001b"}))
    assert [*after.styles] == ["y", "x", "other"]
    colours = {name: style.colour for name, style in before.styles.items()}
    assert colours["x"] != colours["y"]
    assert {n: s.colour for n, s in after.styles.items()} == {**colours, "other": "#b3001b"}
    assert after.frame == before.frame
    aside = [f.id for f in after.features.values() if after.is_aside(f)]
    assert aside
    assert aside == [f.id for f in before.features.values() if before.is_aside(f)]
