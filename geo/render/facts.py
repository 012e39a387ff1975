"""What the page's script shows, as one JSON value: features, mentions, labels and backdrop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ..basemap import Basemap
from ..document import MapDocument
from ..layers import Layers, feature_id
from ..model import Candidate, Place, Resolution
from ..scene.frame import Frame
from ..words import vocabulary

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SAY = vocabulary("en")
_SEEN_PART = 0.02  # of the view, from which on a country of the backdrop is named
_OTHERS = 4  # candidates that a card lists beside the chosen one


def facts(
    document: MapDocument, layers: Layers, basemap: Basemap, frame: Frame, drawn: Mapping[str, BaseGeometry]
) -> dict[str, Any]:
    """Collect what the script shows; ids, numbers and text, in a fixed order.

    Parameters
    ----------
    document, layers, basemap, frame
        What the page is made from.
    drawn
        Feature id → geometry as it is drawn.
    """
    resolutions = _Numbered()
    busy = _busy(
        [drawn[i] for name, rows in layers.items() if name != "countries" for i in rows.index], frame
    )
    features = []
    for place_id, toponyms in document.mentions().items():
        place = document.places[place_id]
        features.append(
            {
                "id": feature_id(place),
                "name": place.name,
                "kind": _SAY.kind(place),
                "where": ", ".join(place.parents),
                "extent": _SAY.extent(place),
                "label": _label_point(
                    drawn[feature_id(place)], frame, busy if place.kind == "country" else None
                ),
                "mentions": [
                    [t.id, t.sentence_id, t.kind, resolutions.number(_resolution(t.resolution))]
                    for t in toponyms
                    if t.resolution
                ],
            }
        )
    story = frame.story
    return {
        "features": features,
        "resolutions": resolutions.values,
        "layers": [
            {"name": name, "title": layers.styles[name].title, "ids": list(rows.index)}
            for name, rows in layers.items()
        ],
        "context": list(_context(basemap, frame, busy)),
        "repeats": {s.id: s.repeats for s in document.sentences if s.repeats},
        "view": [[story.south, story.west], [story.north, story.east]],
        "bounds": [[frame.box.south, frame.box.west], [frame.box.north, frame.box.east]],
        "maxZoom": frame.max_zoom,
        "backdrop": {
            "scale": 10**frame.digits,
            "land": _packed((a.geometry for a in basemap.countries), frame.digits),
            "lakes": _packed([basemap.lakes], frame.digits),
            "units": _packed([basemap.units], frame.digits),
            "disputed": _packed([basemap.disputed], frame.digits),
        },
    }


class _Numbered:
    """Keeps each of many equal values once; they are then named by number."""

    def __init__(self) -> None:
        self.values: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: dict[str, Any]) -> int:
        number = self._numbers.setdefault(json.dumps(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {
        "confidence": f"{_SAY.confidence(resolution.confidence)} ({resolution.confidence:.0%})",
        "reasons": list(resolution.reasons),
        "others": list(_others(resolution.place, resolution.candidates)),
    }


def _others(chosen: Place | None, candidates: Iterable[Candidate]) -> list[str]:
    others = [_SAY.described(c.place) for c in candidates if chosen is None or c.place.id != chosen.id]
    return list(dict.fromkeys(others))[:_OTHERS]


def _context(basemap: Basemap, frame: Frame, busy: BaseGeometry) -> Iterator[list[Any]]:
    """Name the countries of the backdrop that take up a part of the view, for orientation."""
    square = shapely.box(*frame.square)
    for country in basemap.countries:
        seen = shapely.clip_by_rect(country.geometry, *frame.square)
        if seen.area > _SEEN_PART * square.area and (point := _label_point(seen, frame, busy)):
            yield [country.name, point]


def _busy(geometries: list[BaseGeometry], frame: Frame) -> BaseGeometry:
    """Return where the story's own places and their labels are, roughly."""
    room = (frame.square.east - frame.square.west) / 25
    busy = shapely.make_valid(shapely.simplify(geometries, room))
    return shapely.buffer(shapely.union_all(busy), room, quad_segs=2)


def _label_point(
    geometry: BaseGeometry, frame: Frame, busy: BaseGeometry | None = None
) -> list[float] | None:
    """Find where a label belongs: in the widest part in view that is not busy, or on the middle of a line."""
    if geometry.is_empty:
        return None
    # What was simplified may cross itself by less than a pixel.
    seen = shapely.make_valid(shapely.clip_by_rect(geometry, *frame.square))
    if busy is not None:
        seen = shapely.difference(seen, busy)
    parts = shapely.get_parts(seen if not seen.is_empty else shapely.make_valid(geometry))
    if not len(parts):
        return None
    dimension = shapely.get_dimensions(parts).max()
    sizes = shapely.area(parts) if dimension == 2 else shapely.length(parts)
    part = parts[int(np.argmax(sizes))]
    if dimension == 2:
        slack = max(1e-4, float(np.sqrt(shapely.area(part))) / 30)
        point = shapely.get_point(shapely.maximum_inscribed_circle(part, slack), 0)
    elif dimension == 1:
        point = shapely.line_interpolate_point(part, 0.5, normalized=True)
    else:
        point = part
    return [round(point.y, 4), round(point.x, 4)]


def _packed(geometries: Iterable[BaseGeometry], digits: int) -> list[list[list[int]]]:
    """Pack polygons (lists of rings) or lines as steps from vertex to vertex, in units of 10^-digits degree.

    Each ring is [lng, lat, step, step, …], integers; the script adds them up.
    """
    out = []
    for part in shapely.get_parts(list(geometries)):
        rings = shapely.get_rings(part) if shapely.get_dimensions(part) == 2 else [part]
        packed = [steps for ring in rings if len(steps := _steps(ring, digits)) > 2]
        if packed:
            out.append(packed)
    return out


def _steps(line: BaseGeometry, digits: int) -> list[int]:
    vertices = np.rint(shapely.get_coordinates(line) * 10**digits).astype(np.int64)
    steps = np.diff(vertices, axis=0)
    moved = steps[steps.any(axis=1)]
    return [int(v) for v in np.concatenate([vertices[:1], moved]).ravel()]
