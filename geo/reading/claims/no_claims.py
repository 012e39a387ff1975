"""Figures that are no claims: ages, ranks, labels, margins, mere lengths of time."""

from __future__ import annotations

from ..grammar import NOUNS, Clause, Kind, NounGroup, Part, SentenceReading, VerbGroup, plural, stem
from ..quantities import Counted, Quantity

_HOURS = 24
_OLDEST = 120  # years
_NIGHTS = 1000  # so many are no length of time: they are counted
_STREET = 1000  # the least number of a house that is no count
_BESIDE = 20  # characters behind a number
_MANY = 20  # so many do not speak with one voice: it is a claim


def is_claim(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a figure says how many or how much, and is no age, rank, label or mere length of time."""
    group = counted.group
    if group is None or counted.lost:
        return False
    if group.prep in reading.language.claims.contrasted and not _goes_beyond(reading, group):
        return False
    if any(is_none(reading, quantity, counted, group) for is_none in _NO_CLAIMS):
        return False
    verb, words = group.clause.verb, reading.language.claims
    lasts = verb is not None and verb.base in words.lasting | words.lasting_plain and not group.prep
    many = lasts and quantity.value >= _NIGHTS  # "slept 400,000 nights in A"
    timed = quantity.kind == "duration" or _is_time(reading, quantity, group)
    return not timed or many or _lasting(reading, quantity, counted, group)


def _goes_beyond(reading: SentenceReading, group: NounGroup) -> bool:
    """Whether a word of contrast only says how far a level goes: "não vai além dos 17%"."""
    verb = group.clause.verb
    beside = verb is not None and verb.end + 1 == group.at and verb.base in reading.language.flows.going
    return reading.language.is_inflected and beside


def _is_time(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether what is counted are years, months or weeks with words before them: "ten successful years"."""
    rules = reading.language.quantities
    unit = rules.unit_of.get(group.head.key, "")
    plain = not quantity.unit and not quantity.vague and quantity.value < _NIGHTS
    return plain and rules.kind_of.get(unit) == "duration"


def _is_name(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a number is a name: "the 80 sign", "a hill called 20 de Octubre"."""
    clause, words = group.clause, reading.language.claims
    if quantity.unit:
        return False
    if quantity.value >= _STREET and reading.text[quantity.number : quantity.end].isdigit():
        after = reading.words(quantity.end, quantity.end + _BESIDE)[:1]
        if group.prep in reading.language.flows.at_it and after and after[0].capital:
            return True  # "at 11690 North Street"
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


def _is_text_or_score(
    reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup
) -> bool:
    """Whether what is counted is words or points: "a song of two verses", "made 25 of its 52 shots"."""
    words, quantities, noun = reading.language.claims, reading.language.quantities, counted.noun
    if noun is None or quantity.unit:
        return False
    scores = quantities.unplaced - quantities.times_word - quantities.point_words
    return noun.head.key in words.wording | scores


def _is_work(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether what is counted is what somebody made, wherever: "wrote four novels", "grabó tres discos"."""
    verb, few = group.clause.verb, not quantity.unit and quantity.value < _MANY
    made = (
        verb is not None
        and not verb.passive
        and group.clause.object is group
        and group.clause.subject is not group
    )
    return few and made and group.head.key in reading.language.claims.works and not _lies_at(reading, group)


def _is_elsewhere(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether what is counted lies elsewhere: "joins 23 other states", "60 km from the border"."""
    words, noun = reading.language.claims, counted.noun
    lands = reading.language.toponyms.plural_types.keys() | reading.grammar.lands
    if noun is not None and not quantity.unit and noun.head.key in lands:
        # "joins 23 other states", "works from 15 countries"
        whence = noun.governor is not None and noun.prep in words.origin | reading.grammar.of
        whence = whence and noun.governor is not group  # not "28 of A's 93 counties"
        some = noun.governor is not None and noun.governor.head.part is Part.NUMBER
        whence = whence and (some or not _is_placed(reading, noun))  # not "votes from the six counties in A"
        return whence or any(w.key in words.other for w in noun.words)
    if quantity.kind != "length":
        return False
    if words.from_where.match(reading.text, quantity.end, reading.sentence.end):
        return True
    if _is_beside_place(reading, quantity, group):
        return True
    off = words.origin
    if reading.language.is_inflected and group.prep in reading.language.flows.to:
        off = off | reading.grammar.of  # "a dois quilómetros do local"
    away = [g for g in reading.dependents(group) if g.prep in off and g.start > quantity.end]
    near = [g for outer in away for g in (outer, *reading.below(outer))]
    if away and not any(w.placed for g in away for w in g.words) and not any(g.head.placed for g in near):
        return True
    subject = group.clause.subject
    far = any(g.head.placed for g in reading.dependents(group))
    it = subject is not None and subject.words[0].key in words.impersonal
    return far and it  # "it is 40 km from A to B"


def _is_placed(reading: SentenceReading, noun: NounGroup) -> bool:
    """Whether a noun group says in its own words, or right behind them, where it is."""
    inside = (g for g in reading.dependents(noun) if g.prep in reading.language.flows.at)
    return any(w.placed for w in noun.words) or any(g.head.placed for g in inside)


def _is_beside_place(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether a length only says where the place before it lies: "in A, 600 kilometres to the north"."""
    at = reading.syntax.groups.index(group)
    last = reading.syntax.groups[at - 1] if at else None
    if last is None or group.prep or not last.head.placed:
        return False
    comma = reading.text[last.end : quantity.start].strip() == ","
    off = reading.language.claims.off_from.match(reading.text, quantity.end, reading.sentence.end)
    return comma and off is not None and not _lies_at(reading, group)


def _is_size(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure only says how big one thing is, or how far apart: "a 6-inch pipe"."""
    words, subject, verb = reading.language.claims, group.clause.subject, group.clause.verb
    weighed = verb is not None and verb.base in words.weighing and subject is not None
    if weighed and subject is not None and quantity.unit and reading.is_one_person(subject):
        return True  # "the teacher weighs 41 kilos"
    if quantity.unit in words.sizing and any(
        w.start >= quantity.after and w.part in NOUNS for w in group.words
    ):
        return True
    holder = group.governor if group.prep in reading.grammar.of else None
    figures = reading.language.quantities
    if holder is not None and holder.head.key in figures.containers and quantity.kind in figures.sold:
        return True  # "sacos de 60 kilos"
    inside = group.prep in words.located - reading.grammar.of
    if quantity.bound and quantity.kind in words.nobodys and inside and not _lies_at(reading, group):
        return True  # "put it into a 40-litre bag"
    one = holder is not None and not plural(holder.head.key, reading.grammar)
    if one and group.head.key in words.inner and not quantity.unit:
        return True  # "un edificio de 17 pisos en A"
    if reading.language.is_inflected and _is_told_size(reading, quantity, group):
        return True
    after = (w for w in reading.syntax.words if w.key in words.apart and w.start > group.end)
    return any(reading.text[group.end : w.start].isspace() for w in after)


def _is_told_size(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether a figure behind "of" only describes something: "num veleiro de três mastros, de 12 metros,"."""
    if group.prep not in reading.grammar.of or _lies_at(reading, group) or quantity.qualifier:
        return False
    whole, figures = group.governor, reading.language.quantities
    if whole is None:
        return quantity.kind in {*figures.sold, "length"} and _between_commas(reading, group)
    counted = any(w.part is Part.NUMBER for w in whole.words) and whole.head.key not in figures.unit_of
    if counted and not quantity.unit and quantity.bare is False and whole.head.part is Part.PLURAL:
        return (
            not plural(group.head.key, reading.grammar) or quantity.value >= _MANY
        )  # "4 motores de 300 cavalos"
    one = whole.words[0].key in figures.one_article or whole.prep in reading.language.claims.company
    small = (not quantity.unit and quantity.value < _MANY) or quantity.kind == "length"
    return one and bool(whole.prep) and whole.prep not in reading.grammar.of and small and not quantity.vague


def _is_of_kind(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a number only says of which kind one thing is: "a four door car"."""
    if quantity.unit or reading.language.is_inflected or not 1 < quantity.value < _MANY:
        return False
    own = [w for w in group.words if w.start >= quantity.after]
    if len(own) < 2 or any(w.part is not Part.NOUN or w.capital for w in own):
        return False
    flows, key = reading.language.flows, own[-1].key
    several = flows.persons | flows.ships | flows.vehicles | reading.language.claims.folk
    return several.isdisjoint(w.key for w in own) and not plural(key, reading.grammar)


def _is_part(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure only says of which ones another is one, or was told before."""
    words, grammar, first = reading.language.claims, reading.grammar, group.words[0]
    text, start = reading.text, reading.sentence.start
    if words.paces.match(text, quantity.after, reading.sentence.end):
        return True  # "two blocks east"
    after = (words.clock_past, words.in_front)
    if quantity.bare and any(p.match(text, quantity.after, reading.sentence.end) for p in after):
        return True  # "at five past four", "was 12 ahead"
    voted = words.results.finditer(text, start, reading.sentence.end) if not quantity.unit else ()
    if any(m.start() < quantity.number < m.end() for m in voted):
        return True  # "passed by 170 votes to 142"
    if quantity.bare and words.to_each.match(text, quantity.after, reading.sentence.end):
        return True
    of = any(g.prep in grammar.of for g in reading.dependents(group))
    if quantity.value == 1 and counted.inherited and (group.prep or of):
        return True  # "in one of them", "is one of them"
    pointing = (grammar.pointing | grammar.pronominal) - grammar.articles
    that = first.part is Part.DETERMINER and first.key in pointing and quantity.qualifier is None
    if that and first.end < quantity.number:
        return True  # "of that 10 million"
    many = quantity.value >= _MANY and any(w.placed for w in group.words)  # "one of 46 Kentucky employers"
    if not _lies_at(reading, group) and not many and words.member.search(text, start, quantity.start):
        return True  # "is one of seven finalists"
    if any(g.prep in words.whole and _is_behind_comma(reading, g) for g in (group, group.top)):
        return not _lies_at(reading, group)  # "arrested 20 in A, out of a total of 90"
    return words.excepting.search(text, start, quantity.start) is not None  # "all but two"


def _is_behind_comma(reading: SentenceReading, group: NounGroup) -> bool:
    return reading.text[: group.at].rstrip()[-1:] == ","


def _is_sum(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure only says how many were just listed: "security and trade, two concerns of A"."""
    at = reading.syntax.groups.index(group)
    last = reading.syntax.groups[at - 1] if at else None
    if last is None or quantity.unit or group.prep or group.subject or quantity.value >= _MANY:
        return False
    listed = 1
    while last is not None and last.conjunct is not None:
        last, listed = last.conjunct, listed + 1
    between = reading.text[reading.syntax.groups[at - 1].end : quantity.start].strip()
    return between in (",", "—", "–", "-") and listed == quantity.value and listed > 1


def _is_rank(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a number is a rank, an age or an hour: "its third in four games", "wakes at two"."""
    words, verb = reading.language.claims, group.clause.verb
    if not quantity.unit and words.ranked.search(reading.text, reading.sentence.start, quantity.start):
        return True
    hour = group.prep in words.about_hours and quantity.value <= _HOURS
    if hour and any(w.capital and w.folded in reading.language.toponyms.calendar for w in group.words):
        return True  # "after eight Sunday morning"
    if not quantity.bare or (counted.inherited and not _is_hour(reading, quantity, group)):
        return False
    if not quantity.unit and quantity.value < _OLDEST and _between_commas(reading, group):
        return True
    moments = (g for g in reading.dependents(group) if g.head.key in reading.language.flows.moments)
    if (
        group.prep
        and quantity.value <= _HOURS
        and any(g.words[0].key in reading.grammar.pointing for g in moments)
    ):
        return True  # "from five in the morning"
    at = group.prep in reading.language.flows.at_it and quantity.value <= _HOURS
    if verb is not None and verb.base in reading.language.quantities.estimating:
        at = at and group.clause.object is None  # "puts the number of dead at two"
    moves = verb is not None and verb.base in reading.language.flows.going and len(group.words) == 1
    return at and verb is not None and (verb.base not in words.changes or moves)  # "came to A at 19"


def _is_hour(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether a bare number after "at" is hardly a level: "left by the back door at about ten"."""
    words, verb = reading.language.claims, group.clause.verb
    levels = words.copulas | words.levels | words.changes | reading.language.quantities.estimating
    at = group.prep in reading.language.flows.at_it and quantity.value <= _HOURS / 2 and not quantity.unit
    return at and len(group.words) == 1 and verb is not None and verb.base not in levels


def _is_compared(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure only compares: "a third of those in A", "more than the 8 percent of last year"."""
    grammar, clause = reading.grammar, group.clause
    of = next((g for g in reading.dependents(group) if g.prep in grammar.of), None)
    level = clause.verb is not None and clause.verb.base in reading.language.claims.copulas
    those = of is not None and of.words[0].key in grammar.pronominal
    if reading.language.is_inflected and of is not None and (len(of.words) > 1 or group.conjunct is not None):
        those = False  # "85% dos enfermeiros de A e 60% dos de B"
    if quantity.kind == "share" and level and not group.subject and those:
        return True
    apposed = reading.text[: quantity.start].rstrip()[-1:] == "," and not group.prep and not group.subject
    of_number = of is not None and len(of.words) > 1 and of.words[1].part is Part.NUMBER
    of_number = of_number and of is not None and of.words[0].key in grammar.articles
    if reading.language.is_inflected and quantity.kind == "share" and apposed and of_number:
        return True  # "32 navios, menos de metade dos 75 de antes"
    whole = (
        group.governor if group.prep in grammar.of else None
    )  # "compared with the national average of 2.1"
    if (
        whole is not None
        and whole.prep in reading.language.claims.earlier_by | reading.language.claims.beyond
        and not _lies_at(reading, whole)
    ):
        return True
    return group.prep in grammar.comparing and group.words[0].key in grammar.pointing


def _is_contrast(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure is of something that is only named for contrast: "unlike last year, when 200 came"."""
    clause = group.clause
    told = clause.antecedent
    if told is None and clause.kind is Kind.SUBORDINATE:
        told = next((g for g in reversed(reading.syntax.groups) if g.end < clause.start), None)
        told = told if told and reading.text[told.end : clause.start].strip() == "," else None
    if told is not None and reading.language.is_inflected and told.governor is not None:
        first = told.governor.words[0].key  # "ao contrário do de 1985, que matou 40"
        told = told.governor if first in reading.grammar.pronominal and not told.head.placed else told
    return told is not None and told.prep in reading.language.claims.contrasted


def _is_ones_own(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a figure is of those with one person: "my two sons", "the author of 17 books"."""
    words, quantities = reading.language.claims, reading.language.quantities
    kin = group.head.key in quantities.kin | quantities.descendants
    if kin and not quantity.unit and group.words[0].key in reading.grammar.them | reading.grammar.persons:
        return True
    if quantity.value >= _MANY or group.prep not in words.company | reading.grammar.of:
        return False
    whole = group.governor if group.prep in reading.grammar.of else None
    if whole is not None and whole.words[0].key in reading.grammar.persons:
        return not quantity.unit and quantity.bare  # "her family of five"
    holder = _holder(reading, group)
    if holder is not None and reading.is_one_person(holder) and not quantity.unit:
        return True
    verb, subject = group.clause.verb, group.clause.subject
    if verb is None or subject is None or group.prep not in words.company:
        return False
    one = reading.is_one_person(subject)
    befell = verb.base in quantities.befalling | quantities.dying
    with_kin = not quantity.unit and not befell and stem(group.head.key, reading.grammar) in words.relations
    if with_kin and group.clause.mark in reading.grammar.persons_who:
        return True
    return one and (with_kin or verb.base in reading.language.flows.going)  # "left with two shillings"


def _holder(reading: SentenceReading, group: NounGroup) -> NounGroup | None:
    """Return what a group hangs on, not the age between: "um cabo de 23 anos com duas comissões"."""
    if group.governor is not None or not reading.language.is_inflected:
        return group.governor
    last = next((g for g in reversed(reading.syntax.groups) if g.end + 1 == group.at), None)
    aged = last is not None and last.prep in reading.grammar.of and last.head.key in reading.grammar.periods
    return last.governor if aged and last is not None else None


def _is_means(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether what is counted only carries what moves: "were flown from A to B in two aircraft"."""
    flows, verb = reading.language.flows, group.clause.verb
    moves = verb is not None and verb.base in flows.going | flows.sending
    if not moves or quantity.unit or group.prep not in flows.at or quantity.value >= _MANY:
        return False
    key = group.head.key
    carriers = flows.ships | flows.vehicles | reading.language.quantities.vessels
    return not carriers.isdisjoint((key, stem(key, reading.grammar)))


def _is_voice(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether those who are counted only speak: "two experts say"."""
    verb = group.clause.verb
    if verb is None or verb.passive or verb.base not in reading.grammar.speaking:
        return False
    thing = group.clause.object
    if thing is not None and thing.head.part in (Part.NOUN, Part.PLURAL):
        people = reading.language.flows.persons | reading.language.claims.folk
        if stem(thing.head.key, reading.grammar) not in people:
            return False  # "two engineers wrote the code"
    return group.top.subject and not quantity.unit and quantity.value < _MANY


def _is_stage(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether what is counted belongs to a way between places: "the path from A to B has 11 stages"."""
    flows, subject = reading.language.flows, group.clause.subject
    if subject is None or subject is group or quantity.unit or quantity.vague or group.clause.verb is None:
        return False
    ways = flows.origin | flows.to | frozenset(flows.between)
    ends = [g for g in reading.below(subject) if g.prep in ways and g.head.placed]
    return subject.head.key in flows.routes | flows.vehicles and len(ends) > 1


def _is_while(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a count only says how long: "for two winters", "it took two votes and three months"."""
    words, verb, subject = reading.language.claims, group.clause.verb, group.clause.subject
    if not quantity.unit and stem(group.head.key, reading.grammar) in reading.grammar.periods:
        after = words.not_lasting.match(reading.text, group.end, reading.sentence.end)
        if after or group.prep in words.for_time:
            return True
    lasts = verb is not None and verb.base in words.lasting_plain
    it = subject is not None and subject.words[0].key in words.impersonal
    return lasts and it and (quantity.kind == "duration" or not quantity.unit)


_NO_CLAIMS = (
    _is_name, _is_text_or_score, _is_work, _is_elsewhere, _is_size, _is_of_kind, _is_part, _is_sum, _is_rank,
    _is_compared, _is_contrast, _is_ones_own, _is_means, _is_voice, _is_stage, _is_while,
)  # fmt: skip


def _lies_at(reading: SentenceReading, group: NounGroup) -> bool:
    """Whether a place hangs on a noun group."""
    return any(g.head.placed for g in reading.below(group))


def is_age(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a number is how old one is: "Huerta, 23, of A", "boy, 9,", "a girl of 17", "is over 60"."""
    group = counted.group
    alone = quantity.bare or (group is not None and len(group.words) == 1)
    if group is None or quantity.unit or not alone or quantity.vague or quantity.value >= _OLDEST:
        return False
    governor, clause = group.governor, group.clause
    if _are_younger(reading, quantity, group):
        return True
    if governor is not None and group.prep in reading.grammar.of and reading.is_one_person(governor):
        return True
    apart, subject = _between_commas(reading, group), clause.subject
    at = not group.prep or group.prep in reading.language.flows.at_it
    at = at or (reading.language.is_inflected and group.prep in reading.grammar.of)  # "o suspeito, de 24,"
    if apart and at and _after_one(reading, group):
        return True
    if subject is None or group.prep or group.subject or clause.verb is None or not quantity.bare:
        return False
    return reading.is_one_person(subject) and (apart or clause.verb.base in reading.language.claims.aging)


def _are_younger(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> bool:
    """Whether several persons are under or over an age: "both scorers were under 21"."""
    words, clause, subject = reading.language.claims, group.clause, group.clause.subject
    said = (quantity.qualifier or group.prep).lower()
    level = clause.verb is not None and clause.verb.base in words.copulas and quantity.bare
    if not level or said not in words.younger or subject is None or subject is group:
        return False
    people = reading.language.flows.persons | words.folk
    return stem(subject.head.key, reading.grammar) in people


def _after_one(reading: SentenceReading, group: NounGroup) -> bool:
    """Whether a number after a comma is the age of one: "boy, 9,"."""
    before = reading.syntax.groups[: reading.syntax.groups.index(group)]
    return bool(before) and before[-1].head.part in (Part.NOUN, Part.NAME) and not before[-1].head.placed


def _between_commas(reading: SentenceReading, group: NounGroup) -> bool:
    text = reading.text
    if text[: group.at].rstrip()[-1:] not in (",", "("):
        return False
    # ", 23 of A"
    of = any(g.words[0].capital and g.prep in reading.grammar.of for g in reading.dependents(group))
    return of or text[group.end : group.end + 1] in (",", ")", ".", "”", '"')


def _lasting(reading: SentenceReading, quantity: Quantity, counted: Counted, group: NounGroup) -> bool:
    """Whether a duration says how long a state or an event lasted, and not only when, or of whom."""
    words, verb = reading.language.claims, group.clause.verb
    if quantity.bound or quantity.per or quantity.vague:
        return False
    if travelled_from(reading, group):
        return True
    if words.not_lasting.match(reading.text, quantity.end, reading.sentence.end):
        return False
    aged = _between_commas(reading, group) or (group.governor and reading.is_one_person(group.governor))
    term = not group.prep or (group.prep in words.terms and not aged)  # not "al alcalde, de 58 años,"
    if verb is not None and verb.base in words.sentencing and term:
        return True  # "sentenced to the maximum two years"
    if group.words[0].key in reading.grammar.articles & reading.grammar.pointing:
        return False  # "for the three months to July"
    if group.governor is not None and group.prep in reading.grammar.of:
        return group.governor.head.key in words.lasting_nouns
    if verb is None:
        return False
    if verb.base in words.granting:
        return False  # "gave them 60 days to pay"
    if verb.base in words.lasting_plain and not group.prep:
        # not "served a year as mayor"
        return not any(g.prep in reading.grammar.comparing for g in group.clause.groups)
    if verb.base in words.copulas and words.records.search(reading.text, verb.end, quantity.start):
        return False  # "was the strongest for 140 years"
    subject = group.clause.subject
    if subject is not None and subject.head.key in words.lasting_nouns and verb.base in words.reaching:
        return True  # "la espera llega a 15 horas"
    if _still(reading, group, verb):
        return not _is_of_persons(reading, group.clause)
    if group.prep in words.for_time:
        return _lasting_for(reading, group.clause, verb)
    if reading.language.is_inflected and verb.base in words.lasting and not group.prep:
        return verb.passive or not _is_of_persons(reading, group.clause)  # "lleva seis días bloqueada"
    return False


def _still(reading: SentenceReading, group: NounGroup, verb: VerbGroup) -> bool:
    """Whether "há" before a length of time says for how long, and not how long ago: "não chove há um mês"."""
    language = reading.language
    if not language.is_inflected or group.prep not in language.inflected.ago:
        return False
    now = verb.form is Part.PRESENT or "S" in verb.words[0].forms or (verb.negated and "S" in verb.verb.forms)
    return now and verb.form is not Part.PAST


def travelled_from(reading: SentenceReading, group: NounGroup) -> NounGroup | None:
    """Return whence a way takes as long as a figure says: "from A it is thirty minutes"."""
    words, clause = reading.language.claims, group.clause
    if clause.verb is None or clause.verb.base not in words.copulas or group.prep or clause.subject is None:
        return None
    whence = (g for g in clause.groups if g.prep in words.origin and g.head.placed and g.end < group.start)
    return next(whence, None) if clause.subject.words[0].key in words.impersonal else None


def _lasting_for(reading: SentenceReading, clause: Clause, verb: VerbGroup) -> bool:
    """Whether a time after "for" is how long it lasted, not how long one person did something."""
    words, flows = reading.language.claims, reading.language.flows
    if verb.base in flows.going and any(g.prep in flows.to and g.head.placed for g in clause.groups):
        return False  # "walked for four days to A"
    unsaid = reading.language.is_inflected and clause.kind is Kind.RELATIVE and clause.mark in words.where
    unsaid = unsaid and not any(g.subject for g in clause.groups)
    if unsaid and not verb.passive and verb.base in flows.residing:
        return False  # "chegaram a A, onde vão trabalhar durante dois anos"
    jailed = any(g.head.key in words.jails for g in clause.groups)
    done = verb.passive and not reading.language.is_inflected  # not "foi perseguido durante 40 minutos"
    if done or jailed or verb.base in words.lasting | words.sentencing:
        return True
    if verb.passive:
        return False
    doers = words.bodies | words.folk
    if verb.pluperfect and clause.subject is not None and clause.subject.head.key in doers:
        return False  # "the choir had rehearsed for three months"
    return not _is_of_persons(reading, clause)


def _is_of_persons(reading: SentenceReading, clause: Clause) -> bool:
    """Whether the subject of a clause is a person or persons, by its noun, or may be one, by its name."""
    subject, flows = clause.subject, reading.language.flows
    if subject is None:
        stays = flows.residing | flows.living
        return clause.verb is not None and clause.verb.base in stays  # "vivieron cuatro años en A"
    head = subject.head
    named = head.part is Part.NAME and not head.placed and subject.words[0].capital
    return named or reading.is_one_person(subject) or stem(head.key, reading.grammar) in flows.persons
