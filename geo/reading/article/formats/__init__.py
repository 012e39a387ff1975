"""Every kind of file that holds an article, known by its content, each read by a small module.

A *container* (gzip, ZIP, WARC) gives the files in it; a *reader* gives the articles of a file as pages. A
module is imported only when such a file comes, and so is the library that it is made for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from ....errors import ArticleError
from ..decoding import EXPECTED, Decoded, decode, looks_like_html, name_of
from ..pages import Page

__all__ = ["Story", "read_stories"]

_DEEPEST = 3  # containers in one another
_MOST_FILES = 10_000  # of a container
_MOST_BYTES = 200_000_000  # that containers unpack to, in all
_HEAD = 8192


class Story(NamedTuple):
    """An article of a file: the name of the format, its page, and how its text was decoded."""

    format: str
    page: Page
    decoded: Decoded | None = None


class _Format(NamedTuple):
    """A kind of file: its name, how it begins, the module's function that reads it, and what that needs."""

    name: str
    begins: Callable[[bytes], bool]
    read: str
    needs: tuple[str, ...] = ()
    is_container: bool = False


def _root(*names: str) -> Callable[[bytes], bool]:
    """Return a test of an XML file's first tag, without its prefix."""
    tags = {name.encode() for name in names}
    return lambda data: _opens(data) == b"<" and _first_tag(data) in tags


def _first_tag(data: bytes) -> bytes:
    first = re.match(_ROOT, _narrow(data), re.DOTALL)
    return first["tag"] if first else b""


def _opens(data: bytes) -> bytes:
    """Return the first byte that is no white space."""
    return _narrow(data[:_HEAD]).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]


# These patterns are compiled only when a file begins like such a format.
_ROOT = (
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\])?\s*+>\s*+)*+"
    rb"<(?:[\w.-]+:)?(?P<tag>[\w.-]+)(?=[\s/>])"
)


def _narrow(head: bytes) -> bytes:
    """Return the beginning of UTF-16 as ASCII; other bytes as they are."""
    return head[2:].replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _zip_with(name: str, said: bytes = b"") -> Callable[[bytes], bool]:
    """Return a test of a ZIP archive that has a file of this name, and holds these bytes."""

    def begins(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        import io
        import zipfile

        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return name in archive.NameToInfo and said in data
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
            return False

    return begins


_MAIL = (
    rb"(?i)(?:From [^\r\n]*\r?\n)?(?:(?P<known>from|to|date|subject|message-id|received|return-path|"
    rb"mime-version|delivered-to|reply-to|content-type|x-[\w-]+|list-[\w-]+|dkim-signature|arc-[\w-]+)|"
    rb"[\w-]{2,40}):[ \t][^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+"
)
_MAILED = rb"(?im)^(?:message-id|received|mime-version|return-path):"


def _is_mail(head: bytes) -> bool:
    if b":" not in head.partition(b"\n")[0]:
        return False
    first = re.match(_MAIL, head)
    header = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    return bool(
        first and first["known"] and re.search(_MAILED, header) and re.search(rb"(?im)^from:", header)
    )


_FORMATS = (
    _Format("gzip", lambda d: d.startswith(b"\x1f\x8b"), "archives:gzipped", is_container=True),
    _Format("DOCX", _zip_with("word/document.xml"), "office:docx"),
    _Format("ODT", _zip_with("content.xml", b"opendocument.text"), "office:odt"),
    _Format("EPUB", _zip_with("META-INF/container.xml"), "books:epub"),
    _Format("ZIP", lambda d: d.startswith(b"PK\x03\x04"), "archives:zipped", is_container=True),
    _Format("WARC", lambda d: d.startswith(b"WARC/"), "archives:warc", ("warcio",), is_container=True),
    _Format("PDF", lambda d: b"%PDF-" in d[:1024], "pdf:pdf", ("pypdfium2",)),
    _Format("RSS or Atom", _root("rss", "RDF", "feed"), "feeds:feed", ("feedparser",)),
    _Format("TEI", _root("TEI", "TEI.2", "teiCorpus"), "books:tei"),
    _Format("NITF", _root("nitf"), "newsml:nitf"),
    _Format("NewsML-G2", _root("newsItem", "newsMessage", "packageItem"), "newsml:newsml"),
    _Format("ninjs", lambda d: _opens(d) == b"{", "newsml:ninjs"),
    _Format("e-mail", lambda d: _is_mail(d[:_HEAD]), "mail:mail"),
)


class _Left:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self.bytes = _MOST_BYTES


def read_stories(data: bytes, source: str) -> list[Story]:
    """Read every article of a file.

    Raises
    ------
    ArticleError
        If it holds none; one line says what was found, and what would help.
    """
    stories = list(_stories(data, source, 0, _Left()))
    if not stories:
        raise ArticleError(
            f"{name_of(source)}: holds no article; expected {EXPECTED}; give the file that the text is in"
        )
    return stories


def _stories(data: bytes, source: str, depth: int, left: _Left) -> Iterator[Story]:
    found = next((f for f in _FORMATS if f.begins(data)), None)
    if found is None:
        yield from _texts(data, source)
        return
    if missing := [name for name in found.needs if find_spec(name) is None]:
        raise ArticleError(
            f"{name_of(source)}: {found.name} needs {' and '.join(missing)}, not installed; "
            "run: pip install 'dateline[files]'"
        )
    module, _, function = found.read.partition(":")
    read = getattr(import_module(f"{__name__}.{module}"), function)
    if not found.is_container:
        yield from (Story(found.name, page) for page in read(data, name_of(source)) if page.text.strip())
        return
    if depth == _DEEPEST:
        raise ArticleError(
            f"{name_of(source)}: archives more than {_DEEPEST} deep in one another; expected {EXPECTED}; "
            "unpack it"
        )
    faults: list[str] = []
    some = False
    for number, (name, inner) in enumerate(read(data, name_of(source), left.bytes)):
        left.bytes -= len(inner)
        if number >= _MOST_FILES or left.bytes < 0:
            raise ArticleError(
                f"{name_of(source)}: {found.name} with more than {_MOST_FILES:,} files or "
                f"{_MOST_BYTES // 10**6} MB unpacked; expected {EXPECTED}; split it"
            )
        try:
            for story in _stories(inner, name or source, depth + 1, left):
                some = True
                yield story._replace(format=f"{found.name}, {story.format}")
        except ArticleError as error:
            faults.append(str(error))
    if faults and not some:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise ArticleError(f"{name_of(source)}: {found.name} without an article: {faults[0]}{more}")


def _texts(data: bytes, source: str) -> Iterator[Story]:
    """Read plain text, Markdown or HTML."""
    from ..columns import one_column, rejoined
    from ..layout import plain_drafts
    from ..markdown import looks_like_markdown, read_markdown
    from ..wire import stories_of

    decoded = decode(data, source)
    if looks_like_html(decoded.text):
        from ..html import read_html_file

        yield Story("HTML", read_html_file(decoded.text, source), decoded)
    elif looks_like_markdown(decoded.text):
        yield Story("Markdown", read_markdown(decoded.text), decoded)
    else:
        for text in stories_of(rejoined(one_column(decoded.text))):
            yield Story("text", Page(text, plain_drafts(text)), decoded)
