"""Write a page: one HTML file with one Content-Security-Policy, which makes no request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from ...document import MapDocument
from ...languages import Vocabulary
from ...model import BBox
from ..colours import NIGHT, PAPER, line_colour, night_fill
from ..features import spoken
from ..markup import raw, tag, to_html, to_json
from ..policy import leaflet_code, own_code, policy
from ..scene import Scene, most_important, set_scene
from .about import about
from .facts import facts
from .panels import handle, map_panel, still, tools
from .story import ArticleWriter, direction, headline_of

_WEB = Path(__file__).parents[1] / "web"
_STYLES = ("base.css", "page.css", "text.css", "map.css", "tools.css", "paper.css")
_UNUSED = re.compile("popup|tooltip|control-layers|div-icon|marker|tile|attribution")
"""Parts of Leaflet that the page does not use."""


def data(document: MapDocument, language: str | None) -> dict[str, Any]:
    """Return the data of a page's script."""
    say = spoken(document, language)
    return facts(set_scene(most_important(document), say), say)


def page(
    document: MapDocument,
    language: str | None,
    hosts: Sequence[str] | None = None,
    served: Sequence[str] = (),
) -> str:
    """Draw a document as one HTML page."""
    say = spoken(document, language)
    whole = document
    document = most_important(whole)
    scene = set_scene(document, say)
    styles = [
        raw("style", _leaflet_style()),
        raw("style", _style() + _palette(scene) + _fonts(scene)),
    ]
    # This runs before the body, so that the browser makes its layout only once, for the live map.
    live = raw("script", 'document.documentElement.classList.add("live");')
    scripts = [
        raw("script", leaflet_code("leaflet.js") if served else _script("leaflet")),
        raw("script", _script("review" if served else "page")),
    ]
    if hosts is not None:
        scripts.append(raw("script", _script("guest")))
    embedded = {"type": "application/json", "id": "dateline-data"}
    article = document.article
    root = tag(
        "html",
        {"lang": article.language or "und", "dir": direction(article.language)},
        tag(
            "head",
            {},
            tag("meta", {"charset": "utf-8"}),
            tag(
                "meta",
                {
                    "http-equiv": "Content-Security-Policy",
                    "content": policy([live, *scripts], styles, served=bool(served)),
                },
            ),
            tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            tag("meta", {"name": "color-scheme", "content": "light dark"}),
            tag("meta", {"name": "generator", "content": document.provenance.generator}),
            None if hosts is None else tag("meta", {"name": "dateline-hosts", "content": " ".join(hosts)}),
            tag("title", {}, headline_of(document, say)),
            tag("link", {"rel": "icon", "href": "data:,"}),
            *styles,
            live,
            *(
                tag("link", {"rel": "stylesheet", "href": f"/{name}"})
                if name.endswith(".css")
                else tag("script", {"src": f"/{name}", "defer": ""})
                for name in served
            ),
        ),
        _body(
            scene,
            say,
            _few(whole, document, say),
            [raw("script", to_json(facts(scene, say)), embedded), *scripts],
        ),
    )
    return "<!DOCTYPE html>\n" + to_html(root) + "\n"


def _few(whole: MapDocument, shown: MapDocument, say: Vocabulary) -> str:
    """Say that a page shows only a part of a document's places and movements, "" where it shows all."""
    if shown is whole:
        return ""
    numbers = {"places": len(shown.mentions()), "of_places": len(whole.mentions())}
    return say("most_important", **numbers, flows=len(shown.flows), of_flows=len(whole.flows))


def _body(scene: Scene, say: Vocabulary, few: str, scripts: list[Element]) -> Element:
    language = scene.document.article.language
    # Elements with the page's own words have a language attribute if it is not the article's language.
    ours = {} if language in (say.language, "", "und") else {"lang": say.language, "dir": "ltr"}
    drawn = still(scene, say, ours)
    marked = {"".join(e.itertext()).strip() for e in drawn.iter() if "reference" in (e.get("class") or "")}
    shown = next(e.get("data-shown", "") for e in drawn.iter("svg") if e.get("data-shown"))
    story = ArticleWriter(scene, say, marked, BBox(*map(float, shown.split())))
    note = tag("p", {"class": "note", "id": "language-note", **ours}, say("language_note"))
    return tag(
        "body",
        {},
        tag("a", {"class": "skip", "href": "#article", **ours}, say("skip")),
        tag(
            "main",
            {"id": "page"},
            drawn,
            tag("header", {"id": "headline"}, story.head(), tools(scene, say, ours)),
            map_panel(scene, say, ours),
            handle(say, ours),
            tag(
                "article",
                {"id": "story"},
                tag("p", {"class": "note", "id": "most-note", **ours}, few) if few else None,
                tag("p", {"class": "note", "id": "map-note"}, scene.document.map.note)
                if scene.document.map.note
                else None,
                note if language not in ("en", "", "und") else None,
                story.body(),
            ),
            tag("footer", {"id": "back", **ours}, story.places(), about(scene, say)),
        ),
        *scripts,
    )


def _palette(scene: Scene) -> str:
    """Write the layers' colours as classes: fill, line and dash, for light and dark backgrounds."""
    return "".join(
        f".k{n}{{--c:light-dark({style.colour},{night_fill(style.colour)});"
        f"--s:light-dark({line_colour(style.colour, PAPER)},{line_colour(style.colour, NIGHT)});"
        f"--d:{_dash(style.dash)}}}\n"
        for n, style in enumerate(scene.styles.values())
    )


def _fonts(scene: Scene) -> str:
    """Put the fonts of a house style before the page's own."""
    view = scene.document.map
    fonts = (("serif", view.text_font, "Georgia,serif"), ("sans", view.map_font, "system-ui,sans-serif"))
    return "".join(f':root{{--{name}:"{font}",{ours}}}\n' for name, font, ours in fonts if font)


def _dash(dash: str) -> str:
    return " ".join(re.findall(r"[\d.]+", dash)) or "none"


@cache
def _script(name: str) -> str:
    """Read one of the scripts that ``tests/web/make.js`` makes from the modules."""
    return (_WEB / "made" / f"{name}.js").read_text("utf-8")


def _tight(css: str) -> str:
    """Remove the spaces of a style that say nothing.

    Examples
    --------
    >>> _tight("a > b, c { margin: 0 1px; top: calc(1px + 2px); }\\n")
    'a>b,c{margin:0 1px;top:calc(1px + 2px)}'
    """
    return re.sub(r"(:)\s+|\s*([{};,>])\s*", r"\1\2", css).replace(" !", "!").replace(";}", "}").strip()


@cache
def _style() -> str:
    """Return the page's own style."""
    return "".join(_tight(own_code(_WEB / name)) for name in _STYLES)


@cache
def _leaflet_style() -> str:
    """Return Leaflet's style without the selectors of what the page never shows."""

    def used(rule: re.Match[str]) -> str:
        selectors = [s for s in rule[1].split(",") if not _UNUSED.search(s)]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    return re.sub(r"([^{}]+)\{([^{}]*)\}", used, _tight(leaflet_code("leaflet.css")))
