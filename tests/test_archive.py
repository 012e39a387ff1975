"""Archives: what is read, what is written, what is counted; all in this process, without Dask."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from geo.archive import Options, archive, count, parsing, run
from geo.archive.cutting import plan
from geo.archive.records import Record, records
from geo.archive.tables import box, boxes
from geo.errors import ArchiveError

NEWS = [
    {"text": "Rain flooded Oslo and Bergen on Monday.", "date": "2019-03-04", "id": "a", "outlet": "Post"},
    {"text": "Two men flew from Lima to Bogota.", "date": "soon", "id": "b", "outlet": "Post"},
    {"text": "Rain flooded Oslo and Bergen on Monday.", "date": "2019-03-04", "id": "c", "outlet": "Herald"},
    {"text": "", "date": "2019-04-01", "id": "d"},
    {"text": "Nobody was hurt.", "id": "https://www.example.org/e"},
]


def lines(rows: list[Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    files = sorted((folder / name).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    (root / "news.jsonl").write_text(lines(NEWS))
    archive([str(root / "news.jsonl")], str(root / "out"), Options(cut_bytes=150), workers=0)
    return root / "out"


def read(path: Path, **options: Any) -> list[Record]:
    chosen = Options(**options)
    return [r for cut in plan([str(path)], chosen)[1] for r in records(cut.pieces, chosen)]


# -- reading -----------------------------------------------------------------------------------------------


def test_every_kind_of_table_gives_the_same_articles(tmp_path: Path) -> None:
    rows = [{"text": f'Line one\nof {n}, "quoted".', "date": "2019-03-04", "id": f"x{n}"} for n in range(40)]
    (tmp_path / "a.jsonl").write_text(lines(rows))
    frame = pa.Table.from_pylist(rows)
    pq.write_table(frame, tmp_path / "a.parquet", row_group_size=7)
    import pyarrow.csv

    pyarrow.csv.write_csv(frame, tmp_path / "a.csv")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    (tmp_path / "a.csv.zst").write_bytes(zstandard.compress((tmp_path / "a.csv").read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(tmp_path / "a.parquet", "inside/a.parquet")
    expected = [(r["id"], r["text"], r["date"]) for r in rows]
    for name in ("a.jsonl", "a.parquet", "a.csv", "a.jsonl.gz", "a.csv.zst", "a.zip"):
        for size in (200, 1 << 20):
            found = read(tmp_path / name, cut_bytes=size)
            assert [(r.id, r.data, r.date) for r in found] == expected, (name, size)


def test_cuts_divide_a_table_and_lose_no_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines([{"text": f"{n} " * 9} for n in range(50)]))
    _, cuts = plan([str(tmp_path / "a.jsonl")], Options(cut_bytes=300))
    assert len(cuts) > 5
    where = [r.where for cut in cuts for r in records(cut.pieces, Options())]
    assert where == [f"a.jsonl:{n}" for n in range(1, 51)]


def test_columns_have_the_names_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "body;when;url\nIt rained.;Mon, 04 Mar 2019 10:00:00 GMT;http://www.example.org/1\nIt blew.;;\n"
    )
    first, second = read(path, text="body", date="when", id="url")
    assert (first.data, first.date, first.outlet) == ("It rained.", "2019-03-04", "example.org")
    assert (second.data, second.date, second.id) == ("It blew.", None, "a.csv:3")


def test_a_folder_is_read_whole_and_hidden_files_are_left(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "b.txt").write_text("Lima")
    (tmp_path / "in" / "a.html").write_text("<html><p>Oslo</p></html>")
    (tmp_path / "in" / ".hidden").write_text("no")
    assert [r.id for r in read(tmp_path / "in")] == ["a.html", "deep/b.txt"]
    assert [r.id for r in read(tmp_path / "in" / "**" / "*.txt")] == ["deep/b.txt"]


def test_an_address_of_fsspec_is_read_as_a_file_is() -> None:
    import fsspec

    fsspec.filesystem("memory").pipe({"/press/a.jsonl": lines(NEWS).encode(), "/press/b.txt": b"Lima"})
    chosen = Options(cut_bytes=150)
    for source, number in (("memory://press", 6), ("memory://press/*.jsonl", 5)):
        _, cuts = plan([source], chosen)
        assert len([r for cut in cuts for r in records(cut.pieces, chosen)]) == number


def test_feeds_and_warc_give_their_items(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0"?><rss><channel><item><title>Rain</title><link>http://example.org/1</link>'
        "<pubDate>Mon, 04 Mar 2019 10:00:00 GMT</pubDate><description>&lt;p&gt;It rained in Oslo.&lt;/p&gt;"
        "</description></item><item><title>Empty</title></item></channel></rss>"
    )
    (tmp_path / "feed.xml").write_text(feed)
    one, two = read(tmp_path / "feed.xml")
    assert (one.title, one.date, one.outlet) == ("Rain", "2019-03-04", "example.org")
    assert b"It rained in Oslo." in bytes(one.data)
    assert two.fault == "an item without text"

    body = "<html><p>Élan in Oslo</p></html>".encode("latin-1")
    http = b"HTTP/1.1 %d OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n\r\n"
    warc = b""
    for status in (200, 404):
        block = http % status + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"WARC-Target-URI: http://www.example.org/{status}\r\nWARC-Date: 2019-03-04T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        warc += gzip.compress(head.encode() + block + b"\r\n\r\n")
    (tmp_path / "a.warc.gz").write_bytes(warc)
    [page] = read(tmp_path / "a.warc.gz")
    assert (page.id, page.outlet) == ("http://www.example.org/200", "example.org")
    assert "Élan" in bytes(page.data).decode()


def test_what_is_broken_is_a_record_with_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "Oslo"}\n{"text": \n[1]\n{"text": 3}\n')
    assert [bool(r.fault) for r in read(tmp_path / "a.jsonl")] == [False, True, True, True]
    (tmp_path / "b.jsonl.gz").write_bytes(
        gzip.compress(lines([{"text": f"{n * n * 7919}"} for n in range(40_000)]).encode())[:-9000]
    )
    broken = read(tmp_path / "b.jsonl.gz")
    assert broken[1].data == "7919"
    assert "cannot be read to its end" in broken[-1].fault


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("missing.jsonl", None, "no such file"),
        (
            "a.jsonl",
            '{"body": "x"}\n',
            "no column 'text'; it has 'body'; name the one with the text: --text NAME",
        ),
    ],
)
def test_a_source_that_cannot_be_meant_is_one_line(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(ArchiveError, match=message):
        plan([str(tmp_path / name)], Options())


# -- tables ------------------------------------------------------------------------------------------------


def test_articles_have_date_outlet_copy_and_focus(made: Path) -> None:
    articles = {a["id"]: a for a in table(made, "articles")}
    assert [str(articles[i]["date"]) for i in "ab"] == ["2019-03-04", "None"]
    assert articles["c"]["same_as"] == articles["a"]["article"] == articles["c"]["cluster"]
    assert next((f["level"], f["name"]) for f in articles["a"]["focus"]) == ("country", "Norway")
    assert articles["https://www.example.org/e"]["outlet"] == "example.org"
    assert [(e["id"], e["code"]) for e in table(made, "errors")] == [("d", "unreadable")]


def test_mentions_slice_back_and_are_sorted(made: Path) -> None:
    texts = {a["article"]: NEWS[i]["text"] for i, a in enumerate(table(made, "articles"))}
    mentions = table(made, "mentions")
    assert {m["name"] for m in mentions} == {"Oslo", "Bergen", "Lima", "Bogotá"}
    assert all(texts[m["article"]][m["start"] : m["end"]] == m["surface"] for m in mentions)
    [flow] = table(made, "flows")
    assert (flow["origin_name"], flow["destination_name"]) == ("Lima", "Bogotá")
    assert [
        (p["name"], p["articles"], p["clusters"]) for p in table(made, "places") if p["name"] == "Oslo"
    ] == [("Oslo", 2, 1)]


def test_the_tables_are_valid_geoparquet(made: Path) -> None:
    import geopandas as gpd

    for name in ("articles", "mentions", "flows", "places", "outlines"):
        for file in (made / name).glob("*.parquet"):
            frame = gpd.read_parquet(file)
            about = json.loads(pq.read_schema(file).metadata[b"geo"])
            assert about["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
            assert frame.crs == "OGC:CRS84"
            boxes = pq.read_table(file, columns=["bbox"])["bbox"].to_pylist()
            for shape, sides in zip(frame.geometry, boxes, strict=True):
                if shape is not None:
                    west, south, east, north = shape.bounds
                    assert sides["xmin"] <= west <= east <= sides["xmax"]
                    assert sides["ymin"] <= south <= north <= sides["ymax"]


def test_a_box_holds_its_position_in_32_bits() -> None:
    for lng, lat in ((0.1, -0.1), (0.0, 0.0), (-179.99999, 89.99999), (1e-9, -1e-9)):
        [sides] = boxes([box((lng, lat))]).to_pylist()
        assert sides["xmin"] <= lng <= sides["xmax"]
        assert sides["ymin"] <= lat <= sides["ymax"]
        assert sides["xmax"] - sides["xmin"] < 1e-4


def test_what_a_cap_cuts_off_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines([{"text": "Rain fell on Oslo. " * 50}, {"text": "Lima"}]))
    archive([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), Options(most_characters=100), workers=0)
    [error] = table(tmp_path / "out", "errors")
    assert (error["code"], error["message"]) == ("cut", "850 of 950 characters are cut off")
    assert len(table(tmp_path / "out", "mentions")) == 6

    slow = Options(most_seconds=0.001)
    archive([str(tmp_path / "a.jsonl")], str(tmp_path / "slow"), slow, workers=0)
    assert {e["code"] for e in table(tmp_path / "slow", "errors")} == {"time"}


def test_memory_of_an_article_has_a_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = parsing.geoparse

    def greedy(article: Any, **how: Any) -> Any:
        if "Oslo" in article.text:
            bytearray(1 << 30)
        return parse(article, **how)

    monkeypatch.setattr(parsing, "geoparse", greedy)
    (tmp_path / "a.jsonl").write_text(lines([{"text": "Rain fell on Oslo."}, {"text": "Rain fell on Lima."}]))
    archive([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), Options(most_bytes=1 << 28), workers=0)
    [error] = table(tmp_path / "out", "errors")
    assert error["code"] == "memory"
    assert [m["name"] for m in table(tmp_path / "out", "mentions")] == ["Lima"]


def test_long_articles_are_read_first_and_apart(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_APART", len("Nobody was hurt."))
    done: list[tuple[int, int | None]] = []
    work = run.work
    monkeypatch.setattr(run, "work", lambda job: (done.append((job.cut.number, job.only)), work(job))[1])
    archive([str(made.parent / "news.jsonl")], str(tmp_path), Options(cut_bytes=1000), workers=0)
    assert done == [(0, 0), (0, 1), (0, None)]
    assert table(tmp_path, "places") == table(made, "places")
    assert [a["id"] for a in table(tmp_path, "articles") if a["same_as"] is None] == [
        "d",
        NEWS[4]["id"],
        "a",
        "b",
    ]


# -- going on ----------------------------------------------------------------------------------------------


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = str(made.parent / "news.jsonl"), tmp_path / "out"
    calls = 0
    replaced = os.replace

    def full(a: Any, b: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == stop:
            raise OSError(28, "No space left on device")
        replaced(a, b)

    monkeypatch.setattr(os, "replace", full)
    for stop in (3, 6, 9):
        calls = 0
        with pytest.raises(ArchiveError, match="No space left on device"):
            archive([source], str(out), Options(cut_bytes=150), workers=0, resume=out.exists())
        assert calls == stop
        assert not list(out.rglob("*.part"))
    stop = 0
    archive([source], str(out), Options(cut_bytes=150), workers=0, resume=True)
    assert content(out) == content(made)


def test_only_the_same_archive_is_resumed(made: Path, tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(lines(NEWS[:1]))
    source, out = str(tmp_path / "news.jsonl"), str(tmp_path / "out")
    with pytest.raises(ArchiveError, match="nothing to resume"):
        archive([source], out, workers=0, resume=True)
    archive([source], out, workers=0)
    with pytest.raises(ArchiveError, match="go on with --resume"):
        archive([source], out, workers=0)
    with pytest.raises(ArchiveError, match=r"option most_seconds was 300\.0, is 5\.0"):
        archive([source], out, Options(most_seconds=5.0), workers=0, resume=True)
    (tmp_path / "news.jsonl").write_text(lines(NEWS[:2]))
    with pytest.raises(ArchiveError, match=r"changed input news\.jsonl"):
        archive([source], out, workers=0, resume=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(ArchiveError, match="has other files"):
        archive([source], str(tmp_path / "other"), workers=0)


def test_a_second_pass_knows_where_the_outlets_look(tmp_path: Path) -> None:
    towns = ("Columbus, Ohio", "Cleveland, Ohio", "Toledo, Ohio")
    texts = [f"A fire broke out in {town} on Monday." for town in towns for _ in range(8)]
    rows = [{"text": f"{n}. {text}", "outlet": "Post"} for n, text in enumerate(texts)]
    rows += [{"text": "Rain flooded Springfield.", "outlet": outlet} for outlet in ("Post", "Herald")]
    rows[-1]["text"] += " It was Monday."
    (tmp_path / "a.jsonl").write_text(lines(rows))
    made = archive([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), Options(outlets=True), workers=0)
    units = {
        m["article"]: m["admin1"]
        for m in table(tmp_path / "out", "mentions")
        if m["surface"] == "Springfield"
    }
    post, herald = (units.get(n) for n in (24, 25))
    assert post == "geonames:5165418"
    assert herald != post
    assert made["outlets"]["moved"] + made["outlets"]["placed"] >= 1


# -- counting ----------------------------------------------------------------------------------------------


def test_counts_have_mentions_articles_and_clusters_side_by_side(made: Path) -> None:
    assert count(str(made), "month,country").decode().splitlines() == [
        "month,country,mentions,articles,clusters",
        "2019-03,NO,4,2,1",
        ",CO,1,1,1",
        ",PE,1,1,1",
    ]
    features = json.loads(count(str(made), "admin1,outlet", suffix=".geojson"))["features"]
    assert {f["geometry"]["type"] for f in features} <= {"Polygon", "MultiPolygon"}
    units = {"Oslo", "Vestland", "Distrito Capital de Bogotá", "Lima Province"}
    assert {f["properties"]["admin1_name"] for f in features} == units
    found = pq.read_table(pa.BufferReader(count(str(made), "country,theme", suffix=".parquet"))).to_pylist()
    assert [(r["country"], r["mentions"], r["articles"], r["clusters"]) for r in found] == [
        ("CO", 1, 1, 1),
        ("NO", 4, 2, 1),
        ("PE", 1, 1, 1),
    ]


@pytest.mark.parametrize(
    ("by", "suffix"), [("month,colour", ".csv"), ("month", ".geojson"), ("month", ".xls")]
)
def test_what_cannot_be_counted_is_one_line(made: Path, by: str, suffix: str) -> None:
    with pytest.raises(ArchiveError, match=r"expected|needs"):
        count(str(made), by, suffix=suffix)
