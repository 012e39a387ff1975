"""Read geoparsing corpora: texts in which people have marked the toponyms and said where they are.

Three published corpora are known, the Local-Global Lexicon (Lieberman et al. 2010), TR-News (Kamalloo and
Rafiei 2018), which has the form of the former, and GeoWebNews (Gritta et al. 2020); and a format of our own,
with levels and traps (``docs/accuracy.md``). The files are their users' own: none is part of this package.
Stands first in ``evaluate``; nothing here knows of a parser.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from ...errors import GeoError
from ...model import LngLat
from .levels import kind_of_code
from .metrics import NEAR_KM

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CorpusFormat = Literal["lgl", "geowebnews", "tr-news", "regional"]
FORMATS: tuple[CorpusFormat, ...] = get_args(CorpusFormat)

# Types that GeoWebNews marks as no toponyms: "French cuisine", "a London bus", a person's name.
_NO_TOPONYMS = frozenset({"Non_Toponym", "Literal_Expression", "Non_Lit_Expression"})
_SHIFT = 16  # how far an offset may have moved from its phrase: TR-News lost spaces at the ends of its lines


class CorpusError(GeoError):
    """Raised when a file is not a corpus of the given format."""


class GoldToponym(Struct, frozen=True):
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
        ``Demonym``, …; a trap's reason; empty where it gives none.
    country
        The country's name or code, as the corpus gives it; otherwise empty.
    kind
        The level that is meant, a kind of place; empty where the corpus does not say.
    tolerance_km
        How far from ``point`` a place is still the right one.
    optional
        Whether finding it is neither rewarded nor punished.
    alt_spans
        Other spans that are as right as its own.
    """

    start: int
    end: int
    phrase: str
    point: LngLat | None = None
    geonames: int | None = None
    type: str = ""
    country: str = ""
    kind: str = ""
    tolerance_km: float = NEAR_KM
    optional: bool = False
    alt_spans: tuple[tuple[int, int], ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Every span that is right."""
        return (self.start, self.end), *self.alt_spans

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a code point with a span."""
        return start < self.end and self.start < end


class GoldDocument(Struct, frozen=True):
    """A text of a corpus, with its toponyms in the corpus's order.

    ``traps`` look like names of places but are not; ``levels`` is whether the corpus says which kinds are
    meant; ``half`` is the part of a divided corpus that it belongs to: ``look``, ``measure``, or empty.
    """

    id: str
    text: str
    toponyms: tuple[GoldToponym, ...]
    traps: tuple[GoldToponym, ...] = ()
    levels: bool = False
    half: str = ""

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
        An XML file; JSON for ``regional``.
    format
        ``lgl``, ``tr-news``, ``geowebnews`` or ``regional``. Of GeoWebNews, the types that it marks as no
        toponyms are left out (``Non_Toponym``, ``Literal_Expression``, ``Non_Lit_Expression``), and a
        coordinate counts only where there is a GeoNames id. Of ``regional``, parts of longer names
        (``embedded``) are optional.

    Returns
    -------
    tuple of GoldDocument
        In the file's order; empty for a corpus without articles. An offset that does not lead to its phrase
        is moved to where the phrase stands within 16 code points, and otherwise kept, wrong as it is
        (`GoldDocument.misplaced`).

    Raises
    ------
    CorpusError
        In one line, if the file is missing, unreadable, not XML or JSON, not a corpus of this format, or if
        an article lacks what the format gives it.
    """
    if format not in FORMATS:
        raise CorpusError(f"{format}: no format of a corpus; expected one of {', '.join(FORMATS)}")
    read = _regional if format == "regional" else partial(_xml, format=format)
    return tuple(
        replace(d, toponyms=tuple(_moved(t, d.text) for t in d.toponyms)) for d in read(os.fspath(path))
    )


def _moved(toponym: GoldToponym, text: str) -> GoldToponym:
    start, phrase = toponym.start, toponym.phrase
    if start < 0 or not phrase or text.startswith(phrase, start):
        return toponym
    near = (n for shift in range(1, _SHIFT + 1) for n in (start - shift, start + shift) if n >= 0)
    start = next((n for n in near if text.startswith(phrase, n)), start)
    return toponym if start == toponym.start else replace(toponym, start=start, end=start + len(phrase))


# -- JSON --------------------------------------------------------------------------------------------------


def read_json_list(path: str, member: str, expected: str) -> Any:
    """Read a member of a JSON object in a file; ``expected`` ends the message of a `CorpusError`."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)[member]
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); {expected}") from None
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: not JSON in UTF-8 ({error}); {expected}") from None
    except (KeyError, TypeError):
        raise CorpusError(f"{path}: no list “{member}”; {expected}") from None


def _regional(path: str) -> Iterator[GoldDocument]:
    expected = "expected a regional corpus (JSON)"
    articles = read_json_list(path, "articles", expected)
    for number, article in enumerate(articles, 1):
        try:
            marked = tuple(_regional_toponym(t) for t in article["toponyms"])
            traps = tuple(
                GoldToponym(t["start"], t["end"], t["surface"], type=t["reason"])
                for t in article["not_toponyms"]
            )
            half = article.get("half", "")
            yield GoldDocument(article["id"], article["text"], marked, traps, True, half)
        except (KeyError, TypeError, ValueError) as error:
            raise CorpusError(
                f"{path}: article {number}: a member is missing or of a wrong type ({error}); {expected}"
            ) from None


def _regional_toponym(t: dict[str, Any]) -> GoldToponym:
    return GoldToponym(
        t["start"],
        t["end"],
        t["surface"],
        LngLat(float(t["lon"]), float(t["lat"])),
        None,
        t["type"],
        t["country"],
        t["kind"],
        float(t["tolerance_km"]),
        t["optional"] or t["type"] == "embedded",
        tuple((start, end) for start, end in t["alt_spans"]),
    )


# -- XML ---------------------------------------------------------------------------------------------------


def _xml(path: str, format: CorpusFormat) -> Iterator[GoldDocument]:
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
    attribute, read = ("file", _geowebnews) if format == "geowebnews" else ("docid", _lgl)
    name = article.get(attribute)
    where = f"{path}: article {name}"
    text = article.find("text")
    if name is None or text is None:
        missing = f"no attribute {attribute}" if name is None else "no <text>"
        raise CorpusError(f"{where}: {missing}; expected an article of the {format} format")
    marked = []
    for number, element in enumerate(article.iterfind("toponyms/toponym"), 1):
        try:
            toponym = read(element)
        except (TypeError, ValueError):
            raise CorpusError(
                f"{where}: toponym {number} lacks a number where one is due; "
                f"expected offsets and coordinates as the {format} format has them"
            ) from None
        if toponym:
            marked.append(toponym)
    return GoldDocument(name, text.text or "", tuple(marked), levels=format != "geowebnews")


def _lgl(element: Element) -> GoldToponym | None:
    start, end, phrase = _span(element, "phrase")
    tag = element.find("gaztag")
    if tag is None:
        return GoldToponym(start, end, phrase)
    point = LngLat(_number(tag, "lon"), _number(tag, "lat"))
    geonames = tag.get("geonameid")
    group, code = (tag.findtext(each, "").strip() for each in ("fclass", "fcode"))
    return GoldToponym(
        start,
        end,
        phrase,
        point,
        int(geonames) if geonames else None,
        code,
        tag.findtext("country", "").strip(),
        kind_of_code(group, code),
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
