"""Which border "the border" means: one named beside it or in its sentence, or the article's main one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...gazetteer import border_band
from ...model import Candidate, Message, Place, Resolution
from .mentions import Mentions

_REACH = 40


class Borders:
    """The borders that an article may mean; ``shares`` is each country's share of the article."""

    def __init__(self, mentions: Mentions, shares: Mapping[str, float]) -> None:
        self.mentions = mentions
        self.shares = shares
        self._likeliest: dict[tuple[tuple[str, ...], tuple[str, ...]], Place | None] = {}
        self._drawn: dict[tuple[str, str], Place | None] = {}

    def resolve(self, i: int) -> Resolution:
        """Resolve the relation that is toponym ``i``."""
        beside = self._countries(self._beside(i))
        sentence = self.mentions.toponyms[i].sentence_id
        within = self._countries(self.mentions.in_sentence.get(sentence, ()))
        article = list(self.shares)
        for named, pool, confidence, code in (
            (beside, beside, 0.95, "countries_beside"),
            (within, within, 0.9, "countries_in_sentence"),
            (within, [*within, *article], 0.8, "one_in_sentence"),
            (article, article, 0.75, "main_neighbours"),
        ):
            if place := self._shared(named, pool):
                reasons = [Message(code)]
                if self.mentions.words.band.search(self.mentions.toponyms[i].surface):
                    place = border_band(self.mentions.gazetteer, place)
                    reasons.append(Message("region_is_band"))
                return Resolution(place, confidence, (Candidate(place, 0),), tuple(reasons), 1)
        return Resolution(None, 0.0, (), (Message("countries_unknown"),))

    def _beside(self, i: int) -> Iterator[int]:
        """Yield the toponyms that touch "border": "A–B border", "border with A", "A's border"."""
        t, text = self.mentions.toponyms[i], self.mentions.text
        for j in self.mentions.in_sentence.get(t.sentence_id, ()):
            other = self.mentions.toponyms[j]
            between = text[other.end : t.start] if other.end <= t.start else text[t.end : other.start]
            if len(between) < _REACH and self.mentions.words.touches.fullmatch(between):
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
        asked = tuple(first), tuple(second)
        if asked not in self._likeliest:
            self._likeliest[asked] = self._likeliest_border(first, second)
        return self._likeliest[asked]

    def _likeliest_border(self, first: Sequence[str], second: Sequence[str]) -> Place | None:
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
