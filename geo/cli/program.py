"""The program: its parser, and how errors are handled."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import GeoError, visible
from ..version import __version__
from . import archives, articles, gazetteer, health, measuring, reviewing
from .options import say, say_error
from .streams import drop_output

COMMANDS = (articles, reviewing, archives, gazetteer, health, measuring)
"""The modules with commands, in the order of the help."""

_EXAMPLES = """\
examples:
  geo render                                draw every article of seeds/ into maps/
  geo render article.txt -o map.html        draw one article
  geo parse article.txt -o article.json     read it, keep the document
  geo render article.json -o map.html       draw the document again
  geo export article.txt -o places.gpkg     its layers, for a GIS (16 formats)
  geo embed article.txt -o folder           what puts it into another web page
  geo explain article.txt --place Cairo     why a place was chosen, and how to correct it
  geo review article.txt                    put its map right in the browser
  geo archive news.jsonl -o archive         many articles into tables, on Dask workers
  geo archive count archive --by month,country
  geo atlas archive -o atlas.html           the archive as one page
  geo diff old.txt new.txt                  what a second version changed on the map
  geo gazetteer search "St. Petersburg"     what the gazetteer knows
  geo doctor                                is everything there that is needed?
  geo evaluate lgl.xml --format lgl         how well it reads a marked corpus

A source is an article (plain text, Markdown, HTML), a document that `geo parse` made, or - for standard
input; the content decides which. Corrections of article.txt are read from article.corrections.toml beside it.
Only `gazetteer build` uses a network; `review` serves this machine alone.
"""


def run(argv: Sequence[str] | None) -> int:
    """Run a command; return the exit code."""
    try:
        try:
            given = sys.argv[1:] if argv is None else argv
            if {"--version", "--verbose"} == set(given):
                print(visible(health.about()))
                return 0
            arguments = _parser().parse_args(_words(given))
        except SystemExit:  # the help is printed, or the usage
            sys.stdout.flush()
            raise
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except GeoError as error:
        say_error(error)
    except BrokenPipeError:  # the reader of our output has closed it: stop quietly, as `head` expects
        drop_output(sys.stdout)
    except OSError as error:  # our own files raise ExportError, so this is standard output
        drop_output(sys.stdout)
        say(f"geo: standard output: cannot be written ({error.strerror}); is it closed, or the disk full?")
    return 1


def _words(argv: Sequence[str]) -> list[str]:
    """Make one word of "archive count", which stands beside "archive SOURCE"."""
    return ["archive count", *argv[2:]] if [*argv[:2]] == ["archive", "count"] else [*argv]


class _Parser(argparse.ArgumentParser):
    """A parser whose messages, which name what the user gave, are as a terminal may have them."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(visible(message), file)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="geo",
        usage="geo COMMAND …",
        description=f"Turn a news article into a map that opens anywhere.\n\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    parser.add_argument("--verbose", action="store_true", help="with --version: versions and hashes")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="geo")
    for module in COMMANDS:
        module.add(commands)
    return parser
