"""Places far from all that an article is about, which it hardly means: the resolver leaves them unplaced."""

from __future__ import annotations

from collections.abc import Mapping

from ...kinds import LOCAL, like
from ...model import MAIN_NAME, Toponym
from .certainty import Choice
from .company import COUNTRY_SHARE
from .features import Features
from .fitting import is_near
from .mentions import Reading
from .told import STATES, all_here

_FAR = "no other in its country"
"""The feature of a place in a country where the article has no other."""

_LEAST = 0.25  # a confidence with which any town is kept
_LEAST_ELSE = 0.45  # that of a people or a unit
_LEAST_SMALL = 0.6  # that of a town that is not the best known of its name, or not large
_SEVERAL = 3  # places
_SMALL = 100_000  # people
_ONE = 0.95  # of the probability of all places of a name
_AROUND = 1.0  # degrees
_MAINLY = 0.5  # a share of the other places
_CAPITAL = "PPLC"


def is_far(
    r: Reading, choice: Choice, t: Toponym, times: int, countries: Mapping[str, int], confidence: float
) -> bool:
    """Whether a place is alone in its country, and the article names several places in others.

    Towns that all know, and units of which there is no second, are told in passing, too. A town that is named
    more than once is no namesake in passing, and rather asked for than left out.
    """
    best = choice.candidates[0]
    place = best.place
    if (
        _FAR not in choice.features
        or sum(countries.values()) - countries.get(place.country or "", 0) < _SEVERAL
    ):
        return False
    if t.kind == "demonym":
        return confidence < _LEAST_ELSE
    if place.kind in STATES:
        only = best.rank == MAIN_NAME and all_here(choice) >= _ONE
        return confidence < _LEAST_ELSE and not only
    if like(place.kind) not in LOCAL:
        return False
    return confidence < (_LEAST if times > 1 or _is_known(r, choice) else _LEAST_SMALL)


def is_lonely(r: Reading, choice: Choice, told: Features, confidence: float) -> bool:
    """Whether an uncounted village of a foreign country lies where nothing else is named."""
    place = choice.candidates[0].place
    if place.kind not in LOCAL or confidence >= _LEAST:
        return False
    if place.population or r.containers or told[COUNTRY_SHARE] >= _MAINLY:
        return False
    return "share of the others in its unit" in choice.features and not (
        told["others near"] or choice.features["share of the others in its unit"]
    )


def _is_known(r: Reading, choice: Choice) -> bool:
    """Whether a town is a capital, or large and the largest of its name, but for what lies around it."""
    place = choice.candidates[0].place
    others = (
        c.place for c in r.homonyms if not is_near(c.place, place, _AROUND) and not place.lies_in(c.place)
    )
    largest = place.population >= max((other.population for other in others), default=0)
    return place.feature_code == _CAPITAL or (largest and place.population >= _SMALL)
