"""The rows of the table of errors: the outcome of each gold toponym, and of each span that is not one.

Used by ``report``.
"""

from __future__ import annotations

from typing import Any

from .judging import Answer, JudgedDocument, JudgedToponym, Prediction

COLUMNS = (
    "document", "start", "end", "surface", "outcome", "outcome_given", "cause", "certainty", "kind", "found",
    "type", "country", "geonames", "level", "lng", "lat",
    *(f"found_{member}" for member in ("place", "name", "kind", "confidence", "point_km", "extent_km")),
    *(f"given_{member}" for member in ("place", "name", "kind", "confidence", "point_km", "extent_km")),
    "candidates", "nearest_candidate_km",
)  # fmt: skip
"""Columns of the table of errors; ``found_`` is the parser's own answer, ``given_`` that with the gold span
given, ``level`` the kind that is meant."""


def row_of(document: str, t: JudgedToponym) -> dict[str, Any]:
    """Make the row of a gold toponym."""
    gold = t.gold
    row: dict[str, Any] = {
        "document": document,
        "start": gold.start,
        "end": gold.end,
        "surface": gold.phrase,
        "outcome": t.outcome,
        "outcome_given": t.outcome_given,
        "cause": t.cause if gold.point else "",
        "certainty": t.answer.certainty or "",
        "kind": t.found.kind if t.found else "",
        "found": t.found.surface if t.found else "",
        "type": gold.type,
        "country": gold.country,
        "geonames": gold.geonames or "",
        "level": gold.kind,
        "candidates": t.candidates,
    }
    if gold.point:
        row |= gold.point._asdict()
    row |= _answer_columns("found", t.found.answer if t.found else Answer()) | _answer_columns(
        "given", t.given
    )
    if t.ceiling:
        row["nearest_candidate_km"] = round(t.ceiling.extent_km, 1)
    return row


def row_of_spurious(d: JudgedDocument, p: Prediction, outcome: str) -> dict[str, Any]:
    """Make the row of a prediction that overlaps no gold toponym."""
    trap = d.trap(p)
    return {
        "document": d.document.id,
        "start": p.start,
        "end": p.end,
        "surface": p.surface,
        "outcome": outcome,
        "certainty": p.answer.certainty or "",
        "kind": p.kind,
        "found": p.surface,
        "type": trap.type if trap else "",
    } | _answer_columns("found", p.answer)


def _answer_columns(name: str, answer: Answer) -> dict[str, Any]:
    """Return the columns of an answer, each with the name before it."""
    km = {rule: round(km, 1) for rule, km in answer.error._asdict().items()} if answer.error else {}
    columns = {
        "place": answer.place or "",
        "name": answer.name,
        "kind": answer.kind,
        "confidence": round(answer.confidence, 4),
    }
    return {f"{name}_{member}": value for member, value in (columns | km).items()}
