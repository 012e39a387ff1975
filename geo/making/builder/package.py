"""Write ``datapackage.json``: what every pinned file is, its hash, its sources, licences and attributions."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from ...files import beside
from ...gazetteer import TABLES
from .handwritten import FILES
from .sources import ATTRIBUTIONS, SOURCES, sha256_of

_SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_MEDIA = {
    ".sqlite": "application/vnd.sqlite3",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".tsv": "text/tab-separated-values",
}
_TYPES = {"INTEGER": "integer", "TEXT": "string", "REAL": "number", "BLOB": "string"}


def write_package(out: Path, files: list[Path]) -> Path:
    """Write the descriptor beside the files, in one step and only if it changes; return its path."""
    sources = [
        {
            "title": s.title,
            "path": s.purl,
            "key": s.key,
            "licence": s.licence,
            "file": s.file,
            "hash": f"sha256:{s.sha256}",
        }
        for s in SOURCES
    ]
    package = {
        **_SAID["package"],
        "attributions": list(ATTRIBUTIONS),
        "sources": sources,
        "resources": [_resource(path) for path in [*files, *(out / name for name in FILES)]],
    }
    target = out / "datapackage.json"
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        with beside(target) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
            os.replace(part, target)
    return target


def _resource(path: Path) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": path.stem,
        "title": _SAID["titles"][path.name],
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }
    if path.suffix == ".sqlite":
        tables = {table: {"fields": _fields(TABLES[table][0])} for table in _SAID["tables"][path.name]}
        resource["schema"] = {"tables": tables}
    return resource


def _fields(create: str) -> list[dict[str, str]]:
    columns = create[create.index("(") + 1 :].split(", PRIMARY KEY")[0].rstrip(")").split(",")
    words = [column.split() for column in columns]
    return [{"name": w[0], "type": _TYPES[w[1]]} for w in words if len(w) > 1 and w[1] in _TYPES]
