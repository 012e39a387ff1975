"""TO BE DELETED once the pinned data says how its extents were made, and whom to name, as codes.

Until then its sentences are turned into messages here, and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from ..model import Message

_METHODS: tuple[tuple[str, str, dict[str, int]], ...] = (
    (r"Natural Earth 1:10m", "natural_earth", {"tolerance_m": 100}),
    (r"Natural Earth 1:10m, simplified to about (?P<tolerance_m>\d+) m", "natural_earth", {}),
    (r"Natural Earth.*, river .* about (?P<tolerance_m>\d+) m", "natural_earth_rivers", {}),
    (r"Natural.* (?P<tolerance_m>\d+) m, dissolved from (?P<units>\d+) .*", "natural_earth_dissolved", {}),
    (r"U.S. .* of (?P<year>\d+), generalised to about (?P<tolerance_m>\d+) m", "census", {}),
    (
        r".* the district of (?P<district>.*) \((?P<area_km2>[\d,]+) km².* within (?P<within>.*)",
        "disk",
        {},
    ),
    (r".* that it consists of, simplified to about (?P<tolerance_km>\d+) km", "countries", {}),
    (r".* union of .* seats of its (?P<parts>\d+) districts .*", "seat_cells", {}),
    (r".* what lies nearer to the seats of its districts .*", "province_seat_cells", {}),
)
_CREDITS = {
    "GeoNames (geonames.org), CC BY 4.0": (
        "credit",
        {"key": "geonames", "name": "GeoNames", "site": "geonames.org", "licence": "CC BY 4.0"},
    ),
    "Made with Natural Earth (naturalearthdata.com), public domain": (
        "credit_public_domain",
        {
            "key": "naturalearth",
            "name": "Natural Earth",
            "site": "naturalearthdata.com",
            "licence": "public domain",
        },
    ),
    "U.S. Census Bureau (county boundaries), public domain": (
        "credit_counties",
        {"key": "census", "name": "U.S. Census Bureau", "licence": "public domain", "of": "counties"},
    ),
}


@cache
def method_of(text: str) -> Message:
    """Return how an extent was made, from the column's JSON or from its sentence."""
    if text.startswith("{"):
        return Message(**json.loads(text))
    for pattern, code, values in _METHODS:
        if found := re.fullmatch(pattern, text):
            said = {name: v.replace(",", "") for name, v in found.groupdict().items()}
            return Message(code, {**values, **{n: int(v) if v.isdigit() else v for n, v in said.items()}})
    return Message("text", {"text": text})


def credit_of(said: str | Mapping[str, str]) -> Message:
    """Return whom a map must name, from the descriptor's object or from its sentence."""
    if isinstance(said, str):
        return Message(*_CREDITS.get(said, ("text", {"text": said})))
    return Message(said["code"], {name: value for name, value in said.items() if name != "code"})
