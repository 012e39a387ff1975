"""The offline backdrop: countries, borders, units, lakes and relief of the pinned data, clipped to one map.

Only the data in the map's box is decoded. Backdrop and features are simplified together, so that an edge that
they share is drawn once:

1. everything is moved into one continuous range of longitudes around the map's middle;
2. polygons of one kind are clipped and simplified as one coverage, in Web Mercator; outside the story's own
   box they are simplified more, because few readers zoom in there;
3. borders are the edges that two countries share in the simplified coverage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon, Polygon

from ...document import valid_geometry
from ...errors import ChecksumError, GazetteerError
from ...gazetteer import Gazetteer
from ...geodesy import DIGITS, rounded
from ...kinds import KINDS
from ...model import BBox, Place
from .projection import mercator, unmercator
from .relief import Relief, shade

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "Area",
    "Basemap",
    "Relief",
    "clip_basemap",
    "mercator",
    "shift_near",
    "unmercator",
    "unrolled",
    "wrapped",
]

Floats = NDArray[np.float64]
_Geometry = TypeVar("_Geometry", bound="BaseGeometry")

_FILE = "shapes.sqlite"

_OUTER_SHRINK = 6.0
"""How many times smaller the map outside the story's box is made before it is simplified."""

_MOST_VERTICES = {"country": 9000, "admin1": 4000, "lake": 1500}
"""How many vertices a coverage may have, so that a page stays small also with a long coast."""

_MOST_LAKES = 60
"""How many lakes the backdrop has, the largest; with more, each would have too few vertices."""

_SAME_DEGREES = 0.001
"""How far a vertex may lie from the line that it comes from: pinned shapes are rounded and projected."""

_DETAIL_DEGREES = 0.02
"""How far the pinned shapes, which are simplified, may lie from the pinned lines, which are not."""


class Area(NamedTuple):
    """A country of the backdrop: the id of its place, its name and its polygons."""

    id: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True)
class Basemap:
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
    relief: tuple[Relief, ...] = ()
    complete: bool = False


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
    for turn in np.unique(turns[turns != 0]):
        parts[turns == turn] = shapely.transform(parts[turns == turn], partial(np.add, (turn, 0.0)))
    cut = (bounds[:, 0] == -180) | (bounds[:, 2] == 180)
    joined = shapely.get_parts(shapely.union_all(parts[cut]))
    return shapely.multipolygons([*parts[~cut], *joined]) if dimension == 2 else shapely.union_all(parts)


def clip_basemap(
    box: BBox,
    *,
    detail: BBox,
    tolerance: float,
    places: Iterable[Place] = (),
    unit_countries: Iterable[str] = (),
    sha256: str = "",
) -> Basemap:
    """Clip the pinned backdrop, and the places' own geometries, to a map.

    Parameters
    ----------
    box
        What is drawn: west, south, east, north; decimal degrees; ``west > east`` crosses the 180th meridian.
    detail
        The box inside it that is drawn in full detail.
    tolerance
        A corner is removed if its triangle is smaller than the square of this; degrees of longitude at the
        equator.
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
    >>> basemap = clip_basemap(BBox(10, 40, 20, 50), detail=BBox(12, 42, 18, 48), tolerance=0.01)
    >>> basemap.complete, len(basemap.countries)
    (False, 0)
    """
    plane = _Plane.of(unrolled(box), unrolled(detail), tolerance)
    mine = {p.id: p for p in places if p.geometry is not None}
    flats = dict(
        zip(mine, plane.flatten([p.geometry for p in mine.values() if p.geometry is not None]), strict=True)
    )
    lines = {i: flats[i] for i, p in mine.items() if KINDS[p.kind].derived}
    coverages: dict[str, dict[str, BaseGeometry]] = {"country": {}}
    for place in mine.values():
        kind = KINDS[place.kind]
        if not kind.derived:
            members = coverages.setdefault(place.id if kind.level is None else place.kind, {})
            flat = valid_geometry(flats[place.id])
            large = plane.without_specks(flat) if shapely.get_dimensions(flat) == 2 else flat
            members[place.id] = flat if large.is_empty else large
    source = _Source.read(plane, unrolled(detail), sha256, frozenset(unit_countries))
    coverages["country"] = {**source.countries, **coverages["country"]}
    coverages["admin1"] = {**source.units, **coverages.get("admin1", {})}
    drawn: dict[str, BaseGeometry] = {}
    for name, members in coverages.items():
        drawn |= plane.simplify(members, _MOST_VERTICES.get(name, 4000))
    others = [i for i in source.lakes if i not in mine]
    largest = sorted(others, key=lambda i: -source.lakes[i].area)[:_MOST_LAKES]
    lakes = plane.simplify({i: source.lakes[i] for i in sorted(largest)}, _MOST_VERTICES["lake"])
    countries = {i: drawn[i] for i in coverages["country"] if i in drawn}
    edges = _shared_edges(countries.values())
    contested = _along(edges, source.disputed, plane.tolerance)
    for i, line in lines.items():
        drawn[i] = _joined(edges[_along(edges, [line], plane.tolerance)], instead_of=line, plane=plane)
    return Basemap(
        countries=tuple(
            Area(i, source.names[i], plane.restore(g)) for i, g in countries.items() if i not in mine
        ),
        disputed=plane.restore(_merged(edges[contested])),
        units=plane.restore(_merged(_shared_edges([drawn[i] for i in source.units]))),
        lakes=plane.restore(MultiPolygon([p for g in lakes.values() for p in shapely.get_parts(g)])),
        places={i: plane.restore(drawn.get(i, Polygon())) for i in mine},
        relief=source.relief,
        complete=source.found,
    )


@dataclass(frozen=True)
class _Plane:
    """Web Mercator in degrees, with everything outside the detailed box made smaller.

    Both axes are mapped one to one, by piecewise linear functions. So a coverage stays a coverage, and the
    result can be mapped back.
    """

    box: BBox
    x: tuple[Floats, Floats]
    y: tuple[Floats, Floats]
    tolerance: float

    @classmethod
    def of(cls, box: BBox, detail: BBox, tolerance: float) -> _Plane:
        x = _pressed(box.west, detail.west, detail.east, box.east)
        y = _pressed(*(float(mercator(v)) for v in (box.south, detail.south, detail.north, box.north)))
        return cls(box, x, y, tolerance)

    def flatten(self, geometries: Sequence[BaseGeometry]) -> NDArray[np.object_]:
        """Clip to the box and project; each result has its geometry's dimension, or is empty."""
        middle = (self.box.west + self.box.east) / 2
        clipped = shapely.clip_by_rect([shift_near(g, middle) for g in geometries], *self.box)
        for n, geometry in enumerate(geometries):
            if clipped[n].geom_type == "GeometryCollection":
                dimension = shapely.get_dimensions(geometry)
                parts = shapely.get_parts(clipped[n])
                clipped[n] = shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])

        def press(xy: Floats) -> Floats:
            x, y = xy.T
            return np.column_stack([np.interp(x, *self.x), np.interp(mercator(y), *self.y)]).round(DIGITS)

        return shapely.transform(clipped, press)

    def restore(self, geometry: _Geometry) -> _Geometry:
        def release(xy: Floats) -> Floats:
            x, y = xy.T
            lng = np.interp(x, *self.x[::-1]).round(DIGITS)
            return np.column_stack([lng, unmercator(np.interp(y, *self.y[::-1]))])

        return shapely.transform(geometry, release)

    def simplify(self, members: Mapping[str, BaseGeometry], most: int) -> dict[str, BaseGeometry]:
        """Simplify members that may share edges, until about ``most`` vertices or fewer are left."""
        kept = {i: g for i, g in members.items() if not g.is_empty}
        areas = {i: g for i, g in kept.items() if shapely.get_dimensions(g) == 2}
        simple = shapely.coverage_simplify(list(areas.values()), self.tolerance)
        if (n := int(shapely.get_num_coordinates(simple).sum())) > most:
            simple = shapely.coverage_simplify(simple, self.tolerance * rounded((n / most) ** 1.25))
        drawn = dict(zip(areas, simple, strict=True))
        return {i: drawn.get(i) or shapely.simplify(g, self.tolerance / 2) for i, g in kept.items()}

    def without_specks(self, geometry: BaseGeometry) -> BaseGeometry:
        """Remove parts and holes that are too small to be seen; the result may be empty."""
        least = (2 * self.tolerance) ** 2
        parts = shapely.get_parts(geometry)
        parts = parts[shapely.area(parts) > least]
        for n in np.flatnonzero(shapely.get_num_interior_rings(parts)):
            shell, *holes = shapely.get_rings(parts[n])
            parts[n] = Polygon(shell, [h for h in holes if shapely.area(Polygon(h)) > least])
        return MultiPolygon([*parts])


def _pressed(low: float, inner_low: float, inner_high: float, high: float) -> tuple[Floats, Floats]:
    """Return the knots (from, to) of a map that shrinks the axis outside the inner interval."""
    inner_low, inner_high = max(low, inner_low), min(high, inner_high)
    source = np.array([low, inner_low, inner_high, high])
    target = np.array(
        [
            inner_low - (inner_low - low) / _OUTER_SHRINK,
            inner_low,
            inner_high,
            inner_high + (high - inner_high) / _OUTER_SHRINK,
        ]
    )
    return source, target


@dataclass(frozen=True)
class _Source:
    """The pinned data in a map's box, projected; by place id, in the order of the ids' numbers."""

    countries: Mapping[str, BaseGeometry] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, BaseGeometry] = field(default_factory=dict)
    lakes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    disputed: Sequence[BaseGeometry] = ()
    relief: tuple[Relief, ...] = ()
    found: bool = False

    @classmethod
    def read(cls, plane: _Plane, detail: BBox, sha256: str, unit_countries: frozenset[str]) -> _Source:
        box = wrapped(plane.box)
        try:
            gazetteer = Gazetteer.pinned()
            if gazetteer.provenance["resources"].get(_FILE) != f"sha256:{sha256}":
                return cls()
            countries = gazetteer.shapes(box, "country")
            units = gazetteer.shapes(wrapped(detail), "admin1") if unit_countries else []
            lakes = gazetteer.shapes(box, "lake")
            lines = gazetteer.border_lines(box)
            relief = shade(gazetteer.relief_tile, plane.box, detail)
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


def _joined(edges: Floats, *, instead_of: BaseGeometry, plane: _Plane) -> BaseGeometry:
    """Draw a border along the countries' shared edges, if they follow most of it; else the border itself."""
    along = _merged(edges)
    return along if along.length > 0.7 * instead_of.length else shapely.simplify(instead_of, plane.tolerance)
