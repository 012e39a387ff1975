"""Put a page together: one HTML file, one policy, no request."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import shapely
from xstatic.pkg import leaflet

from ..basemap import Basemap, clip_basemap, shift_near
from ..document import MapDocument
from ..layers import Layers, build_layers, feature_id, place_geometry
from ..model import Place
from .drawing import Drawing, as_names, draw
from .facts import facts
from .frame import Frame, frame_story
from .markup import raw, tag, to_html, to_json
from .story import Story, headline_of, unplaced
from .words import correction_words, counted, extent_words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def page(document: MapDocument) -> str:
    """Draw a document as one HTML page."""
    layers = build_layers(document)
    frame = frame_story(document)
    places = {i: document.places[i] for i in document.mentions()}
    basemap = clip_basemap(
        frame.box,
        detail=frame.detail,
        tolerance=frame.tolerance,
        places=places.values(),
        unit_countries=_unit_countries(document),
        sha256=document.provenance.basemap,
    )
    drawn: dict[str, BaseGeometry] = {
        feature_id(p): basemap.places[i] if i in basemap.places else _spot(p, frame)
        for i, p in places.items()
    }
    drawing = draw(layers, drawn, frame.digits)
    scripts = [
        raw("script", _leaflet("leaflet.js")),
        raw("script", _web("page.js")),
        raw(
            "script",
            "(function () {\n"
            f"{drawing.script}\nDateline.start({drawing.map}, {as_names(drawing.layers)});\n"
            "})();\n",
        ),
    ]
    styles = [raw("style", _leaflet("leaflet.css")), raw("style", _web("page.css"))]
    data = raw(
        "script",
        to_json(facts(document, layers, basemap, frame, drawn)),
        {"type": "application/json", "id": "dateline-data"},
    )
    article = document.article
    root = tag(
        "html",
        {"lang": article.language or "und", "dir": _direction(article.language)},
        tag(
            "head",
            {},
            tag("meta", {"charset": "utf-8"}),
            tag("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(scripts, styles)}),
            tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            tag("meta", {"name": "color-scheme", "content": "light dark"}),
            tag("meta", {"name": "generator", "content": document.provenance.generator}),
            tag("title", {}, headline_of(document)),
            tag("link", {"rel": "icon", "href": "data:,"}),
            *styles,
        ),
        _body(document, layers, basemap, drawing, [data, *scripts]),
    )
    return "<!DOCTYPE html>\n" + to_html(root) + "\n"


def _spot(place: Place, frame: Frame) -> BaseGeometry:
    """Return a place's point, empty where it lies outside of what is drawn."""
    return shapely.clip_by_rect(shift_near(place_geometry(place), frame.middle), *frame.box)


def _body(
    document: MapDocument, layers: Layers, basemap: Basemap, drawing: Drawing, scripts: list[Element]
) -> Element:
    story = Story(document, {i: name for name, frame in layers.items() for i in frame.index})
    ours = _ours(document)
    return tag(
        "body",
        {},
        tag("a", {"class": "skip", "href": "#article", **ours}, "Skip to the article"),
        tag(
            "main",
            {"id": "page"},
            story.head(),
            _map(document, layers, basemap, drawing),
            tag("article", {"id": "story"}, *_notes(document), story.body()),
            tag("footer", {"id": "back", **ours}, story.places(), _about(document, basemap)),
        ),
        *scripts,
    )


def _is_english(document: MapDocument) -> bool:
    return document.article.language in ("en", "", "und")


def _ours(document: MapDocument) -> dict[str, str]:
    """Say that the page's own words are English, where the article is not."""
    return {} if _is_english(document) else {"lang": "en", "dir": "ltr"}


def _map(document: MapDocument, layers: Layers, basemap: Basemap, drawing: Drawing) -> Element:
    """Write the map's frame: canvas, legend, card and credits; hidden until the script fills it."""
    entries = [
        tag(
            "li",
            {},
            tag(
                "label",
                {},
                tag("input", {"type": "checkbox", "checked": "", "data-layer": name}),
                tag("span", {"class": f"swatch {name}", "aria-hidden": "true"}),
                tag("span", {"class": "title"}, layers.styles[name].title),
                tag("span", {"class": "count"}, str(len(rows))),
            ),
        )
        for name, rows in layers.items()
    ]
    legend = tag(
        "details",
        {"id": "legend", "open": ""},
        tag("summary", {}, "Legend"),
        tag("ul", {}, *entries),
        tag(
            "p",
            {"class": "approximate"},
            tag("span", {"class": "swatch dashed", "aria-hidden": "true"}),
            "Dashed: approximate extent (",
            tag("a", {"href": "#about", "aria-label": "how approximate extents were made"}, "how"),
            ")",
        )
        if _approximate(document)
        else None,
        None if basemap.complete else tag("p", {"class": "note", "id": "no-backdrop"}, _NO_BACKDROP),
    )
    alone = "alone" if set(layers) == {"countries"} else None  # countries are context beside other places
    return tag(
        "section",
        {
            "id": "map",
            "class": alone,
            "aria-label": "Map of the places in this article",
            "hidden": "",
            **_ours(document),
        },
        tag("div", {"id": drawing.map, "class": "canvas", "dir": "ltr"}),
        legend if entries or not basemap.complete else None,
        None
        if entries
        else tag("p", {"id": "no-place"}, "No place was found in this article, so the map shows the world."),
        tag("section", {"id": "card", "aria-live": "polite", "aria-label": "Chosen place", "hidden": ""}),
        tag("p", {"id": "credits"}, "Map data: " + "; ".join(document.provenance.attributions)),
    )


_NO_BACKDROP = (
    "Drawn without countries and borders in the background: the basemap that this document was made with is "
    "not at hand."
)


def _approximate(document: MapDocument) -> dict[str, list[str]]:
    """Name the places whose extent is approximate, by how it was made."""
    made: dict[str, list[str]] = {}
    for place in (document.places[i] for i in document.mentions()):
        if place.extent == "approximate":
            made.setdefault(extent_words(place), []).append(place.name)
    return made


def _notes(document: MapDocument) -> list[Element]:
    if _is_english(document):
        return []
    said = "The rules that find places are made for English; in this article some may be missing or wrong."
    return [tag("p", {"class": "note", "id": "language-note", **_ours(document)}, said)]


def _about(document: MapDocument, basemap: Basemap) -> Element:
    placed = document.mentions()
    provenance = document.provenance
    extents = [
        tag("li", {}, tag("b", {"dir": "auto"}, ", ".join(names)), f": {how}")
        for how, names in _approximate(document).items()
    ]
    counts = (
        f"{counted(sum(map(len, placed.values())), 'mention')} of {counted(len(placed), 'place')}, "
        f"{counted(len(document.unplaced()), 'name')} not placed."
    )
    return tag(
        "details",
        {"id": "about"},
        tag("summary", {}, "About this map"),
        tag("p", {}, counts),
        tag("h3", {}, "Approximate extents") if extents else None,
        tag("ul", {}, *extents) if extents else None,
        unplaced(document),
        *_corrections(document),
        tag("h3", {}, "Borders"),
        tag("p", {}, "Borders are de facto lines, as Natural Earth has them; disputed ones are dashed."),
        tag("h3", {}, "Sources"),
        tag("ul", {}, *(tag("li", {}, a) for a in provenance.attributions)),
        tag(
            "p",
            {},
            f"Made by {provenance.generator} with {provenance.gazetteer}"
            + (f" from {document.article.source}" if document.article.source not in ("", "-") else "")
            + ".",
        ),
        None if basemap.complete else tag("p", {}, _NO_BACKDROP),
    )


def _corrections(document: MapDocument) -> list[Element]:
    """Tell what the user's corrections changed."""
    said = [correction_words(c, document.places) for c in document.provenance.corrections]
    items = [tag("li", {"dir": "auto"}, words) for words in said]
    return [tag("h3", {}, "Corrections"), tag("ul", {"id": "corrections"}, *items)] if items else []


def _unit_countries(document: MapDocument) -> set[str]:
    """Name the countries whose states and provinces help the reader: those in which something is drawn."""
    placed = [document.places[i] for i in document.mentions()]
    return {p.country for p in placed if p.country and p.kind not in ("country", "continent")}


def _direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _policy(scripts: list[Element], styles: list[Element]) -> str:
    """Allow exactly these scripts and styles, images that are in the page, and nothing else."""

    def hashes(elements: list[Element]) -> str:
        return " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256((e.text or '').encode()).digest()).decode()}'"
            for e in elements
        )

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _web(name: str) -> str:
    return _text(Path(__file__).parents[1] / "web" / name)


@cache
def _leaflet(name: str) -> str:
    """Read one of Leaflet's files, without its references to other files, which the page does not have."""
    text = _text(Path(leaflet.BASE_DIR) / name)
    text = re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
    if name.endswith(".css"):
        text = re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", text)
    return text


def _text(path: Path) -> str:
    return path.read_text("utf-8")  # universal newlines: the same page from every checkout
