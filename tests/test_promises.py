"""What stays: no name, option, column or member goes away unannounced; links lead somewhere."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made import island_story

import geo
from geo.cli.program import _parser
from geo.export import FORMATS

ROOT = Path(__file__).parent.parent
SURFACE = Path(__file__).with_name("surface.json")
"""What the last commit offered. A line leaves it only after a release in which it was marked so."""


def _options(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, inner in action.choices.items():
                yield from _options(inner, f"{name} {command}")
        else:
            yield from (f"{name} {option}" for option in action.option_strings or [action.dest])


def _members(schema: dict[str, Any]) -> Iterator[str]:
    for kind, definition in {"document": schema, **schema["$defs"]}.items():
        yield from (f"{kind}.{member}" for member in definition.get("properties", ()))


def surface() -> dict[str, list[str]]:
    """List what users build on: names, options, formats, columns, members."""
    document = island_story()
    data: dict[str, Any] = json.loads(geo.export(document))
    text = geo.export(document, "csv").decode("utf-8-sig")
    found = {
        "python": geo.__all__,
        "commands": _options(_parser(), "geo"),
        "formats": FORMATS,
        "csv": next(csv.reader(io.StringIO(text))),
        "geojson": {*data, *(f"features.{m}" for f in data["features"] for m in f["properties"])},
        "document": _members(json.loads((ROOT / "geo/document/schema.json").read_text("utf-8"))),
    }
    return {part: sorted(names) for part, names in found.items()}


def test_nothing_goes_away_unannounced(write_goldens: bool) -> None:
    now, before = surface(), json.loads(SURFACE.read_text("utf-8"))
    gone = {part: sorted({*names} - {*now[part]}) for part, names in before.items()}
    assert not any(gone.values()), (
        "mark it in the changelog and let it warn for a minor release; then edit the file"
    )
    if write_goldens:
        SURFACE.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    assert json.loads(SURFACE.read_text("utf-8")) == now, "new names: pytest --write-goldens"


def test_the_promise_stands_in_the_readme_in_one_paragraph() -> None:
    [_, stays] = (ROOT / "README.md").read_text("utf-8").split("\n## What stays\n\n")
    promise = " ".join(stays.split("\n\n")[0].split())
    for words in (
        "is read and drawn by every later one",
        "marked in the changelog",
        "warns for at least one minor",
    ):
        assert words in promise


def test_a_name_that_goes_away_warns_and_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(geo._GOING, "rerender", "geo.render")
    monkeypatch.delitem(vars(geo), "rerender", raising=False)
    with pytest.warns(DeprecationWarning, match=r"geo\.rerender goes away .* use geo\.render"):
        assert geo.rerender.__name__ == "rerender"


# -- links -------------------------------------------------------------------------------------------------

PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("d*/**/*.md")] if "node_modules" not in p.parts)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", re.M)


def _anchors(page: Path) -> set[str]:
    """List a page's headings, as they are linked."""
    headings = re.findall(r"^#+ +(.+?) *$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^( {4}|```).*?(\n```)?$", "", page.read_text("utf-8"), flags=re.M)
    lost = []
    for link in (a or b for a, b in LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            assert link.startswith(("https://", "mailto:")), link
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            lost.append(link)
    assert lost == []


def test_the_site_has_every_page() -> None:
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    missing = [p.name for p in (ROOT / "docs").glob("*.md") if f": {p.name}" not in nav]
    assert missing == []
