"""The two ends that a clause of moving names itself."""

from __future__ import annotations

from ..grammar import Clause, Kind, NounGroup, Part, VerbGroup, stem
from .places import Ends, GroupPlaces


class ClauseEnds(GroupPlaces):
    """Finds the ends of a movement in its own clause."""

    def origins(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        """Return the origins that a clause names."""
        words, verb = self.words, clause.verb
        assert verb is not None
        behind = [g for g in groups if g.start > verb.start and not self.of_person(g)]
        if self.inflected is not None:
            behind = [g for g in behind if not self._is_of_another(g)]
        sellers = self.inflected.seller if self.inflected is not None else frozenset[str]()
        buys = verb.base in words.buying and not verb.passive
        if buys and (found := self.all(behind, sellers)):
            return found  # "compró a A 12 toneladas"
        ahead = [g for g in groups if g.start < verb.start and not g.governor and not self.of_person(g)]
        if verb.base in words.gone_out:  # "sold out of candles"
            behind = [g for g in behind if g.prep in self.grammar.origin]
            ahead = [g for g in ahead if g.prep in self.grammar.origin]
        around = behind + ahead
        if found := self.all(around, words.origin):
            return found
        sent = verb.base in words.sending and clause.object is not None and self.all(around, words.to)
        if sent and (found := self.first(behind, words.off)):
            return found  # "brought 1,900 people off A to B"
        if found := self._left(clause, verb, around):
            return found
        if (
            verb.passive
            and verb.base in words.from_subject
            and (found := self.first(around, self.grammar.by))
        ):
            return found
        if found := self._entered_by(verb, around):
            return found
        if self._whence(clause) and clause.antecedent is not None:
            return self.at(clause.antecedent)  # "A, de donde salieron"
        return [] if verb.passive else self._sender(clause, verb, around)

    def _is_of_another(self, group: NounGroup) -> bool:
        """Whether a place only says which of a kind is meant: "el equipo de A recibe al de B"."""
        that = group.governor
        return that is not None and len(that.words) == 1 and that.words[0].key in self.grammar.pronominal

    def _left(self, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> Ends:
        """Return the place that a verb of leaving has as its object, or where it is left."""
        words, thing = self.words, clause.object
        named = thing is None or thing.head.placed or self._is_type(thing)  # "deixou o porto de A"
        if verb.base not in words.leaving or (self.inflected and not named):
            return []
        if not verb.passive and (found := self.at(thing)):
            return found
        if verb.base in words.arriving:
            return []
        return self.first([g for g in groups if not g.subject and not self.beside(g)], words.at)

    def _entered_by(self, verb: VerbGroup, groups: list[NounGroup]) -> Ends:
        """Return the country by which something came into another: "entrou em A pelo B"."""
        enters = self.inflected is not None and verb.base in self.words.arriving & self.words.going
        by = self.all(groups, self.grammar.by) if enters and not verb.passive else []
        return [g for g in by if all(m.place.kind == "country" for m in g.mentions)]

    def _sender(self, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> Ends:
        """Return the place that sends something, or that its sender stands for."""
        words, subject, thing = self.words, clause.subject, clause.object
        if subject is None:
            return []
        if thing is None and clause.kind is Kind.RELATIVE and any(g.subject for g in clause.groups):
            thing = clause.antecedent  # "rubbish that A had shipped to B"
        if verb.base not in words.from_subject or thing is None:
            acts = verb.base in words.boarding and self._aboard(groups)  # "A put two men on a plane to B"
            acts = acts or (thing is None and bool(self._shot_at(verb, groups)))
            return self.possessor(subject) if acts else []
        if (other := self.whose_aim(clause)) is not None:
            return other
        above = clause.parent.subject if clause.parent is not None else None
        if above is not None and subject.words[0].key in self.grammar.them:
            subject = above
        if found := self.possessor(subject):
            return found
        if subject.head.key in self.reading.language.claims.officials:  # "the governor of A has sent"
            return self.all(self.reading.dependents(subject), words.of)
        if self.inflected and verb.base in words.giving and self._are_locals(subject):
            return self.all(self.reading.dependents(subject), words.of)  # "los vecinos de A enviaron"
        if verb.base not in words.sending or self.is_person(subject):
            return []
        if (
            own := self._sellers(subject)
        ) and thing.head.key not in self.reading.language.toponyms.type_kinds:
            return own
        acts = subject.head.key in words.authorities and verb.base in words.handing_over
        acts = acts or (
            self.inflected is not None and subject.head.key in words.delegations & words.authorities
        )
        if acts and (found := self.owned(subject) or self.all(self.reading.dependents(subject), words.of)):
            return found  # "the Zambian police handed over 3 men to A"
        land = thing.head.key in self.reading.language.toponyms.type_kinds  # "the Dutch sold the island to A"
        people = [g for g in self.of_noun.get(id(subject), ()) if g.demonym and g.heads and not land]
        alone = not any(g.subject and g is not subject for g in subject.clause.groups)
        if people and alone and len(subject.words) == 2 and subject.words[0].key in self.grammar.articles:
            return people  # "the Swiss sent a plane to A"
        demonym = any(g.mentions[0].demonym for g in self.of_noun.get(id(subject), ()))
        made = self.inflected is not None and not demonym
        return [g for g in self.at(subject) if g.noun.prep in words.at or made]

    def _sellers(self, subject: NounGroup) -> Ends:
        """Return whose several senders a subject is: "A's carmakers", "Dutch growers"."""
        own = [g for g in self.owned(subject) if not g.heads]
        theirs = [g for g in own if g.mentions[-1].possessive or self.are_people(subject)]
        return theirs if subject.head.part is Part.PLURAL else []

    def _are_locals(self, subject: NounGroup) -> bool:
        """Whether a subject is several people, by its noun or as a demonym."""
        demonym = any(g.demonym and g.heads for g in self.of_noun.get(id(subject), ()))
        return demonym or self.are_people(subject)

    def whose_aim(self, clause: Clause) -> Ends | None:
        """Return whose aim a clause tells, none if no place's: "fears A's plan to send tanks to B"."""
        for above in clause.up():
            aim = above.antecedent if above.kind is Kind.INFINITIVE else None
            if aim is not None and any(w.owns for w in aim.words):
                return [g for g in self.of_noun.get(id(aim), []) if g.mentions[-1].possessive]
        return None

    def _shot_at(self, verb: VerbGroup, groups: list[NounGroup]) -> Ends:
        """Return the place that is shot at, without a word for what: "fired on A"."""
        shoots = verb.base in self.words.shooting and not verb.passive
        behind = [g for g in groups if g.start > verb.start and g.governor is None]
        return self.first(behind, self.words.shot_on | self.words.at_it) if shoots else []

    def _aboard(self, groups: list[NounGroup]) -> bool:
        """Whether a vehicle stands among noun groups: "on a plane", "aboard a ship"."""
        vehicles = self.words.nouns | self.words.ships | self.words.vehicles
        return any(g.prep in self.words.at | self.words.on and g.head.key in vehicles for g in groups)

    def destinations(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        """Return the destinations that a clause names."""
        words, verb, thing = self.words, clause.verb, clause.object
        assert verb is not None
        base = verb.base
        own = self._ends_of(clause, verb, groups)
        told = clause.kind is Kind.RELATIVE and clause.antecedent is not None and clause.subject is not None
        told = told and clause.antecedent is not clause.subject
        if base in words.giving and not verb.passive and (found := self._recipient(verb, own, told)):
            return found
        supplied = thing is not None and thing.head.placed and any(g.prep in words.with_it for g in own)
        if supplied and base in words.supplying and not verb.passive:
            return self.at(thing)  # "supply A with vaccine"
        if self.inflected and base in words.buying:
            own = [g for g in own if g.prep not in self.inflected.seller]
        if found := self.all(own, words.to) or self._reached(clause, verb, own) or self._there(own):
            return found
        receiver = clause.subject if base in words.receiving and not verb.passive else None
        if receiver is not None and (found := self.possessor(receiver) or self._seat(receiver, base)):
            return found
        there = (
            clause.kind is Kind.RELATIVE and clause.mark in self.grammar.where and not self._whence(clause)
        )
        return self.at(clause.antecedent) if there else []

    def _ends_of(self, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> list[NounGroup]:
        """Return the groups that may name a destination: not the subject's, not "to A's mission"."""
        behind = [g for g in groups if g.subject and g.start > verb.start]  # "saem 200 caixas para A"
        return [
            g
            for g in groups
            if not g.subject
            and (clause.gapped or g.governor in behind or not (g.governor and g.governor.subject))
            and (g.head.placed or self._is_type(g) or not self._is_owned(g))
        ]

    def _is_type(self, group: NounGroup) -> bool:
        return group.head.folded in self.reading.language.toponyms.type_kinds

    def _is_owned(self, group: NounGroup) -> bool:
        return any(p.mentions[-1].possessive for p in self.of_noun.get(id(group), ()))

    def _recipient(self, verb: VerbGroup, groups: list[NounGroup], told: bool) -> Ends:
        """Return the first of two objects, if it is a place: "gave A 20 ambulances", "that B lent A"."""
        things = [g for g in groups if not g.prep and g.start > verb.start and g.conjunct is None]
        if len(things) < (1 if told else 2) or things[-1].head.key in self.words.abstract:
            return []
        first = things[0]
        if self.is_person(first) or self.are_people(first):  # "sent his mother in A 400 dollars"
            return self.first(self.reading.dependents(first), self.words.at)
        place = first.head.placed or first.head.key in self.reading.language.toponyms.type_kinds
        return self.at(first) if place else []

    def _reached(self, clause: Clause, verb: VerbGroup, groups: list[NounGroup]) -> Ends:
        """Return the place that the object or another preposition than "to" names, as the verb takes it."""
        words, base = self.words, verb.base
        behind = [g for g in groups if g.start > verb.start]
        lands = base in words.landing and (
            any(w.key in words.down for w in clause.adverbs) or any(self._is_alighted(g) for g in behind)
        )
        if base in words.reaching | words.hitting and not verb.passive and (found := self.at(clause.object)):
            return found
        if base in words.bound or base in words.sending:
            named = [g for g in groups if g.prep in words.for_it]
            named = [g for g in named if id(g) in self.of_noun or self._are_in_need(g)]
            if found := self.all(named, words.for_it):
                return found
        if found := self._shot_at(verb, behind) if clause.object is None else []:
            return found
        if base in words.shooting and (found := self.first(behind, words.at_it)):
            return found
        if (lands or base in words.arriving) and (found := self.first(behind, words.at)):
            return found
        advances = base in words.advancing and self.all(groups, words.origin)
        if advances and (found := self.first([g for g in behind if not g.governor], words.on)):
            return found
        return self.first(behind, words.over) if base in words.covering else []

    def _are_in_need(self, group: NounGroup) -> bool:
        """Whether a group is those to whom something goes: "para los damnificados de A"."""
        states = self.grammar.states | self.words.migrants
        keys = {group.head.key, stem(group.head.key, self.grammar)}
        return self.inflected is not None and not states.isdisjoint(keys)

    def _is_alighted(self, group: NounGroup) -> bool:
        """Whether a group is a vehicle that somebody leaves: "stepped off a plane in A"."""
        vehicles = self.words.nouns | self.words.ships | self.words.vehicles
        return group.prep in self.words.down | self.words.off and group.head.key in vehicles

    def _there(self, groups: list[NounGroup]) -> Ends:
        """Return the place of "there", if an origin is named."""
        found = [p for g in groups if g.prep in self.grammar.there for p in self.at(g)]
        return found if found and self.all(groups, self.words.origin) else []

    def _whence(self, clause: Clause) -> bool:
        """Whether "from" stands before the "where" of a relative clause."""
        if clause.kind is not Kind.RELATIVE or clause.mark not in self.grammar.where:
            return False
        before = self.text[: clause.start].split()[-1:]
        return bool(before) and before[0].lower() in self.words.origin

    def _seat(self, subject: NounGroup, base: str) -> Ends:
        """Return where a subject that receives something is: "the refinery at A gets its oil from B"."""
        if base in self.words.sending or self.is_person(subject):
            return []
        where = self.words.at
        locals_ = self.reading.language.claims.bodies | self.reading.language.quantities.tolls
        if self.inflected and (subject.head.key in locals_ or self.are_people(subject)):
            where = where | self.words.of  # "la refinería de A"
        return self.first(self.reading.dependents(subject), where)

    def rest(self, clause: Clause) -> Ends:
        """Return where a clause tells of something at rest: its own place after a preposition."""
        if clause.verb is None:
            return []
        groups = [
            g
            for g in clause.groups
            if not g.subject and not (g.governor and g.governor.prep in self.words.origin)
        ]
        at = [g for g in groups if not self._is_road(g)] if self.inflected is not None else groups
        found = self.first(at, self.words.at | self.grammar.there)
        found = found or self.first(groups, self.words.at | self.grammar.there) or self._off(groups)
        spent = [g for g in groups if self.inflected is not None and self.lasts(g)]
        within = [c for c in self.syntax.clauses if c.kind is Kind.REDUCED and c.antecedent in spent]
        found = found or self.first(
            [g for c in within for g in c.groups], self.words.at
        )  # "un año preso en A"
        paid = [g for g in groups if g.governor is not None and g.governor.head.key in self.words.visits]
        return found or self.first(paid, self.words.to)

    def _off(self, groups: list[NounGroup]) -> Ends:
        """Return the place that something was so far from: "fue hallado a 60 millas de A"."""
        if self.inflected is None:
            return []
        far = (g for g in groups if g.prep in self.words.to and self.is_length(g))
        far = (g for g in far if g.words[0].part is Part.NUMBER)
        return next((found for g in far if (found := self._from_it(g))), [])

    def _from_it(self, length: NounGroup) -> Ends:
        of = (g for g in self.reading.dependents(length) if g.prep in self.words.of)
        return next((found for g in of if (found := self.at(g))), [])

    def _is_road(self, group: NounGroup) -> bool:
        """Whether a group names a road: "na BR-163, em A" is in A."""
        return any(m.place.kind == "road" for g in self.of_noun.get(id(group), []) for m in g.mentions)

    def stop(self, clause: Clause) -> Ends:
        """Return where a clause leaves what moves: the end of its movement, or where it is at rest."""
        return self.destinations(clause, clause.groups) or self.rest(clause)
