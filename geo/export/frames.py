"""GeoDataFrames: a document's layers for pandas, and the tables of the formats that GDAL and Arrow write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..document import MapDocument
from ..drawing.features import Feature, Features, build_features
from ..kinds import LayerStyle
from .shared import rows

if TYPE_CHECKING:
    import geopandas as gpd

CLASSES = ("points", "lines", "areas")
"""What tables of features without, with one and with two dimensions are called."""

_TYPES = {
    "confidence": "float64",
    **dict.fromkeys(("mention_count", "claim_count", "text_start", "text_end"), "int64"),
}
"""Types of the flat table's columns that are not text."""


class Layers(dict[str, "gpd.GeoDataFrame"]):
    """Layer name → GeoDataFrame in EPSG:4326 (longitude, latitude), one row a feature, indexed by its id.

    The columns are the members of the GeoJSON export, and ``geometry``. Only layers with features are in it,
    in the document's order or, without layers in the document, by kind of place. In a layer, places come in
    the order of their first mention, then flows. A feature of several layers has the same row in each.
    ``styles`` has the same keys; ``document`` is the document that the layers were built from.
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
        # The type object keeps None; other types would turn it into NaN.
        columns = {
            c: pd.Series([m[c] for m in members], index=[f.id for f in found], dtype=object)
            for c in members[0]
        }
        layers[name] = gpd.GeoDataFrame(columns, geometry=[f.geometry for f in found], crs="EPSG:4326")
    return layers


def table(features: Features) -> gpd.GeoDataFrame:
    """Make the flat table of all features, each once, in EPSG:4326; needs one feature at least."""
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
    """Return the tables of a GeoPackage: name → (map layer, ids of its features).

    First the tables that hold the features, each once, which belong to no layer (``""``): points, lines and
    areas apart, because a GIS draws a table with one kind of symbol. Then the views of each layer, of points,
    lines and areas apart where it has several.

    Examples
    --------
    >>> from geo import geoparse
    >>> tables(build_features(geoparse("They met in Oslo.")))
    {'feature_points': ('', ['place-geonames-3143244']), 'cities': ('cities', ['place-geonames-3143244'])}
    """
    out = {f"feature_{part}": ("", ids) for part, ids in _by_class(features.layered())}
    for name in features.layers:
        parts = _by_class(features.of(name))
        out |= {name if len(parts) == 1 else f"{name}_{part}": (name, ids) for part, ids in parts}
    return out


def _by_class(features: Iterable[Feature]) -> list[tuple[str, list[str]]]:
    import shapely

    ids: dict[int, list[str]] = {}
    for feature in features:
        ids.setdefault(int(shapely.get_dimensions(feature.geometry)), []).append(feature.id)
    return [(CLASSES[n], ids[n]) for n in sorted(ids)]
