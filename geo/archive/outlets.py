"""Learn where each outlet looks, from the first pass over an archive: its home.

Cross-fitted: an article is read with what the other folds say of its outlet, never with what it says itself.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

FOLDS = 5
"""An article's fold is its number modulo this."""

Homes = Mapping[str, Mapping[str, float]]
"""Unit → what speaks for a place in it, by ``outlet`` and fold: the key is the two with a tab between."""

_LEAST_MENTIONS = 10  # in the other folds; with fewer, nothing is known of an outlet
_LEAST_SHARE = 0.1  # of an outlet's mentions; a unit with less is no home
_ELSEWHERE = 0.02  # the share of a usual unit elsewhere, with which a home's share is compared
_WEIGHT = 0.5


def homes(
    counted: Iterable[tuple[str, int, str, int]], weight: float = _WEIGHT
) -> dict[str, dict[str, float]]:
    """Learn the homes of outlets.

    Parameters
    ----------
    counted
        Outlet, fold, id of a first-level unit, and how many sure mentions lie in it.
    weight
        How much the logarithm of a unit's share counts.

    Returns
    -------
    dict
        As ``Homes``; an outlet with few mentions in the other folds has none.

    Examples
    --------
    >>> homes([("Post", 0, "a", 40), ("Post", 1, "a", 10), ("Post", 1, "b", 1)])["Post\\t0"]
    {'a': 1.919}
    """
    of: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for outlet, fold, unit, n in counted:
        of[outlet][fold][unit] += n
    found: dict[str, dict[str, float]] = {}
    for outlet, folds in sorted(of.items()):
        whole = sum(folds.values(), Counter[str]())
        for fold in range(FOLDS):
            others = whole - folds.get(fold, Counter[str]())
            total = others.total()
            shares = {unit: n / total for unit, n in sorted(others.items())} if total else {}
            known = {
                unit: round(weight * math.log((share + _ELSEWHERE) / _ELSEWHERE), 3)
                for unit, share in shares.items()
                if share >= _LEAST_SHARE
            }
            if known and total >= _LEAST_MENTIONS:
                found[f"{outlet}\t{fold}"] = known
    return found
