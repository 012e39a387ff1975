"""Whether a clause tells what happened: denied, negated, planned, possible or past."""

from __future__ import annotations

from ...languages import MoodWords
from .parts import Part
from .syntax import Clause, Kind, NounGroup, VerbGroup

DENIED, NEGATED, PLANNED, POSSIBLE, PAST = "denied", "negated", "planned", "possible", "past"
CLAIMED = "claimed"
"""What one side says of a movement of others."""


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
    before = _by_words_before(clause, words)
    if before and (own is None or before == DENIED):
        return before
    if above := _by_governing(clause, words, moving):
        return above
    if own is not None:
        return own
    verb, first = clause.verb, clause.before.verb if clause.before else None
    shared = verb is not None and first is not None and verb.form is Part.BASE and first.form is Part.MODAL
    if shared and clause.before is not None and (own := _own(clause.before, words, moving)):
        return own
    for beside in clauses or ():
        if beside.kind is Kind.SAYING and beside.parent is clause and beside.verb:
            if beside.verb.base in words.supposing:
                return POSSIBLE
            if beside.verb.base in words.promising:
                return PLANNED
    return None


def _by_words_before(clause: Clause, words: MoodWords) -> str | None:
    """Return what "formerly", or a verb of denying right before it, makes of a clause."""
    verb = clause.verb
    if verb is None:
        return None
    near = [a for a in clause.adverbs if a.end + 1 == verb.start]
    formerly = any(w.key in words.formerly for w in (*verb.words, *near))
    if formerly and verb.form in (Part.PAST, Part.BE, Part.HAVE):
        return PAST
    first = clause.before.verb if clause.before is not None and clause.shares else None
    if first is None or first.negated or first.bases[-1] not in words.denying:
        return None
    return DENIED if verb.start - first.end == 1 else None  # "denies having sent"


def _by_governing(clause: Clause, words: MoodWords, moving: bool) -> str | None:
    """Return what the clauses that govern one, or its own condition, make of it."""
    inner, aside = clause, False
    for outer in clause.up():
        if outer is clause:
            if outer.kind is Kind.SUBORDINATE and outer.mark in words.conditions:
                return POSSIBLE
            continue
        found = _by(outer, inner, words, moving)
        if found and not (found == DENIED and aside):
            return found
        if inner.kind in (Kind.REPORTED, Kind.SAYING, Kind.RELATIVE, Kind.REDUCED):
            return None
        if inner.kind is Kind.PARTICIPIAL and outer.verb is not None:
            aside = aside or not _completes(inner, outer, outer.verb)
        inner = outer
    return None


def _own(clause: Clause, words: MoodWords, moving: bool) -> str | None:
    """Return what a clause's own words make of it."""
    verb = clause.verb
    if verb is None:
        return None
    if _is_negated(clause, verb, words):
        return NEGATED
    if moving and _is_stopped(clause, verb, words):
        return DENIED
    chained = any(w.part is Part.INFINITIVE for w in verb.words) or verb.form is Part.INFINITIVE
    return (
        _by_chain(verb, words, moving, chained)
        or (PLANNED if _is_to_come(clause, verb, words) else None)
        or _by_tense(clause, verb, words)
        or (_by_being(verb, words) if chained else None)
        or _by_last(verb.bases[-1], words)
    )


def _is_negated(clause: Clause, verb: VerbGroup, words: MoodWords) -> bool:
    """Whether a clause says "not", or that nobody did something, or that nothing was done."""
    subject, thing = clause.subject, clause.object
    if verb.negated or (thing is not None and _none(thing, words)):
        return True
    if subject is None:
        return False
    gapped = clause.gapped and subject.words[0].key in words.nothing
    return gapped or _none(subject, words) or subject.top.ruled_out


def _is_stopped(clause: Clause, verb: VerbGroup, words: MoodWords) -> bool:
    """Whether a movement was turned back or ended; what "stopped in A" went on."""
    last = verb.bases[-1]
    if last not in words.turning or not _turned(clause, words):
        return False
    if verb.passive:
        return True
    halted = any(g.prep and g.head.placed and g.start > verb.end for g in clause.groups)
    halted = halted and last in words.ceasing
    return last in words.ending | words.turning_with and clause.object is None and not halted


def _by_chain(verb: VerbGroup, words: MoodWords, moving: bool, chained: bool) -> str | None:
    """Return what the verbs that govern the last one make of it: "refused to send", "used to come"."""
    for base in verb.bases[:-1]:
        if not chained and base not in words.supposing:
            continue
        if base in words.habitual and verb.form is not Part.BE:
            return PAST
        if base in words.denying or (base in words.ceasing and (moving or chained)):
            return DENIED
        if base in words.supposing:
            return POSSIBLE
        if base in words.promising:
            return PLANNED
    return None


def _is_to_come(clause: Clause, verb: VerbGroup, words: MoodWords) -> bool:
    """Whether an infinitive is a plan: "plans to send", "due to leave", "A to cut 1,500 jobs"."""
    infinitive = verb.form is Part.INFINITIVE
    if infinitive and clause.antecedent is not None and clause.antecedent.head.key in words.plans:
        return True
    parent = clause.parent if clause.kind is Kind.INFINITIVE else None
    headed = parent is not None and (parent.verb is None or parent.verb.start > clause.end)
    if headed and parent is not None and parent.subject:
        return True
    return infinitive and verb.words[0].key in words.due


def _by_tense(clause: Clause, verb: VerbGroup, words: MoodWords) -> str | None:
    """Return what a modal, a future or a conditional makes of a clause."""
    modal = next((w for w in verb.words if w.part is Part.MODAL), None)
    if modal is not None:
        if modal.key in words.possibly:
            return POSSIBLE
        owes = len(verb.words) == 1 and clause.object is not None  # "debe 300 millones"
        if modal.key in words.surely and not owes:
            return PLANNED
    if any(w.part is Part.HAVE and w.forms == "F" for w in verb.words[:-1]):
        return POSSIBLE  # "habrán muerto"
    tenses = {w.forms for w in verb.words}
    return PLANNED if "F" in tenses else POSSIBLE if "C" in tenses else None


def _by_being(verb: VerbGroup, words: MoodWords) -> str | None:
    """Return what "is to" makes of a clause: "were to have flown", "is to fly", "is said to have flown"."""
    if verb.bases[0] not in words.being or verb.form is not Part.BE:
        return None
    at_once = next((w for w in verb.words if w.part not in (Part.BE, Part.ADVERB, Part.NOT)), None)
    if at_once is not None and at_once.part is Part.INFINITIVE:
        return DENIED if any(w.part is Part.HAVE for w in verb.words[1:]) else PLANNED
    if len(verb.bases) < 2 or not words.factual.isdisjoint(verb.bases):
        return None
    return POSSIBLE


def _by_last(base: str, words: MoodWords) -> str | None:
    if base in words.promising or base in words.allowing:
        return PLANNED
    return POSSIBLE if base in words.supposing else None


def _none(group: NounGroup, words: MoodWords) -> bool:
    """Whether a noun group is nobody or nothing; "no more than 30" is some."""
    alone = len(group.words) == 1 and group.words[0].part is Part.DETERMINER  # "said no"
    return (
        group.words[0].key in words.nothing
        and not alone
        and not any(w.part is Part.NUMBER for w in group.words)
    )


def _is_reason(clause: Clause, words: MoodWords) -> bool:
    """Whether a clause says why something ended, not what: "held for selling", "detenidos tras vender"."""
    first = clause.verb.words[0].key if clause.verb is not None else ""
    return clause.mark in words.reasons or first in words.reasons


def _turned(clause: Clause, words: MoodWords) -> bool:
    """Whether a verb of turning has the word that makes it one of turning back, if it needs one."""
    verb = clause.verb
    assert verb is not None
    return verb.base not in words.turning_with or any(
        w.key in words.back for w in (*clause.adverbs, *verb.words)
    )


def _completes(inner: Clause, outer: Clause, verb: VerbGroup) -> bool:
    """Whether a clause is what a verb is about ("stopped them sending"), and not a comment behind a comma."""
    end = max([verb.end, *(g.end for g in outer.groups if g.end <= inner.start)])
    return bool(inner.mark) or inner.start - end <= 1


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
            and _completes(inner, outer, verb)
            and verb.end < inner.start
            and not _is_reason(inner, words)
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
