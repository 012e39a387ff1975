"""The target of a figure: its places, or its movements."""

from __future__ import annotations

from msgspec import Struct

from ...flows import Movement
from ...grammar import Clause, Kind, NounGroup, Part, PlaceGroup
from ..no_claims import travelled_from
from .clauses import ClausePlaces

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


def _without_owners(found: list[PlaceGroup]) -> list[PlaceGroup]:
    """Return places without one that only has those behind it: "in China's Hunan and Hubei provinces"."""
    return [
        g
        for g in found
        if not all(m.possessive for m in g.mentions)
        or not any(o.noun is g.noun and o.start > g.end for o in found)
    ]


class Attacher(ClausePlaces):
    """Chooses between the places and the movements that a figure may be about."""

    def target(self, last: Target | None) -> Target | None:
        """Return what the figure is about; `last` is the target of the figure before it."""
        clause = self.group.clause
        if clause.kind is Kind.SAYING:
            clause = clause.parent or clause
        if self.is_nowhere():
            return None
        if whence := travelled_from(self.reading, self.group):
            return self._at_places(self.at(whence))
        if explained := self._apposed():
            return self._at_places(explained)
        local = self.own()
        if local and local[0].mentions[0].place.kind == "road":
            local = self._narrowed(clause, local)  # "17 feridos en la PE-20, en A"
        if not local and (whole := self._fronted_whole(clause)) is not None:
            told = [c for c in self.reading.syntax.clauses if c.antecedent is whole]
            found = self.below(whole) or next((f for c in told if (f := self.in_clause(c, own=False))), [])
            if found and not self._moved(clause, []):
                return self._at_places(found)  # "dos 18 mil sacos desembarcados em A, metade ficou …"
        if self._is_of_part() and not local and (found := self._told_of(clause)):
            return self._at_places(found)
        if self._is_whole() and not local:
            return self._at_places(self._told_of(clause))
        known = local if self.reading.language.is_inflected else []
        if (
            self._is_ahead_of_part(clause)
            and (known or not local)
            and (found := known or self._told_of(clause))
        ):
            return self._at_places(found)
        lasts = self.quantity.kind == "duration" and not local and self._stays(clause)
        away = bool(local) and self.quantity.kind == "length" and self.is_distance(self.group)
        moved = () if lasts or away else self._moved(clause, local)
        if moved:
            end = self._one_end(clause, moved)
            each = self._each(end.end if end else self.group.end)
            return Target((end,), each=each) if end else Target(movements=moved, each=each)
        if local:
            return self._at_places(local)
        if self.group.prep in self.grammar.comparing and not self._is_alike():
            return None  # "horns were blown in A as a 40 per cent tariff …"
        said = any(c.kind is Kind.SAYING for c in clause.up())
        if found := self._in_speech(clause) if said else self.around(clause):
            found = self._narrowed(clause, found)
            elsewhere = self._is_of_elsewhere(clause, found[0]) or self._is_of_dateline(clause, found[0])
            return None if elsewhere else self._at_places(found)
        if last is not None and self._goes_on(clause):
            return last
        if self.movements or self.tells_of_one_person(clause):
            return None
        return self._at_places(self._only(clause))

    def _is_alike(self) -> bool:
        """Whether it is of others to whom the same befell: "they, like 40 other men, are in A"."""
        others = any(w.key in self.words.other for w in self.group.words)
        return others and self.group.prep in self.words.alike

    def _at_places(self, found: list[PlaceGroup]) -> Target | None:
        if not found:
            return None
        return Target((*_without_owners(found), *self._listed(found)), each=self._each(found[0].end))

    def _listed(self, found: list[PlaceGroup]) -> list[PlaceGroup]:
        """Return the places of a kind of place that goes on a list: "in A and the provinces of B and C"."""
        last = found[-1].noun
        joined = (g for g in self.reading.syntax.groups if g.conjunct is last and g.head.folded in self.kinds)
        of = [d for g in joined if not self.at(g) for d in self.reading.dependents(g)[:1]]
        return next((self.at(d) for d in of if d.prep in self.grammar.of), [])

    def _in_speech(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places of a figure's clause in speech, or those of what it is added to."""
        if found := self.in_clause(clause, own=True):
            return found
        added = clause.parent if clause.kind is Kind.REPORTED else None
        if added is None or added.kind is not Kind.PARTICIPIAL or added.parent is None:
            return []
        told = added.parent.parent if added.parent.kind is Kind.SAYING else None
        return self.in_clause(told, own=False) if told is not None else []

    def _is_of_elsewhere(self, clause: Clause, place: PlaceGroup) -> bool:
        """Whether what is counted is from a named place, and this one does not say where it is.

        "A answered with eleven doctors from B"
        """
        origin, weak = self.words.origin, self.words.weak
        if clause.kind is Kind.SUBORDINATE and place.clause is not clause and place.noun.prep in weak:
            return True  # "horns blew from A to B as a tariff of 40 per cent came"
        nouns = (self.group, *((self.count.noun,) if self.count.noun is not None else ()))
        inside = [
            g
            for n in nouns
            for outer in (n, *self.reading.dependents(n))
            for g in self.reading.dependents(outer)
        ]
        inside = [b for g in inside if g.prep in origin for b in (g, *self.reading.dependents(g))]
        if place.noun in inside or not any(g.head.placed for g in inside):
            return False
        subject = place.noun.top.subject and not self.group.prep
        return not (place.clause is clause and (self.locates(place.noun) or subject))

    def _is_of_dateline(self, clause: Clause, place: PlaceGroup) -> bool:
        """Whether a place is only that of the report, and the figure's clause does not tell its news."""
        aside = clause.kind in (Kind.SUBORDINATE, Kind.RELATIVE)
        return aside and place.end <= self.reading.body

    def _apposed(self) -> list[PlaceGroup]:
        """Return the place that explains a distance: "came from 800 kilometres to the north, from A"."""
        group, origin, text = self.group, self.words.origin, self.reading.text
        if self.quantity.kind != "length" or group.prep not in origin:
            return []
        after = (g for g in group.clause.groups if g.start > group.end and g.prep == group.prep)
        again = next((g for g in after if text[: g.at].rstrip().endswith(",")), None)
        return self.at(again) if again is not None else []

    def _is_whole(self) -> bool:
        """Whether the figure only says of how many another is a part: "four of the 14 were from B"."""
        group, governor = self.group, self.group.governor
        if governor is None or group.prep not in self.grammar.of:
            return False
        return (
            id(governor) in self.others and not self.quantity.unit and group.words[0].part is Part.DETERMINER
        )

    def _fronted_whole(self, clause: Clause) -> NounGroup | None:
        """Return what a bare part that is the subject is of: "Dos 40 de A, 12 …"."""
        if not (self.reading.language.is_inflected and self.group.subject and self.count.inherited):
            return None
        ahead = (g for g in clause.groups if g.end < self.group.start and g.governor is None)
        return next((g for g in ahead if g.prep in self.grammar.of and id(g) in self.others), None)

    def _is_of_part(self) -> bool:
        """Whether the figure says of how many something happens to some: "parte dos 600 retidos em A"."""
        group, governor = self.group, self.group.governor
        some = (
            governor is not None and governor.head.key in self.grammar.some and group.prep in self.grammar.of
        )
        return self.reading.language.is_inflected and some and not self.quantity.unit

    def _is_ahead_of_part(self, clause: Clause) -> bool:
        """Whether the figure says of how many the subject is a part: "of 300 held in A, 120 went to B"."""
        group, part = self.group, clause.subject
        top = group.top if self.reading.language.is_inflected else group  # "da carga de 20 toneladas"
        whole = top.prep in self.grammar.of and top.governor is None
        return whole and part is not None and group.end < part.start and id(part) in self.others

    def _told_of(self, clause: Clause) -> list[PlaceGroup]:
        """Return the places of the clauses that describe what the figure counts."""
        top = self.group.top if self.reading.language.is_inflected else None
        told = [(c, c.antecedent) for c in self.reading.syntax.clauses if c is not clause]
        own = [c for c, of in told if of is not None and (of is self.group or of.top is top)]
        return next((found for c in own if (found := self.in_clause(c, own=False))), [])

    def _narrowed(self, clause: Clause, found: list[PlaceGroup]) -> list[PlaceGroup]:
        """Return a place inside the one found, if the clause or the one that governs it is there."""
        if self.quantity.kind == "share" and found[0].demonym and found[0].heads:
            return found  # "siete de cada diez panameños rechazan la mina de A"
        wide = [m.place for g in found for m in g.mentions]
        owned = not self.locates(found[0].noun)  # "A's navy stopped two boats off B with 3 tonnes"
        hangs = clause.kind in (Kind.PARTICIPIAL, Kind.INFINITIVE)
        around = (clause, clause.parent if hangs else None, clause.before if clause.shares else None)
        for each in (c for c in around if c is not None):
            for noun in each.groups:
                inside = self.locates(noun) or (noun.subject and not owned)
                others = owned or self._is_within(found[0].noun, noun)
                inner = self.at(noun) if inside and not self.is_of_other(noun, others) else []
                inner = [g for g in inner if g not in found and not noun.ruled_out]
                of_them = noun.governor is not None and noun.governor.words[0].key in self.grammar.them
                inner = [] if of_them or self._is_occasion(noun) else inner
                if len(wide) != 1 or not inner:
                    continue
                if wide[0].kind in ("river", "road") or all(
                    m.place.lies_in(wide[0]) for m in inner[0].mentions
                ):
                    return inner[:1]
        return found

    def _is_within(self, wide: NounGroup, noun: NounGroup) -> bool:
        """Whether a wide place only says where the one right before it lies: "em A, no estado de B"."""
        around = wide if wide.governor is None or wide.prep not in self.grammar.of else wide.governor
        inflected = self.reading.language.is_inflected
        return inflected and noun.head.placed and self.reading.text[noun.end : around.at].strip() == ","

    def _stays(self, clause: Clause) -> bool:
        """Whether a clause tells of something at rest: "is shown in A for three days"."""
        flows = self.flows
        moving = flows.going | flows.sending | flows.bound
        still = clause.verb is not None and clause.verb.base not in moving
        return still and bool(self.in_clause(clause, own=True))

    def _only(self, clause: Clause) -> list[PlaceGroup]:
        """Return the one place that a sentence names, if a clause before or around the figure's is there."""
        groups = [g for found in self.places.values() for g in found]
        if len({p for g in groups for p in g.places}) != 1 or self.quantity.kind in _EXTENTS:
            return []
        home = {m.place.id for m in self.reading.mentions if m.end <= self.reading.body}
        if clause.kind is Kind.MAIN and any(not home.isdisjoint(g.places) for g in groups):
            return groups[-1:]  # "PARMA — 400 wheels stood in a store while a judge in Parma heard …"
        fit = (
            g for g in groups if self._is_scene(g) and not self._is_aside(g) and not self._is_later(g, clause)
        )
        return next(([g] for g in fit), [])

    def _is_scene(self, place: PlaceGroup) -> bool:
        """Whether a place says where its clause, which tells of something, is."""
        noun = place.noun
        kinds = (Kind.MAIN, Kind.REPORTED, Kind.SUBORDINATE, Kind.PARTICIPIAL)
        verb = place.clause.verb
        hits = verb is not None and verb.base in self.flows.hitting | self.flows.reaching
        if hits and self.reading.language.is_inflected and noun is place.clause.object:
            return True  # "as enxurradas que atingiram A"
        placed = self.locates(noun) or (noun.subject and place.heads)
        return placed and (place.clause.kind in kinds or self._is_of_locals(noun))

    def _is_of_locals(self, noun: NounGroup) -> bool:
        return noun.governor is not None and noun.governor.head.key in self.words.locals_

    def _is_aside(self, place: PlaceGroup) -> bool:
        """Whether a place only says whose something is, where somebody is from, or who speaks."""
        noun, verb = place.noun, place.clause.verb
        if place.demonym or noun.ruled_out or noun.prep in self.words.origin or self.is_home(noun):
            return True
        if noun.governor is not None and (
            (noun.prep in self.grammar.of and self.is_people(noun.governor))
            or self.is_namesake_home(noun.governor, noun)
        ):
            return True
        says = verb is not None and verb.base in self.grammar.saying
        spoken = says and noun.top.subject and not self._is_of_locals(noun)
        return spoken or self.is_of_other(noun, True)

    def _is_later(self, place: PlaceGroup, clause: Clause) -> bool:
        """Whether a place stands behind the figure's clause, in one about something else."""
        other = place.clause
        of_another = other.kind is Kind.MAIN and clause.kind is Kind.MAIN and other.subject is not None
        of_another = of_another and id(other.subject) not in self.others
        return (other.shares or place.noun.subject or of_another) and other.start > clause.start

    def _goes_on(self, clause: Clause) -> bool:
        """Whether the figure has the target of the one before: no place of its own is in reach."""
        subject, them = clause.subject, self.grammar.them
        told = subject is not None and subject.words[0].key in them  # "its dam opened two gates"
        told = (
            told
            or clause.verb is None
            or self.count.inherited
            or self.group.conjunct is not None
            or clause.shares
        )
        return told and not self.tells_of_one_person(clause)

    def _moved(self, clause: Clause, local: list[PlaceGroup]) -> tuple[int, ...]:
        """Return the movements that the figure is about: those of its clause, or of what it counts."""
        if clause.mark in self.words.where:
            return ()
        found = [
            n
            for n, m in enumerate(self.movements)
            if self._is_near(m, clause) and (not local or self._names_end(m, local))
        ]
        if local and self.reading.language.is_inflected and self._only_changes(clause):
            found = [n for n in found if self.movements[n].clauses[:1] == (clause,)]
        if local and len(found) > 1:
            here = {id(mention) for g in local for mention in g.mentions}
            found = [
                n for n in found if here & {id(self.movements[n].origin), id(self.movements[n].destination)}
            ]
        return tuple(found)

    def _only_changes(self, clause: Clause) -> bool:
        """Whether a clause says how a level changed: "o preço do bacalhau da A subiu 14% em B"."""
        flows, verb = self.flows, clause.verb
        return verb is not None and verb.base in self.words.changes - flows.going - flows.sending

    def _is_near(self, movement: Movement, clause: Clause) -> bool:
        """Whether a movement is of the figure's clause, of the one that this describes, or of its noun."""
        noun = movement.noun
        if clause in movement.clauses or (noun is not None and noun.top is self.group.top):
            return True
        if clause.kind not in (Kind.RELATIVE, Kind.REDUCED) or any(self.at(g) for g in clause.groups):
            return False
        same = noun is None or clause.antecedent is None or clause.antecedent.top is noun.top
        return same and any(c is clause.parent for c in movement.clauses)

    def _names_end(self, movement: Movement, local: list[PlaceGroup]) -> bool:
        """Whether a place of the figure's own noun is an end of a movement, or only where things are from."""
        home = local[0].noun.prep in self.words.origin | self.flows.origin
        if home and self.reading.language.is_inflected and movement.noun is not None:
            return True
        ends = {id(m) for m in (movement.origin, movement.destination, *movement.via)}
        return any(id(mention) in ends for g in local for mention in g.mentions)

    def _one_end(self, clause: Clause, moved: tuple[int, ...]) -> PlaceGroup | None:
        """Return the one end of movements that the figure's own clause names, if it names one alone."""
        about = clause.antecedent.top if clause.antecedent is not None else None
        described = (self.group, self.count.noun, about)
        clauses = self.reading.syntax.clauses
        shared = [
            c for c in clauses if (c.shares and c.before is clause) or (clause.shares and c is clause.before)
        ]
        top = self.group.top
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

    def _each(self, end: int) -> bool:
        each = self.words.each
        low, high = sorted((end, self.quantity.start))
        return bool(
            each.search(self.reading.text, low, high)
            or each.search(
                self.reading.text, self.quantity.end, min(self.reading.sentence.end, self.quantity.end + 60)
            )
        )
