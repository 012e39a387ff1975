"""The panels in a still map's corners: legend, scale and locator, where they hide least."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import shapely

from ...geodesy import geodesic_km
from ...languages import Vocabulary
from ...model import LngLat
from ..colours import line_colour
from ..markup import tag
from ..scene import Scene
from ..signs import sign_path
from .globe import draw_globe
from .labels import Box, overlap, text_width
from .style import INK, MUTED, text
from .view import View

_WIDE = 0.33  # of the map's width: a wider legend stands below the map


class Panels:
    """The panels on a view of a scene; ``named`` gives the locator a class, by which a page finds it."""

    def __init__(self, scene: Scene, view: View, say: Vocabulary, *, named: bool) -> None:
        """Keep scene, view and words."""
        self.scene, self.view, self.say, self.named = scene, view, say, named
        self.styles = scene.styles

    def placed(self) -> list[tuple[Box, Element]]:
        """Return legend, scale and locator, each with its box, in the corners where they hide least.

        A legend that would fill half of the map's width stands below it, as `below` gives it.
        """
        spots = shapely.get_coordinates(
            [self.view.flat(f.geometry, 0) for f in self.scene.features.values() if not f.quiet]
        )
        placed: list[tuple[Box, Element]] = []
        on_map = [self._scale(), self._globe()]
        if not self.below()[0]:
            on_map.insert(0, self._legend())
        for w, h, inner in on_map:
            if not w:
                continue
            left, right, top, bottom = 24, self.view.width - w - 24, 24, self.view.height - h - 24
            corners = [(right, top), (right, bottom), (left, bottom), (left, top)]
            if inner[0].tag == "line":  # readers expect a scale at the bottom
                corners = [(left, bottom), (right, bottom), (left, top), (right, top)]

            def hidden(corner: tuple[float, float], w: float = w, h: float = h) -> float:
                box = (corner[0] - 20, corner[1] - 20, corner[0] + w + 20, corner[1] + h + 20)
                inside = ((spots > box[:2]) & (spots < box[2:])).all(axis=1)
                return float(inside.sum()) + 1e6 * any(overlap(box, other) for other, _ in placed)

            x, y = min(corners, key=hidden)
            panel = tag("g", {"transform": f"translate({x:.0f} {y:.0f})"}, *inner)
            placed.append(((x, y, x + w, y + h), panel))
        return placed

    def below(self) -> tuple[float, list[Element]]:
        """Return height and elements of a legend that is too wide for the map; 0 and none for another."""
        w, h, inner = self._legend()
        return (h, inner[1:]) if w > _WIDE * self.view.width else (0, [])

    def _legend(self) -> tuple[float, float, list[Element]]:
        rows = [
            (style, self.say.layer(style.title))
            for name, style in self.styles.items()
            if not self._backs(name)
        ]
        approximate = any(f.place and f.place.extent == "approximate" for f in self.scene.features.values())
        doubtful = any(f.feature.doubtful for f in self.scene.features.values())
        keys = [("approximate", approximate), ("doubtful_key", doubtful)]
        lines = [title for _, title in rows] + [self.say(key) for key, shown in keys if shown]
        if not lines:
            return 0, 0, []
        w = 110 + max(text_width(line, 24) for line in lines)
        h = 28 + 42 * len(lines)
        inner = [_panel(w, h)]
        for n, (style, title) in enumerate(rows):
            y = 14 + 42 * n + 21
            line = line_colour(style.colour)
            look = {"fill": style.colour, "stroke": line, "stroke-width": "3"}
            sign = {"d": sign_path(style.symbol), "transform": f"translate(46 {y}) scale(1.1)", **look}
            inner += [tag("path", sign), text(title, 84, y + 9, 24, INK)]
        if approximate:
            y = 14 + 42 * len(rows) + 21
            look = {"fill": "none", "stroke": MUTED, "stroke-width": "3", "stroke-dasharray": "0.1 7"}
            look["stroke-linecap"] = "round"
            inner.append(
                tag("rect", {"x": "26", "y": str(y - 13), "width": "40", "height": "26", "rx": "4", **look})
            )
            inner.append(text(self.say("approximate"), 84, y + 9, 24, INK))
        if doubtful:
            y = 14 + 42 * (len(lines) - 1) + 21
            look = {"fill": "none", "stroke": MUTED, "stroke-width": "4"}
            inner.append(tag("circle", {"cx": "46", "cy": str(y), "r": "11", **look}))
            inner.append(text(self.say("doubtful_key"), 84, y + 9, 24, INK))
        return w, h, inner

    def _backs(self, layer: str) -> bool:
        """Return whether a layer needs no key: all its features are drawn as backdrop."""
        return all(f.quiet for f in self.scene.features.values() if f.layer == layer)

    def _globe(self) -> tuple[float, float, list[Element]]:
        globe = draw_globe(self.scene.orientation.globe, self.view.box)
        if globe is None:
            return 0, 0, []
        return globe.side, globe.side, [tag("g", {"class": "globe" if self.named else None}, *globe.parts)]

    def _scale(self) -> tuple[float, float, list[Element]]:
        """Draw a scale bar of a round length, exact in the middle of the map."""
        box = self.view.box
        lng, lat = (box.west + box.east) / 2, (box.south + box.north) / 2
        km_per_unit = geodesic_km(LngLat(lng, lat), LngLat(lng + 1, lat)) / self.view.scale
        round_km = (s * 10.0**e for e in range(-1, 5) for s in (1, 2, 5))
        km = max((km for km in round_km if km / km_per_unit <= 320), default=0)
        if not km:
            return 0, 0, []
        length = km / km_per_unit
        look = {"stroke": MUTED, "stroke-width": "4"}
        w = max(length + 4, text_width(f"{km:,g} km", 22))
        end = f"{length:.0f}"
        ends = (("0", "36", end, "36"), ("0", "24", "0", "38"), (end, "24", end, "38"))
        lines = [tag("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, **look}) for x1, y1, x2, y2 in ends]
        return w, 40, [*lines, text(f"{km:,g} km", 10, 26, 22, MUTED)]


def _panel(w: float, h: float) -> Element:
    look = {"rx": "6", "fill": "#fff", "fill-opacity": ".94", "stroke": "#dcdcdc", "stroke-width": "2"}
    return tag("rect", {"width": f"{w:.0f}", "height": f"{h:.0f}", **look})
