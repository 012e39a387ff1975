"""Large and hostile inputs: time that grows no faster than they do, and one line where they are refused."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import shapely

import geo
from geo.cli import main
from geo.document import crosses_much
from geo.drawing.curves import Ends, flow_curves
from geo.drawing.scene import most_important
from geo.drawing.still.labels import Label, place_labels
from geo.errors import ArticleError, GazetteerError, OverlayError
from geo.export import overlay
from geo.gazetteer import TABLES, Gazetteer
from geo.languages import reading_language
from geo.model import BBox, LngLat, Sentence
from geo.pipeline import read_document
from geo.reading.article import article_from_bytes, decoding
from geo.reading.grammar import read_sentence
from geo.reading.quantities import find_quantities

# -- time --------------------------------------------------------------------------------------------------


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.fixture(scope="module")
def towns() -> list[str]:
    """Names of well-known towns."""
    everywhere = Gazetteer.pinned().settlements(BBox(-180, -90, 180, 90), limit=400)
    return list(dict.fromkeys(p.name for p in everywhere))


def _moving(towns: list[str], n: int) -> str:
    chosen = random.Random(7)
    pairs = [chosen.sample(towns, 2) for _ in range(n)]
    return "\n\n".join(f"Trucks carried 40 tons of corn from {a} to {b}." for a, b in pairs)


def test_a_hundred_crossing_movements_are_drawn_in_seconds(towns: list[str]) -> None:
    document = geo.geoparse(_moving(towns, 300))  # of which some end at doubtful places, and are left out
    assert len(document.flows) > 100
    assert _seconds(lambda: geo.render(document)) < 20  # two here; four minutes once


@pytest.mark.parametrize("name", ["geojson", "csv", "kml"])
def test_exports_of_movements_grow_as_their_number_does(towns: list[str], name: str) -> None:
    documents = [geo.geoparse(_moving(towns, n)) for n in (100, 400)]
    few, many = (_seconds(lambda d=d: geo.export(d, name)) for d in documents)  # type: ignore[misc]
    assert many < 10 * few + 0.5


def test_curves_heed_the_nodes_that_are_nearest_to_them() -> None:
    far = [LngLat(100 + n / 10, 50) for n in range(100)]
    ends = Ends(LngLat(0, 0), LngLat(10, 0))
    below = LngLat(5, -0.7)
    plain, heeding = (flow_curves({"f": ends}, [*far, *near])["f"] for near in ([], [below]))
    assert plain.distance(shapely.Point(below)) < 0.1 < heeding.distance(shapely.Point(below))


def test_labels_lie_over_no_box_that_is_taken() -> None:
    chosen = random.Random(1)
    taken = [
        (x, y, x + 30, y + 30)
        for x, y in ((chosen.uniform(0, 900), chosen.uniform(0, 900)) for _ in range(99))
    ]
    spots = tuple((chosen.uniform(0, 900), chosen.uniform(0, 900)) for _ in range(40))
    labels = [Label("Town", 20, "town", spots) for _ in range(30)]
    placed = place_labels(labels, taken, shapely.get_coordinates([]), 1000, 1000)
    boxes = [(x, y, x + label.width, y + 25) for label, x, y, _ in placed]
    assert boxes
    for n, one in enumerate(boxes):
        for other in [*taken, *boxes[:n]]:
            assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


# -- a page of very many places ----------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("en", "This page shows"), ("es", "Esta página muestra")])
def test_a_page_of_too_many_places_says_so(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    document = geo.geoparse(
        "They flew from Oslo to Lima. Oslo was cold. In Quito it rained; 40 homes burned."
    )
    assert words not in geo.render(document, language)
    monkeypatch.setattr("geo.drawing.page.html.most_important", lambda d: most_important(d, places=1))
    page = geo.render(document, language)
    assert words in page
    assert 'id="place-geonames-3143244"' in page
    assert 'id="place-geonames-3652462"' not in page  # Quito, named once
    assert "In Quito it rained" in page


# -- documents of any length -------------------------------------------------------------------------------


def test_a_document_over_the_limit_of_articles_is_read_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = geo.geoparse("They met in Oslo.")
    (tmp_path / "story.json").write_text(document.to_json(), "utf-8")
    (tmp_path / "story.txt").write_text("It rained in Oslo. " * 200, "utf-8")
    monkeypatch.setattr(decoding, "MAX_BYTES", 1500)
    assert read_document(tmp_path / "story.json") == document
    with pytest.raises(ArticleError, match="over 20 MB"):
        read_document(tmp_path / "story.txt")


# -- HTML --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        (
            f"<html><p {' '.join(f'a{n}=1' for n in range(100_000))}>Rain.",
            "a tag with more than 1,000 attributes",
        ),
        (f"<html><table><tr>{'<td>Lima' * 200_000}</table>", "a row of more than 10,000 cells"),
        (f"<html>{'<div>' * 100_000}Rain.", "tags that stand more than 255 deep in one another"),
    ],
)
def test_markup_that_would_take_minutes_is_refused(markup: str, says: str) -> None:
    def read() -> None:
        with pytest.raises(ArticleError, match=says):
            article_from_bytes(markup.encode())

    assert _seconds(read) < 10


def test_many_words_in_a_script_or_an_attribute_are_no_attributes() -> None:
    words = "a " * 5000
    body = (
        f"<script>if (1 <b && {words}) {{}}</script><!-- <p {words} --><p title='{words}'>It rained in Oslo."
    )
    assert article_from_bytes(f"<html><body>{body}</p></body></html>".encode()).text == "It rained in Oslo."


# -- a user's own gazetteer --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gazetteer file with a seal, of one place more than what is copied from the pinned one."""
    folder = tmp_path_factory.mktemp("own")
    row = ["7000001", "Newtown", "Newtown", "", "60.5", "10.5", "P", "PPL", "NO", "", "", "", "", "", "30000"]
    (folder / "dump.txt").write_text("\t".join([*row, "", "", "Europe/Oslo", "2020-01-01"]) + "\n", "utf-8")
    assert (
        main(["gazetteer", "build", "--geonames", str(folder / "dump.txt"), "-o", str(folder / "own.sqlite")])
        == 0
    )
    return folder / "own.sqlite"


def _edited(own: Path, folder: Path, script: str, *, sealed: bool = False) -> Path:
    path = folder / "edited.sqlite"
    copyfile(own, path)
    database = sqlite3.connect(path)
    database.executescript(script if sealed else f"DROP TABLE seal; {script}")
    database.close()
    return path


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (
            "UPDATE place SET lat = 99999900000 WHERE num = 7000001",
            "place 7000001: cannot have lat '99999900000'",
        ),
        ("UPDATE place SET lng = 'east' WHERE num = 7000001", "cannot have lng 'east'"),
        ("UPDATE place SET name = x'00ff' WHERE num = 7000001", "cannot have name"),
        ("UPDATE place SET population = -5 WHERE num = 7000001", "cannot have population '-5'"),
        ("UPDATE place SET slug = '<b>' WHERE num = 7000001", "cannot have slug '<b>'"),
        ("UPDATE place SET kind = 999 WHERE num = 7000001", "has kind 999"),
        (
            "UPDATE name SET rank = 'best' WHERE place = 7000001",
            "name cannot have the row newtown, 7000001, best",
        ),
        ("UPDATE kind SET name = 'castle'", "no kind of place is called castle"),
        ("DROP TABLE name", "has no table name"),
        (
            "ALTER TABLE place RENAME COLUMN lat TO latitude",
            "its table place has other columns; expected num, slug",
        ),
        ("CREATE VIEW mine AS SELECT 1", "has the view mine; expected tables alone"),
        ("CREATE TRIGGER mine AFTER DELETE ON kind BEGIN SELECT 1; END", "has the trigger mine"),
        ("CREATE VIRTUAL TABLE mine USING fts5(words)", "has the virtual table mine"),
        (
            f"DROP TABLE name; CREATE VIEW name AS {_ENDLESS} 'newtown' AS key, i AS place, 0 AS rank FROM n",
            "view name",
        ),
    ],
)
def test_a_gazetteer_with_what_cannot_be_is_refused_in_one_line(
    own: Path, tmp_path: Path, script: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = _edited(own, tmp_path, script)
    (tmp_path / "story.txt").write_text("They met in Newtown.", "utf-8")
    command = [
        "parse",
        str(tmp_path / "story.txt"),
        "-o",
        str(tmp_path / "story.json"),
        "--gazetteer",
        str(path),
    ]
    assert main(command) == 1
    [line] = capfd.readouterr().err.splitlines()
    assert says in line
    assert not (tmp_path / "story.json").exists()


def test_a_gazetteer_that_was_edited_is_noticed(own: Path, tmp_path: Path) -> None:
    with Gazetteer.open(own) as gazetteer:
        assert gazetteer.candidates("Newtown")[0].place.id
    path = _edited(own, tmp_path, "UPDATE place SET lat = lat + 1 WHERE num = 7000001", sealed=True)
    with pytest.raises(GazetteerError, match="was changed since it was built"):
        Gazetteer.open(path)


def test_a_query_without_end_is_ended(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.gazetteer.own._STEPS", 1000)
    path = _edited(own, tmp_path, "")
    with Gazetteer.open(path) as gazetteer, pytest.raises(GazetteerError, match="a query takes too long"):
        gazetteer._database("place").rows(f"{_ENDLESS} count(*) FROM n")


def test_every_table_of_the_schema_is_one_that_is_checked() -> None:
    for table, (made, *_) in TABLES.items():
        database = sqlite3.connect(":memory:")
        database.execute(made)
        assert database.execute(f"PRAGMA table_xinfo({table})").fetchall()
        database.close()


def test_a_dump_through_a_pipe_is_read(own: Path, tmp_path: Path) -> None:
    pipe, out = tmp_path / "pipe", tmp_path / "out.sqlite"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes((own.parent / "dump.txt").read_bytes()))
    writer.start()
    assert main(["gazetteer", "build", "--geonames", str(pipe), "-o", str(out)]) == 0
    writer.join()
    assert out.read_bytes() == own.read_bytes()


# -- overlays and outlines ---------------------------------------------------------------------------------


def _drawn(folder: Path, coordinates: Any) -> tuple[geo.MapDocument, Path]:
    document = geo.geoparse("They met in Oslo, Norway.")
    layers = json.loads(geo.export(document))
    for feature in layers["features"]:
        if feature["properties"]["name"] == "Oslo":
            feature["geometry"] = {"type": "Polygon", "coordinates": coordinates}
    path = folder / "edited.geojson"
    path.write_text(json.dumps(layers), "utf-8")
    return document, path


@pytest.mark.parametrize(
    "ring",
    [
        [[10, 60]],
        [[10, 60], [11, 60]],
        [[10, 60], [11, 60], [10, 61]],
        [[10, 60], [11, 60], [10, 61], [10, 60.5]],
        [[10, 60], [11, float("nan")], [10, 61], [10, 60]],
        [[10, 60], [1e300, 60], [10, 1e300], [10, 60]],
        [[1e999, 60], [11, 60], [10, 61], [1e999, 60]],
        [],
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_bad_ring_is_told_in_one_line(tmp_path: Path, ring: Any) -> None:
    document, path = _drawn(tmp_path, [ring])
    with pytest.raises(OverlayError) as told:
        overlay(document, path)
    assert "\n" not in str(told.value)


def test_an_outline_that_crosses_everywhere_is_refused(tmp_path: Path) -> None:
    chosen = random.Random(1)
    ring = [[chosen.uniform(5, 15), chosen.uniform(55, 65)] for _ in range(100_000)]
    document, path = _drawn(tmp_path, [[*ring, ring[0]]])
    with pytest.raises(OverlayError, match="crosses itself in too many places"):
        overlay(document, path)


def test_a_fine_outline_is_drawn(tmp_path: Path) -> None:
    circle = shapely.Point(10, 60).buffer(3, quad_segs=50_000)
    document, path = _drawn(tmp_path, [list(map(list, circle.exterior.coords))])
    assert not crosses_much(circle)
    drawn = overlay(document, path)
    assert len(geo.render(drawn)) < 2 * len(geo.render(document))


def test_sources_with_long_names(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for length, code in ((240, 0), (255, 1)):
        source = tmp_path / ("n" * (length - 4) + ".txt")
        source.write_text("They met in Oslo.", "utf-8")
        assert main(["render", str(source), "-o", f"{tmp_path}/{length}/"]) == code
        said = capfd.readouterr().err
        assert "standard output" not in said
        assert (len(list((tmp_path / f"{length}").glob("n*"))) == 3) == (code == 0)
        assert main(["render", str(source), "-o", str(tmp_path / f"{length}.html")]) == 0


def test_articles_all_in_capitals_are_looked_up_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    read = Gazetteer._read
    monkeypatch.setattr(Gazetteer, "_read", lambda self, keys: asked.append(len(keys)) or read(self, keys))
    words = ["".join(pair) for pair in pairwise("abcdefghijklmnopqrstuvwxyz")]
    geo.geoparse(" ".join(f"Zq{a}{b}" for a in words for b in words))
    assert len(asked) < 200 < sum(asked)


def test_names_are_found_among_capitals_without_end() -> None:
    words = ["".join(pair) for pair in pairwise("abcdefghijklmnopqrstuvwxyz")]
    text = " ".join([*(f"Zq{a}{b}" for a in words for b in words[:9]), "Peru", *(f"Zv{a}" for a in words)])
    assert [t.surface for t in geo.geoparse(text).toponyms] == ["Peru"]


def test_a_figure_at_the_end_of_a_long_text_is_read_as_fast() -> None:
    said = "Oslo made 300 tons of steel a day."
    text = "rain " * 2_000_000 + said
    sentence = Sentence("s01", len(text) - len(said), len(text), "b01", "paragraph")
    reading = read_sentence(text, sentence, (), reading_language("en"))
    assert [q.per for q in find_quantities(reading)] == ["day"]
    begun = time.process_time()
    for _ in range(50):
        find_quantities(reading)
    assert time.process_time() - begun < 1
