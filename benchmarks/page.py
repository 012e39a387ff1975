"""The page in headless Chromium: how soon it is interactive, and whether a very large one stays usable.

    python benchmarks/page.py [ROUNDS]

First: how soon the first article's page is interactive and painted, and has its names, beside a bare Leaflet
page that draws the same geometry. Then: the longest task of the main thread while a page of 1,100 places and
100,000 words is scrolled, panned, zoomed and searched, and again with the processor slowed four times. Then:
the frames in which the first article's map follows its text. Then: a still PNG.

Other programs may run meanwhile: each figure is the time of the processor, of the main thread, beside that of
the clock, and the median of rounds in which the pages take turns; a ratio is the median of the rounds' own
ratios. ``CHROMIUM`` may name the browser.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from playwright.sync_api import Browser, Page, sync_playwright
from xstatic.pkg import leaflet

from geo.document import MapDocument
from geo.drawing.page import render_page
from geo.drawing.scene import set_scene
from geo.export import export
from geo.pipeline import read_document

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from made import made, place  # noqa: E402

SEED = next(p for p in sorted((ROOT / "seeds").iterdir()) if p.is_file())
WATCH = """
new MutationObserver((_, me) => {
  const seen = document.documentElement?.classList;
  if (seen?.contains("named")) {
    performance.mark("page-named");
    me.disconnect();
  } else if (seen?.contains("ready") && !window.asked) {
    window.asked = true;
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("page-ready")));
  }
}).observe(document, { subtree: true, attributes: true, childList: true });
"""
TRACED = ["toplevel", "blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline"]
BARE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<style>%s html,body,#map{height:100%%;margin:0}</style>
</head><body><div id="map"></div><script>%s</script><script>
const map = L.map("map", { zoomSnap: 0.25 });
const drawn = L.geoJSON(%s, { smoothFactor: 0, pointToLayer: (f, at) => L.circleMarker(at) });
map.fitBounds(%s);
drawn.addTo(map);
document.documentElement.classList.add("ready");
</script></body></html>"""


def bare_page() -> str:
    """Write a page with the geometry that the first article's page draws, and nothing else."""
    scene = set_scene(read_document(SEED))
    basemap, story = scene.basemap, scene.frame.story
    drawn = [
        *(country.geometry for country in basemap.countries),
        basemap.units,
        basemap.lakes,
        basemap.disputed,
    ]
    drawn += [feature.geometry for feature in scene.features.values()]
    rounded = shapely.transform(drawn, lambda xy: xy.round(scene.frame.digits))
    shapes = ",".join(shapely.to_geojson(shape) for shape in rounded)
    css, js = (Path(leaflet.BASE_DIR, name).read_text("utf-8") for name in ("leaflet.css", "leaflet.js"))
    return BARE % (css, js, f"[{shapes}]", [[story.south, story.west], [story.north, story.east]])


class Trace:
    """What the browser's threads do while a page is used."""

    def __init__(self, browser: Browser, page: Page) -> None:
        self.page, self._done = page, False
        self.events: list[dict[str, Any]] = []
        self.session = browser.new_browser_cdp_session()
        self.session.on("Tracing.dataCollected", lambda data: self.events.extend(data["value"]))
        self.session.on("Tracing.tracingComplete", self._finish)

    def _finish(self, _: Any) -> None:
        self._done = True

    def __enter__(self) -> Trace:
        self.session.send(
            "Tracing.start", {"traceConfig": {"includedCategories": TRACED}, "transferMode": "ReportEvents"}
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.session.send("Tracing.end")
        while not self._done:
            self.page.wait_for_timeout(20)
        self.session.detach()

    def tasks(self, thread: tuple[int, int]) -> list[dict[str, Any]]:
        """List the tasks of a thread, by the ids of its process and its own."""
        return [e for e in self.events if e["name"] == "RunTask" and (e["pid"], e["tid"]) == thread]

    def main_threads(self) -> set[tuple[int, int]]:
        """Return the main threads of pages."""
        named = (e for e in self.events if e["name"] == "thread_name")
        return {(e["pid"], e["tid"]) for e in named if e["args"]["name"] == "CrRendererMain"}


class Opening(NamedTuple):
    """Milliseconds until a page was interactive and painted, and had its names: by clock and by processor."""

    ready: float
    named: float
    ready_cpu: float
    named_cpu: float


def opened(browser: Browser, file: Path) -> Opening:
    """Open a page in a new context."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    with Trace(browser, page) as trace:
        page.goto(file.as_uri())
        page.wait_for_function("() => performance.getEntriesByName('page-ready').length")
        page.wait_for_timeout(300)
    context.close()
    marks = {e["name"]: e for e in trace.events if e["name"] in ("page-ready", "page-named")}
    ready = marks["page-ready"]
    named = marks.get("page-named", ready)
    starts = (e for e in trace.events if e["name"] == "navigationStart" and e["pid"] == ready["pid"])
    start = max(e["ts"] for e in starts)
    tasks = [t for t in trace.tasks((ready["pid"], ready["tid"])) if t["ts"] >= start]
    clock = [(mark["ts"] - start) / 1000 for mark in (ready, named)]
    cpu = [sum(t.get("tdur", 0) for t in tasks if t["ts"] <= mark["ts"]) / 1000 for mark in (ready, named)]
    return Opening(*clock, *cpu)


def large_document() -> MapDocument:
    """Make an article of 1,100 places, a third of them areas, and 100,000 words."""
    places = {}
    for n in range(1100):
        lng, lat = -10 + (n % 44) * 0.9, 36 + (n // 44) * 0.8
        ring = [
            (lng + 0.35 * math.cos(a / 20 * math.pi), lat + 0.3 * math.sin(a / 20 * math.pi))
            for a in range(40)
        ]
        more: dict[str, Any] = {"geometry": shapely.Polygon(ring)} if n % 3 == 0 else {}
        places[f"p{n}"] = place(
            str(n + 1), f"Place {n}", "region" if more else "populated_place", lng, lat, **more
        )
    words = "and then the people of the place said that it was so and went home again".split()
    blocks: list[tuple[str, ...]] = [("title", "A very long article")]
    said, n = 0, 0
    while said < 100_000:
        sentences = []
        for _ in range(5):
            sentences.append(f"In [Place {n % 1100}](p{n % 1100}) number {n} {' '.join(words)}.")
            said, n = said + len(words) + 5, n + 1
        blocks.append(("paragraph", *sentences))
    return made(blocks, places)


def longest_tasks(browser: Browser, file: Path, slower: int) -> dict[str, tuple[float, float]]:
    """Return the longest task of each way to use a page, milliseconds of the processor and of the clock."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_selector("html.settled", timeout=120_000)
    page.wait_for_timeout(1500)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})

    def during(what: Any) -> tuple[float, float]:
        with Trace(browser, page) as trace:
            what()
            page.wait_for_timeout(500)
        tasks = [task for thread in trace.main_threads() for task in trace.tasks(thread)]
        cpu, clock = (max((t.get(key, 0) / 1000 for t in tasks), default=0.0) for key in ("tdur", "dur"))
        return cpu, clock

    def scroll() -> None:
        page.mouse.move(300, 500)
        for _ in range(25):
            page.mouse.wheel(0, 700)
            page.wait_for_timeout(40)

    def pan() -> None:
        for _ in range(3):
            page.mouse.move(1000, 400)
            page.mouse.down()
            page.mouse.move(900, 330, steps=12)
            page.mouse.up()
            page.wait_for_timeout(250)

    def zoom() -> None:
        page.mouse.move(1000, 400)
        for _ in range(3):
            page.mouse.wheel(0, -300)
            page.wait_for_timeout(450)

    def search() -> None:
        page.evaluate("() => scrollTo(0, 0)")
        page.locator("#query").press_sequentially("place 77", delay=60)

    pane = "getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"
    drawn = "document.querySelector('.leaflet-overlay-pane').innerHTML.length"
    state = f"() => [scrollY, {pane}, {drawn}, found.textContent]"
    used: dict[str, tuple[float, float]] = {}
    before: Any = None
    for use in (scroll, pan, zoom, search):
        used[use.__name__] = during(use)
        if before == (before := page.evaluate(state)):
            raise SystemExit(f"{use.__name__}: nothing moved; expected the page to answer")
    page.close()
    return used


def frames_while_following(browser: Browser, file: Path) -> tuple[list[float], list[float]]:
    """Scroll through a page's text as a reader does.

    Returns
    -------
    (frames, work)
        How long each frame lasted, and how long the main thread worked in each 33 ms; milliseconds.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_selector("html.settled")
    page.mouse.move(300, 500)
    with Trace(browser, page) as trace:
        page.evaluate("""() => {
            window.frames_ = [];
            let last = performance.now();
            const next = (now) => {
                window.frames_.push(now - last);
                last = now;
                requestAnimationFrame(next);
            };
            requestAnimationFrame(next);
        }""")
        for _ in range(40):
            page.mouse.wheel(0, 60)
            page.wait_for_timeout(150)
        frames: list[float] = page.evaluate("() => window.frames_.slice(1)")
    page.close()
    tasks = [task for thread in trace.main_threads() for task in trace.tasks(thread)]
    first, last = min(t["ts"] for t in tasks), max(t["ts"] for t in tasks)
    work = [0.0] * (int((last - first) / 33_333) + 1)
    for task in tasks:
        work[int((task["ts"] - first) / 33_333)] += task.get("tdur", 0) / 1000
    return frames, work


def median(rounds: Iterable[float]) -> str:
    """Write the median of times."""
    return f"{statistics.median(rounds):.0f} ms"


def openings(browser: Browser, first: Path, bare: Path, rounds: int) -> None:
    """Print how soon the first article's page is interactive and has its names, beside a bare page."""
    pairs: list[tuple[Opening, Opening]] = []
    for n in range(rounds + 1):  # the first round warms the caches
        at = {file: opened(browser, file) for file in ((first, bare) if n % 2 else (bare, first))}
        if n:
            pairs.append((at[first], at[bare]))
    print("| opening | processor | ratio | clock | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    base = [median(b.ready_cpu for _, b in pairs), "1.00", median(b.ready for _, b in pairs), "1.00"]
    print(f"| bare Leaflet with the same geometry | {' | '.join(base)} |")
    for title, what in (
        ("the article's page, interactive", "ready"),
        ("the same with all names", "named"),
    ):
        row = []
        for kind in ("_cpu", ""):
            row.append(median(getattr(page, what + kind) for page, _ in pairs))
            ratios = [getattr(page, what + kind) / getattr(b, "ready" + kind) for page, b in pairs]
            row.append(f"{statistics.median(ratios):.2f}")
        print(f"| {title} | {' | '.join(row)} |")


def main(rounds: int) -> None:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=path)
        first, bare, large = (folder / f"{page}.html" for page in ("first", "bare", "large"))
        first.write_text(render_page(read_document(SEED)), "utf-8")
        bare.write_text(bare_page(), "utf-8")
        large.write_text(render_page(large_document()), "utf-8")
        openings(browser, first, bare, rounds)
        size = large.stat().st_size / 1e6
        print(f"\n| 1,100 places, {size:.1f} MB: longest task | processor | clock | slowed 4 times |")
        print("| --- | ---: | ---: | ---: |")
        again = range(max(1, rounds // 3))
        tried = [[longest_tasks(browser, large, slower) for slower in (1, 4)] for _ in again]
        for use in tried[0][0]:
            cpu, clock = ([usual[use][n] for usual, _ in tried] for n in (0, 1))
            slowed = median(slow[use][0] for _, slow in tried)
            print(f"| {use} | {median(cpu)} | {median(clock)} | {slowed} |")
        frames, work = frames_while_following(browser, first)
        on_time, steady = (sum(f <= 34 for f in times) / len(times) for times in (frames, work))
        print(f"\nfollowing: in {steady:.1%} of the spans of 33 ms, the main thread had time for the frame")
        print(
            f"by the clock: {on_time:.1%} of {len(frames)} frames within 33 ms, longest {max(frames):.0f} ms"
        )
        browser.close()
    document = read_document(SEED)
    export(document, "png")
    begun = time.process_time(), time.perf_counter()
    export(document, "png")
    cpu, clock = time.process_time() - begun[0], time.perf_counter() - begun[1]
    print(f"still PNG: {cpu:.2f} s of the processor, {clock:.2f} s by the clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
