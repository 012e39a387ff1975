"""Files: write them all or nothing, and know those that Dateline wrote; read small TOML files; safe cells.

A file that Dateline wrote has a *seal*, the hash of its content. A text contains its seal (a comment at the
end, or a member beside ``generator``). For other formats, the seal stands in ``.dateline.json``, a list in
the same folder. A file without a matching seal is somebody's work, and is only replaced with ``--force``.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import stat
import tempfile
import threading
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from .errors import ExportError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LIST = ".dateline.json"
"""The list of a folder's files that cannot contain their seal: name → hash of the content."""

_ABOUT = "Hashes of what dateline wrote here. A file that was changed since is only replaced with --force."

_HASH = rb"(?P<hash>[0-9a-f]{64})"
_SEAL_AT_END = re.compile(rb"(?P<seal>(?:<!--|//) dateline seal " + _HASH + rb"(?: -->)?\n)\Z")
_GENERATOR = re.compile(rb'"generator":\s*"dateline [^"\\]*"')
_SEAL_IN_JSON = re.compile(_GENERATOR.pattern + rb'(?P<seal>,\s*"seal":\s*"' + _HASH + rb'")')
_HEAD = 4096  # first bytes of a JSON text, in which its generator and seal stand
_SQLITE, _GEOPACKAGE = b"SQLite format 3\0", b"GPKG"  # from byte 0; application id, from byte 68

_MOST_TOML = 128 * 1024
_DEEP_KEY = re.compile(r"""(?:[\w"'-]{1,99}[ \t]*\.[ \t]*){100}""")


def language_folder() -> Path:
    """Return the folder ``languages``, which has a folder for each language."""
    return Path(__file__).parent / "languages"


def language_data(language: str, name: str) -> dict[str, Any]:
    """Read a data file from a language's folder, by its name without ``.toml``.

    Examples
    --------
    >>> language_data("en", "names")["first"]["n"]
    'north'
    """
    return tomllib.loads((language_folder() / language / f"{name}.toml").read_text("utf-8"))


def language_lexicon(language: str) -> list[str]:
    """Read the sorted rows of a lexicon: word, part of speech, base and forms, with tabs between."""
    rows = (language_folder() / language / "lexicon.tsv").read_text("utf-8").splitlines()
    return rows[sum(row[:1] == "#" for row in rows[:99]) :]  # notes come first


def language_names(language: str) -> list[str]:
    """Read a language's rows of ``called.tsv``, with tabs between what each has."""
    rows = (language_folder() / "called.tsv").read_text("utf-8")
    start = rows.find(f"\n{language}\t") + 1
    end = rows.rfind(f"\n{language}\t") + 1
    return rows[start : rows.find("\n", end)].split("\n") if start else []


def toml_data(raw: bytes) -> dict[str, Any]:
    """Read a small TOML file in UTF-8.

    Raises
    ------
    ValueError
        If it is not TOML in UTF-8, larger than 128 KiB, or nested so deeply that reading it would be slow.

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


# -- cells of tables --------------------------------------------------------------------------------------

_FORMULA = "=+-@\N{MINUS SIGN}"
"""How a cell begins that a spreadsheet would run (OWASP, CSV injection)."""

_SKIPPED = ("Zs", "Zl", "Zp", "Cc", "Cf")  # categories of characters that some spreadsheet drops before it


def inert(text: str) -> str:
    """Return a cell's text so that no spreadsheet runs it.

    Examples
    --------
    >>> inert("=HYPERLINK(0)"), inert(" ＝A1"), inert("Lima")
    ("'=HYPERLINK(0)", "' ＝A1", 'Lima')
    """
    first = next((c for c in text if unicodedata.category(c) not in _SKIPPED), "")
    runs = first != "" and unicodedata.normalize("NFKC", first)[0] in _FORMULA
    return f"'{text}" if runs or text.startswith(("\t", "\r", "\n")) else text


# -- writing -----------------------------------------------------------------------------------------------


def write_output(
    path: Path, data: bytes, *, force: bool = False, inputs: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Write a file so that it is always either the whole old one or the whole new one.

    A character device or a pipe with a reader is written to directly; a link is followed.

    Parameters
    ----------
    path
        Where to write; its folder is made if it is missing.
    data
        The whole content, without a seal.
    force
        Replace a file that Dateline did not write, that somebody changed since, or that is read-only.
    inputs
        Files that the command reads; they are never replaced.

    Raises
    ------
    ExportError
        If Dateline did not write the old file and `force` is not given, if it is an input, or if it cannot be
        written.
    """
    write_outputs({path: data}, force=force, inputs=inputs)


def write_outputs(
    files: Mapping[Path, bytes], *, force: bool = False, inputs: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Write files that belong together: all are old, or all are new; see `write_output`.

    If a run is killed between two files, the next run that writes into the folder finishes the work.
    """
    plain: dict[Path, bytes] = {}
    for path, data in files.items():
        with _export_errors(path):
            if _is_stream(path):
                _write_stream(path, data)
                continue
            check_replaceable(path, force=force, inputs=inputs)
            path.parent.mkdir(parents=True, exist_ok=True)
            plain[path.resolve()] = data
    for folder in sorted({path.parent for path in plain}):
        with _export_errors(folder), _locked(folder):
            _replace({path: data for path, data in plain.items() if path.parent == folder}, folder)


def check_replaceable(
    path: Path, *, force: bool = False, inputs: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Check that a file may be written: it does not exist, Dateline wrote it, or `force` is given.

    A file that the command reads (`inputs`) may never be. Raises ``ExportError`` if it may not be written.
    """
    with _export_errors(path):
        if _is_stream(path):
            return
        if path.is_dir():
            raise ExportError(f"{path}: a folder; expected a file to write; name a file in it")
        if not path.exists():
            return
        if any(os.path.exists(file) and path.samefile(file) for file in inputs):
            raise ExportError(f"{path}: this command reads it and does not replace it; name another file")
        if not path.is_file():
            raise ExportError(f"{path}: neither a file nor a stream; expected a file to write")
        if force:
            return
        if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise ExportError(f"{path}: is read-only; use --force to replace it")
        if fault := _fault(path):
            raise ExportError(f"{path}: exists and {fault}; use --force to replace it")


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Give a path for a file that is too large for memory; the file replaces the output when it is whole.

    Raises ``ExportError`` if the folder cannot be written.
    """
    target = path.resolve()
    with beside(target) as part:
        yield part
        with _export_errors(path), _locked(target.parent):
            _check_free([target])
            os.replace(part, target)
            _replace({}, target.parent, _read_list(target.parent) | {target.name: _content_hash(target)})


def exchange(path: Path, was: bytes | None, data: bytes | None) -> bool:
    """Replace a small file that a person and programs write by turns, all or nothing.

    `was` is what the caller read of it, `data` its new content; None stands for no file. Returns False, and
    changes nothing, if the file is no longer as it was. Raises ``ExportError`` if it cannot be written.
    """
    target = path.resolve()
    with _export_errors(path), _locked(target.parent):
        if content(path) != was:
            return False
        if data is None:
            target.unlink(missing_ok=True)
            return True
        _sweep(target.parent)
        part = target.parent / f"{_mine()}exchange-{threading.get_ident()}.part"
        try:
            _write_whole(part, data)
            part.chmod(stat.S_IMODE(target.stat().st_mode) if was is not None else 0o666 & ~_umask())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        return True


def numbered(stem: str, story: int, stories: int) -> str:
    """Return the stem of the names of files that belong to one of the articles of a file.

    Examples
    --------
    >>> numbered("feed", 2, 12), numbered("story", 1, 1)
    ('feed-02', 'story')
    """
    return stem if stories == 1 else f"{stem}-{story:0{len(str(stories))}}"


def content(path: Path) -> bytes | None:
    """Read a file whole; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give an empty temporary file beside another; files that killed runs left there are removed first.

    Raises ``ExportError`` if the folder cannot be written.
    """
    part = path.parent / f"{_mine()}draft-{threading.get_ident()}.part"
    with _export_errors(path), _locked(path.parent):
        _sweep(path.parent)
        part.touch()
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for temporary files; files that killed runs left are removed first."""
    root = Path(tempfile.gettempdir())
    _sweep(root)
    with tempfile.TemporaryDirectory(prefix=_mine(), dir=root) as folder:
        yield Path(folder)


@contextmanager
def _export_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError of pathlib
        reason = getattr(error, "strerror", None) or "a loop of links"
        raise ExportError(
            f"{path}: cannot be written ({reason}); name a file in a folder that can be"
        ) from None


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _write_stream(path: Path, data: bytes) -> None:
    # Without waiting: a pipe that nobody reads is an error (ENXIO), not a hang.
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    if fcntl is not None:
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(files: Mapping[Path, bytes], folder: Path, known: Mapping[str, str] | None = None) -> None:
    """Write files of one folder beside the old ones, then replace all old ones.

    ``known`` is the folder's list, if it has changes that are not in its file yet.
    """
    _sweep(folder)
    listed = _read_list(folder)
    kept = dict(listed if known is None else known)
    parts: dict[Path, Path] = {}
    journal = folder / f"{_mine()}.set"

    def stage(path: Path, *data: bytes | memoryview) -> Path:
        part = parts[path] = folder / f"{_mine()}{len(parts)}.part"
        _write_whole(part, *data)
        part.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
        return part

    try:
        for path, data in files.items():
            kept.pop(path.name, None)
            at, seal = _seal(data)
            part = stage(path, memoryview(data)[:at], seal, memoryview(data)[at:])
            if not seal:
                kept[path.name] = _content_hash(part)
        if kept != listed:
            text = json.dumps({"about": _ABOUT, "files": dict(sorted(kept.items()))}, indent=1)
            stage(folder / LIST, f"{text}\n".encode())
        if len(parts) > 1:
            names = [[part.name, path.name] for path, part in parts.items()]
            _write_whole(journal, json.dumps(names).encode())
        _check_free(parts)
        try:
            _put_in_place(parts)
        except KeyboardInterrupt:
            _put_in_place(parts)  # the set is whole: it is not left half replaced
            raise
    finally:
        for leftover in (*parts.values(), journal):
            leftover.unlink(missing_ok=True)


def _check_free(paths: Iterable[Path]) -> None:
    """Check, before the first file is replaced, that no program has one open: Windows keeps those."""
    if fcntl is not None:
        return
    for path in paths:
        try:
            if path.exists():
                os.replace(path, path)
        except PermissionError:
            raise ExportError(
                f"{path}: open in another program; close it there, or name another file"
            ) from None


def _put_in_place(parts: Mapping[Path, Path]) -> None:
    for path, part in parts.items():
        if part.exists():
            os.replace(part, path)


def _write_whole(path: Path, *data: bytes | memoryview) -> None:
    with path.open("wb") as file:
        file.writelines(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time put files into a folder; Windows cannot."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# -- files that killed runs left ---------------------------------------------------------------------------

_LEFT = re.compile(r"\.?dateline-([0-9a-f]{8})-(\d+)-.*")


def _host() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _mine() -> str:
    """Return the start of a temporary file's name: hidden, with this machine and process."""
    return f".dateline-{_host()}-{os.getpid()}-"


def _sweep(folder: Path) -> None:
    """Put in place the complete sets of files that killed runs of this machine left, and remove the rest."""
    left = [(p, m) for p in folder.glob(".dateline-*") if (m := _LEFT.fullmatch(p.name))]
    dead = [p for p, m in left if m[1] == _host() and not _is_alive(int(m[2]))]
    for path in sorted(dead, key=lambda p: p.suffix != ".set"):
        with suppress(OSError, ValueError):
            if path.suffix == ".set":
                for part, name in json.loads(path.read_bytes()):
                    if (folder / part).exists():
                        os.replace(folder / part, folder / name)
        with suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    if fcntl is None:  # on Windows, to ask would be to interrupt it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's
        return True
    return True


# -- seals -------------------------------------------------------------------------------------------------


def unsealed(data: bytes) -> bytes:
    """Return a file's content without its seal.

    Examples
    --------
    >>> unsealed(b'{"generator": "dateline 1", "seal": "' + b"0" * 64 + b'"}')
    b'{"generator": "dateline 1"}'
    """
    found = _find_seal(data)
    return data[: found.start("seal")] + data[found.end("seal") :] if found else data


def _find_seal(data: bytes) -> re.Match[bytes] | None:
    return _SEAL_IN_JSON.search(data, 0, _HEAD) if data.startswith(b"{") else _SEAL_AT_END.search(data)


def _seal(data: bytes) -> tuple[int, bytes]:
    """Return a text's seal, and the byte before which it stands; an empty one for any other format."""
    digest = hashlib.sha256(data).hexdigest().encode()
    if data.startswith(b"<") and data.endswith(b">\n"):
        return len(data), b"<!-- dateline seal " + digest + b" -->\n"
    if data.startswith(b"//"):
        return len(data), b"// dateline seal " + digest + b"\n"
    if data.startswith(b"{") and (made := _GENERATOR.search(data, 0, _HEAD - 100)):
        space = b" " if b": " in made[0] else b""
        return made.end(), b"," + space + b'"seal":' + space + b'"' + digest + b'"'
    return len(data), b""


def _fault(path: Path) -> str:
    """Return why a file must not be replaced; "" if it is empty, or unchanged since Dateline wrote it."""
    path = path.resolve()
    changed = "was changed since dateline made it"
    if not path.stat().st_size:
        return ""
    listed = _read_list(path.parent).get(path.name)
    if listed is not None:
        return "" if listed == _content_hash(path) else changed
    data = path.read_bytes()
    if not (found := _find_seal(data)):
        return "was not made by dateline"
    return "" if hashlib.sha256(unsealed(data)).hexdigest().encode() == found["hash"] else changed


def _read_list(folder: Path) -> dict[str, str]:
    try:
        files = json.loads((folder / LIST).read_bytes())["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}


def _content_hash(path: Path) -> str:
    """Hash a file's bytes; of a GeoPackage its schema and rows, because opening one may change its bytes."""
    with path.open("rb") as file:
        head = file.read(72)
        file.seek(0)
        if not head.startswith(_SQLITE) or not head.endswith(_GEOPACKAGE):
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    return f"rows-sha256:{_rows_hash(path)}"


def read_only_uri(path: Path) -> str:
    """Return the URI by which SQLite opens a file only to read it, without a lock."""
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _rows_hash(path: Path) -> str:
    import sqlite3

    total = hashlib.sha256()
    if path.with_name(f"{path.name}-wal").exists():
        return "open in another program"
    with closing(sqlite3.connect(read_only_uri(path), uri=True)) as database:
        database.text_factory = bytes
        try:
            for kind, name, sql in database.execute(
                "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            ).fetchall():
                table = name.decode()
                if table.startswith(_DERIVED):
                    continue
                total.update(repr((kind, table, sql)).encode())
                if kind == b"table":
                    columns = [c[1].decode() for c in database.execute(f'PRAGMA table_info("{table}")')]
                    kept = ", ".join(f'"{c}"' for c in columns if c not in _TOUCHED)
                    rows = sorted(map(repr, database.execute(f'SELECT {kept} FROM "{table}"')))
                    total.update("\n".join(rows).encode())
        except (sqlite3.Error, ValueError):
            return "damaged"
    return total.hexdigest()


_DERIVED = ("rtree_", "sqlite_", "gpkg_ogr_contents")  # tables that a program makes from the rows
_TOUCHED = ("last_change", "update_time")  # columns of times that opening the file may set
