"""The story on the map: its own sets, its itineraries, their titles; its frame; figures that are drawn."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pytest
import shapely
from made import made, place
from msgspec.structs import replace

import geo
from geo.drawing.colours import ASIDE
from geo.drawing.curves import way_through
from geo.drawing.page import page_data, render_page
from geo.drawing.quoted import shared_words
from geo.drawing.scene import sea_way, set_scene
from geo.drawing.still import still_map
from geo.languages import vocabulary
from geo.model import BBox, Claim, Flow, FlowMention, LngLat, MapView, ThemeLayer

KILLED = """\
Earthquake kills 88 in Turkey

January 9, 2020

ANKARA, Turkey — An earthquake killed 88 people on Thursday, the ministry said.

It killed 51 people in Sivas, 23 people in Tokat and 14 people in Amasya, the ministry said.

A spokesman in Geneva said that help was on its way. Germany sent tents.
"""
VOTED = """\
Party loses four regions of Ghana

The party lost in Kumasi, Tamale, Koforidua and Sunyani and won in Accra and Cape Coast, the commission said.
"""
MARCHED = """\
Teachers march on Santiago

March 20, 2019

Teachers want more pay, a union said.

The march left Temuco on March 10 and reached Chillán on March 12. It was in Talca on March 15, in
Curicó on March 17 and in Rancagua on Monday. It is expected to reach Santiago on Friday.
"""


def members(document: geo.MapDocument) -> dict[str, set[str]]:
    surface = {t.id: t.surface for t in document.toponyms}
    return {layer.title: {surface[t] for t in layer.toponyms} for layer in document.layers}


@pytest.fixture(scope="module")
def killed(gazetteer: geo.Gazetteer) -> geo.MapDocument:
    return geo.geoparse(KILLED, gazetteer=gazetteer)


@pytest.fixture(scope="module")
def marched(gazetteer: geo.Gazetteer) -> geo.MapDocument:
    return geo.geoparse(MARCHED, gazetteer=gazetteer)


def test_places_with_one_kind_of_figure_are_one_layer(killed: geo.MapDocument) -> None:
    assert members(killed)["People killed"] == {"Sivas", "Tokat", "Amasya"}
    [compared] = [layer.claims for layer in killed.layers if layer.claims]
    assert sorted(c.quantity for c in killed.claims if c.id in compared) == [14, 23, 51]


def test_headline_and_lead_are_never_aside_and_who_helps_from_afar_is(killed: geo.MapDocument) -> None:
    aside = members(killed)["Also mentioned"]
    assert {"Geneva", "Germany"} <= aside
    assert not {"ANKARA", "Turkey"} & aside
    assert len(killed.layers) <= 4


TRIPS = """\
Ferry reaches Bukoba

BUKOBA, Tanzania — A new ferry came from Mwanza on Monday. A bus to Muleba was full.

Jane Doe, who had a ticket, was going to Geita for a wedding. "It is big," said John Smith, of Biharamulo. She
once lived in Kahama. The port of Kemondo was flooded.

Karagwe was not mentioned at all.
"""


def test_homes_trips_and_what_is_not_so_are_named_aside(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(TRIPS, gazetteer=gazetteer)
    aside = members(document)["Also mentioned"]
    assert {"Geita", "Biharamulo"} <= aside
    assert not {"BUKOBA", "Bukoba", "Mwanza"} & aside


def test_where_a_speaker_calls_from_is_named_aside(gazetteer: geo.Gazetteer) -> None:
    called = "“We asked for plastic, they sent reports,” said a doctor, by telephone from Kyaka."
    for last, aside in ((called, True), ("The roofs of Kyaka fell in.", False)):
        document = geo.geoparse(f"{TRIPS}\n{last}\n", gazetteer=gazetteer)
        assert ("Kyaka" in members(document)["Also mentioned"]) == aside


def test_a_list_of_places_is_titled_by_its_clause(gazetteer: geo.Gazetteer) -> None:
    found = members(geo.geoparse(VOTED, gazetteer=gazetteer))
    assert found["Party lost"] == {"Kumasi", "Tamale", "Koforidua", "Sunyani"}
    assert found["Party won"] == {"Accra", "Cape Coast"}


def test_dated_stops_of_one_subject_are_one_movement(marched: geo.MapDocument) -> None:
    [way, ahead] = marched.flows
    assert [marched.places[p].name for p in way.places] == [
        "Temuco",
        "Chillán",
        "Talca",
        "Curicó",
        "Rancagua",
    ]
    assert way.days == ("2019-03-10", "2019-03-12", "2019-03-15", "2019-03-17", "2019-03-18")
    assert (way.polarity, ahead.polarity is None) == (None, False)
    assert (ahead.origin, marched.places[ahead.destination].name) == (way.destination, "Santiago")
    assert marched.layers[0].flows == (way.id, ahead.id)
    assert geo.MapDocument.from_json(marched.to_json()).flows == marched.flows


def test_stops_are_numbered_and_named_with_their_day(marched: geo.MapDocument) -> None:
    scene = set_scene(marched)
    labels = [f.label for f in scene.features.values() if f.stop]
    assert [label[:2] for label in labels] == ["1.", "2.", "3.", "4.", "5."]
    assert (labels[0][-8:], labels[4][-6:]) == ("March 10", "Monday")
    west, south, east, north = scene.frame.story
    for f in scene.features.values():
        if f.stop and f.place:
            assert west <= f.place.lng <= east
            assert south <= f.place.lat <= north


def test_a_way_goes_the_short_way_around_the_globe() -> None:
    assert way_through([LngLat(179, 0), LngLat(-179, 0)]).geom_type == "MultiLineString"


def compared(values: dict[str, float], unit: str = "", **areas: shapely.Geometry) -> geo.MapDocument:
    """Make a document with a layer whose places are compared by values."""
    places = {
        key: place(
            key, key.title(), "admin1" if key in areas else "populated_place", n, n, geometry=areas.get(key)
        )
        for n, key in enumerate(values, 1)
    }
    document = made([("paragraph", " ".join(f"[{key.title()}]({key})" for key in values))], places)
    claims = tuple(
        Claim(
            f"c{n:02}", "s01", 0, 1, "x", (f"geonames:{key}",), (), False, v, None, unit, None, None, "people"
        )
        for n, (key, v) in enumerate(values.items(), 1)
    )
    layer = ThemeLayer(
        "health", "Ill", "health", "#d55e00", "", "circle", tuple(t.id for t in document.toponyms), (),
        tuple(c.id for c in claims),
    )  # fmt: skip
    return replace(document, claims=claims, layers=(layer,))


def test_circles_have_areas_in_proportion_to_values() -> None:
    scene = set_scene(compared({"a": 100, "b": 25, "c": 9}))
    [shown] = scene.comparisons
    assert shown.form == "circle"
    a, b, _ = shown.sizes.values()
    assert math.isclose(a**2 / b**2, 100 / 25, rel_tol=0.02)
    assert [f.label for f in scene.features.values()] == ["A 100", "B 25", "C 9"]
    assert [words for words, _ in shown.key] == ["100", "20"]


@pytest.mark.parametrize("size", ["page", "column", "screen"])
def test_a_still_map_says_what_circles_and_shades_are(size: str) -> None:
    svg = ElementTree.fromstring(still_map(compared({"a": 100, "b": 25, "c": 9}), size=size))
    said = ["".join(e.itertext()) for e in svg.findall(".//{*}text")]
    assert {"Ill", "100", "20"} <= {*said}
    circles = [e.get("r") for e in svg.findall(".//{*}circle")]
    assert circles.count("52") == 2  # of the largest value: on the map and in the legend
    areas = {key: shapely.box(n - 0.4, n - 0.4, n + 0.4, n + 0.4) for n, key in enumerate("abc", 1)}
    svg = ElementTree.fromstring(still_map(compared({"a": 10, "b": 20, "c": 30}, "percent", **areas)))
    assert {"10 %", "20 %", "30 %"} <= {"".join(e.itertext()) for e in svg.findall(".//{*}text")}
    opacities = [e.get("fill-opacity") for e in svg.findall(".//{*}rect")]
    assert {".15", ".42", ".72"} <= {*opacities}


def test_shares_of_areas_are_shades_and_shares_of_towns_are_not() -> None:
    areas = {key: shapely.box(n - 0.4, n - 0.4, n + 0.4, n + 0.4) for n, key in enumerate("abc", 1)}
    [shown] = set_scene(compared({"a": 10, "b": 20, "c": 30}, "percent", **areas)).comparisons
    assert (shown.form, [*shown.sizes.values()]) == ("shade", [1.0, 2.0, 3.0])
    assert [words for words, _ in shown.key] == ["10 %", "20 %", "30 %"]
    for unit in ("percent", "degree"):
        scene = set_scene(compared({"a": 10, "b": 20, "c": 30}, unit))
        assert [each.form for each in scene.comparisons] == ["value"]
        assert scene.features["place-geonames-a"].label.startswith("A 10")


def test_what_befell_people_in_a_place_stands_beside_its_name() -> None:
    places = {
        "unit": place("u", "Unit", "admin1", 1, 1, geometry=shapely.box(0, 0, 2, 2)),
        "town": place("t", "Town", "populated_place", 1, 1),
        "other": place("o", "Other", "populated_place", 3, 1),
        "aside": place("a", "Aside", "populated_place", 3, 2),
    }
    document = made([("paragraph", "[Unit](unit) [Town](town) [Other](other) [Aside](aside)")], places)
    said = [
        ("u", 5, "kill", ""),
        ("t", 5, "die", ""),
        ("o", 70, "displace", "at least"),
        ("a", 3, "kill", ""),
    ]
    claims = tuple(
        Claim(
            f"c{n}", "s01", 0, 1, "x", (f"geonames:{key}",), (), False, v, None, "", None, qualifier, "men",
            predicate=verb,
        )
        for n, (key, v, verb, qualifier) in enumerate(said)
    )  # fmt: skip
    own, rest = document.toponyms[:3], document.toponyms[3:]
    layers = (
        ThemeLayer("x", "X", "", "#d55e00", "", "circle", tuple(t.id for t in own)),
        ThemeLayer("other", "Other", "", ASIDE, "", "square", tuple(t.id for t in rest)),
    )
    scene = set_scene(replace(document, claims=claims, layers=layers))
    labels = {f.label for f in scene.features.values()}
    assert labels == {"Unit", "Town, 5 killed", "Other, at least 70 displaced", "Aside"}
    denied = tuple(replace(c, polarity="denied") for c in claims)
    assert set_scene(replace(document, claims=denied, layers=layers)).comparisons == ()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Rain killed 12 people in Arequipa. The river rose eleven metres at Cusco, a town of 20,000.",
            {"Arequipa, 12 killed", "Cusco, river rose eleven metres"},
        ),
        (
            "Soldiers wait in Lima, where a flood was expected to reach seven metres.",
            {"Lima, expected to reach seven metres"},
        ),
        ("The governor counted 6,200 people in Cusco.", {"Cusco, 6,200 people counted"}),
        (
            "A court halted the removal of 3,400 families from the edge of Cusco.",
            {"Cusco, removal of 3,400 families halted"},
        ),
        ("The police reported nine dead in Cusco.", {"Cusco, 9 killed, according to the police"}),
        ("From Lima it is forty minutes. From Cusco it is ninety.", set()),
        ("The tin had come from eight hundred kilometres to the north of Cusco.", set()),
        ("A clerk in Cusco took 150,000 dollars.", set()),
        ("Lima wants 900 new buses by 2031.", set()),
        ("In Cusco 31 percent of the shops burned.", set()),
        ("The fire took thousands of old houses in Cusco.", {"Cusco, thousands of old houses"}),
        (
            "Four cooks in Lima were praised. The town of Cusco lost 40 miners after losing wells.",
            {"Cusco, 40 miners lost"},
        ),
        ("In Lima, 300,000 people now live where 40,000 did.", {"Lima, 300,000 people now live"}),
        ("A bus crash in Cusco injured 55 people and killed two.", {"Cusco, 2 killed · 55 injured"}),
        ("Peru called off the 2017 elections in Cusco.", set()),
        ("Copper in Cusco rose to 3.20 dollars a pound.", {"Cusco, Copper: 3.20 dollars a pound"}),
        ("Police seized 75 pistols in Cusco, the largest find since 2019.", {"Cusco, 75 pistols"}),
        (
            "A storm wrecked 300 boats in Cusco and killed 12 people there.",
            {"Cusco, 12 killed · 300 boats"},
        ),
        (
            "The minister denied that 30 people were killed in Lima. In Cusco, a town of 9,000, it rained.",
            set(),
        ),
    ],
)
def test_leading_figures_stand_in_the_words_of_the_article(
    text: str, labels: set[str], gazetteer: geo.Gazetteer
) -> None:
    scene = set_scene(
        geo.geoparse(f"Rain falls in Peru\n\n{text}\n\nArequipa and Peru are wet.\n", gazetteer=gazetteer)
    )
    assert {f.label for f in scene.features.values() if f.value} == labels


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A storm killed 12 people in Peru. In Cusco, 12 miners died.", {"Cusco"}),
        ("A fire burned 300 houses in Cusco, the mayor said. It burned 300 houses in Peru.", {"Cusco"}),
        ("A storm killed 12 people in Peru. In Cusco, 11 miners died.", {"Peru", "Cusco"}),
        ("A storm killed 12 soldiers in Peru. In Cusco, 12 miners died.", {"Peru", "Cusco"}),
        ("A storm killed 12 people in Lima. In Cusco, 12 miners died.", {"Lima", "Cusco"}),
    ],
)
def test_a_figure_of_a_place_and_of_one_inside_it_is_told_of_the_inner_one(
    text: str, told: set[str], gazetteer: geo.Gazetteer
) -> None:
    document = geo.geoparse(f"Storm\n\n{text}\n", gazetteer=gazetteer)
    scene = set_scene(document)
    assert {scene.features[fid].name for fid, claims in scene.told.items() if claims} == told
    assert {f.name for f in scene.features.values() if f.value} <= told
    rows = lxml.html.document_fromstring(render_page(document)).xpath("//tr[td//div]")
    assert len(rows) == len(told)


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("In Kenya and Uganda a bus ticket now costs 12 dollars.", False),
        ("In Kenya and Uganda the price of a goat rose to 90 dollars.", False),
        ("A litre of petrol costs 2 dollars in Kenya and Uganda.", False),
        ("In Kenya and Uganda a room costs 40 dollars a night.", False),
        ("It was 40 degrees in Kenya and Uganda on Monday.", False),
        ("A flood in Kenya and Uganda cost 27 million dollars.", True),
        ("The schools in Kenya and Uganda cost 9,000 dollars.", True),
        ("Kenya and Uganda burn 900 tons of coal a day.", True),
        (
            "En Kenia y Uganda un boleto de autobús cuesta ahora 12 dólares, según la cámara.",
            False,
        ),
        ("Os agricultores plantaram 900 árvores no Quênia e em Uganda, segundo o ministério.", True),
    ],
)
def test_a_price_or_a_level_of_several_places_is_not_told_as_their_sum(
    text: str, together: bool, gazetteer: geo.Gazetteer
) -> None:
    scene = set_scene(geo.geoparse(text + "\n", gazetteer=gazetteer))
    [claim] = scene.document.claims
    assert len(claim.places) == 2
    say = vocabulary("en")
    assert bool(shared_words(claim, scene.names_of(claim), scene.document, say)) is together
    assert bool(page_data(scene.document)["claims"][0]["together"]) is together


@pytest.mark.parametrize(
    ("title", "text", "places"),
    [
        ("Rain falls in Peru", "The mayor of Arequipa counted 300 tents on the road.", []),
        ("Rain falls in Peru", "The governor of Cusco, Ana Roe, tallied 6,200 people at the bridge.", []),
        ("Rain falls in Peru", "Cusco's mayor counted 40 burned buses.", []),
        (
            "Llueve en el Perú",
            "El gobernador de Arequipa contó 6.200 personas en el puente, según el diario del Perú.",
            [],
        ),
        (
            "Llueve en el Perú",
            "La policía de Arequipa contó 6.200 personas, según el diario del Perú.",
            ["Arequipa"],
        ),
        (
            "Chove em Portugal",
            "O prefeito de Lisboa contou 300 barracas na segunda-feira, segundo o jornal de Portugal.",
            [],
        ),
        (
            "Chove em Portugal",
            "A polícia de Lisboa contou 300 barracas, segundo o jornal de Portugal.",
            ["Lisbon"],
        ),
        ("Rain falls in Peru", "The mayor of Arequipa counted 300 tents in Cusco.", ["Cusco"]),
        ("Rain falls in Peru", "The governor counted 6,200 people in Cusco.", ["Cusco"]),
        ("Rain falls in Peru", "Police in Cusco counted 300 marchers.", ["Cusco"]),
        ("Rain falls in Peru", "The mayor of Arequipa said that 300 houses burned.", ["Arequipa"]),
        ("Rain falls in Peru", "The health ministry of Peru counted 300 cases.", ["Peru"]),
    ],
)
def test_what_an_official_counts_is_not_that_of_the_place_that_he_heads(
    title: str, text: str, places: list[str], gazetteer: geo.Gazetteer
) -> None:
    scene = set_scene(geo.geoparse(f"{title}\n\n{text}\n", gazetteer=gazetteer))
    assert [scene.features[fid].name for fid, claims in scene.told.items() if claims] == places


def test_no_figure_stands_on_a_region_that_is_wider_than_what_is_told() -> None:
    for side, labels in ((2.0, {"Far East, 12 killed"}), (20.0, set())):
        places = {
            "region": place("r", "Far East", "region", 1, 1, geometry=shapely.box(0, 0, side, side)),
            "town": place("t", "Town", "populated_place", 1, 1),
        }
        document = made([("paragraph", "[Far East](region) [Town](town)")], places)
        counted = (12, None, "", None, "", "men")
        claim = Claim("c0", "s01", 0, 1, "x", ("geonames:r",), (), False, *counted, predicate="kill")
        layer = ThemeLayer("x", "X", "", "#d55e00", "", "circle", tuple(t.id for t in document.toponyms))
        scene = set_scene(replace(document, claims=(claim,), layers=(layer,)))
        assert {f.label for f in scene.features.values() if f.value} == labels


def test_a_figure_stands_under_the_name_of_a_town(gazetteer: geo.Gazetteer) -> None:
    scene = set_scene(geo.geoparse("Rain\n\nRain killed 12 people in Temuco.\n", gazetteer=gazetteer))
    [town] = [f for f in scene.features.values() if f.value]
    assert (town.folded, town.plain) == ("Temuco\n12 killed", "Temuco")


@pytest.mark.parametrize(
    ("text", "folded", "brief"),
    [
        (
            "The police reported nine dead in Cusco.",
            "Cusco\n9 killed,\naccording to the police",
            "Cusco\n9 killed",
        ),
        ("A storm killed 12 people in Cusco, according to the U.S. census.", "Cusco\n12 killed", ""),
    ],
)
def test_a_figure_loses_who_gives_it_before_it_goes(
    text: str, folded: str, brief: str, gazetteer: geo.Gazetteer
) -> None:
    story = f"Rain falls in Peru\n\n{text}\n\nArequipa and Peru are wet.\n"
    [town] = [f for f in set_scene(geo.geoparse(story, gazetteer=gazetteer)).features.values() if f.value]
    assert (town.folded, town.brief, town.plain) == (folded, brief, "Cusco")


def test_two_places_are_not_compared() -> None:
    assert set_scene(compared({"a": 100, "b": 25})).comparisons == ()


def moved(polarity: str | None = None, **members: object) -> geo.MapDocument:
    """Make a document with a flow from an area to a town."""
    places = {
        "land": place("1", "Land", "admin1", 0, 0, geometry=shapely.box(-2, -2, 2, 2)),
        "town": place("2", "Town", "populated_place", 8, 0),
    }
    document = made([("paragraph", "From [Land](land) to [Town](town)")], places)
    mention = FlowMention("s01", 0, 4, "From")
    flow = Flow("flow-a", "geonames:1", "geonames:2", "one way", "", (mention,), polarity=polarity)
    return replace(document, flows=(flow,), **members)


def test_a_flow_begins_at_the_edge_of_an_area() -> None:
    scene = set_scene(moved())
    line = scene.features["flow-a"].geometry
    (x, y), *_ = line.coords
    assert math.isclose(max(abs(x), abs(y)), 2, abs_tol=1e-6)
    assert line.coords[-1] == (8, 0)
    assert scene.nodes == {}


def test_a_ship_keeps_to_the_water() -> None:
    land, start, end = shapely.box(-3, -1, 3, 9), LngLat(-6, 5), LngLat(6, 5)
    way = sea_way(start, end, [land], [])
    assert way is not None
    assert not way.intersects(shapely.buffer(land, -0.3))
    assert (way.coords[0], way.coords[-1]) == ((-6, 5), (6, 5))
    assert sea_way(start, end, [shapely.box(-3, -80, 3, 80)], []) is None
    across = sea_way(start, end, [shapely.box(-3, -80, 3, 80)], [shapely.box(-4, 0, 4, 1)])
    assert across is not None
    for south in (6.0, 6.7, 7.1):  # through a narrow strait
        strait = [shapely.box(-3, -80, 3, south), shapely.box(-3, south + 0.15, 3, 80)]
        assert sea_way(start, end, strait, []) is not None


def test_a_ship_without_a_way_by_water_is_not_drawn_over_land(gazetteer: geo.Gazetteer) -> None:
    start, end = (
        place(n, n, "populated_place", lng, lat) for n, lng, lat in (("a", -100, 40), ("b", -90, 45))
    )
    pinned = gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")
    document = made([("paragraph", "From [a](a) to [b](b)")], {"a": start, "b": end}, basemap=pinned)
    by_sea = (
        Flow("flow-a", start.id, end.id, "one way", "", (FlowMention("s01", 0, 6, "From a"),), by="sea"),
    )
    assert "flow-a" not in set_scene(replace(document, flows=by_sea)).features


VOYAGE = """\
Trawler with 40 men docks at {end}

KINGSTON, Jamaica — A trawler with 40 men docked at {end} on Monday, police said.

They were tired. {before}
"""


@pytest.mark.parametrize(
    ("before", "legs"),
    [
        (
            "The trawler had left Barranquilla and called at Cartagena, in Colombia.",
            ["Barranquilla → Cartagena → Montego Bay"],
        ),
        ("The trawler had sailed from Barranquilla.", ["Barranquilla → Montego Bay"]),
        ("The trawler had not left Barranquilla.", []),
        ("The captain had left Barranquilla.", []),
        ("The trawler had left Montego Bay.", []),
    ],
)
def test_what_the_headline_s_ship_had_left_is_where_its_way_began(
    before: str, legs: list[str], gazetteer: geo.Gazetteer
) -> None:
    document = geo.geoparse(VOYAGE.format(end="Montego Bay", before=before), gazetteer=gazetteer)
    names = [[document.places[p].name for p in (f.origin, *f.via, f.destination)] for f in document.flows]
    assert [" → ".join(n).replace(" de Indias", "") for n in names] == legs
    assert {f.by for f in document.flows} <= {"sea"}


@pytest.mark.parametrize(
    ("told", "legs"),
    [
        (
            "Police find pistols in barn near Sligo\n\nDUBLIN — Two men were held on Friday.\n\nThe weapons "
            "came from Derry, and before that from a depot in Glasgow.",
            ["Glasgow → Derry", "Derry → Sligo"],
        ),
        (
            "Police find pistols in barn near Sligo\n\nDUBLIN — Two men were held on Friday.\n\nThe minister "
            "came from Derry.",
            [],
        ),
        (
            "Rockets hit homes in Aleppo\n\nDAMASCUS — Four people died on Friday.\n\nThe rockets came from "
            "the bank of the Euphrates, near Raqqa.",
            ["Ar Raqqah → Aleppo"],
        ),
        (
            "Convoy reaches besieged Kidal after fight on road from Gao\n\nBAMAKO — It had flour.",
            ["Gao → Kidal"],
        ),
        (
            "New ferry sails from Bari\n\nDURRËS, Albania — She is white, and on Friday she came in.",
            ["Bari → Durrës"],
        ),
        (
            "Wine\n\nThe wine goes by train to Turin and by lorry, cooled, through Lyon to a cellar in "
            "Paris. Customs men followed a lorry from Rome to Pisa and on to Genoa.",
            ["Turin → Lyon → Paris", "Rome → Pisa → Genoa"],
        ),
        (
            "Wood\n\nThe wood goes over the hills to Oslo, or by way of Gothenburg to a mill in Malmö.\n\n"
            "A boy went to Turin and through Milan to Genoa.",
            ["Gothenburg → Malmö"],
        ),
        (
            "Flood\n\nThe floodwaters run into Lake Onega and on to Lake Ladoga.",
            ["Lake Onega → Lake Ladoga"],
        ),
        (
            "Rain\n\nThe waters of the Inn run into Lake Onega and on to Lake Ladoga.",
            [],
        ),
        (
            "Cars\n\nAt Kehl the road is full. Every hour 40 cars go from France to Germany. "
            "In Basel they say that most Portuguese came from Spain to Switzerland.",
            ["France → Kehl → Germany", "Spain → Switzerland"],
        ),
    ],
)
def test_a_way_is_told_in_several_clauses(told: str, legs: list[str], gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse(told, gazetteer=gazetteer)
    ways = [(f.origin, *f.via, f.destination) for f in document.flows]
    assert [" → ".join(document.places[p].name for p in way) for way in ways] == legs


def test_a_way_passes_a_doubtful_town_where_that_is_no_detour(gazetteer: geo.Gazetteer) -> None:
    towns = {
        n: place(n, n, "populated_place", lng, lat)
        for n, lng, lat in (("a", 0, 0), ("b", 9, 1), ("c", 20, 0))
    }
    towns["far"] = place("far", "far", "populated_place", 9, 9)
    document = made([("paragraph", "From [a](a) past [b](b) and [far](far) to [c](c)")], towns)
    unsure = [
        replace(t, resolution=replace(t.resolution, certainty="doubtful")) if t.surface in ("b", "far") else t
        for t in document.toponyms
    ]
    mention = FlowMention("s01", 0, 6, "From a")
    ends = (towns[n].id for n in ("a", "c"))
    flow = Flow("flow-a", *ends, "one way", "", (mention,), via=(towns["b"].id, towns["far"].id))
    line = set_scene(replace(document, toponyms=tuple(unsure), flows=(flow,))).features["flow-a"].geometry
    assert [*line.coords] == [(0, 0), (9, 1), (20, 0)]


def test_what_sails_goes_by_sea(gazetteer: geo.Gazetteer) -> None:
    text = (
        "A ferry took tourists home.\n\nThe ferry sailed from Bari to Durrës. Trains ran from Milan to Turin."
    )
    flows = geo.geoparse(text, gazetteer=gazetteer).flows
    assert {f.by for f in flows} == {"sea", None}


def test_a_person_s_frame_is_the_frame() -> None:
    scene = set_scene(moved(map=MapView(frame=BBox(7, -1, 9, 1))))
    assert scene.frame.story == BBox(7, -1, 9, 1)
    assert scene.frame.beyond == ("geonames:1",)


def test_a_person_s_title_and_note_stand_on_the_map_and_in_exports() -> None:
    document = moved(map=MapView(title="Who went where", note="Only by day."))
    collection = json.loads(geo.export(document, "geojson"))
    assert (collection["title"], collection["note"]) == ("Who went where", "Only by day.")
    svg = str(geo.export(document, "svg"))
    assert "Who went where" in svg
    assert "Only by day." in svg
    assert "Only by day." in geo.render(document)


def test_geojson_has_what_layers_compare_and_the_days_of_a_way(
    killed: geo.MapDocument, marched: geo.MapDocument
) -> None:
    told = json.loads(geo.export(killed, "geojson"))
    [compared] = [layer["claims"] for layer in told["layers"] if layer["claims"]]
    ids = {c["id"] for f in told["features"] for c in f["properties"]["claims"]}
    assert len(compared) == 3
    assert ids >= {*compared}
    ways = [f["properties"] for f in json.loads(geo.export(marched, "geojson"))["features"]]
    assert [w["days"][-1] for w in ways if w["days"]] == ["2019-03-18"]


NEARBY = """\
New ferry sails from Mwanza

BUKOBA, Tanzania — The ferry reached Bukoba on Thursday.

The ferry means that coffee gets to the railway, from which trains go to Dodoma and
Dar es Salaam. A baker in Sengerema waits.
"""


def test_places_near_headline_and_lead_are_main_places_and_far_ones_are_not(gazetteer: geo.Gazetteer) -> None:
    found = members(geo.geoparse(NEARBY, gazetteer=gazetteer))
    assert "Sengerema" in found["Main places"]
    assert {"Dodoma", "Dar es Salaam"} <= found["Also mentioned"]


SPOKEN = """\
Court in Juliaca jails six over wool

JULIACA, Peru — A court on Friday jailed six men for stealing wool in Macusani.

The wool was sold at the market of Ayaviri. “It is over,” said a herder in Lampa. A driver from Azángaro
was freed, and Putina may follow. The road runs along the Ramis river.
"""


def test_where_one_speaks_or_is_from_or_may_follow_is_no_main_place(gazetteer: geo.Gazetteer) -> None:
    found = members(geo.geoparse(SPOKEN, gazetteer=gazetteer))
    main, aside = (next(p for p in found.values() if name in p) for name in ("Juliaca", "Lampa"))
    assert {"Juliaca", "Macusani", "Ayaviri"} <= main
    assert {"Lampa", "Azángaro", "Putina"} <= aside
    assert main != aside


STRUCK = """\
Storm floods towns of Mali

MOPTI, Mali — The storm reached Mopti on Friday, officials said.

At night it hit Gao, and roofs in Kidal collapsed. Timbuktu was emptied, Ségou stood under water.
South of Kayes roads were
cut. In 1998 a storm destroyed Nioro. A spokesman in Bamako spoke of luck, and Sikasso was
not hit. Niamey sent tents.
"""
SENT = """\
Rangers count wildlife near Bend

BEND, Ore. — Rangers counted wildlife and trees near Bend on Friday.

They found more species than last year in Sisters. A man in Enterprise, a town beside other peaks, paid for
the count, and will pay for one in Ontario.
"""


def test_places_that_something_befalls_are_main_places(gazetteer: geo.Gazetteer) -> None:
    found = members(geo.geoparse(STRUCK, gazetteer=gazetteer))
    assert {"MOPTI", "Gao", "Kidal", "Timbuktu", "Ségou"} <= set().union(
        *(v for k, v in found.items() if k != "Also mentioned")
    )
    assert {"Kayes", "Nioro", "Bamako", "Sikasso", "Niamey"} <= found["Also mentioned"]


def test_a_unit_of_the_dateline_does_not_make_all_that_is_in_it_the_story(gazetteer: geo.Gazetteer) -> None:
    found = members(geo.geoparse(SENT, gazetteer=gazetteer))
    assert {"Ore.", "Enterprise"} <= found["Also mentioned"]
    assert "Sisters" in found["Main places"]


def test_an_event_in_a_name_is_no_title(gazetteer: geo.Gazetteer) -> None:
    text = "Miners meet in Kitwe over the Ring of Fire\n\nKITWE, Zambia — Miners met in Kitwe."
    assert not any("fire" in layer.title.lower() for layer in geo.geoparse(text, gazetteer=gazetteer).layers)


def test_not_all_that_lies_in_a_huge_unit_is_near(gazetteer: geo.Gazetteer) -> None:
    text = (
        "Rangers plant trees in Queensland\n\nCAIRNS — Rangers planted trees near Cairns, Queensland."
        "\n\nA man in Brisbane paid. So did one in Innisfail."
    )
    found = members(geo.geoparse(text, gazetteer=gazetteer))
    assert "Brisbane" in found["Also mentioned"]
    assert "Innisfail" not in found["Also mentioned"]


@pytest.mark.parametrize(("polarity", "dashed"), [(None, False), ("planned", True)])
def test_planned_movements_are_dashed(polarity: str | None, dashed: bool) -> None:
    svg = geo.export(moved(polarity), "svg")
    assert (
        b'stroke-dasharray="2 12"' in svg.encode() if isinstance(svg, str) else b'"2 12"' in svg
    ) == dashed


def test_far_places_of_the_story_are_named_at_the_edge_with_their_distance(killed: geo.MapDocument) -> None:
    names = "abcdefgh"
    places = {key: place(key, key.title(), "populated_place", n / 5, 0) for n, key in enumerate(names)}
    places["far"] = place("far", "Far", "populated_place", 60, 0)
    document = made([("paragraph", " ".join(f"[{k}]({k})" for k in (*names, "far")))], places)
    layer = ThemeLayer("x", "X", "", "#d55e00", "", "circle", tuple(t.id for t in document.toponyms))
    scene = set_scene(replace(document, layers=(layer,)), vocabulary("en"))
    assert [name for name, _ in scene.far] == ["far, 6,500 km"]
    svg = ElementTree.fromstring(still_map(replace(document, layers=(layer,))))
    whole, inset = svg.findall(".//{*}svg")
    assert float(inset.get("y", "")) >= float(whole.get("height", ""))
    left, top, right, bottom = map(float, inset.get("viewBox", "").split())
    [sign] = [e for e in inset.findall(".//{*}path") if "scale" in e.get("transform", "")]
    x, y = map(float, re.findall(r"[\d.]+", sign.get("transform", ""))[:2])
    assert left < x < right
    assert top < y < bottom
    assert "far, 6,500 km" in ["".join(e.itertext()) for e in svg.findall("{*}text")]


def test_the_legend_measures_no_movements_that_the_map_leaves_out(gazetteer: geo.Gazetteer) -> None:
    text = (
        "Turkish firm to lay water pipe from Manisa to Izmir\n\n"
        "MANISA, Turkey (AP) - A pipe from Manisa will bring water to Izmir. Wells in Menemen are dry.\n\n"
        "The 60-km pipe will pass Menemen. Contracts went to firms in Torbali and Manisa.\n\n"
        "Canada sold 31 tonnes of pumps to Mexico, 22 tonnes to Cuba and 9 tonnes to Chile last year.\n"
    )
    scene = set_scene(geo.geoparse(text, gazetteer=gazetteer))
    assert not any(f.flow for f in scene.features.values())
    assert scene.comparisons == ()


def test_places_of_one_list_stay_together(gazetteer: geo.Gazetteer) -> None:
    corpus = json.loads((Path(__file__).parent / "corpora" / "english.json").read_text("utf-8"))
    text = next(a["text"] for a in corpus["articles"] if a["id"] == "08-massacre-bridge")
    found = members(geo.geoparse(text, gazetteer=gazetteer))
    [layer] = [names for names in found.values() if "Cap-Haïtien" in names]
    assert "Fort-Liberté" in layer
    assert "Port-au-Prince" not in layer


@pytest.mark.parametrize(
    ("told", "polarity"),
    [
        ("Pakistan said that the drones flew from Amritsar to Jammu.", "claimed"),
        ("Washington said that North Korea had shipped shells to Russia.", "claimed"),
        ("Kenya said that it had sent 20 trucks to Uganda.", None),
        ("Police in Lima said that the cocaine was sent from Bogotá to Madrid.", None),
        ("The mayor of Haifa said that the rocket came from Beirut to Acre.", None),
    ],
)
def test_what_one_land_says_of_others_is_its_claim(
    told: str, polarity: str | None, gazetteer: geo.Gazetteer
) -> None:
    document = geo.geoparse(told, gazetteer=gazetteer)
    assert [f.polarity for f in document.flows] == [polarity]
    if polarity:
        assert "as one side says" in geo.render(document)
