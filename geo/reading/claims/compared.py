"""What a figure is compared with, and where a distance from a place leads."""

from __future__ import annotations

from collections.abc import Sequence

from ...geodesy import point_at
from ..grammar import SentenceReading
from ..quantities import Quantity

_NEAR = 60  # characters between a figure and its comparison
_WIDE = frozenset(("country", "admin1", "admin2", "border", "ocean", "sea", "river", "region", "continent"))
_DIGITS = 2  # of a position in degrees: about 1 km


def comparison_of(reading: SentenceReading, quantities: Sequence[Quantity], n: int) -> str | None:
    """Return the words by which the sentence compares its figure number `n`, before its next figure."""
    quantity, rest = quantities[n], quantities[n + 1 :]
    end = min([quantity.end + _NEAR, *(q.start for q in rest[:1])])
    found = reading.language.claims.comparison.search(reading.text, quantity.end, reading.sentence.end)
    return " ".join(found.group().split()) if found and found.start() < end else None


def position_of(
    reading: SentenceReading, quantity: Quantity, places: Sequence[str]
) -> tuple[float, float] | None:
    """Return (lng, lat) of "60 km north of X", degrees, EPSG:4326; None if X is no point, or not sure."""
    kilometres = reading.language.quantities.in_kilometres.get(quantity.unit)
    if kilometres is None or len(places) != 1:
        return None
    words = reading.language.claims
    for m in reading.mentions:
        if (
            m.place.id != places[0]
            or m.place.kind in _WIDE
            or m.demonym
            or m.relation
            or m.start < quantity.end
        ):
            continue
        if way := words.direction.fullmatch(reading.text, quantity.end, m.start):
            bearing = words.bearings["".join(c for c in way["way"].lower() if c.isalpha())]
            far = (quantity.value + (quantity.high or quantity.value)) / 2 * kilometres
            lng, lat = point_at(m.place.point, float(bearing), far)
            return round(lng, _DIGITS), round(lat, _DIGITS)
    return None
