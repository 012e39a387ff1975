"""Outputs are written all or nothing, and only over what Dateline wrote and nobody changed since."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import geo
from geo.cli import main
from geo.errors import ExportError
from geo.export import FORMATS
from geo.files import LIST, draft, scratch, unsealed, write_output, write_outputs

PAGE = b"<!DOCTYPE html>\n<p>one</p>\n"
CHANGED = r"was changed since dateline made it; use --force"


@pytest.fixture(scope="module")
def document() -> geo.MapDocument:
    return geo.geoparse("Rain flooded Nairobi, Kenya. 40 tons of rice went from Mombasa to Kisumu.")


def test_writes_a_new_file_and_its_folder(tmp_path: Path) -> None:
    write_output(tmp_path / "a" / "b.html", PAGE)
    assert unsealed((tmp_path / "a" / "b.html").read_bytes()) == PAGE
    assert os.listdir(tmp_path / "a") == ["b.html"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_replaced_as_it_was_made_and_kept_as_it_was_changed(
    name: str, document: geo.MapDocument, tmp_path: Path
) -> None:
    path, data = tmp_path / "layers", geo.export(document, name)
    for _ in range(2):
        write_output(path, data)
    written = path.read_bytes()
    assert unsealed(written) == data
    middle = len(written) // 2
    flipped = written[:middle] + bytes([written[middle] ^ 1]) + written[middle + 1 :]
    path.write_bytes(written.replace(b"Nairobi", b"Nairobo") if b"Nairobi" in written else flipped)
    before = path.read_bytes()
    with pytest.raises(ExportError, match=rf"^[^\n]*layers: exists and {CHANGED} to replace it$"):
        write_output(path, data)
    assert path.read_bytes() == before
    write_output(path, data, force=True)
    assert unsealed(path.read_bytes()) == data
    write_output(path, data)


def test_pages_documents_and_embeds_have_a_seal(document: geo.MapDocument, tmp_path: Path) -> None:
    texts = {"page.html": geo.render(document), "page.json": document.to_json(), **geo.embed(document)}
    files = {tmp_path / name: text.encode() for name, text in texts.items()}
    for _ in range(2):
        write_outputs(files)
    assert not (tmp_path / LIST).exists()
    for path, data in files.items():
        assert unsealed(path.read_bytes()) == data != path.read_bytes()
        path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))
        with pytest.raises(ExportError, match=CHANGED):
            write_output(path, data)


def test_a_sealed_document_is_read_as_it_was(document: geo.MapDocument, tmp_path: Path) -> None:
    write_output(tmp_path / "a.json", document.to_bytes())
    text = (tmp_path / "a.json").read_text("utf-8")
    assert json.loads(text)["provenance"]["seal"]
    for indent in (None, 2):  # as it was written, and as another program writes the same JSON
        read = geo.MapDocument.from_json(json.dumps(json.loads(text), indent=indent))
        assert read.to_json() == document.to_json()


def test_a_geopackage_that_is_only_opened_is_not_changed(document: geo.MapDocument, tmp_path: Path) -> None:
    path = tmp_path / "layers.gpkg"
    data = geo.export(document, "gpkg")
    write_output(path, data)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("UPDATE gpkg_contents SET last_change = '2031-01-01T00:00:00.000Z'")
        database.commit()
        database.execute("PRAGMA journal_mode=DELETE")
    assert path.read_bytes() != data
    write_output(path, data)
    for change in ("UPDATE layer_styles SET styleName = 'mine'", "CREATE TABLE notes (text)"):
        with closing(sqlite3.connect(path)) as database:
            database.execute(change)
            database.commit()
        with pytest.raises(ExportError, match=CHANGED):
            write_output(path, data)
        write_output(path, data, force=True)


def test_asks_before_it_replaces_another_program_s_file(tmp_path: Path) -> None:
    path = tmp_path / "thesis.html"
    for others in (b"<p>ten years of work", b'<meta name="generator" content="dateline 0.1.0">'):
        path.write_bytes(others)
        with pytest.raises(
            ExportError, match=r"thesis\.html: exists and was not made by dateline; .* --force"
        ):
            write_output(path, PAGE)
        assert path.read_bytes() == others
    write_output(path, PAGE, force=True)
    assert unsealed(path.read_bytes()) == PAGE


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    write_output(tmp_path / "a", PAGE)
    assert unsealed((tmp_path / "a").read_bytes()) == PAGE


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "map.html"
    write_output(path, PAGE)
    before = path.read_bytes()

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output(path, b"<half>\n")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["map.html"]


def test_a_folder_or_a_file_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path, tmp_path / "file" / "map.html", tmp_path / "a", tmp_path / ("x" * 300)):
        with pytest.raises(ExportError, match=r"^[^\n]+$"):
            write_output(path, PAGE)


def test_a_long_name_that_the_disk_takes_is_written(tmp_path: Path) -> None:
    write_output(tmp_path / ("x" * 250), PAGE)
    assert unsealed((tmp_path / ("x" * 250)).read_bytes()) == PAGE


def test_writes_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    for _ in range(2):
        write_output(tmp_path / "link", PAGE)
    assert (tmp_path / "link").is_symlink()
    assert unsealed((tmp_path / "target").read_bytes()) == PAGE


def test_keeps_the_mode_of_what_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_output(path, PAGE)
    path.chmod(0o640)
    write_output(path, PAGE)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_output(path, PAGE)
    path.chmod(0o444)
    with pytest.raises(ExportError, match="read-only; use --force"):
        write_output(path, PAGE)
    write_output(path, PAGE, force=True)


def test_devices_and_pipes_are_written_to(tmp_path: Path) -> None:
    write_output(Path(os.devnull), PAGE)
    assert Path(os.devnull).is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match=r"pipe: cannot be written"):  # nobody reads it
        write_output(pipe, PAGE)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_output(pipe, PAGE)
    assert os.read(reader, 100) == PAGE
    os.close(reader)


def test_no_command_writes_over_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "story.txt"
    source.write_text("They met in Oslo.")
    beside = tmp_path / "story.corrections.toml"
    beside.write_text('[[correct]]\nsurface = "Oslo"\nplace = "geonames:3143244"\n')
    themes = tmp_path / "link.toml"
    themes.symlink_to(Path("data/themes.toml").resolve())
    for argv in (
        ["render", str(source), "-o", str(source), "--force"],
        ["parse", str(source), "-o", str(source), "--force"],
        ["export", str(source), "-o", str(source), "--format", "csv", "--force"],
        ["parse", str(source), "--themes", str(themes), "-o", str(themes), "--force"],
        ["parse", str(source), "-o", str(beside), "--force"],
    ):
        assert main(argv) == 1
        assert "this command reads it" in capsys.readouterr().err
    assert source.read_text() == "They met in Oslo."


DEAD = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def leftover() -> str:
    """Return how the names begin of what a process left that is no more."""
    from geo import files

    return files._mine().replace(f"-{os.getpid()}-", f"-{DEAD}-")


def test_the_next_run_removes_what_a_killed_one_left(tmp_path: Path, leftover: str) -> None:
    (tmp_path / f"{leftover}0.part").write_bytes(b"half")
    (tmp_path / ".dateline-00000000-1-0.part").write_bytes(b"another machine's")
    (tmp_path / ".dateline-notes").write_bytes(b"somebody's")
    write_output(tmp_path / "a.html", PAGE)
    assert sorted(os.listdir(tmp_path)) == [".dateline-00000000-1-0.part", ".dateline-notes", "a.html"]


def test_a_set_that_was_complete_when_its_run_was_killed_is_finished(tmp_path: Path, leftover: str) -> None:
    (tmp_path / "a.html").write_bytes(b"new a")  # already in its place
    (tmp_path / "a.json").write_bytes(b"old b")
    (tmp_path / f"{leftover}1.part").write_bytes(b"new b")
    names = [[f"{leftover}0.part", "a.html"], [f"{leftover}1.part", "a.json"]]
    (tmp_path / f"{leftover}.set").write_text(json.dumps(names))
    write_output(tmp_path / "c.html", PAGE)
    assert {p.name: p.read_bytes() for p in tmp_path.glob("a.*")} == {"a.html": b"new a", "a.json": b"new b"}
    assert sorted(os.listdir(tmp_path)) == ["a.html", "a.json", "c.html"]


def test_a_set_that_is_interrupted_as_it_is_put_in_place_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = os.replace, []

    def interrupted(old: Path, new: Path) -> None:
        calls.append(new.name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(old, new)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_outputs({tmp_path / name: PAGE for name in ("a.html", "b.html", "c.html")})
    assert calls == ["a.html", "b.html", "b.html", "c.html"]
    assert sorted(os.listdir(tmp_path)) == ["a.html", "b.html", "c.html"]


def test_a_set_is_refused_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"somebody's")
    with pytest.raises(ExportError, match=r"b\.html"):
        write_outputs({tmp_path / "a.html": PAGE, tmp_path / "b.html": PAGE})
    assert os.listdir(tmp_path) == ["b.html"]


def test_a_draft_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "all.sqlite"
    with suppress(RuntimeError), draft(out) as part:
        part.write_bytes(b"half")
        raise RuntimeError
    assert os.listdir(tmp_path) == []
    with draft(out) as part:
        part.write_bytes(b"whole")
    assert out.read_bytes() == b"whole"
    write_output(out, PAGE)  # it is ours
    assert sorted(os.listdir(tmp_path)) == [LIST, "all.sqlite"]


def test_scratch_folders_of_killed_runs_are_removed(
    tmp_path: Path, leftover: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"{leftover}x").mkdir()
    (tmp_path / f"{leftover}x" / "layers.gpkg").touch()
    with scratch() as folder:
        assert os.listdir(tmp_path) == [folder.name]
    assert os.listdir(tmp_path) == []


def test_many_threads_write_into_one_folder(tmp_path: Path) -> None:
    def write(n: int) -> None:
        for _ in range(3):
            write_output(tmp_path / f"{n}.csv", b"id,name\n")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(json.loads((tmp_path / LIST).read_text())["files"]) == [f"{n}.csv" for n in range(8)]


def test_terminated_is_told_as_interrupted(tmp_path: Path) -> None:
    code = "import os, signal\nfrom geo.cli import main, program\n"
    code += "program.run = lambda argv: os.kill(os.getpid(), signal.SIGTERM)\nraise SystemExit(main([]))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (
        128 + signal.SIGTERM,
        "geo: interrupted; nothing was left half-written\n",
    )


@pytest.mark.parametrize("name", ["gpkg", "flatgeobuf", "pmtiles"])
def test_a_full_disk_is_an_error(name: str, document: geo.MapDocument, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: GDAL may end without an error at one."""
    (tmp_path / "a.json").write_text(document.to_json(), "utf-8")
    (tmp_path / "b").write_bytes(geo.export(document, name))
    code = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\nfrom geo.cli import main\n"
    code += f"raise SystemExit(main(['export', 'a.json', '--format', '{name}', '-o', 'b', '--force']))"
    environment = os.environ | {"PYTHONPATH": str(Path(geo.__file__).parent.parent)}
    before = (tmp_path / "b").read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert "could not be made" in run.stderr
    assert (tmp_path / "b").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["a.json", "b"]


def test_a_geopackage_without_its_spatial_index_is_an_error(
    document: geo.MapDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So GDAL may leave one on a full disk: its rows are all there."""
    from geo.export import gdal

    write = gdal._write

    def without(*given: Any, layer_options: dict[str, str], **options: Any) -> None:
        write(*given, layer_options={**layer_options, "SPATIAL_INDEX": "NO"}, **options)

    monkeypatch.setattr(gdal, "_write", without)
    with pytest.raises(ExportError, match="spatial index"):
        geo.export(document, "gpkg")
