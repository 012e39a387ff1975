"""How certain a resolution is: the probability that span, place and level are right, from named evidence.

A town and the unit around it of one name are often the same to a reader ("two people of Puno died"). Where
the text leaves open which of them is meant, the answer is one of the two and says so; right if either is.

A logistic regression over few features, learned on articles that the other models were not learned from: what
recognition and resolution say of themselves, and what kind of name and place it is. In the flow between
``features`` and the resolver.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct, field

from ...gazetteer import fold
from ...geodesy import rounded
from ...kinds import like
from ...model import ABBREVIATION, OTHER_NAME, Candidate, Certainty, Place, Toponym
from .company import Company
from .features import Features, eclipsed
from .fitting import is_near
from .mentions import Beside, Reading

_LEAST = 0.5
"""Nothing is sure of which less than this can be said."""

_RIVAL = 0.02  # a place with a smaller share of the probability is no rival
_MOST = 6.0  # of a logit: beyond it, models know nothing about themselves
_HIGH, _VERY_HIGH = 2.5, 4.0  # logits above which more of it says less
_OTHERS = frozenset({"no other in its country", "share of the others in its country"})
_OTHER_NAMES = (OTHER_NAME, ABBREVIATION)
_TOLD = (  # of the features of the choice
    "one list with its kind",
    "a larger unit has its name",
    "share of the others in its unit",
)
_WORLD = frozenset({"country", "continent"})
SAME_DEGREES = 0.3  # two places of one name that are this near are one, or one at two levels
_NESTED_DEGREES = 1.0  # a unit's point is no farther from the town of its name, if to a reader both are one
_WIDE = frozenset({"river", "lake", "sea", "strait", "mountain", "valley", "desert", "region"})
_WIDE_DEGREES = 3.0  # two of these that have one name and are this near are one, told twice
_PARTS_OF_THE_WORLD = frozenset({"continent", "ocean", "sea"})
_UNRIVALLED = 0.1  # what is so many times as likely as a part of the world is no rival of it
_SPELLED = 0.8  # so much of two spellings of a name is the same
_OPEN = 0.1  # the level is open if another has at least this share of the place's probability


class Choice(Struct, frozen=True):
    """A reading's scored candidates, best first, with the probability of each, and of none of them.

    ``features`` are those of the best.
    """

    candidates: Sequence[Candidate]
    shares: Sequence[float]
    none: float
    features: Features = field(default_factory=dict)

    @property
    def rival(self) -> Place | None:
        """The likeliest other place, or the same one at another level; None where there is hardly a doubt."""
        best = self.candidates[0].place
        for candidate, share in zip(self.candidates[1:], self.shares[1:], strict=False):
            if share < _RIVAL:
                break
            if candidate.place.kind != best.kind or not _one(candidate.place, best):
                return candidate.place
        return None

    @property
    def twin(self) -> Place | None:
        """The same place at another level, where the text leaves open which of the two is meant."""
        best = self.candidates[0].place
        here = [
            (c.place, s) for c, s in zip(self.candidates, self.shares, strict=True) if _one(c.place, best)
        ]
        others = [(place, share) for place, share in here if place.kind != best.kind]
        is_open = sum(share for _, share in others) >= _OPEN * sum(share for _, share in here)
        return others[0][0] if others and is_open else None

    @property
    def is_the_only(self) -> bool:
        """Whether it is a continent, an ocean or a sea, and hardly another place of its name can be meant."""
        best, *others = self.shares
        unrivalled = all(share < _UNRIVALLED * best for share in others)
        return unrivalled and self.candidates[0].place.kind in _PARTS_OF_THE_WORLD

    @property
    def share(self) -> float:
        """The probability of the place, at either level where that is open."""
        best = self.candidates[0].place
        kinds = {best.kind, *(place.kind for place in (self.twin,) if place)}
        shares = zip(self.candidates, self.shares, strict=True)
        return sum(share for c, share in shares if c.place.kind in kinds and _one(c.place, best))


def evidence(
    r: Reading, choice: Choice, mentions: int, t: Toponym, beside: Beside, company: Company
) -> Features:
    """List what speaks for the best candidate of a reading as the place of one of its mentions.

    ``mentions`` is how often its name is found, ``company`` what else the article means. What kind of place
    it is, is no evidence by itself, as it misleads on other corpora; only, all know countries and continents.
    """
    f = _of_choice(r, choice, mentions)
    f |= company.around(r.key, choice.candidates[0].place, f["choice"])
    return f | _of_span(t, beside, alone="nothing else is named" in f)


def _of_choice(r: Reading, choice: Choice, mentions: int) -> Features:
    likely = _logit(choice.share)
    f = {
        "any": 1.0,
        "choice": likely,
        "choice, high": max(0.0, likely - _HIGH),
        "mentions": rounded(math.log(mentions)),
    }
    best = choice.candidates[0]
    if best.rank == OTHER_NAME and is_spelling(r.key, fold(best.place.name)):
        f["another spelling"] = 1.0
    elif best.rank in _OTHER_NAMES:
        f[f"name of rank {best.rank}"] = 1.0
    if best.place.kind in _WORLD:
        f[f"a {best.place.kind}"] = 1.0
    named = not _OTHERS.isdisjoint(choice.features)
    if len(r.homonyms) > 1 and best.place.kind not in _WORLD and not named:
        f["nothing else is named"] = 1.0
    if r.ruled:
        f["other places of the name are ruled out"] = 1.0
    if not r.containers and eclipsed(r, best.place):
        f["a larger place has its name"] = 1.0
    if r.trimmed:
        f["only a part of its name"] = 1.0
    f.update((name, choice.features[name]) for name in _TOLD if name in choice.features)
    return f


def _of_span(t: Toponym, beside: Beside, alone: bool) -> Features:
    """List what recognition says of a mention, and what it touches and names.

    Of a name ``alone`` in its article it only tells that it is hardly one: which place it is, is the doubt.
    """
    span = min(_logit(t.confidence), 0.0 if alone else _MOST)
    f = {
        "span": span,
        "span, low": max(0.0, -span),
        "span, very high": max(0.0, span - _VERY_HIGH),
        f"mention {t.kind}": 1.0,
    }
    if beside.spoken:
        f["a language"] = 1.0
    if beside.people:
        f["people"] = 1.0
    if beside.before:
        f["a name before"] = f[f"a name before, {t.kind}"] = 1.0
    if beside.long:
        f["two names after"] = 1.0
    if beside.small:
        f["a small word after"] = 1.0
    if beside.after:
        f["a name after"] = f[f"a name after, {t.kind}"] = 1.0
    return f


def confidence(features: Features, weights: Mapping[str, float]) -> float:
    """Return the probability that a place is right, 0 to 1."""
    score = sum(weights[name] * value for name, value in features.items() if name in weights)
    return round(1 / (1 + math.exp(-rounded(score))), 4)


def certainty(place: Place | None, confidence: float, sure: float) -> Certainty:
    """Return how certain a resolution is; ``sure`` is the least confidence of what is sure.

    Examples
    --------
    >>> certainty(None, 0.0, 0.9)
    'unplaced'
    """
    if place is None:
        return "unplaced"
    return "sure" if confidence >= max(sure, _LEAST) else "doubtful"


def _one(place: Place, best: Place) -> bool:
    """Whether a place is the best one of its name, perhaps at another level.

    A town in the best unit is, wherever it lies; a unit around the best town is if its point is near.
    """
    if is_near(place, best, SAME_DEGREES):
        return True
    if place.kind == best.kind:
        wide = like(place.kind) in _WIDE and place.country == best.country
        return wide and is_near(place, best, _WIDE_DEGREES)
    if "country" in (place.kind, best.kind):
        return False
    return place.lies_in(best) or (best.lies_in(place) and is_near(place, best, _NESTED_DEGREES))


def is_spelling(name: str, main: str) -> bool:
    """Whether a folded name is hardly more than another spelling of a place's own name.

    Examples
    --------
    >>> is_spelling("berdiansk", "berdyansk"), is_spelling("quebec city", "quebec")
    (True, False)
    """
    alike = SequenceMatcher(None, name, main, autojunk=False)
    return alike.real_quick_ratio() >= _SPELLED and alike.ratio() >= _SPELLED


def _logit(share: float) -> float:
    if share <= 0:
        return -_MOST
    if share >= 1:
        return _MOST
    return rounded(max(-_MOST, min(_MOST, math.log(share / (1 - share)))))
