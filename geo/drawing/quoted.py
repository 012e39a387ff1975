"""Which figures page and paper tell of a place, and in which words: the article's own, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import shapely
from msgspec.structs import replace

from ..document import MapDocument
from ..languages import Vocabulary, reading_language, said_words, source_words, together_words
from ..model import Claim
from .features import Feature, place_geometry

_LEAST = 10  # things that are counted; fewer are no news, unless they are people
_LONGEST, _LONGEST_LABEL = 60, 44  # characters of a quotation, and beside a name on the map
_BACK = 300  # characters before a figure that may have its unit
_NEAR = 40  # characters between a figure and its year
_APART = re.compile(r"[;:,.!?“”\"](\s|$)|\n")  # signs between two clauses
_UNTOLD = ("negated",)  # what did not happen is no figure of a place
_NO_FACT = ("denied", "negated", "past")
_LARGE = 1e5  # from here on, a value is written with all its digits
_DEAR = 1e5  # of money: what costs more is no ware
_MOST_BETWEEN, _MOST_BEFORE = 2, 4  # words between a figure and its verb; of a noun before "of 20,000"
_PARTICIPLE = "N"  # of a verb's forms in the lexicon
_WORD = re.compile(r"[\w’'-]+")
_YEAR = re.compile(r"(19|20)\d\d")
_INITIALS = re.compile(r"\b(\w\.)+\w?$")


def told_claims(features: Iterable[Feature], document: MapDocument) -> Mapping[str, list[Claim]]:
    """Return feature id → its claims that a reader is told: of a sure place, and clear in what they count.

    What is said of a place and of one inside it ("12 killed", of a country and of a state of it) is told of
    the inner one.
    """
    told: dict[str, list[Claim]] = {}
    alike: dict[tuple[object, ...], list[tuple[Feature, Claim]]] = {}
    for feature in features:
        sure = feature.place is None or not feature.doubtful
        told[feature.id] = [c for c in feature.claims if sure and _is_clear(c, document)]
        for claim in told[feature.id]:
            if feature.place and len(claim.places) == 1 and not claim.flows:
                alike.setdefault(_what(claim, document), []).append((feature, claim))
    again = {claim.id for said in alike.values() for claim in _outer(said, document)}
    return {fid: [c for c in claims if c.id not in again] for fid, claims in told.items()}


def _what(claim: Claim, document: MapDocument) -> tuple[object, ...]:
    """Return what a figure says, whatever its words: the dead and the killed are the same."""
    befell = befell_words(claim, document)
    said = (befell.told,) if befell else (claim.predicate, claim.subject.casefold())
    amount = claim.quantity, claim.quantity_max, claim.unit, claim.per
    return *said, *amount, claim.polarity, claim.comparison, claim.owner


def _outer(said: Sequence[tuple[Feature, Claim]], document: MapDocument) -> Iterator[Claim]:
    """Yield the claims of areas that hold another place of the same figure, of no other time or people."""
    places = [f.place for f, _ in said if f.place]
    sizes = np.array([place_geometry(p).area for p in places])
    for feature, claim in said:
        if feature.is_land and len(said) > 1:
            same = [_may_be_one(claim, c, document) for _, c in said]
            inside = shapely.contains_xy(feature.geometry, [p.lng for p in places], [p.lat for p in places])
            if (inside & (sizes < feature.geometry.area) & same).any():
                yield claim


def _may_be_one(claim: Claim, other: Claim, document: MapDocument) -> bool:
    """Return whether two claims that say the same may be one: "12 people" and "12 miners", of one time."""
    befell = befell_words(claim, document)
    counted = {c.subject.casefold().split()[-1] for c in (claim, other) if c.subject}
    times = {c.time for c in (claim, other) if c.time}
    return len(times) < 2 and len(counted - {befell.people if befell else ""}) < 2


def quoted(claim: Claim, document: MapDocument, say: Vocabulary) -> str:
    """Write a claim in the words of its sentence ("The river rose eleven metres"), and what befell people."""
    claim = _in_its_year(claim, document)
    if claim.polarity and claim.polarity not in _NO_FACT and (words := _expected(claim, document)):
        return ", ".join(filter(None, (words, claim.comparison)))
    if claim.per and not (claim.polarity or claim.comparison) and (words := _rate(claim, document)):
        return words
    if claim.comparison or claim.position or claim.per or claim.polarity:
        return said_words(claim, say)
    if befallen := befell_words(claim, document):
        noun = claim.subject.split()[-1:]
        if not befallen.people:
            return f"{befallen.told}: {said_words(replace(claim, time=None), say)}"  # "Muertos: 3 mujeres"
        general = not noun or noun[0].casefold() == befallen.people
        counted = "" if general else _joined(claim, document)
        said = (claim.qualifier, figure_words(claim, say), counted, befallen.told)
        return " ".join(filter(None, said))
    words = None
    if not claim.time:
        words = _quotation(claim, document) if claim.unit and claim.subject else _with_verb(claim, document)
    limit = claim.qualifier or ""
    if not words:
        return said_words(claim, say) if claim.time else _of_many(claim, document) or said_words(claim, say)
    return words if limit.casefold() in words.casefold() else f"{limit} {words}"


def shared_words(claim: Claim, names: Sequence[str], document: MapDocument, say: Vocabulary) -> str | None:
    """Name all that a figure is given for together; None for one place, and for what does not add up."""
    return None if _is_level(claim, document) else together_words(claim, names, say)


def _is_level(claim: Claim, document: MapDocument) -> bool:
    """Return whether a figure of several places is that of each: a temperature, a speed, a price.

    "In A and B a plate costs 27 dollars", but not "a flood cost A and B 27 million dollars"
    """
    language, text = reading_language(document.article.language), document.article.text
    figures, subject = language.quantities, claim.subject.casefold()
    if not claim.unit.isupper():
        return figures.kind_of.get(claim.unit) in language.claims.levelled
    sentence = document.sentence.get(claim.sentence_id)
    if claim.quantity >= _DEAR or not subject or sentence is None:
        return bool(claim.per) and claim.quantity < _DEAR
    before = text[sentence.start : sentence.end].casefold().partition(subject)[0].split()[-1:]
    ware = not figures.one_article.isdisjoint(before)
    return bool(claim.per) or ware or subject.split()[0] in figures.prices


def label_words(claim: Claim, document: MapDocument, say: Vocabulary) -> str:
    """Write a claim as it stands beside a name on the map, without who says so; "" if that says too little.

    So do words that are too long, and those that need their sentence: "$150,000", "forty minutes".
    """
    text = document.article.text
    bare = replace(claim, comparison=None, time=None, source=None)
    if befallen := befell_words(claim, document):
        words = " ".join(filter(None, (claim.qualifier, figure_words(claim, say), befallen.told)))
        return words if len(words) <= _LONGEST_LABEL else ""
    if claim.subject and (far := _far_end(claim, document)) > claim.end:
        words = " ".join(text[claim.start : far].split())  # "140 kilometres from B"
        words = words if any(c.isupper() for c in words) else ""  # "eight hundred kilometres to the north"
    elif claim.per and claim.subject and (rate := _rate(claim, document)):
        words = f"{claim.subject[:1].upper()}{claim.subject[1:]}: {rate}"
    else:
        words = quoted(bare, document, say)
    return words if len(words) <= _LONGEST_LABEL and _says_enough(claim, words, document) else ""


def _says_enough(claim: Claim, words: str, document: MapDocument) -> bool:
    """Return whether words for a claim are understood beside a name, without their sentence.

    They say what is counted or measured, and of a share what happened to it; nobody knows from where to where
    some minutes are. A few are news if the words begin with what is done to them: "jails six".
    """
    language = reading_language(document.article.language)
    kind, folded = language.quantities.kind_of.get(claim.unit), words.casefold()
    verbs = [word for word in _WORD.finditer(words) if _is_form(word, claim, document)]
    acts = bool(verbs) and claim.predicate not in language.story.plain
    head = claim.subject.casefold().split()[-1:]
    noun = bool(head) and head[0] in folded
    if claim.polarity and not (claim.polarity not in _NO_FACT and _expected(claim, document)):
        return False
    if kind == "duration":
        return False
    if kind == "share":
        return acts
    if claim.unit.isupper():
        digit = claim.surface.casefold().split()[0]
        return noun and (bool(claim.per) or folded.index(head[0]) < folded.find(digit))
    if claim.unit:
        return noun or acts
    return (noun or acts) and (claim.quantity >= _LEAST or (acts and verbs[0].start() == 0))


def label_source(claim: Claim, document: MapDocument, say: Vocabulary) -> str:
    """Return who gives a claim, as it stands beside a name on the map; "" for nobody, or if too long."""
    source = source_words(replace(claim, source=_who(claim, document)), say)
    cut = source and _INITIALS.search(source)  # "according to U.S", of a census
    return source if source and len(source) < _LONGEST_LABEL and not cut else ""


def _who(claim: Claim, document: MapDocument) -> str | None:
    """Return who gives a figure, without where they sit: "the authorities in A"."""
    if not claim.source:
        return None
    grammar = reading_language(document.article.language).grammar
    words = claim.source.split()
    ends = (
        n for n, word in enumerate(words) if n > 1 and word.casefold() in grammar.prepositions - grammar.of
    )
    return " ".join(words[: next(ends, len(words))])


def is_news(claim: Claim, document: MapDocument, leads: bool) -> bool:
    """Return whether a figure tells what happened; where it leads a story, also what there is.

    How many live in a place is no news, nor how large a thing is: "a town of 20,000", "the 60-km pipe".
    """
    language = reading_language(document.article.language)
    if _is_implied(claim, document) or (claim.unit and any(dash in claim.surface for dash in "-–")):
        return False
    if claim.unit:
        return bool(claim.predicate or (claim.subject and not leads))
    return claim.predicate is not None and (leads or claim.predicate not in language.story.plain)


def stands_alone(claim: Claim, document: MapDocument) -> bool:
    """Return whether a figure says something without what it is compared with, or is for each of."""
    if claim.per:
        return bool(_rate(claim, document))
    if not claim.comparison or claim.polarity:
        return True
    sentence = document.sentence.get(claim.sentence_id)
    said = document.article.text[claim.end : sentence.end] if sentence else ""
    before, found, _ = said.partition(claim.comparison)
    return bool(found) and before.rstrip().endswith(",")  # "61 rifles, the largest find since …"


class Befallen(NamedTuple):
    """The language's word for people, and what befell them ("killed"); or "" and one word for both."""

    people: str
    told: str


def severity(claim: Claim, document: MapDocument) -> int:
    """Return where what befell people stands in the language's table, the worst first; all else is last."""
    figures = reading_language(document.article.language).story.figures
    order = [*dict.fromkeys(figures.values())]
    told = befell_words(claim, document) and figures.get(claim.predicate or "")
    return order.index(told) if told else len(order)


def befell_words(claim: Claim, document: MapDocument) -> Befallen | None:
    """Return what befell the people that a claim counts; None for another claim."""
    befell = reading_language(document.article.language).story.figures.get(claim.predicate or "")
    if not befell or claim.unit or claim.per or claim.polarity or claim.owner:
        return None
    people, _, told = befell.rpartition(" ")
    return None if told.casefold() in claim.subject.casefold() else Befallen(people.casefold(), told)


def figure_words(claim: Claim, say: Vocabulary) -> str:
    """Return a value in digits, without its unit; a range as the article has it."""
    if claim.quantity_max is not None:
        return " ".join(claim.surface.split())
    return digits(claim.quantity, say)


def digits(value: float, say: Vocabulary) -> str:
    """Write a value in digits, a large one with all of them."""
    return say.number(value, "g" if value < _LARGE else ".0f")


def _in_its_year(claim: Claim, document: MapDocument) -> Claim:
    """Return a claim without its time if that is of another event: a year far behind the figure."""
    told = document.sentence.get(claim.sentence_id)
    sentence = told.end if told else 0
    text, year = document.article.text, (claim.time or "")[:4]
    if not year or year not in text[claim.end : sentence]:
        return claim
    between = text[claim.end : text.index(year, claim.end)]
    return replace(claim, time=None) if len(between) > _NEAR or "," in between else claim


def _quotation(claim: Claim, document: MapDocument) -> str | None:
    """Return the words from a figure to what it measures; "" if they stand apart, None without them."""
    sentence = document.sentence.get(claim.sentence_id)
    if sentence is None:
        return None
    text = document.article.text
    found = [m.span() for m in re.finditer(re.escape(claim.subject), text[sentence.start : sentence.end])]
    spans = [(min(sentence.start + a, claim.start), max(sentence.start + b, claim.end)) for a, b in found]
    if not spans:
        return None
    start, end = min(spans, key=lambda span: span[1] - span[0])
    if end == claim.end:
        end = _far_end(claim, document)
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST and not _APART.search(words) else ""


def _of_many(claim: Claim, document: MapDocument) -> str | None:
    """Return a count with "of" before its noun as the article has it: "thousands of old homes"."""
    grammar, (_, after) = reading_language(document.article.language).grammar, _near_words(claim, document)
    head = claim.subject.casefold().split()[-1:]
    if claim.unit or not head or not after or after[0].group().casefold() not in grammar.of:
        return None
    ends = (w.end() for w in after[1 : 3 + len(claim.subject.split())] if w.group().casefold() == head[0])
    return next((" ".join(document.article.text[claim.start : end].split()) for end in ends), None)


def _far_end(claim: Claim, document: MapDocument) -> int:
    """Return where the words end that say from where a distance leads, or which way: "to the north"."""
    language = reading_language(document.article.language)
    grammar, (_, after) = language.grammar, _near_words(claim, document)
    if language.quantities.kind_of.get(claim.unit) != "length" or not after:
        return claim.end
    keys = [w.group().casefold() for w in after[:3]]
    if keys[0] in language.claims.origin and after[1:] and after[1].group()[0].isupper():
        named = [w for w in after[1:] if w.group()[0].isupper()]
        return named[1].end() if len(named) > 1 and named[1] is after[2] else named[0].end()
    way = len(keys) > 2 and keys[0] in grammar.to and keys[1] in grammar.articles
    return after[2].end() if way and any(c in keys[2] for c in grammar.compass) else claim.end


def _rate(claim: Claim, document: MapDocument) -> str:
    """Return a figure with what it is for each of, as the article has it: "2.10 dollars a pound"; or ""."""
    text, per = document.article.text, (claim.per or "").casefold()
    for word in _near_words(claim, document)[1][: 1 + _MOST_BETWEEN]:
        if word.group().casefold() == per:
            return " ".join(text[claim.start : word.end()].split())
    return ""


def _named_before(claim: Claim, document: MapDocument) -> int:
    """Return where a name and a comma before a figure begin, or the figure."""
    text, sentence = document.article.text, document.sentence[claim.sentence_id]
    start = claim.start
    if text[: claim.start].rstrip().endswith(","):
        for word in reversed(_words(document, sentence.start, claim.start)):
            if not word.group()[0].isupper():
                break
            start = word.start()
    return start


def _words(document: MapDocument, start: int, end: int) -> list[re.Match[str]]:
    return [*_WORD.finditer(document.article.text, start, end)]


def _near_words(claim: Claim, document: MapDocument) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the words before and after a figure, up to a sign that ends its clause, nearest first."""
    sentence = document.sentence.get(claim.sentence_id)
    if sentence is None:
        return [], []
    text = document.article.text
    ends = [sentence.start, *(m.end() for m in _APART.finditer(text, sentence.start, claim.start))]
    apart = _APART.search(text, claim.end, sentence.end)
    before = _words(document, ends[-1], claim.start)
    return before[::-1], _words(document, claim.end, apart.start() if apart else sentence.end)


def _with_verb(claim: Claim, document: MapDocument) -> str | None:
    """Return a figure with what is done, in the article's words; None where its noun says enough.

    "220,000 people come", "6,200 people counted"; "town of 20,000"
    """
    language, text = reading_language(document.article.language), document.article.text
    grammar = language.grammar
    before, after = _near_words(claim, document)
    noun = claim.subject.casefold()
    end, limit = claim.end, len(_WORD.findall(claim.qualifier or ""))
    counted = " ".join(text[claim.end : claim.end + len(noun) + 9].split()).casefold()
    if noun and noun in counted:
        end = claim.end + text[claim.end :].casefold().index(noun) + len(noun)
    if _is_implied(claim, document):
        of: list[re.Match[str]] = []
        for word in before[1 : 1 + _MOST_BEFORE]:
            if word.group().casefold() in grammar.articles | grammar.prepositions:
                break
            of.append(word)
        return " ".join(text[of[-1].start() : end].split()) if of else None
    before = before[limit:]
    if claim.unit and not noun and (far := _far_end(claim, document)) > claim.end:
        start = _named_before(claim, document)
        return " ".join(text[start:far].split())  # "A, 140 kilometres from B"
    if end > claim.end and (event := _event_of(before, claim, document)):
        return f"{event} {' '.join(text[claim.start : end].split())}{_done(before, claim, document)}"
    people = noun and any(w.startswith(_people(document)) for w in noun.split())
    if not people and not (claim.unit and not noun):
        return None  # "61 rifles"
    plain = grammar.do | grammar.have | (grammar.be if people else frozenset())
    if before and _is_form(before[0], claim, document) and before[0].group().casefold() not in plain:
        said = " ".join(text[before[0].end() : end].split())
        if not people:
            return " ".join(filter(None, (said, _unit_before(claim, document))))
        done = _done(before[:1], claim, document)
        return f"{said}{done}" if done else " ".join(text[before[0].start() : end].split())
    subject = not before or before[0].group().casefold() not in grammar.prepositions
    if people and subject and end > claim.end:
        start = claim.start if not limit else before[0].end() if before else claim.start
        behind = [w for w in after if w.start() >= end]
        for n, word in enumerate(behind[: 1 + _MOST_BETWEEN]):
            if word.group().casefold() in grammar.prepositions:
                break  # "20 people after losing hundreds"
            if _is_form(word, claim, document):
                lives = claim.predicate in language.story.plain
                far = _how(behind[n + 1 :], document) if lives else word.end()
                return " ".join(text[start : max(far, word.end())].split())
    return None


def _how(words: Sequence[re.Match[str]], document: MapDocument) -> int:
    """Return where words end that say how or on what one lives, without a name: "on ponds"; 0 for none."""
    grammar = reading_language(document.article.language).grammar
    keys = [word.group() for word in words]
    if not keys or keys[0] not in grammar.prepositions:
        return 0
    ends = grammar.prepositions | grammar.joining | grammar.coordinators
    noun = [*takewhile(lambda key: key not in ends, keys[1:])]
    short = 0 < len(noun) <= _MOST_BEFORE and all(key == key.lower() for key in noun)
    return words[len(noun)].end() if short else 0


def _is_implied(claim: Claim, document: MapDocument) -> bool:
    """Return whether a figure has no noun of its own, but says how large another is: "a town of 20,000"."""
    before, after = _near_words(claim, document)
    of = reading_language(document.article.language).grammar.of
    own = claim.subject and claim.subject.casefold() in " ".join(w.group() for w in after).casefold()
    return bool(before and before[0].group().casefold() in of and not (own or claim.unit or claim.qualifier))


def _event_of(before: list[re.Match[str]], claim: Claim, document: MapDocument) -> str:
    """Return the words before a figure that says whose event they are: "the removal of 3,400 families"."""
    language = reading_language(document.article.language)
    if len(before) <= 1 or before[0].group().casefold() not in language.grammar.of:
        return ""
    noun = before[1].group().casefold()
    made = language.story.deverbal.search(noun) and not language.story.not_deverbal.search(noun)
    return f"{before[1].group()} {before[0].group()}" if made and not claim.polarity else ""


def _done(before: list[re.Match[str]], claim: Claim, document: MapDocument) -> str:
    """Return a claim's verb with a space if it is before the figure and may be a participle; else ""."""
    language = reading_language(document.article.language)
    for word in (w for w in before[: 2 * _MOST_BETWEEN] if _is_form(w, claim, document)):
        verb = word.group().casefold()
        return f" {verb}" if _PARTICIPLE in (language.lexeme(verb) or ("", "", ""))[2] else ""
    return ""


def _unit_before(claim: Claim, document: MapDocument) -> str:
    """Return the unit of a figure that has it from one before: "… thirty minutes. From B it is ninety"."""
    units = reading_language(document.article.language).quantities.unit_of
    if any(units.get(w.group().casefold()) for w in _words(document, claim.start, claim.end)):
        return ""
    before = (w.group() for w in reversed(_words(document, max(0, claim.start - _BACK), claim.start)))
    return next((w for w in before if units.get(w.casefold()) == claim.unit), "")


def _joined(claim: Claim, document: MapDocument) -> str:
    """Return what a claim counts, with a second noun before its verb: "soldiers and drivers"."""
    _, after = _near_words(claim, document)
    first = claim.subject.split()
    words = [w.group() for w in after[: len(first) + 3]]
    both, joining = words[len(first) :], reading_language(document.article.language).grammar.joining
    if words[: len(first)] != first or len(both) <= 2 or both[0].casefold() not in joining:
        return claim.subject
    joined = _is_form(after[len(first) + 2], claim, document)
    return " ".join((*first, *both[:2])) if joined else claim.subject


def _expected(claim: Claim, document: MapDocument) -> str | None:
    """Return a figure that may or will be with the words that say so; None where they stand elsewhere.

    "expected to reach seven metres", "311,000 people may vote"
    """
    grammar, text = reading_language(document.article.language).grammar, document.article.text
    before, after = _near_words(claim, document)
    for n, word in enumerate(before[: 1 + _MOST_BETWEEN]):
        if _is_form(word, claim, document):
            words = [w.group().casefold() for w in before[n + 1 : n + 3]]
            first = words[0] if words else ""
            may = 1 if first in grammar.modals else 2  # "may vote"; "expected to reach"
            if len(words) < may or first not in grammar.modals | grammar.to:
                return None
            end = claim.end
            if claim.subject and claim.subject in text[claim.end : claim.end + len(claim.subject) + 2]:
                end = text.index(claim.subject, claim.end) + len(claim.subject)
            return " ".join(text[before[n + may].start() : end].split())
    modal = False
    for word in after[: 2 + _MOST_BETWEEN]:
        modal = modal or word.group().casefold() in grammar.modals
        if modal and _is_form(word, claim, document):
            return " ".join(text[claim.start : word.end()].split())
    return None


def _is_form(word: re.Match[str], claim: Claim, document: MapDocument) -> bool:
    """Return whether a word is a form of a claim's verb."""
    language, key = reading_language(document.article.language), word.group().casefold()
    base = language.grammar.bases.get(key) or (language.lexeme(key) or ("", "", ""))[1] or key
    return base == claim.predicate


def _is_clear(claim: Claim, document: MapDocument) -> bool:
    """Return whether a claim says what it counts, and that so many are, were or will be there."""
    if claim.measured is not None:
        return True  # a distance between places, which the map measures, too
    if claim.polarity in _UNTOLD or claim.owner or _is_tally(claim, document):
        return False
    if claim.polarity == "possible":
        return _expected(claim, document) is not None
    if claim.unit or claim.per:
        told = _quotation(claim, document) != "" if claim.subject else _with_verb(claim, document)
        return bool(claim.per or told)
    if not claim.subject:
        return False
    language = reading_language(document.article.language)
    words = claim.subject.casefold().split()
    if claim.predicate in language.story.figures or any(w.startswith(_people(document)) for w in words):
        return True
    of = next((n for n, word in enumerate(words) if n and word in language.grammar.of), len(words))
    head = words[of - 1]  # "wheels of cheese"
    if _YEAR.fullmatch(claim.surface):
        return False  # "the 2017 elections"
    several = head in language.grammar.plurals or language.grammar.plural.search(head)
    return claim.quantity >= _LEAST and bool(several)  # "a town of 20,000" counts no towns


def _is_tally(claim: Claim, document: MapDocument) -> bool:
    """Return whether the head of a place counted, who knows where: "the mayor of A counted 30 tents"."""
    language = reading_language(document.article.language)
    sentence = document.sentence.get(claim.sentence_id)
    if sentence is None or claim.predicate not in language.claims.tallying:
        return False
    before = {w.group().casefold().split("’")[0] for w in _words(document, sentence.start, claim.start)}
    where = (t for t in document.toponyms if t.sentence_id == sentence.id and t.start > claim.end)
    located = any(t.place and t.place.id in claim.places for t in where)
    return not located and not before.isdisjoint(language.claims.officials & language.flows.persons)


def _people(document: MapDocument) -> tuple[str, ...]:
    """Return the beginnings of nouns of people in a document's language."""
    language = reading_language(document.article.language)
    return tuple(language.flows.persons | language.story.people)
