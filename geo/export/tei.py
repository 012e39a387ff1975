"""TEI: the article with its places marked, as editions and archives use it.

Source: TEI P5 Guidelines, 14.2 (``placeName`` with ``@ref``), 14.3 (``listPlace``) and 17.10 (``standOff``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..document import MapDocument
from ..drawing.features import Feature, Features, feature_id, spoken
from ..drawing.markup import tag, to_xml
from ..model import Place, Toponym
from .linked import place_iri, source_iri, wikidata_iri
from .shared import attribution, doubt_words, title

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_CERT = {"sure": "high", "doubtful": "low"}


def tei(features: Features) -> bytes:
    """Write a TEI document: header, the list of places with their codes and points, and the marked text.

    Each name that has a place is a ``placeName`` whose ``@ref`` is the place in the list; its ``@cert`` is
    low if it is doubtful. Each block of the article is a paragraph.
    """
    document = features.document
    article, name = document.article, title(document)
    date = tag("date", {"when": article.date}, article.date) if article.date else None
    source = tag(
        "bibl",
        {},
        tag("title", {}, name),
        tag("author", {}, article.byline) if article.byline else None,
        date,
        tag("idno", {"type": "URN"}, source_iri(document)),
    )
    made = spoken(document)("file_by", program=document.provenance.generator, sources=attribution(document))
    header = tag(
        "fileDesc",
        {},
        tag("titleStmt", {}, tag("title", {}, name)),
        tag("publicationStmt", {}, tag("p", {}, made)),
        tag("sourceDesc", {}, source),
    )
    places = [_listed(f, f.place) for f in features.by_id.values() if f.place]
    root = tag(
        "TEI",
        {"xmlns": _NAMESPACE, "xml:lang": article.language},
        tag("teiHeader", {}, header),
        tag("standOff", {}, tag("listPlace", {}, *places)) if places else None,
        tag("text", {}, tag("body", {}, *_blocks(document))),
    )
    written = to_xml(root).replace("\f", " ")  # which HTML may have, and XML not
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _listed(feature: Feature, place: Place) -> Element:
    """Return a place of the list; TEI writes latitude before longitude."""
    iris = [place_iri(place.id), *wikidata_iri(place)]
    codes = [(key, code) for key, code in place.keys.items() if key != "wikidata"]
    doubt = doubt_words(feature)
    return tag(
        "place",
        {"xml:id": feature.id, "type": place.kind},
        tag("placeName", {}, place.name),
        tag("location", {}, tag("geo", {}, f"{place.lat} {place.lng}")),
        *(tag("idno", {"type": kind}, value) for kind, value in [*(("URI", iri) for iri in iris), *codes]),
        tag("note", {}, doubt) if doubt else None,
    )


def _blocks(document: MapDocument) -> Iterator[Element]:
    """Yield each block of the article as a paragraph; of names that overlap, the first is marked."""
    text, listed = document.article.text, document.mentions()
    names = deque(t for t in document.toponyms if t.place and t.place.id in listed and t.kind != "embedded")
    for block in document.article.blocks:
        parts: list[Element | str] = []
        at = block.start
        while names and names[0].start < block.end:
            name = names.popleft()
            if name.start >= at and name.end <= block.end:
                parts += [text[at : name.start], _name(name)]
                at = name.end
        yield tag("p", {"rend": block.kind}, *parts, text[at : block.end])


def _name(toponym: Toponym) -> Element:
    place, r = toponym.place, toponym.resolution
    marks = {"ref": f"#{feature_id(place)}" if place else None, "cert": _CERT.get((r and r.certainty) or "")}
    return tag("placeName", marks, toponym.surface)
