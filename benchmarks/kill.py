"""Kill runs that write, and fill the disk: every file stays the old one or the new one, every set too.

Three parts, each counted and checked on its own:

- ``moments``: `geo render` into a folder is killed (SIGKILL) at random moments;
- ``steps``: writing a set of files is killed before, in and after each write, flush, rename and removal,
  and so is the next run, which cleans up;
- ``disk``: each byte count at which the disk may be full, for texts; each
  thousandth, for the formats of GDAL.

After each kill, and one further run, every file must be whole and old or new, the set all old or all new,
and nothing of the dead process left. The exit code is 1 where one is not.

    python benchmarks/kill.py --kills 1000
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import geo
from geo import files
from geo.cli import main as run

OLD = "They met in Oslo.\n"
NEW = "They sat in Bergen, and rose.\n"
MEMORY = "/dev/shm"  # where a flush costs nothing; a kill does not need a disk
OTHER = "They met in Lima.\n"


class Wrong(Exception):
    """Raised where a file or a set is not what it must be."""


def forked(work: Callable[[], object], delay: float | None = None) -> int:
    """Run work in a process of its own, killed after a delay; return its exit code, negative for a signal."""
    process = os.fork()
    if not process:
        code = 1
        with suppress(BaseException):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            code = int(bool(work()))
        os._exit(code)
    if delay is not None:
        time.sleep(delay)
        os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def contents(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() if (folder / name).exists() else b"" for name in names}


def check_each(folder: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    for name, data in contents(folder, old).items():
        if data not in (old[name], new[name]):
            raise Wrong(f"{name} is neither the old nor the new file ({len(data)} bytes)")


def check_all(folder: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> bool:
    """See that a set is all old or all new, and that nothing is left; return whether it is new."""
    now = contents(folder, old)
    if now not in (dict(old), dict(new)):
        raise Wrong(
            f"new: {[n for n in now if now[n] == new[n]]}, old: {[n for n in now if now[n] == old[n]]}"
        )
    left = [name for name in os.listdir(folder) if name.startswith(".dateline-")]
    if left:
        raise Wrong(f"left: {left}")
    return now == dict(new)


# -- at random moments -------------------------------------------------------------------------------------


def moments(kills: int, r: random.Random, root: Path) -> str:
    (root / "in").mkdir()
    sources = {}
    for name, text in (("old", OLD), ("new", NEW), ("other", OTHER)):
        sources[name] = root / "in" / name / ("other.txt" if name == "other" else "story.txt")
        sources[name].parent.mkdir()
        sources[name].write_text(text, "utf-8")
    out = root / "out"

    def render(name: str) -> Callable[[], int]:
        return lambda: run(["render", str(sources[name]), "-o", f"{out}{os.sep}"])

    names = [f"story.{suffix}" for suffix in ("html", "json", "geojson")]
    geo.render(geo.geoparse(OLD))  # what is loaded once
    sets, took = {}, []
    for name in ("other", "new", "old", "new", "old"):
        began = time.monotonic()
        forked(render(name))
        took.append(time.monotonic() - began)
        sets[name] = contents(out, names)
    span, now, seen = min(took[1:]), "old", Counter[str]()
    while seen["killed"] < kills:
        # Writing is the last and shortest part of a run: most of the kills are aimed at its end.
        delay = r.uniform(0, span) if r.random() < 0.2 else r.uniform(0.9 * span, 1.1 * span)
        after = "old" if now == "new" else "new"
        ended = forked(render(after), delay)
        check_each(out, sets[now], sets[after])
        leftover = any(name.startswith(".dateline-") for name in os.listdir(out))
        if forked(render("other")) != 0:
            raise Wrong("the next run failed")
        is_new = check_all(out, sets[now], sets[after])
        span *= 1.02 if ended < 0 and not is_new else 0.98
        seen["killed" if ended < 0 else "ended before"] += 1
        seen["with files of the dead run left"] += leftover
        seen["all new"] += is_new
        now = after if is_new else now
    runs = seen["killed"] + seen["ended before"]
    return f"{runs} runs, the end at about {span:.2f} s: {dict(seen)}"


# -- at each step ------------------------------------------------------------------------------------------

_STEPS = ((os, "replace"), (os, "fsync"), (Path, "unlink"), (Path, "chmod"), (files.shutil, "rmtree"))


def dying_at(step: int) -> Callable[[], int]:
    """Let this process die at a step of its writing; return what counts the steps."""
    done = 0

    def reached() -> None:
        nonlocal done
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1

    for owner, name in _STEPS:
        plain = getattr(owner, name)

        def stepped(*given: Any, _plain: Callable[..., Any] = plain, **named: Any) -> Any:
            reached()
            value = _plain(*given, **named)
            reached()
            return value

        setattr(owner, name, stepped)

    def write_whole(path: Path, *given: bytes | memoryview) -> None:
        data = b"".join(given)
        with path.open("wb") as file:
            for part in (data[: len(data) // 2], data[len(data) // 2 :]):
                reached()
                file.write(part)
                file.flush()
            os.fsync(file.fileno())

    files._write_whole = write_whole
    return lambda: done


def steps(kills: int, _: random.Random, root: Path) -> str:
    names = ("story.html", "story.json", "table.csv")

    def outputs(text: str) -> dict[Path, bytes]:
        made = [b"<p>%s</p>\n", b'{"generator": "dateline 0", "text": "%s"}', b"id,text\n1,%s\n"]
        return {root / n: m % text.encode() * 1 for n, m in zip(names, made, strict=True)}

    def write(text: str, step: int = -1) -> Callable[[], int]:
        def work() -> int:
            count = dying_at(step)
            files.write_outputs(outputs(text))
            return count() and 0

        return work

    def total(work: Callable[[int], Callable[[], int]]) -> int:
        return next(n for n in range(10_000) if forked(work(n)) == 0)

    other = {root / "other.csv": b"id\n"}
    sets = {}
    for text in ("new" * 50, "old" * 50):
        forked(write(text))
        sets[text] = contents(root, names)
    (new, whole_new), (old, whole_old) = sets.items()
    first = total(lambda n: write(new, n))
    forked(write(old))
    done, seen, found = 0, Counter[str](), {old: whole_old, new: whole_new}
    now = old
    while done < kills:
        for step in range(first):
            second = 0
            while True:  # the run that cleans up is killed at each step, too
                after = new if now == old else old
                forked(write(after, step))
                check_each(root, found[now], found[after])
                done += 1

                def clean(at: int = second) -> int:
                    dying_at(at)
                    files.write_outputs(other)
                    return 0

                died = forked(clean) < 0
                done += died
                check_each(root, found[now], found[after])
                if forked(lambda: files.write_outputs(other)) != 0:
                    raise Wrong("the next run failed")
                is_new = check_all(root, found[now], found[after])
                seen["all new"] += is_new
                now = after if is_new else now
                second += 1
                if not died:
                    break
    return f"{done} kills at {first} steps of a set and at each of the next run's: {dict(seen)}"


# -- a full disk -------------------------------------------------------------------------------------------


def disk(sizes: int, _: random.Random, root: Path) -> str:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    made = {
        "story.html": b"<p>%s</p>\n",
        "story.json": b'{"generator": "dateline 0", "a": "%s"}',
        "a.csv": b"%s\n",
    }

    def outputs(said: bytes) -> dict[Path, bytes]:
        return {root / name: text % (said * (n + 1)) for n, (name, text) in enumerate(made.items())}

    names, document, changed = tuple(made), b"old " * 50, b"anew" * 60
    files.write_outputs(outputs(changed))
    new = contents(root, names)
    files.write_outputs(outputs(document))
    old = contents(root, names)
    largest = max(map(len, new.values()))

    def limited(size: int, work: Callable[[], object]) -> int:
        def inner() -> object:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            try:
                return work()
            except geo.GeoError:
                os._exit(3)

        return forked(inner)

    texts = 0
    for size in range(largest + 2):
        code = limited(size, lambda: files.write_outputs(outputs(changed)))
        is_new = check_all(root, old, new)
        if (code, is_new) not in ((3, False), (0, True)) or is_new != (size >= largest):
            raise Wrong(f"at {size} bytes: exit code {code}, {'new' if is_new else 'old'}")
        texts += 1
    story = geo.geoparse(OTHER)
    told, tables = [f"{texts} byte counts of texts"], 0
    for name in ("gpkg", "flatgeobuf", "pmtiles"):
        whole = geo.export(story, name)
        for part in range(sizes * 11 // 10):
            size = len(whole) * part // sizes

            def work(name: str = name, whole: bytes = whole) -> int:
                return 0 if geo.export(story, name) == whole else 4

            code = limited(size, work)
            if code not in (0, 3):  # whole, or an error of one line
                raise Wrong(f"{name} at {size} of {len(whole)} bytes: exit code {code}")
            tables += 1
    return "; ".join([*told, f"{tables} of GeoPackage, FlatGeobuf and PMTiles"])


PARTS = {"moments": moments, "steps": steps, "disk": disk}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000, help="of each part (default: 1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this one; may be given again")
    arguments = parser.parse_args()
    failed = 0
    for name in arguments.part or PARTS:
        with tempfile.TemporaryDirectory(dir=MEMORY if os.path.isdir(MEMORY) else None) as folder:
            try:
                told = PARTS[name](arguments.kills, random.Random(arguments.seed), Path(folder))
            except Wrong as wrong:
                told, failed = f"WRONG: {wrong}", 1
        print(f"{name}: {told}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
