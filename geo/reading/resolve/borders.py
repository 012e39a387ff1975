"""Which border "the border" means: one named beside it or in its sentence, or the article's main one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...model import Candidate, Message, Place, Resolution
from .mentions import Mentions

_REACH = 40


class Borders:
    """The borders that an article may mean.

    ``shares`` is each country's share of the article, ``sure`` how likely it is that it is named at all. A
    border is as sure as its two countries, and as its share of the borders that may be meant.
    """

    def __init__(self, mentions: Mentions, shares: Mapping[str, float], sure: Mapping[str, float]) -> None:
        self.mentions = mentions
        self.shares = shares
        self.sure = sure
        self._likeliest: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Place, float] | None] = {}
        self._named: tuple[Place, float] | None = None
        self._drawn: dict[tuple[str, str], Place | None] = {}

    def resolve(self, i: int) -> Resolution:
        """Resolve the relation that is toponym ``i``."""
        beside = self._countries(self._beside(i))
        sentence = self.mentions.toponyms[i].sentence_id
        within = self._countries(self.mentions.in_sentence.get(sentence, ()))
        article = list(self.shares)
        told = beside or within  # "X's border" is one of X, whatever else its sentence names
        for named, pool, code in (
            (beside, beside, "countries_beside"),
            (told, within, "countries_in_sentence"),
            (told, [*within, *article], "one_in_sentence"),
            (article, article, "main_neighbours"),
        ):
            if found := self._shared(named, pool):
                place, confidence = found
                if code == "main_neighbours":
                    if beside:
                        break  # "X's border", and nothing says with whom
                    place, confidence = self._named or found  # the last one that was named
                else:
                    self._named = found
                reasons = [Message(code)]
                t = self.mentions.toponyms[i]
                if self.mentions.of(t).resolve.band.search(t.surface):
                    place = self.mentions.gazetteer.border_region(place)
                    reasons.append(Message("region_is_band"))
                return Resolution(place, confidence, (Candidate(place, 0),), tuple(reasons), 1)
        return Resolution(None, 0.0, (), (Message("countries_unknown"),))

    def _beside(self, i: int) -> Iterator[int]:
        """Yield the toponyms that touch "border": "A–B border", "border with A", "A's border"."""
        t, text = self.mentions.toponyms[i], self.mentions.text
        for j in self.mentions.in_sentence.get(t.sentence_id, ()):
            other = self.mentions.toponyms[j]
            between = text[other.end : t.start] if other.end <= t.start else text[t.end : other.start]
            if len(between) < _REACH and self.mentions.of(t).resolve.touches.fullmatch(between):
                yield j

    def _countries(self, toponyms: Iterable[int]) -> list[str]:
        found: dict[str, None] = {}
        for j in toponyms:
            places = [c.place for c in self.mentions.candidates[j] if c.place.kind == "country"]
            if places and places[0].country:
                found.setdefault(places[0].country)
        return list(found)

    def _shared(self, first: Sequence[str], second: Sequence[str]) -> tuple[Place, float] | None:
        """Return the border of the likeliest pair, one country of each list, and its confidence."""
        asked = tuple(first), tuple(second)
        if asked not in self._likeliest:
            self._likeliest[asked] = self._likeliest_border(first, second)
        return self._likeliest[asked]

    def _likeliest_border(self, first: Sequence[str], second: Sequence[str]) -> tuple[Place, float] | None:
        pairs = {
            (min(a, b), max(a, b)): self.shares.get(a, 0.0) * self.shares.get(b, 0.0)
            for a in first
            for b in second
            if a != b
        }
        likely = sorted(pairs, key=lambda pair: (-pairs[pair], pair))
        borders = [(pair, place) for pair in likely if (place := self._border(pair))]
        if not borders:
            return None
        pair, place = borders[0]
        total = sum([pairs[other] for other, _ in borders])
        share = pairs[pair] / total if total else 1 / len(borders)
        one, other = (self.sure.get(country, 0.0) for country in pair)
        return place, round(one * other * share, 4)

    def _border(self, pair: tuple[str, str]) -> Place | None:
        if pair not in self._drawn:
            self._drawn[pair] = self.mentions.gazetteer.border(*pair)
        return self._drawn[pair]
