"""Given names and surnames, to separate people from places: from Faker's lists of about ninety languages.

A stage of the build that uses no other.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from ...errors import GazetteerError
from ...gazetteer import fold
from .sources import Archives

FILES = {"first_name": "given-names.txt", "last_name": "surnames.txt"}

# Runs in a process of its own: the lists are attributes of classes, made by ordinary Python code.
_READ = """
import importlib, json, pkgutil, sys
import faker.providers.person as person
found = {"first_name": set(), "last_name": set()}
for module in pkgutil.iter_modules(person.__path__):
    provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
    for attribute in dir(provider):
        for kind, names in found.items():
            if kind in attribute and "format" not in attribute:
                values = getattr(provider, attribute)
                if isinstance(values, (list, tuple, dict, set)):
                    names.update(value for value in values if isinstance(value, str))
json.dump({kind: sorted(names) for kind, names in found.items()}, sys.stdout)
"""


def write_people(archives: Archives, out: Path) -> list[Path]:
    """Write the names, folded, only those in Latin letters, one per line in order; return the files."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archives.path("faker")) as wheel:
            wheel.extractall(folder)
        command = [sys.executable, "-c", _READ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise GazetteerError(f"faker: its names could not be read ({done.stderr.strip().splitlines()[-1]})")
    files = []
    for kind, names in json.loads(done.stdout).items():
        keys = sorted({key for key in map(fold, names) if len(key) > 1 and key.isascii() and key.isalpha()})
        path = out / FILES[kind]
        text = "".join(f"{key}\n" for key in keys)
        if not path.exists() or path.read_text(encoding="ascii") != text:
            path.write_text(text, encoding="ascii", newline="\n")
        files.append(path)
    return files
