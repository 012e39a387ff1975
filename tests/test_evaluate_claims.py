"""Measuring claims and flows: one invented sentence, and what is right or wrong of it, worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from corpora.build_claims import Mentions, layer, marked
from msgspec.structs import replace

import geo
from geo.cli import main
from geo.making.evaluate import ClaimReport, CorpusError, judge_claims, run_claims
from geo.making.evaluate.claims import JudgedItem
from geo.model import Claim, Flow, FlowMention

SOURCE = "In [Oslo|NO] 40 goats died, and 7 horses were sent from [Lima|PE] via [Quito|EC] to [Cairo|EG]."
TEXT, PLACES = marked(SOURCE)
GOLD = (
    "C 40 | 40 | goats | die | Oslo",
    "C 7 | 7 | horses | send | Lima>Cairo",
    "F Lima > Cairo | horses | 7 | send | via=Quito",
)


def gold(*lines: str, id: str = "x-1", half: str = "look") -> dict[str, Any]:
    item = layer(TEXT, list(lines), Mentions(PLACES), "here")
    return {"id": id, "half": half, "whole": False, "text": TEXT, "places": PLACES, **item}


@pytest.fixture(scope="module")
def document() -> geo.MapDocument:
    """The sentence with its toponyms alone; claims and flows are those of each test."""
    read = replace(geo.geoparse(TEXT), claims=(), flows=())
    assert [t.surface for t in read.toponyms] == ["Oslo", "Lima", "Quito", "Cairo"]
    return read


def place(document: geo.MapDocument, surface: str) -> str:
    [found] = [t.resolution for t in document.toponyms if t.surface == surface]
    assert found
    assert found.place
    return found.place.id


def claim(
    document: geo.MapDocument, surface: str, quantity: float, subject: str, *places: str, **more: Any
) -> Claim:
    start = TEXT.index(surface)
    made = Claim(
        f"c{start:02}", "s01", start, start + len(surface), surface,
        tuple(place(document, each) for each in places), (), False, quantity, None, "", None, None, subject,
    )  # fmt: skip
    return replace(made, **more)


def flow(document: geo.MapDocument, origin: str, destination: str, **more: Any) -> Flow:
    ends = place(document, origin), place(document, destination)
    mention = FlowMention("s01", 0, 2, TEXT[:2])
    made = Flow(f"flow-{origin}-{destination}", *ends, "one way", "horses", (mention,))
    return replace(made, **more)


def errors(judged: JudgedItem) -> list[str]:
    return [row["error"] for row in judged.errors]


def test_what_is_all_right(document: geo.MapDocument) -> None:
    claims = (
        claim(document, "40", 40, "goats", "Oslo", predicate="die"),
        claim(document, "7 horses", 7, "horses", flows=("flow-Lima-Cairo",), predicate="sent"),
    )
    read = replace(document, claims=claims, flows=(flow(document, "Lima", "Cairo"),))
    judged = judge_claims(gold(*GOLD), read)
    assert errors(judged) == []
    assert (judged.claims.f1, judged.flows.f1) == (1, 1)
    assert judged.right["predicate"] == (1, 2)
    assert judged.right["owner"] == judged.right["polarity"] == (2, 2)
    assert judged.right["all three"] == (1, 2)


@pytest.mark.parametrize(
    ("surface", "quantity", "subject", "where", "more", "error"),
    [
        ("40", 4, "goats", "Oslo", {}, "value off by a factor"),
        ("40", 41, "goats", "Oslo", {}, "wrong value"),
        ("40", 40, "goats", "Oslo", {"quantity_max": 50}, "wrong value"),
        ("40", 40, "goats", "Oslo", {"unit": "percent"}, "wrong unit"),
        ("40", 40, "goats", "Oslo", {"per": "day"}, "wrong unit"),
        ("40", 40, "horses", "Oslo", {}, "wrong noun"),
        ("40", 40, "goats", "Lima", {}, "wrong place"),
        ("In", 40, "goats", "Oslo", {}, "no claim"),
    ],
)
def test_what_is_wrong_of_a_claim(
    document: geo.MapDocument, surface: str, quantity: float, subject: str, where: str, more: Any, error: str
) -> None:
    read = replace(document, claims=(claim(document, surface, quantity, subject, where, **more),))
    judged = judge_claims(gold(GOLD[0]), read)
    assert errors(judged)[0] == error
    assert (judged.claims.right, judged.claims.predicted, judged.claims.gold) == (0, 1, 1)


def test_a_denied_claim_may_be_left_out_but_is_no_fact(document: geo.MapDocument) -> None:
    line = f"{GOLD[0]} | pol=denied"
    assert judge_claims(gold(line), document).claims.gold == 0
    as_a_fact = replace(document, claims=(claim(document, "40", 40, "goats", "Oslo"),))
    assert errors(judge_claims(gold(line), as_a_fact)) == ["denied or past as a fact"]
    as_denied = replace(document, claims=(claim(document, "40", 40, "goats", "Oslo", polarity="denied"),))
    assert judge_claims(gold(line), as_denied).claims.f1 == 1


def test_optional_claims_and_shares(document: geo.MapDocument) -> None:
    read = replace(document, claims=(claim(document, "40", 3, "horses", "Lima"),))
    assert judge_claims(gold(f"{GOLD[0]} | opt"), read).claims.predicted == 0
    read = replace(document, claims=(claim(document, "40", 33, "goats", "Oslo", unit="percent"),))
    share = GOLD[0].replace("| 40 |", "| 33.3 percent |")
    assert judge_claims(gold(share), read).claims.f1 == 1
    read = replace(document, claims=(claim(document, "40", 1 / 3, "goats", "Oslo"),))
    assert judge_claims(gold(share), read).claims.f1 == 1
    vague = GOLD[0].replace("| 40 |", "| ~24-99 |")
    for quantity, right in ((24, 1), (12, 1), (99, 1), (10, 0), (200, 0)):
        read = replace(document, claims=(claim(document, "40", quantity, "goats", "Oslo"),))
        assert judge_claims(gold(vague), read).claims.right == right


@pytest.mark.parametrize(
    ("pairs", "right", "found", "error"),
    [
        (["Lima Cairo"], 1, 1, None),
        (["Lima Quito", "Quito Cairo"], 2, 1, None),
        (["Lima Quito"], 1, 0, "missed flow"),
        (["Cairo Lima"], 0, 0, "reversed"),
        (["Lima Oslo"], 0, 0, "one end wrong"),
        (["Oslo Quito"], 0, 0, "no movement"),
    ],
)
def test_what_is_right_of_a_path(
    document: geo.MapDocument, pairs: list[str], right: int, found: int, error: str | None
) -> None:
    read = replace(document, flows=tuple(flow(document, *pair.split()) for pair in pairs))
    judged = judge_claims(gold(GOLD[2]), read)
    assert (judged.flows.right, judged.flows.predicted, judged.right["found"]) == (
        right,
        len(pairs),
        (found, 1),
    )
    assert (errors(judged) or [None])[0] == error


def test_a_route_and_a_denied_flow_are_no_movement(document: geo.MapDocument) -> None:
    read = replace(document, flows=(flow(document, "Lima", "Cairo"),))
    assert errors(judge_claims(gold("R Lima > Cairo"), read)) == ["route as a movement"]
    assert errors(judge_claims(gold(f"{GOLD[2]} | pol=denied"), read)) == ["denied as a movement"]
    assert judge_claims(gold(f"{GOLD[2]} | pol=denied"), document).flows.gold == 0
    assert judge_claims(gold("F Lima > Cairo | horses | 7 | send | opt"), read).flows.predicted == 0
    both = replace(document, flows=(flow(document, "Cairo", "Lima", direction="both ways"),))
    assert judge_claims(gold("F Lima <> Cairo | horses | 7 | send"), both).flows.f1 == 1


def test_errors_of_the_half_that_is_only_measured_on_are_counted_and_never_listed(
    document: geo.MapDocument,
) -> None:
    halves = [gold(GOLD[0], id=half, half=half) for half in ("look", "measure")]
    report = ClaimReport(tuple(judge_claims(item, document) for item in halves))
    [row] = [row for row in report.outcomes() if row["error"] == "missed claim"]
    assert row == {"error": "missed claim", "look": 1, "measure": 1, "all": 2}
    assert Counter(row["document"] for row in report.errors()) == {"look": 1}
    assert "measure," not in report.errors_csv()
    assert report.figures()["measure: claims recall"] == 0
    assert report.figures().keys() >= report.intervals().keys()


def test_the_command_prints_figures_and_writes_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, table = tmp_path / "claims.json", tmp_path / "errors.csv"
    corpus.write_text(json.dumps({"items": [gold("C 40 | 400 | goats | die | Oslo")]}), "utf-8")
    assert main(["evaluate", str(corpus), "--format", "claims", "--errors", str(table)]) == 0
    out = capsys.readouterr().out
    assert "look: claims precision" in out
    assert "errors by kind" in out
    assert "value off by a factor" in table.read_text("utf-8")


@pytest.mark.parametrize("text", ["{", "[]", '{"items": 3}', '{"items": [{"id": "a"}]}', '{"items": [7]}'])
def test_what_is_no_corpus_of_claims_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    corpus = tmp_path / "claims.json"
    corpus.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=r"claims\.json: .*expected a corpus of claims") as error:
        run_claims(corpus)
    assert "\n" not in str(error.value)
