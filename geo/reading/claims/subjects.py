"""What a figure counts or measures, in the article's words."""

from __future__ import annotations

import re

from .lexicon import KIND_OF
from .phrases import clause_subject, noun_phrase, phrase_before
from .quantities import Quantity
from .sentence import Reading

_OF = re.compile(r"\s+(?:worth\s+)?of\s+(?!them\b|those\b|these\b|whom\b|which\b)")
_RATE = re.compile(r"\s+(?:an?|per|each|every)\s")
_LEVEL = re.compile(r"\b(?:by|to|was|were|is|are|at|reached|passed|exceeded|topped|hit)\s+$")
_OF_IT = re.compile(r"\s+of\s+$")
_IN = re.compile(r"\s+in\s+(?!the\b|a\b|an\b|\d)(?=[a-z])")
_ADJECTIVE = re.compile(r"\s+(?:long|wide|high|deep|tall|across|thick|in length|in area|square)\b")
_DETERMINERS = re.compile(r"(?:the|a|an|its|their|his|her|our)\s+")


def subject_of(reading: Reading, quantity: Quantity) -> str:
    """Return the noun phrase that a figure is of, or "" where the sentence leaves it out.

    Examples
    --------
    >>> from geo.reading.claims.quantities import find_quantities
    >>> from geo.reading.claims.sentence import read_plain
    >>> reading = read_plain("Farmers grew 300 tons of sweet corn in May.")
    >>> subject_of(reading, find_quantities(reading)[0])
    'sweet corn'
    """
    text, stop = reading.text, reading.sentence.end
    if _RATE.match(text, quantity.after, stop):
        return clause_subject(reading, quantity.start) if quantity.unit else ""
    measured = bool(quantity.unit)
    if quantity.bound:
        return noun_phrase(reading, quantity.after, stop)
    if match := _OF.match(text, quantity.after, stop):
        begin = match.end()
        if the := _DETERMINERS.match(text, begin, stop):
            begin = the.end()
        return noun_phrase(reading, begin, stop)
    if measured and (match := _IN.match(text, quantity.after, stop)) and KIND_OF.get(quantity.unit) is None:
        return noun_phrase(reading, match.end(), stop)
    if not measured and (counted := noun_phrase(reading, quantity.after, stop)):
        return counted
    if of := _OF_IT.search(text, reading.sentence.start, quantity.start):
        return phrase_before(reading, of.start())
    if reading.text[reading.clause_start(quantity.start) :].lstrip().lower().startswith(("each ", "every ")):
        return ""
    level = measured or _LEVEL.search(text, reading.sentence.start, quantity.start)
    return clause_subject(reading, quantity.start) if level else ""
