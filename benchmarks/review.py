"""How soon an edit of a review is painted, and how much work ten articles are: in Chromium, on this machine.

    python benchmarks/review.py speed       from the key to the painted mark, and to the page drawn anew
    python benchmarks/review.py articles    ten articles of the gallery to completely right, actions counted

An error is a mention of the article in which the map is other than the marked corpus: a place that was
missed, is another place or of another kind, or is drawn though nothing is meant. Every error counts as
one, also where one answer mends several mentions of a name. Figures and movements are not counted: how
many of them are still wrong when the places are right is said below the table. A right answer to a
doubtful question mends no error: such actions, and those that refuse words that the program asks about,
are counted apart, and the last line has the ratio with them.

An action is a key that is pressed (with Shift or without), a click, a selection with the pointer, a field
that is filled (a word typed, or one chosen of a list that opens), a turn of the wheel, or a drag of the
map. A click on the map counts only where a hand that is two pixels off stays within the corpus's
tolerance. A person who knows the places decides at once, and does not err. Time is estimated by the
keystroke-level model (Card, Moran and Newell 1983, The Psychology of Human-Computer Interaction, chapter
8): a key .28 s (an average typist), pointing 1.1 s, a press or a release of a button .1 s, a hand that
goes from keys to pointer .4 s, a decision 1.35 s; and the article is read once, at 238 words a minute
(Brysbaert 2019, silent reading of English). ``CHROMIUM`` may name the browser.
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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from geo.gazetteer import Gazetteer
from geo.making.evaluate import (
    GoldDocument,
    GoldToponym,
    Ruler,
    judge_claims,
    predictions,
    read_corpus,
    stands_for,
)
from geo.pipeline import read_document
from geo.review import Desk
from geo.review.server import Review

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpora" / "english.json"
CLAIMS = ROOT / "tests" / "corpora" / "claims.json"
SEED = next(p for p in sorted((ROOT / "seeds").iterdir()) if p.is_file())
ARTICLES = 10
KEY, POINT, PRESS, HOME, DECIDE, WORDS_A_MINUTE = 0.28, 1.1, 0.1, 0.4, 1.35, 238
EDITS = 24
TRACE = "TRACE" in os.environ


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
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: print(f"the page failed: {error}", flush=True))
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
        self.mending: Counter[str] = Counter()
        self.confirming: Counter[str] = Counter()
        self.seconds = 60 * len(gold.text.split()) / WORDS_A_MINUTE
        page.goto(address.format(gold.id))
        page.wait_for_selector("#review[data-ready]")

    def state(self) -> dict[str, Any]:
        """Return what the program knows, when it has answered and is drawn."""
        self.page.wait_for_selector("#review:not([data-waiting], [data-stale])")
        return dict(self.page.request.get(self.api).json())

    def act(self, what: str, seconds: float, mends: bool = True) -> None:
        """Count an action."""
        self.seconds += DECIDE + seconds
        (self.mending if mends else self.confirming)[what] += 1
        if TRACE:
            print(f"    {what}: {self.page.locator('#review h2').all_inner_texts()[:1]}", flush=True)

    def key(self, key: str, what: str, mends: bool = True) -> None:
        """Press a key."""
        self.act(what, KEY, mends)
        self.page.keyboard.press(key)

    def click(self, what: str) -> None:
        """Count a click."""
        self.act(what, HOME + POINT + 2 * PRESS)

    def look(self, key: str) -> None:
        """Click on a mention in the text, if it is not asked about already."""
        if self.asked() != key:
            self.page.evaluate(f"location.hash = 'm={key}'")
            self.click("click on a name in the text")
        self.page.wait_for_selector(".choice, .choices .empty")

    def asked(self) -> str:
        """Return the key of the mention that is asked about."""
        found = re.search(r"#m=(\d+-\d+)$", self.page.url)
        return found[1] if found else ""

    def is_at(self, place: str, gold: GoldToponym) -> tuple[bool, bool]:
        """Whether a place is where a toponym means, and of its kind, by the rules of the corpus."""
        if place.startswith("part:"):  # "the south of X" is measured by X
            place = place.partition("-")[2].replace("-", ":", 1)
        assert gold.point
        known = self.ruler.gazetteer.place(place, geometry=True)
        error = self.ruler.measure(known, gold.point)
        return error.extent_km <= gold.tolerance_km, stands_for(known.kind, gold.kind)

    def fits(self, one: dict[str, Any], gold: GoldToponym) -> bool:
        """Whether a mention, or a place of a list, has the place that a toponym means."""
        place = one["place"]
        if place is None or gold.point is None:
            return place is None or gold.point is None
        if place.startswith("user:"):  # a point or a kind that this person has given
            return stands_for(one["kind"], gold.kind)
        return self.is_at(place, gold) == (True, True) and not place.startswith("part:")

    def gold_of(self, one: dict[str, Any]) -> GoldToponym | None:
        """Return the toponym whose exact span a mention has."""
        return next((g for g in self.gold.toponyms if (one["start"], one["end"]) in g.spans), None)

    def is_right(self, one: dict[str, Any]) -> bool:
        """Whether an open mention is right, or is neither rewarded nor punished."""
        gold = self.gold_of(one)
        if gold is None:
            return any(g.optional for g in self.gold.toponyms if g.overlaps(one["start"], one["end"]))
        return gold.optional or self.fits(one, gold)

    def review(self) -> None:
        """Answer what is asked, then mend what was not asked about."""
        for _ in range(100):
            state = self.state()
            open_ = [m for m in state["mentions"] if m["open"]]
            if not open_:
                break
            one = next((m for m in open_ if m["key"] == self.asked()), None)
            if one is None:
                self.key("j", "next", False)
                continue
            placed = [m for m in open_ if m["place"]]
            if one in placed[:] and len(placed) > 1 and all(map(self.is_right, placed)):
                self.seconds += DECIDE * (len(placed) - 1)  # each of them is looked at
                self.key("Shift+Y", "all of these are right", False)
            else:
                self.answer(one, state)
        for _ in range(100):
            if not self.mend(self.state()):
                return
        raise AssertionError(f"{self.gold.id}: never right")

    def answer(self, one: dict[str, Any], state: dict[str, Any]) -> None:
        """Answer for the mention that is asked about."""
        gold = self.gold_of(one)
        over = [g for g in self.gold.toponyms if g.overlaps(one["start"], one["end"])]
        if gold is None and over and not over[0].optional:
            self.words(over[0])
        elif one["place"] and self.is_right(one):
            self.key("y", "right", False)
        elif gold is None or gold.optional or gold.point is None:
            same = [m for m in state["mentions"] if m["surface"] == one["surface"]]
            alone = any(g and g.point for m in same if (g := self.gold_of(m)))
            self.key("Shift+N" if alone else "n", "no place", one["place"] is not None)
        else:
            self.choose(one, gold, state)

    def mend(self, state: dict[str, Any]) -> bool:
        """Mend one error that the program did not ask about; whether there was one."""
        spans = {(m["start"], m["end"]): m for m in state["mentions"] if m["decided"] != "none"}
        for gold in self.gold.toponyms:
            here = next((spans[s] for s in gold.spans if s in spans), None)
            if gold.optional or gold.point is None:
                continue
            if here is None:
                self.words(gold)
                return True
            if here["embedded"] or not (here["place"] and self.fits(here, gold)):
                if not self.row(here, gold, state):
                    self.choose(here, gold, state)
                return True
        for span, m in spans.items():
            if not m["place"] or m["embedded"] or m["place"].startswith("border:"):
                continue
            if not any(g.overlaps(*span) for g in self.gold.toponyms):
                self.look(m["key"])
                self.key("n", "no place")
                return True
        return False

    def row(self, one: dict[str, Any], gold: GoldToponym, state: dict[str, Any]) -> bool:
        """Choose the right place or kind in the list of all places; whether that could be done."""
        same = [m for m in state["mentions"] if m["surface"] == one["surface"] and m["place"] == one["place"]]
        field = self.page.locator(f"[data-id=other-{same[0]['key']}]")
        if not field.count() or one["embedded"]:
            return False
        listed = self.page.request.get(f"{self.api}/candidates", params={"key": same[0]["key"]}).json()
        golds = [g for m in same if (g := self.gold_of(m))]
        fit = next((c for c in listed if all(self.fits(c, g) for g in golds)), None)
        if len({g.kind for g in golds}) > 1 or len(golds) < len(same):
            return False
        near = one["place"].startswith("user:") or self.is_at(one["place"], gold)[0]
        if fit is None and not (gold.kind and near):
            return False
        field.hover()
        value = f"place {fit['place']}" if fit else f"kind {gold.kind}"
        self.page.wait_for_selector(
            f"[data-id=other-{same[0]['key']}] option[value='{value}']", state="attached"
        )
        self.act("chosen in the list of all places", HOME + 2 * (POINT + 2 * PRESS))
        edits = self.page.locator("#review").get_attribute("data-edits")
        field.select_option(value)
        self.page.wait_for_selector(f"#review:not([data-edits='{edits}'])")
        return True

    def choose(self, one: dict[str, Any], gold: GoldToponym, state: dict[str, Any]) -> None:
        """Choose the right place by its number, else its kind, else by a search, else put a point."""
        self.look(one["key"])
        listed = self.page.request.get(f"{self.api}/candidates", params={"key": one["key"]}).json()
        fit = next((n for n, c in enumerate(listed) if self.fits(c, gold)), None)
        if fit is not None:
            alone = self.is_alone(listed[fit], gold, state)
            if alone and fit < 9:
                self.key(f"Shift+Digit{fit + 1}", "number of a place")
            else:
                if alone:
                    self.key("s", "reach")
                self.pick(fit)
        elif one["place"] and not one["place"].startswith("user:") and self.is_at(one["place"], gold)[0]:
            self.kind(gold)
        else:
            self.search(gold)

    def pick(self, n: int) -> None:
        """Take a place of the list: by its number, or by a click."""
        if n < 9:
            self.page.wait_for_selector(f".choice >> nth={n}")
            self.key(str(n + 1), "number of a place")
            return
        self.key("w", "list of all places")
        self.page.locator(".choice").nth(n).click()
        self.click("click on a place of the list")

    def kind(self, gold: GoldToponym) -> None:
        """Say of which kind the place is, if that is not what is shown."""
        field = self.page.locator("[data-id=as-kind], [data-id=own-kind]").first
        if gold.kind and not stands_for(field.input_value(), gold.kind):
            self.act("kind chosen", HOME + 2 * (POINT + 2 * PRESS))
            field.select_option(gold.kind)

    def search(self, gold: GoldToponym) -> None:
        """Put a point where the map shows the spot; else search by the place's own name, if it is another."""
        assert gold.point
        name = self.names.get(gold.start) or gold.phrase
        if self.spot(gold)[0] is not None:
            self.put(gold)
            return
        if not name.casefold().startswith(" ".join(gold.phrase.split()).casefold()):
            found = self.page.request.get(f"{self.api}/search", params={"q": name}).json()
            fit = next((n for n, c in enumerate(found) if self.fits(c, gold)), None)
            self.key("/", "search")
            self.act("name typed", KEY * len(name))
            self.page.locator("[data-id=place-query]").fill(name)
            if fit is not None:
                self.page.wait_for_selector(f".choice >> nth={fit}")
                self.page.wait_for_timeout(400)
                if fit:
                    self.page.locator(".choice").nth(fit).click()
                    self.click("click on a place of the list")
                else:
                    self.key("Enter", "first place found")
                return
            self.key("Escape", "search")
        self.put(gold)

    def put(self, gold: GoldToponym) -> None:
        """Click on the map where the place is, to two pixels; after turns of the wheel, if need be."""
        x, y, fine = self.spot(gold)
        if x is None:
            self.page.evaluate(DRAG, [gold.point.lat, gold.point.lng])
            if self.spot(gold)[0] is not None:
                self.act("map dragged", HOME + POINT + 2 * PRESS + POINT)
            else:
                self.key("o", "own point")
            x, y, fine = self.spot(gold)
        for _ in range(9):
            if fine:
                break
            self.page.evaluate(WHEEL, [[gold.point.lat, gold.point.lng], -3 if x is None else 3])
            self.act("wheel", POINT + PRESS)
            x, y, fine = self.spot(gold)
        assert fine, f"{gold.phrase}: not found on the map"
        shift = not self.page.locator(".review-aim, .review-put").count()
        if shift:
            self.page.keyboard.down("Shift")
        else:
            self.kind(gold)
        self.click("click on the map")
        self.page.mouse.click(x, y)
        if shift:
            self.page.keyboard.up("Shift")

    def spot(self, gold: GoldToponym) -> tuple[float | None, float, bool]:
        """Return the pixel of a toponym's point, None outside of the map, and whether a hand hits it."""
        assert gold.point
        x, y, km = self.page.evaluate(SPOT, [gold.point.lat, gold.point.lng])
        return x, y, x is not None and km < gold.tolerance_km

    def is_alone(self, place: dict[str, Any], gold: GoldToponym, state: dict[str, Any]) -> bool:
        """Whether the answer would reach others of its name that mean something else."""
        if not self.page.locator("input[value=article]").is_checked():
            return False
        same = [m for m in state["mentions"] if m["surface"].casefold() == gold.phrase.casefold()]
        others = [self.gold_of(m) for m in same]
        return not all(g and self.fits(place, g) for g in others)

    def words(self, gold: GoldToponym) -> None:
        """Select the words of a toponym, then take its place or change the words of what is there."""
        self.act("words selected", HOME + 2 * POINT + 2 * PRESS)
        self.page.evaluate(SELECT, [gold.start, gold.end])
        self.page.locator("#review h2", has_text="“").wait_for()
        self.page.wait_for_selector(".choice, .choices .empty")
        words = " ".join(gold.phrase.split())
        found = self.page.request.get(f"{self.api}/search", params={"q": words}).json()
        old = [m for m in self.state()["mentions"] if gold.overlaps(m["start"], m["end"])]
        kept = [*(c for c in found if old and c["place"] == old[0]["place"]), *found[:1], *old][:1]
        fit = next((n for n, c in enumerate(found) if self.fits(c, gold)), None)
        if old and kept and kept[0]["place"] and self.fits(kept[0], gold):
            self.key("e", "words of a name")
        elif fit is not None and fit < 9:
            self.key(str(fit + 1), "number of a place")
        elif fit is not None:
            self.key("a", "list of all places")
            self.page.locator(".choice").nth(fit).click()
            self.click("click on a place of the list")
        else:
            self.search(gold)


SPOT = """at => {
  const box = dateline.map.getContainer().getBoundingClientRect();
  const p = dateline.map.latLngToContainerPoint(at);
  const [x, y] = [box.left + p.x, box.top + p.y];
  const there = p.x > 4 && p.y > 4 && p.x < box.width - 4 && p.y < box.height - 4;
  const beside = dateline.map.containerPointToLatLng([p.x, p.y + 2]);  // a hand is off by two pixels
  const km = dateline.map.distance(at, beside) / 1000;
  return [there && document.elementFromPoint(x, y)?.closest(".canvas") ? x : null, y, km];
}"""
DRAG = """at => {
  const { map } = dateline;
  if (map.getBounds().pad(1).contains(at)) map.panTo(at, {animate: false});
}"""
WHEEL = """([at, more]) => {
  const { map } = dateline;
  if (more > 0) map.setZoomAround(at, map.getZoom() + more, {animate: false});
  else map.setZoom(map.getZoom() + more, {animate: false});
}"""

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
    mending: Counter[str] = Counter()
    confirming: Counter[str] = Counter()
    claims = {item["id"]: item for item in json.loads(CLAIMS.read_text("utf-8"))["items"]}
    wrong = said = 0
    print(f"{'article':24}{'errors':>8}{'mended by':>11}{'confirmed by':>14}{'left':>6}{'min':>6}")
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
                    person.state()
                except (PlaywrightError, AssertionError) as error:  # what the person looked for was not there
                    print(f"{gold.id}: given up: {next(iter(str(error).splitlines()), error)}", flush=True)
                    continue
                left = errors(folder, gold, ruler)[0]
                judged = judge_claims(claims[gold.id], read_document(folder / f"{gold.id}.txt"))
                for score in (judged.claims, judged.flows):
                    wrong += score.predicted + score.gold - 2 * score.right
                    said += score.gold
                mending += person.mending
                confirming += person.confirming
                mended, confirmed = person.mending.total(), person.confirming.total()
                rows.append((before[gold.id], mended, confirmed, person.seconds, left))
                print(
                    f"{gold.id:24}{before[gold.id]:8}{mended:11}{confirmed:14}{left:6}"
                    f"{person.seconds / 60:6.1f}",
                    flush=True,
                )
    for what, counted in (("that mend", mending), ("that confirm", confirming)):
        print(f"actions {what}: " + ", ".join(f"{n} {kind}" for kind, n in counted.most_common()))
    found, mended, confirmed, _, left = (sum(row[n] for row in rows) for n in range(5))
    median = statistics.median(row[1] / row[0] for row in rows if row[0])
    minutes = statistics.median(row[3] for row in rows) / 60
    print(f"{sum(row[4] == 0 for row in rows)} of {len(golds)} completely right; {found} errors")
    print(f"{mended} actions that mended them: {mended / found:.2f} an error; median article {median:.2f}")
    print(f"{confirmed} that confirmed: {(mended + confirmed) / found:.2f} an error with them")
    print(f"median {minutes:.1f} minutes an article")
    print(
        f"figures and movements not counted: {wrong} of {said} are wrong or missing when the places are right"
    )


if __name__ == "__main__":
    commands = {"speed": speed, "articles": articles}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
