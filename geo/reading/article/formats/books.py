"""EPUB, one chapter an article, and TEI, whose ``placeName/@ref`` say which places are meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ....errors import ArticleError
from ....model import Head
from ...dates import iso_moment
from ..decoding import EXPECTED, decode
from ..html import read_fragment
from ..pages import Page, Run, filled, head_of, page_of
from .archives import member, opened
from .xml import attribute, every, first, parsed, table, tag_of, words

# -- EPUB --------------------------------------------------------------------------------------------------

_MOST_CHAPTERS = 2000
_LEAST = 200  # characters; a shorter chapter is a cover, a title page or a note


def epub(data: bytes, where: str) -> list[Page]:
    """Read the chapters of an EPUB in the order of its spine."""
    with opened(data, where) as archive:
        container = parsed(member(archive, "META-INF/container.xml", where), where)
        rootfile = first(container, "rootfile")
        path = attribute(rootfile, "full-path") if rootfile is not None else ""
        package = parsed(member(archive, path, where), where)
        items = {attribute(i, "id"): i for i in every(package, "item")}
        book, writers = _book(package)
        pages = []
        for ref in list(every(package, "itemref"))[:_MOST_CHAPTERS]:
            item = items.get(attribute(ref, "idref"))
            if item is None or "html" not in attribute(item, "media-type"):
                continue
            if "nav" in attribute(item, "properties").split():
                continue
            name = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(attribute(item, "href")))
            )
            if name not in archive.namelist():
                continue
            raw = member(archive, name, where)
            page = read_fragment(decode(raw, where).text) if raw.strip() else Page("")
            if len(page.text) >= _LEAST:
                pages.append(
                    _with(
                        page, book, writers, attribute(package, "lang") or words(first(package, "language"))
                    )
                )
    if not pages:
        raise ArticleError(f"{where}: EPUB without a chapter of text; expected {EXPECTED}; give another file")
    return pages


def _book(package: Any) -> tuple[Head, Head]:
    """Return what a book says of itself, and its writers: they count where a chapter names nobody."""
    said = head_of(
        "package",
        publisher=words(first(package, "publisher")) or words(first(package, "title")),
        date=iso_moment(words(first(package, "date"))),
    )
    return said, head_of("package", bylines=[words(e) for e in every(package, "creator")])


def _with(page: Page, book: Head, writers: Head, language: str) -> Page:
    code = language.split("-")[0].lower() or None
    return Page(page.text, page.drafts, filled(page.head, book), page.language or code, fallback=writers)


# -- TEI ---------------------------------------------------------------------------------------------------

_GEONAMES = re.compile(r"geonames(?:\.org/|:)(?P<id>\d{1,9})\b")
_BLOCKS = frozenset("p ab head l item quote said lg list sp label opener closer dateline byline".split())
_PASSED = frozenset("teiHeader note fw figDesc facsimile standOff back".split())


def tei(data: bytes, where: str) -> list[Page]:
    """Read a TEI file; a ``teiCorpus`` has an article in each ``TEI``."""
    root = parsed(data, where)
    texts = list(every(root, "TEI", "TEI.2"))
    pages = [page for text in texts if (page := _tei_page(text)).text]
    if not pages:
        raise ArticleError(f"{where}: TEI without text; expected {EXPECTED}; save it with its body")
    return pages


def _tei_page(root: Any) -> Page:
    header, body = first(root, "teiHeader"), first(root, "text")
    statement = first(header, "titleStmt") if header is not None else None
    titles = (
        {attribute(e, "type"): words(e) for e in every(statement, "title")} if statement is not None else {}
    )
    writers = [words(e) for e in every(statement, "author")] if statement is not None else []
    published = first(header, "publicationStmt") if header is not None else None
    day = first(published, "date") if published is not None else None
    section = first(header, "term") if header is not None else None
    head = head_of(
        "teiHeader",
        title=titles.get("main") or titles.get("") or next(iter(titles.values()), None),
        subtitle=titles.get("sub"),
        bylines=writers,
        publisher=words(first(published, "publisher")) if published is not None else "",
        date=iso_moment((attribute(day, "when") or words(day)) if day is not None else ""),
        section=words(section),
        captions=[words(e) for e in every(body, "figDesc")] if body is not None else [],
    )
    language = attribute(body, "lang") or attribute(root, "lang") if body is not None else ""
    return page_of(_tei_runs(body, 1), head, language.split("-")[0].lower() or None)


def _tei_runs(parent: Any, level: int) -> Iterator[Run]:
    for element in parent if parent is not None else ():
        tag = tag_of(element)
        if not tag or tag in _PASSED:
            continue
        if tag == "table":
            yield from table(element, "row", {"cell"})
        elif tag in _BLOCKS and not any(tag_of(e) in _BLOCKS for e in element.iterdescendants()):
            kind = {"head": "heading", "byline": "byline"}.get(tag)
            yield _run(element, kind, level if kind == "heading" else 0)
        else:
            yield from _tei_runs(element, min(6, level + tag.startswith("div")))


def _run(element: Any, kind: Any, level: int) -> Run:
    """Make a run of an element, with the places that it refers to."""
    text, marked = "", []

    def add(piece: str | None) -> None:
        nonlocal text
        piece = re.sub(r"\s+", " ", piece or "")
        text += piece.lstrip() if not text or text.endswith(" ") else piece

    def walk(e: Any) -> None:
        begin = len(text)
        add(e.text)
        for child in e:
            if tag_of(child) == "lb":
                add(" ")
            elif tag_of(child) and tag_of(child) not in _PASSED:
                walk(child)
            add(child.tail)
        found = (
            _GEONAMES.search(attribute(e, "ref")) if tag_of(e) in ("placeName", "geogName", "rs") else None
        )
        if found and text[begin:].strip():
            end = len(text.rstrip())
            begin += len(text[begin:]) - len(text[begin:].lstrip())
            marked.append((begin, end, f"geonames:{int(found['id'])}"))

    walk(element)
    return Run(text.rstrip(), kind, level, tuple(sorted(marked)))
