"""Read a language's files: word classes and patterns, each when it is first used.

In a file, a word class is words with spaces between them, and a pattern is a regular expression. In a
pattern, ``{name}`` stands for the entry of that name in the file or in its ``[parts]``: any of the words of a
class, the longest first, or another pattern. A pattern may be written over several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..files import language_data

Words = frozenset[str]
Expressions = Mapping[str, str]
Table = Mapping[str, Any]

_REFERENCE = re.compile(r"\{([a-z_]+)\}")


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of some words, the longest first.

    Examples
    --------
    >>> one_of(["ton", "tonne"])
    'tonne|ton'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class LanguageFile:
    """A file of a language's folder. An entry that a class annotates is read when it is first used."""

    _data: Table
    FILES: tuple[str, ...]
    MAY_LACK = False
    """Whether the file may leave out entries that the language lacks."""

    def __init__(self, language: str) -> None:
        data: dict[str, Any] = {}
        for name in self.FILES:
            data |= language_data(language, name)
        self.__dict__["_data"] = data | self._derived(data)

    if not TYPE_CHECKING:  # a name that no class annotates is a fault

        def __getattr__(self, name: str) -> Any:
            """Read an entry at its first use."""
            kind = type(self).__annotations__.get(name)
            if kind is None:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            data = self._data
            value = _READ[kind](data, data.get(name, _LACKED.get(kind, "")) if self.MAY_LACK else data[name])
            self.__dict__[name] = value
            return value

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: words are data."""
        raise AttributeError(f"{type(self).__name__}.{name}: what a language's folder says is not set")

    def _derived(self, data: Table) -> dict[str, Any]:
        return {}


def _joined(text: str) -> str:
    """Join the lines of a pattern that is written over several."""
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text else text


def _expanded(data: Table, pattern: str) -> str:
    """Return a pattern with every ``{name}`` in it replaced."""

    def named(match: re.Match[str]) -> str:
        name = match[1]
        if name in data.get("parts", ()):
            return _expanded(data, data["parts"][name])
        return one_of(data[name].split() if isinstance(data[name], str) else data[name])

    return _REFERENCE.sub(named, _joined(pattern))


_LACKED: dict[str, Any] = {"re.Pattern[str]": "(?!)", "Table": {}}
"""Type of an entry → what it is where it is left out, if that is not empty text."""

_READ: dict[str, Any] = {
    "str": lambda data, value: _expanded(data, value),
    "Words": lambda data, value: frozenset(value.split() if isinstance(value, str) else value),
    "tuple[str, ...]": lambda data, value: tuple(value),
    "tuple[tuple[str, str], ...]": lambda data, value: tuple(map(tuple, value)),
    "tuple[tuple[str, ...], ...]": lambda data, value: tuple(map(tuple, value)),
    "Table": lambda data, value: value,
    "re.Pattern[str]": lambda data, value: re.compile(_expanded(data, value)),
    "tuple[re.Pattern[str], ...]": lambda data, value: tuple(re.compile(_expanded(data, v)) for v in value),
    "Expressions": lambda data, value: {name: _expanded(data, v) for name, v in value.items()},
}
