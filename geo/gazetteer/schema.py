"""The tables of the gazetteer, shared by their builder and their reader.

Coordinates are whole hundred-thousandths of a degree (1.1 m at the equator), EPSG:4326. The same tables may
be in one file or in several.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from pathlib import Path

APPLICATION_ID = 0x44544C4E
"""Marks a file as ours in SQLite's header: "DTLN"."""

FORMAT_VERSION = 2
"""Version of these tables, in SQLite's ``user_version``."""

PLACE_COLUMNS = tuple(
    "num slug name kind lng lat cell country countries admin1 admin2 population names fcode source".split()
)
"""Columns of the table ``place``, in order."""

_BOX = "west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL"

TABLES: dict[str, tuple[str, ...]] = {
    "kind": ("CREATE TABLE kind(num INTEGER PRIMARY KEY, name TEXT NOT NULL)",),
    "source": ("CREATE TABLE source(num INTEGER PRIMARY KEY, name TEXT NOT NULL)",),
    "country": ("CREATE TABLE country(code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID",),
    "place": (
        "CREATE TABLE place(num INTEGER PRIMARY KEY, slug TEXT, name TEXT NOT NULL, kind INTEGER NOT NULL,"
        " lng INTEGER NOT NULL, lat INTEGER NOT NULL, cell INTEGER, country TEXT, countries TEXT,"
        " admin1 INTEGER NOT NULL, admin2 INTEGER NOT NULL, population INTEGER NOT NULL,"
        " names INTEGER NOT NULL, fcode TEXT NOT NULL, source INTEGER NOT NULL)",
        "CREATE INDEX place_cell ON place(cell) WHERE cell IS NOT NULL",
        "CREATE INDEX place_known ON place(lng, lat, population, fcode, kind)"
        " WHERE population >= 10000 OR fcode = 'PPLC'",
    ),
    "name": (
        "CREATE TABLE name(key TEXT, place INTEGER, rank INTEGER NOT NULL, PRIMARY KEY(key, place))"
        " WITHOUT ROWID",
    ),
    "method": ("CREATE TABLE method(num INTEGER PRIMARY KEY, message TEXT NOT NULL, source TEXT NOT NULL)",),
    "shape": (
        "CREATE TABLE shape(place INTEGER PRIMARY KEY, layer TEXT NOT NULL, extent TEXT NOT NULL,"
        f" method INTEGER NOT NULL, {_BOX}, twkb BLOB NOT NULL)",
        "CREATE INDEX shape_box ON shape(layer, west, east, south, north)",
    ),
    "border": (
        f"CREATE TABLE border(a TEXT NOT NULL, b TEXT NOT NULL, disputed INTEGER NOT NULL, {_BOX},"
        " twkb BLOB NOT NULL, PRIMARY KEY(a, b, disputed))",
    ),
    "band": (
        f"CREATE TABLE band(a TEXT NOT NULL, b TEXT NOT NULL, {_BOX}, twkb BLOB NOT NULL, PRIMARY KEY(a, b))",
    ),
    "globe": ("CREATE TABLE globe(twkb BLOB NOT NULL)",),
    "relief": (
        "CREATE TABLE relief(level INTEGER NOT NULL, col INTEGER NOT NULL, row INTEGER NOT NULL,"
        " jpeg BLOB NOT NULL, PRIMARY KEY(level, col, row))",
    ),
}
"""The statements that make each table: the table itself, then its indexes."""


BAND_KM = 50
"""How far a border region reaches on each side: no law or custom fixes it, so we choose a round figure."""

RELIEF_LEVELS, RELIEF_TILE, RELIEF_COARSEST = 3, 450, 7.5
"""Levels of the relief, pixels of a tile's side, and pixels per degree at level 0; each next level has twice
as many. Tiles are numbered from 180° west, 90° north; a missing tile is flat."""

SEAL = "seal"
"""The table of a single file that holds the file's own hash, computed with zeros in its place."""

_BLANK = b"sha256:" + b"0" * 64
_BLOCK = 1 << 22


def sealed_sha256(path: Path, seal: str) -> tuple[str, int]:
    """Hash a single file as if its seal were blank; return the digest and the seal's offset (-1: no seal)."""
    offset, position = _find(path, seal.encode()), 0
    if offset < 0:
        return "", -1
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := bytearray(stream.read(_BLOCK)):
            low, high = max(offset, position), min(offset + len(seal), position + len(block))
            if low < high:
                block[low - position : high - position] = _BLANK[low - offset : high - offset]
            digest.update(block)
            position += len(block)
    return digest.hexdigest(), offset


def _find(path: Path, text: bytes) -> int:
    """Find the first offset of a text in a file, block by block; -1 where it is not there."""
    position, tail = 0, b""
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found = (tail + block).find(text)
            if found >= 0:
                return position - len(tail) + found
            position += len(block)
            tail = (tail + block)[1 - len(text) :]
    return -1


def cell_of(lng: float, lat: float) -> int:
    """Number the one-degree cell of a position, row by row from the south-west.

    Examples
    --------
    >>> cell_of(-180, -90), cell_of(-179, -90), cell_of(-180, -89)
    (0, 1, 360)
    """
    return math.floor(min(lat, 89.999) + 90) * 360 + math.floor(lng + 180) % 360


_NATURAL_EARTH, _UBIGEO, _SLUGS = 1_000_000_000, 3_000_000_000, 1 << 32
_PREFIXES = {"geonames": 0, "naturalearth": 0, "ubigeo": _UBIGEO}
_SLUGGED = set("dateline naturalearth zipcodes iata icao worldcities psgc indiapost layer".split())


def number_of(place_id: str) -> int | None:
    """Return the number of a place by its id; None for an id that no place can have.

    GeoNames ids are below a thousand million, Natural Earth's above. Official district codes are added to
    three thousand million. Where the source has no numbers, or the entry is written by hand, the number is
    the CRC-32 of the id, added to 2^32, so that a new entry changes no other number; the column ``slug`` then
    has the whole id.

    Examples
    --------
    >>> number_of("geonames:3936456"), number_of("ubigeo:211201"), number_of("nowhere")
    (3936456, 3000211201, None)
    """
    source, _, rest = place_id.partition(":")
    if source in _SLUGGED and rest and not (source in _PREFIXES and rest.isdigit()):
        return _SLUGS + zlib.crc32((rest if source == "dateline" else place_id).encode())
    if source not in _PREFIXES or not (rest.isascii() and rest.isdigit() and len(rest) < 11):
        return None
    return _PREFIXES[source] + int(rest)


def id_of(num: int, slug: str | None = None) -> str:
    """Return the id of a place by its number; its slug is the id, if it has one.

    Examples
    --------
    >>> id_of(3936456), id_of(1159113279)
    ('geonames:3936456', 'naturalearth:1159113279')
    """
    if slug:
        return slug
    return f"geonames:{num}" if num < _NATURAL_EARTH else f"naturalearth:{num}"
