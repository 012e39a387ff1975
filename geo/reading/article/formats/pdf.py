"""PDF with a text layer, by pypdfium2: letters with their positions become lines, columns and paragraphs.

Lengths are points of 1/72 inch; x grows to the right, y upwards.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple

from ....errors import ArticleError
from ...dates import iso_moment
from ..decoding import EXPECTED
from ..lines import ends_sentence
from ..pages import Page, Run, head_of, page_of
from ..rules import line_rules

_MOST_PAGES, _MOST_LETTERS = 1000, 5_000_000
_EDGE = 0.12  # share of a page's height, at its top and bottom, in which running heads stand
_NUMBER = re.compile(r"\W*(?:\w{1,6}\s+)?\d{1,4}\W*(?:(?:\w{1,3}|/)\s*\d{1,4})?\W*")
_HYPHENS = "-\x02\xad\u2010"
_AHEAD = 9  # bands below one that may show that it has columns: a table's cells are narrow
_PRINTED = re.compile(
    r"[\d/.:, -]{8,}(?:[AP]M)?|(?:https?|file)://\S+(?: \d+/\d+)?"
)  # by a browser, at a page's edge
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """A piece of a line: its box, the size of its letters, its words."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    words: str


class _Paragraph(NamedTuple):
    words: str
    size: float
    top: bool  # on the first page's upper half


def pdf(data: bytes, where: str) -> list[Page]:
    """Read a PDF; its pages are one article."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        said = "locked with a password" if "assword" in str(error) else "damaged"
        raise ArticleError(f"{where}: PDF that is {said}; expected {EXPECTED}; save its text") from None
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise ArticleError(f"{where}: PDF of {count:,} pages; expected up to {_MOST_PAGES:,}; split it")
        sheets, letters = [], 0
        for number in range(count):
            height, lines, more = _lines(document, number)
            sheets.append((height, lines))
            letters += more
            if letters > _MOST_LETTERS:
                raise ArticleError(f"{where}: PDF of over 5 million letters; expected {EXPECTED}; split it")
        properties = {key: str(value) for key, value in document.get_metadata_dict().items()}
    except pypdfium2.PdfiumError as error:
        raise ArticleError(f"{where}: damaged PDF ({error}); expected {EXPECTED}; save its text") from None
    finally:
        document.close()
    paragraphs = _joined(
        paragraph
        for number, (height, lines) in enumerate(_without_heads(sheets))
        for part in columns(lines)
        for paragraph in _paragraphs(part, height / 2 if number == 0 else height)
    )
    if not paragraphs:
        raise ArticleError(
            f"{where}: PDF without a text layer (a scan?); "
            f"expected {EXPECTED}; recognise its letters (OCR) first"
        )
    body = _body_size(paragraphs)
    top = max((p.size for p in paragraphs if p.top), default=0.0)
    runs, titled = [], False
    for p in paragraphs:
        if p.top and p.size == top > 1.15 * body and not titled and len(p.words) <= 300:
            runs.append(Run(p.words, "title"))
            titled = True
        elif p.size > 1.1 * body and len(p.words) <= 150 and not ends_sentence(p.words):
            runs.append(Run(p.words, "heading", 2))
        else:
            runs.append(Run(p.words))
    page = page_of(runs)
    stamp = re.match(r"D:(\d{4})(\d\d)(\d\d)", properties.get("CreationDate", ""))
    title = properties.get("Title", "")
    made = head_of(
        "properties",
        title=title if " " in title.strip() else None,
        bylines=[properties.get("Author", "")],
        date=iso_moment("-".join(stamp.groups())) if stamp else None,
    )
    return [Page(page.text, page.drafts, fallback=made)]


def _lines(document: Any, number: int) -> tuple[float, list[Line], int]:
    """Return a page's height, its pieces of lines, and how many letters it has."""
    import ctypes

    import pypdfium2.raw as raw

    page = document[number]
    text = page.get_textpage()
    try:
        count, height = text.count_chars(), page.get_height()
        if count > _MOST_LETTERS:
            return height, [], count
        box, matrix = [ctypes.c_double() for _ in range(4)], raw.FS_MATRIX()
        lines: list[Line] = []
        words: list[str] = []
        left = right = bottom = top = size = 0.0

        def close() -> None:
            said = " ".join("".join(words).split())
            if said:
                a, b, c, d, e = (round(v, 1) for v in (left, bottom, right, top, size))
                lines.append(Line(a, b, c, d, e, said))
            words.clear()

        for n in range(count):
            letter = chr(raw.FPDFText_GetUnicode(text, n) or 32)
            if "\ud800" <= letter <= "\udfff":
                letter = "\ufffd"
            if letter in "\r\n\0":
                close()
                continue
            if letter == " " or letter == "\xa0":
                words.append(" ")
                continue
            raw.FPDFText_GetCharBox(text, n, box[0], box[1], box[2], box[3])
            begin, end, low, high = (float(edge.value) for edge in box)
            raw.FPDFText_GetMatrix(text, n, matrix)  # many writers scale a page of pixels
            em = float(raw.FPDFText_GetFontSize(text, n)) * math.hypot(matrix.c, matrix.d)
            em = em if 2 <= em <= 200 else max(high - low, 1.0)
            aside = begin - right > 1.2 * em or begin < right - 3 * em
            if words and (aside or high <= bottom or low >= top):
                close()
            if not any(map(str.strip, words)):
                words.clear()
                left, right, bottom, top, size = begin, end, low, high, em
            words.append(letter)
            left, right, bottom, top = min(left, begin), max(right, end), min(bottom, low), max(top, high)
            size = max(size, em)
        close()
        return height, lines, count
    finally:
        text.close()
        page.close()


def _without_heads(sheets: list[tuple[float, list[Line]]]) -> Iterator[tuple[float, list[Line]]]:
    """Drop page numbers, and what stands at the edge of several pages, whatever its digits."""

    def at_edge(line: Line, height: float) -> bool:
        return line.bottom > (1 - _EDGE) * height or line.top < _EDGE * height

    def key(line: Line) -> str:
        return _DIGITS.sub("#", line.words).casefold()

    seen = Counter(
        one for height, lines in sheets for one in {key(line) for line in lines if at_edge(line, height)}
    )
    often = {one for one, n in seen.items() if n > 1 and n >= 0.3 * len(sheets)}
    for height, lines in sheets:
        yield (
            height,
            [
                line
                for line in lines
                if not at_edge(line, height)
                or not (key(line) in often or _NUMBER.fullmatch(line.words) or _PRINTED.fullmatch(line.words))
            ],
        )


# -- reading order -----------------------------------------------------------------------------------------


def columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Put the pieces of a page in reading order: bands from the top, columns from the left.

    Examples
    --------
    >>> left = [Line(50, 700 - 12 * n, 250, 710 - 12 * n, 10, f"left {n}") for n in range(4)]
    >>> right = [line._replace(left=300, right=500, words="right") for line in left]
    >>> [part[0].words for part in columns([*right, *left])]
    ['left 0', 'right']
    """
    bands = _bands(sorted(lines, key=lambda line: (-line.top, line.left)))
    out: list[list[Line]] = []
    at = 0
    while at < len(bands):
        # The longest run of bands with one gutter, after at most three bands in which none is seen yet.
        end, gap = at, None
        together: list[Line] = []
        for n in range(at, len(bands)):
            together += bands[n]
            found = _gutter(together)
            if found:
                end, gap = n, found
            elif gap is not None or n - at > _AHEAD:
                break
        if gap is None:
            out.append(bands[at])
            at += 1
            continue
        group = [line for band in bands[at : end + 1] for line in band]
        out += columns([line for line in group if line.right <= gap])
        out += columns([line for line in group if line.right > gap])
        at = end + 1
    merged: list[list[Line]] = []
    for part in out:  # bands of one column are one part
        if merged and _gutter([*merged[-1], *part]) is None and _above(merged[-1], part):
            merged[-1] = [*merged[-1], *part]
        else:
            merged.append(part)
    return merged


def _above(one: Sequence[Line], other: Sequence[Line]) -> bool:
    return min(line.bottom for line in one) >= max(line.top for line in other) - 3


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut at every height that no piece covers."""
    bands: list[list[Line]] = []
    bottom = 0.0
    for line in lines:
        if bands and line.top > bottom + 0.5:
            bands[-1].append(line)
            bottom = min(bottom, line.bottom)
        else:
            bands.append([line])
            bottom = line.bottom
    return bands


def _gutter(lines: Sequence[Line]) -> float | None:
    """Find an empty strip between two columns: the x where the left one ends; None where there is none."""
    if len(lines) < 4:
        return None
    spans = sorted((line.left, line.right) for line in lines)
    size = median(line.size for line in lines)
    right = spans[0][1]
    for left, end in spans:
        if left - right > 0.8 * size:
            sides = ([x for x in lines if x.right <= right], [x for x in lines if x.left >= left])
            if all(len(side) >= 2 and median(x.right - x.left for x in side) > 6 * size for side in sides):
                return right
        right = max(right, end)
    return None


# -- paragraphs --------------------------------------------------------------------------------------------


def _rows(lines: Sequence[Line]) -> list[Line]:
    """Join the pieces that stand on one line."""
    rows: list[Line] = []
    for line in sorted(lines, key=lambda x: (-x.bottom, x.left)):
        last = rows[-1] if rows else None
        if last and min(last.top, line.top) - max(last.bottom, line.bottom) > 0.5 * min(
            last.size, line.size, line.top - line.bottom
        ):
            first, second = sorted((last, line), key=lambda x: x.left)
            rows[-1] = Line(
                first.left, min(first.bottom, second.bottom), max(first.right, second.right),
                max(first.top, second.top), max(first.size, second.size), f"{first.words} {second.words}",
            )  # fmt: skip
        else:
            rows.append(line)
    return rows


def _paragraphs(lines: Sequence[Line], half: float) -> Iterator[_Paragraph]:
    rows = _rows(lines)
    if not rows:
        return
    steps = [a.bottom - b.bottom for a, b in pairwise(rows)]
    step = sorted(steps)[len(steps) // 4] if steps else 0.0  # gaps between paragraphs are larger
    left = min(row.left for row in rows)
    right = max(row.right for row in rows)
    part = [rows[0]]
    for before, row in pairwise(rows):
        indented = row.left > left + 0.7 * row.size and before.left <= left + 0.7 * row.size
        short = before.right < right - 0.15 * (right - left) and ends_sentence(before.words)
        signed = line_rules().by.fullmatch(before.words) is not None
        far = before.bottom - row.bottom > 1.3 * step + 0.5
        if (
            far
            or abs(before.size - row.size) > 0.08 * row.size
            or short
            or signed
            or (indented and ends_sentence(before.words))
        ):
            yield _paragraph(part, half)
            part = []
        part.append(row)
    yield _paragraph(part, half)


def _paragraph(rows: Sequence[Line], half: float) -> _Paragraph:
    words = ""
    for row in rows:
        words = _glued(words, row.words)
    return _Paragraph(words, max(row.size for row in rows), rows[0].bottom > half)


def _glued(words: str, more: str) -> str:
    """Join two lines; a word that a hyphen cut is one word again."""
    if words[-1:] in tuple(_HYPHENS) and more[:1].islower() and words[-2:-1].isalpha():
        return words[:-1] + more
    return f"{words} {more}".strip().replace("\x02", "-")


def _joined(paragraphs: Iterator[_Paragraph]) -> list[_Paragraph]:
    """Join a paragraph that goes on in the next column or on the next page."""
    out: list[_Paragraph] = []
    for p in paragraphs:
        last = out[-1] if out else None
        goes_on = p.words[:1].islower() or (last is not None and last.words[-1:] in tuple(_HYPHENS))
        if last and goes_on and not ends_sentence(last.words) and abs(last.size - p.size) < 0.08 * p.size:
            out[-1] = last._replace(words=_glued(last.words, p.words))
        else:
            out.append(p)
    return out


def _body_size(paragraphs: Sequence[_Paragraph]) -> float:
    """Return the size in which most letters are set."""
    sizes = sorted((p.size, len(p.words)) for p in paragraphs)
    weights: dict[float, int] = {
        size: sum(n for _, n in some) for size, some in groupby(sizes, key=lambda x: x[0])
    }
    return max(weights, key=lambda size: (weights[size], -size))
