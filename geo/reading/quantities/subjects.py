"""What a figure counts or measures, in the article's words."""

from __future__ import annotations

from ..grammar import SentenceReading, clause_subject, noun_phrase, phrase_before
from .figures import Quantity


def subject_of(reading: SentenceReading, quantity: Quantity) -> str:
    """Return the noun phrase for what a figure counts, or "" if the sentence leaves it out.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> from geo.reading.quantities import find_quantities
    >>> reading = read_plain("Farmers grew 300 tons of sweet corn in May.")
    >>> subject_of(reading, find_quantities(reading)[0])
    'sweet corn'
    """
    text, stop, words = reading.text, reading.sentence.end, reading.language.quantities
    if words.subject_rate.match(text, quantity.after, stop):
        return clause_subject(reading, quantity.start) if quantity.unit else ""
    measured = bool(quantity.unit)
    if quantity.bound:
        return noun_phrase(reading, quantity.after, stop)
    if match := words.subject_of.match(text, quantity.after, stop):
        begin = match.end()
        if the := words.subject_the.match(text, begin, stop):
            begin = the.end()
        return noun_phrase(reading, begin, stop)
    money = measured and quantity.unit not in words.kind_of
    if money and (match := words.subject_in.match(text, quantity.after, stop)):
        return noun_phrase(reading, match.end(), stop)
    if not measured and (counted := noun_phrase(reading, quantity.after, stop)):
        return counted
    if of := words.subject_before.search(text, reading.sentence.start, quantity.start):
        return phrase_before(reading, of.start())
    if words.subject_each.match(text, reading.clause_start(quantity.start)):
        return ""
    level = measured or words.subject_level.search(text, reading.sentence.start, quantity.start)
    return clause_subject(reading, quantity.start) if level else ""
