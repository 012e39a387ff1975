"""Towns of which no reader doubts, and far ones that nothing of an article leads to.

The learned certainty knows how a name is written and how the places are scored. A reader also sees that right
behind a word of place stands a town's name, and that no other town of the name lies in any country that is
told of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ...kinds import LOCAL, like
from ...model import DEMONYM, Place, Toponym
from .certainty import Choice
from .fitting import is_near
from .mentions import Beside, Reading

PLAIN = 0.9
"""How likely such a town is right, rounded down.

Of 61 that the rule makes sure in the corpora, 59 are. It was made on these, so that is no measure on unseen
text.
"""

_SHARE, _COUNTRY = 0.85, 0.1  # a town is likelier than its rivals, in a country that is told of
_ALONE, _LEAST = 0.5, 0.5  # the same of one without rivals, and of its confidence by the learned model
_LEAST_OF_ALL = 0.25
_HERE = 0.1  # a country with a smaller share of the other places is not told of
_DEGREES = 0.6  # places of one name that are nearer are one, at two levels


class Told(NamedTuple):
    """What else an article means: its countries with how many names mean a place in each, and its towns."""

    countries: Mapping[str, int]
    towns: Mapping[str, str]

    @classmethod
    def of(cls, meant: Mapping[str, Place]) -> Told:
        """Take name → its place."""
        towns = {key: p.id for key, p in meant.items() if like(p.kind) in LOCAL}
        return cls(Counter(p.country for p in meant.values() if p.country), towns)


def is_plain(
    r: Reading, choice: Choice, t: Toponym, beside: Beside, confidence: float, share: float, told: Told
) -> bool:
    """Whether no reader doubts that a mention means the best place of its reading, which is a town.

    Behind "of" or a comma often stands a person: there it must be far likelier than all others.
    ``share`` is that of the other places in its country.
    """
    best = choice.candidates[0].place
    if t.kind != "name" or like(best.kind) != "populated_place" or confidence < _LEAST_OF_ALL:
        return False
    if beside.before or beside.after or r.trimmed or not (beside.placed or beside.listed):
        return False
    if not any(key != r.key and town != best.id for key, town in told.towns.items()):
        return False
    if choice.share >= _SHARE and share > _COUNTRY:
        return True
    return beside.placed and choice.share >= _ALONE and confidence >= _LEAST and not has_rival(r, best, told)


def has_rival(r: Reading, best: Place, told: Told, *, abroad: bool = False) -> bool:
    """Whether another place of the name lies in a country that the article tells of, without this name.

    ``abroad``: those in its own country do not count.
    """
    own = Counter(p.country for p in (best,) if p.country)
    total = sum(told.countries.values()) - sum(own.values())
    for c in r.homonyms:
        country = c.place.country or ""
        if c.rank == DEMONYM or is_near(c.place, best, _DEGREES) or (abroad and country in own):
            continue
        if told.countries.get(country, 0) - own[country] > _HERE * total:
            return True
    return False
