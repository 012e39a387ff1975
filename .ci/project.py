"""What the scripts beside it share: extras that users install, formats, and a line for every command."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = tuple(name for name in PROJECT["optional-dependencies"] if name not in ("compare", "docs", "test"))
FORMATS = re.findall(
    r'^    "([a-z-]+)": Format', (ROOT / "geo" / "export" / "__init__.py").read_text("utf-8"), re.M
)

ALONE = (
    "--version --verbose",
    "--help",
    "parse a.txt -o a.json",
    "render a.json -o a.html",
    "render a.txt -o maps/",
    "render a.json --lang es -o es.html",
    "export a.json -o a.geojson",
    "export a.json -o a.csv",
    "export a.json -o a.gpkg",
    "export a.json -o a.kml",
    "render a.json --overlay a.gpkg -o overlaid.html",
    "embed a.json -o site",
    "explain a.json",
    "diff a.json a.txt",
    "doctor",
    "gazetteer verify",
    "gazetteer info",
    "gazetteer search Lima",
    "gazetteer build --layer a.geojson --name name -o own.sqlite",
)
"""What runs on an article `a.txt` without an extra; `evaluate` and `train` need corpora (`lowest.py`)."""

WITH_EXTRAS = (
    *(f"export a.json --format {name} -o every.{name}" for name in FORMATS),
    "parse a.warc --story 1 -o warc.json",
    "archive a.txt --workers 1 -o archive",
    "archive count archive --by month,admin1,theme -o counts.parquet",
    "atlas archive -o atlas.html",
    "review short.txt --once",
)
"""What also runs with them, and with what `write_files` makes."""


def write_files(folder: Path) -> None:
    """Write an article without a doubt, and a web archive of one page."""
    (folder / "short.txt").write_text("A road\n\nThey met in Oslo and drove to Bergen, Norway.\n", "utf-8")
    body = "".join(
        f"<p>{'They met in Oslo and drove to Bergen, Norway, on the new road. ' * 4}</p>" for _ in "abc"
    )
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>A road</h1>{body}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\n"
        "WARC-Date: 2020-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    (folder / "a.warc").write_bytes((head + page + "\r\n\r\n").encode())
