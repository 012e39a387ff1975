"""How much work a review is: two articles to completely right in a browser, every key and click counted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("uvicorn", reason="the extra review is not installed")
sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
import review as work

from geo.gazetteer import Gazetteer
from geo.review.tables import table_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ARTICLES = ("04-two-lagos", "14-delta-clinic")
ACTIONS_AN_ERROR, MINUTES = 1.3, 2.0


def test_two_articles_are_reviewed_to_completely_right(browser: Browser, tmp_path: Path) -> None:
    golds = [gold for gold in work.chosen(0) if gold.id in ARTICLES]
    items = {item["id"]: item for item in json.loads(work.CLAIMS.read_text("utf-8"))["items"]}
    ruler = work.Ruler(Gazetteer.pinned())
    for gold in golds:
        (tmp_path / f"{gold.id}.txt").write_text(gold.text, "utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    wrong = done = 0
    try:
        with work.served(tmp_path) as (address, desks):
            for gold in golds:
                item = items[gold.id]
                wrong += sum(work.errors(tmp_path, gold, ruler, item))
                person = work.Person(page, address, desks[gold.id], gold, ruler)
                person.review()
                person.state()
                done += person.actions.total()
                assert person.seconds / 60 <= MINUTES
                assert work.errors(tmp_path, gold, ruler, item) == (0, 0), "as the file makes it"
                assert desks[gold.id].state()["queue"] == [], "nothing is left to ask"
                text = desks[gold.id].own.read_text("utf-8")
                lines = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("[[")]
                assert len(lines) >= person.actions.total() - person.actions["wheel"]
                assert all(table_at(text, n) for n in lines)
    finally:
        context.close()
    assert wrong >= len(ARTICLES)
    assert done <= ACTIONS_AN_ERROR * wrong, f"{done} actions for {wrong} errors"
