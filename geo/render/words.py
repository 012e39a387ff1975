"""The words that the page uses for kinds, confidences and counts."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Correction, Place

_KINDS = {
    "continent": "continent",
    "country": "country",
    "admin1": "state or province",
    "admin2": "second-level unit",
    "admin3": "third-level unit",
    "populated_place": "city or town",
    "region": "region",
    "valley": "valley",
    "mountain": "mountains",
    "desert": "desert",
    "lake": "lake",
    "river": "river",
    "sea": "sea",
    "ocean": "ocean",
    "island": "island",
    "airport": "airport",
    "facility": "site",
    "border": "border",
}

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


def kind_words(place: Place) -> str:
    """Say what kind of place it is, as its country would.

    Examples
    --------
    >>> kind_words(Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE"))
    'department'
    >>> kind_words(Place("geonames:2", "Como", "lake", 9.3, 46.0))
    'lake'
    """
    level = ("admin1", "admin2", "admin3").index(place.kind) if place.kind.startswith("admin") else None
    if level is not None and place.country in _UNITS:
        return _UNITS[place.country][level]
    return _KINDS[place.kind]


def described(place: Place) -> str:
    """Name a place with its kind and where it is: what tells it from its namesakes.

    Examples
    --------
    >>> described(Place("geonames:1", "Puno", "admin1", -70.0, -15.0, country="PE", parents=("Peru",)))
    'Puno (department, Peru)'
    """
    return f"{place.name} ({', '.join((kind_words(place), *place.parents))})"


def confidence_words(confidence: float) -> str:
    """Put a confidence (0 to 1) into words.

    Examples
    --------
    >>> confidence_words(0.93), confidence_words(0.6)
    ('very likely', 'more likely than not')
    """
    for least, words in ((0.9, "very likely"), (0.75, "likely"), (0.5, "more likely than not")):
        if confidence >= least:
            return words
    return "uncertain"


def extent_words(place: Place) -> str:
    """Say what the drawn extent of a place is worth and how it was made; nothing for a point.

    Examples
    --------
    >>> extent_words(Place("x:1", "V", "valley", 0, 0, extent="approximate", extent_method="a disk"))
    'Approximate extent: a disk'
    """
    if place.extent == "point":
        return ""
    how = place.extent_method.removeprefix("approximate: ")
    said = "Approximate extent" if place.extent == "approximate" else "Extent"
    return f"{said}: {how}" if how else said


def counted(n: int, one: str, many: str | None = None) -> str:
    """Count things.

    Examples
    --------
    >>> counted(1, "place"), counted(2, "city", "cities")
    ('1 place', '2 cities')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def correction_words(correction: Correction, places: Mapping[str, Place]) -> str:
    """Say what a user's correction changed.

    Examples
    --------
    >>> correction_words(Correction("a.toml", 1, "correct", "Reading", None, None, None), {})
    '“Reading” is not a place (0 mentions; a.toml, line 1)'
    """
    place = places.get(correction.place or "")
    what = f"is {described(place) if place else correction.place or 'not a place'}"
    what = f"was missed, and {what}" if correction.action == "add" else what
    where = f"{counted(len(correction.mentions), 'mention')}; {correction.file}, line {correction.line}"
    return f"“{correction.surface}” {what} ({where})"
