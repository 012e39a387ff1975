"""The values that flow through Dateline: frozen, without I/O.

An article has blocks and sentences; toponyms are spans in it; each toponym has a resolution, which chose
one of its candidates or abstained; a candidate stands for a place of the gazetteer.

Offsets are Unicode code points into ``Article.text``, ``end`` exclusive. Coordinates are decimal degrees,
EPSG:4326, longitude first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

BlockKind = Literal["title", "byline", "date", "heading", "paragraph", "comment", "furniture"]
ToponymKind = Literal["name", "demonym", "embedded", "relation"]
Direction = Literal["one way", "both ways"]
Extent = Literal["surveyed", "approximate", "point"]

PLACE_KINDS = (
    "continent",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "populated_place",
    "region",
    "valley",
    "mountain",
    "desert",
    "lake",
    "river",
    "sea",
    "ocean",
    "island",
    "airport",
    "facility",
    "border",
)
"""Kinds of place, as ``Place.kind`` and as GeoJSON's ``kind`` give them (a flow adds ``flow`` there)."""


class LngLat(NamedTuple):
    """A position: longitude, then latitude, decimal degrees, EPSG:4326."""

    lng: float
    lat: float


class BBox(NamedTuple):
    """A box: west, south, east, north, decimal degrees; ``west > east`` crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Message:
    """What the program concluded, as a code with its values: words are made of it where it is shown.

    ``code`` is a key of the languages' tables of messages; ``values`` are (name, value), which the words have
    in braces.
    """

    code: str
    values: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text with one role, ``text[start:end]``.

    ``repeats`` is the id of the earlier block whose text this one says again, or None.
    ``level`` is a heading's depth, 1 to 6, and 0 for every other kind.
    """

    id: str
    kind: BlockKind
    start: int
    end: int
    repeats: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A source, decoded: its whole text, and what was read of its structure.

    Attributes
    ----------
    text
        The decoded file, or for HTML the extracted text; blocks and offsets index it.
    source
        The source's file name without its folder (``"-"`` for standard input, ``""`` for a string).
    sha256
        Hash of the source's bytes, 64 hexadecimal digits.
    title, byline
        As the article gives them, or None.
    date
        ISO 8601 calendar date of publication, or None.
    dateline
        The place words of a dateline ("LIMA, Peru"), or None.
    language
        BCP 47 primary language of the text.
    blocks
        In order, not overlapping; what no block covers is white space.
    """

    text: str
    source: str
    sha256: str
    title: str | None
    byline: str | None
    date: str | None
    dateline: str | None
    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``article.text[start:end]``, inside one block.

    ``id`` is ``s01``, ``s02``, … in reading order. ``repeats`` is the id of the earlier sentence that
    this one says again, or None; ``heading`` the id of the sentence that heads its section, or None.
    """

    id: str
    start: int
    end: int
    block: str
    kind: BlockKind
    repeats: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer, or a feature derived from entries.

    Attributes
    ----------
    id
        ``<source>:<id>``, e.g. ``geonames:3936456``; ``border:bo-pe`` for a derived border.
    kind
        One of ``PLACE_KINDS``.
    lng, lat
        Representative point, decimal degrees, EPSG:4326.
    country
        ISO 3166-1 alpha-2, or None where the place lies in several countries or in none.
    countries
        Every country that it lies in, sorted.
    admin1, admin2
        Ids of the first- and second-level units that contain it, or None.
    parents
        Names of what contains it, the nearest first ("Puno", "Peru").
    population
        Inhabitants, 0 where unknown.
    names
        How many names the gazetteer has for it, in all languages: how widely it is known. No document
        keeps it.
    geometry
        Shapely geometry, (lng, lat); None until it is loaded, and for a place that is a point.
    extent
        What the geometry is worth: ``surveyed``, ``approximate`` or ``point``.
    extent_method
        How an approximate extent was made, or where a surveyed one comes from, in words.
    sources
        Attribution keys of the data packages that it stands on, e.g. ``("geonames",)``.
    """

    id: str
    name: str
    kind: str
    lng: float
    lat: float
    country: str | None = None
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    admin2: str | None = None
    parents: tuple[str, ...] = ()
    population: int = 0
    names: int = field(default=0, compare=False, repr=False)
    feature_code: str = ""
    geometry: BaseGeometry | None = field(default=None, compare=False, repr=False)
    extent: Extent = "point"
    extent_method: str = ""
    sources: tuple[str, ...] = ()

    @property
    def point(self) -> LngLat:
        """The representative point."""
        return LngLat(self.lng, self.lat)


NameRank = Literal[0, 1, 2, 3, 4]
"""How a name belongs to its place: 0 main name, 1 the same with or without its type word ("Puno Region"),
2 alternative name, 3 abbreviation or code, 4 demonym."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym may mean, with its score and the contributions that made it.

    ``reasons`` are (feature name, contribution to the score), the largest magnitude first; the score is
    their sum.
    """

    place: Place
    rank: NameRank
    score: float = 0.0
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken to mean.

    ``place`` is None where the resolver abstained; ``reasons`` then say why, and otherwise why this place,
    in plain words. ``confidence`` is 0 to 1. ``candidates`` are the best few considered, best first, of
    ``considered`` in all.
    """

    place: Place | None
    confidence: float
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    considered: int = 0


@dataclass(frozen=True, slots=True)
class Toponym:
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
        Whether it stands in a passage that only says again what was said.
    """

    id: str
    start: int
    end: int
    surface: str
    sentence_id: str
    kind: ToponymKind
    name: str
    types: tuple[str, ...] = ()
    repeats: bool = False
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What the pinned data give where an article gives a figure: shown beside it, judging neither."""

    value: float
    unit: str
    method: str
    resolution: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that a sentence attaches to places or flows: ``article.text[start:end] == surface``.

    Attributes
    ----------
    places, flows
        Ids of what it is about; at least one in all.
    together
        Whether it holds for all of them together, and so for none of them alone.
    quantity, quantity_max
        The value, or the ends of a range (else ``quantity_max`` is None).
    unit
        Singular English name of the unit (``"hectare"``), ISO 4217 code of money, ``"percent"``, or ``""``
        where things are counted.
    per
        What a rate is by (``"day"``, ``"flight"``), or None.
    qualifier
        As the article has it ("more than", "about", "an average of"), or None.
    subject
        What is counted or measured, in the article's words.
    time
        ISO 8601 interval ``start/end`` of calendar dates, both included, or None.
    source
        Who says so, in the article's words, or None.
    """

    id: str
    sentence_id: str
    start: int
    end: int
    surface: str
    places: tuple[str, ...]
    flows: tuple[str, ...]
    together: bool
    quantity: float
    quantity_max: float | None
    unit: str
    per: str | None
    qualifier: str | None
    subject: str
    time: str | None = None
    source: str | None = None
    measured: Measured | None = None


@dataclass(frozen=True, slots=True)
class FlowMention:
    """Words that speak of a flow: ``article.text[start:end] == surface``."""

    sentence_id: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A movement from one place to another, ``origin`` and ``destination`` being ids of places.

    ``id`` is ``flow-<from>-<to>``, with ``-both`` after it where it goes both ways; it is also its feature's.
    ``subject`` is what moves, in the article's words, or ``""``; how much, claims say.

    ``name`` and ``course`` ((lng, lat) from origin to destination, degrees, EPSG:4326) are empty but where
    somebody gave the flow a name and a line of its own.
    """

    id: str
    origin: str
    destination: str
    direction: Direction
    subject: str
    mentions: tuple[FlowMention, ...]
    name: str = ""
    course: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A date or a time that the article speaks of: ``article.text[start:end] == surface``.

    ``interval`` is ISO 8601, ``start/end`` of calendar dates, both included.
    """

    id: str
    sentence_id: str
    start: int
    end: int
    surface: str
    interval: str


@dataclass(frozen=True, slots=True)
class ThemeLayer:
    """A layer of the map that is about one thing: its title, its look, and what belongs to it.

    ``theme`` is a theme of the table of themes, ``colour`` is ``#rrggbb``, ``dash`` an SVG dash array
    (``""`` is solid), ``symbol`` the name of its sign, so that colour is never alone. ``toponyms`` and
    ``flows`` are ids; a place is in the layer where one of its toponyms is.
    """

    name: str
    title: str
    theme: str
    colour: str
    dash: str
    symbol: str
    toponyms: tuple[str, ...]
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectedMention:
    """A span of the text that a correction changed; ``was`` is the id of its place before, or None."""

    start: int
    end: int
    was: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of a user's corrections, and what it changed.

    Attributes
    ----------
    file, line
        Where it stands: the file's name without its folder, and the line, from 1.
    action
        ``correct`` for a toponym that was found, ``add`` for one that was missed.
    surface, sentence, mention
        What it is about, as the user wrote it; ``sentence`` and ``mention`` are None where it is about
        every mention.
    place
        Id of what it is; None where it is not a place.
    mentions
        What it changed.
    """

    file: str
    line: int
    action: Literal["correct", "add"]
    surface: str
    sentence: str | None
    mention: int | None
    place: str | None
    mentions: tuple[CorrectedMention, ...] = ()
