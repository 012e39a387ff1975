"""Read a source as an article: its text, and what was read of its structure.

The first stage of the flow. ``decoding`` turns bytes into text or reports what is wrong with them, ``layout``
and ``markup`` cut plain text, Markdown and HTML into runs, ``lines`` knows bylines, dates, datelines and
furniture, ``structure`` gives every run its role and finds repeats. ``sentences`` comes next.

The format is known from the content, never from the file name.
"""

from __future__ import annotations

import hashlib
import os

from ...errors import ArticleError
from ...model import Article, Block
from ..dates import iso_date
from .decoding import EXPECTED, decode, looks_like_html, name_of, read_source
from .language import guess_language
from .layout import Draft, plain_drafts
from .limits import depth_fault, html_fault
from .lines import byline_name, date_after_place, dateline_place
from .markup import Page, looks_like_markdown, read_html, read_markdown
from .structure import assign_roles

__all__ = ["article_from_bytes", "article_from_text", "read_article", "read_source"]


def read_article(source: str | os.PathLike[str]) -> Article:
    r"""Read an article from a file, or from standard input.

    Parameters
    ----------
    source
        A path, or ``"-"`` for standard input. Plain text, Markdown or HTML, known by content. UTF-8 is
        tried first (a byte-order mark decides), then the character set that HTML declares, then
        charset-normalizer's best guess.

    Returns
    -------
    Article
        ``text`` is the decoded file, byte-order mark dropped and newlines kept; for HTML, the extracted
        text. Blocks do not overlap. Outside them are only white space and Markdown's own marks: the
        ``#`` and underlines of headings, the ``-``, ``1.`` and ``>`` before an item or a quotation, and
        rules. ``sha256`` is of the raw bytes.

    Raises
    ------
    ArticleError
        Where the source is missing, a folder, unreadable, over 20 MB, empty, binary or undecodable, or is
        HTML without text.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "flood.txt")
    ...     _ = path.write_bytes(b"River rises\n\nBy Jane Roe\n3 March 2019\n\nALBI, France - It rained.\n")
    ...     article = read_article(path)
    >>> article.title, article.byline, article.date, article.dateline
    ('River rises', 'Jane Roe', '2019-03-03', 'ALBI, France')
    >>> [(block.id, block.kind) for block in article.blocks]
    [('b01', 'title'), ('b02', 'byline'), ('b03', 'date'), ('b04', 'paragraph')]
    """
    name, data = read_source(source)
    return article_from_bytes(data, name)


def article_from_bytes(data: bytes, source: str = "") -> Article:
    """Read an article from the bytes of a file, as `read_article` does.

    Raises
    ------
    ArticleError
        As `read_article` does, for faults of the bytes.

    Examples
    --------
    >>> article_from_bytes(b"<html lang='fr'><p>Il pleut sur Nantes.</p></html>").text
    'Il pleut sur Nantes.'
    """
    text = decode(data, source)
    digest = hashlib.sha256(data).hexdigest()
    if looks_like_html(text):
        fault = html_fault(text)
        page = Page("") if fault else read_html(text)
        if fault := fault or ("" if page.text else depth_fault(text)):
            raise ArticleError(f"{name_of(source)}: HTML with {fault}; save its text as a text file")
        if not page.text:
            raise ArticleError(
                f"{name_of(source)}: HTML without text; expected {EXPECTED}; save the whole page"
            )
        return _article(page, source, digest)
    return _article(_text_page(text), source, digest)


def article_from_text(text: str, source: str = "") -> Article:
    """Make an article from a string: plain text or Markdown; ``Article.text`` is the string itself.

    HTML is not extracted here, so that a caller's offsets stay right. ``sha256`` is of the UTF-8 bytes.

    Raises
    ------
    ArticleError
        If the string is empty or only white space, or is not Unicode text (a lone surrogate, a NUL).

    Examples
    --------
    >>> article_from_text("Nevado Mismi is in Peru.").blocks
    (Block(id='b01', kind='paragraph', start=0, end=24, repeats=None, level=0, language=None),)
    """
    where = name_of(source)
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"{where}: a lone surrogate at offset {error.start}; expected Unicode text; decode it first"
        ) from None
    if "\0" in text:
        raise ArticleError(f"{where}: a NUL at offset {text.index(chr(0))}; expected text; pass decoded text")
    if not text.strip():
        raise ArticleError(f"{where}: empty; expected {EXPECTED}; pass some text")
    return _article(_text_page(text), source, hashlib.sha256(data).hexdigest())


def _text_page(text: str) -> Page:
    return read_markdown(text) if looks_like_markdown(text) else Page(text, plain_drafts(text))


def _article(page: Page, source: str, digest: str) -> Article:
    drafts = assign_roles(page.text, page.drafts)
    ids = {id(draft): f"b{number:02d}" for number, draft in enumerate(drafts, 1)}
    blocks = tuple(
        Block(
            ids[id(draft)],
            draft.kind or "paragraph",
            draft.start,
            draft.end,
            ids[id(draft.repeats)] if draft.repeats else None,
            draft.level,
        )
        for draft in drafts
    )
    body = [draft.slice(page.text) for draft in drafts if draft.kind == "paragraph" and not draft.repeats]
    dated = _first(page.text, drafts, "date") or ""
    begins = date_after_place(dated) or 0
    return Article(
        text=page.text,
        source=source,
        sha256=digest,
        title=page.title or _first(page.text, drafts, "title"),
        byline=page.byline or byline_name(_first(page.text, drafts, "byline") or ""),
        date=page.date or iso_date(dated[begins:]),
        dateline=dated[:begins].rstrip(", ") or next(filter(None, map(dateline_place, body[:3])), None),
        language=page.language or guess_language(page.text),
        blocks=blocks,
    )


def _first(text: str, drafts: list[Draft], kind: str) -> str | None:
    return next((" ".join(draft.slice(text).split()) for draft in drafts if draft.kind == kind), None)
