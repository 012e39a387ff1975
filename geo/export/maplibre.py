"""A MapLibre style, version 8, with the features inlined as its source: it needs no other file.

It has no labels and no icons, because these would need font and image files. Areas are in the lowest layers,
points in the highest.
"""

from __future__ import annotations

from html import escape
from math import log2
from typing import Any

from ..document import json_lines
from ..drawing.basemap import mercator
from ..drawing.features import Features
from ..kinds import LayerStyle
from .geojson import collection
from .shared import DASH, attribution, title

SOURCE = "dateline"
"""The name of the style's source."""

_MAP_PIXELS = 600
_NEAREST = 9
_LINE_WIDTH = 2
_RADIUS = 6


def maplibre(features: Features) -> bytes:
    """Write the style."""
    return json_lines(style(features))


def style(features: Features) -> dict[str, Any]:
    """Return the style as JSON; a layer's id is ``<layer>-fill``, ``-line``, ``-dash`` or ``-point``."""
    document, styles = features.document, features.styles
    data = collection(features)
    for feature in data["features"]:
        feature["properties"]["id"] = feature["id"]  # MapLibre keeps only numbers as ids of features
    west, south, east, north = data["bbox"]
    drawn = [
        layer
        for part in ("fill", "line", "dash", "point")
        for name in reversed(styles)
        for layer in _layers(name, styles[name], part)
    ]
    return {
        "version": 8,
        "name": title(document),
        "metadata": {
            "generator": document.provenance.generator,
            "dateline:bbox": [west, south, east, north],
            "dateline:layers": {name: look.title for name, look in styles.items()},
        },
        "center": [round((west + east) / 2, 5), round((south + north) / 2, 5)],
        "zoom": _zoom(west, south, east, north),
        "sources": {
            SOURCE: {
                "type": "geojson",
                "data": data,
                "promoteId": "id",
                "attribution": escape(attribution(document)),  # MapLibre shows it as HTML
            }
        },
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": "#f7f7f4"}},
            *drawn,
        ],
    }


def _zoom(west: float, south: float, east: float, north: float) -> float:
    """Return the zoom at which a box fills a map of usual size; MapLibre's world has 512 pixels at zoom 0.

    Examples
    --------
    >>> _zoom(-180, -85, 180, 85), _zoom(10, 50, 10, 50)
    (0.23, 9)
    """
    width = (east - west) / 360
    height = (float(mercator(north)) - float(mercator(south))) / 360
    side = max(width, height, 1e-6)
    return max(0, min(_NEAREST, round(log2(_MAP_PIXELS / 512 / side), 2)))


def _layers(name: str, look: LayerStyle, part: str) -> list[dict[str, Any]]:
    """Return the style layer that draws a part of a map layer; none for solid lines of a dashed layer."""
    only: list[Any] = ["all", ["in", name, ["get", "layers"]]]
    shape, approximate = ["geometry-type"], ["==", ["get", "extent"], "approximate"]
    doubtful = ["==", ["get", "certainty"], "doubtful"]
    if part == "fill":
        kind, only = "fill", [*only, ["==", shape, "Polygon"]]
        paint: dict[str, Any] = {"fill-color": look.colour, "fill-opacity": ["case", doubtful, 0, 0.3]}
    elif part == "point":
        kind, only = "circle", [*only, ["==", shape, "Point"]]
        paint = {
            "circle-color": ["case", doubtful, "#ffffff", look.colour],
            "circle-radius": _RADIUS,
            "circle-stroke-color": ["case", doubtful, look.colour, "#333333"],
            "circle-stroke-width": ["case", doubtful, 2, 1],
        }
    elif part == "line" and look.dash:
        return []
    else:
        kind, only = "line", [*only, ["!=", shape, "Point"]]
        paint = {"line-color": look.colour, "line-width": ["case", doubtful, _LINE_WIDTH / 2, _LINE_WIDTH]}
        if not look.dash:  # a dashed layer draws its approximate extents as all others
            only.append(["!", approximate] if part == "line" else approximate)
        if part == "dash":
            pixels = (look.dash or DASH).replace(",", " ").split()
            paint["line-dasharray"] = [max(0.1, float(v) / _LINE_WIDTH) for v in pixels]
    base = {"id": f"{name}-{part}", "source": SOURCE, "metadata": {"dateline:layer": name}}
    return [{**base, "type": kind, "filter": only, "paint": paint}]
