"""From a document to a page: one HTML file that holds article, map, and everything that they need.

The only folder that imports folium. It draws a scene. In the order in which they are used: ``drawing`` lets
folium draw the features, ``story`` writes the article and the table of places, ``panels`` the tools, the
legend and the card, ``about`` what the map says of itself, ``facts`` collects what the page's script shows,
``page`` puts them together under one policy. ``layers`` makes folium layers for other maps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import folium

    from ..document import MapDocument

__all__ = ["folium_layers", "render_page"]

# folium, numpy and shapely are slow to import, and a lookup in the gazetteer does not need them.


def render_page(document: MapDocument, language: str = "en", *, hosts: Sequence[str] | None = None) -> str:
    """Draw a document as one HTML page.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it or `MapDocument.from_json` reads it.
    language
        Of the page's own words, one of ``words.LANGUAGES``; the article keeps its own.
    hosts
        Origins of the pages that may talk with this one where they show it, empty for any; None for a page
        that talks with nobody.

    Returns
    -------
    str
        The page; the same document and basemap give the same characters. A document without places gives
        a page that says so, over a map of the world.
    """
    from .page import page

    return page(document, language, hosts)


def folium_layers(document: MapDocument) -> list[folium.FeatureGroup]:
    """Make folium layers of a document, for a map of your own.

    Each feature has a popup with its name and its sentences. Text from the article travels as escaped JSON
    and is shown as text, so nothing in it is evaluated, by folium's templates or by the browser.

    Returns
    -------
    list of folium.FeatureGroup
        One a layer, in the order of the layers, with titles for folium's layer control; empty for a
        document without places.

    Examples
    --------
    >>> from geo import geoparse
    >>> [group.layer_name for group in folium_layers(geoparse("They met in Oslo."))]
    ['Cities and towns']
    """
    from .layers import feature_groups

    return feature_groups(document)
