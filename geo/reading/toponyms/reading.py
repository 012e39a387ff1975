"""A text as recognition reads it, before any decision: its words, its capitalised chunks, and what recurs.

A chunk is a run of words joined by spaces, hyphens or small connecting words ("Rio de Janeiro", "University
of Nairobi"): a toponym lies inside one. Every run of a chunk's words is a segment that may be a toponym.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ...gazetteer import fold, is_latin
from ...kinds import like
from ...languages import ArticleWords, Language
from ...model import ABBREVIATION, DEMONYM, MAIN_NAME, OTHER_NAME, Candidate, Sentence
from ..article import after_dateline
from ..exonyms import candidates_of, in_language
from ..tokens import Token, tokenise
from .bearers import is_thing

if TYPE_CHECKING:
    from ...gazetteer import Gazetteer

_LONGEST_CHUNK = 60  # words; a longer chunk is not a name but a list or a headline
MOST_WORDS = 7
_MOST_PARTS = 9
_MOST_PAIRED = 3

ORGANISED = frozenset({"organisation", "street", "building", "press"})
"""Classes of words that make the capitalised words around them one name, which is no name of a place."""

SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"\s+|[-–/]|\.\s*|['’]\s?|\s*&\s*")
_PAIRED = ("-", "–", "/")
_NO_TOWN = ("airport", "facility", "none")
_OWNER = re.compile(r"['’]s\s+")
_LEAST_BARE = 4  # letters of a name behind a proclitic, a letter for "and" or "to" that is written with it
_LONGEST_LIST = 20  # words
_LONGEST_PERSON = 5  # words
_NAMED = frozenset({"given name", "surname", "other", "common", "initial"})
_FINITE = frozenset({"VBD", "VBZ"})
_PHRASE_ENDS = (".", ",", ";")
_APOSTROPHES = ("'", "’")
_LONG_ABBREVIATION = 5  # a dot after a longer word ends a sentence, and so a chunk


_COARSE = {
    **dict.fromkeys(("country", "continent"), "country"),
    **dict.fromkeys(("admin1", "admin2", "admin3"), "unit"),
    **dict.fromkeys(("capital", "city1m", "city100k"), "city"),
    **dict.fromkeys(("city20k", "town", "village"), "town"),
}


def coarse(size: str) -> str:
    """Name the coarse class of a size; seas, valleys, regions and the like are one class."""
    return _COARSE.get(size, size if size in ("none", "people") else "landscape")


class Known(NamedTuple):
    """What the gazetteer knows about a name: the size of its likeliest place, its rank, how many places.

    ``size`` is as `size_of` gives it, or ``people`` or ``none``; ``rank`` is the best of the names, a
    ``NameRank``; ``people`` is whether it is also the name of a people.
    """

    size: str
    rank: int
    places: int
    people: bool

    @property
    def is_place(self) -> bool:
        """Whether any place has the name."""
        return self.rank < _UNKNOWN


_UNKNOWN = 9
_SIZES = (
    "country capital continent admin1 ocean sea region city1m mountain desert valley lake river island "
    "city100k admin2 city20k admin3 town village airport facility border"
).split()
_ORDER = {size: n for n, size in enumerate(_SIZES)}


def size_of(candidate: Candidate) -> str:
    """Name the size of a candidate: its kind, or for a settlement a class of population."""
    place = candidate.place
    if like(place.kind) != "populated_place":
        return like(place.kind)
    if place.feature_code == "PPLC":
        return "capital"
    for least, name in (
        (1_000_000, "city1m"),
        (100_000, "city100k"),
        (20_000, "city20k"),
        (5_000, "town"),
    ):
        if place.population > least:
            return name
    return "village"


_TOGETHER = 5000  # names that are looked up in a few queries
_NOTHING: list[Candidate] = []


class Line(NamedTuple):
    """A sentence with its words, and whether it is a headline (in which capitals mean nothing)."""

    sentence: Sentence
    tokens: list[Token]
    headline: bool


class Chunk(NamedTuple):
    """Words ``[first, last)`` of a line; ``whole`` if they are one known name of several parts."""

    line: Line
    first: int
    last: int
    whole: bool = False

    @property
    def is_endless(self) -> bool:
        """Whether it was cut at the limit: then only known names of a few words are looked for in it."""
        return self.last - self.first >= _LONGEST_CHUNK


def _runs(chunk: Chunk) -> Iterator[tuple[int, int]]:
    """Yield the runs of a chunk's words that can be a name around a segment, as (first, last)."""
    most = MOST_WORDS if chunk.is_endless else 2 * MOST_WORDS
    for a in range(chunk.first, chunk.last):
        for b in range(a + 1, min(chunk.last, a + most) + 1):
            yield a, b


class Reading:
    """An article's lines and chunks, and what recurs in it."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        gazetteer: Gazetteer,
        words: frozenset[str],
        language: Language,
        own: ArticleWords | None = None,
    ) -> None:
        """Read a text; ``own`` are the words of its own language, if that has no rules."""
        self.text = text
        self.gazetteer = gazetteer
        self.words = words
        self.language = language
        self._parting = own.parting if own else frozenset()
        self._proclitics = own.proclitics if own else frozenset()
        known = language.toponyms
        self.type_words = known.type_kinds.keys() | known.plural_types.keys()
        self._word_classes = (
            ("title", known.titles),
            ("type", self.type_words),
            ("direction", known.directions),
            ("calendar", known.calendar),
            ("street", known.streets),
            ("building", known.buildings),
            ("press", known.press),
            ("organisation", known.organisation),
            ("function", known.function_words),
        )
        named = known.organisation | known.streets | known.buildings | known.press
        self._no_person = named | known.type_kinds.keys() | known.listing
        self._candidates: dict[str, list[Candidate]] = {}
        self._known: dict[str, Known] = {}
        self._main_names: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._organisations: dict[tuple[int, int], bool] = {}
        self._classes: dict[str, str] = {}
        self.lines = [self._line(s) for s in sentences]
        self._read_names(chunk for line in self.lines for chunk in self._capitals(line))
        self.chunks = [chunk for line in self.lines for chunk in self._chunks(line)]
        self._read_names(self.chunks)
        self.lower = {t.key for line in self.lines for t in line.tokens if not t.capital}
        self.counts: Counter[str] = Counter()
        self.running: set[str] = set()
        """The chunks of all lines except headlines."""
        self.after_place_word: set[str] = set()
        self.places: set[str] = set()
        """Those of them that own nothing there."""
        self.people: set[str] = set()
        self.aged: set[str] = set()  # last names of people with an age
        self.things: set[str] = set()
        """Names of firms, ships and others that are no places."""
        self.held: set[str] = set()
        """Names before a comma and what contains a place of the name."""
        self.typed: set[str] = set()
        """Names with a type word right behind."""
        self.datelines: set[str] = set()
        self.first_names: set[str] = set()
        self.ends: set[str] = set()
        """Last words of capitalised chunks of several words that are no organisation."""
        self.countries: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        for chunk in self.chunks:
            self._note(chunk)
        persons = (self.people | self.first_names) - self.places
        acting = {key for line in self.lines for key in self._acting(line)} if persons else set()
        self.persons = persons & acting
        """Words of persons' names that act as persons do, and stand behind no word of place."""
        self.aged -= self.after_place_word
        self.main_country = next(iter(c for c, _ in self.countries.most_common(1)), None)
        self.main_unit = next(iter(u for u, _ in self.units.most_common(1)), None)

    # -- names -----------------------------------------------------------------------------------------

    def _read_names(self, chunks: Iterable[Chunk]) -> None:
        """Look up what chunks may name, many names in a query."""
        keys = (self.key(c.line, a, b) for c in chunks for a, b in _runs(c))
        while batch := dict.fromkeys(islice(keys, _TOGETHER)):
            new = [key for key in batch if key not in self._candidates and key not in self.language.called]
            found = self.gazetteer.read_names(new)
            for key in new:
                here = in_language(found.get(key) or _NOTHING, self.language)
                if here or not self.language.names_only:
                    self._candidates[key] = here

    def candidates(self, key: str) -> list[Candidate]:
        """Look a folded name up, once."""
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = candidates_of(key, self.gazetteer, self.language)
        return found

    def known(self, key: str) -> Known:
        """Return what the gazetteer knows about a folded name."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look(key)
        return known

    def _look(self, key: str) -> Known:
        found = self.candidates(key)
        if not found:
            return Known("none", _UNKNOWN, 0, False)
        places = [c for c in found if c.rank != DEMONYM]
        if not places:
            return Known("people", DEMONYM, 0, True)
        best = min(places, key=lambda c: (c.rank == OTHER_NAME, _ORDER.get(size_of(c), 99)))
        rank = min(c.rank for c in places)
        if rank == OTHER_NAME and not is_latin(key):
            rank = MAIN_NAME  # the gazetteer has main names in Latin script only
        return Known(size_of(best), rank, len(places), len(places) < len(found))

    def main_names(self, chunk: Chunk) -> list[tuple[int, int]]:
        """List the runs of a chunk's words that the gazetteer has as a main name, as (first, last)."""
        at = (chunk.line.sentence.start, chunk.first)
        found = self._main_names.get(at)
        if found is None:
            found = self._main_names[at] = [
                (a, b) for a, b in _runs(chunk) if self.known(self.key(chunk.line, a, b)).rank < OTHER_NAME
            ]
        return found

    def has_organisation(self, chunk: Chunk) -> bool:
        """Say whether a word of a chunk is one of organisations."""
        line, first, last, _ = chunk
        at = (line.sentence.start, first)
        if at not in self._organisations:
            classes = {self.word_class(t.key) for t in line.tokens[first:last]}
            self._organisations[at] = not ORGANISED.isdisjoint(classes)
        return self._organisations[at]

    def word_class(self, key: str) -> str:
        """Return the class of a capitalised word beside or in a name."""
        found = self._classes.get(key)
        if found is None:
            found = self._classes[key] = self._classify(key)
        return found

    def _classify(self, key: str) -> str:
        for name, words in self._word_classes:
            if key in words:
                return name
        known = self.known(key)
        if known.size in ("country", "admin1", "capital", "continent") and known.rank != OTHER_NAME:
            return "place"
        if known.people:
            return "people"
        if len(key) == 1:
            return "initial"
        if key in self.gazetteer.given_names:
            return "given name"
        if key in self.gazetteer.surnames:
            return "surname"
        return "common" if key in self.language.toponyms.common else "other"

    # -- words and chunks ------------------------------------------------------------------------------

    def gap(self, line: Line, k: int) -> str:
        """Return the text between words ``k - 1`` and ``k`` of a line."""
        return self.text[line.tokens[k - 1].end : line.tokens[k].start]

    def key(self, line: Line, first: int, last: int) -> str:
        """Return the folded words ``[first, last)`` of a line."""
        if last - first == 1:
            return line.tokens[first].key
        return " ".join([t.key for t in line.tokens[first:last]])

    def like(self, token: Token) -> str:
        """Return the word whose learned weights a plain word takes: its own, or that of English."""
        return str(self.language.toponyms.like.get(token.key, token.key))

    def span(self, line: Line, first: int, last: int) -> tuple[int, int]:
        """Return where words ``[first, last)`` start and end; an abbreviation's dot belongs to it ("Pa.")."""
        start, end = line.tokens[first].start, line.tokens[last - 1].end
        if self.text[end : end + 1] == "." and end - start <= _LONG_ABBREVIATION:
            end += self._takes_dot(line, first, last)
        return start, end

    def _takes_dot(self, line: Line, first: int, last: int) -> bool:
        """Whether a dot after words abbreviates them: they mean nothing else, or stand after "NAME, "."""
        found = [c.rank == ABBREVIATION for c in self.candidates(self.key(line, first, last))]
        shout = (
            all(t.shout for t in line.tokens[first:last])
            and "." not in self.text[line.tokens[first].start : line.tokens[last - 1].end]
        )
        after = first > 0 and self.gap(line, first).strip() == ","
        code = shout and last - first == 1 and len(line.tokens[first].key) == 2  # "OR."
        return any(found) and not code and (all(found) or (after and not shout))

    def plural_after(self, line: Line, last: int) -> str | None:
        """Return the type that a list's end gives to a name before word ``last`` ("X and Y Counties")."""
        words, tokens = self.language.toponyms, line.tokens
        for j in range(last, min(len(tokens), last + _LONGEST_LIST)):
            if self.gap(line, j).strip() not in ("", ","):
                return None
            if (key := tokens[j].key) in words.plural_types:
                return str(words.plural_types[key])
            if not (tokens[j].capital or key in words.listing):
                return None
        return None

    def _line(self, sentence: Sentence) -> Line:
        tokens = [*tokenise(self.text, sentence.start, sentence.end)]
        if self.language.toponyms.elided:
            tokens = list(self._parted(tokens))
        if self.language.names_only:
            tokens = [self._bare(token) for token in tokens]
        tokens = self._with_owners(tokens)
        long = [t for t in tokens if t.end - t.start > 2 and not t.uncased]
        share = 0.7 if sentence.kind in ("title", "heading") else 0.95
        return Line(
            sentence,
            tokens,
            len(long) > 2 and sum(t.capital for t in long) > share * len(long),
        )

    def _bare(self, token: Token) -> Token:
        """Return the name in a word that has more: before "'dan", behind "l'" or a letter for "and"."""
        if self.text[token.start] in self._proclitics and not self.candidates(token.key):
            rest = next(iter(tokenise(self.text, token.start + 1, token.end)), token)
            whole = len(rest.key) >= _LEAST_BARE and self.gazetteer.has_prefix(rest.key)
            return rest if whole and rest.start == token.start + 1 else token
        parts = re.split("['’]", self.text[token.start : token.end])
        if len(parts) != 2 or self.candidates(token.key):
            return token
        before, after = parts
        if before[:1].isupper() and after.islower():
            return tokenise(self.text, token.start, token.start + len(before))[0]
        return tokenise(self.text, token.end - len(after), token.end)[0] if after[:1].isupper() else token

    def _parted(self, tokens: list[Token]) -> Iterator[Token]:
        """Part a name from an article or "of" without its vowel ("l'X"), unless it is part of a name."""
        before: Token | None = None
        for token in tokens:
            word = self.text[token.start : token.end]
            at = min((word.find(sign) for sign in _APOSTROPHES if sign in word), default=-1)
            inside = before is not None and before.capital and self.text[before.end : token.start] == " "
            elided = at > 0 and word[:at].lower() in self.language.toponyms.elided
            before = token
            if not elided or inside or self.candidates(token.key):
                yield token
                continue
            middle = token.start + at + 1
            yield Token(token.start, middle - 1, fold(word[:at]), False, False, False)
            yield from tokenise(self.text, middle, token.end)

    def _with_owners(self, tokens: list[Token]) -> list[Token]:
        """Give back to a name the "'s" that is part of it ("St. John's"), where that is better known."""
        function = self.language.toponyms.function_words
        for k in range(1, len(tokens)):
            (before, token), end = tokens[k - 1 : k + 1], tokens[k].end
            if self.text[end : end + 1] not in _APOSTROPHES or self.text[end + 1 : end + 2] != "s":
                continue
            if not (
                before.capital and token.capital and self.text[before.end : token.start].strip(".") == " "
            ):
                continue
            plain = f"{before.key} {token.key}"
            owned = [c for c in self.candidates(f"{plain}s") if c.rank < OTHER_NAME]
            if not owned:
                continue
            known = [c.place.population for c in self.candidates(plain) if c.rank < OTHER_NAME]
            after = tokens[k + 1] if k + 1 < len(tokens) else None
            noun = after and after.key not in function and self.text[end + 2 : after.start].isspace()
            if max(c.place.population for c in owned) > max(known, default=-1) or not noun:
                tokens[k] = replace(token, end=end + 2, key=f"{token.key}s")
        return tokens

    def _capitals(self, line: Line) -> Iterator[Chunk]:
        """Yield the words with a capital that stand together."""
        for capital, group in groupby(range(len(line.tokens)), lambda k: line.tokens[k].capital):
            run = [*group] if capital else []
            for n in range(0, len(run), _LONGEST_CHUNK):
                part = run[n : n + _LONGEST_CHUNK]
                yield Chunk(line, part[0], part[-1] + 1)

    def _chunks(self, line: Line) -> Iterator[Chunk]:
        tokens, i = line.tokens, 0
        while i < len(tokens):
            if not self._opens(line, i):
                i += 1
                continue
            if j := self._long_name(line, i) or self._with_own_article(line, i):
                yield Chunk(line, i, j, whole=True)
                i = j
                continue
            j = i + 1
            while j < min(len(tokens), i + _LONGEST_CHUNK) and (step := self._step(line, i, j)):
                j += step
                if not tokens[j - 1].capital and not tokens[j - 1].key.isdigit():
                    break  # a type word in lower case ends a chunk: "Hudson river"
            yield Chunk(line, i, j)
            i = j

    def _long_name(self, line: Line, i: int) -> int | None:
        """Return the end of a known name across a comma ("X, Y and Z valley") or an "'s" ("X's Y")."""
        tokens, found = line.tokens, None
        crossed, key = 0, tokens[i].key
        typed = self.language.is_inflected and key in self.language.toponyms.type_kinds  # "Valle de X, Y y Z"
        for j in range(i + 1, min(len(tokens), i + _MOST_PARTS)):
            gap = self.gap(line, j)
            if _OWNER.fullmatch(gap):
                crossed, key = max(crossed, 1), key + "s"
            elif gap.strip() == ",":
                crossed = 3
            elif not _TIGHT.fullmatch(gap):
                break
            key += " " + tokens[j].key
            if (j == i + 1 and not crossed and not typed) or not self.gazetteer.has_prefix(key):
                break
            if crossed and j - i >= crossed and self.candidates(key):
                found = j + 1
        return found

    def _with_own_article(self, line: Line, i: int) -> int | None:
        """Return the end of a name with its own article in capitals, inside a sentence: "in The X"."""
        tokens = line.tokens
        if not i or i + 1 >= len(tokens) or tokens[i].key not in self.language.toponyms.articles:
            return None
        inside = not tokens[i - 1].capital and SPACE.fullmatch(self.gap(line, i)) and not line.headline
        longer = i + 2 < len(tokens) and tokens[i + 2].capital and self._joined(line, i + 2)
        if not inside or longer or not tokens[i + 1].capital or not SPACE.fullmatch(self.gap(line, i + 1)):
            return None
        key = self.key(line, i, i + 2)
        return i + 2 if any(fold(c.place.name) == key for c in self.candidates(key)) else None

    def _opens(self, line: Line, i: int) -> bool:
        token = line.tokens[i]
        numbered = token.key.isdigit() and i + 1 < len(line.tokens) and line.tokens[i + 1].capital
        return token.capital or (numbered and bool(SPACE.fullmatch(self.gap(line, i + 1))))

    def _step(self, line: Line, i: int, j: int) -> int:
        """Return how many words from ``j`` on continue the chunk from ``i`` on; 0 if it ends there."""
        tokens = line.tokens
        if not self._joined(line, j):
            return 0
        if tokens[j].capital or tokens[j].key.isdigit():
            pair = self.gap(line, j) in _PAIRED and self._are_two(line, i, j, j)
            return 0 if pair or self._counts(line, j) else 1
        known = self.language.toponyms
        parts = tokens[j].key in known.listing - known.connecting  # it joins only what is known as one name
        k = j + parts
        while k < len(tokens) and k - j < 3 and self._connects(line, k) and self._joined(line, k):
            k += 1
        if k > j and k < len(tokens) and self._is_date(tokens, k) and not self._are_one(line, i, j, k):
            return 0  # "Bourg on Monday", but "Rio de Janeiro"
        if k > j and k < len(tokens) and tokens[k].capital and self._joined(line, k):
            listed = k == j + 1 and tokens[j].key in self.language.toponyms.listing
            two = tokens[j].key in self._parting or (listed and self._are_two(line, i, j, k))
            return 0 if two or (parts and not self._are_one(line, i, j, k)) else k - j + 1
        alone = j == i + 1 and tokens[i].key in known.articles  # a type word without a name
        return int(tokens[j].key in self.type_words and not alone)

    def _counts(self, line: Line, j: int) -> bool:
        """Whether word ``j`` is a number of what follows, where a subject may stand behind its verb."""
        tokens = line.tokens
        if not (self.language.is_inflected and tokens[j].key.isdigit() and j + 1 < len(tokens)):
            return False
        after = tokens[j + 1]
        counting = after.key in self.language.grammar.scales  # "a A 50 mil doses"
        plain = not after.capital and (counting or after.key not in self.language.toponyms.function_words)
        return plain and after.key.isalpha() and bool(SPACE.fullmatch(self.gap(line, j + 1)))

    def _is_date(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether word ``k`` is a month or day, and not part of a name ("Cape May")."""
        if tokens[k].key in self.language.toponyms.calendar:
            return True
        day = k + 1 < len(tokens) and tokens[k + 1].key.isdigit()
        return day and tokens[k].key in self.language.article.month_numbers

    def _are_two(self, line: Line, i: int, j: int, k: int) -> bool:
        """Whether words ``[i, j)`` and what begins at ``k`` are names of places, and no name together.

        An airport may be named for both towns.
        """
        ends = range(k + 1, min(len(line.tokens), k + _MOST_PAIRED) + 1)
        return (
            self._stands_alone(line, i, j)
            and any(self._stands_alone(line, k, end) for end in ends)
            and all(self.known(self.key(line, i, end)).size in _NO_TOWN for end in ends)
        )

    def _are_one(self, line: Line, i: int, j: int, k: int) -> bool:
        """Whether words of ``[i, j)`` and what begins at ``k`` are one name together."""
        ends = range(k + 1, min(len(line.tokens), k + _MOST_PAIRED) + 1)
        starts = (s for s in range(i, j) if line.tokens[s].capital)
        return any(self.known(self.key(line, s, end)).size != "none" for s in starts for end in ends)

    def _stands_alone(self, line: Line, first: int, last: int) -> bool:
        """Whether words are the main name of a place that is more than a village, and not of a person."""
        key = self.key(line, first, last)
        known = self.known(key)
        person = key in self.language.toponyms.common or key in self.gazetteer.given_names
        large = known.rank < OTHER_NAME or coarse(known.size) == "city"
        return large and known.size not in ("village", *_NO_TOWN) and not person

    def _connects(self, line: Line, k: int) -> bool:
        """Whether a word in lower case may stand inside a name: a small word, or one after a hyphen."""
        tokens = line.tokens
        if tokens[k].key in self.language.toponyms.connecting:
            # Without rules of its own, a language may have such a word for "and" or "to".
            person = tokens[k - 1].key in self.gazetteer.given_names
            known = self.gazetteer.has_prefix(self.key(line, k - 1, k + 2))
            return not self.language.names_only or person or known
        if self.gap(line, k) != "-" or k + 1 == len(tokens):
            return False
        compass = tokens[k].key in self.language.toponyms.part_of  # "South-east Asia"
        return self.gap(line, k + 1) == "-" or (
            compass and tokens[k - 1].key in self.language.toponyms.part_of
        )

    def _joined(self, line: Line, k: int) -> bool:
        gap = self.gap(line, k)
        before = line.tokens[k - 1]
        return bool(_TIGHT.fullmatch(gap)) and not (
            gap.startswith(".") and before.end - before.start > _LONG_ABBREVIATION
        )

    def lies_in(self, key: str, around: str) -> bool:
        """Say whether a place of one name lies in a place of the other."""
        areas = [c.place for c in self.candidates(around)]
        return any(c.place.lies_in(area) for c in self.candidates(key) for area in areas)

    def is_dateline(self, line: Line, first: int, last: int) -> bool:
        """Say whether words in capitals open a sentence, before a dash: "X, Ohio (AP) -"."""
        tokens = line.tokens[first:last]
        if tokens[0].start > line.sentence.start or not all(t.shout for t in tokens):
            return False
        start = line.sentence.start
        return start + after_dateline(self.text[start : line.sentence.end]) >= tokens[-1].end

    def is_aged(self, line: Line, last: int) -> bool:
        """Say whether an age stands before word ``last`` and a sign: "X, 42, of Y", "X (42)"."""
        tokens = line.tokens
        if last == len(tokens) or not (tokens[last].key.isdigit() and len(tokens[last].key) < 3):
            return False
        end = tokens[last].end
        return (self.gap(line, last).strip(), self.text[end : end + 1]) in _AGED

    def is_person(self, chunk: Chunk) -> bool:
        """Say whether a chunk of several words, none a known name, has an age: "X Y, 42, of Z"."""
        line, first, last, _ = chunk
        several = 1 < last - first < _LONGEST_PERSON and self.is_aged(line, last)
        if not several or self.known(self.key(line, first, last)).is_place:
            return False
        at_place = first > 0 and line.tokens[first - 1].key in self.language.toponyms.locative
        return not at_place and all(t.capital for t in line.tokens[first:last])

    def is_speaker(self, chunk: Chunk, first: int, last: int) -> bool:
        """Say whether words are a part of the name of who speaks: "said X Y.", "X Y said"; no known place."""
        line, start, stop, _ = chunk
        tokens, words = line.tokens, self.language.toponyms
        if last - first == stop - start or stop - start >= _LONGEST_PERSON:
            return False
        end = tokens[stop - 1].end
        spoken = (
            start
            and tokens[start - 1].key in words.speech_before
            and self.text[end : end + 1] in _PHRASE_ENDS
        )
        speaks = (
            stop < len(tokens)
            and tokens[stop].key in words.speech_before
            and self.gap(line, stop).strip() in ("", ",")
            and tokens[start].key in self.gazetteer.given_names
        )
        if not (spoken or speaks):
            return False
        names = all(
            t.capital and (speaks or self.word_class(t.key) in _NAMED) for t in tokens[start : stop - 1]
        )
        spaced = all(SPACE.fullmatch(self.gap(line, k)) for k in range(start + 1, stop))
        person = names and spaced and self._no_person.isdisjoint(t.key for t in tokens[start:stop])
        return person and not self.known(self.key(line, start, stop)).is_place

    def acts_here(self, line: Line, first: int, last: int) -> bool:
        """Say whether the end of a person's name elsewhere does what persons do: "X admits", "X drives"."""
        tokens = line.tokens
        if last - first != 1 or line.headline or last == len(tokens) or tokens[first].key not in self.people:
            return False
        if tokens[last].capital or not SPACE.fullmatch(self.gap(line, last)):
            return False
        if tokens[last].key in self.language.toponyms.acts:
            return True
        verb, grammar = tokens[last].key, self.language.grammar
        lexeme = self.language.lexeme(verb)
        if first or lexeme is None or lexeme[0] not in _FINITE or verb in grammar.be | grammar.have:
            return False
        return self.known(tokens[first].key).size != "country"

    # -- what recurs -----------------------------------------------------------------------------------

    def _note(self, chunk: Chunk) -> None:
        line, first, last, _ = chunk
        words = self.language.toponyms
        keys = [t.key for t in line.tokens[first:last]]
        key = " ".join(keys)
        self.counts[key] += 1
        top = next(iter(self.candidates(key)), None)
        if (
            top
            and top.place.country
            and (top.rank == DEMONYM or (top.rank != OTHER_NAME and top.place.kind in _NATIONAL))
        ):
            self.countries[top.place.country] += 1
            if top.place.kind == "admin1":
                self.units[top.place.id] += 1
        if line.headline:
            return
        self.running.add(key)
        if is_thing(self.text, line.tokens, first, last, words) and self.known(key).size not in _NATIONAL:
            self.things.add(key)
        if self.is_dateline(line, first, last):
            self.datelines.add(key)
        if keys[-1] in self.type_words and len(keys) > 1:
            self.typed.add(" ".join(keys[:-1]))
        elif last < len(line.tokens) and self.gap(line, last).strip() == ",":
            self._note_container(line, last, key)
        if first:
            before = line.tokens[first - 1]
            if before.key in words.locative and not before.capital:
                self.after_place_word.add(key)
                owns = last < len(line.tokens) and _OWNER.fullmatch(self.gap(line, last))
                if not owns:  # "from X's work" says nothing of where
                    self.places.add(key)
            if before.key in words.titles:
                self.people.add(keys[-1])
        aged = self.is_aged(line, last) and len(keys) < _LONGEST_PERSON
        given = keys[0] in self.gazetteer.given_names and self._may_be_surname(keys[-1])
        titled = keys[0] in words.titles or not words.titles.isdisjoint(keys[-3:-1])
        named = aged or given or titled or self.is_speaker(chunk, last - 1, last)
        if aged:
            self.people.add(keys[-1])
            if self.is_person(chunk):
                self.aged.add(keys[-1])
        if len(keys) > 1 and self._no_person.isdisjoint(keys):
            self.ends.add(keys[-1])
            if named:
                self.people.add(keys[-1])
                self.first_names.add(keys[0])

    def _acting(self, line: Line) -> Iterator[str]:
        """Yield the words that act as persons do: "said X.", "X admits", "X's father"."""
        words, tokens = self.language.toponyms, line.tokens
        for k, token in enumerate(tokens):
            if k and token.key in words.acts and SPACE.fullmatch(self.gap(line, k)):
                yield tokens[k - 1].key
            if k and token.key in words.kin and _OWNER.fullmatch(self.gap(line, k)):
                yield tokens[k - 1].key
            if token.key in words.speech_before and k + 1 < len(tokens):
                end = tokens[k + 1].end
                if self.text[end : end + 1] in _PHRASE_ENDS and SPACE.fullmatch(self.gap(line, k + 1)):
                    yield tokens[k + 1].key

    def _may_be_surname(self, key: str) -> bool:
        """Whether a word behind a given name is no plain word ("Dallas Cowboys", "Madison Heights")."""
        if key in self.gazetteer.surnames:
            return True
        return key not in self.words and self.language.lexeme(key) is None

    def _note_container(self, line: Line, last: int, key: str) -> None:
        if not line.tokens[last].capital:
            return
        for words in (2, 1):
            around = self.key(line, last, last + words)
            known = self.known(around)
            if known.size in _NATIONAL and known.rank != OTHER_NAME and self.lies_in(key, around):
                self.held.add(key)


_NATIONAL = frozenset({"country", "admin1"})
_AGED = {(",", ","), (",", "."), (",", ";"), ("(", ")")}
