"""Words of a sentence, with their shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from ..gazetteer import fold

# Letters of the scripts of South and South-East Asia, with the vowel signs that Python takes for no letters.
_SOUTHERN = (
    r"\u0900-\u0963\u0971-\u0df3\u0e01-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u0f71-\u0f84\u1000-\u1049\u1050-\u109f"
    r"\u1780-\u17d3"
)
_WORD = rf"[^\W_]+(?:[{_SOUTHERN}]+[^\W_]*)*"
# An abbreviation with dots ("U.S.", "D.C."); else a word, with apostrophes inside it but not a possessive 's.
_TOKEN = re.compile(rf"(?:[^\W\d_]\.){{2,}}|{_WORD}(?:['’ʼ](?!s\b){_WORD})*")
_APOSTROPHES = ("'", "’", "ʼ")  # "d'Ivoire" is written with a capital
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
_FIRST_UNSPACED = "\u0e00"
_GEORGIAN = "\u10d0\u10ff"
_CHARACTER = r"[^\W_]\W*"  # inside a word, what is no letter is a sign


class Token(Struct, frozen=True, gc=False):
    """A word: ``text[start:end]``, its folded key, and its shape."""

    start: int
    end: int
    key: str
    capital: bool
    shout: bool
    """Two or more letters, all capitals (in upper case)."""
    uncased: bool
    """In a script without capitals."""


def tokenise(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Split ``text[start:end]`` into words; offsets stay those of ``text``.

    In a script that is written without spaces, each character with its signs is a token. No words give an
    empty tuple.

    Examples
    --------
    >>> [t.key for t in tokenise("U.S. troops left Côte d'Ivoire's coast.", 0, 39)]
    ['us', 'troops', 'left', 'cote', 'divoire', 'coast']
    >>> len(tokenise("กรุงเทพ", 0, 7)), len(tokenise("दिल्ली", 0, 6))
    (6, 1)
    """
    kept = _kept(text)
    found = kept.get((start, end))
    if found is None:
        found = kept[start, end] = tuple(_tokens(text, start, end))
    return found


@lru_cache(1)
def _kept(text: str) -> dict[tuple[int, int], tuple[Token, ...]]:
    """Return what is already split of the last text: names, claims and story each read its sentences."""
    return {}


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        if word in ("s", "S") and text[first - 1 : first] in ("'", "’"):
            continue
        if (
            not word.isascii()
            and max(word.replace("’", "'")) >= _FIRST_UNSPACED
            and re.search(_UNSPACED, word)
        ):
            signed = re.compile(_CHARACTER).finditer(text, first, last)
            yield from (Token(*c.span(), fold(c.group()), False, False, True) for c in signed)
            continue
        yield Token(first, last, *_shape(word))


def is_unspaced(text: str, token: Token) -> bool:
    """Whether a token is a character of a script that is written without spaces."""
    return token.uncased and re.match(_UNSPACED, text[token.start]) is not None


@lru_cache(16384)
def _shape(word: str) -> tuple[str, bool, bool, bool]:
    """Return a word's key, and whether it has a capital, is all capitals, and is in a script without them."""
    first = word[0]
    capital = first.isupper() or first.istitle() or (word[1:2] in _APOSTROPHES and word[2:3].isupper())
    shout = capital and len(word) > 1 and word.isupper()
    georgian = _GEORGIAN[0] <= first <= _GEORGIAN[1]  # it has capitals in Unicode only
    uncased = georgian or (not capital and not first.islower() and unicodedata.category(first) == "Lo")
    return fold(word), capital, shout, uncased
