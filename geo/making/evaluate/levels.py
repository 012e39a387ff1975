"""The level of a place: which kind a corpus's code means, and which kinds may stand for each other.

Used by ``corpora`` and ``judging``; knows nothing of either.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from ...kinds import KINDS

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_CODES: dict[str, str] = {code: kind for kind, codes in _TABLE["codes"].items() for code in codes.split()}
_CLASSES: dict[str, str] = _TABLE["classes"]
_ALSO: dict[str, list[str]] = {kind: kinds.split() for kind, kinds in _TABLE["also"].items()}


def kind_of_code(feature_class: str, code: str) -> str:
    """Return the kind of place that a GeoNames feature code means; empty where it names no level.

    Examples
    --------
    >>> kind_of_code("A", "ADM1"), kind_of_code("P", "PPLA2"), kind_of_code("A", "ADMD")
    ('admin1', 'populated_place', '')
    """
    return _CODES.get(code) or _CLASSES.get(feature_class, "")


def stands_for(kind: str, wanted: str) -> bool:
    """Whether a place of one kind is of the level that was wanted.

    Examples
    --------
    >>> stands_for("valley", "admin2"), stands_for("admin1", "admin2")
    (True, False)
    >>> stands_for("volcano", "mountain")
    True
    """
    finer = any(a in KINDS and KINDS[a].like == b for a, b in ((kind, wanted), (wanted, kind)))
    return kind == wanted or finer or kind in _ALSO.get(wanted, ())
