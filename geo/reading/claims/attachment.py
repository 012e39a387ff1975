"""Attachment: which places, or which movements, a figure is about.

A figure belongs to the place that hangs on its own noun, else to one of its clause, else to one of the clause
that governs it. Places that only say who speaks, from where a person is, or with what something is compared,
get no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..flows import Movement
from ..grammar import Clause, Kind, NounGroup, Part, PlaceGroup, SentenceReading, stem
from ..quantities import Counted, Quantity

_EXTENTS = ("duration", "length", "money")
"""Kinds of figures that need a place of their own clause."""


class Target(Struct, frozen=True):
    """Target of a figure: places, or movements by their number in the sentence; for ``each`` or together."""

    groups: tuple[PlaceGroup, ...] = ()
    movements: tuple[int, ...] = ()
    each: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places, each once."""
        return tuple(dict.fromkeys(p for g in self.groups for p in g.places))


def attach(
    reading: SentenceReading,
    quantities: Sequence[Quantity],
    counted: Sequence[Counted],
    movements: Sequence[Movement],
) -> list[Target | None]:
    """Return for each quantity of a sentence what it is about, or None."""
    if matched := _respectively(reading, quantities):
        return matched
    others = {id(c.group) for c in counted if c.group is not None}
    money = [(q.number, q.end) for q in quantities if q.kind == "money"]
    targets: list[Target | None] = []
    for quantity, count in zip(quantities, counted, strict=True):
        last = next((t for t in reversed(targets) if t), None)
        targets.append(_Attacher(reading, movements, quantity, count, others, money).target(last))
    return _shared_out(quantities, targets, movements)


def _shared_out(
    quantities: Sequence[Quantity], targets: Sequence[Target | None], movements: Sequence[Movement]
) -> list[Target | None]:
    """Give each of several figures of the same movements its own: "40 tons to X and 20 tons to Y".

    A movement goes with the last figure before its end, or else with the first one behind it. Where
    a figure would have none, all stay as they are.
    """
    shared = {t.movements for t in targets if t and len(t.movements) > 1}
    out = [*targets]
    for n, target in enumerate(targets):  # "bought 12 tons from X, and from Y another 48"
        others = [
            (t, q) for t, q in zip(targets, quantities, strict=True) if t is not None and t is not target
        ]
        gone = {t.movements[0] for t, q in others if len(t.movements) == 1 and q.unit == quantities[n].unit}
        if target is not None and (kept := tuple(m for m in target.movements if m not in gone)):
            out[n] = Target(target.groups, kept, target.each) if len(target.movements) > 1 else target
    for numbers in shared:
        inside = [n for n, t in enumerate(targets) if t and t.movements == numbers]
        if len(inside) < 2 or len({quantities[n].unit for n in inside}) > 1:
            continue
        ends = [(m.origin, m.destination) for m in (movements[i] for i in numbers)]
        one = len({origin.start for origin, _ in ends}) == 1
        for ahead in (False, True):  # "to X 40 tons and to Y 20"
            own: dict[int, list[int]] = {n: [] for n in inside}
            for i, (origin, destination) in zip(numbers, ends, strict=True):
                end = destination if one else origin
                on_side = [n for n in inside if (quantities[n].start > end.start) is ahead]
                if on_side:
                    own[on_side[0 if ahead else -1]].append(i)
            if all(own.values()) and sum(map(len, own.values())) == len(numbers):
                for n, mine in own.items():
                    out[n] = Target(movements=tuple(mine), each=len(mine) > 1)
                break
    return out


class _Attacher:
    def __init__(
        self,
        reading: SentenceReading,
        movements: Sequence[Movement],
        quantity: Quantity,
        count: Counted,
        others: set[int],
        money: Sequence[tuple[int, int]],
    ) -> None:
        self.reading = reading
        self.movements = movements
        self.quantity = quantity
        self.group = count.group
        self.count = count
        self.others = others
        self.words = reading.language.claims
        self.places: dict[int, list[PlaceGroup]] = {}
        for g in reading.groups:
            # not "40 US dollars", "$40 US"
            of_money = any(start <= g.start < end + 2 for start, end in money)
            if not of_money and not (quantity.number <= g.start and g.end <= quantity.end):
                self.places.setdefault(id(g.noun), []).append(g)

    def target(self, last: Target | None) -> Target | None:
        """Return what the figure is about; `last` is the target of the figure before it."""
        if self.group is None:
            return None
        clause = self.group.clause
        if clause.kind is Kind.SAYING:
            clause = clause.parent or clause
        said = any(c.kind is Kind.SAYING for c in clause.up())
        if self._nowhere():
            return None
        local = self._local()
        if self._whole() and not local:
            found = self._told_of(clause)
            return Target(tuple(found), each=self._each(found[0].end)) if found else None
        lasts = self.quantity.kind == "duration" and not local and self._stays(clause)
        moved = () if lasts else self._moved(clause, local)
        if moved and (end := self._one_end(clause, moved)):
            return Target((end,), each=self._each(end.end))
        if moved:
            return Target(movements=moved, each=self._each(self.group.end))
        found = local or (self._scan(clause, own=True) if said else self._of_clause(clause))
        if found:
            found = found if local else self._narrowed(clause, found)
            return Target(tuple(found), each=self._each(found[0].end))
        if last is not None and self._goes_on(clause):
            return last
        only = [] if self.movements or self._person(clause) else self._only(clause)
        return Target(tuple(only), each=self._each(only[0].end)) if only else None

    def _whole(self) -> bool:
        """Whether the figure only says of how many another is a part: "four of the 14 were from B"."""
        group, host = self.group, self.group.host if self.group else None
        if group is None or host is None or group.prep not in self.reading.grammar.of:
            return False
        return id(host) in self.others and not self.quantity.unit and group.words[0].part is Part.DETERMINER

    def _told_of(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places of the clauses that describe what the figure counts."""
        own = [c for c in self.reading.syntax.clauses if c.antecedent is self.group and c is not clause]
        return next((found for c in own if (found := self._scan(c, own=False))), [])

    def _narrowed(self, clause: Clause, found: list[PlaceGroup]) -> list[PlaceGroup]:
        """Return a place inside the one found, if the clause or the one that governs it is there."""
        wide = [m.place for g in found for m in g.mentions]
        owned = not self._strong(found[0].noun)  # "A's navy stopped two boats off B with 3 tonnes"
        hangs = clause.kind in (Kind.PARTICIPIAL, Kind.INFINITIVE)
        around = (clause, clause.parent if hangs else None, clause.before if clause.shares else None)
        for each in (c for c in around if c is not None):
            for noun in each.groups:
                inner = self._of(noun) if self._strong(noun) and not self._of_other(noun, owned) else []
                inner = [g for g in inner if g not in found and not noun.ruled_out]
                if len(wide) == 1 and inner and all(m.place.lies_in(wide[0]) for m in inner[0].mentions):
                    return inner[:1]
        return found

    def _stays(self, clause: Clause) -> bool:
        """Whether a clause tells of something at rest: "is shown in A for three days"."""
        flows = self.reading.language.flows
        moving = flows.going | flows.sending | flows.bound
        still = clause.verb is not None and clause.verb.base not in moving
        return still and bool(self._scan(clause, own=True))

    def _nowhere(self) -> bool:
        """Whether the figure's noun lies at a name that could not be placed."""
        assert self.group is not None
        noun = None if self.count.inherited else self.count.noun
        own = [g for n in (self.group, noun) if n is not None for g in self.reading.hosted(n)]
        if any(self._unplaced(g) for g in own):
            return True
        if any(g.prep in self.words.placing and self._of(g) for g in own):
            return False
        clause = self.group.clause
        where = clause.antecedent if clause.kind is Kind.RELATIVE else None
        if where is not None and self._unplaced_name(where):
            return True  # "unlike X, which has 14 pumps, …"
        own = [g for g in clause.groups if g.prep in self.words.placing and not g.host]
        unknown = any(self._unplaced(g) or self._unplaced_below(g) for g in own)
        return unknown and not any(self._of(g) or self._below(g) for g in own)

    def _unplaced(self, group: NounGroup) -> bool:
        """Whether a group is a name of a place that could not be placed."""
        if group.prep not in self.words.placing or not self._unplaced_name(group):
            return False
        return not self._of(group) and not self._below(group)

    def _unplaced_below(self, group: NounGroup) -> bool:
        """Whether a group is a kind of place that a name without a place tells: "in the district of Xyz"."""
        typed = group.head.folded in self.reading.language.toponyms.type_kinds
        of = [g for g in self.reading.hosted(group) if g.prep in self.reading.grammar.of]
        return typed and group.prep in self.words.placing and any(map(self._unplaced_name, of))

    def _unplaced_name(self, group: NounGroup) -> bool:
        head = group.head
        name = head.part is Part.NAME and group.words[0].part is Part.NAME and not head.placed
        return name and stem(head.key, self.reading.grammar) not in self.reading.grammar.periods

    def _only(self, clause: Clause) -> list[PlaceGroup]:
        """Return the one place that a sentence names, if a clause before or around the figure's is there."""
        groups = [g for found in self.places.values() for g in found]
        if len({p for g in groups for p in g.places}) != 1 or self.quantity.kind in _EXTENTS:
            return []
        kinds = (Kind.MAIN, Kind.REPORTED, Kind.SUBORDINATE, Kind.PARTICIPIAL)
        for g in groups:
            noun, other = g.noun, g.clause
            of = noun.host is not None and noun.prep in self.reading.grammar.of and self._people(noun.host)
            of = of or (noun.host is not None and self._named_of(noun.host, noun))
            says = other.verb is not None and other.verb.base in self.reading.grammar.saying
            local = noun.host is not None and noun.host.head.key in self.words.locals_
            spoken = noun.top.subject and says and not local
            aside = g.demonym or of or spoken or noun.ruled_out or self._of_other(noun, True)
            aside = aside or noun.prep in self.words.origin or self._home(noun)
            placed = self._strong(noun) or (noun.subject and g.heads)
            of_another = other.kind is Kind.MAIN and clause.kind is Kind.MAIN and other.subject is not None
            of_another = of_another and id(other.subject) not in self.others
            later = (other.shares or noun.subject or of_another) and other.start > clause.start
            if placed and not aside and not later and (other.kind in kinds or local):
                return [g]
        return []

    def _goes_on(self, clause: Clause) -> bool:
        """Whether the figure has the target of the one before: no place of its own is in reach."""
        assert self.group is not None
        subject, them = clause.subject, self.reading.grammar.them
        told = subject is not None and subject.words[0].key in them  # "its dam opened two gates"
        told = (
            told or clause.verb is None or self.count.inherited or self.group.row is not None or clause.shares
        )
        return told and not self._person(clause)

    # -- the noun's own places -------------------------------------------------------------------------------

    def _strong(self, group: NounGroup) -> bool:
        return group.prep in self.words.located or group.prep in self.reading.grammar.there

    def _of(self, group: NounGroup, demonyms: bool = False) -> list[PlaceGroup]:
        found = self.places.get(id(group), [])
        return [g for g in found if demonyms or not g.demonym]

    def _local(self) -> list[PlaceGroup]:
        """Return the places that hang on the figure's noun group, or on the one that it is a part of."""
        assert self.group is not None
        inner = self.reading.syntax.group_at(self.quantity.after - 1) or self.group
        groups = self.reading.syntax.groups
        n = groups.index(self.group)
        before = groups[n - 1] if n and not self.group.prep else None
        if before is not None and self.reading.text[before.end : self.quantity.start].strip() == "(":
            return self._of(before) or self._below(before)  # "in A (306 MW) and B (243 MW)"
        near = before is not None and self.quantity.bare and before.end + 1 >= self.group.start
        if near and before is not None and (found := self._of(before)):
            return found  # "those in A 120", "and A 3,400"
        host = self.group.host
        if host is not None and self.group.prep in self.reading.grammar.of and (found := self._apposed(host)):
            return found  # "A, a town of 25,000 in B"
        if self.quantity.kind == "length":  # "140 kilometres from A"
            text, way = self.reading.text, self.words.direction
            for found in self.places.values():  # "30 miles south of A"
                if led := [g for g in found if way.fullmatch(text, self.quantity.end, g.start)]:
                    return led
            away = (g for g in self.reading.hosted(self.group) if g.prep in self.words.origin)
            if found := next((found for g in away if (found := self._of(g) or self._below(g))), []):
                return found
        for along in self.reading.hosted(inner):  # "50 buses on the road from A to B"
            ways = self.reading.language.flows
            if along.head.key in ways.routes - ways.vehicles and self._strong(along):
                below = self.reading.below(along)
                ends = [g for g in below if g.prep in self.words.origin | ways.to | frozenset(ways.between)]
                if len(found := [p for g in ends for p in self._of(g)]) > 1:
                    return found
        for start in dict.fromkeys((self.group, inner)):
            if (found := self._of(start)) and self._only_whose(start, found):
                continue
            if found and not (found[0].start > self.quantity.after and start.head.start == found[0].start):
                return found
            if found := self._below(start):
                return found
        for clause in self.reading.syntax.clauses:  # "the 4 billion that A asked for"
            related = clause.antecedent is self.group and clause.kind is Kind.RELATIVE
            if related and self.quantity.kind == "money":
                asked = next((g for g in clause.groups if g.subject), None)
                if asked is not None and (found := self._of(asked)):
                    return found
        if self.group.host is not None and self.group.prep in self.reading.grammar.of:
            return self._of(self.group.host) or self._apposed(self.group.host)
        return self._apposed(self.group)

    def _only_whose(self, group: NounGroup, found: list[PlaceGroup]) -> bool:
        """Whether a place only says whose people are, who are elsewhere: "2,000 U.S. troops in A"."""
        if found[0].heads or found[0].mentions[0].place.kind != "country" or not self._people(group):
            return False
        near = (*self.reading.hosted(group), *(g for g in group.clause.groups if g.host is None))
        return any(self._strong(g) and g.start > group.end and self._of(g) for g in near)

    def _apposed(self, group: NounGroup) -> list[PlaceGroup]:
        """Return the place that a noun group explains: "A, a town of 20,000", "a town of 20,000, A"."""
        types = self.reading.language.toponyms.type_kinds
        if group.head.folded not in types or group.prep:
            return []
        groups = self.reading.syntax.groups
        n = groups.index(group)
        before = groups[n - 1] if n else None
        return (
            self._of(before)
            if before is not None and self.reading.text[before.end : group.start].strip() == ","
            else []
        )

    def _below(self, group: NounGroup) -> list[PlaceGroup]:
        for g in self.reading.hosted(group):
            if self._home(g) or self._stands_for(g) or self._named_of(group, g):
                continue
            if id(g) in self.others and not self._strong(g) and g.prep not in self.reading.grammar.of:
                continue
            if self._strong(g) and (found := self._of(g)):
                typed = g.head.folded in self.reading.language.toponyms.type_kinds
                if (
                    typed
                    or found[0].heads
                    or g.prep not in self.reading.grammar.of
                    or found[0].mentions[0].possessive
                ):
                    return found
            if (
                g.prep not in self.words.compared
                and g.prep not in self.words.origin
                and (found := self._below(g))
            ):
                return found
        return []

    def _home(self, group: NounGroup) -> bool:
        """Whether a group only says where somebody is from: "Booth, of A," and "Booth, 45, of A"."""
        return group.prep in self.reading.grammar.of and self.reading.text[: group.at].rstrip()[-1:] == ","

    def _named_of(self, host: NounGroup, group: NounGroup) -> bool:
        """Whether a group only says where one is from who has a name: "Master Sgt Dunbar of Austin died"."""
        head, types = host.head, self.reading.language.toponyms.type_kinds
        named = head.part is Part.NAME and head.capital and not head.placed and host.words[0].capital
        return (
            named and not host.prep and group.prep in self.reading.grammar.of
            and types.keys().isdisjoint(w.folded for w in host.words)
        )  # fmt: skip

    # -- those of clauses ------------------------------------------------------------------------------------

    def _of_clause(self, clause: Clause) -> list[PlaceGroup]:
        seen: set[int] = set()
        if self._person(clause):
            befalling = self.reading.language.quantities.befalling
            befell = clause.verb is not None and clause.verb.base in befalling
            before = clause.before if clause.shares and befell else None
            found = self._scan(clause, own=True)
            return found or (self._scan(before, own=False) if before is not None else [])
        of = self.reading.grammar.of
        part = self.group.host if self.group is not None and self.group.prep in of else None
        for other in self.reading.syntax.clauses:  # "hundreds of men held in A"
            described = other.kind is Kind.REDUCED and other.antecedent in (self.group, self.count.noun, part)
            described = described and other.antecedent is not None
            if described and other.verb is not None and other.verb.base not in self._making():
                places = [g for g in other.groups if self._strong(g) and not self._of_other(g)]
                if found := next((found for g in places if (found := self._of(g) or self._below(g))), []):
                    return found
        for each in self._reach(clause):
            if id(each) in seen:
                continue
            seen.add(id(each))
            if each.kind is Kind.SAYING and each is not clause:
                continue
            where = each.antecedent if each.kind is Kind.RELATIVE and each.mark in self.words.where else None
            own = (g for g in each.groups if not g.host and not self._joined_on(g))
            if where is not None and any(self._strong(g) and self._of(g) for g in own):
                where = None
            if where is not None and (found := self._antecedent(where)):
                return found
            if found := self._scan(each, each is clause):
                return found
            if clause.shares and each is clause.before and (found := self._scan(each, False, others=True)):
                return found
            if (
                each.antecedent is not None
                and each.kind in (Kind.RELATIVE, Kind.REDUCED)
                and (found := self._antecedent(each.antecedent))
            ):
                return found
        chain = [clause, *([clause.before] if clause.shares and clause.before else [])]
        for each in chain:
            if found := self._scan(each, each is clause, others=True):
                return found
        for outer in self._above(clause):
            if found := self._scan(outer, own=False):
                return found
        if found := self._counted_after(clause):
            return found
        flights = self.count.noun
        moves = flights is not None and flights.head.key in self.reading.language.flows.nouns
        return (self._source(flights) if moves else []) or self._source(clause.subject)

    def _counted_after(self, clause: Clause) -> list[PlaceGroup]:
        """Return where those are whom the next clause counts, too: "12 died and 40 were hurt in A"."""
        some = self.reading.grammar.some
        for other in self.reading.syntax.clauses:
            subject = other.subject if other.before is clause and not other.shares else None
            words = subject.words if subject is not None and clause.subject is self.group else []
            if words and all(w.part is Part.NUMBER or w.key in some for w in words):
                return self._scan(other, own=False, others=True)
        return []

    def _above(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses that govern one, but not who speaks, nor what "while" sets against it."""
        inner = clause
        for outer in clause.up():
            if outer is not clause:
                if inner.kind is Kind.SUBORDINATE and inner.mark in self.reading.grammar.contrasting:
                    return
                if not self._spoken(clause, outer):
                    yield outer
            inner = outer

    def _making(self) -> frozenset[str]:
        """Return the verbs after which a place is where something is from."""
        flows = self.reading.language.flows
        return flows.describing | flows.taking | flows.sending | flows.home_of

    def _source(self, subject: NounGroup | None) -> list[PlaceGroup]:
        """Return where a subject that is no person comes from: "sand from A"."""
        if subject is None or self._one_person(subject) or self._people(subject):
            return []
        below = (g for g in self.reading.below(subject) if g.prep in self.words.origin)
        return next((found for g in below if (found := self._of(g))), [])

    def _spoken(self, clause: Clause, outer: Clause) -> bool:
        """Whether a clause only says who tells what a figure is part of, and no place itself speaks."""
        said = any(c.kind is Kind.REPORTED and c.parent is outer for c in clause.up())
        subject = outer.subject
        local = subject is not None and subject.head.key in self.words.locals_
        return said and not local and not (subject is not None and any(g.heads for g in self._of(subject)))

    def _reach(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses in which a place may be the figure's, the nearest first."""
        yield clause
        chain = clause
        while chain.before is not None and chain.before.kind is not Kind.SAYING:
            if chain.antecedent is None:
                chain = chain.before
                yield chain
            else:
                break
        for outer in self._above(clause):
            yield outer
            chain = outer
            while chain.before is not None:
                chain = chain.before
                yield chain
        for other in self.reading.syntax.clauses:
            hangs = other.parent is clause or (other.parent is not None and other.parent.before is clause)
            if hangs and other.mark in self.words.elsewhen:
                continue
            if hangs and other.kind in (Kind.SUBORDINATE, Kind.PARTICIPIAL, Kind.INFINITIVE):
                yield other
            elif other.antecedent is not None and other.kind in (Kind.RELATIVE, Kind.REDUCED):
                subject = clause.subject
                them = subject is not None and subject.words[0].key in self.reading.grammar.them
                if them and clause.kind is Kind.REPORTED and clause.parent is not None:
                    subject = clause.parent.subject
                described = (
                    other.verb is not None and other.verb.base in self.reading.language.flows.describing
                )
                if described:
                    continue
                if (
                    subject is not None and other.antecedent.top is subject and not self._one_person(subject)
                ) or (self.group is not None and other.antecedent in (self.group, self.count.noun)):
                    yield other
                elif other.antecedent.clause is clause and self._strong(other.antecedent):
                    yield other  # "in a crash reported near A, 11 died"

    def _scan(self, clause: Clause, own: bool, others: bool = False) -> list[PlaceGroup]:
        """Return the places of a clause: after the figure, before it, its subject's, then weaker ones.

        `own` is whether it is the figure's clause; with `others`, places on nouns of other figures count too.
        """
        q = self.quantity
        groups = [g for g in clause.groups if not self._of_other(g, others) and not g.ruled_out]
        if not own and self._measures(clause):
            return []
        groups = [g for g in groups if not self._ahead(g)]
        subject = next((g for g in groups if g.subject), None) or clause.subject
        inserted = own and subject is not None and self._inserted(clause, subject)
        if inserted and subject is not None and (found := self._of(subject) or self._below(subject)):
            return found  # "wages in A, at 75 dollars a month, are the lowest in B"
        of = self.reading.grammar.of
        strong = [
            g for g in groups if self._strong(g) and g.prep not in of and not (g.host and g.host.subject)
        ]
        strong = [g for g in strong if not (g.host and g.host.head.placed and self._strong(g.host))] or strong
        strong = [g for g in strong if not self._in_apposition(g)]
        strong = [
            g
            for g in strong
            if not (g.host and g.host.host and g.host.head.placed and self._below(g.host.host))
        ] or strong
        if clause.verb is not None and clause.verb.base in self.reading.language.flows.receiving:
            strong = [g for g in strong if not (g.host and g.host.prep in self.words.origin)]
        if not own:  # where a court sits, nothing that it hears of took place
            strong = [g for g in strong if g.head.key not in self.words.officials]
            strong = [g for g in strong if not (g.host and g.host.head.key in self.words.officials)]
        after = [g for g in strong if g.start > q.number]
        before = [g for g in strong if g.start < q.number]
        before = [g for n, g in enumerate(before) if not n or not self._beside(before[n - 1], g)]
        beyond = [g for g in after if before and self._joined_on(g)]
        for g in [g for g in after if g not in beyond] + before[::-1] + beyond:
            if found := self._of(g) or self._below(g):
                return found
        if own and self.group is not None and not self._people(self.group) and not self.group.subject:
            headed = subject is not None and any(g.heads for g in self._of(subject))
            nouns = [n for n in (self.group, self.count.noun) if n is not None and not self._people(n)]
            theirs = [g for noun in nouns for g in self._of(noun, demonyms=True)]
            made = [g for g in theirs if g.demonym and not g.heads]
            if made and not headed:
                return made  # "the storm destroyed 300 Canadian homes"
        if (
            subject is not None
            and subject is not self.group
            and not self._speaks(clause, subject)
            and (found := self._of(subject) or self._below(subject))
        ):
            return found
        types = self.reading.language.toponyms.type_kinds
        for g in (g for g in groups if g is not self.group and not g.prep):
            if self._of_one_owned(g):
                continue
            if found := self._of(g) or (self._below(g) if g.head.key in types and not g.subject else []):
                return found
        if subject is not None and subject.head.key in self.reading.language.flows.routes:
            ends = self.words.origin | self.words.weak
            if found := [p for g in self.reading.below(subject) if g.prep in ends for p in self._of(g)]:
                return found
            thing = clause.object
            if thing is not None and (found := self._of(thing)):  # "a road of 90 km joins A to B"
                return found + [p for g in groups if g.prep in self.words.weak for p in self._of(g)]
        flows = self.reading.language.flows
        for g in groups:
            taken = self.reading.language.is_inflected and g.host is None and g.prep in flows.origin
            named = [p for p in self._of(g) if p.heads]  # not "to A's senator"
            if (g.prep in self.words.weak or taken) and named:
                return named
        sent = clause.verb is not None and clause.verb.base in flows.going | flows.sending | flows.leaving
        if self.group is not None and sent and clause.verb and clause.verb.base not in flows.home_of:
            moved = clause.subject if self.group.subject else clause.object
            for g in groups:  # "2,000 workers were pulled out of A"
                own_end = g.host is (None if self.group.subject and not clause.gapped else self.group)
                out = own_end and g.prep in self.words.origin
                top = moved.top if moved is not None else None
                if out and top is self.group.top and (found := self._of(g) or self._below(g)):
                    return found
        if subject is not None and subject is not self.group:
            for g in self.reading.hosted(subject):
                if g.prep in self.words.weak and (found := self._of(g)):
                    return found
        if own and self.group is not None:
            for noun in (self.group, subject):
                if noun is None or self._people(noun) or (noun is subject and self._speaks(clause, noun)):
                    continue
                if found := [g for g in self._of(noun, demonyms=True) if not (g.demonym and g.heads)]:
                    return found  # of people, it only says where they are from
        return []

    def _measures(self, clause: Clause) -> bool:
        """Whether a clause only says what the figure is compared with: "twice what A gives"."""
        if clause.kind is not Kind.RELATIVE or clause.start < self.quantity.end:
            return False
        before = [w for w in self.reading.syntax.words if w.end <= clause.start][-1:]
        return bool(before) and (before[0].key in self.words.multiples | self.words.compared)

    def _of_one_owned(self, group: NounGroup) -> bool:
        """Whether a place only says of which kind, or whose, one is: "an A drill", "A's leader"."""
        found = self._of(group)
        if not found or found[0].heads:
            return False
        first = group.words[0]
        some = first.key in self.reading.grammar.articles and first.key not in self.reading.grammar.pointing
        return some or self._one_person(group)

    def _inserted(self, clause: Clause, subject: NounGroup) -> bool:
        """Whether the figure stands between a subject and its verb, and only describes the subject."""
        group = self.group
        if group is None or group.clause is not clause or clause.verb is None or not group.prep:
            return False
        comma = self.reading.text[: group.at].rstrip()[-1:] == ","
        return comma and subject.end < group.start < clause.verb.start

    def _ahead(self, group: NounGroup) -> bool:
        """Whether a group only says where a way leads, or whose a flag is: "on its way to A"."""
        host = group.host
        flows, grammar = self.reading.language.flows, self.reading.grammar
        if group.prep and group.head.key in self.words.signs:
            return True
        if host is None or host is self.group or host is self.count.noun:
            return False
        ways = flows.way | (flows.routes - flows.vehicles) | (frozenset() if host.prep else flows.nouns)
        leads = group.prep in flows.to and host.head.key in ways and not host.subject
        return leads or (group.prep in grammar.of and host.head.key in self.words.signs)

    def _speaks(self, clause: Clause, subject: NounGroup) -> bool:
        """Whether a clause only says that somebody speaks, who is no place."""
        said = clause.verb is not None and clause.verb.base in self.reading.grammar.speaking
        local = subject.head.key in self.words.locals_
        return said and not local and not any(g.heads for g in self._of(subject))

    def _in_apposition(self, group: NounGroup) -> bool:
        """Whether a group only says where the end of a way before it lies: "for A, on B"."""
        before = next((g for g in reversed(self.reading.syntax.groups) if g.end <= group.at), None)
        return before is not None and before.prep in self.words.weak and self._beside(before, group)

    def _beside(self, first: NounGroup, group: NounGroup) -> bool:
        """Whether a group only says where the one before it lies: "in A, on the lake of B,"."""
        if self.reading.language.is_inflected:  # "en las provincias de A y B, en el lado de C"
            last = next((g for g in reversed(self.reading.syntax.groups) if g.end <= group.at), first)
            between = self.reading.text[last.end : group.at]
            return last.head.placed and between.strip() == "," and first in (last, last.host)
        between = self.reading.text[first.end : group.at]
        return first.head.placed and between.strip() == "," and group.prep != first.prep

    def _joined_on(self, group: NounGroup) -> bool:
        """Whether an "and" stands between the figure and a group: that is about something else."""
        words = self.reading.syntax.words
        return any(w.part is Part.AND for w in words if self.quantity.after <= w.start < group.at)

    def _of_other(self, group: NounGroup, others: bool = False) -> bool:
        """Whether a group hangs on the noun of another figure, or is compared."""
        host: NounGroup | None = group
        while host is not None:
            if host.prep in self.words.compared or (host is not group and self._stands_for(host)):
                return True
            if host is not group and self._multiple(host):
                return True
            if (
                host.row is not None
                and host.start > self.quantity.number
                and not host.head.placed
                and host is not self.group
                and not others
            ):
                return True
            if not others and host is not group and id(host) in self.others and host is not self.group:
                return True
            if host is not group and host.prep in self.words.origin and host.head.placed:
                host = None
                continue
            host = host.host
        row = group.row
        return row is not None and self._of_other(row, others)

    def _multiple(self, group: NounGroup) -> bool:
        """Whether a group only compares: "twice the rate in A", "three times that of B"."""
        before = next((w for w in reversed(self.reading.syntax.words) if w.end <= group.start), None)
        return before is not None and before.key in self.words.multiples and group.start > self.quantity.end

    def _stands_for(self, host: NounGroup) -> bool:
        """Whether a group is "those" or "that" of a comparison: "12 percent below those in A"."""
        grammar = self.reading.grammar
        words = [w for w in host.words if w.key not in grammar.articles]
        one = len(words) == 1 and host is not self.group and words[0].key in grammar.single
        alone = len(host.words) == 1 and host.words[0].key in grammar.pronominal
        return (one or alone) and not host.subject

    def _antecedent(self, noun: NounGroup) -> list[PlaceGroup]:
        if noun.prep in self.words.compared and not noun.head.placed:
            return []
        found = self._of(noun) or self._below(noun)
        if not found and noun.host is not None and noun.prep not in self.words.origin:
            found = self._antecedent(noun.host)
        return found

    def _one_person(self, subject: NounGroup) -> bool:
        """Whether a noun group is one person, also by a title before a name."""
        head = subject.head
        if (
            head.part is Part.NAME
            and not head.placed
            and subject.words[0].folded in self.reading.language.toponyms.titles
        ):
            return True
        return self.reading.is_one_person(subject)

    def _people(self, subject: NounGroup) -> bool:
        people = self.reading.language.flows.persons | self.words.folk
        return stem(subject.head.key, self.reading.grammar) in people

    def _person(self, clause: Clause) -> bool:
        subject = clause.subject
        several = any(g.row is subject for g in self.reading.syntax.groups)  # "the driver and 17 others"
        return subject is not None and not several and self._one_person(subject)

    # -- movements -------------------------------------------------------------------------------------------

    def _moved(self, clause: Clause, local: list[PlaceGroup]) -> tuple[int, ...]:
        """Return the movements that the figure is about: those of its clause, or of what it counts."""
        assert self.group is not None
        found = []
        for n, m in enumerate(self.movements):
            ends = {id(m.origin), id(m.destination), *(id(v) for v in m.via)}
            near = clause in m.clauses or any(
                clause.kind in (Kind.RELATIVE, Kind.REDUCED)
                and clause.parent is c
                and not self._own_place(clause)
                and (m.noun is None or clause.antecedent is None or clause.antecedent.top is m.noun.top)
                for c in m.clauses
            )
            if not near and m.noun is not None and m.noun.top is self.group.top:
                near = True
            if not near or clause.mark in self.words.where:
                continue
            home = local and local[0].noun.prep in self.words.origin | self.reading.language.flows.origin
            away = home and self.reading.language.is_inflected and m.noun is not None
            if local and not away and not any(id(mention) in ends for g in local for mention in g.mentions):
                continue
            found.append(n)
        if local and len(found) > 1:
            here = {id(mention) for g in local for mention in g.mentions}
            found = [
                n for n in found if here & {id(self.movements[n].origin), id(self.movements[n].destination)}
            ]
        return tuple(found)

    def _one_end(self, clause: Clause, moved: tuple[int, ...]) -> PlaceGroup | None:
        """Return the one end of movements that the figure's own clause names, if it names one alone."""
        about = clause.antecedent.top if clause.antecedent is not None else None
        described = (self.group, self.count.noun, about)
        clauses = self.reading.syntax.clauses
        shared = [
            c for c in clauses if (c.shares and c.before is clause) or (clause.shares and c is clause.before)
        ]
        top = self.group.top if self.group is not None else None
        own = [
            c
            for c in clauses
            if c is clause
            or c.antecedent in described
            or (c.kind is Kind.REDUCED and c.antecedent is not None and c.antecedent.top is top)
        ] + shared
        ends = {id(m): m for i in moved for m in (self.movements[i].origin, self.movements[i].destination)}
        named = [g for g in self.reading.groups if any(id(m) in ends for m in g.mentions)]
        here = [g for g in named if g.clause in own or g.noun.top in described]
        one = len(here) == 1 and sum(id(m) in ends for m in here[0].mentions) == 1
        return here[0] if one and len(ends) > 1 and len(moved) == 1 else None

    def _own_place(self, clause: Clause) -> bool:
        return any(self._of(g) for g in clause.groups)

    def _each(self, end: int) -> bool:
        each = self.words.each
        low, high = sorted((end, self.quantity.start))
        return bool(
            each.search(self.reading.text, low, high)
            or each.search(
                self.reading.text, self.quantity.end, min(self.reading.sentence.end, self.quantity.end + 60)
            )
        )


def _respectively(reading: SentenceReading, quantities: Sequence[Quantity]) -> list[Target | None] | None:
    """Return one place for each figure where the sentence says "respectively"."""
    respectively = reading.language.claims.respectively
    if not respectively.search(reading.text, reading.sentence.start, reading.sentence.end):
        return None
    if len(quantities) < 2:
        return None
    for g in reading.groups:
        rows = len(quantities) // len(g.mentions)  # "10 and 20, of a total of 60 and 80"
        if len(g.mentions) > 1 and rows * len(g.mentions) == len(quantities):
            return [Target((PlaceGroup((m,), g.noun),)) for _ in range(rows) for m in g.mentions]
    if len(reading.groups) == len(quantities):
        return [Target((g,)) for g in reading.groups]
    return None


def each_vessel(reading: SentenceReading, quantity: Quantity) -> str | None:
    """Return the word for what moves if the figure is for each of them ("Each truck carries …"), else None.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> from geo.reading.quantities import find_quantities
    >>> reading = read_plain("Each supply boat carries 20 tons.")
    >>> each_vessel(reading, find_quantities(reading)[0])
    'supply boat'
    """
    group = reading.syntax.group_at(quantity.number)
    subject = group.clause.subject if group else None
    rules = reading.language.quantities
    if subject is None or subject.words[0].key not in rules.each or subject is group:
        return None
    if rules.vessels.isdisjoint((subject.head.key, stem(subject.head.key, reading.grammar))):
        return None
    return reading.text[subject.words[1].start : subject.end].lower() if len(subject.words) > 1 else None
