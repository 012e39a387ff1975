"""Airports with scheduled service (those with an IATA code), other large ones, and air bases.

A stage of the build after GeoNames.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container

from ...gazetteer import fold, number_of
from ...geodesy import geodesic_km
from ...model import OTHER_NAME, LngLat
from .geonames import Unit
from .settlements import Around, read_airports
from .sources import Archives
from .tables import Draft, Row

_KIND = re.compile(
    r"\s*\b(?:(?:Intercontinental|International|Regional|Municipal|Domestic) )?(?:Airport|Airfield)\b\s*"
)

_BASE = re.compile(
    r"\b(?:Air ?[Bb]ase|Air Force Base|AFB|Naval Air Station|Air Station|Army Airfield|NAS|Military)\b"
)
_TYPED = re.compile(
    r"(?i)airport|airfield|air ?base|afb|aerodrome|aeroporto?|aeropuerto|flughafen|field"
    r"|camp\b|cfb|raf |naval"
)
_SAME_KM, _SAME_PLACE_KM = 20.0, 3.0
_GROUND = ("populated_place", "admin1", "admin2", "country")
_TYPES = ("Airport", "International")
_NO_NAMES = ("County", "State", "City", "Municipal", "Regional", "International", "Field", "Memorial")


def add_airports(draft: Draft, archives: Archives, units: dict[int, Unit]) -> None:
    """Add the airports with their names, and the shorter ones that news uses ("Schiphol", "Heathrow").

    airportsdata has those with an IATA code; OurAirports has the other large ones, the air bases, and the
    former and other names of all.
    """
    states = {(unit.country, fold(unit.name)): num for num, unit in units.items() if unit.level == 1}
    by_code = {unit.code: num for num, unit in units.items() if unit.level == 1}
    settlements = {key for key, num in draft.names if draft.rows[num].kind in _GROUND}
    text = archives.read("airportsdata", "airportsdata/airports.csv").decode()
    known: dict[str, Row] = {}
    for airport in sorted(csv.DictReader(io.StringIO(text)), key=lambda a: a["iata"]):
        country, name = airport["country"], airport["name"].strip()
        if not airport["iata"] or country not in draft.country_place or not name or _is_not_one(name):
            continue
        slug, at = f"iata:{airport['iata']}", LngLat(float(airport["lon"]), float(airport["lat"]))
        row = _add(
            draft, slug, name, at, country, states.get((country, fold(airport["subd"])), 0), "airportsdata"
        )
        known[airport["iata"]] = known[airport["icao"]] = row
        for other in short_names(name, airport["city"]):
            if _means_it(other, settlements):
                draft.call(row.num, other, OTHER_NAME)
    known.pop("", None)
    around = Around(known.values())
    for airport in sorted(read_airports(archives), key=lambda a: a["ident"]):
        country, name = airport["iso_country"], airport["name"].strip()
        at = LngLat(round(float(airport["longitude_deg"]), 5), round(float(airport["latitude_deg"]), 5))
        port = known.get(airport["iata_code"]) or known.get(airport["ident"])
        # A code may have been given to another airport since.
        if port is not None and geodesic_km(at, LngLat(port.lng, port.lat)) < _SAME_KM:
            row = port
        else:
            wanted = airport["type"] in ("medium_airport", "large_airport") or _BASE.search(name)
            if not wanted or airport["type"] == "heliport" or country not in draft.country_place or not name:
                continue
            near = around.near(at, _SAME_PLACE_KM)
            if near:
                row = near[0][1]
            else:
                slug = f"icao:{airport['ident'].lower()}"
                row = _add(
                    draft,
                    slug,
                    name,
                    at,
                    country,
                    by_code.get(airport["iso_region"].replace("-", "."), 0),
                    "ourairports",
                )
                if _BASE.search(name):
                    row.kind, row.fcode = "base", "AIRB"
                around.add(row)
        words = [text.strip() for text in airport["keywords"].split(",")]
        for text in (name, *short_names(name, airport["municipality"]), *words):
            own = _TYPED.search(text) if text in words else True
            if own and _means_it(text, settlements):
                draft.call(row.num, text, OTHER_NAME)
            if _BASE.search(text):
                for base in base_names(text):
                    draft.call(row.num, base, OTHER_NAME)


def _add(draft: Draft, slug: str, name: str, at: LngLat, country: str, admin1: int, source: str) -> Row:
    row = Row(number_of(slug) or 0, name, "airport", *at, country)
    row.slug, row.countries, row.fcode, row.source = slug, (country,), "AIRP", source
    row.admin1 = admin1 if admin1 in draft.rows else 0
    return draft.add(row)


def _means_it(name: str, settlements: Container[str]) -> bool:
    """Whether a name is the airport's own: the bare name of a settlement or unit is not."""
    return name.endswith(_TYPES) or (fold(name) not in settlements and not name.endswith(_NO_NAMES))


def base_names(name: str) -> list[str]:
    """Return how news writes the name of a base.

    Examples
    --------
    >>> base_names("Bagram Air Base")
    ['Bagram Airbase', 'Bagram Air Base', 'Bagram base']
    """
    bare = _BASE.sub("", name).strip(" -/")
    return [f"{bare} {word}" for word in ("Airbase", "Air Base", "base")] if bare and bare != name else []


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
