"""The examples of README and docs run, their links lead somewhere, and their commands are the program's."""

from __future__ import annotations

import doctest
import io
import re
import shlex
import textwrap
from pathlib import Path

import pytest

from geo import read_corrections
from geo.cli import main
from geo.cli.program import _parser, _words

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "data" / "README.md"]


def test_the_python_example_runs() -> None:
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_command_line_example_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [(said, command, output)] = re.findall(
        r"    \$ echo \"(.*?)\" \| geo (.*)\n((?:    .*\n|\n)+?)\nThe", README
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
    assert main(shlex.split(command)) == 0
    told = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert told == [line.strip() for line in output.splitlines() if line.strip()]


def test_ci_calls_the_readme_s_test_command() -> None:
    [command] = re.findall(r"^    (python3 .*pytest)$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!https:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_command_line_of_the_docs_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    lines = re.findall(r"^ {4}(?:\$ )?(?:.* \| )?geo ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line.replace("\\\n", " "), comments=True)
        try:
            _parser().parse_args(_words(words))
        except SystemExit:
            pytest.fail(f"geo {line}: {capsys.readouterr().err}")


def test_every_command_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out.split("commands:")[1], re.MULTILINE)
    assert len(commands) >= 7
    assert [c for c in commands if f"| `geo {c} " not in README] == []


def test_the_corrections_example_is_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    lines = page.split("Each table is one correction:\n")[1].split("\nA correction of")[0]
    path = tmp_path / "example.toml"
    path.write_text(textwrap.dedent(lines), "utf-8")
    entries = read_corrections(path).entries
    settings = page.split("stays as it was read:\n")[1].split("\n`geo review` writes")[0]
    path.write_text(textwrap.dedent(settings), "utf-8")
    assert [s.table for s in read_corrections(path).settings] == [
        *["claim"] * 3,
        *["flow"] * 2,
        "layer",
        "map",
    ]
    assert [(e.action, e.reach) for e in entries] == [
        ("correct", 0),
        ("correct", 2),
        ("correct", 0),
        ("correct", 0),
        ("correct", 0),
        ("add", 0),
    ]
