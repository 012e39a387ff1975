"""The places of a figure's own noun group, and of those that hang on it or that it hangs on."""

from __future__ import annotations

from ...grammar import Kind, NounGroup, Part, PlaceGroup, stem
from .figure import Figure

_INITIALS = 4  # letters of a word in capitals that is hardly the name of a place


class OwnPlaces(Figure):
    """Finds the places that hang on a figure's own noun."""

    def own(self) -> list[PlaceGroup]:
        """Return the places that hang on the figure's noun group, or on the one that it is a part of."""
        groups = self.reading.syntax.groups
        n = groups.index(self.group)
        before = groups[n - 1] if n and not self.group.prep else None
        if before is not None and self.reading.text[before.end : self.quantity.start].strip() == "(":
            return self.at(before) or self.below(before)  # "in A (306 MW) and B (243 MW)"
        if (told := self._with_it(groups[n - 1] if n else None)) and told:
            return told
        inner = self.reading.syntax.group_at(self.quantity.after - 1) or self.group
        return (
            self._theirs()
            or self._right_before(before)
            or self._of_type()
            or self._along(inner)
            or self._measured_from()
            or self._inside(self.group)
            or self._inside(inner)
            or self._bought()
            or self._asking()
            or self._whole()
        )

    def _with_it(self, before: NounGroup | None) -> list[PlaceGroup]:
        """Return the place that a bare number is set beside: "as mais altas foram as de A, com 148"."""
        bare = (
            self.reading.language.is_inflected
            and self.quantity.bare
            and self.group.prep in self.words.company
        )
        if before is None or not bare or not before.head.placed:
            return []
        return self.at(before) if self.reading.text[before.end : self.group.at].strip() == "," else []

    def _theirs(self) -> list[PlaceGroup]:
        """Return the place that has what is counted: "A, which may lose one of its eight seats in B"."""
        subject, group = self.group.clause.subject, self.group
        own = group.words[0].key in self.grammar.them and len(group.words) > 1
        if not own or subject is None or subject.clause is group.clause:
            return []
        return [g for g in self.at(subject) if g.heads]

    def _right_before(self, before: NounGroup | None) -> list[PlaceGroup]:
        """Return the place that a bare number follows: "those in A 120", "and A 3,400"."""
        quantity = self.quantity
        bare = quantity.bare or (quantity.part and quantity.after >= self.group.head.end)
        if before is None or not bare or before.end + 1 < min(self.group.start, quantity.start):
            return []
        return self.at(before)

    def _of_type(self) -> list[PlaceGroup]:
        """Return the place whose type the figure describes: "A, a town of 25,000 in B"."""
        governor = self.group.governor
        return self.apposed(governor) if governor is not None and self.group.prep in self.grammar.of else []

    def _measured_from(self) -> list[PlaceGroup]:
        """Return the place that a distance is from: "30 miles south of A", "140 kilometres from A"."""
        if self.quantity.kind != "length":
            return []
        text, way = self.reading.text, self.words.direction
        for found in self.places.values():
            if led := [g for g in found if way.fullmatch(text, self.quantity.end, g.start)]:
                return led
        preps = self.words.origin | (self.grammar.of if self.is_distance(self.group) else frozenset())
        away = [g for g in self.reading.dependents(self.group) if g.prep in preps]
        whence = next((found for g in away if (found := self.at(g) or self.below(g))), [])
        after = (g for g in self.group.clause.groups if g.start > self.quantity.end)
        ends = (found for g in after if g.prep in self.flows.to and (found := self.at(g)))
        return [*whence, *(next(ends, []) if whence else [])]  # "stretches 90 miles from A to B"

    def _along(self, inner: NounGroup) -> list[PlaceGroup]:
        """Return the ends of a way: "50 buses on the road from A to B"."""
        preps = self.words.origin | self.flows.to | frozenset(self.flows.between)
        subject = self.group.clause.subject if self.quantity.kind == "length" else None
        own = [subject] if subject is not None and subject is not self.group else []  # "the road, 40 km long"
        for way in (*self.reading.dependents(inner), *own):
            if way.head.key in self.flows.routes - self.flows.vehicles and (way in own or self.locates(way)):
                ends = [g for g in self.reading.below(way) if g.prep in preps]
                if len(found := [p for g in ends for p in self.at(g)]) > 1:
                    return found
        return self._of_way()

    def _of_way(self) -> list[PlaceGroup]:
        """Return both ends of a way that is so long or costs so much: "a ticket from A to B costs 70"."""
        way, verb = self.group.clause.subject, self.group.clause.verb
        if way is None or verb is None or way is self.group or way.head.placed:
            return []
        long = self.quantity.kind == "length" and way.head.key in self.flows.routes
        costs = self.quantity.kind in ("money", "duration")
        costs = costs and verb.base in self.words.levels | self.words.lasting_plain
        below = self.reading.below(way) if long or costs else []
        origin = [p for g in below if g.prep in self.flows.origin for p in self.at(g)]
        to = [p for g in below if g.prep in self.flows.to for p in self.at(g)]
        return [origin[-1], to[0]] if origin and to and origin[-1] != to[0] else []

    def _inside(self, group: NounGroup) -> list[PlaceGroup]:
        """Return the places of a noun group, or below it; not of a name that begins the noun counted."""
        found = self.at(group)
        if found and self._is_only_whose(group, found):
            return []
        if found and not (found[0].start > self.quantity.after and group.head.start == found[0].start):
            return found
        return self.abode(group)

    def _bought(self) -> list[PlaceGroup]:
        """Return whence goods are that a figure says the worth or weight of: "imports from A"."""
        goods = (self.group, *(g for g in self.reading.dependents(self.group) if g.prep in self.grammar.of))
        bought = (g for g in goods if g.head.key in self.flows.received)
        whence = (b for g in bought for b in self.reading.dependents(g) if b.prep in self.words.origin)
        return next((found for g in whence if (found := self.at(g))), [])

    def _asking(self) -> list[PlaceGroup]:
        """Return who asks for or gives money: "the 4 billion that A asked for"."""
        if self.quantity.kind != "money":
            return []
        described = (c for c in self.reading.syntax.clauses if c.antecedent is self.group)
        asked = (next((g for g in c.groups if g.subject), None) for c in described if c.kind is Kind.RELATIVE)
        return next((found for g in asked if g is not None and (found := self.at(g))), [])

    def _whole(self) -> list[PlaceGroup]:
        """Return the place of what the figure is a part of, or that it explains."""
        governor = self.group.governor
        if governor is not None and self.group.prep in self.grammar.of:
            return self.at(governor) or self.apposed(governor)
        return self.apposed(self.group)

    def _is_only_whose(self, group: NounGroup, found: list[PlaceGroup]) -> bool:
        """Whether a place only says whose people are, who are elsewhere: "2,000 U.S. troops in A"."""
        if found[0].heads or found[0].mentions[0].place.kind != "country" or not self.is_people(group):
            return False
        near = (*self.reading.dependents(group), *(g for g in group.clause.groups if g.governor is None))
        clause, subject = group.clause, group.clause.subject
        acts = clause.verb is not None and not clause.verb.passive and subject not in (None, group)
        if acts and subject is not None and any(g.heads for g in self.at(subject)):
            return True  # "A expelled 60 U.S. diplomats"
        return any(self.locates(g) and g.start > group.end and self.at(g) for g in near)

    def apposed(self, group: NounGroup) -> list[PlaceGroup]:
        """Return the place that a noun group explains: "A, a town of 20,000", "a town of 20,000, A"."""
        types = self.types
        if group.head.folded not in types or group.prep:
            return []
        groups = self.reading.syntax.groups
        n = groups.index(group)
        before = groups[n - 1] if n else None
        return (
            self.at(before)
            if before is not None and self.reading.text[before.end : group.start].strip() == ","
            else []
        )

    def is_nowhere(self) -> bool:
        """Whether the figure's noun lies at a name that could not be placed, or anywhere."""
        noun = None if self.count.inherited else self.count.noun
        own = [g for n in (self.group, noun) if n is not None for g in self.reading.dependents(n)]
        if any(self._is_unplaced(g) for g in own) or self._is_at_large(own) or self._is_listed_unplaced():
            return True
        if any(g.prep in self.words.placing and self.at(g) for g in own):
            return False
        clause = self.group.clause
        where = clause.antecedent if clause.kind is Kind.RELATIVE else None
        if where is not None and self._is_unplaced_name(where):
            return True  # "unlike X, which has 14 pumps, …"
        thing = clause.object
        at_thing = [g for g in clause.groups if thing is not None and g.governor is thing is not self.group]
        sites = self.types.keys() | self.words.sites | self.words.bodies
        if any(self._is_unplaced(g) and g.head.folded in sites for g in at_thing):
            return True  # "joined the rally in Xyz Park"
        own = [g for g in clause.groups if g.prep in self.words.placing and not g.governor]
        unknown = any(self._is_unplaced(g) or self._is_unplaced_type(g) for g in own)
        return unknown and not any(self.at(g) or self.below(g) for g in own)

    def _is_at_large(self, own: list[NounGroup]) -> bool:
        """Whether what is counted is anywhere in a wide place without a name: "1,000 across the country"."""
        text, end = self.reading.text, self.reading.sentence.end
        nouns = (self.group, *([self.count.noun] if self.count.noun is not None else []))
        behind = [n.end for n in nouns if n.start >= self.group.start]
        if any(self.words.far_off.match(text, at, end) for at in behind):
            return True
        if any(m.place.kind == "country" for m in self.reading.mentions):
            return False
        wide = (g for g in own if g.head.key in self.words.at_large and self.locates(g))
        if any(g.prep not in self.grammar.of and not self.at(g) and not self.below(g) for g in wide):
            return True
        return any(self.words.all_over.match(text, at, end) for at in behind)

    def _is_listed_unplaced(self) -> bool:
        """Whether a figure of a list is of a name that could not be placed: "A, 9 percent, and Xyz, 10"."""
        groups = self.reading.syntax.groups
        n = groups.index(self.group)
        before = groups[n - 1] if n else None
        if before is None or before.prep or self.group.prep or self.group.clause.verb is not None:
            return False
        gap = self.reading.text[before.end : self.quantity.start].strip()
        return gap == "," and self._is_unplaced_name(before)

    def _is_unplaced(self, group: NounGroup) -> bool:
        """Whether a group is a name of a place that could not be placed."""
        if group.prep not in self.words.placing or not self._is_unplaced_name(group):
            return False
        return not self.at(group) and not self.below(group) and not self._in_address(group)

    def _in_address(self, group: NounGroup) -> bool:
        """Whether a name goes on to a place that is known: "at Xyz Theatre, in Xyz Street, A"."""
        last = group
        for after in (g for g in self.reading.syntax.groups if g.start > group.end):
            apart = self.reading.text[last.end : after.at].strip() != ","
            if apart or (after.prep and not self.locates(after)):
                return False
            if self.at(after):
                return True
            if not self._is_unplaced_name(after):
                return False
            last = after
        return False

    def _is_unplaced_type(self, group: NounGroup) -> bool:
        """Whether a group is a kind of place that a name without a place tells: "in the district of Xyz"."""
        typed = group.head.folded in self.types
        of = [g for g in self.reading.dependents(group) if g.prep in self.grammar.of]
        return typed and group.prep in self.words.placing and any(map(self._is_unplaced_name, of))

    def _is_unplaced_name(self, group: NounGroup) -> bool:
        head, text = group.head, self.reading.text[group.head.start : group.head.end]
        if self.reading.language.is_inflected and len(text) <= _INITIALS and text.isupper():
            return False  # "seis em UTI"
        name = head.part is Part.NAME and group.words[0].part is Part.NAME and not head.placed
        return name and stem(head.key, self.grammar) not in self.grammar.periods
