"""Reading: formats, encodings, structure, one line for what is no article. `articles/` is all invented."""

import codecs
import hashlib
import io
import os
import re
import sys
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import texts
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from geo.errors import ArticleError
from geo.model import Article
from geo.reading.article import article_from_bytes, article_from_text, read_article
from geo.reading.article.layout import plain_drafts
from geo.reading.article.lines import (
    date_after_place,
    dateline_place,
    is_comments_heading,
    is_furniture,
    is_short,
    split_byline,
)
from geo.reading.article.people import names_of
from geo.reading.dates import is_date, iso_date

ARTICLES = Path(__file__).parent / "articles"
SAMPLE = Path(__file__).parent.parent / "seeds" / "000_ebce5f3a08511348.txt"

# Texts are any Unicode but lone surrogates and NUL, rich in what the rules look at.
SPACES = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x1c", "  ", "\t"]
LINES = [
    "By Jane Roe",
    " | ",
    "March 3, 2019",
    "LIMA, Peru (AP) — ",
    "Share",
    "3 comments",
    "A heading",
    "title: x",
]
MARKS = ["- ", "# ", "> ", "```", "---", "===", "[a](http://b)", "**b**", "<p>", ". ", ". .", "—"]
PROSE = [
    "The river rose on Sunday above its highest mark.",
    "So did the lake, they said.",
    "مرحبا بالعالم.",
    "😀 𝔘.",
]
TEXTS = texts(SPACES, LINES, MARKS, PROSE)


def structure(article: Article) -> list[tuple[str, str]]:
    """Say kind and first three words of each block, with a star before what is said again."""
    return [
        (
            "*" * bool(block.repeats) + block.kind + (str(block.level) if block.level else ""),
            " ".join(article.text[block.start : block.end].split()[:3]),
        )
        for block in article.blocks
    ]


def read(name: str) -> Article:
    return read_article(ARTICLES / name)


# --- laws ----------------------------------------------------------------------------------------------


@given(TEXTS)
@settings(max_examples=200)
@example("A\n\n\x1c\n\nB.")
@example("\u200b")
@example("# \n\n#\n")
def test_blocks_are_in_order_trimmed_and_numbered(text: str) -> None:
    article = article_from_text(text)
    assert article.text == text
    at = 0
    for number, block in enumerate(article.blocks, 1):
        assert block.id == f"b{number:02d}"
        assert at <= block.start < block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip()
        assert block.repeats is None or block.repeats < block.id or len(block.repeats) < len(block.id)
        assert (block.level > 0) == (block.kind == "heading")
        at = block.end


@given(TEXTS)
@settings(max_examples=200)
def test_layout_covers_all_but_white_space(text: str) -> None:
    at = 0
    for draft in plain_drafts(text):
        assert not text[at : draft.start].strip()
        at = draft.end
    assert not text[at:].strip()


@given(TEXTS)
@settings(max_examples=200)
@example("# a\n\n" + "> " * 50 + "deep")
def test_no_words_are_lost_to_structure(text: str) -> None:
    at = 0
    for block in article_from_text(text).blocks:
        assert not any(map(str.isalpha, text[at : block.start]))
        at = block.end
    assert not any(map(str.isalpha, text[at:]))


def test_a_place_and_a_date_under_the_title_are_the_dateline() -> None:
    article = article_from_text("Rain falls\n\nGent, Belgium, 3 May 2020\n\nIt rained. It will rain again.\n")
    assert [b.kind for b in article.blocks] == ["title", "date", "paragraph"]
    assert (article.date, article.dateline) == ("2020-05-03", "Gent, Belgium")
    for words in ("Rain, 2020", "Monday, 3 May 2020", "the town, 3 May 2020", "Updated, 3 May 2020"):
        assert date_after_place(words) is None


@given(TEXTS)
@settings(max_examples=50)
def test_bytes_and_text_are_read_alike(text: str) -> None:
    data = text.encode("utf-8-sig")
    if not text.lstrip("\ufeff \n\r\t\x0b\x0c\x1c\u2028").startswith(("<", "{")):
        article = article_from_bytes(data)
        assert article.file is not None
        assume(not article.file.mended)
        assert article.text == text
        assert article.blocks == article_from_text(text).blocks
        assert article.sha256 == hashlib.sha256(data).hexdigest()


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_are_an_article_or_one_clear_line(data: bytes) -> None:
    try:
        article = article_from_bytes(data, "x.bin")
    except ArticleError as error:
        said = str(error)
    else:
        said = f"x.bin: {article.text.strip()[:1]!r}"
    assert re.fullmatch("x.bin: .+", said)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- -->" * 5000 + "x",
        "---\r\n" + "- a: b\r\n" * 5000 + "x",
        "A." * 100_000 + "x",
        "# a" + " " * 100_000 + "x",
        "# a" + " #" * 50_000 + "x",
        "**a" * 50_000,
        "[a" * 50_000,
        "By " + "de " * 50 + "x",
        "LIMA" + ", A" * 30 + " (" * 50,
    ],
)
def test_no_pattern_runs_away(text: str) -> None:
    begun = time.process_time()
    article_from_bytes(text.encode())
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "unit",
    [
        "Flood {} came on Sunday.\n\nIt went.\n\n",
        "Line {}\n",
        "The same river rose above its mark. ",
        "It said the same again and again and again.\n\nFlood {} came.\n\n",
        "# {}\n\n![[a](b **c `d\n\n",
        "By A A A {} A A A A A A A A A A A A A A A A A x 2014 x\n",
        "The river rose on Sunday above its {} mark, and it did not fall until\nthe end of the week.\n\n",
    ],
)
def test_reading_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        data = "".join(map(unit.format, range(size // len(unit)))).encode()
        begun = time.process_time()
        article_from_bytes(data)
        return time.process_time() - begun

    # Eight times the text: the square of it would take 64 times as long. A busy machine gets three tries.
    assert any(seconds(320_000) < 16 * max(seconds(40_000), 0.02) for _ in range(3))


# --- the sample ----------------------------------------------------------------------------------------


def test_sample_article() -> None:
    article = read_article(SAMPLE)
    assert article.title == "Peru and Bolivia Cooperate to Eradicate and Interdict Drugs"
    assert (article.byline, article.date, article.dateline) == ("Dialogo", "2014-12-04", None)
    assert article.language == "en"
    assert article.source == SAMPLE.name
    assert article.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    kinds = [kind for kind, _ in structure(article)]
    body = ["paragraph"] * 3 + ["heading2", "paragraph"] + ["heading2", *["paragraph"] * 3]
    body += ["heading2", *["paragraph"] * 5]
    assert kinds == [
        *("title", "*title", "byline", "date"),
        *body,
        *("*" + kind for kind in body),
        *("comment", "furniture"),
    ]
    ids = {block.id: block for block in article.blocks}
    for block in article.blocks:
        if block.repeats:
            first = ids[block.repeats]
            assert (first.kind, first.repeats) == (block.kind, None)
            assert article.text[first.start : first.end] == article.text[block.start : block.end]
    assert structure(article)[-2:] == [("comment", "The high ranking"), ("furniture", "Share")]


# --- articles of other desks ---------------------------------------------------------------------------


def test_hard_wrapped_wire_copy() -> None:
    article = read("wire.txt")
    assert structure(article) == [
        ("title", "Flood waters cut"),
        ("byline", "By JOHN DOE"),
        ("byline", "Example Press"),
        ("paragraph", "KISUMU, Kenya (EXP)"),
        ("paragraph", '"We have never'),
        ("heading2", "WHAT COMES NEXT"),
        ("paragraph", "Engineers from Uganda"),
        ("paragraph", "They hope that"),
        ("furniture", "Reporting by John"),
        ("furniture", "© 2020 Example"),
    ]
    assert (article.title or "").endswith("as the lake keeps rising")
    assert (article.byline, article.dateline) == ("JOHN DOE, MARY MAJOR", "KISUMU, Kenya")


def test_one_paragraph_per_line() -> None:
    article = read("lines.txt")
    assert structure(article) == [
        ("title", "Bridge over the"),
        ("byline", "Jane Roe, Staff"),
        ("date", "3 March 2019"),
        ("paragraph", "RIGA, Latvia –"),
        ("furniture", "Read more: How"),
        ("paragraph", "“I walked over"),
        ("heading2", "Trains will follow"),
        ("paragraph", "The rail line"),
        ("furniture", "Photo: A. Photographer"),
        ("furniture", "Share"),
    ]
    assert (article.byline, article.date, article.dateline) == ("Jane Roe", "2019-03-03", "RIGA, Latvia")


def test_spanish_with_a_comments_section() -> None:
    article = read("es.txt")
    assert [kind for kind, _ in structure(article)] == [
        *("title", "byline", "date", "paragraph", "heading2", "paragraph"),
        *("furniture", "comment", "comment", "furniture"),
    ]
    assert (article.byline, article.date) == ("Ana de la Cruz", "2014-12-04")
    assert (article.dateline, article.language) == ("TARIJA, Bolivia", "es")


def test_arabic() -> None:
    article = read("ar.txt")
    assert [kind for kind, _ in structure(article)] == ["title", "paragraph", "heading2", "paragraph"]
    assert (article.dateline, article.language) == ("القاهرة", "ar")


def test_a_list_of_short_lines_has_no_title_and_no_headings() -> None:
    assert structure(read("list.txt")) == [
        ("paragraph", word) for word in ("Bread", "Milk", "Eggs", "Paris", "Rome")
    ]


def test_a_second_copy_is_a_repeat_however_wrapped_and_comments_follow_it() -> None:
    article = read("twice.txt")
    assert structure(article) == [
        ("title", "Snow shuts the"),
        ("*title", "Snow shuts the"),
        ("date", "Updated: 14/01/2017 17:30"),
        ("paragraph", "Snow shut the"),
        ("heading2", "No word from"),
        ("paragraph", "The hut keeper"),
        ("paragraph", "The road crew"),
        ("*paragraph", "Snow shut the"),
        ("*heading2", "No word from"),
        ("*paragraph", "The hut keeper"),
        ("*paragraph", "The road crew"),
        ("comment", "I was on"),
        ("comment", "They should close"),
        ("furniture", "Share"),
    ]
    assert article.date == "2017-01-14"


def test_a_refrain_is_no_repeat() -> None:
    assert [kind for kind, _ in structure(read("refrain.txt"))] == ["title", *["paragraph"] * 5]


def test_a_repeated_teaser_does_not_make_comments_of_the_body() -> None:
    lede = "The river rose on Sunday above its highest mark."
    article = article_from_text(f"{lede}\n\n{lede}\n\nSchools stay closed until Thursday.")
    assert [kind for kind, _ in structure(article)] == ["paragraph", "*paragraph", "paragraph"]


def test_a_paragraph_alone_has_no_title() -> None:
    assert structure(article_from_text("Lima")) == [("paragraph", "Lima")]


def test_carriage_returns_are_kept() -> None:
    article = read("crlf.txt")
    assert "\r\n\r\n" in article.text
    assert [kind for kind, _ in structure(article)] == [
        *("title", "byline", "date", "paragraph", "heading2", "paragraph")
    ]


# --- lines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("December 04, 2014", "2014-12-04"),
        ("Thursday, 4th December 2014, 5 p.m. EST", "2014-12-04"),
        ("Published: Dec. 4, 2014 at 17:30", "2014-12-04"),
        ("2014-12-04T17:30:00+01:00", "2014-12-04"),
        ("4. Dezember 2014, 17:30 Uhr", "2014-12-04"),
        ("jeudi 4 décembre 2014", "2014-12-04"),
        ("4 декабря 2014 г.", "2014-12-04"),
        ("2014年12月4日", "2014-12-04"),
        ("25.12.2014", "2014-12-25"),
        ("12/25/2014", "2014-12-25"),
        ("11/11/2014", "2014-11-11"),
        ("04/12/2014", None),
        ("31/02/2014", None),
        ("December 2014", None),
        ("4 December", None),
        ("On December 4, 2014, it rained", None),
        ("2014", None),
        ("4 3 December 2014", None),
    ],
)
def test_dates(words: str, date: str | None) -> None:
    assert iso_date(words) == date


def test_a_date_with_two_readings_is_a_date_without_value() -> None:
    assert is_date("04/12/2014")
    assert not is_date("31/02/2014")
    assert article_from_text("Rain\n\n04/12/2014\n\nIt rained.").date is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("By JANE ROE, Staff Writer", "JANE ROE"),
        ("By Jane Roe and John Doe", "Jane Roe and John Doe"),
        ("By Jane Roe | March 3, 2019", "Jane Roe"),
        ("Por María Fernández de la Cruz", "María Fernández de la Cruz"),
        ("Par Zoé Dupont", "Zoé Dupont"),
        ("Jane Roe, Associated Press", "Jane Roe"),
        ("By the river", None),
        ("By Monday the river had fallen.", None),
        ("Lima, Peru", None),
        ("By " + "A " * 78, None),
    ],
)
def test_bylines(words: str, name: str | None) -> None:
    assert (None if split_byline(words) is None else " and ".join(names_of(words))) == name


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("LIMA, Peru (AP) — Rain fell.", "LIMA, Peru"),
        ("NEW YORK -- Rain fell.", "NEW YORK"),
        ("PORT-AU-PRINCE, Haiti, March 3 (Reuters) - Rain fell.", "PORT-AU-PRINCE, Haiti"),
        ("SÃO PAULO — Rain fell.", "SÃO PAULO"),
        ("BREAKING NEWS: Rain fell.", None),
        ("BEIRA, Mozambique (March 3) - Rain fell.", "BEIRA, Mozambique"),
        ("Quito, 3 mar (EFE).- Llovió.", "Quito"),
        ("Rio de Janeiro (EFE) – Llovió.", "Rio de Janeiro"),
        ("Washington – The vote is on.", "Washington"),
        ("Rain – and wind – came.", None),
        ("The mayor — Jane Roe — said no.", None),
        ("NATO-led troops left.", None),
        ("It rained in Lima. Then — at last — it stopped.", None),
    ],
)
def test_datelines(words: str, place: str | None) -> None:
    assert dateline_place(words) == place


def test_furniture_and_headings() -> None:
    assert all(map(is_furniture, ["SHARE", "Read more: x", "Photo: A. B.", "Anzeige", "Tags: Peru, Lima"]))
    assert not any(map(is_furniture, ["Share prices fell", "Home again", "Copyright law is old.", "home."]))
    assert all(
        map(is_comments_heading, ["Comments", "3 comments", "Comments (12)", "Comentarios", "التعليقات"])
    )
    assert not is_comments_heading("The minister comments on the law")
    assert is_short("A second “front”")
    assert not any(map(is_short, ["He left.", "and so on", "“It is over.”", "• Bread", "***"]))


def test_a_wrapped_paragraph_keeps_a_last_word_that_looks_like_a_button() -> None:
    words = (
        "After nine years in the camps beyond the border he walked from the bridge to the town and his old "
    )
    text = textwrap.fill(words * 3 + "home", len(words) - 1)
    assert text.endswith("\nhome")
    assert [draft.slice(text) for draft in plain_drafts(text)] == [text]


def test_indented_paragraphs_are_parted() -> None:
    text = "   The river rose on Sunday above its highest mark of forty years and\nfell.\n   Then it rained."
    assert [draft.slice(text)[:8] for draft in plain_drafts(text)] == ["The rive", "Then it "]


# --- Markdown and HTML ---------------------------------------------------------------------------------


def test_markdown() -> None:
    article = read("article.md")
    assert article.text == (ARTICLES / "article.md").read_text(encoding="utf-8")
    assert article.title == "Dam at Jinja opens its gates"
    assert (article.byline, article.date) == ("Jane Roe", "2020-05-08")
    assert structure(article) == [
        ("furniture", "--- title: Dam"),
        ("heading2", "Water for Egypt"),
        ("paragraph", "The [gates](https://example.org/gates) of"),
        ("paragraph", "The lake fell"),
        ("paragraph", "Kisumu is dry"),
        ("paragraph", "Entebbe is not."),
        ("heading2", "A second heading"),
        ("furniture", "``` level ="),
        ("paragraph", "Last words."),
        ("furniture", "[gates]: https://example.org/gates"),
    ]


def test_markdown_with_an_underlined_title() -> None:
    article = read("setext.md")
    assert structure(article)[:2] == [("title", "Dam opens"), ("byline", "By Jane Roe")]
    assert article.dateline == "ENTEBBE, Uganda"


def test_html() -> None:
    article = read("page.html")
    assert structure(article) == [
        ("title", "River rises above"),
        ("paragraph", "ALBI, France (EXP)"),
        ("heading2", "Schools closed"),
        ("paragraph", "Schools in the"),
        ("paragraph", "Road 14 is"),
        ("paragraph", "The bridge at"),
        ("paragraph", "Albi 4 m"),
        ("paragraph", "Gaillac 5 m"),
        ("heading3", "Help on the"),
        ("paragraph", "Soldiers brought sandbags"),
        ("furniture", "2 comments"),
        ("comment", "I live there"),
        ("comment", "Thank you to"),
    ]
    assert (article.title, article.byline) == ("River rises above its mark", "Jane Roe")
    assert (article.date, article.dateline, article.language) == ("2019-03-03", "ALBI, France", "en")
    assert "préfet" in article.text  # declared as ISO 8859-1, which browsers read as windows-1252
    assert "<" not in article.text


def test_html_whose_title_is_only_in_its_metadata() -> None:
    article = article_from_bytes(
        b"<html><head><title>Rain at last</title></head><body><p>It rained all night.</p></body></html>"
    )
    assert structure(article) == [("title", "Rain at last"), ("paragraph", "It rained all")]


def test_html_without_a_date_gets_none_from_the_clock() -> None:
    assert article_from_bytes(b"<!doctype html><body><p>It rained all night.</p>").date is None


def test_html_too_deeply_nested_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ArticleError, match=r"^text: HTML with tags that stand more than 255 deep [^\n]*$"):
        article_from_bytes(("<p>" + "<div>" * 5000 + "Rain.").encode())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "page",
    ["<html><p>Rain <b>fell <i>twice</p></html", "<p>" + "<p>x" * 2000],
)
def test_html_deeply_nested_or_broken(page: str, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        said = article_from_bytes(page.encode()).text
    except ArticleError as error:
        said = str(error)
    assert re.match(r"Rain|x|text: HTML without text; expected", said)
    assert capfd.readouterr() == ("", "")


def test_a_string_is_never_extracted() -> None:
    assert article_from_text("<p>Lima</p>").text == "<p>Lima</p>"


# --- encodings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str) -> None:
    text = "Niño\r\n\r\nEl niño cruzó el río. 😀"
    assert article_from_bytes(mark + text.encode(encoding)).text == text


def test_undeclared_encodings_are_guessed() -> None:
    assert read("latin1.txt").text.startswith("Niño cruza el río en São Borja")
    russian = read("cp1251.txt")
    assert (russian.dateline, russian.language) == ("БАРНАУЛ, Россия", "ru")
    far = (
        "The river rose. " * 20_000
        + "El niño cruzó el río con su abuelo el sábado por la mañana, según contó."
    )
    assert "niño cruzó" in article_from_bytes(far.encode("cp1252")).text


def test_an_unknown_declared_charset_is_passed_over() -> None:
    page = '<html><meta charset="x-none"><p>La crue a coupé la route à Albi, où le préfet a parlé.</p></html>'
    assert "préfet" in article_from_bytes(page.encode("cp1252")).text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor of the town said that it is closed.", "en"),
        ("O prefeito da cidade disse que a ponte não está aberta para os carros.", "pt"),
        ("Le maire de la ville a dit que les ponts sont fermés par la crue et le vent.", "fr"),
        ("Der Bürgermeister sagte, dass die Brücke und der Tunnel nicht offen sind.", "de"),
        ("Il sindaco della città ha detto che il ponte non è aperto per gli abitanti.", "it"),
        ("De burgemeester van de stad zei dat het niet open is.", "nl"),
        ("Ο δήμαρχος μίλησε.", "el"),
        ("ראש העיר דיבר.", "he"),
        ("महापौर ने कहा।", "hi"),
        ("市长说学校关闭。", "zh"),
        ("시장이 말했다.", "ko"),
        ("นายกเทศมนตรีกล่าว", "th"),
        ("12 345", "en"),
        ("Lima", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert article_from_text(text).language == language


# --- errors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7\n", "damaged"),
        (b"PK\x03\x04\x14\x00", "damaged ZIP"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"\x1f\x8b\x08\x00", "damaged gzip"),
        (b"{\\rtf1", "an RTF document"),
        (b"text\0with a NUL", "binary data"),
        (b"\xf0\x00\x01\xfe", "binary data"),
        (codecs.BOM_UTF16_LE + b"a", "not UTF-16"),
        (b"<html><body></body></html>", "HTML without text"),
    ],
)
def test_what_is_no_article_is_said_in_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        read_article(path)
    message = str(caught.value)
    assert message.startswith("x.txt: ")
    assert says in message
    assert "expected" in message
    assert "\n" not in message


def test_missing_folder_and_bad_path(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "no.txt", "no such file"), (tmp_path, "a folder"), ("a\0b", "not a path")):
        with pytest.raises(ArticleError, match=says):
            read_article(path)


def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(ArticleError, match="Permission denied; expected an article"):
        read_article(tmp_path / "x.txt")


def test_too_long(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"It rained. " * 2_000_000)
    with pytest.raises(ArticleError, match=r"over 20 MB"):
        read_article(path)


def test_strings_that_are_no_text() -> None:
    for text, says in ((" ", "empty"), ("a\ud800", "surrogate"), ("a\0", "NUL")):
        with pytest.raises(ArticleError, match=says):
            article_from_text(text)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Rain fell.\r\n")))
    article = read_article("-")
    assert (article.text, article.source) == ("Rain fell.\r\n", "-")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    with pytest.raises(ArticleError, match="standard input: empty"):
        read_article("-")
