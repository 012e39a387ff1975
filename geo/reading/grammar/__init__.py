"""A sentence read by closed classes of words, without a parser; figures and movements build on it.

``sentence`` finds clauses, and groups of places with their governing words; ``phrases`` finds noun phrases.
"""

from .phrases import clause_subject, closes, noun_phrase, phrase_before, plural, stem
from .sentence import ENTRY, EXIT, FROM, GOAL, TO, Group, Mention, SentenceReading, read_plain, read_sentence

__all__ = [
    "ENTRY",
    "EXIT",
    "FROM",
    "GOAL",
    "TO",
    "Group",
    "Mention",
    "SentenceReading",
    "clause_subject",
    "closes",
    "noun_phrase",
    "phrase_before",
    "plural",
    "read_plain",
    "read_sentence",
    "stem",
]
