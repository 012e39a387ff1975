"""Ends that stand in another clause, in what describes the thing moved, or in the sentence before."""

from __future__ import annotations

from ..grammar import Clause
from .described import Answer, DescribedEnds
from .destination import DestinationSearch
from .origin import OriginSearch


class EndsElsewhere(DescribedEnds):
    """Finds the end of a movement that its own clause does not name."""

    def origin_elsewhere(self, clause: Clause) -> Answer:
        """Return the origin of what moves, from the words that describe it or from a clause before."""
        assert clause.verb is not None
        return OriginSearch(self, clause, clause.verb).find()

    def destination_elsewhere(self, clause: Clause) -> Answer:
        """Return the destination of what moves, from a clause beside it or the sentence before."""
        assert clause.verb is not None
        return DestinationSearch(self, clause, clause.verb).find()
