"""Give every reader damaged inputs and look for what it must never do.

A finding is an exception that is not a ``GeoError`` with one line a fault, an input that takes longer than
the limit, memory over the limit, or a process that dies. Inputs are made of good ones by random damage; the
same seed gives the same inputs. Each finding is printed once, with its seed and the smallest input that
shows it; the exit code is 1 where there are any.

    python benchmarks/fuzz.py --seconds 60 --seed 1
    python benchmarks/fuzz.py --reader document --seed 1 --only 4711
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import resource
import select
import signal
import sqlite3
import sys
import tempfile
import textwrap
import time
import traceback
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import geo
from geo.document import MapDocument, explain
from geo.making.builder import build_geonames
from geo.making.builder.dump import Made
from geo.making.builder.layer import read_layer
from geo.pipeline import read_document as read_source
from geo.reading.article import article_from_bytes, articles_from_bytes

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from made_files import MADE, zipped  # noqa: E402

SECONDS = 10.0  # an input may take
MEMORY = 2 << 30  # bytes, beyond what the process has before it reads
MORE = 100_000  # bytes that damage may add
LONG_TEXT = 20_000  # bytes from which an article is only read, not parsed
BATCH = 500  # inputs that one process reads
ROUNDS = 150  # of making an input smaller


class Hang(BaseException):
    """Raised in a reader that takes too long; no ``except Exception`` stops it."""


# -- readers -----------------------------------------------------------------------------------------------


SMALL = "Oslo — 3 March 2019\n\nAbout 300 people flew from Oslo to Bergen in 2018, the office said.\n"


@cache
def small() -> MapDocument:
    """Make the document that corrections are laid over: points, a claim, a movement."""
    return geo.geoparse(SMALL)


@cache
def areas() -> MapDocument:
    """Read the document that edited layers are laid over: points, areas and a border."""
    return MapDocument.from_json((ROOT / "tests" / "documents" / "island-v1.json").read_text("utf-8"))


def drawn(document: MapDocument, data: bytes) -> None:
    """Write and read a document, and draw one in ten."""
    text = document.to_json()
    assert MapDocument.from_json(text).to_json() == text
    explain(document)
    geo.export(document)
    if sum(data) % 10 == 0:
        geo.render(document)


def read_text(data: bytes, _: Path) -> None:
    article = article_from_bytes(data, "story")
    if len(data) < LONG_TEXT:
        text = geo.geoparse(article).to_json()
        assert MapDocument.from_json(text).to_json() == text


def read_stories(data: bytes, _: Path) -> None:
    for article in articles_from_bytes(data, "story")[:3]:
        assert all(0 <= b.start < b.end <= len(article.text) for b in article.blocks)
        assert all(0 <= m.start < m.end <= len(article.text) for m in article.marked)
        assert not article.head or all(len(f.value) <= 400 for f in article.head.bylines)


def read_document(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    drawn(read_source(path), data)


def read_overlay(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    drawn(geo.overlay(areas(), path), data)


def read_corrections(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    corrections = geo.read_corrections(path)
    MapDocument.from_json(geo.correct(small(), corrections).to_json())


def read_themes(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    MapDocument.from_json(geo.geoparse(SMALL, themes=path).to_json())


def read_gazetteer(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    with geo.Gazetteer.open(path) as gazetteer:
        for name in ("Peru", "Nueva Ys", "Ис", "Huanuco"):
            for candidate in gazetteer.candidates(name):
                gazetteer.place(candidate.place.id)
        document = geo.geoparse("They met in Nueva Ys, Peru. Rain fell in Huanuco.", gazetteer=gazetteer)
        MapDocument.from_json(document.to_json())


def read_dump(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    build_geonames(path, path.with_suffix(".sqlite"), lambda *_: None)


def read_own_layer(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    for entry in read_layer(path, "name", Made(path)):
        assert all(entry.names)
        assert not entry.geometry.is_empty


def read_style(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    drawn(geo.styled(areas(), path), data)


# -- good inputs -------------------------------------------------------------------------------------------


def files(pattern: str) -> list[bytes]:
    found = [path.read_bytes() for path in sorted(ROOT.glob(pattern))]
    assert found, pattern
    return found


def good_columns() -> list[bytes]:
    """Set articles in two columns, of several widths."""
    found = files("tests/articles/columns.txt")
    for number, data in enumerate(files("tests/articles/wire*.txt")):
        lines = textwrap.wrap(data.decode("utf-8", "replace"), 24 + 6 * (number % 4))
        half = (len(lines) + 1) // 2
        width = max(map(len, lines)) + 2 + number % 3
        rows = zip(lines[:half], [*lines[half:], ""], strict=False)
        found.append("\n".join(left.ljust(width) + right for left, right in rows).encode())
    return found


def good_documents() -> list[bytes]:
    return [small().to_json().encode(), *files("tests/documents/island-v1.json")]


def good_overlays() -> list[bytes]:
    return [geo.export(areas(), name) for name in ("geojson", "geojson", "gpkg", "flatgeobuf")]


def good_layers() -> list[bytes]:
    csv = b"name;wkt\nYs;POINT(1 2)\nBasin;POLYGON((0 0,1 0,1 1,0 0))\n,POINT(3 4)\n"
    table = b"name,longitude,latitude\nYs,1.5,2.5\nBasin,-170,80\n"
    return [*good_overlays(), geo.export(areas(), "linked-places").replace(b'"title"', b'"name"'), csv, table]


def good_styles() -> list[bytes]:
    look = (
        'colours = ["#b3001b", "#255c99"]\ntext_font = "Charter"\nmap_font = "Open Sans"\ncredit = "By A"\n'
    )
    return [f'{look}[names]\n"Port Ona" = "Porto"\nOna = "Onalia"\n'.encode()]


LINE = '{ type = "LineString", coordinates = [[5.3, 60.4], [5.4, 60.5]] }'


def good_corrections() -> list[bytes]:
    lines = [told["correction"] for told in explain(small()).data]
    own = '[[add]]\nsurface = "office"\nname = "The office"\nlng = 5.3\nlat = 60.4\nkind = "facility"\n'
    drawn = own.replace("lng = 5.3\nlat = 60.4", f"geometry = {LINE}")
    claim, flow = small().claims[0], small().flows[0]
    told = f'[[claim]]\nsurface = "{claim.surface}"\nsentence = "{claim.sentence_id}"\nvalue = 3\n'
    told += f'places = ["{flow.origin}"]\n[[flow]]\nfrom = "{flow.origin}"\nto = "{flow.destination}"\n'
    told += f'subject = "x"\n[map]\ntitle = "x"\nframe = [1, 2, 3, 4]\nhidden = ["{flow.origin}"]\n'
    first = "\n\n".join(lines)
    return [text.encode() for text in (first, f"{lines[0]}\n\n{own}mention = 1\n", drawn, told)]


def good_gazetteers() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "own.sqlite"
        (Path(folder) / "dump.txt").write_bytes(good_dumps()[0])
        build_geonames(Path(folder) / "dump.txt", out, lambda *_: None)
        return [out.read_bytes()]


def good_dumps() -> list[bytes]:
    rows = [
        (3932488, "Peru", "Perú,Perou", -10, -76, "A", "PCLI", "", ""),
        (3696416, "Huanuco", "", -9.5, -76, "A", "ADM1", "10", ""),
        (900000002, "Nueva Ys", "Ис,New Ys", -9.5, -76.5, "P", "PPL", "10", "1099"),
    ]
    lines = [
        f"{n}\t{name}\t{name}\t{names}\t{lat}\t{lng}\t{group}\t{code}\tPE\t\t{a1}\t{a2}\t\t\t700\t\t0\t"
        "America/Lima\t2024-01-01\n"
        for n, name, names, lat, lng, group, code, a1, a2 in rows
    ]
    return ["".join(lines).encode(), *files("tests/dumps/IS.txt")]


# -- damage ------------------------------------------------------------------------------------------------

ODD_BYTES = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff\xfe", b"\r", b"\n\n", b"\xe2\x80\xa8"),
    *(b"\xc2\x85", b"\x1b[2J", b'"', b"'''", b'"""', b"{", b"[", b"[[", b"}", b"]", b"<", b">", b"&#0;"),
    *(b"&#x110000;", b"-->", b"<!--", b"<![CDATA[", b"</html>", b"# ", b"- ", b"> ", b"    ", b"```", b"\t"),
    *(
        b"=",
        b".",
        b"9" * 40,
        b"1e999",
        b"-",
        b"\xf0\x9f\x87\xb3\xf0\x9f\x87\xb4",
        b"\xd9\x85",
        b"e\xcc\x81" * 20,
    ),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**25, -0.5, 1e308, float("inf"), float("nan")),
    *("", " ", "\0", "\ud800", "a\nb", "x" * 5000, "2019-02-30", "9999-12-31/0001-01-01", "text", "en"),
    *("geonames:1", "s01", "t01", "#zzzzzz", [], {}, [[]], [None], {"": None}, [1e9, 1e9], [[0, 0], [0, 0]]),
    *(181, -91),
)
ODD_TOML = (
    *("true", "-1", "1e400", "nan", "inf", '""', '" "', '"\\u0000"', '"\\u202e"', "'''a\nb'''", "[]", "{}"),
    *("[[1]]", "{a.b = 1}", "1979-05-27", "99999999999999999999999", '"geonames:0"', '"s99"', "180.1"),
    *('"x"\n[[correct]]', '"name"', "[" * 300, "0x10", '"facility"', "07:32:00", '"' + "y" * 3000 + '"'),
)
TAGS = (
    "p div table tr td li ul h1 h6 script style title meta br a article svg math template select noscript pre"
)


def damage_bytes(data: bytes, r: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 4, 16))):
        at, size = r.randrange(len(out) + 1), r.choice((1, 2, 8, 100, 2000))
        how = r.randrange(6)
        if how == 0 and out:
            out[min(at, len(out) - 1)] ^= 1 << r.randrange(8)
        elif how == 1:
            del out[at : at + size]
        elif how == 2:
            out[at:at] = bytes(out[at : at + size]) * r.choice((1, 3, 50))
        elif how == 3:
            out[at:at] = r.choice(ODD_BYTES) * r.choice((1, 1, 1, 2, 30, 1000))
        elif how == 4:
            out[at : at + size] = r.randbytes(min(size, 100))
        else:
            other = r.randrange(len(out) + 1)
            out[at : at + size], out[other : other + size] = out[other : other + size], out[at : at + size]
    return bytes(out)


def damage_columns(data: bytes, r: random.Random) -> bytes:
    """Move, tear and join columns."""
    lines = data.split(b"\n")
    for _ in range(r.choice((1, 3, 30))):
        at = r.randrange(len(lines))
        line, gap = lines[at], lines[at].rfind(b"  ")
        how = r.randrange(6)
        if how == 0:
            lines[at] = line[: max(gap, 0)]
        elif how == 1:
            lines[at] = line[: gap + 1] + b" " * r.choice((1, 4, 90)) + line[gap + 1 :]
        elif how == 2:
            lines[at] = line.replace(b"  ", r.choice((b"\t", b" ", "\u3000".encode())))
        elif how == 3:
            lines[at] = line + r.choice((b"-", "\u00ad".encode(), b"-\r", b" " * 999))
        elif how == 4:
            lines.insert(at, r.choice((b"", b"\x0c", line)))
        else:
            lines[at:at] = lines[at : at + 9] * r.choice((1, 20))
    return b"\n".join(lines)


def damage_json(data: bytes, r: random.Random) -> bytes:
    try:
        return _damaged_json(json.loads(data), r)
    except (ValueError, RecursionError):  # not JSON any more, or nested too deeply for Python
        return damage_bytes(data, r)


def _damaged_json(value: Any, r: random.Random) -> bytes:
    for _ in range(r.choice((1, 1, 2, 5))):
        places = list(_places(value))
        if not places:
            break
        holder, key = r.choice(places)
        how = r.randrange(7)
        if how == 0:
            del holder[key]
        elif how <= 2:
            holder[key] = r.choice(ODD_VALUES)
        elif how == 3:
            other, name = r.choice(places)
            with suppress(LookupError):
                holder[key] = json.loads(json.dumps(other[name]))
        elif how == 4 and isinstance(holder, list):
            holder.insert(key, json.loads(json.dumps(holder[key])))
        elif how == 4:
            holder[r.choice(("", "new", "\ud800", "geometry", f"{key} "))] = holder.pop(key)
        elif how == 5:
            for _ in range(r.choice((2, 50, 500))):
                holder[key] = r.choice(([holder[key]], {"coordinates": holder[key]}))
        elif isinstance(holder[key], int | float):
            holder[key] = holder[key] + r.choice((-1, 1, 0.5, 1e-7, 90, 180, 1e6))
        elif isinstance(holder[key], str):
            holder[key] = damage_bytes(holder[key].encode("utf-8", "ignore"), r).decode("utf-8", "ignore")
    return json.dumps(value, ensure_ascii=r.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    rest = [value]
    while rest:
        holder = rest.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                rest.append(holder[key])


def damage_toml(data: bytes, r: random.Random) -> bytes:
    lines = data.decode("utf-8", "ignore").split("\n")
    for _ in range(r.choice((1, 1, 2, 4))):
        at = r.randrange(len(lines))
        how = r.randrange(5)
        if how == 0:
            del lines[at]
        elif how == 1:
            lines.insert(at, r.choice(lines or [""]))
        elif how <= 3:
            key = lines[at].partition("=")[0].strip(" #") or r.choice(("surface", "name", "mention", "lng"))
            lines[at] = f"{key} = {r.choice(ODD_TOML)}"
        else:
            lines[at] = r.choice(("[[add]]", "[[theme]]", "[correct]", "[[[x]]]", "a.b.c = 1", "\\"))
        lines = lines or [""]
    return "\n".join(lines).encode()


def damage_html(data: bytes, r: random.Random) -> bytes:
    parts = re.split(rb"(<[^>]*>)", data)
    for _ in range(r.choice((1, 1, 2, 6))):
        at, name = r.randrange(len(parts)), r.choice(TAGS.split()).encode()
        how = r.randrange(5)
        if how == 0:
            del parts[at]
        elif how == 1:
            parts.insert(at, b"<%s>" % name * r.choice((1, 3, 300, 5000)))
        elif how == 2:
            parts.insert(
                at, b"<%s %s>" % (name, b" ".join(b"a%d=1" % n for n in range(r.choice((1, 9, 900)))))
            )
        elif how == 3:
            charset = r.choice((b"utf-16", b"x-unknown", b"", b"shift_jis", b"utf-7", b"cp65001", b"rot13"))
            parts.insert(at, b'<meta charset="%s"><html lang="%s">' % (charset, charset * 3))
        else:
            parts[at : at + 20] = reversed(parts[at : at + 20])
        parts = parts or [b""]
    return b"".join(parts)


def damage_zip(data: bytes, r: random.Random) -> bytes:
    """Damage one file of a ZIP archive, and pack it again; other bytes are damaged as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, zlib.error, EOFError):
        return damage_bytes(data, r)
    if not inner:
        return data
    name = r.choice(sorted(inner))
    inner[name] = damage_html(inner[name], r)
    if r.random() < 0.2:
        inner["../" * r.randrange(9) + name] = inner.pop(name)
    return zipped(dict(inner))


def damage_sqlite(data: bytes, r: random.Random) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database, suppress(sqlite3.Error):
        database.deserialize(data)
        for _ in range(r.choice((1, 1, 3))):
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            table = r.choice(tables)
            column = r.choice([c[1] for c in database.execute(f'PRAGMA table_info("{table}")')])
            value = r.choice(
                (None, -1, 2**62, 1e308, "", "x", b"\x00\xff", "x" * 9999, 0, 999_999, "geonames:1")
            )
            how = r.randrange(7)
            if how <= 2:
                database.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ?', (value,))
            elif how == 3:
                database.execute(f'DELETE FROM "{table}"')
            elif how == 4:
                database.execute(f'DROP TABLE "{table}"')
            elif how == 5:
                database.execute(f'ALTER TABLE "{table}" RENAME COLUMN "{column}" TO other')
            else:
                database.execute(f'ALTER TABLE "{table}" RENAME TO kept')
                loop = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM kept, n"
                database.execute(f'CREATE VIEW "{table}" AS {r.choice((loop, "SELECT * FROM kept"))}')
        database.commit()
        return database.serialize()
    return data


class Reader(NamedTuple):
    """A reader: what reads, good inputs for it, and the kinds of damage to them."""

    read: Callable[[bytes, Path], None]
    good: Callable[[], list[bytes]]
    damage: tuple[Callable[[bytes, random.Random], bytes], ...] = ()


READERS = {
    "text": Reader(
        read_text, lambda: [SMALL.encode(), *files("tests/articles/*.txt"), *files("seeds/*.txt")]
    ),
    "columns": Reader(read_text, good_columns, (damage_columns, damage_columns)),
    "markdown": Reader(read_text, lambda: files("tests/articles/*.md")),
    "html": Reader(read_text, lambda: files("tests/articles/*.html"), (damage_html,)),
    "files": Reader(read_stories, lambda: [make() for make in MADE.values()], (damage_zip,)),
    "pdf": Reader(read_stories, lambda: [MADE["pdf"](), MADE["columns"]()]),
    "feeds": Reader(read_stories, lambda: [*files("tests/articles/feed.*")], (damage_html,)),
    "xml": Reader(read_stories, lambda: files("tests/articles/*.xml"), (damage_html, damage_html)),
    "ninjs": Reader(read_stories, lambda: files("tests/articles/*.json"), (damage_json,)),
    "mail": Reader(read_stories, lambda: [*files("tests/articles/*.eml"), *files("tests/articles/*.mhtml")]),
    "document": Reader(read_document, good_documents, (damage_json, damage_json, damage_json)),
    "overlay": Reader(read_overlay, good_overlays, (damage_json,)),
    "layer": Reader(read_own_layer, good_layers, (damage_json,)),
    "style": Reader(read_style, good_styles, (damage_toml, damage_toml)),
    "corrections": Reader(read_corrections, good_corrections, (damage_toml, damage_toml)),
    "themes": Reader(read_themes, lambda: files("data/themes.toml"), (damage_toml, damage_toml)),
    "gazetteer": Reader(read_gazetteer, good_gazetteers, (damage_sqlite, damage_sqlite, damage_sqlite)),
    "dump": Reader(read_dump, good_dumps),
}


def damaged(name: str, good: list[bytes], seed: int, number: int) -> bytes:
    """Make an input of a reader: the same for the same seed and number."""
    r = random.Random(f"{name} {seed} {number}")
    data = r.choice(good)
    for _ in range(r.choice((1, 1, 2))):
        data = r.choice((damage_bytes, *READERS[name].damage))(data, r)
    return data[: 2 * len(good[0]) + MORE]


# -- running -----------------------------------------------------------------------------------------------


def fault_of(read: Callable[[bytes, Path], None], data: bytes, path: Path) -> str:
    """Run a reader; return what it did wrong, "" for nothing."""

    def hang(*_: object) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, hang)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        read(data, path)
    except geo.GeoError as error:
        lines = str(error).split("\n")
        if not all(line.strip() for line in lines) or "Traceback" in str(error):
            return f"{type(error).__name__} with an empty line"
        if len({line.partition(":")[0].partition(",")[0] for line in lines}) > 1:
            return f"{type(error).__name__} with a fault on several lines: {lines[:2]!r}"
    except (Exception, Hang) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if f"{os.sep}geo{os.sep}" in f.filename] or frames
        where = f"{Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno} {ours[-1].name}"
        return f"{type(error).__name__} in {where}: {' '.join(str(error).split())[:120]}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


@contextmanager
def child(work: Callable[[Callable[[Any], None]], None]) -> Iterator[Callable[[float], Any]]:
    """Run work in a process of its own, under the limits; give what waits for the next thing that it says."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        os.close(ours)
        with open(os.devnull, "w") as null:  # what libraries say is not of interest
            os.dup2(null.fileno(), 1)
            os.dup2(null.fileno(), 2)
        limit_memory()
        with os.fdopen(theirs, "w") as out, suppress(BaseException):
            work(lambda said: print(json.dumps(said), file=out, flush=True))
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as read:  # what is read ahead would not wake `select`

        def heard(seconds: float) -> Any:
            """Return what was said; None after an end, or after too long a silence."""
            ready, _, _ = select.select([read], [], [], seconds)
            line = read.readline() if ready else b""
            return json.loads(line) if line else None

        try:
            yield heard
        finally:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def fuzz(name: str, seed: int, end: float, folder: Path) -> tuple[int, dict[str, int]]:
    """Run a reader on inputs until a time, on one at least; return how many, and the first of each fault."""
    reader, number = READERS[name], 0
    found: dict[str, int] = {}
    good = reader.good()
    fault_of(reader.read, good[0], folder / "input")  # what is loaded once is loaded before the limits

    def work(say: Callable[[Any], None]) -> None:
        for n in range(number, number - number % BATCH + BATCH):
            data = damaged(name, good, seed, n)
            say([n, fault_of(reader.read, data, folder / "input")])

    while time.monotonic() < end or not number:
        begun = number
        with child(work) as heard:
            while time.monotonic() < end or not number:
                said = heard(2 * SECONDS)
                if said is None and number % BATCH == 0 and number > begun:
                    break  # it has done its share
                fault = "the process died, or did not answer" if said is None else said[1]
                if fault:
                    found.setdefault(fault, number)
                number += 1
                if said is None:
                    break
    return number, found


def smallest(name: str, data: bytes, fault: str, folder: Path) -> bytes:
    """Leave out parts of an input as long as the fault stays; one of megabytes is left as it is."""
    if len(data) > 1_000_000:
        return data
    kind = fault.partition(":")[0]

    def stays(candidate: bytes) -> bool:
        with child(lambda say: say(fault_of(READERS[name].read, candidate, folder / "input"))) as heard:
            said = heard(2 * SECONDS)
        return (
            (said or "the process died, or did not answer").partition(":")[0] == kind if said != "" else False
        )

    size, rounds = len(data) // 2, 0
    while size and rounds < ROUNDS:
        at, before = 0, len(data)
        while at < len(data) and rounds < ROUNDS:
            shorter = data[:at] + data[at + size :]
            rounds += 1
            data, at = (shorter, at) if stays(shorter) else (data, at + size)
        size = size if len(data) < before else size // 2
    return data


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60, help="how long in all (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="which inputs (default: 1)")
    parser.add_argument(
        "--reader", action="append", choices=READERS, help="only this one; may be given again"
    )
    parser.add_argument("--only", type=int, metavar="N", help="only the input of this number")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    names = arguments.reader or list(READERS)
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in names:
            if arguments.only is not None:
                data = damaged(name, READERS[name].good(), arguments.seed, arguments.only)
                fault = fault_of(READERS[name].read, data, folder / "input")
                print(f"{name} {arguments.only}: {fault or 'good'}", flush=True)
                sys.stdout.buffer.write(data + b"\n")
                continue
            end = time.monotonic() + arguments.seconds / len(names)
            count, found = fuzz(name, arguments.seed, end, folder)
            print(f"{name}: {count} inputs, {len(found)} findings", flush=True)
            for fault, number in found.items():
                failed += 1
                print(f"  --reader {name} --seed {arguments.seed} --only {number}: {fault}", flush=True)
                data = damaged(name, READERS[name].good(), arguments.seed, number)
                data = smallest(name, data, fault, folder)
                print(f"    {len(data)} bytes: {data[:600]!r}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
