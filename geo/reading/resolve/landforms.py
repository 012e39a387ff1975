"""Which gulf "the Gulf" is: of all places of such a kind, the one nearest to the article's other places.

A word of a kind of place, with an article and without a name, is no town of that name. Used by the resolver.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Place
from .features import arc_km, direction

_LARGE_KM, _SMALL_KM = (
    1200.0,
    500.0,
)  # a gulf or a sea may be so far from what the article names, a valley so far
_LARGE = frozenset({"sea", "strait"})


def nearest(places: Sequence[Place], others: Sequence[Place]) -> int | None:
    """Return which of some places is meant, given the article's others; None if all are too far.

    It is one that the article also names, else the one with the least median distance, km on a sphere.
    """
    named = {p.id for p in others}
    for n, place in enumerate(places):
        if place.id in named:
            return n
    best: tuple[float, str, int] | None = None
    for n, place in enumerate(places):
        x, y, z = direction(place)
        squares = sorted((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2 for a, b, c in map(direction, others))
        if not squares:
            return None
        km = arc_km(squares[len(squares) // 2])
        if km <= (_LARGE_KM if place.kind in _LARGE else _SMALL_KM):
            best = min(best or (km, place.id, n), (km, place.id, n))
    return best[2] if best else None
