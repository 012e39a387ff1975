"""A sentence read by closed classes of words, without a parser: what is said of places builds on it.

``sentence`` finds its clauses, and its places in groups with what governs them; ``phrases`` its noun phrases.
"""

from .phrases import clause_subject, closes, noun_phrase, phrase_before, plural, stem
from .sentence import ENTRY, EXIT, FROM, GOAL, TO, Group, Mention, Reading, read_plain, read_sentence

__all__ = [
    "ENTRY",
    "EXIT",
    "FROM",
    "GOAL",
    "TO",
    "Group",
    "Mention",
    "Reading",
    "clause_subject",
    "closes",
    "noun_phrase",
    "phrase_before",
    "plural",
    "read_plain",
    "read_sentence",
    "stem",
]
