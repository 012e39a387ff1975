"""Draw an archive as one page: places sized by articles, filters, sentences; offline, under one policy.

Columns stand in the page as typed arrays, deflated. The rows of articles are sorted by cluster, so that one
pass counts each cluster once a place. Sentences come in shards of articles: in the page, or as scripts beside
it, which open from a disk without a server.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from numpy.typing import NDArray

from ..drawing.markup import raw, tag, to_html, to_json
from ..drawing.policy import leaflet_code, own_code, policy, shared_style
from ..errors import ArchiveError
from ..files import language_data
from ..gazetteer import Gazetteer
from ..languages import vocabulary
from ..model import BBox
from ..reading.story import read_themes
from .run import read_manifest
from .sql import Connection, connect

_WEB = Path(__file__).parent / "web"
_SHARD = 500
"""How many articles a shard has the sentences of."""

_MOST_BYTES = 20_000_000  # of a page with its sentences inside
_NO_DAY = 65_535  # the day of an article without a date; days are 16 bits
_WORLD = BBox(-180, -90, 180, 90)
_DEGREES = 0.03  # how far the outlines of the land may move
_STEPS = 100
"""Steps a degree of the land's vertices."""

_LEAST_ISLAND = 0.002
"""Square degrees."""


def atlas(folder: str, *, shards: bool = False, language: str = "en") -> dict[str, bytes]:
    """Draw an archive as a page.

    Parameters
    ----------
    folder
        A finished archive.
    shards
        Write the sentences into files beside the page.
    language
        Of the page's own words.

    Returns
    -------
    dict
        File name → content: ``atlas.html``, and with `shards` ``sentences-0000.js`` and so on.

    Raises
    ------
    ArchiveError
        If the folder is no finished archive, or one page would have more than 20 MB.
    """
    manifest = read_manifest(Path(folder))
    if not manifest.get("complete"):
        raise ArchiveError(f"{folder}: is not finished; finish it with: geo archive … --resume")
    with connect(Path(folder)) as database:
        facts, columns = _columns(database)
        texts = [_deflated(json.dumps(t, ensure_ascii=False).encode()) for t in _shards(database)]
    words = language_data(language, "atlas")
    gazetteer = Gazetteer.pinned()
    columns |= _land()
    packed, layout = _packed(columns)
    facts |= {
        "layout": layout,
        "shard": _SHARD,
        "shards": len(texts),
        "words": words,
        "counts": manifest["counts"],
        "language": language,
        "credits": "; ".join(vocabulary(language).messages(*gazetteer.attributions)[0]),
        "generator": manifest["generator"],
    }
    blocks = [_data("dateline-columns", packed)]
    files: dict[str, bytes] = {}
    if shards:
        for n, text in enumerate(texts):
            files[f"sentences-{n:04d}.js"] = f'// dateline\ndatelineShard({n},"{text}");\n'.encode()
    else:
        blocks += [_data(f"dateline-shard-{n}", text) for n, text in enumerate(texts)]
    page = _page(facts, blocks, "'self' file:" if shards else "").encode()
    if not shards and len(page) > _MOST_BYTES:
        raise ArchiveError(
            f"{folder}: one page would have {len(page):,} bytes, more than {_MOST_BYTES:,}; "
            "name a folder with -o, for a page with its sentences beside it"
        )
    return {"atlas.html": page, **files}


# -- the page ----------------------------------------------------------------------------------------------


def _page(facts: Mapping[str, Any], blocks: list[Element], beside: str) -> str:
    own = shared_style() + own_code(_WEB / "atlas.css")
    styles = [raw("style", leaflet_code("leaflet.css")), raw("style", own)]
    scripts = [
        raw("script", leaflet_code("leaflet.js")),
        raw("script", f'"use strict";\n(()=>{{\n{own_code(_WEB / "atlas.js")}}})();\n'),
    ]
    data = raw("script", to_json(facts), {"type": "application/json", "id": "dateline-atlas"})
    title = str(facts["words"]["title"]).format(articles=f"{facts['counts']['articles']:,}")
    root = tag(
        "html",
        {"lang": facts["language"]},
        tag(
            "head",
            {},
            tag("meta", {"charset": "utf-8"}),
            tag(
                "meta",
                {"http-equiv": "Content-Security-Policy", "content": policy(scripts, styles, beside)},
            ),
            tag("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
            tag("meta", {"name": "color-scheme", "content": "light dark"}),
            tag("meta", {"name": "generator", "content": facts["generator"]}),
            tag("title", {}, title),
            tag("link", {"rel": "icon", "href": "data:,"}),
            *styles,
        ),
        tag(
            "body",
            {},
            tag("main", {}, tag("div", {"id": "map"}), tag("div", {"id": "panel"}, tag("h1", {}, title))),
            data,
            *blocks,
            *scripts,
        ),
    )
    return "<!DOCTYPE html>\n" + to_html(root) + "\n"


def _data(name: str, text: str) -> Element:
    return raw("script", text, {"type": "text/plain", "id": name})


def _deflated(data: bytes) -> str:
    """Return bytes as the page has them: deflated, in base64."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(squeeze.compress(data) + squeeze.flush()).decode()


def _packed(columns: Mapping[str, NDArray[Any]]) -> tuple[str, list[list[Any]]]:
    """Join arrays; return them deflated, and of each its name, JavaScript's type, start and length."""
    types = {"uint8": "Uint8Array", "uint16": "Uint16Array", "int16": "Int16Array", "uint32": "Uint32Array"}
    types["float32"] = "Float32Array"
    joined, layout = bytearray(), []
    for name, array in columns.items():
        if array.dtype.kind == "u" and len(array):  # the smallest numbers that hold it
            array = array.astype(np.min_scalar_type(array.max()))
        joined += bytes(-len(joined) % 4)
        layout.append([name, types[str(array.dtype)], len(joined), len(array)])
        joined += array.astype(array.dtype.newbyteorder("<")).tobytes()
    return _deflated(bytes(joined)), layout


# -- the columns -------------------------------------------------------------------------------------------


def _columns(database: Connection) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read what the page counts: of articles, of mentions, of places."""
    themes = list(read_themes().table)
    database.execute(
        "CREATE TEMP TABLE readings AS SELECT article, row_number() OVER (ORDER BY article) - 1 AS reading"
        " FROM articles WHERE same_as IS NULL"
    )
    database.execute(
        "CREATE TEMP TABLE spots AS SELECT place, row_number() OVER (ORDER BY place) - 1 AS spot"
        " FROM places WHERE mentions > 0"
    )
    database.execute(
        "CREATE TEMP TABLE said_once AS SELECT reading, m.article, start, place, spot, certainty, themes,"
        " dense_rank() OVER (PARTITION BY m.article ORDER BY sentence_id) - 1 AS sentence"
        " FROM mentions m JOIN readings USING (article) JOIN spots USING (place)"
    )
    m = database.execute(
        "SELECT reading, spot, sentence, certainty = 'sure' AS sure, themes FROM said_once"
        " ORDER BY reading, start"
    ).to_arrow_table()
    bits = {name: 1 << n for n, name in enumerate(themes[:32])}
    masks = [sum(bits.get(t, 0) for t in found) for found in m["themes"].to_pylist()]
    readings = m["reading"].to_numpy()
    a = database.execute(
        "SELECT r.reading, date, outlet, dense_rank() OVER (ORDER BY cluster) - 1 AS cluster"
        " FROM articles a JOIN readings r ON r.article = coalesce(a.same_as, a.article)"
        " ORDER BY cluster, a.article"
    ).to_arrow_table()
    days = [d and d.toordinal() for d in a["date"].to_pylist()]
    first = min((d for d in days if d), default=1)
    outlets = a["outlet"].to_pylist()
    named = sorted({o for o in outlets if o})[: _NO_DAY - 1]
    number = {o: n + 1 for n, o in enumerate(named)}
    reading = a["reading"].to_numpy()
    p = database.execute(
        "SELECT p.place, name, kind, parents, geometry FROM places p JOIN spots USING (place) ORDER BY spot"
    ).to_arrow_table()
    points = shapely.from_wkb(p["geometry"].to_pylist())
    facts = {
        "first": date.fromordinal(first).isoformat(),
        "outlets": named,
        "themes": [[t.name, t.title] for t in read_themes().table.values()][:32],
        "places": p["name"].to_pylist(),
        "ids": p["place"].to_pylist(),
        "within": [", ".join(parents[-2:]) for parents in p["parents"].to_pylist()],
    }
    columns: dict[str, NDArray[Any]] = {
        "reading": reading.astype(np.uint32),
        "cluster": a["cluster"].to_numpy().astype(np.uint32),
        "day": np.array([_NO_DAY if d is None else min(d - first, _NO_DAY - 1) for d in days], np.uint16),
        "outlet": np.array([number.get(o, 0) for o in outlets], np.uint16),
        "begins": np.searchsorted(readings, np.arange(int(reading.max(initial=-1)) + 2)).astype(np.uint32),
        "spot": m["spot"].to_numpy().astype(np.uint32),
        "sentence": m["sentence"].to_numpy().astype(np.uint16),
        "sure": m["sure"].to_numpy(zero_copy_only=False).astype(np.uint8),
        "theme": np.array(masks, np.uint32),
        "lng": shapely.get_x(points).astype(np.float32),
        "lat": shapely.get_y(points).astype(np.float32),
    }
    return facts, columns


def _shards(database: Connection) -> Iterator[list[list[Any]]]:
    """Read of each article its id, its title, and the sentences with a place, as columns number them."""
    found = database.execute(
        "SELECT r.reading, any_value(a.id), any_value(a.title), list(sentence ORDER BY s.sentence_id)"
        " FROM readings r JOIN articles a USING (article) LEFT JOIN"
        " (SELECT article, sentence_id, any_value(sentence) AS sentence FROM mentions"
        " GROUP BY article, sentence_id) s"
        " USING (article) GROUP BY r.reading ORDER BY r.reading"
    )
    while rows := found.fetchmany(_SHARD):
        yield [[id_, title, [s for s in sentences if s is not None]] for _, id_, title, sentences in rows]


# -- the land ----------------------------------------------------------------------------------------------


@cache
def _land() -> dict[str, NDArray[Any]]:
    """Return the rings of the countries, and the borders, as steps of a hundredth of a degree."""
    gazetteer = Gazetteer.pinned()
    shapes = [p.geometry for p in gazetteer.shapes(_WORLD, "country") if p.geometry is not None]
    parts = shapely.get_parts(shapely.simplify(np.array(shapes), _DEGREES))
    rings = shapely.get_exterior_ring(parts[shapely.area(parts) > _LEAST_ISLAND])
    lines = gazetteer.border_lines(_WORLD)
    border = [
        (disputed, part)
        for disputed, line in lines
        for part in shapely.get_parts(shapely.simplify(line, _DEGREES))
    ]
    return (
        _steps("land", list(rings))
        | _steps("border", [part for disputed, part in border if not disputed])
        | _steps("disputed", [part for disputed, part in border if disputed])
    )


def _steps(name: str, lines: list[Any]) -> dict[str, NDArray[Any]]:
    """Return lines as the number of vertices of each, and the differences of their coordinates."""
    found = []
    for line in lines:
        whole = np.rint(shapely.get_coordinates(line) * _STEPS).astype(np.int64)
        found.append(np.diff(whole, axis=0, prepend=[[0, 0]]))
    ends = np.array([len(steps) for steps in found], np.uint32)
    joined = np.concatenate(found) if found else np.empty((0, 2), np.int64)
    return {f"{name}Ends": ends, name: joined.ravel().astype(np.int16)}
