"""What a claim states: its predicate, whether it is a fact, and whose the figure is."""

from __future__ import annotations

from ..grammar import Clause, Kind, NounGroup, Part, SentenceReading, mood_of
from ..quantities import Counted, Quantity

_LONGEST = 99  # a bare number of days or years
_WHOLE = 100  # percent


def predicate_of(reading: SentenceReading, quantity: Quantity, counted: Counted) -> str | None:
    """Return the base of the verb that says what happened to what is counted, or None."""
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    if states := _states(reading, group):
        return states[0]
    # a participle of its own: "with 300 homes destroyed", "of the gold declared"
    for clause in reading.syntax.clauses:
        if (
            clause.kind is Kind.REDUCED
            and clause.antecedent is group
            and clause.verb is not None
            and (group.prep in words.absolute or group.clause.verb is None)
        ):
            return clause.verb.base
    for clause in reading.syntax.clauses:  # "of the 11 who died"
        of_those = clause.antecedent is group and clause.mark in reading.grammar.persons_who
        if of_those and clause.verb is not None and quantity.bare and group.prep in reading.grammar.of:
            return clause.verb.base
    clause = group.clause
    each = _with_verb(clause)
    if each is not None and (verb := each.verb) is not None:
        if verb.base in words.copulas:
            if change := next((w.key for w in each.adverbs if w.key in words.change_of), None):
                return str(words.change_of[change])
            for w in reading.syntax.words:
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


def _with_verb(clause: Clause) -> Clause | None:
    """Return the clause that has the figure's verb: itself, the one it goes on, or that it hangs in."""
    each: Clause | None = clause
    while each is not None and (each.verb is None or (each.kind is Kind.SAYING and each is not clause)):
        each = each.before or each.parent
    return each


def polarity_of(reading: SentenceReading, quantity: Quantity, counted: Counted, first: bool) -> str | None:
    """Return why the figure is no fact of today ("denied", "planned", "past", …), or None.

    ``first`` is whether another figure of the same thing comes after it in the sentence.
    """
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    if words.denied_before.search(
        reading.text, max(reading.sentence.start, quantity.start - 24), quantity.start
    ):
        return "denied"
    if _is_earlier(reading, quantity, group, first):
        return "past"
    clause, mood = _with_verb(group.clause), reading.language.mood
    if clause is None or clause.verb is None or clause.kind is Kind.SAYING:
        return None
    found = mood_of(clause, mood, reading.syntax.clauses)
    if found is None:
        return "past" if _is_over(reading, clause) else None
    # the object of a verb of promising is what is promised; its subject is not
    promised = clause.verb.base in mood.promising and not clause.verb.passive
    modal = any(w.part is Part.MODAL for w in clause.verb.words)
    return None if found == "planned" and group.top.subject and promised and not modal else found


def _is_earlier(reading: SentenceReading, quantity: Quantity, group: NounGroup, first: bool) -> bool:
    """Whether the words beside a figure say that it is an earlier one: "fell from 40 to 30"."""
    text, words = reading.text, reading.language.claims
    by = group.prep in words.earlier_by
    earlier = words.earlier.search(text, max(reading.sentence.start, quantity.start - 40), quantity.start)
    if earlier and not earlier["change"]:  # not "property from two locations"
        verb = group.clause.verb
        changes = verb is not None and verb.base in words.changes
        earlier = earlier if changes or by else None
    elsewhere = any(g.head.placed for g in reading.hosted(group))
    if earlier and not elsewhere and (first or by):
        return True
    return by and words.earlier_after.match(text, quantity.end, reading.sentence.end) is not None


def _is_over(reading: SentenceReading, clause: Clause) -> bool:
    """Whether a clause tells of what no longer is."""
    words, verb, parent = reading.language.claims, clause.verb, clause.parent
    assert verb is not None
    now = (c for c in reading.syntax.clauses if c.before is clause and c.kind is clause.kind)
    was = verb.form is Part.PAST or verb.words[0].key in words.was
    beside = [w for c in now for w in (*c.adverbs, *(c.verb.words if c.verb else ()))]
    if was and any(w.key in words.now for w in beside):
        return True  # "it began with 8 and now has 140"
    before = (g for g in clause.groups if g.prep in words.before_that)
    if verb.pluperfect and any(g.words[0].key in reading.grammar.pronominal for g in before):
        return True  # "before that, 400 lorries a month had crossed"
    if clause.kind in (Kind.MAIN, Kind.SUBORDINATE):
        return verb.pluperfect and verb.base in words.copulas
    level = verb.base in words.levels
    closed = clause.kind in (Kind.RELATIVE, Kind.REDUCED) and not clause.shares
    if closed and verb.pluperfect and parent is not None and parent.verb is not None:
        return level and parent.verb.form is not Part.HAVE
    if clause.kind is not Kind.RELATIVE or verb.form is not Part.PAST:
        return False
    perfect = (
        parent is not None
        and parent.verb is not None
        and parent.verb.words[0].key not in words.was
        and parent.verb.form in (Part.HAVE, Part.BE, Part.PRESENT)
    )
    return (perfect and level) or any(g.prep in words.until for g in clause.groups)


def owner_of(reading: SentenceReading, quantity: Quantity, counted: Counted) -> str | None:
    """Return whose the figure is: "person" or "body", or None for the place's or nobody's."""
    group, words = counted.group, reading.language.claims
    if group is None:
        return None
    clause = _with_verb(group.clause)
    if clause is None or clause.verb is None:
        return None
    verb, subject = clause.verb, clause.subject
    persons = reading.grammar.persons
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
        and not (verb.passive and group.prep in reading.grammar.by)
        and reading.is_one_person(subject)
        and (quantity.unit or verb.base not in reading.language.quantities.befalling)
        and subject.top.words[0].key not in words.bodies
    ):
        return "person"
    given = [g for g in clause.groups if not g.prep and not g.subject and g is not group]
    articles = reading.grammar.articles
    her = (g for g in given if g.words[0].key in persons and any(w.key in articles for w in g.words[1:2]))
    if quantity.unit and (any(reading.is_one_person(g) for g in given) or any(her)):
        return "person"  # "promised her a job at 900 dollars a month"
    whose = clause.antecedent if clause.mark in reading.language.flows.whose else None
    if whose is not None and whose.head.key in words.bodies and clause.subject is group:
        return "body"  # "the firm, whose 900 workers …"
    theirs = [g for g in (group, counted.noun) if g is not None and g.words[0].key in reading.grammar.them]
    if theirs and theirs[0].head.part is Part.PLURAL and (group.subject or theirs[0] is not group):
        named = [g for g in reading.syntax.groups if g.end < group.start and not g.head.placed]
        if named and named[0].head.key in words.bodies:
            return "body"  # "… at the hospital; its 500 beds are full", "40 of its soldiers"
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


def inherits(
    reading: SentenceReading,
    quantity: Quantity,
    counted: Counted,
    before: Quantity,
    group_before: NounGroup | None,
) -> bool:
    """Whether a bare number has the unit of the figure before it: "31 percent in A and 11 in B"."""
    group, grammar, words = counted.group, reading.grammar, reading.language.claims
    if (
        not quantity.bare
        or quantity.unit
        or not before.unit
        or group is None
        or (before.kind == "duration" and quantity.value > _LONGEST)
    ):
        return False
    shared = before.kind in ("share", "money")
    if counted.noun is not None and not counted.inherited and not shared:
        return False
    verb = group.clause.verb
    apart = group_before is not None and group.clause is not group_before.clause
    own_verb = apart and verb is not None and not group.clause.gapped
    level = verb is not None and verb.base in words.copulas and not group.subject
    if own_verb and not shared and not (level and before.kind in words.levelled):
        return False
    if group.prep in grammar.of and group.host is not None:
        return False
    by = group_before is not None and group_before.prep in grammar.by and group.prep not in grammar.by
    return before.kind != "share" or (quantity.value <= _WHOLE and not by)
