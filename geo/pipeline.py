"""Run the stages: from a source to a document, from a document to a page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from .document import (
    Corrections,
    Entry,
    MapDocument,
    Provenance,
    beside,
    check_fit,
    correct,
    corrected,
    corrections_for,
    looks_like_document,
    places_of,
    retold,
)
from .drawing.page import render_page
from .errors import CorrectionsError, DocumentError, GazetteerError
from .gazetteer import Gazetteer
from .model import Article
from .reading.article import article_from_bytes, article_from_text, articles_from_bytes, read_source
from .reading.claims import find_claims
from .reading.parts import resolve_parts
from .reading.resolve import resolve_toponyms
from .reading.sentences import split_sentences
from .reading.story import Themes, read_themes, theme_layers
from .reading.toponyms import as_given, read_names
from .reading.weights import Weights
from .version import __version__


def geoparse(
    article: Article | str,
    *,
    gazetteer: Gazetteer | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    weights: Weights | None = None,
    themes: str | os.PathLike[str] | None = None,
    corrections: Corrections | None = None,
    home: Mapping[str, float] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> MapDocument:
    """Read the places of an article.

    Parameters
    ----------
    article
        An article, or a plain text.
    gazetteer
        An open gazetteer; the pinned one by default.
    spans
        Toponyms to resolve, as (start, end) in code points, ``end`` exclusive, instead of finding them.
    weights
        Learned weights to use instead of those that the program ships.
    themes
        A table of themes for the layers, instead of the pinned one.
    corrections
        A user's corrections, from ``read_corrections``.
    home
        Where the article's outlet looks: id of a first-level unit → what speaks for a place in it.
    progress
        Called at each stage with its name and the share of the work that is done, 0 to 1.

    Returns
    -------
    MapDocument
        Without toponyms if the article names no place.

    Raises
    ------
    ArticleError
        If a text is empty.
    GazetteerError
        If the pinned data is missing or damaged.
    ThemesError
        If `themes` is not a table of themes.
    CorrectionsError
        If the corrections do not fit the article.
    SpansError
        If a span does not lie inside one sentence, has no word, or overlaps another; lists every such span.

    Examples
    --------
    >>> document = geoparse("They met in Oslo.")
    >>> document.toponyms[0].resolution.place.country
    'NO'
    """
    report = progress or (lambda stage, share: None)
    gazetteer = gazetteer or Gazetteer.pinned()
    table = read_themes(Path(themes)) if themes else None
    document = resolved(
        article, gazetteer, spans=spans, weights=weights, themes=table, home=home, report=report
    )
    if corrections is None:
        return claimed(document, table, report)
    document, faults = corrected(document, corrections, gazetteer)
    document, more = retold(claimed(document, table, report), corrections, gazetteer)
    check_fit(faults + more)
    return document


def resolved(
    article: Article | str,
    gazetteer: Gazetteer,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    weights: Weights | None = None,
    themes: Themes | None = None,
    home: Mapping[str, float] | None = None,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> MapDocument:
    """Read and resolve the toponyms of an article, as the first half of `geoparse`: no claims, no layers."""
    if isinstance(article, str):
        article = article_from_text(article)
    report("sentences", 0.06)
    sentences = split_sentences(article)
    report("names", 0.07)
    found, passed = read_names(article, sentences, gazetteer, spans, weights)
    report("places", 0.27)
    toponyms = resolve_parts(
        article, resolve_toponyms(article, sentences, found, gazetteer, weights, home), gazetteer
    )
    if spans is not None:
        toponyms = as_given(article.text, toponyms, spans)
    provenance = _with_themes(_provenance(gazetteer), themes)
    document = MapDocument(article, sentences, toponyms, places_of(toponyms), provenance, passed=passed)
    for marked in _marked(article, gazetteer):
        with suppress(CorrectionsError):  # it stands where nothing is read
            document = correct(document, marked, gazetteer=gazetteer)
    return document


def claimed(
    document: MapDocument,
    themes: Themes | None = None,
    report: Callable[[str, float], None] = lambda stage, share: None,
) -> MapDocument:
    """Find what is said of the toponyms of a document, the second half of `geoparse`."""
    findings = find_claims(
        document.article,
        document.sentences,
        document.toponyms,
        themes,
        lambda share: report("claims", 0.42 + 0.58 * share),
    )
    return replace(document, **findings._asdict())


def read_document(
    source: str | os.PathLike[str],
    *,
    gazetteer: Gazetteer | None = None,
    themes: str | os.PathLike[str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    story: int | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> MapDocument:
    """Read a source, known by its content: a document as it is, an article through `geoparse`.

    Parameters
    ----------
    source
        A file's path, or ``"-"`` for standard input.
    gazetteer
        An open gazetteer; the pinned one by default.
    themes
        A table of themes for the layers, instead of the pinned one; a document gets new layers.
    corrections
        A file of corrections; by default the one beside the source, if there is one
        (``story.corrections.toml`` for ``story.txt``, ``feed-2.corrections.toml`` for the second of the
        articles of ``feed.xml``).
    story
        Which of the source's articles, from 1, where it holds several.
    progress
        As `geoparse` takes it.

    Returns
    -------
    MapDocument
        Without toponyms if the article names no place.

    Raises
    ------
    ArticleError
        If the source cannot be read, is not an article, or holds several and none is chosen.
    GeoError
        As `geoparse`, `correct` and `MapDocument.from_json` raise it.
    """
    name, data = read_source(source, _is_document)

    def corrected_by(story: int = 1, stories: int = 1) -> Corrections | None:
        own = beside(source, story, stories) if corrections is None else corrections
        return corrections_for(source, own)

    if _is_document(data[:1000]):
        found = corrected_by()
        document = _document(data, name)
        if found is not None:
            document = correct(document, found, gazetteer=gazetteer)
        return _layered(document, read_themes(Path(themes))) if themes else document
    if progress:
        progress("text", 0.0)
    article = article_from_bytes(data, name, story)
    found = corrected_by(article.file.story, article.file.stories) if article.file else corrected_by()
    return geoparse(article, gazetteer=gazetteer, themes=themes, corrections=found, progress=progress)


def render(document: MapDocument, language: str | None = None) -> str:
    """Draw a document as one HTML page that opens anywhere, without network.

    The same document gives the same page, byte for byte. A document without places gives a map of the world.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    language
        Language of the page's own words, one of `LANGUAGES`; None for the article's, or English where that is
        not one of them.

    Examples
    --------
    >>> render(geoparse("They met in Oslo."))[:15]
    '<!DOCTYPE html>'
    """
    return render_page(document, language)


def rerender(json: str) -> str:
    """Draw the page of a document that was saved as JSON.

    Parameters
    ----------
    json
        The JSON, as `MapDocument.to_json` writes it.

    Raises
    ------
    DocumentError
        If it is not a document of this version or an older one.

    Examples
    --------
    >>> document = geoparse("They met in Oslo.")
    >>> rerender(document.to_json()) == render(document)
    True
    """
    return render_page(MapDocument.from_json(json))


def _is_document(head: bytes) -> bool:
    """Say whether a file begins as a document does."""
    return looks_like_document(head.decode("utf-8", "replace"))


def read_source_file(source: str | os.PathLike[str], story: int | None = None) -> Article | MapDocument:
    """Read a file, known by its content: an article that it holds, or a document as it is."""
    name, data = read_source(source, _is_document)
    if not _is_document(data[:1000]):
        return article_from_bytes(data, name, story)
    return _document(data, name)


def _document(data: bytes, name: str) -> MapDocument:
    try:
        return MapDocument.from_json(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not UTF-8 at byte {error.start}; expected JSON in UTF-8") from None


def stories_in(source: str | os.PathLike[str]) -> int:
    """Count the articles in a file that holds several at most; 1 for a document and for standard input."""
    if os.fspath(source) == "-":
        return 1
    name, data = read_source(source, _is_document)
    return 1 if _is_document(data[:1000]) else len(articles_from_bytes(data, name))


def _marked(article: Article, gazetteer: Gazetteer) -> Iterator[Corrections]:
    """Make corrections of what the file itself ties to a gazetteer; what this one lacks is left out."""
    for n, mark in enumerate(article.marked, 1):
        surface = " ".join(article.text[mark.start : mark.end].split())
        same = [m for m in article.marked if " ".join(article.text[m.start : m.end].split()) == surface]
        if any(m.place != mark.place for m in same) or same[0] is not mark:
            continue  # a name of two places is left to reading
        with suppress(GazetteerError):
            entry = Entry(n, "add", surface, place=gazetteer.place(mark.place).id)
            yield Corrections(article.source or "text", article.sha256, (entry,))


def _layered(document: MapDocument, table: Themes) -> MapDocument:
    """Return a document with new layers, from another table of themes."""
    read = document.article, document.sentences, document.toponyms, document.flows, document.claims
    return replace(
        document, layers=theme_layers(*read, table), provenance=_with_themes(document.provenance, table)
    )


def _with_themes(provenance: Provenance, table: Themes | None) -> Provenance:
    """Return the provenance with a user's table of themes instead of the pinned one."""
    if table is None:
        return provenance
    files = {name: digest for name, digest in provenance.files.items() if name != "themes.toml"}
    return replace(provenance, files={**files, table.file: table.sha256})


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
