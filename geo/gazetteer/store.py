"""Open and query the gazetteer.

Reads the tables of ``schema`` from the pinned files, or from a user's own single file. What that file lacks
(shapes, borders, names of people) comes from the pinned ones. A file is verified just before it is first
opened; a query reads only the pages that it needs; shapely is loaded with the first geometry.
"""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import chain, pairwise
from math import cos, radians
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Raw, json
from msgspec.structs import replace

from ..errors import GazetteerError
from ..geodesy import geodesic_km, rounded
from ..model import (
    ABBREVIATION,
    NAME_WITH_TYPE,
    BBox,
    Candidate,
    Extent,
    GeoJSON,
    LngLat,
    Message,
    NameRank,
    Place,
    Shape,
)
from .database import Database, connect
from .keys import keys_of
from .names import bare_keys, fold, is_latin, longer_keys
from .own import OwnDatabase, check_place, check_types
from .pinned import Pinned, data_dir
from .schema import BAND_KM, PLACE_COLUMNS, SEAL, cell_of, id_of, number_of
from .twkb import PackedShape, damaged, read_parts, unpack

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_FILE_OF = {
    "place": "places.sqlite",
    "name": "names.sqlite",
    "script": "names-scripts.sqlite",
    "shape": "shapes.sqlite",
}
_COLUMNS = tuple(column for column in PLACE_COLUMNS if column != "cell")
_UNITS = slice(_COLUMNS.index("admin1"), _COLUMNS.index("admin2") + 1)
_BATCH = 500  # values of a query
_KM_A_DEGREE = 110.57  # of latitude, at the equator; elsewhere it is longer (WGS 84)
_LEAST_TYPED = 3  # letters of a name that somebody types
_LONGEST_CODE = 5  # letters of a name that may be an abbreviation
_SHAPES_KEPT = 1000  # in memory: some 20 megabytes, or 50 once all are unpacked
_NAMES_KEPT = 10_000  # in memory: up to some 50 megabytes
_Value = TypeVar("_Value")


class Gazetteer:
    """The gazetteer, open for reading. Use ``Gazetteer.open()``, and close it or use it in a ``with``.

    Examples
    --------
    >>> with Gazetteer.open() as gazetteer:
    ...     [c.place.kind for c in gazetteer.candidates("Lake Titicaca")]
    ['lake']
    """

    def __init__(self, pinned: Pinned | None, single: Path | None) -> None:
        """Take what ``open`` found: a data package, or a single file."""
        self._pinned = pinned
        self._single = single
        self._open: dict[str, Database] = {}
        self._kinds: dict[int, str] = {}
        self._sources: dict[int, str] = {}
        self._countries: dict[str, tuple[int, str]] = {}
        self._units: dict[int, str] = {0: ""}
        self._waters: list[tuple[int, int, int]] | None = None
        self._found: dict[str, list[Candidate]] = {}
        self._shaped: dict[str, Place] = {}
        self._people: dict[str, frozenset[str]] = {}
        self._has_relief = False

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open the pinned gazetteer, a folder like it, or a single ``.sqlite`` file with the same tables.

        A single file without its own shapes (as ``build_geonames`` makes it) uses the pinned ones. Pinned
        files are checked against their SHA-256 when they are first needed; a single file is checked by its
        header and length. Raises ``GazetteerError`` if there is nothing to open.
        """
        if path is not None and path.is_file():
            gazetteer = cls(None, path)
            gazetteer._database("place")
            return gazetteer
        if path is not None and not path.is_dir():
            raise GazetteerError(
                f"{path}: no such gazetteer; expected a .sqlite file or a folder with datapackage.json"
            )
        return cls(Pinned.read(path or data_dir()), None)

    @classmethod
    def pinned(cls) -> Gazetteer:
        """Return the pinned gazetteer, which a process opens and verifies once for all callers.

        Any number of threads can use it, and any process that was forked from this one. A verified file stays
        open: if it is replaced while the process runs, only the next process sees that. If a thread or a fork
        opens the file again, it is checked again if it changed.
        """
        return _shared()

    def warm(self) -> None:
        """Begin to verify and open the files of names, places and shapes, which will be needed soon.

        A fault in them is raised when they are first used.
        """

        def opened() -> None:
            with suppress(GazetteerError):
                for part in ("place", "shape"):
                    self._database(part)

        Thread(target=opened, daemon=True).start()

    def close(self) -> None:
        """Close every file; a later query opens them again."""
        for database in self._open.values():
            database.close()

    def __enter__(self) -> Gazetteer:
        """Enter a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close at the end of a ``with`` block."""
        self.close()

    # Description
    @property
    def provenance(self) -> dict[str, Any]:
        """Name, version and hashes of the open files, as a document records them."""
        if self._pinned is None:
            assert self._single is not None
            seal = self._seal()
            resources = {self._single.name: f"sha256:{seal}"} if seal else {}
            if not self._has_shapes():
                resources[_FILE_OF["shape"]] = str(
                    Pinned.read(data_dir()).resource(_FILE_OF["shape"])["hash"]
                )
            return {"name": self._single.name, "version": "", "sha256": seal, "resources": resources}
        descriptor = self._pinned.descriptor
        return {
            "name": str(descriptor["name"]),
            "version": str(descriptor["version"]),
            "sha256": self._pinned.sha256,
            "resources": {str(r["path"]): str(r["hash"]) for r in descriptor["resources"]},
        }

    def _has_shapes(self) -> bool:
        """Whether a single file has its own polygons of everything, and borders."""
        return self._has_table("border")

    def _has_table(self, name: str) -> bool:
        """Whether a single file has a table."""
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return self._single is not None and self._database("place").row(query, (name,)) is not None

    def _seal(self) -> str:
        """Read the hash that a single file carries; empty if it has no hash."""
        database = self._database("place")
        if not self._has_table(SEAL):
            return ""
        return str(database.row(f"SELECT sha256 FROM {SEAL}")[0]).removeprefix("sha256:")

    @property
    def attributions(self) -> tuple[Message, ...]:
        """The sources that a map drawn from it must name; ``key`` is as in ``Place.sources``.

        A source with ``of`` is named only if a shown place has that source.
        """
        descriptor = (self._pinned or Pinned.read(data_dir())).descriptor
        found = [
            Message(a["code"], {name: value for name, value in a.items() if name != "code"})
            for a in descriptor.get("attributions", ())
        ]
        if self._has_table("method") and not self._has_shapes():  # of a layer: its file is a source
            files = self._checked("method", self._database("place").rows("SELECT source FROM method"), str)
            found += [Message("text", {"key": file, "text": file, "of": "layer"}) for (file,) in files]
        return tuple(found)

    def counts(self) -> dict[str, int]:
        """Count the places of each kind, the names and the shapes; reads the whole tables."""
        kinds = "SELECT kind.name, count(*) FROM place JOIN kind ON kind.num = place.kind GROUP BY kind.num"
        found = dict(self._database("place").rows(kinds))
        for part, table in (("name", "name"), ("script", "name"), ("shape", "shape"), ("shape", "border")):
            [count] = self._database(part).row(f"SELECT count(*) FROM {table}")
            found[f"{part} rows" if table == "name" else f"{table} rows"] = count
        return found

    # Names

    def candidates(self, name: str) -> list[Candidate]:
        """Find every place of a name; case, accents and punctuation make no difference.

        The best kind of name comes first, then the largest population, then the lowest id; if the name is
        written in capitals ("US", "LA"), abbreviations come before all. If no place has the name, a leading
        "the" is dropped, "Co." and "W." are spelled out, a hyphen is closed up ("Pétion-Ville"), and a type
        word is taken away: "X Township" and "City of X" are the town X, "Mount X" is the mountain X. An
        unknown or empty name gives an empty list.

        Examples
        --------
        >>> with Gazetteer.open() as gazetteer:
        ...     [gazetteer.candidates(name)[0].place.name for name in ("US", "Loudon Co.", "the Netherlands")]
        ['United States', 'Loudon County', 'The Netherlands']
        """
        key = fold(name)
        known = self._found.get(key)
        found = list(self._read([key])[key] if known is None else known)
        if not found and "-" in name:
            found = self.candidates(name.replace("-", ""))
        if name.isupper() and 1 < len(key) <= _LONGEST_CODE:
            found.sort(key=lambda c: c.rank != ABBREVIATION)
        return found

    def beginning(self, name: str, limit: int = 500) -> list[Place]:
        """Find places with a name that begins so, the largest population first, of the first `limit` names.

        Fewer than three letters give an empty list.

        Examples
        --------
        >>> with Gazetteer.open() as gazetteer:
        ...     gazetteer.beginning("Titicac")[0].name
        'Lake Titicaca'
        """
        key = fold(name)
        if len(key) < _LEAST_TYPED:
            return []
        database = self._database("name" if is_latin(key) else "script")
        query = "SELECT place FROM name WHERE key >= ? AND key < ? LIMIT ?"
        rows = database.rows(query, (key, f"{key}\U0010ffff", limit))
        places = self._places({num for (num,) in self._checked("name", rows, int)}).values()
        return sorted(places, key=lambda p: (-p.population, p.id))

    def landforms(self, forms: Iterable[tuple[str, str]]) -> list[Place]:
        """Find the places of some kinds: each (a part of the name, or an empty text; the kind).

        Examples
        --------
        >>> with Gazetteer.open() as gazetteer:
        ...     sorted(p.name for p in gazetteer.landforms([("delta", "region")]))[:2]
        ['Danube Delta', 'Irrawaddy Delta']
        """
        database = self._database("place")
        query = "SELECT place.num FROM place JOIN kind ON kind.num = place.kind WHERE kind.name = ?"
        named = f"{query} AND place.name LIKE ?"
        rows = [row for part, kind in forms for row in database.rows(named, (kind, f"%{part}%"))]
        found = self._places({num for (num,) in self._checked("place", rows, int)}).values()
        return sorted(found, key=lambda p: p.id)

    def keys_beginning(self, key: str, longest: int) -> list[str]:
        """List the folded names that begin with a key, and are no longer than `longest` code points."""
        database = self._database("name" if is_latin(key) else "script")
        query = "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND length(key) <= ?"
        rows = database.rows(query, (key, f"{key}\U0010ffff", longest))
        return [name for (name,) in self._checked("name", rows, str)]

    def read_names(self, keys: Iterable[str]) -> dict[str, list[Candidate]]:
        """Find every place of many folded names, as `candidates` does, in a few queries."""
        wanted = dict.fromkeys(keys)
        found = {key: known for key in wanted if (known := self._found.get(key)) is not None}
        return {**found, **self._read([key for key in wanted if key not in found])}

    def _read(self, keys: Sequence[str]) -> dict[str, list[Candidate]]:
        """Look up names that are not in memory, and keep them there.

        In this order: the name itself; the name with its abbreviations spelled out (``longer_keys``); the
        name without its type word (``bare_keys``), of places of such a kind.
        """
        ranks = self._ranks(keys)
        spelled = {key: list(longer_keys(key)) for key in keys if key not in ranks}
        others = self._ranks([longer for every in spelled.values() for longer in every])
        for key, every in spelled.items():
            if longer := next((longer for longer in every if longer in others), None):
                ranks[key] = others[longer]
        typed = {key: list(bare_keys(key)) for key in keys if key not in ranks}
        bare = self._ranks(dict.fromkeys(text for every in typed.values() for text, _ in every))
        places = self._places({num for some in (ranks, bare) for found in some.values() for num in found})
        read: dict[str, list[Candidate]] = {}
        for key in keys:
            named = ranks.get(key)
            if named is None:
                fits = (
                    [
                        num
                        for num, rank in bare.get(text, {}).items()
                        if rank < ABBREVIATION and num in places and places[num].kind in kinds
                    ]
                    for text, kinds in typed[key]
                )
                named = dict.fromkeys(next(filter(None, fits), ()), NAME_WITH_TYPE)
            found = [Candidate(places[num], rank) for num, rank in named.items() if num in places]
            found.sort(key=lambda c: (c.rank, -c.place.population, c.place.id))
            read[key] = found
        _keep(self._found, read, _NAMES_KEPT)
        return read

    def has_prefix(self, key: str) -> bool:
        """Whether a folded name is this key, or begins with it and a space; to find the longest match."""
        if not key:
            return False
        database = self._database("name" if is_latin(key) else "script")
        exact = database.row("SELECT 1 FROM name WHERE key = ? LIMIT 1", (key,))
        # "!" follows the space in Unicode, so this range holds the keys with another word after this one.
        longer = "SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1"
        return exact is not None or database.row(longer, (f"{key} ", f"{key}!")) is not None

    def _ranks(self, keys: Iterable[str]) -> dict[str, dict[int, NameRank]]:
        """Read the numbers of the places of each key, with the ranks of the name; leave out unknown keys."""
        found: dict[str, dict[int, NameRank]] = {}
        of_file: dict[str, list[str]] = {}
        for key in keys:
            if key:
                of_file.setdefault("name" if is_latin(key) else "script", []).append(key)
        for file, wanted in of_file.items():
            rows = _select_in(self._database(file), "key, place, rank", "name", "key", wanted)
            for key, num, rank in self._checked("name", rows, str, int, int):
                found.setdefault(key, {})[num] = rank
        return found

    # Places

    def place(self, place_id: str, geometry: bool = False) -> Place:
        """Return the place of an id, on request with geometry; ``GazetteerError`` for an unknown id."""
        num = number_of(place_id)
        if place_id.startswith("border:"):
            codes = place_id.removeprefix("border:").upper().split("-")
            border = self.border(*codes) if len(codes) == 2 else None
            if border is not None:
                return border
        found = self._places([num]).get(num) if num is not None else None
        if found is None or found.id != place_id:
            raise GazetteerError(
                f"{place_id}: no such place in the gazetteer; look one up with: geo gazetteer search NAME"
            )
        return self.geometry(found) if geometry else found

    def country(self, code: str) -> Place | None:
        """Return the country of an ISO 3166-1 alpha-2 code, or None."""
        num, _ = self._country_table().get(code, (0, ""))
        return self._places([num]).get(num)

    def countries(self) -> dict[str, str]:
        """Return the countries' names by their ISO 3166-1 alpha-2 codes, sorted by name."""
        return dict(sorted(((c, n) for c, (_, n) in self._country_table().items()), key=lambda row: row[1]))

    def _country_table(self) -> dict[str, tuple[int, str]]:
        if not self._countries:
            rows = self._database("place").rows(
                "SELECT country.code, num, name FROM country JOIN place ON num = country.place"
            )
            rows = self._checked("country", rows, str, int, str)
            self._countries = {code: (num, name) for code, num, name in rows}
        return self._countries

    def _places(self, nums: Iterable[int]) -> dict[int, Place]:
        """Read places by number, with the names of the places that contain them."""
        if not (rows := self._select(", ".join(_COLUMNS), nums)):
            return {}
        if self._single is not None:
            for row in rows:
                self._check(row)
        unknown = {unit for row in rows for unit in row[_UNITS] if unit not in self._units}
        self._units |= dict(self._checked("place", self._select("num, name", unknown), int, str))
        return {row[0]: self._make(row) for row in rows}

    def _check(self, row: Sequence[Any]) -> None:
        """Check a row of the table ``place`` of a user's own file."""
        assert self._single is not None
        check_place(self._single, _COLUMNS, row)
        num, kind, source = (row[_COLUMNS.index(name)] for name in ("num", "kind", "source"))
        if kind not in self._kinds or source not in self._sources:
            raise GazetteerError(
                f"{self._single}: place {num}: has kind {kind} and source {source}, of which its tables kind "
                "and source lack one; build one with: geo gazetteer build"
            )

    def _checked(self, table: str, rows: list[Any], *types: type) -> list[Any]:
        """Return rows of a table; in a user's own file, their values must be of these types."""
        if self._single is not None:
            check_types(self._single, table, rows, types)
        return rows

    def _select(self, columns: str, nums: Iterable[int]) -> list[Any]:
        wanted = sorted(nums)
        return _select_in(self._database("place"), columns, "place", "num", wanted) if wanted else []

    def _make(self, row: Sequence[Any]) -> Place:
        num, slug, name, kind, lng, lat, country, countries, admin1, admin2, *rest = row
        population, names, fcode, source = rest
        home = self._country_table().get(country, (0, "")) if country else (0, "")
        over = (self._units.get(admin2, ""), self._units.get(admin1, ""), home[1] if home[0] != num else "")
        return Place(
            id=id_of(num, slug),
            name=name,
            kind=self._kinds[kind],
            lng=lng / 1e5,
            lat=lat / 1e5,
            country=country,
            countries=tuple(countries.split()) if countries else (country,) if country else (),
            admin1=id_of(admin1) if admin1 else None,
            admin2=id_of(admin2) if admin2 else None,
            parents=tuple(parent for parent in over if parent),
            population=population,
            names=names,
            feature_code=fcode,
            sources=(self._sources[source],),
            keys=keys_of(id_of(num, slug), self._kinds[kind], country),
        )

    # Names of people

    @property
    def given_names(self) -> frozenset[str]:
        """Given names of people in many languages, folded, in Latin letters."""
        return self._names_of_people("given-names.txt")

    @property
    def surnames(self) -> frozenset[str]:
        """Surnames of people in many languages, folded, in Latin letters."""
        return self._names_of_people("surnames.txt")

    def _names_of_people(self, file: str) -> frozenset[str]:
        """Read a list of names, after a check of its hash; a gazetteer without it uses the pinned one."""
        if file not in self._people:
            pinned = self._pinned
            if pinned is None or file not in self.provenance["resources"]:
                pinned = Pinned.read(data_dir())
            pinned.check([file])
            self._people[file] = frozenset((pinned.folder / file).read_text(encoding="ascii").split())
        return self._people[file]

    # Positions

    def near(self, point: LngLat, km: float = 50, limit: int = 10) -> list[tuple[float, Place]]:
        """Find the settlements within a distance (km, WGS 84 geodesic), nearest first, with distances.

        Looks no further than 500 km. Returns an empty list if there is no settlement.
        """
        reach = min(km, 500) / _KM_A_DEGREE
        widest = max(0.02, cos(radians(min(89.9, abs(point.lat) + reach))))
        across = min(180.0, reach / widest)
        rows = range(int(max(-90, point.lat - reach) + 90), int(min(89, point.lat + reach) + 90) + 1)
        columns = range(int((point.lng - across + 180) // 1), int((point.lng + across + 180) // 1) + 1)
        cells = {cell_of(column - 180, row - 90) for row in rows for column in columns}
        database = self._database("place")
        found: list[tuple[float, int]] = []
        for cell in sorted(cells):
            spots = database.rows("SELECT num, lng, lat FROM place WHERE cell = ?", (cell,))
            found += [(geodesic_km(point, LngLat(x / 1e5, y / 1e5)), num) for num, x, y in spots]
        nearest = sorted(pair for pair in found if pair[0] <= km)[:limit]
        places = self._places([num for _, num in nearest])
        return [(distance, places[num]) for distance, num in nearest]

    def containing(
        self, point: LngLat, layers: Sequence[str] = ("province", "admin2", "admin1", "country")
    ) -> list[Place]:
        """Find the places with a polygon around a position, in the order of the layers; with geometry."""
        from shapely import Point

        spot = Point(point)
        box = BBox(point.lng, point.lat, point.lng, point.lat)
        return [
            p
            for layer in layers
            for p in self.shapes(box, layer)
            if p.geometry and p.geometry.intersects(spot)
        ]

    def settlements(self, box: BBox, limit: int = 40) -> list[Place]:
        """Find the well-known settlements in a box: capitals first, then by population.

        Only capitals may have fewer than ten thousand inhabitants. Parts of towns are left out. A box with
        ``west > east`` crosses the 180th meridian.
        """
        across = "lng BETWEEN :west AND :east" if box.west <= box.east else "(lng >= :west OR lng <= :east)"
        query = (
            f"SELECT num FROM place WHERE (population >= 10000 OR fcode = 'PPLC') AND {across}"
            " AND fcode != 'PPLX' AND lat BETWEEN :south AND :north"
            " AND kind = (SELECT num FROM kind WHERE name = 'populated_place')"
            " ORDER BY fcode = 'PPLC' DESC, population DESC, num LIMIT :limit"
        )
        scaled = {side: round(degrees * 1e5) for side, degrees in box._asdict().items()}
        rows = self._database("place").rows(query, scaled | {"limit": limit})
        places = self._places(num for (num,) in rows)
        return [places[num] for (num,) in rows]

    def waters(self, box: BBox) -> list[Place]:
        """Find the seas and oceans with their point in a box, oceans first, shorter names before longer ones.

        A box with ``west > east`` crosses the 180th meridian.
        """
        if self._waters is None:  # there is no index of kinds: all places are looked through, once
            query = (
                "SELECT place.num, lng, lat FROM place JOIN kind ON kind.num = place.kind"
                " WHERE kind.name IN ('ocean', 'sea') ORDER BY kind.name, length(place.name), place.num"
            )
            self._waters = self._database("place").rows(query)
        west, south, east, north = (round(degrees * 1e5) for degrees in box)
        nums = [
            num
            for num, lng, lat in self._waters
            if south <= lat <= north
            and (west <= lng <= east if box.west <= box.east else lng >= west or lng <= east)
        ]
        places = self._places(nums)
        return [places[num] for num in nums]

    # Geometry

    def geometry(self, place: Place) -> Place:
        """Return a place with geometry, extent and method loaded; one without geometry stays a point."""

        def read() -> Place:
            query = f"SELECT {_SHAPE} WHERE place = ?"
            row = None
            if self._has_table("shape"):  # those of a layer go before the pinned ones
                row = self._database("place").row(query, (number_of(place.id),))
            row = row or self._database("shape").row(query, (number_of(place.id),))
            return place if row is None else _shaped(place, *row)

        return self.once(place.id, read)

    def outlines(self, place_ids: Iterable[str]) -> dict[str, Shape]:
        """Find the shapes of many places at once, by their ids; a place without one, or unknown, has none."""
        found: dict[str, Shape] = {}
        nums: dict[int, str] = {}
        for place_id in place_ids:
            if place_id.startswith("border:"):
                with suppress(GazetteerError):
                    found |= {place_id: shape} if (shape := self.place(place_id).shape) else {}
            elif (num := number_of(place_id)) is not None:
                nums[num] = place_id
        ids = {num: id_of(num, slug) for num, slug in self._select("num, slug", nums)}
        nums = {num: place_id for num, place_id in nums.items() if ids.get(num) == place_id}
        columns = "place, twkb, west, south, east, north"
        for part in ("shape", "place"):  # those of a layer go before the pinned ones
            if part == "shape" or self._has_table("shape"):
                for num, twkb, *box in _select_in(self._database(part), columns, "shape", "place", [*nums]):
                    found[nums[num]] = PackedShape(nums[num], twkb, BBox(*box))
        return found

    def once(self, place_id: str, make: Callable[[], Place]) -> Place:
        """Return a place with its geometry from memory; make it the first time that it is asked for.

        Many articles name the same places.
        """
        if (place := self._shaped.get(place_id)) is None:
            place = make()
            _keep(self._shaped, {place_id: place}, _SHAPES_KEPT)
        return place

    def shapes(self, box: BBox, layer: str) -> list[Place]:
        """Find the polygons of a layer with a box that meets this box, with geometry, ordered by number.

        Layers are ``country``, ``admin1``, ``admin2``, ``province`` (approximate), ``lake`` and
        ``region``. A box with ``west > east`` crosses the 180th meridian.
        """
        query = f"SELECT place, {_SHAPE} WHERE layer = :layer AND {_MEETS} ORDER BY place"
        rows = self._database("shape").rows(query, box._asdict() | {"layer": layer})
        places = self._places(row[0] for row in rows)
        return [
            self.once(places[num].id, partial(_shaped, places[num], *shape))
            for num, *shape in rows
            if num in places
        ]

    def border(self, a: str, b: str) -> Place | None:
        """Return the land border between two countries (ISO 3166-1 alpha-2, in any order), or None.

        Its geometry is a MultiLineString, Natural Earth's 1:10m de facto line, not simplified.
        """
        first, second = sorted((a.upper(), b.upper()))
        query = "SELECT disputed, twkb FROM border WHERE a = ? AND b = ? ORDER BY disputed"
        rows = self._database("shape").rows(query, (first, second))
        key = f"border:{first.lower()}-{second.lower()}"
        return self.once(key, lambda: self._border(key, first, second, rows)) if rows else None

    def border_region(self, border: Place) -> Place:
        """Return the region along a border: the land of its two countries within ``BAND_KM`` of the line.

        It is of kind ``region``, with an approximate extent, a Polygon or MultiPolygon, EPSG:4326,
        (lng, lat), and its method names the rule.
        """
        region = f"{border.id}-region"
        query = "SELECT twkb, west, south, east, north FROM band WHERE a = ? AND b = ?"

        def read() -> Place:
            row = self._database("shape").row(query, border.countries)
            if row is None:
                raise GazetteerError(f"{region}: not in the gazetteer; build it again")
            return replace(
                border,
                id=region,
                name=f"{border.name} region",
                kind="region",
                shape=PackedShape(region, row[0], BBox(*row[1:])),
                extent="approximate",
                extent_method=Message("border_band", {"km": BAND_KM}),
            )

        return self.once(region, read)

    def borders_of(self, country: str) -> list[Place]:
        """Return every land border of a country (ISO 3166-1 alpha-2), ordered by neighbour."""
        code = country.upper()
        pairs = self._database("shape").rows(
            "SELECT DISTINCT a, b FROM border WHERE a = ? OR b = ?", (code, code)
        )
        ordered = sorted(pairs, key=lambda pair: [c for c in pair if c != code])
        return [place for a, b in ordered if (place := self.border(a, b)) is not None]

    def border_lines(self, box: BBox) -> list[tuple[bool, Any]]:
        """Return the land border lines that meet a box, for a backdrop: (disputed, geometry (lng, lat))."""
        query = f"SELECT disputed, twkb FROM border WHERE {_MEETS} ORDER BY a, b, disputed"
        rows = self._database("shape").rows(query, box._asdict())
        return [(bool(disputed), unpack(twkb)) for disputed, twkb in rows]

    def disputed_borders(self, box: BBox) -> list[Place]:
        """Return the land borders with a disputed line that meets a box, ordered by their countries."""
        query = f"SELECT DISTINCT a, b FROM border WHERE disputed AND {_MEETS} ORDER BY a, b"
        pairs = self._database("shape").rows(query, box._asdict())
        return [place for a, b in pairs if (place := self.border(a, b)) is not None]

    def globe(self) -> BaseGeometry:
        """Return the land of a small globe: a MultiPolygon, EPSG:4326, accurate to about a degree."""
        [twkb] = self._database("shape").row("SELECT twkb FROM globe")
        return unpack(twkb)

    def relief_tile(self, level: int, column: int, row: int) -> bytes | None:
        """Return a tile of the shaded relief (as in ``schema``), a grey JPEG; None if all is flat."""
        database = self._database("shape")
        if not self._has_relief:
            return None
        query = "SELECT jpeg FROM relief WHERE level = ? AND col = ? AND row = ?"
        found = database.row(query, (level, column, row))
        return None if found is None else bytes(found[0])

    def _border(self, key: str, a: str, b: str, rows: list[tuple[int, bytes]]) -> Place:
        lines = [line for _, twkb in rows for line in read_parts(twkb, key)]
        lng, lat = _middle(max(lines, key=_length))
        lngs, lats = zip(*chain.from_iterable(lines), strict=True)
        box = BBox(min(lngs), min(lats), max(lngs), max(lats))
        table = self._country_table()
        names = sorted(table[code][1] if code in table else code for code in (a, b))
        disputed = "_disputed" if any(flag for flag, _ in rows) else ""
        return Place(
            id=key,
            name=f"{names[0]}–{names[1]} border",
            kind="border",
            lng=lng,
            lat=lat,
            countries=(a, b),
            parents=tuple(names),
            shape=Shape(GeoJSON("MultiLineString", Raw(json.encode(lines))), box),
            extent="surveyed",
            extent_method=Message(f"natural_earth_border{disputed}"),
            sources=("naturalearth",),
        )

    # Files

    def _database(self, part: str) -> Database:
        """Return the open file of a part, a key of ``_FILE_OF``; it is opened at its first use."""
        if part not in self._open:
            with _OPENING:
                if part not in self._open:
                    self._open |= self._opened(part)
        return self._open[part]

    def _opened(self, part: str) -> dict[str, Database]:
        """Open the file of a part, and the files that are queried with it."""
        opened = self._files(part)
        if part == "shape":
            tables = "SELECT count(*) FROM sqlite_master WHERE name = 'relief'"  # a single file may lack it
            self._has_relief = opened[part].row(tables) != (0,)
        if "place" in opened:
            self._kinds, self._sources = (
                dict(self._checked(table, opened["place"].rows(f"SELECT num, name FROM {table}"), int, str))
                for table in ("kind", "source")
            )
        return opened

    def _files(self, part: str) -> dict[str, Database]:
        pinned = self._pinned
        if self._single is not None:
            if part == "place":
                return {part: OwnDatabase(self._single)}
            if part != "shape" or self._has_shapes():
                return {part: self._database("place")}
        if pinned is None:  # a user's own file of names: use the pinned polygons
            pinned = Pinned.read(data_dir())
        # A look-up of a name also needs its places: check the two files in parallel.
        together = ("place", "name") if part in ("place", "name") else (part,)
        pinned.check(_FILE_OF[p] for p in together)
        return {p: Database(partial(_verified, pinned, _FILE_OF[p])) for p in together}


def _verified(pinned: Pinned, file: str) -> sqlite3.Connection:
    """Open a pinned file; its hash is checked first, unless the file is the same as at the last check."""
    pinned.check([file])
    return connect(pinned.folder / file)


@cache
def _shared() -> Gazetteer:
    return Gazetteer.open()


_OPENING = RLock()
if hasattr(os, "register_at_fork"):  # no thread may open a file while the process forks
    os.register_at_fork(
        before=_OPENING.acquire, after_in_parent=_OPENING.release, after_in_child=_OPENING.release
    )


def _keep(kept: dict[str, _Value], more: Mapping[str, _Value], most: int) -> None:
    """Keep more values in memory; if there would be too many, drop all the old ones."""
    if len(kept) + len(more) > most:
        kept.clear()
    kept |= more


_MEETS = (
    "south <= :north AND north >= :south AND CASE"
    " WHEN west <= east AND :west <= :east THEN west <= :east AND east >= :west"
    " WHEN west > east AND :west > :east THEN 1 ELSE west <= :east OR east >= :west END"
)
"""Whether a row's box and the query's box meet; either may cross the 180th meridian."""


def _steps(line: Sequence[Sequence[float]]) -> list[float]:
    return [math.hypot(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(line)]


def _length(line: Sequence[Sequence[float]]) -> float:
    return rounded(sum(_steps(line)))


def _middle(line: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return the position half way along a line, as on a plane of degrees."""
    left = sum(steps := _steps(line)) / 2
    for (x, y), (next_x, next_y), step in zip(line, line[1:], steps, strict=False):
        if left <= step:
            share = left / step if step else 0.0
            return round(x + share * (next_x - x), 5), round(y + share * (next_y - y), 5)
        left -= step
    return line[-1][0], line[-1][1]


def _select_in(
    database: Database, columns: str, table: str, column: str, values: Sequence[str | int]
) -> list[Any]:
    rows: list[Any] = []
    for start in range(0, len(values), _BATCH):
        part = values[start : start + _BATCH]
        marks = ",".join("?" * len(part))
        rows += database.rows(f"SELECT {columns} FROM {table} WHERE {column} IN ({marks})", part)
    return rows


_SHAPE = (
    "extent, method.message, method.source, twkb, west, south, east, north"
    " FROM shape JOIN method ON method.num = shape.method"
)


def _shaped(place: Place, extent: Extent, message: str, source: str, twkb: bytes, *box: float) -> Place:
    try:
        sources = tuple(dict.fromkeys((*place.sources, source)))
        shape = PackedShape(place.id, twkb, BBox(*box))
        method = _message(message)
    except (LookupError, TypeError, ValueError):
        raise damaged(place.id) from None
    return replace(place, shape=shape, extent=extent, extent_method=method, sources=sources)


@cache
def _message(text: str) -> Message:
    """Read a message from its JSON; the data have about two hundred."""
    data = json.decode(text)
    return Message(data["code"], data["values"])
