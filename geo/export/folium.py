"""folium layers for somebody else's map, whose popups carry text that nothing evaluates.

A folium element is a template that is rendered twice, into a script. So the popups' text is written as JSON
in which every character that a template, a script or markup could take for its own is a ``\\u00XX`` escape,
and the script shows it as text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import folium
import shapely
from folium.utilities import JsCode

from ..document import MapDocument
from ..drawing.layers import build_layers
from ..drawing.scene.colours import distinct

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&{}%#$`'"}

_POPUP = """function (feature, layer) {
  const told = %s;
  const [, name, sentences] = told.find(([id]) => id === feature.id);
  const box = document.createElement("div");
  for (const [tag, text] of [["b", name], ...sentences.map((s) => ["p", s])]) {
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  }
  layer.bindPopup(box);
}"""


def folium_layers(document: MapDocument) -> list[folium.FeatureGroup]:
    """Make folium layers of a document, for a map of your own.

    Each feature has a popup with its name and its sentences. Text from the article travels as escaped JSON
    and is shown as text, so nothing in it is evaluated, by folium's templates or by the browser.

    Returns
    -------
    list of folium.FeatureGroup
        One a layer, in the order of the layers, with titles for folium's layer control; empty for a
        document without places.

    Examples
    --------
    >>> from geo import geoparse
    >>> [group.layer_name for group in folium_layers(geoparse("They met in Oslo."))]
    ['Cities and towns']
    """
    layers = build_layers(document)
    styles = distinct(layers.styles)  # as the page has them
    groups = []
    for name, rows in layers.items():
        style = styles[name]
        told = [
            [fid, title, [m["sentence"] for m in mentions]]
            for fid, title, mentions in zip(rows.index, rows["name"], rows["mentions"], strict=True)
        ]
        features = [
            {
                "type": "Feature",
                "id": fid,
                "properties": {"dash": style.dash or ("5 4" if extent == "approximate" else None)},
                "geometry": json.loads(shapely.to_geojson(geometry)),
            }
            for fid, extent, geometry in zip(rows.index, rows["extent"], rows.geometry, strict=True)
        ]
        group = folium.FeatureGroup(name=label(style.title))
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            style_function=lambda f, colour=style.colour: {
                "color": colour,
                "weight": 2,
                "fillOpacity": 0.3,
                "dashArray": f["properties"]["dash"],
            },
            marker=folium.CircleMarker(radius=6, fill=True),
            on_each_feature=JsCode(_POPUP % escaped(told)),
        ).add_to(group)
        groups.append(group)
    return groups


def label(title: str) -> str:
    """Write a title as folium's layer control needs it: a template evaluates it, then it is read as HTML.

    Examples
    --------
    >>> print(label("Água & {{ 7*7 }}"))
    Água &#38; &#123;&#123; 7&#42;7 &#125;&#125;
    """
    return "".join(c if c.isalnum() or c in " -,." else f"&#{ord(c)};" for c in title)


def escaped(data: Sequence[object]) -> str:
    """Write lists of text as JSON without any character that has a meaning elsewhere.

    Examples
    --------
    >>> print(escaped(["{{ 7*7 }}", "</script>"]))
    ["\\u007b\\u007b 7*7 \\u007d\\u007d", "\\u003c/script\\u003e"]
    """
    return json.dumps(data).translate(_ESCAPES)
