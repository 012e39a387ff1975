"""Leave out what is said of doubtful places: a figure or an arrow at a wrong place misleads.

``find_claims`` applies it last. Where nothing is sure, everything is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Claim, Flow, Toponym


def doubtful_places(toponyms: Sequence[Toponym]) -> frozenset[str]:
    """Return the ids of the places of which no mention is sure.

    A town and the unit around it that has its name are one place here: where only the level is in doubt, a
    figure or an arrow is at the right place.
    """
    sure: dict[str, bool] = {}
    for t in toponyms:
        if (r := t.resolution) and r.place:
            one = r.rival is not None and (r.place.lies_in(r.rival) or r.rival.lies_in(r.place))
            sure[r.place.id] = sure.get(r.place.id, False) or one or r.certainty != "doubtful"
    return frozenset(place for place, is_sure in sure.items() if not is_sure)


def without_doubt(
    claims: Sequence[Claim], flows: Sequence[Flow], doubtful: frozenset[str]
) -> tuple[list[Claim], list[Flow]]:
    """Leave out flows with a doubtful end, and claims about doubtful places alone or about these flows.

    Where that would leave no flow, or no claim, all of them are kept.
    """
    kept = [f for f in flows if doubtful.isdisjoint((f.origin, f.destination))] or list(flows)
    ids = {f.id for f in kept}
    rest = [c for c in claims if ids.issuperset(c.flows)]
    return [c for c in rest if not c.places or not doubtful.issuperset(c.places)] or rest, kept
