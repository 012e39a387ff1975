"""Titles of layers: the noun phrase of the story that says best what a layer is about.

Phrases are runs of words that nothing closes. One is worth more that the heading has, that the story repeats,
whose head is a word of the theme, and that has a few words; one that names who speaks is worth less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..toponyms.tokens import Token
from .lexicon import DETERMINERS, SPEAKERS, TITLE_VERBS, UNIT_OF, WEAK
from .phrases import closes, plural
from .story import Story, stem

_DEVERBAL = re.compile(r"(?:[ts]ion|ment|ure|ing|al|age|ance|ence)s?$")
_NOT_DEVERBAL = re.compile(
    r"^(?:million|billion|trillion|region|percentage|thing|morning|evening|season|village)s?$"
)
_PAST = re.compile(r"(?!.*(?:eed|hundred|hatred|sacred)$)\w{3,}ed$")
_LEADING = re.compile(r"\w{3,}(?:ing|ed|ly)$")
_LONGEST = 48  # characters of a heading that is a title as it stands


@dataclass
class Topic:
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
        self.starts = {s.start for s in story.sentences.values()}
        self.headline = next((i for i, s in story.sentences.items() if s.kind == "title"), None)

    def title(self, topic: Topic, taken: Sequence[str]) -> str:
        """Return the phrase of the story that says best what a layer is about."""
        heading = self._heading_stems(topic)
        used = {frozenset(map(stem, re.findall(r"[\w’']+", title.lower()))) for title in taken}
        phrases: Counter[tuple[str, ...]] = Counter()
        found: dict[tuple[str, ...], tuple[int, str]] = {}
        own = [*([topic.heading] if topic.heading else []), *topic.sentences]
        for i in (i for i in dict.fromkeys(own) if self.story.sentences[i].kind != "comment"):
            for start, words in self._phrases(i):
                key = tuple(stem(t.key) for t in words)
                phrases[key] += 1
                said = _said(self.story.text, words, self._capitals(i))
                first, so_far = found.setdefault(key, (start, said))
                if len(words) == 1 and plural(words[0].key) and not plural(so_far):
                    found[key] = (first, said)  # of one word the plural says what a layer holds
        ranked = sorted(
            (-value, start, phrase, key)
            for key, (start, phrase) in found.items()
            if (value := self._worth(topic, key, phrases, heading)) > 0
            and not any(frozenset(key) <= u or u <= frozenset(key) for u in used)
        )
        if not ranked:
            return self._verbatim(topic) or self.story.themes.table[topic.theme].title
        _, _, title, key = ranked[0]
        if len(key) == 1 and (heading_words := self._verbatim(topic)):
            return heading_words
        if len(key) == 1:  # one word says little: two say what it is about
            beside = (p for _, _, p, k in ranked[1:] if len(k) == 1 and not _adjective(p))
            if other := next(beside, ""):
                title = f"{title} and {other}"
        return title[0].upper() + title[1:]

    def _worth(
        self, topic: Topic, key: tuple[str, ...], phrases: Counter[tuple[str, ...]], heading: frozenset[str]
    ) -> float:
        """Return how well a phrase tells what a layer is about; 0 where it has no word of the theme."""
        content = [w for w in key if w not in WEAK and w != "of"]
        hits = [
            w
            for w in content
            if topic.theme in self.story.themes.of(w) or topic.theme in self.story.themes.of(w + "s")
        ]
        shared = [w for w in content if w in heading]
        if not hits:
            return 0.0
        value = min(4.0, sum(self.story.counted[w] for w in content) / len(content)) + 0.7 * min(
            phrases[key], 4
        )
        value += 1.5 * len(set(shared)) + (1.0 if content[-1] in hits else 0.0)
        value += {1: 0.0, 2: 1.6, 3: 1.8, 4: 1.6}.get(len(key), 1.0) if len(content) > 1 else 0.0
        if "of" in key:
            value += 2.0
        if content[-1] in SPEAKERS:
            value -= 3.0
        return value - 0.5 * (len(key) - len(content) - key.count("of"))

    def _heading_stems(self, topic: Topic) -> frozenset[str]:
        """Return the words of the heading of a layer's section, or of the article's title."""
        heading = topic.heading or self.headline
        if not heading:
            return frozenset()
        return frozenset(
            stem(t.key)
            for t in self.story.tokens[heading]
            if not closes(t) and t.start not in self.story.names and t.key not in WEAK
        )

    def _verbatim(self, topic: Topic) -> str:
        """Return the heading itself where it is short enough for a title."""
        if not topic.heading or not self.story.scores[topic.heading][topic.theme]:
            return ""
        s = self.story.sentences[topic.heading]
        words = " ".join(self.story.text[s.start : s.end].split())
        return words if len(words) <= 48 else ""

    def _phrases(self, i: str) -> Iterator[tuple[int, list[Token]]]:
        """Yield the noun phrases of a sentence: runs of words that nothing closes, "of" between two kept."""
        headline = self._capitals(i)
        lone = self.story.sentences[i].kind == "title"
        run: list[Token] = []
        previous: Token | None = None
        of: list[Token] | None = None
        for t in [*self.story.tokens[i], None]:
            if t is not None and self._continues(run, previous, t, headline, lone):
                run.append(t)
            else:
                if phrase := _trimmed(run, self._opener(run)):
                    yield phrase[0].start, phrase
                    if of and self._opener(run) == "of":
                        yield of[0].start, [*of, *phrase]
                if run:
                    of = None
                if t is not None and t.key == "of" and run and previous is run[-1]:
                    head = run[-1]
                    if _DEVERBAL.search(head.key) and not _NOT_DEVERBAL.match(head.key):
                        of = [head, t]
                run = [t] if t is not None and self._word(t, headline, lone) else []
            previous = t

    def _capitals(self, i: str) -> bool:
        """Tell whether a sentence is a headline that has capitals throughout, and so hides what is a name."""
        if self.story.sentences[i].kind not in ("title", "heading"):
            return False
        words = [t for t in self.story.tokens[i][1:] if len(t.key) > 3 and t.start not in self.story.names]
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
        if not run or previous is not run[-1] or not self._word(t, headline, lone) or _PAST.match(t.key):
            return False
        between = self.story.text[run[-1].end : t.start]
        return (
            between.isspace()
            or between in ("-", "’", "'")
            or (between == ", " and len(run) == 1 and _adjective(run[0].key))
        )

    def _word(self, t: Token, headline: bool, lone: bool) -> bool:
        """Tell whether a word may be part of a phrase; one that only a title has may well be its verb."""
        if lone and self.story.counted[stem(t.key)] < 2 and not self.story.themes.of(t.key):
            return False
        if (
            closes(t)
            or t.start in self.story.names
            or t.key[0].isdigit()
            or t.key in DETERMINERS
            or t.key in UNIT_OF
            or t.key in TITLE_VERBS
        ):
            return False
        start = not any(c.isalnum() for c in self.story.text[max(0, t.start - 2) : t.start]) and self._opens(
            t
        )
        return headline or start or not t.capital

    def _opens(self, t: Token) -> bool:
        return t.start in self.starts or t.start - 1 in self.starts


def _trimmed(run: Sequence[Token], opener: str) -> list[Token]:
    """Return a run without what is no part of a noun phrase; empty where nothing is left."""
    words = list(run)
    if opener in ("and", "or"):
        return []
    if opener == "to" and words:
        words.pop(0)
    while words and (_LEADING.match(words[0].key) or words[0].key in WEAK):
        words.pop(0)
    while words and (words[-1].key in WEAK or words[-1].key.endswith("ly")):
        words.pop()
    for n, t in enumerate(words[:-1]):
        if plural(t.key) and n and not plural(words[-1].key):
            words = words[: n + 1]
            break
    return words[-4:]


def _adjective(word: str) -> bool:
    return bool(re.search(r"(?:al|ive|ous|ful|ic|ish|able|ible|ent|ant|ern|y)$", word))


def _said(text: str, words: Sequence[Token], capitals: bool) -> str:
    phrase = " ".join(text[words[0].start : words[-1].end].split())
    return phrase.lower() if capitals else phrase[0].lower() + phrase[1:]
