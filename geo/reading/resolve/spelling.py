"""Whether a name of a place is the gazetteer's own in another spelling, or another one altogether."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from ...gazetteer import fold

_ALIKE = 0.8  # so many of the letters of two spellings of one name are the same


@lru_cache(4096)
def is_spelling(key: str, name: str) -> bool:
    """Whether a folded name is a place's own, longer, shorter or spelled otherwise.

    Examples
    --------
    >>> is_spelling("kupiansk", "Kupyansk"), is_spelling("santa cruz", "Santa Cruz de la Sierra")
    (True, True)
    >>> is_spelling("berea", "Aleppo")
    False
    """
    name = fold(name)
    if f" {key} " in f" {name} " or f" {name} " in f" {key} ":
        return True
    shared = sum((Counter(key) & Counter(name)).values())
    return key[:1] == name[:1] and 2 * shared >= _ALIKE * (len(key) + len(name))
