"""Where a clause says that who or what it moves leaves, passes, arrives or stops, in the order of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...kinds import KINDS
from ...model import Time
from ..flows import EndsElsewhere, Movement, factuality_of, idle, moving_groups, service, unmoved
from ..grammar import (
    DENIED,
    NEGATED,
    PAST,
    PLANNED,
    Clause,
    Kind,
    Mention,
    NounGroup,
    Part,
    PlaceGroup,
    stem,
)
from .movers import Cast, Mover, Stop, Tie

_UNMADE = (DENIED, NEGATED, PAST)
_BESIDE = 30  # characters between a place and its date

LONG = 99
"""Sentences since the stop before, of one whose place in the order is not told: no way has it."""


class Told(NamedTuple):
    """What is known of a sentence: its times, its movements, and the place of the dateline."""

    times: Sequence[Time] = ()
    movements: Sequence[Movement] = ()
    here: Sequence[Mention] = ()


class ClauseStops:
    """The stops that one clause tells of."""

    def __init__(self, cast: Cast, ends: EndsElsewhere, clause: Clause, told: Told) -> None:
        """Read a clause that has a verb."""
        assert clause.verb is not None
        self.cast, self.words = cast, ends.words
        self.ends, self.clause, self.verb, self.told = ends, clause, clause.verb, told
        self.reading = ends.reading

    def add(self, latest: Stop | None) -> Stop | None:
        """Find who moves, and add where it is or goes; return its last stop.

        What is new goes on from the `latest` stop of the sentence before, if it goes on.
        """
        mover = self._mover()
        if mover is None:
            return None
        mood = factuality_of(self.ends, self.clause)
        if mood in _UNMADE or self._is_idle():
            return None
        if mood is None and self._is_ahead():
            mood = PLANNED
        arrived = bool(mover.stops) and mover.stops[-1].tie is not Tie.FROM
        if self._is_earlier():
            mover.turn = self.cast.sentence
            if mover.at is None and arrived:
                mover.at, mover.back = len(mover.stops) - 1, False
        since = self.cast.sentence - (mover.told or self.cast.sentence)
        stops = [self._stop(m, tie, mood, since) for m, tie in self._stops(mover) if not m.demonym]
        if not stops:
            return None
        mover.told = self.cast.sentence
        self._place(mover, self._onward(mover, stops[0], latest) + stops)
        return stops[-1]

    def _is_ahead(self) -> bool:
        """Whether a present tells of what is to come: "is due in A", "leaves for A on Wednesday"."""
        verb = self.verb
        due = verb.form is Part.BE and any(g.prep in self.words.bound_for for g in self.clause.groups)
        return due or (verb.form in (Part.PRESENT, Part.BASE) and self._is_dated() and not self._is_now())

    def _is_idle(self) -> bool:
        """Whether the clause only looks like a movement: of a route, or of what is no thing."""
        words, verb = self.words, self.verb
        moved = verb.passive or verb.base not in words.sending
        group = self._subject() if moved else self.clause.object
        if any(form(self.ends, self.clause, verb) == [] for form in (idle, unmoved, service)):
            return verb.base not in words.staying | words.calling | words.acquiring
        return group is not None and (group.head.key in words.abstract or group.head.key in words.route_kinds)

    def _onward(self, mover: Mover, first: Stop, latest: Stop | None) -> list[Stop]:
        """Return where something new goes on from: "Two were driven on to B"."""
        words = self.words
        on = any(g.prep in words.on_to for g in self.clause.groups)
        on = on or any(w.key in words.onward | words.on for w in self.clause.adverbs)
        near = latest is not None and latest.mood is None and latest.number >= self.cast.sentence - 1
        goes_on = on and near and self.verb.passive and not mover.stops and first.tie is Tie.TO
        return [latest._replace(tie=Tie.FROM)] if goes_on and latest is not None else []

    def _mover(self) -> Mover | None:
        """Return who or what the clause moves: its object, if it sends that; else its subject."""
        clause, verb, cast = self.clause, self.verb, self.cast
        subject = self._subject()
        who = cast.of(self.reading, subject) if subject is not None else None
        if who is not None and verb.form in (Part.BASE, Part.PRESENT):
            who.many = verb.form is Part.BASE  # "police say"
        thing = clause.object
        if thing is None or thing.head.placed or self.ends.lasts(thing):
            return who
        sends = not verb.passive and verb.base in self.words.sending
        what = cast.of(self.reading, thing, subject=False)
        landed = thing.words[0].key in self.ends.grammar.them | self.ends.grammar.persons
        on = any(g.prep in self.words.on_to for g in clause.groups)  # "passed it on to A"
        sends = sends or (landed and len(thing.words) == 1 and (on or verb.base in self.words.arriving))
        if sends and (what is None or not (verb.base in self.words.going and not what.stops)):
            return what
        return who

    def _subject(self) -> NounGroup | None:
        """Return the subject of the clause: not the place of a dateline, nor that of "there is"."""
        clause = self.clause
        while clause.shares and clause.before is not None and not any(g.subject for g in clause.groups):
            clause = clause.before
        own = next((g for g in clause.groups if g.subject), None)
        if own is not None:
            return self._whole(clause, own)
        words = self.reading.syntax.words
        first = min(clause.start, *(g.start for g in clause.groups)) if clause.groups else clause.start
        end = clause.verb.end if clause.verb is not None else clause.end
        if any(w.part is Part.EXISTENTIAL and first <= w.start < end for w in words):
            return None
        noun = clause.antecedent
        if clause.kind is Kind.RELATIVE and noun is not None and noun.governor is not None:
            return clause.subject if noun.prep in self.words.of else noun  # "before a judge in a case that …"
        return clause.subject

    def _whole(self, clause: Clause, subject: NounGroup) -> NounGroup:
        """Return a subject, also where the grammar parts "the" and "others"."""
        words = self.words.another | self.ends.grammar.some
        after = next((g for g in clause.groups if g.start == subject.end + 1 and not g.prep), None)
        alone = len(subject.words) == 1 and subject.words[0].part is Part.DETERMINER
        return after if alone and after is not None and after.head.key in words else subject

    def _stops(self, mover: Mover) -> Iterator[tuple[Mention, Tie]]:
        """Yield where the clause says that a mover leaves, passes, arrives or is, in this order."""
        clause, words = self.clause, self.words
        goes = self._goes()
        origin, to = self._ends() if goes else ([], self._due())
        passed = self._passed(goes)
        legs = self._legs(mover)
        here = self._left_here(mover, origin, to)
        thing = clause.object
        toured = thing is not None and thing.head.key in words.journeys
        mover.moved = mover.moved or toured or here or bool(origin or to or passed or legs)
        self._board(mover)
        if goes:
            loads = (g.head.key for g in clause.groups if g.prep in words.with_it and not g.head.placed)
            self.cast.loaded(mover, (stem(key, self.ends.grammar) for key in loads))
        if legs:
            yield from legs
        elif not (origin or to or passed or here):
            if self._stays(mover):
                taken = self.verb.passive and self.verb.base in words.acquiring - words.finding
                yield from ((m, Tie.FROM if taken else Tie.AT) for m in self._at())
        elif self._is_one_way(origin, to):
            yield from self._way(mover, origin, passed, to)

    def _board(self, mover: Mover) -> None:
        """Let what something is put aboard go on from where that was."""
        words, verb = self.words, self.verb
        if not (verb.passive and verb.base in words.boarding and mover.stops):
            return
        carriers = words.ships | words.vehicles | words.carriers
        for g in self.clause.groups:
            if g.prep in words.to | words.on and g.head.key in carriers:
                carrier = self.cast.of(self.reading, g, subject=False)
                if carrier is not None and not carrier.stops:
                    carrier.stops = [mover.stops[-1]._replace(tie=Tie.FROM)]
                    carrier.told, carrier.known = mover.told, {carrier.stops[0].place}

    def _ends(self) -> tuple[list[PlaceGroup], list[PlaceGroup]]:
        """Return where the clause says that something leaves and arrives."""
        ends, clause = self.ends, self.clause
        groups = moving_groups(ends, clause, self.verb.bases[-1])
        to = self._own(ends.destinations(clause, groups))
        to = [p for p in to if p.noun.prep not in self.words.unreached]
        return self._own(ends.origins(clause, groups)), to or self._due()

    def _due(self) -> list[PlaceGroup]:
        """Return the place of "is due in A"."""
        due = [g for g in self.clause.groups if g.prep in self.words.bound_for]
        return [p for g in due for p in self.ends.at(g)] if self.verb.form is Part.BE else []

    def _is_one_way(self, origin: list[PlaceGroup], to: list[PlaceGroup]) -> bool:
        """Whether it is from one place, to one or to one after another."""
        single = all(len(g.mentions) == 1 or g.mentions[1].place.kind == "border" for g in (*origin, *to))
        return single and len(origin) < 2 and self._in_turn(to)

    def _way(
        self, mover: Mover, origin: list[PlaceGroup], passed: list[Mention], to: list[PlaceGroup]
    ) -> Iterator[tuple[Mention, Tie]]:
        """Yield the stops of a way, without an origin where it is known to have been."""
        known = mover.known
        retold = not to and not passed and mover.at is None
        if self._left_here(mover, origin, to):
            yield self.told.here[0], Tie.FROM
        for g in origin or (self._whence(to[0]) if to else []):
            there = g.mentions[0].refers and bool(known)
            if not (there or (retold and g.places[0] in known)):
                yield g.mentions[0], Tie.FROM
        yield from ((m, Tie.VIA) for m in passed)
        yield from ((g.mentions[0], Tie.TO) for g in to)

    def _legs(self, mover: Mover) -> list[tuple[Mention, Tie]]:
        """Return the stops of a clause that tells of several legs: "go by ship to A and on to B"."""
        own = [m for m in self.told.movements if self.clause in m.clauses]
        own.sort(key=lambda m: m.destination.start)
        if len(own) < 2 or any(a.destination != b.origin for a, b in pairwise(own)):
            return []
        first = [] if own[0].origin.refers and mover.stops else [(own[0].origin, Tie.FROM)]
        return first + [(m.destination, Tie.TO) for m in own]

    def _in_turn(self, to: list[PlaceGroup]) -> bool:
        """Whether each of several destinations is where the way goes on to from the one before."""
        legs = {(m.origin, m.destination) for m in self.told.movements}
        return all((a.mentions[0], b.mentions[0]) in legs for a, b in pairwise(to))

    def _own(self, found: list[PlaceGroup]) -> list[PlaceGroup]:
        """Return the ends that are of the clause, not of who helps or of what it is with."""
        words = self.words
        beside = words.with_it | self.ends.grammar.by | words.for_it | words.of
        ways = words.nouns | words.ships | words.carriers
        own = []
        for p in found:
            above = p.noun.governor
            if above is None or above.head.key in ways or above.head.placed or above.prep not in beside:
                own.append(p)
        elsewhere = any(g.prep in words.to and not self.ends.at(g) for g in self.clause.groups)
        return [p for p in own if not (elsewhere and p.noun.prep in words.at)]  # "came into use in A"

    def _whence(self, to: PlaceGroup) -> list[PlaceGroup]:
        """Return the origin that the movement to a place has in the same sentence."""
        start, end = self.reading.sentence.start, self.reading.sentence.end
        for m in self.told.movements:
            if m.destination == to.mentions[0] and start <= m.origin.start < end and not m.origin.refers:
                return [PlaceGroup((m.origin,), to.noun)]
        return []

    def _left_here(self, mover: Mover, origin: list[PlaceGroup], to: list[PlaceGroup]) -> bool:
        """Whether something leaves, on a day, and no place but the dateline's is known."""
        alone = not (origin or to or mover.stops) and bool(self.told.here)
        leaves = self.verb.base in self.words.leaving and not self.verb.passive and self.clause.object is None
        return alone and leaves and self._is_dated()

    def _is_dated(self) -> bool:
        """Whether the clause names a day or a month: not "in a day"."""
        days = self.ends.grammar.periods
        return self._is_now() or any(g.head.key in days and g.head.capital for g in self.clause.groups)

    def _goes(self) -> bool:
        words, verb = self.words, self.verb
        base = verb.base
        next_word = next((w for w in self.reading.syntax.words if w.start >= verb.end), None)
        if next_word is not None and next_word.part is Part.ADJECTIVE:
            return False  # "fell ill"
        going = words.going | words.reaching | words.leaving | words.bound | words.arriving | words.coming
        if base in words.sending:
            return True
        return base in going and not (verb.passive and base not in words.bound)

    def _passed(self, goes: bool) -> list[Mention]:
        """Return the towns that the clause says are passed: "through A", "crossed at A", "passed A"."""
        ends, clause, words = self.ends, self.clause, self.words
        found: list[Mention] = []
        thing = clause.object
        ended = any(g.prep in words.to for g in clause.groups)
        crosses = self.verb.base in words.passing and not self.verb.passive
        for g in clause.groups:
            if g.subject or not ends.near(g):
                continue
            through = g.prep in words.via and g.head.placed and (ended or g.prep not in words.over)
            via = (through and goes) or (crosses and (g.prep in words.at or g is thing))
            if not via or (g.governor is not None and g.governor.clause is not clause):
                continue
            for p in ends.at(g):
                found += [m for m in p.mentions if KINDS[m.place.kind].look == "town" and not m.demonym]
        return found

    def _stays(self, mover: Mover) -> bool:
        """Whether the clause tells of a stop: with a verb of stopping, or of what is done on the way."""
        words, verb, kind = self.words, self.verb, self.clause.kind
        taken = verb.passive and verb.base in words.acquiring
        if kind in (Kind.RELATIVE, Kind.REDUCED) and not (verb.pluperfect or taken):
            return False
        if kind not in (Kind.RELATIVE, Kind.REDUCED) and self._is_now():
            return True
        chained = len(verb.bases) > 1 and verb.form is not Part.BE  # "want to be in A on Friday"
        now = verb.form is Part.BE and verb.words[0].key in words.being_now
        if now or verb.base in words.residing or (verb.form in (Part.PRESENT, Part.BASE) and not chained):
            return False
        if taken or verb.base in words.staying | words.calling:
            return True
        return (verb.passive and (bool(mover.stops) or verb.base in words.going)) or self._is_on_way(mover)

    def _is_now(self) -> bool:
        """Whether the clause tells where those who moved are at last: "they now live in A"."""
        now = (*self.clause.adverbs, *self.verb.words)
        there = self.verb.base in self.words.living | self.ends.reading.language.claims.copulas
        return there and any(w.key in self.words.by_now for w in now)

    def _is_on_way(self, mover: Mover) -> bool:
        """Whether a place before the verb is one on the way of what is no person: "Near A it broke down"."""
        goods = mover.moved and bool(mover.stops) and not (mover.person or (mover.named and not mover.ship))
        near = mover.told >= self.cast.sentence - 1 and self.verb.form is Part.PAST
        ahead = any(
            g.end < self.verb.start and g.governor is None and g.prep in self.words.at
            for g in self.clause.groups
        )
        return goods and near and ahead and self.clause.kind is Kind.MAIN

    def _at(self) -> list[Mention]:
        """Return the place where the clause says that something is; several, each with its day."""
        ends, words = self.ends, self.words
        groups = []
        for g in self.clause.groups:
            lasts = g.governor is not None and ends.lasts(g.governor)  # "waited nine days off A"
            here = g.prep in words.at or g.prep in ends.grammar.there
            above = g.governor.prep if g.governor is not None else ""
            held = g.governor is None or lasts or above not in words.of | words.with_it | words.to | {""}
            if here and held and not g.subject and (lasts or ends.near(g)):
                groups.append(g)
        found = [p for g in groups for p in ends.at(g)]
        if not found and self.verb.base in words.staying and not self.verb.passive:
            found = ends.at(self.clause.object)
        if any(len(p.mentions) > 1 or p.demonym for p in found):
            return []
        mentions = [p.mentions[0] for p in found]
        bounds = [*(m.start for m in mentions[1:]), self.reading.sentence.end]
        spans = [(m.end, end) for m, end in zip(mentions, bounds, strict=False)]
        each = all(any(start <= t.start < end for t in self.told.times) for start, end in spans)
        return mentions if each else mentions[:1]

    def _stop(self, m: Mention, tie: Tie, mood: str | None, since: int) -> Stop:
        """Return a stop with the day that is nearest to it in its clause."""
        reading, near = self.reading, []
        for t in self.told.times:
            if reading.syntax.clause_at(t.start) is self.clause or abs(t.start - m.end) < _BESIDE:
                near.append(t)
        time = min(near, key=lambda t: abs(t.start - m.end), default=None)
        day = time.interval[:10] if time is not None else ""
        told = (m.start, m.end, day, tie, mood, self._is_dated(), self.cast.sentence, since)
        return Stop(m.place, reading.sentence.id, *told)

    def _is_earlier(self) -> bool:
        """Whether the clause tells of what had been before: not "by Monday it had come to A"."""
        chain = self.clause
        while chain.shares and chain.before is not None and chain.before.verb is not None:
            chain = chain.before
        times = self.ends.grammar.periods | self.words.moments
        by = any(g.prep in self.ends.grammar.by and g.head.key in times for g in chain.groups)
        return chain.verb is not None and chain.verb.pluperfect and not by

    def _place(self, mover: Mover, stops: list[Stop]) -> None:
        """Put stops where they belong: what had been before, and what follows "has come to", lies before."""
        verb = self.verb
        first = mover.began in (0, self.cast.sentence)
        mover.began = mover.began or self.cast.sentence
        mover.known.update(s.place for s in stops)
        parted = mover.at is not None and not mover.back and not self._is_earlier()
        if parted and mover.turn < self.cast.sentence:
            mover.at = None  # whether it goes on from here or from there is not told
            stops = [stops[0]._replace(since=LONG), *stops[1:]]
        for stop in stops:
            if mover.at is not None and mover.at < len(mover.stops):
                if stop.place == mover.stops[mover.at].place:
                    mover.at = None  # it has got there
                    continue
                if stop.mood is None and verb.form not in (Part.PRESENT, Part.BASE):
                    mover.stops.insert(mover.at, stop)
                    mover.at += 1
                    continue
            mover.stops.append(stop)
        if first and verb.form is Part.HAVE and not verb.pluperfect and stops[-1].mood is None:
            mover.at, mover.back = len(mover.stops) - 1, True
