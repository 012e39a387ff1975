"""The exceptions that Dateline raises, one tree.

::

    GeoError
    ├── ArchiveError        an archive that cannot be read, written or gone on with
    ├── ArticleError        a source that cannot be read as an article
    ├── GazetteerError      pinned data that cannot be opened or queried
    │   └── ChecksumError   a pinned file whose bytes are not the pinned bytes
    ├── CorrectionsError    a user's corrections that cannot be read, or do not fit their article
    ├── DocumentError       JSON that is not a map document of this version
    ├── OverlayError        edited layers that cannot be applied to a document
    ├── SpansError          spans to resolve that do not fit the sentences (also a ValueError)
    ├── ExportError         an output that cannot be made or written
    ├── StyleError          a file that is not a house style
    └── ThemesError         a file that is not a table of themes

A message is one line or more. Each line says what is wrong, where, what was expected and what to do. The
command line prints the message and ends with exit code 1.
"""

from __future__ import annotations

_UNSEEN = {
    c: f"\\u{c:04x}"
    for c in (*range(9), *range(11, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
}


def visible(text: str) -> str:
    """Write what a terminal would obey (control characters, ends of line, changes of direction) as escapes.

    Line feeds and tabs stay. A string of JSON or TOML means the same with the escapes.

    Examples
    --------
    >>> print(visible("\\x1b[2J gone \\u202e"))
    \\u001b[2J gone \\u202e
    """
    return text.translate(_UNSEEN)


class GeoError(Exception):
    """Base of every error that Dateline raises on purpose."""


class ArchiveError(GeoError):
    """Raised when an archive's input, folder or workers fail it, or do not fit how it was begun."""


class ArticleError(GeoError):
    """Raised when a source cannot be read as an article."""


class GazetteerError(GeoError):
    """Raised when pinned data is missing, malformed or cannot be queried."""


class ChecksumError(GazetteerError):
    """Raised when a pinned file does not have its pinned hash; names the file and both hashes."""


class CorrectionsError(GeoError):
    """Raised when corrections cannot be read or do not fit their article; lists every fault with its line."""


class DocumentError(GeoError):
    """Raised when JSON is not a map document that this version reads; lists every fault."""


class ExportError(GeoError):
    """Raised when an output cannot be made or written; the old output is not changed."""


class OverlayError(GeoError):
    """Raised when edited layers cannot be read, or have no feature of the document."""


class SpansError(GeoError, ValueError):
    """Raised when spans to resolve overlap, or do not each lie inside one sentence; lists every such span."""


class StyleError(GeoError):
    """Raised when a file is not a house style; lists every fault."""


class ThemesError(GeoError):
    """Raised when a file is not a table of themes; lists every fault."""
