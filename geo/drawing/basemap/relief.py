"""Cut the pinned shaded relief to a map, in Web Mercator."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from math import ceil, cos, floor, radians
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...gazetteer import RELIEF_COARSEST, RELIEF_LEVELS, RELIEF_TILE
from ...geodesy import rounded
from ...model import BBox
from .projection import mercator, unmercator

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]

Tiles = Callable[[int, int, int], bytes | None]
"""Level, column, row → the tile's JPEG; None where the land is flat."""

_COARSE, _COARSEST = 3.0, 9.0  # screen pixels of a picture's pixel: relief begins to fade, is gone
_LEAST_PIXELS = 100  # of the source across a map's detail; with fewer, no shape can be recognised
_OUTER_PIXELS, _DETAIL_PIXELS, _MOST_PIXELS = 520, 480, 720  # widths of the two pictures, or of the one
_PART = 0.6  # of the map's width: a smaller detail gets a picture of its own
_QUALITY = 22  # of JPEG; its losses are not seen in pale shadows
_FAINT = 10.0  # shadows up to this grey are left out: JPEG would show them as blocks
_WITHOUT_FAINTEST = ((np.arange(256) - _FAINT).clip(0) * 255 / (255 - _FAINT)).round().astype(np.uint8)
"""Shadow → that without the faintest."""

_FEATHER = 0.12  # of the finer picture, on each side, is mixed with the coarser one
_FINE = 256  # edges are rounded to this part of a pixel
_NOTHING = 24  # a picture with no deeper shadow than this is left out


class Relief(NamedTuple):
    """A grey picture of shadows in Web Mercator: black where the land is flat, white in deepest shadow.

    Attributes
    ----------
    box
        West, south, east, north, degrees, longitudes continuous.
    grain
        Degrees of longitude that a pixel is wide.
    jpeg
        The file.
    """

    box: BBox
    grain: float
    jpeg: bytes

    @property
    def pales(self) -> tuple[float, float]:
        """Two scales, in pixels a degree of longitude: full relief up to the first, none from the second.

        The source has the same number of rows in each degree; Mercator stretches them away from the equator.
        """
        tall = self.grain / rounded(cos(radians((self.box.south + self.box.north) / 2)))
        return _COARSE / tall, _COARSEST / tall

    def worth(self, scale: float) -> float:
        """Return the strength of the relief, 0 to 1, at a scale in pixels a degree."""
        full, gone = self.pales
        return rounded(min(1.0, max(0.0, (gone - scale) / (gone - full))))


def shade(tiles: Tiles, box: BBox, detail: BBox) -> tuple[Relief, ...]:
    """Draw the relief of a map: a coarse picture of all of it, and a fine one of its detail, to lie above.

    Parameters
    ----------
    tiles
        The pinned relief.
    box, detail
        The map, and its part in full detail; west, south, east, north, degrees, longitudes continuous.

    Returns
    -------
    tuple of Relief
        None, one or two pictures, the coarse one first; empty if no relief would be seen.
    """
    finest = RELIEF_COARSEST * 2 ** (RELIEF_LEVELS - 1)
    if (detail.east - detail.west) * finest < _LEAST_PIXELS:
        return ()
    part = BBox(*map(max, box[:2], detail[:2]), *map(min, box[2:], detail[2:]))
    near = part.east - part.west < _PART * (box.east - box.west)
    coarse = _picture(tiles, box, _OUTER_PIXELS if near else _MOST_PIXELS)
    if coarse.max() <= _NOTHING:
        return ()
    pictures = [(box, coarse)]
    if near:
        fine = _picture(tiles, part, _DETAIL_PIXELS)
        pictures.append((part, _feathered(fine, part, coarse, box)))
    return tuple(_relief(*picture) for picture in pictures)


def spread(reliefs: Sequence[Relief], box: BBox, shape: tuple[int, int]) -> Grey:
    """Draw pictures of shadows over a map, each above the one before it; no shadow where there is none.

    Parameters
    ----------
    reliefs
        As `shade` gives them.
    box
        The map: west, south, east, north, degrees, longitudes continuous.
    shape
        Its rows and columns.

    Returns
    -------
    Shape (rows, columns).
    """
    drawn = np.zeros(shape, np.uint8)
    for relief in reliefs:
        grey = np.asarray(Image.open(io.BytesIO(relief.jpeg)))
        sides = []
        for n, pixels, (low, high), (first, last) in zip(
            shape, grey.shape, _sides(relief.box), _sides(box), strict=True
        ):
            edges = (np.linspace(first, last, n + 1) - low) * (pixels / (high - low))
            middle = (edges[1:] + edges[:-1]) / 2
            begin, end = middle.searchsorted((0, pixels))
            sides.append((slice(begin, end), edges[begin : end + 1]))
        (rows, down), (columns, across) = sides
        drawn[rows, columns] = _read(_read(grey, down).T, across).T
    return drawn


def _sides(box: BBox) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return a box's top and bottom in Mercator, increasing downwards, and its west and east."""
    return (-float(mercator(box.north)), -float(mercator(box.south))), (box.west, box.east)


def _relief(box: BBox, grey: Grey) -> Relief:
    written = io.BytesIO()
    Image.fromarray(grey).save(written, "JPEG", quality=_QUALITY, optimize=True)
    return Relief(box, (box.east - box.west) / grey.shape[1], written.getvalue())


def _feathered(fine: Grey, part: BBox, coarse: Grey, whole: BBox) -> Grey:
    """Mix the edges of a picture with the coarser one around it, so that no edge is seen."""
    low, high = float(mercator(whole.south)), float(mercator(whole.north))
    across, down = coarse.shape[1] / (whole.east - whole.west), coarse.shape[0] / (high - low)
    columns = np.linspace(
        (part.west - whole.west) * across, (part.east - whole.west) * across, fine.shape[1] + 1
    )
    top, bottom = ((high - float(mercator(lat))) * down for lat in (part.north, part.south))
    beneath = _read(_read(coarse, np.linspace(top, bottom, fine.shape[0] + 1)).T, columns).T
    steps = (np.minimum(np.arange(n) + 0.5, n - 0.5 - np.arange(n)) / (n * _FEATHER) for n in fine.shape)
    rows, columns = (step.clip(0, 1) for step in steps)
    share = np.minimum(rows[:, None], columns)
    mixed: Floats = fine * share + beneath * (1 - share)
    return mixed.round().astype(np.uint8)


def _picture(tiles: Tiles, box: BBox, most: int) -> Grey:
    """Draw a box's shadows, at most ``most`` pixels wide."""
    wide = box.east - box.west
    densities = [RELIEF_COARSEST * 2**level for level in range(RELIEF_LEVELS)]
    level = next((n for n, density in enumerate(densities) if wide * density >= most), RELIEF_LEVELS - 1)
    density = densities[level]
    west, north = (box.west + 180) * density, (90 - box.north) * density
    left, top = floor(west), floor(north)
    size = ceil(wide * density) + 2, ceil((box.north - box.south) * density) + 2
    sheet = _sheet(tiles, level, (left, top), size)
    high, low = float(mercator(box.north)), float(mercator(box.south))
    width = min(most, round(wide * density))
    height = round(width * (high - low) / wide)
    rows = (90 - unmercator(np.linspace(high, low, height + 1))) * density - top
    columns = np.linspace(west, west + wide * density, width + 1) - left
    small = _averaged(_averaged(np.asarray(sheet), rows).T, columns).T
    return _WITHOUT_FAINTEST[small]


def _sheet(tiles: Tiles, level: int, corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """Join tiles to a rectangle of a level's pixels; columns continue across the 180th meridian."""
    sheet = Image.new("L", size)
    left, top = corner
    around = round(360 * RELIEF_COARSEST * 2**level / RELIEF_TILE)
    columns, rows = (
        range(low // RELIEF_TILE, (low + side - 1) // RELIEF_TILE + 1)
        for low, side in zip(corner, size, strict=True)
    )
    for column in columns:
        for row in rows:
            if jpeg := tiles(level, column % around, row):
                tile = Image.open(io.BytesIO(jpeg))
                sheet.paste(tile, (column * RELIEF_TILE - left, row * RELIEF_TILE - top))
    return sheet


def _averaged(grey: Grey, edges: Floats) -> Grey:
    """Average a picture's rows between neighbouring edges, in whole numbers: the same with every library.

    Parameters
    ----------
    grey
        Shape (rows, columns).
    edges
        Shape (n + 1,), in rows, increasing.

    Returns
    -------
    Shape (n, columns).
    """
    # 32 bits hold the sum of 32,000 rows; the finest level has 5,400.
    fine = np.rint(edges * _FINE).astype(np.int32).clip(0, len(grey) * _FINE)
    row, part = np.divmod(fine, _FINE)
    sums = np.zeros((len(grey) + 1, grey.shape[1]), np.int32)
    np.cumsum(grey, axis=0, dtype=np.int32, out=sums[1:])
    upto = sums[row] * _FINE + grey[row.clip(max=len(grey) - 1)] * part[:, None]
    size = np.diff(fine).clip(min=1)[:, None]
    averages: Grey = ((np.diff(upto, axis=0) + size // 2) // size).astype(np.uint8)
    return averages


def _read(grey: Grey, edges: Floats) -> Grey:
    """Interpolate a picture's rows in the middle between neighbouring edges, in whole numbers."""
    fine = np.rint((edges[1:] + edges[:-1] - 1) / 2 * _FINE).astype(np.int32).clip(0, (len(grey) - 1) * _FINE)
    row, part = np.divmod(fine, _FINE)
    above, below = grey[row].astype(np.int32), grey[(row + 1).clip(max=len(grey) - 1)]
    between: Grey = (above + ((below - above) * part[:, None] + _FINE // 2) // _FINE).astype(np.uint8)
    return between
