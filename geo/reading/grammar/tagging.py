"""Parts of speech: closed classes and a lexicon, then what the words beside a word make of it.

The classes and the lexicon are data of the language; what stands before and after a word decides the rest
(``disambiguation``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...languages import Language
from ..tokens import Token
from .disambiguation import decide, find_second_verb, find_verb, mend
from .parts import FINITE, NOUNS, PUNCTUATION, Part, Word

_SIGN = re.compile(r"[,;:()\[\]—–“”\"]|(?<=\s)-(?=\s)")
_SUFFIX = 2  # letters that make an ordinal of a number: "12th"
_NUMERIC = re.compile(r"[.,:/]")
_PARTS = {
    "NN": Part.NOUN, "NNS": Part.PLURAL, "JJ": Part.ADJECTIVE, "JJR": Part.ADJECTIVE, "JJS": Part.ADJECTIVE,
    "RB": Part.ADVERB, "RBR": Part.ADVERB, "RBS": Part.ADVERB,
}  # fmt: skip
_FORMS = {
    "B": Part.BASE, "S": Part.PRESENT, "D": Part.PAST, "N": Part.PARTICIPLE, "G": Part.GERUND,
}  # fmt: skip


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
            decide(words, i, language)
    for i in range(len(words)):
        mend(words, i, language)
    start = 0
    for end in [n for n, w in enumerate(words) if w.key == ";"] + [len(words)]:
        part = words[start:end]
        finite = [i for i, w in enumerate(part) if w.part in FINITE]
        if not finite:
            find_verb(part, language)
        elif not language.is_inflected and len(finite) == 1:
            find_second_verb(part, finite[0])
        start = end + 1
    return words


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
            percent = text[t.end : t.end + 1] == "%"
            if _NUMERIC.fullmatch(between) and last.key[0].isdigit() and t.key[0].isdigit():
                last.key += f"{between}{t.key}" + ("%" if percent else "")
                last.end = t.end + percent
                continue
            if between == " " and f"{last.key} {t.key}" in compounds:
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
        letters, rules = key.lstrip("0123456789.,"), language.quantities
        number = len(letters) < _SUFFIX or letters in rules.unit_of or letters in rules.scales
        word.part = Part.NUMBER if number else Part.ADJECTIVE  # "12km", "1.3bn", but "12th"
        return
    if word.joined and not (i and words[i - 1].part is Part.NUMBER) and key not in grammar.numerals:
        word.part = Part.ADJECTIVE
        return
    part = closed_classes(language).get(key)
    named = word.capital and i and words[i - 1].part not in PUNCTUATION and key not in grammar.pronouns
    if part is not None and not named:
        word.part, word.base = _closed(words, i, part, language), grammar.bases.get(key, "")
        return
    known = language.lexeme(key)
    opens = not i or words[i - 1].part in (Part.STOP, Part.QUOTE)
    after = words[i + 1] if i + 1 < len(words) else None
    if word.capital and (not opens or (known is None and after is not None and after.capital)):
        word.part = Part.NAME
    elif known is None:
        word.part, word.base, word.forms = _unknown(key, language)
    else:
        word.part, word.base, word.forms = _known(key, known, language)


def _closed(words: list[Word], i: int, part: Part, language: Language) -> Part:
    """Return the part of speech of a word of a closed class, which may have another by its neighbours."""
    key, grammar = words[i].key, language.grammar
    before = words[i - 1].part if i else Part.STOP
    after = words[i + 1] if i + 1 < len(words) else None
    if key in grammar.floating and before in NOUNS:
        return Part.ADVERB
    if part is Part.PREPOSITION and key in grammar.also_subordinators and before in (Part.HAVE, Part.BE):
        part = Part.ADVERB  # "has since left"
    if after is not None and key in grammar.also_infinitives:  # "due to leave"
        ahead = language.lexeme(after.key)
        part = Part.INFINITIVE if ahead and ahead[0] in ("VB", "VBP") and "B" in ahead[2] else part
    if part is Part.NOT and after is not None and key in grammar.scarcely:
        few = _numeral(after, language) or after.key in grammar.articles
        part = Part.ADVERB if few else part  # "barely a quarter"
    opens = part is Part.SUBORDINATOR and before in (Part.STOP, Part.PREPOSITION)
    if opens and key in grammar.determiners:
        return Part.DETERMINER
    if part in (Part.PREPOSITION, Part.SUBORDINATOR) and i and words[i - 1].key in grammar.articles:
        return Part.NOUN
    if after is not None and key in grammar.approximate and _numeral(after, language):
        return Part.ADVERB
    return Part.NOUN if part is Part.BE and before is Part.NUMBER and key in grammar.clock else part


def _known(key: str, known: tuple[str, str, str], language: Language) -> tuple[Part, str, str]:
    """Return part of speech, base and verb forms of a word of the lexicon."""
    tag, base, forms = known
    ending, ending_forms = language.grammar.endings_of_verbs[0]
    if tag == "JJ" and not forms and key.endswith(ending):
        base, forms = _base(key, ending, language), ending_forms
    if tag in _PARTS:
        return _PARTS[tag], base, forms
    if tag == "VBN" and "N" not in forms and key.endswith(ending):  # "burned", of which it knows only a past
        base, forms = base or _base(key, ending, language), ending_forms
    forms = forms or _form(tag, forms)
    either = "D" in forms and "N" in forms
    return Part.EITHER if either else _FORMS[_form(tag, forms)], base, forms


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
