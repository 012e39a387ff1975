"""A map for another web page, its host: the map's page, a custom element, and the markup to show them.

Page and host exchange messages. ``web/guest.js`` (the page's side) and ``web/dateline-map.js`` (the host's
side) describe them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .document import MapDocument
from .drawing.markup import tag, to_html
from .drawing.page import render_page
from .errors import ExportError
from .languages import LANGUAGES
from .version import __version__

PAGE = "map.html"
"""Name of the English page; in another language it is ``map.<language>.html``."""

ELEMENT = "dateline-map.js"
"""The script that defines ``<dateline-map>``."""

_MADE = f"Made by dateline {__version__}"  # a comment of code holds nothing that a document says
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|\[[0-9a-f:]+\]"
_ORIGIN = re.compile(rf"https?://(?:{_HOST})(?::([0-9]{{1,5}}))?")
SANDBOX = "allow-scripts allow-popups allow-downloads allow-modals"
"""What a frame allows the map's page."""


def embed(document: MapDocument, allow_origins: Sequence[str] = ()) -> dict[str, str]:
    """Make the files that put a map into another web page.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    allow_origins
        Origins of the pages that the map exchanges messages with (``https://example.org``); empty for every
        page. Which pages may show the map is for the map's server to decide (``Content-Security-Policy:
        frame-ancestors``).

    Returns
    -------
    dict of str to str
        File name → content: the page in each language, the script of ``<dateline-map>``, and a piece of
        markup for each way to show the page, ``iframe.html`` and ``element.html``.

    Raises
    ------
    ExportError
        If a text in `allow_origins` is not an origin.

    Examples
    --------
    >>> import geo
    >>> sorted(embed(geo.geoparse("They met in Oslo.")))  # doctest: +NORMALIZE_WHITESPACE
    ['dateline-map.js', 'element.html', 'iframe.html', 'map.en.html', 'map.es.html', 'map.fr.html',
     'map.html', 'map.pt.html']
    """
    for origin in allow_origins:
        found = _ORIGIN.fullmatch(origin)
        if not found or not 0 < int(found[1] or 443) < 2**16:
            shown = " ".join(origin.split())
            raise ExportError(f"{shown}: not an origin; expected scheme and host alone, https://example.org")
    title = document.title or "Map"
    pages = {
        f"map.{language}.html" if language else PAGE: render_page(
            document, language, hosts=tuple(allow_origins)
        )
        for language in (None, *LANGUAGES)
    }
    frame = tag(
        "iframe",
        {
            "src": PAGE,
            "title": title,
            "sandbox": SANDBOX,
            "loading": "lazy",
            "style": "border: 0; width: 100%; height: 36rem",
        },
    )
    element = tag("dateline-map", {"src": PAGE, "aria-label": title})
    script = tag("script", {"type": "module", "src": ELEMENT})
    code = (Path(__file__).parent / "drawing" / "web" / ELEMENT).read_text("utf-8")
    return {
        **pages,
        ELEMENT: f"// {_MADE}\n{code}",
        "iframe.html": f"<!-- {_MADE} -->\n{to_html(frame)}\n",
        "element.html": f"<!-- {_MADE} -->\n{to_html(script)}\n{to_html(element)}\n",
    }
