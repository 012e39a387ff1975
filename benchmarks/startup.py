"""New processes and loops, as ratios: commands to a baseline in the same run, loops to each other.

    python benchmarks/startup.py [ROUNDS]

The baseline is `python -c "import folium, geopandas"`, which any program that draws with these two waits for.
Every figure is the median of 7 rounds, in which all take turns, so that a machine whose speed drifts slows
all of them. Processor time, given beside, is less troubled by what else runs. Modules are compiled to
bytecode first, as those of an installed package are.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEED = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())
FIRST_LOOKUP = """
from geo.gazetteer import Gazetteer
with Gazetteer.open() as gazetteer:
    assert gazetteer.candidates("Springfield")
"""
LOOPS = """
import json, os, sys, time
from concurrent.futures import ThreadPoolExecutor
import geo

article = geo.read_article(sys.argv[1])
passed = geo.Gazetteer.open()
document = geo.geoparse(article)
page, text = geo.render(document), document.to_json()
geo.geoparse(article, gazetteer=passed)
timed = {}


def measure(name, call):
    begun, used = time.perf_counter(), time.process_time()
    result = call()
    wall, processor = timed.get(name, (0, 0))
    timed[name] = wall + time.perf_counter() - begun, processor + time.process_time() - used
    return result


def alone(gazetteer):
    return [geo.geoparse(article, gazetteer=gazetteer) for _ in range(10)]


def forked(gazetteer):
    child = os.fork()
    if not child:
        try:
            alone(gazetteer)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def threads(gazetteer):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda _: geo.geoparse(article, gazetteer=gazetteer), range(10)))


for way in (forked, alone, threads):
    for gazetteer in (None, passed):
        way(gazetteer)  # new threads open connections of their own, once
    pair = [("shared", None), ("passed", passed)]
    for _ in range(4):  # each way is the first of the two as often as the second
        for which, gazetteer in pair:
            measure(f"{way.__name__} {which}", lambda: way(gazetteer))
        pair.reverse()
documents = measure("parse", lambda: alone(None))
measure("to_json", lambda: [document.to_json() for document in documents])
assert measure("page", lambda: geo.render(documents[0])) == page
elsewhere = geo.geoparse(sys.argv[2])
assert measure("elsewhere", lambda: geo.render(elsewhere)) != page
assert documents[0].to_json() == text
print(json.dumps(timed))
"""
OTHER = """Heavy rain cut the road between Nairobi and Mombasa on Monday, the police said. In Voi, 40 families
left their homes. Trains from Mombasa to Kampala stopped at Eldoret, and Lake Victoria rose by 12 cm."""
WAYS = {"alone": "one thread", "threads": "four threads", "forked": "after a fork"}
Timed = dict[str, list[tuple[float, float]]]


def commands(folder: str) -> dict[str, list[str]]:
    run, seed = [sys.executable, "-m", "geo.cli"], str(SEED)
    return {
        "baseline": [sys.executable, "-c", "import folium, geopandas"],
        "geo render, the first article": [*run, "render", seed, "-o", f"{folder}/map.html", "--force"],
        "geo parse, the first article": [*run, "parse", seed, "-o", f"{folder}/map.json", "--force"],
        "geo explain, the first article": [*run, "explain", seed],
        "open the gazetteer, answer a first name": [sys.executable, "-c", FIRST_LOOKUP],
        "loops": [sys.executable, "-c", LOOPS, seed, OTHER],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(rounds: int) -> Timed:
    """Return the wall and processor times, seconds, of each command and of each loop, a pair a round."""
    timed: Timed = {}
    with tempfile.TemporaryDirectory() as folder:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        for n in range(rounds + 1):
            for name, command in commands(folder).items():
                begun, used = time.perf_counter(), processor()
                out = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
                if n:  # the first round warms the caches
                    timed.setdefault(name, []).append((time.perf_counter() - begun, processor() - used))
                if n and name == "loops":
                    for loop, times in json.loads(out).items():
                        timed.setdefault(loop, []).append(times)
    return timed


def main(rounds: int) -> None:
    timed = measured(rounds)

    def ratio(name: str, to: str) -> list[float]:
        return [
            statistics.median(t[n] for t in timed[name]) / statistics.median(t[n] for t in timed[to])
            for n in (0, 1)
        ]

    print(
        'The baseline is python -c "import folium, geopandas"; ratios are of wall time, of processor time.\n'
    )
    print("| process | median | to the baseline | processor time |\n| --- | ---: | ---: | ---: |")
    names = {name: name for name in commands("") if name != "loops"}
    pages = {
        "page": "the page again, in the same process",
        "elsewhere": "a page of another article and region, in the same process",
    }
    for name, title in (names | pages).items():
        wall, used = ratio(name, "baseline")
        median = statistics.median(t[0] for t in timed[name])
        print(f"| {title} | {median * 1000:.0f} ms | {wall:.2f} | {used:.2f} |")
    print("\n| loop over the first article | ratio | processor time |\n| --- | ---: | ---: |")
    for way, title in WAYS.items():
        wall, used = ratio(f"{way} passed", f"{way} shared")
        of_fork = "" if way == "forked" else f"{used:.2f}"  # a child's is not the process's own
        print(f"| speed of geoparse(text) to that with an open gazetteer, {title} | {wall:.2f} | {of_fork} |")
    wall, used = ratio("to_json", "parse")
    print(f"| time of to_json() to that of the parse | {wall:.3f} | {used:.3f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
