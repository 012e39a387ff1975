"""Claims in words: the article's figure, its source, its places, and the measured value of the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...languages import Vocabulary
from ...model import Claim
from ..scene import Shown

_SYMBOLS = {"kilometre": "km", "square kilometre": "km²", "metre": "m", "hectare": "ha"}


def claim_words(claim: Claim) -> str:
    """Write a claim in the article's own words: the figure, what it counts, and its time.

    Examples
    --------
    >>> about = (("x:1",), (), False)
    >>> claim_words(Claim("c1", "s1", 0, 12, "three to six", *about, 3, 6, "", "day", None, "flights"))
    'three to six flights / day'
    """
    surface = " ".join(claim.surface.split())
    if claim.qualifier and claim.qualifier.casefold() not in surface.casefold():
        surface = f"{claim.qualifier} {surface}"
    if claim.subject and claim.subject.casefold() not in surface.casefold():
        surface += f": {claim.subject}" if claim.unit else f" {claim.subject}"
    if claim.per and claim.per.casefold() not in surface.casefold():
        surface += f" / {claim.per}"
    return f"{surface} ({time_words(claim.time)})" if claim.time else surface


def time_words(interval: str) -> str:
    """Shorten an ISO 8601 interval of days to a year, a month or a day, if it is exactly one.

    Examples
    --------
    >>> time_words("2013-01-01/2013-12-31"), time_words("2013-02-01/2013-02-28")
    ('2013', '2013-02')
    >>> time_words("2013-02-01/2014-02-28")
    '2013-02-01/2014-02-28'
    """
    start, _, end = interval.partition("/")
    if start == end:
        return start
    if start[:4] == end[:4] and start[5:] == "01-01" and end[5:] == "12-31":
        return start[:4]
    try:
        month = date.fromisoformat(end).toordinal() - date.fromisoformat(start).toordinal() >= 27
    except ValueError:
        return interval
    return start[:7] if month and start[:7] == end[:7] and start.endswith("-01") else interval


def together_words(claim: Claim, features: Mapping[str, Shown], say: Vocabulary) -> str | None:
    """Name the places and flows that share one figure; None for a figure that holds for each.

    Parameters
    ----------
    claim
        The claim.
    features
        Id of a place or flow → its feature.
    say
        The words of a language.
    """
    if not claim.together:
        return None
    names = [features[i].name for i in (*claim.places, *claim.flows) if i in features]
    return say("taken_together", places=say.listed(names)) if names else say("together")


def measured_words(claim: Claim, say: Vocabulary) -> str | None:
    """Write the value that the pinned data give for a claim's figure; None if they give no value."""
    if claim.measured is None:
        return None
    m = claim.measured
    value = f"{m.value:,.3g}" if m.value < 100 else f"{m.value:,.0f}"
    unit = _SYMBOLS.get(m.unit, m.unit)
    how = "; ".join(say.message(how) for how in (m.method, m.resolution) if how)
    return say("measured", value=f"{value} {unit}", how=how)
