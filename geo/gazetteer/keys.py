"""Join keys: the codes by which other data know a place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .pinned import Pinned, data_dir

FILE = "keys.tsv"
KEY_COLUMNS = ("place", "iso_3166_1_alpha_3", "iso_3166_2", "wikidata")
"""Columns of the table, in order."""

LOCAL_KEYS = ("ubigeo", "psgc", "iata", "icao")
"""Sources of places whose ids are codes that others use: of Peru, of the Philippines, of airports."""


def keys_of(place_id: str, kind: str, country: str | None) -> dict[str, str]:
    """Return the keys of a place by their names.

    ``iso_3166_1`` (alpha-2) and ``iso_3166_1_alpha_3`` of a country, ``iso_3166_2`` of a unit, ``wikidata``,
    and the code that its id holds, by a name of `LOCAL_KEYS`.

    Examples
    --------
    >>> keys_of("geonames:3932488", "country", "PE")["iso_3166_1_alpha_3"]
    'PER'
    >>> keys_of("ubigeo:211201", "admin3", "PE")
    {'ubigeo': '211201'}
    """
    keys = {"iso_3166_1": country} if kind == "country" and country else {}
    values = _table().get(place_id, "").split("\t")
    keys |= {name: value for name, value in zip(KEY_COLUMNS[1:], values, strict=False) if value}
    source, _, rest = place_id.partition(":")
    return {**keys, source: rest} if source in LOCAL_KEYS else keys


@cache
def _table() -> Mapping[str, str]:
    """Read the rest of the row of each place."""
    pinned = Pinned.read(data_dir())
    pinned.check([FILE])
    _, *lines = (pinned.folder / FILE).read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)
