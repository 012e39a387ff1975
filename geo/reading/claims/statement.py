"""What a claim states: its predicate, whether it is a fact, and whose the figure is."""

from __future__ import annotations

from ..grammar import Clause, Kind, NounGroup, Part, SentenceReading, mood_of
from ..quantities import Counted, Quantity


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
        and group.top.subject
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
        and not (verb.passive and group.prep in reading.grammar.by)
        and is_one(subject, persons, people)
        and subject.top.words[0].key not in words.bodies
    ):
        return "person"
    thing = clause.object
    if quantity.unit and thing is not None and thing is not group and is_one(thing, persons, people):
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


def is_one(group: NounGroup, persons: frozenset[str], people: frozenset[str]) -> bool:
    """Whether a noun group is one person."""
    head = group.head
    return head.key in persons or (head.part is not Part.PLURAL and head.key in people)


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
    apart = group_before is not None and group.clause is not group_before.clause
    own_verb = apart and group.clause.verb is not None and not group.clause.gapped
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
