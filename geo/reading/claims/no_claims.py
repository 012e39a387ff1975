"""Figures that are no claims: ages, ranks, labels, margins, mere lengths of time."""

from __future__ import annotations

from ..grammar import NOUNS, Clause, NounGroup, Part, SentenceReading, stem
from ..quantities import Counted, Quantity
from .statement import is_one

_HOURS = 24
_OLDEST = 120  # years
_MANY = 20  # so many do not speak with one voice: it is a claim


def is_claim(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a figure says how many or how much, and is no age, rank, label or mere length of time."""
    group, words, quantities = counted.group, reading.language.claims, reading.language.quantities
    if group is None:
        return False
    persons, people = reading.grammar.persons, reading.language.flows.persons
    clause = group.clause
    subject = clause.subject
    if counted.lost or group.prep in words.contrasted or _label(reading, quantity, group):
        return False
    if counted.noun is not None and counted.noun.head.key in words.wording and not quantity.unit:
        return False
    noun = counted.noun
    if noun is not None and not quantity.unit:
        places = reading.language.toponyms.plural_types.keys() | reading.grammar.lands
        if noun.head.key in places and any(w.key in words.other for w in noun.words):
            return False  # "joins 23 other states"
    theirs = group.words[0].key in reading.grammar.them | persons and not quantity.unit
    if theirs and group.head.key in quantities.kin | quantities.descendants:
        return False  # "my two sons"
    own = [w for w in group.words if w.start >= quantity.after and w.part in NOUNS]
    if quantity.unit in words.sizing and own:
        return False  # "a 6-inch pipe"
    if any(
        w.key in words.apart and reading.text[group.end : w.start].isspace() for w in reading.syntax.words
    ):
        return False
    if quantity.value == 1 and counted.inherited and (group.prep or reading.hosted(group)):
        return False  # "in one of them", "is one of them"
    if _told_before(reading, quantity, group):
        return False  # "of that 10 million"
    if not quantity.unit and words.ranked.search(reading.text, reading.sentence.start, quantity.start):
        return False  # "its third in four games"
    young = quantity.bare and quantity.value < _OLDEST and not quantity.unit
    if young and _between_commas(reading, group) and not counted.inherited:
        return False
    at = group.prep in reading.language.flows.at_it and quantity.bare and quantity.value <= _HOURS
    if at and not counted.inherited and clause.verb is not None and clause.verb.base not in words.changes:
        return False  # "wakes at two"
    placed = any(g.head.placed for g in reading.below(group))
    if not placed and words.member.search(reading.text, reading.sentence.start, quantity.start):
        return False  # "is one of seven finalists"
    scores = quantities.unplaced - quantities.times_word - quantities.point_words
    if noun is not None and not quantity.unit and noun.head.key in scores:
        return False  # "made 25 of its 52 shots"
    inside = group.prep in words.located - reading.grammar.of
    if quantity.bound and quantity.kind in words.nobodys and inside and not placed:
        return False  # "put it into a 40-litre bag"
    if words.excepting.search(reading.text, reading.sentence.start, quantity.start):
        return False  # "all but two"
    host = group.host if group.prep in words.company and quantity.value < _MANY else None
    if host is not None and is_one(host, persons, people) and not quantity.unit:
        return False  # "a man with two knives"
    of = next((g for g in reading.hosted(group) if g.prep in reading.grammar.of), None)
    level = clause.verb is not None and clause.verb.base in words.copulas and not group.subject
    those = of is not None and of.words[0].key in reading.grammar.pronominal
    if quantity.kind == "share" and level and those:
        return False  # "are a third of those in A"
    away = [g for g in reading.hosted(group) if g.prep in words.origin and g.start > quantity.end]
    if quantity.kind == "length" and away and not any(w.placed for g in away for w in g.words):
        near = [g for outer in away for g in reading.below(outer)]
        if not any(g.head.placed for g in near):
            return False  # "60 km from the border"
    if group.prep in reading.grammar.comparing and group.words[0].key in reading.grammar.pointing:
        return False  # "greater than the 8 percent of last year"
    moving = clause.verb is not None and clause.verb.base in reading.language.flows.going
    small = moving and quantity.value < _MANY and group.prep in words.company
    if small and subject is not None and is_one(subject, persons, people):
        return False  # "she left with two shillings"
    speaking = clause.verb is not None and clause.verb.base in reading.grammar.speaking
    speaking = speaking and clause.verb is not None and not clause.verb.passive
    if speaking and group.top.subject and not quantity.unit and quantity.value < _MANY:
        return False  # "two experts say"
    span = not quantity.unit and stem(group.head.key, reading.grammar) in reading.grammar.spans
    if span and group.prep in words.for_time:
        return False  # "for two winters"
    if span and words.not_lasting.match(reading.text, group.end, reading.sentence.end):
        return False  # "two summers after"
    flows = reading.language.flows
    if subject is not None and subject is not group and not quantity.unit and not quantity.vague:
        ways = flows.origin | flows.to | frozenset(flows.between)
        ends = [g for g in reading.below(subject) if g.prep in ways and g.head.placed]
        if subject.head.key in flows.routes | flows.vehicles and len(ends) > 1 and clause.verb is not None:
            return False  # "the path from A to B has 11 stages"
    verb = clause.verb
    far = any(g.head.placed for g in reading.hosted(group))
    placed = subject is not None and subject is not group and subject.head.placed
    placed = placed or (subject is not None and subject.words[0].key in words.impersonal)
    if quantity.kind == "length" and far and placed and verb is not None and verb.base in words.levels:
        return False  # how far a place is from another
    if (
        verb is not None
        and verb.base in words.lasting_plain
        and subject is not None
        and subject.words[0].key in words.impersonal
        and (quantity.kind == "duration" or not quantity.unit)
    ):
        return False  # "it took two votes and three months"
    if quantity.kind == "duration":
        return _lasting(reading, quantity, counted, clause)
    return True


def _told_before(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether a word before a figure says that it is one told before."""
    grammar, first = reading.grammar, group.words[0]
    pointing = (grammar.pointing | grammar.pronominal) - grammar.articles
    return first.part is Part.DETERMINER and first.key in pointing and first.end < quantity.number


def is_age(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a number is how old one is: "Huerta, 23, of A", "boy, 9,", "a girl of 17", "is over 60"."""
    group = counted.group
    alone = quantity.bare or (group is not None and len(group.words) == 1)
    if group is None or quantity.unit or not alone or quantity.vague or quantity.value >= _OLDEST:
        return False
    persons, people = reading.grammar.persons, reading.language.flows.persons
    host, clause = group.host, group.clause
    if host is not None and group.prep in reading.grammar.of and is_one(host, persons, people):
        return True
    apart, subject = _between_commas(reading, group), clause.subject
    at = not group.prep or group.prep in reading.language.flows.at_it
    if apart and at and _after_one(reading, group):
        return True
    if subject is None or group.prep or group.subject or clause.verb is None or not quantity.bare:
        return False
    return is_one(subject, persons, people) and (apart or clause.verb.base in reading.language.claims.aging)


def _label(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether a number is a name: "the 80 sign", "a hill called 20 de Octubre"."""
    clause, words = group.clause, reading.language.claims
    if quantity.unit:
        return False
    if clause.verb is not None and clause.verb.passive and clause.verb.base in words.naming:
        return clause.object is group
    return (
        not quantity.bare
        and quantity.qualifier is None
        and reading.text[quantity.number].isdigit()
        and group.words[0].part is Part.DETERMINER
        and group.words[0].key in reading.grammar.pointing
        and len(group.words) > 1
        and group.words[1].start == quantity.number
        and group.head.part is Part.NOUN
        and group.head.start >= quantity.after
    )


def _after_one(reading: SentenceReading, group: NounGroup) -> bool:
    """Whether a number after a comma is the age of one: "boy, 9,"."""
    before = reading.syntax.groups[: reading.syntax.groups.index(group)]
    return bool(before) and before[-1].head.part in (Part.NOUN, Part.NAME) and not before[-1].head.placed


def _between_commas(reading: SentenceReading, group: NounGroup) -> bool:
    text = reading.text
    if text[: group.at].rstrip()[-1:] not in (",", "("):
        return False
    # ", 23 of A"
    of = any(g.words[0].capital and g.prep in reading.grammar.of for g in reading.hosted(group))
    return of or text[group.end : group.end + 1] in (",", ")", ".", "”", '"')


def _lasting(reading: SentenceReading, quantity: Quantity, counted: Counted, clause: Clause) -> bool:
    """Whether a duration says how long a state or an event lasted, and not only when, or of whom."""
    words = reading.language.claims
    group = counted.group
    assert group is not None
    verb = clause.verb
    if (
        quantity.bound
        or quantity.per
        or words.not_lasting.match(reading.text, quantity.end, reading.sentence.end)
    ):
        return False
    if group.words[0].key in reading.grammar.articles and group.words[0].key in reading.grammar.pointing:
        return False  # "for the three months to July"
    if group.host is not None and group.prep in reading.grammar.of:
        return group.host.head.key in words.lasting_nouns
    if verb is None:
        return False
    if verb.base in words.lasting_plain and not group.prep:
        return True
    if verb.base in words.copulas and words.records.search(reading.text, verb.end, quantity.start):
        return False  # "was the strongest for 140 years"
    if group.prep in words.for_time:
        jailed = any(g.head.key in words.jails for g in clause.groups)
        subject = clause.subject
        person = subject is not None and (
            is_one(subject, reading.grammar.persons, reading.language.flows.persons)
            or stem(subject.head.key, reading.grammar) in reading.language.flows.persons
            or (subject.head.part is Part.NAME and not subject.head.placed and subject.words[0].capital)
        )
        return verb.passive or jailed or verb.base in words.lasting | words.sentencing or not person
    if reading.language.is_inflected and verb.passive and verb.base in words.lasting and not group.prep:
        return True  # "cerrada 15 días"
    return verb.base in words.sentencing and (not group.prep or group.prep in words.terms)
