"""Places named by a relation: "the border", "their shared border", "the border region".

Found by the word and what determines it; which countries it joins is for resolution to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...languages import ToponymWords
from ...model import Sentence, Toponym


def find_relations(text: str, sentence: Sentence, words: ToponymWords) -> Iterator[Toponym]:
    """Yield the toponyms of kind ``relation`` in a sentence, without ids, by their start."""
    said = text[sentence.start : sentence.end].lower()
    if not any(word in said for word in words.border_words):
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
