"""A movement, and what is said of it: what moves, by which places, and whether it took place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ...model import Direction
from ..grammar import (
    CLAIMED,
    DENIED,
    PLANNED,
    POSSIBLE,
    Clause,
    Kind,
    Mention,
    NounGroup,
    Part,
    PlaceGroup,
    mood_of,
)
from .elsewhere import EndsElsewhere
from .places import Ends


class Movement(Struct, frozen=True, eq=False):
    """A movement in a sentence: places, direction, what moves, and the words for it.

    ``factuality`` is why it is no fact ("planned", "denied", …), else None; ``via`` the places on its way.
    ``clauses`` are those whose figures are about it; ``noun`` what moves, or the noun of moving.
    """

    origin: Mention
    destination: Mention
    direction: Direction
    subject: str
    start: int
    end: int
    factuality: str | None = None
    via: tuple[Mention, ...] = ()
    clauses: tuple[Clause, ...] = ()
    noun: NounGroup | None = None
    verb: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of origin and destination."""
        return self.origin.place.id, self.destination.place.id


def pairs_of(
    ends: EndsElsewhere,
    clause: Clause,
    origin: Ends,
    to: Ends,
    moved: NounGroup | None,
    clauses: Sequence[Clause],
    groups: Sequence[NounGroup],
) -> Iterator[Movement]:
    """Yield a movement from each origin to each destination."""
    passed = tuple(m for g in groups if g.prep in ends.words.via for p in ends.at(g) for m in p.mentions)
    for a in (m for g in origin for m in g.mentions):
        for b in (m for g in to for m in g.mentions):
            if any(b in g.mentions for g in origin if g in ends.groups and a in g.mentions):
                continue  # of one list: "A and B, which took half of it"
            later = [m.start for g in to for m in g.mentions if m.start > b.end]
            way = (m for m in passed if m not in (a, b))
            via = tuple(m for m in way if not (b.end <= m.start and any(m.end <= at for at in later)))
            yield movement_of(ends, clause, a, b, moved, "one way", clauses, via)


def movement_of(
    ends: EndsElsewhere,
    clause: Clause,
    a: Mention,
    b: Mention,
    moved: NounGroup | None,
    direction: Direction,
    clauses: Sequence[Clause],
    via: tuple[Mention, ...] = (),
) -> Movement:
    """Return the movement between two places that a clause tells of."""
    inside = [m for m in (a, b) if ends.reading.sentence.start <= m.start < ends.reading.sentence.end]
    nouns = [g.noun for g in ends.groups if any(m in inside for m in g.mentions)]
    start = min([m.start for m in inside] + [n.at for n in nouns if n.prep])
    end = max(m.end for m in inside)
    there = next((g for g in ends.groups if b in g.mentions), None)
    factuality = factuality_of(ends, clause, there)
    for other in clauses:
        failed = other.verb is not None and other.verb.negated  # "left A and never got to B"
        if other is not clause and (other.kind is not Kind.MAIN or failed):
            told = factuality_of(ends, other, there)
            factuality = factuality or (None if told == DENIED and _is_held(ends, other, a) else told)
    verb, thing = clause.verb, clause.object
    ended = verb is not None and not verb.negated and verb.base in ends.reading.language.mood.ending
    if factuality is None and ended and thing is not None and (thing.start < start or thing is moved):
        factuality = DENIED  # "cancelled flights from A to B", "banned exports to B"
    if factuality is None and _is_claimed(ends, clause, (a, b)):
        factuality = CLAIMED
    return Movement(
        a, b, direction, ends.reading.phrase(moved), start, end, factuality, via,
        tuple(clauses), moved, clause.verb.base if clause.verb else "",
    )  # fmt: skip


def _is_claimed(ends: EndsElsewhere, clause: Clause, both: tuple[Mention, Mention]) -> bool:
    """Whether a land that is no part of a movement says that it was: "A said that it came from B"."""
    told = clause.parent
    if clause.kind is not Kind.REPORTED or told is None or told.verb is None or told.subject is None:
        return False
    speaks = told.verb.base in ends.reading.language.mood.speaking and not told.verb.negated
    own = (g for g in ends.groups if g.noun is told.subject and g.heads and not g.demonym)
    speakers = {c for g in own for m in g.mentions for c in m.place.in_countries} if speaks else set()
    return bool(speakers) and speakers.isdisjoint(c for m in both for c in m.place.in_countries)


def factuality_of(ends: EndsElsewhere, clause: Clause, end: PlaceGroup | None = None) -> str | None:
    """Return what makes a movement of a clause no fact, or None; `end` is its destination."""
    there = end.clause if end is not None else None
    mood = ends.reading.language.mood
    found = mood_of(clause, mood, ends.syntax.clauses, moving=True)
    verb, before = clause.verb, clause.before
    goes_on = verb is not None and verb.form is Part.BASE and clause.shares
    if found is None and goes_on and before is not None and before.verb and len(before.verb.bases) > 1:
        found = mood_of(before, mood, ends.syntax.clauses, moving=True)  # "plans to go to A and bring him"
    if found == DENIED and there is clause and _is_caught(ends, clause):
        return None  # "vindos de A, 61 jovens foram intercetados em B"
    if found == DENIED and (_falls(ends, clause) or _came_down(ends, clause, end) or _shrinks(ends, clause)):
        return None
    parent = clause.parent if clause.kind is Kind.RELATIVE else None
    if found in (POSSIBLE, PLANNED) and parent is not None and parent.verb is not None:
        seized = parent.verb.base in ends.words.seizing and not parent.verb.passive
        if seized and clause.antecedent is not None and clause.antecedent.top is parent.object:
            return DENIED  # "seized 3 tonnes of copper that were to be shipped to A"
    if found is None and clause.kind in (Kind.RELATIVE, Kind.REDUCED) and clause.parent is not None:
        above = mood_of(clause.parent, mood, ends.syntax.clauses, moving=True)
        if there is clause.parent and _is_caught(ends, clause.parent):
            return None  # "uma piroga que saiu de A foi intercetada em B"
        held = (
            clause.parent.verb is not None
            and clause.parent.verb.base in mood.turning
            and clause.antecedent is clause.parent.object
            and not (clause.verb is not None and clause.verb.pluperfect)
        )
        if held:
            return DENIED
        if (
            above == DENIED
            and (there is not clause.parent or _is_stopped(clause.parent))  # "a boat from A sank off B"
            and not _falls(ends, clause.parent)
            and clause.antecedent is not None
            and (clause.antecedent.subject or _is_theirs(ends, clause.antecedent))
        ):
            return above
    return found


def _is_held(ends: EndsElsewhere, clause: Clause, origin: Mention) -> bool:
    """Whether a clause only says where one was stopped who then was moved: "stopped off A, taken to B"."""
    at = next((g for g in ends.groups if origin in g.mentions), None)
    nouns = (at.noun, at.noun.governor) if at is not None and at.clause is clause else ()
    held = any(n is not None and n.prep in ends.words.at for n in nouns)
    return held and clause.verb is not None and not clause.verb.negated


def _is_stopped(clause: Clause) -> bool:
    """Whether somebody stopped what a clause tells of."""
    return clause.verb is not None and clause.verb.passive


def _is_caught(ends: EndsElsewhere, clause: Clause) -> bool:
    """Whether a clause tells where something was seized that had come so far."""
    words, verb = ends.words, clause.verb
    if ends.inflected is None or verb is None:
        return False
    return verb.base in words.seizing | (words.taking & ends.reading.language.quantities.befalling)


def _is_theirs(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether a noun hangs on a subject that is a part of it: not "two sailors of a yacht that left A"."""
    return group.top.subject and not ends.are_people(group.top)


def _falls(ends: EndsElsewhere, clause: Clause) -> bool:
    """Whether what comes down is meant to: missiles, ash, a storm."""
    words, verb, subject = ends.words, clause.verb, clause.subject
    if verb is None or verb.negated or verb.passive or subject is None:
        return False
    falling = words.missiles | words.airborne | words.weather
    return verb.base in words.arriving and subject.head.key in falling


def _came_down(ends: EndsElsewhere, clause: Clause, end: PlaceGroup | None) -> bool:
    """Whether what failed did so at the place that its clause names, and came so far: "fell in A"."""
    verb = clause.verb
    if end is None or end.clause is not clause or verb is None or verb.negated or verb.passive:
        return False
    return verb.base in ends.words.arriving and end.noun.prep in ends.words.at


def _shrinks(ends: EndsElsewhere, clause: Clause) -> bool:
    """Whether it is the amount that falls: "the sales from A to B fell by a third"."""
    words, verb, subject = ends.words, clause.verb, clause.subject
    if verb is None or verb.negated or subject is None or not ends.inflected:
        return False
    changes = verb.base in ends.reading.language.claims.changes and not verb.passive
    return changes and subject.head.key in words.nouns - words.ships - words.vehicles - words.served


def is_scheduled(ends: EndsElsewhere, clause: Clause) -> bool:
    """Whether a clause is about something fixed in time, such as a timetable."""
    return any(not {w.key for w in g.words}.isdisjoint(ends.words.fixed) for g in clause.groups)
