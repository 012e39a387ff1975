"""From a document to layers: GeoDataFrames in EPSG:4326, of fixed order and precision.

A document's own layers hold what the story says of places and movements; without them, a place stands in the
layer of its kind. The page and every export are made from these layers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document import MapDocument
from ..model import Claim, Flow, FlowMention, Place, Toponym
from .curves import Ends, flow_curves

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry


class LayerStyle(NamedTuple):
    """How a layer is called and drawn: title, theme, colour ``#rrggbb``, SVG dash array, name of its sign."""

    title: str
    theme: str
    colour: str
    dash: str
    symbol: str


class LayerKind(NamedTuple):
    """A layer by kind: its name, its style, and the kinds of place that it holds."""

    name: str
    style: LayerStyle
    kinds: tuple[str, ...]


def _kind(name: str, title: str, colour: str, symbol: str, kinds: str) -> LayerKind:
    return LayerKind(name, LayerStyle(title, "", colour, "", symbol), tuple(kinds.split()))


# The colours are Okabe and Ito's, which differ for every kind of sight.
LAYER_KINDS = (
    _kind("regions", "Regions and valleys", "#009e73", "diamond", "region valley mountain desert island"),
    _kind("units", "States and provinces", "#e69f00", "square", "admin1 admin2 admin3"),
    _kind("water", "Water", "#0072b2", "drop", "lake river sea ocean"),
    _kind("cities", "Cities and towns", "#d55e00", "circle", "populated_place"),
    _kind("sites", "Sites", "#f0e442", "triangle", "airport facility"),
    _kind("borders", "Borders", "#cc79a7", "bar", "border"),
    _kind("countries", "Countries", "#999999", "ring", "country continent"),
    _kind("flows", "Movements", "#000000", "arrow", "flow"),
)
"""The layers by kind, in the order in which they are listed."""

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
    "from",
    "to",
    "direction",
    "subject",
)


# A feature's id goes through folium, which evaluates templates in it: only what no template is made of.
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


class Layers(dict[str, "gpd.GeoDataFrame"]):
    """Layer name → GeoDataFrame, EPSG:4326, one row a feature, indexed by the feature's id.

    The columns are those of ``COLUMNS`` and ``geometry``, as GeoJSON's members of the same names.
    Only layers with features are there, in the document's order or that of ``LAYER_KINDS``; within a layer
    places stand in the order of their first mention, flows after them. A feature of several layers is the
    same row in each. ``styles`` has the same keys; ``document`` is what they were built from.
    """

    styles: dict[str, LayerStyle]
    document: MapDocument


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

    Examples
    --------
    >>> from geo import geoparse
    >>> for name, frame in build_layers(geoparse("They met in Oslo.")).items():
    ...     print(name, list(frame["name"]), frame.crs)
    cities ['Oslo'] EPSG:4326
    """
    import geopandas as gpd
    import pandas as pd
    import shapely

    members, styles = _members(document)
    where: dict[str, list[str]] = {}
    for name, counts in members.items():
        for fid in counts:
            where.setdefault(fid, []).append(name)
    for fid, names in where.items():  # the main layer of a feature is that of most of its mentions
        names.sort(key=lambda name, fid=fid: (-members[name][fid], len(members[name])))  # type: ignore[misc]
    features = {
        f["id"]: f
        for f in (
            *(_place_feature(document, document.places[p], said) for p, said in document.mentions().items()),
            *_flow_features(document),
        )
    }
    layers = Layers()
    layers.styles = {}
    layers.document = document
    for name, counts in members.items():
        rows = [{**features[fid], "layers": where[fid]} for fid in features if fid in counts]
        if rows:
            layers.styles[name] = styles[name]
            index = [row["id"] for row in rows]
            # Objects: what is null stays None, where pandas would make NaN of it.
            columns = {c: pd.Series([row[c] for row in rows], index=index, dtype=object) for c in COLUMNS}
            layers[name] = gpd.GeoDataFrame(
                columns,
                geometry=[shapely.orient_polygons(row["geometry"]) for row in rows],
                crs="EPSG:4326",
            )
    return layers


def _members(document: MapDocument) -> tuple[dict[str, Counter[str]], dict[str, LayerStyle]]:
    """Return layer name → id of each feature in it → its mentions there, and layer name → style."""
    if not document.layers:
        members = {kind.name: Counter[str]() for kind in LAYER_KINDS}
        for place_id in document.mentions():
            place = document.places[place_id]
            members[_LAYER_OF[place.kind]][feature_id(place)] += 1
        members[_LAYER_OF["flow"]].update(flow.id for flow in document.flows)
        return members, {kind.name: kind.style for kind in LAYER_KINDS}
    placed = {t.id: p for p, said in document.mentions().items() for t in said}
    members = {
        layer.name: Counter(
            [*(feature_id(document.places[placed[t]]) for t in layer.toponyms if t in placed), *layer.flows]
        )
        for layer in document.layers
    }
    styles = {
        layer.name: LayerStyle(layer.title, layer.theme, layer.colour, layer.dash, layer.symbol)
        for layer in document.layers
    }
    return members, styles


def _place_feature(document: MapDocument, place: Place, toponyms: Sequence[Toponym]) -> dict[str, Any]:
    return {
        "id": feature_id(place),
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "countries": list(place.countries),
        "gazetteer_id": None if place.id.startswith(("border:", "user:")) else place.id,
        "extent": place.extent,
        "extent_method": place.extent_method,
        "confidence": max(t.resolution.confidence for t in toponyms if t.resolution),
        "mentions": [_mention(document, t, t.kind) for t in toponyms],
        "claims": [_claim(c) for c in document.claims if place.id in c.places],
        "from": None,
        "to": None,
        "direction": None,
        "subject": None,
        "geometry": place_geometry(place),
    }


def _flow_features(document: MapDocument) -> Iterator[dict[str, Any]]:
    """Yield the features of flows, whose curves are laid together; from a point to itself there is none."""
    from shapely import LineString

    nodes = [document.places[p].point for p in document.mentions()]
    curves = flow_curves(
        {
            flow.id: Ends(document.places[flow.origin].point, document.places[flow.destination].point)
            for flow in document.flows
        },
        nodes,
    )
    for flow in document.flows:
        curve = LineString(flow.course) if flow.course else curves[flow.id]
        if not curve.is_empty:
            yield _flow_feature(document, flow, curve)


def _flow_feature(document: MapDocument, flow: Flow, curve: BaseGeometry) -> dict[str, Any]:
    ends = [document.places[flow.origin], document.places[flow.destination]]
    countries = sorted({c for p in ends for c in p.countries})
    return {
        "id": flow.id,
        "name": flow.name or f"{ends[0].name} {'↔' if flow.direction == 'both ways' else '→'} {ends[1].name}",
        "kind": "flow",
        "country": countries[0] if len(countries) == 1 else None,
        "countries": countries,
        "gazetteer_id": None,
        "extent": "approximate",
        "extent_method": "as drawn by hand"
        if flow.course
        else "a curve between representative points, no route",
        "confidence": min(_confidence(document, p) for p in ends),
        "mentions": [_mention(document, m, "flow") for m in flow.mentions],
        "claims": [_claim(c) for c in document.claims if flow.id in c.flows],
        "from": feature_id(ends[0]),
        "to": feature_id(ends[1]),
        "direction": flow.direction,
        "subject": flow.subject,
        "geometry": curve,
    }


def _confidence(document: MapDocument, place: Place) -> float:
    said = document.mentions().get(place.id, ())
    return max((t.resolution.confidence for t in said if t.resolution), default=0.0)


def _mention(document: MapDocument, span: Toponym | FlowMention, kind: str) -> dict[str, Any]:
    return {
        "sentence_id": span.sentence_id,
        "sentence": document.text_of(span.sentence_id),
        "surface": span.surface,
        "start": span.start,
        "end": span.end,
        "kind": kind,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    """Return a claim as GeoJSON has it."""
    return {
        "id": claim.id,
        "sentence_id": claim.sentence_id,
        "places": list(claim.places),
        "flows": list(claim.flows),
        "together": claim.together,
        "quantity": claim.quantity,
        "quantity_max": claim.quantity_max,
        "unit": claim.unit,
        "per": claim.per,
        "qualifier": claim.qualifier,
        "subject": claim.subject,
        "time": claim.time,
        "source": claim.source,
        "measured": asdict(claim.measured) if claim.measured else None,
    }
