"""A document: an article and everything that was read about its places, from JSON and to JSON."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from ..errors import DocumentError
from ..files import unsealed
from ..languages import Vocabulary
from ..model import Flow, Message, Place, Route, Sentence, Toponym
from .declaration import FORMAT, VERSION, DocumentFile, Members
from .faults import content_faults, form_faults
from .geometry import shape_from_json
from .upgrade import upgrade

_LEAST_SURE = 0.5  # of confidence
_OBJECT = re.compile(r'\ufeff?\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')


class MapDocument(Members, frozen=True, dict=True):
    """An article and everything that was read about its places.

    Attributes
    ----------
    article : Article
    sentences : tuple of Sentence, in reading order
    toponyms : tuple of Toponym, by their start; each has its resolution
    places : mapping of id → Place, the resolved ones with their geometry
    provenance : Provenance
    claims : tuple of Claim, by their start
    flows : tuple of Flow, in the order of their first mention
    times : tuple of Time, by their start
    layers : tuple of ThemeLayer, the main one first; empty if layers are by kind of place
    map : MapView, a user's settings for the map
    passed : tuple of PassedName, names after a word of place that were not taken for toponyms, by their start
    routes : tuple of Route, roads, rivers and borders between two places, in the order of their first mention
    """

    @cached_property
    def sentence(self) -> Mapping[str, Sentence]:
        """Sentence id → sentence."""
        return {s.id: s for s in self.sentences}

    def text_of(self, sentence_id: str) -> str:
        """Return a sentence's text, with single spaces for white space; KeyError for an unknown id."""
        s = self.sentence[sentence_id]
        return " ".join(self.article.text[s.start : s.end].split())

    def mentions(self) -> dict[str, list[Toponym]]:
        """Group the toponyms by the id of their place, in order of first mention.

        Repeated passages, toponyms without a place, embedded toponyms and hidden places are left out.
        """
        return self._mentions

    @cached_property
    def _mentions(self) -> dict[str, list[Toponym]]:
        found: dict[str, list[Toponym]] = {}
        for t in self.toponyms:
            if t.place and t.is_shown and t.place.id not in self.map.hidden:
                found.setdefault(t.place.id, []).append(t)
        return found

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Ids of the places with mentions of which none is sure; under a confidence of .5 nothing is sure.

        Of a document that was made elsewhere and says nothing of certainty, what is likely is sure.
        """
        return frozenset(i for i, toponyms in self.mentions().items() if not any(map(_is_sure, toponyms)))

    @property
    def title(self) -> str | None:
        """What a person calls the map (``map.title``), else the article's title."""
        return self.map.title or self.article.title

    def called(self, say: Vocabulary) -> MapDocument:
        """Return the document with its places called as a language does."""
        return replace(self, places={i: say.called(p) for i, p in self.places.items()})

    def flow_name(self, flow: Flow) -> str:
        """Return what a flow is called: its own name, or else its places with an arrow between them."""
        arrow = " ↔ " if flow.direction == "both ways" else " → "
        return flow.name or arrow.join(self.places[i].name for i in (flow.origin, flow.destination))

    def route_name(self, route: Route) -> str:
        """Return what a route is called: its own name, or else its two places with a dash between them."""
        return route.name or " – ".join(self.places[i].name for i in route.places)

    def unplaced(self) -> list[Toponym]:
        """List the toponyms that the resolver gave no place, without repeats."""
        return [t for t in self.toponyms if t.resolution and not t.place and not t.repeats]

    def credits(self) -> tuple[Message, ...]:
        """List the sources that a map of this document must name.

        A source with ``of`` is left out if no place that is shown comes from it; every map names the others.
        """
        return self._credits

    @cached_property
    def _credits(self) -> tuple[Message, ...]:
        shown = {i for f in self.flows for i in f.places} | {*self.mentions()}
        used = {source for i, place in self.places.items() if i in shown for source in place.sources}
        return tuple(
            a for a in self.provenance.attributions if "of" not in a.values or a.values.get("key") in used
        )

    def to_json(self) -> str:
        """Write the document as JSON, in a fixed order, with one sentence, toponym or place on a line."""
        return self.to_bytes().decode()

    def to_bytes(self) -> bytes:
        """Write the document as `to_json` does, in UTF-8."""
        written = {"format": FORMAT, "version": VERSION, "provenance": self.provenance, **asdict(self)}
        written["toponyms"] = (_with_places(t, lambda place: place.id) for t in self.toponyms)
        written["places"] = (_with_shape(p, lambda shape: shape.geojson) for p in self.places.values())
        return json_lines(written, msgspec.json.encode)

    @classmethod
    def from_json(cls, text: str, source: str = "document") -> MapDocument:
        """Read a document from its JSON.

        Parameters
        ----------
        text
            The JSON.
        source
            Its name in messages.

        Raises
        ------
        DocumentError
            If it is not JSON, of a newer version, or does not follow the schema; every fault is listed.
        """
        if '"seal"' in text[:4096]:  # of the file, not of the document
            text = unsealed(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        try:
            read = msgspec.json.decode(text, type=DocumentFile)
            found = content_faults(read)
        except (ValueError, RecursionError):
            data = upgrade(_loaded(text, source))
            if not (found := form_faults(data)):
                read = _decoded(msgspec.json.encode(data), source)
                found = content_faults(read)
        if found:
            raise DocumentError("\n".join(f"{source}: {' '.join(fault.split())}" for fault in found))
        members = {name: getattr(read, name) for name in cls.__struct_fields__}
        places = members["places"] = {p.id: _with_shape(p, shape_from_json) for p in read.places}
        members["toponyms"] = tuple(_with_places(t, places.__getitem__) for t in read.toponyms)
        return cls(**members)


def _is_sure(toponym: Toponym) -> bool:
    r = toponym.resolution
    return r is not None and r.certainty != "doubtful" and r.confidence >= _LEAST_SURE


def _decoded(text: bytes, source: str) -> DocumentFile:
    """Decode JSON that fits the schema; a difference between schema and classes is a DocumentError."""
    try:
        return msgspec.json.decode(text, type=DocumentFile)
    except msgspec.ValidationError as error:
        raise DocumentError(f"{source}: {error}") from None


def _loaded(text: str, source: str) -> dict[str, Any]:
    """Read the JSON of a document of this or an older version as plain data, without changes."""
    try:
        data = json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            f"{source}: not readable as JSON ({error}); expected a document made by `geo parse`"
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DocumentError(
            f'{source}: not a map document; expected JSON with "format": "{FORMAT}", made by `geo parse`'
        )
    if isinstance(version := data.get("version"), int) and version > VERSION:
        raise DocumentError(
            f"{source}: document version {version} is newer than {VERSION}, the newest that this version "
            "of dateline reads; update dateline, or parse the article again"
        )
    return data


def _with_places(t: Toponym, exchange: Callable[[Any], Any]) -> Toponym:
    """Replace a toponym's places by their ids, or the ids by their places."""
    if (r := t.resolution) is None:
        return t
    candidates = tuple(replace(c, place=exchange(c.place)) for c in r.candidates)
    place, rival = (p and exchange(p) for p in (r.place, r.rival))
    return replace(t, resolution=replace(r, place=place, candidates=candidates, rival=rival))


def _with_shape(p: Place, exchange: Callable[[Any], Any]) -> Place:
    """Replace a place's shape by its GeoJSON, or the GeoJSON by the shape."""
    return p if p.shape is None else replace(p, shape=exchange(p.shape))


def places_of(toponyms: Sequence[Toponym]) -> dict[str, Place]:
    """Collect every place that toponyms may mean, sorted by id; the chosen places have their shape."""
    places: dict[str, Place] = {}
    for t in toponyms:
        if t.resolution:
            for c in t.resolution.candidates:
                places.setdefault(c.place.id, replace(c.place, shape=None))
    places |= {t.place.id: t.place for t in toponyms if t.place}
    return dict(sorted(places.items()))


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _dump(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


def json_lines(data: Mapping[str, Any], dump: Callable[[Any], bytes] = _dump) -> bytes:
    """Write a mapping as JSON, the lists with one item on a line: compact, and easy to compare.

    ``dump`` writes a value. A generator is written as a list, and is never whole in memory.

    Examples
    --------
    >>> print(json_lines({"type": "x", "items": [{"a": 1}, {"a": 2}]}).decode(), end="")
    {
    "type": "x",
    "items": [
    {"a": 1},
    {"a": 2}
    ]
    }
    """
    out = io.BytesIO()
    for n, (key, value) in enumerate(data.items()):
        out.write((b",\n" if n else b"{\n") + dump(key) + b": ")
        if not isinstance(value, list | tuple | Iterator):
            out.write(dump(value))
            continue
        count = 0
        for count, item in enumerate(value, 1):
            out.write(b"[\n" if count == 1 else b",\n")
            out.write(dump(item))
        out.write(b"\n]" if count else b"[]")
    out.write(b"\n}\n")
    return out.getvalue()


def looks_like_document(text: str) -> bool:
    """Return whether a text is meant as a map document: a JSON object is never an article.

    Examples
    --------
    >>> looks_like_document('{"format": "dateline-map", "version": 1}')
    True
    >>> looks_like_document("Lima, Peru")
    False
    """
    return _OBJECT.match(text) is not None


def _integer(digits: str) -> float:
    """Read an integer; one with 20 digits or more becomes a float, which is then reported as a fault."""
    return int(digits) if len(digits) < 20 else float(digits)
