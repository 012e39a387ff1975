"""The word classes of ``lexicon.toml``, as sets and tables of folded words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_LEXICON: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LEXICON[name].split())


TYPE_KINDS: dict[str, tuple[str, ...]] = {
    word: tuple(kinds) for word, kinds in _LEXICON["type_kinds"].items()
}
PLURAL_TYPES: dict[str, str] = _LEXICON["plural_types"]
LEADING_TYPES = _words("leading_types")
LOCATIVE = _words("locative")
DIRECTIONS = _words("directions")
TITLES = _words("titles")
ORGANISATION = _words("organisation")
FUNCTION_WORDS = _words("function_words")
COMMON = _words("common")
CALENDAR = _words("calendar")
CONNECTING = _words("connecting")
AREA = _words("area")
