"""A house style, one small TOML file, put into a document: colours, fonts, names, credit line."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..errors import StyleError
from ..files import toml_data
from ..model import COLOUR, FONT_NAME, PLACE_ID, Message, Place, Toponym
from .document import MapDocument

_MEMBERS = "colours, text_font, map_font, credit and the table names"


def styled(document: MapDocument, file: str | os.PathLike[str]) -> MapDocument:
    """Return a new document in a house style, which page, stills and exports then take.

    Parameters
    ----------
    document
        A document, as `geoparse` makes it.
    file
        TOML, every part of which may be missing: ``colours``, ``#rrggbb`` of the layers in their order;
        ``text_font`` and ``map_font``, families that the readers have; ``credit``, a line that goes before
        the sources; and the table ``names``: a place's id, or its name → the name as the house writes it.

    Returns
    -------
    MapDocument
        Its provenance names the file and its hash. Ids, and the words of the article, stay as they are.

    Raises
    ------
    StyleError
        If the file cannot be read, or has something else; every fault is listed.

    Examples
    --------
    >>> import tempfile, geo
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "house.toml"
    ...     _ = file.write_text('credit = "Graphic: A. Reader"\\n[names]\\nNorway = "Norge"', "utf-8")
    ...     document = styled(geo.geoparse("They met in Oslo, Norway."), file)
    >>> [toponym.place.name for toponym in document.toponyms]
    ['Oslo', 'Norge']
    """
    path = Path(file)
    try:
        raw = path.read_bytes()
        house = toml_data(raw)
    except OSError as error:
        raise StyleError(
            f"{path}: cannot be read ({error.strerror}); expected TOML with {_MEMBERS}"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise StyleError(f"{path}: not TOML in UTF-8 ({error}); expected {_MEMBERS}") from None
    if faults := _faults(house):
        raise StyleError("\n".join(f"{path}: {fault}" for fault in faults))
    names: dict[str, str] = house.get("names", {})
    plain = {k: v for k, v in names.items() if not re.fullmatch(PLACE_ID, k)}
    plain |= {p.name: names[p.id] for p in document.places.values() if p.id in names and not p.admin1}

    def called(place: Place) -> Place:
        name = names.get(place.id) or names.get(place.name) or place.name
        parents = tuple(plain.get(parent, parent) for parent in place.parents)
        return replace(place, name=name, parents=parents)

    places = {i: called(p) for i, p in document.places.items()}

    def resolved(toponym: Toponym) -> Toponym:
        if (r := toponym.resolution) is None:
            return toponym
        candidates = tuple(replace(c, place=places.get(c.place.id) or called(c.place)) for c in r.candidates)
        place = r.place and (places.get(r.place.id) or called(r.place))
        rival = r.rival and (places.get(r.rival.id) or called(r.rival))
        return replace(toponym, resolution=replace(r, candidates=candidates, place=place, rival=rival))

    made = document.provenance
    credit = (Message("text", {"text": house["credit"]}),) if "credit" in house else ()
    look: dict[str, Any] = {name: house[name] for name in ("text_font", "map_font") if name in house}
    if "colours" in house:
        look["colours"] = tuple(colour.lower() for colour in house["colours"])
    return replace(
        document,
        places=places,
        toponyms=tuple(map(resolved, document.toponyms)),
        map=replace(document.map, **look),
        provenance=replace(
            made,
            files={**made.files, path.name: hashlib.sha256(raw).hexdigest()},
            attributions=tuple(dict.fromkeys((*credit, *made.attributions))),
        ),
    )


def _faults(house: dict[str, Any]) -> list[str]:
    """List what is wrong with a style."""
    known = ("colours", "text_font", "map_font", "credit", "names", "correct")  # the last is read elsewhere
    found = [f"no member {name}; expected {_MEMBERS}" for name in house if name not in known]
    colours = house.get("colours", [])
    if not isinstance(colours, list) or not all(_is(c, COLOUR) for c in colours):
        found.append('colours are a list like ["#b3001b", "#255c99"], each # and six of 0-9 and a-f')
    for name in ("text_font", "map_font"):
        if name in house and not _is(house[name], FONT_NAME):
            found.append(f"{name} is the name of one font, of letters, digits, spaces and hyphens")
    if "credit" in house and not _is(house["credit"], r".*\S.*"):
        found.append("credit is one line of text")
    names = house.get("names", {})
    if not isinstance(names, dict) or not all(_is(name, r".*\S.*") for name in names.values()):
        found.append('names are lines like "geonames:702550" = "Lviv" or Kiev = "Kyiv"')
    return found


def _is(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.IGNORECASE) is not None
