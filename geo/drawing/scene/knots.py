"""Knots: where signs of a story lie on each other on the map, so that a close-up must show them apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...geodesy import rounded

_MAP_WIDTH = 640  # pixels of a usual map
_TOUCH = 16  # pixels: two signs that are nearer lie on each other, or on each other's names
_WIDEST, _HIGHEST = 104, 68  # pixels of the part that a close-up shows, without its margins
_LEAST, _MOST = 3, 60  # signs of a knot; of a story with more, no knot is looked for
_HIDES = 10  # pixels: one of two signs of the story that are nearer hides the other, and they are a knot


def knots(xy: NDArray[np.float64], told: Sequence[bool], side: float, most: int) -> list[list[int]]:
    """Find the parts of a map in which the most signs lie on others.

    Parameters
    ----------
    xy
        Positions of the signs on a plane map, shape (n, 2).
    told
        Which of them the story is about: a knot has one that lies on another.
    side
        Of the square that the map shows at first, in the units of `xy`.
    most
        How many to find.

    Returns
    -------
    list of list of int
        Rows of `xy`, in ascending order; no row twice.

    Examples
    --------
    >>> xy = np.array([(0, 0), (1, 0), (5, 1), (50, 50)])
    >>> knots(xy, [True, False, False, True], 100, 2)
    [[0, 1, 2]]
    >>> knots(xy, [False, False, False, True], 100, 2)
    []
    >>> knots(xy[[0, 1, 3]], [True, True, True], 100, 2)
    [[0, 1]]
    """
    if not 1 < len(xy) <= _MOST:
        return []
    pixels = xy * rounded(_MAP_WIDTH / side)
    apart = np.abs(pixels[:, None] - pixels[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    touch = apart < _TOUCH
    hides = (apart < _HIDES) & np.outer(told, told)
    free = np.ones(len(xy), dtype=bool)
    found: list[list[int]] = []
    for _ in range(most):
        best: tuple[int, int, list[int]] | None = None
        for left in pixels[free, 0]:
            for low in pixels[free, 1]:
                inside = (pixels >= (left, low)) & (pixels <= (left + _WIDEST, low + _HIGHEST))
                rows = np.flatnonzero(inside.all(axis=1) & free)
                tied = touch[np.ix_(rows, rows)].any(axis=1)
                knot = (int(tied.sum()), len(rows), [*map(int, rows)])
                enough = len(rows) >= _LEAST or hides[np.ix_(rows, rows)].any()
                if enough and any(told[n] for n in rows[tied]) and (not best or knot > best):
                    best = knot
        if best is None:
            break
        found.append(best[2])
        free[best[2]] = False
    return found
