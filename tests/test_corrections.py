"""Corrections: what they change, what the document says of them, and every fault with its line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import island_story, made

import geo
from geo.cli import main
from geo.document import MapDocument, beside, explain
from geo.export import FORMATS
from geo.languages import LANGUAGES, vocabulary
from geo.model import Message, Toponym

TEXT = (
    "Rain in Springfield\n\n"
    "It rained in Springfield on Monday, and in Georgia. Paris saw none.\n\n"
    "The mayor of Springfield said the old mill was lost. Georgia sent tents, and Georgia sent bread.\n\n"
    "It rained in Springfield on Monday, and in Georgia. Paris saw none.\n"
)
GEORGIA = "geonames:4197000"
ILLINOIS = "geonames:4250542"
MISSOURI = "geonames:4409896"


@pytest.fixture(scope="module")
def article() -> geo.Article:
    return geo.article_from_text(TEXT)


@pytest.fixture(scope="module")
def plain(article: geo.Article, gazetteer: geo.Gazetteer) -> MapDocument:
    return geo.geoparse(article, gazetteer=gazetteer)


def written(folder: Path, toml: str, name: str = "story.corrections.toml") -> geo.Corrections:
    path = folder / name
    path.write_text(toml, "utf-8")
    return geo.read_corrections(path)


def table(action: str = "correct", **values: object) -> str:
    return f"[[{action}]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in values.items())


def said(document: MapDocument, surface: str) -> list[Toponym]:
    return [t for t in document.toponyms if t.surface == surface]


def places(document: MapDocument, surface: str) -> list[str | None]:
    return [t.place.id if t.place else None for t in said(document, surface)]


# -- what they change --------------------------------------------------------------------------------------


def test_a_surface_means_all_its_mentions(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    assert set(places(plain, "Springfield")) != {ILLINOIS}
    corrections = written(tmp_path, table(surface="springfield", place=ILLINOIS))
    made = geo.correct(plain, corrections, gazetteer=gazetteer)
    assert places(made, "Springfield") == [ILLINOIS] * len(said(plain, "Springfield"))
    for t in said(made, "Springfield"):
        assert t.resolution is not None
        assert t.resolution.confidence == 1
        assert t.resolution.reasons == (Message("corrected", {"file": "story.corrections.toml"}),)
        assert t.resolution.candidates, "what was considered is still told"
    assert places(made, "Georgia") == places(plain, "Georgia")
    assert [t.id for t in made.toponyms] == [t.id for t in plain.toponyms]


def test_a_polygon_comes_with_its_place(plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    made = geo.correct(plain, written(tmp_path, table(surface="Georgia", place=GEORGIA)), gazetteer=gazetteer)
    assert made.places[GEORGIA].geometry is not None
    assert made.places[GEORGIA].extent == "surveyed"


def test_one_mention_counts_more_than_all(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    toml = table(surface="Springfield", sentence="s02", place=MISSOURI)
    toml += table(surface="Springfield", place=ILLINOIS)
    made = geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer)
    by_sentence = {t.sentence_id: t.resolution.place.id for t in said(made, "Springfield") if t.resolution}
    repeat = next(s.id for s in made.sentences if s.repeats == "s02")
    assert by_sentence.pop("s02") == MISSOURI
    assert by_sentence.pop(repeat) == MISSOURI, "a passage that says it again follows"
    assert set(by_sentence.values()) == {ILLINOIS}


def test_a_mention_is_counted_in_the_article_or_in_the_sentence(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    third = next(t for t in said(plain, "Georgia")[::-1] if not t.repeats)
    in_article = table(surface="Georgia", mention=3, place=GEORGIA)
    in_sentence = table(surface="Georgia", sentence=third.sentence_id, mention=2, place=GEORGIA)
    for toml in (in_article, in_sentence):
        made = geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer)
        changed = [t for t, was in zip(made.toponyms, plain.toponyms, strict=True) if t != was]
        assert [t.id for t in changed] == [third.id]


def test_what_is_no_place_is_gone(plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    corrections = written(tmp_path, table(surface="Paris", not_a_place=True))
    made = geo.correct(plain, corrections, gazetteer=gazetteer)
    assert said(made, "Paris") == []
    assert len(made.toponyms) == len(plain.toponyms) - len(said(plain, "Paris"))
    [record] = made.provenance.corrections
    assert record.place is None
    assert [TEXT[m.start : m.end] for m in record.mentions] == ["Paris"] * len(said(plain, "Paris"))
    assert {m.was for m in record.mentions} == set(places(plain, "Paris"))


def test_a_place_that_was_missed(plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    toml = table("add", surface="old mill", name="The Old Mill", lng=-72.5, lat=42.1)
    made = geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer)
    [mill] = said(made, "old mill")
    assert TEXT[mill.start : mill.end] == mill.surface
    assert mill.id not in {t.id for t in plain.toponyms}
    assert [t.start for t in made.toponyms] == sorted(t.start for t in made.toponyms)
    assert mill.resolution is not None
    place = mill.resolution.place
    assert place is not None
    assert place.id.startswith("user:the-old-mill-")
    assert (place.name, place.kind, place.point) == ("The Old Mill", "facility", (-72.5, 42.1))
    assert (place.country, place.parents) == ("US", ("Massachusetts", "United States"))
    assert place.extent == "point"
    assert place.extent_method == Message("position_given", {"file": "story.corrections.toml"})
    assert place.id in made.places
    features = json.loads(geo.export(made, "geojson"))["features"]
    [feature] = [f for f in features if f["properties"]["name"] == "The Old Mill"]
    assert feature["id"] == f"place-{place.id.replace(':', '-')}"
    assert feature["properties"]["gazetteer_id"] is None


def test_what_is_added_takes_the_place_of_what_it_overlaps(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    toml = table("add", surface="mayor of Springfield", place=MISSOURI)
    made = geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer)
    assert places(made, "mayor of Springfield") == [MISSOURI]
    assert len(said(made, "Springfield")) == len(said(plain, "Springfield")) - 1


def test_words_are_whole_and_keep_their_capitals(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    for surface in ("old mil", "Old mill", "d mill"):
        corrections = written(tmp_path, table("add", surface=surface, place=MISSOURI))
        with pytest.raises(geo.CorrectionsError, match="is not in this article"):
            geo.correct(plain, corrections, gazetteer=gazetteer)


def test_a_name_over_two_lines_is_one_name(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    document = made([("paragraph", "From [Port\nOna]() they went to Long\n  Vale.")])
    toml = table(surface="Port Ona", place=GEORGIA) + table("add", surface="Long Vale", place=MISSOURI)
    corrected = geo.correct(document, written(tmp_path, toml), gazetteer=gazetteer)
    assert [t.surface for t in corrected.toponyms] == ["Port\nOna", "Long\n  Vale"]
    assert [t.name for t in corrected.toponyms] == ["Port\nOna", "Long Vale"]
    assert len(corrected.unplaced()) == 0


# -- what the document says --------------------------------------------------------------------------------

ALL = (
    table(surface="Georgia", place=GEORGIA)
    + table(surface="Springfield", place=ILLINOIS)
    + table(surface="Springfield", sentence="s02", name="Ys", lng=0.5, lat=-1, kind="island")
    + table(surface="Paris", not_a_place=True)
    + table("add", surface="old mill", name="Mühle «Ω»", lng=-72.5, lat=42.1)
)


def test_corrected_when_parsed_or_later_is_the_same(
    article: geo.Article, plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    corrections = written(tmp_path, ALL)
    parsed = geo.geoparse(article, gazetteer=gazetteer, corrections=corrections).to_json()
    again = MapDocument.from_json(plain.to_json())
    assert geo.correct(again, corrections, gazetteer=gazetteer).to_json() == parsed
    read = MapDocument.from_json(parsed)
    assert read.to_json() == parsed
    assert geo.correct(read, corrections, gazetteer=gazetteer).to_json() == parsed
    assert geo.render(read) == geo.render(geo.geoparse(article, gazetteer=gazetteer, corrections=corrections))


def test_the_provenance_says_what_was_done(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    corrections = written(tmp_path, ALL)
    made = geo.correct(plain, corrections, gazetteer=gazetteer)
    assert made.provenance.files["story.corrections.toml"] == corrections.sha256
    records = made.provenance.corrections
    assert [r.line for r in records] == [1, 4, 7, 14, 17]
    assert [r.action for r in records] == ["correct"] * 4 + ["add"]
    changed = {(m.start, m.end) for r in records for m in r.mentions}
    assert len(changed) == sum(len(r.mentions) for r in records), "one mention, one correction"
    before = {(t.start, t.end) for t in plain.toponyms}
    assert changed - before == {(m.start, m.end) for m in records[4].mentions}


def test_a_second_file_corrects_the_first(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    first = written(tmp_path, table(surface="Springfield", place=ILLINOIS))
    second = written(tmp_path, table(surface="Springfield", mention=1, place=MISSOURI), "more.toml")
    made = geo.correct(geo.correct(plain, first, gazetteer=gazetteer), second, gazetteer=gazetteer)
    assert places(made, "Springfield")[0] == MISSOURI
    old, new = made.provenance.corrections
    assert len(old.mentions) == len(said(plain, "Springfield")) - 1
    assert [m.was for m in new.mentions] == places(plain, "Springfield")[:1], "what the program had read"


def test_what_a_claim_speaks_of_stays_in_the_document(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    from msgspec.structs import replace

    from geo.model import Claim, ThemeLayer

    story = island_story()
    t = next(t for t in story.toponyms if t.surface == "Long Vale")
    span = (t.sentence_id, t.start, t.end, t.surface)
    claim = Claim("c01", *span, ("geonames:4",), (), False, 1.0, None, "", None, None, "x")
    layer = ThemeLayer("x", "X", "x", "#000000", "", "circle", (t.id, "t01"))
    story = replace(story, claims=(claim,), layers=(layer,))
    corrections = written(tmp_path, table(surface="Long Vale", not_a_place=True))
    made = geo.correct(story, corrections, gazetteer=gazetteer)
    assert MapDocument.from_json(made.to_json()).layers[0].toponyms == ("t01",)


def test_the_page_tells_the_corrections_as_text(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    toml = table("add", surface="old mill", name=hostile, lng=-72.5, lat=42.1)
    html = geo.render(geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer))
    from lxml import html as parser

    [item] = parser.fromstring(html).xpath("//ul[@id='corrections']/li")
    assert item.text_content().startswith(f"“old mill” was missed, and is {hostile}")
    assert "<img src=x" not in html


def test_claims_and_movements_follow_corrections(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "About 3,000 people in Georgia lost power. Peaches were shipped from Georgia to Canada last year."
    plain = geo.geoparse(story, gazetteer=gazetteer)
    [before] = plain.flows
    corrections = written(tmp_path, table(surface="Georgia", place=GEORGIA))
    made = geo.geoparse(story, gazetteer=gazetteer, corrections=corrections)
    [flow] = made.flows
    assert before.origin != GEORGIA
    assert (flow.origin, flow.destination) == (GEORGIA, before.destination)
    assert [c.places for c in made.claims] == [(GEORGIA,)]
    assert geo.render(MapDocument.from_json(made.to_json())) == geo.render(made)


def test_a_saved_document_keeps_what_its_claims_and_movements_said(
    gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    story = "About 3,000 people in Georgia lost power. Peaches were shipped from Georgia to Canada last year."
    plain = geo.geoparse(story, gazetteer=gazetteer)
    corrections = written(tmp_path, table(surface="Canada", not_a_place=True))
    made = geo.correct(plain, corrections, gazetteer=gazetteer)
    assert (made.flows, made.claims) == (plain.flows, plain.claims)
    assert made.flows[0].destination in made.places
    assert geo.render(MapDocument.from_json(made.to_json())) == geo.render(made)


def test_the_page_tells_the_corrections_in_its_language_and_in_the_cards(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    toml = table(surface="Georgia", place=GEORGIA) + table(surface="Paris", not_a_place=True)
    html = geo.render(geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer), "es")
    from lxml import html as parser

    page = parser.fromstring(html)
    is_georgia, no_paris = (item.text_content() for item in page.xpath("//ul[@id='corrections']/li"))
    assert is_georgia.startswith("«Georgia» es Georgia (estado, Estados Unidos) (")
    assert no_paris.startswith("«Paris» no es un lugar (")
    assert no_paris.endswith("story.corrections.toml, línea 4)")
    assert "corregido por story.corrections.toml" in html


STORY = (
    "The University of Georgia and Vancouver sent doctors to Lima. Rain flooded crops in Peru and Bolivia. "
    "Cholera killed people in Lima.\n\nFarmers in Oslo lost crops. The harvest of wheat in Norway failed, "
    "and people fled the drought to Sweden.\n"
)
STREET = {"name": "Georgia Street", "lng": -123.1207, "lat": 49.2827}


@pytest.mark.parametrize("saved", [False, True], ids=["parsed", "saved"])
def test_a_corrected_part_of_a_longer_name_is_drawn(
    saved: bool, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    plain = geo.geoparse(STORY, gazetteer=gazetteer)
    assert plain.layers, "a story with themes, whose layers hold mentions"
    assert {t.kind for surface in ("Georgia", "Vancouver") for t in said(plain, surface)} == {"embedded"}
    toml = table(surface="Georgia", **STREET) + table("add", surface="doctors", name="Clinic", lng=1, lat=2)
    corrections = written(tmp_path, toml)
    if saved:
        made = geo.correct(MapDocument.from_json(plain.to_json()), corrections, gazetteer=gazetteer)
    else:
        made = geo.geoparse(STORY, gazetteer=gazetteer, corrections=corrections)
    assert [t.kind for t in said(made, "Vancouver")] == ["embedded"], "nobody spoke of it"
    drawn = {name for frame in geo.build_layers(made).values() for name in frame["name"]}
    assert {"Georgia Street", "Clinic"} <= drawn
    for name in FORMATS:
        if name not in ("png", "pmtiles", "geoparquet", "gpkg", "qgis", "flatgeobuf"):  # binary
            assert b"Georgia Street" in geo.export(made, name), name
    from lxml import html as parser

    [place] = [i for i in made.places if i.startswith("user:georgia-street")]
    page = parser.fromstring(geo.render(made))
    assert page.xpath(f"//article//*[contains(@href, '#place-{place.replace(':', '-')}')]")
    assert geo.correct(made, corrections, gazetteer=gazetteer) == made


def test_claims_are_of_a_corrected_part_of_a_longer_name(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "About 3,000 people in Georgia Bank Tower lost power."
    assert [t.kind for t in geo.geoparse(story, gazetteer=gazetteer).toponyms] == ["embedded"]
    corrections = written(tmp_path, table(surface="Georgia", place=GEORGIA))
    made = geo.geoparse(story, gazetteer=gazetteer, corrections=corrections)
    assert [c.places for c in made.claims] == [(GEORGIA,)]


@pytest.mark.parametrize("saved", [False, True], ids=["parsed", "saved"])
def test_what_is_added_in_any_line_is_drawn(saved: bool, gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "Floods and drought\n\nBy Ann Miller, Old Mill\n\n" + STORY
    plain = geo.geoparse(story, gazetteer=gazetteer)
    assert plain.sentence["s02"].kind == "byline"
    assert plain.layers
    corrections = written(
        tmp_path, table("add", surface="Old Mill", name="The Old Mill", lng=-72.5, lat=42.1)
    )
    if saved:
        made = geo.correct(plain, corrections, gazetteer=gazetteer)
    else:
        made = geo.geoparse(story, gazetteer=gazetteer, corrections=corrections)
    assert b"The Old Mill" in geo.export(made, "csv")


# -- the lines to paste ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_prints_lines_that_can_be_pasted(
    language: str, plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    told = explain(plain, language=language)
    printed = told.text[told.text.index("[[correct]]") :]
    assert {e["surface"] for e in tomllib.loads(printed)["correct"]} == {"Springfield", "Georgia", "Paris"}
    made = geo.correct(plain, written(tmp_path, printed), gazetteer=gazetteer)
    for surface in ("Springfield", "Georgia", "Paris"):
        assert not set(places(made, surface)) & set(places(plain, surface))
    for row in told.data:
        assert len(written(tmp_path, row["correction"]).entries) == 1
        for line in row["correction"].splitlines():
            assert tomllib.loads(line.removeprefix("# ")) is not None


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1).filter(lambda s: s.strip()))
def test_any_surface_can_be_pasted(surface: str) -> None:
    from geo.document.explanation import lines_to_paste

    toponym = Toponym("t01", 0, len(surface), surface, "s01", "name", surface)
    [entry] = tomllib.loads(lines_to_paste([toponym], vocabulary("es")))["correct"]
    assert entry == {"surface": " ".join(surface.split()), "not_a_place": True}


# -- faults ------------------------------------------------------------------------------------------------


def faults(path: Path, toml: str) -> list[str]:
    with pytest.raises(geo.CorrectionsError) as caught:
        written(path, toml, "c.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path / 'c.toml'}") for line in lines)
    return [line.removeprefix(f"{path / 'c.toml'}").removeprefix(", ") for line in lines]


def test_every_fault_of_a_file_has_its_line(tmp_path: Path) -> None:
    toml = '''\
# what was read wrong
[[correct]]
surface = "Paris"
  plac = """
[[correct]]
"""
lng = 500

[[corect]]
surface = "Paris"

[[add]]
surface = 3
not_a_place = true

[[correct]]
surface = "Paris"
place = "geonames:1"
name = "Ys"
lng = 1
lat = 1

[[correct]]
sentence = "s01"
mention = 0
place = "Paris"
'''
    found = faults(tmp_path, toml)
    lines = (2, 4, 7, 9, 13, 14, 16, 23, 25, 26)
    assert [f.split(":")[0] for f in found] == [f"line {n}" for n in lines]


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('[[correct]]\nsurface = "x\n', 2),
        ("[[correct]\n", 1),
        ('[[correct]]\nsurface = """x\n\n', 2),
        ('[[correct]]\nsurface = "x"\nsurface = "y"\n', 3),
        ('[correct]\nsurface = "x"\n', 1),
        ('surface = "x"\n', 1),
        ('correct = [{ surface = "x", not_a_place = true }, { surface = "y" }]\n', 1),
        ("correct = [1]\n", 1),
        ('[[correct]]\nsurface = "x"\nplace = [\n  [1],\n  [2]\n]\n', 3),
        ('[[correct]]\nsurface = "x"\nlng = nan\nlat = 1\nname = "y"', 3),
        ('[[correct]]\nsurface = "x"\nname = "y"\nlng = 1\nlat = true\n', 5),
        ('[[correct]]\r\nsurface = "x"\r\nplace = 1\r\n', 3),
        ('[[correct]]\nsurface = "x"\nplace = "geonames:1"\nkind = "town"\n', 4),
        ('[[correct]]\nsurface = "x"\nlng = 1979-05-27\n', 3),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, toml: str, line: int) -> None:
    assert any(fault.startswith(f"line {line}: ") for fault in faults(tmp_path, toml))


def test_files_that_are_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    with pytest.raises(geo.CorrectionsError, match="cannot be read"):
        geo.read_corrections(path)
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(geo.CorrectionsError, match="line 1: not UTF-8"):
        geo.read_corrections(path)
    path.write_text("x = " + "[" * 100_000)
    with pytest.raises(geo.CorrectionsError, match="nested too deeply"):
        geo.read_corrections(path)
    path.write_bytes(b"\xef\xbb\xbf" + ALL.encode())
    assert len(geo.read_corrections(path).entries) == 5
    path.write_text("")
    assert geo.read_corrections(path).entries == ()


def test_every_entry_that_does_not_fit_the_article_is_told(
    plain: MapDocument, gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    toml = (
        table(surface="Atlantis", place=GEORGIA)
        + table(surface="Georgia", place="geonames:1")
        + table(surface="Paris", sentence="s99", place=GEORGIA)
        + table(surface="Paris", mention=7, place=GEORGIA)
        + table("add", surface="new mill", place=GEORGIA)
        + table(surface="mill", place=GEORGIA)
        + table(surface="Springfield", place=ILLINOIS)
        + table(surface="Springfield", place=MISSOURI)
        + table("add", surface="the old mill", place=MISSOURI)
        + table("add", surface="old mill", place=MISSOURI)
    )
    with pytest.raises(geo.CorrectionsError) as caught:
        geo.correct(plain, written(tmp_path, toml), gazetteer=gazetteer)
    told = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in told] == [
        f"story.corrections.toml, line {n}" for n in (1, 4, 7, 11, 15, 18, 24, 30)
    ]
    assert told[3].endswith("“Paris” has no mention 7 in this article; expected at most 1")


SETTINGS = """\
[[claim]]
surface = "3,000"
sentence = "s01"
value = 300
unit = "hectare"

[[claim]]
surface = "lost power"
sentence = "s01"
add = true
value = 7
places = ["geonames:4197000"]

[[flow]]
from = "geonames:4197000"
to = "geonames:6251999"
subject = "fruit"
direction = "both ways"

[map]
title = "Power"
hidden = ["geonames:6251999"]
"""


@pytest.mark.parametrize("saved", [False, True], ids=["parsed", "saved"])
def test_figures_movements_and_map(saved: bool, gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "About 3,000 people in Georgia lost power. Peaches were shipped from Georgia to Canada last year."
    toml = table(surface="Georgia", place=GEORGIA)
    document = geo.geoparse(story, gazetteer=gazetteer, corrections=written(tmp_path, toml))
    [claim] = document.claims
    corrections = written(tmp_path, toml + SETTINGS.replace('"3,000"', f'"{claim.surface}"'))
    if saved:
        document = MapDocument.from_json(document.to_json())
        made = geo.correct(document, corrections, gazetteer=gazetteer)
    else:
        made = geo.geoparse(story, gazetteer=gazetteer, corrections=corrections)
    assert [(c.quantity, c.unit, c.places) for c in made.claims] == [
        (300, "hectare", (GEORGIA,)),
        (7, "", (GEORGIA,)),
    ]
    [flow] = made.flows
    assert (flow.subject, flow.direction, flow.id[-5:]) == ("fruit", "both ways", "-both")
    assert {f for layer in made.layers for f in layer.flows} <= {flow.id}
    assert made.title == "Power"
    assert "geonames:6251999" not in made.mentions()
    kinds = [f["properties"]["kind"] for f in json.loads(geo.export(made, "geojson"))["features"]]
    assert kinds == ["admin1"], "nor its movement"
    assert [c.action for c in made.provenance.corrections] == ["correct", "claim", "claim", "flow", "map"]
    again = geo.correct(MapDocument.from_json(made.to_json()), corrections, gazetteer=gazetteer)
    assert again.to_json() == made.to_json()
    assert "The figure “lost power” was corrected" in geo.render(made)
    for name in ("geojson", "svg", "kml", "csv", "tei"):
        assert geo.export(made, name)


def test_settings_that_take_out_are_not_applied_twice(gazetteer: geo.Gazetteer, tmp_path: Path) -> None:
    story = "In Oslo 30 people died. In Oslo 30 houses burnt and 30 people fled from Oslo to Bergen."
    plain = geo.geoparse(story, gazetteer=gazetteer)
    second, *_ = [c for c in plain.claims if c.sentence_id == "s02"]
    [flow] = plain.flows
    toml = f'[[claim]]\nsurface = "{second.surface}"\nsentence = "s02"\nmention = 1\nremove = true\n'
    toml += f'[[flow]]\nfrom = "{flow.origin}"\nto = "{flow.destination}"\nremove = true\n'
    corrections = written(tmp_path, toml)
    made = geo.correct(plain, corrections, gazetteer=gazetteer)
    assert second.start not in [c.start for c in made.claims]
    assert len([c for c in made.claims if c.sentence_id == "s01"]) == 1
    assert made.flows == ()
    assert geo.correct(made, corrections, gazetteer=gazetteer) == made
    assert made == geo.geoparse(story, gazetteer=gazetteer, corrections=corrections)


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('[[claim]]\nsurface = "x"\n', 1),
        ("[[claim]]\nremove = true\n", 1),
        ('[[claim]]\nsurface = "x"\nremove = true\nvalue = 1\n', 1),
        ('[[claim]]\nsurface = "x"\nadd = true\nvalue = 1\n', 1),
        ('[[claim]]\nsurface = "x"\nvalue = "1"\n', 3),
        ('[[claim]]\nsurface = "x"\nowner = "dog"\n', 3),
        ('[[flow]]\nfrom = "geonames:1"\nremove = true\n', 1),
        ('[[flow]]\nfrom = "geonames:1"\nto = "geonames:2"\ndirection = "up"\n', 4),
        ('[[layer]]\nname = "x"\n', 1),
        ('[[layer]]\nname = "x"\ncolour = "red"\n', 3),
        ("[map]\nframe = [1, 2, 3, 1]\n", 2),
        ("[map]\nzoom = 3\n", 2),
        ('[[map]]\ntitle = "x"\n', 1),
        ('[[correct]]\nsurface = "x"\nname = "y"\ngeometry = { type = "Point", coordinates = [0, 91] }\n', 4),
        ('[[correct]]\nsurface = "x"\nname = "y"\ngeometry = { type = "Polygon", coordinates = [] }\n', 4),
    ],
)
def test_a_fault_of_a_setting_names_its_line(tmp_path: Path, toml: str, line: int) -> None:
    assert any(fault.startswith(f"line {line}: ") for fault in faults(tmp_path, toml))


def test_every_setting_that_does_not_fit_is_told_with_the_other_faults(
    gazetteer: geo.Gazetteer, tmp_path: Path
) -> None:
    toml = (
        table(surface="Atlantis", place=GEORGIA)
        + '[[claim]]\nsurface = "9"\nremove = true\n'
        + '[[flow]]\nfrom = "geonames:1"\nto = "geonames:2"\nremove = true\n'
        + '[[layer]]\nname = "nothing"\ntitle = "x"\n'
        + '[map]\nhidden = ["geonames:9"]\n'
    )
    with pytest.raises(geo.CorrectionsError) as caught:
        geo.geoparse("They met in Oslo.", gazetteer=gazetteer, corrections=written(tmp_path, toml))
    told = str(caught.value).splitlines()
    assert [line.split(":")[0].rpartition(" ")[2] for line in told] == ["1", "4", "7", "11", "14"]


# -- the command line --------------------------------------------------------------------------------------


def test_they_are_found_beside_their_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(TEXT, "utf-8")
    assert beside("story.txt") is None
    written(tmp_path, ALL)
    for source in ("story.txt", "story.json", "story", tmp_path / "story.html"):
        assert beside(source) is not None
    for source in ("-", "", "other.txt", "story.tar.txt"):
        assert beside(source) is None


def test_parse_render_export_and_explain_take_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "story.txt").write_text(TEXT, "utf-8")
    written(tmp_path / "seeds", ALL)
    assert main(["render"]) == 0, "the corrections are no article"
    assert "5 corrections" in capsys.readouterr().err
    assert sorted(p.name for p in Path("maps").iterdir()) == ["story.geojson", "story.html", "story.json"]
    assert main(["render", "seeds/story.txt", "seeds/story.corrections.toml", "-o", "out/"]) == 0
    assert Path("out/story.html").read_bytes() == Path("maps/story.html").read_bytes()
    assert main(["parse", "seeds/story.txt", "-o", "story.json"]) == 0
    assert Path("story.json").read_bytes() == Path("maps/story.json").read_bytes()

    Path("plain.txt").write_text(TEXT, "utf-8")
    written(tmp_path, table(surface="Paris", not_a_place=True), "mine.toml")
    assert main(["export", "plain.txt", "--corrections", "mine.toml", "-o", "plain.geojson"]) == 0
    names = [f["properties"]["name"] for f in json.loads(Path("plain.geojson").read_text())["features"]]
    assert "Paris" not in names
    assert main(["embed", "plain.txt", "--corrections", "mine.toml", "-o", "site"]) == 0
    assert "“Paris” is not a place" in Path("site/map.html").read_text("utf-8")
    capsys.readouterr()
    assert main(["explain", "plain.txt", "--corrections", "mine.toml", "--place", "Paris"]) == 1
    assert main(["explain", "plain.txt", "--place", "Paris"]) == 0
    assert "plain.corrections.toml beside the article" in capsys.readouterr().out


def test_wrong_corrections_are_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text(TEXT, "utf-8")
    written(tmp_path, table(surface="Atlantis", place=GEORGIA))
    assert main(["render", "story.txt", "-o", "map.html"]) == 1
    assert capsys.readouterr().err.startswith("geo: story.corrections.toml, line 1: “Atlantis”")
    assert not Path("map.html").exists()
    for argv in (
        ["render", "story.txt", "story.txt", "--corrections", "story.corrections.toml", "-o", "out/"],
        ["render", "story.corrections.toml"],
        ["parse", "story.txt", "--corrections", "missing.toml"],
    ):
        assert main(argv) == 1
        [line] = capsys.readouterr().err.splitlines()
        assert ".toml" in line


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("mention = " + "1" * 5_000, ": Exceeds the limit"),
        (".".join(["a"] * 2_000) + " = 1", ": nested too deeply"),
        ("# " + "a" * 200_000, ": larger than 128 KiB"),
        (table(surface="Paris", name="x", lng=10**400, lat=0), "line 4: lng = 1000"),
        (table(surface="Paris", name="x", lng=0, lat=0).replace("lat = 0", "lat = nan"), "line 5: lat = NaN"),
    ],
)
def test_a_file_that_would_take_long_or_be_too_large_is_told(toml: str, told: str, tmp_path: Path) -> None:
    [fault] = faults(tmp_path, toml)
    assert fault.startswith(told)


def test_brackets_within_a_value_begin_no_table(tmp_path: Path) -> None:
    long = '[[correct]]\nsurface = """\n' + "[\n" * 20_000 + '"""\nnot_a_place = true\n'
    read = written(tmp_path, long + table(surface="Georgia", place=GEORGIA))
    assert [entry.line for entry in read.entries] == [1, 20_005]
