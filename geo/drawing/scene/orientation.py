"""What shows a reader where a map is: well-known towns and seas, and a small globe.

They are only shown if the pinned data is the same as the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import cos, radians, sin
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from ...document import Provenance
from ...errors import ChecksumError, GazetteerError
from ...gazetteer import Gazetteer
from ...geodesy import DIGITS, rounded
from ...model import BBox, LngLat, Place
from ..basemap import wrapped
from .rooms import Room

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

_TOWNS = 40  # candidates for labels: most will find no room
_WATERS = 6
_SPOTS = 12
_MILLION = 1_000_000
_MAP_WIDTH, _LETTER, _LINE = 640, 8, 20  # pixels: of a usual map, of a name on it
_SIZES = (2.5, 1.6, 1.0)  # of a water's room, as multiples of what its name needs, the largest that fits
_BEND = 0.2  # of a globe's radius: a longer edge of an outline is bent
_LOCAL = 12.0  # degrees; wider maps do not name harbours and straits
_LARGE = re.compile(r"\b(Ocean|Sea|Gulf|Bay)\b")
# How far an ocean's name may be from the ocean's point; degrees, the nearest first.
_STEPS = sorted(
    ((dx, dy) for dx in range(-30, 31, 5) for dy in range(-30, 31, 5)),
    key=lambda step: step[0] ** 2 + step[1] ** 2,
)


class Orientation(Struct, frozen=True):
    """Towns, waters and globe around a story.

    Attributes
    ----------
    towns
        The capitals first, then by population.
    waters
        Oceans and seas; the data has one point for each.
    globe
        The globe's land: rings in the unit disk, shells and holes, shape (n, 2), y to the north.
    disputed
        The borders that are partly disputed.
    """

    towns: tuple[Place, ...] = ()
    waters: tuple[Place, ...] = ()
    globe: tuple[Floats, ...] = ()
    disputed: tuple[Place, ...] = ()


def orient(box: BBox, provenance: Provenance) -> Orientation:
    """Find towns, waters and globe for a box; all empty if the pinned data is not the document's.

    Parameters
    ----------
    box
        What the map shows: west, south, east, north, degrees, longitudes continuous.
    provenance
        The document's.

    Raises
    ------
    ChecksumError
        If a file at hand is listed with the document's hash, but its bytes have another one.
    """
    middle = LngLat((box.west + box.east) / 2, (box.south + box.north) / 2)
    try:
        gazetteer = Gazetteer.pinned()
        if gazetteer.provenance["resources"].get("shapes.sqlite") != f"sha256:{provenance.basemap}":
            return Orientation()
        towns = gazetteer.settlements(wrapped(box), _TOWNS)
        waters = gazetteer.waters(wrapped(box))
        disputed = gazetteer.disputed_borders(wrapped(box))
        land = gazetteer.globe()
    except ChecksumError:
        raise
    except GazetteerError:
        return Orientation()
    return Orientation(tuple(towns), tuple(waters), tuple(_globe(land, middle)), tuple(disputed))


def importance(town: Place) -> str:
    """Return how a town for orientation is written: ``capital``, ``city`` (of a million) or ``town``."""
    return "capital" if town.feature_code == "PPLC" else "city" if town.population >= _MILLION else "town"


class Water(NamedTuple):
    """A water that is named for orientation, and the rooms for its name, the best first."""

    place: Place
    rooms: tuple[Room, ...]


def open_waters(waters: Sequence[Place], land: Sequence[BaseGeometry], square: BBox) -> Iterator[Water]:
    """Find where names of waters fit without touching land, at the map's first size.

    A sea's name stands at its point, an ocean's name also near it. The part of a water that has a name on the
    map is left out, as the North Pacific beside the Pacific; so are harbours and straits on a wide map.

    Parameters
    ----------
    waters
        The best known first.
    land
        Polygons, EPSG:4326, longitudes continuous.
    square
        What the map shows, a square on the map.
    """
    wide = square.east - square.west
    pixel = wide / _MAP_WIDTH
    parts = shapely.get_parts(list(land))
    # A name may lie over a speck.
    shores = shapely.STRtree(parts[shapely.area(parts) > (_LETTER * pixel) ** 2])
    view = shapely.box(*square)
    kept: list[str] = []
    for water in waters:
        part = any(water.name.endswith(f" {other}") for other in kept)
        if part or len(kept) == _WATERS or (wide > _LOCAL and not _LARGE.search(water.name)):
            continue
        turn = 360 * round(((square.east + square.west) / 2 - water.lng) / 360)
        spots = []
        for east, north in _STEPS if water.kind == "ocean" else _STEPS[:1]:
            at = LngLat(water.lng + turn + east, water.lat + north)
            width, height = _LETTER * len(water.name) * pixel, _LINE * pixel * rounded(cos(radians(at.lat)))
            for by in _SIZES:
                dx, dy = by * width / 2, by * height / 2
                box = shapely.box(at.lng - dx, at.lat - dy, at.lng + dx, at.lat + dy)
                if shapely.covers(view, box) and not len(shores.query(box, predicate="intersects")):
                    spots.append(Room(at, round(by * width, 4), round(by * _LINE * pixel, 4)))
                    break
        if spots:
            kept.append(water.name)
            yield Water(water, tuple(spots[:_SPOTS]))


def _globe(land: BaseGeometry, middle: LngLat) -> list[Floats]:
    """Return the rings of the land that is seen, shells and holes."""
    shells = shapely.get_exterior_ring(shapely.get_parts(land))
    seen = (
        xy for shell in shells if (xy := orthographic(shapely.get_coordinates(shell), middle)) is not None
    )
    disk = shapely.Point(0, 0).buffer(1, quad_segs=24)
    areas = shapely.intersection(shapely.make_valid(np.array([*map(_inside, seen)], dtype=object)), disk)
    parts = shapely.get_parts(shapely.get_parts(areas))
    rings = shapely.get_rings(parts[shapely.get_dimensions(parts) == 2])
    return [shapely.get_coordinates(ring).round(DIGITS) for ring in rings]


def _inside(ring: Floats) -> BaseGeometry:
    """Return the land on the right of a projected shell: around it, if the far point is land."""
    area = shapely.Polygon(ring)
    (x, y), (x1, y1) = ring[:-1].T, ring[1:].T
    around = rounded(float((x * y1 - x1 * y).sum())) > 1  # less is a speck at the edge that turned over
    return shapely.difference(shapely.Point(0, 0).buffer(3), shapely.make_valid(area)) if around else area


def orthographic(lnglat: Floats, middle: LngLat) -> Floats | None:
    """Project a line to the disk of a globe seen from far above its middle (Snyder 1987, p. 149).

    The far side is folded out around the disk, its middle, the far point, to the circle of radius 2: no two
    positions become one, and an outline that leads around the far side leads around the disk. None if all
    positions are on the far side.

    Parameters
    ----------
    lnglat
        Shape (n, 2), longitude and latitude, degrees.
    middle
        The position in the middle of the disk.

    Returns
    -------
    Shape (m, 2): x to the east, y to the north, in units of the globe's radius, with a position wherever the
    line bends.
    """
    east, north, middle_north = lnglat[:, 0] - middle.lng, lnglat[:, 1], np.array([middle.lat])
    (sin_east, cos_east), (sin_north, cos_north), (sin0, cos0) = map(_circle, (east, north, middle_north))
    x = cos_north * sin_east
    y = cos0 * sin_north - sin0 * cos_north * cos_east
    depth = sin0 * sin_north + cos0 * cos_north * cos_east
    if (depth < 0).all():
        return None
    globe = np.column_stack([x, y, depth])
    step = np.diff(_folded(globe), axis=0)
    count = np.ceil(np.sqrt((step * step).sum(axis=1)) / _BEND).astype(int).clip(1)
    edge = np.repeat(np.arange(len(count)), count)
    share = (np.arange(len(edge)) - (np.cumsum(count) - count)[edge]) / count[edge]
    between = globe[edge] + share[:, None] * (globe[edge + 1] - globe[edge])
    between = np.concatenate([between, globe[-1:]])
    return _folded(between / np.sqrt((between * between).sum(axis=1))[:, None])


def _folded(globe: Floats) -> Floats:
    """Project positions on a globe, shape (n, 3), with the eye far away on the last axis."""
    flat, far = globe[:, :2], globe[:, 2] < 0
    out = np.maximum(np.sqrt((flat * flat).sum(axis=1)), 1e-9)
    return flat * np.where(far, (2 - out) / out, 1.0)[:, None]


def _circle(degrees: Floats) -> tuple[Floats, Floats]:
    """Return sines and cosines of angles in degrees."""
    angles = [radians(v) for v in degrees.tolist()]
    return np.array([rounded(sin(a)) for a in angles]), np.array([rounded(cos(a)) for a in angles])
