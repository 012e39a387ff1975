"""A shallow grammar: parts of speech, noun and verb groups, clauses; what claims and movements are read from.

``tagging`` finds parts of speech (``inflected`` those of a language with conjugated verbs), ``chunks`` noun
and verb groups, ``clauses`` how these hang together: a ``syntax``. ``sentence`` finds the places in them,
``mood`` whether a clause states a fact; ``phrases`` says what titles are made of.
"""

from .mood import CLAIMED, DENIED, NEGATED, PAST, PLANNED, POSSIBLE, mood_of
from .parts import NOUNS, Part, Word
from .phrases import closes, plural, stem
from .sentence import (
    LONGEST_SENTENCE,
    Mention,
    PlaceGroup,
    SentenceReading,
    named,
    read_plain,
    read_sentence,
    refer,
)
from .syntax import Clause, Kind, NounGroup, Syntax, VerbGroup

__all__ = [
    "CLAIMED",
    "DENIED",
    "LONGEST_SENTENCE",
    "NEGATED",
    "NOUNS",
    "PAST",
    "PLANNED",
    "POSSIBLE",
    "Clause",
    "Kind",
    "Mention",
    "NounGroup",
    "Part",
    "PlaceGroup",
    "SentenceReading",
    "Syntax",
    "VerbGroup",
    "Word",
    "closes",
    "mood_of",
    "named",
    "plural",
    "read_plain",
    "read_sentence",
    "refer",
    "stem",
]
