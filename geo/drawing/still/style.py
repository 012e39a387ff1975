"""The look of a still map: its size, colours and letters.

Lengths are in the sheet's units, half a pixel each, so that coordinates are short integers.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..markup import tag

FONT = "DejaVu Sans, Verdana, Noto Sans, Arial, sans-serif"
"""The fonts of a still map: the first one that is installed is used; labels are measured for DejaVu Sans."""

MARGIN, EDGE = 40, 24
SEA, LAND = "#dce6ec", "#f4f2ed"
LINE, COUNTRY_LINE, UNIT_LINE, LAKE = "#a39a8a", "#756c5b", "#ddd6c6", "#cfdde6"
RIVER = "#3d85b8"
TINT = ".3"
"""Opacity of the areas that the story is about: one, as a deeper one would say more."""
SHADOW, SHADOW_DEPTH = "#4a3f2e", 0.3
INK, MUTED, QUIET = "#1b1b1b", "#595959", "#4d473e"
SHADES = {1.0: ".15", 2.0: ".42", 3.0: ".72"}
"""Number of a class of figures → the opacity of its areas."""
REFERENCE = 24
"""Height of the number of a place or movement."""
UNSURE = "2 12"  # dashes of a movement that is planned or possible
ROUTE = "14 9"  # of a route's straight line
TOLERANCE = 1.6  # of simplified outlines

LOOKS = {
    "town": (26, INK, {"font-weight": "bold"}),
    "area": (26, INK, {"font-weight": "bold"}),
    "water": (26, "#004f7d", {"font-weight": "bold", "font-style": "italic"}),
    "line": (24, INK, {"font-weight": "bold", "font-style": "italic"}),
    "country": (26, QUIET, {"letter-spacing": "5"}),
    "context": (22, "#5c554a", {"letter-spacing": "5"}),
    "sea": (22, "#2f5468", {"font-style": "italic", "letter-spacing": "2"}),
    "somewhere": (21, QUIET, {}),
    "somewhere city": (23, QUIET, {}),
    "somewhere capital": (23, QUIET, {"font-weight": "bold"}),
}
"""Look of a label → its size, its colour, and other attributes of its text."""


def text(
    words: str, x: float, y: float, size: float, colour: str, more: dict[str, str] | None = None
) -> Element:
    """Make a text element with its baseline at y."""
    where = {"x": f"{x:.0f}", "y": f"{y:.0f}", "font-size": f"{size:g}", "fill": colour}
    return tag("text", {**where, **(more or {})}, words)


def route_look(planned: bool) -> dict[str, str | None]:
    """Return how the line of a route is drawn: dashed, as it is straight; dotted, if it is only planned."""
    dash, cap = (UNSURE, "round") if planned else (ROUTE, "butt")
    return {
        "fill": "none",
        "stroke": MUTED,
        "stroke-width": "3.5",
        "stroke-dasharray": dash,
        "stroke-linecap": cap,
    }
