"""Archives: many articles, read by many processes into tables that DuckDB, geopandas, QGIS and Spark open.

`cutting` finds and cuts the input, `records` reads it. `parsing` makes a document of a record, under `caps`.
`rows` and `tables` make rows of documents and GeoParquet of rows. `work` does one cut, writes its tables and
leaves a receipt; `child` reads in a process of its own, where articles kill it. `run` hands the cuts to
`workers` and knows what is done; `clusters` and `finish` make what needs the whole archive. `sql` has the
tables for DuckDB, `counting` counts, `outlets` learns the outlets' homes, `page` draws the atlas.

Only ``cli`` imports this package, when such a command is called. It needs the extra ``archive``.
"""

from __future__ import annotations

from .options import Options
from .run import archive

__all__ = ["Options", "archive", "atlas", "count"]


def count(folder: str, by: str, *, sure: bool = False, suffix: str = ".csv") -> bytes:
    """Count mentions, articles and clusters of an archive; see `counting.count`."""
    from .counting import count as counted

    return counted(folder, by, sure=sure, suffix=suffix)


def atlas(folder: str, *, shards: bool = False, language: str = "en") -> dict[str, bytes]:
    """Make the atlas of an archive; see `page.atlas`."""
    from .page import atlas as drawn

    return drawn(folder, shards=shards, language=language)
