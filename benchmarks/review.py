"""How soon an edit of a review is painted, and how much work ten articles are: in Chromium, on this machine.

    python benchmarks/review.py speed       from the key to the painted mark, and to the page drawn anew
    python benchmarks/review.py articles    ten articles of the gallery to completely right, actions counted

An action is a key that is pressed, a click, a selection with the pointer, or a field that is filled. Its time
is estimated by the keystroke-level model (Card, Moran and Newell 1983, The Psychology of Human-Computer
Interaction, chapter 8): a key .28 s (an average typist), pointing 1.1 s, a press or a release of a button
.1 s, a hand that goes from keys to pointer .4 s, a decision 1.35 s; and the article is read once, at 238
words a minute (Brysbaert 2019, silent reading of English). ``CHROMIUM`` may name the browser.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from geo.gazetteer import Gazetteer
from geo.making.evaluate import GoldDocument, GoldToponym, Ruler, predictions, read_corpus, stands_for
from geo.pipeline import read_document
from geo.review import Desk
from geo.review.server import Review

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpora" / "english.json"
SEED = next(p for p in sorted((ROOT / "seeds").iterdir()) if p.is_file())
ARTICLES = 10
KEY, POINT, PRESS, HOME, DECIDE, WORDS_A_MINUTE = 0.28, 1.1, 0.1, 0.4, 1.35, 238
EDITS = 24


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the texts of a folder; give the address, with ``{}`` for an article's id."""
    gazetteer = Gazetteer.pinned()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    desks = [Desk(p.stem, p, gazetteer) for p in sorted(folder.glob("*.txt"))]
    app = Review(desks, folder, "token", port, gazetteer).app
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/a/{{}}/?token=token"
    server.should_exit = True
    thread.join()


@contextmanager
def browser() -> Iterator[Page]:
    """Open a browser."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        page = started.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page.set_default_timeout(8000)
        yield page
        started.close()


# ---- speed

WATCH = """key => new Promise(done => {
  const panel = document.querySelector("#review");
  const at = {};
  const begun = performance.now();
  const painted = name => requestAnimationFrame(() => {
    const channel = new MessageChannel();  // after the frame is painted
    channel.port1.onmessage = () => {
      at[name] = performance.now() - begun;
      if (at.edits && at.drawn) done([at.edits, at.drawn]);
    };
    channel.port2.postMessage(null);
  });
  const watch = new MutationObserver(records => {
    for (const {attributeName} of records) painted(attributeName.slice(5));
  });
  watch.observe(panel, {attributes: true, attributeFilter: ["data-edits", "data-drawn"]});
  document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
})"""


def speed() -> None:
    """Print how soon an edit is painted, and how soon the page is drawn anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = SEED.read_text("utf-8")
        (folder / "long.txt").write_text(text, "utf-8")
        with served(folder) as address, browser() as page:
            page.goto(address.format("long"))
            page.wait_for_selector("#review[data-ready]")
            state = page.request.get(address.split("/a/")[0] + "/api/a/long").json()
            first = {m["surface"]: m for m in reversed(state["mentions"]) if not m["embedded"]}
            asked = [m for m in state["mentions"] if first.get(m["surface"]) is m][:EDITS]  # not yet answered
            marks, drawn = [], []
            for n, one in enumerate(asked):
                page.wait_for_selector("#review:not([data-waiting])")
                page.evaluate(f"location.hash = 'm={one['key']}'")
                edits, again = page.evaluate(WATCH, "y" if one["place"] and n % 2 else "n")
                marks.append(edits)
                drawn.append(again)
    print(f"{len(text.split())} words, {len(state['mentions'])} mentions, {len(marks)} edits, milliseconds")
    print(f"{'':34}{'median':>8}{'p95':>8}{'most':>8}")
    for what, times in (("key to painted mark and panel", marks), ("key to the page drawn anew", drawn)):
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{what:34}{statistics.median(times):8.0f}{p95:8.0f}{max(times):8.0f}")


# ---- articles


class Person:
    """Reviews one article in the browser as somebody who knows its places, and counts what that takes."""

    def __init__(self, page: Page, address: str, gold: GoldDocument, ruler: Ruler) -> None:
        self.page, self.gold, self.ruler = page, gold, ruler
        [whole] = [a for a in json.loads(CORPUS.read_text("utf-8"))["articles"] if a["id"] == gold.id]
        self.names = {t["start"]: t["name"] for t in whole["toponyms"]}
        self.api = address.split("/a/")[0] + f"/api/a/{gold.id}"
        self.mending = self.confirming = 0
        self.seconds = 60 * len(gold.text.split()) / WORDS_A_MINUTE
        page.goto(address.format(gold.id))
        page.wait_for_selector("#review[data-ready]")

    def state(self) -> dict[str, Any]:
        """Return what the program knows, when it has answered."""
        self.page.wait_for_selector("#review:not([data-waiting], [data-stale])")
        return dict(self.page.request.get(self.api).json())

    def act(self, seconds: float, mends: bool) -> None:
        """Count an action."""
        self.seconds += DECIDE + seconds
        if mends:
            self.mending += 1
        else:
            self.confirming += 1

    def key(self, key: str, mends: bool = True) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.act(KEY, mends)

    def look(self, key: str) -> None:
        """Click on a mention in the text, if it is not asked about already."""
        if self.asked() != key:
            self.page.evaluate(f"location.hash = 'm={key}'")
            self.act(HOME + POINT + 2 * PRESS, True)
        self.page.wait_for_selector(".choice, .choices .empty")

    def asked(self) -> str:
        """Return the key of the mention that is asked about."""
        found = re.search(r"#m=(\d+-\d+)$", self.page.url)
        return found[1] if found else ""

    def fits(self, place: str | None, gold: GoldToponym) -> bool:
        """Whether a place is what a toponym means, by the rules of the corpus."""
        if place is None or gold.point is None:
            return place is None or gold.point is None
        if place.startswith("user:"):  # a point that this person has put
            return True
        if place.startswith("part:"):  # "the south of X" is measured by X
            place = place.partition("-")[2].replace("-", ":", 1)
        known = self.ruler.gazetteer.place(place, geometry=True)
        error = self.ruler.measure(known, gold.point)
        return error.extent_km <= gold.tolerance_km and stands_for(known.kind, gold.kind)

    def gold_of(self, start: int, end: int) -> GoldToponym | None:
        """Return the toponym whose exact span it is."""
        return next((g for g in self.gold.toponyms if (start, end) in g.spans), None)

    def review(self) -> None:
        """Answer what is asked, then mend what was not asked about."""
        for _ in range(200):
            state = self.state()
            open_ = [m for m in state["mentions"] if m["open"]]
            if not open_:
                break
            one = next((m for m in open_ if m["key"] == self.asked()), open_[0])
            self.answer(one, state)
        for _ in range(200):
            state = self.state()
            if not self.mend(state):
                break

    def answer(self, one: dict[str, Any], state: dict[str, Any]) -> None:
        """Answer for the mention that is asked about."""
        gold = self.gold_of(one["start"], one["end"])
        if gold is None:
            over = [g for g in self.gold.toponyms if g.overlaps(one["start"], one["end"])]
            if over and over[0].optional and one["place"]:
                self.key("y", False)
            elif over and not over[0].optional:
                self.words(over[0])
            else:
                self.look(one["key"])
                self.key("n", one["place"] is not None)
        elif self.fits(one["place"], gold) and one["place"]:
            self.look(one["key"])
            self.key("y", False)
        else:
            self.choose(one["key"], gold, state)

    def mend(self, state: dict[str, Any]) -> bool:
        """Mend one error that the program did not ask about; whether there was one."""
        spans = {
            (m["start"], m["end"]): m
            for m in state["mentions"]
            if m["decided"] != "none" and not m["embedded"]
        }
        for gold in self.gold.toponyms:
            here = next((spans[s] for s in gold.spans if s in spans), None)
            if gold.optional or gold.point is None:
                continue
            if here is None:
                self.words(gold)
                return True
            if not (here["place"] and self.fits(here["place"], gold)):
                self.choose(here["key"], gold, state)
                return True
        for span, m in spans.items():
            if m["place"] and not any(g.overlaps(*span) for g in self.gold.toponyms):
                self.look(m["key"])
                self.key("n")
                return True
        return False

    def choose(self, key: str, gold: GoldToponym, state: dict[str, Any]) -> None:
        """Choose the right place by its number, else by a search, else put a point."""
        self.look(key)
        listed = self.page.request.get(f"{self.api}/candidates", params={"key": key}).json()
        fit = next((n for n, c in enumerate(listed) if self.fits(c["place"], gold)), None)
        if fit is not None:
            self.narrow(listed[fit]["place"], gold, state)
        if fit is not None and fit < 5:
            self.key(str(fit + 1))
        elif fit is not None:
            self.key("w")
            self.pick(fit)
        else:
            self.search(gold)

    def pick(self, n: int) -> None:
        """Take a place of the list: by its number, or by a click."""
        self.page.wait_for_selector(f".choice >> nth={n}")
        if n < 9:
            self.key(str(n + 1))
        else:
            self.page.locator(".choice").nth(n).click()
            self.act(HOME + POINT + 2 * PRESS, True)

    def search(self, gold: GoldToponym) -> None:
        """Search by the place's own name, if it is another; else put a point."""
        name = self.names.get(gold.start) or gold.phrase
        if name.casefold() == " ".join(gold.phrase.split()).casefold():
            self.put(gold)
            return
        self.key("/")
        self.page.locator("[data-id=place-query]").fill(name)
        self.act(KEY * len(name), True)
        listed = self.page.request.get(
            f"{self.api}/search", params={"q": name, "kind": "", "country": ""}
        ).json()
        fit = next((n for n, c in enumerate(listed) if self.fits(c["place"], gold)), None)
        if fit is not None:
            self.page.wait_for_timeout(300)
            self.page.locator(".choice").nth(fit).click()
            self.act(HOME + POINT + 2 * PRESS, True)
            return
        self.key("Escape")
        self.put(gold)

    def put(self, gold: GoldToponym) -> None:
        """Put a point on the map; outside of what it shows, after two turns of the wheel and a drag."""
        self.key("o")
        assert gold.point
        at = [gold.point.lat, gold.point.lng]
        if not self.page.evaluate("at => dateline.map.getBounds().pad(-0.3).contains(at)", at):
            self.page.evaluate("at => dateline.map.setView(at, 5, {animate: false})", at)
            for _ in range(3):
                self.act(POINT + 2 * PRESS, True)
        x, y = self.page.evaluate(
            "at => { const p = dateline.map.latLngToContainerPoint(at); return [p.x, p.y]; }", at
        )
        kind = self.page.locator("[data-id=own-kind]")
        if gold.kind and kind.input_value() != gold.kind:
            kind.select_option(gold.kind)
            self.act(HOME + POINT + 2 * PRESS, True)
        self.page.locator(".canvas").click(position={"x": x, "y": y})
        self.act(HOME + POINT + 2 * PRESS, True)

    def narrow(self, place: str, gold: GoldToponym, state: dict[str, Any]) -> None:
        """Let the answer reach this mention alone, where the others of its name mean something else."""
        if not self.page.locator("input[value=article]").is_checked():
            return
        same = [m for m in state["mentions"] if m["surface"].casefold() == gold.phrase.casefold()]
        others = [g for m in same if (g := self.gold_of(m["start"], m["end"]))]
        if all(self.fits(place, g) for g in others) and len(others) == len(same):
            return
        while not self.page.locator("input[value=mention]").is_checked():
            self.key("s")

    def words(self, gold: GoldToponym) -> None:
        """Select the words of a toponym, then take its place or change the words of what is there."""
        start, end = gold.start, gold.end
        self.page.evaluate(SELECT, [start, end])
        self.act(HOME + 2 * POINT + 2 * PRESS, True)
        self.page.locator("#review h2", has_text="“").wait_for()
        if self.page.locator("[aria-keyshortcuts=E]").count():
            self.key("e")
            return
        listed = self.page.request.get(
            f"{self.api}/search", params={"q": " ".join(gold.phrase.split())}
        ).json()
        fit = next((n for n, c in enumerate(listed) if self.fits(c["place"], gold)), None)
        if fit is not None and fit < 5:
            self.page.wait_for_selector(f".choice >> nth={fit}")
            self.key(str(fit + 1))
        elif fit is not None:
            self.key("a")
            self.pick(fit)
        else:
            self.search(gold)


SELECT = """([start, end]) => {
  const range = rangeOf(start, end);
  range.startContainer.parentElement.scrollIntoView({block: "start"});
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""


def errors(folder: Path, gold: GoldDocument, ruler: Ruler) -> tuple[int, int]:
    """Count the errors of an article as the files make it, and its toponyms."""
    document = read_document(folder / f"{gold.id}.txt")
    shown = [t for t in document.toponyms if t.place is not None]
    found = {(p.start, p.end): p for p in predictions(gold, shown, ruler) if p.drawn}
    wrong = 0
    for g in gold.toponyms:
        here = next((found[s] for s in g.spans if s in found), None)
        if not g.optional and g.point is not None and not (here and here.answer.level):
            wrong += 1
    none = [s for s in found if not any(g.overlaps(*s) for g in gold.toponyms)]
    return wrong + len(none), len(gold.toponyms)


def articles() -> None:
    """Print for each article its errors, the actions that mended them, and the time that a person needs."""
    golds = [d for d in read_corpus(CORPUS, "regional") if d.half == "look"][:ARTICLES]
    ruler = Ruler(Gazetteer.pinned())
    rows = []
    print(f"{'article':24}{'errors':>8}{'mended by':>11}{'confirmed':>11}{'left':>6}{'min':>6}")
    with tempfile.TemporaryDirectory() as name, browser() as page:
        folder = Path(name)
        for gold in golds:
            (folder / f"{gold.id}.txt").write_text(gold.text, "utf-8")
        before = {gold.id: errors(folder, gold, ruler)[0] for gold in golds}
        with served(folder) as address:
            for gold in golds:
                person = Person(page, address, gold, ruler)
                try:
                    person.review()
                except PlaywrightError as error:  # what the person looked for was not there
                    print(f"{gold.id}: given up: {str(error).splitlines()[0]}", flush=True)
                    continue
                person.state()
                left = errors(folder, gold, ruler)[0]
                rows.append((before[gold.id], person.mending, person.confirming, person.seconds, left))
                print(
                    f"{gold.id:24}{before[gold.id]:8}{person.mending:11}{person.confirming:11}{left:6}"
                    f"{person.seconds / 60:6.1f}",
                    flush=True,
                )
    found, mended, confirmed = (sum(row[n] for row in rows) for n in range(3))
    print(
        f"{found} errors, {mended} actions that mended them ({mended / found:.2f} an error), {confirmed} "
        f"that confirmed; median {statistics.median(row[3] for row in rows) / 60:.1f} minutes an article"
    )


if __name__ == "__main__":
    commands = {"speed": speed, "articles": articles}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
