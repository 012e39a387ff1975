"""Wire copy: several stories in one text, and what ends them."""

from __future__ import annotations

import re

from .rules import line_rules

_LINE = re.compile(r"[^\n]*\n?")
_LEAST = 200  # characters of a story that stands beside others


def stories_of(text: str) -> list[str]:
    """Cut a text into its stories, at lines that end one; what follows must be long enough to be a story.

    Examples
    --------
    >>> [story[:4] for story in stories_of("Rain.\\n" * 60 + "-30-\\n" + "Snow.\\n" * 60 + "ENDS\\n")]
    ['Rain', 'Snow']
    >>> len(stories_of("Rain.\\n-30-\\nphoto at 9 pm\\n"))
    1
    """
    ends = line_rules().ends
    cuts, at = [0], 0
    for match in _LINE.finditer(text):
        line = match[0].strip()
        at = match.end()
        if 0 < len(line) <= 20 and ends.fullmatch(line) and (len(line) > 2 or not line.isdigit()):
            cuts.append(at)
        elif not match[0]:
            break
    parts = [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    long = [part for part in parts if len(part.strip()) >= _LEAST]
    return long if len(long) > 1 else [text]
