"""Parts of speech: closed classes and a lexicon, and a few rules of context for words that have several.

The classes and the lexicon are data of the language; what stands before and after a word decides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum, auto

from msgspec import Struct

from ...gazetteer import fold
from ...languages import Language
from ..tokens import Token


class Part(IntEnum):
    """A part of speech, or a kind of punctuation."""

    NOUN = auto()
    """A common noun in the singular."""
    PLURAL = auto()
    NAME = auto()
    """A proper noun."""
    PRONOUN = auto()
    DETERMINER = auto()
    ADJECTIVE = auto()
    ADVERB = auto()
    NUMBER = auto()
    PREPOSITION = auto()
    INFINITIVE = auto()
    """The "to" before an infinitive; in inflected languages also an infinitive, which is one word."""
    AND = auto()
    """A coordinating conjunction: "and", "or", "but"."""
    SUBORDINATOR = auto()
    """A subordinating conjunction, "that" included."""
    RELATIVE = auto()
    """A relative pronoun or adverb."""
    MODAL = auto()
    BE = auto()
    HAVE = auto()
    DO = auto()
    NOT = auto()
    BASE = auto()
    """A verb's base form, also as a present ("they leave")."""
    PRESENT = auto()
    """A present that differs from the base ("she leaves")."""
    PAST = auto()
    PARTICIPLE = auto()
    EITHER = auto()
    """A past that may be a participle."""
    GERUND = auto()
    EXISTENTIAL = auto()
    """The "there" of "there is"."""
    COMMA = auto()
    STOP = auto()
    """Any other sign than a comma or a quotation mark."""
    QUOTE = auto()


NOUNS = frozenset((Part.NOUN, Part.PLURAL, Part.NAME))
AUXILIARIES = frozenset((Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.NOT))
VERBS = frozenset((Part.BASE, Part.PRESENT, Part.PAST, Part.PARTICIPLE, Part.EITHER, Part.GERUND))
PUNCTUATION = frozenset((Part.COMMA, Part.STOP, Part.QUOTE))
_BEFORE_NOUN = frozenset((Part.DETERMINER, Part.ADJECTIVE, Part.NUMBER))
_OPENS = frozenset((Part.DETERMINER, Part.NUMBER, Part.PRONOUN, Part.NAME))  # a noun group after a verb

_FINITE = frozenset(
    (Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.PRESENT, Part.PAST, Part.BASE, Part.EITHER)
)  # fmt: skip
_SIGN = re.compile(r"[,;:()\[\]—–“”\"]|(?<=\s)-(?=\s)")
_NUMERIC = re.compile(r"[.,:/]")
_PARTS = {
    "NN": Part.NOUN, "NNS": Part.PLURAL, "JJ": Part.ADJECTIVE, "JJR": Part.ADJECTIVE, "JJS": Part.ADJECTIVE,
    "RB": Part.ADVERB, "RBR": Part.ADVERB, "RBS": Part.ADVERB,
}  # fmt: skip
_FORMS = {
    "B": Part.BASE, "S": Part.PRESENT, "D": Part.PAST, "N": Part.PARTICIPLE, "G": Part.GERUND,
}  # fmt: skip


class Word(Struct, eq=False, gc=False):
    """A word or a sign of a sentence: ``text[start:end]``, its key, its part of speech and its base.

    ``placed`` is whether it belongs to a placed toponym, ``joined`` whether a hyphen follows it, ``owns``
    whether it is a possessive; ``forms`` are those of a verb that it may be.
    """

    start: int
    end: int
    key: str
    capital: bool = False
    part: Part = Part.NOUN
    base: str = ""
    forms: str = ""
    placed: bool = False
    joined: bool = False
    owns: bool = False

    @property
    def folded(self) -> str:
        """Its key as the keys of names are."""
        return fold(self.key)

    @property
    def verbal(self) -> bool:
        """Whether it is a verb; an infinitive of one word is."""
        return self.part in VERBS or (self.part is Part.INFINITIVE and bool(self.base))

    def __repr__(self) -> str:
        """Write it as its key and its part of speech."""
        return f"{self.key}/{self.part.name}"


def tag_words(
    text: str,
    tokens: Sequence[Token],
    spans: Sequence[tuple[int, int]],
    language: Language,
    stop: int,
) -> list[Word]:
    """Tag the words of a sentence; `spans` are its placed toponyms, in order, `stop` is where it ends."""
    words = words_of(text, tokens, spans, language, stop)
    for i, word in enumerate(words):
        if word.part < Part.COMMA:
            _first(words, i, language)
    for i, word in enumerate(words):
        if word.forms and not word.placed:
            _decide(words, i, language)
    for i in range(len(words)):
        _mend(words, i, language)
    start = 0
    for end in [n for n, w in enumerate(words) if w.key == ";"] + [len(words)]:
        part = words[start:end]
        finite = [i for i, w in enumerate(part) if w.part in _FINITE]
        if not finite:
            _find_verb(part, language)
        elif not language.is_inflected and len(finite) == 1:
            _find_second(part, finite[0])
        start = end + 1
    return words


def _agrees(words: list[Word], i: int) -> bool:
    """Whether a noun may be the verb of the group that begins its clause: "tourists from A flock to B"."""
    word, last, after = words[i], words[i - 1], words[i + 1] if i + 1 < len(words) else None
    opens = after is None or _prepositional(after) or after.part in _OPENS | PUNCTUATION | {Part.ADJECTIVE}
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


def _find_second(words: list[Word], first: int) -> None:
    """Find the verb behind a participle that only describes: "nurses recruited in A work in B"."""
    verb, after = words[first], words[first + 1] if first + 1 < len(words) else None
    if not first or "N" not in verb.forms or words[first - 1].part not in NOUNS or not _prepositional(after):
        return
    for i in range(first + 2, len(words)):
        if words[i].part in PUNCTUATION or words[i].part in (Part.AND, Part.SUBORDINATOR, Part.RELATIVE):
            return
        if words[i - 1].placed and words[i].part in NOUNS and _agrees(words, i):
            verb.part = Part.PARTICIPLE
            words[i].part = Part.BASE if "B" in words[i].forms else Part.PRESENT
            return


def _find_verb(words: list[Word], language: Language) -> None:
    """Take the first noun that may be a verb after another noun as the verb: "smugglers move gold"."""
    for i, word in enumerate(words[1:], 1):
        moves = word.base in language.flows.going and any(map(_prepositional, words[i + 1 : i + 3]))
        if word.part in (Part.NOUN, Part.PLURAL) and (words[i - 1].placed or moves) and _agrees(words, i):
            word.part = Part.BASE if "B" in word.forms else Part.PRESENT
            return
    for i, word in enumerate(words[1:], 1):
        last = words[i - 1]
        if word.placed or word.capital or last.part not in NOUNS or last.owns:
            continue
        if (
            word.part is Part.NOUN
            and "B" in word.forms
            and (last.part is Part.PLURAL or (last.part is Part.NAME and "D" in word.forms))
        ):
            word.part = Part.BASE
            return
        if word.part is Part.PLURAL and "S" in word.forms and last.part is not Part.PLURAL:
            word.part = Part.PRESENT
            return
    for i, word in enumerate(words[2:-1], 2):
        alone = words[i - 1].part is Part.ADJECTIVE and words[i - 2].part is Part.DETERMINER
        if alone and word.part is Part.PLURAL and "S" in word.forms and words[i + 1].part is Part.PREPOSITION:
            words[i - 1].part, word.part = Part.NOUN, Part.PRESENT  # "the musical moves to A"
            return
    for i, word in enumerate(words[1:-1], 1):
        if (
            word.part is Part.NOUN
            and "B" in word.forms
            and words[i - 1].placed
            and words[i + 1].part in _OPENS
        ):
            word.part = Part.BASE
            return
    for i, word in enumerate(words[1:], 1):
        if (
            word.part is Part.PLURAL
            and "S" in word.forms
            and words[i - 1].part is Part.PLURAL
            and not word.placed
        ):
            word.part = Part.PRESENT
            return


def words_of(
    text: str, tokens: Sequence[Token], spans: Sequence[tuple[int, int]], language: Language, stop: int
) -> list[Word]:
    """Make words of tokens: parts of one number and compound prepositions are one, signs are words too."""
    found: list[Word] = []
    compounds = language.grammar.compounds
    at = 0
    for t in tokens:
        if found:
            last = found[-1]
            between = text[last.end : t.start]
            if (
                last.end + 1 == t.start
                and _NUMERIC.fullmatch(between)
                and last.key[0].isdigit()
                and t.key[0].isdigit()
            ):
                percent = text[t.end : t.end + 1] == "%"
                last.key += f"{between}{t.key}" + ("%" if percent else "")
                last.end = t.end + percent
                continue
            if f"{last.key} {t.key}" in compounds and between == " ":
                last.key += f" {t.key}"
                last.end = t.end
                continue
            last.joined = between in ("-", "–")
            last.owns = language.grammar.possessive.match(text, last.end) is not None
            if len(between) > 1 or between in "—–(":
                found += [_sign(m.start(), m.group()) for m in _SIGN.finditer(text, last.end, t.start)]
        percent = text[t.end : t.end + 1] == "%"
        word = Word(t.start, t.end + percent, f"{t.key}%" if percent else t.key, t.capital)
        while at < len(spans) and spans[at][1] <= t.start:
            at += 1
        word.placed = at < len(spans) and spans[at][0] <= t.start
        found.append(word)
    if found:
        last = found[-1]
        found += [_sign(m.start(), m.group()) for m in _SIGN.finditer(text, last.end, stop)]
    return found


def _sign(at: int, sign: str) -> Word:
    word = Word(at, at + 1, sign)
    word.part = Part.COMMA if sign == "," else Part.QUOTE if sign in '“”"' else Part.STOP
    return word


def _first(words: list[Word], i: int, language: Language) -> None:
    """Give a word its part of speech, as far as it alone shows it; ``forms`` are those it has as a verb."""
    word, grammar = words[i], language.grammar
    key = word.key
    if word.placed:
        word.part = Part.NAME
        return
    if key[0].isdigit():
        word.part = Part.NUMBER if key[-1].isdigit() or not key[-2:].isalpha() else Part.ADJECTIVE
        return
    if word.joined and not (i and words[i - 1].part is Part.NUMBER) and key not in grammar.numerals:
        word.part = Part.ADJECTIVE
        return
    if (part := closed_classes(language).get(key)) is not None and not (
        word.capital and i and words[i - 1].part not in PUNCTUATION and key not in grammar.pronouns
    ):
        before = words[i - 1].part if i else Part.STOP
        if key in grammar.floating and before in NOUNS:
            word.part = Part.ADVERB
            return
        if part is Part.PREPOSITION and key in grammar.also_subordinators and before in (Part.HAVE, Part.BE):
            part = Part.ADVERB  # "has since left"
        if key in grammar.also_infinitives and i + 1 < len(words):  # "due to leave"
            ahead = language.lexeme(words[i + 1].key)
            part = Part.INFINITIVE if ahead and ahead[0] in ("VB", "VBP") and "B" in ahead[2] else part
        if part is Part.NOT and key in grammar.scarcely and i + 1 < len(words):
            follower = words[i + 1]
            if _numeral(follower, language) or follower.key in grammar.articles:
                part = Part.ADVERB  # "barely a quarter"
        word.part, word.base = part, grammar.bases.get(key, "")
        if (
            part is Part.SUBORDINATOR
            and key in grammar.determiners
            and before in (Part.STOP, Part.PREPOSITION)
        ):
            word.part = Part.DETERMINER
        elif part in (Part.PREPOSITION, Part.SUBORDINATOR) and i and words[i - 1].key in grammar.articles:
            word.part = Part.NOUN
        elif key in grammar.approximate and i + 1 < len(words) and _numeral(words[i + 1], language):
            word.part = Part.ADVERB
        elif part is Part.BE and before is Part.NUMBER and key in grammar.clock:
            word.part = Part.NOUN
        return
    known = language.lexeme(key)
    opens = not i or words[i - 1].part in (Part.STOP, Part.QUOTE)
    after = words[i + 1] if i + 1 < len(words) else None
    if word.capital and (not opens or (known is None and after is not None and after.capital)):
        word.part = Part.NAME
        return
    if known is None:
        word.part, word.base, word.forms = _unknown(key, language)
        return
    tag, word.base, word.forms = known
    if tag == "JJ" and not word.forms and key.endswith(language.grammar.endings_of_verbs[0][0]):
        ending, word.forms = language.grammar.endings_of_verbs[0]
        word.base = _base(key, ending, language)
    word.part = _PARTS.get(tag, Part.NOUN)
    if tag not in _PARTS:
        word.part = _FORMS[_form(tag, word.forms)]
        if "D" in word.forms and "N" in word.forms:
            word.part = Part.EITHER


def _form(tag: str, forms: str) -> str:
    """Return the form of a verb that a tag of the Penn Treebank names."""
    form = tag[-1:]
    return form if form in "DNG" else "S" if form == "Z" else forms[0] if forms else "B"


_CLOSED: dict[str, dict[str, Part]] = {}


def closed_classes(language: Language) -> dict[str, Part]:
    """Return the closed classes: word → part of speech."""
    if (found := _CLOSED.get(language.code)) is None:
        g = language.grammar
        classes = (
            (Part.SUBORDINATOR, g.subordinators),
            (Part.DETERMINER, g.determiners | g.quantifiers),
            (Part.PRONOUN, g.pronouns),
            (Part.NUMBER, g.numerals),
            (Part.PREPOSITION, g.prepositions),
            (Part.AND, g.coordinators),
            (Part.RELATIVE, g.relatives),
            (Part.MODAL, g.modals),
            (Part.BE, g.be),
            (Part.HAVE, g.have),
            (Part.DO, g.do),
            (Part.NOT, g.negations),
            (Part.ADVERB, g.closed_adverbs),
        )
        found = _CLOSED[language.code] = {w: part for part, words in reversed(classes) for w in words}
    return found


def _numeral(word: Word, language: Language) -> bool:
    return word.key[0].isdigit() or word.key in language.grammar.numerals


def _unknown(key: str, language: Language) -> tuple[Part, str, str]:
    for ending, forms in language.grammar.endings_of_verbs:
        if key.endswith(ending) and len(key) > len(ending) + 2:
            if key.startswith(language.grammar.prefix_of_adjectives):
                return Part.ADJECTIVE, "", ""
            return (Part.EITHER if len(forms) > 1 else _FORMS[forms]), _base(key, ending, language), forms
    if key.endswith(language.grammar.ending_of_adverbs):
        return Part.ADVERB, "", ""
    plural = key in language.grammar.plurals or language.grammar.plural.search(key)
    return (Part.PLURAL if plural else Part.NOUN), "", ""


def _base(key: str, ending: str, language: Language) -> str:
    """Return the base of a regular form that the lexicon lacks: "travelled" → "travel"."""
    stem = key.removesuffix(ending)
    ways = (
        (stem[:-1], stem, f"{stem}{ending[:1]}")
        if stem[-1:] == stem[-2:-1]
        else (stem, f"{stem}{ending[:1]}")
    )
    return next((way for way in ways if "B" in (language.lexeme(way) or ("", "", ""))[2]), key)


def _decide(words: list[Word], i: int, language: Language) -> None:
    """Decide between noun and verb, past and participle, by the words beside.

    Each rule asks what stands before the word (``before``, and its part of speech ``last``: None after a
    sign) and behind it (``after``). The first rule that fits decides, so exceptions stand before the rule
    that they limit: first the word that opens a sentence; then what follows a modal, "do", "to" and "and";
    then what follows a determiner, a number or an owner; "have" and "be"; a conjunction, a preposition or a
    pronoun; last, a noun.
    """
    word = words[i]
    forms = word.forms
    before = _previous(words, i, language)
    after = next((w for w in words[i + 1 : i + 3] if w.part is not Part.ADVERB), None)
    last = before.part if before else None
    nominal = word.part in (Part.NOUN, Part.PLURAL, Part.ADJECTIVE, Part.ADVERB)
    next_opens = after is not None and after.part in _OPENS
    noun_next = after is not None and (
        (after.part in NOUNS and not (after.placed or after.capital)) or after.part is Part.ADJECTIVE
    )
    if before is None and "N" in forms and noun_next and "B" not in forms:
        word.part = Part.ADJECTIVE
        return
    if before is None and all(w.part in (Part.ADVERB, Part.QUOTE) for w in words[:i]):
        # The first word of a sentence: a plural or a gerund before a noun group, hardly a command.
        if word.part in (Part.BASE, Part.PRESENT):
            word.part = Part.NOUN if "B" in forms else Part.PLURAL
        elif word.part is Part.EITHER:
            word.part = Part.PARTICIPLE
        return
    tied = bool(i) and words[i - 1].joined and words[i - 1].end + 1 == word.start
    if tied and noun_next and ("G" in forms or "N" in forms) and "B" not in forms:
        word.part = Part.ADJECTIVE  # "rain-making weather systems"
        return
    part = i > 2 and words[i - 3].part is Part.NUMBER and words[i - 2].key in language.grammar.of
    if part and last is Part.PRONOUN and nominal:
        return  # "seven of them soldiers"
    if last is Part.MODAL and "B" in forms:
        word.part = Part.BASE
        return
    if last is Part.DO and "B" in forms and not (nominal and not next_opens and after):
        word.part = Part.BASE
        return
    if last is Part.INFINITIVE or (before and before.key in language.grammar.to and last is Part.PREPOSITION):
        takes = _takes_infinitive(words, i, language)
        carried = noun_next and word.base in language.flows.sending
        takes = takes and ("B" in forms or "S" not in forms)
        verbal = takes or ("B" in forms and (not nominal or carried or (next_opens and not word.capital)))
        if verbal and not words[i - 1].joined:
            word.part = Part.BASE
            if "B" not in forms:
                word.base = word.key
            if before:
                before.part = Part.INFINITIVE
        elif "B" in forms and not nominal:
            word.part = Part.NOUN
        elif "G" in forms or "N" in forms:
            word.part = Part.ADJECTIVE if noun_next else word.part
        return
    counts = after is not None and after.part is Part.NUMBER and any(w.part in _FINITE for w in words[:i])
    if last is Part.AND and "D" in forms and nominal and counts:
        word.part = Part.EITHER if "N" in forms else Part.PAST  # "is 19 km long and cost 40 million"
        return
    lists = after is not None and after.part in (Part.DETERMINER, Part.NUMBER)
    alone = last is None and i and not any(w.part in _FINITE for w in words[:i])
    if (
        alone
        and word.part is Part.PLURAL
        and "S" in forms
        and lists
        and words[0].part is not Part.PREPOSITION
    ):
        word.part = Part.PRESENT  # "A, with 40 million people, imports 12 million tonnes"
        return
    if last is Part.AND and word.part is Part.PLURAL and "S" in forms and lists and _present_behind(words, i):
        word.part = Part.PRESENT  # "is in opposition and controls three states"
        return
    spoken = after is not None and (after.part is Part.PRONOUN or after.key in language.grammar.complementing)
    spoken = spoken or (last is None and after is not None and after.part in _OPENS)
    spoken = spoken and word.part is Part.EITHER and word.base in language.grammar.speaking
    if spoken and last is not Part.BE and last is not Part.HAVE:
        word.part = Part.PAST  # "Booth, of A, said she would go"
        return
    if last is Part.AND and "B" in forms and nominal and _goes_on(words, i):
        word.part = Part.BASE
        return
    owned = before is not None and before.owns
    some = before is not None and before.key in language.grammar.quantifiers | language.grammar.some
    if some and last is Part.DETERMINER and not noun_next and after is not None:
        if "D" in forms:
            word.part = Part.EITHER if "N" in forms else Part.PAST  # "some crossed into B"
            return
        if "B" in forms and (word.part is Part.BASE or before is not words[i - 1]):
            word.part = Part.BASE
            return
    if last in _BEFORE_NOUN or owned:
        if "G" in forms or "N" in forms:
            if noun_next:
                word.part = Part.ADJECTIVE
            elif last is Part.DETERMINER or owned:
                word.part = Part.NOUN if "G" in forms else Part.ADJECTIVE
            elif word.part is Part.EITHER or word.part is Part.PARTICIPLE:
                pass
            elif (
                last is Part.NUMBER and word.part is Part.ADJECTIVE and _prepositional(after) and "D" in forms
            ):
                if not any(w.part in _FINITE for w in words[:i]):
                    word.part = Part.EITHER  # "the choir of 40 travelled from A"
            elif "B" in forms or "S" in forms:
                word.part = Part.PLURAL if "S" in forms else Part.NOUN
        elif "S" in forms:
            word.part = Part.PLURAL
        elif (
            last is Part.NUMBER
            and word.part is Part.BASE
            and before
            and before.key not in language.grammar.single
        ):
            pass  # "30 come from A"
        elif "B" in forms and last is not Part.ADVERB:
            word.part = Part.NOUN if word.part in (Part.BASE, Part.NOUN) else word.part
        return
    if last is Part.HAVE and "N" in forms:
        word.part = Part.PARTICIPLE
        return
    if last is Part.BE:
        alone = word.part is Part.NOUN and not noun_next and words[i - 1].part is Part.BE  # "were shot"
        if "N" in forms and (alone or not nominal or word.part is Part.ADJECTIVE):
            word.part = Part.PARTICIPLE
        elif "G" in forms:
            word.part = Part.GERUND
        return
    named_next = after is not None and after.part is Part.NAME and not after.placed
    if last in VERBS and "N" in forms and (noun_next or named_next) and "B" not in forms:
        word.part = Part.ADJECTIVE  # "shipped stolen cars"
        return
    if last is Part.SUBORDINATOR and word.part is Part.ADJECTIVE and "D" in forms and _prepositional(after):
        word.part = Part.PAST  # "a train that travelled from A"
        return
    that = last is Part.SUBORDINATOR and i > 1 and before is words[i - 1] and words[i - 2].part is Part.NOUN
    that = that and before is not None and before.key in language.grammar.complementing
    if that and word.part is Part.PLURAL and "S" in forms and _prepositional(after):
        word.part = Part.PRESENT  # "the silk that ends up in A"
        return
    subject = last is Part.PRONOUN or last is Part.RELATIVE
    if last is Part.PREPOSITION and not subject:
        if "B" in forms:
            word.part = Part.NOUN
        elif "S" in forms:
            word.part = Part.PLURAL
        elif "N" in forms and noun_next and "D" in forms:
            word.part = Part.ADJECTIVE
        return
    if subject:
        verb_next = after is not None and not next_opens and bool(set("BD") & set(after.forms))
        noun = word.part is Part.PLURAL and verb_next  # "which doctors trace to A"
        if "S" in forms and word.part is not Part.ADVERB and not noun:
            word.part = Part.PRESENT
        elif "D" in forms:
            word.part = Part.PAST
        elif ("B" in forms and not nominal) or ("B" in forms and (next_opens or _prepositional(after))):
            word.part = Part.BASE
        return
    closes = after is None or after.part in PUNCTUATION or _prepositional(after)
    still = closes and i > 0 and words[i - 1].key in language.grammar.closed_adverbs
    if last in NOUNS and still and word.part is Part.NOUN and "B" in forms and not _verb_behind(words, i):
        word.part = Part.BASE  # "the lifts in A still work"
        return
    if last in NOUNS:
        if word.part is Part.ADJECTIVE and "D" in forms:
            word.part = Part.EITHER if "N" in forms else Part.PAST
        elif word.part is Part.PLURAL and "S" in forms:
            # "the firm plans 40": a singular before it, a noun group after it
            related = i > 1 and words[i - 2].part in (Part.RELATIVE, Part.SUBORDINATOR)
            named = (
                last is Part.NAME and after is not None and after.part in NOUNS and not _verb_ahead(words, i)
            )
            says = word.base in language.grammar.saying and (after is None or after.part in PUNCTUATION)
            opens = next_opens or related or named or (after is not None and after.part is Part.INFINITIVE)
            in_place = before is not None and before.placed and _prepositional(after)
            goes = in_place and not _verb_ahead(words, i) and not _verb_behind(words, i)
            plans = after is not None and after.key in language.grammar.to
            plans = plans and before is not None and before.placed
            plans = plans and word.base in language.grammar.catenative  # "A plans to send"
            opens = opens or says or goes or plans
            if last is not Part.PLURAL and opens:
                word.part = Part.PRESENT
        elif (
            word.part is Part.NOUN
            and "B" in forms
            and last is Part.PLURAL
            and (
                next_opens
                or (after is not None and after.key in language.grammar.complementing)
                or (word.base in language.grammar.saying and (after is None or after.part in PUNCTUATION))
                or (
                    (
                        _prepositional(words[i + 1] if i + 1 < len(words) else None)
                        or (after is not None and after.part in (Part.ADJECTIVE, Part.PLURAL))
                    )
                    and not _verb_ahead(words, i)
                )
            )
        ):
            word.part = Part.BASE
        elif (
            word.part is Part.NOUN
            and "B" in forms
            and before is not None
            and before.placed
            and after is not None
            and (after.part is Part.NUMBER or after.key in language.quantities.vague)
            and not any(w.part in _FINITE for w in words)
        ):
            word.part = Part.BASE  # "Floods in A drive thousands from …"
        elif word.part is Part.NOUN and "D" in forms and (next_opens or _prepositional(after)):
            word.part = Part.EITHER if "N" in forms else Part.PAST
        elif (
            word.part is Part.BASE
            and "B" in forms
            and last is Part.NOUN
            and before
            and not before.capital
            and "D" not in forms
        ):
            word.part = Part.NOUN


def _goes_on(words: list[Word], i: int) -> bool:
    """Whether a word after "and" goes on with an infinitive: "to hit A and then move inland"."""
    n = next(n for n in range(i - 1, -1, -1) if words[n].part is Part.AND)
    adverb = n < i - 1
    after = words[i + 1] if i + 1 < len(words) else None
    opens = after is not None and (after.part in _OPENS or _prepositional(after))
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
        if word.part in _FINITE:
            return True
    return False


def _verb_behind(words: list[Word], i: int) -> bool:
    """Whether a finite verb stands before in the clause."""
    for word in reversed(words[:i]):
        if word.part in PUNCTUATION or word.part in (Part.SUBORDINATOR, Part.RELATIVE, Part.AND):
            return False
        if word.part in _FINITE:
            return True
    return False


def _present_behind(words: list[Word], i: int) -> bool:
    """Whether the verb before in the sentence is in the present."""
    verb = next((w for w in reversed(words[:i]) if w.part in _FINITE), None)
    return verb is not None and verb.part in (Part.BE, Part.HAVE, Part.PRESENT)


def _prepositional(word: Word | None) -> bool:
    return word is not None and word.part in (Part.PREPOSITION, Part.ADVERB, Part.INFINITIVE)


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


def _mend(words: list[Word], i: int, language: Language) -> None:
    """Mend what a word's own class and `_decide` leave wrong, by the words right before and behind.

    Prepositions that are adverbs, adjectives that are nouns, states that are counted, "there is" and "there".
    """
    word = words[i]
    after = words[i + 1] if i + 1 < len(words) else None
    if (
        word.part is Part.PREPOSITION
        and word.key not in language.grammar.never_adverbs
        and (after is None or after.part in PUNCTUATION or after.part in (Part.AND, Part.PREPOSITION))
        and word.key in language.grammar.particles
    ):
        word.part = Part.ADVERB
    if (
        word.part in (Part.PREPOSITION, Part.SUBORDINATOR)
        and i
        and words[i - 1].part in (Part.HAVE, Part.BE)
        and after is not None
        and after.part in (Part.PARTICIPLE, Part.EITHER, Part.BE)
    ):
        word.part = Part.ADVERB
    ends = word.part is Part.ADJECTIVE and after is not None and after.part in _FINITE and not word.joined
    if ends and i and (words[i - 1].placed or words[i - 1].key in language.grammar.articles):
        word.part = Part.NOUN  # "the A military said"
    if i and words[i - 1].part is Part.NUMBER:
        alone = after is None or after.part not in (Part.NOUN, Part.PLURAL, Part.ADJECTIVE)
        state = word.key in language.grammar.states and alone
        if state or word.key in language.grammar.numbered:
            word.part = Part.PLURAL  # "52 wounded", "17 others"
    if word.key in language.grammar.to and after is not None and after.part in (Part.BE, Part.HAVE, Part.DO):
        word.part = Part.INFINITIVE
    phrase = f"{words[i - 1].base} {word.key}" if i and words[i - 1].part in VERBS else ""
    particle = phrase in language.grammar.phrasal
    if particle and word.part is Part.PREPOSITION and after is not None and after.part in _OPENS:
        word.part = Part.ADVERB  # "laid off 1,500"
    if word.key in language.grammar.also_adverbs and after is not None and after.part in VERBS:
        word.part = Part.ADVERB
    if word.key in language.grammar.there and after is not None:
        before = words[i - 1] if i else None
        noun = before is not None and before.part in (Part.NOUN, Part.PLURAL) and not before.placed
        # "the seats there are"
        seats = noun and before is not None and before.key not in language.grammar.spans
        if (after.part is Part.BE and not seats) or (
            after.part in AUXILIARIES | VERBS and (before is None or before.part in PUNCTUATION)
        ):
            word.part = Part.EXISTENTIAL
