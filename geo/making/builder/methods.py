"""How the extents in the pinned data were made: the codes that say it, with their values.

The words for them are the languages'. Codes that are no part of the data, for what is made of it later, stand
where that is made (the gazetteer's borders and bands, corrections, overlays).
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
}
"""Code → the attribution key of the source whose lines are drawn, and the names of the values."""


def method(code: str, **values: str | int) -> Message:
    """Say how an extent was made; a code or a value that ``METHODS`` lacks is a fault of the build.

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
    """Write a method as the data has it: JSON, compact, always in the same order."""
    said = {"code": message.code, "values": dict(message.values)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
