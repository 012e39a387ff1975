"""Who gives a figure: the source that a sentence names, in the article's words."""

from __future__ import annotations

from ...languages import ClaimWords
from ...model import Sentence
from ..article import after_dateline


def find_source(text: str, sentence: Sentence, rules: ClaimWords) -> str | None:
    """Return the source that a sentence names, or None.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> words = "Some 40 homes burned, according to the fire service."
    >>> find_source(words, Sentence("s01", 0, len(words), "b01", "paragraph"), reading_language("en").claims)
    'the fire service'
    """
    words = text[sentence.start : sentence.end]
    words = words[after_dateline(words) :]
    for pattern in rules.sources:
        if match := pattern.search(words):
            who = " ".join(rules.source_ends.sub("", match["who"]).split()).strip(" .")
            if who and who.lower() not in rules.pronouns and len(who.split()) <= 16:
                return who
    return None
