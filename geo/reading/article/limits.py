"""Markup that the parser of HTML cannot read, or reads only in minutes: each is one line of error."""

from __future__ import annotations

import re

# Every alternative takes what it begins with, to the end at worst, so that a search is linear.
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)|\Z)"""
    r"""|(?P<tag><[a-z](?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+)""",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_ROW = re.compile(r"<tr\b|</table\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_MOST_CELLS = 10_000  # of a row, which trafilatura counts again for each
_MOST_ATTRIBUTES = 1000  # of a tag: the parser compares each with each
_DEEPEST = 255  # tags in one another: what the parser reads
_OPEN_OR_CLOSE = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def html_fault(markup: str) -> str:
    """Say in a few words why the markup of a page cannot be read, or return "".

    Examples
    --------
    >>> html_fault("<p lang=en>Rain"), html_fault(f"<p {'a=1 ' * 2000}>Rain")
    ('', 'a tag with more than 1,000 attributes')
    """
    for found in _TAG.finditer(markup):
        words = found["tag"] or ""
        if len(words) > 2 * _MOST_ATTRIBUTES and len(_QUOTED.sub(" ", words).split()) > _MOST_ATTRIBUTES:
            return f"a tag with more than {_MOST_ATTRIBUTES:,} attributes"
    if any(len(_CELL.findall(row)) > _MOST_CELLS for row in _ROW.split(markup)):
        return f"a row of more than {_MOST_CELLS:,} cells"
    return ""


def depth_fault(markup: str) -> str:
    """Say that the tags of a page without text are too deep in one another, or return ""."""
    depth = deepest = 0
    for close, name in _OPEN_OR_CLOSE.findall(markup):
        if name.lower() not in _VOID:  # a tag that is never closed counts on
            depth = max(0, depth - 1) if close else depth + 1
            deepest = max(deepest, depth)
    return f"tags that stand more than {_DEEPEST} deep in one another" if deepest > _DEEPEST else ""
