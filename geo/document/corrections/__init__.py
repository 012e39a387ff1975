"""A user's corrections of what was read; after ``document`` and before ``explain`` in the order of imports.

``file`` reads the small TOML in which they are written, ``apply`` makes a corrected document.
"""

from __future__ import annotations

from .apply import correct, corrected
from .file import (
    HOUSE,
    SUFFIX,
    Corrections,
    Entry,
    Fault,
    Table,
    beside,
    corrections_for,
    is_corrections,
    joined,
    read_corrections,
    tables,
    tables_of,
)

__all__ = [
    "HOUSE",
    "SUFFIX",
    "Corrections",
    "Entry",
    "Fault",
    "Table",
    "beside",
    "correct",
    "corrected",
    "corrections_for",
    "is_corrections",
    "joined",
    "read_corrections",
    "tables",
    "tables_of",
]
