"""Find near-duplicates: the copies of one report that several outlets printed.

A text has the MinHash signature of its 5-word shingles (Broder 1997). Texts that agree in all rows of a band
of the signature are compared, and belong together where the signatures agree in .7 or more.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIGNATURE = 64
"""How many 32-bit numbers a signature has."""

_SHINGLE = 5
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_BATCH = 128  # shingles at once: 64 kB, which stays in the processor's cache
_ROWS_A_BAND = 4
_LEAST_EQUAL = 0.7
_WORD = re.compile(r"\w+")
_SEEDS = np.frombuffer(hashlib.shake_128(b"dateline").digest(16 * SIGNATURE), "<u8").reshape(2, SIGNATURE)
_TIMES, _PLUS = _SEEDS[0] | np.uint64(1), _SEEDS[1]
_HALF = np.uint64(32)


def signature(text: str) -> list[int] | None:
    """Return the signature of a text; None if it has no word: it is nobody's copy."""
    words = _WORD.findall(text.casefold())
    if not words:
        return None
    hashes = np.fromiter(map(zlib.crc32, map(str.encode, words)), np.uint64, len(words))
    last = max(1, len(words) - _SHINGLE + 1)
    # A shingle's hash is a sum of its words', each times a power of an odd number, modulo 2 to the 64th.
    shingles = np.zeros(last, np.uint64)
    for n in range(min(_SHINGLE, len(words))):
        shingles = shingles * _FACTOR + hashes[n : n + last]
    made = np.full(SIGNATURE, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, last, _BATCH):
        batch = shingles[start : start + _BATCH, np.newaxis] * _TIMES
        batch += _PLUS
        made = np.minimum(made, batch.min(axis=0))
    signed: list[int] = (made >> _HALF).tolist()
    return signed


def clusters(numbers: NDArray[np.int64], signatures: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the cluster of each article: the lowest number of those that are near it, its own where none is.

    Parameters
    ----------
    numbers
        Of the articles, ascending; shape (articles,).
    signatures
        Shape (articles, 64).

    Examples
    --------
    >>> text = "one two three four five six seven eight nine ten eleven twelve"
    >>> made = np.array([signature(t) for t in (text, "quite another text", text + " end")], np.uint32)
    >>> clusters(np.array([1, 2, 3]), made).tolist()
    [1, 2, 1]
    """
    parent = np.arange(len(numbers))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first in range(0, SIGNATURE, _ROWS_A_BAND):
        band = np.ascontiguousarray(signatures[:, first : first + _ROWS_A_BAND])
        keys = band.view(np.uint64)
        order = np.lexsort((keys[:, 1], keys[:, 0]))
        ranked = band[order]
        same = np.flatnonzero((ranked[1:] == ranked[:-1]).all(axis=1))
        heads: dict[int, int] = {}
        for at in same.tolist():
            heads[at + 1] = heads.get(at, at)
            one = int(order[at + 1])
            for other in {order[at], order[heads[at + 1]]}:
                a, b = root(one), root(int(other))
                if a != b and (signatures[one] == signatures[other]).mean() >= _LEAST_EQUAL:
                    parent[max(a, b)] = min(a, b)
    return np.array([numbers[root(n)] for n in range(len(numbers))], np.int64)


def stacked(columns: Iterable[Any]) -> NDArray[np.uint32]:
    """Return the signatures of Arrow columns as one array, shape (articles, 64)."""
    parts = [c.combine_chunks().flatten().to_numpy().reshape(-1, SIGNATURE) for c in columns if len(c)]
    return np.concatenate(parts) if parts else np.empty((0, SIGNATURE), np.uint32)
