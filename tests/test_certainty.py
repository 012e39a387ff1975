"""Certainty: what is sure, doubtful or unplaced, and the rival of what is doubtful."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

import geo
from geo.document.upgrade import upgrade
from geo.model import Claim, Flow, FlowMention, Place
from geo.reading.claims.certain import without_unlikely
from geo.reading.resolve.certainty import certainty, confidence
from geo.reading.weights import pinned_weights


@pytest.mark.parametrize(
    ("likely", "least", "said"),
    [
        (0.95, 0.9, "sure"),
        (0.9, 0.9, "sure"),
        (0.89, 0.9, "doubtful"),
        (0.49, 0.2, "doubtful"),
    ],
)
def test_what_is_likely_enough_is_sure_and_never_under_a_half(likely: float, least: float, said: str) -> None:
    place = Place("x:1", "Oslo", "populated_place", 10.75, 59.91)
    assert certainty(place, likely, least) == said
    assert certainty(None, likely, least) == "unplaced"


def test_more_evidence_is_more_confidence() -> None:
    weights = {"choice": 1.0, "span": 0.5}
    assert confidence({"choice": 2.0, "span": 1.0}, weights) > confidence(
        {"choice": 1.0, "span": 1.0}, weights
    )
    assert confidence({}, weights) == 0.5


def test_every_toponym_has_a_certainty_that_agrees_with_its_place(gazetteer: geo.Gazetteer) -> None:
    text = "They met in Oslo, Norway. A man of Zzyzxburg came from Santa Rosa by way of Springfield."
    document = geo.geoparse(text, gazetteer=gazetteer)
    said = {t.surface: t.resolution for t in document.toponyms if t.resolution}
    least = pinned_weights().settings["sure"]
    assert said["Oslo"].certainty == "sure"
    assert said["Springfield"].certainty == "doubtful"
    for r in said.values():
        assert (r.certainty == "unplaced") == (r.place is None)
        assert (r.certainty == "sure") == (r.place is not None and r.confidence >= least)
        assert r.rival is None or (r.certainty == "doubtful" and r.rival != r.place)
    rival = said["Springfield"].rival
    assert rival is not None
    assert rival.name == "Springfield"


def test_a_rival_is_in_the_document_and_comes_back(gazetteer: geo.Gazetteer) -> None:
    document = geo.geoparse("They met in Springfield.", gazetteer=gazetteer)
    [told] = [t.resolution for t in document.toponyms]
    [back] = [t.resolution for t in geo.MapDocument.from_json(document.to_json()).toponyms]
    assert told
    assert back
    assert told.rival
    assert back.rival == told.rival
    assert told.rival.id in document.places


@pytest.mark.parametrize(
    ("place", "likely", "said"),
    [
        ("x:1", 0.95, "sure"),
        ("x:1", 0.5, "doubtful"),
        (None, 0.0, "unplaced"),
    ],
)
def test_a_document_of_version_1_gets_its_certainty(place: str | None, likely: float, said: str) -> None:
    old = {
        "version": 1,
        "toponyms": [{"resolution": {"place": place, "confidence": likely}}, {"resolution": None}],
    }
    new = upgrade(old)["toponyms"]
    assert new[0]["resolution"]["certainty"] == said
    assert new[1]["resolution"] is None


def test_figures_and_movements_of_unlikely_places_are_left_out_unless_nothing_else_is_said() -> None:
    flow = Flow("flow-a-b", "x:a", "x:b", "one way", "", (FlowMention("s01", 0, 1, "A"),))
    back = replace(flow, id="flow-b-c", origin="x:b", destination="x:c")
    one = Claim("c01", "s01", 0, 1, "3", ("x:a",), (), False, 3, None, "", None, None, "")
    both = replace(one, id="c02", places=("x:a", "x:b"), together=True)
    moved = replace(one, id="c03", places=(), flows=("flow-a-b",))
    claims, flows = without_unlikely([one, both, moved], [flow, back], frozenset({"x:a"}))
    assert [c.id for c in claims] == ["c02"]
    assert [f.id for f in flows] == ["flow-b-c"]
    assert without_unlikely([one], [flow], frozenset({"x:a"})) == ([one], [flow])
    assert without_unlikely([one, moved], [flow], frozenset()) == ([one, moved], [flow])
