"""The README's examples run, and its commands are the ones that are checked."""

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

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


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


def test_the_corrections_example_is_read(tmp_path: Path) -> None:
    lines = README.split("Each table is one correction:\n")[1].split("\nWhat is said")[0]
    path = tmp_path / "example.toml"
    path.write_text(textwrap.dedent(lines), "utf-8")
    entries = read_corrections(path).entries
    assert [(e.action, e.reach) for e in entries] == [
        ("correct", 0),
        ("correct", 2),
        ("correct", 0),
        ("add", 0),
    ]
