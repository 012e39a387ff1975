"""From a document to layers: GeoDataFrames in EPSG:4326, of fixed order and precision.

A layer holds what the places are; a place stands in the layer of its kind, once. The page and every export
are made from these layers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from .document import MapDocument
from .model import Place, Toponym

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry


class LayerKind(NamedTuple):
    """A layer of the map: its name, its title, and the kinds of place that it holds."""

    name: str
    title: str
    kinds: tuple[str, ...]


LAYER_KINDS = (
    LayerKind("regions", "Regions and valleys", ("region", "valley", "mountain", "desert", "island")),
    LayerKind("units", "States and provinces", ("admin1", "admin2", "admin3")),
    LayerKind("water", "Water", ("lake", "river", "sea", "ocean")),
    LayerKind("cities", "Cities and towns", ("populated_place",)),
    LayerKind("sites", "Sites", ("airport", "facility")),
    LayerKind("borders", "Borders", ("border",)),
    LayerKind("countries", "Countries", ("country", "continent")),
)
"""The layers, in the order in which they are listed."""

_LAYER_OF = {kind: layer.name for layer in LAYER_KINDS for kind in layer.kinds}

COLUMNS = (
    "id",
    "name",
    "kind",
    "country",
    "countries",
    "layers",
    "gazetteer_id",
    "extent",
    "extent_method",
    "confidence",
    "mentions",
    "claims",
)


# A feature's id goes through folium, which evaluates templates in it: only what no template is made of.
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


class Layers(dict[str, "gpd.GeoDataFrame"]):
    """Layer name → GeoDataFrame, EPSG:4326, one row a feature, indexed by the feature's id.

    The columns are those of ``COLUMNS`` and ``geometry``, as GeoJSON's members of the same names.
    Only layers with features are there, in the order of ``LAYER_KINDS``; within a layer the features
    stand in the order of their first mention.
    """


def feature_id(place: Place) -> str:
    """Return the id of a place's feature, which is also its anchor in the page.

    Examples
    --------
    >>> feature_id(Place("geonames:3936456", "Lima", "populated_place", -77.03, -12.04))
    'place-geonames-3936456'
    >>> feature_id(Place("border:bo-pe", "Bolivia–Peru border", "border", -69.0, -13.0))
    'border-bo-pe'
    """
    source, _, rest = place.id.partition(":")
    safe = _UNSAFE.sub("-", rest)
    return f"border-{safe}" if source == "border" else f"place-{_UNSAFE.sub('-', source)}-{safe}"


def place_geometry(place: Place) -> BaseGeometry:
    """Return what is drawn of a place: its geometry, or else its point."""
    from shapely import Point

    return place.geometry if place.geometry is not None else Point(place.lng, place.lat)


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
    """
    import geopandas as gpd
    import shapely

    rows: dict[str, list[dict[str, Any]]] = {}
    for place_id, toponyms in document.mentions().items():
        place = document.places[place_id]
        rows.setdefault(_LAYER_OF[place.kind], []).append(_feature(document, place, toponyms))
    layers = Layers()
    for layer in LAYER_KINDS:
        if features := rows.get(layer.name):
            frame = gpd.GeoDataFrame(
                {name: [f[name] for f in features] for name in COLUMNS},
                geometry=[shapely.orient_polygons(f["geometry"]) for f in features],
                index=[f["id"] for f in features],
                crs="EPSG:4326",
            )
            layers[layer.name] = frame
    return layers


def _feature(document: MapDocument, place: Place, toponyms: list[Toponym]) -> dict[str, Any]:
    return {
        "id": feature_id(place),
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "countries": list(place.countries),
        "layers": [_LAYER_OF[place.kind]],
        "gazetteer_id": None if place.kind == "border" else place.id,
        "extent": place.extent,
        "extent_method": place.extent_method,
        "confidence": max(t.resolution.confidence for t in toponyms if t.resolution),
        "mentions": [
            {
                "sentence_id": t.sentence_id,
                "sentence": document.text_of(t.sentence_id),
                "surface": t.surface,
                "start": t.start,
                "end": t.end,
                "kind": t.kind,
            }
            for t in toponyms
        ],
        "claims": [],
        "geometry": place_geometry(place),
    }
