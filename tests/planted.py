"""A document that says the same marker in every member that may hold free text, walked from its declaration.

A new member is planted by itself; one whose text has a form of its own is left as the document had it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from made import made, place, said
from made_story import flow_story
from msgspec import inspect
from msgspec.structs import replace
from shapely import box

from geo.document import MapDocument
from geo.document.document import DocumentFile
from geo.model import CorrectedMention, Correction, PassedName, Route, Time

HOSTILE = (
    "=1+1;'\"</textarea></title></style></script><script>window.flag=1</script>"
    "<img src=x onerror=window.flag=2> --> <!-- ]]> */ /* // {{ 7*7 }} {% for %} {# ${window.flag=3} `b` "
    "$[name] &lt;b&gt; %s {0} \\ \\u003c '); DROP TABLE layer_styles;-- javascript:window.flag=4 ../../up "
    "\x1b[2J\x1b]0;t\x07 \x9b31m \x7f \u202egnp \u2028 \u2066 \x0b \x85 \r\n[[add]]\n\tx = 1\n"
)
HARMLESS = "quiet words of no meaning " * 20
MARK = "window.flag"

TEXT = {
    "Article.text",
    "Toponym.surface",
    "PassedName.surface",
    "Claim.surface",
    "FlowMention.surface",
    "Time.surface",
}
"""Members that are the text, or slices of it: `story` has the marker in them."""

_FORMED = {
    "Article.date": "2019-05-02",
    "MarkedPlace.place": "geonames:1",
    "MapView.colours[]": "#b3001b",
    "MapView.text_font": "Charter",
    "MapView.map_font": "Open Sans",
}
"""A value for each member with a form of its own that `story` leaves empty; a new one needs its own."""


def planted(marker: str) -> MapDocument:
    """Make a document with a marker in every member that can hold it."""
    return MapDocument.from_json(json.dumps(Planter(json.loads(story(marker).to_json()), marker).data))


def story(marker: str) -> MapDocument:
    """Make a document that has each kind of value, with a marker in its text."""
    marker = marker.replace("]", ")")  # by which `made` ends a mention
    port = f"Bport {marker}"
    places = {
        "a": place("1", "Aport", "populated_place", 10, 40, country="OA", parents=("Ona",)),
        "b": place("2", "Bport", "populated_place", 13, 42, admin1="geonames:9", admin2="geonames:8"),
        "bay": place(
            "3",
            "Wide Bay",
            "region",
            12,
            40.5,
            geometry=box(11.5, 40, 12.5, 41),
            extent="approximate",
            extent_method=said("x"),
        ),
        "far": place("4", "Far Isle", "island", 14, 39, country="FI", countries=("FI",)),
    }
    document = made(
        [
            ("title", f"Timber by sea {marker}"),
            ("heading", f"Head {marker}"),
            ("paragraph", f"Boats {marker} go from [Aport](a) to [{port}](b).", f"A {marker} year."),
            ("paragraph", f"[{marker}](bay) and [{marker} isle](far) [A{marker}]()."),
            ("paragraph", f"Boats {marker} go from [Aport](a) to [{port}](b).", f"A {marker} year."),
            ("comment", f"{marker} [Aport](a)"),
        ],
        places,
        candidates=("b",),
    )
    text = document.article.text
    document = replace(
        document,
        toponyms=tuple(
            replace(t, resolution=replace(t.resolution, certainty="doubtful", rival=places["far"]))
            if t.resolution and t.place is places["b"]
            else t
            for t in document.toponyms
        ),
    )
    marker_at = text.index(marker)
    time = Time("d01", "s03", marker_at, marker_at + len(marker), marker, "2019-05-02/2019-05-03")
    passed = PassedName(marker_at, marker_at + len(marker), marker, document.sentences[0].id)
    start = text.index(f"to {port}")
    span = {"sentence_id": "s03", "start": start, "end": start + 3 + len(port), "surface": f"to {port}"}
    (one, other), (one_claim, other_claim) = flow_story().flows, flow_story().claims
    flows = (
        replace(one, mentions=tuple(replace(m, **span) for m in one.mentions), course=((10, 40), (13, 42))),
        replace(
            other,
            mentions=tuple(replace(m, **span) for m in other.mentions),
            via=("geonames:3",),
            days=("2019-05-02", "", "2019-05-03"),
        ),
    )
    claims = (
        replace(one_claim, id="c01", **span, flows=("flow-a-b",)),
        replace(other_claim, id="c02", **span, places=("geonames:2",), position=(12.5, 41.5)),
    )
    between = ("geonames:1", "geonames:2")
    mentions = tuple(replace(m, **span) for m in one.mentions)
    routes = (Route("road-geonames-1-geonames-2", "road", between, marker, mentions),)
    ids = tuple(t.id for t in document.toponyms)
    trade, nature = flow_story().layers
    compared = replace(trade, theme="goods", toponyms=ids, claims=("c01",))
    layers = (compared, replace(nature, theme="animals", toponyms=ids[:1]))
    correction = Correction("x", 1, "correct", port, None, None, None, (CorrectedMention(0, 1, None),))
    provenance = replace(document.provenance, files={"x": "0" * 64}, corrections=(correction,))
    sentences = tuple(replace(s, heading="s02") if s.id > "s02" else s for s in document.sentences)
    return replace(
        document,
        sentences=sentences,
        times=(time,),
        flows=flows,
        routes=routes,
        claims=claims,
        layers=layers,
        passed=(passed,),
        provenance=provenance,
    )


class Planter:
    """Plants a marker into the data of a document along its declaration; ``Class.member`` names a member.

    ``free`` are the members that may hold any text, ``done`` those that now hold the marker.
    """

    def __init__(self, data: dict[str, Any], marker: str) -> None:
        self.marker = marker
        self.free: set[str] = set()
        self.done: set[str] = set()
        self._formed: set[str] = set()  # texts of a form of their own, by which others refer to them
        self._held: set[str] = set()  # members that are not empty everywhere
        kind = inspect.type_info(DocumentFile)
        self._look(kind, data, "")
        self.data = self._plant(kind, data, "")

    def _look(self, kind: Any, value: Any, member: str) -> None:
        if value in _EMPTY:
            return
        self._held.add(member)
        kind = _chosen(kind, value)
        if isinstance(value, str) and not _is_free(kind):
            self._formed.add(value)
        for part, of, name in _parts(kind, value, member):
            self._look(part, of, name)

    def _plant(self, kind: Any, value: Any, member: str) -> Any:
        kind = _chosen(kind, value)
        if _is_free(kind):
            self.free.add(member)
            empty = value in _EMPTY and member in self._held
            if empty or value in self._formed or member in TEXT:
                return value
            self.done.add(member)
            return f"{self.marker}{value or ''}"
        if value in _EMPTY and member in self._held:
            return value
        if isinstance(kind, inspect.StructType):
            parts = {n.rpartition(".")[2]: self._plant(*p, n) for *p, n in _parts(kind, value or {}, member)}
            return {kind.tag_field: kind.tag} | parts if kind.tag_field else parts
        if isinstance(kind, inspect.DictType):
            self.free.add(member)
            self.done.add(member)
            if member == "Message.values":  # the words say which they need
                return {**value, "text": self.marker, self.marker: self.marker}
            return {f"{self.marker}{k}": self._plant(kind.value_type, v, member) for k, v in value.items()}
        if isinstance(kind, inspect.VarTupleType | inspect.TupleType):
            grown = [None] if isinstance(kind, inspect.VarTupleType) else [None] * len(kind.item_types)
            return [self._plant(*p, n) for *p, n in _parts(kind, value or grown, member)]
        if value not in (None, [], {}) or isinstance(kind, inspect.RawType):
            return value
        if isinstance(kind, inspect.LiteralType):
            return kind.values[0]
        if isinstance(kind, inspect.NamedTupleType):
            return [9, 39, 15, 43]
        if isinstance(kind, inspect.BoolType):
            return True
        return _FORMED[member] if isinstance(kind, inspect.StrType | inspect.Metadata) else 1


_EMPTY: tuple[Any, ...] = (None, [], {}, "")


def _chosen(kind: Any, value: Any) -> Any:
    """Return the type that a value has, of those that are allowed; the first for one that is empty."""
    kinds = [t for t in getattr(kind, "types", [kind]) if not isinstance(t, inspect.NoneType)]
    wanted = {str: ("Str", "Meta", "Lit"), dict: ("Struct", "Dict"), int: ("Int",), float: ("Float",)}
    names = wanted.get(type(value), ("",))
    return next((t for t in kinds if type(t).__name__.startswith(names)), kinds[0])


def _parts(kind: Any, value: Any, member: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield the type, value and name of each part of a value."""
    if isinstance(kind, inspect.StructType):
        for f in kind.fields:
            yield f.type, value.get(f.encode_name), f"{kind.cls.__name__}.{f.encode_name}"
    elif isinstance(kind, inspect.DictType):
        for v in value.values():
            yield kind.value_type, v, f"{member}[]"
    elif isinstance(kind, inspect.VarTupleType | inspect.TupleType):
        items = getattr(kind, "item_types", None) or [kind.item_type] * len(value)
        for n, (part, v) in enumerate(zip(items, value, strict=True)):
            yield part, v, f"{member}[]" if isinstance(kind, inspect.VarTupleType) else f"{member}[{n}]"


def _is_free(kind: Any) -> bool:
    """Tell whether a member may hold any text."""
    if isinstance(kind, inspect.Metadata):
        return "format" not in (kind.extra_json_schema or {}) and _is_free(kind.type)
    return isinstance(kind, inspect.StrType) and kind.pattern is None
