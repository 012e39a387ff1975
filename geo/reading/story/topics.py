"""Layers by what the story is about: mentions by the themes of their sentences and sections.

A section with a heading is about one theme; text without a heading is about the themes of its sentences. A
layer's title (``titles``) is a noun phrase of the story itself, never taken from a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ...kinds import KINDS
from ...languages import mover_words, reading_language
from ...model import Article, Claim, Flow, Place, Sentence, ThemeLayer, Toponym
from ..grammar import LONGEST_SENTENCE
from .befallen import befallen_places
from .core import BESIDE, FARTHEST, TOLD, Core, away, is_vague, span
from .named import aside_places
from .sets import StorySet, find_sets
from .themes import SIGNS, Themes, themes_in
from .titles import Titles, Topic
from .words import LOOSE, Story

_MOST = 8
_SECOND = 0.7  # another theme of a sentence counts too if it has at least this share of the best one's score
_LEFT = 0.6  # layers are by kind if more than this share of mentions has no theme
_SHARE = 1 / 4  # of the places, at least, are main places where an article fits no theme
_ENOUGH = 4  # the least score of a layer with one sentence: two words of its theme
_HEADED = 2  # the score that a heading adds
_OFTEN = 3  # sentences that name a place which the story is about, however far it is
_MANY = 3  # sentences of a section's theme under its own title, movements of what the lead does not name
_SEVERAL = 2  # sections make their themes layers; movements of one kind are a layer
_UNTHEMED = ("#d55e00", "", "circle")  # colour, dash and sign of a layer that fits no theme: no water has it
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 3", "10 4")

_Key = tuple[str, str | None]


def theme_layers(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    flows: Sequence[Flow],
    claims: Sequence[Claim] = (),
    themes: Themes | None = None,
) -> tuple[ThemeLayer, ...]:
    """Put an article's mentions and flows into layers by its subjects, with the pinned or other themes.

    Returns
    -------
    tuple of ThemeLayer
        The main one first; the last is for places that are only mentioned. Empty if the article fits no
        theme, has no set of places, and names none in headline or first paragraph.
    """
    language = reading_language(article.language)
    if article.language != language.code:
        return ()
    story = Story(article.text, sentences, toponyms, themes or themes_in(language), language)
    return _Layers(story, flows, claims).build()


class _Part(NamedTuple):
    """A layer in the making: its title, its theme, and what belongs to it."""

    title: str
    theme: str
    toponyms: tuple[str, ...]
    flows: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    leading: bool = False


class _Layers:
    def __init__(self, story: Story, flows: Sequence[Flow], claims: Sequence[Claim]) -> None:
        self.story = story
        self.sets = find_sets(story, claims)
        self.sentences, self.toponyms, self.scores = story.sentences, story.toponyms, story.scores
        self.flows = flows
        self.order = {name: n for n, name in enumerate(story.themes.table)}
        self.befallen = befallen_places(story, claims)
        told = (c for c in claims if len(c.places) == 1 and not c.flows and not c.polarity and not c.owner)
        self.counted = frozenset(c.places[0] for c in told)
        self.passing = self._passing()
        self.aside = aside_places(story, self.opening) - self.counted

    def build(self) -> tuple[ThemeLayer, ...]:
        topics = self._topics()
        led = sum(self._mover(f) in self.headline for f in self.flows) >= _SEVERAL
        told = bool(topics or self.sets or led or any(f.days for f in self.flows))
        if not told and not self._has_core():
            return ()
        titles = Titles(self.story)
        self.title, self.theme = titles.main(topics)
        parts = [*self._ways(), *map(self._set, self.sets)]
        if len(self._sections()) >= _SEVERAL:
            for topic in topics:
                topic.title = titles.title(topic, [t.title for t in topics if t.title])
            own = (t for t in self._merged(topics) if len(t.sentences) >= _MANY or t.title != self._plain(t))
            parts += self._joined([self._section(t, parts) for t in own], parts)
        else:
            parts += self._moved()
            main = self._main(topics, titles, parts)
            parts = [p for p in parts if p.leading] + main + [p for p in parts if not p.leading]
        if not told and not self._holds_most(parts):
            parts = [self._all_told()]
        return self._layers(parts)

    def _all_told(self) -> _Part:
        """Return the part of a story that tells of many places alike: all but those named by the way."""
        told = (t for t in self.story.shown if t.place and t.place.id not in self.aside)
        toponyms = tuple(t.id for t in told if t.id not in self.passing)
        return _Part(self.story.language.story.main, self.theme, toponyms, tuple(f.id for f in self.flows))

    def _holds_most(self, parts: Sequence[_Part]) -> bool:
        """Whether parts hold a good share of the story's places, so that these are not only mentioned."""
        place = {t.id: t.place.id for t in self.story.shown if t.place}
        held = {place[t] for part in parts for t in part.toponyms if t in place}
        return len(held) > _SHARE * len({*place.values()})

    def _is_headed(self) -> bool:
        """Whether the headline names a place."""
        titles = {i for i, s in self.sentences.items() if s.kind == "title"}
        return any(t.place and t.sentence_id in titles for t in self.story.shown)

    def _has_core(self) -> bool:
        """Whether headline and first paragraph name places, in a story of several paragraphs."""
        blocks = {s.block for s in self.sentences.values() if s.kind == "paragraph"}
        title = any(s.kind == "title" for s in self.sentences.values())
        return title and len(blocks) > _MANY and bool(self.opening)

    def _topics(self) -> list[Topic]:
        """Return the strong themes of the sentences that name places, the main one first."""
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
        return self._kept(topics)

    # -- parts

    def _set(self, each: StorySet) -> _Part:
        toponyms = tuple(t.id for t in self.story.shown if t.place and t.place.id in each.places)
        theme = self.theme if each.leading else self._theme(each.sentences)
        return _Part(each.title, theme, toponyms, (), each.claims, each.leading)

    def _ways(self) -> list[_Part]:
        """Return a part for each itinerary: its stops that are in no set, and what it goes on to."""
        taken = {p for each in self.sets for p in each.places}
        parts = []
        for way in (f for f in self.flows if f.days):
            ahead = [f for f in self.flows if f.origin == way.destination and f.polarity]
            places = {p for f in (way, *ahead) for p in f.places} - taken
            taken |= places
            toponyms = tuple(t.id for t in self.story.shown if t.place and t.place.id in places)
            title = self._moving_title(way.subject)
            theme = self._theme(m.sentence_id for m in way.mentions) or self.theme
            parts.append(_Part(title, theme, toponyms, tuple(f.id for f in (way, *ahead)), leading=True))
        return parts

    def _moved(self) -> list[_Part]:
        """Return a part for each kind of movement that there are several of, with their ends."""
        by: dict[str, list[Flow]] = {}
        own = {self.story.stem(w) for w in self.title.lower().split()}  # these are the main part's
        for flow in self.flows:
            if flow.subject and not flow.days and self._mover(flow) not in own:
                by.setdefault(self._mover(flow), []).append(flow)
        inside = {p for each in self.sets for p in each.places} | self.opening
        inside |= {p for f in self.flows if f.days for p in f.places}
        parts = []
        for flows in by.values():
            ends = {end for f in flows for end in (f.origin, *f.via, f.destination)}
            aside = len(flows) < _MANY and self._mover(flows[0]) not in self.lead
            apart = inside.isdisjoint(ends) and not self._meet_at_home(flows)
            if len(flows) < _SEVERAL or apart or aside:
                continue
            ends -= inside
            toponyms = tuple(t.id for t in self.story.shown if t.place and t.place.id in ends)
            inside |= ends
            title = self._moving_title(flows[0].subject)
            theme = self._theme(m.sentence_id for f in flows for m in f.mentions)
            leading = self._mover(flows[0]) in self.headline
            parts.append(_Part(title, theme, toponyms, tuple(f.id for f in flows), leading=leading))
        return parts

    def _moving_title(self, subject: str) -> str:
        """Return what moves as a title; a plain one for a person without a name, and for people."""
        title = mover_words(subject, self.story.language.code)
        return title[:1].upper() + title[1:] or self.story.language.story.moved

    def _meet_at_home(self, flows: Sequence[Flow]) -> bool:
        """Whether many movements have one end in common, in a country of headline or first paragraph."""
        common = set[str].intersection(*({f.origin, f.destination} for f in flows))
        countries = self._core_countries(set())
        at = (t.place for t in self.story.shown if t.place and t.place.id in common)
        return len(flows) >= _MANY and any(not countries.isdisjoint(p.in_countries) for p in at)

    def _section(self, topic: Topic, before: Sequence[_Part]) -> _Part:
        held = {t for part in before for t in part.toponyms} | self.passing
        own = set(topic.sentences)
        toponyms = tuple(t.id for t in self.toponyms if t.sentence_id in own and t.id not in held)
        moved = {f for part in before for f in part.flows}
        flows = tuple(
            f.id for f in self.flows if f.id not in moved and any(m.sentence_id in own for m in f.mentions)
        )
        return _Part(topic.title, topic.theme, toponyms, flows)

    def _main(self, topics: Sequence[Topic], titles: Titles, before: Sequence[_Part]) -> list[_Part]:
        """Return the one part of an article without sections: where it is about its main theme."""
        title, theme = self._main_title(topics, titles, before)
        sentences = {i for t in topics if t.theme == theme for i in t.sentences}
        held = {t for part in before for t in part.toponyms}
        countries, core = self._core_countries(held), self._core(held)
        headed = bool(topics) or self._is_headed()
        said: dict[str, set[str]] = {}
        for t in self.toponyms:
            if t.place and t.kind != "demonym":
                said.setdefault(t.place.id, set()).add(t.sentence_id)
        meant = self._told_of(sentences, said, core)
        beside = BESIDE if headed else (FARTHEST, 0.0)
        meant |= {
            t.place.id
            for t in self.toponyms
            if t.place and self._beside(t) and core.is_near(t.place, *beside)
        }
        meant |= self._first_places(core)
        meant -= self._from_afar()
        meant |= self._listed(meant)
        meant |= {
            t.place.id
            for t in self.toponyms
            if t.place and t.place.id in self.befallen and not countries.isdisjoint(t.place.in_countries)
        }
        inside = meant | {t.place.id for t in self.story.shown if t.place and t.id in held}
        moved = {f for part in before for f in part.flows}
        way = self._whole_way()
        found = {t.place.id: t.place for t in self.story.shown if t.place}
        flows = [
            f
            for f in self.flows
            if f.id not in moved and (f.id in way or self._is_main(f, inside, countries, found, headed))
        ]
        meant |= {
            p for f in flows for p in (f.places if f.id in way else (f.origin, f.destination)) if p in found
        }
        shown = (t for t in self.story.shown if t.place and t.place.id in meant)
        toponyms = tuple(t.id for t in shown if t.id not in held)
        if any(not self._holds(title, theme, said.get(p, set())) for p in meant - self.opening):
            title = self.story.language.story.main
        on = self._going_on(flows, moved)
        own = tuple(f.id for f in self.flows if f.id in on)
        return [_Part(title, theme, toponyms, own)] if toponyms or own else []

    def _main_title(
        self, topics: Sequence[Topic], titles: Titles, before: Sequence[_Part]
    ) -> tuple[str, str]:
        """Return title and theme of the main part; the title is a plain one where another part has it."""
        title, theme = titles.main(topics)
        heads = {self.story.stem(part.title.lower().split()[-1]) for part in before}
        itinerary = bool(before and before[0].flows and before[0].leading)  # it has the event's name
        if itinerary or self.story.stem(title.lower().split()[-1]) in heads:
            title = self.story.language.story.main
        if not titles.headline and topics:
            topic = next(t for t in topics if t.theme == theme)
            phrase = titles.title(topic, [], repeated=True)
            event = phrase.lower().split()[-1] in self.story.language.story.events
            title = phrase if event else title  # "Police" or "Jobs" says nothing of a place
        return title, theme

    def _told_of(self, sentences: set[str], said: Mapping[str, set[str]], core: Core) -> set[str]:
        """Return the places that sentences of the main theme tell of; `said` is place → its sentences."""
        ends = {end for f in self.flows for end in (f.origin, f.destination)}
        meant: set[str] = set()
        for t in self.toponyms:
            if t.place is None or t.sentence_id not in sentences or not self._is_told(t):
                continue
            times = len(said.get(t.place.id, ()))
            told = t.place.id in self.counted if KINDS[t.place.kind].level == 1 else times > 1
            named = times >= _OFTEN or t.place.id in ends or told
            if (named or not is_vague(t.place)) and (times >= _OFTEN or core.is_near(t.place, *TOLD)):
                meant.add(t.place.id)
        return meant

    def _is_main(
        self, f: Flow, inside: set[str], countries: frozenset[str], found: Mapping[str, Place], headed: bool
    ) -> bool:
        """Whether a movement is the main part's: told first, or with its ends in it or in its countries."""
        if any(m.sentence_id in self.first for m in f.mentions) or self._mover(f) in self.headline:
            return True
        at = [found[p] for p in (f.origin, f.destination) if p in found]
        own = [p.id in inside for p in at]
        home = [not countries.isdisjoint(p.in_countries) for p in at]
        return all(own) or (any(own) and all(home)) or (not headed and any(home))

    def _going_on(self, flows: Sequence[Flow], moved: set[str]) -> set[str]:
        """Return the ids of the movements that lead one thing on to, or from, those of the main part."""
        after: dict[tuple[str, str], list[Flow]] = {}
        before: dict[tuple[str, str], list[Flow]] = {}
        for f in (f for f in self.flows if f.id not in moved and self._mover(f)):
            after.setdefault((f.origin, self._mover(f)), []).append(f)
            before.setdefault((f.destination, self._mover(f)), []).append(f)
        held, left = {f.id for f in flows}, [*flows]
        while left:
            f = left.pop()
            thing = self._mover(f)
            joined = [*after.get((f.destination, thing), ()), *before.get((f.origin, thing), ())]
            left += [other for other in joined if other.id not in held]
            held |= {other.id for other in joined}
        return held

    def _listed(self, meant: set[str]) -> set[str]:
        """Return the sure places that a sentence lists with a main place, in its country: "A and B"."""
        told = {t.place.id for t in self.toponyms if t.place and self._beside(t)}
        sure = {
            t.place.id
            for t in self.story.shown
            if t.place and t.resolution and t.resolution.certainty == "sure"
        }
        found: set[str] = set()
        for i, s in self.sentences.items():
            several = len(self.story.inside.get(i, ())) >= _SEVERAL
            if s.kind != "paragraph" or not several or s.end - s.start > LONGEST_SENTENCE:
                continue
            for group in self.story.reading(i).groups:
                places = {m.place.id: m.place for m in group.mentions}
                home = {c for p in places.values() if p.id in meant for c in p.in_countries}
                found |= {p for p in places if p in told & sure and home & {*places[p].in_countries}}
        return found

    def _whole_way(self) -> frozenset[str]:
        """Return the ids of all movements if they are one way over land, through three places at least.

        Such a way is the story's own, however far it leads.
        """
        flows = [f for f in self.flows if not f.polarity]
        if not flows or any(a.destination != b.origin for a, b in pairwise(flows)):
            return frozenset()
        places = {t.place.id: t.place for t in self.story.shown if t.place}
        stops = {p for f in flows for p in f.places if p in places and not KINDS[places[p].kind].water}
        return frozenset(f.id for f in flows) if len(stops) >= _MANY else frozenset()

    def _holds(self, title: str, theme: str, sentences: Iterable[str]) -> bool:
        """Whether one of a place's sentences speaks of a title: of its last word, of an event's theme."""
        last = title.lower().split()[-1]
        if last in self.story.language.story.events and any(self.scores[i][theme] for i in sentences):
            return True
        return any(
            self.story.stem(t.key) == self.story.stem(last) for i in sentences for t in self.story.tokens(i)
        )

    def _beside(self, t: Toponym) -> bool:
        """Whether a mention is told in a paragraph, of a place that is neither in passing nor large."""
        told = self.sentences[t.sentence_id].kind == "paragraph" and self._is_told(t)
        return told and t.place is not None and not (is_vague(t.place) or KINDS[t.place.kind].reach == "vast")

    def _is_told(self, t: Toponym) -> bool:
        """Whether something is told of a mention's place: it is named neither in passing nor aside."""
        return t.id not in self.passing and t.place is not None and t.place.id not in self.aside

    def _first_places(self, core: Core) -> set[str]:
        """Return the places of headline and first paragraph.

        Left out are doubtful ones of this that are far, and units that only say where a town lies.
        """
        found = set()
        units = {t.place.id for t in self.toponyms if t.place and KINDS[t.place.kind].level == 1} & self.aside
        first = self.opening - units
        for t in self.story.shown:
            if t.place and t.resolution and t.place.id in first:
                sure = t.resolution.certainty == "sure" or self.sentences[t.sentence_id].kind == "title"
                if sure or t.place.id in self.counted or core.is_near(t.place, *TOLD):
                    found.add(t.place.id)
        return found

    def _core(self, held: set[str]) -> Core:
        """Return the core: places of headline and first paragraph count if they are sure, all if none is."""
        places = {t.place.id: t.place for t in self.story.shown if t.place and t.id in held}
        opening = [t for t in self.story.shown if t.sentence_id in self.first and t.resolution]
        sure = [t for t in opening if t.resolution and t.resolution.certainty == "sure"]
        told = places or any(t.place and not KINDS[t.place.kind].backdrop for t in sure)
        for t in sure if told else opening:
            if t.place and t.place.id in self.opening:
                places[t.place.id] = t.place
        return Core([*places.values()], self._is_dateline)

    def _is_dateline(self, place: Place) -> bool:
        """Whether a place is only named to say where the news comes from."""
        said = [t for t in self.toponyms if t.place and t.place.id == place.id]
        return bool(said) and all(t.surface.isupper() for t in said)

    def _from_afar(self) -> set[str]:
        """Return the id of the place of the dateline if nothing else names it, and the headline's are far."""
        titles = {i for i, s in self.sentences.items() if s.kind == "title"}
        said: dict[str, list[Toponym]] = {}
        for t in self.toponyms:
            if t.place and not KINDS[t.place.kind].backdrop:
                said.setdefault(t.place.id, []).append(t)
        named = {i: ts[0].place for i, ts in said.items() if any(t.sentence_id in titles for t in ts)}
        spots = [p for p in named.values() if p]
        lone = [ts[0].place for ts in said.values() if all(map(self._sent, ts))]
        most = max(TOLD[0], span([p.point for p in spots]))
        return {p.id for p in lone if p and spots and all(away(p, q) > most for q in spots)}

    def _core_countries(self, held: set[str]) -> frozenset[str]:
        """Return the countries of the places of the sets, of headline and first paragraph."""
        core = (t.place for t in self.story.shown if t.place and (t.id in held or t.place.id in self.opening))
        return frozenset(c for place in core for c in place.in_countries)

    def _mover(self, flow: Flow) -> str:
        """Return the stem of the noun for what moves, or ""."""
        return self.story.stem(flow.subject.lower().split()[-1]) if flow.subject else ""

    @cached_property
    def headline(self) -> frozenset[str]:
        """Stems of the words of the headline."""
        titles = (i for i, s in self.sentences.items() if s.kind == "title")
        return frozenset(self.story.stem(t.key) for i in titles for t in self.story.tokens(i))

    @cached_property
    def lead(self) -> frozenset[str]:
        """Stems of the words of headline and first paragraph."""
        return frozenset(self.story.stem(t.key) for i in self.first for t in self.story.tokens(i))

    @cached_property
    def first(self) -> frozenset[str]:
        """Ids of the sentences of headline and first paragraph."""
        lead = next((s.block for s in self.sentences.values() if s.kind == "paragraph"), None)
        return frozenset(i for i, s in self.sentences.items() if s.kind == "title" or s.block == lead)

    @cached_property
    def opening(self) -> frozenset[str]:
        """Ids of the places of these sentences, without units that only a dateline names ("SALEM, Ore.")."""
        told = (t for t in self.story.shown if t.sentence_id in self.first)
        return frozenset(
            t.place.id for t in told if t.place and not (KINDS[t.place.kind].level == 1 and self._sent(t))
        )

    def _sent(self, t: Toponym) -> bool:
        """Whether a mention stands in a dateline."""
        told = self.sentences[t.sentence_id].kind == "paragraph"
        return told and t.end <= self.story.reading(t.sentence_id).body

    def _theme(self, sentences: Iterable[str]) -> str:
        """Return the theme that sentences have most words of, or ""."""
        total: Counter[str] = Counter()
        for i in sentences:
            total.update(self.scores.get(i, {}))
        return next(iter(self._ranked(total)), "")

    def _plain(self, topic: Topic) -> str:
        return self.story.themes.table[topic.theme].title

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
            told = place_id in moving or place_id in self.befallen
            if s is None or more or told or s.kind != "paragraph" or s.block == lead:
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

    def _layers(self, parts: Sequence[_Part]) -> tuple[ThemeLayer, ...]:
        layers: list[ThemeLayer] = []
        names: Counter[str] = Counter()
        for part in parts:
            theme = self.story.themes.table.get(part.theme)
            name = theme.name if theme else "unthemed"
            names[name] += 1
            colour, dash, symbol = (theme.colour, theme.dash, theme.symbol) if theme else _UNTHEMED
            dash, symbol = _look(dash, symbol, layers)
            if names[name] > 1:
                name += str(names[name])
            layers.append(
                ThemeLayer(
                    name, part.title, part.theme, colour, dash, symbol, part.toponyms, part.flows, part.claims
                )
            )
        held = {i for part in parts for i in (*part.toponyms, *part.flows)}
        left = tuple(t.id for t in self.story.shown if t.id not in held)
        loose = tuple(f.id for f in self.flows if f.id not in held)
        if left or loose:
            title = self.story.language.story.aside
            _, symbol = _look("", "circle", layers)
            layers.append(ThemeLayer("other", title, "", "#6b6b6b", "", symbol, left, loose))
        return tuple(layers)

    def _joined(self, parts: Sequence[_Part], before: Sequence[_Part]) -> list[_Part]:
        """Add mentions without a theme to the part that has most other mentions of their place.

        Those of headline and first paragraph that are in no part belong to the first one.
        """
        meant = {t.id: t.place.id for t in self.story.shown if t.place}
        own = [set(part.toponyms) for part in parts]
        main: dict[str, Counter[int]] = {}
        for n, toponyms in enumerate(own):
            for place in (meant[t] for t in toponyms if t in meant):
                main.setdefault(place, Counter())[n] += 1
        held = set().union(*own, *(part.toponyms for part in before)) | self.passing
        for toponym, place in meant.items():
            if toponym in held or not own:
                continue
            if place in main:
                counts = main[place]
                own[max(range(len(own)), key=lambda n, counts=counts: counts[n])].add(toponym)  # type: ignore[misc]
            elif place in self.opening:
                own[0].add(toponym)
        return [
            part._replace(toponyms=tuple(t.id for t in self.story.shown if t.id in own[n]))
            for n, part in enumerate(parts)
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
