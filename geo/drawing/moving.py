"""Titles of movements: what moves, and from where to where, in the article's words.

Each thing that moves has a row of its own. "Lorry" alone says nothing; "Lorry from Rosario to Salta" does,
also where two arrows have one colour. Where nobody knows what moves, a plain word stands for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..document import MapDocument
from ..kinds import FLOWS, LAYERS
from ..languages import Vocabulary, moved_words, reading_language
from ..model import Flow, FlowMention
from .scene import Scene, Shown

_MOST = 3  # things in the rows of a layer; more are movements
_MOST_ENDS = 3  # places that share an end with one other
_LONGEST = 54  # characters of a title
_NEXT = re.compile(r"\s+([^\W\d_]+)\b")


def moving_titles(flows: Sequence[Shown], scene: Scene, say: Vocabulary) -> Iterator[tuple[str, list[Shown]]]:
    """Yield the titles of a layer's movements, each with those that it is true of."""
    groups: dict[str, list[Shown]] = {}
    for shown in flows:
        if shown.flow:
            what = _thing(shown.flow, scene).casefold()
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


def teller_of(flow: Flow, document: MapDocument) -> str:
    """Return the place that alone tells of a movement: "Moscow said that it came from A"; "" for none."""
    tellers = {_teller(m, document) for m in flow.mentions}
    return tellers.pop() if len(tellers) == 1 else ""


def _teller(mention: FlowMention, document: MapDocument) -> str:
    """Return the place right before a verb of speech, in the part of a sentence that tells of a movement."""
    language, text = reading_language(document.article.language), document.article.text
    sentence = document.sentence[mention.sentence_id]
    start = max(text.rfind(";", sentence.start, mention.end) + 1, sentence.start)
    end = text.find(";", mention.end, sentence.end)
    first, last = (
        bisect_left(document.toponyms, at, key=lambda t: t.start)
        for at in (start, end if end > 0 else sentence.end)
    )
    for t in document.toponyms[first:last]:
        if t.place and t.kind == "name":
            verb = _NEXT.match(text, t.end)
            key = verb.group(1).casefold() if verb else ""
            base = (language.lexeme(key) or ("", "", ""))[1]
            before = text[start : t.start].split()[-1:]  # "the mayor of A said"
            placed = bool(before) and before[0].casefold() in language.grammar.prepositions
            if not placed and {key, base} & (language.grammar.speech | language.mood.speaking):
                return " ".join(t.surface.split())
    return ""


def _title(own: Sequence[Shown], scene: Scene, say: Vocabulary) -> str:
    """Return a title for the movements of one thing: with their ends, unless it would be too long."""
    flows = [f.flow for f in own if f.flow]
    what = flows[0].name or _what(flows[0], scene)
    moved, where = what or say("moved_way"), _where(flows, scene, say)
    said = (
        say(key, what=words, **ends)
        for words in dict.fromkeys((moved, say("moved_way")))
        for key, ends in where
    )
    title = next((words for words in said if len(words) <= _LONGEST), what or plain_title(say))
    return title[:1].upper() + title[1:]


def _thing(flow: Flow, scene: Scene) -> str:
    """Return what moves, in the article's words; of what goes on in its sentence, what came; or ""."""
    document = scene.document
    language = document.article.language
    told = {m.sentence_id for m in flow.mentions}
    came = (
        moved_words(f.subject, language)
        for f in document.flows
        if not flow.subject
        and f.destination == flow.origin
        and not told.isdisjoint(m.sentence_id for m in f.mentions)
    )
    return moved_words(flow.subject, language) or next(filter(None, came), "")


def _what(flow: Flow, scene: Scene) -> str:
    """Return what moves; with a small letter, unless it has a capital within a sentence, too."""
    text, words = scene.document.article.text, _thing(flow, scene)
    if _is_repeated(words, text, scene.document.article.language):
        words = _several(words, text, scene.document.article.language)
    within = words and re.search(rf"[^\W\d_],? {re.escape(words.split()[0])}\b", text)
    return words if within else words[:1].lower() + words[1:]


def _is_repeated(words: str, text: str, language: str) -> bool:
    """Return whether one thing stands for many: "a box every three minutes"."""
    grammar = reading_language(language).grammar
    every = "|".join(sorted(grammar.rating - grammar.articles))
    return bool(words and every and re.search(rf"\b{re.escape(words)} (?:{every})\b", text, re.IGNORECASE))


def _several(words: str, text: str, language: str) -> str:
    """Return the plural of a noun if the text has it, else the noun: "boxes" for "box"."""
    plural = reading_language(language).grammar.plural
    found = (m.group() for m in re.finditer(rf"\b{re.escape(words)}\w{{1,2}}\b", text))
    return next((word for word in found if plural.search(word)), words)


def _where(flows: Sequence[Flow], scene: Scene, say: Vocabulary) -> list[tuple[str, dict[str, str]]]:
    """Return what movements have in common, the most first: the ends of their way, or one; [] for nothing."""
    legs = {(f.origin, f.destination): None for f in flows}
    starts, goals = ([*dict.fromkeys(leg[n] for leg in legs)] for n in (0, 1))
    first, last = ([i for i in ends if i not in other] for ends, other in ((starts, goals), (goals, starts)))
    way = len(first) == len(last) == 1 and len(legs) == len(starts) == len(goals)

    def called(ids: Sequence[str]) -> str:
        return say.listed([scene.called(i).rstrip("?") for i in ids])

    if way:
        ends = {"a": called(first), "b": called(last)}
        both = all(f.direction == "both ways" for f in flows)
        return [("moved_between" if both else "moved_from_to", ends)] if ends["a"] != ends["b"] else []
    lone = len(starts) == 1 or len(goals) == 1
    every = [("moved_from_to", {"a": called(starts), "b": called(goals)})]
    found = every if lone and max(len(starts), len(goals)) <= _MOST_ENDS and not {*starts} & {*goals} else []
    if len(goals) == 1:
        found = [*found, ("moved_to", {"b": called(goals)})]
    return [*found, ("moved_from", {"a": called(starts)})] if len(starts) == 1 else found
