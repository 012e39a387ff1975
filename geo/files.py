"""Write outputs all or nothing, and know those that Dateline wrote; read small files that users write."""

from __future__ import annotations

import gzip
import os
import re
import tomllib
import zlib
from pathlib import Path
from typing import Any

from .errors import ExportError

# What the page's head, a document and an export in text say of themselves near their beginning.
_MARKS = (
    b'content="dateline ',
    b'"format": "dateline-map"',
    b'"generator": "dateline ',
    b'"generator":"dateline ',
    b"<description>Made by dateline ",
    b"<metadata>Made by dateline ",
    b"<!-- Made by dateline ",
    b"// Made by dateline ",
)
_TABLE = b"id,name,kind,layer,layers,country,"  # how a CSV begins
_HEAD = 4096
_SQLITE = b"SQLite format 3\0"
_GAZETTEER = b"DTLN"  # as SQLite's header has its application id, from byte 68

# What GeoPackage, GeoParquet, FlatGeobuf and PNG begin with, and what ours have somewhere in them.
_BINARY = (_SQLITE, b"PAR1", b"fgb", b"\x89PNG")
_BINARY_MARK = b"Made by dateline "
_TILES = b"PMTiles"

_MOST_TOML = 128 * 1024
_DEEP_KEY = re.compile(r"""(?:[\w"'-]{1,99}[ \t]*\.[ \t]*){100}""")


def language_folder() -> Path:
    """Return the folder that has a folder for each language."""
    return Path(__file__).parent / "languages"


def language_data(language: str, name: str) -> dict[str, Any]:
    """Read a file of a language's folder: what is peculiar to the language, as data.

    Examples
    --------
    >>> language_data("en", "names")["first"]["n"]
    'north'
    """
    return tomllib.loads((language_folder() / language / f"{name}.toml").read_text("utf-8"))


def toml_data(raw: bytes) -> dict[str, Any]:
    """Read a small TOML file in UTF-8.

    Raises
    ------
    ValueError
        If it is another thing, large, or so deep that reading it would take more than a moment.

    Examples
    --------
    >>> toml_data(b"a.b = 1")
    {'a': {'b': 1}}
    """
    if len(raw) > _MOST_TOML:
        raise ValueError(f"larger than {_MOST_TOML // 1024} KiB")
    text = raw.decode("utf-8-sig")
    try:
        if not _DEEP_KEY.search(text):
            return tomllib.loads(text)
    except RecursionError:
        pass
    raise ValueError("nested too deeply")


def write_output(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file so that it is either the old one or the new one, never half of either.

    Parameters
    ----------
    path
        Where to write; its folder is made where it is missing. A device or pipe is written to as it is.
    data
        The whole content.
    force
        Replace a file that Dateline did not write.

    Raises
    ------
    ExportError
        If the file is somebody else's and `force` is not given, or if it cannot be written.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        check_replaceable(path, force=force)
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror or error}); name a file in a folder that can be"
        ) from None


def check_replaceable(path: Path, *, force: bool = False) -> None:
    """See that a file may be written: that nothing is there, or a file of ours, or `force` is given.

    Raises ``ExportError`` where it may not.
    """
    try:
        if path.is_dir():
            raise ExportError(f"{path}: a folder; expected a file to write; name a file in it")
        if not force and path.exists() and not _is_ours(path):
            raise ExportError(f"{path}: exists and was not made by dateline; use --force to replace it")
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror or error}); name a file in a folder that can be"
        ) from None


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head[68:72] == _GAZETTEER and head.startswith(_SQLITE):
            return True
        rest = file.read() if head.startswith((*_BINARY, _TILES)) else b""
    if head.startswith(_TILES):
        return _BINARY_MARK in _tiles_metadata(head + rest)
    if head.startswith(_BINARY):
        return _BINARY_MARK in head + rest
    return not head or head.startswith(_TABLE) or any(mark in head for mark in _MARKS)


def _tiles_metadata(data: bytes) -> bytes:
    """Return the metadata of a PMTiles archive (version 3: its place at bytes 24 and 32), unpacked."""
    start, length = (int.from_bytes(data[at : at + 8], "little") for at in (24, 32))
    try:
        return gzip.decompress(data[start : start + length])
    except (OSError, EOFError, zlib.error):
        return b""


def _replace(path: Path, data: bytes) -> None:
    import tempfile

    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
