"""Write an article's page, still maps and exports, as the command line does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..document import MapDocument
from ..drawing.page import render_page
from ..export import FORMATS, export
from ..files import write_outputs
from ..pipeline import read_document
from .desk import Desk, Refused

_OTHERS = {
    "web-annotation": ".annotations.jsonld",
    "maplibre": ".maplibre.json",
    "folium": ".folium.html",
}
"""Ends of the names of what has no suffix of its own."""


def publish(desk: Desk, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write outputs of an article into a folder, ``<stem>.<suffix>``, with the bytes of the command line.

    Parameters
    ----------
    desk
        The article; its corrections are read from the files beside it.
    formats
        Names of ``FORMATS``, or ``html`` for the page, ``json`` for the document.
    folder
        Where they go.

    Returns
    -------
    list of Path
        In the order of the formats.
    """
    if unknown := [name for name in formats if name not in ("html", "json", *FORMATS)]:
        raise Refused(f"{', '.join(unknown)}: no such format; expected html, json, {', '.join(FORMATS)}")
    document = read_document(desk.source, story=desk.story if desk.stories > 1 else None)
    files = {_path(desk.stem, name, folder): _made(document, name) for name in formats}
    write_outputs(files, inputs=[desk.source])
    return [*files]


def _path(stem: str, name: str, folder: Path) -> Path:
    suffix = FORMATS[name].suffix if name in FORMATS else f".{name}"
    return folder / f"{stem}{suffix or _OTHERS[name]}"


def _made(document: MapDocument, name: str) -> bytes:
    if name == "html":
        return render_page(document).encode()
    return document.to_bytes() if name == "json" else export(document, name)
