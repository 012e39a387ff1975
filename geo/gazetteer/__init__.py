"""Verify, open and query the pinned gazetteer; in the flow before ``languages`` and ``reading``.

The builder of its files also imports their format from here. The geopy geocoder is a module of its own,
``geocoder``, so that nobody else waits for the import of geopy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .keys import KEY_COLUMNS, LOCAL_KEYS
from .names import fold, is_latin
from .parts import part_of, whole_of
from .pinned import Pinned, data_dir, verify
from .schema import (
    APPLICATION_ID,
    BAND_KM,
    FORMAT_VERSION,
    PLACE_COLUMNS,
    RELIEF_COARSEST,
    RELIEF_LEVELS,
    RELIEF_TILE,
    SEAL,
    TABLES,
    cell_of,
    number_of,
    sealed_sha256,
)
from .store import Gazetteer
from .twkb import pack

__all__ = [
    "APPLICATION_ID",
    "BAND_KM",
    "FORMAT_VERSION",
    "KEY_COLUMNS",
    "LOCAL_KEYS",
    "PLACE_COLUMNS",
    "RELIEF_COARSEST",
    "RELIEF_LEVELS",
    "RELIEF_TILE",
    "SEAL",
    "TABLES",
    "Gazetteer",
    "Pinned",
    "cell_of",
    "data_dir",
    "fold",
    "info",
    "is_latin",
    "number_of",
    "pack",
    "part_of",
    "sealed_sha256",
    "verify",
    "whole_of",
]


def info(path: Path | None = None) -> dict[str, Any]:
    """Describe the pinned data: folder, version, files, places by kind, sources, attributions."""
    with Gazetteer.open(path) as gazetteer:
        counts, provenance = gazetteer.counts(), gazetteer.provenance
        attributions = [{"code": a.code, **dict(a.values)} for a in gazetteer.attributions]
    if path is not None and path.is_file():
        size = path.stat().st_size
        return {
            **{key: provenance[key] for key in ("name", "version", "sha256")},
            "folder": str(path.parent),
            "files": {path.name: {"bytes": size, "hash": f"sha256:{provenance['sha256']}"}},
            "bytes": size,
            "counts": counts,
            "sources": [],
            "attributions": attributions,
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
        "attributions": attributions,
    }
