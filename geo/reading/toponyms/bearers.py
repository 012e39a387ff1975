"""Names that somebody or something bears, and that are therefore no places here.

"A girl named X", "his dog, X", "the ferry X", "two ships, the X and the Y", "shares of X", "X, based in Y".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .reading import Line, Reading

_REACH = 40  # code points beside a name that may say whose it is
_NEAR = 4  # words
_QUOTES = ("'", "’", '"', "“")


def is_borne(reading: Reading, line: Line, first: int, last: int) -> bool:
    """Say whether words ``[first, last)`` of a line are what somebody or something is called."""
    return is_thing(reading, line, first, last) or (first > 0 and _is_called(reading, line, first, last))


def is_thing(reading: Reading, line: Line, first: int, last: int) -> bool:
    """Say whether the words beside a name say what bears it: "shares of X", "his dog, X", "the ferry X"."""
    words, text = reading.language.toponyms, reading.text
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    return (
        bool(words.borne_behind.match(text, end, line.sentence.end))
        or bool(words.borne_before.search(text[max(line.sentence.start, start - _REACH) : start]))
        or (first > 0 and _has_bearer(reading, line, first))
    )


def _has_bearer(reading: Reading, line: Line, k: int) -> bool:
    """Whether what bears a name stands before word ``k``, perhaps with another one of its kind between."""
    tokens, words = line.tokens, reading.language.toponyms
    k, the = _without_article(reading, line, k)
    before, gap = tokens[k - 1], reading.gap(line, k).strip()
    if gap == ",":
        return before.key in words.bearers
    if gap or not k:
        return False
    if (
        the and before.key in words.listing and k > 1 and tokens[k - 2].capital
    ):  # "two ships, the X and the Y"
        k -= 2
        while k and tokens[k - 1].capital and not reading.gap(line, k).strip():
            k -= 1
        return k > 0 and tokens[k - 1].key in words.articles and _has_bearer(reading, line, k)
    near = {t.key for t in tokens[max(0, k - _NEAR) : k - 1]}  # not "a man X police say"
    return (
        not the
        and before.key in words.bearers
        and not before.capital
        and near.isdisjoint(words.one_of_several)
    )


def _is_called(reading: Reading, line: Line, k: int, last: int) -> bool:
    """Whether a word of naming stands before word ``k``, and not what the name is called behind it."""
    tokens, words = line.tokens, reading.language.toponyms
    k, _ = _without_article(reading, line, k)
    if reading.gap(line, k).strip():
        return False
    near = [t.key for t in tokens[max(0, k - _NEAR) : k]]
    pronoun = len(near) > 1 and near[-2] in words.naming and near[-1] in words.pronouns
    if not (pronoun or near[-1] in words.naming) or not reading.type_words.isdisjoint(near):
        return False
    if last == len(tokens):
        return True
    behind = reading.gap(line, last).strip()  # "called X a pillar", "called X's move"
    return not behind.startswith(_QUOTES) and tokens[last].key not in words.articles | words.one_of_several


def _without_article(reading: Reading, line: Line, k: int) -> tuple[int, bool]:
    """Return the word at which a name begins with its article, and whether it has one."""
    the = line.tokens[k - 1].key in reading.language.toponyms.articles and k > 1
    the = the and not line.tokens[k - 1].capital
    return k - the, the
