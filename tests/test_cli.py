"""The command line as a user meets it: what is written where, messages, exit codes, bad input."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geo.cli import main

ARTICLE = (
    "Floods near Kisumu\n\nBy Ann Otieno\n3 May 2018\n\n"
    "Rain fell on Kisumu, Kenya, for a week. Uganda sent tents.\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "flood.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    assert line.startswith("geo: ")
    return line


def test_render_one_article_to_a_file(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(article), "-o", "map.html"]) == 0
    assert Path("map.html").read_text("utf-8").lower().startswith("<!doctype html>")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "map.html: 4 toponyms, 4 placed at 3 places, 0 unplaced\n")


def test_render_without_a_source_draws_the_seeds(article: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    article.rename(tmp_path / "seeds" / "flood.txt")
    assert main(["render"]) == 0
    assert sorted(os.listdir("maps")) == ["flood.geojson", "flood.html", "flood.json"]


def test_several_sources_go_to_a_folder(article: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("It rained in Oslo for a week.", "utf-8")
    assert main(["render", "flood.txt", "other.txt", "-o", "out"]) == 0
    assert len(os.listdir("out")) == 6


def test_a_file_name_that_is_no_utf_8(article: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        article.rename(name)
    except OSError:  # a file system that takes only UTF-8 has no such names
        return
    assert main(["render", name, "-o", "out/"]) == 0
    assert len(os.listdir("out")) == 3


def test_two_sources_of_one_name_are_not_drawn_over_each_other(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "flood.md").write_text("It rained in Oslo.", "utf-8")
    assert main(["render", "flood.txt", "other/flood.md", "-o", "out"]) == 1
    assert "flood" in one_line(capsys)
    assert not Path("out").exists()


def test_a_full_device_is_one_line(article: Path) -> None:
    command = f"{sys.executable} -m geo.cli explain flood.txt > /dev/full"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("geo: standard output: cannot be written")
    assert run.stderr.count("\n") == 1


def test_a_terminal_without_the_letters_shows_their_codes(article: Path) -> None:
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "geo.cli", "gazetteer", "search", "Zürich"]
    assert subprocess.run(command, env=env, capture_output=True, check=True).stdout


def test_a_document_gives_the_same_map_as_its_article(article: Path) -> None:
    assert main(["parse", "flood.txt", "-o", "flood.json"]) == 0
    assert main(["render", "flood.txt", "-o", "a.html"]) == 0
    assert main(["render", "flood.json", "-o", "b.html"]) == 0
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


def test_what_a_document_is_called_does_not_matter(article: Path) -> None:
    assert main(["parse", "flood.txt", "-o", "flood.txt.bak"]) == 0
    assert main(["render", "flood.txt.bak", "-o", "a.html"]) == 0


def test_export_and_parse_write_to_standard_output(
    article: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "flood.txt", "--format", "geojson"]) == 0
    collection = json.loads(capfdbinary.readouterr().out)
    assert {f["properties"]["name"] for f in collection["features"]} == {"Kisumu", "Kenya", "Uganda"}
    assert main(["parse", "flood.txt"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["format"] == "dateline-map"


def test_standard_input_is_a_source() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "geo.cli", "export", "-"],
        input=ARTICLE.encode(),
        capture_output=True,
        check=True,
    )
    assert len(json.loads(run.stdout)["features"]) == 3


def test_the_same_bytes_in_every_process(article: Path) -> None:
    made = set()
    for seed, zone, lang in (
        ("0", "UTC", "C"),
        ("1", "Asia/Tokyo", "C.UTF-8"),
        ("2", "America/Lima", "POSIX"),
    ):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": lang}
        subprocess.run(
            [sys.executable, "-m", "geo.cli", "render", "flood.txt", "-o", seed + "/"], env=env, check=True
        )
        made.add(tuple(Path(seed, f"flood.{suffix}").read_bytes() for suffix in ("html", "json", "geojson")))
    assert len(made) == 1


def test_explain_in_words_and_as_json(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "flood.txt", "--place", "kisumu"]) == 0
    told = capsys.readouterr().out
    assert "“Kisumu” is Kisumu (city or town, Kisumu" in told
    assert "Considered" in told
    assert main(["explain", "flood.txt", "--place", "kisumu", "--lang", "es"]) == 0
    told = capsys.readouterr().out
    assert "«Kisumu» es Kisumu (ciudad o localidad, Kisumu" in told
    assert "Candidatos" in told
    assert main(["explain", "flood.txt", "--sentence", "s05", "--json"]) == 0
    assert [row["surface"] for row in json.loads(capsys.readouterr().out)] == ["Uganda"]


@pytest.mark.parametrize("option", [["--place", "Atlantis"], ["--sentence", "s99"]])
def test_explain_says_what_is_not_there(
    article: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "flood.txt", *option]) == 1
    assert option[1] in one_line(capsys)


def test_gazetteer_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "verify"]) == 0
    assert "places.sqlite" in capsys.readouterr().out
    assert main(["gazetteer", "info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["populated_place"] >= 234_908
    assert main(["gazetteer", "search", "zurich", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] in ("Zürich", "Zurich")
    assert main(["gazetteer", "search", "no such place at all"]) == 1


# -- bad input ---------------------------------------------------------------------------------------------

BAD = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t\n",
    "binary.txt": b"\x00\x01\x02" * 100,
    "paper.pdf": b"%PDF-1.7 ...",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "broken.json": b'{"format": "dateline-map", "version": 1, ',
    "prose.json": b'{"title": "not ours", "text": "It rained in Oslo."}',
    "latin.json": b'{"format": "dateline-map", "version": 1, "text": "\xe9"}',
    "newer.json": b'{"format": "dateline-map", "version": 99}',
}


@pytest.mark.parametrize("name", [*BAD, "missing.txt", "folder"])
@pytest.mark.parametrize("command", ["render", "parse", "export"])
def test_a_bad_source_is_one_line(name: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder").mkdir()
    if name in BAD:
        Path(name).write_bytes(BAD[name])
    assert main([command, name, "-o", "out.html"]) == 1
    assert name in one_line(capsys)
    assert not Path("out.html").exists()


def test_a_bad_source_does_not_stop_the_others(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "missing.txt", "flood.txt", "-o", "out"]) == 1
    assert sorted(os.listdir("out")) == ["flood.geojson", "flood.html", "flood.json"]
    assert "missing.txt" in capsys.readouterr().err


def test_an_article_without_places_still_gives_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bread.txt").write_text("Feed the dough with flour and water.\n", "utf-8")
    assert main(["render", "bread.txt", "-o", "bread.html"]) == 0
    assert "0 toponyms" in capsys.readouterr().err
    assert Path("bread.html").stat().st_size > 1000


def test_another_language_still_gives_a_page() -> None:
    Path("es.txt").write_text("Las lluvias inundaron Sevilla y Cádiz, dijo el ministro de España.\n", "utf-8")
    assert main(["render", "es.txt", "-o", "es.html"]) == 0
    assert '<html lang="es"' in Path("es.html").read_text("utf-8")


def test_no_seeds_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render"]) == 1
    assert "seeds" in one_line(capsys)


def test_somebody_else_s_file_is_kept(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.html").write_text("<p>mine")
    assert main(["render", "flood.txt", "-o", "mine.html"]) == 1
    assert "--force" in one_line(capsys)
    assert Path("mine.html").read_text() == "<p>mine"
    assert main(["render", "flood.txt", "-o", "mine.html", "--force"]) == 0


def test_an_output_that_cannot_be_written_is_one_line(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_bytes(b"")
    assert main(["render", "flood.txt", "-o", "file/map.html"]) == 1
    assert "file" in one_line(capsys)
    assert main(["render", "flood.txt", "-o", "/proc/none/map.html"]) == 1
    assert "/proc/none" in one_line(capsys)


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in ([], ["draw"], ["export"], ["explain"]):
        with pytest.raises(SystemExit) as caught:
            main(argv)
        assert caught.value.code == 2


def test_help_begins_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert told.index("examples:") < told.index("commands")


def test_a_closed_pipe_is_quiet(article: Path) -> None:
    command = f"{sys.executable} -m geo.cli parse flood.txt | head -c 10"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in run.stderr


def test_the_page_can_speak_another_language(article: Path) -> None:
    assert main(["render", str(article), "--lang", "es", "-o", "mapa.html"]) == 0
    assert "Leyenda" in Path("mapa.html").read_text("utf-8")


def test_an_empty_path_and_a_wrong_number_are_wrong_usage(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (
        ["render", "flood.txt", "-o", ""],
        ["render", ""],
        ["parse", "flood.txt", "--corrections", ""],
        ["export", "flood.txt", "--gazetteer", ""],
        ["gazetteer", "search", "Oslo", "--limit", "-3"],
        ["gazetteer", "search", "Oslo", "--limit", "many"],
        ["gazetteer", "build", "--geonames", ""],
    ):
        with pytest.raises(SystemExit) as caught:
            main(argv)
        assert caught.value.code == 2
        assert "expected a" in capsys.readouterr().err


def test_edits_of_a_gis_go_into_every_output(article: Path) -> None:
    assert main(["export", str(article), "-o", "layers.geojson"]) == 0
    before = Path("layers.geojson").read_text("utf-8")
    name = json.loads(before)["features"][0]["properties"]["name"]
    Path("layers.geojson").write_text(before.replace(f'"{name}"', '"Elsewhere"'), "utf-8")
    for argv in (["render", "-o", "m.html"], ["export", "-o", "m.csv"], ["embed", "-o", "site"]):
        assert main([argv[0], str(article), *argv[1:], "--overlay", "layers.geojson"]) == 0
    for made in ("m.html", "m.csv", "site/map.html"):
        assert "Elsewhere" in Path(made).read_text("utf-8")


# -- streams and interrupts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("parse - <&-", 1, "geo: standard input: empty"),
        ("parse flood.txt >&-", 1, "geo: standard output: cannot be written"),
        ("--help >&-", 1, "geo: standard output: cannot be written"),
        ("render flood.txt -o map.html >&- <&-", 0, "map.html: 4 toponyms"),
        ("explain flood.txt 2>&-", 0, ""),
        ("explain missing.txt 2>&-", 1, ""),
        ("explain missing.txt 2>/dev/full", 1, ""),
        ("draw <&- >&- 2>&-", 2, ""),
    ],
)
def test_a_closed_stream_is_no_crash(article: Path, command: str, code: int, told: str) -> None:
    run = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m geo.cli {command}"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr.count("\n")) == (code, 1 if told else 0)
    assert run.stderr.startswith(told)


@pytest.mark.parametrize("module", ["geo.cli.program", "geo.pipeline", "sentencex"])
def test_an_interrupt_is_one_line_however_early(article: Path, module: str) -> None:
    code = f"""
import sys

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupts())
from geo.cli import main
sys.exit(main(["parse", "flood.txt"]))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (130, "")
    assert run.stderr == "geo: interrupted; nothing was left half-written\n"


# -- another gazetteer -------------------------------------------------------------------------------------

DUMP = Path(__file__).parent / "dumps" / "IS.txt"


def test_a_gazetteer_of_one_s_own_on_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "build", "--geonames", str(DUMP), "-o", "is.sqlite"]) == 0
    out, err = capsys.readouterr()
    assert out == "is.sqlite\n"
    places = int(err.removeprefix("is.sqlite: ").split(" places")[0].replace(",", ""))
    assert places > 300_000, "a dump of one country leaves the rest of the world in place"
    assert "%" not in err, "no progress bar where messages do not go to a terminal"
    for argv in (["gazetteer", "verify", "is.sqlite"], ["gazetteer", "verify", "--gazetteer", "is.sqlite"]):
        assert main(argv) == 0
        assert capsys.readouterr().out == "is.sqlite: as sealed\n"
    assert main(["gazetteer", "info", "--gazetteer", "is.sqlite", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["populated_place"] > 150_000
    assert main(["gazetteer", "search", "Skipaskagi", "--gazetteer", "is.sqlite", "--json"]) == 0
    [akranes] = json.loads(capsys.readouterr().out)
    assert (akranes["name"], akranes["in"]) == ("Akranes", "Akraneskaupstaður, Iceland")

    Path("snow.txt").write_text("Snow fell on Akranes in Iceland, but not on Wagga Wagga.\n", "utf-8")
    own = ["--gazetteer", "is.sqlite"]
    assert main(["parse", "snow.txt", "-o", "snow.json", *own]) == 0
    document = json.loads(Path("snow.json").read_text("utf-8"))
    assert [t["surface"] for t in document["toponyms"]] == ["Akranes", "Iceland", "Wagga Wagga"]
    assert document["provenance"]["files"]["is.sqlite"]
    assert main(["render", "snow.txt", "-o", "snow.html", *own]) == 0
    assert 'id="no-backdrop"' not in Path("snow.html").read_text("utf-8")
    assert main(["export", "snow.txt", "-o", "snow.geojson", *own]) == 0
    capsys.readouterr()
    assert main(["explain", "snow.txt", "--json", *own]) == 0
    assert "Akranes" in capsys.readouterr().out


def test_a_gazetteer_that_is_none_is_one_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["parse", "flood.txt"], ["gazetteer", "search", "Oslo"], ["gazetteer", "info"]):
        for file in ("missing.sqlite", "flood.txt"):
            assert main([*command, "--gazetteer", file]) == 1
            assert file in one_line(capsys)
    assert main(["gazetteer", "verify", "flood.txt"]) == 1
    assert "flood.txt" in one_line(capsys)


def test_a_build_replaces_only_what_is_ours(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "build", "--geonames", str(DUMP), "-o", "flood.txt"]) == 1
    assert "--force" in one_line(capsys)
    assert article.read_text("utf-8") == ARTICLE
    assert main(["gazetteer", "build", "--geonames", str(DUMP), "-o", "-"]) == 1
    assert "-o FILE" in one_line(capsys)
    assert main(["gazetteer", "build", "--geonames", "flood.txt"]) == 1
    assert "no place in it" in one_line(capsys)
    assert os.listdir() == ["flood.txt"]
    for _ in range(2):
        assert main(["gazetteer", "build", "--geonames", str(DUMP)]) == 0
        assert sorted(os.listdir()) == [".dateline.json", "IS.sqlite", "flood.txt"]


def test_a_long_build_shows_its_progress_on_a_terminal() -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "geo.cli", "gazetteer", "build", "--geonames", str(DUMP)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    told = b""
    try:
        while part := os.read(ours, 4096):
            told += part
    except OSError:  # how a terminal says that its other side has gone
        pass
    os.close(ours)
    assert run.wait() == 0
    assert b"sorting names" in told
    assert b"%" in told


def test_a_process_ends_without_looking_through_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    ending: list[object] = []
    monkeypatch.setattr("atexit.register", ending.append)
    threshold = gc.get_threshold()
    try:
        assert main(["gazetteer", "search", "Oslo"]) == 0
    finally:
        gc.set_threshold(*threshold)
    assert ending == [gc.freeze]


def test_edited_layers_are_of_one_map(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(article), str(article), "--overlay", "a.gpkg", "-o", "maps"]) == 1
    assert "expected one source, not several" in one_line(capsys)


def test_one_page_goes_to_standard_output(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(article), str(article), "-o", "-"]) == 1
    assert "expected -o FOLDER" in one_line(capsys)
