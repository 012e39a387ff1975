"""A QGIS project: one file (.qgz) that holds its GeoPackage, with a group for each layer and a print layout.

The GeoPackage is an attachment of the project (QGIS 3.22 and later), because a project that stands in a
GeoPackage knows this by its file's name, and is lost when somebody renames the file.
"""

from __future__ import annotations

import io
import math
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..drawing.basemap import mercator
from ..drawing.features import Features
from ..drawing.markup import clean
from .frames import CLASSES, tables
from .gdal import geopackage
from .qgis import SYMBOLS, draw, font_family, looks_of, unnamed
from .shared import box_of, credits, title

_PACKAGE, _PROJECT = "layers.gpkg", "project.qgs"
_PAGE_MM = (297.0, 210.0)  # A4, landscape
_LEGEND_MM = 62.0
_ITEM = 65_636
"""QGIS's number for an item of a print layout; its kinds follow it."""

_SRSID = {"EPSG:4326": "3452", "EPSG:3857": "3857"}  # QGIS's own numbers
_DAY = (2000, 1, 1, 0, 0, 0)
_EARTH = 6_378_137.0  # metres, of EPSG:3857
_LEAST = 10_000.0  # metres of a view


def project(features: Features) -> bytes:
    """Write a QGIS project (.qgz) that holds its GeoPackage: a group for each layer, and a print layout."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in ((_PROJECT, _project(features)), (_PACKAGE, geopackage(features))):
            archive.writestr(ZipInfo(name, _DAY), data, ZIP_DEFLATED)
    return out.getvalue()


def _project(features: Features) -> bytes:
    """Write the project's XML, as QGIS 3.22 and later read it."""
    import shapely

    root = Element("qgis", {"projectname": _inert(title(features.document)), "version": "3.22"})
    SubElement(root, "title").text = _inert(title(features.document))
    _crs(SubElement(root, "projectCrs"), "EPSG:3857")
    settings = SubElement(SubElement(root, "properties"), "SpatialRefSys")
    SubElement(settings, "ProjectionsEnabled", {"type": "int"}).text = "1"
    tree = SubElement(root, "layer-tree-group")
    layers = SubElement(root, "projectlayers")
    order: list[tuple[int, str]] = []
    groups: dict[str, Element] = {}
    for name, (layer, ids) in tables(features).items():
        if not layer:
            continue
        style, found = features.styles[layer], [features.by_id[i] for i in ids]
        dimension = int(shapely.get_dimensions(found[0].geometry))
        if layer not in groups:
            groups[layer] = SubElement(
                tree,
                "layer-tree-group",
                {"name": _inert(features.say.layer(style.title)), "checked": "Qt::Checked"},
            )
        called = CLASSES[dimension]
        source = f"attachment:{_PACKAGE}|layername={name}"
        member = {"id": name, "name": called, "source": source, "providerKey": "ogr"}
        SubElement(groups[layer], "layer-tree-layer", {**member, "checked": "Qt::Checked", "expanded": "1"})
        order.append((dimension, name))
        drawn = SubElement(
            layers,
            "maplayer",
            {"type": "vector", "geometry": ("Point", "Line", "Polygon")[dimension], "labelsEnabled": "1"},
        )
        SubElement(drawn, "id").text = name
        SubElement(drawn, "datasource").text = source
        SubElement(drawn, "layername").text = called
        SubElement(drawn, "provider", {"encoding": "UTF-8"}).text = "ogr"
        _crs(SubElement(drawn, "srs"), "EPSG:4326")
        font, without = features.document.map.map_font, unnamed(features, found)
        draw(drawn, style, SYMBOLS[dimension], looks_of(found), font, without)
    listed = SubElement(tree, "custom-order", {"enabled": "1"})
    for _, name in sorted(order, key=lambda pair: pair[0]):
        SubElement(listed, "item").text = name
    _layout(SubElement(root, "Layouts"), features)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return (head + tostring(root, encoding="unicode")).encode()


def _inert(text: str) -> str:
    """Return a text in which QGIS finds no expression: it evaluates what stands between ``[%`` and ``%]``.

    Examples
    --------
    >>> _inert("[% env('HOME') %]")
    "[ % env('HOME') %]"
    """
    return clean(text).replace("[%", "[ %")


def _crs(parent: Element, code: str) -> None:
    named = SubElement(parent, "spatialrefsys")
    SubElement(named, "srsid").text = _SRSID[code]
    SubElement(named, "authid").text = code


def _layout(parent: Element, features: Features) -> None:
    """Add a print layout: title, map, legend, scale bar and credits on a page of A4."""
    font = features.document.map.map_font
    layout = SubElement(parent, "Layout", {"name": "Map", "units": "mm", "printResolution": "300"})
    width, height = _PAGE_MM
    _item(SubElement(layout, "PageCollection"), 2, 0, 0, width, height)
    for x, y, w, h, words in (
        (10, 6, width - 20, 10, title(features.document)),
        (10, height - 12, width - 20, 8, credits(features.document)),
    ):
        written = _item(layout, 5, x, y, w, h)
        written.set("labelText", _inert(words))
        if font:
            SubElement(written, "LabelFont", {"description": _qt_font(font, 10)})
    listed = _item(layout, 6, width - _LEGEND_MM, 18, _LEGEND_MM - 10, height - 32)
    listed.attrib |= {"map_uuid": "map", "symbolHeight": "2.5", "symbolWidth": "5", "background": "false"}
    styles = SubElement(listed, "styles")
    for part, points in (("title", 9), ("group", 8), ("subgroup", 7), ("symbol", 7), ("symbolLabel", 7)):
        style = SubElement(styles, "style", {"name": part, "marginTop": "1.2", "alignment": "1"})
        SubElement(style, "styleFont", {"description": _qt_font(font, points)})  # QGIS 3.22; newer ones:
        SubElement(
            style, "text-style", {"fontSize": str(points), "fontSizeUnit": "Point"} | font_family(font)
        )
    shown = _item(layout, 3, 10, 18, width - 12 - _LEGEND_MM, height - 32)
    shown.attrib |= {
        "uuid": "map",
        "followPreset": "false",
        "keepLayerSet": "false",
        "frame": "true",
        "background": "true",
    }
    west, south, east, north = features.document.map.frame or box_of(f.geometry for f in features.layered())
    east += 360 if west > east else 0
    left, right = (math.radians(v) * _EARTH for v in (west, east))
    low, high = (math.radians(float(mercator(v))) * _EARTH for v in (south, north))
    more = 0.05 * max(right - left, high - low, _LEAST)
    extent = {"xmin": left - more, "ymin": low - more, "xmax": right + more, "ymax": high + more}
    SubElement(shown, "Extent", {key: f"{value:.0f}" for key, value in extent.items()})


def _qt_font(font: str, points: int) -> str:
    """Describe a font as Qt does; an empty family is the default one.

    Examples
    --------
    >>> _qt_font("Charter", 9)
    'Charter,9,-1,5,50,0,0,0,0,0'
    """
    return f"{font},{points},-1,5,50,0,0,0,0,0"


def _item(parent: Element, kind: int, x: float, y: float, width: float, height: float) -> Element:
    """Add an item of a kind to a print layout, in millimetres."""
    place = {"position": f"{x:g},{y:g},mm", "positionOnPage": f"{x:g},{y:g},mm"}
    size = {"size": f"{width:g},{height:g},mm", "visibility": "1", "zValue": "1"}
    return SubElement(parent, "LayoutItem", {"type": str(_ITEM + kind), **place, **size})
