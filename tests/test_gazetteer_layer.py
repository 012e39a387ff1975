"""A gazetteer from a layer of a GIS, in each format that it may come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from geopandas import GeoDataFrame
from shapely import MultiPoint, Point, box

import geo
from geo.cli import main
from geo.gazetteer import verify
from geo.making.builder import build_layer
from geo.making.builder.dump import Made
from geo.making.builder.layer import read_layer

AREA = box(-76.0, -11.0, -75.5, -10.5)  # of a basin that is invented, in Peru
PLACES = {"Basin of Quivira": AREA, "Ward Norumbega": Point(-75.8, -10.9), "安納": Point(10.5, 50.5)}
TEXT = "Rain flooded the Basin of Quivira in Peru on Monday."


def _frame() -> GeoDataFrame:
    return GeoDataFrame({"label": list(PLACES)}, geometry=list(PLACES.values()), crs="EPSG:4326")


def _write(path: Path) -> str:
    """Write the places in the format of a path's suffix; return the column of names."""
    if path.suffix == ".gpkg":
        pyogrio.write_dataframe(_frame().to_crs("EPSG:3857"), path, layer="wards", geometry_type="Unknown")
    elif path.suffix == ".geojson":
        path.write_text(_frame().to_json(), "utf-8")
    elif path.suffix == ".csv":
        rows = [f'{name};"{place.wkt}"' for name, place in PLACES.items()]
        path.write_text("\r\n".join(["label;wkt", *rows]), "utf-8-sig")
    else:
        features: list[Any] = json.loads(_frame().to_json())["features"]
        for feature, name in zip(features, PLACES, strict=True):
            feature |= {"@id": name, "properties": {"title": name}}
            feature["names"] = [{"toponym": name}, {"toponym": f"Old {name}"}]
        path.write_text(json.dumps({"@context": "x", "type": "FeatureCollection", "features": features}))
        return "title"
    return "label"


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "csv", "jsonld"])
def test_every_format_gives_names_and_outlines(tmp_path: Path, suffix: str) -> None:
    layer = tmp_path / f"wards.{suffix}"
    found = list(read_layer(layer, _write(layer), Made(layer)))
    assert [entry.names[0] for entry in found] == list(PLACES)
    for entry, place in zip(found, PLACES.values(), strict=True):
        assert entry.geometry.symmetric_difference(place).area < 1e-4
        assert len(entry.names) == (2 if suffix == "jsonld" else 1)


def test_the_places_of_a_layer_stand_beside_the_pinned_ones(tmp_path: Path) -> None:
    layer, file = tmp_path / "wards.jsonld", tmp_path / "own.sqlite"
    made = build_layer(layer, _write(layer), file)
    assert verify(file) == ["own.sqlite"]
    with geo.Gazetteer.open() as pinned, geo.Gazetteer.open(file) as gazetteer:
        assert made.places == sum(v for k, v in pinned.counts().items() if " " not in k) + 3
        [found] = gazetteer.candidates("basin of quivira")
        place = gazetteer.geometry(found.place)
        assert (place.id, place.kind, place.country) == ("layer:basin-of-quivira", "region", "PE")
        assert place.geometry is not None
        assert place.geometry.symmetric_difference(AREA).area < 1e-4
        assert (place.extent, place.extent_method.values) == ("approximate", {"file": layer.name})
        assert gazetteer.candidates("安納")[0].place.id.startswith("layer:")
        assert gazetteer.candidates("Old Ward Norumbega")
        document = geo.geoparse(TEXT, gazetteer=gazetteer)
    [quivira] = [t.place for t in document.toponyms if t.place and t.place.id == place.id]
    assert quivira.geometry is not None
    assert layer.name in geo.export(document, "geojson").decode(), "the layer is named as a source"
    assert 'id="no-backdrop"' not in geo.render(document)
    other = geo.geoparse("Rain fell in Lima.", gazetteer=None)
    assert layer.name not in geo.export(other, "geojson").decode()


def test_a_pinned_place_gets_the_layers_outline(tmp_path: Path) -> None:
    layer, file = tmp_path / "towns.geojson", tmp_path / "own.sqlite"
    with geo.Gazetteer.open() as pinned:
        oslo = pinned.candidates("Oslo")[0].place
    areas = [box(10, 59, 11, 60.5), box(40, 0, 41, 1), MultiPoint([(1, 2), (3, 4)])]
    GeoDataFrame({"name": ["Oslo", "Oslo", "Quivira Wells"]}, geometry=areas, crs="EPSG:4326").to_file(
        layer, driver="GeoJSON"
    )
    command = [
        "gazetteer",
        "build",
        "--layer",
        str(layer),
        "--name",
        "name",
        "--kind",
        oslo.kind,
        "--surveyed",
    ]
    assert main([*command, "-o", str(file)]) == 0
    with geo.Gazetteer.open(file) as gazetteer:
        there = gazetteer.geometry(gazetteer.place(oslo.id))
        assert (there.extent, there.geometry is not None) == ("surveyed", True)
        far = gazetteer.place("layer:oslo")
        assert (far.lng // 1, far.kind) == (40, oslo.kind)
        wells = gazetteer.geometry(gazetteer.place("layer:quivira-wells"))
        assert (wells.lng, wells.lat, wells.geometry) in ((1, 2, None), (3, 4, None))
    first = file.read_bytes()
    build_layer(layer, "name", file, oslo.kind, surveyed=True)
    assert file.read_bytes() == first, "the same layer gives the same bytes"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("label;wkt\nA;POINT(1 2)\n", "no column name"),
        ("name;wkt\nA;POINT(1 2000)\n", "outside the Earth"),
        ("name;wkt\nA;POINT(\n", "not readable"),
        ("name;x;y\n;1;2\n", "1 without a name"),
        ("name,x,y\nA,,\n", "1 without a geometry"),
        ('{"features": [{"properties": {"name": "A\\ud800"}}]}', "1 without a geometry"),
        ('{"type": "FeatureCollection", "features": [1]}', "not readable"),
        ('{"a":' * 9000, "not readable"),
    ],
)
def test_a_layer_that_is_none_is_one_line(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = tmp_path / "layer"
    layer.write_text(text, "utf-8")
    out = tmp_path / "own.sqlite"
    assert main(["gazetteer", "build", "--layer", str(layer), "--name", "name", "-o", str(out)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert str(layer) in line
    assert said in line
    assert not out.exists()
