"""What reading knows of a language: each class names and types what a file of the language's folder holds.

The file explains what each word class is for.
"""

from __future__ import annotations

import os
import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ..files import language_data, language_folder, language_lexicon, language_names
from ..gazetteer import Pinned, data_dir, fold
from .data import Expressions, LanguageFile, Table, Words

_ENGLISH = "en"  # its rules also read articles in languages without rules


class ArticleWords(LanguageFile):
    """How an article is laid out: its lines, dates and bylines. Alternatives of a pattern are a tuple."""

    FILES = ("article",)
    MAY_LACK = True
    stop_words: Words
    parting: Words
    bodies: Words
    unfinished: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    beside_date: Words
    universal: Words
    by: tuple[str, ...]
    name_particles: Words
    name_joints: Words
    place_particles: Words
    place_suffixes: Words
    surnames: Words
    behind_names: tuple[str, ...]
    particles: Words
    proclitics: Words
    posts: tuple[str, ...]
    posts_of: tuple[str, ...]
    posts_the: tuple[str, ...]
    accounts: tuple[str, ...]
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
    degrees: tuple[str, ...]
    ends: tuple[str, ...]
    desk: tuple[str, ...]
    forwarded: tuple[str, ...]

    @cached_property
    def month_numbers(self) -> dict[str, int]:
        """Every spelling of a month → its number, from 1."""
        return {name: n for n, names in enumerate(self.months, 1) for name in names.split()}


@cache
def place_names() -> dict[str, dict[str, str]]:
    """Read the names of countries and seas: language → the gazetteer's name → the language's."""
    pinned = Pinned.read(data_dir())
    pinned.check(["place-names.toml"])
    table: dict[str, dict[str, str]] = tomllib.loads((pinned.folder / "place-names.toml").read_text("utf-8"))
    return table


class ToponymWords(LanguageFile):
    """Words in and beside names."""

    FILES = ("toponyms",)
    elided: Words
    leading_types: Words
    locative: Words
    place_words: Words
    articles: Words
    places_of: Words
    moving: Words
    towards: Words
    passing: Words
    standing: Words
    directions: Words
    titles: Words
    organisation: Words
    streets: Words
    buildings: Words
    press: Words
    bodies: Words
    fellows: Words
    seats: Words
    degrees: re.Pattern[str]
    acts: Words
    speech_before: Words
    nouns_behind_nouns: Words
    saints: Words
    feasts: Words
    kin: Words
    naming: Words
    bearers: Words
    borne_before: re.Pattern[str]
    borne_behind: re.Pattern[str]
    borne_around: re.Pattern[str]
    beside_persons: Words
    goes_on: Words
    things: Words
    seldom: Words
    wares: Words
    pronouns: Words
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
    part_types: Words
    one_of_several: Words
    border: re.Pattern[str]
    border_words: Words
    border_the: Words
    landforms: Table
    type_kinds: Table
    plural_types: Table
    in_english: Table
    part_words: Table
    part_the: Words
    part_outside: Words
    part_nouns: Words
    part_far: Words
    part_of: Table
    like: Table
    ties: Expressions

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return word → the part of a place that it means."""
        return {"part_of": {w: part for part, words in data["part_words"].items() for w in words.split()}}


class DemonymWords(LanguageFile):
    """Names of peoples that are written in lower case; the gazetteer has those with a capital."""

    FILES = ("demonyms",)
    languages_after: Words
    regional: Words
    homes_of: Table

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return folded form → the codes of the countries, and the ids of other places, that it can mean."""
        endings = sorted(data["endings"].items(), key=lambda row: -len(row[0]))
        found: dict[str, tuple[str, ...]] = {}
        for home, forms in (*data["country"].items(), *data.get("place", {}).items()):
            for form in forms.split():
                ending, others = next((row for row in endings if form.endswith(row[0])), ("", ""))
                stem = form.removesuffix(ending)
                for key in {fold(form), *(fold(stem + other) for other in others.split())}:
                    found[key] = (*found.get(key, ()), home)
        return {"homes_of": found}


class ExonymWords(LanguageFile):
    """What the language calls places that the gazetteer calls otherwise."""

    FILES = ("exonyms",)
    exonyms: Table

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return folded name → the gazetteer's."""
        return {"exonyms": {fold(name): ours for name, ours in data["exonyms"].items()}}


class ResolveWords(LanguageFile):
    """Words around a name that show which place it is."""

    FILES = ("resolve",)
    container_after: re.Pattern[str]
    owner_before: re.Pattern[str]
    article: re.Pattern[str]
    noun: re.Pattern[str]
    shared_article: re.Pattern[str]
    river_words: Words
    with_article: Words
    trimmed: re.Pattern[str]
    band: re.Pattern[str]
    spoken: re.Pattern[str]
    another: re.Pattern[str]
    own: re.Pattern[str]
    described: re.Pattern[str]
    described_end: re.Pattern[str]
    capital: re.Pattern[str]
    side_of: re.Pattern[str]
    plays: re.Pattern[str]
    played: re.Pattern[str]
    at_a_school: re.Pattern[str]
    school: re.Pattern[str]
    flying: Words
    touches: re.Pattern[str]


class LevelWords(LanguageFile):
    """Words around a name that show what kind of place it is, and which one."""

    FILES = ("level",)
    inside: re.Pattern[str]
    part_of: re.Pattern[str]
    seat_of: re.Pattern[str]
    aside: re.Pattern[str]
    countries: Words
    listed: re.Pattern[str]
    small: Words
    flows: re.Pattern[str]
    flows_alone: re.Pattern[str]
    at_a_river: re.Pattern[str]
    at_a_bank: re.Pattern[str]
    inside_the: re.Pattern[str]
    typed: re.Pattern[str]
    dateline: re.Pattern[str]
    owning: Words
    areas: tuple[str, ...]
    over_area: re.Pattern[str]
    in_town: re.Pattern[str]
    owned_by: Table

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return word before "of" → the kinds of place that have such a one."""
        rows = data["owned_by"].items()
        return {"owned_by": {word: kinds.split() for kinds, words in rows for word in words.split()}}


class GrammarWords(LanguageFile):
    """Word classes of a sentence, and what joins and separates its phrases."""

    FILES = ("grammar",)
    MAY_LACK = True
    verbs: Words
    locative: Words
    speech: Words
    plurals: Words
    determiners: Words
    numerals: Words
    definite: Words
    origin: Words
    joining: Words
    compass: Words
    of: Words
    phrase_words: Words
    pronominal: Words
    row: re.Pattern[str]
    aside: re.Pattern[str]
    list_case: re.Pattern[str]
    possessive: re.Pattern[str]
    held: re.Pattern[str]
    sides: re.Pattern[str]
    plural: re.Pattern[str]
    endings: tuple[tuple[str, str], ...]
    pronouns: Words
    persons: Words
    first_person: Words
    persons_who: Words
    scarcely: Words
    ordinal: Words
    them: Words
    prepositions: Words
    also_subordinators: Words
    subordinators: Words
    contrasting: Words
    complementing: Words
    relatives: Words
    where: Words
    who: Words
    modals: Words
    be: Words
    have: Words
    do: Words
    intransitive: Words
    negations: Words
    nothing: Words
    coordinators: Words
    quantifiers: Words
    closed_adverbs: Words
    there: Words
    also_adverbs: Words
    clock: Words
    to: Words
    by: Words
    particles: Words
    never_adverbs: Words
    compounds: Words
    saying: Words
    speaking: Words
    nouns_of_saying: Words
    telling: Words
    states: Words
    before_the: Words
    endings_of_verbs: tuple[tuple[str, str], ...]
    ending_of_adverbs: str
    prefix_of_adjectives: str
    floating: Words
    periods: Words
    bases_of_rates: Words
    spans: Words
    rating: Words
    after_spans: Words
    timing: Words
    of_rates: str
    of_times: str
    itself: Words
    pointing: Words
    pointing_two: Words
    either: Words
    between: Words
    lands: Words
    articles: Words
    scales: Words
    approximate: Words
    catenative: Words
    controlling: Words
    comparing: Words
    single: Words
    others: Words
    some: Words
    also_infinitives: Words
    phrasal: Words
    comparative: Words
    numbered: Words
    bases: Table

    def _derived(self, data: Table) -> dict[str, Any]:
        """Return the words after which a figure is one of a time or a rate."""
        return {"spans": f"{data['periods']} {data['bases_of_rates']}"}


class InflectedWords(LanguageFile):
    """What tagging needs where verbs are conjugated, and adjectives follow their nouns."""

    FILES = ("inflected",)
    contracted: Table
    article_or_preposition: Words
    adjectives: Words
    clitics: Words
    reflexive: Words
    before_infinitive: Words
    before_gerund: Words
    going_to: Words
    motions: Table
    ago: Words
    personal: Words
    presenting: Words
    seller: Words
    on_behalf: Words
    datives: Words
    enclitic: re.Pattern[str]
    regular: tuple[tuple[str, ...], ...]
    pasts: Words
    again: str
    verbs: Words
    aiming: Words
    meanwhile: Words
    come_from: Words
    of_scale: Words
    tens: Words
    masculine: re.Pattern[str]
    plural_verb: re.Pattern[str]


class MoodWords(LanguageFile):
    """What makes a clause no statement of fact."""

    FILES = ("mood",)
    MAY_LACK = True
    nothing: Words
    possibly: Words
    surely: Words
    being: Words
    habitual: Words
    conditions: Words
    denying: Words
    ending: Words
    reasons: Words
    ceasing: Words
    turning: Words
    turning_with: Words
    due: Words
    formerly: Words
    back: Words
    supposing: Words
    promising: Words
    speaking: Words
    allowing: Words
    accusing: Words
    factual: Words
    plans: Words


class FlowWords(LanguageFile):
    """Words of movements."""

    FILES = ("flows",)
    MAY_LACK = True
    going: Words
    sending: Words
    acquiring: Words
    at_rest: Words
    restoring: Words
    boarding: Words
    bringing: Words
    appealing: Words
    migrants: Words
    steering: Words
    bound_from: Words
    bound_to: Words
    abstract: Words
    parts: Words
    numbers: Words
    intending: Words
    waiting: Words
    having: Words
    times: Words
    back: Words
    journeys: Words
    missions: Words
    delegations: Words
    shot_on: Words
    spanning: Words
    airborne: Words
    torrents: Words
    inhabiting: Words
    off: Words
    from_subject: Words
    removing: Words
    receiving: Words
    reaching: Words
    hitting: Words
    shown: Words
    leaving: Words
    staying: Words
    calling: Words
    residing: Words
    passing: Words
    carriers: Words
    hers: Words
    being_now: Words
    living: Words
    by_now: Words
    reflexive: Words
    women: Words
    men: Words
    moments: Words
    ships: Words
    sailing: Words
    arriving: Words
    landing: Words
    down: Words
    inward: Words
    opened: Words
    weather: Words
    seizing: Words
    emigrating: Words
    expulsions: Words
    another: Words
    visits: Words
    refuge: Words
    missiles: Words
    bound: Words
    taking: Words
    nouns: Words
    arrivals: Words
    bound_for: Words
    recalling: Words
    handing_over: Words
    gifts: Words
    calling_on: Words
    authorities: Words
    buyers: Words
    falling: Words
    suppliers: Words
    way: Words
    covering: Words
    over: Words
    forth: Words
    vehicles: Words
    returns: Words
    shooting: Words
    at_it: Words
    on_to: Words
    giving: Words
    received: Words
    whose: Words
    describing: Words
    routes: Words
    lying: Words
    messages: Words
    fixed: Words
    plying: Words
    gone_out: Words
    coming: Words
    onward: Words
    idioms: Words
    supplying: Words
    with_it: Words
    diverting: Words
    buying: Words
    expecting: Words
    pacts: Words
    finding: Words
    advancing: Words
    on: Words
    using: Words
    served: Words
    before_it: Words
    home_of: Words
    about: Words
    unreached: Words
    to: Words
    origin: Words
    via: Words
    between: Words
    at: Words
    for_it: Words
    of: Words
    home: Words
    route: re.Pattern[str]
    link: re.Pattern[str]
    link_with: re.Pattern[str]
    persons: Words
    route_kinds: Table
    building: Words
    planning: Words
    unbuilt: Words
    no_route: Words


_MEASURES = (
    "length", "area", "mass", "volume", "energy", "data", "speed", "temperature", "share", "strength",
    "duration",
)  # fmt: skip


class QuantityWords(LanguageFile):
    """Figures, their units, and the words beside them."""

    FILES = ("units", "quantities")
    MAY_LACK = True
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
    money_parts: Table
    scales: Table
    grouped: str
    fraction: str
    separators: re.Pattern[str]
    decimal: re.Pattern[str]
    rate_names: Table
    number: str
    any_number: re.Pattern[str]
    half: re.Pattern[str]
    and_a_part: re.Pattern[str]
    minus: re.Pattern[str]
    negative: re.Pattern[str]
    article: re.Pattern[str]
    one: str
    share_unit: str
    sold: Words
    prices: Words
    containers: Words
    one_article: Words
    special: str
    of_them: re.Pattern[str]
    superlative: re.Pattern[str]
    or_more: re.Pattern[str]
    descendants: Words
    people: str
    compares: re.Pattern[str]
    of_every: re.Pattern[str]
    only: re.Pattern[str]
    unit_before: Words
    one_was: re.Pattern[str]
    times_word: Words
    point_words: Words
    on_board: re.Pattern[str]
    point_unit: str
    labelled: re.Pattern[str]
    nths: Table
    vague: Table
    tens: Table
    range_signs: str
    both: Words
    either: Words
    upto: Words
    between_before: re.Pattern[str]
    from_before: re.Pattern[str]
    by_before: re.Pattern[str]
    scored: re.Pattern[str]
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
    ages: re.Pattern[str]
    has: re.Pattern[str]
    clock: re.Pattern[str]
    address: re.Pattern[str]
    old: re.Pattern[str]
    kin: Words
    of: Words
    rate: re.Pattern[str]
    rate_adverbs: Table
    times: re.Pattern[str]
    by: re.Pattern[str]
    typical: re.Pattern[str]
    each: Words
    of_whom: re.Pattern[str]
    stuff_in: Words
    level_prepositions: Words
    befalling: Words
    dying: Words
    of_each: re.Pattern[str]
    for_every: re.Pattern[str]
    persons: Words
    estimating: Words
    tolls: Words
    peaks: Words
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
                    if len(spelling) > 2 and (spelling.isascii() or spelling.isalpha()):
                        spelled.setdefault(spelling + plural, name)
        money = {**data["money_words"], **data["money_shared"]}
        return {
            "kind_of": {name: kind for kind in _MEASURES for name in data[kind]},
            "unit_of": spelled,
            "money_of": {w.lower() + plural: w for w in money} | {w.lower(): w for w in money},
        }


class TimeWords(LanguageFile):
    """Dates and times."""

    FILES = ("times",)
    MAY_LACK = True
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


class ClaimWords(LanguageFile):
    """What connects a figure with its places, what it states of them, and who says it."""

    FILES = ("claims",)
    MAY_LACK = True
    located: Words
    weak: Words
    origin: Words
    compared: Words
    records: re.Pattern[str]
    placing: Words
    elsewhen: Words
    reason: Words
    examples: Words
    other_time: re.Pattern[str]
    multiples: Words
    folk: Words
    signs: Words
    inner: Words
    member: re.Pattern[str]
    excepting: re.Pattern[str]
    where: Words
    absolute: Words
    copulas: Words
    changes: Words
    levels: Words
    reaching: Words
    was: Words
    ranked: re.Pattern[str]
    locals_: Words
    before_that: Words
    under_way: re.Pattern[str]
    officials: Words
    tallying: Words
    levelled: Words
    nobodys: Words
    now: Words
    until: Words
    earlier: re.Pattern[str]
    earlier_by: Words
    beyond: Words
    outcomes: Words
    ballots: Words
    former: Words
    occasions: Words
    sites: Words
    grounds: Words
    seated: Words
    seat_of: re.Pattern[str]
    at_large: Words
    far_off: re.Pattern[str]
    all_over: re.Pattern[str]
    whole: Words
    alike: Words
    scholars: Words
    away_folk: Words
    from_where: re.Pattern[str]
    earlier_after: re.Pattern[str]
    denied_before: re.Pattern[str]
    personal: Words
    aging: Words
    bodies: Words
    owning: Words
    lasting: Words
    lasting_plain: Words
    naming: Words
    wording: Words
    works: Words
    apart: Words
    other: Words
    sizing: Words
    impersonal: Words
    paces: re.Pattern[str]
    results: re.Pattern[str]
    clock_past: re.Pattern[str]
    in_front: re.Pattern[str]
    off_from: re.Pattern[str]
    relations: Words
    weighing: Words
    granting: Words
    younger: Words
    to_each: re.Pattern[str]
    about_hours: Words
    led_to: re.Pattern[str]
    company: Words
    contrasted: Words
    jails: Words
    lasting_nouns: Words
    for_time: Words
    sentencing: Words
    terms: Words
    not_lasting: re.Pattern[str]
    change_of: Table
    state_of: Table
    comparison: re.Pattern[str]
    direction: re.Pattern[str]
    bearings: Table
    each: re.Pattern[str]
    respectively: re.Pattern[str]
    sources: tuple[re.Pattern[str], ...]
    pronouns: Words
    source_ends: re.Pattern[str]


class StoryWords(LanguageFile):
    """What makes a phrase of a story a good title, and what befalls its places."""

    FILES = ("story",)
    MAY_LACK = True
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
    plain: Words
    people: Words
    events: Words
    befalling: Words
    befallen: Words
    figures: Table
    moved: str
    main: str
    aside: str


class Language:
    """What reading knows of a language, by the names of its files; each is read when it is first used.

    Where the language lacks a file, that of English stands for it; but without a grammar, no figures and
    movements are read.

    Examples
    --------
    >>> "province" in reading_language("en").toponyms.type_kinds
    True
    """

    article: ArticleWords
    toponyms: ToponymWords
    demonyms: DemonymWords
    exonyms: ExonymWords
    resolve: ResolveWords
    level: LevelWords
    grammar: GrammarWords
    inflected: InflectedWords
    mood: MoodWords
    flows: FlowWords
    quantities: QuantityWords
    times: TimeWords
    claims: ClaimWords
    story: StoryWords

    def __init__(self, code: str, own: str) -> None:
        """Take the language whose rules are read, and the text's own, which may have none."""
        self.code = code
        self.own = own

    @property
    def names_only(self) -> bool:
        """Whether the text's language has no rules, so that only names are read."""
        return self.own != self.code

    @property
    def has_demonyms(self) -> bool:
        """Whether it writes names of peoples in lower case."""
        return self.code in languages_with("demonyms")

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Folded name → the gazetteer's name of the place, where the two may differ."""
        if self.names_only:
            return dict(self._listed.get("place", ()))
        if self.code not in languages_with("exonyms"):
            return {}
        countries = {fold(called): name for name, called in place_names()[self.code].items()}
        return countries | dict(self.exonyms.exonyms)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The countries (ISO 3166-1) in which a language without rules is spoken."""
        return frozenset(code for codes, _ in self._listed.get("spoken", ()) for code in codes.split())

    @cached_property
    def before_surnames(self) -> frozenset[str]:
        """Titles and given names of such a language, in lower case: no place follows."""
        return frozenset(value for what in ("given", "title") for value, _ in self._listed.get(what, ()))

    def stem(self, key: str) -> str | None:
        """Return a folded word without its ending, by Snowball; None where that lacks such a language.

        Examples
        --------
        >>> reading_language("pl").stem("gdansku"), reading_language("vi").stem("hue")
        ('gdansk', None)
        """
        return str(self._stemmer.stemWord(key)) if self._stemmer else None

    @cached_property
    def _stemmer(self) -> Any:
        if not (names := self._listed.get("stemmer")):
            return None
        import snowballstemmer

        return snowballstemmer.stemmer(names[0][0])

    @cached_property
    def _listed(self) -> dict[str, list[tuple[str, str]]]:
        """Read what ``called.tsv`` has of it: what → values, each with its name in the gazetteer."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for row in language_names(self.own) if self.names_only else ():
            _, what, value, ours = (*row.split("\t"), "")[:4]
            rows.setdefault(what, []).append((value, ours))
        return rows

    @property
    def has_grammar(self) -> bool:
        """Whether figures and movements are read in it."""
        return self.code in languages_with("grammar")

    @cached_property
    def is_inflected(self) -> bool:
        """Whether its verbs are conjugated, and its adjectives follow their nouns."""
        return self.code in languages_with("inflected")

    @property
    def has_story(self) -> bool:
        """Whether titles of layers are made from its words."""
        return self.code in languages_with("story")

    @property
    def themes(self) -> Mapping[str, Mapping[str, str]]:
        """Theme of the pinned table → its title and words in the language; empty where it has none."""
        return language_data(self.code, "themes") if self.code in languages_with("themes") else {}

    def lexeme(self, word: str) -> tuple[str, str, str] | None:
        """Return a word's most frequent part of speech (Penn Treebank), and of a verb its base and forms.

        None for an unknown word, and in a language without a grammar.
        """
        i = bisect_left(self._lexicon, f"{word}\t")
        if i == len(self._lexicon):
            return None
        found, tag, base, forms = (*self._lexicon[i].split("\t"), "", "")[:4]
        return (tag, base, forms) if found == word else None

    @cached_property
    def _lexicon(self) -> list[str]:
        return language_lexicon(self.code) if self.has_grammar else []

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> LanguageFile:
            """Read a file at its first use."""
            if self.names_only:
                return getattr(_language(self.code, self.code), name)
            for part in LanguageFile.__subclasses__():
                if part.FILES[-1] == name:
                    self.__dict__[name] = part(self.code if self.code in languages_with(name) else _ENGLISH)
                    return self.__dict__[name]
            raise AttributeError(f"a language has no {name}")


def reading_language(code: str) -> Language:
    """Return a language's words for reading, or those of English for a language without rules.

    Examples
    --------
    >>> reading_language("en").code, reading_language("und").code
    ('en', 'en')
    """
    primary = code.split("-")[0]
    return _language(primary if primary in languages_with("toponyms") else _ENGLISH, primary)


def has_rules(code: str) -> bool:
    """Whether a language has rules of its own for reading; else only names are read, by those of English."""
    return code.split("-")[0] in languages_with("toponyms")


@cache
def _language(code: str, own: str) -> Language:
    return Language(code, own)


@cache
def languages_with(name: str) -> tuple[str, ...]:
    """List the languages that have a file of this name in their folder, English first."""
    found = (code for code, files in _files().items() if f"{name}.toml" in files)
    return tuple(sorted(found, key=lambda code: (code != _ENGLISH, code)))


@cache
def _files() -> dict[str, list[str]]:
    """List the files of each language's folder; many stages ask for them."""
    return {folder.name: os.listdir(folder) for folder in os.scandir(language_folder()) if folder.is_dir()}


@cache
def article_words() -> dict[str, ArticleWords]:
    """Return how articles are laid out in every language: an article's own language is not yet known."""
    return {code: ArticleWords(code) for code in languages_with("article")}
