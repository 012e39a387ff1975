"""Postal places and county polygons of the United States.

A stage of the build after GeoNames and Natural Earth. GeoNames' extract lacks settlements of fewer than 500
people and parts of a city; they come from the Postal Service's place names. Counties come from the Census
Bureau.
"""

from __future__ import annotations

import bz2
import json
import re
from collections import defaultdict
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ...gazetteer import fold, number_of
from ...geodesy import geodesic_km
from ...model import ABBREVIATION, LngLat
from .geonames import Unit
from .methods import method
from .naturalearth import inner_point
from .sources import Archives
from .tables import Draft, Row, Shape

SAME_KM = 25.0
"""A settlement of the same name and state within this distance is the postal place."""

_NO_PLACES = {"MILITARY", "UNIQUE"}  # ships and bases abroad; a firm's or an office's own code
_SPELLED = {"Twp": "Township", "Hts": "Heights", "Spgs": "Springs", "Jct": "Junction", "Vlg": "Village"}
_SHORT = re.compile(rf"(?<= )(?:{'|'.join(_SPELLED)})$")
_SURVEYED = method("census", year=2017, tolerance_m=400)


def add_postal_places(draft: Draft, archives: Archives, units: dict[int, Unit]) -> None:
    """Add the postal places that GeoNames' extract lacks, at the mean position of their ZIP codes."""
    codes = json.loads(bz2.decompress(archives.read("zipcodes", "zipcodes/zips.json.bz2")))
    spots: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    for entry in codes:
        if entry["zip_code_type"] in _NO_PLACES or entry["country"] != "US" or not entry["lat"]:
            continue
        # Another accepted name of a ZIP code is usually a separate place in its area.
        for rank, name in enumerate((entry["city"], *entry["acceptable_cities"])):
            if rank and (name.isupper() or len(name) < 4):
                continue
            spots[entry["state"], _SHORT.sub(lambda m: _SPELLED[m[0]], name)].append(
                (float(entry["long"]), float(entry["lat"]), entry["county"])
            )
    states = {unit.code: num for num, unit in units.items() if unit.country == "US"}
    counties = {(unit.parent, fold(unit.name)): num for num, unit in units.items() if unit.country == "US"}
    known: dict[tuple[str, int], list[LngLat]] = defaultdict(list)
    inside = {row.num: row for row in draft.rows.values() if row.country == "US"}
    for (key, num), rank in draft.names.items():
        if rank < ABBREVIATION and num in inside and inside[num].kind == "populated_place":
            known[key, inside[num].admin1].append(LngLat(inside[num].lng, inside[num].lat))
    for (state, name), where in sorted(spots.items()):
        admin1 = states.get(f"US.{state}", 0)
        lng = round(sum(x for x, _, _ in where) / len(where), 5)
        lat = round(sum(y for _, y, _ in where) / len(where), 5)
        near = known[fold(name), admin1]
        if (
            not admin1
            or not any(lng for lng, _, _ in where)
            or any(geodesic_km(LngLat(lng, lat), spot) < SAME_KM for spot in near)
        ):
            continue
        slug = f"zipcodes:{state.lower()}-{fold(name).replace(' ', '-')}"
        row = Row(number_of(slug) or 0, name, "populated_place", lng, lat, "US", ("US",), source="zipcodes")
        row.slug, row.admin1, row.fcode = slug, admin1, "PPL"
        row.admin2 = counties.get((admin1, fold(where[0][2])), 0)
        if row.num not in draft.rows:
            draft.add(row)


def add_counties(draft: Draft, archives: Archives, units: dict[int, Unit]) -> None:
    """Give the counties their polygons, and a point near their middle."""
    topology = json.loads(archives.read("us-atlas", "package/counties-10m.json"))
    arcs = _arcs(topology)
    states = {g["id"]: fold(g["properties"]["name"]) for g in topology["objects"]["states"]["geometries"]}
    by_name = {
        fold(unit.name): unit.code for unit in units.values() if unit.level == 1 and unit.country == "US"
    }
    by_code = {unit.code: num for num, unit in units.items()}
    for county in topology["objects"]["counties"]["geometries"]:
        fips = str(county["id"])
        num = by_code.get(f"{by_name.get(states[fips[:2]], '')}.{fips[2:]}", 0)
        if num not in draft.rows:
            continue
        geometry = _polygons(county, arcs)
        if geometry.is_empty:  # a city of five square kilometres, lost in the simplification
            continue
        draft.shapes[num] = Shape("admin2", geometry, "surveyed", _SURVEYED)
        draft.rows[num].lng, draft.rows[num].lat = inner_point(geometry)


def _arcs(topology: dict[str, Any]) -> list[Any]:
    """Undo TopoJSON's quantisation and differences (TopoJSON specification, 2.1.3 and 2.1.4)."""
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]


def _polygons(geometry: dict[str, Any], arcs: list[Any]) -> BaseGeometry:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    polygons = []
    for rings in parts:
        # A negative index is the bitwise complement of an arc that runs backwards; neighbours share an end.
        lines = [np.vstack([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]) for ring in rings]
        if len(lines[0]) > 3:  # simplification left some islets without an area
            polygons.append(shapely.Polygon(lines[0], [line for line in lines[1:] if len(line) > 3]))
    whole = shapely.set_precision(shapely.make_valid(shapely.multipolygons(polygons)), 1e-5)
    own = [part for part in shapely.get_parts(shapely.get_parts(whole)) if part.geom_type == "Polygon"]
    return own[0] if len(own) == 1 else shapely.MultiPolygon(own)
