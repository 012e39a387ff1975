"""A sentence as claims read it: its words, the places that it mentions, how those are joined, its clauses.

Places in a list are a group; a group has a role, the preposition or verb that governs it. Stands under
quantities, movements and attachment; knows no grammar beyond closed classes of words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...model import Place, Sentence, Toponym
from ..toponyms.lexicon import FUNCTION_WORDS
from ..toponyms.tokens import Token, tokenise
from .lexicon import ARRIVE, LEAVE, LOCATIVE, SPEECH, VERBS

_BREAK = re.compile(
    r"[;:]\s|\s[—–-]\s|—"
    r"|,?\s(?:but|while|whereas|although|though|because|compared\s+with|compared\s+to|versus)\s"
    r"|,\s(?:where|which|who|whose|when|as|after|before|with|and|so|yet|nor)\s"
)
_DATELINE = re.compile(r"[^\W\d_a-z][^—–\n]{1,50}?\s?(?:[—–]|\s-)\s")
_AND = re.compile(r"\sand\s(?:the\s)?")
_LIST = re.compile(
    r"\s*(?:,|/|\band\b|\bor\b|&|,\s*and\b|,\s*or\b|as well as|\((?=[A-Z]))\s*"
    r"(?:(?:both|the|neighbou?ring|nearby|then|parts of|in|to|from|into|near)\s+){0,2}\s*"
)
_POSSESSIVE = re.compile(r"['’]s?\s")
_HELD = re.compile(r"\s*(?:,|\()\s*|\s+(?:in|of)\s+(?:the\s+)?(?:\w+\s+)?")
_SIDES = re.compile(r"\s+(?:between|with)\s+(?:the\s+)?")
_PUNCTUATION = re.compile(r"[,;:—()“”\"]")
_FINDS = frozenset("found showed shows calculated concluded believe believes believed".split())
_REACH = 7
_INNER = frozenset("in at near of on around outside inside off along".split())
_CASES = frozenset("from to into toward towards".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A placed toponym of a sentence; ``aside`` tells that it only says where another lies, or who speaks."""

    toponym: Toponym
    place: Place
    aside: bool = False
    possessive: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.toponym.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.toponym.end

    @property
    def demonym(self) -> bool:
        """Whether it is a demonym."""
        return self.toponym.kind == "demonym"


@dataclass(frozen=True, slots=True)
class Group:
    """Places that a sentence names together, with what governs them.

    ``role`` is the preposition before them, ``enter`` or ``leave`` after such a verb, ``bound`` after "bound
    for", or ``""``; ``outer`` is "from" or "to" where their phrase stands inside such a phrase. ``at`` is
    where the governing word begins.
    """

    mentions: tuple[Mention, ...]
    role: str
    outer: str
    at: int
    spoken: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.mentions[-1].end

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places, each once."""
        return tuple(dict.fromkeys(m.place.id for m in self.mentions))


@dataclass
class Reading:
    """A sentence, its words, mentions and groups in order, and where its clauses begin."""

    text: str
    sentence: Sentence
    mentions: list[Mention]
    groups: list[Group] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words of the sentence."""
        return tokenise(self.text, self.sentence.start, self.sentence.end)

    def clause(self, position: int) -> int:
        """Return the number of the clause that a position of the text stands in."""
        return bisect_right(self.breaks, position)

    def clause_start(self, position: int) -> int:
        """Return where the clause of a position begins."""
        n = self.clause(position)
        return self.breaks[n - 1] if n else self.sentence.start

    def clause_end(self, position: int) -> int:
        """Return where the clause of a position ends."""
        n = self.clause(position)
        return self.breaks[n] if n < len(self.breaks) else self.sentence.end

    def words(self, start: int, end: int) -> list[Token]:
        """Return the words of ``text[start:end]``."""
        return [t for t in self.tokens if t.start >= start and t.end <= end]


def read_sentence(text: str, sentence: Sentence, toponyms: Sequence[Toponym]) -> Reading:
    """Read a sentence with the toponyms that stand in it; those without a place are not seen."""
    reading = Reading(text, sentence, [])
    reading.mentions = _mentions(
        text,
        [
            Mention(t, t.resolution.place, possessive=bool(_POSSESSIVE.match(text, t.end)))
            for t in toponyms
            if t.resolution and t.resolution.place and t.kind != "embedded"
        ],
    )
    reading.mentions = _dateline(reading)
    reading.breaks = _breaks(reading)
    reading.groups = _groups(reading)
    return reading


def read_plain(text: str) -> Reading:
    """Read a text as one sentence that names no place."""
    return read_sentence(text, Sentence("s01", 0, len(text), "b01", "paragraph"), ())


def holds(container: Place, place: Place) -> bool:
    """Tell whether the gazetteer puts a place inside another."""
    if container.id == place.id or place.kind == "country":
        return False
    if container.kind == "country":
        return container.country is not None and container.country in (place.country, *place.countries)
    return container.id in (place.admin1, place.admin2)


def _dateline(reading: Reading) -> list[Mention]:
    """Mark the places of a dateline ("LIMA, Peru —"), unless the sentence names no other."""
    stroke = _DATELINE.match(reading.text, reading.sentence.start, reading.sentence.end)
    if not stroke or all(m.end <= stroke.end() for m in reading.mentions if not m.aside):
        return reading.mentions
    return [replace(m, aside=True) if m.end <= stroke.end() else m for m in reading.mentions]


def _mentions(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mark the mentions that only say where another one lies: "X, Y", "X in Y", "Y's X", "the Yan X"."""
    for i in range(len(mentions) - 1):  # by number: what is marked at one step is seen at the next
        a, b = mentions[i], mentions[i + 1]
        between = text[a.end : b.start]
        after_border = bool(i) and a.aside and mentions[i - 1].toponym.kind == "relation"
        if _leads(a, b, between):
            mentions[i] = replace(a, aside=True)
        elif (
            (not a.aside and _HELD.fullmatch(between) and holds(b.place, a.place))
            or (a.toponym.kind == "relation" and _SIDES.fullmatch(between))
            or (after_border and _LIST.fullmatch(between))
        ):
            mentions[i + 1] = replace(b, aside=True)
    return mentions


def _leads(a: Mention, b: Mention, between: str) -> bool:
    """Tell whether a place only leads to the next: "Y's X", "the Yan X", "the Yan side of the border"."""
    words = between.split()
    border = b.toponym.kind == "relation"
    if len(words) > 4:
        return False
    if a.demonym and border:
        return True
    if "," in between or set(words) & (LOCATIVE | VERBS | {"and", "or"}):
        return False
    return (a.possessive and (border or holds(a.place, b.place))) or (a.demonym and len(words) <= 2)


def _breaks(reading: Reading) -> list[int]:
    """Find where clauses begin; a comma inside a list of places begins none."""
    text, stop = reading.text, reading.sentence.end
    found = []
    starts = {m.start for m in reading.mentions}
    ends = {m.end for m in reading.mentions}
    for match in _BREAK.finditer(text, reading.sentence.start, stop):
        words = match.group().strip(" ,")
        if words == "and":
            comma = re.compile(r"[,;]\s").search(text, match.end(), stop)
            rest = text[match.end() : comma.start() if comma else stop]
            listed = match.start() in ends and match.end() in starts
            if listed or not (
                any(c.isdigit() for c in rest) or any(t.lower() in VERBS for t in re.findall(r"\w+", rest))
            ):
                continue
        if words in ("with", "as", "after", "before", "when") and match.start() in ends:
            continue
        found.append(match.start() + 1)
    for match in _AND.finditer(text, reading.sentence.start, stop):
        m = next((m for m in reading.mentions if m.start == match.end()), None)
        after = re.match(r"\s+([\w’']+)", text[m.end : stop]) if m else None
        if after and after[1].lower() in VERBS and match.start() not in ends:
            found.append(match.start() + 1)
    return sorted(set(found))


def _groups(reading: Reading) -> list[Group]:
    groups: list[Group] = []
    row: list[Mention] = []
    for m in reading.mentions:
        if m.aside:
            continue
        if row and not _joined(reading, row[-1], m):
            groups.append(_governed(reading, row))
            row = []
        row.append(m)
    if row:
        groups.append(_governed(reading, row))
    return groups


def _joined(reading: Reading, a: Mention, b: Mention) -> bool:
    """Tell whether two mentions are of one list, what lies between them being only where the first lies."""
    between = reading.text[a.end : b.start]
    for m in reversed(reading.mentions):
        if m.aside and a.end <= m.start and m.end <= b.start:
            between = between[: m.start - a.end] + between[m.end - a.end :]
    between = re.sub(r"^(?:\s*,\s*|\s+in\s+(?:the\s+)?)(?=\s*,|\s+and|\s+or)", "", between)
    if a.place.id == b.place.id and re.fullmatch(r"[^.;]{0,12}\(\s*", between):
        return True
    if a.demonym != b.demonym or not _LIST.fullmatch(between):
        return False
    case = re.search(r"\b(?:in|to|from|into|near)\s+$", between)
    if case is None:
        return reading.clause(a.end) == reading.clause(b.start) or "," in between
    return _walk(reading, a.start)[0] == case.group().strip()


def _governed(reading: Reading, row: list[Mention]) -> Group:
    role, outer, at = _walk(reading, row[0].start)
    return Group(tuple(row), role, outer, at, _spoken(reading, row[0], role))


def _walk(reading: Reading, start: int) -> tuple[str, str, int]:
    """Return what governs a place that begins at `start`: role, outer role, where that word begins."""
    text = reading.text
    before = [t for t in reading.tokens if t.end <= start][::-1]
    role, at, right, depth = "", start, start, 0
    for n, t in enumerate(before[: _REACH * 2]):
        if _PUNCTUATION.search(text, t.end, right):
            break
        right = t.start
        if role:
            if t.key in _CASES:
                return role, "from" if t.key == "from" else "to", t.start
            if (
                n - depth > 5
                or t.key in VERBS
                or t.key[0].isdigit()
                or t.key in ("and", "or", "than", "that")
            ):
                break
            continue
        if t.key == "for" and n + 1 < len(before) and before[n + 1].key == "bound":
            return "bound", "", before[n + 1].start
        if t.key in LOCATIVE or t.key in ("via", "than", "as", "with", "like"):
            role, at, depth = t.key, t.start, n
            if role not in _INNER:
                break
        elif t.key in ARRIVE and n <= 3:
            return "enter", "", t.start
        elif t.key in LEAVE and n <= 3:
            return "leave", "", t.start
        elif t.key in VERBS or t.key in ("and", "or", "that", "if", "when") or n >= _REACH:
            break
    return role, "", at


def _spoken(reading: Reading, m: Mention, role: str) -> bool:
    """Tell whether a place stands only in the words that say who speaks, or where."""
    text, sentence = reading.text, reading.sentence
    left = max((text.rfind(c, sentence.start, m.start) for c in ',;”"'), default=-1)
    right = min((i for c in ",;" if (i := text.find(c, m.end, sentence.end)) >= 0), default=sentence.end)
    words = reading.words(max(left, sentence.start), right)
    if left > sentence.start and any(t.key in SPEECH or t.key in _FINDS for t in words):
        return not any(t.key[0].isdigit() for t in words)
    said = [t for t in words if t.key in SPEECH]
    if left > sentence.start or not said:
        return False
    return (
        bool(role) and m.end < said[0].start and not any(t.key in FUNCTION_WORDS & VERBS for t in words[:1])
    )
