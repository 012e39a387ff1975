"""Put mentions with the same reading together: one name, one type word, one container.

A name has several readings if the text itself distinguishes its mentions ("Paris, Texas", "Paris, France").
A mention without a type word takes that of the first mention that has one. A mention without a container
takes the first one too, but only from a mention before it: an earlier bare name may be another place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...gazetteer import fold
from ...kinds import KINDS
from ...languages import Language
from ...model import Candidate, Place, Toponym

if TYPE_CHECKING:
    from ...gazetteer import Gazetteer

_MOST = 60  # candidates of one name, the best known: if more places share a name, a village may be missing

_LANDSCAPE = frozenset(
    name for name, k in KINDS.items() if k.feature_class in "HLT" and not (k.derived or k.backdrop)
)


@dataclass
class Reading:
    """Mentions of one name with the same reading, and its candidates."""

    key: str
    demonym: bool
    types: tuple[str, ...]
    full_name: str
    containers: frozenset[str]
    own_types: bool
    candidates: list[Candidate]
    trimmed: bool = False
    shouted: bool = False
    """Whether they are in capitals and the gazetteer has them as an abbreviation ("EU", "LA")."""
    strayed: bool = False
    """Whether an abbreviated unit follows them and contains no candidate ("X, Ont.")."""
    with_article: bool = False
    countries: set[str] = field(default_factory=set)
    """Countries that a sentence of these mentions names."""
    units: set[str] = field(default_factory=set)
    """Ids of first-level units that a sentence of these mentions names."""
    homonyms: list[Candidate] = field(default_factory=list)
    """All places of the name, also those that ``candidates`` lacks because of how the name is written."""


class Mentions:
    """An article's toponyms, except relations, with their candidates and readings."""

    def __init__(
        self, text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer, language: Language
    ) -> None:
        self.text = text
        self.words = language.resolve
        self.toponyms = toponyms
        self.gazetteer = gazetteer
        self._lookups: dict[str, list[Candidate]] = {}
        self.names = [i for i, t in enumerate(toponyms) if t.kind != "relation"]
        self.in_sentence: dict[str, list[int]] = {}
        for i in self.names:
            self.in_sentence.setdefault(toponyms[i].sentence_id, []).append(i)
        self.candidates: dict[int, list[Candidate]] = {}
        self._trimmed: set[int] = set()
        for i in self.names:
            self.candidates[i] = self._candidates(i)
        self.readings: list[Reading] = []
        self.reading: Mapping[int, Reading] = self._read()

    def lookup(self, name: str) -> list[Candidate]:
        """Look a name up, once."""
        if name not in self._lookups:
            self._lookups[name] = self.gazetteer.candidates(name)[:_MOST]
        return self._lookups[name]

    def _candidates(self, i: int) -> list[Candidate]:
        """List the places of a toponym's full name and surface, each once; else those of its trimmed name."""
        t = self.toponyms[i]
        found = {c.place.id: c for name in (t.surface, t.name) for c in self.lookup(name)}
        if not found:
            key = fold(t.surface)
            if (trimmed := self.words.trimmed.sub("", key)) != key:
                found = {c.place.id: replace(c, rank=2) for c in self.lookup(trimmed) if c.rank < 3}
                self._trimmed.add(i)
        fitting = [c for c in found.values() if (c.rank == 4) == (t.kind == "demonym")]
        return fitting or list(found.values())

    def _read(self) -> dict[int, Reading]:
        around = {i: self._containers(i) for i in self.names}
        usual = {sentence: self._usual(inside) for sentence, inside in self.in_sentence.items()}
        first_typed: dict[str, Toponym] = {}
        first_held: dict[str, tuple[int, frozenset[str]]] = {}
        for i in self.names:
            key = fold(self.toponyms[i].surface)
            if self.toponyms[i].types:
                first_typed.setdefault(key, self.toponyms[i])
            if around[i]:
                first_held.setdefault(key, (i, around[i]))
        found: dict[tuple[object, ...], Reading] = {}
        reading: dict[int, Reading] = {}
        for i in self.names:
            t = self.toponyms[i]
            key = fold(t.surface)
            typed = t if t.types else first_typed.get(key, t)
            since, held = first_held.get(key, (i, frozenset()))
            held = around[i] or (held if since <= i else frozenset())
            shouted = t.surface.isupper() and any(c.rank == 3 for c in self.candidates[i])
            strayed = not around[i] and self._strays(i)
            read_as = (key, t.kind == "demonym", typed.types, fold(typed.name), held, typed is t)
            identity = (*read_as, shouted, strayed)
            if identity not in found:
                found[identity] = Reading(*read_as, self.candidates[i], i in self._trimmed, shouted, strayed)
                self.readings.append(found[identity])
            group = reading[i] = found[identity]
            group.with_article = group.with_article or self._has_article(t)
            countries, units = usual[t.sentence_id]
            own_country, own_unit = self._usual([i])
            group.countries |= _others(countries, own_country)
            group.units |= _others(units, own_unit)
        for group in self.readings:
            group.homonyms = group.candidates
            if group.with_article:
                group.candidates = _with_article(group.candidates)
        return reading

    def _containers(self, i: int) -> frozenset[str]:
        """Return the places that the text gives as containers of a toponym: "X, Y", "X in Y", "Y's X"."""
        t = self.toponyms[i]
        places: list[Place] = []
        for j in (i + 1, i - 1):
            if j not in self.candidates or self.toponyms[j].sentence_id != t.sentence_id:
                continue
            other = self.toponyms[j]
            if self._is_country(i) and self._is_country(j):
                continue  # "China, Japan" is a list
            if j > i:
                beside = self.words.container_after.fullmatch(self.text, t.end, other.start)
            else:
                beside = self.words.owner_before.fullmatch(self.text, other.end, t.start)
            if beside:
                places += [c.place for c in self.candidates[j]]
        return frozenset(
            p.country if p.kind == "country" and p.country else p.id
            for p in places
            if any(c.place.lies_in(p) for c in self.candidates[i])
        )

    def _is_country(self, i: int) -> bool:
        return any(c.place.kind == "country" and c.rank == 0 for c in self.candidates[i][:1])

    def _strays(self, i: int) -> bool:
        """Whether an abbreviated unit follows after a comma, one that contains no place of the name."""
        t, j = self.toponyms[i], i + 1
        if j not in self.candidates or self.text[t.end : self.toponyms[j].start] != ", ":
            return False
        return any(c.rank == 3 and c.place.kind == "admin1" for c in self.candidates[j][:1])

    def _has_article(self, t: Toponym) -> bool:
        before = self.text[max(0, t.start - 25) : t.start]
        return bool(self.words.article.search(before)) and not self.words.noun.match(self.text, t.end)

    def _usual(self, mentions: Sequence[int]) -> tuple[Counter[str], Counter[str]]:
        """Count the countries and first-level units that the names of a sentence usually mean."""
        places = [self.candidates[i][0].place for i in mentions if self.candidates[i]]
        countries = Counter(p.country for p in places if p.kind == "country" and p.country)
        return countries, Counter(p.id for p in places if p.kind == "admin1")


def _with_article(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out towns if a landscape has the name: with its article, "the North Pole" is not a town."""
    if not any(c.rank == 0 and c.place.kind in _LANDSCAPE for c in candidates):
        return candidates
    return [c for c in candidates if c.place.kind != "populated_place"]


def _others(counts: Counter[str], own: Counter[str]) -> set[str]:
    """Return the keys that are counted apart from one's own."""
    return {name for name, n in counts.items() if n > own[name]}
