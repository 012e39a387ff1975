"""What all tests share: no network, the open gazetteer, one browser, the flag for goldens."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hosts import watched_page
from hypothesis import settings
from hypothesis import strategies as st

import geo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# How long an example takes says more of what else the machine does than of the code.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-goldens", action="store_true", help="write the golden cases again")


@pytest.fixture(scope="session")
def write_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--write-goldens"))


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[geo.Gazetteer]:
    with geo.Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def pinned(gazetteer: geo.Gazetteer) -> str:
    """Return the hash of the pinned file that backdrops are drawn from."""
    return gazetteer.provenance["resources"]["shapes.sqlite"].removeprefix("sha256:")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection that is not to a socket of this machine's file system."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            raise AssertionError(f"a test tried to connect to {address}; tests run without network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket.socket, "connect_ex", refuse)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium that ``CHROMIUM`` names or the PATH holds, once."""
    named = os.environ.get("CHROMIUM")
    path = next(filter(None, map(shutil.which, [named] if named else _CHROMIUMS)), None)
    if not path:
        missing = f"CHROMIUM={named}: no such program" if named else "no Chromium found"
        pytest.fail(
            f"{missing}; install one (Debian: apt-get install chromium), or let CHROMIUM name it",
            pytrace=False,
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        yield started
        started.close()


def texts(*pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Return a strategy for texts of any characters and of these pieces, in any order."""
    characters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
    mixed = st.one_of(characters, *map(st.sampled_from, pieces))
    return st.lists(mixed, min_size=1, max_size=14).map("".join).filter(str.strip)


OpenPage = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Open pages from files, every request refused; a request, message, error or dialog fails the test."""
    contexts = []
    heard: list[str] = []

    def opened(html: str, anchor: str = "", **options: Any) -> Page:
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})
        context.set_default_timeout(5000)
        contexts.append(context)
        page = watched_page(context, lambda url: url.split("#")[0] == file.as_uri(), heard)
        page.on("dialog", lambda dialog: (heard.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(file.as_uri() + anchor)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html.settled")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []
