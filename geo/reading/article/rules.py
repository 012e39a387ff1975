"""Patterns of lines for all languages at once: an article's language is not known before it is read."""

from __future__ import annotations

import re
from functools import cache, cached_property
from operator import attrgetter

from ...languages import article_words, one_of

_NAME = r"(?:[^\W\d_]{1,3}[-'’])?[^\W\d_a-zß-ÿ][\w.'’-]*"


class LineRules:
    """Patterns of lines, each compiled at its first use."""

    @cached_property
    def furniture(self) -> re.Pattern[str]:
        """Match a run of the site itself."""
        pictures = rf"(?:{_any('pictures')})s?(?: (?:{_any('pictures_by')}))?"
        return re.compile(
            rf"(?:{_any('buttons')})(?:\.\.\.|[…:>»])?|{_any('notices')}|(?:©|\(c\)\s).{{0,200}}"
            rf"|(?:{pictures}|{_any('credits')})\s?[:/|©].{{0,200}}|(?:{_any('pointers')})\s?[:|>–—].{{0,200}}",
            re.IGNORECASE | re.DOTALL,
        )

    @cached_property
    def rights(self) -> re.Pattern[str]:
        """Find what only a line about rights has."""
        return re.compile(_any("rights"), re.IGNORECASE)

    @cached_property
    def comments(self) -> re.Pattern[str]:
        """Match the heading over comments."""
        return re.compile(
            rf"\W*(?:\d+\s+)?(?:(?:{_any('comments_of')})\s+)?(?:{_any('comments')})\s*(?:\(\d+\)|[:\d]*)\W*",
            re.IGNORECASE,
        )

    @cached_property
    def says(self) -> re.Pattern[str]:
        """Match a line that names a comment's writer, or counts."""
        return re.compile(rf".{{1,60}}\b(?:{_any('says')}):|\d+ (?:{_any('counted')})", re.IGNORECASE)

    @cached_property
    def by(self) -> re.Pattern[str]:
        """Match a byline that begins with "By"."""
        return re.compile(rf"(?:{_any('by')})(?:\s+|(?<=[：:]))(?P<names>{self._names})")

    @cached_property
    def particles(self) -> frozenset[str]:
        """The words in lower case that stand in names of people."""
        return _all("name_particles") | _all("name_joints")

    @cached_property
    def name_and_post(self) -> re.Pattern[str]:
        """Match a name with a post."""
        return re.compile(rf"(?P<names>{_NAME}(?:\s+{_NAME}){{1,3}}){self._post}")

    @cached_property
    def person(self) -> re.Pattern[str]:
        """Match a whole name that shows itself as a person's: by a particle, by "al-", by a degree."""
        particles = one_of(_all("name_particles") - _all("place_particles") - _all("name_joints"))
        names = rf"{_NAME}(?:\s+{_NAME}){{0,3}}"
        every = one_of(_all("name_particles"))
        joined = rf"(?:\s+(?:{particles})(?:\s+(?:{every}))*\s+|\s+[a-z]{{1,3}}-(?=[^\W\d_a-z]))"
        return re.compile(rf"{names}(?:{joined}{names}|,\s*(?:{_any('degrees')})\.?)")

    @cached_property
    def by_word(self) -> re.Pattern[str]:
        """Match the word "By"."""
        return re.compile(rf"(?:{_any('by')})(?:[\s:：]+|(?<=[：:/]))", re.IGNORECASE)

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """Match "and" between names."""
        return re.compile(rf"\s+(?:{one_of(_all('name_joints'))}|&|\+)\s+", re.IGNORECASE)

    @cached_property
    def comma(self) -> re.Pattern[str]:
        """Match a comma between names, not one before a degree."""
        return re.compile(rf"\s*,(?!\s*(?:{_any('degrees')})(?!\w))\s*")

    @cached_property
    def post(self) -> re.Pattern[str]:
        """Match a post behind a name."""
        return re.compile(self._post)

    @cached_property
    def post_tail(self) -> re.Pattern[str]:
        """Find a post and what follows it."""
        return re.compile(rf"{self._post}\b.*\Z|\s+(?i:{_any('posts')})\s*\Z")

    @cached_property
    def post_alone(self) -> re.Pattern[str]:
        """Match a post without a name."""
        return re.compile(
            rf"(?:(?:{_any('posts_the')})\s+)?(?:[\w’'.-]+\s+){{0,3}}(?:{_any('posts')})", re.IGNORECASE
        )

    @cached_property
    def account(self) -> re.Pattern[str]:
        """Match an account that names nobody."""
        return re.compile(_any("accounts"), re.IGNORECASE)

    @cached_property
    def place_particles(self) -> frozenset[str]:
        """Words in lower case inside names of places."""
        return _all("place_particles")

    @cached_property
    def between(self) -> frozenset[str]:
        """Commonest words in lower case that are in no name: what follows a name and one of them is none."""
        inside = _all("name_particles") | _all("place_particles") | _all("name_joints")
        return frozenset(word for word in self.stop_words - inside if len(word) > 1)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Commonest words in lower case."""
        return _all("stop_words")

    @cached_property
    def ends(self) -> re.Pattern[str]:
        """Match a line that ends a story."""
        return re.compile(rf"\W*(?:{_any('ends')})\W*", re.IGNORECASE)

    @cached_property
    def desk(self) -> re.Pattern[str]:
        """Match what an editor writes to editors."""
        return re.compile(rf"\W*(?:{_any('desk')})(?!\w).{{0,300}}", re.IGNORECASE | re.DOTALL)

    @cached_property
    def forwarded(self) -> re.Pattern[str]:
        """Match the marks of an answered or forwarded e-mail."""
        return re.compile(rf"(?:(?:{_any('forwarded')})\s*:\s*)+", re.IGNORECASE)

    @cached_property
    def _names(self) -> str:
        return (
            rf"(?:{_NAME})(?:\s+(?:(?:{one_of(_all('name_particles'))})\s+)*{_NAME}"
            rf"|,\s+{_NAME}|\s+(?:{one_of(_all('name_joints'))}|&)\s+{_NAME}){{0,9}}"
        )

    @cached_property
    def _post(self) -> str:
        return (
            rf"(?:\s*\n\s*|\s*[,|/]\s+|\s+(?:[–—-]|{_any('posts_of')})\s+)(?:(?:{_any('posts_the')})\s+)?(?:[\w’'.-]+\s+){{0,4}}"
            rf"(?i:{_any('posts')})"
        )


@cache
def line_rules() -> LineRules:
    """Return the rules of all languages together."""
    return LineRules()


def _all(name: str) -> frozenset[str]:
    """Return a word class in all languages."""
    return frozenset().union(*map(attrgetter(name), article_words().values()))


def _any(name: str) -> str:
    """Return a pattern for any alternative of any language."""
    return "|".join(one for words in article_words().values() for one in getattr(words, name))
