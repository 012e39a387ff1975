"""Clipping to a box."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely


def clipped(geometry: Any, box: Sequence[float]) -> Any:
    """Clip a geometry, or an array of them, to a box: xmin, ymin, xmax, ymax, in the geometry's units.

    An area whose outline crosses itself is mended first: GEOS may return the whole box for it, and sea and
    land would change places.

    Examples
    --------
    >>> bow = shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    >>> float(clipped(bow, (0, 0, 2, 4)).area)
    4.0
    """
    if isinstance(geometry, shapely.Geometry):
        return shapely.clip_by_rect(_mended(geometry), *box)
    return shapely.clip_by_rect(np.array([_mended(g) for g in geometry], dtype=object), *box)


@lru_cache(maxsize=1024)
def _mended(geometry: shapely.Geometry) -> Any:
    """Return a valid form of a geometry; the outlines of the ground are asked for again by every map."""
    if shapely.is_valid(geometry):
        return geometry
    mended = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return geometry if mended.is_empty else mended  # some are mere lines
