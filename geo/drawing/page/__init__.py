"""From a document to a page: one HTML file with article, map, and everything that they need.

It draws a scene. The modules, in the order of their use: ``drawing`` says how a feature is drawn, ``story``
writes the article and the table of places, ``panels`` the tools, the legend and the card, ``about`` the part
"About this map". ``facts`` collects the data of the page's script, ``html`` joins all under one policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...document import MapDocument

__all__ = ["page_data", "render_page"]

# numpy and shapely are slow to import, and a lookup in the gazetteer does not need them.


def render_page(
    document: MapDocument,
    language: str | None = None,
    *,
    hosts: Sequence[str] | None = None,
    served: Sequence[str] = (),
) -> str:
    """Draw a document as one HTML page.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it or `MapDocument.from_json` reads it.
    language
        Language of the page's own words, one of ``LANGUAGES``; None for the article's,
        or English where that is not one of them.
    hosts
        Origins of the pages that may embed this one and exchange messages with it, empty for any; None for a
        page that exchanges no messages.
    served
        Names of styles and scripts of a server on this machine, which the page loads and which may ask it.

    Returns
    -------
    str
        The page; the same document and basemap give the same characters. A document without places gives
        a page that says so, over a map of the world.
    """
    from .html import page

    return page(document, language, hosts, served)


def page_data(document: MapDocument, language: str | None = None) -> dict[str, Any]:
    """Return the data that a document's page has for its script, as `render_page` embeds it."""
    from .html import data

    return data(document, language)
