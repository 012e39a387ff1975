"""Make one gazetteer file from a layer of a GIS: the pinned places, and the layer's, with their outlines.

A feature with the name and kind of a pinned place that lies in it gives that place its outline; any other one
is a new place, in the country and first-level unit that its position is in.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ...document import crosses_much, valid_geometry
from ...errors import GazetteerError
from ...files import draft
from ...gazetteer import PLACE_COLUMNS, TABLES, Gazetteer, cell_of, fold, number_of, pack
from ...geodesy import geodesic_km
from ...model import MAIN_NAME, OTHER_NAME, BBox, LngLat, Message, Shape
from .dump import Made, copy_pinned, finish, open_draft, seal
from .methods import written
from .tables import spellings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_EXPECTED = "expected GeoPackage, FlatGeobuf, GeoJSON, Linked Places, or CSV with lng and lat (or wkt)"
_PACKAGES = (b"GPKG", b"GP10", b"GP11")
_LNG, _LAT, _WKT = ("lng", "lon", "long", "longitude", "x"), ("lat", "latitude", "y"), ("wkt", "geometry")
_SAME_KM = 10
"""Kilometres between two points of one name and kind that are still one place."""


class Entry(Struct, frozen=True):
    """A feature: its names, the main one first, and its geometry, EPSG:4326 (lng, lat)."""

    names: tuple[str, ...]
    geometry: BaseGeometry


def build_layer(layer: Path, name: str, out: Path, kind: str = "region", *, surveyed: bool = False) -> Made:
    """Build one gazetteer file from a layer; the same layer, data and SQLite give the same bytes.

    Parameters
    ----------
    layer
        A GeoPackage, FlatGeobuf, GeoJSON, Linked Places or CSV file, known by its content; in any CRS that it
        names, else (longitude, latitude) in degrees.
    name
        The column with the places' names; of Linked Places ``title``, whose other names are read too.
    out
        The ``.sqlite`` file to write; it is put there, or replaced, only when it is complete.
    kind
        What the places are, one of ``KINDS``.
    surveyed
        Whether the outlines are surveyed; else they are drawn as approximate.

    Returns
    -------
    Made
        Counts of places and names, and of features that were left out, by reason.

    Raises
    ------
    GazetteerError
        If the layer cannot be read, has no such column, or has no feature that can be a place.
    ExportError
        If the file cannot be written there.
    """
    made = Made(out)
    entries = list(read_layer(layer, name, made))
    if not entries:
        why = ", ".join(f"{n} {reason}" for reason, n in made.left_out.items()) or "it is empty"
        raise GazetteerError(f"{layer}: no place in it ({why}); expected features with a name and a geometry")
    try:
        with draft(out) as file:
            with closing(open_draft(file)) as database:
                copy_pinned(database)
                for table in ("method", "shape"):
                    database.execute(TABLES[table][0])
                _add(database, entries, layer.name, kind, "surveyed" if surveyed else "approximate")
                finish(database, made)
            seal(file)
    except sqlite3.Error as error:
        raise GazetteerError(f"{out}: could not be written ({error}); is there room on the disk?") from None
    return made


# -- reading -----------------------------------------------------------------------------------------------


def read_layer(layer: Path, name: str, made: Made) -> Iterator[Entry]:
    """Yield the features with a name and a geometry on the Earth; count the others by reason."""
    import numpy as np
    import shapely

    for names, geometry in _features(layer, name):
        spelled = (n.encode("utf-8", "replace").decode() for n in names)
        names = tuple(dict.fromkeys(" ".join(n.split()) for n in spelled if fold(n)))
        if not names:
            made.left_out["without a name"] += 1
            continue
        if geometry is None or geometry.is_empty:
            made.left_out["without a geometry"] += 1
            continue
        geometry = shapely.force_2d(geometry)
        west, south, east, north = geometry.bounds
        finite = np.isfinite(shapely.get_coordinates(geometry)).all()
        if not (finite and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise GazetteerError(
                f"{layer}: {names[0]} lies outside the Earth; expected degrees, longitude first"
            )
        if crosses_much(geometry):
            raise GazetteerError(f"{layer}: {names[0]} crosses itself in too many places; mend its geometry")
        geometry = Shape(valid_geometry(Shape(geometry).geometry)).geometry
        if geometry.is_empty:
            made.left_out["without a geometry"] += 1
            continue
        yield Entry(names, geometry)


def _features(layer: Path, name: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield names and geometry of every feature, whatever the format, which is known by the first bytes."""
    from shapely import GEOSException

    try:
        with layer.open("rb") as stream:
            head = stream.read(4096)
        if head.startswith(b"fgb\x03fgb") or (head.startswith(b"SQLite") and head[68:72] in _PACKAGES):
            yield from _of_gdal(layer, name)
            return
        text = layer.read_text("utf-8-sig")
        is_json = text.lstrip().startswith("{")
        yield from _of_json(layer, name, text) if is_json else _of_csv(layer, name, text)
    except OSError as error:
        raise GazetteerError(f"{layer}: cannot be read ({error.strerror or error}); {_EXPECTED}") from None
    except UnicodeDecodeError:
        raise GazetteerError(f"{layer}: not UTF-8; save it in UTF-8; {_EXPECTED}") from None
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
        csv.Error,
        GEOSException,
    ) as error:
        reason = " ".join(str(error).split())[:100]
        raise GazetteerError(f"{layer}: not readable as a layer ({reason}); {_EXPECTED}") from None


def _of_gdal(layer: Path, name: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            tables = [str(table) for table, kind in pyogrio.list_layers(layer) if kind is not None]
            columns = {table: list(pyogrio.read_info(layer, layer=table)["fields"]) for table in tables}
            table = next((table for table in tables if name in columns[table]), None)
            if table is None:
                raise _no_column(layer, name, sorted({c for some in columns.values() for c in some}))
            frame = pyogrio.read_dataframe(layer, layer=table, columns=[name])
    except (DataLayerError, DataSourceError) as error:
        raise ValueError(str(error)) from None
    if frame.crs is not None:
        frame = frame.to_crs("EPSG:4326")
    for text, geometry in zip(frame[name], frame.geometry, strict=True):
        yield (text,) if isinstance(text, str) else (), geometry


def _of_json(layer: Path, name: str, text: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    import shapely

    features = json.loads(text)["features"]
    members = [f.get("properties") or {} for f in features]
    if not any(name in member for member in members):
        raise _no_column(layer, name, sorted({str(key) for member in members for key in member}))
    for feature, member in zip(features, members, strict=True):
        others = [n["toponym"] for n in feature.get("names", ()) if isinstance(n.get("toponym"), str)]
        main = member.get(name)
        shape = feature.get("geometry")
        yield (
            (main, *others) if isinstance(main, str) else (),
            shapely.from_geojson(json.dumps(shape)) if shape else None,
        )


def _of_csv(layer: Path, name: str, text: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    import shapely

    line = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=line.count))
    columns = [str(c) for c in rows.fieldnames or ()]
    lng, lat, wkt = (next((c for c in columns if c.lower() in known), None) for known in (_LNG, _LAT, _WKT))
    if name not in columns or not (wkt or (lng and lat)):
        raise _no_column(layer, name, columns)
    for row in rows:
        if wkt and row[wkt]:
            geometry = shapely.from_wkt(row[wkt])
        else:
            x, y = (row[lng], row[lat]) if lng and lat else ("", "")
            geometry = shapely.Point(float(x), float(y)) if x and y else None
        yield (row[name] or "",), geometry


def _no_column(layer: Path, name: str, columns: list[str]) -> GazetteerError:
    has = ", ".join(columns[:20]) or "none"
    return GazetteerError(
        f"{layer}: no column {name} with positions beside it; it has {has}; name one with --name"
    )


# -- writing -----------------------------------------------------------------------------------------------


def _add(database: sqlite3.Connection, entries: list[Entry], file: str, kind: str, extent: str) -> None:
    """Add the features to the tables that the pinned places are in."""
    import shapely

    numbers: dict[str, int] = {name: num for num, name in database.execute("SELECT num, name FROM kind")}
    [source] = database.execute("SELECT max(num) + 1 FROM source").fetchone()
    database.execute("INSERT INTO source VALUES (?, ?)", (source, file))
    method = written(Message("drawn", {"file": file}))
    database.execute("INSERT INTO method VALUES (1, ?, ?)", (method, file))
    taken = {num for (num,) in database.execute("SELECT num FROM place")}
    within = _Units(Gazetteer.pinned())
    for entry in entries:
        geometry = entry.geometry
        spot = geometry.interpolate(0.5, normalized=True) if shapely.get_dimensions(geometry) == 1 else None
        spot = spot or geometry.representative_point()
        lng, lat = round(spot.x, 5), round(spot.y, 5)
        named = dict(
            pair
            for n in reversed(entry.names)
            for pair in spellings(n, kind, MAIN_NAME if n == entry.names[0] else OTHER_NAME)
        )
        num = _known(database, fold(entry.names[0]), numbers[kind], geometry, LngLat(lng, lat))
        if num is None:
            slug, num = _free(entry.names[0], taken)
            country, admin1 = within.of(spot)
            database.execute(
                f"INSERT INTO place VALUES ({','.join('?' * len(PLACE_COLUMNS))})",
                (
                    num, slug, entry.names[0], numbers[kind], round(lng * 1e5), round(lat * 1e5),
                    cell_of(lng, lat) if kind == "populated_place" else None,
                    country, None, admin1, 0, 0, len(named), "", source,
                ),
            )  # fmt: skip
            taken.add(num)
        database.executemany(
            "INSERT INTO staged_name VALUES (?, ?, ?)", [(k, num, r) for k, r in named.items()]
        )
        if shapely.get_dimensions(geometry) > 0:
            shape = (num, "own", extent, 1, *geometry.bounds, pack(geometry))
            database.execute("INSERT OR REPLACE INTO shape VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", shape)


def _known(
    database: sqlite3.Connection, key: str, kind: int, geometry: BaseGeometry, spot: LngLat
) -> int | None:
    """Find the pinned place of a name and kind that lies in an area, or near a point or line."""
    from shapely import Point, get_dimensions

    query = (
        "SELECT p.num, p.lng / 1e5, p.lat / 1e5 FROM (SELECT place FROM pn.name WHERE key = :key"
        " UNION SELECT place FROM ps.name WHERE key = :key) AS n JOIN pp.place AS p ON p.num = n.place"
        " WHERE p.kind = :kind ORDER BY p.num"
    )
    for num, lng, lat in database.execute(query, {"key": key, "kind": kind}):
        if get_dimensions(geometry) == 2:
            if geometry.intersects(Point(lng, lat)):
                return int(num)
        elif geodesic_km(spot, LngLat(lng, lat)) < _SAME_KM:
            return int(num)
    return None


def _free(name: str, taken: set[int]) -> tuple[str, int]:
    """Return an id that no place has, and its number: the name in ASCII letters, or a hash of it."""
    words = re.sub("[^a-z0-9]+", "-", fold(name)) if fold(name).isascii() else ""
    stem = words[:80] or f"{zlib.crc32(fold(name).encode()):08x}"
    count = 1
    while True:
        slug = f"layer:{stem}" + (f"-{count}" if count > 1 else "")
        num = number_of(slug)
        if num is not None and num not in taken:
            return slug, num
        count += 1


class _Units:
    """The pinned countries and first-level units, to be asked which of them a position is in."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        from shapely import STRtree

        earth = BBox(-180, -90, 180, 90)
        self._places = {layer: gazetteer.shapes(earth, layer) for layer in ("country", "admin1")}
        self._trees = {
            layer: STRtree([p.geometry for p in some if p.geometry]) for layer, some in self._places.items()
        }

    def of(self, spot: BaseGeometry) -> tuple[str | None, int]:
        """Return the country's ISO 3166-1 code and the unit's number; None and 0 at sea."""
        country, unit = (
            next((self._places[layer][n] for n in sorted(tree.query(spot, predicate="intersects"))), None)
            for layer, tree in self._trees.items()
        )
        code = unit.country if unit else country.country if country else None
        return code or None, (number_of(unit.id) or 0) if unit else 0
