"""The project's own files: what is imported is declared and explained, what is needed is in the sdist."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(lists: list[list[str]]) -> set[str]:
    return {canonical(re.split(r"[<>=!~;\[ ]", line)[0]) for lines in lists for line in lines}


CORE = declared([PROJECT["project"]["dependencies"]])
EXTRAS = declared(list(PROJECT["project"]["optional-dependencies"].values())) - {PROJECT["project"]["name"]}


def imported(folder: Path) -> set[str]:
    """Return the distributions that a folder's code imports."""
    modules = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    homes = packages_distributions()
    return {canonical(homes[module][0]) for module in modules - {"geo"} if module in homes}


def test_what_is_imported_is_declared() -> None:
    found = imported(ROOT / "geo")
    assert {"numpy", "folium", "pyogrio"} <= found
    assert found <= CORE | EXTRAS
    assert imported(ROOT / "tests") <= CORE | EXTRAS


def test_each_dependency_has_its_reason_and_its_pin() -> None:
    pins = declared([(ROOT / "constraints.txt").read_text("utf-8").split()])
    for name in CORE | EXTRAS:
        assert f"`{name}`" in CONTRIBUTING
        assert name in pins


def test_the_sdist_has_what_the_readme_and_the_tests_need() -> None:
    shipped = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    made = {"build", "dist", "__pycache__"}
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and p.name[0] != "." and p.suffix != ".egg-info"}
    assert folders - made <= shipped
    assert {".ci", "constraints.txt", "CHANGELOG.md", "CONTRIBUTING.md"} <= shipped
    assert all((ROOT / name).exists() for name in shipped)


def test_a_missing_chromium_is_one_line() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-m", "browser", "tests/test_page.py"]
    env = os.environ | {"CHROMIUM": "/nowhere/chromium", "COLUMNS": "200"}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "CHROMIUM=/nowhere/chromium: no such program; install one" in run.stdout
    assert "Traceback" not in run.stdout
    assert "playwright" not in run.stdout.lower()
