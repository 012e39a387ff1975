"""What a user asks when something is wrong or new: diff, doctor, versions; and what stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

import geo
from geo.cli import main
from geo.cli.health import changes
from geo.document.declaration import VERSION

DOCUMENTS = Path(__file__).parent / "documents"


def test_diff_tells_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, dead, dry in (("a", 12, "Oslo"), ("b", 19, "Bergen")):
        story = f"Rain\n\nRain killed {dead} people in Lima, Peru. It was dry in {dry}.\n"
        (tmp_path / f"{name}.txt").write_text(story, "utf-8")
    assert main(["diff", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["Oslo"]["change"], rows["Bergen"]["change"]) == ("removed", "added")
    assert "Peru" not in rows
    assert rows["Lima"]["change"] == "changed"
    said = " ".join(rows["Lima"]["what"])
    assert "no longer said: 12" in said
    assert "now said: 19" in said


def test_diff_of_a_renamed_and_a_moved_place() -> None:
    one = geo.geoparse("They met in Oslo.")
    [place] = [p for p in one.places.values() if p.id in one.mentions()]
    moved = replace(place, name="Kristiania", lng=11.0)
    assert changes(one, one) == []
    [row] = changes(one, replace(one, places={**one.places, place.id: moved}))
    assert row["what"] == ["was called Oslo", "is drawn in another way"]


def test_doctor_finds_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    assert "as pinned" in capsys.readouterr().out
    health = __import__("geo.cli.health", fromlist=["find_spec"])
    monkeypatch.setattr(health, "find_spec", lambda name: None)
    monkeypatch.setattr("geo.review.find_spec", lambda name: None)

    def damaged() -> list[str]:
        raise geo.ChecksumError("places.sqlite: another hash")

    monkeypatch.setattr(health, "verify", damaged)
    assert main(["doctor", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {"state": "broken", "what": "data: places.sqlite: another hash"} in rows
    for extra in ("export", "review"):
        assert any(f"pip install 'dateline[{extra}]'" in row["what"] for row in rows)


def test_the_long_version_names_data_and_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "--verbose"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"dateline {geo.__version__}"
    assert any(line.startswith("  places.sqlite sha256:") for line in lines)
    assert any(line.startswith("shapely ") for line in lines)


def test_documents_of_every_version_are_drawn() -> None:
    files = [*DOCUMENTS.glob("*.json")]
    versions = {json.loads(file.read_text("utf-8"))["version"] for file in files}
    assert versions >= set(range(1, VERSION)), "each older version has a document here"
    for file in files:
        document = geo.MapDocument.from_json(file.read_text("utf-8"))
        assert geo.MapDocument.from_json(document.to_json()).to_json() == document.to_json()
        assert json.loads(geo.export(document))["features"]
