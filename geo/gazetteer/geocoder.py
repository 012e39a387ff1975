"""The gazetteer as a geopy geocoder, for use in other programs; no module here uses it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from ..geodesy import from_latlng, to_latlng
from ..model import NAME_WITH_TYPE, Candidate, Place
from . import Gazetteer, fold

_REACH_KM = 100.0


class PinnedGeocoder(Geocoder):  # type: ignore[misc]
    """A geopy geocoder that answers from the pinned gazetteer, offline and always the same.

    It opens the gazetteer with its first query. ``Location.raw`` is a dict with ``id``, ``name``, ``kind``,
    ``country``, ``parents`` and ``population``.

    Parameters
    ----------
    gazetteer
        An open gazetteer; None for the pinned one.

    Examples
    --------
    >>> geocoder = PinnedGeocoder()
    >>> geocoder.geocode("Paris, Texas").address
    'Paris, Lamar County, Texas, United States'
    >>> geocoder.geocode("Nowhere at all") is None
    True
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer | None = None,
        scheme: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        proxies: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: Any = DEFAULT_SENTINEL,
        adapter_factory: Callable[..., Any] | None = None,
    ) -> None:
        """Take an open gazetteer, and the arguments of every geopy geocoder."""
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=adapter_factory,
        )
        self._gazetteer = gazetteer

    @property
    def gazetteer(self) -> Gazetteer:
        """The open gazetteer that answers."""
        if self._gazetteer is None:
            self._gazetteer = Gazetteer.pinned()
        return self._gazetteer

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Find places by name; after commas, what contains them ("Sandia, Peru", "Paris, Texas, US").

        Parameters
        ----------
        query
            A name, or names from the inside to the outside, with commas between them.
        exactly_one
            Whether to return only the best location.
        limit
            The largest number of locations, if ``exactly_one`` is False.
        country_codes
            ISO 3166-1 alpha-2 codes of the countries to search in; None for all.
        timeout
            Has no effect; other geopy geocoders have it.

        Returns
        -------
        Location, list of Location, or None
            None where nothing is found. Main names come first, then countries and capitals, then places with
            more people.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            For a query that is not text or is empty, or a limit below one.
        """
        if not isinstance(query, str) or not fold(query):
            raise GeocoderQueryError(f"{query!r}: not a place name; expected text such as 'Nairobi, Kenya'")
        if limit is not None and limit < 1:
            raise GeocoderQueryError(f"limit {limit}: expected at least 1")
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
        wanted = {code.upper() for code in codes}
        found = self._search(query)
        if wanted:
            found = [c for c in found if wanted & set(c.place.countries)]
        locations = [_location(candidate.place) for candidate in sorted(found, key=_prominence)]
        if not locations:
            return None
        return locations[0] if exactly_one else locations[:limit]

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Find what is at a position: the nearest settlements within 100 km, else the units that contain it.

        Parameters
        ----------
        query
            A geopy ``Point``, a "latitude, longitude" text, or such a pair; latitude first, decimal degrees.
        exactly_one
            Whether to return only the nearest location.
        limit
            The largest number of locations; None for ten.
        timeout
            Has no effect; other geopy geocoders have it.
        Returns
        -------
        Location, list of Location, or None
            None where no settlement is near and no country contains the position.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            For a query that is not a position.
        """
        try:
            with warnings.catch_warnings(action="error"):  # geopy warns before it refuses a latitude
                point = query if isinstance(query, Point) else Point(query)
        except (TypeError, ValueError, UserWarning) as error:
            raise GeocoderQueryError(
                f"{query!r}: not a position ({error}); expected latitude, longitude"
            ) from None
        position = from_latlng(point.latitude, point.longitude)
        places = [place for _, place in self.gazetteer.near(position, _REACH_KM, limit or 10)]
        places = places or self.gazetteer.containing(position)
        locations = [_location(place) for place in places]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _search(self, query: str) -> list[Candidate]:
        """Look up the whole query as one name, else its first part inside the others."""
        whole = self.gazetteer.candidates(query)
        if whole or "," not in query:
            return whole
        name, *around = re.split(r"\s*,\s*", query.strip())
        return [
            c
            for c in self.gazetteer.candidates(name)
            if all(self._inside(c.place, outer) for outer in around)
        ]

    def _inside(self, place: Place, outer: str) -> bool:
        """Whether one of the places called ``outer`` contains a place, by its units or its country."""
        found = self.gazetteer.candidates(outer)
        return any(place.lies_in(c.place) for c in found) or not fold(outer)


def _prominence(candidate: Candidate) -> tuple[bool, bool, int, str]:
    """Order by: a main name or a country before other names, countries and capitals, population, id."""
    place = candidate.place
    country = place.kind == "country"
    leading = country or place.feature_code == "PPLC"
    return candidate.rank > NAME_WITH_TYPE and not country, not leading, -place.population, place.id


def _location(place: Place) -> Location:
    address = ", ".join((place.name, *place.parents))
    raw = {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "countries": list(place.countries),
        "parents": list(place.parents),
        "population": place.population,
    }
    return Location(address, Point(*to_latlng(place.point)), raw)
