"""Movements that a verb tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..grammar import Clause, Kind, NounGroup, Part, PlaceGroup, stem
from .acquired import regained
from .elsewhere import EndsElsewhere
from .movement import Movement, is_scheduled, movement_of, pairs_of
from .places import Ends


def of_clause(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the movements of a clause with a verb of moving.

    First come forms of sentence with rules of their own (refuge, missiles, smoke, what was found), then what
    only looks like a movement, then the two ends: those that the clause names, else those that stand
    elsewhere.
    """
    verb, words = clause.verb, ends.words
    if verb is None:
        yield from _verbless(ends, clause)
    if verb is None or clause.kind is Kind.SAYING:
        return
    base = verb.bases[-1]
    classes = (
        words.going, words.sending, words.receiving, words.reaching, words.leaving, words.bound,
        words.arriving, words.recalling, words.finding, words.opened,
    )  # fmt: skip
    refuge = clause.object is not None and clause.object.head.key in words.refuge and not verb.passive
    to = ends.first([g for g in clause.groups if not g.subject], words.at) if refuge else []
    origin = ends.origins(clause, clause.groups) or ends.origin_elsewhere(clause)[0] if to else []
    if origin:
        yield from pairs_of(ends, clause, origin, to, clause.subject, [clause], [])
        return  # "families from A have found refuge in B"
    shot = clause.subject is not None and clause.subject.head.key in words.missiles and not verb.passive
    if shot and base in words.hitting and clause.subject is not None:
        if (to := ends.at(clause.object)) and (
            origin := ends.first(ends.reading.below(clause.subject), words.origin)
        ):
            yield from pairs_of(ends, clause, origin, to, clause.subject, [clause], [])
        return  # "a drone from A hit a hotel in B"
    storm = clause.subject is not None and stem(clause.subject.head.key, ends.grammar) in words.weather
    used = verb.passive and base in words.using
    spans = base in words.spanning and clause.object is not None and ends.is_length(clause.object)
    moving = used or any(base in each for each in classes) or (storm and base in words.hitting) or spans
    blown = clause.subject is not None and stem(clause.subject.head.key, ends.grammar) in words.airborne
    if blown and clause.subject is not None and not verb.passive and base not in words.going:
        yield from _in_the_air(ends, clause, clause.subject)
        return
    if not moving and base in words.home_of and not verb.passive:
        groups = [g for g in clause.groups if g.start > verb.start and g.host is None]
        if (origin := ends.all(groups, words.origin)) and (to := ends.used_at(clause)):
            yield from pairs_of(ends, clause, origin, to, clause.subject, [clause], [])
        return  # "nine avocados in ten in A are from B"
    if not moving or (clause.kind is Kind.REDUCED and base in words.shown):
        return
    groups = [g for g in clause.groups if not ends.on_route(g, base) and not ends.of_person(g)]
    subject, thing = clause.subject, clause.object
    if base in words.finding | words.opened or (verb.passive and base in words.using):
        yield from _found(ends, clause, groups)
        return
    if (
        subject is not None
        and any(w.key in words.routes for w in subject.words)
        and (base in words.lying or (subject.head.key in words.route_kinds and base not in words.sending))
        and not verb.passive
    ):
        return
    told = [g for g in clause.groups if not g.prep and not g.subject]
    if any(g.head.key in words.messages for g in told):
        return
    if any(g.head.key in words.idioms and len(g.words) < 3 for g in told):
        return
    theirs = thing is not None and thing.words[0].key in ends.grammar.them
    if base in words.covering - words.sending and theirs:
        return  # "blew their horns from A to B"
    if base in words.expecting and not verb.passive:
        return
    if base in words.appealing and not verb.passive and thing is None and not clause.adverbs:
        return  # "turned to A for help"
    if subject is not None and base in words.going and stem(subject.head.key, ends.grammar) in words.abstract:
        return  # "interest moved from A to B"
    if subject is not None and subject.head.placed and base in words.lying and _is_course(ends, subject):
        return  # "the river meanders from A to B"
    led = bool(ends.all(clause.groups, words.origin) and ends.all(clause.groups, words.to))
    if verb.passive and base in words.going and not led and not any(base in each for each in classes[1:]):
        return  # "the loan was made possible", not "the cattle were walked from A to B"
    shuttles = subject is not None and (
        (subject.head.key in words.nouns and subject.head.key not in words.routes)
        or any(w.key in words.forth for w in clause.adverbs)
        or subject.head.key in words.vehicles
    )
    if shuttles:
        held = (None, thing)  # "buses carry shoppers between A and B"
        between = next((g for g in groups if g.prep in words.between and g.host in held), None)
        pair = [m for p in ends.groups if between and p.noun in (between, between.row) for m in p.mentions]
        if between is not None and len(pair) == 2 and not is_scheduled(ends, clause):
            yield movement_of(ends, clause, pair[0], pair[1], subject, "both ways", [clause])
            return
    plural = subject is not None and subject.head.part is Part.PLURAL and subject.head.key in words.served
    if plural and verb.form in (Part.BASE, Part.PRESENT) and base in words.plying:
        return  # "from A the trains go to B": a service
    if thing is not None and (ends.lasts(thing) and not verb.passive) and base in words.sending:
        return  # "takes four hours from A to B"
    origin, to = ends.origins(clause, groups), ends.destinations(clause, groups)
    posted = [g for g in groups if thing is not None and g.host is thing and g.prep in words.to]
    if base in words.recalling and posted:  # "A recalled its ambassador to B"
        owner = subject or (clause.parent.subject if clause.parent else None)
        origin, to = ends.first(posted, words.to), ends.possessor(owner) if owner is not None else []
    home = any(w.key in words.home for w in clause.adverbs)
    recalls = base in words.recalling and (home or base not in words.receiving)
    if recalls and not (origin and to) and not verb.passive and thing is not None and subject is not None:
        to = ends.possessor(subject)
        origin = origin or ends.at(thing)
    if (
        origin
        and not to
        and not verb.passive
        and subject is not None
        and any(w.key in words.home for w in clause.adverbs)
    ):
        to = [g for g in ends.possessor(subject) if g not in origin]
    sends = base in words.sending and not verb.passive
    if sends and not to and subject is not None and home:  # "A's workers in B sent home 40"
        owners = [g for g in ends.of_noun.get(id(subject), []) if g.mentions[-1].possessive or g.demonym]
        away = [p for g in ends.reading.hosted(subject) if g.prep in words.at for p in ends.at(g)]
        to, origin = (owners, away) if owners and away else (to, origin)
    if base in words.buying and to and not origin and thing is not None:
        origin = ends.at(thing)
    if base in words.buying and to and not origin and thing is not None:
        made = [thing, *ends.reading.hosted(thing)]
        named = [g for noun in made for g in ends.of_noun.get(id(noun), [])]
        named = [g for g in named if g.demonym or g.mentions[-1].possessive]
        origin = [g for g in named if not g.heads]  # "bought Chilean wine", not "took in Syrians"
    if clause.gapped and clause.before is not None and not (origin and to):
        before = _model_of(ends, clause)
        origin = origin or ends.origins(before, before.groups) or ends.origin_elsewhere(before)[0]
        to = to or ends.destinations(before, before.groups)
        if not origin:
            return
    if not origin and not to:
        if verb.passive and base in words.sending and any(w.key in words.home for w in clause.adverbs):
            yield from _sent_back(ends, clause)
        return
    clauses = [clause]
    if origin and not to and subject is not None and not verb.passive:
        to = ends.first(ends.reading.hosted(subject), words.to)  # "the train to A leaves B"
        if not to and base in words.leaving and subject.head.key in words.nouns | words.ships:
            to = ends.first(ends.reading.hosted(subject), words.for_it)  # "the boat for A left B"
    if origin and not to and verb.passive and base in words.sending and origin[0].noun.host is None:
        to = ends.first(groups, ends.grammar.by)  # "flown in from A by a hotel in B"
    if origin and not to and verb.passive and base in words.leaving and subject is not None:
        to = ends.first(ends.reading.hosted(subject), words.for_it)  # "grain for A is loaded at B"
    earlier = clause.before if sends and not clause.shares else None
    if origin and not to and earlier is not None and earlier.verb is not None:
        alone = not [p for p in ends.groups if p.clause is clause and p not in origin]
        if alone and earlier.verb.base in words.sending and not earlier.verb.passive:
            to = [g for g in ends.destinations(earlier, earlier.groups) if g not in origin]
            # "A flew tents to B, and C sent rescuers"
    if to and not origin:
        if base in words.receiving - words.going - words.sending:
            return
        stops = [m for g in to for m in g.mentions]
        then = [w for w in clause.adverbs if w.key in words.onward and w.start > stops[0].end]
        if len(stops) == 2 and base in words.going and any(w.end < stops[1].start for w in then):
            origin, to = ([PlaceGroup((m,), to[0].noun)] for m in stops)  # "went to A and then to B"
        else:
            origin, more = ends.origin_elsewhere(clause)
            clauses += more
    elif origin and not to:
        to = regained(ends, clause)
        if not to:
            to, more = ends.destination_elsewhere(clause)
            clauses += more
    if not origin or not to:
        return
    moves = base in words.sending and (thing is not None or verb.passive)
    if to and clauses[1:] and moves and clauses[1].shares and clauses[1].before is clause:
        clauses = clauses[1:]
    sent = base in words.sending and not (base in words.going and thing is None and not verb.passive)
    moved = (subject if verb.passive else thing) if sent else subject
    if sent and moved is not None and moved.head.placed:
        moved = subject  # "a freighter bound from A, B, to C"
    if base in words.receiving and not verb.passive:
        moved = thing
    model = _model_of(ends, clause) if clause.gapped else None
    if model is not None and (moved is None or ends.is_some(moved)):
        moved = model.object if sent and model.object is not None else model.subject
    if legs := _legs_of(ends, [g for g in groups if not g.subject and not (g.host and g.host.subject)]):
        for a, b in legs:
            a = a or ends.origin_elsewhere(clause)[0]
            yield from pairs_of(ends, clause, a, b, moved, clauses, groups)
        return
    own = clause.subject if clause.gapped else None
    counted = own is not None and any(w.part is Part.NUMBER for w in own.words)
    for movement in pairs_of(ends, clause, origin, to, moved, clauses, groups):
        yield replace(movement, noun=own) if counted else movement  # its figure is its own


def _verbless(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way that words without a verb tell after a verb of moving: "rode north: from A down to B"."""
    before, words = clause.before, ends.words
    if before is None or before.verb is None or before.verb.base not in words.going | words.sending:
        return
    groups = [g for g in clause.groups if g.host is None or g.host.head.placed]
    origin, to = ends.all(groups, words.origin), ends.all(groups, words.to)
    told = ends.origins(before, before.groups) or ends.destinations(before, before.groups)
    if origin and to and not told:
        yield from pairs_of(ends, clause, origin, to, before.subject, [clause, before], groups)


def _in_the_air(ends: EndsElsewhere, clause: Clause, subject: NounGroup) -> Iterator[Movement]:
    """Yield where smoke or dust has come to: "smoke from A darkened the sky over B"."""
    origin = ends.from_noun(subject)
    over = ends.words.at | ends.words.over
    to = ends.first([g for g in clause.groups if not g.subject], over)
    to = to or (ends.at(clause.object) if clause.object is not None else [])
    if origin and to and to[0].clause is clause and to[0] not in origin:
        yield from pairs_of(ends, clause, origin, to, subject, [clause], [])


def _is_course(ends: EndsElsewhere, subject: NounGroup) -> bool:
    """Whether a subject is a river or another course, which lies where it goes."""
    kinds = [m.place.kind for g in ends.of_noun.get(id(subject), []) for m in g.mentions if g.heads]
    return bool(kinds) and kinds[-1] in ("river", "road", "border")


def _sent_back(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way back of what a clause describes: "what A had shipped to B has been sent back"."""
    for other in ends.syntax.clauses:
        if other.antecedent is None or clause.subject is None or other.verb is None:
            continue
        if other.antecedent.top is clause.subject.top:
            origin, to = ends.origins(other, other.groups), ends.destinations(other, other.groups)
            if origin and to:
                yield from pairs_of(ends, clause, to, origin, clause.subject, [clause], [])


def _found(ends: EndsElsewhere, clause: Clause, groups: list[NounGroup]) -> Iterator[Movement]:
    """Yield where something was taken, and where it was found: "was stolen in A and found in B"."""
    verb, words = clause.verb, ends.words
    if verb is None:
        return
    goods = clause.subject if verb.passive else clause.object
    to = [g for g in ends.rest(clause) if g.noun.clause is clause]
    if not to and not verb.passive and clause.subject is not None:
        to = ends.at(clause.subject) if not ends.is_person(clause.subject) else []
    if goods is not None and to and verb.base in words.seizing:
        loads = words.nouns - words.routes
        carried = [g for g in groups if not g.subject and g.host and g.host.head.key in loads]
        origin = ends.all(carried, words.origin) or ends.from_noun(goods)
        further = any(g.noun.prep in words.to | words.bound_for and g.start > verb.start for g in ends.groups)
        kept = [c for c in ends.syntax.clauses if c.antecedent and c.antecedent.top is goods.top]
        held = [g for c in kept if c.kind in (Kind.REDUCED, Kind.RELATIVE) for g in c.groups if g.host]
        if not origin and not further:
            origin = ends.all(held, words.origin)  # "seized ivory hidden in timber from A"
        if origin := [g for g in origin if g not in to]:  # "found 2 tonnes in a container from A"
            yield from pairs_of(ends, clause, origin, to, goods, [], [])
            return
    if not verb.passive:
        return
    before = [clause.before] if clause.shares and clause.before else []
    before += [c for c in ends.syntax.clauses if c.parent is clause and c.mark in words.before_it]
    before += [
        c
        for c in ends.syntax.clauses
        if c.antecedent is not None and clause.subject is not None and c.antecedent is clause.subject
    ]
    for other in before:
        sent = other.verb is not None and other.verb.base in words.sending and clause.shares
        if other.verb is not None and other.verb.passive and (sent or other.verb.base in words.taking):
            groups = [g for g in groups if not g.subject and g.start > verb.start]
            to = [g for g in ends.all(groups, words.at) if g.noun.clause is clause]
            origin = [g for g in ends.rest(other) if g.noun.clause is other]
            if origin and to:
                yield from pairs_of(ends, clause, origin, to, clause.subject, [clause, other], groups)
                return


def _model_of(ends: EndsElsewhere, clause: Clause) -> Clause:
    """Return the clause whose words a gapped one leaves out."""
    while clause.gapped and clause.before is not None:
        clause = clause.before
    return clause


def _legs_of(ends: EndsElsewhere, groups: Sequence[NounGroup]) -> list[tuple[Ends, Ends]]:
    """Return the legs of "from A to B, and from there to C", if several; the first may lack its origin."""
    legs: list[tuple[Ends, Ends]] = []
    for g in sorted(groups, key=lambda g: g.at):
        if g.prep in ends.words.origin and (found := ends.at(g)):
            if not legs or legs[-1][1]:
                legs.append(([], []))
            legs[-1][0].extend(found)
        elif g.prep in ends.words.to and (found := ends.at(g)):
            if not legs:
                legs.append(([], []))
            if g.prep in ends.words.on_to and legs[-1][1]:
                legs.append((list(legs[-1][1]), []))
            legs[-1][1].extend(found)
    first = [m.place.id for g in legs[0][1] for m in g.mentions] if legs and not legs[0][0] else []
    then = [m.place.id for g in legs[1][0] for m in g.mentions] if len(legs) > 1 else []
    legs = [leg for leg in legs if leg[1] and (leg[0] or (leg is legs[0] and first == then))]
    return legs if len(legs) > 1 else []
