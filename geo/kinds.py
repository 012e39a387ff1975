"""What each kind of place is: the rows of ``kinds.toml``, for reading, page and exports alike.

The words for a kind stand with each language (``languages``), so that a new language is one folder; all else
that is known of a kind stands in its row.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class LayerStyle(NamedTuple):
    """How a layer is called and drawn: title, theme, colour ``#rrggbb``, SVG dash array, name of its sign."""

    title: str
    theme: str
    colour: str
    dash: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place.

    Attributes
    ----------
    layer
        The layer that holds it where a document has no layers of its own, one of ``LAYERS``.
    feature_class
        GeoNames' class: A administrative, H water, L region, P settlement, S site, T landform.
    aat, term
        Its type in Getty's Art & Architecture Thesaurus: id and term.
    dimension
        What it is drawn as where its shape is known: 0 a point, 1 a line, 2 an area.
    reach
        How it counts for what a map shows: "near" as every place; "long" what may lie around all others, and
        then does not widen the map; "vast" only where there is nothing else.
    level
        Of a country 0, of its units 1 to 3; None for what is no administrative unit. Neighbours of one level
        share their edges.
    exonyms
        Whether each language has names of its own for it.
    derived
        Whether it is made of other places: it has no entry in the gazetteer.
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

    @property
    def water(self) -> bool:
        """Whether it is a water."""
        return self.feature_class == "H"

    @property
    def backdrop(self) -> bool:
        """Whether it is a backdrop beside any other place."""
        return self.reach == "vast" and not self.water

    @property
    def look(self) -> str:
        """How its name is written: as a country, a water, a town, a line or an area."""
        if self.backdrop:
            return "country"
        return "water" if self.water else ("town", "line", "area")[self.dimension]


KINDS = {name: Kind(feature_class=row.pop("class"), **row) for name, row in _TABLE["kind"].items()}
"""Name, as ``Place.kind`` has it, → kind of place; a flow's features add the kind ``flow`` to them."""

# The colours are Okabe and Ito's, which differ for every kind of sight.
LAYERS = {name: LayerStyle(theme="", dash="", **row) for name, row in _TABLE["layer"].items()}
"""Name → style of each layer by kind, in the order in which they are listed."""

FLOWS = "flows"
"""The layer of ``LAYERS`` that holds the flows."""
