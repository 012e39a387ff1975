"""A file of the gazetteer. Any number of threads and of forked processes may read it at once."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import GazetteerError
from ..files import read_only_uri
from .schema import APPLICATION_ID, FORMAT_VERSION

_Values = Sequence[Any] | Mapping[str, Any]


class Database:
    """A file open for reading: each query has a connection that no other thread or process uses meanwhile.

    There are as many connections as there were queries at once. SQLite does not allow the use of a connection
    after a fork.
    """

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        """Take a function that opens a connection, and open the first, so that faults show at once."""
        self._opened = opened
        self._idle: dict[int, list[sqlite3.Connection]] = {os.getpid(): [opened()]}

    def rows(self, query: str, values: _Values = ()) -> list[Any]:
        """Return all rows of a query."""
        idle = self._idle.setdefault(os.getpid(), [])
        try:
            connection = idle.pop()
        except IndexError:
            connection = self._opened()
        try:
            return self.run(connection, query, values)
        finally:
            idle.append(connection)

    def run(self, connection: sqlite3.Connection, query: str, values: _Values) -> list[Any]:
        """Run a query on a connection."""
        return connection.execute(query, values).fetchall()

    def row(self, query: str, values: _Values = ()) -> Any:
        """Return the only row of a query, or None."""
        return next(iter(self.rows(query, values)), None)

    def close(self) -> None:
        """Close this process's connections; a later query opens one again."""
        for connection in self._idle.pop(os.getpid(), ()):
            connection.close()


def connect(path: Path) -> sqlite3.Connection:
    """Open a file for reading only, after a check of its header: ours, of this version, and complete."""
    try:
        connection = sqlite3.connect(read_only_uri(path), uri=True, check_same_thread=False)
        mark, version, pages, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "page_count", "page_size")
        )
    except sqlite3.Error as error:
        raise GazetteerError(
            f"{path}: not a gazetteer file ({error}); build one with: geo gazetteer build"
        ) from None
    if mark != APPLICATION_ID or version != FORMAT_VERSION or pages * size != path.stat().st_size:
        connection.close()
        raise GazetteerError(
            f"{path}: not a whole gazetteer file of version {FORMAT_VERSION};"
            " build one with: geo gazetteer build"
        )
    return connection
