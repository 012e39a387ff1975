"""English names of places: cities' names from city-timezones, and main names in plain letters.

The English name of a city ("Cologne") becomes a main name if GeoNames has it among the names of the city
(Köln). The marks of a transliteration ("Mahārāshtra", "Ḩamāh") are dropped; the letters of a language stay
("San Martín", "Ērgļi"). Both spellings have the same key.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict

from ...gazetteer import fold
from ...geodesy import geodesic_km
from ...model import NAME_WITH_TYPE, OTHER_NAME, LngLat
from .sources import Archives
from .tables import Draft

_SAME_KM = 40  # the greatest distance between a city's points in the two sources
_LEAST = 50_000  # inhabitants; the English name of a smaller city does not become a main name

_MACRON = "\u0304"
_MARKS = "\u0305\u0307\u0323\u0324\u0331"  # overline, dots, line below
_ARABIC = re.compile("(?<![Cc])\u0327|(?<=[Aa])\u0301")  # a cedilla and a final "á" that are not French
_AYN = re.compile(r"[‘`ʻʼʿʾ]|(?<!\b\w)[’']")  # but "M’Sila" and "D’Arcy" keep theirs
_ARTICLE = re.compile(r"(?:[AE]l|A[dḑḏnrsşştţṯzz̧]|Ash|Ath|Adh)[ -](?=\w{3})")
_ARTICLED = frozenset("AE BH DJ DZ EG ER IL IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE".split())
"""Countries with Arabic names, which begin with an article."""
_OWN_MACRONS = frozenset("AS CK CN LT LV NU NZ PF TK TO TV US WF WS".split())
"""Countries with macrons in their languages (Baltic ones, Māori, Hawaiian), or with tones in pinyin."""
_TRANSLITERATED = frozenset(
    "AE AF BD BH DJ DZ EG ER IL IN IQ IR JO KW LB LK LY MR NP OM PK PS QA SA SD SY TN YE".split()
)
"""Countries with names that GeoNames transliterates, with dots and ayns: Arabic, Hebrew, Indic scripts."""


def plain(name: str, country: str) -> str:
    """Write a name without the marks of a transliteration, as English-language news does.

    Examples
    --------
    >>> plain("Mahārāshtra", "IN"), plain("Ḩamāh", "SY"), plain("Ma’rib", "YE"), plain("Kōchi", "JP")
    ('Maharashtra', 'Hamah', 'Marib', 'Kochi')
    >>> plain("San Martín", "PE"), plain("Ērgļi", "LV"), plain("M’Sila", "DZ"), plain("Iaşi", "RO")
    ('San Martín', 'Ērgļi', 'M’Sila', 'Iaşi')
    """
    if name.isascii() and country not in _TRANSLITERATED:
        return name
    drop = "" if country in _OWN_MACRONS else _MACRON
    letters = unicodedata.normalize("NFD", name)
    if country in _TRANSLITERATED:
        letters, drop = _ARABIC.sub("", _AYN.sub("", letters)), drop + _MARKS
    return unicodedata.normalize("NFC", letters.translate(dict.fromkeys(map(ord, drop)))).strip()


def write_plainly(draft: Draft) -> None:
    """Give GeoNames' units and settlements their main names in plain letters."""
    for row in draft.rows.values():
        if row.source == "geonames" and row.kind in ("admin1", "admin2", "populated_place"):
            row.name = plain(row.name, row.country)


def add_articles(draft: Draft) -> None:
    """Write Arabic names also with the articles "Al" and "El", and those of units and cities without one.

    GeoNames assimilates the article ("Ad Damazin", "As Suwayda"); news mostly does not, or leaves it away.
    """
    for row in list(draft.rows.values()):
        if row.country not in _ARTICLED or row.kind not in ("admin1", "admin2", "populated_place"):
            continue
        found = _ARTICLE.match(row.name)
        if found:
            rest = row.name[found.end() :]
            for article in ("Al", "El"):
                draft.spell(row.num, f"{article} {rest}", NAME_WITH_TYPE)
            if row.kind != "populated_place" or row.population >= _LEAST:
                draft.spell(row.num, rest, OTHER_NAME)


def add_english_names(draft: Draft, archives: Archives) -> None:
    """Make the English name of a city a main name, if the gazetteer has it as another name of the city."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for (key, num), rank in draft.names.items():
        row = draft.rows[num]
        if rank == OTHER_NAME and row.kind == "populated_place" and row.population >= _LEAST:
            named[key].append(num)
    for city in json.loads(archives.read("city-timezones", "package/data/cityMap.json")):
        key, at = fold(city["city_ascii"]), LngLat(city["lng"], city["lat"])
        near = [
            num
            for num in named.get(key, ())
            if geodesic_km(LngLat(draft.rows[num].lng, draft.rows[num].lat), at) < _SAME_KM
        ]
        if near:
            draft.names[key, max(near, key=lambda num: (draft.rows[num].population, -num))] = 0
