"""folium draws the features: geometry, opaque ids and our own classes, and no text at all.

folium evaluates text as template code and branca names elements at random. So nothing that somebody wrote
passes through here, and every element is named by its place in the tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import folium
import shapely
from branca.element import Element, Figure
from folium.template import Template

from ..layers import Layers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PAINT_ORDER = ("countries", "units", "regions", "water", "borders", "sites", "cities", "flows")
"""Layers from the lowest to the highest."""


class _Script(Figure):
    """A figure that renders the script alone; the page around it is ours."""

    _template = Template("{{ this.script.render(**kwargs) }}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A folium map's script, with the names that it gives to what it draws.

    Attributes
    ----------
    map
        The script's variable for the map, which is also the id of the element that it is drawn in.
    layers
        Layer name → the script's variable for its feature group, the lowest first.
    script
        The script.
    """

    map: str
    layers: Mapping[str, str]
    script: str


def draw(layers: Layers, geometries: Mapping[str, BaseGeometry], digits: int) -> Drawing:
    """Let folium draw the features.

    Parameters
    ----------
    layers
        The features, by layer; only their ids and extents are used.
    geometries
        Feature id → geometry as it shall be drawn, EPSG:4326, longitudes continuous.
    digits
        Decimals of a coordinate.
    """
    figure = _Script()
    drawn = folium.Map(
        location=(0, 0),
        tiles=None,
        zoom_start=2,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=1,
        max_bounds_viscosity=1.0,
    )
    # Asked for no file: the lists of the class are shared, so this map gets its own.
    drawn.default_js, drawn.default_css = [], []
    drawn.add_to(figure)
    # Countries lie below the lines of the backdrop, every other feature above them.
    folium.map.CustomPane("countries", z_index=300).add_to(drawn)
    groups = {name: _group(name, layers, geometries, digits) for name in PAINT_ORDER if name in layers}
    for group in groups.values():
        group.add_to(drawn)
    for number, element in enumerate(_elements(drawn)):
        element._id = str(number)
    return Drawing(
        map=drawn.get_name(),
        layers={name: group.get_name() for name, group in groups.items()},
        script=_squeezed(figure.render()),
    )


def _group(
    name: str, layers: Layers, geometries: Mapping[str, BaseGeometry], digits: int
) -> folium.FeatureGroup:
    frame = layers[name]
    features = [
        {
            "type": "Feature",
            "id": row.Index,
            "properties": {"look": f"feature {name} {row.extent}"},
            "geometry": _geojson(geometries[row.Index], digits),
        }
        for row in frame[["extent"]].itertuples()
        if not geometries[row.Index].is_empty
    ]
    group = folium.FeatureGroup(name=name)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {"className": feature["properties"]["look"]},
        marker=folium.CircleMarker(radius=6),
        pane="countries" if name == "countries" else "overlayPane",
        smooth_factor=0,  # Leaflet would simplify each shape for itself, and shared edges would part
    ).add_to(group)
    return group


def _geojson(geometry: BaseGeometry, digits: int) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda xy: xy.round(digits))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _elements(child)
    if isinstance(element, folium.GeoJson) and element.marker:
        yield element.marker


def _squeezed(script: str) -> str:
    """Leave out the white space of templates and numbers; there is no text in the script."""
    lines = (line.strip() for line in script.splitlines())
    return re.sub(r"(?<=[\],\d]), ?(?=[-\[\d])", ",", "\n".join(line for line in lines if line))


def as_names(layers: Mapping[str, Any]) -> str:
    """Write a mapping of names as a JavaScript object of variables."""
    return "{" + ",".join(f"{name}:{variable}" for name, variable in layers.items()) + "}"
