"""Look up a name as an article's language has it: in the gazetteer, and by what that calls the place."""

from __future__ import annotations

from msgspec.structs import replace

from ..gazetteer import Gazetteer, fold
from ..kinds import KINDS
from ..languages import Language
from ..model import Candidate


def candidates_of(name: str, gazetteer: Gazetteer, language: Language) -> list[Candidate]:
    """Find every place of a name, as ``Gazetteer.candidates`` does, with the one that the language calls so.

    That one comes as if the name were its own.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> with Gazetteer.open() as gazetteer:
    ...     candidates_of("Inglaterra", gazetteer, reading_language("es"))[0].place.name
    'England'
    """
    found = gazetteer.candidates(name)
    ours = language.called.get(fold(name))
    if ours is None:
        return found
    same = [c for c in gazetteer.candidates(ours) if c.place.name == ours]
    if not same:
        return found
    # The name is of the one place that has it in many languages, not of its namesakes.
    meant = min(same, key=lambda c: (not KINDS[c.place.kind].exonyms, -c.place.population, c.place.id))
    here = [replace(c, rank=0) for c in same if c.place.country == meant.place.country]
    known = {c.place.id for c in here}
    others = [c for c in found if c.place.id not in known]
    return sorted([*here, *others], key=lambda c: (c.rank, -c.place.population, c.place.id))
