"""The article and the list of its places, as markup that reads without any script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from ..document import MapDocument
from ..layers import feature_id
from ..model import Block, Sentence, Toponym
from ..markup import Child, tag
from ..words import vocabulary

_SAY = vocabulary("en")
_LAST_HEADING = 4


class Story:
    """Writes the parts of a document's text, each sentence once, each mention as a link to its feature.

    Parameters
    ----------
    document
        The document.
    layer_of
        Feature id → name of its layer.
    """

    def __init__(self, document: MapDocument, layer_of: Mapping[str, str]) -> None:
        """Sort the document's sentences by block, and its mentions by sentence."""
        self._document = document
        self._layer_of = layer_of
        self._sentences: dict[str, list[Sentence]] = {}
        for sentence in document.sentences:
            self._sentences.setdefault(sentence.block, []).append(sentence)
        self._mentions: dict[str, list[Toponym]] = {}
        mentions = [t for toponyms in document.mentions().values() for t in toponyms]
        for t in sorted(mentions, key=lambda t: t.start):
            self._mentions.setdefault(t.sentence_id, []).append(t)

    def head(self) -> Element:
        """Write headline, byline and date."""
        article = self._document.article
        titles = [b for b in article.blocks if b.kind == "title" and not b.repeats]
        lines = [
            tag("p", {"class": b.kind, "dir": "auto"}, *self._text(b))
            for b in article.blocks
            if b.kind in ("byline", "date") and not b.repeats
        ]
        headline = self._text(titles[0]) if titles else [headline_of(self._document)]
        return tag(
            "header", {"id": "headline"}, tag("h1", {"dir": "auto"}, *headline), tag("div", {}, *lines)
        )

    def body(self) -> Element:
        """Write the body: paragraphs, headings, then what stands apart, folded."""
        blocks = self._document.article.blocks
        said = [b for b in blocks if not b.repeats]
        titles = [b for b in said if b.kind == "title"]
        return tag(
            "div",
            {"id": "article", "tabindex": "-1"},
            *(self._block(b) for b in said if b.kind in ("heading", "paragraph") or b in titles[1:]),
            self._repeats(sum(b.kind == "paragraph" for b in blocks if b.repeats)),
            self._folded("comments", "Readers’ comments", [b for b in said if b.kind == "comment"]),
            self._folded("furniture", "Other text of the page", [b for b in said if b.kind == "furniture"]),
        )

    def places(self) -> Element:
        """Write the list of places, each with links to its sentences."""
        document = self._document
        head = tag(
            "tr", {}, *(tag("th", {"scope": "col"}, h) for h in ("Place", "Kind", "Where", "Sentences"))
        )
        rows = [self._row(place_id, toponyms) for place_id, toponyms in document.mentions().items()]
        return tag(
            "section",
            {"id": "places", "aria-labelledby": "places-title"},
            tag("h2", {"id": "places-title"}, "Places in this article"),
            tag("table", {}, tag("thead", {}, head), tag("tbody", {}, *rows))
            if rows
            else tag("p", {"class": "empty"}, "No place of the gazetteer was found in this article."),
        )

    def _row(self, place_id: str, toponyms: Sequence[Toponym]) -> Element:
        place = self._document.places[place_id]
        anchor = feature_id(place)
        links: list[Child] = []
        for sentence_id in dict.fromkeys(t.sentence_id for t in toponyms):
            links += [" "] if links else []
            links.append(tag("a", {"href": f"#{sentence_id}"}, sentence_id))
        name = tag("a", {"href": f"#{anchor}", "class": f"mention {self._layer_of[anchor]}"}, place.name)
        cells: tuple[Child, ...] = (_SAY.kind(place), ", ".join(place.parents))
        return tag(
            "tr",
            {"id": anchor},
            tag("th", {"scope": "row", "dir": "auto"}, name),
            *(tag("td", {"dir": "auto"}, cell) for cell in cells),
            tag("td", {}, *links),
        )

    def _block(self, block: Block) -> Element:
        if block.kind == "paragraph":
            return tag("p", {"dir": "auto"}, *self._text(block))
        level = min(_LAST_HEADING, max(2, block.level))
        return tag(f"h{level}", {"dir": "auto"}, *self._text(block))

    def _repeats(self, n: int) -> Element | None:
        if not n:
            return None
        said = "A repeated passage" if n == 1 else f"A repeated passage of {n} paragraphs"
        return tag("p", {"class": "note"}, f"{said} is not shown again.")

    def _folded(self, name: str, title: str, blocks: Sequence[Block]) -> Element | None:
        if not blocks:
            return None
        n = sum(len(self._sentences.get(b.id, ())) for b in blocks)
        return tag(
            "details",
            {"class": name},
            tag("summary", {}, f"{title} ({_SAY.counted(n, 'sentence')})"),
            *(tag("p", {"dir": "auto"}, *self._text(b)) for b in blocks),
        )

    def _text(self, block: Block) -> list[Child]:
        """Write a block's sentences and what stands between them; repeated sentences are left out."""
        text = self._document.article.text
        out: list[Child] = []
        at = block.start
        for sentence in self._sentences.get(block.id, ()):
            out.append(text[at : sentence.start])
            if not sentence.repeats:
                out.append(tag("span", {"class": "sentence", "id": sentence.id}, *self._sentence(sentence)))
            at = sentence.end
        return [*out, text[at : block.end]]

    def _sentence(self, sentence: Sentence) -> Iterator[Child]:
        text = self._document.article.text
        at = sentence.start
        for t in self._mentions.get(sentence.id, ()):
            if t.start < at:  # two mentions of one word: the first has the link
                continue
            place = t.resolution.place if t.resolution else None
            assert place is not None  # `mentions` holds resolved toponyms only
            anchor = feature_id(place)
            yield text[at : t.start]
            yield tag(
                "a",
                {"class": f"mention {self._layer_of[anchor]}", "id": t.id, "href": f"#{anchor}"},
                t.surface,
            )
            at = t.end
        yield text[at : sentence.end]


def headline_of(document: MapDocument) -> str:
    """Return the article's title, or what stands for it."""
    article = document.article
    if article.title:
        return " ".join(article.title.split())
    return article.source if article.source not in ("", "-") else "An article without a title"


def unplaced(document: MapDocument) -> Element | None:
    """Write the names that were not placed, with the reason for each; None where there are none."""
    toponyms = sorted(document.unplaced(), key=lambda t: t.surface.casefold())
    items = [
        tag(
            "li",
            {},
            tag("b", {"dir": "auto"}, surface),
            f": {'; '.join(group[0].resolution.reasons) if group[0].resolution else ''} ",
            *(tag("a", {"href": f"#{s}"}, s + " ") for s in dict.fromkeys(t.sentence_id for t in group)),
        )
        for surface, group in ((k, list(g)) for k, g in groupby(toponyms, key=lambda t: t.surface))
    ]
    if not items:
        return None
    return tag("div", {}, tag("h3", {}, "Names that were not placed"), tag("ul", {}, *items))
