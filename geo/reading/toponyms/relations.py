"""Places named by a relation: "the border", "their shared border", "the border region".

They are found by the word and its determiner; resolution decides which countries' border it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...languages import ToponymWords
from ...model import Sentence, Toponym


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
