"""The legend of the gallery's articles: what is drawn has a row, and no row is without what is drawn."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

import geo
from geo.drawing.legend import Key, legend_keys
from geo.drawing.page.drawing import shape_classes
from geo.drawing.scene import Scene, Shown, set_scene
from geo.languages import vocabulary

ENGLISH = Path(__file__).parent / "corpora" / "english.json"
GALLERY = {
    a["id"]: a["text"] for a in json.loads(ENGLISH.read_text("utf-8"))["articles"] if a["half"] == "look"
}


def drawn(feature: Shown, scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield what a reader of the page may ask of a feature, each with its layer: by its classes."""
    classes, layer = {*shape_classes(feature, scene)}, feature.layer or ""
    if "flow" in classes:
        yield "flow", layer
    elif "route" in classes:
        yield "route", ""
    elif "wave" in classes:
        yield "wave", ""
    elif (
        classes.isdisjoint(("named", "unseen"))
        and not {"bare", "name"} <= classes
        and feature.look != "water"
    ):
        edge = shapely.intersects(shapely.boundary(feature.geometry), shapely.box(*scene.frame.detail))
        if "approximate" in classes and "area" in classes and edge:
            yield "approximate", ""
        if "doubtful" not in classes and "spot" in classes:
            yield "dot", layer
        elif "doubtful" not in classes and "open" not in classes:
            yield "tint", layer
        elif "doubtful" not in classes and "approximate" not in classes and edge:
            yield "edge", layer
    if "doubtful" in classes and "unseen" not in classes and feature.place is not None:
        yield "doubtful", ""


def told(key: Key) -> Iterator[tuple[str, str]]:
    """Yield what a row explains, each with its layer."""
    if key.form != "layer":
        yield key.form, key.layer if key.form == "flow" else ""
    yield from ((sign, key.layer) for sign in key.signs if sign != "water")


@pytest.mark.parametrize("article", GALLERY)
def test_each_sign_of_a_map_has_its_row_and_each_row_its_sign(article: str) -> None:
    scene = set_scene(geo.geoparse(GALLERY[article]))
    rows = legend_keys(scene, scene.frame.detail, vocabulary("en"))
    view = shapely.box(*scene.frame.detail)
    seen = [
        f for f in scene.features.values() if f.layer and not f.quiet and shapely.intersects(f.geometry, view)
    ]
    shown = {each for f in seen for each in drawn(f, scene)}
    assert {each for key in rows for each in told(key)} - {("unsure", "")} == shown
    assert max(Counter(key.title.casefold() for key in rows).values(), default=1) == 1, (
        "no two of the same words"
    )
