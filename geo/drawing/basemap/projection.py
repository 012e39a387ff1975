"""Latitudes of Web Mercator, with the same bits on every processor.

Only + - * / and square roots are used, because IEEE 754 says how they round. Sines and logarithms of numpy
and of the C library differ in the last bits between processors. The results are rounded to a billionth of a
degree (0.1 mm), so that an edge that is projected and projected back does not move.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...geodesy import DIGITS

MERCATOR_LATITUDE = 85.05112877980659
"""Where Web Mercator (EPSG:3857) ends: atan(sinh(pi)), degrees."""

_RADIANS = np.pi / 180
_HALVINGS = 6
"""How often an angle is halved, so that five terms of a series are exact to the last bit."""

_TANGENT = (1.0, 1 / 3, 2 / 15, 17 / 315, 62 / 2835)
_ARCTANGENT = (1.0, -1 / 3, 1 / 5, -1 / 7, 1 / 9)


def mercator(lat: Any) -> Any:
    """Project latitudes (degrees) to Web Mercator's y, in degrees of longitude at the equator.

    Examples
    --------
    >>> round(float(mercator(60.0)), 4)
    75.4561
    """
    half = np.clip(lat, -MERCATOR_LATITUDE, MERCATOR_LATITUDE) * (_RADIANS / 2)
    return np.round(_arctangent(_tangent(half, 1.0), -1.0) * (2 / _RADIANS), DIGITS)


def unmercator(y: Any) -> Any:
    """Return the latitudes (degrees) of values of ``mercator``.

    Examples
    --------
    >>> float(unmercator(mercator(60.0)))
    60.0
    """
    half = np.clip(y, -720.0, 720.0) * (_RADIANS / 2)  # beyond, the latitude is that of the pole
    return np.round(_arctangent(_tangent(half, -1.0), 1.0) * (2 / _RADIANS), DIGITS)


def _tangent(x: Any, sign: float) -> Any:
    """Return tan(x) for the sign 1, tanh(x) for -1, by the double-angle formulas."""
    x = x / 2**_HALVINGS
    found = x * _series(_TANGENT, sign * x * x)
    for _ in range(_HALVINGS):
        found = 2 * found / (1 - sign * found * found)
    return found


def _arctangent(x: Any, sign: float) -> Any:
    """Return atan(x) for the sign 1, atanh(x) for -1, by the half-angle formulas."""
    for _ in range(_HALVINGS):
        x = x / (1 + np.sqrt(1 + sign * x * x))
    return x * _series(_ARCTANGENT, sign * x * x) * 2**_HALVINGS


def _series(factors: tuple[float, ...], x: Any) -> Any:
    found = 0.0
    for factor in reversed(factors):
        found = found * x + factor
    return found
