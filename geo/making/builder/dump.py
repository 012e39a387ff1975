"""Make one gazetteer file from a user's own GeoNames dump, of any size.

The dump is read twice as a stream: once for the codes of its administrative units, once for its places.
SQLite sorts on disk (in its folder for temporary files, ``SQLITE_TMPDIR``), so memory grows much more
slowly than the dump: ``benchmarks/gazetteer.py`` prints how much. The pinned gazetteer fills it up: with
what GeoNames lacks (names written by hand, demonyms, abbreviations, Natural Earth's lakes and rivers,
English names), and with the places of each kind in each country that the dump has none of, so that a dump
of one country leaves the rest of the world in place. Polygons and borders stay in the pinned file and are
found by GeoNames id.
"""

from __future__ import annotations

import shutil
import sqlite3
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from ...errors import GazetteerError
from ...files import draft, read_only_uri, scratch
from ...gazetteer import (
    APPLICATION_ID,
    FORMAT_VERSION,
    PLACE_COLUMNS,
    SEAL,
    TABLES,
    Pinned,
    cell_of,
    data_dir,
    sealed_sha256,
)
from ...model import MAIN_NAME, OTHER_NAME
from .english import plain
from .tables import HEADER, spellings

_COLUMNS = 19
_FORMAT = "a GeoNames table, 19 tab-separated columns (https://download.geonames.org/export/dump/readme.txt)"
_CURATED = ("country", "admin1", "continent")
_GEONAMES_HAS = (
    "geonames", "zipcodes", "airportsdata", "ourairports", "worldcities", "psgc", "indiapost"
)  # fmt: skip
"""The sources of places that a full dump has too; what others have is copied into every file."""
_EVERY = 200_000

_TABLE: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_KINDS = {code: kind for kind, codes in _TABLE.items() for code in codes.split()}
_LEFT_OUT_TOWNS = ("PPLCH", "PPLQ", "PPLW")


class Made(Struct):
    """The result of ``build_geonames``: counts of places, names, rows left out (by class), malformed rows."""

    path: Path
    places: int = 0
    names: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    malformed: int = 0
    first_fault: str = ""


class _Units(Struct, frozen=True):
    """GeoNames ids of units by their codes, and of a place's first-level unit by the place's id."""

    first: dict[tuple[str, str], int]
    second: dict[tuple[str, str, str], int]
    of_place: dict[int, int]


class _Line(Struct, frozen=True):
    num: int
    name: str
    names: tuple[str, ...]
    lat: float
    lng: float
    group: str
    code: str
    country: str
    also: str
    admin1: str
    admin2: str
    population: int


def build_geonames(dump: Path, out: Path, progress: Callable[[str, float], None] | None = None) -> Made:
    """Build one gazetteer file from a GeoNames dump; the same dump, data and SQLite give the same bytes.

    Parameters
    ----------
    dump
        ``allCountries.txt``, a country's table, or ``cities500.txt``; or the ``.zip`` that holds one.
    out
        The ``.sqlite`` file to write; it is put there, or replaced, only when it is complete.
    progress
        Called with the stage's name and the share of it that is done, 0 to 1.

    Returns
    -------
    Made
        Counts of places and names; of rows left out, by feature class; and of malformed rows.

    Raises
    ------
    GazetteerError
        If the dump cannot be read or is not a GeoNames table, or the disk is full.
    ExportError
        If the file cannot be written there.
    """
    report = progress or (lambda stage, share: None)
    made = Made(out)
    try:
        with _again(dump) as dump, draft(out) as file:
            with closing(open_draft(file)) as database:
                units = _read_units(dump, database, report)
                _stage(dump, database, units, made, report)
                report("sorting names", 0.0)
                copy_pinned(database)
                finish(database, made)
            report("sealing", 0.0)
            seal(file)
    except sqlite3.Error as error:
        raise GazetteerError(f"{out}: could not be written ({error}); is there room on the disk?") from None
    return made


def open_draft(file: Path) -> sqlite3.Connection:
    """Open a new file with empty tables; the pinned ones are attached as ``pp``, ``pn`` and ``ps``."""
    pinned = data_dir()
    Pinned.read(pinned).check(["places.sqlite", "names.sqlite", "names-scripts.sqlite"])
    database = sqlite3.connect(file, isolation_level=None, uri=True)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON", "cache_size = -262144"):
        database.execute(f"PRAGMA {pragma}")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
    for schema, part in (("pp", "places"), ("pn", "names"), ("ps", "names-scripts")):
        database.execute(f"ATTACH ? AS {schema}", (read_only_uri(pinned / f"{part}.sqlite"),))
    for table in ("kind", "source", "country", "place", "name"):
        database.execute(TABLES[table][0])
    database.execute(f"CREATE TABLE {SEAL}(sha256 TEXT NOT NULL)")
    database.execute("CREATE TEMP TABLE staged_name(key TEXT, place INTEGER, rank INTEGER)")
    database.execute("BEGIN")
    return database


@contextmanager
def _again(dump: Path) -> Iterator[Path]:
    """Give a file that can be read twice: a dump that comes through a pipe is copied to a temporary one."""
    if dump.is_file() or not dump.exists() or dump.is_dir():
        yield dump
        return
    with scratch() as folder:
        copy = folder / "dump"
        try:
            with dump.open("rb") as stream, copy.open("wb") as file:
                shutil.copyfileobj(stream, file, 1 << 20)
        except OSError as error:
            raise GazetteerError(f"{dump}: cannot be copied ({error.strerror}); expected {_FORMAT}") from None
        yield copy


@contextmanager
def _lines(dump: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Open a dump as a stream of bytes, with its length; of a ``.zip``, take the largest text file."""
    try:
        if zipfile.is_zipfile(dump):
            with zipfile.ZipFile(dump) as archive:
                members = [m for m in archive.infolist() if m.filename.endswith(".txt")]
                if not members:
                    raise GazetteerError(f"{dump}: no .txt file in it; expected {_FORMAT}")
                largest = max(members, key=lambda m: m.file_size)
                with archive.open(largest) as stream:
                    yield stream, largest.file_size
        else:
            with dump.open("rb") as stream:
                yield stream, dump.stat().st_size
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GazetteerError(f"{dump}: cannot be read ({reason}); expected {_FORMAT}") from None


def _parse(line: bytes) -> _Line:
    """Read one row; raises ``ValueError`` where it is malformed."""
    text = line.decode().rstrip("\r\n").split("\t")
    if len(text) != _COLUMNS:
        raise ValueError(f"{len(text)} columns")
    lat, lng = float(text[4]), float(text[5])
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise ValueError(f"latitude {lat}, longitude {lng}")
    num, population = int(text[0]), int(text[14] or 0)
    if not (0 < num < 1_000_000_000 and text[1]):
        raise ValueError(f"id {num}, name {text[1]!r}")
    names = tuple(dict.fromkeys(n for n in (text[2], *text[3].split(",")) if n and n != text[1]))
    return _Line(
        num, text[1], names, lat, lng, text[6], text[7], text[8], text[9], text[10], text[11], population
    )


def _read_units(dump: Path, database: sqlite3.Connection, report: Callable[[str, float], None]) -> _Units:
    """Read the GeoNames ids for the codes of first- and second-level units.

    If a dump has no units (``cities500``), the pinned gazetteer gives the units of its towns.
    """
    lies_in = "SELECT num, admin1 FROM pp.place WHERE admin1 > 0"
    known: dict[int, int] = dict(database.execute(lies_in).fetchall())
    first: dict[tuple[str, str], int] = {}
    guessed: dict[tuple[str, str], int] = {}
    second: dict[tuple[str, str, str], int] = {}
    with _lines(dump) as (stream, length):
        done = 0
        for count, line in enumerate(stream):
            done += len(line)
            if count % _EVERY == 0:
                report("reading units", done / max(length, 1))
            row = line.split(b"\t")
            if len(row) != _COLUMNS or not row[10] or not row[0].isdigit():
                continue
            key = (row[8].decode("latin-1"), row[10].decode("latin-1"))
            if row[7] == b"ADM1":
                first[key] = int(row[0])
            elif row[7] == b"ADM2":
                second[(*key, row[11].decode("latin-1"))] = int(row[0])
            elif row[6] == b"P" and key not in guessed and int(row[0]) in known:
                guessed[key] = known[int(row[0])]
    return _Units(guessed | first, second, {} if first else known)


def _stage(
    dump: Path,
    database: sqlite3.Connection,
    units: _Units,
    made: Made,
    report: Callable[[str, float], None],
) -> None:
    """Read the places into the tables, names still unsorted."""
    numbers = {name: num for num, name in database.execute("SELECT num, name FROM pp.kind")}
    geonames = database.execute("SELECT num FROM pp.source WHERE name = 'geonames'").fetchone()[0]
    marks = ",".join(str(numbers[kind]) for kind in _CURATED)
    curated = {row[0] for row in database.execute(f"SELECT num FROM pp.place WHERE kind IN ({marks})")}
    add_place = f"INSERT OR IGNORE INTO place VALUES ({','.join('?' * len(PLACE_COLUMNS))})"
    add_name = "INSERT INTO staged_name VALUES (?, ?, ?)"
    with _lines(dump) as (stream, length):
        done = 0
        for count, raw in enumerate(stream, 1):
            done += len(raw)
            if count % _EVERY == 0:
                report("reading places", done / max(length, 1))
            try:
                line = _parse(raw)
            except ValueError as error:
                made.malformed += 1
                made.first_fault = made.first_fault or f"line {count}: {error}"
                if made.malformed == count == 100:
                    break
                continue
            kind = _kind(line, curated)
            if not kind:
                made.left_out[line.group or "none"] += 1
                continue
            spelled = [*spellings(line.name, kind, OTHER_NAME if line.num in curated else MAIN_NAME)]
            spelled += [pair for name in line.names for pair in spellings(name, kind, OTHER_NAME)]
            named = dict(reversed(spelled))
            admin1 = units.of_place.get(line.num) or units.first.get((line.country, line.admin1), 0)
            admin2 = units.second.get((line.country, line.admin1, line.admin2), 0) if line.admin2 else 0
            if line.num not in curated:
                countries = " ".join(sorted({line.country, *line.also.split(",")} - {""}))
                database.execute(
                    add_place,
                    (
                        line.num, None, plain(line.name, line.country), numbers[kind],
                        round(line.lng * 1e5), round(line.lat * 1e5),
                        cell_of(line.lng, line.lat) if kind == "populated_place" else None,
                        line.country or None, countries if countries != line.country else None,
                        admin1 if admin1 != line.num else 0, admin2 if admin2 != line.num else 0,
                        line.population, len(named), line.code, geonames,
                    ),
                )  # fmt: skip
            database.executemany(add_name, [(key, line.num, rank) for key, rank in named.items()])
    if not database.execute("SELECT 1 FROM place LIMIT 1").fetchone():
        fault = f" ({made.first_fault})" if made.first_fault else ""
        raise GazetteerError(f"{dump}: no place in it{fault}; expected {_FORMAT}")


def _kind(line: _Line, curated: set[int]) -> str:
    """Return the kind of a row, or an empty string for a row that is left out."""
    if line.num in curated:
        return "country" if line.code.startswith("PCL") else "continent" if line.code == "CONT" else "admin1"
    if line.group == "P":
        return "" if line.code in _LEFT_OUT_TOWNS else "populated_place"
    if line.code == "ADM1":
        return "admin1"
    return "region" if line.code.startswith("PCL") else _KINDS.get(line.code, "")


def copy_pinned(database: sqlite3.Connection) -> None:
    """Copy from the pinned gazetteer what the file lacks."""
    for table in ("kind", "source", "country"):
        database.execute(f"INSERT INTO {table} SELECT * FROM pp.{table}")
    # A kind of place in a country is the dump's if the dump has one; all others stay as they are pinned.
    database.execute("CREATE TEMP TABLE covered AS SELECT DISTINCT country, kind FROM place")
    database.execute(
        "CREATE TEMP TABLE copied AS SELECT p.num FROM pp.place AS p JOIN pp.kind AS k ON k.num = p.kind"
        f" JOIN pp.source AS s ON s.num = p.source WHERE k.name IN {_CURATED}"
        f" OR s.name NOT IN {_GEONAMES_HAS} OR NOT EXISTS"
        " (SELECT 1 FROM covered AS c WHERE c.country IS p.country AND c.kind = p.kind)"
    )
    database.execute("CREATE UNIQUE INDEX temp.copied_num ON copied(num)")
    database.execute("DELETE FROM copied WHERE num IN (SELECT num FROM place)")
    database.execute("INSERT INTO place SELECT p.* FROM pp.place AS p JOIN copied AS c ON c.num = p.num")
    for schema in ("pn", "ps"):
        # All names of copied places; main names, abbreviations and demonyms of the dump's own.
        database.execute(
            f"INSERT INTO staged_name SELECT n.key, n.place, n.rank FROM {schema}.name AS n"
            " WHERE n.place IN (SELECT num FROM copied)"
            " OR ((n.rank = 0 OR n.rank >= 3) AND n.place IN (SELECT num FROM place))"
        )


def finish(database: sqlite3.Connection, made: Made) -> None:
    """Sort the names, and count."""
    # A hand-written abbreviation or demonym replaces an alternative name; else the best rank stays.
    database.execute(
        "INSERT INTO name SELECT key, place, CASE WHEN min(rank) = 2 THEN max(rank) ELSE min(rank) END"
        " FROM staged_name GROUP BY key, place ORDER BY key, place"
    )
    for index in TABLES["place"][1:]:
        database.execute(index)
    database.execute("UPDATE place SET admin1 = 0 WHERE admin1 > 0 AND admin1 NOT IN (SELECT num FROM place)")
    database.execute("UPDATE place SET admin2 = 0 WHERE admin2 > 0 AND admin2 NOT IN (SELECT num FROM place)")
    [made.places] = database.execute("SELECT count(*) FROM place").fetchone()
    [made.names] = database.execute("SELECT count(*) FROM name").fetchone()
    database.execute(f"INSERT INTO {SEAL} VALUES (?)", (f"sha256:{'0' * 64}",))
    database.execute("COMMIT")


def seal(draft: Path) -> None:
    """Blank the traces of the library that wrote the file, and write the file's hash into it."""
    with draft.open("r+b") as stream:
        for offset, value in HEADER:
            stream.seek(offset)
            stream.write(value.to_bytes(4, "big"))
    blank = f"sha256:{'0' * 64}"
    digest, offset = sealed_sha256(draft, blank)
    with draft.open("r+b") as stream:
        stream.seek(offset)
        stream.write(f"sha256:{digest}".encode())
