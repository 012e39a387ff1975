"""Layers: one feature a place, in the layer of its kind, with the sentences that speak of it."""

from __future__ import annotations

import json
from itertools import pairwise

from made import island_story, made, place
from msgspec.structs import replace

from geo.drawing.features import feature_id
from geo.export import build_layers, export
from geo.kinds import LAYERS

COLUMNS = (
    "id name kind kind_label country countries layers gazetteer_id keys extent extent_method "
    "certainty confidence rival doubt mentions claims from to direction subject by days"
).split()


def test_a_feature_has_what_geojson_promises() -> None:
    document = island_story()
    layers = build_layers(document)
    assert list(layers) == [name for name in LAYERS if name in layers]
    for frame in layers.values():
        assert frame.crs.to_epsg() == 4326
        assert list(frame.columns) == [*COLUMNS, "geometry"]
        assert list(frame.index) == list(frame["id"])
        for row in frame.itertuples():
            assert 0 <= row.confidence <= 1
            assert row.mentions
            for mention in row.mentions:
                assert document.article.text[mention["start"] : mention["end"]] == mention["surface"]
                assert mention["surface"] in mention["sentence"]


def test_a_place_is_drawn_once_and_a_repeat_not_at_all() -> None:
    document = island_story()
    frames = build_layers(document).values()
    ids = [fid for frame in frames for fid in frame.index]
    assert len(ids) == len(set(ids)) == len(document.mentions())


def test_nothing_placed_gives_no_layer() -> None:
    document = made([("paragraph", "Nobody has seen [Atlantis]().")])
    assert build_layers(document) == {}
    collection = json.loads(export(document))
    assert collection["features"] == []
    assert "bbox" not in collection


def test_geojson_is_rfc_7946() -> None:
    collection = json.loads(export(island_story()))
    assert collection["type"] == "FeatureCollection"
    ids = [f["id"] for f in collection["features"]]
    assert len(set(ids)) == len(ids) > 3
    for feature in collection["features"]:
        west, south, east, north = feature["bbox"]
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert set(COLUMNS) - {"id"} <= set(feature["properties"])
        if feature["geometry"]["type"] == "Polygon":
            ring = feature["geometry"]["coordinates"][0]
            doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            assert ring[0] == ring[-1]
            assert doubled > 0, "an outer ring runs counterclockwise"


def test_an_id_carries_nothing_that_a_template_could_run() -> None:
    hostile = place("geonames:{{7*7}}{%x%}", "Port", "populated_place", 11, 41)
    assert feature_id(hostile) == "place-geonames---7-7----x--"


def test_a_border_has_no_entry_in_the_gazetteer() -> None:
    features = {f["id"]: f["properties"] for f in json.loads(export(island_story()))["features"]}
    assert features["border-oa-tv"]["gazetteer_id"] is None
    assert features["place-geonames-3"]["gazetteer_id"] == "geonames:3"


def test_a_point_keeps_its_axis_order() -> None:
    document = made(
        [("paragraph", "It rained in [Port](p).")], {"p": place("9", "Port", "populated_place", 11, 41)}
    )
    feature = json.loads(export(document))["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [11.0, 41.0]}


def test_the_main_layer_is_that_of_most_mentions() -> None:
    from made_story import flow_story

    document = flow_story()
    more = replace(
        document.layers[1], toponyms=(*document.layers[1].toponyms, document.layers[0].toponyms[0])
    )
    changed = replace(document, layers=(document.layers[0], more))
    assert build_layers(document)["trade"].loc["place-geonames-1", "layers"] == ["trade", "nature"]
    assert build_layers(changed)["trade"].loc["place-geonames-1", "layers"] == ["nature", "trade"]
