"""The closed word classes of ``lexicon.toml`` and the units of ``units.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_LEXICON: dict[str, Any] = tomllib.loads(_HERE.joinpath("lexicon.toml").read_text("utf-8"))
_UNITS: dict[str, Any] = tomllib.loads(_HERE.joinpath("units.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LEXICON[name].split())


QUALIFIERS: tuple[str, ...] = tuple(sorted(_LEXICON["qualifiers"], key=lambda q: (-len(q), q)))
LABELS = _words("labels")
UNPLACED = _words("unplaced")
DEFINITE = _words("definite")
PLURALS = _words("plurals")
VERBS = _words("verbs")
MOVEMENT = _words("movement")
STILL = _words("still")
TRANSFER = _words("transfer")
JOURNEYS = _words("journeys")
RECEIVE = _words("receive")
ARRIVE = _words("arrive")
LEAVE = _words("leave")
LOCATIVE = _words("locative")
SPEECH = _words("speech")
RATES = _words("rates")
VESSELS = _words("vessels")
RETURNING = _words("returning")
WEAK = _words("weak")
TITLE_VERBS = _words("title_verbs")
SPEAKERS = _words("speakers")
YEAR_AFTER = _words("year_after")
DETERMINERS = _words("determiners")
NUMERALS = _words("numerals")
ADVERBS = _words("adverbs")

MEASURES = ("length", "area", "mass", "volume", "energy", "speed", "temperature", "share", "duration")
KIND_OF: dict[str, str] = {name: kind for kind in MEASURES for name in _UNITS[kind]}
"""Unit → what it measures."""
IN_KILOMETRES: dict[str, float] = _UNITS["in_kilometres"]
IN_SQUARE_KILOMETRES: dict[str, float] = _UNITS["in_square_kilometres"]
MONEY_SIGNS: dict[str, str] = _UNITS["money_signs"]
MONEY_WORDS: dict[str, str] = _UNITS["money_words"]
MONEY_SHARED: dict[str, dict[str, str]] = _UNITS["money_shared"]
SCALES: dict[str, float] = _UNITS["scales"]


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind in MEASURES:
        for name, others in _UNITS[kind].items():
            for spelling in (name, *others):
                table.setdefault(spelling.lower(), name)
                if len(spelling) > 2 and spelling.isascii():
                    table.setdefault(f"{spelling.lower()}s", name)
    return table


UNIT_OF = _spellings()
"""Spelling, lower case → unit."""
