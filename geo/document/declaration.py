"""What a document is made of, declared once: reader, writer, faults and schema take it from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..model import (
    Article,
    Claim,
    Correction,
    Flow,
    MapView,
    Message,
    PassedName,
    Place,
    Route,
    Sentence,
    Sha256,
    ThemeLayer,
    Time,
    Toponym,
    Value,
)

FORMAT = "dateline-map"
VERSION = 2


class Provenance(Value, frozen=True):
    """What a document was made from.

    Attributes
    ----------
    generator
        Program and version, ``"dateline 0.1.0"``.
    gazetteer
        Its name and version.
    files
        File name → SHA-256 of each file that was read: of the gazetteer, and of corrections.
    basemap
        SHA-256 of the pinned file that the backdrop is drawn from.
    attributions
        Whom a map made from this must name, in order: ``key`` is as in ``Place.sources``, and one with ``of``
        is named only where a place that is shown has that source.
    corrections
        What users' corrections changed, in the order of their files.
    """

    generator: str
    gazetteer: str
    files: Mapping[str, Sha256]
    basemap: Sha256
    attributions: tuple[Message, ...]
    corrections: tuple[Correction, ...] = ()


class Members(Value, frozen=True):
    """What a ``MapDocument`` and its file share."""

    article: Article
    sentences: tuple[Sentence, ...]
    toponyms: tuple[Toponym, ...]
    places: Mapping[str, Place]
    provenance: Provenance
    claims: tuple[Claim, ...] = ()
    flows: tuple[Flow, ...] = ()
    times: tuple[Time, ...] = ()
    layers: tuple[ThemeLayer, ...] = ()
    map: MapView = MapView()
    passed: tuple[PassedName, ...] = ()
    routes: tuple[Route, ...] = ()


class DocumentFile(Members, frozen=True, kw_only=True, tag_field="format", tag=FORMAT):
    """An article, the toponyms read in it, and the places that they were taken to mean.

    Offsets are Unicode code points, end exclusive; integers have no decimal point; coordinates are longitude,
    latitude in decimal degrees, EPSG:4326. Places are referred to by their ids. What the program concluded is
    a code with values. Version 2 is open until the first release: members may be added.
    """

    version: Literal[2]
    places: tuple[Place, ...]  # type: ignore[assignment]
