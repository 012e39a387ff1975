"""The README's examples run, and its commands are the ones that are checked."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from geo.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_runs() -> None:
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_the_command_line_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [(said, command, output)] = re.findall(
        r"    \$ echo \"(.*?)\" \| geo (.*)\n((?:    .*\n|\n)+?)\nThe", README
    )
    (tmp_path / "said.txt").write_text(said, "utf-8")
    argv = [str(tmp_path / "said.txt") if a == "-" else a for a in shlex.split(command)]
    assert main(argv) == 0
    told = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert told == [line.strip() for line in output.splitlines() if line.strip()]


def test_ci_calls_the_readme_s_test_command() -> None:
    [command] = re.findall(r"^    (python3 .*pytest)$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
