"""Which figures page and paper tell of a place, and in which words: the article's own, or none."""

from __future__ import annotations

import re

from msgspec.structs import replace

from ..document import MapDocument
from ..languages import Vocabulary, reading_language, said_words
from ..model import Claim
from .features import Feature

_LEAST = 10  # things that are counted; fewer are no news, unless they are people
_LONGEST = 60  # characters of a quotation
_NEAR = 40  # characters between a figure and its year
_APART = re.compile(r"[;:,.!?“”\"](\s|$)|\n")  # signs between two clauses
_UNTOLD = ("negated", "possible")  # what did not happen, or may happen, is no figure of a place


def told_claims(feature: Feature, document: MapDocument) -> list[Claim]:
    """List a feature's claims that a reader is told: its place is sure, and it is clear what is counted."""
    if feature.place is not None and feature.doubtful:
        return []
    return [c for c in feature.claims if _is_clear(c, document)]


def quoted(claim: Claim, document: MapDocument, say: Vocabulary) -> str:
    """Write a claim in the words of its sentence ("The river rose eleven metres"), and what befell people."""
    claim = _in_its_year(claim, document)
    if claim.polarity or claim.comparison or claim.position or claim.per:
        return said_words(claim, say)
    if befell := reading_language(document.article.language).story.figures.get(claim.predicate or ""):
        people, _, told = befell.casefold().partition(" ")
        if not told and not claim.unit and people not in claim.subject.casefold():
            return f"{befell}: {said_words(replace(claim, time=None), say)}"  # "Muertos: 3 mujeres"
        if told and not claim.unit and told not in claim.subject:
            general = claim.subject.casefold().split()[-1:] in ([people], [])
            said = said_words(replace(claim, subject="" if general else claim.subject, time=None), say)
            return f"{said} {told}"
    words = _quotation(claim, document) if claim.unit and claim.subject and not claim.time else None
    limit = claim.qualifier or ""
    if not words:
        return said_words(claim, say)
    return words if limit.casefold() in words.casefold() else f"{limit} {words}"


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
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST and not _APART.search(words) else ""


def _is_clear(claim: Claim, document: MapDocument) -> bool:
    """Return whether a claim says what it counts, and that so many are or were there."""
    if claim.measured is not None:
        return True  # a distance between places, which the map measures, too
    if claim.polarity in _UNTOLD or claim.owner or not claim.subject:
        return False
    if claim.unit or claim.per:
        return bool(claim.per) or _quotation(claim, document) != ""
    language = reading_language(document.article.language)
    words, people = claim.subject.casefold().split(), tuple(language.flows.persons | language.story.people)
    if claim.predicate in language.story.figures or any(w.startswith(people) for w in words):
        return True
    several = words[-1] in language.grammar.plurals or language.grammar.plural.search(words[-1])
    return claim.quantity >= _LEAST and bool(several)  # "a town of 20,000" counts no towns
