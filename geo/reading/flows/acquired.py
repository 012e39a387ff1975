"""Movements of what was taken in one place and is in another: "vans stolen in A turned up in B"."""

from __future__ import annotations

from collections.abc import Iterator

from ..grammar import Clause, Kind, NounGroup, Part
from .elsewhere import EndsElsewhere
from .movement import Movement, pairs_of
from .places import Ends


def acquired(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield where something was taken, and where it is now: "nurses recruited in A work in B"."""
    verb, subject, words = clause.verb, clause.subject, ends.words
    if verb is None or subject is None or clause.kind not in (Kind.MAIN, Kind.REPORTED) or verb.negated:
        return
    if verb.passive and verb.base in words.acquiring:
        yield from _seated(ends, clause, subject)
        return
    now = words.at_rest | words.opened | words.finding | words.using | words.shown
    now = now | words.arriving | words.inhabiting
    made = words.taking | words.describing if verb.base in words.using | words.opened else None
    made = words.taking if verb.base in words.inhabiting else made
    if verb.base in words.at_rest | words.shown | words.using and made is None:
        made = words.taking - words.describing  # "mangoes picked in A are on sale in B"
    if verb.base not in (now | words.waiting) - words.restoring:
        return
    origin = taken_at(ends, subject, made) or (ends.taken() if ends.is_of_them(subject) else [])
    worked = verb.base in words.opened | words.waiting and clause.kind is Kind.MAIN and not clause.shares
    if not origin and worked and not ends.is_person(subject):
        made_by = [g for g in ends.of_noun.get(id(subject), []) if g.demonym and not g.heads]
        origin = made_by if not ends.are_people(subject) else []  # "Nigerian crude is refined in A"
    if not origin:
        return
    groups = [g for g in clause.groups if not g.subject and g.start > verb.start]
    to = ends.first(
        [g for g in groups if g.governor is None or g.governor.head.key not in words.nouns], words.at
    )
    if verb.base in words.inhabiting and clause.object is not None:
        to = ends.at(clause.object)  # "lynx trapped in A now roam B"
    if to and to[0].clause is clause:
        yield from pairs_of(ends, clause, origin, to, subject, [clause], [])


def _seated(ends: EndsElsewhere, clause: Clause, subject: NounGroup) -> Iterator[Movement]:
    """Yield where a thing is that was taken elsewhere: "the vanilla on sale in A was stolen from B"."""
    nouns = [subject, *ends.reading.below(subject)]
    person = ends.is_person(subject) or any(ends.are_people(g) for g in nouns)
    origin = ends.all([g for g in clause.groups if not g.subject], ends.words.origin) if not person else []
    to = ends.first(nouns[1:], ends.words.at) if origin else []
    for other in ends.syntax.clauses if origin and not to else ():
        about = other.antecedent is not None and other.antecedent.top is subject.top
        shows = other.verb is not None and other.verb.base in ends.words.shown | ends.words.at_rest
        to = to or (ends.rest(other) if about and shows else [])
    if to and origin:
        yield from pairs_of(ends, clause, origin, to, subject, [clause], [])


def since(ends: EndsElsewhere, clause: Clause) -> Iterator[Movement]:
    """Yield where a thing was before, and where it is: "hung in A until 1945 and now hangs in B"."""
    before, verb, subject, words = clause.before, clause.verb, clause.subject, ends.words
    if before is None or verb is None or before.verb is None or subject is None or not clause.shares:
        return
    rests = words.at_rest | ends.reading.language.claims.copulas
    still = verb.base in rests and before.verb.base in rests and not (verb.negated or before.verb.negated)
    past = before.verb.form is Part.PAST and verb.form is not Part.PAST
    people = ends.is_person(subject) or ends.are_people(subject) or subject.words[0].part is Part.PRONOUN
    if not (still and past) or people or before.verb.bases[1:] or verb.bases[1:]:
        return
    origin = [g for g in ends.rest(before) if g.clause is before]
    yield from pairs_of(
        ends, clause, origin, [g for g in ends.rest(clause) if g.clause is clause], subject, [clause], []
    )


def taken_at(ends: EndsElsewhere, subject: NounGroup, made: frozenset[str] | None = None) -> Ends:
    """Return where what a noun group names was taken: "bronzes looted from A", "a stork ringed in B"."""
    for other in ends.syntax.clauses:
        about = other.antecedent is not None and other.antecedent.top is subject.top
        about = about and other.kind in (Kind.REDUCED, Kind.RELATIVE)
        before = other.verb is not None and other.subject is subject and other.kind is Kind.MAIN
        if other.verb is None or not (about or before) or not other.verb.passive:
            continue
        if other.verb.base in ends.words.acquiring | (made or frozenset()):
            found = ends.origins(other, other.groups) or ends.rest(other)
            if found and found[0].clause is other:
                return found
    return []


def regained(ends: EndsElsewhere, clause: Clause) -> Ends:
    """Return where what comes home was taken: "the bronzes looted in A have gone home from B"."""
    verb, subject = clause.verb, clause.subject
    if verb is None or subject is None:
        return []
    home = any(w.key in ends.words.home for w in clause.adverbs)
    home = home or any(g.prep and g.prep.split()[0] in ends.words.home for g in clause.groups)
    return taken_at(ends, subject) if home or verb.base in ends.words.restoring else []
