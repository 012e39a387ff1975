"""Commands about documents and the installation as a whole: diff, doctor, and what ``--version`` tells."""

from __future__ import annotations

import argparse
import platform
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..document import MapDocument
from ..errors import GeoError
from ..export import FORMATS
from ..gazetteer import Pinned, data_dir, verify
from ..languages import said_words, vocabulary
from ..pipeline import read_document
from ..version import __version__
from .options import SOURCE, add_json, command, number, path, say, show

if TYPE_CHECKING:
    from ..drawing.features import Feature


def add(commands: Any) -> None:
    """Add the commands to the parser."""
    p = command(commands, "diff", _diff, "tell what a second version of a story changed on its map")
    p.add_argument("source", type=path, nargs=2, metavar="SOURCE", help=f"the old and the new one: {SOURCE}")
    add_json(p)

    p = command(
        commands, "doctor", _doctor, "check the data, the extras and the browser; say what is missing"
    )
    add_json(p)


def _diff(arguments: argparse.Namespace) -> int:
    old, new = (read_document(source) for source in arguments.source)
    found = changes(old, new)
    show(arguments, found, lambda rows: "\n".join(map(_line, rows)))
    say(f"{number(len(found), 'change')} on the map")
    return 0


def changes(old: MapDocument, new: MapDocument) -> list[dict[str, Any]]:
    """List what a new version of a document changed on the map: features by their ids, with what is said.

    Examples
    --------
    >>> from geo import geoparse
    >>> one, two = (geoparse(f"They met in {name}.") for name in ("Oslo", "Bergen"))
    >>> [(row["change"], row["name"]) for row in changes(one, two)]
    [('removed', 'Oslo'), ('added', 'Bergen')]
    """
    from ..drawing.features import build_features  # slow to import, for one command

    before, after = (build_features(document).by_id for document in (old, new))
    rows = [_row("removed", f, []) for i, f in before.items() if i not in after]
    for i, feature in after.items():
        if i not in before:
            rows.append(_row("added", feature, []))
        elif what := _changed(before[i], feature):
            rows.append(_row("changed", feature, what))
    return rows


def _changed(old: Feature, new: Feature) -> list[str]:
    say = vocabulary("en")
    what = [] if old.name == new.name else [f"was called {old.name}"]
    what += [] if old.certainty == new.certainty else [f"was {old.certainty}, is {new.certainty}"]
    what += [] if old.geometry.equals_exact(new.geometry, 1e-5) else ["is drawn in another way"]
    said = [dict.fromkeys(said_words(c, say) for c in f.claims) for f in (old, new)]
    what += [f"no longer said: {words}" for words in said[0] if words not in said[1]]
    what += [f"now said: {words}" for words in said[1] if words not in said[0]]
    mentions = [len(f.mentions) for f in (old, new)]
    return what + ([] if mentions[0] == mentions[1] else [f"named {mentions[0]} times, now {mentions[1]}"])


def _row(change: str, feature: Feature, what: list[str]) -> dict[str, Any]:
    members = feature.members()
    named = {"id": feature.id, "name": feature.name, "kind": members["kind_label"]}
    return {"change": change, **named, "what": what}


def _line(row: dict[str, Any]) -> str:
    return f"{row['change']}: {row['name']} ({row['kind']})" + "".join(f"; {words}" for words in row["what"])


def _doctor(arguments: argparse.Namespace) -> int:
    checks = [*_data(), *_extras(), _browser()]
    show(arguments, checks, lambda rows: "\n".join(f"{r['state']:<8} {r['what']}" for r in rows))
    return 1 if any(row["state"] == "broken" for row in checks) else 0


def _data() -> list[dict[str, str]]:
    try:
        return [{"state": "ok", "what": f"data: {number(len(verify()), 'file')} in {data_dir()}, as pinned"}]
    except GeoError as error:
        return [{"state": "broken", "what": f"data: {line}"} for line in str(error).splitlines()]


def _extras() -> list[dict[str, str]]:
    from .. import review  # only for this command

    rows = []
    for name, wanted in FORMATS.items():
        if missing := [module for module in wanted.needs if find_spec(module) is None]:
            what = f"format {name}: needs {' and '.join(missing)}; run: pip install 'dateline[export]'"
            rows.append({"state": "missing", "what": what})
    rows = rows or [{"state": "ok", "what": "extra export: every format can be written"}]
    if lacking := review.missing():
        what = f"geo review: needs {' and '.join(lacking)}; run: pip install 'dateline[review]'"
        return [*rows, {"state": "missing", "what": what}]
    return [*rows, {"state": "ok", "what": "extra review: geo review can be served"}]


def _browser() -> dict[str, str]:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if found:
        return {"state": "ok", "what": f"browser: {found}"}
    return {"state": "missing", "what": "browser: no Chromium on the PATH; only the tests need one"}


def about() -> str:
    """Return versions and hashes for a bug report."""
    from importlib.metadata import PackageNotFoundError, requires, version  # slow to import, too

    lines = [f"dateline {__version__}", f"python {platform.python_version()} on {platform.platform()}"]
    pinned = Pinned.read(data_dir())
    lines.append(f"data {pinned.descriptor['name']} {pinned.descriptor['version']} sha256:{pinned.sha256}")
    lines += [f"  {r['path']} {r['hash']}" for r in pinned.descriptor["resources"]]
    try:
        needed = [line.split(";")[0] for line in requires("dateline") or ()]
    except PackageNotFoundError:  # run from a folder, without an installation
        needed = []
    for name in sorted({_name(line) for line in needed}):
        try:
            lines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            lines.append(f"{name} is not installed")
    return "\n".join(lines)


def _name(requirement: str) -> str:
    cut = min([requirement.find(c) for c in "<>=!~[ " if c in requirement], default=len(requirement))
    return requirement[:cut]
