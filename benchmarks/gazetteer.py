"""Measure gazetteers built from GeoNames dumps of growing size: time, size, memory, lookups.

    python benchmarks/gazetteer.py [MILLIONS ...]      (default 0.3 1 3)

The dumps are synthetic: names made of syllables, three to a place, many of them shared. Each build runs in a
process of its own, so that its peak of memory is its own. The last column compares the median lookup with
that in the smallest file; it must stay below 2.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SYLLABLES = [a + b + c for a in "bdfgklmnprstv" for b in "aeiou" for c in ("", "n", "r", "s", "l")]
LOOKUPS = 2000


def rows(count: int) -> Iterator[str]:
    """Yield the rows of a dump: three places in four are towns, the rest rivers, peaks and lakes."""
    chance = random.Random(count)
    for number in range(20_000_000, 20_000_000 + count):
        names = ["".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(3)]
        lat, lng = chance.uniform(-60, 70), chance.uniform(-180, 180)
        group, code = chance.choice(
            [("P", "PPL"), ("P", "PPL"), ("P", "PPL"), ("H", "STM"), ("T", "MT"), ("H", "LK")]
        )
        people = chance.randrange(100_000) if group == "P" else 0
        start = f"{number}\t{names[0]}\t{names[0]}\t{','.join(names[1:])}\t{lat:.5f}\t{lng:.5f}"
        yield f"{start}\t{group}\t{code}\tPE\t\t21\t\t\t\t{people}\t\t0\tAmerica/Lima\t2024-01-01\n"


def build(dump: Path, out: Path) -> None:
    """Build a file, and print the seconds that it took and the peak of memory in MB."""
    from geo.making.builder import build_geonames

    start = time.perf_counter()
    made = build_geonames(dump, out)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, peak, made.places, made.names)


def lookup(path: Path, names: list[str]) -> tuple[float, float]:
    """Give the median and the 95th percentile of a first lookup of each name, in microseconds."""
    from geo.gazetteer import Gazetteer

    took = []
    with Gazetteer.open(path) as gazetteer:
        gazetteer.candidates("Lima")
        for name in names:
            start = time.perf_counter()
            gazetteer.candidates(name)
            took.append((time.perf_counter() - start) * 1e6)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def main(millions: list[float]) -> None:
    """Print a table, one line a size."""
    print(
        "| rows | dump | build | peak memory | places | names | file | open | lookup, median | 95 % | ratio |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    first = 0.0
    for size in millions:
        count = round(size * 1e6)
        with tempfile.TemporaryDirectory() as folder:
            dump, out = Path(folder) / "dump.txt", Path(folder) / "dump.sqlite"
            with dump.open("w", encoding="utf-8") as stream:
                stream.writelines(rows(count))
            command = [sys.executable, __file__, "--build", str(dump), str(out)]
            done = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            seconds, peak, places, names = float(done[0]), float(done[1]), int(done[2]), int(done[3])
            asked = [row.split("\t")[1] for _, row in zip(range(LOOKUPS), rows(count), strict=False)]
            code = f"from pathlib import Path\nfrom geo.gazetteer import Gazetteer\nfile = Path({str(out)!r})"
            code += "\nwith Gazetteer.open(file) as gazetteer: gazetteer.candidates('Lima')"
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            opened = (time.perf_counter() - start) * 1e3
            median, slowest = lookup(out, asked)
            first = first or median
            print(
                f"| {count:,} | {dump.stat().st_size / 1e6:.0f} MB | {seconds:.0f} s | {peak:.0f} MB"
                f" | {places:,} | {names:,} | {out.stat().st_size / 1e6:.0f} MB"
                f" | {opened:.0f} ms | {median:.0f} µs"
                f" | {slowest:.0f} µs | {median / first:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([float(text) for text in sys.argv[1:]] or [0.3, 1, 3])
