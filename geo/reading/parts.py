"""Places of which an article means a part ("northern Kenya") become that part, an approximate outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..gazetteer import part_of
from ..languages import reading_language
from ..model import Article, Place, Toponym
from .tokens import tokenise

if TYPE_CHECKING:
    from ..gazetteer import Gazetteer

_REACH = 32  # code points of the words before a name that say which part of it


def resolve_parts(article: Article, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the toponyms, those that mean a part of an area with that part as their place.

    Parameters
    ----------
    article, toponyms
        The article, and its resolved toponyms.
    gazetteer
        Remembers what was cut.

    Returns
    -------
    tuple of Toponym
        In the same order; a place that is no area stays as it is.
    """
    codes = {article.language, *(block.language for block in article.blocks if block.language)}
    said = [reading_language(code).toponyms for code in codes]
    words = frozenset().union(*(words.part_of for words in said))
    between = frozenset().union(*(words.of | words.articles | words.part_nouns for words in said))
    called: dict[tuple[str, str], Place | None] = {}  # a part has the name that the article gives it first
    found = []
    for t in toponyms:
        if t.part and t.resolution and (whole := t.resolution.place):
            key = t.part, whole.id
            if key not in called:
                called[key] = part_of(gazetteer, whole, t.part, _name(article.text, t, words, between))
            if part := called[key]:
                t = replace(t, resolution=replace(t.resolution, place=part))
        found.append(t)
    return tuple(found)


def _name(text: str, t: Toponym, words: frozenset[str], between: frozenset[str]) -> str:
    """Return a toponym's words with those before it that say which part is meant, and what is between."""
    start = t.start
    for token in reversed(tokenise(text, max(0, t.start - _REACH), t.start)):
        if token.key in words:
            start = token.start
        elif start < t.start or token.key not in between:
            break
    return " ".join(text[start : t.end].split())
