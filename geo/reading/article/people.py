"""The writers' names in a byline: without "By", posts, addresses and dates."""

from __future__ import annotations

import re

from ..dates import is_date, is_date_word
from .rules import line_rules

_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*|[<(\[].*?[>)\]]")
_SEPARATOR = re.compile(r"\s*[;|/•·\n\t]\s*|\s[-–—]\s")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W_]")
_AGO = re.compile(r"\s+(?:[^\W\d_A-Z]\w*\s+)?\d.*\Z", re.DOTALL)
_LONGEST, _MOST = 60, 30
_SHOUT = 4  # characters


def names_of(byline: str) -> list[str]:
    """Cut a byline into the names of its writers.

    A writer may be an agency. What is an address, a date or a post is left out; a name in the order of a
    catalogue ("Roe, Jane") is turned.

    Examples
    --------
    >>> names_of("By JANE ROE, Staff Writer"), names_of("Roe, Jane"), names_of("Ana de la Cruz y Luis Sáez")
    (['JANE ROE'], ['Jane Roe'], ['Ana de la Cruz', 'Luis Sáez'])
    >>> names_of("Jonas Kern, Linz"), names_of("Ann Roe | Asia correspondent, Delhi"), names_of("Admin")
    (['Jonas Kern'], ['Ann Roe'], [])
    >>> names_of("https://example.org/jane"), names_of("By Jane Roe | March 3, 2019"), names_of("admin@x.org")
    ([], ['Jane Roe'], [])
    """
    rules = line_rules()
    words = _unsigned(_ADDRESS.sub(" ", byline[: 40 * _MOST]))
    pieces: list[str] = []
    whole = False  # behind a whole name, one word is a place or a house, and what ends with a post is a post
    for piece in (piece for part in _SEPARATOR.split(words) for piece in rules.comma.split(part)):
        if not whole or (" " in piece.strip() and not rules.post_tail.search(piece)):
            pieces.append(piece)
        whole = whole or " " in _name(piece)
    parts = [part for piece in pieces for part in _people(piece)]
    names = [name for part in parts if (name := _name(part))]
    if not all(map(str.isupper, names)):
        names = [name for name in names if len(name) < _SHOUT or not name.isupper()]  # "Jane Roe, THE POST"
    if not names and len(parts) == 1 and parts[0][:1].isupper():  # an agency or a desk
        names = [] if is_date(words) or rules.account.fullmatch(words) else [words]
    if len(names) == len(parts) == len(pieces) == 2 and " " not in names[0] and len(names[1].split()) <= 2:
        names = [f"{names[1]} {names[0]}"]  # "Roe, Jane"
    return list(dict.fromkeys(names))[:_MOST]


def _people(words: str) -> list[str]:
    """Cut a byline at "and" and "&", unless that leaves a letter alone: then it is one name ("M & S")."""
    parts = line_rules().joint.split(words)
    return parts if all(len(part.strip()) > 1 for part in parts) else [words]


def _unsigned(words: str) -> str:
    """Take "By", and marks at both ends, off a byline."""
    words = words.strip(" \t\r\n,:|·•-–—*\"'“”")
    signed = line_rules().by_word.match(words)
    return words[signed.end() :].strip() if signed else words


def _name(words: str) -> str:
    """Take the name out of a part of a byline; an empty text where it has none."""
    rules = line_rules()
    tokens = _AGO.sub("", _unsigned(" ".join(words.split()))).split()
    while tokens and len(tokens[-1]) > 2 and all(map(is_date_word, _TOKEN.findall(tokens[-1]))):
        tokens.pop()
    for at, token in enumerate(tokens[2:], 2):  # "Jane Roe in Lyon"
        if token in rules.between:
            tokens = tokens[:at]
            break
    words = " ".join(tokens)
    post = rules.post_tail.search(words)
    uncased = words[:1].upper() == words[:1].lower()  # there a name may be one word
    if post and (uncased or len(words[: post.start()].split()) > 1):
        words = words[: post.start()].rstrip(" ,-–—")
    if not _WORD.search(words) or len(words) > _LONGEST or any(map(str.isdigit, words)):
        return ""
    return "" if rules.post_alone.fullmatch(words) or rules.account.fullmatch(words) else words


def names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of writers' whole names in a text, in any case; None without names of two words."""
    whole = sorted({n for n in names if len(n.split()) > 1 or not n.isascii()}, key=len, reverse=True)
    alternatives = (r"\s+".join(map(re.escape, name.split())) for name in whole)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE) if whole else None
