"""folium draws the features: geometry, opaque ids and our own classes, and no text at all.

folium evaluates text as template code and branca names elements at random. So nothing that somebody wrote
passes through here, and every element is named by its place in the tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import folium
import shapely
from branca.element import Element, Figure
from folium.template import Template

from ..scene import Feature, Frame, Scene, look_of
from ..scene.signs import SIGNS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


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
    groups
        The script's variables for the feature groups, the lowest first.
    script
        The script.
    """

    map: str
    groups: tuple[str, ...]
    script: str


def draw(scene: Scene) -> Drawing:
    """Let folium draw a scene's features: the backdrop's countries, then a group a layer."""
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
    drawn.location = None  # type: ignore[assignment]  # so that nothing is drawn before the page's script knows how large the map is
    drawn.add_to(figure)
    # Countries lie below the lines of the backdrop, every other feature above them.
    folium.map.CustomPane("countries", z_index=300).add_to(drawn)
    features = list(scene.features.values())
    groups = [_group("backdrop", (f for f in features if f.quiet), scene, pane="countries")]
    groups += [
        _group(f"layer-{n}", (f for f in features if not f.quiet and f.layer == name), scene)
        for n, name in enumerate((*scene.layers, None))
    ]
    for group in groups:
        group.add_to(drawn)
    for number, element in enumerate(_elements(drawn)):
        element._id = str(number)
    return Drawing(
        map=drawn.get_name(),
        groups=tuple(group.get_name() for group in groups),
        script=_squeezed(figure.render()),
    )


def _group(
    name: str, features: Iterable[Feature], scene: Scene, pane: str = "overlayPane"
) -> folium.FeatureGroup:
    drawn = [
        {
            "type": "Feature",
            "id": feature.id,
            "properties": {"look": " ".join(("feature", *looks(feature, scene)))},
            "geometry": _geojson(_rough(feature, scene.frame), scene.frame.digits),
        }
        for feature in features
        if not feature.geometry.is_empty
    ]
    group = folium.FeatureGroup(name=name)
    if drawn:
        folium.GeoJson(
            {"type": "FeatureCollection", "features": drawn},
            style_function=lambda feature: {"className": feature["properties"]["look"]},
            marker=folium.CircleMarker(radius=7),
            pane=pane,
            smooth_factor=0,  # Leaflet would simplify each shape for itself, and shared edges would part
        ).add_to(group)
    return group


def looks(feature: Feature, scene: Scene) -> list[str]:
    """Return the classes that style a feature: its layer's number and sign, its shape, its extent."""
    if feature.quiet:
        return ["quiet"]
    layer = layer_classes(feature.layer, scene)
    if feature.flow is not None:
        return [*layer, "flow"]
    assert feature.place is not None
    shape = {0: "spot", 1: "line", 2: "area"}[int(shapely.get_dimensions(feature.geometry).max(initial=0))]
    water = ["wet"] if look_of(feature) == "water" and shape == "area" else []
    pale = [scene.paleness(feature)] if shape == "area" else []
    return [*layer, shape, feature.place.extent, *water, *filter(None, pale)]


def is_area(feature: Feature) -> bool:
    """Tell whether a feature is drawn as an area."""
    return bool((shapely.get_dimensions(shapely.get_parts(feature.geometry)) == 2).any())


def _rough(feature: Feature, frame: Frame) -> BaseGeometry:
    """Leave the detail of an area to its outline, which the page's script gives to the browser as one path.

    Leaflet, which handles vertex after vertex, needs to know only where it lies.
    """
    if not is_area(feature):
        return feature.geometry
    west, south, east, north = feature.geometry.bounds
    rough = min((frame.square.east - frame.square.west) / 60, max(east - west, north - south) / 12)
    parts = shapely.get_parts(feature.geometry)
    sizes = shapely.area(parts)
    large = parts[sizes >= min(rough**2, sizes.max())]
    return shapely.MultiPolygon([*shapely.get_parts(shapely.simplify(large, rough))])


def layer_classes(layer: str | None, scene: Scene) -> list[str]:
    """Return the classes of a layer: its number and its sign, or "plain" for what is in none.

    They are ours: a document's own names and signs never become a class.
    """
    if layer is None:
        return ["plain"]
    sign = scene.styles[layer].symbol
    return [f"k{list(scene.layers).index(layer)}", f"s-{sign if sign in SIGNS else 'circle'}"]


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
