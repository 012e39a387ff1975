"""Toponym resolution: which place of the gazetteer a toponym means, or an abstention with its reason.

Every candidate gets a score, the sum of named features times learned weights (a log-linear model); "none of
these" has a weight of its own. Names are first scored alone, then once more with the places of the other
names. How certain the outcome is, is a model of its own (``certainty``). In the flow between toponyms and
claims.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING

import msgspec.structs
from msgspec.structs import replace

from ...gazetteer import fold
from ...geodesy import rounded
from ...kinds import like
from ...languages import reading_language
from ...model import OTHER_NAME, Article, Candidate, Message, Place, Resolution, Sentence, Toponym
from ..exonyms import is_metropolis
from ..weights import Weights, pinned_weights
from .borders import Borders
from .certainty import SAME_DEGREES, Choice, certainty, confidence, evidence
from .company import COUNTRY_SHARE, Company
from .far import is_far, is_lonely
from .features import UNITS, Features, Others, Support, alone, among
from .fitting import is_near
from .landforms import beside, nearest
from .mentions import Mentions, Reading
from .namesakes import is_same
from .plain import PLAIN, Told, is_plain
from .reasons import favours, reasons_for
from .told import Case, Known, is_told

if TYPE_CHECKING:
    from ...gazetteer import Gazetteer

__all__ = [
    "NONE",
    "Features",
    "Mentions",
    "Reading",
    "Resolver",
    "confidence",
    "favours",
    "resolve_toponyms",
]

NONE = "none of these"
"""The feature of the outcome "no candidate is meant"."""

HOME = "in the home of the outlet"
"""The feature of a place where the article's outlet looks."""

_KEPT = 5  # candidates kept in a resolution
_CALLED = 1.0  # what a place loses that has its own name in the article
_MEANT = 6.0  # the score of what the article's other places decide
_RULED_OUT = 100.0  # what a place loses that is not meant, whatever else speaks for it
_LEAST = 0.04  # a place that is less likely than this is not drawn, not even as doubtful
_LEAST_BY_NAME = 0.5  # the same in a language without rules, where names alone speak for a place
_LEAST_ELSE = 0.8  # and of a small town, whose name is often a word; and in one without capitals
_OF_A_WARE = 0.5  # "Lima sausages" need not be from there
_KNOWN = 50_000  # people of a town that is not small
_UNIT_AHEAD = 0.4  # a unit must be so much likelier, as a score, than the town of its name
_BENEFIT = 1.5  # a doubtful place is still drawn, unless "none" is at least e^1.5 times as likely


def resolve_toponyms(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    gazetteer: Gazetteer,
    weights: Weights | None = None,
    home: Mapping[str, float] | None = None,
) -> tuple[Toponym, ...]:
    """Resolve the toponyms of an article.

    Parameters
    ----------
    article, sentences, toponyms
        The article, its sentences, and the toponyms found in it.
    gazetteer
        Where candidates and their geometry come from.
    weights
        Weights to use; None for the pinned ones.
    home
        What is known of where its outlet looks: id of a first-level unit → what speaks for a place in it,
        0 or more; it is added to the place's score.

    Returns
    -------
    tuple of Toponym
        The same toponyms, each with its resolution; a chosen place has its geometry. Empty for no toponyms.
    """
    blocks = {block.id: block.language for block in article.blocks}
    passages = {s.id: reading_language(code) for s in sentences if (code := blocks.get(s.block))}
    titles = {s.id for s in sentences if s.kind == "title"}
    language = reading_language(article.language)
    mentions = Mentions(article.text, toponyms, gazetteer, language, passages, titles)
    return Resolver(mentions, weights or pinned_weights(), home or {}).resolve()


class Resolver:
    """The readings of an article's names, scored.

    ``alone`` holds the features of each reading's candidates without context; `among` returns those that
    depend on what the others mean. Training uses the same two.
    """

    def __init__(self, mentions: Mentions, weights: Weights, home: Mapping[str, float] = {}) -> None:
        self.mentions = mentions
        self.weights = weights if not home else _with_home(weights)
        self.support = Support(mentions.readings)
        self._evidence: dict[int, Features] = {}
        self._twins: dict[int, Place] = {}
        self._parts: dict[tuple[str, float], tuple[str, float]] = {}  # equal parts of reasons are one object
        shares = self._named_countries()
        self.alone: list[list[Features]] = [
            [alone(r, c, self.support, shares, full) for c in r.candidates]
            for r in mentions.readings
            for full in (self._full(r),)
        ]
        if home:
            for r, each in zip(mentions.readings, self.alone, strict=True):
                for features, c in zip(each, r.candidates, strict=True):
                    if value := home.get(c.place.in_unit or ""):
                        features[HOME] = value

    def resolve(self) -> tuple[Toponym, ...]:
        """Choose a place for every toponym, or abstain."""
        meant = self.meant(self.scores("resolution alone", self.alone))
        plain = self.scores("resolution among others", self.alone)
        context = self.among(meant)
        more = self.scores("resolution among others", context)
        scores = [[a + b for a, b in zip(*each, strict=True)] for each in zip(plain, more, strict=True)]
        self._spare(meant, scores)
        self._part(scores)
        self._place_landforms(meant, scores)
        self._place_peoples(meant, scores)
        chosen = {
            id(r): self._choose(r, s, a, c)
            for r, s, a, c in zip(self.mentions.readings, scores, self.alone, context, strict=True)
        }
        own = self._own(chosen)
        borders = Borders(self.mentions, self._shares(chosen), _surest(own.values()))
        return tuple(
            replace(t, resolution=self._settled(i, own[i] if i in own else borders.resolve(i)))
            for i, t in enumerate(self.mentions.toponyms)
        )

    def _spare(self, meant: Sequence[Place | None], scores: Sequence[list[float]]) -> None:
        """Lower the scores of places that the article also calls by their own name, where others fit.

        An article that says "New Delhi" hardly means the same place where it says "Delhi".
        """
        readings = self.mentions.readings
        own = {p.id for r, p in zip(readings, meant, strict=True) if p and r.key == fold(p.name)}
        for r, score in zip(readings, scores, strict=True):
            called = [
                c.place.id in own and c.rank == OTHER_NAME and fold(c.place.name) != r.key
                for c in r.candidates
            ]
            if any(called) and not all(called):
                score[:] = [s - _CALLED * told for s, told in zip(score, called, strict=True)]

    def _part(self, scores: Sequence[list[float]]) -> None:
        """Rule out what a name means elsewhere, where the text says that this is another place of the name.

        The readings that the words beside them leave fewer places are decided first.
        """
        readings = self.mentions.readings
        groups: dict[str, list[int]] = {}
        for n in (n for n, r in enumerate(readings) if not r.demonym and r.candidates):
            groups.setdefault(readings[n].key, []).append(n)
        for group in groups.values():
            another = [n for n in group if readings[n].another]
            plain = [n for n in group if not readings[n].another]
            if another and plain:
                told = any(readings[n].ruled for n in another) and not any(readings[n].ruled for n in plain)
                first, then = (another, plain) if told else (plain, another)
                for n in then:  # the first is what the article calls so first
                    self._rule_out(scores, n, first[0])
            for one, other in permutations(plain, 2):
                if _is_bare_beside(readings[one], readings[other]):
                    self._rule_out(scores, one, other)

    def _rule_out(self, scores: Sequence[list[float]], one: int, other: int) -> None:
        """Rule out for a reading what another one means best, unless it has no other place."""
        readings, best = self.mentions.readings, scores[other].index(max(scores[other]))
        taken = readings[other].candidates[best].place
        same = [is_same(c.place, taken) for c in readings[one].candidates]
        if any(same) and not all(same):
            scores[one][:] = [s - _RULED_OUT * out for s, out in zip(scores[one], same, strict=True)]

    def _place_peoples(self, meant: Sequence[Place | None], scores: Sequence[list[float]]) -> None:
        """Take a people's name for its country, not for a unit, where more of the article lies there."""
        readings = self.mentions.readings
        for r, score in zip(readings, scores, strict=True):
            nation = next((c.place for c in r.candidates if c.place.kind == "country"), None)
            if not r.demonym or nation is None or len(score) == 1:
                continue
            others = [p for o, p in zip(readings, meant, strict=True) if p and o.key != r.key]
            there = sum(p.country == nation.country for p in others)
            for n, c in enumerate(r.candidates):
                unit = c.place
                inside = sum(p.in_unit == unit.id for p in others)
                if unit.kind == "admin1" and unit.country != nation.country and there > inside:
                    score[n] -= _RULED_OUT

    def _place_landforms(self, meant: Sequence[Place | None], scores: Sequence[list[float]]) -> None:
        """Leave "the Gulf" the gulf that is nearest to the article's other places, or none."""
        readings = self.mentions.readings
        for r, score in zip(readings, scores, strict=True):
            if r.landform and score:
                usual = {c.place.id for c in self.mentions.lookup(r.key)}  # what it means by itself
                pairs = zip(readings, meant, strict=True)
                others = [(o, p) for o, p in pairs if p and not o.landform]
                within = [p for o, p in others if not o.sentences.isdisjoint(r.sentences)]
                small = [p for _, p in others if p.kind != "country"]
                places = [c.place for c in r.candidates]
                best = beside(places, within, usual)
                if best is None:
                    best = nearest(places, small)
                if best is None:
                    best = beside(places, [p for _, p in others], usual)
                score[:] = [_MEANT if n == best else -_RULED_OUT for n in range(len(score))]

    def evidence(self) -> list[Features]:
        """List the evidence of each toponym's certainty, after `resolve`; empty where it abstained."""
        return [self._evidence.get(i, {}) for i in range(len(self.mentions.toponyms))]

    def twins(self) -> list[Place | None]:
        """List the same place at another level, for each toponym whose level is open, after `resolve`."""
        return [self._twins.get(i) for i in range(len(self.mentions.toponyms))]

    def _own(self, chosen: Mapping[int, tuple[Resolution, Choice | None]]) -> dict[int, Resolution]:
        """Return the resolution of each mention: its reading's, with the mention's own confidence."""
        reading = self.mentions.reading
        counts = Counter(reading[i].key for i in self.mentions.names)
        weights = self.weights.models["certainty"]
        countries = Counter(r.place.country for r, _ in chosen.values() if r.place and r.place.country)
        company = Company(
            (reading[i].key, choice.candidates[0].place, choice.share * self.mentions.toponyms[i].confidence)
            for i in self.mentions.names
            for choice in (chosen[id(reading[i])][1],)
            if choice
        )
        means = {r.key: chosen[id(r)][0].place for r in self.mentions.readings}
        named = Told.of({key: place for key, place in means.items() if place})
        out: dict[int, Resolution] = {}
        for i in self.mentions.names:
            r, t = reading[i], self.mentions.toponyms[i]
            out[i], choice = chosen[id(r)]
            if choice:
                touched = self.mentions.beside(t)
                told = evidence(r, choice, counts[r.key], t, touched, company)
                self._evidence[i] = told
                sure = confidence(told, weights)
                if touched.ware:
                    sure = min(sure, _OF_A_WARE)
                if is_far(r, choice, t, counts[r.key], countries, sure) or is_lonely(r, choice, told, sure):
                    sure = 0.0
                if is_plain(r, choice, t, touched, sure, told[COUNTRY_SHARE], named):
                    sure = max(sure, PLAIN)
                if choice.is_the_only and t.kind == "name" and not r.landform:
                    sure = max(sure, t.confidence)  # only whether it is a name is in doubt
                if _is_left(r) or HOME in choice.features:
                    sure = max(sure, _LEAST)
                if choice.twin:
                    self._twins[i] = choice.twin
                out[i] = replace(out[i], confidence=sure, rival=choice.rival)
        self._tell(out, chosen, named)
        return out

    def _tell(
        self,
        own: dict[int, Resolution],
        chosen: Mapping[int, tuple[Resolution, Choice | None]],
        named: Told,
    ) -> None:
        """Make those mentions sure of which the article's sure places leave no doubt."""
        least, reading = self.weights.settings["sure"], self.mentions.reading
        sure = ((reading[i].key, r.place) for i, r in own.items() if r.place and r.confidence >= least)
        known = Known.of(sure)
        for i, r in own.items():
            choice, t = chosen[id(reading[i])][1], self.mentions.toponyms[i]
            if choice is None or not 0 < r.confidence < least or self.mentions.of(t).names_only:
                continue
            if is_told(Case(reading[i], choice, t, self.mentions.beside(t), known, named)):
                own[i] = replace(r, confidence=PLAIN)

    def _settled(self, i: int, r: Resolution) -> Resolution:
        """Return a resolution with its certainty; a sure one has a rival only where its level is open."""
        if r.place and r.confidence < self._least(self.mentions.toponyms[i], r.candidates):
            reasons = (_unlikely(r.considered),)
            return replace(r, place=None, confidence=0.0, reasons=reasons, rival=None, certainty="unplaced")
        said = certainty(r.place, r.confidence, self.weights.settings["sure"])
        return replace(r, certainty=said, rival=r.rival if said == "doubtful" else self._twins.get(i))

    def _least(self, t: Toponym, candidates: Iterable[Candidate]) -> float:
        """Return the least confidence with which a toponym's place is drawn."""
        candidates = tuple(candidates)
        if not self.mentions.of(t).names_only or any(is_metropolis(c.place) for c in candidates):
            return _LEAST
        cased = t.surface.lower() != t.surface.upper()
        town = any(c.place.population >= _KNOWN for c in candidates)
        return _LEAST_BY_NAME if town and cased else _LEAST_ELSE

    def among(self, meant: Sequence[Place | None]) -> list[list[Features]]:
        """List every candidate's features, given what the readings mean so far (None: nothing)."""
        readings = self.mentions.readings
        others = Others([(r, p) for r, p in zip(readings, meant, strict=True) if p])
        out: list[list[Features]] = []
        for r in readings:
            view = others.view(r.key)
            places = [c.place for c in r.candidates]
            near = view.nearness(places) if places else []
            for features, place in zip(near, places, strict=True):
                features.update(among(r, place, view))
            out.append(near)
        return out

    def scores(self, model: str, features: Sequence[Sequence[Features]]) -> list[list[float]]:
        """Return the sum of a model's weights times the features, for each reading's candidates."""
        return self.scored(self.weights.models[model], features)

    def scored(
        self, weights: Mapping[str, float], features: Sequence[Sequence[Features]]
    ) -> list[list[float]]:
        """Return the sum of weights times the features, for each reading's candidates."""
        return [
            [
                rounded(sum([weights[name] * value for name, value in f.items() if name in weights]))
                for f in fs
            ]
            for fs in features
        ]

    def meant(self, scores: Sequence[Sequence[float]]) -> list[Place | None]:
        """Return the best place of each reading by its scores, None where it has no candidate."""
        return [
            r.candidates[s.index(max(s))].place if s else None
            for r, s in zip(self.mentions.readings, scores, strict=True)
        ]

    def _full(self, r: Reading) -> frozenset[str]:
        if r.full_name == r.key:
            return frozenset()
        return frozenset(c.place.id for c in self.mentions.lookup(r.full_name))

    def _named_countries(self) -> dict[str, float]:
        """Return each country's share of the mentions that mean a country, not a unit of the same name."""
        counts: Counter[str] = Counter()
        for i in self.mentions.names:
            found = self.mentions.candidates[i]
            tops = [c.place for c in found if c.place.kind == "country"]
            rivals = any(c.place.kind == "admin1" and c.rank != OTHER_NAME for c in found)
            if tops and tops[0].country and not rivals:
                counts[tops[0].country] += 1
        return _shares(counts)

    def _shares(self, chosen: Mapping[int, tuple[Resolution, Choice | None]]) -> dict[str, float]:
        """Return each country's share of the article: a country's mention counts 2, a place's in it 1."""
        counts: Counter[str] = Counter()
        for i in self.mentions.names:
            place = chosen[id(self.mentions.reading[i])][0].place
            if place and place.country:
                counts[place.country] += 2 if place.kind == "country" else 1
        return _shares(counts)

    def _choose(
        self, r: Reading, scores: Sequence[float], alone: Sequence[Features], context: Sequence[Features]
    ) -> tuple[Resolution, Choice | None]:
        """Return a reading's resolution, before its confidence, and the choice that it was; None for none."""
        count = len(r.candidates)
        if not count:
            code = "none_fits" if r.homonyms else "not_in_gazetteer"
            return Resolution(None, 0.0, (), (Message(code, {"name": r.key}),)), None
        weights = self.weights.models["resolution among others"]
        scores = [round(score, 3) for score in scores]
        places = [c.place for c in r.candidates]
        order = sorted(range(count), key=lambda n: (-scores[n], -places[n].population, places[n].id))
        if _is_town_rather(r, order, scores):
            order[:2] = order[1::-1]
        none = weights.get(NONE, 0.0)
        top = max(scores[order[0]], none)
        parts = [math.exp(scores[n] - top) for n in order]
        total = sum(parts) + math.exp(none - top)
        kept = tuple(
            Candidate(places[n], r.candidates[n].rank, scores[n], self._reasons(alone[n] | context[n]))
            for n in order[:_KEPT]
        )
        if scores[order[0]] <= none - _BENEFIT and not _is_left(r):
            return Resolution(None, 0.0, kept, (_unlikely(count),), count), None
        place = self.mentions.gazetteer.geometry(kept[0].place)
        shares = [p / total for p in parts[:_KEPT]]
        choice = Choice(kept, shares, math.exp(none - top) / total, alone[order[0]] | context[order[0]])
        return Resolution(place, 0.0, kept, reasons_for(kept, r), count), choice

    def _reasons(self, features: Features) -> tuple[tuple[str, float], ...]:
        """List the parts of a score, the largest first."""
        weights = self.weights.models["resolution among others"]
        parts = [(name, round(weights[name] * v, 3)) for name, v in features.items() if name in weights]
        parts = [self._parts.setdefault(part, part) for part in parts if part[1]]
        return tuple(sorted(parts, key=lambda part: (-abs(part[1]), part[0])))


def _with_home(weights: Weights) -> Weights:
    """Return weights in which the home of an outlet counts as it is given."""
    models = {name: {**model, HOME: 1.0} for name, model in weights.models.items() if name != "certainty"}
    return msgspec.structs.replace(weights, models={**weights.models, **models})


def _is_bare_beside(one: Reading, other: Reading) -> bool:
    """Whether a sentence has a name bare, and again with what it lies in: "from X to X, in Y".

    A dateline only says of its place what the text repeats.
    """
    if one.sentences.isdisjoint(other.sentences) or one.types != other.types or one.holds or other.holds:
        return False
    return not (one.containers or one.ruled or other.dateline) and bool(other.containers)


def _is_left(r: Reading) -> bool:
    """Whether the words beside a name leave one place, which is then at least doubtful."""
    return r.ruled and len(r.candidates) == 1


def _is_town_rather(r: Reading, order: Sequence[int], scores: Sequence[float]) -> bool:
    """Whether the best candidate is a unit, and the town of its name is hardly less likely."""
    if len(order) == 1 or scores[order[0]] - scores[order[1]] >= _UNIT_AHEAD:
        return False
    unit, town = (r.candidates[n].place for n in order[:2])
    if unit.kind in r.types and town.kind not in r.types:
        return False  # "no distrito de X"
    return unit.kind in UNITS and like(town.kind) == "populated_place" and is_near(unit, town, SAME_DEGREES)


def _unlikely(count: int) -> Message:
    return Message("none_likely", {"count": count}) if count > 1 else Message("one_not_likely")


def _surest(resolutions: Iterable[Resolution]) -> dict[str, float]:
    """Return, for each country, the confidence of the surest mention of it, or of a place in it."""
    sure: dict[str, float] = {}
    for r in resolutions:
        for country in r.place.in_countries if r.place else ():
            sure[country] = max(sure.get(country, 0.0), r.confidence)
    return sure


def _shares(counts: Counter[str]) -> dict[str, float]:
    total = sum(counts.values())
    return {key: n / total for key, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}
