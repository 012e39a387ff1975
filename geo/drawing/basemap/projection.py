"""Latitudes of Web Mercator."""

from __future__ import annotations

from typing import Any

import numpy as np

MERCATOR_LATITUDE = 85.05112877980659
"""Where Web Mercator (EPSG:3857) ends: atan(sinh(pi)), degrees."""


def mercator(lat: Any) -> Any:
    """Project latitudes (degrees) to Web Mercator's y, in degrees of longitude at the equator.

    Examples
    --------
    >>> round(float(mercator(60.0)), 4)
    75.4561
    """
    clipped = np.clip(lat, -MERCATOR_LATITUDE, MERCATOR_LATITUDE)
    return np.degrees(np.arcsinh(np.tan(np.radians(clipped))))


def unmercator(y: Any) -> Any:
    """Undo ``mercator``.

    Examples
    --------
    >>> round(float(unmercator(mercator(60.0))), 9)
    60.0
    """
    return np.degrees(np.arctan(np.sinh(np.radians(y))))
