"""From a document to its features, which page, still map and every export draw.

A document's own layers group places and movements by what the story is about. A document without layers has
its places in layers by their kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from ..document import MapDocument
from ..geodesy import geodesic_km
from ..kinds import FLOWS, KINDS, LAYERS, LayerStyle
from ..languages import Vocabulary, page_language, polarity_words, vocabulary
from ..model import Claim, Extent, Flow, FlowMention, Message, Place, Route, Toponym, safe_id
from .colours import ASIDE, distinct, housed
from .contested import contested
from .curves import Ends, flow_curves, way_through

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

UNLISTED = ("start", "end", "surface")
"""Members of a claim that no export has."""


PARTING = ("river", "border")
"""Kinds of route that lie between two places and do not lead from one to the other."""

_DETOUR = 1.15  # of a way past a stop: beyond, a doubtful one may be elsewhere
_ACRONYM = 4  # letters, and its points; a longer word in capitals is a name


class Mention(NamedTuple):
    """A place in the text that names a feature; ``kind`` is the toponym's kind, ``flow`` or ``route``."""

    sentence_id: str
    sentence: str
    surface: str
    start: int
    end: int
    kind: str


class Feature(Struct, frozen=True, dict=True):
    """A place, a border, a flow or a route that is drawn.

    Attributes
    ----------
    id
        Its id, which is also its anchor in the page.
    name
        Its name on the map.
    origin
        The place, the flow or the route that it stands for.
    country
        ISO 3166-1 alpha-2, or None if it has several countries or no country.
    countries
        ISO 3166-1 alpha-2, sorted.
    layers
        Names of its layers, the main one first; empty if it is in no layer.
    extent, extent_method
        How exact the geometry is, and how it was made.
    certainty, confidence
        ``sure`` if one of its mentions is, of a flow if both its ends are; else ``doubtful``. 0 to 1.
    rival
        The other place that may well be meant, of a doubtful place that has one; of a sure one whose level is
        open, the same place at another level.
    mentions, claims
        What the article says about it, in the order of the text.
    geometry
        EPSG:4326, (lng, lat), outer rings counterclockwise; a flow has a curve, a route a straight line.
    say
        The words of the article's language, or English where it has none.
    """

    id: str
    name: str
    origin: Place | Flow | Route
    country: str | None
    countries: tuple[str, ...]
    layers: tuple[str, ...]
    extent: Extent
    extent_method: Message | None
    certainty: Literal["sure", "doubtful"]
    confidence: float
    rival: Place | None
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    geometry: BaseGeometry
    say: Vocabulary

    @property
    def place(self) -> Place | None:
        """The place, or None for a flow or a route."""
        return self.origin if isinstance(self.origin, Place) else None

    @property
    def flow(self) -> Flow | None:
        """The flow, or None for a place or a route."""
        return self.origin if isinstance(self.origin, Flow) else None

    @property
    def route(self) -> Route | None:
        """The route, or None for a place or a flow."""
        return self.origin if isinstance(self.origin, Route) else None

    @property
    def ends(self) -> tuple[str, str] | None:
        """Ids of the places between which it is drawn, from the first to the other; None for a place."""
        if isinstance(self.origin, Place):
            return None
        return self.origin.places[0], self.origin.places[-1]

    @property
    def layer(self) -> str | None:
        """The main layer's name."""
        return self.layers[0] if self.layers else None

    @property
    def is_land(self) -> bool:
        """Whether it is an area of land."""
        area = self.geometry.geom_type.endswith("Polygon")
        return area and self.place is not None and not KINDS[self.place.kind].water

    @property
    def kind(self) -> str:
        """The place's kind, ``flow`` or ``route``."""
        if isinstance(self.origin, Place):
            return self.origin.kind
        return "flow" if isinstance(self.origin, Flow) else "route"

    def kind_words(self, say: Vocabulary) -> str:
        """Return its kind in a language's words: "city", "movement", "railway"."""
        if isinstance(self.origin, Place):
            return say.kind(self.origin)
        return say("flow") if isinstance(self.origin, Flow) else say(f"route_{self.origin.kind}")

    @property
    def doubtful(self) -> bool:
        """Whether it is drawn hollow and named with a question mark."""
        return self.certainty == "doubtful"

    @property
    def title(self) -> str:
        """Its name, with a question mark if it is doubtful."""
        return self._asked(self.name)

    def _asked(self, name: str) -> str:
        return f"{name}?" if self.doubtful else name

    def doubt(self, say: Vocabulary) -> str:
        """Ask which place or level is meant, in a language's words; "" for a line, and where none is open."""
        is_open = self.doubtful or self.rival is not None
        return say.doubt(self.place, self.rival) if is_open and self.place else ""

    @cached_property
    def label(self) -> str:
        """What a map calls it: as the article does.

        A doubtful one has a question mark.
        """
        method = self.place and self.place.extent_method
        if self.place is None or (method and method.code == "part_of"):  # "northern Kenya", not "Kenya"
            return self.title
        named = (m.surface for m in self.mentions if m.kind == "name")
        written = Counter(s for s in named if not s.isupper() or s == self.name)
        name = (
            max(written, key=lambda s: (written[s], s == self.name, len(s))) if written else self._shouted()
        )
        return self._asked(name)

    @property
    def other_name(self) -> str:
        """Return the other side's name of a place that two sides name differently, "" for another."""
        row = contested(self.place) if self.place else None
        return (row.other_name(self.label.rstrip("?")) or "") if row else ""

    def _shouted(self) -> str:
        """Return its name, or what the article writes, only in capitals ("ST. JOHN'S"), in small letters."""
        for m in self.mentions:
            long = m.surface.isupper() and max(map(len, m.surface.split())) > _ACRONYM
            if m.kind == "name" and long and m.surface.casefold() != self.name.casefold():
                return " ".join(word.capitalize() for word in m.surface.split())
        return self.name

    def members(self) -> dict[str, Any]:
        """Return its members in the GeoJSON export, id first, without the geometry."""
        flow, place, say, line = self.flow, self.place, self.say, self.flow or self.route
        planned = polarity_words(self.route.polarity, say) if self.route else None
        origin, destination = map(_place_id, self.ends) if self.ends else (None, None)
        entry = place is not None and not place.id.startswith(("border:", "part:", "user:"))
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "kind_label": f"{self.kind_words(say)} ({planned})" if planned else self.kind_words(say),
            "country": self.country,
            "countries": list(self.countries),
            "layers": list(self.layers),
            "gazetteer_id": self.origin.id if entry else None,
            "keys": dict(place.keys) if place else {},
            "extent": self.extent,
            "extent_method": say.message(self.extent_method) if self.extent_method else "",
            "certainty": self.certainty,
            "confidence": self.confidence,
            "rival": self.rival.id if self.rival else None,
            "doubt": self.doubt(say) or None,
            "mentions": [m._asdict() for m in self.mentions],
            "claims": [_members_of(c, say) for c in self.claims],
            "from": origin,
            "to": destination,
            "direction": flow.direction if flow else None,
            "subject": line.subject if line else None,
            "by": flow.by or None if flow else None,
            "days": list(flow.days) if flow else [],
        }


class Features(Struct, frozen=True, dict=True):
    """A document's features, and their layers.

    Attributes
    ----------
    document
        The document that they were made from.
    by_id
        Id → feature: places in the order of their first mention, flows and then routes after them.
    layers
        Layer name → style, only of layers with features, in the document's order or by kind of place.
    """

    document: MapDocument
    by_id: Mapping[str, Feature]
    layers: Mapping[str, LayerStyle]

    @cached_property
    def say(self) -> Vocabulary:
        """The words of the article's language, or English where it has none."""
        return spoken(self.document)

    @cached_property
    def styles(self) -> dict[str, LayerStyle]:
        """The layers' styles, each with a different colour; land is never the colour of water.

        Those of a person are as they are, and change no others, nor does their order.
        """
        places = [f for f in self.by_id.values() if f.place]
        # Behind other places, a country is an outline only.
        filled = [f for f in places if not KINDS[f.kind].backdrop] or places
        land = {f.layer for f in filled if f.is_land and f.layer}
        view = self.document.map
        first = [x.name for x in self.document.layers if x.name in self.layers] or [*self.layers]
        made = distinct(housed({name: self.layers[name] for name in first}, view.colours, land), land)
        own = view.layer_colours
        return {name: made[name]._replace(colour=own.get(name, made[name].colour)) for name in self.layers}

    def of(self, layer: str) -> list[Feature]:
        """List the features of a layer."""
        return [f for f in self.by_id.values() if layer in f.layers]

    def layered(self) -> Iterator[Feature]:
        """Yield each feature that is in a layer once, layer by layer."""
        yield from {f.id: f for layer in self.layers for f in self.of(layer)}.values()

    def style(self, feature: Feature) -> LayerStyle:
        """Return the style of a feature's main layer."""
        return self.styles[feature.layers[0]]

    def is_aside(self, feature: Feature) -> bool:
        """Return whether a feature is only mentioned."""
        return feature.layer is not None and self.layers[feature.layer].colour == ASIDE


def spoken(document: MapDocument, language: str | None = None) -> Vocabulary:
    """Return the words in which a document's map speaks: of a language, or its article's, or English."""
    return vocabulary(language or page_language(document.article.language))


def feature_id(place: Place) -> str:
    """Return the id of a place's feature, which is also its anchor in the page.

    Examples
    --------
    >>> feature_id(Place("geonames:3936456", "Lima", "populated_place", -77.03, -12.04))
    'place-geonames-3936456'
    >>> feature_id(Place("border:bo-pe", "Bolivia–Peru border", "border", -69.0, -13.0))
    'border-bo-pe'
    """
    return _place_id(place.id)


def _place_id(place_id: str) -> str:
    source, _, rest = place_id.partition(":")
    return safe_id(f"border-{rest}" if source == "border" else f"place-{source}-{rest}")


def line_words(feature: Feature, say: Vocabulary) -> str:
    """Return what a flow or route is in the article's words, unless its kind says so, and its doubt."""
    line = feature.flow or feature.route
    if line is None:
        return ""
    subject = "" if line.subject == feature.kind_words(say) else line.subject
    return ", ".join(filter(None, (subject, polarity_words(line.polarity, say))))


def place_geometry(place: Place) -> BaseGeometry:
    """Return a place's geometry, or its point if it has no geometry; (lng, lat), EPSG:4326."""
    from shapely import Point

    return place.geometry if place.geometry is not None else Point(place.lng, place.lat)


def build_features(document: MapDocument) -> Features:
    """Make the features of a document; a document without places has no features.

    Examples
    --------
    >>> from geo import geoparse
    >>> [(f.id, f.layer) for f in build_features(geoparse("They met in Oslo.")).by_id.values()]
    [('place-geonames-3143244', 'cities')]
    """
    members, styles = _members(document)
    lines = (*_flows(document, members), *_routes(document, members))
    found = {f.id: f for f in (*_places(document, members), *lines)}
    used = {name for f in found.values() for name in f.layers}
    order = dict.fromkeys((*document.map.layers, *styles))
    return Features(document, found, {name: styles[name] for name in order if name in used})


_Members = Mapping[str, Counter[str]]


def _members(document: MapDocument) -> tuple[_Members, Mapping[str, LayerStyle]]:
    """Return layer name → feature id → number of its mentions there, and layer name → style."""
    mentions = document.mentions()
    if not document.layers:
        members = {name: Counter[str]() for name in LAYERS}
        for place_id in mentions:
            members[KINDS[document.places[place_id].kind].layer][_place_id(place_id)] += 1
        members[FLOWS].update(flow.id for flow in document.flows)
        return members, LAYERS
    placed = {t.id: _place_id(place_id) for place_id, toponyms in mentions.items() for t in toponyms}
    return {
        layer.name: Counter([*(placed[t] for t in layer.toponyms if t in placed), *layer.flows])
        for layer in document.layers
    }, {
        layer.name: LayerStyle(layer.title, layer.theme, layer.colour, layer.dash, layer.symbol)
        for layer in document.layers
    }


def _layers_of(fid: str, members: _Members) -> tuple[str, ...]:
    """Return a feature's layers, the main one first: it has most of its mentions, or is the smallest."""
    names = [name for name, counts in members.items() if fid in counts]
    return tuple(sorted(names, key=lambda name: (-members[name][fid], len(members[name]))))


def _places(document: MapDocument, members: _Members) -> Iterator[Feature]:
    import shapely

    claims = _claims_by((c, c.places) for c in document.claims)
    for place_id, toponyms in document.mentions().items():
        place, fid = document.places[place_id], _place_id(place_id)
        yield Feature(
            fid,
            place.name,
            place,
            place.country,
            place.countries,
            _layers_of(fid, members),
            place.extent,
            place.extent_method,
            certainty := "doubtful" if place_id in document.doubtful else "sure",
            _confidence(toponyms),
            _rival(toponyms, certainty),
            tuple(_mention(document, t, t.kind) for t in toponyms),
            tuple(claims.get(place_id, ())),
            shapely.orient_polygons(place_geometry(place)),
            spoken(document),
        )


def _flows(document: MapDocument, members: _Members) -> Iterator[Feature]:
    """Yield the features of flows; none if hidden, or from a point to itself."""
    from shapely import LineString

    mentions = document.mentions()
    claims = _claims_by((c, c.flows) for c in document.claims)
    ends = {f.id: (document.places[f.origin], document.places[f.destination]) for f in document.flows}
    nodes = [document.places[p].point for p in mentions]
    curves = flow_curves({i: Ends(a.point, b.point) for i, (a, b) in ends.items()}, nodes)
    for flow in document.flows:
        if not set(document.map.hidden).isdisjoint((flow.id, *flow.places)):
            continue
        curve = LineString(flow.course) if flow.course else curves[flow.id]
        if not flow.course and len(stops := _stops(document, flow)) > 2:
            curve = way_through([document.places[p].point for p in stops])
        if curve.is_empty:
            continue
        both = ends[flow.id]
        countries = tuple(sorted({c for p in both for c in p.countries}))
        yield Feature(
            flow.id,
            document.flow_name(flow),
            flow,
            countries[0] if len(countries) == 1 else None,
            countries,
            _layers_of(flow.id, members),
            "approximate",
            Message("drawn_by_hand" if flow.course else "curve"),
            "doubtful" if any(p.id in document.doubtful for p in both) else "sure",
            min(_confidence(mentions.get(p.id, ())) for p in both),
            None,
            tuple(_mention(document, m, "flow") for m in flow.mentions),
            tuple(claims.get(flow.id, ())),
            curve,
            spoken(document),
        )


def _routes(document: MapDocument, members: _Members) -> Iterator[Feature]:
    """Yield the features of the routes that join two sure places: not of what parts them, and none if hidden.

    A route is in the layer of its places.
    """
    from shapely import LineString

    mentions, hidden = document.mentions(), {*document.map.hidden}
    sure = mentions.keys() - document.doubtful
    for route in document.routes:
        apart = route.kind in PARTING or not sure.issuperset(route.places)
        if apart or not hidden.isdisjoint((route.id, *route.places)):
            continue
        one, other = (document.places[i] for i in route.places)
        line = LineString(route.course) if route.course else way_through([one.point, other.point])
        if line.is_empty:
            continue
        countries = tuple(sorted({c for p in (one, other) for c in p.countries}))
        layers = [_layers_of(_place_id(i), members)[:1] for i in route.places]
        yield Feature(
            route.id,
            document.route_name(route),
            route,
            countries[0] if len(countries) == 1 else None,
            countries,
            min(filter(None, layers), key=lambda each: list(members).index(each[0]), default=()),
            "approximate",
            Message("drawn_by_hand" if route.course else "straight"),
            "sure",
            min(_confidence(mentions[i]) for i in route.places),
            None,
            tuple(_mention(document, m, "route") for m in route.mentions),
            (),
            line,
            spoken(document),
        )


def _stops(document: MapDocument, flow: Flow) -> tuple[str, ...]:
    """Return the places that a flow is drawn through: all of an itinerary, else the ends and the towns.

    A doubtful town that lies on the way to the next one is likely the one that is meant.
    """
    if flow.days:
        return flow.places
    towns = [p for p in flow.via if KINDS[document.places[p].kind].look == "town"]
    drawn = [flow.origin]
    for n, town in enumerate(towns):
        after = next((p for p in towns[n + 1 :] if p not in document.doubtful), flow.destination)
        around = (document.places[p] for p in (drawn[-1], town, after))
        if town not in document.doubtful or _is_between(*around):
            drawn.append(town)
    return (*drawn, flow.destination)


def _is_between(start: Place, stop: Place, end: Place) -> bool:
    """Whether a stop lengthens a way by little."""
    legs = geodesic_km(start.point, stop.point) + geodesic_km(stop.point, end.point)
    return legs < _DETOUR * geodesic_km(start.point, end.point)


def _claims_by(said: Iterable[tuple[Claim, Iterable[str]]]) -> dict[str, list[Claim]]:
    """Return id of a place or flow → the claims about it, in their order."""
    found: dict[str, list[Claim]] = {}
    for claim, about in said:
        for origin in dict.fromkeys(about):
            found.setdefault(origin, []).append(claim)
    return found


def _confidence(toponyms: Iterable[Toponym]) -> float:
    return max((t.resolution.confidence for t in toponyms if t.resolution), default=0.0)


def _rival(toponyms: Iterable[Toponym], certainty: str) -> Place | None:
    """Return the rival that the likeliest of the mentions with a rival has.

    A sure place has one only if every sure mention leaves its level open.
    """
    told = [r for t in toponyms if (r := t.resolution) and (certainty, r.certainty) != ("sure", "doubtful")]
    rivals = [r for r in told if r.rival]
    if certainty == "sure" and len(rivals) < len(told):
        return None
    return max(rivals, key=lambda r: r.confidence).rival if rivals else None


def _mention(document: MapDocument, span: Toponym | FlowMention, kind: str) -> Mention:
    words = document.text_of(span.sentence_id)
    return Mention(span.sentence_id, words, span.surface, span.start, span.end, kind)


def _members_of(claim: Claim, say: Vocabulary) -> dict[str, Any]:
    """Return a claim's members in the GeoJSON export."""
    members = {key: value for key, value in asdict(claim).items() if key not in UNLISTED}
    if measured := claim.measured:
        members["measured"] = {
            **asdict(measured),
            "method": say.message(measured.method),
            "resolution": say.message(measured.resolution) if measured.resolution else "",
        }
    return {**members, "places": list(claim.places), "flows": list(claim.flows)}
