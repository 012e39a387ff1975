"""Whether a clause tells what happened: denied, negated, planned, possible or past."""

from __future__ import annotations

from ...languages import MoodWords
from .parts import Part
from .syntax import Clause, Kind, NounGroup

DENIED, NEGATED, PLANNED, POSSIBLE, PAST = "denied", "negated", "planned", "possible", "past"


def mood_of(
    clause: Clause, words: MoodWords, clauses: list[Clause] | None = None, *, moving: bool = False
) -> str | None:
    """Return what makes a clause no statement of fact, or None.

    Parameters
    ----------
    clause
        The clause.
    words
        The words of the language.
    clauses
        All clauses of the sentence: those beside it that only say how sure it is count too.
    moving
        Whether it is asked of a movement: one that was stopped did not take place.
    """
    own = _own(clause, words, moving)
    if own in (NEGATED, DENIED, PAST):
        return own
    verb = clause.verb
    near = [a for a in clause.adverbs if verb is not None and a.end + 1 == verb.start]
    formerly = verb is not None and any(w.key in words.formerly for w in (*verb.words, *near))
    if own is None and formerly and clause.verb and clause.verb.form in (Part.PAST, Part.BE, Part.HAVE):
        return PAST
    verb_before = clause.before.verb if clause.before else None
    if own is None and verb is not None and verb_before is not None and clause.shares:
        denies = verb_before.bases[-1] in words.denying and not verb_before.negated
        if denies and verb.start - verb_before.end == 1:
            return DENIED  # "denies having sent"
    inner = clause
    for outer in clause.up():
        if outer is not clause:
            found = _by(outer, inner, words, moving)
            if found:
                return found
            if inner.kind in (Kind.REPORTED, Kind.SAYING, Kind.RELATIVE, Kind.REDUCED):
                break
        inner = outer
        if outer.kind is Kind.SUBORDINATE and outer.mark in words.conditions and outer is clause:
            return POSSIBLE
    if own is None and clause.before and clause.verb and clause.verb.form in (Part.BASE, Part.PARTICIPLE):
        before = clause.before
        if clause.verb.form is Part.BASE and before.verb and before.verb.form is Part.MODAL:
            own = _own(before, words, moving)
    for beside in clauses or ():
        if own is None and beside.kind is Kind.SAYING and beside.parent is clause and beside.verb:
            if beside.verb.base in words.supposing:
                return POSSIBLE
            if beside.verb.base in words.promising:
                return PLANNED
    return own


def _own(clause: Clause, words: MoodWords, moving: bool) -> str | None:
    verb = clause.verb
    if verb is None:
        return None
    bases = verb.bases
    last = bases[-1]
    subject = clause.subject
    nobody = subject is not None and (
        _none(subject, words) or (clause.gapped and subject.words[0].key in words.nothing)
    )
    thing = clause.object
    none = thing is not None and _none(thing, words)
    if verb.negated or nobody or none or (subject is not None and subject.top.ruled_out):
        return NEGATED
    halted = any(g.prep and g.head.placed and g.start > verb.end for g in clause.groups)  # "stopped in A"
    halted = halted and last in words.ceasing
    if (
        moving
        and last in words.turning
        and (verb.passive or (last in words.ending | words.turning_with and thing is None and not halted))
        and _turned(clause, words)
    ):
        return DENIED
    first = next((w for w in verb.words if w.part is Part.MODAL), None)
    chained = any(w.part is Part.INFINITIVE for w in verb.words) or verb.form is Part.INFINITIVE
    for base in bases[:-1]:
        if chained or base in words.supposing:
            if base in words.habitual and verb.form is not Part.BE:
                return PAST
            if base in words.denying or (base in words.ceasing and (moving or chained)):
                return DENIED
            if base in words.supposing:
                return POSSIBLE
            if base in words.promising:
                return PLANNED
    if (
        verb.form is Part.INFINITIVE
        and clause.antecedent is not None
        and clause.antecedent.head.key in words.plans
    ):
        return PLANNED
    parent = clause.parent
    headed = parent is not None and (parent.verb is None or parent.verb.start > clause.end)
    if clause.kind is Kind.INFINITIVE and headed and parent is not None and parent.subject:
        return PLANNED  # a headline: "A to cut 1,500 jobs"
    if verb.words[0].key in words.due and verb.form is Part.INFINITIVE:
        return PLANNED
    if first is not None:
        if first.key in words.possibly:
            return POSSIBLE
        owes = len(verb.words) == 1 and thing is not None  # "debe 300 millones"
        if first.key in words.surely and not owes:
            return PLANNED
    tenses = {w.forms for w in verb.words}
    if "F" in tenses or "C" in tenses:  # a future, a conditional
        return PLANNED if "F" in tenses else POSSIBLE
    was_to = chained and bases[0] in words.being and verb.form is Part.BE
    if was_to and any(w.part is Part.HAVE for w in verb.words[1:]):
        return DENIED  # "were to have flown"
    if chained and bases[0] in words.being and len(bases) > 1 and verb.form is Part.BE:
        at_once = next((w for w in verb.words if w.part not in (Part.BE, Part.ADVERB, Part.NOT)), None)
        return PLANNED if at_once is not None and at_once.part is Part.INFINITIVE else POSSIBLE
    if last in words.promising or last in words.allowing:
        return PLANNED
    if last in words.supposing:
        return POSSIBLE
    return None


def _none(group: NounGroup, words: MoodWords) -> bool:
    """Whether a noun group is nobody or nothing; "no more than 30" is some."""
    alone = len(group.words) == 1 and group.words[0].part is Part.DETERMINER  # "said no"
    return (
        group.words[0].key in words.nothing
        and not alone
        and not any(w.part is Part.NUMBER for w in group.words)
    )


def _turned(clause: Clause, words: MoodWords) -> bool:
    """Whether a verb of turning has the word that makes it one of turning back, if it needs one."""
    verb = clause.verb
    assert verb is not None
    return verb.base not in words.turning_with or any(
        w.key in words.back for w in (*clause.adverbs, *verb.words)
    )


def _by(outer: Clause, inner: Clause, words: MoodWords, moving: bool) -> str | None:
    """Return what the verb of a governing clause makes of the clause under it."""
    verb = outer.verb
    if verb is None:
        return None
    bases = set(verb.bases)
    told = [g for g in outer.groups if g.end <= inner.start] if inner.kind is Kind.REPORTED else []
    if told and told[-1].words[0].key in words.nothing and len(told[-1].words) > 1:
        return DENIED  # "there is no evidence that …"
    if inner.kind in (Kind.REPORTED, Kind.PARTICIPIAL, Kind.INFINITIVE, Kind.SUBORDINATE):
        reported = inner.kind is Kind.REPORTED
        if bases & words.denying and (reported or inner.kind is not Kind.SUBORDINATE):
            return DENIED if not verb.negated else None
        if (
            inner.kind in (Kind.PARTICIPIAL, Kind.INFINITIVE)
            and bases & words.ending
            and verb.end < inner.start
        ):
            return DENIED
        if (reported or inner.controller is not None) and bases & words.supposing:
            return POSSIBLE
        if (reported or inner.kind is Kind.INFINITIVE) and bases & words.promising:
            return PLANNED
        if inner.kind is Kind.PARTICIPIAL and bases & words.accusing:
            return POSSIBLE
        if inner.kind is Kind.PARTICIPIAL and not inner.mark:
            own = _own(outer, words, moving)
            return own if own in (PLANNED, POSSIBLE) else None
        if inner.kind is Kind.INFINITIVE and verb.negated:
            return NEGATED
    return None
