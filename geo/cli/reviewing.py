"""The command with which a person puts maps right: review."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import GeoError
from ..gazetteer import Gazetteer
from .options import (
    add_force,
    add_gazetteer,
    add_json,
    command,
    gazetteer_path,
    named,
    number,
    path,
    say,
    show,
    write,
)


def add(commands: Any) -> None:
    """Add the command to the parser."""
    p = command(commands, "review", _review, "put maps right in the browser, or list what is doubtful")
    p.add_argument(
        "source",
        nargs="*",
        type=path,
        metavar="SOURCE",
        help="articles, documents or folders of them; without one, a page to paste an article",
    )
    p.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="FOLDER",
        help="where to publish and to save what is pasted (default: the folder you are in)",
    )
    p.add_argument("--port", type=_port, default=0, metavar="N", help="of 127.0.0.1 (default: a free one)")
    p.add_argument(
        "--once", action="store_true", help="list what is open and end, with 1 if anything is doubtful"
    )
    p.add_argument(
        "--corpus",
        dest="to_corpus",
        type=path,
        metavar="FILE",
        help="write the articles in which nothing is open as a corpus for `geo evaluate --format regional`",
    )
    add_force(p)
    add_gazetteer(p)
    add_json(p)


def _port(text: str) -> int:
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, not {text!r}")


def _review(arguments: argparse.Namespace) -> int:
    from ..review import corpus, desks, missing, serve

    file = gazetteer_path(arguments)
    gazetteer = Gazetteer.pinned() if file is None else Gazetteer.open(file)
    if file is None:
        gazetteer.warm()
    found = desks(arguments.source, gazetteer)
    if arguments.to_corpus:
        data, left = corpus(found, Path(arguments.to_corpus).stem)
        write(arguments, arguments.to_corpus, data)
        say(f"{named(arguments.to_corpus)}: {number(len(found) - len(left), 'article')}")
        for desk in left:
            say(f"  left out, because something is open: {desk.called}")
        return 0
    if arguments.once:
        rows = [row for desk in found for row in desk.checks()]
        show(arguments, rows, lambda rows: "\n".join(map(_line, rows)))
        open_ = [row for row in rows if row["doubtful"]]
        say(f"{number(len(found), 'article')}: {len(open_)} doubtful, {len(rows) - len(open_)} unplaced")
        return 1 if open_ else 0
    if lacking := missing():
        raise GeoError(
            f"review: needs {' and '.join(lacking)}, not installed; run: pip install 'dateline[review]'"
        )
    serve(found, Path(arguments.output or "."), arguments.port, _tell, gazetteer)
    return 0


def _line(row: dict[str, Any]) -> str:
    return f"{row['source']}: {row['sentence']}: {row['surface']}: {row['why']}"


def _tell(address: str) -> None:
    print(address, flush=True)
    say("open this address in a browser; end with Ctrl-C")
