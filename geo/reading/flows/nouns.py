"""Movements that a noun tells of: "exports from A to B", "bound for A", "back from A"."""

from __future__ import annotations

from collections.abc import Iterator

from ..grammar import NounGroup, Part
from .elsewhere import EndsElsewhere
from .movement import Movement, is_scheduled, movement_of, pairs_of
from .places import Ends


def of_noun(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield the movements of a noun of moving: "exports from A to B"."""
    words = ends.words
    key = group.head.key
    if key not in words.nouns or key in words.messages:
        return
    clause = group.clause
    below = ends.reading.below(group)
    verb = clause.verb
    if verb is not None and verb.passive and group.subject and verb.base in words.diverting:
        return  # "flights from A to B were diverted to C"
    base = verb.base if verb else ""
    plies = verb is not None and verb.form in (Part.BASE, Part.PRESENT) and group.subject
    if plies and key in words.served and group.head.part is Part.PLURAL and base in words.plying:
        return  # "the trains from A to B run full": a service
    if (base in words.lying and key in words.routes) or (key in words.way and group.prep not in words.at):
        return
    at = words.at if key in words.arrivals else frozenset[str]()
    if base in words.bound and verb is not None and group.subject:
        at = at | words.for_it
    loose = [
        g
        for g in clause.groups
        if g not in below and not g.subject and g is not group and g.start > group.end
    ]
    between = next((g for g in below if g.prep in words.between), None)
    idle = key in words.served and base not in words.going | words.sending
    if between is not None and key not in words.routes and not idle:
        pair = [m for p in ends.groups if p.noun is between or p.noun.row is between for m in p.mentions]
        if len(pair) == 2 and not is_scheduled(ends, clause):
            yield movement_of(ends, clause, pair[0], pair[1], group, "both ways", [clause])
        return
    origin = ends.all(below, words.origin) or _owner_of(ends, group)
    to = ends.all(below, words.to | at)
    if key in words.received and not to:
        to = ends.owned(group)
    ruled = verb is not None and not verb.passive and group is clause.object and clause.subject is not None
    if ruled and verb is not None and verb.base in words.steering and clause.subject is not None:
        if key in words.received and not to:
            to = ends.possessor(clause.subject)  # "A resumed imports from B"
            theirs = clause.subject.words[0].key in ends.grammar.them
            to = to or (ends.last_place() if theirs else [])  # "its utilities cut imports from B"
        elif to and not origin and key not in words.vehicles | words.ships:
            origin = ends.possessor(clause.subject)  # "A cut supplies to B"
    if key in words.arrivals and not to and group.prep in words.at:
        to = ends.rest(clause)  # "was arrested in A on arrival from B"
    if not origin and not to:
        return
    if not to and clause.subject is not None and key in words.returns:
        to = ends.possessor(clause.subject)
    if not to:
        to = ends.all([g for g in loose if g.host is None or g.host in below], words.to)
    if not origin:
        origin = ends.all([g for g in loose if g.host is None or g.host in below], words.origin)
    if key in words.expulsions and to and not origin and clause.subject is not None:
        origin = ends.possessor(clause.subject) or ends.first(ends.reading.hosted(clause.subject), words.at)
    if key in words.way and to and not origin and clause.subject is not None:
        described = ends.described(clause.subject, clause)
        # "horses bought in A are on their way to B"
        origin = described[0] if described else ends.from_noun(clause.subject)
    homeward = any(g.prep and g.prep.split()[0] in words.home for g in below)
    if key in words.way and origin and not to and homeward and clause.subject is not None:
        # "A's president, on his way home from B"
        to = ends.owned(clause.subject) or ends.possessor(clause.subject)
    if not origin or not to or is_scheduled(ends, clause):
        return
    if (
        key in words.routes - words.vehicles
        and key not in words.way
        and (verb is None or verb.verb.part is Part.BE)
    ):
        return
    if key in words.vehicles and group.prep in words.about and base in ends.grammar.be:
        return
    yield from pairs_of(ends, clause, origin, to, group, [clause], below + loose)
    # "A container from X to Y cost 4,600; to Z, 8,100"
    for other in ends.syntax.clauses:
        if (
            other.before is clause
            and (other.verb is None or other.gapped)
            and (further := ends.first(other.groups, words.to))
        ):
            yield from pairs_of(ends, other, origin, further, group, [other], [])


def bound_for(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield "a ship in A, bound for B" and "bound for B from A"."""
    to = ends.at(group) if group.prep in ends.words.bound_for else []
    if not to:
        return
    clause = group.clause
    near = ends.reading.below(group) + [g for g in clause.groups if g is not group]
    moved = group.host or clause.subject
    if origin := ends.all(near, ends.words.origin | ends.words.bound_from):
        yield from pairs_of(ends, clause, origin, to, moved, [clause], [])
    elif origin := ends.rest(clause) or (ends.rest(clause.before) if clause.shares and clause.before else []):
        # where it was; the clause's figures stay there
        yield from pairs_of(ends, clause, origin, to, moved, [], [])


def back_from(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield "the minister, back in A from B"."""
    host = group.host
    if host is None or group.prep not in ends.words.origin or host.prep not in ends.words.at:
        return
    before = next((w for w in reversed(ends.syntax.words) if w.end <= host.at), None)
    if before is not None and before.key in ends.words.home and (origin := ends.at(group)):
        yield from pairs_of(ends, group.clause, origin, ends.at(host), group.clause.subject, [], [])


def _owner_of(ends: EndsElsewhere, group: NounGroup) -> Ends:
    """Return the places whose exports they are: "A's exports", "Albanian exports"."""
    if group.head.key in ends.words.received:
        return []
    return ends.owned(group)
