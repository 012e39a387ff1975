"""Why a place was chosen, as codes: the features that favour it over the runner-up."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Candidate, Message
from .mentions import Reading

_MOST = 4
_LEAST = 0.15  # a smaller difference decides nothing

_BESIDE = ": "  # in the names of features of the words beside a name

_SAYS = {
    "population": "well_known",
    "population, squared": "well_known",
    "population of a country": "is_country",
    "population of a unit": "large_unit",
    "the largest of this name": "largest_of_name",
    "another name of the article means it": "meant_by_another_name",
    "of the kind asked for elsewhere": "kind_asked_elsewhere",
    "of the kind asked for": "kind_asked",
    "has the name with its type word": "name_with_type",
    "of the kind said behind": "kind_said",
    "in what stands right behind it": "container_in_text",
    "holds the name before": "holds_name_before",
    "a capital in one list with another": "listed_with",
    "one list with its kind": "listed_with",
    "one list with its country": "listed_with",
    "one list with its unit": "listed_with",
    "in what the text puts around it": "container_in_text",
    "its country is named in the sentence": "country_in_sentence",
    "its unit is named in the sentence": "unit_in_sentence",
    "the capital of the article's country": "capital_of_main_country",
    "its country is named in the article": "country_in_article",
    "other names point to its country": "names_point_to_country",
    "other names may be in its country": "names_point_to_country",
    "other names point into this country": "names_point_into",
    "other names point to its unit": "names_point_to_unit",
    "other names point to its unit, root": "names_point_to_unit",
    "other names may be in its unit": "names_point_to_unit",
    "other names point into this unit": "names_point_into",
    "its unit is named": "unit_in_article",
    "its unit is named, settlement": "unit_in_article",
    "its district is named": "unit_in_article",
    "other names may be in its district": "near_others",
    "other names may be in its district, root": "near_others",
    "other names may be in this district": "names_point_into",
    "other names may be near": "near_others",
    "other names that few places have may be near": "near_others",
    "another within 30 km": "near_another",
    "another within 100 km": "near_another",
    "another within 400 km": "near_another",
    "two others within 100 km": "near_others",
    "share of the others within 50 km": "near_others",
    "share of the others within 150 km": "near_others",
    "share of the others within 500 km": "near_others",
    "share of the others in its country": "others_in_country",
    "share of the others in its unit": "others_in_unit",
    "share of the others in its unit, root": "others_in_unit",
    "others lie in this country": "others_within",
    "others lie in this unit": "others_within",
}
"""Feature → the code of its reason when it favours a place."""


def reasons_for(scored: Sequence[Candidate], reading: Reading) -> tuple[Message, ...]:
    """Return why the first of the scored candidates was chosen, the strongest reason first."""
    reasons = favours(scored[0], scored[1] if len(scored) > 1 else None)
    if reading.trimmed:
        reasons.insert(0, "part_of_name")
    if len(reading.homonyms) > len(reading.candidates):
        reasons.insert(0, "no_town_with_the")
    elif len(scored) == 1:
        reasons.insert(0, "only_of_name")
    return tuple(map(Message, reasons))


def favours(one: Candidate, other: Candidate | None) -> list[str]:
    """Return the codes of what speaks for a candidate more than for another one, the strongest first."""
    rival = dict(other.reasons) if other else {}
    gains = sorted(
        ((value - rival.get(name, 0.0), name) for name, value in one.reasons if _code(name)), reverse=True
    )
    codes = dict.fromkeys(filter(None, (_code(name) for gain, name in gains if gain > _LEAST)))
    return list(codes)[:_MOST]


def _code(feature: str) -> str | None:
    """Return the code of a feature that speaks for a place: of what stands beside a name, one for all."""
    return _SAYS.get(feature) or ("words_beside" if _BESIDE in feature else None)
