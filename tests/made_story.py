"""A made article with themes, claims and flows, as reading would make them."""

from __future__ import annotations

from made import made, place
from made import said as words
from msgspec.structs import replace
from shapely import box

from geo.document import MapDocument
from geo.model import Claim, Flow, FlowMention, Measured, ThemeLayer

MEASURED = Measured(88.5, "kilometre", words("geodesic"), words("points"))


def flow_story() -> MapDocument:
    """Make an article of two harbours, a bay and an island far away, in two themes."""
    places = {
        "a": place(
            "1", "Aport", "populated_place", 10, 40, country="OA", countries=("OA",), parents=("Ona",)
        ),
        "b": place(
            "2", "Bport", "populated_place", 13, 42, country="OA", countries=("OA",), parents=("Ona",)
        ),
        "bay": place(
            "3", "Wide Bay", "region", 12, 40.5, geometry=box(11.5, 40, 12.5, 41), extent="approximate"
        ),
        "far": place("4", "Far Isle", "island", 14, 39, country="FI", countries=("FI",)),
    }
    document = made(
        [
            ("title", "Timber by sea"),
            (
                "paragraph",
                "Boats take timber from [Aport](a) to [Bport](b).",
                "About 30 tons a year, says the office.",
            ),
            (
                "paragraph",
                "Divers of [Aport](a) look into [Wide Bay](bay).",
                "They sail to [Far Isle](far) and back.",
            ),
        ],
        places,
    )
    text = document.article.text
    s = {n: sentence.id for n, sentence in enumerate(document.sentences, 1)}

    def said(words: str, sentence: int) -> FlowMention:
        start = text.index(words)
        return FlowMention(s[sentence], start, start + len(words), words)

    flows = (
        Flow("flow-a-b", "geonames:1", "geonames:2", "one way", "timber", (said("from Aport to Bport", 2),)),
        Flow(
            "flow-b-far", "geonames:1", "geonames:4", "both ways", "", (said("sail to Far Isle and back", 5),)
        ),
    )
    tons, boats = text.index("30 tons"), text.index("Boats")
    claims = (
        Claim("c1", s[3], tons, tons + 7, "30 tons", ("geonames:1", "geonames:2"), (), True, 30, None, "ton",
              None, "about", "timber", "2019-01-01/2019-12-31", "the harbour office"),
        Claim("c2", s[2], boats, boats + 5, "90 kilometres", ("geonames:1",), (), False, 90, None,
              "kilometre", None, None, "", None, None, MEASURED),
    )  # fmt: skip
    trade = [t.id for t in document.toponyms if t.sentence_id == s[2]]
    nature = [t.id for t in document.toponyms if t.sentence_id != s[2]]
    layers = (
        ThemeLayer(
            "trade", "Trade <in> timber", "trade", "#d55e00", "6 3", "square", tuple(trade), ("flow-a-b",)
        ),
        ThemeLayer("nature", "Nature", "nature", "#009e73", "", "diamond", tuple(nature), ("flow-b-far",)),
    )
    return replace(document, flows=flows, claims=claims, layers=layers)


def far_story() -> MapDocument:
    """Make an article of eight towns beside each other and one far away, in one layer."""
    places = {}
    for n, key in enumerate("abcdefgh"):
        places[key] = place(key, f"Town {key}", "populated_place", n / 5, n % 3 / 5)
    told = " ".join(f"[{p.name}]({key})" for key, p in places.items())
    places["far"] = place("far", "Far", "populated_place", 60, 0)
    document = made([("paragraph", f"{told} and [Far](far).")], places)
    everywhere = tuple(t.id for t in document.toponyms)
    return replace(document, layers=(ThemeLayer("x", "X", "", "#d55e00", "", "circle", everywhere),))
