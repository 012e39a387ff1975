"""The page as parsed structure; what it does in a browser is tested in test_page."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import folium
import lxml.html
import pytest
from made import island_story, made, place
from made_story import flow_story
from shapely import Polygon, box

from geo.document import MapDocument
from geo.drawing.markup import raw
from geo.drawing.page import render_page
from geo.drawing.scene.frame import WORLD, frame_story
from geo.errors import ExportError
from geo.export.folium import folium_layers

HOSTILE = "{{ 7*7 }} {% raw %} {# x 50 {% of ${alert(1)} `x` <img src=x onerror=alert(1)></script> \u2028"


@cache
def page() -> str:
    return render_page(island_story())


def parsed(html: str) -> Any:
    return lxml.html.document_fromstring(html)


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def data_of(root: Any) -> Any:
    return json.loads(root.get_element_by_id("dateline-data").text)


# ---- one file, one policy


def test_the_policy_allows_exactly_what_is_in_the_page() -> None:
    root = parsed(page())
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    directives = {name: set(values) for name, *values in (d.split() for d in policy.split(";"))}
    assert directives["default-src"] == {"'none'"}
    assert directives["img-src"] == {"data:"}
    for directive, tags in (("script-src", "//script[not(@type)]"), ("style-src", "//style")):
        codes = [e.text for e in root.xpath(tags)]
        hashes = {base64.b64encode(hashlib.sha256(c.encode()).digest()).decode() for c in codes}
        assert directives[directive] == {f"'sha256-{h}'" for h in hashes}


def test_code_that_could_end_its_element_is_refused() -> None:
    for code in ("let a = '</SCRIPT>';", "<!-- a"):
        with pytest.raises(ExportError, match="expected code that cannot end its element"):
            raw("script", code)


def test_the_page_names_no_file_and_no_inline_handler() -> None:
    root = parsed(page())
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in ("src", "href"):
                assert value.startswith("#") or value == "data:,"
    assert not re.search(r"url\((?!#)", "".join(e.text for e in root.xpath("//style")))


def test_the_head_names_the_article() -> None:
    root = parsed(page())
    assert root.get("lang") == "en"
    assert root.get("dir") == "ltr"
    assert root.findtext(".//title") == "Two countries mend a road"
    assert "user-scalable" not in root.xpath("//meta[@name='viewport']/@content")[0]


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    root = parsed(page())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//a/@href")} <= set(ids)


# ---- the article


def test_the_article_is_there_once_in_order() -> None:
    root = parsed(page())
    assert text_of(root.find(".//h1")) == "Two countries mend a road"
    assert [text_of(e) for e in root.xpath("//header//div[@class='byline']/p")] == [
        "By A Reporter",
        "May 2, 2019",
    ]
    body = root.get_element_by_id("article")
    assert [text_of(e) for e in body.xpath("./h2")] == ["A long way from Port Ona"]
    sentences = [e.get("id") for e in body.xpath(".//span[@class='sentence']")]
    assert sentences == ["s04", "s05", "s06", "s07", "s08", "s09", "s12", "s13"]
    assert text_of(root.get_element_by_id("s05")) == "Work starts near Lake Mere."


def test_comments_stand_apart_folded_and_repeats_are_told() -> None:
    root = parsed(page())
    [comments] = root.find_class("comments")
    assert comments.tag == "details"
    assert comments.get("open") is None
    assert [e.get("id") for e in comments.xpath(".//span")] == ["s12", "s13"]
    assert [text_of(n) for n in root.xpath("//div[@id='article']/p[@class='note']")] == [
        "A repeated passage is not shown again."
    ]
    assert data_of(root)["repeats"] == {"s10": "s04", "s11": "s05"}


def test_mentions_are_links_with_ids_of_their_own() -> None:
    root = parsed(page())
    links = {a.get("id"): (a.text, a.get("href")) for a in root.xpath("//div[@id='article']//a[@class]")}
    assert links["t05"] == ("Port Ona", "#place-geonames-3")
    assert links["t06"] == ("Onan", "#place-geonames-1")
    assert links["t03"] == ("the border", "#border-oa-tv")
    assert "t10" not in links


def test_every_place_is_listed_with_its_sentences() -> None:
    root = parsed(page())
    listed = root.xpath("//section[@id='places']//tbody/tr")
    rows = {row.get("id"): [text_of(cell) for cell in row] for row in listed}
    assert rows["place-geonames-3"] == ["5", "Port Ona", "city or town", "Ona", "s07 s09"]
    assert rows["place-geonames-4"] == ["6", "Long Vale", "valley", "Hill Province, Ona", "s08"]
    assert rows["border-oa-tv"][4] == "s04"
    assert len(rows) == 7


def test_about_this_map_tells_what_was_not_placed() -> None:
    about = text_of(parsed(page()).get_element_by_id("about"))
    assert "10 mentions of 7 places, 1 name not placed." in about
    assert "Atlantis: the gazetteer has no place named “Atlantis”" in about
    assert "Long Vale: Approximate extent: Disk around the valley's seat" in about


def test_the_legend_has_what_the_view_shows_and_the_tools_each_layer() -> None:
    root = parsed(page())
    legend = [text_of(title) for title in root.get_element_by_id("legend").find_class("title")]
    assert legend == [
        "Regions and landforms",
        "States and provinces",
        "Water",
        "Cities and towns",
        "Borders",
        "Approximate extent",
    ]
    layers = [text_of(label) for label in root.get_element_by_id("layers").iter("label")]
    assert layers == [*legend[:-1], "Countries"]


def test_a_map_without_backdrop_says_so() -> None:
    assert parsed(page()).get_element_by_id("no-backdrop") is not None


def test_an_article_without_places_gets_the_world() -> None:
    document = made([("title", "Nothing anywhere"), ("paragraph", "It rained.")])
    root = parsed(render_page(document))
    assert "No place was found" in text_of(root.get_element_by_id("no-place"))
    assert text_of(root.find_class("empty")[0]).startswith("No place")
    assert frame_story(document).story == pytest.approx(WORLD)


def test_another_language_is_told_and_its_direction_kept() -> None:
    assert not parsed(page()).xpath("//p[@id='language-note']")
    root = parsed(render_page(made([("title", "خبر"), ("paragraph", "نص.")], language="ar")))
    assert root.get("lang") == "ar"
    assert root.get("dir") == "rtl"
    assert "made for English" in text_of(root.get_element_by_id("language-note"))


def test_an_article_without_title_has_one() -> None:
    root = parsed(render_page(made([("paragraph", "It rained.")], source="-")))
    assert root.findtext(".//title") == "An article without a title"
    assert text_of(root.find(".//h1")) == "An article without a title"


# ---- what the script shows


def members(interface: str) -> dict[str, bool]:
    """Return the members of an interface of ``tests/web/types.d.ts``, and whether each has to be there."""
    types = (Path(__file__).parent / "web" / "types.d.ts").read_text("utf-8")
    body = re.search(rf"^  interface {interface} {{\n(.*?)^  }}", types, re.MULTILINE | re.DOTALL)
    assert body
    return {name: not maybe for name, maybe in re.findall(r'^    "?([\w-]+)"?(\??):', body[1], re.MULTILINE)}


@pytest.mark.parametrize("document", [island_story, flow_story])
def test_the_types_of_the_script_are_those_of_the_page(document: Callable[[], MapDocument]) -> None:
    root = parsed(render_page(document()))
    facts = data_of(root)
    for interface, values in {
        "Facts": [facts],
        "Plane": [facts["plane"]],
        "LayerFacts": facts["layers"],
        "ResolutionFacts": facts["resolutions"],
        "ClaimFacts": facts["claims"],
        "FeatureFacts": facts["features"],
    }.items():
        known = members(interface)
        needed = {name for name, always in known.items() if always}
        for value in values:
            assert needed <= set(value) <= set(known), interface
    missing = {name for name in members("PageElements") if not root.xpath(f"//*[@id='{name}']")}
    assert missing <= {"insets", "locator"}


def test_the_card_has_what_it_tells() -> None:
    facts = data_of(parsed(page()))
    port = next(f for f in facts["features"] if f["id"] == "place-geonames-3")
    assert [m[:3] for m in port["mentions"]] == [["t05", "s07", "name"], ["t09", "s09", "name"]]
    assert facts["resolutions"][port["mentions"][0][3]] == {
        "confidence": "very likely (93%)",
        "doubt": "",
        "reasons": [facts["reasons"].index("it is the largest place of this name")],
        "language": "en",
        "others": ["Port Ona (city or town, Elsewhere)"],
    }
    vale = next(f for f in facts["features"] if f["name"] == "Long Vale")
    assert vale["extent"] == "Approximate extent: Disk around the valley's seat; drawn here to within 300 m"


def test_every_story_has_the_same_scripts() -> None:
    """No text and no figure of a document is in a script: they are in the page's JSON."""
    other = parsed(render_page(made([("paragraph", "It rained.")])))
    scripts = [[e.text for e in root.xpath("//script[not(@type)]")] for root in (parsed(page()), other)]
    assert scripts[0] == scripts[1]
    assert len(scripts[0]) == 3


def test_features_have_a_geometry_and_classes_to_be_drawn_with() -> None:
    features = {f["id"]: f for f in data_of(parsed(page()))["features"]}
    vale, port = features["place-geonames-4"], features["place-geonames-3"]
    assert (vale["classes"], vale["shape"]) == ("k0 s-diamond", "area approximate")
    assert re.fullmatch(r"M\d+ \d+l[\d -]+z", vale["geometry"])
    assert (port["classes"], port["shape"]) == ("k3 s-circle", "spot point")
    assert port["geometry"] == {"type": "Point", "coordinates": [11, 41]}
    ona = features["place-geonames-1"]
    assert (ona["classes"], ona["shape"]) == ("quiet", "named")


def test_the_page_needs_no_folium() -> None:
    code = (
        "import sys, geo; geo.render(geo.geoparse('They met in Oslo.')); "
        "print(sorted({'folium', 'branca', 'jinja2'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_hostile_text_is_text() -> None:
    places = {"bad": place("1", HOSTILE, "region", 20, 10, parents=(HOSTILE,), geometry=box(19, 9, 21, 11))}
    document = made(
        [("title", HOSTILE), ("paragraph", f"See [{HOSTILE}](bad).", f"[{HOSTILE}]()")],
        places,
        source=HOSTILE,
        reasons=(HOSTILE,),
        attributions=(HOSTILE,),
        generator=HOSTILE,
    )
    root = parsed(render_page(document))
    assert not root.xpath("//img")
    assert len(root.xpath("//script")) == 4
    assert root.find(".//h1").text_content() == HOSTILE
    assert data_of(root)["features"][0]["name"] == HOSTILE
    assert HOSTILE in root.get_element_by_id("credits").text_content()


# ---- the frame


def framed(places: dict[str, Any], text: str, **more: Any) -> Any:
    return frame_story(made([("paragraph", text), *more.get("blocks", ())], places))


def test_the_frame_fits_the_story_not_its_countries() -> None:
    story = frame_story(island_story()).story
    assert story.west == pytest.approx(10)
    assert story.east == pytest.approx(14.6)
    assert story.south == pytest.approx(40)


def test_countries_alone_are_framed_without_their_far_islands() -> None:
    land = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])
    far = box(100, 0, 101, 1)
    country = place("1", "Far Isles", "country", 5, 5, geometry=land.union(far))
    frame = framed({"c": country}, "[Far Isles](c)")
    assert frame.story.east == pytest.approx(10)


def test_a_frame_may_cross_the_180th_meridian() -> None:
    places = {
        "a": place("1", "A", "populated_place", 178, -17),
        "b": place("2", "B", "populated_place", -178, -18),
    }
    frame = framed(places, "[A](a) [B](b)")
    assert frame.story.east - frame.story.west == pytest.approx(4)
    assert -360 < frame.story.west < 360


def test_comments_do_not_widen_the_frame() -> None:
    places = {
        "a": place("1", "A", "populated_place", 10, 10),
        "b": place("2", "B", "populated_place", 100, 40),
    }
    frame = framed(places, "[A](a)", blocks=[("comment", "[B](b)")])
    assert frame.story.east < 20


def test_a_single_town_is_not_shown_nearer_than_the_data_is_good() -> None:
    frame = framed({"a": place("1", "A", "populated_place", 10, 10)}, "[A](a)")
    assert frame.story.east - frame.story.west >= 1
    assert frame.max_zoom <= 11


# ---- same input, same bytes


def test_a_document_and_its_json_give_the_same_page() -> None:
    assert render_page(MapDocument.from_json(island_story().to_json())) == page()


def test_every_process_makes_the_same_bytes() -> None:
    code = "import sys; from made import island_story; from geo.drawing.page import render_page; "
    code += "sys.stdout.buffer.write(render_page(island_story()).encode())"
    made_by = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.path.dirname(__file__), **settings},
            capture_output=True,
            check=True,
        ).stdout
        for settings in (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        )
    ]
    assert made_by[0] == made_by[1] == page().encode()


# ---- layers for other maps


def test_folium_layers_carry_hostile_text_as_escaped_json() -> None:
    places = {"bad": place("1", HOSTILE, "populated_place", 20, 10)}
    document = made([("paragraph", f"See [Bad](bad) {HOSTILE}")], places)
    [group] = folium_layers(document)
    other = folium.Map(tiles=None)
    group.add_to(other)
    html = other.get_root().render()
    script = html.rpartition("<script>")[2]
    assert group.layer_name == "Cities and towns"
    found = re.search(r"_add\((.*)\);\n", script)
    assert found is not None
    text = json.loads(found[1])["features"][0]["properties"]["text"]
    assert not set("{}%#$`<>&'") & set(text)
    assert json.loads(text) == [HOSTILE, "city or town", f"See Bad {' '.join(HOSTILE.split())}"]


def test_folium_layers_of_nothing_are_none() -> None:
    assert folium_layers(made([("paragraph", "It rained.")])) == []


# ---- its size


def test_the_first_article_s_page_is_small() -> None:
    import gzip
    from pathlib import Path

    from geo.pipeline import read_document

    seed = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())
    html = render_page(read_document(seed)).encode()
    assert len(html) <= 450_000
    assert len(gzip.compress(html, mtime=0)) <= 160_000
