"""Places that two sides claim, or that two names are used for: the rows of ``contested.toml``.

``docs/borders.md`` says how they are shown.
"""

from __future__ import annotations

import tomllib
from functools import cache
from math import cos, hypot, radians
from pathlib import Path

import msgspec
from msgspec import Struct

from ..geodesy import rounded
from ..model import Place

_DEGREE_KM = 111.2


class Contested(Struct, frozen=True):
    """A contested place.

    Attributes
    ----------
    names
        What it is called.
    at, km
        A point of it, (lng, lat) in decimal degrees, and how far from there its point may be.
    source
        Where this can be looked up.
    also
        Pairs of names: a map that shows one of them shows the other, too.
    claimed, control
        Who claims it, and who controls it; empty if only its name is disputed.
    kinds
        The kinds of place that may be it; empty for any.
    """

    names: tuple[str, ...]
    at: tuple[float, float]
    km: float
    source: str
    also: tuple[tuple[str, str], ...] = ()
    claimed: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def other_name(self, name: str) -> str | None:
        """Return the name of another side for one of its names; None if there is none."""
        for pair in self.also:
            for one, other in (pair, pair[::-1]):
                if one.casefold() == name.casefold():
                    return other
        return None


def contested(place: Place) -> Contested | None:
    """Return the row of a contested place; None for any other.

    Examples
    --------
    >>> crimea = contested(Place("geonames:703883", "Crimea", "admin1", 34.1, 45.3, country="UA"))
    >>> crimea.claimed, crimea.control
    (('Ukraine', 'Russia'), ('Russia',))
    >>> contested(Place("geonames:1", "Crimea", "populated_place", -75.0, 40.0))
    """
    for row in _rows().get(place.name.casefold(), ()):
        lng, lat = row.at
        east = (place.lng - lng + 180) % 360 - 180
        away = _DEGREE_KM * hypot(east * cos(radians(lat)), place.lat - lat)
        if rounded(away) <= row.km and (not row.kinds or place.kind in row.kinds):
            return row
    return None


def is_one_sided(place: Place) -> bool:
    """Whether a place has a name that only one side uses, which a map need not take up by itself.

    Examples
    --------
    >>> is_one_sided(Place("x:1", "West Philippine Sea", "sea", 117.5, 13.0))
    True
    >>> is_one_sided(Place("x:2", "South China Sea", "sea", 114.0, 13.0))
    False
    """
    row = contested(place)
    return row is not None and bool(row.also) and row.names[0].casefold() != place.name.casefold()


@cache
def _rows() -> dict[str, list[Contested]]:
    """Return name, in lower case → the rows with it."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    found: dict[str, list[Contested]] = {}
    for row in msgspec.convert(table["place"], list[Contested]):
        for name in row.names:
            found.setdefault(name.casefold(), []).append(row)
    return found
