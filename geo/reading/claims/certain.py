"""Leave out what is said of places that are hardly likely: a figure or an arrow at a wrong place misleads.

``find_claims`` applies it last. Where no place of the article is likely, everything is kept. What is said of
a place that is doubtful, but more likely than not, stays; it is drawn hollow, with a question mark.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Claim, Flow, Toponym

_LIKELY = 0.45


def unlikely_places(toponyms: Sequence[Toponym]) -> frozenset[str]:
    """Return the ids of the places of which no mention is sure, or more likely right than not.

    Where all places are like that, none is returned: the reader sees that the whole map is doubtful. A town
    and the unit around it that has its name are one place here: where only the level is in doubt, a figure
    or an arrow is at the right place. Of a people ("Kenyans") whose place has no rival it is not the place
    that is in doubt.
    """
    sure: dict[str, bool] = {}
    for t in toponyms:
        if (r := t.resolution) and r.place:
            people = t.kind == "demonym" and r.rival is None
            likely = r.certainty != "doubtful" or r.confidence >= _LIKELY or people
            one = r.rival is not None and (r.place.lies_in(r.rival) or r.rival.lies_in(r.place))
            sure[r.place.id] = sure.get(r.place.id, False) or one or likely
    return frozenset(place for place, is_sure in sure.items() if not is_sure and any(sure.values()))


def without_unlikely(
    claims: Sequence[Claim], flows: Sequence[Flow], unlikely: frozenset[str]
) -> tuple[list[Claim], list[Flow]]:
    """Leave out flows with an unlikely end, and claims about unlikely places alone or about these flows."""
    kept = [f for f in flows if unlikely.isdisjoint((f.origin, f.destination))]
    ids = {f.id for f in kept}
    rest = [c for c in claims if ids.issuperset(c.flows)]
    return [c for c in rest if not c.places or not unlikely.issuperset(c.places)], kept
