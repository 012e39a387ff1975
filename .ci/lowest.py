"""Run every command on the lowest versions that pyproject.toml allows, under every Python that is found.

Nothing is compiled: where a package has no wheel for a Python, the lowest version that has one is taken.
Needs uv. Slow, and not a part of the usual check.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from project import ALONE, EXTRAS, PROJECT, ROOT, WITH_EXTRAS, write_files

[SEED, *_] = sorted((ROOT / "seeds").iterdir())
VERSIONS = ("3.11", "3.12", "3.13", "3.14")

READ = """
import sys, tomllib
from pathlib import Path
tests = Path(sys.argv[1])
sys.path.insert(0, str(tests))
from made_files import MADE
from geo.reading.article import articles_from_bytes
for case in tomllib.loads((tests / "articles" / "cases.toml").read_text("utf-8"))["case"]:
    kind, _, name = case["file"].partition(":")
    data = MADE[name]() if kind == "made" else (tests / "articles" / case["file"]).read_bytes()
    article = articles_from_bytes(data, case["file"])[case.get("story", 1) - 1]
    assert article.language == case.get("language", "en"), case["file"]
    assert "title" not in case or article.title == case["title"], case["file"]
import geo, geo.review.server
assert [t.surface for t in geo.geoparse((tests / "articles" / "th.txt").read_text("utf-8")).toponyms]
"""


def main() -> int:
    """Try each Python; say which were not found and what failed."""
    found = pythons()
    missing = [f"Python {version}" for version in VERSIONS if version not in found]
    print("not found:", ", ".join(missing) or "none is missing", flush=True)
    faults = 0
    for version, python in found.items():
        for fault in tried(version, python):
            faults += 1
            print(fault, flush=True)
    print(f"{len(found)} Pythons ({', '.join(found)}): {faults} faults")
    return 1 if faults or not found else 0


def pythons() -> dict[str, str]:
    """Find a Python of each allowed version: on the PATH, pyenv's, uv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    listed = subprocess.run([uv(), "python", "dir"], stdout=subprocess.PIPE, text=True)
    folders = [*pyenv.glob("*/bin"), *Path(listed.stdout.strip() or "uv").glob("*/bin")]
    names = [f"python{version}" for version in VERSIONS]
    paths = [shutil.which(name) for name in names] + [str(f / name) for name in names for f in folders]
    found: dict[str, str] = {}
    for path in sorted(filter(None, paths), key=len):
        if Path(path).exists():
            command = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            if done.returncode == 0:  # a shim of pyenv's may lead nowhere
                found.setdefault(done.stdout.strip(), path)
    return dict(sorted(found.items(), key=lambda item: int(item[0].partition(".")[2])))


def uv() -> str:
    """Return uv, beside the running Python or on the PATH."""
    beside = Path(sys.executable).with_name("uv")
    path = str(beside) if beside.exists() else shutil.which("uv")
    return path or sys.exit("uv is missing; install it: pip install uv")


def tried(version: str, python: str) -> Iterator[str]:
    """Install into a new environment and run every command; yield what fails."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "venv", "bin", "python")
        install = [uv(), "pip", "install", "-q", "--python", str(made), "-r", str(ROOT / "pyproject.toml")]
        install += [word for extra in EXTRAS for word in ("--extra", extra)]
        install += ["--resolution", "lowest-direct"]
        install += ["--only-binary", ":all:"]
        for step in ([uv(), "venv", "-q", "--python", python, str(made.parent.parent)], install):
            if (done := subprocess.run(step, stderr=subprocess.PIPE, text=True)).returncode:
                yield f"Python {version}: {' '.join(step)}: {done.stderr.strip()}"
                return
        listing = [uv(), "pip", "freeze", "-q", "--python", str(made)]
        freeze = subprocess.run(listing, stdout=subprocess.PIPE, text=True)
        print(f"Python {version}:", *(line for line in freeze.stdout.split() if direct(line)), flush=True)
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run([made, "-c", READ, ROOT / "tests"], env=env, capture_output=True, text=True)
        if done.returncode:
            yield f"Python {version}: reading files: {done.stderr.strip().splitlines()[-1]}"
        for command in commands(Path(folder)):
            done = subprocess.run(
                [made, "-m", "geo.cli", *command], cwd=folder, env=env, capture_output=True, text=True
            )
            if done.returncode:
                last = (done.stderr.strip().splitlines() or ["no message"])[-1]
                yield f"Python {version}: geo {' '.join(command)}: exit code {done.returncode}: {last}"


def direct(line: str) -> bool:
    """Whether a line of a freeze is a package that the project itself asks for."""
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(name for extra in EXTRAS for name in extras[extra])]
    return line.partition("==")[0] in [re.split(r"[<>=]", name)[0].lower() for name in asked]


def commands(folder: Path) -> Iterator[list[str]]:
    """Yield every command line; what a later one needs was written by an earlier one."""
    shutil.copy(SEED, folder / "a.txt")
    write_files(folder)
    yield from (line.split() for line in (*ALONE, *WITH_EXTRAS))
    yield ["gazetteer", "build", "--geonames", str(ROOT / "tests" / "dumps" / "IS.txt"), "-o", "is.sqlite"]
    if (folder / "a.csv").exists():
        write_corpus(folder / "a.csv", folder / "corpus.xml")
    yield ["evaluate", "corpus.xml", "--format", "lgl", "--json"]
    same = [part for name in ("lgl", "geowebnews", "tr-news") for part in (f"--{name}", "corpus.xml")]
    ours = str(ROOT / "tests" / "corpora" / "english.json")
    yield ["train", *same, "--regional", ours, "-o", "weights"]


def write_corpus(table: Path, corpus: Path) -> None:
    """Write the seed and its mentions, from its layers as CSV, as a corpus that is read as three formats."""
    csv.field_size_limit(sys.maxsize)  # a country's outline is a long one
    marked = []
    with table.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            source, _, number = row["gazetteer_id"].partition(":")
            if source == "geonames":
                marked.append(
                    f"<toponym><start>{row['text_start']}</start><end>{row['text_end']}</end>"
                    f"<phrase>{escape(row['surface'])}</phrase><type>Literal</type>"
                    f"<extractedName>{escape(row['surface'])}</extractedName><geonamesID>{number}</geonamesID>"
                    f"<latitude>{row['lat']}</latitude><longitude>{row['lon']}</longitude>"
                    f"<gaztag geonameid='{number}'><lat>{row['lat']}</lat><lon>{row['lon']}</lon></gaztag>"
                    "</toponym>"
                )
    text, toponyms = escape(SEED.read_text("utf-8")), "".join(marked)
    articles = (
        f"<article docid='{n}' file='{n}'><text>{text}</text><toponyms>{toponyms}</toponyms></article>"
        for n in range(2)
    )
    corpus.write_text(f"<articles>{''.join(articles)}</articles>", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
