"""Dateline: turn a news article into a map that opens anywhere; every feature links to its sentence.

>>> import geo
>>> document = geo.geoparse("Torrential rain flooded Nairobi, Kenya, on Monday.")
>>> [(t.surface, t.resolution.place.id) for t in document.toponyms]
[('Nairobi', 'geonames:184745'), ('Kenya', 'geonames:192950')]
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .document import Corrections, MapDocument, correct, read_corrections, styled
    from .embed import embed
    from .errors import (
        ArchiveError,
        ArticleError,
        ChecksumError,
        CorrectionsError,
        DocumentError,
        ExportError,
        GazetteerError,
        GeoError,
        OverlayError,
        SpansError,
        StyleError,
        ThemesError,
    )
    from .export import Layers, build_layers, export, overlay
    from .export.folium import folium_layers, folium_map
    from .gazetteer import Gazetteer
    from .gazetteer.geocoder import PinnedGeocoder
    from .kinds import LayerStyle
    from .model import (
        Article,
        BBox,
        Block,
        Candidate,
        Claim,
        Flow,
        FlowMention,
        LngLat,
        Measured,
        Place,
        Resolution,
        Sentence,
        ThemeLayer,
        Time,
        Toponym,
    )
    from .pipeline import geoparse, render, rerender
    from .reading.article import article_from_text, read_article

__all__ = [
    "ArchiveError",
    "Article",
    "ArticleError",
    "BBox",
    "Block",
    "Candidate",
    "ChecksumError",
    "Claim",
    "Corrections",
    "CorrectionsError",
    "DocumentError",
    "ExportError",
    "Flow",
    "FlowMention",
    "Gazetteer",
    "GazetteerError",
    "GeoError",
    "LayerStyle",
    "Layers",
    "LngLat",
    "MapDocument",
    "Measured",
    "OverlayError",
    "PinnedGeocoder",
    "Place",
    "Resolution",
    "Sentence",
    "SpansError",
    "StyleError",
    "ThemeLayer",
    "ThemesError",
    "Time",
    "Toponym",
    "__version__",
    "article_from_text",
    "build_layers",
    "correct",
    "embed",
    "export",
    "folium_layers",
    "folium_map",
    "geoparse",
    "overlay",
    "read_article",
    "read_corrections",
    "render",
    "rerender",
    "styled",
]

# A name is imported when it is first used: a lookup in the gazetteer does not wait for folium.
_HOME = {
    "reading.article": "article_from_text read_article",
    "document": "Corrections MapDocument correct read_corrections styled",
    "embed": "embed",
    "errors": "ArchiveError ArticleError ChecksumError CorrectionsError DocumentError ExportError "
    "GazetteerError GeoError OverlayError SpansError StyleError ThemesError",
    "export": "Layers build_layers export overlay",
    "gazetteer": "Gazetteer",
    "gazetteer.geocoder": "PinnedGeocoder",
    "kinds": "LayerStyle",
    "model": "Article BBox Block Candidate Claim Flow FlowMention LngLat Measured Place Resolution Sentence "
    "ThemeLayer Time Toponym",
    "pipeline": "geoparse render rerender",
    "export.folium": "folium_layers folium_map",
}
_GOING: dict[str, str] = {}
"""Public name that goes away after the next minor release → what to use instead; until then it warns."""

# The modules with documents and layers, which a notebook shows as maps.
_SHOWN = (
    "document",
    "export",
    "pipeline",
)
_HOME_OF = {name: module for module, names in _HOME.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _GOING:
        message = f"geo.{name} goes away after the next minor release; use {_GOING[name]}"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
    home = _HOME_OF[name]
    value = getattr(import_module(f".{home}", __name__), name)
    if home in _SHOWN:
        import_module(".notebook", __name__).attach()
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package; in it, `render`, `export`, `embed` and `overlay` are the functions, not the modules."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
