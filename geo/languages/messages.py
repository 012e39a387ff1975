"""Messages in plain English words; to be replaced by the languages' tables of messages."""

from __future__ import annotations

from ..model import Message

_ENGLISH = {
    "natural_earth": "Natural Earth 1:10m, simplified to about {tolerance_m} m",
    "natural_earth_rivers": "Natural Earth 1:10m, river centre lines, simplified to about {tolerance_m} m",
    "natural_earth_dissolved": "Natural Earth 1:10m, simplified to about {tolerance_m} m, "
    "dissolved from {units} smaller units",
    "natural_earth_border": "Natural Earth 1:10m, de facto land boundary",
    "natural_earth_border_disputed": "Natural Earth 1:10m, de facto land boundary, in part disputed",
    "census": "U.S. Census Bureau, cartographic boundary file of {year}, "
    "generalised to about {tolerance_m} m",
    "seat_cells": "what lies nearer to the {parts} known seats of its districts than to other district seats "
    "of the same first-level unit (Voronoi cells)",
    "disk": "a disk of the area of the district of {district} ({area_km2:,} km²) around its seat, "
    "within {within}",
    "countries": "the countries that it consists of, simplified to about {tolerance_km} km",
    "border_band": "land of both countries within {km} km of their border, a band of our own",
    "position_given": "position given by {file}",
    "placed": "as placed in {file}",
    "drawn": "as drawn in {file}",
    "text": "{text}",
    "credit": "{name} ({site}), {licence}",
    "credit_public_domain": "Made with {name} ({site}), public domain",
    "credit_counties": "{name} (county boundaries), public domain",
}

SOURCE_OF_CREDIT = {"U.S. Census Bureau (county boundaries), public domain": "census"}
"""Credits that are due only where a place that is shown has a source: the words, and the source's key."""


def message_words(message: Message | None) -> str:
    """Put a message into English words; none for None.

    Examples
    --------
    >>> message_words(Message("natural_earth", (("tolerance_m", 400),)))
    'Natural Earth 1:10m, simplified to about 400 m'
    """
    return _ENGLISH[message.code].format(**dict(message.values)) if message else ""
