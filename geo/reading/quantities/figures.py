"""Quantities of a sentence: numbers in digits and words, ranges, units, money, qualifiers and rates.

text2num reads numbers in words. The words beside a number show whether it is not a quantity but a date, an
age, a score, a label or a part of a name. Durations are times, not quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ...languages import QuantityWords, one_of
from ..grammar import SentenceReading, plural

_DIGITS = (
    r"(?<![\w.,:/’'-])\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?![\d:/])"
    r"|(?<![\w.,:/’'])(?<!\w[-–])\d+(?:\.\d+)?(?![\d:/])"
)
_INNER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?![\d:/])|\d+(?:\.\d+)?(?![\d:/])"
_LAST = re.compile(r"([^\W_][\w.'’-]*)\W*$")
_NEXT = re.compile(r"(?:\s+|-)[“\"‘]?([^\W\d_][\w'’-]*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STOP = re.compile(r"[,;:—$€£\d]|\.\s")
_BARE = 10  # the least number without a noun that is a figure; a smaller one is a score or a rank


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a sentence, ``text[start:end]``, its qualifier included.

    ``after`` is where the words for what it counts begin, ``per`` the base of a rate; ``bound`` is True for a
    figure with a hyphen before its noun ("a 30-kilometre wall").
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


def find_quantities(reading: SentenceReading) -> list[Quantity]:
    """Find the quantities of a sentence, in order of their start; an empty list if there are no quantities.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> [quantity] = find_quantities(read_plain("More than 20 tons a day."))
    >>> quantity.qualifier, quantity.value, quantity.unit, quantity.per
    ('More than', 20.0, 'ton', 'day')
    >>> find_quantities(read_plain("It took three to six months."))
    []
    """
    return list(_Finder(reading).find())


@dataclass(frozen=True)
class _Amounts:
    """Patterns of a number with its sign and scale, of a second one after it, and of the end of a list."""

    single: re.Pattern[str]
    second: re.Pattern[str]
    more: re.Pattern[str]


@cache
def _amounts(words: QuantityWords) -> _Amounts:
    sign = one_of(words.money_signs)
    scale = one_of(s for s in words.scales if len(s) > 2)
    letter = one_of(s for s in words.scales if len(s) <= 2)

    def amount(n: int, digits: str) -> str:
        return (
            rf"(?:(?P<sign{n}>(?<![\w])(?-i:{sign}))\s?)?(?P<number{n}>{digits}|{words.number})"
            rf"(?:[\s-]?(?P<scale{n}>(?:{scale})\b)|(?P<letter{n}>(?:{letter})\b))?"
        )

    return _Amounts(
        re.compile(amount(1, _DIGITS), re.IGNORECASE),
        re.compile(rf"(?P<sep>{words.range_signs}){amount(2, _INNER)}", re.IGNORECASE),
        re.compile(rf"(?:,\s+(?:{_INNER}))*(?P<and>{words.list_end})(?:{_INNER})"),
    )


class _Finder:
    def __init__(self, reading: SentenceReading) -> None:
        self.reading = reading
        self.language = reading.language
        self.words = reading.language.quantities
        self.amounts = _amounts(self.words)
        self.months = reading.language.article.month_numbers.keys()
        self.begin, self.stop = reading.sentence.start, reading.sentence.end
        self.text = reading.text

    def find(self) -> Iterator[Quantity]:
        at = self.begin
        while match := self.amounts.single.search(self.text, at, self.stop):
            at = match.end()
            value = self._value(match, 1)
            if value is None:
                continue
            end, high = match.end(), None
            sign = match["sign1"]
            second = self.amounts.second.match(self.text, end, self.stop)
            unit, unit_end = self._unit(end, sign)
            if second and not unit_end > end and (other := self._value(second, 2)) is not None:
                if not match["scale1"] and second["scale2"] and value < 1000 and not match["letter1"]:
                    value *= self.words.scales[second["scale2"].lower()]
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
        """Classify two numbers beside each other: a range, a change, a score, or two figures."""
        before, words = self.text[self.begin : start].rstrip().lower(), self.words
        if sep in words.both:
            return "range" if words.between_before.search(before) and high > low else "list"
        if sep in words.either:
            return "range" if high > low else "list"
        if sep in words.upto:
            if words.from_before.search(before):
                changed = words.change_before.search(before)
                return "change" if changed and high != low else "range" if high > low else "list"
            return "range" if high > low and not words.by_before.search(before) else "list"
        return "score"

    def _unit(self, end: int, sign: str | None) -> tuple[str, int]:
        """Return the unit of a number that ends at `end`, and where the unit ends."""
        words = self.words
        if sign:
            return words.money_signs.get(sign, sign), end
        if (match := words.unit.match(self.text, end, self.stop)) and not (
            match["unit"] == "c"
            or (match["unit"].lower() in words.money_too and not words.weighed.match(self.text, match.end()))
        ):
            return words.unit_of[match["unit"].lower()], match.end()
        if match := words.money.match(self.text, end, self.stop):
            return self._money(words.money_of[match["word"].lower()], match.start("word")), match.end()
        return "", end

    def _money(self, word: str, start: int) -> str:
        """Return a currency's code; for a shared name, that of the country before it or named first."""
        codes = self.words.money_shared.get(word, {})
        before = [m for m in self.reading.mentions if m.end == start - 1]
        for m in (*before, *self.reading.mentions):
            for country in m.place.countries:
                if country in codes:
                    return str(codes[country])
        return str(self.words.money_words.get(word, word))

    def _listed(self, end: int) -> str | None:
        """Return the unit that a list shares ("5, 6 and 7 percent"), "" for a noun, None without a list."""
        match = self.amounts.more.match(self.text, end, self.stop)
        if not match or not (match["and"] and self._counts(match.end())):
            return None
        return self._unit(match.end(), None)[0]

    def _counts(self, end: int) -> bool:
        """Whether a unit or a plural noun follows."""
        if self._unit(end, None)[0]:
            return True
        word = _NEXT.match(self.text, end, self.stop)
        return bool(word and self._plural(word[1]) and word[1].lower() not in self.words.unplaced)

    def _judge(
        self, match: re.Match[str], value: float, high: float | None, unit: str, unit_end: int, end: int
    ) -> Quantity | None:
        start, rules = match.start(), self.words
        qualifier = rules.qualifier.search(self.text, max(self.begin, start - 50), start)
        head = qualifier.start("words") if qualifier else start
        before, after = self.text[self.begin : start], self.text[unit_end : self.stop]
        words = not match["number1"][0].isdigit()
        bound = unit_end > end and self.text[end] == "-"
        listed = (
            self._listed(end) if not unit and high is None and not _YEAR.fullmatch(match["number1"]) else None
        )
        unit = listed or unit
        kind = rules.kind_of.get(unit)
        if kind == "duration":
            return None
        if (
            not unit
            and listed is None
            and not self._is_count(match, words, value, before, after, qualifier is not None)
        ):
            return None
        if rules.took.search(before) or rules.ages.search(before):
            return None
        if rules.old.match(after) or rules.clock.match(after):
            return None
        if kind == "length" and not bound and rules.away.match(after):
            return None
        if unit and words and value == 1 and rules.whole.match(after):
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
        """Whether a number without a unit counts something in the sentence."""
        if after[:1].isalpha():
            return False
        if match["scale1"] or match["letter1"] or match["sign1"]:
            return True
        digits, rules = match["number1"], self.words
        noun = _NEXT.match(after)
        last = _LAST.search(before)
        previous = last[1].lower().rstrip(".") if last else ""
        tight = bool(last and re.fullmatch(r"[.\s(]*", before[last.end(1) :]))
        if noun and (after[0] == "-" or noun[1].lower() in rules.unplaced or noun[1].lower() in self.months):
            return False
        if rules.none.search(before) or previous in rules.labels:
            return False
        if tight and previous in self.months and value <= 31:
            return False
        if noun and noun[1].lower() in rules.kin and value < _BARE and rules.has.search(before):
            return False
        if words and (value == 1 or (previous in self.language.grammar.definite and value <= 12)):
            return False
        if previous in rules.previous or rules.address.match(after):
            return False
        if _YEAR.fullmatch(digits) and not (
            noun
            and self._plural(noun[1])
            and (qualified or not (previous in rules.year_after or previous in self.months))
        ):
            return False
        if not words and tight and self._names(match.start(), last):
            return False
        if rules.aside.search(before) and re.match(r"\s*(?:[,.;)]|$)", after) and value <= 120:
            return False
        if rules.rate.match(after.lstrip()):
            return True
        counted = noun and (noun[1].lower() in rules.of or not self._closed(noun[1]))
        return bool(counted) or (
            (value >= _BARE or "," in digits) and not (noun and noun[1][0].isupper() and not words)
        )

    def _names(self, start: int, last: re.Match[str] | None) -> bool:
        """Whether a number belongs to a name before it ("Route 66")."""
        if not last or not last[1][0].isupper():
            return False
        at = self.begin + last.start(1)
        if any(m.start <= at < m.end for m in self.reading.mentions):
            return False
        word = last[1].lower()
        grammar = self.language.grammar
        calendar = word in self.months or word in self.language.article.weekdays
        if calendar or self.words.qualifier.search(last[1] + " "):
            return False
        opens = word in grammar.locative or word in grammar.definite or word in grammar.verbs
        return not (at == self.begin and opens)

    def _rate(self, end: int) -> str | None:
        """Return the base of a rate: after the figure's noun ("a day"), or at the head of its sentence."""
        words = self.words
        stop = _STOP.search(self.text, end, self.stop)
        limit = min(stop.start() if stop else self.stop, end + 80)
        if by := words.by.match(self.text, end, limit) or words.by_later.match(self.text, end, limit):
            return by["by"].lower()
        for rate in words.rate.finditer(self.text, end, limit):
            if not words.times.search(self.text, self.begin, rate.start()):
                return rate["by"].lower() if rate["by"] else str(words.rate_adverbs[rate["adverb"].lower()])
        if typical := words.typical.search(self.text, self.begin, self.stop):
            return (typical["by"] or typical["each"]).lower()
        return None

    def _value(self, match: re.Match[str], n: int) -> float | None:
        number, scale = match[f"number{n}"], match[f"scale{n}"] or match[f"letter{n}"]
        if not match[f"sign{n}"] and (match[f"letter{n}"] or "").lower() in ("m", "b"):
            return None  # "40 m" is a length
        value = float(number.replace(",", "")) if number[0].isdigit() else self._spelled(number)
        if value is None or not scale:
            return value
        return float(Decimal(str(value)) * Decimal(str(self.words.scales[scale.lower()])))

    def _spelled(self, number: str) -> float | None:
        """Return the value of a number in words."""
        from text_to_num import text2num

        words = " ".join(number.lower().split())
        half = self.words.half.match(words)
        try:
            whole = float(text2num(self.words.article.sub(self.words.one, words), self.language.code))
        except ValueError:
            return None
        return whole / 2 if half else whole

    def _plural(self, word: str) -> bool:
        return plural(word.lower(), self.language.grammar)

    def _closed(self, word: str) -> bool:
        key = word.lower()
        return key in self.language.toponyms.function_words or key in self.language.grammar.verbs
