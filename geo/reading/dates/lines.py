"""Lines that are dates: above an article, beside its byline, among comments."""

from __future__ import annotations

import datetime
import re
from functools import cache

from ...languages import article_words

_TIME = re.compile(
    r"[T\s]*(?<!\d)\d{1,2}(?:[:.h]\d{2}(?!\d|\.\d)(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\b\.?)?"
    r"|\s*[ap]\.?m\b\.?|h\b)(?:\s*Z\b|\s*[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})[日일]?(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_MARKS = (
    "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc\u09be-\u09cd"  # vowels, no letters to `re`
)
_TOKEN = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+|\d+")
_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}")
_YEAR = re.compile(r"\d{4}")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d+)?)?)?(?![\d:])"
    r"\s*(?P<a_p>[ap])?(?(a_p)\.?m\b\.?)\s*(?P<zone>Z\b|[A-Z]{3}\b|[+-]\d{2}:?\d{2}\b)?",
    re.IGNORECASE,
)


def is_date(words: str) -> bool:
    """Whether a line is only a full date, with or without its time and "Published".

    Examples
    --------
    >>> is_date("Updated: 4 December 2014, 17:30"), is_date("04/12/2014"), is_date("December 2014")
    (True, True, False)
    """
    return bool(_readings(words))


def iso_date(words: str) -> str | None:
    """Read a line that is a date, as ISO 8601; None for another line, and for a date with two readings.

    Examples
    --------
    >>> iso_date("December 04, 2014"), iso_date("4 de diciembre de 2014"), iso_date("2014-12-04T10:00Z")
    ('2014-12-04', '2014-12-04', '2014-12-04')
    >>> iso_date("25/12/2014"), iso_date("04/12/2014")
    ('2014-12-25', None)
    """
    readings = _readings(words)
    return readings.pop() if len(readings) == 1 else None


def iso_moment(words: str) -> str | None:
    """Read a date with its time and zone, where they are given, as ISO 8601; None where there is no date.

    Takes what machines write (ISO 8601, the dates of e-mail) and what `iso_date` takes. A zone is taken as an
    offset from UTC; a name like "EST" has several meanings and is left out.

    Examples
    --------
    >>> iso_moment("2021-11-01T10:52:50+0100"), iso_moment("Tue, 3 Nov 2020 08:05:00 GMT")
    ('2021-11-01T10:52:50+01:00', '2020-11-03T08:05:00+00:00')
    >>> iso_moment("Published: Dec. 4, 2014 at 5:30 p.m."), iso_moment("2014-12-04"), iso_moment("2014-02-31")
    ('2014-12-04T17:30:00', '2014-12-04', None)
    """
    words = words.strip()[:90]
    try:
        moment = datetime.datetime.fromisoformat(words)
        return words if len(words) == 10 else moment.replace(microsecond=0).isoformat()
    except ValueError:
        pass
    if _MAIL.match(words):
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(words).isoformat()
        except (ValueError, OverflowError):
            return None
    day = iso_date(words)
    if day is None:
        return None
    rest = _YEAR_FIRST.sub(" ", _YEAR_LAST.sub(" ", words))
    clock = next((c for c in _CLOCK.finditer(rest) if c["m"] or c["a_p"]), None)
    if clock is None:
        return day
    hour = int(clock["h"])
    if clock["a_p"]:
        hour = hour % 12 + 12 * (clock["a_p"].lower() == "p")
    zone = (clock["zone"] or "").lower()
    universal = zone in {"z"}.union(*(w.universal for w in article_words().values()))
    offset = "+00:00" if universal else f"{zone[:3]}:{zone[-2:]}" if zone[:1] in ("+", "-") and zone else ""
    return f"{day}T{hour:02}:{int(clock['m'] or 0):02}:{int(clock['s'] or 0):02}{offset}"


def is_date_word(word: str) -> bool:
    """Whether a word may stand in a line that is a date.

    Examples
    --------
    >>> is_date_word("March"), is_date_word("2014"), is_date_word("river")
    (True, True, False)
    """
    return word.isdecimal() or word.lower() in _date_words()


@cache
def _months() -> dict[str, int]:
    return {name: n for words in article_words().values() for name, n in words.month_numbers.items()}


@cache
def _date_words() -> frozenset[str]:
    return frozenset().union(_months(), *(words.beside_date for words in article_words().values()))


def _readings(words: str) -> set[str]:
    """Read a line as a full date: no ISO date, one, or two (if day and month may be swapped)."""
    if len(words) > 90 or not _YEAR.search(words):
        return set()
    words = _TIME.sub(" ", words)
    numeric = _YEAR_FIRST.search(words) or _YEAR_LAST.search(words)
    if numeric:
        words = words[: numeric.start()] + " " + words[numeric.end() :]
    tokens = _TOKEN.findall(words.lower())
    months = [_months()[token] for token in tokens if token in _months()]
    numbers = sorted((token for token in tokens if token.isdecimal()), key=len)
    if not all(map(is_date_word, tokens)):
        return set()
    if numeric and not months and not numbers:
        first, second, third = map(int, numeric.groups())
        if numeric.re is _YEAR_FIRST:
            return _iso(first, second, third)
        return _iso(third, first, second) | _iso(third, second, first)
    if numeric or len(months) != 1 or [len(number) > 2 for number in numbers] != [False, True]:
        return set()
    return _iso(int(numbers[1]), months[0], int(numbers[0])) if len(numbers[1]) == 4 else set()


def _iso(year: int, month: int, day: int) -> set[str]:
    try:
        return {datetime.date(year, month, day).isoformat()}
    except ValueError:
        return set()
