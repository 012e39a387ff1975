"""Draw a scene on a sheet of paper: backdrop, features, title, legend and credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
import shapely
import shapely.ops

from ...languages import Vocabulary
from ...model import BBox, Place
from ..alt import alt_text
from ..basemap import Outlines
from ..colours import line_colour
from ..legend import MOST_BEYOND
from ..markup import tag
from ..missing import MOST, missing
from ..scene import Inset, Scene, Shown, both, label_point
from ..signs import WAVE, sign_path
from ..sizes import PAPER, SIZES
from .labels import wrapped_lines
from .names import Names
from .panels import Panels
from .paths import arrow, path
from .relief import draw_relief
from .style import (
    COUNTRY_LINE,
    FONT,
    INK,
    LAKE,
    LAND,
    LINE,
    MARGIN,
    MUTED,
    RIVER,
    SEA,
    SHADES,
    TINT,
    TOLERANCE,
    UNIT_LINE,
    UNSURE,
    route_look,
    text,
)
from .view import View, areas

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def draw_still(
    scene: Scene, say: Vocabulary, *, size: str = "page", references: bool = False, flat: bool = False
) -> Element:
    """Draw a scene as an SVG element.

    Parameters
    ----------
    scene
        The scene.
    say
        The words of a language.
    size
        Name of one of ``SIZES``.
    references
        Whether it is printed, in the size ``PAPER``, beside a list of places: all of it has its number
        there, in class ``reference``.
    flat
        Whether the relief is one picture with a pixel for each unit, which is drawn fast, instead of small
        pictures that the reader's program scales.
    """
    return _Sheet(scene, say, size, references, flat).draw()


_SIZES = ((14, 0.65), (25, 0.9), (0, 1.25))
"""Distance to the nearest sign, units, and a sign's size if another one is nearer: smaller in a knot."""
_DOT = 0.6  # of a sign: of a place that is only mentioned
_INSET, _CLOSE_UP = (420, 300), (640, 420)  # size of a map of a place beyond the map, of a close-up
_BOLD = 1.12  # width of bold letters, in that of others
_TITLE = 44  # height of a small map's title

_Small = tuple[int, int, list[Element]]
"""Width, height and elements of a small map."""


class _Sheet:
    def __init__(self, scene: Scene, say: Vocabulary, size: str, references: bool, flat: bool) -> None:
        self.size, self.flat = PAPER if references else SIZES[size], flat
        self.scene, self.say = scene, say
        self.view = View(scene.frame.story, self.size.width, self.size.map_height)
        self.names = Names(scene, self.view, say, references=references)
        self.aside = False

    def draw(self) -> Element:
        title, headline, head = self._head()
        width, map_height = self.view.width, self.view.height
        around = Panels(self.scene, self.view, self.say, named=self.names.references)
        own = self.scene.document.map.insets is not None
        small = [
            (n, inset)
            for n, inset in enumerate(self.scene.insets)
            if own or not isinstance(inset.of, Place) or not self.view.shows(inset.of.point)
        ]
        drawn = [self._inset(n, inset, len(small)) for n, inset in small]
        # On paper, and close-ups anywhere, they stand on the map, where they hide no sign.
        on_map = [
            one for one, (_, inset) in zip(drawn, small, strict=True) if inset.holds or self.names.references
        ]
        panels, hiding = around.placed(on_map)
        legend_height, legend = around.below()
        below_it = [one for one in drawn if one in hiding or one not in on_map]
        insets, insets_height = self._row(below_it, head + map_height)
        if self.names.references and insets and (beside := self._beside(on_map)):
            # A page of paper has no room for more: then all letters would be smaller.
            self.view, self.aside = beside, True
            self.names = Names(self.scene, self.view, self.say, references=True)
            return self.draw()
        below = head + map_height + insets_height
        foot, foot_height = self._foot(below + legend_height)
        height = below + legend_height + foot_height
        told = alt_text(self.scene.made, self.say)
        return tag(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "xmlns:xlink": "http://www.w3.org/1999/xlink",
                "viewBox": f"0 0 {width} {height}",
                "width": str(width // 2),
                "height": str(height // 2),
                "role": "img",
                "font-family": f"{font}, {FONT}" if (font := self.scene.document.map.map_font) else FONT,
                "stroke-linejoin": "round",
            },
            tag("title", {}, self.say("still_label", title=title)),
            tag("desc", {}, told) if told else None,
            tag("rect", {"width": str(width), "height": str(height), "fill": "#fff"}),
            *headline,
            tag(
                "svg",
                {
                    "y": str(head),
                    "width": str(width),
                    "height": str(map_height),
                    "viewBox": f"0 0 {width} {map_height}",
                    "overflow": "hidden",
                    "data-shown": _degrees(self.view.box) if self.names.references else None,
                },
                tag("rect", {"width": str(width), "height": str(map_height), "fill": SEA}),
                *self._backdrop(),
                *self._features(),
                *(self._frame(box) for box in self.scene.framed),
                *self.names.draw([box for box, _ in panels]),
                *(panel for _, panel in panels),
            ),
            *insets,
            tag("g", {"transform": f"translate(0 {below})"}, *legend) if legend else None,
            *foot,
        )

    def _beside(self, small: Sequence[_Small]) -> View | None:
        """Return the view that leaves small maps a row or a column of the map, the larger one; once only.

        Where the backdrop does not reach so far, the map is lower instead, with small maps below it.
        """
        if self.aside:
            return None
        width, height, story = self.size.width, self.size.map_height, self.scene.frame.story
        widths, heights = [w + 48 for w, *_ in small], [h + 48 for _, h, _ in small]
        ways = []
        if sum(widths) <= width:
            ways.append((0, max(heights)))
        if sum(heights) <= height:
            ways.append((max(widths), 0))
        views = [View(story, width, height, aside=way) for way in ways]
        whole = self.scene.frame.box
        views = [view for view in views if both(view.box, whole) == whole]
        lower = View(story, width, height - max(heights))
        return max(views, key=lambda view: view.scale, default=lower)

    # ---- around the map

    def _head(self) -> tuple[str, list[Element], int]:
        """Return the title, its lines and the byline as elements, and their height."""
        document = self.scene.document
        article = document.article
        title = " ".join((document.title or article.source.strip("-") or self.say("untitled")).split())
        letters = self.size.title
        step, room = letters * 6 // 5, self.view.width - 2 * MARGIN
        lines = wrapped_lines(title, _BOLD * letters, room, 2 if self.size.width > 2000 else 4)
        bold = {"font-weight": "bold"}
        found = [
            text(line, MARGIN, MARGIN + letters * 9 // 10 + step * n, letters, INK, bold)
            for n, line in enumerate(lines)
        ]
        height = MARGIN + step * len(lines)
        byline = " · ".join(" ".join(part.split()) for part in (article.byline, article.date) if part)
        if byline:
            [line] = wrapped_lines(byline, 30, room, 1)
            found.append(text(line, MARGIN, height + 30, 30, MUTED))
        return title, found, height + (50 if byline else 0) + 24

    def _foot(self, top: float) -> tuple[list[Element], int]:
        provenance = self.scene.document.provenance
        sources = self.say("credits", sources="; ".join(map(self.say.message, self.scene.document.credits())))
        view = shapely.box(*self.view.box)
        away = [(f, words) for f, words in self.scene.beyond if not shapely.intersects(view, f.geometry)]
        named = [words for f, words in away if f.place and not self.view.shows(f.place.point)]
        beyond = ", ".join(named[:MOST_BEYOND])
        if rest := len(named[MOST_BEYOND:]):
            beyond = f"{beyond} {self.say('more_beyond', n=rest)}"
        own = " ".join((self.scene.document.map.note or "").split())
        unknown = ", ".join(one.name for one in missing(self.scene.document)[:MOST])
        told = [f"{self.say(key)} {w}. " for key, w in (("beyond", beyond), ("missing", unknown)) if w]
        note = " ".join([own, "".join(told)]).lstrip()
        lines = wrapped_lines(
            f"{note}{sources}. {provenance.generator}, {provenance.gazetteer}",
            22,
            self.view.width - 2 * MARGIN,
            4 if self.size.width > 1500 else 9,
        )
        texts = [text(line, MARGIN, top + 40 + 30 * n, 22, MUTED) for n, line in enumerate(lines)]
        return texts, 30 * len(lines) + 40

    def _row(self, small: Sequence[_Small], top: float) -> tuple[list[Element], int]:
        """Return small maps side by side below the map, and their height."""
        left, height, found = MARGIN, 0, []
        for w, h, inner in small:
            for element in inner:
                for side, by in (("x", left), ("y", top + 16)):
                    element.set(side, f"{float(element.get(side, '0')) + by:g}")
            found += inner
            left, height = left + w + MARGIN, max(height, h + 16)
        return found, height

    def _inset(self, n: int, inset: Inset, among: int) -> _Small:
        """Return width, height and elements of a small map with its title above it."""
        scene, view = self.scene, self.view
        widest, highest = _CLOSE_UP if inset.holds else _INSET
        width = min(widest, (view.width - MARGIN) // max(2, among) - MARGIN)
        height = width * highest // widest if inset.holds else highest
        sides = {"width": str(width), "height": str(height)}
        if isinstance(inset.of, Place):
            self.view = View.around(inset.of.point, width, height, scene)
        else:
            self.view = View(inset.of, width, height, 0)
            self.scene = scene.close(self.view.box, self.view.zoom)
        frame = {"fill": "none", "stroke": MUTED, "stroke-width": "4"}
        # By these, a page finds it.
        shown = {"class": "inset", "data-of": str(n), "data-box": _degrees(self.view.box)}
        named = shown if self.names.references else {}
        names = Names(self.scene, self.view, self.say, references=self.names.references and bool(inset.holds))
        held = [*inset.holds]
        if inset.holds and isinstance(inset.of, BBox):
            held += [i for i in self.names.within(inset.of) if i not in inset.holds]
        elements = [
            tag("rect", {"width": str(width), "height": str(height + _TITLE), "fill": "#fff"}),
            text(
                wrapped_lines(inset.title(self.say), _BOLD * 24, width - 16, 1)[0],
                8,
                32,
                24,
                INK,
                {"font-weight": "bold"},
            ),
            tag(
                "svg",
                {**named, "y": str(_TITLE), **sides, "viewBox": f"0 0 {width} {height}"},
                tag("rect", {**sides, "fill": SEA}),
                *self._backdrop(relief=False),
                *self._features(),
                Panels(self.scene, self.view, self.say, named=False).scale(),
                *(() if isinstance(inset.of, Place) else names.small(held)),
                tag("rect", {**sides, **frame}),
            ),
        ]
        self.scene, self.view = scene, view
        return width, height + _TITLE, elements

    def _frame(self, box: BBox) -> Element:
        """Return a frame around what a close-up shows."""
        shown = shapely.transform(shapely.box(*box), self.view.xy)
        return path([shown], {"fill": "none", "stroke": INK, "stroke-width": "2.5"})

    # ---- what is drawn

    def _backdrop(self, *, relief: bool = True) -> Iterator[Element]:
        scene = self.scene
        quiet = [f for f in scene.features.values() if f.quiet and f.geometry.geom_type.endswith("Polygon")]
        ground = [f.geometry for f in scene.ground if f.geometry.geom_type.endswith("Polygon")]
        land = [*(c.geometry for c in scene.basemap.countries), *ground]
        flat = [self.view.flat(g) for g in (*land, *(f.geometry for f in quiet))]
        simple = Outlines([areas(g) for g in flat], []).simplified([TOLERANCE], 1)
        count = len(land)
        yield path(simple[:count], {"fill": LAND, "stroke": LINE, "stroke-width": "2.2"})
        yield path(simple[count:], {"fill": LAND, "stroke": COUNTRY_LINE, "stroke-width": "3.4"})
        if relief:
            yield from draw_relief(scene.basemap.relief, self.view, flat=self.flat)
        units = shapely.simplify(self.view.flat(scene.basemap.units), TOLERANCE)
        yield path([units], {"fill": "none", "stroke": UNIT_LINE, "stroke-width": "1.8"})
        disputed = [self.view.flat(scene.basemap.disputed)]
        yield path(disputed, {"fill": "none", "stroke": LAND, "stroke-width": "5"})
        yield path(
            disputed, {"fill": "none", "stroke": LINE, "stroke-width": "2.4", "stroke-dasharray": "8 8"}
        )

    def _features(self) -> Iterator[Element]:
        drawn = [
            (f, self.view.flat(f.geometry)) for f in self.scene.features.values() if f.layer and not f.quiet
        ]
        shapes = [(f, areas(g)) for f, g in drawn if g.geom_type.endswith("Polygon")]
        shapes.sort(key=lambda pair: (pair[0].look == "water", -pair[1].area))
        lakes = path([self.view.flat(self.scene.basemap.lakes)], {"fill": LAKE})
        dry = sum(f.look != "water" for f, _ in shapes)
        for n, (feature, area) in enumerate(shapes):
            if n == dry:
                yield lakes
            approximate = feature.place is not None and feature.place.extent == "approximate"
            style = self.scene.style(feature)
            wet = feature.look == "water"
            pale = self.scene.paleness(feature)
            bare = pale == "named"
            if pale == "unseen":
                continue
            colour = LAKE if wet else style.colour
            yield path(
                [shapely.simplify(area, TOLERANCE)],
                {
                    "fill": "none" if not wet and (feature.feature.doubtful or bare) else colour,
                    "fill-opacity": ".95"
                    if wet
                    else SHADES.get(self.scene.size(feature, "shade")) or ("0" if pale else TINT),
                    "stroke": None if bare and wet else RIVER if wet else line_colour(style.colour),
                    "stroke-width": "2" if pale and not (approximate and pale == "open") else "3",
                    "stroke-opacity": ".65" if not wet and not feature.feature.doubtful else None,
                    "stroke-dasharray": "0.1 9" if approximate else None,
                    "stroke-linecap": "round" if approximate else None,
                },
            )
        if dry == len(shapes):
            yield lakes
        for feature, line in drawn:
            if "LineString" in line.geom_type and feature.place is not None:
                ink = RIVER if feature.look == "water" else line_colour(self.scene.style(feature).colour)
                look = {"stroke": ink, "stroke-opacity": ".9"}
                thin = self.scene.paleness(feature) == "named"
                yield path([line], {"fill": "none", "stroke-width": "3" if thin else "6.5", **look})
                if feature.feature.doubtful and not thin:
                    yield path([line], {"fill": "none", "stroke-width": "3", "stroke": "#fff"})
        for feature, line in drawn:
            if feature.route is not None:
                yield path([line], route_look(bool(feature.route.polarity)))
        nodes = self.view.xy(np.array([*self.scene.nodes.values()]).reshape(-1, 2))
        points = [(f, g) for f, g in drawn if isinstance(g, shapely.Point)]
        marked = [(f, g) for f, g in points if f.id not in self.scene.bare]
        signs = shapely.MultiPoint([*nodes, *(g for _, g in marked)])
        for feature, _ in drawn:
            if feature.flow is not None:
                yield from self._flow(feature, signs)
        for x, y in nodes:
            yield tag("circle", {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": "7", "fill": MUTED})
        for feature, shape in drawn:
            if radius := self.scene.size(feature, "circle"):
                yield from self._circle(feature, shape, 2 * radius)
        yield from (_wave(g) for f, g in points if self.scene.bare.get(f.id) == "wave")
        spots = [(f, g) for f, g in marked if self.view.whole(g)]
        xy = shapely.get_coordinates([g for _, g in spots])
        for (feature, _), at in zip(spots, xy, strict=True):
            look = _sign_look(self.scene.style(feature).colour, feature)
            away = np.abs(xy - at).max(axis=1)  # of all, the place itself too
            dot = _DOT if self.scene.is_dotted(feature.feature.layers[0]) else 1.0
            size = dot * next(size for gap, size in _SIZES if not gap or (away < gap).sum() > 1)
            yield tag("path", {**look, **self._sign(feature, at[0], at[1], size)})

    def _circle(self, feature: Shown, shape: BaseGeometry, radius: float) -> Iterator[Element]:
        """Yield the circle that shows a place's figure, if the place is on the map."""
        at = label_point(shape, BBox(0, 0, self.view.width, self.view.height))
        if at is not None:
            where = {"cx": f"{at[0]:.0f}", "cy": f"{at[1]:.0f}", "r": f"{radius:g}"}
            style = self.scene.style(feature)
            look = {"fill": style.colour, "fill-opacity": ".38", "stroke": line_colour(style.colour)}
            yield tag("circle", {**where, **look, "stroke-width": "2.5"})

    def _sign(self, feature: Shown, x: float, y: float, size: float) -> dict[str, str]:
        shape = sign_path(self.scene.style(feature).symbol)
        return {"d": shape, "transform": f"translate({x:.0f} {y:.0f}) scale({size:g})"}

    def _flow(self, feature: Shown, signs: shapely.MultiPoint) -> Iterator[Element]:
        """Yield an arrow, with a gap beside a sign: at the edge of an area it would end in its neighbour."""
        assert feature.flow is not None
        line, starts, ends = self.view.course(feature)
        if line.is_empty:
            return
        # An arrow that leaves a small map has no head there: it would seem to end.
        tail, headed = (there or bool(self.view.edge) for there in (starts, ends))
        style = self.scene.style(feature)
        colour = line_colour(style.colour)
        gap, head = min(20.0, line.length / 5), min(30.0, line.length / 3)
        first, last = shapely.dwithin(signs, shapely.get_point(line, [0, -1]), 20.0)
        start, end = gap * (starts and first), line.length - gap * (ends and last)
        tail = tail and feature.flow.direction == "both ways"
        shaft = shapely.ops.substring(line, start + head * 0.7 * tail, end - head * 0.7 * headed)
        dash = UNSURE if feature.flow.polarity else None
        look = {"fill": "none", "stroke-linecap": "round", "stroke-dasharray": dash}
        yield path([shaft], {"stroke": "#fff", "stroke-width": "10", "stroke-opacity": ".8", "fill": "none"})
        width = 2 * self.scene.size(feature, "width") or 4.5
        yield path([shaft], {**look, "stroke": colour, "stroke-width": f"{width:g}"})
        for at, back in [*([(end, -head)] if headed else []), *([(start, head)] if tail else [])]:
            tip, base = line.interpolate(at), line.interpolate(at + back)
            look = {"fill": colour, "stroke": "#fff", "stroke-width": "2"}
            if feature.feature.doubtful:
                look = {"fill": "#fff", "stroke": colour, "stroke-width": "3"}
            yield tag("path", {"d": arrow(tip, base), **look})


def _degrees(box: BBox) -> str:
    return " ".join(f"{degrees:.3f}" for degrees in box)


def _wave(at: shapely.Point) -> Element:
    """Draw the sign of a water of which only a point is known."""
    look = {"fill": "none", "stroke": RIVER, "stroke-width": "3", "stroke-linecap": "round"}
    return tag("path", {"d": WAVE, "transform": f"translate({at.x:.0f} {at.y:.0f})", **look})


def _sign_look(colour: str, feature: Shown) -> dict[str, str]:
    """Return how a sign on the map is drawn: filled, or hollow if its place is doubtful."""
    if feature.feature.doubtful:
        return {"fill": "#fff", "stroke": line_colour(colour), "stroke-width": "4"}
    return {"fill": colour, "stroke": line_colour(colour), "stroke-width": "3"}
