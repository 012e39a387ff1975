"""A sentence as claims read it: its words, its clauses, its places, and how these are joined.

Places in a list are a group; a group has a role, the preposition or verb that governs it. Quantities,
movements and attachment build on this; the only grammar here is closed classes of words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...languages import GrammarWords, Language, reading_language
from ...model import Place, Sentence, Toponym
from ..tokens import Token, tokenise

_DATELINE = re.compile(r"[^\W\d_a-z][^—–\n]{1,50}?\s?(?:[—–]|\s-)\s")
_PUNCTUATION = re.compile(r"[,;:—()“”\"]")
_REACH = 7  # words before a place: the word that governs it is one of them

# Roles of a group without a preposition: "bound for A", "entered A", "left A"; ends of an outer phrase.
GOAL, ENTRY, EXIT = "goal", "entry", "exit"
FROM, TO = "outer origin", "outer destination"


@dataclass(frozen=True, slots=True)
class Mention:
    """A placed toponym of a sentence; ``aside`` if it only says where another lies, or who speaks."""

    toponym: Toponym
    place: Place
    aside: bool = False
    possessive: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.toponym.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.toponym.end

    @property
    def demonym(self) -> bool:
        """Whether it is a demonym."""
        return self.toponym.kind == "demonym"


@dataclass(frozen=True, slots=True)
class Group:
    """Places that a sentence names together, with the word that governs them.

    ``role`` is the preposition before them, ``ENTRY`` or ``EXIT`` after a verb of arriving or leaving,
    ``GOAL`` after "bound for", or ``""``; ``outer`` is ``FROM`` or ``TO`` if their phrase is inside such a
    phrase. ``at`` is where the governing word begins. ``spoken`` marks places that only say who speaks.
    """

    mentions: tuple[Mention, ...]
    role: str
    outer: str
    at: int
    spoken: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.mentions[-1].end

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places, each once."""
        return tuple(dict.fromkeys(m.place.id for m in self.mentions))


@dataclass
class SentenceReading:
    """A sentence, its words, mentions and groups in order, and where its clauses begin."""

    text: str
    sentence: Sentence
    language: Language
    mentions: list[Mention]
    groups: list[Group] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    @property
    def grammar(self) -> GrammarWords:
        """The word classes of its language."""
        return self.language.grammar

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the sentence."""
        return tokenise(self.text, self.sentence.start, self.sentence.end)

    def clause(self, position: int) -> int:
        """Return the number of the clause that contains a position of the text."""
        return bisect_right(self.breaks, position)

    def clause_start(self, position: int) -> int:
        """Return where the clause of a position begins."""
        n = self.clause(position)
        return self.breaks[n - 1] if n else self.sentence.start

    def clause_end(self, position: int) -> int:
        """Return where the clause of a position ends."""
        n = self.clause(position)
        return self.breaks[n] if n < len(self.breaks) else self.sentence.end

    def words(self, start: int, end: int) -> list[Token]:
        """Return the words of ``text[start:end]``."""
        return [t for t in self.tokens if t.start >= start and t.end <= end]


def read_sentence(
    text: str, sentence: Sentence, toponyms: Sequence[Toponym], language: Language
) -> SentenceReading:
    """Read a sentence with the toponyms in it; those without a place are ignored."""
    possessive = language.grammar.possessive
    mentions = [
        Mention(t, t.place, possessive=bool(possessive.match(text, t.end)))
        for t in toponyms
        if t.place and t.kind != "embedded"
    ]
    reading = SentenceReading(text, sentence, language, mentions)
    _mark_asides(reading)
    _mark_dateline(reading)
    reading.breaks = _breaks(reading)
    reading.groups = _groups(reading)
    return reading


def read_plain(text: str, language: str = "en") -> SentenceReading:
    """Read a text as one sentence that names no place."""
    sentence = Sentence("s01", 0, len(text), "b01", "paragraph")
    return read_sentence(text, sentence, (), reading_language(language))


def _mark_dateline(reading: SentenceReading) -> None:
    """Mark the places of a dateline ("LIMA, Peru —"), unless the sentence names no other place."""
    found = _DATELINE.match(reading.text, reading.sentence.start, reading.sentence.end)
    if found and any(m.end > found.end() for m in reading.mentions if not m.aside):
        reading.mentions = [replace(m, aside=m.aside or m.end <= found.end()) for m in reading.mentions]


def _mark_asides(reading: SentenceReading) -> None:
    """Mark the mentions that only say where another one lies: "X, Y", "X in Y", "Y's X", "the Yan X"."""
    text, mentions, grammar = reading.text, reading.mentions, reading.grammar
    for i in range(len(mentions) - 1):  # by number: each step sees the marks of the step before
        a, b = mentions[i], mentions[i + 1]
        between = text[a.end : b.start]
        after_border = bool(i) and a.aside and mentions[i - 1].toponym.kind == "relation"
        if _leads(a, b, between, grammar):
            mentions[i] = replace(a, aside=True)
        elif (
            (not a.aside and grammar.held.fullmatch(between) and a.place.lies_in(b.place))
            or (a.toponym.kind == "relation" and grammar.sides.fullmatch(between))
            or (after_border and grammar.row.fullmatch(between))
        ):
            mentions[i + 1] = replace(b, aside=True)


def _leads(a: Mention, b: Mention, between: str, grammar: GrammarWords) -> bool:
    """Whether a place only describes the next: "Y's X", "the Yan X", "the Yan side of the border"."""
    words = between.split()
    border = b.toponym.kind == "relation"
    if len(words) > 4:
        return False
    if a.demonym and border:
        return True
    if "," in between or not set(words).isdisjoint(grammar.locative | grammar.verbs | grammar.joining):
        return False
    return (a.possessive and (border or b.place.lies_in(a.place))) or (a.demonym and len(words) <= 2)


def _breaks(reading: SentenceReading) -> list[int]:
    """Find where clauses begin; a comma inside a list of places does not begin a clause."""
    text, stop, grammar = reading.text, reading.sentence.end, reading.grammar
    found = []
    starts = {m.start for m in reading.mentions}
    ends = {m.end for m in reading.mentions}
    for match in grammar.clause.finditer(text, reading.sentence.start, stop):
        words = match.group().strip(" ,")
        if words in grammar.and_word:
            comma = re.compile(r"[,;]\s").search(text, match.end(), stop)
            rest = text[match.end() : comma.start() if comma else stop]
            listed = match.start() in ends and match.end() in starts
            if listed or not (
                any(c.isdigit() for c in rest)
                or any(t.lower() in grammar.verbs for t in re.findall(r"\w+", rest))
            ):
                continue
        if words in grammar.after_place and match.start() in ends:
            continue
        found.append(match.start() + 1)
    for match in grammar.and_clause.finditer(text, reading.sentence.start, stop):
        m = next((m for m in reading.mentions if m.start == match.end()), None)
        after = re.match(r"\s+([\w’']+)", text[m.end : stop]) if m else None
        if after and after[1].lower() in grammar.verbs and match.start() not in ends:
            found.append(match.start() + 1)
    return sorted(set(found))


def _groups(reading: SentenceReading) -> list[Group]:
    groups: list[Group] = []
    row: list[Mention] = []
    for m in reading.mentions:
        if m.aside:
            continue
        if row and not _joined(reading, row[-1], m):
            groups.append(_governed(reading, row))
            row = []
        row.append(m)
    if row:
        groups.append(_governed(reading, row))
    return groups


def _joined(reading: SentenceReading, a: Mention, b: Mention) -> bool:
    """Whether two mentions are in one list; words between them may say where the first lies."""
    between = reading.text[a.end : b.start]
    for m in reversed(reading.mentions):
        if m.aside and a.end <= m.start and m.end <= b.start:
            between = between[: m.start - a.end] + between[m.end - a.end :]
    between = reading.grammar.aside.sub("", between)
    if a.place.id == b.place.id and re.fullmatch(r"[^.;]{0,12}\(\s*", between):
        return True
    if a.demonym != b.demonym or not reading.grammar.row.fullmatch(between):
        return False
    case = reading.grammar.list_case.search(between)
    if case is None:
        return reading.clause(a.end) == reading.clause(b.start) or "," in between
    return _walk(reading, a.start)[0] == case.group().strip()


def _governed(reading: SentenceReading, row: list[Mention]) -> Group:
    role, outer, at = _walk(reading, row[0].start)
    return Group(tuple(row), role, outer, at, _spoken(reading, row[0], role))


def _walk(reading: SentenceReading, start: int) -> tuple[str, str, int]:
    """Return what governs a place that begins at `start`: role, outer role, where that word begins."""
    text, grammar = reading.text, reading.grammar
    before = [t for t in reading.tokens if t.end <= start][::-1]
    role, at, right, depth = "", start, start, 0
    for n, t in enumerate(before[: _REACH * 2]):
        if _PUNCTUATION.search(text, t.end, right):
            break
        right = t.start
        if role:
            if t.key in grammar.cases:
                return role, FROM if t.key in grammar.origin else TO, t.start
            if n - depth > 5 or t.key in grammar.verbs or t.key[0].isdigit() or t.key in grammar.inside_case:
                break
            continue
        if t.key in grammar.bound_for and n + 1 < len(before) and before[n + 1].key in grammar.bound:
            return GOAL, "", before[n + 1].start
        if t.key in grammar.locative or t.key in grammar.governing:
            role, at, depth = t.key, t.start, n
            if role not in grammar.inner:
                break
        elif t.key in grammar.arrive and n <= 3:
            return ENTRY, "", t.start
        elif t.key in grammar.leave and n <= 3:
            return EXIT, "", t.start
        elif t.key in grammar.verbs or t.key in grammar.clausal or n >= _REACH:
            break
    return role, "", at


def _spoken(reading: SentenceReading, m: Mention, role: str) -> bool:
    """Whether a place is only in the words that say who speaks, or where."""
    text, sentence, grammar = reading.text, reading.sentence, reading.grammar
    left = max((text.rfind(c, sentence.start, m.start) for c in ',;”"'), default=-1)
    right = min((i for c in ",;" if (i := text.find(c, m.end, sentence.end)) >= 0), default=sentence.end)
    words = reading.words(max(left, sentence.start), right)
    if left > sentence.start and any(t.key in grammar.speech or t.key in grammar.finds for t in words):
        return not any(t.key[0].isdigit() for t in words)
    verbs = [t for t in words if t.key in grammar.speech]
    if left > sentence.start or not verbs:
        return False
    opening = reading.language.toponyms.function_words & grammar.verbs
    return bool(role) and m.end < verbs[0].start and not any(t.key in opening for t in words[:1])
