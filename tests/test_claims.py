"""Claims: quantities, what they are attached to, movements, times, sources; each on sentences made for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from made import names
from msgspec.structs import replace

import geo
from geo.document import explain
from geo.drawing.features import build_features
from geo.drawing.legend import legend_keys
from geo.drawing.scene import set_scene
from geo.geodesy import area_km2, geodesic_km, length_km
from geo.languages import reading_language, vocabulary
from geo.model import LngLat, Message, Sentence
from geo.reading.claims.no_claims import is_claim
from geo.reading.claims.sources import find_source
from geo.reading.dates import find_times
from geo.reading.grammar import read_plain
from geo.reading.quantities import counted_of, find_quantities, subject_of

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import claims as benchmark


def parse(text: str, gazetteer: geo.Gazetteer) -> geo.MapDocument:
    return geo.geoparse(text + "\n", gazetteer=gazetteer)


def flows_of(document: geo.MapDocument) -> list[str]:
    arrow = {"one way": ">", "both ways": "<>"}
    return [
        f"{document.places[f.origin].name} {arrow[f.direction]} {document.places[f.destination].name}"
        for f in document.flows
    ]


# -- measured on the annotated sentences ---------------------------------------------------------------------


@pytest.mark.parametrize("part", ["look", "measure"])
def test_precision_and_recall_of_claims_and_flows(part: str, gazetteer: geo.Gazetteer) -> None:
    for kind in ("claims", "flows"):
        judged = [row for row in benchmark.judge(part, gazetteer) if row[0] == kind]
        gold = sum(len(g) for _, _, g, _ in judged)
        found = sum(len(f) for _, _, _, f in judged)
        right = sum(len(g & f) for _, _, g, f in judged)
        assert right / found >= 0.85, (part, kind)
        assert right / gold >= 0.7, (part, kind)


def test_there_are_enough_sentences_of_many_desks() -> None:
    rows = [row for part in ("look", "measure") for row in benchmark.rows(part)]
    assert len(rows) >= 70
    assert len({row["desk"] for row in rows}) >= 15
    assert sum(not row["claims"] and not row["flows"] for row in rows) >= 10


# -- quantities ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "qualifier", "per"),
    [
        ("They sold 1,250 tickets.", 1250, None, "", None, None),
        ("Some 2.5 million people voted.", 2_500_000, None, "", "Some", None),
        ("It carries twenty-one passengers.", 21, None, "", None, None),
        ("A dozen houses burned.", 12, None, "", None, None),
        ("Half a million trees were felled.", 500_000, None, "", None, None),
        ("It cost between $3 million and $4 million.", 3_000_000, 4_000_000, "USD", None, None),
        ("The wall is 30-40 km long.", 30, 40, "kilometre", None, None),
        ("Yields fell by 12.5 per cent.", 12.5, None, "percent", None, None),
        ("They pump an average of about 90 barrels a day.", 90, None, "barrel", "an average of about", "day"),
        ("Rents are up to €900 per month.", 900, None, "EUR", "up to", "month"),
        ("The farm grew 2.5 lakh bushels.", 250_000, None, "bushel", None, None),
        ("Gusts of 90 mph were measured.", 90, None, "mile per hour", None, None),
        ("The bill was £70m.", 70_000_000, None, "GBP", None, None),
        ("They lost 3 billion dollars of wheat.", 3_000_000_000, None, "USD", None, None),
        ("They lost 3 pounds of wheat.", 3, None, "pound", None, None),
        ("On a typical day, three to six planes land.", 3, 6, "", None, "day"),
        ("The 40-hectare park reopened.", 40, None, "hectare", None, None),
    ],
)
def test_a_quantity(
    text: str, value: float, high: float | None, unit: str, qualifier: str | None, per: str | None
) -> None:
    [q] = find_quantities(read_plain(text))
    assert (q.value, q.high, q.unit, q.qualifier, q.per) == (value, high, unit, qualifier, per)


@pytest.mark.parametrize(
    "text",
    [
        "The 34-year-old was fined.",
        "Anna Berg, 61, retired.",
        "Children aged 5 to 17 are asked to come.",
        "It was founded in 1987.",
        "They met on 12 May and on June 3.",
        "The train leaves at 10:30 p.m. from platform 9.",
        "They won 3-1.",
        "He scored two goals.",
        "Route 66 and Highway 1 were closed.",
        "A Boeing 737 and an F-16 were seen.",
        "Covid-19 and the G20 were discussed.",
        "Article 5 binds them.",
        "The two countries signed it.",
        "It is 100 times larger.",
        "The house at 1200 Main Street is for sale.",
        "The 14-point plan was adopted.",
        "The 500th shop opened.",
        "Everyone from clerks to managers came from Monday to Friday.",
        "One of the houses is empty.",
        "She has two children.",
        "Packs 122, 124 and 131 will go.",
        "Some 1.200 birds flew off.",
        "They want 1 1/2 million.",
        "Some 12,5 tonnes burned.",
        "Half of one percent was lost.",
        "It passed by 412 to 189.",
        "Nobody left, according to four officials.",
        "My two sons are away.",
        "Of that $10 million, nothing is left.",
        "It is in a field of 26 teams.",
        "A two- story barn burned.",
        "The 7-foot-2 player left.",
        "The bank is three blocks north of the square.",
        "She took the first picture of her family of six.",
        "The call came after nine Sunday morning.",
        "The talks covered trade and security, two concerns of the ministry.",
        "He won by two-and-three-quarter lengths.",
        "One man told police that he was fine.",
        "The clock stood at ten past six.",
        "She was 12 ahead at the bridge.",
        "The law passed by 61 votes to 40.",
        "The pilot weighs 70 kilos.",
        "They slept in the hall, four to a mat.",
        "The pilot came with three nephews.",
        "The ship left the quay at about ten.",
        "Lima gave them 60 days to pay.",
        "Call 212-555-TAXI in the evening.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    reading = read_plain(text)
    assert [q for q in find_quantities(reading) if is_claim(reading, q, counted_of(reading, q))] == []


def test_a_change_is_two_figures_and_a_range_is_one() -> None:
    change = find_quantities(read_plain("Prices rose from 5 to 10 percent."))
    assert [(q.value, q.high) for q in change] == [(5, None), (10, None)]
    [span] = find_quantities(read_plain("Margins range from 5 to 10 percent."))
    assert (span.value, span.high) == (5, 10)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("They grew 300 tons of sweet corn in May.", "sweet corn"),
        ("Some 40 fishing boats sank.", "fishing boats"),
        ("Turnout was 71 percent.", "Turnout"),
        ("The 30-kilometre fence is new.", "fence"),
        ("A crowd of 40,000 cheered.", "crowd"),
        ("They arrive at a rate of 900 a day.", ""),
        ("Refugees arrive at a rate of 900 a day.", "Refugees"),
        ("They took 10 or more sick days.", "sick days"),
        ("One boat in four has sunk.", "boat"),
    ],
)
def test_what_a_figure_counts(text: str, subject: str) -> None:
    reading = read_plain(text)
    assert subject_of(reading, find_quantities(reading)[0]) == subject


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("Two and a half million birds flew off.", 2_500_000, None, ""),
        ("A quarter of a million birds flew off.", 250_000, None, ""),
        ("Two to three million birds flew off.", 2_000_000, 3_000_000, ""),
        ("Some 20-30,000 birds flew off.", 20_000, 30_000, ""),
        ("Two thirds of the birds flew off.", 66.6667, None, "percent"),
        ("Nine out of ten birds flew off.", 90, None, "percent"),
        ("One in a thousand birds flew off.", 0.1, None, "percent"),
        ("Of every ten birds seven flew off.", 70, None, "percent"),
        ("Tens of thousands of birds flew off.", 20_000, 99_999, ""),
        ("It was minus 12 degrees Celsius.", -12, None, "degree Celsius"),
        ("Some 12 000 birds flew off.", 12_000, None, ""),
        ("Some 12 bn birds flew off.", 12_000_000_000, None, ""),
        ("Some 1.2m birds flew off.", 1_200_000, None, ""),
        ("Nine birds in 10 have left.", 90, None, "percent"),
        ("Sales fell by half in Lima.", 50, None, "percent"),
    ],
)
def test_a_number_in_words_is_not_off_by_a_factor(
    text: str, value: float, high: float | None, unit: str
) -> None:
    [q] = find_quantities(read_plain(text))
    assert (q.value, q.high, q.unit) == (value, high, unit)


# -- what a claim states -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "predicate", "polarity", "owner"),
    [
        ("Floods killed 30 people in Mumbai.", "kill", None, None),
        ("Some 60 homes were burned in Lima.", "burn", None, None),
        ("There were 14 dead in Aleppo.", "die", None, None),
        ("The government denies that 2,000 soldiers were killed at Bakhmut.", "kill", "denied", None),
        ("Two in five households in Beirut have no running water.", "have", "negated", None),
        ("The mayor plans to build 600 flats in Gdynia.", "build", "planned", None),
        ("It is feared that 50 miners are trapped in Heraklion.", "trap", "possible", None),
        ("The mill at Kremenchuk used to grind 400 tonnes a day.", "grind", "past", None),
        ("The factory in Leipzig built 70,000 cars.", "build", None, "body"),
        ("He was fined 2,000 euros in Naples.", "fine", None, "person"),
        ("The judge in Manaus let 23 men go.", "let", None, None),
        ("The firm, whose 900 workers in Leipzig build cars, is for sale.", "build", None, "body"),
        ("Some 17,000 people once lived in Bakhmut.", "live", "past", None),
        ("The school in Lima began with eight pupils and is now closed.", "begin", "past", "body"),
        ("Only 12 lorries are due to leave Mombasa.", "leave", "planned", None),
        ("Nine dead in Naples", "die", None, None),
        ("A gunman shot six people in Oslo.", "shoot", None, None),
        ("Six swans were shot at Annecy.", "shoot", None, None),
        ("The firm promised her a job in Muscat at 900 dollars.", "promise", "planned", "person"),
        ("The army has lost 40 of its tanks at Goma.", "lose", None, "body"),
        ("Twelve families were forced to leave Aleppo.", "leave", None, None),
        ("More than 30 people are known to have died in Kabul.", "die", None, None),
        ("The gang committed 40 thefts in Lima.", "commit", None, None),
        ("Nearly 70 percent of adults in Lima believe in God.", "believe", None, None),
        ("A man stabbed 11 students in Lima.", "stab", None, None),
        ("In Lima 84 percent of prisoners have never seen a judge.", "see", "negated", None),
        ("The bakery in Ghent is recalling 6,200 boxes of waffles.", "recall", None, "body"),
        ("Gas has stopped flowing, leaving 51,000 homes in Lima without heat.", "leave", None, None),
        ("Rents rose 28 percent in Lima, and a flat now costs more than ever.", "rise", None, None),
        ("At least ten journalists are imprisoned in Baku.", "imprison", None, None),
        ("In Lima 40 percent live alone.", "live", None, None),
    ],
)
def test_what_a_claim_states(
    text: str, predicate: str, polarity: str | None, owner: str | None, gazetteer: geo.Gazetteer
) -> None:
    [c] = parse(text, gazetteer).claims
    assert (c.predicate, c.polarity, c.owner) == (predicate, polarity, owner)


def test_a_list_leaves_out_its_noun_and_unit(gazetteer: geo.Gazetteer) -> None:
    document = parse("Turnout was 64 percent in Oslo, 71 in Bergen and a mere 48 in Tromsø.", gazetteer)
    told = [(c.quantity, c.unit, *names(document, c.places)) for c in document.claims]
    assert told == [(64, "percent", "Oslo"), (71, "percent", "Bergen"), (48, "percent", "Tromsø")]


def test_a_reference_means_the_place_before(gazetteer: geo.Gazetteer) -> None:
    document = parse("Fighting stopped in Goma. Some 40 houses burned there.", gazetteer)
    assert [names(document, c.places) for c in document.claims] == [["Goma"]]


@pytest.mark.parametrize(
    "text",
    [
        "Unlike Rotterdam, the village has 12 dykes.",
        "A lawyer from Zurich had chaired three inquiries.",
    ],
)
def test_a_home_or_a_contrast_takes_no_figure(text: str, gazetteer: geo.Gazetteer) -> None:
    assert parse(text, gazetteer).claims == ()


# -- attachment ----------------------------------------------------------------------------------------------


def test_a_list_shares_its_figure_unless_each_has_it(gazetteer: geo.Gazetteer) -> None:
    [shared] = parse("Kenya and Uganda planted 900 trees.", gazetteer).claims
    [each] = parse("Kenya and Uganda each planted 900 trees.", gazetteer).claims
    assert len(shared.places) == len(each.places) == 2
    assert (shared.together, each.together) == (True, False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The storm struck Madrid, leaving 40 passengers trapped at a station in Toledo.", "Toledo"),
        ("Clashes in Goma left 900 children sheltering in Bukavu.", "Bukavu"),
        ("Police in Lima seized 300 phones stolen in Arequipa.", "Lima"),
    ],
)
def test_a_participle_says_where_those_counted_are(text: str, place: str, gazetteer: geo.Gazetteer) -> None:
    document = parse(text, gazetteer)
    assert [names(document, c.places) for c in document.claims] == [[place]]


def test_respectively_gives_each_its_own(gazetteer: geo.Gazetteer) -> None:
    document = parse("Kenya and Uganda planted 900 and 700 trees, respectively.", gazetteer)
    assert [(c.quantity, names(document, c.places)) for c in document.claims] == [
        (900, ["Kenya"]),
        (700, ["Uganda"]),
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "The fund sent 40 tons of maize from Kenya to Uganda and 20 tons to Ethiopia in May.",
            {"40 tons": "Uganda", "20 tons": "Ethiopia"},
        ),
        ("Canada exported 3,000 cars to Mexico and 200 to Brazil.", {"3,000": "Mexico", "200": "Brazil"}),
        (
            "Some 500 people fled from Sudan to Chad, 300 to Egypt and 50 to Kenya.",
            {"Some 500": "Chad", "300": "Egypt", "50": "Kenya"},
        ),
        (
            "Norway sold 9 tonnes to Poland and 4 tonnes to Italy.",
            {"9 tonnes": "Poland", "4 tonnes": "Italy"},
        ),
        (
            "The museum in Leiden is to hand back 478 objects to Indonesia and six to Ghana.",
            {"478": "Indonesia", "six": "Ghana"},
        ),
        (
            "Ukraine got 50 billion euros from Brussels, and Moldova 1.8 billion.",
            {"50 billion euros": "Ukraine", "1.8 billion": "Moldova"},
        ),
    ],
)
def test_each_part_of_a_movement_has_its_own_figure(
    text: str, figures: dict[str, str], gazetteer: geo.Gazetteer
) -> None:
    document = parse(text, gazetteer)
    ends = {f.id: document.places[f.destination].name for f in document.flows}
    assert {c.surface: [ends[f] for f in c.flows] for c in document.claims} == {
        surface: [end] for surface, end in figures.items()
    }
    named = {p.name for p in document.places.values()}
    assert not any(c.subject in named for c in document.claims), "a place is not what is counted"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "In Lagos petrol costs 700 naira a litre, up 60 percent since May; in Abuja, 740.",
            {
                "700 naira": (700, "NGN", "litre", "Lagos"),
                "60 percent": (60, "percent", None, "Lagos"),
                "740": (740, "NGN", "litre", "Abuja"),
            },
        ),
        (
            "Spain had 30 cases, Portugal 12 and Malta 2.",
            {"30": (30, "", None, "Spain"), "12": (12, "", None, "Portugal"), "2": (2, "", None, "Malta")},
        ),
        (
            "Landslides killed three in Piura and two in Sullana, and in Tumbes nobody.",
            {"three": (3, "", None, "Piura"), "two": (2, "", None, "Sullana")},
        ),
        ("Rents in Lisbon rose 18 percent in a month.", {"18 percent": (18, "percent", None, "Lisbon")}),
        (
            "A levy was put on 40 million euros of imports from Chile.",
            {"40 million euros": (40_000_000, "EUR", None, "Chile")},
        ),
        ("The party lost 21 Kenyan states.", {"21": (21, "", None, "Kenya")}),
        (
            "Traders in Kano sold thousands of tonnes of rice.",
            {"thousands of tonnes": (2000, "tonne", None, "Kano")},
        ),
        ("The two largest parks of Lima were closed.", {}),
        ("Two experts in Vienna say so.", {}),
        ("It is 840 kilometres from Lima to Cusco.", {}),
        ("The path from Porto to Santiago has 11 stages.", {}),
        ("The 2009 awards were given in Lima during World War Two.", {}),
        ("They won in Lima, their third title in four years.", {}),
        ("A note [1] says that Lima is old.", {}),
    ],
)
def test_figures_and_what_is_none(
    text: str, figures: dict[str, tuple[float, str, str | None, str]], gazetteer: geo.Gazetteer
) -> None:
    document = parse(text, gazetteer)
    assert {
        c.surface: (c.quantity, c.unit, c.per, *(document.places[p].name for p in c.places))
        for c in document.claims
    } == figures


def test_places_of_the_speaker_take_no_figure(gazetteer: geo.Gazetteer) -> None:
    assert parse("Some 300 shops closed, a spokesman in Vienna said.", gazetteer).claims == ()


@pytest.mark.parametrize(
    "text",
    [
        "LIMA, Peru — Two years after four dams came down, divers have found eggs in a creek.",
        "Judges sent six men to prison for stealing wool and selling it to a mill in Arequipa.",
        "Madrid answered with tents and eleven doctors from Lisbon.",
        "A convoy with the sultan of Brunei was held up for nine minutes by a pig.",
        "Forty families, most of them from hamlets near Cusco, have parked two tractors across the road.",
        "It stands 20 centimetres lower than a year ago, and in Duluth, on Lake Superior, docks hang.",
        "Horns blew from Lima to Cusco as a 40 per cent tariff on frozen fish from Chile and Peru came.",
        "They came to Lima from five in the morning.",
        "The army attacked Gao from three sides.",
        "He once sent forty of them to Lima.",
    ],
)
def test_a_figure_at_no_sure_place_is_left_out(text: str, gazetteer: geo.Gazetteer) -> None:
    assert not parse(text, gazetteer).claims


def test_a_figure_goes_on_behind_a_relative_clause(gazetteer: geo.Gazetteer) -> None:
    text = "Lima has received forty offers from people who did not look at the map, and 200 blankets."
    claims = parse(text, gazetteer).claims
    assert [(c.surface, c.predicate, c.polarity) for c in claims] == [
        ("forty", "receive", None),
        ("200", "receive", None),
    ]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Police in Lima dug out 61 rifles, the largest find since a gunfight at Cusco in 2023.", None),
        ("In Lima the river reached seven metres, half a metre less than in 1997.", None),
        ("Mines in Lima have 60 workers near a glacier that died in 2014.", None),
        ("In 2023, 61 rifles were found in Lima.", "2023-01-01/2023-12-31"),
    ],
)
def test_the_time_of_another_event_is_not_a_figures(
    text: str, time: str | None, gazetteer: geo.Gazetteer
) -> None:
    assert {c.time for c in parse(text, gazetteer).claims} == {time}


def test_a_number_of_a_town_is_of_its_people(gazetteer: geo.Gazetteer) -> None:
    claims = parse(
        "They met in Cusco, a town of 20,000, and in Peru, a country of 680,000.", gazetteer
    ).claims
    assert [c.subject for c in claims] == ["people", "people"]


def test_what_carries_is_not_what_is_carried(gazetteer: geo.Gazetteer) -> None:
    assert [c.subject for c in parse("A boat took 400 kilos to Lima.", gazetteer).claims] == [""]


def test_what_happens_on_the_way_happens_in_no_place(gazetteer: geo.Gazetteer) -> None:
    assert not parse("The food reached Gao on Monday, but 31 drivers died on the way.", gazetteer).claims
    [claim] = parse("31 drivers died in Gao on the way to Mopti.", gazetteer).claims
    assert claim.quantity == 31


def test_a_container_takes_no_figure(gazetteer: geo.Gazetteer) -> None:
    document = parse("The storm cut power to 900 homes in Lyon, France.", gazetteer)
    assert [names(document, c.places) for c in document.claims] == [["Lyon"]]


def test_a_claim_has_its_time_source_and_words(gazetteer: geo.Gazetteer) -> None:
    text = "In 2019, farmers in Kenya sold more than 40 tons of tea a day, according to the tea board."
    document = parse(text, gazetteer)
    [c] = document.claims
    assert document.article.text[c.start : c.end] == c.surface == "more than 40 tons"
    assert (c.time, c.source, c.per, c.subject) == ("2019-01-01/2019-12-31", "the tea board", "day", "tea")


def test_each_vessel_is_told_of_the_movement_before(gazetteer: geo.Gazetteer) -> None:
    text = "Trucks carry copper from Lusaka to Durban. Each truck carries 30 tonnes of copper."
    document = parse(text, gazetteer)
    [c] = document.claims
    assert (c.flows, c.places, c.per, c.together) == ((document.flows[0].id,), (), "truck", False)


def test_a_border_is_measured_beside_the_article(gazetteer: geo.Gazetteer) -> None:
    [c] = parse("The 1,200-kilometre border between Norway and Finland is quiet.", gazetteer).claims
    assert c.quantity == 1200
    assert c.measured is not None
    assert c.measured.unit == "kilometre"
    assert 650 < c.measured.value < 800
    assert c.measured.resolution == Message("natural_earth_border")


def test_a_crop_on_a_measured_area_is_not_its_area(gazetteer: geo.Gazetteer) -> None:
    [c] = parse("Farmers in Bavaria grew 900 hectares of hops.", gazetteer).claims
    assert c.measured is None


# -- movements -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Gold is smuggled from Mali to Niger.", ["Mali > Niger"]),
        ("Buses run between Oslo and Bergen.", ["Oslo <> Bergen"]),
        ("Migrants entered Greece from Turkey.", ["Turkey > Greece"]),
        ("Tea shipments left Kenya for Egypt.", ["Kenya > Egypt"]),
        ("A tanker bound for Rotterdam from Houston sank.", ["Houston > Rotterdam"]),
        ("Brazil exports soy to China.", ["Brazil > China"]),
        ("India imports oil from Iraq.", ["Iraq > India"]),
        (
            "People travel from Oslo to Bergen, and from there to Stavanger.",
            ["Oslo > Bergen", "Bergen > Stavanger"],
        ),
        (
            "From Oslo they went on to Bergen, then to Stavanger, and from there by bus to Tromsø.",
            ["Oslo > Bergen", "Bergen > Stavanger", "Stavanger > Tromsø"],
        ),
        (
            "The band flew to Lima, then to Quito, and from there to Caracas.",
            ["Lima > Quito", "Quito > Caracas"],
        ),
        ("The Kenya–Uganda ferry was late.", ["Kenya <> Uganda"]),
        ("London-to-Tokyo flights were full.", ["London > Tokyo"]),
        ("Talks between Kenya and Uganda ended.", []),
        ("Bakeries from Oslo to Bergen closed.", []),
        ("The road from Oslo to Bergen is narrow.", []),
        ("Kenya and Uganda sent observers.", []),
        ("Everyone from doctors to teachers in Oslo came.", []),
        ("Airlines cancelled flights from Tokyo to Osaka.", []),
        ("India banned exports of rice to Bangladesh.", []),
        ("The company suspended shipments from Oman to Kenya.", []),
        ("Norway is ranked above Sweden in the table.", []),
        ("Drones launched from Yemen hit a tanker off Jeddah.", ["Yemen > Jeddah"]),
        ("Police in Marseille freed nine women who had been trafficked from Lagos.", ["Lagos > Marseille"]),
        ("Some 400 cooks were flown in from Nepal by a hotel in Doha.", ["Nepal > Doha"]),
        ("The minister returned to Harare after four days in Beijing.", ["Beijing > Harare"]),
        ("A typhoon is heading for Taiwan after killing 21 in Luzon.", ["Luzon > Taiwan"]),
        ("Letters posted in Sydney reached Perth in February.", ["Sydney > Perth"]),
        ("France exported electricity, most of it to Italy and Spain.", ["France > Italy", "France > Spain"]),
        ("The drug was stolen in Breda and found in Stockholm.", ["Breda > Stockholm"]),
        ("Kigali sent 40 tents to Goma. They had come from Nairobi.", ["Kigali > Goma", "Nairobi > Goma"]),
        ("India is to supply Bhutan with vaccine.", ["India > Bhutan"]),
        ("From Oslo the trains go to Bergen.", []),
        ("The ferry to Zanzibar from Mombasa turned back after an hour.", []),
        ("Not one of the lorries that were to bring flour to Rafah from Cairo has arrived.", []),
        ("The firm parked 34 aircraft in Teruel and sold six to an airline in Miami.", []),
        ("Shops in Odesa sold out of Kherson melons.", []),
        ("Protests spread in states from Texas to Ohio.", []),
        ("Parliament may ratify the Canada-Chile trade deal.", []),
        ("Police in Lima arrested a man from Peru.", []),
        ("A missile hit a house in Odesa; the army said that it came from Kherson.", ["Kherson > Odesa"]),
        ("Odesa was dark after a missile hit it; Kyiv said it came from Kherson.", ["Kherson > Odesa"]),
        ("A car hit a house in Odesa; the army said that it came from Kherson.", []),
        ("The coffee goes through Kampala to Mombasa.", ["Kampala > Mombasa"]),
        ("The cocoa flies through thick fog to Lisbon.", []),
        (
            "Kenya sent tents to Goma, and Uganda, across Lake Albert, blankets.",
            ["Kenya > Goma", "Uganda > Goma"],
        ),
        ("Kenya sent tents to Goma, and Beni, across Lake Albert.", ["Kenya > Goma", "Kenya > Beni"]),
        ("The bars fly from Lima to Bogotá, where a refinery in Medellín makes them one.", ["Lima > Bogotá"]),
        ("QUITO, Ecuador — Talks ended. The Chilean minister flew to Lima.", ["Chile > Lima"]),
        ("NAIROBI, Kenya — Talks ended. The Ugandan envoy left early for Kigali.", ["Nairobi > Kigali"]),
        ("NAIROBI, Kenya — Rain fell. By noon the carts were going back to Kampala.", ["Nairobi > Kampala"]),
        ("NAIROBI, Kenya — Rain fell. The refugees went back to Kampala.", []),
        ("NAIROBI, Kenya — Rain fell. The Ugandan envoy left for Kigali in 2014.", []),
        ("The song tells of Ana's journey, without a map, from Peru to Chile.", ["Peru > Chile"]),
        ("Lima welcomed a visit by Chile's prime minister to Peru.", ["Chile > Peru"]),
        ("Lima spoke of a visit to Peru by a friend of Chile.", []),
        ("Kenya fired on Kampala on Tuesday.", ["Kenya > Kampala"]),
        ("The number of Ugandans arriving in Kenya has grown.", ["Uganda > Kenya"]),
        ("Kenya fears Uganda's plan to send tanks to Rwanda.", ["Uganda > Rwanda"]),
        ("Kenya fears the rebels' plan to send tanks to Rwanda.", []),
        (
            "He is held in Kenya; it is not certain whether he will be extradited to Uganda.",
            ["Kenya > Uganda"],
        ),
        ("She plans to travel to Kenya and bring her son back to Uganda.", ["Kenya > Uganda"]),
        ("They drove to Kenya, where they boarded a ship for Lagos.", ["Kenya > Lagos"]),
        ("NAIROBI, Kenya — Rain fell. A girl from Kampala sold salt and went home.", ["Nairobi > Kampala"]),
        ("The Kampala swimmer returned from Kenya on Monday.", ["Kenya > Kampala"]),
        ("After years of raising goats and selling milk in Kenya, she moved to Uganda.", ["Kenya > Uganda"]),
        ("Nairobi woman rescued after jumping into Lake Victoria.", []),
        ("Kenya has no missiles capable of reaching Uganda.", []),
        ("One of Kenya's last wild rivers, the Mara, meanders from Narok to Lake Victoria.", []),
        ("He was caught in Kampala and taken to the city jail.", []),
        ("The minister, back from Kampala, asked for calm in Nairobi.", ["Kampala > Nairobi"]),
        ("Russian gas still flows to Kenya.", ["Russia > Kenya"]),
        ("The scenery reached Lima on Tuesday, nine days after it had set out from Quito.", ["Quito > Lima"]),
        ("The stolen mask surfaced in Lima, having left Quito in a carpet.", ["Quito > Lima"]),
        ("The virus was brought to Lima by a nurse who had been in Quito.", ["Quito > Lima"]),
        ("Kenyans who want to reach Mombasa now fly to Kampala.", ["Kenya > Kampala"]),
        ("Fish frozen in Lima is filleted in Quito.", ["Lima > Quito"]),
        ("Aid for Kampala is piling up in Mombasa.", ["Mombasa > Kampala"]),
        ("A parcel meant for a bank in Lima was posted in Quito.", ["Quito > Lima"]),
        ("Fans flew in from Lima for the final in Quito.", ["Lima > Quito"]),
        ("Police stopped a van in Lima that had come from Quito.", ["Quito > Lima"]),
        ("The minister flew to Lima on Monday and to Quito on Wednesday.", ["Lima > Quito"]),
        ("The painting hung in Lima until 1945 and now hangs in Quito.", ["Lima > Quito"]),
        ("The baker lived in Lima until 1945 and now lives in Quito.", []),
        ("The tents that Kenya lent Kampala in 2009 have rotted.", ["Kenya > Kampala"]),
        ("Kenya discussed giving Uganda a chance.", []),
        ("NAIROBI, Kenya — Talks ended. The envoy, Ana Sol, left early for Kigali.", ["Nairobi > Kigali"]),
    ],
)
def test_movements(text: str, flows: list[str], gazetteer: geo.Gazetteer) -> None:
    assert flows_of(parse(text, gazetteer)) == flows


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Tents flown in from Doha reached Herat.", ["Doha > Herat"]),
        ("A nurse who had been infected in Freetown was flown to London.", ["Freetown > London"]),
        ("Some 90,000 Syrians fled Aleppo for Beirut.", ["Aleppo > Beirut"]),
        ("Vietnamese shrimp went to the United States.", ["Vietnam > United States"]),
        (
            "The convoy set out from Nairobi at dawn. By evening it had reached Garissa.",
            ["Nairobi > Garissa"],
        ),
        ("Linh walked for 40 days to Hanoi after losing her job in Bangkok.", ["Bangkok > Hanoi"]),
        ("The yacht was towed into Auckland, a week after it left Sydney.", ["Sydney > Auckland"]),
        ("The storm, which hit Cuba on Monday, is moving to Haiti.", ["Cuba > Haiti"]),
        ("The convoy, carrying fuel for Garissa, had left Nairobi.", ["Nairobi > Garissa"]),
        ("Families from Damascus have found refuge in Beirut.", ["Damascus > Beirut"]),
        ("The box had been loaded in Guayaquil and was opened in Antwerp.", ["Guayaquil > Antwerp"]),
        ("Police in Madrid said that she had flown in from Lagos.", ["Lagos > Madrid"]),
        ("A drone from Yemen hit a hotel in Eilat.", ["Yemen > Eilat"]),
        ("A cat on a train that travelled from Winnipeg to Edmonton is his.", ["Winnipeg > Edmonton"]),
        ("After 30 years of teaching in Iran, she moved to Texas.", ["Iran > Texas"]),
        ("After a day in Kathmandu, the climbers took a bus to Pokhara.", ["Kathmandu > Pokhara"]),
        ("The delegation went first to Cairo and then to Amman.", ["Cairo > Amman"]),
        ("The bridge was drawn in Paris and opened by a band from Lyon.", []),
        ("Russian drones hit a port in Odesa.", []),
        ("A bomb exploded in Kabul and another went off in Herat.", []),
        ("Officials in Cairo said that 40 people had been released from a camp in Amman.", []),
        ("The ministry sells bread to people in Kenya from Nairobi to Garissa.", []),
        ("The convoy from Nairobi to Garissa was turned back.", []),
        ("Nobody travelled from Nairobi to Garissa.", []),
        ("The road from Nairobi to Garissa is new.", []),
        ("The virus, first found in Wuhan, had by March reached Milan.", ["Wuhan > Milan"]),
        ("The storm formed off Cuba and hit Jamaica at noon.", ["Cuba > Jamaica"]),
        ("Customs in Antwerp found cocaine in a container from Guayaquil.", ["Guayaquil > Antwerp"]),
        ("Generations of Russians who emigrated to France are on show.", ["Russia > France"]),
        ("The ferry had come from Bari when it caught fire off Corfu.", ["Bari > Corfu"]),
        ("They set out from Nairobi; eleven days later 14 of them reached Garissa.", ["Nairobi > Garissa"]),
        ("After a night in Tripoli the envoy went on to Tunis.", ["Tripoli > Tunis"]),
        ("Fans travelled from as far as Perth to see the match in Brisbane.", ["Perth > Brisbane"]),
        ("The crew was flown out of Juneau; they are being treated in Seattle.", ["Juneau > Seattle"]),
        ("Greek ships carried half of Iran's oil to Syria.", ["Iran > Syria"]),
        ("The boat was seen off Djerba on Tuesday. It had left Tripoli at dusk.", ["Tripoli > Djerba"]),
        ("A flood trapped 60 people in Cusco. Buses took them to Lima.", ["Cusco > Lima"]),
        ("The court in Oslo ordered the extradition of a Dane to Rwanda.", ["Oslo > Rwanda"]),
        ("The men, who had met in Lyon, robbed a bank in Metz and drove to Ghent.", ["Metz > Gent"]),
        ("Wagons of a train from Lyon to Ghent left the rails near Metz.", ["Lyon > Gent"]),
        ("Nine people were killed in Gao, and about 400 fled to Mopti.", ["Gao > Mopti"]),
        ("Tin was found at Dakar, hidden in a car that was going to Paris.", ["Dakar > Paris"]),
        ("Nurses from Nantes embarked at Brest for Dakar.", ["Brest > Dakar"]),
        ("The steel was loaded at Odesa and is due in Tunis on Friday.", ["Odesa > Tunis"]),
        ("The letter bomb was posted in Leeds and was opened in Oslo.", ["Leeds > Oslo"]),
        ("Having sold his farm in Zambia, he settled in Perth.", ["Zambia > Perth"]),
        ("The sheep were walked from Cusco to Lima.", ["Cusco > Lima"]),
        ("Nobody got out of Juba until 40 were flown to Nairobi.", []),
        ("The envoy cut short a visit to Paris and flew home to Tunis.", ["Paris > Tunis"]),
        ("The sick were flown to Nairobi after the clinic in Juba burned.", ["Juba > Nairobi"]),
        ("Austria let 20 lorries go on to Italy.", ["Austria > Italy"]),
        ("The coach left Leeds and never got to Dover.", []),
        (
            "Each day 900 people come into Geneva. Half are from Lyon; a quarter drive from Dijon, others "
            "from Turin.",
            ["Lyon > Geneva", "Dijon > Geneva", "Turin > Geneva"],
        ),
        ("In Geneva 900 people work. Half are from Lyon, and a third from Dijon.", []),
        ("Tourists from Poland flock to Zanzibar.", ["Poland > Zanzibar"]),
        ("Nurses recruited in Manila work in Riyadh.", ["Manila > Riyadh"]),
        ("Trucks laden with coal cross daily from Mongolia to China.", ["Mongolia > China"]),
        ("Kenya plans to send police to Haiti.", ["Kenya > Haiti"]),
        ("Three vans stolen in Ghent turned up in a yard outside Kaunas.", ["Gent > Kaunas"]),
        ("The bronze looted in Luxor is going home from Berlin.", ["Berlin > Luxor"]),
        ("The bears were captured in Sofia. Two of them now live in Leipzig.", ["Sofia > Leipzig"]),
        ("Eleven cyclists set off from Cusco on Monday. By Thursday nine were in Puno.", ["Cusco > Puno"]),
        ("Egypt resumed wheat imports from Ukraine.", ["Ukraine > Egypt"]),
        ("Cambodia has banned exports of sand to Singapore.", []),
        ("Colombia put two brothers on a plane to Miami.", ["Colombia > Miami"]),
        ("A cargo plane en route from Dakar to Nairobi crashed.", ["Dakar > Nairobi"]),
        ("A Manila-bound ferry from Cebu sank.", ["Cebu > Manila"]),
        ("He spent two nights in Perth before being flown to Singapore.", ["Perth > Singapore"]),
        ("He was arrested in Paris on arrival from Karachi.", ["Karachi > Paris"]),
        ("Most of the refugees in Amman came from Damascus.", ["Damascus > Amman"]),
        ("Dust from Mongolia coloured the sky over Seoul.", ["Mongolia > Seoul"]),
        ("The statue left Izmir as ballast, stood in Leeds, and was sold last week.", ["İzmir > Leeds"]),
        ("Ferries brought 1,900 people off Zanzibar to Mombasa.", ["Zanzibar > Mombasa"]),
        ("The delegation left Cairo on Monday, arriving in Amman the same evening.", ["Cairo > Amman"]),
        ("Volunteers from Leeds drove an ambulance to Lviv.", ["Leeds > Lviv"]),
        ("The riders covered 180 km from Pau to Toulouse.", ["Pau > Toulouse"]),
        ("Interest moved from Paris to London.", []),
        ("Iran denies having supplied drones to Russia.", []),
        ("The trains from Kyiv to Warsaw run full.", []),
        ("Mali's junta turned to Moscow for help.", []),
        ("The road climbs from Kathmandu to Pokhara.", []),
    ],
)
def test_ends_of_a_movement_in_several_clauses(text: str, flows: list[str], gazetteer: geo.Gazetteer) -> None:
    assert flows_of(parse(text, gazetteer)) == flows


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Trucks carrying rice, which had been held at Mombasa, entered Kampala.", ["Mombasa > Kampala"]),
        ("The ferry, on its way from Genoa to Tunis, ran out of fuel.", ["Genoa > Tunis"]),
        ("The yacht put to sea from Lisbon and was found off Casablanca.", ["Lisbon > Casablanca"]),
        ("The barley left Rouen on a barge and is due in Antwerp on Friday.", ["Rouen > Antwerp"]),
        ("The doves released in Milan were back in Vienna by noon.", ["Milan > Vienna"]),
        ("She was back in Vienna, and back in court in Milan.", []),
        ("The ambassador to Nairobi has been called home to Oslo.", ["Nairobi > Oslo"]),
        ("The smoke of fires in Sardinia hid the sky over Rome.", ["Sardegna > Rome"]),
        ("Brazilian cotton is being woven in Dhaka.", ["Brazil > Dhaka"]),
        ("Brazilian nurses are inspected in Dhaka.", []),
        ("Two coaches full of pupils from Turin were sent on to Nice.", ["Turin > Nice"]),
        ("A third of the Nigerian nurses in Cairo have been sent home.", ["Cairo > Nigeria"]),
        ("Kenyan police handed over nine men to Uganda.", ["Kenya > Uganda"]),
        ("Kenya sent 20 tents to Uganda; Rwanda, a water pump.", ["Kenya > Uganda", "Rwanda > Uganda"]),
        ("A court in Paris has asked Morocco to extradite the banker.", ["Morocco > Paris"]),
        ("The port through which most Peruvian cocaine reaches Spain is Antwerp.", ["Peru > Spain"]),
        ("The bread machine, a gift of Norway to Malawi, is broken.", ["Norway > Malawi"]),
        ("A delegation from Cairo spent a week in Khartoum.", ["Cairo > Khartoum"]),
        ("A baker from Cairo spent a week in Khartoum.", []),
        ("Some of the coins on show in Madrid were stolen from a museum in Lima.", ["Lima > Madrid"]),
        ("Hundreds are camping at Quito, having walked from Lima.", ["Lima > Quito"]),
        ("Welders who worked in Qatar are leaving for Poland.", ["Qatar > Poland"]),
        ("Jets that had taken off from Cyprus bombed Tripoli.", ["Cyprus > Tripoli"]),
        ("Two men flew home after six more had flown in from Oslo to Leeds.", ["Oslo > Leeds"]),
        ("Police closed a road in Oslo after three bears had wandered in from Sweden.", ["Sweden > Oslo"]),
        ("Nairobi's bakers fetch their flour in Mombasa.", ["Mombasa > Nairobi"]),
        ("The tug, adrift off Malta, was towed to Catania.", ["Malta > Catania"]),
        ("A mill in Leeds grinds wheat from Ukraine.", ["Ukraine > Leeds"]),
        ("Soya, the biggest Brazilian export to China, is dear.", ["Brazil > China"]),
        ("U.S. exports to China fell.", ["United States > China"]),
        ("Japan, the main buyer of Australian coal, pays less.", ["Australia > Japan"]),
        ("Qatar is Pakistan's largest supplier of gas.", ["Qatar > Pakistan"]),
        ("Pears picked in Chile are on sale in Oslo.", ["Chile > Oslo"]),
        ("A woman born in Chile is on holiday in Oslo.", []),
        ("They fled to Poland after rebels had overrun Donetsk.", []),
        ("Her parents fled to Poland after Russia invaded Georgia.", ["Georgia > Poland"]),
        ("The mayor of Kyiv flew to Oslo.", ["Kyiv > Oslo"]),
        ("A woman in Ottawa sent her brother in Beirut 400 dollars.", ["Ottawa > Beirut"]),
        ("A tanker from Oslo for Rotterdam is late.", ["Oslo > Rotterdam"]),
        ("Half of Iran's oil ends up in China.", ["Iran > China"]),
        ("Winds carried soot from Delhi to Kathmandu.", ["Delhi > Kathmandu"]),
        ("China's carmakers shipped 400,000 cars to Mexico.", ["China > Mexico"]),
        ("Denmark sold the island to Sweden.", []),
        ("In Kabul the last planes took off for Doha.", ["Kabul > Doha"]),
        ("The storm brought rain to Miami after soaking Havana.", ["Havana > Miami"]),
        ("Most of the doses that reached Nairobi were sent by India.", ["India > Nairobi"]),
        ("The mayor of Bogotá had just returned from Lima.", ["Lima > Bogotá"]),
        ("A first group left for Dakar and 900 were home in Dhaka.", []),
        ("In Cusco a school closed because the last two teachers had gone to Quito.", ["Cusco > Quito"]),
        ("The storm crossed Cuba and was heading for Haiti.", ["Cuba > Haiti"]),
        ("A firm moved him to Oslo, and last winter he took a post in Lagos.", []),
        ("Greek ships carry the rice to Kenya and on to Madagascar.", ["Kenya > Madagascar"]),
        ("The strikers fought their way from Lille to Paris.", ["Lille > Paris"]),
        ("The coal goes to Mombasa, where it is loaded for India.", ["Mombasa > India"]),
        ("The singer, on a visit to Kyiv from Oslo, slept in the metro.", ["Oslo > Kyiv"]),
        ("Rain fell from Oslo to Paris.", []),
    ],
)
def test_ends_that_stand_around_a_movement(text: str, flows: list[str], gazetteer: geo.Gazetteer) -> None:
    assert flows_of(parse(text, gazetteer)) == flows


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("The road from Cusco to Puno was blocked by 300 farmers.", "road", ["Cusco", "Puno"]),
        ("The Lima–Huancayo railway is old.", "railway", ["Lima", "Huancayo"]),
        ("A pipeline connects Baku with Ceyhan.", "pipeline", ["Baku", "Ceyhan"]),
        ("The highway, which runs from Quito to Cuenca, has 11 bridges.", "road", ["Quito", "Cuenca"]),
    ],
)
def test_a_route_is_no_movement(text: str, kind: str, places: list[str], gazetteer: geo.Gazetteer) -> None:
    document = parse(text, gazetteer)
    assert document.flows == ()
    assert [(r.kind, [document.places[i].name for i in r.places]) for r in document.routes] == [
        (kind, places)
    ]
    assert document.routes[0].mentions[0].surface in text
    assert f"{kind}: {' – '.join(places)}" in explain(document).text


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The road from Cusco to Puno will be closed on Monday.", [None]),
        ("Work on the highway linking Nairobi with Mombasa has begun.", [None]),
        ("The ferry between Harwich and Rotterdam was closed in 2014.", [None]),
        ("A planned railway from Arequipa to Puno will cost 2 billion dollars.", ["planned"]),
        ("The government will build a road from Cusco to Puno.", ["planned"]),
        ("Ministers approved plans for a pipeline from Cusco to Lima.", ["planned"]),
        ("The new railway will run from Arequipa to Puno.", ["planned"]),
        ("There is no road between Cusco and Puno.", []),
        ("The canal between Cusco and Puno was never built.", []),
        ("The ferry from Harwich to Rotterdam sank.", []),
    ],
)
def test_a_route_is_there_or_planned(text: str, polarity: list[str | None], gazetteer: geo.Gazetteer) -> None:
    assert [r.polarity for r in parse(text, gazetteer).routes] == polarity


def test_a_route_between_sure_places_is_drawn_and_moves_nothing(gazetteer: geo.Gazetteer) -> None:
    text = "Floods cut the road from Cusco to Puno. A railway from Puno to Arequipa is planned."
    document = parse(text, gazetteer)
    road, rail = (f for f in build_features(document).by_id.values() if f.route)
    assert (road.name, road.kind, road.extent) == ("Cusco – Puno", "route", "approximate")
    assert road.members()["kind_label"] == "road"
    assert road.layers == next(f for f in build_features(document).by_id.values() if f.name == "Cusco").layers
    assert len(road.geometry.coords) == 2
    assert rail.members()["kind_label"] == "railway (planned)"
    scene = set_scene(document)
    keys = [(key.title, key.dotted) for key in legend_keys(scene, scene.frame.detail, vocabulary("en"))]
    assert ("Road", False) in keys
    assert ("Railway (planned)", True) in keys
    page = geo.render(document)
    assert "Approximate: a straight line between the two, not the course" in page
    for hidden in ((road.id,), road.ends):
        view = replace(document.map, hidden=hidden)
        assert road.id not in build_features(replace(document, map=view)).by_id


def test_what_parts_two_places_is_not_drawn_between_them(gazetteer: geo.Gazetteer) -> None:
    document = parse("The river between Cusco and Puno rose.", gazetteer)
    assert [r.kind for r in document.routes] == ["river"]
    assert not any(f.route for f in build_features(document).by_id.values())


def test_a_lorry_on_its_way_is_no_route(gazetteer: geo.Gazetteer) -> None:
    assert parse("Forty lorries drove from Cusco to Puno.", gazetteer).routes == ()


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("The plane came down 60 km north of Arequipa, killing 12.", (0, 1)),
        ("The plane came down 60 km (37 miles) south-east of the city of Arequipa.", (1, -1)),
        ("The plane came down 60 km west of Peru.", None),
        ("The plane came down 60 km from Arequipa.", None),
    ],
)
def test_where_a_distance_leads(text: str, bearing: tuple[int, int] | None, gazetteer: geo.Gazetteer) -> None:
    document = parse(text, gazetteer)
    positions = [c.position for c in document.claims if c.surface == "60 km"]
    if bearing is None:
        assert not any(positions)
        return
    [position] = positions
    assert position
    start = document.toponyms[0].place
    assert start
    east, north = position[0] - start.lng, position[1] - start.lat
    assert (round(east, 1) > 0) - (round(east, 1) < 0) == bearing[0]
    assert (north > 0) - (north < 0) == bearing[1]
    assert abs(geodesic_km(start.point, LngLat(*position)) - 60) < 1


@pytest.mark.parametrize(
    ("text", "surface", "comparison"),
    [
        ("Durban recorded 1,046 murders, down 9 % from 2023.", "1,046", "down 9 % from 2023"),
        ("Lima saw 130 murders, compared with 292 in Cusco.", "130", "compared with 292 in Cusco"),
        ("Sales in Lima are down 20 percent from their usual level.", "percent", "from their usual level"),
        ("Farmers in Lima sold 300 tonnes, down by a fifth.", "tonnes", "down by a fifth"),
        ("Lima exported 40 percent more copper than in 2018.", "percent", "more copper than in 2018"),
        ("Deaths in Lima fell to 300 from 400 a year earlier.", "300", "from 400 a year earlier"),
        ("Lima has 40 clinics, three times its number in 1990.", "40", "three times its number in 1990"),
        ("Lima paid 40 dollars, twice last year's budget.", "dollars", "twice last year's budget"),
        (
            "The dam at Lima holds 40 litres, well above its usual level.",
            "litres",
            "well above its usual level",
        ),
        ("Compared with 2014, exports from Lima rose 12 percent.", "percent", "Compared with 2014"),
        ("Police in Lima found 40 guns other than those stolen.", "40", None),
        ("Lima opened 300 schools over the same time.", "300", None),
        (
            "Oregon counted 83 fires, twice as many as in 2019, officials said.",
            "83",
            "twice as many as in 2019",
        ),
        ("Lima bought more than 40 buses.", "40", None),
        (
            "Turnout in Lima was 41 percent, four points lower than in May.",
            "percent",
            "four points lower than in May",
        ),
        ("The crowd in Lima was 900, down by a fifth on last year.", "900", "down by a fifth on last year"),
        ("Lima has 90 guards, a third of its strength in 1990.", "90", "a third of its strength in 1990"),
        (
            "Lima received 20 dollars, less than half of what it needs.",
            "dollars",
            "less than half of what it needs",
        ),
        ("Thefts in Lima fell 12 percent relative to 2020.", "percent", "relative to 2020"),
        ("Farms at Lima gave 30 sacks, the worst since 1963.", "30", "the worst since 1963"),
        ("Lima's debt fell to 4 percent from 6 dollars in March.", "percent", "from 6 dollars in March"),
    ],
)
def test_what_a_figure_is_compared_with(
    text: str, surface: str, comparison: str | None, gazetteer: geo.Gazetteer
) -> None:
    claims = {c.surface.split()[-1]: c for c in parse(text, gazetteer).claims}
    assert claims[surface].comparison == comparison


def test_a_planned_movement_says_so(gazetteer: geo.Gazetteer) -> None:
    document = parse("Germany will send 14 tanks to Ukraine.", gazetteer)
    assert [f.polarity for f in document.flows] == [c.polarity for c in document.claims] == ["planned"]
    assert "planned" in explain(document).text


def test_what_moves_and_its_words(gazetteer: geo.Gazetteer) -> None:
    document = parse("Smugglers carry illegal ivory from Kenya to Uganda.", gazetteer)
    [flow] = document.flows
    assert flow.subject == "illegal ivory"
    [mention] = flow.mentions
    assert document.article.text[mention.start : mention.end] == mention.surface == "from Kenya to Uganda"


def test_one_way_and_both_ways_are_two_flows(gazetteer: geo.Gazetteer) -> None:
    text = "Trains run between Kenya and Uganda. Tea is shipped from Kenya to Uganda."
    document = parse(text, gazetteer)
    assert flows_of(document) == ["Kenya <> Uganda", "Kenya > Uganda"]
    assert len({f.id for f in document.flows}) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fires in Chile killed 12 people in Qwertil and 30 in Temuco.", {("30", "Temuco")}),
        ("Police in Kenya seized six guns in Zibbo, four in Kisumu and two in Xandar.", {("four", "Kisumu")}),
        (
            "Six of the wounded were in the district of Zibbo, and three in Mombasa, a port in Kenya.",
            {("three", "Mombasa")},
        ),
    ],
)
def test_a_figure_of_a_name_without_a_place_goes_to_no_other(
    text: str, said: set[tuple[str, str]], gazetteer: geo.Gazetteer
) -> None:
    document = parse(text, gazetteer)
    assert {(c.surface, document.places[p].name) for c in document.claims for p in c.places} == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ghana cut exports of cocoa to France by 12%.", "cut"),
        ("Rents in Vienna rose 8 percent.", "rose"),
        ("Unemployment in Spain fell to 12%.", None),
        ("Turnout reached 60% in Ghana.", None),
    ],
)
def test_a_share_by_which_something_changed_says_so(
    text: str, words: str | None, gazetteer: geo.Gazetteer
) -> None:
    [claim] = parse(text, gazetteer).claims
    assert claim.comparison == words


def test_a_movement_is_not_named_by_a_unit(gazetteer: geo.Gazetteer) -> None:
    [flow] = parse("Laos sold 5 TWh to Thailand.", gazetteer).flows
    assert flow.subject == ""


# -- times and sources ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("in 2013", "2013-01-01/2013-12-31"),
        ("on November 11", "2014-11-11/2014-11-11"),
        ("on 3 March 2012", "2012-03-03/2012-03-03"),
        ("next year", "2015-01-01/2015-12-31"),
        ("in the first three or six months of next year", "2015-01-01/2015-06-30"),
        ("in the second quarter of 2010", "2010-04-01/2010-06-30"),
        ("last month", "2014-11-01/2014-11-30"),
        ("in August", "2014-08-01/2014-08-31"),
        ("between 2001 and 2005", "2001-01-01/2005-12-31"),
        ("since 2010", "2010-01-01/2014-12-04"),
        ("on Tuesday", "2014-12-02/2014-12-02"),
        ("yesterday", "2014-12-03/2014-12-03"),
        ("two years ago", "2012-01-01/2012-12-31"),
        ("over the past two weeks", "2014-11-20/2014-12-04"),
        ("in the summer of 2008", "2008-06-01/2008-08-31"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("next quarter", "2015-01-01/2015-03-31"),
        ("this quarter", "2014-10-01/2014-12-31"),
        ("this month", "2014-12-01/2014-12-31"),
        ("next week", "2014-12-08/2014-12-14"),
        ("three months ago", "2014-09-01/2014-09-30"),
        ("two decades ago", "1994-01-01/1994-12-31"),
        ("ten days ago", "2014-11-24/2014-11-24"),
        ("in the last three months of 2013", "2013-10-01/2013-12-31"),
        ("over the next two months", "2014-12-04/2015-02-04"),
        ("last December", "2013-12-01/2013-12-31"),
        ("next March", "2015-03-01/2015-03-31"),
    ],
)
def test_times_from_the_article_s_date(text: str, interval: str) -> None:
    words = f"They met {text}."
    sentence = Sentence("s01", 0, len(words), "b01", "paragraph")
    [time] = find_times(words, sentence, "2014-12-04", reading_language("en"))
    assert time.interval == interval
    assert words[time.start : time.end] == time.surface


def test_without_the_article_s_date_only_what_is_absolute_is_dated() -> None:
    words = "They met last year, on Monday, on May 2 and in 2013."
    sentence = Sentence("s01", 0, len(words), "b01", "paragraph")
    found = find_times(words, sentence, None, reading_language("en"))
    assert [t.interval for t in found] == ["2013-01-01/2013-12-31"]


@pytest.mark.parametrize(
    "text", ["on February 30, 2013", "two years earlier", "in the first 13 months of 2013"]
)
def test_what_no_calendar_has_or_no_date_begins_is_not_dated(text: str) -> None:
    words = f"They met {text}."
    sentence = Sentence("s01", 0, len(words), "b01", "paragraph")
    found = find_times(words, sentence, "2014-12-04", reading_language("en"))
    assert [t.surface for t in found if t.surface in text and "2013" not in t.surface] == []
    assert all(t.interval == "2013-01-01/2013-12-31" for t in found)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Some 40 homes burned, according to the fire service.", "the fire service"),
        ("Some 40 homes burned, the fire service said on Monday.", "the fire service"),
        ("“Some 40 homes burned,” said Ana Ruiz, a resident.", "Ana Ruiz"),
        ("The fire service said that 40 homes burned.", "The fire service"),
        ("ACCRA, Ghana (AP) — Union leaders said 40 homes burned.", "Union leaders"),
        ("Some 40 homes burned, he said.", None),
        ("Some 40 homes burned.", None),
    ],
)
def test_who_says_so(words: str, source: str | None) -> None:
    sentence = Sentence("s01", 0, len(words), "b01", "paragraph")
    assert find_source(words, sentence, reading_language("en").claims) == source


def test_another_language_has_no_findings(gazetteer: geo.Gazetteer) -> None:
    text = "Plus de 3000 personnes sont allées de Lima à Cusco en 2013, selon la police de la ville.\n" * 3
    document = geo.geoparse(text, gazetteer=gazetteer)
    assert document.article.language == "fr"
    assert (document.claims, document.flows, document.times, document.layers) == ((), (), (), ())


@pytest.mark.parametrize(
    ("text", "figures", "flows"),
    [
        (
            "Más de 3.000 personas viajaron de Lima a Cusco en 2013, según la policía de la ciudad.",
            [("Más de 3.000", 3000.0, "", None, "personas", "viajar", None)],
            ["one way"],
        ),
        (
            "El ministro dijo que se enviarán 1,5 toneladas de papas de Lima al puerto de Ica por año.",
            [("1,5 toneladas", 1.5, "tonne", "year", "papas", "enviar", "planned")],
            ["one way"],
        ),
        (
            "En Lima murieron 13 mineros y otros dos fueron trasladados a un hospital de la ciudad.",
            [
                ("13", 13.0, "", None, "mineros", "morir", None),
                ("otros dos", 2.0, "", None, "mineros", "trasladar", None),
            ],
            [],
        ),
        (
            "O Brasil vendeu 2 bilhões de dólares de soja à China, disse a ministra em Brasília.",
            [("2 bilhões de dólares", 2e9, "USD", None, "soja", "vender", None)],
            ["one way"],
        ),
        (
            "Em Maputo, um em cada doze moradores não tem água, segundo a câmara da cidade.",
            [("um em cada doze", 8.3333, "percent", None, "moradores", "ter", "negated")],
            [],
        ),
        ("A professora, de 34 anos, ensina em Lisboa, e o Porto venceu em Braga por 3 a 1.", [], []),
        (
            "El kilo de tomate se paga hoy a 2,10 euros en Madrid, dijo el lunes la dueña de un puesto.",
            [("2,10 euros", 2.1, "EUR", "kilogram", "", "pagar", None)],
            [],
        ),
        (
            "Los 120 presos fueron llevados el jueves de Madrid a Sevilla en dos autobuses, a las 7.15.",
            [("120", 120.0, "", None, "presos", "llevar", None)],
            ["one way"],
        ),
        (
            "La empresa ha vendido 12.000 sillas en Ourense y comprado el viernes más de 300 mesas.",
            [
                ("12.000", 12000.0, "", None, "sillas", "vender", None),
                ("más de 300", 300.0, "", None, "mesas", "comprar", None),
            ],
            [],
        ),
        ("La dueña de 17 perros vive desde hace 30 años en Sevilla, dijo el lunes su vecina.", [], []),
        (
            "Um caminhão carregado com 450 caixas de peixe foi detido na segunda-feira em Lisboa.",
            [("450", 450.0, "", None, "caixas de peixe", "carregar", None)],
            [],
        ),
        (
            "Os corpos foram levados no domingo de Cabo Verde para Lisboa, onde a família os esperava.",
            [],
            ["one way"],
        ),
    ],
)
def test_spanish_and_portuguese_are_read_by_their_own_grammar(
    gazetteer: geo.Gazetteer, text: str, figures: list[tuple[object, ...]], flows: list[str]
) -> None:
    document = geo.geoparse(text, gazetteer=gazetteer)
    assert document.article.language in ("es", "pt")
    found = [
        (c.surface, c.quantity, c.unit, c.per, c.subject, c.predicate, c.polarity) for c in document.claims
    ]
    assert found == figures
    assert [f.direction for f in document.flows] == flows
    assert document.layers == ()


@pytest.mark.parametrize(
    "text",
    [
        "El edificio de 17 pisos en Bogotá fue evacuado el lunes, dijo la alcaldesa.",
        "O prédio de 17 andares em Curitiba foi evacuado ontem, disse a prefeita.",
    ],
)
def test_parts_of_one_thing_are_no_figure_of_its_place(gazetteer: geo.Gazetteer, text: str) -> None:
    assert geo.geoparse(text, gazetteer=gazetteer).claims == ()


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        ("Un barco con bandera de Malta salió de Guayaquil rumbo a Valparaíso.", ["Guayaquil > Valparaíso"]),
        ("La policía halló en Guayaquil 300 armas que procedían de Perú.", ["Peru > Guayaquil"]),
        ("La policía halló en Guayaquil a un hombre que procede de Perú.", []),
        ("Vecinos de Paiporta desalojados por el agua fueron alojados en Torrent.", ["Paiporta > Torrent"]),
        ("La mitad del café de Honduras se vendió a Alemania.", ["Honduras > Germany"]),
        (
            "Uruguay vende carne congelada a Rusia, dijo el lunes la dueña de la empresa.",
            ["Uruguay > Russia"],
        ),
        ("El obispo de Arequipa viajó a Roma el lunes.", ["Arequipa > Rome"]),
        (
            "Cabo Verde compra água engarrafada a Portugal, disse ontem o dono da empresa.",
            ["Portugal > Cabo Verde"],
        ),
        (
            "La compra de gas a Bolivia por parte de Brasil se redujo en mayo.",
            ["Bolivia > Brazil"],
        ),
        ("Las compras de trigo a Argentina crecieron en Brasil el lunes.", ["Argentina > Brazil"]),
        (
            "Chile vendió vino a China y le compró acero, dijo el lunes la ministra.",
            ["Chile > China", "China > Chile"],
        ),
        (
            "España entregó a Argentina a un exmilitar acusado de crímenes, dijo la ministra.",
            ["Spain > Argentina"],
        ),
        (
            "Los diplomáticos expulsados por Ecuador volaron el lunes de Quito a Bogotá.",
            ["Quito > Bogotá"],
        ),
        (
            "Tres loros decomisados en Trujillo viajaban en una maleta desde Tarapoto.",
            ["Tarapoto > Trujillo"],
        ),
        (
            "Fugiram da cadeia de Mossoró dois detentos, recapturados ontem em Marabá.",
            ["Mossoró > Marabá"],
        ),
        (
            "Angola repatriou na segunda-feira 300 congoleses para Matadi, disse o ministro.",
            ["Angola > Matadi"],
        ),
        ("Um terço do atum pescado em Cabo Verde é vendido à Itália.", ["Cabo Verde > Italy"]),
        (
            "Chegaram a Rio Branco na segunda-feira, com os médicos, 50 mil doses enviadas de Brasília.",
            ["Brasília > Rio Branco"],
        ),
    ],
)
def test_movements_in_spanish_and_portuguese(gazetteer: geo.Gazetteer, text: str, flows: list[str]) -> None:
    assert flows_of(geo.geoparse(text, gazetteer=gazetteer)) == flows


@pytest.mark.parametrize(
    ("text", "figures", "flows"),
    [
        (
            "Unos 240 heridos fueron llevados en autobuses de Arequipa a un hospital de Cusco.",
            [("Unos 240", 240.0, "", None, "heridos", "herir", None)],
            ["one way"],
        ),
        (
            "El ayuntamiento de Madrid contó 40 incendios en mayo y Barcelona, 12.",
            [
                ("40", 40.0, "", None, "incendios", "contar", None),
                ("12", 12.0, "", None, "incendios", "contar", None),
            ],
            [],
        ),
        (
            "La tasa de paro en Andalucía bajó dos décimas, y ya son 140 los despedidos en Madrid.",
            [
                ("dos décimas", 0.2, "percentage point", None, "tasa de paro", "bajar", None),
                ("140", 140.0, "", None, "despedidos", "ser", None),
            ],
            [],
        ),
        (
            "Dos hombres fueron detenidos en Lima por vender 30 motos robadas.",
            [
                ("Dos", 2.0, "", None, "hombres", "detener", None),
                ("30", 30.0, "", None, "motos", "vender", None),
            ],
            [],
        ),
        (
            "La Fuerza Aérea repatrió a 229 argentinos desde Israel, y 12 bolivianos murieron en Lima.",
            [
                ("229", 229.0, "", None, "argentinos", "repatriar", None),
                ("12", 12.0, "", None, "bolivianos", "morir", None),
            ],
            [],
        ),
        (
            "O governo vai instalar em Bissau uma central solar de 20 megawatts, que custará R$ 3 milhões.",
            [
                ("20 megawatts", 20.0, "megawatt", None, "central solar", "instalar", "planned"),
                ("R$ 3 milhões", 3e6, "BRL", None, "central solar", "custar", "planned"),
            ],
            [],
        ),
        (
            "O navio, que zarpara de Luanda com 74 passageiros, afundou ao largo de Lisboa.",
            [("74", 74.0, "", None, "passageiros", "zarpar", None)],
            ["one way"],
        ),
        (
            "Cerca de 500 pessoas terão morrido em Lisboa, onde a espera no hospital chega a 14 horas.",
            [
                ("Cerca de 500", 500.0, "", None, "pessoas", "morrer", "possible"),
                ("14 horas", 14.0, "hour", None, "espera", "chegar", None),
            ],
            [],
        ),
    ],
)
def test_spanish_and_portuguese_words_of_two_meanings(
    gazetteer: geo.Gazetteer, text: str, figures: list[tuple[object, ...]], flows: list[str]
) -> None:
    document = geo.geoparse(text, gazetteer=gazetteer)
    found = [
        (c.surface, c.quantity, c.unit, c.per, c.subject, c.predicate, c.polarity) for c in document.claims
    ]
    assert found == figures
    assert [f.direction for f in document.flows] == flows


def test_a_table_is_not_read_for_claims(gazetteer: geo.Gazetteer) -> None:
    document = parse("Kenya grew 40 tons of tea, " * 100 + "it said.", gazetteer)
    assert document.claims == ()


def test_explain_says_what_is_said_of_a_place(gazetteer: geo.Gazetteer) -> None:
    text = "In 2019, farmers in Kenya shipped two million tons of tea from Kenya to Uganda, the union said."
    document = parse(text, gazetteer)
    said = explain(document, place="Kenya")
    claim = "Kenya → Uganda (tea): two million tons: tea (2019), according to the union, read as 2,000,000"
    assert f"Claim: {claim}." in said.text
    assert "Movement: Kenya → Uganda (tea)." in said.text
    assert "Time: “In 2019” is 2019." in said.text
    assert said.data[0]["flows"] == [document.flows[0].id]
    spanish = explain(document, place="Kenya", language="es").text
    claim = (
        "Kenia → Uganda (tea): two million tons: tea (2019), según the union, leído como 2\u202f000\u202f000"
    )
    assert f"Dato: {claim}." in spanish
    assert "Movimiento: Kenia → Uganda (tea)." in spanish
    assert "Fecha: «In 2019» es 2019." in spanish


def test_explain_says_what_a_figure_is_of(gazetteer: geo.Gazetteer) -> None:
    together = explain(parse("Kenya and Uganda together grew 40 tons of tea.", gazetteer)).text
    assert "Claim: for Kenya and Uganda together: 40 tons: tea." in together
    each = explain(parse("Kenya and Uganda each grew 40 tons of tea.", gazetteer)).text
    assert "Claim: each of Kenya and Uganda: 40 tons: tea." in each
    money = explain(parse("Kenya paid $350 for tea.", gazetteer)).text
    assert ", read as 350 USD." in money


def test_a_border_region_is_a_stated_band_of_both_countries(gazetteer: geo.Gazetteer) -> None:
    document = parse("In the border region between Norway and Finland, the border is open.", gazetteer)
    region, border = (document.places[i] for i in ("border:fi-no-region", "border:fi-no"))
    assert (region.kind, region.extent, border.extent) == ("region", "approximate", "surveyed")
    assert region.extent_method == Message("border_band", {"km": 50})
    assert region.geometry is not None
    assert border.geometry is not None
    assert region.geometry.buffer(0.1).covers(border.geometry)
    assert 50 * 50 < area_km2(region.geometry) < 2 * 60 * length_km(border.shape.coordinates)


def test_findings_survive_the_document(gazetteer: geo.Gazetteer) -> None:
    document = parse(
        "Farmers in Kenya and Uganda sold 40 tons of tea; trucks carried tea from Kenya to Uganda.", gazetteer
    )
    again = geo.MapDocument.from_json(document.to_json())
    for member in ("claims", "flows", "times", "layers"):
        assert getattr(again, member) == getattr(document, member)
    assert document.claims
    assert document.flows


# -- what looks like a figure or a movement of a place, and is none ------------------------------------------


_SHOPS = ["300 Shanghai Anhui Gansu"]
_RESPECTIVELY = ["10 Lima", "20 Cusco", "30 Lima", "40 Cusco"]


@pytest.mark.parametrize(
    ("text", "claims", "flows"),
    [
        ("The orchestra from Leipzig played three encores in Osaka.", ["3 Osaka"], []),
        ("The storm sank a boat at Colombo, 140 kilometres from Galle.", ["140 Galle"], []),
        ("The map shows the track from Uyuni to Tupiza.", [], []),
        ("The song is about a bus from Recife to Olinda.", [], []),
        ("The highway from Accra to Kumasi was closed for nine hours.", ["9 Accra Kumasi"], []),
        ("Repairs closed the road from Nairobi to Mombasa.", [], []),
        ("The firm sold its old engines to Kenya's neighbour.", [], []),
        ("Japan's weather agency expects a second storm to reach Kyushu.", [], []),
        ("The parcel was sent from Cork, not from Dublin, to Boston.", [], ["Cork > Boston"]),
        (
            "The museum in Basel has lent 5 paintings by an artist from Kyiv to a gallery in Oslo.",
            ["5 Basel > Oslo"],
            ["Basel > Oslo"],
        ),
        (
            "The ship drifts from Cuba toward Jamaica and could reach Haiti in two weeks.",
            [],
            ["Cuba > Jamaica", "Cuba > Haiti"],
        ),
        (
            "From Panama they travel by bus to Costa Rica, and then on to Nicaragua.",
            [],
            ["Panama > Costa Rica", "Costa Rica > Nicaragua"],
        ),
        (
            "The pipeline carries 9 cubic metres of gas a year from Russia to Germany.",
            ["9 Russia > Germany"],
            ["Russia > Germany"],
        ),
        ("In Nairobi it took three to six months and two votes.", [], []),
        ("Dr Ito, who trained for nine years in Leipzig, put her pager on the table.", [], []),
        ("Doctors from Havana have worked in Luanda for 30 years.", [], []),
        ("A hill near Tupiza is called 20 de Octubre.", [], []),
        ("The vet in Toronto has the third house past the 80 sign.", [], []),
        ("A court in Lyon heard a guide of 70.", [], []),
        ("The consuls in Lima sat two seats apart.", [], []),
        ("Vienna recalled its consul over a remark of four words.", [], []),
        ("Not one of the 40 wells in Kenya was dry, unlike the 12 in Uganda.", ["40 Kenya"], []),
        ("Oslo lies 300 km north of Gothenburg.", ["300 Gothenburg"], []),
        ("The canal stretches 193 km from Port Said to Suez.", ["193 Port Said Suez"], []),
        # where a body has its seat, it need not have anything
        ("The Lima-based agency said that sales of solar panels grew by 32 percent.", [], []),
        ("The bank lent 49 million dollars to a chemicals firm, headquartered in Finland.", [], []),
        ("A Denver-based charity delivered 300 tents to Kenya.", ["300 Kenya"], []),
        # elsewhere, or anywhere
        ("Cusco joined more than 1,000 towns across the country in the effort.", [], []),
        ("Lima reported 130 murders, compared with 292 elsewhere.", ["130 Lima"], []),
        ("In Kenya 130 people died, and 40 people elsewhere.", ["130 Kenya"], []),
        ("In Kenya 130 people died, and 40 elsewhere in Peru.", ["130 Kenya", "40 Peru"], []),
        ("Kenya reports 900 cases nationwide, Cusco 40.", ["900 Kenya", "40 Cusco"], []),
        ("Agents arrested 239 people in Lima, out of a total of more than 1,200.", ["239 Lima"], []),
        (
            "Rates were: Lima, 6 percent; Cusco, 9 percent, and Qwertyville, 10 percent.",
            ["6 Lima", "9 Cusco"],
            [],
        ),
        ("A researcher at Xyz University in Lima read 40,000 ballots and found 31 cases of fraud.", [], []),
        (
            "Lima fell still after fires burned 260 acres and five mills in Cusco.",
            ["260 Cusco", "5 Cusco"],
            [],
        ),
        ("Police arrested 14 people in Lima and one in Cusco.", ["14 Lima", "1 Cusco"], []),
        # neither the object nor the end of a clause beside its own is a figure's place
        ("The plan shows the track from Lima to Cusco and, in red, a hill called 40 Pinos.", [], []),
        # people of a nation who are away from it, and a length from somewhere without a name
        (
            "They hope to send this leaflet to some of the 40,000 Iraqi refugees, who are not registered.",
            [],
            [],
        ),
        ("The car was stolen in Lima, two miles from where the thief left it.", [], []),
        # a list of how many where, behind what is counted
        ("The plan is for commercial lots, 10 in Lima and 22 in Cusco.", ["10 Lima", "22 Cusco"], []),
        ("The firm will shut branches: six in Kenya and four in Peru.", ["6 Kenya", "4 Peru"], []),
        ("The questions — 14 to Kenya and 10 to Peru — are on the inquiry.", ["14 Kenya", "10 Peru"], []),
        ("A feud left two people dead in a Greek camp.", ["2 Greece"], []),
        ("They, like some 10,000 other men, are held in Peru.", ["10000 Peru"], []),
        ("Thieves stole 2,600 dollars from the Lima Water Board.", ["2600 Lima"], []),
        ("The chief is one of 164 Lima teachers who lost their posts.", ["164 Lima"], []),
        ("France withdrew its troops from Niamey.", [], []),
        (
            "Cuba lent 200 doctors to Kenya, a tenth of those it has abroad.",
            ["200 Cuba > Kenya"],
            ["Cuba > Kenya"],
        ),
        ("A Briton and two Danes were rescued by a helicopter.", [], []),
        ("The Canadian military said early reports showed that 8 men had been killed.", [], []),
        ("Amy Booth, of Nairobi, said she had been to 150 dog shows.", [], []),
        ("The van hit a car driven by Ann Booth, 23, of Nairobi.", [], []),
        ("Kenya joins 23 other countries that have the law.", [], []),
        ("Police in Osaka found a loaded 9mm pistol.", [], []),
        ("Lima is one of seven finalists.", [], []),
        ("Lima has had the festival for almost a quarter of a century.", [], []),
        ("A man with two knives was overpowered in Lyon.", [], []),
        ("A bomb went off in Lima, killing 20, in the fifth attack in Peru this month.", ["20 Lima"], []),
        ("The storm killed 17 people in Xyzabad, among them four from Oslo.", [], []),
        ("All but two of the hospitals in Lagos were dark.", [], []),
        ("Of the ships off Odesa, 3 sail under the flag of Panama.", ["3 Odesa"], []),
        ("The clinic in Lagos had 11 nurses, the one in Kano five.", ["11 Lagos", "5 Kano"], []),
        ("The list has 140 projects (43.8 billion US dollars).", [], []),
        ("Unemployment in Lima stands at 18 percent, twice the rate in Cusco.", ["18 Lima"], []),
        ("Pay in Dhaka, at 75 dollars a month, is the lowest in Asia.", ["75 Dhaka"], []),
        ("Half of the apples eaten in Stockholm are grown in Poland.", ["50 Stockholm"], []),
        ("The quake struck 6 miles south of Lima and 30 miles south from Cusco.", ["6 Lima", "30 Cusco"], []),
        (
            "Shells hit a market in Lyon and a school in Lima, killing 6 and 4 respectively.",
            ["6 Lyon", "4 Lima"],
            [],
        ),
        ("Shares fell 3% in London and 2% in Paris.", ["3 London", "2 Paris"], []),
        ("The ministry will bring home 300 U.S. troops now in Kuwait.", ["300 Kuwait"], []),
        ("Four of the 14 who drowned off Dakar had ties to Nantes.", ["4 Nantes", "14 Dakar"], []),
        ("A man is charged in a court in Denver with stealing 40,000 dollars.", [], []),
        ("Sgt Dunbar of Austin died and five others were wounded.", [], []),
        ("The new plant uses a Milwaukee drill and costs $2,000.", [], []),
        ("The rally, said Smith, R-Dallas, drew 40 people.", [], []),
        ("Plants grew in Peru (306 MW) and Chile (243 MW).", ["306 Peru", "243 Chile"], []),
        ("A U.S.-led coalition sent 300 lorries to Jordan.", ["300 Jordan"], []),
        ("Police stopped 50 buses on the road from Rabat to Fez.", ["50 Rabat Fes"], []),
        ("Lima and Cusco want 10 and 20 schools, of 30 and 40 planned, respectively.", _RESPECTIVELY, []),
        ("Of the 11 who died in Lima, four were children.", ["11 Lima", "4 Lima"], []),
        ("The ministry put its losses in Lima at 80.", ["80 Lima"], []),
        ("The court in Lima has 400 such cases before it.", ["400 Lima"], []),
        ("Visitors slept 400,000 nights in Lima.", ["400000 Lima"], []),
        ("She came to Lima at 19.", [], []),
        ("Police found pictures of girls between the ages of 5 and 12 in Lima.", [], []),
        ("Two engineers in Lima wrote the code.", ["2 Lima"], []),
        ("Lima recalled 60 boxes after two shops in Cusco found glass.", ["60 Lima", "2 Cusco"], []),
        ("Four members of the Kenyan parliament were hurt.", ["4 Kenya"], []),
        ("Nearly nine out of ten Kenyans have a telephone.", ["90 Kenya"], []),
        ("Millions of Kenyans live on less.", ["2e+06 Kenya"], []),
        ("Kenyans bought 300 tonnes of rice.", ["300 Kenya"], []),
        ("In the Kenyan capital 61 patients fled the ward.", ["61 Kenya"], []),
        ("Measles cases in Lima are up to 27.", ["27 Lima"], []),
        ("Sales in Lima fell, from 151 in 2018 to 114 this year.", ["151 Lima", "114 Lima"], []),
        ("Turnout in Lima reached a record high of 32,072.", ["32072 Lima"], []),
        ("Drug abuse in Peru claimed the lives of 2,000 people.", ["2000 Peru"], []),
        ("Former Peru Gov. Ann Smith spoke in Lyon, helping her raise 500 dollars.", ["500 Lyon"], []),
        ("A Lima man was sentenced to two years in prison.", ["2 Lima"], []),
        ("The rate in Lima remained below the national rate of 9 percent.", [], []),
        ("The council of Lima cancelled a vote in Districts 4, 5 and 6.", [], []),
        ("She worked for Lima for ten happy years.", [], []),
        ("The fire destroyed a three storey house in Lima.", [], []),
        ("The tax will add five cents a litre in Lima.", ["0.05 Lima"], []),
        ("Police in Lima found 86 guns and 88 unexpended cartridges.", ["86 Lima", "88 Lima"], []),
        ("Two well-known Kenyan climbers died in Cusco.", ["2 Cusco"], []),
        ("The fire burned 12km of forest in Lima.", ["12 Lima"], []),
        ("The city spent $1.3bn on roads in Lima.", ["1.3e+09 Lima"], []),
        ("Girls as young as 11 were married in Lima.", [], []),
        ("The firm has 300 shops in Shanghai and the provinces of Anhui and Gansu.", _SHOPS, []),
        ("In Lima, winds reached 90 mph at a farm six miles south of Cusco.", ["90 Cusco", "6 Cusco"], []),
        ("American Airlines lost 200 million dollars.", [], []),
        ("Kenya, which may lose one of its eight seats in Oslo, objects.", ["8 Kenya"], []),
        ("In Kenya, Nairobi has 40 clinics.", ["40 Nairobi"], []),
        ("Lima was 42nd of the state's 92 towns.", [], []),
        ("The mound in Lima was built between 250 and 100 B.C.", [], []),
        ("In the Peru city of Cusco, 47 walls fell.", ["47 Cusco"], []),
        ("Several hundred people died in Lima.", ["200 Lima"], []),
        ("Lima paid €40 m for the port.", ["4e+07 Lima"], []),
        ("A few thousand soldiers stayed in Lima.", ["2000 Lima"], []),
        ("The removal of 3,400 families from a slum in Kenya was halted.", ["3400 Kenya"], []),
        ("Swanton is about 20 miles west of Toledo.", ["20 Toledo"], []),
        ("Peru told Oslo that Russia would expel 60 US officials.", ["60 Russia"], []),
        ("Peru's toll has risen to eight, following the death of a man in Cusco.", ["8 Peru"], []),
        ("A Lima man was sentenced to the maximum two years in prison.", ["2 Lima"], []),
        ("A guard, Master Sgt Al J. Dunbar of Austin, died and five others were hurt.", [], []),
        ("Of 15- to 24-year-old women in Lima, 2.6 percent were ill.", ["2.6 Lima"], []),
        ("Kenya is dry. Eight Kenya Wildlife Service rangers were hurt.", ["8 Kenya"], []),
        ("Kano is hot. Twelve men are held at the Kano Central Prison.", ["12 Kano"], []),
        ("In the Kenyan capital, Nairobi, police shot four men.", ["4 Nairobi"], []),
        ("A Kenyan court ruled that eight men are free.", ["8 Kenya"], []),
        ("Two men were hurt as a result of an explosion in the port of Lima.", ["2 Lima"], []),
        ("The man in Lima called after three 911 callers had done so.", ["3 Lima"], []),
        ("The study found out that more than 80 percent of young Kenyans vote.", ["80 Kenya"], []),
    ],
)
def test_a_trap(text: str, claims: list[str], flows: list[str], gazetteer: geo.Gazetteer) -> None:
    document = parse(text, gazetteer)
    moved = dict(zip((f.id for f in document.flows), flows_of(document), strict=True))
    told = [
        " ".join([f"{c.quantity:g}", *names(document, c.places), *(moved[f] for f in c.flows)])
        for c in document.claims
    ]
    assert (told, list(moved.values())) == (claims, flows)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Floods on the Mekong drive thousands from their homes.", [""]),
        ("Shares fell 3% in London and 2% in Paris.", ["Shares", "Shares"]),
        ("The price of a room in Nice rose from 90 to 140 euros.", ["price of a room", "price of a room"]),
        ("Water fell to 13 metres at Manaus, the lowest level in years.", ["Water"]),
        ("Five small boats sank off Lampedusa.", ["small boats"]),
        ("Police searched 120 motel and hotel rooms in Lima.", ["motel and hotel rooms"]),
        ("More than 220 people Thursday evening came to Lima.", ["people"]),
        ("Lima has 12 Christmas markets.", ["Christmas markets"]),
        ("Lima has 17 nurses for 90 patients; in May there were 30.", ["nurses", "patients", "nurses"]),
        ("Lima raised 3 million euros in unpaid farm taxes.", ["unpaid farm taxes"]),
        (
            "Lima saw 15 drug overdoses a month, with dozens more deaths in Cusco.",
            ["drug overdoses", "deaths"],
        ),
    ],
)
def test_what_a_figure_counts_is_no_noise(text: str, counted: list[str], gazetteer: geo.Gazetteer) -> None:
    assert [c.subject for c in parse(text, gazetteer).claims] == counted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # a length of a way stands where the way begins, the next one has its unit
        (
            "From Lima, hard by the sea, it is forty minutes. From Cusco it is ninety.",
            ["40 minute Lima None", "90 minute Cusco None"],
        ),
        ("In Lima, two million people now live where 40,000 did.", ["2e+06  Lima None", "40000  Lima past"]),
        (
            "LIMA - Forty wheels of cheese stood in a cold store while a judge in Lima slept.",
            ["40  Lima None"],
        ),
        ("A court halted the removal of 3,400 families from the edge of Cusco.", ["3400  Cusco None"]),
        ("This gold came from 800 kilometres to the north, from Cusco.", ["800 kilometre Cusco None"]),
        (
            "Convoy reaches besieged Djibo after battle on road from Kongoussi\n\nFood reached Djibo, but "
            "31 drivers died on the way. Militants attacked the 180 lorries at Qwertil.",
            ["31  Kongoussi > Djibo None", "180  Kongoussi > Djibo None"],
        ),
        # one person is a figure where he dies or something is done to him
        (
            "One miner died in Lima and a blast in Cusco left one worker dead.",
            ["1  Lima None", "1  Cusco None"],
        ),
        # a list without its noun goes on with one that has an article, or with any figure
        ("The firm runs a hotel in Lima, three in Cusco and 12 in Puno.", ["3  Cusco None", "12  Puno None"]),
        (
            "The toll stands at 60, with another nine deaths reported in Cusco, two in Lima.",
            ["9  Cusco None", "2  Lima None"],
        ),
        ("Rebels hold 400 men in coastal towns such as Lima and Trujillo.", ["400  Lima Trujillo None"]),
        (
            "Floods in Peru's Piura hit 900 farms, Andina said, adding that 70 people had left.",
            ["900  Piura None", "70  Piura None"],
        ),
        ("Ten choirs sang at Qwertil Hall, in Zyxwv Street, Cusco.", ["10  Cusco None"]),
        ("Some 500 people joined the march in Qwertil Park, shouting for Cusco.", []),
        ("The census found that 40 of Lima's 43 districts grew.", ["40  Lima None"]),
        (
            "A room in Lima costs 410 euros, up 22 percent from 2020, and as much as 650 in Cusco.",
            ["410 EUR Lima None", "22 percent Lima None", "650 EUR Cusco None"],
        ),
        ("In Cusco, 600 kilometres to the south, it costs 13 euros.", ["13 EUR Cusco None"]),
        ("Seven mills in Lima stood idle as 900 pickers demanded work.", ["7  Lima None", "900  Lima None"]),
        ("A blast at the mine in Lima killed 12 people.", ["12  Lima None"]),
        (
            "Lima has taken in 900 Syrians, of whom 130 live in tents, 80 of them in Miraflores.",
            ["900  Lima None", "130  Lima None", "80  Miraflores None"],
        ),
        ("Of the 90 wolves at Cusco, hunters may shoot nine.", ["90  Cusco None", "9  Cusco possible"]),
        # what lasts is told, and a change by so many to a level is no vote
        ("Voters queued for four hours to vote in Cusco.", ["4 hour Cusco None"]),
        ("The pass at Cusco was shut for three days as snow fell.", ["3 day Cusco None"]),
        ("Cases in Lima rose by 300 to 4,500.", ["300  Lima None", "4500  Lima None"]),
        ("Of every ten houses in Lima four are gone.", ["40 percent Lima None"]),
        ("Lima has one teacher for every 68 children.", ["68  Lima None"]),
        ("Unlike last year, when 200 came, only 90 pilgrims reached Cusco.", ["90  Cusco None"]),
        # without a way that is told, nobody died at its end
        ("Food reached Djibo on Monday, but 31 drivers died on the way.", []),
    ],
)
def test_where_a_figure_of_a_way_or_of_the_only_place_belongs(
    text: str, said: list[str], gazetteer: geo.Gazetteer
) -> None:
    document = parse(text, gazetteer)
    names = {p.id: p.name for p in document.places.values()}
    names |= {f.id: f"{names[f.origin]} > {names[f.destination]}" for f in document.flows}
    found = [
        f"{c.quantity:g} {c.unit} {' '.join(names[i] for i in (*c.places, *c.flows))} {c.polarity}"
        for c in document.claims
    ]
    assert found == said


@pytest.mark.parametrize(
    "text",
    [
        "Fires in Lima -- the worst this year -- killed 12 people, said a mayor from Cusco.",
        "A blast in Lima – the third since May – killed 12 people and cut the road to Cusco.",
    ],
)
def test_a_dash_in_a_sentence_is_no_dateline(text: str) -> None:
    document = geo.geoparse(text)
    [claim] = document.claims
    assert [document.places[i].name for i in claim.places] == ["Lima"]


@pytest.mark.parametrize(
    ("text", "figures", "flows"),
    [
        (
            "Se exportaron desde Mendoza 40 toneladas de ajo a Brasil, informó la cámara de comercio.",
            ["40 tonne ajo"],
            ["Mendoza > Brazil"],
        ),
        (
            "La policía detuvo en Sevilla a tres hombres al llegar de Lisboa con 12 kilos de hachís.",
            ["3 hombres", "12 kilogram hachís"],
            ["Lisbon > Sevilla"],
        ),
        (
            "El ministro visitó la fábrica antes de ser trasladado de Madrid a Valencia, según la agencia.",
            [],
            ["Madrid > Valencia"],
        ),
        (
            "Los vecinos del valle partieron de Cusco para llegar a Lima el domingo, según la policía.",
            [],
            ["Cusco > Lima"],
        ),
        (
            "Francia acogerá a 90 refugiados que viven en campamentos de Turquía, informó la agencia.",
            ["90 refugiados planned"],
            ["Turkey > France"],
        ),
        (
            "La venta de pan creció un 4 % en Sevilla y cayó un 2 % en Madrid, según la cámara de comercio.",
            ["4 percent venta de pan", "2 percent venta de pan"],
            [],
        ),
        (
            "Portugal compró 300 toneladas de arroz español, informó el ministerio.",
            ["300 tonne arroz"],
            ["Spain > Portugal"],
        ),
        (
            "Las exportaciones de carne uruguaya a China crecieron el año pasado, según el ministerio.",
            [],
            ["Uruguay > China"],
        ),
        ("El gobernador de Mendoza viajó el lunes a Madrid, informó la agencia.", [], ["Mendoza > Madrid"]),
        (
            "El velero había salido de Lisboa y fue hallado a 30 millas de Tenerife con siete personas.",
            ["30 mile", "7 personas"],
            ["Lisbon > Tenerife"],
        ),
        (
            "La temperatura bajó a menos 7 grados en Mendoza, según el servicio meteorológico.",
            ["-7 degree temperatura"],
            [],
        ),
        ("Murió en París el pintor que llevó a Lima la ópera, según la agencia.", [], []),
        ("Los hombres vivieron cuatro años en Lima y ahora trabajan en Madrid, según la agencia.", [], []),
    ],
)
def test_spanish_as_newspapers_write_it(
    gazetteer: geo.Gazetteer, text: str, figures: list[str], flows: list[str]
) -> None:
    document = parse(text, gazetteer)
    told = [
        " ".join(filter(None, (f"{c.quantity:g}", c.unit, c.subject, c.polarity))) for c in document.claims
    ]
    assert (told, flows_of(document)) == (figures, flows)


@pytest.mark.parametrize(
    ("text", "figures", "flows"),
    [
        (
            "Apreendidas em Coimbra 340 garrafas de azeite vindas de Sevilha.",
            ["340 garrafas de azeite"],
            ["Sevilla > Coimbra"],
        ),
        ("Foram retiradas da escola de Évora 85 crianças, disse a polícia.", ["85 crianças"], []),
        (
            "Das 900 caixas de laranjas colhidas em Faro, 200 seguiram para Madrid na segunda-feira.",
            ["900 caixas de laranjas", "200 caixas de laranjas"],
            ["Faro > Madrid"],
        ),
        (
            "Metade do vinho do Porto teve como destino a Alemanha, disse a cooperativa.",
            ["50 percent vinho"],
            ["Porto > Germany"],
        ),
        (
            "O preço do quilo de arroz subiu de 2,10 para 2,40 euros em Lisboa.",
            ["2.1 EUR/kilogram past", "2.4 EUR/kilogram"],
            [],
        ),
        (
            "O café desceu em Braga de 9 para 7 euros o quilo, disse a cooperativa.",
            ["9 EUR/kilogram past", "7 EUR/kilogram"],
            [],
        ),
        ("Os dois pilotos do avião morreram na segunda-feira em Braga.", ["2 pilotos do avião"], []),
        ("O avião, que ia de Lisboa para Madrid, caiu perto de Évora.", [], ["Lisbon > Évora"]),
        (
            "As exportações de cortiça de Évora para a Alemanha caíram de 40 para 30 toneladas.",
            ["40 tonne exportações de cortiça past", "30 tonne exportações de cortiça"],
            ["Évora > Germany"],
        ),
        ("O pão custa 200 francos CFA em Bissau, disse a padeira.", ["200 XOF pão"], []),
        ("O navio encalhou em Setúbal quando seguia para Cádis, disse a polícia.", [], []),
        (
            "O ministro parte no domingo de Lisboa rumo a Madrid e segue depois para Berlim.",
            [],
            ["Lisbon > Madrid", "Madrid > Berlin"],
        ),
        (
            "A refinaria de Setúbal importou no domingo 30 toneladas de trigo da Argentina, disse a firma.",
            ["30 tonne trigo"],
            ["Argentina > Setúbal"],
        ),
    ],
)
def test_portuguese_as_newspapers_write_it(
    gazetteer: geo.Gazetteer, text: str, figures: list[str], flows: list[str]
) -> None:
    document = parse(text, gazetteer)
    per = {c.id: f"{c.unit}/{c.per}" if c.per else c.unit for c in document.claims}
    told = [
        " ".join(filter(None, (f"{c.quantity:g}", per[c.id], c.subject, c.polarity))) for c in document.claims
    ]
    assert (told, flows_of(document)) == (figures, flows)
