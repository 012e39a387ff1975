"""The places that something befalls: where people are killed, that are hit, flooded, emptied or cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...kinds import KINDS
from ...model import Claim
from ..grammar import LONGEST_SENTENCE, Clause, PlaceGroup, SentenceReading, mood_of
from .words import Story

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def befallen_places(story: Story, claims: Sequence[Claim]) -> frozenset[str]:
    """Return the ids of the places that something befalls: by a figure of people, or by a verb.

    Sentences with a year may tell of another time, and do not count.
    """
    said = story.language.story
    found = {
        claim.places[0]
        for claim in claims
        if claim.predicate in said.figures
        and len(claim.places) == 1
        and not (claim.polarity or claim.owner or claim.time)
    }
    for i, s in story.sentences.items():
        told = s.kind == "paragraph" and i in story.inside and s.end - s.start <= LONGEST_SENTENCE
        words = [t.key for t in story.tokens(i)] if told else []
        pairs = {f"{a} {b}" for a, b in pairwise(words)}
        if said.befalling.isdisjoint(words) and said.befallen.isdisjoint(pairs):
            continue
        if not _YEAR.search(story.text, s.start, s.end):
            found |= {*_in_sentence(story.reading(i))}
    return frozenset(found)


def _in_sentence(reading: SentenceReading) -> Iterator[str]:
    said = reading.language.story
    verbs = said.befalling
    for clause in reading.syntax.clauses:
        verb = clause.verb
        if verb is None or mood_of(clause, reading.language.mood):
            continue
        left = f" {reading.text[verb.start : clause.end].lower()} "
        if verb.verb.key not in verbs and not any(f" {state}" in left for state in said.befallen):
            continue
        for group in reading.groups:
            if not group.demonym and _suffers(group, clause, reading):
                yield from (m.place.id for m in group.mentions if not KINDS[m.place.kind].water)


def _suffers(group: PlaceGroup, clause: Clause, reading: SentenceReading) -> bool:
    """Whether a place is what a verb befalls, or where: "hit A", "A was hit", "roofs in A collapsed"."""
    verb, noun, subject = clause.verb, group.noun, clause.subject
    assert verb is not None
    if group.mentions[0].possessive or (noun.top is subject and clause.object and not verb.passive):
        return False  # what "prices in A" hit is not A
    if noun.prep:
        where = noun.prep in reading.language.claims.located and " " not in noun.prep  # not "south of A"
        return where and noun.top.clause is clause
    return group.heads and (noun is subject or (noun is clause.object and not verb.passive))
