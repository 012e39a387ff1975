"""Every format but the page: a document's layers as files that other programs read.

A module here is a family of formats: ``geojson``, ``tables`` (CSV, GeoParquet), ``gdal`` (GeoPackage with
``qgis`` styles, FlatGeobuf, PMTiles), ``kml``, ``linked`` (Linked Places, Web Annotation), ``maplibre`` and
``picture`` (SVG, PNG). ``features`` holds what they share. `FORMATS` lists them all; a family is imported
when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..drawing.layers import build_layers
from ..errors import ExportError

if TYPE_CHECKING:
    from ..document import MapDocument

__all__ = ["FORMATS", "Format", "export", "format_of"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is, the suffix of its files, and who writes it.

    Attributes
    ----------
    what
        In words, for lists of formats.
    suffix
        Of a file's name, with its dot; formats that share one have ``""`` and are asked for by name.
    writer
        ``module.function`` in this package, called with the document and its layers.
    binary
        Whether it is no text, which no terminal should be shown.
    needs
        Modules of the extra ``export`` that must be installed.
    empty
        Whether it has a form for a document without features.
    """

    what: str
    suffix: str
    writer: str
    binary: bool = False
    needs: tuple[str, ...] = ()
    empty: bool = False


FORMATS = {
    "geojson": Format(
        "GeoJSON, RFC 7946, with simplestyle colours", ".geojson", "geojson.geojson", empty=True
    ),
    "geoparquet": Format("GeoParquet 1.1", ".parquet", "tables.geoparquet", binary=True, needs=("pyarrow",)),
    "gpkg": Format("GeoPackage with styles for QGIS", ".gpkg", "gdal.geopackage", binary=True),
    "flatgeobuf": Format("FlatGeobuf", ".fgb", "gdal.flatgeobuf", binary=True),
    "kml": Format("KML 2.2, for Google Earth", ".kml", "kml.kml"),
    "topojson": Format("TopoJSON, shared edges once", ".topojson", "geojson.topojson", needs=("topojson",)),
    "csv": Format("CSV with WKT, longitude and latitude", ".csv", "tables.csv"),
    "pmtiles": Format("PMTiles, vector tiles in one file", ".pmtiles", "gdal.pmtiles", binary=True),
    "svg": Format("the still map as SVG", ".svg", "picture.svg", empty=True),
    "png": Format(
        "the still map as PNG",
        ".png",
        "picture.png",
        binary=True,
        needs=("resvg_py", "font_source_sans_pro"),
        empty=True,
    ),
    "linked-places": Format("Linked Places Format 1.3, JSON-LD", ".jsonld", "linked.linked_places"),
    "web-annotation": Format("W3C Web Annotation, JSON-LD", "", "linked.web_annotation"),
    "maplibre": Format("a MapLibre style with its data inlined", "", "maplibre.maplibre"),
}
"""Format name → format, in the order in which they are listed."""


def export(document: MapDocument, format: str = "geojson") -> bytes:
    """Write a document's layers in another format.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    format
        One of ``FORMATS``; ``geojson`` is RFC 7946: EPSG:4326, longitude first, one feature a place or flow.

    Returns
    -------
    bytes
        The file's content, the same in every run.

    Raises
    ------
    ExportError
        For a format that is not known or whose package is not installed, and where nothing has a place (but
        as GeoJSON or a picture, which may be without features).

    Examples
    --------
    >>> from geo import geoparse
    >>> print(export(geoparse("They met in Oslo."), "csv").decode()[:37])
    id,name,kind,layer,layers,country,cou
    """
    if format not in FORMATS:
        raise ExportError(f"{format}: not a format; expected one of {', '.join(FORMATS)}")
    wanted = FORMATS[format]
    if missing := [name for name in wanted.needs if find_spec(name) is None]:
        raise ExportError(
            f"{format}: needs {' and '.join(missing)}, not installed; run: pip install 'dateline[export]'"
        )
    layers = build_layers(document)
    if not layers and not wanted.empty:
        raise ExportError(
            f"{document.article.source or 'the text'}: no toponym in it has a place; expected one at least "
            f"to write {format}; geojson, svg and png may be empty"
        )
    from ..drawing.scene.colours import distinct

    layers.styles = distinct(layers.styles)  # as the page has them
    module, _, function = wanted.writer.partition(".")
    data: bytes = getattr(import_module(f".{module}", __name__), function)(document, layers)
    return data


def format_of(name: str) -> str:
    """Return the format that a file's suffix stands for; ``.json``, none and ``-`` are GeoJSON.

    Raises
    ------
    ExportError
        If the suffix is none of a format.

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
