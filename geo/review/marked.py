"""Turn reviewed articles into a marked corpus, so that every review measures the program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..model import Toponym
from .desk import Desk

_NEAR_KM = 15
"""How far from its place another one counts as right, km: that of our own corpora."""


def corpus(open_desks: Sequence[Desk], name: str) -> tuple[bytes, list[Desk]]:
    """Write the articles in which no name is open as a corpus that ``geo evaluate --format regional`` reads.

    Returns
    -------
    tuple of bytes and list of Desk
        The corpus, and the articles that are left out, because a name in them is open.
    """
    articles, left = [], []
    for desk in open_desks:
        if desk.is_placed:
            articles.append(_article(desk))
        else:
            left.append(desk)
    data = {"name": name, "version": 1, "offsets": "Unicode code points, end exclusive", "articles": articles}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), left


def _article(desk: Desk) -> dict[str, Any]:
    seen = desk.look()
    article = seen.document.article
    gone = [span for span, c in seen.decided.items() if c.place is None]
    return {
        "id": desk.id,
        "lang": article.language,
        "text": article.text,
        "toponyms": [_toponym(t) for t in seen.document.toponyms if t.place],
        "not_toponyms": [
            {"surface": article.text[start:end], "start": start, "end": end, "reason": "review"}
            for start, end in sorted(gone)
        ],
    }


def _toponym(t: Toponym) -> dict[str, Any]:
    assert t.place is not None
    return {
        "surface": t.surface,
        "start": t.start,
        "end": t.end,
        "alt_spans": [],
        "type": {"demonym": "demonym", "embedded": "embedded"}.get(t.kind, "literal"),
        "optional": t.repeats or t.kind in ("embedded", "relation"),
        "kind": t.place.kind,
        "name": t.place.name,
        "country": t.place.country or "",
        "lon": t.place.lng,
        "lat": t.place.lat,
        "tolerance_km": _NEAR_KM,
    }
