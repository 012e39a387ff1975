"""Find the files of an archive's sources, hash them, and cut them into units of about the same work.

Lines are cut by bytes, Parquet by row groups; any other file is read as a whole, and small ones together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress

import msgspec
from msgspec import Struct

from ..errors import ArchiveError
from .options import Options
from .records import LONGEST_RECORD, Piece, kind_of, opened, plain, why

_FILES_A_CUT = 400
_BLOCK = 1 << 20


class File(Struct, frozen=True):
    """A file of the input: ``name`` in the tables, ``address`` to read it, its size in bytes and SHA-256."""

    name: str
    address: str
    kind: str
    size: int
    sha256: str


class Cut(Struct, frozen=True):
    """The unit of work: pieces, and about how many bytes they have."""

    number: int
    pieces: tuple[Piece, ...]
    size: int


# -- finding and cutting -----------------------------------------------------------------------------------


def plan(sources: Iterable[str], options: Options) -> tuple[list[File], list[Cut]]:
    """Find the files of sources, hash them, and cut them; the same files give the same cuts.

    Raises ``ArchiveError`` for a source that is missing, or a table without the column of the text.
    """
    files: list[File] = []
    cuts: list[Cut] = []
    small: list[Piece] = []
    held = 0

    def close(pieces: Iterable[Piece], size: int) -> None:
        cuts.append(Cut(len(cuts), tuple(pieces), size))

    for source in sources:
        found = _expand(source)
        for name, address in found:
            with opened(address) as stream:
                kind = kind_of(stream, name, options)
            _check_columns(name, address, kind, options, only=len(found) == 1)
            sha256, size, starts = _scan(address, kind, options.cut_bytes)
            files.append(File(name, address, kind, size, sha256))
            whole = Piece(name, address, kind)
            if kind in ("jsonl", "csv", "parquet"):
                ends = [*(start for start, _ in starts[1:]), 0]
                for (start, line), end in zip(starts, ends, strict=True):
                    stop = end or (size if kind != "parquet" else start + 1)
                    close([Piece(name, address, kind, start, stop, line)], min(size, options.cut_bytes))
            elif kind != "article":
                close([whole], size)
            else:
                small.append(whole)
                held += size
                if held >= options.cut_bytes or len(small) >= _FILES_A_CUT:
                    close(small, held)
                    small, held = [], 0
    if small:
        close(small, held)
    if not cuts:
        raise ArchiveError(
            "no file to read; expected JSONL, CSV, Parquet, WARC, feeds, or folders of articles"
        )
    return files, cuts


def _expand(source: str) -> list[tuple[str, str]]:
    """Return the name and the address of every file of a source, sorted; names are relative to the source."""
    from fsspec.core import url_to_fs

    try:
        fs, path = url_to_fs(source)
        if any(c in path for c in "*?[") and not fs.exists(path):
            found = [p for p in fs.glob(path) if fs.isfile(p)]
            root = re.split(r"[*?\[]", path)[0].rpartition("/")[0]
        elif fs.isdir(path):
            found, root = fs.find(path), path.rstrip("/")
            found = [p for p in found if "/." not in p[len(root) :]]
        else:
            found, root = [path] if fs.exists(path) else [], path.rpartition("/")[0]
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(
            f"{source}: cannot be read ({why(error)}); expected a file, a folder or an address"
        ) from None
    if not found:
        raise ArchiveError(
            f"{source}: no such file; expected a file, a folder with files, a glob or an address"
        )
    local = "file" in (fs.protocol if isinstance(fs.protocol, tuple) else (fs.protocol,))
    return [(p[len(root) :].lstrip("/"), p if local else fs.unstrip_protocol(p)) for p in sorted(found)]


def _scan(address: str, kind: str, step: int) -> tuple[str, int, list[tuple[int, int]]]:
    """Hash a file, and find where it is cut: (byte, line) of lines, (row group, row) of Parquet.

    A CSV is cut only where the quotation marks before are even: elsewhere a new line is inside a cell.
    """
    digest, size, line, quotes, starts = hashlib.sha256(), 0, 1, 0, [(0, 1)]
    due = step
    with opened(address) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            at = 0
            while kind in ("jsonl", "csv") and size + len(block) >= due:
                after = max(at, due - size)
                end = block.find(b"\n", after)
                while kind == "csv" and end >= 0 and (quotes + block.count(b'"', 0, end)) % 2:
                    end = block.find(b"\n", end + 1)
                if end < 0:
                    break
                line += block.count(b"\n", at, end + 1)
                at = end + 1
                starts.append((size + at, line))
                due = size + at + step
            line += block.count(b"\n", at)
            quotes += block.count(b'"')
            size += len(block)
    if starts[-1][0] >= size and len(starts) > 1:
        starts.pop()
    if kind == "parquet":
        import pyarrow.parquet as pq

        with opened(address) as stream:
            about = pq.ParquetFile(stream).metadata
            starts, row = [], 1
            for group in range(about.num_row_groups):
                starts.append((group, row))
                row += about.row_group(group).num_rows
    return digest.hexdigest(), size, starts


def _check_columns(name: str, address: str, kind: str, options: Options, *, only: bool) -> None:
    """Check that a table that the user named has the column of the text."""
    columns: list[str] = []
    if kind == "parquet":
        import pyarrow.parquet as pq

        with opened(address) as stream:
            columns = pq.ParquetFile(stream).schema_arrow.names
    elif kind == "jsonl":
        with opened(address) as stream, suppress(ValueError, EOFError, OSError):
            columns = list(msgspec.json.decode(plain(stream).readline(LONGEST_RECORD)))
    if only and columns and options.text not in columns:
        raise ArchiveError(
            f"{name}: no column {options.text!r}; it has {', '.join(map(repr, columns[:20]))}; "
            "name the one with the text: --text NAME"
        )
