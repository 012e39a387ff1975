"""Compare a second annotation of sixty sentences with the first; ``claims/README.md`` has the rules.

    python tests/corpora/agreement.py > second.txt     # the sentences, without their lines
    python tests/corpora/agreement.py second.txt       # once lines stand below them

The second annotator is given the README and ``second.txt`` alone, and writes no ``/`` and no ``opt``.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from build_claims import HERE, Mentions, layer, marked, sentences

SAMPLE = 60
MARKS = {"negated": "denied", "planned": "not yet", "possible": "not yet"}


def sample() -> list[dict[str, Any]]:
    """Return sixty sentences of both halves, in an order by hash."""
    items = [item for name in ("look", "measure") for item in sentences(HERE / "claims" / f"{name}.txt")]
    return sorted(items, key=lambda item: hashlib.sha256(f"second {item['id']}".encode()).digest())[:SAMPLE]


def with_marks(item: dict[str, Any]) -> str:
    """Return a sentence with its places marked, as the second annotator gets it."""
    text = item["text"]
    for place in reversed(item["places"]):
        mark = f"[{place['surface']}|={'+'.join(place['ids'])}]"
        text = text[: place["start"]] + mark + text[place["end"] :]
    return f"{item['id']}\n{text}\n"


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Return whether two claims of one figure have the same value, unit, places and counted thing."""
    told = {word.casefold() for each in second["counted"] for word in each.split()}
    known = {word.casefold() for each in first["counted"] for word in each.split()}
    return (
        all(first[name] == second[name] for name in ("min", "max", "unit", "per"))
        and set(first["places"]) <= set(second["places"]) <= {*first["places"], *first["may"]}
        and sorted(first["flows"]) == sorted(second["flows"])
        and (bool(first["unit"]) or "" in first["counted"] or bool(told & known))
    )


def pairs(item: dict[str, Any], optional: bool) -> set[tuple[str, str]]:
    """Return the pairs of an annotation's movements."""
    flows = [f for f in item["flows"] if f["sense"] == "movement" and f["optional"] == optional]
    return {(a, b) for f in flows for a in f["origins"] for b in f["destinations"]}


def compare(first: dict[str, Any], second: dict[str, Any], counts: Counter[str]) -> None:
    """Count what two annotations of a sentence have in common."""
    left = list(second["claims"])
    for claim in first["claims"]:
        other = next((c for c in left if c["start"] < claim["end"] and claim["start"] < c["end"]), None)
        if other:
            left.remove(other)
        if claim["optional"]:
            continue
        counts["claims"] += 1 + bool(other)
        if other and same(claim, other):
            counts["claims, same"] += 2
            counts["fields"] += 1
            counts["predicate"] += bool({*claim["predicate"]} & {*other["predicate"], ""})
            counts["owner"] += len({c["owner"].replace("none", "place") for c in (claim, other)}) == 1
            counts["polarity"] += len({MARKS.get(c["polarity"], c["polarity"]) for c in (claim, other)}) == 1
    counts["claims"] += len(left)
    one, two = pairs(first, optional=False), pairs(second, optional=False) - pairs(first, optional=True)
    counts["flows"] += len(one) + len(two)
    counts["flows, same"] += 2 * len(one & two)


def main() -> None:
    """Print the sentences, or how far a file of them agrees."""
    if len(sys.argv) == 1:
        print("\n".join(map(with_marks, sample())), end="")
        return
    counts: Counter[str] = Counter()
    first = {item["id"]: item for item in sample()}
    for block in Path(sys.argv[1]).read_text("utf-8").strip().split("\n\n"):
        id, source, *lines = block.split("\n")
        text, places = marked(source)
        compare(first[id], layer(text, lines, Mentions(places), id), counts)
    for name in ("claims", "flows"):
        print(f"{name} F1 {counts[f'{name}, same'] / max(counts[name], 1):.3f}")
    for name in ("predicate", "owner", "polarity"):
        print(f"{name} {counts[name] / max(counts['fields'], 1):.3f}")


if __name__ == "__main__":
    main()
