"""The formats of news agencies, of the IPTC: NewsML-G2, NITF, ninjs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ....errors import ArticleError
from ...dates import iso_moment
from ..decoding import EXPECTED, decode
from ..html import read_fragment
from ..layout import plain_drafts
from ..pages import Page, Run, filled, head_of, page_of
from .xml import attribute, every, first, parsed, table, tag_of, words

_COMPACT = ("%Y%m%dT%H%M%S%z", "%Y%m%dT%H%M%S", "%Y%m%d")


def nitf(data: bytes, where: str) -> list[Page]:
    """Read NITF: head and body."""
    return [_nitf_page(parsed(data, where), where)]


def _nitf_page(root: Any, where: str) -> Page:
    body = first(root, "body")
    if body is None:
        raise ArticleError(f"{where}: NITF without body; expected {EXPECTED}; save it whole")
    content = first(body, "body.content")
    issued = first(root, "date.issue")
    hedline = first(body, "hedline")
    section = next((attribute(e, "tobject.subject.type") for e in every(root, "tobject.subject")), "")
    head = head_of(
        "NITF",
        title=words(first(hedline, "hl1") if hedline is not None else first(root, "title")),
        subtitle=words(first(hedline, "hl2")) if hedline is not None else "",
        bylines=[words(e, {"byttl", "virtloc"}) for e in every(body, "byline")],
        publisher=words(first(body, "distributor")) or words(first(root, "doc.copyright")),
        date=_moment(attribute(issued, "norm") if issued is not None else ""),
        dateline=words(first(body, "dateline"), {"story.date"}).rstrip(" ,;"),
        section=section,
        captions=[words(e) for e in every(body, "media-caption")],
    )
    return page_of(_nitf_runs(content if content is not None else body, 2), head)


def _nitf_runs(parent: Any, level: int) -> Iterator[Run]:
    for element in parent:
        tag = tag_of(element)
        if tag in ("p", "hl2", "li", "pre", "bq", "q"):
            yield Run(words(element), "heading" if tag == "hl2" else None, 2 if tag == "hl2" else 0)
        elif tag == "table":
            yield from table(element, "tr", {"td", "th"})
        elif tag and tag not in ("media", "body.head", "body.end", "note", "hedline", "byline", "dateline"):
            yield from _nitf_runs(element, level)


def _moment(value: str) -> str | None:
    """Read a date of NITF: ISO 8601, or its compact form."""
    from datetime import datetime

    for form in _COMPACT:
        try:
            moment = datetime.strptime(value.strip(), form)
        except ValueError:
            continue
        return moment.date().isoformat() if form == "%Y%m%d" else moment.isoformat()
    return iso_moment(value)


def newsml(data: bytes, where: str) -> list[Page]:
    """Read NewsML-G2: each news item of the file with text in it."""
    root = parsed(data, where)
    items = [root] if tag_of(root) == "newsItem" else list(every(root, "newsItem"))
    pages = [page for item in items if (page := _item(item, where)) is not None]
    if not pages:
        raise ArticleError(
            f"{where}: NewsML-G2 without text; expected {EXPECTED}; save items with their content"
        )
    return pages


def _item(item: Any, where: str) -> Page | None:
    content = first(item, "contentMeta")
    meta, item_meta = (content if content is not None else item), first(item, "itemMeta")
    titles = {attribute(e, "role").rpartition(":")[2]: words(e) for e in every(meta, "headline")}
    publisher = first(item_meta, "provider") if item_meta is not None else None
    created = first(meta, "contentCreated", "contentModified")
    section = first(meta, "subject")
    shown = first(item_meta, "firstCreated", "versionCreated") if item_meta is not None else None
    head = head_of(
        "NewsML-G2",
        title=titles.get("main") or titles.get("") or next(iter(titles.values()), None),
        subtitle=titles.get("sub") or titles.get("subHeadline"),
        bylines=[words(e) for e in every(meta, "by")]
        or [words(first(e, "name")) for e in every(meta, "creator")],
        publisher=(words(first(publisher, "name")) or attribute(publisher, "literal"))
        if publisher is not None
        else "",
        date=iso_moment(words(created) or words(shown)),
        dateline=words(first(meta, "dateline")).rstrip(" ,;"),
        section=words(first(section, "name")) if section is not None else "",
    )
    inline = first(item, "inlineXML", "inlineData")
    if inline is None:
        return None
    inner = first(inline, "nitf", "html", "body")
    if inner is None:
        text = words(inline) if len(inline) else (inline.text or "").strip()
        page = Page(text, plain_drafts(text)) if text else Page("")
    elif tag_of(inner) == "nitf":
        page = _nitf_page(inner, where)
    else:
        from lxml import etree

        page = read_fragment(etree.tostring(inner, encoding="unicode"))
    return (
        page.titled(filled(head, page.head), attribute(inline, "lang").split("-")[0] or None)
        if page.text
        else None
    )


def ninjs(data: bytes, where: str) -> list[Page]:
    """Read ninjs, version 1 or 2: an item, a list of them, or a line for each."""
    text = decode(data, where).text
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ArticleError(f"{where}: damaged JSON; expected {EXPECTED}; save it again") from None
    several = found.get("items") if isinstance(found, dict) else None
    items: list[Any] = several if isinstance(several, list) else [found]
    pages = [page for item in items if isinstance(item, dict) and (page := _ninjs_page(item)) is not None]
    if not pages:
        raise ArticleError(f"{where}: JSON that is no article of ninjs; expected {EXPECTED}; save its text")
    return pages


def _ninjs_page(item: dict[str, Any]) -> Page | None:
    bodies = _listed(item.get("bodies"))
    heads = {h.get("role", ""): h.get("value") for h in _listed(item.get("headlines"))}
    marked = item.get("body_xhtml") or next(
        (b.get("value") for b in bodies if "html" in str(b.get("contentType") or b.get("contenttype"))), None
    )
    plain = item.get("body_text") or next((b.get("value") for b in bodies if b.get("value")), None)
    if isinstance(marked, str) and marked.strip():
        page = read_fragment(f"<div>{marked}</div>")
    elif isinstance(plain, str) and plain.strip():
        page = Page(plain.strip(), plain_drafts(plain.strip()))
    else:
        return None
    by = (
        [item.get("byline")]
        if item.get("byline")
        else [c.get("name") for c in _listed(item.get("infosources"))]
    )
    head = head_of(
        "ninjs",
        title=item.get("headline")
        or heads.get("main")
        or next(iter(heads.values()), None)
        or item.get("title"),
        subtitle=item.get("subheadline") or heads.get("sub"),
        bylines=by,
        publisher=item.get("copyrightholder") or item.get("copyrightHolder"),
        date=iso_moment(
            str(item.get("firstcreated") or item.get("firstCreated") or item.get("versioncreated") or "")
        ),
        dateline=item.get("located") or None,
        section=next((s.get("name") for s in _listed(item.get("subject") or item.get("subjects"))), None),
        url=item.get("uri") if str(item.get("uri")).startswith("http") else None,
    )
    return page.titled(filled(head, page.head), str(item.get("language") or "").split("-")[0].lower() or None)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
