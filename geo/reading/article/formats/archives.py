"""Files that hold files: gzip, ZIP, WARC; each gives (name, bytes) and never more than it may."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from ....errors import ArticleError
from ..decoding import EXPECTED, MAX_BYTES

_MOST_RATIO = 200  # how many bytes one byte may unpack to, past the first 20 MB


def gzipped(data: bytes, where: str, most: int) -> Iterator[tuple[str, bytes]]:
    """Unpack all members of a gzip file into one file.

    A WARC file has a member for each record, so more than 20 MB may come of it.
    """
    out, rest = bytearray(), data
    try:
        while rest.startswith(b"\x1f\x8b"):
            unpacking = zlib.decompressobj(wbits=31)
            out += unpacking.decompress(rest, max(1, most + 1 - len(out)))
            if len(out) > most:
                break
            if not unpacking.eof:
                raise zlib.error("ends too early")
            rest = unpacking.unused_data
    except zlib.error as error:
        raise ArticleError(f"{where}: damaged gzip ({error}); expected {EXPECTED}; fetch it again") from None
    if len(out) > most or (len(out) > MAX_BYTES and len(out) > _MOST_RATIO * len(data)):
        raise ArticleError(f"{where}: unpacks to too much; expected {EXPECTED}; unpack and split it")
    yield where.removesuffix(".gz"), bytes(out)


def opened(data: bytes, where: str) -> zipfile.ZipFile:
    """Open a ZIP archive."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{where}: damaged ZIP ({error}); expected {EXPECTED}; fetch it again") from None


def member(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, where: str) -> bytes:
    """Read a file of an archive, of 20 MB at most; its declared size is not trusted."""
    try:
        with archive.open(name) as file:
            out = file.read(MAX_BYTES + 1)
    except KeyError:
        raise ArticleError(f"{where}: without {name}; expected {EXPECTED}; save it again") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        # A RuntimeError says that a password is needed; NotImplementedError is one.
        said = " ".join(str(error).split())[:100]
        raise ArticleError(f"{where}: cannot be unpacked ({said}); expected {EXPECTED}; unpack it") from None
    if len(out) > MAX_BYTES:
        raise ArticleError(f"{where}: holds a file of over 20 MB; expected {EXPECTED}; split it")
    return out


def zipped(data: bytes, where: str, most: int) -> Iterator[tuple[str, bytes]]:
    """Unpack a ZIP archive, in the order of its names; names are never paths to write to."""
    with opened(data, where) as archive:
        infos = [i for i in archive.infolist() if not i.is_dir() and not _is_hidden(i.filename)]
        spent = 0
        for info in sorted(infos, key=lambda i: i.filename):
            inner = member(archive, info, where)
            spent += len(inner)
            yield info.filename.rsplit("/", 1)[-1], inner
            if spent > most:
                return


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part.strip(".") for part in name.split("/"))


def warc(data: bytes, where: str, most: int) -> Iterator[tuple[str, bytes]]:
    """Read the pages among the responses of a WARC file (warcio): status 200, HTML or plain text."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type not in ("response", "resource"):
                continue
            headers = record.http_headers
            kind = (headers.get_header("Content-Type") if headers else record.content_type) or ""
            if headers and headers.get_statuscode() != "200":
                continue
            if kind.split(";")[0].strip().lower() in _PAGES:
                yield "", record.content_stream().read(MAX_BYTES)
    except (ArchiveLoadFailed, ValueError, zlib.error, EOFError, OSError, AttributeError, KeyError) as error:
        said = " ".join(str(error).split())[:100]
        raise ArticleError(f"{where}: damaged WARC ({said}); expected {EXPECTED}; fetch it again") from None


_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
