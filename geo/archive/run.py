"""Make an archive: plan, give the cuts to workers, go on where a run stood, and finish."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from ..errors import ArchiveError
from .about import about
from .cutting import Cut, File, plan
from .options import Options
from .tables import put
from .work import SHIFT, WORK, Job, Survey, survey, work
from .workers import Workers
from .workers import workers as given_workers

MANIFEST = "manifest.json"
HOMES = f"{WORK}/homes.json"
_FORMAT = "dateline-archive"
_APART = 250_000
"""Bytes of a long article: it is a job of its own."""

_CUT_AGAIN = ("jsonl", "csv", "parquet", "article")
"""Kinds of file of which a part is read again at little cost."""


def archive(
    sources: Sequence[str],
    folder: str,
    options: Options | None = None,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    say: Callable[[str], None] = lambda _: None,
    bar: bool = False,
) -> dict[str, Any]:
    """Read many articles into the tables of a folder.

    Parameters
    ----------
    sources
        Files, folders, globs, or addresses that fsspec opens.
    folder
        Where the tables go; new, empty, or with `resume` that of a run that did not end.
    options
        Columns, gazetteer and caps.
    scheduler
        Address of a Dask scheduler; its workers must see `folder` and the sources under the same paths.
    workers
        How many Dask workers to start here where there is no scheduler; by default one a core. With 0, this
        process reads everything by itself.
    resume
        Go on where the last run stood.
    say
        Is called with each message.
    bar
        Show a progress bar on standard error.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    ArchiveError
        If a source cannot be read, the folder not written, or it was begun with other inputs or options.
    """
    from .finish import finish, learned  # with DuckDB, 32 MB that the workers do without

    options = options or Options()
    out = Path(folder).resolve()
    files, cuts = plan(sources, options)
    manifest = _manifest(files, cuts, options)
    old = _old(out, manifest, resume)
    if old.get("complete"):
        say(f"{folder}: is complete already")
        return old
    with _locked(out):
        put(out / MANIFEST, _written(manifest))
        _sweep(out)
        with given_workers(workers, scheduler, say) as crew:
            say(f"{len(files):,} files in {len(cuts):,} cuts")
            seen = [s for _, s in crew.each(partial(survey, options=options), cuts, lambda _: None)]
            jobs = _jobs(cuts, sorted(seen, key=lambda s: s.cut), str(out), options)
            if options.outlets:
                _do(crew, [replace(job, first=True) for job in jobs], out, say, bar)
                put(out / HOMES, json.dumps(learned(out)).encode())
                say("second pass, with the homes of the outlets")
                jobs = [replace(job, homes=str(out / HOMES)) for job in jobs]
            receipts = _do(crew, jobs, out, say, bar)
        say("clusters and places")
        made = finish(out, receipts, options)
        manifest |= {"complete": True, **made}
        put(out / MANIFEST, _written(manifest))
        _remove(out / WORK)
    return manifest


def _do(
    crew: Workers, jobs: Sequence[Job], out: Path, say: Callable[[str], None], bar: bool
) -> list[dict[str, Any]]:
    """Do the jobs that are not done; return the receipts of all, by name."""
    done = {job.name: receipt for job in jobs if (receipt := _receipt(out, job.name))}
    if done:
        say(f"{len(done):,} of {len(jobs):,} parts are done already")
    todo = [job for job in jobs if job.name not in done]
    with _progress(sum(job.articles for job in jobs), done.values(), bar) as advance:
        for job, receipt in crew.each(work, todo, _careful):
            done[job.name] = receipt
            advance(receipt)
    return [done[name] for name in sorted(done)]


def _careful(job: Job) -> Job | None:
    """Return the job that finds which article kills its worker."""
    return None if job.careful else replace(job, careful=True)


def _jobs(cuts: Sequence[Cut], seen: Sequence[Survey], folder: str, options: Options) -> list[Job]:
    """Make the jobs, the largest first: a seen article is a copy, a long one is a job of its own."""
    first: dict[bytes, int] = {}
    jobs: list[Job] = []
    for cut, found in zip(cuts, seen, strict=True):
        same: dict[int, int] = {}
        for n, size in enumerate(found.sizes):
            if size:
                number = (cut.number << SHIFT) + n
                other = first.setdefault(found.hashes[16 * n : 16 * n + 16], number)
                if other != number:
                    same[n] = other
        again = all(piece.kind in _CUT_AGAIN for piece in cut.pieces)
        apart = tuple(n for n, size in enumerate(found.sizes) if again and size > _APART and n not in same)
        if len(found.sizes) == 1:
            apart = ()
        left = replace(
            cut, size=sum(size for n, size in enumerate(found.sizes) if n not in apart and n not in same)
        )
        jobs.append(Job(left, folder, options, same, len(found.sizes) - len(apart), apart))
        jobs += [Job(replace(cut, size=found.sizes[n]), folder, options, {}, 1, only=n) for n in apart]
    return sorted(jobs, key=lambda job: (job.only is None, -job.size, job.name))


# -- the manifest ------------------------------------------------------------------------------------------


def _manifest(files: Sequence[File], cuts: Sequence[Cut], options: Options) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": 1,
        **about(options.gazetteer),
        "options": msgspec.to_builtins(options) | {"gazetteer": Path(options.gazetteer or "").name or None},
        "inputs": [{"name": f.name, "kind": f.kind, "bytes": f.size, "sha256": f.sha256} for f in files],
        "cuts": len(cuts),
    }


def _written(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an archive; ``ArchiveError`` if there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise ArchiveError(f"{folder}: no archive; expected a folder that `geo archive` made")
    return found


def _old(out: Path, manifest: dict[str, Any], resume: bool) -> dict[str, Any]:
    """Return the manifest of an earlier run into a folder, if it fits; {} in a new folder."""
    if not out.exists() or not any(p.name != "lock" for p in out.iterdir() if out.is_dir()):
        if resume:
            raise ArchiveError(f"{out}: nothing to resume; leave --resume out")
        return {}
    old = read_manifest(out) if (out / MANIFEST).exists() else None
    if old is None:
        raise ArchiveError(f"{out}: has other files; expected a new or empty folder; name another with -o")
    if not resume:
        raise ArchiveError(
            f"{out}: an archive was begun there; go on with --resume, or name another folder with -o"
        )
    if changed := list(_changes(old, manifest)):
        raise ArchiveError(f"{out}: cannot resume: {'; '.join(changed)}; name another folder with -o")
    return old


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Say in words what differs between two manifests."""
    for key in ("generator", "gazetteer", "gazetteer_sha256"):
        if old.get(key) != new[key]:
            yield f"{key} was {old.get(key)}, is {new[key]}"
    for key, value in new["options"].items():
        if old["options"].get(key) != value:
            yield f"option {key} was {old['options'].get(key)!r}, is {value!r}"
    then, now = ({i["name"]: i["sha256"] for i in m["inputs"]} for m in (old, new))
    for word, names in (
        ("missing", then.keys() - now.keys()),
        ("new", now.keys() - then.keys()),
        ("changed", {n for n in then.keys() & now.keys() if then[n] != now[n]}),
    ):
        if names:
            shown = sorted(names)
            yield f"{word} input {', '.join(shown[:3])}" + (
                f" and {len(shown) - 3} more" if len(shown) > 3 else ""
            )


def _receipt(out: Path, name: str) -> dict[str, Any] | None:
    """Return the receipt of a job whose files are all there."""
    try:
        found: dict[str, Any] = json.loads((out / WORK / "receipts" / f"{name}.json").read_bytes())
        whole = all((out / path).stat().st_size == about["bytes"] for path, about in found["files"].items())
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if whole else None


# -- the folder --------------------------------------------------------------------------------------------


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Let one run at a time write into a folder."""
    try:
        (out / WORK).mkdir(parents=True, exist_ok=True)
        handle = os.open(out / WORK / "lock", os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise ArchiveError(
            f"{out}: cannot be written ({error.strerror}); name another folder with -o"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(f"{out}: another run writes into it; wait for its end") from None
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(handle)


def _sweep(out: Path) -> None:
    """Remove what killed runs left half written."""
    for part in out.rglob(".*.part"):
        with suppress(OSError):
            part.unlink()


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _progress(
    total: int, done: Iterable[dict[str, Any]], bar: bool
) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Show articles a second, errors and the time left."""
    from tqdm import tqdm

    counts = [receipt["counts"] for receipt in done]
    errors = sum(c["errors"] for c in counts)
    with tqdm(
        total=total, initial=sum(c["articles"] for c in counts), unit=" articles", disable=not bar
    ) as shown:

        def advance(receipt: dict[str, Any]) -> None:
            nonlocal errors
            errors += receipt["counts"]["errors"]
            shown.set_postfix(errors=errors, refresh=False)
            shown.update(receipt["counts"]["articles"])

        yield advance
