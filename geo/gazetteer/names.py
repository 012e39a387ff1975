"""Fold names into the keys of the gazetteer.

Both sides fold: the build folds every name that it stores, and a lookup folds the name that it looks for. So
diacritics, case, apostrophes and dots never decide whether a place is found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ..files import language_data

# Letters that Unicode does not decompose, as English newspapers write them.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ħ": "h",
        "ŋ": "n",
        "ə": "a",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "&": " and ",
        "ـ": None,  # Arabic tatweel only stretches a word
    }
    # Apostrophes, primes, the okina and the ayn join the letters on both sides: "N'Djamena", "Hawaiʻi".
    | dict.fromkeys("'’‘‛`´ʻʼʽʾʿˈ′＇", None)
)
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?:\.|(?![^\W_])))")
_ASCII_GAP = re.compile(r"[^0-9a-z]+")


def _is_accent(char: str) -> bool:
    """Whether a combining mark only changes its letter: Latin, Greek, Cyrillic, Hebrew and Arabic marks.

    The vowel signs of Indic scripts and of Thai, and the voicing marks of kana, work as letters; their
    combining classes are 0, 7 to 9, 84 to 91 and 103 to 132 (Unicode, table of classes).
    """
    combining = unicodedata.combining(char)
    return 10 <= combining <= 35 or combining >= 200


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Fold a name into its key: no case, no accents, no punctuation, single spaces.

    Every script is kept. Dots between initials are dropped ("U.S." is "us"); all other punctuation becomes a
    space. An empty name, or one of only punctuation, gives the empty key.

    Examples
    --------
    >>> fold("San Martín"), fold("U.S."), fold("Washington, D.C."), fold("N'Djamena"), fold("Łódź")
    ('san martin', 'us', 'washington dc', 'ndjamena', 'lodz')
    """
    if name.isascii():
        text = name.lower().replace("'", "").replace("`", "").replace("&", " and ")
        if "." in text:
            text = _INITIALS.sub(r"\1", text)
        return _ASCII_GAP.sub(" ", text).strip()
    text = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    text = _INITIALS.sub(r"\1", unicodedata.normalize("NFKD", text))
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in text if not _is_accent(c))
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def is_latin(key: str) -> bool:
    """Whether a key has only Latin letters and digits, and so is in ``names.sqlite``.

    Examples
    --------
    >>> is_latin("san martin"), is_latin("москва")
    (True, False)
    """
    return key.isascii()


@cache
def _short() -> dict[str, Any]:
    """Read how English shortens names; most of the gazetteer's names are English."""
    return language_data("en", "names")


def longer_keys(key: str) -> Iterator[str]:
    """Yield the keys that a key without a place may mean, with its abbreviations spelled out.

    Examples
    --------
    >>> list(longer_keys("loudon co")), list(longer_keys("w columbia")), list(longer_keys("the sudan"))
    (['loudon county'], ['west columbia'], ['sudan'])
    """
    short = _short()
    first, _, tail = key.partition(" ")
    head, _, last = key.rpartition(" ")
    if first in short["articles"].split() and tail:
        yield tail
    if head and last in short["last"]:
        yield f"{head} {short['last'][last]}"
    if tail and first in short["first"]:
        yield f"{short['first'][first]} {tail}"


_LEAST = 2
"""A bare name is longer than this: "U.S. District" is not the district of a town called Us."""


def bare_keys(key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the bare names of a key with a type word, each with the kinds of place that the word can name.

    Examples
    --------
    >>> [bare for bare, _ in bare_keys("jerome township")], [bare for bare, _ in bare_keys("city of york")]
    (['jerome'], ['york'])
    >>> list(bare_keys("mount semeru")), list(bare_keys("york"))
    ([('semeru', ('mountain', 'volcano'))], [])
    """
    words = key.split()
    before, after = _type_words()
    for count in range(min(3, len(words) - 1), 0, -1):
        for table, typed, bare in (
            (before, words[:count], words[count:]),
            (after, words[-count:], words[:-count]),
        ):
            if len(text := " ".join(bare)) > _LEAST:
                yield from ((text, kinds) for kinds in table.get(" ".join(typed), ()))


@cache
def _type_words() -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[tuple[str, ...]]]]:
    """Read the kinds of each type word that stands before a name, and behind one."""
    found: tuple[dict[str, list[tuple[str, ...]]], ...] = ({}, {})
    for row in _short()["typed"]:
        for words, table in zip((row["before"], row["after"]), found, strict=True):
            for word in words:
                table.setdefault(word, []).append(tuple(row["kinds"]))
    return found[0], found[1]
