"""What a legend explains: the signs of a view that do not explain themselves.

The story's places need no row: a large sign is what the story is about, a small grey one what it names by the
way. A layer whose title holds for every member is one ("Flooded towns"), so is what moves, and each way to
draw that says something: a planned movement, an approximate area, a doubtful place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import shapely

from ..languages import Vocabulary, polarity_words, reading_language
from ..model import BBox
from .scene import Comparison, Scene, Shown

_MOST_MOVING = 2  # kinds of what moves, in one row


class Key(NamedTuple):
    """A row of a legend: the form of its mark, its words, its layer ("" for none), and figures under it."""

    form: Literal["layer", "flow", "unsure", "approximate", "doubtful"]
    title: str
    layer: str = ""
    figures: tuple[Comparison, ...] = ()


def legend_keys(scene: Scene, box: BBox, say: Vocabulary) -> list[Key]:
    """List the rows of the legend of a view, in the words of a language.

    Parameters
    ----------
    scene
        The scene.
    box
        The view: west, south, east, north, decimal degrees, in the map's range of longitudes.
    say
        The words.
    """
    view = shapely.box(*box)
    drawn = [f for f in scene.features.values() if f.layer and not f.quiet and not f.geometry.is_empty]
    seen = [f for f in drawn if shapely.intersects(f.geometry, view)]
    keys = {key.title.casefold(): key for key in reversed([*_layers(scene, seen, say)])}
    return [*reversed(keys.values()), *_manners(scene, seen, view, say)]


def _layers(scene: Scene, seen: list[Shown], say: Vocabulary) -> Iterator[Key]:
    words = reading_language(scene.document.article.language).story
    for name, style in scene.styles.items():
        own = [f for f in seen if f.layer == name]
        figures = tuple(c for c in scene.comparisons if c.layer == name and (c.key or len(c.values) > 1))
        moving = (f.flow.subject for f in reversed(own) if f.flow and f.flow.subject)
        subjects = {s.lower().split()[-1]: s for s in moving if not _is_one_person(s, scene)}
        bare = style.title in (words.main, words.aside) or _is_phrase(style.title, scene)
        title = "" if bare else say.layer(style.title)
        if moved := next((s for head, s in subjects.items() if head in title.lower()), ""):
            if title == words.moving.format(moved.lower()):
                title = moved
            yield Key("flow", _capital(title), name, figures)
            continue
        if title and any(f.place for f in own):
            yield Key("layer", title, name, figures)
            figures = ()
        several = [*reversed(subjects.values())]
        if 0 < len(several) <= _MOST_MOVING:  # of more, a row would not tell which arrow is whose
            yield Key("flow", _capital(say.listed(several)), name, figures)
            figures = ()
        if own and not subjects and (figures or (title and not any(f.place for f in own))):
            yield Key("flow", title or say("flow"), name, figures)


def _is_phrase(title: str, scene: Scene) -> bool:
    """Return whether a title is a thing of the headline, as no place is: "Nickel road", not "Floods"."""
    document = scene.document
    language = reading_language(document.article.language)
    text = document.article.text.casefold()
    headline = " ".join(text[s.start : s.end] for s in document.sentences if s.kind == "title")
    last = title.casefold().split()[-1]
    several = last in language.grammar.plurals or language.grammar.plural.search(last)
    return title.casefold() in headline and not several and last not in language.story.events


def _is_one_person(subject: str, scene: Scene) -> bool:
    """Return whether one person goes ("cousin"), whose trip needs no row."""
    language = reading_language(scene.document.article.language)
    last = subject.casefold().split()[-1]
    several = last in language.grammar.plurals or language.grammar.plural.search(last)
    return last in language.flows.persons and not several


def _manners(scene: Scene, seen: list[Shown], view: shapely.Polygon, say: Vocabulary) -> Iterator[Key]:
    """Yield a row for each way to draw that says something, where the view shows it."""
    unsure = dict.fromkeys(polarity_words(f.flow.polarity, say) for f in seen if f.flow and f.flow.polarity)
    if words := [w for w in unsure if w]:
        yield Key("unsure", _capital(", ".join(words)))
    if any(
        f.place
        and f.place.extent == "approximate"
        and f.geometry.geom_type.endswith("Polygon")
        and scene.paleness(f) != "unseen"
        and shapely.intersects(shapely.boundary(f.geometry), view)
        for f in seen
    ):
        yield Key("approximate", say("approximate"))
    named = [*seen, *(f for f, _ in scene.beyond)]  # what lies beyond is named, too
    if any(f.feature.doubtful and f.place for f in named):
        yield Key("doubtful", say("doubtful_key"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
