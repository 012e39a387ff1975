"""Movements: who or what goes, or is sent, from a place to a place; and routes, which lie between two.

A movement is told by a verb or a noun of moving and its two ends: prepositions, objects and subjects, also of
a clause beside it. In the flow of modules between ``grammar`` and ``claims``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from ...kinds import KINDS
from ..grammar import PLANNED, POSSIBLE, Kind, Mention, NounGroup, Part, PlaceGroup, SentenceReading
from .acquired import acquired, since
from .clauses import gapped, of_clause
from .elsewhere import EndsElsewhere
from .forms import idle, moving_groups, service, unmoved
from .joined import bound, hyphened, linked
from .movement import Movement, factuality_of
from .nouns import back_from, bought, bound_for, called_on, came_from, customer, of_noun, visit
from .onward import Came, onward, passing, shares
from .places import Ends
from .routes import RouteFound, find_routes

__all__ = [
    "EndsElsewhere", "Movement", "RouteFound", "acquires", "factuality_of", "find_movements", "find_routes",
    "idle", "moving_groups", "reached", "resting", "service",
    "unmoved",
]  # fmt: skip

_BEFORE = 4  # characters before a place with the word "At"
_LANDS = ("country", "admin1")
_WATERS = ("river", "lake")  # kinds of place between which water flows, and nothing moves


def find_movements(
    reading: SentenceReading,
    last: Sequence[Mention] = (),
    acquired: bool = False,
    came: Came | None = None,
    here: Sequence[Mention] = (),
) -> list[Movement]:
    """Find the movements of a sentence, each pair of places once, in the order of the text.

    Parameters
    ----------
    reading
        The sentence.
    last
        The places at which the sentence before leaves what it tells of: where "they" come from.
    acquired
        Whether it tells that something was taken there.
    came
        What the sentence before says to have come somewhere: whither "half of them" came, too.
    here
        The place of the dateline, which who leaves for another leaves.
    """
    found: dict[tuple[str, str, str], Movement] = {}
    places = [m for m in reading.mentions if not m.aside]
    if len({m.place.id for m in places}) > 1 or ((last or came or here) and places):
        ends = EndsElsewhere(reading, last, acquired, here)
        for movement in chain(_each(ends), shares(ends, came) if came else ()):
            a, b = movement.ends
            one, other = movement.origin.place, movement.destination.place
            border = "border" in (one.kind, other.kind)
            waters = one.kind in _WATERS and other.kind in _WATERS and movement.noun is not None
            if waters and movement.noun and not _travels(reading, movement.noun):
                continue  # a river flows into a lake
            if a != b and (border or not (one.lies_in(other) or other.lies_in(one))):
                found.setdefault((a, b, movement.direction), _through(reading, movement, last))
    return list(found.values())


def _through(reading: SentenceReading, movement: Movement, last: Sequence[Mention]) -> Movement:
    """Return a movement between two lands with the town where it is told of: "At A boxes go from B to C".

    ``last`` are the places at which the sentence before is.
    """
    lands = [movement.origin.place, movement.destination.place]
    if movement.via or any(land.kind not in _LANDS for land in lands):
        return movement
    here = [m for m in (*reading.mentions, *last) if _is_at(reading, m)]
    towns = {m.place.id: m for m in here if any(m.place.lies_in(land) for land in lands)}
    return replace(movement, via=tuple(towns.values())) if len(towns) == 1 else movement


def _is_at(reading: SentenceReading, m: Mention) -> bool:
    """Whether a sentence, or the one before, begins with being at a town."""
    before = reading.text[max(0, m.start - _BEFORE) : m.start].split()
    town = KINDS[m.place.kind].look == "town"
    return (
        town
        and bool(before)
        and before[-1][:1].isupper()
        and before[-1].lower() in reading.language.flows.at_it
    )


def _travels(reading: SentenceReading, noun: NounGroup) -> bool:
    """Whether what goes from water to water is more than a river's own: a boat, a flood, "the waters"."""
    words = reading.language.flows
    if noun.head.key in words.torrents:
        return not any(g.prep in words.of for g in reading.dependents(noun))  # "the waters of the A"
    return noun.head.key in words.nouns | words.ships or noun.head.part is Part.PRONOUN


def acquires(reading: SentenceReading) -> bool:
    """Whether a sentence tells that something was taken, caught or bought where it is, or has left."""
    ends = EndsElsewhere(reading, ())
    words = reading.language.flows
    for clause in reading.syntax.clauses:
        verb = clause.verb
        goes = verb is not None and verb.base in words.going | words.leaving | words.sending | words.bound
        goes = goes and verb is not None and clause.kind is Kind.MAIN and not verb.negated
        if goes and ends.origins(clause, clause.groups) and not ends.destinations(clause, clause.groups):
            return True
    verbs = [c.verb for c in reading.syntax.clauses if c.verb is not None and c.kind is not Kind.SAYING]
    return bool(verbs) and verbs[0].base in reading.language.flows.acquiring and not verbs[0].negated


def resting(reading: SentenceReading, movements: Sequence[Movement]) -> tuple[Mention, ...]:
    """Return where a sentence leaves what it tells of: the end of its movement, or its one place at rest."""
    if movements:
        if any(m.factuality in (PLANNED, POSSIBLE) for m in movements):
            return ()  # it has not got there
        ends = {m.destination.place.id: m.destination for m in movements}
        return tuple(ends.values()) if len(ends) == 1 else ()
    steps = (_at_rest, _gone_to, _sender, _left, _alone)
    at = next((found for step in steps if (found := step(reading))), [])
    return at[0].mentions if len(at) == 1 and len(at[0].mentions) == 1 else ()


def _at_rest(reading: SentenceReading) -> Ends:
    words = reading.language.flows
    here = (g for g in reading.groups if g.noun.prep in words.at)
    here = (g for g in here if g.noun.governor is None or g.noun.governor.prep not in words.origin)
    here = (g for g in here if not (_verb(g) in words.residing and _is_person(reading, g)))
    return [g for g in here if g.clause.kind is not Kind.SAYING and not g.demonym]


def _is_person(reading: SentenceReading, group: PlaceGroup) -> bool:
    """Whether a clause is about one person: where she lives is not where she has been."""
    subject = group.clause.subject
    return subject is not None and reading.is_one_person(subject)


def _gone_to(reading: SentenceReading) -> Ends:
    words = reading.language.flows
    goes = words.going | words.arriving | words.sending
    return [g for g in reading.groups if g.noun.prep in words.to and _verb(g) in goes]


def _sender(reading: SentenceReading) -> Ends:
    """Return the subject that sends: "A returns 40 containers"."""
    sends = (g for g in reading.groups if _verb(g) in reading.language.flows.from_subject)
    active = (g for g in sends if g.clause.verb is not None and not g.clause.verb.passive)
    return [g for g in active if g.noun.subject and g.heads and not g.demonym]


def _left(reading: SentenceReading) -> Ends:
    words = reading.language.flows
    moving = words.going | words.bound | words.leaving | words.reaching
    return [
        g
        for g in reading.groups
        if (g.noun.prep in words.origin or (g.noun is g.clause.object and g.heads)) and _verb(g) in moving
    ]


def _alone(reading: SentenceReading) -> Ends:
    """Return the only place if it is the subject: "A buried 34 bodies in May"."""
    named = [g for g in reading.groups if not g.demonym]
    return [g for g in named if len(named) == 1 and g.noun.subject and g.heads and g.noun.clause.verb]


def _verb(group: PlaceGroup) -> str:
    """Return the base of the verb of a place's clause, or ""."""
    return group.clause.verb.base if group.clause.verb is not None else ""


def reached(reading: SentenceReading) -> Came | None:
    """Return what a sentence says to have come to one place, if it is a number and it does not say whence."""
    words = reading.language.flows
    for clause in reading.syntax.clauses:
        verb, subject = clause.verb, clause.subject
        if verb is None or subject is None or verb.negated or verb.passive:
            continue
        number = any(w.part is Part.NUMBER for w in subject.words)
        own = [g for g in reading.groups if g.clause is clause and not g.noun.subject]
        to = [g for g in own if g.noun.prep in words.to and g.noun.governor in (None, subject)]
        if number and verb.base in words.going | words.arriving and len(to) == 1 and len(to[0].mentions) == 1:
            whence = any(g.noun.prep in words.origin for g in own)
            return None if whence else Came(to[0].mentions[0], reading.phrase(subject))
    return None


def _each(ends: EndsElsewhere) -> Iterator[Movement]:
    yield from hyphened(ends)
    yield from bound(ends)
    yield from linked(ends)
    for clause in ends.syntax.clauses:
        yield from of_clause(ends, clause)
        yield from gapped(ends, clause)
        yield from onward(ends, clause)
        yield from passing(ends, clause)
        yield from acquired(ends, clause)
        yield from since(ends, clause)
        yield from called_on(ends, clause)
    for group in ends.syntax.groups:
        yield from of_noun(ends, group)
        yield from bought(ends, group)
        yield from visit(ends, group)
        yield from customer(ends, group)
        yield from bound_for(ends, group)
        yield from back_from(ends, group)
        yield from came_from(ends, group)
