"""The data of the page's script, as one JSON value: features, mentions, claims, labels and backdrop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import ceil, cos, radians
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...languages import (
    Vocabulary,
    measured_words,
    source_words,
)
from ...model import BBox, Candidate, Claim, Flow, Place, Resolution, Route
from ..basemap import Basemap, clipped, mercator, pixel, shift_near
from ..colours import ASIDE
from ..contested import contested
from ..features import feature_id, line_words
from ..lettering import LETTERING
from ..quoted import quoted, shared_words
from ..scene import Frame, Room, Scene, Shown, axis, busy_area, importance, label_point, main_part, room
from ..signs import WAVE, sign_path
from ..still import path_steps
from .drawing import is_area, layer_classes, rough_area, shape_classes
from .story import passage_id

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_ROOMS = 3  # for a name, besides the largest
_LEAST_ROOM = 0.5  # a name of the backdrop has at least this share of the room that it needs at first
_MAP_WIDTH = 640  # pixels of a usual map
# Pixels of a letter with the space after it, and of a line: of a country's name, and of other names.
_CAPITALS, _LETTERS = (13, 20), (8, 18)
_STEPS = 2  # of an outline's coordinates in a pixel of the deepest zoom
_DEGREE_M = 111_320  # metres in a degree of longitude at the equator
_SLIVER = 0.01  # of a country: less is not what its name means
_OTHERS = 4  # candidates that a card lists besides the chosen one

WORDS = (
    "address_copied approximate because chosen close demonym exit_screen how_sure link_to_sentence "
    "next next_mention nothing_found number_of others outside previous previous_mention reset said_here "
    "search_first search_hits zoom_in zoom_out"
).split()
"""Keys of the words that the script shows."""


def facts(scene: Scene, say: Vocabulary) -> dict[str, Any]:
    """Collect the data that the script shows: ids, numbers and text, in a fixed order."""
    document, frame = scene.document, scene.frame
    plane = _Plane(frame)
    room = (frame.square.east - frame.square.west) / 25
    busy = busy_area((f.geometry for f in scene.features.values() if not scene.is_behind(f)), room, room)
    places = _Places(scene, say, plane, busy)
    features, ground = [], scene.ground
    for feature in scene.features.values():
        shown: dict[str, Any] = {
            "id": feature.id,
            "name": feature.title if feature.place else scene.titled(feature),
            "look": feature.look,
            "layers": [list(scene.styles).index(feature.layer)] if feature.layer else [],
            "classes": " ".join(["quiet"] if feature.quiet else layer_classes(feature.layer, scene)),
            "shape": " ".join(shape_classes(feature, scene)),
            "geometry": plane.geometry(feature, frame),
        }
        view = document.map
        for wish, ids in (("always", view.labelled), ("never", view.unlabelled)):
            if feature.feature.origin.id in ids:
                shown["named"] = wish
        for form in ("circle", "width"):
            if size := scene.size(feature, form):
                shown[form] = size
        if feature in ground:
            shown["ground"] = True
        if feature.place is not None:
            shown |= places.facts(feature, feature.place)
        elif feature.flow is not None:
            shown |= _flow(feature, feature.flow, scene, say, places.claims)
        elif feature.route is not None:
            shown |= _line(feature, feature.route, scene, say)
        features.append(shown)
    story = frame.story
    return {
        "words": {key: say(key) for key in WORDS} | {"mentions": [say.counted(1, "mention"), _many(say)]},
        "features": features,
        "resolutions": places.resolutions.values,
        "reasons": places.reasons.values,
        "claims": [
            *(_claim(c, scene, say) for c in document.claims),
            *(_route(r, scene, say) for r in document.routes),
        ],
        "layers": [
            {
                "name": name,
                "title": say.layer(style.title),
                "sign": sign_path(style.symbol),
                "aside": scene.made.layers[name].colour == ASIDE,
                "dotted": scene.is_dotted(name),
            }
            for name, style in scene.styles.items()
        ],
        "context": list(_context(scene, busy)),
        "towns": [list(named) for named in _around(scene.orientation.towns, scene)],
        "waters": [
            [
                water.place.name,
                [[round(lat, 3), round(lng, 3), w, h] for (lng, lat), w, h in water.rooms],
            ]
            for water in scene.waters
        ],
        "far": [
            [name, [round(at.lat, 3), round(at.lng, 3)]]
            for name, at in ((name, scene.edge_of(place)) for name, place in scene.far)
        ],
        "repeats": {s.id: s.repeats for s in document.sentences if s.repeats},
        "view": [[story.south, story.west], [story.north, story.east]],
        "zones": [[[[z.south, z.west], [z.north, z.east]], zoom] for z, zoom in frame.zones],
        "plane": {"scale": plane.scale, "west": plane.west, "north": plane.north},
        "lettering": LETTERING,
        "wave": WAVE,
        "backdrop": _backdrop(scene.basemap, plane),
        "pales": scene.basemap.relief[-1].pales if scene.basemap.relief else None,
    }


class _Places:
    """The data of places; equal resolutions of mentions, and equal reasons, are kept once, by number."""

    def __init__(self, scene: Scene, say: Vocabulary, plane: _Plane, busy: BaseGeometry) -> None:
        self.scene, self.say, self.plane, self.busy = scene, say, plane, busy
        self.claims = {c.id: n for n, c in enumerate(scene.document.claims)}
        self.mentions = scene.document.mentions()
        self.resolutions, self.reasons = _Numbered(), _Numbered()

    def facts(self, feature: Shown, place: Place) -> dict[str, Any]:
        """Return what only a place has: its outline, the rooms for its name, its mentions and claims."""
        scene, say, claims = self.scene, self.say, self.claims
        node = scene.nodes.get(feature.id)
        behind = self.busy if scene.is_behind(feature) else None
        area = is_area(feature)
        capitals = feature.look == "country"
        named = scene.dry(feature.geometry) if feature.feature.is_land else feature.geometry
        rooms = [*_rooms(named, feature.label, scene, behind, capitals=capitals)] if area else []
        if area and feature.folded:
            rooms += _rooms(named, feature.folded, scene, behind, capitals=False)
        at = node if feature.quiet else None
        view = scene.frame.square
        if capitals and area and shapely.area(clipped(named, view)) < _SLIVER * shapely.area(named):
            view = BBox(*shapely.bounds(named).tolist())  # no name of a country leads to an islet of it
        point = at or (rooms[0].middle if rooms else label_point(named, view, behind))
        some = {
            "outline": area and self.plane.path([feature.geometry]),
            "axis": area and self.plane.axis(place.kind, feature.geometry),
            "node": node and [round(node.lat, 4), round(node.lng, 4)],
            "rooms": [_turned(r) for r in rooms],
            "called": feature.label if feature.label != feature.title else "",
            "folded": feature.folded,
            "brief": feature.brief,
            "plain": _plain(feature) if feature.value and not feature.stop else "",
            "contested": _contested(feature, place, say),
        }
        return {
            "kind": say.kind(place),
            "where": ", ".join(place.parents),
            "extent": _extent(feature, scene, say),
            "label": point[::-1] if point else None,
            "mentions": [
                [t.id, t.sentence_id, t.kind, self.resolutions.number(self.resolution(t.resolution))]
                for t in self.mentions[place.id]
                if t.resolution
            ],
            "claims": [
                *(claims[c.id] for c in scene.told[feature.id]),
                *(len(claims) + n for n, r in enumerate(scene.document.routes) if place.id in r.places),
            ],
            **{member: value for member, value in some.items() if value},
        }

    def resolution(self, resolution: Resolution) -> dict[str, Any]:
        """Return how a mention was resolved."""
        say = self.say
        reasons, language = say.messages(*resolution.reasons)
        return {
            "confidence": say.confidence(resolution.confidence),
            "doubt": say.in_doubt(resolution.place, resolution.rival, resolution.certainty),
            "reasons": [self.reasons.number(reason) for reason in reasons],
            "language": language,
            "others": list(_others(resolution.place, resolution.candidates, say)),
        }


def _plain(feature: Shown) -> str:
    """Return a place's name without its figure; of an area in two lines where another has its name."""
    stands = is_area(feature) and feature.apart and not feature.stop
    return f"{feature.feature.label}\n{feature.apart}" if stands else feature.plain


def _extent(feature: Shown, scene: Scene, say: Vocabulary) -> str:
    """Describe a place's extent, and how exactly its outline is drawn here."""
    place, said = feature.place, say.extent(feature.place) if feature.place else ""
    if place is None or not said or not is_area(feature):
        return said
    [(x, y)] = shift_near(shapely.Point(place.point), scene.frame.middle).coords
    zones = (
        z for z in scene.frame.zones if z.box.west <= x <= z.box.east and z.box.south <= y <= z.box.north
    )
    zoom = next(zones, scene.frame.zones[-1]).zoom
    metres = pixel(zoom) * _DEGREE_M * cos(radians(y))
    size = 10 ** (len(str(int(metres))) - 1)  # one digit is enough
    said_m = ceil(metres / size) * size
    return say("drawn_to", extent=said, distance=f"{said_m // 1000} km" if said_m >= 1000 else f"{said_m} m")


def _contested(feature: Shown, place: Place, say: Vocabulary) -> str:
    """Say what else a contested place is called, and who claims and controls it; "" for another place."""
    other = feature.feature.other_name
    said = [say("other_name", name=other)] if other else []
    row = contested(place)
    if row is not None and row.claimed != row.control:
        claimed, control = (say.listed([*map(say.country, names)]) for names in (row.claimed, row.control))
        said.append(say("contested", claimed=claimed, control=control))
    return " ".join(said)


def _many(say: Vocabulary) -> str:
    """Return the words for many mentions, with ``{n}`` for their number."""
    return say.counted(9, "mention").replace("9", "{n}")


def _line(feature: Shown, line: Flow | Route, scene: Scene, say: Vocabulary) -> dict[str, Any]:
    """Return what a movement and a route have: kind, words, and passages."""
    point = label_point(feature.geometry, scene.frame.square)
    return {
        "kind": feature.feature.kind_words(say),
        "where": line_words(feature.feature, say),
        "extent": say(f"{feature.look}_extent"),
        "label": point[::-1] if point else None,
        "mentions": [
            [passage_id(line, n), m.sentence_id, feature.look, None, m.surface]
            for n, m in enumerate(line.mentions)
        ],
        "claims": [],
    }


def _flow(
    feature: Shown, flow: Flow, scene: Scene, say: Vocabulary, claims: dict[str, int]
) -> dict[str, Any]:
    ends = [scene.called(place) for place in (flow.origin, flow.destination)]
    return _line(feature, flow, scene, say) | {
        **({"figure": feature.folded} if feature.value else {}),
        "ends": [
            say("from_place" if flow.direction == "one way" else "towards", place=ends[0]),
            say("towards", place=ends[1]),
        ],
        "both": flow.direction == "both ways",
        "stops": [
            [feature_id(scene.document.places[p]), day]
            for p, day in zip(flow.places, flow.days, strict=False)
        ],
        "claims": [claims[c.id] for c in scene.told[feature.id]],
    }


def _claim(claim: Claim, scene: Scene, say: Vocabulary) -> dict[str, Any]:
    return {
        "said": quoted(claim, scene.document, say),
        "together": shared_words(claim, scene.names_of(claim), scene.document, say),
        "source": source_words(claim, say),
        "sentence": claim.sentence_id,
        "measured": measured_words(claim, say),
    }


def _route(route: Route, scene: Scene, say: Vocabulary) -> dict[str, Any]:
    """Write a route as the cards of its places have it, in the form of a claim."""
    ends = " – ".join(scene.called(place) for place in route.places)
    said = f"{say(f'route_{route.kind}')}: {ends}"
    sentence = route.mentions[0].sentence_id
    return {"said": said, "together": None, "source": None, "sentence": sentence, "measured": None}


class _Numbered:
    """Keeps equal values once, and gives each value a number."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        number = self._numbers.setdefault(json.dumps(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


def _others(chosen: Place | None, candidates: Iterable[Candidate], say: Vocabulary) -> list[str]:
    others = [say.described(c.place) for c in candidates if chosen is None or c.place.id != chosen.id]
    return list(dict.fromkeys(others))[:_OTHERS]


def _context(scene: Scene, busy: BaseGeometry) -> Iterator[list[Any]]:
    """Yield the name of each country of the backdrop that is large enough, and the rooms for it."""
    for country in scene.basemap.countries:
        if rooms := list(_rooms(scene.dry(country.geometry), country.name, scene, busy, capitals=True)):
            yield [country.name, [_turned(r) for r in rooms]]


def _rooms(
    geometry: BaseGeometry, name: str, scene: Scene, busy: BaseGeometry | None, *, capitals: bool
) -> Iterator[Room]:
    """Yield the rooms for a name in an area: those that are not busy, and the largest of all."""
    square = scene.frame.square
    seen = clipped(geometry, square)
    letter, line = _CAPITALS if capitals else _LETTERS
    lines = name.split("\n")
    name, line = max(lines, key=len), line * len(lines)
    pixel = (square.east - square.west) / _MAP_WIDTH
    width = letter * len(name)
    least = width * pixel * _LEAST_ROOM
    if seen.is_empty or seen.bounds[2] - seen.bounds[0] < least:
        return
    seen = shapely.make_valid(seen)
    seen = seen if capitals else main_part(seen)
    largest = room(seen, square, width / line)
    free = seen if busy is None else shapely.difference(seen, busy)
    one = largest if busy is None else room(free, square, width / line)
    found = [largest]
    for n in range(_ROOMS):
        one = room(free, square, width / line) if n else one
        if not one or one.width < least:
            break
        found.insert(-1, one)
        free = shapely.difference(free, one.box)
    yield from (r for r in dict.fromkeys(found) if r and r.width > least)


def _turned(room: Room) -> list[float]:
    return [room.middle.lat, room.middle.lng, room.width, room.height]


def _around(places: Iterable[Place], scene: Scene) -> Iterator[tuple[str, list[float], str]]:
    """Yield names, points and importance of places for orientation, without those of the story."""
    story = {f.name for f in scene.features.values()}
    for place in places:
        if place.name not in story:
            yield place.name, [round(place.lat, 3), round(_turn(place, scene), 3)], importance(place)


def _turn(place: Place, scene: Scene) -> float:
    """Return a place's longitude in the map's range."""
    return place.lng + 360 * round((scene.frame.middle - place.lng) / 360)


class _Plane:
    """Writes geometries as SVG paths in Web Mercator, from the north-west corner of the frame's box.

    A unit is 1 / ``scale`` degree of longitude; y increases to the south.
    """

    def __init__(self, frame: Frame) -> None:
        self.scale = round(_STEPS / frame.pixel)
        self.west, self.north = frame.box.west, float(mercator(frame.box.north))

    def path(self, geometries: Iterable[BaseGeometry]) -> str:
        return path_steps(shapely.transform(list(geometries), self._flat))

    def axis(self, kind: str, area: BaseGeometry) -> str:
        """Write the line that an area's name bends with; "" for none."""
        line = axis(kind, shapely.transform(area, self._flat))
        return path_steps([line]) if line else ""

    def geometry(self, feature: Shown, frame: Frame) -> str | dict[str, Any] | None:
        """Write what Leaflet draws: GeoJSON of a point, path of a line or a rough area; None for nothing."""
        drawn = feature.geometry
        if drawn.is_empty:
            return None
        if not shapely.get_dimensions(shapely.get_parts(drawn)).any():
            rounded = shapely.transform(drawn, lambda xy: xy.round(frame.digits))
            point: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
            return point
        path = self.path([rough_area(feature, frame) if is_area(feature) else drawn])
        [(x, y)] = np.rint(self._flat(shapely.get_coordinates(drawn)[:1])).astype(int)
        return path or f"M{x} {y}l1 0 0 1z"

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
