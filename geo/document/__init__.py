"""The interface between reading and drawing: one plain, versioned JSON document.

A ``MapDocument`` holds everything that a map shows: the text, its sentences and toponyms, the candidates
considered, the places with their geometry, and the provenance. Reading makes it. Features, page and exports
need nothing else, except the pinned basemap. A user's corrections make a new document from it, and `explain`
says in words how it was read.

Its members are those of the classes in ``model``, and its JSON Schema, ``schema.json``, is made from them. A
document of an older version is upgraded as it is read.
"""

from __future__ import annotations

from .corrections import (
    HOUSE,
    SUFFIX,
    Corrections,
    Entry,
    Fault,
    Setting,
    Spans,
    Table,
    beside,
    check_fit,
    correct,
    corrected,
    corrections_for,
    is_corrections,
    joined,
    layers_by_kind,
    read_corrections,
    retold,
    tables,
    tables_of,
)
from .declaration import FORMAT, VERSION, Provenance
from .document import MapDocument, json_lines, looks_like_document, places_of
from .explanation import explain
from .geometry import crosses_much, geometry_to_json, valid_geometry
from .style import styled

__all__ = [
    "FORMAT",
    "HOUSE",
    "SUFFIX",
    "VERSION",
    "Corrections",
    "Entry",
    "Fault",
    "MapDocument",
    "Provenance",
    "Setting",
    "Spans",
    "Table",
    "beside",
    "check_fit",
    "correct",
    "corrected",
    "corrections_for",
    "crosses_much",
    "explain",
    "geometry_to_json",
    "is_corrections",
    "joined",
    "json_lines",
    "layers_by_kind",
    "looks_like_document",
    "places_of",
    "read_corrections",
    "retold",
    "styled",
    "tables",
    "tables_of",
    "valid_geometry",
]
