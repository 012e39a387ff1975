"""Print precision and recall of claims and flows on the annotated sentences of tests/claims/sentences.toml.

    python benchmarks/claims.py [--errors PART]

Each sentence is read alone, through the whole pipeline, so that recognition and resolution count too. A
claim is right when value, range, unit, the places or flows that it is attached to, and whether it holds for
them together, are all right; a flow when origin, destination and direction are.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geo

SENTENCES = Path(__file__).parent.parent / "tests" / "claims" / "sentences.toml"


def gold_of(row: Mapping[str, Any]) -> tuple[set[tuple[Any, ...]], set[str]]:
    """Return the gold claims and flows of a sentence, flows that go both ways in a fixed order."""
    claims = set()
    for c in row["claims"]:
        places = frozenset(c.get("places", ()))
        flows = frozenset(_flow(f) for f in c.get("flows", ()))
        together = c.get("together", len(places) + len(flows) > 1)
        claims.add((float(c["value"]), c.get("max"), c["unit"], places, flows, together))
    return claims, {_flow(f) for f in row["flows"]}


def found_of(document: geo.MapDocument) -> tuple[set[tuple[Any, ...]], set[str]]:
    """Return the claims and flows of a document in the same terms; a place is known by its surfaces."""
    surfaces: dict[str, list[str]] = {}
    for t in document.toponyms:
        if t.resolution and t.resolution.place:
            surfaces.setdefault(t.resolution.place.id, []).append(t.surface.removeprefix("the "))
    name = {place: said[0] for place, said in surfaces.items()}
    flows = {
        f.id: _flow(f"{name[f.origin]} {'<>' if f.direction == 'both ways' else '>'} {name[f.destination]}")
        for f in document.flows
    }
    claims = {
        (
            c.quantity,
            c.quantity_max,
            c.unit,
            frozenset(name[p] for p in c.places),
            frozenset(flows[f] for f in c.flows),
            c.together,
        )
        for c in document.claims
    }
    return claims, set(flows.values())


def _flow(text: str) -> str:
    if " <> " in text:
        return " <> ".join(sorted(text.split(" <> ")))
    return text


def rows(part: str) -> list[dict[str, Any]]:
    """Return the annotated sentences of a part, "look" or "measure"."""
    found: list[dict[str, Any]] = tomllib.loads(SENTENCES.read_text("utf-8"))[part]
    return found


def judge(part: str, gazetteer: geo.Gazetteer) -> Iterator[tuple[str, str, set[Any], set[Any]]]:
    """Yield (kind, text, gold, found) for claims and for flows of each sentence of a part."""
    for row in rows(part):
        document = geo.geoparse(f"{row['text']}\n", gazetteer=gazetteer)
        for kind, gold, found in zip(("claims", "flows"), gold_of(row), found_of(document), strict=True):
            yield kind, row["text"], gold, found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--errors", choices=("look", "measure"), help="list what is wrong in a part")
    arguments = parser.parse_args()
    print("| part | | gold | found | right | precision | recall |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with geo.Gazetteer.open() as gazetteer:
        for part in ("look", "measure"):
            totals = {"claims": [0, 0, 0], "flows": [0, 0, 0]}
            for kind, text, gold, found in judge(part, gazetteer):
                for n, value in enumerate((len(gold), len(found), len(gold & found))):
                    totals[kind][n] += value
                if arguments.errors == part and gold != found:
                    print(f"\n{kind}: {text}")
                    for name, items in (("missed", gold - found), ("wrong", found - gold)):
                        print(f"  {name}: {sorted(map(str, items))}")
            for kind, (n, m, right) in totals.items():
                p, r = right / max(m, 1), right / max(n, 1)
                print(f"| {part} | {kind} | {n} | {m} | {right} | {p:.3f} | {r:.3f} |")


if __name__ == "__main__":
    main()
