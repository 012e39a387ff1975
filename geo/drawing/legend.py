"""What a legend explains: the signs of a view, in the words of an editor.

A row for each layer with a sign or an area in the view: by its title if that holds for every member, else by
what its places are, "City or town in the story"; what moves; and each way to draw that says something: a
planned movement, an approximate area, a doubtful place. A row stands only where the view shows its mark, and
every mark of the view has its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import shapely

from ..languages import Vocabulary, polarity_words, reading_language
from ..model import BBox
from .moving import moving_titles, plain_title, teller_of
from .scene import Comparison, Scene, Shown, Sign

_TOWN = "populated_place"
_CLAIMED = "claimed"  # a polarity: only one side says so
_LONGEST = 44  # characters of what places are

MOST_BEYOND = 6
"""Places beyond the view that are named at once; one more takes no more room than "and 1 more"."""


class Key(NamedTuple):
    """A row of a legend: the form of its mark, its words, its layer ("" for none), and figures under it.

    ``hollow`` is whether all that it stands for is doubtful, ``dotted`` whether it is not certain. ``signs``
    are those of the layer's places that it stands for; of what moves, those of the ends.
    """

    form: Literal["layer", "flow", "route", "unsure", "approximate", "wave", "doubtful"]
    title: str
    layer: str = ""
    figures: tuple[Comparison, ...] = ()
    hollow: bool = False
    dotted: bool = False
    signs: frozenset[Sign] = frozenset()


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
    keys: dict[tuple[str, str], Key] = {}
    told = set()
    for key, flows in _layers(scene, seen, view, say):
        keys.setdefault((key.title.casefold(), key.layer), key)
        told |= {f.id for f in flows if key.dotted}
    for key in _routes(seen, say):
        keys.setdefault((key.title.casefold(), ""), key)
    return [*keys.values(), *_manners(scene, seen, view, told, say)]


def _layers(
    scene: Scene, seen: list[Shown], view: shapely.Polygon, say: Vocabulary
) -> Iterator[tuple[Key, list[Shown]]]:
    """Yield the rows of layers and of what moves, each with the movements that it stands for."""
    said: set[str] = set()
    for name in scene.styles:
        own = [f for f in seen if f.layer == name]
        figures = tuple(c for c in scene.comparisons if c.layer == name and (c.key or len(c.values) > 1))
        marked = [f for f in own if not f.feature.doubtful and _has_sign(scene, f, view)]
        signs = frozenset(sign for f in marked if (sign := scene.sign(f)))
        flows = [f for f in own if f.flow]
        style = scene.styles[name].title
        moved = style == reading_language(scene.document.article.language).story.moved
        moving = bool(flows) and (moved or _speaks_of(style, flows))  # The layer is the movement.
        title = say.layer(scene.titles[name]) or _places(scene, name, marked, said, say)
        own_row = bool(signs if scene.titles[name] else signs - {"water"}) and not moving
        if own_row or (figures and not flows):
            said.add(title)
            yield Key("layer", _capital(title), name, figures, signs=signs), []
            figures = ()
        for words, held in moving_titles(flows, scene, say):
            if own_row and scene.titles[name] and words == plain_title(say) and not figures:
                continue  # the layer's title says more, of the same colour
            if words in said and (other := layer_title(scene, name, say)) not in said:
                words = other
            said.add(words)
            ends = signs if moving and (moved or _speaks_of(style, held)) else frozenset[Sign]()
            yield _flow_key(words, scene, held, figures, ends, say), held
            figures = ()


def _has_sign(scene: Scene, shown: Shown, view: shapely.Polygon) -> bool:
    """Return whether the view shows a place's sign: of an area with an edge alone, that edge."""
    sign = scene.sign(shown)
    return bool(sign and (sign != "edge" or shapely.intersects(shapely.boundary(shown.geometry), view)))


def _places(scene: Scene, layer: str, marked: list[Shown], said: set[str], say: Vocabulary) -> str:
    """Return what the places of a layer without a title are, but water; plain words for too many kinds."""
    marked = [f for f in marked if scene.sign(f) != "water"]
    towns = any(f.feature.kind == _TOWN for f in marked)
    units = [*dict.fromkeys(say.kind(f.place) for f in marked if f.place and f.feature.kind != _TOWN)]
    plain = layer_title(scene, layer, say)
    if _is_aside(scene, layer):
        return say("shown_other_town") if towns and not units else plain
    keys = ("shown_town", "shown_town_or", "shown_town_ors") if towns else ("", "shown_unit")
    key = keys[len(units)] if len(units) < len(keys) else ""
    words = say(key, one=units[0] if units else "", unit=units[-1] if units else "") if key else plain
    return plain if words in said or len(words) > _LONGEST else words


def _flow_key(
    title: str,
    scene: Scene,
    flows: list[Shown],
    figures: tuple[Comparison, ...],
    signs: frozenset[Sign],
    say: Vocabulary,
) -> Key:
    """Return the row of movements; it says what keeps them from being facts, if that holds for each."""
    hollow = all(f.feature.doubtful for f in flows)
    held = [f.flow for f in flows if f.flow]
    told = dict.fromkeys(polarity_words(flow.polarity, say) or "" for flow in held)
    dotted = "" not in told
    sides = {teller_of(flow, scene.document) for flow in held}
    side = say("said_by", source=sides.pop()) if len(sides) == 1 and "" not in sides else ""
    if side:
        told.pop(polarity_words(_CLAIMED, say) or "", None)  # the side says more
    added = ", ".join(filter(None, (*(told if dotted else ()), side)))
    words = f"{title} ({added})" if added else title
    return Key("flow", words, flows[0].layer or "", figures, hollow, dotted, signs)


def layer_title(scene: Scene, layer: str, say: Vocabulary) -> str:
    """Return a layer's own title, or a plain one where that does not hold for every member."""
    return say.layer(scene.titles[layer]) or say("shown_aside" if _is_aside(scene, layer) else "shown_main")


def _is_aside(scene: Scene, layer: str) -> bool:
    """Return whether a layer has what is only mentioned."""
    return scene.styles[layer].title == reading_language(scene.document.article.language).story.aside


def _routes(seen: list[Shown], say: Vocabulary) -> Iterator[Key]:
    """Yield a row for the lines of the routes, and one for those of planned ones, with their kinds."""
    for dotted in (False, True):
        routes = [f.route for f in seen if f.route and bool(f.route.polarity) == dotted]
        kinds = dict.fromkeys(say(f"route_{route.kind}") for route in routes)
        if kinds:
            words = say.listed([*kinds])
            how = dict.fromkeys(polarity_words(route.polarity, say) or "" for route in routes)
            words = f"{words} ({', '.join(how)})" if dotted else words
            yield Key("route", _capital(words), dotted=dotted)


def _speaks_of(title: str, flows: list[Shown]) -> bool:
    """Return whether a layer's title has the noun of what moves."""
    subjects = (f.flow.subject.casefold() for f in flows if f.flow and f.flow.subject)
    return any(s.split()[-1] in title.casefold() for s in subjects)


def _manners(
    scene: Scene, seen: list[Shown], view: shapely.Polygon, told: set[str], say: Vocabulary
) -> Iterator[Key]:
    """Yield a row for each way to draw that says something, where the view shows it.

    ``told`` are the ids of the movements whose own row says that they are not certain.
    """
    moving = [f.flow for f in seen if f.flow and f.id not in told]
    unsure = dict.fromkeys(polarity_words(flow.polarity, say) for flow in moving if flow.polarity)
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
    waves = dict.fromkeys(say.kind(f.place) for f in seen if f.place and scene.bare.get(f.id) == "wave")
    if waves:
        yield Key("wave", _capital(next(iter(waves)) if len(waves) == 1 else say("wave_key")))
    if key := doubtful_key(scene, seen, say):
        yield key


def doubtful_key(scene: Scene, shown: Iterable[Shown], say: Vocabulary) -> Key | None:
    """Return the row for the doubtful ones of some places; None for none.

    It has the hollow sign of their layer, that of no layer if they are of several, and none if no place has
    one: then a question mark behind the name is all. What is not seen but by its name asks nothing.
    """
    doubtful = [f for f in shown if f.place and f.layer and f.feature.doubtful and not f.quiet]
    doubtful = [f for f in doubtful if f.id in scene.bare or scene.paleness(f) != "unseen"]
    layers = {f.layer or "" for f in doubtful if scene.sign(f) == "dot"}
    layer = "".join(layers) if len(layers) == 1 else ""
    return Key("doubtful", say("doubtful_key"), layer, hollow=bool(layers)) if doubtful else None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def beyond_links(scene: Scene) -> tuple[list[tuple[Shown, str]], list[tuple[Shown, str]]]:
    """Return what lies beyond the view, each with its words: the first few, and the rest of them."""
    every = scene.beyond
    first = len(every) if len(every) <= MOST_BEYOND + 1 else MOST_BEYOND
    return every[:first], every[first:]
