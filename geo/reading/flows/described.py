"""Ends of a movement from the words that describe what moves, and what a sentence takes up from before."""

from __future__ import annotations

import re

from ..grammar import NOUNS, Clause, Kind, NounGroup, Part, PlaceGroup, VerbGroup, stem
from .ends import ClauseEnds
from .places import Ends

Answer = tuple[Ends, list[Clause]]
"""Places, and the clauses whose figures are about the movement, too."""


class DescribedEnds(ClauseEnds):
    """Finds where what moves is by what describes it, and whether it was named before."""

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
        own = [g for g in clause.groups if g.governor is None and g.start < verb.start]
        if found := self.first([g for g in (*nouns, *own) if g is not subject], words.at):
            return found
        for other in self.syntax.clauses:
            described = other.antecedent in nouns and other.verb is not None and other.verb.passive
            if described and (found := self.rest(other)):
                return found
        above = clause.parent if clause.kind is Kind.SUBORDINATE else None
        theirs = self.grammar.pointing | self.grammar.them
        return self.rest(above) if above is not None and subject.words[0].key in theirs else []

    def was_coming(self, clause: Clause) -> bool:
        """Whether a clause tells whence what was seized came: "hallaron armas que procedían de A"."""
        verb, parent, thing = clause.verb, clause.parent, clause.antecedent
        if self.inflected is None or verb is None or thing is None or parent is None or parent.verb is None:
            return False
        lives = verb.form is Part.PRESENT and (self.is_person(thing) or self.are_people(thing))
        comes = verb.base in self.words.home_of - self.grammar.be and not lives
        return comes and parent.verb.base in self.words.seizing and not parent.verb.negated

    def unplaced(self, clause: Clause, preps: frozenset[str]) -> bool:
        """Whether a clause names an end that could not be placed: "left A for Xyz"."""
        types = self.reading.language.toponyms.type_kinds
        for g in clause.groups:
            first = next((w for w in g.words if w.part is not Part.DETERMINER), g.head)
            named = g.head.part is Part.NAME and first.capital and not any(w.placed for w in g.words)
            named = named and g.head.key not in self.grammar.periods
            bare = len(g.words) == 1 and self.inflected is None  # "put to sea"
            typed = g.head.key in types and not bare
            if g.prep in preps and (named or typed) and not self.at(g) and not self._of_host(g):
                return True
        return False

    def described(self, moved: NounGroup, clause: Clause) -> Answer | None:
        """Return whence it is by a clause that describes it: "wolves caught in A", "flour milled in A"."""
        start = clause.verb.start if clause.verb else clause.start
        for other in self.syntax.clauses:
            if other.antecedent is None or other.verb is None or other is clause:
                continue
            if other.mark in self.grammar.where:
                continue  # it says more of the place
            apposed = moved.subject and other.antecedent.clause is moved.clause
            apposed = apposed and not other.antecedent.prep and other.antecedent.start < start
            goal = other.antecedent is not moved and other.antecedent.prep in self.words.to
            about = apposed or other.antecedent is moved or (other.antecedent.top is moved.top and not goal)
            about = about or self._of_load(other, moved)
            if about and (found := self._described_by(other, other.verb, moved)):
                return found, [other]
            verb = clause.verb
            sent = verb is not None and verb.passive and verb.base in self.words.giving
            sent = sent and bool(about) and other.verb.passive and not self.is_person(moved)
            if sent and (found := self.rest(other)):
                return found, [other]  # "carriages built in A are sent to B"
            taken = verb is not None and verb.passive and verb.base in self.words.removing
            goes = verb is not None and (taken or verb.base in self.words.leaving) and about
            if goes and other.kind is Kind.RELATIVE and (found := self.rest(other)):
                return found, [other]  # "nurses who worked in A are leaving for B"
        return None

    def _of_load(self, clause: Clause, moved: NounGroup) -> bool:
        """Whether a clause says more of what something holds: "lorries carrying flour, which were in A"."""
        load = clause.antecedent.clause if clause.antecedent is not None else None
        holds = load is not None and load.kind is Kind.REDUCED and load.antecedent is moved
        return holds and clause.kind is Kind.RELATIVE and self.text[: clause.start].rstrip().endswith(",")

    def _described_by(self, clause: Clause, verb: VerbGroup, moved: NounGroup) -> Ends:
        """Return where a clause that describes what moves says that it was."""
        words = self.words
        if found := self.origins(clause, clause.groups):
            return found
        thing = moved.head.part is not Part.NAME and stem(moved.head.key, self.grammar) not in words.persons
        held = verb.base in words.taking or (thing and verb.base not in words.describing) or verb.pluperfect
        dated = any(len(g.words) == 1 and re.fullmatch(r"\d{4}", g.head.key) for g in clause.groups)
        if held and (not dated or verb.base in words.sending):
            blown = stem(moved.head.key, self.grammar) in words.airborne
            found = self.first(clause.groups, words.at | words.over if blown else words.at)
        if not found and verb.base in words.leaving:
            found = self.at(clause.object)
        stays = clause.kind is Kind.RELATIVE and verb.base in words.staying and len(verb.bases) == 1
        stays = stays or (verb.base in words.taking and verb.pluperfect)
        hit = clause.object if stays and not verb.passive else None
        if not found and hit is not None and hit.head.placed:
            found = self.at(hit)  # "the storm that hit A"
        if not found and verb.pluperfect and verb.base in self.reading.language.claims.copulas:
            found = self.first(clause.groups, words.at)  # "a traveller who had been in A"
        if not found and verb.pluperfect and verb.base in words.going:
            found = self.destinations(clause, clause.groups)  # "people who had flown to A walked to B"
        return found

    def from_noun(self, moved: NounGroup, goes: bool = False) -> Ends:
        """Return the origin that what moves has by itself: "sand from A", "Albanian goods".

        `goes` is whether it is people who go by themselves, if it is people: "Syrians arriving in A".
        """
        words = self.words
        whole = next((g for g in self.reading.dependents(moved) if g.prep in words.of), None)
        share = (
            moved.words[0].part is Part.NUMBER and moved.head.key in self.reading.language.quantities.unit_of
        )
        if whole is not None and (moved.head.part not in NOUNS or moved.head.key in words.numbers or share):
            found = self.from_noun(whole, goes)  # "half of A's oil", "the number of Syrians"
            return found or (self._of_whole(whole) if moved.subject else [])
        if moved.head.key in words.persons and moved.head.part is not Part.PLURAL:
            return []
        for inner in self.reading.below(moved):
            if inner.prep in words.origin and self.near(inner) and (found := self.at(inner)):
                return [] if self.on_route(inner, "") else found
        first = moved.top if self.inflected is not None else moved
        passive = moved.clause.verb is not None and moved.clause.verb.passive and first.subject
        if whole is not None and passive and not self.is_person(moved) and (found := self.at(whole)):
            return found  # "the last elephant of the A zoo was moved to B"
        own = self.of_noun.get(id(moved), [])
        made = [g for g in own if g.demonym and (moved.subject or goes or not g.heads)]
        verb = moved.clause.verb
        if self.inflected is not None and moved.head.key in words.ships | words.vehicles:
            made = []  # it is the flag
        put = verb is not None and verb.passive and verb.base in words.boarding  # "Haitians put on planes"
        if made and not put and stem(moved.head.key, self.grammar) not in words.persons:
            return made
        return [g for g in own if g.mentions[-1].possessive] or self.made(moved)

    def _of_whole(self, whole: NounGroup) -> Ends:
        """Return whose that is of which a share goes: "la mitad del café de A se exporta a B"."""
        if self.inflected is None or self.is_person(whole):
            return []
        own = (g for g in self.reading.dependents(whole) if g.prep in self.words.of and g.governor is whole)
        return next((found for g in own if (found := self.at(g))), [])

    def seat(self, subject: NounGroup) -> Ends:
        """Return where somebody is who goes or speaks: "my cousin in A"."""
        near = (g for g in self.reading.dependents(subject) if g.prep in self.words.at and self.near(g))
        return next((found for g in near if (found := self.at(g))), [])

    def hit_by_it(self, clause: Clause) -> Clause | None:
        """Return the clause before that tells what a missile hit, if "it" is the missile that came."""
        verb, subject, words = clause.verb, clause.subject, self.words
        if verb is None or verb.base not in words.coming:
            return None
        if subject is None or subject.words[0].key not in self.grammar.itself:
            return None
        before = self.syntax.clauses[: self.syntax.clauses.index(clause)]
        hits = (c for c in reversed(before) if c.subject and c.verb and c.verb.base in words.hitting)
        last = next((c for c in hits if c.verb and not c.verb.negated), None)
        missile = last is not None and last.subject is not None and last.subject.head.key in words.missiles
        return last if missile else None

    def dateline(self) -> Ends:
        """Return the place of the dateline, if there is one."""
        return [PlaceGroup(tuple(self.here), NounGroup([]))] if self.here else []

    def last_place(self) -> Ends:
        """Return where the sentence before leaves what it tells of."""
        return [PlaceGroup(tuple(self.last), NounGroup([]))] if self.last else []

    def taken(self) -> Ends:
        """Return where the sentence before tells that something was taken, if it does."""
        return self.last_place() if self.acquired else []

    def is_of_them(self, group: NounGroup) -> bool:
        """Whether a subject is, or is of, those named before: "they", "two of them", "the third"."""
        of = [g for g in self.reading.dependents(group) if g.prep in self.words.of]
        theirs = self.grammar.them | self.grammar.pointing
        if self.is_some(group) or (group.words[0].key in self.grammar.them and bool(of)):
            return not of or any(g.words[0].key in theirs for g in of)
        them = group.words[0].part is Part.PRONOUN and group.words[0].key in self.grammar.them
        return them and len(group.words) == 1 and group.words[0].key not in self.grammar.itself

    def is_some(self, group: NounGroup) -> bool:
        """Whether a noun group is only how many of those named before: "some", "three", "the others"."""
        words = [w for w in group.words if w.key not in self.grammar.articles]
        some = self.grammar.quantifiers | self.grammar.some
        if self.inflected is not None and len(words) < len(group.words):
            some = some | self.reading.language.quantities.nths.keys()  # "um quinto"
        return bool(words) and all(w.part is Part.NUMBER or w.key in some for w in words)

    def goes_on(self, clause: Clause, verb: VerbGroup) -> bool:
        """Whether its subject, or what it moves, is something that the sentence before told of."""
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
