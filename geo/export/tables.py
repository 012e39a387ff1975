"""Formats that are one table: CSV, and GeoParquet."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable
from csv import DictWriter
from typing import TYPE_CHECKING, Any

import msgspec

from ..drawing.features import UNLISTED, Features, Mention
from ..files import inert
from ..model import COORDINATE_DIGITS, Claim
from .frames import table
from .shared import box_of, credits, rows, title

if TYPE_CHECKING:
    import pyarrow
    from shapely.geometry.base import BaseGeometry


_CELL = 32_767
"""The most UTF-16 units of a cell that Excel and LibreOffice keep."""

_FINEST = 0.0005  # degrees: the first tolerance of an outline that is too long for a cell
_METRES_A_DEGREE = 111_320


def csv(features: Features) -> bytes:
    """Write a CSV for spreadsheets: the flat table, a point, the box, and the geometry as WKT.

    It begins with a byte-order mark, by which Excel knows UTF-8. Every cell has at most 32,767 characters,
    because spreadsheets cut the rest off: an outline is made coarser until it fits (``wkt_within_m`` says to
    within how many metres; 0 is the whole outline), and a list ends with the last item that fits. A cell of
    text that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    import shapely

    out = io.StringIO()
    flat = rows(features)
    added = ["lon", "lat", "west", "south", "east", "north", "wkt", "wkt_within_m"]
    writer = DictWriter(out, [*(key for key in flat[0] if key != "geometry"), *added])
    writer.writeheader()
    for row in flat:
        geometry, place = row.pop("geometry"), features.by_id[row["id"]].place
        if place is None:
            lng, lat = shapely.line_interpolate_point(geometry, 0.5, normalized=True).coords[0]
        else:
            lng, lat = place.point
        spot = [round(float(lng), COORDINATE_DIGITS), round(float(lat), COORDINATE_DIGITS)]
        lists = {key: _fitting(json.loads(row[key])) for key in ("mentions", "claims")}
        row |= {key: _cell(value) for key, value in row.items() if isinstance(value, str)} | lists
        more = zip(added, [*spot, *box_of([geometry]), *_wkt(geometry)], strict=True)
        writer.writerow({**row, **dict(more)})
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs or cuts."""
    cell = inert(text)
    units = cell.encode("utf-16-le")
    return cell if len(units) <= 2 * _CELL else units[: 2 * _CELL - 2].decode("utf-16-le", "ignore") + "…"


def _fitting(items: list[Any]) -> str:
    """Write the first items of a list as JSON, as many as a cell holds."""
    written = [json.dumps(item, ensure_ascii=False) for item in items]
    left, kept = _CELL - 2, 0
    for text in written:
        left -= len(text.encode("utf-16-le")) // 2 + 2
        if left < 0:
            break
        kept += 1
    return f"[{', '.join(written[:kept])}]"


def _wkt(geometry: BaseGeometry) -> tuple[str, int]:
    """Write a geometry as WKT that fits into a cell; return it, and to within how many metres it is drawn."""
    import shapely

    wkt, within = shapely.to_wkt(geometry, rounding_precision=COORDINATE_DIGITS), 0.0
    while len(wkt) > _CELL:
        within = within * 2 or _FINEST
        coarse = shapely.simplify(geometry, within)
        if within > 1 and hasattr(coarse, "geoms"):  # a thousand islands: the largest stand for all
            coarse = max(coarse.geoms, key=lambda part: part.area)
        wkt = shapely.to_wkt(coarse, rounding_precision=COORDINATE_DIGITS)
    return wkt, math.ceil(within * _METRES_A_DEGREE)


def geoparquet(features: Features) -> bytes:
    """Write GeoParquet 1.1: the flat table, ``mentions`` and ``claims`` as lists, and a box for each row.

    The credits are in the file's metadata.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    document, written = features.document, io.BytesIO()
    flat = table(features)
    flat.to_parquet(
        written, index=False, schema_version="1.1.0", write_covering_bbox=True, compression="zstd"
    )
    made = pq.read_table(written)
    claim = [f.name for f in msgspec.structs.fields(Claim) if f.name not in UNLISTED]
    for name, members in (("mentions", Mention._fields), ("claims", claim)):
        nested = pa.array(flat[name].map(json.loads).to_list(), pa.list_(_struct(members)))
        made = made.set_column(made.schema.get_field_index(name), name, nested)
    about = {"title": title(document), "description": credits(document)}
    about |= {"geo": made.schema.metadata[b"geo"].decode()}  # what is for pandas says that lists are texts
    made = made.replace_schema_metadata(about)
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()


def _struct(members: Iterable[str]) -> pyarrow.StructType:
    """Return the Arrow type of an object with these members; a member that is not named here is a text."""
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        **dict.fromkeys(("start", "end"), pa.int64()),
        **dict.fromkeys(("quantity", "quantity_max", "value"), pa.float64()),
        **dict.fromkeys(("places", "flows"), pa.list_(pa.string())),
        "position": pa.list_(pa.float64()),
        "together": pa.bool_(),
    }
    if "measured" in (names := list(members)):
        types["measured"] = _struct(("value", "unit", "method", "resolution"))
    return pa.struct([(name, types.get(name, pa.string())) for name in names])
