"""Movements told by two names joined to each other: "the A-B train", "the ferry that links A with B"."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Direction
from ..grammar import DENIED
from .elsewhere import EndsElsewhere
from .movement import Movement, factuality_of, pairs_of


def hyphened(ends: EndsElsewhere) -> Iterator[Movement]:
    """Yield "the A–B train" and "A-to-B flights"."""
    for a, b in zip(ends.reading.mentions, ends.reading.mentions[1:], strict=False):
        sep = ends.words.route.fullmatch(ends.text, a.end, b.start)
        if not sep or a.demonym:
            continue
        after = ends.reading.words(b.end, ends.reading.sentence.end)[:2]
        cue = next((t for t in after if t.key in ends.words.nouns), None)
        follows = ends.reading.words(cue.end, cue.end + 24)[:1] if cue else []
        if cue and not any(t.key in ends.words.pacts for t in follows):
            direction: Direction = "one way" if sep["one_way"] else "both ways"
            clause = ends.syntax.clause_at(a.start)
            verb = clause.verb
            ended = verb is not None and verb.bare and verb.base in ends.reading.language.mood.ending
            factuality = DENIED if ended else factuality_of(ends, clause)  # "A–B trains halted"
            yield Movement(
                a, b, direction, ends.text[cue.start : cue.end], a.start, cue.end, factuality, (), (clause,)
            )


def bound(ends: EndsElsewhere) -> Iterator[Movement]:
    """Yield "an A-bound ferry from B"."""
    for group in ends.syntax.groups:
        cue = next((w for w in group.words if w.key in ends.words.bound_to), None)
        before = [w for w in group.words if cue is not None and w.end < cue.start]
        if cue is None or not before or not before[-1].joined:
            continue
        to = [g for g in ends.of_noun.get(id(group), []) if g.mentions[-1].end == before[-1].end]
        below = ends.reading.below(group)
        origin = ends.all([g for g in below if g is not group], ends.words.origin)
        yield from pairs_of(ends, group.clause, origin, to, group, [group.clause], [])


def linked(ends: EndsElsewhere) -> Iterator[Movement]:
    """Yield "the ferry that links A with B"."""
    for link in ends.words.link.finditer(ends.text, ends.reading.sentence.start, ends.reading.sentence.end):
        pair = [m for m in ends.reading.mentions if m.start >= link.end() and not m.aside][:2]
        words = ends.reading.words(ends.reading.sentence.start, link.start())
        cue = next((t for t in words[::-1] if t.key in ends.words.nouns | ends.words.routes), None)
        if cue is None or cue.key in ends.words.routes or len(pair) < 2 or pair[0].start - link.end() > 20:
            continue
        if ends.words.link_with.fullmatch(ends.text, pair[0].end, pair[1].start):
            clause = ends.syntax.clause_at(link.start())
            yield Movement(
                pair[0],
                pair[1],
                "both ways",
                ends.text[cue.start : cue.end],
                cue.start,
                pair[1].end,
                None,
                (),
                (clause,),
            )
