"""What is no place in languages without rules of their own: ordinary words, names of persons and bodies."""

from __future__ import annotations

import re
from functools import cache

from ...gazetteer import fold, is_latin
from ...languages import ArticleWords, article_words, has_rules
from ..tokens import is_unspaced
from .reading import SPACE, Line, Reading

_LONGEST = 16  # code points of a title or another word that begins a name, and what may stand between


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


class OtherNames:
    """The names of persons and bodies, and other words, that a place's name is a part of or looks like.

    In a language with rules there are none here: its own words and the learned weights tell them.
    """

    def __init__(self, reading: Reading, own: ArticleWords | None, plain: frozenset[str]) -> None:
        """Take a text's reading, the words of its language, and the commonest of these."""
        self.reading = reading
        self.titles = reading.language.before_surnames
        self.bodies = own.bodies if own else frozenset()
        self.surnames = own.surnames if own else frozenset()
        self.behind = re.compile("|".join(own.behind_names) if own and own.behind_names else "(?!)")
        self.plain = plain

    def hold(self, line: Line, first: int, last: int) -> bool:
        """Whether words ``[first, last)`` of a line are one of these, or a part of one."""
        if not self.reading.language.names_only:
            return False
        if is_unspaced(self.reading.text, line.tokens[first]):
            begin, start, end = line.sentence.start, line.tokens[first].start, line.tokens[last - 1].end
            named = last - first > 1 and self.reading.text[max(begin, start - 1) : start] in self.surnames
            return named or bool(self.behind.match(self.reading.text, end)) or self._continues(begin, start)
        return self._has_title(line, first) or self._is_spelled_otherwise(line, first, last)

    def _has_title(self, line: Line, first: int) -> bool:
        """Whether a title, a given name or a word for a party, firm or school stands right before."""
        if not first or not SPACE.fullmatch(self.reading.gap(line, first)):
            return False
        before = line.tokens[first - 1]
        word = self.reading.text[before.start : before.end].casefold()
        return word in self.bodies or (word in self.titles and before.key not in self.plain)

    def _continues(self, begin: int, start: int) -> bool:
        """Whether the same holds at an offset of a text without spaces, in a sentence from `begin` on."""
        before = self.reading.text[max(begin, start - _LONGEST) : start]
        run = before.rpartition(" ")[2]
        if run:
            return any(run[n:] in self.titles for n in range(len(run))) or any(b in run for b in self.bodies)
        run = before.rstrip().rpartition(" ")[2]  # a surname, after a given name with its title
        return any(run[:n] in self.titles for n in range(2, len(run)))

    def _is_spelled_otherwise(self, line: Line, first: int, last: int) -> bool:
        """Whether a name has other accents than all of its places: "Chủ", not Chũ."""
        words = self.reading.text[line.tokens[first].start : line.tokens[last - 1].end]
        key = self.reading.key(line, first, last)
        if words.isascii() or not is_latin(key) or key in self.reading.language.called:
            return False
        names = [c.place.name for c in self.reading.candidates(key)]
        spelled = {_spelling(name) for name in names if fold(name) == key and not name.isascii()}
        return bool(spelled) and len(spelled) == len({*names}) and _spelling(words) not in spelled


_COMMAS = str.maketrans("şţ", "șț")  # Romanian is written with either


def _spelling(name: str) -> str:
    return name.casefold().translate(_COMMAS)
