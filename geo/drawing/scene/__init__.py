"""What a map shows, before anyone draws it; the page and the still map are two drawings of one scene.

Stands between ``layers`` and ``basemap``, and ``still`` and ``render``. ``frame`` says what part of the world
is shown, ``orientation`` what helps to see where that is, ``colours`` which shades can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ...document import MapDocument
from ...languages import Vocabulary, vocabulary
from ...model import BBox, Flow, LngLat, Place
from ..basemap import Basemap, clip_basemap, shift_near
from ..layers import Layers, LayerStyle, build_layers, feature_id, place_geometry
from .colours import ASIDE, distinct
from .frame import Frame, frame_story
from .orientation import Orientation, Water, open_waters, orient

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Feature", "Frame", "Scene", "label_point", "look_of", "set_scene"]

CONTEXT_KINDS = frozenset({"country", "continent"})
"""Kinds of place that are a backdrop beside any other place."""

_WIDE, _AROUND = 0.07, 0.45  # shares of the view, from which on an area is pale, and hardly filled
_WIDEST_WITH_UNITS = 100.0  # degrees of a view in which first-level units are outlined

_LOOKS = {
    **dict.fromkeys(("country", "continent"), "country"),
    **dict.fromkeys(("lake", "river", "sea", "ocean"), "water"),
    **dict.fromkeys(("populated_place", "airport", "facility"), "town"),
    "border": "line",
}


@dataclass(frozen=True)
class Feature:
    """A place or a flow as it is drawn.

    Attributes
    ----------
    id
        The feature's id.
    name
        What it is called on the map.
    place, flow
        One of them.
    layers
        Names of its layers, the main one first; empty where it is in none.
    quiet
        Whether it is drawn as a part of the backdrop, because there are more special places.
    geometry
        EPSG:4326, longitudes continuous; of a place clipped to the frame's box, and empty where it lies
        outside; of a flow the whole curve.
    """

    id: str
    name: str
    place: Place | None
    flow: Flow | None
    layers: tuple[str, ...]
    quiet: bool
    geometry: BaseGeometry

    @property
    def layer(self) -> str | None:
        """The main layer's name."""
        return self.layers[0] if self.layers else None


@dataclass(frozen=True)
class Scene:
    """A document, its layers, and how they lie on the map.

    ``features`` has every place that is mentioned, in the order of first mention, then every flow.
    """

    document: MapDocument
    layers: Layers
    frame: Frame
    basemap: Basemap
    orientation: Orientation
    waters: tuple[Water, ...]
    features: Mapping[str, Feature]

    @cached_property
    def styles(self) -> Mapping[str, LayerStyle]:
        """The layers' styles, each in a colour of its own."""
        return distinct(self.layers.styles)

    @cached_property
    def by_origin(self) -> Mapping[str, Feature]:
        """Id of a place or flow → its feature."""
        both = ((f.place or f.flow, f) for f in self.features.values())
        return {origin.id: f for origin, f in both if origin}

    def paleness(self, feature: Feature) -> str:
        """Tell how pale an area is drawn, so that it does not outweigh what lies in it.

        Returns
        -------
        str
            "around" for what most of the view lies in, "faint" for what is wide, or mentioned beside what the
            story is about; else "".
        """
        square = self.frame.square
        box = (square.east - square.west) * (square.north - square.south)
        share = shapely.area(shapely.clip_by_rect(feature.geometry, *square)) / box
        aside = feature.layer is not None and self.styles[feature.layer].colour == ASIDE
        return "around" if share > _AROUND else "faint" if aside or share > _WIDE else ""

    def is_behind(self, feature: Feature) -> bool:
        """Tell whether a feature is what other places lie in and on: its name keeps clear of theirs."""
        return feature.quiet or self.paleness(feature) == "around"

    @property
    def beyond(self) -> list[Feature]:
        """What the first view leaves out because it is far from all else."""
        return [self.features[feature_id(self.document.places[i])] for i in self.frame.beyond]

    @cached_property
    def nodes(self) -> Mapping[str, LngLat]:
        """Id of a feature that a flow begins or ends at, and that is not drawn as a point → where that is."""
        found = {}
        for flow in (f.flow for f in self.features.values() if f.flow):
            for end in (flow.origin, flow.destination):
                feature, place = self.by_origin.get(end), self.document.places[end]
                if feature is None or feature.geometry.geom_type != "Point":
                    [(x, y)] = shift_near(shapely.Point(place.point), self.frame.middle).coords
                    found[feature_id(place)] = LngLat(x, y)
        return found

    @cached_property
    def alone(self) -> bool:
        """Whether the story's places are countries and nothing else."""
        return all(f.place is None or f.place.kind in CONTEXT_KINDS for f in self.features.values())


def look_of(feature: Feature) -> str:
    """Return how a feature's name is written: town, area, water, line, country or flow."""
    return "flow" if feature.place is None else _LOOKS.get(feature.place.kind, "area")


def set_scene(document: MapDocument, say: Vocabulary | None = None) -> Scene:
    """Lay out a document's map, with names as a language has them; one without places shows the world."""
    say = say or vocabulary("en")
    document = replace(document, places={i: say.called(p) for i, p in document.places.items()})
    layers = build_layers(document)
    frame = frame_story(document)
    places = {i: document.places[i] for i in document.mentions()}
    ends = {i: document.places[i] for f in document.flows for i in (f.origin, f.destination)}
    basemap = clip_basemap(
        frame.box,
        detail=frame.detail,
        tolerance=frame.tolerance,
        places=places.values(),
        unit_countries=_unit_countries(places.values(), frame),
        sha256=document.provenance.basemap,
    )
    members = {fid: names for rows in layers.values() for fid, names in rows["layers"].items()}
    quiet = any(p.kind not in CONTEXT_KINDS for p in (places | ends).values())
    features = {}
    for i, place in places.items():
        fid = feature_id(place)
        geometry = basemap.places[i] if i in basemap.places else _spot(place, frame)
        features[fid] = Feature(
            fid,
            place.name,
            place,
            None,
            tuple(members.get(fid, ())),
            quiet and place.kind in CONTEXT_KINDS,
            geometry,
        )
    curves = {
        fid: geometry
        for rows in layers.values()
        for fid, kind, geometry in zip(rows.index, rows["kind"], rows.geometry, strict=True)
        if kind == "flow"
    }
    for flow in document.flows:
        if flow.id in curves:
            line = _unrolled(curves[flow.id], frame.middle)
            arrow = "↔" if flow.direction == "both ways" else "→"
            name = flow.name or f"{ends[flow.origin].name} {arrow} {ends[flow.destination].name}"
            features[flow.id] = Feature(flow.id, name, None, flow, tuple(members[flow.id]), False, line)
    named = tuple(area._replace(name=say.country(area.name)) for area in basemap.countries)
    basemap = replace(basemap, countries=named)
    orientation = orient(frame.detail, document.provenance)
    land = [country.geometry for country in basemap.countries]
    land += [f.geometry for f in features.values() if f.place and f.place.kind == "country"]
    waters = tuple(
        water._replace(place=say.called(water.place))
        for water in open_waters(orientation.waters, land, frame.square)
        if feature_id(water.place) not in features
    )
    return Scene(document, layers, frame, basemap, orientation, waters, features)


def _unit_countries(places: Iterable[Place], frame: Frame) -> set[str]:
    """Return the countries whose units are outlined; none where that would be a net over half a world."""
    if frame.square.east - frame.square.west > _WIDEST_WITH_UNITS:
        return set()
    return {p.country for p in places if p.country and p.kind not in CONTEXT_KINDS}


def _spot(place: Place, frame: Frame) -> BaseGeometry:
    """Return a place's point, empty where it lies outside of what is drawn."""
    return shapely.clip_by_rect(shift_near(place_geometry(place), frame.middle), *frame.box)


def _unrolled(curve: BaseGeometry, middle: float) -> BaseGeometry:
    """Move a curve, whose longitudes may jump at the 180th meridian, into the map's range of longitudes."""
    xy = shapely.get_coordinates(curve)
    xy[:, 0] = np.unwrap(xy[:, 0], period=360)
    xy[:, 0] += 360 * np.round((middle - xy[:, 0].mean()) / 360)
    return shapely.LineString(xy)


def label_point(
    geometry: BaseGeometry, view: BBox, busy: BaseGeometry | None = None
) -> tuple[float, float] | None:
    """Find where a label belongs: in the widest part in view that is not busy, or on the middle of a line.

    Returns
    -------
    tuple of float, or None
        (lng, lat); None for what is not in view at all.
    """
    if geometry.is_empty:
        return None
    # What was simplified may cross itself by less than a pixel.
    seen = shapely.make_valid(shapely.clip_by_rect(geometry, *view))
    if busy is not None:
        seen = shapely.difference(seen, busy)
    parts = shapely.get_parts(seen if not seen.is_empty else shapely.make_valid(geometry))
    if not len(parts):
        return None
    dimension = shapely.get_dimensions(parts).max()
    sizes = shapely.area(parts) if dimension == 2 else shapely.length(parts)
    part = parts[int(np.argmax(sizes))]
    if dimension == 2:
        slack = max(1e-4, float(np.sqrt(shapely.area(part))) / 30)
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, slack), 0)
    elif dimension == 1:
        point = shapely.line_interpolate_point(part, 0.5, normalized=True)
    else:
        point = part
    return round(point.x, 4), round(point.y, 4)
