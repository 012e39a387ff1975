"""Names of which no reader doubts, as the article's sure places tell what they mean.

A town beside another one of the article, a unit of a country that is told of, the unit right behind its
town, a sea of which there is no second. In the flow between ``certainty`` and the resolver.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ...kinds import LOCAL, like
from ...model import OTHER_NAME, Place, Toponym
from ..exonyms import METROPOLIS
from .certainty import Choice
from .fitting import is_near
from .mentions import Beside, Reading
from .plain import Told, has_rival

_LANDS = frozenset(
    {"sea", "ocean", "continent", "lake", "strait", "mountain", "desert", "island", "park", "river", "region"}
)
_LISTED = ("one list with its unit", "one list with its country")
STATES = frozenset({"country", "admin1"})
_HERE, _WIDE = 1.0, 3.0  # degrees: places of one name that are so near are one, of landscapes
_ALL = 0.95  # of the probability that is not that of "none"
_MOST = 0.9
_TOWN = 0.8
_NONE = 0.2  # the same of "none", of a landscape
_LITTLE = 0.1  # and of a unit
_RIVAL = 0.02  # a place with a smaller share of the probability is no rival
_FEW = 4  # places of a landscape's name
_NAME = 0.6  # how likely it is a name
_ANY = 0.4
_TWO = 2  # names
_PART = "PPLX"  # of a town: a club, more often, where no word of place stands before it
_LARGER = 3  # times the people
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))

Cell = tuple[int, int]


class Known(NamedTuple):
    """What an article surely means: the names of each country and of towns around a point, and the places."""

    countries: dict[str, set[str]]
    towns: dict[Cell, set[str]]
    places: frozenset[str]

    @classmethod
    def of(cls, sure: Iterable[tuple[str, Place]]) -> Known:
        """Take the sure names, folded, with their places."""
        countries: defaultdict[str, set[str]] = defaultdict(set)
        towns: defaultdict[Cell, set[str]] = defaultdict(set)
        places: set[str] = set()
        for key, place in sure:
            places.add(place.id)
            if place.country:
                countries[place.country].add(key)
            if like(place.kind) in LOCAL:
                towns[_cell(place)].add(key)
        return cls(dict(countries), dict(towns), frozenset(places))

    def others(self, key: str, place: Place) -> int:
        """Count the other names that mean something in a place's country."""
        return len(self.countries.get(place.country or "", set()) - {key})

    def is_beside(self, key: str, place: Place) -> bool:
        """Whether another name means a town near a place."""
        x, y = _cell(place)
        return any(self.towns.get((x + a, y + b), set()) - {key} for a, b in _AROUND)


class Case(NamedTuple):
    """A mention to decide on, with its reading and choice, and what the article means, surely and all."""

    reading: Reading
    choice: Choice
    toponym: Toponym
    beside: Beside
    known: Known
    named: Told

    @property
    def place(self) -> Place:
        """The best candidate."""
        return self.choice.candidates[0].place


def all_here(choice: Choice, degrees: float = _HERE) -> float:
    """Return how much of the probability of all places of a name is that of the best, at any level."""
    best = choice.candidates[0].place
    here = math.fsum(
        share
        for candidate, share in zip(choice.candidates, choice.shares, strict=True)
        for p in (candidate.place,)
        if is_near(p, best, degrees) or p.lies_in(best) or best.lies_in(p)
    )
    return here / max(1e-6, 1 - choice.none)


def is_told(case: Case) -> bool:
    """Whether the article leaves no doubt of what a mention means."""
    beside = case.beside
    touches = beside.after or (beside.before and not beside.opens)
    if touches or beside.ware or beside.spoken or case.reading.trimmed:
        return False
    if case.toponym.kind == "demonym":
        return _is_people(case)
    if case.toponym.kind != "name":
        return False
    return any(rule(case) for rule in (_is_held, _is_listed, _is_unit, _is_town, _is_land))


def _is_held(case: Case) -> bool:
    """Whether it is the unit behind its town, or what the text puts around it leaves no other place."""
    r, p = case.reading, case.place
    if p.id in r.holds:
        return True
    around = r.containers.intersection((p.country, *p.countries, p.admin1, p.admin2))
    return bool(around) and all_here(case.choice) >= _MOST


def _is_listed(case: Case) -> bool:
    """Whether all that stands in one list with it lies in its unit."""
    told = case.choice.features
    whole = all(told.get(name, 0.0) == 1 for name in _LISTED)
    return whole and all_here(case.choice) >= _TOWN - 0.1


def _is_unit(case: Case) -> bool:
    """Whether it is a country or first-level unit by its own name, without a rival, in a country told of.

    A large unit with the name of a river or lake in it is meant in any article.
    """
    best, c = case.choice.candidates[0], case.choice
    if best.place.kind not in STATES or best.rank >= OTHER_NAME:
        return False
    if all_here(c) >= _ALL and case.known.others(case.reading.key, best.place):
        return True
    rivals = zip(c.candidates[1:], c.shares[1:], strict=True)
    waters = all(r.place.kind in _LANDS for r, share in rivals if share >= _RIVAL)
    large = best.place.kind == "admin1" and best.place.population >= METROPOLIS
    return large and waters and c.none < _LITTLE and all_here(c, _WIDE) >= _ALL


def _is_town(case: Case) -> bool:
    """Whether it is a town beside another one, or in a country told of, and far likelier than all others."""
    r, place, c = case.reading, case.place, case.choice
    if like(place.kind) not in LOCAL or has_rival(r, place, case.named, abroad=True):
        return False
    name, told = case.toponym.confidence, case.known.others(r.key, place)
    if case.known.is_beside(r.key, place) and all_here(case.choice) >= _TOWN and case.beside.placed:
        return True
    part = place.feature_code == _PART and not case.beside.placed
    if part or case.beside.article or told < _TWO or _has_larger(r, place):
        return False
    return (c.share >= _TOWN and name >= _NAME) or (c.share >= _MOST and name >= _ANY)


def _has_larger(r: Reading, place: Place) -> bool:
    """Whether a far larger place elsewhere has a town's name as its own."""
    return any(
        not c.rank and c.place.population > _LARGER * place.population and not is_near(c.place, place, _HERE)
        for c in r.homonyms
    )


def _is_land(case: Case) -> bool:
    """Whether it is a sea, a lake, a region of which there is no second."""
    few = len(case.reading.homonyms) <= _FEW and case.choice.none <= _NONE and not case.reading.shouted
    land = few and case.place.kind in _LANDS and case.toponym.confidence >= _NAME
    return land and all_here(case.choice, _WIDE) >= _ALL


def _is_people(case: Case) -> bool:
    """Whether it is a told country's adjective before a noun, or its people where no name shows it."""
    place, key = case.place, case.reading.key
    if place.kind != "country" or not case.known.others(key, place):
        return False
    if not case.beside.people:
        return case.beside.small
    alone = len(case.reading.homonyms) == 1 and place.id not in case.known.places
    return alone and not case.beside.hyphened


def _cell(place: Place) -> Cell:
    """Return the square degree of a place."""
    return math.floor(place.lng), math.floor(place.lat)
