"""The two ends that a clause of moving names itself."""

from __future__ import annotations

from ..grammar import Clause, Kind, NounGroup
from .places import Ends, GroupPlaces


class ClauseEnds(GroupPlaces):
    """Finds the ends of a movement in its own clause."""

    def origins(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        """Return the origins that a clause names."""
        words, verb = self.words, clause.verb
        assert verb is not None
        base = verb.base
        after = [g for g in groups if g.start > verb.start] + [
            g for g in groups if g.start < verb.start and not g.host
        ]
        after = [g for g in after if not self.of_person(g)]
        if self.inflected and base in words.buying and not verb.passive:
            sold = [g for g in after if g.start > verb.start]
            if found := self.all(sold, self.inflected.seller):
                return found  # "compró a A 12 toneladas"
        gone = base in words.gone_out  # "sold out of candles"
        after = [g for g in after if not (gone and g.prep not in self.grammar.origin)]
        if found := self.all(after, words.origin):
            return found
        behind = [g for g in after if g.start > verb.start]
        sent = base in words.sending and clause.object is not None and self.all(after, words.to)
        if sent and (found := self.first(behind, words.off)):
            return found  # "brought 1,900 people off A to B"
        thing = clause.object
        left = base in words.leaving and not (self.inflected and thing is not None and not thing.head.placed)
        if left and not verb.passive and thing is not None and (found := self.at(thing)):
            return found
        if (
            left
            and (found := self.first([g for g in after if not g.subject and not self.beside(g)], words.at))
            and base not in words.arriving
        ):
            return found
        if verb.passive and base in words.from_subject and (found := self.first(after, self.grammar.by)):
            return found
        if self._whence(clause) and clause.antecedent is not None:
            return self.at(clause.antecedent)  # "A, de donde salieron"
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
            found = self.possessor(subject)
            officials = self.reading.language.claims.officials
            if not found and subject.head.key in officials:  # "the governor of A has sent"
                return self.all(self.reading.hosted(subject), words.of)
            if not found and base in words.sending and not self.is_person(subject):
                made = self.inflected and not any(
                    g.mentions[0].demonym for g in self.of_noun.get(id(subject), ())
                )
                found = [g for g in self.at(subject) if g.noun.prep in words.at or made]
            return found
        if base in words.boarding and subject is not None and not verb.passive and self._aboard(after):
            return self.possessor(subject)  # "A put two men on a plane to B"
        return []

    def _aboard(self, groups: list[NounGroup]) -> bool:
        """Whether a vehicle stands among noun groups: "on a plane", "aboard a ship"."""
        vehicles = self.words.nouns | self.words.ships | self.words.vehicles
        return any(g.prep in self.words.at | self.words.on and g.head.key in vehicles for g in groups)

    def destinations(self, clause: Clause, groups: list[NounGroup]) -> Ends:
        """Return the destinations that a clause names."""
        words, verb = self.words, clause.verb
        assert verb is not None
        base = verb.base
        types = self.reading.language.toponyms.type_kinds
        groups = [
            g
            for g in groups
            if not any(p.mentions[-1].possessive for p in self.of_noun.get(id(g), ()))
            or g.head.folded in types
            or g.head.placed
        ]  # not "to A's mission"
        behind = [g for g in groups if g.subject and g.start > verb.start]  # "saem 200 caixas para A"
        own = [
            g
            for g in groups
            if not g.subject and (clause.gapped or g.host in behind or not (g.host and g.host.subject))
        ]
        if base in words.giving and not verb.passive:
            things = [g for g in own if not g.prep and g.start > verb.start and g.row is None]
            place = bool(things) and (things[0].head.placed or things[0].head.key in types)
            if len(things) > 1 and place and (found := self.at(things[0])):
                return found
        thing = clause.object
        supplied = thing is not None and thing.head.placed and any(g.prep in words.with_it for g in own)
        if base in words.supplying and not verb.passive and thing is not None and supplied:
            return self.at(thing)  # "supply A with vaccine"
        if self.inflected and base in words.buying:
            own = [g for g in own if g.prep not in self.inflected.seller]
        preps = words.to | words.for_it if base in words.bound or base in words.sending else words.to
        if found := self.all([g for g in own if g.prep in words.to], words.to):
            return found
        thing = clause.object
        if (
            base in words.reaching | words.hitting
            and not verb.passive
            and thing is not None
            and (found := self.at(thing))
        ):
            return found
        if preps is not words.to:
            named = [g for g in own if g.prep in words.for_it and id(g) in self.of_noun]
            if found := self.all(named, words.for_it):
                return found
        if base in words.shooting and (
            found := self.first([g for g in own if g.start > verb.start], words.at_it)
        ):
            return found
        lands = base in words.landing and any(w.key in words.down for w in clause.adverbs)
        if (lands or base in words.arriving) and (
            found := self.first([g for g in own if g.start > verb.start], words.at)
        ):
            return found
        on = [g for g in own if g.start > verb.start and not g.host]
        advances = base in words.advancing and self.all(own, words.origin)
        if advances and (found := self.first(on, words.on)):
            return found
        covered = [g for g in own if g.start > verb.start]
        if base in words.covering and (found := self.first(covered, words.over)):
            return found
        if (found := [p for g in own if g.prep in self.grammar.there for p in self.at(g)]) and self.all(
            own, words.origin
        ):
            return found
        subject = clause.subject
        if (
            base in words.receiving
            and not verb.passive
            and subject is not None
            and (found := self.possessor(subject) or self._seat(subject, base))
        ):
            return found
        if (
            clause.kind is Kind.RELATIVE
            and clause.mark in self.grammar.where
            and clause.antecedent is not None
            and not self._whence(clause)
        ):
            return self.at(clause.antecedent)
        return []

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
        return self.first(self.reading.hosted(subject), self.words.at)

    def rest(self, clause: Clause) -> Ends:
        """Return where a clause tells of something at rest: its own place after a preposition."""
        if clause.verb is None:
            return []
        groups = [
            g for g in clause.groups if not g.subject and not (g.host and g.host.prep in self.words.origin)
        ]
        found = self.first(groups, self.words.at | self.grammar.there)
        paid = [g for g in groups if g.host is not None and g.host.head.key in self.words.visits]
        return found or self.first(paid, self.words.to)

    def stop(self, clause: Clause) -> Ends:
        """Return where a clause leaves what moves: the end of its movement, or where it is at rest."""
        return self.destinations(clause, clause.groups) or self.rest(clause)
