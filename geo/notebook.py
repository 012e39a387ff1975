"""Documents and layers in a notebook: a cell shows them as the page, in a sandboxed frame."""

from __future__ import annotations

from .document import MapDocument
from .drawing.markup import tag, to_html
from .drawing.page import render_page
from .embed import SANDBOX
from .export import Layers

_HEIGHT = "640px"


def show(document: MapDocument) -> str:
    """Write a document's page as a frame for a cell of a notebook.

    The frame is sandboxed: the page's script runs in it and cannot reach the notebook.

    Examples
    --------
    >>> import geo
    >>> print(show(geo.geoparse("They met in Oslo."))[:34])
    <iframe srcdoc="<!DOCTYPE html&gt;
    """
    frame = {
        "srcdoc": render_page(document),
        "sandbox": SANDBOX,
        "title": document.title or "Map",
        "style": f"border: 0; width: 100%; height: {_HEIGHT}",
    }
    return to_html(tag("iframe", frame))


def attach() -> None:
    """Give documents and layers the method ``_repr_html_``, by which a notebook shows them."""
    MapDocument._repr_html_ = show  # type: ignore[attr-defined]
    Layers._repr_html_ = _show_layers  # type: ignore[attr-defined]


def _show_layers(layers: Layers) -> str:
    return show(layers.document)
