"""The gazetteer as a geopy geocoder."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.gazetteer import Gazetteer
from geo.gazetteer.geocoder import PinnedGeocoder


@pytest.fixture(scope="module")
def geocoder(gazetteer: Gazetteer) -> PinnedGeocoder:
    return PinnedGeocoder(gazetteer=gazetteer)


def test_it_is_a_geocoder(geocoder: PinnedGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)


@pytest.mark.parametrize(
    ("query", "place_id"),
    [
        ("Lima", "geonames:3936456"),
        ("Paris, Texas", "geonames:4717560"),
        ("Paris, TX, USA", "geonames:4717560"),
        ("Springfield, Ill.", "geonames:4250542"),
        ("Sandia, Peru", "geonames:3929739"),
        ("San Martín, Peru", "geonames:3692385"),
        ("Georgia", "geonames:614540"),
        ("Cambridge, England", "geonames:2653941"),
        ("Lake Titicaca", "naturalearth:1159113279"),
        ("US", "geonames:6252001"),
    ],
)
def test_geocode(geocoder: PinnedGeocoder, query: str, place_id: str) -> None:
    location = geocoder.geocode(query)
    assert isinstance(location, Location)
    assert location.raw["id"] == place_id


def test_latitude_comes_first(geocoder: PinnedGeocoder) -> None:
    lima = geocoder.geocode("Lima")
    assert lima.latitude == pytest.approx(-12.04, abs=0.01)
    assert lima.longitude == pytest.approx(-77.03, abs=0.01)
    assert lima.raw["country"] == "PE"


def test_several(geocoder: PinnedGeocoder) -> None:
    found = geocoder.geocode("Springfield", exactly_one=False)
    assert len(found) > 25
    assert geocoder.geocode("Springfield", exactly_one=False, limit=3) == found[:3]
    codes = {
        location.raw["country"]
        for location in geocoder.geocode("Lima", exactly_one=False, country_codes=["us"])
    }
    assert codes == {"US"}
    assert geocoder.geocode("Georgia", country_codes="US").raw["kind"] == "admin1"


def test_nothing(geocoder: PinnedGeocoder) -> None:
    assert geocoder.geocode("Xyzzyville") is None
    assert geocoder.geocode("Xyzzyville", exactly_one=False) is None
    assert geocoder.geocode("Lima, Japan") is None
    assert geocoder.reverse((0, -140)) is None


def test_reverse(geocoder: PinnedGeocoder) -> None:
    for query in ((-12.05, -77.03), "-12.05, -77.03", Point(-12.05, -77.03)):
        assert geocoder.reverse(query).raw["id"] == "geonames:3936456"
    found = geocoder.reverse((-12.05, -77.03), exactly_one=False, limit=4)
    assert len(found) == 4
    assert geocoder.reverse((-80, -100)).raw["name"] == "Antarctica"


@pytest.mark.parametrize("query", ["", "  ", None, 12])
def test_a_bad_query(geocoder: PinnedGeocoder, query: object) -> None:
    with pytest.raises(GeocoderQueryError, match="not a place name"):
        geocoder.geocode(query)


def test_a_bad_limit_and_a_bad_position(geocoder: PinnedGeocoder) -> None:
    with pytest.raises(GeocoderQueryError, match="at least 1"):
        geocoder.geocode("Lima", limit=0)
    for query in ("here", (91, 0), (0, 0, 0, 0), object()):
        with pytest.raises(GeocoderQueryError, match="not a position"):
            geocoder.reverse(query)


def test_rate_limiter(geocoder: PinnedGeocoder) -> None:
    geocode = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert [geocode(name).raw["country"] for name in ("Lima", "Kyiv")] == ["PE", "UA"]
