"""What the page of a review knows beside the article: words, kinds, countries and their outlines."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from ..export import FORMATS
from ..files import language_data
from ..gazetteer import Gazetteer
from ..kinds import KINDS
from ..languages import languages_with, reading_language
from ..model import BBox

SERVED = (
    "review.css",
    "mapping.css",
    *(f"{name}.js" for name in "api text signs draw question facts every boxes mapping sheets keys".split()),
)
"""What the page of a review loads from ``web/``, in order; the scripts share one scope."""

_DEGREES = 0.06
_LEAST_ISLAND = 0.1
"""Square degrees."""


@cache
def words() -> dict[str, Any]:
    """Return the words of the review, kinds and countries by name, and the formats that can be made."""
    kinds = language_data("en", "page")["kinds"]
    return {
        "words": language_data("en", "review"),
        "types": {
            word: known[0]
            for code in reversed(languages_with("toponyms"))
            for word, known in reading_language(code).toponyms.type_kinds.items()
        },
        "kinds": {name: kinds[name] for name, kind in KINDS.items() if not kind.derived},
        "articles": sorted(reading_language("en").toponyms.articles),
        "countries": Gazetteer.pinned().countries(),
        "formats": ["html", "json", *FORMATS],
    }


@cache
def world() -> list[Any]:
    """Return the countries around a map: coordinates of a MultiPolygon, EPSG:4326, longitude first."""
    shapes = [p.geometry for p in Gazetteer.pinned().shapes(BBox(-180, -90, 180, 90), "country")]
    parts = shapely.get_parts(shapely.simplify(np.array([s for s in shapes if s is not None]), _DEGREES))
    rings = shapely.get_exterior_ring(parts[shapely.area(parts) > _LEAST_ISLAND])
    return [[shapely.get_coordinates(ring).round(2).tolist()] for ring in rings]
