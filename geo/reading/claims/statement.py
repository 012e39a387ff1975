"""What a claim states: its predicate, whether it is a fact, and whose the figure is."""

from __future__ import annotations

from ...languages import MoodWords
from ..grammar import Clause, Kind, NounGroup, Part, SentenceReading, VerbGroup, mood_of, stem
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
    if described := _described(reading, quantity, group):
        return described
    clause = _with_verb(group.clause)
    if clause is None or clause.verb is None:
        changes = (w.key for w in group.clause.adverbs if w.key in words.change_of)
    elif clause.verb.base in words.copulas:
        verb = clause.verb
        beside = (
            w
            for w in reading.syntax.words
            if w.part in (Part.ADJECTIVE, Part.PREPOSITION) and verb.end < w.start <= group.start
        )
        near = (w for w in (*clause.adverbs, *beside) if "," not in reading.text[group.end : w.start])
        changes = (w.key for w in near if w.key in words.change_of)
    else:
        return clause.verb.base
    change = next(changes, None)
    if change is not None:
        return str(words.change_of[change])
    return clause.verb.base if clause is not None and clause.verb is not None else None


def _described(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> str | None:
    """Return the verb of a clause that describes what is counted.

    "with 300 homes destroyed", "of the gold declared", "of the 11 who died"
    """
    absolute = group.prep in reading.language.claims.absolute or group.clause.verb is None
    those = quantity.bare and group.prep in reading.grammar.of
    about = [(c, c.verb.base) for c in reading.syntax.clauses if c.antecedent is group and c.verb is not None]
    reduced = (base for c, base in about if absolute and c.kind is Kind.REDUCED)
    who = (base for c, base in about if those and c.mark in reading.grammar.persons_who)
    whole = group.prep in reading.grammar.of and group.governor is None and _is_fronted(group)
    return next(reduced, None) or next(who, None) or (about[0][1] if whole and about else None)


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


def factuality_of(reading: SentenceReading, quantity: Quantity, counted: Counted, first: bool) -> str | None:
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
        over = _is_over(reading, clause) or (counted.inherited and _is_then(reading, clause, quantity))
        return "past" if over else None
    # the object of a verb of promising is what is promised; its subject is not
    promised = clause.verb.base in mood.promising and not clause.verb.passive
    modal = any(w.part is Part.MODAL for w in clause.verb.words)
    whole = group.prep in reading.grammar.of and group.words[0].key in reading.grammar.definite
    if whole and found in ("possible", "planned") and (group.governor is not None or _is_fronted(group)):
        return None  # "could take 15 of the 50 seats"
    if found == "possible" and group.top.subject and _supposes(clause, mood):
        return None  # "70 percent believe that …"
    return None if found == "planned" and group.top.subject and promised and not modal else found


def _is_fronted(group: NounGroup) -> bool:
    """Whether a group opens its clause: "of the 57 villages in A, six may …"."""
    return group.at == group.clause.start


def _supposes(clause: Clause, mood: MoodWords) -> bool:
    """Whether a clause only says that its subject believes something, and not that it is believed."""
    verb = clause.verb
    return verb is not None and len(verb.words) == 1 and not verb.passive and verb.base in mood.supposing


def _is_earlier(reading: SentenceReading, quantity: Quantity, group: NounGroup, first: bool) -> bool:
    """Whether the words beside a figure say that it is an earlier one: "fell from 40 to 30"."""
    text, words = reading.text, reading.language.claims
    by = group.prep in words.earlier_by
    earlier = words.earlier.search(text, max(reading.sentence.start, quantity.start - 40), quantity.start)
    if earlier and not earlier["change"]:  # not "property from two locations"
        verb = group.clause.verb
        changes = verb is not None and verb.base in words.changes
        earlier = earlier if changes or by else None
    elsewhere = any(g.head.placed for g in reading.dependents(group))
    if earlier and not elsewhere and (first or by):
        return True
    return by and words.earlier_after.match(text, quantity.end, reading.sentence.end) is not None


def _is_then(reading: SentenceReading, clause: Clause, quantity: Quantity) -> bool:
    """Whether a clause says how many there were at a time before: "en 2019 eran 3.800"."""
    words, verb = reading.language.claims, clause.verb
    was = verb is not None and verb.base in words.copulas and verb.words[0].key in words.was
    return was and words.earlier_after.search(reading.text, clause.start, quantity.start) is not None


def _is_over(reading: SentenceReading, clause: Clause) -> bool:
    """Whether a clause tells of what no longer is."""
    words, verb, parent = reading.language.claims, clause.verb, clause.parent
    assert verb is not None
    after = (c for c in reading.syntax.clauses if c.before is clause and c.kind is clause.kind)
    now = (c for c in after if c.shares or any(_is_only_number(g) for g in c.groups))
    was = verb.form is Part.PAST or verb.words[0].key in words.was
    if was and clause.mark in words.where and verb.words[-1].key in reading.grammar.do:
        return True  # "two million live where 40,000 did"
    beside = [w for c in now for w in (*c.adverbs, *(c.verb.words if c.verb else ()))]
    if was and any(w.key in words.now for w in beside):
        return True  # "it began with 8 and now has 140"
    before = (g for g in clause.groups if g.prep in words.before_that)
    if verb.pluperfect and any(g.words[0].key in reading.grammar.pronominal for g in before):
        return True  # "before that, 400 lorries a month had crossed"
    if clause.kind in (Kind.MAIN, Kind.SUBORDINATE):
        when = clause.kind is Kind.SUBORDINATE and reading.language.is_inflected
        then = words.copulas | (words.changes if when else frozenset())  # "quando em 2023 tinha crescido 12%"
        return verb.pluperfect and verb.base in then
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


def _is_only_number(group: NounGroup) -> bool:
    """Whether a noun group is a number without its noun: "employed 40; now it has 20"."""
    return all(w.part is Part.NUMBER for w in group.words)


def owner_of(reading: SentenceReading, quantity: Quantity, counted: Counted) -> str | None:
    """Return whose the figure is: "person" or "body", or None for the place's or nobody's."""
    group, words = counted.group, reading.language.claims
    clause = _with_verb(group.clause) if group is not None else None
    if group is None or clause is None or clause.verb is None:
        return None
    verb, subject = clause.verb, clause.subject
    if verb.base in words.personal and quantity.unit:
        charged = subject if verb.passive else clause.object
        return "body" if charged is not None and charged.head.key in words.bodies else "person"
    if quantity.kind in words.nobodys:
        return None
    votes = counted.noun is not None and counted.noun.head.key in words.ballots
    if not quantity.unit and not votes and subject is not None and subject.head.key in words.officials:
        return None  # "the mayor wants to ban cars on 100 streets"
    if _are_people(reading, quantity, counted) and subject is not None and reading.is_one_person(subject):
        return None  # "a man stabbed 11 students"
    if _does_it(reading, quantity, group, clause, verb) or _is_given(reading, quantity, group, clause):
        return "person"
    return "body" if _is_of_body(reading, counted, group, clause, verb) else None


def _are_people(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether what is counted are people."""
    people = reading.language.flows.persons | reading.language.claims.folk
    noun = counted.noun
    return not quantity.unit and noun is not None and stem(noun.head.key, reading.grammar) in people


def _does_it(
    reading: SentenceReading, quantity: Quantity, group: NounGroup, clause: Clause, verb: VerbGroup
) -> bool:
    """Whether one person, the subject, does or has what the figure counts."""
    words, subject = reading.language.claims, clause.subject
    if subject is None or subject is group or group.prep in words.company:
        return False
    if verb.base in reading.language.mood.promising or verb.base in reading.grammar.saying:
        return False
    if verb.passive and group.prep in reading.grammar.by:
        return False
    if not quantity.unit and verb.base in reading.language.quantities.befalling:
        return False
    return reading.is_one_person(subject) and subject.top.words[0].key not in words.bodies


def _is_given(reading: SentenceReading, quantity: Quantity, group: NounGroup, clause: Clause) -> bool:
    """Whether a person is given it: "promised her a job at 900 dollars a month"."""
    if not quantity.unit or group.top.subject:
        return False
    persons, articles = reading.grammar.persons, reading.grammar.articles
    given = [g for g in clause.groups if not g.prep and not g.subject and g is not group]
    her = (g for g in given if g.words[0].key in persons and any(w.key in articles for w in g.words[1:2]))
    return any(reading.is_one_person(g) for g in given) or any(her)


def _is_of_body(
    reading: SentenceReading, counted: Counted, group: NounGroup, clause: Clause, verb: VerbGroup
) -> bool:
    """Whether the figure is a firm's, a team's or another body's."""
    bodies, them, subject = reading.language.claims.bodies, reading.grammar.them, clause.subject
    whose = clause.antecedent if clause.mark in reading.language.flows.whose else None
    if whose is not None and whose.head.key in bodies and subject is group:
        return True  # "the firm, whose 900 workers …"
    theirs = [g for g in (group, counted.noun) if g is not None and g.words[0].key in them]
    if theirs and theirs[0].head.part is Part.PLURAL and (group.subject or theirs[0] is not group):
        named = [g for g in reading.syntax.groups if g.end < group.start and not g.head.placed]
        if named and named[0].head.key in bodies:
            return True  # "… at the hospital; its 500 beds are full", "40 of its soldiers"
    owner = subject if subject is not None and subject is not group else group.governor
    if owner is None or owner.head.key not in bodies:
        return False
    if verb.base in reading.language.claims.owning and not owner.head.placed:
        return True
    return owner is subject and group.words[0].key in them


def _is_stuff(reading: SentenceReading, quantity: Quantity, counted: Counted) -> bool:
    """Whether a number stands before a stuff, which is measured, not counted: "y 2 millones de azúcar"."""
    group = counted.group
    many = reading.language.is_inflected and quantity.value > 1 and not quantity.vague
    own = many and group is not None and counted.noun is group and group.head.start >= quantity.after
    return own and group is not None and group.head.part is Part.NOUN


def inherits(
    reading: SentenceReading,
    quantity: Quantity,
    counted: Counted,
    before: Quantity,
    group_before: NounGroup | None,
) -> bool:
    """Whether a bare number has the unit of the figure before it: "31 percent in A and 11 in B"."""
    group, grammar, words = counted.group, reading.grammar, reading.language.claims
    stuff = _is_stuff(reading, quantity, counted)
    if (
        not (quantity.bare or stuff)
        or quantity.unit
        or not before.unit
        or group is None
        or (before.kind == "duration" and quantity.value > _LONGEST)
        or before.part
    ):
        return False
    shared = before.kind in ("share", "money")
    if counted.noun is not None and not counted.inherited and not shared and not stuff:
        return False
    verb = group.clause.verb
    apart = group_before is not None and group.clause is not group_before.clause
    own_verb = apart and verb is not None and not group.clause.gapped
    level = verb is not None and verb.base in words.copulas and not group.subject
    level = level and before.kind in words.levelled
    follows = group.clause.shares and group_before is not None and group.clause.before is group_before.clause
    on = follows and verb is not None and (stuff or verb.base in words.changes)
    if own_verb and not (shared or level or on):
        return False
    if group.prep in grammar.of and group.governor is not None:
        return False
    by = group_before is not None and group_before.prep in grammar.by and group.prep not in grammar.by
    return before.kind != "share" or (quantity.value <= _WHOLE and not by)
