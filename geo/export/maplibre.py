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
from ..drawing.features import Feature, Features
from ..kinds import LayerStyle
from .geojson import collection
from .shared import DOTS, attribution, legend, title

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
    """Return the style as JSON; a layer's id is ``<layer>-<part>``, with a part of `_PARTS`."""
    document, styles = features.document, features.styles
    data = collection(features)
    for feature in data["features"]:
        feature["properties"]["id"] = feature["id"]  # MapLibre keeps only numbers as ids of features
    west, south, east, north = document.map.frame or data["bbox"]
    east += 360 if west > east else 0
    drawn = [
        layer
        for part in _PARTS
        for name in reversed(styles)
        if any(_is_drawn_in(part, f) for f in features.of(name))
        for layer in [_layer(name, styles[name], part)]
    ]
    return {
        "version": 8,
        "name": title(document),
        "metadata": {
            "generator": document.provenance.generator,
            "dateline:bbox": data["bbox"],
            "dateline:layers": {
                name: {"title": features.say.layer(look.title), "colour": look.colour}
                for name, look in styles.items()
            },
            "dateline:legend": legend(features),
        },
        "center": [round(((west + east) / 2 + 180) % 360 - 180, 5), round((south + north) / 2, 5)],
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


_PARTS = ("fill", "line", "dots", "flow", "point")
"""What a map layer is drawn with, the lowest first."""


def _is_drawn_in(part: str, feature: Feature) -> bool:
    kind = feature.geometry.geom_type.removeprefix("Multi")
    if part in ("fill", "point"):
        return kind == ("Polygon" if part == "fill" else "Point")
    if feature.flow or kind == "Point":
        return part == "flow" and feature.flow is not None
    return part == ("dots" if feature.extent == "approximate" else "line")


def _layer(name: str, look: LayerStyle, part: str) -> dict[str, Any]:
    """Return the style layer that draws a part of a map layer."""
    only: list[Any] = ["all", ["in", name, ["get", "layers"]]]
    shape, doubtful = ["geometry-type"], ["==", ["get", "certainty"], "doubtful"]
    flow, approximate = ["==", ["get", "kind"], "flow"], ["==", ["get", "extent"], "approximate"]
    base = {"id": f"{name}-{part}", "source": SOURCE, "metadata": {"dateline:layer": name}}
    if part == "fill":
        paint: dict[str, Any] = {"fill-color": look.colour, "fill-opacity": ["case", doubtful, 0, 0.3]}
        return {**base, "type": "fill", "filter": [*only, ["==", shape, "Polygon"]], "paint": paint}
    if part == "point":
        paint = {
            "circle-color": ["case", doubtful, "#ffffff", look.colour],
            "circle-radius": _RADIUS,
            "circle-stroke-color": ["case", doubtful, look.colour, "#333333"],
            "circle-stroke-width": ["case", doubtful, 2, 1],
        }
        return {**base, "type": "circle", "filter": [*only, ["==", shape, "Point"]], "paint": paint}
    only.append(flow if part == "flow" else ["all", ["!", flow], ["!=", shape, "Point"]])
    if part != "flow":
        only.append(approximate if part == "dots" else ["!", approximate])
    paint = {"line-color": look.colour, "line-width": ["case", doubtful, _LINE_WIDTH / 2, _LINE_WIDTH]}
    if dash := {"dots": DOTS, "flow": look.dash}.get(part, ""):
        paint["line-dasharray"] = [float(v) / _LINE_WIDTH for v in dash.replace(",", " ").split()]
    drawn = {"type": "line", "filter": only, "paint": paint}
    return {**base, **drawn, "layout": {"line-cap": "round"}} if part == "dots" else {**base, **drawn}
