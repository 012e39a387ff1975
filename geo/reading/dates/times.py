"""Dates and times that a sentence mentions, as ISO 8601 intervals.

A relative time ("next year", "on Monday", "November 11") is counted from the article's own date with
dateutil, never from today; without that date it is left out.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

from ...languages import Language, TimeWords
from ...model import Sentence, Time

Span = tuple[date, date]

_REACH = 60  # characters before a day of the week: a "will" in them means that the day is still to come
_OPENS = 6  # characters before it where it opens the sentence: "On Monday, the court will …"


def find_times(text: str, sentence: Sentence, published: str | None, language: Language) -> list[Time]:
    """Find the times of a sentence, in order of their start, without ids or overlaps.

    Parameters
    ----------
    text, sentence
        The article's text, and the sentence.
    published
        The article's date, ISO 8601, from which relative times are counted; None leaves those out.
    language
        The language with the words for times.

    Examples
    --------
    >>> s = Sentence("s01", 0, 40, "b01", "paragraph")
    >>> from geo.languages import reading_language
    >>> text = "They met in 2013 and again on May 2.".ljust(40)
    >>> [t.interval for t in find_times(text, s, "2019-06-01", reading_language("en"))]
    ['2013-01-01/2013-12-31', '2019-05-02/2019-05-02']
    """
    reader = _reader(language)
    words = text[sentence.start : sentence.end]
    if not reader.proper.match(words):
        words = words[:1].lower() + words[1:]
    today = date.fromisoformat(published) if published else None
    found: list[Time] = []
    for pattern, read in reader.rules:
        for match in pattern.finditer(words):
            start = sentence.start + match.start() + (1 if match.group()[0] == "(" else 0)
            end = sentence.start + match.end()
            if any(start < t.end and t.start < end for t in found):
                continue
            try:
                span = read(reader, match, today)
            except (ValueError, OverflowError):
                continue
            if span and span[0] <= span[1]:
                interval = f"{span[0].isoformat()}/{span[1].isoformat()}"
                found.append(Time("", sentence.id, start, end, text[start:end], interval))
    return sorted(found, key=lambda t: t.start)


@cache
def _reader(language: Language) -> _Reader:
    return _Reader(language)


class _Reader:
    """Reads the matches of patterns; relative times are counted from ``today``, the article's date.

    Each public method reads the pattern with its name in ``times.toml``. It returns the first and the last
    day; None if the words are not a time, or if they need the article's date and there is none.
    """

    def __init__(self, language: Language) -> None:
        words = language.times
        self.words: TimeWords = words
        self.months = language.article.month_numbers
        self.weekdays = language.article.weekdays
        names = [*(months.split()[0] for months in language.article.months), *self.weekdays]
        self.proper = re.compile("|".join(names), re.IGNORECASE)
        readers = {name: read for name, read in vars(type(self)).items() if name in words.patterns}
        self.rules = [
            (re.compile(rf"(?<![\w-]){pattern}(?![\w])"), readers[name])
            for name, pattern in words.patterns.items()
        ]

    # -- parts -----------------------------------------------------------------------------------------

    def _month_of(self, match: re.Match[str]) -> int:
        return self.months[match["month"].rstrip(".").lower()]

    def _way(self, match: re.Match[str]) -> int | None:
        """Return the direction of a word: -1 for "last", 1 for "next"; None for any other word."""
        way: int | None = self.words.ways.get((match["way"] or "").lower())
        return way

    def _year_of(self, match: re.Match[str], today: date | None) -> int | None:
        """Return the year that is named, or "next year" and the like; without one, the article's year."""
        if match["year"]:
            return int(match["year"])
        return today.year + (self._way(match) or 0) if today else None

    def _count(self, match: re.Match[str], missing: int = 1) -> int:
        n = match["n"]
        return missing if n is None else int(n) if n.isdigit() else int(self.words.numbers[n])

    def _days(self, year: int, month: int, part: str | None) -> Span:
        last = calendar.monthrange(year, month)[1]
        first, final = self.words.days_of_part.get(part or "", (1, last))
        return date(year, month, first), date(year, month, min(final, last))

    # -- patterns ----------------------------------------------------------------------------------------

    def first_months(self, match: re.Match[str], today: date | None) -> Span | None:
        year, n = self._year_of(match, today), self._count(match)
        if year is None or not 1 <= n <= 12:
            return None
        return _months(year, 1, n) if match["first"] else _months(year, 13 - n, 12)

    def portion(self, match: re.Match[str], today: date | None) -> Span | None:
        year = self._year_of(match, today)
        if year is None:
            return None
        n, size = self.words.nths[match["nth"]], self.words.portions[match["unit"]]
        return _months(year, (n - 1) * size + 1, n * size)

    def between(self, match: re.Match[str], _: date | None) -> Span:
        first, last = match["a"] or match["c"], match["b"] or match["d"]
        return date(int(first), 1, 1), date(int(first[: 4 - len(last)] + last), 12, 31)

    def since(self, match: re.Match[str], today: date | None) -> Span:
        first = date(int(match["year"]), self._month_of(match) if match["month"] else 1, 1)
        return first, today if today and today >= first else date(first.year, 12, 31)

    def day_first(self, match: re.Match[str], today: date | None) -> Span | None:
        month, day = self._month_of(match), int(match["day"])
        if match["year"]:
            first = date(int(match["year"]), month, day)
        elif today:
            first = _nearest(today, month, day)
        else:
            return None
        last = match.groupdict().get("final_day")
        return first, first.replace(day=int(last)) if last else first

    month_first = day_first

    def month_year(self, match: re.Match[str], _: date | None) -> Span:
        return self._days(int(match["year"]), self._month_of(match), match["part"])

    def month_only(self, match: re.Match[str], today: date | None) -> Span | None:
        if not today:
            return None
        month, way = self._month_of(match), self._way(match)
        if way:
            passed = month <= today.month if way > 0 else month >= today.month
            year = today.year + way * passed
        else:
            year = _nearest(today, month, 15).year
        first, last = self._days(year, month, match["part"])
        since = match["way"] in self.words.since
        return (first, today) if since and first <= today else (first, last)

    def season(self, match: re.Match[str], _: date | None) -> Span:
        year, start = int(match["year"]), self.words.seasons[match["season"]]
        return date(year, start, 1), _month(year, start + 2)[1]

    def decade(self, match: re.Match[str], _: date | None) -> Span:
        first = int(match["decade"]) * 10
        return date(first, 1, 1), date(first + 9, 12, 31)

    def year_only(self, match: re.Match[str], _: date | None) -> Span:
        return _months(int(match["year"]), *self.words.months_of_part.get(match["part"], (1, 12)))

    def ago(self, match: re.Match[str], today: date | None) -> Span | None:
        if not today:
            return None
        unit = self.words.units[match["unit"]]
        then = _shifted(today, unit, -self._count(match))
        if unit in ("year", "decade"):
            return _months(then.year, 1, 12)
        return _month(then.year, then.month) if unit == "month" else (then, then)

    def past(self, match: re.Match[str], today: date | None) -> Span | None:
        if not today:
            return None
        other = _shifted(today, self.words.units[match["unit"]], (self._way(match) or 0) * self._count(match))
        return min(today, other), max(today, other)

    def relative(self, match: re.Match[str], today: date | None) -> Span | None:
        if not today:
            return None
        n, unit = self._way(match) or 0, self.words.units[match["unit"]]
        if unit == "year":
            return _months(today.year + n, 1, 12)
        if unit == "month":
            then = _shifted(today, "month", n)
            return _month(then.year, then.month)
        if unit == "quarter":
            then = _shifted(today, "month", 3 * n)
            first = (then.month - 1) // 3 * 3 + 1
            return _months(then.year, first, first + 2)
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=n)
        return monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6)

    def today(self, match: re.Match[str], today: date | None) -> Span | None:
        if not today:
            return None
        then = today + timedelta(days=self._way(match) or 0)
        return then, then

    def weekday(self, match: re.Match[str], today: date | None) -> Span | None:
        """Return the last day of this name, the article's day included, or the next if the words say so."""
        words, start = match.string, match.start()
        if not today or self.words.row_before.search(words, max(0, start - 20), start):
            return None
        way = self._way(match) or 0
        speech = self.words.spoken.search(words, max(0, start - 40), start)
        before = words if start < _OPENS else words[max(0, start - _REACH) : start]
        ahead = way > 0 or (way == 0 and not speech and self.words.ahead.search(before))
        back = (today.weekday() - self.weekdays.index(match["weekday"].lower())) % 7
        then = today + timedelta(days=7 - back if ahead else -(back or (7 if way < 0 else 0)))
        return then, then


def _month(year: int, month: int) -> Span:
    """Return a month's first and last day; month 13 and later are in the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months(year: int, first: int, last: int) -> Span:
    return _month(year, first)[0], _month(year, last)[1]


def _nearest(today: date, month: int, day: int) -> date:
    """Return the date with this month and day that is nearest to the article's date."""
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    return min(days, key=lambda d: abs((d - today).days))


def _shifted(day: date, unit: str, n: int) -> date:
    from dateutil.relativedelta import relativedelta

    step = {
        "day": relativedelta(days=n),
        "week": relativedelta(weeks=n),
        "month": relativedelta(months=n),
        "year": relativedelta(years=n),
        "decade": relativedelta(years=10 * n),
    }
    return day + step[unit]
