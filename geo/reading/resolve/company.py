"""What else an article means around a place: evidence of how certain it is.

Each place counts as much as its surest mention is likely. A place does not speak for itself, nor does another
one that only its own name means. In the flow between ``features`` and ``certainty``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from ...geodesy import rounded
from ...kinds import LOCAL, like
from ...model import Place
from .features import Features

COUNTRY_SHARE = "share of the others in its country, likely"
_AROUND = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1))

Cell = tuple[int, int]


class Company:
    """The places that the names of an article mean, to ask what stands around one of them.

    ``meant`` has, for each mention, the key of its name, its place, and how likely it is.
    """

    def __init__(self, meant: Iterable[tuple[str, Place, float]]) -> None:
        self._places: dict[str, Place] = {}
        self._likely: dict[str, float] = {}
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for key, place, likely in meant:
            self._places[place.id] = place
            self._likely[place.id] = max(likely, self._likely.get(place.id, 0.0))
            keys[place.id].add(key)
        self._only: defaultdict[str, list[str]] = defaultdict(list)  # places that only one name means
        for place_id, names in keys.items():
            if len(names) == 1:
                self._only[next(iter(names))].append(place_id)
        self._total = math.fsum(self._likely.values())
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._cells: defaultdict[Cell, float] = defaultdict(float)
        for place_id, place in self._places.items():
            if place.country:
                self._countries[place.country] += self._likely[place_id]
            if like(place.kind) in LOCAL:
                self._cells[_cell(place)] += self._likely[place_id]
        self._in_country = Counter(p.country for p in self._places.values() if p.country)

    def around(self, key: str, place: Place, choice: float) -> Features:
        """List what speaks for a place of a name; ``choice`` is the logit of its probability.

        That logit says more where the article is about several countries: local news has small namesakes.
        """
        own = {place.id, *self._only.get(key, ())}
        left = [self._places[i] for i in own if i in self._places]
        here, x, y = place.country or "", *_cell(place)
        near = math.fsum(self._cells.get((x + a, y + b), 0.0) for a, b in _AROUND)
        inside, total = self._countries.get(here, 0.0), self._total
        for p in left:
            likely = self._likely[p.id]
            total -= likely
            inside -= likely * (p.country == here)
            if like(p.kind) in LOCAL and abs(_cell(p)[0] - x) <= 1 >= abs(_cell(p)[1] - y):
                near -= likely
        share = max(0.0, inside) / total if total > 0 else 0.0
        without = Counter(p.country for p in left if p.country)
        countries = len(self._in_country) - sum(n == self._in_country[c] for c, n in without.items())
        return {
            "others near": rounded(math.log(1 + max(0.0, near))),
            "choice, countries": rounded(choice * math.log(1 + countries)),
            COUNTRY_SHARE: rounded(share),
        }


def _cell(place: Place) -> Cell:
    """Return the square degree of a place."""
    return math.floor(place.lng), math.floor(place.lat)
