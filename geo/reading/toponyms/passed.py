"""Names that stand where a place is named, after "in" or "near", but that recognition did not take for one.

They are no toponyms: a reader sees them in a list, so that nothing is left out without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import PassedName, Toponym
from .reading import SPACE, Chunk, Reading

_MOST_WORDS = 6  # a longer run of capitals is no name but a headline


def passed_over(reading: Reading, toponyms: Sequence[Toponym]) -> tuple[PassedName, ...]:
    """List the capitalised names after a word of place that no toponym overlaps, by their start.

    Names of persons, months and days, repeats, and names of which a mention is a toponym are left out.
    """
    taken = {at for t in toponyms for at in range(t.start, t.end)}
    known = {t.surface for t in toponyms}
    found = {
        (start, end): PassedName(start, end, reading.text[start:end], chunk.line.sentence.id)
        for chunk in reading.chunks
        for start, end in _spans(reading, chunk)
        if taken.isdisjoint(range(start, end)) and reading.text[start:end] not in known
    }
    return tuple(found[span] for span in sorted(found))


def _spans(reading: Reading, chunk: Chunk) -> Iterator[tuple[int, int]]:
    line, first, last, _ = chunk
    if line.sentence.repeats is not None or not first or last - first > _MOST_WORDS:
        return
    tokens, words = line.tokens, reading.language.toponyms
    before = tokens[first - 1]
    of = before.key in words.of and first > 1 and tokens[first - 2].key in reading.type_words
    if not (of or before.key in words.locative) or before.capital:
        return
    if not SPACE.fullmatch(reading.gap(line, first)):
        return
    inside = tokens[first:last]
    classes = [reading.word_class(t.key) for t in inside]
    person = classes[0] in ("title", "given name") or inside[-1].key in reading.people
    timed = any(c == "calendar" for c in classes) or all(t.key.isdigit() for t in inside)
    plain = all(c == "function" for c in classes)
    if not (person or timed or plain or (len(inside) == 1 and len(inside[0].key) == 1)):
        yield reading.span(line, first, last)
