"""Clauses: a verb group with its noun groups, and the clause that governs it.

Main clauses, clauses after a conjunction, relative and reduced relative clauses, participles, infinitives and
reported speech are told apart by what begins them and by whether a finite verb follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import Language
from .chunks import Chunk, chunked
from .parts import NOUNS, Part, Word
from .phrases import stem
from .syntax import Clause, Kind, NounGroup, Syntax, VerbGroup

_OPENS = (Part.NUMBER, Part.DETERMINER)  # words that begin a noun group


def clauses_of(words: list[Word], language: Language) -> Syntax:
    """Return the clauses of a sentence's words; at least one."""
    return _Builder(words, chunked(words, language), language).build()


class _Builder:
    def __init__(self, words: list[Word], chunks: Sequence[Chunk], language: Language) -> None:
        self.words = words
        self.chunks = chunks
        self.language = language
        self.grammar = language.grammar
        self.clauses: list[Clause] = []
        self.groups: list[NounGroup] = []
        self.cur = self._open(Kind.MAIN, words[0].start if words else 0)
        self.prep: Word | None = None
        self.joiner: Word | None = None  # the "and" right before
        self.comma = False  # a comma right before

    def build(self) -> Syntax:
        for i, chunk in enumerate(self.chunks):
            if isinstance(chunk, NounGroup):
                self._noun(i, chunk)
            elif isinstance(chunk, VerbGroup):
                self._verb(i, chunk)
            else:
                self._word(i, chunk)
                continue
            self.prep = self.joiner = None
            self.comma = False
        if self.language.is_inflected:
            self._turn()
        if not self.language.is_inflected:
            self._elide()
        for clause in self.clauses:
            ends = [g.end for g in clause.groups] + ([clause.verb.end] if clause.verb else [])
            clause.end = max(ends, default=clause.start)
        return Syntax(self.clauses, self.groups, self.words)

    def _elide(self) -> None:
        """Find the passives that leave out their auxiliary: "its crew brought to A", "40 sent home"."""
        flows = self.language.flows
        for clause in self.clauses:
            verb = clause.verb
            if verb is None or verb.form not in (Part.EITHER, Part.PAST) or clause.object is not None:
                continue
            before = clause.before.verb if clause.before is not None else None
            joined = before is not None and before.passive
            sent = verb.base in flows.sending - flows.going
            sent = sent and len(verb.words) == 1 and "N" in verb.verb.forms
            if sent and any(g.subject for g in clause.groups) and (joined or clause.kind is Kind.MAIN):
                ways = flows.to | flows.origin | self.grammar.by
                verb.passive = any(g.prep in ways and g.at == verb.end + 1 for g in clause.groups)

    def _turn(self) -> None:
        """Find the subjects that stand behind their verbs: "murieron 13", "se derrumbaron 23 casas"."""
        rules = self.language.inflected
        for clause in self.clauses:
            verb = clause.verb
            if verb is None or not verb.finite or clause.kind in (Kind.SAYING, Kind.INFINITIVE):
                continue
            own = any(g.subject for g in clause.groups)
            related = clause.kind is Kind.RELATIVE and clause.mark not in self.grammar.where
            group = self._turned(clause)
            told = verb.base in rules.presenting or self._reflexive(verb)
            done = verb.passive and group is not None and _counted(group)  # "foram detidos 12 homens"
            if own or related or not (told or done):
                continue
            if clause.shares and group is not None and (self._is_share(group) or self._is_while(verb, group)):
                continue  # "creció un 8 % en A y cayó un 3 % en B"
            if group is not None and not (clause.shares and group.head.placed and not done):
                group.subject = True  # not "salió de A y cruzó la frontera"
                for other in clause.groups:
                    other.subject = other.subject or other.conjunct is group
                verb.passive = verb.passive or (self._reflexive(verb) and verb.base in self._done())

    def _turned(self, clause: Clause) -> NounGroup | None:
        """Return what may be a subject behind its verb: "cerraron sus puertas 312 comercios"."""
        thing = clause.object
        if thing is None or thing.words[0].key not in self.grammar.them:
            return thing
        behind = (g for g in clause.groups if g.start > thing.end and not g.prep and _counted(g))
        return next(behind, thing)

    def _is_share(self, group: NounGroup) -> bool:
        first, *rest = group.words
        one = first.key in self.language.quantities.one_article
        return one and bool(rest) and rest[0].part is Part.NUMBER

    def _is_while(self, verb: VerbGroup, group: NounGroup) -> bool:
        return verb.base in self.language.claims.lasting and group.head.key in self.grammar.periods

    def _done(self) -> frozenset[str]:
        """Return verbs of what is done to things: "se exportaron 30 toneladas" is a passive."""
        flows = self.language.flows
        return (flows.sending - flows.going) | flows.using | flows.buying | flows.opened

    def _reflexive(self, verb: VerbGroup) -> bool:
        near = [w for w in self.words if verb.start - 4 <= w.start <= verb.end + 1]
        return any(w.key in self.language.inflected.reflexive for w in (*near, *verb.words))

    def _object(self, i: int, group: NounGroup) -> bool:
        """Whether the preposition before a noun group only shows who is meant: "evacuar a 700 vecinos"."""
        counted = group.words[0].part is Part.NUMBER
        if self.prep is None or not self.language.is_inflected or (group.head.placed and not counted):
            return False
        n = i - 1
        while n and isinstance(w := self.chunks[n], Word) and w.part is Part.ADVERB:
            n -= 1  # "a más de 300 personas"
        before = self.chunks[n - 1] if n else None
        last, twice, there = self.groups[-1] if self.groups else None, False, False
        if isinstance(before, Word) and before.part is Part.AND and last is not None:
            before = last.clause.verb  # "dejó sin casa a 2.300 personas en A y a otras 850 en B"
        if isinstance(before, NounGroup) and before.head.placed and before is last:
            # "extraditó a A a cuatro hombres", "detuvo en A a dos vecinos", "llevó a un hospital de A a 30"
            far = before.governor is not None and before.prep not in self.grammar.of
            to = not far and before.top.prep in self.language.flows.to | self.language.flows.at
            twice = (
                bool(to) and before.top.prep == self.prep.key and counted
            )  # "trasladó a A a 16 solicitantes"
            there = bool(to) and before.prep == self.prep.key  # "entregó a A a un acusado"
            before = before.clause.verb if to else None
        elif isinstance(before, NounGroup) and counted and self._sent_there(before):
            before = before.clause.verb  # "devolvió a A en un vuelo a 40 extranjeros"
        measured = any(w.folded in self.language.quantities.unit_of for w in group.words)
        moving = self.language.flows.going | self.language.flows.reaching | self.language.claims.changes
        return (
            self.prep.key in self.language.inflected.personal
            and self.chunks[n] is self.prep
            and isinstance(before, VerbGroup)
            and (before.base not in moving or ((twice or self._are_persons(group)) and self._sends(before)))
            and not measured
            and not (len(group.words) == 2 and group.head.part is Part.NUMBER)  # "a las 8"
            and not (before.base in self.language.flows.sending and self._is_site(group) and not there)
        )

    def _sent_there(self, last: NounGroup) -> bool:
        """Whether a clause says whither its verb sends, and how, and still not whom."""
        clause = last.clause
        if clause.verb is None or not self._sends(clause.verb) or clause.object is not None:
            return False
        far = [g for g in clause.groups if g.start > clause.verb.start]
        return bool(last.prep) and any(g.prep in self.language.flows.to and g.head.placed for g in far)

    def _is_site(self, group: NounGroup) -> bool:
        """Whether a noun group is where something is sent, and not who: "llevan a un hospital"."""
        head, one = group.head, group.head.part is Part.NOUN
        key = stem(head.key, self.grammar)
        people = self.language.flows.persons | self.language.claims.folk | self.grammar.states
        people = people | self.grammar.plurals
        if not people.isdisjoint((head.key, key)):
            return False
        sites = self.language.claims.bodies | self.language.toponyms.type_kinds.keys()
        return one or not sites.isdisjoint((head.key, key))

    def _sends(self, verb: VerbGroup) -> bool:
        return verb.base in self.language.flows.sending and not verb.passive

    def _are_persons(self, group: NounGroup) -> bool:
        """Whether a noun group is some persons: "120 presos", "su embajador"."""
        people = self.language.flows.persons | self.language.claims.folk | {self.language.quantities.people}
        keys = (group.head.key, stem(group.head.key, self.grammar))
        named = group.head.placed or not people.isdisjoint(keys)  # "229 argentinos"
        number = group.words[0].part is Part.NUMBER
        return named and (number or (group.words[0].part is Part.DETERMINER and not group.head.placed))

    # -- words between groups --------------------------------------------------------------------------------

    def _word(self, i: int, word: Word) -> None:
        g = self.grammar
        if word.part is Part.PREPOSITION:
            if word.key in g.also_subordinators and self._leads_in(i, word):
                self._subordinate(word)
            elif self.prep is None or self.prep.key not in g.comparing | g.origin:  # "than in A" compares
                self.prep = word  # and "from off A" is an origin
            return
        if word.part is Part.COMMA:
            self.comma = True
        elif word.part is Part.STOP:
            if word.key in "()[]" or (word.key in "—–-" and not self._finite_ahead(i + 1)):
                self.comma = True
            else:
                self._main(word.start)
        elif word.part is Part.AND:
            self.joiner = word
            return
        elif word.part is Part.SUBORDINATOR:
            # a contrast ("while in B it fell") is a main clause beside the one before
            if word.key in g.contrasting and self.cur.verb is not None:
                self._main(word.start, mark=word.key)
            elif word.key in g.complementing:
                self._complement(i, word)
            else:
                self._subordinate(word)
        elif word.part is Part.RELATIVE:
            self._relative(i, word)
        elif word.part is Part.ADVERB:
            if word.key in g.there:
                self._there(i, word)
            else:
                self.cur.adverbs.append(word)
            return
        elif word.part is Part.ADJECTIVE:
            self.cur.adverbs.append(word)
        self.prep = self.joiner = None
        if word.part in (Part.SUBORDINATOR, Part.RELATIVE):
            self.comma = False

    def _leads_in(self, i: int, word: Word) -> bool:
        """Whether a preposition that may be a conjunction is one: a clause follows it."""
        compares = word.key in self.grammar.comparing and self._waits()
        fronts = compares or self._dated(i + 1) or self._fronts(i + 1)
        return not fronts and self._finite_ahead(i + 1, through_list=True)

    def _there(self, i: int, word: Word) -> None:
        """Take "there" as a place as much as "in" one: "…, and there 300 others were waiting"."""
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        fronted = self.joiner is not None and self.cur.verb is not None
        if fronted and isinstance(after, NounGroup) and self._subject_ahead(i + 1):
            self.cur = self._beside(word.start)
        self.cur.adverbs.append(word)
        place = NounGroup([word], prep=self.prep.key if self.prep else word.key, at=word.start)
        self.prep = None
        place.clause = self.cur
        self.cur.groups.append(place)
        self.groups.append(place)

    def _dated(self, i: int) -> bool:
        """Whether a time follows, and a clause still waits for its verb: "stranded since Saturday were …"."""
        after = self.chunks[i] if i < len(self.chunks) else None
        return self._waits() and isinstance(after, NounGroup) and after.head.key in self.grammar.spans

    def _fronts(self, i: int) -> bool:
        """Whether a phrase ends before the subject of its clause: "After a night in A the envoy went on"."""
        chunks = self.chunks[i:]
        if not chunks or not isinstance(chunks[0], NounGroup):
            return False
        n = 1
        while n + 1 < len(chunks) and isinstance(chunks[n], Word) and isinstance(chunks[n + 1], NounGroup):
            if chunks[n].part is not Part.PREPOSITION:  # type: ignore[union-attr]
                return False
            n += 2
        after = chunks[n] if n < len(chunks) else None
        return isinstance(after, NounGroup) and after.words[0].key in self.grammar.articles

    def _waits(self) -> bool:
        """Whether a subject still waits for its verb."""
        return any(c.verb is None and any(g.subject for g in c.groups) for c in self.cur.up())

    def _main(self, start: int, mark: str = "") -> None:
        """Begin a main clause; one beside a reported clause is reported too."""
        before = self._outer(self.cur)
        self.cur = self._open(Kind.MAIN, start, before=before, mark=mark)
        if before.kind is Kind.REPORTED:
            self.cur.kind, self.cur.parent = Kind.REPORTED, before.parent

    def _outer(self, clause: Clause) -> Clause:
        """Return the main or reported clause that a clause is a part of."""
        return next((c for c in clause.up() if c.kind in (Kind.MAIN, Kind.REPORTED)), clause)

    def _subordinate(self, word: Word) -> None:
        parent = self.cur
        if parent.kind in (Kind.RELATIVE, Kind.REDUCED) and self.comma:
            parent = self._outer(parent)
        self.cur = self._open(Kind.SUBORDINATE, word.start, parent, mark=word.key)

    def _complement(self, i: int, word: Word) -> None:
        """Begin a clause after "that": reported, or relative if a noun that no one says stands before it."""
        before = self.chunks[i - 1] if i else None
        if self.comma and self.language.is_inflected and word.key in self.grammar.who and i > 1:
            n = i - 2  # "la abuela, que llegó de A", "un barco con 62 personas a bordo, que …"
            while n and isinstance(w := self.chunks[n], Word) and w.part is Part.ADVERB:
                n -= 1
            before = self.chunks[n]
        verb = self.cur.verb
        told = verb is not None and verb.base in self.grammar.telling and self._subject_ahead(i + 1)
        if isinstance(before, NounGroup) and before.head.key not in self.grammar.nouns_of_saying and not told:
            self._relative(i, word)
            return
        parent = self.cur
        if self.joiner:  # "and that …"
            reported = next((c for c in parent.up() if c.kind is Kind.REPORTED), None)
            if reported is not None:
                self.cur = self._open(
                    Kind.REPORTED, word.start, reported.parent, before=reported, mark=word.key
                )
                return
        said = isinstance(before, NounGroup) or (
            parent.verb is not None and parent.verb.base in self.grammar.saying | self.language.mood.denying
        )
        self.cur = self._open(Kind.REPORTED if said else Kind.SUBORDINATE, word.start, parent, mark=word.key)

    def _part_of_them(self, i: int, word: Word) -> bool:
        """Begin a gapped clause at "of which" without a verb: "70% das quais para A", "das quais 20 de B"."""
        led = (
            self.prep is not None and self.prep.key in self.grammar.of and word.key in self.grammar.relatives
        )
        model = self._last_with_figure()
        if not (led and self.language.is_inflected and model.verb is not None):
            return False
        part = self.groups[-1] if self.groups else None
        ahead = part is not None and self.prep is not None and part.end + 1 == self.prep.start
        ahead = ahead and part is not None and (_counted(part) or self._is_one(part))
        if self._finite_ahead(i + 1):
            whole = self._whole_of(part) if ahead and part is not None and not part.prep else None
            if whole is None or part is None:
                return False
            clause = self._open(Kind.RELATIVE, part.at, whole.clause, whole, mark=word.key)
            self._move(part, clause)  # "13 mineiros, oito dos quais escaparam"
            return True
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        if not ahead and not (isinstance(after, NounGroup) and _counted(after)):
            return False
        self.cur = self._open(
            model.kind, word.start, model.parent, model.antecedent, before=model, mark=model.mark
        )
        self.cur.verb, self.cur.gapped = model.verb, True
        if ahead and part is not None:
            self._move(part, self.cur)
        return True

    def _is_one(self, part: NounGroup) -> bool:
        return len(part.words) == 1 and part.words[0].key in self.language.quantities.one_article

    def _whole_of(self, part: NounGroup) -> NounGroup | None:
        """Return the nearest noun group before a number that this may be a part of: it is counted, too."""
        before = (g for g in reversed(self.groups) if g.end <= part.at and not g.head.placed)
        return next((g for g in before if _counted(g) or g.head.part is Part.PLURAL), None)

    def _move(self, part: NounGroup, clause: Clause) -> None:
        """Make a noun group that was put elsewhere the subject of a clause that begins with it."""
        part.clause.groups.remove(part)
        part.clause, part.subject, part.conjunct = clause, True, None
        part.prep, part.governor = "", None
        clause.groups.append(part)
        self.cur = clause

    def _relative(self, i: int, word: Word) -> None:
        if self._part_of_them(i, word):
            return
        cur = self.cur
        if (
            cur.kind is Kind.SAYING
            and self.comma
            and cur.parent
            and cur.parent.groups
            and cur.verb
            and (not cur.groups or cur.groups[-1].start < cur.verb.start)
        ):
            antecedent: NounGroup | None = cur.parent.groups[-1]
        else:
            antecedent = self.groups[-1] if self.groups else None
            while antecedent and antecedent.governor and antecedent.head.key in self.grammar.periods:
                antecedent = antecedent.governor  # "800 toneladas por día, que"
        if not antecedent or (
            self.prep is None and not self.comma and not isinstance(self.chunks[i - 1], NounGroup)
        ):
            self.cur = self._open(Kind.SUBORDINATE, word.start, self.cur, mark=word.key)
            return
        if self.prep and self.prep.key in self.grammar.of and word.key in self.grammar.who:
            while antecedent.governor and (antecedent.head.placed or antecedent.prep in self.grammar.of):
                antecedent = antecedent.governor  # "120,000 objects from A, of which …"
        elif word.key in self.grammar.where or self.prep:
            pass
        elif antecedent.governor and antecedent.prep and word.key in self.grammar.who:
            while (
                antecedent.governor
                and antecedent.head.placed
                and antecedent.governor.head.key not in self.grammar.periods
            ):
                antecedent = antecedent.governor
        antecedent = self._agreeing_with(i, antecedent) if self.prep is None else antecedent
        self.cur = self._open(Kind.RELATIVE, word.start, antecedent.clause, antecedent, mark=word.key)

    def _agreeing_with(self, i: int, group: NounGroup) -> NounGroup:
        """Return what the verb behind a relative pronoun is of, by number: "pedidos de asilo que chegam"."""
        n = i + 1
        while n < len(self.chunks) and isinstance(w := self.chunks[n], Word) and w.part is Part.ADVERB:
            n += 1
        verb = self.chunks[n] if n < len(self.chunks) else None
        if not (self.language.is_inflected and isinstance(verb, VerbGroup) and verb.finite):
            return group
        many = bool(self.language.inflected.plural_verb.search(verb.words[0].key))
        outer = group
        while _is_several(outer, self.groups) is not many:
            if outer.governor is None or outer.prep not in self.grammar.of:
                return group
            outer = outer.governor
        return outer

    # -- noun groups -----------------------------------------------------------------------------------------

    def _noun(self, i: int, group: NounGroup) -> None:
        group.at = self.prep.start if self.prep else group.start
        previous = self.chunks[i - 1] if i else None
        if self._object(i, group):
            self.prep = None
            previous = next((c for c in self.chunks[i - 1 :: -1] if not isinstance(c, Word)), None)
        if self.prep is None and self._moment(i, group):
            each = group.words[0].key in self.grammar.rating
            group.prep = self.grammar.of_rates if each else self.grammar.of_times
            self._put(group)
            return
        if self.cur.gapped and not self.cur.groups and self.prep is None:
            group.subject = True
            self._put(group)
            return
        part = self._gapped_part(i, group)
        if part or self._gapped(i, group):
            self._gap(self._last_with_figure(not part), group)
        elif self.prep is not None:
            self._prepositional(i, self.prep, group)
        elif isinstance(previous, Word) and (self.joiner or self.comma):
            self._joined(i, group)
        else:
            self._plain(i, group, previous)

    def _gap(self, model: Clause, group: NounGroup) -> None:
        """Begin a clause that leaves out the verb of another one, its model."""
        self.cur = self._open(
            model.kind, group.at, model.parent, model.antecedent, before=model, mark=model.mark
        )
        self.cur.verb, self.cur.gapped = model.verb, True
        group.subject, group.prep = self.prep is None, self.prep.key if self.prep else ""
        self._put(group)

    def _prepositional(self, i: int, prep: Word, group: NounGroup) -> None:
        """Hang a noun group on what stands before its preposition."""
        if self.joiner and self.cur.verb is not None and self._fronted(i):
            self.cur = self._beside(prep.start)
        group.prep = prep.key
        n = i - 1
        while n and isinstance(self.chunks[n], Word) and self.chunks[n] is not prep:
            n -= 1
        before = self.chunks[n - 1] if n else None
        ends = (Kind.RELATIVE, Kind.REDUCED, Kind.SUBORDINATE, Kind.PARTICIPIAL)
        if isinstance(before, NounGroup):
            group.governor = self._governor(n, prep, before)
        elif self.comma and self.cur.kind is Kind.SAYING and self.cur.verb is not None:
            self.cur = self.cur.parent or self._outer(self.cur)  # "walked, he said, from A to B"
        elif self.comma and self.joiner is None and self.cur.kind in ends and self._finite_ahead(i + 1):
            self.cur = self._close_to_main()
        elif self.comma and self.joiner is None and self._is_aside():
            self.cur = self._outer(self.cur)  # "13 heridos, tres de los cuales graves, en A"
        self._put(group)

    def _is_aside(self) -> bool:
        """Whether the clause is a relative one without a verb, behind a main one with it."""
        cur = self.cur
        return cur.kind is Kind.RELATIVE and cur.verb is None and self._outer(cur).verb is not None

    def _governor(self, n: int, prep: Word, before: NounGroup) -> NounGroup | None:
        """Return what a preposition hangs on: the noun group before it, or the one before a time."""
        timed = before.prep in (self.grammar.of_rates, self.grammar.of_times) and len(self.groups) > 1
        inflected = self.language.is_inflected
        dated = before.head.key in self.grammar.periods and bool(before.prep)
        when = dated and (before.head.capital or inflected)
        if inflected and dated and before.prep in self.language.inflected.ago:
            return None  # "mudou-se há seis meses de A para B"
        flows = self.language.flows
        came = inflected and before.head.placed and before.prep in self.language.inflected.come_from
        if came and prep.key in flows.at:
            return None  # "um camião vindo de A à saída de B"
        of = prep.key in self.grammar.of  # "on Sunday by the mayor"
        told = inflected and timed and n > 1 and isinstance(self.chunks[n - 2], VerbGroup)
        spent = before.prep in flows.before_it and prep.key in flows.at  # "tras tres días en A"
        if when and not spent and (not of or told):
            return None
        return self.groups[-2] if timed else before

    def _joined(self, i: int, group: NounGroup) -> None:
        """Take a noun group after "and" or a comma: who speaks, a new clause's subject, or one of a list."""
        if self._saying(i, group):
            within = self.cur if self.cur.verb is None else self._outer(self.cur)
            self.cur = self._open(Kind.SAYING, group.start, within)
            group.subject = True
            self._put(group)
            return
        adverbial = (self.grammar.of_rates, self.grammar.of_times)
        last = next((g for g in reversed(self.groups) if g.prep not in adverbial), None)
        if not (last and self._one_list(i, last, group)) and self._subject_ahead(i):
            if self.comma and not self.joiner and self._awaits():
                self.cur = self._close_to_main()
            elif self.cur.verb is not None:
                self.cur = self._beside(group.start)
            group.subject = True
            self._put(group)
        elif last is not None and (self.joiner or self._listed(i)) and not self._is_parted(last, group):
            self._conjoin(last, group)
        else:
            if self.comma and self.cur.verb is not None and self.cur.kind is Kind.SAYING:
                self.cur = self._outer(self.cur)
            group.subject = self._described_subject(i, group)
            self._put(group)

    def _is_parted(self, last: NounGroup, group: NounGroup) -> bool:
        """Whether the verb stands between places and figures: "Em A e B faltam, respetivamente, 12 e 4"."""
        verb = self.cur.verb if self.language.is_inflected else None
        return verb is not None and last.head.placed and last.end <= verb.start and _counted(group)

    def _described_subject(self, i: int, group: NounGroup) -> bool:
        """Whether a noun group opens a clause and a relative one parts it from its verb.

        "Em maio, o surto na Guiné, onde há 61 casos, alastrou a A"
        """
        article = group.words[0].part is Part.DETERMINER and not group.head.placed
        if not (self.language.is_inflected and article and self.cur.verb is None):
            return False
        if any(g.subject for g in self.cur.groups) or self.cur.kind is not Kind.MAIN:
            return False
        n = i + 1
        while n + 1 < len(self.chunks) and not self._ends_phrase(self.chunks[n]):
            n += 1
        after = self.chunks[n + 1] if n + 1 < len(self.chunks) else None
        return isinstance(after, Word) and (after.part is Part.RELATIVE or after.key in self.grammar.who)

    def _ends_phrase(self, chunk: Chunk) -> bool:
        return isinstance(chunk, VerbGroup) or (
            isinstance(chunk, Word) and chunk.part is not Part.PREPOSITION
        )

    def _one_list(self, i: int, last: NounGroup, group: NounGroup) -> bool:
        """Whether two noun groups are of one list whatever follows: two places, or two figures."""
        plain = self.joiner is not None and not self.comma
        if last.head.placed and (group.head.placed or self._is_of_kind(group)):
            waiting = self.cur.verb is None and (self.joiner is not None or self._listed(i))
            if waiting or plain:
                return True
        return plain and bool(last.prep) and _counted(last) and _counted(group) and self.cur.verb is None

    def _is_of_kind(self, group: NounGroup) -> bool:
        """Whether a group ends a list of names with their kind: "A and B counties"."""
        return group.head.folded in self.language.toponyms.plural_types and any(w.placed for w in group.words)

    def _conjoin(self, last: NounGroup, group: NounGroup) -> None:
        """Make a noun group one of a list; "3 in A and 2 in B" goes back to the figure."""
        at_name = last.head.placed or (last.prep and last.head.part is Part.NAME)
        if at_name and group.words[0].part is Part.NUMBER:
            last = next((g for g in reversed(self.groups) if _counted(g)), self._one_at(last) or last)
        beside = self._beside_relative(last, group)
        last = beside or last
        group.conjunct, group.prep, group.at = last, last.prep, group.start
        group.governor = last.governor
        group.subject = last.subject
        self._put(group, last.clause if last.clause is not self.cur and (last.prep or beside) else None)

    def _one_at(self, place: NounGroup) -> NounGroup | None:
        """Return the noun with an article that a place hangs on: "a casino in A, two in B"."""
        one = place.governor
        return one if one is not None and one.words[0].key in self.language.quantities.one_article else None

    def _beside_relative(self, last: NounGroup, group: NounGroup) -> NounGroup | None:
        """Return the figure before a relative clause that a figure behind it goes on.

        "received forty offers from people who …, and 200 blankets"
        """
        number = Part.NUMBER
        if (
            self.language.is_inflected
            or not (self.comma and self.joiner)
            or group.words[0].part is not number
        ):
            return None
        if self.cur.kind is not Kind.RELATIVE or last.words[0].part is number:
            return None
        before = (g for g in reversed(self.groups) if g.end <= self.cur.start)
        return next((g for g in before if g.words[0].part is number and g.clause.kind is Kind.MAIN), None)

    def _plain(self, i: int, group: NounGroup, previous: Chunk | None) -> None:
        """Take a noun group that nothing leads in: a subject, an object, or a time."""
        following = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        if isinstance(previous, VerbGroup) and self._is_done_to(group) and self.cur.parent is not None:
            self.cur = self.cur.parent
        beside = isinstance(previous, NounGroup) or (
            self.cur.verb is None and isinstance(following, NounGroup)
        )
        if beside and self._adverbial(group):
            self._put(group)
            return
        if self.cur.verb is None or (
            self.cur.kind is Kind.SAYING and isinstance(previous, VerbGroup) and not self.cur.groups
        ):
            group.subject = not any(g.subject for g in self.cur.groups)
        elif self._subject_ahead(i) and not (self.cur.kind is Kind.RELATIVE and self._wants(i)):
            # a relative clause without its word ("the rice Seoul sent"), or a reported one without "that"
            if isinstance(previous, NounGroup) and self.cur.verb is not None:
                self.cur = self._open(Kind.RELATIVE, group.start, previous.clause, previous)
            elif isinstance(previous, VerbGroup) and previous.base in self.grammar.saying:
                self.cur = self._open(Kind.REPORTED, group.start, self.cur)
            elif not isinstance(previous, VerbGroup):
                self.cur = self._beside(group.start)
            if self.cur.verb is None:
                group.subject = True
        self._put(group)

    def _is_done_to(self, group: NounGroup) -> bool:
        """Whether a noun group is of the main verb, not its noun's participle: "superó lo visto 90 días"."""
        cur = self.cur
        hangs = self.language.is_inflected and cur.kind in (Kind.REDUCED, Kind.PARTICIPIAL)
        verb = cur.verb if hangs and cur.parent is not None and cur.parent.verb is not None else None
        named = verb is not None and verb.base in self.language.claims.naming
        return verb is not None and verb.passive and not named and group.words[0].part in _OPENS

    def _gapped(self, i: int, group: NounGroup) -> bool:
        """Whether a clause begins that leaves out the verb of the one before: "…, and B 40"."""
        if any(w.part is Part.NUMBER for w in group.words) or group.head.key in self.grammar.spans:
            return False
        if not (self.joiner or self.comma or self.cur.verb is None) or self._last_with_figure().verb is None:
            return False
        # after a semicolon, or a name that goes on no list, also with a comma: "; B, 40", "y B, 40"
        opened = not self.cur.groups or self._is_another(group)
        after = self.chunks[i + 1 : i + 4]
        if opened and after and isinstance(after[0], Word) and after[0].part is Part.COMMA:
            after = after[1:]
            personal = self.language.inflected.personal if self.language.is_inflected else frozenset()
            if len(after) > 1 and isinstance(after[0], Word) and after[0].key in personal:
                after = after[1:]  # "y B, a otras 40"
        if not after or not isinstance(after[0], NounGroup):
            return False
        first = after[0].words[0]
        one = self.language.is_inflected and self._is_share(after[0])  # "la carne, un 8"
        figure = (
            one or first.part is Part.NUMBER or any(w.key in self.grammar.scales for w in after[0].words[1:2])
        )
        nobody = first.part is Part.PRONOUN and first.key in self.grammar.nothing
        if not (figure or nobody) or (self.prep and not group.head.placed):
            return False
        return not self._subject_ahead(i + 1 if after[0] is self.chunks[i + 1] else i + 2)

    def _is_another(self, group: NounGroup) -> bool:
        """Whether a place behind "and" stands beside no place that it may be listed with."""
        last = self.groups[-1] if self.groups else None
        plain = self.joiner is not None and self.prep is None and group.head.placed
        return plain and last is not None and not last.head.placed

    def _gapped_part(self, i: int, group: NounGroup) -> bool:
        """Whether a part of those before goes on with their verb: "…, some to B", "most of them to B"."""
        model = None if self.prep or not (self.joiner or self.comma) else self._last_with_figure(False).verb
        if model is None:
            return False
        flows = self.language.flows
        moves = model.base in flows.going | flows.sending  # "…, two thirds of it to A"
        some = self.grammar.quantifiers | self.grammar.some | self.grammar.articles
        number = [w for w in group.words if w.part is Part.NUMBER]
        parts = some | (self.language.quantities.nths.keys() if moves else frozenset())
        if len(number) != len(group.words) and not all(
            w.key in parts
            or (moves and w.part is Part.NUMBER)
            or (self.language.is_inflected and w.part is Part.ADJECTIVE)  # "a maior parte para A"
            for w in group.words
        ):
            return False
        after = list(self.chunks[i + 1 : i + 6])
        if len(after) > 2 and isinstance(after[0], Word) and after[0].key in self.grammar.of:
            if not (isinstance(after[1], NounGroup) and after[1].words[0].part is Part.PRONOUN):
                return False
            after = after[2:]
        ways = (
            self.grammar.to | self.grammar.origin | (flows.to if self.language.is_inflected else frozenset())
        )
        if len(after) < 2 or not isinstance(after[0], Word) or after[0].key not in ways:
            return False
        return isinstance(after[1], NounGroup) and after[1].head.placed and not self._subject_ahead(i)

    def _last_with_figure(self, figure: bool = True) -> Clause:
        """Return the clause that a gapped one would go on: the last one with a verb, and perhaps a figure."""
        told = [(c.verb.start, c) for c in self.clauses if c.verb is not None and c.kind is not Kind.SAYING]
        for _, clause in sorted(told, key=lambda each: each[0], reverse=True):
            if not figure or any(w.part is Part.NUMBER for g in clause.groups for w in g.words):
                return clause
        return Clause(0, Kind.MAIN, 0)

    def _wants(self, i: int) -> bool:
        """Whether the verb ahead is of a clause around a relative one: "a loaf that weighs 900 grams may"."""
        return (
            self._waits() and not self.cur.groups and self.cur.verb is not None and not self.cur.verb.passive
        )

    def _fronted(self, i: int) -> bool:
        """Whether a phrase begins the next clause: "…, and in A 60 tractors blocked a bridge"."""
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        if self.language.is_inflected and isinstance(after, VerbGroup):
            return after.finite  # "y en A nevó"
        parts = [c.part if isinstance(c, Word) else None for c in self.chunks[i + 1 : i + 5]]
        if parts == [Part.COMMA, Part.PREPOSITION, None, Part.COMMA]:  # "…, and in A, on B, two docks …"
            i += 4
            after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
            if isinstance(after, NounGroup) and self._saying(i + 1, after):
                return False
        return isinstance(after, NounGroup) and self._subject_ahead(i + 1)

    def _adverbial(self, group: NounGroup) -> bool:
        """Whether a noun group after another is a time or the base of a rate: "a day", "last year"."""
        head, first = group.head.key, group.words[0].key
        if len(group.words) == 1 or head not in self.grammar.spans:
            return False
        group.prep = self.grammar.of_rates if first in self.grammar.rating else self.grammar.of_times
        return first in self.grammar.rating or first in self.grammar.timing

    def _moment(self, i: int, group: NounGroup) -> bool:
        """Whether a noun group says when: "eleven days later 14 of them reached A"."""
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        timed = isinstance(after, Word) and after.key in self.grammar.after_spans
        comma = isinstance(after, Word) and after.part is Part.COMMA
        timed = timed or (comma and group.words[0].key in self.grammar.timing and self.cur.verb is None)
        timed = timed or (self.language.is_inflected and self._names_time(group))
        head = group.head.key
        return timed and not self.grammar.periods.isdisjoint((head, stem(head, self.grammar)))

    def _names_time(self, group: NounGroup) -> bool:
        """Whether a noun group names a day, or a time beside today: "el lunes", "este año"."""
        day = group.head.key in self.language.article.weekdays
        day = day or any(w.key in self.grammar.timing for w in group.words)
        return day and group.words[0].part is Part.DETERMINER

    def _put(self, group: NounGroup, clause: Clause | None = None) -> None:
        before = next((w for w in reversed(self.words) if w.end <= group.at), None)
        group.ruled_out = before is not None and before.part is Part.NOT
        group.clause = clause or self.cur
        group.clause.groups.append(group)
        self.groups.append(group)

    def _listed(self, i: int) -> bool:
        """Whether a noun group after a comma goes on with a list: an "and" with a noun group follows."""
        for chunk in self.chunks[i + 1 : i + 8]:
            if isinstance(chunk, VerbGroup):
                return False
            if isinstance(chunk, Word):
                if chunk.part is Part.AND:
                    return True
                if chunk.part is not Part.COMMA and chunk.part is not Part.PREPOSITION:
                    return False
        return False

    def _saying(self, i: int, group: NounGroup) -> bool:
        """Whether a noun group after a comma, and a verb of saying, only say who speaks."""
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        n = i + 1
        while isinstance(after, (NounGroup, Word)) and n < i + 8:
            if isinstance(after, Word) and after.part not in (Part.PREPOSITION, Part.ADVERB):
                return False
            n += 1
            after = self.chunks[n] if n < len(self.chunks) else None
        if not isinstance(after, VerbGroup) or after.base not in self.grammar.saying or after.passive:
            return False
        last = self.chunks[n + 1] if n + 1 < len(self.chunks) else None
        if self._outer(self.cur).verb is None or self.cur.verb is None:  # only between two commas
            within = self.cur.verb is None and self.comma and isinstance(last, Word)
            return within and isinstance(last, Word) and last.part is Part.COMMA
        closing = last is None or (
            isinstance(last, Word)
            and last.part in (Part.COMMA, Part.STOP, Part.QUOTE, Part.PREPOSITION, Part.ADVERB)
        )
        return closing or (
            isinstance(last, NounGroup) and not self._finite_ahead(n + 1) and last.head.part is Part.NAME
        )

    def _awaits(self) -> bool:
        """Whether the clause is one that a comma ends, inside a clause without a verb yet."""
        return self.cur.kind in (
            Kind.SUBORDINATE,
            Kind.PARTICIPIAL,
            Kind.RELATIVE,
            Kind.REDUCED,
            Kind.SAYING,
            Kind.INFINITIVE,
        ) and any(c.verb is None for c in self.cur.up())

    def _close_to_main(self) -> Clause:
        """Return the nearest governing clause without a verb, else the main one."""
        for clause in self.cur.up():
            if clause.verb is None and clause is not self.cur:
                return clause
        return self._outer(self.cur)

    def _beside(self, start: int) -> Clause:
        """Begin a clause beside the main or reported one, with a subject of its own."""
        outer = self.cur
        if outer.kind is not Kind.SUBORDINATE or self.comma:
            outer = self._outer(outer)
        return self._open(outer.kind, start, outer.parent, outer.antecedent, before=outer, mark=outer.mark)

    # -- verb groups -----------------------------------------------------------------------------------------

    def _verb(self, i: int, verb: VerbGroup) -> None:
        cur = self.cur
        after_noun = i > 0 and isinstance(self.chunks[i - 1], NounGroup)
        ruled = cur.verb is not None and cur.verb.form is Part.MODAL
        if self.joiner and ruled and verb.form is Part.INFINITIVE and verb.words[0].base:
            verb.words[0].part = Part.BASE  # "va a construir 12 y contratar 400"
        if verb.form is Part.INFINITIVE:
            self._infinitive(verb, after_noun)
        elif not verb.finite and not verb.bare and (self.prep or self.groups):
            self._auxiliary(verb, after_noun)
        elif self._is_saying_inverted(i, verb):
            self.cur = self._open(Kind.SAYING, verb.start, self._outer(cur))
            self.cur.verb = verb
        elif verb.form is Part.GERUND and self._is_subject(i):
            verb.verb.part = Part.NOUN
            self._noun(i, NounGroup(verb.words))
        elif after_noun and verb.bare and self._parted(verb):
            return
        elif verb.bare and not self._is_finite(i, verb):
            self._participle(i, verb, after_noun)
        else:
            self._finite(verb, after_noun)

    def _infinitive(self, verb: VerbGroup, after_noun: bool) -> None:
        cur = self.cur
        if cur.verb is None and cur.kind is Kind.SUBORDINATE and not any(g.subject for g in cur.groups):
            cur.verb = verb
            return
        if self.joiner and cur.kind is Kind.INFINITIVE:
            self.cur = self._open(Kind.INFINITIVE, verb.start, cur.parent, before=cur, shares=True)
        else:
            self.cur = self._open(
                Kind.INFINITIVE, verb.start, cur, self.groups[-1] if after_noun and self.groups else None
            )
            if cur.verb and not cur.verb.passive and cur.verb.base in self.grammar.controlling:
                self.cur.controller = cur.object
        self.cur.verb = verb

    def _auxiliary(self, verb: VerbGroup, after_noun: bool) -> None:
        """Begin a clause with an infinitive or gerund of "be" or "have": "antes de ser llevados a A"."""
        mark = self.prep.key if self.prep else ""
        if verb.words[0].forms[:1] == "B" and mark not in self.language.inflected.before_gerund:
            self._infinitive(verb, after_noun)
            return
        self.cur = self._open(Kind.PARTICIPIAL, verb.start, self.cur, mark=mark)
        self.cur.verb = verb

    def _finite(self, verb: VerbGroup, after_noun: bool) -> None:
        """Give a finite verb to the clause that waits for one, or begin a clause."""
        if self._is_part_of_waiting():
            self.cur = self._close_to_main()  # "12 homens, entre os quais dois menores, foram detidos"
        cur = self.cur
        if verb.form is Part.EITHER:
            verb.verb.part = Part.PAST
        open_to_it = not self.comma or self.language.is_inflected  # "En A, murieron tres"
        if cur.verb is None and (
            open_to_it or any(g.subject for g in cur.groups) or cur.kind is Kind.RELATIVE
        ):
            cur.verb = verb
            return
        if self.joiner:
            self._coordinate(verb)
            return
        # A verb whose subject stands in a clause that another one interrupted, or is that clause.
        waiting = next((c for c in cur.up() if c.verb is None and c is not cur), None)
        if waiting is not None:
            self.cur = waiting
            waiting.verb = verb
        elif not (after_noun and self._reports(verb)):
            self._coordinate(verb)

    def _is_part_of_waiting(self) -> bool:
        """Whether a comma ends a relative clause without a verb that only says of what a subject consists."""
        cur = self.cur
        led = self.language.is_inflected and self.comma and cur.kind is Kind.RELATIVE and cur.verb is None
        if not led or cur.mark in self.grammar.complementing or not cur.subject:
            return False
        outer = self._outer(cur)
        return outer.verb is None and any(g.subject for g in outer.groups) and _counted(cur.subject)

    def _reports(self, verb: VerbGroup) -> bool:
        """Make the object of a verb of saying the subject of a reported clause: "said the mayor resigned"."""
        cur = self.cur
        if cur.verb is None or cur.verb.base not in self.grammar.saying or self.comma:
            return False
        group = self.groups[-1].top
        if group.clause is not cur or group.subject or group.prep:
            return False
        self.cur = self._open(Kind.REPORTED, group.start, cur)
        cur.groups.remove(group)
        group.clause, group.subject = self.cur, True
        self.cur.groups.append(group)
        self.cur.verb = verb
        return True

    def _parted(self, verb: VerbGroup) -> bool:
        """Join a participle to its auxiliary if only phrases stand between: "had by March reached A"."""
        own = self.cur.verb
        if own is None or self.joiner or self.comma or verb.form is Part.GERUND:
            return False
        parts = {w.part for w in own.words} - {Part.ADVERB, Part.NOT}
        groups = [g for g in self.cur.groups if g.start > own.start]
        times = all(stem(g.head.key, self.grammar) in self.grammar.periods for g in groups)
        if not groups or not all(g.prep for g in groups) or not parts <= {Part.HAVE, Part.BE}:
            return False
        if own.words[-1].part is Part.BE and not times:
            return False  # "was in a car driven by …"
        passive = Part.BE in parts
        self.cur.verb = VerbGroup([*own.words, *verb.words], passive=passive, negated=own.negated)
        return True

    def _is_subject(self, i: int) -> bool:
        """Whether a gerund is the subject of the verb after it: "shelling killed three people"."""
        cur = self.cur
        return (
            cur.verb is None
            and cur.kind is not Kind.RELATIVE
            and not any(g.subject for g in cur.groups)
            and self._finite_ahead(i + 1, alone=True)
        )

    def _coordinate(self, verb: VerbGroup) -> None:
        """Begin a clause with the subject of one before it: of the nearest whose verb has the same form."""
        for clause in self.cur.up():
            own = clause.verb
            if own is None:
                if any(g.subject for g in clause.groups):
                    self.cur = clause
                    clause.verb = verb
                    return
                continue
            if clause.kind is Kind.SAYING:
                continue
            same = own.finite == verb.finite if own.form is not Part.EITHER else True
            if clause.kind in (Kind.PARTICIPIAL, Kind.REDUCED) and own.bare:
                same = verb.bare
            closed = (
                self.comma
                and clause.kind in (Kind.RELATIVE, Kind.REDUCED)
                and clause.parent
                and clause.parent.verb is not None
                and _commaed(clause)
            )
            if same and clause.kind not in (Kind.REDUCED, Kind.INFINITIVE) and not closed:
                self.cur = self._open(
                    clause.kind,
                    verb.start,
                    clause.parent,
                    clause.antecedent,
                    before=clause,
                    shares=True,
                    mark=clause.mark,
                )
                self.cur.verb = verb
                return
        self.cur = self._open(Kind.MAIN, verb.start, before=self._outer(self.cur), shares=True)
        self.cur.verb = verb

    def _participle(self, i: int, verb: VerbGroup, after_noun: bool) -> None:
        cur = self.cur
        shared = self._shared_auxiliary(verb)
        if shared is not None:
            mark = cur.mark if shared else ""
            self.cur = self._open(
                cur.kind, verb.start, cur.parent, cur.antecedent, before=cur, shares=True, mark=mark
            )
        elif after_noun and self.groups and not self.comma:
            self.cur = self._open(Kind.REDUCED, verb.start, cur, self._described(verb))
        elif self.prep is not None or (
            i and isinstance(self.chunks[i - 1], Word) and not self.comma and cur.verb is not None
        ):
            self.cur = self._open(Kind.PARTICIPIAL, verb.start, cur, mark=self.prep.key if self.prep else "")
        else:
            alone = self.comma and self.groups and cur.verb is None
            antecedent = self.groups[-1].top if alone else self._agreeing(verb)
            self.cur = self._open(
                Kind.REDUCED if antecedent else Kind.PARTICIPIAL, verb.start, cur, antecedent
            )
        self.cur.verb = verb
        if not (shared and cur.verb is not None and cur.verb.form is Part.HAVE and not cur.verb.passive):
            done = verb.form in (Part.PARTICIPLE, Part.EITHER) and not self._has_gone(verb)
            verb.passive = done or (verb.form is Part.GERUND and verb.passive)

    def _has_gone(self, verb: VerbGroup) -> bool:
        """Whether a participle is of what went by itself: "uma piroga saída de A", "chegados de B"."""
        flows = self.language.flows
        gone = flows.coming | ((flows.bound & flows.going) - flows.sending - flows.leaving)
        return self.language.is_inflected and verb.base in gone

    def _agreeing(self, verb: VerbGroup) -> NounGroup | None:
        """Return what a participle after a comma describes if it is not of its clause's subject, by number.

        "La policía halló en A dos lanchas, cargadas de", "A y B abrieron el paso, cerrado desde"
        """
        subject, many = self.cur.subject, self.grammar.plural
        if not (self.language.is_inflected and self.comma and subject and verb.form is Part.PARTICIPLE):
            return None
        several = bool(many.search(verb.words[-1].key))
        if _is_several(subject, self.groups) is several:
            return None
        own = (g for g in reversed(self.groups) if g.clause is self.cur and not g.subject)
        return next((g for g in own if not g.head.placed and _is_several(g, self.groups) is several), None)

    def _shared_auxiliary(self, verb: VerbGroup) -> bool | None:
        """Return whether a participle after "and" shares the auxiliary of the verb before, None if it is new.

        True for "were shot and wounded" and "has risen and driven"; False beside another bare participle.
        """
        own = self.cur.verb
        if not self.joiner:
            return None
        if self.cur.kind in (Kind.REDUCED, Kind.PARTICIPIAL) or (own and own.bare and own.form is verb.form):
            return False
        if own is None or verb.form is Part.GERUND:
            return None
        return True if own.passive or own.form is Part.HAVE else None

    def _described(self, verb: VerbGroup) -> NounGroup:
        """Return what a participle describes: the noun before it, or the one that this one belongs to."""
        group = first = self.groups[-1]
        agreeing = []
        while True:
            if not group.head.placed and self._agrees(group, verb):
                agreeing.append(group)
            if group.governor is None or not (
                group.head.placed or (group.prep in self.grammar.of and group.governor.head.part in NOUNS)
            ):
                break
            group = group.governor
        if not self.language.is_inflected or first.head.placed or group in agreeing:
            return group
        return agreeing[0] if agreeing else group

    def _agrees(self, group: NounGroup, verb: VerbGroup) -> bool:
        """Whether a participle may describe a noun group, by number and by the gender of an article."""
        key, many = verb.words[-1].key, self.grammar.plural
        if bool(many.search(key)) is not _is_several(group, self.groups):
            return False
        article = next((w.key for w in group.words if w.key in self.grammar.articles), "")
        feminine = article.rstrip("s").endswith("a")
        return (
            not article
            or not key.rstrip("s").endswith(("a", "o"))
            or feminine is key.rstrip("s").endswith("a")
        )

    def _is_finite(self, i: int, verb: VerbGroup) -> bool:
        """Whether a past that may be a participle is the verb of its clause."""
        if verb.form is not Part.EITHER:
            return False
        if verb.base in self.grammar.intransitive:
            return True
        cur = self.cur
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        if self.joiner:
            owner = next((c for c in cur.up() if c.verb is not None), None)
            verb_before = owner.verb if owner else None
            if verb_before is not None and verb_before.passive and not isinstance(after, NounGroup):
                return False
            return not (
                verb_before is not None
                and verb_before.form in (Part.PARTICIPLE,)
                and cur.kind is Kind.REDUCED
            )
        previous = self.chunks[i - 1] if i else None
        waiting = cur.verb is None and (any(g.subject for g in cur.groups) or cur.kind is Kind.RELATIVE)
        if cur.kind is Kind.RELATIVE and cur.verb is None:
            return True
        if isinstance(previous, NounGroup) or (isinstance(previous, Word) and previous.part is Part.ADVERB):
            if not waiting:
                open_parent = any(c.verb is None and any(g.subject for g in c.groups) for c in cur.up())
                return open_parent and not self._finite_ahead(i + 1, past=True)
            if (
                isinstance(after, Word)
                and after.key in self.grammar.by
                and self._finite_ahead(i + 1, past=True)
            ):
                return False
            return isinstance(after, NounGroup) or not self._finite_ahead(i + 1, past=True)
        if self.comma:
            open_parent = any(c.verb is None and any(g.subject for g in c.groups) for c in cur.up())
            if not open_parent:
                return self._listed_verbs(i)
            return not self._finite_ahead(i + 1, past=True, over_comma=True)
        return cur.verb is None

    def _listed_verbs(self, i: int) -> bool:
        """Whether verbs in the past are listed: "closed a branch, laid off 60 and moved the rest"."""
        own = self.cur.verb
        after = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        by = isinstance(after, Word) and after.key in self.grammar.by
        if own is None or own.form is not Part.PAST or by:
            return False
        for chunk, following in zip(self.chunks[i + 1 :], self.chunks[i + 2 :], strict=False):
            if isinstance(chunk, VerbGroup) or (isinstance(chunk, Word) and chunk.part is Part.STOP):
                return False
            if isinstance(chunk, Word) and chunk.part is Part.AND and isinstance(following, VerbGroup):
                return following.form in (Part.EITHER, Part.PAST, Part.BE, Part.HAVE)
        return False

    def _is_saying_inverted(self, i: int, verb: VerbGroup) -> bool:
        """Whether a verb of saying after a comma has its speaker behind it: ", said the mayor"."""
        if self.cur.verb is None and any(g.subject for g in self.cur.groups):
            return False
        if not (
            self.comma
            and verb.base in self.grammar.saying
            and verb.form in (Part.EITHER, Part.PAST, Part.PRESENT, Part.BASE)
        ):
            return False
        n = i + 1
        while self.language.is_inflected and n < len(self.chunks) and self._is_adverb(self.chunks[n]):
            n += 1  # "queixou-se o autarca"
        after = self.chunks[n] if n < len(self.chunks) else None
        return isinstance(after, NounGroup) and not self._waiting_subject()

    def _is_adverb(self, chunk: Chunk) -> bool:
        return isinstance(chunk, Word) and chunk.part is Part.ADVERB

    def _waiting_subject(self) -> bool:
        return any(
            c.verb is None and any(g.subject for g in c.groups) and c is not self.cur for c in self.cur.up()
        ) and self.cur.kind in (
            Kind.RELATIVE,
            Kind.REDUCED,
            Kind.PARTICIPIAL,
        )

    # -- looking ahead ---------------------------------------------------------------------------------------

    def _finite_ahead(
        self,
        i: int,
        past: bool = False,
        over_comma: bool = False,
        through_list: bool = False,
        alone: bool = False,
    ) -> bool:
        """Whether a finite verb comes before the clause ends, from chunk `i` on.

        A form that may be a past or a participle counts only behind a noun. `past` is set if such a form
        stands before `i`: then another one counts only if no "by" follows it. `over_comma`: only a verb
        right behind a comma counts. `through_list`: "and" with a noun behind it does not end the clause, but
        an infinitive does. `alone`: what may be a participle counts without a noun before it, too.
        """
        seen_noun = alone
        after_comma = False
        timed: VerbGroup | None = None
        for chunk in self.chunks[i:]:
            if over_comma and after_comma and not isinstance(chunk, VerbGroup):
                after_comma = isinstance(chunk, Word) and chunk.part is Part.COMMA
                if not after_comma:
                    continue
            after_comma = isinstance(chunk, Word) and chunk.part is Part.COMMA
            if over_comma and isinstance(chunk, VerbGroup):
                previous = self.chunks[self.chunks.index(chunk) - 1]
                if chunk.finite and isinstance(previous, Word) and previous.part is Part.COMMA:
                    return True
                continue
            if isinstance(chunk, VerbGroup):
                if chunk is timed:
                    continue
                if chunk.finite and (chunk.form is not Part.EITHER or seen_noun):
                    return chunk.form is not Part.EITHER or not past or not self._only_participle(chunk)
                if chunk.form is Part.INFINITIVE and through_list:
                    return False
                seen_noun = False
            elif isinstance(chunk, NounGroup):
                seen_noun = True
            elif (
                chunk.part in (Part.SUBORDINATOR, Part.RELATIVE)
                or chunk.part is Part.STOP
                or (chunk.part is Part.COMMA and not over_comma)
            ):
                return False
            elif chunk.key in self.grammar.also_subordinators and past:
                timed = self._timed_verb(chunk)
            elif chunk.part is Part.AND and not over_comma:
                after = self.chunks[self.chunks.index(chunk) + 1 :][:1]
                if not through_list or not (after and isinstance(after[0], NounGroup)):
                    return False
        return False

    def _timed_verb(self, word: Word) -> VerbGroup | None:
        """Return the verb of a clause of time that begins with a word: "after Russia invaded Ukraine"."""
        at = self.chunks.index(word)
        subject, verb, thing, *_ = [*self.chunks[at + 1 : at + 4], None, None, None]
        if not isinstance(subject, NounGroup) or not isinstance(verb, VerbGroup):
            return None
        named = subject.head.placed or subject.words[0].part is Part.PRONOUN
        active = len(verb.words) == 1 and verb.finite and verb.form is not Part.BE
        return verb if active and (named or isinstance(thing, NounGroup)) else None

    def _only_participle(self, verb: VerbGroup) -> bool:
        at = self.chunks.index(verb)
        after = self.chunks[at + 1] if at + 1 < len(self.chunks) else None
        return isinstance(after, Word) and after.key in self.grammar.by

    def _subject_ahead(self, i: int) -> bool:
        """Whether the noun group is the subject of a finite verb: only its own phrases stand between."""
        prep = False
        for n in range(i + 1, len(self.chunks)):
            chunk = self.chunks[n]
            if isinstance(chunk, VerbGroup):
                if chunk.form is Part.EITHER:
                    after = self.chunks[n + 1] if n + 1 < len(self.chunks) else None
                    return not (
                        isinstance(after, Word) and after.key in self.grammar.by
                    ) or self._finite_ahead(n + 1)
                if chunk.finite:
                    return True
                if chunk.form is Part.INFINITIVE:
                    return False
                return self._finite_ahead(n + 1)
            if isinstance(chunk, NounGroup):
                if not prep:
                    two = self.chunks[n + 1 : n + 3]  # "40 of the tanks it lent are in A"
                    both = len(two) > 1 and all(isinstance(v, VerbGroup) and v.finite for v in two)
                    return both and isinstance(self.chunks[n - 1], NounGroup)
                prep = False
            elif chunk.part is Part.PREPOSITION:
                thing = i > 0 and isinstance(self.chunks[i - 1], VerbGroup)
                if thing and chunk.key in self.grammar.also_subordinators:
                    return self._after_relative(n + 1)  # "recalled 6,200 boxes after customers found …"
                prep = True
            elif chunk.part is Part.ADVERB:
                continue
            elif chunk.part is Part.RELATIVE or (
                chunk.part is Part.SUBORDINATOR and chunk.key in self.grammar.complementing
            ):
                return self._after_relative(n + 1)
            elif chunk.part is Part.AND:
                if not (n + 1 < len(self.chunks) and isinstance(self.chunks[n + 1], NounGroup)):
                    return False
                prep = True
            else:
                return False
        return False

    def _after_relative(self, i: int) -> bool:
        """Whether a second finite verb follows that of a relative clause."""
        finite = 0
        for chunk in self.chunks[i:]:
            if isinstance(chunk, VerbGroup) and chunk.finite:
                finite += 1
                if finite == 2:
                    return True
            elif isinstance(chunk, Word) and chunk.part in (Part.COMMA, Part.STOP, Part.AND):
                return False
        return False

    def _open(
        self,
        kind: Kind,
        start: int,
        parent: Clause | None = None,
        antecedent: NounGroup | None = None,
        *,
        before: Clause | None = None,
        shares: bool = False,
        mark: str = "",
    ) -> Clause:
        clause = Clause(len(self.clauses), kind, start, parent, antecedent, mark, before, shares)
        self.clauses.append(clause)
        return clause


def _counted(group: NounGroup) -> bool:
    """Whether a noun group begins with a figure: "of 11 lorries and 200 men"."""
    return any(w.part is Part.NUMBER for w in group.words)


def _commaed(clause: Clause) -> bool:
    return clause.antecedent is not None and clause.start > clause.antecedent.end + 1


def _is_several(group: NounGroup, groups: Sequence[NounGroup]) -> bool:
    """Whether a noun group is plural, by its head or as a list."""
    return group.head.part is Part.PLURAL or any(g.conjunct is group for g in groups)
