"""Who says it: the source that a sentence names for its figures, in the article's words."""

from __future__ import annotations

import re

from ...model import Sentence

_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<who>[^,;:.“”]*(?:\.(?=\w)[^,;:.“”]*)*)")
_SAID = r"(?:said|says|say|told\s+[\w\s]{1,30}|estimates?|announced|reported|added|warned)"
_TRAILING = re.compile(
    rf",[”\"]?\s+(?P<who>[^,;“”\d]{{2,90}}?)\s+{_SAID}\b(?:\s+(?:on|in|at|during)\s[^,;]*)?[.”\"]*$"
)
_INVERTED = re.compile(rf"[,”\"]\s+{_SAID}\s+(?P<who>[A-Z][^,;“”\d]{{1,80}}|the\s[^,;“”\d]{{2,80}})")
_LEADING = re.compile(
    r"^[“\"]?(?P<who>[^,;“”\d]{2,90}?)\s+(?:said|says|say|estimates?)\s+(?:\w+day\s+)?(?:that\s+)?"
)
_PRONOUNS = frozenset("he she it they i we who".split())
_WORDY = re.compile(r"\s+(?:which|who|that|and\s+said)\b.*$")


def find_source(text: str, sentence: Sentence) -> str | None:
    """Return the source that a sentence names, or None.

    Examples
    --------
    >>> words = "Some 40 homes burned, according to the fire service."
    >>> find_source(words, Sentence("s01", 0, len(words), "b01", "paragraph"))
    'the fire service'
    """
    words = text[sentence.start : sentence.end]
    for pattern in (_ACCORDING, _TRAILING, _INVERTED, _LEADING):
        if match := pattern.search(words):
            who = " ".join(_WORDY.sub("", match["who"]).split()).strip(" .")
            if who and who.lower() not in _PRONOUNS and len(who.split()) <= 16:
                return who
    return None
