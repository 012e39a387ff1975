"""The origin of a movement that its own clause does not name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ..grammar import Clause, Kind, NounGroup, Part, VerbGroup, stem
from .described import Answer, DescribedEnds
from .places import Ends


class OriginSearch:
    """Looks for the origin of what moves around a clause.

    ``sent`` is whether the clause sends its object; ``moved`` is what moves.
    """

    def __init__(self, ends: DescribedEnds, clause: Clause, verb: VerbGroup) -> None:
        self.ends = ends
        self.words = ends.words
        self.them = ends.grammar.them
        self.clause = clause
        self.verb = verb
        self.subject = clause.subject
        timed = clause.object is not None and ends.lasts(clause.object)  # "arrived two days late"
        landed = verb.base in self.words.arriving or verb.base in self.words.sending
        self.sent = landed and not verb.passive and clause.object is not None and not timed
        self.moved = clause.object if self.sent else clause.subject

    def find(self) -> Answer:
        """Return the first origin that is found, nearest words first; none if a name has no place."""
        if self.ends.unplaced(self.clause, self.words.origin) or self.ends.whose_aim(self.clause) == []:
            return [], []
        steps = (
            self._until, self._meant, self._described, self._giver, self._whose, self._event,
            self._there, self._whither,
            self._beside,
            self._from_it, self._having, self._removed, self._governing, self._before, self._related,
            self._by_noun, self._emigrants, self._driver, self._seat, self._scene_of, self._named_before,
            self._last, self._delegate, self._lying, self._fronted, self._here,
        )  # fmt: skip
        return next((answer for step in steps if (answer := step()) is not None), ([], []))

    # -- what describes the thing moved, and the phrases of its clause ---------------------------------------

    def _until(self) -> Answer | None:
        """Take the clause that this one ends: "spent two nights in A before being flown to B"."""
        clause = self.clause
        kinds = (Kind.SUBORDINATE,) if self.ends.inflected is None else (Kind.SUBORDINATE, Kind.PARTICIPIAL)
        until = clause.kind in kinds and clause.mark in self.ends.reading.language.claims.before_that
        if not until or clause.parent is None or any(g.subject for g in clause.groups):
            return None
        return _answer(self.ends.rest(clause.parent) or self._struck(clause.parent))

    def _struck(self, before: Clause) -> Ends:
        """Return what something struck, passed or left before: "devastou A antes de chegar a B"."""
        words, verb = self.words, before.verb
        if self.ends.inflected is None or verb is None or verb.passive:
            return []
        there = self.ends.at(before.object) if verb.base in words.staying | words.hitting else []
        moving = verb.base in words.going | words.bound
        return there or (self.ends.origins(before, before.groups) if moving else [])

    def _meant(self) -> Answer | None:
        """Take where it was found whose goal is told: "tenía como destino A y fue hallado en B"."""
        rules, words = self.ends.inflected, self.words
        if rules is None or self.verb.base not in rules.aiming:
            return None
        behind = (c for c in self.ends.syntax.clauses if c.shares and c.before is self.clause and c.verb)
        seized = words.seizing | self.ends.reading.language.mood.turning
        found = (c for c in behind if c.verb and c.verb.passive and c.verb.base in seized)
        return _first(self.ends.rest(c) for c in found)

    def _described(self) -> Answer | None:
        """Take a clause that describes what moves, or who shoots: "Rebels holed up in A fired at B"."""
        last = self.clause.before if self.clause.shares and not self.sent else None
        stops = last is not None and last.verb is not None and not last.verb.passive and self.ends.rest(last)
        # not "who met in A, robbed a bank in B and drove to C"
        whole = self._whole()
        if not stops and whole is not None and (told := self.ends.described(whole, self.clause)):
            return told
        if whole is not None and whole is not self.moved and (come := self._come(whole)):
            return come
        agent = self.subject if self.sent and self.verb.base in self.words.shooting else None
        if self.verb.passive:  # "brought to A by a traveller who had been in B"
            agent = next((g for g in self.clause.groups if g.prep in self.ends.grammar.by), None)
        told = self.ends.described(agent, self.clause) if agent is not None else None
        return (told[0], []) if told else None

    def _come(self, whole: NounGroup) -> Answer | None:
        """Take where what goes on came: "of the cargo that arrives in A, a third goes to B"."""
        about = (c for c in self.ends.syntax.clauses if c.antecedent is whole and c.verb is not None)
        coming = (c for c in about if c.verb and c.verb.base in self.words.arriving and not c.verb.negated)
        return _first(self.ends.destinations(c, c.groups) for c in coming)

    def _whole(self) -> NounGroup | None:
        """Return what moves, or what it is a part of: "Of the 300 who were held in A, 120 went to B"."""
        part = self.moved
        if part is None or not self.ends.is_some(part):
            return part
        ahead = (g for g in self.clause.groups if g.prep in self.words.of and g.governor is None)
        return next((g for g in ahead if g.end < part.start), part)

    def _giver(self) -> Answer | None:
        """Take where who gives lives: "people who live in A sent money to B"."""
        if not self.sent or self.subject is None or self.verb.base not in self.words.giving:
            return None
        living = (c for c in self.ends.syntax.clauses if c.antecedent is self.subject)
        return _first(self.ends.rest(c) for c in living) or _answer(self.ends.seat(self.subject))

    def _whose(self) -> Answer | None:
        clause = self.clause
        whose = clause.kind is Kind.RELATIVE and clause.mark in self.words.whose
        return _answer(self.ends.at(clause.antecedent)) if whose else None

    def _event(self) -> Answer | None:
        """Take where an event before the movement was: "went to A after talks in B"."""
        ends, words = self.ends, self.words
        if self.verb.base not in (words.going | words.arriving | words.bound) - words.shown:
            return None
        for g in self.clause.groups:
            if g.prep in words.before_it and not g.head.placed:
                along = [
                    r for r in ends.reading.below(g) if r.governor and r.governor.head.key in words.routes
                ]
                found = ends.at(g) or ends.first(ends.reading.dependents(g), words.to) or self._spent(g)
                found = found or ends.first(along, words.origin)  # "after a battle on the road from A"
                if found and found[0].noun is not g:
                    return found, []
        return None

    def _spent(self, time: NounGroup) -> Ends:
        """Return where a time was spent: "depois de semanas retidos em A seguiram para B"."""
        if self.ends.inflected is None or not self.ends.lasts(time):
            return []
        kinds = (Kind.REDUCED, Kind.INFINITIVE)  # also "depois de um ano a viver em A"
        held = (c for c in self.ends.syntax.clauses if c.antecedent is time and c.kind in kinds)
        return next((found for c in held if (found := self.ends.rest(c))), [])

    def _there(self) -> Answer | None:
        """Take the place that the clause describes with "where": "A, where ships load it for B"."""
        clause = self.clause
        loaded = self.verb.passive and self.verb.base in self.words.sending
        goes = self.sent or loaded or self.verb.base in self.words.bound
        there = clause.kind is Kind.RELATIVE and clause.mark in self.ends.grammar.where and goes
        return (self.ends.at(clause.antecedent), []) if there and clause.antecedent is not None else None

    def _whither(self) -> Answer | None:
        """Take whence those are who went there: "people from A are in B, where they were taken"."""
        clause, parent, ends = self.clause, self.clause.parent, self.ends
        there = clause.kind is Kind.RELATIVE and clause.mark in ends.grammar.where
        named = any(g.subject for g in clause.groups)
        if not there or named or parent is None or parent.subject is None or ends.inflected is None:
            return None
        return _answer(ends.from_noun(parent.subject, goes=True))

    # -- the clauses beside and before it --------------------------------------------------------------------

    def _beside(self) -> Answer | None:
        """Take a participle or a clause of time beside it.

        "Fleeing hunger in A, they reached B", "after killing 21 in A, the storm heads for B"
        """
        chain = [*self._chain()]
        for other in self.ends.syntax.clauses:
            above = self._above(other)
            having = other.before is self.clause and other.shares and other.verb is not None
            having = having and other.verb is not None and other.verb.words[0].key in self.words.having
            if having and (found := self.ends.origins(other, other.groups)):
                return _answer(found, other)
            if other.verb is None or above is None or above not in chain:
                continue
            if answer := self._left(other, other.verb) or _answer(self._after(other, other.verb, above)):
                return answer
        return None

    def _chain(self) -> Iterator[Clause]:
        """Yield the clause and those before it with the same subject."""
        clause = self.clause
        yield clause
        while clause.before is not None and clause.shares:
            clause = clause.before
            yield clause

    def _above(self, clause: Clause) -> Clause | None:
        """Return the clause that one hangs in, also by a length of time: "hours after speaking in A"."""
        above = clause.parent
        if above is None or above.verb is not None or above.subject is None:
            return above
        if not self.ends.lasts(above.subject):
            return above
        before = [c for c in self.ends.syntax.clauses if c.end <= above.start]
        return above.parent or (before[-1] if before else None)

    def _left(self, other: Clause, verb: VerbGroup) -> Answer | None:
        if other.kind is not Kind.PARTICIPIAL:
            return None
        befell = self.words.taking | self.ends.reading.language.quantities.befalling
        taken = self.ends.inflected is not None and verb.passive and verb.base in befell and not other.mark
        sent = self.verb.passive and self.verb.base in self.words.sending
        if taken and sent and other.start < self.clause.end:
            return _answer(self.ends.rest(other))  # "Detidos em A, os homens foram levados para B"
        if verb.base not in self.words.leaving:
            return None
        found = self.ends.first(other.groups, self.words.origin | self.words.at)
        return _answer(found or self.ends.at(other.object), other)

    def _after(self, other: Clause, verb: VerbGroup, above: Clause) -> Ends:
        """Return where a clause of time says that what moves was."""
        ends, words = self.ends, self.words
        if other.kind not in (Kind.PARTICIPIAL, Kind.SUBORDINATE):
            return []
        # "after 30 years of teaching in A"
        spent = (g for g in above.groups if g.prep in words.before_it and ends.lasts(g))
        first = other.before if other.shares and other.before is not None and not other.mark else other
        timed = any(first.mark in words.of and g.end <= other.start for g in spent)
        if not timed and other.mark not in words.before_it:
            return []
        subject = next((g for g in other.groups if g.subject), None)
        flees = self.verb.base in words.leaving & words.going or self._is_taken_away
        if flees and (lost := self._lost(other, verb)):
            return lost
        if subject is None or subject.words[0].key in self.them:
            meanwhile = ends.inflected is not None and other.mark in ends.inflected.meanwhile
            meanwhile = meanwhile and verb.base in words.going - words.arriving
            found = ends.rest(other) if meanwhile else ends.stop(other)  # "sank when it was going to B"
            if not found and verb.base in words.leaving | words.going | words.bound:
                found = ends.origins(other, other.groups)  # "a week after it left A"
            if not found and verb.base in words.staying:
                found = ends.at(other.object)  # "after battering A, the storm headed for B"
            return found
        goes = self.verb.passive or self.verb.base in words.going | words.arriving
        if not goes or ends.is_person(subject) or other.mark not in ends.grammar.also_subordinators:
            return []
        return ends.rest(other) or ends.first(ends.reading.dependents(subject), words.at)

    @property
    def _is_taken_away(self) -> bool:
        return self.verb.passive and self.verb.base in self.words.removing

    def _lost(self, other: Clause, verb: VerbGroup) -> Ends:
        """Return the place that fell before somebody fled: "after A was overrun", "when B invaded A"."""
        words = self.words
        if verb.negated or other.mark in words.of:
            return []
        if verb.base in words.hitting | words.reaching | words.acquiring and not verb.passive:
            return self.ends.at(other.object)
        fell = verb.passive or verb.base in words.arriving
        return self.ends.possessor(other.subject) if fell and other.subject is not None else []

    def _from_it(self) -> Answer | None:
        """Take the subject before: "the dam of A is full, and from it water flows to B"."""
        first = self.clause.before
        groups = (g for g in self.clause.groups if g.prep in self.words.origin)
        groups = (g for g in groups if not (g.governor and g.governor.subject))  # not "seis delas"
        it = next((g for g in groups if g.head.part is Part.PRONOUN), None)
        if first is None or first.subject is None or it is None or it.head.key not in self.them:
            return None
        return self.ends.at(first.subject), []

    def _having(self) -> Answer | None:
        """Take the clause before: "Having sold his farm in A, he settled in B"."""
        first = self.clause.before
        if first is None or first.verb is None or first.subject is not None:
            return None
        return _answer(self.ends.stop(first)) if first.verb.words[0].part is Part.HAVE else None

    @cached_property
    def refers(self) -> bool:
        """Whether what moves was named before: "they", "some of them", "its crew"."""
        subject, verb = self.subject, self.verb
        if self._takes_them:
            return True
        if subject is None:
            return False
        nouns = (subject, *self.ends.reading.dependents(subject))
        if any(g.words[0].key in self.them and g.words[0].part is Part.PRONOUN for g in nouns):
            return True
        if self._is_some and not (self._is_anew and not verb.passive):
            return True
        if subject.words[0].key in self.them and verb.passive and verb.base in self.words.sending:
            return True  # "its crew was brought to A"
        goods = self.clause.object if self.sent else None
        if goods is None or goods.start <= verb.start:
            return False  # "found them near A, and a lorry took them to B"
        return goods.words[0].part is Part.PRONOUN and goods.words[0].key in self.them

    @property
    def _takes_them(self) -> bool:
        """Whether a pronoun before the verb is what it sends: "un camión las llevó a A"."""
        rules = self.ends.inflected
        if rules is None or self.verb.base not in self.words.sending or self.clause.object is not None:
            return False
        them = rules.clitics - rules.reflexive
        beside = (w for w in self.clause.adverbs if w.end + 1 == self.verb.start)
        return any(w.key in them and w.part is Part.ADVERB for w in (*self.verb.words, *beside))

    @property
    def _is_some(self) -> bool:
        """Whether the subject is only how many of those named before."""
        subject = self.subject
        return subject is not None and (
            self.ends.is_some(subject) or all(w.part is Part.NUMBER for w in subject.words)
        )

    @property
    def _is_anew(self) -> bool:
        return self.subject is not None and any(w.key in self.words.another for w in self.subject.words)

    def _removed(self) -> Answer | None:
        """Take the scene of the clause before for who is taken away."""
        clause, verb = self.clause, self.verb
        if not verb.passive or verb.base not in self.words.removing or self._is_some or self._is_anew:
            return None
        if clause.before is None or clause.shares:
            return None
        return _answer(self._scene(clause.before))

    def _scene(self, clause: Clause) -> Ends:
        """Return where what a clause tells of took place: its own place, or its subject's."""
        ends = self.ends
        within = [c for c in ends.syntax.clauses if c.kind is Kind.REDUCED and c.antecedent in clause.groups]
        found = next((found for c in (clause, *within) if (found := ends.rest(c))), [])
        if not found and clause.subject is not None and not ends.is_person(clause.subject):
            found = ends.first(ends.reading.below(clause.subject), self.words.at)
        return found or (self._scene(clause.before) if clause.before is not None else [])

    def _governing(self) -> Answer | None:
        """Take the clause that governs this one, where its subject is what moves."""
        clause, parent = self.clause, self.clause.parent
        timed = clause.antecedent is not None and clause.antecedent.head.key in self.words.times
        if parent is None or not (clause.kind is Kind.SUBORDINATE or timed):
            return None
        thing = clause.object if self.sent else None
        theirs = thing is not None and thing.words[0].key in self.them and thing.words[0].part is Part.PRONOUN
        subject = self.subject
        person = subject is not None and subject.words[0].key in self.ends.grammar.persons
        named = subject is not None and subject.words[0].key in self.ends.grammar.articles
        person = person or (named and self.verb.base in self.words.removing and parent.subject is not None)
        taken = person and self.verb.passive and self.verb.base in self.words.sending
        gone = named and self.verb.pluperfect and self.verb.base in self.words.going
        if not (self.refers or theirs or taken or gone):
            return None
        found = self.ends.rest(parent) or [g for g in self.ends.at(parent.subject) if g.heads]
        if not found and taken and parent.subject is not None:
            found = self.ends.owned(parent.subject)  # "A's wards are so full that the wounded go to B"
        if not found and self.refers and parent.subject is not None:
            told = self.ends.described(
                parent.subject, clause
            )  # "which left A, had 9 on board when it got to B"
            found = told[0] if told else []
        before, it = parent.before, parent.subject
        hidden = it is not None and it.words[0].key in self.ends.grammar.itself and self.verb.passive
        if not found and before is not None and hidden and self.verb.base in self.words.sending:
            found = self.ends.rest(before)  # "is held in A; it is not certain that he will be sent to B"
        return (found, []) if found and found[0].start < clause.start else None

    def _before(self) -> Answer | None:
        """Take the clauses before, of the same subject: "left for A and were flown on to B"."""
        ends, words = self.ends, self.words
        before = self._taken_up()
        while before is not None:
            if before.verb is not None:
                moving = before.verb.base in words.going | words.sending | words.reaching
                found = ends.destinations(before, before.groups) if moving else []
                then = any(w.key in words.onward for w in self.clause.adverbs)
                if found and found[0].noun.prep in words.unreached and not then:
                    return ends.origins(before, before.groups) or ends.last_place(), []
                ahead = before.verb.pluperfect and self.verb.form in (Part.PRESENT, Part.BASE)
                came = [] if ahead else ends.origins(before, before.groups)
                if found := found or ends.rest(before) or came:
                    return found, []
                removed = self.verb.passive and self.verb.base in words.removing and self.ends.inflected
                if removed and before is self.clause.before and (scene := self._scene(before)):
                    return scene, []  # "assistiu oito intoxicados em A; três foram levados para B"
                crossed = (
                    before.object
                    if before.verb.base in words.staying and before is self.clause.before
                    else None
                )
                if crossed is not None and crossed.head.placed and not before.verb.passive:
                    return ends.at(crossed), []  # "the storm crossed A and headed for B"
            before = before.before if before.shares else None
        return None

    def _taken_up(self) -> Clause | None:
        """Return the clause before, if it says where what moves was."""
        clause, words, before = self.clause, self.words, self.clause.before
        onward = any(g.prep in words.on_to for g in clause.groups)
        onward = onward or any(w.key in words.onward for w in clause.adverbs)
        if before is None or self.verb.base in words.diverting:
            return None  # "was headed to A but rerouted to B"
        if not (clause.shares or self.refers or onward):
            return None
        thing = clause.object
        if self.sent and not self.refers and thing is not None:
            # "parked 34 in A and sold six to B": what is sent was not there
            grammar = self.ends.grammar
            same = thing.words[0].key in grammar.them | grammar.articles | grammar.pointing
            taken = before.verb is not None and before.verb.base in words.taking
            removed = self.verb.base in words.removing and self.ends.are_people(thing)
            back = any(g.prep and g.prep.split()[0] in words.home for g in clause.groups)
            fetched = back and clause.shares and self.verb.base in words.bringing
            return before if same or taken or removed or fetched else None
        return before

    def _related(self) -> Answer | None:
        """Take the clause that governs this one: "the grain sold to B had been grown in A"."""
        ends, clause, parent = self.ends, self.clause, self.clause.parent
        related = self._describes()
        if parent is None or not (related or clause.kind in (Kind.INFINITIVE, Kind.PARTICIPIAL)):
            return None
        if clause.kind is Kind.PARTICIPIAL and clause.mark in self.words.of:
            return None  # "has missiles capable of reaching A"
        hidden = parent.kind in (Kind.REDUCED, Kind.PARTICIPIAL) and parent.parent is not None
        if related and hidden and parent.parent is not None and not ends.rest(parent):
            parent = parent.parent  # "seized in A, hidden in coffee that was going to B"
        ended = ends.reading.language.quantities.dying if ends.inflected is not None else frozenset[str]()
        if parent.verb is None or parent.verb.base in ended:
            return None  # "murió en A el pintor que llevó a B la ópera"
        subject = parent.subject if clause.controller is None else None
        found = (ends.origins if related else ends.destinations)(parent, parent.groups)
        found = (
            found or ends.rest(parent) or [g for g in ends.at(subject) if g.heads or g.noun is not subject]
        )
        onward = self.ends.inflected is not None and clause.kind is Kind.PARTICIPIAL
        there = next((c for c in parent.up() if c.mark in ends.grammar.where), None) if onward else None
        if not found and there is not None and there.antecedent is not None:
            found = ends.at(there.antecedent)  # "para A, onde discursa, seguindo para B"
        if not found and clause.kind is Kind.INFINITIVE and parent.shares and parent.before is not None:
            found = ends.origins(parent.before, parent.before.groups) if parent.before.verb else []
            if not found and ends.inflected is not None and parent.before.verb:
                found = ends.rest(parent.before)  # "sepultó 27 casas en A y obligó a evacuar a 300 a B"
            if found:
                return found, []  # "left A and took four days to reach B"
        if not found and subject is not None and clause.kind is Kind.RELATIVE:
            told = ends.described(subject, parent)
            found = told[0] if told else []  # "a deal struck in A freed five, who went on to B"
            if found and found[0].start < clause.start:
                return found, []
        made = parent.verb.passive and parent.verb.base in self.words.taking
        here = found and found[0].noun.clause is parent
        return (found, []) if here and (made or found[0].start < clause.start) else None

    def _describes(self) -> bool:
        """Whether the clause describes a noun that the one above says something of."""
        clause, noun = self.clause, self.clause.antecedent
        if noun is None or clause.kind not in (Kind.RELATIVE, Kind.REDUCED):
            return False
        led = self.ends.text[: clause.start].split()[-1:]
        if clause.kind is Kind.RELATIVE and led and led[0].lower() in self.words.via:
            return False  # "the port through which it enters A"
        inside = clause.parent is not None and clause.parent.kind in (Kind.REDUCED, Kind.PARTICIPIAL)
        return inside or not noun.prep or self._is_measured(noun)

    def _is_measured(self, group: NounGroup) -> bool:
        """Whether a noun group only says of what a figure is: "2 tonnes of copper"."""
        governor = group.governor
        if governor is None or governor.prep or group.prep not in self.ends.grammar.of:
            return False
        return any(w.part is Part.NUMBER for w in governor.words)

    # -- nouns, and the sentence before ----------------------------------------------------------------------

    def _by_noun(self) -> Answer | None:
        if self.moved is None:
            return None
        goes = self.moved is self.subject and self.clause.kind is Kind.REDUCED
        if found := self.ends.from_noun(self.moved, goes):
            return found, []
        groups = [g for g in self.clause.groups if g is not self.moved and not self.sent]
        loose = (g for g in groups if self._hangs_loose(g))
        beside = [g for inner in loose for g in self.ends.reading.below(inner)]
        if found := self.ends.first(beside, self.words.origin):
            return found, []
        rest = (g for g in groups if g.subject and g.head.key in self.words.journeys)
        if answer := _first(self.ends.from_noun(g) for g in rest):
            return answer
        apposed = (g for g in groups if not g.prep and not g.subject and g.end <= self.verb.start)
        goods = (g for n in apposed if self.verb.passive for g in self.ends.reading.below(n))
        return _first(self.ends.at(g) for g in goods if g.prep in self.words.origin and self.ends.near(g))

    def _hangs_loose(self, group: NounGroup) -> bool:
        """Whether a group says of what the subject is: "full of fans from A", "fuel and tents from A"."""
        subject, words = self.subject, self.words
        if subject is None or not subject.end <= group.at < self.verb.start or group.governor is not None:
            return False
        if self.ends.is_person(subject) or group.head.placed:
            return False
        return group.prep in words.of or (group.subject and not group.prep and group.conjunct is None)

    def _emigrants(self) -> Answer | None:
        """Take a demonym: "Russians who emigrated to A"."""
        if self.moved is None or self.verb.base not in self.words.emigrating | self.words.leaving:
            return None
        if self.verb.base not in self.words.emigrating and not self.ends.are_people(self.moved):
            return None  # "Fijian soldiers leave for A"
        people = (self.moved, *self.ends.reading.dependents(self.moved))
        return _answer([g for noun in people for g in self.ends.of_noun.get(id(noun), []) if g.demonym])

    def _driver(self) -> Answer | None:
        """Take where who drives is from: "volunteers from A drove an ambulance to B"."""
        drives = self.sent and self.verb.base in self.words.going & self.words.sending
        return _answer(self.ends.from_noun(self.subject)) if drives and self.subject is not None else None

    def _seat(self) -> Answer | None:
        """Take where who goes is: "my cousin in A drives to B"."""
        if self.subject is None or self.verb.passive or self.verb.base not in self.words.going:
            return None
        if self.clause.kind is Kind.RELATIVE and self.clause.mark in self.ends.grammar.where:
            return None  # "to A, where a refinery in the suburb of B makes them one"
        return _answer(self.ends.seat(self.subject))

    def _scene_of(self) -> Answer | None:
        """Take where the event or body is that sends: "the fighting in A drove 20,000 to B"."""
        subject, sends = self.subject, self.verb.base in self.words.sending - self.words.bringing
        if subject is None or not (self.sent and sends) or self.ends.is_person(subject):
            return None
        return None if self.ends.are_people(subject) else _answer(self.ends.seat(subject))

    def _named_before(self) -> Answer | None:
        """Take who was named before: "two buyers from A are sought; it is thought that they fled to B"."""
        if not self.refers:
            return None
        clauses = self.ends.syntax.clauses
        subjects = (
            next((g for g in c.groups if g.subject), None)
            for c in reversed(clauses[: clauses.index(self.clause)])
        )
        several = (g for g in subjects if g is not None and g.head.part is Part.PLURAL)
        return _first(self.ends.from_noun(g) for g in several)

    def _last(self) -> Answer | None:
        """Take where the sentence before leaves what it tells of."""
        ends = self.ends
        told = self.clause.kind in (Kind.MAIN, Kind.REPORTED) and bool(ends.last)
        return (ends.last_place(), []) if told and ends.goes_on(self.clause, self.verb) else None

    def _delegate(self) -> Answer | None:
        """Take the country that sends an official: "the Chilean minister flew to A"."""
        subject, verb = self.subject, self.verb
        if subject is None or verb.passive or self.clause.kind is not Kind.MAIN:
            return None
        official = subject.head.key in self.ends.reading.language.claims.officials
        travels = verb.base in self.words.going - self.words.leaving
        own = self.ends.owned(subject)
        if not own and self.ends.is_person(subject):
            own = self.ends.first(self.ends.reading.dependents(subject), self.words.of)
        return _answer(own) if official and travels and len(own) == 1 else None

    def _fronted(self) -> Answer | None:
        """Take the place that begins the clause of what leaves: "in A the last planes took off for B"."""
        subject, words = self.subject, self.words
        leaves = self.verb.base in words.bound and any(g.prep in words.for_it for g in self.clause.groups)
        if subject is None or self.verb.passive or not leaves:
            return None
        ahead = [g for g in self.clause.groups if g.end <= subject.start and g.governor is None]
        return _answer(self.ends.first(ahead, words.at))

    def _lying(self) -> Answer | None:
        """Take where what is moved was, by the words behind it: "the ship, on fire off A, was towed to B"."""
        subject, words = self.subject, self.words
        if subject is None or not self.verb.passive or self.verb.base not in words.sending:
            return None
        apart = self.ends.text[subject.end :].lstrip().startswith(",")
        groups = (g for g in self.clause.groups if apart and subject.end <= g.at < self.verb.start)
        return _answer(self.ends.first([g for g in groups if not g.subject], words.at))

    def _here(self) -> Answer | None:
        """Take the dateline's place, where the news is: "the delegate left for A", "the carts went back".

        Who goes back need not be there, nor who left in some year.
        """
        ends, subject, words, groups = self.ends, self.subject, self.words, self.clause.groups
        if subject is None or not ends.here or self.verb.passive or self.clause.kind is not Kind.MAIN:
            return None
        named = subject.words[0].part is not Part.PRONOUN and not subject.head.placed
        dated = any(w.part is Part.NUMBER for g in groups for w in g.words)
        left = self.verb.form is Part.PAST and self.verb.base in words.leaving
        left = left and any(g.prep in words.for_it and g.head.placed for g in groups)
        migrants = {subject.head.key, stem(subject.head.key, ends.grammar)} & words.migrants
        things = subject.head.part is Part.PLURAL and not (migrants or ends.are_people(subject))
        back = any(g.prep and g.prep.split()[0] in words.home and g.head.placed for g in groups)
        leaves = named and not dated and (left or (back and things and self.verb.base in words.going))
        return _answer(ends.dateline()) if leaves else None


def _answer(found: Ends, *clauses: Clause) -> Answer | None:
    """Return what was found, if anything was."""
    return (found, [*clauses]) if found else None


def _first(found: Iterator[Ends]) -> Answer | None:
    return next(((places, []) for places in found if places), None)
