"""The words that we show: of page and still map, of `geo explain`, and for what the program concludes."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from msgspec.structs import replace

from ..files import language_data, language_folder
from ..kinds import KINDS
from ..model import Message, Place
from .reading import languages_with, place_names

LANGUAGES = languages_with("page")
"""The languages that page and `geo explain` can be made in, BCP 47, English first."""

_WORD = re.compile(r"\w+")
_ENGLISH = "en"  # the language of the gazetteer's names, and of what older documents say in words


_TURNED = re.compile(r"([^,]+), ([^,.]+)")
"""A name of a unit as an index has it."""


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
        if language not in LANGUAGES:
            raise KeyError(language)
        self._words = language_data(language, "page")
        self._text = self._words["text"] | language_data(language, "explain")
        self._places = {} if language == _ENGLISH else place_names().get(language, {})
        self._messages = _messages(language)
        self._filled = _Filled(self._words["thousands"])

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key, with values filled in; KeyError for an unknown key."""
        words: str = self._text[key]
        return words.format(**values) if values else words

    def counted(self, n: int, noun: str) -> str:
        """Write a number with its noun: mention, name, place or sentence."""
        one, many = self._words["counts"][noun]
        return str((one if n == 1 else many).format(n=self.number(n)))

    def number(self, value: float, form: str = "") -> str:
        """Write a number, in a format that Python knows, with its thousands apart.

        Examples
        --------
        >>> vocabulary("en").number(1521), vocabulary("en").number(1521.4, ".0f")
        ('1,521', '1,521')
        """
        return _apart(value, self._words["thousands"], form)

    def measure(self, unit: str) -> str:
        """Name a unit that the pinned data can measure in, as it stands after a number."""
        return str(self._words["measures"].get(unit, unit))

    def rate(self, base: str) -> str:
        """Name the base of a rate.

        Examples
        --------
        >>> vocabulary("es").rate("year"), vocabulary("en").rate("year")
        ('año', 'year')
        """
        return str(self._words.get("rates", {}).get(base, base))

    def listed(self, names: Sequence[str]) -> str:
        """Join names.

        Examples
        --------
        >>> vocabulary("en").listed(["A", "B", "C"])
        'A, B and C'
        """
        return self("and").join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    def layer(self, title: str) -> str:
        """Return the title of a layer: ours in the language, any other as it is."""
        return str(self._words.get("layers", {}).get(title, title))

    def kind(self, place: Place) -> str:
        """Return the word for the kind of a place, as its country uses it.

        Examples
        --------
        >>> vocabulary("en").kind(Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE"))
        'department'
        >>> vocabulary("es").kind(Place("geonames:2", "Como", "lake", 9.3, 46.0))
        'lago'
        """
        if unit := _unit(place):
            return str(self._words.get("units", {}).get(unit, unit))
        return str(self._words["kinds"][place.kind])

    def evidence(self, name: str) -> str:
        """Return the name of a piece of evidence with words for kinds of place in place of their codes.

        Examples
        --------
        >>> vocabulary("en").evidence("is a oil_field"), vocabulary("en").evidence("after “the”, admin1")
        ('kind: oil or gas field', 'after “the”, state or province')
        """
        kinds: dict[str, str] = self._words["kinds"]
        named = name.replace("is a ", "kind: ", 1) if name.removeprefix("is a ") in kinds else name
        return _WORD.sub(lambda word: kinds.get(word[0], word[0]), named)

    def called(self, place: Place) -> Place:
        """Return a place with its name, and that of its country, in the language, if they are known.

        Examples
        --------
        >>> bari = Place("geonames:1", "Bari", "populated_place", 17.0, 41.0, parents=("Apulia", "Italy"))
        >>> vocabulary("es").called(bari).parents
        ('Apulia', 'Italia')
        >>> namur = Place("geonames:2", "Namur", "populated_place", 4.9, 50.5, parents=("wallonne, Région",))
        >>> vocabulary("en").called(namur).parents
        ('Région wallonne',)
        >>> names = ("France", "Germany")
        >>> line = Place("border:de-fr", "France–Germany border", "border", 8, 49, parents=names)
        >>> vocabulary("es").called(line).name
        'Frontera Francia–Alemania'
        """
        if any(_TURNED.fullmatch(parent) for parent in place.parents):
            place = replace(place, parents=tuple(_TURNED.sub(r"\2 \1", parent) for parent in place.parents))
        if not self._places:
            return place
        units = 0 if KINDS[place.kind].derived else max(0, len(place.parents) - 1)
        over = (*place.parents[:units], *map(self.country, place.parents[units:]))
        if KINDS[place.kind].exonyms:
            return replace(place, name=self.country(place.name), parents=over)
        for theirs, ours in self._words.get("forms", {}).get(place.kind, ()):
            if found := re.fullmatch(re.escape(theirs).replace(r"\{\}", "(.+)"), place.name):
                # "A–B" of a border are countries.
                inner = "–".join(map(self.country, found[1].split("–")))
                return replace(place, name=ours.format(inner), parents=over)
        return replace(place, parents=over)

    def country(self, name: str) -> str:
        """Return the language's name for a country of the gazetteer.

        Examples
        --------
        >>> vocabulary("es").country("Brazil"), vocabulary("en").country("Brazil")
        ('Brasil', 'Brazil')
        """
        return self._places.get(name, name)

    def described(self, place: Place) -> str:
        """Name a place with its kind and where it is, to separate it from places of the same name.

        Examples
        --------
        >>> puno = Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE", parents=("Peru",))
        >>> vocabulary("en").described(puno)
        'Puno (department, Peru)'
        """
        called = self.called(place)
        return f"{called.name} ({', '.join((self.kind(place), *called.parents))})"

    def doubt(self, place: Place, rival: Place | None) -> str:
        """Ask whether a doubtful place is meant, or its rival.

        Examples
        --------
        >>> one = Place("x:1", "Santa Rosa", "populated_place", -70, -15, parents=("Puno", "Peru"))
        >>> other = Place("x:2", "Santa Rosa", "populated_place", -77, -12, parents=("Lima", "Peru"))
        >>> vocabulary("en").doubt(one, other)
        'Santa Rosa in Puno, or in Lima?'
        >>> vocabulary("es").doubt(one, None)
        '¿Se trata de Santa Rosa (ciudad o localidad, Puno, Perú)?'
        """
        if rival is None:
            return self("doubt_alone", place=self.described(place))
        one, other = self.called(place), self.called(rival)
        here, there = list(one.parents), list(other.parents)
        while here and there and here[-1] == there[-1]:
            del here[-1], there[-1]
        if here and there and (one.name, one.kind) == (other.name, other.kind):
            return self("doubt_where", name=one.name, here=", ".join(here), there=", ".join(there))
        return self("doubt_which", place=self.described(place), rival=self.described(rival))

    def in_doubt(self, place: Place | None, rival: Place | None, certainty: str | None) -> str:
        """Say that a place is doubtful, or that its level is left open; "" where neither is so.

        Examples
        --------
        >>> town = Place("x:1", "Puno", "populated_place", -70, -16, parents=("Peru",))
        >>> unit = Place("x:2", "Puno", "admin1", -70, -15, country="PE", parents=("Peru",))
        >>> vocabulary("en").in_doubt(town, unit, "sure")
        'Left open: Puno (city or town, Peru), or Puno (department, Peru)?'
        """
        if place is None or (certainty != "doubtful" and rival is None):
            return ""
        code = "doubtful" if certainty == "doubtful" else "left_open"
        return self(code, doubt=self.doubt(place, rival))

    def confidence(self, confidence: float) -> str:
        """Put a confidence (0 to 1) into words.

        Examples
        --------
        >>> say = vocabulary("en")
        >>> say.confidence(0.93), say.confidence(0.6)
        ('very likely (93%)', 'more likely than not (60%)')
        """
        words = self._words["confidence"]
        return f"{words[sum(confidence < least for least in (0.9, 0.75, 0.5))]} ({confidence:.0%})"

    def message(self, message: Message) -> str:
        """Put a conclusion of the program into words; KeyError for an unknown code.

        Examples
        --------
        >>> vocabulary("es").message(Message("not_in_gazetteer", {"name": "Ur"}))
        'el nomenclátor no tiene ningún lugar llamado «Ur»'
        """
        return self._filled.vformat(self._messages[message.code], (), message.values)

    def messages(self, *said: Message) -> tuple[list[str], str]:
        """Put several messages into words, and return their language: English, if one is English text.

        Examples
        --------
        >>> vocabulary("es").messages(Message("well_known"))
        (['es muy conocido'], 'es')
        >>> vocabulary("es").messages(Message("well_known"), Message("text", {"text": "somebody drew it"}))
        (['it is well known', 'somebody drew it'], 'en')
        """
        say = vocabulary(_ENGLISH) if any(m.code == "text" for m in said) else self
        return [say.message(m) for m in said], say.language

    def extent(self, place: Place) -> str:
        """Describe the drawn extent of a place: how good it is and how it was made; "" for a point.

        Examples
        --------
        >>> hand = Message("drawn", {"file": "a.gpkg"})
        >>> vale = Place("x:1", "V", "valley", 0, 0, extent="approximate", extent_method=hand)
        >>> vocabulary("en").extent(vale)
        'Approximate extent: as drawn in a.gpkg'
        """
        if place.extent == "point":
            return ""
        key = "approximate" if place.extent == "approximate" else "extent"
        how = place.extent_method
        return self(f"{key}_how", how=self.message(how)) if how else self(key)


class _Filled(string.Formatter):
    """Fills in values; a number as ``{n:n}`` gets a mark between its thousands."""

    def __init__(self, thousands: str) -> None:
        self._thousands = thousands

    def format_field(self, value: Any, form: str) -> str:
        """Write a value."""
        return _apart(value, self._thousands) if form == "n" else super().format_field(value, form)


def _apart(value: float, thousands: str, form: str = "") -> str:
    return f"{value:,{form}}".replace(",", thousands)


@cache
def _messages(language: str) -> dict[str, str]:
    """Return the words of every message of a language: code → words, with values in braces."""
    return language_data(language, "messages")


@cache
def message_values(code: str) -> frozenset[str] | None:
    """Return the names of the values in a message's words; None for a code without words.

    Examples
    --------
    >>> message_values("not_in_gazetteer"), message_values("nonsense")
    (frozenset({'name'}), None)
    """
    words = _messages(_ENGLISH).get(code)
    fields = (name for _, name, _, _ in string.Formatter().parse(words or "") if name)
    return None if words is None else frozenset(fields)


def _unit(place: Place) -> str | None:
    """Return the English word for a unit of a country; None for another kind of place, or an unknown word."""
    levels, others = _units()
    level, country = KINDS[place.kind].level, place.country or ""
    if not level:
        return None
    other = next((word for word, names in others.get(country, {}).items() if place.name in names), None)
    return other or (levels[country][level - 1] if country in levels else None)


def is_called(place: Place, word: str) -> bool | None:
    """Whether a country calls a unit by an English word; None for no unit, and if it calls none so.

    Examples
    --------
    >>> from geo.gazetteer import Gazetteer
    >>> for key in ("geonames:3691099", "ubigeo:211201", "geonames:3936456"):
    ...     is_called(Gazetteer.pinned().place(key), "department")
    True
    False
    """
    unit = _unit(place)
    if unit == word:
        return True
    return False if unit and word in _units()[0].get(place.country or "", ()) else None


@cache
def _units() -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    """Read the words of countries for their units.

    Returns
    -------
    ISO 3166-1 → words of the first, second and third level; ISO 3166-1 → another word → the units' names.
    """
    table = tomllib.loads((language_folder() / "units.toml").read_text("utf-8"))
    others: dict[str, dict[str, list[str]]] = table.pop("other", {})
    return table, others


def page_language(language: str) -> str:
    """Return the language of the page's words for an article: its own where it has them, else English.

    Examples
    --------
    >>> page_language("pt-BR"), page_language("sv")
    ('pt', 'en')
    """
    own = language.split("-")[0].lower()
    return own if own in LANGUAGES else _ENGLISH


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language; KeyError for one that is not in ``LANGUAGES``."""
    return Vocabulary(language)
