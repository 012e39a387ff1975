"""Movements that a verb tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from ..grammar import DENIED, Clause, Kind, NounGroup, Part, PlaceGroup, VerbGroup, mood_of, stem
from .acquired import regained
from .elsewhere import EndsElsewhere
from .forms import (
    Found,
    back_again,
    found,
    idle,
    in_the_air,
    intended,
    moving_groups,
    refuge,
    service,
    shot,
    shuttle,
    unmoved,
    waiting,
)
from .movement import Movement, pairs_of
from .places import Ends

Pair = tuple[Ends, Ends]
"""The origins and the destinations of a movement, as far as they are known."""

_FORMS: tuple[Callable[[EndsElsewhere, Clause, VerbGroup], Found], ...] = (
    refuge, waiting, intended, shot, in_the_air, back_again, unmoved, found, idle, shuttle, service,
)  # fmt: skip
"""Forms of sentence in the order in which they are tried; the first that fits is taken."""


def of_clause(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the movements of a clause with a verb of moving.

    First come forms of sentence with rules of their own, and what only looks like a movement; then the two
    ends: those that the clause names, else those that stand elsewhere.
    """
    verb = clause.verb
    if verb is None:
        yield from _verbless(ends, clause)
    elif clause.kind is not Kind.SAYING:
        special = (form(ends, clause, verb) for form in _FORMS)
        movements = next((m for m in special if m is not None), None)
        if movements is not None:
            yield from movements
            return
        for movement in _TwoEnds(ends, clause, verb).movements():
            yield movement
            if movement.factuality == DENIED:
                yield from _as_far_as(ends, clause, movement)


def _as_far_as(ends: EndsElsewhere, clause: Clause, movement: Movement) -> Iterator[Movement]:
    """Yield how far what was on its way came: "stopped in C a lorry that was going from A to B"."""
    parent, mood = clause.parent, ends.reading.language.mood
    if parent is None or parent.verb is None or clause.antecedent is None:
        return
    if clause.kind not in (Kind.RELATIVE, Kind.REDUCED) or parent.verb.negated:
        return
    if parent.verb.base not in mood.turning | ends.words.seizing | mood.ending:
        return
    if mood_of(clause, mood, ends.syntax.clauses, moving=True) is not None:
        return
    where = [g for g in parent.groups if not g.subject and g.clause is parent]
    to = [g for g in ends.first(where, ends.words.at) if g.clause is parent]
    origin = [g for g in ends.groups if movement.origin in g.mentions]
    if origin and to and movement.destination not in to[0].mentions:
        for reached in pairs_of(ends, clause, origin, to, movement.noun, [], []):
            yield replace(reached, factuality=None)


class _TwoEnds:
    """A clause with a verb of moving of the common form: something goes, or is sent, from A to B."""

    def __init__(self, ends: EndsElsewhere, clause: Clause, verb: VerbGroup) -> None:
        self.ends = ends
        self.words = ends.words
        self.clause = clause
        self.verb = verb
        self.base = verb.bases[-1]
        self.groups = moving_groups(ends, clause, self.base)
        self.subject = clause.subject
        self.thing = clause.object
        self.sends = self.base in self.words.sending and not verb.passive
        self.home = any(w.key in self.words.home for w in clause.adverbs)

    def movements(self) -> Iterator[Movement]:
        """Yield its movements: none if one of the two ends is nowhere."""
        origin, to = self._of_model(self._homeward(self._with_it(self._named())))
        clauses = [self.clause]
        if self.clause.gapped and self.clause.before is not None and not origin:
            return
        if not origin and not to and self.home and not self.verb.passive:
            origin, to = self._went_home()
        if not origin and not to:
            gone = self.base in (self.words.sending if self.verb.passive else self.words.going)
            if gone and self.home:
                yield from _sent_back(self.ends, self.clause)
                yield from _sent_home(self.ends, self.clause) if self.verb.passive else ()
            return
        if origin and not to:
            to = self._beside(origin)
        if not origin or not to:
            origin, to, more = self._elsewhere(origin, to)
            clauses += more
        if origin and to:
            yield from self._pairs(origin, to, clauses)

    def _named(self) -> Pair:
        """Return the ends that the clause names."""
        ends, clause, words = self.ends, self.clause, self.words
        posted = [g for g in self.groups if self.thing and g.governor is self.thing and g.prep in words.to]
        one = ends.inflected is None or (self.thing is not None and ends.is_person(self.thing))
        if self.base in words.recalling and posted and one:  # "A recalled its ambassador to B"
            owner = self.subject or (clause.parent.subject if clause.parent else None)
            return ends.first(posted, words.to), ends.possessor(owner) if owner is not None else []
        origin, to = ends.origins(clause, self.groups), ends.destinations(clause, self.groups)
        recalled = self.base in words.recalling and self.verb.passive and bool(to) and not origin
        if recalled and self.subject is not None:  # "the envoy to A was recalled"
            origin = ends.first(ends.reading.dependents(self.subject), words.to)
        return origin, to

    def _with_it(self, pair: Pair) -> Pair:
        """Complete the ends by whom the clause before deals with: "compró gas a A y le vendió trigo"."""
        ends, before, rules = self.ends, self.clause.before, self.ends.inflected
        if rules is None or before is None or before.verb is None or not self.clause.shares:
            return pair
        near = [w for w in before.adverbs if w.end + 1 == self.verb.start]
        beside = (*self.clause.adverbs, *near)
        if not any(w.key in rules.datives for w in beside) or self.subject is None:
            return pair
        (origin, to), words = pair, self.words
        own = ends.possessor(self.subject)
        found = ends.origins if before.verb.base in words.buying else ends.destinations
        other = [g for g in found(before, before.groups) if g not in own]
        if self.base in words.buying:
            return origin or other, to or own
        return (origin or own, to or other) if self.base in words.giving else pair

    def _homeward(self, pair: Pair) -> Pair:
        """Complete the ends by what a subject calls home, sends home or buys."""
        ends, words, subject, thing = self.ends, self.words, self.subject, self.thing
        (origin, to), active = pair, not self.verb.passive
        recalls = self.base in words.recalling and (self.home or self.base not in words.receiving)
        if recalls and active and not (origin and to) and thing is not None and subject is not None:
            home = ends.possessor(subject)
            if ends.inflected and subject.head.key in ends.reading.language.claims.officials:
                home = home or ends.first(ends.reading.dependents(subject), words.of)  # "o governo de A"
            origin, to = origin or ends.at(thing), home
        homeward = any(g.prep and g.prep.split()[0] in words.home for g in self.groups)
        back = self.home or homeward or self.base in words.back
        if back and active and origin and not to and subject is not None:
            to = [g for g in ends.possessor(subject) if g not in origin] or self._people_of(subject)
            if not to and subject.head.key in ends.reading.language.claims.officials:
                to = ends.first(ends.reading.dependents(subject), words.of)  # "the mayor of A is back from B"
        if self.home and self.sends and not to and subject is not None:  # "A's workers in B sent home 40"
            owners = [g for g in ends.of_noun.get(id(subject), []) if g.mentions[-1].possessive or g.demonym]
            away = [p for g in ends.reading.dependents(subject) if g.prep in words.at for p in ends.at(g)]
            origin, to = (away, owners) if owners and away else (origin, to)
        if self.base in words.buying and active and not to and not origin and subject is not None:
            # "traders from A buy their onions in B", "A's traders"
            to = ends.first(ends.reading.dependents(subject), words.origin)
            to = to or [g for g in ends.owned(subject) if not g.heads]
            origin = [g for g in ends.rest(self.clause) if g.clause is self.clause] if to else []
        if self.base in words.buying and to and not origin and thing is not None:
            origin = ends.at(thing) or self._maker(thing)
        return origin, to

    def _went_home(self) -> Pair:
        """Return the ends of who went home from where he was: "a girl from A sold salt and went home"."""
        ends, clause, subject = self.ends, self.clause, self.subject
        if subject is None or self.base not in self.words.going:
            return [], []
        before = clause.before if clause.shares else None
        was = ends.rest(before) if before else []
        if not was and before and before.object is not None:
            was = ends.first(ends.reading.dependents(before.object), self.words.to)  # "cut short a trip to A"
        if to := ends.first(ends.reading.dependents(subject), self.words.origin):
            return was or ends.dateline(), to
        return was, ends.owned(subject) if was else []

    def _people_of(self, subject: NounGroup) -> Ends:
        """Return the place of people who come back to it: "the A skater", "Turks", "the Chilean team"."""
        own = [g for g in self.ends.of_noun.get(id(subject), []) if g.demonym or not g.heads]
        return own if len(own) == 1 and len(own[0].mentions) == 1 else []

    def _maker(self, thing: NounGroup) -> Ends:
        """Return whose what is bought is: "bought Chilean wine", not "took in Syrians"."""
        nouns = (thing, *self.ends.reading.dependents(thing))
        named = [g for noun in nouns for g in self.ends.of_noun.get(id(noun), [])]
        own = [g for g in named if not g.heads and (g.demonym or g.mentions[-1].possessive)]
        return own or next((found for noun in nouns if (found := self.ends.made(noun))), [])

    def _of_model(self, pair: Pair) -> Pair:
        """Complete the ends of a gapped clause by those of the one whose words it leaves out."""
        origin, to = pair
        if not self.clause.gapped or self.clause.before is None or (origin and to):
            return pair
        ends, before = self.ends, _model_of(self.clause)
        origin = origin or ends.origins(before, before.groups) or ends.origin_elsewhere(before)[0]
        verb, loaders = before.verb, before.subject
        if (
            not origin
            and ends.inflected
            and loaders is not None
            and verb
            and verb.base in self.words.boarding
        ):
            origin = ends.rest(before) or ends.first(ends.reading.dependents(loaders), self.words.of)
        return origin, to or ends.destinations(before, before.groups)

    def _beside(self, origin: Ends) -> Ends:
        """Return the destination that stands in the clause beside its origin, in a place of its own."""
        ends, words, subject, passive = self.ends, self.words, self.subject, self.verb.passive
        leaves = self.base in words.leaving
        dependents = list(ends.reading.dependents(subject)) if subject is not None else []
        to: Ends = []
        if subject is not None and not passive:
            to = ends.first(dependents, words.to)  # "the train to A leaves B"
            if not to and leaves and subject.head.key in words.nouns | words.ships:
                to = ends.first(dependents, words.for_it)  # "the boat for A left B"
        if not to and passive and self.base in words.sending and origin[0].noun.governor is None:
            # "flown in from A by a hotel in B"
            agents = [g for g in self.groups if ends.inflected is None or g.head.key not in words.routes]
            to = [g for g in ends.first(agents, ends.grammar.by) if g not in origin]
        if not to and passive and (leaves or self.base in words.sending):
            to = ends.first(dependents, words.for_it)  # "grain for A is loaded at B"
        if not to and subject is not None and not passive and not ends.is_person(subject):
            goods = [g for g in ends.reading.below(subject) if g.governor is not subject]
            to = ends.first(goods, words.for_it)  # "a train with coal for A had come from B"
        return to or self._of_earlier(origin)

    def _of_earlier(self, origin: Ends) -> Ends:
        """Return the destination of the clause before: "A flew tents to B, and C sent rescuers"."""
        ends, clause = self.ends, self.clause
        earlier = clause.before if self.sends and not clause.shares else None
        if earlier is None or earlier.verb is None or earlier.verb.passive:
            return []
        alone = not any(p.clause is clause and p not in origin for p in ends.groups)
        if not alone or earlier.verb.base not in self.words.sending:
            return []
        return [g for g in ends.destinations(earlier, earlier.groups) if g not in origin]

    def _elsewhere(self, origin: Ends, to: Ends) -> tuple[Ends, Ends, list[Clause]]:
        """Return both ends where the clause names one, and the clauses that name the other."""
        ends, clause, words = self.ends, self.clause, self.words
        if origin:
            if found := regained(ends, clause):
                return origin, found, []
            return origin, *ends.destination_elsewhere(clause)
        housed = ends.inflected is not None and self.verb.passive and self.base in words.arriving
        if self.base in words.receiving - words.going - words.sending and not housed:
            return self._lived(), to, []  # but "los vecinos de A fueron alojados en B"
        stops = [m for g in to for m in g.mentions]
        then = [w for w in clause.adverbs if w.key in words.onward and w.start > stops[0].end]
        if len(stops) == 2 and self.base in words.going and any(w.end < stops[1].start for w in then):
            one, other = (PlaceGroup((m,), to[0].noun) for m in stops)
            return [one], [other], []  # "went to A and then to B"
        origin, more = ends.origin_elsewhere(clause)
        return origin, to, more

    def _lived(self) -> Ends:
        """Return where those are who are taken in: "acogerá a 250 refugiados que viven en A"."""
        ends, words, thing = self.ends, self.words, self.thing
        if thing is None or ends.inflected is None or self.verb.passive:
            return []
        if not ends.are_people(thing) and stem(thing.head.key, ends.grammar) not in words.migrants:
            return []
        stays = words.residing | words.living | words.staying | words.taking
        told = (c for c in ends.syntax.clauses if c.antecedent is thing and c.verb is not None)
        told = (c for c in told if c.verb and c.verb.base in stays - words.going and not c.verb.negated)
        return next((found for c in told if (found := ends.rest(c))), [])

    def _pairs(self, origin: Ends, to: Ends, clauses: list[Clause]) -> Iterator[Movement]:
        """Yield the movements from each origin to each destination, leg by leg if it has legs."""
        ends, clause = self.ends, self.clause
        moves = self.base in self.words.sending and (self.thing is not None or self.verb.passive)
        if clauses[1:] and moves and clauses[1].shares and clauses[1].before is clause:
            clauses = clauses[1:]
        moved = self._moved()
        legs = _legs_of(
            ends, [g for g in self.groups if not g.subject and not (g.governor and g.governor.subject)]
        )
        for a, b in legs:
            start = a or ends.origin_elsewhere(clause)[0]
            yield from pairs_of(ends, clause, start, b, moved, clauses, self.groups)
        if legs:
            return
        own = clause.subject if clause.gapped else None
        counted = own is not None and any(w.part is Part.NUMBER for w in own.words)
        another = (g.at for g in self.groups if ends.reading.begins_another(g))
        end = min(another, default=None)
        groups = [g for g in self.groups if end is None or g.at < end]
        for movement in pairs_of(ends, clause, origin, to, moved, clauses, groups):
            yield replace(movement, noun=own) if counted else movement  # its figure is its own

    def _moved(self) -> NounGroup | None:
        """Return what moves: the object of a verb of sending, else the subject."""
        words, passive = self.words, self.verb.passive
        if hit := self.ends.hit_by_it(self.clause):
            return hit.subject
        goes = self.base in words.going and self.thing is None and not passive
        sent = self.base in words.sending and not goes
        moved = self.thing if sent and not passive else self.subject
        if sent and moved is not None and moved.head.placed:
            moved = self.subject  # "a freighter bound from A, B, to C"
        if self.base in words.receiving and not passive:
            moved = self.thing
        if self.clause.gapped and (moved is None or self.ends.is_some(moved)):
            model = _model_of(self.clause)
            return model.object if sent and model.object is not None else model.subject
        return moved


def gapped(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield what another sends to the same place: "A sent pumps to B, and C, across the gulf, tents"."""
    verb = clause.verb
    if verb is None or verb.passive or verb.base not in ends.words.from_subject:
        return
    to = ends.destinations(clause, clause.groups)
    for group in clause.groups:
        named = [g for g in ends.of_noun.get(id(group), []) if g.heads and not g.demonym]
        if to and named and ends.reading.begins_another(group):
            things = (g for g in clause.groups if g.start > group.end and not g.prep)
            behind = [g for g in clause.groups if g.start > group.end]
            yield from pairs_of(ends, clause, named, to, next(things, None), [clause], behind)
    for other in ends.syntax.clauses if to else ():
        if other.before is clause and other.verb is None and other.subject is not None:
            sent = [g for g in other.groups if not g.subject]
            if len(sent) == 1 and not sent[0].prep and not sent[0].head.placed:
                origin = ends.possessor(other.subject)
                yield from pairs_of(ends, other, origin, to, sent[0], [other], [])


def _verbless(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way that words without a verb tell after a verb of moving: "rode north: from A down to B"."""
    before, words = clause.before, ends.words
    if before is None or before.verb is None or before.verb.base not in words.going | words.sending:
        return
    groups = [g for g in clause.groups if g.governor is None or g.governor.head.placed]
    origin, to = ends.all(groups, words.origin), ends.all(groups, words.to)
    told = ends.origins(before, before.groups) or ends.destinations(before, before.groups)
    if origin and to and not told:
        yield from pairs_of(ends, clause, origin, to, before.subject, [clause, before], groups)


def _sent_back(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way back of what a clause describes: "what A had shipped to B has been sent back"."""
    for other in ends.syntax.clauses:
        if other.antecedent is None or clause.subject is None or other.verb is None:
            continue
        if other.antecedent.top is clause.subject.top:
            origin, to = ends.origins(other, other.groups), ends.destinations(other, other.groups)
            if origin and to:
                yield from pairs_of(ends, clause, to, origin, clause.subject, [clause], [])


def _sent_home(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way home of people away: "half of the Iranian students in A are being sent home"."""
    if clause.subject is None:
        return
    nouns = [clause.subject, *ends.reading.below(clause.subject)]
    to = [g for noun in nouns for g in ends.of_noun.get(id(noun), []) if g.demonym]
    origin = ends.first(nouns[1:], ends.words.at)
    if origin and len(to) == 1:
        yield from pairs_of(ends, clause, origin, to, clause.subject, [clause], [])


def _model_of(clause: Clause) -> Clause:
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
    legs = [part for leg, then in pairwise([*legs, ([], [])]) for part in _stops_of(leg, then[0])]
    first = [m.place.id for g in legs[0][1] for m in g.mentions] if legs and not legs[0][0] else []
    then = [m.place.id for g in legs[1][0] for m in g.mentions] if len(legs) > 1 else []
    legs = [leg for leg in legs if leg[1] and (leg[0] or (leg is legs[0] and first == then))]
    return legs if len(legs) > 1 else []


def _stops_of(leg: tuple[Ends, Ends], then: Ends) -> Iterator[tuple[Ends, Ends]]:
    """Yield the legs between the stops of one, if the next begins "there", at its last: "to A, then to B"."""
    origin, to = leg
    stops = [PlaceGroup((m,), g.noun) for g in to for m in g.mentions]
    there = [m.place.id for g in then for m in g.mentions if m.refers]
    if len(stops) < 2 or there != [stops[-1].mentions[0].place.id]:
        yield leg
        return
    yield origin, stops[:1]
    for before, after in pairwise(stops):
        yield [before], [after]
