"""Colours that are told apart also by who does not see red, green or blue."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from geo.drawing.colours import ASIDE, NIGHT, PAPER, is_watery, line_colour, mix, night_fill

_CSS = Path(__file__).parents[1] / "geo" / "drawing" / "web"
PALETTE = ("#e69f00", "#cc79a7", "#d55e00", "#0072b2", "#009e73", "#56b4e9", "#f0e442")
LEAST_FILL, LEAST_LINE, LEAST_TINT = 14.0, 9.0, 5.5
"""CIE 1976 differences: 2.3 is just seen in fields side by side; signs and lines are small and apart."""

SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira and Fernandes (2009), severity 1.0, in linear sRGB."""


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    values = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    r, g, b = (
        min(1.0, max(0.0, sum(m * v for m, v in zip(row, linear, strict=True)))) for row in SIGHTS[sight]
    )
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    """Return the least difference of two colours to any sight."""
    return min(dist(_lab(one, sight), _lab(other, sight)) for sight in SIGHTS)


def _ground(name: str, dark: int) -> str:
    css = (_CSS / "base.css").read_text("utf-8") + (_CSS / "page.css").read_text("utf-8")
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)
    assert found
    return found[1 + dark]


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
def test_colours_are_apart_to_every_sight(dark: int) -> None:
    paper = (PAPER, NIGHT)[dark]
    every = [*PALETTE, ASIDE]
    fills = {c: night_fill(c) if dark else c for c in every}
    for one, other in combinations(every, 2):
        assert difference(fills[one], fills[other]) >= LEAST_FILL, (one, other)
        lines = line_colour(one, paper), line_colour(other, paper)
        assert difference(*lines) >= LEAST_LINE, (one, other, lines)


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
def test_tints_are_apart_from_land_and_water(dark: int) -> None:
    land, waters = _ground("land", dark), (_ground("sea", dark), _ground("lake", dark))
    dry = (c for c in PALETTE if not is_watery(c))  # no land is a blue
    for colour in (night_fill(c) if dark else c for c in dry):
        tint = mix(land, colour, 0.36)
        for ground in (land, *waters):
            assert difference(tint, ground) >= LEAST_TINT, (colour, ground)
    assert min(difference(land, water) for water in waters) >= LEAST_TINT
