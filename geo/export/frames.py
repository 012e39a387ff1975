"""GeoDataFrames: a document's layers for pandas, and the tables of the formats that GDAL and Arrow write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..document import MapDocument
from ..drawing.features import Features, build_features
from ..kinds import LayerStyle
from .shared import rows

if TYPE_CHECKING:
    import geopandas as gpd

_CLASSES = ("points", "lines", "areas")
_TYPES = {"confidence": "float64", **dict.fromkeys(("mention_count", "text_start", "text_end"), "int64")}
"""Types of the flat table's columns that are not text."""


class Layers(dict[str, "gpd.GeoDataFrame"]):
    """Layer name → GeoDataFrame, EPSG:4326, one row a feature, indexed by the feature's id.

    The columns are GeoJSON's members of the same names, and ``geometry``. Only layers with features are
    there, in the document's order or that of the layers by kind; within a layer places stand in the order of
    their first mention, flows after them. A feature of several layers is the same row in each. ``styles`` has
    the same keys; ``document`` is what they were built from.
    """

    styles: Mapping[str, LayerStyle]
    document: MapDocument


def build_layers(document: MapDocument) -> Layers:
    """Build the layers of a document.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.

    Returns
    -------
    Layers
        EPSG:4326; empty for a document in which no toponym has a place.

    Examples
    --------
    >>> from geo import geoparse
    >>> for name, frame in build_layers(geoparse("They met in Oslo.")).items():
    ...     print(name, list(frame["name"]), frame.crs)
    cities ['Oslo'] EPSG:4326
    """
    import geopandas as gpd
    import pandas as pd

    features = build_features(document)
    layers = Layers()
    layers.styles, layers.document = features.layers, document
    for name in features.layers:
        found = features.of(name)
        members = [f.members() for f in found]
        # Objects: what is null stays None, where pandas would make NaN of it.
        columns = {
            c: pd.Series([m[c] for m in members], index=[f.id for f in found], dtype=object)
            for c in members[0]
        }
        layers[name] = gpd.GeoDataFrame(columns, geometry=[f.geometry for f in found], crs="EPSG:4326")
    return layers


def table(features: Features) -> gpd.GeoDataFrame:
    """Make the flat table of all features, each once: EPSG:4326, coordinates rounded."""
    import geopandas as gpd
    import pandas as pd

    flat = rows(features)
    columns: dict[str, Any] = {
        name: pd.Series([row[name] for row in flat], dtype=_TYPES.get(name, "string"))
        for name in flat[0]
        if name != "geometry"
    }
    return gpd.GeoDataFrame(columns, geometry=[row["geometry"] for row in flat], crs="EPSG:4326")


def tables(features: Features) -> dict[str, tuple[str, list[str]]]:
    """Return what a GeoPackage's layers hold: table name → (map layer, ids of the features).

    A layer of mixed geometry becomes a table of points, of lines or of areas each, because a GIS draws a
    table with one kind of symbol.

    Examples
    --------
    >>> from geo import geoparse
    >>> tables(build_features(geoparse("They met in Oslo.")))
    {'cities': ('cities', ['place-geonames-3143244'])}
    """
    import shapely

    out: dict[str, tuple[str, list[str]]] = {}
    for name in features.layers:
        found = features.of(name)
        kinds = [int(shapely.get_dimensions(f.geometry)) for f in found]
        for kind in sorted({*kinds}):
            key = name if len({*kinds}) == 1 else f"{name}_{_CLASSES[kind]}"
            out[key] = (name, [f.id for f, k in zip(found, kinds, strict=True) if k == kind])
    return out
