"""What each kind of place is: the rows of ``kinds.toml``, for reading, page and exports alike.

The words for a kind are in the folder of each language (``languages``), so that a new language is one folder.
All other facts about a kind are in its row.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class LayerStyle(NamedTuple):
    """A layer's title and look: title, theme, colour ``#rrggbb``, SVG dash array, name of its sign."""

    title: str
    theme: str
    colour: str
    dash: str
    symbol: str


class Kind(Struct, frozen=True):
    """A kind of place.

    Attributes
    ----------
    layer
        One of ``LAYERS``: the layer that holds it if a document has no layers of its own.
    feature_class
        GeoNames' class: A administrative, H water, L region, P settlement, R road, S site,
        T landform.
    aat, term
        Its type in Getty's Art & Architecture Thesaurus: id and term.
    dimension
        How it is drawn if its shape is known: 0 a point, 1 a line, 2 an area.
    reach
        How it counts when the map's frame is chosen: "near" always; "long" unless it surrounds all others;
        "vast" only if there is no other place.
    level
        0 for a country, 1 to 3 for its units, None for a kind that is not an administrative unit. Neighbours
        of one level share their edges.
    exonyms
        Whether languages have their own names for such places.
    derived
        Whether it is made from other places, without an entry in the gazetteer.
    like
        The kind whose weights it has in reading, for a kind that nothing was learned of; empty for its own.
    """

    layer: str
    feature_class: str
    aat: str
    term: str
    dimension: int = 2
    reach: Literal["near", "long", "vast"] = "near"
    level: int | None = None
    exonyms: bool = False
    derived: bool = False
    like: str = ""

    @property
    def water(self) -> bool:
        """Whether it is a body of water."""
        return self.feature_class == "H"

    @property
    def backdrop(self) -> bool:
        """Whether it is a backdrop beside any other place."""
        return self.reach == "vast" and not self.water

    @property
    def look(self) -> str:
        """How its name is drawn: as that of a country, a body of water, a town, a line or an area."""
        if self.backdrop:
            return "country"
        return "water" if self.water else ("town", "line", "area")[self.dimension]


KINDS = {name: Kind(feature_class=row.pop("class"), **row) for name, row in _TABLE["kind"].items()}
"""Name, as in ``Place.kind``, → kind of place; features of flows add the kind ``flow``."""

# The colours are Okabe and Ito's: people with any kind of colour vision can separate them.
LAYERS = {name: LayerStyle(theme="", dash="", **row) for name, row in _TABLE["layer"].items()}
"""Name → style of each layer by kind, in the order in which they are listed."""

FLOWS = "flows"
"""The layer of ``LAYERS`` that holds the flows."""


LOCAL = frozenset({"populated_place", "admin2", "admin3"})
"""Kinds of towns, and of units about a town."""


def like(kind: str) -> str:
    """Return the kind whose weights a kind has in reading.

    Examples
    --------
    >>> like("volcano"), like("lake")
    ('mountain', 'lake')
    """
    return KINDS[kind].like or kind
