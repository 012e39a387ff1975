"""The language of a text, by its script and its commonest words: small, deterministic, no model."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ...languages import article_words

_SCRIPTS = {  # the language that a script shows by itself; Cyrillic and Han need a second look
    "ar": "\u0600-\u06ff\u0750-\u077f",
    "he": "\u0590-\u05ff",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "am": "\u1200-\u137f",
}
_SCRIPT = re.compile(
    "|".join(f"(?P<{tag}>[{span}]+)" for tag, span in _SCRIPTS.items()) + r"|(?P<en>[^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 3


def guess_language(text: str) -> str:
    """Guess a text's language from its first 20,000 characters.

    Returns
    -------
    str
        BCP 47 primary language; ``"en"`` if the text is empty, too short or not clear.

    Examples
    --------
    >>> guess_language("El río creció el domingo y los vecinos de la aldea dejaron sus casas.")
    'es'
    >>> guess_language("Річка піднялася."), guess_language("川が増水した。"), guess_language("Lima")
    ('uk', 'ja', 'en')
    """
    sample = text[:_SAMPLE]
    letters: Counter[str] = Counter()
    for match in _SCRIPT.finditer(sample):
        letters[match.lastgroup or "en"] += match.end() - match.start()
    script = max(letters, key=lambda tag: letters[tag], default="en")
    if script == "zh" and letters["ja"]:
        return "ja"
    if script == "ru":
        return "uk" if re.search("[іїєґІЇЄҐ]", sample) else "ru"
    if script == "ar":
        return "fa" if len(re.findall("[پچژگ]", sample)) * 100 > letters["ar"] else "ar"
    return script if script != "en" else _latin(sample)


@cache
def _votes() -> dict[str, list[str]]:
    """Return very common word → the languages that have it; a shared word counts for each."""
    votes: dict[str, list[str]] = {}
    for language, words in article_words().items():
        for word in words.stop_words:
            votes.setdefault(word, []).append(language)
    return votes


def _latin(sample: str) -> str:
    known, votes = _votes(), Counter({"en": 0})
    for word in _WORD.findall(sample.lower()):
        votes.update(known.get(word, ()))
    best = max(article_words(), key=lambda language: votes[language])
    return best if votes[best] >= _ENOUGH else "en"
