"""A review: its server lets nobody else in, and writes what a person decides, all or nothing."""

from __future__ import annotations

import asyncio
import base64
import json
import platform
import signal
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import geo
from geo.cli import main
from geo.document import MapDocument
from geo.files import unsealed
from geo.pipeline import read_document
from geo.review import Desk, desks
from geo.review.layer import SERVED
from geo.review.server import POLICY, Review
from geo.review.tables import changed, with_table

TEXT = (
    "Floods in Georgia\n\n"
    "Rain fell on Springfield and on Georgia. Peaches were shipped from Georgia to Canada last year, "
    "and from Georgia to Reading.\n\n"
    "About 3,000 people fled Springfield. The University of Georgia closed. The Old Mill burnt.\n"
)
GEORGIA, ILLINOIS, CANADA = "geonames:4197000", "geonames:4250542", "geonames:6251999"
LAYERED = (
    "Floods and drought\n\nRain flooded crops in Peru and Bolivia. Cholera killed people in Lima.\n\n"
    "Farmers in Oslo lost crops. The harvest of wheat in Norway failed, and people fled the drought to "
    "Sweden.\n"
)
TOKEN, PORT = "a-token", 8765
HOST = f"127.0.0.1:{PORT}"


class Browser:
    """Asks the application as a browser would, without a socket."""

    def __init__(self, review: Review) -> None:
        self.app = review.app

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str | None
    ) -> tuple[int, Any, dict[str, str]]:
        given = {
            "host": HOST,
            "x-dateline-token": TOKEN,
            "content-type": "application/json" if method == "POST" else None,
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        url, _, query = path.partition("?")
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": url,
            "raw_path": url.encode(),
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in given.items() if v is not None],
            "server": ("127.0.0.1", PORT),
            "client": ("127.0.0.1", 1),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": data, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop in this thread
            apart.submit(asyncio.run, self.app(scope, receive, send)).result()
        content = b"".join(m.get("body", b"") for m in sent)
        answered = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
        is_json = answered.get("content-type") == "application/json"
        return sent[0]["status"], json.loads(content) if is_json else content, answered

    def get(self, path: str) -> Any:
        status, data, _ = self.ask("GET", path)
        assert status == 200, data
        return data

    def edit(self, do: str, *, now: Any = None, status: int = 200, **edit: Any) -> Any:
        now = now or self.get("/api/a/story")
        got, data, _ = self.ask(
            "POST", "/api/a/story/edit", {"hash": now["hash"], "edit": {"do": do, **edit}}
        )
        assert got == status, data
        return data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_text(TEXT, "utf-8")
    return tmp_path / "in"


@pytest.fixture
def browser(folder: Path, gazetteer: geo.Gazetteer) -> Browser:
    return Browser(
        Review(desks([str(folder / "story.txt")], gazetteer), folder / "out", TOKEN, PORT, gazetteer)
    )


def keys(state: Any, surface: str) -> list[str]:
    return [m["key"] for m in state["mentions"] if m["surface"] == surface]


def open_names(state: Any) -> list[str]:
    return [key for key in state["queue"] if key[0].isdigit()]


def mention(state: Any, key: str) -> Any:
    [found] = [m for m in state["mentions"] if m["key"] == key]
    return found


def written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "story.corrections.toml").read_text("utf-8"))


# -- who is let in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": f"evil.example:{PORT}"},
        {"host": "127.0.0.1:1"},
        {"host": None},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"x_dateline_token": None},
        {"x_dateline_token": "another"},
        {"x_dateline_token": None, "cookie": f"dateline-{PORT}=another"},
        {"x_dateline_token": None, "cookie": f"dateline-1={TOKEN}"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", "/api.js", "/a/story/", "/api/articles", "/api/a/story", "/x"])
def test_nobody_else_is_let_in(browser: Browser, headers: dict[str, str], path: str) -> None:
    status, told, _ = browser.ask("GET", path, **headers)
    assert status == 403
    assert set(told) == {"error"}


def test_nobody_else_writes(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    body = {"hash": state["hash"], "edit": {"do": "none", "key": state["mentions"][0]["key"]}}
    for headers, status in [
        ({"origin": "http://evil.example"}, 403),
        ({"x_dateline_token": None}, 403),
        ({"host": "evil.example"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
    ]:
        assert browser.ask("POST", "/api/a/story/edit", body, **headers)[0] == status
    assert browser.ask("GET", "/api/a/story/edit")[0] == 405
    assert [p.name for p in folder.iterdir()] == ["story.txt"]


def test_the_token_becomes_a_cookie_that_no_other_site_sends(browser: Browser) -> None:
    status, _, headers = browser.ask("GET", f"/a/story/?token={TOKEN}&x=1", x_dateline_token=None)
    assert (status, headers["location"]) == (303, "/a/story/?x=1")
    name, *rules = headers["set-cookie"].split("; ")
    assert name == f"dateline-{PORT}={TOKEN}"
    assert {r.lower() for r in rules} == {"httponly", "samesite=strict", "path=/"}
    assert browser.ask("GET", "/api/articles", x_dateline_token=None, cookie=f"a=1; {name}")[0] == 200
    assert browser.ask("GET", "//evil.example/?token=" + TOKEN)[2]["location"].startswith("/evil")
    assert browser.ask("GET", "/?token=another", x_dateline_token=None)[0] == 403


def test_the_page_keeps_its_policy_and_loads_the_review_from_here_alone(browser: Browser) -> None:
    from lxml import html as parser

    page = parser.fromstring(browser.get("/a/story/").decode())
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    for kind in ("script-src", "style-src"):
        sources = rules[kind].split()
        assert sources[-1] == "'self'"
        assert all(s.startswith("'sha256-") for s in sources[:-1])
    assert [src.lstrip("/") for src in page.xpath("//script/@src")] == [s for s in SERVED if s[-3:] == ".js"]
    assert all(src[0] == "/" and src[1] != "/" for src in page.xpath("//script/@src"))
    assert all(browser.ask("GET", f"/{name}")[0] == 200 for name in SERVED)
    assert page.xpath("//link[@rel='stylesheet']/@href") == ["/review.css", "/mapping.css"]
    plain = parser.fromstring(geo.render(geo.geoparse(TEXT)))
    assert "'self'" not in plain.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert plain.xpath("//script/@src") == []


def test_every_answer_has_a_strict_policy(browser: Browser) -> None:
    for path in ("/", "/list.js", "/list.css", "/api.js", "/api/articles", "/nothing", "/api/a/x"):
        _, _, headers = browser.ask("GET", path)
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert "unsafe" not in POLICY
    from lxml import html as parser

    listed = parser.fromstring(browser.get("/").decode())
    assert listed.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize(
    "path",
    ["/../desk.py", "/%2e%2e/desk.py", "/..%2fdesk.py", "/list.html", "/.", "/a/../../x/", "/a/nobody/"],
)
def test_no_path_leads_out_of_the_folder(browser: Browser, path: str) -> None:
    from urllib.parse import unquote

    assert browser.ask("GET", unquote(path))[0] in (404, 307)


@pytest.mark.parametrize("where", ["../x", "/tmp/x", "a/../../x", "link", "a\0b"])
def test_nothing_is_published_outside(browser: Browser, folder: Path, where: str) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "link").symlink_to(folder.parent)
    body = {"formats": ["html"], "folder": where}
    status, told, _ = browser.ask("POST", "/api/a/story/publish", body)
    assert (status, "outside the folder" in told["error"]) == (400, True)
    assert [p.name for p in (folder / "out").iterdir()] == ["link"]


def test_a_fault_is_told_without_a_traceback(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("/secret/path")

    monkeypatch.setattr(Desk, "state", fail)
    with pytest.raises(ZeroDivisionError):  # Starlette hands it to the server too, after the answer
        browser.ask("GET", "/api/a/story")
    assert "Traceback" not in capsys.readouterr().err
    monkeypatch.undo()
    for body in (b"{", b"[]", b"[" * 100_000, b"1"):
        assert browser.ask("POST", "/api/a/story/edit", body)[0] == 400
    now = browser.get("/api/a/story")["hash"]
    for edit in (None, 1, {}, {"do": "x"}, {"do": "add"}, {"do": "place", "key": "1-2"}, {"do": "own"}):
        status, told, _ = browser.ask("POST", "/api/a/story/edit", {"hash": now, "edit": edit})
        assert status == 400, told
        assert told["error"]
    for way in ("undo", "redo"):
        assert browser.ask("POST", f"/api/a/story/{way}", {"hash": now})[0] == 400


# -- what is decided ---------------------------------------------------------------------------------------


def test_a_decision_is_written_at_once_and_can_be_taken_back(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    first, *_ = keys(state, "Springfield")
    after = browser.edit("place", key=first, place=ILLINOIS)
    assert written(folder) == {"correct": [{"surface": "Springfield", "sentence": "s02", "place": ILLINOIS}]}
    assert "Springfield (" in (folder / "story.corrections.toml").read_text("utf-8"), (
        "and says which in words"
    )
    assert mention(after, first)["place"] == ILLINOIS
    assert (mention(after, first)["decided"], mention(after, first)["scope"]) == ("place", "mention")
    assert (after["undo"], after["redo"]) == (1, 0)
    _, back, _ = browser.ask("POST", "/api/a/story/undo", {"hash": after["hash"]})
    assert not (folder / "story.corrections.toml").exists()
    assert (back["undo"], back["redo"], back["hash"]) == (0, 1, state["hash"])
    _, again, _ = browser.ask("POST", "/api/a/story/redo", {"hash": back["hash"]})
    assert written(folder)["correct"][0]["place"] == ILLINOIS
    reset = browser.edit("reset", now=again, key=first)
    assert mention(reset, first) == mention(state, first)
    assert not (folder / "story.corrections.toml").exists()


def test_right_closes_a_mention_and_changes_no_place(browser: Browser) -> None:
    state = browser.get("/api/a/story")
    assert state["queue"], "a story with doubts"
    while queue := [k for k in open_names(state) if mention(state, k)["place"]]:
        before = mention(state, queue[0])
        state = browser.edit("right", now=state, key=queue[0])
        after = mention(state, queue[0])
        assert (after["place"], after["decided"], after["open"]) == (before["place"], "right", False)
        assert after["confidence"] == 1
    assert len(open_names(state)) == sum(m["place"] is None and m["open"] for m in state["mentions"])
    assert state["open"] == len(state["queue"])


def test_one_mention_every_mention_every_article(
    browser: Browser, folder: Path, gazetteer: geo.Gazetteer
) -> None:
    (folder / "other.txt").write_text("A storm hit Georgia. It left Georgia on Monday.", "utf-8")
    state = browser.get("/api/a/story")
    one = keys(state, "Georgia")[3]
    state = browser.edit("none", key=one)
    assert written(folder) == {
        "correct": [{"surface": "Georgia", "sentence": "s03", "mention": 2, "not_a_place": True}]
    }
    assert mention(state, one)["place"] is None
    assert mention(state, one)["decided"] == "none"
    state = browser.edit("place", key=one, place=GEORGIA, scope="article")
    assert written(folder) == {"correct": [{"surface": "Georgia", "place": GEORGIA}]}
    assert {mention(state, k)["place"] for k in keys(state, "Georgia")} == {GEORGIA}
    state = browser.edit("place", key=one, place=GEORGIA, scope="folder")
    assert not (folder / "story.corrections.toml").exists()
    assert {mention(state, k)["scope"] for k in keys(state, "Georgia")} == {"folder"}
    other = geo.pipeline.read_document(folder / "other.txt", gazetteer=gazetteer)
    assert {t.place and t.place.id for t in other.toponyms if t.surface == "Georgia"} == {GEORGIA}
    state = browser.edit("none", key=one)
    assert mention(state, one)["decided"] == "none", "one mention counts more than the folder"
    state = browser.edit("reset", key=one)
    assert mention(state, one)["place"] == GEORGIA


def test_words_are_added_cut_widened_split_and_joined(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    start = TEXT.index("Old Mill")
    geometry = {"type": "Polygon", "coordinates": [[[-84, 33], [-83.9, 33], [-83.9, 33.1], [-84, 33]]]}
    state = browser.edit(
        "add", start=start, end=start + 8, name="The Mill", kind="facility", geometry=geometry
    )
    mill = mention(state, f"{start}-{start + 8}")
    assert (mill["name"], mill["decided"]) == ("The Mill", "place")
    assert mill["place"].startswith("user:")
    wide = browser.edit("span", key=mill["key"], start=start - 4, end=start + 8, place=GEORGIA)
    assert [m["surface"] for m in wide["mentions"] if m["end"] == start + 8] == ["The Old Mill"]
    assert len(written(folder)["add"]) == 1, "the wide one in place of the narrow one"
    at = TEXT.index("University of Georgia")
    [inner] = [m for m in wide["mentions"] if at <= m["start"] < at + 21]
    assert inner["embedded"]
    state = (
        browser.edit("right", key=inner["key"])
        if inner["place"]
        else browser.edit("place", key=inner["key"], place=GEORGIA)
    )
    assert not mention(state, inner["key"])["embedded"]
    ends = [[start, start + 3], [start + 4, start + 8]]
    split = browser.edit("span", key=f"{start - 4}-{start + 8}", spans=ends, place=GEORGIA)
    assert {(m["start"], m["end"]) for m in split["mentions"]} >= {(a, b) for a, b in ends}
    made = geo.pipeline.read_document(folder / "story.txt")
    assert {t.surface for t in made.toponyms} >= {"Old", "Mill"}


def test_a_point_of_ones_own(browser: Browser, folder: Path) -> None:
    key = keys(browser.get("/api/a/story"), "Reading")[0]
    geometry = {"type": "Point", "coordinates": [-83.123456, 33.5]}
    state = browser.edit("own", key=key, name="Reading Hall", kind="facility", geometry=geometry)
    assert mention(state, key)["name"] == "Reading Hall"
    [entry] = written(folder)["correct"]
    assert (entry["lng"], entry["lat"], entry["kind"]) == (-83.12346, 33.5, "facility")


@pytest.mark.parametrize(
    "edit",
    [
        {"do": "place", "place": "geonames:1"},
        {"do": "place", "place": "nonsense"},
        {"do": "own", "name": "", "geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"do": "own", "name": "x", "geometry": {"type": "Point", "coordinates": [0, 99]}},
        {"do": "own", "name": "x", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}},
        {"do": "own", "name": "x", "geometry": {"type": "Point", "coordinates": ["a", 1]}},
        {"do": "own", "name": "x", "kind": "border", "geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"do": "none", "key": "0-1"},
        {"do": "none", "scope": "world"},
        {"do": "add", "start": 0, "end": 10**30},
        {"do": "add", "start": 0, "end": len(TEXT)},
        {"do": "reset"},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_and_not_written(
    browser: Browser, folder: Path, edit: dict[str, Any]
) -> None:
    key = keys(browser.get("/api/a/story"), "Reading")[0]
    told = browser.edit(status=400, **{"key": key, **edit})
    assert told["error"]
    assert [p.name for p in folder.iterdir()] == ["story.txt"]


def test_figures_are_corrected_taken_out_and_added(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    [claim] = state["claims"]
    state = browser.edit("claim", claim=claim["id"], set={"value": 300, "unit": "hectare"})
    state = browser.edit("claim", claim=claim["id"], set={"owner": "person", "predicate": None})
    [now] = state["claims"]
    assert (now["value"], now["unit"], now["owner"], now["predicate"]) == (300, "hectare", "person", None)
    [entry] = written(folder)["claim"]
    assert (entry["sentence"], entry["value"], entry["owner"]) == (claim["sentence"], 300, "person")
    state = browser.edit("claim", claim=claim["id"], set={"places": [GEORGIA]})
    assert state["claims"][0]["places"] == [GEORGIA]
    [setting] = state["settings"]
    back = browser.edit("reset", file=setting["file"], line=setting["line"])
    assert back["claims"] == [claim]
    assert browser.edit("claim", claim=claim["id"], set=None)["claims"] == []
    start = TEXT.index("Old Mill")
    at = {"sentence": "s06", "start": start, "end": start + 8}
    state = browser.edit("claim", **at, set={"value": 1, "subject": "mill", "places": [GEORGIA]})
    [new] = state["claims"]
    assert (new["words"], new["value"], new["places"]) == ("Old Mill", 1, [GEORGIA])
    assert browser.edit("claim", claim=new["id"], set={"value": 2})["claims"][0]["value"] == 2
    assert [t.get("add", False) for t in written(folder)["claim"]] == [False, True]
    assert browser.edit("claim", claim=new["id"], set=None)["claims"] == []


def test_movements_are_corrected_taken_out_and_added(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    flow = next(f for f in state["flows"] if f["to"] == CANADA)
    state = browser.edit("flow", flow=flow["id"], set={"from": ILLINOIS, "subject": "fruit"})
    [now] = [f for f in state["flows"] if f["to"] == CANADA]
    assert (now["from"], now["subject"]) == (ILLINOIS, "fruit")
    state = browser.edit("flow", flow=now["id"], set={"subject": "apples"})
    [entry] = written(folder)["flow"]
    assert entry == {"from": flow["from"], "to": CANADA, "origin": ILLINOIS, "subject": "apples"}
    state = browser.edit("flow", flow=now["id"], set=None)
    assert CANADA not in {f["to"] for f in state["flows"]}
    state = browser.edit("flow", sentence="s04", set={"from": ILLINOIS, "to": GEORGIA, "subject": "people"})
    [new] = [f for f in state["flows"] if f["from"] == ILLINOIS]
    assert new["sentences"] == ["s04"]
    state = browser.edit("flow", flow=new["id"], set={"to": CANADA})
    assert [t["to"] for t in written(folder)["flow"] if t.get("add")] == [CANADA]
    made = geo.pipeline.read_document(folder / "story.txt")
    assert [(f.origin, f.destination) for f in made.flows if f.subject == "people"] == [(ILLINOIS, CANADA)]


def test_the_map_has_a_person_s_title_colours_frame_and_order(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    by_kind = browser.get("/api/a/story")["map"]["layers"]
    state = browser.edit("map", set={"layers": [{"id": by_kind[-1]["id"], "title": "Ways"}]})
    assert [x["title"] for x in state["map"]["layers"]] == [*(x["title"] for x in by_kind[:-1]), "Ways"]
    browser.ask("POST", "/api/a/story/undo", {"hash": state["hash"]})
    (folder / "story.txt").write_text(LAYERED, "utf-8")
    state = browser.get("/api/a/story")
    layers = state["map"]["layers"]
    assert layers, "a story with layers"
    peru = mention(state, keys(state, "Peru")[0])["place"]
    changes = {
        "title": "Peaches",
        "note": "As of today",
        "frame": [-90, 20, -70, 60],
        "hidden": [peru],
        "layers": [{"id": layers[-1]["id"], "title": "Mine", "color": "#B3001B"}],
        "order": [layers[-1]["id"]],
    }
    state = browser.edit("map", set=changes)
    view = state["map"]
    assert (view["title"], view["note"], view["hidden"]) == ("Peaches", "As of today", [peru])
    first = {"id": layers[-1]["id"], "title": "Mine", "color": "#b3001b", "hidden": False}
    first["set"] = ["title", "colour"]
    assert view["layers"][0] == first
    assert main(["render", str(folder / "story.txt"), "-o", str(tmp_path / "cli.html")]) == 0
    body = {"formats": ["html", "geojson"]}
    assert browser.ask("POST", "/api/a/story/publish", body)[0] == 200
    page = (folder / "out" / "story.html").read_bytes()
    assert page == (tmp_path / "cli.html").read_bytes()
    assert b"Of the map was set: title, note, frame, hidden, layers" in page
    exported = json.loads((folder / "out" / "story.geojson").read_bytes())["features"]
    names = {f["properties"]["name"] for f in exported}
    assert "Bolivia" in names
    assert "Peru" not in names
    state = browser.edit("map", set={"insets": [], "labelled": [peru]})
    assert written(folder)["map"]["insets"] == [], "none at all"
    assert (state["map"]["insets"], state["map"]["labelled"]) == ([], [peru])
    rows = {(row["table"], row.get("member")): row for row in state["settings"]}
    of_map = {("map", key) for key in state["map"]["set"]}
    assert {*rows} == of_map | {("layer", "title"), ("layer", "colour")}
    for key in ("insets", "labelled"):
        state = browser.edit("reset", **{k: rows["map", key][k] for k in ("file", "line", "member")})
    assert {*written(folder)["map"]} == {"title", "note", "frame", "hidden", "layers"}
    browser.edit("reset", file=rows["layer", "title"]["file"], line=1, member="no", status=400)
    state = browser.edit("map", set={"layers": [{"id": layers[-1]["id"], "title": None}]})
    assert written(folder)["layer"] == [{"name": layers[-1]["id"], "colour": "#b3001b"}]
    state = browser.edit("map", set={"layers": [{"id": layers[-1]["id"], "color": None}]})
    assert "layer" not in written(folder)
    nothing = {"title": None, "note": None, "frame": None, "hidden": [], "order": None}
    state = browser.edit("map", set=nothing)
    assert not (folder / "story.corrections.toml").exists()
    assert state["map"]["hidden"] == []


# -- nothing of anybody is lost ----------------------------------------------------------------------------


def test_two_windows_and_an_editor(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    one, other = keys(state, "Springfield")
    browser.edit("none", now=state, key=one)
    told = browser.edit("none", now=state, key=other, status=409)
    assert told["mine"] == {"do": "none", "key": other}
    assert mention(told["theirs"], one)["decided"] == "none"
    assert mention(told["theirs"], other)["decided"] is None
    browser.edit("none", now={"hash": told["hash"]}, key=other)
    path = folder / "story.corrections.toml"
    now = browser.get("/api/a/story")
    text = path.read_text("utf-8") + '\n# by hand\n[[correct]]\nsurface = "Canada"\nnot_a_place = true\n'
    path.write_text(text, "utf-8")
    browser.edit("none", now=now, key=keys(now, "Reading")[0], status=409)
    assert path.read_text("utf-8") == text
    fresh = browser.get("/api/a/story")
    status, told, _ = browser.ask("POST", "/api/a/story/undo", {"hash": fresh["hash"]})
    assert status == 409
    assert path.read_text("utf-8") == text
    browser.edit("none", key=keys(fresh, "Reading")[0])
    assert path.read_text("utf-8").startswith(text)


def test_an_editor_that_writes_at_the_same_moment_wins(
    browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check of the hash and the writing."""
    see, state = Desk.see, browser.get("/api/a/story")

    def slow(desk: Desk, own: bytes | None, house: bytes | None) -> Any:
        (folder / "story.corrections.toml").write_text("# mine\n", "utf-8")
        return see(desk, own, house)

    monkeypatch.setattr(Desk, "see", slow)
    browser.edit("none", now=state, key=keys(state, "Reading")[0], status=409)
    assert (folder / "story.corrections.toml").read_text("utf-8") == "# mine\n"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_killed_edit_leaves_the_old_file(
    browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = folder / "story.corrections.toml"
    path.write_text("# mine\n", "utf-8")
    path.chmod(0o640)
    state = browser.get("/api/a/story")

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{step}", killed)
        with pytest.raises(SystemExit):
            browser.edit("none", now=state, key=keys(state, "Reading")[0])
    assert path.read_text("utf-8") == "# mine\n"
    (folder / f".dateline-{zlib.crc32(platform.node().encode()):08x}-999999999-exchange-1.part").touch()
    browser.edit("none", key=keys(state, "Reading")[0])
    assert path.read_text("utf-8").startswith("# mine\n\n[[correct]]")
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in folder.iterdir()) == ["story.corrections.toml", "story.txt"]


def test_a_place_of_this_article_alone_is_not_every_article_s(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    key = keys(state, "Reading")[0]
    point = {"type": "Point", "coordinates": [-83, 33]}
    state = browser.edit("own", key=key, name="The Hall", geometry=point)
    own = mention(state, key)["place"]
    told = browser.edit("place", key=key, place=own, scope="folder", status=400)
    assert "this article's alone" in told["error"]
    state = browser.edit("own", key=key, name="The Hall", geometry=point, scope="folder")
    assert mention(state, key)["scope"] == "folder"
    assert "name" in tomllib.loads((folder / "house.toml").read_text("utf-8"))["correct"][0]


def test_a_house_s_own_file_keeps_its_style(browser: Browser, folder: Path) -> None:
    house = folder / "house.toml"
    style = 'credit = "A. Reader"\n\n[names]\nCanada = "The North"\n'
    house.write_text(style, "utf-8")
    key = keys(browser.get("/api/a/story"), "Georgia")[0]
    browser.edit("place", key=key, place=GEORGIA, scope="folder")
    assert house.read_text("utf-8").startswith(style)
    out = folder / "out.html"
    assert main(["render", str(folder / "story.txt"), "--style", str(house), "-o", str(out)]) == 0
    page = out.read_text("utf-8")
    assert "A. Reader" in page
    assert "The North" in page
    browser.edit("reset", key=key)
    assert house.read_text("utf-8").rstrip() == style.rstrip()


def test_a_correction_that_no_longer_fits_is_kept_and_shown(browser: Browser, folder: Path) -> None:
    path = folder / "story.corrections.toml"
    text = (
        "# notes of a person\n"
        '[[correct]]\nsurface = "Atlantis"  # gone\nnot_a_place = true\n\n'
        '[[add]]\nsurface = "the Sea"\nplace = "geonames:1"\n\n'
        '[[correct]]\nsurface = "Reading"\nnot_a_place = true\n'
    )
    path.write_text(text, "utf-8")
    state = browser.get("/api/a/story")
    assert [(u["line"], u["table"]) for u in state["unmatched"]] == [(2, "correct"), (6, "add"), (6, "add")]
    assert mention(state, keys(state, "Reading")[0])["decided"] == "none"
    after = browser.edit("none", key=keys(state, "Canada")[0])
    assert path.read_text("utf-8").startswith(text)
    assert len(after["unmatched"]) == 3
    status, told, _ = browser.ask("POST", "/api/a/story/publish", {"formats": ["html"]})
    assert status == 400
    assert "Atlantis" in told["error"], "as the command line says it"
    after = browser.edit("reset", line=6)
    after = browser.edit("reset", line=2)
    assert after["unmatched"] == []
    assert "# notes of a person" in path.read_text("utf-8")
    (folder / "story.txt").write_text(TEXT.replace("Canada", "Mexico"), "utf-8")
    state = browser.get("/api/a/story")
    assert ["Canada" in u["why"] for u in state["unmatched"]] == [True]


def test_a_file_that_is_no_toml_is_told_and_not_touched(browser: Browser, folder: Path) -> None:
    path = folder / "story.corrections.toml"
    state = browser.get("/api/a/story")
    path.write_text("[[correct]\n", "utf-8")
    status, told, _ = browser.ask("GET", "/api/a/story")
    assert (status, "line 1: not TOML" in told["error"]) == (400, True)
    browser.edit("none", now=state, key=state["mentions"][0]["key"], status=400)
    assert path.read_text("utf-8") == "[[correct]\n"


def test_comments_order_and_the_other_tables_stay(folder: Path) -> None:
    text = (
        '# head\r\n[[correct]]\r\nsurface = "A" # a\r\nplace = "x:1"\r\n\r\n# on B\r\n[[add]]\r\n'
        'surface = "B"\r\nplace = """\r\nx:2"""\r\n\r\n[[correct]]\r\nsurface = "C"\r\n'
        "not_a_place = true\r\n# tail\r\n"
    )
    after = changed(text, 7, {"surface": "B", "sentence": "s01", "place": "x:3"})
    before, rest = text.split("[[add]]")
    assert after.startswith(before)
    assert after.endswith(rest[rest.index("\r\n[[correct]]") :])
    assert tomllib.loads(after)["add"] == [{"surface": "B", "sentence": "s01", "place": "x:3"}]
    gone = changed(text, 2, None)
    assert gone.startswith("# head\r\n# on B\r\n[[add]]")
    assert tomllib.loads(with_table(gone, "correct", {"surface": '"\\\u2028\x7f', "mention": 2}))["correct"][
        1
    ] == {
        "surface": '"\\\u2028\x7f',
        "mention": 2,
    }


# -- beside the command line -------------------------------------------------------------------------------


def test_what_is_published_is_what_the_command_line_makes(
    browser: Browser, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = browser.get("/api/a/story")
    browser.edit("none", key=keys(state, "Reading")[0])
    browser.edit("place", key=keys(state, "Georgia")[0], place=GEORGIA, scope="folder")
    start = TEXT.index("Old Mill")
    line = {"type": "LineString", "coordinates": [[-84, 33], [-83.5, 33.2]]}
    state = browser.edit("add", start=start, end=start + 8, name="Mill Road", kind="region", geometry=line)
    formats = ["html", "json", "geojson", "csv", "svg", "maplibre"]
    _, told, _ = browser.ask("POST", "/api/a/story/publish", {"formats": formats, "folder": "maps"})
    made = folder / "out" / "maps"
    assert sorted(told["files"]) == sorted(str(p) for p in made.iterdir() if not p.name.startswith("."))
    source, out = str(folder / "story.txt"), tmp_path / "cli"
    assert main(["render", source, "-o", f"{out}/"]) == 0
    for name in ("html", "json", "geojson"):
        assert (out / f"story.{name}").read_bytes() == (made / f"story.{name}").read_bytes()
    for name in ("csv", "svg"):
        assert main(["export", source, "--format", name, "-o", str(out / f"x.{name}")]) == 0
        assert (out / f"x.{name}").read_bytes() == (made / f"story.{name}").read_bytes()
    document = MapDocument.from_json((made / "story.json").read_text("utf-8"))
    seen = next(iter(desks([source], geo.Gazetteer.pinned()))).look().document
    assert seen.to_bytes() == document.to_bytes(), "and what is seen"


def test_candidates_and_search_tell_what_separates_places(browser: Browser) -> None:
    state = browser.get("/api/a/story")
    key = keys(state, "Springfield")[0]
    found = browser.get(f"/api/a/story/candidates?key={key}")
    assert len(found) > 3
    chosen = [row for row in found if row["chosen"]]
    assert [row["place"] for row in chosen] == [mention(state, key)["place"]]
    assert all({"name", "kind", "admin", "country", "lng", "lat", "km", "why"} <= set(row) for row in found)
    lakes = browser.get("/api/search?q=Ontario&kind=lake")
    assert {row["kind"] for row in lakes} <= {"lake"}
    towns = browser.get("/api/a/story/search?q=Paris&country=US")
    assert towns
    assert {row["country"] for row in towns} == {"US"}
    assert len(browser.get("/api/search?q=San%20Jose")) <= 30
    assert "Springfield" in {row["name"] for row in browser.get("/api/search?q=springfi")}
    assert browser.get("/api/search?q=s") == browser.get("/api/search?q=") == []
    assert browser.ask("GET", "/api/a/story/candidates?key=9-x")[0] == 400


def test_candidates_say_what_speaks_for_them(browser: Browser) -> None:
    key = keys(browser.get("/api/a/story"), "Springfield")[0]
    others = [row for row in browser.get(f"/api/a/story/candidates?key={key}") if not row["chosen"]]
    assert any(row["why"] for row in others), "not only why the chosen one was chosen"


def test_names_that_were_passed_over_are_asked_about(folder: Path, gazetteer: geo.Gazetteer) -> None:
    article = folder / "passed.txt"
    article.write_text("Rain in Lima\n\nThey went to Lima, and walked across Zorbavia to the sea.\n", "utf-8")
    desk = Desk("passed", article, gazetteer)

    def edit(**edit: Any) -> dict[str, Any]:
        desk.edit(edit, desk.state()["hash"])
        return mention(desk.state(), key)

    [asked] = [m for m in desk.state()["mentions"] if m["certainty"] == "passed"]
    key = asked["key"]
    assert (asked["surface"], asked["open"], asked["place"]) == ("Zorbavia", True, None)
    assert desk.checks()[-1]["why"] == "perhaps a place"
    assert desk.candidates(key) == []
    none = edit(do="none", key=key)
    assert (none["decided"], none["open"]) == ("none", False)
    assert read_document(article).passed == ()
    lima = {"type": "Point", "coordinates": [-77.0, -12.0]}
    placed = edit(do="own", key=key, name="Zorbavia", kind="valley", geometry=lima)
    assert (placed["decided"], placed["kind"]) == ("place", "valley")
    assert [*tomllib.loads(desk.own.read_text("utf-8"))] == ["add"]
    assert read_document(article).passed == ()
    assert edit(do="none", key=key)["decided"] == "none"
    assert [*tomllib.loads(desk.own.read_text("utf-8"))] == ["correct"]
    assert edit(do="reset", key=key)["open"]
    assert [p.surface for p in read_document(article).passed] == ["Zorbavia"]


def test_several_answers_at_once_and_another_kind(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    springfield, georgia = keys(state, "Springfield")[0], keys(state, "Georgia")[0]
    each = [{"key": springfield, "scope": "article"}, {"key": georgia, "scope": "mention"}]
    after = browser.edit("right", each=each)
    assert [e["surface"] for e in written(folder)["correct"]] == ["Springfield", "Georgia"]
    assert mention(after, springfield)["decided"] == mention(after, georgia)["decided"] == "right"
    canada = keys(after, "Canada")[0]
    after = browser.edit("place", now=after, key=canada, place=CANADA, kind="region")
    assert written(folder)["correct"][-1]["kind"] == "region"
    one = mention(after, canada)
    assert (one["kind"], one["name"], one["place"][:5]) == ("region", "Canada", "user:")
    document = read_document(folder / "story.txt")
    assert document.places[one["place"]].geometry is not None, "it keeps its extent"
    assert browser.edit("right", now=after, key=canada)["open"] == after["open"]


def test_an_article_is_pasted_or_dropped(browser: Browser, folder: Path) -> None:
    status, made, _ = browser.ask("POST", "/api/articles", {"name": "new.txt", "text": "It rained in Oslo."})
    assert status == 200
    assert browser.get(f"/api/a/{made['id']}")["title"] == "new"
    data = base64.b64encode("Es regnete in Köln.".encode()).decode()
    for name in ("new.txt", "../../new.txt", "C:\\x\\new.txt"):
        status, made, _ = browser.ask("POST", "/api/articles", {"name": name, "base64": data})
        assert status == 200
    assert sorted(p.name for p in (folder / "out").iterdir()) == [
        "new-2.txt",
        "new-3.txt",
        "new-4.txt",
        "new.txt",
    ]
    for body in (
        {"name": "e.txt", "text": " "},
        {"name": ".x", "text": "x"},
        {"name": "x", "base64": "?"},
        {"name": "x" * 300, "text": "x"},
        {"name": "a\0b", "text": "x"},
        {"name": "house.toml", "text": "x"},
        {"name": "story.corrections.toml", "text": "x"},
    ):
        assert browser.ask("POST", "/api/articles", body)[0] == 400
    assert not (folder / "out" / "e.txt").exists()
    assert [row["id"] for row in browser.get("/api/articles")] == ["story", "new", "new-2", "new-3", "new-4"]


def test_a_list_of_many_articles_is_there_at_once(
    folder: Path, gazetteer: geo.Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.txt").write_text(" ", "utf-8")
    browser = Browser(Review(desks([str(folder)], gazetteer), folder, TOKEN, PORT, gazetteer))
    with monkeypatch.context() as patch:
        patch.setattr("geo.review.server._LIST_SECONDS", -1.0)
        assert {row["open"] for row in browser.get("/api/articles")} == {None}
    bad, story = browser.get("/api/articles")
    assert bad["open"] == 0
    assert "empty" in bad["error"]
    assert story["open"] > 0
    assert "error" not in story


def test_an_edit_may_not_contradict_but_a_reset_may(browser: Browser, folder: Path) -> None:
    path = folder / "story.corrections.toml"
    start = TEXT.index("Old Mill")
    state = browser.edit("add", start=start, end=start + 8, place=GEORGIA)
    told = browser.edit("add", start=start + 4, end=start + 8, place=GEORGIA, status=400)
    assert "overlaps" in told["error"]
    twice = '[[correct]]\nsurface = "Canada"\nnot_a_place = true\n'
    path.write_text(path.read_text("utf-8") + twice + twice, "utf-8")
    [fault] = browser.get("/api/a/story")["unmatched"]
    assert "corrected on line" in fault["why"]
    state = browser.edit("reset", line=1)
    assert len(state["unmatched"]) == 1, "with other numbers of lines"
    state = browser.edit("none", key=keys(state, "Reading")[0])
    assert len(state["unmatched"]) == 1


def test_a_key_that_is_none_can_be_taken_out(browser: Browser, folder: Path) -> None:
    """By the line of its fault, which is not the first of its table."""
    path = folder / "story.corrections.toml"
    path.write_text('# mine\n[[correct]]\nsurface = "Canada"\nplce = "x"\nnot_a_place = true\n', "utf-8")
    [fault] = browser.get("/api/a/story")["unmatched"]
    assert fault["line"] == 4
    browser.edit("reset", line=99, status=400)
    assert browser.edit("reset", line=fault["line"])["unmatched"] == []
    assert path.read_text("utf-8") == "# mine\n"


def test_a_check_list_for_a_pipeline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sure.txt").write_text("They met in Oslo, Norway.", "utf-8")
    assert main(["review", str(folder / "none.txt"), "--once"]) == 1
    assert "none.txt: no such file" in capsys.readouterr().err
    assert main(["review", str(folder / "sure.txt"), "--once"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["review", str(folder), "--once"]) == 1
    out, err = capsys.readouterr()
    assert "story.txt: s" in out
    assert "2 articles: " in err
    assert main(["review", str(folder / "story.txt"), "--once", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {row["doubtful"] for row in rows} <= {True, False}
    (folder / "sure.corrections.toml").write_text(
        '[[correct]]\nsurface = "Ys"\nnot_a_place = true\n', "utf-8"
    )
    assert main(["review", str(folder / "sure.txt"), "--once"]) == 1


def test_each_article_of_a_file_has_corrections_of_its_own(
    folder: Path, tmp_path: Path, gazetteer: geo.Gazetteer, capsys: pytest.CaptureFixture[str]
) -> None:
    two = (Path(__file__).parent / "articles" / "wire-two.txt").read_bytes()
    (folder / "wire.txt").write_bytes(two)
    review = Browser(Review(desks([str(folder)], gazetteer), folder / "out", TOKEN, PORT, gazetteer))
    listed = {row["id"]: row["title"] for row in review.get("/api/articles")}
    assert [*listed] == ["story", "wire-1", "wire-2"]
    assert listed["wire-2"] == "Snow shuts a pass in the Alps"
    states = {name: review.get(f"/api/a/{name}") for name in ("wire-1", "wire-2")}
    for name, surface in (("wire-1", "Porto"), ("wire-2", "Salzburg")):
        edit = {"do": "none", "key": keys(states[name], surface)[0], "scope": "article"}
        body = {"hash": states[name]["hash"], "edit": edit}
        assert review.ask("POST", f"/api/a/{name}/edit", body)[0] == 200
    assert sorted(p.name for p in folder.glob("*.toml")) == [
        "wire-1.corrections.toml",
        "wire-2.corrections.toml",
    ]
    made = geo.pipeline.read_document(folder / "wire.txt", story=2)
    assert "Salzburg" not in {t.surface for t in made.toponyms}
    assert main(["render", str(folder / "wire.txt"), "-o", f"{tmp_path}/maps/"]) == 0
    assert review.ask("POST", "/api/a/wire-2/publish", {"formats": ["html", "geojson"]})[0] == 200
    for name in ("wire-2.html", "wire-2.geojson"):
        assert (folder / "out" / name).read_bytes() == (tmp_path / "maps" / name).read_bytes()
    assert unsealed((tmp_path / "maps" / "wire-2.json").read_bytes()) == made.to_bytes()
    with (folder / "wire-1.corrections.toml").open("a") as file:
        file.write('[[correct]]\nsurface = "Ys"\nnot_a_place = true\n')
    assert main(["review", str(folder / "wire.txt"), "--once"]) == 1
    assert "wire.txt --story 1: " in capsys.readouterr().out
    body = {"name": "wire.txt", "base64": base64.b64encode(two).decode()}
    assert review.ask("POST", "/api/articles", body)[1] == {"id": "wire-1-2", "articles": 2}
    (folder / "wire.corrections.toml").write_text("")
    assert main(["parse", str(folder / "wire.txt"), "--story", "2"]) == 1
    assert "wire.txt holds 2 articles; expected a file for each; name it wire-2" in capsys.readouterr().err
    assert "wire-2.corrections.toml" in review.ask("GET", "/api/a/wire-2")[1]["error"]


def test_a_review_is_a_corpus(
    browser: Browser, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, file = str(folder / "story.txt"), tmp_path / "mine.json"
    assert main(["review", source, "--corpus", str(file)]) == 0
    assert json.loads(file.read_text("utf-8"))["articles"] == [], "something is open"
    assert "left out" in capsys.readouterr().err
    state = browser.get("/api/a/story")
    browser.edit("place", key=keys(state, "Georgia")[0], place=GEORGIA, scope="article")
    state = browser.edit("none", key=keys(state, "Reading")[0])
    while queue := open_names(state):
        do = "right" if mention(state, queue[0])["place"] else "none"
        state = browser.edit(do, now=state, key=queue[0])
    assert main(["review", source, "--corpus", str(file)]) == 0
    [article] = json.loads(file.read_text("utf-8"))["articles"]
    assert article["text"] == TEXT
    assert [t["surface"] for t in article["not_toponyms"]] == ["Reading"]
    assert {t["name"] for t in article["toponyms"] if t["surface"] == "Georgia"} == {"Georgia"}
    capsys.readouterr()
    assert main(["evaluate", str(file), "--format", "regional", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out)
    figures = measured["figures"]
    assert (figures["documents"], figures["toponyms"]) == (1, len(article["toponyms"]))
    assert figures["recognition precision"] < 1, "it takes Reading for a place"


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "geo.cli", "review", str(folder / "story.txt"), "-o", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)


CLIENT = """
import http.client, sys
for host, port, *headers in (row.split("|") for row in sys.argv[1:]):
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.request("GET", "/api/articles", headers=dict(h.split("=") for h in headers))
        print(connection.getresponse().status)
    except ConnectionRefusedError:
        print("refused")
"""


def test_the_server_listens_on_this_machine_alone(served: str) -> None:
    address = urlsplit(served)
    assert (address.hostname, address.path) == ("127.0.0.1", "/a/story/")
    [token] = parse_qs(address.query)["token"]
    assert len(token) >= 32
    here = f"127.0.0.1|{address.port}"
    asked = [
        f"{here}|X-Dateline-Token={token}",
        here,
        f"{here}|X-Dateline-Token={token}|Host=evil.example",
        f"127.0.0.2|{address.port}",
    ]
    # In a process of its own, because the tests' own have no network.
    made = subprocess.run([sys.executable, "-c", CLIENT, *asked], capture_output=True, text=True, check=True)
    assert made.stdout.split() == ["200", "403", "403", "refused"]


# -- figures and movements in the queue --------------------------------------------------------------------


def test_figures_and_movements_are_asked_and_accepted_at_once(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    facts = [*state["claims"], *state["flows"]]
    assert facts
    assert [f["id"] for f in facts] == state["queue"][-len(facts) :], "after the names"
    claims = [{"claim": c["id"], "start": c["start"], "end": c["end"]} for c in state["claims"]]
    each = [*claims, *({"flow": f["id"]} for f in state["flows"])]
    each += [{"key": key, "do": "none"} for key in keys(state, "Reading")[:1]]
    before = [(c["words"], c["value"], c["places"]) for c in state["claims"]]
    state = browser.edit("right", now=state, each=each)
    assert not any(f["open"] for f in (*state["claims"], *state["flows"]))
    assert [(c["words"], c["value"], c["places"]) for c in state["claims"]] == before
    assert written(folder)["claim"][0]["value"] == before[0][1]
    assert mention(state, keys(state, "Reading")[0])["decided"] == "none"
    claim = state["claims"][0]
    about = {"claim": "c99", "start": claim["start"], "end": claim["end"]}
    state = browser.edit("claim", now=state, **about, set=None)
    assert claim["words"] not in [c["words"] for c in state["claims"]], "found by its words"
    assert claim["words"] in [n["words"] for n in state["numbers"]], "a number that is no figure"
    browser.edit("right", claim="c99", start=0, end=1, status=400)


def test_another_kind_of_a_place_of_ones_own(browser: Browser, folder: Path) -> None:
    state = browser.get("/api/a/story")
    key = keys(state, "Springfield")[0]
    point = {"type": "Point", "coordinates": [-83.1, 32.2]}
    state = browser.edit("own", now=state, key=key, name="Mill", kind="facility", geometry=point)
    place = mention(state, key)["place"]
    state = browser.edit("place", now=state, key=key, place=place, kind="neighbourhood")
    [entry] = written(folder).get("add") or written(folder)["correct"]
    assert (entry["lng"], entry["lat"], entry["kind"]) == (-83.1, 32.2, "neighbourhood")
