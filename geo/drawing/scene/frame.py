"""The part of the world that a map shows: the frame follows from the story's places."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, floor, log2, radians
from typing import TYPE_CHECKING

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from ...document import MapDocument
from ...geodesy import DIGITS, rounded
from ...kinds import KINDS, LAYERS
from ...model import BBox, Place, ThemeLayer
from ..basemap import Zone, mercator, pixel, shift_near, unmercator, unrolled
from ..colours import ASIDE
from ..features import place_geometry

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WORLD = BBox(-170.0, -56.0, 190.0, 78.0)
"""The view for a document without places: every inhabited land, cut in the Bering Strait."""

_FEW = 2  # from this number of places on, a much longer one does not widen the view
_DWARFING = 3.0  # how many times longer that is
_FAR_SHARE = 0.25  # of the mentions, at most, are of places that the first view leaves out
_SHRINKS = 2.0  # how many times smaller the view must become if it leaves out a place
_SHRINKS_AGAIN = 2.0  # and for each further place
_SHRINKS_ONCE = 1.5  # if it leaves out one that the story names once
_LARGE = 4.2  # degrees: of a larger view only
_LEAST_KEPT = 3
_EMPTY = 0.5  # of the view's side: a wider gap before a lone place leaves half of the view without any
_MANY = 5  # sure places beside one of the story's layers, which is no story alone
_NAMED = 3  # mentions of a place that the story is about, though it is doubtful, or abroad
_SURE_SHARE = 0.25  # of the mentions, at least, are of sure places where these alone make the frame
_DATELINE = 1.3  # how many times smaller the view must become to leave out where the news comes from
_EDGE, _EDGE_ASIDE = 0.2, 0.12  # of the view's side; for what is only mentioned
_BEYOND_TOWNS, _BEYOND_IN_COUNTRY = 0.5, 0.2  # of how far the towns lie apart
_MOST_WIDENED = 1.35  # by the ends of flows, and by what would be cut off
_MOST_OPENED = 1.6  # so that a country or sea of headline or first paragraph is seen
_SEEN = 0.06  # of the view: as much of it at least
_MOST_LED = 2.2  # so that a town of the first sentence is seen
_MOST_AT_SEA = 15.0  # degrees: the side of a view that is widened to a sea of headline or first paragraph
_TRIED = 200  # points of a side of an area, at most, for where it is seen
_LIKELY = 0.4  # the least confidence of a doubtful town that widens the view
_LONE_SPAN = 5.0  # degrees around a single point, so that the reader sees where it is
_LEAST_SPAN = 0.7  # degrees; in a smaller view, the pinned data (exact to about 1 km) would look wrong
_NEAREST_ZOOM = 11
_ZOOM_IN = 2  # levels from the first view on a usual screen to the deepest zoom, at least
_APART = 96  # pixels between the nearest two places at the deepest zoom
_MAP_PIXELS = 800  # the side of a usual map, for the choice of zoom
_SURROUNDINGS, _WIDE = 3.0, 4.2  # height and width of the drawn box, in sides of the story's square
_NEAR = 2.0  # side of the part that a large screen shows, in sides of the story's square
_MAIN_PART = 0.2
_LEAST_GAP = 120.0  # degrees of longitude without any place, for a map centred elsewhere than usual
_POLE = float(mercator(84.0))
_FARTHEST_SOUTH = -62.0  # Antarctica would fill half of a world map


class Frame(Struct, frozen=True):
    """The frame of a map.

    Boxes are west, south, east, north, decimal degrees, in one continuous range of longitudes: east may
    pass 180, west may pass -180.

    Attributes
    ----------
    story
        What the map shows at first.
    square
        The same as a square on the map: about the part that a reader sees beside the article.
    zones
        What is drawn, from the story's own part to the whole, each with its deepest zoom level of Leaflet. At
        the deepest of all, the nearest two places of the story stand apart.
    beyond
        Ids of places that the map does not show at first: few, seldom mentioned, and far from all others.
    """

    story: BBox
    square: BBox
    zones: tuple[Zone, ...]
    beyond: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        """Longitude of the middle, degrees."""
        return (self.story.west + self.story.east) / 2

    @property
    def detail(self) -> BBox:
        """The part that is drawn in full detail."""
        return self.zones[0].box

    @property
    def box(self) -> BBox:
        """The whole part that is drawn."""
        return self.zones[-1].box

    @property
    def max_zoom(self) -> int:
        """The deepest zoom level."""
        return self.zones[0].zoom

    @property
    def pixel(self) -> float:
        """One pixel at the deepest zoom, degrees of longitude at the equator; an outline is drawn to less."""
        return pixel(self.max_zoom)

    @property
    def digits(self) -> int:
        """Decimals of a coordinate that are exact to half a pixel."""
        return 2 if self.pixel > 0.02 else 3 if self.pixel > 0.002 else 4


def frame_story(document: MapDocument) -> Frame:
    """Frame a document's story: its places, without countries unless there are only countries.

    Some places do not widen the frame: those that are only mentioned, or only in comments; those that
    would make all others small, and doubtful ones, unless the story speaks of hardly any others. A frame that
    a person chose (``document.map.frame``) is the frame.
    """
    mentions = document.mentions()
    every = _story(document, [*mentions])
    framing = _story(document, _framing(document))
    if not framing:
        chosen = document.map.frame
        return _framed(turned(chosen, (WORLD.west + WORLD.east) / 2) if chosen else WORLD)
    story = framing | {i: g for i, g in every.items() if i not in framing}
    geometries = list(story.values())
    parts = [part for g in geometries for part in shapely.get_parts(g)]
    middle = _middle([tuple(part.bounds) for part in parts])
    boxes = shapely.bounds([shift_near(g, middle) for g in geometries])
    kept = np.array([i in framing for i in story])
    sure = np.array([i not in document.doubtful for i in story])
    aside = {t for layer in document.layers if _is_aside(layer) for t in layer.toponyms}
    told = np.array([not aside.issuperset(t.id for t in mentions[i]) for i in story])
    boxes = _around_towns(document, [*story], boxes, kept)
    scene = _scene(document)
    layered = _of_several_layers(document)
    fixed = np.array(
        [i in layered or (i in scene and KINDS[document.places[i].kind].look == "town") for i in framing]
    )
    kept[kept] = _near(boxes[kept], [len(mentions[i]) for i in framing], fixed)
    kept = _without(dateline_alone(document), [*story], boxes, kept)
    kept = _without(_vague(document), [*story], boxes, kept)
    moved = {p for f in document.flows for p in f.places}
    moved |= _headline(document)
    held = np.array([i in moved or KINDS[document.places[i].kind].look != "town" for i in story])
    kept = _without_lone(boxes, kept, held, np.array([len(mentions[i]) for i in story]))
    around = _bounds(boxes[kept])
    if _side(around) < _LEAST_SPAN:  # a story of one town shows what else of it lies around there
        near = shapely.within(shapely.box(*boxes.T), shapely.buffer(shapely.box(*around), _LEAST_SPAN / 2))
        kept |= near & sure
        around = _bounds(boxes[kept])
    around = _with_movements(document, around, middle)
    around = _with_opening(document, around, middle)
    if chosen := document.map.frame:
        around = turned(chosen, middle)
        kept = np.asarray(shapely.intersects(shapely.box(*around), shapely.box(*boxes.T)))
    framed = _framed(around) if chosen else _without_cuts(around, boxes, kept, sure, told)
    places = [document.places[i] for i in story]
    inside_it = [p for p, k in zip(places, kept, strict=True) if k]  # a person's frame may have none
    deepest = _deepest(inside_it, framed.max_zoom) if inside_it else framed.max_zoom
    framed = replace(framed, zones=(framed.zones[0]._replace(zoom=deepest), *framed.zones[1:]))
    if kept.all():
        return framed
    seen = shapely.intersects(shapely.box(*framed.square), [shift_near(g, middle) for g in geometries])
    beyond = tuple(i for i, here in zip(story, kept | seen, strict=True) if not here)
    everything = _framed(_bounds(boxes)).zones
    whole = Zone(both(framed.box, everything[0].box), everything[-1].zoom)
    return replace(framed, zones=(*framed.zones, whole), beyond=beyond)


def _with_movements(document: MapDocument, around: BBox, middle: float) -> BBox:
    """Widen a box by the places of the movements that the map shows.

    Doubtful places do not widen it, nor do oceans and countries but small ones: a movement leaves the map
    towards them; nor areas of which a part is in the box.
    """
    aside = {i for layer in document.layers[1:] if _is_aside(layer) for i in layer.flows}
    hidden = set(document.map.hidden)
    moving = (f for f in document.flows if f.id not in aside and hidden.isdisjoint((f.id, *f.places)))
    every = (document.places[i] for f in moving for i in f.places)
    ends = [p for p in every if KINDS[p.kind].reach != "vast" or _is_small_country(p)]
    view = shapely.box(*around)
    ends = [
        p for p in ends if p.geometry is None or not shapely.intersects(shift_near(p.geometry, middle), view)
    ]
    points = [shift_near(shapely.Point(p.point), middle) for p in ends if p.id not in document.doubtful]
    return _widened(around, [BBox(*point.bounds) for point in points])


def _with_opening(document: MapDocument, around: BBox, middle: float) -> BBox:
    """Widen a box by the sure places of headline and first paragraph that lie a little beyond it.

    Of countries and seas, a part is enough; nothing is widened where one of them holds the box. A sea without
    outline, and a likely town of the first sentence in a country of the article, are what it is about: they
    may lie farther away.
    """
    blocks = [s.block for s in document.sentences if s.kind == "paragraph"]
    opening = [s for s in document.sentences if s.kind == "title" or s.block in blocks[:1]]
    first = {s.id for s in opening}
    if len({*blocks}) < 2:
        return around
    lead = next((s.id for s in opening if s.kind != "title"), "")
    mentions, datelined = document.mentions(), dateline_alone(document)
    home = {c for i in mentions.keys() - document.doubtful for c in document.places[i].in_countries}
    for i, said in mentions.items():
        place = document.places[i]
        named = {t.sentence_id for t in said if t.kind == "name"}
        look = KINDS[place.kind].look
        if first.isdisjoint(named):
            continue
        at = BBox(*shift_near(shapely.Point(place.point), middle).bounds)
        sure = max((t.resolution.confidence for t in said if t.resolution), default=0.0)
        led = look == "town" and lead in named and i not in datelined and home & {*place.in_countries}
        if led and sure >= _LIKELY:
            around = _widened(around, [at], _MOST_LED)
        if i in document.doubtful:
            continue
        if place.kind == "sea" and place.geometry is None:
            wider = both(around, at)
            around = wider if _side(wider) <= _MOST_AT_SEA else around
        if KINDS[place.kind].reach != "vast" and look != "town":
            continue
        if look == "town":
            around = _widened(around, [at])
            continue
        geometry, box = shift_near(main_parts(place), middle), shapely.box(*around)
        every = shift_near(place_geometry(place), middle)
        if place.geometry is None or shapely.intersects(every, box):
            continue
        wider = _with_part(around, geometry)
        around = wider if _side(wider) <= _MOST_OPENED * max(_side(around), _LEAST_SPAN) else around
    return around


def _with_part(around: BBox, area: BaseGeometry) -> BBox:
    """Widen a box so that a part of an area outside it is seen: where that widens it least."""
    xy = shapely.get_coordinates(shapely.segmentize(area, _side(BBox(*area.bounds)) / _TRIED))
    xy = np.vstack([xy, shapely.get_coordinates(shapely.shortest_line(area, shapely.box(*around)))[:1]])
    more = _SEEN * _side(around)
    up = more * np.array([rounded(cos(radians(lat))) for lat in xy[:, 1].tolist()])
    ends = np.column_stack([xy[:, 0] - more, xy[:, 1] - up, xy[:, 0] + more, xy[:, 1] + up])
    wider = np.column_stack([np.minimum(ends[:, :2], around[:2]), np.maximum(ends[:, 2:], around[2:])])
    wide, high = wider[:, 2] - wider[:, 0], mercator(wider[:, 3]) - mercator(wider[:, 1])
    cost = (np.maximum(wide, high) + _SEEN * (wide + high)).round(DIGITS)
    return BBox(*wider[int(cost.argmin())].tolist())


def _without_cuts(
    around: BBox,
    boxes: NDArray[np.float64],
    kept: NDArray[np.bool_],
    sure: NDArray[np.bool_],
    told: NDArray[np.bool_],
) -> Frame:
    """Frame a box, widened by places that the frame would cut off, or that lie just beyond it.

    ``boxes``, shape (n, 4), are those of the story's places; ``kept``, ``sure`` and ``told``, shape (n,), say
    which of them made the box, are not doubtful, and are more than mentioned. An area that is only mentioned
    may be cut off.
    """
    framed = _framed(around)
    # A place that does not widen the frame, but reaches into it, would be cut off.
    spots = (boxes[:, :2] == boxes[:, 2:]).all(axis=1)
    sure &= kept | told | spots
    edge = shapely.intersects(shapely.box(*framed.square), shapely.box(*boxes.T)) & ~kept & (told | spots)
    if edge.any():
        around = _widened(around, [BBox(*box) for box in boxes[edge].tolist()])
        framed = _framed(around)
    # One just beyond it would be missed.
    west, south, east, north = framed.square
    margin = np.where(kept | told, _EDGE, _EDGE_ASIDE) * (east - west)
    close = ((boxes - [west, south, east, north]) * [1, 1, -1, -1] >= -margin[:, np.newaxis]).all(
        axis=1
    ) & sure
    return _framed(_widened(around, [BBox(*box) for box in boxes[close].tolist()])) if close.any() else framed


def turned(box: BBox, middle: float) -> BBox:
    """Move a box, which may cross the 180th meridian, into the map's range of longitudes."""
    whole = unrolled(box)
    turns = 360 * round((middle - (whole.west + whole.east) / 2) / 360)
    return whole._replace(west=whole.west + turns, east=whole.east + turns)


def _around_towns(
    document: MapDocument, story: Sequence[str], boxes: NDArray[np.float64], kept: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Cut the boxes of areas with towns of the story: half as far beyond as these lie apart, countries less.

    Areas whose figures are compared are shown whole.
    """
    places = [document.places[i] for i in story]
    town = kept & np.array([KINDS[p.kind].look == "town" for p in places])
    if town.sum() < _FEW:
        return boxes
    around, compared = _bounds(boxes[town]), _compared(document)
    side = max(_side(around), _LEAST_SPAN)
    outwards = np.array([-side, -side, side, side])
    in_unit, in_country = np.array(around) + outwards * [[_BEYOND_TOWNS], [_BEYOND_IN_COUNTRY]]
    found = boxes.copy()
    x, y = boxes[town, 0], boxes[town, 1]
    for n in np.flatnonzero(kept & ~town):
        west, south, east, north = boxes[n]
        inside = ((west < x) & (x < east) & (south < y) & (y < north)).sum()
        reach = in_country if KINDS[places[n].kind].backdrop else in_unit
        if inside >= _FEW and KINDS[places[n].kind].dimension == 2 and places[n].id not in compared:
            found[n] = [*np.maximum(boxes[n, :2], reach[:2]), *np.minimum(boxes[n, 2:], reach[2:])]
    return found


def _framing(document: MapDocument) -> list[str]:
    """Return the ids of the places that make the frame: in the story's layers, and sure.

    Stops of an itinerary and ends of the main layer's movements do, too, and doubtful places of the headline
    that the story goes on to name. Other doubtful ones count if hardly any are sure, those that are only
    mentioned if there are no others, or one that the headline does not name beside many.
    """
    mentions = document.mentions()
    aside = {t for layer in document.layers[1:] if _is_aside(layer) for t in layer.toponyms}
    told = [i for i, said in mentions.items() if not aside.issuperset(t.id for t in said)] or [*mentions]
    whole, headline = _story(document, [*mentions]), _headline(document)
    for story in (_story(document, told), whole):
        if story:
            lone = len(story) == 1 and headline.isdisjoint(story)
            if lone and len(whole.keys() - document.doubtful) > _MANY:
                continue
            leading = {f for layer in document.layers[:1] if not _is_aside(layer) for f in layer.flows}
            told_of = (f for f in document.flows if f.days or (f.id in leading and not f.polarity))
            near = {i for i in document.places if KINDS[document.places[i].kind].reach != "vast"}
            start = near - document.doubtful  # where one end is, the other may be doubtful
            first = {p for f in told_of if not start.isdisjoint(f.places) for p in f.places}
            first |= {i for i in headline if len(mentions[i]) >= _NAMED}
            sure = [i for i in story if i not in document.doubtful or i in first]
            counts = [sum(len(mentions[i]) for i in ids) for ids in (sure, story)]
            return sure if counts[0] >= _SURE_SHARE * counts[1] else [*story]
    return []


def _of_several_layers(document: MapDocument) -> set[str]:
    """Return the ids of the places of the story's layers, if it has several with places of their own."""
    layers = [layer for layer in document.layers if layer.toponyms and not _is_aside(layer)]
    shown = {t for layer in layers if len(layers) > 1 for t in layer.toponyms}
    return {t.place.id for t in document.toponyms if t.place and t.id in shown}


def _is_aside(layer: ThemeLayer) -> bool:
    """Return whether a layer has what is only mentioned; none by kind of place has."""
    return layer.colour == ASIDE and layer.name not in LAYERS


def _without(
    left: set[str], story: Sequence[str], boxes: NDArray[np.float64], kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Leave out places, as where the news comes from, if that makes the others larger."""
    rest = kept & np.array([i not in left for i in story])
    if rest.sum() < _LEAST_KEPT or _side(_bounds(boxes[kept])) < _DATELINE * _side(_bounds(boxes[rest])):
        return kept
    return np.asarray(rest)


def _vague(document: MapDocument) -> set[str]:
    """Return the ids of regions of which only a point is known: nobody sees where they lie by that."""
    return {i for i, p in document.places.items() if p.kind == "region" and p.geometry is None}


def _dateline(document: MapDocument) -> set[str]:
    """Return the ids of the places of the dateline."""
    fact = document.article.head.dateline if document.article.head else None
    start = next((s.start for s in document.sentences if fact and s.block == fact.where), None)
    if fact is None or start is None:
        return set()
    end = start + len(fact.value)
    return {t.place.id for t in document.toponyms if t.place and start <= t.start < end}


def dateline_alone(document: MapDocument) -> set[str]:
    """Return the ids of the places that say where the news comes from, and are not in the headline."""
    return _dateline(document) - _headline(document)


def _headline(document: MapDocument) -> set[str]:
    """Return the ids of the places of the headline."""
    titles = {s.id for s in document.sentences if s.kind == "title"}
    return {i for i, said in document.mentions().items() if any(t.sentence_id in titles for t in said)}


def _opening(document: MapDocument) -> set[str]:
    """Return the ids of the places of headline and first paragraph, without where the news comes from.

    A text of one paragraph has no opening.
    """
    blocks = [s.block for s in document.sentences if s.kind == "paragraph"]
    if len({*blocks}) < 2:
        return set()
    first = {s.id for s in document.sentences if s.kind == "title" or s.block == blocks[0]}
    told = {i for i, said in document.mentions().items() if any(t.sentence_id in first for t in said)}
    return told - dateline_alone(document)


def _scene(document: MapDocument) -> set[str]:
    """Return the ids of the places where the story is: of headline, first paragraph and main movement.

    Of the first paragraph, beside a headline with places, those in its countries, or named again.
    """
    headline, opening, mentions = _headline(document), _opening(document), document.mentions()
    if headline:
        home = {c for i in headline for c in document.places[i].in_countries}
        at_home = {i for i in opening if home & {*document.places[i].in_countries}}
        opening = {i for i in opening if i in headline | at_home or len(mentions[i]) >= _NAMED}
    return opening | _main_way(document)


def _main_way(document: MapDocument) -> set[str]:
    """Return the ids of the places of the main layer's first movement, as far as it goes on undivided."""
    leading = {f for layer in document.layers[:1] if not _is_aside(layer) for f in layer.flows}
    flows = [f for f in document.flows if f.id in leading and not f.polarity]
    found: set[str] = set()
    for way in flows[:1]:
        found |= {*way.places}
        start, end = way.origin, way.destination
        while len(after := [f for f in flows if f.origin == end]) == 1 and not found >= {*after[0].places}:
            found |= {*after[0].places}
            end = after[0].destination
        while len(before := [f for f in flows if f.destination == start]) == 1 and not found >= {
            *before[0].places
        }:
            found |= {*before[0].places}
            start = before[0].origin
    return found


def _deepest(places: Sequence[Place], least_zoom: int) -> int:
    """Return the zoom level at which the nearest two places stand apart, within what the data is good for."""
    points = np.asarray(shapely.points(sorted({(p.lng, mercator(p.lat)) for p in places})))
    if len(points) < 2:
        return least_zoom
    (one, other) = shapely.STRtree(points).query_nearest(points, exclusive=True)
    least = rounded(shapely.distance(points[one], points[other]).min())
    return max(least_zoom, min(_NEAREST_ZOOM, ceil(rounded(log2(_APART * pixel(0) / least)))))


def _near(boxes: NDArray[np.float64], mentions: Sequence[int], fixed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which boxes to show: all, or all without the few far ones that make the others very small.

    Those that are ``fixed`` are shown.
    """
    best, kept = np.ones((2, len(boxes)), dtype=bool)
    whole, spare = _side(_bounds(boxes)), _FAR_SHARE * sum(mentions)
    shrinks, most = _SHRINKS, 1
    while kept.sum() > _LEAST_KEPT:
        rest = np.flatnonzero(kept)
        outer = {int(rest[n]) for n in (*boxes[rest, :2].argmin(axis=0), *boxes[rest, 2:].argmax(axis=0))}
        sides = {
            n: _side(_bounds(boxes[rest[rest != n]]))
            for n in sorted(outer)
            if mentions[n] <= spare and not fixed[n]
        }
        if not sides:
            break
        far = min(sides, key=lambda n: sides[n])
        kept[far], spare, most = False, spare - mentions[far], max(most, mentions[far])
        side, least = max(sides[far], _LEAST_SPAN), _SHRINKS_ONCE if most == 1 and whole > _LARGE else shrinks
        if side * least <= whole:
            best, whole, shrinks, most = kept.copy(), side, _SHRINKS_AGAIN, 1
    return best


def _without_lone(
    boxes: NDArray[np.float64], kept: NDArray[np.bool_], held: NDArray[np.bool_], mentions: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Leave out a lone place beyond a gap of half of the view, if it is not one of those ``held``."""
    rows = np.flatnonzero(kept)
    if len(rows) <= _LEAST_KEPT:
        return kept
    west, east = boxes[rows, 0], boxes[rows, 2]
    low, high = mercator(boxes[rows, 1]), mercator(boxes[rows, 3])
    side = _side(_bounds(boxes[rows]))
    for start, end in ((west, east), (-east, -west), (low, high), (-high, -low)):
        last = int(start.argmax())
        gap = rounded(start[last] - np.delete(end, last).max())
        lone = rows[last]
        if gap > _EMPTY * side and not held[lone] and mentions[lone] <= _FAR_SHARE * mentions[rows].sum():
            return np.asarray(kept & (np.arange(len(kept)) != lone))
    return kept


def both(one: BBox, other: BBox) -> BBox:
    """Return the smallest box that contains two boxes."""
    return BBox(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def _bounds(boxes: NDArray[np.float64]) -> BBox:
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return BBox(float(west), float(south), float(east), float(north))


def _side(box: BBox) -> float:
    """Return the longer side of a box on the map, degrees of longitude at the equator."""
    return max(box.east - box.west, float(mercator(box.north) - mercator(box.south)))


def _widened(story: BBox, boxes: Sequence[BBox], by: float = _MOST_WIDENED) -> BBox:
    """Widen a box by others, but not so much that its places become small."""
    most = by * max(_side(story), _LEAST_SPAN)
    for box in sorted({*boxes}):
        wider = both(story, box)
        story = wider if _side(wider) <= most else story
    return story


def _story(document: MapDocument, among: Sequence[str]) -> dict[str, BaseGeometry]:
    """Return the geometries that the frame must show, by the places' ids, of those places alone."""
    kinds = {s.id: s.kind for s in document.sentences}
    mentions = document.mentions()
    read = [
        document.places[i]
        for i in among
        if any(kinds[t.sentence_id] not in ("comment", "furniture") for t in mentions[i])
    ]
    every = [document.places[i] for i in among]
    first, compared = _headline(document), _compared(document)
    for places in (read, every):
        own = {p.id for p in places if p.id in compared or (p.id in first and _is_small_country(p))}
        reach = {p.id: "near" if p.id in own else KINDS[p.kind].reach for p in places}
        if set(reach.values()) - {"vast"}:
            near = {p.id: main_parts(p) for p in places if reach[p.id] == "near"}
            leading = _opening(document) or {*among}  # a river that the story only passes widens no view
            along = [p for p in places if reach[p.id] == "long" and (p.id in leading or not near)]
            around = {p.id: place_geometry(p) for p in along}
            return near | {i: g for i, g in around.items() if not _dwarfs(g, list(near.values()))}
    return {p.id: main_parts(p) for p in every}


def _compared(document: MapDocument) -> set[str]:
    """Return the ids of the places whose figures a layer compares."""
    claims = {i for layer in document.layers for i in layer.claims}
    return {i for c in document.claims if c.id in claims for i in c.places}


def _dwarfs(geometry: BaseGeometry, others: Sequence[BaseGeometry]) -> bool:
    """Return whether a long geometry would make other places, which are close together, very small."""
    if len(others) < _FEW:
        return False
    room = max(_side(_bounds(shapely.bounds(others))), _LEAST_SPAN)
    return _side(BBox(*geometry.bounds)) > _DWARFING * room


def _is_small_country(place: Place) -> bool:
    """Return whether a country is as small as a town is with what lies around it."""
    return KINDS[place.kind].backdrop and _side(BBox(*main_parts(place).bounds)) < _LONE_SPAN


def main_parts(place: Place) -> BaseGeometry:
    """Leave out a country's small and overseas parts, which would widen the frame too much."""
    geometry = place_geometry(place)
    if not KINDS[place.kind].backdrop:
        return geometry
    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    return shapely.union_all(parts[areas >= _MAIN_PART * areas.max()]) if areas.any() else geometry


def _middle(bounds: Sequence[tuple[float, float, float, float]]) -> float:
    """Find the middle of the shortest range of longitudes that contains all boxes.

    Examples
    --------
    >>> _middle([(178, 0, 179, 1), (-180, 0, -179, 1)])
    179.5
    >>> _middle([(-10, 0, -5, 1), (5, 0, 10, 1)])
    0.0
    """
    spans = sorted((west % 360, west % 360 + (east - west)) for west, _, east, _ in bounds)
    reach = spans[0][1]
    gaps: list[tuple[float, float]] = []
    for west, east in spans[1:]:
        gaps.append((west - reach, west))
        reach = max(reach, east)
    gaps.append((spans[0][0] + 360 - reach, spans[0][0]))
    gap, start = max(gaps)
    if gap < _LEAST_GAP:  # a story about the whole world has the usual world map
        return (WORLD.west + WORLD.east) / 2
    return (start + (360 - gap) / 2 + 180) % 360 - 180


def shown_box(box: BBox, middle: float) -> BBox:
    """Return what a small map of a box shows: no less than the data is exact for, and not the poles."""
    return _framed(turned(box, middle)).story


def _framed(story: BBox) -> Frame:
    x = (story.west + story.east) / 2
    low, high = float(mercator(story.south)), float(mercator(story.north))
    y = (low + high) / 2
    sides = (story.east - story.west, high - low)
    least = _LEAST_SPAN if max(sides) > _LEAST_SPAN / 20 else _LONE_SPAN
    half_width, half_height = (max(side, least) / 2 for side in sides)
    side = max(half_width, half_height)
    y = max(half_height - _POLE, min(_POLE - half_height, y))  # the map does not go beyond the poles
    zoom = floor(rounded(log2(_MAP_PIXELS * 360 / 256 / (2 * side))))  # of the first view
    zoom = max(2, min(_NEAREST_ZOOM - 1, zoom))
    whole = _surroundings(_box(x, y, min(side * _WIDE, 180), side * _SURROUNDINGS), story)
    return Frame(
        story=_box(x, y, half_width, half_height),
        square=_box(x, y, side, side),
        zones=(
            Zone(_box(x, y, side * 1.3, side * 1.3), min(_NEAREST_ZOOM, zoom + _ZOOM_IN)),
            Zone(_box(x, y, min(side * _NEAR, 180), side * _NEAR), zoom + 1),
            Zone(whole, zoom),
        ),
    )


def _box(x: float, y: float, half_width: float, half_height: float) -> BBox:
    south, north = (max(-84.0, min(84.0, float(unmercator(v)))) for v in (y - half_height, y + half_height))
    return BBox(rounded(x - half_width), south, rounded(x + half_width), north)


def _surroundings(box: BBox, story: BBox) -> BBox:
    return box._replace(south=max(box.south, min(_FARTHEST_SOUTH, story.south - 5)))
