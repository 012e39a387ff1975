"""Correct what a document says of its places: figures, movements, layers, and the map as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from ...errors import GazetteerError
from ...gazetteer import Gazetteer
from ...kinds import FLOWS, KINDS, LAYERS
from ...model import (
    BBox,
    Claim,
    Correction,
    Flow,
    FlowMention,
    MapView,
    Place,
    Sentence,
    SmallMap,
    ThemeLayer,
    safe_id,
)
from ..document import MapDocument, places_of
from .file import Corrections, Fault, Setting


def retold(
    document: MapDocument, corrections: Corrections, gazetteer: Gazetteer
) -> tuple[MapDocument, tuple[Fault, ...]]:
    """Apply the settings of corrections that fit a document, and list what is wrong with the others.

    Settings that the document has already change nothing.
    """
    if not corrections.settings:
        return document, ()
    told = _Told(document, corrections, gazetteer)
    for setting in sorted(corrections.settings, key=lambda s: s.table in ("layer", "map")):
        told.apply(setting)  # layers have the movements that there are then
    return told.document(), tuple(sorted(told.faults))


def layers_by_kind(document: MapDocument) -> tuple[ThemeLayer, ...]:
    """Return the layers by kind of place, which a map has whose document has no layers of its own."""
    places = [(t.id, KINDS[t.place.kind].layer) for t in document.toponyms if t.place and t.is_shown]
    flows = tuple(f.id for f in document.flows)
    held = {name: tuple(i for i, layer in places if layer == name) for name in LAYERS}
    return tuple(
        ThemeLayer(
            name, s.title, s.theme, s.colour, s.dash, s.symbol, held[name], flows if name == FLOWS else ()
        )
        for name, s in LAYERS.items()
        if held[name] or (name == FLOWS and flows)
    )


class _Misfit(Exception):
    """Raised where a setting does not fit the document."""


class _Told:
    """The claims, flows and layers of a document, while they are corrected."""

    def __init__(self, document: MapDocument, corrections: Corrections, gazetteer: Gazetteer) -> None:
        self._document = document
        self._corrections = corrections
        self._gazetteer = gazetteer
        self._claims = list(document.claims)
        self._flows = {f.id: f for f in document.flows}
        self._layers = list(document.layers)
        self._map = document.map
        self._hidden: set[str] = set()  # names of layers
        self._places: dict[str, Place] = dict(document.places)
        self._known = {_key(c): c for c in document.provenance.corrections}
        self._records: dict[tuple[Any, ...], Correction] = {}
        self.faults: list[Fault] = []

    def apply(self, setting: Setting) -> None:
        """Apply one setting, or note that it does not fit."""
        record = _record(setting, self._corrections.file)
        known = _key(record) in self._known
        try:
            {"claim": self._claim, "flow": self._flow, "layer": self._layer, "map": self._view}[
                setting.table
            ](setting.values, known)
        except _Misfit as misfit:
            self.faults.append(Fault(self._corrections.file, setting.line, str(misfit)))
        else:
            self._records[_key(record)] = record

    def document(self) -> MapDocument:
        """Return the document with what was corrected."""
        flows = tuple(self._flows.values())
        claims = [replace(c, flows=tuple(f for f in c.flows if f in self._flows)) for c in self._claims]
        claims = [c for c in claims if c.places or c.flows]
        ids = {c.id for c in claims}
        layers = [
            replace(
                layer,
                flows=tuple(f for f in layer.flows if f in self._flows),
                claims=tuple(c for c in layer.claims if c in ids),
            )
            for layer in self._layers
        ]
        named = {i for c in claims for i in c.places} | {i for f in flows for i in f.places}
        named |= {i for r in self._document.routes for i in r.places}
        named |= {*places_of(self._document.toponyms)}
        made = self._document.provenance
        kept = tuple(c for c in made.corrections if _key(c) not in self._records)
        return replace(
            self._document,
            claims=tuple(sorted(claims, key=lambda c: (c.start, c.id))),
            flows=flows,
            layers=tuple(layers),
            places={i: p for i, p in sorted(self._places.items()) if i in named},
            map=self._view_of(layers),
            provenance=replace(made, corrections=(*kept, *self._records.values())),
        )

    def _view_of(self, layers: Sequence[ThemeLayer]) -> MapView:
        """Return the map without the places and movements that only hidden layers have."""
        place_of = {t.id: t.place.id for t in self._document.toponyms if t.place}
        held = {x.name: {*(place_of[t] for t in x.toponyms if t in place_of), *x.flows} for x in layers}
        gone = {i for name, ids in held.items() if name in self._hidden for i in ids}
        gone -= {i for name, ids in held.items() if name not in self._hidden for i in ids}
        hidden = dict.fromkeys((*self._map.hidden, *sorted(gone)))
        return replace(self._map, hidden=tuple(hidden)) if gone else self._map

    # -- figures -------------------------------------------------------------------------------------------

    def _claim(self, values: Mapping[str, Any], known: bool) -> None:
        found = self._claims_of(values)
        if values.get("add") and not (known and found):
            start, end, sentence = self._words(values["sentence"], values["surface"])
            number = 1 + max((int(c.id[1:]) for c in self._claims), default=0)
            new = Claim(
                id=f"c{number:02d}",
                sentence_id=sentence.id,
                start=start,
                end=end,
                surface=self._document.article.text[start:end],
                places=(),
                flows=(),
                together=False,
                quantity=0.0,
                quantity_max=None,
                unit="",
                per=None,
                qualifier=None,
                subject="",
            )
            self._claims.append(self._changed(new, values))
            return
        if known and values.get("remove"):
            return  # it is gone already; another one of these words would be next
        if not found and not known:
            raise _Misfit(f"“{values['surface']}” is no figure {_where(values)}; expected one that was read")
        for claim in found:
            at = self._claims.index(claim)
            if values.get("remove"):
                del self._claims[at]
                self._layers = [
                    replace(layer, claims=tuple(c for c in layer.claims if c != claim.id))
                    for layer in self._layers
                ]
            else:
                self._claims[at] = self._changed(claim, values)

    def _claims_of(self, values: Mapping[str, Any]) -> list[Claim]:
        words, sentence = _plain(values["surface"]).casefold(), values.get("sentence")
        read = {c.id: c for c in self._document.claims}
        now = {c.id: c for c in self._claims}
        same = [
            c.id
            for c in (read | now).values()
            if _plain(c.surface).casefold() == words and sentence in (None, c.sentence_id)
        ]
        number = values.get("mention")
        same = same if number is None else same[number - 1 : number]
        return [now[i] for i in same if i in now]

    def _changed(self, claim: Claim, values: Mapping[str, Any]) -> Claim:
        members: dict[str, Any] = {}
        if "value" in values:
            members = {"quantity": values["value"], "quantity_max": None}
        if "value_max" in values:
            members["quantity_max"] = values["value_max"]
        members |= {key: values[key] for key in ("unit", "subject") if key in values}
        members |= {key: values[key] or None for key in ("per", "predicate") if key in values}
        if "owner" in values:
            members["owner"] = None if values["owner"] == "place" else values["owner"]
        if "places" in values:
            members |= {"places": tuple(dict.fromkeys(map(self._place, values["places"]))), "flows": ()}
            members |= {"position": None, "together": claim.together and len(members["places"]) > 1}
        if {"unit", "places"} & {*values}:
            members["measured"] = None
        return replace(claim, **members)

    def _place(self, place_id: str) -> str:
        """Return the id of a place, which is a place of the document from now on."""
        known = self._places.get(place_id)
        if known is None or (known.shape is None and known.extent != "point"):
            try:
                place = self._gazetteer.place(place_id, geometry=True)
            except GazetteerError as error:
                raise _Misfit(str(error)) from None
            self._places[place_id] = place
        return place_id

    def _words(self, sentence_id: str, surface: str) -> tuple[int, int, Sentence]:
        """Find words in a sentence."""
        sentence = self._document.sentence.get(sentence_id)
        if sentence is None:
            raise _Misfit(f"{sentence_id}: no such sentence; expected one of this article")
        text = self._document.article.text
        found = re.compile(r"\s+".join(map(re.escape, surface.split()))).search(
            text, sentence.start, sentence.end
        )
        if found is None:
            raise _Misfit(f"“{surface}” is not in {sentence_id}; expected words that are, as they are there")
        return found.start(), found.end(), sentence

    # -- movements -----------------------------------------------------------------------------------------

    def _flow(self, values: Mapping[str, Any], known: bool) -> None:
        ends = (values["from"], values["to"])
        new_ends = (values.get("origin", ends[0]), values.get("destination", ends[1]))
        found = [f for f in self._flows.values() if (f.origin, f.destination) == ends]
        found = found or [f for f in self._flows.values() if known and (f.origin, f.destination) == new_ends]
        if values.get("add"):
            self._add(values, ends, found, known)
            return
        if not found and not known:
            raise _Misfit(f"no movement from {ends[0]} to {ends[1]}; expected one that was read")
        for flow in found:
            if values.get("remove"):
                del self._flows[flow.id]
            else:
                self._change(flow, new_ends, values)

    def _add(
        self, values: Mapping[str, Any], ends: tuple[str, str], found: Sequence[Flow], known: bool
    ) -> None:
        origin, destination = map(self._place, ends)
        sentence = self._document.sentence.get(values["sentence"])
        if sentence is None:
            raise _Misfit(f"{values['sentence']}: no such sentence; expected one of this article")
        start, end = sentence.start, sentence.end
        if "surface" in values:
            start, end, _ = self._words(sentence.id, values["surface"])
        mention = FlowMention(sentence.id, start, end, self._document.article.text[start:end])
        if found:
            mentions = tuple(dict.fromkeys((*found[0].mentions, mention)))
            flow = replace(found[0], mentions=mentions)
        else:
            flow = Flow("flow-x", origin, destination, "one way", "", (mention,))
            flow = replace(flow, id=_flow_id(flow))
        flow = _with(flow, values)
        if not found:
            self._into_layer(flow)
        self._flows[flow.id] = flow

    def _into_layer(self, flow: Flow) -> None:
        """Put a new movement into the layer of one of its ends, else into the main one."""
        here = {
            t.id for t in self._document.toponyms if t.place and t.place.id in (flow.origin, flow.destination)
        }
        fit = [n for n, layer in enumerate(self._layers) if here & {*layer.toponyms}] or [0]
        if self._layers:
            layer = self._layers[fit[0]]
            self._layers[fit[0]] = replace(layer, flows=(*layer.flows, flow.id))

    def _change(self, flow: Flow, ends: tuple[str, str], values: Mapping[str, Any]) -> None:
        origin, destination = map(self._place, ends)
        made = _with(replace(flow, origin=origin, destination=destination), values)
        if (flow.origin, flow.destination) != ends:
            made = replace(made, via=(), days=(), course=())
        made = replace(made, id=_flow_id(made))
        if made.id != flow.id and (other := self._flows.get(made.id)):
            made = replace(other, mentions=tuple(dict.fromkeys((*other.mentions, *made.mentions))))
            del self._flows[other.id]
        # In the place that it had.
        listed = (made if i == flow.id else f for i, f in self._flows.items())
        self._flows = {f.id: f for f in listed}
        renamed = {flow.id: made.id}
        self._claims = [
            replace(c, flows=tuple(dict.fromkeys(renamed.get(f, f) for f in c.flows))) for c in self._claims
        ]
        self._layers = [
            replace(x, flows=tuple(dict.fromkeys(renamed.get(f, f) for f in x.flows))) for x in self._layers
        ]

    # -- the map -------------------------------------------------------------------------------------------

    def _layer(self, values: Mapping[str, Any], known: bool) -> None:
        at = self._layer_number(values["name"])
        if "title" in values:
            self._layers[at] = replace(self._layers[at], title=values["title"])
        if "colour" in values:
            colours = {**self._map.layer_colours, values["name"]: values["colour"].lower()}
            self._map = replace(self._map, layer_colours=dict(sorted(colours.items())))
        if values.get("hidden"):
            self._hidden.add(values["name"])

    def _layer_number(self, name: str) -> int:
        if not self._layers:
            flows = tuple(self._flows.values())
            self._layers = list(layers_by_kind(replace(self._document, flows=flows)))
        names = [layer.name for layer in self._layers]
        if name not in names:
            raise _Misfit(f"{name}: no such layer; expected one of {', '.join(names) or 'none'}")
        return names.index(name)

    def _view(self, values: Mapping[str, Any], known: bool) -> None:
        members: dict[str, Any] = {key: values[key] for key in ("title", "note") if key in values}
        if "frame" in values:
            members["frame"] = BBox(*map(float, values["frame"]))
        if "insets" in values:
            members["insets"] = tuple(dict.fromkeys(map(_inset, values["insets"])))
        members |= {
            key: tuple(dict.fromkeys(values[key]))
            for key in ("hidden", "labelled", "unlabelled")
            if key in values
        }
        for key in ("hidden", "labelled", "unlabelled", "insets"):
            each = [i.of if isinstance(i, SmallMap) else i for i in members.get(key, ())]
            ids = [i for i in each if isinstance(i, str)]
            if unknown := [i for i in ids if i not in self._places]:
                raise _Misfit(f"{key}: {', '.join(unknown)}: no place of this article")
        if both := {*members.get("labelled", ())} & {*members.get("unlabelled", ())}:
            raise _Misfit(f"{', '.join(sorted(both))}: labelled and unlabelled; expected one of them")
        if "layers" in values:
            for name in values["layers"]:
                self._layer_number(name)  # it is one
            members["layers"] = tuple(dict.fromkeys(values["layers"]))
        self._map = replace(self._map, **members)


def _inset(value: Any) -> BBox | str | SmallMap:
    """Return a small map as a document has it."""
    if isinstance(value, dict):
        of = value["of"]
        return SmallMap(BBox(*map(float, of)) if isinstance(of, list) else of, value["title"])
    return BBox(*map(float, value)) if isinstance(value, list) else value


def _with(flow: Flow, values: Mapping[str, Any]) -> Flow:
    members = {key: values[key] for key in ("subject", "name", "direction") if key in values}
    made = replace(flow, **members)
    return replace(made, id=_flow_id(made)) if "direction" in members else made


def _flow_id(flow: Flow) -> str:
    both = ["both"] if flow.direction == "both ways" else []
    return "-".join(["flow", safe_id(flow.origin), safe_id(flow.destination), *both])


def _where(values: Mapping[str, Any]) -> str:
    return f"in {values['sentence']}" if "sentence" in values else "in this article"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _record(setting: Setting, file: str) -> Correction:
    values = setting.values
    surface = {
        "claim": values.get("surface"),
        "flow": f"{values.get('from')} → {values.get('to')}",
        "layer": values.get("name"),
        "map": ", ".join(values),
    }[setting.table]
    return Correction(
        file=file,
        line=setting.line,
        action=setting.table,  # type: ignore[arg-type]
        surface=str(surface),
        sentence=values.get("sentence"),
        mention=values.get("mention"),
        place=None,
    )


def _key(c: Correction) -> tuple[Any, ...]:
    surface = "" if c.action == "map" else c.surface
    return (c.action, surface, c.sentence, c.mention) if c.action not in ("correct", "add") else (c.action, c)
