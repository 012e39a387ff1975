"""Ordinary words of languages without rules of their own: a name that one of them equals is not taken."""

from __future__ import annotations

from functools import cache

from ...gazetteer import fold
from ...languages import article_words, has_rules


@cache
def ordinary_words(language: str) -> frozenset[str]:
    """Return the commonest words of a language, folded; none for a language with rules, which knows its own.

    They are those of its folder, and those of stopwords-iso, which has 57 languages.

    Parameters
    ----------
    language
        BCP 47 primary language.

    Examples
    --------
    >>> "kun" in ordinary_words("fi"), ordinary_words("en")
    (True, frozenset())
    """
    if has_rules(language):
        return frozenset()
    from stopwordsiso import has_lang, stopwords

    own = article_words().get(language)
    words = [*(own.stop_words if own else ()), *(stopwords(language) if has_lang(language) else ())]
    return frozenset(map(fold, words))
