"""Markdown and HTML into text and runs, with the roles that their markup gives to runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..dates import iso_date
from .layout import Draft, plain_drafts

if TYPE_CHECKING:
    from ...model import BlockKind


@dataclass(frozen=True, slots=True)
class Page:
    """A text, its runs, and what its markup says about the whole; None where it says nothing."""

    text: str
    drafts: list[Draft] = field(default_factory=list)
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    language: str | None = None


# --- Markdown ------------------------------------------------------------------------------------------

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?:(?:\w[\w-]*[ \t]*:|[ \t#-])[^\r\n]*\r?\n|\r?\n)+?---[ \t]*(?:\r?\n|\Z)"
)
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S.*$|!?\[[^\[\]\n]+\]\((?:https?:|/|\.|#|mailto:)[^()\s]*\)|^ {0,3}(?:```|~~~)"
    r"|^\S.*\r?\n(?:={3,}|-{3,})[ \t]*$|(?<![*\w])\*\*\w[^*\n]*\*\*(?!\w)",
    re.MULTILINE,
)
_HASHES = re.compile(r"#{1,6}(?:[ \t]+|$)", re.MULTILINE)
_LINE = re.compile(r"\r\n|\r|\n")
_MARKS = re.compile(r"(?:[ \t]*(?:[-*+](?=\s)|>|\d{1,9}[.)](?=\s)))*[ \t]*")


def looks_like_markdown(text: str) -> bool:
    """Whether a text is clearly Markdown: front matter, a heading's mark, a link, a fence, bold words.

    Examples
    --------
    >>> looks_like_markdown("# Rain\\n\\nIt fell."), looks_like_markdown("Ranked #1 [sic] * twice *")
    (True, False)
    """
    return _FRONT_MATTER.match(text) is not None or _MARKDOWN.search(text) is not None


def read_markdown(text: str) -> Page:
    """Cut Markdown (CommonMark, front matter before it) into runs; the text stays as it is.

    Examples
    --------
    >>> page = read_markdown("# Rain\\n\\n- It *fell*.\\n")
    >>> [(draft.kind, draft.slice(page.text)) for draft in page.drafts]
    [('title', 'Rain'), (None, 'It *fell*.')]
    """
    from markdown_it import MarkdownIt

    drafts: list[Draft] = []
    meta: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    if front:
        begun = front.start() + text.index("---")
        drafts.append(Draft(begun, begun + len(text[begun:begin].rstrip()), "furniture"))
        meta = {
            key.lower(): value.strip("\"' ")
            for key, value in re.findall(r"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", front[0], re.MULTILINE)
        }
    starts = [begin, *(match.end() for match in _LINE.finditer(text, begin)), len(text)]
    title = bool(meta.get("title"))
    # The inline rules are not needed here; without them the parser takes linear time.
    for token in MarkdownIt("commonmark").disable("inline").parse(text[begin:]):
        if token.map is None or token.type not in _LEAVES:
            continue
        start, end = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
        draft = _trimmed(text, start, end, token.type)
        if draft is None:
            continue
        if token.type == "heading_open":
            draft.level = int(token.tag[1])
            draft.kind = "heading"
            if not title and not any(earlier.kind is None for earlier in drafts):
                draft.kind, draft.level, title = "title", 0, True
        drafts.append(draft)
    return Page(
        text,
        _with_leftovers(text, drafts),
        title=meta.get("title") or None,
        byline=meta.get("author") or meta.get("byline") or None,
        date=iso_date(meta.get("date", "")),
        language=meta.get("lang", "").split("-")[0].lower() or None,
    )


_LEAVES = frozenset({"heading_open", "paragraph_open", "code_block", "fence", "html_block"})


def _with_leftovers(text: str, drafts: list[Draft]) -> list[Draft]:
    """Add the text outside Markdown's blocks as furniture: link definitions, quotations 20 deep."""
    whole: list[Draft] = []
    at = 0
    for draft in [*drafts, Draft(len(text), len(text))]:
        for rest in plain_drafts(text, at, draft.start):
            if any(map(str.isalpha, rest.slice(text))):
                rest.kind = "furniture"
                whole.append(rest)
        whole.append(draft)
        at = draft.end
    return whole[:-1]


def _trimmed(text: str, start: int, end: int, kind: str) -> Draft | None:
    """Trim white space, and the marks before or after a block's words."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if kind in ("heading_open", "paragraph_open"):
        start = _MARKS.match(text, start, end).end()  # type: ignore[union-attr]  # it matches the empty string
    if kind == "heading_open":
        hashes = _HASHES.match(text, start, end)
        if hashes:
            start = hashes.end()
            words = text[start:end].rstrip("#")
            end = start + len(words.rstrip()) if words[-1:] in ("", " ", "\t") else end
        else:  # the last line is the underline
            end = start + len("".join(text[start:end].splitlines(keepends=True)[:-1]).rstrip())
    while start < end and text[start].isspace():
        start += 1
    return Draft(start, end) if start < end else None


# --- HTML ----------------------------------------------------------------------------------------------

_INLINE = frozenset({"hi", "ref", "del", "code", "graphic", "lb", "cell"})  # trafilatura's names
_LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", re.IGNORECASE)


def read_html(markup: str) -> Page:
    """Extract the article of an HTML page with trafilatura; without an article the page's text is empty.

    Blank lines separate runs; a table's row is one line, with tabs between its cells. A title that is only
    in the page's metadata becomes the first line.

    Examples
    --------
    >>> page = read_html("<html><article><h1>Rain</h1><p>It fell all night.</p></article></html>")
    >>> page.title, page.text
    ('Rain', 'Rain\\n\\nIt fell all night.')
    """
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        markup,
        include_comments=True,
        with_metadata=True,
        # Without these the date would depend on today's date, and on any number in the page.
        date_extraction_params={"max_date": "2200-01-01", "extensive_search": False, "original_date": True},
    )
    runs = _runs(found.body, None) if found is not None else []
    if not runs:
        text = trafilatura.html2txt(markup)
        runs = [(" ".join(line.split()), None, 0) for line in text.splitlines() if line.strip()]
    if not runs:
        return Page("")
    title = found.title if found is not None else None
    top = next((i for i, (_, _, level) in enumerate(runs[:3]) if level == 1), None)
    if top is not None:
        title = runs[top][0]
        runs[top] = (title, "title", 0)
    elif title and runs[0][0] != title:
        runs.insert(0, (title, "title", 0))
    elif title:
        runs[0] = (title, "title", 0)
    if found is not None and found.commentsbody is not None:
        runs += [(words, "comment", 0) for words, _, _ in _runs(found.commentsbody, "comment")]
    drafts, text, at = [], "\n\n".join(words for words, _, _ in runs), 0
    for words, kind, level in runs:
        drafts.append(Draft(at, at + len(words), kind, level))
        at += len(words) + 2
    language = _LANG.search(markup[:20_000])
    return Page(
        text,
        drafts,
        title=title,
        byline=found.author if found is not None else None,
        date=found.date if found is not None else None,
        language=language[1].lower() if language else None,
    )


def _runs(body: Any, kind: BlockKind | None) -> list[tuple[str, BlockKind | None, int]]:
    """Walk trafilatura's tree (its depth is limited): (words, kind, heading level) of each run."""
    runs: list[tuple[str, BlockKind | None, int]] = []
    pieces: list[str] = []

    def close(level: int = 0) -> None:
        words = "\n".join(line for line in map(str.strip, "".join(pieces).split("\n")) if line)
        pieces.clear()
        if words:
            runs.append((words, "heading" if level else kind, level))

    def walk(element: Any) -> None:
        inline = element.tag in _INLINE
        if not inline:
            close()
        pieces.append("\n" if element.tag == "lb" else re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            walk(child)
        if element.tag == "cell":
            pieces.append("\t")
        elif not inline:
            rend = element.get("rend") or ""
            close((int(rend[1]) if re.fullmatch("h[1-6]", rend) else 2) if element.tag == "head" else 0)
        pieces.append(re.sub(r"\s+", " ", element.tail or ""))

    walk(body)
    close()
    return runs
