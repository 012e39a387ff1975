"""Plain text into runs: paragraphs separated by blank lines, by newlines, or hard-wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ...model import BlockKind
from .lines import ends_sentence, stands_alone, starts_paragraph

_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_BULLET = re.compile(r"(?:[-*•‣▪●–]|\(?\d{1,2}[.)])\s")
_NARROW, _WIDE = 40, 120  # hard-wrapped text has its margin between these columns


class Draft(Struct, eq=False):
    """A block in the making, ``text[start:end]``; ``kind`` is None until its role is known."""

    start: int
    end: int
    kind: BlockKind | None = None
    level: int = 0
    repeats: Draft | None = None

    def slice(self, text: str) -> str:
        """Cut the draft's words out of the text."""
        return text[self.start : self.end]


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    words: str


def plain_drafts(text: str, start: int = 0, end: int | None = None) -> list[Draft]:
    r"""Cut plain text, ``text[start:end]``, into trimmed runs that hold everything except white space.

    Blank lines always separate runs. Between them a newline separates two runs, with two exceptions: the
    lines are hard-wrapped (they fill a margin of 40 to 120 columns, and the next line's first word would not
    fit), or the next line clearly continues (it begins with a closing mark, or in lower case after a long
    line). How a passage between blank lines is cut does not depend on others. Empty text gives an empty list.

    Examples
    --------
    >>> [draft.slice("A\nB\n\nC") for draft in plain_drafts("A\nB\n\nC")]
    ['A', 'B', 'C']
    """
    return [
        Draft(part[0].start, part[-1].end)
        for passage in _passages(text, start, end)
        for part in _parts(passage)
    ]


def _passages(text: str, start: int, end: int | None) -> Iterator[list[_Line]]:
    passage: list[_Line] = []
    fresh = True  # only white space since the last newline
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        words = match[0].strip()
        if words:
            begin = match.start() + match[0].index(words[0])
            passage.append(_Line(begin, begin + len(words), begin - match.start(), words))
            fresh = False
        elif match[0] in ("\r\n", "\r", "\n"):
            if fresh and passage:
                yield passage
                passage = []
            fresh = True
    if passage:
        yield passage


def _parts(lines: list[_Line]) -> Iterator[list[_Line]]:
    width = max(len(line.words) for line in lines)
    wrapped = _NARROW <= width <= _WIDE and any(
        _fills(a, b, width) and not ends_sentence(a.words) for a, b in pairwise(lines)
    )
    part = [lines[0]]
    alone = stands_alone(lines[0].words)
    for before, line in pairwise(lines):
        was_alone, alone = alone, stands_alone(line.words)
        separate = was_alone or alone or starts_paragraph(line.words) or _BULLET.match(line.words)
        if separate or not (_wraps(before, line, width) if wrapped else _goes_on(before, line)):
            yield part
            part = []
        part.append(line)
    yield part


def _fills(before: _Line, line: _Line, width: int) -> bool:
    return len(before.words) + 1 + len(line.words.split(None, 1)[0]) > width


def _wraps(before: _Line, line: _Line, width: int) -> bool:
    if line.indent >= before.indent + 2 and not _BULLET.match(before.words):
        return False
    return _fills(before, line, width) or (
        len(before.words) > 0.75 * width and not ends_sentence(before.words)
    )


def _goes_on(before: _Line, line: _Line) -> bool:
    first = line.words[0]
    return first in ".,;:!?)]}»”…" or (
        first.islower() and len(before.words) >= _NARROW and not ends_sentence(before.words)
    )
