"""All that belongs to one language, as data: the words that we show, and the words that reading knows.

A language is a folder of data. ``Vocabulary`` finds words by key: ``page.toml`` has those of page and still
map, ``explain.toml`` those of `geo explain`, ``messages.toml`` those for what the program concludes. The
other files have what reading knows of the language (``reading``). Words of the article are shown as they are.
So are the gazetteer's names, except those of countries and seas (``place-names.toml`` of the pinned data).
"""

from __future__ import annotations

from .claims import (
    claim_words,
    measured_words,
    moved_words,
    mover_words,
    polarity_words,
    said_words,
    source_words,
    time_words,
    together_words,
)
from .data import one_of
from .reading import (
    ArticleWords,
    ClaimWords,
    FlowWords,
    GrammarWords,
    InflectedWords,
    Language,
    MoodWords,
    QuantityWords,
    ResolveWords,
    StoryWords,
    TimeWords,
    ToponymWords,
    article_words,
    has_rules,
    languages_with,
    reading_language,
)
from .words import LANGUAGES, Vocabulary, is_called, message_values, page_language, vocabulary

__all__ = [
    "LANGUAGES",
    "ArticleWords",
    "ClaimWords",
    "FlowWords",
    "GrammarWords",
    "InflectedWords",
    "Language",
    "MoodWords",
    "QuantityWords",
    "ResolveWords",
    "StoryWords",
    "TimeWords",
    "ToponymWords",
    "Vocabulary",
    "article_words",
    "claim_words",
    "has_rules",
    "is_called",
    "languages_with",
    "measured_words",
    "message_values",
    "moved_words",
    "mover_words",
    "one_of",
    "page_language",
    "polarity_words",
    "reading_language",
    "said_words",
    "source_words",
    "time_words",
    "together_words",
    "vocabulary",
]
