"""Ends that stand in another clause, in what describes the thing moved, or in the sentence before."""

from __future__ import annotations

import re

from ..grammar import NOUNS, Clause, Kind, NounGroup, Part, PlaceGroup, stem
from .ends import ClauseEnds
from .places import Ends


class EndsElsewhere(ClauseEnds):
    """Finds the end of a movement that its own clause does not name."""

    def origin_elsewhere(self, clause: Clause) -> tuple[Ends, list[Clause]]:
        """Return the origin of what moves, from the words that describe it or from a clause before.

        Also the clauses whose figures are about the movement, too. The first that names a place is taken:
        the clause that this one hangs in by "until"; what describes the thing moved; what the phrases of this
        clause say was before; participles beside it; the clause before it, of the same subject; the clause
        that governs it; the noun of the thing moved; the sentence before.
        """
        words, verb = self.words, clause.verb
        assert verb is not None
        if self.unplaced(clause, words.origin):
            return [], []
        until = clause.kind is Kind.SUBORDINATE and clause.mark in self.reading.language.claims.before_that
        until = until and not any(g.subject for g in clause.groups)
        if until and clause.parent is not None and (found := self.rest(clause.parent)):
            return found, []  # "spent two nights in A before being flown to B"
        landed = verb.base in words.arriving or verb.base in words.sending
        timed = clause.object is not None and self.lasts(clause.object)  # "arrived two days late"
        sent = landed and not verb.passive and clause.object is not None and not timed
        moved = clause.object if sent else clause.subject
        last = clause.before if clause.shares and not sent else None
        stops = last is not None and last.verb is not None and not last.verb.passive and self.rest(last)
        # not "who met in A, robbed a bank in B and drove to C"
        if not stops and moved is not None and (told := self.described(moved, clause)):
            return told
        agent = clause.subject if sent else None
        if agent is not None and (told := self.described(agent, clause)) and verb.base in words.shooting:
            return told[0], []  # "Rebels holed up in A fired rockets at B"
        living = [c for c in self.syntax.clauses if agent is not None and c.antecedent is agent]
        if verb.base in words.giving and (found := next((f for c in living if (f := self.rest(c))), [])):
            return found, []  # "people who live in A sent money to B"
        if (
            clause.kind is Kind.RELATIVE
            and clause.mark in words.whose
            and clause.antecedent is not None
            and (found := self.at(clause.antecedent))
        ):
            return found, []
        moves = (words.going | words.arriving | words.bound) - words.shown
        if verb.base in moves:  # "went to A after talks in B"
            for g in clause.groups:
                if g.prep in words.before_it and not g.head.placed:
                    along = [r for r in self.reading.below(g) if r.host and r.host.head.key in words.routes]
                    found = self.at(g) or self.first(self.reading.hosted(g), words.to)
                    found = found or self.first(along, words.origin)  # "after a battle on the road from A"
                    if found and found[0].noun is not g:
                        return found, []
        there = clause.kind is Kind.RELATIVE and clause.mark in self.grammar.where
        if there and clause.antecedent is not None and sent:
            return self.at(clause.antecedent), []  # "A, where ships load it for B"
        # "Fleeing hunger in A, they reached B", "after killing 21 in A, the storm heads for B"
        chain = self._chain(clause)
        for other in self.syntax.clauses:
            above = self._above(other)
            if other.verb is None or above is None or above not in chain:
                continue
            if other.kind is Kind.PARTICIPIAL and other.verb.base in words.leaving:
                found = self.first(other.groups, words.origin | words.at)
                if found := found or (self.at(other.object) if other.object else []):
                    return found, [other]
            # "after 30 years of teaching in A"
            spent = [g for g in above.groups if g.prep in words.before_it and self.lasts(g)]
            spent = [g for g in spent if other.mark in words.of and g.end <= other.start]
            if (spent or other.mark in words.before_it) and other.kind in (
                Kind.PARTICIPIAL,
                Kind.SUBORDINATE,
            ):
                subject = next((g for g in other.groups if g.subject), None)
                same = subject is None or subject.words[0].key in self.grammar.them
                found = self.stop(other) if same else []
                if same and not found and other.verb.base in words.leaving | words.going:
                    found = self.origins(other, other.groups)  # "a week after it left A"
                event = subject is not None and not same and not self.is_person(subject)
                after = event and other.mark in self.grammar.also_subordinators
                if (
                    after
                    and subject is not None
                    and (verb.passive or verb.base in words.going | words.arriving)
                ):
                    found = self.rest(other) or self.first(self.reading.hosted(subject), words.at)
                if same and not found and other.verb.base in words.staying and other.object is not None:
                    found = self.at(other.object)  # "after battering A, the storm headed for B"
                if found:
                    return found, []
        first = clause.before
        from_it = [g for g in clause.groups if g.prep in words.origin and g.head.part is Part.PRONOUN]
        if (
            first is not None
            and first.subject is not None
            and from_it
            and from_it[0].head.key in self.grammar.them
        ):
            return self.at(first.subject), []  # "the dam of A is full, and from it water flows to B"
        having = first is not None and first.verb is not None and first.verb.words[0].part is Part.HAVE
        if having and first is not None and first.subject is None and (found := self.stop(first)):
            return found, []  # "Having sold his farm in A, he settled in B"
        # the clause before, of the same subject: "left for A and were flown on to B"
        pronoun = clause.subject is not None and any(
            w.key in self.grammar.them and w.part is Part.PRONOUN
            for g in [clause.subject, *self.reading.hosted(clause.subject)]
            for w in g.words[:1]
        )
        anew = clause.subject is not None and any(w.key in words.another for w in clause.subject.words)
        some = clause.subject is not None and self.is_some(clause.subject)
        number = clause.subject is not None and all(w.part is Part.NUMBER for w in clause.subject.words)
        some = some or number
        pronoun = pronoun or (some and not (anew and not verb.passive))
        onward = any(g.prep in words.on_to for g in clause.groups) or any(
            w.key in words.onward for w in clause.adverbs
        )
        own = clause.subject is not None and clause.subject.words[0].key in self.grammar.them
        # "its crew was brought to A"
        pronoun = pronoun or (own and verb.passive and verb.base in words.sending)
        goods = clause.object if sent and clause.object is not None else None
        pronoun = pronoun or (  # "found them near A, and a lorry took them to B"
            goods is not None
            and clause.subject is not None
            and goods.words[0].part is Part.PRONOUN
            and goods.words[0].key in self.grammar.them
            and goods.start > verb.start
        )
        taken_away = verb.passive and verb.base in words.removing and not (some or anew)
        if (
            taken_away
            and clause.before is not None
            and not clause.shares
            and (found := self._scene(clause.before))
        ):
            return found, []
        before = clause.before if clause.shares or pronoun or onward else None
        before = None if verb.base in words.diverting else before  # "was headed to A but rerouted to B"
        if before is not None and sent and not pronoun and clause.object is not None:
            # "parked 34 in A and sold six to B": what is sent was not there
            thing, verb_before = clause.object, before.verb
            same = thing.words[0].key in self.grammar.them | self.grammar.articles | self.grammar.pointing
            taken = verb_before is not None and verb_before.base in words.taking
            before = before if same or taken else None
        theirs = sent and clause.object is not None and clause.object.words[0].key in self.grammar.them
        theirs = theirs and clause.object is not None and clause.object.words[0].part is Part.PRONOUN
        if clause.kind is Kind.SUBORDINATE and (pronoun or theirs) and clause.parent is not None:
            found = self.rest(clause.parent) or [g for g in self.at(clause.parent.subject) if g.heads]
            if found and found[0].start < clause.start:
                return found, []
        while before is not None:
            if before.verb is not None:
                moving = before.verb.base in words.going | words.sending | words.reaching
                found = self.destinations(before, before.groups) if moving else []
                if found and found[0].noun.prep in words.unreached:
                    return self.origins(before, before.groups) or self.last_place(), []
                if found or (found := self.rest(before)) or (found := self.origins(before, before.groups)):
                    return found, []
            before = before.before if before.shares else None
        inside = clause.parent is not None and clause.parent.kind in (Kind.REDUCED, Kind.PARTICIPIAL)
        related = (
            clause.kind in (Kind.RELATIVE, Kind.REDUCED)
            and clause.antecedent is not None
            and (inside or not clause.antecedent.prep or self._measured(clause.antecedent))
        )
        if clause.parent is not None and (related or clause.kind in (Kind.INFINITIVE, Kind.PARTICIPIAL)):
            parent = clause.parent
            hidden = parent.kind in (Kind.REDUCED, Kind.PARTICIPIAL) and parent.parent is not None
            if related and hidden and parent.parent is not None and not self.rest(parent):
                parent = parent.parent  # "seized in A, hidden in coffee that was going to B"
            if parent.verb is not None:
                subject = parent.subject if clause.controller is None else None
                found = (
                    self.origins(parent, parent.groups)
                    if related
                    else self.destinations(parent, parent.groups)
                )
                found = found or self.rest(parent) or (self.at(subject) if subject is not None else [])
                if not found and subject is not None and clause.kind is Kind.RELATIVE:
                    told = self.described(subject, parent)
                    found = told[0] if told else []  # "a deal struck in A freed five, who went on to B"
                    if found and found[0].start < clause.start:
                        return found, []
                # "the grain sold to B had been grown in A"
                made = parent.verb.passive and parent.verb.base in words.taking
                if found and found[0].noun.clause is parent and (made or found[0].start < clause.start):
                    return found, []
        if moved is not None and (found := self.from_noun(moved)):
            return found, []
        if moved is not None and verb.base in words.emigrating:  # "Russians who emigrated to A"
            people = [moved, *self.reading.hosted(moved)]
            if found := [g for noun in people for g in self.of_noun.get(id(noun), []) if g.demonym]:
                return found, []
        subject = clause.subject
        drives = sent and verb.base in words.going & words.sending
        if drives and subject is not None and (found := self.from_noun(subject)):
            return found, []  # "volunteers from A drove an ambulance to B"
        if subject is not None and not verb.passive and verb.base in words.going:
            seat = [g for g in self.reading.hosted(subject) if g.prep in words.at and self.near(g)]
            if found := next((found for g in seat if (found := self.at(g))), []):
                return found, []  # "my cousin in A drives to B"
        if pronoun:  # "two buyers from A are sought; police believe that they fled to B"
            for other in reversed(self.syntax.clauses[: self.syntax.clauses.index(clause)]):
                named = next((g for g in other.groups if g.subject), None)
                if named is not None and named.head.part is Part.PLURAL and (found := self.from_noun(named)):
                    return found, []
        if clause.kind in (Kind.MAIN, Kind.REPORTED) and self.last and self._goes_on(clause):
            return self.last_place(), []
        return [], []

    def destination_elsewhere(self, clause: Clause) -> tuple[Ends, list[Clause]]:
        """Return the destination of what moves, from a clause beside it or the sentence before.

        Also the clauses whose figures are about the movement, too. The first that names a place is taken: the
        clause that governs this one; clauses that describe its subject; the one that reports it; the one
        before or behind it, of the same subject; an infinitive that says what for; the sentence before.
        """
        words = self.words
        verb = clause.verb
        assert verb is not None
        if self.unplaced(clause, words.to):
            return [], []
        # a participle or relative clause before the verb of its own: "flown in from A, reached B"
        if (
            clause.kind in (Kind.REDUCED, Kind.RELATIVE, Kind.PARTICIPIAL)
            and clause.parent
            and clause.parent.verb
        ):
            parent, found = clause.parent, Ends()
            base = clause.parent.verb.base
            if self.inflected and clause.kind is Kind.RELATIVE and self.origins(parent, parent.groups):
                return [], []  # "deportó a 28 a A en un avión que despegó de B"
            if base in words.reaching | words.arriving | words.going | words.sending:
                found = self.destinations(parent, parent.groups)
                if not found and base in words.arriving:
                    found = self.rest(parent)
            pluperfect = verb.pluperfect
            described = clause.kind is not Kind.PARTICIPIAL and verb.base not in words.describing
            described = described and (pluperfect or verb.base not in words.home_of)
            if not found and base in words.hitting and parent.object is not None:
                found = self.at(parent.object)  # "missiles fired from A hit a ship off B"
            if not found and described and clause.antecedent is not None:
                found = [g for g in self.rest(parent) if g.noun.clause is parent]
                found = found or self.at(clause.antecedent)
                if not found and base in words.finding | words.taking and parent.subject is not None:
                    found = self.at(parent.subject)  # "police in A found 31 in a lorry that had come from B"
            if found:
                return found, [parent]
        for other in self.syntax.clauses:  # "the convoy, carrying fuel for A, had left B"
            hangs = other.kind in (Kind.REDUCED, Kind.PARTICIPIAL) and other.verb is not None
            ours = clause.subject is not None and clause.subject in (other.antecedent, other.subject)
            sends = hangs and ours and other.verb is not None and other.verb.base in words.sending
            if sends and (found := self.destinations(other, other.groups)):
                return found, []
            arrives = hangs and other.parent is clause and other.kind is Kind.PARTICIPIAL
            ends = words.reaching | words.arriving | words.coming
            arrives = arrives and other.verb is not None and other.verb.base in ends
            arrives = arrives and other.verb is not None and not other.verb.passive
            if arrives and (found := self.destinations(other, other.groups)):
                return found, [other]  # "left A on Monday, arriving in B"
        if found := self.used_at(clause):
            return found, []
        above = clause.parent if clause.kind is Kind.REPORTED else None
        inward = verb.base in words.coming - words.home_of or any(
            w.key in words.inward for w in clause.adverbs
        )
        if above is not None and above.subject is not None and inward and verb.pluperfect:
            seat = [g for g in self.reading.hosted(above.subject) if g.prep in words.at and self.near(g)]
            if found := next((found for g in seat if (found := self.at(g))), []):
                return found, []  # "police in A said that she had flown in from B"
        if verb.pluperfect and clause.subject is not None:
            for other in self.syntax.clauses:  # "a boat that sank off A had left B"
                top = other.antecedent.top if other.antecedent is not None and other is not clause else None
                if top is clause.subject.top and (found := self.rest(other)):
                    return found, []
        subject = clause.subject
        left_out = self.inflected is not None and subject is None  # "fue hallado en A; había salido de B"
        told = subject is not None and subject.words[0].key in self.grammar.them | self.grammar.quantifiers
        if clause.before is not None and not clause.shares and (told or left_out):
            before = clause.before
            if before.verb is not None and (
                found := self.destinations(before, before.groups) or self.rest(before)
            ):
                return found, []
        for other in self.syntax.clauses:
            used = other.verb is not None and other.verb.passive and other.verb.base in words.using
            top = other.antecedent.top if used and other.antecedent is not None else None
            if subject is not None and top is subject.top and (found := self.rest(other)):
                return found, [other]  # "half of the vanilla eaten in A comes from B"
        for other in self.syntax.clauses:  # "had come from A when it sank off B"
            then = other.kind is Kind.SUBORDINATE and other.parent is clause and other.mark in words.before_it
            it = other.subject is not None and other.subject.words[0].key in self.grammar.them
            if then and it and verb.pluperfect and (found := self.rest(other)):
                return found, []
        for other in self.syntax.clauses:
            named = next((g for g in other.groups if g.subject), None)
            they = named is not None and named.words[0].part is Part.PRONOUN
            they = they and named is not None and named.words[0].key in self.grammar.them
            if (other.shares or they) and other.before is clause and other.verb is not None:
                found = self.destinations(other, other.groups)
                treated = verb.passive and other.verb.passive  # "were carried from A and treated in B"
                if not found and (verb.base in words.going | words.leaving or treated):
                    found = self.rest(other)
                if found:
                    return found, [other]
        for other in self.syntax.clauses:  # "travelled from A to see the match in B"
            aims = other.kind is Kind.INFINITIVE and other.parent is clause and other.verb is not None
            if aims and verb.base in words.going and (found := self.rest(other)):
                return found, []
        if clause.kind in (Kind.MAIN, Kind.REPORTED) and self.last and self._goes_on(clause):
            pluperfect = verb.pluperfect
            part = subject is not None and verb.base not in words.home_of and self.is_some(subject)
            if pluperfect or part or (verb.passive and verb.base in words.sending):  # "It had come from A"
                return self.last_place(), []
        if clause.kind is Kind.MAIN and self.last and subject is not None and verb.form is Part.PAST:
            things = not self.is_person(subject) and stem(subject.head.key, self.grammar) not in words.persons
            alone = all(g.noun.prep in words.origin for g in self.groups)
            comes = verb.base in words.coming or (verb.base in words.bringing and not subject.head.placed)
            if comes and things and alone and subject.words[0].part is not Part.PRONOUN:
                return self.last_place(), []  # "Helicopters came from A", "Ships brought water from A"
        return [], []

    def used_at(self, clause: Clause) -> Ends:
        """Return where what comes from elsewhere is: "most of the refugees in A came from B"."""
        verb, subject, words = clause.verb, clause.subject, self.words
        if verb is None or subject is None or verb.base not in words.home_of or verb.passive:
            return []
        nouns = [subject, *self.reading.below(subject)]
        heads = [stem(g.head.key, self.grammar) for g in nouns if g.head.part in NOUNS and not g.head.placed]
        people = words.persons | self.reading.language.claims.folk
        someone = not heads or self.is_person(subject) or any(w in people for w in heads)
        if someone and not any(w in words.migrants for w in heads):
            return []  # where one comes from is a home
        own = [g for g in clause.groups if g.host is None and g.start < verb.start]
        if found := self.first([g for g in (*nouns, *own) if g is not subject], words.at):
            return found
        for other in self.syntax.clauses:
            described = other.antecedent in nouns and other.verb is not None and other.verb.passive
            if described and (found := self.rest(other)):
                return found
        above = clause.parent if clause.kind is Kind.SUBORDINATE else None
        theirs = self.grammar.pointing | self.grammar.them
        return self.rest(above) if above is not None and subject.words[0].key in theirs else []

    def unplaced(self, clause: Clause, preps: frozenset[str]) -> bool:
        """Whether a clause names an end that could not be placed: "left A for Xyz"."""
        types = self.reading.language.toponyms.type_kinds
        for g in clause.groups:
            first = next((w for w in g.words if w.part is not Part.DETERMINER), g.head)
            named = g.head.part is Part.NAME and first.capital and not any(w.placed for w in g.words)
            named = named and g.head.key not in self.grammar.periods
            if g.prep in preps and (named or g.head.key in types) and not self.at(g):
                return True
        return False

    def described(self, moved: NounGroup, clause: Clause) -> tuple[Ends, list[Clause]] | None:
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
            found = self.origins(other, other.groups)
            if not found and held and (not dated or other.verb.base in words.sending):
                found = self.first(other.groups, words.at)
            if not found and other.verb.base in words.leaving and other.object is not None:
                found = self.at(other.object)
            stays = other.kind is Kind.RELATIVE and other.verb.base in words.staying
            taken = other.verb.base in words.taking and other.verb.pluperfect
            if not found and (stays or taken) and not other.verb.passive and other.object is not None:
                found = self.at(other.object) if other.object.head.placed else []  # "the storm that hit A"
            if not found and other.verb.pluperfect and other.verb.base in words.going:
                found = self.destinations(other, other.groups)  # "people who had flown to A walked to B"
            if found:
                return found, [other]
        return None

    def from_noun(self, moved: NounGroup) -> Ends:
        """Return the origin that what moves has by itself: "sand from A", "Albanian goods"."""
        words = self.words
        inner = next((g for g in self.reading.hosted(moved) if g.prep in words.of), None)
        if inner is not None and moved.head.part not in NOUNS:
            return self.from_noun(inner)  # "half of A's oil"
        one = moved.head.key in words.persons and moved.head.part is not Part.PLURAL
        if not one:
            for inner in self.reading.below(moved):
                if inner.prep in words.origin and self.near(inner) and (found := self.at(inner)):
                    return [] if self.on_route(inner, "") else found
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

    def _measured(self, group: NounGroup) -> bool:
        """Whether a noun group only says of what a figure is: "2 tonnes of copper"."""
        host = group.host
        figure = host is not None and any(w.part is Part.NUMBER for w in host.words)
        return figure and host is not None and not host.prep and group.prep in self.grammar.of

    def _scene(self, clause: Clause) -> Ends:
        """Return where what a clause tells of took place: its own place, or its subject's."""
        within = [c for c in self.syntax.clauses if c.kind is Kind.REDUCED and c.antecedent in clause.groups]
        found = next((found for c in (clause, *within) if (found := self.rest(c))), [])
        if not found and clause.subject is not None and not self.is_person(clause.subject):
            found = self.first(self.reading.below(clause.subject), self.words.at)
        return found or (self._scene(clause.before) if clause.before is not None else [])

    def last_place(self) -> Ends:
        """Return where the sentence before leaves what it tells of."""
        return [PlaceGroup(tuple(self.last), NounGroup([]))] if self.last else []

    def taken(self) -> Ends:
        """Return where the sentence before tells that something was taken, if it does."""
        return self.last_place() if self.acquired else []

    def is_of_them(self, group: NounGroup) -> bool:
        """Whether a subject is, or is of, those named before: "they", "two of them", "the third"."""
        of = [g for g in self.reading.hosted(group) if g.prep in self.words.of]
        theirs = self.grammar.them | self.grammar.pointing
        if self.is_some(group) or (group.words[0].key in self.grammar.them and bool(of)):
            return not of or any(g.words[0].key in theirs for g in of)
        them = group.words[0].part is Part.PRONOUN and group.words[0].key in self.grammar.them
        return them and len(group.words) == 1 and group.words[0].key not in self.grammar.itself

    def is_some(self, group: NounGroup) -> bool:
        """Whether a noun group is only how many of those named before: "some", "three", "the others"."""
        words = [w for w in group.words if w.key not in self.grammar.articles]
        some = self.grammar.quantifiers | self.grammar.some
        return bool(words) and all(w.part is Part.NUMBER or w.key in some for w in words)

    def _chain(self, clause: Clause) -> list[Clause]:
        found = [clause]
        while clause.before is not None and clause.shares:
            clause = clause.before
            found.append(clause)
        return found

    def _above(self, clause: Clause) -> Clause | None:
        """Return the clause that one hangs in, also by a length of time: "hours after speaking in A"."""
        above = clause.parent
        if above is None or above.verb is not None or above.subject is None or not self.lasts(above.subject):
            return above
        before = [c for c in self.syntax.clauses if c.end <= above.start]
        return above.parent or (before[-1] if before else None)

    def _goes_on(self, clause: Clause) -> bool:
        """Whether its subject, or what it moves, is something that the sentence before told of."""
        verb = clause.verb
        assert verb is not None
        subject = clause.subject
        if subject is None:
            return False
        thing = clause.object if verb.base in self.words.sending and not verb.passive else None
        if thing is not None and thing.words[0].part is Part.PRONOUN:
            return thing.words[0].key in self.grammar.them  # "Buses took them to A"
        key = subject.words[0].key
        the = key in self.grammar.articles and key in self.grammar.pointing
        named = the and verb.passive and verb.base not in self.words.shown
        one = key in self.grammar.persons - self.grammar.first_person
        one = one and subject.words[0].part is Part.PRONOUN
        quoted = any(w.part is Part.QUOTE for w in self.syntax.words)
        part = subject.head.key in self.words.parts
        part = part and any(w.key in self.grammar.ordinal for w in subject.words)
        if (one and not quoted and clause.kind is Kind.MAIN) or part:
            return True
        return named or key in self.grammar.them or self.is_some(subject)
