"""Formats that GDAL writes: GeoPackage, FlatGeobuf and PMTiles.

GDAL writes the day into a GeoPackage and takes a PMTiles archive's name from the file's; both are told what
to write, so that the same document gives the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..document import MapDocument
from ..drawing.layers import Layers
from ..errors import ExportError
from .features import credits, table, title
from .qgis import STYLES_TABLE, layer_styles

if TYPE_CHECKING:
    import geopandas as gpd

_DAY = "2000-01-01T00:00:00.000Z"
_TILE_ZOOM = (
    7  # a step of a tile's grid is then 75 m at the equator; nearer zooms are drawn from the same tiles
)
_CLASSES = ("points", "lines", "areas")


def geopackage(document: MapDocument, layers: Layers) -> bytes:
    """Write a GeoPackage: a layer a map layer, and the table of styles that QGIS applies by itself."""
    import pyogrio

    flat = table(document, layers).set_index("id", drop=False)
    made = tables(layers)
    identifiers: set[str] = set()
    with _written("layers.gpkg") as path:
        for name, (layer, ids) in made.items():
            style = layers.styles[layer]
            rows = flat.loc[ids].assign(layer=layer, colour=style.colour)
            part = name.removeprefix(layer).strip("_")
            called = f"{style.title} ({part})" if part else style.title
            identifier = f"{called} [{name}]" if called in identifiers else called  # each once only
            identifiers.add(called)
            options = {"IDENTIFIER": identifier, "DESCRIPTION": credits(document)}
            _write(rows, path, "GPKG", name, append=path.exists(), layer_options=options)
        pyogrio.write_dataframe(
            layer_styles(layers, made),
            path,
            driver="GPKG",
            layer=STYLES_TABLE,
            append=True,
            layer_options={"FID": "id"},
        )
        return path.read_bytes()


def tables(layers: Layers) -> dict[str, tuple[str, list[str]]]:
    """Return what a GeoPackage's layers hold: table name → (map layer, ids of the features).

    A layer of mixed geometry becomes a table of points, of lines or of areas each, because a GIS draws a
    table with one kind of symbol.

    Examples
    --------
    >>> tables(Layers())
    {}
    """
    import shapely

    out: dict[str, tuple[str, list[str]]] = {}
    for name, frame in layers.items():
        kinds = shapely.get_dimensions(frame.geometry.to_numpy())
        used = sorted(set(kinds.tolist()))
        for kind in used:
            key = name if len(used) == 1 else f"{name}_{_CLASSES[kind]}"
            out[key] = (name, [str(i) for i in frame.index[kinds == kind]])
    return out


def flatgeobuf(document: MapDocument, layers: Layers) -> bytes:
    """Write FlatGeobuf: one layer, with its spatial index."""
    with _written("layers.fgb") as path:
        options = {"TITLE": title(document), "DESCRIPTION": credits(document)}
        _write(table(document, layers), path, "FlatGeobuf", "dateline", layer_options=options)
        return path.read_bytes()


def pmtiles(document: MapDocument, layers: Layers) -> bytes:
    """Write vector tiles in one file: one layer, ``dateline``, zoom levels 0 to 7."""
    with _written("layers.pmtiles") as path:
        options = {
            "NAME": title(document),
            "DESCRIPTION": credits(document),
            "MINZOOM": "0",
            "MAXZOOM": str(_TILE_ZOOM),
        }
        _write(table(document, layers), path, "PMTiles", "dateline", dataset_options=options)
        return path.read_bytes()


def _write(frame: gpd.GeoDataFrame, path: Path, driver: str, layer: str, **options: Any) -> None:
    import pyogrio

    pyogrio.write_dataframe(frame, path, driver=driver, layer=layer, **options)


@contextmanager
def _written(name: str) -> Iterator[Path]:
    """Give a path for GDAL to write to, on a day that is always the same; what was set before comes back."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DAY})
    try:
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            yield Path(folder) / name
    except (OSError, RuntimeError) as error:  # GDAL's own are RuntimeErrors
        reason = " ".join(str(error).split())
        raise ExportError(f"{name}: could not be made ({reason}); make room for temporary files") from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
