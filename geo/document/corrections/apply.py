"""Make a corrected document from a document and a user's corrections."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import count, pairwise

from msgspec import Struct
from msgspec.structs import replace

from ...errors import GazetteerError
from ...gazetteer import Gazetteer, fold
from ...model import (
    CorrectedMention,
    Correction,
    LngLat,
    Message,
    PassedName,
    Place,
    Resolution,
    Sentence,
    Shape,
    ThemeLayer,
    Toponym,
)
from ..document import MapDocument, places_of
from ..geometry import valid_geometry
from .file import Corrections, Entry, Fault, check_fit
from .story import retold

_Span = tuple[int, int]


def correct(
    document: MapDocument, corrections: Corrections, *, gazetteer: Gazetteer | None = None
) -> MapDocument:
    """Correct a document: its toponyms, and what it says of their places.

    Parameters
    ----------
    document
        The document; it is not changed.
    corrections
        As ``read_corrections`` reads them. An entry for one mention counts more than an entry for all
        mentions. In ``[[correct]]``, case and white space do not matter; in ``[[add]]``, case does.
        Corrections that the document already has change nothing.
    gazetteer
        The open gazetteer in which ids are looked up; the pinned one by default.

    Returns
    -------
    MapDocument
        With the corrected toponyms (confidence 1, the correction as the reason) and the added ones, without
        those that are not places. Its provenance says what was changed. Claims, flows and times stay as they
        are, but for those that the corrections name.

    Raises
    ------
    CorrectionsError
        If an entry matches nothing, names an unknown place or sentence, or contradicts another. The message
        has one line for each fault, with its line in the file.
    GazetteerError
        If the pinned data is missing or damaged.

    Examples
    --------
    >>> import geo
    >>> document = geo.geoparse("They met in Oslo.")
    >>> no_place = Entry(1, "correct", "Oslo")
    >>> correct(document, Corrections("story.corrections.toml", "0" * 64, (no_place,))).toponyms
    ()
    """
    gazetteer = gazetteer or Gazetteer.pinned()
    made, faults = corrected(document, corrections, gazetteer)
    made, more = retold(made, corrections, gazetteer)
    check_fit(faults + more)
    return made


def corrected(
    document: MapDocument, corrections: Corrections, gazetteer: Gazetteer
) -> tuple[MapDocument, tuple[Fault, ...]]:
    """Correct a document by the entries that fit it, and list what is wrong with the others."""
    matcher = _Matcher(document, corrections, gazetteer)
    entries = matcher.entries()
    places = {entry: matcher.place(entry) for entry in corrections.entries if matcher.applies(entry, entries)}
    faulty = matcher.faulty
    entries = {span: entry for span, entry in entries.items() if entry not in faulty}
    changes = _Changes(document, corrections, entries, places, faulty)
    toponyms = changes.toponyms()
    named = {i for c in document.claims for i in c.places}
    named |= {place for f in document.flows for place in f.places}
    named |= {place for r in document.routes for place in r.places}
    shown = places_of(toponyms)
    shown |= {i: _candidate(p, gazetteer) for i, p in shown.items() if _was_chosen(p)}
    made = document.provenance
    fit = replace(
        document,
        toponyms=toponyms,
        places=dict(sorted({**{i: document.places[i] for i in named}, **shown}.items())),
        passed=changes.passed(toponyms),
        layers=changes.layers(toponyms),
        provenance=replace(
            made,
            files={**made.files, **changes.files()},
            attributions=tuple(dict.fromkeys((*made.attributions, *gazetteer.attributions))),
            corrections=changes.records(),
        ),
    )
    return fit, tuple(sorted(matcher.faults))


def _was_chosen(place: Place) -> bool:
    """Return whether a place was chosen before and is only a candidate now: an extent without geometry."""
    return place.shape is None and place.extent != "point"


def _candidate(place: Place, gazetteer: Gazetteer) -> Place:
    """Return a place as it is among candidates, so that parsing with corrections gives the same document."""
    try:
        return gazetteer.place(place.id)
    except GazetteerError:  # the place is from another gazetteer
        return replace(place, extent="point", extent_method=None)


class _Matcher:
    """Finds the spans and the place of each entry, and every fault."""

    def __init__(self, document: MapDocument, corrections: Corrections, gazetteer: Gazetteer) -> None:
        self._document = document
        self._corrections = corrections
        self._gazetteer = gazetteer
        self._spans_of = Spans(document)
        self._repeats: dict[str, list[Sentence]] = defaultdict(list)
        for s in document.sentences:
            if s.repeats:
                self._repeats[s.repeats].append(s)
        self.faults: list[Fault] = []
        self.faulty: set[Entry] = set()

    def applies(self, entry: Entry, entries: Mapping[_Span, Entry]) -> bool:
        """Return whether the place of an entry is needed: one of a folder has often nothing to do here."""
        return not entry.house or entry in entries.values()

    def entries(self) -> dict[_Span, Entry]:
        """Return the entry that applies to each span, in the order of the text."""
        found: dict[_Span, Entry] = {}
        for entry in sorted(self._corrections.entries, key=lambda e: e.reach):
            for span in self._spans(entry):
                earlier = found.get(span)
                if earlier is not None and earlier.reach == entry.reach:
                    self._fault(entry, f"“{entry.surface}” is corrected on line {earlier.line} already")
                    break
                found[span] = entry
        added = sorted(span for span, entry in found.items() if entry.action == "add")
        for one, other in pairwise(added):
            if other[0] < one[1]:
                lines = sorted((found[one].line, found[other].line))
                self._fault(found[other], f"what lines {lines[0]} and {lines[1]} add overlaps in the text")
        return {s: e for s, e in sorted(found.items()) if e.action == "add" or not _overlaps(s, added)}

    def place(self, entry: Entry) -> Place | None:
        """Return the place of an entry, with geometry; None if it is not a place, or the entry is faulty."""
        if entry.point is not None or entry.geometry:
            return _own_place(entry, entry.house or self._corrections.file, self._gazetteer)
        found = self._known(entry)
        if found is None or entry.kind in ("", found.kind):
            return found
        return replace(found, id=_own_id(entry), kind=entry.kind)

    def _known(self, entry: Entry) -> Place | None:
        """Return the place whose id an entry names."""
        if entry.place is None:
            return None
        known = self._document.places.get(entry.place)
        if known and known.id.startswith("user:"):
            return known
        try:
            return self._gazetteer.place(entry.place, geometry=True)
        except GazetteerError as error:
            if known and not _was_chosen(known):
                return known  # one that reading derived from others
            self._fault(entry, str(error))
            return None

    def _fault(self, entry: Entry, fault: str) -> None:
        self.faults.append(Fault(entry.house or self._corrections.file, entry.line, fault))
        self.faulty.add(entry)

    def _spans(self, entry: Entry) -> Sequence[_Span]:
        """List the spans that an entry changes; a repeated sentence is changed with its original."""
        if entry.sentence is not None and entry.sentence not in self._document.sentence:
            ids = [s.id for s in self._document.sentences]
            expected = f"one of {ids[0]} to {ids[-1]}" if ids else "an article with sentences"
            self._fault(entry, f"{entry.sentence}: no such sentence; expected {expected}")
            return ()
        spans_of = self._spans_of
        every = spans_of.toponyms if entry.action == "correct" else spans_of.words
        wanted, number = self._wanted(entry, every(entry.surface))
        if not wanted and entry.is_none:
            wanted, _ = self._wanted(entry, spans_of.passed(entry.surface))
        known = any(_is_same(c, entry) for c in self._document.provenance.corrections)
        if not wanted and not known and not entry.house:
            self._fault(entry, self._no_match(entry, number))
        return sorted(wanted)

    def _wanted(self, entry: Entry, every: Sequence[_Span]) -> tuple[list[_Span], int]:
        """Choose those spans of an entry's words that it is about; and count them where it looks."""
        by_sentence: dict[str, list[_Span]] = defaultdict(list)
        for span in every:
            by_sentence[_sentence_at(self._document, span[0]).id].append(span)
        wanted: list[_Span] = []
        number = 0
        for sentence in self._document.sentences:
            spans = by_sentence.get(sentence.id, [])
            if sentence.repeats or (entry.sentence is not None and sentence.id != entry.sentence):
                continue
            again = [by_sentence.get(s.id, []) for s in self._repeats.get(sentence.id, ())]
            for nth, span in enumerate(spans):
                number += 1
                if entry.mention in (None, number):
                    wanted += [span, *(r[nth] for r in again if nth < len(r))]
        return wanted, number

    def _no_match(self, entry: Entry, number: int) -> str:
        """Say why an entry matches nothing; its surface has `number` mentions where it looks."""
        where = f"in {entry.sentence}" if entry.sentence else "in this article"
        if number:
            return f"“{entry.surface}” has no mention {entry.mention} {where}; expected at most {number}"
        if entry.action == "add":
            return f"“{entry.surface}” is not {where}; expected words that are, with the same capitals"
        if self._spans_of.words(entry.surface):
            todo = "to add it, write [[add]]" if entry.place or entry.point else "leave this out"
            return f"“{entry.surface}” was not read as a place {where}; {todo}"
        return f"“{entry.surface}” is not {where}; expected a surface that geo explain shows"


class Spans:
    """Where the words of an entry stand in a document, in the order of the text."""

    def __init__(self, document: MapDocument) -> None:
        self._document = document
        self._toponyms = _by_words(document.toponyms)
        self._passed = _by_words(document.passed)

    def toponyms(self, surface: str) -> list[_Span]:
        """List the toponyms of these words; case and white space do not matter."""
        return self._toponyms.get(_plain(surface).casefold(), [])

    def passed(self, surface: str) -> list[_Span]:
        """List the names passed over of these words; case and white space do not matter."""
        return self._passed.get(_plain(surface).casefold(), [])

    def words(self, surface: str) -> list[_Span]:
        """List where these words are in a sentence, whole; case matters."""
        text = self._document.article.text
        words = r"\s+".join(map(re.escape, surface.split()))
        pattern = _edge(surface[0], "<") + words + _edge(surface[-1], "")
        spans = [m.span() for m in re.finditer(pattern, text)] if self._document.sentences else []
        around = [_sentence_at(self._document, start) for start, _ in spans]
        return [s for s, at in zip(spans, around, strict=True) if at.start <= s[0] < s[1] <= at.end]


def _by_words(named: Iterable[Toponym | PassedName]) -> dict[str, list[_Span]]:
    spans: dict[str, list[_Span]] = defaultdict(list)
    for t in named:
        spans[_plain(t.surface).casefold()].append((t.start, t.end))
    return spans


def _edge(char: str, side: str) -> str:
    """Return the pattern of a word's edge, if the script has word edges: "Ys" is not in "Days"."""
    return rf"(?{side}!\w)" if char.isdigit() or char.lower() != char.upper() else ""


class _Changes(Struct, frozen=True):
    """What corrections make of a document: the entry of each span, each entry's place, and those at fault."""

    document: MapDocument
    corrections: Corrections
    entries: Mapping[_Span, Entry]
    places: Mapping[Entry, Place | None]
    faulty: Collection[Entry]

    def files(self) -> dict[str, str]:
        """Return name → hash of the files that the corrections are from; a folder's only if it has a part."""
        by_house = {e.house: self.corrections.house for e in self.entries.values() if e.house}
        own = {self.corrections.file: self.corrections.sha256}
        return by_house if self.corrections.file in by_house else {**own, **by_house}

    def toponyms(self) -> tuple[Toponym, ...]:
        """Return the corrected toponyms, by their start; added ones get new ids."""

        def reason(entry: Entry) -> tuple[Message, ...]:
            return (Message("corrected", {"file": entry.house or self.corrections.file}),)

        added = [span for span, entry in self.entries.items() if entry.action == "add"]
        out: dict[_Span, Toponym] = {}
        for t in self.document.toponyms:
            span = (t.start, t.end)
            entry = self.entries.get(span)
            if entry is None and not _overlaps(span, added):
                out[span] = t
            elif entry is not None and (place := self.places[entry]) is not None:
                was = t.resolution or Resolution(None, 0.0, (), ())
                made = replace(
                    was, place=place, confidence=1.0, reasons=reason(entry), certainty="sure", rival=None
                )
                # A part of a longer name that gets a place is a name.
                named = entry.action == "add" or t.kind == "embedded"
                out[span] = replace(t, resolution=made, kind="name" if named else t.kind)
        new = count(1 + max((int(t.id[1:]) for t in self.document.toponyms), default=0))
        for span in added:
            if span not in out:
                place = self.places[self.entries[span]]
                why = reason(self.entries[span])
                resolution = Resolution(place, 1.0, (), why, certainty="sure" if place else "unplaced")
                out[span] = _new_toponym(self.document, span, f"t{next(new):02}", resolution)
        return tuple(t for _, t in sorted(out.items()))

    def passed(self, toponyms: Sequence[Toponym]) -> tuple[PassedName, ...]:
        """Return the names passed over that are neither toponyms now, nor said to be none."""
        spans = [(t.start, t.end) for t in toponyms]
        gone = {*spans, *self.entries}
        left = [(p, (p.start, p.end)) for p in self.document.passed]
        return tuple(p for p, span in left if span not in gone and not _overlaps(span, spans))

    def layers(self, toponyms: Sequence[Toponym]) -> tuple[ThemeLayer, ...]:
        """Return the layers without removed mentions, and with mentions that did not have a place before.

        A mention that is in no layer joins the layers of the nearest mention, if possible of its own
        sentence.
        """
        held: dict[str, set[str]] = {layer.name: set(layer.toponyms) for layer in self.document.layers}
        inside = [t for t in toponyms if any(t.id in ids for ids in held.values())]
        for t in toponyms:
            if (t.start, t.end) in self.entries and t.is_shown and t not in inside:
                near = min(inside, key=partial(_distance, t), default=None)
                for n, ids in enumerate(held.values()):
                    if near.id in ids if near else n == 0:
                        ids.add(t.id)
        return tuple(
            replace(layer, toponyms=tuple(t.id for t in toponyms if t.id in held[layer.name]))
            for layer in self.document.layers
        )

    def records(self) -> tuple[Correction, ...]:
        """Return the corrections for the document's provenance: earlier ones that still apply, then these."""
        before = self.document.provenance.corrections
        was = {(t.start, t.end): t.place.id if t.place else None for t in self.document.toponyms}
        was |= {(m.start, m.end): m.was for c in before for m in c.mentions}
        mentions: dict[Entry, list[CorrectedMention]] = defaultdict(list)
        for span, entry in self.entries.items():
            mentions[entry].append(CorrectedMention(*span, was.get(span)))
        old = []
        for c in before:
            if c.action not in ("correct", "add"):
                old.append(c)
                continue
            again = next((e for e in self.corrections.entries if _is_same(c, e)), None)
            left = tuple(m for m in c.mentions if (m.start, m.end) not in self.entries)
            if again is not None:  # the same correction again: one record with all that it changed
                mentions[again] = sorted([*left, *mentions[again]], key=lambda m: m.start)
            elif left:
                old.append(replace(c, mentions=left))
        fit = [e for e in self.corrections.entries if e not in self.faulty and (e in mentions or not e.house)]
        return (*old, *(self._record(entry, mentions[entry]) for entry in fit))

    def _record(self, entry: Entry, mentions: Sequence[CorrectedMention]) -> Correction:
        place = self.places[entry]
        return Correction(
            file=entry.house or self.corrections.file,
            line=entry.line,
            action=entry.action,
            surface=entry.surface,
            sentence=entry.sentence,
            mention=entry.mention,
            place=place.id if place else None,
            mentions=tuple(mentions),
        )


def _sentence_at(document: MapDocument, position: int) -> Sentence:
    """Return the last sentence that begins at or before a position, else the first."""
    after = bisect_right(document.sentences, position, key=lambda s: s.start)
    return document.sentences[max(0, after - 1)]


def _distance(one: Toponym, other: Toponym) -> tuple[bool, int]:
    return one.sentence_id != other.sentence_id, abs(one.start - other.start)


def _new_toponym(document: MapDocument, span: _Span, name: str, resolution: Resolution) -> Toponym:
    start, end = span
    surface, sentence = document.article.text[start:end], _sentence_at(document, start)
    return Toponym(
        id=name,
        start=start,
        end=end,
        surface=surface,
        sentence_id=sentence.id,
        kind="name",
        name=_plain(surface),
        repeats=sentence.repeats is not None,
        resolution=resolution,
    )


def _is_same(correction: Correction, entry: Entry) -> bool:
    """Return whether an entry is the same as a correction that was applied before."""
    about = (correction.action, correction.surface, correction.sentence, correction.mention)
    places = {_own_id(entry), entry.place} if entry.kind or entry.point or entry.geometry else {entry.place}
    said = (entry.action, entry.surface, entry.sentence, entry.mention)
    return about == said and correction.place in places


def _own_place(entry: Entry, file: str, gazetteer: Gazetteer) -> Place:
    """Make a user's own place, with the country and state of its position."""
    shape = None
    if entry.geometry:
        import shapely

        drawn = Shape(shapely.from_geojson(entry.geometry)).geometry
        shape = None if isinstance(drawn, shapely.Point) else Shape(valid_geometry(drawn))
        spot = drawn if shape is None else shape.geometry.representative_point()
        point = LngLat(*Shape(spot).coordinates)
    else:
        assert entry.point is not None
        point = entry.point
    around = {p.kind: p for p in reversed(gazetteer.containing(point, layers=("admin1", "country")))}
    inside = [around[kind] for kind in ("admin1", "country") if kind in around]
    country = around["country"].country if "country" in around else None
    return Place(
        id=_own_id(entry),
        name=entry.name,
        kind=entry.kind or "facility",
        lng=point.lng,
        lat=point.lat,
        country=country,
        countries=(country,) if country else (),
        admin1=around["admin1"].id if "admin1" in around else None,
        parents=tuple(p.name for p in inside),
        extent="point" if shape is None else "approximate",
        extent_method=Message("position_given" if shape is None else "drawn", {"file": file}),
        shape=shape,
    )


def _own_id(entry: Entry) -> str:
    """Make an id that two places share only if name, kind and position are the same."""
    name = entry.place or entry.name
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    where = f"{entry.point.lng}\n{entry.point.lat}" if entry.point else entry.geometry
    key = f"{name}\n{entry.kind or 'facility'}\n{where}"
    return "user:" + f"{words}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".lstrip("-")


def _overlaps(span: _Span, others: Sequence[_Span]) -> bool:
    """Return whether a span overlaps another of a sorted list of spans that do not overlap each other."""
    at = bisect_right(others, span)
    return any(o != span and span[0] < o[1] and o[0] < span[1] for o in others[max(0, at - 2) : at + 1])


def _plain(words: str) -> str:
    return " ".join(words.split())
