"""What a sentence is made of: noun groups, verb groups and clauses."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum, auto

from msgspec import Struct, field

from .parts import AUXILIARIES, NOUNS, Part, Word


class _Group(Struct, eq=False):
    """Words of a sentence that belong together."""

    words: list[Word]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end


class NounGroup(_Group, eq=False):
    """A noun group: its words, what governs it, and where it stands.

    ``prep`` is the preposition before it (``""`` if none), ``at`` where that begins; ``governor`` the noun
    group that it hangs on by that preposition, right before it ("men" of "men from A"); ``conjunct`` the one
    before it in a list; ``clause`` the clause that it is in.
    ``subject`` is whether it stands before the verb of its clause, without preposition; ``ruled_out``
    whether "not" stands right before it; ``leads`` whether its head is its first noun, not its last.
    """

    prep: str = ""
    at: int = 0
    governor: NounGroup | None = None
    conjunct: NounGroup | None = None
    subject: bool = False
    ruled_out: bool = False
    leads: bool = False
    clause: Clause = None  # type: ignore[assignment]

    @property
    def head(self) -> Word:
        """The last noun, or the first where heads lead; else the last word."""
        words = self.words if self.leads else self.words[::-1]
        return next((w for w in words if w.part in NOUNS), self.words[-1])

    @property
    def top(self) -> NounGroup:
        """The group that its chain of governors begins with: "two" of "two of the men in the village"."""
        return self.governor.top if self.governor else self


class VerbGroup(_Group, eq=False):
    """A verb group: auxiliaries, and verbs that are joined by "to"; ``base`` is that of its last verb."""

    passive: bool = False
    negated: bool = False

    @property
    def verb(self) -> Word:
        """Its last verb: the one that says what happens."""
        return next(
            (w for w in reversed(self.words) if w.verbal or w.part in (Part.BE, Part.HAVE, Part.DO)),
            self.words[-1],
        )

    @property
    def base(self) -> str:
        """The base of its last verb."""
        return self.verb.base or self.verb.key

    @property
    def pluperfect(self) -> bool:
        """Whether it tells of what was before: "had left", "partira"."""
        first = self.words[0]
        had = first.part is Part.HAVE and (first.key.endswith("d") or first.forms == "D")
        return had or first.forms == "P"

    @property
    def bases(self) -> list[str]:
        """The bases of all its verbs, auxiliaries and modals."""
        return [w.base or w.key for w in self.words if w.part in AUXILIARIES or w.verbal]

    @property
    def form(self) -> Part:
        """The form of its first word, which says whether it is finite."""
        return next((w.part for w in self.words if w.part not in (Part.ADVERB, Part.NOT)), self.words[0].part)

    @property
    def finite(self) -> bool:
        """Whether it can be the verb of a clause; a past that may be a participle counts."""
        if self.words[0].part in (Part.BE, Part.HAVE) and self.words[0].forms[:1] in ("B", "G"):
            return False  # "ser trasladados", "siendo"
        return self.form in (
            Part.MODAL,
            Part.BE,
            Part.HAVE,
            Part.DO,
            Part.PRESENT,
            Part.PAST,
            Part.BASE,
            Part.EITHER,
        )

    @property
    def bare(self) -> bool:
        """Whether it is a participle, or may be one, or a gerund, without auxiliary."""
        return self.form in (Part.PARTICIPLE, Part.EITHER, Part.GERUND)


class Kind(IntEnum):
    """How a clause is joined to the one that governs it."""

    MAIN = auto()
    SUBORDINATE = auto()
    RELATIVE = auto()
    REDUCED = auto()
    """A participle after its noun."""
    PARTICIPIAL = auto()
    """A participle beside a comma; its subject is that of the clause."""
    INFINITIVE = auto()
    REPORTED = auto()
    """After a verb of saying, or "that"."""
    SAYING = auto()
    """A parenthetical: the words that say who speaks, beside what is said."""


class Clause(Struct, eq=False):
    """A clause: its verb, the noun groups in it, and where it hangs.

    ``parent`` is the clause that governs it, ``antecedent`` the noun group that it describes, ``mark`` the
    word that begins it, ``before`` the clause that it is coordinate with; ``shares`` is whether it has the
    subject of that one, ``gapped`` whether it has only its verb; ``controller`` what does what an infinitive
    says, if it is not the parent's subject.
    """

    number: int
    kind: Kind
    start: int
    parent: Clause | None = None
    antecedent: NounGroup | None = None
    mark: str = ""
    before: Clause | None = None
    shares: bool = False
    gapped: bool = False
    verb: VerbGroup | None = None
    groups: list[NounGroup] = field(default_factory=list)
    adverbs: list[Word] = field(default_factory=list)
    controller: NounGroup | None = None
    end: int = 0

    @property
    def subject(self) -> NounGroup | None:
        """Its subject, also where another clause names it."""
        own = next((g for g in self.groups if g.subject), None)
        if own is not None:
            return own
        if self.kind in (Kind.RELATIVE, Kind.REDUCED) and self.antecedent:
            place = self.antecedent.head.placed
            return self.antecedent.top if self.kind is Kind.RELATIVE and not place else self.antecedent
        if self.shares and self.before:
            return self.before.subject
        if self.kind in (Kind.PARTICIPIAL, Kind.INFINITIVE) and self.parent:
            return self.controller or self.parent.subject
        return None

    @property
    def object(self) -> NounGroup | None:
        """The first noun group after its verb without a preposition."""
        return next(
            (
                g
                for g in self.groups
                if not g.subject and not g.prep and self.verb and g.start > self.verb.start
            ),
            None,
        )

    def up(self) -> Iterator[Clause]:
        """Yield it and the clauses that govern it."""
        clause: Clause | None = self
        while clause is not None:
            yield clause
            clause = clause.parent


class Syntax(Struct):
    """The clauses of a sentence, its noun groups and its words, in order."""

    clauses: list[Clause]
    groups: list[NounGroup]
    words: list[Word]

    def group_at(self, position: int) -> NounGroup | None:
        """Return the noun group that contains a position of the text."""
        return next((g for g in self.groups if g.start <= position < g.end), None)

    def word_at(self, position: int) -> Word | None:
        """Return the word that contains a position of the text."""
        return next((w for w in self.words if w.start <= position < w.end), None)

    def clause_at(self, position: int) -> Clause:
        """Return the clause of the last chunk that begins at or before a position of the text."""
        found = self.clauses[0]
        start = -1
        for clause in self.clauses:
            if start < clause.start <= position:
                found, start = clause, clause.start
            for group in clause.groups:
                if start < group.at <= position:
                    found, start = clause, group.at
            if clause.verb and start < clause.verb.start <= position:
                found, start = clause, clause.verb.start
        return found
