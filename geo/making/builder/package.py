"""Write ``datapackage.json``: what every pinned file is, its hash, its sources, licences and attributions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ...gazetteer import TABLES
from .handwritten import FILES
from .sources import ATTRIBUTIONS, SOURCES, sha256_of

_TITLES = {
    "places.sqlite": "Places of the gazetteer: name, kind, position, country, units, population",
    "names.sqlite": "Folded names in Latin letters, each with its places",
    "names-scripts.sqlite": "Folded names in all other scripts, each with its places",
    "shapes.sqlite": "Polygons of countries, units, lakes and regions, land border lines, shaded relief",
    "regions.toml": "Regions, seas, ranges and historical states, written by hand with their sources",
    "places.toml": "Neighbourhoods, parks, mines, bases and other places, written by hand, not looked up",
    "points.toml": "Representative points of countries and large units, written by hand",
    "rivers.toml": "English names of rivers whose names the source has damaged, written by hand",
    "demonyms.toml": "Demonyms of countries, units and cities, written by hand",
    "abbreviations.toml": "Abbreviations and common other names, written by hand",
    "themes.toml": "Themes of news: titles, looks and lexicons, written by hand",
    "place-names.toml": "Names of countries and seas in other languages than English, written by hand",
    "given-names.txt": "Given names in Latin letters, folded, one a line (from Faker, MIT)",
    "surnames.txt": "Surnames in Latin letters, folded, one a line (from Faker, MIT)",
}
_TABLES = {
    "places.sqlite": ("place", "kind", "source", "country"),
    "names.sqlite": ("name",),
    "names-scripts.sqlite": ("name",),
    "shapes.sqlite": ("method", "shape", "border", "globe", "relief"),
}
_MEDIA = {".sqlite": "application/vnd.sqlite3", ".toml": "application/toml", ".txt": "text/plain"}
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
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "dateline-gazetteer",
        "title": "The pinned gazetteer and basemap of Dateline",
        "version": "1",
        "licenses": [
            {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 (GeoNames)"},
            {"name": "PDDL-1.0", "title": "Public domain (Natural Earth)"},
            {"name": "MIT", "title": "MIT (the other packages, and what is written by hand)"},
        ],
        "attributions": list(ATTRIBUTIONS),
        "sources": sources,
        "resources": [_resource(path) for path in [*files, *(out / name for name in FILES)]],
    }
    target = out / "datapackage.json"
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        beside = target.with_name(".datapackage.json.new")
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, target)
    return target


def _resource(path: Path) -> dict[str, Any]:
    sqlite = path.suffix == ".sqlite"
    resource: dict[str, Any] = {
        "name": path.stem,
        "title": _TITLES[path.name],
        "path": path.name,
        "format": path.suffix[1:],
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }
    if sqlite:
        resource["schema"] = {"tables": {t: {"fields": _fields(TABLES[t][0])} for t in _TABLES[path.name]}}
    return resource


def _fields(create: str) -> list[dict[str, str]]:
    columns = create[create.index("(") + 1 :].split(", PRIMARY KEY")[0].rstrip(")").split(",")
    words = [column.split() for column in columns]
    return [{"name": w[0], "type": _TYPES[w[1]]} for w in words if len(w) > 1 and w[1] in _TYPES]
