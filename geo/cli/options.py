"""What commands share: options, reading a source, writing an output, messages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..document import MapDocument, beside
from ..errors import GeoError, visible
from ..files import write_outputs
from ..pipeline import read_document

if TYPE_CHECKING:
    from ..gazetteer import Gazetteer

SOURCE = "an article or a document; - is standard input"

# -- arguments ---------------------------------------------------------------------------------------------


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    """Add a command; ``run`` is called with its arguments and returns the exit code."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + "."
    )
    parser.set_defaults(run=run)
    return parser


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that reads a source; ``read`` takes them."""
    parser.add_argument(
        "--corrections",
        type=path,
        metavar="FILE",
        help="a TOML file of corrections (default: NAME.corrections.toml beside the source NAME.*)",
    )
    parser.add_argument(
        "--themes",
        type=path,
        metavar="FILE",
        help="what layers may be about (default: the data's themes.toml)",
    )
    add_gazetteer(parser)


def add_overlay(parser: argparse.ArgumentParser) -> None:
    """Add ``--overlay`` to a command that reads a source; ``read`` takes it."""
    parser.add_argument(
        "--overlay",
        type=path,
        metavar="FILE",
        help="take changes from exported layers that a GIS edited (GeoPackage, GeoJSON, FlatGeobuf)",
    )


def add_gazetteer(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another gazetteer; ``opened`` takes it."""
    parser.add_argument(
        "--gazetteer",
        type=path,
        metavar="FILE",
        help="another gazetteer, made by `geo gazetteer build --geonames` (default: the pinned one)",
    )


def add_source_and_output(parser: argparse.ArgumentParser) -> None:
    """Add one source and one output file."""
    parser.add_argument("source", type=path, metavar="SOURCE", help=SOURCE)
    parser.add_argument(
        "-o",
        "--output",
        type=path,
        default="-",
        metavar="FILE",
        help="where to write (default: standard output)",
    )
    add_force(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add ``--force``."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace a file that dateline did not make, or that somebody changed since",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``; ``show`` takes it."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def path(text: str) -> str:
    """Check the text of a path: it must not be empty."""
    if not text:
        raise argparse.ArgumentTypeError("expected a path, not an empty text")
    return text


def positive(text: str) -> int:
    """Read a whole number of at least 1."""
    with suppress(ValueError):
        if (number := int(text)) > 0:
            return number
    raise argparse.ArgumentTypeError(f"expected a number from 1, not {text!r}")


# -- reading and writing -----------------------------------------------------------------------------------


def read(arguments: argparse.Namespace, source: str) -> MapDocument:
    """Read a source with the options of ``add_reading``, and of ``add_overlay`` where a command has it."""
    with opened(arguments) as gazetteer:
        document = read_document(
            source, gazetteer=gazetteer, themes=arguments.themes, corrections=arguments.corrections
        )
    file: str | None = getattr(arguments, "overlay", None)
    if file is None:
        return document
    from ..export import overlay

    return overlay(document, file)


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Gazetteer | None]:
    """Open the gazetteer that ``--gazetteer`` names; None stands for the pinned one."""
    from ..gazetteer import Gazetteer

    if arguments.gazetteer is None:
        Gazetteer.pinned().warm()
        yield None
    else:
        with Gazetteer.open(Path(arguments.gazetteer)) as gazetteer:
            yield gazetteer


def write(arguments: argparse.Namespace, out: str, data: bytes) -> None:
    """Write an output; ``-`` is standard output."""
    if out == "-":
        shown = visible(data.decode()).encode() if sys.stdout.isatty() else data
        sys.stdout.buffer.write(shown)
    else:
        write_files(arguments, {Path(out): data})


def write_files(arguments: argparse.Namespace, files: Mapping[Path, bytes]) -> None:
    """Write files that belong together; a file that the command reads is never replaced."""
    write_outputs(files, force=arguments.force, inputs=inputs(arguments))


def inputs(arguments: argparse.Namespace) -> list[str]:
    """List the files that a command reads, from its arguments; corrections beside a source are among them."""
    values = [getattr(arguments, name, None) for name in _INPUTS]
    files = [file for value in values if value for file in ([value] if isinstance(value, str) else value)]
    return files + [str(file) for source in files if (file := beside(source))]


_INPUTS = (
    "source",
    "corrections",
    "themes",
    "overlay",
    "gazetteer",
    "geonames",
    "corpus",
    "lgl",
    "geowebnews",
)


# -- messages ----------------------------------------------------------------------------------------------


def show(arguments: argparse.Namespace, data: Any, plain: Callable[[Any], str]) -> None:
    """Print a result: as JSON with ``--json``, else as plain text."""
    text = json.dumps(data, ensure_ascii=False, indent=1) if arguments.json else plain(data)
    if text:
        print(visible(text))


def say(message: str) -> None:
    """Print a message to standard error; it is dropped if it cannot be written."""
    with suppress(OSError):
        print(visible(message), file=sys.stderr, flush=True)


def say_error(error: GeoError) -> None:
    """Print an error to standard error, one line for each fault."""
    for line in str(error).split("\n"):
        say(f"geo: {line}")


def named(out: str) -> str:
    """Return the name of an output for a message."""
    return "standard output" if out == "-" else out


def counts(document: MapDocument) -> str:
    """Return in words how many toponyms, places and corrections a document has."""
    toponyms = [t for t in document.toponyms if not t.repeats and t.kind != "embedded"]
    placed = sum(1 for t in toponyms if t.resolution and t.resolution.place)
    places = len(document.mentions())
    corrections = document.provenance.corrections
    corrected = f", {number(len(corrections), 'correction')}" if corrections else ""
    return (
        f"{number(len(toponyms), 'toponym')}, {placed} placed at {number(places, 'place')}, "
        f"{len(toponyms) - placed + len(document.passed)} unplaced{corrected}"
    )


def number(n: int, noun: str) -> str:
    """Write a number with its noun, as ``1 place`` or ``2 places``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
