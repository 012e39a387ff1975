"""The part of a place that an article means ("northern Kenya"): its outline, cut at its centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..geodesy import DIGITS, rounded
from ..model import ABBREVIATION, Message, Place, Shape

if TYPE_CHECKING:
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
"""A part → which side of the centre it lies on, east and north; 0 is both."""


def part_of(gazetteer: Gazetteer, whole: Place, part: str, name: str) -> Place | None:
    """Find the region that has the name of a part, or derive the part: one side of the centre, or the middle.

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
        where the whole is no area, or has nothing on that side.
    """
    for c in gazetteer.candidates(f"{part} {whole.name}"):
        if c.place.kind == "region" and c.rank < ABBREVIATION:  # "Southeast Asia"
            return gazetteer.geometry(c.place)
    if whole.geometry is None or whole.geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    part_id = f"part:{part}-{whole.id.replace(':', '-')}"
    made = gazetteer.once(part_id, lambda: _cut(whole, part, part_id))
    return None if made.shape is None else replace(made, name=name)


def _cut(whole: Place, part: str, part_id: str) -> Place:
    """Return a part of a place; without a shape if the whole has no area there."""
    from shapely import clip_by_rect, set_precision

    assert whole.geometry is not None
    west, south, east, north = whole.geometry.bounds
    centre = whole.geometry.centroid
    x, y = rounded(centre.x), rounded(centre.y)
    right, up = _SIDES[part]
    if part == "centre":
        box = ((west + x) / 2, (south + y) / 2, (east + x) / 2, (north + y) / 2)
    else:
        box = (
            x if right > 0 else west,
            y if up > 0 else south,
            x if right < 0 else east,
            y if up < 0 else north,
        )
    area = set_precision(clip_by_rect(whole.geometry, *box), 10.0**-DIGITS)
    if area.is_empty or area.geom_type not in ("Polygon", "MultiPolygon"):
        return replace(whole, id=part_id, shape=None)
    point = area.representative_point()
    return replace(
        whole,
        id=part_id,
        kind="region",
        lng=rounded(point.x),
        lat=rounded(point.y),
        parents=(whole.name, *whole.parents),
        population=0,
        shape=Shape(area),
        extent="approximate",
        extent_method=Message("part_of", {"name": whole.name}),
    )
