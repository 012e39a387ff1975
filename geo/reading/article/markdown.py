"""Markdown into runs, with the roles that its marks give to runs, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...files import toml_data
from ...model import Head
from ..dates import iso_moment
from .layout import Draft, plain_drafts
from .pages import Page, head_of

_OPENING = re.compile(r"\s*(?P<mark>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(r"[\w\"'][^\r\n:]*:|[ \t#-]|$")
_MOST_LINES = 5000


class _Front(NamedTuple):
    """Front matter: where it and its data begin and end, and whether it is TOML."""

    begin: int
    end: int
    data: str
    is_toml: bool


def _front_matter(text: str) -> _Front | None:
    """Find the front matter of a text."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    mark = opening["mark"]
    for number, line in enumerate(_ROW.finditer(text, opening.end())):
        words = line[0].rstrip()
        if number and (words == mark or (words == "..." and mark == "---")):
            return _Front(
                opening.start("mark"), line.end(), text[opening.end() : line.start()], mark == "+++"
            )
        if number == _MOST_LINES or not line[0] or (mark == "---" and not _ENTRY.match(words)):
            return None
    return None


_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
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
    return _front_matter(text) is not None or _MARKDOWN.search(text) is not None


def read_markdown(text: str) -> Page:
    """Cut Markdown (CommonMark with tables, after front matter in YAML or TOML) into runs; the text stays.

    Examples
    --------
    >>> page = read_markdown("# Rain\\n\\n- It *fell*.\\n")
    >>> [(draft.kind, draft.slice(page.text)) for draft in page.drafts]
    [('title', 'Rain'), (None, 'It *fell*.')]
    """
    from markdown_it import MarkdownIt

    drafts: list[Draft] = []
    front = _front_matter(text)
    begin = front.end if front else 0
    head, language = Head(), None
    if front:
        drafts.append(Draft(front.begin, front.begin + len(text[front.begin : begin].rstrip()), "furniture"))
        head, language = _declared(_front_data(front))
    starts = [begin, *(match.end() for match in _LINE.finditer(text, begin)), len(text)]
    title = head.title is not None
    # The inline rules are not needed here; without them the parser takes linear time.
    for token in MarkdownIt("commonmark").disable("inline").enable("table").parse(text[begin:]):
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
        elif token.type in _NO_PROSE or _NOTE.match(text, draft.start):
            draft.kind = "furniture"
        drafts.append(draft)
    return Page(text, _with_leftovers(text, drafts), head, language)


def plain_words(words: str) -> str:
    """Take Markdown's marks off words: emphasis, links, footnotes, code.

    Examples
    --------
    >>> plain_words("**Rain** in [Albi](http://b), `x` again[^1]")
    'Rain in Albi, x again'
    """
    words = re.sub(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])", r"\1", words)
    words = re.sub(r"\[\^[^\[\]]*\]", "", words)
    return re.sub(r"(?<!\w)[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}(?!\w)|`", "", words)


def link_targets(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of addresses and of links' targets, code points, ``end`` exclusive."""
    if any(mark in text for mark in ("](", "://", "www.", "@")):
        yield from (match.span() for match in _TARGET.finditer(text))


_TARGET = re.compile(
    r"(?<=\])\((?:https?:|/|\.|#|mailto:)[^()\s]*(?:\s\"[^\"()]*\")?\)|\bhttps?://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
)


def _front_data(front: _Front) -> dict[str, Any]:
    """Read front matter; what is damaged is read as nothing."""
    try:
        if front.is_toml:
            found: Any = toml_data(front.data.encode())
        else:
            from yaml import BaseLoader, YAMLError, load

            try:
                found = load(front.data, Loader=BaseLoader)  # every value is text
            except (YAMLError, RecursionError):
                # A colon inside an unquoted title is no YAML, and is written all the same.
                found = dict(re.findall(r"^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", front.data, re.MULTILINE))
                found = {key: value.strip("\"' ") for key, value in found.items()}
    except ValueError:
        return {}
    return {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}


def _declared(meta: dict[str, Any]) -> tuple[Head, str | None]:
    def get(*keys: str) -> str | None:
        value = next((meta[key] for key in keys if meta.get(key)), None)
        value = value[0] if isinstance(value, list) else value
        return None if isinstance(value, dict | list) or value is None else str(value)

    writers = next(
        (meta[key] for key in ("authors", "author", "byline", "by", "creator") if meta.get(key)), ()
    )
    writers = writers if isinstance(writers, list) else [writers]
    names = [w.get("name") if isinstance(w, dict) else w for w in writers]
    title = get("title", "headline")
    head = head_of(
        "front matter",
        title=plain_words(title) if title else None,
        subtitle=get("subtitle", "deck", "dek"),
        bylines=[plain_words(n) for n in names if isinstance(n, str)],
        publisher=get("publisher", "publication", "site", "source_name", "outlet"),
        date=iso_moment(get("date", "published", "pubdate", "publishdate", "created") or ""),
        dateline=get("dateline", "location"),
        section=get("section", "category", "categories"),
        url=next(
            (
                u
                for u in (get("source"), get("url"), get("canonical"), get("source_url"), get("link"))
                if u and u.startswith("http")
            ),
            None,
        ),
    )
    return head, (get("lang", "language", "locale") or "").replace("_", "-").split("-")[0].lower() or None


_NOTE = re.compile(r"\[\^[^\[\]\n]+\]:")
_NO_PROSE = frozenset({"code_block", "fence", "html_block", "table_open"})
_LEAVES = frozenset({"heading_open", "paragraph_open", *_NO_PROSE})


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
