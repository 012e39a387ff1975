"""Noun phrases without a parser: runs of words between the closed classes, and what a figure counts."""

from __future__ import annotations

import re

from ..toponyms.lexicon import FUNCTION_WORDS
from ..toponyms.tokens import Token
from .lexicon import ADVERBS, DETERMINERS, LOCATIVE, NUMERALS, PLURALS, SPEECH, UNIT_OF, VERBS
from .sentence import Reading

_GAP = re.compile(r"[\s“”\"‘’'-]*|['’]s\s+|[.,](?!\s)")
_MOST = 6
_AMOUNTS = frozenset("number total amount share volume value".split())
_COMPASS = frozenset("north south east west".split())


def noun_phrase(reading: Reading, start: int, stop: int) -> str:
    """Return the noun phrase that begins at `start`: "farm workers", "coffee and cacao"; "" where none does.

    Examples
    --------
    >>> from geo.reading.claims.sentence import read_plain
    >>> noun_phrase(read_plain("small white trucks crossed the bridge"), 0, 38)
    'small white trucks'
    """
    words: list[Token] = []
    at = start
    for t in reading.words(start, stop):
        if words or at != start:
            if not _GAP.fullmatch(reading.text, at, t.start) or len(words) == _MOST:
                break
        elif not _GAP.fullmatch(reading.text, start, t.start):
            break
        if not words and (t.key in DETERMINERS or _numeral(t) or t.key == "of"):
            at = t.end
            continue
        if not words and t.key in UNIT_OF and reading.text.startswith(" of ", t.end):
            at = t.end
            continue
        if not words and t.key in UNIT_OF and reading.text[t.start - 1] == "-":
            at = t.end
            continue
        if closes(t) or (words and t.key.endswith("ed")):
            break
        words.append(t)
        at = t.end
        if plural(t.key) and t.key not in UNIT_OF:
            break
    while words and words[-1].key in ADVERBS:
        words.pop()
    if len(words) == 1 and words[0].key.endswith("ed"):
        return ""
    return reading.text[words[0].start : words[-1].end] if words else ""


def phrase_before(reading: Reading, stop: int) -> str:
    """Return the noun phrase that ends at `stop`, its determiner left out."""
    words: list[Token] = []
    right = stop
    for t in reading.words(reading.clause_start(stop - 1), stop)[::-1]:
        if not _GAP.fullmatch(reading.text, t.end, right) or closes(t) or len(words) == _MOST:
            break
        if t.key in DETERMINERS or _numeral(t):
            break
        if words and t.key.endswith("ed") and _subject_before(reading, t):
            break
        words.append(t)
        right = t.start
    while words and words[-1].key in ADVERBS:
        words.pop()
    return reading.text[words[-1].start : words[0].end] if words else ""


def _subject_before(reading: Reading, t: Token) -> bool:
    """Tell whether a word in -ed follows a noun, and so is its verb ("airlines cancelled flights")."""
    before = reading.words(reading.sentence.start, t.start)[-1:]
    return bool(before) and not closes(before[0]) and before[0].key not in DETERMINERS


def clause_subject(reading: Reading, position: int) -> str:
    """Return the noun phrase that opens the clause of a position, places and fronted phrases left out."""
    begin = reading.clause_start(position)
    words = [
        t for t in reading.words(begin, position) if t.key not in ("and", "but", "while", "where", "that")
    ]
    if words and words[0].key in LOCATIVE:
        comma = reading.text.find(",", words[0].start, position)
        if comma < 0:
            return ""
        words = [t for t in words if t.start > comma]
    for t in words:
        if any(m.start <= t.start < m.end and m.toponym.kind != "relation" for m in reading.mentions):
            continue
        if t.key in DETERMINERS or t.key in ("those", "that"):
            continue
        phrase = noun_phrase(reading, t.start, position)
        if phrase in _AMOUNTS and reading.text.startswith(" of ", t.end):
            return noun_phrase(reading, t.end + 3, position)
        return phrase
    return ""


def _numeral(t: Token) -> bool:
    return t.key[0].isdigit() or t.key in NUMERALS


def closes(t: Token) -> bool:
    """Tell whether a word ends a noun phrase: a preposition, a conjunction, a pronoun or a verb."""
    return (
        t.key in VERBS
        or t.key in LOCATIVE
        or t.key in SPEECH
        or t.key in _COMPASS
        or (t.key in FUNCTION_WORDS and t.key not in ("new", "other"))
    )


def plural(word: str) -> bool:
    """Tell whether a word looks like the plural of a noun."""
    return word in PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")))
