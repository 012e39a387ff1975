"""Formats that are one table: CSV, and GeoParquet."""

from __future__ import annotations

import io
from csv import DictWriter

from ..document import COORDINATE_DIGITS
from ..drawing.features import Features
from ..files import inert
from .frames import table
from .shared import credits, rows, title


def csv(features: Features) -> bytes:
    """Write a CSV: the flat table, a point's longitude and latitude, and the geometry as WKT.

    A cell of text that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    import shapely

    out = io.StringIO()
    flat = rows(features)
    writer = DictWriter(out, [*(key for key in flat[0] if key != "geometry"), "lon", "lat", "wkt"])
    writer.writeheader()
    for row in flat:
        geometry, place = row.pop("geometry"), features.by_id[row["id"]].place
        if place is None:
            lng, lat = shapely.line_interpolate_point(geometry, 0.5, normalized=True).coords[0]
        else:
            lng, lat = place.point
        spot = {"lon": round(float(lng), COORDINATE_DIGITS), "lat": round(float(lat), COORDINATE_DIGITS)}
        wkt = shapely.to_wkt(geometry, rounding_precision=COORDINATE_DIGITS)
        cells = {key: inert(value) if isinstance(value, str) else value for key, value in row.items()}
        writer.writerow({**cells, **spot, "wkt": wkt})
    return out.getvalue().encode()


def geoparquet(features: Features) -> bytes:
    """Write GeoParquet 1.1 with a bounding box for each row, and the credits in the file's metadata."""
    import pyarrow.parquet as pq

    document, written = features.document, io.BytesIO()
    table(features).to_parquet(
        written, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    made = pq.read_table(written)
    about = {"title": title(document), "description": credits(document)}
    made = made.replace_schema_metadata({**made.schema.metadata, **about})
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()
