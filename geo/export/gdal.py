"""Formats that GDAL writes: GeoPackage, FlatGeobuf and PMTiles.

GDAL writes the current day into a GeoPackage and the file's name into a PMTiles archive. Here both are set to
fixed values, so that the same document gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..drawing.features import Features
from ..errors import ExportError
from ..files import scratch
from .frames import table, tables
from .qgis import GEOMETRY, STYLES_TABLE, layer_styles
from .shared import credits, title

if TYPE_CHECKING:
    import geopandas as gpd

_DAY = "2000-01-01T00:00:00.000Z"
# A step of a tile's grid is 75 m at the equator; nearer zooms are drawn from the same tiles.
_TILE_ZOOM = 7
_TILE_EDGE = 20_037_508.342789244  # metres of EPSG:3857
_TILE_STEP = 2 * _TILE_EDGE / 2**_TILE_ZOOM / 4096  # metres at the equator


def geopackage(features: Features) -> bytes:
    """Write a GeoPackage: one table or more for each layer, and the table of styles that QGIS applies."""
    import pyogrio

    flat = table(features).set_index("id", drop=False)
    made = tables(features)
    identifiers: set[str] = set()
    with _written("layers.gpkg") as path:
        for name, (layer, ids) in made.items():
            style = features.styles[layer]
            rows = flat.loc[ids].assign(layer=layer, colour=style.colour)
            part = name.removeprefix(layer).strip("_")
            called = f"{style.title} ({part})" if part else style.title
            identifier = f"{called} [{name}]" if called in identifiers else called  # each once only
            identifiers.add(called)
            options = {"IDENTIFIER": identifier, "DESCRIPTION": credits(features.document)}
            _write(rows, path, "GPKG", name, append=path.exists(), layer_options=options)
        pyogrio.write_dataframe(
            layer_styles(features, made),
            path,
            driver="GPKG",
            layer=STYLES_TABLE,
            append=True,
            layer_options={"FID": "id"},
        )
        with closing(sqlite3.connect(path)) as database:
            [[report]] = database.execute("PRAGMA integrity_check").fetchall()
            triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        _check(report == "ok", report)
        # GDAL makes these last, and may go on without them where the disk is full.
        last = [f"trigger_delete_feature_count_{name}" for name in (*made, STYLES_TABLE)]
        last += [f"rtree_{name}_{GEOMETRY}_delete" for name in made]
        _check(triggers.issuperset(last), "without its spatial index")
        for name, (_, ids) in made.items():
            _check_count(path, name, len(ids))
        return path.read_bytes()


def flatgeobuf(features: Features) -> bytes:
    """Write FlatGeobuf: one layer, with its spatial index."""
    with _written("layers.fgb") as path:
        options = {"TITLE": title(features.document), "DESCRIPTION": credits(features.document)}
        flat = table(features)
        _write(flat, path, "FlatGeobuf", "dateline", layer_options=options)
        _check_count(path, "dateline", len(flat))
        return path.read_bytes()


def pmtiles(features: Features) -> bytes:
    """Write vector tiles in one file: one layer, ``dateline``, zoom levels 0 to 7.

    Tiles of the Web end at 85° of latitude: what lies wholly beyond is left out.
    """
    import pyogrio

    with _written("layers.pmtiles") as path:
        options = {
            "NAME": title(features.document),
            "DESCRIPTION": credits(features.document),
            "MINZOOM": "0",
            "MAXZOOM": str(_TILE_ZOOM),
        }
        flat = table(features)
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
        return path.read_bytes()


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
