"""RSS and Atom, by feedparser: each entry with text of its own is an article."""

from __future__ import annotations

import io
import re
from typing import Any

from ....errors import ArticleError
from ...dates import iso_moment
from ..decoding import EXPECTED
from ..html import read_fragment
from ..pages import Page, filled, head_of

_MOST_ENTRIES = 2000
_RSS_AUTHOR = re.compile(r"\S+@\S+ \((.+)\)")  # as RSS has it, an address and a name


def feed(data: bytes, where: str) -> list[Page]:
    """Read a feed's entries; an entry has its whole content, or at least a summary."""
    import feedparser

    try:
        found = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:  # feedparser reads damaged feeds by regular expressions, which may fail anyhow
        said = " ".join(str(error).split())[:80]
        raise ArticleError(f"{where}: damaged feed ({said}); expected {EXPECTED}; fetch it again") from None
    pages = [
        page for entry in found.entries[:_MOST_ENTRIES] if (page := _page(entry, found.feed)) is not None
    ]
    if not pages:
        raise ArticleError(
            f"{where}: a feed without text; expected {EXPECTED}; save the pages that it links to"
        )
    return pages


def _page(entry: Any, channel: Any) -> Page | None:
    contents = [c.get("value") for c in entry.get("content") or ()] + [entry.get("summary")]
    markup = max((c for c in contents if isinstance(c, str)), key=len, default="")
    page = read_fragment(f"<div>{markup}</div>") if markup.strip() else Page("")
    title = entry.get("title") or ""
    if "<" in title or "&" in title:
        title = read_fragment(f"<div>{title}</div>").text or title
    if not page.text:
        return None
    authors = [a.get("name", "") for a in entry.get("authors") or ()] or [entry.get("author", "")]
    if named := _RSS_AUTHOR.fullmatch(entry.get("author", "")):
        authors = [named[1]]
    declared = head_of(
        "feed",
        title=title,
        subtitle=entry.get("subtitle"),
        bylines=authors,
        publisher=(entry.get("source") or {}).get("title") or channel.get("title"),
        date=iso_moment(entry.get("published") or entry.get("updated") or ""),
        section=next((t.get("term") for t in entry.get("tags") or () if t.get("term")), None),
        url=entry.get("link"),
    )
    language = (entry.get("language") or channel.get("language") or "").split("-")[0].lower()
    return page.titled(filled(declared, page.head), language or None)
