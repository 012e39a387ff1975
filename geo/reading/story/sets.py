"""The story's own sets: comparable places that share a kind of figure, or the verb of a list.

Five districts with dead are one set, titled by what is counted ("People killed"); so are the four regions of
"the party lost in A, B, C and D" ("Party lost"). A set's title holds for every member.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...gazetteer import fold
from ...kinds import KINDS
from ...model import Claim, Place
from ..grammar import (
    LONGEST_SENTENCE,
    Clause,
    Mention,
    Part,
    PlaceGroup,
    SentenceReading,
    Word,
    mood_of,
    stem,
)
from .words import Story

_LEAST = 3  # members
_SIBLING = 2  # members of a list beside one of the same subject: "lost in A, B and C and won in D and E"
_LONGEST = 36  # characters of a title
_PAST = (Part.PAST, Part.PARTICIPLE, Part.EITHER)
_HEADLINE = 3  # a word of the headline in a set's title counts as so many members


class StorySet(NamedTuple):
    """A set: its title, the ids of its places, of its sentences, and of the claims that compare its places.

    ``leading`` is whether the headline has words of it.
    """

    title: str
    places: tuple[str, ...]
    sentences: tuple[str, ...]
    claims: tuple[str, ...] = ()
    leading: bool = False


class _Figure(NamedTuple):
    claim: Claim
    place: Place
    title: str
    spare: str = ""


def find_sets(story: Story, claims: Sequence[Claim]) -> list[StorySet]:
    """Find the sets of a story, the main one first; each place is in one of them."""
    finder = _Sets(story, claims)
    found = [*finder.figures(), *finder.lists()]
    found = [s._replace(leading=finder.told(s) > 0) for s in found]
    found.sort(key=lambda s: (-finder.weight(s), story.sentences[s.sentences[0]].start))
    taken: set[str] = set()
    kept: list[StorySet] = []
    for each in found:
        free = tuple(p for p in each.places if p not in taken)
        if len(free) < min(_LEAST, len(each.places)) or 2 * len(free) < len(each.places):
            continue
        claimed = each.claims if len(free) >= _LEAST else ()
        kept.append(each._replace(places=free, claims=claimed))
        taken |= {*free}
    return kept


class _Sets:
    def __init__(self, story: Story, claims: Sequence[Claim]) -> None:
        self.story, self.claims, self.words = story, claims, story.language.story
        self.places = {t.place.id: t.place for t in story.shown if t.place}
        self.inside, self._reading = story.inside, story.reading
        titles = [i for i, s in story.sentences.items() if s.kind == "title"]
        self.headline = {w for i in titles for w in self._bases(i)}

    def weight(self, each: StorySet) -> int:
        """Count a set's members; words that the headline has, too, count more."""
        return len(each.places) + _HEADLINE * self.told(each)

    def told(self, each: StorySet) -> int:
        """Count the words of a set's title that the headline has, too, in any form."""
        words = {stem(w, self.story.language.grammar) for w in re.findall(r"\w+", each.title.lower())}
        words |= {base for i in each.sentences for w, base in self._forms(i) if w in words}
        return len(words & self.headline)

    # -- figures

    def figures(self) -> Iterator[StorySet]:
        """Yield the sets of places with one kind of figure: one unit, one verb, one thing, one year."""
        groups: dict[tuple[str, ...], list[_Figure]] = {}
        for claim in self.claims:
            if claim.polarity or claim.owner or claim.flows or len(claim.places) != 1:
                continue
            place = self.places.get(claim.places[0])
            if place is None or claim.sentence_id not in self.story.sentences:
                continue
            if claim.places[0] in self._datelines(claim.sentence_id):
                continue
            told = self.words.figures.get(claim.predicate or "")
            subject = self._subject(claim)
            if told and (not subject or self._people(subject)):
                key = (claim.unit, claim.per or "", told)
                groups.setdefault(key, []).append(_Figure(claim, place, told))
            elif claim.predicate:
                key = (claim.unit, claim.per or "", claim.predicate)
                title, spare = (self._title(claim, noun) for noun in (subject, self._unit(claim)))
                groups.setdefault(key, []).append(_Figure(claim, place, title, spare))
        for group in groups.values():
            yield from self._figure_set(group)

    def _datelines(self, i: str) -> set[str]:
        """Return the ids of the places that a sentence names only to say where the news comes from."""
        body = self._reading(i).body
        named = [(t.place.id, t.end <= body) for t in self.inside.get(i, ()) if t.place]
        return {p for p, before in named if before} - {p for p, before in named if not before}

    def _figure_set(self, group: list[_Figure]) -> Iterator[StorySet]:
        titles = Counter(f.title for f in group if f.title) or Counter(f.spare for f in group if f.spare)
        if not titles:
            return
        title = max(titles, key=lambda t: (titles[t], len(t)))
        years = Counter(f.claim.time[:4] for f in group if f.claim.time)
        year = max(years, key=lambda y: years[y]) if years else ""
        alike = [
            f for f in group if f.title in ("", title) and (not f.claim.time or f.claim.time.startswith(year))
        ]
        for members in self._comparable(f.place for f in alike):
            own = [f for f in alike if f.place.id in members]
            said = Counter(f.place.id for f in own)
            compared = tuple(f.claim.id for f in own if said[f.place.id] == 1)
            sentences = tuple(dict.fromkeys(f.claim.sentence_id for f in own))
            yield StorySet(title, tuple(members), sentences, compared if len(compared) >= _LEAST else ())

    def _comparable(self, places: Iterable[Place], least: int = _LEAST) -> Iterator[list[str]]:
        """Yield the ids of countries, and of places in countries, without those that hold another of them.

        Each is enough to be a set.
        """
        levels: dict[bool, dict[str, Place]] = {}
        for place in places:
            if KINDS[place.kind].reach != "long":  # nobody compares a mountain range with a town
                levels.setdefault(KINDS[place.kind].backdrop, {})[place.id] = place
        for level in levels.values():
            holding = {a.id for a in level.values() for b in level.values() if b.lies_in(a)}
            if len(members := [i for i in level if i not in holding]) >= least:
                yield members

    def _subject(self, claim: Claim) -> str:
        """Return what a claim counts, or "" if it only says its unit."""
        unit = self.story.language.quantities.unit_of
        words = [w for w in claim.subject.lower().split() if w not in unit]
        return claim.subject if words and not any(c.isdigit() for c in claim.subject) else ""

    def _people(self, subject: str) -> bool:
        head = subject.lower().split()[-1]
        known = self.story.language.flows.persons | self.words.people
        return head in known or stem(head, self.story.language.grammar) in known

    def _unit(self, claim: Claim) -> str:
        """Return the unit of what is bought or burnt, as the article writes it; "" for a share or a state."""
        share = self.story.language.quantities.share_unit
        if not claim.unit or claim.unit == share or claim.predicate in self.words.plain:
            return ""
        return " ".join(re.findall(r"[^\W\d]{4,}", claim.surface))

    def _title(self, claim: Claim, noun: str) -> str:
        """Return what is counted and what befell it: "homes destroyed"; "" without a noun."""
        if not noun:
            return ""
        forms = (w.key for w in self._said(claim.sentence_id) if _base(w, self.story) == claim.predicate)
        verb = next((w for w in forms if w != claim.predicate and w not in self.words.plain), "")
        return self._short(f"{noun} {verb}".strip())

    # -- lists

    def lists(self) -> list[StorySet]:
        """List the sets of places that a sentence lists as where one thing happened."""
        found: dict[str, dict[str, list[str]]] = {}
        subjects: dict[str, str] = {}
        for i, s in self.story.sentences.items():
            listed = len(self.inside.get(i, ())) >= _LEAST
            if s.kind != "paragraph" or not listed or s.end - s.start > LONGEST_SENTENCE:
                continue
            reading = self._reading(i)
            for group in reading.groups:
                if told := self._told(group, reading):
                    title, subject = told
                    subjects[title] = subject
                    for m in group.mentions:
                        found.setdefault(title, {}).setdefault(m.place.id, []).append(i)
        large = {subjects[title] for title, places in found.items() if len(places) >= _LEAST}
        sets = []
        for title, said in found.items():
            least = _SIBLING if subjects[title] in large else _LEAST
            for members in self._comparable((self.places[p] for p in said if p in self.places), least):
                sentences = tuple(dict.fromkeys(i for p in members for i in said[p]))
                sets.append(StorySet(title, tuple(members), sentences))
        return sets

    def _told(self, group: PlaceGroup, reading: SentenceReading) -> tuple[str, str] | None:
        """Return what a sentence says happened in the places of a list, and its subject; None if nothing."""
        clause, text = group.clause, self.story.text
        verb, subject = clause.verb, clause.subject
        if verb is None or subject is None or group.demonym or not group.heads or group.noun.subject:
            return None
        if len(group.mentions) < _SIBLING or not all(map(_in_place, group.mentions)):
            return None
        if group.noun.prep in self.story.language.grammar.to:
            return None  # where something goes is a movement
        if not self._governs(clause, group) or mood_of(clause, self.story.language.mood):
            return None
        noun = reading.phrase(subject)
        noun = noun[:1].lower() + noun[1:]
        if not noun or noun != noun.lower() or verb.verb.part not in _PAST:
            return None  # a name, or what is so at any time
        if verb.base in self.story.language.grammar.speech:
            return None
        happened = text[verb.verb.start : verb.verb.end].lower()
        finite = self.story.language.is_inflected and verb.verb.part is not Part.PARTICIPLE
        when = fold(noun) in self.story.language.toponyms.calendar
        if when or (finite and self._people(noun)):
            return None  # of people it says nothing without the verb
        title = self._short(noun if finite else f"{noun} {happened}")
        return (title, noun) if title else None

    def _governs(self, clause: Clause, group: PlaceGroup) -> bool:
        """Whether the list hangs on the clause's verb, and no other place does."""
        assert clause.verb is not None
        noun = group.noun
        return noun.start > clause.verb.end and (noun.governor is None or not noun.governor.head.placed)

    # -- words

    def _forms(self, i: str) -> list[tuple[str, str]]:
        """Return the words of a sentence, each with its base."""
        return [(w.key, _base(w, self.story)) for w in self._reading(i).syntax.words]

    def _said(self, i: str) -> list[Word]:
        """Return the words of a sentence that may stand behind a noun: of inflected verbs, participles."""
        words, inflected = self._reading(i).syntax.words, self.story.language.is_inflected
        return [w for w in words if not inflected or w.part is Part.PARTICIPLE]

    def _bases(self, i: str) -> set[str]:
        weak = self.words.weak
        return {b for w, b in self._forms(i) if len(w) > 2 and w not in weak and not w[0].isdigit()}

    def _short(self, words: str) -> str:
        title = " ".join(words.split())
        return title[0].upper() + title[1:] if title and len(title) <= _LONGEST else ""


def _base(word: Word, story: Story) -> str:
    return word.base or stem(word.key, story.language.grammar)


def _in_place(mention: Mention) -> bool:
    return not (mention.possessive or mention.relation or mention.refers)
