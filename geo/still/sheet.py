"""Draw a scene on a sheet of paper: backdrop, features, labels, and what a reader needs around them.

All lengths are in the sheet's units, half a pixel each, so that coordinates are short integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
import shapely
import shapely.ops
from numpy.typing import NDArray

from ..basemap import mercator, unmercator
from ..geodesy import geodesic_km
from ..markup import tag
from ..model import BBox, LngLat
from ..scene import Feature, Scene, label_point, look_of
from ..scene.colours import line_colour, mix
from ..scene.signs import sign_path
from ..words import Vocabulary
from .globe import draw_globe
from .labels import Box, Label, beside, centred, overlap, place_labels, text_width, wrapped_lines
from .paths import arrow, path

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

FONT = "DejaVu Sans, Verdana, Noto Sans, Arial, sans-serif"
"""The fonts of a still map, the first that is there; its labels are measured for the first."""

WIDTH, MAP_HEIGHT, MARGIN, EDGE = 2400, 1440, 40, 24
SEA, LAND, COUNTRY = "#dce6ec", "#f4f2ed", "#fbf6e6"
LINE, COUNTRY_LINE, UNIT_LINE, LAKE = "#bdb6a8", "#8d8471", "#ddd6c6", "#cfdde6"
INK, MUTED, QUIET = "#1b1b1b", "#595959", "#6b6459"

_TOLERANCE = 1.2  # what a corner may be off
_LOOKS = {
    "town": (26, INK, {"font-weight": "bold"}),
    "area": (26, INK, {"font-weight": "bold"}),
    "water": (26, "#004f7d", {"font-weight": "bold", "font-style": "italic"}),
    "line": (24, INK, {"font-weight": "bold", "font-style": "italic"}),
    "country": (26, QUIET, {"letter-spacing": "5"}),
    "context": (22, "#7a7264", {"letter-spacing": "5"}),
    "somewhere": (21, QUIET, {}),
}
"""Look of a label → its size, its colour, and what else its text has."""

_RANKS = ("country", "line", "area", "water", "town")


def draw_still(scene: Scene, say: Vocabulary, *, references: bool = False) -> Element:
    """Draw a scene as an SVG element.

    Parameters
    ----------
    scene
        What is drawn.
    say
        The words.
    references
        Whether each label has the number of its place, in the order of first mention, in class ``reference``.
    """
    return _Sheet(scene, say, references).draw()


class _Sheet:
    def __init__(self, scene: Scene, say: Vocabulary, references: bool) -> None:
        self.scene, self.say, self.references = scene, say, references
        story = scene.frame.story
        low, high = float(mercator(story.south)), float(mercator(story.north))
        self.scale = min(
            (WIDTH - 6 * MARGIN) / (story.east - story.west), (MAP_HEIGHT - 4 * MARGIN) / (high - low)
        )
        half_width, half_height = WIDTH / 2 / self.scale, MAP_HEIGHT / 2 / self.scale
        x, y = (story.west + story.east) / 2, (low + high) / 2
        south, north = (float(unmercator(v)) for v in (y - half_height, y + half_height))
        self.view = BBox(x - half_width, south, x + half_width, north)
        self.top = y + half_height
        self.styles = scene.styles
        numbers = [f.id for f in scene.features.values() if f.place]
        self.number = {fid: str(n) for n, fid in enumerate(numbers, 1)}

    def draw(self) -> Element:
        title, head = self._head()
        foot, foot_height = self._foot(head + MAP_HEIGHT)
        height = head + MAP_HEIGHT + foot_height
        panels = self._panels()
        said = ", ".join(f.name for f in self.scene.features.values() if f.place)
        return tag(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {WIDTH} {height}",
                "width": str(WIDTH // 2),
                "height": str(height // 2),
                "role": "img",
                "font-family": FONT,
                "stroke-linejoin": "round",
            },
            tag("title", {}, self.say("still_label", title=title)),
            tag("desc", {}, self.say("still_about", places=said)) if said else None,
            tag("rect", {"width": str(WIDTH), "height": str(height), "fill": "#fff"}),
            *self._title(title),
            tag(
                "svg",
                {
                    "y": str(head),
                    "width": str(WIDTH),
                    "height": str(MAP_HEIGHT),
                    "viewBox": f"0 0 {WIDTH} {MAP_HEIGHT}",
                    "overflow": "hidden",
                },
                tag("rect", {"width": str(WIDTH), "height": str(MAP_HEIGHT), "fill": SEA}),
                *self._backdrop(),
                *self._features(),
                *self._labels([box for box, _ in panels]),
                *(panel for _, panel in panels),
            ),
            *foot,
        )

    # ---- around the map

    def _head(self) -> tuple[str, int]:
        article = self.scene.document.article
        title = " ".join((article.title or article.source.strip("-") or self.say("untitled")).split())
        lines = wrapped_lines(title, 60, WIDTH - 2 * MARGIN, 2)
        return title, MARGIN + 72 * len(lines) + (50 if self._byline() else 0) + 24

    def _byline(self) -> str:
        article = self.scene.document.article
        return " · ".join(" ".join(part.split()) for part in (article.byline, article.date) if part)

    def _title(self, title: str) -> Iterator[Element]:
        lines = wrapped_lines(title, 60, WIDTH - 2 * MARGIN, 2)
        for n, line in enumerate(lines):
            yield _text(line, MARGIN, MARGIN + 54 + 72 * n, 60, INK, {"font-weight": "bold"})
        if byline := self._byline():
            [said] = wrapped_lines(byline, 30, WIDTH - 2 * MARGIN, 1)
            yield _text(said, MARGIN, MARGIN + 72 * len(lines) + 30, 30, MUTED)

    def _foot(self, top: int) -> tuple[list[Element], int]:
        provenance = self.scene.document.provenance
        sources = self.say("credits", sources="; ".join(provenance.attributions))
        lines = wrapped_lines(f"{sources}. {provenance.generator}", 22, WIDTH - 2 * MARGIN, 4)
        texts = [_text(line, MARGIN, top + 40 + 30 * n, 22, MUTED) for n, line in enumerate(lines)]
        return texts, 30 * len(lines) + 40

    # ---- projecting

    def xy(self, lnglat: Floats) -> Floats:
        """Project positions, shape (n, 2), to the map's units."""
        x = (lnglat[:, 0] - self.view.west) * self.scale
        return np.column_stack([x, (self.top - mercator(lnglat[:, 1])) * self.scale])

    def flat(self, geometry: BaseGeometry, margin: float = 30) -> BaseGeometry:
        """Clip a geometry to the map and project it."""
        pad = margin / self.scale
        w, s, e, n = self.view
        clipped = shapely.clip_by_rect(geometry, w - pad, max(-85.0, s - pad), e + pad, min(85.0, n + pad))
        return shapely.transform(clipped, self.xy)

    # ---- what is drawn

    def _backdrop(self) -> Iterator[Element]:
        scene = self.scene
        quiet = [f for f in scene.features.values() if f.quiet and f.geometry.geom_type.endswith("Polygon")]
        flat = [
            self.flat(g)
            for g in (*(c.geometry for c in scene.basemap.countries), *(f.geometry for f in quiet))
        ]
        simple = shapely.coverage_simplify([_areas(g) for g in flat], _TOLERANCE)
        count = len(scene.basemap.countries)
        yield path(simple[:count], {"fill": LAND, "stroke": LINE, "stroke-width": "2"})
        yield path(simple[count:], {"fill": COUNTRY, "stroke": COUNTRY_LINE, "stroke-width": "2.4"})
        units = shapely.simplify(self.flat(scene.basemap.units), _TOLERANCE)
        yield path([units], {"fill": "none", "stroke": UNIT_LINE, "stroke-width": "1.8"})
        yield path([self.flat(scene.basemap.lakes)], {"fill": LAKE})
        disputed = [self.flat(scene.basemap.disputed)]
        yield path(disputed, {"fill": "none", "stroke": LAND, "stroke-width": "5"})
        yield path(
            disputed, {"fill": "none", "stroke": LINE, "stroke-width": "2.4", "stroke-dasharray": "8 8"}
        )

    def _features(self) -> Iterator[Element]:
        drawn = [(f, self.flat(f.geometry)) for f in self.scene.features.values() if f.layer and not f.quiet]
        areas = [(f, _areas(g)) for f, g in drawn if g.geom_type.endswith("Polygon")]
        for feature, area in sorted(areas, key=lambda pair: -pair[1].area):
            approximate = feature.place is not None and feature.place.extent == "approximate"
            style = self.styles[feature.layers[0]]
            wet = look_of(feature) == "water"
            yield path(
                [shapely.simplify(area, _TOLERANCE)],
                {
                    "fill": mix(style.colour, LAKE, 0.7) if wet else style.colour,
                    "fill-opacity": ".75" if wet else ".26" if approximate else ".38",
                    "stroke": line_colour(style.colour),
                    "stroke-width": "3",
                    "stroke-dasharray": "12 9" if approximate else None,
                },
            )
        for feature, line in drawn:
            if "LineString" in line.geom_type and feature.flow is None:
                style = self.styles[feature.layers[0]]
                look = {"stroke": line_colour(style.colour), "stroke-opacity": ".9"}
                yield path([line], {"fill": "none", "stroke-width": "6.5", **look})
        for feature, _ in drawn:
            if feature.flow is not None:
                yield from self._flow(feature)
        for [(x, y)] in (self.xy(np.array([node])) for node in self.scene.nodes.values()):
            yield tag("circle", {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": "7", "fill": MUTED})
        for feature, spot in drawn:
            if spot.geom_type == "Point" and not spot.is_empty:
                style = self.styles[feature.layers[0]]
                look = {"fill": style.colour, "stroke": line_colour(style.colour), "stroke-width": "3"}
                yield tag("path", {**look, **self._sign(feature, spot.x, spot.y, 1.25)})

    def _sign(self, feature: Feature, x: float, y: float, size: float) -> dict[str, str]:
        shape = sign_path(self.styles[feature.layers[0]].symbol)
        return {"d": shape, "transform": f"translate({x:.0f} {y:.0f}) scale({size:g})"}

    def _course(self, feature: Feature) -> tuple[BaseGeometry, bool, bool]:
        """Return the part of a flow's curve that is on the map, and whether its start and its end are."""
        whole = shapely.transform(feature.geometry, self.xy)
        inside = shapely.box(EDGE, EDGE, WIDTH - EDGE, MAP_HEIGHT - EDGE)
        parts = shapely.get_parts(shapely.intersection(whole, inside))
        lengths = shapely.length(parts)
        if not len(parts) or not lengths.max():
            return shapely.LineString(), False, False
        first, last = shapely.get_point(whole, [0, -1])
        return parts[int(np.argmax(lengths))], inside.covers(first), inside.covers(last)

    def _flow(self, feature: Feature) -> Iterator[Element]:
        assert feature.flow is not None
        line, starts, ends = self._course(feature)
        if line.is_empty:
            return
        style = self.styles[feature.layers[0]]
        colour = line_colour(style.colour)
        gap, head = min(20.0, line.length / 5), min(30.0, line.length / 3)
        start, end = gap * starts, line.length - gap * ends
        both = feature.flow.direction == "both ways"
        shaft = shapely.ops.substring(line, start + (head * 0.7 if both else 0), end - head * 0.7)
        look = {"fill": "none", "stroke-linecap": "round", "stroke-dasharray": _doubled(style.dash)}
        yield path([shaft], {"stroke": "#fff", "stroke-width": "10", "stroke-opacity": ".8", "fill": "none"})
        yield path([shaft], {**look, "stroke": colour, "stroke-width": "4.5"})
        for at, back in [(end, -head), *([(start, head)] if both else [])]:
            tip, base = line.interpolate(at), line.interpolate(at + back)
            yield tag("path", {"d": arrow(tip, base), "fill": colour, "stroke": "#fff", "stroke-width": "2"})

    # ---- names

    def _labels(self, panels: Sequence[Box]) -> Iterator[Element]:
        drawn = {f.id: self.flat(f.geometry, 0) for f in self.scene.features.values()}
        points = [g for g in drawn.values() if g.geom_type == "Point" and not g.is_empty]
        taken = [*panels, *((p.x - 15, p.y - 15, p.x + 15, p.y + 15) for p in points)]
        lines = [drawn[f.id] for f in self.scene.features.values() if look_of(f) == "line"]
        course = shapely.get_coordinates(shapely.segmentize(lines, 12)) if lines else np.empty((0, 2))
        for line in (self._course(f)[0] for f in self.scene.features.values() if f.flow):
            taken += [
                (x - 6, y - 6, x + 6, y + 6) for x, y in shapely.get_coordinates(shapely.segmentize(line, 20))
            ]
        busy = self._busy([drawn[f.id] for f in self.scene.features.values() if not f.quiet])
        labels = [x for f in self._by_weight() if (x := self._label(f, drawn[f.id], busy))]
        labels += [label for f in self.scene.features.values() if f.flow for label in self._leaving(f)]
        labels += self._countries(busy)
        towns = dict(self._towns([*taken]))
        placed = place_labels([*labels, *towns], taken, course, WIDTH, MAP_HEIGHT)
        for label, left, top in placed:
            size, colour, more = _LOOKS[label.look]
            spot = towns.get(label)
            if spot:
                yield tag("circle", {"cx": f"{spot[0]:.0f}", "cy": f"{spot[1]:.0f}", "r": "5", "fill": QUIET})
            sign = 0.0
            if label.layer:
                style = self.styles[label.layer]
                sign = 0.95 * label.size
                where = f"translate({left + sign * 0.42:.0f} {top + label.size * 0.66:.0f}) scale(.8)"
                look = {"fill": line_colour(style.colour), "stroke": "#fff", "stroke-width": "5"}
                yield tag(
                    "path",
                    {"d": sign_path(style.symbol), "transform": where, "paint-order": "stroke", **look},
                )
            halo = {"stroke": "#fff", "stroke-width": "7", "stroke-opacity": ".9", "paint-order": "stroke"}
            text = _text(label.text, left + sign, top + label.size, size, colour, {**halo, **more})
            if self.references and label.number:
                mark = {"class": "reference", "font-size": "18", "dy": "-8"}
                text.append(tag("tspan", mark, f" {label.number}"))
            yield text

    def _by_weight(self) -> list[Feature]:
        """Order the labelled features: points first, then what is small and often spoken of."""
        mentions = self.scene.document.mentions()

        def weight(f: Feature) -> tuple[int, int]:
            assert f.place is not None
            return -_RANKS.index(look_of(f)), -len(mentions[f.place.id])

        return sorted((f for f in self.scene.features.values() if f.place), key=weight)

    def _label(self, feature: Feature, drawn: BaseGeometry, busy: BaseGeometry) -> Label | None:
        look = look_of(feature)
        size = _LOOKS[look][0]
        named = Label(
            feature.name.upper() if look == "country" else feature.name,
            size,
            look,
            (),
            None if feature.quiet or drawn.geom_type == "Point" else feature.layer,
            5.0 if look == "country" else 0.0,
            self.number[feature.id],
        )
        w, h = named.width, size * 1.25
        if drawn.is_empty:
            return None
        if drawn.geom_type == "Point":
            spots = beside((drawn.x - 18, drawn.y - 12, drawn.x + 18, drawn.y + 12), w, h)
            return _at(named, spots)
        if node := self.scene.nodes.get(feature.id) if feature.quiet else None:
            [(x, y)] = self.xy(np.array([node]))
            wide = label_point(drawn, BBox(0, 0, WIDTH, MAP_HEIGHT), busy)
            spots = beside((x - 14, y - 10, x + 14, y + 10), w, h)
            return _at(named, [*spots, *(centred(*wide, w, h) if wide else ())])
        view = BBox(0, 0, WIDTH, MAP_HEIGHT)
        at = label_point(drawn, view, busy if feature.quiet else None)
        if at is None:
            return None
        if look == "line":
            return _at(named, beside((at[0] - 20, at[1] - 20, at[0] + 20, at[1] + 20), w, h))
        left, top, right, bottom = drawn.bounds
        roomy = right - left > 1.15 * w and bottom - top > 1.6 * h
        over = centred(*at, w, h)
        if look == "country" or roomy:
            return _at(named, over)
        return _at(named, [*beside((left - 6, top, right + 6, bottom), w, h), *over])

    def _leaving(self, feature: Feature) -> Iterator[Label]:
        """Say where a flow comes from or goes to, where that is not on the map."""
        assert feature.flow is not None
        line, *on_map = self._course(feature)
        if line.is_empty:
            return
        flow, places = feature.flow, self.scene.document.places
        back = "from_place" if flow.direction == "one way" else "towards"
        named = [(back, flow.origin), ("towards", flow.destination)]
        for (key, end), (x, y), there in zip(named, (line.coords[0], line.coords[-1]), on_map, strict=True):
            if not there:
                label = Label(self.say(key, place=places[end].name), 24, "line", ())
                yield _at(label, beside((x - 20, y - 20, x + 20, y + 20), label.width, 30))

    def _countries(self, busy: BaseGeometry) -> Iterator[Label]:
        view = BBox(0, 0, WIDTH, MAP_HEIGHT)
        for country in self.scene.basemap.countries:
            seen = self.flat(country.geometry, 0)
            if seen.area > 0.012 * WIDTH * MAP_HEIGHT and (at := label_point(seen, view, busy)):
                named = Label(country.name.upper(), 22, "context", (), spacing=5)
                yield _at(named, centred(*at, named.width, 28))

    def _towns(self, taken: Sequence[Box]) -> Iterator[tuple[Label, tuple[float, float]]]:
        """Name towns for orientation, that the story does not name itself, and that do not crowd it."""
        story = {f.name for f in self.scene.features.values()}
        most, shown = 7, 0
        for town in self.scene.orientation.towns:
            if town.name in story or shown >= most:
                continue
            turn = 360 * round(((self.view.west + self.view.east) / 2 - town.lng) / 360)
            [(x, y)] = self.xy(np.array([(town.lng + turn, town.lat)]))
            here = (x - 12, y - 12, x + 12, y + 12)
            inside = 20 < x < WIDTH - 20 and 20 < y < MAP_HEIGHT - 20
            if inside and not any(overlap(here, box) for box in taken):
                shown += 1
                named = Label(town.name, 21, "somewhere", ())
                yield _at(named, beside((x - 10, y - 6, x + 10, y + 6), named.width, 26)), (x, y)

    def _busy(self, geometries: list[BaseGeometry]) -> BaseGeometry:
        """Return where the story's own places and their labels are, roughly."""
        rough = shapely.make_valid(shapely.simplify([g for g in geometries if not g.is_empty], 20))
        return shapely.buffer(shapely.union_all(rough), 70, quad_segs=2)

    # ---- panels on the map

    def _panels(self) -> list[tuple[Box, Element]]:
        """Put legend, locator and scale where they hide least; each with its box."""
        spots = shapely.get_coordinates(
            [self.flat(f.geometry, 0) for f in self.scene.features.values() if not f.quiet]
        )
        placed: list[tuple[Box, Element]] = []
        for w, h, inner in (self._legend(), self._scale(), self._globe()):
            if not w:
                continue
            left, right, top, bottom = 24, WIDTH - w - 24, 24, MAP_HEIGHT - h - 24
            corners = [(right, top), (right, bottom), (left, bottom), (left, top)]
            if inner[0].tag == "line":  # a scale is looked for at the bottom
                corners = [(left, bottom), (right, bottom), (left, top), (right, top)]

            def hidden(corner: tuple[float, float], w: float = w, h: float = h) -> float:
                box = (corner[0] - 20, corner[1] - 20, corner[0] + w + 20, corner[1] + h + 20)
                inside = (
                    (spots[:, 0] > box[0])
                    & (spots[:, 0] < box[2])
                    & (spots[:, 1] > box[1])
                    & (spots[:, 1] < box[3])
                )
                return float(inside.sum()) + 1e6 * any(overlap(box, other) for other, _ in placed)

            x, y = min(corners, key=hidden)
            panel = tag("g", {"transform": f"translate({x:.0f} {y:.0f})"}, *inner)
            placed.append(((x, y, x + w, y + h), panel))
        return placed

    def _legend(self) -> tuple[float, float, list[Element]]:
        rows = [
            (style, self.say.layer(style.title))
            for name, style in self.styles.items()
            if not self._backs(name)
        ]
        approximate = any(f.place and f.place.extent == "approximate" for f in self.scene.features.values())
        lines = [title for _, title in rows] + ([self.say("approximate")] if approximate else [])
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
            inner += [tag("path", sign), _text(title, 84, y + 9, 24, INK)]
        if approximate:
            y = 14 + 42 * len(rows) + 21
            look = {"fill": "none", "stroke": MUTED, "stroke-width": "3", "stroke-dasharray": "9 7"}
            inner.append(
                tag("rect", {"x": "26", "y": str(y - 13), "width": "40", "height": "26", "rx": "4", **look})
            )
            inner.append(_text(self.say("approximate"), 84, y + 9, 24, INK))
        return w, h, inner

    def _backs(self, layer: str) -> bool:
        """Tell whether all of a layer is drawn as backdrop."""
        return all(f.quiet for f in self.scene.features.values() if f.layer == layer)

    def _globe(self) -> tuple[float, float, list[Element]]:
        globe = draw_globe(self.scene.orientation.globe, self.view)
        return (globe.side, globe.side, globe.parts) if globe else (0, 0, [])

    def _scale(self) -> tuple[float, float, list[Element]]:
        """Draw a scale bar of a round length, true in the middle of the map."""
        lng, lat = (self.view.west + self.view.east) / 2, (self.view.south + self.view.north) / 2
        km_per_unit = geodesic_km(LngLat(lng, lat), LngLat(lng + 1, lat)) / self.scale
        km = max(
            (s * 10.0**e for e in range(-1, 5) for s in (1, 2, 5) if s * 10.0**e / km_per_unit <= 320),
            default=0,
        )
        if not km:
            return 0, 0, []
        length = km / km_per_unit
        look = {"stroke": MUTED, "stroke-width": "4"}
        w = max(length + 4, text_width(f"{km:,g} km", 22))
        return (
            w,
            40,
            [
                tag("line", {"x1": "0", "y1": "36", "x2": f"{length:.0f}", "y2": "36", **look}),
                tag("line", {"x1": "0", "y1": "24", "x2": "0", "y2": "38", **look}),
                tag("line", {"x1": f"{length:.0f}", "y1": "24", "x2": f"{length:.0f}", "y2": "38", **look}),
                _text(f"{km:,g} km", 10, 26, 22, MUTED),
            ],
        )


def _at(label: Label, spots: Iterable[tuple[float, float]]) -> Label:
    return replace(label, spots=tuple(spots))


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of what clipping left."""
    parts = shapely.get_parts(geometry)
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon"])


def _panel(w: float, h: float) -> Element:
    look = {"rx": "6", "fill": "#fff", "fill-opacity": ".94", "stroke": "#dcdcdc", "stroke-width": "2"}
    return tag("rect", {"width": f"{w:.0f}", "height": f"{h:.0f}", **look})


def _text(
    text: str, x: float, y: float, size: float, colour: str, more: dict[str, str] | None = None
) -> Element:
    where = {"x": f"{x:.0f}", "y": f"{y:.0f}", "font-size": f"{size:g}", "fill": colour}
    return tag("text", {**where, **(more or {})}, text)


def _doubled(dash: str) -> str | None:
    """Turn a dash array of pixels into units; None for a solid line."""
    return " ".join(f"{2 * float(n):g}" for n in dash.replace(",", " ").split()) or None
