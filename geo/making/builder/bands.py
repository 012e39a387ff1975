"""The band along each border that is drawn for "the border region", derived from line and countries."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from ...gazetteer import BAND_KM
from ...geodesy import DIGITS, rounded
from .tables import Band, Draft

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

_KM_A_DEGREE = 111.195  # of a great circle of the mean radius, 6371.0 km
_DETAIL = 0.02  # degrees, about 2 km: finer than a band of 50 km needs
_STRIP = 1.0  # degrees of latitude in which every degree of longitude is given the same length
_EDGE = 0.1234  # where strips begin: no border follows this parallel, and a line along an edge would be lost


def add_bands(draft: Draft) -> None:
    """Add the land of both countries within ``BAND_KM`` of each border line, disputed or not."""
    from shapely import MultiLineString, clip_by_rect, get_parts, union_all

    lines: dict[tuple[str, str], list[LineString]] = defaultdict(list)
    for border in draft.borders:
        lines[border.a, border.b].extend(get_parts(border.geometry))
    for (a, b), parts in sorted(lines.items()):
        band = _buffered(MultiLineString(parts))
        lands = [
            clip_by_rect(shape.geometry, *band.bounds)
            for code in (a, b)
            if (shape := draft.shapes.get(draft.country_place.get(code, 0)))
        ]
        area = band.intersection(union_all(lands)) if lands else band
        draft.bands.append(Band(a, b, (band if area.is_empty else area).simplify(_DETAIL / 4)))


def _buffered(line: BaseGeometry) -> BaseGeometry:
    """Return what lies within ``BAND_KM`` of a line, strip by strip, each with its own length of a degree."""
    from shapely import clip_by_rect, get_parts, transform, union_all
    from shapely.affinity import scale

    plain = line.simplify(_DETAIL)
    west, south, east, north = plain.bounds
    radius = BAND_KM / _KM_A_DEGREE
    strips = []
    for n in range(math.floor((south - _EDGE) / _STRIP), math.floor((north - _EDGE) / _STRIP) + 1):
        edge = n * _STRIP + _EDGE
        part = clip_by_rect(plain, west - 1, edge, east + 1, edge + _STRIP)
        squeeze = max(0.05, rounded(math.cos(math.radians(edge + _STRIP / 2))))
        for piece in get_parts(part):
            if piece.length:
                wide = scale(piece, xfact=squeeze, origin=(0, 0)).buffer(radius, quad_segs=8)
                strips.append(transform(wide, partial(_widen, by=squeeze)))
    return clip_by_rect(union_all(strips), -180, -90, 180, 90)


def _widen(xy: NDArray[np.float64], by: float) -> NDArray[np.float64]:
    return (xy / (by, 1.0)).round(DIGITS)
