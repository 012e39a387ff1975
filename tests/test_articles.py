"""Every kind of file in `articles/`: what is read of its head, its body and its places; and the caps."""

from __future__ import annotations

import gzip
import io
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from made_files import HTML, MADE, PAGE, TEXT, pdf_of, zipped

import geo
from geo import Gazetteer
from geo.errors import ArticleError
from geo.reading.article import article_from_bytes, articles_from_bytes

ARTICLES = Path(__file__).parent / "articles"
CASES: list[dict[str, Any]] = tomllib.loads((ARTICLES / "cases.toml").read_text("utf-8"))["case"]
FACTS = ("title", "subtitle", "publisher", "date", "dateline", "section", "url")


def data_of(case: dict[str, Any]) -> bytes:
    kind, _, name = case["file"].partition(":")
    return MADE[name]() if kind == "made" else (ARTICLES / case["file"]).read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_head_and_body(case: dict[str, Any]) -> None:
    articles = articles_from_bytes(data_of(case), "x")
    assert len(articles) == case.get("stories", 1)
    article = articles[case.get("story", 1) - 1]
    head = article.head
    assert head is not None
    assert article.file is not None
    found = {name: fact.value for name in FACTS if (fact := getattr(head, name))}
    assert {name: found.get(name) for name in FACTS if name in case} == {
        name: case[name] for name in FACTS if name in case
    }
    if "no_date" in case:
        assert head.date is None
    misses = case.get("misses", ())
    if "bylines" in case and "bylines" not in misses:
        assert [fact.value for fact in head.bylines] == case["bylines"]
    if "captions" in case:
        assert [fact.value for fact in head.captions] == case["captions"]
    assert article.language == case.get("language", "en")
    assert article.file.mended == case.get("mended", False)
    if "encoding" in case:
        assert article.file.encoding == case["encoding"]
    paragraphs = [article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph"]
    at = 0
    for begins in case.get("body", ()) if "body" not in misses else ():
        found_at = next((n for n in range(at, len(paragraphs)) if paragraphs[n].startswith(begins)), None)
        assert found_at is not None, (begins, paragraphs)
        at = found_at + 1
    if "passages" in case:
        assert [b.language for b in article.blocks if b.language] == case["passages"]
    ids = {b.id for b in article.blocks}
    facts = [f for name in head.__struct_fields__ for f in _listed(getattr(head, name))]
    assert all((f.source == "read") == (f.where in ids) for f in facts)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, tuple) else [value] if value else []


def test_the_writers_of_a_page_are_read_in_the_markup_of_many_outlets() -> None:
    heads = tomllib.loads((ARTICLES / "bylines.toml").read_text("utf-8"))["head"]
    text = "<p>The river rose two metres during the night and cut the road between the towns.</p>" * 3
    for head in heads:
        body = f"<article>{head['head']}{text}</article>"
        page = f"<html><head><title>River</title></head><body>{body}</body></html>"
        found = article_from_bytes(page.encode()).head
        names = [fact.value.casefold() for fact in found.bylines] if found else []
        assert (names == [name.casefold() for name in head["bylines"]]) != head.get("misses", False), head[
            "head"
        ]


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.get("places") or c.get("not_places")], ids=lambda case: case["file"]
)
def test_places(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    article = articles_from_bytes(data_of(case), "x")[case.get("story", 1) - 1]
    document = geo.geoparse(article, gazetteer=gazetteer)
    found = {t.surface: t for t in document.toponyms if t.place}
    assert set(case.get("places", ())) <= set(found)
    assert not set(case.get("not_places", ())) & set(found)
    for surface, place in case.get("place_ids", {}).items():
        assert found[surface].place.id == place  # type: ignore[union-attr]
        assert found[surface].resolution.confidence == 1  # type: ignore[union-attr]


def test_no_name_is_an_ordinary_word_that_opens_a_sentence(gazetteer: Gazetteer) -> None:
    article = geo.read_article(ARTICLES / "fi-ordinary.txt")
    found = geo.geoparse(article, gazetteer=gazetteer).toponyms
    assert [t.start for t in found if t.surface == "Oman"] == [article.text.index("Oman lupasi")]


@pytest.mark.parametrize(
    ("file", "half", "least", "wrong"),
    [
        ("names.toml", "look measure third", 161, {"רחובות"}),
        ("names-others.toml", "look", 139, {"Melati", "বরিশাল", "이천"}),
        ("names-others.toml", "measure", 71, 1),
    ],
)
def test_languages_without_rules_give_only_names_of_their_own(
    file: str, half: str, least: int, wrong: set[str] | int, gazetteer: Gazetteer
) -> None:
    texts = tomllib.loads((ARTICLES / file).read_text("utf-8"))["text"]
    right, false = 0, set()
    for text in texts:
        if text["half"] not in half:
            continue
        document = geo.geoparse(text["text"], gazetteer=gazetteer)
        drawn = {t.surface: t.place for t in document.toponyms if t.place and t.kind != "embedded"}
        for surface, place in drawn.items():
            countries = {
                c
                for name, c in {**text["places"], **text.get("also", {})}.items()
                if surface.startswith(name) or surface == name[: max(3, len(surface))]
            }
            if countries & {place.country, ""}:
                right += 1
            else:
                false.add(surface)
    assert (false if isinstance(wrong, set) else len(false)) == wrong  # of `measure` only the count is seen
    assert right >= least


def page_of(name: str, gazetteer: Gazetteer) -> html.HtmlElement:
    article = articles_from_bytes((ARTICLES / name).read_bytes(), name)[0]
    return html.document_fromstring(geo.render(geo.geoparse(article, gazetteer=gazetteer)).encode())


def test_the_page_says_where_the_head_was_taken_from(gazetteer: Gazetteer) -> None:
    page = page_of("json-ld.html", gazetteer)
    said = [item.text_content() for item in page.get_element_by_id("head")]
    assert "Publisher: The Post (as the file says: JSON-LD)" in said
    assert "Under a picture: The market of Bruges. Photo: A. Roe (as the file says: figcaption)" in said
    assert "Dateline" not in "".join(said)
    letter = page_of("letter.eml", gazetteer)
    assert (
        letter.xpath("//*[@id='headline']//p[@class='date']")[0].text_content() == "2022-01-05 08:00:00+01:00"
    )


def test_the_page_says_that_only_names_were_read(gazetteer: Gazetteer) -> None:
    assert "(he)" in page_of("he.txt", gazetteer).get_element_by_id("names-only").text_content()
    assert not page_of("letter.eml", gazetteer).xpath("//*[@id='names-only']")


def test_a_passage_in_another_language_has_its_own_and_no_claims(gazetteer: Gazetteer) -> None:
    page = page_of("passage.txt", gazetteer)
    assert [p.get("lang") for p in page.xpath("//*[@id='article']/p")] == [None, None, None, "es"]
    text = (
        "The river rose.\n\n"
        + "Les 300 habitants du village sont allés de Lima à Cusco, selon la mairie de Lima.\n"
    )
    assert geo.geoparse(geo.article_from_text(text), gazetteer=gazetteer).flows == ()


def test_a_writer_and_a_title_are_found_where_a_format_has_them() -> None:
    said = "<description>It rained in the hills.</description>"
    entry = f"<item><title>Rain</title><author>a@example.org (Ana Roe)</author>{said}</item>"
    channel = f"<rss version='2.0'><channel><title>The Post</title>{entry}</channel></rss>"
    [article] = articles_from_bytes(channel.encode(), "x")
    assert article.head is not None
    assert [fact.value for fact in article.head.bylines] == ["Ana Roe"]
    heading = (
        "<text:h text:outline-level='1'>Rain in the hills</text:h><text:p>It rained for a week.</text:p>"
    )
    content = f"<a xmlns:text='t'><text:text>{heading}</text:text></a>"
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    assert articles_from_bytes(zipped(files), "x")[0].title == "Rain in the hills"


# -- several stories, and none -----------------------------------------------------------------------------


def test_one_of_several_is_chosen() -> None:
    data = (ARTICLES / "feed.rss").read_bytes()
    with pytest.raises(ArticleError, match=r"^f: 2 articles; expected one; choose one with --story 1 to 2, "):
        article_from_bytes(data, "f")
    assert article_from_bytes(data, "f", 2).title == "Flood in Flanders"
    with pytest.raises(ArticleError, match=r"^f: no article 3; expected --story 1 to 2$"):
        article_from_bytes(data, "f", 3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x05\x06" + bytes(18), "binary data"),
        (zipped({"a.png": b"\x89PNG\r\n"}), "ZIP without an article: a.png: a PNG image"),
        (zipped({"x": b""})[:40], "damaged ZIP"),
        (gzip.compress(TEXT.encode(), mtime=0)[:50], "damaged gzip"),
        (pdf_of([[]]), "PDF without a text layer"),
        (b"%PDF-1.4\nnothing", "PDF that is damaged"),
        (b'{"type": "FeatureCollection"}', "JSON that is no article of ninjs"),
        (b"<rss><channel><title>x</title></channel></rss>", "a feed without text"),
        (b"<nitf><head/></nitf>", "NITF without body"),
        (b"<TEI><text/></TEI>", "TEI without text"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (zipped({"word/document.xml": "<x"}), "holds no article|damaged XML"),
    ],
)
def test_what_holds_no_article_is_one_line(data: bytes, says: str) -> None:
    with pytest.raises(ArticleError, match=rf"^x: (?:{says})[^\n]*$"):
        articles_from_bytes(data, "x")


def test_a_missing_library_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.reading.article.formats.find_spec", lambda name: None)
    with pytest.raises(
        ArticleError, match=r"PDF needs pypdfium2, not installed; run: pip install 'dateline\[files\]'$"
    ):
        articles_from_bytes(MADE["pdf"](), "x")


# -- caps --------------------------------------------------------------------------------------------------


ENTITIES = b"<!DOCTYPE x [<!ENTITY a 'ha'>]>"


def nested(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, 1, mtime=0)
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (nested(bytes(30_000_000), 1), "unpacks to too much"),
        (zipped({"a.txt": bytes(30_000_000)}), "holds a file of over 20 MB"),
        (zipped({"word/document.xml": bytes(30_000_000)}), "holds a file of over 20 MB"),
        (nested(TEXT.encode(), 4), "gzip without an article: .*deep"),
        (ENTITIES + b"<TEI><text><p>" + b"&a;" * 99 + b"</p></text></TEI>", "TEI without text"),
    ],
    ids=("gzip", "zip", "docx", "nested", "entities"),
)  # fmt: skip
def test_bombs(data: bytes, says: str) -> None:
    begun = time.process_time()
    with pytest.raises(ArticleError, match=says):
        articles_from_bytes(data, "x")
    assert time.process_time() - begun < 3


def test_a_zip_of_many_files_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(10_001):
            archive.writestr(f"{n}", b"\x89PNG")
    with pytest.raises(ArticleError, match="with more than 10,000 files"):
        articles_from_bytes(out.getvalue(), "x")


def test_names_in_an_archive_are_never_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [article] = articles_from_bytes(zipped({"../../evil.html": PAGE}), "x.zip")
    assert article.title == "Flood in Flanders"
    assert list(tmp_path.iterdir()) == []


def test_no_entity_reads_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Atlantis")
    entity = f'<!DOCTYPE TEI [<!ENTITY s SYSTEM "file://{secret}">]>'
    markup = f"{entity}<TEI><text><p>It says &s; here.</p>{HTML}</text></TEI>"
    assert "Atlantis" not in articles_from_bytes(markup.encode(), "x")[0].text


def test_progress_grows_to_its_end(gazetteer: Gazetteer) -> None:
    told: list[tuple[str, float]] = []
    text = "Lima flooded.\n\n" * 3 + "\n\n".join(f"It rained on day {n}." for n in range(500))
    geo.geoparse(text, gazetteer=gazetteer, progress=lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == ["sentences", "names", "places", "claims"]
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert len(set(shares)) > 4
    assert 0.6 < shares[-1] < 1


def test_reading_text_is_linear() -> None:
    words = "The river rose on Sunday above its mark at Lyon, and the road to Grenoble was cut.\n\n"

    def seconds(size: int) -> float:
        data = (words * (size // len(words))).encode()
        begun = time.process_time()
        article_from_bytes(data)
        return time.process_time() - begun

    assert seconds(1_600_000) < 10 * max(seconds(200_000), 0.05)
