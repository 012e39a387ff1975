"""Count an archive: mentions, articles and clusters side by side, because a report is not an event."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..errors import ArchiveError, GazetteerError
from ..files import inert
from ..gazetteer import Gazetteer
from .run import read_manifest
from .sql import connect, rows
from .tables import table_bytes

_KEYS: Mapping[str, str] = {
    "year": "strftime(date, '%Y')",
    "month": "strftime(date, '%Y-%m')",
    "day": "strftime(date, '%Y-%m-%d')",
    "country": "country",
    "admin1": "admin1",
    "place": "place",
    "kind": "kind",
    "theme": "unnest(CASE WHEN len(themes) = 0 THEN [NULL] ELSE themes END)",
    "outlet": "outlet",
    "language": "language",
    "certainty": "certainty",
}
"""What can be counted by, and the SQL of it."""

KEYS = tuple(_KEYS)
SUFFIXES = (".csv", ".parquet", ".geojson")
_PLACED = ("place", "admin1", "country")
_DEGREES, _DIGITS = 0.01, 3  # of outlines: how far one may move, and the decimals of its coordinates


def count(folder: str, by: str, *, sure: bool = False, suffix: str = ".csv") -> bytes:
    """Count mentions, articles and clusters of an archive.

    Parameters
    ----------
    folder
        A finished archive.
    by
        One or more of ``KEYS``, with commas between them.
    sure
        Leave out doubtful mentions.
    suffix
        ``.csv``, ``.parquet``, or ``.geojson`` with the outline or the point of the place, unit or country.

    Returns
    -------
    bytes
        A row for each combination that occurs, sorted by it.

    Raises
    ------
    ArchiveError
        If the folder is no finished archive, or a key or format is unknown.
    """
    keys = [key.strip() for key in by.split(",") if key.strip()]
    if unknown := [key for key in keys if key not in _KEYS] or ([by] if not keys else []):
        raise ArchiveError(f"--by {', '.join(unknown)}: expected some of {', '.join(KEYS)}, with commas")
    if suffix not in SUFFIXES:
        raise ArchiveError(f"{suffix or 'no suffix'}: cannot be counted into; expected {', '.join(SUFFIXES)}")
    where = next((key for key in _PLACED if key in keys), "")
    if suffix == ".geojson" and not where:
        raise ArchiveError(f"--by {by}: GeoJSON needs one of {', '.join(_PLACED)} to be somewhere")
    if not read_manifest(Path(folder)).get("complete"):
        raise ArchiveError(f"{folder}: is not finished; finish it with: geo archive … --resume")
    with connect(Path(folder)) as database:
        made = database.execute(_query(keys, sure)).to_arrow_table()
        if suffix == ".parquet":
            return table_bytes(made)
        found: list[dict[str, Any]] = made.to_pylist()
        if suffix == ".geojson":
            boxes = rows(database.execute("SELECT place, bbox FROM places"))
            return _geojson(found, where, {p["place"]: p["bbox"] for p in boxes})
    out = io.StringIO()
    writer = csv.DictWriter(out, made.column_names, lineterminator="\n")
    writer.writeheader()
    for row in found:
        writer.writerow({key: inert(v) if isinstance(v, str) else v for key, v in row.items()})
    return out.getvalue().encode()


def _query(keys: list[str], sure: bool) -> str:
    chosen = ", ".join(f'{_KEYS[key]} AS "{key}"' for key in keys)
    quoted = ", ".join(f'"{key}"' for key in keys)
    names = {
        "place": ("place", "place, name, kind", "places"),
        "admin1": (
            "admin1",
            "admin1, coalesce(min(name) FILTER (kind = 'admin1'), min(parents[-2])) AS admin1_name",
            "places WHERE admin1 IS NOT NULL GROUP BY admin1",
        ),
    }
    joined = "".join(
        f" LEFT JOIN (SELECT {columns} FROM {table}) {key}s USING ({key})"
        for key, columns, table in (names[k] for k in keys if k in names)
    )
    more = "".join(
        ", name, kind" if key == "place" and "kind" not in keys else ", name" if key == "place" else ""
        for key in keys
    )
    more += ", admin1_name" if "admin1" in keys else ""
    if "place" in keys and "kind" in keys:
        joined = joined.replace("SELECT place, name, kind", "SELECT place, name")
    return (
        f"WITH keyed AS (SELECT {chosen}, article, cluster FROM said"
        + (" WHERE certainty = 'sure'" if sure else "")
        + f"), counted AS (SELECT {quoted}, count(*) AS mentions, count(DISTINCT article) AS articles,"
        f" count(DISTINCT cluster) AS clusters FROM keyed GROUP BY {quoted})"
        f" SELECT {quoted}{more}, mentions, articles, clusters FROM counted{joined} ORDER BY {quoted}"
    )


def _geojson(found: list[dict[str, Any]], where: str, boxes: Mapping[str, Mapping[str, float]]) -> bytes:
    import numpy as np
    import shapely

    gazetteer = Gazetteer.pinned()

    def shape(key: str | None) -> Any:
        if key is None:
            return None
        try:
            place = gazetteer.country(key) if where == "country" else gazetteer.place(key)
            place = place and gazetteer.geometry(place)
        except GazetteerError:
            place = None
        if place is None:
            at = boxes.get(key)
            return at and {"type": "Point", "coordinates": [round(at["xmin"], 5), round(at["ymin"], 5)]}
        geometry = place.geometry or shapely.Point(place.point)
        simple = shapely.simplify(geometry, _DEGREES)
        return json.loads(shapely.to_geojson(shapely.transform(simple, lambda xy: np.round(xy, _DIGITS))))

    shapes: dict[str | None, Any] = {}
    for row in found:
        key = row[where]
        if key not in shapes:
            shapes[key] = shape(key)
    dump: Callable[[Any], str] = lambda value: json.dumps(value, ensure_ascii=False)  # noqa: E731
    features = ",\n".join(
        dump({"type": "Feature", "geometry": shapes[row[where]], "properties": row}) for row in found
    )
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'.encode()
