"""A user's corrections of what was read; after ``document`` and before ``explain`` in the order of imports.

``file`` reads the small TOML in which they are written, ``apply`` makes a corrected document.
"""

from __future__ import annotations

from .apply import correct
from .file import SUFFIX, Corrections, Entry, beside, read_corrections

__all__ = ["SUFFIX", "Corrections", "Entry", "beside", "correct", "read_corrections"]
