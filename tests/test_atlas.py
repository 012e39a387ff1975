"""The atlas of an archive in a browser: from a file, every request refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hosts import watched_page

from geo.archive import Options, archive, atlas
from geo.archive.sql import connect
from geo.errors import ArchiveError

if TYPE_CHECKING:
    from conftest import OpenPage
    from playwright.sync_api import Browser

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
NEWS = [
    {
        "text": "Rain flooded Oslo on Monday.",
        "date": "2019-03-04",
        "id": "http://example.org/1",
        "outlet": "Post",
    },
    {
        "text": "Rain flooded Oslo on Monday.",
        "date": "2019-03-04",
        "id": "http://example.org/2",
        "outlet": "Herald",
    },
    {
        "text": f"Rain flooded Lima, {EVIL}.",
        "date": "2019-08-01",
        "id": "javascript:alert(3)",
        "outlet": EVIL,
    },
    {"text": "Two men flew from Lima to Oslo.", "title": EVIL, "id": "4"},
]

SHAKEN = "An earthquake struck Lima on Monday. The earthquake killed nine people in Lima and three in Oslo."

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("atlas")
    (root / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in NEWS))
    archive([str(root / "news.jsonl")], str(root / "out"), Options(), workers=0)
    return root / "out"


def rows(page: Any) -> list[list[str]]:
    return [
        [row.locator("button").inner_text(), *row.locator("td").all_inner_texts()[1:]]
        for row in page.locator("tbody tr").all()
    ]


def test_places_are_counted_with_copies_once_and_filters_leave_less(made: Path, open_page: OpenPage) -> None:
    page = open_page(atlas(str(made))["atlas.html"].decode())
    assert rows(page) == [["Oslo", "2", "3", "3"], ["Lima", "2", "2", "2"]]
    page.get_by_label("Outlet").select_option("Herald")
    assert rows(page) == [["Oslo", "1", "1", "1"]]
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("From").fill("2019-07-01")
    page.get_by_label("From").dispatch_event("change")
    assert rows(page) == [["Lima", "1", "1", "1"]]
    assert "from=2019-07-01" in page.url
    with page.expect_download() as table:
        page.get_by_role("button", name="CSV").click()
    lines = Path(table.value.path()).read_text().splitlines()
    assert [line.split(",")[1] for line in lines] == ["name", '"Lima"']
    with page.expect_download() as picture:
        page.get_by_role("button", name="PNG").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")


def test_an_address_opens_the_same_view_and_text_stays_text(made: Path, open_page: OpenPage) -> None:
    page = open_page(atlas(str(made))["atlas.html"].decode(), "#place=geonames:3936456&at=5/-12/-77")
    page.wait_for_selector("ol li:nth-child(2)")
    first, second = (item.inner_text() for item in page.locator("ol li").all())
    assert first.startswith(f"Rain flooded Lima, {EVIL}.\n2019-08-01 · {EVIL} · javascript:alert(3)")
    assert "no date · no outlet" in second
    assert page.locator("ol a").count() == 0
    assert page.evaluate("document.images.length") == 0
    assert "at=5/-12.000/-77.000" in page.url.replace("%2F", "/")


def test_dates_are_brushed_and_each_filter_leaves_less(open_page: OpenPage, tmp_path: Path) -> None:
    news = [*NEWS[:3], {"text": SHAKEN, "date": "2020-01-01", "id": "5"}]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in news))
    archive([str(tmp_path / "news.jsonl")], str(tmp_path / "out"), Options(), workers=0)
    page = open_page(atlas(str(tmp_path / "out"))["atlas.html"].decode())
    everything = rows(page)
    bars = page.locator("#bars").bounding_box()
    assert bars
    page.mouse.move(bars["x"] + bars["width"] / 3, bars["y"] + 9)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] * 2 / 3, bars["y"] + 9)
    page.mouse.up()
    assert rows(page) == [["Lima", "1", "1", "1"]]
    assert "2019-03-04" < page.get_by_label("From").input_value() <= "2019-08-01"
    page.get_by_role("button", name="Reset").click()
    assert rows(page) == everything
    page.get_by_label("Theme").select_option(label="Disaster and rescue")
    assert sorted(rows(page)) == [["Lima", "1", "1", "2"], ["Oslo", "1", "1", "1"]]
    assert "theme=disaster" in page.url
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Find").fill("osl")
    assert rows(page) == [row for row in everything if row[0] == "Oslo"]
    assert "find=osl" in page.url
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("checkbox").check()
    assert "sure=1" in page.url
    assert sum(int(row[3]) for row in rows(page)) == counted(tmp_path / "out", "certainty = 'sure'")


def counted(folder: Path, which: str) -> int:
    with connect(folder) as database:
        [found] = database.execute(f"SELECT count(*) FROM said WHERE {which}").fetchone() or (0,)
    return int(found)


def test_a_click_on_a_circle_lists_its_sentences(made: Path, open_page: OpenPage) -> None:
    page = open_page(atlas(str(made))["atlas.html"].decode(), "#at=5/59.91/10.75")
    page.locator("#map").click()  # its middle
    page.wait_for_selector("ol li:nth-child(3)")
    assert page.locator("#panel h2").first.inner_text() == "Oslo"
    assert page.locator("ol a").first.get_attribute("href") == "http://example.org/1"
    page.get_by_role("button", name="←").click()
    assert len(rows(page)) == 2


@pytest.mark.parametrize("size", [(1360, 850), (390, 844)])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing(made: Path, open_page: OpenPage, size: tuple[int, int], light: Any) -> None:
    page = open_page(
        atlas(str(made))["atlas.html"].decode(),
        viewport={"width": size[0], "height": size[1]},
        color_scheme=light,
    )
    for shown in ("tbody tr", "ol li"):  # the list, the sentences of a place
        page.wait_for_selector(shown)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.locator("tbody button").evaluate_all("found => found[0]?.click()")


def test_sentences_beside_the_page_open_from_a_disk(made: Path, browser: Browser, tmp_path: Path) -> None:
    files = atlas(str(made), shards=True, language="es")
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    heard: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = watched_page(context, lambda url: url.startswith(tmp_path.as_uri()), heard)
    page.goto((tmp_path / "atlas.html").as_uri() + "#place=geonames:3143244")
    page.wait_for_selector("ol li:nth-child(3)")
    assert page.locator("ol li").first.inner_text().startswith("Rain flooded Oslo on Monday.\n2019-03-04")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
    assert heard == []
    assert sorted(files) == ["atlas.html", "sentences-0000.js"]


def test_a_page_that_would_be_too_large_says_what_to_do(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, beside = (atlas(str(made), shards=s)["atlas.html"] for s in (False, True))
    monkeypatch.setattr("geo.archive.page._MOST_BYTES", len(whole) - 1)
    with pytest.raises(ArchiveError, match="name a folder with -o"):
        atlas(str(made))
    assert atlas(str(made), shards=True)["atlas.html"] == beside


def test_the_same_archive_gives_the_same_atlas(made: Path) -> None:
    assert atlas(str(made)) == atlas(str(made))
