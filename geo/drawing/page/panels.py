"""The parts around article and map: the tools, the legend, the card, and the still map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ...languages import Vocabulary, source_words
from ...model import BBox, Place
from ..legend import Key, beyond_links, doubtful_key, layer_title, legend_keys
from ..markup import Child, tag
from ..missing import MOST, missing
from ..scene import Scene, Shown, Sign
from ..signs import WAVE, sign_path
from ..still import draw_globe, draw_still
from .drawing import layer_classes

_LINE, _AREA = "M-19 0H19", "M-18-11H18V11H-18z"


def tools(scene: Scene, say: Vocabulary, ours: dict[str, str]) -> Element:
    """Write the row of tools under the headline; the script shows it."""
    return tag(
        "div",
        {"id": "tools", "role": "group", "aria-label": say("article_tools"), **ours},
        tag(
            "div",
            {"id": "search", "role": "search"},
            tag(
                "input",
                {
                    "type": "search",
                    "id": "query",
                    "autocomplete": "off",
                    "aria-label": say("search"),
                    "placeholder": say("search"),
                    "aria-controls": "hits",
                },
            ),
            tag("p", {"id": "found", "role": "status"}),
            tag("ul", {"id": "hits", "hidden": ""}),
        ),
        _button("follow", say("follow"), {"aria-pressed": "true"}),
        tag(
            "details",
            {"id": "more"},
            tag("summary", {}, say("more_tools")),
            tag(
                "div",
                {"class": "menu"},
                _layers(scene, say),
                _button("copy", say("copy_link")),
                _button("screen", say("full_screen")),
                _button("print", say("print")),
                tag("b", {}, say("download")),
                _button("geojson", say("geojson")),
                _button("svg", say("svg")),
                _button("png", say("png")),
                tag("label", {"for": "scheme"}, say("scheme")),
                tag(
                    "select",
                    {"id": "scheme"},
                    *(tag("option", {"value": v}, say(f"scheme_{v}")) for v in ("auto", "light", "dark")),
                ),
            ),
        ),
        tag("p", {"id": "told", "role": "status"}),
    )


def _button(action: str, text: str, more: dict[str, str] | None = None) -> Element:
    return tag("button", {"type": "button", "data-do": action, **(more or {})}, text)


def still(scene: Scene, say: Vocabulary, ours: dict[str, str]) -> Element:
    """Write the still map, for paper, for files, and for readers without scripts."""
    return tag("figure", {"id": "still", **ours}, draw_still(scene, say, references=True))


def map_panel(scene: Scene, say: Vocabulary, ours: dict[str, str]) -> Element:
    """Write the map's frame: canvas, legend, locator, card and credits; hidden until the script fills it."""
    document = scene.document
    return tag(
        "section",
        {
            "id": "map",
            "class": "alone" if scene.alone else None,
            "aria-label": say("map_label"),
            **ours,
        },
        tag("a", {"class": "skip", "href": "#article"}, say("skip_map")),
        tag("div", {"class": "canvas", "dir": "ltr"}),
        _legend(scene, say),
        _locator(scene),
        _insets(scene, say),
        None if scene.features else tag("p", {"id": "no-place"}, say("no_place")),
        tag("section", {"id": "card", "aria-live": "polite", "aria-label": say("chosen"), "hidden": ""}),
        tag("p", {"id": "credits"}, say("credits", sources="; ".join(map(say.message, document.credits())))),
    )


def handle(say: Vocabulary, ours: dict[str, str]) -> Element:
    """Write the handle that divides a phone's screen between map and text."""
    return tag(
        "div",
        {
            "id": "handle",
            "role": "slider",
            "tabindex": "0",
            "aria-label": say("sheet"),
            "aria-orientation": "vertical",
            "aria-valuemin": "15",
            "aria-valuemax": "85",
            "aria-valuenow": "45",
            **ours,
        },
    )


def _layers(scene: Scene, say: Vocabulary) -> Element | None:
    """Write a box for each layer, by which it is shown or hidden."""
    boxes = [
        tag(
            "label",
            {},
            tag("input", {"type": "checkbox", "checked": "", "data-layer": str(n)}),
            _swatch(scene, name, scene.signs(name)),
            tag("span", {}, layer_title(scene, name, say)),
        )
        for n, name in enumerate(scene.styles)
        if any(name == f.layer for f in scene.features.values())
    ]
    return tag("div", {"id": "layers"}, tag("b", {}, say("shown_layers")), *boxes) if boxes else None


def _legend(scene: Scene, say: Vocabulary) -> Element | None:
    keys = legend_keys(scene, scene.frame.detail, say)
    beyond, unknown = _beyond(scene, say), _missing(scene, say)
    seen = {key.form for key in keys}
    if "doubtful" not in seen and (key := doubtful_key(scene, scene.features.values(), say)):
        keys.append(key)  # the script shows it where the view does
    if not (keys or beyond or unknown) and scene.basemap.complete:
        return None
    layers = list(scene.styles)
    rows = [
        tag(
            "li",
            {
                "data-lights": str(layers.index(key.layer)) if key.form in ("layer", "flow") else None,
                "class": "signs" if key.form in ("layer", "doubtful") and not key.figures else None,
                "data-shows": key.form if key.form in ("approximate", "wave") else None,
                "hidden": None if key.form in seen else "",
            },
            _mark(scene, key),
            tag("span", {"class": "title"}, key.title),
            _more(key, say),
            *_figures(scene, key, say),
        )
        for key in keys
    ]
    lone = not seen and not unknown and scene.basemap.complete
    return tag(
        "details",
        {"id": "legend", "open": ""},
        tag("summary", {}, say("beyond").rstrip(" :") if lone else say("legend")),
        tag("ul", {}, *rows) if rows else None,
        tag("div", {"class": "beyond"}, None if lone else say("beyond"), *beyond) if beyond else None,
        tag("p", {"class": "missing"}, *unknown) if unknown else None,
        None
        if scene.basemap.complete
        else tag("p", {"class": "note", "id": "no-backdrop"}, say("no_backdrop")),
    )


def _beyond(scene: Scene, say: Vocabulary) -> list[Child]:
    """Return links to what lies beyond the view, most of them folded away if they are many."""

    def links(rows: Sequence[tuple[Shown, str]]) -> Iterator[Child]:
        for f, words in rows:
            yield from (" ", tag("a", {"href": f"#{f.id}"}, words))

    first, rest = beyond_links(scene)
    found = [*links(first)]
    if rest:
        before, after = say("more_beyond").split("{n}")
        count = tag("span", {}, str(len(rest)))
        found += [" ", tag("details", {}, tag("summary", {}, before, count, after), *links(rest))]
    return found


def _missing(scene: Scene, say: Vocabulary) -> list[Child]:
    """Write the names that are on no map, each a link to its sentence; [] for none."""
    names = missing(scene.document)
    links = [tag("a", {"href": f"#{one.sentence}", "dir": "auto"}, one.name) for one in names[:MOST]]
    if len(names) > MOST:
        links.append(tag("a", {"href": "#missing"}, say("and_more", n=len(names) - MOST)))
    return [say("missing"), *(part for link in links for part in (" ", link))] if links else []


def _mark(scene: Scene, key: Key) -> Element:
    """Draw a row's mark as the map does."""
    hollow = " hollow" if key.hollow else ""
    if key.layer and key.form == "layer":
        return _swatch(scene, key.layer, key.signs)
    if key.layer and key.form == "doubtful":
        return _swatch(scene, key.layer, frozenset({"dot"}), hollow)
    if key.form in ("wave", "doubtful"):
        lines = WAVE if key.form == "wave" else sign_path("circle") if key.hollow else ""
        return _drawing(f"{key.form}{hollow}", tag("path", {"d": f"M0 0{lines}"}) if lines else None)
    if key.form == "flow":
        number, head = layer_classes(key.layer, scene)[0], tag("path", {"d": "M20 0 2-10 6 0 2 10z"})
        way = tag("path", {"class": "way unsure" if key.dotted else "way", "d": "M-19 0H8"})
        sign = (
            tag("path", {"d": f"M-15 0{sign_path(scene.styles[key.layer].symbol)}"})
            if "dot" in key.signs
            else None
        )
        return _drawing(f"{number}{hollow}", way, head, sign)
    look = "route unsure" if key.form == "route" and key.dotted else key.form
    shape = _AREA if key.form == "approximate" else _LINE
    return _drawing("", tag("path", {"class": f"way {look}", "d": shape}))


def _drawing(look: str, *parts: Element | None) -> Element:
    """Draw a mark of the legend; two units are a pixel."""
    named = f"swatch {look}".strip()
    return tag("svg", {"class": named, "viewBox": "-20 -16 40 32", "aria-hidden": "true"}, *parts)


def _more(key: Key, say: Vocabulary) -> Element | None:
    """Write a link to where a row's places are told of, each with how or why."""
    if key.form == "approximate":
        return tag("a", {"href": "#about", "aria-label": say("how_label")}, say("how"))
    return tag("a", {"href": "#about"}, say("which")) if key.form == "doubtful" else None


def _figures(scene: Scene, key: Key, say: Vocabulary) -> Iterator[Element]:
    """Yield what the figures of a row look like, and who gives them."""
    for each in key.figures:
        look = layer_classes(key.layer, scene)[0]
        parts: list[Child] = []
        for words, size in each.key:
            parts.append(tag("span", {}, _key(each.form, size, look), words))
        said = dict.fromkeys(source_words(c, say) for c in each.claims if c.source)
        source = tag("span", {"class": "source"}, next(iter(said))) if len(said) == 1 else None
        if parts or source is not None:
            yield tag("p", {"class": "key"}, *parts, source)


def _key(form: str, size: float, look: str) -> Element:
    """Draw a circle, a shade or a line as large as on the map."""
    width, height = (2 * size + 2, 2 * size + 2) if form == "circle" else (22, 14)
    if form == "circle":
        inner = tag(
            "circle", {"cx": f"{size + 1:g}", "cy": f"{size + 1:g}", "r": f"{size:g}", "class": "ring"}
        )
    elif form == "shade":
        inner = tag("rect", {"width": "22", "height": "14", "class": f"feature shade-{size:.0f}"})
    else:
        inner = tag("path", {"d": "M0 7H22", "class": "way", "stroke-width": f"{size:g}"})
    sides = {"width": f"{width:g}", "height": f"{height:g}"}
    return tag("svg", {**sides, "class": look, "aria-hidden": "true"}, inner)


def _swatch(scene: Scene, layer: str, signs: frozenset[Sign], hollow: str = "") -> Element:
    """Draw the signs of a layer's places as large as on the map: an area, a line, a sign, or several."""
    members = [f for f in scene.features.values() if f.layer == layer]
    if members and all(f.quiet for f in members):
        return _drawing("quiet", tag("path", {"d": _AREA}))
    number = layer_classes(layer, scene)[0]
    area = "tint" if "tint" in signs else "edge" if "edge" in signs else None
    size = "scale(.9)" if scene.is_dotted(layer) or area else "scale(1.4)"
    sign = {"d": f"M0 0{sign_path(scene.styles[layer].symbol)}", "transform": size}
    return _drawing(
        f"{number}{hollow}",
        tag("path", {"class": "wet", "d": _AREA}) if signs == {"water"} else None,
        tag("path", {"class": area, "d": _AREA}) if area else None,
        tag("path", {"class": "way", "d": _LINE}) if "line" in signs else None,
        tag("path", sign) if "dot" in signs or not signs else None,
    )


def _locator(scene: Scene) -> Element | None:
    """Write the locator's element; the script copies the globe from the still map."""
    shown = draw_globe(scene.orientation.globe, scene.frame.square)
    return tag("div", {"id": "locator", "aria-hidden": "true"}) if shown else None


def _insets(scene: Scene, say: Vocabulary) -> Element | None:
    """Write a link to what each small map shows; the script adds the maps."""
    own = scene.document.map.insets is not None
    links = [
        tag(
            "li",
            {"class": "close"} if inset.holds else {},
            tag(
                "a",
                {
                    "href": f"#{inset.leads_to}" if inset.leads_to else None,
                    "data-inset": str(n),
                    **({} if isinstance(inset.of, Place) else _framed(inset.of, inset.holds)),
                },
                tag("span", {}, inset.title(say)),
            ),
        )
        for n, inset in enumerate(scene.insets)
    ]
    named = {"id": "insets", "class": "chosen" if own else None, "aria-label": say("small_maps")}
    return tag("ul", named, *links) if links else None


def _framed(box: BBox, holds: Sequence[str]) -> dict[str, str]:
    """Return what a close-up shows and names, for the script; nothing of another small map."""
    shown = " ".join(f"{degrees:.3f}" for degrees in box)
    return {"data-box": shown, "data-holds": " ".join(holds)} if holds else {}
