"""The seam between reading and drawing: one plain, versioned JSON document.

A ``MapDocument`` holds everything that a map shows: the text, its sentences and toponyms, the candidates
considered, the places with their geometry, and where it all came from. Reading makes it; layers, page and
exports need nothing else (besides the pinned basemap). Its JSON Schema is ``document.schema.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from .errors import DocumentError
from .model import (
    Article,
    Block,
    Candidate,
    Claim,
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

FORMAT = "dateline-map"
VERSION = 1

_OBJECT = re.compile(r'\ufeff?\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})')

_GEOMETRY_DIGITS = 5  # 1e-5 degree is about a metre, finer than any pinned source


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
        Pinned file name → SHA-256 of each file that was read.
    basemap
        SHA-256 of the pinned file that the backdrop is drawn from.
    attributions
        What a map made from this must show, in order.
    """

    generator: str
    gazetteer: str
    files: Mapping[str, str]
    basemap: str
    attributions: tuple[str, ...]


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
            data = json.loads(text, parse_constant=_refuse)
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
        if faults := [*_schema_faults(data)] or [*_reference_faults(data)]:
            raise DocumentError("\n".join(f"{source}: {fault}" for fault in faults))
        return _read(cls, data)


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


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


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
    out = {f.name: getattr(p, f.name) for f in fields(p)}
    if p.geometry is not None:
        out["geometry"] = geometry_to_json(p.geometry)
    return out


def geometry_to_json(geometry: Any) -> dict[str, Any]:
    """Turn a shapely geometry into GeoJSON: lng, lat, five decimals, rings as RFC 7946 orders them."""
    import shapely
    from shapely.geometry import mapping

    oriented = shapely.orient_polygons(geometry)
    return {"type": oriented.geom_type, "coordinates": _rounded(mapping(oriented)["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, _GEOMETRY_DIGITS)
    return [_rounded(c) for c in coordinates]


def _schema_faults(data: Mapping[str, Any]) -> Iterable[str]:
    from jsonschema import Draft202012Validator

    schema = json.loads(Path(__file__).with_name("document.schema.json").read_text("utf-8"))
    for error in sorted(Draft202012Validator(schema).iter_errors(data), key=lambda e: str(e.json_path)):
        message = error.message if len(error.message) <= 160 else error.message[:157] + "..."
        yield f"{error.json_path}: {message}"


def _reference_faults(data: Mapping[str, Any]) -> Iterable[str]:
    from shapely import GEOSException

    length = len(data["article"]["text"])
    text = data["article"]["text"]
    blocks = {b["id"] for b in data["article"]["blocks"]}
    sentences = {s["id"] for s in data["sentences"]}
    places = {p["id"] for p in data["places"]}
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
    yield from _story_faults(data, text, sentences, places)
    for p in data["places"]:
        try:
            geometry = _geometry(p["geometry"])
            if geometry is not None and not _on_earth(geometry):
                yield f"place {p['id']}: its geometry is empty, or not in degrees of longitude and latitude"
        except (ValueError, TypeError, IndexError, GEOSException) as error:
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


def _on_earth(geometry: Any) -> bool:
    if geometry.is_empty:
        return False
    west, south, east, north = geometry.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)


def _read(cls: type[MapDocument], data: Mapping[str, Any]) -> MapDocument:
    article = Article(**{**data["article"], "blocks": tuple(Block(**b) for b in data["article"]["blocks"])})
    places = {p["id"]: _read_place(p) for p in data["places"]}
    toponyms = tuple(_read_toponym(t, places) for t in data["toponyms"])
    provenance = Provenance(
        **{**data["provenance"], "attributions": tuple(data["provenance"]["attributions"])}
    )
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


def _read_claim(c: Mapping[str, Any]) -> Claim:
    measured = Measured(**c["measured"]) if c["measured"] else None
    return Claim(**{**_tuples(c), "measured": measured})


def _read_place(p: Mapping[str, Any]) -> Place:
    return Place(**{**_tuples(p), "geometry": _geometry(p["geometry"])})


def _geometry(data: Mapping[str, Any] | None) -> Any:
    from shapely.geometry import shape

    return None if data is None else shape(data)


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
