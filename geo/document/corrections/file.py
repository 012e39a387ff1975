"""Read a file of corrections: small TOML, in which each ``[[correct]]`` or ``[[add]]`` is a correction."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from ...errors import CorrectionsError
from ...files import numbered, toml_data
from ...kinds import KINDS
from ...model import COLOUR, PLACE_ID, LngLat

SUFFIX = ".corrections.toml"
HOUSE = "house.toml"
"""The file of a folder whose ``[[correct]]`` tables are for all its articles; it may be a house style too."""

_STYLE = ("colours", "text_font", "map_font", "credit", "names")  # of a house style, which others read
_HEADER = re.compile(r"\s*\[.*\]\s*(?:#.*)?")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


class Entry(Struct, frozen=True):
    """One correction, as a user wrote it.

    Attributes
    ----------
    line
        First line of its table in the file, from 1.
    action
        ``correct`` a toponym that was found, or ``add`` one that was missed.
    surface
        The words in the article.
    sentence, mention
        Only the mentions in this sentence; only the mention with this number (from 1, in the sentence or in
        the article). None for all.
    place
        Id of its place in the gazetteer, or None.
    name, kind, point
        The user's own place: its name, kind and position (lng, lat). With ``place``, the kind is the one
        that is meant here; "" for none said.
    geometry
        The GeoJSON of a line or an area that the user drew, as text; "" for a point.
    house
        The name of the folder's file in which it stands; "" for the article's own.
    """

    line: int
    action: Literal["correct", "add"]
    surface: str
    sentence: str | None = None
    mention: int | None = None
    place: str | None = None
    name: str = ""
    kind: str = ""
    point: LngLat | None = None
    geometry: str = ""
    house: str = ""

    @property
    def reach(self) -> int:
        """How exact the entry is: -1 for a folder, 0 for an article, 2 for one mention of one sentence."""
        return (self.sentence is not None) + (self.mention is not None) - bool(self.house)

    @property
    def is_none(self) -> bool:
        """Whether it says that the words are not a place."""
        return self.place is None and self.point is None and not self.geometry


class Setting(Struct, frozen=True):
    """What a user says of a figure (``claim``), a movement (``flow``), a ``layer`` or the ``map``.

    ``line`` is as in an entry, ``table`` the name of its table, ``values`` are the table's, as read.
    """

    line: int
    table: str
    values: Mapping[str, Any]


class Corrections(Struct, frozen=True):
    """A file of corrections: its name without folder, the SHA-256 of its bytes, its entries and settings.

    ``house`` is the hash of the folder's file, whose entries are among these; "" for none.
    """

    file: str
    sha256: str
    entries: tuple[Entry, ...]
    house: str = ""
    settings: tuple[Setting, ...] = ()


class Fault(NamedTuple):
    """What is wrong with corrections: the file, the line (0 for the whole file), and words for it."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:  # noqa: D105
        return f"{self.file}, line {self.line}: {self.words}" if self.line else f"{self.file}: {self.words}"


def check_fit(faults: Sequence[Fault]) -> None:
    """Raise ``CorrectionsError`` with all that is wrong with corrections, if anything is."""
    if faults:
        raise CorrectionsError("\n".join(map(str, faults)))


def beside(source: str | os.PathLike[str], story: int = 1, stories: int = 1) -> Path | None:
    """Return the file of corrections beside a source, or None if there is no such file.

    For ``story.txt``, ``story.html`` or ``story.json`` it is ``story.corrections.toml``; for the second
    of the three articles of ``feed.xml``, ``feed-2.corrections.toml``.

    Raises
    ------
    CorrectionsError
        If there is one for a whole file of several articles: it cannot say which of them it is about.
    """
    path = Path(source)
    if not path.stem or os.fspath(source) == "-":
        return None
    whole = path.with_name(path.stem + SUFFIX)
    found = path.with_name(numbered(path.stem, story, stories) + SUFFIX)
    # Not `is_file()`, to which a name that is too long is an error.
    if stories > 1 and os.path.isfile(whole):
        raise CorrectionsError(
            f"{whole}: {path.name} holds {stories} articles; expected a file for each; "
            f"name it {found.name} if it is about article {story}"
        )
    return found if os.path.isfile(found) else None


def is_corrections(file: str | os.PathLike[str]) -> bool:
    """Return whether a file's name says that it has corrections, and is no article."""
    return os.fspath(file).endswith(SUFFIX) or Path(file).name == HOUSE


def read_corrections(path: str | os.PathLike[str]) -> Corrections:
    """Read a file of corrections.

    Parameters
    ----------
    path
        The TOML file. Each of its tables is a correction::

            [[correct]]                   # every mention of "Georgia"
            surface = "Georgia"
            place = "geonames:4197000"

            [[correct]]                   # its second mention in this sentence is a place of the user's own
            surface = "Georgia"
            sentence = "s04"
            mention = 2
            name = "Georgia Street"
            lng = -123.1207
            lat = 49.2827

            [[correct]]
            surface = "Reading"
            not_a_place = true

            [[add]]                       # a place that was missed
            surface = "the Bottom"
            place = "geonames:4138666"

    Returns
    -------
    Corrections
        Without entries for an empty file.

    Raises
    ------
    CorrectionsError
        If the file cannot be read, is not TOML, or has a table that is not a correction. The message has one
        line for each fault, with its line in the file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "story.corrections.toml"
    ...     _ = file.write_text('[[correct]]\\nsurface = "Reading"\\nnot_a_place = true\\n', "utf-8")
    ...     read_corrections(file).entries[0].surface
    'Reading'
    """
    read, faults = read_tables(path)
    check_fit(faults)
    return read


def corrections_for(source: str | os.PathLike[str], own: str | os.PathLike[str] | None) -> Corrections | None:
    """Read the corrections of a source: its own file, and the one of its folder; None if there is neither."""
    house = None if os.fspath(source) == "-" else Path(source).with_name(HOUSE)
    read, faults = joined(
        None if own is None else read_tables(own),
        read_tables(house, house=True) if house is not None and os.path.isfile(house) else None,
    )
    check_fit(faults)
    return read


Read = tuple[Corrections, tuple[Fault, ...]]


def joined(own: Read | None, house: Read | None) -> tuple[Corrections | None, tuple[Fault, ...]]:
    """Join what was read of an article's own file and of its folder's, of which each may be missing."""
    if house is None or not (house[0].entries or house[1]):
        return own or (None, ())
    if own is None:
        return replace(house[0], house=house[0].sha256), house[1]
    both = replace(own[0], entries=own[0].entries + house[0].entries, house=house[0].sha256)
    return both, own[1] + house[1]


def read_tables(path: str | os.PathLike[str], *, house: bool = False) -> Read:
    """Read a file of corrections, and list what is wrong in its tables, which are left out.

    ``house`` says that it is the file of a folder. Raises ``CorrectionsError`` if it is not TOML.
    """
    shown = os.fsencode(path).decode("utf-8", "replace")
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise CorrectionsError(
            f"{shown}: cannot be read ({error.strerror}); expected a TOML file of corrections"
        ) from None
    return tables_of(data, shown, house=house)


def tables_of(data: bytes, shown: str, *, house: bool = False) -> Read:
    """Read the bytes of a file of corrections, as `read_tables` does."""
    text = _text(data, shown)
    name = Path(shown).name
    entries: list[Entry] = []
    settings: list[Setting] = []
    faults: list[Fault] = []
    for table in tables(text):
        if house and set(table.data) <= {*_STYLE}:
            continue

        def report(line: int, words: str) -> None:
            faults.append(Fault(shown, line, " ".join(words.split())))

        read = _Reader(table, report, name if house else "").entry()
        if isinstance(read, Setting):
            settings.append(read)
        elif read is not None:
            entries.append(read)
    digest = hashlib.sha256(data).hexdigest()
    read_all = Corrections(name, digest, tuple(entries), settings=tuple(settings))
    return read_all, tuple(sorted(faults))


def _text(data: bytes, shown: str) -> str:
    """Decode a file that is TOML."""
    try:
        toml_data(data)
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CorrectionsError(f"{shown}, line {line}: not UTF-8; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        fault = _toml_fault(str(error), data.decode("utf-8-sig"))
        raise CorrectionsError(f"{shown}, {fault}") from None
    except ValueError as error:
        raise CorrectionsError(f"{shown}: {error}; expected tables of plain values") from None


def _toml_fault(message: str, text: str) -> str:
    """Turn a message of tomllib into ours, which begins with the line."""
    found = _POSITION.search(message)
    line = found[1] if found else str(len(text.rstrip().split("\n")))
    reason = " ".join(_POSITION.sub("", message).replace("(at end of document)", "").split())
    at = f", column {found[2]}" if found else ", at the end"
    return f"line {line}: not TOML ({reason}{at}); expected tables like [[correct]] with key = value lines"


class Table(Struct, frozen=True):
    """A table of the file: its first line (from 1), its lines, and its data under the table's name."""

    line: int
    lines: list[str]
    data: dict[str, Any]

    def parts(self) -> Iterator[tuple[str | None, list[str]]]:
        """Split the lines into those of each key; None stands for its head, comments and empty lines."""
        seen: set[str] = set()
        start = 0
        for end in range(1, len(self.lines) + 1):
            if (data := _loads(self.lines[:end])) is None:  # in the middle of a value of several lines
                continue
            keys = {key for t in data.values() for key in _keys(t)}
            yield next(iter(keys - seen), None), self.lines[start:end]
            seen, start = keys, end

    def line_of(self, key: str) -> int:
        """Find the line on which a key of the table is given."""
        before = 0
        for number in range(1, len(self.lines) + 1):
            data = _loads(self.lines[:number])
            if data is None:  # in the middle of a value of several lines
                continue
            if key in data or any(key in _keys(t) for t in data.values()):
                break
            before = number
        return self.line + before


def tables(text: str) -> Iterator[Table]:
    """Split a valid TOML file into its tables, with their lines, which tomllib does not give.

    A name in brackets on a line begins a table, unless it is inside a value. In that case the lines before it
    are not valid TOML.
    """
    lines = text.split("\n")
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and not _HEADER.fullmatch(lines[end]):
            continue
        data = _loads(lines[start:end])
        if data is not None:
            if data:
                yield Table(start + 1, lines[start:end], data)
            start = end


def _keys(tables: Any) -> set[str]:
    """Return the keys of tables: of one, or of each of a list."""
    listed = tables if isinstance(tables, list) else [tables]
    return {key for table in listed if isinstance(table, dict) for key in table}


def _loads(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return None


class _Reader:
    """Reads one table; calls `report` with the line and text of every fault."""

    def __init__(self, table: Table, report: Callable[[int, str], None], house: str = "") -> None:
        self._table = table
        self._report = report
        self._house = house
        self._faulty = False

    def entry(self) -> Entry | Setting | None:
        """Return the table's correction, or None if it has faults."""
        known = ["correct", "add", "claim", "flow", "layer"]
        expected = "[[correct]], [[add]], [[claim]], [[flow]], [[layer]] or [map]"
        if not self._house and isinstance(view := self._table.data.get("map"), dict):
            return self._setting("map", view)
        if self._house:
            known, expected = ["correct"], "[[correct]], or the members of a house style"
        for key, value in self._table.data.items():
            if key not in known or not (isinstance(value, list) and len(value) == 1):
                self._fault(key, f"{key}: no table of corrections; expected {expected}")
        if self._faulty:
            return None
        [(action, [data])] = self._table.data.items()
        if not isinstance(data, dict):
            self._fault(action, f"{action}: expected a table of its own, [[{action}]]")
            return None
        if action in SETTINGS:
            return self._setting(action, data)
        values = {key: self._value(key, value, _KEYS) for key, value in data.items()}
        self._choose(action, data)
        if self._faulty:
            return None
        point = LngLat(values.pop("lng"), values.pop("lat")) if "lng" in values else None
        values.pop("not_a_place", None)
        kind: Literal["correct", "add"] = "add" if action == "add" else "correct"
        return Entry(self._table.line, kind, point=point, house=self._house, **values)

    def _fault(self, key: str | None, fault: str) -> None:
        self._faulty = True
        self._report(self._table.line if key is None else self._table.line_of(key), fault)

    def _setting(self, table: str, data: Mapping[str, Any]) -> Setting | None:
        keys = SETTINGS[table]
        values = {key: self._value(key, value, keys) for key, value in data.items()}
        for words in ("surface", "from", "to") if table == "flow" else ("surface", "name"):
            needed = words in keys and not (table == "flow" and words == "surface")
            if needed and words not in data:
                self._fault(None, f"[[{table}]] without {words}; expected {keys[words][1]}")
        does = [key for key in ("remove", "add") if key in data]
        says = [key for key in data if key not in (*_ABOUT[table], "remove", "add")]
        if len(does) > 1 or (does == ["remove"] and says) or not (does or says):
            found = f"says {', '.join((*does, *says))}" if does else "says nothing"
            self._fault(None, f"{table} {found}; expected remove alone, or other values, with or without add")
        for key in _NEW.get(table, ()) if does == ["add"] else ():
            if key not in data:
                self._fault(None, f"[[{table}]] with add, without {key}; expected {keys[key][1]}")
        return None if self._faulty else Setting(self._table.line, table, values)

    def _value(self, key: str, value: Any, keys: Mapping[str, _Rule]) -> Any:
        if key not in keys:
            self._fault(key, f"{key}: no such key; expected one of {', '.join(keys)}")
            return None
        good, expected = keys[key]
        if not good(value):
            shown = json.dumps(value, ensure_ascii=False, default=str)
            self._fault(key, f"{key} = {shown}: expected {expected}")
            return None
        if isinstance(value, str):
            return " ".join(value.split())
        if key == "geometry":
            return json.dumps({"type": value["type"], "coordinates": _pairs(value["coordinates"])})
        return float(value) if key in ("lng", "lat", "value", "value_max") else value

    def _choose(self, action: str, data: Mapping[str, Any]) -> None:
        """Check that the table says in exactly one way what the words are."""
        if "surface" not in data:
            self._fault(None, f'[[{action}]] without surface; expected surface = "the words in the article"')
        own = [key for key in ("name", "lng", "lat", "geometry") if key in data]
        needed = ("name", "geometry") if "geometry" in data else ("name", "lng", "lat")
        ways = [key for key in ("place", "not_a_place") if key in data] + (["lng and lat"] if own else [])
        if len(ways) != 1:
            found = f"says {', '.join(ways)}" if ways else "does not say what it is"
            what = "place, or name with lng and lat or with geometry"
            what += ", or not_a_place" if action == "correct" else ""
            self._fault(None, f"[[{action}]] {found}; expected one of {what}")
        elif "geometry" in data and ("lng" in data or "lat" in data):
            self._fault("geometry", "geometry beside lng and lat; expected one of them")
        elif own and (missing := ", ".join(key for key in needed if key not in data)):
            self._fault(None, f"[[{action}]] with {', '.join(own)} alone; expected {missing} too")
        if "kind" in data and "not_a_place" in data:
            self._fault("kind", "kind beside not_a_place; expected it beside a place")
        if action == "add" and "not_a_place" in data:
            self._fault("not_a_place", "not_a_place in [[add]]; expected it in [[correct]]")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_degrees(most: int) -> Callable[[Any], bool]:
    return lambda v: isinstance(v, int | float) and not isinstance(v, bool) and abs(v) <= most


_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}  # positions of a line


def _is_geometry(value: Any) -> bool:
    """Return whether a value is a geometry of GeoJSON: the right nesting, degrees, lines long enough."""

    def fits(part: Any, depth: int, least: int) -> bool:
        if not isinstance(part, list):
            return False
        if depth == 0:
            return len(part) == 2 and _is_degrees(180)(part[0]) and _is_degrees(90)(part[1])
        if depth == 1 and least == 4 and part[:1] != part[-1:]:
            return False  # a ring ends where it began
        return len(part) >= (least if depth == 1 else 1) and all(fits(p, depth - 1, least) for p in part)

    if not isinstance(value, dict) or {*value} != {"type", "coordinates"} or value["type"] not in _DEPTH:
        return False
    return fits(value["coordinates"], _DEPTH[value["type"]], _LEAST.get(value["type"], 0))


def _pairs(part: list[Any]) -> list[Any]:
    """Return coordinates of GeoJSON as floats."""
    return [_pairs(p) if isinstance(p, list) else float(p) for p in part]


def _own_kinds() -> list[str]:
    return [name for name, kind in KINDS.items() if not kind.derived]


_Rule = tuple[Callable[[Any], bool], str]
_KEYS: dict[str, _Rule] = {
    "surface": (_is_text, "the words in the article, in quotes"),
    "sentence": (_is_text, 'the id of a sentence, like "s04"; geo explain shows them'),
    "mention": (
        lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0,
        "a number from 1",
    ),
    "place": (
        lambda v: isinstance(v, str) and re.fullmatch(PLACE_ID, v) is not None,
        'an id like "geonames:3936456"; look one up with: geo gazetteer search NAME',
    ),
    "name": (_is_text, "the name of your place, in quotes"),
    "lng": (_is_degrees(180), "degrees of longitude, -180 to 180"),
    "lat": (_is_degrees(90), "degrees of latitude, -90 to 90; longitude is lng"),
    "geometry": (
        _is_geometry,
        'GeoJSON like { type = "LineString", coordinates = [[10.7, 59.9], [10.8, 59.8]] }, longitude first',
    ),
    "kind": (lambda v: v in _own_kinds(), f"one of {', '.join(_own_kinds())}"),
    "not_a_place": (lambda v: v is True, "true"),
}


def _is_words(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _is_box(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(map(_is_degrees(180), value[::2]))
        and all(map(_is_degrees(90), value[1::2]))
        and value[1] < value[3]
    )


def _is_ids(value: Any) -> bool:
    return isinstance(value, list) and all(map(_KEYS["place"][0], value))


def _is_inset(value: Any) -> bool:
    if isinstance(value, dict) and {*value} == {"of", "title"}:
        return _is_text(value["title"]) and _is_inset(value["of"]) and not isinstance(value["of"], dict)
    return _is_box(value) or bool(_KEYS["place"][0](value))


_IDS: _Rule = (_is_ids, 'a list of ids like ["geonames:3936456"]')
_TRUE: _Rule = (lambda v: v is True, "true")

SETTINGS: dict[str, dict[str, _Rule]] = {
    "claim": {
        "surface": (_is_text, "the words of the figure in the article, in quotes"),
        **{key: _KEYS[key] for key in ("sentence", "mention")},
        "remove": _TRUE,
        "add": _TRUE,
        "value": (_is_number, "a number"),
        "value_max": (_is_number, "a number, the end of a range"),
        "unit": (_is_words, 'the unit, like "hectare" or "USD"; "" for a count'),
        "per": (_is_words, 'the base of a rate, like "day"; "" for none'),
        "subject": (_is_words, "what is counted, in quotes"),
        "predicate": (_is_words, 'a verb, like "kill"; "" for none'),
        "owner": (lambda v: v in ("place", "body", "person"), "place, body or person"),
        "places": _IDS,
    },
    "flow": {
        "from": _KEYS["place"],
        "to": _KEYS["place"],
        **{key: _KEYS[key] for key in ("sentence", "surface")},
        "remove": _TRUE,
        "add": _TRUE,
        "origin": _KEYS["place"],
        "destination": _KEYS["place"],
        "direction": (lambda v: v in ("one way", "both ways"), "one way or both ways"),
        "subject": (_is_words, "what moves, in quotes"),
        "name": (_is_words, "what the movement is called, in quotes"),
    },
    "layer": {
        "name": (_is_text, "the name of a layer, as the document has it"),
        "title": (_is_text, "a title, in quotes"),
        "colour": (
            lambda v: isinstance(v, str) and re.fullmatch(COLOUR, v) is not None,
            'a colour like "#b3001b"',
        ),
        "hidden": _TRUE,
    },
    "map": {
        "title": (_is_text, "a title, in quotes"),
        "note": (_is_text, "a note, in quotes"),
        "frame": (_is_box, "a list of west, south, east, north, degrees"),
        "insets": (
            lambda v: isinstance(v, list) and len(v) <= 6 and all(map(_is_inset, v)),
            'at most 6 ids of places or boxes, like ["geonames:3936456", [-77.2, -12.2, -76.9, -11.9]], or '
            '{ of = …, title = "…" }',
        ),
        **dict.fromkeys(("hidden", "labelled", "unlabelled"), _IDS),
        "layers": (
            lambda v: isinstance(v, list) and all(map(_is_text, v)),
            "a list of names of layers, as the legend has them",
        ),
    },
}
"""Table → the keys of what it sets, with the check of a value and words for it."""

_ABOUT = {
    "claim": ("surface", "sentence", "mention"),
    "flow": ("from", "to", "sentence", "surface"),
    "layer": ("name",),
    "map": (),
}
_NEW = {"claim": ("sentence", "value", "places"), "flow": ("sentence",)}
