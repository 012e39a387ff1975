"""What is wrong with the JSON of a document: all of it at once, each fault with its place."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .geometry import DIGITS, geometry_from_json

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SURROGATE = re.compile("[\ud800-\udfff]")


def faults(data: Mapping[str, Any]) -> list[str]:
    """List what is wrong with a document's JSON: its form, or, where that is right, what it refers to.

    Each is one line, beginning with its place; an empty list means that the document can be read.
    """
    found = [*_form_faults(data)] or [*_number_faults(data), *_reference_faults(data)]
    return [" ".join(fault.split()) for fault in found]


def _form_faults(data: Mapping[str, Any]) -> Iterable[str]:
    """Yield, for each place, what no document can hold there, or else what the schema says of it."""
    schema = json.loads((Path(__file__).with_name("schema.json")).read_text("utf-8"))
    values = dict(_value_faults(data))
    yield from (f"{place}: {fault}" for place, fault in values.items())
    for error in sorted(_validator()(schema).iter_errors(data), key=lambda e: str(e.json_path)):
        if error.json_path not in values:
            message = error.message if len(error.message) <= 160 else error.message[:157] + "..."
            yield f"{error.json_path}: {message}"


def _validator() -> Any:
    """Make a validator that is as strict as what reads a document.

    A pattern is of the whole text and of ASCII, as in ECMA 262 (to Python, ``$`` is also before a last line
    feed, and ``\\d`` any script's digit), an integer has no decimal point, and a date is of the calendar.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_validator: Any, rule: str, value: Any, _schema: Any) -> Iterable[ValidationError]:
        if isinstance(value, str) and not re.fullmatch(rule, value, re.ASCII):
            yield ValidationError(f"{value!r} does not match {rule!r}")

    def is_integer(_checker: Any, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    strict = extend(Draft202012Validator, {"pattern": pattern}, type_checker=types)
    return partial(strict, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _value_faults(data: Any) -> Iterable[tuple[str, str]]:
    """Yield the place and fault of each number and text that JSON can write and nothing else can hold."""
    rest: list[tuple[str, Any]] = [("$", data)]
    while rest:
        place, value = rest.pop()
        if isinstance(value, dict):
            rest += ((f"{place}.{key}", value[key]) for key in reversed(value))
            value = " ".join(value)
        elif isinstance(value, list):
            rest += ((f"{place}[{n}]", value[n]) for n in reversed(range(len(value))))
        if isinstance(value, float) and not math.isfinite(value):
            yield place, f"{value} is no finite number; expected one of at most 308 digits"
        elif isinstance(value, str) and (lone := _SURROGATE.search(value)):
            yield place, f"{lone[0]!r} is half a character; expected text that UTF-8 can write"


def _number_faults(data: Mapping[str, Any]) -> Iterable[str]:
    """Yield ids that stand for two things, and blocks that are not in the text, or not one after another."""
    kinds = {"block": data["article"]["blocks"], "sentence": data["sentences"], "toponym": data["toponyms"]}
    kinds |= {kind: data.get(f"{kind}s", ()) for kind in ("place", "claim", "flow", "time", "layer")}
    for kind, items in kinds.items():
        counts = Counter(str(item.get("id", item.get("name"))) for item in items)
        for name, count in counts.items():
            if count > 1:
                yield f"{kind} {name}: {count} of this id; expected one"
    length, end = len(data["article"]["text"]), 0
    for b in kinds["block"]:
        if not b["start"] <= b["end"] <= length:
            yield f"block {b['id']}: {b['start']} to {b['end']} is outside the text ({length} characters)"
        elif b["start"] < end:
            yield f"block {b['id']}: begins at {b['start']}, before the end of the block before it ({end})"
        end = max(end, b["end"])


def _reference_faults(data: Mapping[str, Any]) -> Iterable[str]:
    from shapely import GEOSException

    length = len(data["article"]["text"])
    text = data["article"]["text"]
    blocks = {b["id"] for b in data["article"]["blocks"]}
    sentences = {s["id"] for s in data["sentences"]}
    places = {p["id"] for p in data["places"]}
    for b in data["article"]["blocks"]:
        if b["repeats"] is not None and b["repeats"] not in blocks:
            yield f"block {b['id']}: repeats names no block {b['repeats']}"
    for s in data["sentences"]:
        if s["block"] not in blocks:
            yield f"sentence {s['id']}: no block {s['block']}"
        if not 0 <= s["start"] <= s["end"] <= length:
            yield f"sentence {s['id']}: {s['start']} to {s['end']} is outside the text ({length} characters)"
        for member in ("repeats", "heading"):
            if s[member] is not None and s[member] not in sentences:
                yield f"sentence {s['id']}: {member} names no sentence {s[member]}"
    for t in data["toponyms"]:
        if text[t["start"] : t["end"]] != t["surface"]:
            yield f"toponym {t['id']}: its offsets do not give its surface {t['surface']!r}"
        if t["sentence_id"] not in sentences:
            yield f"toponym {t['id']}: no sentence {t['sentence_id']}"
        if resolution := t["resolution"]:
            named = [c["place"] for c in resolution["candidates"]]
            for place in dict.fromkeys([*([resolution["place"]] if resolution["place"] else []), *named]):
                if place not in places:
                    yield f"toponym {t['id']}: no place {place}"
    for c in data["provenance"].get("corrections", ()):
        if any(not m["start"] <= m["end"] <= length for m in c["mentions"]):
            yield f"correction of {c['surface']!r}: a mention is outside the text ({length} characters)"
    yield from _story_faults(data, text, sentences, places)
    for p in data["places"]:
        try:
            geometry = geometry_from_json(p["geometry"])
            if geometry is not None and not _on_earth(geometry):
                yield f"place {p['id']}: its geometry is empty, or not in degrees of longitude and latitude"
        except (ValueError, TypeError, LookupError, GEOSException) as error:
            yield f"place {p['id']}: geometry is not GeoJSON ({error})"


def _story_faults(data: Mapping[str, Any], text: str, sentences: set[str], places: set[str]) -> Iterable[str]:
    """Yield what claims, flows, times and layers say of the text, or name, that is not there."""
    flows = {f["id"] for f in data.get("flows", ())}
    known = {"sentence": sentences, "place": places, "flow": flows}
    known["toponym"] = {t["id"] for t in data["toponyms"]}
    for kind, single in (("claims", "claim"), ("flows", "flow"), ("times", "time"), ("layers", "layer")):
        for item in data.get(kind, ()):
            name = f"{single} {item.get('id', item.get('name'))}"
            spans = item["mentions"] if kind == "flows" else [item] if "surface" in item else []
            for span in spans:
                if text[span["start"] : span["end"]] != span["surface"]:
                    yield f"{name}: its offsets do not give its surface {span['surface']!r}"
            named = [("sentence", span["sentence_id"]) for span in spans]
            named += [("place", item[end]) for end in ("origin", "destination") if end in item]
            for member in ("place", "flow", "toponym"):
                named += [(member, value) for value in item.get(f"{member}s", ())]
            for member, value in dict.fromkeys(named):
                if value not in known[member]:
                    yield f"{name}: no {member} {value}"
            if len({(round(x, DIGITS) % 360, round(y, DIGITS)) for x, y in item.get("course", ())}) == 1:
                yield f"{name}: its course is a single point; expected two or more, or none"


def _on_earth(geometry: BaseGeometry) -> bool:
    if geometry.is_empty:
        return False
    west, south, east, north = geometry.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)
