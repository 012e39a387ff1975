"""Titles of layers: the noun phrase of the story that says best what a layer is about.

Phrases are runs of words without a closing word. A phrase is worth more if the heading has it, if the story
repeats it, if its head is a word of the theme, and if it has a few words. It is worth less if it names a
speaker. A single word is only a title if the headline or the lead has it; else the theme's own title stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ..grammar import closes, plural, read_sentence
from ..tokens import Token
from .words import Story

_EVENT = 4.0  # words of a phrase: what the name of an event is worth
_LONGEST = 48  # characters of a heading that can be a title without a change


class Topic(Struct):
    """A layer in the making: a theme, and the heading of its section or None; its sentences in order."""

    theme: str
    heading: str | None
    sentences: list[str] = field(default_factory=list)
    strength: float = 0.0
    title: str = ""


class Titles:
    """Finds titles in a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.language = story.language
        self.grammar = story.language.grammar
        self.words = story.language.story
        self.starts = {s.start for s in story.sentences.values()}
        self.headline = next((i for i, s in story.sentences.items() if s.kind == "title"), None)
        lead = next((s.block for s in story.sentences.values() if s.kind == "paragraph"), None)
        opening = [i for i, s in story.sentences.items() if s.kind == "title" or s.block == lead]
        self.opening = frozenset(story.stem(t.key) for i in opening for t in story.tokens(i))

    def title(self, topic: Topic, taken: Sequence[str], *, repeated: bool = False) -> str:
        """Return the phrase of the story that says best what a layer is about.

        ``repeated`` leaves out phrases whose last word only one sentence has.
        """
        heading = self._heading_stems(topic)
        used = {frozenset(map(self.story.stem, re.findall(r"[\w’']+", title.lower()))) for title in taken}
        phrases: Counter[tuple[str, ...]] = Counter()
        found: dict[tuple[str, ...], tuple[int, str]] = {}
        own = [*([topic.heading] if topic.heading else []), *topic.sentences]
        for i in (i for i in dict.fromkeys(own) if self.story.sentences[i].kind != "comment"):
            for start, words in self._phrases(i):
                key = tuple(self.story.stem(t.key) for t in words)
                phrases[key] += 1
                phrase = _phrase(self.story.text, words, self._capitals(i))
                first, so_far = found.setdefault(key, (start, phrase))
                if len(words) == 1 and self._plural(words[0].key) and not self._plural(so_far):
                    found[key] = (first, phrase)  # a single word names a layer better in the plural
        ranked = sorted(
            (-value, start, phrase, key)
            for key, (start, phrase) in found.items()
            if (value := self._worth(topic, key, phrases, heading)) > 0
            and (not repeated or self.story.counted[key[-1]] > 1)
            and not any(frozenset(key) <= u or u <= frozenset(key) for u in used)
        )
        if not ranked:
            return self._verbatim(topic) or self.story.themes.table[topic.theme].title
        _, _, title, key = ranked[0]
        if len(key) == 1 and (heading_words := self._verbatim(topic)):
            return heading_words
        if len(key) == 1:  # one word says little, two say more
            plain = self.story.themes.table[topic.theme].title
            if key[0] not in self.opening and plain not in taken:
                return plain  # nor is it what the story is about
            beside = (p for _, _, p, k in ranked[1:] if k[0] in self.opening and self._names(k, p))
            if other := next(beside, ""):
                title = self.words.pair.format(title, other)
        return title[0].upper() + title[1:]

    def main(self, topics: Sequence[Topic]) -> tuple[str, str]:
        """Return title and theme of the only layer of a story: a phrase of its headline, or a plain title.

        The phrase names an event, or has several words, one of them of the theme; the theme is that of the
        headline, or the main one.
        """
        told = self.story.scores.get(self.headline or "", Counter[str]())
        themes = [t.theme for t in topics if told[t.theme]] or [t.theme for t in topics] or [""]
        theme = max(themes, key=lambda name: told[name])
        best = (0.0, self.words.main)
        for phrase in self._named():
            words = re.findall(r"[\w’'-]+", phrase.lower())
            key = [self.story.stem(w) for w in words]
            event = words[-1] in self.words.events
            spoken = len(key) > 1 and theme and any(self.story.speaks_of(w, theme) for w in key)
            worth = len(key) + _EVENT * event if event or spoken else 0.0
            if worth > best[0] and key[-1] not in self.words.speakers and len(phrase) <= _LONGEST:
                best = worth, phrase[0].upper() + phrase[1:]
        return best[1], theme

    def _named(self) -> Iterator[str]:
        """Yield the noun groups of the headline without names, determiners and figures.

        Of a headline with capitals throughout, in which verbs look like names, only words for events.
        """
        if self.headline is None:
            return
        if self._capitals(self.headline):
            yield from (t.key for t in self.story.tokens(self.headline) if t.key in self.words.events)
            return
        told = [t for t in self.story.toponyms if t.sentence_id == self.headline]
        reading = read_sentence(self.story.text, self.story.sentences[self.headline], told, self.language)
        for group in reading.syntax.groups:
            phrase = reading.phrase(group)
            phrase = (
                phrase[:1].lower() + phrase[1:]
                if group.start == self.story.sentences[self.headline].start
                else phrase
            )
            *inner, _ = [w for w in phrase.split() if not w.endswith(("'", "’"))] or [""]
            if phrase and phrase == phrase.lower() and not any(map(self._plural, inner)):
                yield phrase  # a plural within is a subject, or a verb: "villagers block roads"
            elif phrase and phrase.split()[0].lower() in self.words.events and not group.governor:
                yield phrase.split()[0].lower()  # of "Storm Ada", not of "the Ring of Fire"

    def _worth(
        self, topic: Topic, key: tuple[str, ...], phrases: Counter[tuple[str, ...]], heading: frozenset[str]
    ) -> float:
        """Return how well a phrase describes a layer; 0 if it has no word of the theme."""
        of = sum(w in self.words.of for w in key)
        content = [w for w in key if w not in self.words.weak | self.words.of]
        hits = [w for w in content if self.story.speaks_of(w, topic.theme)]
        shared = [w for w in content if w in heading]
        if not hits:
            return 0.0
        value = min(4.0, sum(self.story.counted[w] for w in content) / len(content)) + 0.7 * min(
            phrases[key], 4
        )
        value += 1.5 * len(set(shared)) + (1.0 if content[-1] in hits else 0.0)
        value += {1: 0.0, 2: 1.6, 3: 1.8, 4: 1.6}.get(len(key), 1.0) if len(content) > 1 else 0.0
        if of:
            value += 2.0
        if content[-1] in self.words.speakers:
            value -= 3.0
        return value - 0.5 * (len(key) - len(content) - of)

    def _heading_stems(self, topic: Topic) -> frozenset[str]:
        """Return the words of the heading of a layer's section, or of the article's title."""
        heading = topic.heading or self.headline
        if not heading:
            return frozenset()
        return frozenset(
            self.story.stem(t.key)
            for t in self.story.tokens(heading)
            if not closes(t, self.language) and not self.story.names[t.start] and t.key not in self.words.weak
        )

    def _verbatim(self, topic: Topic) -> str:
        """Return the heading itself if it is short enough for a title, else ""."""
        if not topic.heading or not self.story.scores[topic.heading][topic.theme]:
            return ""
        s = self.story.sentences[topic.heading]
        words = " ".join(self.story.text[s.start : s.end].split())
        return words if len(words) <= _LONGEST else ""

    def _phrases(self, i: str) -> Iterator[tuple[int, list[Token]]]:
        """Yield the noun phrases of a sentence: runs without a closing word, but with "of" between two."""
        headline = self._capitals(i)
        lone = self.story.sentences[i].kind == "title"
        run: list[Token] = []
        previous: Token | None = None
        of: list[Token] | None = None
        for t in [*self.story.tokens(i), None]:
            if t is not None and self._continues(run, previous, t, headline, lone):
                run.append(t)
            else:
                if phrase := self._trimmed(run):
                    yield phrase[0].start, phrase
                    if of and self._opener(run) in self.words.of:
                        yield of[0].start, [*of, *phrase]
                if run:
                    of = None
                if t is not None and t.key in self.words.of and run and previous is run[-1]:
                    head = run[-1]
                    if self.words.deverbal.search(head.key) and not self.words.not_deverbal.match(head.key):
                        of = [head, t]
                run = [t] if t is not None and self._word(t, headline, lone) else []
            previous = t

    def _capitals(self, i: str) -> bool:
        """Whether a sentence is a headline with capitals throughout, in which names do not stand out."""
        if self.story.sentences[i].kind not in ("title", "heading"):
            return False
        words = [t for t in self.story.tokens(i)[1:] if len(t.key) > 3 and not self.story.names[t.start]]
        return 2 * sum(t.capital for t in words) > len(words)

    def _opener(self, run: Sequence[Token]) -> str:
        """Return the word before a run, "" at the start of a sentence or after a sign."""
        if not run:
            return ""
        before = self.story.text[max(0, run[0].start - 30) : run[0].start]
        match = re.search(r"([\w’']+)[\s“\"‘]+$", before)
        return match[1].lower() if match else ""

    def _continues(
        self, run: Sequence[Token], previous: Token | None, t: Token, headline: bool, lone: bool
    ) -> bool:
        if not run or previous is not run[-1] or not self._word(t, headline, lone):
            return False
        if self.words.past.match(t.key):
            return False
        between = self.story.text[run[-1].end : t.start]
        return (
            between.isspace()
            or between in ("-", "’", "'")
            or (between == ", " and len(run) == 1 and self._adjective(run[0].key))
        )

    def _word(self, t: Token, headline: bool, lone: bool) -> bool:
        """Whether a word may be part of a phrase; a word that only a title has is often its verb."""
        if (
            lone
            and self.story.counted[self.story.stem(t.key)] < 2
            and not self.story.themes.of(t.key)
            and t.key not in self.words.events
        ):
            return False
        if (
            closes(t, self.language)
            or self.story.names[t.start]
            or t.key[0].isdigit()
            or t.key in self.grammar.determiners
            or t.key in self.language.quantities.unit_of
            or t.key in self.words.title_verbs
            or self._conjugated(t)
        ):
            return False
        start = not any(c.isalnum() for c in self.story.text[max(0, t.start - 2) : t.start]) and self._opens(
            t
        )
        return headline or start or not t.capital

    def _conjugated(self, t: Token) -> bool:
        """Whether a word is a finite verb before all, in a language in which its form shows that."""
        known = self.language.lexeme(self.story.text[t.start : t.end].casefold())
        return (
            self.language.is_inflected and known is not None and known[0] != "NN" and known[2][:1] in "DSFC"
        )

    def _opens(self, t: Token) -> bool:
        return t.start in self.starts or t.start - 1 in self.starts

    def _trimmed(self, run: Sequence[Token]) -> list[Token]:
        """Return a run without words that are not part of a noun phrase; empty if nothing is left."""
        words, rules, opener = list(run), self.words, self._opener(run)
        if opener in rules.joining:
            return []
        if opener in rules.infinitive and words:
            words.pop(0)
        while words and (rules.leading.match(words[0].key) or words[0].key in rules.weak):
            words.pop(0)
        while words and (words[-1].key in rules.weak or rules.adverb.search(words[-1].key)):
            words.pop()
        for n, t in enumerate(words[:-1]):
            if self._plural(t.key) and n and not self._plural(words[-1].key):
                words = words[: n + 1]
                break
        return words[-4:]

    def _plural(self, word: str) -> bool:
        return plural(word, self.grammar)

    def _names(self, key: tuple[str, ...], phrase: str) -> bool:
        """Whether a phrase is one word, and no adjective."""
        return len(key) == 1 and not self._adjective(phrase)

    def _adjective(self, word: str) -> bool:
        return self.words.adjective.search(word) is not None


def _phrase(text: str, words: Sequence[Token], capitals: bool) -> str:
    phrase = " ".join(text[words[0].start : words[-1].end].split())
    return phrase.lower() if capitals else phrase[0].lower() + phrase[1:]
