"""Make what needs the whole archive: clusters of near-duplicates, places each once, and their outlines."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from ..errors import GazetteerError
from ..gazetteer import Gazetteer
from .clusters import clusters, stacked
from .options import Options
from .outlets import FOLDS, homes
from .sql import Connection, connect, view
from .tables import GEOMETRY_TYPES, ORDER, TABLES, put, table_bytes
from .work import FIRST, WORK

_OUTLINES = ["Polygon", "MultiPolygon", "LineString", "MultiLineString"]


def finish(out: Path, receipts: Sequence[dict[str, Any]], options: Options) -> dict[str, Any]:
    """Finish an archive of which every cut is read; return its counts and files, for the manifest."""
    files = {
        path: about["sha256"]
        for receipt in receipts
        for path, about in receipt["files"].items()
        if not path.startswith(WORK)
    }
    files |= _articles(out)
    files |= _places(out, options)
    counts = {
        key: sum(receipt["counts"][key] for receipt in receipts) for key in ("articles", "errors", "mentions")
    }
    with connect(out) as database:
        row = database.execute("SELECT count(DISTINCT cluster), count(same_as) FROM articles").fetchone()
        [places] = database.execute("SELECT count(*) FROM places").fetchone() or (0,)
        counts |= {"clusters": (row or (0, 0))[0], "copies": (row or (0, 0))[1], "places": places}
        outlets = {"outlets": _changed(database, out)} if options.outlets else {}
    return {"counts": counts, **outlets, "files": dict(sorted(files.items()))}


def learned(out: Path) -> dict[str, dict[str, float]]:
    """Learn the outlets' homes from the first pass."""
    with connect(out / FIRST) as database:
        counted = database.execute(
            f"SELECT outlet, a.article % {FOLDS} AS fold, admin1, count(*)::BIGINT FROM mentions m"
            " JOIN articles a USING (article) WHERE certainty = 'sure' AND admin1 IS NOT NULL"
            " AND outlet IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    return homes(counted)


def _changed(database: Connection, out: Path) -> dict[str, int]:
    """Count what the second pass changed: mentions at another place, mentions more, mentions less."""
    view(database, "then", out / FIRST / "mentions")
    found = database.execute(
        "SELECT count(*) FILTER (m.place != t.place), count(*) FILTER (t.place IS NULL),"
        ' count(*) FILTER (m.place IS NULL) FROM mentions m FULL JOIN "then" t'
        ' ON m.article = t.article AND m.start = t.start AND m."end" = t."end"'
    ).fetchone() or (0, 0, 0)
    return dict(zip(("moved", "placed", "unplaced"), found, strict=True))


def _articles(out: Path) -> dict[str, str]:
    """Write the articles' tables with their clusters."""
    paths = sorted((out / WORK / "articles").glob("*.parquet"))
    columns = [pq.read_table(path, columns=["article", "same_as", "signature"]) for path in paths]
    if not columns:
        return {}
    read = pa.concat_tables(columns)
    signed = read.filter(read["signature"].is_valid()).sort_by("article")
    numbers = signed["article"].to_numpy()
    found = clusters(numbers, stacked([signed["signature"]]))
    files = {}
    for path in paths:
        made = pq.read_table(path)
        own = made["article"].to_numpy()
        original = made["same_as"].fill_null(-1).to_numpy()
        wanted = np.where(original >= 0, original, own)
        at = np.searchsorted(numbers, wanted)
        at = np.minimum(at, len(numbers) - 1) if len(numbers) else np.zeros(len(wanted), np.int64)
        cluster = wanted.copy()
        if len(numbers):
            there = numbers[at] == wanted
            cluster[there] = found[at[there]]
        made = made.set_column(
            made.schema.get_field_index("cluster"), "cluster", pa.array(cluster, pa.int64())
        ).select(TABLES["articles"].names)
        name = f"articles/{path.name}"
        files[name] = put(out / name, table_bytes(made, GEOMETRY_TYPES["articles"]))["sha256"]
    return files


def _places(out: Path, options: Options) -> dict[str, str]:
    """Write the places, each once with its counts, and the outlines of those that have one."""
    with connect(out) as database:
        view(database, "found", out / WORK / "places")
        made = database.execute(
            "WITH counted AS (SELECT place, count(*) AS mentions, count(DISTINCT article) AS articles,"
            " count(DISTINCT cluster) AS clusters FROM said GROUP BY place),"
            " once AS (SELECT DISTINCT ON (place) * FROM found ORDER BY place)"
            " SELECT once.* EXCLUDE (geometry, bbox), coalesce(mentions, 0) AS mentions,"
            " coalesce(articles, 0) AS articles, coalesce(clusters, 0) AS clusters, geometry, bbox"
            " FROM once LEFT JOIN counted USING (place) ORDER BY place"
        ).to_arrow_table()
    made = made.sort_by([(column, "ascending") for column in ORDER["places"]])
    files = {"places/places.parquet": table_bytes(made, GEOMETRY_TYPES["places"])}
    gazetteer = Gazetteer.pinned() if options.gazetteer is None else Gazetteer.open(Path(options.gazetteer))
    ids, shapes = [], []
    for place, shape in sorted(gazetteer.outlines(made["place"].to_pylist()).items()):
        with suppress(GazetteerError):  # damaged: the tables have its point
            shapes.append(shape.geometry)
            ids.append(place)
    sides = ("xmin", "ymin", "xmax", "ymax")
    boxes = shapely.bounds(np.array(shapes, object)).reshape(-1, 4)
    outlines = pa.table(
        {
            "place": pa.array(ids, pa.string()),
            "geometry": pa.array(shapely.to_wkb(shapes), pa.binary()),
            "bbox": pa.StructArray.from_arrays([pa.array(boxes[:, n]) for n in range(4)], sides),
        }
    )
    files["outlines/outlines.parquet"] = table_bytes(outlines, _OUTLINES)
    return {name: put(out / name, data)["sha256"] for name, data in files.items()}
