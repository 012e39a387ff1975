"""Pages of a host, served from this machine, for tests of what is embedded into them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback; give its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def watched_page(context: BrowserContext, is_allowed: Callable[[str], bool], heard: list[str]) -> Page:
    """Make a page whose other requests are refused; they, messages and errors are added to `heard`."""

    def judge(route: Route) -> None:
        if is_allowed(route.request.url):
            route.continue_()
        else:
            heard.append(f"request: {route.request.url}")
            route.abort()

    context.route("**/*", judge)
    page = context.new_page()
    drivers = "GL Driver Message"  # what a machine without a graphics card says
    page.on("console", lambda m: None if drivers in m.text else heard.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    return page


@contextmanager
def opened(browser: Browser, url: str, *origins: str) -> Iterator[Page]:
    """Open a page, requests to other origins refused; a message, an error or such a request fails."""
    heard: list[str] = []
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(8000)
    page = watched_page(context, lambda url: url.startswith((*origins, "blob:", "data:")), heard)
    try:
        page.goto(url)
        yield page
    finally:
        context.close()
        assert not heard, heard
