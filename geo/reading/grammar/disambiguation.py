"""Which part of speech a word has that may have several, by the words beside it.

First every word that may be a verb is decided by the word before it (``decide``), then single words are
mended (``mend``), last a clause that is left without a verb gets one (``find_verb``, ``find_second_verb``).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from ...languages import Language
from .parts import AUXILIARIES, FINITE, NOUNS, OPENS, PUNCTUATION, VERBS, YEAR, Part, Word, is_prepositional


class _Context(Struct, gc=False):
    """A word that may be a verb, and the words beside it.

    ``before`` is the word before without adverbs, ``last`` its part of speech: None after a sign. ``after``
    is the word behind, ``opens`` whether it opens a noun group, ``noun_next`` whether it may go on with one.
    """

    words: list[Word]
    i: int
    language: Language
    word: Word
    forms: str
    before: Word | None
    last: Part | None
    after: Word | None
    nominal: bool
    opens: bool
    noun_next: bool

    def ends(self) -> bool:
        """Whether nothing or a sign follows."""
        return self.after is None or self.after.part in PUNCTUATION

    def is_finite_before(self) -> bool:
        """Whether a finite verb stands before in the sentence."""
        return any(w.part in FINITE for w in self.words[: self.i])

    def past(self) -> Part:
        """Return what a past form is: one that may be a participle, or not."""
        return Part.EITHER if "N" in self.forms else Part.PAST


def decide(words: list[Word], i: int, language: Language) -> None:
    """Decide between noun and verb, past and participle, by the words beside.

    The first rule that fits decides, of those for the part of speech of the word before (``_RULES``).
    """
    word = words[i]
    before = _previous(words, i, language)
    after = next((w for w in words[i + 1 : i + 3] if w.part is not Part.ADVERB), None)
    last = before.part if before else None
    context = _Context(
        words, i, language, word, word.forms, before, last, after,
        nominal=word.part in (Part.NOUN, Part.PLURAL, Part.ADJECTIVE, Part.ADVERB),
        opens=after is not None and after.part in OPENS,
        noun_next=after is not None
        and ((after.part in NOUNS and not (after.placed or after.capital)) or after.part is Part.ADJECTIVE),
    )  # fmt: skip
    for rule in _RULES.get(last, _ANY):
        if rule(context):
            return


def _previous(words: list[Word], i: int, language: Language) -> Word | None:
    """Return the word before, without adverbs, negations and rates; None after a sign or at the start."""
    grammar = language.grammar
    while i:
        i -= 1
        rate = i > 1 and words[i - 1].key in grammar.rating and words[i - 2].part in NOUNS
        if rate and words[i].key in grammar.spans:
            i -= 1
            continue  # "50 people a day cross"
        if words[i].part in PUNCTUATION:
            return None
        if words[i].part not in (Part.ADVERB, Part.NOT):
            return words[i]
    return None


# -- rules: each decides and returns True, or returns False; exceptions stand before what they limit ---------


def _opening_adjective(c: _Context) -> bool:
    if "N" not in c.forms or "B" in c.forms or not c.noun_next:
        return False
    behind = c.words[c.i + 2] if c.i + 2 < len(c.words) else None
    if c.after is c.words[c.i + 1] and c.after.part is Part.ADJECTIVE and is_prepositional(behind):
        return False  # "the envoy, Juan Sol, left early for A"
    c.word.part = Part.ADJECTIVE
    return True


def _opening_noun(c: _Context) -> bool:
    """Take the first word of a sentence as a plural or a gerund before a noun group, hardly a command."""
    if not all(w.part in (Part.ADVERB, Part.QUOTE) for w in c.words[: c.i]):
        return False
    if c.word.part in (Part.BASE, Part.PRESENT):
        c.word.part = Part.NOUN if "B" in c.forms else Part.PLURAL
    elif c.word.part is Part.EITHER:
        c.word.part = Part.PARTICIPLE
    return True


def _hyphened(c: _Context) -> bool:
    """Take "rain-making weather systems" as an adjective."""
    tied = c.i and c.words[c.i - 1].joined and c.words[c.i - 1].end + 1 == c.word.start
    described = c.words[c.i + 2] if c.i + 2 < len(c.words) else None
    named = c.after is not None and c.after.part is Part.NAME and c.after is c.words[c.i + 1]
    named = named and described is not None and described.part in (Part.NOUN, Part.PLURAL)
    base = "B" in c.forms and not ("N" in c.forms and c.words[c.i - 1].placed)  # "U.S.-run camps"
    if not tied or not (c.noun_next or named) or base or not ("G" in c.forms or "N" in c.forms):
        return False
    c.word.part = Part.ADJECTIVE
    return True


def _of_them(c: _Context) -> bool:
    """Leave "seven of them soldiers"."""
    words, i = c.words, c.i
    part = i > 2 and words[i - 3].part is Part.NUMBER and words[i - 2].key in c.language.grammar.of
    return part and c.nominal


def _after_modal(c: _Context) -> bool:
    if "B" not in c.forms:
        return False
    c.word.part = Part.BASE
    return True


def _after_do(c: _Context) -> bool:
    if "B" not in c.forms or (c.nominal and not c.opens and c.after):
        return False
    c.word.part = Part.BASE
    return True


def _after_to(c: _Context) -> bool:
    """Decide between an infinitive and a noun after "to"."""
    word, before, forms = c.word, c.before, c.forms
    if c.last is Part.PREPOSITION and not (before and before.key in c.language.grammar.to):
        return False
    takes = _takes_infinitive(c.words, c.i, c.language) and ("B" in forms or "S" not in forms)
    carried = c.noun_next and word.base in c.language.flows.sending
    verbal = takes or ("B" in forms and (not c.nominal or carried or (c.opens and not word.capital)))
    if verbal and not c.words[c.i - 1].joined:
        word.part = Part.BASE
        if "B" not in forms:
            word.base = word.key
        if before:
            before.part = Part.INFINITIVE
    elif "B" in forms and not c.nominal:
        word.part = Part.NOUN
    elif "G" in forms or "N" in forms:
        word.part = Part.ADJECTIVE if c.noun_next else word.part
    return True


def _and_cost(c: _Context) -> bool:
    """Take "is 19 km long and cost 40 million" as a past."""
    if "D" not in c.forms or not c.nominal or c.after is None or c.after.part is not Part.NUMBER:
        return False
    if not c.is_finite_before():
        return False
    c.word.part = c.past()
    return True


def _and_lists(c: _Context) -> bool:
    """Take "is in opposition and controls three states" as a present."""
    return _lists(c) and _present_behind(c.words, c.i) and _is_present(c)


def _after_sign(c: _Context) -> bool:
    """Take "A, with 40 million people, imports 12 million tonnes" as a present."""
    if not c.i or not _lists(c) or c.words[0].part is Part.PREPOSITION:
        return False
    return not c.is_finite_before() and _is_present(c)


def _lists(c: _Context) -> bool:
    """Whether a plural may be the present of a verb before a figure or "the"."""
    if c.word.part is not Part.PLURAL or "S" not in c.forms:
        return False
    return c.after is not None and c.after.part in (Part.DETERMINER, Part.NUMBER)


def _is_present(c: _Context) -> bool:
    c.word.part = Part.PRESENT
    return True


def _said(c: _Context) -> bool:
    """Take "Booth, of A, said she would go" as a past."""
    after, grammar = c.after, c.language.grammar
    if c.word.part is not Part.EITHER or after is None or c.word.base not in grammar.speaking:
        return False
    spoken = after.part is Part.PRONOUN or after.key in grammar.complementing or (c.last is None and c.opens)
    if spoken:
        c.word.part = Part.PAST
    return spoken


def _and_goes_on(c: _Context) -> bool:
    if "B" not in c.forms or not c.nominal or not _goes_on(c.words, c.i):
        return False
    c.word.part = Part.BASE
    return True


def _after_some(c: _Context) -> bool:
    """Take "some crossed into B" as a verb."""
    before, grammar = c.before, c.language.grammar
    if before is None or c.noun_next or c.after is None:
        return False
    if before.key not in grammar.quantifiers and before.key not in grammar.some:
        return False
    if "D" in c.forms:
        c.word.part = c.past()
        return True
    if "B" in c.forms and (c.word.part is Part.BASE or before is not c.words[c.i - 1]):
        c.word.part = Part.BASE
        return True
    return False


def _owned(c: _Context) -> bool:
    return c.before is not None and c.before.owns and _in_noun_group(c)


def _in_noun_group(c: _Context) -> bool:
    """Decide what stands behind a determiner, an adjective, a number or an owner: hardly a verb."""
    word, forms = c.word, c.forms
    if "G" in forms or "N" in forms:
        _participle_in_noun_group(c)
    elif "S" in forms:
        word.part = Part.PLURAL
    elif c.last is Part.NUMBER and word.part is Part.BASE and not _is_single(c):
        pass  # "30 come from A"
    elif "B" in forms:
        word.part = Part.NOUN if word.part in (Part.BASE, Part.NOUN) else word.part
    return True


def _is_single(c: _Context) -> bool:
    return c.before is not None and c.before.key in c.language.grammar.single


def _participle_in_noun_group(c: _Context) -> None:
    word, forms = c.word, c.forms
    if c.noun_next:
        word.part = Part.ADJECTIVE
    elif c.last is Part.DETERMINER or (c.before is not None and c.before.owns):
        word.part = Part.NOUN if "G" in forms else Part.ADJECTIVE
    elif word.part in (Part.EITHER, Part.PARTICIPLE):
        return
    elif c.last is Part.NUMBER and word.part is Part.ADJECTIVE and "D" in forms and is_prepositional(c.after):
        if not c.is_finite_before():
            word.part = Part.EITHER  # "the choir of 40 travelled from A"
    elif "B" in forms or "S" in forms:
        word.part = Part.PLURAL if "S" in forms else Part.NOUN


def _after_have(c: _Context) -> bool:
    if "N" not in c.forms:
        return False
    c.word.part = Part.PARTICIPLE
    return True


def _after_be(c: _Context) -> bool:
    word = c.word
    alone = word.part is Part.NOUN and not c.noun_next and c.words[c.i - 1].part is Part.BE  # "were shot"
    if "N" in c.forms and (alone or not c.nominal or word.part is Part.ADJECTIVE):
        word.part = Part.PARTICIPLE
    elif "G" in c.forms:
        word.part = Part.GERUND
    return True


def _after_verb(c: _Context) -> bool:
    """Take "shipped stolen cars" as an adjective."""
    named = c.after is not None and c.after.part is Part.NAME and not c.after.placed
    if "N" not in c.forms or "B" in c.forms or not (c.noun_next or named):
        return False
    c.word.part = Part.ADJECTIVE
    return True


def _after_that(c: _Context) -> bool:
    """Take "a train that travelled from A" and "the silk that ends up in A" as verbs."""
    words, i, word, before = c.words, c.i, c.word, c.before
    if not is_prepositional(c.after):
        return False
    if word.part is Part.ADJECTIVE and "D" in c.forms:
        word.part = Part.PAST
        return True
    that = i > 1 and before is words[i - 1] and words[i - 2].part is Part.NOUN
    that = that and before is not None and before.key in c.language.grammar.complementing
    if not that or word.part is not Part.PLURAL or "S" not in c.forms:
        return False
    word.part = Part.PRESENT
    return True


def _after_preposition(c: _Context) -> bool:
    if "B" in c.forms:
        c.word.part = Part.NOUN
    elif "S" in c.forms:
        c.word.part = Part.PLURAL
    elif "N" in c.forms and c.noun_next and "D" in c.forms:
        c.word.part = Part.ADJECTIVE
    return True


def _after_pronoun(c: _Context) -> bool:
    word, forms, after = c.word, c.forms, c.after
    verb_next = after is not None and not c.opens and ("B" in after.forms or "D" in after.forms)
    noun = word.part is Part.PLURAL and verb_next  # "which doctors trace to A"
    if "S" in forms and word.part is not Part.ADVERB and not noun:
        word.part = Part.PRESENT
    elif "D" in forms:
        word.part = Part.PAST
    elif "B" in forms and (not c.nominal or c.opens or is_prepositional(after)):
        word.part = Part.BASE
    return True


def _still_verb(c: _Context) -> bool:
    """Take "the lifts in A still work" as a verb."""
    words, i = c.words, c.i
    if c.word.part is not Part.NOUN or "B" not in c.forms:
        return False
    if words[i - 1].key not in c.language.grammar.closed_adverbs:
        return False
    if not (c.ends() or is_prepositional(c.after)) or _verb_behind(words, i):
        return False
    c.word.part = Part.BASE
    return True


def _after_noun(c: _Context) -> bool:
    word, forms = c.word, c.forms
    if word.part is Part.ADJECTIVE:
        if "D" in forms:
            word.part = c.past()
    elif word.part is Part.PLURAL:
        if "S" in forms and c.last is not Part.PLURAL and not _is_counted(c) and _plural_acts(c):
            word.part = Part.PRESENT
    elif word.part is Part.NOUN:
        if "B" in forms and (c.last is Part.PLURAL or _after_share(c)) and _plural_before_acts(c):
            word.part = Part.BASE
        elif "B" in forms and _place_acts(c):
            word.part = Part.BASE  # "Floods in A drive thousands from …"
        elif "D" in forms and (c.opens or is_prepositional(c.after)):
            word.part = c.past()
    elif _after_share(c):
        pass  # "8 percent believe it"
    elif word.part is Part.BASE and c.last is Part.NOUN and "B" in forms and "D" not in forms:
        word.part = Part.NOUN if c.before and not c.before.capital else word.part
    return True


def _is_counted(c: _Context) -> bool:
    """Whether a number stands before what is before a plural: "15 drug overdoses", "29 Kenyan states"."""
    number = c.words[c.i - 2] if c.i > 1 else None
    if number is None or number.part is not Part.NUMBER:
        return False
    if c.before is not None and c.before.placed and c.before is c.words[c.i - 1]:
        return number.key not in c.language.grammar.single and not YEAR.fullmatch(number.key)
    if c.last is not Part.NOUN:
        return False
    return (
        number.key not in c.language.grammar.single and c.before is c.words[c.i - 1] and not c.before.placed
    )


def _after_share(c: _Context) -> bool:
    """Whether a percentage stands before: several, who may act; not "the 8 percent increase"."""
    quantities, first = c.language.quantities, c.words[c.i - 3] if c.i > 2 else None
    if c.before is None or quantities.unit_of.get(c.before.key) != quantities.share_unit:
        return False
    described = first is not None and first.part in (Part.DETERMINER, Part.PREPOSITION, Part.ADJECTIVE)
    return not described and c.word.base not in c.language.claims.changes


def _plural_acts(c: _Context) -> bool:
    """Whether a plural after a singular is a verb by what follows: "the firm plans 40"."""
    words, i, word, after, grammar = c.words, c.i, c.word, c.after, c.language.grammar
    if c.opens or (i > 1 and words[i - 2].part in (Part.RELATIVE, Part.SUBORDINATOR)):
        return True
    if after is not None and after.part is Part.INFINITIVE:
        return True
    if word.base in grammar.saying and c.ends():
        return True
    if c.last is Part.NAME and after is not None and after.part in NOUNS and not _verb_ahead(words, i):
        return True
    if c.before is None or not c.before.placed:
        return False
    if after is not None and after.key in grammar.to and word.base in grammar.catenative:
        return True  # "A plans to send"
    return is_prepositional(after) and not _verb_ahead(words, i) and not _verb_behind(words, i)


def _plural_before_acts(c: _Context) -> bool:
    """Whether a singular after a plural is its verb by what follows."""
    words, i, after, grammar = c.words, c.i, c.after, c.language.grammar
    if c.opens or (after is not None and after.key in grammar.complementing):
        return True
    if c.word.base in grammar.saying and c.ends():
        return True
    goes_on = is_prepositional(words[i + 1] if i + 1 < len(words) else None)
    goes_on = goes_on or (after is not None and after.part in (Part.ADJECTIVE, Part.PLURAL))
    return goes_on and not _verb_ahead(words, i)


def _place_acts(c: _Context) -> bool:
    """Whether a singular after a place is the only verb, before a figure."""
    if c.before is None or not c.before.placed or c.after is None:
        return False
    counts = c.after.part is Part.NUMBER or c.after.key in c.language.quantities.vague
    return counts and not any(w.part in FINITE for w in c.words)


_Rule = Callable[[_Context], bool]
_ANY: tuple[_Rule, ...] = (_hyphened, _said, _owned)
_NAMED: tuple[_Rule, ...] = (*_ANY, _still_verb, _after_noun)
_COUNTED: tuple[_Rule, ...] = (_hyphened, _said, _in_noun_group)
_VERBAL: tuple[_Rule, ...] = (*_ANY, _after_verb)
_RULES: dict[Part | None, tuple[_Rule, ...]] = {
    None: (_opening_adjective, _opening_noun, _hyphened, _after_sign, _said),
    Part.MODAL: (_hyphened, _after_modal, _said, _owned),
    Part.DO: (_hyphened, _after_do, _said, _owned),
    Part.INFINITIVE: (_hyphened, _after_to),
    Part.AND: (_hyphened, _and_cost, _and_lists, _said, _and_goes_on, _owned),
    Part.DETERMINER: (_hyphened, _said, _after_some, _in_noun_group),
    Part.ADJECTIVE: _COUNTED,
    Part.NUMBER: _COUNTED,
    Part.HAVE: (_hyphened, _owned, _after_have),
    Part.BE: (_hyphened, _owned, _after_be),
    Part.SUBORDINATOR: (*_ANY, _after_that),
    Part.PREPOSITION: (_hyphened, _after_to, _said, _owned, _after_preposition),
    Part.PRONOUN: (_hyphened, _of_them, _said, _owned, _after_pronoun),
    Part.RELATIVE: (*_ANY, _after_pronoun),
    **dict.fromkeys(VERBS, _VERBAL),
    **dict.fromkeys(NOUNS, _NAMED),
}
"""Part of speech of the word before → the rules in their order."""


# -- questions about the words beside ------------------------------------------------------------------------


def _goes_on(words: list[Word], i: int) -> bool:
    """Whether a word after "and" goes on with an infinitive: "to hit A and then move inland"."""
    n = next(n for n in range(i - 1, -1, -1) if words[n].part is Part.AND)
    adverb = n < i - 1
    after = words[i + 1] if i + 1 < len(words) else None
    opens = after is not None and (after.part in OPENS or is_prepositional(after))
    for word in reversed(words[:n]):
        if word.part in PUNCTUATION or word.part in (Part.SUBORDINATOR, Part.RELATIVE):
            return False
        if word.part is Part.BASE:
            return adverb or opens
        if word.part in VERBS:
            return False
    return False


def _takes_infinitive(words: list[Word], i: int, language: Language) -> bool:
    """Whether the verb before "to" takes an infinitive: "is to double", "were allowed to travel"."""
    governing = next((w for w in words[: i - 1][::-1] if w.part not in (Part.ADVERB, Part.NOT)), None)
    if governing is not None and governing.part in NOUNS:  # "expects the price to rise"
        inside = NOUNS | {Part.DETERMINER, Part.ADJECTIVE, Part.NUMBER}
        ruling = next((w for w in words[: i - 1][::-1] if w.part not in inside), None)
        if ruling is not None and ruling.part in VERBS and ruling.base in language.grammar.controlling:
            governing = ruling
    return (
        governing is not None
        and (
            governing.part is Part.BE
            or (bool(governing.forms) and governing.base in language.grammar.catenative)
        )
        and words[i].part not in (Part.DETERMINER, Part.NAME)
    )


def _verb_ahead(words: list[Word], i: int) -> bool:
    """Whether a finite verb follows before the clause ends."""
    for word in words[i + 1 :]:
        if word.part in PUNCTUATION or word.part in (Part.SUBORDINATOR, Part.RELATIVE):
            return False
        if word.part in FINITE:
            return True
    return False


def _verb_behind(words: list[Word], i: int) -> bool:
    """Whether a finite verb stands before in the clause."""
    for word in reversed(words[:i]):
        if word.part in PUNCTUATION or word.part in (Part.SUBORDINATOR, Part.RELATIVE, Part.AND):
            return False
        if word.part in FINITE:
            return True
    return False


def _present_behind(words: list[Word], i: int) -> bool:
    """Whether the verb before in the sentence is in the present."""
    verb = next((w for w in reversed(words[:i]) if w.part in FINITE), None)
    return verb is not None and verb.part in (Part.BE, Part.HAVE, Part.PRESENT)


# -- words that are mended, and verbs that are found, afterwards ---------------------------------------------


def mend(words: list[Word], i: int, language: Language) -> None:
    """Mend what a word's own class and `decide` leave wrong, by the words right before and behind.

    Prepositions that are adverbs, adjectives that are nouns, states that are counted, "there is" and "there".
    """
    word, grammar = words[i], language.grammar
    before, after = words[i - 1] if i else None, words[i + 1] if i + 1 < len(words) else None
    if word.part in (Part.PREPOSITION, Part.SUBORDINATOR) and _is_adverb(word, before, after, language):
        word.part = Part.ADVERB
    ends = word.part is Part.ADJECTIVE and after is not None and after.part in FINITE and not word.joined
    if ends and before is not None and (before.placed or before.key in grammar.articles):
        word.part = Part.NOUN  # "the A military said"
    second = words[i + 2].part if i + 2 < len(words) else None
    of = after is not None and after.key in grammar.of and second is Part.NUMBER
    if of and word.part is Part.ADJECTIVE and before is not None and before.part is Part.NOUN:
        word.part = Part.NOUN  # "a record high of 40"
    if before is not None and before.part is Part.NUMBER:
        alone = after is None or after.part not in (Part.NOUN, Part.PLURAL, Part.ADJECTIVE)
        if word.key in grammar.numbered or (alone and word.key in grammar.states):
            word.part = Part.PLURAL  # "52 wounded", "17 others"
    if after is None:
        return
    if word.key in grammar.to and after.part in (Part.BE, Part.HAVE, Part.DO):
        word.part = Part.INFINITIVE
    particle = word.part is Part.PREPOSITION and after.part in OPENS
    if particle and before is not None and before.part in VERBS:
        phrasal = f"{before.base} {word.key}" in grammar.phrasal
        word.part = Part.ADVERB if phrasal else word.part  # "laid off 1,500"
    if word.key in grammar.also_adverbs and after.part in VERBS:
        word.part = Part.ADVERB
    if word.key in grammar.there and _is_existential(before, after, language):
        word.part = Part.EXISTENTIAL


def _is_adverb(word: Word, before: Word | None, after: Word | None, language: Language) -> bool:
    """Whether a preposition governs nothing: "fell over", "has since left"."""
    grammar = language.grammar
    closes = after is None or after.part in PUNCTUATION or after.part in (Part.AND, Part.PREPOSITION)
    particle = word.part is Part.PREPOSITION and word.key in grammar.particles
    if closes and particle and word.key not in grammar.never_adverbs:
        return True
    if before is None or before.part not in (Part.HAVE, Part.BE) or after is None:
        return False
    return after.part in (Part.PARTICIPLE, Part.EITHER, Part.BE)


def _is_existential(before: Word | None, after: Word, language: Language) -> bool:
    """Whether "there" is that of "there is", not of "the seats there are"."""
    if before is None or before.part in PUNCTUATION:
        return after.part in AUXILIARIES or after.part in VERBS
    noun = before.part in (Part.NOUN, Part.PLURAL) and not before.placed
    return after.part is Part.BE and not (noun and before.key not in language.grammar.spans)


def find_verb(words: list[Word], language: Language) -> None:
    """Take the first noun that may be a verb after another noun as the verb: "smugglers move gold"."""
    for ways in (
        _agreeing,
        _plain_verb,
        _behind_adverb,
        _behind_adjective,
        _behind_place,
        _two_plurals,
        _gone,
    ):
        for i in range(1, len(words)):
            if ways(words, i, language):
                return


def _agreeing(words: list[Word], i: int, language: Language) -> bool:
    word = words[i]
    if word.part not in (Part.NOUN, Part.PLURAL):
        return False
    moves = word.base in language.flows.going and any(map(is_prepositional, words[i + 1 : i + 3]))
    if not (words[i - 1].placed or moves) or not _agrees(words, i):
        return False
    word.part = Part.BASE if "B" in word.forms else Part.PRESENT
    return True


def _plain_verb(words: list[Word], i: int, language: Language) -> bool:
    word, last = words[i], words[i - 1]
    if word.placed or word.capital or last.part not in NOUNS or last.owns:
        return False
    named = last.part is Part.NAME and "D" in word.forms
    if word.part is Part.NOUN and "B" in word.forms and (last.part is Part.PLURAL or named):
        word.part = Part.BASE
        return True
    if word.part is not Part.PLURAL or "S" not in word.forms or last.part is Part.PLURAL:
        return False
    number = words[i - 2] if i > 1 and last.part is Part.NOUN else None
    if number is not None and number.part is Part.NUMBER and number.key not in language.grammar.single:
        return False  # "15 drug overdoses"
    word.part = Part.PRESENT
    return True


def _behind_adverb(words: list[Word], i: int, language: Language) -> bool:
    """Read "gas still flows to A"."""
    word, subject = words[i], words[i - 2] if i > 1 else None
    if words[i - 1].part is not Part.ADVERB or subject is None or subject.part not in NOUNS or subject.owns:
        return False
    many = subject.part is Part.PLURAL
    if word.part is Part.PLURAL and "S" in word.forms and not many:
        word.part = Part.PRESENT
    elif word.part is Part.NOUN and "B" in word.forms and many:
        word.part = Part.BASE
    return word.part in (Part.PRESENT, Part.BASE)


def _gone(words: list[Word], i: int, language: Language) -> bool:
    """Read "the envoy, Juan Sol, left early for A"."""
    word = words[i]
    if word.part is not Part.ADVERB or "D" not in word.forms or word.base not in language.flows.leaving:
        return False
    word.part = Part.PAST
    return True


def _behind_adjective(words: list[Word], i: int, language: Language) -> bool:
    """Read "the musical moves to A"."""
    if i < 2 or i + 1 == len(words) or words[i + 1].part is not Part.PREPOSITION:
        return False
    word, last = words[i], words[i - 1]
    if last.part is not Part.ADJECTIVE or words[i - 2].part is not Part.DETERMINER:
        return False
    if word.part is not Part.PLURAL or "S" not in word.forms:
        return False
    last.part, word.part = Part.NOUN, Part.PRESENT
    return True


def _behind_place(words: list[Word], i: int, language: Language) -> bool:
    word = words[i]
    if word.part is not Part.NOUN or "B" not in word.forms or not words[i - 1].placed:
        return False
    if i + 1 == len(words) or words[i + 1].part not in OPENS:
        return False
    word.part = Part.BASE
    return True


def _two_plurals(words: list[Word], i: int, language: Language) -> bool:
    word = words[i]
    if word.part is not Part.PLURAL or "S" not in word.forms or word.placed:
        return False
    if words[i - 1].part is not Part.PLURAL:
        return False
    word.part = Part.PRESENT
    return True


def find_second_verb(words: list[Word], first: int) -> None:
    """Find the verb behind a participle that only describes: "nurses recruited in A work in B"."""
    verb, after = words[first], words[first + 1] if first + 1 < len(words) else None
    described = first and "N" in verb.forms and words[first - 1].part in NOUNS
    if not described or not is_prepositional(after):
        return
    for i in range(first + 2, len(words)):
        if words[i].part in PUNCTUATION or words[i].part in (Part.AND, Part.SUBORDINATOR, Part.RELATIVE):
            return
        if words[i - 1].placed and words[i].part in NOUNS and _agrees(words, i):
            verb.part = Part.PARTICIPLE
            words[i].part = Part.BASE if "B" in words[i].forms else Part.PRESENT
            return


def _agrees(words: list[Word], i: int) -> bool:
    """Whether a noun may be the verb of the group that begins its clause: "tourists from A flock to B"."""
    word, last, after = words[i], words[i - 1], words[i + 1] if i + 1 < len(words) else None
    opens = after is None or is_prepositional(after) or after.part in OPENS | PUNCTUATION | {Part.ADJECTIVE}
    if word.placed or word.capital or last.owns or last.part not in NOUNS or not opens or not word.forms:
        return False
    begins = next((n + 1 for n in range(i - 1, -1, -1) if words[n].part in PUNCTUATION), 0)
    if words[begins].part is Part.PREPOSITION:
        return False
    n = next((n for n in range(begins, i) if words[n].part in NOUNS), i)
    while n + 1 < i and words[n + 1].part in NOUNS:
        n += 1
    plural = words[n].part is Part.PLURAL
    return n < i and ("B" in word.forms and word.part is Part.NOUN if plural else "S" in word.forms)
