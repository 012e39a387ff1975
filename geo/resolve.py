"""Toponym resolution: which place of the gazetteer a toponym means, or a stated abstention.

Every candidate gets a score, the sum of named features times their weights (a log-linear model); "none of
these" has a score of its own. The softmax over both is the confidence. A first pass scores each toponym by
its own words and by the countries that the article names; the following ones add how near a candidate is to
what the others mean. Stands between recognition and the document.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .gazetteer import fold
from .gazetteer.bands import border_band
from .model import Article, Candidate, Place, Resolution, Sentence, Toponym

if TYPE_CHECKING:
    from .gazetteer import Gazetteer

WEIGHTS = {
    "prominence": 5.0,
    "alternative name": -0.8,
    "abbreviation": -0.3,
    "type": 4.0,
    "other type": -3.0,
    "full name": 2.0,
    "contained": 5.0,
    "article's country": 3.0,
    "sentence's country": 1.0,
    "near": 1.0,
    "same unit": 0.5,
    "settlement": 1.0,
    "holds the others": 6.0,
    "with an article": -5.0,
    "part of a town": -1.0,
}
"""Feature → weight. Features are 0 to 1."""

NONE_OF_THESE = 1.5
"""The score of the outcome that no candidate is meant."""

_KEPT = 5  # candidates kept in a resolution
_PASSES = 2
_MOST_BESIDE = 50  # a sentence of more names is a table, and what stands in it is beside everything
_NEAR_KM = 150.0  # distance at which nearness falls to 1/e: neighbouring districts of one story

_SAYS = {
    "prominence": "it is a prominent place of this name",
    "type": "the words around it ask for this kind of place",
    "full name": "the gazetteer has this very name with its type word",
    "contained": "the text says what contains it",
    "article's country": "the article is about its country",
    "sentence's country": "its sentence names its country",
    "near": "it is near other places of the article",
    "same unit": "other places of the article are in the same unit",
    "settlement": "without a type word a settlement is likelier",
    "alternative name": "this is only an alternative name of it",
    "abbreviation": "this is an abbreviation of it",
    "other type": "the words around it ask for another kind of place",
    "holds the others": "other places of the article lie in it",
    "with an article": "“the” rarely stands before this kind of place",
    "part of a town": "it is only a part of a town",
}
"""Feature → what it says in plain words, when it counts for or against a candidate."""

_PROMINENCE = {
    "continent": 1.2,
    "country": 1.8,
    "ocean": 1.1,
    "admin1": 0.75,
    "sea": 0.8,
    "region": 0.8,
    "mountain": 0.7,
    "desert": 0.7,
    "valley": 0.7,
    "lake": 0.65,
    "river": 0.7,
    "island": 0.6,
    "admin2": 0.35,
    "admin3": 0.25,
}
"""Prominence of what has no population of its own; a settlement's is log10(population + 1) / 7."""

_CONTEXT_KINDS = frozenset({"country", "continent", "ocean", "sea"})  # too large to be near to

_THE = re.compile(r"\b[Tt]he\s+(?:(?:[a-z]+ern|lower|upper|central)\s+)?$")
_NOUN = re.compile(
    r"\s+(?!(?:and|or|in|at|on|by|to|is|was|are|were|has|have|had|will|would|with|from)\b)[a-z]"
)
_AFTER = re.compile(r",\s+|\s+\(|\s+(?:[^\W\d_]+\s+){0,2}(?:in|of)\s+(?:the\s+)?|\s+")
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])\s+(?:[^\W\d_]+\s+){0,3}")


def resolve_toponyms(
    article: Article, sentences: Sequence[Sentence], toponyms: Sequence[Toponym], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """Resolve the toponyms of an article.

    Parameters
    ----------
    article, sentences, toponyms
        The article, its sentences, and the toponyms found in it.
    gazetteer
        Where candidates and their geometry come from.

    Returns
    -------
    tuple of Toponym
        The same toponyms, each with its resolution; a place that was chosen has its geometry.
    """
    return _Resolver(article, sentences, toponyms, gazetteer).resolve()


@dataclass
class _Reading:
    """Mentions of one name that are read alike, and what speaks for its candidates.

    A name has several readings where the text itself tells its mentions apart ("Paris, Texas").
    """

    key: str
    demonym: bool
    types: tuple[str, ...]
    full_name: str
    containers: frozenset[str]
    candidates: list[Candidate]
    with_article: bool = False
    countries: set[str] = field(default_factory=set)
    """Countries that a sentence of these mentions names."""


class _Others:
    """What the other toponyms mean so far: where they are, and in what."""

    def __init__(self, chosen: Mapping[str, tuple[Place, set[str]]]) -> None:
        import numpy as np

        self.places = [(p, keys) for p, keys in chosen.values() if p.kind not in _CONTEXT_KINDS]
        self.index = {p.id: n for n, (p, _) in enumerate(self.places)}
        self.units = np.array([_unit(p) for p, _ in self.places]).reshape(-1, 3)
        self.within: Counter[str] = Counter()
        self.named: dict[str, list[Place]] = {}
        for p, keys in self.places:
            self.within.update({x for x in (p.country, p.admin1) if x})
            for key in keys:
                self.named.setdefault(key, []).append(p)

    def share_within(self, area: str, key: str) -> float:
        """Return the share of the places in a country or unit, those of the name `key` left out."""
        own = self.named.get(key, [])
        rest = len(self.places) - len(own)
        inside = self.within[area] - sum(area in (p.country, p.admin1) for p in own)
        return inside / rest if rest else 0.0

    def nearest_km(self, place: Place, key: str) -> float | None:
        """Return the distance to the nearest place of another name, km on a sphere of 6,371 km."""
        if not len(self.units):
            return None
        cosines = self.units @ _unit(place)
        for p in self.named.get(key, []):
            cosines[self.index[p.id]] = -2.0
        if place.id in self.index:
            cosines[self.index[place.id]] = -2.0
        best = float(cosines.max())
        return None if best < -1.5 else 6371.0 * math.acos(max(-1.0, min(1.0, best)))


class _Resolver:
    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        gazetteer: Gazetteer,
    ) -> None:
        self.text = article.text
        self.toponyms = toponyms
        self.gazetteer = gazetteer
        self._places: dict[str, Place] = {}
        self._lookups: dict[str, list[Candidate]] = {}
        self.names = [i for i, t in enumerate(toponyms) if t.kind != "relation"]
        self.candidates = {i: self._candidates(toponyms[i]) for i in self.names}
        self.in_sentence: dict[str, list[int]] = {}
        for i in self.names:
            self.in_sentence.setdefault(toponyms[i].sentence_id, []).append(i)
        self.countries = self._named_countries()
        self.readings: dict[tuple[object, ...], _Reading] = {}
        self.reading = self._read()

    def resolve(self) -> tuple[Toponym, ...]:
        scored = self._score_all(None)
        for _ in range(_PASSES):
            chosen = self._chosen(scored)
            self.countries = self._countries(scored)
            scored = self._score_all(_Others(chosen))
        resolutions = {id(r): self._choose(r, scored[id(r)]) for r in self.readings.values()}
        return tuple(
            replace(
                t, resolution=self._border(i) if t.kind == "relation" else resolutions[id(self.reading[i])]
            )
            for i, t in enumerate(self.toponyms)
        )

    # -- mentions and what stands around them ------------------------------------------------------------

    def _lookup(self, name: str) -> list[Candidate]:
        if name not in self._lookups:
            self._lookups[name] = self.gazetteer.candidates(name)
        return self._lookups[name]

    def _candidates(self, t: Toponym) -> list[Candidate]:
        """List the places of a toponym's surface and of its full name, each once."""
        found = {c.place.id: c for name in (t.name, t.surface) for c in self._lookup(name)}
        return [c for c in found.values() if (c.rank == 4) == (t.kind == "demonym")]

    def _read(self) -> dict[int, _Reading]:
        """Put every mention with those of its name that are read alike.

        Mentions without a type word or a container of their own share those of the first that has them.
        """
        around = {i: self._containers(i) for i in self.names}
        first_typed: dict[str, Toponym] = {}
        first_held: dict[str, frozenset[str]] = {}
        for i in self.names:
            key = fold(self.toponyms[i].surface)
            if self.toponyms[i].types:
                first_typed.setdefault(key, self.toponyms[i])
            if around[i]:
                first_held.setdefault(key, around[i])
        reading: dict[int, _Reading] = {}
        for i in self.names:
            t = self.toponyms[i]
            key = fold(t.surface)
            typed = t if t.types else first_typed.get(key, t)
            held = around[i] or first_held.get(key, frozenset())
            identity = (key, t.kind == "demonym", typed.types, fold(typed.name), held)
            if identity not in self.readings:
                self.readings[identity] = _Reading(*identity, candidates=self.candidates[i])
            group = reading[i] = self.readings[identity]
            group.with_article = group.with_article or self._has_article(t)
            group.countries |= self._countries_beside(i)
        return reading

    def _containers(self, i: int) -> frozenset[str]:
        """Return what the text puts around a toponym and holds a candidate: "X, Y", "X in Y", "Y's X"."""
        t = self.toponyms[i]
        places: list[Place] = []
        for j in (i + 1, i - 1):
            if j not in self.candidates or self.toponyms[j].sentence_id != t.sentence_id:
                continue
            other = self.toponyms[j]
            if j > i:
                beside = _AFTER.fullmatch(self.text, t.end, other.start)
            else:
                beside = _POSSESSIVE.fullmatch(self.text, other.end, t.start)
            if beside:
                places += [c.place for c in self.candidates[j]]
        return frozenset(
            p.country if p.kind == "country" and p.country else p.id
            for p in places
            if any(_inside(c.place, p) for c in self.candidates[i])
        )

    def _has_article(self, t: Toponym) -> bool:
        before = self.text[max(0, t.start - 25) : t.start]
        return bool(_THE.search(before)) and not _NOUN.match(self.text, t.end)

    def _countries_beside(self, i: int) -> set[str]:
        return {
            top.country
            for j in self.in_sentence[self.toponyms[i].sentence_id][:_MOST_BESIDE]
            if j != i and self.candidates[j]
            for top in (self.candidates[j][0].place,)
            if top.kind == "country" and top.country
        }

    def _named_countries(self) -> dict[str, float]:
        """Return each country's share of the mentions of countries whose name is hardly anything else's."""
        counts: Counter[str] = Counter()
        for i in self.names:
            ranked = sorted((_prominence(c.place) for c in self.candidates[i] if c.rank != 2), reverse=True)
            tops = [c.place for c in self.candidates[i] if c.place.kind == "country"]
            if tops and tops[0].country and (len(ranked) < 2 or ranked[1] < 0.7):
                counts[tops[0].country] += 1
        return _shares(counts)

    # -- scores ------------------------------------------------------------------------------------------

    def _score_all(self, others: _Others | None) -> dict[int, list[Candidate]]:
        return {id(r): self._score(r, others) for r in self.readings.values()}

    def _score(self, r: _Reading, others: _Others | None) -> list[Candidate]:
        scored = []
        for c in r.candidates:
            parts = [(name, round(WEIGHTS[name] * value, 3)) for name, value in self._features(r, c, others)]
            parts = [part for part in parts if part[1]]
            parts.sort(key=lambda part: (-abs(part[1]), part[0]))
            scored.append(replace(c, score=round(sum(v for _, v in parts), 3), reasons=tuple(parts)))
        scored.sort(key=lambda c: (-c.score, -c.place.population, c.place.id))
        return scored

    def _features(self, r: _Reading, c: Candidate, others: _Others | None) -> Iterator[tuple[str, float]]:
        place = c.place
        yield "prominence", _prominence(place)
        if c.rank == 2:
            yield "alternative name", 1.0
        elif c.rank == 3:
            yield "abbreviation", 1.0
        if r.types:
            if place.kind in r.types:
                yield "type", 1.0 - 0.125 * r.types.index(place.kind)
            else:
                yield "other type", 1.0
        elif place.kind == "populated_place":
            yield "settlement", 1.0
        if place.feature_code == "PPLX":
            yield "part of a town", 1.0
        if r.full_name != r.key and any(place.id == found.place.id for found in self._lookup(r.full_name)):
            yield "full name", 1.0
        if r.containers.intersection((place.country, *place.countries, place.admin1, place.admin2)):
            yield "contained", 1.0
        if r.with_article and place.kind in ("populated_place", "admin1", "admin2", "admin3"):
            yield "with an article", 1.0
        own = set(place.countries or ((place.country,) if place.country else ()))
        if place.kind not in ("country", "continent"):
            share = min(1.0, sum(self.countries.get(country, 0.0) for country in own))
            yield "article's country", math.sqrt(share)
            if own & r.countries:
                yield "sentence's country", 1.0
        if others:
            yield from self._among(r, c, others)

    def _among(self, r: _Reading, c: Candidate, others: _Others) -> Iterator[tuple[str, float]]:
        place = c.place
        if c.rank != 2 and place.kind in ("country", "admin1"):
            area = place.id if place.kind == "admin1" else place.country or ""
            yield "holds the others", others.share_within(area, r.key)
        if place.kind not in _CONTEXT_KINDS:
            if (distance := others.nearest_km(place, r.key)) is not None:
                yield "near", math.exp(-distance / _NEAR_KM)
            if place.admin1:
                yield "same unit", others.share_within(place.admin1, r.key)

    def _chosen(self, scored: Mapping[int, list[Candidate]]) -> dict[str, tuple[Place, set[str]]]:
        """Return place id → the place and the names that mean it, as things stand."""
        chosen: dict[str, tuple[Place, set[str]]] = {}
        for r in self.readings.values():
            if (best := scored[id(r)]) and best[0].score > NONE_OF_THESE:
                chosen.setdefault(best[0].place.id, (best[0].place, set()))[1].add(r.key)
        return chosen

    def _countries(self, scored: Mapping[int, list[Candidate]]) -> dict[str, float]:
        """Return each country's share of the article: a mention counts 1, a mention of a place in it 0.5."""
        counts: Counter[str] = Counter()
        for i in self.names:
            best = scored[id(self.reading[i])]
            if best and best[0].score > NONE_OF_THESE and (country := best[0].place.country):
                counts[country] += 2 if best[0].place.kind == "country" else 1
        return _shares(counts)

    def _choose(self, r: _Reading, scored: Sequence[Candidate]) -> Resolution:
        if not scored:
            return Resolution(None, 0.0, (), (f"the gazetteer has no place named “{r.key}”",))
        top = scored[0].score
        kept = tuple(scored[:_KEPT])
        if top <= NONE_OF_THESE:
            reason = f"none of the {len(scored)} places of this name is likely enough here"
            return Resolution(None, 0.0, kept, (reason,), len(scored))
        total = math.exp(NONE_OF_THESE - top) + sum(math.exp(c.score - top) for c in scored)
        reasons = tuple(_SAYS[name] for name, value in scored[0].reasons if value > 0)
        if len(scored) == 1:
            reasons = ("it is the only place of this name in the gazetteer", *reasons)
        return Resolution(self._drawn(scored[0].place), round(1 / total, 4), kept, reasons, len(scored))

    def _drawn(self, place: Place) -> Place:
        if place.id not in self._places:
            self._places[place.id] = self.gazetteer.geometry(place)
        return self._places[place.id]

    # -- borders ---------------------------------------------------------------------------------------

    def _border(self, i: int) -> Resolution:
        """Resolve "the border": named beside it, in its sentence, or the article's main neighbours."""
        t = self.toponyms[i]
        beside = self._countries_of(self._beside(i))
        within = self._countries_of(self.in_sentence.get(t.sentence_id, ()))
        article = list(self.countries)
        for named, pool, confidence, reason in (
            (beside, beside, 0.95, "the countries are named beside it"),
            (within, within, 0.9, "its sentence names both countries"),
            (within, [*within, *article], 0.8, "its sentence names one, the article is about the other"),
            (article, article, 0.75, "these neighbours are the ones that the article is about"),
        ):
            if place := self._shared(named, pool):
                if _BAND.search(t.surface):
                    place, reason = (
                        self._band(place),
                        f"{reason}; a region along a border is a band beside it",
                    )
                return Resolution(place, confidence, (Candidate(place, 0),), (reason,), 1)
        return Resolution(None, 0.0, (), ("the article does not say which countries it joins",))

    def _band(self, border: Place) -> Place:
        if (key := f"{border.id}-region") not in self._places:
            self._places[key] = border_band(self.gazetteer, border)
        return self._places[key]

    def _beside(self, i: int) -> Iterator[int]:
        """Yield the toponyms that touch "border": "A–B border", "border with A", "A's border"."""
        t = self.toponyms[i]
        for j in self.in_sentence.get(t.sentence_id, ()):
            other = self.toponyms[j]
            between = (
                self.text[other.end : t.start] if other.end <= t.start else self.text[t.end : other.start]
            )
            if len(between) < 40 and _TOUCHES.fullmatch(between):
                yield j

    def _countries_of(self, toponyms: Iterable[int]) -> list[str]:
        found: dict[str, None] = {}
        for j in toponyms:
            places = [c.place for c in self.candidates[j] if c.place.kind == "country"]
            if places and places[0].country:
                found.setdefault(places[0].country)
        return list(found)

    def _shared(self, first: Sequence[str], second: Sequence[str]) -> Place | None:
        """Return the border of the likeliest pair, one country of each list."""
        pairs = {
            tuple(sorted((a, b))): self.countries.get(a, 0) * self.countries.get(b, 0)
            for a in first
            for b in second
            if a != b
        }
        for a, b in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            if place := self._drawn_border(a, b):
                return place
        return None

    def _drawn_border(self, a: str, b: str) -> Place | None:
        if (key := f"border:{a}-{b}") not in self._places:
            place = self.gazetteer.border(a, b)
            if place is None:
                return None
            self._places[key] = place
        return self._places[key]


_BAND = re.compile(r"\b(?:region|area|zone)s?$", re.IGNORECASE)
_TOUCHES = re.compile(
    r"\s*[-–]?\s*|\s+(?:and|with|between)\s+(?:the\s+)?|\s+(?:with|between)\s+(?:the\s+)?[\w\s’']{1,25}\s+and\s+(?:the\s+)?"
    r"|[-–\s](?:and\s+)?[^\W\d_]+[’']?s?\s+(?:[\w,.-]+\s+)?|[’']s?\s+(?:[\w,.-]+\s+){0,2}"
)


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {key: n / total for key, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}


def _unit(place: Place) -> tuple[float, float, float]:
    """Return a place's direction from the centre of a sphere."""
    lng, lat = math.radians(place.lng), math.radians(place.lat)
    return math.cos(lat) * math.cos(lng), math.cos(lat) * math.sin(lng), math.sin(lat)


def _prominence(place: Place) -> float:
    """Return how prominent a place is, 0 to 1.8."""
    if place.kind == "populated_place":
        capital = 0.1 if place.feature_code == "PPLC" else 0.0
        return min(math.log10(place.population + 1) / 7 + capital, 1.1)
    return _PROMINENCE.get(place.kind, 0.3)


def _inside(place: Place, container: Place) -> bool:
    """Tell whether the gazetteer puts a place inside a country or a first- or second-level unit."""
    if place.id == container.id:
        return False
    if container.kind == "country":
        return container.country is not None and container.country in (place.country, *place.countries)
    return container.id in (place.admin1, place.admin2)
