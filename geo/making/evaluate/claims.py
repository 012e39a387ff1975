"""Measure claims and flows on texts in which people have marked them.

The corpus is JSON of our own (``tests/corpora/claims/README.md`` says how it is annotated and what is right).
Each item is parsed once, through the whole pipeline, so that recognition and resolution count too. Places of
the corpus know no gazetteer: a predicted place is that of the marks which its toponyms overlap.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ...document import MapDocument
from ...files import inert, write_output
from ...gazetteer import Gazetteer
from ...model import Claim, Flow
from ...pipeline import geoparse
from ...reading.article import article_from_text
from .corpora import CorpusError, read_json_list
from .judging import Parse, as_one_block
from .metrics import Score, intervals
from .report import aligned, format_figure

FIELDS = ("predicate", "owner", "polarity")
"""What is said of a claim beyond its figure: shares of right claims."""

CLAIM_ERRORS = (
    "value off by a factor", "wrong value", "wrong unit", "wrong noun", "wrong place",
    "denied or past as a fact", "no claim", "missed claim",
)  # fmt: skip
FLOW_ERRORS = (
    "reversed", "denied as a movement", "route as a movement", "one end wrong", "no movement", "missed flow",
)  # fmt: skip
COLUMNS = ("document", "half", "error", "surface", "expected", "found")

_MARKS = {
    "negated": "denied", "denied": "denied", "planned": "not yet", "possible": "not yet", "past": "past",
}  # fmt: skip
"""Codes of polarity and modality → what counts as one; every other is affirmed."""
_LEFT_OUT = ("denied", "past")
"""Polarities of the corpus with which a claim or flow may be left out, but never be told as a fact."""
_FACTOR, _CLOSE = 1.5, 0.01
_WORST = 4
_NOTHING = partial(Score, 0, 0, 0)

Ids = frozenset[str]
Pair = tuple[str, str]
Counts = tuple[int, int]


class JudgedItem(Struct):
    """An item of the corpus: how many claims and flows are right, and a row of `COLUMNS` for each error.

    ``right`` is of each name of `FIELDS` (and ``comparison``, and ``movement``, the polarity of flows) how
    many of the right ones have it right, and how many there are; so, too, of the gold ones, how many flows
    were found, and of how many claims and flows the places.
    """

    id: str
    half: str
    claims: Score = field(default_factory=_NOTHING)
    flows: Score = field(default_factory=_NOTHING)
    whole: bool = False
    """Whether it is a whole article."""
    right: dict[str, Counts] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)

    def error(self, error: str, surface: str, expected: str = "", found: str = "") -> None:
        """Note an error."""
        row = (self.id, self.half, error, surface, expected, found)
        self.errors.append(dict(zip(COLUMNS, row, strict=True)))

    def score(self, name: str, right: bool) -> None:
        """Count one that has a field right, or wrong."""
        before = self.right.get(name, (0, 0))
        self.right[name] = before[0] + right, before[1] + 1


class ClaimReport(Struct, frozen=True):
    """The result: figures with intervals of each half, errors by kind, and the worst of what may be read."""

    items: tuple[JudgedItem, ...]

    def by_half(self) -> dict[str, list[JudgedItem]]:
        """Return the items by half, the whole articles in each, and all items if there are several halves."""
        found: dict[str, list[JudgedItem]] = {}
        articles: dict[str, list[JudgedItem]] = {}
        for item in self.items:
            found.setdefault(item.half, []).append(item)
            if item.whole:
                articles.setdefault(f"{item.half or 'all'}, articles", []).append(item)
        if len(found) > 1:
            found["all"] = list(self.items)
        return {**found, **(articles if any(not item.whole for item in self.items) else {})}

    def figures(self) -> dict[str, float]:
        """Return name → figure; shares are 0 to 1, and left out where there is nothing to have a share of."""
        figures: dict[str, float] = {}
        for half, items in self.by_half().items():
            name = partial("{}: {}".format, half or "all")
            figures[name("items")] = len(items)
            for measure, count in _SHARES.items():
                counts = _sum(map(count, items))
                if counts[1]:
                    figures[name(measure)] = counts[0] / counts[1]
            figures[name("claims, gold")] = sum(i.claims.gold for i in items)
            figures[name("flows, gold")] = sum(i.flows.gold for i in items)
            wrong = Counter(row["error"] for i in items for row in i.errors)
            figures[name(CLAIM_ERRORS[0])] = wrong[CLAIM_ERRORS[0]]
        return figures

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Give the 95 % interval of shares over items (bootstrap), under the figure's name."""
        shown, found = self.figures(), {}
        for half, items in self.by_half().items():
            counts = [[count(item) for count in _SHARES.values()] for item in items]
            for measure, interval in zip(_SHARES, intervals(counts) if counts else (), strict=False):
                found[f"{half or 'all'}: {measure}"] = interval
        return {name: interval for name, interval in found.items() if name in shown}

    def outcomes(self) -> list[dict[str, Any]]:
        """Count the errors by kind, of each half."""
        return [
            {"error": error}
            | {
                half or "all": sum(row["error"] == error for i in items for row in i.errors)
                for half, items in self.by_half().items()
            }
            for error in (*CLAIM_ERRORS, *FLOW_ERRORS)
        ]

    def errors(self) -> Iterator[dict[str, str]]:
        """Yield a row of `COLUMNS` for each error, except of the half that is only measured on."""
        return (row for item in self.items if item.half != "measure" for row in item.errors)

    def errors_csv(self) -> str:
        """Write the rows of `errors` as CSV (RFC 4180), with a header; no cell is a formula."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows({k: inert(v) for k, v in row.items()} for row in self.errors())
        return out.getvalue()

    def worst(self) -> list[dict[str, str]]:
        """List a few errors of each kind, those of items with most errors first."""
        most = Counter(row["document"] for row in self.errors())
        rows = sorted(self.errors(), key=lambda row: (-most[row["document"]], row["document"]))
        listed = []
        for error in (*CLAIM_ERRORS, *FLOW_ERRORS):
            listed += [row for row in rows if row["error"] == error][:_WORST]
        return [{name: row[name] for name in COLUMNS if name != "half"} for row in listed]

    def to_dict(self) -> dict[str, Any]:
        """Give figures, intervals and tables as plain JSON values."""
        return {
            "figures": self.figures(),
            "intervals": self.intervals(),
            "errors by kind": self.outcomes(),
            "the worst errors of each kind": self.worst(),
        }

    def to_text(self) -> str:
        """Write figures, with their intervals, and errors as plain text."""
        ends = {name: f"   {low:.3f} to {high:.3f}" for name, (low, high) in self.intervals().items()}
        lines = [f"{k:<48} {format_figure(v):>10}{ends.get(k, '')}" for k, v in self.figures().items()]
        lines += ["", "errors by kind", *aligned(self.outcomes())]
        if worst := self.worst():
            lines += ["", "the worst errors of each kind", *aligned(worst)]
        return "\n".join(lines)


def _sum(counts: Iterator[Counts]) -> Counts:
    listed = list(counts)
    return sum(a for a, _ in listed), sum(b for _, b in listed)


def _field(name: str, item: JudgedItem) -> Counts:
    return item.right.get(name, (0, 0))


_SHARES: Mapping[str, Callable[[JudgedItem], Counts]] = {
    "claims precision": lambda i: (i.claims.right, i.claims.predicted),
    "claims recall": lambda i: (i.claims.right, i.claims.gold),
    "claims F1": lambda i: i.claims.halves,
    **{f"right {name}, of right claims": partial(_field, name) for name in (*FIELDS, "all three")},
    "right comparison, of right claims with one": partial(_field, "comparison"),
    "flows precision": lambda i: (i.flows.right, i.flows.predicted),
    "flows recall": lambda i: (i.right.get("found", (0, 0))[0], i.flows.gold),
    "flows F1": lambda i: (2 * i.flows.right, i.flows.predicted + i.flows.gold),
    "right polarity, of right flows": partial(_field, "movement"),
    **{
        f"{what}, whose places are found": partial(_field, f"{what} in reach") for what in ("claims", "flows")
    },
}


def run_claims(
    path: str | os.PathLike[str],
    *,
    half: str | None = None,
    gazetteer: Path | None = None,
    errors: Path | None = None,
    force: bool = False,
    parse: Parse = geoparse,
) -> ClaimReport:
    """Measure claims and flows on a corpus's file; all that ``geo evaluate`` does, except printing.

    Parameters
    ----------
    path
        The corpus, JSON.
    half
        Only the items of this half: ``look`` or ``measure``; None for all.
    gazetteer
        A user's own gazetteer; None for the pinned one.
    errors
        A file for the table of errors (CSV), without those of the half ``measure``; `force` replaces a file
        that is already there.
    parse
        The parser to measure, called like `geo.geoparse`.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    GazetteerError
        If the gazetteer cannot be opened.
    ExportError
        If the table cannot be written.
    """
    items = [item for item in _read(os.fspath(path)) if half is None or item.get("half") == half]
    with Gazetteer.open(gazetteer) as opened:
        report = ClaimReport(tuple(_judged(path, item, opened, parse) for item in items))
    if errors:
        write_output(errors, report.errors_csv().encode(), force=force)
    return report


def _read(path: str) -> list[dict[str, Any]]:
    expected = "expected a corpus of claims (JSON)"
    items = read_json_list(path, "items", expected)
    if not isinstance(items, list):
        raise CorpusError(f"{path}: “items” is no list; {expected}")
    return items


def _judged(
    path: str | os.PathLike[str], item: dict[str, Any], gazetteer: Gazetteer, parse: Parse
) -> JudgedItem:
    try:
        text = item["text"]
        article = article_from_text(text) if item["whole"] else as_one_block(text)
        if lang := item.get("lang"):  # of a sentence alone it cannot always be told
            article = replace(article, language=lang)
        return judge_claims(item, parse(article, gazetteer=gazetteer))
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(
            f"{os.fspath(path)}: item {item.get('id') if isinstance(item, dict) else item!r}: a member is "
            f"missing or of a wrong type ({error!r}); expected a corpus of claims (JSON)"
        ) from None


def judge_claims(item: Mapping[str, Any], document: MapDocument) -> JudgedItem:
    """Judge what was read of an item.

    Parameters
    ----------
    item
        Of the corpus: ``id``, ``half``, ``places``, ``claims`` and ``flows``.
    document
        What the parser made of its text.

    Returns
    -------
    JudgedItem
        Without predictions where the document has none.
    """
    judged = JudgedItem(item["id"], item["half"], whole=bool(item.get("whole")))
    ids = place_ids(item["places"], document)
    flows = {
        f.id: (ids.get(f.origin, frozenset()), ids.get(f.destination, frozenset())) for f in document.flows
    }
    _judge_claims(judged, item["claims"], document.claims, ids, flows)
    _judge_flows(judged, item["flows"], document.flows, flows)
    _judge_reach(judged, item, frozenset().union(*ids.values()))
    return judged


def _judge_reach(judged: JudgedItem, item: Mapping[str, Any], known: Ids) -> None:
    """Count the claims and flows whose places the document has at all: no rule finds the others."""
    for g in item["claims"]:
        if not g["optional"] and g["polarity"] not in _LEFT_OUT:
            moved = frozenset(end for pair in g["flows"] for end in pair)
            judged.score(
                "claims in reach", known.issuperset(g["places"]) and bool(g["places"] or moved & known)
            )
    for m in _movements(item["flows"]):
        if m.required:
            judged.score("flows in reach", known.issuperset((m.origin, m.destination)))


def place_ids(places: Sequence[Mapping[str, Any]], document: MapDocument) -> dict[str, Ids]:
    """Map the document's places to those of the corpus, by the marks that their toponyms overlap."""
    found: dict[str, Ids] = {}
    for t in document.toponyms:
        if t.resolution and t.resolution.place:
            here = {i for p in places if t.start < p["end"] and p["start"] < t.end for i in p["ids"]}
            place = t.resolution.place.id
            found[place] = found.get(place, frozenset()) | here
    return found


# -- claims --------------------------------------------------------------------------------------------------


def _judge_claims(
    judged: JudgedItem,
    gold: Sequence[Mapping[str, Any]],
    claims: Sequence[Claim],
    ids: Mapping[str, Ids],
    flows: Mapping[str, tuple[Ids, Ids]],
) -> None:
    merged: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        merged.setdefault((claim.start, claim.end), []).append(claim)
    taken: dict[int, tuple[int, int]] = {}
    faults = {
        (n, span): claim_fault(g, alike, ids, flows)
        for n, g in enumerate(gold)
        for span, alike in merged.items()
        if g["start"] < span[1] and span[0] < g["end"]
    }
    order = sorted(faults, key=lambda key: (_severity(faults[key]), abs(gold[key[0]]["start"] - key[1][0])))
    for n, span in order:
        if n not in taken and span not in taken.values():
            taken[n] = span
    right = predicted = expected = 0
    for span, alike in merged.items():
        if span not in taken.values():
            predicted += 1
            judged.error("no claim", alike[0].surface, found=_told(alike[0]))
    for n, g in enumerate(gold):
        may_lack = g["optional"] or g["polarity"] in _LEFT_OUT
        if n not in taken:
            expected += not may_lack
            if not may_lack:
                judged.error("missed claim", g["surface"], _meant(g))
            continue
        alike, fault = merged[taken[n]], faults[n, taken[n]]
        if g["optional"]:
            continue
        mark = _mark(alike[0])
        if not fault and g["polarity"] in _LEFT_OUT and mark != _MARKS[g["polarity"]]:
            fault = "denied or past as a fact"
        predicted += 1
        expected += not (may_lack and fault)
        if fault:
            judged.error(fault, g["surface"], _meant(g), _told(alike[0]))
            continue
        right += 1
        known = {
            "owner": _owner(alike[0].owner) == _owner(g["owner"]),
            "polarity": mark == _MARKS.get(g["polarity"], "affirmed"),
        }
        if g["predicate"] != [""]:
            known["predicate"] = (alike[0].predicate or "").casefold() in map(str.casefold, g["predicate"])
        for name, is_right in known.items():
            judged.score(name, is_right)
        judged.score("all three", all(known.values()))
        if g["comparison"]:
            judged.score("comparison", _same_comparison(alike[0].comparison or "", g["comparison"]))
    judged.claims = Score(right, predicted, expected)


def _same_comparison(told: str, meant: str) -> bool:
    """Whether two wordings of what a figure is compared with have half of their words in common."""
    a, b = _words(told.casefold()), _words(meant.casefold())
    return 2 * len(a & b) >= max(len(a), len(b), 1)


def _severity(fault: str) -> int:
    return CLAIM_ERRORS[::-1].index(fault) + 1 if fault else 0


def claim_fault(
    gold: Mapping[str, Any],
    alike: Sequence[Claim],
    ids: Mapping[str, Ids],
    flows: Mapping[str, tuple[Ids, Ids]],
) -> str:
    """Return what is wrong first of claims with one figure, or an empty text."""
    claim = alike[0]
    if fault := _value_fault(gold, claim):
        return fault
    if not _same_unit(gold, claim):
        return "wrong unit"
    if not gold["unit"] and not _shares_a_word(gold["counted"], claim):
        return "wrong noun"
    places = [ids.get(place, frozenset()) for c in alike for place in c.places]
    ends = [end for c in alike for flow in c.flows for end in flows.get(flow, (frozenset(), frozenset()))]
    meant = frozenset(gold["places"])
    moved = frozenset(end for pair in gold["flows"] for end in pair)
    told: Ids = frozenset().union(*places, *ends)
    allowed = meant | moved | frozenset(gold["may"])
    if not all(place & allowed for place in places + ends) or not meant <= told:
        return "wrong place"
    return "" if meant or told & moved else "wrong place"


def _value_fault(gold: Mapping[str, Any], claim: Claim) -> str:
    low, high = claim.quantity, claim.quantity_max if claim.quantity_max is not None else claim.quantity
    if gold["unit"] == "percent" and not claim.unit and 0 < high <= 1:
        low, high = low * 100, high * 100  # a share as a fraction
    least, most = gold["min"], gold["max"]
    if gold["vague"]:
        return "" if least / 2 <= low <= high <= most * 1.1 else "value off by a factor"
    if _close(low, least, gold) and _close(high, most, gold):
        return ""
    ratios = [max(abs(a), abs(b)) / max(min(abs(a), abs(b)), 1e-9) for a, b in ((low, least), (high, most))]
    signs = low * least < 0 or high * most < 0
    return "value off by a factor" if signs or min(ratios) >= _FACTOR else "wrong value"


def _close(found: float, meant: float, gold: Mapping[str, Any]) -> bool:
    half = 0.5 if gold["unit"] == "percent" and meant % 1 else 0.0  # a third is 33, 33.3 or 33.33 percent
    return abs(found - meant) <= max(_CLOSE * abs(meant), half)


def _same_unit(gold: Mapping[str, Any], claim: Claim) -> bool:
    unit, per = gold["unit"].casefold(), (gold["per"] or "").casefold()
    told, _, speed = claim.unit.casefold().partition(" per ")  # "kilometre per hour"
    told_per = speed or (claim.per or "").casefold()
    known = told == unit or (told and unit.startswith(f"{told} ") and unit != "percentage point")
    if not unit:
        known = known or told in map(_singular, gold["counted"])
    elif not told:
        known = unit in _words(claim.subject) or (unit == "percent" and 0 < claim.quantity <= 1)
    same_rate = told_per == per or bool(per and told_per and (told_per in per or per in told_per))
    return bool(known) and same_rate


def _singular(word: str) -> str:
    return word.casefold().removesuffix("s")


def _words(text: str) -> set[str]:
    return {_singular(word) for word in text.replace("-", " ").split()}


def _shares_a_word(counted: Sequence[str], claim: Claim) -> bool:
    told = _words(claim.subject) | _words(claim.unit)
    return "" in counted or any(_words(each) & told for each in counted)


def _mark(claim: Claim) -> str:
    marks = (_MARKS.get(each or "") for each in (claim.polarity, claim.modality))
    return next((mark for mark in marks if mark), "affirmed")


def _owner(owner: str | None) -> str:
    return owner if owner in ("body", "person") else "place"


def _told(claim: Claim) -> str:
    amount = f"{claim.quantity:g}" + (f"–{claim.quantity_max:g}" if claim.quantity_max is not None else "")
    unit = f"{claim.unit}/{claim.per}" if claim.per else claim.unit
    where = ", ".join((*claim.places, *claim.flows))
    return " | ".join((f"{amount} {unit}".strip(), claim.subject, claim.predicate or "", where))


def _meant(gold: Mapping[str, Any]) -> str:
    amount = f"{gold['min']:g}" + (f"–{gold['max']:g}" if gold["max"] != gold["min"] else "")
    unit = f"{gold['unit']}/{gold['per']}" if gold["per"] else gold["unit"]
    where = ", ".join((*gold["places"], *(f"{a} > {b}" for a, b in gold["flows"])))
    return " | ".join(
        (f"{amount} {unit}".strip(), "/".join(gold["counted"]), "/".join(gold["predicate"]), where)
    )


# -- flows ---------------------------------------------------------------------------------------------------


class _Movement(Struct, frozen=True):
    """A pair of a gold flow, with the stops between its ends, and another pair that is as right."""

    origin: str
    destination: str
    via: tuple[str, ...]
    instead: tuple[Pair, ...]
    both: bool
    polarity: str
    optional: bool
    route: bool

    @property
    def required(self) -> bool:
        """Whether it has to be found."""
        return not (self.route or self.optional or self.polarity in _LEFT_OUT)

    @property
    def path(self) -> tuple[str, ...]:
        return self.origin, *self.via, self.destination

    def holds(self, origin: Ids, destination: Ids) -> bool:
        """Whether a predicted pair is this movement, or a part of its path."""
        pairs = {(a, b) for n, a in enumerate(self.path) for b in self.path[n + 1 :]} | {*self.instead}
        if self.both:
            pairs |= {(b, a) for a, b in pairs}
        return any(a in origin and b in destination for a, b in pairs)

    def found(self, told: Sequence[tuple[Ids, Ids]]) -> bool:
        """Whether predicted pairs have its ends, or all its legs."""
        legs = list(zip(self.path, self.path[1:], strict=False))
        ways = [[(self.origin, self.destination)], *([pair] for pair in self.instead), legs]
        if self.both:
            ways += [[(b, a) for a, b in way] for way in ways]
        return any(all(any(a in o and b in d for o, d in told) for a, b in way) for way in ways)


def _movements(gold: Sequence[Mapping[str, Any]]) -> list[_Movement]:
    found: dict[tuple[str, str, bool], _Movement] = {}
    for g in gold:
        instead = [(a, b) for a in g["instead"][0] for b in g["instead"][1]] if g["instead"] else []
        for origin in g["origins"]:
            for destination in g["destinations"]:
                each = _Movement(
                    origin,
                    destination,
                    tuple(g["via"]),
                    tuple(instead),
                    g["both"],
                    g["polarity"],
                    g["optional"],
                    g["sense"] == "route",
                )
                found.setdefault((origin, destination, each.route), each)
    return list(found.values())


def _judge_flows(
    judged: JudgedItem,
    gold: Sequence[Mapping[str, Any]],
    flows: Sequence[Flow],
    told: Mapping[str, tuple[Ids, Ids]],
) -> None:
    movements = _movements(gold)
    right = predicted = 0
    for flow in flows:
        ends = told[flow.id]
        both = (ends, ends[::-1]) if flow.direction == "both ways" else (ends,)
        holding = [m for m in movements if any(m.holds(*pair) for pair in both)]
        moved = [m for m in holding if not m.route]
        facts = [m for m in moved if m.polarity not in _LEFT_OUT]
        mark = _MARKS.get(flow.polarity or "", "affirmed")
        marked = [m for m in moved if m.polarity in _LEFT_OUT and _MARKS[m.polarity] == mark]
        if any(not m.optional for m in facts + marked):
            right, predicted = right + 1, predicted + 1
            judged.score("movement", any(_MARKS.get(m.polarity, "affirmed") == mark for m in moved))
            continue
        if any(m.optional for m in moved):
            continue
        predicted += 1
        judged.error(_flow_fault(holding, movements, *ends), flow.mentions[0].surface, found=flow.id)
    expected = 0
    pairs = [pair for f in flows for pair in (told[f.id], told[f.id][::-1])[: 1 + (f.direction != "one way")]]
    for m in movements:
        if not m.required:
            continue
        expected += 1
        is_found = m.found(pairs)
        judged.score("found", is_found)
        if not is_found:
            judged.error("missed flow", "", " > ".join(m.path))
    judged.flows = Score(right, predicted, expected)


def _flow_fault(holding: Sequence[_Movement], movements: Sequence[_Movement], origin: Ids, end: Ids) -> str:
    if any(not m.route for m in holding):
        return "denied as a movement"
    if holding:
        return "route as a movement"
    if any(m.holds(end, origin) for m in movements if not m.route):
        return "reversed"
    if any((origin | end) & {m.origin, m.destination} for m in movements if not m.route):
        return "one end wrong"
    return "no movement"
