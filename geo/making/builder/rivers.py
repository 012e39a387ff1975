"""Rivers as lines, from Natural Earth 1:10m.

A stage of the build after the countries have their polygons. The package's file lost the letters that are
not ASCII, and names rivers as local maps do; ``rivers.toml`` gives the English for each such name. A name
with lost letters that is not in it is left out.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from ...gazetteer import fold, number_of
from ...model import MAIN_NAME, NAME_WITH_TYPE, OTHER_NAME
from .handwritten import load_table
from .methods import method
from .sources import Archives
from .tables import Draft, Row, Shape

_LAYER = "usr/share/magics/10m/ne_10m_rivers_lake_centerlines"
_TOLERANCE = 0.002  # degrees
_METHOD = method("natural_earth_rivers", tolerance_m=200)
_APART = 0.5
"""Degrees: pieces of one name that are nearer to each other are one river (lakes may lie between)."""

_LEAST_SHARE = 0.02
_BARE_RANK = 5
"""Natural Earth's scale rank (0 is the largest); to this rank, a river's bare name is a main name."""

_WORDS = set(
    "back bear beaver bell black bois broad bug can canadian cedar copper dam dan don english"
    " exploits feather fox french george grand grande green grey james main moose negro nelson new"
    " orange peace pearl platte rainy red republican rogue salmon santiago save severn slave snake son"
    " swan tel trent trinity una verde victoria white wind yellow you".split()
) | {"san juan", "san martin", "san miguel", "san pedro", "santa cruz"}
"""Names of rivers that usually mean something else; these always keep "River"."""

_RIO = set("AO AR BO BR CL CO CR CU DO EC ES GT HN MX MZ NI PA PE PT PY SV UY VE".split())
"""Countries where a river is a "Río" or "Rio"."""


def add_rivers(draft: Draft, archives: Archives, folder: Path) -> None:
    """Add the named rivers, their pieces joined, each with the countries that it flows through."""
    table = load_table(folder / "rivers.toml")
    english, aliases = table["name"], table["aliases"]
    pieces: dict[str, list[tuple[int, BaseGeometry]]] = defaultdict(list)
    others: dict[str, set[str]] = defaultdict(set)
    for source, scale, geometry in _read(archives):
        name, also = _names(source, english)
        if name:
            pieces[name].append((scale, geometry))
            others[name] |= set(also) | set(aliases.get(name, ()))
    places = [(code, num) for code, num in sorted(draft.country_place.items()) if num in draft.shapes]
    countries = [(code, draft.shapes[num].geometry) for code, num in places]
    taken = {
        key for (key, num), rank in draft.names.items() if rank == MAIN_NAME and _is_large(draft.rows[num])
    }
    tree = shapely.STRtree([geometry for _, geometry in countries])
    for name, found in sorted(pieces.items()):
        for turn, (scale, line) in enumerate(_groups(found), 1):
            slug = f"naturalearth:{fold(name).replace(' ', '-')}-river" + (f"-{turn}" if turn > 1 else "")
            middle = max(shapely.get_parts(line), key=shapely.length).interpolate(0.5, normalized=True)
            bare = name.endswith(("Canal", "Nile", "Lafourche")) or name.startswith(("Rio ", "Río "))
            title = name if bare else f"{name} River"
            row = Row(number_of(slug) or 0, title, "river", round(middle.x, 5), round(middle.y, 5))
            row.slug, row.source, row.fcode = slug, "naturalearth", "STM"
            near = sorted(int(i) for i in tree.query(line, predicate="intersects"))
            row.countries = tuple(
                countries[i][0]
                for i in near
                if shapely.length(countries[i][1].intersection(line)) > _LEAST_SHARE * line.length
            )
            row.country = row.countries[0] if len(row.countries) == 1 else ""
            draft.add(row)
            draft.spell(row.num, f"River {name}", NAME_WITH_TYPE)
            if not bare and not _RIO.isdisjoint(row.countries):
                draft.spell(row.num, f"Rio {name}", NAME_WITH_TYPE)
            for text in sorted(others[name]):
                draft.spell(row.num, f"{text} River", OTHER_NAME)
                draft.spell(row.num, text, OTHER_NAME)
            if fold(name) not in _WORDS:
                draft.spell(
                    row.num,
                    name,
                    NAME_WITH_TYPE if scale <= _BARE_RANK or fold(name) not in taken else OTHER_NAME,
                )
            draft.shapes[row.num] = Shape("river", line, "surveyed", _METHOD)


def _is_large(row: Row) -> bool:
    return row.kind in ("country", "admin1") or row.population >= 50_000


def _read(archives: Archives) -> list[tuple[str, int, BaseGeometry]]:
    with tempfile.TemporaryDirectory() as scratch:
        for ending in (".shp", ".shx", ".dbf", ".prj"):
            data = archives.read("libmagics++-data", f"{_LAYER}{ending}")
            (Path(scratch) / f"rivers{ending}").write_bytes(data)
        meta, _, wkb, columns = pyogrio.raw.read(Path(scratch) / "rivers.shp")
    table: dict[str, Any] = dict(zip(meta["fields"], columns, strict=True))
    rows = zip(table["name"], table["scalerank"], shapely.from_wkb(wkb), strict=True)
    return [(" ".join(str(name).split()), int(scale), line) for name, scale, line in rows if name and line]


def _names(source: str, english: dict[str, str]) -> tuple[str, list[str]]:
    """Return a river's English name, and its local one if the source has both: "Donau (Danube)"."""
    if source in english:
        return english[source], []
    both = re.fullmatch(r"(.+) \((.+)\)", source)
    if both and both[1].isascii() and "?" not in source:
        return english.get(both[2], both[2]), [both[1]]
    return ("", []) if "?" in source else (source, [])


def _groups(found: list[tuple[int, BaseGeometry]]) -> list[tuple[int, BaseGeometry]]:
    """Join the pieces of a name that lie near each other into rivers, the longest first."""
    lines = [line for _, line in found]
    near = shapely.unary_union([shapely.buffer(line, _APART / 2, quad_segs=2) for line in lines])
    rivers = []
    for blob in shapely.get_parts(near):
        own = [(scale, line) for scale, line in found if blob.intersects(line)]
        if not own:  # a sliver of the buffers, between pieces
            continue
        merged = shapely.line_merge(
            shapely.simplify(shapely.union_all([line for _, line in own]), _TOLERANCE)
        )
        parts = shapely.MultiLineString(list(shapely.get_parts(merged)))
        rivers.append((min(scale for scale, _ in own), parts))
    return sorted(rivers, key=lambda river: (-river[1].length, river[1].bounds))
