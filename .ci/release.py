"""Make a release into a folder: wheel, sdist, SBOM and the changelog's section, the same bytes each time.

    python .ci/release.py -o dist          (needs `pip install hatchling`)
    python .ci/release.py -o dist --try    also installs them and runs every command

It is not a part of `.ci/run`. Wheel and sdist are built twice and compared. The SBOM (CycloneDX 1.5) lists
the packages of constraints.txt with their versions, and the sources of the pinned data.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

from project import ALONE, EXTRAS, ROOT, WITH_EXTRAS, write_files

IN_WHEEL = (
    "geo/__init__.py geo/_data/places.sqlite geo/_data/keys.tsv geo/drawing/web/map.css geo/py.typed "
    "geo/languages/called.tsv"
).split()
IN_SDIST = (
    "pyproject.toml README.md data/datapackage.json tests/conftest.py constraints.txt .ci/run CITATION.cff"
).split()


def main() -> int:
    """Make the release; return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--try", dest="attempt", action="store_true")
    arguments = parser.parse_args()
    out: Path = arguments.output
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        first, second = (built(Path(name) / part) for part in "ab")
        if first != second:
            print("the two builds differ")
            return 1
        for file, data in first.items():
            (out / file).write_bytes(data)
    version = next(file for file in first if file.endswith(".whl")).split("-")[1]
    (out / f"dateline-{version}.cdx.json").write_text(sbom(version), "utf-8")
    (out / f"dateline-{version}.md").write_text(section(), "utf-8")
    wheel = out / next(file for file in first if file.endswith(".whl"))
    sdist = out / next(file for file in first if file.endswith(".gz"))
    for path, wanted in ((wheel, IN_WHEEL), (sdist, IN_SDIST)):
        if missing := [file for file in wanted if not any(n.endswith(file) for n in names(path))]:
            print(f"{path.name} lacks {', '.join(missing)}")
            return 1
    for path in sorted(out.glob(f"dateline-{version}*")):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name)
    return tried(wheel.resolve(), sdist.resolve()) if arguments.attempt else 0


def built(folder: Path) -> dict[str, bytes]:
    """Build wheel and sdist into a folder; return name → bytes."""
    env = os.environ | {"SOURCE_DATE_EPOCH": "1577836800"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def names(path: Path) -> list[str]:
    """List the files of a wheel or an sdist."""
    if path.suffix == ".whl":
        return zipfile.ZipFile(path).namelist()
    with tarfile.open(path) as archive:
        return archive.getnames()


def sbom(version: str) -> str:
    """Write the bill of materials."""
    pins = [
        line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split() if "==" in line
    ]
    parts = [
        {"type": "library", "name": name, "version": pin, "purl": f"pkg:pypi/{name.lower()}@{pin}"}
        for name, pin in pins
    ]
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    parts += [
        {
            "type": "data",
            "name": source["title"],
            "purl": source["path"],
            "licenses": [{"license": {"name": source["licence"]}}],
            "hashes": [{"alg": "SHA-256", "content": source["hash"].removeprefix("sha256:")}],
        }
        for source in package["sources"]
    ]
    own = {
        "type": "application",
        "name": "dateline",
        "version": version,
        "purl": f"pkg:pypi/dateline@{version}",
    }
    data = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": own}}
    return json.dumps({**data, "components": parts}, ensure_ascii=False, indent=1) + "\n"


def section() -> str:
    """Return the newest section of the changelog."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    return "## " + re.split(r"^## ", text, flags=re.M)[1]


def tried(wheel: Path, sdist: Path) -> int:
    """Install wheel and sdist, each in an empty environment, away from the checkout; run every command."""
    with tempfile.TemporaryDirectory() as name:
        for package, lines in ((sdist, ALONE[:4]), (wheel, ALONE)):
            folder = Path(name, package.suffix)
            venv.create(folder / "v", with_pip=True)
            pip = [str(folder / "v" / "bin" / "pip"), "install", "-q", "-c", str(ROOT / "constraints.txt")]
            subprocess.run([*pip, str(package)], check=True)
            work = folder / "work"
            work.mkdir()
            write_files(work)
            (work / "short.txt").rename(work / "a.txt")
            if not ran(folder, lines):
                return 1
        subprocess.run([*pip, f"{package}[{','.join(EXTRAS)}]"], check=True)
        write_files(work)
        return 0 if ran(folder, WITH_EXTRAS) else 1


def ran(folder: Path, lines: Iterable[str]) -> bool:
    """Run commands of an environment; say each, and what the first that fails said."""
    for line in lines:
        command = [str(folder / "v" / "bin" / "geo"), *line.split()]
        run = subprocess.run(command, cwd=folder / "work", capture_output=True, text=True, check=False)
        print(f"geo {line}: {run.stderr.strip()}" if run.returncode else f"ok geo {line}", flush=True)
        if run.returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
