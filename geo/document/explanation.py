"""Say how each toponym of a document was resolved, and what is said of its place, in a language's words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import indent
from typing import Any

from msgspec import Struct, to_builtins

from ..errors import DocumentError, visible
from ..gazetteer import fold
from ..languages import (
    Vocabulary,
    measured_words,
    page_language,
    polarity_words,
    said_words,
    source_words,
    time_words,
    together_words,
    vocabulary,
)
from ..model import Candidate, Claim, Flow, Resolution, Toponym
from .corrections import SUFFIX
from .document import MapDocument


class Explanation(Struct, frozen=True):
    """An explanation: as text for people, and as plain data for programs."""

    text: str
    data: list[dict[str, Any]]


def explain(
    document: MapDocument,
    *,
    place: str | None = None,
    sentence: str | None = None,
    language: str | None = None,
) -> Explanation:
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
    language
        Of the words, one of ``languages.LANGUAGES``; None for the article's, or English where that is not one
        of them.

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
    say = vocabulary(language or page_language(document.article.language))
    called = document.called(say)
    parts: list[str] = []
    for sentence_id, said in groupby(toponyms, key=lambda t: t.sentence_id):
        shown = list(said)
        parts.append(f"{sentence_id}  {document.text_of(sentence_id)}\n")
        parts += [indent("\n".join(_toponym_lines(t, say)), "  ") + "\n" for t in shown]
        if lines := list(_story_lines(called, sentence_id, shown, say, everything=place is None)):
            parts.append(indent("\n".join(lines), "  ") + "\n")
    if toponyms:
        stem = Path(document.article.source).stem.strip("-")
        where = say("beside", file=stem + SUFFIX) if stem else say("named")
        parts.append(say("correct", file=where) + "\n")
        same_surface: dict[str, list[Toponym]] = {}
        for t in toponyms:
            same_surface.setdefault(" ".join(t.surface.split()).casefold(), []).append(t)
        parts += [indent(lines_to_paste(same, say), "    ") + "\n" for same in same_surface.values()]
    text = "\n".join(parts).rstrip() or say("no_toponyms")
    return Explanation(text, [_data(document, t, say) for t in toponyms])


def _story_lines(
    document: MapDocument, sentence_id: str, toponyms: Sequence[Toponym], say: Vocabulary, *, everything: bool
) -> Iterator[str]:
    """Say what a sentence claims, moves and dates, of these toponyms or in all, and their layers."""
    here = {t.place.id for t in toponyms if t.place}
    moving = {f.id for f in document.flows if here & {f.origin, f.destination}}
    for c in document.claims:
        if c.sentence_id == sentence_id and (everything or here & {*c.places} or moving & {*c.flows}):
            yield _claim_line(c, document, say)
    for f in document.flows:
        if (everything or f.id in moving) and any(m.sentence_id == sentence_id for m in f.mentions):
            yield say("movement", flow=_flow_words(f, document, say))
    for r in document.routes:
        if (everything or here & {*r.places}) and any(m.sentence_id == sentence_id for m in r.mentions):
            yield say("route", kind=say(f"route_{r.kind}"), name=document.route_name(r))
    for time in document.times:
        if time.sentence_id == sentence_id:
            yield say("time", surface=time.surface, interval=time_words(time.interval))
    ids = {t.id for t in toponyms}
    if titles := [say.layer(layer.title) for layer in document.layers if ids & {*layer.toponyms}]:
        yield say("layers", titles=", ".join(titles))


def _claim_line(claim: Claim, document: MapDocument, say: Vocabulary) -> str:
    """Say what a claim says of what, with its figure as it was read where the article writes it otherwise."""
    flows = (_flow_words(f, document, say) for f in document.flows if f.id in claim.flows)
    names = [*(document.places[p].name for p in claim.places), *flows]
    listed = say.listed(names)
    about = together_words(claim, names, say) or (say("each", places=listed) if len(names) > 1 else listed)
    said = said_words(claim, say)
    ends = [claim.quantity, *([] if claim.quantity_max is None else [claim.quantity_max])]
    figure = "–".join(say.number(end, ".10g") for end in ends)
    figure += f" {claim.unit}" if claim.unit.isupper() else ""  # a code of money
    parts = [said, source_words(claim, say), None if figure in said else say("read_as", figure=figure)]
    line = say("claim", about=about, said=", ".join(part for part in parts if part))
    measured = measured_words(claim, say)
    return f"{line} {measured}." if measured else line


def _flow_words(flow: Flow, document: MapDocument, say: Vocabulary) -> str:
    words = ", ".join(filter(None, (flow.subject, polarity_words(flow.polarity, say))))
    return document.flow_name(flow) + (f" ({words})" if words else "")


def lines_to_paste(toponyms: Sequence[Toponym], say: Vocabulary) -> str:
    """Write the lines that correct toponyms of one surface, for a file of corrections.

    They name the best place that was not chosen; the other ways, and how to correct one sentence alone, are
    comments. ``read_corrections`` takes them as they are.

    Examples
    --------
    >>> print(lines_to_paste([Toponym("t01", 0, 7, "Reading", "s01", "name", "Reading")], vocabulary("en")))
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
    ways = [f"place = {json.dumps(i)}  # {' '.join(say.described(p).split())}" for i, p in others.items()]
    first, *rest = [*ways, "not_a_place = true"]
    surface = json.dumps(" ".join(toponyms[0].surface.split()), ensure_ascii=False)
    one, *more = dict.fromkeys(t.sentence_id for t in toponyms)
    only = f'# sentence = "{one}"' + (f"  # {say('other_sentences', ids=', '.join(more))}" if more else "")
    lines = ["[[correct]]", f"surface = {surface}", first, *(f"# {way}" for way in rest), only]
    return visible("\n".join(lines))


def _is_named(t: Toponym, name: str) -> bool:
    """Whether a name is a toponym's surface, or the name or id of its place."""
    names = {fold(t.surface), *([fold(t.place.name)] if t.place else [])}
    return fold(name) in names or (t.place is not None and name == t.place.id)


def _toponym_lines(t: Toponym, say: Vocabulary) -> Iterator[str]:
    """Say what a toponym was taken to mean and why, its place's extent, and the other candidates."""
    r = t.resolution
    kind = "" if t.kind == "name" else f" ({say(f'kind_{t.kind}')})"
    mention = {"surface": t.surface, "kind": kind}
    why = "; ".join(say.messages(*r.reasons)[0]) if r else say("not_resolved")
    if r and r.place:
        place, confidence = say.described(r.place), say.confidence(r.confidence)
        said = say("resolved", **mention, place=place, id=r.place.id, confidence=confidence)
        if r.certainty == "doubtful":
            said += say("or_rival", rival=say.described(r.rival)) if r.rival else say("in_doubt")
    else:
        said = say("not_placed", **mention)
    yield said + (f": {why}." if why else ".")
    if r and r.place and (extent := say.extent(r.place)):
        yield f"  {extent}."
    if r and (doubt := say.in_doubt(r.place, r.rival, r.certainty)):
        yield f"  {doubt}"
    if r and r.candidates:
        yield "  " + say("considered", n=say.number(r.considered))
        yield from (f"  {_candidate_line(c, say)}" for c in r.candidates)


_PARTS = 4  # of a score are shown; JSON has all


def _candidate_line(c: Candidate, say: Vocabulary) -> str:
    parts = ", ".join(f"{say.evidence(name)} {value:+.2f}" for name, value in c.reasons[:_PARTS])
    if rest := [value for _, value in c.reasons[_PARTS:]]:
        parts += f", {say('rest', n=len(rest), sum=f'{sum(rest):+.2f}')}"
    return f"{c.score:6.2f}  {say.described(c.place)}, {c.place.id}" + (f": {parts}" if parts else "")


def _data(document: MapDocument, t: Toponym, say: Vocabulary) -> dict[str, Any]:
    r = t.resolution or Resolution(None, 0.0, (), ())
    place = r.place.id if r.place else None
    return {
        "toponym": t.id,
        "sentence_id": t.sentence_id,
        "surface": t.surface,
        "kind": t.kind,
        "place": place,
        "name": say.called(r.place).name if r.place else None,
        "certainty": r.certainty,
        "confidence": r.confidence,
        "rival": r.rival.id if r.rival else None,
        "reasons": say.messages(*r.reasons)[0],
        "candidates": [
            {
                "id": c.place.id,
                "name": say.described(c.place),
                "score": c.score,
                "reasons": {say.evidence(name): value for name, value in c.reasons},
            }
            for c in r.candidates
        ],
        "claims": [
            to_builtins(c) for c in document.claims if place in c.places and c.sentence_id == t.sentence_id
        ],
        "flows": [
            f.id
            for f in document.flows
            if place in (f.origin, f.destination) and any(m.sentence_id == t.sentence_id for m in f.mentions)
        ],
        "layers": [say.layer(x.title) for x in document.layers if t.id in x.toponyms],
        "correction": lines_to_paste([t], say),
    }
