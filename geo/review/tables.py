"""Change one table of a file of corrections, and leave every other line of it as a person wrote it.

tomlkit moves tables that stand between others of another name, so the file is cut into its tables here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..document import Table, tables
from ..errors import CorrectionsError, visible

Values = Mapping[str, Any]
"""Key → value of a table; a value with a comment beside it is a pair (value, comment)."""


def with_table(text: str, name: str, values: Values) -> str:
    """Return a file with another table at its end.

    Examples
    --------
    >>> print(with_table("# mine\\n", "correct", {"surface": "Reading", "not_a_place": True}), end="")
    # mine
    <BLANKLINE>
    [[correct]]
    surface = "Reading"
    not_a_place = true
    """
    if "\r\n" in text:
        return with_table(text.replace("\r\n", "\n"), name, values).replace("\n", "\r\n")
    gap = "" if not text.strip() or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    head = f"[{name}]" if name == "map" else f"[[{name}]]"
    return text + gap + "\n".join([head, *(_line(k, v) for k, v in values.items())]) + "\n"


def changed(text: str, line: int, values: Values | None) -> str:
    """Return a file with other values in the table of a line, or without it if there are none.

    Lines of values that stay, comments and the order are kept.

    Examples
    --------
    >>> text = '[[correct]]\\nsurface = "A"  # Ann\\nplace = "x:1"\\n\\n# on B\\n[[add]]\\nsurface = "B"\\n'
    >>> print(changed(text, 1, {"surface": "A", "not_a_place": True}), end="")
    [[correct]]
    surface = "A"  # Ann
    not_a_place = true
    <BLANKLINE>
    # on B
    [[add]]
    surface = "B"
    >>> print(changed(text, 1, None), end="")
    # on B
    [[add]]
    surface = "B"
    """
    if "\r\n" in text:
        return changed(text.replace("\r\n", "\n"), line, values).replace("\n", "\r\n")
    lines = text.split("\n")
    if (table := table_at(text, line)) is None:
        raise CorrectionsError(f"line {line}: no table there; expected the line of one")
    start = table.line - 1
    before, after = lines[:start], lines[start + len(table.lines) :]
    made = "\n".join([*before, *_rewritten(table, values), *after])
    return made if made.endswith("\n") or not made else f"{made}\n"


def table_at(text: str, line: int) -> Table | None:
    """Return the table that a line is in, from 1."""
    every = tables(text.replace("\r\n", "\n"))
    return next((t for t in every if t.line <= line < t.line + len(t.lines)), None)


def _rewritten(table: Table, values: Values | None) -> list[str]:
    parts = list(table.parts())
    last = max(n for n, (key, _) in enumerate(parts) if key is not None or n == 0)
    tail = [line for _, lines in parts[last + 1 :] for line in lines]
    if values is None:
        while tail and not tail[0].strip():
            tail = tail[1:]
        return tail
    [old] = [t[0] if isinstance(t, list) else t for t in table.data.values()]
    out: list[str] = []
    for key, lines in parts[: last + 1]:
        if key is None:
            out += lines
        elif key in values:
            same = old.get(key) == _plain(values[key])
            out += lines if same else [_line(key, values[key])]
    return out + [_line(k, v) for k, v in values.items() if k not in old] + tail


def _plain(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def _line(key: str, value: Any) -> str:
    note = f"  # {' '.join(value[1].split())}" if isinstance(value, tuple) else ""
    return visible(f"{key} = {_toml(_plain(value))}{note}")


def _toml(value: Any) -> str:
    """Write a value as TOML on one line; texts and numbers are as in JSON."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
