"""The core of a story, and what lies near it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from ...geodesy import geodesic_km
from ...kinds import KINDS
from ...model import LngLat, Place

TOLD, BESIDE = (100.0, 1.0), (50.0, 0.5)
"""How far from the core what the theme tells may be, and all else: kilometres, shares of the core's span."""
FARTHEST = 1500  # kilometres, however far the core's places lie apart
_IN_UNIT = 2  # how many times as far it may be in a unit of the core
_ON = 0.15  # degrees between a river of the core and a place on it
_MOST = 20  # places
_HUGE = 9.0  # degrees: not all that lies in a larger unit is near
_SMALL = 2.0  # degrees: a country that is as small as a place in others


class Core:
    """The places of headline, first paragraph and sets.

    Countries are no core, unless they are small; distances are not taken from large regions, nor from where
    the news comes from, if there is more.
    """

    def __init__(self, places: Sequence[Place], is_dateline: Callable[[Place], bool]) -> None:
        """Take the places, each once; `is_dateline` says whether one only tells where the news comes from."""
        # Of a huge story the first places stand for all, so that time stays linear.
        core = [p for p in places if not KINDS[p.kind].backdrop or _is_small(p)][:_MOST]
        exact = [p for p in core if _is_exact(p)] or core
        self.places = core
        self.ids = {p.id for p in places}
        self.holding = [p for p in core if p.shape is None or _is_small(p, _HUGE)]
        self.every = [p.point for p in exact]
        self.spots = [p.point for p in exact if not is_dateline(p)] or self.every
        self.span = span(self.spots)
        self.units = {p.admin1 for p in core if p.admin1}
        self._known: dict[tuple[str, float, float], bool] = {}

    def is_near(self, place: Place, km: float, share: float) -> bool:
        """Whether a place is near the core.

        It lies in a unit of the core, stands on its river, or is not farther from one of its places than so
        many kilometres, or than a share of how far these are from each other. It may be farther in the unit
        of one of them.
        """
        key = (place.id, km, share)
        if key not in self._known:
            self._known[key] = self._is_near(place, km, share)
        return self._known[key]

    def _is_near(self, place: Place, km: float, share: float) -> bool:
        if not self.places or place.id in self.ids or any(map(place.lies_in, self.holding)):
            return True
        if any(_stands_on(place, p) for p in self.places):
            return True
        inside = place.admin1 in self.units
        most = max(km, min(share * self.span, FARTHEST)) * (_IN_UNIT if inside else 1)
        # A degree of latitude has at least 110 km: most places need no exact distance.
        return any(
            abs(place.lat - at.lat) * 110 <= most and geodesic_km(place.point, at) <= most
            for at in (self.every if inside else self.spots)
        )


def span(spots: Sequence[LngLat]) -> float:
    """Return how far the first points lie apart: km, WGS 84 geodesic; 0 for less than two."""
    return max((geodesic_km(a, b) for a, b in combinations(spots[:_MOST], 2)), default=0.0)


def away(place: Place, other: Place) -> float:
    """Return about how many kilometres a place is from another, or from its area or line."""
    if other.geometry is None:
        return geodesic_km(place.point, other.point)
    from shapely import Point

    return 110 * float(other.geometry.distance(Point(place.point)))


def is_vague(place: Place) -> bool:
    """Return whether a place is a country or a first-level unit."""
    return KINDS[place.kind].level in (0, 1)


def _is_exact(place: Place) -> bool:
    """Return whether a place's point says where it is: of a town, of a unit, of no large region."""
    kind = KINDS[place.kind]
    small = kind.dimension == 2 and _is_small(place, 2 * _SMALL)
    return not kind.dimension or kind.level is not None or small


def _stands_on(place: Place, line: Place) -> bool:
    """Return whether a place stands on a river, coast or range."""
    if KINDS[line.kind].dimension != 1 or line.geometry is None:
        return False
    from shapely import Point

    return bool(line.geometry.distance(Point(place.point)) < _ON)


def _is_small(place: Place, most: float = _SMALL) -> bool:
    return place.shape is not None and place.shape.side < most
