"""Which of several places of one name a mention means, where the text itself tells them apart.

"The other X, the Belgian one", "X, south of Y", "X, the capital", "its own X": what stands beside such a
mention leaves the places that fit it; and "other", "own" or "wrong" say that it is another place than the
article's X elsewhere. Used by ``mentions``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from ...gazetteer import fold
from ...geodesy import rounded
from ...kinds import KINDS
from ...languages import Language
from ...model import MAIN_NAME, OTHER_NAME, Candidate, Place, Toponym
from ..article import after_dateline
from .fitting import is_near

_HOLDERS = frozenset(name for name, kind in KINDS.items() if kind.level is not None)
_REACH = 60  # code points before or behind a name that tell which one it is
_ISLANDS = frozenset({"island"})
_NOUNS = ("NN", "JJ")
_CAPITAL = "PPLC"
_NEAR = 5.0  # degrees: "south of X" is said of what is no farther
_SLANT = 1.2  # "south of" may be so many times as far to the east or west
_BESIDE = 1.0  # degrees from an island or a shore to what lies on it

Fits = Callable[[Place], bool]


class Namesakes:
    """What the words beside a name leave of its places.

    ``candidates`` are those of each name, by its number among the toponyms; ``beginning`` lists the places
    whose name begins with another.
    """

    def __init__(
        self,
        text: str,
        toponyms: Sequence[Toponym],
        candidates: Mapping[int, list[Candidate]],
        of: Callable[[Toponym], Language],
        beginning: Callable[[str], list[Place]],
    ) -> None:
        self.text = text
        self.toponyms = toponyms
        self.candidates = candidates
        self.of = of
        self.beginning = beginning
        self._another: dict[int, bool] = {}

    def left(self, i: int, found: list[Candidate]) -> list[Candidate]:
        """Return the candidates that fit what the text says of a name, all where none does."""
        t = self.toponyms[i]
        if len(found) < 2 or t.kind == "demonym":
            return found
        for fits in self._tests(i):
            found = [c for c in found if fits(c.place)] or found
        if around := self._around(i):
            key = fold(t.surface) + " "
            longer = (p for p in self.beginning(t.surface) if fold(p.name).startswith(key))
            fit = [c for c in found if _is_on(c.place, around)]
            return fit or [Candidate(p, OTHER_NAME) for p in longer if _is_on(p, around)]
        return found

    def is_dateline(self, i: int) -> bool:
        """Whether a name says where the news comes from: "LIMA, Peru (AP) —"."""
        t = self.toponyms[i]
        return t.surface.isupper() and after_dateline(self.text[t.start : t.end + 2 * _REACH]) > 0

    def is_another(self, i: int) -> bool:
        """Whether the words before a name say that it is another place than the one of that name."""
        if i not in self._another:
            self._another[i] = self._is_another(i)
        return self._another[i]

    def _is_another(self, i: int) -> bool:
        t = self.toponyms[i]
        if t.kind == "demonym":
            return False
        before, words = self._before(t), self.of(t).resolve
        if words.another.search(before):
            return not self._has_noun(t)
        if words.own.search(before) and self._owner(i):
            return True
        return bool(words.article.search(before) and self._compass(i))

    def _has_noun(self, t: Toponym) -> bool:
        """Whether a noun in small letters follows a name: "the other X teens" are another lot of X's."""
        noun = self.of(t).resolve.noun.match(self.text, t.end)
        lexeme = self.of(t).lexeme(noun[1]) if noun else None
        return bool(noun) and (lexeme is None or lexeme[0].startswith(_NOUNS))

    def _before(self, t: Toponym) -> str:
        return self.text[max(0, t.start - _REACH) : t.start].rpartition("\n")[2]

    def _tests(self, i: int) -> Iterator[Fits]:
        t = self.toponyms[i]
        words = self.of(t).resolve
        for places in (self._described(i), self._owner(i)):
            if places:
                yield _inside(places)
        if self.is_dateline(i):
            yield lambda place: place.kind == "populated_place"
        if words.capital.match(self.text, t.end):
            yield lambda place: place.feature_code == _CAPITAL
        if side := self._compass(i):
            yield _lies(*side)

    def _described(self, i: int) -> list[Place]:
        """Return what "X, the Belgian one", "X on the Peruvian shore" or "Libyan X" lies in."""
        t, found = self.toponyms[i], []
        words = self.of(t).resolve
        if self._follows(i, i + 1):
            after = self.toponyms[i + 1]
            if words.described.fullmatch(self.text, t.end, after.start) and words.described_end.match(
                self.text, after.end
            ):
                found = self._areas(i + 1)
        if not found and self._follows(i - 1, i):
            before = self.toponyms[i - 1]
            if before.kind == "demonym" and self.text[before.end : t.start].isspace():
                found = self._areas(i - 1)
        return found

    def _around(self, i: int) -> list[Place]:
        """Return the island or unit behind a people's name: "X, on the German island of Y"."""
        t = self.toponyms[i]
        if not (self._follows(i, i + 2) and self.toponyms[i + 1].kind == "demonym"):
            return []
        inside = self.of(t).level.inside.fullmatch(self.text, t.end, self.toponyms[i + 2].start)
        if not inside or self.toponyms[i + 2].kind == "demonym":
            return []
        return [c.place for c in self.candidates[i + 2] if c.place.kind in _HOLDERS | _ISLANDS]

    def _owner(self, i: int) -> list[Place]:
        """Return the country or unit that a sentence names before "its own X"."""
        t = self.toponyms[i]
        if not self.of(t).resolve.own.search(self._before(t)):
            return []
        for j in range(i - 1, -1, -1):
            if not self._follows(j, i):
                break
            if areas := [p for p in self._areas(j) if p.kind != "populated_place"]:
                return areas
        return []

    def _compass(self, i: int) -> tuple[float, list[Place]] | None:
        """Return the bearing, degrees from north, and the places of "X, south of Y"."""
        t = self.toponyms[i]
        if not self._follows(i, i + 1):
            return None
        after, words = self.toponyms[i + 1], self.of(t)
        found = words.resolve.side_of.fullmatch(self.text, t.end, after.start)
        if not found:
            return None
        way = "".join(c for c in found[1].lower() if c.isalpha())
        places = [c.place for c in self.candidates[i + 1] if c.place.kind == "populated_place"]
        return (float(words.claims.bearings[way]), places) if way in words.claims.bearings else None

    def _areas(self, j: int) -> list[Place]:
        """List the countries and units, or else the islands and the like, that a name means."""
        found = [c for c in self.candidates[j] if c.place.kind in _HOLDERS]
        main = [c.place for c in found if c.rank == MAIN_NAME or self.toponyms[j].kind == "demonym"]
        return main or [c.place for c in found]

    def _follows(self, i: int, j: int) -> bool:
        """Whether two numbers are those of names in one sentence."""
        known = i in self.candidates and j in self.candidates
        return known and self.toponyms[i].sentence_id == self.toponyms[j].sentence_id


def is_same(one: Place, other: Place) -> bool:
    """Whether two places of one name are the same, perhaps at two levels."""
    return one.id == other.id or one.lies_in(other) or other.lies_in(one) or is_near(one, other, _BESIDE / 2)


def _is_on(place: Place, around: list[Place]) -> bool:
    """Whether a place lies in one of some others, or beside its point."""
    return any(place.lies_in(p) or is_near(place, p, _BESIDE) for p in around)


def _inside(areas: list[Place]) -> Fits:
    return lambda place: any(place.lies_in(area) for area in areas)


def _lies(bearing: float, places: list[Place]) -> Fits:
    """Return whether a place lies on a side of one of some places, and not far from it."""
    x, y = rounded(math.sin(math.radians(bearing))), rounded(math.cos(math.radians(bearing)))

    def fits(place: Place) -> bool:
        for other in places:
            wide = rounded(math.cos(math.radians(other.lat)))
            dx, dy = (place.lng - other.lng) * wide, place.lat - other.lat
            along, across = rounded(dx * x + dy * y), rounded(abs(dx * y - dy * x))
            if 0 < along < _NEAR and across < _SLANT * along:
                return True
        return False

    return fits
