"""The next leg of a way: "to A and on to B", "to A, and then to B", "by ship to A and by lorry to B"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from ...kinds import KINDS
from ..grammar import Clause, Kind, Mention, NounGroup, Part, PlaceGroup
from .elsewhere import EndsElsewhere
from .movement import Movement, pairs_of


def onward(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the movements from one destination of a clause to the next, where its words say so."""
    verb, words = clause.verb, ends.words
    if verb is None or clause.kind is Kind.SAYING or clause.gapped:
        return
    groups = sorted(_groups(ends, clause), key=lambda g: g.at)
    stops = [(g, found) for g in groups if g.prep in words.to and (found := ends.at(g)) and ends.near(g)]
    for (one, before), (other, after) in pairwise(stops):
        if moved := _moved(ends, clause, one):
            between = [g for g in groups if one.end <= g.at < other.at]
            if _goes_on(ends, clause, one, other, between):
                last = [PlaceGroup(before[-1].mentions[-1:], before[-1].noun)]
                yield from pairs_of(ends, clause, last, after, moved, [clause], between)


def passing(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield the way from a town that is passed, where none says whence: "goes by way of A to B".

    It may be the other of two ways: "goes to C, or through A to B".
    """
    verb, words = clause.verb, ends.words
    if verb is None or clause.kind is not Kind.MAIN or clause.gapped:
        return
    groups = sorted(_groups(ends, clause), key=lambda g: g.at)
    for one, other in pairwise(groups):
        near = ends.near(one) and ends.near(other)
        if one.prep not in words.via or other.prep not in words.to or not near:
            continue
        to_before = any(g.prep in words.to and g.at < one.at for g in groups)
        if to_before and not _is_other_way(ends, one):
            continue  # "to A and through B to C"
        before = [g for g in ends.at(one) if all(KINDS[m.place.kind].look == "town" for m in g.mentions)]
        moved = _moved(ends, clause, other) if before else None
        if moved and not ends.origins(clause, clause.groups) and not ends.origin_elsewhere(clause)[0]:
            yield from pairs_of(ends, clause, before, ends.at(other), moved, [clause], [])


def _is_other_way(ends: EndsElsewhere, group: NounGroup) -> bool:
    """Whether a word of choice stands before a group: "to A, or through B"."""
    before = [w for w in ends.syntax.words if w.end <= group.at]
    return bool(before) and before[-1].key in ends.grammar.either


class Came(NamedTuple):
    """What the sentence before says to have come somewhere: the place, and the words for what came."""

    to: Mention
    subject: str


def shares(ends: EndsElsewhere, came: Came) -> Iterator[Movement]:
    """Yield the movements of parts of those that came: "Half are from A, a quarter drive from B"."""
    language = ends.reading.language
    nths = language.quantities.nths
    coming = ends.words.going | ends.words.coming | language.claims.copulas
    for group in ends.groups:
        governor, clause = group.noun.governor, group.clause
        if governor is None and clause.verb and clause.verb.base in coming and not clause.verb.negated:
            governor = clause.subject
        if group.noun.prep not in ends.words.origin or not group.heads or governor is None or governor.prep:
            continue
        # "A quarter drive" may read as one noun.
        goes = len(governor.words) > 2 and governor.words[-1].key in ends.words.going
        share = NounGroup(governor.words[:-1]) if goes else governor
        if ends.is_some(share) or share.words[-1].key in nths:
            to = [PlaceGroup((came.to,), governor)]
            for movement in pairs_of(ends, governor.clause, [group], to, None, [], []):
                yield replace(movement, subject=came.subject)


def _groups(ends: EndsElsewhere, clause: Clause) -> list[NounGroup]:
    """Return the noun groups of a clause and of participles that stand in it, without its subject."""
    within = [c for c in ends.syntax.clauses if c.kind is Kind.PARTICIPIAL and c.parent is clause and c.verb]
    held = [c for c in within if c.verb and c.verb.base not in ends.words.going | ends.words.sending]
    return [g for c in (clause, *held) for g in c.groups if not g.subject]


def _moved(ends: EndsElsewhere, clause: Clause, stop: NounGroup) -> NounGroup | None:
    """Return what moves: a noun of moving that the first stop hangs on, else by the clause's verb."""
    verb, words = clause.verb, ends.words
    assert verb is not None
    governor = stop.governor
    while governor is not None:
        if governor.head.key in words.nouns and not governor.prep:
            return governor
        governor = governor.governor
    if verb.base in words.sending and (verb.passive or clause.object is not None):
        return clause.subject if verb.passive else clause.object
    return clause.subject if verb.base in words.going and not verb.passive else None


def _goes_on(
    ends: EndsElsewhere, clause: Clause, one: NounGroup, other: NounGroup, between: list[NounGroup]
) -> bool:
    words = ends.words
    if other.prep in words.on_to:
        return True
    if any(one.end <= w.start < other.at and w.key in words.onward for w in clause.adverbs):
        return True
    verb, periods = clause.verb, ends.grammar.periods
    if verb is not None and verb.base in words.going and not verb.passive and verb.form is Part.PAST:
        days = [g.at for g in clause.groups if g.head.key in periods and not ends.of_noun.get(id(g))]
        if any(one.end <= at < other.at for at in days) and any(at >= other.end for at in days):
            return True  # "to A on Monday and to B on Wednesday"
    means = words.nouns | words.ships
    by = [g for g in between if g.prep in ends.grammar.by and len(g.words) == 1 and g.head.key in means]
    return any(g.governor is None for g in by)
