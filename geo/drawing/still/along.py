"""A name along a river or a long area: it bends with a smooth part of a line, above it or on it."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from ...geodesy import rounded
from ..lettering import LETTERING
from .labels import Box

Floats = NDArray[np.float64]

_ALONG = LETTERING["along"]
_STEP, _GAP, _MARGIN = (2.0 * _ALONG[key] for key in ("step", "gap", "margin"))  # a unit is half a pixel


def along_line(
    line: shapely.LineString, w: float, h: float, free: Callable[[Box], bool], *, on: bool = False
) -> tuple[Floats, list[Box]] | None:
    """Find the part of a line that a name follows best: smooth, to the right, with free boxes above or on it.

    Parameters
    ----------
    line
        In the map's units, y downwards.
    w, h
        Width and height of the name, in units.
    free
        Whether a box is free.
    on
        Whether it stands on the line.

    Returns
    -------
    (course, boxes) or None
        The course of the letters' feet, shape (n, 2), and the boxes that the letters cover; None if no
        part of the line is smooth, long and free enough.
    """
    room = w + _MARGIN
    count = int(np.ceil(1.12 * room / _STEP))  # a little longer than the name, because the line bends
    if line.length < count * _STEP:
        return None
    real = shapely.get_coordinates(shapely.line_interpolate_point(line, np.arange(0, line.length, _STEP)))
    even = np.array(
        [real[max(0, n - _ALONG["smooth"]) : n + _ALONG["smooth"] + 1].mean(axis=0) for n in range(len(real))]
    )
    best, least = None, np.inf
    for start in range(0, len(even) - count, 3):
        part, under = even[start : start + count + 1], real[start : start + count + 1]
        if part[-1, 0] < part[0, 0]:
            part, under = part[::-1], under[::-1]
        length = _length(part)
        x, y = part[-1] - part[0]
        bend, level = 1 - sqrt(x * x + y * y) / length, x / length
        cost = rounded(bend + 0.4 * (1 - level))  # a level name is read best
        if length < room or bend > 1 - _ALONG["straightest"] or level < _ALONG["level"] or cost >= least:
            continue
        steps = part[4:] - part[:-4]
        ways = steps / _lengths(steps)[:, None]
        if (ways[4:] * ways[:-4]).sum(axis=1).min(initial=1) < _ALONG["sharpest"]:
            continue
        ways = np.concatenate([ways, ways[[-1] * 4]])
        up = np.column_stack([ways[:, 1], -ways[:, 0]])
        above = _GAP + float(((under - part) * up).sum(axis=1).max())  # the line itself is less smooth
        gap = -0.35 * h if on else above
        course = part + gap * up
        if gap > h or _length(course) < room:
            continue
        middles = (course + up * h / 2)[::2]
        boxes: list[Box] = [(x - h / 2, y - h / 2, x + h / 2, y + h / 2) for x, y in middles.tolist()]
        if all(map(free, boxes)):
            best, least = (course, boxes), cost
    return best


def _lengths(steps: Floats) -> Floats:
    found: Floats = np.sqrt((steps * steps).sum(axis=1))
    return found


def _length(line: Floats) -> float:
    return float(_lengths(np.diff(line, axis=0)).sum())
