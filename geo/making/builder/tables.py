"""The data that the build collects, and the files that it writes.

A ``Draft`` collects places, names, shapes and borders from every stage; ``write_tables`` writes them as
SQLite files. Their bytes depend only on their content.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ...files import beside
from ...gazetteer import APPLICATION_ID, FORMAT_VERSION, PLACE_COLUMNS, TABLES, cell_of, fold, is_latin, pack
from ...kinds import KINDS
from ...model import MAIN_NAME, NAME_WITH_TYPE, OTHER_NAME, Message
from .methods import METHODS, written
from .variants import variants, worthless

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


HEADER = ((24, 1), (40, 1), (92, 1), (96, 3_000_000))
"""Offset → fixed value of the traces that a library leaves in SQLite's header, each four bytes long."""

PAGE_SIZE = {"shapes.sqlite": 1024}
"""Bytes; a large value fills whole pages, so the shapes have small ones."""


class Row(Struct):
    """A place on its way into the table; ``admin1`` and ``admin2`` are numbers of other places, or 0."""

    num: int
    name: str
    kind: str
    lng: float
    lat: float
    country: str = ""
    countries: tuple[str, ...] = ()
    admin1: int = 0
    admin2: int = 0
    population: int = 0
    fcode: str = ""
    slug: str = ""
    source: str = "geonames"


class Shape(Struct, frozen=True):
    """A place's geometry, its layer in the backdrop, and how good it is."""

    layer: str
    geometry: BaseGeometry
    extent: str
    method: Message


class Border(Struct, frozen=True):
    """A land border line between two countries, by their keys, ``a < b``."""

    a: str
    b: str
    disputed: bool
    geometry: BaseGeometry


class Band(Struct, frozen=True):
    """The area along the border between two countries, by their keys, ``a < b``."""

    a: str
    b: str
    geometry: BaseGeometry


class Draft(Struct):
    """Everything that the pinned files will hold."""

    rows: dict[int, Row] = field(default_factory=dict)
    names: dict[tuple[str, int], int] = field(default_factory=dict)
    shapes: dict[int, Shape] = field(default_factory=dict)
    borders: list[Border] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    country_place: dict[str, int] = field(default_factory=dict)
    relief: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    globe: BaseGeometry | None = None

    def add(self, row: Row) -> Row:
        """Add a place and its main name; ``ValueError`` for an id that is already used."""
        if row.num in self.rows:
            raise ValueError(f"{row.num} is taken by {self.rows[row.num].name}; offered {row.name}")
        self.rows[row.num] = row
        self.call(row.num, row.name, MAIN_NAME)
        return row

    def call(self, num: int, name: str, rank: int) -> None:
        """Give a place a name, with the spellings that follow from it; a key keeps its best rank.

        A main name, an abbreviation or a demonym is taken as it is; worthless other names are dropped.
        """
        for key, given in spellings(name, self.rows[num].kind, rank):
            self.names[key, num] = min(given, self.names.get((key, num), 9))

    def spell(self, num: int, name: str, rank: int) -> None:
        """Give a place exactly this name; an abbreviation or demonym replaces an alternative name.

        For other ranks, the best one stays.
        """
        key = (fold(name), num)
        known = self.names.get(key, 9)
        self.names[key] = rank if rank > OTHER_NAME == known else min(rank, known)

    def join(self, kept: int, gone: int) -> None:
        """Make one place of two: the first takes the names, the shape and the parts of the other."""
        if gone in self.shapes:
            self.shapes.setdefault(kept, self.shapes.pop(gone))
        for key, rank in [(key, rank) for (key, num), rank in self.names.items() if num == gone]:
            del self.names[key, gone]
            self.names[key, kept] = min(rank, self.names.get((key, kept), 9))
        for row in self.rows.values():
            row.admin1 = kept if row.admin1 == gone else row.admin1
            row.admin2 = kept if row.admin2 == gone else row.admin2
        del self.rows[gone]

    def drop_unplaced(self) -> int:
        """Drop the places without a position from any source, with their names; return how many."""
        lost = {num for num, row in self.rows.items() if math.isnan(row.lng) or math.isnan(row.lat)}
        self.rows = {num: row for num, row in self.rows.items() if num not in lost}
        self.names = {key: rank for key, rank in self.names.items() if key[1] not in lost}
        for row in self.rows.values():
            row.admin1 = 0 if row.admin1 in lost else row.admin1
            row.admin2 = 0 if row.admin2 in lost else row.admin2
        return len(lost)


def spellings(name: str, kind: str, rank: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of a name for a place of a kind, each with its rank; no key for a worthless name."""
    if rank in (NAME_WITH_TYPE, OTHER_NAME) and worthless(name, kind):
        return
    for text, lift in variants(name, kind):
        key = fold(text)
        # A spelling that follows from a name must not be worthless: "IN State" does not make "In" Indiana.
        if key and not (rank in (NAME_WITH_TYPE, OTHER_NAME) and text != name and worthless(text, kind)):
            # A spelling that follows from an alternative name is not better than that name.
            yield key, max(rank, lift) if rank < OTHER_NAME else rank


def write_tables(draft: Draft, folder: Path) -> list[Path]:
    """Write the draft's files into ``folder``, and return their paths.

    A file with unchanged bytes is not touched; any other is replaced in one step.
    """
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    sources = sorted({row.source for row in draft.rows.values()})
    names = sorted((key, num, rank) for (key, num), rank in draft.names.items())
    counts = Counter(num for _, num, _ in names)
    methods = sorted({(written(s.method), METHODS[s.method.code][0]) for s in draft.shapes.values()})
    number = {text: num for num, (text, _) in enumerate(methods)}
    contents: dict[str, dict[str, Iterable[tuple[object, ...]]]] = {
        "places.sqlite": {
            "kind": [(number, kind) for kind, number in kinds.items()],
            "source": list(enumerate(sources)),
            "country": sorted(draft.country_place.items()),
            "place": (_place(draft.rows[num], counts[num], kinds, sources) for num in sorted(draft.rows)),
        },
        "names.sqlite": {"name": (row for row in names if is_latin(row[0]))},
        "names-scripts.sqlite": {"name": (row for row in names if not is_latin(row[0]))},
        "shapes.sqlite": {
            "method": [(num, *method) for num, method in enumerate(methods)],
            "shape": (_shape(num, draft.shapes[num], number) for num in sorted(draft.shapes)),
            "border": map(_border, sorted(draft.borders, key=lambda b: (b.a, b.b, b.disputed))),
            "band": ((b.a, b.b, *_box(b.geometry), _twkb(b.geometry)) for b in draft.bands),
            "globe": [(_twkb(draft.globe),)] if draft.globe else [],
            "relief": ((*key, jpeg) for key, jpeg in sorted(draft.relief.items())),
        },
    }
    return [_write(folder / file, tables) for file, tables in contents.items()]


def _place(row: Row, names: int, kinds: dict[str, int], sources: list[str]) -> tuple[object, ...]:
    values = {
        "num": row.num,
        "slug": row.slug or None,
        "name": row.name,
        "kind": kinds[row.kind],
        "lng": round(row.lng * 1e5),
        "lat": round(row.lat * 1e5),
        "cell": cell_of(row.lng, row.lat) if row.kind == "populated_place" else None,
        "country": row.country or None,
        "countries": " ".join(row.countries) if row.countries not in ((), (row.country,)) else None,
        "admin1": row.admin1,
        "admin2": row.admin2,
        "population": row.population,
        "names": names,
        "fcode": row.fcode,
        "source": sources.index(row.source),
    }
    return tuple(values[column] for column in PLACE_COLUMNS)


def _shape(num: int, shape: Shape, methods: dict[str, int]) -> tuple[object, ...]:
    method = methods[written(shape.method)]
    return (num, shape.layer, shape.extent, method, *_box(shape.geometry), _twkb(shape.geometry))


def _border(border: Border) -> tuple[object, ...]:
    return (border.a, border.b, int(border.disputed), *_box(border.geometry), _twkb(border.geometry))


def _twkb(geometry: BaseGeometry) -> bytes:
    from shapely import normalize

    return pack(normalize(geometry))


def _box(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    """Box a geometry: west, south, east, north; ``west > east`` if it crosses the 180th meridian."""
    from shapely import get_parts

    _, south, _, north = geometry.bounds
    spans = sorted((part.bounds[0], part.bounds[2]) for part in get_parts(geometry))
    west, east = spans[0][0], max(end for _, end in spans)
    gap, reach = (0.0, west, east), spans[0][1]
    for start, end in spans[1:]:
        gap = max(gap, (start - reach, start, reach))
        reach = max(reach, end)
    if gap[0] > 360 - (east - west) and east - west > 180:
        _, west, east = gap
    return (west, south, east, north)


def _write(path: Path, tables: dict[str, Iterable[tuple[object, ...]]]) -> Path:
    with beside(path) as draft:
        connection = sqlite3.connect(draft, isolation_level=None)
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE.get(path.name, 4096)}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA secure_delete = ON")  # some libraries leave old bytes in unused space
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        connection.execute("BEGIN")
        for table, rows in tables.items():
            create, *indexes = TABLES[table]
            connection.execute(create)
            rows = iter(rows)
            first = next(rows, None)
            if first is not None:
                insert = f"INSERT INTO {table} VALUES ({','.join('?' * len(first))})"
                connection.execute(insert, first)
                connection.executemany(insert, rows)
            for index in indexes:
                connection.execute(index)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.close()
        _normalise(draft)
        draft.chmod(0o644)
        if not path.exists() or path.read_bytes() != draft.read_bytes():
            os.replace(draft, path)
    return path


def _normalise(path: Path) -> None:
    """Blank the traces of the library that wrote the file, and the old bytes in pages' unused space.

    In the header, bytes 24–27 count changes, 40–43 schema changes, 92–95 repeat the count and 96–99 hold the
    library's version. Between a b-tree page's cell pointers and its cells are old bytes (SQLite, "Database
    File Format", 1.3 and 1.6). A reader ignores both.
    """
    data = bytearray(path.read_bytes())
    for offset, value in HEADER:
        data[offset : offset + 4] = value.to_bytes(4, "big")
    size = int.from_bytes(data[16:18], "big")
    for page in range(0, len(data), size):
        head = page + (100 if page == 0 else 0)
        kind = data[head]
        if kind in (2, 5, 10, 13):  # b-tree pages; the first byte of any other is 0 in a file of this size
            cells = int.from_bytes(data[head + 3 : head + 5], "big")
            start = head + (12 if kind < 10 else 8) + 2 * cells
            end = page + (int.from_bytes(data[head + 5 : head + 7], "big") or 65536)
            data[start:end] = bytes(end - start)
    path.write_bytes(data)
