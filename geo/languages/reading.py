"""What reading knows of a language: its words and patterns, read from the files of the language's folder.

A class names and types what a file holds, and the file says what each is for. A word class stands in it as
words parted by spaces, a pattern as a regular expression, in which ``{name}`` is what has that name in the
file, or in its ``[parts]``: any of the words of a class, the longest first, or another pattern. A file is
read when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ..files import language_data, language_folder

Words = frozenset[str]
Expressions = Mapping[str, str]
Table = Mapping[str, Any]

_OURS = "en"  # its rules read what is in a language without rules
_REFERENCE = re.compile(r"\{([a-z_]+)\}")


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of some words, the longest first.

    Examples
    --------
    >>> one_of(["ton", "tonne"])
    'tonne|ton'
    """
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


class _File:
    """A file of a language's folder. What a class annotates is read from it when it is first asked for."""

    _data: Table
    FILES: tuple[str, ...]
    MAY_LACK = False
    """Whether the file may leave out what the language lacks."""

    def __init__(self, language: str) -> None:
        data: dict[str, Any] = {}
        for name in self.FILES:
            data |= language_data(language, name)
        self.__dict__["_data"] = data | self._derived(data)

    if not TYPE_CHECKING:  # a name that no class annotates is a fault

        def __getattr__(self, name: str) -> Any:
            kind = type(self).__annotations__.get(name)
            if kind is None:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            data = self._data
            value = _READ[kind](data, data.get(name, "") if self.MAY_LACK else data[name])
            self.__dict__[name] = value
            return value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name}: what a language's folder says is not set")

    def _derived(self, data: Table) -> dict[str, Any]:
        return {}


def _joined(text: str) -> str:
    """Join the lines of a pattern that is written over several."""
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text else text


def _expanded(data: Table, pattern: str) -> str:
    """Return a pattern with what it names put in."""

    def named(match: re.Match[str]) -> str:
        name = match[1]
        if name in data.get("parts", ()):
            return _expanded(data, data["parts"][name])
        return one_of(data[name].split() if isinstance(data[name], str) else data[name])

    return _REFERENCE.sub(named, _joined(pattern))


_READ: dict[str, Any] = {
    "str": lambda data, value: _expanded(data, value),
    "Words": lambda data, value: frozenset(value.split() if isinstance(value, str) else value),
    "tuple[str, ...]": lambda data, value: tuple(value),
    "tuple[tuple[str, str], ...]": lambda data, value: tuple(map(tuple, value)),
    "Table": lambda data, value: value,
    "re.Pattern[str]": lambda data, value: re.compile(_expanded(data, value)),
    "tuple[re.Pattern[str], ...]": lambda data, value: tuple(re.compile(_expanded(data, v)) for v in value),
    "Expressions": lambda data, value: {name: _expanded(data, v) for name, v in value.items()},
}


class ArticleWords(_File):
    """How an article is laid out: its lines, dates and bylines. Alternatives of a pattern are a tuple."""

    FILES = ("article",)
    MAY_LACK = True
    stop_words: Words
    parting: Words
    unfinished: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    beside_date: Words
    by: tuple[str, ...]
    name_particles: Words
    name_joints: Words
    place_particles: Words
    posts: tuple[str, ...]
    posts_of: tuple[str, ...]
    posts_the: tuple[str, ...]
    buttons: tuple[str, ...]
    notices: tuple[str, ...]
    pictures: tuple[str, ...]
    pictures_by: tuple[str, ...]
    credits: tuple[str, ...]
    pointers: tuple[str, ...]
    rights: tuple[str, ...]
    comments: tuple[str, ...]
    comments_of: tuple[str, ...]
    says: tuple[str, ...]
    counted: tuple[str, ...]

    @cached_property
    def month_numbers(self) -> dict[str, int]:
        """Every spelling of a month → its number, from 1."""
        return {name: n for n, names in enumerate(self.months, 1) for name in names.split()}


class ToponymWords(_File):
    """Words in and beside names."""

    FILES = ("toponyms",)
    leading_types: Words
    locative: Words
    directions: Words
    titles: Words
    organisation: Words
    function_words: Words
    common: Words
    area: Words
    connecting: Words
    calendar: Words
    listing: Words
    of: Words
    in_a_list: Words
    just_before: Words
    not_after: Words
    border: re.Pattern[str]
    border_words: Words
    border_the: Words
    type_kinds: Table
    plural_types: Table


class ResolveWords(_File):
    """What stands around a name and says which place it is."""

    FILES = ("resolve",)
    container_after: re.Pattern[str]
    owner_before: re.Pattern[str]
    article: re.Pattern[str]
    noun: re.Pattern[str]
    trimmed: re.Pattern[str]
    band: re.Pattern[str]
    touches: re.Pattern[str]


class GrammarWords(_File):
    """Word classes of a sentence, and what joins and parts its phrases."""

    FILES = ("grammar",)
    verbs: Words
    locative: Words
    speech: Words
    arrive: Words
    leave: Words
    plurals: Words
    determiners: Words
    numerals: Words
    adverbs: Words
    definite: Words
    inner: Words
    cases: Words
    origin: Words
    governing: Words
    bound: Words
    bound_for: Words
    joining: Words
    clausal: Words
    inside_case: Words
    finds: Words
    compass: Words
    amounts: Words
    of: Words
    phrase_words: Words
    openers: Words
    pronominal: Words
    clause: re.Pattern[str]
    and_clause: re.Pattern[str]
    and_word: Words
    after_place: Words
    relative: tuple[str, ...]
    row: re.Pattern[str]
    aside: re.Pattern[str]
    list_case: re.Pattern[str]
    possessive: re.Pattern[str]
    held: re.Pattern[str]
    sides: re.Pattern[str]
    past: re.Pattern[str]
    plural: re.Pattern[str]
    endings: tuple[tuple[str, str], ...]


class FlowWords(_File):
    """Words of movements."""

    FILES = ("flows",)
    movement: Words
    still: Words
    transfer: Words
    journeys: Words
    receive: Words
    returning: Words
    to: Words
    origin: Words
    between: Words
    arriving: Words
    leaving: Words
    staying: Words
    messages: Words
    runs: Words
    no_subject: Words
    infinitive: Words
    joining: Words
    onward: re.Pattern[str]
    then: re.Pattern[str]
    route: re.Pattern[str]
    link: re.Pattern[str]
    link_with: re.Pattern[str]
    of: str


_MEASURES = ("length", "area", "mass", "volume", "energy", "speed", "temperature", "share", "duration")


class QuantityWords(_File):
    """Figures, their units, and what stands beside them."""

    FILES = ("units", "quantities")
    qualifiers: tuple[str, ...]
    labels: Words
    unplaced: Words
    year_after: Words
    rates: Words
    vessels: Words
    kind_of: Table
    unit_of: Table
    money_of: Table
    in_kilometres: Table
    in_square_kilometres: Table
    money_signs: Table
    money_words: Table
    money_shared: Table
    scales: Table
    number: str
    half: re.Pattern[str]
    article: re.Pattern[str]
    one: str
    range_signs: str
    both: Words
    either: Words
    upto: Words
    between_before: re.Pattern[str]
    from_before: re.Pattern[str]
    by_before: re.Pattern[str]
    change_before: re.Pattern[str]
    list_end: str
    unit: re.Pattern[str]
    money: re.Pattern[str]
    money_too: Words
    weighed: re.Pattern[str]
    qualifier: re.Pattern[str]
    previous: Words
    whole: re.Pattern[str]
    none: re.Pattern[str]
    took: re.Pattern[str]
    ages: re.Pattern[str]
    has: re.Pattern[str]
    aside: re.Pattern[str]
    clock: re.Pattern[str]
    address: re.Pattern[str]
    old: re.Pattern[str]
    away: re.Pattern[str]
    kin: Words
    of: Words
    rate: re.Pattern[str]
    rate_adverbs: Table
    times: re.Pattern[str]
    by: re.Pattern[str]
    by_later: re.Pattern[str]
    typical: re.Pattern[str]
    each_opens: Words
    each: Words
    subject_of: re.Pattern[str]
    subject_the: re.Pattern[str]
    subject_rate: re.Pattern[str]
    subject_in: re.Pattern[str]
    subject_before: re.Pattern[str]
    subject_level: re.Pattern[str]
    subject_each: re.Pattern[str]
    border_subject: re.Pattern[str]
    area_subject: re.Pattern[str]

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return unit → what it measures, spelling → unit, and spelling → word for money."""
        plural = data["plural_ending"]
        spelled: dict[str, str] = {}
        for kind in _MEASURES:
            for name, others in data[kind].items():
                for spelling in (name.lower(), *map(str.lower, others)):
                    spelled.setdefault(spelling, name)
                    if len(spelling) > 2 and spelling.isascii():
                        spelled.setdefault(spelling + plural, name)
        money = {**data["money_words"], **data["money_shared"]}
        return {
            "kind_of": {name: kind for kind in _MEASURES for name in data[kind]},
            "unit_of": spelled,
            "money_of": {w + plural: w for w in money} | {w: w for w in money},
        }


class TimeWords(_File):
    """Dates and times."""

    FILES = ("times",)
    spoken: re.Pattern[str]
    row_before: re.Pattern[str]
    ahead: re.Pattern[str]
    since: Words
    patterns: Expressions
    ways: Table
    units: Table
    portions: Table
    nths: Table
    months_of_part: Table
    days_of_part: Table
    seasons: Table
    numbers: Table


class ClaimWords(_File):
    """What ties a figure to its places, and who says it."""

    FILES = ("claims",)
    static: Words
    chained: Words
    compared: Words
    splitting: Words
    passing: Words
    joining: Words
    joint: str
    each: re.Pattern[str]
    respectively: re.Pattern[str]
    share: re.Pattern[str]
    shared: re.Pattern[str]
    sources: tuple[re.Pattern[str], ...]
    pronouns: Words
    source_ends: re.Pattern[str]


class StoryWords(_File):
    """What makes a phrase of a story a title."""

    FILES = ("story",)
    title_verbs: Words
    weak: Words
    speakers: Words
    deverbal: re.Pattern[str]
    not_deverbal: re.Pattern[str]
    past: re.Pattern[str]
    leading: re.Pattern[str]
    adverb: re.Pattern[str]
    adjective: re.Pattern[str]
    of: Words
    pair: str
    joining: Words
    infinitive: Words
    plural_ending: str


class Language:
    """What reading knows of a language, a file at a time.

    Examples
    --------
    >>> "province" in reading_language("en").toponyms.type_kinds
    True
    """

    def __init__(self, code: str) -> None:
        """Take a language that has rules."""
        self.code = code

    @cached_property
    def article(self) -> ArticleWords:
        """How an article is laid out."""
        return ArticleWords(self.code)

    @cached_property
    def toponyms(self) -> ToponymWords:
        """Words in and beside names."""
        return ToponymWords(self.code)

    @cached_property
    def resolve(self) -> ResolveWords:
        """What stands around a name."""
        return ResolveWords(self.code)

    @cached_property
    def grammar(self) -> GrammarWords:
        """Word classes of a sentence."""
        return GrammarWords(self.code)

    @cached_property
    def flows(self) -> FlowWords:
        """Words of movements."""
        return FlowWords(self.code)

    @cached_property
    def quantities(self) -> QuantityWords:
        """Figures and units."""
        return QuantityWords(self.code)

    @cached_property
    def times(self) -> TimeWords:
        """Dates and times."""
        return TimeWords(self.code)

    @cached_property
    def claims(self) -> ClaimWords:
        """What ties a figure to its places."""
        return ClaimWords(self.code)

    @cached_property
    def story(self) -> StoryWords:
        """What makes a title."""
        return StoryWords(self.code)


def reading_language(code: str) -> Language:
    """Return a language's words for reading, or those of English for a language without rules.

    Examples
    --------
    >>> reading_language("en").code, reading_language("und").code
    ('en', 'en')
    """
    primary = code.split("-")[0]
    return _language(primary if primary in languages_with("toponyms") else _OURS)


@cache
def _language(code: str) -> Language:
    return Language(code)


@cache
def languages_with(name: str) -> tuple[str, ...]:
    """List the languages whose folder has a file, English first."""
    found = (path.parent.name for path in language_folder().glob(f"*/{name}.toml"))
    return tuple(sorted(found, key=lambda code: (code != _OURS, code)))


@cache
def article_words() -> dict[str, ArticleWords]:
    """Return how articles are laid out in every language: an article's own is not known beforehand."""
    return {code: ArticleWords(code) for code in languages_with("article")}
