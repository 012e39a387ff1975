"""Layers by what the story is about: mentions by the themes of their sentences and sections.

A section with a heading is about one theme; what stands under no heading is about the themes of its sentences.
A layer's title is a noun phrase of the story itself, from the heading or from its sentences, never from a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model import Article, Flow, Sentence, ThemeLayer, Toponym
from ..toponyms.tokens import Token, tokenise
from .lexicon import UNIT_OF
from .phrases import DETERMINERS, closes, plural
from .themes import SYMBOLS, Themes

_MOST = 8
_ASIDE = 0.5  # weight of words of a theme that every story near a line uses
_SECOND = 0.7  # share of a sentence's best theme from which on another counts as well
_LEFT = 0.6  # share of mentions without a theme from which on layers are by kind
_LOOSE = frozenset("border".split())
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 3", "10 4")
_DEVERBAL = re.compile(r"(?:[ts]ion|ment|ure|ing|al|age|ance|ence)s?$")
_NOT_DEVERBAL = re.compile(
    r"^(?:million|billion|trillion|region|percentage|thing|morning|evening|season|village|village)s?$"
)
_LEADING = re.compile(r"\w{3,}(?:ing|ed|ly)$")
_WEAK = frozenset(
    "many more most several few other new such own same last next first second third recent former late early total main "
    "least long whole much less likely able high low big large small good great some top key major officials official "
    "people year years day days week weeks month months time times part parts number numbers percent one two three upstream downstream inland ahead abroad else alone nearby home".split()
)

_SPEAKERS = frozenset(
    "agency authority ministry minister department police spokesman spokeswoman officer office official government council "
    "expert analyst bureau commission administration executive president union director chief leader".split()
)
"""Heads of phrases that name who speaks, and rarely what a story is about."""

_Key = tuple[str, str | None]


@dataclass
class _Topic:
    """A layer in the making: a theme, and the heading of its section or None; its sentences in order."""

    theme: str
    heading: str | None
    sentences: list[str] = field(default_factory=list)
    strength: float = 0.0
    title: str = ""


def theme_layers(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    flows: Sequence[Flow],
    themes: Themes,
) -> tuple[ThemeLayer, ...]:
    """Put an article's mentions and flows into layers of what it is about.

    Returns
    -------
    tuple of ThemeLayer
        The main one first, at most eight and one of what is only mentioned; empty where the article fits no
        theme, and layers by kind of place say more.
    """
    if article.language != "en":
        return ()
    return _Layers(article.text, sentences, toponyms, flows, themes).build()


class _Layers:
    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        flows: Sequence[Flow],
        themes: Themes,
    ) -> None:
        self.text = text
        self.themes = themes
        self.flows = flows
        self.sentences = {
            s.id: s for s in sentences if s.repeats is None and s.kind not in ("byline", "date")
        }
        self.toponyms = [
            t
            for t in toponyms
            if t.resolution and t.resolution.place and not t.repeats and t.kind != "embedded"
        ]
        self.names = {i for t in self.toponyms if t.kind != "relation" for i in range(t.start, t.end)}
        self.tokens = {i: tokenise(text, s.start, s.end) for i, s in self.sentences.items()}
        self.scores = {i: self._score(i) for i in self.sentences}
        self.totals: Counter[str] = Counter()
        for i, s in self.sentences.items():
            if s.kind != "comment":
                self.totals.update(self.scores[i])
        self.counted = Counter(
            stem for i, s in self.sentences.items() if s.kind != "comment" for stem in self._stems(i)
        )

    def build(self) -> tuple[ThemeLayer, ...]:
        spoken = list(dict.fromkeys([*(t.sentence_id for t in self.toponyms), *self._told()]))
        sections = self._sections()
        topics: dict[_Key, _Topic] = {}
        ordered = sorted(spoken, key=lambda i: (self.sentences[i].kind == "comment", self.sentences[i].start))
        for i in ordered:
            for key in self._keys(i, sections):
                if self.sentences[i].kind == "comment" and key not in topics:
                    continue  # what readers say makes no layer
                topic = topics.setdefault(key, _Topic(*key))
                topic.sentences.append(i)
                topic.strength += self.scores[i][topic.theme] + (1.0 if key[1] else 0.0)
        kept = self._kept(topics)
        if not kept:
            return ()
        for topic in kept:
            topic.title = self._title(topic, [t.title for t in kept if t.title])
        return self._layers(self._merged(kept))

    # -- what a sentence is about ------------------------------------------------------------------------

    def _score(self, i: str) -> Counter[str]:
        """Count a sentence's words of each theme, each word once; names of places are no words."""
        score: Counter[str] = Counter()
        for word in {t.key for t in self.tokens[i] if t.start not in self.names}:
            for theme in self.themes.of(word):
                score[theme] += _ASIDE if theme in _LOOSE else 1.0  # type: ignore[assignment]
        return score

    def _stems(self, i: str) -> set[str]:
        return {_stem(t.key) for t in self.tokens[i]}

    def _told(self) -> list[str]:
        return [m.sentence_id for flow in self.flows for m in flow.mentions]

    def _sections(self) -> dict[str, str]:
        """Return heading → theme of its section, which the heading's own words name if any do."""
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
        """Return themes by score; of equals, the one that the article speaks of more comes first."""
        order = list(self.themes.table)
        return sorted(
            (t for t in score if score[t] > 0), key=lambda t: (-score[t], -self.totals[t], order.index(t))
        )

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
            if theme != under and (n == 0 or (n == 1 and score[theme] >= _SECOND * best) or theme in _LOOSE):
                if not under or not score[under] or score[theme] > 1 or theme in _LOOSE:
                    yield theme, None

    def _kept(self, topics: Mapping[_Key, _Topic]) -> list[_Topic]:
        """Return the layers worth their place, the main one first; what is dropped is only mentioned."""
        order = list(self.themes.table)
        strong = [t for t in topics.values() if t.strength >= 2 or len(t.sentences) > 1]
        strong.sort(key=lambda t: (-t.strength, -len(t.sentences), order.index(t.theme)))
        kept = strong[:_MOST]
        covered = {i for t in kept for i in t.sentences}
        left = sum(t.sentence_id not in covered for t in self.toponyms)
        return kept if left <= _LEFT * len(self.toponyms) else []

    # -- titles ------------------------------------------------------------------------------------------

    def _title(self, topic: _Topic, taken: Sequence[str]) -> str:
        """Return the phrase of the story that says best what a layer is about."""
        heading = self._heading_stems(topic)
        used = {frozenset(map(_stem, re.findall(r"[\w’']+", title.lower()))) for title in taken}
        phrases: Counter[tuple[str, ...]] = Counter()
        found: dict[tuple[str, ...], tuple[int, str]] = {}
        own = [*([topic.heading] if topic.heading else []), *topic.sentences]
        for i in (i for i in dict.fromkeys(own) if self.sentences[i].kind != "comment"):
            for start, words in self._phrases(i):
                key = tuple(_stem(t.key) for t in words)
                phrases[key] += 1
                found.setdefault(key, (start, _said(self.text, words, self.sentences[i].kind)))
        ranked = sorted(
            (-value, start, phrase, key)
            for key, (start, phrase) in found.items()
            if (value := self._worth(topic, key, phrases, heading)) > 0
            and not any(frozenset(key) <= u or u <= frozenset(key) for u in used)
        )
        if not ranked:
            return self._verbatim(topic) or self.themes.table[topic.theme].title
        _, _, title, key = ranked[0]
        if len(key) == 1 and (words := self._verbatim(topic)):
            return words
        if len(key) == 1:  # one word says little: two say what it is about
            beside = (p for _, _, p, k in ranked[1:] if len(k) == 1 and not _adjective(p))
            if other := next(beside, ""):
                title = f"{title} and {other}"
        return title[0].upper() + title[1:]

    def _worth(
        self, topic: _Topic, key: tuple[str, ...], phrases: Counter[tuple[str, ...]], heading: set[str]
    ) -> float:
        content = [w for w in key if w not in _WEAK and w != "of"]
        hits = [
            w for w in content if topic.theme in self.themes.of(w) or topic.theme in self.themes.of(w + "s")
        ]
        shared = [w for w in content if w in heading]
        if not hits:
            return 0.0
        value = min(4.0, sum(self.counted[w] for w in content) / len(content)) + 0.7 * min(phrases[key], 4)
        value += 1.5 * len(set(shared)) + (1.0 if content[-1] in hits else 0.0)
        value += {1: 0.0, 2: 1.6, 3: 1.8, 4: 1.6}.get(len(key), 1.0) if len(content) > 1 else 0.0
        if "of" in key:
            value += 2.0
        if content[-1] in _SPEAKERS:
            value -= 3.0
        return value - 0.5 * (len(key) - len(content) - key.count("of"))

    def _heading_stems(self, topic: _Topic) -> set[str]:
        title = next((i for i, s in self.sentences.items() if s.kind == "title"), None)
        if not (heading := topic.heading or title):
            return set()
        return {
            _stem(t.key)
            for t in self.tokens[heading]
            if not closes(t) and t.start not in self.names and t.key not in _WEAK
        }

    def _verbatim(self, topic: _Topic) -> str:
        """Return the heading itself where it is short enough for a title."""
        if not topic.heading or not self.scores[topic.heading][topic.theme]:
            return ""
        s = self.sentences[topic.heading]
        words = " ".join(self.text[s.start : s.end].split())
        return words if len(words) <= 48 else ""

    def _phrases(self, i: str) -> Iterator[tuple[int, list[Token]]]:
        """Yield the noun phrases of a sentence: runs of words that nothing closes, "of" between two kept."""
        headline = self.sentences[i].kind in ("title", "heading")
        lone = self.sentences[i].kind == "title"
        run: list[Token] = []
        previous: Token | None = None
        of: list[Token] | None = None
        for t in [*self.tokens[i], None]:
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

    def _opener(self, run: Sequence[Token]) -> str:
        """Return the word before a run, "" at the start of a sentence or after a sign."""
        if not run:
            return ""
        before = self.text[max(0, run[0].start - 30) : run[0].start]
        match = re.search(r"([\w’']+)[\s“\"‘]+$", before)
        return match[1].lower() if match else ""

    def _continues(
        self, run: Sequence[Token], previous: Token | None, t: Token, headline: bool, lone: bool
    ) -> bool:
        if not run or previous is not run[-1] or not self._word(t, headline, lone):
            return False
        between = self.text[run[-1].end : t.start]
        return (
            between.isspace()
            or between in ("-", "’", "'")
            or (between == ", " and len(run) == 1 and _adjective(run[0].key))
        )

    def _word(self, t: Token, headline: bool, lone: bool) -> bool:
        """Tell whether a word may be part of a phrase; one that only a title has may well be its verb."""
        if lone and self.counted[_stem(t.key)] < 2 and not self.themes.of(t.key):
            return False
        if (
            closes(t)
            or t.start in self.names
            or t.key[0].isdigit()
            or t.key in DETERMINERS
            or t.key in UNIT_OF
        ):
            return False
        start = not any(c.isalnum() for c in self.text[max(0, t.start - 2) : t.start]) and self._opens(t)
        return headline or start or not t.capital

    def _opens(self, t: Token) -> bool:
        return any(s.start <= t.start <= s.start + 1 for s in self.sentences.values())

    def _merged(self, topics: Sequence[_Topic]) -> list[_Topic]:
        """Put topics of one theme together whose titles differ only in words of the theme itself."""
        merged: list[_Topic] = []
        for topic in topics:
            same = next((t for t in merged if t.theme == topic.theme and self._alike(t, topic)), None)
            if same is None:
                merged.append(topic)
                continue
            if topic.heading and not same.heading:
                same.title, same.heading = topic.title, topic.heading
            same.sentences = list(dict.fromkeys([*same.sentences, *topic.sentences]))
        return merged

    def _alike(self, a: _Topic, b: _Topic) -> bool:
        words = [[_stem(w) for w in re.findall(r"[^\W_]+", t.title.lower())] for t in (a, b)]
        own = [
            {w for w in stems[:-1] if not {a.theme} & {*self.themes.of(w), *self.themes.of(w + "s")}}
            for stems in words
        ]
        return words[0][-1] == words[1][-1] and not (own[0] and own[1])

    # -- layers ------------------------------------------------------------------------------------------

    def _layers(self, topics: Sequence[_Topic]) -> tuple[ThemeLayer, ...]:
        layers: list[ThemeLayer] = []
        held: set[str] = set()
        names: Counter[str] = Counter()
        for topic in topics:
            theme = self.themes.table[topic.theme]
            own = set(topic.sentences)
            toponyms = tuple(t.id for t in self.toponyms if t.sentence_id in own)
            flows = tuple(f.id for f in self.flows if any(m.sentence_id in own for m in f.mentions))
            names[theme.name] += 1
            dash, symbol = _look(theme.dash, theme.symbol, layers)
            name = theme.name if names[theme.name] == 1 else f"{theme.name}{names[theme.name]}"
            layers.append(
                ThemeLayer(name, topic.title, theme.name, theme.colour, dash, symbol, toponyms, flows)
            )
            held |= set(toponyms) | set(flows)
        left = tuple(t.id for t in self.toponyms if t.id not in held)
        loose = tuple(f.id for f in self.flows if f.id not in held)
        if left or loose:
            layers.append(ThemeLayer("other", "Also mentioned", "", "#999999", "", "circle", left, loose))
        return tuple(layers)


def _look(dash: str, symbol: str, layers: Sequence[ThemeLayer]) -> tuple[str, str]:
    """Return a dash and a sign that no layer of the map has yet: the theme's own where they are free."""
    signs = {layer.symbol for layer in layers}
    looks = {(layer.colour, layer.dash) for layer in layers}
    free = [s for s in (symbol, *SYMBOLS) if s not in signs]
    dashes = [d for d in (dash, *_DASHES) if all(d != used for _, used in looks)]
    return (dashes or [dash])[0], (free or [symbol])[0]


def _trimmed(run: Sequence[Token], opener: str) -> list[Token]:
    """Return a run without what is no part of a noun phrase; empty where nothing is left."""
    words = list(run)
    if opener in ("and", "or"):
        return []
    if opener == "to" and words:
        words.pop(0)
    while words and (_LEADING.match(words[0].key) or words[0].key in _WEAK):
        words.pop(0)
    while words and (words[-1].key in _WEAK or words[-1].key.endswith("ly")):
        words.pop()
    for n, t in enumerate(words[:-1]):
        if plural(t.key) and n and not plural(words[-1].key):
            words = words[: n + 1]
            break
    return words[-4:]


def _adjective(word: str) -> bool:
    return bool(re.search(r"(?:al|ive|ous|ful|ic|ish|able|ible|ent|ant|ern|y)$", word))


def _said(text: str, words: Sequence[Token], kind: str) -> str:
    phrase = " ".join(text[words[0].start : words[-1].end].split())
    return phrase.lower() if kind in ("title", "heading") else phrase[0].lower() + phrase[1:]


def _stem(word: str) -> str:
    """Return a word without the -s of its plural.

    Examples
    --------
    >>> _stem("alternatives"), _stem("cities"), _stem("glass")
    ('alternative', 'city', 'glass')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if plural(word) and word.endswith("s") else word
