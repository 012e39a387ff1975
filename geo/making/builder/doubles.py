"""Places that two sources have: the hand-written and the other one become one.

A stage of the build after all places are there. A lake or river of Natural Earth has its lines, and a
settlement its inhabitants: these stay, and take the names written by hand. A territory without settlements
(Natural Earth lists reefs as regions, or as units of the country that holds them) gives its polygon to the
hand-written island or region. A base or airport of a package gives way to the one written by hand.
"""

from __future__ import annotations

from collections import defaultdict

from ...gazetteer import fold
from ...geodesy import geodesic_km
from ...model import MAIN_NAME, LngLat
from .tables import Draft

_REACH_KM = {
    "lake": 60.0,
    "river": 250.0,
    "region": 250.0,
    "admin1": 250.0,
    "airport": 10.0,
    "base": 10.0,
    "populated_place": 1.0,
}
"""How far apart two points of one place may be, by the kind of the package's."""

_WRITTEN = {
    "lake": ("lake", "sea"),
    "river": ("river",),
    "region": ("region", "island", "territory"),
    "admin1": ("island", "region", "territory"),
    "airport": ("facility", "base", "airport"),
    "base": ("facility", "base", "airport"),
    "populated_place": ("region", "neighbourhood", "populated_place"),
}
"""The kind of the package's place, and those that it may have in the hand-written table."""

_STAY = ("lake", "river", "populated_place")


def join_doubles(draft: Draft) -> int:
    """Join each pair of a hand-written place and a package's; return how many pairs there were."""
    called: defaultdict[str, list[int]] = defaultdict(list)
    for (key, num), rank in draft.names.items():
        if rank == MAIN_NAME:
            called[key].append(num)
    settled = {row.admin1 for row in draft.rows.values() if row.kind == "populated_place"}
    joined = 0
    for written in [row for row in draft.rows.values() if row.source == "dateline"]:
        at = LngLat(written.lng, written.lat)
        for num in sorted(num for num in called.get(fold(written.name), ()) if num in draft.rows):
            row = draft.rows[num]
            if row.source == "dateline" or written.kind not in _WRITTEN.get(row.kind, ()):
                continue
            territory = row.kind in ("region", "admin1")
            if territory and (row.source != "naturalearth" or num in settled):
                continue
            if geodesic_km(at, LngLat(row.lng, row.lat)) > _REACH_KM[row.kind]:
                continue
            kept, gone = (row, written) if row.kind in _STAY else (written, row)
            if gone.num in draft.shapes and kept.num in draft.shapes:
                continue
            draft.join(kept.num, gone.num)
            joined += 1
            if gone is written:
                break
    return joined
