"""What can be tried of Windows without it: calls that it lacks, open files, names of files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import island_story

from geo.cli.articles import _stem
from geo.export import FORMATS

WINDOWS = Path(__file__).with_name("windows.py")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def run(*argv: str, held: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HELD": held, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(WINDOWS), *argv]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def allowed(name: str) -> bool:
    """Return whether Windows has files of a name."""
    return (
        not (re.search(r'[<>:"/\\|?*\x00-\x1f]|[. ]$', name) or _RESERVED.fullmatch(name)) and len(name) < 200
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.json").write_bytes(island_story().to_bytes())
    return tmp_path


def test_commands_run_without_what_windows_lacks(folder: Path) -> None:
    done = run(
        "render story.json -o maps/",
        "render story.json -o maps/",
        "embed story.json -o web",
        "export story.json -o story.gpkg",
        "export story.json -o story.csv",
        "gazetteer search Oslo",
    )
    assert done.returncode == 0, done.stderr
    refused = run("archive story.json -o a").stderr
    assert refused.startswith("geo: geo archive: does not run on Windows")
    names = [p.name for p in folder.rglob("*")]
    assert {"story.html", "map.html", "story.gpkg"} <= set(names)
    assert all(map(allowed, names)), names


def test_a_set_with_a_file_that_is_open_elsewhere_stays_whole(folder: Path) -> None:
    assert run("render story.json -o maps/").returncode == 0
    before = {p.name: p.read_bytes() for p in Path("maps").iterdir()}
    done = run("render story.json --lang es -o maps/", held="maps/story.geojson")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "story.geojson: open in another program" in line
    assert {p.name: p.read_bytes() for p in Path("maps").iterdir()} == before
    assert run("render story.json --lang es -o maps/").returncode == 0
    assert Path("maps/story.html").read_bytes() != before["story.html"]


def test_the_suffix_of_no_format_is_a_name_that_windows_refuses() -> None:
    assert all(allowed(f"map{f.suffix}") for f in FORMATS.values())


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00/"), min_size=1, max_size=40))
def test_an_output_is_named_as_its_source_is(name: str) -> None:
    """A name that Windows has for a source gives one that it has for a page."""
    if name not in (".", "..") and allowed(name):
        assert allowed(f"{_stem(name)}.html")
