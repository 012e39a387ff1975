"""A sentence as claims read it: its words, its places, its clauses, and how these hang together.

Places in a list are a group. What governs them, and where, is known from the noun groups and clauses of
``clauses``, which are read when a figure or a movement asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from ...languages import GrammarWords, Language, reading_language
from ...model import Place, Sentence, Toponym
from ..article import after_dateline
from ..tokens import Token, tokenise
from .clauses import clauses_of
from .inflected import tag_inflected
from .parts import Part, Word
from .syntax import Clause, Kind, NounGroup, Syntax
from .tagging import tag_words

LONGEST_SENTENCE = 2000
"""Characters: a longer sentence is a table or a list, and has no clauses."""

_WATERS = frozenset(("river", "lake", "sea", "ocean"))  # "there" is on land
_PARTY = re.compile(r"\b[^\W\d_a-z]-$")  # "Smith, R-Moorpark,"
_JOINED = re.compile(r"-([^\W\d_]+)\b")


class Mention(Struct, frozen=True):
    """A place that a sentence names, or refers to: a placed toponym, or "the city", "there".

    ``aside`` if it only says where another lies, or from where the news comes; ``refers`` if it is a
    reference, ``subject`` if its sentence is about it.
    """

    start: int
    end: int
    place: Place
    demonym: bool = False
    relation: bool = False
    aside: bool = False
    possessive: bool = False
    refers: bool = False
    subject: bool = False


class PlaceGroup(Struct, frozen=True, eq=False):
    """Places that a sentence names together, and the noun group of the first of them."""

    mentions: tuple[Mention, ...]
    noun: NounGroup

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.mentions[-1].end

    @property
    def clause(self) -> Clause:
        """The clause that it is in."""
        return self.noun.clause

    @property
    def heads(self) -> bool:
        """Whether a place is the head of its noun group, and does not only describe it."""
        return self.noun.head.start < self.mentions[0].end or self.noun.head.placed

    @property
    def demonym(self) -> bool:
        """Whether it is a demonym."""
        return self.mentions[0].demonym

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places, each once."""
        return tuple(dict.fromkeys(m.place.id for m in self.mentions))


class SentenceReading(Struct, dict=True):
    """A sentence, its words, and its mentions in order; ``inside`` are those in a longer name."""

    text: str
    sentence: Sentence
    language: Language
    mentions: list[Mention] = field(default_factory=list)
    inside: list[Mention] = field(default_factory=list)

    @property
    def grammar(self) -> GrammarWords:
        """The word classes of its language."""
        return self.language.grammar

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words of the sentence."""
        return tokenise(self.text, self.sentence.start, self.sentence.end)

    @cached_property
    def syntax(self) -> Syntax:
        """Its noun groups and clauses."""
        spans = [(m.start, m.end) for m in self.mentions if not m.refers]
        tag = tag_inflected if self.language.is_inflected else tag_words
        named = [m for m in self.mentions if not m.aside]
        told = any(m.end > self.body for m in named)
        tokens = [t for t in self.tokens if t.start >= self.body] if told else self.tokens
        words = tag(self.text, tokens, spans, self.language, self.sentence.end)
        return clauses_of(words, self.language)

    @cached_property
    def groups(self) -> list[PlaceGroup]:
        """Its places in groups, without those that are only said aside."""
        groups: list[PlaceGroup] = []
        row: list[Mention] = []
        for m in self.mentions:
            if m.aside:
                continue
            noun = self.syntax.group_at(m.start) if row else None
            another = noun is not None and self.begins_another(noun)
            if row and (another or not self._joined(row[-1], m)):
                groups += self._group(row)
                row = []
            row.append(m)
        return groups + self._group(row) if row else groups

    def _group(self, row: list[Mention]) -> list[PlaceGroup]:
        noun = self.syntax.group_at(row[0].start)
        return [PlaceGroup(tuple(row), noun)] if noun else []

    def begins_another(self, noun: NounGroup) -> bool:
        """Whether the last of a list begins a clause without a verb: "sent pumps to A, and B, in C, oil"."""
        model, units = noun.conjunct, self.language.quantities
        if model is None or noun.clause.object is None or "," not in self.text[model.end : noun.start]:
            return False
        return any(
            not (g.prep or g.subject or g.conjunct or g.head.placed)
            and g.head.part is Part.PLURAL
            and g.head.key not in units.unit_of
            and self.text[: g.start].rstrip().endswith(",")
            for g in noun.clause.groups
            if g.start > noun.end
        )

    def dependents(self, group: NounGroup) -> list[NounGroup]:
        """Return the groups that hang on a group by a preposition, in order."""
        return [g for g in self.syntax.groups if g.governor is group]

    def below(self, group: NounGroup) -> list[NounGroup]:
        """Return all groups that hang on a group, directly or not, in order."""
        found: list[NounGroup] = []
        for g in self.dependents(group):
            found += [g, *self.below(g)]
        return found

    def is_one_person(self, group: NounGroup) -> bool:
        """Whether a noun group is one person."""
        head = group.head
        one = head.part is not Part.PLURAL and head.key in self.language.flows.persons
        return one or head.key in self.grammar.persons

    def phrase(self, group: NounGroup | None) -> str:
        """Return the words of a noun group without determiners, figures and places, with "of" what it is."""
        if group is None or not group.words or group.words[0].part is Part.PRONOUN:
            return ""
        of = next((g for g in self.dependents(group) if g.prep in self.grammar.of), None)
        if of is not None and group.head.key in self.language.quantities.unit_of:
            return self.phrase(of)
        if self.language.is_inflected and of and of.head.key in self.language.quantities.unit_before:
            of = None  # "un sismo de magnitud 6,2"
        left_out = (Part.DETERMINER, Part.NUMBER, Part.ADVERB)
        figures = [w.end for w in group.words if w.part is Part.NUMBER]
        words = [w for w in group.words if w.part not in left_out and (not w.placed or w is group.head)]
        words = [w for w in words if not figures or w.start >= figures[-1]] or words
        while len(words) > 1 and words[-1].capital and words[-1].key in self.grammar.periods:
            words.pop()  # "board Thursday"
        people = any(m.demonym and m.end == group.end for m in self.mentions)  # "600 Syrians"
        if not words or (group.head.placed and len(words) == 1 and not people):
            return ""
        text = self.text[words[0].start : words[-1].end]
        if of is not None and not any(w.placed or w.part in (Part.PRONOUN, Part.NUMBER) for w in of.words):
            text += self.text[group.end : of.end]
        return " ".join(text.split())

    @cached_property
    def body(self) -> int:
        """Where the sentence begins after its dateline, "LIMA, Peru —"."""
        return self.sentence.start + after_dateline(self.text[self.sentence.start : self.sentence.end])

    def words(self, start: int, end: int) -> list[Token]:
        """Return the words of ``text[start:end]``."""
        return [t for t in self.tokens if t.start >= start and t.end <= end]

    def _joined(self, a: Mention, b: Mention) -> bool:
        """Whether two mentions are in one list; words between them may say where the first lies."""
        between = self.text[a.end : b.start]
        for m in reversed(self.mentions):
            if m.aside and a.end <= m.start and m.end <= b.start:
                between = between[: m.start - a.end] + between[m.end - a.end :]
        between = self.grammar.aside.sub("", between)
        if a.place.id == b.place.id and re.fullmatch(r"[^.;]{0,12}\(\s*", between):
            return True
        if a.demonym != b.demonym or not self.grammar.row.fullmatch(between):
            return False
        first, second = self.syntax.group_at(a.start), self.syntax.group_at(b.start)
        if first is None or second is None:
            return False
        if first is second:
            return True
        same = first.clause is second.clause and first.subject == second.subject
        case = self.grammar.list_case.search(between)
        return same and (case is None or first.prep == case.group().strip())


def read_sentence(
    text: str, sentence: Sentence, toponyms: Sequence[Toponym], language: Language
) -> SentenceReading:
    """Read a sentence with the toponyms in it; those without a place are ignored."""
    possessive = language.grammar.possessive
    mentions: dict[bool, list[Mention]] = {False: [], True: []}
    for t in toponyms:
        if t.resolution and t.resolution.place:
            mention = Mention(
                t.start,
                t.end,
                t.resolution.place,
                demonym=t.kind == "demonym" or _described_by(text, t.end, language),
                relation=t.kind == "relation",
                possessive=bool(possessive.match(text, t.end)),
            )
            mentions[t.kind == "embedded"].append(mention)
    reading = SentenceReading(text, sentence, language, mentions[False], mentions[True])
    _mark_asides(reading)
    reading.mentions = _dateline(reading)
    return reading


def _described_by(text: str, end: int, language: Language) -> bool:
    """Whether a hyphen and a participle follow a name: "the U.S.-led coalition" is not there."""
    joined = _JOINED.match(text, end)
    known = language.lexeme(joined[1]) if joined else None
    leads = language.flows.describing | language.flows.bound
    return known is not None and "N" in known[2] and known[1] not in leads


def read_plain(text: str, language: str = "en") -> SentenceReading:
    """Read a text as one sentence that names no place."""
    sentence = Sentence("s01", 0, len(text), "b01", "paragraph")
    return read_sentence(text, sentence, (), reading_language(language))


def _dateline(reading: SentenceReading) -> list[Mention]:
    """Mark the places of a dateline ("LIMA, Peru —"), unless the sentence names no other place."""
    if all(m.end <= reading.body for m in reading.mentions if not m.aside):
        return reading.mentions
    return [replace(m, aside=True) if m.end <= reading.body else m for m in reading.mentions]


def _mark_asides(reading: SentenceReading) -> None:
    """Mark the mentions that only say where another one lies: "X, Y", "X in Y", "Y's X", "the Yan X"."""
    text, mentions, grammar = reading.text, reading.mentions, reading.grammar
    for i, m in enumerate(mentions):
        if _PARTY.search(text, max(reading.sentence.start, m.start - 3), m.start):
            mentions[i] = replace(m, aside=True)
    for i, m in enumerate(mentions):
        if m.possessive and any(t.key in grammar.others for t in reading.words(m.end, m.end + 24)[:2]):
            mentions[i] = replace(m, aside=True)
    for i in range(len(mentions) - 1):  # by number: each step sees the marks of the step before
        a, b = mentions[i], mentions[i + 1]
        between = text[a.end : b.start]
        after_border = bool(i) and a.aside and mentions[i - 1].relation
        if _leads(a, b, between, grammar):
            mentions[i] = replace(a, aside=True)
        elif (
            (not a.aside and grammar.held.fullmatch(between) and a.place.lies_in(b.place))
            or (a.relation and grammar.sides.fullmatch(between))
            or (after_border and grammar.row.fullmatch(between))
        ):
            mentions[i + 1] = replace(b, aside=True)


def _leads(a: Mention, b: Mention, between: str, grammar: GrammarWords) -> bool:
    """Whether a place only describes the next: "Y's X", "the Yan X", "the Yan side of the border"."""
    words = between.split()
    if len(words) > 4:
        return False
    if a.demonym and b.relation:
        return True
    if "," in between or not set(words).isdisjoint(grammar.locative | grammar.verbs | grammar.joining):
        return False
    return (a.possessive and (b.relation or b.place.lies_in(a.place))) or (a.demonym and len(words) <= 2)


def refer(reading: SentenceReading, recent: Sequence[Mention]) -> None:
    """Add the places that words refer to: "there", "the city"; `recent` are those named before.

    A reference goes to the nearest place before it that fits in kind; several, to as many of one kind.
    """
    found: list[Mention] = []
    words, grammar = reading.syntax.words, reading.grammar
    subject = next((m for m in recent if m.subject), None)
    first = next((c.subject for c in reading.syntax.clauses if c.subject is not None), None)
    if subject is not None and first is not None and first.words[0].key in grammar.itself:
        found.append(Mention(first.start, first.words[0].end, subject.place, refers=True))
    for i, word in enumerate(words):
        before = [*recent, *(m for m in reading.mentions if m.end <= word.start)]
        if not before or word.placed or (word.capital and i):
            continue
        start = word.start
        if word.key in grammar.there and word.part is Part.ADVERB:
            named = [m for m in before if not m.demonym and not m.relation and m.place.kind not in _WATERS]
            meant = named[-1:]
        elif (
            i and words[i - 1].key in grammar.pointing and word.folded in reading.language.toponyms.type_kinds
        ):
            meant, start = _one_of_type(reading, i, before, recent), words[i - 1].start
        elif i and words[i - 1].key in grammar.pointing_two:
            meant = _two_of_type(reading, word, before)
        else:
            continue
        found += [Mention(start, word.end, m.place, refers=True) for m in meant]
    if found:
        reading.mentions = sorted([*reading.mentions, *found], key=lambda m: (m.start, m.end))
        reading.__dict__.pop("groups", None)


def _one_of_type(
    reading: SentenceReading, i: int, before: Sequence[Mention], recent: Sequence[Mention]
) -> list[Mention]:
    """Return the place that "the city" is: none if it has a name of its own ("the city of A")."""
    words = reading.syntax.words
    follows = words[i + 1] if i + 1 < len(words) else None
    if follows is not None and (follows.placed or follows.key in reading.grammar.of):
        return []
    kinds = reading.language.toponyms.type_kinds[words[i].folded]
    fitting = [m for m in before if m.place.kind in kinds and not m.relation]
    told = [m for m in fitting if m in recent or not _described(reading, m, words[i].start)]
    return (told or fitting)[-1:]


def _two_of_type(reading: SentenceReading, word: Word, before: Sequence[Mention]) -> list[Mention]:
    """Return the places that "both cities" or "the two countries" are, or none."""
    types, lands = reading.language.toponyms, word.key in reading.grammar.lands
    if not lands and word.folded not in types.plural_types:
        return []
    kinds = types.type_kinds.get(types.plural_types.get(word.folded, ""), ())
    fitting = (m for m in before if m.place.kind in kinds or (lands and m.place.kind == "country"))
    two = list({m.place.id: m for m in fitting}.values())[-2:]
    return two if len(two) == 2 else []


def _described(reading: SentenceReading, mention: Mention, at: int) -> bool:
    """Whether a place only stands in words that describe something, before those at a position."""
    clause = reading.syntax.clause_at(mention.start)
    closed = clause.kind in (Kind.RELATIVE, Kind.REDUCED)
    return closed and clause.end < at and reading.syntax.clause_at(at) is not clause


def named(reading: SentenceReading, parsed: bool) -> tuple[Mention, ...]:
    """Return the places that a sentence names, for `refer`; of a parsed one, which is its subject."""
    mentions = [m for m in reading.mentions if not m.aside]
    if not parsed or not mentions:
        return tuple(mentions)
    subject = next((c.subject for c in reading.syntax.clauses if c.subject is not None), None)
    if subject is None or not subject.head.placed:
        return tuple(mentions)
    return tuple(replace(m, subject=m.start >= subject.start and m.end <= subject.end) for m in mentions)
