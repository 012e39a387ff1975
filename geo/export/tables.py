"""Formats that are one table: CSV, and GeoParquet."""

from __future__ import annotations

import io

from ..document import MapDocument
from ..drawing.layers import Layers
from .features import DIGITS, credits, spots, table, title

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run (OWASP, CSV injection)."""


def csv(document: MapDocument, layers: Layers) -> bytes:
    """Write a CSV: the flat table, a point's longitude and latitude, and the geometry as WKT.

    A cell of text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    import shapely

    frame = table(document, layers)
    points = spots(document)
    drawn = [
        points.get(fid) or geometry.interpolate(0.5, normalized=True).coords[0]
        for fid, geometry in zip(frame["id"], frame.geometry, strict=True)
    ]
    wkt = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=DIGITS)
    flat = frame.drop(columns="geometry")
    for name in flat.columns[flat.dtypes == "string"]:
        flat[name] = flat[name].map(inert, na_action="ignore")
    flat = flat.assign(lon=[round(x, DIGITS) for x, _ in drawn], lat=[round(y, DIGITS) for _, y in drawn])
    text: str = flat.assign(wkt=wkt).to_csv(index=False, lineterminator="\r\n")
    return text.encode()


def inert(text: str) -> str:
    """Return a cell's text so that no spreadsheet runs it.

    Examples
    --------
    >>> inert("=HYPERLINK(0)"), inert("Lima")
    ("'=HYPERLINK(0)", 'Lima')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def geoparquet(document: MapDocument, layers: Layers) -> bytes:
    """Write GeoParquet 1.1 with a covering box for each row, and the credits among the file's metadata."""
    import pyarrow.parquet as pq

    written = io.BytesIO()
    table(document, layers).to_parquet(
        written, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    made = pq.read_table(written)
    told = {"title": title(document), "description": credits(document)}
    made = made.replace_schema_metadata({**made.schema.metadata, **told})
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()
