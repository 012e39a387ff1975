"""From a source to bytes to text, or to an error of one line that says why not."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from ...errors import ArticleError

EXPECTED = "an article as plain text, Markdown or HTML"
MAX_BYTES = 20_000_000
_HEAD = 1000

_BOMS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt or .epub, which are such archives)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_HTML = re.compile(
    r"(?>(?:\s+|<!--.*?-->|<\?xml[^>]*>)*)<(?:!doctype\s+html|(?:html|head|body|main|article|section|div|p|h[1-6])\b[^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_SAMPLE = 65_536


def read_source(
    source: str | os.PathLike[str], whole: Callable[[bytes], bool] | None = None
) -> tuple[str, bytes]:
    """Read a file, or standard input for ``"-"``.

    Parameters
    ----------
    source
        A path, or ``"-"``.
    whole
        Whether a source that begins with these bytes may be larger than 20 MB, as our own documents may.

    Returns
    -------
    tuple of str and bytes
        The file's name without its folder (``"-"`` for standard input), and its bytes.

    Raises
    ------
    ArticleError
        Where the file is missing, a folder, unreadable or over 20 MB.
    """
    path = os.fspath(source)
    shown = os.fsencode(path).decode("utf-8", "replace")
    where = "standard input" if path == "-" else shown
    named = path if path == "-" else Path(shown).name
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
            if whole is not None and len(data) > MAX_BYTES and whole(data[:_HEAD]):
                return named, data + file.read()
    except FileNotFoundError:
        raise ArticleError(f"{where}: no such file; expected {EXPECTED}; check the path") from None
    except IsADirectoryError:
        raise ArticleError(f"{where}: a folder; expected {EXPECTED}; name the files in it") from None
    except ValueError:  # a path with a NUL in it
        raise ArticleError(f"{where!r}: not a path; expected {EXPECTED}; check the path") from None
    except OSError as error:
        raise ArticleError(f"{where}: {error.strerror}; expected {EXPECTED}; check its permissions") from None
    if len(data) > MAX_BYTES:
        raise ArticleError(f"{where}: over 20 MB; expected {EXPECTED}; split it into its articles")
    return named, data


def decode(data: bytes, source: str = "") -> str:
    """Decode a file's bytes; a byte-order mark is dropped, newlines are kept.

    Raises
    ------
    ArticleError
        If there is no text in it, or its content is not text.

    Examples
    --------
    >>> decode("\\ufeffPuno".encode("utf-16-le"))
    'Puno'
    """
    where = name_of(source)
    what = next((name for magic, name in _BINARY if data.startswith(magic)), None)
    if what:
        raise ArticleError(f"{where}: {what}; expected {EXPECTED}; save its text as a text file")
    text = _decode(data, where)
    if not text.strip():
        raise ArticleError(f"{where}: empty; expected {EXPECTED}; write some text into it")
    if "\0" in text:
        raise ArticleError(
            f"{where}: binary data (a NUL byte); expected {EXPECTED}; if it is text, save it as UTF-8"
        )
    return text


def name_of(source: str) -> str:
    """Name a source in a message."""
    return {"": "text", "-": "standard input"}.get(source, source)


def looks_like_html(text: str) -> bool:
    """Whether a text begins like an HTML page or fragment.

    Examples
    --------
    >>> looks_like_html("<!DOCTYPE html><title>x</title>"), looks_like_html("He wrote <p> twice.")
    (True, False)
    """
    return _HTML.match(text[:10_000]) is not None


def _decode(data: bytes, where: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, where)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" in data:
            return "\0"  # no 8-bit encoding of text has NULs: the caller says that it is binary
    declared = _CHARSET.search(data[:4096])
    if declared and looks_like_html(data[:10_000].decode("latin-1")):
        name = declared[1].decode("ascii", "replace").lower()
        # Browsers read these names as windows-1252 (WHATWG Encoding Standard, "names and labels").
        name = "windows-1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    return _guess(data, where)


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes

    # Only the part that is not ASCII is used for the guess, so that its time does not grow with the file.
    first = next(re.finditer(rb"[\x80-\xff]", data)).start()
    begin = max(0, first - _SAMPLE // 4)
    guesses = list(from_bytes(data[begin : begin + _SAMPLE]))
    encodings = [guess.encoding for guess in guesses]
    # Western texts often fit several code pages equally well; then the commonest one is chosen.
    tied = [g for g in guesses if (g.chaos, g.coherence) == (guesses[0].chaos, guesses[0].coherence)]
    if any("cp1252" in guess.could_be_from_charset for guess in tied):
        encodings.insert(0, "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ArticleError(f"{where}: bytes in no known encoding; expected {EXPECTED}; save it as UTF-8")


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{where}: not {encoding[:6].upper()} at byte {error.start}, though its byte-order mark says so; "
            f"expected {EXPECTED}; save it as UTF-8"
        ) from None
