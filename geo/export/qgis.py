"""For QGIS: styles (QML), which it reads from a table of the GeoPackage and applies by itself.

A layer is drawn in its colour; an approximate extent has a dotted edge, a doubtful feature is hollow. Labels
are the features' names, with a question mark for doubtful ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from xml.etree.ElementTree import Element, SubElement, tostring

from ..drawing.features import Feature, Features
from ..kinds import LayerStyle

STYLES_TABLE = "layer_styles"
"""The table in which QGIS looks for styles."""

GEOMETRY = "geom"
"""GDAL's name for a GeoPackage's geometry column."""

_LOOKS = {
    "surveyed": "surveyed",
    "approximate": "approximate (dotted)",
    "point": "point",
    "flow": "movement",
}
_LOOK = """concat(if("kind" = 'flow', 'flow', "extent"), ' ', "certainty")"""
_LABEL = """concat("name", if("certainty" = 'doubtful', '?', ''))"""
SYMBOLS = ("marker", "line", "fill")
"""QGIS's symbols of points, lines and areas."""

_SHAPES = {"drop": "pentagon", "bar": "line", "ring": "circle"}


def layer_styles(
    features: Features, tables: Mapping[str, tuple[str, list[str]]]
) -> list[dict[str, str | int]]:
    """Make the rows of QGIS's table of styles, one for each table of the GeoPackage that is a layer's.

    Parameters
    ----------
    features
        The features, with their layers' styles.
    tables
        Table name → (map layer, ids of its features); all features of a table have one type of geometry.
    """
    import shapely

    rows: list[dict[str, str | int]] = []
    for name, (layer, ids) in tables.items():
        if not layer:
            continue
        style = features.styles[layer]
        found = [features.by_id[i] for i in ids]
        rows.append(
            {
                "f_table_catalog": "",
                "f_table_schema": "",
                "f_table_name": name,
                "f_geometry_column": GEOMETRY,
                "styleName": name,
                "styleQML": qml(
                    style,
                    SYMBOLS[int(shapely.get_dimensions(found[0].geometry))],
                    looks_of(found),
                    features.document.map.map_font,
                    unnamed(features, found),
                ),
                "styleSLD": "",
                "useAsDefault": 1,
                "description": features.say.layer(style.title),
                "owner": "",
                "ui": "",
            }
        )
    return rows


def unnamed(features: Features, found: Iterable[Feature]) -> list[str]:
    """List the ids of those features whose names a person does not want on the map."""
    return [f.id for f in found if f.origin.id in features.document.map.unlabelled]


def looks_of(found: Iterable[Feature]) -> list[tuple[str, str]]:
    """List the looks that features have: how good their extent is, or ``flow``, and how sure they are."""
    have = {("flow" if f.flow else f.extent, f.certainty) for f in found}
    return [look for look in product(_LOOKS, ("sure", "doubtful")) if look in have]


def qml(
    style: LayerStyle,
    symbol: str,
    looks: Sequence[tuple[str, str]],
    font: str = "",
    without: Sequence[str] = (),
) -> str:
    """Write a layer's style as QML.

    Parameters
    ----------
    style
        The layer's style.
    symbol
        ``marker``, ``line`` or ``fill``: what the layer's geometry is drawn with.
    looks
        The looks that its features have, each a line of the legend.
    font
        The family of its labels; empty for QGIS's own.
    without
        Ids of the features that have no label.

    Examples
    --------
    >>> water = LayerStyle("Water", "", "#0072b2", "", "drop")
    >>> qml(water, "line", [("surveyed", "sure"), ("approximate", "sure")]).count('value="dot"')
    1
    """
    root = Element("qgis", {"version": "3.22", "styleCategories": "Symbology|Labeling|Fields"})
    draw(root, style, symbol, looks, font, without)
    SubElement(root, "previewExpression").text = '"name"'
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def draw(
    root: Element,
    style: LayerStyle,
    symbol: str,
    looks: Sequence[tuple[str, str]],
    font: str = "",
    without: Sequence[str] = (),
) -> None:
    """Add a layer's symbols and labels to its element."""
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": _LOOK})
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (extent, certainty) in enumerate(looks):
        label = _LOOKS[extent] + (", doubtful" if certainty == "doubtful" else "")
        SubElement(
            categories,
            "category",
            {
                "symbol": str(number),
                "value": f"{extent} {certainty}",
                "label": label,
                "render": "true",
                "type": "string",
            },
        )
        box = SubElement(symbols, "symbol", {"name": str(number), "type": symbol, "alpha": "1"})
        _symbol_layer(box, style, symbol, extent, hollow=certainty == "doubtful")
    labeling = SubElement(root, "labeling", {"type": "simple"})
    settings = SubElement(labeling, "settings")
    ids = ", ".join(f"'{fid}'" for fid in without)
    label = f"""if("id" IN ({ids}), '', {_LABEL})""" if without else _LABEL
    text = SubElement(
        settings,
        "text-style",
        {"fieldName": label, "isExpression": "1", "fontSize": "9", "textColor": "51,51,51,255"}
        | font_family(font),
    )
    SubElement(text, "text-buffer", {"bufferDraw": "1", "bufferSize": "1", "bufferColor": "255,255,255,255"})


def font_family(font: str) -> dict[str, str]:
    """Return the attribute that gives a text of QGIS its font; none for QGIS's own."""
    return {"fontFamily": font} if font else {}


def _symbol_layer(parent: Element, style: LayerStyle, symbol: str, extent: str, *, hollow: bool) -> None:
    ink, tint = _rgba(style.colour, 255), _rgba(style.colour, 0 if hollow else 77)
    edge = "dot" if extent == "approximate" else "solid"
    if symbol == "marker":
        shape = _SHAPES.get(style.symbol, style.symbol)
        kind, options = (
            "SimpleMarker",
            {
                "name": shape,
                "color": "255,255,255,255" if hollow else ink,
                "size": "3",
                "outline_color": ink if hollow else "51,51,51,255",
                "outline_width": "0.5" if hollow else "0",
            },
        )
    elif symbol == "line":
        kind, options = "SimpleLine", {"line_color": ink, "line_style": edge, "capstyle": "round"}
        options["line_width"] = "0.3" if hollow else "0.6"
        if extent == "flow" and (pattern := ";".join(style.dash.replace(",", " ").split())):
            options |= {"use_custom_dash": "1", "customdash": pattern, "customdash_unit": "Pixel"}
    else:
        kind, options = "SimpleFill", {"color": tint, "style": "solid", "outline_color": ink}
        options |= {"outline_width": "0.5", "outline_style": edge}
    layer = SubElement(parent, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    listed = SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        SubElement(listed, "Option", {"name": name, "type": "QString", "value": value})


def _rgba(colour: str, alpha: int) -> str:
    """Write a colour ``#rrggbb`` as QGIS does: red, green, blue and alpha, 0 to 255.

    Examples
    --------
    >>> _rgba("#0072b2", 255)
    '0,114,178,255'
    """
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + f",{alpha}"
