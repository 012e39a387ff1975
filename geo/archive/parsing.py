"""Make a document of a record: what cannot be read, or is cut off, is a fault with a code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from ..document import MapDocument, looks_like_document
from ..errors import GeoError
from ..gazetteer import Gazetteer
from ..pipeline import geoparse
from ..reading.article import article_from_bytes, article_from_text
from .caps import TooLong, capped
from .options import Options
from .records import Record


class Fault(NamedTuple):
    """What is wrong: ``unreadable``, ``cut``, ``time``, ``memory``, ``failed`` or ``died``; and words."""

    code: str
    message: str


def parse(
    record: Record, options: Options, gazetteer: Gazetteer, home: Mapping[str, float] | None = None
) -> tuple[MapDocument | None, list[Fault]]:
    """Read a record under the caps of its options; None where there is no document.

    ``home`` is what speaks for places where its outlet looks, as `geoparse` takes it.
    """
    faults: list[Fault] = []
    if record.fault:
        return None, [Fault("unreadable", record.fault)]
    try:
        with capped(options.most_seconds, options.most_bytes):
            return _document(record, options, gazetteer, faults, home), faults
    except GeoError as error:
        faults.append(Fault("unreadable", " ".join(str(error).split())))
    except TooLong:
        faults.append(Fault("time", f"takes more than {options.most_seconds:g} s"))
    except MemoryError:
        faults.append(Fault("memory", f"takes more than {options.most_bytes:,} bytes"))
    except Exception as error:  # an article costs nobody else, whatever it does
        faults.append(Fault("failed", " ".join(f"{type(error).__name__}: {error}".split())[:500]))
    return None, faults


def _document(
    record: Record,
    options: Options,
    gazetteer: Gazetteer,
    faults: list[Fault],
    home: Mapping[str, float] | None,
) -> MapDocument:
    data, most = record.data, options.most_characters
    if isinstance(data, bytes):
        if looks_like_document(data[:1000].decode("utf-8", "replace")):
            return MapDocument.from_json(data.decode("utf-8-sig"), record.where)
        article = article_from_bytes(data, record.where)
        if len(article.text) > most:
            article = replace(
                article_from_text(_cut(article.text, most, faults), record.where),
                title=article.title,
                date=article.date,
                language=article.language,
            )
    else:
        article = article_from_text(_cut(data, most, faults), record.where)
    if record.title or record.date:
        article = replace(article, title=record.title or article.title, date=record.date or article.date)
    return geoparse(article, gazetteer=gazetteer, home=home)


def _cut(text: str, most: int, faults: list[Fault]) -> str:
    """Cut a text off at the last white space before a length, code points."""
    if len(text) <= most:
        return text
    kept = text[:most]
    kept = kept[: max(kept.rfind("\n"), kept.rfind(" ")) + 1] or kept
    faults.append(Fault("cut", f"{len(text) - len(kept):,} of {len(text):,} characters are cut off"))
    return kept
