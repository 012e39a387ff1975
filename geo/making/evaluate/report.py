"""The figures of an evaluation, its table of errors, and how both are written.

Everything is computed from the judged documents, so that reports of several folds can be pooled into one.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from msgspec import Struct

from ...files import inert
from ...model import ToponymKind
from .errors import COLUMNS, row_of, row_of_spurious
from .judging import CAUSES, OUTCOMES, Band, JudgedDocument, JudgedToponym, Prediction
from .metrics import Distances, Score, binned, calibration_error, distances, intervals, is_near

SCORED_KINDS: tuple[ToponymKind, ...] = ("name", "demonym", "embedded")
"""The kinds of mention that are scored; relations ("the border") are never scored."""

BANDS: Mapping[Band, str] = {
    "sure": "drawn as sure",
    **{least: f"drawn, confidence ≥ {least:g}" for least in (0.9, 0.75, 0.5)},
    0.0: "all drawn",
}
"""What is drawn is scored apart by band: what is sure, and what has a least confidence; with its name."""

_WORST = 3  # how many of each kind of error are listed
_NO_ERRORS = ("right", "no coordinates", "not a place, not drawn")

Counts = tuple[int, int]
"""Numerator and denominator of a share."""


class Report(Struct, frozen=True, dict=True):
    """The result of an evaluation; `figures` and `errors` return it, `to_dict` and `to_text` write it.

    Every figure of a report without documents is zero.
    """

    documents: tuple[JudgedDocument, ...]

    @classmethod
    def pooled(cls, reports: Iterable[Report]) -> Report:
        """Join several reports into one, such as those of the folds of a corpus."""
        return cls(tuple(d for report in reports for d in report.documents))

    @property
    def halves(self) -> frozenset[str]:
        """The halves that the documents belong to."""
        return frozenset(d.document.half for d in self.documents)

    # The three measures, one by one

    def recognition(self, kinds: Iterable[ToponymKind] = SCORED_KINDS) -> Score:
        """Score the spans found, exact offsets, counting predictions of these kinds."""
        right = sum(t.exact for t in self._found(kinds))
        return Score(right, self._predicted(kinds), len(self._toponyms))

    def resolution(self, geometry_aware: bool) -> Distances:
        """Summarise the errors with gold spans given, for every gold toponym with coordinates.

        Distances are to the place's extent where `geometry_aware`, else to its point.
        """
        rule = 1 if geometry_aware else 0
        answers = (t.given.error for t in self._located)
        return distances(error[rule] if error else None for error in answers)

    def end_to_end(self, kinds: Iterable[ToponymKind] = SCORED_KINDS) -> Score:
        """Score what was found with its exact span and resolved to the right place.

        Gold toponyms without coordinates are left out, and with them the predictions that match them.
        """
        found = list(self._found(kinds))
        unlocated = sum(t.exact and t.gold.point is None for t in found)
        right = sum(t.answer.right for t in found)
        return Score(right, self._predicted(kinds) - unlocated, len(self._located))

    def ceiling(self, geometry_aware: bool) -> float:
        """Return the share of gold toponyms with coordinates that have a candidate within 161 km."""
        rule = 1 if geometry_aware else 0
        near = sum(is_near(t.ceiling[rule] if t.ceiling else None) for t in self._located)
        return near / len(self._located) if self._located else 0.0

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the confidence of resolved gold spans."""
        return calibration_error((t.given.confidence, t.given.right) for t in self._located if t.given.error)

    @property
    def documents_per_second(self) -> float:
        """How many documents the parser reads per second of processor time."""
        seconds = sum(d.seconds for d in self.documents)
        return len(self.documents) / seconds if seconds else 0.0

    # Where errors come from

    def outcomes(self, given: bool = False) -> dict[str, int]:
        """Count gold toponyms by outcome, end to end (what is no place, too) or with spans `given`."""
        counted = Counter(t.outcome_given if given else t.outcome for t in self._toponyms)
        if not given:
            counted.update(outcome for d in self.documents for _, outcome in d.spurious())
        return {outcome: counted[outcome] for outcome in OUTCOMES if counted[outcome]}

    def errors(self) -> Iterator[dict[str, Any]]:
        """Yield a row of `COLUMNS` for each gold toponym and spurious prediction, in reading order."""
        for d in self.documents:
            rows = [row_of(d.document.id, t) for t in d.toponyms]
            rows += [row_of_spurious(d, p, outcome) for p, outcome in d.spurious()]
            yield from sorted(rows, key=lambda row: (row["start"], row["end"]))

    def errors_csv(self) -> str:
        """Write the rows of `errors` as CSV (RFC 4180), with a header; no cell is a formula."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        for row in self.errors():
            writer.writerow({k: inert(v) if isinstance(v, str) else v for k, v in row.items()})
        return out.getvalue()

    def worst(self) -> list[dict[str, Any]]:
        """List the worst errors of each kind: those of most confidence together, then the most frequent."""
        alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row in self.errors():
            if row["outcome"] not in _NO_ERRORS:
                taken = row.get("found_name", ""), row.get("found_kind", ""), row.get("level", "")
                alike[row["outcome"], row["surface"], *taken].append(row)
        confidence = {key: sum(r["found_confidence"] for r in rows) for key, rows in alike.items()}
        order = sorted(alike, key=lambda key: (-confidence[key], -len(alike[key]), key))
        return [
            {
                "error": outcome,
                "surface": key[1],
                "taken for": ", ".join(filter(None, key[2:4])),
                "level meant": key[4],
                "mentions": len(alike[key]),
                "confidence": round(confidence[key] / len(alike[key]), 2),
                "first in": alike[key][0]["document"],
            }
            for outcome in OUTCOMES
            for key in [key for key in order if key[0] == outcome][:_WORST]
        ]

    # What is drawn

    def drawn(self, least: Band = 0.0) -> list[Prediction]:
        """List what maps show of a band, except what no coordinates can judge."""
        return [p for d in self.documents for p in d.drawn(least)]

    def reliability(self) -> list[dict[str, Any]]:
        """Return, by confidence, how much of what is drawn is right: a row each bin that is not empty."""
        bins = binned((p.answer.confidence, p) for p in self.drawn())
        return [
            {
                "confidence": f"{n / 10} to {(n + 1) / 10}",
                "drawn": len(drawn),
                "mean confidence": sum(p.answer.confidence for p in drawn) / len(drawn),
                "right place": _share(_right_places(drawn)),
                "right level": _share(_right_levels(drawn)),
            }
            for n, drawn in bins.items()
        ]

    def by_gazetteer(self) -> list[dict[str, Any]]:
        """Score the names that the gazetteer has a right place for, and those that it lacks."""
        rows = []
        for has in (True, False):
            names = [t for t in self._located if t.reachable == has]
            wrong = [t for t in names if t.exact and t.found and t.found.drawn and not t.answer.right]
            rows.append(
                {
                    "the gazetteer": "has it" if has else "lacks it",
                    "toponyms": len(names),
                    "found": sum(t.exact for t in names),
                    "right place": sum(t.answer.right for t in names),
                    "drawn elsewhere": len(wrong),
                    "of these, as sure": sum(t.answer.certainty == "sure" for t in wrong),
                }
            )
        return rows

    def coverage(self) -> list[dict[str, Any]]:
        """Say what becomes of gold toponyms with coordinates: covered by a sure place, or why not."""
        counted = Counter((t.cause, t.found.kind if t.found else "") for t in self._located)
        rows = []
        for cause in CAUSES:
            kinds = {kind: n for (of, kind), n in counted.items() if of == cause}
            if total := sum(kinds.values()):
                by_kind: dict[str, int] = {kind: kinds.get(kind, 0) for kind in SCORED_KINDS}
                rows.append(
                    {"cause": cause, "toponyms": total, "share": total / len(self._located), **by_kind}
                )
        return rows

    # How it is written

    def figures(self) -> dict[str, float]:
        """Return name → figure, in the order of the report; shares are 0 to 1."""
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
            "expected calibration error, drawn": calibration_error(
                (p.answer.confidence, p.answer.right) for p in self.drawn()
            ),
            "end-to-end precision": whole.precision,
            "end-to-end recall": whole.recall,
            "end-to-end F1": whole.f1,
        }
        for kinds in _SUBSETS:
            figures[f"end-to-end F1, {' + '.join(kinds)} alone"] = self.end_to_end(kinds).f1
        shares = {name: _share(count(self)) for name, count in _SHARES.items()}
        figures |= {name: share for name, share in shares.items() if share is not None}
        return figures | {"documents per second": self.documents_per_second}

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Give the 95 % interval of shares over articles (bootstrap), under the figure's name."""
        if not self.documents:
            return {}
        counts = [[count(Report((d,))) for count in _SHARES.values()] for d in self.documents]
        found = zip(_SHARES, intervals(counts), strict=True)
        shown = self.figures()
        return {name: interval for name, interval in found if name in shown}

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the tables of the report: heading → rows, each a dict."""
        return {
            "what is drawn, by confidence": self.reliability(),
            "what a sure place covers, and why not": self.coverage(),
            "names that the gazetteer has, and lacks": self.by_gazetteer(),
            "the worst errors of each kind": self.worst(),
        }

    def to_dict(self) -> dict[str, Any]:
        """Give figures, intervals, outcomes and tables as plain JSON values."""
        return {
            "figures": self.figures(),
            "intervals": self.intervals(),
            "outcomes": self.outcomes(),
            "outcomes, gold spans given": self.outcomes(given=True),
            "tables": self.tables(),
        }

    def to_text(self) -> str:
        """Write the figures, with their intervals, and where errors come from, as plain text."""
        blocks = (
            ("", self.figures()),
            ("what became of the toponyms, end to end", self.outcomes()),
            ("what became of them, gold spans given", self.outcomes(given=True)),
        )
        ends = {name: f"   {low:.3f} to {high:.3f}" for name, (low, high) in self.intervals().items()}
        lines = []
        for heading, figures in blocks:
            lines += ["", heading] if heading else []
            lines += [f"{k:<48} {format_figure(v):>10}{ends.get(k, '')}" for k, v in figures.items()]
        for heading, rows in self.tables().items():
            lines += ["", heading, *aligned(rows)]
        return "\n".join(lines)

    # Helpers

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


# -- shares: of each a numerator and a denominator, which add up over articles ------------------------------


def _of_located(test: Callable[[JudgedToponym], bool], r: Report) -> Counts:
    return sum(map(test, r._located)), len(r._located)


def _of_levels(test: Callable[[JudgedToponym], bool], r: Report) -> Counts:
    known = [t for t in r._located if t.gold.kind]
    return sum(map(test, known)), len(known)


def _right_places(drawn: Sequence[Prediction]) -> Counts:
    return sum(p.answer.right for p in drawn), len(drawn)


def _right_levels(drawn: Sequence[Prediction]) -> Counts:
    known = [p.level for p in drawn if p.level is not None]
    return sum(known), len(known)


def _levels_as_said(drawn: Sequence[Prediction]) -> Counts:
    known = [p.level or p.answer.left_open for p in drawn if p.level is not None]
    return sum(known), len(known)


def _names(least: Band, r: Report) -> list[Prediction]:
    return [p for p in r.drawn(least) if p.kind == "name"]


def _coverage_of_names(least: Band, r: Report) -> Counts:
    """Count the right ones of names, and the gold toponyms but those that were found as another kind."""
    gold = [t for t in r._located if not (t.exact and t.found and t.found.kind != "name")]
    return _right_places(_names(least, r))[0], len(gold)


def _share(counts: Counts) -> float | None:
    return counts[0] / counts[1] if counts[1] else None


def _traps(least: Band, r: Report) -> Counts:
    drawn = {(d.document.id, d.trap(p)) for d in r.documents for p in d.drawn(least) if d.trap(p)}
    return len(drawn), sum(len(d.document.traps) for d in r.documents)


_SHARES: Mapping[str, Callable[[Report], Counts]] = {
    "recognition F1": lambda r: r.recognition().halves,
    "end-to-end F1": lambda r: r.end_to_end().halves,
    "right place, gold spans": partial(_of_located, lambda t: t.given.right),
    "right level, gold spans": partial(_of_levels, lambda t: t.given.level),
    "gazetteer ceiling, right place": partial(_of_located, lambda t: t.reachable),
    "gazetteer ceiling, right level": partial(_of_levels, lambda t: t.reachable_level),
    **{
        f"{band}: {name}": partial(share, least)
        for least, band in BANDS.items()
        for name, share in (
            ("right place", lambda least, r: _right_places(r.drawn(least))),
            ("right level", lambda least, r: _right_levels(r.drawn(least))),
            ("coverage", lambda least, r: (_right_places(r.drawn(least))[0], len(r._located))),
            ("traps", _traps),
            ("right level, or left open", lambda least, r: _levels_as_said(r.drawn(least))),
            ("names alone, right place", lambda least, r: _right_places(_names(least, r))),
            ("names alone, coverage", _coverage_of_names),
        )
    },
}
"""Figures with an interval. Of what is drawn, "right place" and "right level" are shares of what is drawn;
"coverage" is the share of all gold toponyms that what is right of it covers, "traps" that of all traps. A
level is left open if the answer is sure and says that it may be another one. Of names alone, demonyms are
left out, and so are parts of longer names, which no map shows."""


def aligned(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Write rows of one set of columns as lines of a table, with a header."""
    cells = [list(rows[0]) if rows else []]
    cells += [list(map(format_figure, row.values())) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def format_figure(value: float | str | None) -> str:
    """Write a figure: counts whole, shares with three decimals, what is larger with one; None as a dash.

    Examples
    --------
    >>> format_figure(588), format_figure(0.74444), format_figure(1234.56), format_figure(None)
    ('588', '0.744', '1234.6', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, int | str):
        return str(value)
    return f"{value:.3f}" if value <= 1 else f"{value:.1f}"
