"""Texts of word processors, DOCX and ODT, read with zipfile and lxml.

What was inserted is read and what was deleted is not, which python-docx has the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...dates import iso_moment
from ..pages import Page, Run, head_of, page_of
from .archives import member, opened
from .xml import attribute, every, first, parsed, table, tag_of, words

# What Word calls its built-in styles in a file, whatever its own language.
_LEVEL = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_STYLED = {"title": "title", "subtitle": "subtitle", "caption": "caption"}


def docx(data: bytes, where: str) -> list[Page]:
    """Read a DOCX file: paragraphs with their styles, tables; headers and footers are other files of it."""
    with opened(data, where) as archive:
        body = parsed(member(archive, "word/document.xml", where), where)
        names = set(archive.namelist())
        styles = (
            parsed(member(archive, "word/styles.xml", where), where) if "word/styles.xml" in names else ()
        )
        core = (
            parsed(member(archive, "docProps/core.xml", where), where)
            if "docProps/core.xml" in names
            else None
        )
    style = {attribute(s, "styleId"): attribute(n, "val") for s in styles for n in s if tag_of(n) == "name"}
    return _page(_docx_runs(first(body, "body"), style), core)


def _docx_runs(parent: Any, style: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (words, style) of each paragraph; a row of a table is one, with tabs between its cells."""
    for element in parent if parent is not None else ():
        tag = tag_of(element)
        if tag == "tbl":
            yield from ((run.words, "") for run in table(element, "tr", {"tc"}))
        elif tag == "p":
            named = first(element, "pStyle")
            given = attribute(named, "val") if named is not None else ""
            yield _docx_words(element), style.get(given, given)
        elif tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _docx_runs(element, style)


def _docx_words(paragraph: Any) -> str:
    out: list[str] = []
    passed = ("del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "txbxContent")

    def walk(element: Any) -> None:
        for child in element:
            tag = tag_of(child)
            if tag == "t":
                out.append(child.text or "")
            elif tag in ("tab", "br", "cr"):
                out.append(" ")
            elif tag == "noBreakHyphen":
                out.append("-")
            elif tag not in passed:
                walk(child)

    walk(paragraph)
    return " ".join("".join(out).split())


def odt(data: bytes, where: str) -> list[Page]:
    """Read an ODT file."""
    with opened(data, where) as archive:
        body = parsed(member(archive, "content.xml", where), where)
        known = "meta.xml" in archive.namelist()
        meta = parsed(member(archive, "meta.xml", where), where) if known else None
    styles = {
        attribute(s, "name"): attribute(s, "parent-style-name") for s in every(body, "style")
    }  # a paragraph's own style has the named one as its parent
    return _page(_odt_runs(first(body, "text"), styles), meta)


def _odt_runs(parent: Any, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    for element in parent if parent is not None else ():
        tag = tag_of(element)
        given = attribute(element, "style-name")
        style = styles.get(given) or given
        if tag == "h":
            yield (
                _odt_words(element),
                style if style == "Title" else f"heading {attribute(element, 'outline-level')}",
            )
        elif tag == "p":
            yield _odt_words(element), style
        elif tag == "table":
            yield from ((run.words, "") for run in table(element, "table-row", {"table-cell"}))
        elif tag not in ("tracked-changes", "sequence-decls", "forms"):
            yield from _odt_runs(element, styles)


def _odt_words(element: Any) -> str:
    for space in every(element, "s", "tab", "line-break"):
        space.text = " "
    return words(element, {"note", "annotation", "tracked-changes", "frame"})


def _page(rows: Iterator[tuple[str, str]], meta: Any) -> list[Page]:
    """Make a page of paragraphs with the names of their styles, and of what the file says of itself."""
    runs: list[Run] = []
    subtitle, captions = "", []
    for text, style in rows:
        kind = _STYLED.get(style.lower(), "")
        level = _LEVEL.match(style.replace("_20_", " "))
        if kind == "subtitle" and not subtitle:
            subtitle = text
            runs.append(Run(text))
        elif kind == "caption":
            captions.append(text)
        elif kind == "title" and not any(run.kind == "title" for run in runs):
            runs.append(Run(text, "title"))
        else:
            runs.append(Run(text, "heading", min(6, int(level[1]) or 1)) if level else Run(text))
    said = {tag_of(e): words(e) for e in meta.iter()} if meta is not None else {}
    first_run = next((n for n, run in enumerate(runs) if run.words), None)
    if first_run is not None and runs[first_run].level == 1 and not any(r.kind == "title" for r in runs):
        runs[first_run] = Run(runs[first_run].words, "title")
    styled = next((run.words for run in runs if run.kind == "title"), None)
    head = head_of(
        {"title": "style" if styled else "properties", "subtitle": "style", "captions": "style"}
        | dict.fromkeys(("bylines", "date"), "properties"),
        title=styled or said.get("title"),
        subtitle=subtitle,
        captions=captions,
    )
    language = said.get("language", "")[:2].lower()
    page = page_of(runs, head, language if len(language) == 2 else None)
    # Whoever saved the file, and when, is only the writer and the day of the article if its text has none.
    saved = head_of(
        "properties",
        bylines=[said.get("creator", "")],
        date=iso_moment(said.get("created", said.get("creation-date", said.get("date", ""))).split(".")[0]),
    )
    return [Page(page.text, page.drafts, page.head, page.language, fallback=saved)]
