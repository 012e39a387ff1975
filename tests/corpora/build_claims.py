"""Make ``claims.json`` of the annotated texts in ``claims/``; ``claims/README.md`` has the format of both."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^\[\]|]+)(?:\|([^\[\]]+))?\]")
FIGURE = re.compile(r"(~?)(-?[\d.]+(?:e\d+)?)(?:-([\d.]+(?:e\d+)?))?(?: ([^/]+))?(?:/(.+))?")
Ids = Callable[..., list[str]]
POLARITIES = ("affirmed", "negated", "denied", "planned", "possible", "past")
OWNERS = ("place", "body", "person", "none")
LANGUAGES = {
    f"{language}{part}": code
    for language, code in (("spanish", "es"), ("portuguese", "pt"))
    for part in ("", "-desks", "-news", "-press", "-heldout", "-regions", "-wide")
}
WORDS = {"t": "time", "cmp": "comparison", "src": "source"}
"""Keys whose value is words of the text."""
PARAGRAPH = " ¶ "
"""Ends a headline, or a paragraph, of a text that is an article."""


def slug(surface: str, suffix: str) -> str:
    """Return the id of a place: ``são-paulo.br``."""
    return re.sub(r"\W+", "-", surface.casefold()) + ("" if suffix == "-" else f".{suffix.casefold()}")


def spans(text: str, words: str) -> list[int]:
    """List where words stand in a text, not as a part of longer words or numbers."""
    return [m.start() for m in re.finditer(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w|[.,]\d)", text)]


def find(text: str, words: str) -> tuple[int, int]:
    """Return the span of words of a text; ``#2`` asks for the second time that they stand there."""
    words, _, number = words.partition("#")
    places = spans(text, words) or [m.start() for m in re.finditer(re.escape(words), text)]
    if len(places) < int(number or 1) or (len(places) > 1 and not number):
        raise SystemExit(f"{words!r}: {len(places)} times in {text[:60]!r}; expected once, or #number")
    start = places[int(number or 1) - 1]
    return start, start + len(words)


def marked(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Read a text with marks: its words, and its places with their ids."""
    text, at, known = "", 0, {}
    places: list[dict[str, Any]] = []
    for mark in MARK.finditer(source):
        text += source[at : mark.start()]
        surface, suffix = mark[1], mark[2]
        if suffix:
            known[surface] = suffix[1:].split("+") if suffix[0] == "=" else [slug(surface, suffix)]
        start, at = len(text), mark.end()
        text += surface
        places.append({"surface": surface, "start": start, "end": len(text), "ids": known[surface]})
    return text + source[at:], places


def options(fields: list[str]) -> dict[str, Any]:
    """Read the fields after the fixed ones: ``key=value``, ``opt``, and places that may stand with it."""
    found: dict[str, Any] = {"optional": False, "may": ""}
    for field in fields:
        if field == "opt":
            found["optional"] = True
        elif field[0] == "(" and field[-1] == ")":
            found["may"] = field[1:-1]
        else:
            key, value = field.split("=", 1)
            found[key] = value
    return found


def wordings(field: str) -> list[str]:
    """Read wordings that are equally right; the empty one is none."""
    return ["" if each == "-" else each for each in field.split("/")]


def claim(text: str, fields: list[str], find_ids: Ids) -> dict[str, Any]:
    """Read a line ``C``."""
    words, value, counted, predicate, where, *rest = fields
    more = options(rest)
    start, end = find(text, words)
    amount = FIGURE.fullmatch(value)
    assert amount, value
    low = float(amount[2])
    ids = partial(find_ids, near=start)
    flows, places = [], []
    for part in where.split(","):
        ends = [ids(each.strip()) for each in part.split(">")]
        if len(ends) == 2:
            flows += [[a, b] for a in ends[0] for b in ends[1]]
        else:
            places += ends[0]
    made = {
        "surface": text[start:end],
        "start": start,
        "end": end,
        "min": low,
        "max": float(amount[3]) if amount[3] else low,
        "vague": bool(amount[1]),
        "unit": amount[4] or "",
        "per": amount[5],
        "counted": wordings(counted),
        "predicate": wordings(predicate),
        "places": places,
        "may": [each for part in more.pop("may").split(",") if part for each in ids(part.strip())],
        "flows": flows,
        "polarity": more.pop("pol", "affirmed"),
        "owner": more.pop("own", "none" if flows and not places else "place"),
        "optional": more.pop("optional"),
        **{name: more.pop(key, None) for key, name in WORDS.items()},
    }
    assert made["polarity"] in POLARITIES, made["polarity"]
    assert made["owner"] in OWNERS, made["owner"]
    assert made["min"] <= made["max"], value
    return check(text, made, more)


def flow(text: str, fields: list[str], ids: Ids, sense: str) -> dict[str, Any]:
    """Read a line ``F`` (a movement) or ``R`` (a route)."""
    ends, subject, amount, verb, *rest = (*fields, "-", "-", "-")[: max(4, len(fields))]
    more = options(rest)
    origin, destination = re.split(r" <?> ", ends)
    many = lambda words: [each for part in words.split(",") if part for each in ids(part.strip())]  # noqa: E731
    made = {
        "sense": sense,
        "origins": many(origin),
        "destinations": many(destination),
        "both": " <> " in ends,
        "via": many(more.pop("via", "")),
        "instead": [many(each) for each in more.pop("alt", "").split(">") if each],
        "subject": wordings(subject),
        "amount": None if amount == "-" else amount,
        "verb": wordings(verb),
        "actor": more.pop("actor", None),
        "means": more.pop("by", None),
        "polarity": more.pop("pol", "affirmed"),
        "optional": more.pop("optional"),
        **{name: more.pop(key, None) for key, name in WORDS.items()},
    }
    more.pop("may")
    assert made["polarity"] in POLARITIES, made["polarity"]
    return check(text, made, more)


def check(text: str, made: dict[str, Any], left: dict[str, Any]) -> dict[str, Any]:
    """Hold that no field is left over, and that what are words of the text stand in it."""
    assert not left, left
    for name in (*WORDS.values(), "actor"):
        words = made.get(name)
        assert not words or words in text, words
    return made


def layer(text: str, lines: list[str], ids: Ids, where: str) -> dict[str, Any]:
    """Read the lines below a text."""
    made: dict[str, list[dict[str, Any]]] = {"claims": [], "flows": []}
    for line in lines:
        try:
            fields = [field.strip() for field in line[2:].split(" | ")]
            if line[:2] == "C ":
                made["claims"].append(claim(text, fields, ids))
            else:
                made["flows"].append(flow(text, fields, ids, {"F ": "movement", "R ": "route"}[line[:2]]))
        except (AssertionError, IndexError, KeyError, ValueError, SystemExit) as error:
            raise SystemExit(f"{where}: {line}: not a line that can be read ({error!r})") from error
    return made


class Mentions:
    """The marks of a text, by surface: called with one, and perhaps where to look, it gives the ids."""

    def __init__(self, places: list[dict[str, Any]]) -> None:
        self.places = places

    def __call__(self, surface: str, near: int | None = None) -> list[str]:
        """Return the ids of the mark with this surface that is nearest; ``#2`` asks for the second one."""
        surface, _, number = surface.partition("#")
        marks = [place for place in self.places if place["surface"] == surface]
        if number:
            return list(marks[int(number) - 1]["ids"])
        if near is None and len({tuple(mark["ids"]) for mark in marks}) != 1:
            raise KeyError(f"{surface}: {len(marks)} marks; expected one place, or #number")
        return list(min(marks, key=lambda mark: abs(mark["start"] - (near or 0)))["ids"])


def half(id: str) -> str:
    """Return the half that an id belongs to."""
    return "measure" if hashlib.sha256(id.encode()).digest()[0] % 2 else "look"


def sentences(path: Path) -> list[dict[str, Any]]:
    """Read a file of sentences, each with a head ``id``, its text, and the lines below it."""
    items = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        id, source, *lines = unicodedata.normalize("NFC", block).split("\n")
        assert path.stem in (half(id), "desks", "stories", "styles", *LANGUAGES), (
            f"{id}: belongs to {half(id)}"
        )
        text, places = marked(source.replace(PARAGRAPH, "\n\n"))
        items.append(
            {
                "id": id,
                "half": half(id),
                "desk": id.rsplit("-", 1)[0],
                "whole": PARAGRAPH in source,
                **({"lang": LANGUAGES[path.stem]} if path.stem in LANGUAGES else {}),
                "text": text,
                "places": places,
                **layer(text, lines, Mentions(places), f"{path.name}: {id}"),
            }
        )
    return items


def articles() -> list[dict[str, Any]]:
    """Read the layer of the articles, a file of lines each; an article's places are its marks."""
    items = []
    for article in json.loads((HERE / "english.json").read_text("utf-8"))["articles"]:
        path = HERE / "claims" / "articles" / f"{article['id']}.txt"
        places = [
            {name: mark[name] for name in ("surface", "start", "end")} | {"ids": [mark["place"]]}
            for mark in article["toponyms"]
        ]
        lines = path.read_text("utf-8").splitlines()
        made = layer(article["text"], lines, Mentions(places), path.name)
        of = {"id": article["id"], "half": article["half"], "desk": "", "whole": True}
        items.append({**of, "text": article["text"], "places": places, **made})
    return items


def build(name: str = "claims") -> str:
    """Return a corpus as the text of its JSON: ``claims``, or one of the other files of sentences."""
    if name == "claims":
        items = [item for stem in ("look", "measure") for item in sentences(HERE / "claims" / f"{stem}.txt")]
        items += articles()
    else:
        items = sentences(HERE / "claims" / f"{name}.txt")
    corpus = {"name": name, "version": 1, "offsets": "Unicode code points, end exclusive", "items": items}
    return json.dumps(corpus, ensure_ascii=False, indent=1) + "\n"


FILES = {
    "claims": "claims",
    "desks": "claims-desks",
    "stories": "claims-stories",
    "styles": "claims-styles",
    **{name: f"claims-{name}" for name in LANGUAGES},
}
"""Corpus → the stem of its JSON."""

if __name__ == "__main__":
    for name, stem in FILES.items():
        (HERE / f"{stem}.json").write_text(build(name), "utf-8")
