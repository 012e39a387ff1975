"""Print every figure of geoparsing on the corpora given, as one Markdown table.

    python benchmarks/geoparsing.py --lgl lgl.xml --geowebnews geowebnews.xml

The corpora are published by others and are not part of this project: the Local-Global Lexicon (Lieberman et
al. 2010) and GeoWebNews (Gritta et al. 2020). What each figure means is said in geo/evaluate/metrics.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from geo.errors import GeoError
from geo.evaluate import FORMATS, Report, format_figure, run


def main() -> int:
    arguments = _arguments()
    reports: dict[str, Report] = {}
    for name in FORMATS:
        if path := getattr(arguments, name):
            errors = arguments.errors / f"{name}.csv" if arguments.errors else None
            try:
                reports[name] = run(path, name, errors=errors, force=True, progress=_progress(name))
            except GeoError as error:
                print(error, file=sys.stderr)
                return 1
    print(_table("", {name: report.figures() for name, report in reports.items()}))
    print(_table("end to end", {name: report.outcomes() for name, report in reports.items()}))
    print(_table("gold spans given", {name: report.outcomes(given=True) for name, report in reports.items()}))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in FORMATS:
        parser.add_argument(f"--{name}", type=Path, metavar="PATH", help=f"a corpus in the {name} format")
    parser.add_argument(
        "--errors", type=Path, metavar="FOLDER", help="write a table of errors of each corpus"
    )
    arguments = parser.parse_args()
    if not any(getattr(arguments, name) for name in FORMATS):
        parser.error("no corpus; expected --lgl PATH, --geowebnews PATH, or both")
    return arguments


def _progress(name: str) -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None
    return lambda done: print(f"\r{name}: {done} documents", end="", file=sys.stderr)


def _table(heading: str, columns: Mapping[str, Mapping[str, float]]) -> str:
    rows = list(dict.fromkeys(row for figures in columns.values() for row in figures))
    lines = [f"| {heading} | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    for row in rows:
        cells = " | ".join(format_figure(figures.get(row, 0)) for figures in columns.values())
        lines.append(f"| {row} | {cells} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
