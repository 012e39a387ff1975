"""How the page draws a feature: its CSS classes, and the geometry of an area for Leaflet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from ..scene import Frame, Scene, Shown
from ..signs import SIGNS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def shape_classes(feature: Shown, scene: Scene) -> list[str]:
    """Return the classes of a feature's shape: what it is, its extent, how pale it is, and its doubt."""
    doubtful = doubt_class(feature)
    if feature.quiet:
        # Land, as the other countries of the backdrop.
        return ["named"] if scene.is_aside(feature) else []
    if feature.flow is not None:
        return ["flow", *(["unsure"] if feature.flow.polarity else []), *doubtful]
    if feature.route is not None:
        return ["route", *(["unsure"] if feature.route.polarity else [])]
    assert feature.place is not None
    shape = {0: "spot", 1: "line", 2: "area"}[int(shapely.get_dimensions(feature.geometry).max(initial=0))]
    water = ["wet"] if feature.look == "water" and shape != "spot" else []
    pale = [scene.paleness(feature)] if shape != "spot" else []
    if bare := scene.bare.get(feature.id):
        pale = ["wave"] if bare == "wave" else ["bare", bare]
    if number := scene.size(feature, "shade"):
        pale = [f"shade-{number:.0f}"]
    return [
        shape,
        feature.place.extent,
        *water,
        *filter(None, pale),
        *doubtful,
    ]


def doubt_class(feature: Shown) -> list[str]:
    """Return the class of a doubtful feature, which is drawn hollow; none for one that is sure."""
    return ["doubtful"] if feature.feature.doubtful else []


def layer_classes(layer: str | None, scene: Scene) -> list[str]:
    """Return the classes of a layer: its number and its sign, or "plain" for no layer.

    They are ours: a name or sign from a document never becomes a class.
    """
    if layer is None:
        return ["plain"]
    sign = scene.styles[layer].symbol
    return [f"k{list(scene.styles).index(layer)}", f"s-{sign if sign in SIGNS else 'circle'}"]


def is_area(feature: Shown) -> bool:
    """Return whether a feature is drawn as an area."""
    return bool((shapely.get_dimensions(shapely.get_parts(feature.geometry)) == 2).any())


def rough_area(feature: Shown, frame: Frame) -> BaseGeometry:
    """Simplify an area roughly for Leaflet, which handles each vertex and needs only the area's position.

    The detailed outline is drawn by the browser, as one SVG path.
    """
    west, south, east, north = feature.geometry.bounds
    wide = max(east - west, north - south)
    rough = max(min((frame.square.east - frame.square.west) / 60, wide / 12), wide / 60)
    parts = shapely.get_parts(feature.geometry)
    sizes = shapely.area(parts)
    large = parts[sizes >= min(rough**2, sizes.max())]
    return shapely.MultiPolygon([*shapely.get_parts(shapely.simplify(large, rough))])
