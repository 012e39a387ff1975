"""The seam between reading and drawing: one plain, versioned JSON document.

A ``MapDocument`` holds everything that a map shows: the text, its sentences and toponyms, the candidates
considered, the places with their geometry, and where it all came from. Reading makes it; layers, page and
exports need nothing else (besides the pinned basemap). Its JSON Schema is ``schema.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any

from ..errors import DocumentError
from ..model import (
    Article,
    Block,
    Candidate,
    Claim,
    CorrectedMention,
    Correction,
    Flow,
    FlowMention,
    Measured,
    Place,
    Resolution,
    Sentence,
    ThemeLayer,
    Time,
    Toponym,
)
from .faults import faults
from .geometry import geometry_from_json, geometry_to_json, saved_geometry, valid_geometry

__all__ = [
    "FORMAT",
    "VERSION",
    "MapDocument",
    "Provenance",
    "geometry_to_json",
    "json_lines",
    "looks_like_document",
    "places_of",
    "saved_geometry",
    "valid_geometry",
]

FORMAT = "dateline-map"
VERSION = 1

_OBJECT = re.compile(r'\ufeff?\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a document was made from.

    Attributes
    ----------
    generator
        Program and version, ``"dateline 0.1.0"``.
    gazetteer
        Its name and version.
    files
        File name → SHA-256 of each file that was read: of the gazetteer, and of corrections.
    basemap
        SHA-256 of the pinned file that the backdrop is drawn from.
    attributions
        What a map made from this must show, in order.
    corrections
        What users' corrections changed, in the order of their files.
    """

    generator: str
    gazetteer: str
    files: Mapping[str, str]
    basemap: str
    attributions: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class MapDocument:
    """An article and everything that was read of its places.

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
    layers : tuple of ThemeLayer, the main one first; empty where layers are by kind of place
    """

    article: Article
    sentences: tuple[Sentence, ...]
    toponyms: tuple[Toponym, ...]
    places: Mapping[str, Place]
    provenance: Provenance
    claims: tuple[Claim, ...] = ()
    flows: tuple[Flow, ...] = ()
    times: tuple[Time, ...] = ()
    layers: tuple[ThemeLayer, ...] = ()

    @cached_property
    def sentence(self) -> Mapping[str, Sentence]:
        """Sentence id → sentence."""
        return {s.id: s for s in self.sentences}

    def text_of(self, sentence_id: str) -> str:
        """Return a sentence's words, white space folded; KeyError for an unknown id."""
        s = self.sentence[sentence_id]
        return " ".join(self.article.text[s.start : s.end].split())

    def mentions(self) -> dict[str, list[Toponym]]:
        """Group the toponyms by the id of their place, in order of first mention.

        Repeated passages are left out, and so are toponyms without a place and embedded ones.
        """
        found: dict[str, list[Toponym]] = {}
        for t in self.toponyms:
            if t.resolution and t.resolution.place and not t.repeats and t.kind != "embedded":
                found.setdefault(t.resolution.place.id, []).append(t)
        return found

    def unplaced(self) -> list[Toponym]:
        """List the toponyms that the resolver abstained on, repeats left out."""
        return [t for t in self.toponyms if t.resolution and not t.resolution.place and not t.repeats]

    def credits(self) -> tuple[str, ...]:
        """List the attributions that a map of this document must show.

        A source of some places' boundaries ("Name (… boundaries), …") is left out where no place that is
        shown has its boundary from there; every other source is in every map.
        """
        shown = {i for f in self.flows for i in (f.origin, f.destination)} | {*self.mentions()}
        methods = [place.extent_method for i, place in self.places.items() if i in shown]
        scoped = ((a, re.match(r"(.+) \([^()]*boundaries\)", a)) for a in self.provenance.attributions)
        return tuple(a for a, source in scoped if not source or any(source[1] in m for m in methods))

    def to_json(self) -> str:
        """Write the document as JSON: fixed order, one sentence, toponym or place a line."""
        return json_lines(self._as_dict())

    def _as_dict(self) -> dict[str, Any]:
        article = asdict(self.article)
        article["blocks"] = [asdict(b) for b in self.article.blocks]
        return {
            "format": FORMAT,
            "version": VERSION,
            "provenance": asdict(self.provenance),
            "article": article,
            "sentences": [asdict(s) for s in self.sentences],
            "toponyms": [_toponym_dict(t) for t in self.toponyms],
            "places": [_place_dict(p) for p in self.places.values()],
            "claims": [asdict(c) for c in self.claims],
            "flows": [asdict(f) for f in self.flows],
            "times": [asdict(t) for t in self.times],
            "layers": [asdict(x) for x in self.layers],
        }

    @classmethod
    def from_json(cls, text: str, source: str = "document") -> MapDocument:
        """Read a document from its JSON.

        Parameters
        ----------
        text
            The JSON.
        source
            What to call it in messages.

        Raises
        ------
        DocumentError
            If it is not JSON, of a newer version, or does not follow the schema; every fault is listed.
        """
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
        if isinstance(made := data.get("provenance"), dict):
            made.pop("seal", None)  # of the file, not of the document
        if found := faults(data):
            raise DocumentError("\n".join(f"{source}: {fault}" for fault in found))
        return _read(cls, data)


def places_of(toponyms: Sequence[Toponym]) -> dict[str, Place]:
    """Collect every place that toponyms speak of, sorted by id; the chosen ones with their geometry.

    A geometry is as JSON gives it back, so that a saved document draws the same map.
    """
    places: dict[str, Place] = {}
    for t in toponyms:
        if t.resolution:
            for c in t.resolution.candidates:
                places.setdefault(c.place.id, replace(c.place, geometry=None))
    resolved = (t.resolution.place for t in toponyms if t.resolution)
    for place in {p.id: p for p in resolved if p is not None}.values():
        saved = None if place.geometry is None else saved_geometry(place.geometry)
        places[place.id] = replace(place, geometry=saved)
    return dict(sorted(places.items()))


def json_lines(data: Mapping[str, Any]) -> str:
    """Write a mapping as JSON whose lists have one item a line: compact, and still good to diff.

    Examples
    --------
    >>> print(json_lines({"type": "x", "items": [{"a": 1}, {"a": 2}]}), end="")
    {
    "type": "x",
    "items": [
    {"a": 1},
    {"a": 2}
    ]
    }
    """

    def dump(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    members = (
        dump(key) + ": [\n" + ",\n".join(map(dump, value)) + "\n]"
        if isinstance(value, list) and value
        else f"{dump(key)}: {dump(value)}"
        for key, value in data.items()
    )
    return "{\n" + ",\n".join(members) + "\n}\n"


def looks_like_document(text: str) -> bool:
    """Tell whether a text is meant to be a map document, by its content: JSON's object is never an article.

    Examples
    --------
    >>> looks_like_document('{"format": "dateline-map", "version": 1}')
    True
    >>> looks_like_document("Lima, Peru")
    False
    """
    return _OBJECT.match(text) is not None


def _integer(digits: str) -> float:
    """Read an integer; one too long for any member is a float, infinite at worst, and told with its place."""
    return int(digits) if len(digits) < 20 else float(digits)


def _toponym_dict(t: Toponym) -> dict[str, Any]:
    out = {f.name: getattr(t, f.name) for f in fields(t)}
    if r := t.resolution:
        out["resolution"] = {
            "place": r.place.id if r.place else None,
            "confidence": r.confidence,
            "considered": r.considered,
            "reasons": r.reasons,
            "candidates": [
                {"place": c.place.id, "rank": c.rank, "score": c.score, "reasons": c.reasons}
                for c in r.candidates
            ],
        }
    return out


def _place_dict(p: Place) -> dict[str, Any]:
    out = {f.name: getattr(p, f.name) for f in fields(p) if f.name != "names"}
    if p.geometry is not None:
        out["geometry"] = geometry_to_json(p.geometry)
    return out


def _read(cls: type[MapDocument], data: Mapping[str, Any]) -> MapDocument:
    article = Article(**{**data["article"], "blocks": tuple(Block(**b) for b in data["article"]["blocks"])})
    places = {p["id"]: _read_place(p) for p in data["places"]}
    toponyms = tuple(_read_toponym(t, places) for t in data["toponyms"])
    made = data["provenance"]
    corrections = tuple(map(_read_correction, made.get("corrections", ())))
    provenance = Provenance(**{**_tuples(made), "corrections": corrections})
    sentences = tuple(Sentence(**s) for s in data["sentences"])
    return cls(
        article,
        sentences,
        toponyms,
        places,
        provenance,
        claims=tuple(_read_claim(c) for c in data.get("claims", ())),
        flows=tuple(
            Flow(
                **{
                    **f,
                    "mentions": tuple(FlowMention(**m) for m in f["mentions"]),
                    "course": tuple((x, y) for x, y in f.get("course", ())),
                }
            )
            for f in data.get("flows", ())
        ),
        times=tuple(Time(**t) for t in data.get("times", ())),
        layers=tuple(ThemeLayer(**_tuples(x)) for x in data.get("layers", ())),
    )


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}


def _read_correction(c: Mapping[str, Any]) -> Correction:
    return Correction(**{**c, "mentions": tuple(CorrectedMention(**m) for m in c["mentions"])})


def _read_claim(c: Mapping[str, Any]) -> Claim:
    measured = Measured(**c["measured"]) if c["measured"] else None
    return Claim(**{**_tuples(c), "measured": measured})


def _read_place(p: Mapping[str, Any]) -> Place:
    return Place(**{**_tuples(p), "geometry": geometry_from_json(p["geometry"])})


def _read_toponym(t: Mapping[str, Any], places: Mapping[str, Place]) -> Toponym:
    resolution = None
    if r := t["resolution"]:
        candidates = (
            Candidate(places[c["place"]], c["rank"], c["score"], tuple((n, v) for n, v in c["reasons"]))
            for c in r["candidates"]
        )
        place = places[r["place"]] if r["place"] else None
        resolution = Resolution(
            place, r["confidence"], tuple(candidates), tuple(r["reasons"]), r["considered"]
        )
    return Toponym(**{**t, "types": tuple(t["types"]), "resolution": resolution})
