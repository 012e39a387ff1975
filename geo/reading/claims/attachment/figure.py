"""A figure in its sentence, and what the noun groups around it are to it."""

from __future__ import annotations

from collections.abc import Sequence

from ...flows import Movement
from ...grammar import Clause, Kind, NounGroup, Part, PlaceGroup, SentenceReading, stem
from ...quantities import Counted, Quantity


class Figure:
    """A figure, and questions about noun groups that may name its place.

    ``group`` is the noun group that it stands in, ``others`` are the ids of those of all figures, ``money``
    the spans of amounts.
    """

    def __init__(
        self,
        reading: SentenceReading,
        movements: Sequence[Movement],
        quantity: Quantity,
        count: Counted,
        group: NounGroup,
        others: set[int],
        money: Sequence[tuple[int, int]],
    ) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.movements = movements
        self.quantity = quantity
        self.group = group
        self.count = count
        self.others = others
        self.words = reading.language.claims
        self.flows = reading.language.flows
        self.types = reading.language.toponyms.type_kinds
        self.kinds = self.types.keys() | reading.language.toponyms.plural_types.keys()
        self.places: dict[int, list[PlaceGroup]] = {}
        for g in reading.groups:
            # not "40 US dollars", "$40 US"
            of_money = any(start <= g.start < end + 2 for start, end in money)
            inside = quantity.number <= g.start and g.end <= quantity.end
            if not (of_money or inside or self._is_seat(g)):
                self.places.setdefault(id(g.noun), []).append(g)
        named = ((m, reading.syntax.group_at(m.start)) for m in reading.inside)
        self.inside = {id(noun): PlaceGroup((m,), noun) for m, noun in named if noun is not None}

    def _is_seat(self, place: PlaceGroup) -> bool:
        """Whether a place only says where a body has its seat: "the A-based firm", "a bank, based in A,"."""
        if self.words.seat_of.match(self.reading.text, place.end):
            return True
        clause = place.clause
        described = clause.kind in (Kind.REDUCED, Kind.PARTICIPIAL) and clause.verb is not None
        return described and clause.verb is not None and clause.verb.base in self.words.seated

    def locates(self, group: NounGroup) -> bool:
        """Whether a group says where: "in A", "there"."""
        return group.prep in self.words.located or group.prep in self.grammar.there

    def at(self, group: NounGroup, demonyms: bool = False) -> list[PlaceGroup]:
        """Return the places of a noun group itself; demonyms only where they are asked for."""
        found = [g for g in self.places.get(id(group), []) if demonyms or not g.demonym]
        border = self.reading.language.is_inflected and found and found[0].mentions[0].place.kind == "border"
        if border:  # "na fronteira de A"
            of = [g for g in self.reading.dependents(group) if g.prep in self.grammar.of]
            return [p for g in of for p in self.places.get(id(g), []) if not p.demonym] or found
        if found and not found[0].heads and group.head.folded in self.kinds:
            of = [g for g in self.reading.dependents(group) if g.prep in self.grammar.of]
            inner = [p for g in of for p in self.places.get(id(g), []) if not p.demonym and p.heads]
            return inner or found  # "the Urals town of A"
        return found

    def below(self, group: NounGroup) -> list[PlaceGroup]:
        """Return the places of the groups that hang on one."""
        for g in self.reading.dependents(group):
            if self.is_home(g) or self.is_pronominal(g) or self.is_namesake_home(group, g):
                continue
            if id(g) in self.others and not self.locates(g) and g.prep not in self.grammar.of:
                continue
            if self.locates(g) and (found := self.at(g)):
                typed = g.head.folded in self.types
                if (
                    typed
                    or found[0].heads
                    or g.prep not in self.grammar.of
                    or found[0].mentions[0].possessive
                ):
                    return found
            if g.prep in self.words.examples and self.locates(group) and (found := self.at(g)):
                return found
            if (
                g.prep not in self.words.compared
                and g.prep not in self.words.origin
                and (found := self.below(g))
                and not (g.prep in self.words.company and found[0].noun.prep in self.grammar.of)
            ):
                return found
        return []

    def is_home(self, group: NounGroup) -> bool:
        """Whether a group only says where somebody is from: "Booth, of A," and "Booth, 45, of A"."""
        return group.prep in self.grammar.of and self.reading.text[: group.at].rstrip()[-1:] == ","

    def is_namesake_home(self, governor: NounGroup, group: NounGroup) -> bool:
        """Whether a group only says where one is from who has a name: "Master Sgt Dunbar of Austin died"."""
        head, types = governor.head, self.types
        words = governor.words
        named = head.part is Part.NAME and head.capital and not head.placed
        named = named and (words[0].capital or (len(words) > 1 and words[-2].capital))
        if self.reading.language.is_inflected:
            bodies = self.words.bodies | self.reading.language.toponyms.organisation
            initials = self.reading.text[head.start : head.end].isupper()  # "o PIB de A"
            named = named and not initials and bodies.isdisjoint(w.folded for w in words)
        return (
            named and not governor.prep and group.prep in self.grammar.of
            and types.keys().isdisjoint(w.folded for w in governor.words)
        )  # fmt: skip

    def abode(self, noun: NounGroup) -> list[PlaceGroup]:
        """Return the places below a noun group, but not whence people are who are elsewhere."""
        found = self.below(noun)
        return [] if found and self.is_home_of(noun, found) else found

    def is_home_of(self, group: NounGroup, found: list[PlaceGroup]) -> bool:
        """Whether a place says whence people are who are elsewhere: "dos hinchas de A murieron en B"."""
        home = found[0].noun
        if not self.reading.language.is_inflected or home.prep not in self.grammar.of:
            return False
        clause, parent = group.clause, group.clause.parent
        around = [clause, *([parent] if clause.kind is Kind.REDUCED and parent is not None else [])]
        seizing = self.flows.seizing | self.flows.finding
        seized = any(c.verb is not None and c.verb.base in seizing for c in around)
        near = [g for c in around for g in c.groups if g.prep not in self.grammar.of and self.locates(g)]
        elsewhere = any(self.at(g) and g.conjunct is not home for g in near)
        return elsewhere and (seized or self.is_people(group))

    def speaks(self, clause: Clause, subject: NounGroup) -> bool:
        """Whether a clause only says that somebody speaks, who is no place."""
        said = clause.verb is not None and clause.verb.base in self.grammar.speaking
        local = subject.head.key in self.words.locals_
        thing = clause.object
        does = thing is not None and subject.head.part is not Part.NAME and self.group.top is thing
        does = does and not self.is_people(subject) and not self.is_one_person(subject)
        return said and not does and not local and not any(g.heads for g in self.at(subject))

    def beside(self, first: NounGroup, group: NounGroup) -> bool:
        """Whether a group only says where the one before it lies: "in A, on the lake of B,"."""
        if self.reading.language.is_inflected:  # "en las provincias de A y B, en el lado de C"
            last = next((g for g in reversed(self.reading.syntax.groups) if g.end <= group.at), first)
            between = self.reading.text[last.end : group.at]
            return last.head.placed and between.strip() == "," and first in (last, last.governor)
        between = self.reading.text[first.end : group.at]
        return first.head.placed and between.strip() == "," and group.prep != first.prep

    def joined_on(self, group: NounGroup) -> bool:
        """Whether an "and" stands between the figure and a group: that is about something else."""
        words = self.reading.syntax.words
        return any(w.part is Part.AND for w in words if self.quantity.after <= w.start < group.at)

    def is_of_other(self, group: NounGroup, others: bool = False) -> bool:
        """Whether a group hangs on the noun of another figure, or is compared."""
        governor: NounGroup | None = group
        while governor is not None:
            compared = governor.prep in self.words.compared and not self._is_site(governor)
            compared = compared and governor.head.key not in self.words.outcomes
            if governor is not group and self._is_home_of_them(governor):
                return True
            if compared or (governor is not group and self.is_pronominal(governor)):
                return True
            if governor is not group and self._is_multiple(governor):
                return True
            if (
                governor.conjunct is not None
                and governor.start > self.quantity.number
                and not governor.head.placed
                and governor is not self.group
                and not others
            ):
                return True
            if (
                not others
                and governor is not group
                and id(governor) in self.others
                and governor is not self.group
                and not self.is_distance(governor)
                and not self._is_way_off(governor, group)
            ):
                return True
            if governor is not group and governor.prep in self.words.origin and governor.head.placed:
                governor = None
                continue
            governor = governor.governor
        before = group.conjunct
        return before is not None and self.is_of_other(before, others)

    def _is_home_of_them(self, group: NounGroup) -> bool:
        """Whether a group only says where some are from: "families, most of them from villages in A"."""
        them = group.governor
        pronoun = them is not None and len(them.words) == 1 and them.words[0].key in self.grammar.them
        return pronoun and group.prep in self.words.origin

    def _is_site(self, group: NounGroup) -> bool:
        """Whether a preposition that may compare says where: "frente a A", but not "cayó frente a A"."""
        verb = group.clause.verb
        changes = verb is not None and verb.base in self.words.changes
        return group.head.placed and group.prep in self.words.located and not changes

    def is_distance(self, group: NounGroup) -> bool:
        """Whether a group says how far from the place that hangs on it by "of": "a seis millas de A"."""
        units = self.reading.language.quantities
        unit = units.kind_of.get(units.unit_of.get(group.head.key, ""))
        counted = bool(group.prep) and group.words[0].part is Part.NUMBER
        return self.reading.language.is_inflected and counted and unit == "length"

    def _is_way_off(self, group: NounGroup, place: NounGroup) -> bool:
        """Whether a figure only says how far something is from a place: "at a farm six miles south of A"."""
        units = self.reading.language.quantities
        length = units.kind_of.get(units.unit_of.get(group.head.key, "")) == "length"
        led = self.words.direction.fullmatch(self.reading.text, group.end, place.words[0].start)
        return length and not group.prep and led is not None

    def _is_multiple(self, group: NounGroup) -> bool:
        """Whether a group only compares: "twice the rate in A", "three times that of B"."""
        before = next((w for w in reversed(self.reading.syntax.words) if w.end <= group.start), None)
        return before is not None and before.key in self.words.multiples and group.start > self.quantity.end

    def is_pronominal(self, governor: NounGroup) -> bool:
        """Whether a group is "those" or "that" of a comparison: "12 percent below those in A"."""
        grammar = self.grammar
        words = [w for w in governor.words if w.key not in grammar.articles]
        one = len(words) == 1 and governor is not self.group and words[0].key in grammar.single
        alone = len(governor.words) == 1 and governor.words[0].key in grammar.pronominal
        of = governor.governor is self.group and governor.prep in grammar.of
        if of and self.quantity.kind == "share":
            return False  # "61 % of those of A"
        return (one or alone) and not governor.subject

    def at_antecedent(self, noun: NounGroup) -> list[PlaceGroup]:
        """Return the places of a noun that a clause describes, or of the one that it hangs on."""
        if noun.prep in self.words.compared and not noun.head.placed:
            return []
        found = self.at(noun) or self.abode(noun)
        if not found and noun.governor is not None and noun.prep not in self.words.origin:
            found = self.at_antecedent(noun.governor)
        return found

    def is_one_person(self, subject: NounGroup) -> bool:
        """Whether a noun group is one person, also by a title before a name."""
        head = subject.head
        if (
            head.part is Part.NAME
            and not head.placed
            and subject.words[0].folded in self.reading.language.toponyms.titles
        ):
            return True
        return self.reading.is_one_person(subject)

    def is_people(self, subject: NounGroup) -> bool:
        """Whether a noun group is people, by its noun."""
        people = self.flows.persons | self.words.folk | self.words.away_folk
        return stem(subject.head.key, self.grammar) in people

    def tells_of_one_person(self, clause: Clause) -> bool:
        """Whether the subject of a clause is one person."""
        subject = clause.subject
        several = any(g.conjunct is subject for g in self.reading.syntax.groups)  # "the driver and 17 others"
        return subject is not None and not several and self.is_one_person(subject)
