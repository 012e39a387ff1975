"""What an archive is made with: the version and the gazetteer."""

from __future__ import annotations

from pathlib import Path

from ..gazetteer import Gazetteer
from ..version import __version__


def about(gazetteer: str | None = None) -> dict[str, str]:
    """Return the version, and the name and hash of the gazetteer."""
    opened = Gazetteer.pinned() if gazetteer is None else Gazetteer.open(Path(gazetteer))
    data = opened.provenance
    return {
        "generator": f"dateline {__version__}",
        "gazetteer": data["name"],
        "gazetteer_sha256": data["sha256"],
    }
