"""Words of a sentence, with their shape."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ..gazetteer import fold

# An abbreviation with dots ("U.S.", "D.C."); else a word, with apostrophes inside it but not a possessive 's.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ](?!s\b)[^\W_]+)*")
_APOSTROPHES = ("'", "’", "ʼ")  # "d'Ivoire" is written with a capital
_IDEOGRAPHIC = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f]"


class Token(NamedTuple):
    """A word: ``text[start:end]``, its folded key, and its shape."""

    start: int
    end: int
    key: str
    capital: bool
    shout: bool
    """Two or more letters, all capitals."""
    uncased: bool
    """In a script without capitals."""


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Split ``text[start:end]`` into words; offsets stay those of ``text``.

    In a script that is written without spaces, each character is a token. No words give an empty list.

    Examples
    --------
    >>> [t.key for t in tokenise("U.S. troops left Côte d'Ivoire's coast.", 0, 39)]
    ['us', 'troops', 'left', 'cote', 'divoire', 'coast']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        if word in ("s", "S") and text[first - 1 : first] in ("'", "’"):
            continue
        if not word.isascii() and max(word) >= "\u0e00" and re.search(_IDEOGRAPHIC, word):
            tokens.extend(Token(i, i + 1, fold(text[i]), False, False, True) for i in range(first, last))
            continue
        tokens.append(Token(first, last, *_shape(word)))
    return tokens


@lru_cache(16384)
def _shape(word: str) -> tuple[str, bool, bool, bool]:
    """Return a word's key, and whether it has a capital, is all capitals, and is in a script without them."""
    first = word[0]
    capital = first.isupper() or first.istitle() or (word[1:2] in _APOSTROPHES and word[2:3].isupper())
    shout = capital and len(word) > 1 and word.isupper()
    uncased = not capital and not first.islower() and unicodedata.category(first) == "Lo"
    return fold(word), capital, shout, uncased
