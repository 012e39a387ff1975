"""The values that flow through Dateline: frozen, without I/O.

An article has blocks and sentences; toponyms are spans in it; each toponym has a resolution, which chose
one of its candidates or abstained; a candidate stands for a place of the gazetteer.

Offsets are Unicode code points into ``Article.text``, ``end`` exclusive. Coordinates are decimal degrees,
EPSG:4326, longitude first.

These classes are also the declaration of the document: its reader, its writer and ``schema.json`` come from
their members. Two things differ between a file and memory, and are declared here in both ways: a file has the
id of a place where memory has the place, and GeoJSON where memory has a geometry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Raw, Struct, field, json
from msgspec.structs import astuple

from .kinds import KINDS

BlockKind = Literal["title", "byline", "date", "heading", "paragraph", "comment", "furniture"]
ToponymKind = Literal["name", "demonym", "embedded", "relation"]
Direction = Literal["one way", "both ways"]
Extent = Literal["surveyed", "approximate", "point"]
Certainty = Literal["sure", "doubtful", "unplaced"]


def _matching(rule: str) -> Meta:
    """Require a text that a regular expression matches as a whole, in Python as in ECMA 262."""
    return Meta(pattern=rf"^{rule}$(?!\n)")


PLACE_ID = "[a-z]+:[A-Za-z0-9_.-]+"
"""Regular expression of a place's id, ``<source>:<id>``."""

COLOUR, FONT_NAME = "#[0-9a-f]{6}", "[A-Za-z0-9][A-Za-z0-9 -]{0,60}"
"""Regular expressions of a colour ``#rrggbb``, and of the name of one font family."""

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
Offset = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]
Name = Annotated[str, Meta(min_length=1)]
Date = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Interval = Annotated[str, _matching(f"{_DAY}/{_DAY}")]
Sha256 = Annotated[str, _matching("([0-9a-f]{64})?")]
Lng = Annotated[float, Meta(ge=-180, le=180)]
Lat = Annotated[float, Meta(ge=-90, le=90)]
Probability = Annotated[float, Meta(ge=0, le=1)]


COORDINATE_DIGITS = 5
"""Decimals of a coordinate: 1e-5 degree is about a metre, finer than any pinned source."""

SYMBOLS = tuple("circle square triangle diamond pentagon hexagon star cross plus ring bar drop".split())
"""Signs of layers, as ``ThemeLayer.symbol`` names them."""


def safe_id(text: str) -> str:
    """Return an id with plain letters only: folium would read other signs in a feature's id as a template.

    Examples
    --------
    >>> safe_id("user:{{ 7*7 }}")
    'user----7-7---'
    """
    return re.sub(r"[^A-Za-z0-9_.-]", "-", text)


class LngLat(NamedTuple):
    """A position: longitude, then latitude, decimal degrees, EPSG:4326."""

    lng: float
    lat: float


class BBox(NamedTuple):
    """A box: west, south, east, north, decimal degrees; ``west > east`` crosses the 180th meridian."""

    west: Lng
    south: Lat
    east: Lng
    north: Lat


class Value(Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value, and an object of a document. A document's object has no other members."""


class Message(Value, frozen=True):
    """What the program concluded, as a code with its values; it becomes words where it is shown.

    ``code`` is a key of the languages' tables of messages; ``values`` fill the braces in its words. The code
    ``text`` shows its value ``text`` as it is.
    """

    code: Annotated[str, _matching("[a-z0-9_]+")]
    values: Mapping[str, str | int | float] = {}

    def __hash__(self) -> int:  # noqa: D105
        return hash((self.code, *self.values.items()))


class Block(Value, frozen=True):
    """A run of an article's text with one role, ``text[start:end]``.

    ``repeats`` is the id of the earlier block with the same text, or None.
    ``level`` is a heading's depth, 1 to 6, and 0 for every other kind. ``language`` is that of this passage,
    BCP 47, if it differs from the article's.
    """

    id: str
    kind: BlockKind
    start: Offset
    end: Offset
    repeats: str | None = None
    level: Annotated[int, Meta(ge=0, le=6)] = 0
    language: str | None = None


class HeadFact(Value, frozen=True):
    """A fact of an article's head, and where it was taken from.

    Attributes
    ----------
    value
        As written, white space collapsed; of a date ISO 8601, with time and zone where they are given.
    source
        ``declared`` by what the file says about itself (markup, front matter, a mail's header), or ``read``
        in the text.
    where
        What declares it ("JSON-LD", "og:title", "From"), or the id of the block that it was read in.
    """

    value: Name
    source: Literal["declared", "read"]
    where: str = ""


class Head(Value, frozen=True):
    """What an article says about itself; None, or empty, where it does not say it.

    ``bylines`` has a writer each; ``captions`` the texts under pictures, which are no part of the body;
    ``dateline`` the place words of a dateline.
    """

    title: HeadFact | None = None
    subtitle: HeadFact | None = None
    bylines: tuple[HeadFact, ...] = ()
    publisher: HeadFact | None = None
    date: HeadFact | None = None
    dateline: HeadFact | None = None
    section: HeadFact | None = None
    url: HeadFact | None = None
    captions: tuple[HeadFact, ...] = ()


class ArticleFile(Value, frozen=True):
    """The file that an article was read from.

    Attributes
    ----------
    format
        Its name ("PDF", "RSS or Atom"); in an archive with the archive's before it ("ZIP, HTML").
    story, stories
        Which of its articles this is, from 1, and how many it holds.
    encoding
        What its text was decoded from, or None where the format says it.
    mended
        Whether its text had been decoded wrongly before, and was mended.
    """

    format: str
    story: Annotated[int, Meta(ge=1)] = 1
    stories: Annotated[int, Meta(ge=1)] = 1
    encoding: str | None = None
    mended: bool = False


class MarkedPlace(Value, frozen=True):
    """A place name that the file itself ties to an entry of a gazetteer: ``text[start:end]``, and its id."""

    start: Offset
    end: Offset
    place: Annotated[str, _matching(PLACE_ID)]


class Article(Value, frozen=True):
    """A source, decoded: its whole text, and what was read of its structure.

    Attributes
    ----------
    text
        The decoded file, or the text extracted from it; blocks and offsets index it.
    source
        The source's file name without its folder (``"-"`` for standard input, ``""`` for a string).
    sha256
        Hash of the source's bytes, 64 hexadecimal digits.
    title, byline
        As written in the article, or None.
    date
        ISO 8601 calendar date of publication, or None.
    dateline
        The place words of a dateline ("OSLO, Norway"), or None.
    language
        BCP 47 primary language of the text.
    blocks
        In order, without overlap; white space is all that lies outside them.
    head
        Title, byline, date and more, each with where it was taken from; None in older documents.
    file
        What kind of file it was read from, and which of its articles it is; None for a string.
    marked
        Place names that the file itself ties to an entry of a gazetteer.
    """

    text: str
    source: str
    sha256: Sha256
    title: str | None
    byline: str | None
    date: Date | None
    dateline: str | None
    language: str
    blocks: tuple[Block, ...]
    head: Head | None = None
    file: ArticleFile | None = None
    marked: tuple[MarkedPlace, ...] = ()


class Sentence(Value, frozen=True):
    """A sentence: ``article.text[start:end]``, inside one block.

    ``id`` is ``s01``, ``s02``, … in reading order. ``repeats`` is the id of the earlier sentence with the
    same words, or None; ``heading`` is the id of the heading above its section, or None.
    """

    id: Annotated[str, _matching("s[0-9]{2,}")]
    start: Offset
    end: Offset
    block: str
    kind: BlockKind
    repeats: str | None = None
    heading: str | None = None


class GeoJSON(Value, frozen=True):
    """A geometry as a document has it: RFC 7946, longitude and latitude, five decimals."""

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: Annotated[Raw, Meta(extra_json_schema={"type": "array"})]


class Shape:
    """A geometry as documents save it: EPSG:4326, (lng, lat), five decimals, rings by RFC 7946.

    Each other form is made when it is first asked for: shapely takes as long to import as an article to read.

    Parameters
    ----------
    made
        A shapely geometry, which is rounded and its rings turned, or what makes one; or GeoJSON that needs
        neither.
    box
        The box around it; None to measure it.
    """

    def __init__(
        self, made: BaseGeometry | Callable[[], BaseGeometry] | GeoJSON, box: BBox | None = None
    ) -> None:
        if box is not None:
            self.box = box
        if isinstance(made, GeoJSON):
            self.geojson = made
        else:
            self._made = made

    @cached_property
    def geometry(self) -> BaseGeometry:
        """The shapely geometry."""
        import numpy as np
        import shapely

        if "geojson" in self.__dict__:
            return shapely.from_geojson(json.encode(self.geojson))
        made = self._made() if callable(self._made) else self._made
        rounded = shapely.transform(made, lambda xy: np.round(xy, COORDINATE_DIGITS) + 0.0)  # no -0.0
        return shapely.orient_polygons(rounded)

    @cached_property
    def box(self) -> BBox:
        """The box around it, or a little more; ``west > east`` where the gazetteer says so."""
        return BBox(*self.geometry.bounds)

    @property
    def side(self) -> float:
        """The longer side of the box, degrees."""
        west, south, east, north = self.box
        return max(east - west if west <= east else east - west + 360, north - south)

    @cached_property
    def geojson(self) -> GeoJSON:
        """Its GeoJSON; the coordinates are text."""
        import shapely

        # GEOS writes some numbers with more decimals than they have.
        written = json.decode(shapely.to_geojson(self.geometry))
        return GeoJSON(written["type"], Raw(json.encode(written["coordinates"])))

    @property
    def coordinates(self) -> list[Any]:
        """Its coordinates, nested as in GeoJSON."""
        return list(json.decode(self.geojson.coordinates))


if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    SavedShape = Shape
    PlaceKind = str
    Symbol = str
else:
    SavedShape = GeoJSON
    PlaceKind = Literal[tuple(KINDS)]
    Symbol = Literal[SYMBOLS]


class Place(Value, frozen=True, eq=False):
    """An entry of the gazetteer, or a feature derived from entries.

    Attributes
    ----------
    id
        ``<source>:<id>``, e.g. ``geonames:3936456``; ``border:bo-pe`` for a derived border.
    kind
        A row of ``kinds.toml``.
    lng, lat
        Representative point, decimal degrees, EPSG:4326.
    country
        ISO 3166-1 alpha-2, or None where the place lies in several countries or in none.
    countries
        Every country that it lies in, sorted.
    admin1, admin2
        Ids of the first- and second-level units that contain it, or None.
    parents
        Names of what contains it, the nearest first ("Vestland", "Norway").
    population
        Inhabitants, 0 where unknown.
    names
        How many names the gazetteer has for it, in all languages: a measure of how well known it is.
    extent
        How good the geometry is: ``surveyed``, ``approximate`` or ``point``.
    extent_method
        How an approximate extent was made, or where a surveyed one comes from; None for a plain point.
    sources
        Attribution keys of the data packages that it comes from, e.g. ``("geonames",)``.
    keys
        The codes by which other data know it: name of the code → code, as ``geo.gazetteer.keys`` lists them
        (``iso_3166_1``, ``iso_3166_2``, ``wikidata``, ``ubigeo``).
    shape
        Its geometry, in a document GeoJSON called ``geometry``; None until it is loaded, and for a point.
        Two places are equal if all their other members are.
    """

    id: Annotated[str, _matching(PLACE_ID)]
    name: str
    kind: PlaceKind
    lng: Lng
    lat: Lat
    country: str | None = None
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    admin2: str | None = None
    parents: tuple[str, ...] = ()
    population: Annotated[int, Meta(ge=0, le=10**15)] = 0
    names: Annotated[int, Meta(ge=0, le=10**15)] = 0
    feature_code: str = ""
    extent: Extent = "point"
    extent_method: Message | None = None
    sources: tuple[str, ...] = ()
    keys: Mapping[str, str] = {}
    shape: SavedShape | None = field(default=None, name="geometry")

    def __eq__(self, other: object) -> bool:  # noqa: D105
        return isinstance(other, Place) and astuple(self)[:-1] == astuple(other)[:-1]

    def __hash__(self) -> int:  # noqa: D105
        return hash(self.id)

    @property
    def point(self) -> LngLat:
        """The representative point."""
        return LngLat(self.lng, self.lat)

    @property
    def geometry(self) -> BaseGeometry | None:
        """The shapely geometry, (lng, lat), EPSG:4326; None until it is loaded, and for a point."""
        return None if self.shape is None else self.shape.geometry

    @property
    def in_countries(self) -> tuple[str, ...]:
        """Every country that it lies in, also where the gazetteer names one alone."""
        return self.countries or ((self.country,) if self.country else ())

    @property
    def in_unit(self) -> str | None:
        """The first-level unit that it is or lies in."""
        return self.id if self.kind == "admin1" else self.admin1

    def lies_in(self, container: Place) -> bool:
        """Whether the gazetteer puts it inside a country, or a first- or second-level unit.

        Examples
        --------
        >>> peru = Place("geonames:3932488", "Peru", "country", -75.2, -9.2, country="PE")
        >>> Place("geonames:3931276", "Puno", "populated_place", -70.0, -15.8, country="PE").lies_in(peru)
        True
        """
        if self.id == container.id or self.kind == "country":
            return False
        if container.kind == "country":
            return container.country is not None and container.country in (self.country, *self.countries)
        return container.id in (self.admin1, self.admin2)


PlaceId = Annotated[str, Meta(description="The id of a place of this document.")]
if TYPE_CHECKING:
    PlaceOrId = Place
else:
    PlaceOrId = PlaceId

NameRank = Literal[0, 1, 2, 3, 4]
"""What kind of name it is: 0 main name, 1 the same with or without its type word ("Oslo County"),
2 alternative name, 3 abbreviation or code, 4 demonym."""

MAIN_NAME: NameRank = 0
NAME_WITH_TYPE: NameRank = 1
OTHER_NAME: NameRank = 2
ABBREVIATION: NameRank = 3
DEMONYM: NameRank = 4


class Candidate(Value, frozen=True):
    """A place that a toponym may mean, with its score and the contributions that made it.

    ``reasons`` are (feature name, contribution to the score), the largest magnitude first; the score is
    their sum.
    """

    place: PlaceOrId
    rank: NameRank
    score: float = 0.0
    reasons: tuple[tuple[str, float], ...] = ()


class Resolution(Value, frozen=True):
    """What a toponym was taken to mean.

    ``place`` is None where the resolver abstained. ``reasons`` say why it abstained, or why it chose this
    place. ``confidence`` is the probability that span, place and level are right, 0 to 1. ``candidates`` are
    the best few, best first; ``considered`` is how many there were in all. ``certainty`` is None only in a
    document that was made elsewhere. ``rival`` is the other place that a doubtful toponym may well mean; a
    sure one has a rival where its level is open: the same place at another level, as right to a reader.
    """

    place: PlaceOrId | None
    confidence: Probability
    candidates: tuple[Candidate, ...]
    reasons: tuple[Message, ...]
    considered: Count = 0
    certainty: Certainty | None = None
    rival: PlaceOrId | None = None


class Tie(Value, frozen=True):
    """What the words beside a toponym say: it lies ``within`` or ``near`` another, or ``flows into`` it.

    ``start`` and ``end`` are those of the other toponym.
    """

    relation: Literal["within", "near", "flows into"]
    start: Offset
    end: Offset


class Toponym(Value, frozen=True):
    """A span of the text that names a place: ``article.text[start:end] == surface``.

    Attributes
    ----------
    name
        What is looked up: the surface without its type words, or the full form of an abbreviation.
    kind
        ``name``, ``demonym``, ``embedded`` (inside a longer name) or ``relation`` ("the border").
    types
        Kinds of place that the words around it ask for ("department" → ``admin1``); empty for any.
    repeats
        Whether it is in a passage that repeats an earlier one.
    confidence
        The probability that these words name a place, 0 to 1, by recognition; 1 where the span was given.
    ties
        To other names ("X, a suburb of Y"), by their start.
    part
        The part of the place that is meant ("northern Kenya" → ``north``); empty for the whole.
    """

    id: Annotated[str, _matching("t[0-9]{2,}")]
    start: Offset
    end: Offset
    surface: Name
    sentence_id: str
    kind: ToponymKind
    name: str
    types: tuple[str, ...] = ()
    repeats: bool = False
    resolution: Resolution | None = None
    confidence: Probability = 1.0
    ties: tuple[Tie, ...] = ()
    part: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether a map shows it: it has a place, is not part of a longer name, and is not in a repeat."""
        return self.place is not None and not self.repeats and self.kind != "embedded"

    @property
    def place(self) -> Place | None:
        """The place that it was taken to mean; None if it is not resolved, or the resolver abstained."""
        return self.resolution.place if self.resolution else None


class PassedName(Value, frozen=True):
    """A capitalised name after a word of place ("in", "near") that was not taken for a toponym."""

    start: Offset
    end: Offset
    surface: Name
    sentence_id: str


class Measured(Value, frozen=True):
    """What the pinned data give where an article gives a figure: shown beside it, without a judgement.

    ``method`` says how it was measured, ``resolution`` how the measured geometry was made.
    """

    value: float
    unit: str
    method: Message
    resolution: Message | None = None


class Claim(Value, frozen=True):
    """A quantity that a sentence attaches to places or flows: ``article.text[start:end] == surface``.

    Attributes
    ----------
    places, flows
        Ids of what it is about; at least one in all.
    together
        Whether it holds for all of them together, and not for each alone.
    quantity, quantity_max
        The value, or the ends of a range (else ``quantity_max`` is None).
    unit
        Singular English name of the unit (``"hectare"``), ISO 4217 code of money, ``"percent"``, or ``""``
        for a count.
    per
        The base of a rate (``"day"``, ``"flight"``), or None.
    qualifier
        The words that limit it, as in the article ("more than", "about", "an average of"), or None.
    subject
        What is counted or measured, in the article's words.
    time
        ISO 8601 interval ``start/end`` of calendar dates, both included, or None.
    source
        Who says so, in the article's words, or None.
    predicate
        Base form of the verb that says what happened to what is counted ("kill"), or None.
    polarity
        None for a fact, else ``denied``, ``negated`` (so many did not), ``planned``, ``possible``, or
        ``past`` for an earlier value beside a newer one.
    owner
        ``body`` or ``person`` if the figure is only theirs, else None: that of the place.
    comparison
        What it is compared with, in the article's words ("up 12 % from 2014"), or None.
    position
        (lng, lat), degrees, EPSG:4326, of a distance from a place ("60 km north of X"), else None:
        approximate, as far as said along a WGS 84 geodesic from the representative point of the place.
    modality
        How certain the article is (kept for later: nothing sets it yet).
    """

    id: Annotated[str, _matching("c[0-9]{2,}")]
    sentence_id: str
    start: Offset
    end: Offset
    surface: Name
    places: tuple[str, ...]
    flows: tuple[str, ...]
    together: bool
    quantity: float
    quantity_max: float | None
    unit: str
    per: str | None
    qualifier: str | None
    subject: str
    time: Interval | None = None
    source: str | None = None
    measured: Measured | None = None
    predicate: str | None = None
    polarity: str | None = None
    modality: str | None = None
    owner: str | None = None
    comparison: str | None = None
    position: tuple[Lng, Lat] | None = None


class FlowMention(Value, frozen=True):
    """Words that mention a flow: ``article.text[start:end] == surface``."""

    sentence_id: str
    start: Offset
    end: Offset
    surface: Name


class Flow(Value, frozen=True):
    """A movement from one place to another; ``origin`` and ``destination`` are ids of places.

    ``id`` is ``flow-<from>-<to>``, with ``-both`` after it where it goes both ways; its feature has the same
    id. ``subject`` is what moves, in the article's words, or ``""``. The amount is in the claims.

    ``polarity`` is None for a movement that took place, else ``planned``, ``possible``, ``past`` or, where
    only one side says so, ``claimed``; ``via`` are ids of the places on the way, in order. ``days`` are
    ISO 8601 dates, of an itinerary: one for each of origin, places on the way and destination, ``""`` where
    the article gives none; empty for other movements. ``by`` is ``sea`` for what a ship or boat did, else
    None.

    ``name`` and ``course`` ((lng, lat) from origin to destination, degrees, EPSG:4326) are empty unless a
    person gave the flow a name and a line of its own.
    """

    id: Annotated[str, _matching("flow-[A-Za-z0-9_.-]+")]
    origin: str
    destination: str
    direction: Direction
    subject: str
    mentions: Annotated[tuple[FlowMention, ...], Meta(min_length=1)]
    name: str = ""
    course: tuple[tuple[Lng, Lat], ...] = ()
    polarity: str | None = None
    via: tuple[str, ...] = ()
    days: tuple[Annotated[str, _matching(f"({_DAY})?")], ...] = ()
    by: Literal["sea"] | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of its places from origin to destination."""
        return self.origin, *self.via, self.destination


RouteKind = Literal[
    "road", "railway", "path", "pipeline", "cable", "canal", "river", "border", "ferry", "route"
]


class Route(Value, frozen=True):
    """A road, a river, a border or the like between two places: it lies there, and is no movement.

    ``id`` is ``<kind>-<one>-<other>``; its feature, if it has one, has the same id. ``places`` are the ids of
    the two in the order of the text, and ``subject`` is what it is, in the article's words. ``polarity`` is
    None for one that is there, else ``planned`` or ``possible``; ``name`` and ``course`` are as of a flow.
    """

    id: Annotated[str, _matching("[a-z]+-[A-Za-z0-9_.-]+")]
    kind: RouteKind
    places: tuple[str, str]
    subject: str
    mentions: Annotated[tuple[FlowMention, ...], Meta(min_length=1)]
    name: str = ""
    course: tuple[tuple[Lng, Lat], ...] = ()
    polarity: str | None = None


class Time(Value, frozen=True):
    """A date or a time that the article mentions: ``article.text[start:end] == surface``.

    ``interval`` is ISO 8601, ``start/end`` of calendar dates, both included.
    """

    id: Annotated[str, _matching("d[0-9]{2,}")]
    sentence_id: str
    start: Offset
    end: Offset
    surface: Name
    interval: Interval


class ThemeLayer(Value, frozen=True):
    """A layer of the map that is about one subject: its title, its look, and what belongs to it.

    ``theme`` is a theme of the table of themes, ``colour`` is ``#rrggbb``, ``dash`` an SVG dash array
    (``""`` is solid), ``symbol`` the name of its sign, so that a layer is never known by colour alone.
    ``toponyms`` and ``flows`` are ids; a place is in the layer if one of its toponyms is. ``claims`` are the
    ids of the figures that its places are compared by, of one unit and one kind, one a place; empty for none.
    """

    name: Annotated[str, _matching("[a-z0-9]+(-[a-z0-9]+)*")]
    title: Name
    theme: str
    colour: Annotated[str, _matching(COLOUR)]
    dash: Annotated[str, _matching("([0-9]+( [0-9]+)*)?")]
    symbol: Symbol
    toponyms: tuple[str, ...]
    flows: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class CorrectedMention(Value, frozen=True):
    """A span of the text that a correction changed; ``was`` is the id of its place before, or None."""

    start: Offset
    end: Offset
    was: str | None


class Correction(Value, frozen=True):
    """An entry of a user's corrections, and what it changed.

    Attributes
    ----------
    file, line
        Where it was read: the file's name without its folder, and the line, from 1.
    action
        ``correct`` for a toponym that was found, ``add`` for one that was missed; ``claim``, ``flow``,
        ``layer`` and ``map`` for what is said of places, and for the map.
    surface, sentence, mention
        What it is about, as the user wrote it: words of the article, the ids of a movement's places with an
        arrow between them, a layer's name, or members of the map; ``sentence`` and ``mention`` are None if it
        is about every mention.
    place
        Id of the place that is meant; None where no place is meant.
    mentions
        What it changed.
    """

    file: str
    line: Annotated[int, Meta(ge=1)]
    action: Literal["correct", "add", "claim", "flow", "layer", "map"]
    surface: Name
    sentence: str | None
    mention: Annotated[int, Meta(ge=1)] | None
    place: str | None
    mentions: tuple[CorrectedMention, ...] = ()


class SmallMap(Value, frozen=True):
    """A small map with a title of its own: ``of`` is the id of a place, or a box."""

    of: BBox | Annotated[str, _matching(PLACE_ID)]
    title: Name


class MapView(Value, frozen=True):
    """What a person wants the map to be: its title, a note, the box that it shows, and small maps beside it.

    A house style sets ``colours``, those of the layers in their order, ``text_font`` and ``map_font``, the
    fonts of article and map that go before ours. Corrections set the others. ``title`` stands over the still
    map and in exports (the article keeps its own headline), ``note`` under the map and over the text.
    ``insets`` are the small maps beside the map, each around a place, by its id, or of a box, perhaps with a
    title; None for those of the program. ``hidden`` are ids of places that neither map nor text show, nor
    movements of theirs, and of movements that the map does not show;
    ``labelled`` those whose name the map always shows, ``unlabelled`` those whose name it never shows.
    ``layers`` are the names of the layers that the legend has first, ``layer_colours`` the layers' own
    colours by their names, which the map keeps as they are.
    """

    title: str | None = None
    note: str | None = None
    frame: BBox | None = None
    insets: tuple[BBox | Annotated[str, _matching(PLACE_ID)] | SmallMap, ...] | None = None
    colours: tuple[Annotated[str, _matching(COLOUR)], ...] = ()
    text_font: Annotated[str, _matching(f"({FONT_NAME})?")] = ""
    map_font: Annotated[str, _matching(f"({FONT_NAME})?")] = ""
    hidden: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    unlabelled: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    layer_colours: Mapping[str, Annotated[str, _matching(COLOUR)]] = {}
