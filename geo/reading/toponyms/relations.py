"""Places named by a relation: "the border", "their shared border", "the border region".

Found by the word and what determines it; which countries it joins is for resolution to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Sentence, Toponym

# A singular "border" that something determines ("the", "their common", "the 1,047-kilometer", "X-Y"), with
# "region", "area" or "zone" where that follows. A verb ("that border"), a compound ("border police") or an
# idiom is none.
_BORDER = re.compile(
    r"\b(?:the|their|its|our|his|her|this|that|a|both|shared|common|joint|land|\w[\w,.]{0,20}-(?:kilomet(?:er|re)|km|mile)"
    r"|[^\W\d_]+[-–][^\W\d_]+|[^\W\d_]+an|[^\W\d_]+ese|[^\W\d_]+['’]s?)\s+"
    r"(?:(?:shared|common|joint|land|northern|southern|eastern|western|porous|long|international|remote"
    r"|\w[\w,.]{0,20}-(?:kilomet(?:er|re)|km|mile))\s+)*"
    r"((?:border|frontier)(?:\s+(?:region|area|zone)s?)?)\b"
    r"(?!\s+(?:police|patrols?|guards?|agents?|force|control|controls|wall|town|towns|city|cities|crossings?|security"
    r"|officials?|checkpoints?|posts?|state|states|collie|country|between\s+life))",
    re.IGNORECASE,
)


def find_relations(text: str, sentence: Sentence) -> Iterator[Toponym]:
    """Yield the toponyms of kind ``relation`` in a sentence, without ids, by their start."""
    words = text[sentence.start : sentence.end].lower()
    if "border" not in words and "frontier" not in words:
        return
    for match in _BORDER.finditer(text, sentence.start, sentence.end):
        start, end = match.span(1)
        if text[match.start() : start].lower().strip() in ("the", "this", "that", "their", "its", "our"):
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
