"""Places named by a relation ("the border", "their shared border"), and relations between two names.

The former are found by the word and its determiner; resolution decides which countries' border it is. The
latter are what stands between two names: "the X district of Y", "X, a suburb of Y", "the Y town of X",
"X flows into Y".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from ...languages import ToponymWords
from ...model import Sentence, Tie, Toponym

_REACH = 60  # code points between two names that are tied


def find_relations(text: str, sentence: Sentence, words: ToponymWords) -> Iterator[Toponym]:
    """Yield the toponyms of kind ``relation`` in a sentence, without ids, in order of their start."""
    lower = text[sentence.start : sentence.end].lower()
    if not any(word in lower for word in words.border_words):
        return
    for match in words.border.finditer(text, sentence.start, sentence.end):
        start, end = match.span(1)
        if text[match.start() : start].lower().strip() in words.border_the:
            start = match.start()
        yield Toponym(
            id="",
            start=start,
            end=end,
            surface=text[start:end],
            sentence_id=sentence.id,
            kind="relation",
            name="border",
            types=("border",),
            repeats=sentence.repeats is not None,
        )


def tied(text: str, toponyms: Sequence[Toponym], words: ToponymWords) -> list[Toponym]:
    """Return the toponyms, given by their start, with the ties that the words between neighbours say."""
    ties: dict[int, list[Tie]] = {}
    for n, (a, b) in enumerate(pairwise(toponyms)):
        if a.sentence_id != b.sentence_id or b.start - a.end > _REACH or "relation" in (a.kind, b.kind):
            continue
        between = text[a.end : b.start]
        adjective = a.kind == "demonym"
        if _fits(words, "holds_if_adjective" if adjective else "holds", between):
            ties.setdefault(n + 1, []).append(Tie("within", a.start, a.end))
        elif not adjective and b.kind != "demonym":
            for relation in ("within", "near", "flows into"):
                if _fits(words, relation.replace(" ", "_"), between):
                    ties.setdefault(n, []).append(Tie(relation, b.start, b.end))
                    break
    return [replace(t, ties=tuple(ties[n])) if n in ties else t for n, t in enumerate(toponyms)]


def _fits(words: ToponymWords, tie: str, between: str) -> bool:
    return bool(_pattern(words.ties[tie]).fullmatch(between))


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
