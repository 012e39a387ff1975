"""Where words begin and end in scripts without spaces, so that no name is found inside another word."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec

from ...languages import article_words, one_of

_UNSPACED = re.compile("[\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
"""A run of Thai, Lao, Burmese, Khmer, Kana or Han: scripts that put no spaces between words."""


def has_icu() -> bool:
    """Whether ICU's word breaker, of the extra ``asian``, is installed."""
    return find_spec("icu4py") is not None


def word_edges(words: str, language: str) -> frozenset[int] | None:
    """Find the offsets at which a word of a text without spaces begins or ends, code points.

    Without ICU only the ends of a run in these scripts are edges. None for a text that has none of them.

    Examples
    --------
    >>> word_edges("It rained.", "en") is None
    True
    """
    runs = list(_UNSPACED.finditer(words))
    if not runs:
        return None
    edges = {edge for run in runs for edge in run.span()}
    if has_icu():
        from icu4py.breakers import WordBreaker

        at = 0
        for word in WordBreaker(words, language):
            edges |= {at, at + len(word)}
            at += len(word)
    return frozenset(edges)


@cache
def _suffix() -> re.Pattern[str]:
    """Return a pattern of what stands behind a name as a part of its word ("city", "province")."""
    suffixes = frozenset().union(*(words.place_suffixes for words in article_words().values()))
    return re.compile(one_of(suffixes) or r"(?!)")


_HANGUL = "[\uac00-\ud7af]"


@cache
def _end_of_hangul() -> re.Pattern[str]:
    """Return a pattern of the end of a word of Hangul: a suffix of places, and particles."""
    words = [words for words in article_words().values() if words.particles]
    suffixes = one_of(frozenset().union(*(w.place_suffixes for w in words))) or "(?!)"
    particles = one_of(frozenset().union(*(w.particles for w in words))) or "(?!)"
    return re.compile(f"(?:{suffixes})?(?:{particles})?(?!{_HANGUL})")


def is_whole(words: str, start: int, end: int, edges: frozenset[int] | None) -> bool:
    """Whether a span of a text is a whole word, or one with a suffix of places."""
    if re.match(_HANGUL, words[start]):  # its words are parted by spaces, and end in particles
        begins = not re.match(_HANGUL, words[max(0, start - 1) : start])
        return begins and _end_of_hangul().match(words, end) is not None
    if edges is None or not _UNSPACED.search(words, start, end):
        return True
    return start in edges and (end in edges or has_suffix(words, end, edges))


def has_suffix(words: str, end: int, edges: frozenset[int]) -> bool:
    """Whether a suffix of places follows a span, and ends its word."""
    after = _suffix().match(words, end)
    return after is not None and after.end() in edges
