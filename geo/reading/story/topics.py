"""Layers by what the story is about: mentions by the themes of their sentences and sections.

A section with a heading is about one theme; text without a heading is about the themes of its sentences. A
layer's title (``titles``) is a noun phrase of the story itself, never taken from a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from ...kinds import KINDS
from ...languages import reading_language
from ...model import Article, Flow, Sentence, ThemeLayer, Toponym
from .themes import SIGNS, Themes, read_themes
from .titles import Titles, Topic
from .words import LOOSE, Story

_MOST = 8
_SECOND = 0.7  # another theme of a sentence counts too if it has at least this share of the best one's score
_LEFT = 0.6  # layers are by kind if more than this share of mentions has no theme
_ENOUGH = 4  # the least score of a layer with one sentence: two words of its theme
_HEADED = 2  # the score that a heading adds
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 3", "10 4")

_Key = tuple[str, str | None]


def theme_layers(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    flows: Sequence[Flow],
    themes: Themes | None = None,
) -> tuple[ThemeLayer, ...]:
    """Put an article's mentions and flows into layers by its subjects, with the pinned or other themes.

    Returns
    -------
    tuple of ThemeLayer
        The main one first, at most eight and one more for places that are only mentioned; empty if the
        article fits no theme, so that layers by kind of place are better.
    """
    language = reading_language(article.language)
    if article.language != language.code:
        return ()
    story = Story(article.text, sentences, toponyms, themes or read_themes(), language)
    return _Layers(story, flows).build()


class _Layers:
    def __init__(self, story: Story, flows: Sequence[Flow]) -> None:
        self.story = story
        self.sentences, self.toponyms, self.scores = story.sentences, story.toponyms, story.scores
        self.flows = flows
        self.order = {name: n for n, name in enumerate(story.themes.table)}
        self.passing = self._passing()

    def build(self) -> tuple[ThemeLayer, ...]:
        used = list(dict.fromkeys([*(t.sentence_id for t in self.toponyms), *self._moving()]))
        sections = self._sections()
        topics: dict[_Key, Topic] = {}
        ordered = sorted(used, key=lambda i: (self.sentences[i].kind == "comment", self.sentences[i].start))
        for i in ordered:
            for key in self._keys(i, sections):
                if self.sentences[i].kind == "comment" and key not in topics:
                    continue  # readers' comments make no layer
                topic = topics.setdefault(key, Topic(*key))
                topic.sentences.append(i)
                topic.strength += self.scores[i][topic.theme] + (_HEADED if key[1] else 0)
        kept = self._kept(topics)
        if not kept:
            return ()
        titles = Titles(self.story)
        for topic in kept:
            topic.title = titles.title(topic, [t.title for t in kept if t.title])
        return self._layers(self._merged(kept))

    def _passing(self) -> frozenset[str]:
        """Find countries, and units that hold other places of the story, that are only named in passing.

        Their only mention is not in the headline or the lead, moves nowhere, and its sentence has no figure:
        whoever sends help, speaks or forecasts is not where the story is.
        """
        meant = [(t, t.resolution.place) for t in self.story.shown if t.resolution and t.resolution.place]
        holding = {place.admin1 for _, place in meant}
        named: dict[str, list[Toponym]] = {}
        for t, place in meant:
            if KINDS[place.kind].level == 0 or place.id in holding:
                named.setdefault(place.id, []).append(t)
        moving = {end for flow in self.flows for end in (flow.origin, flow.destination)}
        lead = next((s.block for s in self.sentences.values() if s.kind == "paragraph"), None)
        found = set()
        for place_id, [first, *more] in named.items():
            s = self.sentences.get(first.sentence_id)
            if s is None or more or place_id in moving or s.kind != "paragraph" or s.block == lead:
                continue
            if not re.search(r"\d", self.story.text[s.start : s.end]):
                found.add(first.id)
        return frozenset(found)

    # -- what a sentence is about ------------------------------------------------------------------------

    def _moving(self) -> list[str]:
        moving = (m.sentence_id for flow in self.flows for m in flow.mentions)
        return [i for i in moving if i in self.sentences]

    def _sections(self) -> dict[str, str]:
        """Return heading → theme of its section: that of the heading's own words, if they have one."""
        totals: dict[str, Counter[str]] = {}
        for i, s in self.sentences.items():
            if s.heading in self.sentences:
                totals.setdefault(str(s.heading), Counter()).update(self.scores[i])
        found = {}
        for heading, total in totals.items():
            named = {t for t in self.scores[heading] if total[t]}
            ranked = [t for t in self._ranked(total) if not named or t in named]
            if ranked:
                found[heading] = ranked[0]
        return found

    def _ranked(self, score: Mapping[str, float]) -> list[str]:
        """Return themes by score; of equal ones, the one with more words in the article comes first."""
        totals = self.story.totals
        return sorted((t for t in score if score[t]), key=lambda t: (-score[t], -totals[t], self.order[t]))

    def _keys(self, i: str, sections: Mapping[str, str]) -> Iterator[_Key]:
        """Yield the layers that a sentence's mentions belong to."""
        score = self.scores[i]
        s = self.sentences[i]
        heading = s.heading if s.heading in sections else i if i in sections else None
        ranked = self._ranked(score)
        best = score[ranked[0]] if ranked else 0
        under = sections[heading] if heading else None
        if heading and under and (score[under] >= _SECOND * best or not ranked):
            yield under, heading
        for n, theme in enumerate(ranked[:3]):
            near = n == 0 or (n == 1 and score[theme] >= _SECOND * best)
            own = not under or not score[under] or score[theme] > 2
            if theme != under and (theme in LOOSE or (near and own)):
                yield theme, None

    def _kept(self, topics: Mapping[_Key, Topic]) -> list[Topic]:
        """Return the strong layers, the main one first; places of dropped ones are "only mentioned"."""
        strong = self._strong(topics.values())
        if len(strong) > _MOST:  # too many for a reader: join the sections of one theme
            strong = self._strong(_by_theme(topics.values()))
        kept = strong[:_MOST]
        covered = {i for t in kept for i in t.sentences}
        left = sum(t.sentence_id not in covered for t in self.toponyms)
        return kept if left <= _LEFT * len(self.toponyms) else []

    def _strong(self, topics: Iterable[Topic]) -> list[Topic]:
        strong = [t for t in topics if t.strength >= _ENOUGH or len(t.sentences) > 1]
        return sorted(strong, key=lambda t: (-t.strength, -len(t.sentences), self.order[t.theme]))

    def _merged(self, topics: Sequence[Topic]) -> list[Topic]:
        """Join topics of one theme if their titles differ only in words of the theme itself."""
        merged: list[Topic] = []
        for topic in topics:
            same = next((t for t in merged if t.theme == topic.theme and self._alike(t, topic)), None)
            if same is None:
                merged.append(topic)
                continue
            if topic.heading and not same.heading:
                same.title, same.heading = topic.title, topic.heading
            same.sentences = list(dict.fromkeys([*same.sentences, *topic.sentences]))
        return merged

    def _alike(self, a: Topic, b: Topic) -> bool:
        words = [[self.story.stem(w) for w in re.findall(r"[^\W_]+", t.title.lower())] for t in (a, b)]
        own = [{w for w in stems[:-1] if not self.story.speaks_of(w, a.theme)} for stems in words]
        return words[0][-1] == words[1][-1] and not (own[0] and own[1])

    # -- layers ------------------------------------------------------------------------------------------

    def _layers(self, topics: Sequence[Topic]) -> tuple[ThemeLayer, ...]:
        layers: list[ThemeLayer] = []
        held: set[str] = set()
        names: Counter[str] = Counter()
        for topic in topics:
            theme = self.story.themes.table[topic.theme]
            own = set(topic.sentences)
            toponyms = tuple(t.id for t in self.toponyms if t.sentence_id in own and t.id not in self.passing)
            flows = tuple(f.id for f in self.flows if any(m.sentence_id in own for m in f.mentions))
            names[theme.name] += 1
            dash, symbol = _look(theme.dash, theme.symbol, layers)
            name = theme.name if names[theme.name] == 1 else f"{theme.name}{names[theme.name]}"
            layers.append(
                ThemeLayer(name, topic.title, theme.name, theme.colour, dash, symbol, toponyms, flows)
            )
            held |= set(toponyms) | set(flows)
        layers = self._joined(layers)
        held |= {t for layer in layers for t in layer.toponyms}
        left = tuple(t.id for t in self.story.shown if t.id not in held)
        loose = tuple(f.id for f in self.flows if f.id not in held)
        if left or loose:
            title = self.story.language.story.aside
            _, symbol = _look("", "circle", layers)
            layers.append(ThemeLayer("other", title, "", "#999999", "", symbol, left, loose))
        return tuple(layers)

    def _joined(self, layers: Sequence[ThemeLayer]) -> list[ThemeLayer]:
        """Add mentions without a theme to the layer that has most other mentions of their place."""
        meant = {t.id: t.place.id for t in self.story.shown if t.place}
        own = {layer.name: set(layer.toponyms) for layer in layers}
        main: dict[str, Counter[str]] = {}
        for name, toponyms in own.items():
            for place in (meant[t] for t in toponyms if t in meant):
                main.setdefault(place, Counter())[name] += 1
        held = set().union(*own.values()) | self.passing
        for toponym, place in meant.items():
            if toponym not in held and place in main:
                own[max(own, key=lambda name, place=place: main[place][name])].add(toponym)  # type: ignore[misc]
        return [
            replace(layer, toponyms=tuple(t.id for t in self.story.shown if t.id in own[layer.name]))
            for layer in layers
        ]


def _by_theme(topics: Iterable[Topic]) -> list[Topic]:
    """Join all topics of a theme, without a heading."""
    merged: dict[str, Topic] = {}
    for topic in topics:
        same = merged.setdefault(topic.theme, Topic(topic.theme, None))
        same.sentences = list(dict.fromkeys([*same.sentences, *topic.sentences]))
        same.strength += topic.strength
    return list(merged.values())


def _look(dash: str, symbol: str, layers: Sequence[ThemeLayer]) -> tuple[str, str]:
    """Return a dash and a sign that no layer of the map has yet: the theme's own where they are free."""
    signs = {layer.symbol for layer in layers}
    looks = {(layer.colour, layer.dash) for layer in layers}
    free = [s for s in (symbol, *SIGNS) if s not in signs]
    dashes = [d for d in (dash, *_DASHES) if all(d != used for _, used in looks)]
    return (dashes or [dash])[0], (free or [symbol])[0]
