"""Know what a file is from its content, and read its records, each an article.

Gzip or zstd may be around anything. Then it is a zip of files, WARC, Parquet, a feed (RSS, Atom), JSONL, or
CSV, which is known by the column of the text; every other file is an article.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from ..errors import ArchiveError
from ..reading.dates import iso_date
from .options import Options

_HEAD = 1 << 16
LONGEST_RECORD = 1 << 26
_BLOCK = 1 << 20
_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
csv.field_size_limit(LONGEST_RECORD)


class Record(NamedTuple):
    """An article of the input, before it is read; ``fault`` says why there is no text.

    ``where`` is its file, with the line, row or member; ``data`` is text, or the bytes of a file.
    """

    where: str
    id: str
    data: str | bytes
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    fault: str = ""


class Piece(Struct, frozen=True):
    """A part of a file, from its ``line``: bytes or row groups; the whole file where ``stop`` is 0."""

    name: str
    address: str
    kind: str
    start: int = 0
    stop: int = 0
    line: int = 1


@contextmanager
def opened(address: str) -> Iterator[IO[bytes]]:
    """Open a path, or an address that fsspec knows; ``ArchiveError`` if that is impossible."""
    try:
        if "://" in address:
            import fsspec

            handle = fsspec.open(address, "rb")
        else:
            handle = open(address, "rb")  # noqa: SIM115
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(f"{address}: cannot be read ({why(error)})") from None
    with handle as stream:
        yield stream


def why(error: BaseException) -> str:
    """Return the reason of an error in a few words."""
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__


# -- what a file is ----------------------------------------------------------------------------------------


def kind_of(stream: IO[bytes], name: str, options: Options) -> str:
    """Know what a file is from its first bytes; ``*`` stands after what is compressed as a whole."""
    head = stream.read(_HEAD)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_ZIP):
        first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
        return (
            "article"
            if first in (b"mimetype", b"[Content_Types].xml") or first.startswith(b"_rels/")
            else "zip"
        )
    packed = head.startswith((_GZIP, _ZSTD))
    if packed:
        stream.seek(0)
        with suppress(OSError, EOFError, ValueError):
            head = plain(stream).read(_HEAD)
    if head.startswith(b"WARC/"):
        return "warc"
    if _FEED.match(head):
        return "feed*" if packed else "feed"
    line = head.split(b"\n", 1)[0]
    if line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        with suppress(ValueError):
            if (len(head) == _HEAD and b"\n" not in head) or isinstance(msgspec.json.decode(line), dict):
                return "jsonl*" if packed else "jsonl"
    elif _delimiter(line, options):
        return "csv*" if packed else "csv"
    return "article*" if packed else "article"


def _delimiter(line: bytes, options: Options) -> str:
    """Return what stands between the cells of a CSV with this first line, "" if it is not one."""
    text = line.decode("utf-8-sig", "replace").rstrip("\r")
    return next((d for d in ",;\t|" if options.text in next(csv.reader([text], delimiter=d), ())), "")


def plain(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream without its gzip or zstd."""
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(_GZIP):
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if head.startswith(_ZSTD):
        import zstandard

        unpacked = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True, closefd=False)
        return io.BufferedReader(unpacked, _HEAD)
    return stream


# -- reading -----------------------------------------------------------------------------------------------


def records(pieces: Iterable[Piece], options: Options) -> Iterator[Record]:
    """Read the records of pieces, in order. What cannot be read is a record with a fault."""
    for piece in pieces:
        try:
            with opened(piece.address) as stream:
                yield from _read(stream, piece, options)
        except (ArchiveError, OSError, EOFError, ValueError, zipfile.BadZipFile, RuntimeError) as error:
            yield Record(piece.name, piece.name, "", fault=f"cannot be read to its end ({why(error)})")


def _read(stream: IO[bytes], piece: Piece, options: Options) -> Iterator[Record]:
    kind = piece.kind
    if kind == "parquet":
        yield from _parquet(stream, piece, options)
    elif kind == "warc":
        yield from _warc(stream, piece.name)
    elif kind == "zip":
        yield from _zip(stream, piece.name, options)
    elif kind.startswith("jsonl"):
        yield from _jsonl(_lines(stream, piece), piece, options)
    elif kind.startswith("csv"):
        yield from _csv(stream, piece, options)
    else:
        data = (plain(stream) if kind.endswith("*") else stream).read(LONGEST_RECORD + 1)
        if len(data) > LONGEST_RECORD:
            yield Record(piece.name, piece.name, "", fault=f"larger than {LONGEST_RECORD >> 20} MiB")
        elif kind.startswith("feed"):
            yield from _feed(data, piece.name)
        else:
            yield Record(piece.name, piece.name, data)


def _lines(stream: IO[bytes], piece: Piece) -> Iterator[bytes]:
    """Read the lines of a piece; one that is too long is given as an empty one, with its end."""
    if piece.kind.endswith("*"):
        stream = plain(stream)
    else:
        stream.seek(piece.start)
    left = piece.stop - piece.start if piece.stop else None
    while left is None or left > 0:
        line = stream.readline(LONGEST_RECORD)
        if not line:
            return
        length = len(line)
        if length == LONGEST_RECORD and not line.endswith(b"\n"):
            while rest := stream.readline(_BLOCK):
                length += len(rest)
                if rest.endswith(b"\n"):
                    break
            line = b"\0\n"
        if left is not None:
            left -= length
        yield line


def _jsonl(lines: Iterable[bytes], piece: Piece, options: Options) -> Iterator[Record]:
    for number, line in enumerate(lines, piece.line):
        line = line.strip(b"\xef\xbb\xbf \t\r\n")
        if not line:
            continue
        where = f"{piece.name}:{number}"
        try:
            row = msgspec.json.decode(line)
        except (ValueError, RecursionError) as error:
            yield Record(where, where, "", fault=f"not JSON ({why(error)})")
            continue
        yield _row(row if isinstance(row, dict) else {}, where, options)


def _csv(stream: IO[bytes], piece: Piece, options: Options) -> Iterator[Record]:
    packed = piece.kind.endswith("*")
    if packed:
        stream = plain(stream)
    header = stream.readline(LONGEST_RECORD)
    delimiter = _delimiter(header.rstrip(b"\r\n"), options) or ","
    names = next(csv.reader([header.decode("utf-8-sig", "surrogateescape")], delimiter=delimiter), [])
    if packed:
        lines: Iterator[bytes] = iter(lambda: stream.readline(LONGEST_RECORD), b"")
        first = 2
    else:
        lines = _lines(stream, piece)
        first = piece.line
        if not piece.start:
            next(lines, None)
            first = 2
    reader = csv.reader((line.decode("utf-8", "surrogateescape") for line in lines), delimiter=delimiter)
    line = first
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(f"{piece.name}:{line}", f"{piece.name}:{line}", "", fault=f"not CSV ({why(error)})")
            cells = []
        if cells:
            yield _row(dict(zip(names, cells, strict=False)), f"{piece.name}:{line}", options)
        line = first + reader.line_num


def _parquet(stream: IO[bytes], piece: Piece, options: Options) -> Iterator[Record]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(stream)
    there = [options.text, options.title, options.date, options.id, options.outlet]
    columns = [c for c in file.schema_arrow.names if c in there]
    number = piece.line
    for batch in file.iter_batches(256, row_groups=range(piece.start, piece.stop), columns=columns):
        for row in batch.to_pylist():
            yield _row(row, f"{piece.name}:{number}", options)
            number += 1


def _row(row: dict[str, Any], where: str, options: Options) -> Record:
    """Make a record of a row of a table; only the text must be there."""
    text = row.get(options.text)
    own = row.get(options.id)
    name = where if own is None or own == "" else str(own)
    return Record(
        where,
        name,
        text if isinstance(text, str) else "",
        _text(row.get(options.title)),
        day(row.get(options.date)),
        _text(row.get(options.outlet)) or _host(name),
        "" if isinstance(text, str) else f"no text in column {options.text!r}",
    )


def _text(value: Any) -> str | None:
    return (" ".join(str(value).split()) or None) if isinstance(value, str | int) else None


def _host(address: str) -> str | None:
    """Return the site of an address on the web, as the name of its outlet."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname.removeprefix("www.")
    return None


def day(value: Any) -> str | None:
    """Read a date in any of its usual forms as an ISO 8601 calendar date; None if it is none.

    Examples
    --------
    >>> day("2019-03-04T10:00:00Z"), day("Mon, 04 Mar 2019 10:00:00 GMT"), day("soon")
    ('2019-03-04', '2019-03-04', None)
    """
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    text = value.strip()
    with suppress(ValueError):
        return date.fromisoformat(text[:10]).isoformat()
    with suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(text).date().isoformat()
    found = iso_date(text[:100])
    with suppress(ValueError, TypeError):
        return date.fromisoformat(found or "").isoformat()
    return None


def _zip(stream: IO[bytes], name: str, options: Options) -> Iterator[Record]:
    with zipfile.ZipFile(stream) as packed:
        for member in packed.infolist():
            if member.is_dir() or member.filename.startswith("__MACOSX/"):
                continue
            inner = f"{name}/{member.filename}"
            try:
                with packed.open(member) as first:
                    kind = kind_of(first, inner, options)
                if kind in ("zip", "parquet") and member.file_size > LONGEST_RECORD:
                    raise ValueError(f"larger than {LONGEST_RECORD >> 20} MiB inside a zip")
                with packed.open(member) as opened:
                    held: IO[bytes] = io.BytesIO(opened.read()) if kind in ("zip", "parquet") else opened
                    if kind == "zip":
                        raise ValueError("a zip inside a zip; unpack it")
                    groups = 0
                    if kind == "parquet":
                        import pyarrow.parquet as pq

                        groups = pq.ParquetFile(held).num_row_groups
                        held.seek(0)
                    yield from _read(held, Piece(inner, "", kind, 0, groups), options)
            except (
                OSError,
                EOFError,
                ValueError,
                RuntimeError,
                NotImplementedError,
                zipfile.BadZipFile,
            ) as error:
                yield Record(inner, inner, "", fault=f"cannot be read ({why(error)})")


def _warc(stream: IO[bytes], name: str) -> Iterator[Record]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    for record in ArchiveIterator(stream, record_types=wanted, auto_decode="all"):
        address = str(record.headers.get("WARC-Target-URI") or record.record_id).strip("<>")
        kind, charset = str(record.headers.get("Content-Type") or ""), None
        if record.is_http and record.http_headers is not None:
            if record.http_headers.status_code != 200:
                continue
            kind, charset = record.http_content_type or "", record.http_charset
        if not kind.startswith(_PAGES):
            continue
        data = record.reader.read(LONGEST_RECORD)
        if charset and charset.lower().replace("-", "") != "utf8":
            with suppress(LookupError, UnicodeDecodeError):
                data = data.decode(charset).encode()
        yield Record(f"{name}:{address}", address, data, outlet=_host(address))


_PARTS = {
    "title": ("title",),
    "text": ("encoded", "content", "description", "summary"),
    "date": ("pubDate", "published", "date", "updated"),
    "id": ("link", "guid", "id"),
}
"""Elements of a feed's item, the best first."""


def _feed(data: bytes, name: str) -> Iterator[Record]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    items = [] if root is None else [e for e in root.iter() if _local(e) in ("item", "entry")]
    for number, item in enumerate(items, 1):
        where = f"{name}:{number}"
        found: dict[str, str] = {}
        for child in item:
            value = (
                child.get("href")
                if _local(child) == "link" and child.get("href")
                else "".join(child.itertext())
            )
            if value and value.strip():
                found.setdefault(_local(child), value.strip())
        part = {key: next((found[n] for n in names if n in found), "") for key, names in _PARTS.items()}
        address = part["id"] or where
        yield Record(
            where,
            address,
            part["text"].encode("utf-8", "replace"),
            " ".join(part["title"].split()) or None,
            day(part["date"]),
            _host(address),
            "" if part["text"] else "an item without text",
        )


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
