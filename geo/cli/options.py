"""What commands share: options, reading a source, writing an output, messages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from ..document import HOUSE, MapDocument, beside, styled
from ..errors import GeoError, visible
from ..files import write_outputs
from ..gazetteer import Gazetteer
from ..languages import vocabulary
from ..model import Toponym
from ..pipeline import read_document
from .streams import drop_output

_LARGE = 1_000_000  # bytes of a file whose reading shows a bar
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
    beside = "NAME.corrections.toml beside the source NAME.*"
    _add_file(parser, "--corrections", f"a TOML file of corrections (default: {beside})")
    parser.add_argument(
        "--story", type=positive, metavar="N", help="which article, where the source holds several (from 1)"
    )
    _add_file(parser, "--themes", "what layers may be about (default: the data's themes.toml)")
    add_gazetteer(parser)


def _add_file(parser: argparse.ArgumentParser, option: str, what: str) -> None:
    parser.add_argument(option, type=path, metavar="FILE", help=what)


def add_overlay(parser: argparse.ArgumentParser) -> None:
    """Add ``--overlay`` and ``--style`` to a command that draws; ``read`` takes them."""
    _add_file(parser, "--style", "a house style: TOML with colours, fonts, names and a credit line")
    formats = "GeoPackage, GeoJSON, FlatGeobuf"
    _add_file(parser, "--overlay", f"take changes from exported layers that a GIS edited ({formats})")


def add_gazetteer(parser: argparse.ArgumentParser) -> None:
    """Add the option that names another gazetteer; ``opened`` takes it."""
    made = "made by `geo gazetteer build --geonames` or `--layer`"
    _add_file(parser, "--gazetteer", f"another gazetteer, {made} (default: the pinned one)")


def gazetteer_path(arguments: argparse.Namespace) -> Path | None:
    """Return the gazetteer that ``--gazetteer`` names; None stands for the pinned one."""
    return Path(arguments.gazetteer) if arguments.gazetteer else None


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


def read(arguments: argparse.Namespace, source: str, story: int | None = None) -> MapDocument:
    """Read a source with the options of ``add_reading``, and of ``add_overlay`` where a command has it."""
    with opened(arguments) as gazetteer, progress() if _is_large(source) else nullcontext() as report:
        document = read_document(
            source,
            gazetteer=gazetteer,
            themes=arguments.themes,
            corrections=arguments.corrections,
            story=story or arguments.story,
            progress=report,
        )
    file: str | None = getattr(arguments, "overlay", None)
    if file is not None:
        from ..export import overlay

        document = overlay(document, file)
    style: str | None = getattr(arguments, "style", None)
    return document if style is None else styled(document, style)


def _is_large(source: str) -> bool:
    with suppress(OSError, ValueError):
        return source != "-" and Path(source).stat().st_size > _LARGE
    return False


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Show the progress of long work, its stage and its share, if messages go to a terminal."""
    from tqdm import tqdm

    form = "{desc:<16} {percentage:3.0f}% |{bar}| {elapsed}"
    with tqdm(total=1.0, bar_format=form, disable=None, file=sys.stderr, leave=False) as bar:

        def update(stage: str, share: float) -> None:
            bar.set_description(stage, refresh=False)
            bar.n = share
            bar.refresh()

        yield update


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Gazetteer | None]:
    """Open the gazetteer that ``--gazetteer`` names; None stands for the pinned one."""
    file = gazetteer_path(arguments)
    if file is None:
        yield None
    else:
        with Gazetteer.open(file) as gazetteer:
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
    own = [str(file) for source in files if (file := beside(source))]
    return files + own + [str(Path(source).with_name(HOUSE)) for source in files if Path(source).name]


_INPUTS = "source corrections themes overlay style gazetteer geonames layer corpus lgl geowebnews".split()
"""The arguments that name a file to read."""


# -- messages ----------------------------------------------------------------------------------------------


def show(arguments: argparse.Namespace, data: Any, plain: Callable[[Any], str]) -> None:
    """Print a result: as JSON with ``--json``, else as plain text."""
    text = json.dumps(data, ensure_ascii=False, indent=1) if arguments.json else plain(data)
    if text:
        print(visible(text))


def say(message: str) -> None:
    """Print a message to standard error; it is dropped if it cannot be written."""
    try:
        print(visible(message), file=sys.stderr, flush=True)
    except OSError:
        drop_output(sys.stderr)


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
    placed = sum(1 for t in toponyms if t.place)
    places = len(document.mentions())
    doubtful = f" ({len(document.doubtful)} doubtful)" if document.doubtful else ""
    corrections = document.provenance.corrections
    corrected = f", {number(len(corrections), 'correction')}" if corrections else ""
    return (
        f"{number(len(toponyms), 'toponym')}, {placed} placed at {number(places, 'place')}{doubtful}, "
        f"{len(toponyms) - placed + len(document.passed)} unplaced{corrected}"
    )


def not_placed(document: MapDocument) -> list[str]:
    """List each name that was not placed, with its sentences and the reason."""
    found: dict[str, list[Toponym]] = {}
    for t in document.unplaced():
        if t.kind != "embedded":
            found.setdefault(" ".join(t.surface.split()), []).append(t)
    lines = []
    for name, said in found.items():
        where = ", ".join(dict.fromkeys(t.sentence_id for t in said))
        reasons = said[0].resolution.reasons if said[0].resolution else ()
        why = "; ".join(vocabulary("en").messages(*reasons)[0])
        lines.append(f"  not placed: {name} ({where})" + (f": {why}" if why else ""))
    return lines


def number(n: int, noun: str) -> str:
    """Write a number with its noun, as ``1 place`` or ``2 places``."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
