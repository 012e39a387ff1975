"""The way of one mover through the sentences of an article."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from geo.gazetteer import Gazetteer
from geo.pipeline import geoparse
from geo.reading.article import article_from_text

ARTICLES = [
    pytest.param(
        "GOMA — The convoy left Kampala on Monday with flour. Two days later it reached Mbarara. "
        "From there it went on to Kigali.",
        ["Kampala > Mbarara > Kigali"],
        id="from-there",
    ),
    pytest.param(
        "LIMA — A cyclist set out from Trujillo on 3 May. She crossed the Andes at Cajamarca, slept in "
        "Chachapoyas on the way, and reached Moyobamba on Friday.",
        ["Trujillo > Cajamarca > Chachapoyas > Moyobamba"],
        id="stops-in-one-sentence",
    ),
    pytest.param(
        "OSLO — A fishing boat has come to Bergen for the first time in years. It left Tromsø on Friday "
        "evening. "
        "In Bodø it took on ice, and at dawn it called at Trondheim.",
        ["Tromsø > Bodø > Trondheim > Bergen"],
        id="how-it-got-there",
    ),
    pytest.param(
        "ROME — A statue that was stolen in Naples in May has been found near Milan. Police say that it was "
        "taken to Florence the same night.",
        ["Naples > Florence > Milan"],
        id="stolen-and-found",
    ),
    pytest.param(
        "WARSAW — The whale was first seen off Gdynia on 3 May. On 7 May it swam past Łeba, and by the "
        "weekend "
        "it had come to Kołobrzeg.",
        ["Gdynia > Łeba > Kołobrzeg"],
        id="by-the-weekend",
    ),
    pytest.param(
        "NAIROBI — The pilgrims set out from Machakos on Monday. On Tuesday night they slept in Thika. On "
        "Saturday they want to be in Nairobi.",
        ["Machakos > Thika", "Thika > Nairobi (planned)"],
        id="a-stop-to-come",
    ),
    pytest.param(
        "ZAGREB — The ship arrived in Rijeka on Sunday with cocoa. Her captain blames a strike. "
        "She leaves for Ancona on Wednesday.",
        ["Rijeka > Ancona (planned)"],
        id="past-another-subject",
    ),
    pytest.param(
        "ANKARA — Thieves drove the lorry from Izmir to Manisa on Friday. The mayor praised the police. "
        "He had come from Bursa.",
        ["Izmir > Manisa"],
        id="another-subject",
    ),
    pytest.param(
        "HANOI — Lan Pham was born in Hue, studied in Lyon and ran a kitchen in Sydney. Last month she "
        "opened "
        "a place in Hanoi.",
        [],
        id="a-life",
    ),
    pytest.param(
        "MADRID — The runner Eva Horn won in Seville on Sunday and was second in Lisbon a week ago. She "
        "lives in "
        "Monaco. On Monday she flies to Paris.",
        [],
        id="results",
    ),
    pytest.param(
        "DAKAR — A bear was caught near Thiès on Thursday. Two days earlier it had been seen at Mbour. "
        "Vets drove it to Kaolack.",
        [],
        id="an-order-that-is-not-told",
    ),
]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open(None) as opened:
        yield opened


def ways(text: str, gazetteer: Gazetteer) -> list[str]:
    """Read a text; return its movements through the names of their places."""
    document = geoparse(article_from_text(f"News\n\n{text}"), gazetteer=gazetteer)
    names = {
        t.resolution.place.id: t.surface for t in document.toponyms if t.resolution and t.resolution.place
    }
    return [
        " > ".join(names[p] for p in f.places) + (f" ({f.polarity})" if f.polarity else "")
        for f in document.flows
    ]


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_the_way_of_one_mover(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert ways(text, gazetteer) == expected
