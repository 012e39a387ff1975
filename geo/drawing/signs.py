"""The signs of layers, so that colour is never the only mark: the same on map, in legend and in text."""

from __future__ import annotations

SIGNS: dict[str, str] = {
    "circle": "m-10 0c0-5.5 4.5-10 10-10s10 4.5 10 10-4.5 10-10 10-10-4.5-10-10z",
    "square": "m-9-9h18v18h-18z",
    "diamond": "m0-12 12 12-12 12-12-12z",
    "triangle": "m0-11 12 20h-24z",
    "drop": "m0-13c6 8 9 11 9 15 0 5-4 9-9 9s-9-4-9-9c0-4 3-7 9-15z",
    "bar": "m-12-4h24v8h-24z",
    "ring": "m-11 0c0-6 5-11 11-11s11 5 11 11-5 11-11 11-11-5-11-11z"
    "m6 0c0 3.3 2.7 6 5 6s5-2.7 5-6-2.2-6-5-6-5 2.7-5 6z",
    "star": "m0-13 3.2 8.6 9.2.4-7.2 5.7 2.5 8.9-7.7-5.1-7.7 5.1 2.5-8.9-7.2-5.7 9.2-.4z",
    "cross": "m-4-12h8v8h8v8h-8v8h-8v-8h-8v-8h8z",
    "arrow": "m-14-3h14v-8l14 11-14 11v-8h-14z",
    "hexagon": "m-6-10h12l6 10-6 10h-12l-6-10z",
}
"""Name of a sign → its SVG path around the origin, about 20 units wide, with relative steps, without arcs."""

WAVE = "m-11-3c4-5 7-5 11 0s7 5 11 0m-22 8c4-5 7-5 11 0s7 5 11 0"
"""The sign of a water of which only a point is known: two lines, not filled."""

_USUAL = "circle"


def sign_path(name: str) -> str:
    """Return the SVG path of a sign; a circle for an unknown name.

    Examples
    --------
    >>> sign_path("square")
    'm-9-9h18v18h-18z'
    >>> sign_path("fish") == SIGNS["circle"]
    True
    """
    return SIGNS.get(name, SIGNS[_USUAL])
