"""The still map as a picture: SVG as it is drawn, and PNG with a fixed font.

The fonts of a machine would change a PNG's bytes, so they are not used. Source Sans Pro has Latin, Greek and
Cyrillic letters; any other letter is drawn as an empty box.
"""

from __future__ import annotations

import struct
import zlib

from ..drawing.features import Features
from ..drawing.markup import clean, tag, to_xml
from ..drawing.still import still_map
from .shared import credits

_FAMILY = "Source Sans Pro"
_FACES = ("SourceSansPro", "SourceSansProBold", "SourceSansProIt", "SourceSansProBoldIt")
_SCALE = 2.0  # pixels of the picture for each pixel of the still map
_HEADER_BYTES = 33  # of a PNG: its signature, and its first chunk, IHDR


def svg(features: Features, size: str = "page") -> bytes:
    """Write the still map as SVG, in one of its sizes, with the credits as its metadata."""
    root, _, rest = still_map(features.document, size=size).partition(">")
    metadata = to_xml(tag("metadata", {}, credits(features.document)))
    return f"{root}>{metadata}{rest}".encode()


def png(features: Features, size: str = "page") -> bytes:
    """Write the still map as PNG, 2400 pixels wide (a column: 1080), with the credits as its description."""
    from font_source_sans_pro import font_files_ttf
    from resvg_py import svg_to_bytes

    drawn: bytes = svg_to_bytes(
        svg_string=still_map(features.document, size=size, flat=True),
        zoom=_SCALE,
        skip_system_fonts=True,
        font_files=[font_files_ttf[face] for face in _FACES],
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
        background="#ffffff",
    )
    return _described(drawn, credits(features.document))


def _described(png: bytes, text: str) -> bytes:
    """Put a text into a PNG as its description: an iTXt chunk after IHDR (PNG 3, 11.3.3.4)."""
    body = b"iTXt" + b"Description\0\0\0\0\0" + clean(text).encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_HEADER_BYTES] + chunk + png[_HEADER_BYTES:]
