"""Upgrade a document of an older version: plain data to plain data, before it is decoded.

English words of version 1 become the code ``text`` with those words, which are shown without change.
"""

from __future__ import annotations

from typing import Any

_WORDS = frozenset(
    (
        ".places.extent_method",
        ".toponyms.resolution.reasons",
        ".claims.measured.method",
        ".claims.measured.resolution",
        ".provenance.attributions",
    )
)
"""Members that are English words in version 1."""

_COUNTIES = "U.S. Census Bureau (county boundaries), public domain"


_SURE = 0.9  # the least confidence of what version 1 called very likely


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a document of any version in the form of version 2; faulty data stays as it is.

    Examples
    --------
    >>> old = {"version": 1, "places": [{"id": "x:1", "extent_method": "a disk"}]}
    >>> upgrade(old)["places"]
    [{'id': 'x:1', 'extent_method': {'code': 'text', 'values': {'text': 'a disk'}}}]
    """
    if data.get("version") != 1:
        return data
    new = {**{name: _renewed(value, f".{name}") for name, value in data.items()}, "version": 2}
    if isinstance(toponyms := new.get("toponyms"), list):
        new["toponyms"] = [_certain(t) for t in toponyms]
    return new


def _certain(toponym: Any) -> Any:
    """Give a resolution its certainty, which version 1 did not have: it follows from the confidence."""
    resolution = toponym.get("resolution") if isinstance(toponym, dict) else None
    if not isinstance(resolution, dict):
        return toponym
    likely = resolution.get("confidence")
    sure = isinstance(likely, float | int) and likely >= _SURE
    said = "unplaced" if resolution.get("place") is None else "sure" if sure else "doubtful"
    return {**toponym, "resolution": {**resolution, "certainty": said}}


def _renewed(value: Any, path: str) -> Any:
    if not any(f"{words}.".startswith(f"{path}.") for words in _WORDS):
        return value
    if isinstance(value, list):
        return [item if isinstance(item, list) else _renewed(item, path) for item in value]
    if isinstance(value, dict):
        return {name: _renewed(member, f"{path}.{name}") for name, member in value.items()}
    if isinstance(value, str) and path in _WORDS:
        return _message(value) if value else None
    return value


def _message(words: str) -> dict[str, Any]:
    values = {"text": words.removeprefix("approximate: ")}
    if words == _COUNTIES:  # a credit that only some maps show
        values |= {"key": "census", "of": "counties"}
    return {"code": "text", "values": values}
