"""The data of the page's script, as one JSON value: features, mentions, claims, labels and backdrop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...languages import (
    Vocabulary,
    measured_words,
    polarity_words,
    said_words,
    source_words,
    together_words,
)
from ...model import Candidate, Claim, Place, Resolution
from ..basemap import Basemap, mercator
from ..scene import Frame, Scene, Shown, busy_area, label_point
from ..signs import sign_path
from ..still import path_steps
from .drawing import drawn_geometry, is_area, layer_classes, shape_classes
from .story import passage_id

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SEEN_PART = 0.02  # of the view; a smaller country of the backdrop is not named
_LETTER = 0.006  # of the view's width: half the width of a capital letter of a country's name
_OTHERS = 4  # candidates that a card lists besides the chosen one

WORDS = (
    "address_copied approximate because chosen close demonym exit_screen how_sure link_to_sentence next "
    "next_mention nothing_found number_of others outside previous previous_mention reset said_here "
    "search_first search_hits zoom_in zoom_out"
).split()
"""Keys of the words that the script shows."""


def facts(scene: Scene, say: Vocabulary) -> dict[str, Any]:
    """Collect the data that the script shows: ids, numbers and text, in a fixed order."""
    document, frame = scene.document, scene.frame
    resolutions, plane = _Numbered(), _Plane(frame)
    room = (frame.square.east - frame.square.west) / 25
    busy = busy_area((f.geometry for f in scene.features.values() if not scene.is_behind(f)), room, room)
    claims = {c.id: n for n, c in enumerate(document.claims)}
    mentions = document.mentions()
    features = []
    for feature in scene.features.values():
        shown: dict[str, Any] = {
            "id": feature.id,
            "name": feature.name,
            "look": feature.look,
            "layers": [list(scene.styles).index(name) for name in feature.feature.layers],
            "classes": " ".join(["quiet"] if feature.quiet else layer_classes(feature.layer, scene)),
            "shape": " ".join(shape_classes(feature, scene)),
            "geometry": drawn_geometry(feature, frame),
        }
        if feature.place is not None:
            place = feature.place
            node = scene.nodes.get(feature.id) if feature.quiet else None
            point = label_point(feature.geometry, frame.square, busy if scene.is_behind(feature) else None)
            shown |= {
                "kind": say.kind(place),
                "where": ", ".join(place.parents),
                "extent": say.extent(place),
                "outline": plane.path([feature.geometry]) if is_area(feature) else None,
                "node": [round(node.lat, 4), round(node.lng, 4)] if node else None,
                "label": point[::-1] if point else None,
                "mentions": [
                    [t.id, t.sentence_id, t.kind, resolutions.number(_resolution(t.resolution, say))]
                    for t in mentions[place.id]
                    if t.resolution
                ],
                "claims": [claims[c.id] for c in feature.feature.claims],
            }
        else:
            shown |= _flow(feature, scene, say, claims)
        features.append(shown)
    story = frame.story
    return {
        "words": {key: say(key) for key in WORDS} | {"mentions": [say.counted(1, "mention"), _many(say)]},
        "features": features,
        "resolutions": resolutions.values,
        "claims": [_claim(c, scene, say) for c in document.claims],
        "layers": [
            {"name": name, "title": say.layer(style.title), "sign": sign_path(style.symbol)}
            for name, style in scene.styles.items()
        ],
        "context": list(_context(scene, busy)),
        "towns": [list(named) for named in _around(scene.orientation.towns, scene)],
        "waters": [
            [water.place.name, [[round(lat, 3), round(lng, 3)] for lng, lat in water.spots]]
            for water in scene.waters
        ],
        "nodes": [[round(n.lat, 4), round(n.lng, 4)] for n in scene.nodes.values()],
        "repeats": {s.id: s.repeats for s in document.sentences if s.repeats},
        "view": [[story.south, story.west], [story.north, story.east]],
        "bounds": [[frame.box.south, frame.box.west], [frame.box.north, frame.box.east]],
        "maxZoom": frame.max_zoom,
        "plane": {"scale": plane.scale, "west": plane.west, "north": plane.north},
        "backdrop": _backdrop(scene.basemap, plane),
        "pales": scene.basemap.relief[-1].pales if scene.basemap.relief else None,
    }


def _many(say: Vocabulary) -> str:
    """Return the words for many mentions, with ``{n}`` for their number."""
    return say.counted(9, "mention").replace("9", "{n}")


def _flow(feature: Shown, scene: Scene, say: Vocabulary, claims: dict[str, int]) -> dict[str, Any]:
    flow = feature.flow
    assert flow is not None
    ends = scene.document.places
    point = label_point(feature.geometry, scene.frame.square)
    return {
        "kind": say("flow"),
        "where": ", ".join(filter(None, (flow.subject, polarity_words(flow.polarity, say)))),
        "extent": say("flow_extent"),
        "label": point[::-1] if point else None,
        "ends": [
            say("from_place" if flow.direction == "one way" else "towards", place=ends[flow.origin].name),
            say("towards", place=ends[flow.destination].name),
        ],
        "both": flow.direction == "both ways",
        "mentions": [
            [passage_id(flow, n), m.sentence_id, "flow", None, m.surface] for n, m in enumerate(flow.mentions)
        ],
        "claims": [claims[c.id] for c in feature.feature.claims],
    }


def _claim(claim: Claim, scene: Scene, say: Vocabulary) -> dict[str, Any]:
    return {
        "said": said_words(claim, say),
        "together": together_words(claim, scene.names_of(claim), say),
        "source": source_words(claim, say),
        "sentence": claim.sentence_id,
        "measured": measured_words(claim, say),
    }


class _Numbered:
    """Keeps equal values once, and gives each value a number."""

    def __init__(self) -> None:
        self.values: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: dict[str, Any]) -> int:
        number = self._numbers.setdefault(json.dumps(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


def _resolution(resolution: Resolution, say: Vocabulary) -> dict[str, Any]:
    reasons, language = say.messages(*resolution.reasons)
    return {
        "confidence": say.confidence(resolution.confidence),
        "reasons": reasons,
        "language": language,
        "others": list(_others(resolution.place, resolution.candidates, say)),
    }


def _others(chosen: Place | None, candidates: Iterable[Candidate], say: Vocabulary) -> list[str]:
    others = [say.described(c.place) for c in candidates if chosen is None or c.place.id != chosen.id]
    return list(dict.fromkeys(others))[:_OTHERS]


def _context(scene: Scene, busy: BaseGeometry) -> Iterator[list[Any]]:
    """Yield name and point of each country of the backdrop that covers enough of the view."""
    square = shapely.box(*scene.frame.square)
    letter = _LETTER * (scene.frame.square.east - scene.frame.square.west)
    for country in scene.basemap.countries:
        seen = shapely.clip_by_rect(country.geometry, *scene.frame.square)
        wide = seen.bounds[2] - seen.bounds[0] > letter * len(country.name)
        if seen.area < _SEEN_PART * square.area or not wide:
            continue  # its name would cover its neighbours
        if point := label_point(seen, scene.frame.square, busy):
            yield [country.name, point[::-1]]


def _around(places: Iterable[Place], scene: Scene) -> Iterator[tuple[str, list[float]]]:
    """Yield names and points of places for orientation, without those of the story."""
    story = {f.name for f in scene.features.values()}
    for place in places:
        if place.name not in story:
            turn = 360 * round((scene.frame.middle - place.lng) / 360)
            yield place.name, [round(place.lat, 3), round(place.lng + turn, 3)]


class _Plane:
    """Writes geometries as SVG paths in Web Mercator, from the north-west corner of the frame's box.

    A unit is 1 / ``scale`` degree of longitude; y increases to the south.
    """

    def __init__(self, frame: Frame) -> None:
        self.scale: int = 10**frame.digits
        self.west, self.north = frame.box.west, float(mercator(frame.box.north))

    def path(self, geometries: Iterable[BaseGeometry]) -> str:
        return path_steps(shapely.transform(list(geometries), self._flat))

    def _flat(self, lnglat: NDArray[np.float64]) -> NDArray[np.float64]:
        lng, lat = lnglat.T
        return np.column_stack([lng - self.west, self.north - mercator(lat)]) * self.scale


def _backdrop(basemap: Basemap, plane: _Plane) -> dict[str, str]:
    return {
        "land": plane.path(a.geometry for a in basemap.countries),
        "lakes": plane.path([basemap.lakes]),
        "units": plane.path([basemap.units]),
        "disputed": plane.path([basemap.disputed]),
    }
