"""English names of cities that GeoNames has among all others ("Cologne" for Köln), from city-timezones.

A stage of the build after GeoNames: what English news calls a city is as good as its main name.
"""

from __future__ import annotations

import json
from collections import defaultdict

from ...geodesy import geodesic_km
from ...model import LngLat
from ..names import fold
from .sources import Archives
from .tables import Draft

_SAME_KM = 40  # a city's point here and there
_LEAST = 50_000  # inhabitants of a city whose English name may outrank a village's own


def add_english_names(draft: Draft, archives: Archives) -> None:
    """Make the English name of a city a main name, where the gazetteer has it as another name of the city."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for (key, num), rank in draft.names.items():
        row = draft.rows[num]
        if rank == 2 and row.kind == "populated_place" and row.population >= _LEAST:
            named[key].append(num)
    for city in json.loads(archives.read("city-timezones", "package/data/cityMap.json")):
        key, at = fold(city["city_ascii"]), LngLat(city["lng"], city["lat"])
        near = [
            num
            for num in named.get(key, ())
            if geodesic_km(LngLat(draft.rows[num].lng, draft.rows[num].lat), at) < _SAME_KM
        ]
        if near:
            draft.names[key, max(near, key=lambda num: (draft.rows[num].population, -num))] = 0
