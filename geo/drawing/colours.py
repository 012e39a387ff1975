"""Readable colours: a layer's own colour fills areas; a darker or lighter shade of it draws lines and text.

Contrast is that of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of two relative luminances.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from ..geodesy import rounded
from ..kinds import LayerStyle

PAPER, NIGHT = "#ffffff", "#16181a"
ASIDE = "#6b6b6b"
"""The grey of layers with places that are only mentioned; to who sees no red, a lighter one would be pink."""

_OKABE_ITO = ("#e69f00", "#cc79a7", "#d55e00", "#0072b2", "#009e73", "#56b4e9", "#f0e442", "#000000")
_GREY = 24  # a colour with less between its channels is a grey
_LAND = "#8c510a"  # brown, of areas of land whose colour would be a blue
_FILL_CONTRAST = 1.6
_LINE_CONTRAST = 4.6  # AA for text is 4.5
_DARKER = {"#cc79a7": 7.5, "#d55e00": 6.5, "#0072b2": 7.5, "#009e73": 6.5, "#f0e442": 9.0}
"""Colour → the contrast of its lines on paper: in one lightness, two are one to who sees no red or green."""
_STEPS = 50


@lru_cache(1000)
def line_colour(colour: str, background: str = PAPER) -> str:
    """Mix a colour ``#rrggbb`` with black (white on a dark background) until lines in it are readable.

    Examples
    --------
    >>> line_colour("#f0e442")
    '#4d4915'
    >>> line_colour("#f0e442", NIGHT)
    '#f0e442'
    >>> line_colour("#000000", NIGHT)  # not a grey, which would pass for what is aside
    '#ffffff'
    """
    other = "#000000" if luminance(background) > 0.2 else "#ffffff"
    channels = _channels(colour)
    if max(channels) - min(channels) < _GREY and contrast(colour, background) < _FILL_CONTRAST:
        return other
    mixed = (mix(colour, other, n / _STEPS) for n in range(_STEPS + 1))
    least = _DARKER.get(colour, _LINE_CONTRAST) if background == PAPER else _LINE_CONTRAST
    return next((c for c in mixed if contrast(c, background) >= least), other)


def night_fill(colour: str) -> str:
    """Return a layer's fill colour on a dark background: its own colour if that has enough contrast.

    Examples
    --------
    >>> night_fill("#d55e00"), night_fill("#000000")
    ('#d55e00', '#ffffff')
    """
    return colour if contrast(colour, NIGHT) >= _FILL_CONTRAST else line_colour(colour, NIGHT)


def shade(colour: str, n: int) -> str:
    """Return the n-th shade of a colour: 0 is the colour itself, then darker and lighter ones in turn.

    Examples
    --------
    >>> shade("#009e73", 0), shade("#009e73", 1), shade("#009e73", 2)
    ('#009e73', '#006348', '#8cd3c0')
    """
    strength = min(0.75, 0.375 * ((n + 1) // 2) + (0 if n % 2 else 0.175))
    return colour if n == 0 else mix(colour, "#000000" if n % 2 else "#ffffff", strength)


def distinct(styles: Mapping[str, LayerStyle], land: Collection[str] = ()) -> dict[str, LayerStyle]:
    """Give every layer a different colour: of several layers with one colour, the first keeps it.

    The others get an unused colour of Okabe and Ito (2008), or, when all are used, another shade. So does a
    layer with areas of land, the names in `land`, if its colour is that of water.
    """
    free = [c for c in _OKABE_ITO if c not in {style.colour for style in styles.values()}]
    shades: dict[str, int] = {}
    found = {}
    for name, style in styles.items():
        wet = name in land and is_watery(style.colour)
        fit = [c for c in free if name not in land or not is_watery(c)]
        if (style.colour in shades or wet) and fit:
            free.remove(fit[0])
            found[name] = style._replace(colour=fit[0])
        else:
            colour = _LAND if wet else style.colour
            n = shades[colour] = shades.get(colour, -1) + 1
            found[name] = style._replace(colour=shade(colour, n))
    return found


def housed(
    styles: Mapping[str, LayerStyle], colours: Collection[str], land: Collection[str] = ()
) -> dict[str, LayerStyle]:
    """Give the layers a house's colours, in their order; a layer for which none is left keeps its own.

    What is only mentioned stays grey, and land, the layers `land`, gets no blue.
    """
    free = list(colours)
    found = dict(styles)
    for name, style in styles.items():
        fit = [c for c in free if not (name in land and is_watery(c))]
        if fit and style.colour != ASIDE:
            free.remove(fit[0])
            found[name] = style._replace(colour=fit[0])
    return found


def is_watery(colour: str) -> bool:
    """Return whether a colour is a blue, so that land in it would pass for water.

    Examples
    --------
    >>> is_watery("#56b4e9"), is_watery("#cc79a7"), is_watery("#000000")
    (True, False, False)
    """
    red, green, blue = _channels(colour)
    return blue > green > red and blue - red > _GREY


def mix(colour: str, other: str, part: float) -> str:
    """Mix two colours ``#rrggbb``; ``part`` (0 to 1) is the share of the other.

    Examples
    --------
    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{int(a + (b - a) * part + 0.5):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb``, 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour ``#rrggbb``, 0 to 1 (WCAG 2.2)."""
    linear = (
        c / 255 / 12.92 if c / 255 <= 0.04045 else rounded(((c / 255 + 0.055) / 1.055) ** 2.4)
        for c in _channels(colour)
    )
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
