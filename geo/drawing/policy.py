"""One policy for every page: only its own scripts and styles run, and nothing is requested."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from xstatic.pkg import leaflet


def policy(
    scripts: Sequence[Element], styles: Sequence[Element], beside: str = "", *, served: bool = False
) -> str:
    """Write a policy that allows only these scripts and styles, and images that are in the page.

    ``beside`` are sources of scripts beside the page, which are data and come with it. ``served`` says that a
    server on this machine gives the page, with styles and scripts that may ask it.
    """

    def hashes(elements: Sequence[Element]) -> str:
        return " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256((e.text or '').encode()).digest()).decode()}'"
            for e in elements
        )

    own, ask = (" 'self'", "connect-src 'self'; ") if served else ("", "")
    return (
        f"default-src 'none'; script-src {hashes(scripts)}{beside and ' '}{beside}{own}; "
        f"style-src {hashes(styles)}{own}; {ask}img-src data:; base-uri 'none'; form-action 'none'"
    )


def shared_style() -> str:
    """Read the style that all pages share."""
    return own_code(Path(__file__).parent / "web" / "base.css")


@cache
def own_code(path: Path) -> str:
    """Read one of our own modules of script or style."""
    return _bare(path.read_text("utf-8"))  # universal newlines: the same page from every checkout


def _bare(text: str) -> str:
    """Remove comments and indentation, which script and style do not need."""
    text = re.sub(r"/\*.*?\*/ ?", "", text, flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


@cache
def leaflet_code(name: str) -> str:
    """Read one of Leaflet's files, and remove its references to other files."""
    text = (Path(leaflet.BASE_DIR) / name).read_text("utf-8")
    text = re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
    if name.endswith(".css"):
        return _bare(re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", text))
    return text
