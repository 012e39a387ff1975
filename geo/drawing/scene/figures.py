"""Figures on the map: places by circles in proportion or by shades, movements by the width of their lines.

One kind of figure of one layer is shown: one unit, one year, a value a place. Amounts are circles, whose
areas are in proportion to the values. Shares and rates of areas are shades. Other figures, such as
temperatures, only stand beside the names; so do the leading figures of single places ("5 killed").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor, log10, sqrt
from typing import Literal, NamedTuple

from msgspec import Struct

from ...document import MapDocument
from ...geodesy import rounded
from ...kinds import KINDS
from ...languages import Vocabulary, reading_language
from ...model import Claim
from ..features import Feature, Features
from ..quoted import (
    befell_words,
    digits,
    figure_words,
    is_news,
    label_source,
    label_words,
    severity,
    stands_alone,
)

APART = " · "
"""Between two figures of one movement."""

_LARGEST = 26.0  # radius of the largest circle, pixels
_LEAST_PLACES, _LEAST_FLOWS = 3, 2
_SHADES = 3
_LEADING = 2  # paragraphs that may lead
_MOST_LEADING = 5  # figures of single places and movements
_VAST = 12.0  # degrees
_SHORT = 28  # characters of a place's second figure
_THIN, _THICK = 2.0, 9.0  # widths of lines, pixels
_SHARE = "percent"
_AMOUNTS = frozenset(("area", "mass", "volume", "energy", "data"))


class Comparison(Struct, frozen=True):
    """The figures of a layer's places or movements.

    Attributes
    ----------
    layer
        The layer's name.
    form
        How they are shown: a circle's radius in pixels, a shade's number from 1, a line's width in pixels, or
        the value alone.
    sizes
        Feature id → radius, number or width.
    values
        Feature id → the value as it stands on the map.
    key
        What the legend shows: words, and their radius, number or width.
    claims
        The claims that the values come from.
    sources
        Feature id → who gives its value, in words, where the map says so.
    """

    layer: str
    form: Literal["circle", "shade", "width", "value"]
    sizes: Mapping[str, float]
    values: Mapping[str, str]
    key: tuple[tuple[str, float], ...]
    claims: tuple[Claim, ...]
    sources: Mapping[str, str] = {}


def compare(made: Features, told_of: Mapping[str, list[Claim]], say: Vocabulary) -> tuple[Comparison, ...]:
    """Find the figures that a map shows: of the layers that name theirs, and of movements.

    ``told_of`` is feature id → its claims that a reader is told. Values are positive; a layer without three
    of them, or without two of movements, has only the leading figures.
    """
    document = made.document
    claims = {c.id: c for c in document.claims}
    by_place = {f.origin.id: f for f in made.by_id.values()}
    found = []
    for layer in document.layers:
        said = [
            (by_place[c.places[0]], c)
            for i in layer.claims
            if (c := claims.get(i)) and c.places[0] in by_place
        ]
        told = {f.id: (f, c) for f, c in said if f.layer == layer.name and c.quantity > 0}
        if len(told) >= _LEAST_PLACES:
            found.append(_places(layer.name, told, say))
    shown = {fid for each in found for fid in each.values}
    return (*found, *_leading(made, told_of, shown, say), *_flows(document, made, say))


def _places(layer: str, told: Mapping[str, tuple[Feature, Claim]], say: Vocabulary) -> Comparison:
    claims = tuple(c for _, c in told.values())
    values = {fid: c.quantity for fid, (_, c) in told.items()}
    words = {fid: _value(c, say) for fid, (_, c) in told.items()}
    rate = claims[0].unit == _SHARE or claims[0].per is not None
    if rate and all(f.is_land for f, _ in told.values()):
        numbers = _classes(values)
        key = []
        for n in sorted({*numbers.values()}):
            inside = sorted({values[fid] for fid, number in numbers.items() if number == n})
            ends = [say.number(v, "g") for v in (inside[0], inside[-1])]
            key.append((f"{'–'.join(dict.fromkeys(ends))}{_unit(claims[0])}", float(n)))
        return Comparison(layer, "shade", numbers, words, tuple(key), claims)
    if rate or not _is_amount(claims[0].unit):
        return Comparison(layer, "value", {}, words, (), claims)
    most = max(values.values())
    sizes = {fid: _radius(v, most) for fid, v in values.items()}
    steps = ((_words(v, claims[0], say), _radius(v, most)) for v in _round_values(values.values()))
    return Comparison(layer, "circle", sizes, words, tuple(steps), claims)


def _leading(
    made: Features, told_of: Mapping[str, list[Claim]], shown: set[str], say: Vocabulary
) -> Iterator[Comparison]:
    """Yield the leading figures of the story that are not compared, in the article's words, one a place.

    Those of headline and first paragraph come first, then what befell people, the dead before the injured,
    then others as the text has them; a population is news only there.
    """
    document = made.document
    lead = _lead(document)
    found: dict[str, list[_Told]] = {}
    for feature in made.by_id.values():
        aside = not feature.layers or made.is_aside(feature) or feature.id in shown or _is_vast(feature)
        if aside:
            continue
        land = feature.place is not None and KINDS[feature.place.kind].backdrop
        for claim in told_of[feature.id]:
            leads, befell = claim.sentence_id in lead, befell_words(claim, document) is not None
            news = befell or is_news(claim, document, leads)
            if not news or (land and not leads) or not _is_alone(claim, document):
                continue
            rank = not leads, severity(claim, document), -claim.quantity if befell else float(claim.start)
            if words := label_words(claim, document, say):
                source = label_source(claim, document, say)
                found.setdefault(feature.id, []).append(_Told(rank, feature, claim, words, source))
    ranked = sorted((sorted(told, key=_rank) for told in found.values()), key=lambda told: told[0].rank)
    for told in ranked[:_MOST_LEADING]:
        feature, claim = told[0].feature, told[0].claim
        words, source = _joined(told)
        sources = {feature.id: source} if source else {}
        yield Comparison(feature.layers[0], "value", {}, {feature.id: words}, (), (claim,), sources)


def _is_vast(feature: Feature) -> bool:
    """Return whether a place is a region so wide that a figure on it would seem to be of one place in it."""
    kind = KINDS[feature.place.kind] if feature.place else None
    if kind is None or kind.backdrop or kind.reach == "near" or feature.geometry.is_empty:
        return False
    west, south, east, north = feature.geometry.bounds
    return kind.reach == "vast" or max(east - west, north - south) > _VAST


class _Told(NamedTuple):
    """A leading figure: its rank, the lower the better, whose it is, and its words, without who gives it."""

    rank: tuple[bool, int, float]
    feature: Feature
    claim: Claim
    words: str
    source: str


def _joined(told: Sequence[_Told]) -> tuple[str, str]:
    """Return the words of a feature's leading figures, two at most, and who gives them.

    Of a movement they are what happened on the way, and what moves; of a place, what headline and first
    paragraph tell, if one gives both.
    """
    first = told[0]
    if first.feature.flow:
        every = dict.fromkeys(", ".join(filter(None, (t.words, t.source))) for t in told)
        return APART.join([*every][:2]), ""
    alike = (
        t for t in told if not t.rank[0] and t.source == first.source and t.claim.unit == first.claim.unit
    )
    both = [*dict.fromkeys((first.words, *(t.words for t in alike)))][:2]
    return APART.join(both) if len(both[-1]) <= _SHORT else first.words, first.source


def _rank(told: _Told) -> tuple[bool, int, float]:
    return told.rank


def _lead(document: MapDocument) -> set[str]:
    """Return the ids of the sentences of headline and first paragraph; of the next if that has no figure."""
    blocks: dict[str, set[str]] = {}
    for s in document.sentences:
        if s.kind == "paragraph":
            blocks.setdefault(s.block, set()).add(s.id)
    told = {c.sentence_id for c in document.claims}
    first = [*blocks.values()][:_LEADING]
    lead = next((ids for ids in first if told & ids), set())
    return {s.id for s in document.sentences if s.kind == "title"}.union(lead, *first[:1])


def _is_alone(claim: Claim, document: MapDocument) -> bool:
    """Return whether a figure is of one place or movement, told by itself, and no earlier or denied one."""
    untold = claim.polarity in ("denied", "past") or not stands_alone(claim, document)
    return len(claim.places) + len(claim.flows) == 1 and claim.quantity > 0 and not untold


def _flows(document: MapDocument, made: Features, say: Vocabulary) -> Iterator[Comparison]:
    """Yield the figures of movements: of one layer and one unit, a value for each."""
    groups: dict[tuple[str, str, str], dict[str, list[Claim]]] = {}
    for claim in document.claims:
        feature = made.by_id.get(claim.flows[0]) if len(claim.flows) == 1 and not claim.places else None
        if feature and feature.layer and claim.quantity > 0 and not claim.polarity and not claim.owner:
            kind = feature.layer, claim.unit, claim.per or ""
            groups.setdefault(kind, {}).setdefault(feature.id, []).append(claim)
    for (layer, *_), said in groups.items():
        told = {fid: claims[0] for fid, claims in said.items() if len(claims) == 1}
        if len(told) < _LEAST_FLOWS or len({_counted(c) for c in told.values()} - {""}) > 1:
            continue
        most = max(c.quantity for c in told.values())
        sizes = {fid: _width(c.quantity, most) for fid, c in told.items()}
        values = {fid: _value(c, say) for fid, c in told.items()}
        first = next(iter(told.values()))
        steps = (
            (_words(v, first, say), _width(v, most)) for v in _round_values(c.quantity for c in told.values())
        )
        yield Comparison(layer, "width", sizes, values, tuple(steps), tuple(told.values()))


def _counted(claim: Claim) -> str:
    return claim.subject.lower().split()[-1] if claim.subject else ""


def _is_amount(unit: str) -> bool:
    """Return whether values of a unit can be added up: counts, money, areas, masses, but not temperatures."""
    kind = reading_language("en").quantities.kind_of.get(unit)
    return not unit or unit.isupper() or kind in _AMOUNTS


def _radius(value: float, most: float) -> float:
    return round(max(3.0, _LARGEST * sqrt(value / most)), 1)


def _width(value: float, most: float) -> float:
    return round(max(_THIN, _THICK * value / most), 1)


def _classes(values: Mapping[str, float]) -> dict[str, float]:
    """Put values into about equally large classes, from 1 for the least; equal values into one."""
    ranked = sorted({*values.values()})
    count = min(_SHADES, len(ranked))
    number = {v: 1.0 + floor(n * count / len(ranked)) for n, v in enumerate(ranked)}
    return {fid: number[v] for fid, v in values.items()}


def _round_values(values: Iterable[float]) -> list[float]:
    """Return one or two round values for a legend, the larger first.

    Examples
    --------
    >>> _round_values([24, 16, 4])
    [20.0, 5.0]
    """
    most = max(values)
    unit = 10.0 ** floor(rounded(log10(most)))
    steps = [s * u for u in (unit, unit / 10) for s in (5.0, 2.0, 1.0)]
    large = next(s for s in steps if s <= most)
    small = next(s for s in steps if 4 * s <= large)
    return [large, small] if small >= 1 else [large]


def _words(value: float, claim: Claim, say: Vocabulary) -> str:
    return digits(value, say) + _unit(claim)


def _value(claim: Claim, say: Vocabulary) -> str:
    """Return a value as it stands beside a name: without its unit, which the legend has."""
    return figure_words(claim, say) + (" %" if claim.unit == _SHARE else "")


def _unit(claim: Claim) -> str:
    """Return the unit after a number, as the article writes it; "" for a count."""
    if claim.unit == _SHARE:
        return " %"
    words = re.sub(r"[\d.,\s]*\d", "", claim.surface).split() if claim.unit else []
    return f" {words[-1]}" if words and len(words[-1]) > 1 else ""
