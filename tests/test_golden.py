"""Golden cases: what is read of invented articles, and the committed maps of the seeds.

A folder of ``golden/`` holds an article, ``places.json``, one line a toponym, and ``story.json``, what is
claimed, moves, is dated and makes layers. Where the program reads something else, ``places.actual.json`` or
``story.actual.json`` is left beside it. ``--write-goldens`` writes them again.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import to_builtins

import geo
from geo.cli import main
from geo.document import json_lines

ROOT = Path(__file__).parent.parent
CASES = sorted(p.parent for p in (Path(__file__).parent / "golden").glob("*/article.*"))
SEEDS = sorted(p for p in (ROOT / "seeds").iterdir() if p.is_file())


def read_case(case: Path, gazetteer: geo.Gazetteer) -> dict[str, str]:
    """Return what is read of a case, by the names of its goldens."""
    [source] = case.glob("article.*")
    document = geo.geoparse(geo.read_article(source), gazetteer=gazetteer)
    return {"places": places_of(document), "story": story_of(document)}


def places_of(document: geo.MapDocument) -> str:
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
    return json_lines({"toponyms": rows}).decode()


def story_of(document: geo.MapDocument) -> str:
    flows = {
        f.id: f"{document.flow_name(f)}" + (f" ({f.subject})" if f.subject else "") for f in document.flows
    }
    names = {p.id: p.name for p in document.places.values()} | flows
    surfaces = {t.id: t.surface for t in document.toponyms}
    return json_lines(
        {
            "claims": [claim_of(c, names) for c in document.claims],
            "flows": [f"{f.mentions[0].sentence_id}: {flows[f.id]}" for f in document.flows],
            "times": [f"{t.sentence_id}: “{t.surface}” is {t.interval}" for t in document.times],
            "layers": [
                f"{x.title} ({x.theme}): "
                + ", ".join([*(surfaces[t] for t in x.toponyms), *(flows[f] for f in x.flows)])
                for x in document.layers
            ],
        }
    ).decode()


def claim_of(claim: geo.Claim, names: dict[str, str]) -> dict[str, object]:
    """Return what a claim says, without its ids and what it does not say."""
    members = to_builtins(claim)
    about = [names[i] for i in (*claim.places, *claim.flows)]
    left_out = {"id", "sentence_id", "start", "end", "surface", "places", "flows"}
    said = {key: value for key, value in members.items() if key not in left_out and value}
    return {"sentence": claim.sentence_id, "of": about, **said}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 6
    assert len(SEEDS) >= 1


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_an_invented_article(case: Path, gazetteer: geo.Gazetteer, write_goldens: bool) -> None:
    wrong = []
    for name, found in read_case(case, gazetteer).items():
        golden, actual = case / f"{name}.json", case / f"{name}.actual.json"
        if write_goldens:
            golden.write_text(found, "utf-8")
        actual.unlink(missing_ok=True)
        if not golden.exists() or json.loads(found) != json.loads(golden.read_text("utf-8")):
            actual.write_text(found, "utf-8")
            wrong.append(actual.name)
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.name)
def test_the_committed_maps_are_what_the_program_makes(seed: Path, tmp_path: Path) -> None:
    assert main(["render", str(seed), "-o", str(tmp_path) + "/"]) == 0
    for suffix in (".html", ".json", ".geojson"):
        made, committed = tmp_path / (seed.stem + suffix), ROOT / "maps" / (seed.stem + suffix)
        assert made.read_bytes() == committed.read_bytes(), f"{committed.name} is stale; run: geo render"
