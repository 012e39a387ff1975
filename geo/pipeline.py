"""Compose the stages: from a source to a document, from a document to a page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .article import article_from_bytes, article_from_text, read_source
from .claims import Themes, find_claims, read_themes, theme_layers
from .document import MapDocument, Provenance, geometry_to_json, looks_like_document
from .errors import DocumentError
from .gazetteer import Gazetteer
from .model import Article, Place, Toponym
from .render import render_page
from .resolve import resolve_toponyms
from .sentences import split_sentences
from .toponyms import find_toponyms
from .version import __version__


def geoparse(
    article: Article | str,
    *,
    gazetteer: Gazetteer | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    themes: str | os.PathLike[str] | None = None,
) -> MapDocument:
    """Read the places of an article.

    Parameters
    ----------
    article
        An article, or a plain text.
    gazetteer
        An open gazetteer; the pinned one where none is given.
    spans
        Toponyms to resolve, as (start, end) in code points, ``end`` exclusive, instead of finding them.
    themes
        A table of themes for the layers, instead of the pinned one.

    Returns
    -------
    MapDocument
        Without toponyms where nothing is named.

    Raises
    ------
    ArticleError
        If a text is empty.
    GazetteerError
        If the pinned data is missing or damaged.
    ThemesError
        If `themes` is no table of themes.
    ValueError
        If a span does not lie inside a sentence.

    Examples
    --------
    >>> document = geoparse("They met in Oslo.")
    >>> document.toponyms[0].resolution.place.country
    'NO'
    """
    if isinstance(article, str):
        article = article_from_text(article)
    if gazetteer is None:
        with Gazetteer.open() as opened:
            return geoparse(article, gazetteer=opened, spans=spans, themes=themes)
    table = read_themes(Path(themes)) if themes else None
    sentences = split_sentences(article)
    found = find_toponyms(article, sentences, gazetteer, spans)
    toponyms = resolve_toponyms(sentences=sentences, toponyms=found, article=article, gazetteer=gazetteer)
    findings = find_claims(article, sentences, toponyms, table)
    provenance = _with_themes(_provenance(gazetteer), table)
    return MapDocument(article, sentences, toponyms, _places(toponyms), provenance, **findings._asdict())


def read_document(
    source: str | os.PathLike[str],
    *,
    gazetteer: Gazetteer | None = None,
    themes: str | os.PathLike[str] | None = None,
) -> MapDocument:
    """Read a source, known by its content: a document as it is, an article through `geoparse`.

    With a table of `themes`, a document gets its layers anew.

    Raises
    ------
    GeoError
        As reading an article, parsing it, or reading a document does.
    """
    name, data = read_source(source)
    if looks_like_document(data[:1000].decode("utf-8", "replace")):
        try:
            document = MapDocument.from_json(data.decode("utf-8-sig"), name)
        except UnicodeDecodeError as error:
            raise DocumentError(f"{name}: not UTF-8 at byte {error.start}; expected JSON in UTF-8") from None
        return _layered(document, read_themes(Path(themes))) if themes else document
    return geoparse(article_from_bytes(data, name), gazetteer=gazetteer, themes=themes)


def render(document: MapDocument, language: str = "en") -> str:
    """Draw a document as one HTML page that opens anywhere, without network.

    The same document gives the same page, byte for byte.
    """
    return render_page(document, language)


def rerender(json: str) -> str:
    """Draw the page of a document that was saved as JSON.

    Raises
    ------
    DocumentError
        If it is not a document of this version or an older one.
    """
    return render_page(MapDocument.from_json(json))


def _layered(document: MapDocument, table: Themes) -> MapDocument:
    """Return a document with its layers made anew from another table of themes."""
    said = document.article, document.sentences, document.toponyms, document.flows
    return replace(
        document, layers=theme_layers(*said, table), provenance=_with_themes(document.provenance, table)
    )


def _with_themes(provenance: Provenance, table: Themes | None) -> Provenance:
    """Return the provenance with a user's table of themes in the place of the pinned one."""
    if table is None:
        return provenance
    files = {name: digest for name, digest in provenance.files.items() if name != "themes.toml"}
    return replace(provenance, files={**files, table.file: table.sha256})


def _places(toponyms: Sequence[Toponym]) -> dict[str, Place]:
    """Collect every place that the toponyms speak of, sorted by id; the chosen ones with their geometry."""
    places: dict[str, Place] = {}
    for t in toponyms:
        if t.resolution:
            for c in t.resolution.candidates:
                places.setdefault(c.place.id, replace(c.place, geometry=None))
    chosen = {
        t.resolution.place.id: t.resolution.place for t in toponyms if t.resolution and t.resolution.place
    }
    places |= {i: _as_saved(place) for i, place in chosen.items()}
    return dict(sorted(places.items()))


def _as_saved(place: Place) -> Place:
    """Return a place with its geometry as JSON gives it back, so that a saved document draws the same map."""
    if place.geometry is None:
        return place
    from shapely.geometry import shape

    return replace(place, geometry=shape(geometry_to_json(place.geometry)))


def _provenance(gazetteer: Gazetteer) -> Provenance:
    data = gazetteer.provenance
    files = {name: digest.removeprefix("sha256:") for name, digest in data["resources"].items()}
    return Provenance(
        generator=f"dateline {__version__}",
        gazetteer=f"{data['name']} {data['version']}".strip(),
        files=files,
        basemap=files.get("shapes.sqlite", ""),
        attributions=gazetteer.attributions,
    )
