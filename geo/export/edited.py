"""Layers that somebody edited in a GIS, applied to the document that they were exported from.

A feature is matched by its id. Its new geometry or name goes into a new document. A feature that was removed
from a layer of the file leaves that layer; layers that the file does not have stay as they are.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..document import MapDocument, crosses_much, valid_geometry
from ..drawing.features import Feature, Features, build_features, feature_id
from ..errors import OverlayError
from ..model import Flow, Message, Place, Route, Shape, ThemeLayer, Toponym
from .frames import tables

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_Line = TypeVar("_Line", Flow, Route)

_SAME_DEGREES = 2e-5
"""Degrees that a vertex may differ and still be the exported one: coordinates are rounded to 1e-5."""

_EXPECTED = "GeoPackage, GeoJSON or FlatGeobuf, as `geo export` makes them"
_PACKAGES = (b"GPKG", b"GP10", b"GP11")  # the application ids of GeoPackage, in SQLite's header


class _Edits(Struct, frozen=True):
    """What a file changes: feature id → new name, new geometry; layer → ids of its removed features."""

    names: Mapping[str, str]
    geometries: Mapping[str, BaseGeometry]
    gone: Mapping[str, frozenset[str]]


def overlay(document: MapDocument, file: str | os.PathLike[str]) -> MapDocument:
    """Return a new document with the changes of a layer file that was exported from it and then edited.

    Parameters
    ----------
    document
        The document that the file was exported from.
    file
        A GeoPackage, GeoJSON or FlatGeobuf, known by its content, with the field ``id``; in any CRS that it
        names, else (longitude, latitude) in degrees. Of a GeometryCollection or an invalid geometry only the
        parts of the highest dimension are kept.

    Returns
    -------
    MapDocument
        Its provenance names the file and its hash. A place with a changed geometry has an approximate extent,
        "as drawn in" the file. The toponyms of a place that was removed from all its layers are unplaced.

    Raises
    ------
    OverlayError
        If the file cannot be read, has no ``id``, or has no feature of this document; also if a geometry in
        it is empty, lies outside the Earth, or is of a type that its feature cannot have.

    Examples
    --------
    >>> import tempfile, geo
    >>> document = geo.geoparse("They met in Oslo, Norway.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     edited = Path(folder) / "edited.geojson"
    ...     _ = edited.write_bytes(geo.export(document).replace(b'"Oslo"', b'"Christiania"'))
    ...     [t.resolution.place.name for t in overlay(document, edited).toponyms]
    ['Christiania', 'Norway']
    """
    path = Path(file)
    features = build_features(document)
    edits = _read(path, features)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    places = {i: _edited_place(p, edits, path.name) for i, p in document.places.items()}
    lost = _lost(features, edits)
    made = document.provenance
    return replace(
        document,
        places=places,
        toponyms=tuple(_edited_toponym(t, places, lost, edits, path.name) for t in document.toponyms),
        flows=tuple(_edited_line(f, edits) for f in document.flows if f.id not in lost),
        routes=tuple(_edited_line(r, edits) for r in document.routes if r.id not in lost),
        claims=tuple(
            replace(c, flows=kept)
            for c in document.claims
            if (kept := tuple(f for f in c.flows if f not in lost)) or c.places
        ),
        layers=_edited_layers(document, lost, edits),
        provenance=replace(
            made,
            files={**made.files, path.name: digest},
            attributions=(*made.attributions, Message("credit_changes", {"file": path.name})),
        ),
    )


# -- reading -----------------------------------------------------------------------------------------------


def _read(path: Path, features: Features) -> _Edits:
    before = {f.id: f for f in features.layered()}
    parts = tables(features)
    names: dict[str, str] = {}
    geometries: dict[str, BaseGeometry] = {}
    gone: dict[str, set[str]] = {}
    found: set[str] = set()
    for table, frame in _frames(path).items():
        if "id" not in frame:
            raise OverlayError(
                f"{path}: its layer {table} has no field id; expected those that `geo export` gives features"
            )
        here = [str(i) for i in frame["id"]]
        known = [i for i in here if i in before]
        found |= set(known)
        for fid, row in zip(here, frame.to_dict("records"), strict=True):
            if fid in before:
                _compare(path, fid, row, before[fid], names, geometries)
        if table in parts:
            layer, ids = parts[table]
            for fid in set(ids) - set(here):
                for name in [layer] if layer else before[fid].layers:
                    gone.setdefault(name, set()).add(fid)
        else:  # one table of all layers, in which a feature stands once, for all its layers
            mains = {before[i].layer for i in known}
            for fid, feature in before.items():
                if feature.layer in mains and fid not in here:
                    for layer in feature.layers:
                        gone.setdefault(layer, set()).add(fid)
    if not found and not any(gone.values()):
        raise OverlayError(
            f"{path}: no feature in it is from this map; expected ids like {next(iter(before), 'place-…')}"
        )
    return _Edits(names, geometries, {layer: frozenset(ids) for layer, ids in gone.items()})


def _frames(path: Path) -> dict[str, gpd.GeoDataFrame]:
    """Read every layer with geometry of a file, in EPSG:4326."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError
    from shapely import GEOSException

    if not path.is_file():
        raise OverlayError(f"{path}: no such file; expected one that `geo export` made and a GIS edited")
    try:
        source = _source(path)
        # GDAL's warnings, for example about a file's suffix, do not help the user.
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            frames = {
                str(name): pyogrio.read_dataframe(source, layer=name)
                for name, kind in pyogrio.list_layers(source)
                if kind is not None
            }
            return {
                n: f if f.crs is None else f.to_crs("EPSG:4326") for n, f in frames.items() if "geometry" in f
            }
    except OSError as error:
        raise OverlayError(f"{path}: cannot be read ({error.strerror}); expected {_EXPECTED}") from None
    except (DataSourceError, DataLayerError, ValueError, GEOSException) as error:
        reason = " ".join(str(error).split())
        raise OverlayError(f"{path}: not readable as layers ({reason}); expected {_EXPECTED}") from None


def _source(path: Path) -> str:
    """Return the name by which GDAL opens a file; ValueError for a format that could lead to other files.

    The formats are known by their first bytes. GDAL tries several readers for JSON, and some of them fetch
    what the file names, so the name says which reader to use.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    is_package = head.startswith(b"SQLite format 3\0") and head[68:72] in _PACKAGES
    if is_package or head.startswith(b"fgb\x03fgb"):
        return str(path.absolute())
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return f"GeoJSON:{path.absolute()}"
    raise ValueError("of another format")


def _compare(
    path: Path,
    fid: str,
    row: Mapping[Hashable, Any],
    before: Feature,
    names: dict[str, str],
    geometries: dict[str, BaseGeometry],
) -> None:
    """Add to names and geometries what a feature's row changes."""
    import numpy as np
    import shapely

    name = row.get("name")
    if isinstance(name, str) and name.strip() and name != before.name:
        names[fid] = name.strip()
    geometry = row["geometry"]
    if geometry is None or geometry.is_empty:
        raise OverlayError(f"{path}: {fid} has no geometry; give it one, or remove the feature")
    geometry = shapely.force_2d(geometry)
    west, south, east, north = geometry.bounds
    finite = np.isfinite(shapely.get_coordinates(geometry)).all()
    if not (finite and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise OverlayError(f"{path}: {fid} lies outside the Earth; expected longitude and latitude, degrees")
    if not _same(geometry, before.geometry):
        if crosses_much(geometry):
            raise OverlayError(f"{path}: {fid} crosses itself in too many places; mend its geometry")
        try:
            geometry = _single(Shape(valid_geometry(Shape(geometry).geometry)).geometry)
        except shapely.GEOSException as error:
            reason = " ".join(str(error).split())
            raise OverlayError(f"{path}: {fid} cannot be drawn ({reason}); mend its geometry") from None
        if geometry.is_empty:
            raise OverlayError(f"{path}: {fid} has no geometry; give it one, or remove the feature")
        if not before.place and shapely.get_dimensions(geometry) != 1:
            raise OverlayError(f"{path}: {fid} is a movement or a route; expected a line")
        if geometry.geom_type == "MultiPoint":
            raise OverlayError(f"{path}: {fid} is several points; expected one, or lines, or areas")
        geometries[fid] = geometry


def _same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Return whether two geometries are the same; a collection of one part equals that part."""
    import shapely

    one, other = (shapely.normalize(_single(geometry)) for geometry in (one, other))
    return bool(shapely.equals_exact(one, other, _SAME_DEGREES))


def _single(geometry: BaseGeometry) -> BaseGeometry:
    """Return the part of a multi-geometry that has only one, and any other geometry as it is."""
    import shapely

    if isinstance(geometry, shapely.MultiPoint | shapely.MultiLineString | shapely.MultiPolygon):
        return geometry.geoms[0] if len(geometry.geoms) == 1 else geometry
    return geometry


# -- applying ----------------------------------------------------------------------------------------------


def _lost(features: Features, edits: _Edits) -> frozenset[str]:
    """Return the ids of the features that were removed from all their layers."""
    return frozenset(
        f.id for f in features.layered() if all(f.id in edits.gone.get(layer, ()) for layer in f.layers)
    )


def _edited_place(place: Place, edits: _Edits, file: str) -> Place:
    """Return a place with its new name and geometry; its point moves only if it is not in the geometry."""
    from shapely import Point

    fid = feature_id(place)
    place = replace(place, name=edits.names.get(fid, place.name))
    geometry = edits.geometries.get(fid)
    if geometry is None:
        return place
    if isinstance(geometry, Point):
        how = Message("placed", {"file": file})
        x, y = geometry.x, geometry.y
        return replace(place, lng=x, lat=y, shape=None, extent="point", extent_method=how)
    spot = Point(place.point)
    spot = spot if geometry.intersects(spot) else geometry.representative_point()
    return replace(
        place,
        lng=round(spot.x, 5),
        lat=round(spot.y, 5),
        shape=Shape(geometry),
        extent="approximate",
        extent_method=Message("drawn", {"file": file}),
    )


def _edited_line(line: _Line, edits: _Edits) -> _Line:
    import shapely

    course = line.course
    if (drawn := edits.geometries.get(line.id)) is not None:
        course = tuple((float(x), float(y)) for x, y in shapely.get_coordinates(drawn))
    return replace(line, name=edits.names.get(line.id, line.name), course=course)


def _edited_toponym(
    t: Toponym, places: Mapping[str, Place], lost: Collection[str], edits: _Edits, file: str
) -> Toponym:
    """Return a toponym with its edited place, and with a reason if the place was edited."""
    r = t.resolution
    if r is None:
        return t
    candidates = tuple(replace(c, place=places[c.place.id]) for c in r.candidates)
    r = replace(r, candidates=candidates, rival=r.rival and places[r.rival.id])
    if r.place is None:
        return replace(t, resolution=r)
    fid = feature_id(r.place)
    if fid in lost:
        why = (Message("removed", {"file": file}),)
        gone = replace(
            r,
            place=None,
            confidence=0.0,
            reasons=why,
            certainty="unplaced",
            rival=None,
        )
        return replace(t, resolution=gone)
    edited = (("renamed", edits.names), ("redrawn", edits.geometries))
    reasons = (*r.reasons, *(Message(code, {"file": file}) for code, which in edited if fid in which))
    return replace(t, resolution=replace(r, place=places[r.place.id], reasons=reasons))


def _edited_layers(document: MapDocument, lost: frozenset[str], edits: _Edits) -> tuple[ThemeLayer, ...]:
    """Return the document's layers without the features that were removed from each."""
    placed = {t.id: feature_id(t.place) for t in document.toponyms if t.place}
    layers = []
    for layer in document.layers:
        gone = lost | edits.gone.get(layer.name, frozenset())
        toponyms = tuple(t for t in layer.toponyms if placed.get(t) not in gone)
        flows = tuple(f for f in layer.flows if f not in gone)
        layers.append(replace(layer, toponyms=toponyms, flows=flows))
    return tuple(layers)
