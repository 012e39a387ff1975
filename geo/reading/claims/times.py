"""Dates and times that a sentence speaks of, as ISO 8601 intervals.

What is relative ("next year", "on Monday", "November 11") is reckoned from the article's own date with
dateutil, never from today; without that date it is left out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from ...model import Sentence, Time

_MONTHS = {
    name.lower(): n
    for n in range(1, 13)
    for name in (calendar.month_name[n], calendar.month_abbr[n], "Sept" if n == 9 else calendar.month_abbr[n])
}
_DAYS = {
    name.lower(): n
    for n, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
}
_NUMBERS = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "couple of": 2}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?|Mar\.)"
)
_ANY_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"(?P<year>{_ANY_YEAR})"
_N = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple of)"
_PART = r"(?:(?P<part>early|mid|late|the start of|the beginning of|the end of)[\s-])?"

Span = tuple[date, date]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){text}(?![\w])")


_OF_YEAR = rf"of\s+(?:(?P<which>this|last|next|the)\s+year|{_YEAR})"
_FIRST_MONTHS = _pattern(
    rf"the (?P<end>first|last|final)\s+(?:\w+\s+(?:or|to)\s+)?{_N}\s+months\s+{_OF_YEAR}"
)
_PORTION = _pattern(
    rf"(?:the\s+)?(?P<nth>first|second|third|fourth)\s+(?P<unit>quarter|half)(?:\s+{_OF_YEAR})?"
)
_BETWEEN = _pattern(
    rf"(?:(?:between|from)\s+(?P<a>{_ANY_YEAR})\s+(?:and|to|until|through)\s+(?P<b>{_ANY_YEAR})"
    rf"|(?P<c>{_ANY_YEAR})\s?[-–]\s?(?P<d>(?:20|19)?\d\d))"
)
_SINCE = _pattern(rf"since\s+(?:{_MONTH}\s+)?{_YEAR}")
_DAY_FIRST = _pattern(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?")
_MONTH_FIRST = _pattern(
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<last>\d{{1,2}}))?(?!\d)(?:,?\s+{_YEAR})?"
)
_MONTH_YEAR = _pattern(rf"{_PART}{_MONTH}(?:\s+of)?,?\s+{_YEAR}")
_MONTH_ONLY = _pattern(
    rf"(?:in|since|until|by|of|during|this|last|next|from|through)\s+{_PART}{_MONTH}(?!\s+\d)"
)
_SEASON = _pattern(rf"(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}")
_DECADE = _pattern(r"(?:the\s+)?(?P<decade>(?:1[5-9]|20)\d)0s")
_YEAR_ONLY = _pattern(
    rf"(?:(?:in|by|of|during|for|until|till|before|after|from|to|through|over|and)\s+|\(|(?<=, ))"
    rf"(?:the\s+)?(?:year\s+)?{_PART}{_YEAR}(?=[\s,.;:)?!”\"’]|$)"
    # A plural follows: "2000 people". Words that may follow a year and end in s are let through.
    r"(?!\s+(?!(?:as|was|is|has|according|because|this|its|his)\b)[a-z]+s\b)"
)
_AGO = _pattern(rf"{_N}\s+(?P<unit>day|week|month|year|decade)s?\s+(?P<way>ago|earlier)")
_PAST = _pattern(
    rf"(?:in|over|during|for|within)\s+the\s+(?P<way>past|last|next|coming)\s+(?:{_N}\s+)?(?P<unit>day|week|month|year|decade)s?"
)
_RELATIVE = _pattern(r"(?P<way>last|this|next)\s+(?P<unit>week|weekend|month|year|quarter)")
_TODAY = _pattern(r"(?P<word>yesterday|today|tonight|tomorrow|Yesterday|Today|Tonight|Tomorrow)")
_WEEKDAY = _pattern(
    r"(?:(?P<way>last|next|this)\s+)?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:\s+(?:morning|afternoon|evening|night))?"
)
_NAME = re.compile("|".join((*calendar.month_name[1:], *_DAYS)), re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"\b(?:from|every|each|to|through|on\s+\w+days\s+and)\s+$")
SPOKEN = re.compile(r"\b(?:said|says|told|announced|reported)\b[\w\s]{0,25}$")
"""Before the time of a saying, which is not that of what is said."""
_REACH = 60  # characters before a day of the week in which "will" makes it a coming one
_OPENS = 6  # characters before it where it opens the sentence: "On Monday, the court will …"
_AHEAD = re.compile(
    r"\b(?:will|would|is to|are to|plans? to|expected|scheduled|due|next|starting|begins|opens)\b"
)


def find_times(text: str, sentence: Sentence, published: str | None) -> list[Time]:
    """Find the times of a sentence, by their start, without ids, not overlapping.

    Parameters
    ----------
    text, sentence
        The article's text, and the sentence.
    published
        The article's date, ISO 8601, from which relative times are reckoned; None leaves those out.

    Examples
    --------
    >>> s = Sentence("s01", 0, 40, "b01", "paragraph")
    >>> [t.interval for t in find_times("They met in 2013 and again on May 2.".ljust(40), s, "2019-06-01")]
    ['2013-01-01/2013-12-31', '2019-05-02/2019-05-02']
    """
    told = date.fromisoformat(published) if published else None
    words = text[sentence.start : sentence.end]
    if not _NAME.match(words):
        words = words[:1].lower() + words[1:]
    found: list[Time] = []
    for pattern, reckon in _READERS:
        for match in pattern.finditer(words):
            start = sentence.start + match.start() + (1 if match.group()[0] == "(" else 0)
            end = sentence.start + match.end()
            if any(start < t.end and t.start < end for t in found):
                continue
            try:
                span = reckon(match, told, words)
            except (ValueError, OverflowError):
                continue
            if span and span[0] <= span[1]:
                interval = f"{span[0].isoformat()}/{span[1].isoformat()}"
                found.append(Time("", sentence.id, start, end, text[start:end], interval))
    return sorted(found, key=lambda t: t.start)


def _month_span(year: int, month: int, part: str | None = None) -> Span:
    last = calendar.monthrange(year, month)[1]
    first, final = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part or "", (1, last))
    return date(year, month, first), date(year, month, final)


def _year_span(year: int, part: str | None = None) -> Span:
    first, final = {
        "early": (1, 4), "the start of": (1, 3), "the beginning of": (1, 3), "mid": (5, 8), "late": (9, 12),
        "the end of": (10, 12),
    }.get(part or "", (1, 12))  # fmt: skip
    return date(year, first, 1), _month_span(year, final)[1]


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS[match["month"].rstrip(".").lower()]


def _year_of(match: re.Match[str], told: date | None) -> int | None:
    """Return the year that is named, or "next year" and the like; the article's where nothing is said."""
    if match["year"]:
        return int(match["year"])
    way = match.groupdict().get("which")
    return told.year + {"last": -1, "next": 1}.get(way or "", 0) if told else None


def _nearest(told: date, month: int, day: int) -> date:
    """Return the date of a day without a year that is nearest to the article's."""
    days = []
    for year in (told.year - 1, told.year, told.year + 1):
        if day <= calendar.monthrange(year, month)[1]:
            days.append(date(year, month, day))
    return min(days, key=lambda d: abs((d - told).days))


def _day(match: re.Match[str], told: date | None, _: str) -> Span | None:
    month, day = _month_of(match), int(match["day"])
    if match["year"]:
        first = date(int(match["year"]), month, day)
    elif told:
        first = _nearest(told, month, day)
    else:
        return None
    last = match.groupdict().get("last")
    return first, first.replace(day=int(last)) if last else first


def _month_only(match: re.Match[str], told: date | None, _: str) -> Span | None:
    if not told:
        return None
    word = match.group().split()[0].lower()
    month = _month_of(match)
    if word == "next":
        year = told.year + (month <= told.month)
    elif word == "last":
        year = told.year - (month >= told.month)
    else:
        year = _nearest(told, month, 15).year
    first, last = _month_span(year, month, match["part"])
    return (first, told) if word == "since" and first <= told else (first, last)


def _since(match: re.Match[str], told: date | None, _: str) -> Span:
    month = _month_of(match) if match["month"] else 1
    first = date(int(match["year"]), month, 1)
    return first, told if told and told >= first else _year_span(first.year)[1]


def _between(match: re.Match[str], _told: date | None, _: str) -> Span:
    first, last = match["a"] or match["c"], match["b"] or match["d"]
    return date(int(first), 1, 1), date(int(first[: 4 - len(last)] + last), 12, 31)


def _season(match: re.Match[str], _told: date | None, _: str) -> Span:
    year = int(match["year"])
    start = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"]]
    end = year + 1 if start == 12 else year
    return date(year, start, 1), _month_span(end, (start + 1) % 12 + 1)[1]


def _portion(match: re.Match[str], told: date | None, _: str) -> Span | None:
    year = _year_of(match, told)
    if year is None:
        return None
    n = ("first", "second", "third", "fourth").index(match["nth"])
    size = 3 if match["unit"] == "quarter" else 6
    return (date(year, n * size + 1, 1), _month_span(year, (n + 1) * size)[1])


def _first_months(match: re.Match[str], told: date | None, _: str) -> Span | None:
    year = _year_of(match, told)
    n = _count(match)
    if year is None or not 1 <= n <= 12:
        return None
    if match["end"] == "first":
        return date(year, 1, 1), _month_span(year, n)[1]
    return date(year, 13 - n, 1), date(year, 12, 31)


def _count(match: re.Match[str]) -> int:
    n = match["n"] or "one"
    return int(n) if n.isdigit() else _NUMBERS[n]


def _shift(told: date, unit: str, n: int) -> date:
    from dateutil.relativedelta import relativedelta

    steps = {
        "day": relativedelta(days=n),
        "week": relativedelta(weeks=n),
        "month": relativedelta(months=n),
        "year": relativedelta(years=n),
        "decade": relativedelta(years=10 * n),
    }
    return told + steps[unit]


def _ago(match: re.Match[str], told: date | None, _: str) -> Span | None:
    if not told or match["way"] == "earlier":
        return None
    then = _shift(told, match["unit"], -_count(match))
    if match["unit"] in ("year", "decade"):
        return _year_span(then.year)
    return _month_span(then.year, then.month) if match["unit"] == "month" else (then, then)


def _past(match: re.Match[str], told: date | None, _: str) -> Span | None:
    if not told:
        return None
    ahead = match["way"] in ("next", "coming")
    other = _shift(told, match["unit"], _count(match) if ahead else -_count(match))
    return (told, other) if ahead else (other, told)


def _relative(match: re.Match[str], told: date | None, _: str) -> Span | None:
    if not told:
        return None
    n = {"last": -1, "this": 0, "next": 1}[match["way"]]
    unit = match["unit"]
    if unit == "year":
        return _year_span(told.year + n)
    if unit == "month":
        then = _shift(told, "month", n)
        return _month_span(then.year, then.month)
    if unit == "quarter":
        then = _shift(told, "month", 3 * n)
        first = (then.month - 1) // 3 * 3 + 1
        return date(then.year, first, 1), _month_span(then.year, first + 2)[1]
    monday = told - timedelta(days=told.weekday()) + timedelta(weeks=n)
    return (monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))


def _today(match: re.Match[str], told: date | None, _: str) -> Span | None:
    if not told:
        return None
    then = told + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(match["word"].lower(), 0))
    return then, then


def _weekday(match: re.Match[str], told: date | None, words: str) -> Span | None:
    """Reckon a day of the week: the last one, the article's own day included, or the next if that is said."""
    if not told or _RANGE_BEFORE.search(match.string, max(0, match.start() - 20), match.start()):
        return None
    n = _DAYS[match["weekday"].lower()]
    spoken = SPOKEN.search(match.string, max(0, match.start() - 40), match.start())
    before = words if match.start() < _OPENS else words[max(0, match.start() - _REACH) : match.start()]
    ahead = match["way"] == "next" or (match["way"] != "last" and not spoken and _AHEAD.search(before))
    back = (told.weekday() - n) % 7
    then = told + timedelta(days=(7 - back) if ahead else -(back or (7 if match["way"] == "last" else 0)))
    return then, then


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None, str], Span | None]], ...] = (
    (_FIRST_MONTHS, _first_months),
    (_PORTION, _portion),
    (_BETWEEN, _between),
    (_SINCE, _since),
    (_DAY_FIRST, _day),
    (_MONTH_FIRST, _day),
    (_MONTH_YEAR, lambda m, _t, _w: _month_span(int(m["year"]), _month_of(m), m["part"])),
    (_MONTH_ONLY, _month_only),
    (_SEASON, _season),
    (_DECADE, lambda m, _t, _w: (date(int(m["decade"]) * 10, 1, 1), date(int(m["decade"]) * 10 + 9, 12, 31))),
    (_YEAR_ONLY, lambda m, _t, _w: _year_span(int(m["year"]), m["part"])),
    (_AGO, _ago),
    (_PAST, _past),
    (_RELATIVE, _relative),
    (_TODAY, _today),
    (_WEEKDAY, _weekday),
)
