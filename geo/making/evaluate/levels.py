"""The level of a place: which kind a corpus's code means, and which kinds may stand for each other.

Used by ``corpora`` and ``judging``; knows nothing of either.
"""

from __future__ import annotations

from ...kinds import KINDS

_CODES: dict[str, str] = {
    "CONT": "continent",
    "ADM1": "admin1",
    "ADM2": "admin2",
    **dict.fromkeys(("ADM3", "ADM4", "ADM5"), "admin3"),
    **dict.fromkeys(("PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS"), "country"),
    "PPLX": "neighbourhood",
    "PRK": "park",
    "ZN": "region",
    "CAPE": "region",
    "DSRT": "desert",
    **dict.fromkeys(("MT", "MTS", "PK", "PKS"), "mountain"),
    **dict.fromkeys(("VAL", "VALS"), "valley"),
    **dict.fromkeys(("ISL", "ISLS"), "island"),
    **dict.fromkeys(("STM", "STMS"), "river"),
    **dict.fromkeys(("LK", "LKS", "RSV"), "lake"),
    **dict.fromkeys(("SEA", "GULF", "BAY", "CHN", "HBR"), "sea"),
    "OCN": "ocean",
    "AIRP": "airport",
}
_CLASSES: dict[str, str] = {"P": "populated_place", "L": "region", "S": "facility"}

_UNITS = frozenset({"admin1", "admin2", "admin3"})
_AREAS = frozenset({"region", "valley"})
_ALSO: dict[str, frozenset[str]] = {
    **dict.fromkeys(_AREAS, _AREAS | _UNITS),
    **dict.fromkeys(_UNITS, _AREAS),
    # A town and its municipality or district of one name are one, unless the text says which.
    "populated_place": frozenset({"admin3"}),
    # Kinds that the program draws as a wider one.
    "neighbourhood": frozenset({"populated_place"}),
    "park": frozenset({"region"}),
    "protected_area": frozenset({"park", "region"}),
    "salt_flat": frozenset({"lake", "desert", "region"}),
}


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
