"""Plain text as it was set for paper: two columns side by side, and words cut by a hyphen at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from ...languages import reading_language
from .language import guess_language
from .lines import ends_sentence
from .rules import line_rules

_BEHIND_GUTTER = re.compile(r"(?<=\S)[ ]{2,}(?=\S)")
_LEAST = 6  # lines in two columns that stand below one another
_MOST_EMPTY = 12  # lines without the second column, inside the columns
_NARROWEST = 15  # characters of a column, as the median of its lines
_CUT = re.compile(r"(?P<first>[^\W\d_]{2,})(?P<hyphen>[-\u00ad])[ \t]*\r?\Z")
_REST = re.compile(r"[ \t]*(?P<rest>[^\W\d_]+)(?P<marks>\S*)[ \t]*")
_WHOLE = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SHORTEST = 15  # characters of a line that is full enough to be cut at its end


def one_column(text: str) -> str:
    r"""Set a text of two columns one below the other; other text stays as it is.

    Two columns are at least 6 lines of prose with white space at one place, and more words behind it.

    Examples
    --------
    >>> row = "the river rose on Sunday night".ljust(34) + "and the road to Lyon was cut"
    >>> one_column("\n".join([row] * 6)).count("\n"), one_column("Lima    300\n" * 9) == "Lima    300\n" * 9
    (3, True)
    """
    if "\t" not in text and "   " not in text:
        return text
    lines = [line.expandtabs(8) if "\t" in line else line for line in text.splitlines()]
    starts = [{gap.end() for gap in _BEHIND_GUTTER.finditer(line)} for line in lines]
    counts = Counter(column for found in starts for column in found)
    if not counts or counts.most_common(1)[0][1] < _LEAST:
        return text
    column = min(counts, key=lambda c: (-counts[c], c))
    out: list[str] = []
    at = 0
    for first, last in _regions(lines, starts, column):
        left = [line[:column].rstrip() for line in lines[first:last]]
        right = [line[column:].rstrip() for line in lines[first:last]]
        if _is_prose(left) and _is_prose(right):
            out += [*lines[at:first], "", _paragraphs([*_trimmed(left), *_trimmed(right)]), ""]
            at = last
    return "\n".join([*out, *lines[at:], ""]) if at else text


def _regions(lines: list[str], starts: list[set[int]], column: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that leave the gutter empty, each to the end of its columns."""
    first = last = None
    pairs = 0
    for at, line in enumerate([*lines, "x" * (column + 1)]):
        open_gutter = not line[column - 2 : column].strip()
        if not open_gutter or (last is not None and at - last > _MOST_EMPTY):
            if first is not None and last is not None and pairs >= _LEAST:
                last += 1
                while last < at and lines[last].strip():  # the first column may be longer
                    last += 1
                yield first, last
            first, last, pairs = None, None, 0
        elif column in starts[at]:
            first, last, pairs = at if first is None else first, at, pairs + 1


def _is_prose(lines: list[str]) -> bool:
    """Whether lines are of words, and wide enough for a column."""
    filled = sorted(len(line.strip()) for line in lines if line.strip())
    words = "".join(lines).replace(" ", "")
    return filled[len(filled) // 2] >= _NARROWEST and sum(map(str.isalpha, words)) > 0.8 * len(words)


def _paragraphs(lines: list[str]) -> str:
    """Join the lines of a column: a paragraph ends at a blank, indented or short line."""
    width = max(map(len, lines))
    out: list[list[str]] = [[]]
    before = ""
    for line in rejoined("\n".join(lines)).split("\n"):
        ended = ends_sentence(before) and len(before) < 0.75 * width
        if not line.strip() or line.startswith("  ") or ended:
            out.append([])
        before = line.strip()
        out[-1].append(before)
    return "\n\n".join(" ".join(part) for part in out if any(part))


def _trimmed(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n")


def rejoined(text: str) -> str:
    r"""Join the words that are cut by a hyphen at a line's end; the break then stands behind the word.

    A hyphen that belongs to the word stays: the text has it within a line, a capital follows, or both parts
    are words and the whole is none.

    Examples
    --------
    >>> rejoined("They came to the town of Amster-\ndam, a snow-\ncovered one.")
    'They came to the town of Amsterdam,\na snow-covered\none.'
    """
    if "-\n" not in text and "-\r" not in text and "\u00ad" not in text:
        return text
    lines = text.split("\n")
    is_word: Callable[[str], tuple[str, str, str] | None] | None = None
    whole = frozenset(_WHOLE.findall(text))
    carried = False
    for at in range(len(lines) - 1):
        cut, rest = _CUT.search(lines[at][-60:]), _REST.match(lines[at + 1])
        full = carried or len(lines[at].strip()) >= _SHORTEST
        carried = bool(cut and rest and full and rest["rest"].lower() not in line_rules().stop_words)
        if not carried or cut is None or rest is None:
            continue
        is_word = is_word or reading_language(guess_language(text)).lexeme
        first, second = cut["first"], rest["rest"]
        word = f"{first}-{second}"
        if cut["hyphen"] != "-" or not (
            second[0].isupper() or word in whole or _is_compound(first, second, is_word)
        ):
            word = first + second
        kept = len(lines[at]) - len(cut[0])
        lines[at] = lines[at][:kept] + word + rest["marks"] + "\r" * lines[at].endswith("\r")
        lines[at + 1] = lines[at + 1][rest.end() :]
    return "\n".join(lines)


def _is_compound(first: str, second: str, lexeme: Callable[[str], tuple[str, str, str] | None]) -> bool:
    """Whether the parts of a cut word are words and the whole is none; behind a name, a verb's form."""
    behind = lexeme(second.lower())
    if not behind or lexeme((first + second).lower()):
        return False
    return behind[0].startswith("VB") if first[0].isupper() else lexeme(first.lower()) is not None
