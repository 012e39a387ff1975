"""Judge a parser on a corpus, one document at a time: what it found, and which places it chose.

Each document is parsed twice: as for a reader, and with the gold spans given. In the flow between ``corpora``
and ``report``, which computes figures from the results.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec.structs
from msgspec import Struct
from msgspec.structs import replace

from ...gazetteer import Gazetteer
from ...model import Article, Block, Certainty, Place, Toponym, ToponymKind
from ...reading.article import article_from_text
from .corpora import GoldDocument, GoldToponym
from .distance import Error, Ruler
from .levels import stands_for

if TYPE_CHECKING:
    from ...document import MapDocument

NAMESAKE_KM = (161, 1000, 5000)
"""Bands of the distance to a wrong namesake, km."""

_NAMESAKES = (*(f"wrong namesake, up to {km} km" for km in NAMESAKE_KM), "wrong namesake, farther")
PART = "part of a name"
OUTCOMES = (
    "right", "wrong level", "no candidate", *_NAMESAKES, "unplaced", PART, "missed",
    "no coordinates", "not a place", "not a place, not drawn",
)  # fmt: skip
"""The outcome of a gold toponym, or of a span that is not one: the first that holds, in the order of
`JudgedToponym.outcome` and `JudgedDocument.spurious`."""

COVERED = "right and sure"
CAUSES = (
    COVERED, "right, but doubtful", "right, in a longer name", "right, in a repeat",
    "another place", "no place chosen", "another span", "not recognised", "no candidate",
)  # fmt: skip
"""Why no sure place covers a gold toponym with coordinates: the last that holds."""

Band = float | Literal["sure"]
"""What is sure, or a least confidence."""

_UNREAD = frozenset({"byline", "date", "furniture"})
"""Kinds of block in which no toponyms are read."""


class Parse(Protocol):
    """The parser to measure: `geo.geoparse`, or another function that is called like it."""

    def __call__(
        self, article: Article, *, gazetteer: Gazetteer, spans: Sequence[tuple[int, int]] | None = None
    ) -> MapDocument:
        """Read the places of an article; if `spans` are given, resolve only these."""
        ...


class Answer(Struct, frozen=True):
    """The parser's answer for a span.

    ``place`` is the id of the place, None where it abstained; ``error`` the distance to the true position,
    None where either is lacking. ``right`` is whether its extent lies within the gold toponym's tolerance,
    ``level`` whether it is also of the kind that is meant; ``left_open`` whether the kind that is meant is
    the other one of a sure place whose level is said to be open.
    """

    place: str | None = None
    name: str = ""
    kind: str = ""
    confidence: float = 0.0
    error: Error | None = None
    right: bool = False
    level: bool = False
    certainty: Certainty | None = None
    left_open: bool = False

    def in_band(self, least: Band) -> bool:
        """Whether it is sure, or has at least a confidence."""
        return self.certainty == "sure" if least == "sure" else self.confidence >= least


class Prediction(Struct, frozen=True):
    """A span that the parser found, and what it took it to mean.

    ``drawn`` is whether a map shows it; ``gold`` the toponym whose exact span it has, or None; ``level``
    whether place and level are right, None where the corpus does not say.
    """

    start: int
    end: int
    surface: str
    kind: ToponymKind
    answer: Answer
    drawn: bool
    gold: GoldToponym | None
    level: bool | None


class JudgedToponym(Struct, frozen=True):
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
        The smallest errors among those candidates by either rule, km; None without candidates or coordinates.
    reachable, reachable_level
        Whether one of them is the right place, and of the right level.
    """

    gold: GoldToponym
    found: Prediction | None
    given: Answer
    candidates: int
    ceiling: Error | None
    reachable: bool = False
    reachable_level: bool = False

    @property
    def exact(self) -> bool:
        """Whether its exact span was found."""
        return self.found is not None and (self.found.start, self.found.end) in self.gold.spans

    @property
    def answer(self) -> Answer:
        """What it was taken to mean end to end; of another span, nothing."""
        return self.found.answer if self.found and self.exact else Answer()

    @property
    def cause(self) -> str:
        """Why no sure place covers it, one of `CAUSES`."""
        if not self.reachable and not self.answer.right:
            return "no candidate"
        if self.found is None:
            return "not recognised"
        if not self.exact:
            return "another span"
        if self.answer.place is None:
            return "no place chosen"
        if not self.answer.right:
            return "another place"
        if not self.found.drawn:
            return "right, in a longer name" if self.found.kind == "embedded" else "right, in a repeat"
        return COVERED if self.answer.certainty == "sure" else "right, but doubtful"

    @property
    def outcome(self) -> str:
        """What became of it end to end, one of `OUTCOMES`."""
        found = "missed" if self.found is None else "" if self.exact else PART
        return self._outcome(self.answer, found)

    @property
    def outcome_given(self) -> str:
        """What became of it with the gold spans given, one of `OUTCOMES`."""
        return self._outcome(self.given)

    def _outcome(self, answer: Answer, otherwise: str = "") -> str:
        if answer.right:
            return "wrong level" if self.gold.kind and not answer.level else "right"
        if self.gold.point is not None and not self.reachable:
            return "no candidate"
        if otherwise:
            return otherwise
        if self.gold.point is None:
            return "no coordinates"
        if answer.error is None:
            return "unplaced"
        return _NAMESAKES[bisect_left(NAMESAKE_KM, answer.error.extent_km)]


class JudgedDocument(Struct, frozen=True):
    """A document of a corpus, its gold toponyms and the parser's predictions.

    Optional toponyms are left out, and so are predictions that overlap these alone. ``seconds`` is the
    processor time of recognition and resolution.
    """

    document: GoldDocument
    toponyms: tuple[JudgedToponym, ...]
    predictions: tuple[Prediction, ...]
    seconds: float

    def spurious(self) -> Iterator[tuple[Prediction, str]]:
        """Yield the predictions that overlap no gold toponym, with what each is, one of `OUTCOMES`."""
        for p in self.predictions:
            if not any(t.overlaps(p.start, p.end) for t in self.document.toponyms):
                trap = self.trap(p)
                part = trap and trap.start <= p.start and p.end <= trap.end and p.surface != trap.phrase
                if p.drawn:
                    yield p, PART if part else "not a place"
                else:
                    yield p, "not a place, not drawn"

    def drawn(self, least: Band = 0.0) -> list[Prediction]:
        """List what a map shows of a band, except what no coordinates can judge."""
        return [
            p
            for p in self.predictions
            if p.drawn and p.answer.in_band(least) and (p.gold is None or p.gold.point)
        ]

    def trap(self, p: Prediction) -> GoldToponym | None:
        """Return the trap that a prediction overlaps, or None."""
        return next((t for t in self.document.traps if t.overlaps(p.start, p.end)), None)


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
        return JudgedDocument(
            document, tuple(_missed(t) for t in document.toponyms if not t.optional), (), 0.0
        )
    read = article(document.text)
    begun = time.process_time()
    parsed = parse(read, gazetteer=ruler.gazetteer)
    seconds = time.process_time() - begun

    found = predictions(document, parsed.toponyms, ruler)
    # A gold span outside the sentences that are read, or over another span, cannot be given: an abstention.
    spans: list[tuple[int, int]] = []
    for start, end in sorted({(t.start, t.end) for t in document.toponyms}):
        inside = any(s.start <= start < end <= s.end for s in parsed.sentences if s.kind not in _UNREAD)
        apart = not spans or spans[-1][1] <= start
        if inside and apart and any(map(str.isalnum, document.text[start:end])):
            spans.append((start, end))
    resolved = parse(read, gazetteer=ruler.gazetteer, spans=spans).toponyms if spans else ()
    given = {(t.start, t.end): t for t in resolved}
    judged = tuple(
        _judge_toponym(t, found, given.get((t.start, t.end)), ruler)
        for t in document.toponyms
        if not t.optional
    )
    return JudgedDocument(document, judged, found, seconds)


def predictions(document: GoldDocument, toponyms: Iterable[Toponym], ruler: Ruler) -> tuple[Prediction, ...]:
    """Judge what a parser found in a document, except relations and what overlaps only optional toponyms."""
    truth = {span: t for t in document.toponyms for span in t.spans}
    return tuple(
        _predict(t, truth.get((t.start, t.end)), document, ruler)
        for t in toponyms
        if t.kind != "relation" and _counts(t, document)
    )


def _missed(gold: GoldToponym) -> JudgedToponym:
    return JudgedToponym(gold, None, Answer(), 0, None)


def _counts(t: Toponym, document: GoldDocument) -> bool:
    """Whether what was found is scored: it is not if it overlaps only optional toponyms."""
    overlapped = [g.optional for g in document.toponyms if g.overlaps(t.start, t.end)]
    return not overlapped or not all(overlapped)


def _predict(t: Toponym, gold: GoldToponym | None, document: GoldDocument, ruler: Ruler) -> Prediction:
    answer = _answer(t, gold, ruler)
    level = answer.level if (gold.kind if gold else document.levels) else None
    return Prediction(t.start, t.end, t.surface, t.kind, answer, t.is_shown, gold, level)


def _judge_toponym(
    gold: GoldToponym, predictions: Sequence[Prediction], given: Toponym | None, ruler: Ruler
) -> JudgedToponym:
    overlapping = [p for p in predictions if gold.overlaps(p.start, p.end)]
    exact = [p for p in overlapping if (p.start, p.end) in gold.spans]
    names = {gold.phrase, given.name if given else gold.phrase}
    found = chain.from_iterable(ruler.gazetteer.candidates(name) for name in sorted(names))
    places = {c.place.id: c.place for c in found}
    answers = [_measured(place, 0.0, gold, ruler) for place in places.values()]
    errors = [a.error for a in answers if a.error]
    ceiling = Error(*map(min, zip(*errors, strict=True))) if errors else None
    return JudgedToponym(
        gold,
        next(iter(exact or overlapping), None),
        _answer(given, gold, ruler),
        len(places),
        ceiling,
        any(a.right for a in answers),
        any(a.level for a in answers),
    )


def _answer(toponym: Toponym | None, gold: GoldToponym | None, ruler: Ruler) -> Answer:
    resolution = toponym.resolution if toponym else None
    if resolution is None or resolution.place is None:
        return Answer(confidence=resolution.confidence if resolution else 0.0)
    answer = _measured(resolution.place, resolution.confidence, gold, ruler)
    other = resolution.rival if resolution.certainty == "sure" else None
    left_open = bool(gold and other and answer.right and stands_for(other.kind, gold.kind))
    return msgspec.structs.replace(answer, certainty=resolution.certainty, left_open=left_open)


def _measured(place: Place, confidence: float, gold: GoldToponym | None, ruler: Ruler) -> Answer:
    error = ruler.measure(place, gold.point) if gold and gold.point else None
    right = bool(gold and error and error.extent_km <= gold.tolerance_km)
    level = bool(gold and right and stands_for(place.kind, gold.kind))
    return Answer(place.id, place.name, place.kind, confidence, error, right, level)
