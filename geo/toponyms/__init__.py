"""Toponym recognition: which spans of the text name a place.

Every run of words that the gazetteer knows is a possible toponym. Named pieces of evidence, each with a
weight, speak for or against it: what stands before and after it, its shape, how prominent the places of that
name are, what else the article names. Those that reach the threshold are toponyms; a run inside a longer
name is recorded as embedded. Stands between sentences and resolution.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..gazetteer import fold
from ..model import Article, Candidate, Sentence, Toponym, ToponymKind
from .lexicon import (
    CALENDAR,
    COMMON,
    DIRECTIONS,
    FUNCTION_WORDS,
    LEADING_TYPES,
    LOCATIVE,
    ORGANISATION,
    ORGANISATION_HEADS,
    PLURAL_TYPES,
    SPEECH,
    TITLES,
    TYPE_KINDS,
)
from .relations import find_relations
from .tokens import Token, tokenise

if TYPE_CHECKING:
    from ..gazetteer import Gazetteer

__all__ = ["find_toponyms"]

_MOST_WORDS = 9
_READ_KINDS = frozenset({"title", "heading", "paragraph", "comment"})

WEIGHTS = {
    "prominent: not a settlement": 2.0,
    "prominent: over 500,000 people or a capital": 2.0,
    "prominent: over 100,000 people": 1.2,
    "prominent: over 15,000 people": 0.6,
    "in a country that the article names": 0.8,
    "after a word of place": 1.5,
    "with a type word": 2.0,
    "followed by what contains it": 2.0,
    "listed beside another place": 0.8,
    "possessive": 0.4,
    "several words": 1.0,
    "capital inside the sentence": 0.8,
    "opens the sentence": -0.5,
    "also in lower case": -1.5,
    "a common word": -2.5,
    "an alternative name only": -0.6,
    "an acronym that is not an abbreviation of it": -3.0,
    "a surname of the article": -4.0,
    "before a verb of speech": -1.0,
}
"""Evidence → weight. A toponym needs ``THRESHOLD`` in all."""

THRESHOLD = 1.5


@dataclass
class _Span:
    """A run of tokens ``[first, last)`` of a sentence that the gazetteer knows."""

    first: int
    last: int
    candidates: Sequence[Candidate]
    type_word: str | None = None
    kind: ToponymKind = "name"
    evidence: list[str] = field(default_factory=list)
    at: tuple[int, int] | None = None
    """Where it starts and ends, if not with its tokens."""

    @property
    def score(self) -> float:
        return sum(WEIGHTS[e] for e in self.evidence)


@dataclass
class _Line:
    """A sentence with its words and the spans found in it."""

    sentence: Sentence
    tokens: list[Token]
    headline: bool
    spans: list[_Span]
    starting: dict[int, _Span] = field(default_factory=dict)
    """The spans by their first word, those that are turned away included."""
    ending: dict[int, _Span] = field(default_factory=dict)
    """The same by the word after their last."""


def find_toponyms(
    article: Article,
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    spans: Sequence[tuple[int, int]] | None = None,
) -> tuple[Toponym, ...]:
    """Find the toponyms of an article.

    Parameters
    ----------
    article, sentences
        The article and its sentences; bylines, dates and furniture are not read.
    gazetteer
        Where names are looked up.
    spans
        Take just these (start, end) as toponyms, code points of the text, ``end`` exclusive.

    Returns
    -------
    tuple of Toponym
        By their start, not overlapping, not yet resolved; empty where nothing is named.

    Raises
    ------
    ValueError
        If one of `spans` does not lie inside a sentence, or holds no word.
    """
    reader = _Reader(article, sentences, gazetteer)
    return reader.read() if spans is None else reader.take(spans)


class _Reader:
    def __init__(self, article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> None:
        self.text = article.text
        self.gazetteer = gazetteer
        self._known: dict[str, list[Candidate]] = {}
        self.lines = [self._line(s) for s in sentences if s.kind in _READ_KINDS]
        self.lower = {t.key for line in self.lines for t in line.tokens if not t.capital and not t.uncased}
        self.surnames = self._surnames()
        self.countries = self._countries()

    def read(self) -> tuple[Toponym, ...]:
        accepted: set[str] = set()
        for line in sorted(self.lines, key=lambda each: each.headline):
            line.spans = [s for s in line.spans if self._accept(line, s, accepted)]
            accepted |= {self._key(line, s) for s in line.spans if s.kind == "name"}
        found = [t for line in self.lines for t in (*self._toponyms(line), *self._relations(line))]
        return _numbered(found)

    def take(self, spans: Sequence[tuple[int, int]]) -> tuple[Toponym, ...]:
        """Return the given spans as toponyms."""
        for line in self.lines:
            line.spans = []
        for start, end in spans:
            around = (x for x in self.lines if x.sentence.start <= start < end <= x.sentence.end)
            line = next(around, None)  # type: ignore[assignment]
            words = [k for k, t in enumerate(line.tokens) if t.start < end and start < t.end] if line else []
            if not words:
                raise ValueError(f"no word of a sentence at {start} to {end}")
            found = self.candidates(fold(self.text[start:end]))
            span = _Span(words[0], words[-1] + 1, found, at=(start, end))
            span.type_word = self._type_word(line.tokens, span)
            if self._is_demonym(span):
                span.kind = "demonym"
            line.spans.append(span)
        return _numbered([t for line in self.lines for t in self._toponyms(line)])

    # -- what is there ---------------------------------------------------------------------------------

    def candidates(self, key: str) -> list[Candidate]:
        """Look a folded name up, once."""
        if key not in self._known:
            self._known[key] = self.gazetteer.candidates(key)
        return self._known[key]

    def gap(self, a: Token, b: Token) -> str:
        """Return what stands between two words."""
        return self.text[a.end : b.start]

    def _line(self, sentence: Sentence) -> _Line:
        tokens = tokenise(self.text, sentence.start, sentence.end)
        long = [t for t in tokens if t.end - t.start > 2 and not t.uncased]
        share = 0.7 if sentence.kind in ("title", "heading") else 0.95
        headline = len(long) > 2 and sum(t.capital for t in long) > share * len(long)
        line = _Line(sentence, tokens, headline, [])
        line.spans = list(self._matches(tokens))
        line.starting = {s.first: s for s in line.spans}
        line.ending = {s.last: s for s in line.spans}
        return line

    def _matches(self, tokens: Sequence[Token]) -> Iterator[_Span]:
        """Yield the longest match at each place, from the left."""
        i = 0
        while i < len(tokens):
            span = self._longest(tokens, i) if tokens[i].capital or tokens[i].uncased else None
            if span:
                yield span
                i = span.last
            else:
                i += 1

    def _longest(self, tokens: Sequence[Token], i: int) -> _Span | None:
        best: _Span | None = None
        key = tokens[i].key
        joiner = "" if tokens[i].end - tokens[i].start == 1 and tokens[i].uncased else " "
        for j in range(i + 1, min(i + _MOST_WORDS, len(tokens)) + 1):
            end = tokens[j - 1]
            # A type word in lower case ends a name where the words before it are none ("X and Y valley").
            typed = end.key in TYPE_KINDS and (best is None or j - best.last > 1)
            if end.capital or end.uncased or typed:
                comma = any(
                    "," in self.gap(a, b) for a, b in zip(tokens[i:j], tokens[i + 1 : j], strict=False)
                )
                if (not comma or j - i > 3) and (found := self._meant(tokens[i:j], key)):
                    best = _Span(i, j, found)
            if j == len(tokens) or not _JOIN.fullmatch(self.gap(end, tokens[j])):
                break
            key += joiner + tokens[j].key
            if joiner and not self.gazetteer.has_prefix(key):
                break
        return best

    def _meant(self, tokens: Sequence[Token], key: str) -> list[Candidate]:
        """Look a name up; a short abbreviation must be written as one ("US", "Pa."), never a plain word."""
        found = self.candidates(key)
        if tokens[0].key == "the":  # no part of a name that is as well known without it
            without = {c.place.id for c in self.candidates(key.removeprefix("the "))}
            found = [c for c in found if c.place.id not in without]
        if len(tokens) > 1 or not found:
            return found
        token = tokens[0]
        dotted = "." in self.text[token.start : token.end + 1]
        if not token.shout and (token.key in FUNCTION_WORDS or (not dotted and token.end - token.start < 4)):
            found = [c for c in found if c.rank not in (1, 3)] if token.key not in FUNCTION_WORDS else []
        return found

    def _bounds(self, line: _Line, span: _Span) -> tuple[int, int]:
        """Return where a span starts and ends; the dot of an abbreviation belongs to it ("Pa.")."""
        start, end = line.tokens[span.first].start, line.tokens[span.last - 1].end
        short = span.last - span.first == 1 and all(c.rank == 3 for c in span.candidates)
        dotted = short and end < line.sentence.end and self.text[end] == "." and end - start < 6
        return start, end + dotted

    def _key(self, line: _Line, span: _Span) -> str:
        start, end = self._bounds(line, span)
        return fold(self.text[start:end])

    def _surnames(self) -> set[str]:
        """Collect the last words of capitalised runs that read like people's names.

        A word that somewhere stands after a word of place is kept out: it is a place here, too.
        """
        names: set[str] = set()
        places: set[str] = set()
        for line in self.lines:
            if line.headline:
                continue
            tokens = line.tokens
            for i, t in enumerate(tokens):
                if t.capital and i and tokens[i - 1].key in LOCATIVE and not tokens[i - 1].capital:
                    places.add(t.key)
            covered = {k for s in line.spans if s.last - s.first > 1 for k in range(s.first, s.last)}
            for run in self._runs(tokens):
                words = [tokens[k].key for k in run]
                people = len(run) > 1 and not any(
                    w in ORGANISATION or w in TYPE_KINDS or w in DIRECTIONS or w in PLURAL_TYPES
                    for w in words
                )
                if people and not covered.intersection(run) and words[-1] not in TITLES:
                    names.add(words[-1])
        return names - places

    def _runs(self, tokens: Sequence[Token]) -> Iterator[range]:
        """Yield runs of capitalised words with only spaces between; a function word opens none."""
        i = 0
        while i < len(tokens):
            if not tokens[i].capital or tokens[i].key in FUNCTION_WORDS:
                i += 1
                continue
            j = i + 1
            while (
                j < len(tokens) and tokens[j].capital and _SPACE.fullmatch(self.gap(tokens[j - 1], tokens[j]))
            ):
                j += 1
            yield range(i, j)
            i = j

    def _countries(self) -> Counter[str]:
        """Count the countries that the article names outright, by name or demonym."""
        counts: Counter[str] = Counter()
        for line in self.lines:
            for span in line.spans:
                top = span.candidates[0].place
                if top.kind == "country" and top.country and span.candidates[0].rank in (0, 1, 4):
                    counts[top.country] += 1
        return counts

    # -- what it is worth ------------------------------------------------------------------------------

    def _accept(self, line: _Line, span: _Span, accepted: set[str]) -> bool:
        span.type_word = self._type_word(line.tokens, span)
        if span.type_word and self._misses(span):
            if set(TYPE_KINDS[span.type_word]) <= _NATURAL and self._is_beside(line, span):
                span.kind = "embedded"
                return True
            span.type_word = None
        if self._is_demonym(span):
            span.kind = "demonym"
            return True
        if line.headline and self._key(line, span) in accepted:
            return True
        if not line.headline and (verdict := self._longer_name(line, span)):
            span.kind = "embedded"
            named = any(c.rank < 2 or c.rank == 3 for c in span.candidates)
            return verdict == "embedded" and named and any(self._prominence(span))
        span.evidence = [*self._evidence(line, span)]
        return span.score >= THRESHOLD

    def _is_demonym(self, span: _Span) -> bool:
        """Tell whether a span names a people, and no prominent place has the same name."""
        places = [c for c in span.candidates if c.rank != 4]
        return len(places) < len(span.candidates) and not any(
            self._prominence(replace(span, candidates=places))
        )

    def _misses(self, span: _Span) -> bool:
        """Tell whether no place of this name is of the kind that its type word asks for."""
        kinds = TYPE_KINDS[span.type_word or ""]
        return all(c.place.kind not in kinds for c in span.candidates)

    def _is_beside(self, line: _Line, span: _Span) -> bool:
        """Tell whether the type word follows the span with a capital letter: "China Sea", "Green River"."""
        return span.last < len(line.tokens) and line.tokens[span.last].capital

    def _longer_name(self, line: _Line, span: _Span) -> str | None:
        """Tell whether a span is only a part of a longer name: "embedded", "person", or None."""
        tokens = line.tokens
        head = tokens[span.first - 1] if span.first else None
        if head and head.key == "of" and span.first > 1:
            before = tokens[span.first - 2]
            if before.capital and before.key in ORGANISATION_HEADS:
                return "embedded"
        left = self._neighbours(tokens, span.first - 1, -1)
        right = self._neighbours(tokens, span.last, 1)
        if left and span.type_word is None and tokens[left[0]].key in DIRECTIONS:
            left = left[1:]
        if left and not self._part_of_name(line, left[0]):
            left = []
        if right and not self._part_of_name(line, right[0]):
            right = []
        if not left and not right:
            return None
        words = {tokens[k].key for k in (*left, *right)}
        if words & ORGANISATION or "-" in self.text[tokens[span.first].end : tokens[span.last - 1].start]:
            return "embedded"
        settled = span.candidates[0].place.kind in ("country", "admin1") and span.candidates[0].rank < 2
        if settled and not left and tokens[right[0]].key in TITLES:
            return None
        return "embedded" if settled and not left else "person"

    def _part_of_name(self, line: _Line, k: int) -> bool:
        """Tell whether a capitalised neighbour makes a longer name: it is no place, type or function word."""
        t = line.tokens[k]
        if t.key in FUNCTION_WORDS or t.key in TYPE_KINDS or t.key in PLURAL_TYPES or t.key in LOCATIVE:
            return False
        if t.key in CALENDAR:
            return False
        if t.start == line.sentence.start and (t.key in self.lower or t.key in LOCATIVE):
            return False
        for s in line.spans:
            if s.first <= k < s.last and s.candidates[0].place.kind in ("country", "admin1", "continent"):
                return False
        return True

    def _neighbours(self, tokens: Sequence[Token], k: int, step: int) -> list[int]:
        """Return the indices of the capitalised words joined to a span, nearest first."""
        out: list[int] = []
        while 0 <= k < len(tokens) and tokens[k].capital:
            a, b = (tokens[k], tokens[k + 1]) if step < 0 else (tokens[k - 1], tokens[k])
            if not _TIGHT.fullmatch(self.gap(a, b)):
                break
            out.append(k)
            k += step
        return out

    def _evidence(self, line: _Line, span: _Span) -> Iterator[str]:
        tokens = line.tokens
        first, last = tokens[span.first], tokens[span.last - 1]
        before = tokens[span.first - 1] if span.first else None
        after = tokens[span.last] if span.last < len(tokens) else None
        single = span.last - span.first == 1
        yield from self._prominence(span)
        if any(c.place.country in self.countries for c in span.candidates if c.place.kind != "country"):
            yield "in a country that the article names"
        if before and before.key in LOCATIVE and _SPACE.fullmatch(self.gap(before, first)):
            yield "after a word of place"
        if span.type_word:
            yield "with a type word"
        if after and self._contains(line, span, after):
            yield "followed by what contains it"
        if not single:
            yield "several words"
        if single and first.key in COMMON:
            yield "a common word"
        if self.text[last.end : last.end + 2] in ("'s", "’s", "s'", "s’"):
            yield "possessive"
        if first.capital and not line.headline:
            opens = first.start == line.sentence.start or _OPENING.search(self.text[: first.start][-3:])
            yield "opens the sentence" if opens else "capital inside the sentence"
        if single and first.key in self.lower:
            yield "also in lower case"
        if first.key.isascii() and all(c.rank == 2 for c in span.candidates):
            yield "an alternative name only"
        if single and first.shout and not line.headline and not self._abbreviates(span, first):
            yield "an acronym that is not an abbreviation of it"
        if last.key in self.surnames and not span.type_word:
            yield "a surname of the article"
        if (
            after
            and after.key in SPEECH
            and not any(e.startswith("prominent") for e in self._prominence(span))
        ):
            yield "before a verb of speech"
        if self._listed(line, span):
            yield "listed beside another place"

    def _prominence(self, span: _Span) -> Iterator[str]:
        kinds = {c.place.kind for c in span.candidates if c.rank < 4}
        people = max((c.place.population for c in span.candidates if c.rank < 3), default=0)
        if kinds - _SETTLED:
            yield "prominent: not a settlement"
        elif people >= 500_000 or any(c.place.feature_code == "PPLC" for c in span.candidates):
            yield "prominent: over 500,000 people or a capital"
        elif people >= 100_000:
            yield "prominent: over 100,000 people"
        elif people >= 15_000:
            yield "prominent: over 15,000 people"

    def _abbreviates(self, span: _Span, token: Token) -> bool:
        return token.end - token.start > 5 or any(
            c.rank == 3 or fold(c.place.name) == token.key or c.place.kind not in _SETTLED
            for c in span.candidates
        )

    def _contains(self, line: _Line, span: _Span, after: Token) -> bool:
        """Tell whether ", NAME" follows, a country or first-level unit that holds a candidate."""
        if self.gap(line.tokens[span.last - 1], after).strip() not in (",", "(", ""):
            return False
        s = line.starting.get(span.last)
        if s is None:
            return False
        containers = {c.place.id for c in s.candidates if c.place.kind == "admin1"}
        countries = {c.place.country for c in s.candidates if c.place.kind == "country"}
        return any(
            c.place.admin1 in containers or c.place.country in countries
            for c in span.candidates
            if c.place.kind != "country"
        )

    def _listed(self, line: _Line, span: _Span) -> bool:
        """Tell whether "and", "or" or a comma joins the span to another that is prominent."""
        before = [line.ending.get(span.first - gap) for gap in (0, 1)]
        after = [line.starting.get(span.last + gap) for gap in (0, 1)]
        for a, b in (*((s, span) for s in before), *((span, s) for s in after)):
            if a is None or b is None:
                continue
            between = self.text[line.tokens[a.last - 1].end : line.tokens[b.first].start]
            if _LIST.fullmatch(between) and any(self._prominence(b if a is span else a)):
                return True
        return False

    def _type_word(self, tokens: Sequence[Token], span: _Span) -> str | None:
        """Return the type word that goes with a span: inside it, beside it, or before its list."""
        inside = [t.key for t in tokens[span.first : span.last]]
        if len(inside) > 1:
            for word in (inside[-1], inside[0]):
                if word in TYPE_KINDS and (word in LEADING_TYPES or word == inside[-1]):
                    return word
                if word == inside[-1] and word in PLURAL_TYPES:
                    return PLURAL_TYPES[word]
        if span.last < len(tokens) and _SPACE.fullmatch(self.gap(tokens[span.last - 1], tokens[span.last])):
            after = tokens[span.last].key
            if after in TYPE_KINDS and after not in ("capital", "port"):
                return after
        return self._type_before(tokens, span.first)

    def _type_before(self, tokens: Sequence[Token], k: int) -> str | None:
        """Return the type word of "TYPE of NAME" or "TYPES of NAME, NAME and NAME"."""
        if k > 1 and tokens[k - 1].key == "of" and tokens[k - 2].key in TYPE_KINDS:
            return tokens[k - 2].key
        if k and tokens[k - 1].key in TYPE_KINDS and tokens[k - 1].key in LEADING_TYPES | {"village", "town"}:
            return tokens[k - 1].key if _SPACE.fullmatch(self.gap(tokens[k - 1], tokens[k])) else None
        while k > 1:
            k -= 1
            if tokens[k].key == "of" and tokens[k - 1].key in PLURAL_TYPES:
                return PLURAL_TYPES[tokens[k - 1].key]
            if not (tokens[k].capital or tokens[k].key in ("and", "or", "de", "of", "the")):
                return None
        return None

    # -- what comes out --------------------------------------------------------------------------------

    def _toponyms(self, line: _Line) -> Iterator[Toponym]:
        sentence = line.sentence
        for span in line.spans:
            start, end = span.at or self._bounds(line, span)
            surface = self.text[start:end]
            yield Toponym(
                id="",
                start=start,
                end=end,
                surface=surface,
                sentence_id=sentence.id,
                kind=span.kind,
                name=self._full_name(surface, span.type_word),
                types=TYPE_KINDS.get(span.type_word or "", ()) if span.kind != "demonym" else (),
                repeats=sentence.repeats is not None,
            )

    def _relations(self, line: _Line) -> Iterator[Toponym]:
        taken = [self._bounds(line, span) for span in line.spans]
        for t in find_relations(self.text, line.sentence):
            if all(t.end <= start or t.start >= end for start, end in taken):
                yield t

    def _full_name(self, surface: str, type_word: str | None) -> str:
        """Return the surface with its type word where the gazetteer has the two as one name."""
        if type_word:
            for name in (f"{surface} {type_word}", f"{type_word} {surface}", f"{type_word} of {surface}"):
                if self.candidates(fold(name)):
                    return name
        return surface


def _numbered(toponyms: Sequence[Toponym]) -> tuple[Toponym, ...]:
    ordered = sorted(toponyms, key=lambda t: (t.start, t.end))
    return tuple(replace(t, id=f"t{n:02d}") for n, t in enumerate(ordered, 1))


_SETTLED = frozenset({"populated_place", "admin2", "admin3"})
_NATURAL = frozenset({"lake", "river", "sea", "ocean", "mountain", "desert", "valley", "region", "island"})
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"\s+|-|–|\.\s*")
_JOIN = re.compile(r"[\s\-–]*|\.\s*|,\s+|['’]\s?")
_LIST = re.compile(r",?\s+(?:and|or|y)\s+|,\s+")
_OPENING = re.compile(r"[“\"‘]$|[:—–]\s$")
