"""The names on a still map: of the story's places, of the ends of flows, of places for orientation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from math import atan2, pi
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from msgspec.structs import replace

from ...geodesy import rounded
from ...languages import Vocabulary
from ...model import BBox, Place
from ..colours import line_colour, mix
from ..markup import tag
from ..scene import Scene, Shown, axis, busy_area, importance, label_point, rectangle
from ..signs import sign_path
from .along import Floats, along_line
from .labels import (
    Box,
    Label,
    beside,
    box_around,
    centred,
    covered,
    overlap,
    place_labels,
    seems_of,
)
from .paths import path, path_steps
from .style import INK, LOOKS, QUIET, REFERENCE, RIVER, text
from .view import View, areas

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_MOST = 1000  # names of places, and of where flows lead, that are tried: many more than find room
_ROUGH, _ROOM = 20, 70  # of the story's own area: how roughly it is known, and the room for its labels
_HALO = {"stroke": "#fff", "stroke-width": "7", "stroke-opacity": ".9", "paint-order": "stroke"}
_MOST_TOWNS = 7
_TOWNS = {"capital": "somewhere capital", "city": "somewhere city", "town": "somewhere"}
_ARROWS = "→↘↓↙←↖↑↗"
_AWAY = (60, 110)  # of a town's name with a line, from its sign
_MOST_LED = 100  # places and movements; of more, towns have no lines
_FOLDED = 0.85  # the size of a name in two lines, in those of one
_FIGURE = {"font-weight": "normal", "letter-spacing": "0"}  # under a name, of which it is no part
_SIGN, _MARK = 30, 25  # where a line ends, at the edge of a sign, of a very small area's
_LITTLE = 1.6  # heights of a name: a lower area, that is no wider than its name, has it beside it
_MOSTLY = 0.55  # of a name lies in its area, if it does not whole
_ON = (
    (0, 0),
    (0, -0.4),
    (0, 0.4),
    (-0.25, 0),
    (0.25, 0),
    (-0.4, 0),
    (0.4, 0),
    (0, -1),
    (0, 1),
    (0, -1.6),
    (0, 1.6),
)
"""Where a name stands on its place's point, in its widths and heights from that."""
_SMALLEST, _TRIED = 21.0, 9  # height of the smallest letters; positions that are tried across and down
_BESIDE = (0.5, 0.4, 0.6, 0.3, 0.7, 0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.2, 0.8)
"""Of a movement's line: where its number stands beside it."""
_ON_LINE, _OFF_LINE = 0.02, 10.0  # share of a line along which it is straight; from it to its number
_OTHERS = 34.0  # units: a number is nearer to a sign, and seems to be its own
_FARTHER = (40, 80, 120, 160)  # of a name or number with a line, where none finds room nearer
_WAYS = ((1, 0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92), (0, 1))
"""Directions in a quarter of a circle."""
_NEAR = {"water": 0.6}  # heights of a name from the point that it stands on
_NEAR_USUAL = 1.4
_LEAD = 2  # sentences: headline and lead
_RANKS = ("country", "line", "area", "water", "town")


class Names:
    """Finds room for names on a view of a scene; ``references`` numbers places and movements."""

    def __init__(self, scene: Scene, view: View, say: Vocabulary, *, references: bool) -> None:
        """Number places and movements as in the page's table."""
        self.scene, self.view, self.say, self.references = scene, view, say, references
        self.styles = scene.styles
        view_of = scene.document.map
        self.always, self.never = set(view_of.labelled), set(view_of.unlabelled)
        self.number = {fid: str(n) for n, fid in enumerate(scene.features, 1)}

    def draw(self, panels: Sequence[Box]) -> Iterator[Element]:
        """Yield the names as SVG elements; none covers a panel, a point, a flow or another name."""
        yield from _haloed(self._all(panels))

    def _all(self, panels: Sequence[Box]) -> Iterator[Element]:
        drawn = {f.id: self.view.flat(f.geometry, 0) for f in self.scene.features.values()}
        framed = [shapely.transform(shapely.box(*box), self.view.xy).bounds for box in self.scene.framed]
        taken = [*panels, *framed, *self._signs(drawn)]
        lines = shapely.get_parts([drawn[f.id] for f in self.scene.features.values() if f.look == "line"])
        lines = lines[shapely.length(lines) > 0]  # one that clipping left without length cannot be cut up
        course = shapely.get_coordinates(shapely.segmentize(lines, 12)) if len(lines) else np.empty((0, 2))
        nodes = self.view.xy(np.array([*self.scene.nodes.values()]).reshape(-1, 2))
        taken += [box_around(x, y, 10, 10) for x, y in nodes]
        flows = {f.id: self.view.course(f)[0] for f in self.scene.features.values() if not f.place}
        along = shapely.get_coordinates(shapely.segmentize([*flows.values()], 20))
        courses = [box_around(x, y, 6, 6) for x, y in along]
        busy = self._busy(drawn)
        rivers = dict(self._along(drawn, [*taken, *courses]))
        for _, boxes in rivers.values():
            taken += boxes
        boxed = self.boxed
        known = {*rivers, *self.scene.close_by, *boxed}
        wanted = [f for f in self._by_weight()[:_MOST] if f.id not in known]
        dry = {
            f.id: self.view.flat(land, 0)
            for f in self.scene.features.values()
            if f.feature.is_land and (land := self.scene.dry(f.geometry)) is not f.geometry
        }
        labels = [x for f in wanted if (x := self._label(f, dry.get(f.id, drawn[f.id]), busy))]
        moving = [f for f in self.scene.features.values() if f.flow]
        labels += [label for f in moving[:_MOST] for label in self._leaving(f)]
        labels += [*self._far(), *self._countries(busy), *self._waters()]
        towns = dict(self._towns([*taken, *courses]))
        size, signs = (self.view.width, self.view.height), self._spots(drawn)
        placed = place_labels([*self._boxes(), *labels, *towns], taken, course, *size, courses, signs)
        if self.references:
            numbered = {label.number for label, *_ in placed} | {self.number[i] for i in rivers}
            every = [f for f in self.scene.features.values() if f.id not in known]
            alone = [*self._flow_numbers(flows, signs), *self._numbers(every, numbered, drawn)]
            taken += [box for one in placed for box in covered(*one, signs)]
            placed += place_labels(alone, [*taken, *courses], course, *size, signs=signs)
        for fid, (way, _) in rivers.items():
            yield from self._bent(self.scene.features[fid], way)
        for label, left, top, led in placed:
            spot = towns.get(label)
            if spot is None or not any(seems_of(other, x, y, spot) for other, x, y, _ in placed):
                yield from self._drawn(label, left, top, led, spot)

    def _numbers(
        self, left: Iterable[Shown], named: set[str | None], drawn: Mapping[str, BaseGeometry]
    ) -> Iterator[Label]:
        """Yield labels of places that the map shows, but that have found no room for their names.

        They have these in the smallest letters, or the number alone.
        """
        for f in left:
            shape = drawn[f.id]
            cut = isinstance(shape, shapely.Point) and not self.view.whole(shape)
            if f.place and self.number[f.id] not in named and not cut and not self._hides(f):
                yield from self._smallest(f, shape)

    def _smallest(self, feature: Shown, shape: BaseGeometry) -> Iterator[Label]:
        """Yield a place's name in the smallest letters, wherever in it or near it there is room.

        Else its number stands there; no land of the backdrop, and nothing that only a name on its point
        shows, has its number alone.
        """
        words = feature.plain.upper() if feature.look == "country" else feature.plain
        near = self._form(feature, shape, shapely.Point(), words, _SMALLEST / LOOKS[feature.look][0])
        if near is None:
            return
        w, h, wide = near.width, near.height, shapely.get_dimensions(shape) == 2
        inside = _anywhere(shapely.make_valid(areas(shape)), w, h) if wide else []
        near = replace(near, spots=(*near.spots, *inside))
        if near.area is None:
            yield near
            return
        bounds = near.area.bounds if wide else box_around(*near.at, 0, 0)
        if feature.quiet:
            far = [spot for spot in _farther(bounds, w, h) if not self._abroad(spot, near)]
            yield replace(near, away=(*near.away, *far))
            return
        number = replace(near, text="", size=REFERENCE, spacing=0.0)
        own = centred(*near.at, number.width, number.height) if wide else ()
        beside_it = beside(box_around(*near.at, 18, 12), number.width, number.height)
        number = replace(
            number,
            spots=tuple(own or beside_it),
            away=(*_farther(bounds, number.width, number.height),),
        )
        yield replace(near, away=(*near.away, *_farther(bounds, w, h)), plain=number)

    def small(self, held: Sequence[str] = ()) -> Iterator[Element]:
        """Yield the names of places on a small map, above its scale; those that it is for come first."""
        yield from _haloed(self._few(held))

    def _few(self, held: Sequence[str]) -> Iterator[Element]:
        drawn = {f.id: self.view.flat(f.geometry, 0) for f in self.scene.features.values()}
        taken = self._signs(drawn)
        taken.append((0, self.view.height - 56, self.view.width / 2, self.view.height))
        busy = self._busy(drawn)
        named = [f for f in self._by_weight()[:_MOST] if f.look != "country"]
        if held:
            named = [f for f in named if f.id in held or not (self.scene.is_aside(f) or self._surrounds(f))]
        named.sort(key=lambda f: f.id not in held)
        found = ((f, self._label(f, drawn[f.id], busy)) for f in named)
        # Of an area that is hardly on a small map, a line would seem to lead to a place that is.
        labels = [x if f.id in held else replace(x, away=()) for f, x in found if x]
        flows = [self.view.course(f)[0] for f in self.scene.features.values() if not f.place]
        along = shapely.get_coordinates(shapely.segmentize(flows, 20))
        courses = [box_around(x, y, 6, 6) for x, y in along]
        nothing, size, signs = np.empty((0, 2)), (self.view.width, self.view.height), self._spots(drawn)
        placed = place_labels(labels, taken, nothing, *size, courses, signs)
        if self.references:
            shown = [f for f in self.scene.features.values() if f.id in held]
            alone = self._numbers(shown, {label.number for label, *_ in placed}, drawn)
            taken += [box for one in placed for box in covered(*one, signs)]
            placed += place_labels(alone, [*taken, *courses], nothing, *size, signs=signs)
        for label, left, top, led in placed:
            yield from self._drawn(label, left, top, led, None)

    def _signs(self, drawn: Mapping[str, BaseGeometry]) -> list[Box]:
        """Return the boxes of the signs of places."""
        return [box_around(x, y, 15, 15) for x, y in self._spots(drawn).tolist()]

    def _spots(self, drawn: Mapping[str, BaseGeometry]) -> Floats:
        """Return the positions of the signs of places, shape (n, 2)."""
        bare = {i for i, way in self.scene.bare.items() if way != "wave"}
        points = [g for i, g in drawn.items() if isinstance(g, shapely.Point) and i not in bare]
        return shapely.get_coordinates(points)

    def _busy(self, drawn: Mapping[str, BaseGeometry]) -> BaseGeometry:
        own = (drawn[f.id] for f in self.scene.features.values() if not self.scene.is_behind(f))
        return busy_area(own, _ROUGH, _ROOM)

    def _along(
        self, drawn: Mapping[str, BaseGeometry], taken: Sequence[Box]
    ) -> Iterator[tuple[str, tuple[Floats, list[Box]]]]:
        """Yield the course of each name along a river or a long area, and the boxes that it covers."""
        used = [*taken]

        def free(box: Box) -> bool:
            inside = (
                box[0] > 8 and box[1] > 8 and box[2] < self.view.width - 8 and box[3] < self.view.height - 8
            )
            return inside and not any(overlap(box, other) for other in used)

        for f in self._by_weight()[:_MOST]:
            assert f.place is not None
            middle = None if self._hides(f) else axis(f.place.kind, drawn[f.id])
            river = f.look in ("water", "line") and "LineString" in drawn[f.id].geom_type
            if middle or river:
                w, h = self._named(f, drawn[f.id]).width, 1.25 * LOOKS[f.look][0]
                lines = [middle] if middle else shapely.get_parts(shapely.line_merge(drawn[f.id]))
                ways = (along_line(line, w, h, free, on=bool(middle)) for line in lines)
                if found := next(filter(None, ways), None):
                    used += found[1]
                    yield f.id, found

    def _bent(self, feature: Shown, course: Floats) -> Iterator[Element]:
        """Yield a name along a course, and its number."""
        size, colour, more = LOOKS[feature.look]
        name = f"along-{self.number[feature.id]}"
        yield tag("path", {"id": name, "d": path_steps([shapely.LineString(course)]), "fill": "none"})
        words = tag("textPath", {"xlink:href": f"#{name}"}, feature.label)
        if self.references:
            mark = {"class": "reference", "font-size": f"{REFERENCE}", "dy": "-6"}
            words.append(tag("tspan", mark, f" {self.number[feature.id]}"))
        ink = self._ink(feature) if feature.look == "area" else colour
        yield tag("text", {"font-size": f"{size:g}", "fill": ink, **more}, words)

    def _flow_numbers(self, flows: Mapping[str, shapely.LineString], signs: Floats) -> Iterator[Label]:
        """Yield the number of each flow or route, beside its line near the middle, off places' signs."""
        for fid, line in flows.items():
            if line.is_empty:
                continue
            alone = Label("", REFERENCE, "town", (), number=self.number[fid])
            (w, h), spots = (alone.width, alone.height), []
            for share in _BESIDE:
                at, on = (line.interpolate(by, normalized=True) for by in (share, share + _ON_LINE))
                run = max(at.distance(on), _ON_LINE)
                x, y = (at.y - on.y) / run, (on.x - at.x) / run
                off = abs(x) * w / 2 + abs(y) * h / 2 + _OFF_LINE
                spots += [(at.x + by * x - w / 2, at.y + by * y - h / 2) for by in (off, -off)]
            at_signs = shapely.MultiPoint(signs)
            near = [shapely.dwithin(at_signs, shapely.box(x, y, x + w, y + h), _OTHERS) for x, y in spots]
            clear = [spot for spot, sign in zip(spots, near, strict=True) if not sign]
            yield _at(alone, clear or spots)

    @cached_property
    def boxed(self) -> frozenset[str]:
        """Ids of the places that lie whole in what a close-up shows, which names them."""
        framed = shapely.union_all([shapely.box(*box) for box in self.scene.framed])
        every = (f for f in self.scene.features.values() if f.place and not f.geometry.is_empty)
        return frozenset(f.id for f in every if shapely.covers(framed, f.geometry))

    def _boxes(self) -> Iterator[Label]:
        """Yield the title of each close-up, at the frame around what it shows."""
        for inset in self.scene.close_ups:
            if isinstance(inset.of, BBox):
                around = shapely.transform(shapely.box(*inset.of), self.view.xy).bounds
                named = Label(inset.title(self.say), LOOKS["town"][0], "town", ())
                left, top, right, bottom = around
                w, h = named.width, named.height
                edges = [(left, top - h), (left, bottom), (right - w, top - h), (right - w, bottom)]
                yield _at(named, [*edges, *beside((left - 6, top, right + 6, bottom), w, h)])

    def _drawn(
        self, label: Label, left: float, top: float, led: bool, spot: tuple[float, float] | None
    ) -> Iterator[Element]:
        """Yield a label with its leader if it is `led`, its town's point, its sign and its number."""
        size, (_, colour, more) = label.size, LOOKS[label.look]
        if led:
            leader = label.leader(left, top)
            yield path([leader], {"stroke": INK, "stroke-width": "2.5", "fill": "none"})
            if label.look == "area" and not label.layer:
                x, y = leader.coords[-1]
                yield tag("circle", {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": "4", "fill": INK})
        if spot:
            x, y = spot
            if label.look == "somewhere capital":
                yield path([shapely.box(x - 6, y - 6, x + 6, y + 6)], {"fill": QUIET, "stroke": "#fff"})
            else:
                yield tag("circle", {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": "5", "fill": QUIET})
        x, y = label.at
        near = 0 if label.area else _NEAR.get(label.look, _NEAR_USUAL) * label.height
        if label.dot and not (left < x < left + label.width and top - near < y < top + label.height + near):
            look = {"fill": label.dot, "stroke": "#fff", "stroke-width": "2", "paint-order": "stroke"}
            yield tag("circle", {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": "5", **look})
        colour = label.colour or colour
        if label.look == "area" and label.spacing:
            more = {**more, "letter-spacing": f"{label.spacing:g}"}
        if label.layer:  # of a very small area
            style = self.styles[label.layer]
            where = f"translate({label.at[0]:.0f} {label.at[1]:.0f}) scale(.7)"
            shape = {"d": sign_path(style.symbol), "transform": where, "paint-order": "stroke"}
            ink = line_colour(style.colour)
            look = {"fill": ink, "stroke": "#fff", "stroke-width": "5"}
            if label.hollow:
                look = {"fill": "#fff", "stroke": ink, "stroke-width": "4"}
            yield tag("path", {**shape, **look})
        if label.ends(left):  # whatever the font, it ends at its sign
            more, left = {**more, "text-anchor": "end"}, left + label.width
        first, *second = label.text.split("\n")
        below = (INK, {**more, **_FIGURE}) if label.plain else (colour, more)
        for n, line in enumerate(second, 1):
            yield text(line, left, top + (1 + 1.25 * n) * label.size, size, *below)
        name = text(first, left, top + label.size, size, colour, more)
        if label.number:
            spaced = {"letter-spacing": "0"} if label.spacing else {}
            mark = {
                "class": "reference",
                "font-size": f"{REFERENCE}",
                "dy": "-6" if label.text else "0",
                **spaced,
            }
            name.append(tag("tspan", mark, f" {label.number}" if label.text else label.number))
        yield name

    def _by_weight(self) -> list[Shown]:
        """Order the labelled features: points first, by look, sure before doubtful, by number of mentions.

        First come those whose names a person wants, then those of headline and lead; those without a name are
        left out.
        """
        mentions = self.scene.document.mentions()
        told = (s for s in self.scene.document.sentences if s.repeats is None and s.kind != "furniture")
        lead = {s.id for s in islice(told, _LEAD)}

        def weight(f: Shown) -> tuple[bool, bool, int, bool, int]:
            assert f.place is not None
            wanted = f.place.id in self.always
            first = not f.quiet and any(t.sentence_id in lead for t in mentions[f.place.id])
            rank = -_RANKS.index(f.look)
            return not wanted, not first, rank, f.feature.doubtful, -len(mentions[f.place.id])

        named = (f for f in self.scene.features.values() if f.place and f.place.id not in self.never)
        return sorted(named, key=weight)

    def _named(self, feature: Shown, drawn: BaseGeometry) -> Label:
        """Return a place's label, without positions."""
        look, wide = feature.look, drawn.geom_type != "Point" or feature.id in self.scene.bare
        return Label(
            feature.label.upper() if look == "country" else feature.label,
            LOOKS[look][0],
            look,
            (),
            None,
            feature.feature.doubtful,
            {"country": 5.0, "area": 1.2}.get(look, 0.0) if wide else 0.0,
            self.number[feature.id] if self.references else None,
            must=feature.place is not None and feature.place.id in self.always,
            colour=self._ink(feature) if look in ("area", "country") and wide else "",
        )

    def _ink(self, feature: Shown) -> str:
        """Return the colour of an area's name: its layer's, made darker; of one of the backdrop, ink."""
        return INK if feature.quiet else mix(line_colour(self.scene.style(feature).colour), INK, 0.3)

    def _label(self, feature: Shown, drawn: BaseGeometry, busy: BaseGeometry) -> Label | None:
        """Return a place's label with its possible positions; None for a place that is not on the map."""
        if not feature.value or feature.stop:
            told = feature.folded if feature.look == "town" else ""
            return self._form(feature, drawn, busy, told)
        forms = [(feature.plain, 1.0), (feature.brief, 1.0), (feature.folded or feature.label, 1.0)]
        if feature.look != "town":
            forms[1:] = [(words, by) for words, _ in forms[1:] for by in (_FOLDED, 1.0)]
        label = None
        for words, by in forms:
            if words and (form := self._form(feature, drawn, busy, words, by)):
                label = replace(form, plain=label)
        return label

    def _form(
        self, feature: Shown, drawn: BaseGeometry, busy: BaseGeometry, words: str, by: float = 1.0
    ) -> Label | None:
        """Return one form of that label: in these words, or its own if they are "", in letters so large."""
        if drawn.is_empty:
            return None
        look = feature.look
        if self._hides(feature):
            return None
        size = by * LOOKS[look][0]
        named = replace(self._named(feature, drawn), size=size)
        if words:
            named = replace(named, text=words)
        w, h = named.width, named.height
        if isinstance(drawn, shapely.Point):
            if not self.view.whole(drawn):
                return None
            if (way := self.scene.bare.get(feature.id)) and way != "wave":
                spots = self._on(way, look, drawn, w, h) + beside(box_around(drawn.x, drawn.y, 10, 7), w, h)
                dot = RIVER if look == "water" else line_colour(self.scene.style(feature).colour)
                named = replace(_at(named, spots), at=(drawn.x, drawn.y), dot=dot)
                if way == "name" or look == "water":
                    return named
            else:
                spots = beside(box_around(drawn.x, drawn.y, 18, 15), w, h)
            led = _AWAY if len(self.number) <= _MOST_LED else ()
            away = [spot for r in led for spot in beside(box_around(drawn.x, drawn.y, r, 0.7 * r), w, h)]
            area = shapely.buffer(drawn, _SIGN)
            return replace(_at(named, spots), at=(drawn.x, drawn.y), away=tuple(away), area=area)
        at = label_point(
            drawn,
            BBox(0, 0, self.view.width, self.view.height),
            busy if self.scene.is_behind(feature) else None,
        )
        if at is None:
            return None
        named = replace(named, at=at)
        if look == "line":
            return _at(named, beside(box_around(*at, 20, 20), w, h))
        rooms = _inside(drawn, busy, w, h)
        if not (rooms or words) and feature.folded:
            tight = replace(named, text=feature.folded, size=_FOLDED * size)
            rooms = _inside(drawn, busy, tight.width, tight.height)
            if rooms or look != "water":
                named, w, h = tight, tight.width, tight.height
        over = centred(*at, w, h)
        left, top, right, bottom = drawn.bounds
        away = beside((left - 24, top - 16, right + 24, bottom + 16), w, h)
        if look == "country":
            if (node := self.scene.nodes.get(feature.id)) and feature.quiet:
                [(x, y)] = self.view.xy(np.array([node]))
                near = beside(box_around(x, y, 16, 12), w, h)[:4]
                whole = shapely.make_valid(areas(drawn))
                rooms = [
                    s for s in near if shapely.covers(whole, shapely.box(*s, s[0] + w, s[1] + h))
                ] + rooms
            named = replace(named, area=_part_at(shapely.make_valid(drawn), at))
            away = [] if rooms else [spot for spot in away if not self._abroad(spot, named)]
            return replace(_at(named, rooms), away=tuple(away))
        whole = shapely.make_valid(drawn)
        if right - left < w and bottom - top < _LITTLE * h:
            (x, y), wet = at, look == "water"
            ends = (min(left, x - 9), min(top, y - 9), max(right, x + 9), max(bottom, y + 9))
            spots = beside((ends[0] - 4, ends[1], ends[2] + 4, ends[3]), w, h)
            far = [spot for r in _AWAY for spot in beside(box_around(*at, r, 0.7 * r), w, h)]
            sign = None if wet or feature.quiet else feature.layer
            return replace(
                _at(named, spots), layer=sign, away=tuple(far), area=shapely.Point(at).buffer(_MARK)
            )
        # Else it stands in the area, at least mostly, or a line leads there.
        least = 1.0 if look == "water" else _MOSTLY
        names = [shapely.box(x, y, x + w, y + h) for x, y in over]
        shares = shapely.area(shapely.intersection(names, shapely.make_valid(areas(whole)))) / (w * h)
        inside = [spot for spot, share in zip(over, shares.tolist(), strict=True) if share >= least]
        return replace(_at(named, [*rooms, *inside]), away=tuple(away), area=_part_at(whole, at))

    def _on(self, way: str, look: str, at: shapely.Point, w: float, h: float) -> list[tuple[float, float]]:
        """Return the positions of a name on the point of its place, of which no outline is known."""
        if way == "end":
            return []
        near = [(x, y) for x, y in _ON if look != "water" or abs(y) <= 1]
        spots = [(at.x + (x - 0.5) * w, at.y + (y - 0.5) * h) for x, y in near]
        if way == "name":
            return spots
        boxes = [shapely.box(x, y, x + w, y + h) for x, y in spots]
        on = {int(n) for n in self._land.query(boxes, predicate="covered_by")[0]}
        return [spot for n, spot in enumerate(spots) if n in on]

    def _abroad(self, spot: tuple[float, float], label: Label) -> bool:
        """Return whether a country's name would stand on another country, or its line cross one."""
        x, y = spot
        if len(
            self._land.query(shapely.box(x, y, x + label.width, y + label.height), predicate="intersects")
        ):
            return True
        met = self._land.query(label.leader(x, y), predicate="intersects")
        return not shapely.intersects(self._land.geometries[met], shapely.Point(label.at)).all()

    @cached_property
    def _land(self) -> shapely.STRtree:
        """All countries on the map."""
        mine = (f for f in self.scene.features.values() if f.place and f.place.kind == "country")
        every = [*(c.geometry for c in self.scene.basemap.countries), *(f.geometry for f in mine)]
        return shapely.STRtree(shapely.make_valid([areas(self.view.flat(g, 0)) for g in every]))

    def _hides(self, feature: Shown) -> bool:
        """Return whether an area has no name: doubtful, around the view, it would seem a place in it."""
        if feature.geometry.is_empty:
            return False
        west, south, east, north = self.scene.frame.square
        left, low, right, high = feature.geometry.bounds
        around = left < west and low < south and right > east and high > north
        return feature.feature.doubtful and around

    def _surrounds(self, feature: Shown) -> bool:
        """Return whether a place is all around this map: here its name would be that of a place in it."""
        if feature.geometry.geom_type == "Point" or feature.geometry.is_empty:
            return False
        (west, south, east, north), box = feature.geometry.bounds, self.view.box
        return west < box.west and south < box.south and east > box.east and north > box.north

    def _leaving(self, feature: Shown) -> Iterator[Label]:
        """Yield labels for a flow's figure, and for its origin and destination that are not on the map."""
        assert feature.flow is not None
        line, *on_map = self.view.course(feature)
        if line.is_empty:
            return
        if feature.value:
            half = line.interpolate(0.5, normalized=True)
            label = Label(feature.folded, 24, "line", ())
            yield _at(label, beside(box_around(half.x, half.y, 16, 16), label.width, label.height))
        flow = feature.flow
        back = "from_place" if flow.direction == "one way" else "towards"
        named = [(back, flow.origin), ("towards", flow.destination)]
        for (key, end), (x, y), there in zip(named, (line.coords[0], line.coords[-1]), on_map, strict=True):
            if not there:
                label = Label(self.say(key, place=self.scene.called(end)), 24, "line", ())
                yield _at(label, beside(box_around(x, y, 20, 20), label.width, 30))

    def _far(self) -> Iterator[Label]:
        """Yield the names of places beyond the map, at the edge that points to them."""
        across, down = self.view.width / 2, self.view.height / 2
        for name, place in self.scene.far:
            x, y = self._spot(place)
            way = (x - across, y - down)
            out = max(abs(way[0]) / (across - 24), abs(way[1]) / (down - 24))
            if out >= 1:
                arrow = _ARROWS[round(rounded(atan2(way[1], way[0])) / (pi / 4)) % 8]
                label = Label(f"{arrow} {name}", 24, "line", ())
                left, top = across + way[0] / out - label.width / 2, down + way[1] / out - 15
                left = min(max(left, 12.0), self.view.width - label.width - 12)
                yield _at(
                    label,
                    ((left, min(max(top + by, 12.0), self.view.height - 42)) for by in (0, -36, 36, -72, 72)),
                )

    def _countries(self, busy: BaseGeometry) -> Iterator[Label]:
        for country in self.scene.basemap.countries:
            seen = self.view.flat(self.scene.dry(country.geometry), 0)
            named = Label(country.name.upper(), 22, "context", (), spacing=5)
            if not seen.is_empty and seen.bounds[2] - seen.bounds[0] > named.width:
                yield _at(named, _inside(seen, busy, named.width, 28))

    def _waters(self) -> Iterator[Label]:
        for water in self.scene.waters:
            named = Label(water.place.name, 22, "sea", (), spacing=2)
            roomy = [r for r in water.rooms if r.width * self.view.scale >= named.width]
            at = self.view.xy(np.array([r.middle for r in roomy]).reshape(-1, 2))
            yield _at(named, [centred(x, y, named.width, 28)[0] for x, y in at])

    def _spot(self, place: Place) -> tuple[float, float]:
        """Return a place's position in the map's units; the map's longitudes may pass 180."""
        turn = 360 * round(((self.view.box.west + self.view.box.east) / 2 - place.lng) / 360)
        [(x, y)] = self.view.xy(np.array([(place.lng + turn, place.lat)]))
        return float(x), float(y)

    def _towns(self, taken: Sequence[Box]) -> Iterator[tuple[Label, tuple[float, float]]]:
        """Yield labels of towns for orientation that the story does not name and that find room."""
        story = {f.name for f in self.scene.features.values()}
        shown = 0
        for town in self.scene.orientation.towns:
            if town.name in story or shown >= _MOST_TOWNS:
                continue
            x, y = self._spot(town)
            here = box_around(x, y, 12, 12)
            inside = 20 < x < self.view.width - 20 and 20 < y < self.view.height - 20
            if inside and not any(overlap(here, box) for box in taken):
                shown += 1
                look = _TOWNS[importance(town)]
                named = Label(town.name, LOOKS[look][0], look, ())
                yield _at(named, beside(box_around(x, y, 10, 6), named.width, 26)), (x, y)


def _haloed(elements: Iterator[Element]) -> Iterator[Element]:
    """Yield the lines and signs of names, and above them their words, with a halo."""
    words = []
    for element in elements:
        if element.tag == "text":
            words.append(element)
        else:
            yield element
    if words:
        yield tag("g", _HALO, *words)


def _inside(area: BaseGeometry, busy: BaseGeometry, w: float, h: float) -> list[tuple[float, float]]:
    """Return the positions of a name that lie whole in an area, best first: those that are not busy."""
    spots = []
    whole = shapely.make_valid(areas(area))
    for part in (shapely.difference(whole, busy), whole):
        found = rectangle(part, w / h)
        if found and found[2] >= h:
            x, y, height = found
            dx, dy = (height * w / h - w) / 2, (height - h) / 2
            steps = [(0, 0), (0, -dy), (0, dy), (-dx, 0), (dx, 0)]
            spots += [(x - w / 2 + right, y - h / 2 + down) for right, down in steps]
    return spots


def _anywhere(area: BaseGeometry, w: float, h: float) -> list[tuple[float, float]]:
    """Return the positions of a name, wherever it lies whole in an area."""
    left, top, right, bottom = area.bounds
    if not right - left > w:
        return []
    x, y = (
        each.ravel()
        for each in np.meshgrid(np.linspace(left, right - w, _TRIED), np.linspace(top, bottom - h, _TRIED))
    )
    fits = shapely.covers(area, shapely.box(x, y, x + w, y + h))
    return [(float(x), float(y)) for x, y in zip(x[fits], y[fits], strict=True)]


def _farther(around: Box, w: float, h: float) -> Iterator[tuple[float, float]]:
    """Yield positions in all directions around a box, nearer ones first."""
    left, top, right, bottom = around
    x, y = (left + right - w) / 2, (top + bottom - h) / 2
    for by in _FARTHER:
        across, down = (right - left + w) / 2 + by, (bottom - top + h) / 2 + by
        for dx, dy in _WAYS:
            for right_of, below in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
                yield x + right_of * dx * across, y + below * dy * down


def _part_at(area: BaseGeometry, at: tuple[float, float]) -> BaseGeometry:
    """Return the part of an area in which a point lies, to which its line leads; else all of it."""
    own = [part for part in shapely.get_parts(area) if shapely.intersects_xy(part, *at)]
    return own[0] if own else area


def _at(label: Label, spots: Iterable[tuple[float, float]]) -> Label:
    return replace(label, spots=tuple(spots))
