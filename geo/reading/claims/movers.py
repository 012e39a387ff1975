"""Who or what an article tells of, sentence after sentence, so that "it" or "the others" is known to go on.

Each noun group that a clause is about is one of the cast, whether it moves or not: a word that refers goes to
the last of them that fits, and so never across a change of subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum, auto
from typing import NamedTuple

from msgspec import Struct, field

from ...languages import Language
from ...model import FlowMention, Place
from ..grammar import NounGroup, Part, SentenceReading, stem

_NEAR = 2  # sentences in which a pronoun finds what it refers to
_VESSELS = 40  # of the cast, the last among which "the ship" finds one


class Tie(IntEnum):
    """Whether something leaves a place, passes it, arrives there, or is there."""

    FROM = auto()
    VIA = auto()
    TO = auto()
    AT = auto()


class Stop(NamedTuple):
    """Where something was, in the order of events; `tie` is what the words say of it.

    `number` is that of its sentence, `since` how many sentences before it told of a stop of the same mover.
    """

    where: Place
    sentence: str
    start: int
    end: int
    day: str
    tie: Tie
    mood: str | None
    dated: bool
    number: int
    since: int

    @property
    def place(self) -> str:
        """The id of its place."""
        return self.where.id

    def mention(self, text: str) -> FlowMention:
        """Return it as a mention of a movement."""
        return FlowMention(self.sentence, self.start, self.end, text[self.start : self.end])


class Mover(Struct, eq=False):
    """One of the cast: the stems of its nouns, what it is, and its stops.

    ``said`` orders the cast by how lately, and how plainly, a clause was about it. ``at`` is where its next
    stop belongs: None at the end, else before the place that it is known to have got to; ``back`` whether
    all that follows tells how it got there, ``turn`` the sentence that last told of what had been before.
    """

    keys: set[str]
    phrase: str
    many: bool = False
    person: bool = False
    named: bool = False
    ship: bool = False
    carries: bool = False
    female: bool | None = None
    told: int = 0
    began: int = 0
    known: set[str] = field(default_factory=set)
    moved: bool = False
    said: tuple[int, bool, int] = (0, False, 0)
    stops: list[Stop] = field(default_factory=list)
    at: int | None = None
    back: bool = False
    turn: int = 0
    load: set[str] = field(default_factory=set)


class Cast:
    """The cast of an article."""

    def __init__(self, language: Language) -> None:
        """Begin with nobody."""
        self.words, self.grammar = language.flows, language.grammar
        self.known = language
        self.all: list[Mover] = []
        self.near: list[Mover] = []  # of whom the last sentences tell
        self.by_noun: dict[str, Mover] = {}  # the last by each stem, or name
        self.by_load: dict[str, Mover] = {}
        self.sentence = 0
        self.heard: dict[int, Mover] = {}  # noun groups of the sentence

    def begin(self) -> None:
        """Begin a sentence."""
        self.sentence += 1
        self.heard = {}
        self.near = [m for m in self.near if m.said[0] >= self.sentence - _NEAR]

    def of(self, reading: SentenceReading, group: NounGroup, subject: bool = True) -> Mover | None:
        """Return who or what a noun group is, new or known; None if it refers to nobody that is known."""
        if not group.words:
            return None
        if (before := self.heard.get(id(group))) is not None:
            return before
        found = self._referred(reading, group) or self._known(reading, group)
        if found is None and not self._is_pronoun(group):
            found = self._new(reading, group)
        if found is not None:
            self.heard[id(group)] = found
            if found not in self.near:
                self.near.append(found)
            found.said = max(found.said, (self.sentence, subject, group.start))
        return found

    def _is_pronoun(self, group: NounGroup) -> bool:
        """Whether a group is a word that refers, also one that the grammar takes for a determiner."""
        only = len(group.words) == 1 and group.words[0].key in self.grammar.them | self.grammar.persons
        return only or group.words[0].part is Part.PRONOUN

    # -- pronouns and parts ----------------------------------------------------------------------------------

    def _referred(self, reading: SentenceReading, group: NounGroup) -> Mover | None:
        first, grammar = group.words[0], self.grammar
        if self._is_part(reading, group):
            return self._part_of(reading, group)
        if len(group.words) > 1 or first.key in grammar.first_person | self.words.reflexive:
            return None
        if first.key in grammar.itself:
            return self._last(lambda m: not m.person and not m.many)
        if first.key in grammar.persons:
            she = first.key in self.words.hers
            found = self._last(
                lambda m: m.female in (None, she) and (m.person or m.named or (she and m.ship and not m.many))
            )
            if found is not None:
                found.female = she
            return found
        if first.key in grammar.them:
            return self._last(lambda m: m.many) or self._last(lambda m: not (m.person or m.named or m.ship))
        return None

    def _last(self, fits: Callable[[Mover], bool]) -> Mover | None:
        return max((m for m in self.near if fits(m)), key=self._salience, default=None)

    def _salience(self, mover: Mover) -> tuple[int, bool, int]:
        """Return how readily a pronoun means it: of the sentences before, a subject before an object."""
        sentence, subject, at = mover.said
        return sentence - (not subject and sentence < self.sentence), subject, at

    def _is_part(self, reading: SentenceReading, group: NounGroup) -> bool:
        """Whether a group is some of those told of: "the others", "half of them", "a second boat"."""
        words = [w for w in group.words if w.key not in self.grammar.articles]
        some = self.grammar.quantifiers | self.grammar.some | self.words.another | self.grammar.ordinal
        if not words or not all(w.part is Part.NUMBER or w.key in some for w in words):
            return False
        of = [g for g in reading.dependents(group) if g.prep in self.words.of]
        theirs = self.grammar.them | self.grammar.pointing
        return not of or any(g.words[0].key in theirs for g in of)

    def _part_of(self, reading: SentenceReading, group: NounGroup) -> Mover | None:
        """Return a part of the last ones: it was where they had got to; most of them are they."""
        of = next((g for g in reading.dependents(group) if g.prep in self.words.of), None)
        if of is not None and not self._is_pronoun(of):
            whole = self._known(reading, of)
        else:
            whole = self._last(
                lambda m: bool(m.stops) and m.stops[-1].tie != Tie.FROM and (m.many or bool(m.load))
            )
            whole = whole or self._last(lambda m: m.many)
        if whole is None:
            return None
        if of is not None and any(w.key in self.grammar.ordinal for w in group.words):
            return whole  # "the first of them"
        return self._parted(whole, set(), whole.phrase)

    def _parted(self, whole: Mover, keys: set[str], phrase: str) -> Mover:
        """Return what goes on apart from a mover, from where that has got to."""
        ship = whole.ship and not keys
        part = Mover(keys, phrase, many=True, ship=ship, stops=whole.stops[-1:], told=whole.told)
        part.began, part.known = whole.began, {s.place for s in part.stops}
        return self._add(part)

    # -- nouns and names -------------------------------------------------------------------------------------

    def _known(self, reading: SentenceReading, group: NounGroup) -> Mover | None:
        """Return what was told of before: "the caravan", "this ship", "its lorries", a name."""
        first, head = group.words[0], group.head
        if head.placed:
            return None
        if self._is_name(group):
            names = {w.key for w in group.words if w.capital}
            alike = (self.by_noun.get(name) for name in sorted(names))
            return next((m for m in alike if m and (names <= m.keys or m.keys <= names)), None)
        key = stem(head.key, self.grammar)
        carries = head.key in self.words.ships | self.words.vehicles | self.words.carriers
        if first.key in self.grammar.them | self.grammar.persons:
            owner = self._referred(reading, NounGroup([first]))
            if owner is not None:  # "her captain … she": the ship, not the captain
                owner.said = max(owner.said, (self.sentence, True, group.end))
            return owner if carries else None
        if first.key not in self.grammar.pointing and not (first.part is Part.NUMBER and len(self.all) < 2):
            return None
        if key in self.by_noun:
            return self.by_noun[key]
        whole = self.by_load.get(key)
        if whole is not None and whole.stops:  # it goes on by itself
            return self._parted(whole, {key}, reading.phrase(group))
        ship = head.key in self.words.ships
        vessels = [
            m for m in self.all[-_VESSELS:] if m.stops and ((ship and m.ship) or (carries and m.carries))
        ]
        return vessels[-1] if vessels else None

    def loaded(self, mover: Mover, goods: Iterable[str]) -> None:
        """Note the stems of what a mover has with it."""
        mover.load.update(goods)
        self.by_load |= dict.fromkeys(mover.load, mover)

    def _add(self, mover: Mover) -> Mover:
        self.all.append(mover)
        self.by_noun |= dict.fromkeys(mover.keys, mover)
        return mover

    def _is_name(self, group: NounGroup) -> bool:
        """Whether a group is somebody's name; a name is capital, also where its tag is that of a noun."""
        head, alone = group.head, len(group.words) == 1
        name = head.part is Part.NAME or (alone and head.capital and head.part is Part.NOUN)
        return name and not head.placed

    def _new(self, reading: SentenceReading, group: NounGroup) -> Mover:
        head, words = group.head, self.words
        named = self._is_name(group)
        keys = {w.key for w in group.words if w.capital} if named else set()
        if not head.placed:
            keys.add(stem(head.key, self.grammar))
        ship = any(w.key in words.ships for w in group.words)
        person = reading.is_one_person(group) and not ship
        several = named and group.words[0].key in self.grammar.articles
        several = several and any(head.key.endswith(end) for end, _ in self.grammar.endings)  # "the Smiths"
        many = head.part is Part.PLURAL or group.conjunct is not None or several
        carries = head.key in words.vehicles | words.carriers
        female = True if head.key in words.women else False if head.key in words.men else None
        return self._add(Mover(keys, reading.phrase(group), many, person, named, ship, carries, female))
