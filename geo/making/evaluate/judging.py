"""Judge a parser on a corpus, one document at a time: what it found, and which places it chose.

Each document is parsed twice: as for a reader, and with the gold spans given. In the flow between ``corpora``
and ``report``, which computes figures from the results.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec.structs import replace

from ...gazetteer import Gazetteer
from ...model import Article, Block, Toponym, ToponymKind
from ...reading.article import article_from_text
from .corpora import GoldDocument, GoldToponym
from .distance import Error, Ruler
from .metrics import is_near

if TYPE_CHECKING:
    from ...document import MapDocument

Outcome = Literal[
    "right", "not found", "wrong span", "no candidate", "wrong candidate", "abstained", "no coordinates"
]


_UNREAD = frozenset({"byline", "date", "furniture"})
"""Kinds of block in which no toponyms are read."""


class Parse(Protocol):
    """The parser to measure: `geo.geoparse`, or another function that is called like it."""

    def __call__(
        self, article: Article, *, gazetteer: Gazetteer, spans: Sequence[tuple[int, int]] | None = None
    ) -> MapDocument:
        """Read the places of an article; if `spans` are given, resolve only these."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The parser's answer for a span.

    ``place`` is the id of the place, None if it abstained; ``error`` the distance to the true position, None
    if one of the two is missing.
    """

    place: str | None = None
    name: str = ""
    confidence: float = 0.0
    error: Error | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """A span that the parser found, and its answer."""

    start: int
    end: int
    surface: str
    kind: ToponymKind
    answer: Answer


@dataclass(frozen=True, slots=True)
class JudgedToponym:
    """A gold toponym, and how it was judged.

    Attributes
    ----------
    gold
        The toponym as people marked it.
    found
        The prediction with its exact span, or the first one that overlaps it, or None.
    given
        The answer with the gold span given.
    candidates
        How many places the gazetteer has for its name.
    ceiling
        The smallest error of these candidates by each rule, km; None without candidates or coordinates.
    """

    gold: GoldToponym
    found: Prediction | None
    given: Answer
    candidates: int
    ceiling: Error | None

    @property
    def exact(self) -> bool:
        """Whether its exact span was found."""
        return self.found is not None and (self.found.start, self.found.end) == (
            self.gold.start,
            self.gold.end,
        )

    @property
    def outcome(self) -> Outcome:
        """The result end to end: the first step that failed, if any did."""
        if self.found is None:
            return "not found"
        return self._resolved(self.found.answer) if self.exact else "wrong span"

    @property
    def outcome_given(self) -> Outcome:
        """The result with the gold spans given."""
        return self._resolved(self.given)

    def _resolved(self, answer: Answer) -> Outcome:
        if self.gold.point is None:
            return "no coordinates"
        if answer.error and is_near(answer.error.extent_km):
            return "right"
        if not self.ceiling or not is_near(self.ceiling.extent_km):
            return "no candidate"
        return "abstained" if answer.place is None else "wrong candidate"


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A document of a corpus, its gold toponyms and the parser's predictions.

    ``seconds`` is the processor time of recognition and resolution.
    """

    document: GoldDocument
    toponyms: tuple[JudgedToponym, ...]
    predictions: tuple[Prediction, ...]
    seconds: float

    def spurious(self) -> Iterator[Prediction]:
        """Yield the predictions that overlap no gold toponym."""
        for p in self.predictions:
            if not any(p.start < t.end and t.start < p.end for t in self.document.toponyms):
                yield p


def as_one_block(text: str) -> Article:
    """Make an article from a corpus's text, all in one paragraph.

    The texts of corpora have lost their structure. A guess would make some lines bylines or furniture, in
    which no toponyms are read.

    Raises
    ------
    ArticleError
        If the text is empty.
    """
    article = article_from_text(text)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return replace(article, blocks=(Block("b01", "paragraph", start, end),))


def judge(
    documents: Iterable[GoldDocument],
    gazetteer: Gazetteer,
    parse: Parse,
    article: Callable[[str], Article] = as_one_block,
) -> Iterator[JudgedDocument]:
    """Parse documents and judge the results, one at a time.

    Mentions of kind ``relation`` are left out. The time is the processor time of the first parse, recognition
    and resolution; data that are loaded once are loaded before.
    """
    ruler = Ruler(gazetteer)
    parse(as_one_block("They met in Oslo."), gazetteer=gazetteer)
    for document in documents:
        yield _judge(document, ruler, parse, article)


def _judge(
    document: GoldDocument, ruler: Ruler, parse: Parse, article: Callable[[str], Article]
) -> JudgedDocument:
    if not document.text.strip():
        return JudgedDocument(document, tuple(_missed(t) for t in document.toponyms), (), 0.0)
    read = article(document.text)
    begun = time.process_time()
    parsed = parse(read, gazetteer=ruler.gazetteer)
    seconds = time.process_time() - begun

    truth = {(t.start, t.end): t for t in document.toponyms}
    predictions = tuple(
        Prediction(t.start, t.end, t.surface, t.kind, _answer(t, truth.get((t.start, t.end)), ruler))
        for t in parsed.toponyms
        if t.kind != "relation"
    )
    # A gold span outside the sentences that are read, or over another span, cannot be given: an abstention.
    spans: list[tuple[int, int]] = []
    for start, end in sorted(truth):
        inside = any(s.start <= start < end <= s.end for s in parsed.sentences if s.kind not in _UNREAD)
        apart = not spans or spans[-1][1] <= start
        if inside and apart and any(map(str.isalnum, document.text[start:end])):
            spans.append((start, end))
    resolved = parse(read, gazetteer=ruler.gazetteer, spans=spans).toponyms if spans else ()
    given = {(t.start, t.end): t for t in resolved}
    judged = tuple(
        _judge_toponym(t, predictions, given.get((t.start, t.end)), ruler) for t in document.toponyms
    )
    return JudgedDocument(document, judged, predictions, seconds)


def _missed(gold: GoldToponym) -> JudgedToponym:
    return JudgedToponym(gold, None, Answer(), 0, None)


def _judge_toponym(
    gold: GoldToponym, predictions: Sequence[Prediction], given: Toponym | None, ruler: Ruler
) -> JudgedToponym:
    overlapping = [p for p in predictions if p.start < gold.end and gold.start < p.end]
    exact = [p for p in overlapping if (p.start, p.end) == (gold.start, gold.end)]
    names = {gold.phrase, given.name if given else gold.phrase}
    found = chain.from_iterable(ruler.gazetteer.candidates(name) for name in sorted(names))
    places = {c.place.id: c.place for c in found}
    ceiling = None
    if gold.point and places:
        errors = [ruler.measure(place, gold.point) for place in places.values()]
        ceiling = Error(min(e.point_km for e in errors), min(e.extent_km for e in errors))
    first = next(iter(exact or overlapping), None)
    return JudgedToponym(gold, first, _answer(given, gold, ruler), len(places), ceiling)


def _answer(toponym: Toponym | None, gold: GoldToponym | None, ruler: Ruler) -> Answer:
    resolution = toponym.resolution if toponym else None
    if resolution is None or resolution.place is None:
        return Answer(confidence=resolution.confidence if resolution else 0.0)
    place = resolution.place
    error = ruler.measure(place, gold.point) if gold and gold.point else None
    return Answer(place.id, place.name, resolution.confidence, error)
