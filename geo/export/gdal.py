"""Formats that GDAL writes: GeoPackage, FlatGeobuf and PMTiles.

GDAL writes the current day into a GeoPackage and the file's name into a PMTiles archive. Here both are set to
fixed values, so that the same document gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..drawing.features import Features
from ..errors import ExportError
from ..files import scratch
from ..model import COORDINATE_DIGITS
from .frames import table, tables
from .qgis import GEOMETRY, STYLES_TABLE, layer_styles
from .shared import attribution, credits, legend, title

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_DAY = "2000-01-01T00:00:00.000Z"
_GEOPACKAGE = "1.2"  # the newest that GDAL 3.6 and QGIS 3.22 read without a warning
# A step of a tile's grid is 76 m at the equator; nearer zooms are drawn from the same tiles.
_TILE_ZOOM, _TILE_STEPS = 6, 8192
_TILE_EDGE = 20_037_508.342789244  # metres of EPSG:3857
_TILE_STEP = 2 * _TILE_EDGE / 2**_TILE_ZOOM / _TILE_STEPS  # metres at the equator
_OFFSETS = 8  # byte of a PMTiles header at which its offsets and lengths begin


def geopackage(features: Features) -> bytes:
    """Write a GeoPackage 1.2: each feature once, a view or more for each layer, and the styles for QGIS.

    A feature of several layers stands in one table, ``feature_points``, ``feature_lines`` or
    ``feature_areas``; the layers are views of these.
    """
    flat = table(features).set_index("id", drop=False)
    made = tables(features)
    held = {name: ids for name, (layer, ids) in made.items() if not layer}
    about = credits(features.document)
    with _written("layers.gpkg") as path:
        for name, ids in held.items():
            options = {"IDENTIFIER": name.replace("_", " ").capitalize(), "DESCRIPTION": about}
            more = {} if path.exists() else {"dataset_options": {"VERSION": _GEOPACKAGE}}
            _write(flat.loc[ids], path, "GPKG", name, append=path.exists(), layer_options=options, **more)
        with closing(sqlite3.connect(path)) as database, database:
            _add_views(database, features, made, about)
            _add_styles(database, layer_styles(features, made))
        with closing(sqlite3.connect(path)) as database:
            [[report]] = database.execute("PRAGMA integrity_check").fetchall()
            triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        _check(report == "ok", report)
        # GDAL makes these last, and may go on without them where the disk is full.
        last = [f"trigger_delete_feature_count_{name}" for name in held]
        last += [f"rtree_{name}_{GEOMETRY}_delete" for name in held]
        _check(triggers.issuperset(last), "without its spatial index")
        for name, (_, ids) in made.items():
            _check_count(path, name, len(ids))
        return path.read_bytes()


def _add_views(
    database: sqlite3.Connection,
    features: Features,
    made: Mapping[str, tuple[str, list[str]]],
    about: str,
) -> None:
    """Make a view for each table of a layer, and list it as a layer with geometry."""
    identifiers: set[str] = set()
    for name, (layer, ids) in made.items():
        if not layer:
            continue
        home = next(n for n, (owner, all_ids) in made.items() if not owner and ids[0] in all_ids)
        style = features.styles[layer]
        part = name.removeprefix(layer).strip("_")
        title = features.say.layer(style.title)
        called = f"{title} ({part})" if part else title
        identifier = f"{called} [{name}]" if called in identifiers else called  # each once only
        identifiers.add(called)
        own = {"layer": f"'{layer}' AS layer", "colour": f"'{style.colour}' AS colour"}
        columns = [c for _, c, *_ in database.execute(f'PRAGMA table_info("{home}")')]
        shown = [own.get(c, f'"{c}"') for c in columns]
        database.execute(
            f'CREATE VIEW "{name}" AS SELECT {", ".join(shown)} FROM "{home}" '
            f"WHERE instr(', ' || layers || ', ', ', {layer}, ')"
        )
        west, south, east, north = _bounds(features.by_id[i].geometry for i in ids)
        database.execute(
            "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, last_change,"
            " min_x, min_y, max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, 4326)",
            (name, identifier, about, _DAY, west, south, east, north),
        )
        database.execute(
            "INSERT INTO gpkg_geometry_columns SELECT ?, column_name, geometry_type_name, srs_id, z, m"
            " FROM gpkg_geometry_columns WHERE table_name = ?",
            (name, home),
        )
        database.execute("INSERT INTO gpkg_ogr_contents VALUES (?, ?)", (name, len(ids)))


def _bounds(geometries: Iterable[BaseGeometry]) -> list[float]:
    import shapely

    return [float(v) for v in shapely.total_bounds(list(geometries)).round(COORDINATE_DIGITS)]


def _add_styles(database: sqlite3.Connection, styles: Sequence[Mapping[str, str | int]]) -> None:
    """Make QGIS's table of styles, as QGIS makes it."""
    database.execute(
        f"CREATE TABLE {STYLES_TABLE}(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
        " f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),"
        " f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,"
        " useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),"
        " update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"
    )
    for style in styles:
        row = {**style, "update_time": _DAY}
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO {STYLES_TABLE}({', '.join(row)}) VALUES ({marks})", [*row.values()])
    database.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, description, last_change)"
        " VALUES (?, 'attributes', ?, 'Styles that QGIS applies', ?)",
        (STYLES_TABLE, STYLES_TABLE, _DAY),
    )
    database.execute("INSERT INTO gpkg_ogr_contents VALUES (?, ?)", (STYLES_TABLE, len(styles)))


def flatgeobuf(features: Features) -> bytes:
    """Write FlatGeobuf: one layer, with its spatial index."""
    with _written("layers.fgb") as path:
        options = {"TITLE": title(features.document), "DESCRIPTION": credits(features.document)}
        flat = table(features)
        _write(flat, path, "FlatGeobuf", "dateline", layer_options=options)
        _check_count(path, "dateline", len(flat))
        return path.read_bytes()


def pmtiles(features: Features) -> bytes:
    """Write vector tiles in one file: one layer, ``dateline``, zoom levels 0 to 6.

    Lists and credits are left out of the features, because each tile repeats what its features have. Tiles of
    the Web end at 85° of latitude: what lies wholly beyond is left out.
    """
    import pyogrio

    with _written("layers.pmtiles") as path:
        options = {
            "NAME": title(features.document),
            "DESCRIPTION": credits(features.document),
            "MINZOOM": "0",
            "MAXZOOM": str(_TILE_ZOOM),
            "EXTENT": str(_TILE_STEPS),
            "SIMPLIFICATION": "4",  # steps: a quarter of a pixel
            "SIMPLIFICATION_MAX_ZOOM": "0",  # on which deeper zooms are drawn
        }
        flat = table(features).drop(columns=["mentions", "claims", "attribution", "generator"])
        _write(flat, path, "PMTiles", "dateline", dataset_options=options)
        # On a full disk GDAL may end without an error: check that the tiles hold every feature, whole.
        ids = pyogrio.read_dataframe(path, columns=["id"], read_geometry=False)["id"]
        drawn = flat.to_crs("EPSG:3857")
        drawn = drawn[(drawn.bounds.miny < _TILE_EDGE) & (drawn.bounds.maxy > -_TILE_EDGE)]
        _check({*ids} == {*drawn["id"]}, f"{ids.nunique()} of {len(drawn)} features")
        west, south, east, north = drawn.total_bounds.clip(-_TILE_EDGE, _TILE_EDGE)
        _, (wests, souths, easts, norths) = pyogrio.read_bounds(path)
        found = (wests.min(), souths.min(), easts.max(), norths.max())
        near = max(east - west, north - south) / 100 + _TILE_STEP
        fits = all(abs(a - b) < near for a, b in zip(found, (west, south, east, north), strict=True))
        _check(fits, f"{found} of {(west, south, east, north)}")
        return _with_metadata(path.read_bytes(), features)


def _with_metadata(archive: bytes, features: Features) -> bytes:
    """Add the attribution, the layers and the legend to the metadata of a PMTiles archive, version 3.

    The header has an offset and a length of each: root directory, metadata, leaf directories, tiles.
    """
    header = [*struct.unpack_from("<8Q", archive, _OFFSETS)]
    _, _, start, length, *_ = header
    metadata = json.loads(gzip.decompress(archive[start : start + length]))
    layer = metadata["vector_layers"][0]
    layer["description"] = features.say("in_features")
    metadata |= {
        "attribution": escape(attribution(features.document)),  # maps show it as HTML
        "dateline:layers": [{"name": name, **style._asdict()} for name, style in features.styles.items()],
        "dateline:legend": legend(features),
    }
    written = gzip.compress(json.dumps(metadata, ensure_ascii=False).encode(), mtime=0)
    moved = len(written) - length
    header[3] += moved
    for offset in (0, 4, 6):
        header[offset] += moved if header[offset] > start else 0
    head = archive[:_OFFSETS] + struct.pack("<8Q", *header) + archive[_OFFSETS + 64 : start]
    return head + written + archive[start + length :]


def _write(frame: gpd.GeoDataFrame, path: Path, driver: str, layer: str, **options: Any) -> None:
    import pyogrio

    pyogrio.write_dataframe(frame, path, driver=driver, layer=layer, **options)


def _check(whole: bool, found: str) -> None:
    """Raise ValueError if GDAL did not write all of a file: on a full disk it may end without an error."""
    if not whole:
        raise ValueError(f"the file is not whole: {found}")


def _check_count(path: Path, layer: str, count: int) -> None:
    import pyogrio

    rows = pyogrio.raw.read(path, layer=layer)[3]
    _check(len(rows[0]) == count, f"{len(rows[0])} of {count} rows in {layer}")


@contextmanager
def _written(name: str) -> Iterator[Path]:
    """Give a path for GDAL to write to, with a fixed date; the old setting is restored at the end."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DAY})
    try:
        with scratch() as folder:
            yield folder / name
    except (OSError, RuntimeError, ValueError, sqlite3.Error) as error:  # GDAL's own are RuntimeErrors
        reason = " ".join(str(error).split())
        raise ExportError(f"{name}: could not be made ({reason}); make room for temporary files") from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
