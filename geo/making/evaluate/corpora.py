"""Read geoparsing corpora: texts in which people have marked the toponyms and said where they are.

Two published formats are known, those of the Local-Global Lexicon (Lieberman et al. 2010) and of GeoWebNews
(Gritta et al. 2020). This package does not contain the files; users have their own. The first module of
``evaluate``: it knows nothing about parsers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from ...errors import GeoError
from ...model import LngLat

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CorpusFormat = Literal["lgl", "geowebnews"]
FORMATS: tuple[CorpusFormat, ...] = get_args(CorpusFormat)

# Types that GeoWebNews marks as no toponyms: "French cuisine", "a London bus", a person's name.
_NO_TOPONYMS = frozenset({"Non_Toponym", "Literal_Expression", "Non_Lit_Expression"})


class CorpusError(GeoError):
    """Raised when a file is not a corpus of the given format."""


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A toponym as people marked it.

    Attributes
    ----------
    start, end
        Code points of the document's text, ``end`` exclusive, as the corpus gives them.
    phrase
        The words at these offsets, according to the corpus.
    point
        Where the place is, (lng, lat), decimal degrees, EPSG:4326; None if the corpus does not say.
    geonames
        The place's GeoNames id, or None.
    type
        The corpus's own class: LGL's GeoNames feature code (``PPL``), GeoWebNews's ``Literal``,
        ``Demonym``, …; empty if it gives no class.
    country
        The country's name, as LGL gives it; otherwise empty.
    """

    start: int
    end: int
    phrase: str
    point: LngLat | None = None
    geonames: int | None = None
    type: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text of a corpus, with its toponyms in the corpus's order."""

    id: str
    text: str
    toponyms: tuple[GoldToponym, ...]

    def misplaced(self) -> tuple[GoldToponym, ...]:
        """Return the toponyms with offsets that do not lead to their phrase; no parser can find these.

        Examples
        --------
        >>> document = GoldDocument("1", "In Oslo.", (GoldToponym(3, 7, "Oslo"), GoldToponym(-5, -1, "Oslo")))
        >>> [t.start for t in document.misplaced()]
        [-5]
        """
        return tuple(
            t for t in self.toponyms if t.start < 0 or self.text[t.start : t.end] != t.phrase or not t.phrase
        )


def read_corpus(path: str | os.PathLike[str], format: CorpusFormat) -> tuple[GoldDocument, ...]:
    """Read a corpus, one article at a time.

    Parameters
    ----------
    path
        An XML file.
    format
        ``lgl`` or ``geowebnews``. In GeoWebNews, the types that it marks as no toponyms are left out
        (``Non_Toponym``, ``Literal_Expression``, ``Non_Lit_Expression``), and a coordinate counts only
        with a GeoNames id.

    Returns
    -------
    tuple of GoldDocument
        In the file's order; empty for a corpus without articles. Offsets are kept as they are, right or
        wrong (`GoldDocument.misplaced`).

    Raises
    ------
    CorpusError
        In one line, if the file is missing, unreadable, not XML, not a corpus of this format, or if an
        article lacks what the format gives it.
    """
    if format not in _READERS:
        raise CorpusError(f"{format}: no format of a corpus; expected one of {', '.join(FORMATS)}")
    return tuple(_documents(os.fspath(path), format))


def _documents(path: str, format: CorpusFormat) -> Iterator[GoldDocument]:
    from xml.etree.ElementTree import ParseError, iterparse

    try:
        root: Element | None = None
        for event, element in iterparse(path, events=("start", "end")):
            if root is None:
                root = element
                if root.tag != "articles":
                    raise CorpusError(
                        f"{path}: begins with <{root.tag}>; expected <articles>, as {format} corpora do"
                    )
            elif event == "end" and element.tag == "article":
                yield _document(path, element, format)
                root.clear()  # drop each article after it is read, so that a corpus may have any size
    except ParseError as error:
        raise CorpusError(f"{path}: not XML ({error}); expected a {format} corpus") from None
    except (OSError, UnicodeDecodeError) as error:
        fault = getattr(error, "strerror", None) or error
        raise CorpusError(f"{path}: cannot be read ({fault}); expected a {format} corpus (XML)") from None


def _document(path: str, article: Element, format: CorpusFormat) -> GoldDocument:
    attribute = _IDS[format]
    name = article.get(attribute)
    where = f"{path}: article {name}"
    text = article.find("text")
    if name is None or text is None:
        missing = f"no attribute {attribute}" if name is None else "no <text>"
        raise CorpusError(f"{where}: {missing}; expected an article of the {format} format")
    marked = []
    for number, element in enumerate(article.iterfind("toponyms/toponym"), 1):
        try:
            toponym = _READERS[format](element)
        except (TypeError, ValueError):
            raise CorpusError(
                f"{where}: toponym {number} lacks a number where one is due; "
                f"expected offsets and coordinates as the {format} format has them"
            ) from None
        if toponym:
            marked.append(toponym)
    return GoldDocument(name, text.text or "", tuple(marked))


def _lgl(element: Element) -> GoldToponym:
    start, end, phrase = _span(element, "phrase")
    tag = element.find("gaztag")
    if tag is None:
        return GoldToponym(start, end, phrase)
    point = LngLat(_number(tag, "lon"), _number(tag, "lat"))
    geonames = tag.get("geonameid")
    return GoldToponym(
        start,
        end,
        phrase,
        point,
        int(geonames) if geonames else None,
        tag.findtext("fcode", "").strip(),
        tag.findtext("country", "").strip(),
    )


def _geowebnews(element: Element) -> GoldToponym | None:
    type = element.findtext("type", "").strip()
    if type in _NO_TOPONYMS:
        return None
    start, end, phrase = _span(element, "extractedName")
    geonames = element.findtext("geonamesID", "").strip()
    if not geonames:
        return GoldToponym(start, end, phrase, type=type)
    point = LngLat(_number(element, "longitude"), _number(element, "latitude"))
    return GoldToponym(start, end, phrase, point, int(geonames), type)


def _span(element: Element, phrase: str) -> tuple[int, int, str]:
    return int(element.findtext("start", "")), int(element.findtext("end", "")), element.findtext(phrase, "")


def _number(element: Element, tag: str) -> float:
    return float(element.findtext(tag, ""))


_READERS: Mapping[str, Callable[[Element], GoldToponym | None]] = MappingProxyType(
    {"lgl": _lgl, "geowebnews": _geowebnews}
)
_IDS: Mapping[str, str] = MappingProxyType({"lgl": "docid", "geowebnews": "file"})
