"""The corpus of our own: the JSON is what the script makes of the texts, and every span is exact."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from corpora.build import FOLDERS, LANGUAGES, build, read, unmarked
from corpora.build_claims import FILES, Mentions, layer
from corpora.build_claims import build as build_claims

import geo
from geo.kinds import KINDS

FOLDER = Path(__file__).parent / "corpora"
CORPORA: dict[str, list[dict[str, Any]]] = {
    name: json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["articles"] for name in LANGUAGES
}
ARTICLES = [article for articles in CORPORA.values() for article in articles]
TRAPS: list[dict[str, Any]] = json.loads((FOLDER / "traps.json").read_text("utf-8"))["articles"]
FURTHER = {"spanish-desks": 12, "portuguese-desks": 6, "spanish-regions": 12, "portuguese-regions": 6}
DESKS = [article for name in FURTHER for article in CORPORA[name]]
SIZES = {"english": 60, "spanish": 25, "portuguese": 25} | FURTHER
AREAS = {"english": 30, "spanish": 8, "portuguese": 9} | FURTHER


@pytest.mark.parametrize("name", FOLDERS)
def test_the_json_is_what_the_script_makes(name: str) -> None:
    made = (FOLDER / f"{name}.json").read_text("utf-8") == build(name)
    assert made, f"tests/corpora/{name}.json: not of these texts and kinds; run python tests/corpora/build.py"


@pytest.mark.parametrize("name", FOLDERS)
def test_every_capitalised_word_has_a_mark(name: str) -> None:
    paths = sorted((FOLDER / name).glob("*.txt"))
    assert unmarked([read(path, FOLDERS[name]) for path in paths]) == []


@pytest.mark.parametrize(
    "article", ARTICLES + TRAPS, ids=lambda article: f"{article['lang']}-{article['id']}"
)
def test_every_article_becomes_a_page_in_its_language(article: dict[str, Any]) -> None:
    page = geo.render(geo.geoparse(article["text"]))
    assert page.rstrip().endswith("</html>")
    assert f'<html lang="{article["lang"]}"' in page


@pytest.mark.parametrize(
    "article", ARTICLES + TRAPS, ids=lambda article: f"{article['lang']}-{article['id']}"
)
def test_spans_slice_back_and_never_overlap(article: dict[str, Any]) -> None:
    text, marks = article["text"], article["toponyms"] + article["not_toponyms"]
    for mark in marks + article["composites"]:
        assert text[mark["start"] : mark["end"]] == mark["surface"]
    marks.sort(key=lambda mark: mark["start"])
    assert all(before["end"] <= after["start"] for before, after in pairwise(marks))
    for found in article["toponyms"]:
        assert found["kind"] in KINDS
        assert found["name"] == found["place"].split(",")[0]
        for start, end in found["alt_spans"]:
            assert found["start"] <= start < end <= found["end"] or (
                start <= found["start"] < found["end"] <= end
            )


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article['lang']}-{article['id']}")
def test_an_article_is_short_and_has_what_misleads(article: dict[str, Any]) -> None:
    assert (150 if article in DESKS else 180) <= article["words"] <= 350
    assert len(article["toponyms"]) >= 15
    assert len(article["not_toponyms"]) >= 3
    assert {found["type"] for found in article["toponyms"]} >= {"literal", "demonym"}
    assert article["headline"] == article["text"].split("\n")[0]


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_corpus_is_wide_and_its_halves_are_fixed_by_the_ids(name: str) -> None:
    articles = CORPORA[name]
    assert len(articles) == SIZES[name]
    assert len({article["area"] for article in articles}) >= AREAS[name]
    assert len({article["desk"] for article in articles}) >= min(12, len(articles))
    for article in articles:
        odd = int(hashlib.sha256(article["id"].encode()).hexdigest()[:2], 16) % 2
        assert article["half"] == ("look", "measure")[odd]


@pytest.mark.parametrize(
    "mark", ["[Ayr|town|GB|-4.6,55.5|20|Ayr]", "[Ayr|city|GB|-4.6,95.5|20|Ayr]", "[Ayr]", "[Ayr|ZZ]"]
)
def test_a_bad_mark_is_named(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "99-bad.txt"
    path.write_text(f"desk: x\narea: x\nstyle: x\ndate: x\n\nIn {mark} it rained.", "utf-8")
    with pytest.raises(SystemExit, match=r"99-bad\.txt: \[Ayr.*not a mark that can be read"):
        read(path)


CLAIMS: list[dict[str, Any]] = json.loads((FOLDER / "claims.json").read_text("utf-8"))["items"]


@pytest.mark.parametrize("name", FILES)
def test_the_layer_of_claims_is_what_the_script_makes(name: str) -> None:
    path = FOLDER / f"{FILES[name]}.json"
    made = path.read_text("utf-8") == build_claims(name)
    assert made, f"{path.name}: not of these texts; run python tests/corpora/build_claims.py"


def test_the_layer_of_claims_is_wide_and_one_sentence_in_four_has_none() -> None:
    sentences = [item for item in CLAIMS if item["desk"]]
    assert len({item["id"] for item in CLAIMS}) == len(CLAIMS)
    assert len(sentences) >= 240
    assert len({item["desk"] for item in sentences}) >= 30
    moving = [any(f["sense"] == "movement" for f in item["flows"]) for item in sentences]
    none = sum(not item["claims"] and not moves for item, moves in zip(sentences, moving, strict=True))
    assert none / len(sentences) >= 0.25
    for item in CLAIMS:
        odd = int(hashlib.sha256(item["id"].encode()).hexdigest()[:2], 16) % 2
        assert item["half"] == ("look", "measure")[odd]
        for mark in item["places"] + item["claims"]:
            assert item["text"][mark["start"] : mark["end"]] == mark["surface"]


@pytest.mark.parametrize(
    "line",
    [
        "C 7 | 7 | goats | die | Ayr",
        "C two | two | goats | die | Ayr",
        "C two | 2 | goats | die | Perth",
        "C two | 2 | goats | die | Ayr | pol=perhaps",
        "F Ayr | goats | two | walk",
    ],
)
def test_a_bad_line_of_claims_is_named(line: str) -> None:
    with pytest.raises(SystemExit, match=r"here: [CF] .*not a line that can be read"):
        layer(
            "In Ayr two goats died.",
            [line],
            Mentions([{"surface": "Ayr", "start": 3, "ids": ["ayr.gb"]}]),
            "here",
        )
