"""Airports with scheduled service, from airportsdata: those with an IATA code.

A stage of the build after GeoNames.
"""

from __future__ import annotations

import csv
import io
import re

from ...gazetteer import fold, number_of
from .geonames import Unit
from .sources import Archives
from .tables import Draft, Row

_KIND = re.compile(
    r"\s*\b(?:(?:Intercontinental|International|Regional|Municipal|Domestic) )?(?:Airport|Airfield)\b\s*"
)

_GROUND = ("populated_place", "admin1", "admin2", "country")
_TYPES = ("Airport", "International")
_NO_NAMES = ("County", "State", "City", "Municipal", "Regional", "International", "Field", "Memorial")


def add_airports(draft: Draft, archives: Archives, units: dict[int, Unit]) -> None:
    """Add the airports with their names, and the shorter ones that news uses ("Schiphol", "Heathrow")."""
    states = {(unit.country, fold(unit.name)): num for num, unit in units.items() if unit.level == 1}
    settlements = {key for key, num in draft.names if draft.rows[num].kind in _GROUND}
    text = archives.read("airportsdata", "airportsdata/airports.csv").decode()
    for airport in sorted(csv.DictReader(io.StringIO(text)), key=lambda a: a["iata"]):
        country, name = airport["country"], airport["name"].strip()
        if not airport["iata"] or country not in draft.country_place or not name or _is_not_one(name):
            continue
        slug = f"iata:{airport['iata']}"
        row = Row(
            number_of(slug) or 0, name, "airport", float(airport["lon"]), float(airport["lat"]), country
        )
        row.slug, row.countries, row.fcode, row.source = slug, (country,), "AIRP", "airportsdata"
        row.admin1 = states.get((country, fold(airport["subd"])), 0)
        if row.admin1 not in draft.rows:
            row.admin1 = 0
        draft.add(row)
        for other in short_names(name, airport["city"]):
            # The bare name of a settlement or unit does not mean the airport beside it.
            if other.endswith(_TYPES) or (fold(other) not in settlements and not other.endswith(_NO_NAMES)):
                draft.call(row.num, other, 2)


def _is_not_one(name: str) -> bool:
    return re.search(r"\b(?:Railway|Station|Bus|Heliport|Harbour|Ferry)\b", name) is not None


def short_names(name: str, city: str) -> list[str]:
    """Return the shorter names of an airport that follow from its full name and its city.

    Examples
    --------
    >>> short_names("London Heathrow Airport", "London")
    ['Heathrow Airport', 'Heathrow']
    >>> short_names("Lima Callao International Airport / Jorge Chavez", "Lima")[:2]
    ['Lima Callao Airport', 'Lima Callao International']
    """
    first = name.split(" / ")[0].split(" (")[0]
    core = _KIND.sub(" ", first).strip(" -/")
    found = [f"{core} Airport", first.removesuffix(" Airport")] if "International" in first else []
    own = core
    if fold(city) and fold(core).startswith(f"{fold(city)} ") and not core[len(city) :].startswith("-"):
        own = core[len(city) :].strip(" -/")
        if own not in _NO_NAMES:
            found.append(f"{own} Airport")
    if own != city and len(own) > 4 and own != name and (own != core or "Airport" in first):
        found.append(own)
    return [text for text in dict.fromkeys(found) if text not in (name, city)]
