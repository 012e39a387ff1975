"""Parts of speech, and the words of a sentence that have them."""

from __future__ import annotations

import re
from enum import IntEnum, auto

from msgspec import Struct

from ...gazetteer import fold


class Part(IntEnum):
    """A part of speech, or a kind of punctuation."""

    NOUN = auto()
    """A common noun in the singular."""
    PLURAL = auto()
    NAME = auto()
    """A proper noun."""
    PRONOUN = auto()
    DETERMINER = auto()
    ADJECTIVE = auto()
    ADVERB = auto()
    NUMBER = auto()
    PREPOSITION = auto()
    INFINITIVE = auto()
    """The "to" before an infinitive; in inflected languages also an infinitive, which is one word."""
    AND = auto()
    """A coordinating conjunction: "and", "or", "but"."""
    SUBORDINATOR = auto()
    """A subordinating conjunction, "that" included."""
    RELATIVE = auto()
    """A relative pronoun or adverb."""
    MODAL = auto()
    BE = auto()
    HAVE = auto()
    DO = auto()
    NOT = auto()
    BASE = auto()
    """A verb's base form, also as a present ("they leave")."""
    PRESENT = auto()
    """A present that differs from the base ("she leaves")."""
    PAST = auto()
    PARTICIPLE = auto()
    EITHER = auto()
    """A past that may be a participle."""
    GERUND = auto()
    EXISTENTIAL = auto()
    """The "there" of "there is"."""
    COMMA = auto()
    STOP = auto()
    """Any other sign than a comma or a quotation mark."""
    QUOTE = auto()


NOUNS = frozenset((Part.NOUN, Part.PLURAL, Part.NAME))
AUXILIARIES = frozenset((Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.NOT))
VERBS = frozenset((Part.BASE, Part.PRESENT, Part.PAST, Part.PARTICIPLE, Part.EITHER, Part.GERUND))
PUNCTUATION = frozenset((Part.COMMA, Part.STOP, Part.QUOTE))
FINITE = frozenset(
    (Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.PRESENT, Part.PAST, Part.BASE, Part.EITHER)
)  # fmt: skip
OPENS = frozenset((Part.DETERMINER, Part.NUMBER, Part.PRONOUN, Part.NAME))
YEAR = re.compile(r"(?:1\d|20)\d\d")
"""What opens a noun group behind a verb."""


class Word(Struct, eq=False, gc=False):
    """A word or a sign of a sentence: ``text[start:end]``, its key, its part of speech and its base.

    ``placed`` is whether it belongs to a placed toponym, ``joined`` whether a hyphen follows it, ``owns``
    whether it is a possessive; ``forms`` are those of a verb that it may be.
    """

    start: int
    end: int
    key: str
    capital: bool = False
    part: Part = Part.NOUN
    base: str = ""
    forms: str = ""
    placed: bool = False
    joined: bool = False
    owns: bool = False

    @property
    def folded(self) -> str:
        """Its key as the keys of names are."""
        return fold(self.key)

    @property
    def verbal(self) -> bool:
        """Whether it is a verb; an infinitive of one word is."""
        return self.part in VERBS or (self.part is Part.INFINITIVE and bool(self.base))

    def __repr__(self) -> str:
        """Write it as its key and its part of speech."""
        return f"{self.key}/{self.part.name}"


def is_prepositional(word: Word | None) -> bool:
    """Whether a word is a preposition, or an adverb or a "to" that may stand in its place."""
    return word is not None and word.part in (Part.PREPOSITION, Part.ADVERB, Part.INFINITIVE)
