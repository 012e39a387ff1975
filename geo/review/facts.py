"""Figures and movements of an article, as the page of a review knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from text_to_num import text2num

from ..document import Corrections, MapDocument
from ..languages import reading_language
from ..model import Claim, Flow, Toponym
from ..reading.claims import predicate_of
from ..reading.grammar import LONGEST_SENTENCE, SentenceReading, read_sentence
from ..reading.quantities import Counted, Quantity, counted_of, find_quantities

_WORD = re.compile(r"[^\W\d_]+")


def claim_state(claim: Claim, said: frozenset[str], verbs: Sequence[str]) -> dict[str, Any]:
    """Tell of a figure; it is open, unless it is one of those of which something is said.

    ``verbs`` are those of its sentence, in their base form.
    """
    return {
        "id": claim.id,
        "sentence": claim.sentence_id,
        "start": claim.start,
        "end": claim.end,
        "places": [*claim.places],
        "flows": [*claim.flows],
        "words": claim.surface,
        "value": claim.quantity,
        "value_max": claim.quantity_max,
        "unit": claim.unit,
        "per": claim.per,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "verbs": [*verbs],
        "owner": claim.owner,
        "open": claim.id not in said,
    }


def flow_state(flow: Flow, name: str, said: frozenset[str]) -> dict[str, Any]:
    """Tell of a movement; it is open, unless it is one of those of which something is said."""
    return {
        "id": flow.id,
        "start": flow.mentions[0].start,
        "end": flow.mentions[0].end,
        "from": flow.origin,
        "to": flow.destination,
        "name": name,
        "subject": flow.subject,
        "sentences": [*dict.fromkeys(m.sentence_id for m in flow.mentions)],
        "open": flow.id not in said,
    }


def settled(read: MapDocument, document: MapDocument, corrections: Corrections | None) -> frozenset[str]:
    """Return the ids of the figures and movements of a document that its own corrections speak of."""
    found: set[str] = set()
    for s in corrections.settings if corrections else ():
        values = s.values
        if s.table == "claim":
            claims = {c.id: c for c in (*read.claims, *document.claims)}.values()
            where = values.get("sentence")
            same = [
                c.id
                for c in claims
                if " ".join(c.surface.split()).casefold() == values["surface"].casefold()
                and where in (None, c.sentence_id)
            ]
            number = values.get("mention")
            found.update(same if number is None else same[number - 1 : number])
        elif s.table == "flow":
            ends = values.get("origin", values["from"]), values.get("destination", values["to"])
            found.update(f.id for f in document.flows if (f.origin, f.destination) == ends)
    return frozenset(found)


def readings(document: MapDocument) -> Iterator[SentenceReading]:
    """Yield the sentences that have a number, as claims are read from them."""
    article = document.article
    language = reading_language(article.language)
    if article.language != language.code or not language.has_grammar:
        return
    inside: dict[str, list[Toponym]] = {}
    for t in document.toponyms:
        inside.setdefault(t.sentence_id, []).append(t)
    for sentence in document.sentences:
        number = language.quantities.any_number.search(article.text, sentence.start, sentence.end)
        if number and not sentence.repeats and sentence.end - sentence.start <= LONGEST_SENTENCE:
            yield read_sentence(article.text, sentence, inside.get(sentence.id, ()), language)


def verbs_of(reading: SentenceReading) -> list[str]:
    """List the verbs of a sentence in their base form, each once."""
    return [*dict.fromkeys(c.verb.base for c in reading.syntax.clauses if c.verb)]


def numbers(document: MapDocument, found_in: Sequence[SentenceReading]) -> Iterator[dict[str, Any]]:
    """Yield the numbers that are no figures of a place: what they would be, if they were."""
    article = document.article
    claims = [(c.start, c.end) for c in document.claims]
    before: list[Counted] = []
    for reading in found_in:
        sentence, language = reading.sentence, reading.language
        found = find_quantities(reading)
        told = [*claims, *((q.start, q.end) for q in found)]
        row: dict[str, Any] = {"sentence": sentence.id, "value_max": None, "unit": "", "per": None}
        for quantity in found:
            counted = counted_of(reading, quantity, before[-1:])
            before.append(counted)
            if not any(start < quantity.end and quantity.start < end for start, end in claims):
                yield row | {
                    "start": quantity.start,
                    "end": quantity.end,
                    "words": article.text[quantity.start : quantity.end],
                    "value": quantity.value,
                    "value_max": quantity.high,
                    "unit": quantity.unit,
                    "per": quantity.per or None,
                    "subject": counted.words,
                    "predicate": predicate_of(reading, quantity, counted),
                }
        for match in language.quantities.any_number.finditer(article.text, sentence.start, sentence.end):
            start, end = match.span()
            value = _spelled(match[0], language.code)
            if value is not None and not any(a < end and start < b for a, b in told):
                quantity = Quantity(start, end, start, end, value, None, "", None, None, False)
                after = _WORD.search(article.text, end, sentence.end)
                yield row | {
                    "start": start,
                    "end": end,
                    "words": match[0],
                    "value": value,
                    "subject": after[0] if after else "",
                    "predicate": predicate_of(reading, quantity, counted_of(reading, quantity)),
                }


def _spelled(words: str, code: str) -> float | None:
    """Return the value of a plain number in words."""
    try:
        return float(text2num(words.lower().replace("-", " "), code)) if words[0].isalpha() else None
    except ValueError:
        return None
