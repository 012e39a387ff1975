"""The places of the clauses around a figure: its own, those that it hangs on, and those that hang on it."""

from __future__ import annotations

from collections.abc import Iterator

from ...grammar import Clause, Kind, NounGroup, Part, PlaceGroup, stem
from .own import OwnPlaces

_MANY = 20  # so many of a people are hardly all abroad


class ClausePlaces(OwnPlaces):
    """Finds the places that a figure's clause and the clauses around it name."""

    # -- one clause ------------------------------------------------------------------------------------------

    def in_clause(self, clause: Clause, own: bool, others: bool = False) -> list[PlaceGroup]:
        """Return the places of a clause: after the figure, before it, its subject's, then weaker ones.

        `own` is whether it is the figure's clause; with `others`, places on nouns of other figures count too.
        """
        if not own and self._is_comparison(clause):
            return []
        groups = [g for g in clause.groups if not self.is_of_other(g, others) and not g.ruled_out]
        groups = [g for g in groups if not self._is_ahead(g)]
        subject = next((g for g in groups if g.subject), None) or clause.subject
        other = subject if subject is not self.group else None
        return (
            (self._inserted(clause, subject) if own else [])
            or self._located(clause, groups, own)
            or (self._made(subject) if own else [])
            or self._way(other)
            or (self._of_subject(other) if other and not self.speaks(clause, other) else [])
            or self._of_route(clause, groups, subject)
            or (self._of_object(groups) if own or self._hangs() else [])
            or ([] if self._is_seized(clause) or self._is_beside(clause) else self._weak(groups))
            or self._left(clause, groups)
            or (self._weak_below(other) if other else [])
            or (self._whose(clause, subject) or self._in_name(groups) if own else self._of_court(subject))
        )

    def _hangs(self) -> bool:
        """Whether the figure's clause hangs on another, whose object may then be its place."""
        clause = self.group.clause
        if self.words.under_way.search(self.reading.text, clause.start, clause.end):
            return True  # "the convoy reached A, but 40 died on the way"
        return self.reading.language.is_inflected or clause.kind not in (Kind.MAIN, Kind.RELATIVE)

    def _is_beside(self, clause: Clause) -> bool:
        """Whether a clause stands beside the figure's and tells of something else."""
        main = clause.kind is Kind.MAIN and self.group.clause.kind is Kind.MAIN
        return main and clause is not self.group.clause and not self.reading.language.is_inflected

    def _inserted(self, clause: Clause, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return the subject's place if the figure stands between it and its verb, and only describes it.

        "wages in A, at 75 dollars a month, are the lowest in B"
        """
        group = self.group
        if subject is None or group.clause is not clause or clause.verb is None or not group.prep:
            return []
        comma = self.reading.text[: group.at].rstrip()[-1:] == ","
        inserted = comma and subject.end < group.start < clause.verb.start
        return self.at(subject) or self.below(subject) if inserted else []

    def _located(self, clause: Clause, groups: list[NounGroup], own: bool) -> list[PlaceGroup]:
        """Return the place of a group that says where: behind the figure, else the nearest one before it."""
        where = self._locating(clause, groups, own)
        after = [g for g in where if g.start > self.quantity.number]
        before = [g for g in where if g.start < self.quantity.number]
        before = [g for n, g in enumerate(before) if not n or not self.beside(before[n - 1], g)]
        beyond = [g for g in after if before and self.joined_on(g)]
        for g in [g for g in after if g not in beyond] + before[::-1] + beyond:
            if found := self.at(g) or self.below(g) or self._in_theirs(g):
                return found
        return []

    def _in_theirs(self, group: NounGroup) -> list[PlaceGroup]:
        """Return the place of a demonym on a kind of place: "in the Kenyan capital"."""
        on_place = group.governor is not None and group.governor.head.placed  # "to A on the Kenyan shore"
        typed = group.head.folded in self.types or (group.head.folded in self.words.grounds and not on_place)
        typed = typed and group.prep not in self.grammar.of
        found = self.at(group, demonyms=True) if typed else []
        theirs = [g for g in found if g.demonym and not g.heads]
        after = next((g for g in self.reading.syntax.groups if g.start > group.end), None)
        if not theirs or after is None or self.reading.text[group.end : after.start].strip() != ",":
            return theirs
        return ([] if after.prep else self.at(after)) or theirs  # "in the Kenyan capital, A,"

    def _locating(self, clause: Clause, groups: list[NounGroup], own: bool) -> list[NounGroup]:
        """Return the groups of a clause that say where, without those that only explain another one."""
        subject = clause.subject if clause.subject is not self.group else None
        found = [
            g
            for g in groups
            if (self.locates(g) and g.prep not in self.grammar.of)
            or (g.prep in self.grammar.of and g.governor is not None and self.is_distance(g.governor))
        ]
        found = [g for g in found if not (g.governor and g.governor.subject)]
        # not "frente a los 200.000 de A"
        found = [g for g in found if not (g.prep in self.words.earlier_by and id(g) in self.others)]
        found = [
            g for g in found if not (g.governor and g.governor.head.placed and self.locates(g.governor))
        ] or found
        found = [g for g in found if not self._is_apposed_end(g)]
        if subject is not None and self._studies(subject):
            found = [g for g in found if g.top is not subject]
        if subject is not None and self.at(subject):
            found = [g for g in found if not self._is_occasion(g)]
        found = [
            g
            for g in found
            if not (
                g.governor
                and g.governor.governor
                and g.governor.head.placed
                and self.below(g.governor.governor)
            )
        ] or found
        if clause.verb is not None and clause.verb.base in self.flows.receiving:
            found = [g for g in found if not (g.governor and g.governor.prep in self.words.origin)]
        if not own:  # where a court sits, nothing that it hears of took place
            found = [g for g in found if g.head.key not in self.words.officials]
            found = [g for g in found if not (g.governor and g.governor.head.key in self.words.officials)]
        return found

    def _is_occasion(self, group: NounGroup) -> bool:
        """Whether a group hangs on what only came before: "A's toll is eight, following a crash in B"."""
        above: NounGroup | None = group.governor
        while above is not None and above.prep not in self.words.occasions:
            above = above.governor
        return above is not None

    def _made(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return the place of a demonym on what is counted: "the storm destroyed 300 Canadian homes"."""
        if self.is_people(self.group) or self.group.subject:
            return []
        if subject is not None and any(g.heads for g in self.at(subject)):
            return []
        nouns = [n for n in (self.group, self.count.noun) if n is not None and not self.is_people(n)]
        theirs = [g for noun in nouns for g in self.at(noun, demonyms=True)]
        return [g for g in theirs if g.demonym and not g.heads and not self._names_firm(g)]

    def _names_firm(self, place: PlaceGroup) -> bool:
        """Whether a demonym begins a name: "a dozen British Airways flights"."""
        words = place.noun.words
        after = (w for w in words if w.start > place.end and w.capital and not w.placed)
        return next(after, None) is not None and place.noun.head.part is not Part.NAME

    def _of_subject(self, subject: NounGroup) -> list[PlaceGroup]:
        """Return the place of the subject; that of what a person was once comes last."""
        if self._is_former(subject) or self._studies(subject):
            return []
        return self.at(subject) or self.abode(subject)

    def _studies(self, subject: NounGroup) -> bool:
        """Whether those who are the subject study something, which need not be where their body is."""
        bodies = (g for g in self.reading.dependents(subject) if not g.head.placed)
        body = any(g.head.part is Part.NAME or g.head.key in self.words.bodies for g in bodies)
        return body and subject.head.key in self.words.scholars

    def _is_former(self, group: NounGroup) -> bool:
        """Whether a noun group is a person who was something once: "former A Governor Smith"."""
        return any(w.key in self.words.former for w in group.words) and not group.head.placed

    def _of_object(self, groups: list[NounGroup]) -> list[PlaceGroup]:
        """Return the place of a subject or an object; below it, only of an object that is a kind of place."""
        for g in groups:
            if g is self.group or g.prep or self._is_owned_one(g):
                continue
            body = self.reading.language.is_inflected and g.head.key in self.words.bodies
            below = (body or g.head.key in self.types) and not g.subject
            if found := self.at(g) or (self.below(g) if below else []):
                return found
        return []

    def _way(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return both ends of a route where "de" is "from": "la carretera de A a B"."""
        if subject is None or not self.reading.language.is_inflected:
            return []
        if joined := self._joined_by(subject):
            return joined
        if subject.head.key not in self.flows.routes:
            return []
        preps = self.flows.origin | self.flows.to
        ends = [p for g in self.reading.below(subject) if g.prep in preps for p in self.at(g)]
        return ends if len(ends) > 1 else []

    def _joined_by(self, subject: NounGroup) -> list[PlaceGroup]:
        """Return both ends of what a clause says to lie or go between: "el ferri que une A con B"."""
        for other in self.reading.syntax.clauses:
            verb, thing = other.verb, other.object
            if other.antecedent is not subject or verb is None or other.kind is not Kind.RELATIVE:
                continue
            if self.flows.link.search(self.reading.text, verb.start, verb.end):
                ends = [
                    p for g in other.groups if g is thing or g.prep in self.words.weak for p in self.at(g)
                ]
                return [PlaceGroup((m,), p.noun) for p in ends for m in p.mentions]
            if subject.head.key in self.flows.routes and verb.base in self.flows.lying:
                preps = self.flows.origin | self.flows.to
                return [p for g in other.groups if g.prep in preps for p in self.at(g)]
        return []

    def _of_route(
        self, clause: Clause, groups: list[NounGroup], subject: NounGroup | None
    ) -> list[PlaceGroup]:
        """Return the ends of a route that is the subject: "a road of 90 km joins A to B"."""
        if subject is None or subject.head.key not in self.flows.routes:
            return []
        ends = self.words.origin | self.words.weak
        if found := [p for g in self.reading.below(subject) if g.prep in ends for p in self.at(g)]:
            return found
        found = self.at(clause.object) if clause.object is not None else []
        return found and found + [p for g in groups if g.prep in self.words.weak for p in self.at(g)]

    def _is_seized(self, clause: Clause) -> bool:
        """Whether a clause says whither something was to go that was seized: it is not there."""
        above = clause.parent.verb if clause.parent is not None else None
        told = clause.kind in (Kind.RELATIVE, Kind.REDUCED) and self.reading.language.is_inflected
        return told and above is not None and above.base in self.flows.seizing

    def _weak(self, groups: list[NounGroup]) -> list[PlaceGroup]:
        """Return the place of a preposition that seldom says where: "to A"."""
        moving = self.flows.going | self.flows.sending | self.flows.leaving
        for g in groups:
            goes = g.clause.verb is not None and g.clause.verb.base in moving
            taken = self.reading.language.is_inflected and g.governor is None and g.prep in self.flows.origin
            place = g.head.part is Part.NAME or g.head.folded in self.kinds  # not "to A's senator"
            named = [p for p in self.at(g) if p.heads or place] or (self.below(g) if taken and goes else [])
            if (g.prep in self.words.weak or taken) and named:
                return named
        return []

    def _left(self, clause: Clause, groups: list[NounGroup]) -> list[PlaceGroup]:
        """Return the place that what is counted leaves: "2,000 workers were pulled out of A"."""
        flows = self.flows
        if clause.verb is None or clause.verb.base in flows.home_of:
            return []
        if clause.verb.base not in flows.going | flows.sending | flows.leaving:
            return []
        moved = clause.subject if self.group.subject else clause.object
        if moved is None or moved.top is not self.group.top:
            return []
        governor = None if self.group.subject and not clause.gapped else self.group
        out = [g for g in groups if g.governor is governor and g.prep in self.words.origin]
        if self.reading.language.is_inflected:  # "Dos cofres de um banco de A levaram 3 milhões"
            ahead = (g for g in groups if g.governor is None and not g.subject and g.end <= clause.verb.start)
            out += [g for g in ahead if g.prep in flows.origin]
        return next((found for g in out if (found := self.at(g) or self.below(g))), [])

    def _weak_below(self, subject: NounGroup) -> list[PlaceGroup]:
        below = (g for g in self.reading.dependents(subject) if g.prep in self.words.weak)
        return next((found for g in below if (found := self.at(g))), [])

    def _whose(self, clause: Clause, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return the place that says whose what is counted is; of people, it says where they are from."""
        for noun in (self.group, subject):
            if noun is None or self.is_people(noun) or self._is_former(noun):
                continue
            if noun is subject and self.speaks(clause, noun):
                continue
            named = noun.head.part is Part.NAME and not noun.head.placed  # "American Airlines"
            found = [g for g in self.at(noun, demonyms=True) if not (g.demonym and (g.heads or named))]
            if found:
                return found
        return self._of_body() or self._of_nation(subject)

    def _in_name(self, groups: list[NounGroup]) -> list[PlaceGroup]:
        """Return the place in the name of who is counted, or of where they are: "at the A County Jail"."""
        words = self.words
        sites = words.bodies | words.jails | words.sites | self.types.keys()
        named = [g for g in groups if g is not self.group and self.locates(g) and g.head.folded in sites]
        counted = [self.group] if not self.quantity.unit else []
        found = (self.inside.get(id(g)) for g in (*counted, *named))
        return next(([g] for g in found if g is not None), [])

    def _of_court(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return the place of those who speak for it: "a Kenyan court ruled that eight men …"."""
        if subject is None or subject.head.key not in self.words.locals_:
            return []
        return [g for g in self.at(subject, demonyms=True) if g.demonym and not g.heads]

    def _of_body(self) -> list[PlaceGroup]:
        """Return the place of a body that people are of: "four members of the Kenyan parliament"."""
        bodies = (g for g in self.reading.dependents(self.group) if g.prep in self.grammar.of)
        found = (p for g in bodies for p in self.at(g, demonyms=True) if p.demonym and not p.heads)
        return [*found][:1]

    def _of_nation(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return the place of a people of whom it is a share, or who do it: "nine in ten Kenyans"."""
        quantity = self.quantity
        many = quantity.kind == "share" or quantity.vague or (not quantity.unit and quantity.value >= _MANY)
        whole = self.count.noun if many and not self.count.inherited else None
        other = subject if subject is not self.group and subject is not None else None
        for noun in (whole, other):
            if noun is None or (noun is other and noun.words[0].part in (Part.DETERMINER, Part.NUMBER)):
                continue
            if stem(noun.head.key, self.grammar) in self.words.away_folk:
                continue  # "some of the 40,000 Iraqi refugees"
            if noun is not other and self._is_told_where(noun):
                continue  # "84 brasileiros que estavam em A"
            if found := [g for g in self.at(noun, demonyms=True) if g.demonym and g.heads]:
                return found[:1]
        return []

    def _is_told_where(self, noun: NounGroup) -> bool:
        """Whether a clause that describes a noun says where it is."""
        own = [c for c in self.reading.syntax.clauses if c.antecedent is noun]
        of = self.grammar.of
        return any(self.locates(g) and (self.at(g) or g.prep not in of) for c in own for g in c.groups)

    def _is_comparison(self, clause: Clause) -> bool:
        """Whether a clause only says what the figure is compared with: "twice what A gives"."""
        if clause.kind is not Kind.RELATIVE or clause.start < self.quantity.end:
            return False
        before = [w for w in self.reading.syntax.words if w.end <= clause.start][-1:]
        return bool(before) and (before[0].key in self.words.multiples | self.words.compared)

    def _is_owned_one(self, group: NounGroup) -> bool:
        """Whether a place only says of which kind, or whose, one is: "an A drill", "A's leader"."""
        found = self.at(group)
        if not found or found[0].heads:
            return False
        first = group.words[0]
        some = first.key in self.grammar.articles and first.key not in self.grammar.pointing
        return some or self.is_one_person(group)

    def _is_ahead(self, group: NounGroup) -> bool:
        """Whether a group only says where a way leads, or whose a flag is: "on its way to A"."""
        governor = group.governor
        flows, grammar = self.flows, self.grammar
        if group.prep and group.head.key in self.words.signs:
            return True
        if governor is None or governor is self.group or governor is self.count.noun:
            return False
        ways = flows.way | (flows.routes - flows.vehicles) | (frozenset() if governor.prep else flows.nouns)
        leads = group.prep in flows.to and governor.head.key in ways and not governor.subject
        return leads or (group.prep in grammar.of and governor.head.key in self.words.signs)

    def _is_apposed_end(self, group: NounGroup) -> bool:
        """Whether a group only says where the end of a way before it lies: "for A, on B"."""
        before = next((g for g in reversed(self.reading.syntax.groups) if g.end <= group.at), None)
        return before is not None and before.prep in self.words.weak and self.beside(before, group)

    # -- the clauses around ----------------------------------------------------------------------------------

    def around(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places of a figure's clause, else of the nearest clause that has some."""
        if self.tells_of_one_person(clause):
            befalling = self.reading.language.quantities.befalling
            befell = clause.verb is not None and clause.verb.base in befalling
            before = clause.before if clause.shares and befell else None
            found = self.in_clause(clause, own=True) or self._taken_from(clause)
            return found or (self.in_clause(before, own=False) if before is not None else [])
        flights = self.count.noun
        moves = flights is not None and flights.head.key in self.flows.nouns
        return (
            self._described(self._making() - (self.flows.taking if self._is_left(clause) else frozenset()))
            or self._in_reach(clause)
            or self._with_others(clause)
            or next((found for c in self._above(clause) if (found := self.in_clause(c, own=False))), [])
            or self._counted_after(clause)
            or (self.source(flights) if moves else [])
            or self.source(clause.subject)
            or self._taken_from(clause)
            or (self.at(clause.subject) if clause.subject and self._is_former(clause.subject) else [])
        )

    def _taken_from(self, clause: Clause) -> list[PlaceGroup]:
        """Return the place in the name of a body that something is taken from: "stole 40 from an A bank"."""
        if self.is_people(self.group) or self.group.subject or self.reading.language.is_inflected:
            return []
        for g in clause.groups:
            if g.prep not in self.words.origin or g.start < self.quantity.end or self.is_people(g):
                continue
            of = [g, *(d for d in self.reading.dependents(g) if d.prep in self.grammar.of)]
            named = [p for n in of for p in self.at(n)]
            named = named or [self.inside[id(n)] for n in of if id(n) in self.inside]
            if named and not g.head.placed and not self.is_one_person(g):
                return named[:1]
        return []

    def _is_left(self, clause: Clause) -> bool:
        """Whether what is counted is left somewhere, as another says: "left 900 children sheltering in A"."""
        return (
            clause.verb is not None and clause.verb.base in self.flows.leaving and clause.object is self.group
        )

    def _described(self, without: frozenset[str]) -> list[PlaceGroup]:
        """Return the place of a participle that describes what is counted: "hundreds of men held in A".

        Verbs of `without` do not say where it is, but where it was.
        """
        part = self.group.governor if self.group.prep in self.grammar.of else None
        for other in self.reading.syntax.clauses:
            if other.kind is not Kind.REDUCED or other.antecedent is None or other.verb is None:
                continue
            described = other.antecedent in (self.group, self.count.noun, part)
            if described and other.verb.base not in without:
                places = (g for g in other.groups if self.locates(g) and not self.is_of_other(g))
                if found := next((found for g in places if (found := self.at(g) or self.below(g))), []):
                    return found
        return []

    def _in_reach(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places of the nearest clause that has some, or of the noun that it describes."""
        seen: set[int] = set()
        for each in self._reach(clause):
            if id(each) in seen or (each.kind is Kind.SAYING and each is not clause):
                continue
            seen.add(id(each))
            about = each.antecedent.top if each.antecedent is not None else None
            shared = clause.shares and each is clause.before
            shared = shared or (each.kind is Kind.RELATIVE and about is not None and about is clause.subject)
            shared = shared or (each is clause and self._is_listed_with(clause))
            found = (
                self._at_where(each)
                or self.in_clause(each, each is clause)
                or (self.in_clause(each, False, others=True) if shared else [])
            )
            if not found and each.antecedent is not None and each.kind in (Kind.RELATIVE, Kind.REDUCED):
                found = self.at_antecedent(each.antecedent)
            if not found and each is clause:
                found = self._described(self._making() - self.flows.taking)
            if found:
                return found
        return []

    def _is_listed_with(self, clause: Clause) -> bool:
        """Whether a figure is behind "and" whose place is of both: "burned 9 acres and two barns in A"."""
        after = (g for g in clause.groups if g.conjunct is self.group and id(g) in self.others)
        last = next(after, None)
        return last is not None and "," not in self.reading.text[self.group.end : last.start]

    def _at_where(self, clause: Clause) -> list[PlaceGroup]:
        """Return the place that a relative clause describes with "where", if it names none of its own."""
        if clause.kind is not Kind.RELATIVE or clause.antecedent is None:
            return []
        if clause.mark not in self.words.where:
            return []
        own = (g for g in clause.groups if not g.governor and not self.joined_on(g))
        return (
            [] if any(self.locates(g) and self.at(g) for g in own) else self.at_antecedent(clause.antecedent)
        )

    def _with_others(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places on the nouns of other figures, in the clause and the one that it shares with."""
        chain = [clause, *([clause.before] if clause.shares and clause.before else [])]
        places = (self.in_clause(each, each is clause, others=True) for each in chain)
        return next((found for found in places if found), [])

    def _counted_after(self, clause: Clause) -> list[PlaceGroup]:
        """Return where those are whom the next clause counts, too: "12 died and 40 were hurt in A"."""
        some = self.grammar.some | self.grammar.single
        for other in self.reading.syntax.clauses:
            subject = other.subject if other.before is clause and not other.shares else None
            words = subject.words if subject is not None and clause.subject is self.group else []
            if words and all(w.part is Part.NUMBER or w.key in some for w in words):
                return self.in_clause(other, own=False, others=True)
        return []

    def _reach(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses in which a place may be the figure's, the nearest first."""
        yield clause
        if self.reading.language.is_inflected:
            yield from self._completing(clause)
        yield from self._before(clause)
        for outer in self._above(clause):
            yield outer
            while outer.before is not None:
                outer = outer.before
                yield outer
        for other in self.reading.syntax.clauses:
            if self._hangs_on(other, clause):
                yield other
        for other in self.reading.syntax.clauses:  # "40 of them, led by A, were on their way to B"
            if other.shares and other.before is clause and self.group.subject:
                yield other

    def _completing(self, clause: Clause) -> Iterator[Clause]:
        """Yield the participle right behind a verb: "siguen hospitalizados en A"."""
        for other in self.reading.syntax.clauses:
            hangs = other.kind is Kind.PARTICIPIAL and other.parent is clause and not other.mark
            done = clause.verb is not None and other.verb is not None and other.verb.passive
            if hangs and done and clause.verb and other.start - clause.verb.end <= 1:
                yield other

    def _before(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses before one, up to the first that describes a noun or says who speaks."""
        while clause.before is not None and clause.antecedent is None:
            if clause.before.kind is Kind.SAYING:
                return
            clause = clause.before
            yield clause

    def _hangs_on(self, other: Clause, clause: Clause) -> bool:
        """Whether a clause hangs on the figure's, or describes its subject, what is counted, or where."""
        hangs = other.parent is clause or (other.parent is not None and other.parent.before is clause)
        if hangs and other.mark in self.words.elsewhen:
            return False
        why = other.before if other.kind is Kind.PARTICIPIAL and not other.mark and other.before else other
        if why.kind is Kind.PARTICIPIAL and why.mark in self.words.reason:
            return False  # "sent six men to prison for stealing wool in A"
        if hangs and other.kind in (Kind.SUBORDINATE, Kind.PARTICIPIAL, Kind.INFINITIVE):
            return not self._is_birth(other, clause)
        if other.antecedent is None or other.kind not in (Kind.RELATIVE, Kind.REDUCED):
            return False
        if other.verb is not None and other.verb.base in self.flows.describing:
            return False
        subject = clause.subject
        them = subject is not None and subject.words[0].key in self.grammar.them
        if them and clause.kind is Kind.REPORTED and clause.parent is not None:
            subject = clause.parent.subject
        if subject is not None and other.antecedent.top is subject and not self.is_one_person(subject):
            return True
        if other.antecedent in (self.group, self.count.noun):
            return True
        # "in a crash reported near A, 11 died"
        return other.antecedent.clause is clause and self.locates(other.antecedent)

    def _is_birth(self, other: Clause, clause: Clause) -> bool:
        """Whether a participle only says where one person is from: "born in A, he wrote 40 plays"."""
        one = clause.subject is not None and self.is_one_person(clause.subject)
        described = other.verb is not None and other.verb.base in self.flows.describing
        return one and described and other.kind is Kind.PARTICIPIAL

    def _above(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses that govern one, but not who speaks, nor what "while" sets against it."""
        inner = clause
        for outer in clause.up():
            if outer is not clause:
                if inner.kind is Kind.SUBORDINATE and inner.mark in self.grammar.contrasting:
                    return
                if not self._spoken(clause, outer):
                    yield outer
            inner = outer

    def _spoken(self, clause: Clause, outer: Clause) -> bool:
        """Whether a clause only says who tells what a figure is part of, and no place itself speaks."""
        said = any(c.kind is Kind.REPORTED and c.parent is outer for c in clause.up())
        subject = outer.subject
        local = subject is not None and subject.head.key in self.words.locals_
        return said and not local and not (subject is not None and any(g.heads for g in self.at(subject)))

    def _making(self) -> frozenset[str]:
        """Return the verbs after which a place is where something is from."""
        flows = self.flows
        return flows.describing | flows.taking | flows.sending | flows.home_of

    def source(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return where a subject that is no person comes from: "sand from A"."""
        if subject is None or self.is_one_person(subject) or self.is_people(subject):
            return []
        below = (g for g in self.reading.below(subject) if g.prep in self.words.origin)
        return next((found for g in below if (found := self.at(g))), [])
