"""Routes: roads, railways, rivers and borders that lie between two places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from ...model import RouteKind
from ..grammar import NEGATED, PLANNED, POSSIBLE, Clause, Mention, NounGroup, SentenceReading
from .elsewhere import EndsElsewhere
from .movement import factuality_of
from .places import Ends


class RouteFound(NamedTuple):
    """A route in a sentence: its kind, its two places, what it is in the article's words, and where.

    ``factuality`` is None for one that is there, else why it is none yet.
    """

    kind: RouteKind
    one: Mention
    other: Mention
    subject: str
    start: int
    end: int
    factuality: str | None = None


def find_routes(reading: SentenceReading) -> list[RouteFound]:
    """Find the routes of a sentence, in the order of the text."""
    if len({m.place.id for m in reading.mentions}) < 2:
        return []
    ends = EndsElsewhere(reading, ())
    found = [*_hyphened(ends)]
    for group in ends.syntax.groups:
        if (kind := _kind_of(ends, group)) and (pair := _pair_of(ends, group, kind)):
            one, other = pair
            start, end = min(group.start, one.start), max(group.end, other.end)
            mood = _factuality(ends, group)
            known = group.head.key in ends.words.route_kinds
            subject = (
                reading.phrase(group) if known else reading.text[group.words[0].start : group.words[0].end]
            )
            found.append(RouteFound(kind, one, other, subject, start, end, mood))
    return [r for r in found if _apart(r) and r.factuality in (None, PLANNED, POSSIBLE)]


def _factuality(ends: EndsElsewhere, group: NounGroup) -> str | None:
    """Return why a route is none, or none yet: "a planned road", "will build a road"; None for one there is.

    What else happens on it says nothing of it: "the road will be closed".
    """
    words, clause = ends.words, group.clause
    if any(w.key in words.no_route for w in group.words):
        return NEGATED
    above = group.governor
    if any(w.key in words.unbuilt for w in group.words) or (above and above.head.key in words.planning):
        return PLANNED
    clauses = [*_lying(ends, group)]
    verb = clause.verb
    if verb is not None and group in (clause.object, clause.subject):
        if verb.base in words.planning and group is not (None if verb.passive else clause.subject):
            return PLANNED
        clauses += [clause] if verb.base in words.building else []
    moods = (factuality_of(ends, c) for c in clauses)
    return next(filter(None, moods), None)


def _kind_of(ends: EndsElsewhere, group: NounGroup) -> RouteKind | None:
    words = [ends.words.route_kinds[w.key] for w in group.words if w.key in ends.words.route_kinds]
    if words and (group.head.key in ends.words.route_kinds or group.words[0].key in ends.words.route_kinds):
        return cast(RouteKind, words[-1])
    return None


def _pair_of(ends: EndsElsewhere, group: NounGroup, kind: RouteKind) -> tuple[Mention, Mention] | None:
    words, below = ends.words, ends.reading.below(group)
    between = next((g for g in below if g.prep in words.between), None)
    if between is not None:
        named = [m for p in ends.groups if p.noun in (between, between.conjunct) for m in p.mentions]
        return (named[0], named[1]) if len(named) == 2 else None
    if kind == "ferry":
        return None  # "the ferry from A to B" may be one that sails
    if kind == "border":
        shared = [p for g in below if g.prep in words.with_it for p in ends.at(g)]
        return _two(ends.owned(group), shared)
    own = _two(ends.all(below, words.origin), ends.all(below, words.to))
    return own or next((pair for c in _lying(ends, group) if (pair := _in_clause(ends, c))), None)


def _lying(ends: EndsElsewhere, group: NounGroup) -> Iterator[Clause]:
    """Yield the clauses that say where a route lies: "the road runs …", "a road that runs …"."""
    for clause in ends.syntax.clauses:
        about = clause.subject is group or clause.antecedent is group
        if about and clause.verb is not None and clause.verb.base in ends.words.lying:
            yield clause


def _in_clause(ends: EndsElsewhere, clause: Clause) -> tuple[Mention, Mention] | None:
    words = ends.words
    groups = [g for g in clause.groups if not g.subject]
    if pair := _two(ends.all(groups, words.origin), ends.all(groups, words.to)):
        return pair
    thing = clause.object
    return _two(ends.at(thing), ends.all(groups, words.to | words.with_it)) if thing else None


def _two(one: Ends, other: Ends) -> tuple[Mention, Mention] | None:
    """Return the two places, if each end is one."""
    a, b = ([m for g in found for m in g.mentions] for found in (one, other))
    return (a[0], b[0]) if len(a) == len(b) == 1 else None


def _hyphened(ends: EndsElsewhere) -> Iterator[RouteFound]:
    """Yield "the A–B road"."""
    for a, b in zip(ends.reading.mentions, ends.reading.mentions[1:], strict=False):
        if not a.demonym and ends.words.route.fullmatch(ends.text, a.end, b.start):
            after = ends.reading.words(b.end, ends.reading.sentence.end)[:1]
            for cue in (t for t in after if t.key in ends.words.route_kinds):
                kind = cast(RouteKind, ends.words.route_kinds[cue.key])
                yield RouteFound(kind, a, b, ends.text[cue.start : cue.end], a.start, cue.end)


def _apart(found: RouteFound) -> bool:
    one, other = found.one.place, found.other.place
    within = one.lies_in(other) or other.lies_in(one)
    return one.id != other.id and not within and not found.one.aside and not found.other.aside
