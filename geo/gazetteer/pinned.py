"""The pinned data: where it lies, what its descriptor says, and whether its bytes are the pinned bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ChecksumError, GazetteerError

DESCRIPTOR = "datapackage.json"
_RESTORE = "restore it from the repository, reinstall dateline, or run: geo gazetteer build"


def data_dir() -> Path:
    """Find the pinned data: beside the package in an installed wheel, in ``data/`` of a checkout.

    Raises ``GazetteerError`` where neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_data", package.parent / "data"):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise GazetteerError(f"{package.parent / 'data' / DESCRIPTOR}: missing; {_RESTORE}")


@dataclass(frozen=True, slots=True)
class Pinned:
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
        """Give the descriptor's entry for a file."""
        for resource in self.descriptor["resources"]:
            if resource["path"] == name:
                return dict(resource)
        raise GazetteerError(f"{self.folder / DESCRIPTOR}: does not name {name}; {_RESTORE}")

    def check(self, names: Iterable[str]) -> None:
        """Check the hashes of files, side by side, and raise one error that tells every fault."""
        names = list(names)
        if len(names) == 1:
            faults = [self._fault(names[0])]
        else:
            with ThreadPoolExecutor(len(names)) as pool:
                faults = list(pool.map(self._fault, names))
        found = [fault for fault in faults if fault is not None]
        if found:
            kind = type(found[0]) if len({type(f) for f in found}) == 1 else GazetteerError
            raise kind("\n".join(str(fault) for fault in found))

    def _fault(self, name: str) -> GazetteerError | None:
        path, expected = self.folder / name, str(self.resource(name)["hash"])
        try:
            with path.open("rb") as stream:
                found = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
        except OSError as error:
            return GazetteerError(f"{path}: cannot be read ({error.strerror}); {_RESTORE}")
        if found != expected:
            return ChecksumError(f"{path}: {found}; expected {expected}; {_RESTORE}")
        return None


def verify(path: Path | None = None) -> list[str]:
    """Check every pinned file against its hash, and return the files' names.

    Raises ``ChecksumError`` (``GazetteerError`` for a file that cannot be read) with a line for each fault.
    """
    pinned = Pinned.read(path or data_dir())
    names = [str(resource["path"]) for resource in pinned.descriptor["resources"]]
    pinned.check(names)
    return names
