"""The part "About this map": what was found, what was not placed, how the map was made and from what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element

from ...document import MapDocument
from ...languages import Vocabulary, has_rules, reading_language
from ...model import Correction, Place
from ..markup import tag
from ..scene import Scene

_MAIN = ("places.sqlite", "shapes.sqlite")  # their hashes name the version of the data


def about(scene: Scene, say: Vocabulary) -> Element:
    """Write "about this map", folded."""
    document, basemap = scene.document, scene.basemap
    placed, provenance = document.mentions(), document.provenance
    counts = say(
        "counts",
        mentions=say.counted(sum(map(len, placed.values())), "mention"),
        places=say.counted(len(placed), "place"),
        unplaced=say.counted(len(document.unplaced()) + len(document.passed), "name"),
    )
    extents = [
        tag("li", {}, tag("b", {"dir": "auto"}, ", ".join(names)), ": ", tag("span", _in(language, say), how))
        for (how, language), names in approximate(document, say).items()
    ]
    doubts = [tag("li", {"dir": "auto"}, doubt) for doubt in doubtful(scene, say)]
    source = document.article.source
    version = ", ".join(f"{name} {sha256[:8]}" for name, sha256 in provenance.files.items() if name in _MAIN)
    gazetteer = f"{provenance.gazetteer} ({version})" if version else provenance.gazetteer
    made = say("made_by", generator=provenance.generator, gazetteer=gazetteer)
    disputed = () if basemap.disputed.is_empty else scene.orientation.disputed
    return tag(
        "details",
        {"id": "about"},
        tag("summary", {}, say("about")),
        tag(
            "div",
            {"class": "making"},
            tag("p", {}, counts),
            *_head(document, say),
            tag("h3", {}, say("approximate_list")) if extents else None,
            tag("ul", {}, *extents) if extents else None,
            tag("h3", {}, say("doubtful_list")) if doubts else None,
            tag("ul", {"id": "doubtful"}, *doubts) if doubts else None,
            unplaced(document, say),
            *_corrections(document, say),
        ),
        tag("h3", {}, say("borders")),
        tag("p", {}, say("borders_said")),
        tag("p", {}, say("borders_here", names="; ".join(say.called(p).name for p in disputed)))
        if disputed
        else None,
        tag("h3", {}, say("sources")),
        tag("ul", {}, *(tag("li", {}, say.message(a)) for a in document.credits())),
        tag("p", {}, made + (say("made_from", source=source) if source not in ("", "-") else "") + "."),
        None if basemap.complete else tag("p", {}, say("no_backdrop")),
    )


def approximate(document: MapDocument, say: Vocabulary) -> dict[tuple[str, str], list[str]]:
    """Return (how an approximate extent was made, language of these words) → names of such places."""
    made: dict[tuple[str, str], list[str]] = {}
    for place in (document.places[i] for i in document.mentions()):
        if place.extent == "approximate":
            how = () if place.extent_method is None else (place.extent_method,)
            made.setdefault((say.extent(place), say.messages(*how)[1]), []).append(place.name)
    return made


def doubtful(scene: Scene, say: Vocabulary) -> list[str]:
    """Ask for each doubtful place which one is meant."""
    return [f.feature.doubt(say) for f in scene.features.values() if f.feature.doubtful and f.place]


def unplaced(document: MapDocument, say: Vocabulary) -> Element | None:
    """Write the names that were not placed, each with the reason; None if all were placed."""
    toponyms = sorted(document.unplaced(), key=lambda t: t.surface.casefold())
    items = []
    for surface, group in ((k, list(g)) for k, g in groupby(toponyms, key=lambda t: t.surface)):
        reasons = group[0].resolution.reasons if group[0].resolution else ()
        links = (tag("a", {"href": f"#{s}"}, f"{s} ") for s in dict.fromkeys(t.sentence_id for t in group))
        words, language = say.messages(*reasons)
        why = tag("span", _in(language, say), "; ".join(words))
        items.append(tag("li", {}, tag("b", {"dir": "auto"}, surface), ": ", why, " ", *links))
    passed: dict[str, dict[str, None]] = {}
    for name in document.passed:
        passed.setdefault(" ".join(name.surface.split()), {}).setdefault(name.sentence_id)
    for surface, sentences in sorted(passed.items(), key=lambda item: item[0].casefold()):
        links = (tag("a", {"href": f"#{s}"}, f"{s} ") for s in sentences)
        items.append(tag("li", {}, tag("b", {"dir": "auto"}, surface), ": ", say("passed"), " ", *links))
    return tag("div", {}, tag("h3", {}, say("unplaced")), tag("ul", {}, *items)) if items else None


def _head(document: MapDocument, say: Vocabulary) -> Iterator[Element]:
    """Write what the article says about itself, each fact with where it was taken from."""
    article = document.article
    if not has_rules(article.language):
        yield tag("p", {"id": "names-only"}, say("names_only", language=article.language))
    elif not reading_language(article.language).has_grammar:
        yield tag("p", {"id": "names-only"}, say("no_figures", language=article.language))
    if article.head is None:
        return
    rows: list[Element] = []
    for member in article.head.__struct_fields__:
        value = getattr(article.head, member)
        for fact in value if isinstance(value, tuple) else filter(None, (value,)):
            from_ = say("head_declared", where=fact.where) if fact.source == "declared" else say("head_read")
            said = tag("span", {"dir": "auto"}, fact.value)
            rows.append(tag("li", {}, tag("b", {}, say(f"head_{member}")), ": ", said, f" ({from_})"))
    if rows:
        yield tag("h3", {}, say("head_list"))
        yield tag("ul", {"id": "head"}, *rows)
    if file := article.file:
        key = "head_story" if file.stories > 1 else "head_file"
        numbers = {"story": file.story, "stories": file.stories} if file.stories > 1 else {}
        mended = f" {say('head_mended')}" if file.mended else ""
        yield tag("p", {}, say(key, format=file.format, **numbers) + mended)


def _corrections(document: MapDocument, say: Vocabulary) -> list[Element]:
    """Write a list of what the user's corrections changed."""
    lines = [correction_words(c, document.places, say) for c in document.provenance.corrections]
    items = [tag("li", {"dir": "auto"}, line) for line in lines]
    title = say("correction_list")
    return [tag("h3", {}, title), tag("ul", {"id": "corrections"}, *items)] if items else []


def correction_words(correction: Correction, places: Mapping[str, Place], say: Vocabulary) -> str:
    """Write in one line what a user's correction changed.

    Examples
    --------
    >>> from geo.languages import vocabulary
    >>> reading = Correction("a.toml", 1, "correct", "Reading", None, None, None)
    >>> correction_words(reading, {}, vocabulary("en"))
    '“Reading” is not a place (0 mentions; a.toml, line 1)'
    """
    if correction.action not in ("correct", "add"):
        ends = correction.surface.split(" → ")
        what = " → ".join(places[i].name if i in places else i for i in ends)
        at = {"file": correction.file, "line": correction.line}
        return say(f"corrected_{correction.action}", what=what, **at)
    mentions = say.counted(len(correction.mentions), "mention")
    where = say("correction_where", mentions=mentions, file=correction.file, line=correction.line)
    if correction.place is None:
        return say("corrected_none", surface=correction.surface, where=where)
    place = places.get(correction.place)
    key = "corrected_missed" if correction.action == "add" else "corrected"
    what = say.described(place) if place else correction.place
    return say(key, surface=correction.surface, place=what, where=where)


def _in(language: str, say: Vocabulary) -> dict[str, str | None]:
    return {"lang": None if say.language == language else language, "dir": "auto"}
