"""Print how many names of countries and waters stand outside what they name, on views of every country.

Each view is a page of its own, on a desktop and on a phone in turn. A name may also stand beside a country,
with a line that ends in it.

    python benchmarks/labels.py --views 254
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from frames import misplaced, random_page

import geo

SIZES = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})


def main() -> int:
    """Render the views, and list the names that are misplaced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=254)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    shown = wrong = 0
    with (
        geo.Gazetteer.open() as gazetteer,
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        for seed in range(options.views):
            file = Path(folder) / "page.html"
            file.write_text(html := random_page(seed, gazetteer), "utf-8")
            page = browser.new_page(viewport=SIZES[seed % 2])
            page.goto(file.as_uri())
            page.wait_for_selector("html.settled", state="attached")
            for name in misplaced(page, html, seed, gazetteer):
                shown += 1
                if name:
                    wrong += 1
                    print(f"view {name.seed}: {name.name}")
            page.close()
        browser.close()
    print(f"{options.views} views, {shown} names, {wrong} of them outside what they name")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
