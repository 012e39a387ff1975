"""Which candidates of a name fit what the text says right beside it.

"The X rose", "the X river", "the X district of Y", "X, a suburb of Y", "X flows into Y", "northern X": a
place that such words rule out is not meant, however well known it is. If none fits, the name has no place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set

from ...gazetteer import fold
from ...kinds import KINDS, LOCAL, like
from ...languages import Language, is_called
from ...model import ABBREVIATION, MAIN_NAME, OTHER_NAME, Candidate, Place, Tie, Toponym

_LANDSCAPE = frozenset(
    name for name, k in KINDS.items() if k.feature_class in "HLT" and not (k.derived or k.backdrop)
)
_WATER = frozenset(name for name, k in KINDS.items() if k.feature_class == "H")
_SEAS = frozenset({"sea", "ocean"})
_HOLDERS = frozenset(name for name, k in KINDS.items() if k.level is not None)
_NATIONAL = frozenset({"country", "admin1"})
_AREAS = _NATIONAL | {"continent", "region", "desert", "island", "sea"}
_VAST = frozenset({"continent", "ocean", "sea", "region", "desert", "mountain"})
_WORD = re.compile(r"[^\W\d_]+")
_WORDS_BEFORE = 30  # code points before a name that hold a word of its kind and "of"
_REACH = 60  # code points before or behind a name that say what it is
_FINITE = frozenset({"VBD", "VBZ", "VBN", "MD"})  # "the Ohio waited"

# Degrees of longitude and latitude between two places that the text puts together.
_IN_TOWN = 0.6
_LARGE = 50_000  # people of a town that has a north and a south
_DASHES = ("-", "–", "—", "/")
_BESIDE = 1.5
_ALONG = 15.0  # a river's point may be far from where it flows into another


class Fitting:
    """What the words beside the names of an article leave of their candidates.

    ``candidates`` are those of each name, by its number among the toponyms; ``trimmed`` are the names of
    which the gazetteer has only a part; ``lookup`` looks up another name.
    """

    def __init__(
        self,
        text: str,
        toponyms: Sequence[Toponym],
        candidates: Mapping[int, list[Candidate]],
        trimmed: Set[int],
        lookup: Callable[[str], list[Candidate]],
        of: Callable[[Toponym], Language],
    ) -> None:
        self.text = text
        self.of = of
        self.toponyms = toponyms
        self.candidates = candidates
        self.lookup = lookup
        self.trimmed = trimmed
        self.at = {toponyms[i].start: i for i in candidates}
        self.by_word: set[int] = set()
        """The names for which a unit's word leaves out what its country calls otherwise."""
        self._no_towns: set[int] = set()
        self._article = {i: self.has_article(toponyms[i]) for i in candidates}

    def read(self) -> dict[int, list[Candidate]]:
        """Return the candidates that are left, for each mention of which some are ruled out."""
        kinds = {i: self._of_kind(i) for i in self._article}
        self._spread_rivers(kinds)
        left = {i: self._tied(i, kinds) for i in self._article}
        found = {i: c for i, c in left.items() if c != self.candidates[i]}
        self._spread_nothing(found)
        return found

    def has_article(self, t: Toponym) -> bool:
        """Whether "the" before a name belongs to it, not to a noun or a longer name ("the Ohio Turnpike")."""
        before = self.text[max(0, t.start - 25) : t.start]
        return (
            bool(self.of(t).resolve.article.search(before))
            and not self._begins_longer(t)
            and not self._has_noun(t)
        )

    def _begins_longer(self, t: Toponym) -> bool:
        after = self.text[t.end : t.end + 2]
        return after[:1] in (" ", "-") and after[1:].isupper()

    def _has_noun(self, t: Toponym) -> bool:
        """Whether a word follows a name that is no verb, nor one that no noun phrase has."""
        if not (noun := self.of(t).resolve.noun.match(self.text, t.end)):
            return False
        lexeme = self.of(t).lexeme(self.text[noun.start(1) : noun.end(1)])
        return lexeme is None or lexeme[0] not in _FINITE

    def has_part(self, i: int) -> bool:
        """Whether the name before is that of a part of a town: "the X district of Y", "X, a suburb of Y"."""
        t, before = self.toponyms[i], self.toponyms[i - 1] if i else None
        if before is None or not any(tie.start == t.start for tie in before.ties):
            return False
        return bool(self.of(t).level.part_of.fullmatch(self.text, before.end, t.start))

    def _is_half(self, t: Toponym) -> bool:
        """Whether a direction makes one name with a place, as towns have it: "North Lima", "East Lima"."""
        words = self.text[max(0, t.start - _WORDS_BEFORE) : t.start].split()
        return bool(words) and words[-1].istitle() and fold(words[-1]) == t.part

    def _halves(self, t: Toponym, found: Sequence[Candidate]) -> list[Candidate]:
        """List the towns in a unit of their name, where the text has the name without a direction, too."""
        if not any(o.surface == t.surface and not o.part for o in self.toponyms):
            return []
        units = [c.place for c in found if c.place.kind in _HOLDERS]
        towns = [c for c in found if like(c.place.kind) == "populated_place" and c.place.population >= _LARGE]
        if any(unit.kind == "country" for unit in units):
            return []
        return [c for c in towns if any(c.place.lies_in(unit) for unit in units)]

    # -- the kind that the words ask for -----------------------------------------------------------------

    def _of_kind(self, i: int) -> list[Candidate]:
        t, found = self.toponyms[i], self.candidates[i]
        if t.kind == "demonym":
            return found
        if self._is_school(t):
            self._no_towns.add(i)
            return []
        if self._is_group(t):
            found = [c for c in found if c.place.kind not in LOCAL or c.place.population >= _LARGE]
        if t.types and t.types[0] in _LANDSCAPE:
            most = _WATER if t.types[0] in _WATER else _LANDSCAPE | _HOLDERS
            found = [c for c in found if c.place.kind in most.union(t.types)]
        elif self._is_whole(i) and t.types[:1] != ("facility",):
            found = self._rivers(i, found)
        if t.part:
            found = (self._halves(t, found) if self._is_half(t) else []) or _areas(found)
        if t.types and (word := self._unit_word(t)):
            called = _called(found, word, town="populated_place" in t.types)
            if called != found:
                self.by_word.add(i)
                found = called
        return found

    def _is_school(self, t: Toponym) -> bool:
        """Whether the words beside a name make it a school's: "at X State"."""
        words = self.of(t).resolve
        before = self.text[max(0, t.start - _WORDS_BEFORE) : t.start]
        return bool(words.school.match(self.text, t.end) and words.at_a_school.search(before))

    def _is_group(self, t: Toponym) -> bool:
        """Whether a name with "the" is that of several mountains, islands or lakes: "the X islands"."""
        known = self.of(t).toponyms
        behind = _WORD.match(self.text, t.end + 1)
        word = known.plural_types.get(behind[0], "") if behind else ""
        kinds = known.type_kinds.get(word, ())
        if not kinds or kinds[0] not in _LANDSCAPE:
            return False
        return bool(self.of(t).resolve.article.search(self.text[max(0, t.start - _WORDS_BEFORE) : t.start]))

    def _unit_word(self, t: Toponym) -> str | None:
        """Return, in English, the word of a unit beside a name: "X department", "the province of X"."""
        known = self.of(t).toponyms
        before = _WORD.findall(self.text[max(0, t.start - _WORDS_BEFORE) : t.start])[-2:]
        before = before[:1] if before and fold(before[-1]) in known.of else before[-1:]
        after = _WORD.match(self.text, t.end + 1)
        for word in (*([after[0]] if after else ()), *before):
            key = known.plural_types.get(fold(word), fold(word))
            if set(known.type_kinds.get(key, ())) == set(t.types):
                return str(known.like.get(key, key))
        return None

    def _is_whole(self, i: int) -> bool:
        """Whether a name has "the" and is not the beginning of a longer one ("the Congo-based")."""
        t = self.toponyms[i]
        return self._article[i] and t.kind == "name" and self.text[t.end : t.end + 1] not in _DASHES

    def _rivers(self, i: int, found: list[Candidate]) -> list[Candidate]:
        """Leave out, after "the", what has no article: towns, and most units and countries."""
        t = self.toponyms[i]
        if any(c.rank == ABBREVIATION for c in found):
            return found
        if self._plays(t) and not any(c.place.kind == "country" for c in found):
            self._no_towns.add(i)
            return []
        flows, alone = self._flows(t), self._flows(t, alone=True)
        rivers = [c for c in self._with_rivers(i) if like(c.place.kind) == "river" and c.rank < ABBREVIATION]
        nature = [c for c in self._with_rivers(i) if c.place.kind in _LANDSCAPE]
        if flows and nature:
            return [c for c in nature if c.place.kind in _WATER] or nature
        if alone:
            return []
        if rivers and (fold(t.surface) in self.of(t).resolve.with_article or self._is_inside(t)):
            return [c for c in self._with_rivers(i) if c.place.kind in _LANDSCAPE | _HOLDERS]
        if rivers:
            return nature
        own = any(c.rank == MAIN_NAME and c.place.kind in _LANDSCAPE for c in found)
        if own:
            return [c for c in found if like(c.place.kind) != "populated_place"]
        if any(c.place.kind in _SEAS for c in nature):
            return [c for c in self._with_rivers(i) if like(c.place.kind) not in LOCAL]
        if self._is_no_town(t, found):
            self._no_towns.add(i)
            return []
        return found

    def _is_no_town(self, t: Toponym, found: Sequence[Candidate]) -> bool:
        """Whether "the" stands before the name of towns alone, and is not shared: a ship, a paper."""
        words = self.of(t).resolve
        shared = words.shared_article.match(self.text, t.end) or fold(t.surface) in words.with_article
        with_article = any(words.article.search(f"{c.place.name.split()[0]} ") for c in found)
        plain = self.of(t).lexeme(t.surface.split()[-1].lower())  # "the Gold Coast"
        kinds = {c.place.kind for c in found}
        return not (shared or with_article or plain) and "populated_place" in kinds and kinds <= LOCAL

    def _plays(self, t: Toponym) -> bool:
        """Whether the words beside a name are those of a match: it is a club's."""
        words = self.of(t).resolve
        before = self.text[max(0, t.start - _REACH) : t.start]
        return bool(words.plays.match(self.text, t.end) or words.played.search(before))

    def _flows(self, t: Toponym, *, alone: bool = False) -> bool:
        """Whether the words beside a name are those of a river; ``alone``: and of nothing else."""
        behind = self.of(t).level.flows_alone if alone else self.of(t).level.flows
        before = self.of(t).level.at_a_bank if alone else self.of(t).level.at_a_river
        if behind.match(self.text, t.end, t.end + _REACH):
            return True
        return bool(before.search(self.text[max(0, t.start - _REACH) : t.start]))

    def _is_inside(self, t: Toponym) -> bool:
        """Whether "in the" stands before a name: one is in a unit, too ("in the Somme")."""
        return bool(self.of(t).level.inside_the.search(self.text[max(0, t.start - _REACH) : t.start]))

    def _with_rivers(self, i: int) -> list[Candidate]:
        """List the candidates of a name, and the waters whose name has the type word besides."""
        found = {c.place.id: c for c in self.candidates[i]}
        t = self.toponyms[i]
        for word in self.of(t).resolve.river_words:
            for c in self.lookup(f"{t.surface} {word}"):
                if c.place.kind in _WATER and c.rank < ABBREVIATION:
                    found.setdefault(c.place.id, c)
        return list(found.values())

    def _spread_rivers(self, kinds: dict[int, list[Candidate]]) -> None:
        """Let a name without "the" mean the river, too: before its verb, or if no unit has the name."""
        rivers: dict[str, list[Candidate]] = {}
        for i, article in self._article.items():
            if article and kinds[i] != self.candidates[i] and all(c.place.kind in _WATER for c in kinds[i]):
                rivers.setdefault(fold(self.toponyms[i].surface), kinds[i])
        for i, article in self._article.items():
            t = self.toponyms[i]
            river = rivers.get(fold(t.surface))
            if article or not river or t.types or t.kind == "demonym" or t.ties:
                continue
            unit = any(c.place.kind in _HOLDERS and c.rank == MAIN_NAME for c in self.candidates[i])
            if not unit or self.of(t).level.flows.match(self.text, t.end, t.end + _REACH):
                kinds[i] = river

    # -- what it lies in or near -------------------------------------------------------------------------

    def _tied(self, i: int, kinds: Mapping[int, list[Candidate]]) -> list[Candidate]:
        t, found = self.toponyms[i], kinds[i]
        for tie in t.ties:
            j = self.at.get(tie.start)
            if j is None or j in self.trimmed:
                continue
            if tie.relation == "flows into":
                if not self._article[i] and any(c.place.kind in _NATIONAL for c in self.candidates[i]):
                    continue
                rivers = [c for c in self._with_rivers(i) if like(c.place.kind) == "river"]
                water = [c.place for c in self._with_rivers(j) if c.place.kind in _WATER]
                found = [c for c in rivers if not water or any(is_near(c.place, w, _ALONG) for w in water)]
                continue
            others = [c.place for c in kinds[j]]
            fit = [c for c in found if any(_fits(c.place, other, tie) for other in others)]
            # "in Peru, the province of X is dry"
            country = any(c.place.kind == "country" and c.rank == MAIN_NAME for c in found)
            if fit or (others and not country and self._is_said(t, tie)):
                found = fit if fit and self._narrows(t, tie) else found if fit else []
        for around in (self._unit_behind(i), self._described_in(i)):
            found = [c for c in found if any(c.place.lies_in(p) for p in around)] or found
        return found

    def _is_said(self, t: Toponym, tie: Tie) -> bool:
        """Whether the words between say what the one is of the other, not only that it is in or near it."""
        demonym = self.toponyms[self.at[tie.start]].kind == "demonym"
        return not demonym and bool(self.of(t).level.typed.search(self._between(t, tie)))

    def _narrows(self, t: Toponym, tie: Tie) -> bool:
        between = self._between(t, tie)
        return bool(self.of(t).level.typed.search(between)) or between.startswith(",")

    def _between(self, t: Toponym, tie: Tie) -> str:
        return self.text[t.end : tie.start] if t.end <= tie.start else self.text[tie.end : t.start]

    def _unit_behind(self, i: int) -> list[Place]:
        """Return the units whose abbreviation stands behind a name and a comma."""
        t, j = self.toponyms[i], i + 1
        if j not in self.candidates or self.text[t.end : self.toponyms[j].start] != ", ":
            return []
        return [c.place for c in self.candidates[j] if c.rank == ABBREVIATION and c.place.kind == "admin1"]

    def _described_in(self, i: int) -> list[Place]:
        """Return what a name is said to lie in behind a comma: "X, a market town of 4,500 in Y"."""
        t, j = self.toponyms[i], i + 1
        if j not in self.candidates or not self.of(t).level.aside.match(self.text, t.end):
            return []
        between = self.of(t).level.inside.fullmatch(self.text, t.end, self.toponyms[j].start)
        return [c.place for c in self.candidates[j]] if between else []

    def _spread_nothing(self, found: dict[int, list[Candidate]]) -> None:
        """Leave a name without a place everywhere, if it has none where the text says most of it."""
        said = {fold(self.toponyms[i].surface) for i, left in found.items() if left}
        none = {
            fold(self.toponyms[i].surface)
            for i, left in found.items()
            if not left and i not in self._no_towns
        }
        none -= said
        for i in self._article:
            if i not in found and fold(self.toponyms[i].surface) in none and not self._article[i]:
                national = any(c.place.kind in _NATIONAL and c.rank == MAIN_NAME for c in self.candidates[i])
                if not national and not self.toponyms[i].types:
                    found[i] = []


def _called(found: list[Candidate], word: str, town: bool) -> list[Candidate]:
    """Leave out what is called otherwise, and, unless towns have the word, the towns in units that do."""
    named = [(c, is_called(c.place, word)) for c in found]
    units = [c.place for c, called in named if called]
    left = [
        c
        for c, called in named
        if called or (called is None and (town or not any(map(c.place.lies_in, units))))
    ]
    return left or found


def _areas(found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out towns outside the areas of their name: of a town far away nobody says "northern"."""
    areas = [c.place for c in found if c.place.kind in _AREAS and c.rank < OTHER_NAME]
    towns = [c for c in found if like(c.place.kind) == "populated_place"]
    inside = {c.place.id for c in towns if any(c.place.lies_in(area) for area in areas)}
    return [c for c in found if c not in towns or c.place.id in inside] if areas else list(found)


def _fits(place: Place, other: Place, tie: Tie) -> bool:
    """Whether a place can lie in or near another, as far as the gazetteer knows."""
    if other.kind in _VAST:
        return True
    if place.id == other.id or place.kind == "country":
        return False
    if tie.relation == "near":
        large = {place.kind, other.kind} & (_LANDSCAPE | _NATIONAL)
        return is_near(place, other, _BESIDE) or (bool(large) and _share_a_country(place, other))
    if place.lies_in(other):
        return True
    if other.kind == "country":
        return other.country in place.in_countries
    if other.kind == "admin1":
        return place.kind != "admin1" and not place.admin1 and _share_a_country(place, other)
    if other.kind in _LANDSCAPE:
        return is_near(place, other, _BESIDE) or _share_a_country(place, other)
    return place.kind != "admin1" and is_near(place, other, _IN_TOWN)


def _share_a_country(one: Place, other: Place) -> bool:
    return not one.in_countries or not other.in_countries or bool({*one.in_countries} & {*other.in_countries})


def is_near(one: Place, other: Place, degrees: float) -> bool:
    """Whether two places are less than so many degrees apart, in longitude and in latitude."""
    return abs(one.lng - other.lng) < degrees > abs(one.lat - other.lat)
