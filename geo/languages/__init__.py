"""All that is peculiar to a language, as data: the words that we show, and those that reading knows.

A language is a folder of data. A ``Vocabulary`` is asked for words by key: ``page.toml`` has those of page
and still map, ``explain.toml`` those of `geo explain`; ``messages.toml`` has those for what the program
concludes. The other files have what reading knows of the language (``reading``). Words of the article are not
here, and of the gazetteer only the names of countries and seas (``place-names.toml`` of the pinned data): all
else is shown as it is.
"""

from __future__ import annotations

from .claims import claim_words, measured_words, source_words, time_words, together_words
from .data import one_of
from .reading import (
    ArticleWords,
    ClaimWords,
    FlowWords,
    GrammarWords,
    Language,
    QuantityWords,
    ResolveWords,
    StoryWords,
    TimeWords,
    ToponymWords,
    article_words,
    reading_language,
)
from .words import LANGUAGES, Vocabulary, message_values, vocabulary

__all__ = [
    "LANGUAGES",
    "ArticleWords",
    "ClaimWords",
    "FlowWords",
    "GrammarWords",
    "Language",
    "QuantityWords",
    "ResolveWords",
    "StoryWords",
    "TimeWords",
    "ToponymWords",
    "Vocabulary",
    "article_words",
    "claim_words",
    "measured_words",
    "message_values",
    "one_of",
    "reading_language",
    "source_words",
    "time_words",
    "together_words",
    "vocabulary",
]
