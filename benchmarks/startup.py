"""Whole new processes against `python -c "import folium, geopandas"` in the same run.

    python benchmarks/startup.py [RUNS]

Prints the median wall time of each, and its ratio to the baseline; rounds alternate, so that a machine whose
speed drifts slows all of them.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEED = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())
FIRST_LOOKUP = """
import time; begun = time.perf_counter()
from geo.gazetteer import Gazetteer
with Gazetteer.open() as gazetteer:
    found = gazetteer.candidates("Springfield")
assert found
print(time.perf_counter() - begun)
"""


def commands(folder: str) -> dict[str, list[str]]:
    run = [sys.executable, "-m", "geo.cli"]
    return {
        "import folium, geopandas (baseline)": [sys.executable, "-c", "import folium, geopandas"],
        "geo render, the first article": [*run, "render", str(SEED), "-o", f"{folder}/map.html"],
        "geo parse, the first article": [*run, "parse", str(SEED), "-o", f"{folder}/map.json"],
        "open the gazetteer, answer a first name": [sys.executable, "-c", FIRST_LOOKUP],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        timed: dict[str, list[float]] = {name: [] for name in commands(folder)}
        for n in range(runs + 1):  # the first round warms the caches
            for name, command in commands(folder).items():
                begun = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                if n:
                    timed[name].append(time.perf_counter() - begun)
    [baseline] = [statistics.median(times) for name, times in timed.items() if "baseline" in name]
    print("| whole process | median | ratio |\n| --- | ---: | ---: |")
    for name, times in timed.items():
        median = statistics.median(times)
        print(f"| {name} | {median * 1000:.0f} ms | {median / baseline:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
