"""From a document to a page: one HTML file that holds article, map, and everything that they need.

It draws a scene. In the order in which they are used: ``drawing`` says how a feature is drawn, ``story``
writes the article and the table of places, ``panels`` the tools, the legend and the card, ``about`` what the
map says of itself, ``facts`` collects what the page's script shows, ``html`` puts them together under one
policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...document import MapDocument

__all__ = ["render_page"]

# numpy and shapely are slow to import, and a lookup in the gazetteer does not need them.


def render_page(document: MapDocument, language: str = "en", *, hosts: Sequence[str] | None = None) -> str:
    """Draw a document as one HTML page.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it or `MapDocument.from_json` reads it.
    language
        Of the page's own words, one of ``languages.LANGUAGES``; the article keeps its own.
    hosts
        Origins of the pages that may talk with this one where they show it, empty for any; None for a page
        that talks with nobody.

    Returns
    -------
    str
        The page; the same document and basemap give the same characters. A document without places gives
        a page that says so, over a map of the world.
    """
    from .html import page

    return page(document, language, hosts)
