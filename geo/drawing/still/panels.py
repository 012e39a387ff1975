"""The panels in a still map's corners: legend, scale and locator, where they hide least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element

import shapely

from ...geodesy import geodesic_km
from ...languages import Vocabulary, source_words
from ...model import LngLat
from ..colours import line_colour
from ..legend import Key, legend_keys
from ..markup import tag
from ..scene import Scene, Sign
from ..signs import WAVE, sign_path
from .globe import draw_globe
from .labels import Box, overlap, text_width
from .style import INK, LAKE, MUTED, RIVER, SHADES, TINT, UNSURE, route_look, text
from .view import View

_SMALL = 21  # height of the letters of what figures look like
_HALF = 20  # half of the width of most marks in the legend
_COURSE = 50  # vertices of outlines that a panel would rather hide than 40 units of a movement
_SIGN = 1000  # vertices of outlines that a panel would rather hide than a place's sign
_LONGEST_LINE = 24  # characters of a line of the legend
_WIDE = 0.33  # of the map's width: a wider legend stands below the map


class Panels:
    """The panels on a view of a scene; ``named`` gives the locator a class, by which a page finds it."""

    def __init__(self, scene: Scene, view: View, say: Vocabulary, *, named: bool) -> None:
        """Keep scene, view and words."""
        self.scene, self.view, self.say, self.named = scene, view, say, named
        self.styles = scene.styles

    def placed(
        self, small: Sequence[tuple[int, int, list[Element]]] = ()
    ) -> tuple[list[tuple[Box, Element]], list[tuple[int, int, list[Element]]]]:
        """Return legend, small maps, scale and locator, each with its box, in the corners that hide least.

        A legend that would fill half of the map's width stands below it, as `below` gives it. Small maps,
        each with width, height and elements, that would hide a sign are left out, and returned as well.
        """
        flat = [self.view.flat(f.geometry, 0) for f in self.scene.features.values() if not f.quiet]
        spots = shapely.get_coordinates(flat)
        signs = shapely.get_coordinates([g for g in flat if g.geom_type == "Point"])
        moving = [self.view.course(f)[0] for f in self.scene.features.values() if f.flow]
        courses = shapely.get_coordinates(shapely.segmentize(moving, 40)) if moving else spots[:0]
        placed: list[tuple[Box, Element]] = []
        on_map = [*small, self._scale(), self._globe()]
        left_out = []
        if not self.below()[0]:
            on_map.insert(0, self._legend())
        for w, h, inner in on_map:
            if not w:
                continue
            left, right, top, bottom = 24, self.view.width - w - 24, 24, self.view.height - h - 24
            corners = [(right, top), (right, bottom), (left, bottom), (left, top)]
            if inner[0].tag == "line":  # readers expect a scale at the bottom
                corners = [(left, bottom), (right, bottom), (left, top), (right, top)]

            elif not any(one[2] is inner for one in small):
                for (a, b, c, d), _ in placed:  # beside another panel
                    corners += [
                        (a - w - 24, b),
                        (c + 24, b),
                        (a, d + 24),
                        (c - w, d + 24),
                        (c - w, b - h - 24),
                    ]

            def hidden(corner: tuple[float, float], w: float = w, h: float = h) -> float:
                box = (corner[0] - 20, corner[1] - 20, corner[0] + w + 20, corner[1] + h + 20)
                out = box[0] < 0 or box[1] < 0 or box[2] > self.view.width or box[3] > self.view.height
                inside = ((spots > box[:2]) & (spots < box[2:])).all(axis=1)
                crossed = ((courses > box[:2]) & (courses < box[2:])).all(axis=1)
                covered = ((signs > box[:2]) & (signs < box[2:])).all(axis=1)
                return (
                    float(inside.sum())
                    + _COURSE * float(crossed.sum())
                    + _SIGN * float(covered.sum())
                    + 1e6 * (out or any(overlap(box, other) for other, _ in placed))
                )

            x, y = min(corners, key=hidden)
            if any(one[2] is inner for one in small) and hidden((x, y)) >= _SIGN:
                left_out += [one for one in small if one[2] is inner]
                continue
            panel = tag("g", {"transform": f"translate({x:.0f} {y:.0f})"}, *inner)
            placed.append(((x, y, x + w, y + h), panel))
        return placed, left_out

    def scale(self) -> Element:
        """Return a scale for a small map's lower left corner."""
        _, h, inner = self._scale(self.view.width / 3)
        return tag("g", {"transform": f"translate(16 {self.view.height - h - 12:.0f})"}, *inner)

    def below(self) -> tuple[int, list[Element]]:
        """Return height and elements of a legend that is too wide for the map; 0 and none for another."""
        w, h, inner = self._legend()
        return (h, inner[1:]) if w > _WIDE * self.view.width else (0, [])

    def _legend(self) -> tuple[float, int, list[Element]]:
        rows = [*self._rows()]
        if not rows:
            return 0, 0, []
        half = max(_HALF, *(height // 2 - 4 for _, _, (height, _) in rows))  # of the widest mark
        middle, left = 26 + half, 44 + 2 * half
        w = left + 26 + max(text_width(words, size) for words, size, _ in rows)
        inner, y = [], 14
        for words, size, (height, mark) in rows:
            at = y + height / 2
            if mark is not None:
                inner.append(tag("g", {"transform": f"translate({middle} {at:.0f})"}, mark))
            inner.append(text(words, left, at + 9, size, INK if size > _SMALL else MUTED))
            y += height
        return w, y + 14, [_panel(w, y + 14), *inner]

    def _rows(self) -> Iterator[tuple[str, int, tuple[int, Element | None]]]:
        """Yield the legend's rows: words, the height of their letters, the row's height and its mark."""
        for key in legend_keys(self.scene, self.view.box, self.say):
            first, *more = wrap(key.title, _LONGEST_LINE)
            yield first, 24, (42, self._mark(key))
            yield from ((words, 24, (28, None)) for words in more)
            colour = self.styles[key.layer].colour if key.layer else MUTED
            for figures in key.figures:
                for words, size in figures.key:
                    yield words, _SMALL, _key(figures.form, size, colour)
                said = dict.fromkeys(source_words(c, self.say) for c in figures.claims if c.source)
                if figures.key and len(said) == 1:
                    yield next(iter(said)) or "", _SMALL, (34, None)

    def _mark(self, key: Key) -> Element:
        """Draw the mark of a row: a layer's sign, an arrow, a dotted line, a dotted edge, a hollow sign."""
        if key.form == "approximate":
            dots = {"fill": "none", "stroke": MUTED, "stroke-width": "3", "stroke-dasharray": "0.1 7"}
            sides = {"x": "-20", "y": "-13", "width": "40", "height": "26", "rx": "4"}
            return tag("rect", {**dots, "stroke-linecap": "round", **sides})
        if key.form == "unsure":
            dashes = {"stroke": MUTED, "stroke-width": "4.5", "stroke-dasharray": UNSURE}
            return tag("path", {"d": "M-20 0H20", "stroke-linecap": "round", **dashes})
        if key.form == "route":
            return tag("path", {"d": "M-20 0H20", **route_look(key.dotted)})
        if key.form == "wave":
            return tag("path", {"d": f"M0 0{WAVE}", "fill": "none", "stroke": RIVER, "stroke-width": "3"})
        if not key.layer:
            ring = {"fill": "#fff" if key.hollow else "none", "stroke": MUTED if key.hollow else None}
            return tag("path", {"d": sign_path(""), "stroke-width": "4", **ring})
        style = self.styles[key.layer]
        line = line_colour(style.colour)
        look = {"fill": style.colour, "stroke": line, "stroke-width": "3"}
        if key.form == "flow":
            dashes = {"stroke-dasharray": UNSURE, "stroke-linecap": "round"} if key.dotted else {}
            shaft = {"d": "M-22 0H8", "stroke": line, "stroke-width": "4.5", "fill": "none", **dashes}
            head = {"fill": "#fff", "stroke": line, "stroke-width": "3"} if key.hollow else {"fill": line}
            sign = {"d": sign_path(style.symbol), "transform": "translate(-16 0) scale(.75)", **look}
            shown = tag("path", sign) if "dot" in key.signs else None
            return tag(
                "g", {}, tag("path", shaft), tag("path", {"d": "M22 0L0 -11L4 0L0 11Z", **head}), shown
            )
        if key.hollow:
            look = {"fill": "#fff", "stroke": line, "stroke-width": "4"}
        signs = key.signs if key.form == "layer" else frozenset[Sign]()
        area = not signs.isdisjoint(("tint", "edge"))
        sides = {"x": "-20", "y": "-14", "width": "40", "height": "28"}
        filled = TINT if "tint" in signs else "0"
        edge = {"d": "M-20 0H20", "stroke": line, "stroke-width": "6.5"}
        size = "scale(.75)" if self.scene.is_dotted(key.layer) or area else "scale(1.1)"
        wet = {"fill": LAKE, "stroke": RIVER, "stroke-width": "3"}
        return tag(
            "g",
            {},
            tag("rect", {**wet, **sides}) if signs == {"water"} else None,
            tag("rect", {**look, "fill-opacity": filled, **sides}) if area else None,
            tag("path", edge) if "line" in signs else None,
            tag("path", {"d": sign_path(style.symbol), "transform": size, **look})
            if "dot" in signs or not signs
            else None,
        )

    def _globe(self) -> tuple[float, float, list[Element]]:
        globe = draw_globe(self.scene.orientation.globe, self.view.box)
        if globe is None:
            return 0, 0, []
        return globe.side, globe.side, [tag("g", {"class": "globe" if self.named else None}, *globe.parts)]

    def _scale(self, longest: float = 320) -> tuple[float, float, list[Element]]:
        """Draw a scale bar of a round length, exact in the middle of the map."""
        box = self.view.box
        lng, lat = (box.west + box.east) / 2, (box.south + box.north) / 2
        km_per_unit = geodesic_km(LngLat(lng, lat), LngLat(lng + 1, lat)) / self.view.scale
        round_km = (s * 10.0**e for e in range(-1, 5) for s in (1, 2, 5))
        km = max((km for km in round_km if km / km_per_unit <= longest), default=0)
        if not km:
            return 0, 0, []
        length = km / km_per_unit
        look = {"stroke": MUTED, "stroke-width": "4"}
        w = max(length + 4, text_width(f"{km:,g} km", 22))
        end = f"{length:.0f}"
        ends = (("0", "36", end, "36"), ("0", "24", "0", "38"), (end, "24", end, "38"))
        lines = [tag("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **look}) for x1, y1, x2, y2 in ends]
        return w, 40, [*lines, text(f"{km:,g} km", 10, 26, 22, MUTED)]


def _key(form: str, size: float, colour: str) -> tuple[int, Element]:
    """Draw a circle, a shade or a line as large as on the map; return it with its row's height."""
    line = line_colour(colour)
    if form == "circle":
        look = {"fill": colour, "fill-opacity": ".38", "stroke": line, "stroke-width": "2.5"}
        return max(34, round(4 * size) + 8), tag("circle", {"r": f"{2 * size:g}", **look})
    if form == "shade":
        look = {"fill": colour, "fill-opacity": SHADES[size], "stroke": line, "stroke-width": "2"}
        return 34, tag("rect", {"x": "-22", "y": "-12", "width": "44", "height": "24", **look})
    look = {"stroke": line, "stroke-width": f"{2 * size:g}"}
    return 34, tag("path", {"d": "M-24 0H24", **look})


def _panel(w: float, h: float) -> Element:
    look = {"rx": "6", "fill": "#fff", "fill-opacity": ".94", "stroke": "#dcdcdc", "stroke-width": "2"}
    return tag("rect", {"width": f"{w:.0f}", "height": f"{h:.0f}", **look})
