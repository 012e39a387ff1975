"""Golden cases: what is read of invented articles, and the committed maps of the seeds.

A folder of ``golden/`` holds an article and ``places.json``, one line a toponym. Where the program reads
something else, ``places.actual.json`` is left beside it. ``--write-goldens`` writes them again.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import geo
from geo.cli import main
from geo.document import json_lines

ROOT = Path(__file__).parent.parent
CASES = sorted(p.parent for p in (Path(__file__).parent / "golden").glob("*/article.*"))
SEEDS = sorted(p for p in (ROOT / "seeds").iterdir() if p.is_file())


def read_places(case: Path, gazetteer: geo.Gazetteer) -> str:
    [source] = case.glob("article.*")
    document = geo.geoparse(geo.read_article(source), gazetteer=gazetteer)
    rows = []
    for t in document.toponyms:
        place = t.resolution.place if t.resolution else None
        rows.append(
            {
                "sentence": t.sentence_id,
                "surface": t.surface,
                "kind": t.kind,
                "place": place.id if place else None,
                "is": f"{place.name} ({place.kind})" if place else None,
                "in": ", ".join(place.parents) if place else None,
            }
        )
    return json_lines({"toponyms": rows})


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 6
    assert len(SEEDS) >= 1


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_an_invented_article(case: Path, gazetteer: geo.Gazetteer, write_goldens: bool) -> None:
    golden, actual = case / "places.json", case / "places.actual.json"
    found = read_places(case, gazetteer)
    if write_goldens:
        golden.write_text(found, "utf-8")
    expected = json.loads(golden.read_text("utf-8")) if golden.exists() else "no places.json"
    actual.unlink(missing_ok=True)
    if json.loads(found) != expected:
        actual.write_text(found, "utf-8")
    assert json.loads(found) == expected


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.name)
def test_the_committed_maps_are_what_the_program_makes(seed: Path, tmp_path: Path) -> None:
    assert main(["render", str(seed), "-o", str(tmp_path) + "/"]) == 0
    for suffix in (".html", ".json", ".geojson"):
        made, committed = tmp_path / (seed.stem + suffix), ROOT / "maps" / (seed.stem + suffix)
        assert made.read_bytes() == committed.read_bytes(), f"{committed.name} is stale; run: geo render"
