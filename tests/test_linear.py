"""Work grows as an article does: the lines of code that run are counted, which no machine's speed changes."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import geo
from geo.gazetteer import Gazetteer
from geo.model import BBox

_CODE = str(Path(geo.__file__).parent)
_FEW, _TIMES = 40, 4
_MOST_WHOLE = 1.25 * _TIMES
_MOST_OF_ONE = 2 * _TIMES  # of one function; a square would be 4 * 4
_SHARE = 0.003  # of all lines that run: a function with less is not looked at
_LEAST = 30  # lines a sentence: what is below may have other reasons, as a place more that is beyond the view


def _lines(work: Callable[[], Any]) -> tuple[Counter[CodeType], Any]:
    """Count the lines that run in each function of the package."""
    run: Counter[CodeType] = Counter()

    def line(frame: FrameType, event: str, _argument: object) -> Any:
        run[frame.f_code] += event == "line"
        return line

    def call(frame: FrameType, _event: str, _argument: object) -> Any:
        return line if frame.f_code.co_filename.startswith(_CODE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        result = work()
    finally:
        sys.settrace(before)
    return run, result


def _grows(few: Counter[CodeType], many: Counter[CodeType]) -> list[str]:
    """List what grows faster than the article."""
    found = [f"all: {few.total()} → {many.total()}"] if many.total() > _MOST_WHOLE * few.total() else []
    return found + [
        f"{Path(code.co_filename).name} {code.co_name}: {few[code]} → {count}"
        for code, count in many.items()
        if count > max(_SHARE * many.total(), _LEAST * _FEW * _TIMES, _MOST_OF_ONE * few[code])
    ]


def _places(towns: list[str], n: int) -> str:
    return "\n\n".join(f"Rain fell in {town}." for town in towns[:n])


def _flows(towns: list[str], n: int) -> str:
    pairs = zip(towns[:n], towns[n : 2 * n], strict=True)
    return "\n\n".join(f"Trucks carried 40 tons of corn from {one} to {other}." for one, other in pairs)


def test_a_square_is_seen() -> None:
    def compare(n: int) -> Callable[[], list[str]]:
        rows = [{"surface": str(i)} for i in range(n)]
        return lambda: [geo.errors.visible(a["surface"] + b["surface"]) for a in rows for b in rows]

    few, many = (_lines(compare(n))[0] for n in (_FEW, _FEW * _TIMES))
    assert any("visible" in found for found in _grows(few, many))


@pytest.mark.parametrize("text", [_places, _flows])
def test_work_grows_as_the_article_does(text: Callable[[list[str], int], str]) -> None:
    everywhere = Gazetteer.pinned().settlements(BBox(-180, -90, 180, 90), limit=2000)
    towns = list(dict.fromkeys(place.name for place in everywhere))
    # A name that very many places have makes much work alone.
    towns = [town for town in towns if len(Gazetteer.pinned().candidates(town)) <= 3]
    random.Random(3).shuffle(towns)
    geo.render(geo.geoparse(text(towns, 5)))  # what is loaded once
    counted = []
    for n in (_FEW, _FEW * _TIMES):
        with Gazetteer.open() as gazetteer:
            parse, document = _lines(lambda: geo.geoparse(text(towns, n), gazetteer=gazetteer))  # noqa: B023
        counted.append((parse, _lines(lambda: geo.render(document))[0]))  # noqa: B023
    for few, many in zip(*counted, strict=True):
        assert _grows(few, many) == []
