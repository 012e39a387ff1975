"""Spans that a caller gives as toponyms: the words in each, or all their faults."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ...errors import SpansError
from ...model import Toponym
from .reading import Line, Reading

_Words = tuple[Line, int, int, tuple[int, int]]


def words_of_spans(spans: Sequence[tuple[int, int]], reading: Reading) -> list[_Words]:
    """Return the line, the words ``[first, last)`` and the span of each, in the order of the text.

    Raises
    ------
    SpansError
        If a span is not in one sentence that is read, holds no word, or overlaps another; lists every fault.
    """
    found: list[_Words] = []
    faults, taken = [], 0
    for start, end in sorted(spans):
        words = _words(start, end, reading)
        if isinstance(words, str) or start < taken:
            faults.append(f"{start} to {end} {words if isinstance(words, str) else 'overlaps another'}")
        else:
            taken = end
            found.append((*words, (start, end)))
    if faults:
        expected = "expected each in one sentence that is read, with a word of it, and apart from the others"
        raise SpansError(f"spans: {'; '.join(faults)}; {expected}")
    return found


def as_given(text: str, toponyms: Sequence[Toponym], spans: Sequence[tuple[int, int]]) -> tuple[Toponym, ...]:
    """Return the toponyms that were read of the spans of a caller, each with the whole of its span."""
    starts = {t.start: start for t, (start, _) in zip(toponyms, sorted(spans), strict=True)}
    return tuple(
        replace(
            t,
            start=starts[t.start],
            surface=text[starts[t.start] : t.end],
            ties=tuple(replace(tie, start=starts[tie.start]) for tie in t.ties),
        )
        for t in toponyms
    )


def _words(start: int, end: int, reading: Reading) -> tuple[Line, int, int] | str:
    """Return the line and the words of a span, or its fault."""
    if start >= end:
        return "is empty" if start == end else "ends before it starts"
    if start < 0 or end > len(reading.text):
        return f"is outside the text ({len(reading.text)} code points)"
    lines = [x for x in reading.lines if start < x.sentence.end and x.sentence.start < end]
    if not lines:
        return "is in no sentence that is read"
    [line, *others], last = lines, lines[-1].sentence
    if others or start < line.sentence.start or end > last.end:
        return f"goes beyond sentence {line.sentence.id} ({line.sentence.start} to {line.sentence.end})"
    words = [k for k, t in enumerate(line.tokens) if t.start < end and start < t.end]
    return (line, words[0], words[-1] + 1) if words else "holds no word"
