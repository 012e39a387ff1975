"""Which border "the border" is: one named beside it or in its sentence, or the article's main one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...gazetteer.bands import border_band
from ...model import Candidate, Place, Resolution
from .mentions import Mentions

_REACH = 40
_BAND = re.compile(r"\b(?:region|area|zone)s?$", re.IGNORECASE)
_TOUCHES = re.compile(
    r"\s*[-–]?\s*|\s+(?:and|with|between)\s+(?:the\s+)?"
    r"|\s+(?:with|between)\s+(?:the\s+)?[\w\s’']{1,25}\s+and\s+(?:the\s+)?"
    r"|[-–\s](?:and\s+)?[^\W\d_]+[’']?s?\s+(?:[\w,.-]+\s+)?|[’']s?\s+(?:[\w,.-]+\s+){0,2}"
)


class Borders:
    """The borders that an article may speak of; ``shares`` is each country's share of the article."""

    def __init__(self, mentions: Mentions, shares: Mapping[str, float]) -> None:
        self.mentions = mentions
        self.shares = shares
        self._drawn: dict[tuple[str, str], Place | None] = {}
        self._bands: dict[str, Place] = {}

    def resolve(self, i: int) -> Resolution:
        """Resolve the relation that is toponym ``i``."""
        beside = self._countries(self._beside(i))
        sentence = self.mentions.toponyms[i].sentence_id
        within = self._countries(self.mentions.in_sentence.get(sentence, ()))
        article = list(self.shares)
        for named, pool, confidence, reason in (
            (beside, beside, 0.95, "the countries are named beside it"),
            (within, within, 0.9, "its sentence names both countries"),
            (within, [*within, *article], 0.8, "its sentence names one, the article is about the other"),
            (article, article, 0.75, "these neighbours are the ones that the article is about"),
        ):
            if place := self._shared(named, pool):
                if _BAND.search(self.mentions.toponyms[i].surface):
                    place = self._band(place)
                    reason = f"{reason}; a region along a border is a band beside it"
                return Resolution(place, confidence, (Candidate(place, 0),), (reason,), 1)
        return Resolution(None, 0.0, (), ("the article does not say which countries it joins",))

    def _band(self, border: Place) -> Place:
        if border.id not in self._bands:
            self._bands[border.id] = border_band(self.mentions.gazetteer, border)
        return self._bands[border.id]

    def _beside(self, i: int) -> Iterator[int]:
        """Yield the toponyms that touch "border": "A–B border", "border with A", "A's border"."""
        t, text = self.mentions.toponyms[i], self.mentions.text
        for j in self.mentions.in_sentence.get(t.sentence_id, ()):
            other = self.mentions.toponyms[j]
            between = text[other.end : t.start] if other.end <= t.start else text[t.end : other.start]
            if len(between) < _REACH and _TOUCHES.fullmatch(between):
                yield j

    def _countries(self, toponyms: Iterable[int]) -> list[str]:
        found: dict[str, None] = {}
        for j in toponyms:
            places = [c.place for c in self.mentions.candidates[j] if c.place.kind == "country"]
            if places and places[0].country:
                found.setdefault(places[0].country)
        return list(found)

    def _shared(self, first: Sequence[str], second: Sequence[str]) -> Place | None:
        """Return the border of the likeliest pair, one country of each list."""
        pairs = {
            (min(a, b), max(a, b)): self.shares.get(a, 0.0) * self.shares.get(b, 0.0)
            for a in first
            for b in second
            if a != b
        }
        for pair in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
            if pair not in self._drawn:
                self._drawn[pair] = self.mentions.gazetteer.border(*pair)
            if place := self._drawn[pair]:
                return place
        return None
