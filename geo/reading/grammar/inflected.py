"""Parts of speech in a language whose verbs are conjugated, and whose adjectives follow their nouns.

A form of a verb shows person and tense by itself, so few rules tell verbs from nouns: the words before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from ...languages import Language
from ..tokens import Token
from .parts import AUXILIARIES, NOUNS, PUNCTUATION, Part, Word
from .phrases import stem
from .tagging import closed_classes, words_of

_PARTS = {
    "B": Part.INFINITIVE, "S": Part.PRESENT, "D": Part.PAST, "N": Part.PARTICIPLE, "G": Part.GERUND,
    "F": Part.PRESENT, "C": Part.PRESENT, "P": Part.PAST,
}  # fmt: skip
_FINITE = frozenset((Part.MODAL, Part.BE, Part.HAVE, Part.DO, Part.PRESENT, Part.PAST))
_LONGEST = 6  # parts of a word that is written as several
_WITH_N = frozenset((Part.BE, Part.HAVE))  # before a participle
_CLOSES = PUNCTUATION | {Part.AND, Part.SUBORDINATOR, Part.RELATIVE}
_NOMINAL = frozenset((Part.DETERMINER, Part.ADJECTIVE, Part.NUMBER, Part.PREPOSITION))


def tag_inflected(
    text: str,
    tokens: Sequence[Token],
    spans: Sequence[tuple[int, int]],
    language: Language,
    stop: int,
) -> list[Word]:
    """Tag the words of a sentence; `spans` are its placed toponyms, in order, `stop` is where it ends."""
    words = words_of(text, _parted(text, tokens, spans, language), spans, language, stop)
    signs = language.quantities.money_signs
    words = [w for w in words if w.placed or text[w.start : w.end + 1] not in signs]  # "R$ 3 milhões"
    for i, word in enumerate(words):
        if word.part < Part.COMMA:
            _first(words, i, language)
    for i, word in enumerate(words):
        if word.key in language.inflected.article_or_preposition and not word.placed:
            whole = not text[max(0, word.start - 1) : word.start].isalnum()  # not that of "pela"
            other = text[word.start : word.end].casefold() != word.key
            _article(words, i, language, contracted=whole and other)
        elif word.key in language.inflected.clitics and not word.placed:
            _clitic(words, i, language, enclitic=text[word.start - 1 : word.start] == "-")
    for i, word in enumerate(words):
        if word.forms and not word.placed and word.part not in AUXILIARIES:
            _decide(words, i, language)
        elif word.forms[:1] == "B" and word.part in _WITH_N and i:
            _auxiliary(words, i, language)
    for i in range(len(words) - 3):
        _range(words, i, language)
    for i, word in enumerate(words):
        _mend(words, i, word, language)
    return words


def _auxiliary(words: list[Word], i: int, language: Language) -> None:
    """Take "having" behind a preposition as a gerund: "após ter recebido", "depois de ser detido"."""
    after = words[i + 1] if i + 1 < len(words) else None
    if words[i - 1].key in language.inflected.before_gerund and after is not None and after.forms:
        words[i].part = Part.GERUND


def _range(words: list[Word], i: int, language: Language) -> None:
    """Take the "de" of "de tres a seis barcos" as an adverb, not that of "pasó de tres a seis"."""
    word, one, to, other = words[i : i + 4]
    if word.key not in language.grammar.origin or to.key not in language.grammar.to:
        return
    changes = i and words[i - 1].base in language.claims.changes
    if not changes and one.part is other.part is Part.NUMBER:
        word.part = Part.ADVERB


def _mend(words: list[Word], i: int, word: Word, language: Language) -> None:
    """Mend what the words behind show: "going to", relatives of several words, "47 years ago"."""
    rules, ahead = language.inflected, words[i + 1 : i + 3]
    person = word.part is Part.ADJECTIVE and word.key in language.flows.persons
    before = (Part.NUMBER, Part.PREPOSITION, Part.DETERMINER) if person else (Part.NUMBER,)
    if word.part is Part.ADJECTIVE and i and words[i - 1].part in before:
        alone = not ahead or (ahead[0].part not in NOUNS and ahead[0].part is not Part.ADJECTIVE)
        if alone and words[i - 1].key not in language.grammar.ordinal:
            word.part = Part.PLURAL if language.grammar.plural.search(word.key) else Part.NOUN  # "12 jóvenes"
    east = word.key in language.grammar.compass and word.part is Part.DETERMINER
    if east and i and words[i - 1].key in language.grammar.articles:
        word.part = Part.NOUN  # "hacia el este de A"
    if word.part is Part.BE and "N" in word.forms and i and words[i - 1].key in language.grammar.articles:
        word.part = Part.NOUN  # "el estado de A", "el resultado"
    if word.key in rules.motions and _goes(words, i, language):
        word.part, word.base = Part.PAST, rules.motions[word.key]  # "se fueron de A a B"
    if word.key in rules.going_to:
        _going_to(word, ahead, language)
    _having_to(word, ahead, language)
    if word.part is Part.DETERMINER and ahead and ahead[0].part is Part.RELATIVE:
        word.part = Part.ADVERB  # "das quais"
    if word.part is Part.PREPOSITION and (that := _that(words, i, language)):
        that[-1].part = Part.RELATIVE
        for article in that[:-1]:
            article.part = Part.ADVERB  # "en el que"
    if word.key in rules.ago and _is_time(ahead, language):
        word.part, word.base = Part.PREPOSITION, ""  # "hace 47 años"


def _goes(words: Sequence[Word], i: int, language: Language) -> bool:
    """Whether a form of "be" is one of "go": beside a reflexive pronoun, or before the way to a place."""
    reflexive = language.inflected.reflexive
    ahead = words[i + 1 : i + 4]
    if any(w.key in reflexive for w in (*words[max(0, i - 1) : i], *ahead[:1])):
        return True
    way = [w for w in ahead[1:] if w.part is not Part.DETERMINER][:1]
    return bool(ahead) and ahead[0].key in language.flows.to and any(w.placed for w in way)


def _going_to(word: Word, ahead: list[Word], language: Language) -> None:
    """Take "going to" as a modal before an infinitive: "iban a ser embarcadas"."""
    first, second = (*ahead, None, None)[:2]
    if first is None:
        return
    infinitive = first.part is Part.INFINITIVE and (first.base or (second and second.part is Part.BASE))
    infinitive = infinitive or (first.part is Part.BE and first.forms[:1] == "B")  # "vai ser inaugurada"
    if infinitive and not word.placed:
        word.part = Part.MODAL
    be = second is not None and second.part is Part.BE and second.forms[:1] == "B"
    if be and first.key in language.inflected.before_infinitive:
        word.part, first.part = Part.MODAL, Part.INFINITIVE


def _having_to(word: Word, ahead: list[Word], language: Language) -> None:
    """Take "that" between a verb and "be" as what joins them: "tuvieron que ser trasladados"."""
    that = language.grammar.complementing & language.inflected.before_infinitive
    if word.base in language.grammar.have:  # "tiveram de ser levadas"
        that = that | language.grammar.complementing | language.grammar.of
    elif word.base in language.grammar.catenative:  # "começaram a ser retirados"
        that = that | (language.inflected.before_infinitive - language.flows.for_it)
    if word.part not in _FINITE or len(ahead) < 2 or ahead[0].key not in that:
        return
    if ahead[1].part is Part.BE and ahead[1].forms[:1] == "B":
        ahead[0].part = Part.INFINITIVE


def _parted(
    text: str, tokens: Sequence[Token], spans: Sequence[tuple[int, int]], language: Language
) -> list[Token]:
    """Return the words with their accents as keys: "del" is "de" and "el", and "cerca de" one word.

    "de" after a number in words that is a noun ("millones de") is left out: what it counts follows.
    """
    rules, scales, compounds = language.inflected, language.grammar.scales, _compounds(language)
    parts: list[Token] = []
    for n, t in enumerate(tokens):
        key = text[t.start : t.end].casefold()
        placed = any(start <= t.start < end for start, end in spans)
        first, *second = [key] if placed else rules.contracted.get(key, [key])
        ahead = tokens[n + 1 : n + 2]
        if second and first in rules.before_infinitive and _is_infinitive(text, ahead, language):
            when = f"{key} {text[ahead[0].start : ahead[0].end].casefold()}"
            if when not in language.grammar.closed_adverbs:  # "al caer", but "al amanecer"
                first, second = key if key in rules.before_gerund else first, []
        middle = t.start + 1 if second else t.end
        parts.append(replace(t, key=first, end=middle))
        parts += [replace(t, key=part, start=middle, capital=False) for part in second]
    found: list[Token] = []
    i = 0
    while i < len(parts):
        row = parts[i : i + _LONGEST]
        keys = [t.key for t in row]
        n = next((n for n in range(len(row), 1, -1) if tuple(keys[:n]) in compounds), 1)
        # not "a força" as "à força"
        accent = n > 1 and rules.contracted.get(compounds[tuple(keys[:n])].split()[0]) == [keys[0]]
        if accent and text[row[0].start : row[0].end].casefold() == keys[0]:
            n = 1
        if n > 1 and found and found[-1].key in language.grammar.have and _is_participle(keys[0], language):
            n = 1  # "había llegado de A"
        if n > 1 and all(text[a.end : b.start] in ("", " ") for a, b in pairwise(row[:n])):
            found.append(replace(row[0], key=compounds[tuple(keys[:n])], end=row[n - 1].end))
        else:
            n = 1
            if not (found and found[-1].key in scales and keys[0] in rules.of_scale):
                found.append(row[0])
        i += n
    return found


def _is_infinitive(text: str, words: Sequence[Token], language: Language) -> bool:
    """Whether a word is an infinitive before all."""
    known = language.lexeme(text[words[0].start : words[0].end]) if words else None
    return known is not None and known[0] == "VB" and "B" in known[2]


def _is_participle(key: str, language: Language) -> bool:
    known = language.lexeme(key)
    return known is not None and "N" in known[2]


def _that(words: Sequence[Word], i: int, language: Language) -> Sequence[Word]:
    """Return the words of a relative pronoun behind a preposition: "en el que", "em que"."""
    grammar, preposition = language.grammar, words[i].key
    ahead = words[i + 1 : i + 3]
    article = bool(ahead) and ahead[0].part is Part.DETERMINER and ahead[0].key in grammar.pointing
    that = ahead[: 1 + article]
    if len(that) != 1 + article or that[-1].part is not Part.SUBORDINATOR or that[-1].key not in grammar.who:
        return ()
    comma = i > 0 and words[i - 1].part is Part.COMMA
    if article:
        return that if comma or preposition not in grammar.of else ()  # not "menos de los que"
    return that if preposition in language.flows.at else ()


def _is_time(words: Sequence[Word], language: Language) -> bool:
    """Whether words are a length of time: "47 años", "un año"."""
    counted = len(words) > 1 and words[0].part in (Part.NUMBER, Part.DETERMINER)
    return counted and words[1].key in language.grammar.periods


@cache
def _compounds(language: Language) -> dict[tuple[str, ...], str]:
    """Return the parts of words that are written as several → the word."""
    grammar, contracted = language.grammar, language.inflected.contracted
    words = grammar.compounds | grammar.prepositions | grammar.closed_adverbs | grammar.negations
    return {
        tuple(part for each in word.split() for part in contracted.get(each, [each])): word
        for word in words | grammar.comparing | grammar.approximate
        if " " in word
    }


def _first(words: list[Word], i: int, language: Language) -> None:
    """Give a word the part of speech that it has most often; ``forms`` are those it has as a verb."""
    word, grammar = words[i], language.grammar
    key = word.key
    before = words[i - 1].part if i else Part.STOP
    if word.placed:
        word.part = Part.NAME
        return
    if key[0].isdigit():
        word.part = Part.NUMBER
        return
    inside = word.capital and before not in (Part.STOP, Part.QUOTE)
    part = closed_classes(language).get(key)
    if part is not None and not (inside and part is not Part.NUMBER):
        word.part, word.base = part, grammar.bases.get(key, "")
        next_key = words[i + 1].key if i + 1 < len(words) else ""
        if key in grammar.approximate and (
            next_key[:1].isdigit() or closed_classes(language).get(next_key) is Part.NUMBER
        ):
            word.part = Part.ADVERB  # "cerca de 300"
        if part in AUXILIARIES and (known := language.lexeme(key)):
            word.base, word.forms = word.base or known[1], known[2]
        return
    known = language.lexeme(key) or _with_pronoun(key, language)
    known = known or _regular(key, language, before in _WITH_N)
    after = words[i + 1] if i + 1 < len(words) else None
    if inside or (word.capital and known is None and after is not None and after.capital):
        word.part = Part.NAME
    elif key in language.inflected.adjectives:
        word.part = Part.ADJECTIVE
    elif known is not None:
        tag, word.base, word.forms = known
        word.base = grammar.bases.get(key, word.base)
        word.part = Part.NOUN if tag == "NN" else _PARTS[word.forms[0]]
    elif key.endswith(grammar.ending_of_adverbs):
        word.part = Part.ADVERB
    else:
        plural = key in grammar.plurals or grammar.plural.search(key)
        word.part = Part.PLURAL if plural else Part.NOUN


def _with_pronoun(key: str, language: Language) -> tuple[str, str, str] | None:
    """Return the verb of an infinitive or gerund with a pronoun behind it: "trasladarlos"."""
    found = language.inflected.enclitic.fullmatch(key)
    known = language.lexeme(found["verb"]) if found else None
    return known if known and (known[2][0] in "BG" or "-" in key) else None


def _regular(key: str, language: Language, passive: bool) -> tuple[str, str, str] | None:
    """Return the verb of a regular form that the lexicon lacks: "damnificaron"."""
    ways = [way for way in language.inflected.regular if key.endswith(way[0]) and len(key) > len(way[0]) + 1]
    for ending, form, infinitive in ways:
        base = key.removesuffix(ending) + infinitive
        again = base.removeprefix(language.inflected.again)  # "recapturados"
        known = language.lexeme(base) or (language.lexeme(again) if base != again else None)
        if (known and "B" in known[2]) or base in _verbs(language):
            return "VB", base, form
    ways = [way for way in ways if len(key) > len(way[0]) + 2]
    found = next((w for w in ways if w[0] in language.inflected.pasts), None)
    if found is None and passive:
        found = next((w for w in ways if w[1] == "N"), None)  # "foram identificados"
    if found is None:
        return None
    return "VB", key.removesuffix(found[0]) + found[2], found[1]


@cache
def _verbs(language: Language) -> frozenset[str]:
    """Return the verbs that are words of the rules, or of news, and may lack in the lexicon."""
    flows = language.flows
    moving = flows.going | flows.sending | flows.taking | flows.arriving | flows.staying
    claims, quantities = language.claims, language.quantities
    told = claims.changes | claims.levels | claims.lasting | claims.owning | quantities.befalling
    return moving | told | flows.seizing | language.inflected.presenting | language.inflected.verbs


def _article(words: list[Word], i: int, language: Language, contracted: bool) -> None:
    """Tell the article "a" from the preposition; `contracted` is whether both are one word: "à"."""
    word, before = words[i], words[i - 1] if i else None
    if contracted:
        word.part = Part.PREPOSITION
        return
    after = words[i + 1] if i + 1 < len(words) else None
    word.part = Part.DETERMINER
    if after is None or (before is not None and before.part is Part.PREPOSITION):
        return
    opens = before is None or before.part in _CLOSES
    verbal = after.part in (Part.NUMBER, Part.DETERMINER, Part.PRONOUN) or after.forms[:1] == "B"
    name = (after.placed or after.capital) and not opens
    if verbal or name or language.inflected.masculine.search(after.key):
        word.part = Part.PREPOSITION


def _clitic(words: list[Word], i: int, language: Language, enclitic: bool) -> None:
    """Take a pronoun before or behind a verb as an adverb: it is no subject.

    `enclitic` is whether a hyphen ties it to the word before: "levou-os".
    """
    word = words[i]
    if enclitic and i and words[i - 1].forms:
        word.part = Part.ADVERB
        return
    after = words[i + 1] if i + 1 < len(words) else None
    if word.key in language.inflected.reflexive:
        opens = i == 0 or words[i - 1].part in PUNCTUATION
        word.part = Part.SUBORDINATOR if opens and word.key in language.grammar.subordinators else Part.ADVERB
        return
    before = words[i - 1].part if i else Part.STOP
    verb = after is not None and (after.part in AUXILIARIES or after.part in (Part.PRESENT, Part.PAST))
    if verb and after is not None and after.key not in language.grammar.negations and before not in _NOMINAL:
        word.part = Part.ADVERB


def _decide(words: list[Word], i: int, language: Language) -> None:
    """Decide between noun and verb, participle and adjective, by the words before.

    The first rule that fits decides: for an infinitive; for a participle; behind what only a noun follows;
    for a noun that may be a finite verb; for a finite verb that may be an adjective.
    """
    word, before = words[i], _previous(words, i)
    if i and words[i - 1].key in language.grammar.there:
        before = words[i - 1]  # "desde allí siguen"
    last = before.part if before else None
    after = words[i + 1] if i + 1 < len(words) else None
    nominal = word.part is Part.NOUN
    noun = Part.PLURAL if language.grammar.plural.search(word.key) else Part.NOUN
    if word.forms[0] == "B" and not nominal:
        if _is_adjective(words, i, language):
            word.part = Part.ADJECTIVE
        else:
            _infinitive(word, before, before is words[i - 1], language)
        return
    having = language.grammar.have | language.grammar.be
    aided = last is Part.GERUND and before is not None and before.key in having and before.forms[:1] == "B"
    if "N" in word.forms and (last in (Part.BE, Part.HAVE) or aided):
        word.part = Part.PARTICIPLE
        return
    if "N" in word.forms and last is Part.AND and (auxiliary := _shared_auxiliary(words, i)):
        # "ha calcinado 30 hectáreas y obligado a evacuar", "foi levado para A e vendido"
        word.part = Part.PAST if auxiliary is Part.HAVE else Part.PARTICIPLE
        return
    if word.forms[0] == "N":
        _participle(words, i, last, noun, language)
        return
    if word.forms[0] == "G" and not nominal:
        return
    past = word.forms == "D" and not nominal and last is Part.ADJECTIVE  # "de 10 kilómetros de largo cruzó"
    as_said = before is not None and before.key in language.grammar.also_subordinators
    past = past or (as_said and not nominal and word.base in language.grammar.saying)  # "según informó"
    if last in _NOMINAL and not past and (nominal or last is not Part.NUMBER):
        opens = last is Part.DETERMINER and not nominal and before is not None and before.part is Part.PRONOUN
        word.part = word.part if opens else noun
    elif nominal:
        pronoun = i and words[i - 1].key in language.inflected.clitics - language.grammar.articles
        if pronoun and words[i - 1].part is Part.ADVERB and not set(word.forms).isdisjoint("SDFC"):
            word.part = _PARTS[next(form for form in word.forms if form in "SDFC")]  # "se estima que"
            return
        finite = before is not None and not _finite(words, i) and _acts(words, i, before, language)
        forms = [form for form in word.forms if form in "SDFC"] if finite else []
        word.part = _PARTS[forms[0]] if forms else word.part
    elif word.forms == "S" and before is words[i - 1] and last in (Part.PRESENT, Part.PAST):
        word.part = noun  # "levava ajuda"
    elif word.part is Part.PRESENT and last in (Part.NOUN, Part.PLURAL) and word.forms == "S":
        # "zona segura de A registra": an adjective, if a verb follows and nothing that this one could govern
        adjective = _finite(words, i, behind=False) and (after is None or after.part is not Part.NUMBER)
        word.part = Part.ADJECTIVE if adjective else word.part


def _is_adjective(words: list[Word], i: int, language: Language) -> bool:
    """Whether what may be an infinitive describes the noun before: "central solar", "hospital militar"."""
    if not i or words[i - 1].part not in (Part.NOUN, Part.PLURAL) or words[i].key != words[i].base:
        return False
    for n in range(i - 2, -1, -1):
        if words[n].part in PUNCTUATION:
            return True
        if words[n].base in language.grammar.controlling:
            return False
        if words[n].part is Part.PREPOSITION:
            return words[n].key not in language.flows.for_it  # "para o barco voltar"
    return True


def _infinitive(word: Word, before: Word | None, beside: bool, language: Language) -> None:
    """Decide what an infinitive is by the word before it, which stands right `beside` it or not."""
    rules, last = language.inflected, before.part if before else None
    if before is not None and beside and last in (Part.PREPOSITION, Part.SUBORDINATOR):
        if before.key in rules.before_gerund:
            word.part = Part.GERUND
        elif before.key in rules.before_infinitive:
            before.part, word.part = Part.INFINITIVE, Part.BASE
    elif last is Part.MODAL:
        word.part = Part.BASE
    elif last is Part.DETERMINER:
        word.part = Part.NOUN


def _participle(words: list[Word], i: int, last: Part | None, noun: Part, language: Language) -> None:
    """Decide between participle and adjective: "soldados heridos", "tres kilos en A, escondidos en"."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else None
    if i == 0 and after is not None and (_heads(words) or _fronts(words)):
        word.part = Part.PARTICIPLE
        return
    nouns, nominal = (Part.NOUN, Part.PLURAL, Part.NAME), word.part is Part.NOUN
    comma = i > 1 and words[i - 1].part is Part.COMMA and words[i - 2].part in nouns
    described = comma and after is not None and after.part in (Part.PREPOSITION, Part.NUMBER, Part.ADVERB)
    if nominal and (described or last in nouns):
        word.part = Part.PARTICIPLE
    elif last in _NOMINAL or nominal:
        noun_next = after is not None and after.part in (Part.NOUN, Part.PLURAL) and not after.placed
        person = stem(word.key, language.grammar) in language.flows.persons  # "600 soldados estacionados"
        noun_next = noun_next and not (nominal and (person or word.key in language.flows.nouns))
        word.part = Part.ADJECTIVE if noun_next and last is not Part.PREPOSITION else noun


def _heads(words: list[Word]) -> bool:
    """Whether a participle opens a headline, for "have been": "Detenidos 12 hombres en A"."""
    ahead = words[1:]
    there = next((n for n, w in enumerate(ahead) if w.part is Part.NUMBER), None)
    way = ahead if there is None else ahead[:there]
    plain = all(
        w.placed or w.part in (Part.PREPOSITION, Part.DETERMINER, Part.NAME, Part.ADVERB) for w in way
    )
    return there is not None and plain and not _finite(words, 0)


def _fronts(words: list[Word]) -> bool:
    """Whether a participle with its phrases stands before a subject: "Nascido em A, o pintor …"."""
    comma = next((n for n, w in enumerate(words) if w.part is Part.COMMA), None)
    if comma is None or words[1].part is not Part.PREPOSITION or comma + 2 >= len(words):
        return False
    return (
        words[comma + 1].part is Part.DETERMINER
        and not _finite(words, 0)
        and _finite(words, comma, behind=False)
    )


def _acts(words: list[Word], i: int, before: Word, language: Language) -> bool:
    """Whether what stands beside a noun makes it a verb: "todavía paga", "la fiscalía sospecha que"."""
    if before is not words[i - 1]:
        return True
    if i + 1 == len(words):
        return False
    word, after = words[i], words[i + 1]
    if after.placed or after.part in (Part.NUMBER, Part.DETERMINER, Part.PREPOSITION, Part.ADVERB):
        return True
    if after.key in language.article.weekdays:  # "parte domingo para A"
        return True
    if after.forms[:1] == "B":  # "quer construir"
        return True
    return after.key in language.grammar.complementing and word.base in language.grammar.saying


def _shared_auxiliary(words: list[Word], i: int) -> Part | None:
    """Return the auxiliary before a participle in the clause that a participle behind "and" goes on."""
    for n in range(i - 2, -1, -1):
        if words[n].part in _CLOSES:
            return None
        if words[n].part in _FINITE:
            return (
                words[n].part if words[n + 1].part is Part.PARTICIPLE and words[n].part in _WITH_N else None
            )
    return None


def _finite(words: list[Word], i: int, behind: bool = True) -> bool:
    """Whether a finite verb stands in the clause of a word, before or after it."""
    for rest in (words[i + 1 :], *([reversed(words[:i])] if behind else [])):
        for word in rest:
            if word.part in _CLOSES:
                break
            if word.part in _FINITE:
                return True
    return False


def _previous(words: list[Word], i: int) -> Word | None:
    """Return the word before, without adverbs and negations; None after a sign or at the start."""
    while i:
        i -= 1
        if words[i].part in PUNCTUATION:
            return None
        if words[i].part not in (Part.ADVERB, Part.NOT):
            return words[i]
    return None
