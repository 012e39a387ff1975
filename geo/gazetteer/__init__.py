"""Verify, open and query the pinned gazetteer; in the flow right of ``sentences``, left of ``toponyms``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model import Candidate
from .names import fold
from .pinned import Pinned, data_dir, verify
from .store import Gazetteer

__all__ = ["Gazetteer", "data_dir", "fold", "info", "search", "verify"]


def info(path: Path | None = None) -> dict[str, Any]:
    """Tell what the pinned data is: folder, version, files, places by kind, sources, attributions."""
    with Gazetteer.open(path) as gazetteer:
        counts, provenance, attributions = gazetteer.counts(), gazetteer.provenance, gazetteer.attributions
    if path is not None and path.is_file():
        size = path.stat().st_size
        return {
            **{key: provenance[key] for key in ("name", "version", "sha256")},
            "folder": str(path.parent),
            "files": {path.name: {"bytes": size, "hash": f"sha256:{provenance['sha256']}"}},
            "bytes": size,
            "counts": counts,
            "sources": [],
            "attributions": list(attributions),
        }
    pinned = Pinned.read(path or data_dir())
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
