"""Look up a name as an article's language has it: in the gazetteer, and by what that calls the place."""

from __future__ import annotations

from ..gazetteer import Gazetteer, fold
from ..languages import Language
from ..model import Candidate


def candidates_of(name: str, gazetteer: Gazetteer, language: Language) -> list[Candidate]:
    """Find every place of a name, as ``Gazetteer.candidates`` does, with those that the language calls so.

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
    known = {c.place.id for c in found}
    more = [c for c in gazetteer.candidates(ours) if c.place.name == ours and c.place.id not in known]
    return sorted([*found, *more], key=lambda c: (c.rank, -c.place.population, c.place.id))
