"""The round trip: layers exported, edited as a GIS edits them, and drawn with the changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from made import island_story
from msgspec.structs import replace
from test_export import story

import geo
from geo.cli import main
from geo.document import MapDocument
from geo.export import build_layers, export, overlay
from geo.model import Message

VALE, PORT, LINE, FLOW = "place-geonames-4", "place-geonames-3", "border-oa-tv", "flow-geonames-3-geonames-4"


@pytest.fixture(scope="module")
def document() -> MapDocument:
    return story()


def package(document: MapDocument, path: Path, edit: Any) -> Path:
    """Write a GeoPackage of a document's layers, each as it comes out of an editing function."""
    source = path.with_name("before.gpkg")
    source.write_bytes(export(document, "gpkg"))
    for name, kind in pyogrio.list_layers(source):
        if kind and (frame := edit(name, pyogrio.read_dataframe(source, layer=name))) is not None:
            pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", append=path.exists())
    return path


def rows(document: MapDocument) -> dict[str, Any]:
    return {fid: row for frame in build_layers(document).values() for fid, row in frame.iterrows()}


@pytest.mark.parametrize("name", ["gpkg", "geojson", "flatgeobuf"])
def test_a_file_that_nobody_edited_changes_nothing(name: str, document: MapDocument, tmp_path: Path) -> None:
    path = tmp_path / "same.file"
    path.write_bytes(export(document, name))
    after = overlay(document, path)
    assert after.places == document.places
    assert after.toponyms == document.toponyms
    assert after.flows == document.flows
    assert list(after.provenance.files) == [*document.provenance.files, "same.file"]
    before = rows(document)
    for fid, row in rows(after).items():
        assert row["name"] == before[fid]["name"]
        assert shapely.equals(row["geometry"], before[fid]["geometry"])


FILE = {"file": "edited.gpkg"}


def test_geometry_and_name_changed_in_a_gis(document: MapDocument, tmp_path: Path) -> None:
    square, course = shapely.box(11, 42, 12, 43), shapely.LineString([(11, 41), (12, 40.5), (12, 43)])

    def edit(name: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        frame.loc[frame["id"] == VALE, "geometry"] = square
        frame.loc[frame["id"] == PORT, ["name", "geometry"]] = ["New Port", shapely.Point(11.5, 41.5)]
        frame.loc[frame["id"] == FLOW, ["name", "geometry"]] = ["By sea", course]
        return frame

    after = overlay(document, package(document, tmp_path / "edited.gpkg", edit))
    drawn = rows(after)
    assert shapely.equals(drawn[VALE]["geometry"], square)
    assert (drawn[VALE]["extent"], drawn[VALE]["extent_method"]) == ("approximate", "as drawn in edited.gpkg")
    assert (drawn[PORT]["name"], drawn[PORT]["extent"]) == ("New Port", "point")
    assert shapely.equals(drawn[PORT]["geometry"], shapely.Point(11.5, 41.5))
    assert (drawn[FLOW]["name"], drawn[FLOW]["extent_method"]) == ("By sea", "as drawn by hand")
    assert shapely.equals(drawn[FLOW]["geometry"], course)
    told = {
        t.resolution.place.id: t.resolution.reasons
        for t in after.toponyms
        if t.resolution and t.resolution.place
    }
    assert Message("redrawn", FILE) in told["geonames:4"]
    assert {Message("renamed", FILE), Message("redrawn", FILE)} <= {*told["geonames:3"]}
    assert not [r for r in told["geonames:5"] if r.values]
    assert after.provenance.attributions[-1] == Message("credit_changes", FILE)
    assert len(after.provenance.files["edited.gpkg"]) == 64
    again = MapDocument.from_json(after.to_json())
    assert again == after
    assert geo.render(again) == geo.render(after)
    assert "New Port" in geo.render(after)


def test_only_layers_of_the_file_lose_features(document: MapDocument, tmp_path: Path) -> None:
    def edit(name: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
        if name in ("water", "flows"):
            return None
        return frame[~frame["id"].isin([VALE, LINE])]

    after = overlay(document, package(document, tmp_path / "edited.gpkg", edit))
    assert set(rows(document)) - set(rows(after)) == {VALE, LINE}
    assert {"place-geonames-5", FLOW} <= set(rows(after))
    gone = [t.resolution.reasons for t in after.unplaced() if t.resolution and t.surface == "Long Vale"]
    assert gone == [(Message("removed", FILE),)]
    assert "removed from the map by edited.gpkg" in geo.render(after)


def test_a_movement_that_is_removed_takes_its_claims_along(document: MapDocument, tmp_path: Path) -> None:
    [claim] = document.claims
    document = replace(
        document,
        claims=(replace(claim, places=(), flows=(FLOW,)), replace(claim, id="c02", flows=(FLOW,))),
    )
    path = package(document, tmp_path / "edited.gpkg", lambda name, frame: frame[frame["id"] != FLOW])
    after = overlay(document, path)
    assert after.flows == ()
    assert [(c.id, c.flows) for c in after.claims] == [("c02", ())]
    assert MapDocument.from_json(after.to_json()) == after


def test_geojson_loses_features_only_of_layers_that_it_has(document: MapDocument, tmp_path: Path) -> None:
    collection = json.loads(export(document))
    layer = {f["id"]: f["properties"]["layers"][0] for f in collection["features"]}
    collection["features"] = [f for f in collection["features"] if layer[f["id"]] == "countries"][:1]
    (tmp_path / "one.geojson").write_text(json.dumps(collection), "utf-8")
    after = overlay(document, tmp_path / "one.geojson")
    assert set(rows(document)) - set(rows(after)) == {"place-geonames-2"}


def test_a_feature_can_leave_one_of_its_layers(tmp_path: Path) -> None:
    document = island_story()
    layer = geo.ThemeLayer("one", "One", "a", "#0072b2", "", "circle", tuple(t.id for t in document.toponyms))
    document = replace(document, layers=(layer, replace(layer, name="two", title="Two", colour="#d55e00")))

    def edit(name: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return frame[frame["id"] != PORT] if name == "two_points" else frame

    after = overlay(document, package(document, tmp_path / "edited.gpkg", edit))
    layers = build_layers(after)
    assert PORT in layers["one"].index
    assert PORT not in layers["two"].index
    assert len(after.mentions()) == len(document.mentions())


def test_the_layer_files_projection_is_undone(document: MapDocument, tmp_path: Path) -> None:
    path = package(document, tmp_path / "m.gpkg", lambda name, frame: frame.to_crs("EPSG:3857"))
    assert overlay(document, path).places == document.places


FAULTS = {
    "no such file": None,
    "not readable as layers": "It rained.",
    "has no field id": {"name": "x"},
    "no feature in it is from this map": {"id": "place-geonames-999"},
    "has no geometry": {"id": VALE, "geometry": None},
    "outside the Earth": {"id": VALE, "geometry": {"type": "Point", "coordinates": [500, 0]}},
    "expected a line": {"id": FLOW, "geometry": {"type": "Point", "coordinates": [5, 0]}},
    "is a movement": {"id": FLOW, "geometry": {"type": "LineString", "coordinates": [[5, 0], [5, 0]]}},
    "is several points": {"id": VALE, "geometry": {"type": "MultiPoint", "coordinates": [[5, 0], [6, 0]]}},
    "do not form a closed linestring": {
        "id": VALE,
        "geometry": {"type": "Polygon", "coordinates": [[[5, 0], [6, 0], [6, 1], [5, 1]]]},
    },
    "expected GeoPackage, GeoJSON or FlatGeobuf": "<OGRVRTDataSource/>",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_laid_over_is_one_line(
    fault: str, document: MapDocument, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, given = tmp_path / "edited.geojson", FAULTS[fault]
    if isinstance(given, str):
        path.write_text(given, "utf-8")
    elif given is not None:
        geometry = given.pop("geometry", {"type": "Point", "coordinates": [1, 1]})
        feature = {"type": "Feature", "properties": given, "geometry": geometry}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    (tmp_path / "d.json").write_text(document.to_json(), "utf-8")
    argv = ["render", str(tmp_path / "d.json"), "--overlay", str(path), "-o", str(tmp_path / "d.html")]
    assert main(argv) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert fault in line
    assert not (tmp_path / "d.html").exists()


def test_a_file_leads_to_no_other(document: MapDocument, tmp_path: Path) -> None:
    (tmp_path / "layers.geojson").write_bytes(export(document))
    layer = f"<SrcDataSource>{tmp_path}/layers.geojson</SrcDataSource><SrcLayer>layers</SrcLayer>"
    vrt = f'<OGRVRTDataSource><OGRVRTLayer name="x">{layer}</OGRVRTLayer></OGRVRTDataSource>'
    for name in ("x.vrt", "x.geojson", "x.gpkg"):
        (tmp_path / name).write_text(vrt, "utf-8")
        assert len(pyogrio.read_dataframe(tmp_path / name)), "GDAL itself reads on"
        with pytest.raises(
            geo.OverlayError, match=r"^[^\n]+ expected GeoPackage, GeoJSON or FlatGeobuf[^\n]+$"
        ):
            overlay(document, tmp_path / name)


SPIKE = [[11, 42], [12, 42], [12, 43], [12, 42], [13, 42], [12, 42], [11.5, 42.5], [11, 42]]
AREA = {"type": "Polygon", "coordinates": [[[11, 42], [12, 42], [12, 43], [11, 42]]]}
SHAPES = {
    "Polygon": {"type": "Polygon", "coordinates": [SPIKE]},
    "Polygon ": {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [11, 42]}, AREA],
    },
    "LineString": {"type": "Polygon", "coordinates": [[[11, 42], [12, 43], [13, 44], [11, 42]]]},
    "Point": {"type": "Polygon", "coordinates": [[[11, 42], [11.000001, 42], [11, 42.000001], [11, 42]]]},
}


@pytest.mark.parametrize("kind", SHAPES)
def test_what_is_drawn_badly_keeps_its_best_part(kind: str, document: MapDocument, tmp_path: Path) -> None:
    collection = json.loads(export(document))
    for feature in collection["features"]:
        if feature["id"] == VALE:
            feature["geometry"] = SHAPES[kind]
    (tmp_path / "edited.geojson").write_text(json.dumps(collection), "utf-8")
    after = overlay(document, tmp_path / "edited.geojson")
    assert rows(after)[VALE]["geometry"].geom_type == kind.strip()
    assert MapDocument.from_json(after.to_json()) == after
    assert geo.render(after)


def test_the_command_draws_the_changes(document: MapDocument, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text(document.to_json(), "utf-8")
    collection = json.loads(export(document))
    for feature in collection["features"]:
        if feature["id"] == PORT:
            feature["properties"]["name"] = "Haven"
    (tmp_path / "edited.geojson").write_text(json.dumps(collection), "utf-8")
    argv = [
        "render",
        str(tmp_path / "d.json"),
        "--overlay",
        str(tmp_path / "edited.geojson"),
        "-o",
        f"{tmp_path}/o/",
    ]
    assert main(argv) == 0
    drawn = MapDocument.from_json((tmp_path / "o" / "d.json").read_text("utf-8"))
    assert drawn.places["geonames:3"].name == "Haven"
    assert "changes by edited.geojson" in (tmp_path / "o" / "d.html").read_text("utf-8")
