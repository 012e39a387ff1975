"""Which tables of the files of corrections an edit of the page is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from ..document import HOUSE, Corrections, Entry, MapDocument, Spans, tables_of
from ..errors import CorrectionsError, GazetteerError
from ..gazetteer import Gazetteer
from ..languages import page_language, vocabulary
from ..model import Claim, Sentence, Toponym
from .tables import changed, with_table

SCOPES = ("mention", "article", "folder")
Span = tuple[int, int]


class Edits(Struct, frozen=True, dict=True):
    """Makes new texts of the files from an edit: the article's own, and the folder's.

    Attributes
    ----------
    base, read, document
        The article before the corrections, with those of its places, and with all.
    corrections
        The corrections as they are; None for none.
    gazetteer
        The open gazetteer.
    """

    base: MapDocument
    read: MapDocument
    document: MapDocument
    corrections: Corrections | None
    gazetteer: Gazetteer

    def written(self, edit: Mapping[str, Any], own: str, house: str) -> tuple[str, str]:
        """Return the two texts after an edit; ``CorrectionsError`` if it is none that fits the article."""
        do, scope = edit.get("do"), edit.get("scope") or "mention"
        if scope not in SCOPES:
            raise CorrectionsError(f"scope {scope}: expected one of {', '.join(SCOPES)}")
        if do == "reset" and "member" in edit:
            return self._without_member(own, int(edit["line"]), str(edit["member"])), house
        if do == "reset" and "line" in edit:
            at = int(edit["line"])
            return (
                (own, changed(house, at, None))
                if edit.get("file") == HOUSE
                else (changed(own, at, None), house)
            )
        if do in ("add", "span"):
            return self._added(edit, own, scope), house
        if do in ("claim", "flow", "map"):
            changes = edit.get("set")
            if changes is not None and not isinstance(changes, dict):
                raise CorrectionsError("set: expected an object, or null to take it out")
            return {"claim": self._claim, "flow": self._flow, "map": self._map}[do](edit, changes, own), house
        if do not in ("right", "place", "none", "own", "reset"):
            raise CorrectionsError(
                f"do {do}: no such edit; expected right, place, none, own, add, span, "
                "reset, claim, flow or map"
            )
        for each in edit.get("each") or [edit]:
            one = {**edit, **each}
            if one.get("claim"):
                own = self._claim(one, {}, own)
            elif one.get("flow"):
                own = self._flow(one, {}, own)
            else:
                own, house = self._decided(one, own, house)
        return own, house

    def _decided(self, edit: Mapping[str, Any], own: str, house: str) -> tuple[str, str]:
        """Return the two texts after a decision on one mention."""
        scope = edit.get("scope") or "mention"
        span = self._span(edit)
        said = self._said(span)
        if edit["do"] == "reset":
            return self._without(span, said, own, house)
        if edit["do"] == "right" and said and any(self._is_own(t, span) for t in self.document.toponyms):
            return own, house  # the file says so already
        own_place = str(edit.get("place")).startswith("user:") and scope != "folder"
        if said and said.name and own_place:  # another kind of it
            values = _own({"name": said.name, "kind": edit.get("kind"), "geometry": _geometry(said)})
        else:
            values = self._meaning(edit, span)
        if span in self._passed:
            if said and not said.house:
                own = changed(own, said.line, None)
            action = "correct" if values.get("not_a_place") else "add"
            if scope == "folder" and action == "correct":
                return own, self._put(house, action, self._about(span, scope, action), values, house=True)
            return self._put(own, action, self._about(span, scope, action), values), house
        if scope == "folder":
            if "place" in values:
                self._of_gazetteer(values["place"][0])
            if said and not said.house:
                own = changed(own, said.line, None)
            return own, self._put(house, "correct", self._about(span, scope), values, house=True)
        action = "add" if said and said.action == "add" else "correct"
        if action == "add" and values.get("not_a_place"):
            return self._without(span, said, own, house)
        if scope == "article" and said and said.reach > 0:
            own = changed(own, said.line, None)
        return self._put(own, action, self._about(span, scope, action), values), house

    # -- which table ---------------------------------------------------------------------------------------

    def _span(self, edit: Mapping[str, Any]) -> Span:
        span = span_of(str(edit.get("key")))
        if span in self._passed or any((t.start, t.end) == span for t in self._toponyms):
            return span
        raise CorrectionsError(f"key {edit.get('key')}: no such mention; expected start-end of one")

    @staticmethod
    def _is_own(t: Toponym, span: Span) -> bool:
        return (t.start, t.end) == span and t.place is not None and t.place.id.startswith("user:")

    @property
    def _toponyms(self) -> tuple[Toponym, ...]:
        return self.document.toponyms + self.base.toponyms

    @cached_property
    def _passed(self) -> set[Span]:
        """The names that reading passed over, as spans."""
        return {(p.start, p.end) for p in self.base.passed}

    def _said(self, span: Span) -> Entry | None:
        """Return the entry that decides on a span."""
        for record in self.document.provenance.corrections:
            if any((m.start, m.end) == span for m in record.mentions) and self.corrections:
                for entry in self.corrections.entries:
                    file = entry.house or self.corrections.file
                    if (file, entry.line, entry.surface) == (record.file, record.line, record.surface):
                        return entry
        return None

    def _about(self, span: Span, scope: str, action: str = "correct") -> dict[str, Any]:
        """Return what a table says of a mention: its words, and where they are, if it is not for all."""
        surface = _words(self.document.article.text[slice(*span)])
        about: dict[str, Any] = {"surface": surface}
        if scope != "mention":
            return about
        sentence = self._sentence(span)
        offset = span[0] - sentence.start
        if sentence.repeats:
            sentence = self.document.sentence[sentence.repeats]
        spans = Spans(self.base)
        where = spans.words if action == "add" else spans.passed if span in self._passed else spans.toponyms
        same = where(surface)
        about["sentence"] = sentence.id
        same = [s for s in same if sentence.start <= s[0] < sentence.end]
        if len(same) > 1:
            nearest = min(same, key=lambda s: abs(s[0] - sentence.start - offset))
            about["mention"] = same.index(nearest) + 1
        return about

    def _sentence(self, span: Span) -> Sentence:
        for s in self.document.sentences:
            if s.start <= span[0] and span[1] <= s.end:
                return s
        raise CorrectionsError("the words are not in one sentence; choose words of one sentence")

    def _put(
        self,
        text: str,
        action: str,
        about: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        house: bool = False,
    ) -> str:
        """Change the table that is about the same words, or add one."""
        for e in tables_of(text.encode(), HOUSE, house=house)[0].entries:
            key = (e.action, e.surface.casefold(), e.sentence, e.mention, bool(e.house))
            named = str(about["surface"]).casefold()
            if key == (action, named, about.get("sentence"), about.get("mention"), house):
                return changed(text, e.line, {**about, "surface": e.surface, **values})
        return with_table(text, action, {**about, **values})

    def _without(self, span: Span, said: Entry | None, own: str, house: str) -> tuple[str, str]:
        if said is None:
            raise CorrectionsError("nothing was decided here; nothing to set back")
        if said.house:
            return own, changed(house, said.line, None)
        return changed(own, said.line, None), house

    # -- figures, movements, the map -----------------------------------------------------------------------

    def _claim(self, edit: Mapping[str, Any], changes: Mapping[str, Any] | None, own: str) -> str:
        if edit.get("claim") is None:
            values = _claim_values(changes or {})
            words = {"surface": self._chosen(edit), "sentence": str(edit.get("sentence"))}
            return with_table(own, "claim", {**words, "add": True, **values})
        claim = self._read_claim(edit)
        if edit["do"] == "right":  # it has the value that it has
            whole = claim.quantity.is_integer()
            changes = {"value": int(claim.quantity) if whole else claim.quantity}
            changes |= {} if claim.quantity_max is None else {"value_max": claim.quantity_max}
        surface = _words(claim.surface)
        about: dict[str, Any] = {"surface": surface, "sentence": claim.sentence_id}
        same = [
            c.id
            for c in self.read.claims
            if _words(c.surface).casefold() == surface.casefold() and c.sentence_id == claim.sentence_id
        ]
        if len(same) > 1 and claim.id in same:
            about["mention"] = same.index(claim.id) + 1
        return self._set(own, "claim", about, None if changes is None else _claim_values(changes))

    def _read_claim(self, edit: Mapping[str, Any]) -> Claim:
        """Return the figure of an edit: by its id, of the same words, which others have not if it is gone."""
        words = edit.get("start"), edit.get("end")
        same = [c for c in self.document.claims if words in ((None, None), (c.start, c.end))]
        found = [c for c in same if c.id == edit["claim"]] or (same if words != (None, None) else [])
        if not found:
            raise CorrectionsError(f"{edit['claim']}: no such figure; expected one of the article")
        return found[0]

    def _flow(self, edit: Mapping[str, Any], changes: Mapping[str, Any] | None, own: str) -> str:
        names = {"from": "origin", "to": "destination", "subject": "subject", "name": "name"}
        values = {names[k]: v or "" for k, v in (changes or {}).items() if k in names}
        if edit.get("flow") is None:
            ends = {"from": values.pop("origin", ""), "to": values.pop("destination", "")}
            about = {**ends, "sentence": str(edit.get("sentence"))}
            about |= {"surface": self._chosen(edit)} if "start" in edit else {}
            return with_table(own, "flow", {**about, "add": True, **values})
        flow = next((f for f in self.document.flows if f.id == edit["flow"]), None)
        if flow is None:
            raise CorrectionsError(f"{edit['flow']}: no such movement; expected one of the article")
        if edit["do"] == "right":
            values = {"direction": flow.direction}
        ends = {"from": flow.origin, "to": flow.destination}
        for s in tables_of(own.encode(), HOUSE)[0].settings:
            if s.table == "flow" and not s.values.get("remove"):
                was = {k: s.values[k] for k in ("from", "to")}
                now = {
                    "from": s.values.get("origin", was["from"]),
                    "to": s.values.get("destination", was["to"]),
                }
                ends = was if now == ends else ends
        return self._set(own, "flow", ends, None if changes is None else values)

    def _map(self, edit: Mapping[str, Any], changes: Mapping[str, Any] | None, own: str) -> str:
        changes = dict(changes or {})
        for layer in changes.pop("layers", None) or ():
            said = {"title": layer.get("title"), "colour": str(layer.get("color") or "").lower()}
            given = {k: v for k, v in said.items() if {"colour": "color"}.get(k, k) in layer}
            given |= {"hidden": layer["hidden"] or None} if "hidden" in layer else {}
            own = self._changed(own, "layer", {"name": str(layer.get("id"))}, given)
        if "order" in changes:
            changes["layers"] = changes.pop("order")
        return self._changed(own, "map", {}, changes)

    def _changed(self, own: str, table: str, about: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
        """Change members of the one table about a layer or the map; a table that says nothing is taken out.

        What is empty is taken back; an empty list of small maps says that there are none.
        """
        said = (s for s in tables_of(own.encode(), HOUSE)[0].settings if s.table == table)
        old = next((s for s in said if all(s.values.get(k) == v for k, v in about.items())), None)
        values = {**about, **(old.values if old else {}), **changes}
        values = {k: v for k, v in values.items() if v not in (None, [], "") or (k == "insets" and v == [])}
        if old is not None:
            return (
                own if values == old.values else changed(own, old.line, None if values == about else values)
            )
        return own if values == about else with_table(own, table, values)

    def _without_member(self, own: str, line: int, member: str) -> str:
        """Take one member out of the table of a layer or of the map."""
        for s in tables_of(own.encode(), HOUSE)[0].settings:
            if s.line == line and s.table in ("layer", "map") and member in s.values:
                about = {k: s.values[k] for k in ("name",) if s.table == "layer"}
                return self._changed(own, s.table, about, {member: None})
        raise CorrectionsError(f"line {line}: no {member} there; expected what a table of the map sets")

    def _set(self, own: str, table: str, about: Mapping[str, Any], values: Mapping[str, Any] | None) -> str:
        """Set values in the table that is about the same, or in a new one; None takes out."""
        for s in tables_of(own.encode(), HOUSE)[0].settings:
            if s.table == table and all(s.values.get(k) == v for k, v in about.items()):
                old = {k: v for k, v in s.values.items() if k != "remove"}
                if values is None:
                    return changed(own, s.line, None if "add" in old else {**about, "remove": True})
                if "add" in old and table == "flow":  # its ends are its own
                    values = {{"origin": "from", "destination": "to"}.get(k, k): v for k, v in values.items()}
                return changed(own, s.line, {**old, **values})
        return with_table(own, table, {**about, **({"remove": True} if values is None else values)})

    def _chosen(self, edit: Mapping[str, Any]) -> str:
        """Return the chosen words of a sentence, or all of it."""
        if "start" in edit:
            words = self.document.article.text[int(edit["start"]) : int(edit["end"])]
        else:
            sentence = self.document.sentence.get(str(edit.get("sentence")))
            if sentence is None:
                raise CorrectionsError(f"sentence {edit.get('sentence')}: no such sentence")
            words = self.document.article.text[sentence.start : sentence.end]
        return _words(words)

    # -- what it says --------------------------------------------------------------------------------------

    def _meaning(self, edit: Mapping[str, Any], span: Span) -> dict[str, Any]:
        """Return what a table says that the words are."""
        match edit.get("do"):
            case "none":
                return {"not_a_place": True}
            case "right":
                for t in self._toponyms:
                    if (t.start, t.end) == span and t.place:
                        return self._place(t.place.id)
                raise CorrectionsError("it has no place that could be right; choose one")
            case "own":
                return _own(edit)
            case _:
                kind = {"kind": str(edit["kind"])} if edit.get("kind") else {}
                return self._place(str(edit.get("place"))) | kind

    def _place(self, place: str) -> dict[str, Any]:
        known = self.document.places.get(place) or self.base.places.get(place)
        try:
            known = known or self.gazetteer.place(place)
        except GazetteerError as error:
            raise CorrectionsError(str(error)) from None
        say = vocabulary(page_language(self.document.article.language))
        return {"place": (place, say.described(known))}

    def _of_gazetteer(self, place: str) -> None:
        """Check that a place is known without this article."""
        try:
            self.gazetteer.place(place)
        except GazetteerError:
            raise CorrectionsError(
                f"{place}: this article's alone; expected a place of the gazetteer for every article"
            ) from None

    def _added(self, edit: Mapping[str, Any], own: str, scope: str) -> str:
        """Add the words that were missed, or other bounds of a mention; several in place of one split it."""
        spans = [(int(a), int(b)) for a, b in edit.get("spans") or [(edit["start"], edit["end"])]]
        old: Toponym | None = None
        if edit.get("do") == "span":
            span = self._span(edit)
            old = next((t for t in self._toponyms if (t.start, t.end) == span), None)
            if (said := self._said(span)) and not said.house and said.reach > 0:
                own = changed(own, said.line, None)
        for span in spans:
            surface = _words(self.document.article.text[slice(*span)])
            if not surface:
                raise CorrectionsError("no words; choose some")
            own = with_table(
                own, "add", {**self._about(span, scope, "add"), **self._guess(edit, surface, old)}
            )
        return own

    def _guess(self, edit: Mapping[str, Any], surface: str, old: Toponym | None) -> dict[str, Any]:
        """Return what added words are: as the edit says, else the best known place, else the mention's."""
        if "name" in edit:
            return _own(edit)
        if edit.get("place"):
            return self._place(str(edit["place"]))
        if found := self.gazetteer.candidates(surface):
            here = [c for c in found if old and old.place and c.place.id == old.place.id]
            return self._place((here or found)[0].place.id)
        if old and old.place:
            return self._place(old.place.id)
        raise CorrectionsError(f"“{surface}” is not in the gazetteer; choose its place")


_CLAIM = ("value", "value_max", "unit", "per", "subject", "predicate", "owner", "places")


def _claim_values(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a table of a figure; what the page leaves empty is "" or the place's own."""
    values = {k: changes[k] for k in _CLAIM if k in changes}
    for key, empty in (("unit", ""), ("per", ""), ("subject", ""), ("predicate", ""), ("owner", "place")):
        if key in values and values[key] is None:
            values[key] = empty
    return values


def span_of(key: str) -> Span:
    """Read the key of a mention, ``start-end``."""
    start, _, end = key.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(key) < 30):
        raise CorrectionsError(f"key {key[:40]}: no such mention; expected start-end of one")
    return int(start), int(end)


def _words(text: str) -> str:
    return " ".join(text.split())


def _own(edit: Mapping[str, Any]) -> dict[str, Any]:
    geometry = edit.get("geometry") or {}
    values: dict[str, Any] = {"name": _words(str(edit.get("name") or ""))}
    if geometry.get("type") == "Point":
        lng, lat = geometry["coordinates"]
        values |= {"lng": round(float(lng), 5), "lat": round(float(lat), 5)}
    else:
        rounded = _rounded(geometry.get("coordinates"))
        values["geometry"] = {"type": geometry.get("type"), "coordinates": rounded}
    return values | ({"kind": edit["kind"]} if edit.get("kind") else {})


def _geometry(entry: Entry) -> dict[str, Any]:
    """Return where a correction has a place of one's own, as GeoJSON."""
    if entry.point:
        return {"type": "Point", "coordinates": [*entry.point]}
    return dict(json.loads(entry.geometry or "{}"))


def _rounded(part: Any) -> Any:
    return [_rounded(p) for p in part] if isinstance(part, list) else round(float(part), 5)
