"""What a map shows, before it is drawn; the page and the still map are two drawings of one scene.

``important`` chooses the places and movements of a very large story, ``frame`` the part of the world,
``orientation`` the towns, seas and globe that show where it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import permutations
from math import atan2, pi, sqrt
from typing import TYPE_CHECKING, Literal

import msgspec.structs
import numpy as np
import shapely
from msgspec import Struct

from ...document import MapDocument
from ...geodesy import DIGITS, geodesic_km, rounded
from ...kinds import KINDS, LAYERS, LayerStyle
from ...languages import Vocabulary, vocabulary
from ...model import BBox, Claim, Flow, LngLat, Place, Route, SmallMap, Toponym
from ..basemap import Basemap, Zone, clip_basemap, clipped, mercator, shift_near, unmercator
from ..colours import ASIDE
from ..contested import is_one_sided
from ..features import Feature, Features, build_features, feature_id, place_geometry
from ..quoted import told_claims
from .axes import axis
from .figures import APART, Comparison, compare
from .frame import Frame, both, dateline_alone, frame_story, main_parts, shown_box
from .important import most_important
from .knots import knots
from .orientation import Orientation, Water, importance, open_waters, orient
from .rooms import Room, rectangle, room
from .seaways import sea_way
from .titles import own_title

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "Comparison",
    "Frame",
    "Inset",
    "Room",
    "Scene",
    "Shown",
    "Sign",
    "axis",
    "both",
    "busy_area",
    "importance",
    "label_point",
    "main_part",
    "most_important",
    "rectangle",
    "room",
    "sea_way",
    "set_scene",
]

Sign = Literal["dot", "tint", "edge", "line", "water"]
"""How a place of a layer is drawn: a sign on a point, an area with a tint or with an edge alone, a line; or
as water, whose colour is that of no layer."""

_ARROWS = "→↗↑↖←↙↓↘"  # from the east counterclockwise

_AROUND = 0.45  # an area that covers more than this share of the view is behind what it holds
_OPEN = ("sea", "ocean", "strait")
_INLAND = ("lake", "river")
_NEARLY = 0.75  # of the largest part of an area: one that may have its name, too
_PART = "part_of"  # how the extent of a part of a place was made
_EXACT = ("volcano",)  # has its sign, though it is a landform
_LIKELY = 0.5  # the least confidence of a place that is only mentioned
_MOST_ASHORE = 0.3  # of a ship's curve that may lie on land
_LEAST_LEFT = 0.3  # of a curve, between the edges of its areas
_ISLAND, _ISLAND_SHARE = 2.0, 0.12  # degrees, and of the view: a smaller country is a place among others
_DAY = re.compile(r"^[^A-Z\d]+")  # "on" before a day
_AT = 1e-6  # degrees
_MOST_FAR = 6
_LONG_FIGURE = 30  # characters of a figure with who gives it
_CLOSE_UPS, _CLOSE_UP = 2, 420 / 640  # close-ups; the height of one, in its width
_AROUND_KNOT, _LEAST_KNOT = 0.3, 0.11  # of its width; of the view, so that outlines are exact in it
_NEAR_PLACE = 3.0  # degrees: the width of a person's small map of a place
_MOST_NAMED = 2  # places in the title of a small map
_WIDEST_WITH_UNITS = 100.0  # degrees; in a wider view, first-level units are not outlined


class Shown(Struct, frozen=True):
    """A feature on the map.

    Attributes
    ----------
    feature
        The feature.
    geometry
        (lng, lat), EPSG:4326, longitudes continuous. A place is clipped to the frame's box, and is empty if
        it lies outside, or is only mentioned and hardly likely; a flow or a route has its whole line.
    quiet
        Whether it is drawn as part of the backdrop, because the story has smaller places.
    value
        The figure that the map shows of it, or the day of a stop, in words; "" for none.
    source
        Who gives that figure, in words; "" for nobody.
    stop
        Its number on an itinerary, from 1; 0 for none.
    apart
        What tells it from another place of its name on the map: "department", "(Ohio)"; "" for none.
    small
        Whether it is a country that is as small in the view as a town, and is drawn like other places.
    """

    feature: Feature
    geometry: BaseGeometry
    quiet: bool = False
    value: str = ""
    source: str = ""
    stop: int = 0
    apart: str = ""
    small: bool = False

    @property
    def id(self) -> str:
        """The feature's id."""
        return self.feature.id

    @property
    def name(self) -> str:
        """Its name on the map."""
        return self.feature.name

    @property
    def title(self) -> str:
        """Its name, with a question mark if it is doubtful."""
        return self.feature.title

    @property
    def label(self) -> str:
        """What the map calls it: as the article does, else its name.

        A doubtful one has a question mark, unless it is land of the backdrop. Its number on an
        itinerary stands before it, what tells it apart and its figure or day after it.
        """
        name = self.plain
        if not self.stop:
            sign = "," if any(c.isalpha() for c in self.value) else ""
            return f"{name}{sign} {self._told}".rstrip()
        return ", ".join(filter(None, (f"{self.stop}. {name}", self.value)))

    @property
    def _told(self) -> str:
        """The figure with who gives it."""
        return ", ".join(filter(None, (self.value, self.source)))

    @property
    def brief(self) -> str:
        """The folded label without who gives its figure; "" where that is the label itself."""
        return "\n".join((self.plain, *self.value.split(APART))) if self.source and self.folded else ""

    def _part_of(self, whole: str) -> str:
        """Return what the article calls a part of a larger place: "southern Brazil", else its name."""
        first = self.name.split()[0].lower()
        for m in self.feature.mentions:
            before, named, _ = m.sentence.partition(whole.removesuffix("?"))
            if named and before.endswith(" ") and (word := before.split()[-1]).lower().startswith(first):
                return f"{word} {named}?" if self.feature.doubtful else f"{word} {named}"
        return self.title

    def _told_apart(self, called: str) -> str:
        """Return a name with what tells it apart: "Cork county?", "Santarém? (Brazil)"."""
        if not self.apart or self.apart.startswith("("):
            return f"{called} {self.apart}".rstrip()
        asked = "?" if called.endswith("?") else ""
        return f"{called.removesuffix('?')} {self.apart}{asked}"

    @property
    def plain(self) -> str:
        """That without number, figure and day."""
        called = self.feature.label
        if self.place and self.look == "area" and called.rstrip("?") in self.place.parents:
            called = self._part_of(called)  # "Brazil" for the south of it
        if self.quiet:
            called = called.removesuffix("?")  # land is there, whether it is meant or not
        return self._told_apart(called)

    @property
    def folded(self) -> str:
        """The label in two lines or more: with a figure, and of an area without room for one; else "".

        Of a movement, its figures alone.
        """
        figure, told = self.value, [_in_lines(words) for words in self._told.split(APART)]
        if self.flow:
            return "\n".join(told)
        if self.stop or self.look not in ("area", "water", "town"):
            return ""
        if any(c.isalpha() for c in figure) or (figure and self.look != "town"):
            return "\n".join((self.plain, *told))
        if self.look == "town":
            return ""
        name = self.feature.label
        if self.apart:
            return f"{name}\n{self.apart}"
        spaces = [n for n, c in enumerate(name) if c == " "]
        middle = min(spaces, key=lambda n: abs(2 * n - len(name)), default=0)
        return f"{name[:middle]}\n{name[middle + 1 :]}" if middle else ""

    @property
    def place(self) -> Place | None:
        """The place, or None for a flow or a route."""
        return self.feature.place

    @property
    def flow(self) -> Flow | None:
        """The flow, or None for a place or a route."""
        return self.feature.flow

    @property
    def route(self) -> Route | None:
        """The route, or None for a place or a flow."""
        return self.feature.route

    @property
    def layer(self) -> str | None:
        """The main layer's name."""
        return self.feature.layer

    @property
    def look(self) -> str:
        """The style of its name: town, area, water, line, country, flow or route."""
        look = KINDS[self.place.kind].look if self.place else self.feature.kind
        return "area" if look == "country" and (self.value or self.small) else look


class Inset(Struct, frozen=True):
    """A small map beside the map.

    Attributes
    ----------
    name
        Its title; of a close-up, the place that it is around.
    of
        What it shows: of the program's, the surroundings of a place; of a person's, a box in the map's range
        of longitudes.
    leads_to
        Id of the feature that it is about; "" for none.
    holds
        Of a close-up, the ids of the places whose signs lie on each other on the map; it names them.
    """

    name: str
    of: Place | BBox
    leads_to: str
    holds: tuple[str, ...] = ()

    def title(self, say: Vocabulary) -> str:
        """Return its title in words."""
        return say("around", place=self.name) if self.holds else self.name


class Scene(Struct, frozen=True, dict=True):
    """A document's features and their position on the map.

    ``features`` has every place that is mentioned, in the order of first mention, then every flow and route.
    ``told`` is feature id → its claims that a reader is told.
    """

    made: Features
    frame: Frame
    basemap: Basemap
    orientation: Orientation
    waters: tuple[Water, ...]
    features: Mapping[str, Shown]
    comparisons: tuple[Comparison, ...]
    told: Mapping[str, list[Claim]]

    def size(self, feature: Shown, form: str) -> float:
        """Return the radius of a feature's circle, its shade's number, or its line's width; 0 for none."""
        sizes = (c.sizes.get(feature.id) for c in self.comparisons if c.form == form)
        return next(filter(None, sizes), 0.0)

    @property
    def document(self) -> MapDocument:
        """The document."""
        return self.made.document

    @cached_property
    def styles(self) -> Mapping[str, LayerStyle]:
        """Layer name → its style; what is only mentioned has a dot, and so have the story's places if
        no title says what they are: a sign that no row of the legend tells of would be a riddle.
        """
        plain = {*[name for name, title in self.titles.items() if not title and not self.is_dotted(name)][:1]}
        return {
            name: style._replace(symbol="circle") if self.is_dotted(name) or name in plain else style
            for name, style in self.made.styles.items()
        }

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Layer name → its own title; "" where it has none that holds for every member."""
        return {name: own_title(self.document, style.title) for name, style in self.made.styles.items()}

    def is_dotted(self, layer: str) -> bool:
        """Return whether the places of a layer are only mentioned, beside others that are more."""
        return layer not in LAYERS and self.made.layers[layer].colour == ASIDE

    @cached_property
    def by_origin(self) -> Mapping[str, Shown]:
        """Id of a place or flow → its feature."""
        return {f.feature.origin.id: f for f in self.features.values()}

    def style(self, feature: Shown) -> LayerStyle:
        """Return the style of a feature's main layer."""
        return self.styles[feature.feature.layers[0]]

    def names_of(self, claim: Claim) -> list[str]:
        """List what the features that a claim is about are called."""
        return [self.by_origin[i].name for i in (*claim.places, *claim.flows) if i in self.by_origin]

    def called(self, place: str) -> str:
        """Return what the map calls a place of the document, also one that is not mentioned."""
        shown = self.by_origin.get(place)
        return shown.feature.label if shown else self.document.places[place].name

    def titled(self, feature: Shown) -> str:
        """Return what the article calls a place; of a line its own name, or the names of its ends."""
        line, between = feature.flow or feature.route, feature.feature.ends
        if line is None or between is None:
            return feature.feature.label
        if line.name:
            return feature.title
        sign = " – " if feature.route else " → "
        sign = " ↔ " if feature.flow and feature.flow.direction == "both ways" else sign
        ends = sign.join(self.called(place).rstrip("?") for place in between)
        return f"{ends}?" if feature.feature.doubtful else ends

    def paleness(self, feature: Shown) -> str:
        """Return how an area or line is drawn, so that what the story is about stays clear.

        Areas have one tint, as a deeper one would say more. So what holds another area has none.

        Returns
        -------
        str
            "named" for what is only mentioned, which has no colour of its own, "unseen" for such a sea or
            approximate area, for one around the view, whose edge is none, and for a part ("northern Kenya"),
            whose edge nobody knows; "open", with an edge alone, for an area that holds another, or that
            covers most of the view and holds places; else "".
        """
        if feature.id not in self._paleness:
            self._paleness[feature.id] = self._pale(feature)
        return self._paleness[feature.id]

    @cached_property
    def _paleness(self) -> dict[str, str]:
        return {}

    def _pale(self, feature: Shown) -> str:
        if self.size(feature, "shade"):
            return ""
        how = feature.place.extent_method if feature.place else None
        if how is not None and how.code == _PART:
            return "unseen"
        rough = feature.feature.extent == "approximate" and not feature.quiet
        if self.is_aside(feature):
            sea = feature.look == "water" and feature.feature.kind in _OPEN
            return "unseen" if sea or rough else "named"
        square, bounds = self.frame.square, BBox(*feature.geometry.bounds)
        if rough and both(square, bounds) == bounds:
            return "unseen"
        held = self.holding.get(feature.id, False)
        around = feature.id in self.holding and feature.id in self._wide_areas
        alone = feature.id in self._areas_beside_towns
        return "open" if held or around or alone or self.size(feature, "circle") else ""

    @cached_property
    def _areas_beside_towns(self) -> frozenset[str]:
        """Ids of the only areas of layers that the headline names beside a town, by the name of a town.

        A tint would say more of "Cork", the county, than a sign of "Limerick", the city, in one line.
        """
        titles = {s.id for s in self.document.sentences if s.kind == "title"}
        named = [t for t in self.document.toponyms if t.place and t.resolution and t.sentence_id in titles]
        shown = [(self.by_origin[t.place.id], t) for t in named if t.place and t.place.id in self.by_origin]
        towns = {f.layer for f, _ in shown if f.look == "town"}
        areas = Counter(f.layer for f in self.features.values() if f.feature.is_land and not f.quiet)
        return frozenset(
            f.id
            for f, t in shown
            if f.feature.is_land and f.layer in towns and areas[f.layer] == 1 and _may_be_town(t)
        )

    @cached_property
    def _wide_areas(self) -> frozenset[str]:
        """Ids of the areas that cover most of the view."""
        square = self.frame.square
        most = _AROUND * (square.east - square.west) * (square.north - square.south)
        areas = (f for f in self.features.values() if f.place and f.geometry.geom_type.endswith("Polygon"))
        return frozenset(f.id for f in areas if shapely.area(clipped(f.geometry, square)) > most)

    def is_aside(self, feature: Shown) -> bool:
        """Return whether a feature is only mentioned."""
        return self.made.is_aside(feature.feature)

    def has_mark(self, feature: Shown) -> bool:
        """Return whether a place of the map has a sign, or an area or line with an edge of its layer."""
        if feature.geometry.is_empty or feature.quiet or feature.id in self.bare:
            return False
        return feature.geometry.geom_type == "Point" or self.paleness(feature) not in ("named", "unseen")

    @cached_property
    def bare(self) -> Mapping[str, Literal["name", "isle", "end", "wave"]]:
        """Id of each water, region or first-level unit of which only a point is known → how it is drawn.

        None has a town's sign: its "name" stands on the point. That of an "isle" does so only on land, that
        of an "end" of a movement never; they stand beside a small dot. A lake or river that the backdrop has
        not has the sign of a "wave", so that its name belongs to something.
        """
        flows = (f.flow for f in self.features.values() if f.flow and not f.geometry.is_empty)
        ends = {end for flow in flows for end in (flow.origin, flow.destination)}
        found: dict[str, Literal["name", "isle", "end", "wave"]] = {}
        for f in self.features.values():
            if f.place is None or f.geometry.geom_type != "Point" or f.geometry.is_empty or f.quiet:
                continue
            kind = KINDS[f.place.kind]
            vast = kind.dimension and kind.level in (None, 1) and f.place.kind not in _EXACT
            if vast and f.look in ("water", "area") and not (f.stop or f.small):
                wave, isle = f.place.kind in _INLAND and self._is_dry(f.geometry), f.place.kind == "island"
                end = f.place.id in ends
                found[f.id] = "wave" if wave else "end" if end else "isle" if isle else "name"
        return found

    def _is_dry(self, at: BaseGeometry) -> bool:
        """Return whether the backdrop has land at a point, no sea and no lake."""
        quiet = (f.geometry for f in self.features.values() if f.quiet or f in self.ground)
        land = [*(c.geometry for c in self.basemap.countries), *quiet]
        return bool(shapely.intersects(land, at).any()) and not shapely.intersects(self.basemap.lakes, at)

    @cached_property
    def holding(self) -> Mapping[str, bool]:
        """Id of each area of land that places of the story lie in → whether one of them is an area.

        They are of layers that are not only mentioned.
        """
        spots = {
            f.id: shapely.Point(f.place.point)
            for f in self.features.values()
            if f.place and f.layer and not self.is_aside(f)
        }
        points = shapely.STRtree([*spots.values()])
        ids = [*spots]
        found = {}
        for f in self.features.values():
            if f.feature.is_land and not f.quiet:
                rows = points.query(f.feature.geometry, predicate="contains")
                inside = [self.features[ids[n]] for n in rows if ids[n] != f.id]
                if inside:
                    found[f.id] = any(g.feature.is_land and not g.quiet for g in inside)
        return found

    def sign(self, feature: Shown) -> Sign | None:
        """Return how a place is drawn; None for what has a name alone, a wave, or a dotted edge alone."""
        way, geometry = self.bare.get(feature.id), feature.geometry
        drawn = feature.place is not None and feature.layer and not feature.quiet and not geometry.is_empty
        if feature.place is None or not drawn or way in ("name", "wave"):
            return None
        pale = "" if geometry.geom_type == "Point" else self.paleness(feature)
        if pale in ("named", "unseen") or (way and feature.look == "water"):
            return None
        if feature.look == "water":
            return "water"
        if geometry.geom_type == "Point":
            return "dot"
        if geometry.geom_type.endswith("LineString"):
            return "line"
        edge = pale or feature.feature.doubtful
        return "tint" if not edge else "edge" if feature.place.extent != "approximate" else None

    def signs(self, layer: str) -> frozenset[Sign]:
        """Return how places of a layer are drawn."""
        own = (self.sign(f) for f in self.features.values() if f.layer == layer)
        return frozenset(sign for sign in own if sign)

    @property
    def ground(self) -> list[Shown]:
        """The countries that are drawn like other places, so that the backdrop has no land there."""
        every = self.features.values()
        return [f for f in every if f.place and f.place.kind == "country" and not f.quiet]

    def dry(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return an area without its lakes, so that its name stands on land; all of it if that is all."""
        if geometry not in self._dried:
            lakes = shapely.get_dimensions(geometry) == 2 and shapely.intersects(self._lakes, geometry)
            left = shapely.difference(shapely.buffer(geometry, 0), self._lakes) if lakes else geometry
            self._dried[geometry] = geometry if left.is_empty else left
        return self._dried[geometry]

    @cached_property
    def _dried(self) -> dict[BaseGeometry, BaseGeometry]:
        """What `dry` has answered: the page and its picture ask for the same areas."""
        return {}

    @cached_property
    def _lakes(self) -> BaseGeometry:
        """All lakes of the backdrop and of the story, as one prepared area."""
        own = [f.geometry for f in self.features.values() if f.feature.kind == "lake"]
        every = shapely.get_parts([self.basemap.lakes, *own])
        lakes = shapely.union_all(shapely.buffer(every[shapely.get_dimensions(every) == 2], 0))
        shapely.prepare(lakes)
        return lakes

    def is_behind(self, feature: Shown) -> bool:
        """Return whether other places lie in the feature, so that its name must avoid theirs."""
        behind = feature.quiet or feature.id in self.holding or feature.id in self._wide_areas
        return behind or self.paleness(feature) in ("open", "named", "unseen")

    @cached_property
    def away(self) -> Mapping[str, str]:
        """Id of each place of which nothing lies in the first view → an arrow to its nearest edge.

        Without an outline, nobody knows where the edge of a sea or region is: one that is less far than the
        view is wide may lie in it, and so may an ocean or a continent. Left out are those, too, that are not
        drawn at all, because they may well be no such place.
        """
        return self._away_from(self.frame.square)

    def _away_from(self, box: BBox) -> Mapping[str, str]:
        """Return the same of a box; of the story's own for what has no outline."""
        story, square, (x, y) = self.frame.story, box, _centre(self.frame.square)
        found = {}
        for f in self.features.values():
            if not f.place or not f.layer or (self.is_aside(f) and _misleads(f.feature)):
                continue
            kind, whole = KINDS[f.feature.kind], _whole(f.place, self.frame)
            outlined = f.place.geometry is not None
            view = shapely.box(*(square if outlined else story))
            if shapely.intersects(whole, view) or (not outlined and kind.reach == "vast"):
                continue
            at = _nearest(whole, view)
            if not outlined and kind.reach == "long":
                edge = LngLat(*_nearest(view, whole))
                if geodesic_km(edge, LngLat(*at)) < self._wide:
                    continue
            angle = atan2(float(mercator(at[1])) - y, at[0] - x)
            found[f.id] = _ARROWS[round(rounded(angle / (pi / 4))) % 8]
        return found

    def edge_of(self, place: Place) -> LngLat:
        """Return the position of a place that is nearest to the first view; it may lie in it."""
        return LngLat(*_nearest(_whole(place, self.frame), shapely.box(*self.frame.square)))

    @cached_property
    def _wide(self) -> float:
        """How wide the first view is in its middle, km."""
        square = self.frame.square
        lat = (square.south + square.north) / 2
        return geodesic_km(LngLat(square.west, lat), LngLat(square.east, lat))

    def distance(self, feature: Shown) -> str:
        """Say how far a place beyond the view is: its nearest edge from the nearest town of the story there.

        "" for a sea, a region, or another area without outline, whose edge nobody knows.
        """
        place = feature.place
        kind = KINDS[feature.feature.kind]
        unknown = place is None or (place.geometry is None and kind.reach != "near")
        if unknown or feature.feature.kind in _OPEN or not len(self._here):
            return ""
        return f"{float(f'{self._km_away(feature):.2g}'):,.0f} km"

    def _km_away(self, feature: Shown) -> float:
        """Return how far a place is from the story's nearest town in view, km; 0 if there is none."""
        if feature.place is None or not len(self._here):
            return 0.0
        whole = _whole(feature.place, self.frame)
        away = shapely.distance(shapely.points(self._here), whole)
        town = LngLat(*self._here[int(away.round(DIGITS).argmin())].tolist())
        return geodesic_km(town, LngLat(*_nearest(whole, shapely.Point(town))))

    @cached_property
    def _here(self) -> NDArray[np.float64]:
        """Positions of the story's towns in the first view, shape (n, 2); of its places, if it has none."""
        outside = {feature_id(self.document.places[i]) for i in self.frame.beyond} | self.away.keys()
        own = [f for f in self.features.values() if f.place and f.layer and f.id not in outside]
        own = [f for f in own if not self.is_aside(f)] or own
        towns = [f for f in own if f.look == "town"] or own
        points = [shapely.Point(f.place.point) for f in towns if f.place]
        return shapely.get_coordinates([shift_near(p, self.frame.middle) for p in points])

    @cached_property
    def beyond(self) -> list[tuple[Shown, str]]:
        """The places that a view may leave out, each with its direction and name: "↓ Montevideo".

        They lie outside the story's box, as a view may be narrower than its square. Those of its layers
        come first, the nearest before others. What is only mentioned and doubtful is left out if it is hardly
        likely or farther than the view is wide; what is named like another place says where it lies.
        """
        away = self._away_from(self.frame.story)
        alike: dict[str, list[Place]] = {}
        for f in self.features.values():
            if f.place:
                alike.setdefault(f.feature.label.rstrip("?"), []).append(f.place)
        found = []
        told = [f for f in map(self.features.__getitem__, away) if not self._is_stray(f)]
        for f in sorted(told, key=lambda f: (self.is_aside(f), self._km_away(f))):
            name, parents = f.feature.label, f.place.parents if f.place else ()
            if parents and len(same := alike[name.rstrip("?")]) > 1:
                one = len({p.country for p in same}) == 1  # then a unit of it tells them apart
                name = f"{name}, {parents[-2 if one and len(parents) > 1 else -1]}"
            found.append((f, f"{away[f.id]}\N{NO-BREAK SPACE}{name}"))
        return found

    def _is_stray(self, feature: Shown) -> bool:
        """Return whether a place that is only mentioned may well be another: hardly likely, or far away."""
        unsure = feature.feature.doubtful and self.is_aside(feature)
        return unsure and (_astray(feature) or self._km_away(feature) > self._wide)

    @cached_property
    def near(self) -> list[Shown]:
        """The sure places with a sign that a view narrower than the story's square may miss."""
        square, story = (shapely.box(*box) for box in (self.frame.square, self.frame.story))
        signs = (
            f for f in self.features.values() if f.place and f.geometry.geom_type == "Point" and not f.quiet
        )
        spots = (f for f in signs if f.feature.kind not in _OPEN and KINDS[f.feature.kind].dimension != 1)
        sure = [f for f in spots if not f.feature.doubtful]
        return [
            f for f in sure if shapely.contains(square, f.geometry) and not shapely.covers(story, f.geometry)
        ]

    @cached_property
    def far(self) -> list[tuple[str, Place]]:
        """Places of the story beyond the first view, each with its name and distance.

        Those that are only mentioned or doubtful are left out, rivers and ranges, and the ends of movements,
        which have a name at the edge already. Those that only a narrow view misses are among them.
        Where the news comes from is named if it is nearer than the view is wide.
        """
        moving = (f.flow for f in self.features.values() if f.flow and not f.geometry.is_empty)
        ends = {end for flow in moving for end in (flow.origin, flow.destination)}
        beyond = {f.id: f for f, _ in self.beyond if f.id in self.away and not _astray(f)}
        near = {f.id for f in self.near}
        home = dateline_alone(self.document)
        found: list[tuple[str, Place]] = []
        for f in (beyond | {f.id: f for f in self.near}).values():
            sends = f.place is not None and f.place.id in home
            told = sends or (f.layer is not None and not self.is_aside(f))
            sea = f.feature.kind in _OPEN
            told = told and not f.feature.doubtful and (sea or KINDS[f.feature.kind].reach == "near")
            told = told or f.id in near
            if told and f.place and f.place.id not in ends and len(found) < _MOST_FAR:
                nearest = min(
                    (geodesic_km(f.place.point, LngLat(*at)) for at in self._here.tolist()), default=0.0
                )
                if sea or not sends or (f.look == "town" and nearest < self._wide):
                    found.append((", ".join(filter(None, (f.label, self.distance(f)))), f.place))
        return found

    @cached_property
    def insets(self) -> list[Inset]:
        """The small maps that a person chose, else close-ups, and one of each place beyond the first view.

        Seas, and where the news comes from, have none.
        """
        home = dateline_alone(self.document)
        home |= {f.place.id for f in self.near if f.place}
        own = (row for row in self.far if row[1].id not in home and row[1].kind not in _OPEN)
        far = [Inset(name, place, feature_id(place)) for name, place in own]
        if (chosen := self.document.map.insets) is None:
            return [*self.close_ups, *far]
        names = {inset.leads_to: inset.name for inset in far}
        found = []
        for item in chosen[:_MOST_FAR]:
            one, said = (item.of, item.title) if isinstance(item, SmallMap) else (item, "")
            if isinstance(one, str):
                shown, place = self.by_origin.get(one), self.document.places.get(one)
                if place and one not in self.document.map.hidden:
                    leads_to = shown.id if shown else ""
                    lng, lat, by = place.lng, place.lat, _NEAR_PLACE / 2
                    around = BBox(lng - by, max(lat - 0.1, -84.0), lng + by, min(lat + 0.1, 84.0))
                    box = shown_box(around, self.frame.middle)
                    found.append(Inset(said or names.get(leads_to, self.called(one)), box, leads_to))
            else:
                box = shown_box(one, self.frame.middle)
                held = self._held(box)
                title = ", ".join(f.label for f in held[:_MOST_NAMED])
                found.append(Inset(said or title, box, held[0].id if held else ""))
        return found

    @cached_property
    def close_ups(self) -> list[Inset]:
        """Small maps of where signs of the story lie on each other; none if a person chose small maps."""
        square = self.frame.square
        view = shapely.box(*square)
        spots = [
            f
            for f in self.features.values()
            if f.place and f.layer and not f.quiet and KINDS[f.feature.kind].reach == "near"
            and f.geometry.geom_type == "Point" and shapely.covers(view, f.geometry)
            and self.bare.get(f.id) not in ("name", "wave")  # which have no sign of a town
        ]  # fmt: skip
        if self.document.map.insets is not None or not spots:
            return []
        lnglat = shapely.get_coordinates([f.geometry for f in spots])
        xy = np.column_stack([lnglat[:, 0], mercator(lnglat[:, 1])]).round(DIGITS)
        side = square.east - square.west
        found = []
        headline = {t.place.id for t in self.document.toponyms if t.place and t.sentence_id == "s01"}
        mentions = self.document.mentions()
        for rows in knots(xy, [not self.is_aside(f) for f in spots], side, _CLOSE_UPS):
            (west, low), (east, high) = xy[rows].min(axis=0), xy[rows].max(axis=0)
            x, y = (west + east) / 2, (low + high) / 2
            wide = max(east - west, (high - low) / _CLOSE_UP)
            half = max((0.5 + _AROUND_KNOT) * wide, _LEAST_KNOT / 2 * side)
            up = half * _CLOSE_UP
            south, north = (rounded(float(unmercator(v))) for v in (y - up, y + up))
            held = [spots[n] for n in rows]
            first = min(
                held,
                key=lambda f: (
                    f.place is None or f.place.id not in headline,
                    self.is_aside(f),
                    f.feature.doubtful,
                    -len(mentions[f.place.id]) if f.place else 0,
                ),
            )
            box = BBox(rounded(x - half), south, rounded(x + half), north)
            found.append(Inset(first.plain.rstrip("?"), box, first.id, tuple(f.id for f in held)))
        return found

    @property
    def framed(self) -> list[BBox]:
        """What each close-up shows."""
        return [inset.of for inset in self.close_ups if isinstance(inset.of, BBox)]

    @cached_property
    def close_by(self) -> frozenset[str]:
        """Ids of the places that only a close-up names: those that it holds without the first of them."""
        return frozenset(i for inset in self.close_ups for i in inset.holds if i != inset.leads_to)

    def _held(self, box: BBox) -> list[Shown]:
        """List the places whose points lie in a box, those that the story speaks of first and most often."""
        held = []
        mentions = self.document.mentions()
        for f in self.features.values():
            if f.place and not f.quiet:
                lng, lat = f.place.point
                lng += 360 * round(((box.west + box.east) / 2 - lng) / 360)
                if box.west <= lng <= box.east and box.south <= lat <= box.north:
                    held.append((f.layer is None or self.is_aside(f), -len(mentions[f.place.id]), f))
        return [f for *_, f in sorted(held, key=lambda row: row[:2])]

    def close(self, box: BBox, zoom: int) -> Scene:
        """Return the scene of one box alone, with outlines for a zoom level of Leaflet."""
        within = [z for z in self.frame.zones if z.zoom >= zoom and both(z.box, box) == z.box]
        if within:
            return self
        places = [f.place for f in self.features.values() if f.place]
        frame = msgspec.structs.replace(self.frame, story=box, square=box, zones=(Zone(box, zoom),))
        basemap = clip_basemap(
            frame.zones,
            places=places,
            unit_countries=_unit_countries(places, frame),
            sha256=self.document.provenance.basemap,
        )
        features = {
            fid: msgspec.structs.replace(f, geometry=basemap.places.get(f.place.id, _spot(f.place, frame)))
            if f.place and not f.geometry.is_empty  # what the map does not draw, no part of it does
            else f
            for fid, f in self.features.items()
        }
        return msgspec.structs.replace(self, frame=frame, basemap=basemap, features=features)

    @cached_property
    def nodes(self) -> Mapping[str, LngLat]:
        """Id of each feature in which a flow begins or ends, and that is not drawn as a point → its point.

        A flow that begins at the edge of an area needs no point in it.
        """
        found = {}
        for shown in (f for f in self.features.values() if f.flow and not f.geometry.is_empty):
            flow, ends = shown.flow, shapely.get_coordinates(shown.geometry)[[0, -1]]
            assert flow is not None
            for end, at in zip((flow.origin, flow.destination), ends, strict=True):
                feature, place = self.by_origin.get(end), self.document.places[end]
                if feature is None or feature.geometry.geom_type != "Point":
                    [(x, y)] = shift_near(shapely.Point(place.point), self.frame.middle).coords
                    if np.abs((at - (x, y) + 180) % 360 - 180).max() < _AT:
                        found[feature_id(place)] = LngLat(x, y)
        return found

    @cached_property
    def alone(self) -> bool:
        """Whether all of the story's places are countries, or as large as countries."""
        return all(f.place is None or KINDS[f.place.kind].backdrop for f in self.features.values())


def set_scene(document: MapDocument, say: Vocabulary | None = None) -> Scene:
    """Lay out a document's map, with names in the language of `say`; without places it shows the world."""
    say = say or vocabulary("en")
    document = document.called(say)
    made = build_features(document)
    frame = frame_story(document)
    places = {i: document.places[i] for i in document.mentions()}
    ends = {i: document.places[i] for f in document.flows for i in (f.origin, f.destination)}
    basemap = clip_basemap(
        frame.zones,
        places=places.values(),
        unit_countries=_unit_countries(places.values(), frame),
        sha256=document.provenance.basemap,
    )
    frame = msgspec.structs.replace(frame, zones=basemap.zones)
    stops = {feature_id(document.places[p]): (n, day) for p, (n, day) in _stops(document).items()}
    quiet = not all(KINDS[p.kind].backdrop for p in (places | ends).values())
    told = told_claims(made.by_id.values(), document)
    comparisons = compare(made, told, say)
    values = {fid: value for c in comparisons for fid, value in c.values.items()}
    sources = {fid: source for c in comparisons for fid, source in c.sources.items()}
    features = {}
    for fid, feature in made.by_id.items():
        place = feature.place
        if place is None:
            curve = _unrolled(feature.geometry, frame.middle)
            features[fid] = Shown(feature, curve, value=values.get(fid, ""))
        else:
            geometry = basemap.places[place.id] if place.id in basemap.places else _spot(place, frame)
            if made.is_aside(feature) and _misleads(feature):
                geometry = shapely.Point()
            small = quiet and KINDS[place.kind].backdrop and _is_dot(place, frame)
            behind = quiet and KINDS[place.kind].backdrop and fid not in values and not small
            number, day = stops.get(fid, (0, ""))
            value = values.get(fid, day)
            features[fid] = Shown(feature, geometry, behind, value, sources.get(fid, ""), number, small=small)
    beyond = {feature_id(document.places[i]) for i in frame.beyond}
    for fid, apart in _apart((f for f in features.values() if f.id not in beyond), say):
        features[fid] = msgspec.structs.replace(features[fid], apart=apart)
    for fid, curve in _courses(made, features, basemap, frame):
        features[fid] = msgspec.structs.replace(features[fid], geometry=curve)
    features = {fid: f for fid, f in features.items() if f.place or not f.geometry.is_empty}
    comparisons = tuple(c for c in comparisons if not c.sizes or c.sizes.keys() & features.keys())
    named = tuple(area._replace(name=say.country(area.name)) for area in basemap.countries)
    basemap = msgspec.structs.replace(basemap, countries=named)
    orientation = orient(frame.detail, document.provenance)
    land = [country.geometry for country in basemap.countries]
    land += [f.geometry for f in features.values() if f.place and f.place.kind == "country"]
    waters = tuple(
        water._replace(place=say.called(water.place))
        for water in open_waters(orientation.waters, land, frame.square)
        if feature_id(water.place) not in features and not is_one_sided(water.place)
    )
    return Scene(made, frame, basemap, orientation, waters, features, comparisons, told)


def _may_be_town(toponym: Toponym) -> bool:
    """Return whether a town has the name of a toponym, too."""
    candidates = toponym.resolution.candidates if toponym.resolution else ()
    kinds = (c.place.kind for c in candidates if isinstance(c.place, Place))
    return any(KINDS[kind].feature_class == "P" for kind in kinds)


def _in_lines(figure: str) -> str:
    """Write a long figure in two lines, the second with who gives it."""
    words, comma, source = figure.rpartition(", ")
    return f"{words},\n{source}" if comma and len(figure) > _LONG_FIGURE else figure


def _astray(shown: Shown) -> bool:
    """Return whether a place is hardly likely."""
    return shown.feature.doubtful and shown.feature.confidence < _LIKELY


def _centre(box: BBox) -> tuple[float, float]:
    """Return the middle of a box on the map: x, and y in Web Mercator, degrees at the equator."""
    return (box.west + box.east) / 2, float(mercator(box.south) + mercator(box.north)) / 2


def _nearest(geometry: BaseGeometry, to: BaseGeometry) -> tuple[float, float]:
    """Return the position of a geometry, (lng, lat), that is nearest to another geometry."""
    [(x, y)] = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(geometry, to), 0))
    return float(x), float(y)


def _whole(place: Place, frame: Frame) -> BaseGeometry:
    """Return a place's whole geometry in the map's range of longitudes."""
    return shift_near(place_geometry(place), frame.middle)


def _misleads(feature: Feature) -> bool:
    """Return whether the sign of a place that is only mentioned would mislead.

    It is hardly likely, or a border that may well be another; land of the backdrop is there all the same.
    """
    kind = KINDS[feature.kind]
    unlikely = feature.confidence < _LIKELY or kind.derived
    return feature.doubtful and unlikely and not kind.backdrop


def _courses(
    made: Features, features: Mapping[str, Shown], basemap: Basemap, frame: Frame
) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield the line of each flow and route as the map draws it: between the edges of areas, a ship's by sea.

    It is empty, and left out, where it would lead to a place that the map need not show, and a route where it
    would leave the first view.
    """
    document = made.document
    closer = _told_closer(document)
    areas: dict[str, BaseGeometry] = {}
    for fid, shown in features.items():
        line, flow, ends = shown.flow or shown.route, shown.flow, shown.feature.ends
        if line is None or ends is None or line.course or (flow and flow.days):
            continue
        for i in ends:
            if (seen := features.get(feature_id(document.places[i]))) and i not in areas:
                # This mends an outline, much faster than make_valid.
                areas[i] = shapely.buffer(seen.geometry, 0)
        start, end = (areas.get(i) for i in ends)
        curve = shown.geometry
        if flow and flow.by == "sea":
            curve = _by_sea(shown, flow, document, basemap, frame)
        curve = _from_edges(curve, start, end)
        astray = document.doubtful & {*frame.beyond} & {*ends}
        sea = any(document.places[i].kind in _OPEN for i in ends)
        if (
            astray
            or fid in closer
            or (shown.route and _ends_in_view(curve, frame) < len(ends))
            or (made.is_aside(shown.feature) and (sea or not _ends_in_view(curve, frame)))
        ):
            curve = shapely.LineString()  # what is only mentioned is drawn where the view has an end of it
        yield fid, curve


def _told_closer(document: MapDocument) -> set[str]:
    """Return the ids of the movements whose sentence has a goal in their goal: "to A, some as far as B"."""
    counted = {i for claim in document.claims for i in claim.flows}
    told: dict[tuple[str, str], list[Flow]] = {}
    for f in document.flows:
        for sentence in {m.sentence_id for m in f.mentions}:
            told.setdefault((f.origin, sentence), []).append(f)
    places = document.places
    return {
        f.id
        for together in told.values()
        for f, other in permutations(together, 2)
        if f.id not in counted
        and {m.sentence_id for m in f.mentions} >= {m.sentence_id for m in other.mentions}
        and f.destination != other.destination
        and places[other.destination].lies_in(places[f.destination])
    }


def _ends_in_view(curve: BaseGeometry, frame: Frame) -> int:
    """Return how many ends of a curve, none to two, lie in the first view."""
    xy = shapely.get_coordinates(curve)
    if not len(xy):
        return 0
    return int(shapely.covers(shapely.box(*frame.square), shapely.points(xy[[0, -1]])).sum())


def _apart(features: Iterable[Shown], say: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield what tells places of one name in a view apart: their kind, of towns their unit or country."""
    named: dict[str, list[tuple[str, Place]]] = {}
    for f in features:
        if f.place and not f.geometry.is_empty and not f.quiet:
            named.setdefault(f.feature.label.rstrip("?"), []).append((f.id, f.place))
    for name, alike in ((name, found) for name, found in named.items() if len(found) > 1):
        towns = [(fid, place) for fid, place in alike if KINDS[place.kind].feature_class == "P"]
        yield from ((fid, _kind_after(name, place, say)) for fid, place in alike if (fid, place) not in towns)
        if len(towns) > 1:
            one = len({place.country for _, place in towns}) == 1
            for fid, place in towns:
                parents = [p for p in place.parents if p != name] if one else [*place.parents]
                if parents := parents[: -1 if one else None]:
                    yield fid, f"({parents[-1]})"


def _kind_after(name: str, place: Place, say: Vocabulary) -> str:
    """Return the rest of a place's own name, "nuclear power plant", else the word for its kind."""
    rest = place.name.removeprefix(name).strip()
    return (
        rest.lower()
        if rest and place.name.startswith(f"{name} ")
        else say("kind_apart", kind=say.kind(place))
    )


def _is_dot(place: Place, frame: Frame) -> bool:
    """Return whether a country, without its small and overseas parts, is as small as a town in the view."""
    west, south, east, north = main_parts(place).bounds
    most = min(_ISLAND, _ISLAND_SHARE * (frame.square.east - frame.square.west))
    return place.kind == "country" and max(east - west, north - south) < most


def _unit_countries(places: Iterable[Place], frame: Frame) -> set[str]:
    """Return the codes of the countries with outlined units; empty for a very wide view."""
    if frame.square.east - frame.square.west > _WIDEST_WITH_UNITS:
        return set()
    return {p.country for p in places if p.country and not KINDS[p.kind].backdrop}


def _stops(document: MapDocument) -> dict[str, tuple[int, str]]:
    """Return the number of each stop of the first itinerary, and its day in the article's words."""
    way = next((f for f in document.flows if f.days), None)
    if way is None:
        return {}
    said = {t.interval[:10]: _DAY.sub("", t.surface) for t in reversed(document.times)}
    return {p: (n, said.get(day, "")) for n, (p, day) in enumerate(zip(way.places, way.days, strict=True), 1)}


def _spot(place: Place, frame: Frame) -> BaseGeometry:
    """Return a place's point; an empty one if it lies outside the frame's box."""
    return shapely.clip_by_rect(shift_near(place_geometry(place), frame.middle), *frame.box)


def _unrolled(curve: BaseGeometry, middle: float) -> BaseGeometry:
    """Move a curve, whose longitudes may jump at the 180th meridian, into the map's range of longitudes."""
    xy = shapely.get_coordinates(curve)
    xy[:, 0] = np.unwrap(xy[:, 0], period=360)
    xy[:, 0] += 360 * np.round((middle - xy[:, 0].mean().round(DIGITS)) / 360)
    return shapely.LineString(xy)


def _by_sea(shown: Shown, flow: Flow, document: MapDocument, basemap: Basemap, frame: Frame) -> BaseGeometry:
    """Return the way of a ship by sea; none where none is known and its curve would lie on land."""
    if not shapely.covers(shapely.box(*frame.box), shown.geometry):
        return shown.geometry
    ends = [basemap.places.get(i) for i in (flow.origin, flow.destination)]
    points = [*map(shapely.Point, shapely.get_coordinates(shown.geometry)[[0, -1]])]
    for n, area in enumerate(ends):
        if area is not None and area.geom_type.endswith("Polygon") and not area.is_empty:
            points[n] = shapely.get_point(shapely.shortest_line(area, points[1 - n]), 0)
    start, end = (LngLat(p.x, p.y) for p in points)
    land = [c.geometry for c in basemap.countries]
    land += [
        basemap.places[i]
        for i in document.mentions()
        if document.places[i].kind == "country" and i in basemap.places
    ]
    lakes = [g for i, g in basemap.places.items() if document.places[i].kind == "lake"]
    if way := sea_way(start, end, land, [basemap.lakes, *lakes]):
        return way
    dry = shapely.intersection(shown.geometry, shapely.union_all(shapely.make_valid(np.array(land))))
    dry = shapely.difference(dry, shapely.union_all(shapely.make_valid(np.array([basemap.lakes, *lakes]))))
    ashore = shapely.length(dry) > _MOST_ASHORE * shapely.length(shown.geometry)
    return shapely.LineString() if ashore else shown.geometry


def _from_edges(curve: BaseGeometry, start: BaseGeometry | None, end: BaseGeometry | None) -> BaseGeometry:
    """Let a curve begin and end at the edges of the valid areas that it leads from and to.

    It stays whole where little would be left, as between neighbours.
    """
    line = curve
    for area, last in ((start, True), (end, False)):
        if area is None or not area.geom_type.endswith("Polygon") or area.is_empty or line.is_empty:
            continue
        parts = shapely.get_parts(shapely.difference(line, area))
        parts = parts[~shapely.is_empty(parts)]
        kept = shapely.get_coordinates(line)[-1 if last else 0]
        rest = next((p for p in parts if (shapely.get_coordinates(p)[-1 if last else 0] == kept).all()), None)
        if rest is not None and shapely.length(rest) > _LEAST_LEFT * shapely.length(curve):
            line = rest
    return line


def busy_area(geometries: Iterable[BaseGeometry], rough: float, room: float) -> BaseGeometry:
    """Return the area of the story's own places, simplified, and of the room for their labels around them.

    ``rough`` and ``room`` are lengths in the units of the geometries; the result has the same units.
    """
    seen = [g for g in geometries if not g.is_empty]
    simple = shapely.make_valid(shapely.simplify(seen, rough, preserve_topology=False))
    # One by one: a buffer around a net of crossing curves would take minutes.
    wide = shapely.union_all(shapely.buffer(simple, room, quad_segs=2))
    return shapely.transform(wide, lambda xy: xy.round(DIGITS))


def main_part(area: BaseGeometry) -> BaseGeometry:
    """Return the largest part of an area, and those nearly as large: no small island is all of a country."""
    parts = shapely.get_parts(area)
    sizes = shapely.area(parts)
    large = sizes >= _NEARLY * sizes.max(initial=0)
    return shapely.union_all(parts[large]) if sizes.max(initial=0) else area


def label_point(
    geometry: BaseGeometry, view: BBox, busy: BaseGeometry | None = None
) -> tuple[float, float] | None:
    """Find the point for a label: in the widest part in view that is not busy, or on the middle of a line.

    Returns
    -------
    tuple of float, or None
        x and y in the units of `geometry`, (lng, lat) for degrees; None for a geometry that is not in view.
    """
    if geometry.is_empty:
        return None
    # A simplified geometry may cross itself by less than a pixel.
    seen = shapely.make_valid(clipped(geometry, view))
    if busy is not None:
        main = main_part(seen)
        left = shapely.difference(main, busy)
        seen = main if left.is_empty else left
    parts = shapely.get_parts(seen if not seen.is_empty else shapely.make_valid(geometry))
    if not len(parts):
        return None
    dimension = shapely.get_dimensions(parts).max()
    sizes = shapely.area(parts) if dimension == 2 else shapely.length(parts)
    part = parts[int(np.argmax(sizes))]
    if dimension == 2:
        slack = max(1e-4, sqrt(shapely.area(part)) / 30)
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, slack), 0)
    elif dimension == 1:
        point = shapely.line_interpolate_point(part, 0.5, normalized=True)
    else:
        point = part
    return round(point.x, 4), round(point.y, 4)
