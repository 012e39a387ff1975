"""The offline backdrop: countries, borders, units, lakes and relief of the pinned data, clipped to one map.

Only the data in the map's box is decoded. Backdrop and features are simplified together, so that an edge that
they share is drawn once:

1. everything is moved into one continuous range of longitudes around the map's middle, and clipped;
2. all polygons are simplified together, in Web Mercator, to less than a pixel at the deepest zoom; outside
   the story's own box to less than a pixel at a zoom that readers cannot pass there (``outlines``);
3. borders are the edges that two countries share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import shapely
from msgspec import Struct, field
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon, Polygon

from ...document import valid_geometry
from ...errors import ChecksumError, GazetteerError
from ...gazetteer import Gazetteer
from ...geodesy import DIGITS
from ...kinds import KINDS
from ...model import BBox, Place
from .clipping import clipped
from .outlines import Outlines
from .projection import mercator, unmercator
from .relief import Relief, shade, spread

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "Area",
    "Basemap",
    "Outlines",
    "Relief",
    "Zone",
    "clip_basemap",
    "clipped",
    "mercator",
    "pixel",
    "shift_near",
    "spread",
    "unmercator",
    "unrolled",
    "wrapped",
]

Floats = NDArray[np.float64]
_Geometry = TypeVar("_Geometry", bound="BaseGeometry")

_FILE = "shapes.sqlite"
_HULL = "hull"  # the method of an extent that is drawn around places

_SHARE = 0.7
"""How far an outline may move, pixels; rounding to thirds of a pixel moves it by 0.24 more."""

_COARSER = 2.5
"""How many times farther an outline of the backdrop may move outside the story's own part."""

_MOST_VERTICES = 14_000
"""How many vertices outlines may have: with more, the deepest zoom is less deep, and the page stays small."""

_MOST_LAKES = 60
"""How many lakes the backdrop has, the largest; with more, each would have too few vertices."""

_SAME_DEGREES = 0.001
"""How far a vertex may lie from the line that it comes from: pinned shapes are rounded and projected."""

_DETAIL_DEGREES = 0.02
"""How far the pinned shapes, which are simplified, may lie from the pinned lines, which are not."""


class Zone(NamedTuple):
    """A part of the map, in which outlines are within a pixel of their sources down to a zoom level.

    The zoom level is Leaflet's. The box is west, south, east, north; decimal degrees; ``west > east`` crosses
    the 180th meridian.
    """

    box: BBox
    zoom: int


class Area(NamedTuple):
    """A country of the backdrop: the id of its place, its name and its polygons."""

    id: str
    name: str
    geometry: BaseGeometry


class Basemap(Struct, frozen=True):
    """The backdrop and the story's places, in one continuous range of longitudes.

    All geometries are (lng, lat), decimal degrees, EPSG:4326; a longitude may pass 180 or -180 if the map
    crosses that meridian.

    Attributes
    ----------
    countries
        The countries of the backdrop, without those in ``places``.
    disputed
        Disputed de facto land borders between two countries that are shown.
    units
        Inner borders of the first-level units of ``unit_countries``.
    lakes
        Lakes of the backdrop.
    places
        Place id → its geometry, clipped and simplified with the backdrop.
    zones
        The zones as they are drawn; the first may be less deep than was asked for.
    relief
        The shadows of mountains, the coarse picture first; empty if there are no shadows, or if the map is
        too detailed for them.
    complete
        Whether there is a backdrop: False if the pinned file is not the one that the document names.
    """

    countries: tuple[Area, ...] = ()
    disputed: MultiLineString = field(default_factory=MultiLineString)
    units: MultiLineString = field(default_factory=MultiLineString)
    lakes: MultiPolygon = field(default_factory=MultiPolygon)
    places: Mapping[str, BaseGeometry] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    relief: tuple[Relief, ...] = ()
    complete: bool = False


def pixel(zoom: float) -> float:
    """Return the width of a pixel of Leaflet's zoom level, degrees of longitude.

    Examples
    --------
    >>> pixel(0)
    1.40625
    """
    return float(360 / 256 / 2.0**zoom)


def unrolled(box: BBox) -> BBox:
    """Return a box with east not less than west; east may pass 180.

    Examples
    --------
    >>> unrolled(BBox(177, -19, -179, -16))
    BBox(west=177, south=-19, east=181, north=-16)
    """
    return box if box.west <= box.east else box._replace(east=box.east + 360)


def shift_near(geometry: BaseGeometry, middle: float) -> BaseGeometry:
    """Move each part of a geometry by multiples of 360°, as near as possible to a meridian.

    Parts that were cut at the 180th meridian and touch again are joined.

    Examples
    --------
    >>> shift_near(shapely.Point(-179, -17), 178.0)
    <POINT (181 -17)>
    """
    west, _, east, _ = geometry.bounds
    if abs((west + east) / 2 - middle) <= 180 and east - west <= 180:
        return geometry
    parts, dimension = shapely.get_parts(geometry), shapely.get_dimensions(geometry)
    bounds = shapely.bounds(parts)
    turns = 360.0 * np.round((middle - (bounds[:, 0] + bounds[:, 2]) / 2) / 360.0)
    if not turns.any():
        return geometry
    for turn in sorted({*turns[turns != 0].tolist()}):  # as np.unique, which loads masked arrays
        parts[turns == turn] = shapely.transform(parts[turns == turn], partial(np.add, (turn, 0.0)))
    cut = (bounds[:, 0] == -180) | (bounds[:, 2] == 180)
    joined = shapely.get_parts(shapely.union_all(parts[cut]))
    return shapely.multipolygons([*parts[~cut], *joined]) if dimension == 2 else shapely.union_all(parts)


def clip_basemap(
    zones: Sequence[Zone],
    *,
    places: Iterable[Place] = (),
    unit_countries: Iterable[str] = (),
    sha256: str = "",
) -> Basemap:
    """Clip the pinned backdrop, and the places' own geometries, to a map.

    Parameters
    ----------
    zones
        What is drawn: boxes, each in the next one. The first becomes less deep, but not less than the second,
        if there is too much to draw.
    places
        Places; the result has the simplified geometry of each that has one.
    unit_countries
        ISO 3166-1 alpha-2 codes of the countries whose first-level units are outlined.
    sha256
        Hash of the pinned file for the backdrop, 64 hexadecimal digits.

    Returns
    -------
    Basemap
        Without backdrop (``complete`` is False) if the file at hand has another hash, or is missing.

    Raises
    ------
    ChecksumError
        If the file at hand is listed with this hash, but its bytes have another one.

    Examples
    --------
    >>> zones = [Zone(BBox(12, 42, 18, 48), 8), Zone(BBox(10, 40, 20, 50), 6)]
    >>> basemap = clip_basemap(zones)
    >>> basemap.complete, len(basemap.countries)
    (False, 0)
    """
    drawn = tuple(p for p in places if p.shape is not None)
    gazetteer, units = _pinned(sha256), frozenset(unit_countries)
    key = (gazetteer, tuple(zones), drawn, tuple(p.shape for p in drawn), units)
    if (basemap := _kept.get(key)) is None:
        basemap = _clipped(zones, drawn, units, gazetteer)
        if basemap.complete:
            for oldest in [*_kept][: len(_kept) + 1 - _KEPT]:
                _kept.pop(oldest, None)
            _kept[key] = basemap
    return basemap


_KEPT = 4  # a map is drawn again after each edit of a review, and in each language of an embed
_kept: dict[Any, Basemap] = {}


def _pinned(sha256: str) -> Gazetteer | None:
    """Return the pinned gazetteer if its backdrop has this hash."""
    try:
        gazetteer = Gazetteer.pinned()
    except ChecksumError:
        raise
    except GazetteerError:
        return None
    return gazetteer if gazetteer.provenance["resources"].get(_FILE) == f"sha256:{sha256}" else None


def _clipped(
    zones: Sequence[Zone],
    places: Iterable[Place],
    unit_countries: frozenset[str],
    gazetteer: Gazetteer | None,
) -> Basemap:
    plane = _Plane(tuple(Zone(unrolled(box), zoom) for box, zoom in zones))
    mine = {p.id: p for p in places}
    shapes = [p.geometry for p in mine.values() if p.geometry is not None]
    flats = dict(zip(mine, plane.flatten(shapes), strict=True))
    lines = {i: flats.pop(i) for i, p in mine.items() if KINDS[p.kind].derived}
    own = {i: valid_geometry(flat) for i, flat in flats.items() if not flat.is_empty}
    source = _Source.read(plane, gazetteer, unit_countries) if gazetteer else _Source()
    own |= _ashore({i: g for i, g in own.items() if _is_hull(mine[i])}, source.countries)
    others = [i for i in source.lakes if i not in mine]
    largest = sorted(others, key=lambda i: -source.lakes[i].area)[:_MOST_LAKES]
    lakes = {i: source.lakes[i] for i in sorted(largest)}
    backdrop = {i: g for i, g in {**source.countries, **source.units, **lakes}.items() if i not in own}
    drawn, zoom = plane.simplify(backdrop, own)
    countries = {i: drawn[i] for i in source.countries} | {
        i: g for i, g in drawn.items() if i in mine and mine[i].kind == "country"
    }
    edges = _shared_edges(countries.values())
    reach = pixel(zones[-1].zoom)
    contested = _along(edges, source.disputed, reach)
    for i, line in lines.items():
        drawn[i] = _joined(
            edges[_along(edges, [line], reach)], instead_of=line, tolerance=_SHARE * pixel(zoom)
        )
    return Basemap(
        countries=tuple(
            Area(i, source.names[i], plane.restore(g)) for i, g in countries.items() if i not in mine
        ),
        disputed=plane.restore(_merged(edges[contested])),
        units=plane.restore(_merged(_shared_edges([drawn[i] for i in source.units]))),
        lakes=plane.restore(MultiPolygon([p for i in lakes for p in shapely.get_parts(drawn[i])])),
        places={i: plane.restore(drawn.get(i, Polygon())) for i in mine},
        zones=(Zone(zones[0].box, zoom), *zones[1:]),
        relief=source.relief,
        complete=source.found,
    )


def _is_hull(place: Place) -> bool:
    """Whether an extent on land is only drawn around places, so that it may go over the sea."""
    return (
        not KINDS[place.kind].water
        and place.extent_method is not None
        and place.extent_method.code == _HULL
        and place.geometry is not None
    )


def _ashore(hulls: Mapping[str, BaseGeometry], land: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the parts of areas that lie on land; an area without such a part stays as it is."""
    if not hulls or not land:
        return {}
    parts = np.array([*land.values()])
    tree = shapely.STRtree(parts)
    found = {i: shapely.intersection(shapely.union_all(parts[tree.query(g)]), g) for i, g in hulls.items()}
    areas = {i: MultiPolygon([p for p in shapely.get_parts(g) if p.area]) for i, g in found.items()}
    return {i: g for i, g in areas.items() if not g.is_empty}


class _Plane(Struct, frozen=True, dict=True):
    """Web Mercator, in degrees of longitude."""

    zones: tuple[Zone, ...]

    @property
    def box(self) -> BBox:
        """The whole part that is drawn."""
        return self.zones[-1].box

    @cached_property
    def _flat(self) -> list[tuple[float, float, float, float]]:
        """The zones' boxes in the plane."""
        return [
            (west, float(mercator(south)), east, float(mercator(north)))
            for (west, south, east, north), _ in self.zones
        ]

    def flatten(self, geometries: Sequence[BaseGeometry]) -> NDArray[np.object_]:
        """Clip to the box and project; each result has its geometry's dimension, or is empty."""
        middle = (self.box.west + self.box.east) / 2
        inside: NDArray[np.object_] = clipped([shift_near(g, middle) for g in geometries], self.box)
        for n, geometry in enumerate(geometries):
            if inside[n].geom_type == "GeometryCollection":
                dimension = shapely.get_dimensions(geometry)
                parts = shapely.get_parts(inside[n])
                inside[n] = shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])

        def project(xy: Floats) -> Floats:
            return np.column_stack([xy[:, 0], mercator(xy[:, 1])]).round(DIGITS)

        found: NDArray[np.object_] = shapely.transform(inside, project)
        return found

    def restore(self, geometry: _Geometry) -> _Geometry:
        def release(xy: Floats) -> Floats:
            return np.column_stack([xy[:, 0], unmercator(xy[:, 1])])

        return shapely.transform(geometry, release)

    def simplify(
        self, backdrop: Mapping[str, BaseGeometry], places: Mapping[str, BaseGeometry]
    ) -> tuple[dict[str, BaseGeometry], int]:
        """Simplify members that may share edges; also return the deepest zoom level of the first zone."""
        members = {**backdrop, **places}
        areas = {i: g for i, g in members.items() if shapely.get_dimensions(g) == 2}
        pixels = [pixel(zone.zoom) for zone in self.zones]
        boxes = [
            (west - outside, low - outside, east + outside, high + outside)
            for (west, low, east, high), outside in zip(self._flat[:-1], pixels[1:], strict=True)
        ]
        outlines = Outlines([*areas.values()], boxes, len(backdrop))
        zoom, least = (zone.zoom for zone in (self.zones * 2)[:2])
        while True:
            simple = outlines.simplified([_SHARE * p for p in (pixel(zoom), *pixels[1:])], _COARSER)
            if zoom <= least or shapely.get_num_coordinates(simple).sum() <= _MOST_VERTICES:
                break
            zoom -= 1
        drawn = dict(zip(areas, simple, strict=True))
        return {
            i: drawn.get(i) or shapely.simplify(g, _SHARE * pixel(zoom)) for i, g in members.items()
        }, zoom

    def without_specks(self, geometry: BaseGeometry) -> BaseGeometry:
        """Remove parts and holes of the backdrop that are smaller than a pixel; the result may be empty."""
        parts = shapely.get_parts(geometry)
        parts = parts[shapely.area(parts) > self._specks(parts)]
        for n in np.flatnonzero(shapely.get_num_interior_rings(parts)):
            shell, *rings = shapely.get_rings(parts[n])
            holes = np.array([Polygon(ring) for ring in rings])
            kept = holes[shapely.area(holes) > self._specks(holes)]
            parts[n] = Polygon(shell, [hole.exterior for hole in kept])
        return MultiPolygon([*parts])

    def _specks(self, parts: NDArray[np.object_]) -> Floats:
        """Return the area of a pixel at the deepest zoom of the zone in which each part is."""
        least = np.full(len(parts), np.inf)
        lower, upper = shapely.bounds(parts).reshape(-1, 2, 2).transpose(1, 0, 2)
        for n, (west, low, east, high) in reversed([*enumerate(self._flat)]):
            inside = ((lower <= (east, high)) & (upper >= (west, low))).all(axis=1)
            least[inside] = (pixel(self.zones[n].zoom) * (_COARSER if n else 1.0)) ** 2
        return least


class _Source(Struct, frozen=True):
    """The pinned data in a map's box, projected; by place id, in the order of the ids' numbers."""

    countries: Mapping[str, BaseGeometry] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, BaseGeometry] = field(default_factory=dict)
    lakes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    disputed: Sequence[BaseGeometry] = ()
    relief: tuple[Relief, ...] = ()
    found: bool = False

    @classmethod
    def read(cls, plane: _Plane, gazetteer: Gazetteer, unit_countries: frozenset[str]) -> _Source:
        box = wrapped(plane.box)
        try:
            countries = gazetteer.shapes(box, "country")
            units = gazetteer.shapes(wrapped(plane.zones[0].box), "admin1") if unit_countries else []
            lakes = gazetteer.shapes(box, "lake")
            lines = gazetteer.border_lines(box)
            relief = shade(gazetteer.relief_tile, plane.box, plane.zones[0].box)
        except ChecksumError:
            raise
        except GazetteerError:
            return cls()
        return cls(
            countries=_flattened(plane, countries),
            names={p.id: p.name for p in countries},
            units=_flattened(plane, [p for p in units if p.country in unit_countries]),
            lakes=_flattened(plane, lakes),
            disputed=[*plane.flatten([line for disputed, line in lines if disputed])],
            relief=relief,
            found=True,
        )


def wrapped(box: BBox) -> BBox:
    """Return a box with longitudes between -180 and 180; it may cross the 180th meridian.

    Examples
    --------
    >>> wrapped(BBox(170, -10, 190, 10))
    BBox(west=170, south=-10, east=-170, north=10)
    """
    if box.east - box.west >= 360:
        return box._replace(west=-180, east=180)
    return box._replace(west=(box.west + 180) % 360 - 180, east=(box.east + 180) % 360 - 180)


def _flattened(plane: _Plane, places: Iterable[Place]) -> dict[str, BaseGeometry]:
    shapes = {p.id: p.geometry for p in places if p.geometry is not None}
    found = map(plane.without_specks, plane.flatten([*shapes.values()]))
    return {i: g for i, g in zip(shapes, found, strict=True) if not g.is_empty}


def _shared_edges(polygons: Iterable[BaseGeometry]) -> Floats:
    """Find the segments that two polygons of a coverage share, as an array of shape (n, 2, 2)."""
    rings = shapely.get_rings(shapely.get_parts(list(polygons)))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    ends = np.stack([coordinates[:-1][same], coordinates[1:][same]], axis=1)
    swap = (ends[:, 0, 0] > ends[:, 1, 0]) | (
        (ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1])
    )
    ends[swap] = ends[swap][:, ::-1]
    segments = ends.reshape(-1, 4)
    segments = segments[np.lexsort(segments.T[::-1])]  # as np.unique, in half the time
    again = (segments[1:] == segments[:-1]).all(axis=1)
    first = again & ~np.concatenate([[False], again[:-1]])
    shared: Floats = segments[1:][first].reshape(-1, 2, 2)
    return shared


def _along(edges: Floats, lines: Sequence[BaseGeometry], tolerance: float) -> NDArray[np.bool_]:
    """Return which segments, shape (n, 2, 2), run along one of the lines, as booleans of shape (n,)."""
    course = shapely.union_all(lines)
    shapely.prepare(course)
    low, high = np.split(np.array(course.bounds), 2)
    reach = 2 * _SAME_DEGREES
    # Few segments are near the lines; making points of all segments would take most of the time.
    inside = (edges >= low - reach) & (edges <= high + reach)
    along: NDArray[np.bool_] = np.asarray(inside.all(axis=(1, 2)), dtype=bool)
    near = edges[along]
    ends = np.all(shapely.dwithin(course, shapely.points(near), _SAME_DEGREES), axis=1)
    middles = shapely.dwithin(course, shapely.points(near.mean(axis=1)), 2 * tolerance + _DETAIL_DEGREES)
    along[along] = ends & middles
    return along


def _merged(edges: Floats) -> MultiLineString:
    """Join segments into lines."""
    merged = shapely.line_merge(MultiLineString([*shapely.get_parts(shapely.linestrings(edges))]))
    return MultiLineString(list(shapely.get_parts(merged)))


def _joined(edges: Floats, *, instead_of: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Draw a border along the countries' shared edges, if they follow most of it; else the border itself."""
    along = _merged(edges)
    return along if along.length > 0.7 * instead_of.length else shapely.simplify(instead_of, tolerance)
