"""The page in headless Chromium: how soon it is interactive, and whether a very large one stays usable.

    python benchmarks/page.py [RUNS]

First: the median time from navigation to an interactive page that has been painted, for the first article's
page and for a bare Leaflet page that draws the same geometry, in turns; names are placed a moment later, by
the time of the third row. Then: the longest task of the main thread while a page of a hundred times as many
places and 100,000 words is scrolled, panned, zoomed and searched, and again with the processor slowed four
times; as processor time of the main thread. Then: how long the frames last in which the first article's map
follows its text; and the processor time of a still PNG. ``CHROMIUM`` may name the browser.
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import shapely
from playwright.sync_api import Browser, sync_playwright
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
    window.namedAt ??= performance.now();
    me.disconnect();
  } else if (seen?.contains("ready") && !window.asked) {
    window.asked = true;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.readyAt = performance.now(); }));
  }
}).observe(document, { subtree: true, attributes: true, childList: true });
"""
TRACED = "devtools.timeline,disabled-by-default-devtools.timeline"
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


def opened(browser: Browser, file: Path) -> tuple[float, float]:
    """Open a page in a new context; return when it was interactive and painted, and had its names, in ms."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.wait_for_selector("html.ready")
    page.wait_for_timeout(250)
    ready, named = page.evaluate("() => [window.readyAt, window.namedAt ?? window.readyAt]")
    context.close()
    return ready, named


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


def longest_tasks(browser: Browser, file: Path, slower: int) -> dict[str, float]:
    """Return the longest task of each way to use a page, in milliseconds of the processor.

    What else the machine does makes a task last longer, but does not cost more.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.wait_for_selector("html.settled", timeout=120_000)
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    events: list[dict[str, Any]] = []
    finished: list[Any] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda data: finished.append(data))

    def during(what: Any) -> float:
        events.clear()
        finished.clear()
        session.send("Tracing.start", {"categories": TRACED, "transferMode": "ReportEvents"})
        what()
        page.wait_for_timeout(500)
        session.send("Tracing.end")
        while not finished:
            page.wait_for_timeout(20)
        named = (e for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain")
        threads = {(e["pid"], e["tid"]) for e in named}
        tasks = [e for e in events if e["name"] == "RunTask" and (e["pid"], e["tid"]) in threads]
        return max((e.get("tdur", 0) / 1000 for e in tasks), default=0.0)

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
    used: dict[str, float] = {}
    before: Any = None
    for use in (scroll, pan, zoom, search):
        used[use.__name__] = during(use)
        if before == (before := page.evaluate(state)):
            raise SystemExit(f"{use.__name__}: nothing moved; expected the page to answer")
    page.close()
    return used


def frames_while_following(browser: Browser, file: Path) -> list[float]:
    """Scroll through a page's text as a reader does; return how long each frame lasted, in milliseconds."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_selector("html.settled")
    page.mouse.move(300, 500)
    page.evaluate("""() => {
        window.frames_ = [];
        let last = performance.now();
        const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
        requestAnimationFrame(next);
    }""")
    for _ in range(40):
        page.mouse.wheel(0, 60)
        page.wait_for_timeout(150)
    lasted: list[float] = page.evaluate("() => window.frames_.slice(1)")
    page.close()
    return sorted(lasted)


def main(runs: int) -> None:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=path)
        first, large = folder / "first.html", folder / "large.html"
        first.write_text(render_page(read_document(SEED)), "utf-8")
        bare = folder / "bare.html"
        bare.write_text(bare_page(), "utf-8")
        timed: dict[Path, list[tuple[float, float]]] = {first: [], bare: []}
        for n in range(runs + 1):  # the first round warms the caches
            for file, times in timed.items():
                at = opened(browser, file)
                if n:
                    times.append(at)
        (ready, named), (base, _) = (
            [statistics.median(t) for t in zip(*timed[f], strict=True)] for f in (first, bare)
        )
        print("| opening | median | ratio |\n| --- | ---: | ---: |")
        print(f"| bare Leaflet with the same geometry | {base:.0f} ms | 1.00 |")
        print(f"| the first article's page, interactive | {ready:.0f} ms | {ready / base:.2f} |")
        print(f"| the same with all names | {named:.0f} ms | {named / base:.2f} |")
        large.write_text(render_page(large_document()), "utf-8")
        size = large.stat().st_size / 1e6
        print(f"\n| 1,100 places, 100,000 words ({size:.1f} MB) | longest task | processor slowed 4 times |")
        print("| --- | ---: | ---: |")
        usual, slowed = (longest_tasks(browser, large, slower) for slower in (1, 4))
        for use, longest in usual.items():
            print(f"| {use} | {longest:.0f} ms | {slowed[use]:.0f} ms |")
        frames = frames_while_following(browser, first)
        within = sum(frame <= 34 for frame in frames) / len(frames)
        print(f"\nfollowing: {within:.1%} of {len(frames)} frames within 33 ms, longest {frames[-1]:.0f} ms")
        browser.close()
    document = read_document(SEED)
    export(document, "png")
    begun = time.process_time()
    export(document, "png")
    print(f"still PNG: {time.process_time() - begun:.2f} s of the processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
