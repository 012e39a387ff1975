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
from .options import add_force, add_gazetteer, add_json, command, path, say, show

_FORMATS = ("lgl", "geowebnews", "tr-news", "regional")


def add(commands: Any) -> None:
    """Add the commands ``evaluate`` and ``train``."""
    p = command(commands, "evaluate", _evaluate, "measure recognition and resolution on a marked corpus")
    p.add_argument("corpus", type=path, metavar="PATH", help="the corpus (XML; JSON for regional)")
    p.add_argument(
        "--format",
        required=True,
        choices=_FORMATS,
        help="how the corpus is marked; regional: levels and traps",
    )
    p.add_argument("--weights", default="all", choices=NAMES, help="which weights to use (default: all)")
    p.add_argument("--half", choices=("look", "measure"), help="only this half of a corpus that is divided")
    p.add_argument("--errors", type=path, metavar="FILE", help="write every error with its kind (CSV)")
    add_gazetteer(p)
    add_force(p)
    add_json(p)

    p = command(commands, "train", _train, "learn the weights again from the marked corpora")
    for name in _FORMATS:
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
    from ..making.evaluate import run

    weights = pinned_weights(arguments.weights)
    report = run(
        arguments.corpus,
        arguments.format,
        half=arguments.half,
        gazetteer=Path(arguments.gazetteer) if arguments.gazetteer else None,
        errors=Path(arguments.errors) if arguments.errors else None,
        force=arguments.force,
        parse=partial(geoparse, weights=weights),
    )
    ours = arguments.format == "regional"  # of which only articles that say so were learned from
    seen = arguments.format in weights.corpora and not (ours and "look" not in report.halves)
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
    from ..making.evaluate import FORMATS, read_corpus
    from ..making.train import learn_all

    corpora: dict[str, Any] = {
        name: [
            document
            for file in getattr(arguments, name.replace("-", "_"))
            for document in read_corpus(file, name)
            if document.half != "measure"
        ]
        for name in FORMATS
    }
    with Gazetteer.open(Path(arguments.gazetteer) if arguments.gazetteer else None) as gazetteer:
        for name, weights in learn_all(corpora, gazetteer, say):
            out = Path(arguments.output) / f"{name}.tsv"
            write_output(out, weights.write().encode(), force=arguments.force)
            say(f"{out}: {sum(map(len, weights.models.values())):,} weights")
    return 0
