"""A user's corrections of what was read; after ``document`` and before ``explain`` in the order of imports.

``file`` reads the small TOML in which they are written, ``apply`` corrects toponyms,
``story`` what is said of their places.
"""

from __future__ import annotations

from .apply import Spans, correct, corrected
from .file import (
    HOUSE,
    SUFFIX,
    Corrections,
    Entry,
    Fault,
    Setting,
    Table,
    beside,
    check_fit,
    corrections_for,
    is_corrections,
    joined,
    read_corrections,
    tables,
    tables_of,
)
from .story import layers_by_kind, retold

__all__ = [
    "HOUSE",
    "SUFFIX",
    "Corrections",
    "Entry",
    "Fault",
    "Setting",
    "Spans",
    "Table",
    "beside",
    "check_fit",
    "correct",
    "corrected",
    "corrections_for",
    "is_corrections",
    "joined",
    "layers_by_kind",
    "read_corrections",
    "retold",
    "tables",
    "tables_of",
]
