"""Forms of sentence with rules of their own, and those that only look like a movement.

Each function takes a clause with its verb. It gives the movements of the clause if that has the form (none if
the form is no movement), or None if it has another.
"""

from __future__ import annotations

from msgspec.structs import replace

from ..grammar import PLANNED, Clause, Kind, NounGroup, Part, VerbGroup, stem
from .elsewhere import EndsElsewhere
from .movement import Movement, is_scheduled, movement_of, pairs_of
from .places import Ends

Found = list[Movement] | None


def refuge(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read "families from A have found refuge in B"."""
    if clause.object is None or clause.object.head.key not in ends.words.refuge or verb.passive:
        return None
    to = ends.first([g for g in clause.groups if not g.subject], ends.words.at)
    origin = ends.origins(clause, clause.groups) or ends.origin_elsewhere(clause)[0] if to else []
    return [*pairs_of(ends, clause, origin, to, clause.subject, [clause], [])] if origin else None


def shot(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read "a drone from A hit a hotel in B"."""
    words, missile = ends.words, clause.subject
    if missile is None or verb.passive or missile.head.key not in words.missiles:
        return None
    if verb.bases[-1] not in words.hitting:
        return None
    behind = [g for g in clause.groups if not g.subject and g.start > verb.start]
    into = words.at | words.at_it if ends.inflected is not None else frozenset[str]()
    to = ends.at(clause.object) or ends.first(behind, into)  # "impactó en una casa de A"
    origin = ends.first(ends.reading.below(missile), words.origin) if to else []
    return [*pairs_of(ends, clause, origin, to, missile, [clause], [])]


def waiting(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read what waits where it is to leave: "aid for A is piling up in B"."""
    words, subject = ends.words, clause.subject
    if subject is None or verb.base not in words.waiting or verb.negated or ends.is_person(subject):
        return None
    goods = [subject, *ends.reading.below(subject)]
    to = ends.first([g for g in goods if g.governor is not None], words.for_it)
    return _meant(ends, clause, subject, goods, to)


def intended(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read where a thing was that was meant for elsewhere: "a parcel meant for A was posted in B"."""
    subject = clause.subject
    if subject is None or not verb.passive or verb.negated or verb.base in ends.words.going:
        return None
    meant = any(
        c.antecedent is subject and c.verb is not None and c.verb.base in ends.words.intending
        for c in ends.syntax.clauses
    )
    return _meant(ends, clause, subject, [subject], []) if meant else None


def _meant(
    ends: EndsElsewhere, clause: Clause, subject: NounGroup, goods: list[NounGroup], to: Ends
) -> Found:
    """Return the planned way from where goods are to where they are meant to go."""
    words = ends.words
    for other in ends.syntax.clauses:
        goes = other.antecedent in goods and other.verb is not None
        moving = words.going | words.sending | words.bound | words.intending
        if goes and not to and other.verb and other.verb.base in moving:
            if ends.origins(other, other.groups):
                return None  # "bound from A for B, was unloaded in C"
            to = ends.destinations(other, other.groups)
            meant = [g for g in other.groups if g.prep in words.to | words.for_it]
            to = to or next((found for g in meant if (found := ends.at(g))), [])
    at = [g for g in ends.rest(clause) if g.clause is clause and g not in to]
    ways = pairs_of(ends, clause, at, to, subject, [clause], [])
    return [replace(m, factuality=m.factuality or PLANNED) for m in ways] or None


def in_the_air(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read where smoke or dust has come to: "smoke from A darkened the sky over B"."""
    words, subject = ends.words, clause.subject
    if subject is None or verb.passive or verb.bases[-1] in words.going:
        return None
    if verb.bases[-1] in words.sending and clause.object is not None and not clause.object.head.placed:
        return None  # "clouds carried soot from A to B"
    if stem(subject.head.key, ends.grammar) not in words.airborne:
        return None
    origin = ends.from_noun(subject) or _risen(ends, subject)
    behind = [g for g in clause.groups if not g.subject and g.start > verb.start]
    to = ends.first(behind, words.at | words.over)
    to = to or (ends.at(clause.object) if clause.object is not None else [])
    if origin and to and to[0].clause is clause and to[0] not in origin:
        return [*pairs_of(ends, clause, origin, to, subject, [clause], [])]
    return []


def _risen(ends: EndsElsewhere, subject: NounGroup) -> Ends:
    """Return where smoke or dust is of: "the smoke of fires in A"."""
    source = (g for g in ends.reading.below(subject) if g.governor is not subject)
    if ends.inflected is not None:
        of = [g for g in source if g.governor and g.governor.prep in ends.words.of]
        ways = ends.words.at | ends.words.of
        return next((found for g in of if g.prep in ways and (found := ends.at(g))), [])
    return ends.first([g for g in source if g.governor and g.governor.prep in ends.words.of], ends.words.at)


def back_again(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read "pigeons released in A were back in B"."""
    words = ends.words
    back = any(w.key in words.home for w in clause.adverbs)
    if not back or verb.verb.part is not Part.BE or verb.negated or len(verb.bases) > 1:
        return None
    behind = [g for g in clause.groups if not g.subject and g.start > verb.start and g.governor is None]
    at = next((g for g in behind if g.prep in words.at), None)
    to = ends.at(at) if at is not None and at.head.placed and ends.near(at) else []
    others = clause.subject is not None and ends.is_some(
        clause.subject
    )  # "ten went to A and 90 were home in B"
    origin = ends.origin_elsewhere(clause)[0] if to and not others else []
    return [*pairs_of(ends, clause, origin, to, clause.subject, [clause], [])] if origin else None


def unmoved(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read a verb that is none of moving; it may say whence something is: "nine in ten in A are from B"."""
    words, base = ends.words, verb.bases[-1]
    if _moves(ends, clause, verb):
        return [] if clause.kind is Kind.REDUCED and base in words.shown else None
    if base not in words.home_of or verb.passive:
        return []
    groups = [g for g in clause.groups if g.start > verb.start and g.governor is None]
    origin = ends.all(groups, words.origin)
    to = ends.used_at(clause) if origin else []
    if origin and ends.was_coming(clause):
        to, more = ends.destination_elsewhere(clause)
        return [*pairs_of(ends, clause, origin, to, clause.antecedent, [clause, *more], [])]
    return [*pairs_of(ends, clause, origin, to, clause.subject, [clause], [])]


def _moves(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether the verb is one of moving, here."""
    words, base = ends.words, verb.bases[-1]
    if base in words.going or _moves_more(ends, base) or (verb.passive and base in words.using):
        return True
    rules = ends.inflected
    if rules is not None and base in rules.aiming and any(g.prep in words.bound_for for g in clause.groups):
        return True  # "que tinham como destino A"
    thing = clause.object
    makes_way = thing is not None and thing.head.key in words.way and thing.words[0].key in ends.grammar.them
    if makes_way and not verb.passive:
        return True  # "eats its way from A to B"
    if base in words.spanning and clause.object is not None and ends.is_length(clause.object):
        return True
    weather = clause.subject is not None and stem(clause.subject.head.key, ends.grammar) in words.weather
    return weather and base in words.hitting


def _moves_more(ends: EndsElsewhere, base: str) -> bool:
    """Whether a verb says more of a movement than that something goes."""
    words = ends.words
    classes = (
        words.sending, words.receiving, words.reaching, words.leaving, words.bound,
        words.arriving, words.recalling, words.finding, words.opened,
    )  # fmt: skip
    return any(base in each for each in classes)


def found(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read where something was taken, and where it was found: "was stolen in A and found in B"."""
    words, base = ends.words, verb.bases[-1]
    if base not in words.finding | words.opened and not (verb.passive and base in words.using):
        return None
    groups = moving_groups(ends, clause, base)
    if verb.passive and base in words.using & words.sending and ends.all(groups, words.to):
        return None  # "half of what is caught off A is sold to B"
    seized = _seized(ends, clause, verb, groups)
    if seized is None and verb.passive:
        return _taken(ends, clause, verb, groups)
    return seized or []


def _seized(ends: EndsElsewhere, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> Found:
    """Read the origin of what was found from the noun: "found 2 tonnes in a container from A"."""
    words = ends.words
    goods = (clause.subject or clause.object) if verb.passive else clause.object
    to = [g for g in ends.rest(clause) if g.noun.clause is clause]
    if not to and not verb.passive and clause.subject is not None:
        to = ends.at(clause.subject) if not ends.is_person(clause.subject) else []
    worked = verb.base in words.opened and not verb.passive  # "a mill in A grinds wheat from B"
    if goods is None or not to or not (worked or verb.base in words.seizing):
        return None
    loads = words.nouns - words.routes
    carried = [g for g in groups if not g.subject and g.governor and g.governor.head.key in loads]
    origin = ends.all(carried, words.origin) or ends.from_noun(goods)
    further = any(g.noun.prep in words.to | words.bound_for and g.start > verb.start for g in ends.groups)
    if not origin and not further:  # "seized ivory hidden in timber from A"
        kept = [c for c in ends.syntax.clauses if c.antecedent and c.antecedent.top is goods.top]
        held = [g for c in kept if c.kind in (Kind.REDUCED, Kind.RELATIVE) for g in c.groups if g.governor]
        origin = ends.all(held, words.origin)
    origin = [g for g in origin if g not in to]
    return [*pairs_of(ends, clause, origin, to, goods, [], [])] if origin else None


def _taken(ends: EndsElsewhere, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> list[Movement]:
    """Read where it was taken from the clause before, one behind it or one that describes it."""
    words, clauses = ends.words, ends.syntax.clauses
    before = [clause.before] if clause.shares and clause.before else []
    before += [c for c in clauses if c.parent is clause and c.mark in words.before_it]
    before += [c for c in clauses if clause.subject is not None and c.antecedent is clause.subject]
    if clause.kind is Kind.PARTICIPIAL and clause.parent is not None:
        before.append(clause.parent)  # "frozen in A, filleted in B"
    groups = [g for g in groups if not g.subject and g.start > verb.start]
    to = [g for g in ends.first(groups, words.at) if g.noun.clause is clause]
    for other in before:
        if not to or other.verb is None or not other.verb.passive:
            continue
        gone = other.verb.base in words.taking | words.opened
        gone = gone or (clause.shares and other.verb.base in words.sending)
        if gone and (origin := [g for g in ends.rest(other) if g.noun.clause is other]):
            return [*pairs_of(ends, clause, origin, to, clause.subject, [clause, other], groups)]
    return []


def idle(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read what only looks like a movement: a route's course, a message, an idiom, an abstract."""
    checks = (_lies, _is_idiom, _is_abstract, _is_made, _is_change)
    return [] if any(check(ends, clause, verb) for check in checks) else None


def _lies(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether a route or a river lies where it goes: "the road runs from A to B"."""
    words, base, subject = ends.words, verb.bases[-1], clause.subject
    if subject is None:
        return False
    kind = subject.head.key in words.route_kinds and not subject.head.placed  # not "Cabo Verde"
    lies = base in words.lying or (kind and base not in words.sending)
    named = [subject, *(g for g in ends.reading.dependents(subject) if g.prep in words.of)]
    if lies and not verb.passive and any(w.key in words.routes for g in named for w in g.words):
        return True  # also "one of A's rivers meanders"
    if not subject.head.placed or base not in words.lying:
        return False
    kinds = [m.place.kind for g in ends.of_noun.get(id(subject), []) for m in g.mentions if g.heads]
    return bool(kinds) and kinds[-1] in ("river", "road", "border")  # "the river meanders from A to B"


def _is_idiom(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether the words beside a verb make it one of another kind."""
    words, base, thing = ends.words, verb.bases[-1], clause.object
    plain = [g for g in clause.groups if not g.prep and not g.subject]
    given = ends.inflected is not None and base in words.giving  # "cedeu parte do lote a A"
    if not given and any(g.head.key in words.idioms and len(g.words) < 3 for g in plain):
        return True
    land = thing is not None and thing.head.key in ends.reading.language.toponyms.type_kinds
    if (
        land
        and thing
        and not thing.head.placed
        and base in words.giving
        and ends.all(clause.groups, words.to)
    ):
        return True  # "sold the island to A"
    carried = ends.all(clause.groups, words.origin) and ends.all(clause.groups, words.to)
    if any(g.head.key in words.messages for g in plain) and not carried:
        return True
    if (
        thing is not None
        and thing.words[0].key in ends.grammar.them
        and base in words.covering - words.sending
    ):
        return True  # "blew their horns from A to B"
    if verb.passive:
        return False
    appeals = base in words.appealing and thing is None and not clause.adverbs  # "turned to A for help"
    return appeals or (base in words.expecting and not clause.adverbs)


def _is_change(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether a verb of going tells how far a level went: "cayó un 3,5 % en A"."""
    if ends.inflected is None or verb.passive or verb.base not in ends.reading.language.claims.changes:
        return False
    rules = ends.reading.language.quantities
    behind = (g for g in clause.groups if not g.prep and g.start > verb.start)
    units = (rules.unit.match(ends.text, g.end) for g in behind)
    shares = (rules.share_unit, rules.point_unit)
    return any(m is not None and rules.unit_of.get(m["unit"].lower()) in shares for m in units)


def _is_abstract(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether what goes is no thing: "interest moved from A to B"."""
    if clause.subject is None or verb.bases[-1] not in ends.words.going:
        return False
    if verb.bases[-1] in ends.words.arriving and clause.subject.head.key in ends.words.falling:
        return bool(ends.all(clause.groups, ends.words.origin))  # "snow fell from A to B"
    return stem(clause.subject.head.key, ends.grammar) in ends.words.abstract


def _is_made(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> bool:
    """Whether a passive only says what is done: "was made possible", not "were walked from A to B"."""
    base = verb.bases[-1]
    words = ends.words
    if not verb.passive or base not in words.going:
        return False
    if _moves_more(ends, base) and (base in words.sending or base not in words.bound):
        return False
    return not (ends.all(clause.groups, ends.words.origin) and ends.all(clause.groups, ends.words.to))


def shuttle(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read what goes both ways: "buses carry shoppers between A and B"."""
    words, subject = ends.words, clause.subject
    if subject is None:
        return None
    head = subject.head.key
    forth = any(w.key in words.forth for w in clause.adverbs)
    if not forth and head not in words.vehicles and head not in words.nouns - words.routes:
        return None
    groups = moving_groups(ends, clause, verb.bases[-1])
    between = next(
        (g for g in groups if g.prep in words.between and g.governor in (None, clause.object)), None
    )
    if between is None:
        return None
    pair = [m for p in ends.groups if p.noun in (between, between.conjunct) for m in p.mentions]
    if len(pair) != 2 or is_scheduled(ends, clause):
        return None
    return [movement_of(ends, clause, pair[0], pair[1], subject, "both ways", [clause])]


def service(ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> Found:
    """Read what runs at all times, or how long a way takes: "from A the trains go to B"."""
    words, base, subject, thing = ends.words, verb.bases[-1], clause.subject, clause.object
    plural = subject is not None and subject.head.part is Part.PLURAL and subject.head.key in words.served
    if plural and verb.form in (Part.BASE, Part.PRESENT) and base in words.plying:
        return []
    lasts = thing is not None and ends.lasts(thing) and not verb.passive
    return [] if lasts and base in words.sending else None  # "takes four hours from A to B"


def moving_groups(ends: EndsElsewhere, clause: Clause, base: str) -> list[NounGroup]:
    """Return the noun groups of a clause that may name an end of its movement."""
    groups = clause.groups + _behind_goods(ends, clause)
    return [g for g in groups if not ends.on_route(g, base) and not ends.of_person(g)]


def _behind_goods(ends: EndsElsewhere, clause: Clause) -> list[NounGroup]:
    """Return the ends behind a participle that says of what kind goods are: "carne congelada a A"."""
    words, thing = ends.words, clause.object
    if ends.inflected is None or thing is None or clause.verb is None:
        return []
    trades = words.sending | words.buying
    kinds = (
        c for c in ends.syntax.clauses
        if c.kind is Kind.REDUCED and c.antecedent is thing and c.verb and c.verb.base in words.opened
    )  # fmt: skip
    found = [g for c in kinds for g in c.groups if g.prep in words.to | words.for_it | ends.inflected.seller]
    return found if clause.verb.base in trades else []
