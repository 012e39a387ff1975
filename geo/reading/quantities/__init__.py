"""Quantities of a sentence: figures with their units, what they count, and the pinned data's own values."""

from .figures import Quantity, find_quantities
from .measured import measure
from .subjects import Counted, counted_of, subject_of

__all__ = ["Counted", "Quantity", "counted_of", "find_quantities", "measure", "subject_of"]
