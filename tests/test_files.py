"""Outputs are written all or nothing, and only over what Dateline wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.drawing.markup import raw
from geo.errors import ExportError
from geo.files import write_output

OURS = b'{\n"format": "dateline-map",\n"version": 1\n}\n'


def test_writes_a_new_file_and_its_folder(tmp_path: Path) -> None:
    write_output(tmp_path / "a" / "b.html", b"new")
    assert (tmp_path / "a" / "b.html").read_bytes() == b"new"
    assert os.listdir(tmp_path / "a") == ["b.html"]


@pytest.mark.parametrize(
    "old",
    [
        OURS,
        b'<!doctype html><meta name="generator" content="dateline 0.1.0">',
        b'{"generator": "dateline 0.1.0"}',
        b"",
    ],
)
def test_replaces_what_dateline_wrote(tmp_path: Path, old: bytes) -> None:
    path = tmp_path / "map"
    path.write_bytes(old)
    write_output(path, b"new")
    assert path.read_bytes() == b"new"


def test_asks_before_it_replaces_another_program_s_file(tmp_path: Path) -> None:
    path = tmp_path / "thesis.html"
    path.write_bytes(b"<p>ten years of work")
    with pytest.raises(ExportError, match=r"thesis\.html: exists .* --force"):
        write_output(path, b"new")
    assert path.read_bytes() == b"<p>ten years of work"
    write_output(path, b"new", force=True)
    assert path.read_bytes() == b"new"


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(OURS)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output(path, b"half")
    assert path.read_bytes() == OURS
    assert os.listdir(tmp_path) == ["map.json"]


def test_a_folder_or_a_file_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "file" / "map.html"):
        with pytest.raises(ExportError, match=r"^[^\n]+$"):
            write_output(path, b"x")


def test_writes_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(OURS)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_output(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_keeps_the_mode_of_what_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(OURS)
    path.chmod(0o640)
    write_output(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_code_that_could_end_its_element_is_refused() -> None:
    for code in ("let a = '</SCRIPT>';", "<!-- a"):
        with pytest.raises(ExportError, match="expected code that cannot end its element"):
            raw("script", code)


def test_a_broken_archive_of_tiles_is_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "map.pmtiles"
    path.write_bytes(b"PMTiles\x03" + bytes(120) + b"dateline")
    with pytest.raises(ExportError, match="was not made by dateline"):
        write_output(path, b"new")
