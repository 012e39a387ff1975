"""Look up a name as an article's language has it.

The gazetteer may have the place by another name ("Inglaterra"), or the word may have an ending.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ..gazetteer import Gazetteer, fold
from ..kinds import KINDS
from ..languages import Language
from ..model import DEMONYM, MAIN_NAME, OTHER_NAME, Candidate, Place


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
    found = in_language(gazetteer.candidates(name), language)
    ours = language.called.get(fold(name))
    if ours is None:
        sure = any(c.rank < OTHER_NAME and _is_noted(c.place) for c in found)
        return found if sure else _inflected(fold(name), gazetteer, language) or found
    same = [c for c in gazetteer.candidates(ours) if c.place.name == ours]
    if not same:
        return found
    # The name is of the one place that has it in many languages, not of its namesakes.
    meant = min(same, key=lambda c: (not KINDS[c.place.kind].exonyms, -c.place.population, c.place.id))
    here = [replace(c, rank=MAIN_NAME) for c in same if c.place.country == meant.place.country]
    known = {c.place.id for c in here}
    others = [c for c in found if c.place.id not in known]
    return sorted([*here, *others], key=lambda c: (c.rank, -c.place.population, c.place.id))


_LEAST_STEM = 4  # code points
_ALIKE = 3  # code points that both begin with
_MOST_ENDING = 3  # code points of the name behind its stem
_TOWN = 15_000  # people: a smaller town is not told by its stem


def _is_noted(place: Place) -> bool:
    return KINDS[place.kind].exonyms or place.population >= _TOWN


def _inflected(key: str, gazetteer: Gazetteer, language: Language) -> list[Candidate]:
    """Find the places of the name that has the same stem as one word, in a language without rules.

    Of several names, it is a country's or large city's, else that of the largest place. A short stem counts
    where only the last letter differs.
    """
    stem = language.stem(key) if language.names_only and " " not in key else None
    if not stem:
        return []

    def same(names: Iterable[str]) -> list[str]:
        return [
            n
            for n in names
            if n != key
            and " " not in n
            and (n[:-1] == key[:-1] or (len(stem) >= _LEAST_STEM and n[:_ALIKE] == key[:_ALIKE]))
            and language.stem(n) == stem
        ]

    for name in same(language.called):
        return candidates_of(name, gazetteer, language)
    begin = stem if len(stem) >= _LEAST_STEM and key.startswith(stem) else key[:-1]
    if len(begin) < _ALIKE:
        return []
    names = same(gazetteer.keys_beginning(begin, len(begin) + _MOST_ENDING))
    found = [in_language(gazetteer.candidates(name), language) for name in names]
    noted = [[c for c in some if _is_here(c.place, language) and _is_noted(c.place)] for some in found]
    return max(noted, key=lambda some: max((c.place.population for c in some), default=0), default=[])


_LARGE = 100_000  # people: of such a town, the gazetteer's own name stands in the papers of other languages
METROPOLIS = 1_000_000  # people


def in_language(found: Iterable[Candidate], language: Language) -> list[Candidate]:
    """Leave out the places whose name is not one of the text's language, if that has no rules of its own.

    The gazetteer does not say which language a name is in. It is taken to be in that of the country where
    the place lies; elsewhere only the names of what is large count.

    Examples
    --------
    >>> from geo.languages import reading_language
    >>> with Gazetteer.open() as gazetteer:
    ...     found = gazetteer.candidates("Ed")
    >>> [{c.place.country for c in in_language(found, reading_language(code))} for code in ("sv", "id")]
    [{'SE'}, set()]
    """
    if not language.names_only:
        return list(found)
    return [c for c in found if c.rank == DEMONYM or _is_here(c.place, language) or _is_large(c)]


def _is_here(place: Place, language: Language) -> bool:
    return not language.spoken.isdisjoint(place.in_countries)


def _is_large(candidate: Candidate) -> bool:
    place = candidate.place
    by_own_name = candidate.rank < OTHER_NAME and place.population >= _LARGE
    return KINDS[place.kind].exonyms or by_own_name or is_metropolis(place)


def is_metropolis(place: Place) -> bool:
    """Whether a place is a capital, or a town of a million."""
    town = place.kind == "populated_place"
    return place.feature_code == "PPLC" or (town and place.population >= METROPOLIS)
