"""Faults of a document that is read: all of them at once, each with its place."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..languages import message_values
from ..model import COORDINATE_DIGITS
from .declaration import DocumentFile
from .geometry import crosses_much, shape_from_json

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SURROGATE = re.compile("[\ud800-\udfff]")


def form_faults(data: Mapping[str, Any]) -> list[str]:
    """List the values of a document's data that no document can hold, or that the schema forbids.

    Each fault begins with its JSON path.
    """
    schema = json.loads((Path(__file__).with_name("schema.json")).read_text("utf-8"))
    values = dict(_value_faults(data))
    found = [f"{place}: {fault}" for place, fault in values.items()]
    try:
        errors = sorted(_innermost(_validator()(schema).iter_errors(data)), key=lambda e: str(e.json_path))
    except RecursionError:  # a message of the validator tells the whole value
        return [*found, "$: a value is nested too deeply; expected what the schema has"]
    for error in errors:
        if error.json_path not in values:
            message = error.message if len(error.message) <= 160 else error.message[:157] + "..."
            found.append(f"{error.json_path}: {message}")
    return found


def _innermost(errors: Iterable[Any]) -> Iterable[Any]:
    """Yield the errors; for a value that may be null but is not, the errors of the other choices."""
    for error in errors:
        inner = [e for e in error.context if not (e.validator == "type" and e.validator_value == "null")]
        if error.validator == "anyOf" and inner:
            yield from _innermost(inner)
        else:
            yield error


def _validator() -> Any:
    """Make a validator for which a number with a decimal point is not an integer."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    def is_integer(_checker: Any, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    strict = extend(Draft202012Validator, type_checker=types)
    return partial(strict, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _value_faults(data: Any) -> Iterable[tuple[str, str]]:
    """Yield the place and fault of each number that a float cannot hold, or text that UTF-8 cannot write."""
    rest: list[tuple[str, Any]] = [("$", data)]
    while rest:
        place, value = rest.pop()
        if isinstance(value, dict):
            rest += ((f"{place}.{key}", value[key]) for key in reversed(value))
            value = " ".join(value)
        elif isinstance(value, list):
            rest += ((f"{place}[{n}]", value[n]) for n in reversed(range(len(value))))
        if isinstance(value, float) and not math.isfinite(value):
            yield place, f"{value} is not a finite number; expected one of at most 308 digits"
        elif isinstance(value, str) and (lone := _SURROGATE.search(value)):
            yield place, f"{lone[0]!r} is half a character; expected text that UTF-8 can write"


def content_faults(read: DocumentFile) -> list[str]:
    """List what is wrong in a document of the right form: ids, offsets, dates, messages, geometries.

    In `read`, geometries are still GeoJSON, and places are named by their ids.
    """
    kinds = (_date_faults, _id_faults, _text_faults, _story_faults, _message_faults, _shape_faults)
    return [fault for kind in kinds for fault in kind(read)]


def _date_faults(read: DocumentFile) -> Iterable[str]:
    try:
        valid = (
            not read.article.date or date.fromisoformat(read.article.date).isoformat() == read.article.date
        )
    except ValueError:
        valid = False
    if not valid:
        yield f"$.article.date: {read.article.date!r} is not a 'date'"


def _id_faults(read: DocumentFile) -> Iterable[str]:
    """Yield ids that stand for two things, and blocks that overlap or lie outside the text."""
    kinds: dict[str, Iterable[Any]] = {"block": read.article.blocks}
    kinds |= {
        name: getattr(read, f"{name}s") for name in "sentence toponym place claim flow time layer".split()
    }
    for kind, items in kinds.items():
        counts = Counter(item.name if kind == "layer" else item.id for item in items)
        for name, count in counts.items():
            if count > 1:
                yield f"{kind} {name}: {count} of this id; expected one"
    length, end = len(read.article.text), 0
    for b in read.article.blocks:
        if not b.start <= b.end <= length:
            yield f"block {b.id}: {b.start} to {b.end} is outside the text ({length} characters)"
        elif b.start < end:
            yield f"block {b.id}: begins at {b.start}, before the end of the block before it ({end})"
        end = max(end, b.end)


def _text_faults(read: DocumentFile) -> Iterable[str]:
    """Yield the references of blocks, sentences, toponyms and corrections that do not fit."""
    text, length = read.article.text, len(read.article.text)
    blocks = {b.id for b in read.article.blocks}
    sentences = {s.id for s in read.sentences}
    for b in read.article.blocks:
        if b.repeats is not None and b.repeats not in blocks:
            yield f"block {b.id}: repeats names no block {b.repeats}"
    for s in read.sentences:
        if s.block not in blocks:
            yield f"sentence {s.id}: no block {s.block}"
        if not s.start <= s.end <= length:
            yield f"sentence {s.id}: {s.start} to {s.end} is outside the text ({length} characters)"
        for member, other in (("repeats", s.repeats), ("heading", s.heading)):
            if other is not None and other not in sentences:
                yield f"sentence {s.id}: {member} names no sentence {other}"
    yield from _toponym_faults(read, sentences)
    for name in read.passed:
        if text[name.start : name.end] != name.surface or name.sentence_id not in sentences:
            yield f"passed name {name.surface!r}: its offsets or its sentence do not fit the text"
    for correction in read.provenance.corrections:
        if any(not m.start <= m.end <= length for m in correction.mentions):
            yield (
                f"correction of {correction.surface!r}: a mention is outside the text ({length} characters)"
            )


def _toponym_faults(read: DocumentFile, sentences: Container[str]) -> Iterable[str]:
    text, places = read.article.text, {p.id for p in read.places}
    for t in read.toponyms:
        if text[t.start : t.end] != t.surface:
            yield f"toponym {t.id}: its offsets do not give its surface {t.surface!r}"
        if t.sentence_id not in sentences:
            yield f"toponym {t.id}: no sentence {t.sentence_id}"
        if r := t.resolution:
            named = (*(p for p in (r.place, r.rival) if p), *(c.place for c in r.candidates))
            for place in dict.fromkeys(named):
                if place not in places:
                    yield f"toponym {t.id}: no place {place}"


def _story_faults(read: DocumentFile) -> Iterable[str]:
    """Yield the references of claims, flows, routes, times and layers that do not fit."""
    text = read.article.text
    known = {
        kind: {x.id for x in getattr(read, f"{kind}s")}
        for kind in "sentence place flow toponym claim".split()
    }
    for kind in ("claim", "flow", "route", "time", "layer"):
        for item in getattr(read, f"{kind}s"):
            name = f"{kind} {item.name if kind == 'layer' else item.id}"
            spans = item.mentions if kind in ("flow", "route") else [] if kind == "layer" else [item]
            for span in spans:
                if text[span.start : span.end] != span.surface:
                    yield f"{name}: its offsets do not give its surface {span.surface!r}"
            named = [("sentence", span.sentence_id) for span in spans]
            named += [("place", item.origin), ("place", item.destination)] if kind == "flow" else []
            for member in ("place", "flow", "toponym", "claim"):
                named += [(member, value) for value in getattr(item, f"{member}s", ())]
            for member, value in dict.fromkeys(named):
                if value not in known[member]:
                    yield f"{name}: no {member} {value}"
    for flow in read.flows:
        if len(flow.days) not in (0, len(flow.places)):
            days, places = len(flow.days), len(flow.places)
            yield f"flow {flow.id}: {days} days for {places} places; expected one each, or none"
        digits = COORDINATE_DIGITS
        if len({(round(x, digits) % 360, round(y, digits)) for x, y in flow.course}) == 1:
            yield f"flow {flow.id}: its course is a single point; expected two or more, or none"


def _shape_faults(read: DocumentFile) -> Iterable[str]:
    from shapely import GEOSException

    for p in read.places:
        geojson: Any = p.shape  # GeoJSON, in a file
        try:
            geometry = None if geojson is None else shape_from_json(geojson).geometry
            if geometry is not None and not _on_earth(geometry):
                yield f"place {p.id}: its geometry is empty, or not in degrees of longitude and latitude"
            elif geometry is not None and crosses_much(geometry):
                yield f"place {p.id}: its geometry crosses itself in too many places"
        except GEOSException as error:
            yield f"place {p.id}: geometry is not GeoJSON ({error})"


def _message_faults(read: DocumentFile) -> Iterable[str]:
    """Yield messages with an unknown code, or without a value that their words need."""
    messages = [("provenance", m) for m in read.provenance.attributions]
    messages += [(f"place {p.id}", p.extent_method) for p in read.places if p.extent_method]
    messages += [(f"toponym {t.id}", m) for t in read.toponyms if t.resolution for m in t.resolution.reasons]
    measured = [(f"claim {c.id}", c.measured) for c in read.claims if c.measured]
    messages += [(name, how) for name, m in measured for how in (m.method, m.resolution) if how]
    for name, message in messages:
        wanted = message_values(message.code)
        if wanted is None:
            yield f"{name}: no message {message.code}"
        elif missing := wanted - {*message.values}:
            yield f"{name}: message {message.code} without {', '.join(sorted(missing))}"


def _on_earth(geometry: BaseGeometry) -> bool:
    if geometry.is_empty:
        return False
    west, south, east, north = geometry.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)
