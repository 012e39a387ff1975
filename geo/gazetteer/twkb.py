"""Geometry as TWKB, Tiny Well-Known Binary: a third of the size of WKB, and the same bytes from any library.

The format is https://github.com/TWKB/Specification (v0.23), here with two dimensions, five decimals and no
optional parts: a type byte, a metadata byte, then variable-length integers. Each coordinate is stored as its
difference from the one before, in zigzag form. GEOS does not write it. The bytes of compressed WKB would
depend on the version of the compressor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Raw, json

from ..errors import GazetteerError
from ..model import BBox, GeoJSON, Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiLineString, MultiPolygon
    from shapely.geometry.base import BaseGeometry

DECIMALS = 5
"""Coordinates are kept to 1e-5 degrees, 1.1 m at the equator."""

_LINES, _POLYGONS = 5, 6


class PackedShape(Shape):
    """The shape of a place of the gazetteer, unpacked when one of its forms is first asked for.

    Its GeoJSON is made without shapely. Each form raises ``GazetteerError`` if the bytes are damaged.

    Parameters
    ----------
    place_id
        The place's id, for messages.
    packed
        TWKB of lines or polygons.
    box
        The box around it.
    """

    def __init__(self, place_id: str, packed: bytes, box: BBox) -> None:
        self._place_id = place_id
        self._packed = packed
        self.box = box

    @cached_property
    def geometry(self) -> BaseGeometry:
        """The shapely geometry."""
        from shapely import GEOSException, orient_polygons

        try:
            geometry = orient_polygons(unpack(self._packed))
            west, south, east, north = geometry.bounds
            if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
                return geometry
        except (ArithmeticError, LookupError, TypeError, ValueError, GEOSException):
            pass
        raise damaged(self._place_id)

    @cached_property
    def geojson(self) -> GeoJSON:
        """Its GeoJSON; the coordinates are text."""
        parts = read_parts(self._packed, self._place_id)
        one, lines = len(parts) == 1, self._packed[0] & 15 == _LINES
        coordinates = Raw(json.encode(parts[0] if one else parts))
        if lines:
            return GeoJSON("LineString" if one else "MultiLineString", coordinates)
        return GeoJSON("Polygon" if one else "MultiPolygon", coordinates)


def damaged(place_id: str) -> GazetteerError:
    """Make the error for a shape that cannot be read."""
    return GazetteerError(f"{place_id}: its shape in the gazetteer is damaged; build it again")


def read_parts(data: bytes, place_id: str) -> list[Any]:
    """Read the bytes of ``pack`` without numpy, whose import takes as long as a short article.

    Parameters
    ----------
    data
        TWKB.
    place_id
        The place's id, for messages.

    Returns
    -------
    list
        Lines, lists of (lng, lat), or polygons, lists of such rings; exterior rings run anticlockwise.

    Raises
    ------
    GazetteerError
        If the bytes are damaged.
    """
    try:
        lines = data[0] & 15 == _LINES
        following = _integers(data[2:]).__next__
        corner, parts = (0, 0), []
        for _ in range(following()):
            rings = []
            for n in range(1 if lines else following()):
                xy = _points(following, corner)
                corner = xy[-1]
                if not lines and (_doubled_area(xy) < 0) == (n == 0):
                    xy.reverse()
                rings.append([(x / 10**DECIMALS, y / 10**DECIMALS) for x, y in xy])
            parts.append(rings[0] if lines else rings)
    except (LookupError, StopIteration, TypeError, ValueError):
        raise damaged(place_id) from None
    return parts


def _integers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for octet in data:
        value |= (octet & 127) << shift
        shift += 7
        if octet < 128:
            yield value
            value = shift = 0


def _points(following: Callable[[], int], corner: tuple[int, int]) -> list[tuple[int, int]]:
    """Read a line or ring that begins by its difference from a corner."""
    x, y = corner
    xy = []
    for _ in range(following()):
        right, up = following(), following()
        x += (right >> 1) ^ -(right & 1)
        y += (up >> 1) ^ -(up & 1)
        if abs(x) > 180 * 10**DECIMALS or abs(y) > 90 * 10**DECIMALS:
            raise ValueError
        xy.append((x, y))
    return xy


def _doubled_area(ring: Sequence[tuple[int, int]]) -> int:
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))


def pack(geometry: BaseGeometry) -> bytes:
    """Write lines or polygons as TWKB (MultiLineString or MultiPolygon), coordinates rounded to 1e-5.

    Raises ``ValueError`` for any other type of geometry. An empty geometry has no parts.
    """
    import numpy as np
    from shapely import get_coordinates, get_parts, get_rings

    parts = get_parts(geometry)
    kinds = {part.geom_type for part in parts}
    if not kinds <= {"LineString"} and not kinds <= {"Polygon"}:
        raise ValueError(f"lines or polygons are packed; found {', '.join(sorted(kinds))}")
    lines = kinds == {"LineString"}
    out = [_varints(np.array([len(parts)]))]
    last = np.zeros((1, 2), dtype=np.int64)
    for part in parts:
        rings = [part] if lines else list(get_rings(part))
        if not lines:
            out.append(_varints(np.array([len(rings)])))
        for ring in rings:
            xy = np.rint(get_coordinates(ring) * 10**DECIMALS).astype(np.int64)
            steps = np.diff(xy, axis=0, prepend=last).ravel()
            last = xy[-1:]
            out += [_varints(np.array([len(xy)])), _varints((steps << 1) ^ (steps >> 63))]
    head = bytes([(DECIMALS * 2) << 4 | (_LINES if lines else _POLYGONS), 0])
    return head + b"".join(out)


def unpack(data: bytes) -> BaseGeometry:
    """Read the bytes of ``pack``: a LineString, MultiLineString, Polygon or MultiPolygon, (lng, lat)."""
    import numpy as np
    from shapely import GeometryType as Kind
    from shapely import from_ragged_array

    numbers = _numbers(data[2:])
    lines = data[0] & 15 == _LINES
    slices, ring_ends, at = [], [], 1
    for _ in range(int(numbers[0])):
        rings = 1
        if not lines:
            rings, at = int(numbers[at]), at + 1
        for _ in range(rings):
            length = int(numbers[at])
            slices.append(slice(at + 1, at + 1 + 2 * length))
            at += 1 + 2 * length
        ring_ends.append(len(slices))
    steps = np.concatenate([numbers[s] for s in slices]) if slices else numbers[:0]
    steps = (steps >> 1) ^ -(steps & 1)
    xy = np.cumsum(steps.reshape(-1, 2), axis=0) / 10**DECIMALS
    ends = np.cumsum([0] + [(s.stop - s.start) // 2 for s in slices])
    whole = np.array([0, len(ring_ends)])
    geometry: MultiLineString | MultiPolygon
    if lines:
        geometry = from_ragged_array(Kind.MULTILINESTRING, xy, (ends, whole))[0]
    else:
        geometry = from_ragged_array(Kind.MULTIPOLYGON, xy, (ends, np.array([0, *ring_ends]), whole))[0]
    return geometry.geoms[0] if len(ring_ends) == 1 else geometry


def _varints(values: NDArray[np.int64]) -> bytes:
    """Write integers >= 0, shape (n,), seven bits a byte, lowest first; all but the last have the top bit."""
    import numpy as np

    groups = np.stack([values >> (7 * k) for k in range(6)], axis=1)
    used = np.maximum(1, (groups > 0).sum(axis=1))
    places = np.arange(6)
    more = places < (used - 1)[:, None]
    packed = (groups & 127) | np.where(more, 128, 0)
    return bytes(packed[places < used[:, None]].astype(np.uint8).tobytes())


def _numbers(data: bytes) -> NDArray[np.int64]:
    """Read all integers of a sequence of varints, shape (n,)."""
    import numpy as np

    octets = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(octets < 128)
    starts = np.concatenate([[0], ends[:-1] + 1])
    lengths = ends - starts + 1
    values: NDArray[np.int64] = octets[starts] & 127
    for k in range(1, int(lengths.max(initial=0))):
        here = np.flatnonzero(lengths > k)
        values[here] |= (octets[starts[here] + k] & 127) << (7 * k)
    return values
