"""Noun groups and verb groups: runs of words by their parts of speech."""

from __future__ import annotations

from collections.abc import Sequence

from ...languages import Language
from .parts import AUXILIARIES, NOUNS, PUNCTUATION, VERBS, YEAR, Part, Word
from .syntax import NounGroup, VerbGroup

_IN_GROUP = NOUNS | {Part.DETERMINER, Part.ADJECTIVE, Part.NUMBER}


Chunk = NounGroup | VerbGroup | Word


def chunked(words: Sequence[Word], language: Language) -> list[Chunk]:
    """Split a sentence into noun groups, verb groups, and the words and signs between them."""
    found: list[Chunk] = []
    i = 0
    while i < len(words):
        word = words[i]
        if word.part in AUXILIARIES or word.part in VERBS or word.part is Part.INFINITIVE:
            i = _verb_group(words, i, found, language)
        elif word.part in _IN_GROUP or word.part is Part.PRONOUN:
            start, i = i, _noun_group(words, i, found, language)
            _split_fronted(words, start, i, found)
        else:
            found.append(word)
            i += 1
    for chunk in found if language.is_inflected else ():
        if isinstance(chunk, NounGroup):
            chunk.leads = True
    return found


def _split_fronted(words: Sequence[Word], start: int, end: int, found: list[Chunk]) -> None:
    """Part a place that opens a clause from its subject: "In A petrol costs …"."""
    group = found[-1]
    opens = start and words[start - 1].part is Part.PREPOSITION
    opens = opens and (start < 2 or words[start - 2].part in PUNCTUATION or words[start - 2].part is Part.AND)
    if not opens or not isinstance(group, NounGroup) or end >= len(words):
        return
    while end < len(words) - 1 and words[end].part is Part.PREPOSITION:  # "In A deaths from fentanyl rose"
        end += 1
        while end < len(words) - 1 and words[end].part in _IN_GROUP:
            end += 1
    verb = words[end].part in AUXILIARIES or words[end].part in (Part.PRESENT, Part.PAST, Part.EITHER)
    n = next((n for n, w in enumerate(group.words) if not w.placed), 0)
    if verb and n and not group.words[n - 1].owns and not any(w.capital for w in group.words[n:]):
        found[-1:] = [NounGroup(group.words[:n]), NounGroup(group.words[n:])]


def _verb_group(words: Sequence[Word], i: int, found: list[Chunk], language: Language) -> int:
    """Add the verb group that begins at a word; return where it ends."""
    start, taken = i, list[Word]()
    while i < len(words) and _verb_continues(words, i, taken):
        taken.append(words[i])
        i += 1
    if not any(w.part is not Part.NOT for w in taken):
        found.extend(taken)
        return max(i, start + 1)
    group = VerbGroup(taken)
    parts = [w.part for w in taken if w.part not in (Part.ADVERB, Part.NOT)]
    last = group.verb
    group.negated = any(w.part is Part.NOT for w in taken)
    be = next((n for n in range(len(parts) - 1, -1, -1) if parts[n] is Part.BE), None)
    if taken[0].part is Part.GERUND and len(taken) == 2 and language.is_inflected:
        be = 0 if taken[0].key in language.grammar.be else None  # "depois de ser detido"
    group.passive = last.part in (Part.PARTICIPLE, Part.EITHER) and (
        (be is not None and be == len(parts) - 2) or (len(parts) == 1 and last.part is Part.PARTICIPLE)
    )
    found.append(group)
    return i


def _verb_continues(words: Sequence[Word], i: int, taken: list[Word]) -> bool:
    """Whether a verb group goes on with a word."""
    w = words[i]
    last = taken[-1] if taken else None
    done = last is not None and last.verbal
    if w.part in AUXILIARIES:
        having = done and last is not None and last.part is Part.GERUND and last.forms[:1] == "B"
        return not done or w.part is Part.NOT or (having and w.part is Part.BE)  # "de ter sido detido"
    if w.part in VERBS:
        participles = last is not None and last.part is Part.PARTICIPLE and len(taken) > 1
        return not done or (participles and w.part in (Part.PARTICIPLE, Part.EITHER))
    if w.part is Part.INFINITIVE:
        if last is None or (w.base and last.part is not Part.NOT):
            return True
        after = words[i + 1].part if i + 1 < len(words) else None
        return after in (Part.BASE, Part.BE, Part.HAVE, Part.DO, Part.ADVERB)
    if w.part is not Part.ADVERB or done:
        return False
    # an adverb belongs to the group if more of the group follows
    after = next((v.part for v in words[i:] if v.part not in (Part.ADVERB, Part.NOT)), None)
    return after in AUXILIARIES or after in VERBS or after is Part.INFINITIVE


def _noun_group(words: Sequence[Word], i: int, found: list[Chunk], language: Language) -> int:
    taken = [words[i]]
    i += 1
    if taken[0].part is not Part.PRONOUN:
        while i < len(words) and _goes_on(words, i, taken, found, language):
            taken.append(words[i])
            i += 1
            if span := _number_span(words, i, taken, found, language):
                taken += words[i : i + span]
                i += span
        if len(taken) == 1 and (span := _number_span(words, i, taken, found, language)):
            while span:
                taken += words[i : i + span]
                i += span
                span = _number_span(words, i, taken, found, language)
            while i < len(words) and _goes_on(words, i, taken, found, language):
                taken.append(words[i])
                i += 1
    if len(taken) == 1 and taken[0].part is Part.ADJECTIVE:
        found.append(taken[0] if taken[0].key not in language.grammar.states else NounGroup(taken))
    elif not any(w.part in NOUNS or w.part in (Part.NUMBER, Part.PRONOUN, Part.DETERMINER) for w in taken):
        found.extend(taken)
    else:
        while len(taken) > 1 and taken[-1].part is Part.DETERMINER:
            taken.pop()
            i -= 1
        found.append(NounGroup(taken))
    return i


def _number_span(
    words: Sequence[Word], i: int, taken: list[Word], found: list[Chunk], language: Language
) -> int:
    """Return how many words the second number of a range adds: "three to six planes", "between 6 and 8"."""
    if taken[-1].key.endswith("%"):
        return 0
    if taken[-1].part is not Part.NUMBER or i + 1 >= len(words) or words[i + 1].part is not Part.NUMBER:
        return 0
    if YEAR.fullmatch(taken[-1].key) and not YEAR.fullmatch(words[i + 1].key):
        return 0  # "from 300 in 2015 to 1,000"
    grammar, before = language.grammar, found[-1] if found else None
    summed = grammar.scales | (language.inflected.tens if language.is_inflected else frozenset())
    if words[i].part is Part.AND and taken[-1].key in summed and not words[i + 1].key[0].isdigit():
        return 2  # "a hundred and twenty", "vinte e oito"
    prep = before.key if isinstance(before, Word) and before.part is Part.PREPOSITION else ""
    if words[i].key in grammar.to and prep not in grammar.origin:
        return 2
    return (
        2 if words[i].part is Part.AND and (words[i].key in grammar.either or prep in grammar.between) else 0
    )


def _goes_on(
    words: Sequence[Word], i: int, taken: list[Word], found: list[Chunk], language: Language
) -> bool:
    """Whether a noun group goes on with the word at `i`."""
    after = words[i + 1] if i + 1 < len(words) else None
    return not _is_goods(taken[-1], words[i], found, language) and _continues(
        taken, words[i], after, language
    )


def _is_goods(last: Word, w: Word, found: list[Chunk], language: Language) -> bool:
    """Whether a noun right behind a place is what is sent there: "exportó a A aguacates"."""
    name = language.is_inflected and last.placed and last.capital
    if not name or w.capital or w.placed or w.part not in (Part.NOUN, Part.PLURAL):
        return False
    verb, to = found[-2:] if len(found) > 1 else (None, None)
    goes = isinstance(to, Word) and to.key in language.flows.to | language.flows.at
    return goes and isinstance(verb, VerbGroup) and verb.base in language.flows.sending


def _continues(taken: list[Word], w: Word, after: Word | None, language: Language) -> bool:
    """Whether a noun group goes on with a word."""
    last = taken[-1]
    if w.part is Part.ADVERB:
        return after is not None and _adverb_continues(last, w, after, language)
    if w.part not in _IN_GROUP:
        return w.part is Part.GERUND and last.part is Part.DETERMINER
    if last.joined or last.owns:
        return True
    if last.part is Part.NUMBER and w.key in language.grammar.timing and w.part is not Part.NUMBER:
        return False  # "rose to 1,000 last year"
    named = last.part is Part.NUMBER and last.capital and len(taken) > 1
    closed = last.part in NOUNS or last.key.endswith("%") or named
    if w.part is Part.DETERMINER:
        if last.part is Part.NUMBER and w.key in language.grammar.before_the:
            return after is not None and after.part in (Part.PLURAL, Part.ADJECTIVE)  # "400 such cases"
        return last.part in (Part.DETERMINER, Part.ADVERB) or last.key in language.grammar.before_the
    if w.part is Part.NUMBER:
        return _number_continues(taken, w, after, closed, language)
    if language.is_inflected and w.placed and w.capital and last.key in language.article.weekdays:
        return False  # "visita até sábado A"
    if language.is_inflected and (not w.capital or w.part is Part.ADJECTIVE):
        # not "aguardam em Mueda autorização"
        return not (last.placed and last.capital and w.part in (Part.NOUN, Part.PLURAL))
    if w.capital and w.key in language.article.weekdays and last.part in (Part.NOUN, Part.PLURAL):
        return last.capital  # "at a park Saturday"
    if w.part is Part.ADJECTIVE and closed:
        return after is not None and _names_state(taken, after)
    return not (w.part is Part.NAME and w.placed and last.part is Part.PLURAL)


def _adverb_continues(last: Word, w: Word, after: Word, language: Language) -> bool:
    if after.part is Part.ADJECTIVE:
        return last.part in (Part.DETERMINER, Part.NUMBER)
    if after.part is Part.NUMBER:
        return last.part is Part.DETERMINER
    return after.part in NOUNS and last.part is Part.NUMBER and w.key in language.grammar.comparative


def _number_continues(
    taken: list[Word], w: Word, after: Word | None, closed: bool, language: Language
) -> bool:
    last, grammar = taken[-1], language.grammar
    if language.is_inflected and last.part is Part.NAME:
        counts = after is not None and after.part is Part.PLURAL and not after.capital
        if counts or not w.key[0].isdigit():
            return False  # "fueron halladas en A dos mujeres", of a name without a place
    if language.is_inflected and last.part is Part.ADJECTIVE and any(t.part in NOUNS for t in taken):
        return False  # "registró el año pasado 1.046 asesinatos"
    if last.capital and last.key in grammar.periods and not w.key[0].isdigit():
        return False  # "By Thursday nine were in A"
    if last.part is Part.NUMBER:
        return not last.key[0].isdigit() or w.key in grammar.scales
    return not closed or (last.capital and last.part is not Part.PLURAL and not last.placed)


def _names_state(taken: list[Word], after: Word) -> bool:
    """Whether an adjective behind a place goes on with a noun: "3,500 Tennessee senior athletes"."""
    opened = len(taken) > 1 and taken[0].part in (Part.DETERMINER, Part.NUMBER, Part.ADJECTIVE)
    noun = after.part in (Part.NOUN, Part.PLURAL, Part.ADJECTIVE) and not after.capital
    return opened and taken[-1].placed and noun
