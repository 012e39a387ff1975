"""The way to the headline's place: where what arrives in headline or first paragraph had come from.

"Boat lands on A" … "The boat had left B and called at C" is a way from B by C to A, in several sentences. So
are "Shells kill five in A" … "The shells came from B", "Convoy reaches A after battle on road from B", and
"Police find rifles near A" … "The weapons came from B, and before that from C", and "Ferry sails from B" …
"A — On Friday she came in".
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from ...kinds import KINDS
from ...languages import Language
from ...model import Flow, FlowMention, safe_id
from ..grammar import POSSIBLE, Clause, Mention, Part, SentenceReading, mood_of, stem


class _Arrival(NamedTuple):
    place: str
    mention: FlowMention


class _Departure(NamedTuple):
    mover: str
    place: str
    subject: str
    mention: FlowMention


class _Way(NamedTuple):
    path: list[str]
    subject: str
    told: FlowMention
    arrival: _Arrival
    factuality: str | None = None


class Voyages:
    """Collects arrivals, and the ways to them, from an article's sentences in order."""

    def __init__(self, language: Language) -> None:
        """Begin without arrivals."""
        self.language, self.words = language, language.flows
        self.arrivals: dict[str, _Arrival] = {}  # by the stem of what arrives
        self.found: _Arrival | None = None  # where the headline says that something was found
        self.left: _Departure | None = None  # what leaves a place of the headline
        self.ways: list[_Way] = []

    def read(self, reading: SentenceReading, *, first: bool) -> None:
        """Add what a sentence tells; only the `first`, of headline and first paragraph, tell of arrivals."""
        if not reading.mentions or not (first or self.arrivals or self.found):
            return
        if reading.sentence.kind == "title":
            self.found = self._found(reading)
            self.left = self._left(reading)
        for clause in reading.syntax.clauses:
            if first and self.left and (arrival := self._came(clause, reading)):
                mover, place, subject, told = self.left
                self.arrivals[mover], self.left = arrival, None
                self.ways.append(_Way([place], subject, told, arrival))
            mover = self._mover(clause)
            if not mover:
                continue
            mood = mood_of(clause, self.language.mood, reading.syntax.clauses, moving=True)
            if (
                mood is None
                and first
                and mover not in self.arrivals
                and (m := self._reached(clause, reading))
            ):
                assert clause.verb is not None
                arrival = _Arrival(m.place.id, _told(reading, clause.verb.start, m.end))
                self.arrivals[mover] = arrival
                self._add(reading, clause, self._by_road(reading, m), arrival)
            elif mood is None and mover in self.arrivals and (path := self._path(clause, reading)):
                self._add(reading, clause, path, self.arrivals[mover])
            elif mood in (None, POSSIBLE) and (arrived := self._arrived(mover, clause)):
                self._add(reading, clause, self._whence(clause, reading), arrived, mood)

    def _add(
        self,
        reading: SentenceReading,
        clause: Clause,
        path: list[Mention],
        arrival: _Arrival,
        factuality: str | None = None,
    ) -> None:
        if path:
            told = _told(reading, min(m.start for m in path), max(m.end for m in path))
            subject = reading.phrase(clause.subject)
            self.ways.append(_Way([m.place.id for m in path], subject, told, arrival, factuality))

    def joined(self, flows: Mapping[str, Flow]) -> dict[str, Flow]:
        """Return the movements with those that lead on to an arrival."""
        found = dict(flows)
        known = {(f.origin, f.destination) for f in flows.values()}
        for path, subject, told, (place, arrived), factuality in self.ways:
            if place in path or not known.isdisjoint((p, place) for p in path):
                continue
            by: Literal["sea"] | None = "sea" if subject.lower().split()[-1] in self.words.ships else None
            for origin, end in pairwise([*path, place]):
                key = f"flow-{safe_id(origin)}-{safe_id(end)}"
                mentions = (told, arrived) if end == place else (told,)
                ordered = tuple(sorted(mentions, key=lambda m: m.start))
                found.setdefault(
                    key, Flow(key, origin, end, "one way", subject, ordered, by=by, polarity=factuality)
                )
        return found

    def _mover(self, clause: Clause) -> str:
        """Return the stem of the noun for what a clause moves, "" for a name or a pronoun."""
        subject, verb = clause.subject, clause.verb
        if subject is None or verb is None or verb.negated or verb.passive or subject.head.placed:
            return ""
        named = subject.head.part in (Part.NAME, Part.PRONOUN)
        return "" if named else stem(subject.head.key, self.language.grammar)

    def _reached(self, clause: Clause, reading: SentenceReading) -> Mention | None:
        """Return the place that a clause says is reached: "reached A", "landed on A"."""
        verb, words = clause.verb, self.words
        assert verb is not None
        hits = clause.subject is not None and clause.subject.head.key in words.missiles
        for group in reading.groups:
            noun = group.noun
            if noun.start < verb.end or group.demonym or not group.heads:
                continue
            beside = noun.clause.parent is clause and clause.object is None and not noun.prep
            if verb.base in words.reaching and beside:
                return group.mentions[0]  # "reaches besieged A"
            if noun.clause is not clause:
                continue
            if hits and noun.prep in words.at:
                return group.mentions[0]  # "shells kill five in A"
            reached = verb.base in words.reaching and noun is clause.object
            prep = noun.prep in words.at or noun.prep in self.language.grammar.to
            if reached or (verb.base in words.arriving and prep and noun.governor is None):
                return group.mentions[0]
        return None

    def _path(self, clause: Clause, reading: SentenceReading) -> list[Mention]:
        """Return whence a clause says that it had come, and its stops: "had left A and called at B"."""
        verb, words = clause.verb, self.words
        assert verb is not None
        if not verb.pluperfect:
            return []
        path: list[Mention] = []
        last = clause
        for group in reading.groups:
            noun = group.noun
            if noun.start < verb.end or group.demonym or not group.heads or noun.governor is not None:
                continue
            if not path and noun.clause is clause:
                left = verb.base in words.leaving and noun is clause.object
                moved = verb.base in words.going | words.bound | words.coming
                if left or (moved and noun.prep in words.origin):
                    path.append(group.mentions[0])
            elif path and noun.clause.before is last and noun.prep in words.at and self._stays(noun.clause):
                path.append(group.mentions[0])
                last = noun.clause  # "at B, in C" is one stop
        return path

    def _found(self, reading: SentenceReading) -> _Arrival | None:
        """Return where a headline says that something is found, if it names one such place."""
        verbs = self.words.seizing
        word = next((w for w in reading.syntax.words if stem(w.key, self.language.grammar) in verbs), None)
        at = [g for g in reading.groups if g.noun.prep in self.words.at and g.heads and not g.demonym]
        if word is None or len(at) != 1 or len(at[0].mentions) != 1:
            return None
        return _Arrival(at[0].mentions[0].place.id, _told(reading, word.start, at[0].end))

    def _left(self, reading: SentenceReading) -> _Departure | None:
        """Return what leaves a place of a headline: "New ferry sails from A" may read as one noun."""
        words, grammar = self.words, self.language.grammar
        for group in reading.groups:
            clause, governor = group.clause, group.noun.governor
            named = []
            if group.noun.prep not in words.origin or not group.heads:
                continue
            if governor is not None and governor.subject and stem(governor.head.key, grammar) in words.going:
                named = governor.words[:-1]
            elif (
                clause.verb and clause.subject and clause.verb.base in words.going and not clause.verb.negated
            ):
                named = clause.subject.words
            if named and named[-1].key in words.ships:
                told = _told(reading, named[0].start, group.mentions[0].end)
                phrase = " ".join(w.key for w in named if w.part is not Part.DETERMINER)
                return _Departure(stem(named[-1].key, grammar), group.mentions[0].place.id, phrase, told)
        return None

    def _came(self, clause: Clause, reading: SentenceReading) -> _Arrival | None:
        """Return the place of the dateline if a clause says that what left has come: "she came"."""
        verb, subject = clause.verb, clause.subject
        if verb is None or subject is None or verb.base not in self.words.coming or verb.negated:
            return None
        dateline = next((m for m in reading.mentions if m.end <= reading.body), None)
        ends = self.words.to | self.words.origin
        told = subject.words[0].part is Part.PRONOUN
        if dateline is None or not told or any(g.prep in ends for g in clause.groups):
            return None
        return _Arrival(dateline.place.id, _told(reading, subject.start, verb.end))

    def _arrived(self, mover: str, clause: Clause) -> _Arrival | None:
        """Return where what a clause tells of has arrived: "the shells", or "the weapons" that were found."""
        subject, verb, grammar = clause.subject, clause.verb, self.language.grammar
        assert subject is not None
        assert verb is not None
        first = subject.words[0].key
        if verb.base not in self.words.coming or not (
            first in grammar.articles and first in grammar.pointing
        ):
            return None
        things = subject.head.part is Part.PLURAL and mover not in self.words.persons
        return self.arrivals.get(mover) or (self.found if things else None)

    def _whence(self, clause: Clause, reading: SentenceReading) -> list[Mention]:
        """Return whence a clause says that something came, the first place first; none if it says whither."""
        words, earlier = self.words, self.language.claims.before_that
        path: list[Mention] = []
        for group in reading.groups:
            noun = group.noun
            if noun.clause is not clause or group.demonym or not clause.verb or noun.start < clause.verb.end:
                continue
            above = [noun]
            while (governor := above[-1].governor) is not None:
                above.append(governor)
            preps = {n.prep for n in above}
            if not preps.isdisjoint(words.to):
                return []
            if not preps.isdisjoint(words.origin) and (not path or not preps.isdisjoint(earlier)):
                path.insert(0, group.mentions[0])
            elif path and noun.prep in words.at and KINDS[path[0].place.kind].dimension == 1:
                path[0] = group.mentions[0]  # "from the bank of the A, near B"
        return path

    def _by_road(self, reading: SentenceReading, reached: Mention) -> list[Mention]:
        """Return whence the road leads by which a place was reached: "after battle on road from A"."""
        roads = (
            g.mentions[0]
            for g in reading.groups
            if g.noun.prep in self.words.origin
            and g.noun.governor
            and g.noun.governor.head.key in self.words.routes
        )
        return [m for m in roads if m.start > reached.end][:1]

    def _stays(self, clause: Clause) -> bool:
        """Whether a clause says that the subject of the one before stopped somewhere."""
        return clause.shares and clause.verb is not None and clause.verb.base in self.words.staying


def _told(reading: SentenceReading, start: int, end: int) -> FlowMention:
    return FlowMention(reading.sentence.id, start, end, reading.text[start:end])
