"""Claims in words: the article's figure, its source, its places, and the measured value of the data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..gazetteer import fold
from ..model import Claim
from .reading import reading_language
from .words import Vocabulary

POLARITIES = ("denied", "negated", "planned", "possible", "past", "claimed")
"""What keeps a claim or a flow from being a fact of today."""

_SHORTEST_MONTH = 28  # days


def claim_words(claim: Claim, say: Vocabulary | None = None) -> str:
    """Write a claim in the article's own words: the figure, what it counts, and its time.

    The base of a rate is written in the language of `say`, if that has a word for it.

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
    per = say.rate(claim.per) if say and claim.per else claim.per
    if per and per.casefold() not in surface.casefold():
        surface += f" / {per}"
    surface += f", {claim.comparison}" if claim.comparison else ""
    return f"{surface} ({time_words(claim.time)})" if claim.time else surface


def said_words(claim: Claim, say: Vocabulary) -> str:
    """Write a claim in the article's own words, where a distance leads, and why it is no fact of today."""
    where = None
    if claim.position:
        lng, lat = (say.number(degrees, ".2f") for degrees in claim.position)
        where = say("position", lat=lat, lng=lng)
    mark = polarity_words(claim.polarity, say)
    return " – ".join(filter(None, (claim_words(claim, say), where, mark)))


def mover_words(subject: str, language: str) -> str:
    """Return what a movement's subject names; "" for one person without a name, people, and "year-old".

    Examples
    --------
    >>> mover_words("night train", "en"), mover_words("German delegate", "en"), mover_words("people", "en")
    ('night train', '', '')
    """
    words = reading_language(language)
    head = fold(subject).split()[-1:]
    person = bool(head) and head[0] in words.flows.persons | {words.quantities.people}
    return "" if person else moved_words(subject, language)


def moved_words(subject: str, language: str) -> str:
    """Return who or what moves, as a title beside the ends of a way; "" for "year-old" and "officials".

    Examples
    --------
    >>> moved_words("German delegate", "en"), moved_words("people", "en"), moved_words("year-old", "en")
    ('German delegate', 'people', '')
    """
    words = reading_language(language)
    head = fold(subject).split()[-1:]
    weak = words.story.weak - {words.quantities.people}
    return "" if not head or "-" in subject.split()[-1] or head[0] in weak else subject


def polarity_words(polarity: str | None, say: Vocabulary) -> str | None:
    """Say that something is denied, planned, possible, or of an earlier time; None for a fact."""
    return say(f"polarity_{polarity}") if polarity in POLARITIES else None


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
        days = date.fromisoformat(end).toordinal() - date.fromisoformat(start).toordinal() + 1
    except ValueError:
        return interval
    whole_month = start[:7] == end[:7] and start.endswith("-01") and days >= _SHORTEST_MONTH
    return start[:7] if whole_month else interval


def together_words(claim: Claim, names: Sequence[str], say: Vocabulary) -> str | None:
    """Name all that a figure is given for together; None for a figure that holds for each.

    Parameters
    ----------
    claim
        The claim.
    names
        What its places and flows are called.
    say
        The words of a language.
    """
    if not claim.together:
        return None
    return say("taken_together", places=say.listed(names)) if names else say("together")


def source_words(claim: Claim, say: Vocabulary) -> str | None:
    """Say who says so; None where the article does not."""
    return say("said_by", source=claim.source) if claim.source else None


def measured_words(claim: Claim, say: Vocabulary) -> str | None:
    """Write the value that the pinned data give for a claim's figure; None if they give no value."""
    if claim.measured is None:
        return None
    m = claim.measured
    value = say.number(m.value, ".3g" if m.value < 100 else ".0f")
    how = "; ".join(say.message(how) for how in (m.method, m.resolution) if how)
    return say("measured", value=f"{value} {say.measure(m.unit)}", how=how)
