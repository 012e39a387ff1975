"""The words that page and still map use, in every language that they speak.

A ``Vocabulary`` is asked for words by key; one module a language holds them. Words of the article are not
here, and of the gazetteer only the names of countries and seas (``place-names.toml`` of the pinned data):
all else is shown as it is. What the program says of its own work, in English, is put into the language
phrase by phrase.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType

from ..gazetteer import data_dir
from ..gazetteer.pinned import Pinned
from ..model import Place
from . import en, es, es_reasons

LANGUAGES = ("en", "es")
"""The languages that a page can be made in, BCP 47."""

_MODULES: dict[str, ModuleType] = {"en": en, "es": es}
_PHRASES: dict[str, dict[str, str]] = {"en": {}, "es": es_reasons.PHRASES}
_NAMES = "place-names.toml"
_TRANSLATED = frozenset({"country", "continent", "ocean", "sea"})
_OURS = "en"  # the language in which the program tells of its work

# What a country calls its first-, second- and third-level units (ISO 3166-2; national usage).
_UNITS = {
    "AR": ("province", "department", "municipality"),
    "AU": ("state", "local government area", "locality"),
    "BO": ("department", "province", "municipality"),
    "BR": ("state", "municipality", "district"),
    "CA": ("province", "division", "municipality"),
    "CL": ("region", "province", "commune"),
    "CN": ("province", "prefecture", "county"),
    "CO": ("department", "municipality", "district"),
    "DE": ("state", "region", "district"),
    "EC": ("province", "canton", "parish"),
    "ES": ("autonomous community", "province", "municipality"),
    "FR": ("region", "department", "arrondissement"),
    "GB": ("country", "county", "district"),
    "ID": ("province", "regency", "district"),
    "IN": ("state", "district", "subdistrict"),
    "IT": ("region", "province", "commune"),
    "JP": ("prefecture", "district", "municipality"),
    "KE": ("county", "subcounty", "ward"),
    "MX": ("state", "municipality", "locality"),
    "NG": ("state", "local government area", "ward"),
    "PE": ("department", "province", "district"),
    "PH": ("region", "province", "municipality"),
    "PL": ("voivodeship", "county", "municipality"),
    "RU": ("federal subject", "district", "municipality"),
    "TR": ("province", "district", "municipality"),
    "UA": ("oblast", "district", "community"),
    "US": ("state", "county", "township"),
    "ZA": ("province", "district", "municipality"),
}


class Vocabulary:
    """The words of one language.

    Examples
    --------
    >>> say = vocabulary("es")
    >>> say("legend"), say("number_of", n=2, total=4), say.counted(1, "place")
    ('Leyenda', '2 de 4', '1 lugar')
    """

    def __init__(self, language: str) -> None:
        """Take the words of a language of ``LANGUAGES``; KeyError for another one."""
        self.language = language
        self._words = _MODULES[language]
        self._places = {} if language == _OURS else _place_names()[language]
        self._phrases = [
            (re.compile(re.escape(ours).replace(r"\{\}", "(.+)")), theirs)
            for ours, theirs in _PHRASES[language].items()
        ]

    def __call__(self, key: str, **values: object) -> str:
        """Give the words of a key, with values filled in; KeyError for an unknown key."""
        words: str = self._words.TEXT[key]
        return words.format(**values) if values else words

    def counted(self, n: int, noun: str) -> str:
        """Count things: one noun of mention, name, place, sentence."""
        one, many = self._words.COUNTS[noun]
        return str((one if n == 1 else many).format(n=f"{n:,}".replace(",", self._words.THOUSANDS)))

    def listed(self, names: Sequence[str]) -> str:
        """Join names.

        Examples
        --------
        >>> vocabulary("en").listed(["A", "B", "C"])
        'A, B and C'
        """
        *first, last = names
        return self("and").join([", ".join(first), last]) if first else last

    def layer(self, title: str) -> str:
        """Give the title of a layer: ours in the language, any other as it is."""
        return str(self._words.LAYERS.get(title, title))

    def kind(self, place: Place) -> str:
        """Say what kind of place it is, as its country would.

        Examples
        --------
        >>> vocabulary("en").kind(Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE"))
        'department'
        >>> vocabulary("es").kind(Place("geonames:2", "Como", "lake", 9.3, 46.0))
        'lago'
        """
        level = ("admin1", "admin2", "admin3").index(place.kind) if place.kind.startswith("admin") else None
        if level is not None and place.country in _UNITS:
            unit = _UNITS[place.country][level]
            return str(self._words.UNITS.get(unit, unit))
        return str(self._words.KINDS[place.kind])

    def called(self, place: Place) -> Place:
        """Call a place, and the country that contains it, as the language does, where that is known.

        Examples
        --------
        >>> bari = Place("geonames:1", "Bari", "populated_place", 17.0, 41.0, parents=("Apulia", "Italy"))
        >>> vocabulary("es").called(bari).parents
        ('Apulia', 'Italia')
        >>> names = ("France", "Germany")
        >>> line = Place("border:de-fr", "France–Germany border", "border", 8, 49, parents=names)
        >>> vocabulary("es").called(line).name
        'Frontera Francia–Alemania'
        """
        if not self._places:
            return place
        units = 0 if place.kind == "border" else max(0, len(place.parents) - 1)
        over = (*place.parents[:units], *map(self.country, place.parents[units:]))
        if place.kind in _TRANSLATED:
            return replace(place, name=self.country(place.name), parents=over)
        for theirs, ours in self._words.FORMS.get(place.kind, ()):
            if found := re.fullmatch(re.escape(theirs).replace(r"\{\}", "(.+)"), place.name):
                # "A–B" of a border are countries.
                inner = "–".join(map(self.country, found[1].split("–")))
                return replace(place, name=ours.format(inner), parents=over)
        return replace(place, parents=over)

    def country(self, name: str) -> str:
        """Call a country of the gazetteer as the language does.

        Examples
        --------
        >>> vocabulary("es").country("Brazil"), vocabulary("en").country("Brazil")
        ('Brasil', 'Brazil')
        """
        return self._places.get(name, name)

    def described(self, place: Place) -> str:
        """Name a place with its kind and where it is: what tells it from its namesakes.

        Examples
        --------
        >>> puno = Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE", parents=("Peru",))
        >>> vocabulary("en").described(puno)
        'Puno (department, Peru)'
        """
        called = self.called(place)
        return f"{called.name} ({', '.join((self.kind(place), *called.parents))})"

    def confidence(self, confidence: float) -> str:
        """Put a confidence (0 to 1) into words.

        Examples
        --------
        >>> say = vocabulary("en")
        >>> say.confidence(0.93), say.confidence(0.6)
        ('very likely', 'more likely than not')
        """
        words: tuple[str, ...] = self._words.CONFIDENCE
        return words[sum(confidence < least for least in (0.9, 0.75, 0.5))]

    def told(self, *said: str) -> tuple[list[str], str]:
        """Put what the program says of its own work into the language, if all of it is known.

        Returns
        -------
        (list of str, str)
            The phrases, and their language: this one, or English for phrases as they were.

        Examples
        --------
        >>> vocabulary("es").told("it is well known", "the gazetteer has no place named “Ur”")
        (['es muy conocido', 'el nomenclátor no tiene ningún lugar llamado «Ur»'], 'es')
        >>> vocabulary("es").told("somebody drew it")
        (['somebody drew it'], 'en')
        """
        if self.language == _OURS:
            return list(said), _OURS
        found = [self._phrase(phrase) for phrase in said]
        return (
            ([f for f in found if f is not None], self.language) if None not in found else (list(said), _OURS)
        )

    def _phrase(self, said: str) -> str | None:
        matches = ((pattern.fullmatch(said), theirs) for pattern, theirs in self._phrases)
        return next((self._filled(m, theirs) for m, theirs in matches if m), None)

    def _filled(self, match: re.Match[str], theirs: str) -> str:
        """Fill the names and numbers in, which may hold a phrase themselves."""
        return theirs.format(*(self._phrase(part) or part for part in match.groups()))

    def extent(self, place: Place) -> str:
        """Say what the drawn extent of a place is worth and how it was made; nothing for a point.

        Examples
        --------
        >>> vale = Place("x:1", "V", "valley", 0, 0, extent="approximate", extent_method="a disk")
        >>> vocabulary("en").extent(vale)
        'Approximate extent: a disk'
        """
        if place.extent == "point":
            return ""
        [how], _ = self.told(place.extent_method)
        how = how.removeprefix("approximate: ")
        key = "approximate" if place.extent == "approximate" else "extent"
        return self(f"{key}_how", how=how) if how else self(key)


@cache
def _place_names() -> dict[str, dict[str, str]]:
    """Read the names of countries and seas: language → the gazetteer's name → the language's."""
    pinned = Pinned.read(data_dir())
    pinned.check([_NAMES])
    table: dict[str, dict[str, str]] = tomllib.loads((pinned.folder / _NAMES).read_text("utf-8"))
    return table


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language; KeyError for one that is not of ``LANGUAGES``."""
    return Vocabulary(language)
