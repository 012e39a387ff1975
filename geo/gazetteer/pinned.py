"""The pinned data: where it is, what its descriptor says, and whether its bytes are the pinned bytes."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

from msgspec import Struct

from ..errors import ChecksumError, GazetteerError
from ..files import read_only_uri
from .schema import SEAL, sealed_sha256

DESCRIPTOR = "datapackage.json"
_RESTORE = "restore it from the repository, reinstall dateline, or run: geo gazetteer build"

_BLOCK = 1 << 20
"""Bytes that are hashed at once: a thread that hashes many small blocks waits for the others after each."""


def data_dir() -> Path:
    """Find the pinned data: beside the package in an installed wheel, in ``data/`` of a checkout.

    Raises ``GazetteerError`` where neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_data", package.parent / "data"):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise GazetteerError(f"{package.parent / 'data' / DESCRIPTOR}: missing; {_RESTORE}")


class Pinned(Struct, frozen=True):
    """A data package: its folder, its descriptor, and the descriptor's own hash."""

    folder: Path
    descriptor: dict[str, Any]
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Pinned:
        """Read a folder's descriptor; raises ``GazetteerError`` where it is missing or malformed."""
        path = folder / DESCRIPTOR
        try:
            data = path.read_bytes()
            descriptor = json.loads(data)
            _ = [(r["path"], r["bytes"], r["hash"]) for r in descriptor["resources"]]
        except OSError as error:
            raise GazetteerError(f"{path}: cannot be read ({error.strerror}); {_RESTORE}") from None
        except (ValueError, KeyError, TypeError):
            raise GazetteerError(f"{path}: not a data package descriptor; {_RESTORE}") from None
        return cls(folder, descriptor, hashlib.sha256(data).hexdigest())

    def resource(self, name: str) -> dict[str, Any]:
        """Return the descriptor's entry for a file."""
        for resource in self.descriptor["resources"]:
            if resource["path"] == name:
                return dict(resource)
        raise GazetteerError(f"{self.folder / DESCRIPTOR}: does not name {name}; {_RESTORE}")

    def check(self, names: Iterable[str], *, again: bool = False) -> None:
        """Check the hashes of files in parallel, and raise one error that lists every fault.

        A file that was checked before in this process, and was not written since, is not read a second time,
        except with `again`.
        """
        names = [name for name in names if again or not self._is_checked(name)]
        fault: dict[str, GazetteerError | None] = {}

        def look(name: str) -> None:
            fault[name] = self._fault(name)

        threads = [Thread(target=look, args=(name,)) for name in names[1:]]
        for thread in threads:
            thread.start()
        for name in names[:1]:
            look(name)
        for thread in threads:
            thread.join()
        found = [error for name in names if (error := fault[name]) is not None]
        if found:
            kind = type(found[0]) if len({type(f) for f in found}) == 1 else GazetteerError
            raise kind("\n".join(str(error) for error in found))

    def _fault(self, name: str) -> GazetteerError | None:
        path, expected = self.folder / name, str(self.resource(name)["hash"])
        try:
            with path.open("rb", buffering=0) as stream:
                mark = _mark(os.fstat(stream.fileno()))
                digest, block = hashlib.sha256(), memoryview(bytearray(_BLOCK))
                while count := stream.readinto(block):
                    digest.update(block[:count])
                found = f"sha256:{digest.hexdigest()}"
        except OSError as error:
            return GazetteerError(f"{path}: cannot be read ({error.strerror}); {_RESTORE}")
        if found != expected:
            return ChecksumError(f"{path}: {found}; expected {expected}; {_RESTORE}")
        _checked[path, expected] = mark
        return None

    def _is_checked(self, name: str) -> bool:
        path, expected = self.folder / name, str(self.resource(name)["hash"])
        try:
            return (path, expected) in _checked and _checked[path, expected] == _mark(path.stat())
        except OSError:
            return False


_checked: dict[tuple[Path, str], tuple[int, ...]] = {}
"""Path and expected hash → the mark of the file that had this hash."""


def _mark(stat: os.stat_result) -> tuple[int, ...]:
    """Return the values that change when a file is replaced or written."""
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def verify(path: Path | None = None) -> list[str]:
    """Check every pinned file against its hash, or a single file against its seal; return their names.

    Raises ``ChecksumError`` (``GazetteerError`` for a file that cannot be read) with a line for each fault.
    """
    if path is not None and path.is_file():
        return _verify_single(path)
    pinned = Pinned.read(path or data_dir())
    names = [str(resource["path"]) for resource in pinned.descriptor["resources"]]
    pinned.check(names, again=True)
    return names


def _verify_single(path: Path) -> list[str]:
    """Check a single file, as ``build_geonames`` makes it, against the hash that it carries."""
    again = "build it again with: geo gazetteer build --geonames"
    try:
        with closing(sqlite3.connect(read_only_uri(path), uri=True)) as file:
            [seal] = file.execute(f"SELECT sha256 FROM {SEAL}").fetchone()
        found, _ = sealed_sha256(path, seal)
    except (sqlite3.Error, OSError, TypeError, ValueError) as error:
        raise GazetteerError(f"{path}: carries no hash of its own ({error}); {again}") from None
    if f"sha256:{found}" != seal:
        raise ChecksumError(f"{path}: sha256:{found}; expected {seal}; {again}")
    return [path.name]
