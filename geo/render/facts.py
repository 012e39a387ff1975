"""What the page's script shows, as one JSON value: features, mentions, claims, labels and backdrop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ..model import Candidate, Claim, Place, Resolution
from ..scene import Feature, Scene, label_point, look_of
from ..scene.signs import sign_path
from ..words import Vocabulary
from .claims import claim_words, measured_words, together_words
from .drawing import layer_classes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SEEN_PART = 0.02  # of the view, from which on a country of the backdrop is named
_OTHERS = 4  # candidates that a card lists beside the chosen one

WORDS = (
    "address_copied approximate because chosen close demonym how_sure link_to_sentence next next_mention "
    "nothing_found number_of others outside previous previous_mention reset said_here search_hits "
    "zoom_in zoom_out"
).split()
"""Keys of the words that the script shows."""


def facts(scene: Scene, say: Vocabulary) -> dict[str, Any]:
    """Collect what the script shows; ids, numbers and text, in a fixed order."""
    document, frame = scene.document, scene.frame
    resolutions = _Numbered()
    busy = _busy([f.geometry for f in scene.features.values() if not f.quiet], scene)
    claims = {c.id: n for n, c in enumerate(document.claims)}
    mentions = document.mentions()
    features = []
    for feature in scene.features.values():
        told: dict[str, Any] = {
            "id": feature.id,
            "name": feature.name,
            "look": look_of(feature),
            "layers": [list(scene.layers).index(name) for name in feature.layers],
            "classes": " ".join(["quiet"] if feature.quiet else layer_classes(feature.layer, scene)),
        }
        if feature.place is not None:
            place = feature.place
            node = scene.nodes.get(feature.id) if feature.quiet else None
            point = label_point(feature.geometry, frame.square, busy if feature.quiet else None)
            told |= {
                "kind": say.kind(place),
                "where": ", ".join(place.parents),
                "extent": say.extent(place),
                "node": [round(node.lat, 4), round(node.lng, 4)] if node else None,
                "label": point[::-1] if point else None,
                "mentions": [
                    [t.id, t.sentence_id, t.kind, resolutions.number(_resolution(t.resolution, say))]
                    for t in mentions[place.id]
                    if t.resolution
                ],
                "claims": [claims[c.id] for c in document.claims if place.id in c.places],
            }
        else:
            told |= _flow(feature, scene, say, claims)
        features.append(told)
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
        "towns": list(_towns(scene)),
        "nodes": [[round(n.lat, 4), round(n.lng, 4)] for n in scene.nodes.values()],
        "repeats": {s.id: s.repeats for s in document.sentences if s.repeats},
        "view": [[story.south, story.west], [story.north, story.east]],
        "bounds": [[frame.box.south, frame.box.west], [frame.box.north, frame.box.east]],
        "maxZoom": frame.max_zoom,
        "backdrop": {
            "scale": 10**frame.digits,
            "land": _packed((a.geometry for a in scene.basemap.countries), frame.digits),
            "lakes": _packed([scene.basemap.lakes], frame.digits),
            "units": _packed([scene.basemap.units], frame.digits),
            "disputed": _packed([scene.basemap.disputed], frame.digits),
        },
    }


def _many(say: Vocabulary) -> str:
    """Return the words for many mentions, with a place for their number."""
    return say.counted(9, "mention").replace("9", "{n}")


def _flow(feature: Feature, scene: Scene, say: Vocabulary, claims: dict[str, int]) -> dict[str, Any]:
    flow = feature.flow
    assert flow is not None
    ends = scene.document.places
    point = label_point(feature.geometry, scene.frame.square)
    return {
        "kind": say("flow"),
        "where": flow.subject,
        "extent": say("flow_extent"),
        "label": point[::-1] if point else None,
        "ends": [
            say("from_place" if flow.direction == "one way" else "towards", place=ends[flow.origin].name),
            say("towards", place=ends[flow.destination].name),
        ],
        "both": flow.direction == "both ways",
        "mentions": [[None, m.sentence_id, "flow", None, m.surface] for m in flow.mentions],
        "claims": [claims[c.id] for c in scene.document.claims if flow.id in c.flows],
    }


def _claim(claim: Claim, scene: Scene, say: Vocabulary) -> dict[str, Any]:
    return {
        "said": claim_words(claim),
        "together": together_words(claim, scene.by_origin, say),
        "source": say("said_by", source=claim.source) if claim.source else None,
        "sentence": claim.sentence_id,
        "measured": measured_words(claim, say),
    }


class _Numbered:
    """Keeps each of many equal values once; they are then named by number."""

    def __init__(self) -> None:
        self.values: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: dict[str, Any]) -> int:
        number = self._numbers.setdefault(json.dumps(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


def _resolution(resolution: Resolution, say: Vocabulary) -> dict[str, Any]:
    return {
        "confidence": f"{say.confidence(resolution.confidence)} ({resolution.confidence:.0%})",
        "reasons": list(resolution.reasons),
        "others": list(_others(resolution.place, resolution.candidates, say)),
    }


def _others(chosen: Place | None, candidates: Iterable[Candidate], say: Vocabulary) -> list[str]:
    others = [say.described(c.place) for c in candidates if chosen is None or c.place.id != chosen.id]
    return list(dict.fromkeys(others))[:_OTHERS]


def _context(scene: Scene, busy: BaseGeometry) -> Iterator[list[Any]]:
    """Name the countries of the backdrop that take up a part of the view, for orientation."""
    square = shapely.box(*scene.frame.square)
    for country in scene.basemap.countries:
        seen = shapely.clip_by_rect(country.geometry, *scene.frame.square)
        if seen.area > _SEEN_PART * square.area and (point := label_point(seen, scene.frame.square, busy)):
            yield [country.name, point[::-1]]


def _towns(scene: Scene) -> Iterator[list[Any]]:
    """Name towns for orientation, the best known first, but those of the story itself."""
    story = {f.name for f in scene.features.values()}
    for town in scene.orientation.towns:
        if town.name not in story:
            turn = 360 * round((scene.frame.middle - town.lng) / 360)
            yield [town.name, [round(town.lat, 3), round(town.lng + turn, 3)]]


def _busy(geometries: list[BaseGeometry], scene: Scene) -> BaseGeometry:
    """Return where the story's own places and their labels are, roughly."""
    room = (scene.frame.square.east - scene.frame.square.west) / 25
    busy = shapely.make_valid(shapely.simplify(geometries, room))
    return shapely.buffer(shapely.union_all(busy), room, quad_segs=2)


def _packed(geometries: Iterable[BaseGeometry], digits: int) -> list[list[list[int]]]:
    """Pack polygons (lists of rings) or lines as steps from vertex to vertex, in units of 10^-digits degree.

    Each ring is [lng, lat, step, step, …], integers; the script adds them up.
    """
    out = []
    for part in shapely.get_parts(list(geometries)):
        rings = shapely.get_rings(part) if shapely.get_dimensions(part) == 2 else [part]
        packed = [steps for ring in rings if len(steps := _steps(ring, digits)) > 2]
        if packed:
            out.append(packed)
    return out


def _steps(line: BaseGeometry, digits: int) -> list[int]:
    vertices = np.rint(shapely.get_coordinates(line) * 10**digits).astype(np.int64)
    steps = np.diff(vertices, axis=0)
    moved = steps[steps.any(axis=1)]
    return [int(v) for v in np.concatenate([vertices[:1], moved]).ravel()]
