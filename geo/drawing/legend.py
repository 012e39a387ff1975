"""What a legend explains: the signs of a view, in the words of an editor.

A row for each layer with a sign or an area in the view, titled by what holds for every member, else as the
story's places; a grey dot for what is named by the way; what moves; and each way to draw that says something:
a planned movement, an approximate area, a doubtful place. A row stands only where the view shows its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import shapely

from ..kinds import FLOWS, LAYERS
from ..languages import Vocabulary, polarity_words, reading_language
from ..model import BBox
from .scene import Comparison, Scene, Shown


class Key(NamedTuple):
    """A row of a legend: the form of its mark, its words, its layer ("" for none), and figures under it.

    ``hollow`` is whether all that it stands for is doubtful, ``dotted`` whether it is not certain.
    """

    form: Literal["layer", "flow", "unsure", "approximate", "doubtful"]
    title: str
    layer: str = ""
    figures: tuple[Comparison, ...] = ()
    hollow: bool = False
    dotted: bool = False


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
    keys: dict[str, Key] = {}
    for key in _layers(scene, seen, say):
        keys.setdefault(key.title.casefold(), key)
    return [*keys.values(), *_manners(scene, seen, view, say)]


def _layers(scene: Scene, seen: list[Shown], say: Vocabulary) -> Iterator[Key]:
    for name in scene.styles:
        own = [f for f in seen if f.layer == name]
        figures = tuple(c for c in scene.comparisons if c.layer == name and (c.key or len(c.values) > 1))
        signs = [f for f in own if f.place and not f.feature.doubtful and scene.has_mark(f)]
        flows = [f for f in own if f.flow]
        title, moved = layer_title(scene, name, say), _movements(flows, scene, say)
        if flows and title not in (say("shown_main"), say("shown_aside")) and _speaks_of(title, flows):
            # The layer is the movement.
            moved, signs = title, []
        if signs:
            yield Key("layer", _capital(title), name, figures)
            figures = ()
        if flows:
            hollow = all(f.feature.doubtful for f in flows)
            unsure = all(f.flow and f.flow.polarity for f in flows)
            yield Key("flow", _capital(moved), name, figures, hollow, unsure)
        elif own and figures:
            yield Key("layer", _capital(title), name, figures)


def layer_title(scene: Scene, layer: str, say: Vocabulary) -> str:
    """Return a layer's own title, or a plain one where that does not hold for every member."""
    title, words = scene.styles[layer].title, reading_language(scene.document.article.language).story
    plain = {words.main: "shown_main", words.aside: "shown_aside"}.get(title)
    plain = plain or ("shown_main" if _is_phrase(title, scene) else "")
    return say(plain) if plain else say.layer(title)


def _movements(flows: list[Shown], scene: Scene, say: Vocabulary) -> str:
    """Title movements by what moves, where this is one thing; plainly where it is not. "" for none."""
    language = reading_language(scene.document.article.language)
    named = {
        f.flow.subject.casefold().split()[-1]: f.flow.subject for f in flows if f.flow and f.flow.subject
    }
    if not flows:
        return ""
    if len(named) != 1 or not all(f.flow and f.flow.subject for f in flows):
        return say.layer(LAYERS[FLOWS].title)
    [(last, subject)] = named.items()
    text = scene.document.article.text
    if not re.search(rf"[^\W\d_],? {re.escape(subject.split()[0])}\b", text):  # its capital opens a sentence
        subject = subject[:1].lower() + subject[1:]
    several = last in language.grammar.plurals or language.grammar.plural.search(last)
    form = language.story.moving if several and len(flows) > 1 else language.story.route
    return form.format(subject)


def _speaks_of(title: str, flows: list[Shown]) -> bool:
    """Return whether a layer's title has the noun of what moves."""
    subjects = (f.flow.subject.casefold() for f in flows if f.flow and f.flow.subject)
    return any(s.split()[-1] in title.casefold() for s in subjects)


def _is_phrase(title: str, scene: Scene) -> bool:
    """Return whether a title is a thing of the headline, as no place is: "Nickel road", not "Floods"."""
    document = scene.document
    language = reading_language(document.article.language)
    text = document.article.text.casefold()
    headline = " ".join(text[s.start : s.end] for s in document.sentences if s.kind == "title")
    last = title.casefold().split()[-1]
    several = last in language.grammar.plurals or language.grammar.plural.search(last)
    return title.casefold() in headline and not several and last not in language.story.events


def _manners(scene: Scene, seen: list[Shown], view: shapely.Polygon, say: Vocabulary) -> Iterator[Key]:
    """Yield a row for each way to draw that says something, where the view shows it."""
    unsure = dict.fromkeys(polarity_words(f.flow.polarity, say) for f in seen if f.flow and f.flow.polarity)
    if words := [w for w in unsure if w]:
        yield Key("unsure", _capital(", ".join(words)), dotted=True)
    if any(
        f.place
        and f.place.extent == "approximate"
        and f.geometry.geom_type.endswith("Polygon")
        and scene.has_mark(f)
        and shapely.intersects(shapely.boundary(f.geometry), view)
        for f in seen
    ):
        yield Key("approximate", say("approximate"))
    if key := doubtful_key(filter(scene.has_mark, seen), say):
        yield key


def doubtful_key(shown: Iterable[Shown], say: Vocabulary) -> Key | None:
    """Return the row for the doubtful ones of some places: the hollow sign of most; None for none."""
    layers = [f.layer for f in shown if f.place and f.layer and f.feature.doubtful]
    if not layers:
        return None
    return Key("doubtful", say("doubtful_key"), max(layers, key=layers.count), hollow=True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
