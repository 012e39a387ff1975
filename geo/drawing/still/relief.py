"""The relief of a still map: a shadow, masked by the pinned pictures."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..basemap import Relief, mercator
from ..markup import tag
from .style import SHADOW, SHADOW_DEPTH

if TYPE_CHECKING:
    from .view import View


def draw_relief(reliefs: Sequence[Relief], view: View) -> Iterator[Element]:
    """Draw pictures of shadows, each above the one before it; no elements without pictures.

    A mask is used, because some programs cannot blend colours in SVG.
    """
    if not reliefs:
        return
    # Named by its content, so that two maps in one page do not share a mask.
    name = f"relief-{hashlib.sha256(b''.join(r.jpeg for r in reliefs)).hexdigest()[:12]}"
    images = [
        tag("image", _place(r, view) | {"xlink:href": _uri(r), "preserveAspectRatio": "none"})
        for r in reliefs
    ]
    whole = _place(reliefs[0], view)
    depth = SHADOW_DEPTH * reliefs[-1].worth(view.scale / 2)
    yield tag("mask", {"id": name, "maskUnits": "userSpaceOnUse", **whole}, *images)
    yield tag("rect", {**whole, "fill": SHADOW, "fill-opacity": f"{depth:.2f}", "mask": f"url(#{name})"})


def _place(relief: Relief, view: View) -> dict[str, str]:
    """Return the position of a picture on the sheet."""
    west, south, east, north = relief.box
    top, bottom = ((view.top - float(mercator(lat))) * view.scale for lat in (north, south))
    left, right = ((x - view.box.west) * view.scale for x in (west, east))
    sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {side: f"{value:.1f}" for side, value in sides.items()}


def _uri(relief: Relief) -> str:
    return f"data:image/jpeg;base64,{b64encode(relief.jpeg).decode('ascii')}"
