"""Names of places that are on no map: the text names them, and the gazetteer has no such place.

A reader is told of them where the map is read. So they are few and sure: names behind a preposition of place,
no organisation and no house, and none that the map shows all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..document import MapDocument
from ..gazetteer import fold
from ..languages import languages_with, reading_language
from ..model import PassedName, Toponym

MOST = 4
"""Names that a legend tells; the list of places has all."""
_LEAD = 2
"""Sentences: headline and lead."""
_BEFORE = 4  # words before a name that are looked at
_WHY = frozenset({"not_in_gazetteer", "none_fits"})
"""Of reasons: that no such place is known; other names may well be no place."""


class Missing(NamedTuple):
    """A name that is on no map, and the sentence that has it first."""

    name: str
    sentence: str


def missing(document: MapDocument) -> list[Missing]:
    """List the names of places that are on no map: those of headline, lead and figures first."""
    told = {s.id: n for n, s in enumerate(document.sentences) if s.repeats is None and s.kind != "furniture"}
    shown = {fold(t.surface) for t in document.toponyms if t.place}
    shown |= {
        fold(name) for place in document.places.values() for name in (place.name, place.name.split(",")[0])
    }
    found: dict[str, Missing] = {}
    for name, sentence in _names(document):
        key = fold(name)
        if sentence in told and key and key not in shown:
            found.setdefault(key, Missing(name, sentence))
    counted = {c.sentence_id for c in document.claims}
    moved = {m.sentence_id for f in document.flows for m in f.mentions}

    def rank(one: Missing) -> tuple[bool, bool, int]:
        at = told[one.sentence]
        return at >= _LEAD, one.sentence not in counted | moved, at

    whole = [m for key, m in found.items() if not any(key != k and key in k for k in found)]
    return sorted(whole, key=rank)


def _names(document: MapDocument) -> Iterator[tuple[str, str]]:
    """Yield the names without a place, in the text's order, each with its sentence."""
    names: list[Toponym | PassedName] = [t for t in document.unplaced() if _is_unknown(t)]
    names += [p for p in document.passed if _is_one(p, document)]
    for name in sorted(names, key=lambda n: n.start):
        typed = _typed(name, document)
        behind = document.article.text[name.end : name.end + 2].replace("’", "'")
        if (
            behind != "'s"
            and behind[:1] not in ("-", "–")
            and (typed[1] or _is_behind_place_word(name, document))
        ):
            yield typed[0], name.sentence_id


def _is_unknown(t: Toponym) -> bool:
    reasons = t.resolution.reasons if t.resolution else ()
    return t.kind == "name" and any(r.code in _WHY for r in reasons)


def _is_one(name: PassedName, document: MapDocument) -> bool:
    """Return whether a name that was passed over is one name, and not of who has a seat there."""
    words = reading_language(document.article.language).toponyms
    keys = [fold(word) for word in name.surface.split()]
    other = words.press | words.listing | words.titles | _organisations()
    return other.isdisjoint(keys)


@cache
def _organisations() -> frozenset[str]:
    """Return the words of organisations in every language: their names stay in their own."""
    known = (reading_language(code).toponyms for code in languages_with("toponyms"))
    return frozenset(word for words in known for word in words.organisation)


def _is_behind_place_word(name: Toponym | PassedName, document: MapDocument) -> bool:
    """Return whether a word of place stands before a name: "near X", "past the X", "the hills of X"."""
    [start] = [s.start for s in document.sentences if s.id == name.sentence_id]
    before = [fold(word) for word in document.article.text[start : name.start].split()[-_BEFORE:]]
    words = reading_language(document.article.language).toponyms
    if before and before[-1] in words.articles:
        del before[-1]
    if not before:
        return False
    places = words.type_kinds.keys() | words.place_words
    told = words.towards | words.passing | (words.listing if isinstance(name, PassedName) else frozenset())
    of = before[-1] in words.of and before[-2:-1] and before[-2] in words.type_kinds.keys() | words.places_of
    return bool(before[-1] in places | told or of)


def _typed(name: Toponym | PassedName, document: MapDocument) -> tuple[str, bool]:
    """Return a name with its word of kind, and whether it has one: "the Okra river" is no town."""
    surface = " ".join(name.surface.split())
    behind = document.article.text[name.end :].split(maxsplit=1)[:1]
    word = behind[0].rstrip(".,;:") if behind and document.article.text[name.end].isspace() else ""
    types = reading_language(document.article.language).toponyms.type_kinds
    if word in types:
        return f"{surface} {word}", True
    own = [fold(part) for part in surface.split()]
    return surface, len(own) > 1 and not {own[0], own[-1]}.isdisjoint(types)
