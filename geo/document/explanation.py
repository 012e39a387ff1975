"""Tell in plain words how each toponym of a document was resolved, and what is said of its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from textwrap import indent
from typing import Any

from msgspec import to_builtins

from ..errors import DocumentError, visible
from ..gazetteer import fold
from ..languages import vocabulary
from ..model import Candidate, Place, Resolution, Toponym
from .corrections import SUFFIX
from .document import MapDocument
from .telling import tell_claim, tell_flow, tell_time

_SAY = vocabulary("en")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to tell: as text for people, and as plain data for programs."""

    text: str
    data: list[dict[str, Any]]


def explain(document: MapDocument, *, place: str | None = None, sentence: str | None = None) -> Explanation:
    """Explain a document's toponyms.

    Parameters
    ----------
    document
        The document.
    place
        Only toponyms with this surface, or resolved to the place of this name or id; case and diacritics
        do not matter.
    sentence
        Only toponyms of the sentence with this id.

    Raises
    ------
    DocumentError
        If the document has no such toponym or sentence.
    """
    if sentence is not None and sentence not in document.sentence:
        ids = f"{document.sentences[0].id} to {document.sentences[-1].id}" if document.sentences else "none"
        raise DocumentError(f"{sentence}: no such sentence; expected one of {ids}")
    toponyms = [
        t
        for t in document.toponyms
        if not t.repeats
        and (place is None or _is_named(t, place))
        and (sentence is None or t.sentence_id == sentence)
    ]
    if place is not None and not toponyms:
        names = sorted({" ".join(t.surface.split()) for t in document.toponyms})
        raise DocumentError(
            f"{place}: not named in this article; expected one of {', '.join(names) or 'none'}"
        )
    parts: list[str] = []
    for sentence_id, said in groupby(toponyms, key=lambda t: t.sentence_id):
        shown = list(said)
        parts += [f"{sentence_id}  {document.text_of(sentence_id)}\n", *map(_told, shown)]
        if lines := _story(document, sentence_id, shown, everything=place is None):
            parts.append("\n".join(lines) + "\n")
    if toponyms:
        stem = Path(document.article.source).stem.strip("-")
        where = f"{stem}{SUFFIX} beside the article" if stem else "a file for --corrections"
        parts.append(f"To correct one, put its lines into {where}:\n")
        said_so: dict[str, list[Toponym]] = {}
        for t in toponyms:
            said_so.setdefault(" ".join(t.surface.split()).casefold(), []).append(t)
        parts += [indent(lines_to_paste(same), "    ") + "\n" for same in said_so.values()]
    return Explanation("\n".join(parts).rstrip() or "No toponyms.", [_data(document, t) for t in toponyms])


def describe(place: Place) -> str:
    """Name a place with its kind and what contains it.

    Examples
    --------
    >>> describe(Place("geonames:1", "Lima", "populated_place", -77.0, -12.0, parents=("Lima", "Peru")))
    'Lima, populated place in Lima, Peru'
    """
    where = f" in {', '.join(place.parents)}" if place.parents else ""
    return f"{place.name}, {place.kind.replace('_', ' ')}{where}"


def _story(
    document: MapDocument, sentence_id: str, toponyms: Sequence[Toponym], *, everything: bool
) -> list[str]:
    """Say what a sentence claims, moves and dates, of these toponyms or in all, and their layers."""
    names = {p.id: p.name for p in document.places.values()}
    flows = {f.id: tell_flow(f, names) for f in document.flows}
    here = {t.resolution.place.id for t in toponyms if t.resolution and t.resolution.place}
    moving = {f.id for f in document.flows if here & {f.origin, f.destination}}
    lines = [
        f"  Claim: {tell_claim(c, names, flows)}."
        for c in document.claims
        if c.sentence_id == sentence_id and (everything or here & {*c.places} or moving & {*c.flows})
    ]
    lines += [
        f"  Movement: {flows[f.id]}."
        for f in document.flows
        if (everything or f.id in moving) and any(m.sentence_id == sentence_id for m in f.mentions)
    ]
    lines += [f"  Time: {tell_time(t)}." for t in document.times if t.sentence_id == sentence_id]
    ids = {t.id for t in toponyms}
    titles = [layer.title for layer in document.layers if ids & {*layer.toponyms}]
    return [*lines, *([f"  Layers: {', '.join(titles)}."] if titles else [])]


def lines_to_paste(toponyms: Sequence[Toponym]) -> str:
    """Write the lines that correct toponyms of one surface, for a file of corrections.

    They name the best place that was not chosen; the other ways, and how to correct one sentence alone, are
    comments. ``read_corrections`` takes them as they are.

    Examples
    --------
    >>> print(lines_to_paste([Toponym("t01", 0, 7, "Reading", "s01", "name", "Reading")]))
    [[correct]]
    surface = "Reading"
    not_a_place = true
    # sentence = "s01"
    """
    read = [t.resolution for t in toponyms if t.resolution]
    chosen = {r.place.id for r in read if r.place}
    others = {c.place.id: c.place for r in read for c in r.candidates}
    if len(chosen) == 1:
        others = {i: place for i, place in others.items() if i not in chosen}
    ways = [f"place = {json.dumps(i)}  # {' '.join(describe(p).split())}" for i, p in others.items()]
    first, *rest = [*ways, "not_a_place = true"]
    surface = json.dumps(" ".join(toponyms[0].surface.split()), ensure_ascii=False)
    one, *more = dict.fromkeys(t.sentence_id for t in toponyms)
    only = f'# sentence = "{one}"' + (f"  # or {', '.join(more)}" if more else "")
    lines = ["[[correct]]", f"surface = {surface}", first, *(f"# {way}" for way in rest), only]
    return visible("\n".join(lines))


def _is_named(t: Toponym, name: str) -> bool:
    place = t.resolution.place if t.resolution else None
    return fold(name) in {fold(t.surface), *((fold(place.name),) if place else ())} or (
        place is not None and name == place.id
    )


def _told(t: Toponym) -> str:
    kind = "" if t.kind == "name" else f" ({t.kind})"
    r = t.resolution
    if r is None or r.place is None:
        head = f"  “{t.surface}”{kind} has no place: {_reasons(r) if r else 'not resolved'}."
    else:
        head = f"  “{t.surface}”{kind} is {describe(r.place)} ({r.place.id}), {r.confidence:.0%} sure"
        head += f": {_reasons(r)}." if r.reasons else "."
        if r.place.extent != "point":
            how = r.place.extent_method
            head += f"\n    Its extent is {r.place.extent}{f': {_SAY.message(how)}' if how else ''}."
    lines = [head]
    if r and r.candidates:
        lines.append(f"    Considered {r.considered}, the best:")
        lines += [f"    {_candidate(c)}" for c in r.candidates]
    return "\n".join(lines) + "\n"


def _reasons(resolution: Resolution) -> str:
    return "; ".join(map(_SAY.message, resolution.reasons))


_PARTS = 4  # of a score are told; JSON has all


def _candidate(c: Candidate) -> str:
    parts = ", ".join(f"{name} {value:+.2f}" for name, value in c.reasons[:_PARTS])
    if rest := [value for _, value in c.reasons[_PARTS:]]:
        parts += f", {len(rest)} more {sum(rest):+.2f}"
    return f"{c.score:6.2f}  {describe(c.place)} ({c.place.id})" + (f": {parts}" if parts else "")


def _data(document: MapDocument, t: Toponym) -> dict[str, Any]:
    r = t.resolution
    place = r.place.id if r and r.place else None
    return {
        "toponym": t.id,
        "sentence_id": t.sentence_id,
        "surface": t.surface,
        "kind": t.kind,
        "place": r.place.id if r and r.place else None,
        "name": r.place.name if r and r.place else None,
        "confidence": r.confidence if r else 0.0,
        "reasons": [_SAY.message(m) for m in r.reasons] if r else [],
        "candidates": _candidates(r.candidates if r else ()),
        "claims": [
            to_builtins(c) for c in document.claims if place in c.places and c.sentence_id == t.sentence_id
        ],
        "flows": [
            f.id
            for f in document.flows
            if place in (f.origin, f.destination) and any(m.sentence_id == t.sentence_id for m in f.mentions)
        ],
        "layers": [layer.title for layer in document.layers if t.id in layer.toponyms],
        "correction": lines_to_paste([t]),
    }


def _candidates(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [
        {"id": c.place.id, "name": describe(c.place), "score": c.score, "reasons": dict(c.reasons)}
        for c in candidates
    ]
