"""Patterns of lines for all languages at once: an article's language is not known before it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from ...languages import article_words, one_of

_NAME = r"(?:[^\W\d_]{1,3}[-'’])?[^\W\d_a-zß-ÿ][\w.'’-]*"


@dataclass(frozen=True)
class LineRules:
    """Patterns of lines; ``by`` to ``post``, and ``by_word`` to ``comma``, match bylines and their parts.

    ``ends`` matches a line that ends a story, ``desk`` what an editor writes to editors.
    """

    furniture: re.Pattern[str]
    rights: re.Pattern[str]
    comments: re.Pattern[str]
    says: re.Pattern[str]
    by: re.Pattern[str]
    name_and_post: re.Pattern[str]
    post: re.Pattern[str]
    place_particles: frozenset[str]
    by_word: re.Pattern[str]
    joint: re.Pattern[str]
    post_tail: re.Pattern[str]
    post_alone: re.Pattern[str]
    comma: re.Pattern[str]
    ends: re.Pattern[str]
    desk: re.Pattern[str]
    forwarded: re.Pattern[str]


@cache
def line_rules() -> LineRules:
    """Put the words of all languages together."""
    pictures = rf"(?:{_any('pictures')})s?(?: (?:{_any('pictures_by')}))?"
    names = (
        rf"(?:{_NAME})(?:\s+(?:(?:{one_of(_all('name_particles'))})\s+)*{_NAME}"
        rf"|,\s+{_NAME}|\s+(?:{one_of(_all('name_joints'))}|&)\s+{_NAME}){{0,9}}"
    )
    post = (
        rf"(?:\s*[,|/]|\s+(?:[–—-]|{_any('posts_of')}))\s+(?:(?:{_any('posts_the')})\s+)?(?:[\w’'.-]+\s+){{0,4}}"
        rf"(?i:{_any('posts')})"
    )
    return LineRules(
        furniture=re.compile(
            rf"(?:{_any('buttons')})(?:\.\.\.|[…:>»])?|{_any('notices')}|(?:©|\(c\)\s).{{0,200}}"
            rf"|(?:{pictures}|{_any('credits')})\s?[:/|©].{{0,200}}|(?:{_any('pointers')})\s?[:|>–—].{{0,200}}",
            re.IGNORECASE | re.DOTALL,
        ),
        rights=re.compile(_any("rights"), re.IGNORECASE),
        comments=re.compile(
            rf"\W*(?:\d+\s+)?(?:(?:{_any('comments_of')})\s+)?(?:{_any('comments')})\s*(?:\(\d+\)|[:\d]*)\W*",
            re.IGNORECASE,
        ),
        says=re.compile(rf".{{1,60}}\b(?:{_any('says')}):|\d+ (?:{_any('counted')})", re.IGNORECASE),
        by=re.compile(rf"(?:{_any('by')})\s+(?P<names>{names})"),
        name_and_post=re.compile(rf"(?P<names>{_NAME}(?:\s+{_NAME}){{1,3}}){post}"),
        post=re.compile(post),
        place_particles=_all("place_particles"),
        by_word=re.compile(rf"(?:{_any('by')})(?:[\s:：]+|(?<=[：:/]))", re.IGNORECASE),
        joint=re.compile(rf"\s+(?:{one_of(_all('name_joints'))}|&|\+)\s+", re.IGNORECASE),
        post_tail=re.compile(rf"{post}\b.*\Z|\s+(?i:{_any('posts')})\s*\Z"),
        post_alone=re.compile(
            rf"(?:(?:{_any('posts_the')})\s+)?(?:[\w’'.-]+\s+){{0,3}}(?:{_any('posts')})", re.IGNORECASE
        ),
        comma=re.compile(rf"\s*,(?!\s*(?:{_any('degrees')})(?!\w))\s*"),
        ends=re.compile(rf"\W*(?:{_any('ends')})\W*", re.IGNORECASE),
        forwarded=re.compile(rf"(?:(?:{_any('forwarded')})\s*:\s*)+", re.IGNORECASE),
        desk=re.compile(rf"\W*(?:{_any('desk')})(?!\w).{{0,300}}", re.IGNORECASE | re.DOTALL),
    )


def _all(name: str) -> frozenset[str]:
    """Return a word class in all languages."""
    return frozenset().union(*map(attrgetter(name), article_words().values()))


def _any(name: str) -> str:
    """Return a pattern for any alternative of any language."""
    return "|".join(one for words in article_words().values() for one in getattr(words, name))
