"""HTML into runs: a page's article by trafilatura, a fragment's blocks as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ...errors import ArticleError
from ...model import Head
from .decoding import EXPECTED, name_of
from .head import declared_head, declared_language, is_shown
from .limits import depth_fault, html_fault
from .lines import is_named
from .pages import Page, Run, fact, filled, head_of, page_of

if TYPE_CHECKING:
    from ...model import BlockKind

_INLINE = frozenset({"hi", "ref", "del", "code", "graphic", "lb", "cell"})  # trafilatura's names
_HIDDEN = re.compile(
    r"<!--\[if[^\]]*\]>.*?<!\[endif\]-->|<!\[(?:if[^\]]*|endif)\]>", re.DOTALL | re.IGNORECASE
)


def read_html_file(markup: str, source: str) -> Page:
    """Read an HTML page.

    Raises
    ------
    ArticleError
        If it has no text, or is such that no parser reads it in time.
    """
    fault = html_fault(markup)
    page = Page("") if fault else read_html(markup)
    if fault := fault or ("" if page.text else depth_fault(markup)):
        raise ArticleError(f"{name_of(source)}: HTML with {fault}; save its text as a text file")
    if not page.text:
        raise ArticleError(f"{name_of(source)}: HTML without text; expected {EXPECTED}; save the whole page")
    return page


def read_html(markup: str) -> Page:
    """Extract the article of an HTML page with trafilatura; without an article the page's text is empty.

    Blank lines separate runs; a table's row is one line, with tabs between its cells. A title that is only
    in the page's metadata becomes the first line.

    Examples
    --------
    >>> page = read_html("<html><article><h1>Rain</h1><p>It fell all night.</p></article></html>")
    >>> page.text
    'Rain\\n\\nIt fell all night.'
    """
    import trafilatura

    markup = _HIDDEN.sub("", markup)
    tree = trafilatura.load_html(markup)
    declared, captions = declared_head(tree) if tree is not None else (Head(), [])
    language = declared_language(tree) if tree is not None else None
    found: Any = trafilatura.bare_extraction(
        markup,
        include_comments=True,
        with_metadata=True,
        # Without these the date would depend on today's date, and on any number in the page.
        config=_settings(dense=len(_DENSE.findall(markup)) >= _DENSELY),
        date_extraction_params={"max_date": "2200-01-01", "extensive_search": False, "original_date": True},
    )
    runs = _runs(found.body, None) if found is not None and found.body is not None else []
    if not runs:
        text = trafilatura.html2txt(markup)
        runs = [Run(" ".join(line.split())) for line in text.splitlines() if line.strip()]
    if not runs:
        return Page("")
    guessed = Head()
    if found is not None:
        names = (n for n in (found.author or "").split(";") if is_named(n) and is_shown(tree, n))
        guessed = head_of(
            "page", title=found.title, publisher=found.sitename, date=found.date, url=found.url,
            bylines=[", ".join(names)],
        )  # fmt: skip
    top = next((i for i, run in enumerate(runs[:3]) if run.level == 1), None)
    if top is not None:
        runs[top] = Run(runs[top].words, "title")
        guessed = filled(head_of("h1", title=runs[top].words), guessed)
    head = filled(declared, guessed)
    if shown := _shown_title(tree, head):
        head = replace(head, title=fact(shown, "h1"))
    under = {" ".join(caption.split()) for caption in captions}
    runs = [run._replace(kind="furniture") if run.words in under else run for run in runs]
    if found is not None and found.commentsbody is not None:
        runs += [Run(run.words, "comment") for run in _runs(found.commentsbody, "comment")]
    return page_of(runs, head, language)


# Chinese, Japanese and Korean say as much in fewer characters.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSELY = 100  # such characters of a page that is in one of these scripts
_LEAST_DENSE = "80"  # characters of the shortest text that trafilatura takes for an article in it


@cache
def _settings(dense: bool) -> Any:
    """Return trafilatura's settings, or those for an article in such a script."""
    from copy import deepcopy

    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    if dense:
        config["DEFAULT"]["min_extracted_size"] = _LEAST_DENSE
    return config


_SITE = re.compile(r"\s+(?:[|–—»·:]{1,2}|-)\s+")


def _shown_title(tree: Any, head: Head) -> str:
    """Return the heading that the declared title, or the window's, begins with before the site's name."""
    if tree is None or head.title is None:
        return ""
    declared = [head.title.value, *(" ".join(e.text_content().split()) for e in tree.iter("title"))]
    for element in islice(tree.iter("h1"), 20):
        shown = " ".join(element.text_content().split())
        for title in declared:
            rest = title[len(shown) :]
            if len(shown) > 3 and title.startswith(shown) and (not rest or _SITE.match(rest)):
                return shown
    site = head.publisher.value if head.publisher else ""
    parts = _SITE.split(head.title.value)
    return (
        head.title.value[: -len(parts[-1])].rstrip(" |–—»·:-")
        if site and len(parts) > 1 and parts[-1] == site
        else ""
    )


def _runs(body: Any, kind: BlockKind | None) -> list[Run]:
    """Walk trafilatura's tree (its depth is limited): the runs in it."""
    runs: list[Run] = []
    pieces: list[str] = []

    def close(level: int = 0) -> None:
        words = "\n".join(line for line in map(str.strip, "".join(pieces).split("\n")) if line)
        pieces.clear()
        if words:
            runs.append(Run(words, "heading" if level else kind, level))

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


# -- fragments ---------------------------------------------------------------------------------------------

_PASSED = frozenset(
    "script style noscript template nav form button input select svg iframe head title".split()
)
_WITHIN = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_HEADING = re.compile("h([1-6])")


def read_fragment(markup: str) -> Page:
    """Read markup that is an article's own: every block of it; figures' captions are in the head.

    Examples
    --------
    >>> read_fragment("<p>It <b>rained</b>.<p>Then<br>it stopped.<script>x</script>").text
    'It rained.\\n\\nThen\\nit stopped.'
    """
    from lxml import etree, html

    if html_fault(markup):
        return Page("")
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", _HIDDEN.sub("", markup))
    try:
        tree = html.document_fromstring(markup, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Page("")
    captions: list[str] = []
    rows = list(_blocks(tree, captions))
    first = next((n for n, run in enumerate(rows[:3]) if run.level == 1), None)
    title = rows[first].words if first is not None else None
    if first is not None:
        rows[first] = Run(rows[first].words, "title")
    return page_of(rows, head_of({"title": "h1", "captions": "figcaption"}, title=title, captions=captions))


def _blocks(tree: Any, captions: list[str]) -> Iterator[Run]:
    """Walk a tree without recursion: the runs in it."""
    pieces: list[str] = []

    def close(level: int = 0) -> Iterator[Run]:
        words = "\n".join(line for line in map(str.strip, "".join(pieces).split("\n")) if line)
        pieces.clear()
        if words:
            yield Run(words, "heading" if level else None, level)

    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        heading = _HEADING.fullmatch(tag)
        if not done:
            if not tag or tag in _PASSED:
                pieces.append(re.sub(r"\s+", " ", element.tail or ""))
                continue
            if tag == "figcaption":
                captions.append(" ".join(element.text_content().split()))
                pieces.append(" ")
                continue
            if tag == "br":
                pieces.append("\n")
            elif tag not in _WITHIN and tag not in ("td", "th"):
                yield from close()
            pieces.append(re.sub(r"\s+", " ", element.text or ""))
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
            continue
        if tag in ("td", "th"):
            pieces.append("\t")
        elif tag not in _WITHIN and tag != "br":
            yield from close(int(heading[1]) if heading else 0)
        pieces.append(re.sub(r"\s+", " ", element.tail or ""))
    yield from close()
