"""Claims in words: what the article says, who says so, of what together, and what the data measure."""

from __future__ import annotations

from ..document import MapDocument
from ..model import Claim
from ..words import Vocabulary


def claim_words(claim: Claim, document: MapDocument) -> str:
    """Say what a claim says, in the article's own words: the figure, and what it counts."""
    surface = " ".join(document.article.text[claim.start : claim.end].split())
    subject = " ".join(claim.subject.split())
    qualifier = claim.qualifier or ""
    if qualifier and qualifier.casefold() not in surface.casefold():
        surface = f"{qualifier} {surface}"
    return surface if not subject or subject.casefold() in surface.casefold() else f"{surface}: {subject}"


def together_words(claim: Claim, document: MapDocument, say: Vocabulary) -> str | None:
    """Name all that a figure is given for together; None for a figure that holds for each."""
    if not claim.together:
        return None
    names = [document.places[p].name for p in claim.places]
    return say("taken_together", places=say.listed(names))


def measured_words(claim: Claim, say: Vocabulary) -> str | None:
    """Say what the pinned data measure where the article gives a figure; None where they do not."""
    if claim.measured is None:
        return None
    m = claim.measured
    return say("measured", value=f"{m.value:,g} {m.unit}", method=m.method, resolution=m.resolution)
