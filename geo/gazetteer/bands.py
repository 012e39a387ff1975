"""The band along a border that is drawn for "the border region", derived from line and countries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..geodesy import DIGITS, rounded
from ..model import BBox, Message, Place, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from .store import Gazetteer

BAND_KM = 50
"""How far a border region reaches on each side: no law or custom fixes it, so we choose a round figure."""

_KM_A_DEGREE = 111.195  # of a great circle of the mean radius, 6371.0 km
_DETAIL = 0.02  # degrees, about 2 km: finer than a band of 50 km needs
_STRIP = 1.0  # degrees of latitude in which every degree of longitude is given the same length


def border_band(gazetteer: Gazetteer, border: Place) -> Place:
    """Derive the region along a border: the land of its two countries within 50 km of the line.

    Parameters
    ----------
    gazetteer
        Where the countries' polygons come from.
    border
        A border, with its line.

    Returns
    -------
    Place
        Of kind ``region``, with an approximate extent; its method names the rule. EPSG:4326, (lng, lat).
    """
    return gazetteer.once(f"{border.id}-region", lambda: _band(gazetteer, border))


def _band(gazetteer: Gazetteer, border: Place) -> Place:
    countries = [country for code in border.countries if (country := gazetteer.country(code))]
    lands = [gazetteer.geometry(country) for country in countries]
    assert border.shape is not None
    west, south, east, north = border.shape.box
    up = BAND_KM / _KM_A_DEGREE
    across = up / max(0.05, rounded(math.cos(math.radians(max(-south, north)))))
    box = BBox(max(-180, west - across), max(-90, south - up), min(180, east + across), min(90, north + up))
    return replace(
        border,
        id=f"{border.id}-region",
        name=f"{border.name} region",
        kind="region",
        shape=Shape(partial(_area, border, lands), box),
        extent="approximate",
        extent_method=Message("border_band", {"km": BAND_KM}),
    )


def _area(border: Place, lands: Sequence[Place]) -> BaseGeometry:
    from shapely import clip_by_rect, union_all

    assert border.geometry is not None
    band = _buffered(border.geometry)
    near = [clip_by_rect(land.geometry, *band.bounds) for land in lands if land.geometry is not None]
    area = band.intersection(union_all(near)) if near else band
    return (band if area.is_empty else area).simplify(_DETAIL / 4)


def _buffered(line: BaseGeometry) -> BaseGeometry:
    """Return what lies within ``BAND_KM`` of a line, strip by strip, each with its own length of a degree."""
    from shapely import clip_by_rect, get_parts, transform, union_all
    from shapely.affinity import scale

    plain = line.simplify(_DETAIL)
    west, south, east, north = plain.bounds
    radius = BAND_KM / _KM_A_DEGREE
    strips = []
    for n in range(math.floor(south / _STRIP), math.floor(north / _STRIP) + 1):
        part = clip_by_rect(plain, west - 1, n * _STRIP, east + 1, (n + 1) * _STRIP)
        squeeze = max(0.05, rounded(math.cos(math.radians((n + 0.5) * _STRIP))))
        for piece in get_parts(part):
            if piece.length:
                wide = scale(piece, xfact=squeeze, origin=(0, 0)).buffer(radius, quad_segs=8)
                strips.append(transform(wide, partial(_widen, by=squeeze)))
    return clip_by_rect(union_all(strips), -180, -90, 180, 90)


def _widen(xy: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    return (xy / (by, 1.0)).round(DIGITS)
