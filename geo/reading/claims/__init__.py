"""What an article says of its places: figures, movements, times and themes, each with its sentence.

Every sentence is read by general rules (``sentence``): its figures (``quantities``) are tied (``attachment``)
to the places that they are about, or to movements between places (``flows``); dates become intervals
(``times``); ``themes`` puts mentions into layers of what the story is about. Stands between resolution and
the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ...model import Article, Claim, Flow, FlowMention, Place, Sentence, ThemeLayer, Time, Toponym
from .attachment import attach, each_vessel
from .flows import Movement, find_movements
from .measure import measure
from .quantities import Quantity, find_quantities
from .sentence import Reading, read_sentence
from .sources import find_source
from .subjects import subject_of
from .themes import Themes, read_themes
from .times import SPOKEN, find_times
from .topics import theme_layers

__all__ = ["Findings", "Themes", "find_claims", "read_themes", "theme_layers"]

_READ = frozenset({"title", "heading", "paragraph"})
_LONGEST = 2000  # characters: what is longer is a table or a list, and says nothing in clauses
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_BACK = 2  # how many sentences "each flight" may look back


class Findings(NamedTuple):
    """What was found: claims and times by their start, flows by their first mention, layers as listed."""

    claims: tuple[Claim, ...] = ()
    flows: tuple[Flow, ...] = ()
    times: tuple[Time, ...] = ()
    layers: tuple[ThemeLayer, ...] = ()


def find_claims(
    article: Article,
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    themes: Themes | None = None,
) -> Findings:
    """Find what an article says of its places.

    Bylines, comments and passages that only repeat are not read. The rules are of English: an article in
    another language has no findings.

    Parameters
    ----------
    article, sentences, toponyms
        The article, its sentences, and its toponyms, resolved.
    themes
        What layers may be about; the pinned table where none is given.

    Returns
    -------
    Findings
        Empty where nothing is said of a place.
    """
    if article.language != "en":
        return Findings()
    findings = _Finder(article, sentences, toponyms).find()
    layers = theme_layers(article, sentences, toponyms, findings.flows, themes or read_themes())
    return findings._replace(layers=layers)


class _Finder:
    def __init__(self, article: Article, sentences: Sequence[Sentence], toponyms: Sequence[Toponym]) -> None:
        self.article = article
        self.sentences = [
            s for s in sentences if s.kind in _READ and s.repeats is None and s.end - s.start <= _LONGEST
        ]
        self.said: dict[str, list[Toponym]] = {}
        self.places: dict[str, Place] = {}
        for t in toponyms:
            self.said.setdefault(t.sentence_id, []).append(t)
            if t.resolution and t.resolution.place:
                self.places[t.resolution.place.id] = t.resolution.place
        self.claims: list[Claim] = []
        self.flows: dict[str, Flow] = {}
        self.times: list[Time] = []

    def find(self) -> Findings:
        recent: tuple[int, tuple[str, ...]] = (-_BACK, ())
        for n, sentence in enumerate(self.sentences):
            times = find_times(self.article.text, sentence, self.article.date)
            self.times += times
            reading = read_sentence(self.article.text, sentence, self.said.get(sentence.id, ()))
            movements = find_movements(reading)
            flows = tuple(self._flow(reading, m) for m in movements)
            if flows:
                recent = n, tuple(dict.fromkeys(flows))
            if sentence.kind != "heading":
                moving = recent[1] if n - recent[0] <= _BACK else ()
                self._figures(reading, movements, flows, times, moving)
        return Findings(
            tuple(replace(c, id=f"c{n:02d}") for n, c in enumerate(self.claims, 1)),
            tuple(self.flows.values()),
            tuple(replace(t, id=f"d{n:02d}") for n, t in enumerate(self.times, 1)),
        )

    def _figures(
        self,
        reading: Reading,
        movements: Sequence[Movement],
        flows: Sequence[str],
        times: Sequence[Time],
        recent: tuple[str, ...],
    ) -> None:
        """Add the claims of a sentence; `recent` are the flows that the last sentences told of."""
        quantities = find_quantities(reading)
        if not quantities:
            return
        source = find_source(reading.text, reading.sentence)
        subject = ""
        for quantity, target in zip(quantities, attach(reading, quantities, movements), strict=True):
            subject = subject_of(reading, quantity) or subject
            places: tuple[str, ...] = ()
            moved: tuple[str, ...] = ()
            per, each = quantity.per, False
            vessel = each_vessel(reading, quantity)
            if target:
                places, each = target.places, target.each
                moved = tuple(dict.fromkeys(flows[i] for i in target.movements))
                per = per or vessel
            elif vessel and not reading.mentions:
                moved, per = recent, per or vessel
            if not places and not moved:
                continue
            if target and moved and not subject:
                subject = self.flows[moved[0]].subject
            claim = Claim(
                id="",
                sentence_id=reading.sentence.id,
                start=quantity.start,
                end=quantity.end,
                surface=reading.text[quantity.start : quantity.end],
                places=places,
                flows=moved,
                together=len(places) + len(moved) > 1 and not each and not (vessel and per == vessel),
                quantity=quantity.value,
                quantity_max=quantity.high,
                unit=quantity.unit,
                per=per,
                qualifier=quantity.qualifier,
                subject=subject,
                time=_time_of(reading, quantity, times),
                source=source,
            )
            self.claims.append(measure(claim, self.places[places[0]] if len(places) == 1 else None))

    def _flow(self, reading: Reading, m: Movement) -> str:
        """Add a movement to the flows, which have each pair of places and direction once; return its id."""
        ends = [_safe(p) for p in m.ends]
        key = "flow-" + "-".join([*ends, *(["both"] if m.direction == "both ways" else [])])
        mention = FlowMention(reading.sentence.id, m.start, m.end, reading.text[m.start : m.end])
        flow = self.flows.get(key) or Flow(key, *m.ends, m.direction, "", ())
        if mention not in flow.mentions:
            flow = replace(flow, mentions=(*flow.mentions, mention))
        self.flows[key] = replace(flow, subject=flow.subject or m.subject)
        return key


def _safe(place_id: str) -> str:
    """Return an id as a part of a feature's id, which folium may take for a template: plain letters only."""
    return _UNSAFE.sub("-", place_id)


def _time_of(reading: Reading, quantity: Quantity, times: Sequence[Time]) -> str | None:
    """Return the time of a figure: the nearest in its clause, or the only one of its sentence."""
    meant = [t for t in times if not SPOKEN.search(reading.text, max(0, t.start - 40), t.start)]
    near = [t for t in meant if reading.clause(t.start) == reading.clause(quantity.number)]
    near = near or (meant if len(meant) == 1 else [])
    if not near:
        return None
    return min(near, key=lambda t: min(abs(t.start - quantity.end), abs(quantity.start - t.end))).interval
