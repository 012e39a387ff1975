"""Which gulf "the Gulf" is: of all places of such a kind, the one nearest to the article's other places.

A word of a kind of place, with an article and without a name, is no town of that name. Used by the resolver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from ...geodesy import rounded
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
    far = {n: _distances(place, others)[len(others) // 2] for n, place in enumerate(places) if others}
    return _least(places, far)


def beside(places: Sequence[Place], others: Sequence[Place], usual: Set[str]) -> int | None:
    """Return which of the places of some ids is near to any of the article's others; None if none is."""
    some = {n: place for n, place in enumerate(places) if place.id in usual and others}
    return _least(places, {n: _distances(place, others)[0] for n, place in some.items()})


def _least(places: Sequence[Place], far: Mapping[int, float]) -> int | None:
    reach = {n: _LARGE_KM if places[n].kind in _LARGE else _SMALL_KM for n in far}
    return min((n for n in far if far[n] <= reach[n]), key=lambda n: (far[n], places[n].id), default=None)


def _distances(place: Place, others: Sequence[Place]) -> list[float]:
    """List the distances of a place to others, km on a sphere, the least first."""
    x, y, z = direction(place)
    return sorted(
        arc_km(rounded((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2)) for a, b, c in map(direction, others)
    )
