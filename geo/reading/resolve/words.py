"""Why a place was chosen, in plain words: what speaks for it more than for the runner-up."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Candidate
from .mentions import Reading

_MOST = 4
_LEAST = 0.15  # a smaller difference decides nothing

_SAYS = {
    "population": "it is well known",
    "population, squared": "it is well known",
    "population of a country": "it is a country",
    "population of a unit": "it is a large unit",
    "the largest of this name": "it is the largest place of this name",
    "another name of the article means it": "another name in the article means it, too",
    "of the kind asked for elsewhere": "the words around it elsewhere ask for this kind of place",
    "of the kind asked for": "the words around it ask for this kind of place",
    "has the name with its type word": "the gazetteer has this very name with its type word",
    "in what the text puts around it": "the text says what contains it",
    "its country is named in the sentence": "its sentence names its country",
    "its unit is named in the sentence": "its sentence names its state or province",
    "the capital of the article's country": "it is the capital of the article's main country",
    "its country is named in the article": "the article names its country",
    "other names point to its country": "the article's other names point to its country",
    "other names may be in its country": "the article's other names point to its country",
    "other names point into this country": "the article's other names point into it",
    "other names point to its unit": "the article's other names point to its state or province",
    "other names point to its unit, root": "the article's other names point to its state or province",
    "other names may be in its unit": "the article's other names point to its state or province",
    "other names point into this unit": "the article's other names point into it",
    "its unit is named": "the article names its state or province",
    "its unit is named, settlement": "the article names its state or province",
    "another within 30 km": "it is near another place of the article",
    "another within 100 km": "it is near another place of the article",
    "another within 400 km": "it is near another place of the article",
    "two others within 100 km": "it is near other places of the article",
    "share of the others within 50 km": "it is near other places of the article",
    "share of the others within 150 km": "it is near other places of the article",
    "share of the others within 500 km": "it is near other places of the article",
    "share of the others in its country": "other places of the article are in its country",
    "share of the others in its unit": "other places of the article are in its state or province",
    "share of the others in its unit, root": "other places of the article are in its state or province",
    "others lie in this country": "other places of the article lie in it",
    "others lie in this unit": "other places of the article lie in it",
}
"""What a feature says when it counts for a place."""


def in_words(scored: Sequence[Candidate], reading: Reading) -> tuple[str, ...]:
    """Tell why the first of the scored candidates was chosen, the weightiest reason first."""
    best = dict(scored[0].reasons)
    rival = dict(scored[1].reasons) if len(scored) > 1 else {}
    gains = sorted(
        ((value - rival.get(name, 0.0), name) for name, value in best.items() if name in _SAYS), reverse=True
    )
    said = dict.fromkeys(_SAYS[name] for gain, name in gains if gain > _LEAST)
    reasons = list(said)[:_MOST]
    if reading.trimmed:
        reasons.insert(0, "the gazetteer has only a part of its name")
    if len(reading.homonyms) > len(reading.candidates):
        reasons.insert(0, "a town of this name would have no “the”")
    elif len(scored) == 1:
        reasons.insert(0, "it is the only place of this name in the gazetteer")
    return tuple(reasons)
