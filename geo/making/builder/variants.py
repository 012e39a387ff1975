"""Which names of the sources are kept, and which spellings follow from a name.

The names of sources include machine transliterations, codes and numbers. Articles write a name with and
without its type word, and abbreviate "Saint".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from ...gazetteer import fold
from ...model import MAIN_NAME, NAME_WITH_TYPE

_UNITS = {"admin1", "admin2", "admin3"}
_TYPE_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _any(words: str) -> str:
    """Return a pattern for any type word of a list of ``variants.toml``."""
    return f"(?:{'|'.join(_TYPE_WORDS[words])})"


_OF = r"(?:\s+(?:de\s+la|de\s+los|de\s+las|del|de|da|do|dos|di|du|des|of\s+the|of)\s+|\s+d['’])"
TYPE_BEFORE = re.compile(f"^{_any('before_of')}{_OF}", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"^{_any('before')}\s+", re.IGNORECASE)
TYPE_AFTER = re.compile(rf"(?:\s+{_any('after')}|-(?:si|gun|gu))$", re.IGNORECASE)
_LAKE_BEFORE = re.compile(rf"^{_any('before_lake')}(?:\s+(?:de|di|du|of))?\s+", re.IGNORECASE)
_LAKE_AFTER = re.compile(r"\s+(?:Lake|Hu|Ko|Gölü|See|Nuur|Co)$", re.IGNORECASE)
_SYLLABLES = re.compile(r"[^\W\d_]+(?:-[a-zà-ÿ]+)+$")
"""One word with hyphens between its syllables ("Mu-se"), which news closes up."""

_SPELLINGS = (
    (re.compile(r"\bSaint\b"), "St."),
    (re.compile(r"\bSt\.?(?=\s)"), "Saint"),
    (re.compile(r"\bSainte\b"), "Ste."),
    (re.compile(r"\bFort\b"), "Ft."),
    (re.compile(r"\bMount\b"), "Mt."),
    (re.compile(r"\bMt\.?(?=\s)"), "Mount"),
)


def worthless(name: str, kind: str) -> bool:
    """Whether a source's name for a place of this kind would do more harm than good.

    Too short, all digits, a code in capitals, or (GeoNames' machine transliterations) a Latin name without
    any capital letter.

    Examples
    --------
    >>> [worthless(name, "populated_place") for name in ("LIM", "swldw", "دمشق", "Lima")]
    [True, True, False, False]
    """
    letters = [c for c in name if c.isalpha()]
    if not letters or (len(letters) == 1 and letters[0].isascii()) or "http" in name or len(name) > 80:
        return True
    if name.isascii() and len(letters) <= 3 and name.upper() == name:
        return True
    return kind != "country" and any(c.islower() for c in letters) and not any(c.isupper() for c in letters)


def variants(name: str, kind: str) -> Iterator[tuple[str, int]]:
    """Yield a name and the spellings that follow from it, each with its best possible rank.

    Examples
    --------
    >>> [text for text, _ in variants("Provincia de Sandia", "admin2")]
    ['Provincia de Sandia', 'Sandia']
    >>> [text for text, _ in variants("St. Louis", "populated_place")]
    ['St. Louis', 'Saint Louis']
    """
    yield name, MAIN_NAME
    bare = name
    if kind in _UNITS:
        bare = TYPE_AFTER.sub("", _BEFORE_NAME.sub("", TYPE_BEFORE.sub("", name)))
    elif kind == "country":
        bare = TYPE_BEFORE.sub("", name)
    elif kind == "lake":
        bare = _LAKE_AFTER.sub("", _LAKE_BEFORE.sub("", name))
        if fold(bare).isascii():
            yield f"Lake {bare}", NAME_WITH_TYPE
    if bare and bare != name:
        yield bare, NAME_WITH_TYPE
    if _SYLLABLES.match(name):
        yield name.replace("-", ""), NAME_WITH_TYPE
    if name.startswith("The "):
        yield name[4:], NAME_WITH_TYPE
    for pattern, spelling in _SPELLINGS:
        for text in dict.fromkeys((name, bare)):
            changed = pattern.sub(spelling, text, count=1)
            if changed != text:
                yield changed, NAME_WITH_TYPE
