"""Documents made by hand, for tests that need one but not the program that reads articles.

A block is (kind, sentence, sentence, …). In a sentence ``[Suva](suva)`` is a mention of the place with that
key, ``[Fijian](fiji demonym)`` one of another kind, and ``[Atlantis]()`` a name that was not placed.
A block whose words were all said before, in the same order, is marked as its repeat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from shapely import LineString, Polygon, box

from geo.document import MapDocument, Provenance
from geo.model import Article, Block, Candidate, Message, Place, Resolution, Sentence, Shape, Toponym

_MENTION = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def made(
    blocks: Sequence[tuple[str, ...]],
    places: Mapping[str, Place] | None = None,
    *,
    language: str = "en",
    source: str = "made.txt",
    reasons: tuple[Message | str, ...] = (Message("largest_of_name"),),
    candidates: Sequence[str] = (),
    attributions: tuple[Message | str, ...] = ("Made for a test",),
    basemap: str = "",
    generator: str = "dateline 0",
) -> MapDocument:
    """Make a document of blocks, in which places are named by their keys."""
    places = places or {}
    reasons = tuple(map(said, reasons))
    text = ""
    made_blocks: list[Block] = []
    sentences: list[Sentence] = []
    toponyms: list[Toponym] = []
    before: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    title = None
    for kind, *parts in blocks:
        block = f"b{len(made_blocks) + 1:02}"
        earlier, earlier_sentences = before.get((kind, *parts), (None, [None] * len(parts)))
        start = len(text)
        ids = []
        for part, repeats in zip(parts, earlier_sentences, strict=True):
            text += " " if len(text) > start else ""
            sentence = f"s{len(sentences) + 1:02}"
            ids.append(sentence)
            begin = len(text)
            at = 0
            for match in _MENTION.finditer(part):
                text += part[at : match.start()]
                surface, (key, _, how) = match[1], match[2].partition(" ")
                toponyms.append(
                    Toponym(
                        id=f"t{len(toponyms) + 1:02}",
                        start=len(text),
                        end=len(text) + len(surface),
                        surface=surface,
                        sentence_id=sentence,
                        kind=how or "name",
                        name=surface,
                        repeats=bool(repeats),
                        resolution=_resolution(places, key, reasons, candidates),
                    )
                )
                text += surface
                at = match.end()
            text += part[at:]
            sentences.append(Sentence(sentence, begin, len(text), block, kind, repeats))
        made_blocks.append(Block(block, kind, start, len(text), earlier, 2 if kind == "heading" else 0))
        before.setdefault((kind, *parts), (block, ids))
        if kind == "title" and title is None:
            title = text[start:]
        text += "\n\n"
    article = Article(text, source, "0" * 64, title, None, None, None, language, tuple(made_blocks))
    credits = tuple(map(said, attributions))
    provenance = Provenance(generator, "a gazetteer made for a test", {}, basemap, credits)
    return MapDocument(
        article, tuple(sentences), tuple(toponyms), {p.id: p for p in places.values()}, provenance
    )


def said(words: Message | str) -> Message:
    """Return a message that says words as they are, or the message that it is."""
    return Message("text", {"text": words}) if isinstance(words, str) else words


def _resolution(
    places: Mapping[str, Place], key: str, reasons: tuple[Message, ...], candidates: Sequence[str]
) -> Resolution:
    if not key:
        return Resolution(None, 0.0, (), (Message("not_in_gazetteer", {"name": "Atlantis"}),))
    chosen = [places[key], *(places[c] for c in candidates if c != key)]
    scored = tuple(Candidate(p, 0, 1.0 - n / 10) for n, p in enumerate(chosen))
    return Resolution(places[key], 0.93, scored, reasons, len(scored))


def place(id: str, name: str, kind: str, lng: float, lat: float, **more: Any) -> Place:
    """Make a place; an area or line is surveyed unless it says otherwise."""
    geometry = more.pop("geometry", None)
    shape = None if geometry is None else Shape(geometry)
    more.setdefault("extent", "point" if shape is None else "surveyed")
    whole_id = id if ":" in id else f"geonames:{id}"
    return Place(whole_id, name, kind, float(lng), float(lat), **more, shape=shape)


def island_story(**options: Any) -> MapDocument:
    """Make an article about two invented countries with every kind of layer, comments and a repeat."""
    west = Polygon([(10, 40), (14, 40), (14, 44), (13, 45), (10, 45)])
    east = Polygon([(14, 40), (18, 40), (18, 45), (13, 45), (14, 44)])
    places = {
        "ona": place("1", "Ona", "country", 12, 42, country="OA", countries=("OA",), geometry=west),
        "tavia": place("2", "Tavia", "country", 16, 42, country="TV", countries=("TV",), geometry=east),
        "line": place(
            "border:oa-tv",
            "Ona–Tavia border",
            "border",
            14,
            42,
            countries=("OA", "TV"),
            geometry=LineString([(14, 40), (14, 44), (13, 45)]),
        ),
        "port": place("3", "Port Ona", "populated_place", 11, 41, country="OA", parents=("Ona",)),
        "vale": place(
            "4",
            "Long Vale",
            "valley",
            12,
            43,
            country="OA",
            parents=("Hill Province", "Ona"),
            geometry=box(11.5, 42.7, 12.6, 43.3),
            extent="approximate",
            extent_method=said("Disk around the valley's seat"),
        ),
        "mere": place(
            "5", "Lake Mere", "lake", 14.2, 41.2, countries=("OA", "TV"), geometry=box(13.8, 41, 14.6, 41.5)
        ),
        "hill": place(
            "6",
            "Hill Province",
            "admin1",
            12,
            44,
            country="OA",
            parents=("Ona",),
            geometry=box(10, 43, 13, 45),
        ),
        "other": place("7", "Port Ona", "populated_place", 100, 5, country="XX", parents=("Elsewhere",)),
    }
    opening = (
        "[Ona](ona) and [Tavia](tavia) will mend the road across [the border](line).",
        "Work starts near [Lake Mere](mere).",
    )
    blocks = [
        ("title", "Two countries mend a road"),
        ("byline", "By A Reporter"),
        ("date", "May 2, 2019"),
        ("paragraph", *opening),
        ("heading", "A long way from Port Ona"),
        (
            "paragraph",
            "The money came from [Port Ona](port).",
            "[Onan](ona demonym) engineers will cross [Long Vale](vale) in [Hill Province](hill).",
        ),
        ("paragraph", "Nobody in [Port Ona](port) asked about [Atlantis]()."),
        ("paragraph", *opening),
        ("comment", "I drove to [Lake Mere](mere) once.", "Never again."),
    ]
    options.setdefault("candidates", ("other",))
    return made(blocks, places, **options)


def names(document: MapDocument, ids: Sequence[str]) -> list[str]:
    """Return what places are called."""
    return [document.places[i].name for i in ids]


def doubtful_story(**options: Any) -> MapDocument:
    """Make an article with sure places, doubtful ones (a town with a rival, an area, a river, a country) and
    a name that was not placed; one mention of a town that is sure elsewhere is doubtful too.
    """
    peru = {"country": "PE", "countries": ("PE",)}
    places = {
        "puno": place("1", "Puno", "populated_place", -70.02, -15.84, **peru, parents=("Puno", "Peru")),
        "juliaca": place("2", "Juliaca", "populated_place", -70.13, -15.5, **peru, parents=("Puno", "Peru")),
        "rosa": place("3", "Santa Rosa", "populated_place", -70.79, -14.61, **peru, parents=("Puno", "Peru")),
        "other": place("4", "Santa Rosa", "populated_place", -77.17, -11.8, **peru, parents=("Lima", "Peru")),
        "vale": place(
            "5", "Long Vale", "valley", -69.6, -15.2, **peru, geometry=box(-69.9, -15.3, -69.4, -15.0)
        ),
        "brook": place(
            "6", "Brook", "river", -70.5, -15.9, **peru, geometry=LineString([(-70.8, -16.0), (-70.2, -15.2)])
        ),
        "park": place(
            "7",
            "High Park",
            "region",
            -69.8,
            -15.9,
            **peru,
            geometry=box(-69.95, -16.0, -69.5, -15.7),
            extent="approximate",
            extent_method=said("Disk"),
        ),
        "far": place("8", "Ambo", "populated_place", -76.2, -10.13, **peru, parents=("Huánuco", "Peru")),
    }
    blocks = [
        ("title", "Rain in [Santa Rosa](rosa)"),
        (
            "paragraph",
            "The road from [Puno](puno) to [Juliaca](juliaca) is closed.",
            "[High Park](park) is shut.",
        ),
        ("paragraph", "It rained in [Santa Rosa](rosa), along [the Brook](brook) and in [Long Vale](vale)."),
        ("paragraph", "A bus from [Ambo](far) reached [Puno](puno), not [Atlantis]()."),
    ]
    document = made(blocks, places, **options)
    seen: set[str] = set()

    def doubted(t: Toponym) -> Toponym:
        r = t.resolution
        if r is None or r.place is None:
            return replace(t, resolution=r and replace(r, certainty="unplaced"))
        second = t.surface in seen
        seen.add(t.surface)
        key = next(k for k, p in places.items() if p is r.place)
        if key in ("rosa", "vale", "brook", "far") or (key == "puno" and second):
            rival = places["other"] if key == "rosa" else None
            return replace(t, resolution=replace(r, confidence=0.62, certainty="doubtful", rival=rival))
        return replace(t, resolution=replace(r, certainty="sure"))

    return replace(document, toponyms=tuple(map(doubted, document.toponyms)))
