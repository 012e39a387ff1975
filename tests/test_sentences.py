"""Sentences: the tiling law, ids that nothing below changes, and what they point to."""

import re
import time
from pathlib import Path

import pytest
from conftest import texts
from hypothesis import given, settings

from geo.model import Article
from geo.reading.article import article_from_bytes, article_from_text, articles_from_bytes, read_article
from geo.reading.sentences import split_sentences

ARTICLES = Path(__file__).parent / "articles"
SAMPLE = Path(__file__).parent.parent / "seeds" / "000_ebce5f3a08511348.txt"

# Texts are any Unicode but lone surrogates and NUL, rich in what the rules look at.
SPACES = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\x0b", "\x85", "\u2029", " "]
MARKS = [
    ". ",
    ". .",
    "? ",
    "!",
    "...",
    "…",
    "“Yes. ",
    "No.” ",
    "(See p. 4.) ",
    "Mr. ",
    "Ms. Roe ",
    "U.S. Rep. ",
    "No. 5 ",
]
LINES = ["By Jane Roe", "Share", "A heading", "2 comments", "St. Louis ", "D-N.Y. "]
PROSE = [
    "The river rose above its mark on Sunday. It fell.",
    "مرحبا. ",
    "😀 𝔘. ",
    "川が増水した。",
    "क्या? हाँ।",
]
TEXTS = texts(SPACES, LINES, MARKS, PROSE)


def words(article: Article) -> list[str]:
    return [article.text[s.start : s.end] for s in split_sentences(article)]


def split(text: str) -> list[str]:
    return words(article_from_text(text))


@given(TEXTS)
@settings(max_examples=300)
def test_sentences_and_gaps_tile_the_blocks(text: str) -> None:
    article = article_from_text(text)
    blocks = {block.id: block for block in article.blocks}
    covered = {i for block in article.blocks for i in range(block.start, block.end)}
    at = 0
    for number, sentence in enumerate(split_sentences(article), 1):
        block = blocks[sentence.block]
        assert sentence.id == f"s{number:02d}"
        assert sentence.kind == block.kind
        assert max(at, block.start) <= sentence.start < sentence.end <= block.end
        said = text[sentence.start : sentence.end]
        assert said == said.strip()
        assert all(text[i].isspace() for i in range(at, sentence.start) if i in covered)
        at = sentence.end
    assert all(text[i].isspace() for i in range(at, len(text)) if i in covered)


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_nothing_below_changes_ids_or_bounds(text: str, more: str) -> None:
    before = split_sentences(article_from_text("The mayor of the town said that it is so.\n\n" + text))
    whole = article_from_text("The mayor of the town said that it is so.\n\n" + text + "\n\n" + more)
    after = split_sentences(whole)
    if whole.language == "en":
        assert [(s.id, s.start, s.end) for s in before] == [
            (s.id, s.start, s.end) for s in after[: len(before)]
        ]


@pytest.mark.parametrize(
    "name", sorted({path.name for path in ARTICLES.iterdir()} - {"cases.toml", "made.json"})
)
def test_articles_tile(name: str) -> None:
    for article in articles_from_bytes((ARTICLES / name).read_bytes()):
        for block in article.blocks:
            inside = [s for s in split_sentences(article) if s.block == block.id]
            assert inside[0].start == block.start
            assert inside[-1].end == block.end
            said = "".join(article.text[s.start : s.end] for s in inside)
            assert "".join(said.split()) == "".join(article.text[block.start : block.end].split())


def test_sample() -> None:
    article = read_article(SAMPLE)
    sentences = split_sentences(article)
    said = {s.id: article.text[s.start : s.end] for s in sentences}
    gaps, at = [], 0
    for sentence in sentences:
        gaps.append(article.text[at : sentence.start])
        at = sentence.end
    assert not "".join([*gaps, article.text[at:]]).strip()
    assert said["s07"].startswith("The 1,047-kilometer border")
    assert any(text.endswith("Bolivia. .") for text in said.values())
    assert any(text.endswith("Reporteros\n.") for text in said.values())
    for sentence in sentences:
        if sentence.repeats:
            assert said[sentence.repeats] == said[sentence.id]
    repeated = {block.id for block in article.blocks if block.repeats}
    assert all((s.repeats is not None) == (s.block in repeated) for s in sentences)
    headed = {said[s.heading] for s in sentences if s.heading}
    assert headed == {article.text[b.start : b.end] for b in article.blocks if b.level and not b.repeats}
    once = [text for s in sentences if s.repeats is None for text in [said[s.id]]]
    assert len(once) == len(set(once))


def test_headings_head_their_paragraphs_only() -> None:
    article = article_from_text(
        "Title\n\nIt rained.\n\nSchools closed\n\nThey did. All.\n\n1 comment\n\nI do not agree at all."
    )
    assert [(s.id, s.kind, s.heading) for s in split_sentences(article)] == [
        ("s01", "title", None),
        ("s02", "paragraph", None),
        ("s03", "heading", None),
        ("s04", "paragraph", "s03"),
        ("s05", "paragraph", "s03"),
        ("s06", "furniture", None),
        ("s07", "comment", None),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("U.S. Rep. Jane Roe met Gen. J. K. Doe in St. Louis, Calif. — on Dec. 4. She left.", 2),
        ("Ms. Roe left. Ms. Doe stayed.", 2),
        ("Pct. 4 voted. Rep. Roe, D-N.Y., did not.", 2),
        ("It rose to No. 5 on Sunday. It fell. .", 2),
        ("Does it rain? It does! Good.", 3),
        ("The road to the north of the lake is under water from the old\r\nbridge on. Go home.", 2),
        ("هل يستمر المطر؟ نعم. انتهى.", 3),
        ("川が増水した。学校は休み。", 2),
        (". . .", 1),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    sentences = split(text)
    assert len(sentences) == count
    assert re.sub(r"\s", "", "".join(sentences)) == re.sub(r"\s", "", text)


def test_offsets_are_code_points() -> None:
    assert split("😀 𝔘 rose. Then 😀 fell.") == ["😀 𝔘 rose.", "Then 😀 fell."]


def test_more_than_a_hundred() -> None:
    sentences = split_sentences(article_from_text("It rained. " * 120))
    assert [sentences[i].id for i in (0, 98, 99, 119)] == ["s01", "s99", "s100", "s120"]


def test_a_language_without_rules_is_split_like_english() -> None:
    article = article_from_text("მდინარე ადიდდა. სკოლა დაიხურა.")
    assert article.language == "ka"
    assert len(split_sentences(article)) == 2


@pytest.mark.parametrize("unit", ["It rained on Sunday. ", "“Yes. ", "word ", "Ms. ", ". ", "It rained.\n\n"])
def test_a_megabyte_takes_about_a_second(unit: str) -> None:
    article = article_from_text(unit * (1_000_000 // len(unit)))
    begun = time.process_time()
    split_sentences(article)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("text", ["“" * 60_000, "“a " * 20_000, "a" * 60_000, "word " * 12_000])
def test_a_text_without_an_end_takes_no_long_time(text: str) -> None:
    article = article_from_text(text)
    start = time.perf_counter()
    sentences = split_sentences(article)
    assert time.perf_counter() - start < 5
    said = "".join(article.text[s.start : s.end] for s in sentences)
    assert "".join(said.split()) == "".join(text.split())
    assert not any(article.text[s.end - 1 : s.end + 1].isalnum() for s in sentences[:-1] if " " in text)


@pytest.mark.parametrize("space", [c for c in map(chr, range(0x80, 0x3001)) if c.isspace()])
def test_no_white_space_ends_the_program(space: str) -> None:
    for text in (f'B{space}.B"a!{space}', f"B{space}.…“!('İBİ？😀\t\x0c؟\u200b\r😀"):
        assert "".join("".join(split(text)).split()) == "".join(text.split())


def test_what_repeats_a_later_block_has_its_own_heading() -> None:
    article = article_from_bytes(b"<!DOCTYPE html>Flood in Flanders</e><h1>Flood in Flanders</h1")
    assert article.blocks[0].repeats == article.blocks[1].id
    assert [s.repeats for s in split_sentences(article)] == [None, None]
