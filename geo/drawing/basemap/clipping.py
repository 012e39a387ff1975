"""Clipping to a box."""

from __future__ import annotations

from collections.abc import Sequence
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
    one = isinstance(geometry, shapely.Geometry)
    found = np.array([geometry] if one else geometry, dtype=object)
    crossed = ~shapely.is_valid(found)
    mended = shapely.make_valid(found[crossed], method="structure", keep_collapsed=False)
    found[crossed] = np.where(shapely.is_empty(mended), found[crossed], mended)  # some are mere lines
    found = shapely.clip_by_rect(found, *box)
    return found[0] if one else found
