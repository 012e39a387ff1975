"""The commands that read articles and documents: render, parse, export, embed, explain."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..document import SUFFIX, MapDocument, explain, is_corrections
from ..drawing.page import render_page
from ..errors import CorrectionsError, ExportError, GeoError
from ..export import FORMATS, SIZES, export, format_of
from ..files import numbered
from ..languages import LANGUAGES
from ..pipeline import stories_in
from .options import (
    SOURCE,
    add_force,
    add_json,
    add_overlay,
    add_reading,
    add_source_and_output,
    command,
    counts,
    named,
    not_placed,
    path,
    read,
    say,
    say_error,
    show,
    write,
    write_files,
)


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    p = command(commands, "render", _render, "draw articles or documents as maps")
    p.add_argument(
        "source", nargs="*", type=path, metavar="SOURCE", help=f"{SOURCE}; without one, all of seeds/"
    )
    p.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="PATH",
        help="a file for one page (- is standard output), or a folder for page, document and GeoJSON of each "
        "source (default: maps/)",
    )
    _add_lang(p, "the page's own words")
    add_force(p)
    add_reading(p)
    add_overlay(p)

    p = command(commands, "parse", _parse, "read an article, write its document (JSON)")
    add_source_and_output(p)
    add_reading(p)

    p = command(commands, "export", _export, "write the layers for other programs")
    add_source_and_output(p)
    p.formatter_class = argparse.RawDescriptionHelpFormatter
    p.epilog = "formats:\n" + "\n".join(f"  {name:<15} {f.suffix:<9} {f.what}" for name, f in FORMATS.items())
    p.add_argument(
        "--format", metavar="F", help="one of those below (default: by FILE's suffix, else geojson)"
    )
    p.add_argument(
        "--cdn",
        action="store_true",
        help="a folium map links its files from the network (default: it holds them, and works offline)",
    )
    p.add_argument(
        "--size",
        default="page",
        metavar="SIZE",
        help=f"of a still map (svg, png): {', '.join(SIZES)} (default: page)",
    )
    add_reading(p)
    add_overlay(p)

    p = command(commands, "embed", _embed, "write what puts a map into another web page")
    p.add_argument("source", type=path, metavar="SOURCE", help=SOURCE)
    p.add_argument(
        "-o", "--output", type=path, required=True, metavar="FOLDER", help="where to write the files"
    )
    p.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="a site that the map talks with, https://example.org; may be given again (default: every site)",
    )
    add_force(p)
    add_reading(p)
    add_overlay(p)

    p = command(
        commands,
        "explain",
        _explain,
        "show how toponyms were resolved, and how to correct them",
    )
    p.add_argument("source", type=path, metavar="SOURCE", help=SOURCE)
    only = p.add_mutually_exclusive_group()
    only.add_argument("--place", metavar="NAME", help="only toponyms of this name, or of the place so named")
    only.add_argument("--sentence", metavar="ID", help="only toponyms of this sentence, e.g. s07")
    _add_lang(p, "the explanation")
    add_json(p)
    add_reading(p)


def _add_lang(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--lang", choices=LANGUAGES, help=f"the language of {what} (default: the article's, else en)"
    )


def _render(arguments: argparse.Namespace) -> int:
    # In a shell, `articles/*` also gives the files of corrections; each belongs to its article.
    sources = [source for source in arguments.source if not is_corrections(source)]
    if arguments.source and not sources:
        raise CorrectionsError(f"{arguments.source[0]}: corrections; expected the article that they are for")
    sources = sources or _seeds()
    if arguments.corrections is not None and len(sources) > 1:
        raise CorrectionsError(
            f"{arguments.corrections}: corrections for {len(sources)} sources; expected one source; "
            f"name each article's corrections like it, NAME{SUFFIX}, and leave --corrections out"
        )
    if arguments.overlay is not None and len(sources) > 1:
        raise ExportError(f"{arguments.overlay}: edited layers of one map; expected one source, not several")
    out = arguments.output
    if out is None or len(sources) > 1 or out.endswith(os.sep) or Path(out).is_dir():
        if out == "-":
            raise ExportError("-: one page goes to standard output, not several; expected -o FOLDER")
        stems = Counter(_stem(source) for source in sources)
        if shared := sorted(stem for stem, n in stems.items() if n > 1):
            raise ExportError(
                f"{', '.join(shared)}: several sources of this name; expected one name a map; "
                "render them into different folders"
            )
        return _each(sources, lambda source: _render_into(arguments, source, Path(out or "maps")))
    return _each(sources, lambda source: _render_page(arguments, source, out))


def _seeds() -> list[str]:
    folder = Path("seeds")
    files = sorted(str(p) for p in folder.glob("*") if p.is_file() and not p.name.startswith("."))
    found = [file for file in files if not is_corrections(file)]
    if not found:
        raise ExportError(f"{folder}{os.sep}: no article; expected a source, or articles in this folder")
    return found


def _each(sources: Sequence[str], make: Callable[[str], None]) -> int:
    """Call `make` for every source; a source that fails gives a message, and does not stop the others."""
    failed = 0
    for source in sources:
        try:
            make(source)
        except GeoError as error:
            say_error(error)
            failed += 1
    return 1 if failed else 0


def _stem(source: str) -> str:
    """Return the name of a source's outputs: its own name, or "article" for standard input."""
    stem = Path(source).stem
    return stem if stem.strip(".-") else "article"


def _render_into(arguments: argparse.Namespace, source: str, folder: Path) -> None:
    """Render a source into a folder; of a file that holds several articles each, with its number."""
    count = 1 if arguments.story else stories_in(source)
    if count > 1:
        say(f"{source}: {count} articles")
    for story in range(1, count + 1) if count > 1 else [None]:
        document = read(arguments, source, story)
        stem = numbered(_stem(source), story or 1, count)
        outputs = {
            "html": render_page(document, arguments.lang).encode(),
            "json": document.to_bytes(),
            "geojson": export(document, "geojson"),
        }
        write_files(arguments, {folder / f"{stem}.{suffix}": data for suffix, data in outputs.items()})
        say(f"{folder / stem}.html, .json, .geojson: {counts(document)}")


def _render_page(arguments: argparse.Namespace, source: str, out: str) -> None:
    document = read(arguments, source)
    _write(arguments, out, render_page(document, arguments.lang).encode(), document)


def _parse(arguments: argparse.Namespace) -> int:
    document = read(arguments, arguments.source)
    _write(arguments, arguments.output, document.to_bytes(), document)
    for line in not_placed(document):
        say(line)
    return 0


def _write(arguments: argparse.Namespace, out: str, data: bytes, document: MapDocument) -> None:
    """Write what was made of a document, and say how much was read."""
    write(arguments, out, data)
    say(f"{named(out)}: {counts(document)}")


def _export(arguments: argparse.Namespace) -> int:
    document = read(arguments, arguments.source)
    name = arguments.format or format_of(arguments.output)
    if arguments.output == "-" and name in FORMATS and FORMATS[name].binary and sys.stdout.isatty():
        raise ExportError(f"{name}: binary, which no terminal can show; name a file with -o, or pipe it")
    _write(
        arguments, arguments.output, export(document, name, cdn=arguments.cdn, size=arguments.size), document
    )
    return 0


def _embed(arguments: argparse.Namespace) -> int:
    document = read(arguments, arguments.source)
    from ..embed import embed

    files = embed(document, arguments.allow_origin)
    write_files(arguments, {Path(arguments.output) / name: text.encode() for name, text in files.items()})
    say(f"{arguments.output}: {', '.join(files)}: {counts(document)}")
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    document = read(arguments, arguments.source)
    explanation = explain(
        document, place=arguments.place, sentence=arguments.sentence, language=arguments.lang
    )
    show(arguments, explanation.data, lambda _: explanation.text)
    return 0
