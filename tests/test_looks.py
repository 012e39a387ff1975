"""How pages look: pictures compared with those in tests/looks, reviewed by eye.

A picture may differ from its golden in at most ``TOLERATED`` of its pixels, where a pixel differs if a
channel is off by more than ``SHADE``: fonts are the same (DejaVu), their edges may differ between builds of
Chromium.
``--write-goldens`` writes them again.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import OpenPage
from made_story import flow_story
from PIL import Image

from geo.drawing.page import render_page
from geo.pipeline import read_document

pytestmark = pytest.mark.browser

SEED = next(p for p in sorted((Path(__file__).parent.parent / "seeds").iterdir()) if p.is_file())
LOOKS = Path(__file__).parent / "looks"
TOLERATED, SHADE = 0.01, 40
FONTS = ":root { --serif: 'DejaVu Serif' !important; --sans: 'DejaVu Sans' !important; }"

VIEWS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "print": {"viewport": {"width": 1056, "height": 760}},
}


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ."""
    if one.size != other.size:
        return 1.0
    a, b = (np.asarray(i.convert("RGB"), dtype=np.int16) for i in (one, other))
    return float((np.abs(a - b).max(axis=2) > SHADE).mean())


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["first", "made"])
def test_it_looks_as_reviewed(open_page: OpenPage, write_goldens: bool, name: str, view: str) -> None:
    document = read_document(SEED) if name == "first" else flow_story()
    html = render_page(document)
    page = open_page(html, reduced_motion="reduce", **VIEWS[view])
    page.evaluate(
        """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet]; }""",
        FONTS,
    )
    if view == "print":
        page.emulate_media(media="print")
    page.evaluate(
        "() => { dispatchEvent(new Event('resize')); document.querySelector('.reset button').click(); }"
    )
    page.wait_for_timeout(300)  # labels are placed again for the other font
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    golden = LOOKS / f"{name}-{view}.png"
    if write_goldens:
        LOOKS.mkdir(exist_ok=True)
        picture.convert("RGB").save(golden, optimize=True)
    assert golden.exists(), f"no {golden.name}; look at the page, then run with --write-goldens"
    differs = difference(picture, Image.open(golden))
    if differs > TOLERATED:
        picture.save(golden.with_suffix(".now.png"))
    assert differs <= TOLERATED, (
        f"{differs:.1%} of the pixels differ; see {golden.stem}.now.png beside the golden"
    )


def test_a_changed_picture_is_noticed() -> None:
    white, black = Image.new("RGB", (100, 100), "white"), Image.new("RGB", (100, 100), "white")
    black.paste((0, 0, 0), (0, 0, 20, 20))
    assert difference(white, black) == pytest.approx(0.04)
    assert difference(white, white.resize((50, 50))) == 1.0
