"""Placing of labels: the most important first, no label over another.

Lengths are in the sheet's units; a box is (left, top, right, bottom), y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import numpy as np
import shapely
import shapely.ops
from msgspec import Struct
from numpy.typing import NDArray

from ..lettering import LETTERING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]
Floats = NDArray[np.float64]

_WIDTHS = {
    **dict.fromkeys("ijlI.,:;'|!¡·’‘", 0.34),
    **dict.fromkeys('frt()[]-/ “”"', 0.42),
    **dict.fromkeys("mwMW@%—", 0.95),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÁÉÍÓÚÑÄÖÜ&", 0.72),
}
_USUAL_WIDTH = 0.62
_LONGEST_LEADER, _INTO = (2.0 * LETTERING["leader"][key] for key in ("longest", "into"))
_SHALLOW = 0.2  # of an area's side: so far, at most, a leader leads into a small one
_NEAR_END = 16.0  # from where a leader may be over the sign that it leads to
_LINE, _STEP = 4.0, 8  # half of a leader's width, with room beside it; the steps in which it is looked at
_KEPT_OFF = 10.0  # the least distance of a leader from another place's sign
_SURELY = 1.4  # times its distance from its own sign: so much farther is another one from a name
_CLEAR, _MISTAKEN, _APART, _FEET, _SIGN, _TIP = 10.0, 14.0, 0.7, 14.0, 14.0, 6.0
"""How much farther than its own sign another one is, at least, from the line of a name; from a sign to that
line, where a name farther away is taken for no sign's; the share of two signs' distance by which a name is
nearer to its own; from a name's foot to its line; from a sign's middle to its edge; how much nearer a line
ends to its own sign."""
_REFERENCE = 16.0  # width of each digit of a number
_SOMEWHERE = ("somewhere", "somewhere city", "somewhere capital")
_AROUND = ("context", "sea", *_SOMEWHERE)
_LIGHT = ("country", "context", "sea", *_SOMEWHERE[:2])


class Label(Struct, frozen=True):
    """A text and its possible positions.

    Attributes
    ----------
    text
        Its words, in one line or two.
    size
        Height of its font.
    look
        Name of its look.
    spots
        Left upper corners of its possible positions, best first.
    layer
        Name of the layer whose sign it has at its point, because its area is very small; or None.
    hollow
        Whether this sign is hollow, because the place is doubtful.
    spacing
        Space added after each letter.
    number
        Number of the place in the page's table, or None.
    at
        The point that it names, or a point in the area that it names.
    away
        Left upper corners farther away, with a leader (a line) to the area; tried last.
    area
        The area that the leader goes to, or None.
    dot
        Colour of the dot at its point, which it has where its name does not stand on that; "" for none.
    must
        Whether a person wants it: without a free position, it stands where it covers least.
    colour
        Its colour; "" for that of its look.
    plain
        The same with fewer words, for where there is no room for all: a figure without who gives it, a name
        without its figure; None for a name alone.
    """

    text: str
    size: float
    look: str
    spots: tuple[tuple[float, float], ...]
    layer: str | None = None
    hollow: bool = False
    spacing: float = 0.0
    number: str | None = None
    at: tuple[float, float] = (0.0, 0.0)
    away: tuple[tuple[float, float], ...] = ()
    area: BaseGeometry | None = None
    must: bool = False
    colour: str = ""
    plain: Label | None = None
    dot: str = ""

    def leader(self, left: float, top: float) -> BaseGeometry:
        """Return the line from the label at a position into its area, where that is nearest."""
        assert self.area is not None
        (x, y), area = self.at, self.area
        box = (left, top + 6, left + self.width, top + self.height - 6)
        near = shapely.get_coordinates(shapely.shortest_line(shapely.box(*box), area)).tolist()
        if near:
            start, edge = near
            inwards = shapely.LineString([edge, (x, y)])
            west, north, east, south = area.bounds
            sign = abs(west + east - 2 * x) + abs(north + south - 2 * y) < 1  # a circle around it
            deep = _INTO if sign else min(_INTO, _SHALLOW * sqrt(shapely.area(area)), inwards.length)
            into = shapely.line_interpolate_point(inwards, deep)
            if start != edge and shapely.intersects(area, into):
                return shapely.LineString([start, shapely.get_coordinates(into)[0]])
        start = [min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])]
        way = shapely.LineString([start, (x, y)])
        met = shapely.intersection(way, area)
        entry = way.length if met.is_empty else shapely.Point(start).distance(met)
        return shapely.ops.substring(way, 0, entry + _INTO)

    def ends(self, left: float) -> bool:
        """Return whether the label at a position is the name of a sign on its right."""
        return self.area is not None and left + self.width < self.at[0]

    def along(self, left: float, top: float, *, signed: bool) -> list[Box]:
        """Return small boxes along that line, without its start and a sign at its end."""
        line = self.leader(left, top)
        steps = range(6, int(line.length - (_NEAR_END if signed else 6)), _STEP)
        x, y = line.coords[-1]
        ends = [] if signed else [box_around(x, y, 2, 2)]
        return [*(box_around(p.x, p.y, _LINE, _LINE) for p in map(line.interpolate, steps)), *ends]

    @property
    def width(self) -> float:
        """Its width."""
        weight = 1.0 if self.look in _LIGHT else 1.12
        number = _REFERENCE * (len(self.number) + 0.5) if self.number else 0.0
        lines = self.text.split("\n")
        return number + max(weight * text_width(t, self.size) + self.spacing * len(t) for t in lines)

    @property
    def height(self) -> float:
        """Its height, of all its lines."""
        return 1.25 * self.size * (1 + self.text.count("\n"))


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text in DejaVu Sans, the widest of the usual fonts.

    Examples
    --------
    >>> text_width("Lima", 10) < text_width("Roma", 10) < text_width("東京東京", 10)
    True
    """
    return size * sum(1.0 if east_asian_width(c) in "WF" else _WIDTHS.get(c, _USUAL_WIDTH) for c in text)


def box_around(x: float, y: float, half_width: float, half_height: float) -> Box:
    """Return the box with its middle at a point."""
    return x - half_width, y - half_height, x + half_width, y + half_height


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


_MORE = 32  # boxes that are looked at one by one before all are sorted again


class _Boxes:
    """Boxes, of which those over another are counted without a look at all."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._more = list(boxes)
        self._rows = np.empty((0, 4))
        self._sort()

    def add(self, box: Box) -> None:
        self._more.append(box)
        if len(self._more) > _MORE:
            self._sort()

    def _sort(self) -> None:
        every = np.concatenate([self._rows, np.array(self._more).reshape(-1, 4)])
        self._rows = every[every[:, 0].argsort(kind="stable")]
        self._widest = float((every[:, 2] - every[:, 0]).max(initial=0.0))
        self._more = []

    def over(self, box: Box) -> int:
        left, top, right, bottom = box
        first, last = self._rows[:, 0].searchsorted((left - self._widest - 1, right))
        near = self._rows[first:last]
        over = (near[:, 2] > left) & (near[:, 1] < bottom) & (near[:, 3] > top)
        return int(over.sum()) + sum(overlap(box, other) for other in self._more)


def place_labels(
    labels: Iterable[Label],
    taken: Sequence[Box],
    lines: Floats,
    width: float,
    height: float,
    courses: Sequence[Box] = (),
    signs: Floats | None = None,
) -> list[tuple[Label, float, float, bool]]:
    """Place labels one after another; a label without a free position is left out.

    Parameters
    ----------
    labels
        The most important first.
    taken
        Boxes that no label may cover.
    lines
        Points of lines, shape (n, 2), that a label avoids if it can.
    width, height
        Of the map.
    courses
        Boxes along movements; only the story's own names may cover them, if they find no other position.
    signs
        Positions of the signs of places, shape (n, 2): the name of one does not stand beside another.

    Returns
    -------
    list of (Label, left, top, whether it needs a leader)
    """
    boxes, along = _Boxes(taken), _Boxes(courses)
    points = lines[lines[:, 0].argsort()]
    labels = list(labels)
    if signs is not None:
        # A very small area has a sign, too.
        small = [label.at for label in labels if label.layer]
        signs = np.concatenate([signs.reshape(-1, 2), np.array(small).reshape(-1, 2)])
        signs = signs[signs[:, 0].argsort(kind="stable")]
    placed = []
    for one in labels:
        best: tuple[Label, Box, bool] | None = None
        label: Label | None = one
        while label and (best is None or (best[2] and label.look == "area" and label.text)):
            # The name of an area stands in it without its figure rather than outside with it.
            if found := _free(label, boxes, along, points, (width, height), signs):
                _, order, box = min(found)
                led = order >= len(label.spots)
                if best is None or not led:
                    best = (label, box, led)
            label = label.plain
        if best:
            label, box, led = best
            placed.append((label, box[0], box[1], led))
            for part in covered(*placed[-1], signs):
                boxes.add(part)
    return placed


def covered(label: Label, left: float, top: float, led: bool, signs: Floats | None) -> list[Box]:
    """Return the boxes that a label at a position covers, with its line if it is ``led``."""
    line = label.along(left, top, signed=_is_of_sign(label, signs)) if led else []
    return [box_at(label, left, top), *line]


def _free(
    label: Label,
    boxes: _Boxes,
    along: _Boxes,
    points: Floats,
    size: tuple[float, float],
    signs: Floats | None,
) -> list[tuple[float, int, Box]]:
    """Return free positions of a label: what each costs, its number, and its box.

    None that is left out costs less than all of these. A line from a name crosses no other name, and no
    other place's sign.
    """
    (w, h), (width, height) = (label.width, label.height), size
    around = label.look in _AROUND
    named = _is_of_sign(label, signs)
    free: list[tuple[float, int, Box]] = []
    near = (spot for spot in label.away if label.leader(*spot).length < _LONGEST_LEADER)
    for order, (x, y) in enumerate(chain(label.spots, near)):
        if free and min(free)[0] <= order:
            break
        box = (x, y, x + w, y + h)
        inside = box[0] > 8 and box[1] > 8 and box[2] < width - 8 and box[3] < height - 8
        if not inside or boxes.over(box):
            continue
        over = along.over(box)
        if not (around and over):
            here = points[slice(*points[:, 0].searchsorted((box[0], box[2])))]
            crossed = ((here[:, 0] > box[0]) & (here[:, 1] > box[1]) & (here[:, 1] < box[3])).sum()
            if named and signs is not None and _near_another(box, label.at, signs):
                continue
            leads = order >= len(label.spots)
            if leads and signs is not None and _ends_at_another(label, x, y, signs, named=named):
                continue
            if leads and any(map(boxes.over, label.along(x, y, signed=named))):
                continue
            free.append((order + 2 * int(crossed) + 20 * over, order, box))
    if label.must and not free:
        spots = label.spots or centred(*label.at, w, h)
        corners = [(min(max(x, 8.0), width - w - 8), min(max(y, 8.0), height - h - 8)) for x, y in spots[:8]]
        within = ((order, (x, y, x + w, y + h)) for order, (x, y) in enumerate(corners))
        free = [(boxes.over(box), order, box) for order, box in within]
    return free


def _is_of_sign(label: Label, signs: Floats | None) -> bool:
    """Return whether a label is the name of a sign."""
    if signs is None or label.area is None:
        return False
    return label.layer is not None or bool((np.abs(signs - label.at) < 1).all(axis=1).any())


def _near_another(box: Box, at: tuple[float, float], signs: Floats) -> bool:
    """Return whether the name of a sign at a point would seem to be that of another sign; they go by x."""
    line = _line_of(box)
    own = _gap_to_sign(line, at)
    clear, own = _clear(own), min(own, _MISTAKEN)
    for other in _around(signs, line, clear + _SIGN):
        apart = gap_to((*at, *at), other)
        if apart > 1 and _gap_to_sign(line, other) < min(clear, own + _APART * apart):
            return True
    return False


def _ends_at_another(label: Label, x: float, y: float, signs: Floats, *, named: bool) -> bool:
    """Return whether the line from a name at a position crosses another sign, or would seem to lead there."""
    line = label.leader(x, y)
    for other in _around(signs, line.bounds, _KEPT_OFF):
        apart = gap_to((*label.at, *label.at), other)
        if apart > 1 and shapely.distance(line, shapely.Point(other)) < min(_KEPT_OFF, _APART * apart):
            return True
    end_x, end_y = line.coords[-1]
    end: Box = (end_x, end_y, end_x, end_y)
    for other in _around(signs, end, _SIGN + 2 * _CLEAR):
        apart = gap_to((*label.at, *label.at), other)
        gap = gap_to(end, other)
        least = gap_to(end, label.at) + min(_TIP, _APART * apart / 2) if named else _SIGN
        if apart > 1 and gap < least:
            return True
    return False


def _around(signs: Floats, box: Box, reach: float) -> list[tuple[float, float]]:
    """Return the signs, which go by x, that are near a box."""
    near = signs[slice(*signs[:, 0].searchsorted((box[0] - reach, box[2] + reach)))]
    near = near[(near[:, 1] > box[1] - reach) & (near[:, 1] < box[3] + reach)]
    return [(x, y) for x, y in near.tolist()]


def _line_of(box: Box) -> Box:
    """Return the line of a name, on which a reader looks for its sign."""
    by = min(_FEET, (box[3] - box[1]) / 2)
    return box[0] + 4, box[1] + by, box[2] - 4, box[3] - by


def _gap_to_sign(line: Box, at: tuple[float, float]) -> float:
    return max(0.0, gap_to(line, at) - _SIGN)


def _clear(own: float) -> float:
    """Return how far another sign must be from a name's line, which is so far from its own."""
    return min(own, _MISTAKEN) + max(_CLEAR, _SURELY * min(own, _MISTAKEN))


def box_at(label: Label, left: float, top: float) -> Box:
    """Return the box of a label at a position."""
    return left, top, left + label.width, top + label.height


def seems_of(label: Label, left: float, top: float, spot: tuple[float, float]) -> bool:
    """Return whether the name of a sign, at a position, would seem to be that of a dot at a point."""
    if label.area is None or label.look not in ("town", "water"):
        return False
    line = _line_of(box_at(label, left, top))
    return _gap_to_sign(line, spot) < _clear(_gap_to_sign(line, label.at))


def gap_to(box: Box, at: tuple[float, float]) -> float:
    """Return the distance from a box to a point."""
    x, y = max(box[0] - at[0], at[0] - box[2], 0), max(box[1] - at[1], at[1] - box[3], 0)
    return sqrt(x * x + y * y)


def beside(box: Box, w: float, h: float) -> list[tuple[float, float]]:
    """Return the positions around a box for a text, best first: right, left, above, below, corners."""
    left, top, right, bottom = box
    return [
        (right, (top + bottom - h) / 2),
        (left - w, (top + bottom - h) / 2),
        ((left + right - w) / 2, top - h),
        ((left + right - w) / 2, bottom),
        (right - 6, top - h + 6),
        (right - 6, bottom - 6),
        (left - w + 6, top - h + 6),
        (left - w + 6, bottom - 6),
    ]


def centred(x: float, y: float, w: float, h: float) -> list[tuple[float, float]]:
    """Return the positions on and near a point for a text, best first."""
    steps = [(0, 0), (0, -h), (0, h), (0, -2 * h), (0, 2 * h), (0.6 * w, 0), (-0.6 * w, 0)]
    return [(x - w / 2 + dx, y - h / 2 + dy) for dx, dy in steps]


def wrapped_lines(text: str, size: float, width: float, most: int) -> list[str]:
    """Break a text into at most ``most`` lines of a width; a text that is too long ends in an ellipsis.

    Examples
    --------
    >>> wrapped_lines("one two three four five", 10, 60, 2)
    ['one two', 'three four…']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = _cut(lines[-1] + "…", size, width)
            return lines
    return [_cut(line, size, width) for line in lines]


def _cut(text: str, size: float, width: float) -> str:
    while text_width(text, size) > width and len(text) > 2:
        text = text[:-2].rstrip() + "…"
    return text
