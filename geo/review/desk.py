"""One article under review: what is known, what is open, and the files in which decisions are kept."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import cos, inf, radians
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from ..document import (
    HOUSE,
    SUFFIX,
    Corrections,
    Fault,
    MapDocument,
    beside,
    corrected,
    is_corrections,
    joined,
    retold,
    tables_of,
)
from ..errors import ArticleError, CorrectionsError, GeoError
from ..files import content, exchange, numbered
from ..gazetteer import Gazetteer
from ..geodesy import geodesic_km
from ..languages import Vocabulary, page_language, vocabulary
from ..model import Article, Correction, LngLat, Message, PassedName, Place, Resolution, Toponym
from ..pipeline import claimed, read_source_file, resolved, stories_in
from ..reading.grammar import SentenceReading
from ..reading.resolve import favours
from .edits import Edits, span_of
from .facts import claim_state, flow_state, numbers, readings, settled, verbs_of
from .settings import map_state, settings
from .tables import table_at

SECONDS = 6.0
"""How long one decision takes on average: a sentence read, a key pressed."""

_CHECKED = ("key", "sentence", "surface")
_MOST_FOUND = 30
_WHY = {"unplaced": "unplaced", "passed": "perhaps a place"}
Span = tuple[int, int]


class Refused(GeoError):
    """Raised for an edit that does not fit the article, or that no file can hold."""


class Conflict(GeoError):
    """Raised when the files of corrections are no longer those that the page knows."""


class Seen(Struct, frozen=True, dict=True):
    """An article as its corrections make it: the files' bytes, the document, and what did not fit.

    ``read`` is the document with the corrected places, before what is said of them was corrected.
    """

    own: bytes | None
    house: bytes | None
    corrections: Corrections | None
    read: MapDocument
    document: MapDocument
    faults: tuple[Fault, ...]

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the article and both files."""
        parts = (self.document.article.sha256, self.own, self.house)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @cached_property
    def decided(self) -> dict[Span, Correction]:
        """Span → the correction of a person that was applied to it."""
        files = {self.corrections.file, HOUSE} if self.corrections else set()
        mine = [c for c in self.document.provenance.corrections if c.file in files]
        return {(m.start, m.end): c for c in mine for m in c.mentions}

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """The figures; open until a person said something of them."""
        said = settled(self.read, self.document, self.corrections)
        verbs = {r.sentence.id: verbs_of(r) for r in self.readings}
        return [claim_state(c, said, verbs.get(c.sentence_id, ())) for c in self.document.claims]

    @cached_property
    def flows(self) -> list[dict[str, Any]]:
        """The movements; open until a person said something of them."""
        said = settled(self.read, self.document, self.corrections)
        return [flow_state(f, self.document.flow_name(f), said) for f in self.document.flows]

    @cached_property
    def readings(self) -> list[SentenceReading]:
        """The sentences that have a number."""
        return [*readings(self.document)]

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """The numbers of the text that were not read as figures of a place."""
        return sorted(numbers(self.document, self.readings), key=lambda n: int(n["start"]))


class Desk(Struct, dict=True):
    """One article under review.

    Attributes
    ----------
    id
        Its id in the addresses of the server.
    source
        The article's file, or a document's.
    gazetteer
        The open gazetteer.
    story, stories
        Which of the articles of the source it is, from 1, and how many the source holds.
    """

    id: str
    source: Path
    gazetteer: Gazetteer
    story: int = 1
    stories: int = 1
    _done: list[dict[Path, tuple[bytes | None, bytes | None]]] = field(default_factory=list)
    _undone: list[dict[Path, tuple[bytes | None, bytes | None]]] = field(default_factory=list)
    _seen: Seen | None = None
    _stamp: tuple[int, int] = (0, 0)

    @property
    def stem(self) -> str:
        """What the names of the files that belong to the article begin with."""
        return numbered(self.source.stem, self.story, self.stories)

    @property
    def called(self) -> str:
        """The source, and which of its articles it is, as the command line takes it."""
        return f"{self.source} --story {self.story}" if self.stories > 1 else str(self.source)

    @property
    def own(self) -> Path:
        """The file of the article's own corrections."""
        return self.source.with_name(self.stem + SUFFIX)

    @property
    def house(self) -> Path:
        """The file of the corrections of all articles of the folder."""
        return self.source.with_name(HOUSE)

    @cached_property
    def _found(self) -> Article | MapDocument:
        return read_source_file(self.source, self.story if self.stories > 1 else None)

    @cached_property
    def base(self) -> MapDocument:
        """The article before corrections: its toponyms, or of a document everything; read once."""
        found = self._found
        return found if isinstance(found, MapDocument) else resolved(found, self.gazetteer)

    @property
    def is_document(self) -> bool:
        """Whether the source is a document, whose claims are not found again."""
        return isinstance(self._found, MapDocument)

    @cached_property
    def say(self) -> Vocabulary:
        """The words of the article's language, or English where it has none."""
        return vocabulary(page_language(self.base.article.language))

    # -- what is seen --------------------------------------------------------------------------------------

    def look(self) -> Seen:
        """Return the article as the files make it now; made again only if they changed.

        Raises ``CorrectionsError`` if a file is not TOML, ``ArticleError`` if the source cannot be read.
        """
        try:
            status = self.source.stat()
        except OSError as error:
            raise ArticleError(
                f"{self.source}: cannot be read ({error.strerror}); expected an article or a document"
            ) from None
        if self._stamp != (stamp := (status.st_mtime_ns, status.st_size)):
            for name in ("_found", "base", "say"):
                self.__dict__.pop(name, None)
            self._stamp, self._seen = stamp, None
        beside(self.source, self.story, self.stories)  # raises, if one file is there for several articles
        own, house = content(self.own), content(self.house)
        if self._seen is None or (self._seen.own, self._seen.house) != (own, house):
            self._seen = self.see(own, house)
        return self._seen

    def see(self, own: bytes | None, house: bytes | None) -> Seen:
        """Make the document that files with these bytes make, by the library's own functions."""
        corrections, faults = joined(
            None if own is None else tables_of(own, self.own.name),
            None if house is None else tables_of(house, HOUSE, house=True),
        )
        document = self.base
        if corrections is not None:
            document, more = corrected(document, corrections, self.gazetteer)
            faults += more
        if not self.is_document:
            document = claimed(document)
        read = document
        if corrections is not None:
            document, more = retold(document, corrections, self.gazetteer)
            faults += more
        return Seen(own, house, corrections, read, document, faults)

    def state(self) -> dict[str, Any]:
        """Tell everything that the page's layer knows of the article."""
        seen = self.look()
        document, article = seen.document, seen.document.article
        mentions = list(self._mentions(seen))
        facts = [f["id"] for f in (*seen.claims, *seen.flows) if f["open"]]
        queue = [*self._queue(mentions, document), *facts]
        open_ = len(queue) + len(seen.faults)
        return {
            "id": self.id,
            "title": self.title,
            "hash": seen.hash,
            "text": article.text,
            "sentences": [{"id": s.id, "start": s.start, "end": s.end} for s in document.sentences],
            "mentions": mentions,
            "queue": queue,
            "open": open_,
            "minutes": round(open_ * SECONDS / 60, 1),
            "claims": seen.claims,
            "flows": seen.flows,
            "numbers": seen.numbers,
            "map": map_state(self.base, seen.document, seen.corrections, self.say),
            "unmatched": [
                {"file": f.file, "table": self._table(seen, f), "line": f.line, "why": f.words}
                for f in seen.faults
            ],
            "settings": list(settings(document.provenance.corrections, seen.corrections)),
            "undo": len(self._done),
            "redo": len(self._undone),
        }

    @property
    def title(self) -> str:
        """The article's title, or its file's name."""
        return self.base.title or self.stem

    def summary(self) -> dict[str, Any]:
        """Tell what the list of articles shows."""
        seen = self.look()
        mentions = list(self._mentions(seen))
        open_ = sum(m["open"] for m in (*mentions, *seen.claims, *seen.flows)) + len(seen.faults)
        doubtful = sum(m["open"] and m["certainty"] == "doubtful" for m in mentions)
        minutes = round(open_ * SECONDS / 60, 1)
        return {"id": self.id, "title": self.title, "open": open_, "doubtful": doubtful, "minutes": minutes}

    @property
    def is_placed(self) -> bool:
        """Whether each name is decided and each correction fits; figures and movements may be open."""
        seen = self.look()
        return not seen.faults and not any(m["open"] for m in self._mentions(seen))

    def _table(self, seen: Seen, fault: Fault) -> str:
        """Return the name of the table that a fault is in."""
        table = table_at(_text(seen.house if fault.file == HOUSE else seen.own), fault.line)
        return next(iter(table.data)) if table else ""

    @property
    def is_read(self) -> bool:
        """Whether the article was read already."""
        return self._seen is not None

    def _mentions(self, seen: Seen) -> Iterator[dict[str, Any]]:
        repeated = {s.id for s in seen.document.sentences if s.repeats}
        now = {(t.start, t.end): t for t in seen.document.toponyms if not t.repeats}
        read: dict[Span, Toponym | PassedName] = {
            (p.start, p.end): p for p in self.base.passed if p.sentence_id not in repeated
        }
        read |= {(t.start, t.end): t for t in self.base.toponyms if not t.repeats} | now
        asked = {*now, *seen.decided, *((p.start, p.end) for p in seen.document.passed)}
        for span in sorted(asked & read.keys()):  # of the others, the words are in another mention
            yield _mention(read[span], now.get(span), seen.decided.get(span), self.say)

    def _queue(self, mentions: Sequence[Mapping[str, Any]], document: MapDocument) -> list[str]:
        """List the open mentions, the least sure with the largest consequence first, unplaced ones last."""
        weight: Counter[str | None] = Counter(m["place"] for m in mentions)
        weight.update(p for c in document.claims for p in c.places)
        weight.update(p for f in document.flows for p in f.places)

        def rank(m: Mapping[str, Any]) -> tuple[bool, bool, float, int]:
            doubt = -(1 - m["confidence"]) * weight[m["place"]]
            return m["place"] is None, m["certainty"] == "passed", doubt if m["place"] else 0.0, m["start"]

        return [m["key"] for m in sorted((m for m in mentions if m["open"]), key=rank)]

    def checks(self) -> list[dict[str, Any]]:
        """List what is open: each doubtful or unplaced mention, and each correction that does not fit."""
        seen = self.look()
        mentions = {m["key"]: m for m in self._mentions(seen)}
        source = self.called
        rows = []
        for key in self._queue([*mentions.values()], seen.document):
            m = mentions[key]
            doubtful = m["place"] is not None
            why = f"doubtful ({m['confidence']:.0%}): {m['name']}" if doubtful else _WHY[m["certainty"]]
            rows.append({"source": source, "doubtful": doubtful, "why": why} | {k: m[k] for k in _CHECKED})
        for f in seen.faults:
            rows.append(
                {"source": source, "doubtful": True, "why": str(f), "sentence": "", "surface": "", "key": ""}
            )
        return rows

    # -- places --------------------------------------------------------------------------------------------

    def candidates(self, key: str) -> list[dict[str, Any]]:
        """List what a mention may mean, those that reading weighed first."""
        seen = self.look()
        span = span_of(key)
        named = [t for t in (*seen.document.toponyms, *self.base.toponyms) if (t.start, t.end) == span]
        if not named and all((p.start, p.end) != span for p in self.base.passed):
            raise Refused(f"{key}: no such mention; expected start-end of one")
        now, read = (named[n].resolution if named else None for n in (0, -1))
        places = [p for p in (now and now.place, read and read.place, read and read.rival) if p]
        weighed = read.candidates if read else ()
        places += [c.place for c in weighed]
        near = self._distances(seen.document)
        words = [seen.document.article.text[slice(*span)], *(t.name for t in named[:1])]
        around = {p.name for p in seen.document.places.values()}
        longer = [f"{name} {words[0]}" for name in sorted(around)]  # "the Delta" of Mississippi
        places += [c.place for name in longer for c in self.gazetteer.candidates(name)]
        found = self._named(*words)
        places += sorted(found, key=lambda p: near(p)[0])
        why = {read.place.id: self.say.messages(*read.reasons)[0]} if read and read.place else {}
        first = next((c for c in weighed if read and read.place and c.place.id == read.place.id), None)
        for c in weighed:
            if first and c is not first:
                why[c.place.id] = self.say.messages(*map(Message, favours(c, first)))[0]
        return list(self._listed(places, seen.document, now.place.id if now and now.place else None, why))

    def search(self, name: str, kind: str = "", country: str = "") -> list[dict[str, Any]]:
        """List the places of a name in the whole gazetteer, then those whose name begins so."""
        found = self._named(name)
        fit = [
            p for p in found if (not kind or p.kind == kind) and (not country or country in p.in_countries)
        ]
        return list(self._listed(fit, self.look().document, None, {}))

    def _named(self, *names: str) -> list[Place]:
        """List the places of names, then those whose names begin so."""
        found = [c.place for name in names for c in self.gazetteer.candidates(name)]
        return found + [place for name in names for place in self.gazetteer.beginning(name)]

    def _listed(
        self, places: Iterable[Place], document: MapDocument, chosen: str | None, why: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        near = self._distances(document)
        for place in list({p.id: p for p in places}.values())[:_MOST_FOUND]:
            nearest = near(place)[1]
            called = self.say.called(place)
            yield {
                "place": place.id,
                "name": called.name,
                "kind": place.kind,
                "kind_label": self.say.kind(place),
                "admin": [*called.parents],
                "country": place.country,
                "lng": place.lng,
                "lat": place.lat,
                "population": place.population,
                "km": None if nearest is None else round(geodesic_km(place.point, nearest)),
                "chosen": place.id == chosen,
                "why": why.get(place.id, []),
            }

    def _distances(self, document: MapDocument) -> Callable[[Place], tuple[float, LngLat | None]]:
        """Return a function of a place: how far the nearest other sure one is, and where."""
        sure = [document.places[i] for i in document.mentions() if i not in document.doubtful]

        def near(place: Place) -> tuple[float, LngLat | None]:
            others = [p.point for p in sure if p.id != place.id]
            return min(((_apart(place, point), point) for point in others), default=(inf, None))

        return near

    # -- what is written -----------------------------------------------------------------------------------

    def edit(self, edit: Mapping[str, Any], known: str) -> None:
        """Write one decision into the files.

        Raises
        ------
        Conflict
            If the files are no longer those whose hash is `known`.
        Refused
            If the edit does not fit the article; nothing is written.
        """
        seen = self._checked(known)
        try:
            own, house = Edits(self.base, seen.read, seen.document, seen.corrections, self.gazetteer).written(
                edit, _text(seen.own), _text(seen.house)
            )
            made = self.see(_bytes(own), _bytes(house))
        except (CorrectionsError, UnicodeEncodeError) as error:
            raise Refused(str(error)) from None
        new = Counter(map(_unnumbered, made.faults)) - Counter(map(_unnumbered, seen.faults))
        if new and edit.get("do") != "reset":  # what no longer fits after a reset is shown as open
            raise Refused("\n".join(new))
        self._write({self.house: (seen.house, made.house), self.own: (seen.own, made.own)}, self._done, made)
        self._undone.clear()

    def undo(self, known: str) -> None:
        """Take back the last decision of this session; raises ``Conflict`` as `edit` does."""
        self._turn(known, self._done, self._undone)

    def redo(self, known: str) -> None:
        """Write again what was taken back last; raises ``Conflict`` as `edit` does."""
        self._turn(known, self._undone, self._done)

    def _turn(self, known: str, one: list[Any], other: list[Any]) -> None:
        self._checked(known)
        if not one:
            raise Refused("nothing to undo or redo")
        self._write({path: (new, old) for path, (old, new) in one[-1].items()}, other, None)
        one.pop()

    def _checked(self, known: str) -> Seen:
        seen = self.look()
        if seen.hash != known:
            raise Conflict("the corrections were changed elsewhere; look at both, then decide again")
        return seen

    def _write(
        self,
        files: Mapping[Path, tuple[bytes | None, bytes | None]],
        log: list[dict[Path, tuple[bytes | None, bytes | None]]],
        made: Seen | None,
    ) -> None:
        changes = {path: pair for path, pair in files.items() if pair[0] != pair[1]}
        written: list[Path] = []
        for path, (was, data) in changes.items():
            if exchange(path, was, data):
                written.append(path)
            else:
                for other in written:
                    exchange(other, changes[other][1], changes[other][0])
                raise Conflict(f"{path.name} was changed elsewhere; look at both, then decide again")
        if changes:
            log.append(changes)
        self._seen = made or self._seen


def _mention(
    t: Toponym | PassedName, now: Toponym | None, correction: Correction | None, say: Vocabulary
) -> dict[str, Any]:
    read = (now and now.resolution) or Resolution(None, 0.0, (), ())
    place = read.place
    certainty: str = read.certainty or ("unplaced" if place is None else "sure")
    if isinstance(t, PassedName):
        certainty = "passed" if now is None else certainty
    called = say.called(place) if place else None
    decided = None
    if correction is not None:
        was = next(m.was for m in correction.mentions if (m.start, m.end) == (t.start, t.end))
        right = correction.action == "correct" and correction.place == was
        decided = "none" if now is None else "right" if right else "place"
    shown = isinstance(t, PassedName) or t.kind != "embedded"
    return {
        "key": f"{t.start}-{t.end}",
        "start": t.start,
        "end": t.end,
        "id": now.id if now else "",
        "surface": " ".join(t.surface.split()),
        "sentence": t.sentence_id,
        "embedded": not shown,
        "place": place.id if place else None,
        "name": called.name if called else None,
        "kind": place.kind if place else None,
        "above": [*called.parents] if called else [],
        "guess": t.types[0] if isinstance(t, Toponym) and t.types else None,
        "certainty": certainty,
        "confidence": read.confidence,
        "rivals": [*dict.fromkeys(p.id for p in (read.rival, *(c.place for c in read.candidates)) if p)],
        "open": shown and decided is None and certainty != "sure",
        "decided": decided,
        "scope": correction and _scope(correction),
    }


def _apart(place: Place, point: LngLat) -> float:
    """Return a measure of the distance, good enough to find the nearest."""
    wide = abs(place.lng - point.lng) % 360
    wide = min(wide, 360 - wide) * cos(radians((place.lat + point.lat) / 2))
    return wide * wide + (place.lat - point.lat) ** 2


def _unnumbered(fault: Fault) -> str:
    """Return the words of a fault without numbers of lines, which an edit elsewhere changes."""
    return re.sub(r"\bline(s?) \d+( and \d+)?", r"line\1", fault.words)


def _scope(correction: Correction) -> str:
    return (
        "folder"
        if correction.file == HOUSE
        else "article"
        if correction.sentence is None and correction.mention is None
        else "mention"
    )


def _text(data: bytes | None) -> str:
    return "" if data is None else data.decode("utf-8-sig")


def _bytes(text: str) -> bytes | None:
    return text.encode() if text.strip() else None


def desks(sources: Sequence[str], gazetteer: Gazetteer) -> list[Desk]:
    """Make a desk for each article, also for those of a folder, with ids that no two share."""
    found: dict[str, Desk] = {}
    for source in map(Path, sources):
        if not source.exists():
            raise ArticleError(f"{source}: no such file; expected an article, a document or a folder of them")
        files = sorted(p for p in source.iterdir() if p.is_file()) if source.is_dir() else [source]
        for file in files:
            if not file.name.startswith(".") and not is_corrections(file):
                found |= {desk.id: desk for desk in desks_of(file, gazetteer, found)}
    return [*found.values()]


def desks_of(file: Path, gazetteer: Gazetteer, taken: Container[str]) -> list[Desk]:
    """Make a desk for each article of a file."""
    try:
        stories = stories_in(file)
    except GeoError:
        stories = 1  # what is wrong with it is told where it is read
    made: dict[str, Desk] = {}
    for story in range(1, stories + 1):
        name = new_id(numbered(file.stem, story, stories), taken, made)
        made[name] = Desk(name, file, gazetteer, story, stories)
    return [*made.values()]


def new_id(stem: str, *taken: Container[str]) -> str:
    """Return an id of plain letters for an article, by the stem of its files."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "-" for c in stem)[:60] or "article"
    number, name = 1, plain
    while any(name in ids for ids in taken):
        number += 1
        name = f"{plain}-{number}"
    return name


def inside(folder: Path, name: str) -> Path:
    """Return a path in a folder; ``Refused`` if it leads out of it, by dots, links or from the root."""
    root = folder.resolve()
    path = root if "\0" in name else (folder / name).resolve()
    if "\0" in name or not path.is_relative_to(root):
        raise Refused(f"{name!r}: outside the folder of the review; expected a path in it")
    return path
