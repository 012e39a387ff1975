"""The gallery: thirty articles as pictures, for a person who judges them by ``rubric.md``.

    python docs/gallery/make.py [ARTICLE…]

The articles are those of the half ``look`` of ``tests/corpora/english.json``; ids choose some of them.
Each has four pictures beside this file: on a desktop in light and dark colours, on a phone, and its printed
pages. The last line says how large the pages and the pictures are. ``CHROMIUM`` may name the browser; the
paper is drawn by ``pypdfium2``.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from geo.drawing.page import render_page
from geo.pipeline import read_document

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "tests" / "corpora" / "english.json"
SCREENS = {
    "light": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
PAPER_WIDTH = 640  # pixels of a printed page
QUALITY = 60


def pictures(browser: Browser, file: Path) -> Iterator[tuple[str, Image.Image, int]]:
    """Yield the name of each view of a page, its picture, and how many pages it has."""
    for name, options in SCREENS.items():
        context = browser.new_context(reduced_motion="reduce", **options)
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector("html.settled")
        page.wait_for_timeout(300)
        yield name, Image.open(io.BytesIO(page.screenshot())), 1
        context.close()
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html.settled")
    pages = [p.render(scale=2).to_pil() for p in pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))]
    page.close()
    shown = [p.resize((PAPER_WIDTH, round(PAPER_WIDTH * p.height / p.width))) for p in pages]
    sheet = Image.new("RGB", (PAPER_WIDTH, sum(p.height + 8 for p in shown)), "#888")
    top = 0
    for paper in shown:
        sheet.paste(paper, (0, top))
        top += paper.height + 8
    yield "print", sheet, len(pages)


def main(chosen: list[str]) -> None:
    """Draw the chosen articles, or all."""
    articles = [a for a in json.loads(CORPUS.read_text("utf-8"))["articles"] if a["half"] == "look"]
    if unknown := set(chosen) - {a["id"] for a in articles}:
        raise SystemExit(f"{', '.join(sorted(unknown))}: not in the gallery; expected ids of its articles")
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    pages, zipped, drawn = [], [], 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=browser_path)
        for article in articles:
            if chosen and article["id"] not in chosen:
                continue
            source = Path(name, f"{article['id']}.txt")
            source.write_text(article["text"], "utf-8")
            html = render_page(read_document(source)).encode()
            file = source.with_suffix(".html")
            file.write_bytes(html)
            pages.append(len(html) / 1e3)
            zipped.append(len(gzip.compress(html, mtime=0)) / 1e3)
            shown = [*pictures(browser, file)]
            for view, picture, _ in shown:
                to = HERE / f"{article['id']}-{view}.webp"
                picture.convert("RGB").save(to, quality=QUALITY, method=6)
                drawn += to.stat().st_size
            words, papers = article["words"], shown[-1][2]
            print(f"{article['id']}: {pages[-1]:.0f} kB, {words} words on {papers} printed pages", flush=True)
        browser.close()
    print(
        f"{len(pages)} articles: median {statistics.median(pages):.0f} kB, worst {max(pages):.0f} kB, "
        f"gzipped median {statistics.median(zipped):.0f} kB; pictures {drawn / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
