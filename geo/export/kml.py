"""KML 2.2: one styled folder for each layer; every value of a feature is extended data.

KML has no dotted lines, so an approximate area has no edge, and says so in the legend (the document's
description) and in its balloon. The names of lines and areas, which Google Earth does not draw, are a folder
of points without a sign.

A balloon in Google Earth shows its text as HTML in which ``$[name]`` stands for a value, so the description
is escaped for both before the XML is, and the balloon shows nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from ..document import geometry_to_json
from ..drawing.features import Feature, Features
from ..kinds import LayerStyle
from .shared import credits, doubt_words, legend, rows, title

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "�")
_LABEL = "ffffffff"
_LINE_ALPHA, _PALE_ALPHA, _FILL_ALPHA = "ff", "80", "4d"  # a doubtful place has a pale icon, and no fill


def kml(features: Features) -> bytes:
    """Write a KML document; a feature of several layers is in the folder of its main layer."""
    root = Element("kml", {"xmlns": _NAMESPACE})
    whole = SubElement(root, "Document")
    _text(whole, "name", title(features.document))
    looks = [
        features.say("edgeless") if look == "dotted" else words for look, words in legend(features).items()
    ]
    _text(whole, "description", "".join(f"<p>{_inert(t)}</p>" for t in (*looks, credits(features.document))))
    found = list(features.layered())
    for layer, extent, doubtful in dict.fromkeys((f.layer, f.extent, f.doubtful) for f in found):
        look = features.styles[layer or ""]
        font = features.document.map.text_font
        _style(whole, _style_id(layer, extent, doubtful), look, extent, font, hollow=doubtful)
    unnamed = features.document.map.unlabelled
    if wide := [f for f in found if f.place and f.extent != "point" and f.place.id not in unnamed]:
        unsigned = SubElement(whole, "Style", {"id": "name"})
        _text(SubElement(unsigned, "IconStyle"), "scale", "0")
        _text(SubElement(unsigned, "LabelStyle"), "color", _LABEL)
    flat = rows(features)
    for name, style in features.styles.items():
        folder = SubElement(whole, "Folder", {"id": f"layer-{name}"})
        _text(folder, "name", features.say.layer(style.title))
        for row in (row for row in flat if row["layer"] == name):
            feature = features.by_id[row["id"]]
            _placemark(folder, row, feature, named=feature.origin.id not in unnamed)
    if wide:
        _names(whole, wide)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _style_id(layer: str | None, extent: str, doubtful: bool) -> str:
    return f"{'hollow' if doubtful else 'style'}-{extent}-{layer}"


def _style(parent: Element, name: str, style: LayerStyle, extent: str, font: str, *, hollow: bool) -> None:
    """Write a style of a layer; a KML colour is alpha, blue, green, red; a font is the balloon's."""
    red, green, blue = style.colour[1:3], style.colour[3:5], style.colour[5:7]
    ink = f"{blue}{green}{red}"
    out = SubElement(parent, "Style", {"id": name})
    _text(SubElement(out, "IconStyle"), "color", (_PALE_ALPHA if hollow else _LINE_ALPHA) + ink)
    _text(SubElement(out, "LabelStyle"), "color", _LABEL)
    line = SubElement(out, "LineStyle")
    _text(line, "color", _LINE_ALPHA + ink)
    _text(line, "width", "1" if hollow else "2")
    area, edge = SubElement(out, "PolyStyle"), hollow or extent != "approximate"
    _text(area, "color", ("00" if hollow else _FILL_ALPHA) + ink)
    _text(area, "outline", "1" if edge else "0")
    text = f'<font face="{font}">$[description]</font>' if font else "$[description]"
    _text(SubElement(out, "BalloonStyle"), "text", text)


def _placemark(parent: Element, row: Mapping[str, Any], feature: Feature, *, named: bool) -> None:
    mark = SubElement(parent, "Placemark", {"id": row["id"]})
    _text(mark, "name", feature.title)
    sentences = dict.fromkeys(m["sentence"] for m in json.loads(row["mentions"]))
    quoted = "".join(f"<p>{_inert(s)}</p>" for s in sentences)
    doubt = f"<p>{_inert(doubtful)}</p>" if (doubtful := doubt_words(feature)) else ""
    told = ", ".join(
        [row["kind_label"], *([feature.say("extent_said")] if feature.extent == "approximate" else [])]
    )
    _text(mark, "description", f"<h3>{_inert(feature.title)}</h3><p>{_inert(told)}</p>{doubt}{quoted}")
    _text(mark, "styleUrl", "#" + _style_id(feature.layer, feature.extent, feature.doubtful))
    if not named:
        _text(SubElement(SubElement(mark, "Style"), "LabelStyle"), "scale", "0")
    data = SubElement(mark, "ExtendedData")
    for key, value in row.items():
        if key not in ("geometry", "name") and isinstance(value, str | int | float):
            _text(SubElement(data, "Data", {"name": str(key)}), "value", str(value))
    mark.append(_geometry(row["geometry"]))


def _names(parent: Element, features: Sequence[Feature]) -> None:
    """Write the names of lines and areas, each at its place's point, with a style that has no sign."""
    folder = SubElement(parent, "Folder", {"id": "names"})
    _text(folder, "name", features[0].say("names_of_lines"))
    for feature in features:
        mark = SubElement(folder, "Placemark")
        _text(mark, "name", feature.title)
        _text(mark, "styleUrl", "#name")
        if place := feature.place:
            _text(SubElement(mark, "Point"), "coordinates", _tuples([[place.lng, place.lat]]))


def _geometry(geometry: BaseGeometry) -> Element:
    parts = list(_parts(geometry))
    if len(parts) == 1:
        return parts[0]
    multiple = Element("MultiGeometry")
    multiple.extend(parts)
    return multiple


def _parts(geometry: BaseGeometry) -> Iterator[Element]:
    import shapely

    for part in shapely.get_parts(geometry):
        data = geometry_to_json(part)
        kind, coordinates = data["type"], data["coordinates"]
        element = Element(kind)
        if kind == "Polygon":
            for number, ring in enumerate(coordinates):
                edge = SubElement(element, "innerBoundaryIs" if number else "outerBoundaryIs")
                _text(SubElement(edge, "LinearRing"), "coordinates", _tuples(ring))
        else:
            if kind == "LineString":
                _text(element, "tessellate", "1")
            _text(element, "coordinates", _tuples([coordinates] if kind == "Point" else coordinates))
        yield element


def _tuples(coordinates: list[list[float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in coordinates)


def _inert(text: str) -> str:
    return escape(text).replace("$", "&#36;")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text.translate(_UNWRITABLE)
