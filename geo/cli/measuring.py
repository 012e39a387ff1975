"""The commands that measure geoparsing on annotated corpora, and learn its weights from them again."""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path
from typing import Any

from ..files import write_output
from ..gazetteer import Gazetteer
from ..pipeline import geoparse
from ..reading.weights import NAMES, pinned_weights
from .options import add_force, add_gazetteer, add_json, command, gazetteer_path, path, say, show

_CLAIMS = "claims"
_PLACES = ("lgl", "geowebnews", "tr-news", "regional")


def add(commands: Any) -> None:
    """Add the commands ``evaluate`` and ``train``."""
    p = command(commands, "evaluate", _evaluate, "measure what is read of a marked corpus")
    p.add_argument("corpus", type=path, metavar="PATH", help="the corpus (XML; JSON for regional and claims)")
    p.add_argument(
        "--format",
        required=True,
        choices=(*_PLACES, _CLAIMS),
        help="how the corpus is marked; regional: levels and traps; claims: figures and movements",
    )
    p.add_argument("--weights", default="all", choices=NAMES, help="which weights to use (default: all)")
    p.add_argument("--half", choices=("look", "measure"), help="only this half of a corpus that is divided")
    p.add_argument("--errors", type=path, metavar="FILE", help="write every error with its kind (CSV)")
    add_gazetteer(p)
    add_force(p)
    add_json(p)

    p = command(commands, "train", _train, "learn the weights again from the marked corpora")
    for name in _PLACES:
        p.add_argument(
            f"--{name}",
            type=path,
            required=True,
            nargs="+",
            metavar="PATH",
            help=f"the corpus, or several, in the format {name}; the half “measure” is left out",
        )
    p.add_argument(
        "-o", "--output", type=path, required=True, metavar="FOLDER", help="where the weights are written"
    )
    add_gazetteer(p)
    add_force(p)


def _evaluate(arguments: argparse.Namespace) -> int:
    from ..making.evaluate import Report, run, run_claims

    weights = pinned_weights(arguments.weights)
    measure = run_claims if arguments.format == _CLAIMS else partial(run, format=arguments.format)
    report = measure(
        arguments.corpus,
        half=arguments.half,
        gazetteer=gazetteer_path(arguments),
        errors=Path(arguments.errors) if arguments.errors else None,
        force=arguments.force,
        parse=partial(geoparse, weights=weights),
    )
    seen = arguments.format in weights.corpora
    if isinstance(report, Report) and arguments.format == "regional":
        seen = seen and "look" in report.halves  # of our own articles, only these were learned from
    if seen:
        say(
            f"the weights “{arguments.weights}” were learned from this corpus, so the figures are too good; "
            "choose others with --weights"
        )
    data = {"weights": arguments.weights, "seen_in_learning": seen, **report.to_dict()}
    show(arguments, data, lambda _: report.to_text())
    return 0


def _train(arguments: argparse.Namespace) -> int:
    # The steps of the search are small: more threads only wait for each other. Read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ..making.evaluate import FORMATS, GoldDocument, read_corpus
    from ..making.train import learn_all

    corpora: dict[str, list[GoldDocument]] = {
        name: [
            document
            for file in getattr(arguments, name.replace("-", "_"))
            for document in read_corpus(file, name)
            if document.half != "measure"
        ]
        for name in FORMATS
    }
    with Gazetteer.open(gazetteer_path(arguments)) as gazetteer:
        for name, weights in learn_all(corpora, gazetteer, say):
            out = Path(arguments.output) / f"{name}.tsv"
            write_output(out, weights.write().encode(), force=arguments.force)
            say(f"{out}: {sum(map(len, weights.models.values())):,} weights")
    return 0
