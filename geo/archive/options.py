"""What a user chooses for an archive, and the caps of one article."""

from __future__ import annotations

from msgspec import Struct


class Options(Struct, frozen=True, kw_only=True):
    """What decides the tables of an archive, besides its inputs; an archive is resumed only under the same.

    Attributes
    ----------
    text, title, date, id, outlet
        Names of the columns of JSONL, CSV and Parquet; all but ``text`` may be missing.
    gazetteer
        Path of another gazetteer; None for the pinned one.
    outlets
        Whether to make a second pass with what the first learned of the outlets' homes.
    most_characters
        How much of an article is read; the rest is cut off.
    most_seconds
        How long an article may take.
    most_bytes
        How much memory an article may take, besides what the process has.
    cut_bytes
        How much input is a unit of work.
    """

    text: str = "text"
    title: str = "title"
    date: str = "date"
    id: str = "id"
    outlet: str = "outlet"
    gazetteer: str | None = None
    outlets: bool = False
    most_characters: int = 5_000_000
    most_seconds: float = 300.0
    most_bytes: int = 2_000_000_000
    cut_bytes: int = 1 << 20
