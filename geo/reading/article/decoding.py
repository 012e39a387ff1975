"""From a source to bytes to text, or to an error of one line that says why not."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from ...errors import ArticleError

EXPECTED = "an article as text, Markdown, HTML, PDF, DOCX, ODT, EPUB, e-mail, feed or the like"
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
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as .docx"),
    (b"{\\rtf", "an RTF document", "save it as .docx"),
    (b"\x89PNG", "a PNG image", "recognise its letters (OCR) first"),
    (b"\xff\xd8\xff", "a JPEG image", "recognise its letters (OCR) first"),
    (b"GIF8", "a GIF image", "recognise its letters (OCR) first"),
    (b"II*\0", "a TIFF image", "recognise its letters (OCR) first"),
    (b"MM\0*", "a TIFF image", "recognise its letters (OCR) first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ", "an XZ archive", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it"),
    (b"SQLite format 3", "an SQLite database", "save its text as a text file"),
)
_HTML = re.compile(
    r"(?>(?:\s+|<!--.*?-->|<\?xml[^>]*>)*)<(?:!doctype\s+html|"
    r"(?:html|head|body|main|article|section|header|figure|div|p|h[1-6]|meta|link|style|script)\b[^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_SAMPLE = 65_536
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4\u0100-\u017f\u0400-\u045f][\u00a0-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
"""Two letters that are the bytes of one, in UTF-8 read as a code page of 8 bits."""


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


class Decoded(NamedTuple):
    """A text, the encoding that it was decoded from, and whether it had been decoded wrongly before."""

    text: str
    encoding: str
    mended: bool = False


def decode(data: bytes, source: str = "") -> Decoded:
    """Decode a file's bytes; a byte-order mark is dropped, newlines are kept.

    Text that was decoded wrongly before it was saved ("cafÃ©") is mended by ftfy.

    Raises
    ------
    ArticleError
        If there is no text in it, or its content is not text.

    Examples
    --------
    >>> decode("\\ufeffPuno".encode("utf-16-le"))
    Decoded(text='Puno', encoding='utf-16-le', mended=False)
    >>> decode("Orléans, où il plut.".encode().decode("cp1252").encode()).text
    'Orléans, où il plut.'
    """
    where = name_of(source)
    what = next(((name, cure) for magic, name, cure in _BINARY if data.startswith(magic)), None)
    if what:
        raise ArticleError(f"{where}: {what[0]}; expected {EXPECTED}; {what[1]}")
    text, encoding = _decode(data, where)
    if not text.strip():
        raise ArticleError(f"{where}: empty; expected {EXPECTED}; write some text into it")
    if "\0" in text:
        raise ArticleError(
            f"{where}: binary data (a NUL byte); expected {EXPECTED}; if it is text, save it as UTF-8"
        )
    mended = _mended(text)
    return Decoded(mended, encoding, mended != text)


def _mended(text: str) -> str:
    """Mend the lines that were decoded wrongly before; other lines stay as they are."""
    if len(_MOJIBAKE.findall(text[: 10 * _SAMPLE])) < 2:
        return text
    from ftfy import TextFixerConfig, fix_encoding

    only = TextFixerConfig(explain=False, restore_byte_a0=True, replace_lossy_sequences=False)
    lines = text.splitlines(keepends=True)
    return "".join(fix_encoding(line, only) if _MOJIBAKE.search(line) else line for line in lines)


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


def _decode(data: bytes, where: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, where), encoding
    if wide := _unmarked_utf16(data):
        return _strictly(data, wide, where), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if b"\0" in data:
            return "\0", ""  # no 8-bit encoding of text has NULs: the caller says that it is binary
    declared = _CHARSET.search(data[:4096])
    if declared and looks_like_html(data[:10_000].decode("latin-1")):
        name = declared[1].decode("ascii", "replace").lower()
        # Browsers read these names as windows-1252 (WHATWG Encoding Standard, "names and labels").
        name = "windows-1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
        try:
            return data.decode(name), codecs.lookup(name).name
        except (LookupError, UnicodeDecodeError):
            pass
    return _guess(data, where)


def _unmarked_utf16(data: bytes) -> str:
    """Name UTF-16 without its mark by where the NULs of its spaces and signs stand; "" for other bytes."""
    head = data[:_SAMPLE]
    if len(data) % 2 or head.count(0) < len(head) / 20:
        return ""
    for encoding, space in (("utf-16-le", b" \0"), ("utf-16-be", b"\0 ")):
        pairs = {head[n : n + 2] for n in range(0, len(head), 2)}
        low, high = head[0::2], head[1::2]
        zeros = high if encoding == "utf-16-le" else low
        other = low if encoding == "utf-16-le" else high
        if other.count(0) == 0 and zeros.count(0) and space in pairs:
            return encoding
    return ""


def _guess(data: bytes, where: str) -> tuple[str, str]:
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
    if _nearly_utf8(data):  # a few bytes of another encoding in UTF-8: each is read as windows-1252
        return _COMB.sub(
            lambda m: m[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"),
            data.decode("utf-8", "surrogateescape"),
        ), "utf-8"
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ArticleError(f"{where}: bytes in no known encoding; expected {EXPECTED}; save it as UTF-8")


_COMB = re.compile("[\udc80-\udcff]+")


def _nearly_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = sum(map(len, _COMB.findall(text)))
    right = sum(map(len, re.findall("[\x80-\ud7ff\ue000-\U0010ffff]+", text)))
    return right > 10 * wrong


def _strictly(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{where}: not {encoding[:6].upper()} at byte {error.start}, though its byte-order mark says so; "
            f"expected {EXPECTED}; save it as UTF-8"
        ) from None
