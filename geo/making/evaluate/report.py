"""The figures of an evaluation, its table of errors, and how both are written.

Everything is computed from the judged documents, so that reports of several folds can be pooled into one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

from ...files import inert
from ...model import ToponymKind
from .judging import JudgedDocument, JudgedToponym, Outcome, Prediction
from .metrics import Distances, Score, calibration_error, distances, is_near

SCORED_KINDS: tuple[ToponymKind, ...] = ("name", "demonym", "embedded")
"""The kinds of mention that are scored; relations ("the border") never are."""

COLUMNS = (
    "document", "start", "end", "surface", "outcome", "outcome_given", "kind", "found", "type", "country",
    "geonames", "lng", "lat", "place", "place_name", "confidence", "point_km", "extent_km", "candidates",
    "nearest_candidate_km",
)  # fmt: skip
"""Columns of the table of errors; ``place`` and what follows it are the answer with the gold span given, or
for a spurious prediction the parser's own."""


@dataclass(frozen=True)
class Report:
    """What an evaluation found; `figures` and `errors` tell it, `to_dict` and `to_text` write it.

    Every figure of a report without documents is zero.
    """

    documents: tuple[JudgedDocument, ...]

    @classmethod
    def pooled(cls, reports: Iterable[Report]) -> Report:
        """Make one report of several, such as those of the folds of a corpus."""
        return cls(tuple(d for report in reports for d in report.documents))

    # The three measures, apart

    def recognition(self, kinds: Iterable[ToponymKind] = SCORED_KINDS) -> Score:
        """Score the spans found, exact offsets, counting predictions of these kinds."""
        right = sum(t.exact for t in self._found(kinds))
        return Score(right, self._predicted(kinds), len(self._toponyms))

    def resolution(self, geometry_aware: bool) -> Distances:
        """Summarise the errors with gold spans given, over every gold toponym with coordinates.

        Distances are to the place's extent where `geometry_aware`, else to its point.
        """
        rule = 1 if geometry_aware else 0
        answers = (t.given.error for t in self._located)
        return distances(error[rule] if error else None for error in answers)

    def end_to_end(self, kinds: Iterable[ToponymKind] = SCORED_KINDS) -> Score:
        """Score what was found with its exact span and resolved within 161 km, geometry-aware.

        Gold toponyms without coordinates are left out, and with them the predictions that match them.
        """
        found = list(self._found(kinds))
        unlocated = sum(t.exact and t.gold.point is None for t in found)
        right = sum(t.outcome == "right" for t in found)
        return Score(right, self._predicted(kinds) - unlocated, len(self._located))

    def ceiling(self, geometry_aware: bool) -> float:
        """Return the share of gold toponyms with coordinates of which some candidate lies within 161 km."""
        rule = 1 if geometry_aware else 0
        near = sum(is_near(t.ceiling[rule] if t.ceiling else None) for t in self._located)
        return near / len(self._located) if self._located else 0.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the confidence of resolved gold spans; right is geometry-aware."""
        return calibration_error(
            (t.given.confidence, is_near(t.given.error.extent_km)) for t in self._located if t.given.error
        )

    @property
    def documents_per_second(self) -> float:
        """How many documents the parser reads in a second of processor time."""
        seconds = sum(d.seconds for d in self.documents)
        return len(self.documents) / seconds if seconds else 0.0

    # Where errors come from

    def outcomes(self, given: bool = False) -> dict[str, int]:
        """Count gold toponyms by outcome, end to end (spurious predictions, too) or with spans `given`."""
        counted: Counter[str] = Counter(t.outcome_given if given else t.outcome for t in self._toponyms)
        counts = {outcome: counted[outcome] for outcome in get_args(Outcome) if counted[outcome]}
        if not given:
            counts["spurious"] = sum(1 for d in self.documents for _ in d.spurious())
        return counts

    def errors(self) -> Iterator[dict[str, Any]]:
        """Yield a row of `COLUMNS` for each gold toponym and spurious prediction, in reading order."""
        for d in self.documents:
            rows = [_row(d.document.id, t) for t in d.toponyms]
            rows += [_spurious_row(d.document.id, p) for p in d.spurious()]
            yield from sorted(rows, key=lambda row: (row["start"], row["end"]))

    def errors_csv(self) -> str:
        """Write the rows of `errors` as CSV (RFC 4180), with a header; no cell is a formula."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        for row in self.errors():
            writer.writerow({k: inert(v) if isinstance(v, str) else v for k, v in row.items()})
        return out.getvalue()

    # How it is told

    def figures(self) -> dict[str, float]:
        """Give every figure under its name, in the order of telling; shares are 0 to 1."""
        recognition, whole = self.recognition(), self.end_to_end()
        point, extent = self.resolution(geometry_aware=False), self.resolution(geometry_aware=True)
        figures: dict[str, float] = {
            "documents": len(self.documents),
            "toponyms": len(self._toponyms),
            "toponyms with coordinates": len(self._located),
            "toponyms with wrong offsets": sum(len(d.document.misplaced()) for d in self.documents),
            "recognition precision": recognition.precision,
            "recognition recall": recognition.recall,
            "recognition F1": recognition.f1,
        }
        for kinds in _SUBSETS:
            figures[f"recognition F1, {' + '.join(kinds)} alone"] = self.recognition(kinds).f1
        figures |= {
            "resolution accuracy@161, point": point.accuracy,
            "resolution accuracy@161, geometry-aware": extent.accuracy,
            "resolution mean error, km, point": point.mean_km,
            "resolution mean error, km, geometry-aware": extent.mean_km,
            "resolution median error, km, point": point.median_km,
            "resolution median error, km, geometry-aware": extent.median_km,
            "resolution AUC, point": point.auc,
            "resolution AUC, geometry-aware": extent.auc,
            "gazetteer ceiling, point": self.ceiling(geometry_aware=False),
            "gazetteer ceiling, geometry-aware": self.ceiling(geometry_aware=True),
            "expected calibration error": self.calibration_error,
            "end-to-end precision": whole.precision,
            "end-to-end recall": whole.recall,
            "end-to-end F1": whole.f1,
        }
        for kinds in _SUBSETS:
            figures[f"end-to-end F1, {' + '.join(kinds)} alone"] = self.end_to_end(kinds).f1
        return figures | {"documents per second": self.documents_per_second}

    def to_dict(self) -> dict[str, Any]:
        """Give the figures and the counts of outcomes as plain JSON values."""
        return {
            "figures": self.figures(),
            "outcomes": self.outcomes(),
            "outcomes, gold spans given": self.outcomes(given=True),
        }

    def to_text(self) -> str:
        """Tell the figures and where errors come from, as plain text, a line each."""
        blocks = (
            ("", self.figures()),
            ("what became of the toponyms, end to end", self.outcomes()),
            ("what became of them, gold spans given", self.outcomes(given=True)),
        )
        lines = []
        for heading, rows in blocks:
            lines += ["", heading] if heading else []
            lines += [f"{name:<48} {format_figure(value):>10}" for name, value in rows.items()]
        return "\n".join(lines)

    # What it stands on

    @cached_property
    def _toponyms(self) -> list[JudgedToponym]:
        return [t for d in self.documents for t in d.toponyms]

    @cached_property
    def _located(self) -> list[JudgedToponym]:
        return [t for t in self._toponyms if t.gold.point]

    def _found(self, kinds: Iterable[ToponymKind]) -> Iterator[JudgedToponym]:
        allowed = frozenset(kinds)
        return (t for t in self._toponyms if t.found and t.found.kind in allowed)

    def _predicted(self, kinds: Iterable[ToponymKind]) -> int:
        allowed = frozenset(kinds)
        return sum(p.kind in allowed for d in self.documents for p in d.predictions)


_SUBSETS: tuple[tuple[ToponymKind, ...], ...] = (("name",), ("name", "demonym"), ("name", "embedded"))


def format_figure(value: float) -> str:
    """Write a figure: counts whole, shares with three decimals, what is larger with one.

    Examples
    --------
    >>> format_figure(588), format_figure(0.74444), format_figure(1234.56)
    ('588', '0.744', '1234.6')
    """
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value <= 1 else f"{value:.1f}"


def _row(document: str, t: JudgedToponym) -> dict[str, Any]:
    gold, answer = t.gold, t.given
    row: dict[str, Any] = {
        "document": document,
        "start": gold.start,
        "end": gold.end,
        "surface": gold.phrase,
        "outcome": t.outcome,
        "outcome_given": t.outcome_given,
        "kind": t.found.kind if t.found else "",
        "found": t.found.surface if t.found else "",
        "type": gold.type,
        "country": gold.country,
        "geonames": gold.geonames or "",
        "place": answer.place or "",
        "place_name": answer.name,
        "confidence": round(answer.confidence, 4),
        "candidates": t.candidates,
    }
    if gold.point:
        row |= gold.point._asdict()
    if answer.error:
        row |= {rule: round(km, 1) for rule, km in answer.error._asdict().items()}
    if t.ceiling:
        row["nearest_candidate_km"] = round(t.ceiling.extent_km, 1)
    return row


def _spurious_row(document: str, p: Prediction) -> dict[str, Any]:
    return {
        "document": document,
        "start": p.start,
        "end": p.end,
        "surface": p.surface,
        "outcome": "spurious",
        "kind": p.kind,
        "found": p.surface,
        "place": p.answer.place or "",
        "place_name": p.answer.name,
        "confidence": round(p.answer.confidence, 4),
    }
