"""A still map: one SVG that shows a document's map without any script, on screen, on paper, in a file.

``view`` is the part of the world that it shows, and projects it; ``sheet`` draws it, with ``relief``,
``paths`` and ``style``; ``names`` writes names, for which ``labels`` finds room, along rivers ``along``;
``panels`` has legend and scale, ``globe`` the locator.
"""

from __future__ import annotations

from ...document import MapDocument
from ..features import spoken
from ..markup import to_xml
from ..scene import set_scene
from .globe import draw_globe
from .paths import path_steps
from .sheet import draw_still
from .style import FONT

__all__ = ["FONT", "draw_globe", "draw_still", "path_steps", "still_map"]


def still_map(
    document: MapDocument, language: str | None = None, *, size: str = "page", flat: bool = False
) -> str:
    """Draw a document's map as one SVG: headline, map, legend, locator, scale and credits.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    language
        Language of the map's own words, one of ``LANGUAGES``; None for the article's,
        or English where that is not one of them.
    size
        One of ``page``, ``column`` or ``screen``.
    flat
        Whether the relief is one large picture, for a program that draws scaled pictures slowly.

    Returns
    -------
    str
        SVG 1.1, 1200 pixels wide (a column: 540), in light colours, without script, style sheet or references
        to other files. Text is text, in ``FONT`` or a font that replaces it. A document without places gives
        a map of the world. The same document gives the same characters.
    """
    say = spoken(document, language)
    return to_xml(draw_still(set_scene(document, say), say, size=size, flat=flat)) + "\n"
