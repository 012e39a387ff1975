"""Figures of a sentence: how much of what, and the values of the pinned data beside them."""

from .figures import Quantity, find_quantities
from .measured import measure
from .subjects import subject_of

__all__ = ["Quantity", "find_quantities", "measure", "subject_of"]
