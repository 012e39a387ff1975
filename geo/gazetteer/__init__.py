"""Verify, open and query the pinned gazetteer; in the flow right of ``sentences``, left of ``toponyms``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..model import Candidate
from .names import fold
from .pinned import Pinned, data_dir, verify
from .store import Gazetteer

__all__ = ["Gazetteer", "build", "data_dir", "fold", "info", "search", "verify"]


def build(
    out: Path, sources: Path | None = None, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Build the pinned files again; see ``geo.gazetteer.builder.build``."""
    from .builder import build as make

    return make(out, sources, progress)


def info(path: Path | None = None) -> dict[str, Any]:
    """Tell what the pinned data is: folder, version, files, places by kind, sources, attributions."""
    pinned = Pinned.read(path or data_dir())
    with Gazetteer.open(pinned.folder) as gazetteer:
        counts = gazetteer.counts()
    return {
        "folder": str(pinned.folder),
        "name": pinned.descriptor["name"],
        "version": pinned.descriptor["version"],
        "sha256": pinned.sha256,
        "files": {
            r["path"]: {"bytes": r["bytes"], "hash": r["hash"]} for r in pinned.descriptor["resources"]
        },
        "bytes": sum(r["bytes"] for r in pinned.descriptor["resources"]),
        "counts": counts,
        "sources": [s["path"] for s in pinned.descriptor["sources"]],
        "attributions": pinned.descriptor["attributions"],
    }


def search(name: str, path: Path | None = None, limit: int = 20) -> list[Candidate]:
    """Find the places of a name, the best first; see ``Gazetteer.candidates``."""
    with Gazetteer.open(path) as gazetteer:
        return gazetteer.candidates(name)[:limit]
