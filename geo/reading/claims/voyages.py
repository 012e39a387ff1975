"""The way to the headline's place: where what arrives in headline or first paragraph had come from.

"Boat lands on A" … "The boat had left B and called at C" is a way from B by C to A, in several sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from ...languages import Language
from ...model import Flow, FlowMention, safe_id
from ..grammar import Clause, Mention, Part, SentenceReading, mood_of, stem


class _Arrival(NamedTuple):
    place: str
    mention: FlowMention


class Voyages:
    """Collects arrivals, and the ways to them, from an article's sentences in order."""

    def __init__(self, language: Language) -> None:
        """Begin without arrivals."""
        self.language, self.words = language, language.flows
        self.arrivals: dict[str, _Arrival] = {}  # by the stem of what arrives
        self.ways: list[tuple[list[str], str, FlowMention, _Arrival]] = []

    def read(self, reading: SentenceReading, *, first: bool) -> None:
        """Add what a sentence tells; only the `first`, of headline and first paragraph, tell of arrivals."""
        if not reading.mentions or not (first or self.arrivals):
            return
        for clause in reading.syntax.clauses:
            mover = self._mover(clause)
            if not mover or mood_of(clause, self.language.mood, moving=True):
                continue
            if first and mover not in self.arrivals and (m := self._reached(clause, reading)):
                assert clause.verb is not None
                self.arrivals[mover] = _Arrival(m.place.id, _told(reading, clause.verb.start, m.end))
            elif mover in self.arrivals and (path := self._path(clause, reading)):
                told = _told(reading, path[0].start, path[-1].end)
                subject = reading.phrase(clause.subject)
                self.ways.append(([m.place.id for m in path], subject, told, self.arrivals[mover]))

    def joined(self, flows: Mapping[str, Flow]) -> dict[str, Flow]:
        """Return the movements with those that lead on to an arrival."""
        found = dict(flows)
        known = {(f.origin, f.destination) for f in flows.values()}
        for path, subject, told, (place, arrived) in self.ways:
            if place in path or not known.isdisjoint((p, place) for p in path):
                continue
            by: Literal["sea"] | None = "sea" if subject.lower().split()[-1] in self.words.ships else None
            for origin, end in pairwise([*path, place]):
                key = f"flow-{safe_id(origin)}-{safe_id(end)}"
                mentions = (told, arrived) if end == place else (told,)
                ordered = tuple(sorted(mentions, key=lambda m: m.start))
                found.setdefault(key, Flow(key, origin, end, "one way", subject, ordered, by=by))
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
        for group in reading.groups:
            noun = group.noun
            if noun.clause is not clause or noun.start < verb.end or group.demonym or not group.heads:
                continue
            reached = verb.base in words.reaching and noun is clause.object
            prep = noun.prep in words.at or noun.prep in self.language.grammar.to
            if reached or (verb.base in words.arriving and prep and noun.host is None):
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
            if noun.start < verb.end or group.demonym or not group.heads or noun.host is not None:
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

    def _stays(self, clause: Clause) -> bool:
        """Whether a clause says that the subject of the one before stopped somewhere."""
        return clause.shares and clause.verb is not None and clause.verb.base in self.words.staying


def _told(reading: SentenceReading, start: int, end: int) -> FlowMention:
    return FlowMention(reading.sentence.id, start, end, reading.text[start:end])
