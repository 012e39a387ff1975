"""The relief of a still map: a shadow, masked by the pinned pictures."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
from PIL import Image

from ..basemap import Relief, mercator, spread
from ..markup import tag
from .style import SHADOW, SHADOW_DEPTH

if TYPE_CHECKING:
    from .view import View


def draw_relief(reliefs: Sequence[Relief], view: View, *, flat: bool = False) -> Iterator[Element]:
    """Draw pictures of shadows, each above the one before it; no elements without pictures.

    A mask is used, because some programs cannot blend colours in SVG. ``flat`` gives one picture of the map's
    size with an alpha channel instead: large, but drawn ten times as fast.
    """
    if not reliefs:
        return
    whole = _place(reliefs[0], view)
    depth = SHADOW_DEPTH * reliefs[-1].worth(view.scale / 2)
    if flat:
        yield _flat(reliefs, view, depth)
        return
    # Named by its content, so that two maps in one page do not share a mask.
    name = f"relief-{hashlib.sha256(b''.join(r.jpeg for r in reliefs)).hexdigest()[:12]}"
    images = [
        tag("image", _place(r, view) | {"xlink:href": _uri(r), "preserveAspectRatio": "none"})
        for r in reliefs
    ]
    yield tag("mask", {"id": name, "maskUnits": "userSpaceOnUse", **whole}, *images)
    yield tag("rect", {**whole, "fill": SHADOW, "fill-opacity": f"{depth:.2f}", "mask": f"url(#{name})"})


def _flat(reliefs: Sequence[Relief], view: View, depth: float) -> Element:
    shadows = spread(reliefs, view.box, (view.height, view.width))
    picture = np.empty((*shadows.shape, 4), np.uint8)
    picture[:, :, :3] = [int(SHADOW[i : i + 2], 16) for i in (1, 3, 5)]
    picture[:, :, 3] = (shadows * np.uint16(round(depth * 256))) >> 8
    written = BytesIO()
    Image.fromarray(picture).save(written, "PNG", compress_level=1)
    uri = f"data:image/png;base64,{b64encode(written.getvalue()).decode('ascii')}"
    size = {"width": str(view.width), "height": str(view.height)}
    return tag("image", {**size, "image-rendering": "optimizeSpeed", "xlink:href": uri})


def _place(relief: Relief, view: View) -> dict[str, str]:
    """Return the position of a picture on the sheet."""
    west, south, east, north = relief.box
    top, bottom = ((view.top - float(mercator(lat))) * view.scale for lat in (north, south))
    left, right = ((x - view.box.west) * view.scale for x in (west, east))
    sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {side: f"{value:.1f}" for side, value in sides.items()}


def _uri(relief: Relief) -> str:
    return f"data:image/jpeg;base64,{b64encode(relief.jpeg).decode('ascii')}"
