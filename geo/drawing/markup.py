"""The only module in which text becomes markup: an element tree, and its serializer.

Everything is escaped except ``raw`` elements, which are only our own scripts and styles. Tree and serializer
are those of the standard library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, tostring

from ..errors import ExportError

Child = Element | str | None

# Characters that HTML forbids, or that would change the text around them; shown as a replacement character.
_UNSHOWABLE = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def tag(name: str, attributes: Mapping[str, str | None] | None = None, *children: Child) -> Element:
    """Make an element; attributes and children with the value None are left out.

    Examples
    --------
    >>> to_html(tag("p", {"class": "x", "id": None}, "a < b ", tag("b", {}, "& c"), None))
    '<p class="x">a &lt; b <b>&amp; c</b></p>'
    """
    element = Element(name, {k: clean(v) for k, v in (attributes or {}).items() if v is not None})
    for child in children:
        if isinstance(child, str):
            if len(element):
                element[-1].tail = (element[-1].tail or "") + clean(child)
            else:
                element.text = (element.text or "") + clean(child)
        elif child is not None:
            element.append(child)
    return element


def clean(text: str) -> str:
    """Replace characters that HTML cannot hold (control characters, lone surrogates).

    Examples
    --------
    >>> clean("a\\x00b")
    'a\ufffdb'
    """
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def raw(name: str, code: str, attributes: Mapping[str, str] | None = None) -> Element:
    """Make a ``script`` or ``style`` element whose content is written as it is.

    Raises
    ------
    ExportError
        If the content could end the element or open a comment in it.
    """
    if "</" + name in code.lower() or "<!--" in code:
        raise ExportError(f"a {name} of the page holds markup; expected code that cannot end its element")
    element = Element(name, dict(attributes or {}))
    element.text = code
    return element


def to_html(element: Element) -> str:
    """Write an element as HTML."""
    return tostring(element, encoding="unicode", method="html")


def to_xml(element: Element) -> str:
    """Write an element as XML.

    Examples
    --------
    >>> to_xml(tag("g", {}, tag("path", {"d": "m0 0"})))
    '<g><path d="m0 0" /></g>'
    """
    return tostring(element, encoding="unicode")


def to_json(data: Any) -> str:
    """Write data as JSON that is safe inside a ``script`` element.

    Examples
    --------
    >>> print(to_json({"a": "</script>&\\u2028"}))
    {"a":"\\u003c/script\\u003e\\u0026\\u2028"}
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return clean(text)
