"""What a figure counts or measures: the noun group, and its words in the article."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..grammar import NOUNS, Kind, NounGroup, Part, SentenceReading, Word, stem
from .figures import Quantity

_FEW = 3  # words of a group that is only a number: "the 11"
_HANDFUL = 2  # more than so many, without a noun, are people
_WHOM = 16  # characters of "of whom" before a number
_PARTING = (",", ":", "-", "–", "—", "(")  # between what is counted and a list of how many where
_NEAR = 8  # characters between two numbers that share a noun


class Counted(Struct, frozen=True):
    """What a figure counts, and the noun group that the figure stands in.

    ``noun`` is None where the sentence leaves it out; ``words`` are those of the article, or ``""``.
    ``inherited`` is whether it is that of the figure before, ``lost`` whether a bare number has no noun at
    all, ``measured`` whether the figure has a unit.
    """

    group: NounGroup | None
    noun: NounGroup | None
    words: str
    inherited: bool = False
    lost: bool = False
    measured: bool = False


def counted_of(reading: SentenceReading, quantity: Quantity, before: Sequence[Counted] = ()) -> Counted:
    """Return what a figure counts; `before` are those of the figures before it, the nearest last.

    The first that fits, in this order: a label right before it; the noun behind its "of"; the noun in its
    own group; the noun that its group hangs on; for a figure with a unit what its clause is about; for a bare
    one what the figure before it counts.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> from geo.reading.quantities import find_quantities
    >>> reading = read_plain("Farmers grew 300 tons of sweet corn in May.")
    >>> counted_of(reading, find_quantities(reading)[0]).words
    'sweet corn'
    """
    syntax = reading.syntax
    group = syntax.group_at(quantity.number)
    if group is None or (quantity.high is not None and not quantity.vague):
        group = syntax.group_at(quantity.after - 1) or group
    if group is None:
        return Counted(None, None, "", lost=quantity.bare)
    return _Counting(reading, quantity, group, before).counted()


class _Counting:
    """Looks for what a figure counts; ``last`` is the figure before whose noun it may have."""

    def __init__(
        self, reading: SentenceReading, quantity: Quantity, group: NounGroup, before: Sequence[Counted]
    ) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.words = reading.language.quantities
        self.quantity = quantity
        self.group = group
        self.clause = group.clause
        self.before = before
        verb = self.clause.verb
        self.base = verb.base if verb is not None else ""
        self.befalls = self.clause.object is group and self.base in self.words.befalling
        self.own = self._untimed(
            [w for w in group.words if w.start >= quantity.after and w.part is not Part.NUMBER]
        )
        last = next((c for c in reversed(before) if c.noun is not None), None)
        if last is not None and quantity.bare and self._is_apart(last):
            counts = reading.language.is_inflected
            earlier = (c for c in reversed(before) if counts and c.noun is not None and not c.measured)
            last = next(earlier, None)
        self.last = last

    def counted(self) -> Counted:
        """Return the first that fits."""
        steps = (
            self._people, self._estimated, self._labelled, self._inverted, self._share_within, self._of_noun,
            self._of_whom, self._state, self._others, self._others_of_one, self._own_noun, self._more,
            self._phrase, self._governing,
        )  # fmt: skip
        found = next((counted for step in steps if (counted := step()) is not None), None)
        if found is None:
            found = self._measured() if self.quantity.unit else self._bare()
        return found

    def _untimed(self, own: list[Word]) -> list[Word]:
        """Return the words of a noun group without the day at its end: "220 guests Sunday evening"."""
        calendar = self.reading.language.toponyms.calendar
        if self.quantity.unit and all(stem(w.key, self.grammar) in self.grammar.periods for w in own):
            return []  # "by 14 percent year on year"
        timed = [w.capital and w.folded in calendar for w in own]
        last = len(own)
        while last and (timed[last - 1] or (own[last - 1].key in self.grammar.periods and any(timed[:last]))):
            last -= 1
        return own[:last]

    def _is_apart(self, last: Counted) -> bool:
        """Whether a bare number counts another thing than the figure before it measures."""
        if not last.measured or last.noun is None:
            return False
        # "10 millimetres of rain fell on A, where 7,000 are …", "came down 15 miles from A, killing four"
        stuff = last.noun.head.part is not Part.PLURAL and last.group is not self.group
        return (stuff and self.group.subject) or self.befalls

    def _found(self, noun: NounGroup | None, inherited: bool = False) -> Counted:
        """Return a noun as what is counted, without a period ("Last week") and without the figure itself."""
        reading, group = self.reading, self.group
        if noun is not None and noun is not group and self._is_period(noun):
            noun = None
        text = reading.phrase(noun)
        if not text and noun is not None and noun.words[0].part is not Part.PRONOUN:
            named = (w for w in noun.words if w.part in NOUNS and w.key not in self.grammar.articles)
            text = " ".join(reading.text[w.start : w.end] for w in named)
        if noun is group and group.head.end <= self.quantity.after:
            text = ""  # "thousands have fled"
        return Counted(group, noun, text, inherited, measured=bool(self.quantity.unit))

    def _is_period(self, noun: NounGroup) -> bool:
        return stem(noun.head.key, self.grammar) in self.grammar.periods

    # -- nouns beside the figure -----------------------------------------------------------------------------

    def _people(self) -> Counted | None:
        """Read a bare number of people: "of the 11 who died"."""
        if not self.quantity.bare or len(self.group.words) >= _FEW or self.last:
            return None
        about = (c for c in self.reading.syntax.clauses if c.antecedent is self.group)
        died = any(c.mark in self.grammar.persons_who for c in about)
        return Counted(self.group, None, self.words.people) if died else None

    def _estimated(self) -> Counted | None:
        """Read what a bare number is put at or brought, or who is on board: "puts its losses at 80"."""
        reading, quantity, language = self.reading, self.quantity, self.reading.language
        if not quantity.bare:
            return None
        thing = self.clause.object
        levels = self.words.level_prepositions if language.is_inflected else frozenset[str]()
        puts = self.base in self.words.estimating and self.group.prep in language.flows.at_it | levels
        if puts and thing is not None:
            return self._found(_of(reading, quantity, thing) or thing)
        brings = (language.flows.sending | language.flows.taking) - language.claims.changes
        brought = self.base in brings and thing is self.group and self.last is None
        if brought and quantity.value > _HANDFUL:  # "brought 4,000 onto the streets"
            return Counted(self.group, None, reading.phrase(self.group) or self.words.people)
        if self.words.on_board.match(reading.text, quantity.end, reading.sentence.end):
            return Counted(self.group, None, self.words.people, True)  # "with 90 on board"
        return None

    def _labelled(self) -> Counted | None:
        """Read the noun right before a bare number that it is of: "population 212"."""
        at = self.reading.syntax.groups.index(self.group)
        bare = self.quantity.bare and not self.group.prep
        label = self.reading.syntax.groups[at - 1] if at and bare else None
        near = (
            label is not None and label.end + 1 == self.quantity.start and label.head.key in self.words.tolls
        )
        return self._found(label) if near else None

    def _inverted(self) -> Counted | None:
        """Read the subject right behind a bare number: "son 140 los muertos"."""
        if not self.quantity.bare or not self.reading.language.is_inflected or self.group.prep:
            return None
        behind = (g for g in self.clause.groups if g.start == self.group.end + 1 and not g.prep)
        noun = next(behind, None) if self.base in self.reading.language.claims.copulas else None
        the = noun is not None and noun.words[0].key in self.grammar.articles & self.grammar.pointing
        return self._found(noun) if the else None

    def _share_within(self) -> Counted | None:
        """Read the noun inside a share: "9 barges in 10"."""
        quantity = self.quantity
        if quantity.kind != "share":
            return None
        within = [
            w for w in self.group.words if quantity.number < w.start < quantity.after and w.part in NOUNS
        ]
        if not within or within[-1].end >= quantity.after:
            return None
        return Counted(self.group, self.group, self.reading.text[within[0].start : within[-1].end])

    def _of_noun(self) -> Counted | None:
        """Read the noun behind its "of"; a pronoun stands for what was counted before."""
        of = _of(self.reading, self.quantity, self.group)
        if of is None:
            return None
        if not self.quantity.unit and (shared := self._shared_noun(of)) is not None:
            return Counted(self.group, of, self.reading.text[of.words[0].start : shared.end])
        one = len(of.words) == 1 and of.words[0].key in self.grammar.them
        if of.words[0].part is not Part.PRONOUN and not one:
            return self._found(of)
        whole = (c for c in reversed(self.before) if c.noun is not None and c.group and not c.group.prep)
        last = next(whole, self.last)  # not the countries that they are from
        noun = last.noun if last else _plural_before(self.reading, self.group)
        found = self._found(noun, True)
        return found if noun is not None or self.quantity.unit else replace(found, lost=True)

    def _of_whom(self) -> Counted | None:
        if not self.reading.syntax.words or self.clause.mark not in self.grammar.who:
            return None
        text, quantity = self.reading.text, self.quantity
        near = self.words.of_whom.finditer(
            text, max(self.reading.sentence.start, quantity.start - _WHOM), quantity.start
        )
        ahead = any(m.end() == quantity.start - 1 for m in near)
        if not ahead and not self.words.of_whom.match(text, quantity.after, self.reading.sentence.end):
            return None
        return self._found(self.last.noun if self.last else self.clause.antecedent, True)

    def _state(self) -> Counted | None:
        """Read a state of people: "52 wounded", "52 heridos"."""
        own, reading = self.own, self.reading
        if not own or self.quantity.unit or any(w.key not in self.grammar.states for w in own):
            return None
        state = reading.text[own[0].start : own[-1].end]
        who = "" if reading.language.is_inflected else f" {self.words.people}"
        return Counted(self.group, self.group, f"{state}{who}")

    def _others(self) -> Counted | None:
        """Read "17 others", which are what was counted before, or people."""
        if not self.own or self.quantity.unit or any(w.key not in self.grammar.numbered for w in self.own):
            return None
        last = self.last
        if last is not None and not last.measured and last.words:
            return Counted(self.group, last.noun, last.words, True)
        return Counted(self.group, self.group, self.words.people)

    def _others_of_one(self) -> Counted | None:
        """Read "um homem morreu e outros dois ficaram feridos"."""
        before = self.clause.before.subject if self.clause.before is not None else None
        one = before is not None and before.words[0].key in self.words.one_article
        others = any(w.key in self.grammar.numbered for w in self.group.words)
        alone = all(w.part in (Part.NUMBER, Part.DETERMINER) for w in self.group.words)
        inflected = self.reading.language.is_inflected and self.group.subject and self.last is None
        return self._found(before, True) if inflected and one and others and alone else None

    def _own_noun(self) -> Counted | None:
        """Read the noun behind the figure in its own group, with its "of"."""
        reading, group, quantity = self.reading, self.group, self.quantity
        if not self.own or (quantity.unit and not quantity.bound and quantity.kind != "share"):
            return None
        more = next((g for g in reading.dependents(group) if g.prep in self.grammar.of), None)
        plain = more is not None and not any(
            w.placed or w.part in (Part.PRONOUN, Part.NUMBER) for w in more.words
        )
        end = more.end if more is not None and plain else self.own[-1].end
        if (shared := self._shared_noun(group)) is not None:
            end = shared.end
        return Counted(group, group, " ".join(reading.text[self.own[0].start : end].split()))

    def _shared_noun(self, group: NounGroup) -> NounGroup | None:
        """Return the next of a list if the plural is there: "120 motel and hotel rooms"."""
        if self.quantity.unit or self.quantity.value <= 1 or group.head.part is not Part.NOUN:
            return None
        joined = (g for g in self.reading.syntax.groups if g.conjunct is group and g.clause is group.clause)
        following = next(joined, None)
        if following is None or following.head.part is not Part.PLURAL or following.words[0].capital:
            return None
        gap = self.reading.text[group.end : following.start]
        return following if "," not in gap and following.words[0].part in NOUNS else None

    def _more(self) -> Counted | None:
        """Read "dozens more deaths", whose noun is a group of its own."""
        groups = self.reading.syntax.groups
        after = next((g for g in groups if g.start == self.group.end + 1), None)
        if not self.quantity.vague or after is None or after.prep:
            return None
        return self._found(after) if after.words[0].key in self.grammar.comparative else None

    def _phrase(self) -> Counted | None:
        counts = not self.quantity.unit and not self.quantity.bare
        return self._found(self.group) if counts and self.reading.phrase(self.group) else None

    def _governor(self) -> NounGroup | None:
        """Return what the figure's group hangs on, but no other figure: "rose from 90 to 140 euros"."""
        governor = self.group.governor
        if governor is not None and governor.head.key in self.words.peaks:
            named = [w for w in governor.words if w.part in NOUNS and w.key not in self.words.peaks]
            governor = governor if named else self.clause.subject  # "rose to a record high of 40"
        return None if any(c.group is governor for c in self.before) else governor

    def _governing(self) -> Counted | None:
        """Read the noun that its group hangs on by "of"; "at a rate of 900 a day"."""
        governor = self._governor()
        if governor is None or self.group.prep not in self.grammar.of:
            return None
        named = governor.head.placed
        if named and (governor.head.capital or not self.reading.language.is_inflected):
            return None  # not "la frontera de 1.000 kilómetros"
        types = self.reading.language.toponyms.type_kinds.keys() | {
            stem(w, self.grammar) for w in self.grammar.lands
        }
        if self.quantity.bare and governor.head.folded in types:
            return Counted(self.group, governor, self.words.people)  # "a town of 25,000"
        paced = governor.prep in self.words.level_prepositions and governor.head.key in self.words.tolls
        subject = governor.clause.subject if paced else None
        return self._found(governor if subject is None else subject)

    # -- what a figure with a unit measures ------------------------------------------------------------------

    def _measured(self) -> Counted:
        noun = self._measured_beside() or self._measured_before() or self._measured_object()
        if noun is not None:
            return self._found(noun)
        subject = self.clause.subject
        if subject is None or subject is self.group:
            return self._found(self.last.noun if self.last else None, True)
        return self._found(None if self._is_paid() else subject)

    def _measured_beside(self) -> NounGroup | None:
        """Return the noun that the figure hangs on, follows, or that hangs on it."""
        reading, group, quantity, governor = self.reading, self.group, self.quantity, self._governor()
        hangs = group.prep and quantity.kind != "duration"
        if (
            hangs
            and governor is not None
            and not (
                governor.head.placed
                or self._is_period(governor)
                or governor.head.key in self.words.point_words
            )
        ):
            return governor
        n = reading.syntax.groups.index(group)
        near = reading.syntax.groups[n - 1] if n and quantity.kind == "length" and not group.prep else None
        if near is not None and not near.head.placed and reading.text[near.end : quantity.start].isspace():
            return near  # "a town 60 miles south of A"
        return next((g for g in reading.dependents(group) if self._is_stuff(g)), None)

    def _is_stuff(self, noun: NounGroup) -> bool:
        """Whether a noun group is one word for what is measured: "3,000 tonnes in grain"."""
        head = noun.head
        if noun.prep not in self.words.stuff_in or noun.conjunct is not None:
            return False
        if len(noun.words) != 1 and not self._is_bought(noun):
            return False
        dated = head.folded in self.reading.language.toponyms.calendar
        return head.part is not Part.NUMBER and not head.capital and not dated

    def _is_bought(self, noun: NounGroup) -> bool:
        """Whether a group of several words is one for what money is: "$50 billion in farm products"."""
        toponyms = self.reading.language.toponyms
        places = toponyms.type_kinds.keys() | toponyms.plural_types.keys()
        bare = noun.words[0].part not in (Part.DETERMINER, Part.NUMBER, Part.PRONOUN)
        place = noun.head.placed or noun.head.folded in places or self._is_period(noun)
        return self.quantity.kind == "money" and bare and not place and noun.head.part in NOUNS

    def _measured_before(self) -> NounGroup | None:
        """Return what the object of the clause measures: "burned 11,000 hectares, 36 percent less"."""
        thing = self.clause.object
        nouns = (c.noun for c in self.before if c.group is thing and c.noun is not None)
        return next(nouns, None) if thing is not None else None

    def _measured_object(self) -> NounGroup | None:
        group, thing = self.group, self.clause.object
        if thing is None or thing is group or thing is self.clause.subject or thing.start >= group.start:
            return None
        if group.subject or self.quantity.kind == "money":
            return None
        counts = thing.head.part is Part.NUMBER or thing.head.key in self.words.times_word
        return None if counts else thing

    def _is_paid(self) -> bool:
        """Whether an amount is what somebody pays or moves, and says nothing of the subject."""
        kind = self.quantity.kind
        carried = kind not in ("duration", "length", "money", "share") and self.clause.object is self.group
        if (kind != "money" and not carried) or self.clause.verb is None:
            return False
        claims, flows = self.reading.language.claims, self.reading.language.flows
        states = claims.copulas | claims.changes | claims.levels | claims.lasting_plain
        moves = not self.clause.verb.passive and self.base in flows.sending | flows.going | flows.taking
        return moves or (not carried and self.base not in states)

    # -- what a bare number counts ---------------------------------------------------------------------------

    def _bare(self) -> Counted:
        noun = self._changed_to() or self._described() or self._listed_next() or self._leveled()
        if noun is not None:
            return self._found(noun)
        group, clause, last = self.group, self.clause, self.last
        groups = self.reading.syntax.groups
        if last is None and any(c.group in groups for c in self.before):
            return Counted(group, None, "", True)
        last = self._whole_before(last)
        here = last is None or last.group is None or last.group in groups
        thing = clause.object
        if self.quantity.per and thing is not None and self.reading.text[thing.end : group.start] == ", ":
            return self._found(thing)  # "will bring the motors, 4,500 a week"
        if last is not None and (group.subject or here):
            return Counted(group, last.noun, last.words, True)
        first = group.conjunct
        if first is not None and first.words[0].key in self.words.one_article:
            return self._found(first, True)  # "a casino in A, two in B and twelve in C"
        verbless = clause.verb is None and clause.before is not None
        if verbless and (noun := _plural_before(self.reading, group)) is not None:
            return self._found(noun, True)
        if self.quantity.per and clause.subject is not None and clause.subject is not group:
            return self._found(clause.subject)  # "refugees arrive, 900 a day"
        acts = group.subject and clause.verb is not None and clause.kind is not Kind.SAYING
        if (noun := self._beside_place()) is not None:
            return self._found(noun, True)
        if (noun := self._shared_out()) is not None:
            return self._found(noun, True)
        people = self.reading.phrase(group) or self.words.people
        return Counted(group, None, people if self.befalls else "", lost=not (acts or self.befalls))

    def _beside_place(self) -> NounGroup | None:
        """Return what a bare number right behind a place counts: "mais fogos teve A, com 12, e B (9)"."""
        reading, group = self.reading, self.group
        last = next((g for g in reversed(reading.syntax.groups) if g.end <= group.at), None)
        if not reading.language.is_inflected or last is None or not last.head.placed:
            return None
        gap = reading.text[last.end : self.quantity.start].strip()
        behind = gap == "(" or (gap[:1] == "," and group.prep in reading.language.claims.company)
        return _plural_before(reading, group) if behind else None

    def _shared_out(self) -> NounGroup | None:
        """Return the plural right before a number of a list of places: "lots, 10 in A and 22 in B"."""
        reading, group = self.reading, self.group
        last = next((g for g in reversed(reading.syntax.groups) if g.end <= group.at), None)
        if last is None or group.prep not in ("", last.prep):
            return None
        if last.head.part is not Part.PLURAL or last.head.placed:
            return None
        claims = reading.language.claims
        where = claims.located | claims.weak | claims.origin
        places = (g for g in reading.dependents(group) if g.prep in where)
        apart = reading.text[last.end : self.quantity.start].strip() in _PARTING
        return last if apart and any(g.head.placed for g in places) else None

    def _whole_before(self, last: Counted | None) -> Counted | None:
        """Return what the clause before counts first: "17 nurses for 90 patients; there were 30"."""
        if last is None or last.group is None or not last.group.prep or self.group.prep:
            return last
        if last.group.clause is self.clause:
            return last
        first = (c for c in self.before if c.group is not None and c.group.clause is last.group.clause)
        return next((c for c in first if c.noun is not None and c.group and not c.group.prep), last)

    def _changed_to(self) -> NounGroup | None:
        """Return what the figure is of that this one became: "passou de 120 para 340 camas"."""
        if not self.reading.language.is_inflected:
            return None
        levels = (g for g in self.reading.dependents(self.group) if g.prep in self.words.level_prepositions)
        counted = (g for g in levels if g.words[0].part is Part.NUMBER and g.head.part is Part.PLURAL)
        return next((g for g in counted if g.head.key not in self.words.unit_of), None)

    def _described(self) -> NounGroup | None:
        reduced = self.clause.kind is Kind.REDUCED and self.group.prep in self.words.level_prepositions
        return self.clause.antecedent if reduced else None

    def _listed_next(self) -> NounGroup | None:
        """Return the next of a list if it has a noun: "12 and 15 trucks"."""
        group = self.group
        following = next(
            (g for g in self.reading.syntax.groups if g.conjunct is group and len(g.words) > 1), None
        )
        gap = self.reading.text[group.end : following.start] if following is not None else ""
        return following if 0 < len(gap) < _NEAR and "," not in gap else None

    def _leveled(self) -> NounGroup | None:
        """Return the subject whose level a number is: "the death toll rose to 40"."""
        group, subject = self.group, self.clause.subject
        if subject is None or subject is group:
            return None
        if group.prep and group.prep not in self.words.level_prepositions:
            return None
        changes = self.base in self.reading.language.claims.changes and not self.last
        changes = changes and not self._is_measured_on()
        changes = changes and (group.start > subject.start or self.reading.language.is_inflected)
        level = changes or self._is_level_of(subject)
        return subject if level or subject.head.key in self.words.tolls else None

    def _is_measured_on(self) -> bool:
        """Whether the clause before, of the same subject, has a measure: "dug 12 tons and hopes for 20"."""
        before = self.clause.before if self.clause.shares else None
        return any(c.measured and c.group is not None and c.group.clause is before for c in self.before)

    def _is_level_of(self, subject: NounGroup) -> bool:
        """Whether several are so many now: "cases are up to 27", "deaths were at 12"."""
        claims = self.reading.language.claims
        if self.base not in claims.copulas or subject.head.part is not Part.PLURAL or self.last:
            return False
        said = (self.quantity.qualifier or "").lower().split()[:1]
        return bool(self.group.prep) or (bool(said) and said[0] in claims.change_of)


def subject_of(reading: SentenceReading, quantity: Quantity) -> str:
    """Return the words for what a figure counts, or "" if the sentence leaves it out."""
    return counted_of(reading, quantity).words


def _of(reading: SentenceReading, quantity: Quantity, group: NounGroup) -> NounGroup | None:
    """Return the group after "of" of which the figure is a measure, a share or a part."""
    if any(w.start >= quantity.after and w.part in (Part.NOUN, Part.PLURAL) for w in group.words):
        return None
    for g in reading.dependents(group):
        timed = quantity.kind == "duration" and stem(g.head.key, reading.grammar) in reading.grammar.periods
        if g.prep in reading.grammar.of and g.start >= quantity.after and not timed:
            return g
    # "nine out of ten of its schools": the figure is of several groups
    inner = reading.syntax.group_at(quantity.after - 1)
    if reading.language.is_inflected and inner is not None and inner.end > quantity.after:
        return inner  # "um em cada doze moradores de A"
    timed = inner is not None and stem(inner.head.key, reading.grammar) in reading.grammar.periods
    if inner is not None and inner is not group and not timed:
        return next(
            (g for g in reading.dependents(inner) if g.prep in reading.grammar.of),
            inner if len(inner.words) > 1 else None,
        )
    return None


def _plural_before(reading: SentenceReading, group: NounGroup) -> NounGroup | None:
    spans, units = reading.grammar.spans, reading.language.quantities.unit_of
    before = [
        g
        for g in reading.syntax.groups
        if g.end <= group.start
        and g.head.part is Part.PLURAL
        and not g.head.placed
        and stem(g.head.key, reading.grammar) not in spans
        and g.head.key not in units
    ]
    subjects = [g for g in before if g.subject and g.clause is group.clause.before]
    found = subjects or before
    return found[-1] if found else None
