"""A user's own gazetteer file, of which nothing is trusted: tables, rows, time to answer."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..errors import GazetteerError
from ..kinds import KINDS
from ..model import PLACE_ID
from .database import Database, connect
from .schema import SEAL, TABLES, number_of

_NEEDED = ("kind", "source", "country", "place", "name")
_STEPS, _MOST = 10_000_000, 500
"""A query takes at most 500 times ten million steps of SQLite's, half a minute or more."""
_COUNTERS = (24, 92)  # bytes of SQLite's header that change with the file; ``build_geonames`` writes 1
_BUILD = "build one with: geo gazetteer build"


class OwnDatabase(Database):
    """A user's own file, open only for reading; a query that fails is a fault of the file."""

    def __init__(self, path: Path) -> None:
        """Open a file with our schema; GazetteerError for another one."""
        self._path = path
        super().__init__(lambda: _opened(path))

    def rows(self, query: str, values: Any = ()) -> list[Any]:
        """Return all rows of a query; GazetteerError if it fails."""
        try:
            return super().rows(query, values)
        except (sqlite3.Error, OverflowError) as error:
            endless = getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
            reason = "a query takes too long" if endless else " ".join(str(error).split())
            raise GazetteerError(f"{self._path}: cannot be read ({reason}); {_BUILD}") from None

    def run(self, connection: sqlite3.Connection, query: str, values: Any) -> list[Any]:
        """Run a query, which may not go on for ever."""
        connection.set_progress_handler(_limit(), _STEPS)
        return super().run(connection, query, values)


def _limit() -> Callable[[], bool]:
    steps = iter(range(_MOST))
    return lambda: next(steps, None) is None


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.set_progress_handler(_limit(), _STEPS)
    try:
        if fault := _fault(path, connection):
            raise GazetteerError(f"{path}: {fault}; {_BUILD}")
    except sqlite3.Error as error:
        connection.close()
        raise GazetteerError(f"{path}: cannot be read ({error}); {_BUILD}") from None
    except GazetteerError:
        connection.close()
        raise
    return connection


def _fault(path: Path, connection: sqlite3.Connection) -> str:
    """Say what is wrong with a file's schema, "" where nothing is."""
    known = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name"):
        if kind in ("view", "trigger") or (sql or "").upper().startswith("CREATE VIRTUAL"):
            return f"has the {'virtual table' if kind == 'table' else kind} {name}; expected tables alone"
        if kind == "table":
            known[name] = sql
    for table in (*_NEEDED, *(t for t in TABLES if t in known and t not in _NEEDED)):
        if table not in known:
            return f"has no table {table}"
        with sqlite3.connect(":memory:") as ours:
            ours.execute(TABLES[table][0])
            expected = ours.execute(f"PRAGMA table_xinfo({table})").fetchall()
        ours.close()
        found = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        if [(c[1], c[6]) for c in found] != [(c[1], c[6]) for c in expected]:
            names = ", ".join(c[1] for c in expected)
            return f"its table {table} has other columns; expected {names}"
    with path.open("rb") as file:
        head = file.read(100)
    if SEAL in known and any(head[at : at + 4] != b"\0\0\0\1" for at in _COUNTERS):
        return "was changed since it was built"
    return ""


def check_place(path: Path, columns: Sequence[str], row: Sequence[Any]) -> None:
    """Check a row of the table ``place``; GazetteerError if it has a value that no place can have."""
    value = dict(zip(columns, row, strict=True))
    wrong = [
        name
        for name, right in (
            *((n, _is_whole(value[n])) for n in ("kind", "admin1", "admin2", "source")),
            *((n, _is_whole(value[n]) and 0 <= value[n] <= 10**15) for n in ("population", "names")),
            ("num", _is_whole(value["num"]) and value["num"] > 0),
            (
                "slug",
                value["slug"] is None or (_is_id(value["slug"]) and number_of(value["slug"]) == value["num"]),
            ),
            ("lng", _is_whole(value["lng"]) and abs(value["lng"]) <= 180e5),
            ("lat", _is_whole(value["lat"]) and abs(value["lat"]) <= 90e5),
            ("name", isinstance(value["name"], str) and value["name"].strip()),
            ("fcode", isinstance(value["fcode"], str)),
            *((n, value[n] is None or isinstance(value[n], str)) for n in ("country", "countries")),
        )
        if not right
    ]
    if wrong:
        said = ", ".join(f"{name} {str(value[name])[:40]!r}" for name in wrong)
        raise GazetteerError(f"{path}: place {str(value['num'])[:40]}: cannot have {said}; {_BUILD}")


def check_types(path: Path, table: str, rows: Sequence[Sequence[Any]], types: Sequence[type]) -> None:
    """Check that the values of rows have these types; GazetteerError for the first that has not."""
    for row in rows:
        if not all(isinstance(v, t) for v, t in zip(row, types, strict=True)):
            said = ", ".join(str(v)[:40] for v in row)
            raise GazetteerError(f"{path}: {table} cannot have the row {said}; {_BUILD}")
        if table == "kind" and row[1] not in KINDS:
            raise GazetteerError(f"{path}: no kind of place is called {row[1][:40]}; {_BUILD}")


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(PLACE_ID, value) is not None


def _is_whole(value: object) -> bool:
    return isinstance(value, int)
