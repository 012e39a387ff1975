"""Every format except the page: a document's features as files that other programs read.

A module here is a family of formats: ``geojson``, ``tables`` (CSV, GeoParquet), ``gdal`` (GeoPackage with
``qgis`` styles, FlatGeobuf, PMTiles), ``project`` (QGIS), ``kml``, ``linked`` (Linked Places, Web
Annotation), ``tei``, ``maplibre``, ``picture`` (SVG, PNG) and ``folium``. `FORMATS` lists them; a module is
imported when it is first used.
``shared`` holds what they share, ``frames`` makes GeoDataFrames, ``edited`` reads back what a GIS changed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..drawing.sizes import SIZES
from ..errors import ExportError

if TYPE_CHECKING:
    from ..document import MapDocument
    from .edited import overlay
    from .frames import Layers, build_layers

__all__ = ["FORMATS", "SIZES", "Format", "Layers", "build_layers", "export", "format_of", "overlay"]


_HOMES = {"Layers": "frames", "build_layers": "frames", "overlay": "edited"}


def __getattr__(name: str) -> object:
    """Import a name from its module when it is first asked for: to read an article needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


class Format(Struct, frozen=True):
    """A format: what it is, the suffix of its files, and the function that writes it.

    Attributes
    ----------
    what
        The format in words, for lists of formats.
    suffix
        Of a file's name, with its dot; ``""`` for a format that shares its suffix and is chosen by name.
    writer
        ``module.function`` in this package, called with the document's features.
    binary
        Whether it is binary, which a terminal cannot show.
    needs
        Modules of the extra ``export`` that must be installed.
    empty
        Whether a document without features can be written in it.
    sizes
        Whether it is drawn in one of ``SIZES``.
    """

    what: str
    suffix: str
    writer: str
    binary: bool = False
    needs: tuple[str, ...] = ()
    empty: bool = False
    sizes: bool = False


FORMATS = {
    "geojson": Format(
        "GeoJSON, RFC 7946, with simplestyle colours", ".geojson", "geojson.geojson", empty=True
    ),
    "geoparquet": Format("GeoParquet 1.1", ".parquet", "tables.geoparquet", binary=True, needs=("pyarrow",)),
    "gpkg": Format("GeoPackage with styles for QGIS", ".gpkg", "gdal.geopackage", binary=True),
    "qgis": Format(
        "a QGIS project with layer groups and a print layout", ".qgz", "project.project", binary=True
    ),
    "flatgeobuf": Format("FlatGeobuf", ".fgb", "gdal.flatgeobuf", binary=True),
    "kml": Format("KML 2.2, for Google Earth", ".kml", "kml.kml"),
    "topojson": Format("TopoJSON, shared edges once", ".topojson", "geojson.topojson", needs=("topojson",)),
    "csv": Format("CSV with WKT, longitude and latitude", ".csv", "tables.csv"),
    "pmtiles": Format("PMTiles, vector tiles in one file", ".pmtiles", "gdal.pmtiles", binary=True),
    "svg": Format("the still map as SVG", ".svg", "picture.svg", empty=True, sizes=True),
    "png": Format(
        "the still map as PNG",
        ".png",
        "picture.png",
        binary=True,
        needs=("resvg_py", "font_source_sans_pro"),
        empty=True,
        sizes=True,
    ),
    "linked-places": Format("Linked Places Format 1.3, JSON-LD", ".jsonld", "linked.linked_places"),
    "web-annotation": Format("W3C Web Annotation, JSON-LD", "", "linked.web_annotation"),
    "tei": Format("TEI, the text with its places marked", ".xml", "tei.tei", empty=True),
    "maplibre": Format("a MapLibre style with its data inlined", "", "maplibre.maplibre"),
    "folium": Format("a folium map, one HTML file that needs no network", "", "folium.html", empty=True),
}
"""Format name → format, in the order in which they are listed."""


def export(document: MapDocument, format: str = "geojson", *, cdn: bool = False, size: str = "page") -> bytes:
    """Write a document's layers in another format.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    format
        One of ``FORMATS``; ``geojson`` is RFC 7946: EPSG:4326, longitude first, one feature a place or flow.
    cdn
        Whether a ``folium`` map links its files from the network instead of holding them.

    size
        Of a still map (``svg``, ``png``): ``page``, 1200 pixels wide; ``column``, 540 pixels, for 85 to 90 mm
        of a newspaper; ``screen``, about 16:9. All have letters of one size.

    Returns
    -------
    bytes
        The file's content, the same in every run.

    Raises
    ------
    ExportError
        If the format or the size is unknown, if a package that it needs is not installed, if `cdn` is given
        for another format than ``folium`` or `size` for another than ``svg`` and ``png``, or if no toponym
        has a place (GeoJSON, pictures and folium maps may be empty).

    Examples
    --------
    >>> from geo import geoparse
    >>> print(export(geoparse("They met in Oslo."), "csv").decode("utf-8-sig")[:37])
    id,name,kind,kind_label,layer,layers,
    """
    if format not in FORMATS:
        raise ExportError(f"{format}: not a format; expected one of {', '.join(FORMATS)}")
    wanted = FORMATS[format]
    if cdn and format != "folium":
        raise ExportError(f"{format}: links no files; expected the format folium with cdn")
    if size != "page" and (size not in SIZES or not wanted.sizes):
        raise ExportError(
            f"{format}, size {size}: not a size of it; expected one of {', '.join(SIZES)} with svg or png"
        )
    if missing := [name for name in wanted.needs if find_spec(name) is None]:
        raise ExportError(
            f"{format}: needs {' and '.join(missing)}, not installed; run: pip install 'dateline[export]'"
        )
    from ..drawing.features import build_features

    features = build_features(document)
    if not features.layers and not wanted.empty:
        raise ExportError(
            f"{document.article.source or 'the text'}: no toponym in it has a place; expected one at least "
            f"to write {format}; {', '.join(name for name, f in FORMATS.items() if f.empty)} may be empty"
        )
    module, _, function = wanted.writer.partition(".")
    options: dict[str, Any] = {"cdn": True} if cdn else {"size": size} if wanted.sizes else {}
    data: bytes = getattr(import_module(f".{module}", __name__), function)(features, **options)
    return data


def format_of(name: str) -> str:
    """Return the format that a file's suffix stands for; ``.json``, no suffix and ``-`` are GeoJSON.

    Raises
    ------
    ExportError
        If no format has this suffix.

    Examples
    --------
    >>> format_of("places.fgb"), format_of("-")
    ('flatgeobuf', 'geojson')
    """
    if PurePath(name).suffix.lower() in ("", ".json"):
        return "geojson"
    suffixes = {wanted.suffix: key for key, wanted in FORMATS.items() if wanted.suffix}
    for suffix, key in suffixes.items():
        if name.lower().endswith(suffix):
            return key
    raise ExportError(
        f"{name}: no format has this suffix; expected one of {', '.join(suffixes)}, or name it with --format"
    )
