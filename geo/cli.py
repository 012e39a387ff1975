"""The command line: arguments, messages, exit codes.

Results go to standard output, messages to standard error. Exit code 0 is success, 1 a known error told in
one line, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .document import MapDocument
from .errors import ExportError, GeoError
from .explain import explain
from .export import FORMATS, export, format_of
from .files import write_output
from .gazetteer import Gazetteer
from .pipeline import read_document
from .version import __version__
from .words import LANGUAGES

_EXAMPLES = """\
examples:
  geo render                                draw every article of seeds/ into maps/
  geo render article.txt -o map.html        draw one article
  geo parse article.txt -o article.json     read it, keep the document
  geo render article.json -o map.html       draw the document again
  geo export article.txt -o places.gpkg     its layers, for a GIS (13 formats)
  geo embed article.txt -o folder           what puts it into another web page
  geo explain article.txt --place Cairo     why a place was chosen
  geo gazetteer search "St. Petersburg"     what the gazetteer knows

A source is an article (plain text, Markdown, HTML), a document that `geo parse` made, or - for standard
input; which it is, is known by its content. Nothing is fetched from a network but by `gazetteer build`.
"""
_SOURCE = "an article or a document; - is standard input"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):  # a terminal without these letters shows their codes
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except GeoError as error:
        _say_error(error)
        return 1
    except BrokenPipeError:  # the reader of our output has gone: stop quietly, as `head` expects
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # outputs of ours tell their own faults: this is standard output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"geo: standard output: cannot be written ({error.strerror}); make room", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("geo: interrupted; nothing was left half-written", file=sys.stderr)
        return 130


# -- render, parse, export, explain ------------------------------------------------------------------------


def _render(arguments: argparse.Namespace) -> int:
    sources = arguments.source or _seeds()
    out = arguments.output
    if arguments.overlay and len(sources) > 1:
        raise ExportError(f"{arguments.overlay}: edited layers of one map; expected one source, not several")
    if out is None or len(sources) > 1 or out.endswith(os.sep) or Path(out).is_dir():
        if out == "-":
            raise ExportError("-: one page goes to standard output, not several; expected -o FOLDER")
        stems = Counter(_stem(source) for source in sources)
        if shared := sorted(stem for stem, n in stems.items() if n > 1):
            raise ExportError(
                f"{', '.join(shared)}: several sources of this name; expected one name a map; "
                "render them into different folders"
            )
        return _each(sources, lambda source: _render_into(source, Path(out or "maps"), arguments))
    return _each(sources, lambda source: _render_page(source, out, arguments))


def _seeds() -> list[str]:
    folder = Path("seeds")
    found = sorted(str(p) for p in folder.glob("*") if p.is_file() and not p.name.startswith("."))
    if not found:
        raise ExportError(f"{folder}{os.sep}: no article; expected a source, or articles in this folder")
    return found


def _each(sources: Sequence[str], make: Callable[[str], None]) -> int:
    """Make something of every source; a source that fails is told, and does not stop the others."""
    failed = 0
    for source in sources:
        try:
            make(source)
        except GeoError as error:
            _say_error(error)
            failed += 1
    return 1 if failed else 0


def _stem(source: str) -> str:
    """Return what a source's outputs are called: its own name, or "article" for standard input."""
    stem = Path(source).stem
    return stem if stem.strip(".-") else "article"


def _read(source: str, arguments: argparse.Namespace) -> MapDocument:
    """Read a source, with the changes that its options make."""
    document = read_document(source, themes=arguments.themes)
    if arguments.overlay:
        from .overlay import overlay

        document = overlay(document, arguments.overlay)
    return document


def _render_into(source: str, folder: Path, arguments: argparse.Namespace) -> None:
    from .render import render_page

    document = _read(source, arguments)
    stem = _stem(source)
    outputs = {
        "html": render_page(document, arguments.lang).encode(),
        "json": document.to_json().encode(),
        "geojson": export(document, "geojson"),
    }
    for suffix, data in outputs.items():
        write_output(folder / f"{stem}.{suffix}", data, force=arguments.force)
    _say(f"{folder / stem}.html, .json, .geojson: {_counts(document)}")


def _render_page(source: str, out: str, arguments: argparse.Namespace) -> None:
    from .render import render_page

    document = _read(source, arguments)
    _write(out, render_page(document, arguments.lang).encode(), force=arguments.force)
    _say(f"{_named(out)}: {_counts(document)}")


def _parse(arguments: argparse.Namespace) -> int:
    document = read_document(arguments.source, themes=arguments.themes)
    _write(arguments.output, document.to_json().encode(), force=arguments.force)
    _say(f"{_named(arguments.output)}: {_counts(document)}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    document = read_document(arguments.source, themes=arguments.themes)
    name = arguments.format or format_of(arguments.output)
    if arguments.output == "-" and name in FORMATS and FORMATS[name].binary and sys.stdout.isatty():
        raise ExportError(f"{name}: binary, which no terminal can show; name a file with -o, or pipe it")
    _write(arguments.output, export(document, name), force=arguments.force)
    _say(f"{_named(arguments.output)}: {_counts(document)}")
    return 0


def _embed(arguments: argparse.Namespace) -> int:
    from .embed import embed

    document = read_document(arguments.source, themes=arguments.themes)
    files = embed(document, arguments.allow_origin)
    for name, text in files.items():
        write_output(Path(arguments.output) / name, text.encode(), force=arguments.force)
    _say(f"{arguments.output}: {', '.join(files)}: {_counts(document)}")
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    document = read_document(arguments.source)
    told = explain(document, place=arguments.place, sentence=arguments.sentence)
    print(json.dumps(told.data, ensure_ascii=False, indent=1) if arguments.json else told.text)
    return 0


def _write(out: str, data: bytes, *, force: bool) -> None:
    if out == "-":
        sys.stdout.buffer.write(data)
    else:
        write_output(Path(out), data, force=force)


def _named(out: str) -> str:
    return "standard output" if out == "-" else out


def _counts(document: MapDocument) -> str:
    said = [t for t in document.toponyms if not t.repeats and t.kind != "embedded"]
    placed = sum(1 for t in said if t.resolution and t.resolution.place)
    places = len(document.mentions())
    return (
        f"{_number(len(said), 'toponym')}, {placed} placed at {_number(places, 'place')}, "
        f"{len(said) - placed} unplaced"
    )


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


# -- gazetteer ---------------------------------------------------------------------------------------------


def _verify(arguments: argparse.Namespace) -> int:
    from .gazetteer import verify

    _show(arguments, verify(), lambda names: "\n".join(f"{name}: as pinned" for name in names))
    return 0


def _info(arguments: argparse.Namespace) -> int:
    from .gazetteer import info

    _show(arguments, info(), _plain)
    return 0


def _search(arguments: argparse.Namespace) -> int:
    with Gazetteer.open() as gazetteer:
        found = [c.place for c in gazetteer.candidates(arguments.name)]
    rows = [
        {
            "id": p.id,
            "name": p.name,
            "kind": p.kind,
            "in": ", ".join(p.parents),
            "population": p.population,
            "lng": p.lng,
            "lat": p.lat,
        }
        for p in found[: arguments.limit]
    ]
    _show(arguments, rows, lambda _: "\n".join(map(_row, rows)))
    _say(f"{_number(len(found), 'place')} named {arguments.name!r}")
    return 0 if found else 1


def _row(r: dict[str, Any]) -> str:
    people = f"{r['population']:,} people" if r["population"] else ""
    where = f"{r['name']}, {r['in']}" if r["in"] else r["name"]
    return f"{r['id']:<22} {r['kind']:<16} {where:<52} {r['lng']:>10.5f} {r['lat']:>9.5f}  {people}".rstrip()


def _build(arguments: argparse.Namespace) -> int:
    from .gazetteer import build

    sources = Path(arguments.sources) if arguments.sources else None
    made = [str(path) for path in build(Path(arguments.output), sources=sources, progress=_say)]
    _show(arguments, made, "\n".join)
    return 0


def _show(arguments: argparse.Namespace, data: Any, plain: Callable[[Any], str]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1) if arguments.json else plain(data)
    if text:
        print(text)


def _plain(data: dict[str, Any]) -> str:
    lines = []
    for key, value in data.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {k}: {v}" for k, v in value.items())]
        elif isinstance(value, list):
            lines += [f"{key}:", *(f"  {v}" for v in value)]
        else:
            lines.append(f"{key}: {value}")
    return "\n".join(lines)


# -- the parser --------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="geo",
        usage="geo COMMAND …",
        description=f"Turn a news article into a map that opens anywhere.\n\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="geo")

    p = _command(commands, "render", _render, "draw articles or documents as maps")
    p.add_argument("source", nargs="*", metavar="SOURCE", help=f"{_SOURCE}; without one, all of seeds/")
    p.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        help="a file for one page (- is standard output), or a folder for page, document and GeoJSON of each "
        "source (default: maps/)",
    )
    p.add_argument(
        "--overlay",
        metavar="FILE",
        help="layers that `geo export` made and a GIS edited (GeoPackage, GeoJSON): draw their changes",
    )
    p.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="the language of the page's own words (default: en)"
    )
    _themes(p)
    _force(p)

    p = _command(commands, "parse", _parse, "read an article, write its document (JSON)")
    _source_and_output(p)

    p = _command(commands, "export", _export, "write the layers for other programs")
    _source_and_output(p)
    p.formatter_class = argparse.RawDescriptionHelpFormatter
    p.epilog = "formats:\n" + "\n".join(f"  {name:<15} {f.suffix:<9} {f.what}" for name, f in FORMATS.items())
    p.add_argument(
        "--format", metavar="F", help="one of those below (default: by FILE's suffix, else geojson)"
    )

    p = _command(commands, "embed", _embed, "write what puts a map into another web page")
    p.add_argument("source", metavar="SOURCE", help=_SOURCE)
    p.add_argument("-o", "--output", required=True, metavar="FOLDER", help="where to write the files")
    _themes(p)
    p.add_argument(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="a site that the map talks with, https://example.org; may be given again (default: every site)",
    )
    _force(p)

    p = _command(commands, "explain", _explain, "tell in plain words how toponyms were resolved")
    p.add_argument("source", metavar="SOURCE", help=_SOURCE)
    only = p.add_mutually_exclusive_group()
    only.add_argument("--place", metavar="NAME", help="only toponyms of this name, or of the place so named")
    only.add_argument("--sentence", metavar="ID", help="only toponyms of this sentence, e.g. s07")
    _json(p)

    gazetteer = commands.add_parser("gazetteer", help="verify, describe, search or build the pinned data")
    parts = gazetteer.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _json(_command(parts, "verify", _verify, "check every pinned file against its hash"))
    _json(_command(parts, "info", _info, "say what is in it and where it comes from"))
    p = _command(parts, "search", _search, "list the places of a name")
    p.add_argument("name", metavar="NAME", help="a name; case and diacritics do not matter")
    p.add_argument("--limit", type=int, default=20, metavar="N", help="at most N places (default: 20)")
    _json(p)
    p = _command(parts, "build", _build, "make the pinned files again from their sources")
    p.add_argument("-o", "--output", default="data", metavar="FOLDER", help="where (default: data/)")
    p.add_argument(
        "--sources", metavar="FOLDER", help="a folder with the source packages, instead of fetching"
    )
    _json(p)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], summary: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + "."
    )
    parser.set_defaults(run=run)
    return parser


def _source_and_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help=_SOURCE)
    parser.add_argument(
        "-o", "--output", default="-", metavar="FILE", help="where to write (default: standard output)"
    )
    _themes(parser)
    _force(parser)


def _themes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--themes", metavar="FILE", help="what layers may be about (default: the data's themes.toml)"
    )


def _force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace a file that dateline did not make")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _say_error(error: GeoError) -> None:
    for line in str(error).splitlines():
        print(f"geo: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
