"""What a claim states: its predicate, whether it is a fact, whose the figure is; and what is no claim."""

from __future__ import annotations

from ..grammar import Clause, Kind, NounGroup, Part, SentenceReading, mood_of, stem
from ..quantities import Counted, Quantity

_MANY = 20  # so many do not speak with one voice: it is a claim


def predicate_of(reading: SentenceReading, quantity: Quantity, counted: Counted) -> str | None:
    """Return the base of the verb that says what happened to what is counted, or None."""
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    for state in _states(reading, group):
        return state
    # a participle of its own: "with 300 homes destroyed", "of the gold declared"
    for clause in reading.syntax.clauses:
        if (
            clause.kind is Kind.REDUCED
            and clause.antecedent is group
            and clause.verb is not None
            and (group.prep in words.absolute or group.clause.verb is None)
        ):
            return clause.verb.base
    clause = group.clause
    for each in _with_verb(clause):
        verb = each.verb
        assert verb is not None
        if verb.base in words.copulas:
            if change := next((w.key for w in each.adverbs if w.key in words.change_of), None):
                return str(words.change_of[change])
            word = reading.syntax.words
            for w in word:
                if (
                    w.part in (Part.ADJECTIVE, Part.PREPOSITION)
                    and verb.end < w.start <= group.start
                    and w.key in words.change_of
                ):
                    return str(words.change_of[w.key])
        return verb.base
    for w in clause.adverbs:
        if w.key in words.change_of:
            return str(words.change_of[w.key])
    return None


def _states(reading: SentenceReading, group: NounGroup) -> list[str]:
    """Return what a state of people says that befell them: "three dead", "left 21 injured"."""
    of = reading.language.claims.state_of
    found = [str(of[w.key]) for w in group.words if w.key in of and group.words[-1] is w]
    after = [g for g in reading.syntax.groups if g.start > group.end][:1]
    if (
        not found
        and after
        and after[0].clause is group.clause
        and not after[0].prep
        and after[0].words[0].key in of
    ):
        found = [str(of[after[0].words[0].key])]
    return found


def _with_verb(clause: Clause) -> list[Clause]:
    """Return the clause that has the figure's verb: itself, the one it goes on, or that it hangs in."""
    each: Clause | None = clause
    for _ in range(6):
        if each is None:
            return []
        if each.verb is not None and not (each.kind is Kind.SAYING and each is not clause):
            return [each]
        each = each.before or each.parent
    return []


def polarity_of(reading: SentenceReading, quantity: Quantity, counted: Counted, first: bool) -> str | None:
    """Return why the figure is no fact of today ("denied", "planned", "past", …), or None.

    ``first`` is whether another figure of the same thing comes after it in the sentence.
    """
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    text = reading.text
    if words.denied_before.search(text, max(reading.sentence.start, quantity.start - 24), quantity.start):
        return "denied"
    elsewhere = any(g.head.placed for g in reading.hosted(group))
    earlier = words.earlier.search(text, max(reading.sentence.start, quantity.start - 40), quantity.start)
    if earlier and not earlier["change"]:  # "fell from 40 to 30", not "property from two locations"
        verb = group.clause.verb
        changes = verb is not None and verb.base in words.changes
        earlier = earlier if changes or group.prep in words.earlier_by else None
    if not elsewhere and earlier and (first or group.prep in words.earlier_by):
        return "past"
    if words.earlier_after.match(text, quantity.end, reading.sentence.end) and group.prep in words.earlier_by:
        return "past"
    clause = group.clause
    mood = reading.language.mood
    each: Clause | None = clause
    for _ in range(4):
        if each is None:
            return None
        if each.verb is not None and each.kind is not Kind.SAYING:
            break
        each = each.before or each.parent
    if each is None or each.verb is None:
        return None
    found = mood_of(each, mood, reading.syntax.clauses)
    if found is None:
        verb = each.verb
        now = (c for c in reading.syntax.clauses if c.before is each and c.kind is each.kind)
        was = verb.form is Part.PAST or verb.words[0].key in words.was
        beside = [w for c in now for w in (*c.adverbs, *(c.verb.words if c.verb else ()))]
        if was and any(w.key in words.now for w in beside):
            return "past"  # "it began with 8 and now has 140"
        before = (g for g in each.groups if g.prep in words.before_that)
        if _pluperfect(each) and any(g.words[0].key in reading.grammar.pronominal for g in before):
            return "past"  # "before that, 400 lorries a month had crossed"
        if each.kind in (Kind.MAIN, Kind.SUBORDINATE) and _pluperfect(each) and verb.base in words.copulas:
            return "past"
        if (
            each.kind in (Kind.RELATIVE, Kind.REDUCED)
            and _pluperfect(each)
            and each.parent
            and each.parent.verb
            and not each.shares
        ):
            return (
                "past" if each.parent.verb.form is not Part.HAVE and each.verb.base in words.levels else None
            )
        perfect = (
            each.parent is not None
            and each.parent.verb is not None
            and each.parent.verb.words[0].key not in words.was
            and each.parent.verb.form in (Part.HAVE, Part.BE, Part.PRESENT)
        )
        if (
            each.kind is Kind.RELATIVE
            and perfect
            and each.verb.form is Part.PAST
            and each.verb.base in words.levels
        ):
            return "past"
        if (
            any(g.prep in words.until for g in each.groups)
            and each.verb.form is Part.PAST
            and each.kind is Kind.RELATIVE
        ):
            return "past"
    # the object of a verb of promising is what is promised; its subject is not
    if (
        found == "planned"
        and group.subject
        and each.verb.base in mood.promising
        and not each.verb.passive
        and not any(w.part is Part.MODAL for w in each.verb.words)
    ):
        return None
    return found


def _pluperfect(clause: Clause) -> bool:
    return clause.verb is not None and clause.verb.pluperfect


def owner_of(reading: SentenceReading, quantity: Quantity, counted: Counted) -> str | None:
    """Return whose the figure is: "person" or "body", or None for the place's or nobody's."""
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    clause = next(iter(_with_verb(group.clause)), None)
    if clause is None or clause.verb is None:
        return None
    verb, subject = clause.verb, clause.subject
    persons, people = reading.grammar.persons, reading.language.flows.persons
    if verb.base in words.personal:
        charged = subject if verb.passive else clause.object
        return "body" if charged is not None and charged.head.key in words.bodies else "person"
    if quantity.kind in words.nobodys:
        return None
    if not quantity.unit and subject is not None and subject.head.key in words.officials:
        return None  # "the mayor wants to ban cars on 100 streets"
    wanted = verb.base in reading.language.mood.promising or verb.base in reading.grammar.saying
    if (
        subject is not None
        and subject is not group
        and not wanted
        and group.prep not in words.company
        and _one(subject, persons, people)
        and subject.top.words[0].key not in words.bodies
    ):
        return "person"
    thing = clause.object
    if quantity.unit and thing is not None and thing is not group and _one(thing, persons, people):
        return "person"
    whose = clause.antecedent if clause.mark in reading.language.flows.whose else None
    if whose is not None and whose.head.key in words.bodies and clause.subject is group:
        return "body"  # "the firm, whose 900 workers …"
    if group.subject and group.words[0].key in reading.grammar.them and group.head.part is Part.PLURAL:
        named = [g for g in reading.syntax.groups if g.end < group.start and not g.head.placed]
        if named and named[0].head.key in words.bodies:
            return "body"  # "… at the hospital; its 500 beds are full"
    body = None
    if subject is not None and subject is not group:
        body = subject
    elif group.host is not None and group.host.head.key in words.bodies:
        body = group.host
    if (
        body is not None
        and not body.head.placed
        and body.head.key in words.bodies
        and verb.base in words.owning
    ):
        return "body"
    if (
        group.words[0].key in reading.grammar.them
        and subject is not None
        and subject is not group
        and subject.head.key in words.bodies
    ):
        return "body"
    return None


def _one(group: NounGroup, persons: frozenset[str], people: frozenset[str]) -> bool:
    head = group.head
    return head.key in persons or (head.part is not Part.PLURAL and head.key in people)


def is_claim(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a figure says how many or how much, and is no age, rank, label or mere length of time."""
    group, words = counted.group, reading.language.claims
    if group is None:
        return False
    persons, people = reading.grammar.persons, reading.language.flows.persons
    clause = group.clause
    subject = clause.subject
    if counted.lost or group.prep in words.contrasted or _label(reading, quantity, group):
        return False
    if counted.noun is not None and counted.noun.head.key in words.wording and not quantity.unit:
        return False
    if any(
        w.key in words.apart and reading.text[group.end : w.start].isspace() for w in reading.syntax.words
    ):
        return False
    if quantity.value == 1 and group.prep and counted.inherited:
        return False  # "in one of them"
    if not quantity.unit and words.ranked.search(reading.text, reading.sentence.start, quantity.start):
        return False  # "its third in four games"
    if quantity.bare and quantity.value < 120 and not quantity.unit:
        if group.host is not None and group.prep in reading.grammar.of and _one(group.host, persons, people):
            return False  # "a girl of 17"
        if (
            not group.prep
            and not group.subject
            and clause.verb is not None
            and subject is not None
            and _one(subject, persons, people)
            and (clause.verb.base in words.aging or _between_commas(reading, group))
        ):
            return False
        if _between_commas(reading, group) and (not counted.inherited or _after_one(reading, group)):
            return False
    if group.prep in reading.grammar.comparing and group.words[0].key in reading.grammar.pointing:
        return False  # "greater than the 8 percent of last year"
    moving = clause.verb is not None and clause.verb.base in reading.language.flows.going
    small = moving and quantity.value < _MANY and group.prep in words.company
    if small and subject is not None and _one(subject, persons, people):
        return False  # "she left with two shillings"
    speaking = clause.verb is not None and clause.verb.base in reading.grammar.speaking
    speaking = speaking and clause.verb is not None and not clause.verb.passive
    if speaking and group.top.subject and not quantity.unit and quantity.value < _MANY:
        return False  # "two experts say"
    span = not quantity.unit and stem(group.head.key, reading.grammar) in reading.grammar.spans
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
    if text[: group.start].rstrip()[-1:] not in (",", "("):
        return False
    of = any(g.head.placed and g.prep in reading.grammar.of for g in reading.hosted(group))  # ", 23 of A"
    return of or text[group.end : group.end + 1] in (",", ")", ".")


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
    if group.prep in words.for_time:
        jailed = any(g.head.key in words.jails for g in clause.groups)
        subject = clause.subject
        person = subject is not None and (
            _one(subject, reading.grammar.persons, reading.language.flows.persons)
            or stem(subject.head.key, reading.grammar) in reading.language.flows.persons
            or (subject.head.part is Part.NAME and not subject.head.placed and subject.words[0].capital)
        )
        return verb.passive or jailed or verb.base in words.lasting | words.sentencing or not person
    if reading.language.is_inflected and verb.passive and verb.base in words.lasting and not group.prep:
        return True  # "cerrada 15 días"
    return verb.base in words.sentencing and (not group.prep or group.prep in words.terms)


def inherits(
    quantity: Quantity,
    counted: Counted,
    before: Quantity,
    group_before: NounGroup | None,
    of: frozenset[str],
    by: frozenset[str],
    levels: frozenset[str],
    lone: frozenset[str],
) -> bool:
    """Whether a bare number has the unit of the figure before it: "31 percent in A and 11 in B"."""
    group = counted.group
    if (
        not quantity.bare
        or quantity.unit
        or not before.unit
        or group is None
        or (before.kind == "duration" and quantity.value > 99)
    ):
        return False
    if counted.noun is not None and not counted.inherited and before.kind not in ("share", "money"):
        return False
    own_verb = (
        group_before is not None and group.clause is not group_before.clause and group.clause.verb is not None
    )
    level = group.clause.verb is not None and group.clause.verb.base in levels and not group.subject
    level = level and before.kind in lone
    if own_verb and before.kind not in ("share", "money") and not level:
        return False
    if group.prep in of and group.host is not None:
        return False
    if before.kind == "share":
        if quantity.value > 100:
            return False
        if group_before is not None and group_before.prep in by and group.prep not in by:
            return False
    return True
