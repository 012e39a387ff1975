"""XML without surprises: no entities, no network, no document type; depth and size are the parser's own."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from lxml import etree

from ....errors import ArticleError
from ..decoding import EXPECTED
from ..pages import Run

_SPACE = re.compile(r"\s+")


def parsed(data: bytes, where: str) -> Any:
    """Parse XML; return the root element.

    Raises
    ------
    ArticleError
        If nothing of it is XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, recover=True,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None:
        raise ArticleError(f"{where}: damaged XML; expected {EXPECTED}; save it again")
    return root


def tag_of(element: Any) -> str:
    """Return an element's tag without its namespace; an empty text for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its name without namespace; an empty text where it lacks."""
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


def first(root: Any, *tags: str) -> Any:
    """Return the first element in the order of the file with one of these tags, or None."""
    return next((e for e in root.iter() if tag_of(e) in tags), None)


def every(root: Any, *tags: str) -> Iterator[Any]:
    """Yield all elements with one of these tags."""
    return (e for e in root.iter() if tag_of(e) in tags)


def words(element: Any, without: Container[str] = ()) -> str:
    """Return an element's text, white space collapsed; an empty text for None."""
    if element is None:
        return ""
    return _SPACE.sub(" ", "".join(_texts(element, without))).strip()


def _texts(element: Any, without: Container[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if tag_of(child) and tag_of(child) not in without:
            yield from _texts(child, without)
        yield child.tail or ""


def table(element: Any, row: str, cells: Container[str]) -> Iterator[Run]:
    """Yield each row of a table as a run, with tabs between its cells."""
    for line in every(element, row):
        texts = [words(cell) for cell in line.iter() if tag_of(cell) in cells]
        yield Run("\t".join(filter(None, texts)))
