"""The values of the pinned data beside an article's border lengths and areas, without a judgement."""

from __future__ import annotations

from msgspec.structs import replace

from ...geodesy import area_km2, length_km
from ...languages import QuantityWords
from ...model import Claim, Measured, Message, Place


def measure(claim: Claim, place: Place | None, words: QuantityWords) -> Claim:
    """Add the measured value, if there is one, to a claim about the length of a border or about an area.

    Parameters
    ----------
    claim
        A claim.
    place
        The only place that it is about, with geometry in EPSG:4326, (lng, lat); None if there are several.
    words
        The words for figures in the article's language.
    """
    if place is None or place.shape is None or place.extent != "surveyed":
        return claim
    unit, subject = claim.unit, claim.subject
    if place.kind == "border" and unit in words.in_kilometres and words.border_subject.search(subject):
        value = length_km(place.shape.coordinates) / words.in_kilometres[unit]
        method = Message("line_length")
    elif unit in words.in_square_kilometres and words.area_subject.search(subject):
        value = area_km2(place.shape.geometry) / words.in_square_kilometres[unit]
        method = Message("polygon_area")
    else:
        return claim
    if not value:
        return claim
    return replace(claim, measured=Measured(round(value, 1), unit, method, place.extent_method))
