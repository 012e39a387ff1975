"""Documents and layers in a notebook: they show themselves as the page, in a frame that is shut in."""

from __future__ import annotations

from .document import MapDocument
from .drawing.layers import Layers
from .drawing.markup import tag, to_html
from .drawing.page import render_page

_HEIGHT = "640px"


def show(document: MapDocument) -> str:
    """Write a document's page as a frame for a notebook's cell.

    The frame is sandboxed: the page's script runs in it, and cannot reach the notebook.

    Examples
    --------
    >>> import geo
    >>> print(show(geo.geoparse("They met in Oslo."))[:34])
    <iframe srcdoc="<!DOCTYPE html&gt;
    """
    frame = {
        "srcdoc": render_page(document),
        "sandbox": "allow-scripts allow-popups allow-downloads allow-modals",
        "title": document.article.title or "Map",
        "style": f"border: 0; width: 100%; height: {_HEIGHT}",
    }
    return to_html(tag("iframe", frame))


def attach() -> None:
    """Let documents and layers show themselves (``_repr_html_``), which neither knows how to do."""
    MapDocument._repr_html_ = show  # type: ignore[attr-defined]
    Layers._repr_html_ = _show_layers  # type: ignore[attr-defined]


def _show_layers(layers: Layers) -> str:
    return show(layers.document)
