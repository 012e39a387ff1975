"""Print how the time of an article grows with its length, and what nonsense costs.

    python benchmarks/length.py [--limit SECONDS] [--curve [--only text|places|flows]]

Texts are made of the sentences of the articles in seeds/ and tests/golden/, in another order each time round,
so that no paragraph repeats another. Each row runs in a process of its own, for a peak of memory of its own.
Growth is the time per KB by that of the row above, of the same text: 1 where time is linear. Where it is more
than 1.3, the functions of geo/ that take the most time of their own are named below the table.

With --curve, it prints instead how parse, render and each export grow with text, places and flows: processor
time and peak memory (beyond what the process has before), and the exponent of the last step (1 is linear).
"""

from __future__ import annotations

import argparse
import cProfile
import json
import math
import pstats
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import geo
from geo.drawing.features import build_features
from geo.export import FORMATS
from geo.gazetteer import Gazetteer
from geo.model import BBox
from geo.pipeline import geoparse
from geo.reading.article import article_from_text
from geo.reading.resolve import resolve_toponyms
from geo.reading.sentences import split_sentences
from geo.reading.toponyms import find_toponyms

ROOT = Path(__file__).parent.parent
KB = 1000
CASES = {
    "articles": (1, 10, 100, 1000),
    "names, all different": (1, 10, 100),
    "commas": (10, 100),
    "“a,” again and again": (4, 40),
    "a run of one capitalised word": (10, 100),
    "capitalised words": (10, 100, 1200),
    "one sentence": (10, 100),
}
LINEAR = 1.3
_COUNTS = (100, 300, 1000, 3000, 10_000)
CURVES = {"text": (100_000, 300_000, 1_000_000, 2_500_000, 5_000_000), "places": _COUNTS, "flows": _COUNTS}
"""What grows, and its n: characters of text, places, flows."""
MEASURED = (0.5, 30.0)  # seconds and MB from which an exponent says something


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--limit", type=float, default=120, metavar="SECONDS", help="give a row up (120)")
    parser.add_argument("--row", nargs=2, help=argparse.SUPPRESS)  # the measuring process itself
    parser.add_argument("--curve", action="store_true", help="how parse, render and export grow")
    parser.add_argument("--only", choices=CURVES, help="only this curve")
    arguments = parser.parse_args()
    if arguments.row and arguments.curve:
        print(json.dumps(_stages(arguments.row[0], int(arguments.row[1]))))
        return
    if arguments.curve:
        _curves(arguments.limit, arguments.only)
        return
    if arguments.row:
        print(json.dumps(_measure(arguments.row[0], int(arguments.row[1]))))
        return
    print(
        "| text | KB | recognition + resolution | per KB | growth | whole | per KB | growth | peak memory |"
    )
    print(f"| --- |{' ---: |' * 8}")
    culprits = []
    for name, sizes in CASES.items():
        before: dict[str, Any] | None = None
        for size in sizes:
            row = _row(name, size, arguments.limit)
            if row is None:
                print(f"| {name} | {size} | over {arguments.limit:g} s |{' |' * 6}", flush=True)
                culprits += [f"{name}, {before['size']} KB: {', '.join(before['profile'])}"] if before else []
                break
            cells = [name, str(size)]
            for part in ("resolved", "whole"):
                growth = row[part] / size / (before[part] / before["size"]) if before else 1.0
                if growth > LINEAR and row["profile"]:
                    culprits.append(f"{name}, {size} KB, {part}: {', '.join(row['profile'])}")
                cells += [f"{row[part]:.3f} s", f"{row[part] / size * 1e6:.0f} µs"]
                cells.append(f"{growth:.2f}" if before else "")
            print(f"| {' | '.join(cells)} | {row['memory']:.0f} MB |", flush=True)
            before = row
    print("\n".join(["", *culprits]))


def _curves(limit: float, only: str | None) -> None:
    for name, sizes in CURVES.items():
        if only not in (None, name):
            continue
        rows = []
        for size in sizes:
            if (row := _row(name, size, limit, "--curve")) is None:
                print(f"{name} {size:,}: over {limit:g} s", flush=True)
                break
            rows.append(row)
        if len(rows) < 2:
            continue
        print(f"| {name} | {' | '.join(f'{n:,}' for n in sizes[: len(rows)])} | exponents |")
        print(f"| --- |{' ---: |' * (len(rows) + 1)}")
        for stage in rows[0]:
            cells = [f"{row[stage][0]:.2f} s, {row[stage][1]:.0f} MB" for row in rows]
            step = math.log(sizes[len(rows) - 1] / sizes[len(rows) - 2])
            powers = [
                f"{math.log(after / before) / step:.2f}" if min(before, after) > least else "-"
                for before, after, least in zip(rows[-2][stage], rows[-1][stage], MEASURED, strict=True)
            ]
            print(f"| {stage} | {' | '.join(cells)} | {', '.join(powers)} |")
        print(flush=True)


def _stages(name: str, size: int) -> dict[str, tuple[float, float]]:
    """Measure the stages of one text, each once: seconds, and MB at its peak."""
    found: dict[str, tuple[float, float]] = {}
    with Gazetteer.open() as gazetteer:
        geo.render(geoparse("They met in Oslo.", gazetteer=gazetteer))  # what is loaded once
        text = _growing(name, size, gazetteer)
        base = _peak_now()

        def stage(called: str, work: Callable[[], Any]) -> Any:
            _peak_now()
            begun = time.process_time()
            made = work()
            found[called] = time.process_time() - begun, max(0.0, _peak_now() - base)
            return made

        document = stage("parse", lambda: geoparse(text, gazetteer=gazetteer))
        stage("write", document.to_bytes)
        stage("render", lambda: geo.render(document))
        features = stage("features", lambda: build_features(document))
        for form, wanted in FORMATS.items():
            module, _, function = wanted.writer.partition(".")
            writer = getattr(import_module(f"geo.export.{module}"), function)
            stage(form, lambda writer=writer: writer(features))
    return found


def _peak_now() -> float:
    """Return this process's peak of memory since the last call, MB; without Linux, since its start."""
    try:
        status = Path("/proc/self/status").read_text()
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    except OSError:
        return _peak()
    return int(status.partition("VmHWM:")[2].split()[0]) / 2**10


def _growing(name: str, size: int, gazetteer: Gazetteer) -> str:
    if name == "text":
        return _text("articles", size, gazetteer)
    everywhere = gazetteer.settlements(BBox(west=-180, south=-90, east=180, north=90), limit=15_000)
    names = list(dict.fromkeys(f"{place.name}, {place.parents[-1]}" for place in everywhere if place.parents))
    if name == "places":
        return "\n\n".join(f"Rain fell in {place}." for place in names[:size])
    chosen = random.Random(size)
    towns = [place.partition(",")[0] for place in names[:2000]]
    pairs = [chosen.sample(towns, 2) for _ in range(size)]
    return "\n\n".join(f"Trucks carried 40 tons of corn from {a} to {b}." for a, b in pairs)


def _peak() -> float:
    """Return this process's peak of memory, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _row(name: str, size: int, limit: float, *more: str) -> dict[str, Any] | None:
    command = [sys.executable, __file__, "--row", name, str(size), *more]
    try:
        run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    row: dict[str, Any] = json.loads(run.stdout)
    return row


def _measure(name: str, size: int) -> dict[str, Any]:
    with Gazetteer.open() as gazetteer:
        text = _text(name, size * KB, gazetteer)

        def resolved() -> object:
            article = article_from_text(text)
            sentences = split_sentences(article)
            found = find_toponyms(article, sentences, gazetteer)
            return resolve_toponyms(article, sentences, found, gazetteer)

        def whole() -> object:
            return geoparse(text, gazetteer=gazetteer)

        geoparse(_text("articles", 5 * KB, gazetteer), gazetteer=gazetteer)  # what is loaded once
        row = {"size": size, "resolved": _seconds(resolved), "whole": _seconds(whole)}
        memory = _peak()
        return {**row, "memory": memory, "profile": _profile(whole) if row["whole"] > 0.2 else []}


def _seconds(work: Callable[[], object]) -> float:
    """Return the median processor time of up to five runs, fewer where they take long."""
    times: list[float] = []
    while len(times) < 5 and sum(times) < 2:
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def _profile(work: Callable[[], object]) -> list[str]:
    """Name the functions with the most time of their own, and their share of it."""
    with cProfile.Profile() as profile:
        work()
    stats: Any = pstats.Stats(profile)
    own = {at: row[2] for at, row in stats.stats.items() if Path(at[0]).is_relative_to(ROOT / "geo")}
    return [
        f"{Path(file).relative_to(ROOT)}:{line} {function} {own[file, line, function] / stats.total_tt:.0%}"
        for file, line, function in sorted(own, key=lambda at: -own[at])[:5]
    ]


# -- texts -------------------------------------------------------------------------------------------------


def _text(name: str, length: int, gazetteer: Gazetteer) -> str:
    """Return the text of a case, cut to a length in characters."""
    if name == "articles":
        return _cut(_paragraphs(), "\n\n", length)
    if name == "names, all different":
        everywhere = gazetteer.settlements(BBox(west=-180, south=-90, east=180, north=90), limit=10_000)
        names = dict.fromkeys(place.name for place in everywhere)
        return _cut((f"Rain fell in {place}." for place in names), " ", length)
    if name == "capitalised words":
        chosen = random.Random(length)
        letters = (chosen.choices("abcdefghijklmnoprstuvw", k=5) for _ in count())
        return _cut(("".join(word).title() for word in letters), " ", length)
    if name == "one sentence":
        return _cut((p.translate(str.maketrans(".!?", ",,,")) for p in _paragraphs()), " and ", length)
    unit = {"commas": ",", "“a,” again and again": "a,", "a run of one capitalised word": "Paris "}[name]
    return unit * (length // len(unit))


def _paragraphs() -> Iterator[str]:
    """Yield paragraphs of four sentences without end, the sentences shuffled anew each time round."""
    files = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "golden").glob("*/article*")]
    sentences = []
    for file in sorted(files):
        article = article_from_text(file.read_text("utf-8"))
        sentences += [" ".join(article.text[s.start : s.end].split()) for s in split_sentences(article)]
    for seed in count():
        random.Random(seed).shuffle(sentences)
        for at in range(0, len(sentences), 4):
            yield " ".join(sentences[at : at + 4])


def _cut(parts: Iterator[str], joint: str, length: int) -> str:
    texts, long = [], 0
    for part in parts:
        texts.append(part + joint)
        long += len(texts[-1])
        if long >= length:
            break
    return "".join(texts)[:length].strip()


if __name__ == "__main__":
    main()
