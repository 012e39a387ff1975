"""Make ``english.json`` of the annotated texts in ``english/``, and so of each language; see README.md."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROWS = set(tomllib.loads((HERE.parents[1] / "geo" / "kinds.toml").read_text("utf-8"))["kind"])
LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "portuguese": "pt",
    "spanish-desks": "es",
    "portuguese-desks": "pt",
    "spanish-regions": "es",
    "portuguese-regions": "pt",
}
FOLDERS = LANGUAGES | {"traps": "en"}
"""Folder of texts → the code of their language; those of ``traps`` are short, and full of what misleads."""
COARSER = {
    "neighbourhood": "populated_place",
    "strait": "sea",
    "bay": "sea",
    "volcano": "mountain",
    **dict.fromkeys(("park", "territory", "peninsula"), "region"),
    **dict.fromkeys(("mine", "dam", "port", "base", "oil_field", "bridge", "camp", "canal"), "facility"),
}
"""Kind that the texts write → the row that stands for it while the table of kinds has none of its own."""
TOLERANCE = {"populated_place": 25, "neighbourhood": 12, "airport": 12}
"""Kind → km where the mark has none; facilities and their like have 15."""

TOKEN = re.compile(
    r"\[(?P<surface>[^\[\]|]+)(?P<fields>\|[^\[\]]+)?\]"
    r"|\{(?P<trap>[^{}|]+)\|(?P<reason>\w+)\}"
    r"|<(?P<other>[^<>]+)>"
    r"|(?P<open>\(\()"
    r"|\|(?P<composite>part|pair|relative|border)\|(?P<point>[-\d.]+,[-\d.]+)\|(?P<radius>\d+)\)\)"
)
LAYERS = ("toponyms", "composites", "not_toponyms", "others")
TYPE = "province|region|department|district|county|countie|state|governorate|prefecture|oblast|municipality"
TITLED = re.compile(rf"(?:(Lake|River) )?(.+?)(?: (River|Lake|Desert|(?:{TYPE})s?))?", re.IGNORECASE)
NATURAL = "river|lake|desert|island|valley|strait|peninsula|mountain|plain|pass|camp|crossing|nuclear plant"
COMPASS = ("Northern", "Southern", "Eastern", "Western")
AFTER = re.compile(rf" (?:{TYPE}|{NATURAL})s?\b")
BEFORE = re.compile(rf"(?:(?:{TYPE}) of|river|lake) (?:the )?$")
ROMANCE = (
    "aeroporto|aeropuerto|bahía|bairro|baía|barragem|barrio|cabo|canal|cantón|cañón|concelho|cordillera|departamento|distrito|"
    "estado|estrecho|estreito|golfo|ilhas?|islas?|istmo|lago|lagoa|laguna|mar|mina|montanha|municipio|município|península|porto|"
    "provincia|província|puerto|região|región|represa|rio|río|salar|serra|sierra|trópico|vale|valle|volcán"
)
"""Type words of Spanish and Portuguese, which stand before the name."""
OF = "(?:de la|de los|del|de|dos|das|do|da)"
TITLED_ROMANCE = re.compile(rf"(?:{ROMANCE}) (?:{OF} )?(.+)", re.IGNORECASE)
BEFORE_ROMANCE = re.compile(rf"\b(?:{ROMANCE}) (?:{OF} )?$")
QUIET = set(
    """
    Anglers April Archives August Bonfires By Captain Colonel Control Crews Dealers December Dhows Dr
    Ethanol Farther Father February Few Fifty Fighters Finance Flights Folks Forecasters Fourteen Freezing
    Friday Generators Geologists Governor Grapes Gunmen Helicopters Hospitals I Importers Independents
    Islanders January Judge July June Laboratories Lawyers Lord March May Mayor Militants Minister
    Monday Mr Mrs Ms Museums November Observers October Ore Parmesan Pilots Pirates Pollsters President
    Raids Ranchers Rebels Representative Rescuers Restaurant Restorers Sailors Salmon Saturday Senator
    September Shops Sir Sister Skipper Sunday Sundays Tempers Thursday Trucks Tuesday Turnout Typhoon
    Unmarked Voters Walking Wednesday Buyers Coaches Fire Ice Our Professor She Sixty Skippers They Trains We
    """.split()
)
"""Words that are capitalised and no names: titles, dates, and such as only stand at a sentence's start."""
QUIET_ROMANCE = set(
    """
    Armada BR Carnaval Casa Congreso Contas Câmara El Estado Exército Federal Gobierno Governo Hidrocarburos
    Ibama Interior João N380 Natal ONU PF Policía Presidente Producción Real Receita Regional Saúde
    Secretaria Senado São Tratado Tribunal VLT Virgen Z4
    """.split()
)


def places() -> dict[str, dict[str, Any]]:
    """Read the places that many articles name: key → place."""
    rows = (line.split("\t") for line in (HERE / "places.tsv").read_text("utf-8").splitlines()[1:])
    return {
        key: make_place(kind, country, point, tolerance, name)
        for key, kind, country, point, tolerance, name in rows
    }


def make_place(kind: str, country: str, point: str, tolerance: str, place: str) -> dict[str, Any]:
    """Return a place as the JSON has it; ``point`` is lon,lat in decimal degrees."""
    kind = {"city": "populated_place"}.get(kind, kind)
    row = kind if kind in ROWS else COARSER[kind]
    lon, lat = (float(number) for number in point.split(","))
    assert abs(lon) <= 180, place
    assert abs(lat) <= 90, place
    assert country == "-" or re.fullmatch("[A-Z]{2}", country), place
    return {
        "kind": row,
        "name": place.split(",")[0],
        "country": None if country == "-" else country,
        "lon": lon,
        "lat": lat,
        "tolerance_km": int(tolerance) if tolerance else TOLERANCE.get(kind, 15),
        "place": place,
    }


def toponym(surface: str, fields: list[str], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what a mark says of its toponym; its place and its surface are known from then on."""
    note = "".join(field[5:].strip() for field in fields if field.startswith("note:"))
    types = [field for field in fields if field in ("demonym", "embedded")]
    rest = [f for f in fields if f not in (*types, "optional") and not f.startswith("note:")]
    if not rest:
        return known[surface.casefold()]
    if len(rest) > 1:
        kind, country, point, *tolerance, name = rest
        known[name] = make_place(kind, country, point, "".join(tolerance), name)
    found = {
        "alt_spans": [],
        "type": types[0] if types else "literal",
        "optional": "optional" in fields,
        **known[rest[-1].removeprefix("@")],
        "note": note,
    }
    if found["type"] != "embedded":
        known[surface.casefold()] = found
    return found


def alternatives(found: dict[str, Any], text: str, language: str) -> list[list[int]]:
    """Return the other right readings of a span: without its type word, or with one beside it."""
    start, end, spans = found["start"], found["end"], []
    if found["kind"] not in ("populated_place", "country") and found["type"] == "literal":
        bare = TITLED.fullmatch(found["surface"])
        if bare and bare[2] != found["surface"] and bare[2] not in COMPASS:
            spans.append([start + bare.start(2), start + bare.end(2)])
        if after := AFTER.match(text, end):
            spans.append([start, after.end()])
        if language != "en" and (bare := TITLED_ROMANCE.fullmatch(found["surface"])):
            spans.append([start + bare.start(1), end])
        if before := (BEFORE if language == "en" else BEFORE_ROMANCE).search(text[:start]):
            spans.append([before.start(), end])
    return spans


def read(path: Path, language: str = "en") -> dict[str, Any]:
    """Read one annotated text of a language, given by its code."""
    head, _, source = path.read_text("utf-8").strip().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    known, text, at, opened = places(), "", 0, []
    layers: dict[str, list[dict[str, Any]]] = {name: [] for name in LAYERS}
    for mark in TOKEN.finditer(source):
        text += source[at : mark.start()]
        at, start = mark.end(), len(text)
        text += mark["surface"] or mark["trap"] or mark["other"] or ""
        span = {"start": start, "end": len(text)}
        if mark["surface"]:
            marked = (mark["fields"] or "").split("|")[1:]
            try:
                found = toponym(mark["surface"], marked, known)
            except (KeyError, ValueError, AssertionError) as error:
                fault = f"{path.name}: {mark[0]}: not a mark that can be read ({error!r})"
                raise SystemExit(fault) from error
            layers["toponyms"].append({"surface": mark["surface"], **span, **found})
        elif mark["trap"]:
            layers["not_toponyms"].append({"surface": mark["trap"], **span, "reason": mark["reason"]})
        elif mark["other"]:
            layers["others"].append(span)
        elif mark["open"]:
            opened.append(start)
        else:
            lon, lat = (float(number) for number in mark["point"].split(","))
            span["start"] = opened.pop()
            where = {"kind": mark["composite"], "lon": lon, "lat": lat, "tolerance_km": int(mark["radius"])}
            layers["composites"].append({"surface": text[span["start"] :], **span, **where})
    text += source[at:] + "\n"
    if opened or re.search(r"[][{}<>|]|\(\(|\)\)", text):
        raise SystemExit(
            f"{path.name}: a mark is left in the text; expected every bracket to be one of README.md"
        )
    for found in layers["toponyms"]:
        found["alt_spans"] = alternatives(found, text, language)
    paragraphs = text.strip().split("\n\n")
    return {
        "id": path.stem,
        "half": "measure" if hashlib.sha256(path.stem.encode()).digest()[0] % 2 else "look",
        "lang": language,
        **{field: fields[field] for field in ("desk", "area", "style")},
        "headline": paragraphs[0],
        "byline": paragraphs[1].removeprefix("By ") if paragraphs[1].startswith("By ") else "",
        "date": fields["date"],
        "words": len(text.split()),
        "text": text,
        **layers,
    }


def unmarked(articles: list[dict[str, Any]]) -> list[str]:
    """List the capitalised words that no mark covers and that are no common word at a sentence's start."""
    common = {word for article in articles for word in re.findall(r"\b[a-z]+\b", article["text"])}
    warnings = []
    for article in articles:
        text = article["text"]
        marks = [mark for layer in ("toponyms", "not_toponyms", "others") for mark in article[layer]]
        covered = {at for mark in marks for at in range(mark["start"], mark["end"])}
        for word in re.finditer(r"\b[^\W\d_a-zß-ÿ][\w’'.-]*", text):
            first = re.search(r"(?:^|\n|[.?!:”\"]|—|\.-| -)\s*[“\"'‘(]*$", text[: word.start()])
            bare = re.split(r"['’.-]", word[0])[0]
            english = article["lang"] == "en"
            usual = bare in (QUIET if english else QUIET_ROMANCE) or (
                first and (not english or bare.lower() in common)
            )
            if word.start() not in covered and not usual:
                context = text[max(0, word.start() - 30) : word.end() + 20].replace("\n", " ")
                warnings.append(f"{article['id']}: {word[0]!r} has no mark: …{context}…")
    return warnings


def build(name: str = "english") -> str:
    """Return the corpus of a folder as the text of its JSON."""
    articles = [read(path, FOLDERS[name]) for path in sorted((HERE / name).glob("*.txt"))]
    for warning in unmarked(articles):
        print(warning, file=sys.stderr)
    for article in articles:
        del article["others"]
    corpus = {
        "name": name,
        "version": 1,
        "offsets": "Unicode code points, end exclusive",
        "articles": articles,
    }
    return json.dumps(corpus, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for folder in FOLDERS:
        (HERE / f"{folder}.json").write_text(build(folder), "utf-8")
