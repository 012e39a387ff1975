"""The article and the list of its places, as markup that works without scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

import shapely

from ...document import MapDocument
from ...kinds import KINDS
from ...languages import Vocabulary, source_words
from ...model import BBox, Block, Claim, Flow, FlowMention, Route, Sentence, Toponym
from ..basemap import shift_near
from ..features import feature_id, line_words
from ..markup import Child, tag
from ..missing import missing
from ..quoted import quoted, shared_words
from ..scene import Scene, Shown
from .drawing import doubt_class, layer_classes

_LAST_HEADING = 4
_NAMED = 2  # units and country of a place in the table; its card has all
_LONG = 140  # characters; a longer title is written small
_Passages = Sequence[tuple[str, Flow | Route, FlowMention]]
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


class ArticleWriter:
    """Writes the parts of a document's text, each sentence once, each mention as a link to its feature.

    Parameters
    ----------
    scene
        The document's scene.
    say
        The page's own words.
    marked
        The numbers that stand on the printed map.
    printed
        What the printed map shows; None without one.
    """

    def __init__(
        self, scene: Scene, say: Vocabulary, marked: Collection[str] = (), printed: BBox | None = None
    ) -> None:
        """Sort the document's sentences by block, and its mentions by sentence."""
        document = scene.document
        self._scene, self._document, self._say = scene, document, say
        # In a right-to-left article, a paragraph that begins with a Latin name is right-to-left too.
        self._dir = {} if direction(document.article.language) == "rtl" else {"dir": "auto"}
        self._marked = marked
        self._printed = shapely.box(*printed) if printed else shapely.Polygon()
        self._number = {fid: str(n) for n, fid in enumerate(scene.features, 1)}
        self._named = Counter(f.feature.label.rstrip("?") for f in scene.features.values() if f.place)
        self._sentences: dict[str, list[Sentence]] = {}
        for sentence in document.sentences:
            self._sentences.setdefault(sentence.block, []).append(sentence)
        self._mentions: dict[str, list[Toponym]] = {}
        mentions = [t for toponyms in document.mentions().values() for t in toponyms]
        for t in sorted(mentions, key=lambda t: t.start):
            self._mentions.setdefault(t.sentence_id, []).append(t)
        self._passages: dict[str, list[tuple[str, Flow | Route, FlowMention]]] = {}
        for line in (f.flow or f.route for f in scene.features.values()):
            if line is not None:
                for n, m in enumerate(line.mentions):
                    self._passages.setdefault(m.sentence_id, []).append((passage_id(line, n), line, m))

    def head(self) -> Element:
        """Write headline, byline and date."""
        article = self._document.article
        titles = [b for b in article.blocks if b.kind == "title" and not b.repeats]
        lines = [
            tag("p", {"class": b.kind, **self._dir}, *self._text(b))
            for b in article.blocks
            if b.kind in ("byline", "date") and not b.repeats
        ]
        lines += self._declared({b.kind for b in article.blocks})
        headline = self._text(titles[0]) if titles else [headline_of(self._document, self._say)]
        long = {"class": "long"} if len(headline_of(self._document, self._say)) > _LONG else {}
        return tag("div", {}, tag("h1", self._dir | long, *headline), tag("div", {"class": "byline"}, *lines))

    def _declared(self, kinds: Collection[str]) -> Iterator[Element]:
        """Write the writers and the date that the file declares and its text lacks."""
        head = self._document.article.head
        if head is None:
            return
        if head.bylines and "byline" not in kinds:
            yield tag("p", {"class": "byline", "dir": "auto"}, ", ".join(fact.value for fact in head.bylines))
        if head.date and "date" not in kinds:
            shown = head.date.value.replace("T", " ").replace("+00:00", " UTC")
            yield tag("p", {"class": "date", "dir": "auto"}, shown)

    def body(self) -> Element:
        """Write the body: paragraphs and headings, then comments and furniture, folded."""
        blocks = self._document.article.blocks
        shown = [b for b in blocks if not b.repeats]
        titles = [b for b in shown if b.kind == "title"]
        return tag(
            "div",
            {"id": "article", "tabindex": "-1"},
            *(self._block(b) for b in shown if b.kind in ("heading", "paragraph") or b in titles[1:]),
            self._repeats(sum(b.kind == "paragraph" for b in blocks if b.repeats)),
            self._folded("comments", [b for b in shown if b.kind == "comment"]),
            self._folded("furniture", [b for b in shown if b.kind == "furniture"]),
        )

    def places(self) -> Element:
        """Write the table of places and movements, with links to their sentences: the map as a table."""
        say, features = self._say, list(self._scene.features.values())
        heads = ["", say("place"), say("kind"), say("where")]
        heads += [say("what")] if self._document.claims else []
        columns = [tag("th", {"scope": "col"}, h) if h else tag("td", {}) for h in (*heads, say("sentences"))]
        table = tag(
            "table",
            {},
            tag("thead", {}, tag("tr", {}, *columns)),
            tag("tbody", {}, *(self._row(f) for f in features)),
        )
        return tag(
            "section",
            {"id": "places", "aria-labelledby": "places-title"},
            tag("h2", {"id": "places-title"}, say("places")),
            tag(
                "div",
                {"class": "wide", "tabindex": "0", "role": "group", "aria-labelledby": "places-title"},
                table,
            )
            if features
            else tag("p", {"class": "empty"}, say("no_place_listed")),
            self._missing(),
        )

    def _missing(self) -> Element | None:
        """Write the names that are on no map, with links to their sentences; None where there is none."""
        items: list[Child] = []
        for n, one in enumerate(missing(self._document)):
            items += [", " if n else " ", tag("b", {"dir": "auto"}, one.name), " "]
            items.append(tag("a", {"href": f"#{one.sentence}"}, one.sentence))
        return tag("p", {"id": "missing"}, self._say("missing"), *items) if items else None

    def _row(self, feature: Shown) -> Element:
        say, place = self._say, feature.place
        claims = self._scene.told[feature.id]
        if place is not None:
            own = {place.name, feature.feature.label.rstrip("?")}
            told = "" if feature.apart.startswith("(") else feature.apart
            kind = told or say.kind(place)
            where = ", ".join(p for p in place.parents[-_NAMED:] if p not in own)
        else:
            kind, where = feature.feature.kind_words(say), line_words(feature.feature, say)
        links: list[Child] = []
        for sentence_id in dict.fromkeys(m.sentence_id for m in feature.feature.mentions):
            links += [" "] if links else []
            links.append(tag("a", {"href": f"#{sentence_id}"}, sentence_id))
        looks = self._looks(feature, feature.layer)
        name = tag("a", {"href": f"#{feature.id}", "class": f"mention {looks}"}, self._scene.titled(feature))
        rival = feature.feature.rival
        doubt = say.in_doubt(place, rival, feature.feature.certainty) if rival else ""
        asked = [tag("div", {"class": "doubt"}, doubt)] if doubt else []
        lies: list[Child] = [where, *self._away(feature, where)]
        cells: list[tuple[Child, ...]] = [(kind,), (*lies, *asked)]
        if self._document.claims:
            cells.append(tuple(self._claims(claims)))
        empty = bool(asked) and lies == [""]  # on paper, which has no questions
        return tag(
            "tr",
            {"id": feature.id, "class": "known" if self._is_known(feature) else None},
            tag("td", {"class": "n"}, self._number[feature.id]),
            tag("th", {"scope": "row", "dir": "auto"}, name),
            *(
                tag("td", {"dir": "auto", "class": "asked" if empty and n == 1 else None}, *cell)
                for n, cell in enumerate(cells)
            ),
            tag("td", {}, *links),
        )

    def _is_known(self, feature: Shown) -> bool:
        """Return whether paper need not say what a place is: a town, or a country without a namesake."""
        if feature.place is None:
            return False
        kind, name = KINDS[feature.place.kind], feature.feature.label.rstrip("?")
        return kind.feature_class == "P" or (kind.level == 0 and self._named[name] == 1)

    def _away(self, feature: Shown, where: str) -> list[Child]:
        """Say on paper where a place lies that has no number on the printed map; nothing for what has one."""
        if self._number[feature.id] in self._marked:
            return []
        seen = feature.feature.geometry if feature.place else feature.geometry
        vast = feature.place and not feature.place.geometry and KINDS[feature.place.kind].reach == "vast"
        words = self._say("not_marked" if vast else "not_on_map")  # nobody knows where its edge is
        if shapely.intersects(self._printed, shift_near(seen, self._scene.frame.middle)):
            if feature.place is None:
                return []  # its line is there
            words = self._say("not_marked")
        elif feature.id in self._scene.away:
            distance = self._scene.distance(feature)
            words = self._say(
                "beyond_map", direction=self._scene.away[feature.id], distance=distance
            ).rstrip()
        return [tag("span", {"class": "away"}, f"{', ' if where else ''}{words}")]

    def _claims(self, claims: Sequence[Claim]) -> Iterator[Child]:
        told = []
        for claim in claims:
            together = shared_words(claim, self._scene.names_of(claim), self._document, self._say)
            parts = [quoted(claim, self._document, self._say), together, source_words(claim, self._say)]
            told.append(", ".join(part for part in parts if part))
        yield from (tag("div", {}, words) for words in dict.fromkeys(told))

    def _looks(self, feature: Shown, layer: str | None) -> str:
        look = ["quiet"] if feature.quiet else layer_classes(layer, self._scene)
        bare = ["bare"] if feature.id in self._scene.bare else []
        return " ".join([*look, *bare, *doubt_class(feature)])

    def _block(self, block: Block) -> Element:
        other = {"lang": block.language, "dir": direction(block.language)} if block.language else self._dir
        if block.kind == "paragraph":
            return tag("p", other, *self._text(block))
        level = min(_LAST_HEADING, max(2, block.level))
        return tag(f"h{level}", other, *self._text(block))

    def _repeats(self, n: int) -> Element | None:
        if not n:
            return None
        note = self._say("repeat_one") if n == 1 else self._say("repeat_many", n=n)
        return tag("p", {"class": "note"}, note)

    def _folded(self, name: str, blocks: Sequence[Block]) -> Element | None:
        if not blocks:
            return None
        n = sum(len(self._sentences.get(b.id, ())) for b in blocks)
        return tag(
            "details",
            {"class": name},
            tag("summary", {}, self._say(name, n=self._say.counted(n, "sentence"))),
            *(tag("p", self._dir, *self._text(b)) for b in blocks),
        )

    def _text(self, block: Block) -> list[Child]:
        """Write a block's sentences and the text between them; repeated sentences are left out."""
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
        passages = [] if sentence.kind == "title" else self._passages.get(sentence.id, [])
        at = sentence.start
        for t in self._mentions.get(sentence.id, ()):
            if t.start < at:  # two mentions share a word: the first has the link
                continue
            yield from self._plain(at, t.start, passages)
            yield self._mention(t, passages)
            yield from self._arrows(t.start, t.end, passages)
            at = t.end
        yield from self._plain(at, sentence.end, passages)

    def _mention(self, t: Toponym, passages: _Passages) -> Element:
        assert t.place is not None  # `mentions` holds resolved toponyms only
        anchor = feature_id(t.place)
        feature = self._scene.features[anchor]
        looks = self._looks(feature, feature.layer)
        number = self._number[anchor]
        link = {"class": f"mention {looks}", "id": t.id, "href": f"#{anchor}", "data-n": number}
        return tag("a", {**link, **_moving(t.start, t.end, passages)}, t.surface)

    def _plain(self, start: int, end: int, passages: _Passages) -> Iterator[Child]:
        """Write words that are not place names; words about flows are marked as passages."""
        cuts = {start, end} | {edge for *_, m in passages for edge in (m.start, m.end) if start < edge < end}
        for left, right in pairwise(sorted(cuts)):
            words, moving = self._document.article.text[left:right], _moving(left, right, passages)
            yield tag("span", {"class": "passage", **moving}, words) if moving else words
            yield from self._arrows(left, right, passages)

    def _arrows(self, start: int, end: int, passages: _Passages) -> Iterator[Element]:
        """Write a link for each line with a passage that ends here: an arrow or a dash, and no text."""
        for anchor, line, m in passages:
            if start < m.end <= end:
                feature = self._scene.features[line.id]
                look = self._looks(feature, feature.layer).split()[0]
                look = "plain s-dash flow" if feature.route else f"{look} s-arrow flow"
                number = self._number[line.id]
                link = {"class": f"mention {look}", "id": anchor, "href": f"#{line.id}"}
                yield tag("a", {**link, "aria-label": feature.title, "data-n": number})


def headline_of(document: MapDocument, say: Vocabulary) -> str:
    """Return the map's title, else the article's, else its source, else the word for "untitled"."""
    article = document.article
    if document.title:
        return " ".join(document.title.split())
    return article.source if article.source not in ("", "-") else say("untitled")


def passage_id(line: Flow | Route, n: int) -> str:
    """Return the id of the link after the n-th passage of a flow or route, from 0."""
    return f"said-{n + 1}-{line.id}"


def _moving(start: int, end: int, passages: _Passages) -> dict[str, str]:
    """Return the attribute with the ids of the lines that a part of the text is about; {} for none."""
    flows = [line.id for _, line, m in passages if m.start < end and start < m.end]
    return {"data-flows": " ".join(flows)} if flows else {}


def direction(language: str) -> str:
    """Return the direction in which a language is written, as HTML writes it.

    Examples
    --------
    >>> direction("ar-EG"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
