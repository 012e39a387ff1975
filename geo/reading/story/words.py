"""An article's words as themes see them: each sentence's words, and its score for each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...languages import Language
from ...model import Sentence, Toponym
from ..grammar import SentenceReading, read_sentence, stem
from ..tokens import Token, tokenise
from .themes import Themes

_KEPT = 500  # sentences with their grammar, which takes many times the memory of the text
LOOSE = frozenset({"border"})
"""Themes with words that any story near a border uses: these words count half."""


class Story:
    """An article's sentences by id, without repeats and bylines, with what themes need to know about them.

    Attributes
    ----------
    shown, toponyms : list of Toponym
        All toponyms that a map shows, and those of them that are in these sentences.
    names : bytearray
        Of each position of the text, whether it belongs to a place's name; "the border" counts as a word.
    scores : dict
        Sentence id → theme → its score: 2 for each word of the theme, 1 in a loose theme.
    totals : Counter
        Theme → the sum of its scores in the article, without comments.
    inside : dict
        Sentence id → all its toponyms.
    counted : Counter
        Stem of a word → the number of sentences with it, without comments.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        themes: Themes,
        language: Language,
    ) -> None:
        self.text = text
        self.language = language
        self.themes = themes
        self.sentences = {
            s.id: s for s in sentences if s.repeats is None and s.kind not in ("byline", "date")
        }
        self.shown = [t for t in toponyms if t.is_shown]
        self.toponyms = [t for t in self.shown if t.sentence_id in self.sentences]
        self.names = bytearray(len(text))
        for t in self.toponyms:
            if t.kind != "relation":
                self.names[t.start : t.end] = b"\1" * (t.end - t.start)
        self.inside: dict[str, list[Toponym]] = {}
        for t in toponyms:
            self.inside.setdefault(t.sentence_id, []).append(t)
        self._readings: dict[str, SentenceReading] = {}
        self.scores: dict[str, Counter[str]] = {}
        self.totals: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        for i, s in self.sentences.items():
            tokens = self.tokens(i)
            self.scores[i] = self._score(tokens)
            if s.kind != "comment":
                self.totals.update(self.scores[i])
                self.counted.update({self.stem(t.key) for t in tokens})

    def tokens(self, i: str) -> tuple[Token, ...]:
        """Return a sentence's words."""
        return tokenise(self.text, self.sentences[i].start, self.sentences[i].end)

    def reading(self, i: str) -> SentenceReading:
        """Read a sentence with its places; once, unless many others are read between."""
        if i not in self._readings:
            if len(self._readings) == _KEPT:
                del self._readings[next(iter(self._readings))]
            told = self.inside.get(i, ())
            self._readings[i] = read_sentence(self.text, self.sentences[i], told, self.language)
        return self._readings[i]

    def stem(self, word: str) -> str:
        """Return a word without the ending of its plural."""
        return stem(word, self.language.grammar)

    def speaks_of(self, word: str, theme: str) -> bool:
        """Whether a word, or its plural, belongs to a theme."""
        of = self.themes.of
        return theme in of(word) or theme in of(f"{word}{self.language.story.plural_ending}")

    def _score(self, tokens: Sequence[Token]) -> Counter[str]:
        """Count a sentence's words of each theme, each word once: 2 a word, 1 for a loose theme."""
        score: Counter[str] = Counter()
        for word in {t.key for t in tokens if not self.names[t.start]}:
            for theme in self.themes.of(word):
                score[theme] += 1 if theme in LOOSE else 2
        return score
