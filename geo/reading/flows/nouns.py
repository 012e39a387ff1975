"""Movements that a noun tells of: "exports from A to B", "bound for A", "back from A"."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..grammar import Clause, Kind, NounGroup, Part
from .elsewhere import EndsElsewhere
from .movement import Movement, is_scheduled, movement_of, pairs_of
from .places import Ends


def of_noun(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield the movements of a noun of moving: "exports from A to B"."""
    if group.head.key not in ends.words.nouns - ends.words.messages or _is_service(ends, group):
        return
    if group.subject and _takes_time(ends, group):
        return
    clause, below = group.clause, ends.reading.below(group)
    between = next((g for g in below if g.prep in ends.words.between), None)
    if between is not None and _shuttles(ends, group):
        pair = [m for p in ends.groups if p.noun is between or p.noun.conjunct is between for m in p.mentions]
        if len(pair) == 2 and not is_scheduled(ends, clause):
            yield movement_of(ends, clause, pair[0], pair[1], group, "both ways", [clause])
        return
    loose = [
        g
        for g in clause.groups
        if g not in below and not g.subject and g is not group and g.start > group.end
    ]
    origin, to = _named(ends, group, below)
    if not origin and not to and group.head.key in ends.words.journeys:
        origin, to = _set_off(ends, loose)
    elif origin or to:
        origin, to = _completed(ends, group, below, loose, origin, to)
    if not origin or not to or is_scheduled(ends, clause) or _is_way(ends, group):
        return
    yield from pairs_of(ends, clause, origin, to, group, [clause], below + loose)
    # "A container from X to Y cost 4,600; to Z, 8,100"
    for other in ends.syntax.clauses:
        bare = other.before is clause and (other.verb is None or other.gapped)
        if bare and (further := ends.first(other.groups, ends.words.to)):
            yield from pairs_of(ends, other, origin, further, group, [other], [])


def bought(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield where what is bought goes: "la compra de gas a A por parte de B", "crece en B la compra a A"."""
    rules, clause, below = ends.inflected, group.clause, ends.reading.below(group)
    if rules is None or group.head.key not in ends.words.received:
        return
    origin = [] if ends.all(below, ends.words.origin) else ends.all(below, rules.seller)
    to = ends.all(below, rules.on_behalf) if origin else []
    if origin and not to and group.subject:
        to = [g for g in ends.rest(clause) if g.clause is clause and g not in origin]
    yield from pairs_of(ends, clause, origin, to, group, [clause], below)


def _set_off(ends: EndsElsewhere, loose: list[NounGroup]) -> tuple[Ends, Ends]:
    """Return both ends of a journey that other words part from it: "a trip, without a map, from A to B"."""
    start = next((g for g in loose if g.prep in ends.words.origin and g.governor is None), None)
    origin = ends.at(start) if start is not None and ends.near(start) else []
    return origin, ends.first([g for g in loose if g.governor is start], ends.words.to) if origin else []


def visit(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield the way of who visits for a country: "a visit by A's minister to B"."""
    words, clause, below = ends.words, group.clause, ends.reading.below(group)
    if group.head.key not in words.missions:
        return
    to = ends.all(below, words.to)
    agents = [g for g in below if g.prep in ends.grammar.by]
    if clause.subject is not None and (group is clause.object or group.prep in words.on):
        agents.append(clause.subject)
    sent = (g for g in agents if g.head.key in words.delegations)
    origin = next((found for g in sent if (found := _sender_of(ends, g))), [])
    if origin and to:
        yield from pairs_of(ends, clause, origin, to, agents[0], [clause], below)


def called_on(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way of a delegation: "a team from A spent three days in B"."""
    verb, subject, words = clause.verb, clause.subject, ends.words
    if verb is None or subject is None or verb.base not in words.calling_on or verb.passive:
        return
    if subject.head.key not in words.delegations or not (origin := ends.from_noun(subject)):
        return
    spent = clause.object is not None and ends.lasts(clause.object)
    to = ends.rest(clause) if spent else ends.at(clause.object)
    if to and to[0].clause is clause and to[0] not in origin:
        yield from pairs_of(ends, clause, origin, to, subject, [clause], [])


def customer(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield what a country buys or sells: "A, the largest buyer of Russian oil", "A is B's main supplier"."""
    words, clause, key = ends.words, group.clause, group.head.key
    if group.prep or key not in words.buyers | words.suppliers or group.head.part is Part.PLURAL:
        return
    own, below = _which_is(ends, group), ends.reading.below(group)
    goods = [g for g in below if g.prep in words.of]
    theirs = [g for g in ends.of_noun.get(id(group), []) if g.mentions[-1].possessive]
    if key in words.buyers:
        origin = [p for g in goods for p in ends.owned(g)] or ends.all(below, words.origin) or theirs
        pair = origin, own
    else:
        pair = own, ends.all(below, words.to) or theirs
    if own and goods and all(pair) and pair[0] != pair[1]:
        yield from pairs_of(ends, clause, *pair, goods[0], [clause], [])


def _which_is(ends: EndsElsewhere, group: NounGroup) -> Ends:
    """Return the place that a noun says something of: "A is its buyer", "A, its buyer, pays"."""
    clause, subject = group.clause, group.clause.subject
    before = next((g for g in reversed(ends.syntax.groups) if g.end <= group.at), None)
    if before is not None and before.head.placed and ends.text[before.end : group.at].strip() == ",":
        return ends.possessor(before)
    is_it = clause.verb is not None and clause.verb.base in ends.grammar.be and group is clause.object
    return ends.possessor(subject) if is_it and subject is not None else []


def _sender_of(ends: EndsElsewhere, group: NounGroup) -> Ends:
    """Return the place for which somebody acts: "A's minister", "the government of A"."""
    return ends.owned(group) or ends.first(ends.reading.dependents(group), ends.words.of)


def _is_service(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether nothing moves: "the trains from A to B run full", "flights from A to B were diverted to C"."""
    words, key, verb = ends.words, group.head.key, group.clause.verb
    if key in words.way and group.prep not in words.at:
        return True
    if verb is None:
        return False
    if verb.base in words.lying and key in words.routes - words.way:
        return True
    if not group.top.subject:
        return False
    claims, present = ends.reading.language.claims, verb.form in (Part.BASE, Part.PRESENT)
    if key in words.served and present and verb.base in claims.levels | claims.lasting_plain:
        return True  # "the flight from A to B costs 200 dollars"
    if not group.subject:
        return False
    served = key in words.served and group.head.part is Part.PLURAL and verb.base in words.plying
    return (served and present) or (verb.passive and verb.base in words.diverting)


def _takes_time(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether a clause says how long a journey takes at all times: "the journey from A to B lasts a day"."""
    verb, lasting = group.clause.verb, ends.reading.language.claims.lasting_plain
    always = verb is not None and verb.form is Part.PRESENT and verb.base in lasting
    return always and group.head.key in ends.words.journeys and ends.inflected is not None


def _shuttles(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether a noun with "between" goes both ways: a route does not, nor what only is served."""
    words, verb = ends.words, group.clause.verb
    goes = verb is not None and verb.base in words.going | words.sending
    return group.head.key not in words.routes and (goes or group.head.key not in words.served)


def _named(ends: EndsElsewhere, group: NounGroup, below: list[NounGroup]) -> tuple[Ends, Ends]:
    """Return the ends that hang on a noun of moving, or that its owner or its clause is."""
    words, key, clause = ends.words, group.head.key, group.clause
    verb, subject = clause.verb, clause.subject
    to_preps = words.to | words.at if key in words.arrivals else words.to
    sails = key in words.ships and any(g.prep in words.origin and g.governor is group for g in below)
    if sails or (verb is not None and verb.base in words.bound and group.subject):
        to_preps = to_preps | words.for_it  # "a tanker from A for B"
    origin = ends.all(below, words.origin) or _owner_of(ends, group)
    if key in words.gifts and not origin:
        origin = ends.first(below, words.of)  # "a gift of A to B"
    to = ends.all(below, to_preps)
    if key in words.received and not to:
        to = ends.owned(group)
    steers = verb is not None and not verb.passive and verb.base in words.steering
    if steers and group is clause.object and subject is not None:
        if key in words.received and not to:
            to = ends.possessor(subject)  # "A resumed imports from B"
            theirs = subject.words[0].key in ends.grammar.them
            to = to or (ends.last_place() if theirs else [])  # "its utilities cut imports from B"
        elif to and not origin and key not in words.vehicles | words.ships:
            origin = ends.possessor(subject)  # "A cut supplies to B"
            body = ends.inflected and subject.head.key in ends.reading.language.claims.bodies
            if body and not origin:  # "a fabricante de A fechou a venda de 20 para B"
                origin = ends.first([g for g in ends.reading.below(subject) if g.head.placed], words.of)
    if key in words.arrivals and not to and group.prep in words.at:
        to = ends.rest(clause)  # "was arrested in A on arrival from B"
    return origin, to


def _completed(
    ends: EndsElsewhere,
    group: NounGroup,
    below: list[NounGroup],
    loose: list[NounGroup],
    origin: Ends,
    to: Ends,
) -> tuple[Ends, Ends]:
    """Return both ends where one is named: the other from the clause, or from its subject."""
    words, key, subject = ends.words, group.head.key, group.clause.subject
    if not to and subject is not None and key in words.returns:
        to = ends.possessor(subject)
    free = [g for g in loose if g.governor is None or g.governor in below]
    to = to or ends.all(free, words.to)
    origin = origin or ends.all(free, words.origin)
    if subject is None:
        return origin, to
    if key in words.expulsions and to and not origin:
        seat = words.at
        if ends.inflected and subject.head.key in ends.reading.language.claims.officials:
            seat = seat | words.of  # "un juez de A"
        origin = ends.possessor(subject) or ends.first(ends.reading.dependents(subject), seat)
    if key in words.way and to and not origin:  # "horses bought in A are on their way to B"
        described = ends.described(subject, group.clause)
        origin = described[0] if described else ends.from_noun(subject)
        ahead = [g for g in group.clause.groups if subject.end <= g.at < group.at and g.governor is None]
        origin = origin or ends.all(ahead, words.origin)
    homeward = any(g.prep and g.prep.split()[0] in words.home for g in below)
    if key in words.way and origin and not to and homeward:  # "A's president, on his way home from B"
        to = ends.owned(subject) or ends.possessor(subject)
    return origin, to


def _is_way(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether a noun is only a way that is there, or what something is about."""
    words, key, verb = ends.words, group.head.key, group.clause.verb
    is_there = verb is None or verb.verb.part is Part.BE
    if key in words.routes - words.vehicles - words.way and is_there:
        return True
    base = verb.base if verb else ""
    return key in words.vehicles and group.prep in words.about and base in ends.grammar.be


def bound_for(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield "a ship in A, bound for B" and "bound for B from A"."""
    to = ends.at(group) if group.prep in ends.words.bound_for else []
    if not to:
        return
    clause = group.clause
    near = ends.reading.below(group) + [g for g in clause.groups if g is not group]
    moved = group.governor or clause.subject
    if origin := ends.all(near, ends.words.origin | ends.words.bound_from):
        yield from pairs_of(ends, clause, origin, to, moved, [clause], [])
    elif origin := ends.rest(clause) or (_was_at(ends, clause.before) if clause.shares else []):
        # where it was; the clause's figures stay there
        yield from pairs_of(ends, clause, origin, to, moved, [], [])


def _was_at(ends: EndsElsewhere, before: Clause | None) -> Ends:
    """Return where the clause before leaves what goes on: "left A and is due in B"."""
    if before is None or before.verb is None:
        return []
    leaves = before.verb.base in ends.words.leaving | ends.words.going
    return ends.rest(before) or (ends.origins(before, before.groups) if leaves else [])


def came_from(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield where what came from elsewhere is: "a crate, coming from A, was opened in B"."""
    clause, words, moved = group.clause, ends.words, group.governor or group.clause.subject
    origin = ends.at(group) if ends.inflected and group.prep in ends.inflected.come_from else []
    verb = clause.verb
    if not origin or moved is None or verb is None or verb.negated or ends.is_person(moved):
        return
    moving = words.going | words.sending | words.bound | words.arriving | words.bringing
    if verb.base in moving or verb.base in ends.grammar.saying:
        return  # its clause tells whither
    to = [g for g in ends.rest(clause) if g.clause is clause and g not in origin]
    for other in ends.syntax.clauses if not to else ():
        held = other.kind is Kind.PARTICIPIAL and other.parent is clause and not other.mark
        to = to or (ends.rest(other) if held else [])  # "permanecen retenidos en A"
    model = clause.before if clause.gapped else None
    if not to and model is not None and model.subject is not None:  # "das quais 420 mil provenientes de A"
        to = ends.rest(model) or ends.at(model.subject)
        yield from pairs_of(ends, clause, origin, to, moved, [clause], [])
        return
    yield from pairs_of(ends, clause, origin, to, moved, [], [])


def back_from(ends: EndsElsewhere, group: NounGroup) -> Iterator[Movement]:
    """Yield "the minister, back in A from B", and "the minister, back from B, spoke in A"."""
    governor, clause, words = group.governor, group.clause, ends.words
    to: Ends = []
    if group.prep not in words.origin:
        return
    if governor is not None and governor.prep in words.at:
        before = next((w for w in reversed(ends.syntax.words) if w.end <= governor.at), None)
        to = ends.at(governor) if before is not None and before.key in words.home else []
    else:
        apposed = group.prep.split()[0] in words.home and ends.text[: group.at].rstrip().endswith(",")
        apposed = apposed and clause.verb is not None and group.end <= clause.verb.start
        to = [g for g in ends.rest(clause) if g.clause is clause] if apposed else []
    if to and (origin := ends.at(group)):
        for movement in pairs_of(ends, clause, origin, to, clause.subject, [], []):
            yield replace(movement, factuality=None)  # what is asked for there is another matter


def _owner_of(ends: EndsElsewhere, group: NounGroup) -> Ends:
    """Return the places whose exports they are: "A's exports", "Albanian exports"."""
    words, key = ends.words, group.head.key
    carries = key in words.ships | words.vehicles and group.subject and group.clause.object is not None
    if key in words.received or carries:
        return ends.made_of(group) if key in words.received else []  # "Chinese ships carry it to A"
    goods = key in words.nouns - words.ships - words.vehicles - words.routes and not group.head.placed
    beside = [g for g in ends.of_noun.get(id(group), []) if not g.heads and goods]
    whose = ends.owned(group) or (ends.made_of(group) if goods and key not in words.arrivals else [])
    return whose or (beside if len(beside) == 1 else [])  # "U.S. exports to A"
