"""What an article says about its places: figures, movements, times and themes, each with its sentence.

Composes what the modules before it read in each sentence: ``grammar`` its words and clauses, ``quantities``
its figures, ``flows`` its movements, ``dates`` its times, and ``story`` the layers of the whole.
``attachment`` connects the figures with the places or movements that they are about, ``sources`` finds who
gives them. In the flow between resolution and the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

import msgspec.structs
from msgspec.structs import replace

from ...languages import Language, reading_language
from ...model import (
    Article,
    Claim,
    Flow,
    FlowMention,
    Place,
    Route,
    Sentence,
    ThemeLayer,
    Time,
    Toponym,
    safe_id,
)
from ..dates import find_times
from ..flows import Movement, acquires, find_movements, find_routes, reached, resting
from ..grammar import (
    LONGEST_SENTENCE,
    Clause,
    Kind,
    Mention,
    NounGroup,
    SentenceReading,
    named,
    read_sentence,
    refer,
    stem,
)
from ..quantities import Counted, Quantity, counted_of, find_quantities, measure
from ..story import Themes, theme_layers
from .attachment import Target, attach, each_vessel
from .certain import unlikely_places, without_unlikely
from .compared import comparison_of, position_of
from .itinerary import Itineraries
from .no_claims import is_age, is_claim, travelled_from
from .sources import find_source
from .statement import factuality_of, inherits, owner_of, predicate_of
from .stops import Told
from .trails import Trails
from .voyages import Voyages

__all__ = ["Findings", "find_claims", "predicate_of"]

_READ = frozenset({"title", "heading", "paragraph"})
_UNMOVED = ("denied", "negated")  # factualities of movements that did not come about: no flows
_OFTEN = 200  # sentences between two reports of progress
_WAY = "*"  # stands for the flow of a figure that is of a way to its place
_BACK = 2  # sentences in which the flow of "each flight" may be found before it


class Findings(NamedTuple):
    """What was found: claims and times by their start, flows and routes by first mention, layers listed."""

    claims: tuple[Claim, ...] = ()
    flows: tuple[Flow, ...] = ()
    times: tuple[Time, ...] = ()
    layers: tuple[ThemeLayer, ...] = ()
    routes: tuple[Route, ...] = ()


def find_claims(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    themes: Themes | None = None,
    progress: Callable[[float], None] | None = None,
) -> Findings:
    """Find what an article says about its places.

    Bylines, comments and repeats are not read. An article in a language without a grammar has no
    findings, nor has a passage in another language than the article's.

    Parameters
    ----------
    article, sentences, toponyms
        The article, its sentences, and its toponyms, resolved.
    themes
        The possible subjects of layers; None for the pinned table.
    progress
        Called now and then with the share of the sentences that are read, 0 to 1.

    Returns
    -------
    Findings
        Empty if the article says nothing about a place.
    """
    language = reading_language(article.language)
    if article.language != language.code or not language.has_grammar:
        return Findings()
    findings = _Finder(article, sentences, toponyms, language).find(progress or (lambda share: None))
    if not language.has_story:
        return findings
    layers = theme_layers(article, sentences, toponyms, findings.flows, findings.claims, themes)
    return findings._replace(layers=layers)


class _Finder:
    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        language: Language,
    ) -> None:
        self.article = article
        self.language = language
        foreign = {b.id for b in article.blocks if b.language not in (None, language.code)}
        self.sentences = [
            s
            for s in sentences
            if s.kind in _READ
            and s.repeats is None
            and s.end - s.start <= LONGEST_SENTENCE
            and s.block not in foreign
        ]
        self.toponyms: dict[str, list[Toponym]] = {}
        self.places: dict[str, Place] = {}
        drawn = {t.place.id for t in toponyms if t.place and t.kind != "embedded"}
        for t in toponyms:
            if t.kind == "embedded" and (t.place is None or t.place.id not in drawn):
                continue
            self.toponyms.setdefault(t.sentence_id, []).append(t)
            if t.place:
                self.places[t.place.id] = t.place
        self.claims: list[Claim] = []
        self.flows: dict[str, Flow] = {}
        self.moves: dict[str, dict[FlowMention, None]] = {}  # flow → its mentions, each once
        self.times: list[Time] = []
        self.routes: dict[str, Route] = {}
        self.itineraries = Itineraries(language)
        self.trails = Trails(language)
        self.voyages = Voyages(language)
        self.here: tuple[Mention, ...] = ()  # the place of the dateline
        self.counted: list[Counted] = []  # of the sentence before, the last
        self.lasting: Quantity | None = None  # the length of time of the figures before

    def find(self, progress: Callable[[float], None]) -> Findings:
        recent: tuple[int, tuple[str, ...]] = (-_BACK, ())
        before: tuple[Mention, ...] = ()
        previous: tuple[SentenceReading, list[Movement]] | None = None
        lead = next((s.block for s in self.sentences if s.kind == "paragraph"), None)
        for n, sentence in enumerate(self.sentences):
            if not n % _OFTEN:
                progress(n / len(self.sentences))
            times = find_times(self.article.text, sentence, self.article.date, self.language)
            self.times += times
            toponyms = self.toponyms.get(sentence.id, ())
            reading = read_sentence(self.article.text, sentence, toponyms, self.language)
            read = _is_read(reading, bool(before))
            self.here = self.here or tuple(m for m in reading.mentions if m.end <= reading.body)[:1]
            movements: list[Movement] = []
            if read:
                if sentence.kind != "title":
                    refer(reading, before)
                movements = _movements(reading, previous, self.here)
                flows = tuple(self._flow(reading, m) for m in movements)
                self._routes(reading)
                if flows:
                    recent = n, tuple(dict.fromkeys(flows))
                if sentence.kind != "heading":
                    moving = recent[1] if n - recent[0] <= _BACK else ()
                    self._figures(reading, movements, flows, times, moving)
            if sentence.kind == "paragraph":
                self.itineraries.read(reading, times)
                self.trails.read(reading, Told(times, movements, self.here))
            if sentence.kind != "heading":
                self.voyages.read(reading, first=sentence.kind == "title" or sentence.block == lead)
            before = named(reading, read)
            previous = (reading, movements) if reading.mentions else None
        return self._findings()

    def _findings(self) -> Findings:
        """Return what was found, with flows joined to itineraries and without what is not likely."""
        unlikely = unlikely_places([t for inside in self.toponyms.values() for t in inside])
        mentioned = {key: replace(f, mentions=tuple(self.moves[key])) for key, f in self.flows.items()}
        moves, gone = self.itineraries.joined(self.voyages.joined(mentioned), self.article.text)
        moves, more = self.trails.joined(moves, self.article.text, unlikely)
        gone = {old: more.get(new, new) for old, new in gone.items()} | more
        claims = [
            replace(c, flows=tuple(dict.fromkeys(gone.get(f, f) for f in c.flows)))
            for c in _on_ways(self.claims, moves, self.language)
        ]
        claims, kept = without_unlikely(claims, tuple(moves.values()), unlikely)
        return Findings(
            tuple(replace(c, id=f"c{n:02d}") for n, c in enumerate(claims, 1)),
            tuple(kept),
            tuple(replace(t, id=f"d{n:02d}") for n, t in enumerate(self.times, 1)),
            routes=tuple(r for r in self.routes.values() if unlikely.isdisjoint(r.places)),
        )

    def _figures(
        self,
        reading: SentenceReading,
        movements: Sequence[Movement],
        flows: Sequence[str],
        times: Sequence[Time],
        recent: tuple[str, ...],
    ) -> None:
        """Add the claims of a sentence; `recent` are the flows of the last sentences."""
        found, counted = _claimed(reading, self.counted, self.lasting)
        self.counted = counted[-1:]
        self.lasting = next((q for q in found if q.kind == "duration"), None)
        if not found:
            return
        source = find_source(reading.text, reading.sentence, self.language.claims)
        if source and source.split()[0].lower() in self.language.grammar.articles:
            source = source[0].lower() + source[1:]  # it need not begin the sentence any more
        # Places are never counted.
        named_places = {
            reading.text[m.start : m.end] for m in reading.mentions if not m.relation and not m.demonym
        }
        owned: tuple[NounGroup | None, str | None] | None = None
        for n, target in enumerate(attach(reading, found, counted, movements)):
            quantity, count = found[n], counted[n]
            about = _about(reading, quantity, count, target, flows, recent)
            if about is None:
                continue
            subject = "" if count.words in named_places else count.words
            if target and about.flows and not subject:
                subject = self.flows[about.flows[0]].subject
            beside = any(_same_clause(count, other) for other in (*counted[:n][-1:], *counted[n + 1 : n + 2]))
            owner = owner_of(reading, quantity, count)
            if owner is None and count.inherited and owned is not None and count.noun is owned[0]:
                owner = owned[1]  # "2,850 men; a third of them …"
            owned = count.noun, owner
            claim = Claim(
                id="",
                sentence_id=reading.sentence.id,
                start=quantity.start,
                end=quantity.end,
                surface=reading.text[quantity.start : quantity.end],
                places=about.places,
                flows=about.flows,
                together=about.together,
                quantity=quantity.value,
                quantity_max=quantity.high,
                unit=quantity.unit,
                per=about.per,
                qualifier=quantity.qualifier,
                subject=subject,
                time=_time_of(reading, quantity, times),
                source=source,
                predicate=predicate_of(reading, quantity, count),
                polarity=factuality_of(reading, quantity, count, beside),
                owner=None if about.flows else owner,
                comparison=comparison_of(reading, found, n, count),
                position=position_of(reading, quantity, about.places),
            )
            place = self.places[claim.places[0]] if len(claim.places) == 1 else None
            self.claims.append(measure(claim, place, self.language.quantities))

    def _routes(self, reading: SentenceReading) -> None:
        """Add the routes of a sentence, once for each kind and pair of places."""
        for found in find_routes(reading):
            one, other = sorted(safe_id(m.place.id) for m in (found.one, found.other))
            key = f"{found.kind}-{one}-{other}"
            surface = reading.text[found.start : found.end]
            mention = FlowMention(reading.sentence.id, found.start, found.end, surface)
            places = found.one.place.id, found.other.place.id
            route = self.routes.get(key)
            mood = route.polarity and found.factuality if route else found.factuality
            route = route or Route(key, found.kind, places, found.subject, (mention,))
            mentions = tuple(dict.fromkeys((*route.mentions, mention)))
            self.routes[key] = replace(route, mentions=mentions, polarity=mood)

    def _flow(self, reading: SentenceReading, m: Movement) -> str:
        """Add a movement to the flows, once for each pair of places and direction; return its id."""
        ends = [safe_id(p) for p in m.ends]
        key = "flow-" + "-".join([*ends, *(["both"] if m.direction == "both ways" else [])])
        mention = FlowMention(reading.sentence.id, m.start, m.end, reading.text[m.start : m.end])
        flow = self.flows.get(key) or Flow(key, *m.ends, m.direction, "", ())
        factuality = flow.polarity and m.factuality if key in self.flows else m.factuality
        via = tuple(dict.fromkeys((*flow.via, *(v.place.id for v in m.via))))
        last = m.subject.lower().split()[-1:]
        by_sea = m.verb in self.language.flows.sailing or not self.language.flows.ships.isdisjoint(last)
        units = self.language.quantities.unit_of
        subject = "" if m.subject.lower() in units else m.subject  # "sold 20 tonnes to X"
        self.flows[key] = replace(
            flow,
            subject=flow.subject or subject,
            polarity=factuality,
            via=via,
            by="sea" if by_sea else flow.by,
        )
        self.moves.setdefault(key, {})[mention] = None
        return key


def _on_ways(claims: Sequence[Claim], moves: Mapping[str, Flow], language: Language) -> Iterator[Claim]:
    """Yield the claims, those of a way with its one flow: to their place, or of a convoy or vessel."""
    for claim in claims:
        if _WAY not in claim.flows:
            yield claim
            continue
        ways = [f for f in moves.values() if f.polarity is None]
        if claim.places:
            ways = [f for f in ways if f.destination in claim.places]
        else:
            ways = [f for f in ways if _is_vessel((f.subject.lower().split() or [""])[-1], language)]
        if len(ways) == 1:
            yield replace(claim, places=(), flows=(ways[0].id,), together=False)


def _movements(
    reading: SentenceReading,
    previous: tuple[SentenceReading, list[Movement]] | None,
    here: Sequence[Mention],
) -> list[Movement]:
    """Return the movements of a sentence that took place or may, going on from the sentence before."""
    rest = resting(*previous) if previous else ()
    taken = bool(rest) and previous is not None and acquires(previous[0])
    came = reached(previous[0]) if previous else None
    return [m for m in find_movements(reading, rest, taken, came, here) if m.factuality not in _UNMOVED]


class _About(NamedTuple):
    """What a figure is about: places and flows, ``per`` what, and whether it is of all ``together``."""

    places: tuple[str, ...]
    flows: tuple[str, ...]
    per: str | None
    together: bool


def _about(
    reading: SentenceReading,
    quantity: Quantity,
    count: Counted,
    target: Target | None,
    flows: Sequence[str],
    recent: tuple[str, ...],
) -> _About | None:
    """Return what a figure with a target is about, or None if it is about nothing on the map."""
    vessel = each_vessel(reading, quantity)
    per = (count.words if quantity.per == "" else quantity.per) or vessel
    places: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    if target:
        places, moved = target.places, tuple(dict.fromkeys(flows[i] for i in target.movements))
    elif vessel and not reading.mentions:
        moved = recent
    if places and _under_way(reading, count):  # "reached A, but 31 died on the way"
        places, moved = ((), recent) if recent else (places, (_WAY,))
    if target is None and not moved and _is_of_way(reading, quantity, count):
        moved = (_WAY,)
    if not places and not moved:
        return None
    apart = (target is not None and target.each) or (vessel is not None and per == vessel)
    return _About(places, moved, per, len(places) + len(moved) > 1 and not apart)


def _claimed(
    reading: SentenceReading, before: Sequence[Counted], lasting: Quantity | None
) -> tuple[list[Quantity], list[Counted]]:
    """Return the figures of a sentence that may be claims, and what each counts.

    A figure may have the unit of the one before it; `before` is what the last sentence counted last,
    `lasting` its length of time: "From A it is thirty minutes. From B it is ninety."
    """
    found: list[Quantity] = []
    counted: list[Counted] = []
    for quantity in find_quantities(reading):
        count = counted_of(reading, quantity, [*before, *counted])
        if is_age(reading, quantity, count):
            continue
        models = _models(found, counted, count)
        fit = (n for n in models if inherits(reading, quantity, count, found[n], counted[n].group))
        if (last := next(fit, None)) is not None:
            model = found[last]
            per = quantity.per or model.per
            quantity = msgspec.structs.replace(quantity, unit=model.unit, kind=model.kind, per=per)
            count = msgspec.structs.replace(count, lost=False)
        elif lasting and quantity.bare and count.group and travelled_from(reading, count.group):
            quantity = msgspec.structs.replace(quantity, unit=lasting.unit, kind=lasting.kind)
            count = msgspec.structs.replace(count, lost=False)
        elif found and found[-1].per and _has_rate_of_last(reading, quantity, count):
            quantity = msgspec.structs.replace(quantity, per=found[-1].per)
        if is_claim(reading, quantity, count):
            found.append(quantity)
            counted.append(count)
    return found, counted


def _has_rate_of_last(reading: SentenceReading, quantity: Quantity, count: Counted) -> bool:
    """Whether a bare figure is per day or year as the one before it."""
    bare = quantity.bare and count.inherited and not quantity.per and count.group is not None
    return bare and count.group is not None and (bool(count.group.prep) or _level(count, reading))


def _under_way(reading: SentenceReading, count: Counted) -> bool:
    """Whether the clause of a figure says that something happens between places."""
    clause = count.group.clause if count.group else None
    words = reading.language.claims.under_way
    return clause is not None and bool(words.search(reading.text, clause.start, clause.end))


def _is_of_way(reading: SentenceReading, quantity: Quantity, count: Counted) -> bool:
    """Whether a figure counts the vehicles or vessels that were told of: "attacked the 180 lorries"."""
    group, grammar = count.group, reading.grammar
    if group is None or quantity.unit or quantity.bare or group.prep:
        return False
    told = group.words[0].key in grammar.articles & grammar.pointing
    return told and _is_vessel(group.head.key, reading.language)


def _is_vessel(word: str, language: Language) -> bool:
    words = language.quantities.vessels | language.flows.ships | language.flows.vehicles
    return not words.isdisjoint((word, stem(word, language.grammar)))


def _level(count: Counted, reading: SentenceReading) -> bool:
    """Whether a figure is what something was or is: "in A it was 110"."""
    verb = count.group.clause.verb if count.group else None
    return verb is not None and verb.base in reading.language.claims.copulas


def _models(found: Sequence[Quantity], counted: Sequence[Counted], count: Counted) -> list[int]:
    """Return which figures before a bare one may have its unit: that of its verb's clause, or the last.

    A share may only say by how much the one before it changed: "410 euros in A, up 22 percent, and 650 in B".
    """
    clause = count.group.clause if count.group else None
    if clause is not None and clause.gapped:
        for n, other in enumerate(counted):
            if other.group is not None and other.group.clause is clause.before:
                return [n]
    last = len(found) - 1
    share = last > 0 and found[last].kind == "share" and found[last - 1].kind == "money"
    return [last, last - 1] if share else [last] if found else []


def _same_clause(a: Counted, b: Counted) -> bool:
    return a.group is not None and b.group is not None and a.group.clause is b.group.clause


def _is_read(reading: SentenceReading, before: bool) -> bool:
    """Whether a sentence is read: it has a figure or two places, or may go on with one before it."""
    number = reading.language.quantities.any_number
    return (
        len(reading.mentions) > 1
        or number.search(reading.text, reading.sentence.start, reading.sentence.end) is not None
        or (before and bool(reading.mentions))
    )


def _time_of(reading: SentenceReading, quantity: Quantity, times: Sequence[Time]) -> str | None:
    """Return the time of a figure: the nearest in its clause, or the only one of the clauses around it."""
    speech, other = reading.language.times.spoken, reading.language.claims.other_time
    meant = [t for t in times if not speech.search(reading.text, max(0, t.start - 40), t.start)]
    clause = reading.syntax.clause_at(quantity.number)
    clauses = [(t, reading.syntax.clause_at(t.start)) for t in meant]
    near = [t for t, own in clauses if own is clause]
    near = near or [t for t, own in clauses if len(meant) == 1 and _is_around(own, clause)]
    near = [t for t in near if not other.search(reading.text, quantity.end, t.start)]
    if not near:
        return None
    return min(near, key=lambda t: min(abs(t.start - quantity.end), abs(quantity.start - t.end))).interval


def _is_around(other: Clause, clause: Clause) -> bool:
    """Whether a clause governs another, goes before it or says when it was: "lost it when frost came"."""
    if other is clause.before or any(c is other for c in clause.up()):
        return True
    told = (Kind.SUBORDINATE, Kind.PARTICIPIAL, Kind.INFINITIVE)
    return any(c.parent is clause for c in takewhile(lambda c: c.kind in told, other.up()))
