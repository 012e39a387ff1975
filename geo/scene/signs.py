"""The signs of layers, so that colour is never alone: the same shapes on the map, in the legend, in the text."""

from __future__ import annotations

SIGNS: dict[str, str] = {
    "circle": "m-10 0a10 10 0 1 0 20 0a10 10 0 1 0-20 0z",
    "square": "m-9-9h18v18h-18z",
    "diamond": "m0-12 12 12-12 12-12-12z",
    "triangle": "m0-11 12 20h-24z",
    "drop": "m0-13c6 8 9 11 9 15a9 9 0 0 1-18 0c0-4 3-7 9-15z",
    "bar": "m-12-4h24v8h-24z",
    "ring": "m-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0zm6 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0z",
    "star": "m0-13 3.2 8.6 9.2.4-7.2 5.7 2.5 8.9-7.7-5.1-7.7 5.1 2.5-8.9-7.2-5.7 9.2-.4z",
    "cross": "m-4-12h8v8h8v8h-8v8h-8v-8h-8v-8h8z",
    "hexagon": "m-6-10h12l6 10-6 10h-12l-6-10z",
}
"""Name of a sign → its SVG path around the origin, about 20 units across."""

_USUAL = "circle"


def sign_path(name: str) -> str:
    """Return the path of a sign; a circle for a name that is not known.

    Examples
    --------
    >>> sign_path("square")
    'm-9-9h18v18h-18z'
    >>> sign_path("fish") == SIGNS["circle"]
    True
    """
    return SIGNS.get(name, SIGNS[_USUAL])
