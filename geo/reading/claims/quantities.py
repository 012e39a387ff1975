"""Quantities of a sentence: numbers in digits and words, ranges, units, money, qualifiers and rates.

text2num reads numbers in words; what a number is not (a date, an age, a score, a label, a part of a name) is
told by what stands beside it. Durations are found as times are, and are no quantities here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .lexicon import (
    DEFINITE,
    KIND_OF,
    LABELS,
    LOCATIVE,
    MONEY_SHARED,
    MONEY_SIGNS,
    MONEY_WORDS,
    PLURALS,
    QUALIFIERS,
    RATES,
    SCALES,
    UNIT_OF,
    UNPLACED,
    VERBS,
    YEAR_AFTER,
    one_of,
)
from .sentence import Reading

_SIMPLE = one_of(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_WORD = rf"(?:(?:half\s+)?an?(?=\s+(?:dozen|hundred|thousand|million|billion)\b)|\b(?:{_SIMPLE})\b)"
_BIG = r"(?:hundred|thousand|million|billion|trillion)"
_WORDS = (
    rf"\b{_WORD}(?:(?:[\s-]+(?:{_SIMPLE}|{_BIG})\b)|(?<=hundred|housand|million)\s+and\s+(?:{_SIMPLE})\b)*"
)
_DIGITS = (
    r"(?<![\w.,:/’'-])\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?![\d:/])"
    r"|(?<![\w.,:/’'])(?<!\w[-–])\d+(?:\.\d+)?(?![\d:/])"
)
_SIGN = rf"(?:{one_of(MONEY_SIGNS)})"
_SCALE = one_of([s for s in SCALES if len(s) > 2])
_LETTER = one_of([s for s in SCALES if len(s) <= 2])


def _amount(n: int, digits: str) -> str:
    return (
        rf"(?:(?P<sign{n}>(?<![\w])(?-i:{_SIGN}))\s?)?(?P<number{n}>{digits}|{_WORDS})"
        rf"(?:[\s-]?(?P<scale{n}>(?:{_SCALE})\b)|(?P<letter{n}>(?:{_LETTER})\b))?"
    )


_INNER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?![\d:/])|\d+(?:\.\d+)?(?![\d:/])"
_SINGLE = re.compile(_amount(1, _DIGITS), re.IGNORECASE)
_SECOND = re.compile(rf"(?P<sep>\s?[-–—]\s?|\s+to\s+|\s+or\s+|\s+and\s+){_amount(2, _INNER)}", re.IGNORECASE)
_MORE = re.compile(rf"(?:,\s+(?:{_INNER}))*(?P<and>,?\s+(?:and|or)\s+)(?:{_INNER})")
_UNIT = re.compile(rf"[\s-]?(?P<unit>(?:{one_of(UNIT_OF)}))(?![\w°])(?!-old)", re.IGNORECASE)
_MONEY = re.compile(
    r"\s+(?:(?P<of>[A-Z][a-z]+)\s+)?(?P<word>(?i:"
    + one_of([w + s for w in (*MONEY_WORDS, *MONEY_SHARED) for s in ("s", "")])
    + r"))\b(?!\s+of\b)"
)
_QUALIFIER = re.compile(
    rf"(?:^|(?<=[\s(“\"—–-]))(?P<words>(?:{one_of(QUALIFIERS)})(?:\s+(?:{one_of(QUALIFIERS)}))?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LAST = re.compile(r"([^\W_][\w.'’-]*)\W*$")
_NEXT = re.compile(r"(?:\s+|-)[“\"‘]?([^\W\d_][\w'’-]*)")
_MONTH = (
    "jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october|nov"
    "|november|dec|december"
)
_CALENDAR = frozenset((_MONTH + "|monday|tuesday|wednesday|thursday|friday|saturday|sunday").split("|"))
_MONTHS = frozenset(_MONTH.split("|"))
_CLOCK = re.compile(r"\s?(?:a\.?m\b|p\.?m\b|o['’]clock|GMT|UTC|local time|hours GMT)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\s+[A-Z][\w.]*){1,3}\s+(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Lane|Drive)\b")
_OLD = re.compile(r"[\s-](?:years?|months?|weeks?|days?)[\s-](?:old|of age)", re.IGNORECASE)
_AGES = re.compile(
    r"\b(?:aged?|ages|turned|turning)\s+(?:(?:from|between|about)\s+)?[\d,\s–-]*(?:(?:and|to)\s*)?$", re.I
)
_AWAY = re.compile(
    r"\s+(?:or so\s+)?(?:(?:north|south|east|west)(?:east|west)?(?:ern)?\b"
    r"|(?:from|away|off|outside|inland|upstream|downstream|offshore)\b)",
    re.IGNORECASE,
)
_KIN = frozenset("children child sons daughters siblings brothers sisters kids grandchildren wives".split())
_HAS = re.compile(r"\b(?:has|have|had|with|of|raised|and)\s+$")
_TOOK = re.compile(
    r"\b(?:it|that|this)\s+(?:took|takes|will take|has taken|had taken)\b[^.;]*$", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NONE = re.compile(r"\bnone of (?:\w+\s+)?$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:rise|rises|rose|risen|fall|falls|fell|fallen|drop|drops|dropped|grow|grew|grown|increased?|decreased?|climbed"
    r"|declined?|cut|slowed|raised|lowered|up|down|widened|shrank|jumped|slipped)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:\b(?:an?|per|each|every)\s+(?P<by>second|minute|hour|day|night|week|month|quarter|year|decade)\b"
    r"|\b(?P<adverb>hourly|daily|weekly|monthly|yearly|annually)\b)",
    re.IGNORECASE,
)
_RATE_ADVERBS = dict(
    pair.split(":")
    for pair in "hourly:hour daily:day weekly:week monthly:month yearly:year annually:year".split()
)
_STOP = re.compile(r"[,;:—$€£\d]|\.\s")
_TIMES = re.compile(r"\b(?:once|twice|times)\s+$", re.IGNORECASE)
_BY = re.compile(rf"\s+(?:an?|per|each|every)\s+(?P<by>{one_of(RATES)})s?\b", re.IGNORECASE)
_TYPICAL = re.compile(
    r"\b(?:on|in|during)\s+an?\s+(?:typical|average|normal|given|good|single|usual)\s+"
    r"(?P<by>day|night|week|month|year)\b|^(?:each|every)\s+(?P<each>day|night|week|month|year)\b",
    re.IGNORECASE,
)
_BARE = 10  # a number without a noun is a figure from here on; below, it is a score or a rank


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a sentence, ``text[start:end]``, its qualifier included.

    ``after`` is where what it counts begins, ``per`` what a rate is by; ``bound`` tells that it stands before
    its noun with a hyphen ("a 30-kilometre wall"), ``adjective`` that a measure's adjective follows ("long").
    """

    start: int
    end: int
    number: int
    after: int
    value: float
    high: float | None
    unit: str
    qualifier: str | None
    per: str | None
    bound: bool


def find_quantities(reading: Reading) -> list[Quantity]:
    """Find the quantities of a sentence, by their start; empty where it has none.

    Examples
    --------
    >>> from geo.reading.claims.sentence import read_plain
    >>> [quantity] = find_quantities(read_plain("More than 20 tons a day."))
    >>> quantity.qualifier, quantity.value, quantity.unit, quantity.per
    ('More than', 20.0, 'ton', 'day')
    >>> find_quantities(read_plain("It took three to six months."))
    []
    """
    return list(_Finder(reading).find())


class _Finder:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.begin, self.stop = reading.sentence.start, reading.sentence.end
        self.text = reading.text

    def find(self) -> Iterator[Quantity]:
        at = self.begin
        while match := _SINGLE.search(self.text, at, self.stop):
            at = match.end()
            value = _value(match, 1)
            if value is None:
                continue
            end, high = match.end(), None
            sign = match["sign1"]
            second = _SECOND.match(self.text, end, self.stop)
            unit, unit_end = self._unit(end, sign)
            if second and not unit_end > end and (other := _value(second, 2)) is not None:
                if not match["scale1"] and second["scale2"] and value < 1000 and not match["letter1"]:
                    value *= SCALES[second["scale2"].lower()]
                kind = self._range(match.start(), second["sep"].strip().lower(), value, other)
                if kind == "score" and not self._counts(second.end()):
                    at = second.end()
                    continue
                if kind == "range" or (kind == "score" and other > value):
                    end, high = second.end(), other
                    unit, unit_end = self._unit(end, sign)
                    at = end
                elif kind == "change":
                    unit, _ = self._unit(second.end(), sign or second["sign2"])
            quantity = self._judge(match, value, high, unit, unit_end, end)
            if quantity:
                at = max(at, unit_end)
                yield quantity

    def _range(self, start: int, sep: str, low: float, high: float) -> str:
        """Tell what two numbers beside each other are: a range, a change, a score, or two figures."""
        before = self.text[self.begin : start].rstrip().lower()
        if sep == "and":
            return "range" if before.endswith("between") and high > low else "list"
        if sep == "or":
            return "range" if high > low else "list"
        if sep == "to":
            if before.endswith("from"):
                changed = _CHANGE.search(before[: -len("from")])
                return "change" if changed and high != low else "range" if high > low else "list"
            return "range" if high > low and not before.endswith(" by") else "list"
        return "score"

    def _unit(self, end: int, sign: str | None) -> tuple[str, int]:
        """Return the unit of a number that ends at `end`, and where the unit ends."""
        if sign:
            return MONEY_SIGNS.get(sign, sign), end
        if (match := _UNIT.match(self.text, end, self.stop)) and not (
            match["unit"] == "c" or (match["unit"].lower() == "pounds" and not self._weighs(match.end()))
        ):
            return UNIT_OF[match["unit"].lower()], match.end()
        if match := _MONEY.match(self.text, end, self.stop):
            word = match["word"].lower()
            known = word in MONEY_WORDS or word in MONEY_SHARED
            return self._money(word if known else word[:-1], match.start("word")), match.end()
        return "", end

    def _weighs(self, end: int) -> bool:
        return self.text.startswith((" of ", " a ", " per "), end)

    def _money(self, word: str, start: int) -> str:
        """Return a currency's code; of a shared name, that of the country before it or named first."""
        codes = MONEY_SHARED.get(word, {})
        before = [m for m in self.reading.mentions if m.end == start - 1]
        for m in (*before, *self.reading.mentions):
            for country in m.place.countries:
                if country in codes:
                    return codes[country]
        return MONEY_WORDS.get(word, word)

    def _listed(self, end: int) -> str | None:
        """Return the unit that a list shares ("5, 6 and 7 percent"), "" for a noun, None for no list."""
        match = _MORE.match(self.text, end, self.stop)
        if not match or not (match["and"] and self._counts(match.end())):
            return None
        return self._unit(match.end(), None)[0]

    def _counts(self, end: int) -> bool:
        """Tell whether a unit or a plural noun follows."""
        if self._unit(end, None)[0]:
            return True
        word = _NEXT.match(self.text, end, self.stop)
        return bool(word and _plural(word[1]) and word[1].lower() not in UNPLACED)

    def _judge(
        self, match: re.Match[str], value: float, high: float | None, unit: str, unit_end: int, end: int
    ) -> Quantity | None:
        start = match.start()
        qualifier = _QUALIFIER.search(self.text, max(self.begin, start - 50), start)
        head = qualifier.start("words") if qualifier else start
        before, after = self.text[self.begin : start], self.text[unit_end : self.stop]
        words = not match["number1"][0].isdigit()
        bound = unit_end > end and self.text[end] == "-"
        listed = (
            self._listed(end) if not unit and high is None and not _YEAR.fullmatch(match["number1"]) else None
        )
        unit = listed or unit
        if unit and KIND_OF.get(unit) == "duration":
            return None
        if (
            not unit
            and listed is None
            and not self._is_count(match, words, value, before, after, qualifier is not None)
        ):
            return None
        if _TOOK.search(before) or _OLD.match(after) or _AGES.search(before) or _CLOCK.match(after):
            return None
        if KIND_OF.get(unit) == "length" and not bound and _AWAY.match(after):
            return None
        if unit and words and value == 1 and re.match(r"\s+(?:of|in)\s+(?:the|these|those)\b", after):
            return None
        return Quantity(
            start=head,
            end=unit_end,
            number=start,
            after=unit_end,
            value=value,
            high=high,
            unit=unit,
            qualifier=qualifier["words"] if qualifier else None,
            per=self._rate(unit_end),
            bound=bound,
        )

    def _is_count(
        self, match: re.Match[str], words: bool, value: float, before: str, after: str, qualified: bool
    ) -> bool:
        """Tell whether a number without a unit counts things that the sentence speaks of."""
        if after[:1].isalpha():
            return False
        if match["scale1"] or match["letter1"] or match["sign1"]:
            return True
        digits = match["number1"]
        noun = _NEXT.match(after)
        last = _LAST.search(before)
        previous = last[1].lower().rstrip(".") if last else ""
        tight = bool(last and re.fullmatch(r"[.\s(]*", before[last.end(1) :]))
        if noun and (after[0] == "-" or noun[1].lower() in UNPLACED or noun[1].lower() in _MONTHS):
            return False
        if _NONE.search(before) or previous in LABELS or (tight and previous in _MONTHS and value <= 31):
            return False
        if noun and noun[1].lower() in _KIN and value < _BARE and _HAS.search(before):
            return False
        if words and (value == 1 or (previous in DEFINITE and value <= 12)):
            return False
        if previous in ("first", "last", "next", "past") or _ADDRESS.match(after):
            return False
        if _YEAR.fullmatch(digits) and not (
            noun and _plural(noun[1]) and (qualified or previous not in YEAR_AFTER | _MONTHS)
        ):
            return False
        if not words and tight and self._names(match.start(), last):
            return False
        if re.search(r"(?:[,(]|\band)\s*$", before) and re.match(r"\s*(?:[,.;)]|$)", after) and value <= 120:
            return False
        if _RATE.match(after.lstrip()):
            return True
        counted = noun and (noun[1].lower() == "of" or not _closed(noun[1]))
        return bool(counted) or (
            (value >= _BARE or "," in digits) and not (noun and noun[1][0].isupper() and not words)
        )

    def _names(self, start: int, last: re.Match[str] | None) -> bool:
        """Tell whether the word before a number is a name that the number belongs to ("Route 66")."""
        if not last or not last[1][0].isupper():
            return False
        at = self.begin + last.start(1)
        if any(m.start <= at < m.end for m in self.reading.mentions):
            return False
        word = last[1].lower()
        if word in _CALENDAR or _QUALIFIER.search(last[1] + " "):
            return False
        return not (at == self.begin and (word in LOCATIVE or word in DEFINITE or word in VERBS))

    def _rate(self, end: int) -> str | None:
        """Return what a figure is by: after its noun ("a day"), or at the head of its sentence."""
        stop = _STOP.search(self.text, end, self.stop)
        limit = min(stop.start() if stop else self.stop, end + 80)
        if (by := _BY.match(self.text, end, limit)) or (
            by := re.compile(rf"(?:\s+of)?(?:\s+[\w-]+){{1,4}}?{_BY.pattern}", re.I).match(
                self.text, end, limit
            )
        ):
            return by["by"].lower()
        for rate in _RATE.finditer(self.text, end, limit):
            if not _TIMES.search(self.text, 0, rate.start()):
                return rate["by"].lower() if rate["by"] else _RATE_ADVERBS[rate["adverb"].lower()]
        if typical := _TYPICAL.search(self.text, self.begin, self.stop):
            return (typical["by"] or typical["each"]).lower()
        return None


def _value(match: re.Match[str], n: int) -> float | None:
    number, scale = match[f"number{n}"], match[f"scale{n}"] or match[f"letter{n}"]
    if not match[f"sign{n}"] and (match[f"letter{n}"] or "").lower() in ("m", "b"):
        return None  # "40 m" is a length
    if number[0].isdigit():
        value = float(number.replace(",", ""))
    else:
        from text_to_num import text2num

        words = " ".join(number.lower().split())
        half = words.startswith("half")
        words = re.sub(r"^(?:half\s+)?an?$", "one", re.sub(r"^(?:half\s+)?an?\s+", "one ", words))
        try:
            value = float(text2num(words, "en")) / (2 if half else 1)
        except ValueError:
            return None
    return float(Decimal(str(value)) * Decimal(str(SCALES[scale.lower()]))) if scale else value


def _plural(word: str) -> bool:
    lower = word.lower()
    return lower in PLURALS or (lower.endswith("s") and not lower.endswith(("ss", "us", "is")))


def _closed(word: str) -> bool:
    from ..toponyms.lexicon import FUNCTION_WORDS

    lower = word.lower()
    return lower in FUNCTION_WORDS or lower in VERBS
