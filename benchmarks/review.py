"""How soon an edit of a review is painted, and how much work articles are: in Chromium, on this machine.

    python benchmarks/review.py speed       from the key to the painted mark, and to the page drawn anew
    python benchmarks/review.py articles    twice ten articles to completely right, actions counted

An error is a mention of the article in which the map is other than the marked corpus (a place that was
missed, is another place or of another kind, or is drawn though nothing is meant), or a figure or movement
that is missed, is none, or is wrong: its value, unit, noun, place, owner or what happened, or an end. Every
error of the program's own map counts as one; one answer may mend several, and a figure may become right by a
name. A movement with a wrong end, for which another is missed, is one error. What a person may not change,
such as whether a movement is only planned, is not counted.

An action is a key that is pressed (with Shift or without), a click (a menu opens under the pointer, without
one), a selection or a drag with the pointer, a field that is filled, each of the two clicks in a list that
opens, a turn of the wheel, on the map, the text or the panel. Also what only confirms, or refuses what is
asked about, is counted: an article is done when nothing in it is open. A drop on the map counts only where a
hand that is two pixels off stays within the corpus's tolerance. A person who knows the places decides at
once, and does not err. Time is estimated by the keystroke-level model (Card, Moran and Newell 1983, The
Psychology of Human-Computer Interaction, chapter 8): a key .28 s (an average typist), pointing 1.1 s, a press
or a release of a button .1 s, a hand that goes from keys to pointer .4 s, a decision 1.35 s, also on what is
open and right; and the article is read once, at 238 words a minute (Brysbaert 2019, silent reading of
English). ``CHROMIUM`` may name the browser.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from msgspec.structs import replace
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from geo.document import MapDocument
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
from geo.making.evaluate.claims import claim_fault, place_ids
from geo.model import Claim, Flow
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
MENU = 16  # places that a menu lists
TRACE = "TRACE" in os.environ


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, dict[str, Desk]]]:
    """Serve the texts of a folder; give the address, with ``{}`` for an article's id, and the desks."""
    gazetteer = Gazetteer.pinned()
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    desks = [Desk(p.stem, p, gazetteer) for p in sorted(folder.glob("*.txt"))]
    app = Review(desks, folder, "token", port, gazetteer).app
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/a/{{}}/?token=token", {desk.id: desk for desk in desks}
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
        with served(folder) as (address, _), browser() as page:
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

    def __init__(self, page: Page, address: str, desk: Desk, gold: GoldDocument, ruler: Ruler) -> None:
        self.page, self.desk, self.gold, self.ruler = page, desk, gold, ruler
        [whole] = [a for a in json.loads(CORPUS.read_text("utf-8"))["articles"] if a["id"] == gold.id]
        self.names = {t["start"]: t["name"] for t in whole["toponyms"]}
        self.said = next(i for i in json.loads(CLAIMS.read_text("utf-8"))["items"] if i["id"] == gold.id)
        self.actions: Counter[str] = Counter()
        self.about = ""
        self.last = False
        self.seconds = 60 * len(gold.text.split()) / WORDS_A_MINUTE
        self.api = address.split("/a/")[0] + f"/api/a/{gold.id}"
        page.goto(address.format(gold.id))
        page.wait_for_selector("#review[data-ready]")

    # -- what is seen and done -----------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return what the program knows, when it has answered and is drawn."""
        self.page.wait_for_selector("#review:not([data-waiting], [data-stale])")
        return self.desk.state()

    def act(self, what: str, seconds: float, decides: bool = True) -> None:
        """Count an action."""
        self.seconds += DECIDE * decides + seconds
        self.actions[what] += 1
        if TRACE:
            print(f"    {what}: {self.about}", flush=True)

    def key(self, key: str, what: str) -> None:
        """Press a key."""
        self.act(what, KEY)
        self.page.keyboard.press(key)

    def asked(self) -> str:
        """Return the key of what is asked about."""
        return self.page.locator("#review").get_attribute("data-now") or ""

    def look(self, key: str) -> None:
        """Click on a mention in the text, if it is not asked about already."""
        if self.asked() != key:
            self.page.evaluate(f"location.hash = 'm={key}'")
            self.act("click on a name in the text", HOME + POINT + 2 * PRESS)
        self.page.wait_for_selector(".choice, .choices .empty")

    def menu(self, pill: str, *rows: str) -> Any:
        """Open the menu of a name or a figure under the pointer; return its row, or None."""
        link = self.page.locator(f"[data-id='pill-{pill}']")
        if not link.count():
            return None
        if not self.page.evaluate(IN_SIGHT, f"pill-{pill}"):
            self.act("wheel", POINT + PRESS, decides=False)
        self.page.mouse.move(700, 5)
        self.page.wait_for_selector(".menu", state="hidden")
        link.hover()
        self.page.wait_for_selector(".menu p")
        for row in rows:
            found = self.page.locator(f".menu [data-id='{row}']")
            if found.count():
                return found
        return None

    def take(self, row: Any, what: str) -> None:
        """Click on a row of a menu; with Shift, if all that is left is right then."""
        self.act(what, HOME + 2 * POINT + 2 * PRESS)
        edits = self.page.locator("#review").get_attribute("data-edits")
        row.click(modifiers=["Shift"] if self.last else [])
        self.page.wait_for_selector(f"#review:not([data-edits='{edits}'])")

    # -- what is right -------------------------------------------------------------------------------------

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
        """Whether a mention is right as it stands, or is neither rewarded nor punished."""
        if not one["place"]:
            gold = self.gold_of(one)
            return gold is None or gold.optional or gold.point is None
        gold = self.gold_of(one)
        if gold is None:
            return any(g.overlaps(one["start"], one["end"]) for g in self.gold.toponyms)
        return gold.optional or (gold.point is not None and self.fits(one, gold))

    # -- the review ----------------------------------------------------------------------------------------

    def review(self) -> None:
        """Mend each error by the shortest way, then say that what is left is right."""
        for _ in range(100):
            state = self.state()
            todo = self.todo(state)
            self.last = len(todo) == 1
            if self.last:
                self.looked(len(state["queue"]))
            if todo:
                self.about, mend = todo[0]
                mend()
            elif state["queue"]:
                self.key("Shift+Y", "all that is left is right")
                self.looked(len(state["queue"]) - 1)
            else:
                return
        raise AssertionError(f"{self.gold.id}: never right")

    def looked(self, n: int) -> None:
        """Look at each of those that are right."""
        self.seconds += DECIDE * n

    def todo(self, state: dict[str, Any]) -> list[tuple[str, Callable[[], None]]]:
        """List what is wrong, each with the way to mend it; what the menus do not mend comes first."""
        mentions = [m for m in state["mentions"] if m["decided"] != "none"]
        mentions.sort(key=lambda m: m["key"] != self.asked())
        spans = {(m["start"], m["end"]): m for m in mentions if not m["embedded"]}
        found: list[tuple[str, Callable[[], None]]] = []
        for gold in self.gold.toponyms:
            if gold.optional or gold.point is None or any(s in spans for s in gold.spans):
                continue
            inside = next((m for m in mentions if (m["start"], m["end"]) in gold.spans), None)
            found.append((gold.phrase, partial(self.word, inside, gold)))
        seen: set[tuple[str, str | None]] = set()
        for one in mentions:
            name = one["surface"].casefold(), one["place"]
            border = one["place"] and one["place"].startswith("border:")
            if one["embedded"] or border or name in seen or self.is_right(one):
                continue
            gold = self.gold_of(one)
            here = [g for g in self.gold.toponyms if g.overlaps(one["start"], one["end"]) and not g.optional]
            if gold is None and here:
                continue  # its words are wrong
            seen.add(name)
            if gold is None or gold.optional or gold.point is None:
                found.append((one["surface"], partial(self.none, one, mentions)))
            else:
                found.append((one["surface"], partial(self.choose, one, gold, mentions)))
        if found:
            return found
        wrong = Wrong(self.said, self.desk.look().document)
        ends = [(f, self.other_ends(f, wrong)) for f in wrong.flows]
        found = [(f.id, partial(self.place, f.id, n)) for f, n in ends if n is not None]
        if not found:
            found += [(" > ".join(m), partial(self.movement, *m, wrong, state)) for m in wrong.missed]
            found += [(f.id, partial(self.drop, f.id)) for f in wrong.flows]
        return found + [
            (c.surface if c else g["surface"], partial(self.claim, c, g, wrong, state))
            for c, g in wrong.claims
        ]

    def word(self, inside: dict[str, Any] | None, gold: GoldToponym) -> None:
        """Mark a name that was missed, or take the place of one inside of a longer name."""
        if inside:
            self.look(inside["key"])
            self.listed(inside, gold)
        else:
            self.words(gold)

    def alike(self, one: dict[str, Any], mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the mentions of a name with one place: they have one link in the panel, at the first."""
        name = one["surface"].casefold()
        same = [
            m
            for m in mentions
            if not m["embedded"] and m["surface"].casefold() == name and m["place"] == one["place"]
        ]
        return sorted(same, key=lambda m: m["start"])

    def none(self, one: dict[str, Any], mentions: list[dict[str, Any]]) -> None:
        """Say that a name is no place."""
        same = self.alike(one, mentions)
        golds = [self.gold_of(m) for m in same]
        alone = any(g is not None and g.point is not None and not g.optional for g in golds)
        if alone and self.in_text(one, "menu-none"):
            return
        if alone or one["key"] == self.asked():
            self.look(one["key"])
            self.key("Shift+N" if alone else "n", "no place")
        else:
            self.take(self.menu(same[0]["key"], "menu-none"), "no place, of the menu")

    def choose(self, one: dict[str, Any], gold: GoldToponym, mentions: list[dict[str, Any]]) -> None:
        """Choose the right place or kind of a name, else put it on the map, else search."""
        same = self.alike(one, mentions)
        golds = [g for m in same if (g := self.gold_of(m)) and not g.optional]
        listed = self.desk.candidates(one["key"])
        fit = next((n for n, c in enumerate(listed) if all(self.fits(c, g) for g in golds)), None)
        if one["key"] == self.asked() and fit is not None and fit < 9:
            self.page.wait_for_selector(f".choice >> nth={fit}")
            self.key(str(fit + 1), "number of a place")
            return
        place = one["place"]
        if any((g.point, g.kind) != (gold.point, gold.kind) for g in golds) and fit is None:
            right = [f"menu-{c['place']}" for c in listed if self.fits(c, gold)]
            if not self.in_text(one, *right):
                self.look(one["key"])
                self.listed(one, gold)
            return
        near = place and not place.startswith("user:") and self.is_at(place, gold)[0]
        if fit is not None or near:
            rows = (
                [f"menu-{c['place']}" for c in listed if all(self.fits(c, g) for g in golds)]
                if fit is not None
                else [f"kind-{gold.kind}"]
            )
            row = self.menu(same[0]["key"], *rows)
            if row is not None:
                self.take(row, "place of the menu" if fit is not None else "kind of the menu")
                return
        if not self.drag(same[0], gold):
            self.look(one["key"])
            self.listed(one, gold)

    def in_text(self, one: dict[str, Any], *rows: str) -> bool:
        """Choose for one mention alone, in the menu at it in the text; whether that could be done."""
        link = self.page.locator(f"#article [id='{one['id']}']")
        if one["key"] == self.asked() or not one["id"] or link.count() != 1:
            return False
        box, panel = link.bounding_box(), self.page.locator("#review").bounding_box()
        if not box or not panel or box["y"] < 0 or box["y"] + box["height"] > panel["y"]:
            self.act("wheel", POINT + PRESS, decides=False)
        self.page.mouse.move(700, 5)
        self.page.wait_for_selector(".menu", state="hidden")
        self.page.evaluate("id => document.getElementById(id).scrollIntoView({block: 'start'})", one["id"])
        link.hover()
        self.page.wait_for_selector(".menu p")
        for row in rows:
            found = self.page.locator(f".menu [data-id='{row}']")
            if found.count():
                self.take(found, "row of the menu in the text")
                return True
        return False

    def listed(self, one: dict[str, Any], gold: GoldToponym) -> None:
        """Choose a place by its number for this mention only, else by a search."""
        listed = self.desk.candidates(one["key"])
        fit = next((n for n, c in enumerate(listed) if self.fits(c, gold)), None)
        if fit is not None and fit < 9:
            self.page.wait_for_selector(f".choice >> nth={fit}")
            self.key(f"Shift+Digit{fit + 1}", "number of a place")
        else:
            self.search(gold)

    def drag(self, one: dict[str, Any], gold: GoldToponym) -> bool:
        """Drag a name, or its kind, to its place on the map; whether it can be seen there."""
        place = one["place"]
        if place and not place.startswith("user:") and self.is_at(place, gold)[0]:
            return False
        x, y = self.aim(gold)
        if x is None:
            return False
        guess = self.page.evaluate(
            "key => (m => typedKind(m) ?? (m.place && m.kind) ?? m.guess ?? guessedKind(m))(mention(key))",
            one["key"],
        )
        row = None
        if gold.kind and not stands_for(guess, gold.kind):
            row = self.menu(one["key"], f"kind-{gold.kind}")
        else:
            link = self.page.locator(f"[data-id='pill-{one['key']}']")
            if not self.page.evaluate(IN_SIGHT, f"pill-{one['key']}"):
                self.act("wheel", POINT + PRESS, decides=False)
            link.scroll_into_view_if_needed()
            row = link
        box = row.bounding_box() if row is not None else None
        if box is None:
            return False
        edits = self.page.locator("#review").get_attribute("data-edits")
        self.act("dragged to the map", HOME + 2 * POINT + 2 * PRESS)
        self.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(x + 9, y, steps=3)
        self.page.mouse.move(x, y)
        if self.last:
            self.page.keyboard.down("Shift")
        self.page.mouse.up()
        if self.last:
            self.page.keyboard.up("Shift")
        self.page.wait_for_selector(f"#review:not([data-edits='{edits}'])")
        return True

    def aim(self, gold: GoldToponym) -> tuple[float | None, float]:
        """Return the pixel of a toponym's point, after a drag of the map and turns of the wheel."""
        assert gold.point
        at = [gold.point.lat, gold.point.lng]
        x, y, fine = self.spot(gold)
        if x is None:
            self.page.evaluate(DRAG, at)
            x, y, fine = self.spot(gold)
            if x is not None:
                self.act("map dragged", HOME + POINT + 2 * PRESS + POINT, decides=False)
        for _ in range(12):
            if fine:
                return x, y
            self.page.evaluate(WHEEL, [at, -3 if x is None else 3])
            self.act("wheel", POINT + PRESS, decides=False)
            x, y, fine = self.spot(gold)
        return None, 0

    def spot(self, gold: GoldToponym) -> tuple[float | None, float, bool]:
        """Return the pixel of a toponym's point, None outside of the map, and whether a hand hits it."""
        assert gold.point
        x, y, km = self.page.evaluate(SPOT, [gold.point.lat, gold.point.lng])
        return x, y, x is not None and km < gold.tolerance_km

    def search(self, gold: GoldToponym) -> None:
        """Search by the place's own name, if it is another than the words; else click on the map."""
        name = self.names.get(gold.start) or gold.phrase
        if not name.casefold().startswith(" ".join(gold.phrase.split()).casefold()):
            found = self.desk.search(name)
            fit = next((n for n, c in enumerate(found) if self.fits(c, gold)), None)
            if fit is not None:
                self.key("/", "search")
                self.act("name typed", KEY * len(name))
                self.page.locator("[data-id=place-query]").fill(name)
                self.page.wait_for_timeout(400)
                self.page.wait_for_selector(f".choice >> nth={fit}")
                if fit:
                    self.act("click on a place of the list", HOME + POINT + 2 * PRESS)
                    self.page.locator(".choice").nth(fit).click()
                else:
                    self.key("Enter", "first place found")
                return
        x, y = self.aim(gold)
        assert x is not None, f"{gold.phrase}: not found on the map"
        field = self.page.locator("[data-id=as-kind]")
        shift = not self.page.locator(".review-aim").count()
        if not shift and gold.kind and not stands_for(field.input_value(), gold.kind):
            for what in ("list of kinds", "kind chosen"):
                self.act(what, HOME + POINT + 2 * PRESS)
            field.select_option(gold.kind)
        self.act("click on the map", HOME + POINT + 2 * PRESS)
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.click(x, y)
        if shift:
            self.page.keyboard.up("Shift")

    def select(self, start: int, end: int) -> None:
        """Select words of the text with the pointer."""
        self.act("words selected", HOME + 2 * POINT + 2 * PRESS)
        if self.page.evaluate(SELECT, [start, end]):
            self.act("wheel", POINT + PRESS, decides=False)
        self.page.locator("#review h2", has_text="“").wait_for()

    def words(self, gold: GoldToponym) -> None:
        """Select the words of a toponym, then take its place or change the words of what is there."""
        found = self.desk.search(" ".join(gold.phrase.split()))
        if self.capital(gold, found):
            return
        self.select(gold.start, gold.end)
        over = [m for m in self.desk.state()["mentions"] if gold.overlaps(m["start"], m["end"])]
        kept = [*(c for c in found if over and c["place"] == over[0]["place"]), *found[:1], *over][:1]
        fit = next((n for n, c in enumerate(found) if self.fits(c, gold)), None)
        if over and kept and kept[0]["place"] and self.fits(kept[0], gold):
            self.key("e", "words of a name")
        elif fit is not None and fit < 9:
            self.page.wait_for_selector(f".choice >> nth={fit}")
            self.key(str(fit + 1), "number of a place")
        else:
            self.search(gold)

    def capital(self, gold: GoldToponym, found: list[dict[str, Any]]) -> bool:
        """Take the place of words with capitals from the menu that opens on them; whether it does."""
        at = self.page.evaluate("at => capitals(at)", gold.start)
        fit = next((c for c in found[:MENU] if self.fits(c, gold)), None)
        if fit is None or not at or (at["start"], at["end"]) not in gold.spans:
            return False
        x, y, hidden = self.page.evaluate(SHOW, gold.start)
        if hidden:
            self.act("wheel", POINT + PRESS, decides=False)
        self.page.mouse.move(700, 5)
        self.page.wait_for_selector(".menu", state="hidden")
        self.page.mouse.move(x - 2, y)
        self.page.mouse.move(x, y)
        self.page.wait_for_selector(".menu p")
        self.take(self.page.locator(f".menu [data-id='menu-{fit['place']}']"), "place of words in the text")
        return True

    # -- figures and movements -----------------------------------------------------------------------------

    def claim(self, claim: Claim | None, gold: Any, wrong: Wrong, state: dict[str, Any]) -> None:
        """Mend a figure: take it out, give it the place or the owner that is meant, add it, or correct it."""
        if claim is not None and gold is None:
            self.drop(claim.id)
            return
        if claim is None:
            number = next(
                (n for n in state["numbers"] if n["start"] < gold["end"] and gold["start"] < n["end"]), None
            )
            span = (number["start"], number["end"]) if number else (gold["start"], gold["end"])
            options = self.page.evaluate("([start, end]) => factPlaces({start, end})", [*span])
            made = [wrong.made(number, o["places"]) for o in options] if number else []
            fit = next((n for n, c in enumerate(made) if not wrong.fault(gold, c)), None)
            row = self.menu(f"n{span[0]}", f"menu-{fit}") if fit is not None else None
            if row is not None:
                self.take(row, "figure of the menu")
                return
            self.select(*span)
            near = options[0]["places"] if options else []
            self.form("new", gold, wrong.made({**NUMBER, "value": gold["min"]}, near), wrong)
            return
        options = self.page.evaluate("id => factChoices(fact(id)).map(c => c.edit.set.places)", claim.id)
        right = [
            n
            for n, o in enumerate(options)
            if not wrong.fault(gold, replace(claim, places=tuple(o), flows=()))
        ]
        if wrong.fault(gold, claim) and right:
            self.place(claim.id, right[0])
        elif not wrong.fault(gold, claim) and wrong.owner(gold, claim):
            self.take(self.menu(claim.id, f"menu-{gold['owner']}"), "owner of the menu")
        elif not wrong.fault(gold, claim) and (
            row := self.menu(claim.id, *(f"verb-{verb}" for verb in gold["predicate"]))
        ):
            self.take(row, "verb of the menu")
        else:
            self.act("click on a figure", HOME + POINT + 2 * PRESS)
            self.page.locator(f"[data-id='pill-{claim.id}']").click()
            self.form(claim.id, gold, claim, wrong)

    def place(self, fact: str, n: int) -> None:
        """Take what is meant instead: by its number where it is asked about, else of the menu."""
        if self.asked() == fact and n < 9:
            self.key(str(n + 1), "number of a place")
        else:
            row = self.menu(fact, f"menu-{n}")
            assert row is not None, f"{fact}: not in the menu"
            self.take(row, "place of the menu")

    def drop(self, fact: str) -> None:
        """Say that a figure or a movement is none."""
        if self.asked() == fact:
            self.key("n", "no figure or movement")
        else:
            self.take(self.menu(fact, "menu-none"), "no figure or movement, of the menu")

    def form(self, name: str, gold: Any, claim: Claim, wrong: Wrong) -> None:
        """Fill what is wrong in the form of a figure."""
        self.key("f", "figures of the sentence")
        self.page.wait_for_selector(f"[data-id='{name}-value']", state="attached")
        predicate = gold["predicate"][0] if wrong.predicate(gold, claim) else None
        wanted = {
            "unit": gold["unit"],
            "per": gold["per"] or "",
            "subject": gold["counted"][0],
            "predicate": predicate,
        }
        now = {"unit": claim.unit, "per": claim.per or "", "subject": claim.subject, "predicate": None}
        fields = {
            k: v
            for k, v in wanted.items()
            if v is not None and v != now[k] and (k == "predicate" or wrong.fault(gold, claim))
        }
        if wrong.value(gold, claim) or name == "new":
            fields["value"] = f"{gold['min']:g}"
        for field, text in fields.items():
            self.act("field filled", KEY * max(1, len(text)))
            self.page.locator(f"[data-id='{name}-{field}']").fill(text)
        places = wrong.places(gold)
        if places and not {*places} <= {*claim.places}:
            for what in ("list of places", "place chosen"):
                self.act(what, HOME + POINT + 2 * PRESS)
            self.page.locator(f"[data-id='{name}-place']").select_option(places[0])
        edits = self.page.locator("#review").get_attribute("data-edits")
        self.key_on(f"[data-id='{name}-value']", "Enter", "saved")
        self.page.wait_for_selector(f"#review:not([data-edits='{edits}'])")

    def key_on(self, selector: str, key: str, what: str) -> None:
        """Press a key in a field."""
        self.act(what, KEY)
        self.page.locator(selector).press(key)

    def other_ends(self, flow: Flow, wrong: Wrong) -> int | None:
        """Return which of the other ends makes a movement that is missed."""
        options = self.page.evaluate("id => factChoices(fact(id)).map(c => c.edit.set)", flow.id)
        ends = [(o.get("from", flow.origin), o.get("to", flow.destination)) for o in options]
        return next((n for n, pair in enumerate(ends) if wrong.is_missed(*pair)), None)

    def movement(self, origin: str, destination: str, wrong: Wrong, state: dict[str, Any]) -> None:
        """Add a movement: select words from one end to the other, then its direction by a number."""
        shown = [m for m in state["mentions"] if m["place"] and not m["embedded"] and m["decided"] != "none"]
        ends = [[m for m in shown if i in wrong.ids.get(m["place"], ())] for i in (origin, destination)]
        assert all(ends), f"{origin} > {destination}: no names of its ends"
        links = [self.page.locator(f"[data-id='pill-{self.alike(e[0], shown)[0]['key']}']") for e in ends]
        if not all(self.page.evaluate(IN_SIGHT, link.get_attribute("data-id")) for link in links):
            self.act("wheel", POINT + PRESS, decides=False)
            links[0].scroll_into_view_if_needed()
        boxes = [link.bounding_box() for link in links]
        panel = self.page.locator("#review .body").bounding_box()
        assert panel
        if all(b and panel["y"] <= b["y"] <= panel["y"] + panel["height"] - b["height"] for b in boxes):
            edits = self.page.locator("#review").get_attribute("data-edits")
            self.act("name dragged to another", HOME + 2 * POINT + 2 * PRESS)
            (x, y), (to_x, to_y) = ((b["x"] + 9, b["y"] + b["height"] / 2) for b in boxes if b)
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move((x + to_x) / 2, (y + to_y) / 2 + 9, steps=2)
            self.page.mouse.move(to_x, to_y, steps=2)
            self.page.mouse.up()
            self.page.wait_for_selector(f"#review:not([data-edits='{edits}'])")
            return
        pairs = [
            (abs(a["start"] - b["start"]), a["start"], b["start"], a, b) for a in ends[0] for b in ends[1]
        ]
        *_, a, b = min(pairs, key=lambda pair: pair[:3])
        self.select(min(a["start"], b["start"]), max(a["end"], b["end"]))
        self.key("1" if a["start"] < b["start"] else "2", "direction of a movement")


class Wrong:
    """What is wrong of the figures and movements of an article, by the rules of ``geo evaluate``."""

    def __init__(self, item: Any, document: MapDocument) -> None:
        self.item, self.document = item, document
        self.ids = place_ids(item["places"], document)
        self.ends = {
            f.id: (self.ids.get(f.origin, frozenset()), self.ids.get(f.destination, frozenset()))
            for f in document.flows
        }
        judged = judge_claims(item, document)
        spans = {c.surface: c for c in reversed(document.claims)}
        self.claims: list[tuple[Claim | None, Any]] = []
        rows = judged.errors
        for row in rows:
            if row["error"] == "no claim":
                self.claims.append((spans[row["surface"]], None))
        for gold in item["claims"]:
            over = [c for c in document.claims if c.start < gold["end"] and gold["start"] < c.end]
            told = [r for r in rows if r["surface"] == gold["surface"] and r["expected"]]
            if told and (not over or all(self.fault(gold, c) for c in over)):
                self.claims.append((over[0] if over else None, gold))
            elif not gold["optional"]:
                self.claims += [
                    (c, gold)
                    for c in over[:1]
                    if not self.fault(gold, c) and (self.owner(gold, c) or self.predicate(gold, c))
                ]
        wrong = {r["found"] for r in rows if r["found"].startswith("flow-")}
        self.flows = [f for f in document.flows if f.id in wrong]
        self.missed = [
            (p[0], p[-1]) for r in rows if r["error"] == "missed flow" for p in [r["expected"].split(" > ")]
        ]

    @property
    def total(self) -> int:
        """The number of errors: a movement with a wrong end is one, though another is missed for it."""
        return len(self.claims) + max(len(self.flows), len(self.missed))

    def fault(self, gold: Any, claim: Claim) -> str:
        """Say what is wrong of a figure, or nothing."""
        return claim_fault(gold, [claim], self.ids, self.ends)

    def value(self, gold: Any, claim: Claim) -> bool:
        """Whether the value is wrong."""
        return "value" in self.fault(gold, claim)

    def owner(self, gold: Any, claim: Claim) -> bool:
        """Whether it is somebody else's."""
        return (claim.owner or "place") != gold["owner"] and gold["owner"] in ("place", "body", "person")

    def predicate(self, gold: Any, claim: Claim) -> bool:
        """Whether something else happened."""
        said = [p.casefold() for p in gold["predicate"]]
        return said != [""] and (claim.predicate or "").casefold() not in said

    def made(self, number: Any, places: list[str]) -> Claim:
        """Return the figure that a number would be."""
        known = {k: number[k] for k in ("start", "end", "unit", "per", "predicate")}
        return Claim(
            id="c999",
            sentence_id=number["sentence"],
            surface=number["words"] or "x",
            places=tuple(places),
            flows=(),
            together=False,
            quantity=number["value"],
            quantity_max=number["value_max"],
            qualifier=None,
            subject=number["subject"] or "",
            **known,
        )

    def places(self, gold: Any) -> list[str]:
        """Return the places of the document that a figure is of."""
        return [p for p, ids in self.ids.items() if ids & {*gold["places"]}]

    def is_missed(self, origin: str, destination: str) -> bool:
        """Whether a movement between two places is one of those that are missed."""
        return any(
            a in self.ids.get(origin, ()) and b in self.ids.get(destination, ()) for a, b in self.missed
        )


NUMBER = {
    "sentence": "s01",
    "start": 0,
    "end": 0,
    "words": "",
    "value_max": None,
    "unit": "",
    "per": None,
    "subject": "",
    "predicate": None,
}
IN_SIGHT = """id => {
  const element = document.querySelector(`[data-id="${id}"]`);
  const body = document.querySelector("#review .body");
  const [a, b] = [element.getBoundingClientRect(), body.getBoundingClientRect()];
  return a.top >= b.top - 2 && a.bottom <= b.bottom + 2;
}"""
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

SHOW = """start => {
  const range = rangeOf(start, start + 1);
  const box = range.getBoundingClientRect();
  const hidden = box.top < 0 || box.bottom > document.querySelector("#review").getBoundingClientRect().top;
  if (hidden) range.startContainer.parentElement.scrollIntoView({block: "start"});
  const at = range.getBoundingClientRect();
  return [at.left + at.width / 2, at.top + at.height / 2, hidden];
}"""
SELECT = """([start, end]) => {
  const [from, to] = [rangeOf(start, start + 1), rangeOf(end - 1, end)];
  const range = document.createRange();
  range.setStart(from.startContainer, from.startOffset);
  range.setEnd(to.endContainer, to.endOffset);
  const box = range.getBoundingClientRect();
  const hidden = box.top < 0 || box.bottom > document.querySelector("#review").getBoundingClientRect().top;
  if (hidden) range.startContainer.parentElement.scrollIntoView({block: "start"});
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return hidden;
}"""


def errors(folder: Path, gold: GoldDocument, ruler: Ruler, item: Any) -> tuple[int, int]:
    """Count the errors of an article as the files make it: of its names, of its figures and movements."""
    document = read_document(folder / f"{gold.id}.txt")
    shown = [t for t in document.toponyms if t.place is not None]
    found = {(p.start, p.end): p for p in predictions(gold, shown, ruler) if p.drawn}
    wrong = 0
    for g in gold.toponyms:
        here = next((found[s] for s in g.spans if s in found), None)
        if not g.optional and g.point is not None and not (here and here.answer.level):
            wrong += 1
    none = [s for s in found if not any(g.overlaps(*s) for g in gold.toponyms)]
    return wrong + len(none), Wrong(item, document).total


def chosen(number: int) -> list[GoldDocument]:
    """Return ten articles of the gallery that may be read: the first ten, or the second."""
    golds = [d for d in read_corpus(CORPUS, "regional") if d.half == "look"]
    return golds[ARTICLES * number : ARTICLES * (number + 1)]


def ten(golds: list[GoldDocument], page: Page) -> None:
    """Print for each of ten articles its errors, the actions that it took, and a person's time."""
    ruler = Ruler(Gazetteer.pinned())
    rows = []
    actions: Counter[str] = Counter()
    items = {item["id"]: item for item in json.loads(CLAIMS.read_text("utf-8"))["items"]}
    print(f"{'article':24}{'names':>7}{'facts':>7}{'actions':>9}{'an error':>10}{'left':>6}{'min':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for gold in golds:
            (folder / f"{gold.id}.txt").write_text(gold.text, "utf-8")
        with served(folder) as (address, desks):
            for gold in golds:
                item = items[gold.id]
                names, facts = errors(folder, gold, ruler, item)
                person = Person(page, address, desks[gold.id], gold, ruler)
                try:
                    person.review()
                    person.state()
                except (PlaywrightError, AssertionError) as error:  # what the person looked for was not there
                    print(f"{gold.id}: given up: {next(iter(str(error).splitlines()), error)}", flush=True)
                left = sum(errors(folder, gold, ruler, item))
                done, n = person.actions.total(), names + facts
                actions += person.actions
                rows.append((names, facts, done, person.seconds, left))
                print(
                    f"{gold.id:24}{names:7}{facts:7}{done:9}{done / n if n else 0:10.2f}{left:6}"
                    f"{person.seconds / 60:6.1f}",
                    flush=True,
                )
    print("actions: " + ", ".join(f"{n} {kind}" for kind, n in actions.most_common()))
    names, facts, done, _, left = (sum(row[n] for row in rows) for n in range(5))
    each = [row[2] / (row[0] + row[1]) for row in rows if row[0] + row[1]]
    minutes = statistics.median(row[3] for row in rows) / 60
    print(f"{sum(row[4] == 0 for row in rows)} of {len(golds)} completely right; {left} errors left")
    print(
        f"{names} errors of names, {facts} of figures and movements; {done} actions: "
        f"{done / (names + facts):.2f} an error; median article {statistics.median(each):.2f}, "
        f"{minutes:.1f} minutes"
    )
    moved = actions["wheel"] + actions["map dragged"]
    each_one = (done - moved) / (names + facts)
    print(f"without {moved} turns of the wheel and drags of the map: {each_one:.2f} an error")


def articles() -> None:
    """Review twice ten articles."""
    with browser() as page:
        for number, what in enumerate(("that the ways of answering were made on", "others")):
            print(f"ten articles, {what}")
            ten(chosen(number), page)


if __name__ == "__main__":
    commands = {"speed": speed, "articles": articles}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
