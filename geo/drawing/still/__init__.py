"""A still map: one SVG that shows a document's map without any script, on screen, on paper, in a file.

Stands between ``scene`` and ``render`` and ``export``. ``sheet`` projects and draws, ``labels`` finds room
for the names.
"""

from __future__ import annotations

from ...document import MapDocument
from ...languages import vocabulary
from ..markup import to_xml
from ..scene import set_scene
from .globe import draw_globe
from .sheet import draw_still
from .style import FONT

__all__ = ["FONT", "draw_globe", "draw_still", "still_map"]


def still_map(document: MapDocument, language: str = "en") -> str:
    """Draw a document's map as one SVG: headline, map, legend, locator, scale and credits.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    language
        Of the map's own words, one of ``words.LANGUAGES``.

    Returns
    -------
    str
        SVG 1.1, 1200 by 800 pixels and more, in light colours, without script, style sheet or reference to
        anything outside it; text is text, in ``FONT`` or what stands for it. A document without places gives
        the world. The same document gives the same characters.
    """
    say = vocabulary(language)
    return to_xml(draw_still(set_scene(document, say), say)) + "\n"
