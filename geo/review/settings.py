"""What a person set of figures, movements and the map, as the page of a review knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..document import Corrections, MapDocument, layers_by_kind
from ..languages import Vocabulary
from ..model import BBox, Correction, SmallMap


def map_state(
    base: MapDocument, document: MapDocument, corrections: Corrections | None, say: Vocabulary
) -> dict[str, Any]:
    """Tell what a person may change of the map; ``set`` lists what the article's corrections set.

    ``hidden`` are the places that are hidden each by itself; ``base`` is the article before corrections.
    """
    view = document.map
    own = [s.values["hidden"] for s in _settings(corrections, "map") if "hidden" in s.values]
    said = {s.values["name"]: s.values for s in _settings(corrections, "layer")}
    layers = {x.name: x for x in document.layers or layers_by_kind(document)}
    order = dict.fromkeys((*view.layers, *layers))
    return {
        "title": view.title,
        "note": view.note,
        "frame": list(view.frame) if view.frame else None,
        "insets": None if view.insets is None else [*map(_inset, view.insets)],
        "hidden": [*(own[0] if own else base.map.hidden)],
        "labelled": [*view.labelled],
        "unlabelled": [*view.unlabelled],
        "layers": [
            {
                "id": name,
                "title": say.layer(layers[name].title),
                "color": view.layer_colours.get(name, layers[name].colour),
                "hidden": "hidden" in said.get(name, ()),
                "set": [key for key in said.get(name, ()) if key != "name"],
            }
            for name in order
            if name in layers
        ],
        "set": [key for s in _settings(corrections, "map") for key in s.values],
    }


def _inset(one: BBox | str | SmallMap) -> Any:
    if isinstance(one, SmallMap):
        return {"of": _inset(one.of), "title": one.title}
    return one if isinstance(one, str) else list(one)


def settings(applied: Iterable[Correction], corrections: Corrections | None) -> Iterator[dict[str, Any]]:
    """List what a person set and may set back: figures and movements whole, of layers and map each member."""
    own = {s.line: s for s in corrections.settings} if corrections else {}
    for c in applied:
        setting = own.get(c.line)
        if corrections is None or setting is None or (c.file, c.action) != (corrections.file, setting.table):
            continue
        row = {"file": c.file, "line": c.line, "table": c.action, "words": c.surface}
        if c.action == "map":
            yield from (row | {"words": "", "member": key} for key in setting.values)
        elif c.action == "layer":
            yield from (row | {"member": key} for key in setting.values if key != "name")
        else:
            yield row


def _settings(corrections: Corrections | None, table: str) -> Iterator[Any]:
    return (s for s in corrections.settings if s.table == table) if corrections else iter(())
