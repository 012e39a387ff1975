"""Titles of movements: what moves, and from where to where, in the article's words.

Each thing that moves has a row of its own. "Lorry" alone says nothing; "Lorry from Rosario to Salta" does,
also where two arrows have one colour. A person without a name, or "people", is no title: then the places are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..kinds import FLOWS, LAYERS
from ..languages import Vocabulary, mover_words
from ..model import Flow
from .scene import Scene, Shown

_MOST = 3  # things in the rows of a layer; more are movements
_LONGEST = 46  # characters of a title


def moving_titles(flows: Sequence[Shown], scene: Scene, say: Vocabulary) -> Iterator[tuple[str, list[Shown]]]:
    """Yield the titles of a layer's movements, each with those that it is true of."""
    groups: dict[str, list[Shown]] = {}
    for shown in flows:
        if shown.flow:
            what = mover_words(shown.flow.subject, scene.document.article.language).casefold()
            groups.setdefault(shown.flow.name or (what.split() or [""])[-1], []).append(shown)
    titled = [(_title(own, scene, say), own) for own in groups.values()] if len(groups) <= _MOST else []
    plain = plain_title(say)
    if titled and plain not in (title for title, _ in titled):
        yield from titled
    elif flows:
        yield plain, [*flows]  # all have one colour: a row for some of them would seem to be of these alone


def plain_title(say: Vocabulary) -> str:
    """Return the title of movements that have nothing in common."""
    return say.layer(LAYERS[FLOWS].title)


def _title(own: Sequence[Shown], scene: Scene, say: Vocabulary) -> str:
    """Return a title for the movements of one thing: with their ends, unless it would be too long."""
    flows = [f.flow for f in own if f.flow]
    what, where = flows[0].name or _what(flows[0], scene), _where(flows, scene)
    said = [say(key, what=w, **ends).strip() for key, ends in where for w in dict.fromkeys((what, ""))]
    title = next((words for words in said if len(words) <= _LONGEST), what or plain_title(say))
    return title[:1].upper() + title[1:]


def _what(flow: Flow, scene: Scene) -> str:
    """Return what moves; with a small letter, unless it has a capital within a sentence, too."""
    article = scene.document.article
    words = mover_words(flow.subject, article.language)
    within = words and re.search(rf"[^\W\d_],? {re.escape(words.split()[0])}\b", article.text)
    return words if within else words[:1].lower() + words[1:]


def _where(flows: Sequence[Flow], scene: Scene) -> list[tuple[str, dict[str, str]]]:
    """Return what movements have in common: the ends of their way, or one end; [] for nothing."""
    legs = {(f.origin, f.destination) for f in flows}
    starts, goals = {start for start, _ in legs}, {goal for _, goal in legs}
    first, last = starts - goals, goals - starts
    way = len(first) == len(last) == 1 and len(legs) == len(starts) == len(goals)

    def called(ids: set[str]) -> str:
        return scene.called(*ids).rstrip("?")

    if way:
        ends = {"a": called(first), "b": called(last)}
        both = all(f.direction == "both ways" for f in flows)
        return [("moved_between" if both else "moved_from_to", ends)] if ends["a"] != ends["b"] else []
    if len(goals) == 1:
        return [("moved_to", {"b": called(goals)})]
    return [("moved_from", {"a": called(starts)})] if len(starts) == 1 else []
