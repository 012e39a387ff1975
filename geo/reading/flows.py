"""Movements: who or what goes, or is sent, from a place to a place; and routes, which lie between two.

A movement is told by a verb or a noun of moving and its two ends: prepositions, objects and subjects, also of
a clause beside it. In the flow of modules between ``grammar`` and ``claims``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..model import Direction
from .grammar import (
    DENIED,
    Clause,
    Kind,
    Mention,
    NounGroup,
    Part,
    PlaceGroup,
    SentenceReading,
    VerbGroup,
    mood_of,
    stem,
)


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """A movement in a sentence: places, direction, what moves, and the words for it.

    ``polarity`` is why it is no fact ("planned", "denied", …), else None; ``via`` the places on its way.
    ``clauses`` are those whose figures are about it; ``noun`` what moves, or the noun of moving.
    """

    origin: Mention
    destination: Mention
    direction: Direction
    subject: str
    start: int
    end: int
    polarity: str | None = None
    via: tuple[Mention, ...] = ()
    clauses: tuple[Clause, ...] = field(default=(), repr=False)
    noun: NounGroup | None = None
    verb: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of origin and destination."""
        return self.origin.place.id, self.destination.place.id


def find_movements(reading: SentenceReading, last: Sequence[Mention] = ()) -> list[Movement]:
    """Find the movements of a sentence, each pair of places once, in the order of the text.

    Parameters
    ----------
    reading
        The sentence.
    last
        The places at which the sentence before leaves what it tells of: where "they" come from.
    """
    found: dict[tuple[str, str, str], Movement] = {}
    places = [m for m in reading.mentions if not m.aside]
    if len({m.place.id for m in places}) > 1 or (last and places):
        for movement in _Finder(reading, last).find():
            a, b = movement.ends
            one, other = movement.origin.place, movement.destination.place
            border = "border" in (one.kind, other.kind)
            if a != b and (border or not (one.lies_in(other) or other.lies_in(one))):
                found.setdefault((a, b, movement.direction), movement)
    return list(found.values())


def resting(reading: SentenceReading, movements: Sequence[Movement]) -> tuple[Mention, ...]:
    """Return where a sentence leaves what it tells of: the end of its movement, or its one place at rest."""
    if movements:
        ends = {m.destination.place.id: m.destination for m in movements}
        return tuple(ends.values()) if len(ends) == 1 else ()
    words = reading.language.flows
    at = [
        g
        for g in reading.groups
        if g.noun.prep in words.at and g.clause.kind is not Kind.SAYING and not g.demonym
    ]
    at = at or [
        g
        for g in reading.groups
        if g.noun.prep in words.to and g.clause.verb and g.clause.verb.base in words.going | words.arriving
    ]
    if not at:
        moving = words.going | words.bound | words.leaving | words.reaching
        at = [
            g
            for g in reading.groups
            if (g.noun.prep in words.origin or (g.noun is g.clause.object and g.heads))
            and g.clause.verb
            and g.clause.verb.base in moving
        ]
    return at[0].mentions if len(at) == 1 and len(at[0].mentions) == 1 else ()


Ends = list[PlaceGroup]


def _pluperfect(verb: VerbGroup) -> bool:
    return verb.words[0].part is Part.HAVE and verb.words[0].key.endswith("d")


class _Finder:
    def __init__(self, reading: SentenceReading, last: Sequence[Mention]) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.language.flows
        self.grammar = reading.grammar
        self.syntax = reading.syntax
        self.last = last
        self.groups = reading.groups
        self.of_noun: dict[int, list[PlaceGroup]] = {}
        for g in self.groups:
            self.of_noun.setdefault(id(g.noun), []).append(g)
        self.used: set[int] = set()

    def find(self) -> Iterator[Movement]:
        yield from self._hyphened()
        yield from self._linked()
        for clause in self.syntax.clauses:
            yield from self._clause(clause)
        for group in self.syntax.groups:
            yield from self._noun(group)
            yield from self._bound(group)
            yield from self._back(group)

    def _back(self, group: NounGroup) -> Iterator[Movement]:
        """Yield "the minister, back in A from B"."""
        host = group.host
        if host is None or group.prep not in self.words.origin or host.prep not in self.words.at:
            return
        before = next((w for w in reversed(self.syntax.words) if w.end <= host.at), None)
        if before is not None and before.key in self.words.home and (origin := self._at(group)):
            yield from self._pairs(group.clause, origin, self._at(host), group.clause.subject, [], [])

    # -- places of groups ------------------------------------------------------------------------------------

    def _at(self, group: NounGroup | None, depth: int = 0) -> Ends:
        """Return the places that a noun group names, or where it lies ("a base outside A")."""
        if group is None:
            return []
        if len(group.words) == 1 and group.words[0].key in self.grammar.pronominal:
            return []
        own = [g for g in self.of_noun.get(id(group), []) if not g.demonym]
        if depth and group.prep in self.words.of:
            typed = group.head.key in self.reading.language.toponyms.type_kinds
            own = [g for g in own if g.heads or typed]  # not "the end of a US tour"
        if own or depth > 2:
            rows = [g for g in self.syntax.groups if g.row is group] if own and not depth else []
            for row in rows:  # "reached A and the state of B"
                own += [g for g in self._at(row, 1) if g not in own]
            return own
        for inner in self._hosted(group):
            if (
                inner.prep in self.words.at or inner.prep in self.words.of or inner.prep in self.grammar.there
            ) and (found := self._at(inner, depth + 1)):
                return found
        return []

    def _hosted(self, group: NounGroup) -> list[NounGroup]:
        return [g for g in self.syntax.groups if g.host is group]

    def _below(self, group: NounGroup) -> Iterator[NounGroup]:
        """Yield the groups that hang on a group, by their hosts, in order."""
        for g in self._hosted(group):
            yield g
            yield from self._below(g)

    def _ends(self, groups: Sequence[NounGroup], preps: frozenset[str]) -> Ends:
        return next(
            (found for g in groups if g.prep in preps and self._near(g) and (found := self._at(g))), []
        )

    def _all_ends(self, groups: Sequence[NounGroup], preps: frozenset[str]) -> Ends:
        found: Ends = []
        for g in groups:
            if g.prep in preps and self._near(g):
                found += [p for p in self._at(g) if p not in found]
        return found

    # -- clauses ---------------------------------------------------------------------------------------------

    def _clause(self, clause: Clause) -> Iterator[Movement]:
        verb, words = clause.verb, self.words
        if verb is None or clause.kind is Kind.SAYING:
            return
        base = verb.bases[-1]
        classes = (
            words.going, words.sending, words.receiving, words.reaching, words.leaving, words.bound,
            words.arriving, words.recalling, words.finding,
        )  # fmt: skip
        moving = any(base in each for each in classes)
        if not moving or (clause.kind is Kind.REDUCED and base in words.shown):
            return
        groups = [g for g in clause.groups if not self._on_route(g, base) and not self._of_person(g)]
        subject, thing = clause.subject, clause.object
        if base in words.finding:
            yield from self._found(clause, groups)
            return
        if (
            subject is not None
            and any(w.key in words.routes for w in subject.words)
            and base in words.lying
            and not verb.passive
        ):
            return
        told = [g for g in clause.groups if not g.prep and not g.subject]
        if any(g.head.key in words.messages for g in told):
            return
        if any(g.head.key in words.idioms and len(g.words) < 3 for g in told):
            return
        theirs = thing is not None and thing.words[0].key in self.grammar.them
        if base in words.covering - words.sending and theirs:
            return  # "blew their horns from A to B"
        if base in words.expecting and not verb.passive:
            return
        if verb.passive and base in words.going and not any(base in each for each in classes[1:]):
            return  # "the loan was made possible"
        shuttles = subject is not None and (
            (subject.head.key in words.nouns and subject.head.key not in words.routes)
            or any(w.key in words.forth for w in clause.adverbs)
            or subject.head.key in words.vehicles
        )
        if shuttles:
            between = next((g for g in groups if g.prep in words.between and not g.host), None)
            pair = [
                m for p in self.groups if between and p.noun in (between, between.row) for m in p.mentions
            ]
            if between is not None and len(pair) == 2 and not self._scheduled(clause):
                yield self._movement(clause, pair[0], pair[1], subject, "both ways", [clause])
                return
        plural = subject is not None and subject.head.part is Part.PLURAL and subject.head.key in words.served
        if plural and verb.form in (Part.BASE, Part.PRESENT) and base in words.plying:
            return  # "from A the trains go to B": a service
        if thing is not None and (self._lasts(thing) and not verb.passive) and base in words.sending:
            return  # "takes four hours from A to B"
        origin, to = self._origins(clause, groups), self._destinations(clause, groups)
        posted = [g for g in groups if thing is not None and g.host is thing and g.prep in words.to]
        if base in words.recalling and posted:  # "A recalled its ambassador to B"
            owner = subject or (clause.parent.subject if clause.parent else None)
            origin, to = self._ends(posted, words.to), self._possessor(owner) if owner is not None else []
        if (
            base in words.recalling
            and not to
            and not verb.passive
            and thing is not None
            and subject is not None
        ):
            to = self._possessor(subject)
            origin = origin or self._at(thing)
        if (
            origin
            and not to
            and not verb.passive
            and subject is not None
            and any(w.key in words.home for w in clause.adverbs)
        ):
            to = [g for g in self._possessor(subject) if g not in origin]
        sends = base in words.sending and not verb.passive
        home = any(w.key in words.home for w in clause.adverbs)
        if sends and not to and subject is not None and home:  # "A's workers in B sent home 40"
            owners = [g for g in self.of_noun.get(id(subject), []) if g.mentions[-1].possessive]
            away = [p for g in self._hosted(subject) if g.prep in words.at for p in self._at(g)]
            to, origin = (owners, away) if owners and away else (to, origin)
        if base in words.buying and to and not origin and thing is not None:
            origin = self._at(thing)
        if base in words.buying and to and not origin and thing is not None:
            made = [thing, *self.reading.hosted(thing)]
            named = [g for noun in made for g in self.of_noun.get(id(noun), []) if g.demonym]
            origin = [g for g in named if not g.heads]  # "bought Chilean wine", not "took in Syrians"
        if clause.gapped and clause.before is not None and not (origin and to):
            before = self._model(clause)
            origin = origin or self._origins(before, before.groups) or self._origin_elsewhere(before)[0]
            to = to or self._destinations(before, before.groups)
            if not origin:
                return
        if not origin and not to:
            if verb.passive and base in words.sending and any(w.key in words.home for w in clause.adverbs):
                yield from self._sent_back(clause)
            return
        clauses = [clause]
        if origin and not to and subject is not None and not verb.passive:
            to = self._ends(self._hosted(subject), words.to)  # "the train to A leaves B"
        if origin and not to and verb.passive and base in words.sending and origin[0].noun.host is None:
            to = self._ends(groups, self.grammar.by)  # "flown in from A by a hotel in B"
        earlier = clause.before if sends and not clause.shares else None
        if origin and not to and earlier is not None and earlier.verb is not None:
            alone = not [p for p in self.groups if p.clause is clause and p not in origin]
            if alone and earlier.verb.base in words.sending and not earlier.verb.passive:
                to = [g for g in self._destinations(earlier, earlier.groups) if g not in origin]
                # "A flew tents to B, and C sent rescuers"
        if to and not origin:
            if base in words.receiving - words.going - words.sending:
                return
            origin, more = self._origin_elsewhere(clause)
            clauses += more
        elif origin and not to:
            to, more = self._destination_elsewhere(clause)
            clauses += more
        if not origin or not to:
            return
        moves = base in words.sending and (thing is not None or verb.passive)
        if to and clauses[1:] and moves and clauses[1].shares and clauses[1].before is clause:
            clauses = clauses[1:]
        sent = base in words.sending and not (base in words.going and thing is None and not verb.passive)
        moved = (subject if verb.passive else thing) if sent else subject
        if base in words.receiving and not verb.passive:
            moved = thing
        model = self._model(clause) if clause.gapped else None
        if model is not None and (moved is None or self._some(moved)):
            moved = model.object if sent and model.object is not None else model.subject
        if legs := self._legs([g for g in groups if not g.subject and not (g.host and g.host.subject)]):
            for a, b in legs:
                yield from self._pairs(clause, a, b, moved, clauses, groups)
            return
        own = clause.subject if clause.gapped else None
        counted = own is not None and any(w.part is Part.NUMBER for w in own.words)
        for movement in self._pairs(clause, origin, to, moved, clauses, groups):
            yield replace(movement, noun=own) if counted else movement  # its figure is its own

    def _sent_back(self, clause: Clause) -> Iterator[Movement]:
        """Yield the way back of what a clause describes: "what A had shipped to B has been sent back"."""
        for other in self.syntax.clauses:
            if other.antecedent is None or clause.subject is None or other.verb is None:
                continue
            if other.antecedent.top is clause.subject.top:
                origin, to = self._origins(other, other.groups), self._destinations(other, other.groups)
                if origin and to:
                    yield from self._pairs(clause, to, origin, clause.subject, [clause], [])

    def _found(self, clause: Clause, groups: list[NounGroup]) -> Iterator[Movement]:
        """Yield where something was taken, and where it was found: "was stolen in A and found in B"."""
        verb, words = clause.verb, self.words
        if verb is None or not verb.passive:
            return
        before = [clause.before] if clause.shares and clause.before else []
        before += [c for c in self.syntax.clauses if c.parent is clause and c.mark in words.before_it]
        before += [
            c
            for c in self.syntax.clauses
            if c.antecedent is not None and clause.subject is not None and c.antecedent is clause.subject
        ]
        for other in before:
            if other.verb is not None and other.verb.passive and other.verb.base in words.taking:
                groups = [g for g in groups if not g.subject and g.start > verb.start]
                to = [g for g in self._all_ends(groups, words.at) if g.noun.clause is clause]
                origin = [g for g in self._rest(other) if g.noun.clause is other]
                if origin and to:
                    yield from self._pairs(clause, origin, to, clause.subject, [clause, other], groups)
                    return

    def _on_route(self, group: NounGroup, base: str) -> bool:
        """Whether a group only says between what a road runs, and nothing goes along it."""
        routes = self.words.routes - self.words.vehicles - self.words.way
        if group.host is not None and group.host.prep in self.words.via:
            return False  # "through a pipeline to A"
        return group.host is not None and group.host.head.key in routes and base not in self.words.going

    def _of_person(self, group: NounGroup) -> bool:
        """Whether a group says where one is from: "paintings by an artist from A", "to a buyer from A"."""
        host = group.host
        if host is not None and host.prep in self.words.to and self._person(host):
            return True
        return host is not None and host.prep in self.grammar.by and host.host is not None

    def _beside(self, group: NounGroup) -> bool:
        """Whether a group only says where the place before it lies: "for A, on B"."""
        before = next((g for g in reversed(self.syntax.groups) if g.end <= group.at), None)
        return before is not None and before.head.placed and self.text[before.end : group.at].strip() == ","

    def _near(self, group: NounGroup) -> bool:
        return not self._far(group) and not group.ruled_out

    def _far(self, group: NounGroup) -> bool:
        """Whether a group only says how far away something is: "140 km from A", "an hour by road from A"."""
        host, units = group.host, self.reading.language.quantities
        types = self.reading.language.toponyms
        typed = host is not None and (
            host.head.key in types.type_kinds or host.head.key in types.plural_types
        )
        if host is not None and typed and not host.head.placed and host.prep in self.words.at:
            return True  # "in states from A to B"
        while host is not None:
            if host.prep == self.grammar.of_rates or host.prep in self.grammar.of:
                return False  # "metres of gas a year from A"
            if units.kind_of.get(units.unit_of.get(host.head.key, "")) in ("length", "duration"):
                verb = host.clause.verb
                along = verb is not None and host is host.clause.object and verb.base in self.words.going
                counted = host.words[0].part is Part.NUMBER or host.words[0].key in self.grammar.rating
                return counted and not along
            host = host.host
        return False

    def _lasts(self, thing: NounGroup) -> bool:
        """Whether a noun group is a length of time: "takes four hours from A to B" is no movement."""
        units = self.reading.language.quantities
        return units.kind_of.get(units.unit_of.get(thing.head.key, "")) == "duration"

    def _origins(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        words, verb = self.words, clause.verb
        assert verb is not None
        base = verb.base
        after = [g for g in groups if g.start > verb.start] + [
            g for g in groups if g.start < verb.start and not g.host
        ]
        after = [g for g in after if not self._of_person(g)]
        gone = base in words.gone_out  # "sold out of candles"
        after = [g for g in after if not (gone and g.prep not in self.grammar.origin)]
        if found := self._all_ends(after, words.origin):
            return found
        thing = clause.object
        if base in words.leaving and not verb.passive and thing is not None and (found := self._at(thing)):
            return found
        if (
            base in words.leaving
            and (found := self._ends([g for g in after if not g.subject and not self._beside(g)], words.at))
            and base not in words.arriving
            and base not in ("",)
        ):
            return found
        if verb.passive and base in words.from_subject and (found := self._ends(after, self.grammar.by)):
            return found
        subject = clause.subject
        if thing is None and clause.kind is Kind.RELATIVE and any(g.subject for g in clause.groups):
            thing = clause.antecedent  # "rubbish that A had shipped to B"
        if base in words.from_subject and not verb.passive and subject is not None and thing is not None:
            if (
                subject.words[0].key in self.grammar.them
                and clause.parent is not None
                and clause.parent.subject is not None
            ):
                subject = clause.parent.subject
            found = self._possessor(subject)
            if not found and base in words.sending and not self._person(subject):
                found = [g for g in self._at(subject) if g.noun.prep in words.at]
            return found
        return []

    def _seat(self, subject: NounGroup, base: str) -> Ends:
        """Return where a subject that receives something is: "the refinery at A gets its oil from B"."""
        if base in self.words.sending or self._person(subject):
            return []
        return self._ends(self._hosted(subject), self.words.at)

    def _possessor(self, subject: NounGroup) -> Ends:
        """Return the places that a subject is: "Germany", "Germany and France"."""
        return [
            g
            for noun in (subject, subject.row)
            if noun is not None
            for g in self.of_noun.get(id(noun), [])
            if not g.demonym and g.heads
        ]

    def _person(self, noun: NounGroup) -> bool:
        head = noun.head
        return (
            head.key in self.words.persons and head.part is not Part.PLURAL
        ) or head.key in self.grammar.persons

    def _destinations(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        words, verb = self.words, clause.verb
        assert verb is not None
        base = verb.base
        types = self.reading.language.toponyms.type_kinds
        groups = [
            g
            for g in groups
            if not any(p.mentions[-1].possessive for p in self.of_noun.get(id(g), ()))
            or g.head.key in types
            or g.head.placed
        ]  # not "to A's mission"
        own = [g for g in groups if not g.subject and (clause.gapped or not (g.host and g.host.subject))]
        if base in words.giving and not verb.passive:
            things = [g for g in own if not g.prep and g.start > verb.start and g.row is None]
            if len(things) > 1 and (found := self._at(things[0])) and things[0].head.placed:
                return found
        thing = clause.object
        supplied = thing is not None and thing.head.placed and any(g.prep in words.with_it for g in own)
        if base in words.supplying and not verb.passive and thing is not None and supplied:
            return self._at(thing)  # "supply A with vaccine"
        preps = words.to | words.for_it if base in words.bound or base in words.sending else words.to
        if found := self._all_ends([g for g in own if g.prep in words.to], words.to):
            return found
        thing = clause.object
        if (
            base in words.reaching | words.hitting
            and not verb.passive
            and thing is not None
            and (found := self._at(thing))
        ):
            return found
        if preps is not words.to:
            named = [g for g in own if g.prep in words.for_it and id(g) in self.of_noun]
            if found := self._all_ends(named, words.for_it):
                return found
        if base in words.shooting and (
            found := self._ends([g for g in own if g.start > verb.start], words.at_it)
        ):
            return found
        if base in words.arriving and (
            found := self._ends([g for g in own if g.start > verb.start], words.at)
        ):
            return found
        on = [g for g in own if g.start > verb.start and not g.host]
        advances = base in words.advancing and self._all_ends(own, words.origin)
        if advances and (found := self._ends(on, words.on)):
            return found
        covered = [g for g in own if g.start > verb.start]
        if base in words.covering and (found := self._ends(covered, words.over)):
            return found
        if (
            found := [p for g in own if g.prep in self.grammar.there for p in self._at(g)]
        ) and self._all_ends(own, words.origin):
            return found
        subject = clause.subject
        if (
            base in words.receiving
            and not verb.passive
            and subject is not None
            and (found := self._possessor(subject) or self._seat(subject, base))
        ):
            return found
        if (
            clause.kind is Kind.RELATIVE
            and clause.mark in self.grammar.where
            and clause.antecedent is not None
        ):
            return self._at(clause.antecedent)
        return []

    def _origin_elsewhere(self, clause: Clause) -> tuple[Ends, list[Clause]]:
        """Return the origin of what moves, from the words that describe it or from a clause before."""
        words, verb = self.words, clause.verb
        assert verb is not None
        landed = verb.base in words.arriving or verb.base in words.sending
        sent = landed and not verb.passive and clause.object is not None
        moved = clause.object if sent else clause.subject
        if moved is not None and (told := self._described(moved, clause)):
            return told
        agent = clause.subject if sent else None
        if agent is not None and (told := self._described(agent, clause)) and verb.base in words.shooting:
            return told[0], []  # "Rebels holed up in A fired rockets at B"
        if (
            clause.kind is Kind.RELATIVE
            and clause.mark in words.whose
            and clause.antecedent is not None
            and (found := self._at(clause.antecedent))
        ):
            return found, []
        if verb.base in words.going | words.arriving:  # "returned to A after talks in B"
            for g in clause.groups:
                if g.prep in words.before_it and not g.head.placed:
                    found = self._at(g) or self._ends(self._hosted(g), words.to)
                    if found and found[0].noun is not g:
                        return found, []
        there = clause.kind is Kind.RELATIVE and clause.mark in self.grammar.where
        if there and clause.antecedent is not None and sent:
            return self._at(clause.antecedent), []  # "A, where ships load it for B"
        # "Fleeing hunger in A, they reached B", "after killing 21 in A, the storm heads for B"
        chain = self._chain(clause)
        for other in self.syntax.clauses:
            if other.verb is None or other.parent is None or other.parent not in chain:
                continue
            if other.kind is Kind.PARTICIPIAL and other.verb.base in words.leaving:
                found = self._ends(other.groups, words.origin | words.at)
                if found := found or (self._at(other.object) if other.object else []):
                    return found, [other]
            if other.mark in words.before_it and other.kind in (Kind.PARTICIPIAL, Kind.SUBORDINATE):
                subject = next((g for g in other.groups if g.subject), None)
                same = subject is None or subject.words[0].key in self.grammar.them
                if same and (found := self._stop(other)):
                    return found, []
        # the clause before, of the same subject: "left for A and were flown on to B"
        pronoun = clause.subject is not None and any(
            w.key in self.grammar.them and w.part is Part.PRONOUN
            for g in [clause.subject, *self.reading.hosted(clause.subject)]
            for w in g.words[:1]
        )
        pronoun = pronoun or (clause.subject is not None and self._some(clause.subject))
        onward = any(g.prep in words.on_to for g in clause.groups) or any(
            w.key in words.onward for w in clause.adverbs
        )
        before = clause.before if clause.shares or pronoun or onward else None
        before = None if verb.base in words.diverting else before  # "was headed to A but rerouted to B"
        if before is not None and sent and not pronoun and clause.object is not None:
            # "parked 34 in A and sold six to B": what is sent was not there
            thing, verb_before = clause.object, before.verb
            same = thing.words[0].key in self.grammar.them | self.grammar.articles | self.grammar.pointing
            taken = verb_before is not None and verb_before.base in words.taking
            before = before if same or taken else None
        if clause.kind is Kind.SUBORDINATE and pronoun and clause.parent is not None:
            found = self._rest(clause.parent) or self._at(clause.parent.subject)
            if found and found[0].start < clause.start:
                return found, []
        while before is not None:
            if before.verb is not None:
                moving = before.verb.base in words.going | words.sending | words.reaching
                found = self._destinations(before, before.groups) if moving else []
                if found and found[0].noun.prep in words.unreached:
                    return self._origins(before, before.groups) or self._before(), []
                if found or (found := self._rest(before)) or (found := self._origins(before, before.groups)):
                    return found, []
            before = before.before if before.shares else None
        related = (
            clause.kind in (Kind.RELATIVE, Kind.REDUCED)
            and clause.antecedent is not None
            and not clause.antecedent.prep
        )
        if clause.parent is not None and (related or clause.kind in (Kind.INFINITIVE, Kind.PARTICIPIAL)):
            parent = clause.parent
            if parent.verb is not None:
                subject = parent.subject if clause.controller is None else None
                found = (
                    self._origins(parent, parent.groups)
                    if related
                    else self._destinations(parent, parent.groups)
                )
                found = found or self._rest(parent) or (self._at(subject) if subject is not None else [])
                # "the grain sold to B had been grown in A"
                made = parent.verb.passive and parent.verb.base in words.taking
                if found and found[0].noun.clause is parent and (made or found[0].start < clause.start):
                    return found, []
        if moved is not None and (found := self._from_noun(moved)):
            return found, []
        subject = clause.subject
        if subject is not None and not verb.passive and verb.base in words.going:
            seat = [g for g in self._hosted(subject) if g.prep in words.at and self._near(g)]
            if found := next((found for g in seat if (found := self._at(g))), []):
                return found, []  # "my cousin in A drives to B"
        if pronoun:  # "two buyers from A are sought; police believe that they fled to B"
            for other in reversed(self.syntax.clauses[: self.syntax.clauses.index(clause)]):
                named = next((g for g in other.groups if g.subject), None)
                if named is not None and named.head.part is Part.PLURAL and (found := self._from_noun(named)):
                    return found, []
        if clause.kind in (Kind.MAIN, Kind.REPORTED) and self.last and self._goes_on(clause):
            return self._before(), []
        return [], []

    def _described(self, moved: NounGroup, clause: Clause) -> tuple[Ends, list[Clause]] | None:
        """Return whence it is by a clause that describes it: "wolves caught in A", "flour milled in A"."""
        words = self.words
        start = clause.verb.start if clause.verb else clause.start
        for other in self.syntax.clauses:
            if other.antecedent is None or other.verb is None or other is clause:
                continue
            apposed = moved.subject and other.antecedent.clause is moved.clause
            apposed = apposed and not other.antecedent.prep and other.antecedent.start < start
            if not (other.antecedent is moved or other.antecedent.top is moved.top or apposed):
                continue
            thing = stem(moved.head.key, self.grammar) not in words.persons
            thing = thing and moved.head.part is not Part.NAME
            held = other.verb.base in words.taking or (thing and other.verb.base not in words.describing)
            dated = any(len(g.words) == 1 and re.fullmatch(r"\d{4}", g.head.key) for g in other.groups)
            found = self._origins(other, other.groups)
            if not found and held and not dated:
                found = self._ends(other.groups, words.at)
            if not found and other.verb.base in words.leaving and other.object is not None:
                found = self._at(other.object)
            if found:
                return found, [other]
        return None

    def _stop(self, clause: Clause) -> Ends:
        """Return where a clause leaves what moves: the end of its movement, or where it is at rest."""
        return self._destinations(clause, clause.groups) or self._rest(clause)

    def _some(self, group: NounGroup) -> bool:
        """Whether a noun group is only how many of those named before: "some", "three", "the others"."""
        words = [w for w in group.words if w.key not in self.grammar.articles]
        some = self.grammar.quantifiers | self.grammar.some
        return bool(words) and all(w.part is Part.NUMBER or w.key in some for w in words)

    def _before(self) -> Ends:
        return [PlaceGroup(tuple(self.last), NounGroup([]))] if self.last else []

    def _model(self, clause: Clause) -> Clause:
        """Return the clause whose words a gapped one leaves out."""
        while clause.gapped and clause.before is not None:
            clause = clause.before
        return clause

    def _chain(self, clause: Clause) -> list[Clause]:
        found = [clause]
        while clause.before is not None and clause.shares:
            clause = clause.before
            found.append(clause)
        return found

    def _goes_on(self, clause: Clause) -> bool:
        """Whether its subject, or what it moves, is something that the sentence before told of."""
        verb = clause.verb
        assert verb is not None
        subject = clause.subject
        if subject is None:
            return False
        key = subject.words[0].key
        the = key in self.grammar.articles and key in self.grammar.pointing
        named = the and verb.passive and verb.base not in self.words.shown
        return named or key in self.grammar.them or self._some(subject)

    def _rest(self, clause: Clause) -> Ends:
        """Return where a clause tells of something at rest: its own place after a preposition."""
        if clause.verb is None:
            return []
        groups = [
            g for g in clause.groups if not g.subject and not (g.host and g.host.prep in self.words.origin)
        ]
        return self._ends(groups, self.words.at | self.grammar.there)

    def _from_noun(self, moved: NounGroup) -> Ends:
        """Return the origin that what moves has by itself: "sand from A", "Albanian goods"."""
        words = self.words
        one = moved.head.key in words.persons and moved.head.part is not Part.PLURAL
        if not one:
            for inner in self._below(moved):
                if inner.prep in words.origin and self._near(inner) and (found := self._at(inner)):
                    return [] if self._on_route(inner, "") else found
        if (
            (
                found := [
                    g for g in self.of_noun.get(id(moved), []) if g.demonym and (moved.subject or not g.heads)
                ]
            )
            and not one
            and stem(moved.head.key, self.grammar) not in words.persons
        ):
            return found
        if not one:
            return [g for g in self.of_noun.get(id(moved), []) if g.mentions[-1].possessive]
        return []

    def _destination_elsewhere(self, clause: Clause) -> tuple[Ends, list[Clause]]:
        words = self.words
        verb = clause.verb
        assert verb is not None
        # a participle or relative clause before the verb of its own: "flown in from A, reached B"
        if (
            clause.kind in (Kind.REDUCED, Kind.RELATIVE, Kind.PARTICIPIAL)
            and clause.parent
            and clause.parent.verb
        ):
            parent, found = clause.parent, Ends()
            base = clause.parent.verb.base
            if base in words.reaching | words.arriving | words.going | words.sending:
                found = self._destinations(parent, parent.groups)
                if not found and base in words.arriving:
                    found = self._rest(parent)
            pluperfect = _pluperfect(verb)
            described = clause.kind is not Kind.PARTICIPIAL and verb.base not in words.describing
            described = described and (pluperfect or verb.base not in words.home_of)
            if not found and base in words.hitting and parent.object is not None:
                found = self._at(parent.object)  # "missiles fired from A hit a ship off B"
            if not found and described and clause.antecedent is not None:
                found = [g for g in self._rest(parent) if g.noun.clause is parent]
                found = found or self._at(clause.antecedent)
                if not found and base in words.finding | words.taking and parent.subject is not None:
                    found = self._at(parent.subject)  # "police in A found 31 in a lorry that had come from B"
            if found:
                return found, [parent]
        if _pluperfect(verb) and clause.subject is not None:
            for other in self.syntax.clauses:  # "a boat that sank off A had left B"
                top = other.antecedent.top if other.antecedent is not None and other is not clause else None
                if top is clause.subject.top and (found := self._rest(other)):
                    return found, []
        subject = clause.subject
        if (
            clause.before is not None
            and not clause.shares
            and subject is not None
            and (subject.words[0].key in self.grammar.them | self.grammar.quantifiers)
        ):
            before = clause.before
            if before.verb is not None and (
                found := self._destinations(before, before.groups) or self._rest(before)
            ):
                return found, []
        for other in self.syntax.clauses:
            used = other.verb is not None and other.verb.passive and other.verb.base in words.using
            top = other.antecedent.top if used and other.antecedent is not None else None
            if subject is not None and top is subject.top and (found := self._rest(other)):
                return found, [other]  # "half of the vanilla eaten in A comes from B"
        for other in self.syntax.clauses:
            if other.shares and other.before is clause and other.verb is not None:
                found = self._destinations(other, other.groups)
                if not found and verb.base in words.going:
                    found = self._rest(other)
                if found:
                    return found, [other]
        if clause.kind in (Kind.MAIN, Kind.REPORTED) and self.last and self._goes_on(clause):
            pluperfect = _pluperfect(verb)
            part = subject is not None and verb.base not in words.home_of and self._some(subject)
            if pluperfect or part or (verb.passive and verb.base in words.sending):  # "It had come from A"
                return self._before(), []
        if clause.kind is Kind.MAIN and self.last and subject is not None and verb.form is Part.PAST:
            things = not self._person(subject) and stem(subject.head.key, self.grammar) not in words.persons
            alone = len({m.place.id for g in self.groups for m in g.mentions}) == 1
            if verb.base in words.coming and things and alone and subject.words[0].part is not Part.PRONOUN:
                return self._before(), []  # "Helicopters came from A"
        return [], []

    def _bound(self, group: NounGroup) -> Iterator[Movement]:
        """Yield "a ship in A, bound for B" and "bound for B from A"."""
        to = self._at(group) if group.prep in self.words.bound_for else []
        if not to:
            return
        clause = group.clause
        near = list(self._below(group)) + [g for g in clause.groups if g is not group]
        moved = group.host or clause.subject
        if origin := self._all_ends(near, self.words.origin):
            yield from self._pairs(clause, origin, to, moved, [clause], [])
        elif origin := self._rest(clause):  # where it was; the clause's figures stay there
            yield from self._pairs(clause, origin, to, moved, [], [])

    # -- nouns -----------------------------------------------------------------------------------------------

    def _noun(self, group: NounGroup) -> Iterator[Movement]:
        words = self.words
        key = group.head.key
        if key not in words.nouns or key in words.messages:
            return
        clause = group.clause
        below = list(self._below(group))
        verb = clause.verb
        if verb is not None and verb.passive and group.subject and verb.base in words.diverting:
            return  # "flights from A to B were diverted to C"
        base = verb.base if verb else ""
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
            pair = [m for p in self.groups if p.noun is between or p.noun.row is between for m in p.mentions]
            if len(pair) == 2 and not self._scheduled(clause):
                yield self._movement(clause, pair[0], pair[1], group, "both ways", [clause])
            return
        origin = self._all_ends(below, words.origin) or self._owner(group)
        to = self._all_ends(below, words.to | at)
        if key in words.received and not to:
            to = self._owned(group)
        if not origin and not to:
            return
        if not to and clause.subject is not None and key in words.returns:
            to = self._possessor(clause.subject)
        if not to:
            to = self._all_ends([g for g in loose if g.host is None or g.host in below], words.to)
        if not origin:
            origin = self._all_ends([g for g in loose if g.host is None or g.host in below], words.origin)
        if key in words.way and to and not origin and clause.subject is not None:
            described = self._described(clause.subject, clause)
            origin = described[0] if described else []  # "horses bought in A are on their way to B"
        if not origin or not to or self._scheduled(clause):
            return
        if (
            key in words.routes - words.vehicles
            and key not in words.way
            and (verb is None or verb.verb.part is Part.BE)
        ):
            return
        if key in words.vehicles and group.prep in words.about and base in self.grammar.be:
            return
        yield from self._pairs(clause, origin, to, group, [clause], below + loose)
        # "A container from X to Y cost 4,600; to Z, 8,100"
        for other in self.syntax.clauses:
            if (
                other.before is clause
                and (other.verb is None or other.gapped)
                and (further := self._ends(other.groups, words.to))
            ):
                yield from self._pairs(other, origin, further, group, [other], [])

    def _owner(self, group: NounGroup) -> Ends:
        """Return the places whose exports they are: "A's exports", "Albanian exports"."""
        if group.head.key in self.words.received:
            return []
        return self._owned(group)

    def _owned(self, group: NounGroup) -> Ends:
        found = self.of_noun.get(id(group), [])
        owned = [g for g in found if g.mentions[-1].possessive or g.demonym]
        if owned:
            return owned
        for inner in self._hosted(group):
            if inner.prep in self.words.of and (
                demonyms := [g for g in self.of_noun.get(id(inner), []) if g.demonym]
            ):
                return demonyms
        return []

    def _scheduled(self, clause: Clause) -> bool:
        return any(not {w.key for w in g.words}.isdisjoint(self.words.fixed) for g in clause.groups)

    def _legs(self, groups: Sequence[NounGroup]) -> list[tuple[Ends, Ends]]:
        """Return the legs of "from A to B, and from there to C", if there are several."""
        legs: list[tuple[Ends, Ends]] = []
        for g in sorted(groups, key=lambda g: g.at):
            if g.prep in self.words.origin and (found := self._at(g)):
                if not legs or legs[-1][1]:
                    legs.append(([], []))
                legs[-1][0].extend(found)
            elif g.prep in self.words.to and (found := self._at(g)):
                if not legs:
                    return []
                if g.prep in self.words.on_to and legs[-1][1]:
                    legs.append((list(legs[-1][1]), []))
                legs[-1][1].extend(found)
        legs = [leg for leg in legs if leg[0] and leg[1]]
        return legs if len(legs) > 1 else []

    # -- what moves ------------------------------------------------------------------------------------------

    def _pairs(
        self,
        clause: Clause,
        origin: Ends,
        to: Ends,
        moved: NounGroup | None,
        clauses: Sequence[Clause],
        groups: Sequence[NounGroup],
    ) -> Iterator[Movement]:
        passed = tuple(m for g in groups if g.prep in self.words.via for p in self._at(g) for m in p.mentions)
        for a in (m for g in origin for m in g.mentions):
            for b in (m for g in to for m in g.mentions):
                yield self._movement(
                    clause, a, b, moved, "one way", clauses, tuple(m for m in passed if m not in (a, b))
                )

    def _movement(
        self,
        clause: Clause,
        a: Mention,
        b: Mention,
        moved: NounGroup | None,
        direction: Direction,
        clauses: Sequence[Clause],
        via: tuple[Mention, ...] = (),
    ) -> Movement:
        inside = [m for m in (a, b) if self.reading.sentence.start <= m.start < self.reading.sentence.end]
        nouns = [g.noun for g in self.groups if any(m in inside for m in g.mentions)]
        start = min([m.start for m in inside] + [n.at for n in nouns if n.prep])
        end = max(m.end for m in inside)
        polarity = self._polarity(clause)
        for other in clauses:
            polarity = polarity or (
                self._polarity(other) if other is not clause and other.kind is not Kind.MAIN else None
            )
        verb, thing = clause.verb, clause.object
        ended = verb is not None and not verb.negated and verb.base in self.reading.language.mood.ending
        if polarity is None and ended and thing is not None and thing.start < start:
            polarity = DENIED  # "cancelled flights from A to B", "banned exports to B"
        return Movement(
            a, b, direction, self.reading.phrase(moved), start, end, polarity, via,
            tuple(clauses), moved, clause.verb.base if clause.verb else "",
        )  # fmt: skip

    def _polarity(self, clause: Clause) -> str | None:
        mood = self.reading.language.mood
        found = mood_of(clause, mood, self.syntax.clauses, moving=True)
        if found is None and clause.kind in (Kind.RELATIVE, Kind.REDUCED) and clause.parent is not None:
            above = mood_of(clause.parent, mood, self.syntax.clauses, moving=True)
            held = (
                clause.parent.verb is not None
                and clause.parent.verb.base in mood.turning
                and clause.antecedent is clause.parent.object
            )
            if held:
                return DENIED
            if (
                above == DENIED
                and clause.antecedent is not None
                and (clause.antecedent.top.subject or clause.antecedent.subject)
            ):
                return above
        return found

    # -- names beside each other -----------------------------------------------------------------------------

    def _hyphened(self) -> Iterator[Movement]:
        """Yield "the A–B train" and "A-to-B flights"."""
        for a, b in zip(self.reading.mentions, self.reading.mentions[1:], strict=False):
            sep = self.words.route.fullmatch(self.text, a.end, b.start)
            if not sep or a.demonym:
                continue
            after = self.reading.words(b.end, self.reading.sentence.end)[:2]
            cue = next((t for t in after if t.key in self.words.nouns), None)
            follows = self.reading.words(cue.end, cue.end + 24)[:1] if cue else []
            if cue and not any(t.key in self.words.pacts for t in follows):
                direction: Direction = "one way" if sep["one_way"] else "both ways"
                clause = self.syntax.clause_at(a.start)
                yield Movement(
                    a, b, direction, self.text[cue.start : cue.end], a.start, cue.end, None, (), (clause,)
                )

    def _linked(self) -> Iterator[Movement]:
        """Yield "the ferry that links A with B"."""
        for link in self.words.link.finditer(
            self.text, self.reading.sentence.start, self.reading.sentence.end
        ):
            ends = [m for m in self.reading.mentions if m.start >= link.end() and not m.aside][:2]
            words = self.reading.words(self.reading.sentence.start, link.start())
            cue = next((t for t in words[::-1] if t.key in self.words.nouns - self.words.routes), None)
            if cue is None or len(ends) < 2 or ends[0].start - link.end() > 20:
                continue
            if self.words.link_with.fullmatch(self.text, ends[0].end, ends[1].start):
                clause = self.syntax.clause_at(link.start())
                yield Movement(
                    ends[0],
                    ends[1],
                    "both ways",
                    self.text[cue.start : cue.end],
                    cue.start,
                    ends[1].end,
                    None,
                    (),
                    (clause,),
                )
