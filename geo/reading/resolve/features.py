"""The named features of a candidate: evidence for or against it as the meaning of a toponym.

``alone`` looks at a name, its words and the other names' candidates; ``among`` at what the other names mean
so far. A feature is a name and a number, mostly 0 to 1; each name has a learned weight.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...geodesy import rounded
from ...kinds import KINDS, LOCAL, like
from ...model import ABBREVIATION, MAIN_NAME, OTHER_NAME, Candidate, Place
from ..exonyms import METROPOLIS
from .mentions import Reading, is_said
from .nearby import Nearby, of_one_name

Features = dict[str, float]

_EARTH_KM = 6371.0  # mean radius, IUGG; nearness needs no ellipsoid
_MAIN = 0.5  # a share of the other names that makes a country the article's main one
_EVERYWHERE = frozenset(name for name, kind in KINDS.items() if kind.exonyms)  # these have no distances
_VAST = _EVERYWHERE | {"region"}  # too large to be near to
UNITS = frozenset(name for name, kind in KINDS.items() if kind.level)
_LEVELS = {name: name for name in ("admin1", "admin2", "admin3", "populated_place", "country", "river")}
_ECLIPSE = 50  # a place with so many times the people of another with its name is far better known
_SMALL = 1000
_CAPITAL = "PPLC"
_TOWN_DEGREES = 0.6  # a part of a town is no farther from its point


class Support:
    """How many of the article's names, each with its usual meaning, are in a country or unit."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.names = {r.key: r for r in readings}
        self.nearby = Nearby(self.names)
        self._countries: dict[str, dict[str, float]] = {}
        self._units: dict[str, dict[str, float]] = {}
        self.in_country: defaultdict[str, float] = defaultdict(float)
        self.in_unit: defaultdict[str, float] = defaultdict(float)
        self.any_country: Counter[str] = Counter()
        self.any_unit: Counter[str] = Counter()
        self.named: defaultdict[str, set[str]] = defaultdict(set)
        for key, reading in self.names.items():
            self._add(key, reading.candidates)
        self.rest = max(1, len(self.names) - 1)
        self.scatter = 1 - max(self.in_country.values(), default=0.0) / max(1, len(self.names))

    def _add(self, key: str, candidates: Sequence[Candidate]) -> None:
        usual = [_usual(c) for c in candidates]
        total = sum(usual) or 1.0
        countries: defaultdict[str, float] = defaultdict(float)
        units: defaultdict[str, float] = defaultdict(float)
        for c, weight in zip(candidates, usual, strict=True):
            for country in c.place.in_countries:
                countries[country] += weight / total
            if unit := c.place.in_unit:
                units[unit] += weight / total
            if c.place.kind == "admin1" and c.rank != OTHER_NAME:
                self.named[c.place.id].add(key)
        self._countries[key], self._units[key] = countries, units
        for country, weight in countries.items():
            self.in_country[country] += weight
        for unit, weight in units.items():
            self.in_unit[unit] += weight
        self.any_country.update(countries.keys())
        self.any_unit.update(units.keys())

    def country(self, key: str, country: str) -> float:
        """Return the share of the other names that usually mean something in a country."""
        return rounded((self.in_country[country] - self._countries[key].get(country, 0.0)) / self.rest)

    def unit(self, key: str, unit: str) -> float:
        """Return the share of the other names that usually mean something in a first-level unit."""
        return rounded((self.in_unit[unit] - self._units[key].get(unit, 0.0)) / self.rest)


def _usual(c: Candidate) -> float:
    """Weigh a candidate without context: by its population, size and kind of name."""
    people = 1.2 * _log10(max(c.place.population, 300))
    size = 3.0 if c.place.kind == "country" else 1.5 if c.place.kind == "admin1" else 0.0
    return rounded(math.exp(people + size - (2.0 if c.rank == OTHER_NAME else 0.0)))


def alone(
    r: Reading, c: Candidate, support: Support, shares: Mapping[str, float], full: frozenset[str]
) -> Features:
    """List the features of a candidate that do not depend on other toponyms' places.

    ``shares`` are the shares of countries that the article names itself; ``full`` the ids of the places that
    have the name with its type word.
    """
    place, f = c.place, {}
    kinds = {place.kind, like(place.kind)}
    f[f"is a {like(place.kind)}"] = 1.0
    f[f"name of rank {c.rank}"] = 1.0
    f[f"name of rank {c.rank}, {_group(place)}"] = 1.0
    if _lends_its_name(r, place):
        f["the name is that of one beside it"] = 1.0
    if r.shouted:
        short = c.rank == ABBREVIATION
        f["an abbreviation, in capitals" if short else "no abbreviation, but one is in capitals"] = 1.0
    f.update(_prominence(r, place, support.scatter))
    if r.trimmed:
        f["only a part of its name"] = 1.0
    if r.types:
        fits = "of the kind asked for" if kinds.intersection(r.types) else "not of the kind asked for"
        f[fits if r.own_types else f"{fits} elsewhere"] = 1.0
    if r.full_name != r.key and place.id in full:
        f["has the name with its type word"] = 1.0
    if r.containers:
        held = r.containers.intersection((place.country, *place.countries, place.admin1, place.admin2))
        f["in what the text puts around it" if held else "not in what the text puts around it"] = 1.0
        if r.right_behind:
            f["in what stands right behind it" if held else "not in what stands right behind it"] = 1.0
    if r.strayed:
        f["not in the unit whose abbreviation follows"] = 1.0
    if r.with_article:
        f[f"after “the”, {like(place.kind)}"] = 1.0
    elif r.article_elsewhere:
        f[f"after “the” elsewhere, {like(place.kind)}"] = 1.0
    if r.said:
        f["of the kind said behind" if is_said(place, r.said) else "not of the kind said behind"] = 1.0
    if r.towns:
        near = any(abs(t.lng - place.lng) < _TOWN_DEGREES > abs(t.lat - place.lat) for t in r.towns)
        if not near:
            f["far from the town that it is a part of"] = 1.0
    if r.ruled:
        f["other places of the name are ruled out"] = 1.0
    if r.parted:
        f[f"has named parts, {_LEVELS.get(like(place.kind), 'landscape')}"] = 1.0
    if r.holds:
        f["holds the name before" if place.id in r.holds else "does not hold the name before"] = 1.0
    for (side, word), count in r.cues.items():
        f[f"{'after' if side else 'before'}: {word}, {_LEVELS.get(like(place.kind), 'landscape')}"] = (
            count / r.mentions
        )
    own = place.in_countries
    if place.kind not in ("country", "continent"):
        f["its country is named in the sentence"] = float(bool(r.countries.intersection(own)))
        f["its country is named in the article"] = math.sqrt(min(1.0, sum(shares.get(x, 0.0) for x in own)))
        if shares and own and not any(x in shares for x in own):
            f["only other countries are named"] = 1.0
    if place.kind != "country" and any(
        x.place.kind == "country" and x.rank == MAIN_NAME and x.place.country in own for x in r.candidates
    ):
        f["in the country that has its name"] = 1.0
    if place.admin1 in r.units:
        f["its unit is named in the sentence"] = 1.0
    if place.feature_code == _CAPITAL and max((support.country(r.key, x) for x in own), default=0.0) > _MAIN:
        f["the capital of the article's country"] = 1.0
    f.update(_support(r, c, support, own))
    f.update(support.nearby.features(r, place))
    return f


def _lends_its_name(r: Reading, place: Place) -> bool:
    """Whether another place of its kind beside it has the name as its own: "New Delhi" for Delhi."""
    return (
        any(
            p.kind == place.kind
            and p.id != place.id
            and abs(p.lng - place.lng) < _TOWN_DEGREES > abs(p.lat - place.lat)
            for p in r.own
        )
        and place not in r.own
    )


def _group(place: Place) -> str:
    if like(place.kind) == "populated_place":
        return "settlement"
    if place.kind in ("country", "continent"):
        return "country"
    return "unit" if place.kind in UNITS else "landscape"


def _prominence(r: Reading, place: Place, scatter: float) -> Iterator[tuple[str, float]]:
    people = _log10(place.population + 1) / 7
    group = _group(place)
    if group != "landscape":
        known = rounded(math.log(1 + place.names)) / 5
        yield f"names of a {group}", known
        if group == "country":
            yield "names of a country, scattered", known * scatter
    if like(place.kind) == "populated_place":
        yield "population", people
        yield "population, squared", people * people
        yield "population, scattered", people * scatter
        yield "names of a settlement, scattered", known * scatter
        yield f"settlement {place.feature_code or 'of no code'}", 1.0
    else:
        of = "country" if place.kind == "country" else "unit" if place.kind in UNITS else "other"
        yield f"population of a {of}", people
    yield from of_one_name(r.candidates, place)
    if by := eclipsed(r, place):
        yield f"a larger {by} has its name", 1.0
        if not r.containers:
            yield f"a larger {by} has its name, no container", 1.0
    most = max(c.place.population for c in r.homonyms)
    if place.population == most:
        yield "the largest of this name", 1.0
    if place.population and most:
        yield "smaller than the largest", _log10(most + 1) - _log10(place.population + 1)
    if len(r.homonyms) == 1:
        yield "the only place of this name", 1.0
        if group != "landscape":
            yield f"the only place of this name, {group}", 1.0
    yield "places of this name", rounded(math.log(len(r.homonyms))) / 5


def eclipsed(r: Reading, place: Place) -> str:
    """Say what far better known place has a town's name: a ``unit``, a ``city``, or none."""
    if place.kind not in LOCAL or place.feature_code == _CAPITAL:
        return ""
    for c in r.homonyms:
        other = c.place
        if c.rank or other.population < _ECLIPSE * max(place.population, _SMALL) or place.lies_in(other):
            continue
        if other.kind in ("country", "admin1"):
            return "unit"
        if like(other.kind) == "populated_place" and (
            other.population >= METROPOLIS or other.feature_code == _CAPITAL
        ):
            return "city"
    return ""


def _support(r: Reading, c: Candidate, support: Support, own: Sequence[str]) -> Iterator[tuple[str, float]]:
    place = c.place
    share = max((support.country(r.key, x) for x in own), default=0.0)
    yield "other names point to its country", share
    if place.kind == "country":
        yield "other names point into this country", share
    yield (
        "other names may be in its country",
        max((support.any_country[x] - 1 for x in own), default=0) / support.rest,
    )
    if unit := place.in_unit:
        inside = max(0.0, support.unit(r.key, unit))
        yield "other names point to its unit", inside
        yield "other names point to its unit, root", math.sqrt(inside)
        yield "other names may be in its unit", (support.any_unit[unit] - 1) / support.rest
        if place.kind == "admin1":
            yield "other names point into this unit", inside
        if support.named[unit] - {r.key}:
            yield "its unit is named", 1.0
            if like(place.kind) == "populated_place":
                yield "its unit is named, settlement", 1.0


_AROUND = 30  # places before a name, and after it, that its distances are taken to


class Others:
    """What the names mean so far, to score one of them with the others."""

    def __init__(self, meant: Sequence[tuple[Reading, Place]]) -> None:
        self.keys: dict[str, set[str]] = {}
        self.places: dict[str, Place] = {}
        for reading, place in meant:
            self.places[place.id] = place
            self.keys.setdefault(place.id, set()).add(reading.key)
        near = [p for p in self.places.values() if p.kind not in _VAST]
        self.row = {p.id: n for n, p in enumerate(near)}
        self.directions = [direction(p) for p in near]
        self.countries = Counter(p.country for p in self.places.values() if p.country)
        self.in_unit = Counter(p.in_unit for p in self.places.values())
        self.scatter = 1 - max(self.countries.values(), default=0) / max(1, len(self.places))
        self.kinds = Counter(p.kind for p in self.places.values())
        self.meant_by: defaultdict[str, list[Place]] = defaultdict(list)
        for reading, place in meant:
            self.meant_by[reading.key].append(place)
        self.only: defaultdict[str, list[Place]] = defaultdict(list)  # places that only one name means
        for place_id, keys in self.keys.items():
            if len(keys) == 1:
                self.only[next(iter(keys))].append(self.places[place_id])

    def view(self, key: str) -> View:
        """Return the others as one name sees them: all places except those of that name."""
        return View(self, key)


class View:
    """The others, as one name sees them: all places except those that only this name means."""

    def __init__(self, others: Others, key: str) -> None:
        self._others = others
        own = others.only.get(key, ())
        self._own = {p.id for p in own}
        self.count = len(others.places) - len(own)
        self.scatter = others.scatter
        self._countries = Counter(p.country for p in own if p.country)
        self._units = Counter(p.in_unit for p in own)
        self._kinds = Counter(p.kind for p in own)
        rows = {others.row[p.id] for p in own if p.id in others.row}
        # Of very many places only those that are first named near this name, so that time stays linear.
        first = max(0, min(min(rows, default=0) - _AROUND, len(others.directions) - 2 * _AROUND))
        near = enumerate(others.directions[first : first + 2 * _AROUND], first)
        self.directions = [direction for n, direction in near if n not in rows]

    def means(self, place: Place) -> bool:
        """Whether another name means a place."""
        return place.id in self._others.places and place.id not in self._own

    def of_kind(self, kind: str) -> int:
        """Count the others of a kind."""
        return self._others.kinds[kind] - self._kinds[kind]

    def meant_by(self, names: Iterable[str]) -> list[Place]:
        """List what some names mean."""
        return [place for name in names for place in self._others.meant_by.get(name, ())]

    def in_country(self, country: str) -> int:
        """Count the others in a country."""
        return self._others.countries[country] - self._countries[country]

    def in_unit(self, unit: str) -> int:
        """Count the others in a first-level unit."""
        return self._others.in_unit[unit] - self._units[unit]

    def nearness(self, places: Sequence[Place]) -> list[Features]:
        """List the features of each place's distances to the others, km on a sphere."""
        others = len(self.directions)
        if not others:
            return [{} for _ in places]
        out: list[Features] = []
        for place in places:
            if place.kind in _EVERYWHERE:
                out.append({})
                continue
            a, b, c = direction(place)
            # Squares of chords are sums and products, the same on every processor.
            steps = [(x - a, y - b, z - c) for x, y, z in self.directions]
            squares = sorted([x * x + y * y + z * z for x, y, z in steps])
            km = arc_km(squares[0])
            f = {f"another within {reach} km": rounded(math.exp(-km / reach)) for reach in (30, 100, 400)}
            if others > 1:
                f["two others within 100 km"] = rounded(math.exp(-arc_km(squares[1]) / 100))
            for reach in (50, 150, 500):
                f[f"share of the others within {reach} km"] = bisect_left(squares, _square(reach)) / others
            out.append(f)
        return out


def among(r: Reading, place: Place, view: View) -> Iterator[tuple[str, float]]:
    """List the features of a candidate that depend on the others' meaning, except its distances to them."""
    if not view.count:
        return
    if view.means(place):
        yield "another name of the article means it", 1.0
    own = place.in_countries
    share = max((view.in_country(x) for x in own), default=0) / view.count
    yield "share of the others in its country", share
    if own and not share:
        yield "no other in its country", 1.0
        yield f"no other in its country, {like(place.kind)}", 1.0
        yield "no other in its country, scattered", view.scatter
    if place.kind == "country":
        yield "others lie in this country", share
    yield f"share of the others of its kind, {place.kind}", view.of_kind(place.kind) / view.count
    if listed := view.meant_by(r.listed - {r.key}):
        alike = sum(p.kind == place.kind for p in listed) / len(listed)
        yield "one list with its kind", alike
        yield "one list with another kind", 1 - alike
        yield "one list with its country", sum(p.country in own for p in listed) / len(listed)
        if place.feature_code == _CAPITAL:  # "London and Washington agreed"
            yield "a capital in one list with another", float(any(p.feature_code == _CAPITAL for p in listed))
        if place.in_unit:
            yield "one list with its unit", sum(p.in_unit == place.in_unit for p in listed) / len(listed)
    if unit := place.in_unit:
        inside = view.in_unit(unit) / view.count
        yield "share of the others in its unit", inside
        yield "share of the others in its unit, root", math.sqrt(inside)
        if place.kind == "admin1":
            yield "others lie in this unit", inside
        elif not inside and _has_a_units_name(r, place):
            yield "alone in its unit, and a larger unit elsewhere has its name", 1.0


def _has_a_units_name(r: Reading, place: Place) -> bool:
    """Whether a town has the name of a country or first-level unit that does not contain it."""
    if place.kind not in LOCAL or place.feature_code == _CAPITAL:
        return False
    return any(
        (c.place.kind == "admin1" and c.rank == MAIN_NAME and c.place.id != place.admin1)
        or (c.place.kind in ("country", "continent") and c.place.country != place.country)
        for c in r.candidates
    )


def direction(place: Place) -> tuple[float, float, float]:
    """Return a place's direction from the centre of a sphere, a vector (x, y, z) of length 1."""
    lng, lat = math.radians(place.lng), math.radians(place.lat)
    ring = math.cos(lat)
    return rounded(ring * math.cos(lng)), rounded(ring * math.sin(lng)), rounded(math.sin(lat))


def _square(km: float) -> float:
    """Return the square of the chord of an arc, on a sphere of radius 1."""
    return rounded(4 * math.sin(km / _EARTH_KM / 2) ** 2)


def arc_km(square: float) -> float:
    """Return the arc for the square of a chord, km."""
    return rounded(2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(square) / 2)))


def _log10(value: float) -> float:
    return rounded(math.log10(value))
