"""The commands that read archives of articles: archive, archive count, atlas."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import ArchiveError
from ..languages import LANGUAGES
from .options import (
    add_force,
    command,
    gazetteer_path,
    named,
    number,
    path,
    positive,
    say,
    write,
    write_files,
)

_COLUMNS = {
    "text": "the text",
    "title": "the title",
    "date": "the date of publication",
    "id": "an id or an address",
    "outlet": "the outlet; without it, the site of the address",
}


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    p = command(commands, "archive", _archive, "read many articles into tables (GeoParquet), on Dask workers")
    p.add_argument(
        "source",
        nargs="+",
        type=path,
        metavar="SOURCE",
        help="JSONL, CSV, Parquet, WARC, feeds, zip, folders of articles, globs, addresses that fsspec opens",
    )
    p.add_argument("-o", "--output", type=path, required=True, metavar="FOLDER", help="where the tables go")
    p.add_argument("--scheduler", type=path, metavar="ADDRESS", help="a Dask scheduler, e.g. tcp://host:8786")
    p.add_argument(
        "--workers", type=positive, metavar="N", help="processes to start here (default: one a core)"
    )
    p.add_argument("--resume", action="store_true", help="go on where the last run into FOLDER stood")
    p.add_argument(
        "--outlets", action="store_true", help="a second pass with what was learned of each outlet's home"
    )
    for name, what in _COLUMNS.items():
        p.add_argument(
            f"--{name}", default=name, metavar="NAME", help=f"the column of {what} (default: {name})"
        )
    p.add_argument("--gazetteer", type=path, metavar="FILE", help="another gazetteer")

    p = command(commands, "archive count", _count, "count mentions, articles and clusters of an archive")
    p.add_argument("folder", type=path, metavar="FOLDER", help="a folder that `geo archive` made")
    p.add_argument(
        "--by",
        required=True,
        metavar="KEYS",
        help="some of year, month, day, country, admin1, place, kind, theme, outlet, language, certainty",
    )
    p.add_argument("--sure", action="store_true", help="leave out doubtful mentions")
    p.add_argument(
        "-o",
        "--output",
        type=path,
        default="-",
        metavar="FILE",
        help=".csv, .parquet or .geojson (default: CSV to standard output)",
    )
    add_force(p)

    p = command(commands, "atlas", _atlas, "draw an archive as one page that opens anywhere")
    p.add_argument("folder", type=path, metavar="FOLDER", help="a folder that `geo archive` made")
    p.add_argument(
        "-o",
        "--output",
        type=path,
        required=True,
        metavar="PATH",
        help="a page (.html), or a folder for a page with its sentences beside it",
    )
    p.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="the language of the page's own words (default: en)"
    )
    add_force(p)


def _archive(arguments: argparse.Namespace) -> int:
    _needs()
    from ..archive import Options, archive

    gazetteer = gazetteer_path(arguments)
    options = Options(
        **{name: getattr(arguments, name) for name in _COLUMNS},
        gazetteer=str(gazetteer.resolve()) if gazetteer else None,
        outlets=arguments.outlets,
    )
    made = archive(
        arguments.source,
        arguments.output,
        options,
        scheduler=arguments.scheduler,
        workers=arguments.workers,
        resume=arguments.resume,
        say=say,
        bar=sys.stderr is not None and sys.stderr.isatty(),
    )
    n = made["counts"]
    say(
        f"{arguments.output}: {number(n['articles'], 'article')} ({n['copies']:,} copies) in "
        f"{number(n['clusters'], 'cluster')}, {number(n['mentions'], 'mention')} of "
        f"{number(n['places'], 'place')}, {number(n['errors'], 'error')}"
    )
    if found := made.get("outlets"):
        say(
            "outlets' homes: {moved:,} mentions moved, {placed:,} more placed, {unplaced:,} less".format(
                **found
            )
        )
    return 0


def _count(arguments: argparse.Namespace) -> int:
    _needs()
    from ..archive import count

    suffix = ".csv" if arguments.output == "-" else Path(arguments.output).suffix.lower()
    data = count(arguments.folder, arguments.by, sure=arguments.sure, suffix=suffix)
    write(arguments, arguments.output, data)
    if arguments.output != "-":
        say(f"{named(arguments.output)}: counts by {arguments.by}")
    return 0


def _atlas(arguments: argparse.Namespace) -> int:
    _needs()
    from ..archive import atlas

    out = Path(arguments.output)
    shards = out.suffix.lower() not in (".html", ".htm")
    files = atlas(arguments.folder, shards=shards, language=arguments.lang)
    if shards:
        write_files(arguments, {out / name: data for name, data in files.items()})
    else:
        write_files(arguments, {out: files["atlas.html"]})
    say(f"{arguments.output}: {number(len(files), 'file')}, {sum(map(len, files.values())):,} bytes")
    return 0


def _needs() -> None:
    """Check that the extra is installed, and that processes can be watched and stopped here."""
    if find_spec("fcntl") is None:
        raise ArchiveError("geo archive: does not run on Windows; run it on Linux or macOS")
    try:
        import dask  # noqa: F401
        import distributed  # noqa: F401
        import duckdb  # noqa: F401
        import fastwarc  # noqa: F401
        import pyarrow  # noqa: F401
        import zstandard  # noqa: F401
    except ImportError as error:
        raise ArchiveError(
            f"{error.name} is not installed; install it with: pip install 'dateline[archive]'"
        ) from None
