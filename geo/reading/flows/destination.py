"""The destination of a movement that its own clause does not name."""

from __future__ import annotations

from ..grammar import Clause, Kind, Part, VerbGroup, stem
from .described import Answer, DescribedEnds
from .places import Ends


class DestinationSearch:
    """Looks for the destination of what moves around a clause."""

    def __init__(self, ends: DescribedEnds, clause: Clause, verb: VerbGroup) -> None:
        self.ends = ends
        self.words = ends.words
        self.them = ends.grammar.them
        self.clause = clause
        self.verb = verb
        self.subject = clause.subject

    def find(self) -> Answer:
        """Return the first destination that is found, nearest words first; none if a name has no place."""
        if self.ends.unplaced(self.clause, self.words.to):
            return [], []
        steps = (
            self._governing, self._asker, self._carried, self._used, self._reporter, self._had_been,
            self._before, self._described, self._when, self._behind, self._aim, self._last, self._comes,
            self._brought, self._struck,
        )  # fmt: skip
        return next((answer for step in steps if (answer := step()) is not None), ([], []))

    def _governing(self) -> Answer | None:
        """Take the clause that a participle or a relative clause hangs in: "flown in from A, reached B"."""
        ends, words, clause, parent = self.ends, self.words, self.clause, self.clause.parent
        if clause.kind not in (Kind.REDUCED, Kind.RELATIVE, Kind.PARTICIPIAL):
            return None
        if parent is None or parent.verb is None:
            return None
        base, found = parent.verb.base, Ends()
        told = clause.kind is Kind.RELATIVE or self.verb.base in words.handing_over
        if ends.inflected and told and ends.origins(parent, parent.groups):
            return [], []  # "deportó a 28 a A en un avión que despegó de B"
        if base in words.reaching | words.arriving | words.going | words.sending | words.receiving:
            found = ends.destinations(parent, parent.groups)
            if not found and base in words.arriving:
                found = ends.rest(parent)
        if not found and base in words.hitting:
            found = ends.at(parent.object)  # "missiles fired from A hit a ship off B"
        caught = ends.inflected is not None and parent.verb.base in words.taking
        came = clause.kind is Kind.PARTICIPIAL and clause.mark in words.before_it
        came = came and (parent.verb.passive or caught)
        gone = words.coming | words.arriving | (words.bound if ends.inflected is not None else frozenset())
        if not found and came and self.verb.base in gone:
            found = ends.rest(parent)  # "fue interceptado en A tras llegar de B"
        found = found or self._at_antecedent(parent, base)
        apart = base in words.receiving or ends.was_coming(clause)
        return (found, [] if apart else [parent]) if found else None

    def _at_antecedent(self, parent: Clause, base: str) -> Ends:
        """Return where a noun is that the clause describes: "a lorry that had come from B"."""
        ends, words, clause = self.ends, self.words, self.clause
        if clause.kind is Kind.PARTICIPIAL or clause.antecedent is None:
            return []
        home = self.verb.base in words.home_of and not self.verb.pluperfect
        if self.verb.base in words.describing or (home and not ends.was_coming(clause)):
            return []
        found = [g for g in ends.rest(parent) if g.noun.clause is parent] or ends.at(clause.antecedent)
        for other in ends.syntax.clauses if base in words.finding and not found else ():
            kept = other.kind is Kind.PARTICIPIAL and other.parent in (clause, parent)
            found = found or (ends.rest(other) if kept and other.verb and other.verb.passive else [])
        if not found and base in words.finding | words.taking:
            found = ends.at(parent.subject)  # "police in A found 31 in a lorry that had come from B"
        return found

    def _asker(self) -> Answer | None:
        """Take where who asks is: "doctors in A asked for him to be brought over from B"."""
        clause, parent, words = self.clause, self.clause.parent, self.words
        if clause.kind is not Kind.INFINITIVE or parent is None or parent.subject is None or not parent.verb:
            return None
        comes = self.verb.base in words.bringing | words.handing_over and not parent.verb.passive
        found = self.ends.possessor(parent.subject) or self.ends.seat(parent.subject)
        return (found, []) if comes and found and self.subject is not parent.subject else None

    def _carried(self) -> Answer | None:
        """Take a participle: "the convoy, carrying fuel for A, had left B", "left A, arriving in B"."""
        ends, words = self.ends, self.words
        for other in ends.syntax.clauses:
            told = ends.inflected is not None and other.kind is Kind.RELATIVE  # "que llevaba comida a A"
            if not (told or other.kind in (Kind.REDUCED, Kind.PARTICIPIAL)) or other.verb is None:
                continue
            ours = self.subject is not None and self.subject in (other.antecedent, other.subject)
            sends = ours and other.verb.base in words.sending
            if sends and (found := ends.destinations(other, other.groups)):
                return found, []
            if self._is_caught(other) and (found := ends.rest(other)):
                return found, []  # "fugiram de A dois presos, recapturados em B"
            arrives = (
                other.parent is self.clause and other.kind is Kind.PARTICIPIAL and not other.verb.passive
            )
            arrives = arrives and other.verb.base in words.reaching | words.arriving | words.coming
            if arrives and (found := ends.destinations(other, other.groups)):
                return found, [other]
        return None

    def _is_caught(self, other: Clause) -> bool:
        """Whether a participle tells where those who left were taken again."""
        words, verb = self.words, other.verb
        if self.ends.inflected is None or other.parent is not self.clause or verb is None:
            return False
        taken = verb.passive and verb.base in words.seizing | words.taking and not other.mark
        leaves = self.verb.base in words.emigrating and not self.verb.negated
        return taken and leaves and other.kind is Kind.PARTICIPIAL and other.start > self.clause.start

    def _used(self) -> Answer | None:
        """Take where what comes from elsewhere is."""
        found = self.ends.used_at(self.clause)
        return (found, []) if found else None

    def _reporter(self) -> Answer | None:
        """Take where who reports, or does it, is: "police in A said that she had flown in from B"."""
        words, clause, above = self.words, self.clause, self.clause.parent
        inward = any(w.key in words.inward for w in clause.adverbs)
        told = clause.kind is Kind.REPORTED and self.verb.pluperfect
        after = clause.kind is Kind.SUBORDINATE and clause.mark in words.before_it and self.verb.pluperfect
        told = told or (inward and (after or clause.kind is Kind.PARTICIPIAL))
        if above is None or above.subject is None or not told:
            return None
        if not inward and self.verb.base not in words.coming - words.home_of:
            return None
        found = self.ends.seat(above.subject)
        if not found and clause.kind is not Kind.REPORTED:
            found = self.ends.rest(above) or self.ends.possessor(above.subject)
        return (found, []) if found else None

    def _had_been(self) -> Answer | None:
        """Take what came of it later: "a boat that sank off A had left B"."""
        if not self.verb.pluperfect or self.subject is None:
            return None
        for other in self.ends.syntax.clauses:
            about = other.antecedent is not None and other.antecedent.top is self.subject.top
            if about and other is not self.clause and (found := self.ends.rest(other)):
                return found, []
        return None

    def _before(self) -> Answer | None:
        """Take the clause before, where "they" were: "fue hallado en A; había salido de B"."""
        ends, clause, before, subject = self.ends, self.clause, self.clause.before, self.subject
        refers = (
            ends.inflected is not None
            if subject is None
            else (subject.words[0].key in self.them | ends.grammar.quantifiers)
        )
        if before is None or (before.verb is None and (clause.shares or ends.inflected is None)):
            return None
        if clause.shares and self.verb.words[0].key in self.words.having:  # "camp in A, having come from B"
            return (at, []) if (at := ends.stop(before)) else None
        if clause.shares or not (refers or self._is_its_vessel()):
            return None
        found = ends.stop(before) if before.verb is not None else []
        for other in ends.syntax.clauses if before.verb is None else ():
            found = found or (ends.rest(other) if other.parent is before else [])
        return (found, []) if found else None

    def _is_its_vessel(self) -> bool:
        """Whether it is the vessel of those told of: "54 rescatados en A; la lancha había salido de B"."""
        subject, words = self.subject, self.words
        if subject is None or self.ends.inflected is None or not self.verb.pluperfect:
            return False
        the = self.ends.grammar.articles & self.ends.grammar.pointing
        return subject.words[0].key in the and subject.head.key in words.ships | words.vehicles

    def _described(self) -> Answer | None:
        """Take where its subject is used or came: "the vanilla eaten in A", "who reached A came from B"."""
        words = self.words
        for other in self.ends.syntax.clauses:
            if self.subject is None or other.antecedent is None or other.verb is None:
                continue
            coming = words.coming | words.reaching | words.arriving
            came = other.kind is Kind.RELATIVE and other.verb.base in coming
            sent = self.verb.passive and self.verb.base in words.sending
            came = came and (sent or self.verb.base in words.coming)
            came = came and other.antecedent.top is self.subject.top
            if came and (found := self.ends.destinations(other, other.groups)):
                return found, [other]
            gone = words.using if self.ends.inflected is None else words.using | words.seizing
            used = other.verb.passive and other.verb.base in gone
            if used and other.antecedent.top is self.subject.top and (found := self.ends.rest(other)):
                return found, [other]
        return None

    def _when(self) -> Answer | None:
        """Take a clause of time: "had come from A when it sank off B"."""
        if self.clause.kind is Kind.RELATIVE and self.ends.inflected is not None:
            return self._halted()
        if not self.verb.pluperfect:
            return None
        for other in self.ends.syntax.clauses:
            then = other.kind is Kind.SUBORDINATE and other.parent is self.clause
            then = then and other.mark in self.words.before_it
            it = any(g is not None and g.words[0].key in self.them for g in (other.subject, other.object))
            if then and it and (found := self.ends.rest(other)):
                return found, []
        return None

    def _halted(self) -> Answer | None:
        """Take where it ended, of the main clause: "que venía de A, reía cuando fue detenido en B"."""
        taken = self.words.seizing | self.words.taking | self.ends.reading.language.mood.turning
        for other in self.ends.syntax.clauses:
            then = other.kind in (Kind.SUBORDINATE, Kind.PARTICIPIAL) and other.parent is self.clause.parent
            if not then or other.verb is None or other.mark not in self.words.before_it:
                continue
            stopped = (
                other.verb.passive and other.verb.base in taken and not any(g.subject for g in other.groups)
            )
            if stopped and (found := self.ends.rest(other)):
                return found, []
        return None

    def _behind(self) -> Answer | None:
        """Take the clause behind, of the same subject: "were carried from A and treated in B"."""
        ends, verb = self.ends, self.verb
        for other in ends.syntax.clauses:
            if other.before is not self.clause or other.verb is None:
                continue
            named = next((g for g in other.groups if g.subject), None)
            they = named is not None and named.words[0].part is Part.PRONOUN
            they = they and named is not None and named.words[0].key in self.them
            ahead = verb.pluperfect and other.verb.form in (Part.PRESENT, Part.BASE)
            fronted = self._fronts(verb)
            if not (other.shares or they or fronted) or ahead:
                continue
            found = ends.destinations(other, other.groups)
            goes = verb.base in self.words.going | self.words.leaving or (verb.passive and other.verb.passive)
            if found := found or (ends.rest(other) if goes else []):
                return found, [other]
        return None

    def _fronts(self, verb: VerbGroup) -> bool:
        """Whether a clause with "having" opens a sentence: "Tendo saído de A, o barco parou em B"."""
        opens = self.ends.inflected is not None and self.subject is None
        return opens and verb.words[0].key in self.words.having

    def _aim(self) -> Answer | None:
        """Take an infinitive: "travelled from A to see the match in B"."""
        if self.verb.base not in self.words.going:
            return None
        for other in self.ends.syntax.clauses:
            aims = other.kind is Kind.INFINITIVE and other.parent is self.clause
            if not aims or other.verb is None:
                continue
            goes = (
                other.verb.base in self.words.reaching | self.words.going and self.ends.inflected is not None
            )
            there = self.ends.destinations(other, other.groups) if goes else []
            if found := there or self.ends.rest(other):
                return found, []  # "partió de A para llegar a B"
        groups = (g for g in self.clause.groups if g.prep in self.words.for_it and not g.head.placed)
        events = [g for g in groups if g.start > self.verb.start and not self.ends.lasts(g)]
        found = next((found for g in events if (found := self.ends.at(g))), [])
        return (found, []) if found else None  # "flew in from A for the final in B"

    def _last(self) -> Answer | None:
        """Take where the sentence before leaves what it tells of: "It had come from A"."""
        ends, words, verb, clause = self.ends, self.words, self.verb, self.clause
        if clause.kind not in (Kind.MAIN, Kind.REPORTED) or not ends.last or not ends.goes_on(clause, verb):
            return None
        part = self.subject is not None and verb.base not in words.home_of and ends.is_some(self.subject)
        went = verb.pluperfect or part or (verb.passive and verb.base in words.sending)
        return (ends.last_place(), []) if went else None

    def _comes(self) -> Answer | None:
        """Take the same for what comes there: "Helicopters came from A", "Ships brought water from A"."""
        ends, words, verb, subject = self.ends, self.words, self.verb, self.subject
        if self.clause.kind is not Kind.MAIN or not ends.last or subject is None:
            return None
        if verb.form is not Part.PAST or subject.words[0].part is Part.PRONOUN or ends.is_person(subject):
            return None
        if stem(subject.head.key, ends.grammar) in words.persons:
            return None
        comes = verb.base in words.coming or (verb.base in words.bringing and not subject.head.placed)
        alone = all(g.noun.prep in words.origin for g in ends.groups)
        return (ends.last_place(), []) if comes and alone else None

    def _brought(self) -> Answer | None:
        """Take where its subject acts in the clause before: "cut jobs in A and will bring motors from B"."""
        before = self.clause.before if self.clause.shares else None
        brings = self.verb.base in self.words.bringing and not self.verb.passive
        if not brings or before is None or before.verb is None or self.subject is None:
            return None
        if self.ends.is_person(self.subject) or before.verb.base in self.words.going | self.words.sending:
            return None
        found = [g for g in self.ends.rest(before) if g.clause is before]
        return (found, []) if found else None

    def _struck(self) -> Answer | None:
        """Take where a missile hit: "after a missile hit a house in A; B said that it came from C"."""
        ends, hit = self.ends, self.ends.hit_by_it(self.clause)
        if hit is None:
            return None
        above = hit.parent if hit.kind is Kind.SUBORDINATE else None
        found = ends.rest(hit) or ends.at(hit.object)
        if not found and above is not None:
            found = ends.rest(above) or ends.at(above.subject)
        return (found, []) if found else None
