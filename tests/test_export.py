"""Exports: the same bytes every time, valid by published schemas, and the same features when read back."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb
import geoparquet_validator
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from jsonschema import Draft7Validator, Draft202012Validator
from lxml import etree
from made import island_story, made, place
from msgspec.structs import replace
from pmtiles.reader import MemorySource, Reader

import geo
from geo.cli import main
from geo.document import MapDocument
from geo.drawing.features import Feature, build_features
from geo.export import FORMATS, build_layers, export, format_of
from geo.model import Claim, Flow, FlowMention

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCHEMAS = Path(__file__).parent / "schemas"
GENERATOR = "dateline 0.1.0"


def story() -> MapDocument:
    """Return the island story with a movement, a claim, and names that mean something elsewhere."""
    document = island_story(generator=GENERATOR)
    text = document.article.text
    start = text.index("engineers will cross")
    sentence = next(s for s in document.sentences if s.start <= start < s.end)
    mention = FlowMention(sentence.id, start, start + 9, "engineers")
    flow = Flow("flow-geonames-3-geonames-4", "geonames:3", "geonames:4", "one way", "engineers", (mention,))
    claim = Claim(
        "c01", sentence.id, start, start + 9, "engineers", ("geonames:4",), (), False, 9.0, None, "", "day",
        "about", "engineers",
    )  # fmt: skip
    places = dict(document.places)
    places["geonames:3"] = replace(places["geonames:3"], name="=HYPERLINK(0)<b>{{7*7}}")
    toponyms = tuple(
        replace(t, resolution=replace(r, place=places[r.place.id])) if (r := t.resolution) and r.place else t
        for t in document.toponyms
    )
    whole = replace(document, places=places, toponyms=toponyms, flows=(flow,), claims=(claim,))
    return MapDocument.from_json(whole.to_json())


@pytest.fixture(scope="module")
def document() -> MapDocument:
    return story()


@pytest.fixture(scope="module")
def ids(document: MapDocument) -> set[str]:
    return {fid for frame in build_layers(document).values() for fid in frame.index}


def written(tmp_path: Path, document: MapDocument, name: str) -> Path:
    path = tmp_path / f"out{FORMATS[name].suffix or '.json'}"
    path.write_bytes(export(document, name))
    return path


def features_of(document: MapDocument) -> dict[str, Any]:
    return {f["id"]: f for f in json.loads(export(document))["features"]}


# -- all formats -------------------------------------------------------------------------------------------


def test_every_process_makes_the_same_bytes(document: MapDocument, tmp_path: Path) -> None:
    (tmp_path / "document.json").write_text(document.to_json(), "utf-8")
    code = (
        "import hashlib, sys, geo\n"
        "from geo.export import FORMATS\n"
        "document = geo.MapDocument.from_json(open(sys.argv[1], encoding='utf-8').read())\n"
        "for name in FORMATS: print(hashlib.sha256(geo.export(document, name)).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "document.json")],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    here = "".join(hashlib.sha256(export(document, name)).hexdigest() + "\n" for name in FORMATS)
    assert made == {here}


@pytest.mark.parametrize("name", [n for n in FORMATS if not FORMATS[n].binary])
@pytest.mark.parametrize("own", ["user:old-mill-1f2e3d4c", "mine:a_b.c"])
def test_a_place_from_elsewhere_is_in_every_format(own: str, name: str) -> None:
    places = {
        "mill": place(own, "The Old Mill", "facility", 1, 2),
        "suva": place("1", "Suva", "populated_place", 178, -18),
    }
    document = made([("paragraph", "At the [old mill](mill) it rained.", "In [Suva](suva) too.")], places)
    assert b"The Old Mill" in export(document, name)


def test_a_day_that_somebody_set_for_gdal_stays_set(document: MapDocument) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1999-09-09T00:00:00Z"})
    export(document, "gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "1999-09-09T00:00:00Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if not f.empty])
def test_nothing_placed_is_one_line(name: str) -> None:
    with pytest.raises(geo.ExportError, match="no toponym in it has a place") as error:
        export(made([("paragraph", "Nobody has seen [Atlantis]().")]), name)
    assert "\n" not in str(error.value)


def test_an_unknown_format_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("They met in Oslo.", "utf-8")
    assert main(["export", str(tmp_path / "a.txt"), "--format", "shapefile"]) == 1
    assert main(["export", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.shp")]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("geo: shapefile: not a format; expected one of geojson, ")
    assert "no format has this suffix" in second


def test_the_suffix_names_the_format(tmp_path: Path) -> None:
    assert {format_of(f"x{f.suffix}") for f in FORMATS.values() if f.suffix} == {
        name for name, f in FORMATS.items() if f.suffix
    }
    (tmp_path / "a.txt").write_text("They met in Oslo.", "utf-8")
    assert main(["export", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.fgb")]) == 0
    assert (tmp_path / "a.fgb").read_bytes().startswith(b"fgb")


def test_a_path_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("They met in Oslo.", "utf-8")
    assert main(["export", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.txt" / "b.gpkg")]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "cannot be written" in line


def test_a_missing_package_is_named_with_the_command(
    document: MapDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        sys.modules["geo.export"], "find_spec", lambda name: None if name == "pyarrow" else find_spec(name)
    )
    with pytest.raises(geo.ExportError, match=r"needs pyarrow, .* run: pip install 'dateline\[export\]'"):
        export(document, "geoparquet")


def test_a_terminal_is_spared_binary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("They met in Oslo.", "utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(["export", str(tmp_path / "a.txt"), "--format", "gpkg"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "geo: gpkg: binary, which no terminal can show; name a file with -o, or pipe it\n"


# -- one by one --------------------------------------------------------------------------------------------


def test_geojson_follows_its_schema_and_simplestyle(document: MapDocument, ids: set[str]) -> None:
    collection = json.loads(export(document, "geojson"))
    schema = json.loads((SCHEMAS / "geojson-feature-collection.json").read_text("utf-8"))
    assert [e.message for e in Draft7Validator(schema).iter_errors(collection)] == []
    assert {f["id"] for f in collection["features"]} == ids
    assert [layer["name"] for layer in collection["layers"]] == list(build_layers(document))
    colours = {layer["name"]: layer["colour"] for layer in collection["layers"]}
    for feature in collection["features"]:
        told = feature["properties"]
        look = told["marker-color" if feature["geometry"]["type"] == "Point" else "stroke"]
        assert look == colours[told["layers"][0]]
        assert ("fill" in told) == (feature["geometry"]["type"] == "Polygon")


def test_geojson_has_a_feature_of_two_layers_once() -> None:
    document = island_story()
    layer = geo.ThemeLayer("one", "One", "a", "#0072b2", "", "circle", tuple(t.id for t in document.toponyms))
    document = replace(document, layers=(layer, replace(layer, name="two", title="Two")))
    features = json.loads(export(document))["features"]
    assert len({f["id"] for f in features}) == len(features)
    assert {tuple(f["properties"]["layers"]) for f in features} == {("one", "two")}


FLAT = ("geoparquet", "flatgeobuf", "csv")


@pytest.mark.parametrize("name", FLAT)
def test_flat_formats_read_back_as_the_same_features(
    name: str, document: MapDocument, ids: set[str], tmp_path: Path
) -> None:
    path = written(tmp_path, document, name)
    if name == "geoparquet":
        import geopandas

        frame = geopandas.read_parquet(path)
    elif name == "csv":
        frame = pd.read_csv(path)
        assert set(frame["wkt_within_m"]) == {0}
        frame = frame.assign(geometry=shapely.from_wkt(frame["wkt"]))
    else:
        frame = pyogrio.read_dataframe(path)
    frame = frame.set_index("id", drop=False)
    assert set(frame.index) == ids
    assert len(frame) == len(ids)
    for fid, feature in features_of(document).items():
        row, told = frame.loc[fid], feature["properties"]
        assert row["name"].lstrip("'") == told["name"]
        assert row["kind"] == told["kind"]
        assert row["layer"] == told["layers"][0]
        assert row["extent"] == told["extent"]
        assert row["confidence"] == pytest.approx(told["confidence"])
        assert row["mention_count"] == len(told["mentions"])
        assert row["sentence"] == told["mentions"][0]["sentence"]
        assert document.article.text[row["text_start"] : row["text_end"]] == row["surface"]
        assert row["kind_label"] == told["kind_label"]
        for lists in ("mentions", "claims"):
            nested = name == "geoparquet"
            assert (_plain(row[lists]) if nested else json.loads(row[lists])) == told[lists]
        assert "Made for a test" in row["attribution"]
        assert shapely.equals(row["geometry"], shapely.geometry.shape(feature["geometry"]))


def _plain(nested: Any) -> Any:
    """Return nested values of numpy and pandas as JSON has them."""
    if isinstance(nested, dict):
        return {key: _plain(value) for key, value in nested.items()}
    return [_plain(value) for value in nested] if hasattr(nested, "__array__") else nested


def test_geoparquet_is_valid_and_has_a_covering(document: MapDocument, tmp_path: Path) -> None:
    data = export(document, "geoparquet")
    report = geoparquet_validator.check_bytes("layers", data)
    assert geoparquet_validator.failed(report) == []
    passed = {o["id"] for o in report["outcomes"] if o["status"] == "pass"}
    assert any(outcome.startswith("/conf/covering/") for outcome in passed)
    told = pq.read_metadata(io.BytesIO(data)).metadata
    assert json.loads(told[b"geo"])["version"] == "1.1.0"
    assert told[b"description"].startswith(b"Made by dateline")


def spatial() -> duckdb.DuckDBPyConnection:
    """Open DuckDB with its spatial extension, which comes as a package: nothing is fetched."""
    [extension] = files("duckdb_extension_spatial").glob("extensions/*/spatial.duckdb_extension")  # type: ignore[attr-defined]
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    connection.execute(f"LOAD '{extension}'")
    return connection


def test_duckdb_reads_geoparquet_and_geopackage(document: MapDocument, ids: set[str], tmp_path: Path) -> None:
    connection = spatial()
    parquet = written(tmp_path, document, "geoparquet")
    rows = connection.execute(
        "SELECT id, layer, mention_count, ST_GeometryType(geometry)::VARCHAR, bbox.xmin FROM read_parquet(?)",
        [str(parquet)],
    ).fetchall()
    assert {row[0] for row in rows} == ids
    features = features_of(document)
    for fid, layer, count, shape, west in rows:
        assert features[fid]["properties"]["layers"][0] == layer
        assert len(features[fid]["properties"]["mentions"]) == count
        assert features[fid]["geometry"]["type"].upper() == shape
        assert features[fid]["bbox"][0] == pytest.approx(west, abs=1e-4)
    package = written(tmp_path, document, "gpkg")
    towns = connection.execute(
        "SELECT id, ST_X(geom), ST_Y(geom) FROM ST_Read(?, layer='cities')", [str(package)]
    ).fetchall()
    assert towns == [("place-geonames-3", 11.0, 41.0)]


def test_geopackage_has_a_layer_a_map_layer_and_styles_for_qgis(
    document: MapDocument, tmp_path: Path
) -> None:
    path = written(tmp_path, document, "gpkg")
    layers = build_layers(document)
    tables = {name for name, kind in pyogrio.list_layers(path) if kind}
    held = {f"feature_{part}" for part in ("points", "lines", "areas")}
    assert tables - held == set(layers)
    once = [fid for name in held for fid in pyogrio.read_dataframe(path, layer=name)["id"]]
    assert sorted(once) == sorted({fid for frame in layers.values() for fid in frame.index})
    tables -= held
    for name in tables:
        frame = pyogrio.read_dataframe(path, layer=name)
        assert list(frame["id"]) == list(layers[name].index)
        assert list(frame["name"]) == list(layers[name]["name"])
        assert frame.crs.to_epsg() == 4326
        expected = layers[name].geometry.reset_index(drop=True)
        assert frame.geometry.geom_equals_exact(expected, 1e-5).all()
    with sqlite3.connect(path) as db:
        told = dict(db.execute("SELECT table_name, identifier FROM gpkg_contents WHERE data_type='features'"))
        assert {name: told[name] for name in tables} == {name: layers.styles[name].title for name in layers}
        [(moment,)] = set(db.execute("SELECT update_time FROM layer_styles"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)
        [(day,)] = set(db.execute("SELECT last_change FROM gpkg_contents"))
        assert day.startswith("2000-01-01")
        rows = db.execute(
            "SELECT f_table_name, f_table_schema, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        columns = dict(db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    assert {row[0] for row in rows} == tables
    for name, schema, column, default, qml in rows:
        assert (schema, column, default) == ("", columns[name], 1)
        root = ElementTree.fromstring(qml)
        renderer = root.find("renderer-v2")
        assert renderer is not None
        assert renderer.get("attr") == """concat(if("kind" = 'flow', 'flow', "extent"), ' ', "certainty")"""
        legend = {c.get("value"): c.get("symbol") for c in root.iter("category")}
        dotted = {
            s.get("name") for s in root.iter("symbol") if 'value="dot"' in ElementTree.tostring(s, "unicode")
        }
        assert dotted == {legend[look] for look in legend if look.startswith("approximate")}
        red, green, blue = (int(layers.styles[name].colour[i : i + 2], 16) for i in (1, 3, 5))
        assert f"{red},{green},{blue},255" in {o.get("value") for o in root.iter("Option")}
        kinds = {s.get("type") for s in root.iter("symbol")}
        assert kinds == {
            ("marker", "line", "fill")[int(shapely.get_dimensions(layers[name].geometry.iloc[0]))]
        }


def test_old_programs_read_the_geopackage_without_a_warning(document: MapDocument, tmp_path: Path) -> None:
    with sqlite3.connect(written(tmp_path, document, "gpkg")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (10200,)
        assert not db.execute("PRAGMA foreign_key_check").fetchall()


def test_a_qgis_project_holds_its_layers_in_groups(document: MapDocument, tmp_path: Path) -> None:
    """What QGIS itself says of it is tried by `.ci/consumers.py`."""
    layers = build_layers(document)
    with ZipFile(io.BytesIO(export(document, "qgis"))) as archive:
        assert archive.read("layers.gpkg") == export(document, "gpkg")
        root = ElementTree.fromstring(archive.read("project.qgs"))
    groups = root.findall("layer-tree-group/layer-tree-group")
    assert [g.get("name") for g in groups] == [s.title for s in layers.styles.values()]
    sources = {m.findtext("id"): m.findtext("datasource") for m in root.iter("maplayer")}
    assert sources == {name: f"attachment:layers.gpkg|layername={name}" for name in layers}
    assert {x.get("id") for x in root.iter("layer-tree-layer")} == {*sources}
    first, *_, last = (i.text for i in root.iter("item"))
    assert (first, last in ("units", "countries", "water", "regions")) == ("cities", True), "areas lie below"
    [layout] = root.iter("Layout")
    words = [i.get("labelText", "") for i in layout.iter("LayoutItem")]
    assert document.article.title in words
    assert any("Made for a test" in w for w in words)


def test_geopackage_gives_each_kind_of_geometry_a_table(tmp_path: Path) -> None:
    places = {
        "a": place("1", "A", "lake", 1, 1, geometry=shapely.box(0, 0, 2, 2)),
        "b": place("2", "B", "lake", 5, 5),
    }
    document = made([("paragraph", "From [A](a) to [B](b).")], places)
    path = written(tmp_path, document, "gpkg")
    tables = {name: kind for name, kind in pyogrio.list_layers(path) if kind}
    assert tables == {
        **{"feature_areas": "Polygon", "feature_points": "Point"},
        **{"water_areas": "Polygon", "water_points": "Point"},
    }


def test_geopackage_takes_two_layers_of_one_title(tmp_path: Path) -> None:
    document = island_story()
    layer = geo.ThemeLayer("one", "One", "a", "#0072b2", "", "circle", tuple(t.id for t in document.toponyms))
    path = written(tmp_path, replace(document, layers=(layer, replace(layer, name="two"))), "gpkg")
    with sqlite3.connect(path) as db:
        told = [i for (i,) in db.execute("SELECT identifier FROM gpkg_contents WHERE data_type='features'")]
    assert "One (points)" in told
    assert "One (points) [two_points]" in told


def test_what_gdal_cannot_write_is_one_line(document: MapDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any, **options: Any) -> None:
        raise pyogrio.errors.DataSourceError("no space left")

    monkeypatch.setattr(pyogrio, "write_dataframe", full)
    with pytest.raises(geo.ExportError, match=r"^layers.fgb: could not be made \(no space left\)"):
        export(document, "flatgeobuf")


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    import csv

    names = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "plain")
    places = {f"p{i}": place(str(i), name, "populated_place", -i, i) for i, name in enumerate(names, 1)}
    document = made([("paragraph", *(f"It was in [X](p{i})." for i in range(1, 8)))], places)
    rows = list(csv.DictReader(io.StringIO(export(document, "csv").decode("utf-8-sig"), newline="")))
    assert [row["name"] for row in rows] == [*(f"'{n}" for n in names[:-1]), "plain"]
    assert [(float(row["lon"]), float(row["lat"])) for row in rows] == [(-i, i) for i in range(1, 8)]
    assert rows[0]["wkt"] == "POINT (-1 1)"
    for row in rows:
        for key, cell in row.items():
            assert key in ("lon", "lat", "west", "south", "east", "north") or not cell.startswith(
                ("=", "+", "-", "@", "\t", "\r")
            )


def test_kml_follows_its_schema_and_reads_back(document: MapDocument, ids: set[str], tmp_path: Path) -> None:
    path = written(tmp_path, document, "kml")
    schema = etree.XMLSchema(file=str(files("fastkml") / "schema" / "ogckml22.xsd"))
    tree = etree.parse(str(path))
    schema.assertValid(tree)
    found, names_drawn = set(), []
    for name, _ in pyogrio.list_layers(path):
        frame = pyogrio.read_dataframe(path, layer=name)
        for row in frame.to_dict("records"):
            if name == "Names of lines and areas":
                names_drawn.append(row["Name"])
                continue
            found.add(row["id"])
            expected = features_of(document)[row["id"]]
            assert row["Name"] == expected["properties"]["name"]
            assert json.loads(row["claims"]) == expected["properties"]["claims"]
            flat = shapely.force_2d(row["geometry"])
            assert shapely.equals(flat, shapely.geometry.shape(expected["geometry"]))
    assert found == ids
    assert {
        f["properties"]["name"] for f in features_of(document).values() if f["geometry"]["type"] == "Polygon"
    } <= {*names_drawn}
    names = {"k": "http://www.opengis.net/kml/2.2"}
    assert [f.findtext("k:name", namespaces=names) for f in tree.iterfind(".//k:Folder", names)] == [
        *(style.title for style in build_layers(document).styles.values()),
        "Names of lines and areas",
    ]


def test_kml_balloons_show_sentences_as_text() -> None:
    document = made(
        [("paragraph", "<script>alert(1)</script> in [Port](p).")],
        {"p": place("9", "Port", "populated_place", 11, 41)},
    )
    root = ElementTree.fromstring(export(document, "kml"))
    [mark] = root.iter("{http://www.opengis.net/kml/2.2}Placemark")
    told = mark.findtext("{http://www.opengis.net/kml/2.2}description")
    assert told == "<h3>Port</h3><p>city or town</p><p>&lt;script&gt;alert(1)&lt;/script&gt; in Port.</p>"


def test_topojson_reads_back_and_shares_edges(document: MapDocument, tmp_path: Path) -> None:
    path = written(tmp_path, document, "topojson")
    layers = build_layers(document)
    assert {name for name, _ in pyogrio.list_layers(path)} == set(layers)
    for name, frame in layers.items():
        back = pyogrio.read_dataframe(path, layer=name)
        assert list(back["id"]) == list(frame.index)
        assert list(back["name"]) == list(frame["name"])
        for got, expected in zip(back.geometry, frame.geometry, strict=True):
            assert shapely.equals(shapely.set_precision(got, 1e-5), shapely.set_precision(expected, 1e-5))
    topology = json.loads(path.read_bytes())
    one, other = (set(_arcs(g)) for g in topology["objects"]["countries"]["geometries"])
    assert one & other, "two neighbours have an edge in common"


def _arcs(geometry: dict[str, Any]) -> list[int]:
    """Return the numbers of a polygon's arcs; one that runs backwards has its complement there."""
    return [arc if arc >= 0 else ~arc for ring in geometry["arcs"] for arc in ring]


def test_pmtiles_reads_back(document: MapDocument, ids: set[str], tmp_path: Path) -> None:
    path = written(tmp_path, document, "pmtiles")
    frame = pyogrio.read_dataframe(path, ZOOM_LEVEL=6)
    assert set(frame["id"]) == ids
    told = Reader(MemorySource(path.read_bytes())).metadata()
    assert told["name"] == document.article.title
    assert told["description"].startswith("Made by dateline")
    assert [layer["id"] for layer in told["vector_layers"]] == ["dateline"]
    names = {f["id"]: f["properties"]["name"] for f in features_of(document).values()}
    assert dict(zip(frame["id"], frame["name"], strict=True)) == names


def test_tiles_end_near_the_poles(tmp_path: Path) -> None:
    document = geo.geoparse("They sailed from Nuuk, Greenland, over the Arctic Ocean; Antarctica is far.")
    beyond = {f.id for f in features_of_all(document) if f.geometry.bounds[1] > 85.06}
    path = written(tmp_path, document, "pmtiles")
    ids = set(pyogrio.read_dataframe(path, ZOOM_LEVEL=6)["id"])
    assert beyond
    assert ids == {f.id for f in features_of_all(document)} - beyond


def features_of_all(document: MapDocument) -> list[Feature]:
    return list(build_features(document).layered())


def test_linked_places_has_what_is_required(document: MapDocument, ids: set[str]) -> None:
    collection = json.loads(export(document, "linked-places"))
    schema = json.loads((SCHEMAS / "linked-places.json").read_text("utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(collection)] == []
    places = {f["properties"]["id"]: f for f in collection["features"]}
    assert set(places) == {fid for fid in ids if not fid.startswith("flow-")}
    town = places["place-geonames-3"]
    assert town["@id"] == "https://sws.geonames.org/3/"
    assert [n["toponym"] for n in town["names"]] == ["=HYPERLINK(0)<b>{{7*7}}", "Port Ona"]
    [relation] = town["relations"]
    assert relation["relationTo"] == "https://sws.geonames.org/4/"
    for fid, feature in places.items():
        expected = features_of(document)[fid]
        assert shapely.equals(
            shapely.geometry.shape(feature["geometry"]["geometries"][0]),
            shapely.geometry.shape(expected["geometry"]),
        )
        assert [d["value"] for d in feature["descriptions"]] == [
            m["sentence"] for m in expected["properties"]["mentions"]
        ]


def test_web_annotations_select_the_words(document: MapDocument) -> None:
    page = json.loads(export(document, "web-annotation"))
    schema = json.loads((SCHEMAS / "web-annotation.json").read_text("utf-8"))
    validator = Draft7Validator(schema)
    text = document.article.text
    assert page["type"] == "AnnotationPage"
    for annotation in page["items"]:
        assert [e.message for e in validator.iter_errors(annotation)] == []
        quote, position = annotation["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
    said = sum(map(len, document.mentions().values()))
    told = [a["motivation"] for a in page["items"]]
    assert (told.count("identifying"), told.count("describing")) == (said + 1, 1)
    assert len({a["id"] for a in page["items"]}) == len(page["items"])
    features = features_of(document)
    shown = {f["id"]: f for f in page["features"]}
    assert len(shown) == len(page["features"]), "each place stands once"
    for annotation in page["items"]:
        if annotation["motivation"] == "identifying":
            body, tag = annotation["body"]
            told_of = shown[body["source"]]
            assert tag["value"] == told_of["properties"]["name"]
            assert told_of["geometry"] == features[told_of["properties"]["id"]]["geometry"]


def test_maplibre_has_its_source_inlined(document: MapDocument, ids: set[str]) -> None:
    style = json.loads(export(document, "maplibre"))
    assert {f["properties"]["id"] for f in style["sources"]["dateline"]["data"]["features"]} == ids
    assert not {"glyphs", "sprite"} & set(style), "which would be fetched"
    colours = {s.colour for s in build_layers(document).styles.values()}
    drawn = json.dumps([layer["paint"] for layer in style["layers"]])
    assert all(f'"{colour}"' in drawn for colour in colours)


def test_the_still_map_is_svg_and_png(document: MapDocument) -> None:
    root = ElementTree.fromstring(export(document, "svg"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}metadata", "").startswith("Made by dateline")
    picture = export(document, "png")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    chunk = picture[33:]
    length = int.from_bytes(chunk[:4], "big")
    assert chunk[4:8] == b"iTXt"
    assert zlib.crc32(chunk[4 : 8 + length]) == int.from_bytes(chunk[8 + length : 12 + length], "big")


def test_a_picture_has_a_size(document: MapDocument) -> None:
    column = export(document, "png", size="column")
    assert int.from_bytes(column[16:20], "big") == 1080
    for format, size in (("svg", "poster"), ("csv", "column")):
        with pytest.raises(geo.ExportError, match=f"{format}, size {size}: not a size of it; expected"):
            export(document, format, size=size)


def test_the_png_has_letters(browser: Browser) -> None:
    """Draw a word and its absence: the pictures differ, so the chosen font was found."""
    one, other = (
        export(replace(d, article=replace(d.article, title=t)), "png")
        for d in [story()]
        for t in ("Ona", "\u200b")
    )
    assert len(one) - len(other) > 200
    page = browser.new_page()
    page.set_content(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">')
    assert page.evaluate("document.images[0].decode().then(() => document.images[0].naturalWidth)") == 2400
    page.close()


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_movement_from_a_point_to_itself_is_in_no_format(name: str) -> None:
    document = story()
    vale = replace(document.places["geonames:4"], lng=11.0, lat=41.0, shape=None, extent="point")
    document = replace(document, places={**document.places, vale.id: vale})
    [flow] = document.flows
    for still in (document, replace(document, flows=(replace(flow, destination=flow.origin),))):
        data = export(still, name)
        assert flow.id.encode() not in data
        assert not re.search(rb"[\[:,] ?NaN", data) or name == "png"


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_movement_from_a_point_to_itself_is_not_on_the_page() -> None:
    document = story()
    [flow] = document.flows
    page = geo.render(replace(document, flows=(replace(flow, destination=flow.origin),)))
    assert flow.id not in page


# -- what consumers found ----------------------------------------------------------------------------------


def wide_story() -> MapDocument:
    """Return a story with a place on both sides of the 180th meridian, a movement, and a long outline."""
    fiji = shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -18, -179, -16)])
    ring = shapely.Point(170, -40).buffer(3, quad_segs=2000)
    places = {
        "fiji": place("1", "Fiji", "country", 178, -17, geometry=fiji),
        "bay": replace(place("2", "Bay", "region", 170, -40, geometry=ring), extent="approximate"),
        "apia": place("3", "Apia", "populated_place", -171.77, -13.83),
        "suva": place("4", "Suva", "populated_place", 178.44, -18.14),
    }
    document = made(
        [("paragraph", "In [Fiji](fiji) and the [Bay](bay) " * 400 + "from [Suva](suva) to [Apia](apia).")],
        places,
    )
    sentence = document.sentences[0]
    mention = FlowMention(sentence.id, sentence.start, sentence.start + 2, "In")
    flow = Flow("flow-geonames-4-geonames-3", "geonames:4", "geonames:3", "one way", "", (mention,))
    return replace(document, flows=(flow,))


@pytest.fixture(scope="module")
def wide() -> MapDocument:
    return wide_story()


def test_geojson_boxes_rings_and_decimals_follow_rfc_7946(wide: MapDocument) -> None:
    data = json.loads(export(wide), parse_float=lambda text: text)
    boxes = {f["id"]: [float(v) for v in f["bbox"]] for f in data["features"]}
    assert boxes["place-geonames-1"] == [177, -19, -179, -16]
    assert boxes["flow-geonames-4-geonames-3"][0] > boxes["flow-geonames-4-geonames-3"][2]
    assert [float(v) for v in data["bbox"]][::2] == [pytest.approx(167), -171.77]
    numbers = re.findall(r'"?(-?\d+\.\d+)"?', json.dumps([f["geometry"] for f in data["features"]]))
    assert max(len(number.partition(".")[2]) for number in numbers) <= 7
    for feature in json.loads(export(wide))["features"]:
        for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert part.geom_type != "Polygon" or part.exterior.is_ccw
            assert -180 <= part.bounds[0] <= part.bounds[2] <= 180


def test_a_maplibre_map_over_the_180th_meridian_is_small(wide: MapDocument) -> None:
    style = json.loads(export(wide, "maplibre"))
    assert 167 < style["center"][0] < 180
    assert style["zoom"] > 3


def test_no_cell_is_longer_than_a_spreadsheet_keeps(wide: MapDocument) -> None:
    import csv

    data = export(wide, "csv")
    assert data.startswith(b"\xef\xbb\xbfid,")
    csv.field_size_limit(10**7)
    rows = {r["name"]: r for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))}
    assert max(len(cell.encode("utf-16-le")) // 2 for row in rows.values() for cell in row.values()) <= 32_767
    bay, whole = rows["Bay"], shapely.Point(170, -40).buffer(3, quad_segs=2000)
    within = int(bay["wkt_within_m"])
    assert 0 < within < 200
    assert shapely.hausdorff_distance(shapely.from_wkt(bay["wkt"]), whole) * 111_320 <= within + 2
    assert [float(bay[side]) for side in ("west", "south", "east", "north")] == [167, -43, 173, -37]
    assert int(bay["mention_count"]) == 400 > len(json.loads(bay["mentions"])) > 1


def test_one_sign_for_approximate_in_every_styled_format(wide: MapDocument, tmp_path: Path) -> None:
    layer = geo.ThemeLayer(
        "one",
        "One",
        "a",
        "#0072b2",
        "8 3 2 3",
        "circle",
        tuple(t.id for t in wide.toponyms),
        (wide.flows[0].id,),
    )
    dashed = replace(wide, layers=(layer,))
    words = "Dotted edge: approximate extent"
    collection = json.loads(export(dashed))
    looks = {f["properties"]["name"]: f["properties"].get("stroke-dasharray") for f in collection["features"]}
    assert (looks["Bay"], looks["Fiji"], looks["Suva → Apia"]) == ("0.1 4", None, "8 3 2 3")
    assert collection["legend"] == {"dotted": words}
    told = collection["description"]
    assert told.endswith("Movements on it are Suva → Apia.")
    assert told.startswith("The map shows 4 places (One), most of all ")
    style = json.loads(export(dashed, "maplibre"))
    dashes = {x["id"]: x["paint"].get("line-dasharray") for x in style["layers"] if x["type"] == "line"}
    assert dashes == {"one-line": None, "one-dots": [0.05, 2.0], "one-flow": [4.0, 1.5, 1.0, 1.5]}
    assert style["metadata"]["dateline:legend"] == {"dotted": words}
    told = Reader(MemorySource(export(dashed, "pmtiles"))).metadata()
    assert told["dateline:legend"] == {"dotted": words}
    with sqlite3.connect(written(tmp_path, dashed, "gpkg")) as db:
        [(areas,)] = db.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = 'one_areas'")
    assert 'label="approximate (dotted)"' in areas
    assert areas.count('value="dot"') == 1
    kml = ElementTree.fromstring(export(dashed, "kml"))
    edges = {
        s.get("id"): s.findtext("k:PolyStyle/k:outline", "", {"k": "http://www.opengis.net/kml/2.2"})
        for s in kml.iter("{http://www.opengis.net/kml/2.2}Style")
    }
    assert (edges["style-approximate-one"], edges["style-surveyed-one"]) == ("0", "1")
    assert "Area without an edge: approximate extent" in export(dashed, "kml").decode()
    folium = export(dashed, "folium").decode()
    assert words in folium
    assert '"dashArray": "0.1 4"' in folium


def test_topojson_is_quantised_without_loss(document: MapDocument) -> None:
    topology = json.loads(export(document, "topojson"))
    assert topology["transform"] == {"scale": [1e-5, 1e-5], "translate": [0, 0]}
    assert all(type(step) is int for arc in topology["arcs"] for point in arc for step in point)
    assert len(export(document, "topojson")) < len(export(document, "geojson"))


def test_pmtiles_name_their_sources_and_layers(document: MapDocument) -> None:
    reader = Reader(MemorySource(export(document, "pmtiles")))
    told = reader.metadata()
    assert "Made for a test" in told["attribution"]
    assert [x["name"] for x in told["dateline:layers"]] == list(build_layers(document))
    assert {"sentence", "colour", "extent"} <= set(told["vector_layers"][0]["fields"])
    assert reader.get(0, 0, 0), "the tiles are where the header says"


def test_linked_places_are_dated_by_what_is_said(document: MapDocument) -> None:
    sentence = next(s for s in document.sentences if s.id == document.toponyms[-1].sentence_id)
    time = geo.Time("d01", sentence.id, sentence.start, sentence.start + 2, "x", "2019-04-01/2019-04-30")
    dated = replace(document, times=(time,), article=replace(document.article, date="2019-05-02"))
    features = json.loads(export(dated, "linked-places"))["features"]
    spans = {f["properties"]["title"]: f["when"]["timespans"] for f in features}
    last = document.toponyms[-1].place
    assert last is not None
    assert spans.pop(last.name) == [{"start": {"earliest": "2019-04-01"}, "end": {"latest": "2019-04-30"}}]
    assert {json.dumps(s) for s in spans.values()} >= {'[{"start": {"in": "2019-05-02"}}]'}


@pytest.mark.parametrize("name", [n for n in FORMATS if not FORMATS[n].binary])
def test_people_read_no_codes(name: str, document: MapDocument) -> None:
    data = export(document, name).decode()
    assert not re.search(r"\ban? (admin[123]|populated_place)\b|Message\(code", data)
    labels = re.findall(r'"kind_label": "(\w+)"', data)
    assert not {"admin1", "admin2", "populated_place"} & set(labels)


# -- join keys and TEI -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keyed() -> MapDocument:
    return geo.geoparse("They met in Puno Region, Peru. A plane left Lagos State for Peru’s coast.")


def test_join_keys_are_in_the_document_and_the_exports(keyed: MapDocument, tmp_path: Path) -> None:
    keys = {p.name: p.keys for p in keyed.places.values() if p.id in keyed.mentions()}
    assert keys["Peru"] == {"iso_3166_1": "PE", "iso_3166_1_alpha_3": "PER", "wikidata": "Q419"}
    assert keys["Puno"] == {"iso_3166_2": "PE-PUN", "wikidata": "Q205104"}
    assert {f["properties"]["name"]: f["properties"]["keys"] for f in features_of(keyed).values()} == keys
    for name in ("csv", "flatgeobuf", "geoparquet"):
        path = written(tmp_path, keyed, name)
        if name == "geoparquet":
            frame = pq.read_table(path).to_pandas()
        else:
            frame = pd.read_csv(path) if name == "csv" else pyogrio.read_dataframe(path)
        rows = frame.set_index("name")
        assert rows.loc["Puno", ["iso_3166_2", "wikidata"]].to_list() == ["PE-PUN", "Q205104"]
        assert rows.loc["Peru", "iso_3166_1_alpha_3"] == "PER"
    links = [
        link["identifier"]
        for f in json.loads(export(keyed, "linked-places"))["features"]
        for link in f["links"]
    ]
    assert "http://www.wikidata.org/entity/Q419" in links


def test_tei_marks_the_names_and_lists_the_places(keyed: MapDocument) -> None:
    root = ElementTree.fromstring(export(keyed, "tei"))
    tei, xml = {"t": "http://www.tei-c.org/ns/1.0"}, "{http://www.w3.org/XML/1998/namespace}"
    places = {p.get(f"{xml}id"): p for p in root.iterfind(".//t:listPlace/t:place", tei)}
    names = root.findall(".//t:body//t:placeName", tei)
    assert len(names) == len([t for t in keyed.toponyms if t.is_shown])
    assert {n.get("ref", "")[1:] for n in names} == set(places) == set(features_of(keyed))
    assert {n.get("cert") for n in names} <= {"high", "low"}
    body = root.find(".//t:body", tei)
    assert body is not None
    assert "".join("".join(body.itertext()).split()) == "".join(keyed.article.text.split())
    peru = places["place-geonames-3932488"]
    assert "http://www.wikidata.org/entity/Q419" in [i.text for i in peru.iterfind("t:idno", tei)]
    assert [float(v) for v in peru.findtext(".//t:geo", "", tei).split()] == [
        keyed.places["geonames:3932488"].lat,
        keyed.places["geonames:3932488"].lng,
    ]


@pytest.mark.parametrize("words", ["Nobody has seen [Atlantis]().", "From [A](a) <b>&</b> [A](a)\x0c."])
def test_tei_of_any_text_is_xml(words: str) -> None:
    document = made([("paragraph", words)], {"a": place("1", "A & B", "lake", 1, 1)})
    root = ElementTree.fromstring(export(document, "tei"))
    assert "Atlantis" in "".join(root.itertext()) or "A & B" in "".join(root.itertext())
