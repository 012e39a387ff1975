"""Do one cut: read its articles, write its tables, leave a receipt.

A process has one gazetteer, opened with the first article. An article's number is its cut's, shifted, and its
place in the cut; the rows of a cut depend on nothing but its bytes and the options, so that any number of
workers gives the same files.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..gazetteer import Gazetteer
from .child import read, read_apart, write
from .clusters import signature
from .cutting import Cut
from .options import Options
from .outlets import FOLDS, Homes
from .parsing import Fault, parse
from .records import Record, day, records
from .rows import Row, article_row, rows_of
from .tables import TABLES, cells, parquet, put

SHIFT = 32
"""An article's number is its cut's times 2 to this power, and its place in the cut."""

WORK = ".work"
"""The folder of what is not finished: receipts, articles without clusters."""

FIRST = f"{WORK}/first"
"""The folder of the first of two passes."""

_OBJECTS = 100_000  # between collections of garbage: documents have few cycles
_ARTICLES_A_FILE = 2000


class Survey(Struct, frozen=True):
    """What a first, quick look at a cut finds: of each article a hash, 16 bytes, and its size in bytes."""

    cut: int
    hashes: bytes
    sizes: tuple[int, ...]


class Job(Struct, frozen=True):
    """A part of a cut for a worker.

    ``same`` has, for each article that is a copy, its place in the cut → the number of the article that it
    copies. ``apart`` are the places in the cut of the articles that are jobs of their own; such a job has its
    place as ``only``, which is None for the job of all others. ``careful`` reads in child processes: the cut
    has killed workers. ``first`` is the first of two passes, ``homes`` the file of what that learned of
    outlets.
    """

    cut: Cut
    folder: str
    options: Options
    same: Mapping[int, int]
    articles: int
    apart: tuple[int, ...] = ()
    only: int | None = None
    careful: bool = False
    first: bool = False
    homes: str = ""

    @property
    def name(self) -> str:
        """The name of its files, without their ends."""
        only = "" if self.only is None else f"-{self.only:06d}"
        return f"{self.cut.number:06d}{only}{'-first' if self.first else ''}"

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return self.cut.size


def survey(cut: Cut, options: Options) -> Survey:
    """Look at a cut without parsing it."""
    hashes, sizes = bytearray(), []
    for record in records(cut.pieces, options):
        data = record.data.encode("utf-8", "surrogatepass") if isinstance(record.data, str) else record.data
        head = f"{record.fault}\0{record.title}\0{record.date}\0".encode("utf-8", "surrogatepass")
        hashes += hashlib.blake2b(head + data, digest_size=16).digest()
        sizes.append(0 if record.fault else len(data))
    return Survey(cut.number, bytes(hashes), tuple(sizes))


def work(job: Job) -> dict[str, Any]:
    """Do a job; return its receipt, which is also written when all its files are."""
    gc.set_threshold(_OBJECTS)
    folder = Path(job.folder)
    files: dict[str, dict[str, Any]] = {}
    counts = {"articles": 0, "errors": 0, "mentions": 0}
    tables: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    part = 0

    def flush() -> None:
        nonlocal part
        counts["articles"] += len(tables["articles"])
        counts["errors"] += len(tables["errors"])
        counts["mentions"] += len(tables["mentions"])
        tables["places"] = [*{row[0]: row for row in tables["places"]}.values()]
        for name, rows in tables.items():
            kept = f"{WORK}/{name}" if name in ("articles", "places") else name
            kept = f"{FIRST}/{name}" if job.first else kept
            if rows:
                path = f"{kept}/{job.name}-{part:03d}.parquet"
                files[path] = put(folder / path, parquet(name, rows))
            rows.clear()
        part += 1

    for made in _articles(job):
        for name, rows in made.items():
            tables[name] += cells(name, rows)
        if len(tables["articles"]) >= _ARTICLES_A_FILE:
            flush()
    flush()
    receipt = {"job": job.name, "counts": counts, "files": dict(sorted(files.items()))}
    put(folder / WORK / "receipts" / f"{job.name}.json", json.dumps(receipt, indent=1).encode())
    return receipt


def _articles(job: Job) -> Iterator[Mapping[str, list[Row]]]:
    """Make the rows of every article of a job, in the order of the cut."""
    chosen = _chosen(job)
    if job.careful:
        yield from read_apart(job, chosen, article)
    else:
        for n, record in chosen:
            yield article(job, n, record)


def _chosen(job: Job) -> Iterator[tuple[int, Record]]:
    apart = set(job.apart)
    for n, record in enumerate(records(job.cut.pieces, job.options)):
        if n == job.only if job.only is not None else n not in apart:
            yield n, record


def article(job: Job, n: int, record: Record, lost: str = "") -> dict[str, list[Row]]:
    """Make the rows of one article; ``lost`` says that it killed its process, and is not read."""
    number = (job.cut.number << SHIFT) + n
    head: Row = {"article": number, "id": record.id, "source": record.where, "same_as": job.same.get(n)}
    document = None
    faults: list[Fault] = []
    made: dict[str, list[Row]] = {}
    if lost:
        faults = [Fault("died", lost)]
    elif n not in job.same:
        home = _homes(job.homes).get(f"{record.outlet}\t{number % FOLDS}") if job.homes else None
        document, faults = parse(record, job.options, _gazetteer(job.options.gazetteer), home)
    if document is not None:
        row = head | article_row(document, day(record.date or document.article.date))
        row["signature"] = signature(document.article.text)
        made = rows_of(document, number)
    else:
        row = head | {"date": None, "title": record.title, "mentions": 0, "signature": None}
        if record.date:
            row["date"] = date.fromisoformat(record.date)
    row["outlet"] = record.outlet
    made["articles"] = [row]
    made["errors"] = [{**head, "code": f.code, "message": f.message} for f in faults]
    for error in made["errors"]:
        del error["same_as"]
    return made


@cache
def _homes(path: str) -> Homes:
    """Read once a process what the first pass learned of the outlets."""
    found: Homes = json.loads(Path(path).read_bytes())
    return found


@cache
def _gazetteer(path: str | None) -> Gazetteer:
    """Open a gazetteer once a process."""
    return Gazetteer.pinned() if path is None else Gazetteer.open(Path(path))


def serve() -> None:
    """Read articles for another process: a job on standard input, then one article after the other."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    try:
        job = read(source)
        while True:
            n, record = read(source)
            write(answers, article(job, n, record))
    except (EOFError, BrokenPipeError):
        return
