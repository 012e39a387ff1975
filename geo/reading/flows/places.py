"""The places of noun groups: named by them, or where they lie."""

from __future__ import annotations

from collections.abc import Sequence

from ..grammar import Mention, NounGroup, Part, PlaceGroup, SentenceReading, stem

Ends = list[PlaceGroup]


class GroupPlaces:
    """Finds the places of the noun groups of a sentence."""

    def __init__(
        self,
        reading: SentenceReading,
        last: Sequence[Mention],
        acquired: bool = False,
        here: Sequence[Mention] = (),
    ) -> None:
        """Read which noun groups name which places.

        `last` are the places that the sentence before leaves, `here` those of the dateline.
        """
        self.reading = reading
        self.text = reading.text
        self.words = reading.language.flows
        self.grammar = reading.grammar
        self.inflected = reading.language.inflected if reading.language.is_inflected else None
        self.syntax = reading.syntax
        self.last, self.here = last, here
        self.acquired = acquired  # whether the sentence before tells that something was taken there
        self.groups = reading.groups
        self.of_noun: dict[int, list[PlaceGroup]] = {}
        for g in self.groups:
            self.of_noun.setdefault(id(g.noun), []).append(g)

    def at(self, group: NounGroup | None, depth: int = 0) -> Ends:
        """Return the places that a noun group names, or where it lies ("a base outside A")."""
        if group is None:
            return []
        ends = self.words.to | self.words.origin
        if len(group.words) == 1 and group.words[0].key in self.grammar.pronominal and group.prep not in ends:
            return []  # not "those of A", but "to that of A"
        own = [g for g in self.of_noun.get(id(group), []) if not g.demonym]
        own = [g for g in own if g.heads or not all(m.refers for m in g.mentions)]  # "the county jail"
        if own and self.inflected and all(m.place.kind == "border" for g in own for m in g.mentions):
            of = (g for g in self.reading.dependents(group) if g.prep in self.words.of)
            own = next((found for g in of if (found := self.at(g, 3))), own)  # "na fronteira de A"
        if depth and group.prep in self.words.of:
            typed = group.head.folded in self.reading.language.toponyms.type_kinds
            own = [g for g in own if g.heads or typed]  # not "the end of a US tour"
        if own or depth > 2:
            rows = [g for g in self.syntax.groups if g.conjunct is group] if own and not depth else []
            rows = [g for g in rows if not self.reading.begins_another(g)]
            for row in rows:  # "reached A and the state of B"
                own += [g for g in self.at(row, 1) if g not in own]
            return own
        for inner in self.reading.dependents(group):
            if (
                inner.prep in self.words.at or inner.prep in self.words.of or inner.prep in self.grammar.there
            ) and (found := self.at(inner, depth + 1)):
                return found
        return []

    def first(self, groups: Sequence[NounGroup], preps: frozenset[str]) -> Ends:
        """Return the places of the first group with one of the prepositions."""
        fit = (g for g in groups if g.prep in preps and self.near(g, whose=preps == self.words.of))
        return next((found for g in fit if (found := self.at(g))), [])

    def all(self, groups: Sequence[NounGroup], preps: frozenset[str]) -> Ends:
        """Return the places of all groups with one of the prepositions."""
        found: Ends = []
        for g in groups:
            if g.prep in preps and self.near(g, whose=preps == self.words.of):
                found += [p for p in self.at(g) if p not in found]
        return found

    def near(self, group: NounGroup, whose: bool = False) -> bool:
        """Whether a group says where something is, not how far from it or where not; or `whose` it is."""
        off = group.ruled_out or self.reading.begins_another(group)
        return not (off or self._far(group) or (not whose and self._of_host(group)))

    def _of_host(self, group: NounGroup) -> bool:
        """Whether a preposition that is "of" and "from" is "of" here: "al puerto de A"."""
        governor, types = group.governor, self.reading.language.toponyms
        if governor is None or group.prep not in self.words.of or group.prep not in self.words.origin:
            return False
        counted = any(w.part is Part.NUMBER for w in governor.words)
        held = any(g.prep in self.words.at and g.head.placed for g in self.reading.dependents(group))
        if counted and held and not group.head.placed and not self.lasts(governor):
            return True  # "12 cajas de fruta en A"
        if governor.head.key in self.reading.language.claims.signs:
            return True  # "un buque con bandera de A"
        if governor.head.key in self.grammar.periods:
            return False  # "viaja na quinta-feira de A para B"
        if governor.prep in self.reading.language.claims.company and not self.is_person(governor):
            return False  # "tres buques con trigo de A"
        ways = self.words.nouns | self.words.ships | self.words.vehicles | self.words.routes
        carries = governor.head.key in ways and governor.prep in self.words.at | self.words.via
        if carries and any(g.prep in self.words.to for g in self.reading.dependents(group)):
            return False  # "en autobuses de A a B"
        above = governor.governor
        if governor.prep in self.words.of and above is not None and above.head.key in self.words.nouns:
            return False  # "la exportación de banano de A"
        return bool(governor.prep) or governor.head.folded in types.type_kinds or self.is_person(governor)

    def _far(self, group: NounGroup) -> bool:
        """Whether a group only says how far away something is: "140 km from A", "an hour by road from A"."""
        governor, units = group.governor, self.reading.language.quantities
        types = self.reading.language.toponyms
        typed = governor is not None and (
            governor.head.folded in types.type_kinds or governor.head.folded in types.plural_types
        )
        if governor is not None and typed and not governor.head.placed and governor.prep in self.words.at:
            return True  # "in states from A to B"
        held = (
            self.of_noun.get(id(governor), [])
            if governor is not None and governor.prep in self.words.at
            else []
        )
        own = [m.place for g in self.of_noun.get(id(group), []) for m in g.mentions]
        if any(place.lies_in(m.place) for place in own for g in held for m in g.mentions):
            return True  # "in the state of C, from A to B"
        while governor is not None:
            if governor.prep in self.words.for_it and self.lasts(governor):
                return False  # "for 40 days to A"
            if governor.prep == self.grammar.of_rates or governor.prep in self.grammar.of:
                return False  # "metres of gas a year from A"
            if units.kind_of.get(units.unit_of.get(governor.head.key, "")) in ("length", "duration"):
                verb = governor.clause.verb
                ways = self.words.going | self.words.spanning
                if verb is not None and verb.passive:
                    ways = ways | self.words.sending  # "trucked 900 km to A"
                along = verb is not None and governor is governor.clause.object and verb.base in ways
                along = along and self.text[: governor.at].rstrip()[-1:] != ","  # not "to A, an hour from B"
                counted = (
                    governor.words[0].part is Part.NUMBER or governor.words[0].key in self.grammar.rating
                )
                after = self.lasts(governor) and group.prep not in self.words.origin  # "after 7 hours in A"
                return counted and not along and not after
            governor = governor.governor
        return False

    def on_route(self, group: NounGroup, base: str) -> bool:
        """Whether a group only says between what a road runs, and nothing goes along it."""
        routes = self.words.routes - self.words.vehicles - self.words.way
        if group.governor is not None and group.governor.prep in self.words.via:
            return False  # "through a pipeline to A"
        way = group.governor
        along = way is not None and way.head.key in routes and not way.head.placed
        return along and base not in self.words.going

    def of_person(self, group: NounGroup) -> bool:
        """Whether a group says where one is from: "paintings by an artist from A", "to a buyer from A"."""
        governor = group.governor
        if governor is not None and governor.prep in self.words.to and self.is_person(governor):
            return True
        if governor is None or self.lasts(governor) or any(w.part is Part.NUMBER for w in governor.words):
            return False  # "por año a A", "por 20 millones a A"
        means = self.words.nouns | self.words.ships
        if len(governor.words) == 1 and not governor.head.capital and governor.head.part is Part.NOUN:
            means = means | {governor.head.key}  # "by lorry for A", "by sea to B"
        return (
            governor.prep in self.grammar.by
            and governor.governor is not None
            and governor.head.key not in means
        )

    def beside(self, group: NounGroup) -> bool:
        """Whether a group only says where the place before it lies: "for A, on B"."""
        before = next((g for g in reversed(self.syntax.groups) if g.end <= group.at), None)
        return before is not None and before.head.placed and self.text[before.end : group.at].strip() == ","

    def is_person(self, noun: NounGroup) -> bool:
        """Whether a noun group is one person."""
        return self.reading.is_one_person(noun)

    def are_people(self, noun: NounGroup) -> bool:
        """Whether a noun group is several persons, by its noun."""
        language = self.reading.language
        named = (language.quantities.people, *self.words.persons, *language.claims.folk)
        keys = (noun.head.key, stem(noun.head.key, self.grammar))
        return noun.head.part is Part.PLURAL and any(key in named for key in keys)

    def possessor(self, subject: NounGroup) -> Ends:
        """Return the places that a subject is: "Germany", "Germany and France"."""
        return [
            g
            for noun in (subject, subject.conjunct)
            if noun is not None
            for g in self.of_noun.get(id(noun), [])
            if not g.demonym and g.heads
        ]

    def owned(self, group: NounGroup) -> Ends:
        """Return the places whose a thing is: "A's exports", "Albanian exports"."""
        found = self.of_noun.get(id(group), [])
        owned = [g for g in found if g.mentions[-1].possessive or g.demonym]
        if owned:
            return owned
        for inner in self.reading.dependents(group):
            if inner.prep in self.words.of and (
                demonyms := [g for g in self.of_noun.get(id(inner), []) if g.demonym and not g.heads]
            ):
                return demonyms
        return []

    def made_of(self, group: NounGroup) -> Ends:
        """Return where the goods of a trade are made, by a demonym behind them: "ventas de vino chileno"."""
        of = (g for g in self.reading.dependents(group) if g.prep in self.words.of)
        return next((found for g in of if (found := self.made(g))), [])

    def made(self, thing: NounGroup) -> Ends:
        """Return where goods are made, by a demonym behind them: "trigo ruso", not "turistas rusos"."""
        if not thing.leads or self.are_people(thing) or thing.head.placed:
            return []
        if stem(thing.head.key, self.grammar) in self.words.migrants | self.words.persons:
            return []
        if thing.words[0].part is Part.DETERMINER:
            return []  # not "de la aerolínea chilena"
        return [p for p in self.of_noun.get(id(thing), []) if p.demonym]

    def is_length(self, thing: NounGroup) -> bool:
        """Whether a noun group is a length: "covered 180 km from A to B"."""
        units = self.reading.language.quantities
        return units.kind_of.get(units.unit_of.get(thing.head.key, "")) == "length"

    def lasts(self, thing: NounGroup) -> bool:
        """Whether a noun group is a length of time: "takes four hours from A to B" is no movement."""
        units = self.reading.language.quantities
        return units.kind_of.get(units.unit_of.get(thing.head.key, "")) == "duration"
