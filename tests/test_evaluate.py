"""Measuring: tiny invented corpora in every format, and figures worked out by hand."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec.structs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from shapely import box

import geo
from geo.cli import main
from geo.cli.measuring import _CLAIMS, _PLACES
from geo.document import MapDocument
from geo.errors import GeoError
from geo.making.evaluate import (
    FORMATS,
    CorpusError,
    GoldDocument,
    GoldToponym,
    Report,
    evaluate,
    read_corpus,
    run,
)
from geo.making.evaluate.distance import Ruler
from geo.making.evaluate.levels import kind_of_code, stands_for
from geo.making.evaluate.metrics import FARTHEST_KM, Score, calibration_error, distances, intervals
from geo.model import Article, Certainty, LngLat, Place, Resolution, Shape, Toponym, ToponymKind

QUITO = LngLat(-78.525, -0.2299)
OSLO = LngLat(10.746, 59.913)

LGL = """<?xml version="1.0" encoding="utf-8"?>
<articles>
  <article docid="7">
    <feedid>1</feedid><title>Storm</title><domain>example.org</domain><url>http://example.org/7</url>
    <text><![CDATA[Rain & wind in Quito. Roe Hill is wet.]]></text>
    <toponyms count="2">
      <toponym><start>15</start><end>20</end><phrase>Quito</phrase>
        <gaztag geonameid="3652462"><name>Quito</name><fclass>P</fclass><fcode>PPLC</fcode>
          <lat>-0.2299</lat><lon>-78.525</lon><country geonameid="3658394">Ecuador</country></gaztag>
      </toponym>
      <toponym><start>22</start><end>30</end><phrase>Roe Hill</phrase></toponym>
    </toponyms>
  </article>
  <article docid="8"><text></text><toponyms count="0"/></article>
</articles>
"""

GEOWEBNEWS = """<?xml version="1.0" ?>
<articles>
  <!-- invented -->
  <article file="3">
    <title>Fish</title><link>http://example.org/3</link>
    <text>Norwegian salmon reached Oslo and Bath on a London bus.</text>
    <toponyms>
      <toponym><extractedName>Norwegian</extractedName><normalisedName>Norway</normalisedName>
        <type>Non_Literal_Modifier</type><modifierType>Adjective</modifierType><nonLocational>No</nonLocational>
        <start>0</start><end>9</end>
        <geonamesID>3144096</geonamesID><latitude>62.0</latitude><longitude>10.0</longitude></toponym>
      <toponym><extractedName>Oslo</extractedName><type>Literal</type><start>25</start><end>29</end>
        <geonamesID>3143244</geonamesID><latitude>59.913</latitude><longitude>10.746</longitude></toponym>
      <toponym><extractedName>Bath</extractedName><type>Literal</type><start>-34</start><end>-30</end>
        <geonamesID/><latitude>51.38</latitude><longitude>-2.36</longitude></toponym>
      <toponym><extractedName>London</extractedName><type>Non_Lit_Expression</type>
        <start>44</start><end>50</end></toponym>
      <toponym><extractedName>bus</extractedName><type>Literal_Expression</type>
        <start>51</start><end>54</end></toponym>
      <toponym><extractedName>salmon</extractedName><type>Non_Toponym</type>
        <start>10</start><end>16</end></toponym>
    </toponyms>
  </article>
</articles>
"""


@pytest.fixture
def lgl(tmp_path: Path) -> Path:
    path = tmp_path / "lgl.xml"
    path.write_text(LGL, "utf-8")
    return path


@pytest.fixture
def geowebnews(tmp_path: Path) -> Path:
    path = tmp_path / "geowebnews.xml"
    path.write_text(GEOWEBNEWS, "utf-8")
    return path


# -- corpora -----------------------------------------------------------------------------------------------


def test_lgl_is_read(lgl: Path) -> None:
    first, second = read_corpus(lgl, "lgl")
    assert first.id == "7"
    assert first.text == "Rain & wind in Quito. Roe Hill is wet."
    assert first.toponyms == (
        GoldToponym(15, 20, "Quito", QUITO, 3652462, "PPLC", "Ecuador", "populated_place"),
        GoldToponym(22, 30, "Roe Hill"),
    )
    assert first.misplaced() == ()
    assert second == GoldDocument("8", "", (), levels=True)


def test_tr_news_moves_offsets_to_the_phrase_that_stands_near(tmp_path: Path) -> None:
    path = tmp_path / "tr-news.xml"
    path.write_text(LGL.replace("<start>15</start><end>20</end>", "<start>17</start><end>22</end>"), "utf-8")
    [quito, _] = read_corpus(path, "tr-news")[0].toponyms
    assert (quito.start, quito.end) == (15, 20)
    path.write_text(LGL.replace("<start>15</start><end>20</end>", "<start>32</start><end>37</end>"), "utf-8")
    document = read_corpus(path, "tr-news")[0]
    assert (document.toponyms[0].start, document.misplaced()) == (32, document.toponyms[:1])


def test_geowebnews_leaves_out_what_is_no_toponym_and_coordinates_without_an_id(geowebnews: Path) -> None:
    [document] = read_corpus(geowebnews, "geowebnews")
    assert document.id == "3"
    assert document.toponyms == (
        GoldToponym(0, 9, "Norwegian", LngLat(10.0, 62.0), 3144096, "Non_Literal_Modifier"),
        GoldToponym(25, 29, "Oslo", OSLO, 3143244, "Literal"),
        GoldToponym(-34, -30, "Bath", None, None, "Literal"),
    )
    assert [t.phrase for t in document.misplaced()] == ["Bath"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ("", "not XML"),
        ("a plain text", "not XML"),
        ("<articles><article docid='1'>", "not XML"),
        ("<html></html>", "begins with <html>; expected <articles>"),
        ("<articles><article><text>A</text></article></articles>", "no attribute docid"),
        ("<articles><article docid='1'/></articles>", "article 1: no <text>"),
        (LGL.replace("<end>20</end>", ""), "article 7: toponym 1 lacks a number"),
        (LGL.replace("-78.525", "west"), "article 7: toponym 1 lacks a number"),
    ],
)
def test_what_is_no_corpus_is_told_in_one_line(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "corpus.xml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, "lgl")
    message = str(caught.value)
    assert message.startswith(str(path))
    assert told in message
    assert "\n" not in message
    assert isinstance(caught.value, GeoError)


def test_a_folder_and_an_unknown_format_are_told(tmp_path: Path, lgl: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be read"):
        read_corpus(tmp_path, "lgl")
    with pytest.raises(CorpusError, match="expected one of lgl, geowebnews, tr-news, regional"):
        read_corpus(lgl, "conll")  # type: ignore[arg-type]


# Every toponym but the optional one is found by `FOUND`: Puno as its city, Quito as Lima, Roe Hill as Oslo; a
# person is drawn as Cusco.
STORY = "Puno voted. Oslo and Quito saw Lake Titicaca. Mr Cusco of the University of Lima left Roe Hill."
FOUND: list[tuple[str, ToponymKind, str | None, float]] = [
    ("Puno", "name", "geonames:3931276", 0.95),
    ("Oslo", "name", "geonames:3143244", 0.95),
    ("Quito", "name", "geonames:3936456", 0.8),
    ("Lake Titicaca", "name", "naturalearth:1159113279", 0.6),
    ("Cusco", "name", "geonames:3941584", 0.8),
    ("Lima", "name", "geonames:3936456", 0.95),
    ("Roe Hill", "name", "geonames:3143244", 0.95),
]


def marked(surface: str, kind: str, lng: float, lat: float, km: float, **more: object) -> dict[str, object]:
    start = STORY.index(surface)
    common = {"surface": surface, "start": start, "end": start + len(surface), "alt_spans": []}
    place = {"kind": kind, "lon": lng, "lat": lat, "tolerance_km": km, "country": ""}
    return common | place | {"type": "literal", "optional": False} | more


REGIONAL: dict[str, Any] = {
    "articles": [
        {
            "id": "1",
            "text": STORY,
            "toponyms": [
                marked("Puno", "admin1", -70.0, -15.0, 150),
                marked("Oslo", "populated_place", *OSLO, 25),
                marked("Quito", "populated_place", *QUITO, 25),
                marked("Titicaca", "lake", -69.36, -15.88, 100, alt_spans=[[31, 44]]),
                marked("Lima", "populated_place", -77.03, -12.05, 25, type="embedded"),
                marked("Roe Hill", "populated_place", 100, -50, 25),
            ],
            "not_toponyms": [{"surface": "Cusco", "start": 49, "end": 54, "reason": "person"}],
        }
    ]
}


@pytest.fixture
def regional(tmp_path: Path) -> Path:
    path = tmp_path / "regional.json"
    path.write_text(json.dumps(REGIONAL), "utf-8")
    return path


def test_the_regional_format_has_levels_tolerances_other_spans_and_traps(regional: Path) -> None:
    [document] = read_corpus(regional, "regional")
    puno, _, _, lake, lima, _ = document.toponyms
    assert (puno.kind, puno.tolerance_km, puno.point) == ("admin1", 150, LngLat(-70, -15))
    assert lake.spans == ((36, 44), (31, 44))
    assert [t.phrase for t in document.toponyms if t.optional] == [lima.phrase]
    assert document.traps == (GoldToponym(49, 54, "Cusco", type="person"),)
    assert document.misplaced() == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<articles/>", "not JSON"),
        ("[]", "no list “articles”"),
        ('{"articles": [{"id": "1"}]}', "article 1: a member is missing or of a wrong type ('toponyms')"),
        (
            json.dumps(REGIONAL).replace("-70.0", '"west"'),
            "article 1: a member is missing or of a wrong type",
        ),
    ],
)
def test_what_is_no_regional_corpus_is_told_in_one_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "corpus.json"
    path.write_text(content, "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, "regional")
    assert str(caught.value).startswith(f"{path}: {told}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("group", "code", "kind"),
    [("P", "PPLA3", "populated_place"), ("A", "PCLI", "country"), ("H", "RSV", "lake"),
     ("S", "AIRP", "airport"), ("S", "HTL", "facility"), ("A", "ADMD", ""), ("L", "AREA", "region")],
)  # fmt: skip
def test_feature_codes_are_kinds(group: str, code: str, kind: str) -> None:
    assert kind_of_code(group, code) == kind


def test_which_kinds_stand_for_each_other() -> None:
    same = [("region", "valley"), ("admin2", "region"), ("valley", "admin3"), ("admin3", "populated_place")]
    other = [
        ("admin1", "admin2"),
        ("populated_place", "admin1"),
        ("populated_place", "admin3"),
        ("lake", "sea"),
    ]
    assert all(stands_for(*pair) for pair in same)
    assert not any(stands_for(*pair) for pair in other)


# -- metrics -----------------------------------------------------------------------------------------------


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_is_the_harmonic_mean(right: int, wrong: int, missed: int) -> None:
    score = Score(right, right + wrong, right + missed)
    p, r = score.precision, score.recall
    assert score.f1 == pytest.approx(2 * p * r / (p + r) if right else 0.0)


def test_distances_of_nothing_of_one_and_of_abstentions() -> None:
    assert distances([]).accuracy == 0
    assert distances([0.0]).auc == 0
    assert distances([161.0, 161.1]).accuracy == 0.5
    lost = distances([None, None])
    assert (lost.accuracy, lost.mean_km, lost.median_km) == (0, FARTHEST_KM, FARTHEST_KM)
    assert lost.auc == pytest.approx(1, abs=1e-5)


@given(st.lists(st.floats(0, 20000), min_size=2, max_size=20))
def test_auc_is_the_trapezoid_of_the_sorted_logarithms(errors: list[float]) -> None:
    logs = [math.log(e + 1) for e in sorted(errors)]
    area = sum((a + b) / 2 for a, b in pairwise(logs))
    expected = area / (math.log(20039) * (len(errors) - 1))
    assert distances(errors).auc == pytest.approx(expected, abs=1e-9)


def test_calibration_error_weighs_bins_by_their_share() -> None:
    low = [(0.05, False)] * 3
    high = [(0.95, True), (0.95, False), (1.0, True)]
    assert calibration_error(low + high) == pytest.approx((3 * 0.05 + 3 * (2.9 / 3 - 2 / 3)) / 6)
    assert calibration_error([]) == 0


def test_intervals_are_over_articles_and_the_same_every_time() -> None:
    """Of one right and one wrong article, a fourth of all draws has none right, and a fourth both."""
    assert intervals([[(1, 1), (2, 4)], [(0, 1), (2, 4)]]) == [(0.0, 1.0), (0.5, 0.5)]
    spread = [[(n, 9)] for n in range(9)]
    assert intervals(spread) == intervals(spread)
    [(low, high)] = intervals(spread)
    assert 0.2 < low < 4 / 9 < high < 0.7


# -- distance ----------------------------------------------------------------------------------------------


def test_both_rules_of_distance(gazetteer: geo.Gazetteer) -> None:
    square = Place("made:1", "Square", "region", 5.0, 5.0, shape=Shape(box(0, 0, 10, 10)))
    ruler = Ruler(gazetteer)
    inside = ruler.measure(square, LngLat(9, 9))
    assert inside.extent_km == 0
    assert inside.point_km == pytest.approx(624, abs=2)
    assert ruler.measure(square, LngLat(11, 0)).extent_km == pytest.approx(111.32, abs=0.01)
    assert ruler.measure(square, LngLat(5, 90)).extent_km == pytest.approx(8896, abs=2)


def test_an_extent_across_the_180th_meridian_is_near(gazetteer: geo.Gazetteer) -> None:
    west = Place("made:2", "West", "region", 179.5, 0.5, shape=Shape(box(179, 0, 180, 1)))
    assert Ruler(gazetteer).measure(west, LngLat(-179.5, 0)).extent_km == pytest.approx(55.66, abs=0.01)


def test_the_nearest_point_is_sought_at_the_scale_of_the_latitude(gazetteer: geo.Gazetteer) -> None:
    """At 60° N, 1.5 degrees of longitude are nearer than 1 degree of latitude."""
    bent = box(11.5, 60, 12, 60.01).union(box(10, 61, 10.01, 61.01))
    place = Place("made:3", "Bent", "region", 12, 60, shape=Shape(bent))
    assert Ruler(gazetteer).measure(place, LngLat(10, 60)).extent_km == pytest.approx(83.7, abs=0.2)


def test_an_extent_is_loaded_where_the_place_has_none(gazetteer: geo.Gazetteer) -> None:
    country = gazetteer.country("BR")
    assert country
    assert country.geometry is None
    assert Ruler(gazetteer).measure(country, LngLat(-60.02, -3.1)).extent_km == 0


# -- judging and reporting ---------------------------------------------------------------------------------

TEXT = "Oslo, Quito, Norwegian fjords, Roe Hill, New York and University of Lima."
GOLD = GoldDocument(
    "d",
    TEXT,
    (
        GoldToponym(0, 4, "Oslo", OSLO, 3143244, "PPLC"),
        GoldToponym(6, 11, "Quito", QUITO, 3652462, "PPLC"),
        GoldToponym(13, 22, "Norwegian", LngLat(10, 62), 3144096, "PCLI"),
        GoldToponym(31, 39, "Roe Hill"),
        GoldToponym(41, 49, "New York", LngLat(-74.006, 40.714), 5128581, "PPL"),
    ),
)


def parser(found: Sequence[tuple[str, ToponymKind, str | None]]) -> object:
    """Return a parser that is 0.8 sure that these surfaces mean these places; see `sure`."""
    return sure([(*each, 0.8) for each in found])


def sure(found: Sequence[tuple[str, ToponymKind, str | None, float]]) -> object:
    """Return a parser that always finds these surfaces, and takes them to mean these places so surely."""

    def parse(
        article: Article, *, gazetteer: geo.Gazetteer, spans: Sequence[tuple[int, int]] | None = None
    ) -> MapDocument:
        base = geo.geoparse(article, gazetteer=gazetteer)
        toponyms = []
        for n, (surface, kind, place_id, confidence) in enumerate(found):
            start = article.text.find(surface)
            end = start + len(surface)
            if start < 0 or (spans is not None and (start, end) not in spans):
                continue
            place = gazetteer.place(place_id, geometry=True) if place_id else None
            said: Certainty = "unplaced" if not place else "sure" if confidence >= 0.9 else "doubtful"
            resolution = Resolution(place, confidence if place else 0.0, (), (), certainty=said)
            toponyms.append(
                Toponym(f"t{n}", start, end, surface, "s01", kind, surface, resolution=resolution)
            )
        return replace(base, toponyms=tuple(toponyms))

    return parse


@pytest.fixture(scope="module")
def report(gazetteer: geo.Gazetteer) -> Report:
    found: list[tuple[str, ToponymKind, str | None]] = [
        ("Oslo", "name", "geonames:3143244"),
        ("Quito", "name", None),
        ("Norwegian", "demonym", "geonames:3144096"),
        ("Roe Hill", "name", "geonames:3143244"),
        ("York", "name", "geonames:3143244"),
        ("Lima", "embedded", "geonames:3936456"),
        ("fjords", "relation", None),
    ]
    return evaluate([GOLD], gazetteer, parser(found))  # type: ignore[arg-type]


def test_recognition_counts_every_kind_but_relations(report: Report) -> None:
    assert report.recognition() == Score(right=4, predicted=6, gold=5)
    assert report.recognition(("name",)) == Score(right=3, predicted=4, gold=5)
    assert report.recognition(("name", "demonym")) == Score(right=4, predicted=5, gold=5)


def test_end_to_end_leaves_out_gold_without_coordinates_and_its_predictions(report: Report) -> None:
    assert report.end_to_end() == Score(right=2, predicted=5, gold=4)
    assert report.end_to_end(("name",)) == Score(right=1, predicted=3, gold=4)


def test_resolution_is_over_every_gold_toponym_with_coordinates(report: Report) -> None:
    """Of four, Oslo and Norway are right; Quito was abstained from, New York not known to this parser."""
    assert report.resolution(geometry_aware=True).accuracy == 0.5
    assert report.resolution(geometry_aware=False).mean_km > FARTHEST_KM / 2
    assert report.calibration_error == pytest.approx(0.2)
    assert report.ceiling(geometry_aware=True) == 1.0


def test_errors_say_where_the_chain_broke(report: Report) -> None:
    rows = list(report.errors())
    assert [(r["surface"], r["outcome"], r.get("outcome_given")) for r in rows] == [
        ("Oslo", "right", "right"),
        ("Quito", "unplaced", "unplaced"),
        ("Norwegian", "right", "right"),
        ("Roe Hill", "no coordinates", "no coordinates"),
        ("New York", "part of a name", "unplaced"),
        ("Lima", "not a place, not drawn", None),
    ]
    assert report.outcomes() == {
        "right": 2,
        "unplaced": 1,
        "part of a name": 1,
        "no coordinates": 1,
        "not a place, not drawn": 1,
    }


def test_what_no_sure_place_covers_has_a_cause(report: Report) -> None:
    """Oslo and Norway are right but doubtful, Quito was abstained from, York is not New York."""
    rows = {row["cause"]: (row["toponyms"], row["share"]) for row in report.coverage()}
    assert rows == {
        "right, but doubtful": (2, 0.5),
        "no place chosen": (1, 0.25),
        "another span": (1, 0.25),
    }
    assert sum(row["demonym"] for row in report.coverage()) == 1


def test_wrong_places_and_names_that_the_gazetteer_lacks(gazetteer: geo.Gazetteer) -> None:
    far = LngLat(100.0, -50.0)  # in the southern Indian Ocean, where nothing is called Quito
    gold = GoldDocument("d", TEXT, (GOLD.toponyms[0], msgspec.structs.replace(GOLD.toponyms[1], point=far)))
    found = [("Oslo", "name", "geonames:3936456"), ("Quito", "name", "geonames:3652462")]
    report = evaluate([gold], gazetteer, parser(found))  # type: ignore[arg-type]
    assert report.outcomes() == {"no candidate": 1, "wrong namesake, farther": 1}
    assert report.ceiling(geometry_aware=True) == 0.5


def test_folds_pool(report: Report, gazetteer: geo.Gazetteer) -> None:
    pooled = Report.pooled([report, evaluate([], gazetteer), report])
    assert pooled.recognition() == Score(right=8, predicted=12, gold=10)
    assert pooled.end_to_end().f1 == report.end_to_end().f1


def test_a_report_of_nothing_is_zeros(gazetteer: geo.Gazetteer) -> None:
    assert set(evaluate([], gazetteer).figures().values()) == {0}


def test_toponyms_that_cannot_be_found_count_as_missed(gazetteer: geo.Gazetteer, geowebnews: Path) -> None:
    report = evaluate(read_corpus(geowebnews, "geowebnews"), gazetteer)
    assert report.figures()["toponyms with wrong offsets"] == 1
    assert report.recognition().gold == 3
    assert [r["outcome"] for r in report.errors() if r["surface"] == "Bath" and r["start"] < 0] == ["missed"]


def test_structure_is_not_guessed_at(gazetteer: geo.Gazetteer) -> None:
    """A line that an article would have for its byline is read as text."""
    text = "River rises\n\nBy Oslo Tidende\n\nIt rained in Quito all day.\n"
    gold = GoldDocument("1", text, (GoldToponym(16, 20, "Oslo", OSLO), GoldToponym(43, 48, "Quito", QUITO)))
    assert evaluate([gold], gazetteer).resolution(geometry_aware=True).accuracy == 1.0
    structured = evaluate([gold], gazetteer, article=geo.article_from_text)
    assert structured.resolution(geometry_aware=True).accuracy == 0.5


def test_run_writes_the_table_of_errors(lgl: Path, tmp_path: Path) -> None:
    told: list[int] = []
    table = tmp_path / "errors.csv"
    report = run(lgl, "lgl", errors=table, progress=told.append)
    assert told == [1, 2]
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["surface"] for r in rows if r["outcome_given"]] == ["Quito", "Roe Hill"]
    assert rows[0]["found_place"] == rows[0]["given_place"] == "geonames:3652462"
    assert rows[0]["type"] == "PPLC"

    figures = json.loads(json.dumps(report.to_dict()))["figures"]
    assert figures["toponyms"] == 2
    assert figures["resolution accuracy@161, point"] == 1.0
    assert figures["right level, gold spans"] == 1.0
    assert not [name for name in figures if "traps" in name]  # this corpus marks none
    assert "recognition F1" in report.to_text()


# -- levels, traps, and what is drawn ----------------------------------------------------------------------


@pytest.fixture
def story(regional: Path, gazetteer: geo.Gazetteer) -> Report:
    return evaluate(read_corpus(regional, "regional"), gazetteer, sure(FOUND))  # type: ignore[arg-type]


def test_other_spans_are_right_and_optional_toponyms_do_not_count(story: Report) -> None:
    assert story.recognition() == Score(right=5, predicted=6, gold=5)
    assert story.end_to_end() == Score(right=3, predicted=6, gold=5)


def test_figures_of_level_ceiling_and_of_what_is_drawn(story: Report) -> None:
    """Given its bare name, this parser does not know the lake."""
    figures = story.figures()
    assert figures["right place, gold spans"] == 2 / 5
    assert figures["right level, gold spans"] == 1 / 5
    assert figures["gazetteer ceiling, right place"] == 4 / 5
    assert figures["gazetteer ceiling, right level"] == 4 / 5
    names = ("right place", "right level", "coverage", "traps")
    drawn = {
        "drawn as sure": (2 / 3, 1 / 3, 2 / 5, 0),
        "drawn, confidence ≥ 0.9": (2 / 3, 1 / 3, 2 / 5, 0),
        "drawn, confidence ≥ 0.75": (2 / 5, 1 / 5, 2 / 5, 1),
        "drawn, confidence ≥ 0.5": (3 / 6, 2 / 6, 3 / 5, 1),
        "all drawn": (3 / 6, 2 / 6, 3 / 5, 1),
    }
    assert {band: tuple(figures[f"{band}: {name}"] for name in names) for band in drawn} == drawn
    gaps = abs(0.6 - 1) + 2 * 0.8 + abs(3 * 0.95 - 2)
    assert figures["expected calibration error, drawn"] == pytest.approx(gaps / 6)


def test_every_figure_can_be_perfect_and_nothing_drawn_is_no_share(
    regional: Path, gazetteer: geo.Gazetteer
) -> None:
    article = {**REGIONAL["articles"][0]}
    article["toponyms"] = [t for t in article["toponyms"] if t["surface"] not in ("Roe Hill", "Titicaca")]
    regional.write_text(json.dumps({"articles": [article]}), "utf-8")
    documents = read_corpus(regional, "regional")
    right = [
        ("Puno", "name", "geonames:3931275", 1.0),
        ("Oslo", "name", "geonames:3143244", 1.0),
        ("Quito", "name", "geonames:3652462", 1.0),
    ]
    report = evaluate(documents, gazetteer, sure(right))  # type: ignore[arg-type]
    shares = report.intervals()
    assert {report.figures()[name] for name in shares if "traps" not in name} == {1.0}
    assert {report.figures()[name] for name in shares if "traps" in name} == {0.0}
    assert set(report.outcomes()) == {"right"}
    assert report.worst() == []

    nothing = evaluate(documents, gazetteer, sure([])).figures()  # type: ignore[arg-type]
    assert nothing["all drawn: coverage"] == nothing["right level, gold spans"] == 0
    assert "all drawn: right place" not in nothing


def test_errors_have_kinds_and_the_worst_are_told(story: Report) -> None:
    assert story.outcomes() == {
        "right": 2,
        "wrong level": 1,
        "no candidate": 1,
        "wrong namesake, up to 5000 km": 1,
        "not a place": 1,
    }
    assert [(e["error"], e["surface"], e["taken for"], e["level meant"]) for e in story.worst()] == [
        ("wrong level", "Puno", "Puno, populated_place", "admin1"),
        ("no candidate", "Roe Hill", "Oslo, populated_place", "populated_place"),
        ("wrong namesake, up to 5000 km", "Quito", "Lima, populated_place", "populated_place"),
        ("not a place", "Cusco", "Cusco, populated_place", ""),
    ]
    assert [r["type"] for r in story.errors() if r["outcome"] == "not a place"] == ["person"]


def test_reliability_and_names_that_the_gazetteer_lacks(story: Report) -> None:
    told = [(r["confidence"], r["drawn"], r["right place"], r["right level"]) for r in story.reliability()]
    assert told == [("0.6 to 0.7", 1, 1, 1), ("0.8 to 0.9", 2, 0, 0), ("0.9 to 1.0", 3, 2 / 3, 1 / 3)]
    assert [tuple(row.values()) for row in story.by_gazetteer()] == [
        ("has it", 4, 4, 3, 1, 0),
        ("lacks it", 1, 1, 0, 1, 1),
    ]


def test_the_part_of_a_trap_that_is_drawn_is_part_of_a_name(regional: Path, gazetteer: geo.Gazetteer) -> None:
    [document] = read_corpus(regional, "regional")
    document = msgspec.structs.replace(document, traps=(GoldToponym(46, 54, "Mr Cusco", type="person"),))
    report = evaluate([document], gazetteer, sure(FOUND[4:5]))  # type: ignore[arg-type]
    assert report.outcomes() == {"no candidate": 1, "part of a name": 1, "missed": 4}


def test_the_command_reads_every_format_and_says_the_same_twice(
    regional: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (*FORMATS, "claims") == (*_PLACES, _CLAIMS)
    told = []
    for _ in range(2):
        assert main(["evaluate", str(regional), "--format", "regional", "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        del data["figures"]["documents per second"]
        told.append(data)
    assert told[0] == told[1]
    assert told[0]["seen_in_learning"] is False
    assert told[0]["intervals"].keys() <= told[0]["figures"].keys()
    assert main(["evaluate", str(regional), "--format", "regional"]) == 0
    out = capsys.readouterr().out
    assert "all drawn: traps" in out
    assert "what is drawn, by confidence\nconfidence " in out
