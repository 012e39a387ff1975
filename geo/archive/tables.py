"""The tables of an archive: their columns, and rows as GeoParquet with a box for each row.

GeoParquet 1.1 by pyarrow alone: workers need neither pandas nor geopandas. Geometries are WKB, (lng, lat),
EPSG:4326 (OGC:CRS84, which is what GeoParquet means by no ``crs``).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import ArchiveError
from ..version import __version__
from .clusters import SIGNATURE

_BOX = pa.struct([(side, pa.float32()) for side in ("xmin", "ymin", "xmax", "ymax")])
_PLACE = [
    ("place", pa.string()),
    ("name", pa.string()),
    ("kind", pa.string()),
    ("level", pa.int8()),
    ("country", pa.string()),
    ("admin1", pa.string()),
]
_GEOMETRY = [("geometry", pa.binary()), ("bbox", _BOX)]
_FOCUS = pa.list_(
    pa.struct(
        [
            ("level", pa.string()),
            ("id", pa.string()),
            ("name", pa.string()),
            ("country", pa.string()),
            ("share", pa.float32()),
        ]
    )
)
_SPAN = [("start", pa.int32()), ("end", pa.int32()), ("sentence_id", pa.string()), ("sentence", pa.string())]
_NAMES = pa.list_(pa.string())
CLAIM_TEXTS = "unit per qualifier subject predicate polarity owner time source surface".split()
"""The members of a claim that are text."""

_FLOW_TEXTS = "flow origin origin_name destination destination_name direction subject polarity".split()

TABLES: dict[str, Any] = {
    "articles": pa.schema(
        [
            ("article", pa.int64()),
            ("id", pa.string()),
            ("source", pa.string()),
            ("date", pa.date32()),
            ("outlet", pa.string()),
            ("title", pa.string()),
            ("language", pa.string()),
            ("characters", pa.int32()),
            ("mentions", pa.int32()),
            ("same_as", pa.int64()),
            ("cluster", pa.int64()),
            ("focus", _FOCUS),
            *_GEOMETRY,
        ]
    ),
    "mentions": pa.schema(
        [
            ("article", pa.int64()),
            *_PLACE,
            ("surface", pa.string()),
            ("said_as", pa.string()),
            ("certainty", pa.string()),
            ("confidence", pa.float32()),
            ("themes", _NAMES),
            *_SPAN,
            *_GEOMETRY,
        ]
    ),
    "claims": pa.schema(
        [
            ("article", pa.int64()),
            ("places", _NAMES),
            ("flows", _NAMES),
            ("together", pa.bool_()),
            ("quantity", pa.float64()),
            ("quantity_max", pa.float64()),
            *((name, pa.string()) for name in CLAIM_TEXTS),
            *_SPAN,
            *_GEOMETRY,
        ]
    ),
    "flows": pa.schema(
        [
            ("article", pa.int64()),
            *((name, pa.string()) for name in _FLOW_TEXTS),
            ("via", _NAMES),
            ("surface", pa.string()),
            *_SPAN,
            *_GEOMETRY,
        ]
    ),
    "errors": pa.schema(
        [
            ("article", pa.int64()),
            ("id", pa.string()),
            ("source", pa.string()),
            ("code", pa.string()),
            ("message", pa.string()),
        ]
    ),
    "places": pa.schema(
        [
            *_PLACE,
            ("parents", _NAMES),
            ("population", pa.int64()),
            ("extent", pa.string()),
            *_GEOMETRY,
        ]
    ),
}
"""Name → columns of each table but the outlines."""

WRITTEN: dict[str, Any] = TABLES | {
    "articles": TABLES["articles"].append(pa.field("signature", pa.list_(pa.uint32(), SIGNATURE)))
}
"""Name → columns of each table as workers write it: an article has a signature until it has a cluster."""

ORDER = {
    "articles": ("article",),
    "mentions": ("country", "place", "article", "start"),
    "claims": ("article", "start"),
    "flows": ("origin", "destination", "article", "start"),
    "errors": ("article", "code"),
    "places": ("place",),
}
"""The columns that the rows of each table are sorted by, in each of its files."""

GEOMETRY_TYPES = {
    "articles": ["Point"],
    "mentions": ["Point"],
    "claims": ["Point"],
    "flows": ["LineString"],
    "places": ["Point"],
}


def point(lng: float, lat: float) -> bytes:
    """Return a point as WKB."""
    return struct.pack("<BIdd", 1, 1, lng, lat)


def line(*positions: tuple[float, float]) -> bytes:
    """Return a line as WKB."""
    return struct.pack("<BII", 1, 2, len(positions)) + b"".join(struct.pack("<dd", *p) for p in positions)


def box(*positions: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the box around positions: west, south, east, north, degrees."""
    lngs, lats = zip(*positions, strict=True)
    return min(lngs), min(lats), max(lngs), max(lats)


def boxes(found: Sequence[tuple[float, float, float, float] | None]) -> Any:
    """Return boxes as an Arrow column; its 32-bit numbers are rounded outwards.

    Examples
    --------
    >>> boxes([(0.1, -0.1, 0.1, -0.1), None]).to_pylist()[0]["xmin"] <= 0.1
    True
    """
    exact = np.array([(0.0,) * 4 if b is None else b for b in found], np.float64).reshape(-1, 4)
    near = exact.astype(np.float32)
    low, high = np.float32(-np.inf), np.float32(np.inf)
    sides = [
        np.where(near[:, n] > exact[:, n], np.nextafter(near[:, n], low), near[:, n])
        if n < 2
        else np.where(near[:, n] < exact[:, n], np.nextafter(near[:, n], high), near[:, n])
        for n in range(4)
    ]
    return pa.StructArray.from_arrays(
        [pa.array(side) for side in sides],
        fields=list(_BOX),
        mask=pa.array([b is None for b in found]),
    )


def cells(name: str, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the values of rows as a table that a worker writes has them; what a row lacks is None."""
    names = WRITTEN[name].names
    blank: Mapping[str, Any] = dict.fromkeys(names)
    values = itemgetter(*names)
    return [values({**blank, **row}) for row in rows]


def parquet(name: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """Write rows, as `cells` makes them, sorted, as GeoParquet; the same rows give the same bytes."""
    schema = WRITTEN[name]
    columns = [
        boxes(column) if field.name == "bbox" else pa.array(column, field.type)
        for field, column in zip(schema, zip(*rows, strict=True), strict=True)
    ]
    made = pa.Table.from_arrays(columns, schema=schema)
    if len(made) > 1:
        made = made.sort_by([(column, "ascending") for column in ORDER[name]])
    return table_bytes(made, GEOMETRY_TYPES.get(name))


def table_bytes(made: Any, types: Sequence[str] | None = None) -> bytes:
    """Write an Arrow table as Parquet (zstd); as GeoParquet 1.1 with covering boxes if it has geometries."""
    about = {"generator": f"dateline {__version__}"}
    if types:
        column = {
            "encoding": "WKB",
            "geometry_types": list(types),
            "covering": {"bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}},
        }
        about["geo"] = json.dumps(
            {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        )
    out = io.BytesIO()
    pq.write_table(
        made.replace_schema_metadata(about),
        out,
        compression="zstd",
        row_group_size=50_000,
    )
    return out.getvalue()


def put(path: Path, data: bytes) -> dict[str, Any]:
    """Write a file whole or not at all; return its size and SHA-256.

    Raises ``ArchiveError`` where it cannot be written: a full disk, a folder without rights.
    """
    part = path.parent / f".{path.name}.{os.uname().nodename}-{os.getpid()}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"{path}: cannot be written ({error.strerror}); make room there, then go on with --resume"
        ) from None
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
