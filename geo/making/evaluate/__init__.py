"""Measure geoparsing on corpora that people have marked: recognition, resolution, and both together.

``corpora`` reads the gold, ``judging`` runs the parser over it, ``distance``, ``levels`` and ``metrics``
measure, ``report`` writes the figures; ``claims`` does all of this for claims and flows. Stands between
``pipeline`` and ``cli`` in the flow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ...files import write_output
from ...gazetteer import Gazetteer
from ...model import Article
from ...pipeline import geoparse
from .claims import ClaimReport, judge_claims, run_claims
from .corpora import FORMATS, CorpusError, CorpusFormat, GoldDocument, GoldToponym, read_corpus
from .distance import Ruler
from .judging import Parse, as_one_block, judge, predictions
from .levels import stands_for
from .report import Report, format_figure

__all__ = [
    "FORMATS",
    "ClaimReport",
    "CorpusError",
    "CorpusFormat",
    "GoldDocument",
    "GoldToponym",
    "Parse",
    "Report",
    "Ruler",
    "as_one_block",
    "evaluate",
    "format_figure",
    "judge_claims",
    "predictions",
    "read_corpus",
    "run",
    "run_claims",
    "stands_for",
]


def evaluate(
    documents: Iterable[GoldDocument],
    gazetteer: Gazetteer,
    parse: Parse = geoparse,
    *,
    article: Callable[[str], Article] = as_one_block,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Measure a parser on the documents of a corpus, or on some of them.

    Parameters
    ----------
    documents
        As `read_corpus` returns them. Folds are evaluated one by one, and pooled with `Report.pooled`.
    gazetteer
        Where places come from; the ceiling is also computed with it.
    parse
        The parser to measure, called like `geo.geoparse`.
    article
        Makes an article from a text; `geo.article_from_text` also finds structure in it.
    progress
        Called after each document with the number of finished ones.

    Returns
    -------
    Report
        All its figures are zero if there are no documents.

    Examples
    --------
    >>> from geo.model import LngLat
    >>> gold = GoldToponym(8, 13, "Quito", LngLat(-78.5, -0.2))
    >>> with Gazetteer.open() as gazetteer:
    ...     report = evaluate([GoldDocument("1", "Rain in Quito.", (gold,))], gazetteer)
    >>> report.end_to_end().f1, report.outcomes()
    (1.0, {'right': 1})
    """
    judged = []
    for done, each in enumerate(judge(documents, gazetteer, parse, article), 1):
        judged.append(each)
        if progress:
            progress(done)
    return Report(tuple(judged))


def run(
    path: str | os.PathLike[str],
    format: CorpusFormat,
    *,
    half: str | None = None,
    gazetteer: Path | None = None,
    errors: Path | None = None,
    force: bool = False,
    parse: Parse = geoparse,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Measure a parser on a corpus's file; all that ``geo evaluate`` does, except printing.

    Parameters
    ----------
    path, format
        The corpus, see `read_corpus`.
    half
        Only the articles of this half of a divided corpus: ``look`` or ``measure``; None for all.
    gazetteer
        A user's own gazetteer; None for the pinned one.
    errors
        A file for the table of errors (CSV); `force` replaces a file that is already there.
    parse, progress
        See `evaluate`.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    GazetteerError
        If the gazetteer cannot be opened.
    ExportError
        If the table cannot be written.
    """
    documents = [d for d in read_corpus(path, format) if half in (None, d.half)]
    with Gazetteer.open(gazetteer) as opened:
        report = evaluate(documents, opened, parse, progress=progress)
    if errors:
        write_output(errors, report.errors_csv().encode(), force=force)
    return report
