"""Read a source as an article: its text, and what was read of its structure.

The first stage of the flow. ``formats`` knows a file by its content, never by its name, and gives a page for
each article in it. ``decoding`` turns bytes into text or reports what is wrong with them, ``columns`` undoes
how it was set, ``layout``, ``markdown``, ``html`` and ``wire`` cut a text into runs, ``head`` and ``people``
read what a page declares, ``lines`` knows bylines, dates, datelines and furniture, ``structure`` gives every
run its role and finds repeats. ``sentences`` comes next.
"""

from __future__ import annotations

import hashlib
import os

from msgspec.structs import replace

from ...errors import ArticleError
from ...model import Article, ArticleFile, Block, MarkedPlace
from .decoding import EXPECTED, name_of, read_source
from .formats import read_stories
from .language import language_of, passage_language
from .layout import plain_drafts
from .lines import after_dateline, read_head
from .markdown import link_targets, looks_like_markdown, plain_words, read_markdown
from .pages import Page, filled
from .people import names_pattern
from .structure import assign_roles

__all__ = [
    "after_dateline",
    "article_from_bytes",
    "article_from_text",
    "articles_from_bytes",
    "link_targets",
    "names_pattern",
    "read_article",
    "read_source",
]


def read_article(source: str | os.PathLike[str], story: int | None = None) -> Article:
    r"""Read an article from a file, or from standard input.

    Parameters
    ----------
    source
        A path, or ``"-"`` for standard input. Its format is known by its content (``docs/articles.md``). Of
        text, UTF-8 is tried first (a byte-order mark decides), then the character set that HTML declares,
        then charset-normalizer's best guess.
    story
        Which of its articles, from 1, where the file holds several.

    Returns
    -------
    Article
        ``text`` is the decoded file, byte-order mark dropped and newlines kept; for other formats than text
        and Markdown, the extracted text. In plain text, words cut by a hyphen at a line's end are joined, and
        two columns stand one below the other. Blocks do not overlap. Outside them are only white space and
        Markdown's own marks: the ``#`` and underlines of headings, the ``-``, ``1.`` and ``>`` before an item
        or a quotation, and rules. ``sha256`` is of the raw bytes.

    Raises
    ------
    ArticleError
        Where the source is missing, a folder, unreadable, over 20 MB, empty, binary or undecodable, holds no
        article, or several and none is chosen.

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
    return article_from_bytes(data, name, story)


def article_from_bytes(data: bytes, source: str = "", story: int | None = None) -> Article:
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
    articles = articles_from_bytes(data, source)
    if story is None and len(articles) > 1:
        raise ArticleError(
            f"{name_of(source)}: {len(articles)} articles; expected one; choose one with --story "
            f"1 to {len(articles)}, or render into a folder"
        )
    if not 1 <= (number := story or 1) <= len(articles):
        raise ArticleError(
            f"{name_of(source)}: no article {number}; expected --story 1"
            + (f" to {len(articles)}" if len(articles) > 1 else "")
        )
    return articles[number - 1]


def articles_from_bytes(data: bytes, source: str = "") -> tuple[Article, ...]:
    """Read every article of a file: a feed, an archive or a wire service's file may hold several.

    Raises
    ------
    ArticleError
        As `read_article` does, for faults of the bytes.

    Examples
    --------
    >>> len(articles_from_bytes(b"It rained in Lima."))
    1
    """
    stories = read_stories(data, source)
    digest = hashlib.sha256(data).hexdigest()
    return tuple(
        _article(
            story.page,
            source,
            digest,
            ArticleFile(
                story.format,
                number,
                len(stories),
                story.decoded.encoding if story.decoded else None,
                bool(story.decoded and story.decoded.mended),
            ),
        )
        for number, story in enumerate(stories, 1)
    )


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


def _article(page: Page, source: str, digest: str, file: ArticleFile | None = None) -> Article:
    declared = tuple(fact.value for fact in page.head.bylines)
    drafts = assign_roles(page.text, page.drafts, declared)
    ids = {id(draft): f"b{number:02d}" for number, draft in enumerate(drafts, 1)}
    language = language_of(page.text, page.language)
    blocks = tuple(
        Block(
            ids[id(draft)],
            draft.kind or "paragraph",
            draft.start,
            draft.end,
            ids[id(draft.repeats)] if draft.repeats else None,
            draft.level,
            passage_language(draft.slice(page.text), language),
        )
        for draft in drafts
    )
    head = filled(filled(page.head, read_head(page.text, blocks)), page.fallback)
    head = replace(head, title=head.title and replace(head.title, value=plain_words(head.title.value)))
    return Article(
        text=page.text,
        source=source,
        sha256=digest,
        title=head.title.value if head.title else None,
        byline=", ".join(fact.value for fact in head.bylines) or None,
        date=head.date.value[:10] if head.date else None,
        dateline=head.dateline.value if head.dateline else None,
        language=language,
        blocks=blocks,
        head=head,
        file=file,
        marked=tuple(MarkedPlace(*place) for place in page.marked),
    )
