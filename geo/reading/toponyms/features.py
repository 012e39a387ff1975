"""The named features of a segment: evidence for or against it as a toponym.

Every feature is a short text with a learned weight; an explanation can print it. A segment is words
``[first, last)`` of a chunk.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ...model import ABBREVIATION, DEMONYM, NAME_WITH_TYPE, OTHER_NAME
from .bearers import is_borne, is_one_of_many, is_part_of_thing, is_speaker, is_thing
from .reading import MOST_WORDS, SPACE, Chunk, Known, Line, Reading, coarse

_BEFORE = 60  # code points before a name that may say that it is a river
_ROLE_WORDS = 4  # so many words behind a name may say whose body or office it is
_STATES = frozenset({"country", "continent"})  # they speak, too
MOST_UNKNOWN = 3  # words of a name that the gazetteer lacks


def segments(reading: Reading, chunk: Chunk) -> Iterator[tuple[int, int]]:
    """Yield the segments of a chunk, (first, last): from a capital or number to another or to a type word."""
    line, start, stop, whole = chunk
    if whole:
        yield start, stop
        return
    tokens, unknown = line.tokens, 0 if chunk.is_endless else MOST_UNKNOWN
    for first in range(start, stop):
        if not (tokens[first].capital or tokens[first].key.isdigit()):
            continue
        for last in range(first + 1, min(stop, first + MOST_WORDS) + 1):
            end = tokens[last - 1]
            typed = last == stop and last - first > 1 and end.key in reading.type_words
            if not (end.capital or end.key.isdigit() or typed):
                continue
            if last - first <= unknown or reading.known(reading.key(line, first, last)).is_place:
                yield first, last


def segment_features(reading: Reading, chunk: Chunk, first: int, last: int) -> list[str]:
    """List the features of a segment of a chunk."""
    line, start, stop, whole = chunk
    if whole:
        borne = reading.language.is_inflected and is_borne(
            reading.text, line.tokens, first, last, reading.language.toponyms
        )
        return ["a known name of several parts", *(["the name of a person or a thing"] if borne else ())]
    key = reading.key(line, first, last)
    known = reading.known(key)
    part = ("after" if first > start else "") + ("before" if last < stop else "") or "alone"
    size = coarse(known.size)
    found = ["any", *_names(known, part, min(last - first, 4))]
    found += _around(reading, line, first, last, known)
    found += _place_word(reading, line, first, last, known, part)
    found += _person(reading, chunk, first, last, size, part)
    found += _direction(reading, chunk, first, last, size)
    found += _words(reading, line, first, last, known)
    found += _chunk(reading, chunk, first, last, size)
    found += _recurring(reading, line, first, last, key, known)
    found += _shape(reading, line, first, last, key, known)
    found += _containers(reading, line, first, last, key, known)
    if known.is_place:
        found += _region(reading, key, known)
    return found


@lru_cache(4096)
def _names(known: Known, part: str, words: int) -> tuple[str, ...]:
    return tuple(_names_of(known, part, words))


def _names_of(known: Known, part: str, words: int) -> Iterator[str]:
    size, rank, places, people = known
    yield f"is {size}"
    yield f"is {size}, {part}"
    yield f"is {coarse(size)}, {part}"
    yield f"rank {rank}"
    yield f"rank {rank}, {part}"
    yield part
    if people:
        yield "a people"
        yield f"a people, {part}"
    yield f"places {places if places < 2 else '2-4' if places < 5 else '5+'}"
    yield f"words {words}"
    yield f"words {words}, {known.is_place}"


def _around(reading: Reading, line: Line, first: int, last: int, known: Known) -> Iterator[str]:
    tokens = line.tokens
    left = "start"
    if first:
        gap, before = reading.gap(line, first).strip(), tokens[first - 1]
        left = _mark(gap, -1) or (
            f"<{reading.word_class(before.key)}>" if before.capital else reading.like(before)
        )
        if left in reading.language.toponyms.naming:
            left = "<naming>"
        if first > 1 and not gap and not before.capital:
            earlier = tokens[first - 2]
            yield f"before {'<capital>' if earlier.capital else reading.like(earlier)} {left}"
            if earlier.capital:
                yield f"before <{reading.word_class(earlier.key)}> {left}, {known.is_place}"
        if gap == "-" and before.end - before.start == 1:
            yield f"after a letter and a hyphen, {known.is_place}"
    yield from _beside("before", left, known.is_place)
    right = "end"
    if last < len(tokens):
        gap, after = reading.gap(line, last).strip(), tokens[last]
        if reading.is_aged(line, last):
            yield "before an age"
        right = _mark(gap, 0) or (
            f"<{reading.word_class(after.key)}>" if after.capital else reading.like(after)
        )
        if last + 1 < len(tokens) and not gap and not after.capital:
            later = tokens[last + 1]
            yield f"after {right} {'<capital>' if later.capital else reading.like(later)}"
        if not gap and not after.capital and after.key in reading.language.toponyms.wares:
            yield "before a ware"
            if first and tokens[first - 1].key in reading.language.toponyms.one_of_several:
                yield "the name of a ware"
        area = reading.language.toponyms.area
        if right in area or (line.headline and not gap and after.key in area):
            yield f"after a word of area, {known.is_place}"
    yield from _beside("after", right, known.is_place)
    if (
        first
        and tokens[first - 1].key in reading.language.toponyms.articles
        and _flows(reading, line, first, last)
    ):
        yield f"like a river, {known.is_place}"


def _flows(reading: Reading, line: Line, first: int, last: int) -> bool:
    """Whether the words beside a name with "the" are those of a river."""
    words, text = reading.language.level, reading.text
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    if words.flows.match(text, end, line.sentence.end):
        return True
    return bool(words.at_a_river.search(text[max(line.sentence.start, start - _BEFORE) : start]))


def _place_word(
    reading: Reading, line: Line, first: int, last: int, known: Known, part: str
) -> Iterator[str]:
    """Yield what the words on both sides say together, and the ending of a name that is hardly known."""
    size = coarse(known.size)
    tokens, words = line.tokens, reading.language.toponyms
    left = right = "other"
    if not first or tokens[first].start == line.sentence.start:
        left = "start"
    elif reading.gap(line, first).strip():
        left = "mark"
    elif tokens[first - 1].key in words.locative:
        left = "place word"
    elif tokens[first - 1].key in words.of:
        typed = first > 1 and tokens[first - 2].key in reading.type_words
        left = "type word" if typed else "preposition"
    elif tokens[first - 1].capital:
        left = "capital"
    elif tokens[first - 1].key in words.just_before or tokens[first - 1].key in words.leading_types:
        left = "type word"
    elif tokens[first - 1].key in words.articles:
        here = first > 1 and tokens[first - 2].key in words.locative
        left = "place word and article" if here else "article"
    if last == len(tokens):
        right = "end"
    elif gap := reading.gap(line, last).strip():
        right = gap[0]
    elif tokens[last].key in reading.type_words:
        right = "type"
    elif tokens[last].capital:
        right = "capital"
    elif tokens[last].key in words.locative or tokens[last].key in words.function_words:
        right = "small word"
    name = (reading.text, tokens, first, last, words)
    many = known.size != "admin1" and is_one_of_many(reading.text, tokens, first, words)
    alone = known.size not in _STATES and (many or is_speaker(*name))
    if is_borne(*name) or (reading.language.is_inflected and (alone or is_part_of_thing(*name))):
        yield "the name of a person or a thing"
    plural = reading.plural_after(line, last)
    if plural:
        yield f"{size} before a plural type word"
    elif known.rank == NAME_WITH_TYPE and known.size == "admin2" and right != "type" and left != "type word":
        yield "a unit without its type word"
    yield from _sides(size, left, right, part, min(last - first, 3))
    if size == "none" or last - first == 1:
        yield f"{size}, ends in -{tokens[last - 1].key[-3:]}"
    if left == "start" and right in ("-", "—", "–", "("):
        shouted = all(t.shout for t in tokens[first:last])
        yield f"like a dateline {shouted}, {size}"
    if reading.is_dateline(line, first, last):
        yield f"a dateline, {known.is_place}"


@lru_cache(4096)
def _sides(size: str, left: str, right: str, part: str, words: int) -> tuple[str, str, str]:
    return (
        f"{size} after {left}",
        f"{size} after {left} before {right}",
        f"{size} after {left}, {part}, words {words}",
    )


def _person(reading: Reading, chunk: Chunk, first: int, last: int, size: str, part: str) -> Iterator[str]:
    """Yield what says that a word is a person's name, here or elsewhere in the article."""
    tokens = chunk.line.tokens
    if reading.is_speaker(chunk, first, last) or reading.acts_here(chunk.line, first, last):
        yield "the name of a person or a thing"
    behind = reading.language.is_inflected and _behind_given_name(reading, chunk, first, last)
    if behind or reading.is_person(chunk):
        yield "the name of a person or a thing"
    if last - first > 1:
        return
    key = tokens[first].key
    given, surname = key in reading.gazetteer.given_names, key in reading.gazetteer.surnames
    yield f"given name {given}, surname {surname}, {part}, {size}"
    if key in reading.people:
        yield f"a person elsewhere, {part}, {size}"
        told = first > 0 and tokens[first - 1].key in reading.language.toponyms.beside_persons
        if told and not reading.gap(chunk.line, first).strip():
            yield "the name of a person or a thing"
    if key in reading.persons:
        yield "a person elsewhere who acts"
    if key in reading.aged and part == "alone":
        yield "the name of a person or a thing"
    if key in reading.first_names:
        yield f"a first name elsewhere, {part}, {size}"
    if key in reading.ends and part == "alone":
        yield f"the end of a longer name elsewhere, {size}"
    if chunk.line.headline:
        return
    if last < chunk.last and tokens[last].capital:
        after = tokens[last].key
        if after in reading.words:
            yield f"{size} in a chunk before a word mostly in lower case"
        yield f"{size}, given name {given}, in a chunk before <{reading.word_class(after)}>"
    if first > chunk.first and tokens[first - 1].capital:
        before = reading.word_class(tokens[first - 1].key)
        yield f"{size}, surname {surname}, in a chunk after <{before}>"


def _behind_given_name(reading: Reading, chunk: Chunk, first: int, last: int) -> bool:
    """Whether a person's given name begins a chunk that a segment ends: no verb stands between them."""
    line, key = chunk.line, chunk.line.tokens[chunk.first].key
    if line.headline or first == chunk.first or last < chunk.last or key not in reading.gazetteer.given_names:
        return False
    names = all(
        line.tokens[k].capital and SPACE.fullmatch(reading.gap(line, k)) for k in range(chunk.first + 1, last)
    )
    return names and not reading.known(key).is_place


def _direction(reading: Reading, chunk: Chunk, first: int, last: int, size: str) -> Iterator[str]:
    """Yield how a name and a word of direction in front of it go together ("South Sudan", "South Boston")."""
    line, tokens = chunk.line, chunk.line.tokens
    directions = reading.language.toponyms.directions
    if last - first > 1 and tokens[first].key in directions:
        rest = coarse(reading.known(reading.key(line, first + 1, last)).size)
        yield f"{size}, of a direction and {rest}"
    if first and tokens[first - 1].key in directions and SPACE.fullmatch(reading.gap(line, first)):
        whole = coarse(reading.known(reading.key(line, first - 1, last)).size)
        yield f"{size} after a direction {tokens[first - 1].capital}, together {whole}"


@lru_cache(16384)
def _beside(side: str, word: str, is_place: bool) -> tuple[str, str]:
    return f"{side} {word}", f"{side} {word}, {is_place}"


def _mark(gap: str, at: int) -> str:
    """Return the punctuation beside a segment; a possessive is one mark."""
    if not gap:
        return ""
    return "'s" if gap[0] in "'’" else gap[at]


def _words(reading: Reading, line: Line, first: int, last: int, known: Known) -> Iterator[str]:
    keys = [t.key for t in line.tokens[first:last]]
    if known.rank < OTHER_NAME and not reading.language.toponyms.listing.isdisjoint(keys[1:-1]):
        yield "a known name of several parts"
    yield f"first word {keys[0]}"
    yield f"last word {keys[-1]}"
    classes = [reading.word_class(k) for k in keys]
    yield from _classes(tuple(classes), known.is_place)


@lru_cache(4096)
def _classes(classes: tuple[str, ...], is_place: bool) -> tuple[str, ...]:
    found = ["classes " + " ".join(classes[:4])]
    if len(classes) > 1:
        found.append(f"from <{classes[0]}> to <{classes[-1]}>")
        found.append(f"last is <{classes[-1]}>")
        found.append(f"first is <{classes[0]}>, {is_place}")
    return tuple(found)


def _chunk(reading: Reading, chunk: Chunk, first: int, last: int, size: str) -> Iterator[str]:
    line, start, stop, _ = chunk
    tokens = line.tokens
    if _inside_longer(reading, chunk, first, last):
        yield "inside a longer known name"
    if first > start:
        before = tokens[first - 1]
        if before.capital:
            yield f"in a chunk after <{reading.word_class(before.key)}>"
        else:
            owner = reading.word_class(tokens[first - 2].key) if first - 2 >= start else ""
            yield f"in a chunk after {before.key} of <{owner}>"
        yield f"in a chunk after {before.key}"
    if last < stop:
        after = tokens[last]
        yield (
            f"in a chunk before <{reading.word_class(after.key)}>" if after.capital else f"before {after.key}"
        )
        yield f"in a chunk before {after.key}"
        end = reading.word_class(tokens[stop - 1].key)
        yield f"in a chunk that ends in <{end}>"
        if not line.headline:
            yield f"{size} in a chunk that ends in <{end}>"
            yield f"in a chunk that ends in {tokens[stop - 1].key}"
    if (first > start or last < stop) and _is_of_thing(reading, chunk):
        yield "the name of a person or a thing"
    if (first > start or last < stop) and reading.has_organisation(chunk):
        yield "in the chunk of an organisation"
    if role := _role_behind(reading, chunk, last):
        yield f"{size} before {role}"


def _is_of_thing(reading: Reading, chunk: Chunk) -> bool:
    """Whether a whole chunk is what a ship, a firm or a ware is called: "the ferry X Star", "X Gold beer"."""
    line, first, last, _ = chunk
    tokens, words = line.tokens, reading.language.toponyms
    if line.headline or reading.known(reading.key(line, first, last)).is_place:
        return False
    while first < last - 1 and tokens[first].key in words.articles:
        first += 1
    joined = all(tokens[k].capital and SPACE.fullmatch(reading.gap(line, k)) for k in range(first + 1, last))
    if not joined or last - first < 2:
        return False
    if tokens[last - 1].key in words.things:
        return True
    ware = last < len(tokens) and not tokens[last].capital and tokens[last].key in words.wares
    return (ware and SPACE.fullmatch(reading.gap(line, last)) is not None) or is_thing(
        reading.text, tokens, first, last, words
    )


def _role_behind(reading: Reading, chunk: Chunk, last: int) -> str:
    """Say whether capitalised words behind a segment name a body of its place, or an office there."""
    words, tokens = reading.language.toponyms, chunk.line.tokens
    for k in range(last, min(chunk.last, last + _ROLE_WORDS)):
        if not tokens[k].capital or not SPACE.fullmatch(reading.gap(chunk.line, k)):
            return ""
        if tokens[k].key in words.bodies:
            return "what acts for it"
        if tokens[k].key in words.titles:
            return "who speaks for it"
    return ""


def _inside_longer(reading: Reading, chunk: Chunk, first: int, last: int) -> bool:
    """Whether the gazetteer knows a longer run of the chunk around a segment as a main name.

    A run that only adds the type word of the same place, as in "X department", is none.
    """
    if last - first == chunk.last - chunk.first:
        return False
    tokens = chunk.line.tokens
    return any(
        last - MOST_WORDS <= a <= first and last <= b <= first + MOST_WORDS and (a, b) != (first, last)
        for a, b in reading.main_names(chunk)
        if reading.known(reading.key(chunk.line, a, b)).rank != NAME_WITH_TYPE
        or any(reading.word_class(t.key) != "type" for t in (*tokens[a:first], *tokens[last:b]))
    )


def _recurring(reading: Reading, line: Line, first: int, last: int, key: str, known: Known) -> Iterator[str]:
    tokens = line.tokens
    opens = tokens[first].start == line.sentence.start
    if last - first == 1:
        given, surname = (
            key in reading.gazetteer.given_names,
            key in reading.gazetteer.surnames,
        )
        yield f"given name {given}, surname {surname}, {known.rank < ABBREVIATION}"
        if key in reading.people:
            yield "a person elsewhere"
            yield f"a person elsewhere, {known.size}"
        if key in reading.things:
            yield f"a thing elsewhere, {known.is_place}"
            if (
                reading.language.is_inflected
                and first
                and tokens[first - 1].key in reading.language.toponyms.articles
            ):
                yield "the name of a person or a thing"
        if key in reading.lower:
            yield "in lower case elsewhere"
            yield f"in lower case elsewhere, {'opening' if opens else 'inside'}"
        if key in reading.language.toponyms.common:
            yield "a common word"
        if key in reading.words and (line.headline or not tokens[first].shout):
            yield "mostly in lower case"
            yield f"mostly in lower case, {'opening' if opens else 'inside'}, {coarse(known.size)}"
    else:
        if opens and tokens[first].key in reading.words:
            yield f"opens with a word mostly in lower case, {known.is_place}"
        if tokens[first].key in reading.gazetteer.given_names:
            yield f"given name first, {known.is_place}"
        if tokens[last - 1].key in reading.people:
            yield "ends like a person elsewhere"
    here = first and tokens[first - 1].key in reading.language.toponyms.locative
    if not here and key in reading.after_place_word:
        yield "after a word of place elsewhere"
    if key in reading.held:
        yield f"before what contains it elsewhere, {known.is_place}"
    if key in reading.typed:
        yield f"before a type word elsewhere, {known.is_place}"
    if key in reading.datelines:
        yield "a dateline elsewhere"
    yield f"said {min(reading.counts[key], 3)}"


def _shape(reading: Reading, line: Line, first: int, last: int, key: str, known: Known) -> Iterator[str]:
    tokens = line.tokens[first:last]
    if tokens[0].start == line.sentence.start:
        yield "opens its sentence"
        yield f"opens its sentence, {known.size}"
    if line.headline:
        yield "in a headline"
        yield f"in a headline, {known.size}"
    if all(t.shout for t in tokens):
        yield "all capitals"
        yield f"all capitals, {known.size}, {'short' if len(key) < 5 else 'long'}"
        yield f"all capitals, {coarse(known.size)}, {'short' if len(key) < 6 else 'long'}"
    surface = reading.text[slice(*reading.span(line, first, last))]
    if "." in surface:
        yield "with a dot"
        yield f"with a dot, rank {known.rank}"
    if "-" in surface:
        yield "with a hyphen"
    if any(t.key.isdigit() for t in tokens):
        yield "with a number"


def _containers(reading: Reading, line: Line, first: int, last: int, key: str, known: Known) -> Iterator[str]:
    tokens = line.tokens
    if last < len(tokens) and tokens[last].capital and reading.gap(line, last).strip() == ",":
        for words in (3, 2, 1):
            around = reading.key(line, last, last + words)
            known_around = reading.known(around)
            if known_around.size in ("country", "admin1") and known_around.rank != OTHER_NAME:
                yield f"before what contains it, {reading.lies_in(key, around)}"
                break
    if first and tokens[first - 1].capital and known.size in ("country", "admin1", "capital"):
        before = tokens[first - 1].key
        if reading.gap(line, first).strip() == ",":
            yield f"after a name and a comma, {reading.known(before).is_place}"
            inside = any(
                reading.lies_in(reading.key(line, k, first), key) for k in range(max(0, first - 3), first)
            )
            yield f"after what it contains, {inside}"
            if not inside and reading.language.toponyms.degrees.fullmatch(key):
                yield "the name of a person or a thing"
            if inside and not line.headline and all(t.shout for t in tokens[first:last]) and len(key) == 2:
                yield "a unit's code after what it contains"
    if first > 1 and tokens[first - 1].key in reading.language.toponyms.listing and tokens[first - 2].capital:
        listed = tokens[first - 2].key
        yield f"listed after <{reading.word_class(listed)}>, {reading.known(listed).rank < ABBREVIATION}"


def _region(reading: Reading, key: str, known: Known) -> Iterator[str]:
    found = reading.candidates(key)
    if reading.main_country:
        here = any(c.place.country == reading.main_country for c in found if c.rank != DEMONYM)
        yield f"in the article's main country {here}, {known.size}"
    if reading.main_unit:
        yield f"in the article's main unit {any(c.place.admin1 == reading.main_unit for c in found)}"
