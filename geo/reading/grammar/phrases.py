"""Noun phrases without a parser: runs of words between the closed classes, and what a figure counts."""

from __future__ import annotations

import re

from ...languages import GrammarWords, Language
from ..tokens import Token
from .sentence import SentenceReading

_GAP = re.compile(r"[\s“”\"‘’'-]*|['’]s\s+|[.,](?!\s)")
_MOST = 6


def noun_phrase(reading: SentenceReading, start: int, stop: int) -> str:
    """Return the noun phrase that begins at `start`: "farm workers", "coffee and cacao"; else "".

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> noun_phrase(read_plain("small white trucks crossed the bridge"), 0, 38)
    'small white trucks'
    """
    grammar, units = reading.grammar, reading.language.quantities.unit_of
    words: list[Token] = []
    at = start
    for t in reading.words(start, stop):
        if not _GAP.fullmatch(reading.text, at, t.start) or len(words) == _MOST:
            break
        unit = t.key in units and (_of(reading, t.end) or reading.text[t.start - 1] == "-")
        opener = t.key in grammar.determiners or t.key in grammar.of or _numeral(t, grammar)
        if not words and (opener or unit):
            at = t.end
            continue
        if closes(t, reading.language) or (words and grammar.past.search(t.key)):
            break
        words.append(t)
        at = t.end
        if plural(t.key, grammar) and t.key not in units:
            break
    while words and words[-1].key in grammar.adverbs:
        words.pop()
    if len(words) == 1 and grammar.past.search(words[0].key):
        return ""
    return reading.text[words[0].start : words[-1].end] if words else ""


def phrase_before(reading: SentenceReading, stop: int) -> str:
    """Return the noun phrase that ends at `stop`, without its determiner; "" if there is no such phrase."""
    grammar = reading.grammar
    words: list[Token] = []
    right = stop
    for t in reading.words(reading.clause_start(stop - 1), stop)[::-1]:
        apart = len(words) == _MOST or not _GAP.fullmatch(reading.text, t.end, right)
        if apart or closes(t, reading.language) or t.key in grammar.determiners or _numeral(t, grammar):
            break
        if words and grammar.past.search(t.key) and _subject_before(reading, t):
            break
        words.append(t)
        right = t.start
    while words and words[-1].key in grammar.adverbs:
        words.pop()
    return reading.text[words[-1].start : words[0].end] if words else ""


def _subject_before(reading: SentenceReading, t: Token) -> bool:
    """Whether a participle follows a noun, and so is its verb ("airlines cancelled flights")."""
    before = reading.words(reading.sentence.start, t.start)[-1:]
    return (
        bool(before)
        and not closes(before[0], reading.language)
        and before[0].key not in reading.grammar.determiners
    )


def clause_subject(reading: SentenceReading, position: int) -> str:
    """Return the noun phrase that opens the clause of a position, without places and fronted phrases."""
    begin, grammar = reading.clause_start(position), reading.grammar
    words = [t for t in reading.words(begin, position) if t.key not in grammar.openers]
    if words and words[0].key in grammar.locative:
        comma = reading.text.find(",", words[0].start, position)
        if comma < 0:
            return ""
        words = [t for t in words if t.start > comma]
    for t in words:
        if any(m.start <= t.start < m.end and m.toponym.kind != "relation" for m in reading.mentions):
            continue
        if t.key in grammar.determiners or t.key in grammar.pronominal:
            continue
        phrase = noun_phrase(reading, t.start, position)
        if phrase in grammar.amounts and (of := _of(reading, t.end)):
            return noun_phrase(reading, of, position)
        return phrase
    return ""


def _of(reading: SentenceReading, at: int) -> int:
    """Return the end of an "of" that begins at a space; 0 if there is no "of"."""
    return next((at + len(of) + 1 for of in reading.grammar.of if reading.text.startswith(f" {of} ", at)), 0)


def _numeral(t: Token, grammar: GrammarWords) -> bool:
    return t.key[0].isdigit() or t.key in grammar.numerals


def closes(t: Token, language: Language) -> bool:
    """Whether a word ends a noun phrase: a preposition, a conjunction, a pronoun or a verb."""
    grammar, key = language.grammar, t.key
    return (
        key in grammar.verbs
        or key in grammar.locative
        or key in grammar.speech
        or key in grammar.compass
        or (key in language.toponyms.function_words and key not in grammar.phrase_words)
    )


def plural(word: str, grammar: GrammarWords) -> bool:
    """Whether a word looks like the plural of a noun."""
    return word in grammar.plurals or (len(word) > 3 and grammar.plural.search(word) is not None)


def stem(word: str, grammar: GrammarWords) -> str:
    """Return a word without the ending of its plural.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> grammar = reading_language("en").grammar
    >>> stem("alternatives", grammar), stem("cities", grammar), stem("glass", grammar)
    ('alternative', 'city', 'glass')
    """
    for ending, singular in grammar.endings:
        if word.endswith(ending) and len(word) > len(ending) + 1 and plural(word, grammar):
            return f"{word.removesuffix(ending)}{singular}"
    return word
