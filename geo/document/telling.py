"""Claims, movements and times in plain words, for `explain`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import Claim, Flow, Measured, Time

_PLURALS = {"foot": "feet", "inch": "inches", "square foot": "square feet", "cubic foot": "cubic feet"}


def tell_claim(claim: Claim, places: Mapping[str, str], flows: Mapping[str, str]) -> str:
    """Say in one line what a claim says of what.

    Parameters
    ----------
    claim
        The claim.
    places, flows
        Names of the places and flows, by id.

    Examples
    --------
    >>> claim = Claim("c01", "s01", 0, 7, "40 tons", ("a", "b"), (), True, 40.0, None, "ton", "day",
    ...               None, "rice")
    >>> tell_claim(claim, {"a": "Ona", "b": "Tavia"}, {})
    'Ona and Tavia together: 40 tons a day, rice'
    """
    about = [*(places[p] for p in claim.places), *(flows[f] for f in claim.flows)]
    many = " together" if claim.together else " each" if len(about) > 1 else ""
    figure = _number(claim.quantity)
    if claim.quantity_max is not None:
        figure += f" to {_number(claim.quantity_max)}"
    words = [claim.qualifier or "", figure, _units(claim.unit), f"a {claim.per}" if claim.per else ""]
    told = f"{_listed(about)}{many}: {' '.join(w for w in words if w)}"
    told += f", {claim.subject}" if claim.subject else ""
    told += f", {claim.time}" if claim.time else ""
    told += f", according to {claim.source}" if claim.source else ""
    return told + (f" (measured: {_measured(claim.measured)})" if claim.measured else "")


def tell_flow(flow: Flow, places: Mapping[str, str]) -> str:
    """Name a flow: origin, arrow, destination, and what moves."""
    arrow = "↔" if flow.direction == "both ways" else "→"
    moved = f" ({flow.subject})" if flow.subject else ""
    return f"{places[flow.origin]} {arrow} {places[flow.destination]}{moved}"


def tell_time(time: Time) -> str:
    """Say which dates some words mean."""
    first, _, last = time.interval.partition("/")
    return f"“{time.surface}” is {first}" + (f" to {last}" if last != first else "")


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _units(unit: str) -> str:
    """Return a unit's plural; codes of money and percent have none."""
    if not unit or unit.isupper() or unit == "percent":
        return unit
    first, _, rest = unit.partition(" ")
    if first in ("degree", "kilometre", "mile") and rest:
        return f"{first}s {rest}"
    return _PLURALS.get(unit) or f"{unit}s"


def _measured(m: Measured) -> str:
    return f"{_number(m.value)} {_units(m.unit)}, {m.method}, {m.resolution}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
