"""What a figure is compared with, and where a distance from a place leads."""

from __future__ import annotations

from collections.abc import Sequence

from ...geodesy import point_at
from ..grammar import SentenceReading
from ..quantities import Counted, Quantity

_NEAR = 80  # characters between a figure and its comparison
_WIDE = frozenset(("country", "admin1", "admin2", "border", "ocean", "sea", "river", "region", "continent"))
_DIGITS = 2  # of a position in degrees: about 1 km


def comparison_of(
    reading: SentenceReading, quantities: Sequence[Quantity], n: int, counted: Counted
) -> str | None:
    """Return the words by which the sentence compares its figure number `n`, before its next figure.

    A share by which something changed has at least the verb: "cut" of "cut exports by 12%".
    """
    quantity, rest = quantities[n], quantities[n + 1 :]
    words, group = reading.language.claims, counted.group
    end = min([quantity.end + _NEAR, *(q.start for q in rest[:1])])
    found = words.comparison.search(reading.text, quantity.end, reading.sentence.end)
    if found and found.start() < end:
        return " ".join(found.group().split())
    if rest and (told := _told_by(reading, quantity, rest[0])) is not None:
        return told
    front = words.comparison.match(reading.text, reading.body, quantity.start) if n == 0 else None
    if front is not None and reading.text[front.end()] == ",":
        return " ".join(front.group().split())
    verb = group.clause.verb if group and quantity.kind == "share" else None
    by = group is not None and group.prep in ("", *reading.grammar.by)
    changed = verb is not None and by and verb.base in words.changes - words.reaching
    return reading.text[verb.words[-1].start : verb.words[-1].end] if verb and changed else None


def _told_by(reading: SentenceReading, quantity: Quantity, other: Quantity) -> str | None:
    """Return a comparison that begins with the next figure: "41 percent, four points lower than in May"."""
    words, text = reading.language.claims, reading.text
    led = words.led_to.fullmatch(text, quantity.end, other.start)
    if led is None:
        return None
    end, stop = other.end, reading.sentence.end
    at = end + len(text[end:stop]) - len(text[end:stop].lstrip())
    whole = words.comparison.match(text, other.start, stop) if other.part else None
    found = whole or words.comparison.match(text, at, stop)
    return " ".join(text[led.start("by") : found.end()].split()) if found is not None else None


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
