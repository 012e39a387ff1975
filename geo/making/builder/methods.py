"""How the extents in the pinned data were made: codes with their values.

Their words are in the languages' folders. The code of an extent that is made later, and so is not in the
data, is in the module that makes it (the gazetteer's borders and bands, corrections, overlays).
"""

from __future__ import annotations

import json

from ...model import Message

METHODS: dict[str, tuple[str, set[str]]] = {
    "natural_earth": ("naturalearth", {"tolerance_m"}),
    "natural_earth_dissolved": ("naturalearth", {"tolerance_m", "units"}),
    "natural_earth_rivers": ("naturalearth", {"tolerance_m"}),
    "census": ("census", {"tolerance_m", "year"}),
    "seat_cells": ("naturalearth", {"parts"}),
    "disk": ("naturalearth", {"area_km2", "district", "within"}),
    "countries": ("naturalearth", {"tolerance_km"}),
    "units": ("naturalearth", {"tolerance_km", "units"}),
    "hull": ("geonames", {"places"}),
}
"""Code → the attribution key of the source of the lines, and the names of the values."""


def method(code: str, **values: str | int) -> Message:
    """Make the message for how an extent was made; a code or value that is not in ``METHODS`` is a fault.

    Examples
    --------
    >>> method("natural_earth_dissolved", units=3, tolerance_m=400).values
    {'tolerance_m': 400, 'units': 3}
    """
    _, names = METHODS[code]
    if names != set(values):
        raise ValueError(f"{code}: values {', '.join(sorted(values))}; expected {', '.join(sorted(names))}")
    return Message(code, dict(sorted(values.items())))


def written(message: Message) -> str:
    """Write a method as it is in the data: JSON, compact, always in the same order."""
    row = {"code": message.code, "values": dict(message.values)}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
