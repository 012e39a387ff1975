"""Names that stand where a place is named, after "in" or "near", but that recognition did not take for one.

They are no toponyms: a reader sees them in a list, so that nothing is left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...model import PassedName, Toponym
from .reading import SPACE, Chunk, Line, Reading

_NAMES = frozenset({"given name", "surname", "title", "type"})  # an aside behind these is of a person
_MOST_MOVED = 4  # words from one of moving to "for"
_COUNTED = re.compile(r"[.,]\d")  # behind digits: a number that stands right after the name
_MOST_WORDS = 6  # a longer run of capitals is no name but a headline


def covered(text: str, toponyms: Iterable[Toponym]) -> bytearray:
    """Mark each position of a text that a toponym covers, and none behind its end."""
    taken = bytearray(len(text) + 1)
    for t in toponyms:
        taken[t.start : t.end] = b"\1" * (t.end - t.start)
    return taken


def passed_over(reading: Reading, toponyms: Sequence[Toponym]) -> tuple[PassedName, ...]:
    """List the capitalised names after a word of place that no toponym overlaps, by their start.

    Names of persons, months and days, repeats, and names of which a mention is a toponym are left out.
    """
    taken = covered(reading.text, toponyms)
    told = bytearray(len(taken))  # the names that are listed so far
    known = {t.surface for t in toponyms}
    found = {}
    for chunk in sorted(reading.chunks, key=lambda c: c.line.tokens[c.first].start):
        for piece in (part for p in _pieces(chunk, taken) for part in _parts(reading, p, told)):
            for start, end in _spans(reading, piece, taken, told):
                surface = reading.text[start:end]
                if not any(taken[start:end]) and surface not in known:
                    found[start, end] = PassedName(start, end, surface, chunk.line.sentence.id)
                    told[start:end] = b"\1" * (end - start)
    return tuple(found[span] for span in sorted(found))


def _pieces(chunk: Chunk, taken: bytearray) -> Iterator[Chunk]:
    """Yield the parts of a chunk between its toponyms, from capital to capital ("The X on the Y")."""
    line, first, last, whole = chunk
    tokens = line.tokens
    while first < last:
        end = first
        while end < last and not taken[tokens[end].start]:
            end += 1
        start, stop = first, end
        while start < stop and not tokens[start].capital:
            start += 1
        while stop < last and start < stop and not tokens[stop - 1].capital:
            stop -= 1  # what ends the chunk may be a type word in lower case
        if start < stop:
            yield Chunk(line, start, stop, whole)
        first = end + 1


def _parts(reading: Reading, chunk: Chunk, told: bytearray) -> Iterator[Chunk]:
    """Yield both names of a chunk that ends a list of listed names: "X, Y and Z"."""
    line, first, last, whole = chunk
    listing = reading.language.toponyms.listing
    joint = next((k for k in range(first, last) if line.tokens[k].key in listing), None)
    if joint is None or joint + 1 == last or not _follows(reading, line, first, told):
        yield chunk
        return
    yield Chunk(line, first, joint, whole)
    yield Chunk(line, joint + 1, last, whole)


def _spans(reading: Reading, chunk: Chunk, taken: bytearray, told: bytearray) -> Iterator[tuple[int, int]]:
    line, first, last, _ = chunk
    tokens, words = line.tokens, reading.language.toponyms
    if line.sentence.repeats is not None:
        return
    while first < last - 1 and (
        taken[tokens[first].start]
        or tokens[first].key in words.place_words | words.listing
        or (tokens[first].key in words.articles and _opens(reading, line, first))
    ):
        first += 1  # a preposition that opens a sentence has a capital too
    if (
        last - first > 1
        and tokens[last - 1].key.isdigit()
        and _COUNTED.match(reading.text, tokens[last - 1].end)
    ):
        last -= 1
    inside = tokens[first:last]
    classes = [reading.word_class(t.key) for t in inside]
    surname = len(inside) > 1 and inside[-1].key in reading.gazetteer.surnames
    person = classes[0] == "title" or (classes[0] == "given name" and surname)
    if not (first and line.tokens[first - 1].key in words.standing):
        person = person or inside[-1].key in reading.people | reading.first_names
    timed = "calendar" in classes or all(t.key.isdigit() for t in inside)
    priced = reading.text[inside[0].start : inside[0].end] in reading.language.quantities.money_signs
    letter = len(inside) == 1 and len(inside[0].key) == 1
    if (
        not inside[0].capital
        or len(inside) > _MOST_WORDS
        or person
        or timed
        or priced
        or letter
        or set(classes) == {"function"}
    ):
        return
    if line.headline and any(t.key in reading.words for t in inside if t.capital):
        return  # every word of a headline may have a capital: "To Build Roads"
    if (
        _is_after_place_word(reading, line, first, taken)
        or _is_typed(reading, line, last)
        or _flows(reading, line, first, last)
        or reading.is_dateline(line, first, last)
        or (_NAMES.isdisjoint(classes) and _is_said(reading, line, last, taken))
        or _is_listed(reading, line, first, last, told)
    ):
        yield reading.span(line, first, last)


def _opens(reading: Reading, line: Line, k: int) -> bool:
    """Whether word ``k`` has its capital for where it stands: "The X", but not "to The Hague"."""
    return line.headline or not k or bool(reading.gap(line, k).strip())


def _is_after_place_word(reading: Reading, line: Line, k: int, taken: bytearray) -> bool:
    """Whether a preposition or a type word stands before word ``k``, or a toponym and a word of lists."""
    tokens, words = line.tokens, reading.language.toponyms
    if k and tokens[k - 1].key in words.articles and not reading.gap(line, k).strip():
        k -= 1
    if not k or reading.gap(line, k).strip():
        return False
    before = tokens[k - 1]
    if before.key in words.listing:
        return k > 1 and bool(taken[tokens[k - 2].start])
    earlier = tokens[k - 2].key if k > 1 and not reading.gap(line, k - 1).strip() else ""
    of = before.key in words.of and (earlier in reading.type_words or earlier in words.places_of)
    moved = {t.key for t in tokens[max(0, k - _MOST_MOVED) : k - 1]}
    towards = before.key in words.towards and not moved.isdisjoint(words.moving)
    return (
        of
        or towards
        or before.key in words.passing
        or before.key in words.place_words
        or (before.key in reading.type_words and not before.capital)
    )


def _follows(reading: Reading, line: Line, first: int, told: bytearray) -> bool:
    """Whether a listed name and a comma stand before word ``first``."""
    return first > 0 and bool(told[line.tokens[first - 1].start]) and reading.gap(line, first).strip() == ","


def _is_listed(reading: Reading, line: Line, first: int, last: int, told: bytearray) -> bool:
    """Whether a name goes on a list that a listed name begins: "X, Y and Z"."""
    tokens, listing = line.tokens, reading.language.toponyms.listing
    if first > 1 and tokens[first - 1].key in listing:
        return bool(told[tokens[first - 2].start])
    if not _follows(reading, line, first, told):
        return False
    ahead = next((k for k in range(last, len(tokens)) if not tokens[k].capital), len(tokens))
    return ahead + 1 < len(tokens) and tokens[ahead].key in listing and tokens[ahead + 1].capital


def _is_said(reading: Reading, line: Line, last: int, taken: bytearray) -> bool:
    """Whether an aside with a type word follows ("X, a fishing town"), or what it lies in ("X, on Y")."""
    end, level = line.tokens[last - 1].end, reading.language.level
    if level.aside.match(reading.text, end, line.sentence.end):
        return True
    inside = level.inside.match(reading.text, end, line.sentence.end)
    return inside is not None and bool(taken[inside.end()])


def _is_typed(reading: Reading, line: Line, last: int) -> bool:
    """Whether a type word in lower case ends the name, or follows it: "X river"."""
    if last > 1 and line.tokens[last - 1].key in reading.type_words and not line.tokens[last - 1].capital:
        return line.tokens[last - 2].capital
    if last == len(line.tokens) or not SPACE.fullmatch(reading.gap(line, last)):
        return False
    return line.tokens[last].key in reading.type_words and not line.tokens[last].capital


def _flows(reading: Reading, line: Line, first: int, last: int) -> bool:
    """Whether "the" stands before a name and a river's verb behind it: "the X flows into Y"."""
    if not first or line.tokens[first - 1].key not in reading.language.toponyms.articles:
        return False
    end = line.tokens[last - 1].end
    return bool(reading.language.level.flows_alone.match(reading.text, end, line.sentence.end))
