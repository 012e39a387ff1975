"""Toponym recognition: which spans of the text name a place.

Every run of words in a capitalised chunk is a segment. Its named features have learned weights; the best
disjoint segments above the threshold are toponyms. A toponym that is only part of a longer name is marked as
embedded. In the flow between sentences and resolution.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ...gazetteer import fold
from ...geodesy import rounded
from ...languages import ArticleWords, article_words, reading_language
from ...model import ABBREVIATION, OTHER_NAME, Article, PassedName, Sentence, Toponym, ToponymKind
from ..article import link_targets, names_pattern
from ..tokens import Token, is_unspaced
from ..weights import Weights, pinned_weights
from .features import MOST_UNKNOWN, segment_features, segments
from .ordinary import OtherNames, ordinary_words
from .passed import covered, passed_over
from .reading import ORGANISED, SPACE, Chunk, Line, Reading
from .relations import find_relations, tied
from .segmentation import has_suffix, is_whole, word_edges
from .spans import as_given, words_of_spans

if TYPE_CHECKING:
    from ...gazetteer import Gazetteer

__all__ = ["Names", "Reading", "as_given", "find_toponyms", "read_names", "segment_features", "segments"]

_TIE = 0.1  # a part of a name is a name by itself only if it is likelier than the whole by so much
_READ_KINDS = frozenset({"title", "heading", "paragraph", "comment"})
_HEADINGS = frozenset({"title", "heading"})
_CITIES = frozenset({"city1m", "city100k"})
_UNCASED_SIZES = frozenset(
    {"country", "capital", "admin1", "city1m", "city100k", "continent", "ocean", "sea"}
)
_UNCASED_WORDS, _UNCASED_CHARACTERS = 8, 16
_LANDFORM = 0.95  # how surely "the Gulf" is a name
_BEFORE_CODES = frozenset({",", "(", "/"}) | {f"{letter}-" for letter in "RDI"}
_PARTY = 3  # letters of the name of a party
_JOINED = re.compile(r"\s+(?:& )?")
_OPENING = frozenset({"RB", "VBG"})  # adverbs and participles
_LONG_SHOUT = 4  # code points; what is shorter may be an abbreviation
_UNITS = frozenset({"admin1", "admin2"})
_NO_NAMES = frozenset({"function", "title", "direction"})
_NO_BODY = frozenset({"press", "street", "building"})
_PART_OF_NAME = ORGANISED | {"other", "common", "surname", "given name", "initial"}


class _Span(NamedTuple):
    """Words ``[first, last)`` of a line, taken as a toponym."""

    line: Line
    first: int
    last: int
    kind: ToponymKind
    confidence: float = 1.0


def find_toponyms(
    article: Article,
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    spans: Sequence[tuple[int, int]] | None = None,
    weights: Weights | None = None,
) -> tuple[Toponym, ...]:
    """Find the toponyms of an article.

    Parameters
    ----------
    article, sentences
        The article and its sentences; bylines, dates without a place, and furniture are not read.
    gazetteer
        Where names are looked up.
    spans
        Only these (start, end) are toponyms, code points of the text, ``end`` exclusive; None to find them.
    weights
        Weights to use; None for the pinned ones.

    Returns
    -------
    tuple of Toponym
        By their start, without overlaps, not yet resolved; empty if no place is named.

    Raises
    ------
    SpansError
        If one of `spans` does not lie inside a sentence that is read, holds no word, or overlaps another; one
        line lists every fault.
    """
    return read_names(article, sentences, gazetteer, spans, weights).toponyms


class Names(NamedTuple):
    """The toponyms of an article, and the names after a word of place that are none."""

    toponyms: tuple[Toponym, ...]
    passed: tuple[PassedName, ...]


def read_names(
    article: Article,
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    spans: Sequence[tuple[int, int]] | None = None,
    weights: Weights | None = None,
) -> Names:
    """Find toponyms as `find_toponyms` does, and the names passed over; none where spans are given."""
    read = [s for s in sentences if s.kind in _READ_KINDS or _is_dateline(article, s)]
    weights = weights or pinned_weights()
    if spans is not None:
        return Names(_finder(article.text, read, article.language, gazetteer, weights).take(spans), ())
    blocks = {block.id: block.language for block in article.blocks}
    passages: dict[str, list[Sentence]] = {}  # each in its own language
    for sentence in read:
        passages.setdefault(blocks.get(sentence.block) or article.language, []).append(sentence)
    no_words = _no_words(article)
    toponyms: list[Toponym] = []
    passed: list[PassedName] = []
    for language, some in passages.items():
        finder = _finder(article.text, some, language, gazetteer, weights)
        found = finder.find(no_words)
        toponyms += found
        passed += passed_over(finder.reading, found)
    if len(passages) > 1:
        toponyms = _numbered(sorted(toponyms, key=lambda t: (t.start, t.end)))
    return Names(tuple(toponyms), tuple(sorted(passed, key=lambda p: p.start)))


def _finder(
    text: str, sentences: Sequence[Sentence], code: str, gazetteer: Gazetteer, weights: Weights
) -> _Finder:
    language = reading_language(code)
    code = code.split("-")[0]
    own = article_words().get(code) if code != language.code else None
    reading = Reading(text, sentences, gazetteer, weights.words, language, own)
    return _Finder(reading, weights, own, code)


def _numbered(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Give toponyms, in their order, their ids."""
    return [replace(t, id=f"t{n:02d}") for n, t in enumerate(toponyms, 1)]


def _no_words(article: Article) -> list[tuple[int, int]]:
    """List the spans that hold no name of a place: addresses, and the names of the article's writers."""
    spans = list(link_targets(article.text))
    writers = names_pattern(tuple(fact.value for fact in article.head.bylines) if article.head else ())
    if writers:
        spans += [match.span() for match in writers.finditer(article.text)]
    return sorted(spans)


def _lies_in(toponym: Toponym, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a toponym lies in one of some spans, which are sorted."""
    at = bisect_right(spans, (toponym.start, toponym.end))
    return any(start <= toponym.start and toponym.end <= end for start, end in spans[max(0, at - 2) : at + 1])


def _is_dateline(article: Article, sentence: Sentence) -> bool:
    """Whether a line is the article's place and date of writing."""
    words = article.text[sentence.start : sentence.end]
    return sentence.kind == "date" and bool(article.dateline) and words.startswith(str(article.dateline))


class _Finder:
    def __init__(self, reading: Reading, weights: Weights, own: ArticleWords | None, code: str) -> None:
        """Take an article's reading, the weights, and the words of its language if that has no rules."""
        self.reading = reading
        self.words = reading.language.toponyms
        self.parting = reading.language.article.parting
        self.plain = ordinary_words(code)
        self.others = OtherNames(reading, own, self.plain)
        if own:
            self.parting |= own.parting
        self.weights = weights.models["recognition"]
        self.code = code
        self.threshold = weights.settings["threshold"]

    def find(self, left_out: Sequence[tuple[int, int]]) -> tuple[Toponym, ...]:
        """Find the toponyms, without those that lie in spans of the text, which are sorted."""
        spans = [s for chunk in self.reading.chunks for s in self._decode(chunk)]
        spans += [s for line in self.reading.lines for s in self._uncased(line)]
        spans += [s for chunk in self.reading.chunks for s in self._landforms(chunk)]
        if self.reading.language.has_demonyms:
            spans += [s for line in self.reading.lines for s in self._peoples(line)]
        found = [self._toponym(s) for s in spans]
        if self.reading.language.has_demonyms:
            found += self._locals(found)
        taken = covered(self.reading.text, found)
        for line in self.reading.lines:
            for t in find_relations(self.reading.text, line.sentence, self.words):
                if not any(taken[t.start : t.end]):
                    found.append(t)
        return self._finished([t for t in found if not _lies_in(t, left_out)])

    def _finished(self, found: Sequence[Toponym]) -> tuple[Toponym, ...]:
        """Put toponyms in order, number them, and tie neighbours."""
        ordered = tied(self.reading.text, sorted(found, key=lambda t: (t.start, t.end)), self.words)
        return tuple(_numbered(ordered))

    def take(self, spans: Sequence[tuple[int, int]]) -> tuple[Toponym, ...]:
        """Take the spans that a caller gives as the toponyms, without a type word before a name: "río de X".

        What is said of a name is then the same with it and without; `as_given` puts it back.
        """
        found = []
        for line, first, last, given in words_of_spans(spans, self.reading):
            name = self._behind_type_word(line, first, last)
            span = given if name == first else (line.tokens[name].start, given[1])
            first = name
            people = self._is_people(fold(self.reading.text[slice(*span)])) or (
                self.reading.language.has_demonyms and self._names_people(line, first, last)
            )
            found.append(self._toponym(_Span(line, first, last, "demonym" if people else "name"), span))
        if self.reading.language.has_demonyms:
            home = {(t.start, t.end): t for t in self._locals(found)}
            found = [home.get((t.start, t.end), t) for t in found]
        return self._finished(found)

    def _behind_type_word(self, line: Line, first: int, last: int) -> int:
        """Return where the name begins in words that open with a type word in lower case; else `first`."""
        tokens, name = line.tokens, first + 1
        if tokens[first].capital or tokens[first].key not in self.reading.type_words:
            return first
        while (
            name < last
            and tokens[name].key in self.words.of | self.words.articles
            and not tokens[name].capital
        ):
            name += 1
        return name if name < last and tokens[name].capital else first

    def score(self, chunk: Chunk, first: int, last: int) -> float:
        """Sum the weights of a segment's features, less the threshold."""
        weights = self.weights
        found = segment_features(self.reading, chunk, first, last)
        return rounded(sum([weights[f] for f in found if f in weights]) - self.threshold)

    def _decode(self, chunk: Chunk) -> Iterator[_Span]:
        """Yield the disjoint segments of a chunk with the greatest sum of scores (dynamic programming)."""
        best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {chunk.first: (0.0, ())}
        by_end: dict[int, list[tuple[int, float]]] = {}
        for first, last in segments(self.reading, chunk):
            if last - first == 1 and (self._plain(chunk.line.tokens, first) or self._is_landform(chunk)):
                continue
            if self.others.hold(chunk.line, first, last):
                continue
            if (score := self.score(chunk, first, last)) > 0:
                by_end.setdefault(last, []).append((first, score))
        if not by_end:
            return
        for at in range(chunk.first + 1, chunk.last + 1):
            best[at] = best[at - 1]
            for longer, (first, score) in enumerate(by_end.get(at, ())):
                if best[first][0] + score > best[at][0] + (_TIE if longer else 0.0):
                    best[at] = (best[first][0] + score, (*best[first][1], (first, at)))
        chosen = self._whole(chunk, best[chunk.last][1])
        scores = {(first, last): score for last, some in by_end.items() for first, score in some}
        for first, last in chosen:
            kind = self._kind(chunk, first, last, chosen)
            yield _Span(chunk.line, first, last, kind, self._confidence(scores.get((first, last), 0.0)))

    def _landforms(self, chunk: Chunk) -> Iterator[_Span]:
        """Yield a word of a kind of place with an article and without a name: "the Gulf"."""
        if self._is_landform(chunk):
            yield _Span(chunk.line, chunk.last - 1, chunk.last, "name", _LANDFORM)

    def _is_landform(self, chunk: Chunk) -> bool:
        """Whether a chunk, perhaps with its article, is only a word of a kind of place."""
        line, first, last, _ = chunk
        tokens, articles = line.tokens, self.words.articles
        if last - first == 2 and tokens[first].key in articles:
            first += 1
        if last - first != 1 or line.headline or tokens[first].shout:
            return False
        if tokens[first].key not in self.words.landforms or not tokens[first].capital:
            return False
        if last < len(tokens) and tokens[last].key in self.words.of:
            return False
        if not first:  # "Gulf shrimpers cheer"
            return line.sentence.kind in _HEADINGS and len(tokens) > 1 and self.reading.gap(line, 1) == " "
        return tokens[first - 1].key in articles and self.reading.gap(line, first) == " "

    def _whole(self, chunk: Chunk, chosen: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        """Return a whole chunk instead of its known part, if it is a place's name that the gazetteer lacks.

        In "at X Y", where no text has Y as a word, X is not the town of that name.
        """
        line, first, last, _ = chunk
        tokens = line.tokens[first:last]
        if len(chosen) != 1 or chosen[0] == (first, last) or len(tokens) > MOST_UNKNOWN or line.headline:
            return chosen
        [(start, end)] = chosen
        others = [t for k, t in enumerate(tokens, first) if not start <= k < end]
        unknown = all(
            t.capital
            and self.reading.word_class(t.key) == "other"
            and t.key not in self.reading.words | self.reading.lower
            and self.reading.language.lexeme(t.key) is None
            and not self.reading.known(t.key).is_place
            for t in others
        )
        here = (
            first
            and line.tokens[first - 1].key in self.words.locative
            and not self.reading.gap(line, first).strip()
        )
        spaced = all(SPACE.fullmatch(self.reading.gap(line, k)) for k in range(first + 1, last))
        people = self._is_people(self.reading.key(line, start, end))
        return ((first, last),) if unknown and here and spaced and not people else chosen

    def _confidence(self, score: float) -> float:
        """Return the logistic of a score, without the threshold."""
        return round(1 / (1 + math.exp(-score - self.threshold)), 4)

    def _plain(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a word is a plain one and not the name of a place: then it is not scored."""
        key, token = tokens[k].key, tokens[k]
        if key in self.plain and not (k and self.reading.known(key).size in _UNCASED_SIZES):
            return True  # a large place's name, too, where the word opens a sentence
        if key in self.words.articles and not token.shout:
            return True
        if not k and self._opens(tokens):
            return True
        code = self._is_abbreviation_without_dot(tokens, k)
        if code or self._is_short_form(token) or self._is_adjective(tokens, k):
            return True
        if key not in self.words.function_words and key not in self.reading.words:
            return False
        known = self.reading.known(key)
        return not (known.is_place or known.people)

    def _opens(self, tokens: Sequence[Token]) -> bool:
        """Whether a small word only opens a sentence, before another in lower case: "Ao contrário de A"."""
        first, text = tokens[0], self.reading.text
        if not self.reading.language.is_inflected or first.shout or len(tokens) < 2 or tokens[1].capital:
            return False
        plain = text[first.start : first.end].casefold() == first.key  # not "Pará"
        return plain and first.key in self.words.function_words

    def _is_adjective(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a word opens a sentence, and is an adjective of the noun in lower case behind it."""
        if (
            k
            or len(tokens) == 1
            or tokens[0].shout
            or tokens[1].capital
            or self.reading.language.is_inflected
        ):
            return False
        after = tokens[1].key
        if self.reading.text[tokens[0].end : tokens[1].start] != " " or after in self.words.function_words:
            return False
        if after in self.words.bodies | self.words.buildings | self.reading.type_words | self.words.titles:
            return False
        here, behind = (self.reading.language.lexeme(t.key) for t in tokens[:2])
        large = self.reading.known(tokens[0].key).size in _UNCASED_SIZES
        return bool(here and here[0] == "JJ" and not large and (behind is None or behind[0].startswith("NN")))

    def _is_abbreviation_without_dot(self, tokens: Sequence[Token], k: int) -> bool:
        """Whether a word is only an abbreviation, and is not written as one: "Oh", "Hi"."""
        token, text = tokens[k], self.reading.text
        if token.shout or token.uncased or self.reading.known(token.key).rank != ABBREVIATION:
            return False
        beside = text[max(0, token.start - 2) : token.start].strip()
        return beside not in _BEFORE_CODES and text[token.end : token.end + 1] != "."

    def _is_short_form(self, token: Token) -> bool:
        """Whether a word is a small word with another after an apostrophe: "I'll"."""
        if token.end - token.start == len(token.key):
            return False
        before = re.split("['’]", self.reading.text[token.start : token.end])
        return len(before) > 1 and fold(before[0]) in self.words.function_words

    def _kind(self, chunk: Chunk, first: int, last: int, chosen: Sequence[tuple[int, int]]) -> ToponymKind:
        line = chunk.line
        key = self.reading.key(line, first, last)
        if self._is_people(key):
            return "embedded" if self._names_a_thing(chunk, last) else "demonym"
        others = {k for a, b in chosen for k in range(a, b)}
        beside = [k for k in (*range(chunk.first, first), *range(last, chunk.last)) if k not in others]
        classes = [
            self.reading.word_class(line.tokens[k].key)
            for k in beside
            if line.tokens[k].capital
            and not (k == first - 1 and self._opens_plainly(line, k))
            and self._tied(chunk, first, last, k)
        ]
        headline = (
            line.headline and self.reading.key(line, chunk.first, chunk.last) not in self.reading.running
        )
        if self._is_of_a_body(chunk, first, last) or self._is_home(chunk, first):
            return "name"
        if not ORGANISED.isdisjoint(classes) and not headline:
            return "embedded"
        if headline or ("title" in classes and not self._ends_in_title(chunk, last)):
            return "name"
        if "title" in classes:
            return "embedded"
        return "embedded" if any(c in _PART_OF_NAME for c in classes) else "name"

    def _ends_in_title(self, chunk: Chunk, last: int) -> bool:
        """Whether a chunk ends in a title right behind a segment, and no person's name: "Huron Queen"."""
        return last == chunk.last - 1 and self.reading.word_class(chunk.line.tokens[last].key) == "title"

    def _opens_plainly(self, line: Line, k: int) -> bool:
        """Whether word ``k`` opens a sentence and has its capital for that alone: no noun or adjective.

        In a language without rules it is one of the commonest words.
        """
        token = line.tokens[k]
        if token.start != line.sentence.start or token.shout:
            return False
        lexeme = None if self.reading.language.is_inflected else self.reading.language.lexeme(token.key)
        return token.key in self.plain or (lexeme is not None and lexeme[0] in _OPENING)

    def _is_of_a_body(self, chunk: Chunk, first: int, last: int) -> bool:
        """Whether a chunk names a body of the place: "Lima Police", "Lima Fire Department", "City of Lima".

        What ends in a unit's type word is one whatever follows, except a paper ("X County Fair").
        """
        line, words = chunk.line, self.words
        with_article = first > chunk.first and line.tokens[first - 1].key in words.articles
        if (before := self._before_of(chunk, first)) and not with_article:
            return line.tokens[before[-1]].key in words.seats
        if first > chunk.first and self.reading.word_class(line.tokens[first - 1].key) not in _NO_NAMES:
            return False
        own = words.bodies | words.fellows
        behind = {t.key for t in line.tokens[last + 1 : min(last + 3, chunk.last)]}
        barred = last < chunk.last and self.reading.word_class(line.tokens[last].key) in _NO_BODY
        named = line.tokens[last].key if last < chunk.last else ""
        barred = barred and (own.isdisjoint(behind) or named in words.press)  # "X School Board"
        if last - first > 1 and words.type_kinds.get(line.tokens[last - 1].key, ("",))[0] in _UNITS:
            return last < chunk.last and not barred
        for k in range(last, chunk.last):
            token = line.tokens[k]
            if not token.capital or not _JOINED.fullmatch(self.reading.gap(line, k)):
                return False
            if token.key in own:
                return True
            if token.key in words.press or (k == last and barred):
                return False
        return False

    def _is_home(self, chunk: Chunk, first: int) -> bool:
        """Whether somebody is of a segment: "Ana Roe of X", "Troop 136 of X", "D-X" of a party."""
        tokens = chunk.line.tokens
        if first > chunk.first and self.reading.gap(chunk.line, first) == "-":
            before = tokens[first - 1]
            letters = before.end - before.start
            return before.capital and (letters == 1 or (letters <= _PARTY and before.shout))
        is_of = first - 1 > chunk.first and tokens[first - 1].key in self.words.of
        if is_of and tokens[first - 2].key.isdigit():
            return True
        keys = [tokens[k].key for k in self._before_of(chunk, first)]
        if keys and keys[0] in self.words.articles:
            keys = keys[1:]
        if not keys or any(self.reading.word_class(key) in _NO_BODY for key in keys):
            return False
        given = self.reading.gazetteer.given_names
        if len(keys) == 1:  # "her sister, Ana of Oslo"
            return keys[0] in given and not self.reading.known(keys[0]).is_place
        named = keys[0] in given or not given.isdisjoint(keys[-3:-1])
        plain = self.reading.word_class(keys[-1]) not in ORGANISED
        return keys[-1] in self.reading.people or (named and plain)

    def _before_of(self, chunk: Chunk, first: int) -> range:
        """Return the capitalised words before "of" and a segment, in its chunk."""
        tokens, end = chunk.line.tokens, first - 1
        if end > chunk.first and tokens[end].key in self.words.articles:
            end -= 1
        if end <= chunk.first or tokens[end].key not in self.words.of:
            return range(0)
        begin = end
        while begin > chunk.first and tokens[begin - 1].capital:
            begin -= 1
        return range(begin, end)

    def _names_a_thing(self, chunk: Chunk, last: int) -> bool:
        """Whether capitalised plain words alone follow a people's name in a chunk: "Cuban Gold"."""
        after = chunk.line.tokens[last : chunk.last]
        plain = all(t.capital and self.reading.word_class(t.key) in ("common", "other") for t in after)
        return bool(after) and plain and not chunk.line.headline and after[0].key in self.reading.words

    def _tied(self, chunk: Chunk, first: int, last: int, k: int) -> bool:
        """Whether word ``k`` of a chunk makes one name with a segment of it.

        Words on two sides of "and" do not, except in an organisation. A sentence's first word before "of"
        does not either.
        """
        tokens = chunk.line.tokens
        one, other = (k, first) if k < first else (last - 1, k)
        if "\n\n" in self.reading.text[tokens[one].end : tokens[other].start]:
            return False
        long = tokens[last - 1].end - tokens[first].start >= _LONG_SHOUT
        if long and all(t.shout for t in tokens[first:last]) and not tokens[k].shout:  # "LIMA Ana Roe said"
            return False
        if self.reading.word_class(tokens[k].key) in ORGANISED:
            return True
        between = tokens[k + 1 : first] if k < first else tokens[last:k]
        opens = tokens[k].start == chunk.line.sentence.start and bool(between) and not between[0].capital
        return not opens and self.parting.isdisjoint(t.key for t in between)

    def _is_people(self, key: str) -> bool:
        known = self.reading.known(key)
        large = known.size in _UNCASED_SIZES
        return known.people and not (large and (known.rank != OTHER_NAME or known.size not in _CITIES))

    def _uncased(self, line: Line) -> Iterator[_Span]:
        """Yield the prominent names in a script without capitals, the longest from the left.

        The learned features need capitals; here only the gazetteer decides.
        """
        tokens, i = line.tokens, 0
        if not any(t.uncased for t in tokens):
            return
        sentence = line.sentence
        words = self.reading.text[sentence.start : sentence.end]
        edges = word_edges(words, self.code)
        while i < len(tokens):
            last = self._longest_uncased(line, i, words, edges) if tokens[i].uncased else None
            if last:
                yield _Span(line, i, last, "name")
            i = last or i + 1

    def _peoples(self, line: Line) -> Iterator[_Span]:
        """Yield the names of peoples that are written in lower case, the longest from the left."""
        words, tokens, i = self.reading.language.demonyms, line.tokens, 0
        while i < len(tokens):
            longest = min(i + _MOST_PARTS, len(tokens))
            ends = [k for k in range(longest, i, -1) if self._names_people(line, i, k)]
            if ends and not (i and tokens[i - 1].key in words.languages_after):
                yield _Span(line, i, ends[0], "demonym")
            i = ends[0] if ends else i + 1

    def _locals(self, found: Sequence[Toponym]) -> list[Toponym]:
        """Return the words in lower case for those of a place that the article names ("limeño")."""
        words = self.reading.language.demonyms
        homes: dict[str, str] = {}
        for t in found:
            key = fold(t.surface)
            if t.kind == "name" and self.reading.known(key).size in _HOMES:
                homes |= {key: t.surface, _FINAL.sub("", key): t.surface}
        forms = {
            stem + ending: home
            for stem, home in homes.items()
            if len(stem) >= _LEAST_STEM
            for ending in words.regional
        }
        return [
            replace(self._toponym(_Span(line, k, k + 1, "demonym")), name=forms[token.key])
            for line in self.reading.lines
            for k, token in enumerate(line.tokens)
            if token.key in forms
            and not token.capital
            and token.key not in words.homes_of
            and self._may_be_adjective(token)
        ]

    def _may_be_adjective(self, token: Token) -> bool:
        """Whether a word is not known as a noun, a verb or an adverb."""
        lexeme = self.reading.language.lexeme(self.reading.text[token.start : token.end])
        return lexeme is None or lexeme[0].startswith("JJ")

    def _names_people(self, line: Line, first: int, last: int) -> bool:
        key = self.reading.key(line, first, last)
        if key not in self.reading.language.demonyms.homes_of or line.tokens[first].capital:
            return False
        return all(self.reading.gap(line, k) == "-" for k in range(first + 1, last))

    def _longest_uncased(
        self, line: Line, first: int, words: str, edges: frozenset[int] | None
    ) -> int | None:
        tokens, begin = line.tokens, line.sentence.start
        single = is_unspaced(self.reading.text, tokens[first])
        most = _UNCASED_CHARACTERS if single else _UNCASED_WORDS
        for last in range(min(len(tokens), first + most), first + single, -1):
            if not is_whole(words, tokens[first].start - begin, tokens[last - 1].end - begin, edges):
                continue
            if any(not t.uncased for t in tokens[first:last]):
                continue
            if self.others.hold(line, first, last):
                continue
            if any(
                self.reading.gap(line, k).strip() or (single and self.reading.gap(line, k))
                for k in range(first + 1, last)
            ):
                continue
            key = self.reading.text[tokens[first].start : tokens[last - 1].end]
            size = self.reading.known(fold(key)).size
            # Where words are not parted by spaces, a smaller town's name is often an ordinary word, too.
            if size == "city100k" and edges and not has_suffix(words, tokens[last - 1].end - begin, edges):
                continue
            if size in _UNCASED_SIZES and fold(key) not in self.plain:
                return last
        return None

    # -- the result ------------------------------------------------------------------------------------

    def _toponym(self, span: _Span, at: tuple[int, int] | None = None) -> Toponym:
        line, first, last, kind, confidence = span
        start, end = at or self.reading.span(line, first, last)
        surface = self.reading.text[start:end]
        type_word = self._type_word(line, first, last) if kind != "demonym" else None
        return Toponym(
            id="",
            start=start,
            end=end,
            surface=surface,
            sentence_id=line.sentence.id,
            kind=kind,
            name=self._full_name(surface, type_word),
            types=tuple(self.words.type_kinds.get(type_word or "", ())),
            repeats=line.sentence.repeats is not None,
            confidence=confidence,
            part=self._part(line, first) if kind == "name" else "",
        )

    def _part(self, line: Line, first: int) -> str:
        """Return the part that the word before a name means ("northern", "south-east"), or an empty text."""
        parts, k = self.words.part_of, self._part_word(line, first)
        if k < 0 or line.tokens[k].key not in parts or not SPACE.fullmatch(self.reading.gap(line, k + 1)):
            return ""
        if k < first - 1 and not self._is_within(line, k):
            return ""
        part = str(parts[line.tokens[k].key])
        if k and self.reading.gap(line, k) == "-":  # "south-east"
            return str(parts.get(str(parts.get(line.tokens[k - 1].key, "")) + part, ""))
        return part

    def _part_word(self, line: Line, first: int) -> int:
        """Return the index of the word before a name, or of that before "of": "the northern part of"."""
        tokens, k = line.tokens, first - 1
        if k > 0 and tokens[k].key in self.words.articles:
            k -= 1
        if k < 1 or tokens[k].key not in self.words.of:
            return first - 1
        return k - 2 if k > 1 and tokens[k - 1].key in self.words.part_nouns else k - 1

    def _is_within(self, line: Line, k: int) -> bool:
        """Whether a part before "of" is inside: "the far north of", not "to the north of" or "north of"."""
        tokens, words = line.tokens, self.words
        k -= 1 + (k > 0 and self.reading.gap(line, k) == "-")
        k -= k > 0 and tokens[k].key in words.part_far
        outside = k > 0 and tokens[k - 1].key in words.part_outside
        return k >= 0 and tokens[k].key in words.part_the and not outside

    def _full_name(self, surface: str, type_word: str | None) -> str:
        """Return the surface with its type word if the gazetteer has both together as one name."""
        if type_word:
            within = (f"{type_word} {of} {surface}" for of in sorted(self.words.of))
            ours = self.words.like.get(type_word, type_word)  # the gazetteer may have it with an English word
            for name in (f"{surface} {type_word}", f"{type_word} {surface}", *within, f"{surface} {ours}"):
                if self.reading.candidates(fold(name)):
                    return name
        return surface

    def _type_word(self, line: Line, first: int, last: int) -> str | None:
        """Return the type word beside a span, if a place of the name has such a kind."""
        after = self._after(line, first, last) or self.reading.plural_after(line, last)
        word = after or self._before(line, first)
        if word is None:
            return None
        several = first and line.tokens[first - 1].key in self.words.one_of_several  # "a Muskoka lake"
        plain = word == after or self._is_before_name(line, first)
        if self.words.type_kinds[word][0] in _WATER and plain and not several:
            return word  # "the X river" is no town, also where no river has the name
        key = self.reading.key(line, first, last)
        whole = (f"{word} {key}", *(f"{word} {of} {key}" for of in sorted(self.words.of)))
        called = [name for name in whole if name in self.reading.language.called]
        found = [c for name in (key, *called) for c in self.reading.candidates(name)]
        return word if any(c.place.kind in self.words.type_kinds[word] for c in found) else None

    def _is_in_a_list(self, line: Line, first: int, k: int) -> bool:
        """Whether names from word ``first`` on, of which one begins at ``k``, are several: "X, Y and Z".

        It is asked only where "los pueblos de X" are those that lie in X; elsewhere it is taken for granted.
        """
        tokens = line.tokens
        if not self.reading.language.is_inflected or any(t.capital for t in tokens[first:k]):
            return True
        small = self.words.of | self.words.articles
        end = k + 1
        while end < len(tokens) and not self.reading.gap(line, end).strip():
            if not (tokens[end].capital or tokens[end].key in small):
                break
            end += 1
        if end == len(tokens):
            return False
        listed = tokens[end].key in self.words.listing
        after = end + listed
        while after < len(tokens) and tokens[after].key in small:
            after += 1
        comma = self.reading.gap(line, end).strip() == ","
        return (listed or comma) and after < len(tokens) and tokens[after].capital

    def _left_out(self, line: Line, k: int) -> str | None:
        """Return the type word that is left out behind an article: "la provincia de X y la de NAME"."""
        tokens, words = line.tokens, self.words
        if not (
            self.reading.language.is_inflected
            and k > 1
            and tokens[k - 1].key in words.of
            and self._is_article(line, k - 2)
        ):
            return None
        for j in range(k - 3, max(-1, k - _LEFT_OUT), -1):
            key = str(words.plural_types.get(tokens[j].key, tokens[j].key))
            if key in words.type_kinds and not tokens[j].capital and tokens[j + 1].key in words.of:
                return None if key in words.part_types else key
        return None

    def _is_article(self, line: Line, k: int) -> bool:
        """Whether a word is an article, or a preposition with one ("no", "del")."""
        before = self.reading.text[line.tokens[k].start : line.tokens[k + 1].start]
        return line.tokens[k].key in self.words.articles or bool(
            self.reading.language.resolve.article.search(before)
        )

    def _is_before_name(self, line: Line, k: int) -> bool:
        """Whether a type word in lower case before word ``k`` is of its name: "the river X".

        Where verbs are conjugated it needs no article.
        """
        before = line.tokens[k - 1] if k else None
        if before is None or before.capital or before.key not in self.words.leading_types:
            return False
        article = k > 1 and line.tokens[k - 2].key in self.words.articles
        return self.reading.language.is_inflected or article

    def _is_one_of_several(self, line: Line, k: int) -> bool:
        """Whether "a" or "another" is before the type word ``k``, with at most two words between."""
        for j in range(k - 1, max(-1, k - 4), -1):
            token = line.tokens[j]
            if token.key in self.words.one_of_several:
                return True
            if (
                token.capital
                or token.key in self.words.function_words
                or self.reading.gap(line, j + 1).strip()
            ):
                return False
        return False

    def _after(self, line: Line, first: int, last: int) -> str | None:
        """Return the type word of "NAME TYPE"; "the Texas town" does not mean a town called Texas."""
        if last == len(line.tokens) or not SPACE.fullmatch(self.reading.gap(line, last)):
            return None
        word, kinds = line.tokens[last].key, self.words.type_kinds
        if word not in kinds or word in self.words.not_after:
            return None
        size = self.reading.known(self.reading.key(line, first, last)).size
        return None if size in _LARGE and size not in kinds[word] else word

    def _before(self, line: Line, k: int) -> str | None:
        """Return the type word of "TYPE of NAME", "TYPE NAME" or "TYPES of NAME, NAME and NAME"."""
        tokens, words = line.tokens, self.words
        if k > 1 and tokens[k - 1].key in words.of and tokens[k - 2].key in words.type_kinds:
            # "the X district of Y", "a suburb of Y", "a poor district of Y"
            another = (
                k > 2
                and tokens[k - 3].capital
                and tokens[k - 3].key not in words.function_words
                and SPACE.fullmatch(self.reading.gap(line, k - 2))
            )
            several = self._is_one_of_several(line, k - 2)
            return None if another or several or tokens[k - 2].key in words.part_types else tokens[k - 2].key
        if word := self._left_out(line, k):
            return word
        if (
            k
            and tokens[k - 1].key in words.leading_types | words.just_before
            and SPACE.fullmatch(self.reading.gap(line, k))
        ):
            return tokens[k - 1].key
        for j in range(k - 1, max(0, k - _LONGEST_LIST), -1):
            if tokens[j].key in words.of and tokens[j - 1].key in words.plural_types:
                if self._is_one_of_several(line, j - 1) or not self._is_in_a_list(line, j + 1, k):
                    return None
                return str(words.plural_types[tokens[j - 1].key])
            if tokens[j].key in words.plural_types and self.reading.language.is_inflected:
                return None if tokens[j].capital else str(words.plural_types[tokens[j].key])
            if not (tokens[j].capital or tokens[j].key in words.in_a_list):
                return None
        return None


_LONGEST_LIST = 60  # words
_LEFT_OUT = 15  # words between a type word and an article that stands for it
_HOMES = frozenset({"admin1", "admin2", "capital", "city1m", "city100k", "city20k"})
_MOST_PARTS = 4  # of the name of a people with hyphens
_FINAL = re.compile(r"[aeiou]s?$")  # what a name loses before the ending of those who live there
_LEAST_STEM = 3
_WATER = frozenset({"river", "lake", "sea"})
_LARGE = frozenset({"country", "continent", "admin1"})
