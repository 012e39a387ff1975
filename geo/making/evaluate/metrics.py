"""The figures that measure geoparsing, as functions of plain numbers.

It knows nothing about corpora or parsers; ``judging`` makes the numbers, ``report`` writes the figures.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

NEAR_KM = 161.0
"""A place is right within 100 miles of the truth (Leidner 2008)."""

FARTHEST_KM = 20039.0
"""The error of an abstention, km: half of the Earth's circumference (Gritta et al. 2018)."""

_ROUNDS = 1000  # of the bootstrap


class Score(Struct, frozen=True):
    """How many predictions there were, how many of them were right, and how many gold items there are.

    Examples
    --------
    >>> score = Score(right=6, predicted=8, gold=12)
    >>> score.precision, score.recall, score.f1
    (0.75, 0.5, 0.6)
    """

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 without predictions."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 0 without gold items."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing was right."""
        right, both = self.halves
        return right / both if both else 0.0

    @property
    def halves(self) -> tuple[int, int]:
        """Numerator and denominator of `f1`, each of which adds up over articles."""
        return 2 * self.right, self.predicted + self.gold


class Distances(Struct, frozen=True):
    """How far the parser's places are from the true ones, by one rule of distance; see `distances`.

    Attributes
    ----------
    accuracy
        Share within `NEAR_KM`.
    mean_km, median_km
        Of the errors, km.
    auc
        Area under the curve of the logarithms of the sorted errors, 0 (all right) to 1 (Jurgens et al. 2015).
    """

    accuracy: float
    mean_km: float
    median_km: float
    auc: float


def distances(errors: Iterable[float | None]) -> Distances:
    """Summarise errors, in km; None is an abstention, which is wrong and counts `FARTHEST_KM`.

    Returns
    -------
    Distances
        All zero if there are no errors to summarise.

    Examples
    --------
    >>> found = distances([0.0, 100.0, 500.0, None])
    >>> found.accuracy, found.mean_km, found.median_km, round(found.auc, 4)
    (0.5, 5159.75, 300.0, 0.5312)
    """
    km = sorted(FARTHEST_KM if e is None else e for e in errors)
    if not km:
        return Distances(0.0, 0.0, 0.0, 0.0)
    return Distances(sum(map(is_near, km)) / len(km), fmean(km), median(km), _area(km))


def is_near(km: float | None) -> bool:
    """Return whether an error counts as right; an abstention, None, never does."""
    return km is not None and km <= NEAR_KM


def _area(km: Sequence[float]) -> float:
    """Area under ln(d + 1) of sorted errors (trapezoid rule), divided by the same for the largest error."""
    logs = [math.log1p(d) for d in km]
    if len(logs) < 2:
        return min(1.0, logs[0] / math.log(FARTHEST_KM))
    area = sum(logs) - (logs[0] + logs[-1]) / 2
    return area / (math.log(FARTHEST_KM) * (len(logs) - 1))


def calibration_error(outcomes: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """Measure the expected calibration error of confidences (Naeini et al. 2015).

    Parameters
    ----------
    outcomes
        Confidence, 0 to 1, and whether the answer was right.
    bins
        Number of bins of equal width; a confidence of 1 is in the last.

    Returns
    -------
    float
        The difference of mean confidence and accuracy in each bin, weighted by its share; 0 without outcomes.

    Examples
    --------
    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    >>> calibration_error([(1.0, True), (1.0, False)])
    0.5
    """
    filled = binned(((c, (c, right)) for c, right in outcomes), bins)
    total = sum(map(len, filled.values()))
    gaps = (abs(math.fsum(c - r for c, r in members)) for members in filled.values())
    return math.fsum(gaps) / total if total else 0.0


def binned(members: Iterable[tuple[float, T]], bins: int = 10) -> dict[int, list[T]]:
    """Sort what has a confidence, 0 to 1, into bins of equal width; those that are empty are left out."""
    filled: dict[int, list[T]] = {}
    for confidence, member in members:
        filled.setdefault(min(int(confidence * bins), bins - 1), []).append(member)
    return dict(sorted(filled.items()))


def intervals(counts: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[float, float]]:
    """Give the 95 % bootstrap interval of each share over articles, the same every time.

    Parameters
    ----------
    counts
        Of each article, of each share: numerator and denominator.

    Returns
    -------
    list of tuple
        Of each share: low, high; zero where the denominator is.

    Examples
    --------
    >>> intervals([[(1, 2)], [(1, 2)]])
    [(0.5, 0.5)]
    """
    import numpy as np

    table = np.array(counts)  # articles × shares × 2
    articles, draw = range(len(table)), random.Random(0)
    sums = np.stack([table[draw.choices(articles, k=len(table))].sum(0) for _ in range(_ROUNDS)])
    shares = np.sort(sums[..., 0] / np.maximum(sums[..., 1], 1), axis=0)
    ends = shares[[round(_ROUNDS * 0.025), round(_ROUNDS * 0.975) - 1]]
    return [(low, high) for low, high in ends.T.tolist()]
