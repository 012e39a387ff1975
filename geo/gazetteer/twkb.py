"""Geometry as TWKB, Tiny Well-Known Binary: a third of the size of WKB, and the same bytes from any library.

The format is https://github.com/TWKB/Specification (v0.23), here with two dimensions, five decimals and no
optional parts: a type byte, a metadata byte, then variable-length integers. Each coordinate is stored as its
difference from the one before, in zigzag form. GEOS does not write it. The bytes of compressed WKB would
depend on the version of the compressor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiLineString, MultiPolygon
    from shapely.geometry.base import BaseGeometry

DECIMALS = 5
"""Coordinates are kept to 1e-5 degrees, 1.1 m at the equator."""

_LINES, _POLYGONS = 5, 6


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
