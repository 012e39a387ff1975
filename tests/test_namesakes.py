"""Two places of one name that the text tells apart; words of a kind of place; what bears a place's name."""

import pytest

from geo import Gazetteer, MapDocument, geoparse
from geo.model import Place


def places(document: MapDocument, name: str) -> list[Place | None]:
    """List what the mentions of a name mean, in their order."""
    return [t.place for t in document.toponyms if t.surface.lower() == name.lower()]


@pytest.mark.parametrize(
    ("text", "name", "countries"),
    [
        ("Dutch Limburg has a plan. The other Limburg, the Belgian one, has none.", "Limburg", ["NL", "BE"]),
        (
            "A bus from Córdoba, in Argentina, reached Lima. The other Córdoba, the Spanish city, slept.",
            "Córdoba",
            ["AR", "ES"],
        ),
        (
            "Ukraine rebuilt a school in Nikopol. Bulgaria sent chalk from its own Nikopol.",
            "Nikopol",
            ["UA", "BG"],
        ),
        (
            "Snow fell in Wellington, in Australia. In Wellington, the capital, it rained.",
            "Wellington",
            ["AU", "NZ"],
        ),
        ("The tower of London fell. In London, the Canadian city, nobody saw it.", "London", ["GB", "CA"]),
        ("Another Gainesville firm left Gainesville, Florida.", "Gainesville", ["US", "US"]),
        ("He sailed to Copacabana on the Bolivian shore.", "Copacabana", ["BO"]),
        (
            "In Jamaica a ship left Falmouth for Falmouth, Antigua.",
            "Falmouth",
            ["JM", "AG"],
        ),
        (
            "From Oslo, Norway, it went to Bergen, on the German island of Rügen, not to Bergen.",
            "Bergen",
            ["DE", "NO"],
        ),
        ("Rain in Granada, Spain, was told of in Granada and Managua, Nicaragua.", "Granada", ["ES", "NI"]),
        ("The consul in Tripoli, the Lebanese port, wrote home.", "Tripoli", ["LB"]),
    ],
)
def test_the_text_tells_two_places_of_a_name_apart(text: str, name: str, countries: list[str]) -> None:
    assert [p and p.country for p in places(geoparse(text), name)] == countries


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        (
            "SHANGHAI — The train to the wrong Suzhou. In Suzhou, near Shanghai, gardens closed.",
            "Suzhou",
            (117, 33.6),
        ),
        ("A coach for Taizhou, south of Ningbo, was late.", "Taizhou", (121.4, 28.7)),
        ("They drove to Newcastle, north of Sydney.", "Newcastle", (151.8, -32.9)),
        (
            "In Frankfurt, whose twin, Słubice, lies across the water, streets closed.",
            "Frankfurt",
            (14.55, 52.35),
        ),
        ("He was sent to Bergen, on the German island of Rügen.", "Bergen", (13.4, 54.4)),
        ("A mine in Manitoba, at Thompson, will close.", "Thompson", (-97.85, 55.74)),
        ("The ferry to Roses, on the Spanish side, was full.", "Roses", (3.2, 42.3)),
    ],
)
def test_a_side_or_a_twin_tells_which_place_is_meant(
    text: str, name: str, point: tuple[float, float]
) -> None:
    place = places(geoparse(text), name)[0]
    assert place is not None
    assert abs(place.lng - point[0]) < 0.5 > abs(place.lat - point[1])


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Boats of Gulfport and Biloxi, Miss., fish the Gulf.", "Gulf", "Gulf of Mexico"),
        ("Tankers wait off Kuwait City and Doha, in the Gulf.", "Gulf", "Persian Gulf"),
        (
            "Farms of the Delta sold rice in Can Tho and Ho Chi Minh City, in the Delta.",
            "Delta",
            "Mekong Delta",
        ),
        ("The ferry crossed the Strait from Tangier to Algeciras.", "Strait", "Strait of Gibraltar"),
        ("Ice closed the Sound between Helsingborg and Copenhagen.", "Sound", "Øresund"),
    ],
)
def test_a_kind_of_place_without_a_name_is_the_nearest(text: str, word: str, name: str) -> None:
    assert [p and p.name for p in places(geoparse(text), word)][-1:] == [name]


def test_a_kind_of_place_far_from_all_others_is_not_placed() -> None:
    document = geoparse("In Ulaanbaatar and Darkhan people talked of the Gulf.")
    assert places(document, "Gulf") == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two barges have broken loose, and one, the Silesia, was last seen in Opole.", "Silesia"),
        ("In Mwanza the captain called the Tabora, a tug, for help.", "Tabora"),
        ("The Huron Queen, a wooden sloop, left Toronto.", "Huron"),
        ("In Dar es Salaam, the Kilimanjaro has 1,200 berths.", "Kilimanjaro"),
        ("He waited in Nairobi beside a case of Carlsberg.", "Carlsberg"),
        ("She drove a Dodge to Chicago.", "Dodge"),
        ("They order their boots from Amazon and eat in Manaus.", "Amazon"),
        ("In Santiago she ate an Alaska ice cream.", "Alaska"),
        ("Libertad, said a slogan on a wall in Lima.", "Libertad"),
        ("Water stood at the Mauá wall in Porto Alegre.", "Mauá"),
        ("It rained in Oslo,” said Awa Bergen.", "Bergen"),
        ("Professor Eirik Narvik lives in Oslo. Narvik admits that it rains.", "Narvik"),
        ("Superior judgement is to stay in Duluth.", "Superior"),
        ("In Ottawa, Cree drummers played.", "Cree"),
        ("A cruise ship, the Bermuda Star, sailed for Kingston, Jamaica.", "Bermuda"),
        ("The Inverness Medal went to a piper of Glasgow.", "Inverness"),
        ("Manila Envelope, a satirical magazine, was sold out in Cebu.", "Manila"),
        ("In Mobile, Georgia Pickens, said to be a lawyer, left. “No,” Georgia Pickens said.", "Georgia"),
        ("They drank Idaho Gold beer in Portland.", "Idaho"),
        ("A road near Nakina is shut. Toronto, Ottawa, Hamilton and Thunder Bay, Ontario, wait.", "Nakina"),
    ],
)
def test_what_bears_the_name_of_a_place_is_none(text: str, name: str) -> None:
    document = geoparse(text)
    assert [p for p in places(document, name) if p] == []
    assert any(t.place for t in document.toponyms)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("In Bishkek, Kazakh lorries waited.", "Kazakh", "KZ"),
        ("In Tbilisi and Poti, the Georgian ministry said no.", "Georgian", "GE"),
        ("In Atlanta and Macon, Ga., Georgian voters said no.", "Georgian", "US"),
        ("They live in Toyota, Japan.", "Toyota", "JP"),
        ("The Amazon rose at Manaus.", "Amazon", None),
        ("The town wall of Lima is old.", "Lima", "PE"),
    ],
)
def test_what_may_be_a_place_still_is_one(text: str, name: str, country: str | None) -> None:
    [place] = places(geoparse(text), name)
    assert place is not None
    assert country is None or place.country == country


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Rice of the Niger delta reached Lagos.", "Niger", "Niger Delta"),
        ("Ships wait for the Suez canal at Port Said.", "Suez", "Suez Canal"),
        ("Russia holds the Zaporizhzhia nuclear plant.", "Zaporizhzhia", "Zaporizhzhia Nuclear Power Plant"),
        (
            "Miners entered the Yanomami territory in Brazil.",
            "Yanomami territory",
            "Yanomami Indigenous Territory",
        ),
        ("The river Tara below is green at Kolašin.", "Tara", "Tara River"),
        ("In Berdiansk, on the Azov, it rained.", "Azov", "Sea of Azov"),
        ("Salmon from the Pacific reached Klamath Falls, Oregon.", "Pacific", "Pacific Ocean"),
        ("They flew to The Dalles on the Columbia.", "The Dalles", "The Dalles"),
        ("A cow came from Castelnovo ne' Monti near Parma.", "Castelnovo ne' Monti", "Castelnovo ne'Monti"),
    ],
)
def test_a_name_goes_on_in_small_letters_or_has_an_article(text: str, name: str, meant: str) -> None:
    assert [p and p.name for p in places(geoparse(text), name)] == [meant]


def test_a_title_means_what_the_text_says_first_of_its_name() -> None:
    text = "Rain in Wellington\n\nIn Wellington, in New South Wales, it fell. In Wellington, the capital, no."
    assert [p and p.country for p in places(geoparse(text), "Wellington")] == ["AU", "AU", "NZ"]


def test_a_dateline_is_a_town() -> None:
    text = "Ministers meet in Luxembourg\n\nLUXEMBOURG — Ministers of Belgium and France met on Friday."
    assert [p and p.kind for p in places(geoparse(text), "Luxembourg")] == ["populated_place"] * 2


def test_landforms_are_found_by_a_part_of_their_name(gazetteer: Gazetteer) -> None:
    found = {p.name for p in gazetteer.landforms([("gulf", "sea")])}
    assert {"Gulf of Mexico", "Persian Gulf"} <= found
    assert gazetteer.landforms([("gulf", "desert")]) == []


def test_a_town_named_like_a_landform_is_a_town_where_it_has_no_article() -> None:
    text = "Police in Delta, British Columbia, spoke of the Delta officer. Delta is near Vancouver."
    assert {p.kind for p in places(geoparse(text), "Delta") if p} == {"populated_place"}


def test_the_gulf_by_itself_is_the_one_near_a_country_that_is_named() -> None:
    text = "In Washington, New York and Chicago people spoke of Qatar, an ally in the Gulf."
    assert [p and p.name for p in places(geoparse(text), "Gulf")] == ["Persian Gulf"]


def test_the_hyphen_of_an_abbreviation_makes_no_dateline() -> None:
    text = "Iraq and Syria were on the side of the U.S.-led coalition. The U.K.-based group said so."
    found = [(t.surface, t.place and t.place.kind) for t in geoparse(text).toponyms if "." in t.surface]
    assert found == [("U.S.", "country"), ("U.K.", "country")]
