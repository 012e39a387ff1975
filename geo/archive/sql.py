"""The tables of an archive as DuckDB sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from .tables import TABLES

Connection = duckdb.DuckDBPyConnection
_EMPTY = {"then": "mentions", "found": "places"}
"""The columns of views that are no tables of an archive."""


def connect(folder: Path) -> Connection:
    """Open the tables as views, and ``said``: every mention, once for each copy of its article.

    No extension is loaded, and nothing comes from a network.
    """
    database = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    database.execute("SET preserve_insertion_order = false")
    for name in TABLES:
        view(database, name, folder / name)
    database.execute(
        "CREATE VIEW said AS SELECT m.* EXCLUDE (article), a.article, a.cluster, a.date, a.outlet, a.language"
        " FROM mentions m JOIN articles a ON coalesce(a.same_as, a.article) = m.article"
    )
    return database


def view(database: Connection, name: str, folder: Path) -> None:
    """Make a view of all Parquet files of a folder; an empty one where there is none."""
    files = sorted(str(path) for path in folder.glob("*.parquet"))
    if files:
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
        database.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])')
    else:
        database.register(name, TABLES[_EMPTY.get(name, name)].empty_table())


def rows(result: Any) -> list[dict[str, Any]]:
    """Return the rows of a result as dictionaries."""
    found: list[dict[str, Any]] = result.to_arrow_table().to_pylist()
    return found
