"""The table of themes: the possible subjects of the layers of a map.

The table is ``themes.toml`` of the pinned data, or a user's own file; each theme has a title, a look and a
lexicon. ``topics`` uses it to put the mentions of an article into layers.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ...errors import ThemesError
from ...files import toml_data
from ...gazetteer import Pinned, data_dir, fold
from ...languages import Language

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LENGTH = r"[0-9]{1,3}(?:\.[0-9]{1,9})?"
_DASH = re.compile(rf"(?:{_LENGTH}(?:[ ,]+{_LENGTH})*)?")
_NAME = re.compile(r"[a-z]{1,24}")
_WORDS_KEPT = 20_000  # in memory
SIGNS = ("circle", "square", "diamond", "triangle", "drop", "bar", "ring", "star", "cross", "hexagon")
"""Names of the signs that a theme may have, in the order in which free ones are given to layers."""


class Theme(Struct, frozen=True):
    """A theme: its name, title, look, and the words that belong to it."""

    name: str
    title: str
    colour: str
    dash: str
    symbol: str
    words: frozenset[str]
    stems: tuple[str, ...]


class Themes(Struct, frozen=True, dict=True):
    """A table of themes, by name in the order of the file; the file's name and the SHA-256 of its bytes."""

    table: Mapping[str, Theme]
    file: str
    sha256: str

    @cached_property
    def of(self) -> Callable[[str], tuple[str, ...]]:
        """A function: a folded word → the names of the themes that it belongs to."""
        return lru_cache(_WORDS_KEPT)(self._of)

    def _of(self, word: str) -> tuple[str, ...]:
        return tuple(
            name
            for name, theme in self.table.items()
            if word in theme.words or (theme.stems and word.startswith(theme.stems))
        )


def read_themes(path: Path | None = None) -> Themes:
    """Read a table of themes: a user's own file, or the pinned one.

    Raises
    ------
    ThemesError
        If the file cannot be read, or is not a table of themes; every fault is listed.
    GazetteerError
        If the pinned table is missing or damaged.

    Examples
    --------
    >>> read_themes().of("harvest")
    ('agriculture',)
    """
    return _pinned() if path is None else _read(path)


@cache
def themes_in(language: Language) -> Themes:
    """Return the pinned table with the titles and words that a language has for its themes.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> themes_in(reading_language("es")).of("cosecha")
    ('agriculture',)
    """
    pinned, own = _pinned(), language.themes
    table = {
        name: _with_words(replace(theme, title=own[name]["title"]), own[name]["words"])
        if name in own
        else theme
        for name, theme in pinned.table.items()
    }
    return Themes(table, pinned.file, pinned.sha256)


@cache
def _pinned() -> Themes:
    folder = data_dir()
    Pinned.read(folder).check(["themes.toml"])
    return _read(folder / "themes.toml")


def _read(path: Path) -> Themes:
    try:
        raw = path.read_bytes()
        data = toml_data(raw)
    except OSError as error:
        raise ThemesError(f"{path}: cannot be read ({error.strerror}); expected a table of themes") from None
    except ValueError as error:
        raise ThemesError(f"{path}: not TOML in UTF-8 ({error}); expected a table of themes") from None
    rows = data.get("theme")
    if not isinstance(rows, list) or not rows:
        raise ThemesError(f"{path}: no theme; expected [[theme]] entries, as in the data's themes.toml")
    faults: list[str] = []
    table: dict[str, Theme] = {}
    for number, row in enumerate(rows, 1):
        theme = _theme(row, f"{path}: theme {number}", faults)
        if theme.name in table:
            faults.append(
                f"{path}: theme {number}: a second theme named {theme.name!r}; expected one of each"
            )
        table[theme.name] = theme
    if faults:
        raise ThemesError("\n".join(faults))
    return Themes(table, path.name, hashlib.sha256(raw).hexdigest())


def _theme(row: Any, where: str, faults: list[str]) -> Theme:
    """Read an entry, and write its look as documents do; its faults are added to `faults`."""
    values: dict[str, str] = {}
    for key, rule, expected in (
        ("name", _NAME, "a word of lower-case letters"),
        ("title", re.compile(r"\S.{0,59}"), "a title of at most 60 characters"),
        ("colour", _COLOUR, "a colour like #0072b2"),
        ("dash", _DASH, 'an SVG dash array like "6 3", or "" for a solid line'),
        ("symbol", re.compile("|".join(SIGNS)), f"one of {', '.join(SIGNS)}"),
        ("words", re.compile(r"\s*\S.*", re.DOTALL), "words separated by spaces"),
    ):
        value = row.get(key) if isinstance(row, dict) else None
        if not isinstance(value, str) or not rule.fullmatch(value):
            faults.append(f"{where}: {key} is {value!r}; expected {expected}")
            value = ""
        values[key] = value
    lexicon = values.pop("words")
    values["colour"] = values["colour"].lower()
    values["dash"] = " ".join(str(math.ceil(float(n))) for n in re.findall(_LENGTH, values["dash"]))
    return _with_words(Theme(**values, words=frozenset(), stems=()), lexicon)


def _with_words(theme: Theme, lexicon: str) -> Theme:
    words = lexicon.split()
    stems = tuple(sorted(fold(w[:-1]) for w in words if w.endswith("*") and len(w) > 1))
    return replace(theme, words=frozenset(fold(w) for w in words if not w.endswith("*")), stems=stems)
