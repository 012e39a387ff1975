"""Second-level units without boundaries in any package, made from the cells of their parts' seats.

A stage of the build after Natural Earth; ``cells.toml`` names the countries and their tables. A part (a
district) is placed at its seat. Its cell is the area that is nearer to its seat than to any other seat of the
first-level unit (a Voronoi cell), inside that unit's polygon. A second-level unit is the union of its parts'
cells. Compared with surveyed boundaries, Peru's provinces have a median overlap (intersection over union) of
0.70.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ...gazetteer import fold, number_of
from ...model import MAIN_NAME, NAME_WITH_TYPE
from .geonames import Unit, read_codes
from .methods import method
from .sources import Archives
from .tables import Draft, Row, Shape

_SEATS = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4")
_EDGE = 0.1  # degrees; the greatest distance of a seat outside its simplified first-level unit


class Parts(Struct, frozen=True):
    """The parts of a country's second-level units: names of both, seats (lng, lat) and cells, by code."""

    recipe: Mapping[str, Any]
    units: Mapping[str, str]
    names: Mapping[str, str]
    seats: Mapping[str, tuple[float, float]]
    cells: Mapping[str, BaseGeometry]

    def codes(self, unit: str, names: Sequence[str]) -> list[str]:
        """Look up parts of one unit by name; an unknown name is a fault of the table."""
        of = {code for code, name in self.units.items() if fold(name) == fold(unit)}
        own = {fold(n): c for c, n in self.names.items() if c[: self.recipe["unit"]] in of}
        missing = [name for name in names if fold(name) not in own]
        if missing:
            raise ValueError(f"{unit}: no part {', '.join(missing)}; has {', '.join(sorted(own))}")
        return [own[fold(name)] for name in names]

    def shape(self, layer: str, codes: Sequence[str]) -> Shape | None:
        """Join the cells of parts; None if no part has a cell."""
        own = [self.cells[code] for code in codes if code in self.cells]
        made = method("seat_cells", parts=len(own))
        return Shape(layer, _union(own), "approximate", made) if own else None


def read_recipes() -> dict[str, dict[str, Any]]:
    """Read the recipes for countries' second-level units, by ISO 3166-1 alpha-2."""
    return tomllib.loads(Path(__file__).with_name("cells.toml").read_text("utf-8"))


def add_cells(
    draft: Draft,
    archives: Archives,
    units: Mapping[int, Unit],
    country: str,
    recipe: Mapping[str, Any],
) -> Parts:
    """Add the parts of a country's second-level units, and give the units their extents."""
    in_unit = recipe["unit"]
    unit_names, names = (_names(archives, recipe, table) for table in ("units", "parts"))
    own = [unit for unit in units.values() if unit.country == country and unit.num in draft.rows]
    first = {unit.code: unit.num for unit in own if unit.level == 1}
    second = {unit.code.rpartition(".")[2]: unit.num for unit in own if unit.level == 2}
    around = {code: _around(code, country, recipe, first) for code in sorted({c[:in_unit] for c in names})}
    polygons = {num: draft.shapes[num].geometry for num in set(around.values()) if num}
    seats = _seats(draft, archives, country, recipe, names, {c: polygons[n] for c, n in around.items() if n})
    for code, (lng, lat) in sorted(seats.items()):
        slug = f"{recipe['key']}:{code}"
        row = Row(number_of(slug) or 0, names[code], "admin3", lng, lat, country, (country,))
        row.slug, row.source, row.fcode = slug, recipe["key"], "ADM3"
        row.admin1, row.admin2 = around[code[:in_unit]], second.get(code[:in_unit], 0)
        draft.add(row)
        for text in recipe["part_names"]:
            draft.call(row.num, text.format(names[code]), NAME_WITH_TYPE)
    parts = Parts(recipe, unit_names, names, seats, _cells(seats, around, polygons, in_unit))
    for code, name in sorted(unit_names.items()):
        num = second.get(code, 0)
        shape = parts.shape("province", [part for part in sorted(parts.cells) if part[:in_unit] == code])
        if not num or shape is None or num in draft.shapes:
            continue
        unit = draft.rows[num]
        unit.name = name
        unit.lng, unit.lat = seats.get(f"{code}{recipe['capital']}", (unit.lng, unit.lat))
        draft.call(num, name, MAIN_NAME)
        for text in recipe["unit_names"]:
            draft.call(num, text.format(name), NAME_WITH_TYPE)
        draft.shapes[num] = shape
    return parts


def _names(archives: Archives, recipe: Mapping[str, Any], table: str) -> dict[str, str]:
    """Read names by code, with particles as they are written inside a name."""
    file, member = recipe[table]
    names: dict[str, str] = json.loads(archives.read(recipe["package"], file))[member]
    for word in recipe["particles"]:
        names = {code: name.strip().replace(f" {word} ", f" {word.lower()} ") for code, name in names.items()}
    return names


def _around(unit: str, country: str, recipe: Mapping[str, Any], first: Mapping[str, int]) -> int:
    """Find the first-level unit with the polygon around a second-level unit; 0 if there is no such unit."""
    other = first.get(recipe["elsewhere"].get(unit, ""), 0)
    return other or first.get(f"{country}.{unit[: recipe['first']]}", 0)


def _seats(
    draft: Draft,
    archives: Archives,
    country: str,
    recipe: Mapping[str, Any],
    names: Mapping[str, str],
    inside: Mapping[str, BaseGeometry],
) -> dict[str, tuple[float, float]]:
    """Find each part's seat: by feature code, by its name among settlements, or from the official table.

    The keys of the official table are names, so a name that several parts share is not looked up there. A
    seat outside its first-level unit is refused.
    """
    members: dict[str, list[tuple[int, int, int, float, float, str]]] = defaultdict(list)
    for num, codes in read_codes(archives).items():
        row = draft.rows.get(num)
        if row is not None and row.country == country and codes.admin3:
            order = _SEATS.index(codes.feature) if codes.feature in _SEATS else len(_SEATS)
            members[codes.admin3].append((order, -row.population, num, row.lng, row.lat, row.name))
    file, member = recipe["seats"]
    listed = json.loads(archives.read(recipe["package"], file))[member]
    table = {fold(name): (float(v[recipe["lng"]]), float(v[recipe["lat"]])) for name, v in listed.items()}
    shared = Counter(map(fold, names.values()))
    seats = {}
    for code, name in sorted(names.items()):
        rows = sorted(members[code])
        named = [r for r in rows if fold(r[5]) == fold(name)]
        offers = [(r[3], r[4]) for r in rows[:1] if r[0] < len(_SEATS)] + [(r[3], r[4]) for r in named]
        if shared[fold(name)] == 1 and fold(name) in table:
            offers.append(table[fold(name)])
        offers += [(r[3], r[4]) for r in rows]
        domain = inside.get(code[: recipe["unit"]])
        fit = [o for o in offers if domain is not None and domain.distance(shapely.Point(o)) < _EDGE]
        if fit:
            seats[code] = fit[0]
    return seats


def _cells(
    seats: Mapping[str, tuple[float, float]],
    around: Mapping[str, int],
    polygons: Mapping[int, BaseGeometry],
    in_unit: int,
) -> dict[str, BaseGeometry]:
    """Make the cells for each first-level unit, with longitudes scaled as at that unit's latitude."""
    cells: dict[str, BaseGeometry] = {}
    for num, polygon in sorted(polygons.items()):
        codes = sorted(code for code in seats if around[code[:in_unit]] == num)
        shorten = math.cos(math.radians(polygon.centroid.y))
        spots: dict[tuple[float, float], str] = {}
        for code in codes:
            spots.setdefault(seats[code], code)  # two parts in one town: the first gets the cell
        points = shapely.MultiPoint([(lng * shorten, lat) for lng, lat in spots])
        flat = shapely.transform(polygon, partial(np.multiply, (shorten, 1.0)))
        regions = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=flat, ordered=True))
        for code, region in zip(spots.values(), regions, strict=True):
            cell = shapely.transform(region.intersection(flat), partial(_lengthen, by=shorten))
            if not cell.is_empty:
                cells[code] = cell
    return cells


def _lengthen(xy: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    return xy / (by, 1.0)


def _union(cells: list[BaseGeometry]) -> BaseGeometry:
    """Join cells and round to 1e-5 degrees; a tenth of a millidegree closes gaps from rounding."""
    whole = shapely.set_precision(shapely.unary_union(cells, grid_size=1e-5), 1e-5)
    parts = [p for p in shapely.get_parts(whole) if isinstance(p, shapely.Polygon) and p.area > 1e-6]
    return shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
