"""Certainty: what is sure, doubtful or unplaced, and the rival of what is doubtful."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import geo
from geo.document.upgrade import upgrade
from geo.model import Candidate, Claim, Flow, FlowMention, Place, Resolution, Toponym
from geo.reading.claims.certain import unlikely_places, without_unlikely
from geo.reading.resolve.certainty import Choice, certainty, confidence, is_spelling
from geo.reading.weights import pinned_weights


def assert_sure(text: str, surface: str, is_sure: bool, gazetteer: geo.Gazetteer) -> None:
    """Assert whether the last mention of some words is sure."""
    last = [t for t in geo.geoparse(text, gazetteer=gazetteer).toponyms if t.surface == surface][-1]
    assert last.resolution
    assert (last.resolution.certainty == "sure") == is_sure, last.resolution.confidence


@pytest.mark.parametrize(
    ("likely", "least", "said"),
    [
        (0.95, 0.9, "sure"),
        (0.9, 0.9, "sure"),
        (0.89, 0.9, "doubtful"),
        (0.49, 0.2, "doubtful"),
    ],
)
def test_what_is_likely_enough_is_sure_and_never_under_a_half(likely: float, least: float, said: str) -> None:
    place = Place("x:1", "Oslo", "populated_place", 10.75, 59.91)
    assert certainty(place, likely, least) == said
    assert certainty(None, likely, least) == "unplaced"


def test_more_evidence_is_more_confidence() -> None:
    weights = {"choice": 1.0, "span": 0.5}
    assert confidence({"choice": 2.0, "span": 1.0}, weights) > confidence(
        {"choice": 1.0, "span": 1.0}, weights
    )
    assert confidence({}, weights) == 0.5


def test_every_toponym_has_a_certainty_that_agrees_with_its_place(gazetteer: geo.Gazetteer) -> None:
    text = "They met in Oslo, Norway. A man of Zzyzxburg came from Santa Rosa by way of Springfield."
    document = geo.geoparse(text, gazetteer=gazetteer)
    said = {t.surface: t.resolution for t in document.toponyms if t.resolution}
    least = pinned_weights().settings["sure"]
    assert said["Oslo"].certainty == "sure"
    assert said["Springfield"].certainty == "doubtful"
    for r in said.values():
        assert (r.certainty == "unplaced") == (r.place is None)
        assert (r.certainty == "sure") == (r.place is not None and r.confidence >= least)
        assert r.rival is None or (r.certainty != "unplaced" and r.rival != r.place)
    rival = said["Springfield"].rival
    assert rival is not None
    assert rival.name == "Springfield"


TOWN = Place("x:town", "Puno", "populated_place", -70.02, -15.84, country="PE", admin1="x:unit")
UNIT = Place("x:unit", "Puno", "admin1", -70.0, -15.0, country="PE", admin1="x:unit")
NAMESAKE = Place("x:far", "Puno", "populated_place", -74.0, 4.6, country="CO")
COUNTRY = Place("x:pe", "Puno", "country", -70.0, -15.5, country="PE")


@pytest.mark.parametrize(
    ("others", "shares", "twin", "share"),
    [
        ([UNIT], [0.6, 0.3], UNIT, 0.9),
        ([UNIT], [0.95, 0.04], None, 0.95),
        ([NAMESAKE, UNIT], [0.5, 0.3, 0.2], UNIT, 0.7),
        ([NAMESAKE], [0.6, 0.4], None, 0.6),
        ([replace(UNIT, lat=-12.0)], [0.6, 0.4], None, 0.6),
        ([replace(COUNTRY, lat=-14.9)], [0.6, 0.4], None, 0.6),
        ([replace(TOWN, id="x:twice")], [0.6, 0.4], None, 1.0),
    ],
)
def test_the_level_is_open_between_a_town_and_the_unit_around_it(
    others: list[Place], shares: list[float], twin: Place | None, share: float
) -> None:
    choice = Choice([Candidate(place, 0) for place in (TOWN, *others)], shares, 1 - sum(shares))
    assert choice.twin == twin
    assert choice.share == pytest.approx(share)


def test_a_town_far_from_its_units_point_leaves_the_level_of_the_unit_open() -> None:
    """The point of a wide unit may lie far from the town of its name: the unit is right for both."""
    town = replace(TOWN, lat=TOWN.lat + 3)
    far = Choice([Candidate(UNIT, 0), Candidate(town, 0)], [0.6, 0.3], 0.1)
    assert (far.twin, far.share) == (town, pytest.approx(0.9))
    assert Choice([Candidate(town, 0), Candidate(UNIT, 0)], [0.6, 0.3], 0.1).twin is None


def test_two_rows_of_one_strait_are_one_place() -> None:
    strait = Place("x:1", "Test Strait", "strait", 10.0, 60.0, country="NO")
    rows = [Candidate(strait, 0), Candidate(replace(strait, id="x:2", lng=11.5), 0)]
    choice = Choice(rows, [0.5, 0.45], 0.05)
    assert (choice.share, choice.rival) == (pytest.approx(0.95), None)
    other = Choice([rows[0], Candidate(replace(strait, id="x:3", lng=40.0), 0)], [0.5, 0.45], 0.05)
    assert other.share == 0.5
    assert other.rival is not None


def test_what_is_sure_has_a_rival_only_where_its_level_is_open(gazetteer: geo.Gazetteer) -> None:
    text = "They met in Oslo, Norway, in Kisumu, Kenya, in Kano, Nigeria, and with men of Puno, Peru."
    sure = [
        r
        for t in geo.geoparse(text, gazetteer=gazetteer).toponyms
        if (r := t.resolution)
        if r.certainty == "sure"
    ]
    assert [r.place.name for r in sure if r.place and r.place.kind == "country" and r.rival is None]
    for r in sure:
        if r.rival is not None:
            assert r.place is not None
            assert r.rival.kind != r.place.kind
            assert r.rival.country == r.place.country


@pytest.mark.parametrize(
    ("text", "surface", "is_sure"),
    [
        (
            "Farmers from Bobo-Dioulasso sold onions in Banfora. The market is shut, so is that of Dano.",
            "Dano",
            True,
        ),
        ("Trucks from Sucre stopped in Camargo. The mayor of Tarija sent food to Villazon.", "Camargo", True),
        (
            "Trucks from Sucre stopped in Camargo. Men of Jimenez and of Chihuahua sent food.",
            "Camargo",
            False,
        ),
    ],
)
def test_a_town_behind_a_word_of_place_is_sure_without_a_rival_where_the_article_is(
    text: str, surface: str, is_sure: bool, gazetteer: geo.Gazetteer
) -> None:
    own = (t for t in geo.geoparse(text, gazetteer=gazetteer).toponyms if t.surface == surface)
    assert [t.resolution.certainty == "sure" for t in own if t.resolution] == [is_sure]


@pytest.mark.parametrize(
    ("text", "surface", "is_sure"),
    [
        ("They met in Kenya and in Norway. The shop sells Norway biscuits.", "Norway", False),
        ("They met in Kenya and in Norway. The shop is Norway owned.", "Norway", True),
        ("They met in Spain and in Kyiv. At the school they taught Italian to refugees.", "Italian", False),
    ],
)
def test_wares_and_languages_are_not_surely_of_their_place(
    text: str, surface: str, is_sure: bool, gazetteer: geo.Gazetteer
) -> None:
    assert_sure(text, surface, is_sure, gazetteer)


@pytest.mark.parametrize(
    ("text", "surface", "is_sure"),
    [
        (
            "Buses left Plovdiv, Bulgaria, and reached Stara Zagora. The Bulgarian driver slept.",
            "Bulgarian",
            True,
        ),
        ("Buses left Plovdiv and reached Stara Zagora. Many Bulgarians wrote.", "Bulgarians", True),
        ("Buses left Oslo for Bergen, in Norway. Many Afro-Norwegians wrote.", "Norwegians", False),
        ("A freighter bound from Erie, Pa., to Gary, Ind., dropped anchor.", "Pa.", True),
        ("Winds blew from Rijeka to Split, in Croatia. By noon the Adriatic was white.", "Adriatic", True),
        ("Buses left Oslo for Bergen, in Norway. An EU law says so.", "EU", False),
        ("Kenya sent vets to Arusha and Moshi. The herds of the Serengeti are safe.", "Serengeti", True),
    ],
)
def test_what_the_sure_places_of_an_article_leave_no_doubt_of_is_sure(
    text: str, surface: str, is_sure: bool, gazetteer: geo.Gazetteer
) -> None:
    assert_sure(text, surface, is_sure, gazetteer)


@pytest.mark.parametrize(
    ("text", "surface", "place"),
    [
        # a people in a brand and a lesser town of its name, each alone in its country; a town that all know
        ("In Nairobi, Kisumu and Mombasa a box of Chilean Queen was sold.", "Chilean", None),
        ("A surveyor from Norfolk came to Nairobi, Kisumu, Nakuru and Mombasa.", "Norfolk", None),
        ("A surveyor from Rome came to Nairobi, Kisumu, Nakuru and Mombasa.", "Rome", "Rome"),
        # a school, and a state
        ("She studied at Bowling Green State and lives in Toledo, Ohio.", "Bowling Green", None),
        ("The flood in Benue State reached Makurdi, in Nigeria.", "Benue", "Benue"),
        # several islands, lakes or hills are no village
        ("They sailed from Green Bay to the Manitou islands.", "Manitou", None),
        # an airport in a text of airports, and a road
        ("Flights were late at Heathrow and in London.", "Heathrow", "London Heathrow Airport"),
        ("They went home along the Cibao road from Santiago, in the Dominican Republic.", "Cibao", None),
        # what "to" leads to does not contain what stands before it
        (
            "Ore goes through Sault Ste. Marie to mills in Michigan, from Sudbury and Toronto, Canada.",
            "Michigan",
            "Michigan",
        ),
    ],
)
def test_a_place_that_nothing_of_the_article_leads_to_is_not_placed(
    text: str, surface: str, place: str | None, gazetteer: geo.Gazetteer
) -> None:
    own = [t for t in geo.geoparse(text, gazetteer=gazetteer).toponyms if t.surface == surface]
    assert [t.resolution.place and t.resolution.place.name for t in own if t.resolution] == [place]


def test_a_spelling_of_a_place_s_name_is_told_from_another_name() -> None:
    assert is_spelling("misrata", "misratah")
    assert not is_spelling("bombay", "mumbai")


def test_a_rival_is_in_the_document_and_comes_back(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse("They met in Springfield.", gazetteer=gazetteer)
    [told] = [t.resolution for t in document.toponyms]
    [back] = [t.resolution for t in geo.MapDocument.from_json(document.to_json()).toponyms]
    assert told
    assert back
    assert told.rival
    assert back.rival == told.rival
    assert told.rival.id in document.places


@pytest.mark.parametrize(
    ("place", "likely", "said"),
    [
        ("x:1", 0.95, "sure"),
        ("x:1", 0.5, "doubtful"),
        (None, 0.0, "unplaced"),
    ],
)
def test_a_document_of_version_1_gets_its_certainty(place: str | None, likely: float, said: str) -> None:
    old = {
        "version": 1,
        "toponyms": [{"resolution": {"place": place, "confidence": likely}}, {"resolution": None}],
    }
    new = upgrade(old)["toponyms"]
    assert new[0]["resolution"]["certainty"] == said
    assert new[1]["resolution"] is None


def test_figures_and_movements_of_unlikely_places_are_left_out() -> None:
    flow = Flow("flow-a-b", "x:a", "x:b", "one way", "", (FlowMention("s01", 0, 1, "A"),))
    back = replace(flow, id="flow-b-c", origin="x:b", destination="x:c")
    one = Claim("c01", "s01", 0, 1, "3", ("x:a",), (), False, 3, None, "", None, None, "")
    both = replace(one, id="c02", places=("x:a", "x:b"), together=True)
    moved = replace(one, id="c03", places=(), flows=("flow-a-b",))
    claims, flows = without_unlikely([one, both, moved], [flow, back], frozenset({"x:a"}))
    assert [c.id for c in claims] == ["c02"]
    assert [f.id for f in flows] == ["flow-b-c"]
    assert without_unlikely([one], [flow], frozenset({"x:a"})) == ([], [])
    assert without_unlikely([one, moved], [flow], frozenset()) == ([one, moved], [flow])


def test_where_no_place_is_likely_all_are_kept() -> None:
    def said(place: Place, likely: float) -> Toponym:
        resolution = Resolution(place, likely, (), (), 1, certainty="doubtful" if likely < 0.9 else "sure")
        return Toponym("t01", 0, 4, place.name, "s01", "name", place.name, resolution=resolution)

    assert unlikely_places([said(TOWN, 0.2), said(NAMESAKE, 0.3)]) == frozenset()
    assert unlikely_places([said(TOWN, 0.2), said(COUNTRY, 0.95)]) == {"x:town"}
