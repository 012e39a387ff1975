"""Places that are named beside what happens: where one speaks, whence a person is, what may come."""

from __future__ import annotations

import re

from ...kinds import KINDS
from ...model import Place, Toponym
from ..grammar import (
    DENIED,
    LONGEST_SENTENCE,
    NEGATED,
    PAST,
    POSSIBLE,
    Clause,
    Kind,
    NounGroup,
    Part,
    PlaceGroup,
    SentenceReading,
    mood_of,
    stem,
)
from .words import Story

_WIDE = 1.0  # degrees
_LIKELY = 0.5  # confidence
_CLOSING, _MARKS = ("”", "»", '"'), frozenset('“”«»"')
_QUOTED = re.compile(r"[“«\"][^”»\"]*(?:[”»\"]|$)|^[^“«”»\"]*[”»]")


def aside_places(story: Story, opening: frozenset[str]) -> frozenset[str]:
    """Return the ids of the places that the paragraphs name only aside.

    A river or a wide region that is named once is one of them: the story passes it. So is a unit that only
    says where a town lies.
    """
    told: dict[str, list[bool]] = {}
    for i, s in story.sentences.items():
        inside = [t for t in story.inside.get(i, ()) if t.place and t.is_shown]
        if not inside:
            continue
        aside: set[int] = set()
        if s.kind == "paragraph" and s.end - s.start <= LONGEST_SENTENCE:
            reading = story.reading(i)
            aside = {m.start for g in reading.groups if _is_aside(g, reading) for m in g.mentions}
            aside |= {m.start for m in reading.mentions if m.aside and KINDS[m.place.kind].level == 1}
        for t in inside:
            assert t.place is not None
            told.setdefault(t.place.id, []).append(t.start in aside)
    long = {t.place.id for t in story.shown if t.place and _is_long(t.place)}
    likely = {t.place.id for t in story.shown if t.place and t.resolution and _is_likely(t, story)}
    return frozenset(
        p
        for p, each in told.items()
        if all(each) or p not in likely | opening or (len(each) == 1 and p in long)
    )


def _is_likely(t: Toponym, story: Story) -> bool:
    """Whether a mention is likely to mean its place, and, if that is doubtful, not only somebody's word."""
    resolution = t.resolution
    assert resolution is not None
    if resolution.certainty == "sure":
        return True
    s = story.sentences[t.sentence_id]
    spoken = any(m.start() < t.start < m.end() for m in _QUOTED.finditer(story.text, s.start, s.end))
    return resolution.confidence >= _LIKELY and not spoken


def _is_long(place: Place) -> bool:
    kind = KINDS[place.kind]
    return (
        kind.reach == "long" and place.shape is not None and (kind.dimension == 1 or place.shape.side > _WIDE)
    )


def _is_aside(group: PlaceGroup, reading: SentenceReading) -> bool:
    clause, noun = group.clause, group.noun
    verb, words = clause.verb, reading.language
    speaks = _speaks(clause, reading) and noun is not clause.object
    governor = noun.governor or _apposed(group, reading)
    person = (
        governor is not None and not governor.head.placed and noun.prep in words.flows.origin | words.flows.of
    )
    if person and governor is not None:
        one = governor.head.key in words.flows.persons
        some = stem(governor.head.key, reading.grammar) in words.flows.persons
        person = governor.head.part is Part.NAME or one or (some and noun.prep in words.flows.origin)
    if verb is None:
        return person
    whose = clause.kind is Kind.RELATIVE and verb.verb.part is Part.BE
    home = whose and noun.prep in words.flows.origin
    mood = mood_of(clause, words.mood)
    acts = noun.subject and group.heads and not verb.passive
    unsaid = noun.subject and verb.passive and mood in (NEGATED, DENIED)  # "A was not mentioned"
    goes = _is_trip(clause, reading) and noun.prep in words.flows.to
    calls = _follows_speaker(group, reading)
    return speaks or person or home or unsaid or goes or calls or mood == PAST or (acts and mood == POSSIBLE)


def _apposed(group: PlaceGroup, reading: SentenceReading) -> NounGroup | None:
    """Return the noun right before a place, but for a comma: "said Jane Doe, of A"."""
    start = group.noun.at
    nouns = (g for c in reading.syntax.clauses for g in c.groups if g.end <= start)
    return next((g for g in nouns if not reading.text[g.end : start].strip(" ,")), None)


def _follows_speaker(group: PlaceGroup, reading: SentenceReading) -> bool:
    """Whether a place stands behind a speaker: “…,” said Jane Doe, by telephone from A."""
    start, text = group.noun.start, reading.text
    for clause in reading.syntax.clauses:
        inside = group.clause.start <= clause.start and clause.end <= start  # of the clause with the place
        if clause.kind is Kind.SAYING and inside and group.noun.prep:
            before = text[: clause.start].rstrip()[-1:]
            return before in _CLOSING and not set(text[clause.end : start]) & _MARKS
    return False


def _is_trip(clause: Clause, reading: SentenceReading) -> bool:
    """Whether one person goes: "Jane Doe, who has a ticket, is going to A"."""
    subject, words = clause.subject, reading.language.flows
    if subject is None or clause.verb is None or clause.verb.base not in words.going | words.bound:
        return False
    return subject.head.part is Part.NAME and not subject.head.placed


def _speaks(clause: Clause, reading: SentenceReading) -> bool:
    """Whether a clause tells that somebody speaks, and not what is said."""
    verb = clause.verb
    if verb is None:
        return False
    spoken = {verb.base, verb.verb.key} & (reading.grammar.speech | reading.language.mood.speaking)
    return clause.kind is Kind.SAYING or bool(spoken)
