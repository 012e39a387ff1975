"""Quantities of a sentence: numbers in digits and words, ranges, units, money, qualifiers and rates.

text2num reads numbers in words. The words beside a number show whether it is not a quantity but a date, an
age, a score, a label or a part of a name. Durations are times, not quantities.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from ...languages import QuantityWords, one_of
from ..grammar import NOUNS, NounGroup, Part, SentenceReading, plural

_BOTH = 2  # so many with an article were told of before
_LAST = re.compile(r"([^\W_][\w.'’-]*)\W*$")
_NEXT = re.compile(r"(?:\s+|-)[“\"‘]?([^\W\d_][\w'’-]*)")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_STOP = re.compile(r"[,;:—$€£\d]|\.\s")
_PARTS = "½¼¾⅓⅔"
_FEW = 2  # digits: "3m people", not "400m runners"
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")
_SHORT = 4  # letters of a name that is an abbreviation
_LISTED = 40  # characters in which a label stands before its second number
_INCHES = re.compile(r"-\d")
_ROW = re.compile(r"\d[ -]$")  # digits right before a number: a telephone's
_LETTERS = re.compile(r"-\d{3}-[A-Z]")  # "816-474-TIPS"


class Quantity(Struct, frozen=True):
    """A figure of a sentence, ``text[start:end]``, its qualifier included.

    ``after`` is where the words for what it counts begin, ``per`` the base of a rate; ``bound`` is True for a
    figure with a hyphen before its noun ("a 30-kilometre wall"), ``vague`` for a word that is a range
    ("dozens"), ``bare`` for a number with neither unit nor noun. ``kind`` is what its unit measures, or "",
    ``part`` is True for a share that says no unit ("one in five").
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
    vague: bool = False
    bare: bool = False
    kind: str = ""
    part: bool = False


def _start(match: re.Match[str], n: int = 1) -> int:
    """Return where the first or second number of a match begins, without its sign."""
    return match.start(match.re.groupindex[f"number{n}"])


def find_quantities(reading: SentenceReading) -> list[Quantity]:
    """Find the quantities of a sentence, in order of their start; an empty list if there are no quantities.

    Examples
    --------
    >>> from geo.reading.grammar import read_plain
    >>> [quantity] = find_quantities(read_plain("More than 20 tons a day."))
    >>> quantity.qualifier, quantity.value, quantity.unit, quantity.per
    ('More than', 20.0, 'ton', 'day')
    >>> find_quantities(read_plain("It was founded on 3 May 1987."))
    []
    """
    return list(_Finder(reading).find())


class _Amounts(Struct, frozen=True):
    """Patterns of a number with its sign and scale, of a second one after it, and of the end of a list."""

    single: re.Pattern[str]
    second: re.Pattern[str]
    more: re.Pattern[str]
    special: re.Pattern[str]


@cache
def _amounts(words: QuantityWords) -> _Amounts:
    digits = (
        rf"(?<![\w.,:/’'-]){words.grouped}(?![\d:/])"
        r"|(?<![\w.,:/’'-])(?<!\d )[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![\d:/ ]*\d)"
        rf"|(?<![\w.,:/’'])(?<!\w[-–])\d+{words.fraction}[½¼¾⅓⅔]?(?![\d:/]|[.,]\d|\s\d+/\d)"
    )
    inner = rf"{words.grouped}(?![\d:/])|\d+{words.fraction}(?![\d:/])"
    sign = one_of(words.money_signs)
    scale = one_of(s for s in words.scales if len(s) > 1)
    letter = one_of(s for s in words.scales if len(s) == 1) or "(?!)"

    def amount(n: int, digits: str) -> str:
        return (
            rf"(?:(?P<sign{n}>(?<![\w])(?-i:{sign}))\s?)?(?P<number{n}>{digits}|{words.number})"
            rf"(?:[\s-]?(?P<scale{n}>(?:{scale})\b)|\s?(?P<letter{n}>(?:{letter})\b))?"
        )

    return _Amounts(
        re.compile(amount(1, digits), re.IGNORECASE),
        re.compile(rf"(?P<sep>{words.range_signs}){amount(2, inner)}", re.IGNORECASE),
        re.compile(rf"(?:,\s+(?:{inner}))*(?P<and>{words.list_end})(?:{inner})"),
        re.compile(words.special, re.IGNORECASE),
    )


class _Number:
    """A number without a unit, and the words beside it.

    ``words`` is whether it is written in words; ``noun`` matches the word behind it, which begins ``at`` and
    is ``word`` in lower case; ``last`` matches the word before it, ``previous`` in lower case, ``named``
    whether that has a capital and ``tight`` whether nothing but a bracket stands between.
    """

    def __init__(self, match: re.Match[str], value: float, before: str, after: str, qualified: bool) -> None:
        self.match = match
        self.value = value
        self.before = before
        self.after = after
        self.qualified = qualified
        self.words = not match["number1"][0].isdigit()
        self.scaled = bool(match["scale1"] or match["letter1"] or match["sign1"])
        self.noun = _NEXT.match(after)
        self.word = self.noun[1].lower() if self.noun else ""
        self.at = match.end() + self.noun.start(1) if self.noun else 0
        self.last = last = _LAST.search(before)
        self.previous = last[1].lower().rstrip(".") if last else ""
        self.named = last is not None and last[1][0].isupper()
        self.tight = last is not None and re.fullmatch(r"[.\s(]*", before[last.end(1) :]) is not None


class _Finder:
    def __init__(self, reading: SentenceReading) -> None:
        self.reading = reading
        self.language = reading.language
        self.words = reading.language.quantities
        self.amounts = _amounts(self.words)
        self.months = reading.language.article.month_numbers.keys()
        self.begin, self.stop = reading.sentence.start, reading.sentence.end
        self.text = reading.text
        self.named = -1  # where the last number that is a name ends: "Troop 122"

    def find(self) -> Iterator[Quantity]:
        """Yield the figures of the sentence in their order."""
        at = self.begin
        while True:
            match = self.amounts.single.search(self.text, at, self.stop)
            special = self.amounts.special.search(self.text, at, self.stop)
            if special and (match is None or special.start() <= _start(match)):
                found = self._special(special)
                if found is not None or match is None or _start(match) >= special.end():
                    at = max(special.end(), found.end) if found else special.end()
                    if found:
                        yield found
                    continue
                match = self.amounts.single.search(self.text, _start(match), self.stop)
            if match is None:
                return
            at = match.end()
            value = self._value(match, 1)
            if value is not None and not self._telephone(match) and not self._is_placed(_start(match)):
                quantity, at = self._amount(match, value)
                if quantity:
                    yield quantity

    def _amount(self, match: re.Match[str], value: float) -> tuple[Quantity | None, int]:
        """Return the figure of a number, or of a range of two, and where to go on."""
        end, at, high = match.end(), match.end(), None
        sign = match["sign1"]
        second = self.amounts.second.match(self.text, end, self.stop)
        if second and self._is_dated_level(match, second):
            second = None  # "from 151 in 2008 to 114"
        unit, unit_end = self._unit(end, sign)
        per = None
        if second and not unit_end > end and (other := self._value(second, 2)) is not None:
            if not match["scale1"] and not match["letter1"] and 0 < value < 1000:
                scale = self._scale(second)
                value *= scale if value * scale < other else 1
            kind = self._range(match.start(), second["sep"].strip().lower(), value, other)
            if kind == "score" and not self._counts(second.end()):
                return None, second.end()
            if kind == "range" or (kind == "score" and other > value):
                end, at, high = second.end(), second.end(), other
                unit, unit_end = self._unit(end, sign)
            elif kind == "change":
                unit, rated = self._unit(second.end(), sign or second["sign2"])
                per = self._base_of_rate(rated) if rated > second.end() else None
        if high is None and not unit and (whole := self._whole(match.start())) and value < whole:
            value, unit = value / whole * 100, self.words.share_unit
        quantity = self._judge(match, value, high, unit, unit_end, end)
        if quantity and per and not quantity.per:
            per = str(self.words.rate_names.get(per, per))
            quantity = replace(quantity, per=per)  # "from 9 to 12 euros a litre"
        return quantity, max(at, unit_end) if quantity else at

    def _is_dated_level(self, match: re.Match[str], second: re.Match[str]) -> bool:
        """Whether a number is a year, and the one behind it is none."""
        if not _YEAR.fullmatch(match["number1"]) or _YEAR.fullmatch(second["number2"]):
            return False
        last = _LAST.search(self.text, self.begin, match.start())
        return last is not None and last[1].lower() in self.words.year_after

    def _whole(self, start: int) -> float | None:
        """Return of how many a number is so many: "of every ten"."""
        every = self.words.of_every.search(self.text, self.begin, start)
        return self._plain(every["whole"]) if every else None

    def _special(self, match: re.Match[str]) -> Quantity | None:
        """Read a share in words ("two thirds", "one in five"), or a vague count ("dozens")."""
        words, start, end = self.words, match.start(), match.end()
        vague = bool(match["vague"])
        if vague and match["vague"][0].isupper() and start > self.begin:
            return None  # a name
        high: float | None = None
        if vague:
            value, high = self._vague(match)
            unit = ""
        elif (share := self._share(match)) is not None:
            value, unit = share
        else:
            return None
        unit_end = end
        if not unit:
            unit, unit_end = self._unit(end, None)
            of = words.of_them.match(self.text, end, self.stop) if vague and not unit else None
            if of:  # "thousands of tonnes"
                unit, unit_end = self._unit(of.end(), None)
                unit_end = unit_end if unit else end
        if unit == words.share_unit and words.compares.match(self.text, end, self.stop):
            return None
        qualifier = words.qualifier.search(self.text, max(self.begin, start - 50), start)
        return Quantity(
            start=qualifier.start("words") if qualifier else start,
            end=unit_end,
            number=start,
            after=unit_end,
            value=round(value, 4),
            high=high,
            unit=unit,
            qualifier=qualifier["words"] if qualifier else None,
            per=self._rate(unit_end) if vague or not unit else None,
            bound=False,
            vague=vague,
            kind=words.kind_of.get(unit, ""),
            part=not vague and unit == words.share_unit,
        )

    def _vague(self, match: re.Match[str]) -> tuple[float, float | None]:
        """Return the least and the most of a vague count: "dozens", "tens of thousands"."""
        low, most = self.words.vague[" ".join(match["vague"].lower().split())]
        times = self.words.tens[match["tens"].lower()] if match["tens"] else 1
        if times > 1:
            return float(low) * times, float(low) * times * 5 - 1
        return float(low), float(most) if most > low else None

    def _share(self, match: re.Match[str]) -> tuple[float, str] | None:
        """Return the value and the unit of a share in words: percent, points, or a part of a scale."""
        words = self.words
        percent = str(words.share_unit)
        if match["whole"]:
            part, whole = self._plain(match["part"]), self._plain(match["whole"])
            if part is None or whole is None or not 0 < part < whole <= 1_000_000:
                return None
            return part / whole * 100, percent
        if match["every"]:
            return 100 / float(words.nths[match["every"].lower()]), percent
        many = self._plain(match["many"]) if match["many"] else 1.0
        if many is None:
            return None
        value = many / float(words.nths[(match["nth"] or match["nth_2"]).lower()])
        if match["little"]:
            return value, words.point_unit if match["point"] else percent
        if match["great"]:
            return value * float(words.scales[match["great"].lower()]), ""
        return None if value >= 1 else (value * 100, percent)

    def _plain(self, number: str) -> float | None:
        number = number.lower()
        if number in self.words.one_article:
            return 1.0
        if not number[0].isdigit():
            return self._spelled(number)
        part = unicodedata.numeric(number[-1]) if number[-1] in _PARTS else 0.0
        digits = self.words.separators.sub("", number.rstrip(_PARTS))
        return float(self.words.decimal.sub(".", digits)) + part

    def _telephone(self, match: re.Match[str]) -> bool:
        """Whether a number is a part of a longer row of digits or signs, or begins with a zero."""
        digits = match["number1"]
        if digits[0] == "0" and len(digits) > 1 and not self.words.decimal.match(digits[1]):
            return True
        if digits.isdigit() and _LETTERS.match(self.text, match.end(match.re.groupindex["number1"])):
            return True
        return bool(
            digits[0].isdigit() and _ROW.search(self.text, max(self.begin, match.start() - 12), match.start())
        )

    def _scale(self, second: re.Match[str]) -> float:
        """Return the scale that a range's first number shares with the second: "two to three million"."""
        if second["scale2"]:
            return float(self.words.scales[second["scale2"].lower()])
        number = second["number2"]
        if number[0].isdigit():
            hyphen = not second["sep"].strip().isalpha()
            return 1000.0 if hyphen and self.words.separators.search(number) else 1.0
        last = re.split(r"[\s-]+", number.lower())[-1]
        return float(self.words.scales.get(last, 1))

    def _range(self, start: int, sep: str, low: float, high: float) -> str:
        """Classify two numbers beside each other: a range, a change, a score, or two figures."""
        before, words = self.text[self.begin : start].rstrip().lower(), self.words
        if sep in words.both:
            return "range" if words.between_before.search(before) and high > low else "separate"
        if sep in words.either:
            return "range" if high > low else "separate"
        if words.scored.search(before):
            return "score"
        if sep in words.upto:
            if words.from_before.search(before):
                changed = words.change_before.search(before)
                return "change" if (changed and high != low) or high < low else "range"
            by = words.by_before.search(before)
            return "score" if high < low else "separate" if by else "range"  # "by 412 to 189"
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
        match = words.money.match(self.text, end, self.stop)
        if match and not self._are_people(match.start("word")):
            return self._money(
                words.money_of[match["word"].lower()], match.end() - len(match["word"])
            ), match.end()
        return "", end

    def _are_people(self, at: int) -> bool:
        """Whether the name of a currency is one of people, who act or are acted on: "230 bolivianos"."""
        language = self.reading.language
        if not language.is_inflected or not any(m.demonym and m.start == at for m in self.reading.mentions):
            return False
        group = self.reading.syntax.group_at(at)
        verb = group.clause.verb if group is not None else None
        if group is None or verb is None:
            return False
        flows, befalls = language.flows, verb.base in self.words.befalling
        moves = verb.base in flows.going | flows.arriving | language.inflected.presenting
        return (group.subject and (moves or befalls)) or (befalls and group is group.clause.object)

    def _money(self, word: str, start: int) -> str:
        """Return a currency's code; for a shared name, that of the country before it or named first."""
        codes = self.words.money_shared.get(word, {})
        before = [m for m in self.reading.mentions if m.end == start - 1]
        for m in (*before, *self.reading.mentions):
            for country in m.place.countries:
                if country in codes:
                    return str(codes[country])
        return str(self.words.money_words.get(word, word))

    def _parts(self, end: int, unit_end: int) -> int:
        """Return how many of the money named make one of its currency: 100 of cents."""
        words = self.text[end:unit_end].lower().split()
        names = (" ".join(words[n:]) for n in range(len(words)))
        parts = self.words.money_parts
        return next((int(parts[m]) for m in map(self.words.money_of.get, names) if m and m in parts), 1)

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
        """Return a number as a figure with its unit and what qualifies it, or None if it is none."""
        start, rules = match.start(), self.words
        qualifier = rules.qualifier.search(self.text, max(self.begin, start - 50), start)
        before, after = self.text[self.begin : start], self.text[unit_end : self.stop]
        bound = unit_end > end and self.text[end] == "-"
        last = _LAST.search(before)
        label = last[1].lower() if last else ""
        if self.language.is_inflected and match["scale1"]:
            label = ""  # "numa primeira fase 30 mil barris"
        if last and label in rules.labels and re.fullmatch(r"[\s-]*", before[last.end(1) :]):
            if label not in rules.unit_before:
                return None
            unit, unit_end = rules.unit_of.get(label, label), end
        if not unit and (more := rules.or_more.match(after)):  # "1,000 or so migrants"
            unit_end, after = end + more.end(), after[more.end() :]
        listed = None
        labelled = self._names(start, last) or self._lists_names(start)
        if not unit and high is None and not labelled and not _YEAR.fullmatch(match["number1"]):
            listed = self._listed(end)
        unit = listed or unit
        if self._is_no_figure(value, unit, before, after, end) or (unit and label in rules.each):
            return None  # not "of every ten kilos"
        points = _NEXT.match(after) if not unit else None
        if points and points[1].lower() in rules.point_words and self._tells_share():
            unit, unit_end = rules.point_unit, end + points.end(1)
        if below := rules.negative.match(after):
            value, unit_end = -value, unit_end + below.end()
        kind = rules.kind_of.get(unit, "money" if unit else "")
        parts = self._parts(end, unit_end) if kind == "money" else 1
        value, high = value / parts, high and high / parts
        bare = False
        if not unit and listed is None:
            judged = self._is_count(_Number(match, value, before, after, qualifier is not None))
            if judged is None:
                return None
            bare = judged
        if self._is_age_or_hour(before, after, unit_end):
            return None
        if kind == "length" and unit_end > end and rules.labelled.search(before):
            return None
        if bound and _INCHES.match(after):
            return None  # "a 6-foot-7 player"
        one = value == 1 and not match["number1"][0].isdigit()
        if unit and one and (kind == "duration" or rules.whole.match(after)):
            return None
        return Quantity(
            start=qualifier.start("words") if qualifier else start,
            end=unit_end,
            number=start,
            after=unit_end,
            value=value,
            high=high,
            unit=unit,
            qualifier=qualifier["words"] if qualifier else None,
            per=self._rate(unit_end)
            or self._for_every(before)
            or self._rate_ahead(start)
            or (self._sold_by(start) if kind == "money" else None),
            bound=bound,
            bare=bare,
            kind=kind,
        )

    def _is_no_figure(self, value: float, unit: str, before: str, after: str, end: int) -> bool:
        """Whether a number is of none, of a note ("[3]") or of a superlative ("the two largest")."""
        if self.words.none.search(before) or (before.endswith("[") and self.text[end : end + 1] == "]"):
            return True
        return value <= 100 and not unit and self.words.superlative.match(after) is not None

    def _is_age_or_hour(self, before: str, after: str, end: int) -> bool:
        words = self.words
        return bool(
            words.ages.search(before)
            or words.old.match(after)
            or words.clock.match(self.text, end, self.stop)
        )

    def _tells_share(self) -> bool:
        """Whether a sentence has a percentage, so that its points are those of shares."""
        shares = (self.words.unit_of.get(t.key) == self.words.share_unit for t in self.reading.tokens)
        return any(shares) or "%" in self.text[self.begin : self.stop]

    def _is_count(self, number: _Number) -> bool | None:
        """Whether a number without a unit is bare (True) or counts something (False); None for no figure.

        First come the reasons for which it is no figure (a date, a label, an age, a part of a name); then
        whether the words behind it are what it counts.
        """
        checks = (
            self._is_dated, self._is_labelled, self._is_numbered, self._is_relative, self._is_one,
            self._is_definite, self._is_year,
        )  # fmt: skip
        if any(check(number) for check in checks):
            return None
        plain = not number.words and not number.scaled
        if plain and number.tight and self._names(number.match.start(), number.last):
            self.named = number.match.end()
            return None
        return None if plain and self._begins_name(number) else self._is_bare(number)

    def _is_dated(self, number: _Number) -> bool:
        """Whether a number goes on as a word ("40s"), or is of a date."""
        after, noun = number.after, number.noun
        if after[:1].isalpha() or after[:2] == "- ":
            return True  # "40s", "a two- story house"
        if noun and not number.scaled and (after[0] == "-" or number.word in self.months):
            return True
        return number.tight and number.previous in self.months and number.value <= 31

    def _is_labelled(self, number: _Number) -> bool:
        """Whether a number belongs to the word before it, or counts rounds or points."""
        rules, noun = self.words, number.noun
        if noun and number.word in rules.unplaced:
            rate = rules.rate.match(number.after[noun.end() :].lstrip())
            if number.word not in rules.times_word or not rate or self.language.is_inflected:
                return True
        if rules.of_each.search(number.before):
            return True  # "of every ten houses"
        ahead = number.previous in rules.previous
        if ahead and self.language.is_inflected and number.noun:  # "os primeiros 24 estudantes"
            ahead = number.word in self.language.grammar.periods | rules.unplaced
        if ahead or rules.address.match(number.after):
            return True
        if not number.tight:
            return False
        if number.previous in rules.labels and not number.scaled:
            return True
        listed = self.text[self.begin : number.match.start()]
        first = re.search(rf"([^\W\d]+)\s\d{{1,4}}(?:,\s\d{{1,4}})*(?:{rules.list_end})$", listed[-_LISTED:])
        if first and first[1].lower() in rules.labels:
            return True  # "artículos 3 y 17"
        if number.words:  # "World War Two"
            return number.named and self.text[_start(number.match)].isupper()
        # "Lexington 4 to raise taxes"
        return number.value < 20 and number.named and self._follows_place(number.match.start(), number.last)

    def _is_numbered(self, number: _Number) -> bool:
        """Whether a number behind another one is a name: "three 911 callers"."""
        if number.words or not number.tight or number.before[-1:] != " ":
            return False
        several = self._spelled(number.previous) if number.previous.isalpha() else None
        return several is not None and several > 1  # not "unos 4.300"

    def _is_relative(self, number: _Number) -> bool:
        """Whether a number only counts somebody's kin."""
        rules = self.words
        if not number.noun:
            return False
        kin = number.word in rules.kin and number.value < 10 and rules.has.search(number.before)
        return number.word in rules.descendants or bool(kin)

    def _is_one(self, number: _Number) -> bool:
        """Whether a "one" is no figure: it is one where it is "only one" or "one was"."""
        if not number.words or number.value != 1 or self.words.one_was.match(number.after):
            return False
        only = number.qualified and self.words.only.search(number.before)
        return not only and not self._is_one_befallen(number) and not self._is_one_listed(number)

    def _is_one_listed(self, number: _Number) -> bool:
        """Whether it is one of a list of how many where: "two engineers in A and one in B"."""
        group = self.reading.syntax.group_at(_start(number.match))
        if group is None or len(group.words) > 1 or not self._located_group(group):
            return False
        before = (g for g in group.clause.groups if g.subject and group.subject and g.end < group.start)
        listed = (group.conjunct, *before)
        counted = (g for g in listed if g is not None and g.words[0].part is Part.NUMBER)
        return any(map(self._located_group, counted))

    def _is_one_befallen(self, number: _Number) -> bool:
        """Whether one person died, or was hurt: "one man was shot", "left one woman dead"."""
        group = self.reading.syntax.group_at(_start(number.match))
        verb = group.clause.verb if group is not None else None
        if group is None or verb is None or self.language.is_inflected or group.prep:
            return False
        if group.head.key not in self.language.flows.persons | self.words.persons:
            return False
        if verb.base in self.words.dying:
            return group.subject
        return verb.base in self.words.befalling and (verb.passive or group is group.clause.object)

    def _is_definite(self, number: _Number) -> bool:
        """Whether a few were named before: "the two countries"."""
        few = number.words and number.value <= 12 and not number.scaled
        told = self.words.qualifier.search(number.before)
        if told and told["words"].split()[-1].lower() == number.previous:
            return False  # "with another nine deaths"
        if not few or number.previous not in self.language.grammar.definite:
            return False
        located = self._told_where(number) if self.language.is_inflected else self._located(number.match)
        return not (located or self._befell(number.match))

    def _befell(self, match: re.Match[str]) -> bool:
        """Whether what a number counts are those whom a clause tells to have died, or the like."""
        group = self.reading.syntax.group_at(_start(match))
        verb = group.clause.verb if group is not None and group.subject else None
        if verb is None or verb.negated or not self.language.is_inflected:
            return False
        died = verb.base in self.language.claims.state_of.values()
        return died or (verb.passive and verb.base in self.words.befalling)

    def _is_year(self, number: _Number) -> bool:
        if number.scaled or not _YEAR.fullmatch(number.match["number1"]):
            return False
        if not number.noun or number.after[0] != " " or not self._plural(number.noun[1]):
            return True
        dated = number.previous in self.words.year_after or number.previous in self.months
        return not number.qualified and (dated or number.previous in self.language.grammar.articles)

    def _begins_name(self, number: _Number) -> bool:
        """Whether a number in digits begins a name: "12 Angry Men"."""
        if not number.noun or not number.noun[1][0].isupper():
            return False
        if self._is_placed(number.at) or self._plural(number.noun[1]):
            return False
        group = self.reading.syntax.group_at(_start(number.match))
        return group is None or group.head.part is Part.NAME or group.end <= number.match.end()

    def _is_placed(self, at: int) -> bool:
        return any(m.start <= at < m.end for m in self.reading.mentions)

    def _is_bare(self, number: _Number) -> bool | None:
        """Whether no noun of its own stands behind a number; None for one of several that are names."""
        noun, syntax = number.noun, self.reading.syntax
        if self.words.rate.match(number.after.lstrip()) or (noun and number.word in self.words.of):
            return False
        following = syntax.group_at(number.at) if noun and number.after[0] in " -" else None
        word = syntax.word_at(number.at) if following is not None else None
        if following is not None and word and word.part is Part.NUMBER:
            following = following if following.head.start > word.start else None
        bare = following is None or following is not syntax.group_at(_start(number.match))
        if following is not None and noun and following.end <= number.at + len(noun[1]):
            bare = bare or self._is_placed(number.at)
        if bare and self._lists_names(number.match.start()):
            self.named = number.match.end()
            return None  # "Packs 122, 124 and 131"
        return bare

    def _lists_names(self, start: int) -> bool:
        """Whether a number goes on a list of those that are names: "Packs 122, 124 and 131"."""
        between = self.text[self.named : start] if 0 <= self.named < start else ""
        return re.fullmatch(rf",\s+|{self.words.list_end}", between) is not None

    def _located(self, match: re.Match[str]) -> bool:
        """Whether a place hangs on what a number counts: "the two plants near A"."""
        group = self.reading.syntax.group_at(_start(match))
        return group is not None and self._located_group(group)

    def _located_group(self, group: NounGroup) -> bool:
        return any(g.head.placed for g in self.reading.dependents(group))

    def _told_where(self, number: _Number) -> bool:
        """Whether several are told of with their place: "los nueve detenidos en A"."""
        group, language = self.reading.syntax.group_at(_start(number.match)), self.language
        lands = language.grammar.lands | language.toponyms.plural_types.keys()
        if group is None or number.value <= _BOTH or group.head.key in lands:
            return False  # "los dos heridos", "los cinco países que"
        state = group.head.key in language.grammar.states
        held = self.reading.dependents(group) if state else []
        told = [g for g in held if g.prep in language.flows.at]
        own = (g for c in self.reading.syntax.clauses if c.antecedent is group for g in c.groups)
        return any(g.head.placed for g in (*told, *own))

    def _follows_place(self, start: int, last: re.Match[str] | None) -> bool:
        """Whether a number stands right after a place's name that opens its sentence."""
        at = self.begin + last.start(1) if last else 0
        return at == self.begin and any(
            m.start <= at < m.end and not m.demonym for m in self.reading.mentions
        )

    def _names(self, start: int, last: re.Match[str] | None) -> bool:
        """Whether a number belongs to a name before it ("Route 66")."""
        if not last or not last[1][0].isupper():
            return False
        at = self.begin + last.start(1)
        place = next((m for m in self.reading.mentions if m.start <= at < m.end), None)
        if place is not None:  # "U.S. 95" is a road
            return self.text[place.start : place.end].isupper() and place.end - place.start <= _SHORT
        word = last[1].lower()
        grammar = self.language.grammar
        calendar = word in self.months or word in self.language.article.weekdays
        if calendar or self.words.qualifier.search(last[1] + " "):
            return False
        opens = word in grammar.locative or word in grammar.definite
        if self.language.is_inflected and at == self.begin:  # "Murieron 8", "En 2 casas"
            tagged = self.reading.syntax.word_at(at)
            opens = tagged is not None and tagged.part not in (*NOUNS, Part.ADJECTIVE)
        return not (at == self.begin and opens)

    def _rate(self, end: int) -> str | None:
        """Return the base of a rate: after the figure's noun ("a day"), or at the head of its sentence."""
        base = self._base_of_rate(end)
        return base and str(self.words.rate_names.get(base, base))

    def _rate_ahead(self, start: int) -> str | None:
        """Return the base of a rate right behind the verb: "exporta por ano para A 40 toneladas"."""
        group = self.reading.syntax.group_at(start)
        verb = group.clause.verb if group is not None and self.language.is_inflected else None
        rate = self.words.rate.match(self.text, verb.end + 1, start) if verb is not None else None
        if (
            rate is None
            or not rate["by"]
            or any(c.isdigit() or c in ",;:" for c in self.text[rate.end() : start])
        ):
            return None
        return str(self.words.rate_names.get(rate["by"].lower(), rate["by"].lower()))

    def _for_every(self, before: str) -> str | None:
        """Return for which one thing there are so many: "one teacher for every 68 children"."""
        one = self.words.for_every.search(before)
        return one["by"].lower() if one else None

    def _sold_by(self, start: int) -> str | None:
        """Return the measure that a price is of: "a litre costs 2 euros", "sell a kilo at 2 euros"."""
        group, words = self.reading.syntax.group_at(start), self.words
        sold = (group.clause.subject, group.clause.object) if group else ()
        for named in sold:
            thing = named
            if thing is None or thing is group or thing.words[0].part is not Part.DETERMINER:
                continue
            if thing.head.key in words.prices:  # "the price of a litre of milk"
                of = [g for g in self.reading.dependents(thing) if g.prep in self.language.grammar.of]
                thing = next((g for g in of if g.words[0].part is Part.DETERMINER), thing)
            key = thing.head.key
            if thing is not named and key in words.containers:  # "the price of a sack of rice"
                return str(words.rate_names.get(key, key))
            unit = words.unit_of.get(key) if thing.head.part is Part.NOUN else None
            whole = words.unit.match(self.text, thing.words[0].end, self.stop)
            if thing is not named and whole:  # "o preço do metro quadrado"
                unit = words.unit_of[whole["unit"].lower()]
            if unit and words.kind_of.get(unit) in words.sold:
                return str(unit)
        return None

    def _base_of_rate(self, end: int) -> str | None:
        words = self.words
        stop = _STOP.search(self.text, end, self.stop)
        limit = min(stop.start() if stop else self.stop, end + 80)
        if by := words.by.match(self.text, end, limit):
            return by["by"].lower() if by["by"] else ""
        if after := self._rate_after(end):
            return after
        for rate in words.rate.finditer(self.text, end, limit):
            last = _LAST.search(self.text, end, rate.start())
            if last and last[1].lower() in self.language.grammar.prepositions and rate["by"]:
                continue  # "rose in a month", "than a year ago"
            if rate["adverb"] and self._describes_other(rate.start(), end):
                continue
            if not words.times.search(self.text, self.begin, rate.start()):
                return rate["by"].lower() if rate["by"] else str(words.rate_adverbs[rate["adverb"].lower()])
        if typical := words.typical.search(self.text, self.begin, self.stop):
            return (typical["by"] or typical["each"]).lower()
        return None

    def _describes_other(self, adverb: int, end: int) -> bool:
        """Whether a word of how often is an adjective of another noun: "a third of their monthly income"."""
        group = self.reading.syntax.group_at(adverb)
        own = group is None or group is self.reading.syntax.group_at(end - 1)
        return not own and group is not None and group.head.start > adverb

    def _rate_after(self, end: int) -> str | None:
        """Return the base of a rate that stands after what is counted: "tonnes of lignite a day"."""
        syntax, grammar = self.reading.syntax, self.language.grammar
        first = syntax.group_at(end - 1)
        if first is None:
            return None
        for group in syntax.groups[syntax.groups.index(first) + 1 :]:
            if group.prep == grammar.of_rates:
                words = [w for w in group.words if w.key not in grammar.rating]
                return self.text[words[0].start : group.end].lower() if words else None
            if group.prep not in grammar.of:
                return None
        return None

    def _value(self, match: re.Match[str], n: int) -> float | None:
        number, scale = match[f"number{n}"], match[f"scale{n}"] or match[f"letter{n}"]
        letter = (match[f"letter{n}"] or "").lower()
        if not match[f"sign{n}"] and letter in ("m", "b"):
            small = len(number.split(".")[0]) <= _FEW
            if not (small and letter == "m" and self._counts(match.end())):
                return None  # "40 m" is a length, "1.2m people" are a million
        value = self._plain(number)
        if value is not None and self.words.minus.search(self.text, self.begin, _start(match, n)):
            value = -value
        if value is None or not scale:
            told = _THOUSANDS.fullmatch(number) and not re.fullmatch(self.words.grouped, number)
            told = told and not match[f"sign{n}"]
            return None if told and not self._unit(match.end(), None)[0] else value  # "1.200 people"
        return float(Decimal(str(value)) * Decimal(str(self.words.scales[scale.lower()])))

    def _spelled(self, number: str) -> float | None:
        """Return the value of a number in words."""
        from text_to_num import text2num

        words = " ".join(number.lower().replace("-", " ").split())
        half = self.words.half.match(words)
        more = self.words.and_a_part.search(words)
        words = words[: more.start()] if more else words
        try:
            whole = float(text2num(self.words.article.sub(self.words.one, words), self.language.code))
        except ValueError:
            return None
        if more:
            last = words.replace("-", " ").split()[-1]
            return whole + float(self.words.scales.get(last, 1)) / float(self.words.nths[more["nth"]])
        return whole / 2 if half else whole

    def _plural(self, word: str) -> bool:
        return plural(word.lower(), self.language.grammar)
