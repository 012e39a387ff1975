"""The part of a place that an article means ("northern Kenya"): its outer third on that side.

Nobody knows where such a part ends, so it is drawn without an edge.
"""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..geodesy import DIGITS, rounded
from ..model import ABBREVIATION, BBox, Message, Place, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from .store import Gazetteer

_SIDES = {
    "north": (0, 1),
    "south": (0, -1),
    "east": (1, 0),
    "west": (-1, 0),
    "northeast": (1, 1),
    "northwest": (-1, 1),
    "southeast": (1, -1),
    "southwest": (-1, -1),
    "centre": (0, 0),
}
"""A part → where it lies, east and north; 0 is neither."""
_SHARE = 1 / 3  # of the whole's area
_LEAST_SHARE = 0.15  # of a part that ends before the capital
_MIDDLE = 0.6  # how many times smaller the middle is than the whole
_OUTSIDE = 0.02  # of the whole's extent: as far before the capital
_APART = 0.08  # of the largest part's size: a wider sea lies before what is no part of the land that is meant
_AS_LARGE = 0.25  # of the largest part's area: as much is meant, wherever it lies
_FAR = 1e4  # degrees, beyond all land
_STEPS = 24  # of halving, to find how far a part reaches


def part_of(gazetteer: Gazetteer, whole: Place, part: str, name: str) -> Place | None:
    """Find the region that has the name of a part, or derive the part: its outer third, or the middle.

    Parameters
    ----------
    gazetteer
        Where the region is looked up; it keeps what is made here.
    whole
        A place with its geometry.
    part
        ``north``, ``northeast`` and so on, or ``centre``.
    name
        What the part is called.

    Returns
    -------
    Place or None
        A region, with an approximate extent whose method names the whole. EPSG:4326, (lng, lat). None
        where the whole is no area.
    """
    for c in gazetteer.candidates(f"{part} {whole.name}"):
        if c.place.kind == "region" and c.rank < ABBREVIATION:  # "Southeast Asia"
            return gazetteer.geometry(c.place)
    if whole.geometry is None or whole.geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    part_id = f"part:{part}-{whole.id.replace(':', '-')}"
    made = gazetteer.once(part_id, lambda: _cut(gazetteer, whole, part, part_id))
    return None if made.shape is None else replace(made, name=name)


def whole_of(place_id: str) -> str:
    """Return the id of the place that a part is of; of any other place, its own.

    Examples
    --------
    >>> whole_of("part:north-geonames-192950"), whole_of("geonames:192950")
    ('geonames:192950', 'geonames:192950')
    """
    if not place_id.startswith("part:"):
        return place_id
    return place_id.partition("-")[2].replace("-", ":", 1)


def _cut(gazetteer: Gazetteer, whole: Place, part: str, part_id: str) -> Place:
    """Return a part of a place; without a shape if the whole has no area there."""
    from shapely import MultiPolygon, get_parts, get_point, maximum_inscribed_circle, set_precision

    land = _mainland(whole)
    areas = _middle(land) if part == "centre" else _outer(land, _SIDES[part], _capital(gazetteer, whole))
    pieces = [p for p in get_parts(set_precision(areas, 10.0**-DIGITS)) if p.area]
    if not pieces:
        return replace(whole, id=part_id, shape=None)
    largest = max(pieces, key=lambda p: p.area)
    slack = _size(largest) / 100
    middle = get_point(maximum_inscribed_circle(largest.simplify(slack / 5), slack), 0)
    pieces = [_turned(p, 0.0) for p in pieces]
    return replace(
        whole,
        id=part_id,
        kind="region",
        lng=rounded((middle.x + 180) % 360 - 180),
        lat=rounded(middle.y),
        parents=(whole.name, *whole.parents),
        population=0,
        shape=Shape(pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)),
        extent="approximate",
        extent_method=Message("part_of", {"name": whole.name}),
    )


def _mainland(whole: Place) -> NDArray[np.object_]:
    """Return the parts of a place's land without what lies far over sea, in one range of longitudes."""
    from shapely import STRtree, area, bounds, box, get_parts

    parts = get_parts(whole.geometry)
    areas = area(parts) * [_across(p) for p in parts]
    largest = parts[int(areas.argmax())]
    middle = rounded(largest.centroid.x)
    parts[:] = [_turned(p, middle) for p in parts]
    boxes: Any = box(*bounds(parts).T)
    pairs = STRtree(boxes).query(boxes, predicate="dwithin", distance=_APART * _size(largest))
    beside: dict[int, list[int]] = {}
    for one, other in pairs.T.tolist():
        beside.setdefault(one, []).append(other)
    kept = {n for n, size in enumerate(areas) if size >= _AS_LARGE * areas.max()}
    reached = [*kept]
    while reached:
        more = {*beside[reached.pop()]} - kept
        kept |= more
        reached += more
    land: NDArray[np.object_] = parts[sorted(kept)]
    return land


def _turned(area: BaseGeometry, middle: float) -> BaseGeometry:
    """Move an area by whole turns, as near as possible to a meridian."""
    from shapely.affinity import translate

    west, _, east, _ = area.bounds
    turns = 360 * round((middle - (west + east) / 2) / 360)
    return translate(area, turns) if turns else area


def _across(area: BaseGeometry) -> float:
    """Return how much shorter a degree of longitude is than one of latitude, in the middle of an area."""
    _, south, _, north = area.bounds
    return rounded(cos(radians((south + north) / 2)))


def _size(area: BaseGeometry) -> float:
    """Return the longer side of an area, degrees of latitude."""
    west, south, east, north = area.bounds
    return max((east - west) * _across(area), north - south)


def _middle(land: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return what is left of land that is drawn smaller around its centre."""
    from shapely import intersection, union_all
    from shapely.affinity import scale

    whole = union_all(land)
    smaller = scale(whole, _MIDDLE, _MIDDLE, origin=whole.centroid)
    left: NDArray[np.object_] = intersection(land, smaller)
    return left


def _outer(land: NDArray[np.object_], side: tuple[int, int], capital: Place | None) -> NDArray[np.object_]:
    """Return a third of land on one side; without the capital if that is not near the side's end."""
    from shapely import area, box, simplify, total_bounds

    west, south, east, north = total_bounds(land).tolist()
    right, up = side[0] * _across(box(west, south, east, north)), float(side[1])
    corners = [right * x + up * y for x in (west, east) for y in (south, north)]
    near, far = min(corners), max(corners)
    extent = far - near
    rough = simplify(land, extent / 500)
    whole = area(rough).sum()

    def share(start: float) -> float:
        return float(area(_beyond(rough, right, up, start)).sum() / whole)

    for _ in range(_STEPS):
        half = (near + far) / 2
        near, far = (half, far) if share(half) > _SHARE else (near, half)
    start = rounded(near)
    if capital:
        lng = capital.lng + 360 * round(((west + east) / 2 - capital.lng) / 360)
        short = rounded(right * lng + up * capital.lat + _OUTSIDE * extent)
        start = short if short > start and share(short) >= _LEAST_SHARE else start
    return _beyond(land, right, up, start)


def _beyond(land: NDArray[np.object_], right: float, up: float, start: float) -> NDArray[np.object_]:
    """Return the parts of land where ``right * x + up * y`` is at least ``start``."""
    from shapely import Polygon, intersection

    size = right * right + up * up
    x, y = right * start / size, up * start / size
    dx, dy = _FAR * right, _FAR * up
    corners = [(x - dy, y + dx), (x + dy, y - dx), (x + dy + dx, y - dx + dy), (x - dy + dx, y + dx + dy)]
    found: NDArray[np.object_] = intersection(land, Polygon(corners))
    return found


def _capital(gazetteer: Gazetteer, whole: Place) -> Place | None:
    """Return the capital of the country that an area is, or is a part of, if it lies there."""
    if whole.geometry is None:
        return None
    west, south, east, north = whole.geometry.bounds
    towns = gazetteer.settlements(BBox(west, south, east, north), 8)
    return next((t for t in towns if t.feature_code == "PPLC" and t.country == whole.country), None)
