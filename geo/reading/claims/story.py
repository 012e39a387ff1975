"""An article's words as themes see them: each sentence's words, and how much it speaks of each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...model import Sentence, Toponym
from ..toponyms.tokens import tokenise
from .phrases import plural
from .themes import Themes

LOOSE = frozenset({"border"})
"""Themes whose words any story near a line uses: they weigh half."""


class Story:
    """An article's sentences, repeats and bylines left out, by id, with what themes need to know of them.

    Attributes
    ----------
    toponyms : list of Toponym
        Those that have a place.
    names : set of int
        Positions of the text that belong to a place's name; "the border" is a word as well.
    tokens, scores : dict
        Sentence id → its words, and → theme → how many of its words speak of it.
    totals, counted : Counter
        Theme → its words in the article, and stem → sentences that have it; comments left out.
    """

    def __init__(
        self, text: str, sentences: Sequence[Sentence], toponyms: Sequence[Toponym], themes: Themes
    ) -> None:
        self.text = text
        self.themes = themes
        self.sentences = {
            s.id: s for s in sentences if s.repeats is None and s.kind not in ("byline", "date")
        }
        self.toponyms = [
            t
            for t in toponyms
            if t.resolution
            and t.resolution.place
            and not t.repeats
            and t.kind != "embedded"
            and t.sentence_id in self.sentences
        ]
        self.names = {i for t in self.toponyms if t.kind != "relation" for i in range(t.start, t.end)}
        self.tokens = {i: tokenise(text, s.start, s.end) for i, s in self.sentences.items()}
        self.scores = {i: self._score(i) for i in self.sentences}
        self.totals: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        for i, s in self.sentences.items():
            if s.kind != "comment":
                self.totals.update(self.scores[i])
                self.counted.update({stem(t.key) for t in self.tokens[i]})

    def _score(self, i: str) -> Counter[str]:
        """Count a sentence's words of each theme, each word once, twice what the loose ones weigh."""
        score: Counter[str] = Counter()
        for word in {t.key for t in self.tokens[i] if t.start not in self.names}:
            for theme in self.themes.of(word):
                score[theme] += 1 if theme in LOOSE else 2
        return score


def stem(word: str) -> str:
    """Return a word without the -s of its plural.

    Examples
    --------
    >>> stem("alternatives"), stem("cities"), stem("glass")
    ('alternative', 'city', 'glass')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if plural(word) and word.endswith("s") else word
