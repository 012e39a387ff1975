"""What a web page declares about its article: JSON-LD, meta elements, microdata, links.

Each member of the head is taken from the best place that has it, and says which place that was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from ...model import Head, HeadFact
from ..dates import iso_moment
from .pages import filled, head_of
from .people import names_of
from .rules import line_rules

_ARTICLE = re.compile(r"(?:\w*Article|Report|\w*Posting|Review|\w*News\w*|CreativeWork|WebPage)$")
_MOST_SCRIPTS, _MOST_NODES, _MOST_WRITERS = 50, 5000, 5

# The names of meta elements, the best first.
_META = {
    "title": "dc.title dcterms.title og:title headline parsely-title sailthru.title twitter:title",
    "bylines": (
        "article:author dc.creator dcterms.creator author dc.contributor byl byline parsely-author "
        "sailthru.author citation_author articleauthor authors article.author lp.article:author "
        "shareaholic:article_author_name twitter:creator"
    ),
    "publisher": "og:site_name dc.publisher dcterms.publisher application-name publisher",
    "date": (
        "article:published_time article:published datepublished date dc.date dc.date.issued dcterms.created "
        "dcterms.date pubdate publishdate publish-date publication_date parsely-pub-date sailthru.date "
        "og:published_time og:article:published_time citation_publication_date originalpublicationdate ptime"
    ),
    "section": "article:section parsely-section section category dc.subject",
    "url": "og:url twitter:url parsely-link",
}

_META_WRITER = re.compile(r"(?:^|[.:_-])(?:author|byline|creator)s?$")  # of any other vocabulary


def declared_head(tree: Any) -> tuple[Head, list[str]]:
    """Return the head that a page's tree declares, and its captions."""
    captions = [" ".join(e.text_content().split()) for e in tree.iter("figcaption")]
    said, house = _json_ld(tree)
    head, parts = Head(), (said, _meta(tree), _microdata(tree), _links(tree), house)
    for part in parts:
        head = filled(head, part)
    head = replace(head, bylines=_writers(head.publisher, *(part.bylines for part in parts)))
    return filled(head, head_of("figcaption", captions=captions)), captions


def _writers(publisher: HeadFact | None, *bylines: tuple[HeadFact, ...]) -> tuple[HeadFact, ...]:
    """Choose the first bylines that name a person; else the first ones, of an account or of the publisher."""
    house = publisher.value.casefold() if publisher else "\0"
    houses = {house, *map(str.casefold, names_of(house))}

    def person(byline: HeadFact) -> HeadFact | None:
        """Return a byline without the publisher's name behind it; None if it names no person."""
        name = byline.value.removesuffix(publisher.value).rstrip() if publisher else byline.value
        left = name.split()  # a post or "Posted by" may stand before the house
        ours = name.casefold() in houses or house in name.casefold()
        ours = ours or (name != byline.value and (len(left) < 2 or left[-1].islower()))
        return None if ours or _is_handle(name) else replace(byline, value=name)

    people = (tuple(filter(None, map(person, one))) for one in bylines)
    return next(filter(None, people), None) or next(filter(None, bylines), ())


def _is_handle(name: str) -> bool:
    """Whether a name is that of an account: one word with digits or signs, or without capitals."""
    return name.isascii() and " " not in name and (not name.isalpha() or name.islower())


def declared_language(tree: Any) -> str | None:
    """Return the language that a page declares, BCP 47 primary, or None."""
    for value in (tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")):
        if value and re.match(r"[a-zA-Z]{2,3}(?![a-zA-Z])", value):
            return re.split(r"[-_]", value)[0].lower()
    return None


# -- JSON-LD -----------------------------------------------------------------------------------------------


def _json_ld(tree: Any) -> tuple[Head, Head]:
    """Return what JSON-LD says, and its writers that are no people: they count where nobody is named."""
    nodes: list[dict[str, Any]] = []
    for script in [s for s in tree.iter("script") if "ld+json" in (s.get("type") or "")][:_MOST_SCRIPTS]:
        text = re.sub(
            r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$",
            "",
            script.text or "",
        )
        try:
            nodes += _nodes(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            continue
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    articles = [
        n for n in nodes if any(map(_ARTICLE.match, _types(n))) and (n.get("headline") or n.get("name"))
    ]
    articles.sort(
        key=lambda n: (any(t in ("WebPage", "CreativeWork") for t in _types(n)), "headline" not in n)
    )
    if not articles:
        return Head(), Head()
    node = articles[0]
    page_only = _types(node) == ["WebPage"]
    writers = () if page_only else _listed(node.get("author") or node.get("creator"))
    houses = [
        w for w in writers if isinstance(w, dict) and any(t.endswith("Organization") for t in _types(w))
    ]
    said = head_of(
        "JSON-LD",
        title=None if page_only else _text(node.get("headline")),
        subtitle=_text(node.get("alternativeHeadline")),
        bylines=_names([w for w in writers if w not in houses], by_id),
        publisher=next(iter(_names(node.get("publisher"), by_id)), None),
        date=_moment(node.get("datePublished") or node.get("dateCreated")),
        dateline=_text(node.get("dateline")),
        section=_text(_one(node.get("articleSection"))),
        url=_url(node.get("mainEntityOfPage")) or _url(node.get("url")),
    )
    return said, head_of("JSON-LD", bylines=_names(houses, by_id))


def _nodes(value: Any) -> list[dict[str, Any]]:
    """List the objects of a JSON value, the outer ones first."""
    out: list[dict[str, Any]] = []
    rest = [value]
    while rest and len(out) < _MOST_NODES:
        one = rest.pop(0)
        if isinstance(one, dict):
            out.append(one)
            rest += [v for v in one.values() if isinstance(v, dict | list)]
        elif isinstance(one, list):
            rest += [v for v in one if isinstance(v, dict | list)]
    return out


def _types(node: dict[str, Any]) -> list[str]:
    value = node.get("@type", ())
    return [value] if isinstance(value, str) else [t for t in value if isinstance(t, str)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    from html import unescape

    return re.sub(r"<[^<>]{1,200}>", "", unescape(value))


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    for one in _listed(value):
        if isinstance(one, str):
            yield _text(one) or ""
        elif isinstance(one, dict):
            named = one if one.get("name") else by_id.get(str(one.get("@id")), {})
            name = named.get("name")
            for part in _listed(name):
                if said := _text(part):
                    yield said


def _moment(value: Any) -> str | None:
    return iso_moment(value) if isinstance(value, str) else None


def _url(value: Any) -> str | None:
    value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


# -- meta, microdata, links --------------------------------------------------------------------------------


def _meta(tree: Any) -> Head:
    said: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in (element.get("property"), element.get("name"), element.get("itemprop")):
            for name in (key or "").lower().replace("dc:", "dc.").replace("dcterm:", "dcterms.").split():
                if content:
                    said.setdefault(name, []).append(content)
    for label, value in zip(said.get("twitter:label1", ()), said.get("twitter:data1", ()), strict=False):
        if line_rules().by_word.fullmatch(f"{label} "):
            said.setdefault("authors", []).append(value)
    head = Head()
    for member, known in _META.items():
        names = known.split()
        if member == "bylines":
            names += [name for name in said if _META_WRITER.search(name) and name not in names]
        made = (_head_of_meta(member, name, said[name]) for name in names if name in said)
        head = filled(head, next((each for each in made if getattr(each, member)), Head()))
    return head


def _head_of_meta(member: str, name: str, values: list[str]) -> Head:
    """Return one member of a head, from the values of a ``meta`` name."""
    if member == "bylines":
        return head_of(f"meta {name}", bylines=values)
    if member == "date":
        return head_of(f"meta {name}", date=next(filter(None, map(iso_moment, values)), None))
    if member == "url":
        return head_of(f"meta {name}", url=_url(values[0]))
    return head_of(f"meta {name}", **{member: values[0]})


_SIGNED = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|auteurs?|autore?s?|autorzy|firma|verfasser|writer|reporter|journalist|columnist|"
    r"c-byline)(?:[\s_-]*(?:names?|link|block|box|wrapper|item|text|container|root|info|line))?(?:-sc-\w+)?(?:$|\s)",
    re.IGNORECASE,
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_WRITERS = re.compile(
    r"/(?:authors?|auteurs?|autor(?:es)?|profiles?|people|staff|journalists?|contributors?|writers?|reporters?|column(?:ists?|istas?)|firmas?|by)/",
    re.IGNORECASE,
)
_APART = frozenset("address br dd div dt figure footer header li p section time ul".split())
_LONGEST_LINE = 120  # characters that an element of writers has; a longer one says more
_PROSE = 300  # bytes of the article: the writers stand before


def _microdata(tree: Any) -> Head:
    """Read what a page's body marks: microdata, ``rel=author``, classes that name the writer, ``time``."""
    writers: dict[str, list[Any]] = {}
    texts: list[str] = []
    date = title = None
    prose = -1  # bytes of paragraphs below the first heading
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("meta", "script", "style"):
            continue
        props = (element.get("itemprop") or "").lower().split()
        if where := _marked_writer(element, props, prose):
            writers.setdefault(where, []).append(element)
        elif 0 <= prose < _PROSE and (said := _said_by(element)) and not _in_comments(element):
            texts.append(said)
        if "datepublished" in props and date is None:
            moment = element.get("datetime") or element.get("content") or _shown(element)
            date = "itemprop datePublished", moment
        if "headline" in props and title is None:
            title = _shown(element)
        if element.tag == "time" and element.get("datetime") and date is None and not _in_comments(element):
            date = "time", element.get("datetime")
        if element.tag == "h1" or (element.tag == "p" and 0 <= prose < 2 * _PROSE):
            prose = max(prose, 0) + len(_shown(element).encode()) * (element.tag == "p")
    head = filled(_head_of_writers(writers), head_of("text", bylines=texts[:1]))
    if date:
        head = filled(head, head_of(date[0], date=iso_moment(date[1] or "")))
    return filled(head, head_of("itemprop headline", title=title))


def _marked_writer(element: Any, props: list[str], prose: int) -> str:
    """Return what marks an element as a writer's, or ""; `prose` is how much of the article stands before."""
    if "author" in props or "creator" in props:
        return "itemprop author"
    rel = (element.get("rel") or "").lower().split()
    if "author" in rel and element.tag in ("a", "span") and not _in_comments(element, ()):
        return "rel author"
    marks = map(element.get, ("class", "data-component", "data-qa", "data-testid"))
    if _SIGNED.search(_HUMP.sub("-", " ".join(filter(None, marks)))) and not _in_comments(element):
        return "class"
    early = element.tag == "a" and 0 <= prose < 2 * _PROSE
    if not early or not _OF_WRITERS.search(element.get("href") or "") or _in_comments(element):
        return ""
    short = len(_shown(element.getparent())) <= _LONGEST_LINE
    return "link" if short and 1 < len(_shown(element).split()) < 6 else ""


def _head_of_writers(writers: Mapping[str, list[Any]]) -> Head:
    """Return the writers of the first mark that names some, or of a later one that names more."""
    head = Head()
    for where in ("itemprop author", "rel author", "class", "link"):
        elements = writers.get(where, [])
        if where == "itemprop author":
            elements = [
                next((e for e in each.iter() if "name" in (e.get("itemprop") or "").split()), each)
                for each in elements
            ]
        shown = [(e, w) for e in elements if 0 < len(w := _signed(e)) <= _LONGEST_LINE]
        if where != "itemprop author":
            shown = [(e, w) for e, w in shown if _beside(e, shown[0][0])]
        made = head_of(where, bylines=[words for _, words in shown[:_MOST_WRITERS]])
        one_each = len(made.bylines) == len({words for _, words in shown})
        if not head.bylines or (one_each and {*_values(made)} > {*_values(head)}):
            head = made
    return head


def _said_by(element: Any) -> str:
    """Return a short line of an element's own that says by whom, "By" and a name; else an empty text."""
    rules = line_rules()
    for text, whole in ((element.text, element), (element.tail, element.getparent())):
        words = " ".join((text or "").split())
        if words and whole is not None and rules.by_word.fullmatch(f"{words} "):
            alone = rules.by_word.fullmatch(f"{_shown(whole)} ") and whole.getparent() is not None
            words = " ".join(" ".join(whole.getparent().itertext()).split()) if alone else _shown(whole)
        for part in (words, words.rpartition(", ")[2]):  # "Published on 3 March at 9:12, by …"
            signed = rules.by.match(part) if len(words) <= _LONGEST_LINE else None
            if signed and (signed.end() == len(part) or part[signed.end()] in ",;|"):
                return part[: signed.end()] if part[signed.end() :][:1] == ";" else part
    return ""


def _values(head: Head) -> Iterator[str]:
    return (byline.value for byline in head.bylines)


def _beside(element: Any, first: Any) -> bool:
    """Whether an element stands in the line or the list of another: it is a writer of the same article."""
    parent, other = element.getparent(), first.getparent()
    if parent is other or _line(element) is _line(first):
        return True
    alike = parent.tag == other.tag and parent.get("class") == other.get("class")
    return alike and parent.getparent() is other.getparent()


def _line(element: Any) -> Any:
    """Return the element that begins a line of its own around an inline one; itself if its line is long."""
    line = element
    while line.tag not in _APART and line.getparent() is not None:
        line = line.getparent()
    return line if len(_shown(line)) <= _LONGEST_LINE else element


def _signed(element: Any) -> str:
    """Return the words of an element that names writers, with a bar where another part begins."""
    from lxml import etree

    if content := element.get("content"):
        return str(content)
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        text = (part.text if event == "start" else "" if part is element else part.tail) or ""
        joined = pieces and pieces[-1][-1:].isalnum() and text[:1].isalnum()
        pieces += [" | "] * (part.tag in _APART or bool(joined)) + [text] * bool(text)
    return " ".join("".join(pieces).split())[:400]


def _shown(element: Any) -> str:
    return " ".join(element.text_content().split())[:400] if hasattr(element, "text_content") else ""


_COMMENTS = re.compile(r"comment|reply|disqus|related|sidebar|footer|recommend|teaser|promo", re.IGNORECASE)


def _in_comments(element: Any, tags: Collection[str] = ("aside", "footer", "nav")) -> bool:
    """Whether an element stands among comments or teasers of other articles."""
    steps = 0
    while element is not None and steps < 8:
        if element.tag in tags or _COMMENTS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element, steps = element.getparent(), steps + 1
    return False


def is_shown(tree: Any, words: str) -> bool:
    """Whether a page shows or declares a name elsewhere than among comments and teasers alone.

    A name that stands nowhere as it is counts as shown: it was put together.
    """
    inside = [e for e in tree.iter() if words.strip() in (e.text or "")] if tree is not None else []
    return not inside or not all(map(_in_comments, inside))


def _links(tree: Any) -> Head:
    canonical = next(
        (e for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()), None
    )
    return head_of("link canonical", url=_url(canonical.get("href")) if canonical is not None else None)
