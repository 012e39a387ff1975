"""What a page shows of a story of very many places: those that it speaks of most."""

from __future__ import annotations

from msgspec.structs import replace

from ...document import MapDocument

MOST_PLACES, MOST_FLOWS = 10_000, 10_000


def most_important(document: MapDocument, places: int = MOST_PLACES, flows: int = MOST_FLOWS) -> MapDocument:
    """Return a document with at most so many places and flows: the most mentioned, then the first.

    Examples
    --------
    >>> from geo import geoparse
    >>> document = geoparse("They met in Oslo, then in Lima. Oslo was cold.")
    >>> [document.places[i].name for i in most_important(document, places=1).mentions()]
    ['Oslo']
    """
    said = document.mentions()
    if len(said) <= places and len(document.flows) <= flows:
        return document
    kept = set(sorted(said, key=lambda i: -len(said[i]))[:places])
    drawn = sorted(document.flows, key=lambda f: -len(f.mentions))[:flows]
    moving = {f.id for f in drawn}
    return replace(
        document,
        toponyms=tuple(t for t in document.toponyms if not t.place or t.place.id in kept),
        flows=tuple(f for f in document.flows if f.id in moving),
        claims=tuple(c for c in document.claims if kept.issuperset(c.places) and moving.issuperset(c.flows)),
    )
