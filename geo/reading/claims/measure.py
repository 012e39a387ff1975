"""What the pinned data give where an article gives a border's length or an area; judging neither."""

from __future__ import annotations

import re
from dataclasses import replace

from ...geodesy import area_km2, length_km
from ...model import Claim, Measured, Place
from .lexicon import IN_KILOMETRES, IN_SQUARE_KILOMETRES

_BORDER = re.compile(r"\b(?:border|frontier|boundary)\b", re.IGNORECASE)
_AREA = re.compile(r"\b(?:area|territory|surface|island|lake|country|state|province|region)$", re.IGNORECASE)


def measure(claim: Claim, place: Place | None) -> Claim:
    """Add the measured value to a claim of how long a border or how large an area is, where there is one.

    Parameters
    ----------
    claim
        A claim.
    place
        The one place that it is about, with its geometry; None where there are several.
    """
    if place is None or place.geometry is None or place.extent != "surveyed":
        return claim
    if place.kind == "border" and claim.unit in IN_KILOMETRES and _BORDER.search(claim.subject):
        value = length_km(place.geometry) / IN_KILOMETRES[claim.unit]
        method = "length of the line on the WGS 84 ellipsoid"
    elif claim.unit in IN_SQUARE_KILOMETRES and _AREA.search(claim.subject):
        value = area_km2(place.geometry) / IN_SQUARE_KILOMETRES[claim.unit]
        method = "area of the polygon on the WGS 84 ellipsoid"
    else:
        return claim
    if not value:
        return claim
    return replace(claim, measured=Measured(round(value, 1), claim.unit, method, place.extent_method))
