"""Facts written by hand: regions, representative points, demonyms and abbreviations.

A stage of the build after all packages are read. The tables are text files in ``data/``, which people read
and review; each region there has its sources and the recipe for its extent.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from ...errors import GazetteerError
from ...gazetteer import fold, number_of
from ...model import ABBREVIATION, DEMONYM, MAIN_NAME, NAME_WITH_TYPE, OTHER_NAME, NameRank
from .cells import Parts
from .methods import method
from .naturalearth import inner_point
from .tables import Draft, Row, Shape

FILES = tuple(
    f"{n}.toml" for n in "regions places points rivers demonyms abbreviations themes place-names".split()
)

_COARSE, _COARSE_KM = 0.05, 5
"""The tolerance of a union of countries, in degrees and about as many km; such a region is only context."""


def load_table(path: Path) -> dict[str, Any]:
    """Read a hand-written table; raises ``GazetteerError`` where it is missing or not valid TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GazetteerError(f"{path}: missing; it is a hand-written part of the data, restore it") from None
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{path}: not valid TOML: {error}") from None


def add_regions(draft: Draft, parts: Mapping[str, Parts], folder: Path) -> None:
    """Add ``regions.toml`` and ``places.toml``: each entry has a point, or a recipe for its extent."""
    table = load_table(folder / "regions.toml")
    entries = [*table["place"], *table["region"], *load_table(folder / "places.toml")["place"]]
    named = _Named(draft, entries)
    for entry in entries:
        slug = entry["slug"]
        lng, lat = entry.get("point", (math.nan, math.nan))
        countries = tuple(sorted(entry.get("countries", ())))
        num = entry.get("geonames") or number_of(f"dateline:{slug}") or 0
        row = Row(num, entry["name"], entry["kind"], lng, lat, source="dateline")
        row.slug, row.countries = "" if "geonames" in entry else f"dateline:{slug}", countries
        row.country = countries[0] if len(countries) == 1 else ""
        row.admin1 = entry.get("admin1", 0)
        row.population = entry.get("population", 0)
        row.fcode = "PPLX" if row.kind == "neighbourhood" else ""
        draft.add(row)
        for name in entry.get("aliases", ()):
            draft.spell(row.num, name, _alias_rank(name, row.name))
        for name in entry.get("short", ()):
            draft.spell(row.num, name, ABBREVIATION)
        for name in entry.get("demonyms", ()):
            draft.spell(row.num, name, DEMONYM)
        shape = _extent(draft, parts, named, entry)
        if shape is not None:
            draft.shapes[row.num] = shape
            if math.isnan(row.lng):
                row.lng, row.lat = inner_point(shape.geometry)
        if math.isnan(row.lng):
            raise GazetteerError(
                f"{folder / 'regions.toml'}: {slug} has neither a point nor an extent; give it one"
            )


def _alias_rank(alias: str, name: str) -> NameRank:
    """Return the rank of a region's alias: a code, the name without its type word, or another main name."""
    if alias.isupper():
        return ABBREVIATION
    bare = f" {fold(name)} ".partition(f" {fold(alias).removeprefix('the ')} ")
    return NAME_WITH_TYPE if bare[1] and not (bare[0].strip() and bare[2].strip()) else MAIN_NAME


class _Named:
    """The units and settlements that recipes name, as "NAME, COUNTRY"."""

    def __init__(self, draft: Draft, entries: Sequence[dict[str, Any]]) -> None:
        extents = [entry.get("extent", {}) for entry in entries]
        wanted = {
            fold(name.rpartition(", ")[0])
            for e in extents
            for name in (*e.get("hull", ()), *e.get("units", ()))
        }
        self._draft = draft
        self._found: dict[str, list[tuple[int, int]]] = {key: [] for key in wanted}
        for (key, num), rank in draft.names.items():
            if key in wanted:
                self._found[key].append((rank, num))

    def rows(self, names: Sequence[str], kind: str) -> list[Row]:
        """Return the row of each name, of several the largest."""
        return [self._row(name, kind) for name in names]

    def _row(self, name: str, kind: str) -> Row:
        bare, _, country = name.rpartition(", ")
        rows = ((rank, self._draft.rows[num]) for rank, num in self._found[fold(bare)])
        fitting = [(rank, row) for rank, row in rows if (row.kind, row.country) == (kind, country)]
        if not fitting:
            raise GazetteerError(f"{name}: no such {kind} for an extent; expected NAME, COUNTRY CODE")
        return min(fitting, key=lambda found: (-found[1].population, found[0], found[1].num))[1]


def _extent(draft: Draft, parts: Mapping[str, Parts], named: _Named, entry: dict[str, Any]) -> Shape | None:
    extent = entry.get("extent", {})
    if "districts" in extent:
        districts = parts[entry["countries"][0]]
        codes = [c for unit, names in extent["districts"].items() for c in districts.codes(unit, names)]
        return districts.shape("region", codes)
    if "disk" in extent:
        disk, districts = extent["disk"], parts[entry["countries"][0]]
        [code] = districts.codes(disk["province"], [disk["district"]])
        circle, within = _disk(*districts.seats[code], disk["area_km2"]), disk["within"]
        geometry = circle.intersection(draft.shapes[within].geometry)
        made = method(
            "disk", district=disk["district"], area_km2=disk["area_km2"], within=draft.rows[within].name
        )
    elif "countries" in extent:
        nums = [draft.country_place[c] for c in extent["countries"] if c in draft.country_place]
        whole = shapely.unary_union([draft.shapes[num].geometry for num in nums])
        geometry, made = shapely.simplify(whole, _COARSE), method("countries", tolerance_km=_COARSE_KM)
    elif "units" in extent:
        nums = [row.num for row in named.rows(extent["units"], "admin1") if row.num in draft.shapes]
        whole = shapely.unary_union([draft.shapes[num].geometry for num in nums])
        geometry = shapely.simplify(whole, _COARSE)
        made = method("units", units=len(nums), tolerance_km=_COARSE_KM)
    elif "hull" in extent:
        towns = named.rows(extent["hull"], "populated_place")
        spots = [(row.lng, row.lat) for row in towns] + ([entry["point"]] if "point" in entry else [])
        geometry = shapely.MultiPoint(spots).convex_hull
        made = method("hull", places=len(towns))
    else:
        return None
    return Shape("region", shapely.set_precision(geometry, 1e-5), "approximate", made)


def _disk(lng: float, lat: float, area_km2: float) -> shapely.Polygon:
    """Make a disk of a given area around a point, on the WGS 84 ellipsoid, 96 corners."""
    from pyproj import Geod

    corners = 96
    # A regular polygon of n corners has the area n/2 · r² · sin(2π/n); choose r for the given area.
    radius = math.sqrt(area_km2 * 1e6 / (corners / 2 * math.sin(2 * math.pi / corners)))
    turns = [360 * i / corners for i in range(corners)]
    x, y, _ = Geod(ellps="WGS84").fwd([lng] * corners, [lat] * corners, turns, [radius] * corners)
    return shapely.Polygon(zip(x, y, strict=True))


def add_points(draft: Draft, folder: Path) -> None:
    """Place countries and large units near the middle, as gazetteers do, by country code or GeoNames id."""
    table = load_table(folder / "points.toml")
    for code, (lng, lat) in table["country"].items():
        row = draft.rows[draft.country_place[code]]
        row.lng, row.lat = lng, lat
    for num, (lng, lat) in table["unit"].items():
        if int(num) not in draft.rows:
            raise GazetteerError(f"{folder / 'points.toml'}: no place {num}; correct the id")
        draft.rows[int(num)].lng, draft.rows[int(num)].lat = lng, lat


def add_demonyms(draft: Draft, folder: Path) -> None:
    """Add the names of peoples, languages and adjectives, by country code or GeoNames id."""
    table = load_table(folder / "demonyms.toml")
    for part in ("country", "people"):
        for code, names in table[part].items():
            for name in names:
                draft.spell(draft.country_place[code], name, DEMONYM)
    _spell_all(draft, table["place"], 4, folder / "demonyms.toml")


def add_abbreviations(draft: Draft, folder: Path) -> None:
    """Add abbreviations and common short or other names, by country code, IATA code or GeoNames id."""
    table = load_table(folder / "abbreviations.toml")
    for code, names in table["country"].items():
        for name in names:
            draft.spell(draft.country_place[code], name, ABBREVIATION)
    for code, names in table["airport"].items():
        for name in names:
            num = number_of(f"iata:{code}") or 0
            if num not in draft.rows:
                raise GazetteerError(f"{folder / 'abbreviations.toml'}: no airport {code}; correct the code")
            draft.spell(num, name, ABBREVIATION if name == code else OTHER_NAME)
    for rank, part in ((MAIN_NAME, "english_name"), (ABBREVIATION, "place"), (OTHER_NAME, "other_name")):
        _spell_all(draft, table[part], rank, folder / "abbreviations.toml")
    for code, names in table["country_name"].items():
        for name in names:
            draft.spell(draft.country_place[code], name, MAIN_NAME)


def _spell_all(draft: Draft, table: dict[str, list[str]], rank: int, path: Path) -> None:
    for given, names in table.items():
        num = int(given) if given.isdigit() else number_of(given)
        if num not in draft.rows:
            raise GazetteerError(f"{path}: no place {given} for {names[0]}; correct the id")
        for name in names:
            draft.spell(num, name, rank)
