"""What a figure counts or measures: the noun group, and its words in the article."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..grammar import NOUNS, Kind, NounGroup, Part, SentenceReading, stem
from .figures import Quantity

_FEW = 3  # words of a group that is only a number: "the 11"
_HANDFUL = 2  # more than so many, without a noun, are people
_NEAR = 8  # characters between two numbers that share a noun


class Counted(Struct, frozen=True):
    """What a figure counts, and the noun group that the figure stands in.

    ``noun`` is None where the sentence leaves it out; ``words`` are those of the article, or ``""``.
    ``inherited`` is whether it is that of the figure before, ``lost`` whether a bare number has no noun at
    all, ``measured`` whether the figure has a unit.
    """

    group: NounGroup | None
    noun: NounGroup | None
    words: str
    inherited: bool = False
    lost: bool = False
    measured: bool = False


def counted_of(reading: SentenceReading, quantity: Quantity, before: Sequence[Counted] = ()) -> Counted:
    """Return what a figure counts; `before` are those of the figures before it, the nearest last.

    The first that fits, in this order: a label right before it; the noun behind its "of"; the noun in its
    own group; the noun that its group hangs on; for a figure with a unit what its clause is about; for a bare
    one what the figure before it counts.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> from geo.reading.quantities import find_quantities
    >>> reading = read_plain("Farmers grew 300 tons of sweet corn in May.")
    >>> counted_of(reading, find_quantities(reading)[0]).words
    'sweet corn'
    """
    words, syntax = reading.language.quantities, reading.syntax
    group = syntax.group_at(quantity.number)
    if group is None or (quantity.high is not None and not quantity.vague):
        group = syntax.group_at(quantity.after - 1) or group
    if group is None:
        return Counted(None, None, "", lost=quantity.bare)

    def found(noun: NounGroup | None, inherited: bool = False) -> Counted:
        if noun not in (None, group) and stem(noun.head.key, reading.grammar) in reading.grammar.periods:
            noun = None  # "Last week"
        text = reading.phrase(noun)
        if not text and noun is not None and noun.words[0].part is not Part.PRONOUN:
            text = " ".join(
                reading.text[w.start : w.end]
                for w in noun.words
                if w.part in NOUNS and w.key not in reading.grammar.articles
            )
        if noun is group and group.head.end <= quantity.after:
            text = ""  # "thousands have fled"
        return Counted(group, noun, text, inherited, measured=bool(quantity.unit))

    last = next((c for c in reversed(before) if c.noun is not None), None)
    head = last.noun.head if last is not None and last.noun is not None else None
    stuff = last is not None and last.measured and head is not None and head.part is not Part.PLURAL
    if quantity.bare and last is not None and group.subject and stuff and last.group is not group:
        last = None  # "10 millimetres of rain fell on A, where 7,000 are …"
    felled = (
        group.clause.object is group
        and group.clause.verb is not None
        and group.clause.verb.base in words.befalling
    )
    if quantity.bare and last is not None and last.measured and felled:
        last = None  # "came down 15 miles from A, killing four"
    far = last is not None and last.group is not None and last.group not in syntax.groups
    whose = [c for c in syntax.clauses if c.antecedent is group and c.mark in reading.grammar.persons_who]
    if quantity.bare and whose and len(group.words) < _FEW and not last:
        return Counted(group, None, words.people)  # "of the 11 who died"
    thing, verb = group.clause.object, group.clause.verb
    put = quantity.bare and verb is not None and verb.base in words.estimating and thing is not None
    if put and thing is not None and group.prep in reading.language.flows.at_it:
        return found(_of(reading, quantity, thing) or thing)  # "puts its losses at 80"
    brought = reading.language.flows.sending | reading.language.flows.taking
    moved = verb is not None and verb.base in brought - reading.language.claims.changes
    if quantity.bare and moved and thing is group and last is None and quantity.value > _HANDFUL:
        return Counted(group, None, words.people)  # "brought 4,000 onto the streets"
    if quantity.bare and words.on_board.match(reading.text, quantity.end, reading.sentence.end):
        return Counted(group, None, words.people, True)  # "with 90 on board"
    labelled = _labelled(reading, quantity, group)
    if labelled is not None:
        return found(labelled)
    within = [w for w in group.words if quantity.number < w.start < quantity.after and w.part in NOUNS]
    if quantity.kind == "share" and within and within[-1].end < quantity.after:
        return Counted(group, group, reading.text[within[0].start : within[-1].end])  # "9 barges in 10"
    of = _of(reading, quantity, group)
    if of is not None:
        if of.words[0].part is Part.PRONOUN or (
            len(of.words) == 1 and of.words[0].key in reading.grammar.them
        ):
            whole = (c for c in reversed(before) if c.noun is not None and c.group and not c.group.prep)
            last = next(whole, last)  # not the countries that they are from
            return found(last.noun if last else _plural_before(reading, group), True)
        return found(of)
    if syntax.words and group.clause.mark in reading.grammar.who and _relative_of(reading, quantity):
        return found(last.noun if last else group.clause.antecedent, True)
    own = [w for w in group.words if w.start >= quantity.after and w.part is not Part.NUMBER]
    if own and not quantity.unit and all(w.key in reading.grammar.states for w in own):
        state = reading.text[own[0].start : own[-1].end]
        who = "" if reading.language.is_inflected else f" {words.people}"  # "52 wounded", "52 heridos"
        return Counted(group, group, f"{state}{who}")
    if own and not quantity.unit and all(w.key in reading.grammar.numbered for w in own):
        if last is not None and not last.measured and last.words:
            return Counted(group, last.noun, last.words, True)
        return Counted(group, group, words.people)
    if own and (not quantity.unit or quantity.bound or quantity.kind == "share"):
        text = reading.text[own[0].start : group.end]
        more = next((g for g in reading.dependents(group) if g.prep in reading.grammar.of), None)
        if more is not None and not any(
            w.placed or w.part in (Part.PRONOUN, Part.NUMBER) for w in more.words
        ):
            text = reading.text[own[0].start : more.end]
        return Counted(group, group, " ".join(text.split()))
    if not quantity.unit and not quantity.bare:
        text = reading.phrase(group)
        if text:
            return found(group)
    governor = group.governor
    if governor is not None and any(c.group is governor for c in before):
        governor = None  # "rose from 90 to 140 euros"
    named = governor is not None and governor.head.placed
    if named and governor is not None and reading.language.is_inflected and not governor.head.capital:
        named = False  # "la frontera de 1.000 kilómetros"
    if governor is not None and group.prep in reading.grammar.of and not named:
        paced = governor.prep in words.level_prepositions and governor.head.key in words.tolls
        subject = governor.clause.subject if paced else None  # "arrive at a rate of 900 a day"
        return found(governor if subject is None else subject)
    if quantity.unit:
        timed = governor is not None and stem(governor.head.key, reading.grammar) in reading.grammar.periods
        timed = timed or (governor is not None and governor.head.key in words.point_words)
        if (
            governor is not None
            and group.prep
            and not (governor.head.placed or timed or quantity.kind == "duration")
        ):
            return found(governor)
        n = syntax.groups.index(group)
        near = syntax.groups[n - 1] if n and quantity.kind == "length" and not group.prep else None
        gap = reading.text[near.end : quantity.start] if near is not None else ""
        if near is not None and not near.head.placed and gap.isspace():
            return found(near)  # "a town 60 miles south of A"
        inside = next(
            (
                g
                for g in reading.dependents(group)
                if g.prep in words.stuff_in
                and len(g.words) == 1
                and g.conjunct is None
                and g.head.part is not Part.NUMBER
                and not g.head.capital
                and g.head.folded not in reading.language.toponyms.calendar
            ),
            None,
        )
        if inside is not None:
            return found(inside)
        subject = group.clause.subject
        thing = group.clause.object
        for other in before:  # "burned 11,000 hectares of forest, 36 percent less than …"
            if other.group is thing and thing is not None and other.noun is not None:
                return found(other.noun)
        if (
            thing is not None
            and thing is not group
            and thing.head.part is not Part.NUMBER
            and thing.head.key not in words.times_word
            and thing.start < group.start
            and not group.subject
            and subject is not thing
            and quantity.kind != "money"
        ):
            return found(thing)
        verb, flows = group.clause.verb, reading.language.flows
        claims = reading.language.claims
        states = claims.copulas | claims.changes | claims.levels | claims.lasting_plain
        moves = (
            verb is not None
            and not verb.passive
            and verb.base in flows.sending | flows.going | flows.taking
            and quantity.kind == "money"
        )
        if subject is not None and subject is not group:
            paid = quantity.kind == "money" and verb is not None and verb.base not in states
            return found(None if moves or paid else subject)
        return found(last.noun if last else None, True)
    # a bare number
    described = group.clause.antecedent
    if described is not None and group.prep in words.level_prepositions and group.clause.kind is Kind.REDUCED:
        return found(described)
    nexts = [g for g in syntax.groups if g.conjunct is group and len(g.words) > 1]
    gap = reading.text[group.end : nexts[0].start] if nexts else ""
    if 0 < len(gap) < _NEAR and "," not in gap:
        return found(nexts[0])
    clause = group.clause
    subject = clause.subject
    leveled = group.prep in words.level_prepositions or not group.prep
    if leveled and subject is not None and subject is not group and subject.head.key in words.tolls:
        return found(subject)
    if (
        (group.prep in words.level_prepositions or not group.prep)
        and subject is not None
        and subject is not group
        and group.start > subject.start
        and clause.verb is not None
        and clause.verb.base in reading.language.claims.changes
        and not last
    ):
        return found(subject)
    if last is None and any(c.group in syntax.groups for c in before):
        return Counted(group, None, "", True)
    if last is not None and (group.subject or not far):
        return Counted(group, last.noun, last.words, True)
    if (
        clause.verb is None
        and clause.before is not None
        and (noun := _plural_before(reading, group)) is not None
    ):
        return found(noun, True)
    if quantity.per and subject is not None and subject is not group:
        return found(subject)  # "refugees arrive, 900 a day"
    people = group.subject and clause.verb is not None and clause.kind is not Kind.SAYING
    people = people or felled
    return Counted(group, None, words.people if felled else "", lost=not people)


def subject_of(reading: SentenceReading, quantity: Quantity) -> str:
    """Return the words for what a figure counts, or "" if the sentence leaves it out."""
    return counted_of(reading, quantity).words


def _of(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> NounGroup | None:
    """Return the group after "of" of which the figure is a measure, a share or a part."""
    if any(w.start >= quantity.after and w.part in (Part.NOUN, Part.PLURAL) for w in group.words):
        return None
    for g in reading.dependents(group):
        timed = quantity.kind == "duration" and stem(g.head.key, reading.grammar) in reading.grammar.periods
        if g.prep in reading.grammar.of and g.start >= quantity.after and not timed:
            return g
    # "nine out of ten of its schools": the figure is of several groups
    inner = reading.syntax.group_at(quantity.after - 1)
    if reading.language.is_inflected and inner is not None and inner.end > quantity.after:
        return inner  # "um em cada doze moradores de A"
    timed = inner is not None and stem(inner.head.key, reading.grammar) in reading.grammar.periods
    if inner is not None and inner is not group and not timed:
        return next(
            (g for g in reading.dependents(inner) if g.prep in reading.grammar.of),
            inner if len(inner.words) > 1 else None,
        )
    return None


def _relative_of(reading: SentenceReading, quantity: Quantity) -> bool:
    return bool(reading.language.quantities.of_whom.match(reading.text, quantity.after, reading.sentence.end))


def _labelled(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> NounGroup | None:
    """Return the noun right before a bare number that it is of: "population 212"."""
    at = reading.syntax.groups.index(group)
    before = reading.syntax.groups[at - 1] if at and quantity.bare and not group.prep else None
    tolls = reading.language.quantities.tolls
    near = before is not None and before.end + 1 == quantity.start and before.head.key in tolls
    return before if near else None


def _plural_before(reading: SentenceReading, group: NounGroup) -> NounGroup | None:
    spans, units = reading.grammar.spans, reading.language.quantities.unit_of
    before = [
        g
        for g in reading.syntax.groups
        if g.end <= group.start
        and g.head.part is Part.PLURAL
        and not g.head.placed
        and stem(g.head.key, reading.grammar) not in spans
        and g.head.key not in units
    ]
    subjects = [g for g in before if g.subject and g.clause is group.clause.before]
    found = subjects or before
    return found[-1] if found else None
