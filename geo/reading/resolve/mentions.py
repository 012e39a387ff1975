"""Put mentions with the same reading together: one name, one type word, one container.

A name has several readings if the text itself distinguishes its mentions ("Paris, Texas", "Paris, France").
A mention without a type word takes that of the first mention that has one. A mention without a container
takes the first one too, but only from a mention before it: an earlier bare name may be another place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from ...errors import GazetteerError
from ...gazetteer import fold
from ...kinds import KINDS, like
from ...languages import Language
from ...model import ABBREVIATION, DEMONYM, MAIN_NAME, OTHER_NAME, Candidate, Place, Toponym
from ..exonyms import candidates_of
from .fitting import Fitting
from .namesakes import Namesakes

if TYPE_CHECKING:
    from ...gazetteer import Gazetteer

_MOST = 60  # candidates of one name, the best known: if more places share a name, a village may be missing

_CAPITAL = "PPLC"
_NEAR = 40
_REACH = 80  # code points between a name and what the text says of it
_TOWN = ("populated_place",)
_TOWNS = frozenset(_TOWN)
_UNITS = ("admin1", "admin2", "admin3")
_LARGE = 10_000  # people of a town that is no village of a unit's name
_LANDSCAPE = frozenset(
    name for name, kind in KINDS.items() if kind.feature_class in "HLT" and kind.level is None
)
_HOLDERS = frozenset(name for name, kind in KINDS.items() if kind.level is not None)
_BEFORE = re.compile(r"[^\W\d_]+|\d[\d,.]*|[^\w\s]|\n")
_AFTER = re.compile(r"[ \t]*([’']s\b|[^\W\d_]+|\d|[^\w\s]|\n)")
_WORD = re.compile(r"\w+")
_WITH_ARTICLE = re.compile(r",?\s+(\w+)\s+(\w+)\W+(\w*)")
_FAR = 5  # words before a name, with the small ones, in which its type word is looked for
_BEHIND = re.compile(r" ([a-z]+)(?: [a-z]+)?\b")
_WORD_BEHIND = re.compile(r"\s+([^\W\d_]+)")
_NAME_BEHIND = re.compile(r" ([^\W\d_])[\w.&’']*")
_BETWEEN = frozenset({",", "("})
Cue = tuple[int, str]
"""0 and the words right before a mention, or 1 and the word right after it."""


class Beside(NamedTuple):
    """Whether a word with a capital is right before a mention, and right after it.

    ``spoken`` is whether it is a language, ``people`` whether it is people rather than an adjective: its name
    has one letter more than another of them ("Kenyans", "Kenyan"). ``long`` is whether two words with
    capitals are right after it ("Ohio Turnpike Authority"), ``small`` whether one without is ("Ohio voters"),
    ``ware`` whether that is one of what is sold under names of places ("Lima sausages"), ``placed`` whether a
    word of place is right before the mention ("in X"), ``listed`` whether "of" is, or what stands in lists,
    ``article`` whether an article is, or what makes it no name of its own ("@X", "al-X"), ``hyphened``
    whether a hyphen is, ``opens`` whether the word before is a small one that opens a sentence ("At X").
    """

    before: bool
    after: bool
    spoken: bool
    people: bool
    long: bool
    small: bool
    ware: bool
    placed: bool
    listed: bool
    article: bool
    hyphened: bool
    opens: bool


class Reading(Struct, dict=True):
    """Mentions of one name with the same reading, and its candidates.

    Recognition has another class of this name (``toponyms.reading``): what it reads in a whole text.
    """

    key: str
    demonym: bool
    types: tuple[str, ...]
    full_name: str
    containers: frozenset[str]
    own_types: bool
    candidates: list[Candidate]
    trimmed: bool = False
    shouted: bool = False
    """Whether they are in capitals and the gazetteer has them as an abbreviation ("EU", "LA")."""
    strayed: bool = False
    """Whether an abbreviated unit follows them and contains no candidate ("X, Ont.")."""
    with_article: bool = False
    countries: set[str] = field(default_factory=set)
    """Countries that a sentence of these mentions names."""
    units: set[str] = field(default_factory=set)
    """Ids of first-level units that a sentence of these mentions names."""
    article_elsewhere: bool = False
    """Whether another mention of the name stands after "the"."""
    said: tuple[str, ...] = ()
    """Kinds of place that an aside behind it gives ("X, a town …")."""
    towns: tuple[Place, ...] = ()
    """The towns that the text says it is a part of ("a suburb of X")."""
    ruled: bool = False
    """Whether the words beside them rule out some places of the name."""
    dateline: bool = False
    landform: bool = False
    """Whether it is only a word of a kind of place, with an article: "the Gulf"."""
    sentences: set[str] = field(default_factory=set)
    """Ids of the sentences of these mentions."""
    another: bool = False
    """Whether the text says that it is another place than the one of the name elsewhere."""
    parted: bool = False
    """Whether the text names a part of it ("a suburb of X", "the Y district of X")."""
    right_behind: bool = False
    """Whether nothing but a comma or a bracket is between them and a container."""
    holds: frozenset[str] = frozenset()
    """Countries and ids of units that contain a place of the name before it ("Batumi, X")."""
    mentions: int = 0
    cues: Counter[Cue] = field(default_factory=Counter)
    """The words right before and after these mentions, with how many have them."""
    listed: set[str] = field(default_factory=set)
    """Names in one list with these mentions."""
    homonyms: list[Candidate] = field(default_factory=list)
    """All places of the name, also those that the words beside it rule out."""

    @cached_property
    def own(self) -> list[Place]:
        """The places of which it is the gazetteer's own name."""
        names = ((c.place, c.place.name) for c in self.candidates)
        return [p for p, name in names if (name.lower() if name.isascii() else fold(name)) == self.key]


class Mentions:
    """An article's toponyms, except relations, with their candidates and readings."""

    def __init__(
        self,
        text: str,
        toponyms: Sequence[Toponym],
        gazetteer: Gazetteer,
        language: Language,
        passages: Mapping[str, Language] = {},
        titles: Set[str] = frozenset(),
    ) -> None:
        """Take the toponyms, the language, sentence → that of a foreign passage, and the ids of titles.

        What the text says first of a name is said of its title, too.
        """
        self.text = text
        self._language, self._passages = language, passages
        self.titles = titles
        self.toponyms = toponyms
        self.gazetteer = gazetteer
        self._lookups: dict[str, list[Candidate]] = {}
        self.names = [i for i, t in enumerate(toponyms) if t.kind != "relation"]
        self.in_sentence: dict[str, list[int]] = {}
        for i in self.names:
            self.in_sentence.setdefault(toponyms[i].sentence_id, []).append(i)
        self.candidates: dict[int, list[Candidate]] = {}
        self.trimmed: set[int] = set()
        self.landforms: set[int] = set()
        for i in self.names:
            self.candidates[i] = self._candidates(i)
        fitting = Fitting(text, toponyms, self.candidates, self.trimmed, self.lookup, self.of)
        self.readings: list[Reading] = []
        namesakes = Namesakes(text, toponyms, self.candidates, self.of, gazetteer.beginning)
        self.reading: Mapping[int, Reading] = self._read(fitting, namesakes)

    def of(self, t: Toponym) -> Language:
        """Return the language that a toponym stands in."""
        return self._passages.get(t.sentence_id, self._language)

    def lookup(self, name: str) -> list[Candidate]:
        """Look a name up, once."""
        if name not in self._lookups:
            self._lookups[name] = candidates_of(name, self.gazetteer, self._language)[:_MOST]
        return self._lookups[name]

    def _candidates(self, i: int) -> list[Candidate]:
        """List the places of a toponym's full name and surface, each once; else those of its trimmed name."""
        t = self.toponyms[i]
        if self._is_landform(t):
            self.landforms.add(i)
            forms = self.of(t).toponyms.landforms[fold(t.surface)]
            return [Candidate(p, MAIN_NAME) for p in self.gazetteer.landforms(forms)]
        if t.kind == "demonym" and t.name != t.surface:  # those of a place that the article names
            return [c for c in self.lookup(t.name) if c.rank < ABBREVIATION]
        found = {c.place.id: c for name in (t.surface, t.name) for c in self.lookup(name)}
        known = {c.place.kind for c in found.values()}
        if whole := self._with_type_word(t, known) or self._with_words_behind(t, known):
            return whole
        if not found:
            key = fold(t.surface)
            if (trimmed := self.of(t).resolve.trimmed.sub("", key)) != key:
                names = [c for c in self.lookup(trimmed) if c.rank < ABBREVIATION]
                found = {c.place.id: replace(c, rank=OTHER_NAME) for c in names}
                self.trimmed.add(i)
        found = {key: c for key, c in found.items() if c.rank != ABBREVIATION or self._abbreviates(t)}
        if t.kind == "demonym" and self.of(t).has_demonyms:
            return self._peoples(t) or list(found.values())
        fitting = [c for c in found.values() if (c.rank == DEMONYM) == (t.kind == "demonym")]
        return fitting or list(found.values())

    def _abbreviates(self, t: Toponym) -> bool:
        """Whether a word can be an abbreviation: in capitals, with a dot, or behind a comma."""
        behind = self.text[max(0, t.start - 2) : t.start]
        return behind == ", " or behind[-1:] in ("-", "(") or "." in t.surface or not t.surface[1:].islower()

    def _is_landform(self, t: Toponym) -> bool:
        """Whether a name is only a word of a kind of place, nowhere a town: "the Gulf", "Gulf fish"."""
        key = fold(t.surface)
        if t.kind != "name" or key not in self.of(t).toponyms.landforms or self._begins_longer(t):
            return False
        same = [o for o in self.toponyms if fold(o.surface) == key and not self._begins_longer(o)]
        told = [o.sentence_id in self.titles or self._has_article(o) for o in same]
        return any(told) and all(is_told or self._has_noun(o) for o, is_told in zip(same, told, strict=True))

    def _has_article(self, t: Toponym) -> bool:
        """Whether an article stands right before a name."""
        before = self.text[max(0, t.start - _NEAR) : t.start]
        return bool(self.of(t).resolve.article.search(before))

    def _has_noun(self, t: Toponym) -> bool:
        """Whether a word in small letters follows a name that is no verb, nor one that no noun phrase has."""
        noun = self.of(t).resolve.noun.match(self.text, t.end)
        lexeme = self.of(t).lexeme(noun[1]) if noun else None
        return noun is not None and (lexeme is None or lexeme[0].startswith("NN"))

    def _begins_longer(self, t: Toponym) -> bool:
        return self.text[t.end : t.end + 1] == " " and self.text[t.end + 1 : t.end + 2].isupper()

    def _with_type_word(self, t: Toponym, known: set[str]) -> list[Candidate]:
        """List the places whose name has the type word before it, in lower case: "canal de Panamá".

        None if the name alone is also one of such a kind, of those `known`.
        """
        language = self.of(t)
        words = list(_WORD.finditer(self.text, max(0, t.start - _REACH), t.start))
        for word in words[:-_FAR:-1]:
            key = fold(word.group())
            if key in language.toponyms.type_kinds:
                kinds = set(language.toponyms.type_kinds[key]) - known
                phrase = self.text[word.start() : t.end]
                found = self.lookup(phrase)
                if ours := language.called.get(fold(phrase)):
                    return [c for c in found if c.place.name == ours]
                return [c for c in found if c.rank < 2 and c.place.kind in kinds] or self._in_english(
                    t, key, kinds & _LANDSCAPE
                )
            if key not in language.level.small:
                break
        return []

    def _in_english(self, t: Toponym, word: str, kinds: Set[str]) -> list[Candidate]:
        """List the landscapes that the gazetteer has by an English name: "desierto de Atacama".

        ``word`` is the type word, ``kinds`` what it asks for, without those of places of the name alone.
        """
        patterns = self.of(t).toponyms.in_english.get(word, "") if kinds else ""
        names = (pattern.strip().replace("X", t.surface) for pattern in patterns.split(","))
        found = (c for name in names if name for c in self.lookup(name))
        return [c for c in found if c.rank < 2 and c.place.kind in _LANDSCAPE]

    def _with_words_behind(self, t: Toponym, known: set[str]) -> list[Candidate]:
        """List the places whose own name goes on in lower case: "X delta", "X nuclear plant".

        None of a kind of which a place has the name alone, of those `known`.
        """
        words = self.of(t).toponyms
        if t.kind == "demonym" or not (behind := _BEHIND.match(self.text, t.end)):
            return []
        for more in (behind[0], f" {behind[1]}"):
            last = more.rpartition(" ")[2]
            if not (last in words.goes_on or last in words.landforms or last in words.type_kinds):
                continue
            name = t.surface + more
            found = [c for c in self.lookup(name) if c.rank == MAIN_NAME and c.place.kind not in known]
            if found and fold(name) != fold(t.name):
                return found
        return []

    def _peoples(self, t: Toponym) -> list[Candidate]:
        """List the countries, units and towns whose people has this name in the language of its sentence."""
        homes = self.of(t).demonyms.homes_of.get(fold(t.surface), ())
        found = (self._place(h) if ":" in h else self.gazetteer.country(h) for h in homes)
        return [Candidate(place, DEMONYM) for place in found if place]

    def _place(self, place_id: str) -> Place | None:
        """Return the place of an id, or None where a user's own gazetteer has no such place."""
        with suppress(GazetteerError):
            return self.gazetteer.place(place_id)
        return None

    def _read(self, fitting: Fitting, namesakes: Namesakes) -> dict[int, Reading]:
        around = {i: self._containers(i) for i in self.names}
        usual = {sentence: self._usual(inside) for sentence, inside in self.in_sentence.items()}
        first_typed: dict[str, Toponym] = {}
        first_held: dict[str, tuple[int, frozenset[str]]] = {}
        for i in self.names:
            key = fold(self.toponyms[i].surface)
            if self.toponyms[i].types:
                first_typed.setdefault(key, self.toponyms[i])
            if around[i] and not namesakes.is_another(i):
                first_held.setdefault(key, (i, around[i]))
        found: dict[tuple[object, ...], Reading] = {}
        reading: dict[int, Reading] = {}
        articles: set[str] = set()
        left = fitting.read()
        for i in self.landforms:
            left.pop(i, None)
        self._tell_apart(left, namesakes)
        for i in self.names:
            t = self.toponyms[i]
            key = fold(t.surface)
            typed = t if t.types else first_typed.get(key, t)
            since, held = first_held.get(key, (i, frozenset()))
            another = namesakes.is_another(i)
            later = since <= i or t.sentence_id in self.titles
            held = around[i] or (held if later and not another else frozenset())
            shouted = t.surface.isupper() and any(c.rank == ABBREVIATION for c in self.candidates[i])
            strayed = not around[i] and self._strays(i)
            said, towns, holds = self._said(t) or tuple(self._owner(i)), self._towns(i), self._holds(i)
            parted = fitting.has_part(i)
            article = fitting.has_article(t)
            told = article and key not in self.of(t).resolve.with_article
            if told:
                articles.add(key)
            read_as = (key, t.kind == "demonym", typed.types, fold(typed.name), held, typed is t)
            behind = bool(around[i]) and self._right_behind(i)
            apart = article and any(
                c.place.kind in _HOLDERS and c.rank == MAIN_NAME for c in self.candidates[i]
            )
            fit = tuple([c.place.id for c in left[i]]) if i in left else None
            form = i in self.landforms
            told_of = (said, towns, holds, behind, apart, fit, parted, another, form)
            identity = (*read_as, shouted, strayed, *told_of)
            if identity not in found:
                found[identity] = Reading(
                    *read_as,
                    left.get(i, self.candidates[i]),
                    i in self.trimmed,
                    shouted,
                    strayed,
                    with_article=told,
                    said=said,
                    towns=towns,
                    right_behind=behind,
                    holds=holds,
                    ruled=i in left and i not in fitting.by_word,
                    parted=parted,
                    another=another,
                    landform=form,
                    homonyms=self.candidates[i] or left.get(i, []),
                )
                self.readings.append(found[identity])
            group = reading[i] = found[identity]
            group.with_article = group.with_article or told
            group.dateline = group.dateline or namesakes.is_dateline(i)
            group.mentions += 1
            group.sentences.add(t.sentence_id)
            if _many_groups(group):
                group.cues.update(self._cues(t))
            group.listed.update(self._listed(i, around))
            countries, units = usual[t.sentence_id]
            own_country, own_unit = self._usual([i])
            group.countries |= _others(countries, own_country)
            group.units |= _others(units, own_unit)
        for group in self.readings:
            group.article_elsewhere = group.key in articles and not group.with_article
        return reading

    def _tell_apart(self, left: dict[int, list[Candidate]], namesakes: Namesakes) -> None:
        """Leave the places that the words beside a name tell from its namesakes, also for a title."""
        first: dict[str, list[Candidate]] = {}
        titled: list[int] = []
        for i in self.names:
            t, places = self.toponyms[i], left.get(i, self.candidates[i])
            fits = namesakes.left(i, places)
            if fits != places:
                left[i] = fits
            if t.sentence_id in self.titles:
                titled.append(i)
            elif not namesakes.is_another(i):
                first.setdefault(fold(t.surface), fits if fits != places else [])
        for i in titled:
            fits = first.get(fold(self.toponyms[i].surface), [])
            if fits and i not in left and not namesakes.is_another(i):
                left[i] = fits

    def _containers(self, i: int) -> frozenset[str]:
        """Return the places that the text gives as containers of a toponym: "X, Y", "X in Y", "Y's X"."""
        t = self.toponyms[i]
        places: list[Place] = []
        for j in (i + 1, i - 1):
            if j not in self.candidates or self.toponyms[j].sentence_id != t.sentence_id:
                continue
            other = self.toponyms[j]
            if self._is_country(i) and self._is_country(j):
                continue  # "China, Japan" is a list
            if j > i:
                gap = self.text[t.end : other.start]
                beside = len(gap) < _REACH and (
                    self.of(t).resolve.container_after.fullmatch(gap)
                    or self.of(t).level.inside.fullmatch(gap)
                )
            else:
                beside = self.of(t).resolve.owner_before.fullmatch(self.text, other.end, t.start)
            if beside:
                places += [c.place for c in self.candidates[j]]
        return frozenset(
            p.country if p.kind == "country" and p.country else p.id
            for p in places
            if any(c.place.lies_in(p) for c in self.candidates[i])
        )

    def _said(self, t: Toponym) -> tuple[str, ...]:
        """Return the kinds of place that an aside behind a name gives, the likeliest first."""
        if not (aside := self.of(t).level.aside.match(self.text, t.end, t.end + _REACH)):
            return ()
        word = fold(aside[1])
        return (
            ("country",)
            if word in self.of(t).level.countries
            else tuple(self.of(t).toponyms.type_kinds.get(word, ()))
        )

    def _owner(self, i: int) -> Sequence[str]:
        """Return the kinds of place that have what stands before "of" and a name: "governor of X".

        None if no candidate is of such a kind, or a type word says more. A dateline's is a town.
        """
        t = self.toponyms[i]
        level = self.of(t).level
        before = self.text[max(0, t.start - _REACH) : t.start]
        words = list(_WORD.finditer(before))
        last = len(words)
        while last and words[last - 1].group() in level.small | level.owning:
            last -= 1
        if t.types:
            return ()
        opens = not t.start or self.text[t.start - 1] == "\n"
        if opens and t.surface.isupper() and level.dateline.match(self.text, t.end):
            return _TOWN
        if last == len(words) or words[last].group() not in level.owning:
            return self._spoken_of(i, before) or self._owner_behind(i)
        for word in words[max(0, last - 2) : last]:
            kinds = level.owned_by.get(fold(word.group()), ())
            plain = before[word.end() :].replace(" ", "").isalpha()
            if kinds and plain and any(is_said(c.place, kinds) for c in self.candidates[i]):
                return tuple(kinds)
        return self._spoken_of(i, before)

    def _spoken_of(self, i: int, before: str) -> Sequence[str]:
        """Return the kinds that words before a name speak of: where one was born, what has hectares.

        Areas, too, where a unit without such a town stands in one list with it. None if a country has the
        name, or no unit with a town of its name in it lies where another name is.
        """
        level, found = self.of(self.toponyms[i]).level, self.candidates[i]
        areas = [c.place for c in found if is_said(c.place, level.areas)]
        if level.over_area.search(before):
            kinds, units, towns = level.areas, areas, found
        elif level.in_town.search(before):
            kinds, units = _TOWN, [c.place for c in found if c.place.kind in _UNITS]
            towns = [c for c in found if c.rank == MAIN_NAME]
        elif any(self._is_area_beside(i, j, areas) for j in (i - 1, i + 1)):
            kinds, units, towns = level.areas, areas, found
        else:
            return ()
        key = fold(self.toponyms[i].surface)
        units = [unit for unit in units if self._named_in.get(unit.country or "", {key}) - {key}]
        own = any(c.place.kind in _TOWNS and c.place.lies_in(unit) for c in towns for unit in units)
        return kinds if own and not self._is_country(i) else ()

    @cached_property
    def _named_in(self) -> dict[str, set[str]]:
        """The country of the best known place of a name → the names, folded."""
        found: dict[str, set[str]] = {}
        for i, candidates in self.candidates.items():
            for c in candidates[:1]:
                found.setdefault(c.place.country or "", set()).add(fold(self.toponyms[i].surface))
        return found

    def _is_area_beside(self, i: int, j: int, areas: Sequence[Place]) -> bool:
        """Whether the next name of a list is that of a unit in the country of an area, and of no town."""
        island = any(c.place.kind == "island" for c in self.candidates[i])
        if not areas or island or not self._in_one_sentence(j, i):
            return False
        first, second = self.toponyms[min(i, j)], self.toponyms[max(i, j)]
        level, gap = self.of(first).level, self.text[first.end : second.start]
        for word in level.small:
            gap = gap.replace(f" {word} ", " ")
        if not level.listed.fullmatch(gap):
            return False
        found = self.candidates[j]
        units = [c.place for c in found if c.rank == MAIN_NAME and is_said(c.place, level.areas)]
        large = (c.place for c in found if c.rank == MAIN_NAME or c.place.feature_code == _CAPITAL)
        towns = [p for p in large if p.kind in _TOWNS and p.population >= _LARGE]
        return any(
            unit.country == area.country and unit.id != area.id and not any(p.lies_in(unit) for p in towns)
            for unit in units
            for area in areas
        )

    def _owner_behind(self, i: int) -> tuple[str, ...]:
        """Return the same of what follows a name that is no country's: "in X, the governor said"."""
        t = self.toponyms[i]
        level, articles = self.of(t).level, self.of(t).toponyms.articles
        found = _WITH_ARTICLE.match(self.text, t.end, t.end + _REACH)
        if not found or found[1] not in articles or found[3] in level.owning or self._is_country(i):
            return ()
        kinds = level.owned_by.get(fold(found[2]), ())
        return tuple(kinds) if any(is_said(c.place, kinds) for c in self.candidates[i]) else ()

    def _towns(self, i: int) -> tuple[Place, ...]:
        """Return the towns that the text says a name is a part of."""
        t, j = self.toponyms[i], i + 1
        if j not in self.candidates or self.toponyms[j].sentence_id != t.sentence_id:
            return ()
        gap = self.text[t.end : self.toponyms[j].start]
        if len(gap) > _REACH or not self.of(t).level.part_of.fullmatch(gap):
            return ()
        return tuple(c.place for c in self.candidates[j] if c.place.kind in _TOWNS)

    def _holds(self, i: int) -> frozenset[str]:
        """Return the countries and units that contain a place of the name before: "Batumi, X".

        "Kutaisi, Georgia, … and the seat of X": of the name before what contains it, too.
        """
        t, j = self.toponyms[i], i - 1
        if not self._in_one_sentence(j, i):
            return frozenset()
        words, behind = self.of(t), self.toponyms[j].end
        inside = [c.place for c in self.candidates[j]]
        if words.level.seat_of.search(self.text, max(behind, t.start - _NEAR), t.start):
            if self._in_one_sentence(j - 1, j) and self._is_held(j - 1, j):
                inside += [c.place for c in self.candidates[j - 1]]
        elif t.start - behind > _REACH or not self._is_held(j, i):
            return frozenset()
        own = [c.place for c in self.candidates[i]]
        return frozenset(p.id for p in own if p.kind in _HOLDERS and any(q.lies_in(p) for q in inside))

    def _in_one_sentence(self, j: int, i: int) -> bool:
        """Whether both are names, of one sentence."""
        return j in self.candidates and self.toponyms[j].sentence_id == self.toponyms[i].sentence_id

    def _is_held(self, j: int, i: int) -> bool:
        """Whether the words between two names are those before what contains the first."""
        gap, words = self.text[self.toponyms[j].end : self.toponyms[i].start], self.of(self.toponyms[i])
        return bool(words.resolve.container_after.fullmatch(gap) or words.level.inside.fullmatch(gap))

    def beside(self, t: Toponym) -> Beside:
        """Say whether a mention touches other words with capitals, and whether it is a language or people."""
        before = _BEFORE.findall(self.text, max(0, t.start - _NEAR), t.start)
        touches = self.text[t.start - 1 : t.start] in (" ", "-")
        after = self.text[t.end : t.end + 2]
        behind, words = _WORD_BEHIND.match(self.text, t.end), self.of(t).toponyms
        return Beside(
            touches
            and bool(before)
            and before[-1][0].isupper()
            and before[-1].lower() not in self.of(t).toponyms.articles,  # "The X", where a sentence begins
            after[:1] in (" ", "-") and after[1:].isupper(),
            t.kind == "demonym"
            and bool(self.of(t).resolve.spoken.search(self.text[max(0, t.start - _NEAR) : t.start]))
            and not self._is_before_noun(t),
            t.kind == "demonym" and self._is_demonym(t, t.surface[:-1]),
            self._begins_long(t),
            after[:1] == " " and after[1:].islower(),
            behind is not None and behind[1] in self.of(t).toponyms.wares,
            bool(before) and before[-1].lower() in words.locative,
            bool(before) and before[-1].lower() in words.of | words.listing | {","},
            bool(before) and before[-1].lower() in words.articles | {"@", "-"},
            self.text[t.start - 1 : t.start] == "-",
            bool(before) and before[-1].lower() in words.function_words | words.locative,
        )

    def _begins_long(self, t: Toponym) -> bool:
        """Whether two words with capitals follow a mention."""
        first = _NAME_BEHIND.match(self.text, t.end)
        second = _NAME_BEHIND.match(self.text, first.end()) if first else None
        return bool(first and second and first[1].isupper() and second[1].isupper())

    def _is_before_noun(self, t: Toponym) -> bool:
        """Whether a word follows, unless it is a small one of no list: "French towns", "French and Irish"."""
        behind = _WORD_BEHIND.match(self.text, t.end)
        words = self.of(t).toponyms
        return behind is not None and fold(behind[1]) not in words.function_words - words.listing

    def _is_demonym(self, t: Toponym, name: str) -> bool:
        if self.of(t).has_demonyms:
            return fold(name) in self.of(t).demonyms.homes_of
        return any(c.rank == DEMONYM for c in self.lookup(name))

    def _cues(self, t: Toponym) -> tuple[Cue, Cue]:
        """Return the words right before and right after a mention."""
        small, like = self.of(t).level.small, self.of(t).toponyms.like
        before = [_cue(word) for word in _BEFORE.findall(self.text, max(0, t.start - _NEAR), t.start)[-3:]]
        first = len(before) - 1
        while first > 0 and before[first] in small:
            first -= 1
        after = _AFTER.match(self.text, t.end)
        told = [like.get(fold(word), word) for word in before[max(0, first) :]]
        behind = _cue(after[1]) if after else ""
        return (0, " ".join(told)), (1, like.get(fold(behind), behind))

    def _listed(self, i: int, around: Mapping[int, frozenset[str]]) -> Iterator[str]:
        """Yield the names in one list with a mention, next to it."""
        for j in (i - 1, i + 1):
            if j not in self.candidates or self.toponyms[j].sentence_id != self.toponyms[i].sentence_id:
                continue
            first, second = (self.toponyms[min(i, j)], self.toponyms[max(i, j)])
            gap = self.text[first.end : second.start]
            if len(gap) < _REACH and self.of(first).level.listed.fullmatch(gap) and not around[min(i, j)]:
                yield fold(self.toponyms[j].surface)

    def _right_behind(self, i: int) -> bool:
        """Whether only a comma or a bracket is between a mention and the next name."""
        j = i + 1
        return (
            j in self.candidates
            and self.text[self.toponyms[i].end : self.toponyms[j].start].strip() in _BETWEEN
            and any(c.place.lies_in(d.place) for c in self.candidates[i] for d in self.candidates[j])
        )

    def _is_country(self, i: int) -> bool:
        return any(c.place.kind == "country" and c.rank == MAIN_NAME for c in self.candidates[i][:1])

    def _strays(self, i: int) -> bool:
        """Whether an abbreviated unit follows after a comma, one that contains no place of the name."""
        t, j = self.toponyms[i], i + 1
        if j not in self.candidates or self.text[t.end : self.toponyms[j].start] != ", ":
            return False
        return any(c.rank == ABBREVIATION and c.place.kind == "admin1" for c in self.candidates[j][:1])

    def _usual(self, mentions: Sequence[int]) -> tuple[Counter[str], Counter[str]]:
        """Count the countries and first-level units that the names of a sentence usually mean."""
        places = [self.candidates[i][0].place for i in mentions if self.candidates[i]]
        countries = Counter(p.country for p in places if p.kind == "country" and p.country)
        return countries, Counter(p.id for p in places if p.kind == "admin1")


def _others(counts: Counter[str], own: Counter[str]) -> set[str]:
    """Return the keys that are counted apart from one's own."""
    return {name for name, n in counts.items() if n > own[name]}


def is_said(place: Place, kinds: Sequence[str]) -> bool:
    """Whether a place is of one of some kinds: "admin1", "capital" (of a country), "UY:admin1" (in Uruguay).

    Where a kind has its country's code, those without a code do not count in that country.
    """
    here = [kind[3:] for kind in kinds if kind[:3] == f"{place.country}:"] or kinds
    return (
        place.kind in here
        or like(place.kind) in here
        or ("capital" in here and place.feature_code == _CAPITAL)
    )


def _many_groups(group: Reading) -> bool:
    """Whether the candidates of a name are of several kinds."""
    return len({c.place.kind for c in group.candidates}) > 1


def _cue(word: str) -> str:
    """Return a word as a cue: names are alike, and so are figures."""
    if word[0].isdigit():
        return "0"
    if word == "\n":
        return "¶"
    return "X" if word[0].isupper() else word.replace("’", "'")
