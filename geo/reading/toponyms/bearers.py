"""Names that somebody or something bears, and that are therefore no places here.

"A girl named X", "his dog, X", "the ferry X", "two ships, the X and the Y", "shares of X", "X, based in Y".
"""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import ToponymWords
from ..tokens import Token

_REACH = 40  # code points before a name that may say whose it is
_NEAR = 4  # words
_QUOTED = 4  # code points between a quotation and the word of saying
_CLOSING = ("”", '"', "»", "’")
_QUOTES = ("'", "’", '"', "“")


def is_borne(text: str, tokens: Sequence[Token], first: int, last: int, words: ToponymWords) -> bool:
    """Say whether words ``[first, last)`` of a line are what somebody or something is called."""
    return (
        is_thing(text, tokens, first, last, words)
        or _is_seldom(text, tokens, first, last, words)
        or (first > 0 and _is_called(text, tokens, first, last, words))
    )


def is_thing(text: str, tokens: Sequence[Token], first: int, last: int, words: ToponymWords) -> bool:
    """Say whether the words beside a name say what bears it: "shares of X", "his dog, X", "the ferry X"."""
    start, end = tokens[first].start, tokens[last - 1].end
    around = f"{text[max(0, start - _REACH) : start]}<{text[start:end]}>{text[end : end + _REACH]}"
    if words.borne_behind.match(text, end) or words.borne_around.search(around):
        return True
    if not first:
        return False
    before = text[max(tokens[0].start, start - _REACH) : start]
    small = tokens[first - 1].key in words.of | words.articles
    return (
        _has_bearer(text, tokens, first, last, words)
        or (small and bool(words.borne_before.search(before)))
        or _is_saint(tokens, first, words)
    )


def is_speaker(text: str, tokens: Sequence[Token], first: int, last: int, words: ToponymWords) -> bool:
    """Say whether a name alone is who speaks, right behind a quotation: "“…”, dijo X ante el juez"."""
    if not first or tokens[first - 1].key not in words.speech_before or _gap(text, tokens, first):
        return False
    start = tokens[first - 1].start
    if not text[max(0, start - _QUOTED) : start].rstrip(" ,").endswith(_CLOSING):
        return False
    return last == len(tokens) or not tokens[last].capital or bool(_gap(text, tokens, last))


def is_one_of_many(text: str, tokens: Sequence[Token], first: int, words: ToponymWords) -> bool:
    """Say whether "a", "another" or a number stands before a name, as before that of a make or a wine."""
    return first > 0 and tokens[first - 1].key in words.one_of_several and not _gap(text, tokens, first)


def _is_seldom(text: str, tokens: Sequence[Token], first: int, last: int, words: ToponymWords) -> bool:
    """Whether a name is oftener that of a firm or a people, and nothing beside it says that it is a place."""
    if last - first != 1 or tokens[first].key not in words.seldom:
        return False
    if first and tokens[first - 1].key in words.articles:
        return False
    if last == len(tokens):
        return True
    gap, after = _gap(text, tokens, last), tokens[last]
    return not (gap == "," and after.capital) and after.key not in words.type_kinds


def _is_saint(tokens: Sequence[Token], first: int, words: ToponymWords) -> bool:
    """Whether a name is that of a saint whose feast or image is spoken of: "the feast of San X"."""
    if tokens[first].key not in words.saints:
        return False
    k = first
    while k and tokens[k - 1].key in words.of | words.articles:
        k -= 1
    return 0 < k < first and tokens[k - 1].key in words.feasts


def is_part_of_thing(text: str, tokens: Sequence[Token], first: int, last: int, words: ToponymWords) -> bool:
    """Say whether a name ends what something is called by more capitalised words: "la empresa Nueva X"."""
    k = first
    while k and tokens[k - 1].capital and not _gap(text, tokens, k):
        k -= 1
    return 0 < k < first and _has_bearer(text, tokens, k, last, words)


def _has_bearer(text: str, tokens: Sequence[Token], k: int, last: int, words: ToponymWords) -> bool:
    """Whether what bears a name stands before word ``k``, perhaps with another one of its kind between.

    Behind a comma, a name is what something is called only if a mark or "and" follows it.
    """
    k, the = _without_article(tokens, k, words)
    before, gap = tokens[k - 1], _gap(text, tokens, k)
    if gap == ",":
        ends = last == len(tokens) or _gap(text, tokens, last) or tokens[last].key in words.listing
        return bool(ends) and _bears(tokens, k - 1, words)
    if gap:
        return False
    if the and before.key in words.listing and k > 1 and tokens[k - 2].capital:  # "the X and the Y"
        k -= 2
        while k and tokens[k - 1].capital and not _gap(text, tokens, k):
            k -= 1
        return k > 0 and tokens[k - 1].key in words.articles and _has_bearer(text, tokens, k, last, words)
    if the or before.capital or before.key not in words.bearers:
        return False
    near = {t.key for t in tokens[max(0, k - _NEAR) : k - 1]}  # not "a man X police say"
    return words.nouns_behind_nouns.isdisjoint(near)


def _bears(tokens: Sequence[Token], k: int, words: ToponymWords) -> bool:
    """Whether word ``k`` is one that bears a name, or what such a one has: "the firm's dog, X"."""
    if tokens[k].key in words.bearers:
        return True
    if tokens[k].capital or tokens[k].key in words.type_kinds:
        return False
    owner = k
    while k and tokens[k - 1].key in words.of | words.articles:
        k -= 1
    return 0 < k < owner and tokens[k - 1].key in words.bearers


def _is_called(text: str, tokens: Sequence[Token], k: int, last: int, words: ToponymWords) -> bool:
    """Whether a word of naming stands before word ``k``, and not what the name is called behind it."""
    k, _ = _without_article(tokens, k, words)
    if _gap(text, tokens, k):
        return False
    near = [t.key for t in tokens[max(0, k - _NEAR) : k]]
    pronoun = len(near) > 1 and near[-2] in words.naming and near[-1] in words.pronouns
    typed = any(key in words.type_kinds or key in words.plural_types for key in near)
    if typed or not (pronoun or near[-1] in words.naming):
        return False
    if last == len(tokens):
        return True
    behind = _gap(text, tokens, last)  # "called X a pillar", "called X's move"
    return (
        not behind.startswith(_QUOTES)
        and tokens[last].key not in words.articles
        and tokens[last].key not in words.one_of_several
    )


def _without_article(tokens: Sequence[Token], k: int, words: ToponymWords) -> tuple[int, bool]:
    """Return the word at which a name begins with its article, and whether it has one."""
    the = k > 1 and tokens[k - 1].key in words.articles and not tokens[k - 1].capital
    return k - the, the


def _gap(text: str, tokens: Sequence[Token], k: int) -> str:
    return text[tokens[k - 1].end : tokens[k].start].strip()
