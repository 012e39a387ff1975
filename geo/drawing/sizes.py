"""The sizes of a still map, in its sheet's units, half a pixel each."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """A size: the map's width and height, and the height of the title's letters above it."""

    width: int
    map_height: int
    title: int


SIZES = {"page": Size(2400, 1440, 60), "column": Size(1080, 1080, 44), "screen": Size(2400, 1120, 60)}
"""A landscape page; a column of a newspaper, 85 to 90 mm wide; about 16:9. All have letters of one size."""

PAPER = Size(1960, 1060, 60)
"""A page that is printed: its letters of 21 units are 7 points high or more on A4."""
